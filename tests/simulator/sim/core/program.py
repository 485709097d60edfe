# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator's command line."""

import argparse
import json
import os
import pathlib
import signal
import sys
import threading

from . import tls
from .world import Options, World


def parser():
    defaults = Options()
    made = argparse.ArgumentParser(
        prog='simulator', description='Stand-ins for the services that Daybook talks to.')
    add = made.add_argument
    add('--port', type=int, default=0, help='of the services (0: a free one)')
    add('--ics-port', type=int, default=0, help='of the host of feeds')
    add('--canary-port', type=int, default=0, help='of the origin where nothing should go')
    add('--control-port', type=int, default=0)
    add('--seed', type=int, default=defaults.seed)
    add('--events', type=int, default=defaults.events,
        help="items in each user's primary calendar, from six days back on")
    add('--older', type=int, default=0, help='more items, 9 to 400 days back')
    add('--series', type=float, default=defaults.series, help='share of them that are series')
    add('--around', help='the day the data lies around (default: today)')
    add('--now', help="the simulator's clock, RFC 3339")
    add('--freeze', action='store_true', help='the clock stands still')
    add('--zone', default=defaults.zone)
    add('--users', default=defaults.users, help='ana@example.com,ben@example.com=500')
    add('--calendars', choices=('all', 'primary'), default='all')
    add('--feeds', default=defaults.feeds, help='NAME[=EVENTS],...')
    add('--set', action='append', default=[], metavar='SERVICE.SETTING=VALUE')
    add('--fault-rate', type=float, default=0.0, help='share of requests that fail, 0 to 1')
    add('--fault-seed', type=int, default=0)
    add('--fault-kinds', help='comma separated; default: the 14 that pass on a repeat')
    add('--fault-streak', type=int, default=0, help='most failures running of one request')
    add('--retry-after', type=int, default=1, help='seconds in Retry-After')
    add('--write-providers', metavar='FILE', help='writes a providers.ini that points here')
    add('--latency', type=float, default=0.0, help='seconds before every answer')
    add('--tls', choices=tls.KINDS, help='serve https with such a certificate')
    add('--parent', type=int, metavar='PID', help='end when this process has ended')
    return made


def options_of(arguments):
    settings = {}
    for text in arguments.set:
        key, equals, value = text.partition('=')
        if not equals:
            raise SystemExit(f'simulator: --set {text}: SERVICE.SETTING=VALUE is needed')
        settings[key] = value
    names = ('port', 'ics_port', 'canary_port', 'control_port', 'seed', 'events', 'older', 'series',
             'around', 'now', 'freeze', 'zone', 'users', 'calendars', 'feeds', 'fault_rate',
             'fault_seed',
             'fault_kinds', 'fault_streak', 'retry_after', 'latency', 'tls')
    values = {name: getattr(arguments, name) for name in names}
    return Options(settings=settings, **values)


def main(argv=None):
    arguments = parser().parse_args(argv)
    try:
        world = World(options_of(arguments))
    except (ValueError, OSError) as error:
        print(f'simulator: {error}', file=sys.stderr)
        return 2
    world.start()
    if arguments.write_providers:
        pathlib.Path(arguments.write_providers).write_text(world.providers_text())
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: world.stopped.set())
    if arguments.parent:
        threading.Thread(target=watch, args=(arguments.parent, world), daemon=True).start()
    print(json.dumps({**world.addresses(), 'pid': os.getpid()}), flush=True)
    world.stopped.wait()
    world.stop()
    return 0


def watch(pid, world):
    """A test that was killed leaves no simulator behind."""
    while not world.stopped.wait(1.0):
        if os.getppid() != pid:
            world.stopped.set()
