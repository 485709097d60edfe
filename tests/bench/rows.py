# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the benchmark, each a small entry: what runs, against what, and the target.

The programs lie in this folder: a compiled one is {build}/tests/bench/NAME, a script {source}/tests/bench/NAME. Each does
one piece of work in the folder it is given and prints its figures as `name=value`; CPU time and memory are taken from
outside (measure.py)."""

from measure import Row, Side, Target

BENCH = '{build}/tests/bench'

ROWS: tuple[Row, ...] = (
    Row('json', 'read a page of 2,500 Google events into records',
        sides=(Side('reader', (BENCH + '/json-page', 'reader')),
               Side('json-glib', (BENCH + '/json-page', 'json-glib'))),
        targets=(Target('reader', 'us_event', '<=', 0.1, over='json-glib'),
                 Target('reader', 'mb_page', '<=', 4, unit=' MB')),
        same='checksum'),
)
