# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the benchmark, each a small entry: what runs, against what, and the target.

The programs lie in this folder: a compiled one is {build}/tests/bench/NAME, a script {source}/tests/bench/NAME. Each does
one piece of work in the folder it is given and prints its figures as `name=value`; CPU time and memory are taken from
outside (measure.py)."""

from measure import Row, Side, Target

BUILT = '{build}/tests/bench/'
SCRIPT = '{source}/tests/bench/'
PYTHON = '/usr/bin/python3'
MIGRATION = '{source}/src/core/store/migrations/001-base.sql'
NODE_MODULES = '{build}/node'  # build-aux/bench --peers puts better-sqlite3 there

GOOGLE = ('{url}', '{shared}/token', '{scratch}/daybook.db', MIGRATION)


def google_world(events: int) -> tuple[str, ...]:
    return (PYTHON, '-B', SCRIPT + 'google_world.py', '{shared}', str(events))


def node(mode: str) -> Side:
    return Side(f'node, {mode}', ('node', SCRIPT + 'peer-google.mjs', NODE_MODULES, mode, *GOOGLE),
                requires=(NODE_MODULES + '/node_modules/better-sqlite3',), needs='better-sqlite3 for node')


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
        service=google_world(10000), same='rows',
        sides=(Side('daybook', (BUILT + 'sync-google', *GOOGLE[:3])),
               Side('floor', (BUILT + 'floor-google', *GOOGLE)),
               Side('python', (PYTHON, SCRIPT + 'peer-google.py', *GOOGLE)),
               node('batches'), node('rows')),
        targets=(Target('daybook', 'cpu_ms', '<=', 1.3, over='floor', unit=' x'),
                 Target('python', 'cpu_ms', '>=', 3, over='daybook', unit=' x'),
                 Target('node, batches', 'cpu_ms', '>=', 5, over='daybook', unit=' x'),
                 Target('node, rows', 'cpu_ms', '>=', 20, over='daybook', unit=' x'))),
    Row('P5', 'questions to a store of 200,000 events and 20,000 time entries',
        setup=((BUILT + 'queries', 'fill', '{shared}/daybook.db', '200000'),),
        sides=(Side('daybook', (BUILT + 'queries', 'measure', '{shared}/daybook.db')),),
        targets=(Target('daybook', 'week_ms', '<=', 1, unit=' ms'),
                 Target('daybook', 'search_ms', '<=', 1, unit=' ms'),
                 Target('daybook', 'totals_ms', '<=', 1, unit=' ms'),
                 Target('daybook', 'year_ms', '<=', 10, unit=' ms'))),
    Row('P6', 'a week of 5,000 recurring series',
        sides=(Side('daybook', (BUILT + 'recurrence', 'ours')),
               Side('libical', (BUILT + 'recurrence', 'libical'))),
        targets=(Target('libical', 'us_series', '>=', 20, over='daybook', unit=' x'),),
        same='checksum'),
)
