# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows with the real agent and worker, which the bus starts, and the simulator in the place of the services. The browser that
a sign-in opens is the simulator's."""

import os
import pathlib
import subprocess
import sys

from accessible import Gio, GLib
from window import BUILD, SOURCE, Window

sys.path.insert(0, str(SOURCE / 'tests/simulator'))
from daybook_sim import Simulator  # noqa: E402

SIMCTL = SOURCE / 'tests/simulator/simctl'


class Desktop:
    """This session as the stand-in for GNOME Online Accounts (tests/e2e) needs one."""

    class Program:
        def __init__(self, words):
            self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

        def signal(self, number):
            self.process.send_signal(number)
            self.process.wait()

    def __init__(self):
        self.connection = Gio.bus_get_sync(Gio.BusType.SESSION)

    def start(self, *words):
        return self.Program(words)

    def name_owner(self, name):
        try:
            return self.connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetNameOwner',
                                             GLib.Variant('(s)', (name,)), None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        except GLib.Error:
            return ''


class ServiceWindow(Window):
    """A window over the session's own data; `simulator` plays the services."""

    def __init__(self, simulator=None, **options):
        super().__init__(now=None, XDG_DATA_HOME=os.environ['XDG_DATA_HOME'], TZ='Europe/Zurich', **options)
        self.simulator = simulator

    def __enter__(self):
        if self.simulator:
            # The agent's and the window's: here they have folders of their own.
            for config in (pathlib.Path(os.environ['XDG_CONFIG_HOME']), self.home / 'config'):
                self.simulator.write_providers(config / 'daybook/providers.ini')
            self.install_browser()
        # As new: one session serves several windows, one after the other.
        subprocess.run([BUILD / 'src/ctl/daybookctl', 'erase', '--everything'], check=True, capture_output=True)
        return super().__enter__()

    def install_browser(self):
        applications = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'applications'
        applications.mkdir(parents=True, exist_ok=True)
        (applications / 'simulated-browser.desktop').write_text(
            '[Desktop Entry]\nType=Application\nName=Browser\nMimeType=x-scheme-handler/http;x-scheme-handler/https;\n'
            f'Exec=/usr/bin/python3 -B {SIMCTL} --control {self.simulator.addresses["control"]} browse %u\n')
        config = self.home / 'config'
        config.mkdir(parents=True, exist_ok=True)
        (config / 'mimeapps.list').write_text('[Default Applications]\nx-scheme-handler/http=simulated-browser.desktop\n'
                                              'x-scheme-handler/https=simulated-browser.desktop\n')

    def account(self):
        return self.rows('accounts')[0]

    def sources(self):
        return {row['name']: row for row in self.rows('sources')}


__all__ = ['Desktop', 'ServiceWindow', 'Simulator']
