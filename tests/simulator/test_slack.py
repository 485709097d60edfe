# SPDX-License-Identifier: GPL-3.0-or-later
"""Slack: sign-in, methods, tiers, search, Socket Mode."""

import base64
import json
import os
import socket
import struct
import time
import unittest
import urllib.parse

from checks import CHALLENGE, SimulatorTest, VERIFIER

REDIRECT = 'http://localhost:45678'


class SlackTest(SimulatorTest):
    def setUp(self):
        super().setUp()
        self.sim.set(**{'slack.tiers': False})

    def bearer(self, **options):
        if options or not hasattr(self, '_bearer'):
            token = self.sim.slack.issue(**options)
            if options:
                return token
            self._bearer = token
        return self._bearer

    def call(self, method, query=None, token=None, form=None, body=None):
        return self.ask('POST' if form is not None or body is not None else 'GET',
                        f'{self.sim.main}/slack/api/{method}', query,
                        {'Authorization': f'Bearer {token or self.bearer()}'}, form, body).json

    def error(self, *arguments, **options):
        answer = self.call(*arguments, **options)
        self.assertFalse(answer['ok'], answer)
        return answer['error']


class SignIn(SlackTest):
    def client(self):
        return self.settings()['slack.client_id']

    def authorize(self, **changes):
        return self.ask('GET', f'{self.sim.main}/slack/oauth/v2/authorize', {
            'client_id': self.client(), 'user_scope': 'channels:read,search:read',
            'redirect_uri': REDIRECT, 'state': 's', 'code_challenge': CHALLENGE,
            'code_challenge_method': 'S256', **changes})

    def access(self, **form):
        return self.ask('POST', f'{self.sim.main}/slack/api/oauth.v2.access',
                        form={'client_id': self.client(), **form}).json

    def exchange(self, **more):
        answer = self.authorize()
        code = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(
            answer.headers['Location']).query))['code']
        return self.access(code=code, redirect_uri=REDIRECT, code_verifier=VERIFIER, **more)

    def test_user_token(self):
        answer = self.exchange()
        self.assertTrue(answer['ok'])
        token = answer['authed_user']
        self.assertTrue(token['access_token'].startswith('xoxe.xoxp-'))
        self.assertNotIn('access_token', answer)
        self.assertTrue(self.call('auth.test', token=token['access_token'])['ok'])
        fresh = self.access(grant_type='refresh_token', refresh_token=token['refresh_token'])
        self.assertIn('access_token', fresh)
        again = self.access(grant_type='refresh_token', refresh_token=token['refresh_token'])
        self.assertEqual(again['error'], 'invalid_refresh_token')

    def test_refusals(self):
        self.assertEqual(self.exchange(client_secret='x')['error'], 'internal_error')
        for changes in ({'scope': 'commands'}, {'user_scope': 'admin'},
                        {'redirect_uri': 'https://example.com/cb'}, {'client_id': 'x'},
                        {'code_challenge_method': 'plain'}, {'surprise': '1'}):
            with self.subTest(changes):
                self.assertEqual(self.authorize(**changes).status, 400)


class Methods(SlackTest):
    def test_paging(self):
        whole, cursor = [], ''
        while True:
            query = {'types': 'public_channel,private_channel,im,mpim', 'limit': '5'}
            answer = self.call('users.conversations', {**query, 'cursor': cursor} if cursor
                               else query)
            whole += [each['id'] for each in answer['channels']]
            cursor = answer['response_metadata']['next_cursor']
            if not cursor:
                break
        self.assertEqual(len(whole), len(set(whole)))
        self.assertGreater(len(whole), 12)

    def test_history_and_threads(self):
        ts = self.sim.slack.add_message(channel='general', text='Root')
        self.sim.slack.add_message(channel='general', text='Reply', thread_ts=ts)
        found = self.call('conversations.history', {'channel': 'C0000000', 'limit': '1'})
        self.assertEqual(found['messages'][0]['reply_count'], 1)
        self.assertTrue(found['has_more'])
        replies = self.call('conversations.replies', {'channel': 'C0000000', 'ts': ts})['messages']
        self.assertEqual([each['text'] for each in replies], ['Root', 'Reply'])
        self.assertEqual(self.call('conversations.history', {
            'channel': 'C0000000', 'oldest': ts})['messages'], [])
        self.assertEqual(self.call('conversations.history', {
            'channel': 'C0000000', 'oldest': ts, 'inclusive': 'true'})['messages'][0]['ts'], ts)

    def test_search(self):
        me = self.call('auth.test')['user_id']
        found = self.call('search.messages', {'query': f'<@{me}>', 'count': '5', 'cursor': '*'})
        self.assertLessEqual(len(found['messages']['matches']), 5)
        self.assertTrue(all(me in each['text'] for each in found['messages']['matches']))
        mine = self.call('search.messages', {'query': 'from:me after:2026-11-15', 'count': '100'})
        self.assertTrue(all(each['user'] == me for each in mine['messages']['matches']))
        self.assertEqual(self.error('search.messages', {'query': 'wibble:1'}), 'invalid_arguments')

    def test_search_pages(self):
        query = {'query': 'after:2020-01-01', 'sort': 'timestamp', 'count': '40'}
        whole = [each['ts'] for page in range(1, 101)
                 for each in self.call('search.messages', {**query, 'page': str(page)})['messages']['matches']]
        self.assertEqual(len(whole), len(set(whole)))
        paging = self.call('search.messages', {**query, 'page': '2'})['messages']['paging']
        self.assertEqual((paging['page'], paging['total'], paging['pages']), (2, len(whole), -(-len(whole) // 40)))
        found, cursor = [], '*'
        while cursor:
            answer = self.call('search.messages', {**query, 'cursor': cursor})
            found += [each['ts'] for each in answer['messages']['matches']]
            cursor = answer['response_metadata']['next_cursor']
        self.assertEqual(found, whole)
        self.assertEqual(self.error('search.messages', {**query, 'page': '101'}), 'invalid_arguments')

    def test_search_names_the_thread(self):
        ts = self.sim.slack.add_message(channel='general', text='Root')
        self.sim.slack.add_message(channel='general', text='Wherever this is', thread_ts=ts)
        found = self.call('search.messages', {'query': '"Wherever this is"'})['messages']['matches']
        self.assertEqual([each['permalink'].split('?')[1] for each in found], [f'thread_ts={ts}&cid=C0000000'])
        self.assertNotIn('thread_ts', found[0])

    def test_errors(self):
        self.assertEqual(self.error('auth.test', token='x'), 'invalid_auth')
        self.assertEqual(self.error('no.such'), 'unknown_method')
        self.assertEqual(self.error('users.info', {'user': 'x'}), 'user_not_found')
        self.assertEqual(self.error('users.info', {'surprise': 'x'}), 'invalid_arguments')
        self.assertEqual(self.error('auth.test', {'token': 'x'}), 'invalid_arguments')
        self.assertEqual(self.error('conversations.history', {'channel': 'C9'}),
                         'channel_not_found')
        self.assertEqual(self.error('users.conversations', {'cursor': 'x'}), 'invalid_cursor')
        outside = self.sim.slack.add_channel(name='outside', member=False)
        self.assertEqual(self.error('conversations.history', {'channel': outside}),
                         'not_in_channel')
        token = self.bearer(scopes='users:read')
        answer = self.call('conversations.history', {'channel': 'C0000000'}, token)
        self.assertEqual((answer['error'], answer['needed']), ('missing_scope', 'channels:history'))
        self.assertEqual(self.error('apps.connections.open', form={}), 'not_allowed_token_type')

    def test_dead_tokens(self):
        token = self.bearer(kind='user', expires_in=-1)
        self.assertEqual(self.error('auth.test', token=token), 'token_expired')
        token = self.bearer(user='zoe@example.com')
        self.sim.slack.revoke(user='zoe@example.com')
        self.assertEqual(self.error('auth.test', token=token), 'token_revoked')

    def test_revoke_by_the_body(self):
        token = self.bearer(user='zoe@example.com')
        answer = self.ask('POST', f'{self.sim.main}/slack/api/auth.revoke', form={'token': token}).json
        self.assertEqual(answer, {'ok': True, 'revoked': True})
        self.assertEqual(self.error('auth.test', token=token), 'token_revoked')
        self.assertEqual(self.ask('POST', f'{self.sim.main}/slack/api/auth.revoke', form={}).json['error'], 'not_authed')

    def test_posts_and_reactions(self):
        sent = self.call('chat.postMessage', body={'channel': 'D0000000', 'text': 'Hi'})
        self.assertTrue(self.call('reactions.add', form={
            'channel': 'D0000000', 'name': 'tada', 'timestamp': sent['ts']})['ok'])
        self.assertEqual(self.error('reactions.add', form={
            'channel': 'D0000000', 'name': 'tada', 'timestamp': sent['ts']}), 'already_reacted')
        items = self.call('reactions.list')['items']
        self.assertIn(sent['ts'], [each['message']['ts'] for each in items])

    def test_tiers(self):
        self.sim.set(**{'slack.tiers': True})
        self.sim.clock(advance=61)
        try:
            answers = [self.ask('GET', f'{self.sim.main}/slack/api/search.messages', {'query': 'x'},
                                {'Authorization': f'Bearer {self.bearer()}'}) for _ in range(21)]
            self.assertEqual([answer.status for answer in answers], [200] * 20 + [429])
            self.assertTrue(50 <= int(answers[-1].headers['Retry-After']) <= 60)
            self.sim.clock(advance=61)
            self.assertTrue(self.call('search.messages', {'query': 'x'})['ok'])
        finally:
            self.sim.clock(run=True)

    def test_limited_history(self):
        self.sim.set(**{'slack.tiers': True, 'slack.history_limited': True})
        self.sim.clock(advance=200)
        try:
            self.assertEqual(self.error('conversations.history', {'channel': 'C0000000',
                                                                  'limit': '16'}), 'invalid_limit')
            self.assertEqual(self.error('conversations.history', {'channel': 'C0000000'}),
                             'ratelimited')
        finally:
            self.sim.set(**{'slack.history_limited': False})
            self.sim.clock(run=True)


class Client:
    """Enough of a WebSocket client."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), 10)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f'GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n'
                             'Upgrade: websocket\r\nConnection: Upgrade\r\n'
                             f'Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n')
                            .encode())
        self.stream = self.socket.makefile('rb')
        self.status = int(self.stream.readline().split()[1])
        while self.stream.readline() != b'\r\n':
            pass

    def read(self):
        """(kind, data) of the next frame."""
        head = self.stream.read(2)
        if len(head) < 2:
            return None, b''
        size = head[1]
        if size == 126:
            size, = struct.unpack('>H', self.stream.read(2))
        return head[0] & 15, self.stream.read(size)

    def send(self, value):
        data = json.dumps(value).encode()
        mask = b'abcd'
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
        self.socket.sendall(bytes([0x81, 0x80 | len(data)]) + mask + masked)

    def close(self):
        self.stream.close()
        self.socket.close()


class SocketMode(SlackTest):
    def test_envelopes(self):
        token = self.bearer(kind='app')
        url = self.call('apps.connections.open', form={}, token=token)['url']
        client = Client(url)
        try:
            self.assertEqual(client.status, 101)
            self.assertEqual(json.loads(client.read()[1])['type'], 'hello')
            again = Client(url)
            self.assertEqual(again.status, 403)
            again.close()
            id = self.sim.slack.command(text='today')
            envelope = json.loads(client.read()[1])
            self.assertEqual((envelope['envelope_id'], envelope['type']), (id, 'slash_commands'))
            client.send({'envelope_id': id, 'payload': {'text': 'ok'}})
            for _ in range(100):
                answered = self.sim.slack.state()['acknowledged']
                if answered:
                    break
                time.sleep(0.01)
            self.assertEqual(answered[0]['envelope_id'], id)
            hook = envelope['payload']['response_url']
            self.assertEqual(self.ask('POST', hook, body={'text': 'later'}).status, 200)
            self.sim.slack.disconnect()
            self.assertEqual(json.loads(client.read()[1])['reason'], 'refresh_requested')
            self.assertEqual(client.read()[0], 8)
        finally:
            client.close()


if __name__ == '__main__':
    unittest.main()
