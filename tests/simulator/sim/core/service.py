# SPDX-License-Identifier: GPL-3.0-or-later
"""What a stand-in for one service offers to the rest of the simulator.

A new service is one new file in sim/services with a class derived from Service; it is found by
itself.
"""

import importlib
import json
import pkgutil

from .http import Response


class ServiceError(Exception):
    """A refusal that the service words in its own shape."""

    def __init__(self, status, reason, message, headers=(), **details):
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.message = message
        self.headers = list(headers)
        self.details = details


class Service:
    """One service, or one host of a service.

    name:     what endpoints, settings and commands are called after (`google.events.list`).
    prefixes: the paths it answers below.
    origins:  on which listening sockets it answers (`main`, `ics`, `canary`).
    settings: behaviour that a test may change while the simulator runs (`simctl set google.x=y`).
    """

    name = ''
    prefixes = ()
    origins = ('main',)
    settings = {}
    # Whether its data is made when somebody first asks for it, not at the start.
    lazy = False
    # Whose tokens may be sent here; None: nobody's.
    token_family = None

    def __init__(self, world):
        self.world = world
        self.settings = dict(type(self).settings)
        self._ready = False

    def prepare(self):
        """Called once, when all services exist and the sockets are bound: makes the data."""

    def ready(self):
        """Prepares on first use. Called with the world's lock held."""
        if not self._ready:
            self._ready = True
            self.prepare()

    def route(self, request):
        """Names request.endpoint and request.subject, returns a callable that makes the
        response."""
        raise NotImplementedError

    def error(self, error):
        """A ServiceError in the service's own shape."""
        return json_response({'error': error.reason, 'message': error.message}, error.status,
                             error.headers)

    def fault(self, kind, request):
        """The ServiceError for one of the fault kinds that services word themselves, or None."""
        return None

    def chance_faults(self, request):
        """False for endpoints that a person's browser visits: chance leaves those alone."""
        return True

    def duplicate_page(self, request):
        """True when the endpoint can answer with the page before once more."""
        return False

    def providers(self):
        """What stands in providers.ini: {section: {key: value}}."""
        return {}

    def truth(self, **_arguments):
        """What a client that has synced everything should know, as JSON."""
        return None

    def commands(self):
        """{name: function} for control: every method do_x of the class, as x with dashes."""
        found = {}
        for attribute in dir(self):
            if attribute.startswith('do_'):
                found[attribute[3:].replace('_', '-')] = getattr(self, attribute)
        return found


def json_response(value, status=200, headers=(), pretty=False):
    if pretty:
        text = json.dumps(value, ensure_ascii=False, indent=1)
    else:
        text = json.dumps(value, ensure_ascii=False, separators=(',', ':'))
    return Response(status, text.encode(), headers=headers)


def find_classes():
    """Every Service class in sim/services that says it has a name."""
    from .. import services
    found = []
    for info in sorted(pkgutil.iter_modules(services.__path__), key=lambda info: info.name):
        module = importlib.import_module(f'{services.__name__}.{info.name}')
        found += [value for value in vars(module).values()
                  if (isinstance(value, type) and issubclass(value, Service) and value.name
                      and value.__module__ == module.__name__)]
    return found


def find_services(world):
    """An object of each of them."""
    return [found(world) for found in find_classes()]
