#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts of GNOME Online Accounts: found, offered, signed in with; and what becomes of ours when theirs changes."""

import tap
from caldav_server import PASSWORD, USER, Radicale, Xandikos, calendar_object
from google_case import ANA, GoogleCase
from online_accounts import OnlineAccounts
from session import wait

BEN = 'ben@example.com'


class Case(GoogleCase):
    def start(self, **options):
        super().start(connect=False, **options)
        self.goa = OnlineAccounts(self.session)

    def token(self, user=ANA):
        return self.simulator.google_signin.issue(user=user)['access_token']

    def add_google(self, user=ANA, **options):
        return self.goa.add('google', user, token=self.token(user), **options)

    def connect(self, *words, provider='google-calendar', status=0):
        answer = self.session.ctl('connect', provider, *words, status=status)
        return answer.out.split()[-1] if status == 0 else answer.err

    def offered(self, provider='google-calendar'):
        [row] = [row for row in self.session.rows('providers') if row['id'] == provider]
        return row['sign_in'], [account['identity'] for account in row['goa']]


class Offered(Case):
    def test_where_there_is_an_account(self):
        self.start()
        self.assertEqual(self.offered(), (['browser'], []))
        self.add_google()
        self.goa.add('owncloud', 'carl', password='x', uri='https://carl@cloud.example/dav')
        self.goa.add('ms_graph', BEN, token='t')
        self.assertEqual(self.offered(), (['goa', 'browser'], [ANA]))
        self.assertEqual(self.offered('gmail'), (['goa', 'browser'], [ANA]))
        self.assertEqual(self.offered('outlook'), (['goa', 'browser'], [BEN]))

    def test_not_where_it_is_switched_off(self):
        self.start()
        self.add_google(CalendarDisabled=True)
        self.assertEqual(self.offered(), (['browser'], []))
        self.assertEqual(self.offered('gmail'), (['goa', 'browser'], [ANA]))
        self.connect('--sign-in', 'goa', status=3)

    def test_not_without_it(self):
        self.start()
        self.goa.stop()
        self.assertEqual(self.offered(), (['browser'], []))
        self.assertIn('Online Accounts', self.connect('--sign-in', 'goa', status=3))


class Connected(Case):
    def test_first_of_all_ways_and_without_a_keyring(self):
        self.start(session={'keyring': 'absent'})
        account = self.add_google()
        self.account = self.connect()
        self.only_primary()
        self.sync()
        self.assert_true()
        row = self.session.account(self.account)
        self.assertEqual((row['provider'], row['identity'], row['status']), ('google-calendar', ANA, 'connected'))
        self.assertEqual(self.session.rows('secret', 'list'), [])
        self.assertNotIn('Remove', self.goa.calls(account))

    def test_several_are_named(self):
        self.start(users=f'{ANA},{BEN}=5')
        self.add_google(ANA)
        self.add_google(BEN)
        told = self.connect('--sign-in', 'goa', status=2)
        self.assertIn(ANA, told)
        self.assertIn(BEN, told)
        self.assertEqual(self.session.rows('accounts'), [])
        self.account = self.connect('--sign-in', 'goa', '--user', BEN)
        self.assertEqual(self.session.account(self.account)['identity'], BEN)

    def test_another_token_at_each_run(self):
        self.start()
        account = self.add_google()
        self.account = self.connect()
        self.simulator.google_signin.expire_access()
        self.goa.give_token(account, self.token())
        self.sync()
        self.assertEqual(self.state(), ('connected', None, None))

    def test_refused_once_asked_once_more(self):
        self.start()
        account = self.add_google()
        self.account = self.connect()
        # A token that is over, and no other one: one more request to the desktop, none more to the service.
        self.simulator.google_signin.expire_access()
        before = self.simulator.control('counts')['requests']
        tokens = self.goa.calls(account).count('GetAccessToken')
        told = self.session.ctl('sync', status=3).err
        self.assertIn('Online Accounts', told)
        self.assertEqual(self.simulator.control('counts')['requests'] - before, 1)
        self.assertEqual(self.goa.calls(account).count('GetAccessToken') - tokens, 2)
        self.assertEqual(self.state(), ('needs_sign_in', None, 'auth_required'))

    def test_disconnecting_withdraws_and_removes_nothing(self):
        self.start()
        account = self.add_google()
        self.account = self.connect()
        self.session.ctl('disconnect', self.account)
        self.assertEqual(self.simulator.requests('google.revoke'), 0)
        self.assertNotIn('Remove', self.goa.calls(account))
        self.assertEqual(self.session.rows('accounts'), [])
        # And it can be had again.
        self.connect()

    def test_removed_in_settings(self):
        self.start()
        account = self.add_google()
        self.account = self.connect()
        self.goa.remove(account)
        self.assertIn('Settings', self.session.ctl('sync', status=3).err)
        self.assertEqual(self.state(), ('needs_sign_in', None, 'auth_required'))

    def test_switched_off_in_settings(self):
        self.start()
        account = self.add_google()
        self.account = self.connect()
        self.goa.set(account, CalendarDisabled=True)
        self.session.ctl('sync', status=1)
        self.assertEqual(self.state(), ('error', None, 'forbidden'))
        self.goa.set(account, CalendarDisabled=False)
        self.sync()
        self.assertEqual(self.state(), ('connected', None, None))


class Attention(Case):
    def test_is_told_and_passes_by_itself(self):
        self.start()
        account = self.add_google()
        self.account = self.connect()
        self.sync()
        self.session.agent.get('Version')
        self.goa.forget(account)
        wait('the account waits', lambda: self.state()[0] == 'needs_sign_in')
        self.assertIn('Settings', self.session.account(self.account)['last_error'])
        wait('attention', lambda: self.session.agent.get('Attention') == [self.account])
        self.goa.give_token(account, self.token())
        self.goa.repair(account)
        wait('it goes on', lambda: self.state() == ('connected', None, None))
        wait('no attention', lambda: self.session.agent.get('Attention') == [])

    def test_connecting_says_where_to_go(self):
        self.start()
        self.add_google(AttentionNeeded=True)
        self.assertIn('Settings', self.connect('--sign-in', 'goa', status=3))

    def test_errors_of_its_own(self):
        """What a person has to settle, a server that is not trusted, and what may pass (providers.md 10)."""
        self.start()
        account = self.add_google()
        self.account = self.connect()
        self.session.agent.quit()
        for error, status, state, words in (
                ('org.gnome.OnlineAccounts.Error.SSL', 1, ('error', None, 'tls'), 'does not trust'),
                ('org.freedesktop.Goa.Error.Failed', 1, ('error', 'offline', 'network'), 'at the moment'),
                ('org.freedesktop.Goa.Error.NotSupported', 1, ('error', 'offline', 'network'), 'at the moment'),
                ('org.gnome.OnlineAccounts.Error.DialogDismissed', 3, ('needs_sign_in', None, 'auth_required'), 'Settings'),
                ('org.gnome.OnlineAccounts.Error.NotAuthorized', 3, ('needs_sign_in', None, 'auth_required'), 'Settings')):
            with self.subTest(error):
                self.goa.refuse(account, error)
                _, answer = self.session.worker('sync', status=None)
                self.assertEqual(answer.status, status, answer)
                self.assertEqual(self.state(), state)
                self.assertIn(words, self.session.account(self.account)['last_error'])

    def test_repaired_while_nobody_looked(self):
        self.start()
        account = self.add_google()
        self.account = self.connect()
        self.sync()
        self.goa.forget(account)
        asked = self.goa.calls(account)
        self.session.ctl('sync', status=3)
        self.assertEqual(self.goa.calls(account), asked, 'what is known to fail is not tried')
        self.session.agent.quit()
        self.goa.repair(account)
        self.session.agent.get('Version')
        wait('it goes on', lambda: self.state() == ('connected', None, None))


class Calendars(Case):
    def start_server(self, kind, title='Planning'):
        server = kind(self.session.root / 'server')
        self.addCleanup(server.stop)
        server.start()
        server.stop()
        server.fill({'a.ics': calendar_object('a', '20261124T090000Z', title)})
        server.start()
        return server

    def titles(self):
        return [row['title'] for row in self.session.rows('events', '--from', '2026-11-24', '--to', '2026-11-24')]

    def test_nextcloud_with_its_password(self):
        self.start()
        server = self.start_server(Radicale)
        account = self.goa.add('owncloud', f'{USER}@cloud.example', password=PASSWORD,
                               uri=server.address.replace('//', f'//{USER}@'))
        self.assertEqual(self.offered('caldav')[0], ['goa', 'password'])
        self.account = self.connect('--sign-in', 'goa', provider='caldav')
        self.session.ctl('sync')
        self.assertEqual(self.titles(), ['Planning'])
        # The password is asked for at each run and lies nowhere.
        self.assertEqual(self.session.rows('secret', 'list'), [])
        self.assertGreaterEqual(self.goa.calls(account).count('GetPassword'), 2)

    def test_microsoft(self):
        self.start()
        token = self.simulator.microsoft_signin.issue(user=ANA)['access_token']
        self.goa.add('ms_graph', ANA, token=token)
        self.account = self.connect('--sign-in', 'goa', provider='outlook')
        self.session.ctl('sync')
        self.assertEqual(self.session.account(self.account)['status'], 'connected')
        self.assertGreater(self.session.account(self.account)['item_count'], 0)

    def test_an_address_that_was_typed_is_meant(self):
        self.start()
        server = self.start_server(Radicale)
        self.goa.add('owncloud', 'somebody', password='else', uri='https://somebody@cloud.example/dav')
        answer = self.session.ctl('connect', 'caldav', '--url', server.address, '--user', USER, '--secret-stdin', stdin=PASSWORD)
        self.assertIn(USER, self.session.account(answer.out.split()[-1])['identity'])

    def test_google_switched_off_for_gnome(self):
        """Calendar v3 is not to be had with this token: the account's calendars are, by the open interface."""
        self.start()
        server = self.start_server(Xandikos)
        account = self.add_google(uri=server.address)
        self.simulator.fault(kind='not-configured-403', match='google', count=99)
        self.account = self.connect('--sign-in', 'goa')
        self.session.ctl('sync')
        self.assertEqual(self.titles(), ['Planning'])
        row = self.session.account(self.account)
        self.assertEqual((row['provider'], row['status']), ('caldav', 'connected'))
        # The same later: signed in again it stays what it is.
        self.goa.forget(account)
        self.session.ctl('sync', status=3)
        self.goa.repair(account)
        self.assertEqual(self.session.ctl('reconnect', self.account).out.split()[-1], self.account)
        self.session.ctl('sync')
        self.assertEqual(len(self.session.rows('accounts')), 1)

    def test_google_where_it_works_stays_google(self):
        self.start()
        self.add_google(uri='https://calendars.example/')
        self.account = self.connect('--sign-in', 'goa')
        self.assertEqual(self.session.account(self.account)['provider'], 'google-calendar')


class Mail(Case):
    def test_gmail_too(self):
        self.start()
        account = self.add_google()
        self.account = self.connect(provider='gmail')
        self.assertEqual(self.session.account(self.account)['provider'], 'gmail')
        self.session.ctl('sync')
        # Each switch in Settings is for itself.
        self.goa.set(account, CalendarDisabled=True)
        self.session.ctl('sync')
        self.goa.set(account, MailDisabled=True)
        self.session.ctl('sync', status=1)
        self.assertEqual(self.state(), ('error', None, 'forbidden'))

    def test_a_project_without_the_interface_says_so(self):
        self.start()
        self.add_google()
        self.simulator.fault(kind='not-configured-403', match='gmail', count=99)
        told = self.connect('--sign-in', 'goa', provider='gmail', status=1)
        self.assertIn('another way', told)
        self.assertNotIn('client id', told)


if __name__ == '__main__':
    tap.main()
