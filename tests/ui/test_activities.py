# SPDX-License-Identifier: GPL-3.0-or-later
"""The quiet lane of Today: what happened beside the calendar, driven through accessibility."""

import unittest

import tap
from window import BUTTON, Window


class Activities(unittest.TestCase):
    def test_they_are_told_by_source_and_kind(self):
        with Window(seed=['day', 'activities']) as window:
            window.find('^14 messages in #launch$')
            window.find('^3 commits in daybook$')
            window.find('^2 mails in Inbox$')
            window.picture('today-activities')
            # Yesterday had none.
            window.find('^Day before$', BUTTON).press()
            window.gone('^14 messages in #launch$')

    def test_a_chip_opens_the_single_things(self):
        with Window(seed=['day', 'activities']) as window:
            chip = window.find('^3 commits in daybook$')
            chip.act(chip.actions[0])
            window.find('^sync: count what a list costs, 9:40, kris$')
            # Text from outside is text, and only an address of the web is one.
            window.find('^agent: a <b>breaker</b> & more, 11:05, kris$')
            self.assertEqual(len(window.all('^Open in browser$')), 0)
            window.picture('today-activities-open')

    def test_they_fit_into_a_narrow_window(self):
        with Window(seed=['day', 'activities'], size=(360, 720)) as window:
            for name in ('14 messages in #launch', '3 commits in daybook', '2 mails in Inbox'):
                x, _, width, _ = window.box(window.find(f'^{name}$'))
                self.assertLessEqual(x + width, 360)
            window.picture('today-activities-narrow')


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
