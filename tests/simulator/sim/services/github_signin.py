# SPDX-License-Identifier: GPL-3.0-or-later
"""GitHub's sign-in (providers.md 6.1): the device flow; the web flow, which needs a secret."""

import html

from ..core import oauth
from ..core.service import ServiceError, json_response
from .google_signin import page, redirect

DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'


class SignIn:
    """Mixed into GitHub."""

    def _form(self, request, allowed, required):
        if request.header('accept') != 'application/json':
            raise ServiceError(406, 'accept', 'Accept: application/json is needed.')
        try:
            return oauth.single_params(oauth.form_of(request), allowed, required)
        except ServiceError as error:
            raise ServiceError(200, error.reason, error.message, oauth=True)

    def _device(self, request):
        params = self._form(request, {'client_id', 'scope'}, ('client_id',))
        if params['client_id'] != self.settings['client_id']:
            raise ServiceError(404, 'not_found', 'Not Found')
        if not self.settings['device']:
            raise ServiceError(200, 'device_flow_disabled',
                               'Device Flow must be explicitly enabled '
                               'for this App', oauth=True)
        code = self.tokens.secret('')
        number = len(self.devices) + 1
        self.devices[code] = {'user_code': f'SIMD-{number:04d}', 'answer': None, 'last': 0, 'polls': 0,
                              'scopes': params.get('scope', '').replace(',', ' ').split(),
                              'interval': float(self.settings['interval']),
                              'expires': self.world.clock.now() + 900}
        return json_response({
            'device_code': code, 'user_code': f'SIMD-{number:04d}', 'expires_in': 900,
            'interval': int(self.settings['interval']),
            'verification_uri': f'{self.world.main.base}/github/login/device'})

    def _page(self, request):
        return page('<h1>Device activation</h1><p>simctl github.answer-device</p>')

    def _authorize(self, request):
        try:
            params = oauth.single_params(request.query, {
                'client_id', 'redirect_uri', 'scope', 'state', 'login', 'allow_signup', 'prompt',
                'code_challenge', 'code_challenge_method'}, ('client_id', 'redirect_uri', 'state'))
            if params['client_id'] != self.settings['client_id']:
                raise ServiceError(404, 'not_found', 'Not Found')
            oauth.check_loopback(params['redirect_uri'], ('127.0.0.1',))
            oauth.check_challenge(params)
        except ServiceError as error:
            return page(f'<h1>{html.escape(error.message)}</h1>', error.status)
        code = self.tokens.make_code(
            oauth.Client(params['client_id']), self.world.users[0][0],
            params.get('scope', '').split(), params['redirect_uri'], params['code_challenge'], True)
        return redirect(oauth.add_query(params['redirect_uri'], [('code', code),
                                                                 ('state', params['state'])]))

    def _token(self, request):
        params = self._form(request, {'client_id', 'client_secret', 'code', 'redirect_uri',
                                      'code_verifier', 'grant_type', 'device_code',
                                      'refresh_token'}, ('client_id',))
        kind = params.get('grant_type')
        if params['client_id'] != self.settings['client_id']:
            raise ServiceError(200, 'incorrect_client_credentials', 'The client_id and/or '
                               'client_secret passed are incorrect.', oauth=True)
        if kind == DEVICE_GRANT:
            return self._device_token(params)
        if kind == 'refresh_token':
            grant = self.tokens.check_refresh(params.get('refresh_token', ''))
            if grant is None:
                raise ServiceError(200, 'bad_refresh_token',
                                   'The refresh token passed is incorrect '
                                   'or expired.', oauth=True)
            grant.refreshes += 1
            self.tokens.counts['refreshes'] += 1
            # The old pair dies.
            for record in self.tokens.access.values():
                if record['grant'] is grant:
                    record['expires'] = 0
            return self._answer(grant)
        # The web flow needs a secret even with PKCE, and a desktop has none.
        raise ServiceError(200, 'incorrect_client_credentials',
                           'The client_id and/or client_secret '
                           'passed are incorrect.', oauth=True)

    def _device_token(self, params):
        record = self.devices.get(params.get('device_code', ''))
        now = self.world.clock.now()
        if record is None:
            raise ServiceError(200, 'incorrect_device_code', 'The device_code provided is not '
                               'valid.', oauth=True)
        if now > record['expires']:
            raise ServiceError(200, 'expired_token', 'The device_code has expired.', oauth=True)
        early = now - record['last'] < record['interval'] - 0.5
        record['last'] = now
        record['polls'] += 1
        if record['polls'] == int(self.settings['approve_at']):
            record['answer'] = self.world.users[0][0]
        if record['answer'] is None:
            if early:
                record['interval'] += 5
                raise ServiceError(200, 'slow_down', 'Too many requests have been made in the same '
                                   'timeframe.', oauth=True, interval=int(record['interval']))
            raise ServiceError(200, 'authorization_pending', 'The authorization request is still '
                               'pending.', oauth=True)
        if record['answer'] is False:
            raise ServiceError(200, 'access_denied', 'The authorization request was denied.',
                               oauth=True)
        del self.devices[params['device_code']]
        self.tokens.counts['exchanges'] += 1
        return self._answer(self.tokens.grant(params['client_id'], record['answer'],
                                              record['scopes']))

    def _answer(self, grant):
        expiring = self.settings['expiring']
        token = self.tokens.new_access(grant, 28800 if expiring else 10 ** 9, 'gho_')
        body = {'access_token': token, 'token_type': 'bearer', 'scope': ','.join(grant.scopes)}
        if expiring:
            body.update(expires_in=28800, refresh_token=self.tokens.new_refresh(grant, 'ghr_'),
                        refresh_token_expires_in=15897600)
        return json_response(body)
