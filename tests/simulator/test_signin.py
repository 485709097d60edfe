# SPDX-License-Identifier: GPL-3.0-or-later
"""Google's sign-in: what the stand-in demands, and what it hands out."""

import unittest

from checks import CHALLENGE, READ, REDIRECT, SimulatorTest, VERIFIER, challenge_of


class ConsentPage(SimulatorTest):
    def test_pair_of_rfc_7636(self):
        self.assertEqual(challenge_of(VERIFIER), CHALLENGE)

    def test_approves_and_returns_state(self):
        params = self.callback(state='a b&c')
        self.assertEqual(params['state'], 'a b&c')
        self.assertEqual(params['scope'], READ)
        self.assertIn('code', params)

    def test_every_needed_parameter_is_needed(self):
        for name in ('client_id', 'redirect_uri', 'response_type', 'scope', 'state',
                     'code_challenge',
                     'code_challenge_method'):
            with self.subTest(name):
                self.assertIn(self.authorize(without=(name,)).status, (400, 401))

    def test_refuses_what_a_real_one_refuses(self):
        for changes in ({'redirect_uri': 'http://example.com:80/cb'},
                        {'redirect_uri': 'https://127.0.0.1:4000/cb'},
                        {'redirect_uri': 'http://127.0.0.1/cb'},
                        {'redirect_uri': 'http://user@127.0.0.1:4000/cb'},
                        {'redirect_uri': 'urn:ietf:wg:oauth:2.0:oob'},
                        {'response_type': 'token'}, {'code_challenge_method': 'plain'},
                        {'code_challenge': 'short'}, {'scope': READ + 'x'}, {'client_id': 'other'},
                        {'include_granted_scopes': 'true'}, {'surprise': '1'}):
            with self.subTest(changes):
                answer = self.authorize(**changes)
                self.assertIn(answer.status, (400, 401))
                self.assertNotIn('Location', answer.headers)

    def test_modes(self):
        try:
            self.sim.set(**{'google_signin.authorize': 'deny'})
            self.assertEqual(self.callback()['error'], 'access_denied')
            self.sim.set(**{'google_signin.authorize': 'wrong-state'})
            self.assertNotEqual(self.callback()['state'], 'st4te')
            self.sim.set(**{'google_signin.authorize': 'no-state'})
            self.assertNotIn('state', self.callback())
            self.sim.set(**{'google_signin.authorize': 'wrong-iss'})
            self.assertIn('evil', self.callback()['iss'])
            self.sim.set(**{'google_signin.authorize': 'page'})
            self.assertIn(b'approve as ana@example.com', self.authorize().body)
        finally:
            self.sim.set(**{'google_signin.authorize': 'approve'})


class Tokens(SimulatorTest):
    options = {'users': 'ana@example.com,ben@example.com=30'}

    def test_exchange(self):
        answer = self.exchange(self.callback()['code'])
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(set(answer.json), {'access_token', 'expires_in', 'refresh_token', 'scope',
                                            'token_type'})
        self.assertEqual(self.events(token=answer.json['access_token']).status, 200)

    def test_code_is_good_once(self):
        code = self.callback()['code']
        self.assertEqual(self.exchange(code).status, 200)
        again = self.exchange(code)
        self.assertEqual((again.status, again.json['error']), (400, 'invalid_grant'))

    def test_verifier_is_checked(self):
        for verifier in ('A' * 43, VERIFIER + 'x', 'short', VERIFIER[:-1] + '!'):
            with self.subTest(verifier):
                answer = self.token(grant_type='authorization_code', code=self.callback()['code'],
                                    redirect_uri=REDIRECT, code_verifier=verifier)
                self.assertEqual((answer.status, answer.json['error']), (400, 'invalid_grant'))

    def test_redirect_has_to_be_the_same(self):
        answer = self.token(grant_type='authorization_code', code=self.callback()['code'],
                            redirect_uri=REDIRECT + '2', code_verifier=VERIFIER)
        self.assertEqual(answer.status, 400)

    def test_secret_is_needed(self):
        answer = self.token(without=('client_secret',), grant_type='authorization_code',
                            code=self.callback()['code'], redirect_uri=REDIRECT,
                            code_verifier=VERIFIER)
        self.assertEqual(answer.status, 400)
        self.assertEqual(answer.json, {'error': 'invalid_request',
                                       'error_description': 'client_secret is missing.'})

    def test_unknown_and_repeated_parameters(self):
        code = self.callback()['code']
        self.assertEqual(self.exchange(code, surprise='1').status, 400)
        address = self.sim.main + '/google/token'
        self.assertEqual(self.ask('POST', address, form=[('code', code), ('code', code)]).status,
                         400)
        self.assertEqual(self.ask('POST', address, body={'code': code}).status, 400)
        self.assertEqual(self.ask('POST', address, {'code': code}, form={}).status, 400)

    def test_refresh_keeps_its_token(self):
        first = self.exchange(self.callback()['code']).json
        second = self.refresh(first['refresh_token'])
        self.assertEqual(second.status, 200)
        self.assertNotIn('refresh_token', second.json)
        self.assertNotEqual(second.json['access_token'], first['access_token'])
        self.assertEqual(self.refresh(first['refresh_token']).status, 200)

    def test_rotation_kills_the_old_token(self):
        self.sim.set(**{'google_signin.rotate': True})
        try:
            first = self.exchange(self.callback()['code']).json
            second = self.refresh(first['refresh_token']).json
            self.assertEqual(self.refresh(first['refresh_token']).json['error'], 'invalid_grant')
            self.assertEqual(self.refresh(second['refresh_token']).status, 200)
        finally:
            self.sim.set(**{'google_signin.rotate': False})

    def test_offline_access_has_to_be_asked_for(self):
        code = self.callback(access_type='online')['code']
        self.assertNotIn('refresh_token', self.exchange(code).json)

    def test_expired_access_token(self):
        tokens = self.exchange(self.callback()['code']).json
        self.assertGreater(self.sim.google_signin.expire_access(), 0)
        answer = self.events(token=tokens['access_token'])
        self.assertEqual((answer.status, answer.reason), (401, 'authError'))
        fresh = self.refresh(tokens['refresh_token']).json['access_token']
        self.assertEqual(self.events(token=fresh).status, 200)

    def test_clock_expires_tokens(self):
        tokens = self.exchange(self.callback()['code']).json
        try:
            self.sim.clock(advance=3700)
            self.assertEqual(self.events(token=tokens['access_token']).status, 401)
        finally:
            self.sim.clock(run=True)

    def test_revoke_takes_all_grants_of_the_person(self):
        first = self.exchange(self.callback(login_hint='ben@example.com')['code']).json
        second = self.exchange(self.callback(login_hint='ben@example.com')['code']).json
        other = self.exchange(self.callback()['code']).json
        address = self.sim.main + '/google/revoke'
        self.assertEqual(self.ask('POST', address, form={'token': first['access_token']}).status,
                         200)
        self.assertEqual(self.refresh(second['refresh_token']).json['error'], 'invalid_grant')
        self.assertEqual(self.refresh(other['refresh_token']).status, 200)
        self.assertEqual(self.ask('POST', address, form={'token': first['access_token']}).status,
                         400)

    def test_unticked_scope(self):
        self.sim.set(**{'google_signin.drop_scopes': READ})
        try:
            tokens = self.exchange(self.callback(scope=READ + ' openid')['code']).json
            self.assertEqual(tokens['scope'], 'openid')
            answer = self.events(token=tokens['access_token'])
            self.assertEqual((answer.status, answer.reason), (403, 'insufficientPermissions'))
        finally:
            self.sim.set(**{'google_signin.drop_scopes': ''})

    def test_token_in_the_address_is_refused(self):
        tokens = self.exchange(self.callback()['code']).json
        self.sim.reset_counts()
        answer = self.ask('GET', self.sim.main + '/google/calendar/v3/users/me/calendarList',
                          {'access_token': tokens['access_token']})
        self.assertEqual(answer.status, 401)
        self.assertEqual([leak['place'] for leak in self.sim.leaks()], ['address'])

    def test_canary_sees_a_leaked_token(self):
        self.sim.reset_counts()
        token = self.bearer()
        self.ask('GET', self.sim.addresses['canary']
                 + '/x', headers={'Authorization': f'Bearer {token}'})
        self.ask('GET', self.sim.addresses['canary'] + '/y')
        leaks = self.sim.leaks()
        self.assertEqual([(leak['origin'], leak['target']) for leak in leaks], [('canary', '/x')])


if __name__ == '__main__':
    unittest.main()
