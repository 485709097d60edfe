# SPDX-License-Identifier: GPL-3.0-or-later
"""The Inbox, driven through accessibility."""

import unittest

import tap
from window import BUTTON, ITEM, LABEL, Window

QUOTE = 'Send the revised quote to Jonas'


class Inbox(unittest.TestCase):
    def window(self, **options):
        return Window(seed=['inbox'], **options)

    def described(self, window, name):
        return window.find(name, LABEL).description.replace('\u2068', '').replace('\u2069', '')

    def test_deciding_and_taking_it_back(self):
        with self.window() as window:
            window.show('inbox')
            window.find('^To Review, 4$')
            window.find('^3 of 4 like this approved$', LABEL)
            window.picture('inbox')
            # The words that led to it are marked, and said.
            self.assertEqual(self.described(window, '^Hi Kris,'),
                             'Asks: “Could you send me the revised quote by Monday?”. Names a date: “by Monday”.')
            self.assertEqual(self.described(window, '^Quote for the second variant$'), '')
            window.find('^Approve$', BUTTON).press()
            window.find('^1 task added$', LABEL)
            window.find('^To Review, 3$')
            self.assertIn(QUOTE, [task['title'] for task in window.rows('tasks')])
            # The next one is shown.
            self.assertEqual(self.described(window, '^Please confirm the new address by tomorrow.$'),
                             'Asks: “Please confirm the new address by tomorrow.”. Names a date: “by tomorrow”.')
            window.find('Undo$', BUTTON).press()
            window.find('^Undone: Approve 1 suggestion$', LABEL)
            window.find('^To Review, 4$')
            self.assertNotIn(QUOTE, [task['title'] for task in window.rows('tasks')])
            window.find('^Dismiss$', BUTTON).press()
            window.find('^Suggestion dismissed$', LABEL)
            window.find('^To Review, 3$')

    def test_approving_all_that_are_sure(self):
        with self.window() as window:
            window.show('inbox')
            window.find('^Approve 1 Above 90 %$', BUTTON).press()
            window.find('^To Review, 3$')
            window.until('the button goes', lambda: not [thing for thing in window.all('^Approve 1 Above') if thing.seen])

    def test_keys(self):
        with self.window() as window:
            window.show('inbox')
            window.find('^To Review, 4$')
            # Not while the focus is elsewhere.
            window.reach('^Search$')
            window.key('d')
            window.find('^To Review, 4$')
            self.go_to_list(window)
            window.key('j')
            window.find('^Please confirm the new address by tomorrow.$', LABEL)
            window.key('k')
            window.find('^Quote for the second variant$', LABEL)
            window.key('d')
            window.find('^To Review, 3$')
            window.find('^Please confirm the new address by tomorrow.$', LABEL)
            window.key('a')
            window.find('^To Review, 2$')
            window.key('e')
            window.find_seen('^Save$', BUTTON)
            window.key('Escape')

    def go_to_list(self, window):
        """With Tab, until a row has the focus."""
        for _ in range(12):
            focus = window.focus('^Daybook$')
            if focus and focus.role == ITEM:
                return
            window.key('Tab')
        self.fail(f'Tab leads to {focus}, not to the list')

    def test_tasks(self):
        with self.window() as window:
            window.show('inbox')
            window.find('^To Review, 4$')
            task = next(row for row in window.rows('tasks') if row['title'] == 'Confirm the workshop date')
            window.show(task['id'])
            window.find('^Mail will be archived$', LABEL)
            window.find('^Done$', BUTTON).press()
            window.find('^Task done$', LABEL)
            window.find('^Done, the mail will be archived in a moment$', LABEL)
            window.picture('inbox-done')
            window.find('^Reopen$', BUTTON).press()
            window.find('^Task reopened$', LABEL)
            window.find('^Mail will be archived$', LABEL)

    def test_markup_stays_text(self):
        with self.window(size=(360, 720)) as window:
            window.show('inbox')
            window.find('^To Review, 4$')
            window.picture('inbox-narrow')
            suggestion = next(row for row in window.rows('suggestions') if 'staging' in row['title'])
            window.show(suggestion['id'])
            window.find('^Answer <b>A&B</b> about the staging server$')
            window.find('^Is <b>staging</b> down & out', LABEL)
            window.picture('inbox-narrow-item')

    def test_nothing_to_do(self):
        with Window(seed=['week']) as window:
            window.show('inbox')
            window.find('^Nothing to Do$')
            window.find('^Go to Accounts$', BUTTON)
            window.picture('inbox-empty')


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
