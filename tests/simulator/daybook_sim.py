# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator for Python tests, in one line:

    with Simulator(events=100, seed=7) as sim:
        sim.write_providers(config / 'daybook' / 'providers.ini')
        ...
        sim.google.change_events(percent=1)
        sim.fault(kind='rate-429', match='google.events.list')
        assert sim.requests('google.events.list') == 1

It runs as a process of its own (the tests' interpreter lock is not the simulator's), which is
forked so that nothing is imported again for each of hundreds of tests, or with `in_process=True`
inside the test. Every control command is a method: `google.add-event` is
`sim.google.add_event`.
"""

import json
import multiprocessing
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from sim.core import browser, program, service  # noqa: E402
from sim.core.simctl import call  # noqa: E402

SERVICES = {found.name for found in service.find_classes()}


def run(words, writing):
    """The program, in a child: nothing that the test has open stays open here, nor what it caught."""
    os.dup2(writing, 1)
    os.closerange(3, os.sysconf('SC_OPEN_MAX'))
    sys.stdout = open(1, 'w', closefd=False)
    sys.exit(program.main(words))


class Commands:
    """The commands of one service, as methods."""

    def __init__(self, simulator, service):
        self._simulator = simulator
        self._service = service

    def __getattr__(self, name):
        command = f'{self._service}.{name.replace("_", "-")}'
        return lambda **arguments: self._simulator.control(command, **arguments)


class Simulator:
    """Options are those of the program with underscores (`fault_rate=0.3`, `users='a@x.ch=10'`);
    `set={'google.sync_tokens': False}` gives settings."""

    def __init__(self, in_process=False, set=None, **options):
        self._settings = set or {}
        self._options = options
        self._in_process = in_process
        self._world = None
        self._process = None
        self.addresses = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.stop()

    def start(self):
        if self._in_process:
            from sim.core.world import Options, World
            self._world = World(Options(settings=self._settings, **self._options))
            self._world.start()
            self.addresses = self._world.addresses()
            return
        words = ['--parent', str(os.getpid())]
        for name, value in self._options.items():
            option = '--' + name.replace('_', '-')
            words += [option] if value is True else [] if value in (False, None) \
                else [option, str(value)]
        for key, value in self._settings.items():
            words += ['--set', f'{key}={json.dumps(value)}']
        reading, writing = os.pipe()
        self._process = multiprocessing.get_context('fork').Process(
            target=run, args=(words, writing), daemon=True)
        self._process.start()
        os.close(writing)
        with open(reading) as answer:
            line = answer.readline()
        if not line:
            self._process.join()
            raise RuntimeError(f'the simulator did not start: {self._process.exitcode}')
        self.addresses = json.loads(line)

    def stop(self):
        if self._world is not None:
            self._world.stop()
        if self._process is not None:
            self._process.terminate()
            self._process.join(10)
            self._process.close()

    @property
    def main(self):
        return self.addresses['main']

    def control(self, command, **arguments):
        """Runs a control command, returns its result. Raises RuntimeError."""
        return call(self.addresses['control'], command, arguments)

    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        if name in SERVICES:
            return Commands(self, name)
        command = name.replace('_', '-')
        return lambda **arguments: self.control(command, **arguments)

    def write_providers(self, path):
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.control('providers'))

    def set(self, **settings):
        """`sim.set(**{'google.sync_tokens': False})`"""
        return self.control('set', **settings)

    def requests(self, endpoint=None, subject=None):
        """How many requests came since the last reset: all, of an endpoint, of it for one
        subject."""
        counts = self.control('counts')
        if endpoint is None:
            return counts['requests']
        if subject is not None:
            return counts['subjects'].get(f'{endpoint} {subject}', 0)
        return counts['counts'].get(endpoint, 0)

    def leaks(self):
        """Secrets that were seen where they do not belong; a good run has none."""
        return self.control('counts')['leaks']

    def feed(self, name, secret=False):
        """The address of a feed."""
        for feed in self.control('ics.feeds'):
            if feed['name'] == name:
                return feed['secret_address' if secret else 'address']
        raise KeyError(name)

    def browse(self, address, kind='firefox'):
        """Opens an address as a browser would, through the consent page to the loopback
        listener."""
        return browser.browse(address, kind)
