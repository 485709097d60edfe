#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twelve canaries: secrets of every kind go through the whole of Daybook, and none is found in the open afterwards.
The simulator marks each secret that it gives out; those that a person types are marked here."""

import shutil

import store_dump
import tap
from google_case import GoogleCase
from session import CTL, Session, wait

MARK = 'simtok'
TYPED = ('canary-model-key-7f31', 'canary-slack-token-88ac', 'canary-quote"and\\slash-1b')


class Secrets(GoogleCase):
    events = 10

    def use_everything(self):
        """Sign-in, refresh and rotation, a secret address, typed secrets, failures, a backup: with all logs on."""
        self.start(connect=False, set={'google_signin.rotate': True},
                   session={'verbose': True, 'G_MESSAGES_DEBUG': 'all'})
        self.session.watch_bus()
        program = self.session.start(CTL, 'connect', 'google-calendar', '--print-url', '--verbose')
        self.account = self.session.follow_sign_in(program, self.simulator)
        self.session.ctl('sync', '--verbose')
        for _ in range(2):
            self.simulator.google_signin.expire_access()
            self.session.ctl('sync', '--verbose')
        program = self.session.start(CTL, 'connect', 'ics', '--secret-stdin', '--verbose')
        program.write(self.simulator.feed('team', True))
        self.assertEqual(program.end().status, 0)
        for number, text in enumerate(TYPED):
            self.session.ctl('secret', 'set', f'typed-{number}', '--verbose', stdin=text)
        self.session.ctl('secret', 'rotate-key', '--verbose')
        for kind in ('bad-json', 'server-500', 'redirect-canary'):
            self.simulator.google_signin.expire_access()
            self.simulator.fault(kind=kind, match='google.token', count=4)
            self.session.worker('sync', '--verbose', status=None)
            self.simulator.clear_faults()
        self.session.ctl('sync', '--verbose', status=None)
        self.session.ctl('maintain')
        self.session.ctl('backup', 'copy.db')
        self.session.ctl('accounts', '--json')
        self.session.ctl('audit-log', '--json')
        self.session.ctl('secret', 'list', '--json')

    def test_no_secret_is_found_in_the_open(self):
        self.use_everything()
        secrets = self.session.rows('secret', 'list')
        self.assertGreaterEqual(len(secrets), 5)
        for needle in (MARK, *TYPED):
            self.assertEqual(store_dump.files_with(self.session.home, needle), [], needle)
            for place, text in (('bus', self.session.bus_trace().decode('latin-1')), ('output', ''.join(self.session.said)),
                                ('log', self.session.services_log())):
                self.assertNotIn(needle, text, place)
        self.assertEqual([path for path in self.session.home.rglob('core*') if path.is_file()], [])

    def test_a_copy_in_another_home_opens_no_secret(self):
        """A restore with another keyring: the accounts ask for a sign-in, everything else is there."""
        self.start()
        self.sync()
        self.session.ctl('log', '1h: Mine')
        self.session.ctl('backup', 'copy.db')
        with Session() as other:
            self.simulator.write_providers(other.providers_ini)
            shutil.copy(self.session.home / 'copy.db', other.home / 'copy.db')
            other.ctl('restore', 'copy.db')
            self.assertEqual([row['title'] for row in other.rows('entries')], ['Mine'])
            other.ctl('sync', status=3)
            self.assertEqual(other.account(self.account)['status'], 'needs_sign_in')
            program = other.start(CTL, 'reconnect', self.account, '--print-url')
            other.follow_sign_in(program, self.simulator)
            other.ctl('sync')
        # The first one's sign-in is not touched by that.
        self.sync()

    def test_a_flipped_bit_opens_nothing(self):
        import sqlite3
        self.start()
        self.sync()
        self.session.agent.quit()
        database = sqlite3.connect(self.session.database)
        for name, blob in database.execute('SELECT name, blob FROM secret').fetchall():
            spoilt = bytearray(blob)
            spoilt[len(spoilt) // 2] ^= 1
            database.execute('UPDATE secret SET blob = ? WHERE name = ?', (bytes(spoilt), name))
        database.commit()
        database.close()
        _, answer = self.session.worker('sync', status=None)
        self.assertNotEqual(answer.status, 0)
        self.assertNotIn(MARK, answer.out + answer.err)

    def test_erasing_takes_the_key_too(self):
        self.start()
        self.assertEqual(len(self.session.keyring_items()), 1)
        self.session.ctl('erase', '--everything')
        wait('the key is gone', lambda: self.session.keyring_items() == [])
        self.assertFalse(self.session.data.exists())


if __name__ == '__main__':
    tap.main()
