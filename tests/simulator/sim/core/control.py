# SPDX-License-Identifier: GPL-3.0-or-later
"""The control interface: POST /control/COMMAND with a JSON object of arguments, JSON back.

It has a listening socket of its own, so that no fault and no client's mistake ever touches it.
"""

import inspect
import json
import traceback

from .service import json_response


class Control:
    def __init__(self, world):
        self._world = world

    def commands(self):
        found = {}
        for attribute in dir(self):
            if attribute.startswith('do_'):
                found[attribute[3:].replace('_', '-')] = getattr(self, attribute)
        for service in self._world.services:
            for name, function in service.commands().items():
                found[f'{service.name}.{name}'] = function
        return found

    def run(self, name, arguments):
        """Raises ValueError, KeyError or TypeError with a readable message."""
        function = self.commands().get(name)
        if function is None:
            raise ValueError(f'unknown command {name}; `help` lists them')
        self._world.journal.let_finish()
        with self._world.lock:
            for service in self._world.services:
                if name.startswith(service.name + '.'):
                    service.ready()
            return function(**arguments)

    # What an Origin asks of its handler.

    def answer(self, request):
        segments = request.segments
        if len(segments) != 2 or segments[0] != 'control':
            return json_response({'error': 'POST /control/COMMAND'}, 404)
        try:
            if request.method == 'POST':
                arguments = json.loads(request.body or b'{}')
            elif request.method == 'GET':
                arguments = dict(request.query)
            else:
                return json_response({'error': 'GET or POST'}, 405)
            arguments = {key.replace('-', '_'): value for key, value in arguments.items()}
            return json_response({'result': self.run(segments[1], arguments)})
        except (ValueError, KeyError, TypeError, LookupError) as error:
            return json_response({'error': f'{type(error).__name__}: {error}'}, 400)
        except Exception:
            text = traceback.format_exc()
            self._world.journal.crash(text)
            return json_response({'error': text}, 500)

    def refused(self, origin, message):
        pass

    def sent(self, request, response):
        pass

    # Commands of the simulator as a whole.

    def do_help(self):
        """Every command with its arguments and what it does."""
        listing = {}
        for name, function in sorted(self.commands().items()):
            listing[name] = {'arguments': str(inspect.signature(function)),
                             'does': inspect.getdoc(function) or ''}
        return listing

    def do_addresses(self):
        """Where everything listens."""
        return self._world.addresses()

    def do_providers(self):
        """The text of a providers.ini that points here."""
        return self._world.providers_text()

    def do_set(self, **settings):
        """Changes behaviour: SERVICE.SETTING=VALUE (or retry_after=SECONDS)."""
        for key, value in settings.items():
            self._world.set(key, value)
        return self.do_settings()

    def do_settings(self):
        """Every setting with its present value."""
        found = {f'{service.name}.{key}': value for service in self._world.services
                 for key, value in sorted(service.settings.items())}
        found['retry_after'] = self._world.retry_after
        found['latency'] = self._world.latency
        return found

    def do_clock(self, set=None, freeze=False, advance=None, run=False):
        """Reads the clock; sets it to an RFC 3339 instant, freezes, advances by seconds or lets it
        run."""
        clock = self._world.clock
        if run:
            clock.run()
        if set is not None:
            clock.set(set, freeze)
        elif freeze:
            clock.set(clock.now(), True)
        if advance is not None:
            clock.advance(float(advance))
        return {'now': clock.datetime().isoformat(), 'seconds': int(clock.now())}

    def do_fault(self, kind, match='', count=1, skip=0, **params):
        """The next `count` requests whose `ENDPOINT METHOD TARGET` matches the regex get this
        fault."""
        return self._world.faults.add(kind, match=match, count=count, skip=skip, **params)

    def do_fault_rate(self, rate, seed=0, **options):
        """Faults by chance: rate 0..1, seed, kinds (comma separated), match, streak."""
        self._world.faults.set_chance(rate, seed, **options)
        return self._world.faults.describe()

    def do_faults(self):
        """The faults that are set."""
        return self._world.faults.describe()

    def do_clear_faults(self):
        """No faults any more."""
        self._world.faults.clear()
        return self._world.faults.describe()

    def do_log(self, match=None, last=None, headers=False):
        """The requests, oldest first; `match` is a regex on `ORIGIN ENDPOINT METHOD TARGET`."""
        return self._world.journal.listing(match, last, headers)

    def do_counts(self):
        """Requests by endpoint, by endpoint and subject, statuses, faults, leaks, crashes."""
        return self._world.journal.summary()

    def do_reset_counts(self):
        """Empties the request log and sets every count to 0."""
        self._world.journal.reset()
        return {}

    def do_truth(self, service=None, **arguments):
        """What a client that has synced everything should know, by service."""
        found = {}
        for each in self._world.services:
            if service in (None, each.name):
                each.ready()
                truth = each.truth(**arguments)
                if truth is not None:
                    found[each.name] = truth
        return found

    def do_stop(self):
        """Ends the simulator."""
        self._world.stop_soon()
        return {}
