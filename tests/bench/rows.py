# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the benchmark, each a small entry: what runs, against what, and the target.

The programs lie in this folder: a compiled one is {build}/tests/bench/NAME, a script {source}/tests/bench/NAME. Each does
one piece of work in the folder it is given and prints its figures as `name=value`; CPU time and memory are taken from
outside (measure.py)."""

import dataclasses

import worker
from measure import Row, Side, Target

BUILT = '{build}/tests/bench/'
SCRIPT = '{source}/tests/bench/'
PYTHON = '/usr/bin/python3'
MIGRATION = '{source}/src/core/store/migrations/001-base.sql'
NODE_MODULES = '{build}/node'  # build-aux/bench --peers puts better-sqlite3 there

DATABASE = '{scratch}/daybook.db'
GOOGLE = ('{url}', '{shared}/token', DATABASE, MIGRATION)
SUM = (PYTHON, SCRIPT + 'rows_sum.py')
HOME = '{scratch}/home'
WORKER = '{build}/src/worker/daybook-worker'
STORE = HOME + '/.local/share/daybook/daybook.db'


def google_world(*events: int) -> tuple[str, ...]:
    return (PYTHON, '-B', SCRIPT + 'google_world.py', '{shared}', '{build}', *map(str, events))


def in_home(*command: str) -> tuple[str, ...]:
    """A command in the home of one run, with the environment of worker.py."""
    return ('/usr/bin/env', '-i', *(f'{name}={value}' for name, value in worker.environment(HOME, '{shared}').items()), *command)


def copy_home(events: int) -> tuple[str, ...]:
    return ('cp', '-a', '{shared}/home-' + str(events), HOME)


def control(*command: str) -> tuple[str, ...]:
    """A change at the services between two syncs."""
    return ('/bin/sh', '-c', 'address=$1; shift; exec "$0" --control "$(cat "$address")" "$@"',
            '{source}/tests/simulator/simctl', '{shared}/control', *command)


def node(mode: str) -> Side:
    return Side(f'node, {mode}', ('node', SCRIPT + 'peer-google.mjs', NODE_MODULES, mode, *GOOGLE), after=(*SUM, DATABASE),
                requires=(NODE_MODULES + '/node_modules/better-sqlite3',), needs='better-sqlite3 for node')


FLOOR = (BUILT + 'floor-google', *GOOGLE)
FIRST_SYNC = Side('daybook', in_home(WORKER, 'sync'), prepare=(copy_home(10000),), after=(*SUM, STORE), requires=(WORKER,))
CHANGE = control('google.change-events', 'percent=1')


OUTLOOK_FLOOR = (BUILT + 'floor-outlook', *GOOGLE)
OUTLOOK_ENGINE = (BUILT + 'sync-google', *GOOGLE[:3], 'outlook')
OUTLOOK_SYNC = Side('daybook', in_home(WORKER, 'sync'), prepare=(('cp', '-a', '{shared}/home', HOME),), after=(*SUM, STORE),
                    requires=(WORKER,))
OUTLOOK_CHANGE = control('microsoft.change-events', 'percent=1')


def outlook_world(events: int) -> tuple[str, ...]:
    return (PYTHON, '-B', SCRIPT + 'outlook_world.py', '{shared}', '{build}', str(events))


def ics_world(events: int) -> tuple[str, ...]:
    return (PYTHON, '-B', SCRIPT + 'ics_world.py', '{shared}', '{build}', str(events))


def in_scratch(*command: str) -> tuple[str, ...]:
    """A command started in the folder of its run, with no settings of the person's."""
    return ('/usr/bin/env', '-i', '-C', '{scratch}', 'PATH=/usr/bin:/bin', 'HOME={scratch}', 'LC_ALL=C.UTF-8', *command)


BIG_STORE = ((BUILT + 'queries', 'fill', '{shared}/daybook.db', '200000'),)
BIG_HOME = (('mkdir', '-p', HOME + '/.local/share/daybook'), ('cp', '{shared}/daybook.db', STORE))
WINDOW = '{build}/src/ui/daybook'


def in_window(*command: str) -> tuple[str, ...]:
    """A command on a display and a message bus of its own, in the home of one run."""
    return ('{source}/build-aux/private-session', '--home', HOME, '--no-keyring', '--no-services', '--size', '1400x1000', '--', *command)


FEED = Side('daybook', in_home(WORKER, 'sync'), prepare=(('cp', '-a', '{shared}/home', HOME),), after=(*SUM, STORE), requires=(WORKER,))
FEED_CHANGE = control('ics.change-events', 'name=team', 'percent=1')
EDS = Side('eds', (PYTHON, SCRIPT + 'eds_sync.py', '{scratch}', '{url}'), requires=('/usr/libexec/evolution-calendar-factory',),
           needs='Evolution Data Server')
DOWNLOAD = 'import sys, urllib.request; urllib.request.urlretrieve(sys.argv[1], sys.argv[2])'
VDIRSYNCER = Side('vdirsyncer', in_scratch('vdirsyncer', '-c', 'vdirsyncer.conf', 'sync'),
                  prepare=(('cp', '{shared}/vdirsyncer.conf', '{scratch}/vdirsyncer.conf'), ('mkdir', '{scratch}/calendar'),
                           in_scratch('/bin/sh', '-c', 'yes | vdirsyncer -c vdirsyncer.conf discover')),
                  requires=('/usr/bin/vdirsyncer',), needs='vdirsyncer')

ROWS: tuple[Row, ...] = (
    Row('json', 'read a page of 2,500 Google events into records',
        sides=(Side('reader', (BUILT + 'json-page', 'reader')),
               Side('json-glib', (BUILT + 'json-page', 'json-glib'))),
        targets=(Target('reader', 'us_event', '<=', 0.1, over='json-glib'),
                 Target('reader', 'mb_page', '<=', 4, unit=' MB')),
        same='checksum'),
    Row('parse', 'from bytes to items: 10,000 Google events, a calendar of 10,000 events',
        sides=(Side('google', (BUILT + 'parse', 'google')),
               Side('calendar', (BUILT + 'parse', 'ics')),
               Side('calendar, 1 % new', (BUILT + 'parse', 'ics-one')),
               Side('calendar, libical', (BUILT + 'parse', 'ics-libical'))),
        targets=(Target('google', 'us_event', '<=', 0.5, over='calendar, libical', unit=' x'),
                 Target('calendar', 'us_event', '<=', 1.2, over='calendar, libical', unit=' x'),
                 Target('calendar, 1 % new', 'us_event', '<=', 0.4, over='calendar', unit=' x'))),
    Row('P1', 'first sync, 10,000 Google events over HTTP into the store',
        service=google_world(10000), same='checksum',
        sides=(FIRST_SYNC,
               Side('engine alone', (BUILT + 'sync-google', *GOOGLE[:3]), after=(*SUM, DATABASE)),
               Side('floor', FLOOR, after=(*SUM, DATABASE)),
               Side('python', (PYTHON, SCRIPT + 'peer-google.py', *GOOGLE), after=(*SUM, DATABASE)),
               node('batches'), node('rows')),
        targets=(Target('daybook', 'cpu_ms', '<=', 1.3, over='floor', unit=' x'),
                 Target('python', 'cpu_ms', '>=', 3, over='daybook', unit=' x'),
                 Target('node, batches', 'cpu_ms', '>=', 5, over='daybook', unit=' x'),
                 Target('node, rows', 'cpu_ms', '>=', 20, over='daybook', unit=' x'))),
    Row('P2', 'first sync, 100,000 events against 10,000', rounds=3,
        service=google_world(10000, 100000),
        sides=(FIRST_SYNC,
               Side('100,000', in_home(WORKER, 'sync'), prepare=(copy_home(100000),), after=(*SUM, STORE), requires=(WORKER,))),
        targets=(Target('100,000', 'cpu_ms', '<=', 11, over='daybook', unit=' x'),
                 Target('100,000', 'rss_mb', '<=', 48, unit=' MB'))),
    Row('P3', 'second sync, 100 of 10,000 events changed',
        service=google_world(10000),
        sides=(Side('daybook', in_home(WORKER, 'sync'), prepare=(copy_home(10000), in_home(WORKER, 'sync'), CHANGE),
                    after=(*SUM, STORE), requires=(WORKER,)),
               Side('floor', FLOOR, prepare=(FLOOR, CHANGE), after=(*SUM, DATABASE))),
        targets=(Target('daybook', 'cpu_ms', '<=', 2, over='floor', unit=' x'),
                 Target('daybook', 'requests', '<=', 1))),
    Row('P3b', 'second sync, nothing changed',
        service=google_world(10000),
        sides=(Side('daybook', in_home(WORKER, 'sync'), prepare=(copy_home(10000), in_home(WORKER, 'sync')),
                    after=(*SUM, STORE), requires=(WORKER,)),
               Side('floor', FLOOR, prepare=(FLOOR,), after=(*SUM, DATABASE))),
        targets=(Target('daybook', 'requests', '<=', 1),
                 Target('daybook', 'changed', '<=', 0))),
    Row('O1', 'first sync, 5,000 Outlook events, 8 % of them series, with their occurrences of three months', rounds=3,
        service=outlook_world(5000),
        sides=(OUTLOOK_SYNC,
               Side('engine alone', OUTLOOK_ENGINE, after=(*SUM, DATABASE)),
               Side('floor', OUTLOOK_FLOOR, after=(*SUM, DATABASE))),
        targets=(Target('daybook', 'cpu_ms', '<=', 2, over='floor', unit=' x'),)),
    Row('O2', 'second sync of it, 1 % changed', rounds=3,
        service=outlook_world(5000),
        sides=(dataclasses.replace(OUTLOOK_SYNC, prepare=(*OUTLOOK_SYNC.prepare, in_home(WORKER, 'sync'), OUTLOOK_CHANGE)),
               Side('engine alone', OUTLOOK_ENGINE, prepare=(OUTLOOK_ENGINE, OUTLOOK_CHANGE), after=(*SUM, DATABASE)),
               Side('floor', OUTLOOK_FLOOR, prepare=(OUTLOOK_FLOOR, OUTLOOK_CHANGE), after=(*SUM, DATABASE))),
        targets=(Target('daybook', 'cpu_ms', '<=', 2, over='floor', unit=' x'),
                 Target('engine alone', 'cpu_ms', '<=', 2, over='floor', unit=' x'),
                 Target('daybook', 'requests', '<=', 3))),
    Row('P4', 'first sync of a calendar address, 10,000 events, 8 % of them series',
        service=ics_world(10000),
        sides=(FEED,
               Side('floor', (BUILT + 'floor-ics', '{url}', DATABASE, MIGRATION), after=(*SUM, DATABASE)),
               VDIRSYNCER, EDS),
        targets=(Target('daybook', 'cpu_ms', '<=', 1.2, over='floor', unit=' x'),
                 Target('vdirsyncer', 'cpu_ms', '>=', 10, over='daybook', unit=' x'),
                 Target('eds', 'cpu_ms', '>=', 10, over='daybook', unit=' x'))),
    # An import in khal takes minutes: a tenth of the events, and once.
    Row('P4k', 'the same of 1,000 events, against khal', rounds=1,
        service=ics_world(1000),
        sides=(FEED,
               Side('khal', in_scratch('khal', '-c', '{shared}/khal.conf', 'import', '--batch', 'feed.ics'),
                    prepare=(in_scratch('/usr/bin/python3', '-c', DOWNLOAD, '{url}', 'feed.ics'), ('mkdir', '{scratch}/khal')),
                    requires=('/usr/bin/khal',), needs='khal')),
        targets=(Target('khal', 'cpu_ms', '>=', 25, over='daybook', unit=' x'),)),
    Row('P4b', 'second sync of it, 1 % changed',
        service=ics_world(10000),
        sides=(dataclasses.replace(FEED, prepare=(*FEED.prepare, FEED.command, FEED_CHANGE)),
               dataclasses.replace(VDIRSYNCER, prepare=(*VDIRSYNCER.prepare, VDIRSYNCER.command, FEED_CHANGE))),
        targets=(Target('vdirsyncer', 'cpu_ms', '>=', 40, over='daybook', unit=' x'),)),
    Row('P4c', 'second sync of it, 304 Not Modified',
        service=ics_world(10000),
        sides=(dataclasses.replace(FEED, prepare=(*FEED.prepare, FEED.command)),),
        targets=(Target('daybook', 'cpu_ms', '<=', 20, unit=' ms'),
                 Target('daybook', 'changed', '<=', 0))),
    Row('P5', 'questions to a store of 200,000 events and 20,000 time entries',
        setup=(*BIG_STORE, ('cp', '{shared}/daybook.db', '{shared}/kept.db'), (BUILT + 'queries', 'keep', '{shared}/kept.db')),
        sides=(Side('daybook', (BUILT + 'queries', 'measure', '{shared}/daybook.db')),
               Side('after maintenance', (BUILT + 'queries', 'measure', '{shared}/kept.db'))),
        targets=(Target('daybook', 'week_ms', '<=', 1, unit=' ms'),
                 Target('daybook', 'search_ms', '<=', 1, unit=' ms'),
                 Target('after maintenance', 'search_ms', '<=', 1, unit=' ms'),
                 Target('daybook', 'totals_ms', '<=', 1, unit=' ms'),
                 Target('daybook', 'year_ms', '<=', 10, unit=' ms'),
                 Target('daybook', 'month_figures_ms', '<=', 50, unit=' ms'))),
    Row('S1', 'suggestions of the built-in engine, a mail',
        sides=(Side('mail of 2 KB', (BUILT + 'insight', 'mails', '2')),
               Side('mail of 16 KB', (BUILT + 'insight', 'mails', '16'))),
        targets=(Target('mail of 2 KB', 'mail_us', '<=', 1000, unit=' us'),
                 Target('mail of 2 KB', 'slowest_us', '<=', 1000, unit=' us'),
                 Target('mail of 16 KB', 'mail_us', '<=', 12, over='mail of 2 KB', unit=' x'))),
    Row('S2', 'suggestions and summary of a day of 40 mails, 8 meetings, 30 messages, 12 commits, beside 200,000 events',
        setup=BIG_STORE,
        sides=(Side('daybook', (BUILT + 'insight', 'day', DATABASE), prepare=(('cp', '{shared}/daybook.db', DATABASE),)),),
        targets=(Target('daybook', 'day_ms', '<=', 50, unit=' ms'),)),
    Row('P6', 'a week of 5,000 recurring series',
        sides=(Side('daybook', (BUILT + 'recurrence', 'ours')),
               Side('libical', (BUILT + 'recurrence', 'libical'))),
        targets=(Target('libical', 'us_series', '>=', 20, over='daybook', unit=' x'),),
        same='checksum'),
    Row('P7', 'the agent at rest for 60 seconds, a calendar of 1,000 events connected', rounds=1,
        service=ics_world(1000),
        sides=(Side('daybook', ('{source}/build-aux/private-session', '--no-display', '--no-services', '--',
                                PYTHON, SCRIPT + 'agent_idle.py', '60', '{url}'), requires=('{build}/src/agent/daybook-agent',)),
               EDS),
        targets=(Target('daybook', 'pss_mb', '<=', 10, unit=' MB'),
                 Target('eds', 'pss_mb', '>=', 15, over='daybook', unit=' x'),
                 Target('daybook', 'wake_ups', '<=', 0),
                 Target('daybook', 'idle_cpu_ms', '<=', 1, unit=' ms'))),
    Row('P8', 'five accounts with nothing new, a worker each',
        service=google_world(1000, 1000, 1000, 1000, 1000),
        sides=(Side('daybook', in_home('/bin/sh', '-c', f'while read -r account; do {WORKER} sync "$account" || exit 1; done <{HOME}/accounts'),
                    prepare=(copy_home(1000), in_home(WORKER, 'sync')), after=(*SUM, STORE), requires=(WORKER,)),),
        targets=(Target('daybook', 'cpu_ms', '<=', 300, unit=' ms'),
                 Target('daybook', 'rss_mb', '<=', 30, unit=' MB'))),
    Row('P9a', 'the window of a store of 200,000 events: until it is shown, and at rest',
        setup=BIG_STORE,
        sides=(Side('hello', in_window(PYTHON, SCRIPT + 'window_start.py', BUILT + 'hello')),
               Side('daybook', in_window(PYTHON, SCRIPT + 'window_start.py', WINDOW), prepare=BIG_HOME, requires=(WINDOW,)),
               Side('gnome-calendar', in_window(PYTHON, SCRIPT + 'window_start.py', 'gnome-calendar'),
                    requires=('/usr/bin/gnome-calendar',), needs='GNOME Calendar')),
        targets=(Target('daybook', 'shown_cpu_ms', '<=', 1.6, over='hello', unit=' x'),
                 Target('daybook', 'shown_cpu_ms', '<=', 0.8, over='gnome-calendar', unit=' x'),
                 Target('daybook', 'pss_mb', '<=', 1.5, over='hello', unit=' x'),
                 Target('daybook', 'idle_cpu_ms', '<=', 0, unit=' ms'))),
    Row('P9b', 'the longest that this window keeps its main loop, CPU: pages, 52 weeks and days, typing and scrolling in the search',
        setup=BIG_STORE, rounds=2,
        sides=(Side('daybook', in_window(BUILT + 'window-gaps'), prepare=BIG_HOME),),
        targets=tuple(Target('daybook', f'{what}_cpu_ms', '<=', 50, unit=' ms')
                      for what in ('time', 'inbox', 'insights', 'accounts', 'today', 'weeks', 'days', 'typing', 'scrolling'))),
)
