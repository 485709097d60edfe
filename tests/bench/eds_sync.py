#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer Evolution Data Server: its own daemons with one calendar of an address, on a message bus of its own.

usage: eds_sync.py FOLDER URL

Starts them in FOLDER, opens the calendar as a program would, waits until its cache is filled and all is at rest, and prints
`rows` (in the cache), `cpu_ms` (of all its processes together, the program that opened it not counted) and `pss_mb` at rest."""

import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import time
import urllib.parse

LIBEXEC = pathlib.Path('/usr/libexec')
NAME = 'org.gnome.evolution.dataserver'
DEADLINE = 300
REST = 3
TICK_MS = 1000 / os.sysconf('SC_CLK_TCK')
SOURCE = """[Data Source]
DisplayName=team
Enabled=true
Parent=webcal-stub
[Authentication]
Host={host}
Port={port}
Method=none
[Calendar]
BackendName=webcal
Selected=true
[Offline]
StaySynchronized=true
[Refresh]
Enabled=true
IntervalMinutes=600
[Security]
Method=none
[WebDAV Backend]
ResourcePath={path}
"""

CLIENT = f"""
import sys
from gi.repository import Gio, GLib
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
path, name = bus.call_sync('{NAME}.Calendar8', '/org/gnome/evolution/dataserver/CalendarFactory', '{NAME}.CalendarFactory',
                           'OpenCalendar', GLib.Variant('(s)', ('team',)), None, 0, 60000).unpack()
bus.call_sync(name, path, '{NAME}.Calendar', 'Open', None, None, 0, 300000)
sys.stdin.read()
"""


def processes(folder: str) -> dict[int, pathlib.Path]:
    """Those of Evolution Data Server that live in this folder."""
    found = {}
    for process in pathlib.Path('/proc').glob('[0-9]*'):
        try:
            if (process / 'comm').read_text().startswith('evolution-') and f'HOME={folder}\0' in (process / 'environ').read_text():
                found[int(process.name)] = process
        except OSError:
            pass
    return found


def cpu_ms(folder: str) -> float:
    ticks = 0
    for process in processes(folder).values():
        fields = (process / 'stat').read_text().rpartition(')')[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * TICK_MS


def pss_mb(folder: str) -> float:
    return sum(int(re.search(r'^Pss: *(\d+)', (process / 'smaps_rollup').read_text(), re.M)[1])
               for process in processes(folder).values()) / 1024


def cached(folder: str) -> int:
    for database in pathlib.Path(folder).glob('.cache/evolution/calendar/*/cache.db'):
        try:
            return sqlite3.connect(f'file:{database}?mode=ro', uri=True).execute('SELECT count(*) FROM ECacheObjects').fetchone()[0]
        except sqlite3.Error:
            pass
    return 0


def main() -> None:
    folder, url = sys.argv[1], urllib.parse.urlsplit(sys.argv[2])
    environment = {'PATH': '/usr/bin:/bin', 'HOME': folder, 'XDG_RUNTIME_DIR': folder, 'LC_ALL': 'C.UTF-8',
                   'GSETTINGS_BACKEND': 'keyfile'}
    sources = pathlib.Path(folder, '.config/evolution/sources')
    sources.mkdir(parents=True, exist_ok=True)
    (sources / 'team.source').write_text(SOURCE.format(host=url.hostname, port=url.port, path=url.path))
    settings = pathlib.Path(folder, '.config/glib-2.0/settings')
    settings.mkdir(parents=True, exist_ok=True)
    (settings / 'keyfile').write_text("[org/gnome/evolution-data-server]\nnetwork-monitor-gio-name='always-online'\n")
    bus = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address=1'], env=environment,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    environment['DBUS_SESSION_BUS_ADDRESS'] = bus.stdout.readline().strip()
    started = []
    try:
        for program, name in (('evolution-source-registry', 'Sources5'), ('evolution-calendar-factory', 'Calendar8')):
            started.append(subprocess.Popen([LIBEXEC / program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            subprocess.run(['gdbus', 'wait', '--session', '--timeout', '30', f'{NAME}.{name}'], env=environment, check=True)
        # a connection that stays: what a program has opened is closed when it goes
        client = subprocess.Popen(['/usr/bin/python3', '-c', CLIENT], env=environment, stdin=subprocess.PIPE)
        started.append(client)
        began = time.monotonic()
        before, after = -1.0, 0.0
        while cached(folder) == 0 or after > before:
            if time.monotonic() - began > DEADLINE or client.poll() is not None:
                sys.exit(f'no rest, {cached(folder)} rows')
            time.sleep(REST)
            before, after = after, cpu_ms(folder)
        print(f'rows={cached(folder)}\ncpu_ms={after}\npss_mb={pss_mb(folder):.1f}')
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()
        bus.terminate()
        bus.wait()


main()
