# SPDX-License-Identifier: GPL-3.0-or-later
"""Time and search, driven through accessibility."""

import csv
import re
import unittest

import tap
from window import BUTTON, ITEM, LABEL, SWITCH, TAB, TEXT, Window

TITLE = '^Export Time$'


class Time(unittest.TestCase):
    def test_approving_all_and_taking_it_back(self):
        with Window(seed=['week'], page='time') as window:
            # The lowest row, at the first visit of the page: what is out of sight comes later, unless it is asked for.
            lowest = min(window.rows('entries', '--from', '2026-11-16', '--to', '2026-11-16'), key=lambda row: row['start'])
            window.show(lowest['id'])
            window.until('it has the focus', lambda: lowest['title'] in window.focused())
            row = window.focus()
            window.until('it is in view', lambda: row.in_view)
            window.find('^16 – 22 November 2026, Week 47$', BUTTON)
            window.find('^Select “Fix the checkout bug”$')
            window.key('ctrl+a')
            window.find('^22 selected$', LABEL)
            window.picture('time-selected')
            window.find('^Approve$', BUTTON).press()
            window.find('^3 entries approved$', LABEL)
            self.assertEqual(window.entries(title='Plan the day')[0]['status'], 'approved')
            window.find('Undo$', BUTTON).press()
            window.find('^Undone: Approve 3 entries$', LABEL)
            self.assertEqual(window.entries(title='Plan the day')[0]['status'], 'pending')

    def test_rejecting_and_assigning(self):
        with Window(seed=['week']) as window:
            window.show('time')
            window.find('^Select “Fix the checkout bug”$')
            window.key('ctrl+a')
            window.find('^22 selected$', LABEL)
            window.find('^Reject$', BUTTON).press()
            window.until('what was pending is rejected', lambda: window.entries(title='Plan the day')[0]['status'] == 'rejected')
            window.find_seen('Undo$', BUTTON).press()
            window.until('it is pending again', lambda: window.entries(title='Plan the day')[0]['status'] == 'pending')
            project = next(row for row in window.rows('projects') if row['name'] == 'Migration')
            window.find('^Select “Fix the checkout bug”$')
            window.key('ctrl+a')
            window.find_seen('^22 selected$', LABEL)
            window.find_seen('^Assign Project', BUTTON).press()
            window.wait_focus(ITEM)
            window.find_seen('^New Project…$', BUTTON).press()
            window.find_seen('^Client: No Client$')
            window.find_seen('^Cancel$', BUTTON).press()
            window.wait_focus(ITEM)
            for _ in range(20):
                if 'Migration' in window.focus().labels():
                    break
                window.key('Down')
            window.key('Return')
            window.until('it is assigned', lambda: window.entries(title='Plan the day')[0]['project'] == project['id'])

    def test_rounding_is_used_at_once(self):
        with Window(seed=['week']) as window:
            row = '^Fix the checkout bug, ACME / Support, Thursday, 19 November 2026, 12:15 to 12:57, 42 minutes'
            window.show('time')
            window.find(f'{row}, rounded 45 minutes, Pending')
            window.find('^23 hours 45 minutes logged$')
            window.activate('preferences')
            window.find('^Billing$', TAB).press()
            window.choose('^Rounding$', '^Up to 30 Minutes$', '^Preferences$')
            window.find(f'{row}, rounded 1 hour, Pending')
            window.key('Escape', title='^Preferences$')
            # What was logged stays exact.
            window.find('^Round', SWITCH).toggle()
            window.find(f'{row}, Pending')
            window.find('^23 hours 7 minutes logged$')
            self.assertEqual(window.entries(title='Fix the checkout bug')[0]['duration'], 42 * 60)

    def test_exporting_chosen_days(self):
        with Window(seed=['week']) as window:
            window.show('time')
            window.find('^16 – 22 November 2026, Week 47$', BUTTON)
            next(thing for thing in window.all('^DaybookTimePage$') if 'time.export' in thing.actions).act('time.export')
            window.find('^From, Monday, 16 November 2026$', BUTTON)
            window.find('^To, Sunday, 22 November 2026$', BUTTON)
            window.until('it says how many', lambda: any(re.search(r'^\d+ entries$', thing.name) for thing in window.all('entries$')))
            window.picture('time-export')
            # Both days are reached with the keyboard, and named.
            window.reach('^From, Monday, 16 November 2026$', TITLE)
            window.reach('^To, Sunday, 22 November 2026$', TITLE)
            window.find('^Export…$', BUTTON).press()
            file = window.home / 'time.csv'
            name = window.find('^(Name|_Name).*|^File name', TEXT)
            name.text = str(file)
            window.find('^_?Export( Export)?$', BUTTON).press()
            window.until('the file', lambda: file.exists() and file.stat().st_size > 0)
            rows = list(csv.reader(file.open(encoding='utf-8-sig')))
            self.assertIn('Fix the checkout bug', str(rows))
            self.assertGreater(len(rows), 20)


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
