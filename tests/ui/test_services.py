# SPDX-License-Identifier: GPL-3.0-or-later
"""What services declare, in the connect dialog and on an account's page, driven through accessibility."""

import re
import unittest

import tap
from gi.repository import GLib
from window import BUILD, BUTTON, LABEL, SWITCH, Window


class Services(unittest.TestCase):
    def window(self, **options):
        return Window(seed=['5'], seeder='seed-accounts', DAYBOOK_WORKER=str(BUILD / 'src/worker/daybook-worker'), **options)

    def test_the_settings_of_an_account_are_changed_and_taken_back(self):
        with self.window() as window:
            account = next(row for row in window.rows('accounts') if row['provider'] == 'slack')
            self.assertEqual(account['settings'], {})
            window.show(account['id'])
            switch = window.until('the switch', lambda: next(
                (thing for thing in window.all('^Keep Messages That Mention You$') if 'toggle' in thing.actions), None))
            before = switch.checked
            switch.toggle()
            window.until('it is stored', lambda: [row['settings'] for row in window.rows('accounts')
                                                  if row['id'] == account['id']] == [{'mention-text': not before}])
            window.picture('account-settings')
            window.key('ctrl+z')
            window.until('it is as before', lambda: [row['settings'] for row in window.rows('accounts')
                                                     if row['id'] == account['id']] == [{}])

    def test_suggestions_and_telling_the_service(self):
        with self.window() as window:
            def settings():
                return next(row['settings'] for row in window.rows('accounts') if row['provider'] == 'gmail')
            window.show(next(row['id'] for row in window.rows('accounts') if row['provider'] == 'gmail'))
            window.find_seen('^Suggestions$', SWITCH).toggle()
            window.until('it is stored', lambda: settings() == {'suggest': False})
            window.find_seen('^Tasks are done here only$', LABEL)
            # Told only with a wider sign-in, which is asked for at once and can be asked for later.
            window.find_seen('^Tell the Service What Is Done$', SWITCH).toggle()
            window.until('it is stored', lambda: settings() == {'suggest': False, 'write_back': True})
            window.until('the sign-in opens', lambda: window.frames('^Sign In to Gmail$'))
            window.key('Escape', title='^Sign In to Gmail$')
            window.until('it closes', lambda: not window.frames('^Sign In to Gmail$'))
            window.find_seen('^Tasks are done here only until you sign in again and allow it$', LABEL)
            window.picture('account-write-back')
            window.find_seen('^Tell the Service What Is Done$', SWITCH).toggle()
            window.find_seen('^Tasks are done here only$', LABEL)
            # A service that cannot be told anything is not offered to be.
            window.show(next(row['id'] for row in window.rows('accounts') if row['provider'] == 'slack'))
            window.find_seen('^Keep Messages That Mention You$', SWITCH)
            self.assertFalse([thing for thing in window.all('^Tell the Service What Is Done$', SWITCH) if thing.seen])

    def test_signing_in_again_leads_to_where_a_token_is_made(self):
        with self.window() as window:
            account = next(row for row in window.rows('accounts') if row['provider'] == 'slack')
            # As a notification asks for it.
            window.activate('sign-in', GLib.Variant('s', account['id']))
            window.within = '^Sign In to Northwind Slack$'
            window.until('it is offered', lambda: any(thing.seen for thing in window.all('^Make a Token at the Service$')))
            window.picture('connect-token')

    def test_two_accounts_of_one_sign_in_share_a_card(self):
        with self.window() as window:
            gmail = next(row for row in window.rows('accounts') if row['provider'] == 'gmail')
            window.show('accounts')
            window.find('^Google, kris.holm@gmail.example, Synced', None)
            line = window.find('^Gmail: Synced 4 minutes ago$', BUTTON)
            # It has no card of its own.
            self.assertEqual(window.all('^Gmail, '), [])
            window.picture('accounts-shared')
            # A name that is shortened is shown whole under the pointer.
            name = '^Team calendar with a name that goes on and on and on$'
            x, y, _, height = window.find_seen(name, LABEL).box
            for step in (10, 12):
                window.point(x + step, y + height // 2)
            window.until('its tooltip shows', lambda: len(window.all(name, LABEL)) == 2)
            line.press()
            window.find('^Back$', BUTTON)
            window.until('it is opened', lambda: any(thing.seen for thing in window.all('^Gmail$')))
            self.assertEqual(gmail['health'], 'Synced')

    def test_every_state_in_the_words_of_the_command_line(self):
        said = set()
        for more in ([], ['trouble']):
            with Window(seed=['5', *more], seeder='seed-accounts') as window:
                window.show('accounts')
                rows = [row for row in window.rows('accounts') if row['provider'] != 'gmail']
                self.assertGreaterEqual(len(rows), 8)
                for row in rows:
                    # Where one waits it is said until when, and of what is well since when.
                    words = {'Synced': 'Synced .*'}.get(row['health'], re.escape(row['health']).replace('Waiting:', 'Waiting( until .*)?:'))
                    window.until(row['name'], lambda: window.all(f'^{re.escape(row["name"])}, .*, {words}, [^,]*(,[^,]*)?$'))
                    said.add(row['health'])
                window.picture('accounts-' + (more or ['states'])[0])
                # What is said on the account's own page, and what of it exactly.
                for row in rows if more else []:
                    window.show(row['id'])
                    window.find_seen(f'^{re.escape(row["health"]).replace("Waiting:", "Waiting( until .*)?:")}$', LABEL)
                    if row['last_error']:
                        window.find_seen(f'^{re.escape(row["last_error"])}$', LABEL)
        self.assertEqual(len(said), 18, said)

    def test_one_sign_in_can_serve_two_services(self):
        with self.window() as window:
            window.show('accounts')
            window.find('^Connect Google Calendar: ', BUTTON).press()
            window.within = '^Connect Google Calendar$'
            also = window.find('^Also Gmail$', None)
            self.assertIsNotNone(also)
            window.picture('connect-also')


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
