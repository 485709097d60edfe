#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in to Google with the system's browser, and what becomes of the sign-in later: tokens that expire, rotate,
are withdrawn; keyrings that are locked, absent or another one's."""

import re
import signal

import store_dump
import tap
from google_case import ANA, LIST, GoogleCase
from session import CTL, Session, wait

TOKEN = 'google.token'


class SignIn(GoogleCase):
    events = 15

    def begin(self, *words, **options):
        return self.session.start(CTL, 'connect', 'google-calendar', '--print-url', *words, **options)

    def refuse(self, status, mode=None, words=(), **settings):
        """A sign-in that must fail: its answer. No account is made of it."""
        if mode is not None:
            settings['google_signin.authorize'] = mode
        self.simulator.set(**settings)
        answer = self.session.connect_google(self.simulator, *words, status=status)
        self.assertEqual(len(answer.err.splitlines()), 1, answer)
        self.assertEqual(self.session.rows('accounts'), [])
        self.assertEqual(store_dump.query(self.session.database, 'SELECT * FROM secret'), [])
        return answer.err

    def test_the_address_is_alone_on_the_first_line_and_the_account_on_the_last(self):
        self.start(connect=False)
        program = self.begin()
        address = program.line()
        self.assertTrue(address.startswith(self.simulator.main + '/google/authorize?'), address)
        for part in ('code_challenge_method=S256', 'access_type=offline', 'response_type=code', 'state='):
            self.assertIn(part, address)
        self.assertRegex(address, r'redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A\d+%2F')
        status, page = self.simulator.browse(address)
        self.assertEqual(status, 200)
        self.assertNotIn('simtok', page)
        answer = program.end()
        self.assertEqual((answer.status, answer.lines[0], len(answer.lines)), (0, address, 2))
        self.assertEqual(answer.lines[-1], self.session.rows('accounts')[0]['id'])

    def test_both_browsers_come_back(self):
        for browser in ('firefox', 'chromium'):
            with self.subTest(browser):
                self.start(connect=False)
                account = self.session.connect_google(self.simulator, browser=browser)
                self.assertEqual(self.session.account(account)['identity'], ANA)

    def test_the_address_where_another_browser_ended_can_be_pasted(self):
        self.start(connect=False)
        program = self.begin()
        address = program.line()
        from sim.core import browser
        _, location, _ = browser.fetch(address, 'firefox')
        program.write('https://example.com/not-this-one\n')
        program.write(location + '\n')
        self.assertEqual(program.end().status, 0)

    def test_a_favicon_or_a_stranger_does_not_end_the_wait(self):
        self.start(connect=False)
        program = self.begin()
        address = program.line()
        port = re.search(r'127\.0\.0\.1%3A(\d+)', address).group(1)
        import http.client
        for path in ('/favicon.ico', '/', '/sign-in/google', '/sign-in/google?code=x&state=y', '/sign-in/other?code=x',
                     '/sign-in/google?state=a&state=b&code=c'):
            connection = http.client.HTTPConnection('127.0.0.1', int(port), timeout=10)
            connection.request('GET', path)
            self.assertGreaterEqual(connection.getresponse().status, 400, path)
            connection.close()
        self.simulator.browse(address)
        self.assertEqual(program.end().status, 0)

    def test_nobody_comes_back_in_time(self):
        self.start(connect=False)
        program = self.begin('--timeout', '5')
        program.line()
        answer = program.end()
        self.assertEqual(answer.status, 3)
        self.assertIn('in time', answer.err)

    def test_interrupting_it_leaves_nothing(self):
        self.start(connect=False)
        program = self.begin()
        program.line()
        # The agent has errands of its own (the windows of a new day), which go on.
        self.assertEqual(len(self.session.processes('daybook-worker', 'connect')), 1)
        program.signal(signal.SIGINT)
        self.assertEqual(program.end().status, 1)
        self.assertEqual(self.session.processes('daybook-worker', 'connect'), [])
        self.assertEqual(self.session.rows('accounts'), [])

    def test_a_refusing_person_is_taken_at_their_word(self):
        self.start(connect=False)
        self.assertIn('not granted', self.refuse(1, 'deny'))
        self.refuse(1, 'error')
        self.refuse(3, 'wrong-iss')
        self.assertEqual(self.simulator.requests(TOKEN), 0)

    def test_forged_answers_are_not_taken_for_ours(self):
        """The wait goes on, to its end here."""
        self.start(connect=False)
        programs = []
        for answer in ('wrong-state', 'no-state', 'two-states'):
            program = self.begin('--timeout', '5')
            programs.append(program)
            status, _ = self.simulator.browse(f'{program.line()}&sim_answer={answer}')
            self.assertGreaterEqual(status, 400)
        for program in programs:
            self.assertEqual(program.end().status, 3)
        self.assertEqual(self.simulator.requests(TOKEN), 0)
        self.assertEqual(self.session.rows('accounts'), [])

    def test_unticked_boxes_are_said_and_no_account_is_made(self):
        self.start(connect=False)
        said = self.refuse(3, **{'google_signin.drop_scopes': 'https://www.googleapis.com/auth/calendar.events.readonly'})
        self.assertIn('tick', said)

    def test_without_a_client_id_the_ways_are_named_in_one_line(self):
        with Session() as session:
            answer = session.ctl('connect', 'google-calendar', '--print-url', status=3)
            self.assertEqual(answer.out, '')
            self.assertEqual(len(answer.err.splitlines()), 1)
            for way in ('client-id', 'google-calendar --sign-in goa', 'connect ics --url'):
                self.assertIn(way, answer.err)
            said = session.ctl('connect', 'outlook', '--print-url', status=3).err
            self.assertIn('outlook --sign-in goa', said)
            self.assertNotIn('secret', said)
            providers = {row['id']: row for row in session.rows('providers')}
            self.assertIs(providers['google-calendar']['configured'], False)
            self.assertIs(providers['ics']['configured'], True)
            # An id alone is not enough where a secret belongs to it.
            session.providers_ini.parent.mkdir(parents=True, exist_ok=True)
            session.providers_ini.write_text('[google]\nclient-id=x\n[microsoft]\nclient-id=x\n')
            providers = {row['id']: row for row in session.rows('providers')}
            self.assertEqual([providers[name]['configured'] for name in ('google-calendar', 'gmail', 'outlook')],
                             [False, False, True])

    def test_an_own_client_id_can_be_given_once(self):
        self.start(connect=False)
        text = self.session.providers_ini.read_text()
        client = dict(re.findall(r'^(client-id|client-secret)=(.*)$', text[text.index('[google]'):], re.MULTILINE)[:2])
        self.session.providers_ini.write_text(re.sub(r'^client-(id|secret)=.*\n', '', text, flags=re.MULTILINE))
        words = [word for key, value in client.items() for word in ('--set', f'{key}={value}')]
        account = self.session.connect_google(self.simulator, *words)
        kept = self.session.providers_ini.read_text()
        self.assertIn(client['client-id'], kept)
        self.assertIn('# Points at the simulator', kept)
        self.assertNotIn('client', str(self.session.account(account)['settings']))
        self.session.ctl('sync')

    def test_settings_from_the_environment_reach_the_worker(self):
        self.start(connect=False)
        text = self.session.providers_ini.read_text()
        google = dict(re.findall(r'^([\w-]+)=(.*)$', text[text.index('[google]'):text.index('[microsoft]')], re.MULTILINE))
        self.session.providers_ini.unlink()
        env = {f'DAYBOOK_GOOGLE_{key.upper().replace("-", "_")}': value for key, value in google.items()}
        account = self.session.connect_google(self.simulator, env=env)
        answer = self.session.ctl('sync', account, env=env)
        self.assertIn('directly', answer.err)
        self.assertEqual(self.session.agent.owner, '')

    def test_an_unknown_key_in_providers_ini_is_one_warning(self):
        self.start(connect=False)
        with open(self.session.providers_ini, 'a') as file:
            file.write('\n[google]\nclient-idd=x\n')
        answer = self.session.run(self.session.environment['DAYBOOK_WORKER'], 'providers')
        lines = [line for line in answer.err.splitlines() if 'client-idd' in line]
        self.assertEqual(len(lines), 1, answer.err)
        self.assertIn('providers.ini', lines[0])

    def test_a_revoked_client_secret_or_service_error_is_said(self):
        self.start(connect=False)
        self.simulator.fault(kind='server-500', match='google.token', count=9)
        answer = self.session.connect_google(self.simulator, status=1)
        self.assertEqual(self.session.rows('accounts'), [])
        self.assertEqual(len(answer.err.splitlines()), 1)


class Tokens(GoogleCase):
    events = 15

    def refreshes(self):
        return self.simulator.google_signin.state()['counts']['refreshes']

    def test_an_expired_access_token_costs_one_refresh(self):
        self.start()
        self.sync()
        self.simulator.google_signin.expire_access()
        self.simulator.google.add_event(title='Brand new')
        self.assertEqual(self.sync()[ANA]['created'], 1)
        self.assertEqual(self.refreshes(), 1)
        self.sync()
        self.assertEqual(self.refreshes(), 1)

    def test_a_token_near_its_end_is_refreshed_before_use(self):
        self.start(set={'google_signin.expires_in': 200})
        self.simulator.set(**{'google_signin.expires_in': 3599})
        self.simulator.reset_counts()
        self.sync()
        counts = self.simulator.control('counts')
        self.assertEqual((self.refreshes(), counts['statuses'].get('401', 0)), (1, 0))

    def test_rotated_refresh_tokens_are_kept_each_time(self):
        self.start(set={'google_signin.rotate': True})
        for round in range(4):
            self.simulator.google_signin.expire_access()
            self.session.worker('sync')
            self.assertEqual(self.refreshes(), round + 1)
        self.assertEqual(self.state(), ('connected', None, None))

    def test_a_rotated_token_is_saved_before_it_is_used(self):
        """Killed at the first request after the refresh: the next worker has the new token."""
        self.start(set={'google_signin.rotate': True})
        self.simulator.google_signin.expire_access()
        # The first request is refused, the refresh follows, the request with the new token hangs.
        self.simulator.fault(kind='stall', match=LIST, skip=1)
        program = self.session.start(self.session.environment['DAYBOOK_WORKER'], 'sync', self.account)
        wait('the refresh is over and the next request waits',
             lambda: self.simulator.requests(LIST) >= 1 and self.refreshes() == 1
             and any(entry['fault'] == 'stall' for entry in self.simulator.log(last=2)) or self.hanging())
        program.signal(signal.SIGKILL)
        program.end()
        self.simulator.clear_faults()
        self.session.worker('sync', self.account)
        self.assertEqual(self.state(), ('connected', None, None))
        self.assertEqual(self.refreshes(), 1)

    def hanging(self):
        return any(script['hits'] for script in self.simulator.faults()['scripts'])

    def test_two_workers_share_one_refresh(self):
        self.start(set={'google_signin.rotate': True})
        self.simulator.google_signin.expire_access()
        programs = [self.session.start(self.session.environment['DAYBOOK_WORKER'], 'sync', self.account) for _ in range(3)]
        for program in programs:
            self.assertEqual(program.end().status, 0)
        self.assertEqual(self.refreshes(), 1)
        self.assertEqual(self.state()[0], 'connected')

    def test_a_withdrawn_consent_asks_for_a_sign_in_and_keeps_everything(self):
        self.start()
        self.sync()
        before = store_dump.dump(self.session.database)
        self.simulator.google_signin.revoke()
        answer = self.session.ctl('sync', status=3)
        self.assertEqual(len(answer.err.splitlines()), 1)
        self.assertEqual(self.state(), ('needs_sign_in', None, 'auth_required'))
        wait('attention', lambda: self.session.agent.get('Attention') == [self.account])
        after = store_dump.dump(self.session.database)
        self.assertEqual([line for line in after if line.startswith('event')],
                         [line for line in before if line.startswith('event')])
        # Signing in again: the same account, the same rows.
        program = self.session.start(CTL, 'reconnect', self.account, '--print-url')
        self.assertEqual(self.session.follow_sign_in(program, self.simulator), self.account)
        self.assertEqual(self.state()[0], 'connected')
        self.assertEqual(store_dump.dump(self.session.database), before)
        runs = self.sync()
        self.assertEqual((runs[ANA]['mode'], runs[ANA]['created']), ('incremental', 0))
        wait('no attention', lambda: self.session.agent.get('Attention') == [])

    def test_reconnecting_as_somebody_else_is_refused(self):
        self.start(users='ana@example.com=5,ben@example.com=5')
        self.simulator.set(**{'google_signin.user': 'ben@example.com'})
        program = self.session.start(CTL, 'reconnect', self.account, '--print-url')
        answer = self.session.follow_sign_in(program, self.simulator, status=1)
        self.assertIn('ben@example.com', answer.err)
        self.assertEqual(self.session.account(self.account)['identity'], ANA)

    def test_trouble_at_the_token_endpoint_is_no_revocation(self):
        self.start()
        self.sync()
        for kind in ('server-500', 'reset', 'portal'):
            with self.subTest(kind):
                self.simulator.google_signin.expire_access()
                self.simulator.fault(kind=kind, match='google.token', count=30, retry_after=1)
                self.session.worker('sync', status=1)
                self.assertEqual(self.state()[0], 'error' if kind == 'portal' else 'connected')
                self.simulator.clear_faults()
        self.session.worker('sync')
        self.assertEqual(self.state(), ('connected', None, None))

    def test_disconnecting_the_last_account_withdraws_the_consent(self):
        self.start()
        self.sync()
        self.session.ctl('disconnect', self.account)
        self.assertEqual(self.simulator.google_signin.state()['counts']['revokes'], 1)
        self.assertEqual(self.session.rows('accounts'), [])
        self.assertEqual(self.session.rows('secret', 'list'), [])

    def test_disconnecting_works_when_the_service_does_not_answer(self):
        self.start()
        self.simulator.fault(kind='server-500', match='google.revoke', count=30)
        self.assertIn('could not be told', self.session.ctl('disconnect', self.account).err)
        self.assertEqual(self.session.rows('accounts'), [])
        self.assertEqual(self.session.rows('secret', 'list'), [])

    def test_disconnecting_may_keep_what_was_synced(self):
        self.start()
        self.sync()
        events = store_dump.query(self.session.database, 'SELECT count(*) FROM event')
        grants = 'SELECT epoch FROM "grant"'
        (epoch,), = store_dump.query(self.session.database, grants)
        said = self.session.ctl('disconnect', self.account, '--keep-data').err
        # A refresh that was under way writes its tokens for an epoch that is over.
        self.assertGreater(store_dump.query(self.session.database, grants)[0][0], epoch)
        self.assertIn(f"{self.session.account(self.account)['item_count']} synced items are kept", said)
        self.assertEqual(self.state()[0], 'disconnected')
        self.assertEqual(store_dump.query(self.session.database, 'SELECT count(*) FROM event'), events)
        self.assertEqual(self.session.rows('secret', 'list'), [])
        # And it can come back.
        self.assertEqual(self.session.connect_google(self.simulator), self.account)
        self.sync()
        self.assert_true()


class Keyring(GoogleCase):
    events = 15

    def scheduled(self):
        """A sync as the agent starts it by itself: no prompt is allowed."""
        return self.session.agent.sync(self.account, trigger='schedule')[0].finished()

    def test_a_locked_keyring_ends_a_scheduled_sync_without_a_prompt(self):
        self.start()
        self.sync()
        self.session.lock_keyring()
        self.session.watch_bus()
        error, _ = self.scheduled()
        self.assertEqual(error, 'keyring_locked')
        self.assertEqual(self.state(), ('connected', 'keyring_locked', 'keyring_locked'))
        trace = self.session.bus_trace()
        for member in (b'org.gnome.keyring.internal.Prompter', b'SystemPrompter', b'org.freedesktop.Secret.Prompt'):
            self.assertNotIn(member, trace)
        # Reading goes on without it.
        self.assertTrue(self.session.rows('events', '--from', '-7d', '--to', '+30d'))

    def test_an_absent_keyring_is_a_reason_and_no_status(self):
        self.start()
        self.sync()
        self.session.stop_keyring()
        error, _ = self.scheduled()
        self.assertEqual(error, 'keyring_absent')
        self.assertEqual(self.state(), ('connected', 'keyring_absent', 'keyring_absent'))
        self.assertEqual(len(self.session.rows('secret', 'list')) > 0, True)

    def test_what_waited_for_the_keyring_goes_on_when_it_opens(self):
        self.start()
        self.sync()
        self.session.lock_keyring()
        self.scheduled()
        self.session.stop_keyring()
        self.session.start_keyring()
        wait('unlocked', lambda: self.session.agent.get('KeyringState') == 'unlocked')
        self.sync()
        self.assertEqual(self.state(), ('connected', None, None))

    def test_connecting_without_a_keyring_stores_nothing_in_plain(self):
        self.start(connect=False, session={'keyring': 'absent'})
        answer = self.session.connect_google(self.simulator, status=3)
        self.assertIn('keyring', answer.err.lower())
        self.assertEqual(self.session.rows('accounts'), [])
        self.assertEqual(store_dump.files_with(self.session.home, 'simtok'), [])

    def test_a_lost_key_asks_for_a_sign_in(self):
        """As after a restore on another computer: the keyring is open, our key is not in it."""
        self.start()
        self.sync()
        before = store_dump.dump(self.session.database)
        self.session.agent.quit()
        self.session.stop_keyring()
        for path in (self.session.home / 'data/keyrings').glob('*'):
            path.unlink()
        self.session.start_keyring()
        self.session.ctl('sync', status=3)
        self.assertEqual(self.state()[0], 'needs_sign_in')
        wait('the loss is seen', lambda: self.session.rows('status')['keyring'] == 'lost')
        program = self.session.start(CTL, 'reconnect', self.account, '--print-url')
        self.session.follow_sign_in(program, self.simulator)
        wait('and forgotten', lambda: self.session.rows('status')['keyring'] == 'unlocked')
        self.sync()
        self.assertEqual(store_dump.dump(self.session.database), before)

    def test_a_rotated_key_opens_everything(self):
        self.start()
        keys = self.session.keyring_items()
        self.session.ctl('rotate-key')
        self.sync()
        self.assertEqual(self.state()[0], 'connected')
        self.assertEqual(len(self.session.keyring_items()), len(keys))


if __name__ == '__main__':
    tap.main()
