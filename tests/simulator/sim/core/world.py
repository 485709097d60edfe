# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as a whole: its origins, its services and what they share."""

import datetime
import email.utils
import gc
import json
import threading
import traceback

from . import content, tls
from .clock import Clock
from .control import Control
from .faults import Faults
from .http import Origin, Response
from .journal import Journal
from .service import ServiceError, find_services


class Options:
    """What the simulator is made from; every field is an option of the program."""

    def __init__(self, **values):
        self.port = 0
        self.ics_port = 0
        self.canary_port = 0
        self.control_port = 0
        self.seed = 7
        self.events = 200
        self.older = 0
        self.series = 0.08
        self.around = None
        self.now = None
        self.freeze = False
        self.zone = 'Europe/Zurich'
        self.users = 'ana@example.com'
        self.calendars = 'all'
        self.feeds = 'team,personal'
        self.tls = None
        self.fault_rate = 0.0
        self.fault_seed = 0
        self.fault_kinds = None
        self.fault_streak = 0
        self.retry_after = 1
        self.latency = 0.0
        self.settings = {}
        for name, value in values.items():
            if not hasattr(self, name):
                raise TypeError(f'the simulator has no option {name}')
            setattr(self, name, value)


class World:
    def __init__(self, options):
        self.options = options
        self.lock = threading.RLock()
        self.clock = Clock()
        if options.now is not None:
            self.clock.set(options.now, options.freeze)
        self.retry_after = options.retry_after
        self.latency = options.latency
        self.journal = Journal(self.clock)
        self.faults = Faults(self)
        self.stopped = threading.Event()
        context, self.authority, self._certificates = None, None, None
        if options.tls is not None:
            context, self.authority, self._certificates = tls.make_context(options.tls)
        self.main = Origin('main', self, options.port, context)
        self.ics = Origin('ics', self, options.ics_port, context)
        self.canary = Origin('canary', self, options.canary_port, context)
        self.control = Control(self)
        self.control_origin = Origin('control', self.control, options.control_port)
        self.users = content.parse_users(options.users)
        self.around = (datetime.date.fromisoformat(options.around) if options.around
                       else self.clock.datetime().date())
        # What has happened (mail, messages, commits) lies before this, in seconds since 1970.
        self.midnight = datetime.datetime.combine(
            self.around, datetime.time(), datetime.timezone.utc).timestamp()
        self.services = find_services(self)
        for key, value in options.settings.items():
            self.set(key, value)
        for service in self.services:
            if not service.lazy:
                service.ready()
        if options.fault_rate:
            kinds = {'kinds': options.fault_kinds} if options.fault_kinds else {}
            self.faults.set_chance(options.fault_rate, options.fault_seed,
                                   streak=options.fault_streak, **kinds)
        # The data stays for the whole run: the collector need not walk it again and again.
        gc.collect()
        gc.freeze()

    def start(self):
        for origin in (self.main, self.ics, self.canary, self.control_origin):
            origin.start()

    def stop(self):
        self.stopped.set()
        for origin in (self.main, self.ics, self.canary, self.control_origin):
            origin.stop()
        if self._certificates is not None:
            self._certificates.cleanup()

    def stop_soon(self):
        """For the control command: the answer has to go out first."""
        threading.Timer(0.05, self.stop).start()

    def service(self, name):
        for service in self.services:
            if service.name == name:
                return service
        raise ValueError(f'there is no service {name}')

    def set(self, key, value):
        """A setting, `service.name`, `retry_after` or `latency`. A text is read as JSON where it
        is some."""
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                pass
        if key in ('retry_after', 'latency'):
            setattr(self, key, value)
            return
        name, _, setting = key.partition('.')
        service = self.service(name)
        if setting not in service.settings:
            raise ValueError(f'{name} has no setting {setting}; it has: '
                             + ' '.join(sorted(service.settings)))
        service.settings[setting] = value

    def addresses(self):
        return {'main': self.main.base, 'ics': self.ics.base, 'canary': self.canary.base,
                'control': f'{self.control_origin.base}/control',
                **({'authority': self.authority} if self.authority else {})}

    def providers_text(self):
        """providers.ini, as interfaces.md names its keys."""
        sections = {}
        for service in self.services:
            for section, keys in service.providers().items():
                sections.setdefault(section, {}).update(keys)
        lines = ['# Points at the simulator of tests/simulator.']
        for section, keys in sections.items():
            lines += ['', f'[{section}]'] + [f'{key}={value}' for key, value in keys.items()]
        return '\n'.join(lines) + '\n'

    # What an Origin asks of its handler.

    def answer(self, request):
        self.journal.begin(request)
        service = self._find(request)
        response = None
        try:
            response = self._answer(request, service)
        except Exception:
            text = traceback.format_exc()
            self.journal.crash(f'{request.line}\n{text}')
            response = Response(500, text.encode(), 'text/plain; charset=utf-8')
        finally:
            family = service.token_family if service is not None else None
            if request.origin.name == 'canary':
                family = None
            self.journal.finish(request, response or Response(500), family)
        response.delay += float(self.latency)
        if response.get_header('Date') is None:
            response.set_header('Date', email.utils.formatdate(self.clock.now(), usegmt=True))
        return response

    def secured(self, origin):
        """A client has accepted the certificate. The count says so even when it sends nothing."""
        self.journal.handshakes += 1

    def refused(self, origin, message):
        self.journal.refuse(origin, message)

    def sent(self, request, response):
        self.journal.sent(response)

    def _find(self, request):
        best, length = None, -1
        for service in self.services:
            if request.origin.name in service.origins:
                for prefix in service.prefixes:
                    if (request.path == prefix or request.path.startswith(prefix + '/')) \
                            and len(prefix) > length:
                        best, length = service, len(prefix)
        return best

    def _answer(self, request, service):
        if service is None:
            request.endpoint = f'{request.origin.name}.unknown'
            return Response(404, b'Not Found\n', 'text/plain; charset=utf-8')
        request.service = service.name
        try:
            with self.lock:
                service.ready()
                handler = service.route(request)
        except ServiceError as error:
            return service.error(error)
        self.faults.choose(request, service)

        def make():
            try:
                with self.lock:
                    return handler()
            except ServiceError as error:
                return service.error(error)

        if request.fault is not None:
            return self.faults.answer(request, service, make)
        return make()
