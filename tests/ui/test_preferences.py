# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences, driven through accessibility and the keyboard: what is changed is stored, and used."""

import os
import subprocess
import unittest

import tap
from window import BUTTON, ENTRY, LABEL, SWITCH, TAB, TEXT, Window

TITLE = '^Preferences$'


class Settings(unittest.TestCase):
    def open(self, window, page, group):
        window.activate('preferences')
        window.find(f'^{page}$', TAB).press()
        window.until('the page shows', lambda: window.find(f'^{group}$', LABEL).seen)

    def stored(self, window, key, value):
        window.until(lambda: f'{key} is {value}, not {window.setting(key)}', lambda: window.setting(key) == value)

    def test_days_and_times(self):
        with Window(seed=['day']) as window:
            window.find('^Stand-up, 9:00 to 9:15, ', BUTTON)
            self.open(window, 'General', 'Days and Times')
            window.find('^The computer’s: Europe/Berlin, UTC\\+1$', LABEL)
            window.picture('preferences-general')
            window.find('^Choose Time Zone', BUTTON).press()
            window.wait_focus(ENTRY, TITLE)
            window.picture('preferences-zones')
            window.type('nowhere', TITLE)
            window.find('^No Such Time Zone$', LABEL)
            window.key('ctrl+a', title=TITLE)
            window.type('new york', TITLE)
            window.find('^New York$', LABEL)
            window.picture('preferences-zones-found')
            window.key('Return', title=TITLE)
            self.stored(window, 'time_zone', 'America/New_York')
            window.find('^America/New_York, UTC−5$', LABEL)
            # Used at once: the day behind is told in the new zone.
            window.find('^Stand-up, 3:00 to 3:15, ', BUTTON)
            window.choose('^Working Day Begins$', '^7:30$', TITLE)
            self.stored(window, 'day_start', '07:30')
            window.choose('^Working Day Ends$', '^18:00$', TITLE)
            self.stored(window, 'day_end', '18:00')
            # And back to the computer's own, which comes first.
            window.find('^Choose Time Zone', BUTTON).press()
            window.wait_focus(ENTRY, TITLE)
            window.key('Return', title=TITLE)
            self.stored(window, 'time_zone', '')
            window.find('^Stand-up, 9:00 to 9:15, ', BUTTON)

    def test_time_and_billing(self):
        with Window(seed=['day']) as window:
            self.open(window, 'Time and Billing', 'Time Entries')
            window.picture('preferences-billing')
            billable = window.find('^Billable$', SWITCH)
            self.assertEqual(window.setting('billable'), 'true' if billable.checked else 'false')
            wanted = 'false' if billable.checked else 'true'
            billable.toggle()
            self.stored(window, 'billable', wanted)
            window.choose('^Rounding$', '^Up to 15 Minutes$', TITLE)
            self.stored(window, 'rounding', '15:up')
            currency = window.find('^Currency of New Clients$', TEXT)
            window.key('Tab', title=TITLE)
            currency.text = 'chf'
            window.key('Return', title=TITLE)
            self.stored(window, 'currency', 'CHF')
            currency.text = 'no money'
            window.key('Return', title=TITLE)
            window.find('no money|NO MONEY', LABEL)
            self.assertEqual(window.setting('currency'), 'CHF')

    def test_sync(self):
        with Window(seed=['day']) as window:
            self.open(window, 'Sync', 'In the Background')
            window.picture('preferences-sync')
            window.find('^Pause Background Sync$', SWITCH).toggle()
            self.stored(window, 'sync_paused', 'true')
            window.find('^Pause Background Sync$', SWITCH).toggle()
            self.stored(window, 'sync_paused', 'false')
            window.choose('^Minutes Between Two Syncs$', '^30$', TITLE)
            self.stored(window, 'sync_interval', '30')
            window.choose('^Days Back$', '^14$', TITLE)
            self.stored(window, 'window_back_days', '14')
            window.choose('^Days Ahead$', '^90$', TITLE)
            self.stored(window, 'window_ahead_days', '90')

    def test_what_others_change_is_shown(self):
        with Window(seed=['day']) as window:
            self.open(window, 'Sync', 'In the Background')
            pause = window.find('^Pause Background Sync$', SWITCH)
            self.assertFalse(pause.checked)
            window.rows('settings', 'sync_paused', 'true')
            window.until('the switch follows', lambda: pause.checked)


class Agent(unittest.TestCase):
    """With the real agent and worker, which the bus starts."""

    def test_erasing_everything(self):
        home = os.environ['XDG_DATA_HOME']
        with Window(now=None, XDG_DATA_HOME=home) as window:
            window.find('^Try with Sample Data$', BUTTON).press()
            window.until('a sync', lambda: any(account['last_sync_at'] for account in window.rows('accounts')))
            window.rows('log', '1h: Something to lose')
            window.activate('preferences')
            window.find('^Back Up Now$', BUTTON).press()
            window.find('^The backup is being made$', LABEL)
            window.until('a backup', lambda: os.listdir(f'{home}/daybook/backups'))
            # Asked first; Cancel changes nothing.
            window.find('^Erase…', BUTTON).press()
            window.find('^Cancel$', BUTTON).press()
            window.gone('^Erase Everything$', BUTTON)
            self.assertTrue(window.rows('entries'))
            window.find('^Erase…', BUTTON).press()
            window.until('the question shows', lambda: window.find('^Erase Everything$', BUTTON).seen)
            window.picture('preferences-erase')
            window.find('^Erase Everything$', BUTTON).press()
            self.assertEqual(window.process.wait(30), 0)
            self.assertFalse(os.path.exists(f'{home}/daybook'))
            found = subprocess.run(['secret-tool', 'search', '--all', 'xdg:schema', 'io.github.daybookapp.Daybook'],
                                   capture_output=True, text=True)
            self.assertNotIn('secret', found.stdout)
            # From here on it is new again.
            window.start()
            window.find('^Welcome to Daybook$', LABEL)


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
