# SPDX-License-Identifier: GPL-3.0-or-later
"""The Inbox, driven through accessibility."""

import subprocess
import unittest
import urllib.parse

import tap
from services import ServiceWindow, Simulator
from window import BUILD, BUTTON, ITEM, LABEL, SWITCH, Window

QUOTE = 'Send the revised quote to Jonas'
ANA = 'ana@example.com'
GOOGLE = 'https://www.googleapis.com/auth/'


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
            window.find_seen('^Priority: Normal$')
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
            # Past its text, which only a pointer selects.
            window.reach('^Done$')
            window.key('Return')
            window.find('^Task done$', LABEL)
            window.find('^Done, the mail will be archived in a moment$', LABEL)
            window.picture('inbox-done')
            # Not under what was said of it.
            window.find_seen('^Undo$', BUTTON)
            window.find_seen('^Reopen$', BUTTON).press()
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


class Agent(unittest.TestCase):
    """Done travels back to Gmail, with the real agent and worker and the simulator in its place."""

    def window(self, *words):
        """A mail that asks for something, in the Inbox. words: how the account is connected."""
        self.simulator = Simulator(events=1, users=ANA)
        self.simulator.start()
        self.addCleanup(self.simulator.stop)
        self.mail = self.simulator.gmail.add_mail(user=ANA, subject='Contract', sender='carla@example.com', kind='plain',
                                                  text='Could you please send me the signed contract by Friday?')
        window = ServiceWindow(self.simulator)
        window.__enter__()
        self.addCleanup(window.__exit__)
        window.rows('settings', 'suggest_auto', 'off')
        subprocess.run([BUILD / 'src/ctl/daybookctl', 'connect', 'gmail', *words], env=window.environment, check=True,
                       stdout=subprocess.DEVNULL)
        window.rows('sync')
        suggestion = next(row for row in window.rows('suggestions') if row['snapshot']['title'] == 'Contract')
        window.show(suggestion['id'])
        window.find_seen('^Approve$', BUTTON).press()
        window.find('^1 task added$', LABEL)
        self.task, = window.rows('tasks')
        window.show(self.task['id'])
        return window

    def labels(self):
        mail, = (each for each in self.simulator.gmail.mails(user=ANA, limit=1000) if each['id'] == self.mail)
        return set(mail['labelIds']) & {'INBOX', 'UNREAD'}

    def told(self):
        """How often Gmail was told of anything."""
        return self.simulator.requests('gmail.messages.batchModify')

    def send(self, window):
        """What the agent does ten seconds after a click: they are for a second thought, and pass here at once."""
        subprocess.run([BUILD / 'src/worker/daybook-worker', 'send'], env={**window.environment, 'DAYBOOK_NOW': '+1d'}, check=True,
                       stdout=subprocess.DEVNULL)

    def test_done_and_reopened_at_the_service_too(self):
        window = self.window('--set', 'write_back=on')
        window.find_seen('^Mail will be archived$', LABEL)
        # Done and reopened within ten seconds: nobody was told, and nothing waits to be.
        window.find_seen('^Done$', BUTTON).press()
        window.find_seen('^Done, the mail will be archived in a moment$', LABEL)
        self.assertEqual([row['kind'] for row in window.rows('outbox')], ['mail.done'])
        window.find_seen('^Reopen$', BUTTON).press()
        window.find_seen('^Mail will be archived$', LABEL)
        self.assertEqual(window.rows('outbox'), [])
        self.send(window)
        self.assertEqual((self.told(), self.labels()), (0, {'INBOX', 'UNREAD'}))
        # Done for good: read and out of the inbox.
        window.find_seen('^Done$', BUTTON).press()
        window.find_seen('^Done, the mail will be archived in a moment$', LABEL)
        self.send(window)
        window.find_seen('^Done, mail archived$', LABEL)
        self.assertEqual((self.told(), self.labels()), (1, set()))
        window.picture('inbox-archived')
        # And back.
        window.find_seen('^Reopen$', BUTTON).press()
        window.find_seen('^The mail will be brought back in a moment$', LABEL)
        self.send(window)
        window.find_seen('^Mail will be archived$', LABEL)
        self.assertEqual((self.told(), self.labels()), (2, {'INBOX', 'UNREAD'}))
        self.assertEqual(self.simulator.leaks(), [])

    def test_done_here_only_until_the_service_may_be_told(self):
        window = self.window()
        # Said before the click.
        window.find_seen('^Done here only: its service is not told$', LABEL)
        window.find_seen('^Done$', BUTTON).press()
        window.find_seen('^Done here only$', LABEL)
        self.assertEqual(window.rows('outbox'), [])
        window.find_seen('^Reopen$', BUTTON).press()
        window.find_seen('^Done here only: its service is not told$', LABEL)
        # To be allowed to, one signs in once more, and asks for all that is needed then.
        window.show(window.account()['id'])
        window.find_seen('^Tell the Service What Is Done$', SWITCH).toggle()
        window.until('the sign-in opens', lambda: window.frames('^Sign In to '))
        window.find_seen('^Continue in Browser$', BUTTON).press()
        window.find('^The service is told$', LABEL)
        window.until('the dialog goes', lambda: len(window.frames()) == 1)
        self.assertEqual(len(window.rows('accounts')), 1)
        first, second = (self.scopes(each['target']) for each in self.simulator.log(match='google.authorize'))
        self.assertEqual(second - first, {GOOGLE + 'gmail.modify'})
        self.assertEqual(first - second, set())
        window.show(self.task['id'])
        window.find_seen('^Mail will be archived$', LABEL)
        window.find_seen('^Done$', BUTTON).press()
        window.find_seen('^Done, the mail will be archived in a moment$', LABEL)
        self.send(window)
        window.find_seen('^Done, mail archived$', LABEL)
        self.assertEqual((self.told(), self.labels()), (1, set()))

    def scopes(self, address):
        return set(urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)['scope'][0].split())


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
