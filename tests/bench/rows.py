# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the benchmark, each a small entry: what runs, against what, and the target.

The programs lie in this folder: a compiled one is {build}/tests/bench/NAME, a script {source}/tests/bench/NAME. Each does
one piece of work in the folder it is given and prints its figures as `name=value`; CPU time and memory are taken from
outside (measure.py)."""

from measure import Row, Side, Target

BENCH = '{build}/tests/bench'

ROWS: tuple[Row, ...] = ()
