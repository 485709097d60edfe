# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the sides of a comparison by turns and takes medians: machines are shared and drift, ratios within a run hold.

A side is a command. What counts is the CPU time (user + system) of the process and of every child that it waited for,
its peak memory (not below this runner's own 15 MB, which a child inherits), and whatever figures it prints itself as lines `name=number` or `name=text`."""

import dataclasses
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time
import typing

Figures = dict[str, typing.Any]


class Failed(Exception):
    """A side could not be measured; the text says why."""


@dataclasses.dataclass(frozen=True)
class Side:
    """One command to measure. In each argument {scratch} is an empty folder of this one run, {shared} a folder that the
    row's runs share, {source} and {build} are the checkout and its build folder, {url} is what the row's service printed.
    `prepare` are commands run before and `after` one that tells more figures when it is done, all unmeasured; `requires` are files without which it cannot run; `needs` names the
    package when the command is a peer's."""

    name: str
    command: tuple[str, ...]
    prepare: tuple[tuple[str, ...], ...] = ()
    after: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    needs: str = ''


@dataclasses.dataclass(frozen=True)
class Target:
    """A figure that a row is to reach: one side's value, or its ratio to another side's."""

    side: str
    figure: str
    comparison: str  # '<=' or '>='
    limit: float
    over: str = ''  # the side (with the same figure) to divide by
    unit: str = ''

    def describe(self) -> str:
        ratio = f' / {self.over}' if self.over else ''
        return f'{self.side}{ratio} {self.figure} {self.comparison} {self.limit:g}{self.unit}'

    def reached(self, medians: dict[str, Figures]) -> tuple[float, bool] | None:
        """The value and whether it is good; None when a side or its figure is missing."""
        try:
            value = float(medians[self.side][self.figure])
            if self.over:
                value /= float(medians[self.over][self.figure])
        except (KeyError, ZeroDivisionError, ValueError):
            return None
        return value, value <= self.limit if self.comparison == '<=' else value >= self.limit


@dataclasses.dataclass(frozen=True)
class Row:
    """A line of performance.md. `service` is a command that prints an address as its first line and stays until it is
    ended; `same` names a printed figure that every side must agree on, so that speed is not bought with lost work."""

    id: str
    what: str
    sides: tuple[Side, ...]
    targets: tuple[Target, ...]
    service: tuple[str, ...] = ()
    setup: tuple[tuple[str, ...], ...] = ()
    same: str = ''
    rounds: int = 5


@dataclasses.dataclass
class Result:
    row: Row
    medians: dict[str, Figures]
    missing: dict[str, str]  # side -> why it was not measured
    differs: str = ''


class Runner:
    def __init__(self, source: pathlib.Path, build: pathlib.Path, rounds: int | None = None):
        self.source, self.build, self.rounds = source, build, rounds

    def fill(self, command: tuple[str, ...], **places: str) -> list[str]:
        filled = []
        for argument in command:
            for name, value in {'source': str(self.source), 'build': str(self.build), **places}.items():
                argument = argument.replace('{' + name + '}', value)
            filled.append(argument)
        return filled

    def absent(self, side: Side) -> str:
        """Why a side cannot run here, or nothing."""
        program = self.fill((side.command[0],))[0]
        found = shutil.which(program) if '/' not in program else program if pathlib.Path(program).exists() else None
        lacking = [] if found else [program]
        lacking += [path for path in self.fill(side.requires) if not pathlib.Path(path).exists()]
        if not lacking:
            return ''
        return f'{side.needs} is not installed' if side.needs else f'no {lacking[0]}'

    @staticmethod
    def quiet(command: list[str]) -> str:
        """Runs a command that is not measured and gives its output."""
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"{' '.join(command)} ended with status {done.returncode}: {(done.stderr or done.stdout).strip()[-300:]}")
        return done.stdout

    @staticmethod
    def printed(lines: typing.Iterable[str]) -> Figures:
        """The figures in what a side printed: lines `name=value`."""
        figures: Figures = {}
        for line in lines:
            name, separator, value = line.strip().partition('=')
            if separator and name.isidentifier():
                try:
                    figures[name] = float(value)
                except ValueError:
                    figures[name] = value
        return figures

    def once(self, side: Side, **places: str) -> Figures:
        """One measured run. wait4 gives the resources of exactly this process and the children it waited for."""
        with tempfile.TemporaryDirectory(prefix='daybook-bench.') as scratch:
            for command in side.prepare:
                self.quiet(self.fill(command, scratch=scratch, **places))
            command = self.fill(side.command, scratch=scratch, **places)
            with tempfile.TemporaryFile('w+') as output, tempfile.TemporaryFile('w+') as errors:
                began = time.monotonic()
                process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                wall = time.monotonic() - began
                if process.returncode != 0:
                    errors.seek(0)
                    raise Failed(f"{' '.join(command)} ended with status {process.returncode}: {errors.read().strip()[-300:]}")
                figures = {'cpu_ms': (usage.ru_utime + usage.ru_stime) * 1000, 'wall_ms': wall * 1000,
                                    'rss_mb': usage.ru_maxrss / 1024}
                output.seek(0)
                figures |= self.printed(output)
            if side.after:
                figures |= self.printed(self.quiet(self.fill(side.after, scratch=scratch, **places)).splitlines())
            return figures

    def measure(self, row: Row) -> Result:
        missing = {side.name: reason for side in row.sides if (reason := self.absent(side))}
        sides = [side for side in row.sides if side.name not in missing]
        seen: dict[str, list[Figures]] = {side.name: [] for side in sides}
        service = None
        with tempfile.TemporaryDirectory(prefix='daybook-bench.') as shared:
            places = {'shared': shared, 'url': ''}
            try:
                if sides and row.service:
                    service = subprocess.Popen(self.fill(row.service, **places), stdin=subprocess.DEVNULL,
                                               stdout=subprocess.PIPE, text=True)
                    places['url'] = service.stdout.readline().strip()
                    if not places['url']:
                        raise Failed(f"{' '.join(row.service)} did not start")
                if sides:
                    for command in row.setup:
                        self.quiet(self.fill(command, **places))
                for turn in range((self.rounds or row.rounds) + 1):  # the first warms the caches and is not counted
                    for side in list(sides):
                        try:
                            figures = self.once(side, **places)
                        except Failed as failure:
                            missing[side.name] = str(failure)
                            sides.remove(side)
                            continue
                        if turn:
                            seen[side.name].append(figures)
            except (Failed, OSError) as failure:
                missing.update({side.name: str(failure) for side in sides})
            finally:
                if service:
                    service.terminate()
                    service.wait()
        medians = {name: median(runs) for name, runs in seen.items() if runs and name not in missing}
        answers = {figures.get(row.same) for figures in medians.values()} if row.same else set()
        differs = f'{row.same}: ' + ', '.join(f'{n} {f.get(row.same)}' for n, f in medians.items()) if len(answers) > 1 else ''
        return Result(row, medians, missing, differs)


def median(runs: list[Figures]) -> Figures:
    result = {}
    for name in runs[0]:
        values = [run[name] for run in runs if name in run]
        result[name] = statistics.median(values) if all(isinstance(v, (int, float)) for v in values) else values[-1]
    return result
