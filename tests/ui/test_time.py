# SPDX-License-Identifier: GPL-3.0-or-later
"""Time and search, driven through accessibility."""

import unittest

import tap
from window import BUTTON, LABEL, Window


class Time(unittest.TestCase):
    def test_approving_all_and_taking_it_back(self):
        with Window(seed=['week']) as window:
            window.show('time')
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


if __name__ == '__main__':
    tap.main()
