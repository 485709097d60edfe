# SPDX-License-Identifier: GPL-3.0-or-later
"""The quiet lane of Today: what happened beside the calendar, driven through accessibility."""

import unittest

import tap
from window import BUTTON, TEXT, Window


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
            # One line: as many as there is room for, and a chip that opens the others.
            first, more = window.find_seen('^14 messages in #launch$', None), window.find_seen('^2 more$', None)
            self.assertFalse(any(thing.seen for thing in window.all('^2 mails in Inbox$')))
            (_, y, _, _), (x, more_y, width, _) = first.box, more.box
            self.assertEqual(y, more_y)
            self.assertLessEqual(x + width, 360)
            window.picture('today-activities-narrow')
            more.act(more.actions[0])
            window.find('^sync: count what a list costs, 9:40, kris$')
            window.find('^Hours for October, 11:47, Sofia Conti$')
            # What was typed can be logged without a key.
            window.key('Escape')
            self.assertFalse(any(thing.seen for thing in window.all('^Log$', BUTTON)))
            window.find('^Log time', TEXT).text = '90m planning'
            window.find_seen('^Log$', BUTTON)
            # A week without anything is as narrow as the others.
            window.show('time')
            window.find_seen('^Week after$', BUTTON).press()
            window.find_seen('^No Time in This Week$', None)
            before, after = window.find_seen('^Week before$', BUTTON), window.find_seen('^Week after$', BUTTON)
            window.until('an arrow at each edge', lambda: after.box[0] - before.box[0] > 200)


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
