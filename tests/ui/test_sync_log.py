# SPDX-License-Identifier: GPL-3.0-or-later
"""The Sync Log, driven through accessibility: an account in every state and some hundred runs."""

import shutil
import subprocess
import unittest

import tap
from gi.repository import GLib
from window import BUILD, BUTTON, LABEL, Window


class SyncLog(unittest.TestCase):
    def open(self, window):
        window.within = '^Sync Log$'
        window.activate('sync-log')
        window.until('the runs', lambda: window.all('^ACME Outlook, Calendar, Needs signing in, .*Today, 14:40'))

    def rows(self, window):
        """What a screen reader says of the rows that are seen: those that were scrolled away or filtered out may be
        remembered for a while by the accessibility library."""
        found = []
        for thing in window.all(r', (Today|Yesterday|\d).* s$'):
            try:
                if thing.box[3] > 0:
                    found.append(thing.name)
            except GLib.Error:
                pass
        return found

    def test_a_run_tells_what_is_known_and_leads_on(self):
        with Window(seed=['20'], seeder='seed-accounts') as window:
            self.open(window)
            window.find('^Today: 24 runs, ', LABEL)
            # What the filters are, and what they are set to, is told of what has the focus.
            for choice in ('Account: All Accounts', 'Status: Any Status', 'Time: Last 7 Days'):
                window.find(f'^{choice}$')
            # From the search to the filters and on to the rows.
            window.key(*['Tab'] * 4, 'Return', title='^Sync Log$')
            window.find('^The password was changed or access was taken back. Sign in again; nothing is lost.$', LABEL)
            window.find('^auth_required$', LABEL)
            window.find('^18.4.kB$', LABEL)
            window.picture('sync-log-open')
            window.find('^Copy Details$', BUTTON).press()
            window.find('^Details copied, without names and addresses$', LABEL)
            window.find('^Sign In…$', BUTTON)
            window.key('Return', title='^Sync Log$')
            window.until('it is closed', lambda: not [thing for thing in window.all('^auth_required$', LABEL) if thing.seen])
            # Its figures are for a pointer to select: Tab comes past them.
            window.key('Return', title='^Sync Log$')
            window.find_seen('^auth_required$', LABEL)
            window.reach('^Copy Details$', '^Sync Log$', most=3)

    def test_searching_and_choosing(self):
        with Window(seed=['20'], seeder='seed-accounts') as window:
            self.open(window)
            search = window.find('^Search$', None)
            search.text = 'password'
            window.until('only those', lambda: self.rows(window) and all('Needs signing in' in row
                                                                         for row in self.rows(window)))
            search.text = 'no such thing'
            window.find('^No Such Syncs$', LABEL)
            search.text = 'Northwind'
            window.until('only those', lambda: self.rows(window) and all(row.startswith('Northwind Slack')
                                                                         for row in self.rows(window)))

    def test_what_another_program_syncs_appears(self):
        with Window(seed=['20'], seeder='seed-accounts') as window:
            self.open(window)
            # Without a bus the command line runs the worker itself.
            environment = {**window.environment, 'DAYBOOK_WORKER': str(BUILD / 'src/worker/daybook-worker')}
            environment.pop('DBUS_SESSION_BUS_ADDRESS')
            for words in (['connect', 'sample'], ['sync']):
                subprocess.run([BUILD / 'src/ctl/daybookctl', *words], env=environment, stdin=subprocess.DEVNULL,
                               capture_output=True)
            window.until('its runs', lambda: window.all('^Sample Data, .*, Done, '))

    def test_ten_thousand_runs_scroll_without_a_stop(self):
        environment = Window().environment  # the log is opened by a program that looks at its own main loop
        self.addCleanup(shutil.rmtree, environment['XDG_DATA_HOME'])
        subprocess.run([BUILD / 'tests/ui/seed-accounts', '10000'], env=environment, check=True)
        # Ten times what is aimed at: a machine with other work shows each row slower, but never a tenth of the list.
        done = subprocess.run([BUILD / 'tests/bench/sync-log-gaps', '10000', '500'], env=environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.assertEqual((done.returncode, done.stdout.count('\nok '), 'not ok' in done.stdout), (0, 2, False), done.stdout)

    def test_narrow_rows_have_two_lines(self):
        with Window(seed=['20'], seeder='seed-accounts', size=(360, 640)) as window:
            self.open(window)
            # A row says everything, however little of it is shown.
            window.until('it is narrow', lambda: all(thing.box[2] <= 360 for thing in window.all('^ACME Outlook, ')))
            window.picture('sync-log-narrow')


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
