# SPDX-License-Identifier: GPL-3.0-or-later
"""What dialogs need that talk with a service: the simulator in the place of the services, its browser, and accounts of GNOME
Online Accounts. For take-pictures.py."""

import contextlib
import os
import pathlib
import subprocess
import sys

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

SOURCE = pathlib.Path(os.environ['DAYBOOK_SOURCE'])
sys.path[:0] = [str(SOURCE / 'tests' / 'simulator'), str(SOURCE / 'tests' / 'e2e')]
from daybook_sim import Simulator  # noqa: E402
from online_accounts import OnlineAccounts  # noqa: E402

BROWSER = """[Desktop Entry]
Type=Application
Name=Browser
MimeType=x-scheme-handler/http;x-scheme-handler/https;
Exec=/usr/bin/python3 -B {simctl} --control {control} browse %u
"""
HANDLERS = '[Default Applications]\nx-scheme-handler/http=simulated.desktop\nx-scheme-handler/https=simulated.desktop\n'


class Session:
    """As much of a test's session as the stand-in for Online Accounts needs."""

    def __init__(self):
        self.connection = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.programs = []

    def start(self, *words):
        self.programs.append(subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL))
        return self.programs[-1]

    def name_owner(self, name):
        try:
            return self.connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetNameOwner',
                                             GLib.Variant('(s)', (name,)), None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        except GLib.Error:
            return None


@contextlib.contextmanager
def services():
    config, data = pathlib.Path(os.environ['XDG_CONFIG_HOME']), pathlib.Path(os.environ['XDG_DATA_HOME'])
    session = Session()
    with Simulator(events=5, users='kris@example.com') as simulator:
        simulator.write_providers(config / 'daybook' / 'providers.ini')
        (data / 'applications').mkdir(parents=True, exist_ok=True)
        (data / 'applications' / 'simulated.desktop').write_text(
            BROWSER.format(simctl=SOURCE / 'tests' / 'simulator' / 'simctl', control=simulator.addresses['control']))
        (config / 'mimeapps.list').write_text(HANDLERS)
        accounts = OnlineAccounts(session)
        accounts.add('ms_graph', 'kris@example.com', token='t')
        try:
            yield
        finally:
            for program in session.programs:
                program.terminate()
                program.wait(10)
