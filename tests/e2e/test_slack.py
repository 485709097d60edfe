#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slack: both ways to sign in, what is counted and what is kept, tokens that end, people and channels that go."""

import json
import socket
import time
import unittest

import store_dump
import tap
from session import CTL
from slack_case import ANA, BEN, HISTORY, PORTS, SEARCH, SlackCase


class SignIn(SlackCase):
    def test_browser(self):
        """With the addresses that Slack knows, and no other."""
        self.start(redirects=' '.join(f'http://localhost:{port}' for port in PORTS))
        account = self.session.account(self.account)
        self.assertEqual((account['name'], account['identity']), ('Simulated', 'ana@simulated.slack.com'))
        self.assertEqual(self.simulator.slack.state()['counts']['exchanges'], 1)
        for request in self.simulator.control('log', match='oauth', headers=True):
            self.assertNotIn('client_secret', json.dumps(request))
            self.assertNotIn('&scope=', request['target'])

    def test_browser_when_a_port_is_taken(self):
        taken = socket.create_server(('127.0.0.1', PORTS[0]), reuse_port=False) if self.is_free(PORTS[0]) else None
        try:
            self.start(redirects=' '.join(f'http://localhost:{port}' for port in PORTS))
        finally:
            if taken:
                taken.close()
        self.assertEqual(self.state()[0], 'connected')

    def is_free(self, port):
        """Another test's sign-in may have it: that does as well."""
        try:
            socket.create_server(('127.0.0.1', port)).close()
            return True
        except OSError:
            return False

    def test_browser_declined(self):
        self.start(connect=False, authorize='deny')
        answer = self.connect_browser(status=1)
        self.assertEqual(self.session.rows('accounts'), [])
        self.assertIn('not granted', answer.err)

    def test_token_of_an_own_app(self):
        self.start(token=True)
        self.assertEqual(self.session.account(self.account)['identity'], 'ana@simulated.slack.com')
        self.sync()
        self.assertEqual(self.state(), ('connected', None, None))

    def test_three_tokens(self):
        self.start(connect=False)
        tokens = [self.simulator.slack.issue(kind=kind) for kind in ('bot', 'user', 'app')]
        self.account = self.connect_token(token='\n'.join(tokens))
        self.sync()
        self.assertEqual(self.state(), ('connected', None, None))

    def test_tokens_of_another_kind(self):
        self.start(connect=False)
        for token, said in ((self.simulator.slack.issue(kind='bot'), 'xoxp-'), ('xoxe.xoxp-1-abc', 'twelve hours'),
                            ('xoxe-1-abc', 'refresh token'), ('hunter2', 'no token of Slack')):
            with self.subTest(said):
                answer = self.session.ctl('connect', 'slack', '--sign-in', 'token', '--secret-stdin', stdin=token + '\n',
                                          status=2)
                self.assertIn(said, answer.err)
        self.assertEqual(self.session.rows('accounts'), [])
        self.assertEqual(self.simulator.requests(), 0)

    def test_where_a_token_comes_from(self):
        """The link that makes the app is offered where a token is asked for."""
        self.start(connect=False)
        service = next(row for row in self.session.rows('providers') if row['id'] == 'slack')
        self.assertTrue(service['token_link'].startswith('https://api.slack.com/apps?new_app=1&manifest_json=%7B'))
        self.assertIn('token', service['sign_in'])
        self.assertEqual([setting['key'] for setting in service['settings']], ['mention-text', 'text'])

    def test_permission_that_is_missing(self):
        self.start(connect=False)
        token = self.simulator.slack.issue(scopes='users:read,channels:read')
        answer = self.session.ctl('connect', 'slack', '--sign-in', 'token', '--secret-stdin', stdin=token + '\n', status=None)
        self.assertEqual(answer.status, 1)
        self.assertIn('groups:read', answer.err)


class Rows(SlackCase):
    def test_everything_is_counted(self):
        self.start()
        self.assertLessEqual(self.settle(), 6)
        self.assert_true()
        kinds = {row['kind'] for row in self.session.rows('activities', '--from', '-7d')}
        self.assertEqual(kinds, {'message'})
        # Nothing new: nothing changes.
        before = self.rows()
        runs = self.sync()
        self.assertEqual(self.rows(), before)
        self.assertEqual(sum(run['created'] + run['updated'] + run['deleted'] for run in runs.values()), 0)

    def test_text(self):
        self.start()
        self.settle()
        bodies = [row[1] for row in self.rows().values() if row[1]]
        self.assertTrue(bodies)
        self.assertTrue(all('@Ana Keller' in body for body in bodies))
        self.assertFalse(any('<@' in body or '&amp;' in body for body in bodies))

    def test_no_text(self):
        self.start('--set', 'mention-text=off')
        self.settle()
        self.assertEqual([row[1] for row in self.rows().values() if row[1]], [])
        self.assert_true()

    def test_text_of_one_channel(self):
        self.start()
        self.settle()
        channel = self.session.sources()['C0000000']
        self.session.ctl('source', channel['id'], '--set', 'text=on')
        self.settle()
        here = {id: row for id, row in self.rows().items() if id.startswith('C0000000/')}
        # Each message is in one row.
        self.assertFalse([id for id in here if id.endswith('/sent')])
        self.assertTrue(all(row[1] for id, row in here.items() if not id.endswith('/reactions')))
        self.simulator.slack.add_message(channel='C0000000', text='Nobody in particular')
        self.sync()
        self.assertIn('Nobody in particular', [row[1] for row in self.rows().values()])

    def test_text_that_is_not_kept_any_more_is_shredded(self):
        self.start()
        channel = self.session.sources()['C0000000']
        self.session.ctl('source', channel['id'], '--set', 'text=on')
        self.simulator.slack.add_message(channel='C0000000', text='Zanzibarian plans')
        self.settle()
        self.assertEqual(len(self.session.rows('search', 'Zanzibarian')), 1)
        mentions = [row[1] for row in self.rows().values() if row[1] and '@Ana Keller' in row[1]]
        self.assertTrue(mentions)
        self.session.ctl('source', channel['id'], '--set', 'text=off')
        self.settle()
        self.assertEqual(self.session.rows('search', 'Zanzibarian'), [])
        self.session.agent.quit()
        self.assertEqual(store_dump.files_with(self.session.home, 'Zanzibarian'), [])
        self.assertEqual([row[1] for row in self.rows().values() if row[1]], mentions, 'mentions have their own switch')

    def test_text_of_mentions_comes_back(self):
        self.start()
        self.settle()
        mentions = self.texts()
        self.assertTrue(mentions)
        self.session.ctl('account', self.account, '--set', 'mention-text=off')
        self.settle()
        self.assertEqual(self.texts(), {})
        self.session.ctl('account', self.account, '--set', 'mention-text=on')
        self.settle()
        self.assertEqual(self.texts(), mentions)
        # What was shredded is known to be gone, though no channel was read meanwhile.
        self.session.ctl('account', self.account, '--set', 'mention-text=off')
        self.simulator.fault(kind='rate-429', match=SEARCH, count=1, retry_after=600)
        self.sync(status=None)
        self.assertEqual(self.texts(), {})
        self.session.ctl('account', self.account, '--set', 'mention-text=on')
        self.settle()
        self.assertEqual(self.texts(), mentions)

    def texts(self):
        return {id: row[1] for id, row in self.rows().items() if row[1]}

    def test_what_happens_between_two_syncs(self):
        self.start()
        self.settle()
        me = self.me()
        root = self.simulator.slack.add_message(channel='launch', text='Root', user=ANA)
        gone = self.simulator.slack.add_message(channel='launch', text=f'<@{me}> soon deleted')
        self.simulator.slack.add_message(channel='launch', text=f'<@{me}> look &amp; see')
        self.simulator.slack.add_message(channel='D0000000', text='Hi')
        self.settle()
        self.assert_true()
        self.assertIn('@Ana Keller look & see', [row[1] for row in self.rows().values()])
        self.simulator.slack.add_message(channel='launch', text='A reply', thread_ts=root)
        self.simulator.slack.add_message(channel='launch', text='Mine', thread_ts=root, user=ANA)
        self.simulator.slack.react(channel='launch', ts=root)
        self.simulator.slack.delete_message(channel='launch', ts=gone)
        self.settle()
        self.assert_true()

    def test_threads_that_others_go_on_with(self):
        """One that I took part in and that began days ago, and one of others' that I am mentioned in."""
        self.start(connect=False)
        say = self.simulator.slack.add_message
        root = say(channel='launch', text='Who comes along?', user=BEN, days_ago=4)
        say(channel='launch', text='I do', user=ANA, thread_ts=root, days_ago=3.9)
        self.account = self.connect_browser()
        self.settle()
        me = self.me()
        self.assertEqual(self.counted()[0]['C0000001', root, self.day(time.time() - 3.9 * 86400).isoformat(), 'sent'], 1)
        say(channel='launch', text='So do we', user=BEN, thread_ts=root)
        self.settle()
        self.assert_true()
        self.assertEqual(self.counted()[0]['C0000001', root, self.day(time.time()).isoformat(), 'received'], 1)
        root = say(channel='launch', text='Not about me', user=BEN)
        self.settle()
        mention = say(channel='launch', text=f'<@{me}>?', user=BEN, thread_ts=root)
        self.settle()
        self.assertIn(f'C0000001/{root}/{mention}', self.rows())


class Trouble(SlackCase):
    def test_access_that_ended(self):
        """The answer has status 200 and says token_expired: one refresh, and the run goes on."""
        for shape in ('top', 'authed_user'):
            with self.subTest(shape):
                self.start(refresh_shape=shape)
                self.simulator.slack.expire_access()
                self.sync()
                self.assertEqual(self.state(), ('connected', None, None))
                self.assertEqual(self.simulator.slack.state()['counts']['refreshes'], 1)
                # The next one needs the refresh token that came with it.
                self.simulator.slack.expire_access()
                self.sync()
                self.assertEqual(self.state(), ('connected', None, None))

    def test_month_without_a_sync(self):
        """The refresh token is over, too (invalid_refresh_token): a person is needed, and finds everything as it was."""
        self.start()
        self.settle()
        before = self.rows()
        self.simulator.slack.expire_refresh()
        self.sync(status=3)
        self.assertEqual(self.state(), ('needs_sign_in', None, 'auth_required'))
        self.assertEqual(self.rows(), before)
        program = self.session.start(CTL, 'reconnect', self.account, '--print-url')
        self.assertEqual(self.session.follow_sign_in(program, self.simulator), self.account)
        self.sync()
        self.assertEqual(self.state(), ('connected', None, None))
        self.assertEqual(self.rows(), before)

    def test_revoked_remotely_beside_another(self):
        """Two accounts of one service: one is withdrawn, the other untouched; signing in again doubles no row."""
        self.start()
        ben = self.connect_token(user=BEN)
        self.settle()
        rows, others = self.rows('ana'), self.rows('ben')
        self.assertTrue(rows and others)
        self.simulator.slack.revoke(user=BEN)
        self.session.ctl('sync', ben, status=None)
        self.sync(self.account)
        self.assertEqual(self.state(ben), ('needs_sign_in', None, 'auth_required'))
        self.assertEqual(self.state(), ('connected', None, None))
        self.assertEqual((self.rows('ana'), self.rows('ben')), (rows, others))
        token = self.simulator.slack.issue(user=BEN)
        self.session.ctl('reconnect', ben, '--secret-stdin', stdin=token + '\n')
        self.sync(ben)
        self.assertEqual(self.state(ben), ('connected', None, None))
        self.assertEqual(self.rows('ben'), others)

    def test_channel_that_was_left(self):
        self.start()
        self.settle()
        before = {id for id in self.rows() if id.startswith('C0000000/')}
        self.simulator.slack.update_channel(channel='general', member=False)
        self.simulator.slack.add_message(channel='launch', text='Still here', user=ANA)
        self.session.ctl('sync', status=None)
        sources = self.session.sources()
        self.assertEqual(sources['C0000000']['state'], 'gone')
        self.assertEqual({id for id in self.rows() if id.startswith('C0000000/')}, before)
        self.sync()
        self.assertEqual(self.state(), ('connected', None, None))

    def test_limit_of_one_method(self):
        self.start()
        self.simulator.fault(kind='rate-429', match=HISTORY, count=1, retry_after=1)
        runs = self.sync()
        self.assertEqual(sum(run['retries'] for run in runs.values()), 1)
        self.simulator.fault(kind='rate-429', match=HISTORY, count=50, retry_after=600)
        answer = self.session.ctl('sync', status=1)
        self.assertEqual(self.state(), ('connected', 'rate_limit', 'rate_limited'))
        self.assertIsNotNone(self.session.account(self.account)['retry_at'], answer)

    def test_no_search(self):
        self.start(connect=False)
        scopes = ('channels:read,groups:read,im:read,mpim:read,channels:history,groups:history,im:history,mpim:history,'
                  'users:read,reactions:read')
        self.account = self.connect_token(token=self.simulator.slack.issue(user=ANA, scopes=scopes))
        self.settle()
        self.assert_true()
        self.assertEqual(self.state(), ('connected', None, None))

    def test_disconnect_revokes(self):
        for token in (False, True):
            with self.subTest(token=token):
                self.start(token=token)
                self.session.ctl('disconnect', self.account)
                # A token that the person made and pasted is theirs: it may be used elsewhere.
                self.assertEqual(self.simulator.slack.state()['counts']['revokes'], 0 if token else 1)
                self.assertEqual(self.session.rows('accounts'), [])


if __name__ == '__main__':
    tap.main()
