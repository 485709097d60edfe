#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the rows of rows.py and prints each beside its target, for a person to read.

usage: run.py SOURCE BUILD [--rounds N] [ROW...]

A row whose program does not exist here is said to be missing, a peer that is not installed as well. Ends with status 1
when something that exists could not be measured; a target that is missed is shown, not an error."""

import argparse
import pathlib
import sys

import measure
import rows


def figure_text(name: str, value: float) -> str:
    unit = next((f' {u}' for u in ('ms', 'us', 'mb', 'kb') if name.endswith('_' + u)), '')
    stem = name.removesuffix('_' + unit.strip()) if unit else name
    return f'{stem} {value:,.2f}{unit}' if abs(value) < 10 else f'{stem} {value:,.0f}{unit}'


def show(result: measure.Result) -> bool:
    """Prints one row; whether everything that exists could be measured."""
    print(f'\n{result.row.id}  {result.row.what}')
    for side in result.row.sides:
        if side.name in result.medians:
            print(f'    {side.name:<22}' + ', '.join(
                figure_text(n, v) for n, v in result.medians[side.name].items() if isinstance(v, (int, float))))
        else:
            print(f'    {side.name:<22}missing: {result.missing[side.name]}')
    if result.differs:
        print(f'    NOT THE SAME WORK     {result.differs}')
    for target in result.row.targets:
        reached = target.reached(result.medians)
        if reached is None:
            print(f'    [ ?  ] {target.describe()}: not measured')
        else:
            value, good = reached
            print(f"    [{' ok ' if good else 'MISS'}] {target.describe()}: {value:.2f}{target.unit}")
    return not result.differs and all(reason.startswith('no ') or reason.endswith('is not installed')
                                      for reason in result.missing.values())


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument('source', type=pathlib.Path)
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--rounds', type=int)
    parser.add_argument('row', nargs='*')
    arguments = parser.parse_intermixed_args()
    chosen = [row for row in rows.ROWS if not arguments.row or row.id in arguments.row]
    if not chosen:
        print('no such row; there are', *(row.id for row in rows.ROWS), file=sys.stderr)
        return 2
    runner = measure.Runner(arguments.source.resolve(), arguments.build.resolve(), arguments.rounds)
    good = [show(runner.measure(row)) for row in chosen]
    return 0 if all(good) else 1


if __name__ == '__main__':
    sys.exit(main())
