#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it costs to show a program's window. Runs inside build-aux/private-session:

    window_start.py PROGRAM [ARGUMENT]...

Starts the program, waits until its window is on the screen and the program has come to rest (no CPU in three
seconds), and prints `shown_ms` and `shown_cpu_ms` (wall clock, user and system CPU until the window is seen on the
screen), `start_cpu_ms` (CPU until rest), `pss_mb` and `idle_cpu_ms` (CPU in the five seconds after)."""

import pathlib
import re
import subprocess
import sys
import time

DEADLINE = 60
REST = 3
IDLE = 5
WINDOW = re.compile(r' (\d{3,})x(\d{3,})\+')  # the helpers of a toolkit are smaller


def cpu_ms(pid: int) -> float:
    """Of all threads that live; those of a pool that have ended are no longer counted."""
    nanoseconds = 0
    for task in pathlib.Path(f'/proc/{pid}/task').iterdir():
        try:
            nanoseconds += int((task / 'schedstat').read_text().split()[0])
        except OSError:
            pass
    return nanoseconds / 1e6


def pss_mb(pid: int) -> float:
    return int(re.search(r'^Pss: *(\d+)', pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text(), re.M)[1]) / 1024


def has_window() -> bool:
    """A large window that the server shows."""
    tree = subprocess.run(('xwininfo', '-root', '-tree'), capture_output=True, text=True).stdout
    for line in tree.splitlines()[1:]:
        found = re.match(r' +(0x[0-9a-f]+) ', line)
        if found and WINDOW.search(line) and 'root window' not in line:
            state = subprocess.run(('xwininfo', '-id', found[1]), capture_output=True, text=True).stdout
            if 'IsViewable' in state:
                return True
    return False


def main() -> None:
    began = time.monotonic()
    program = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not has_window():
            if program.poll() is not None or time.monotonic() - began > DEADLINE:
                sys.exit(f'{sys.argv[1]} shows no window')
            time.sleep(0.02)
        shown, shown_cpu = time.monotonic() - began, cpu_ms(program.pid)
        before, after = -1.0, cpu_ms(program.pid)
        while after - before > 0.1:
            if time.monotonic() - began > DEADLINE:
                sys.exit(f'{sys.argv[1]} does not come to rest')
            time.sleep(REST)
            before, after = after, cpu_ms(program.pid)
        print(f'shown_ms={shown * 1000:.0f}\nshown_cpu_ms={shown_cpu:.1f}\nstart_cpu_ms={before:.1f}\npss_mb={pss_mb(program.pid):.1f}')
        time.sleep(IDLE)
        print(f'idle_cpu_ms={cpu_ms(program.pid) - after:.2f}')
    finally:
        program.kill()
        program.wait()


main()
