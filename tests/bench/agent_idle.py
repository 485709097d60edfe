#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""P7: the agent at rest, with a calendar's address connected and synced. Run inside build-aux/private-session.

usage: agent_idle.py SECONDS URL

Prints its proportional memory, how often any of its threads woke up and how much CPU time it took in that time."""

import os
import pathlib
import subprocess
import sys
import time

BUILD = pathlib.Path(os.environ['DAYBOOK_BUILD'])
CTL = str(BUILD / 'src' / 'ctl' / 'daybookctl')
SETTLE_SECONDS = 65  # a job that is over is forgotten after a minute, by a timer
TICK_MS = 1000 / os.sysconf('SC_CLK_TCK')


def wake_ups(pid: int) -> int:
    return sum(int(line.split()[1]) for status in pathlib.Path(f'/proc/{pid}/task').glob('*/status')
               for line in status.read_text().splitlines() if line.startswith('voluntary_ctxt_switches'))


def cpu_ms(pid: int) -> float:
    fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_MS


def memory_mb(pid: int, name: str) -> float:
    lines = pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(name + ':')) / 1024


def main() -> int:
    agent = subprocess.Popen([os.environ['DAYBOOK_AGENT']], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        subprocess.run(['gdbus', 'wait', '--session', '--timeout', '10', 'io.github.daybookapp.Daybook.Agent'], check=True)
        subprocess.run([CTL, 'connect', 'ics', '--url', sys.argv[2]], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        subprocess.run([CTL, 'sync'], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        time.sleep(SETTLE_SECONDS)
        before = wake_ups(agent.pid), cpu_ms(agent.pid)
        time.sleep(int(sys.argv[1]))
        print(f'wake_ups={wake_ups(agent.pid) - before[0]}')
        print(f'idle_cpu_ms={cpu_ms(agent.pid) - before[1]}')
        print(f"pss_mb={memory_mb(agent.pid, 'Pss')}")
        print(f"private_mb={memory_mb(agent.pid, 'Private_Dirty')}")
    finally:
        agent.terminate()
        agent.wait(10)
    return 0


if __name__ == '__main__':
    sys.exit(main())
