#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service of the Outlook rows: a simulator with one person's calendar. Prints its address and stays until it is ended.

usage: outlook_world.py FOLDER BUILD EVENTS

FOLDER gets `token` (an access token, for the side that is not Daybook), `control` (the simulator's control address), and
`home`, a home in which the account is connected and nothing is synced yet: its own calendar alone, 90 days ahead, so that
all of the events are asked for."""

import contextlib
import pathlib
import signal
import sqlite3
import sys

import worker
from daybook_sim import Simulator


def main() -> int:
    folder, build, events = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    with worker.Keyring(folder), Simulator(users=f'person@example.com={events}', seed=7) as sim:
        (folder / 'token').write_text(sim.microsoft_signin.issue()['access_token'])
        (folder / 'control').write_text(sim.addresses['control'])
        home = folder / 'home'
        sim.write_providers(home / '.config' / 'daybook' / 'providers.ini')
        if worker.built(build):
            worker.connect(build, home, 'outlook', '--sign-in', 'browser')
            with contextlib.closing(sqlite3.connect(home / '.local/share/daybook/daybook.db')) as database:
                database.execute('UPDATE source SET enabled = is_primary, window_ahead_days = 90')
                database.commit()
        # only now: a blocked signal would be inherited by the simulator
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        print(sim.main, flush=True)
        signal.sigwait({signal.SIGTERM, signal.SIGINT})
    return 0


if __name__ == '__main__':
    sys.exit(main())
