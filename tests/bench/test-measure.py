#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""TAP: the benchmark's runner counts CPU time, tells ratios, and neither hides nor invents a side."""

import pathlib
import sys

import measure
from measure import Row, Side, Target

PYTHON = '/usr/bin/python3'
# Ten times what it costs to start the interpreter, so that a machine with other work cannot blur the two.
WORK = 'sum(range(40_000_000))'
BUSY = Side('busy', (PYTHON, '-c', f'{WORK}; print("work=same"); print("answer_ms=3.5")'))
CHILD = Side('child', ('/bin/sh', '-c', f'{PYTHON} -c "{WORK}"; echo work=same'))
IDLE = Side('idle', (PYTHON, '-c', 'import time; time.sleep(0.05); print("work=less")'))


def run(*sides: Side, **options) -> measure.Result:
    row = Row('T', 'a test', sides, options.pop('targets', ()), **options)
    return measure.Runner(pathlib.Path('/nowhere'), pathlib.Path('/nowhere'), rounds=1).measure(row)


def cases():
    result = run(BUSY, IDLE, CHILD)
    cpu = {name: figures['cpu_ms'] for name, figures in result.medians.items()}
    yield 'cpu-not-wall-time', cpu['busy'] > 1.5 * cpu['idle'] and result.medians['idle']['wall_ms'] > 50
    yield 'children-count', cpu['child'] > 1.5 * cpu['idle']
    yield 'printed-figures', result.medians['busy']['answer_ms'] == 3.5
    yield 'ratio', Target('busy', 'cpu_ms', '>=', 1.5, over='idle').reached(result.medians)[1]
    yield 'missed-target', not Target('busy', 'answer_ms', '<=', 3).reached(result.medians)[1]

    result = run(Side('ours', ('{build}/bench-x',)), Side('peer', ('no-such-peer',), needs='khal'))
    yield 'missing-is-said', result.missing == {'ours': 'no /nowhere/bench-x', 'peer': 'khal is not installed'}
    yield 'missing-has-no-figure', not result.medians and Target('ours', 'cpu_ms', '<=', 1).reached(result.medians) is None

    result = run(Side('broken', ('/bin/sh', '-c', 'echo why >&2; exit 3')))
    yield 'failure-is-said', 'status 3: why' in result.missing['broken']

    result = run(BUSY, IDLE, same='work')
    yield 'different-work-is-said', 'less' in result.differs
    result = run(BUSY, CHILD, same='work')
    yield 'same-work', not result.differs

    result = run(Side('client', ('/bin/sh', '-c', 'echo from={url}; test -e {shared}/made && test -d {scratch}')),
                 service=('/bin/sh', '-c', 'echo here; exec sleep 60'), setup=(('touch', '{shared}/made'),))
    yield 'service-and-folders', result.medians.get('client', {}).get('from') == 'here'


def main() -> int:
    results = list(cases())
    print(f'1..{len(results)}')
    for number, (name, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} /bench/{name}")
    return 0 if all(good for _, good in results) else 1


if __name__ == '__main__':
    sys.exit(main())
