#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service of the feed rows: a simulator with one feed. Prints the feed's address and stays until it is ended.

usage: ics_world.py FOLDER BUILD EVENTS

FOLDER gets `control` (the simulator's control address), `home`, a home with the feed connected and nothing synced yet, and
`vdirsyncer.conf` and `khal.conf` for the peers, which keep their things in the folder they are started in."""

import pathlib
import signal
import sys

import worker
from daybook_sim import Simulator

VDIRSYNCER = """[general]
status_path = "./status"
[pair team]
a = "local"
b = "remote"
collections = null
[storage local]
type = "filesystem"
path = "./calendar"
fileext = ".ics"
[storage remote]
type = "http"
url = "{url}"
"""

KHAL = """[calendars]
[[team]]
path = ./khal
[locale]
local_timezone = Europe/Zurich
default_timezone = Europe/Zurich
[sqlite]
path = ./khal.db
"""


def main() -> int:
    folder, build, events = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    with worker.Keyring(folder), Simulator(events=5, seed=7, calendars='primary', feeds=f'team={events}') as sim:
        sim.ics.set_feed(name='team', fold='characters')  # vdirsyncer decodes before it unfolds
        (folder / 'control').write_text(sim.addresses['control'])
        (folder / 'home').mkdir()
        url = sim.feed('team')
        if worker.built(build):
            worker.connect(build, folder / 'home', 'ics', secret=url + '\n')
        (folder / 'vdirsyncer.conf').write_text(VDIRSYNCER.format(url=url))
        (folder / 'khal.conf').write_text(KHAL)
        # only now: a blocked signal would be inherited by the simulator
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        print(url, flush=True)
        signal.sigwait({signal.SIGTERM, signal.SIGINT})
    return 0


if __name__ == '__main__':
    sys.exit(main())
