# SPDX-License-Identifier: GPL-3.0-or-later
"""Microsoft's sign-in for public clients (providers.md 4.1): PKCE and never a secret, device
code."""

import base64
import html
import json
import re
import urllib.parse

from ..core import oauth
from ..core.clock import format_instant
from ..core.service import Service, ServiceError, json_response
from .google_signin import page, redirect

SCOPES = {'openid', 'profile', 'email', 'offline_access', 'User.Read', 'Calendars.Read',
          'Calendars.ReadWrite', 'Calendars.Read.Shared', 'Calendars.ReadWrite.Shared',
          'MailboxSettings.Read', 'Mail.Read', 'Mail.ReadWrite'}
GRAPH = 'https://graph.microsoft.com/'
AUTHORIZE_PARAMS = {'client_id', 'response_type', 'redirect_uri', 'response_mode', 'scope', 'state',
                    'prompt', 'login_hint', 'domain_hint', 'code_challenge',
                    'code_challenge_method', 'claims', 'nonce'}
TOKEN_PARAMS = {'client_id', 'grant_type', 'scope', 'code', 'redirect_uri', 'code_verifier',
                'refresh_token', 'device_code', 'claims'}
TENANT = re.compile(r'^(common|organizations|consumers|[0-9a-f-]{36}|[\w.-]+\.\w+)$')
DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
# The number that Microsoft puts before each message; clients must not branch on it.
NUMBERS = {'invalid_client': 700016, 'invalid_grant': 70000, 'invalid_scope': 70011,
           'unsupported_grant_type': 70003, 'authorization_pending': 70016, 'expired_token': 70020,
           'authorization_declined': 70018, 'redirect_uri_mismatch': 50011}


class MicrosoftSignIn(Service):
    name = 'microsoft_signin'
    prefixes = ('/microsoft',)
    token_family = 'microsoft'
    settings = {
        'client_id': '9f3c2a10-5ad1-4b1e-8c57-000000000007',
        'redirect': 'http://localhost',     # what is registered; the port is ignored, the path not
        'authorize': 'approve',     # approve deny wrong-state no-state consent-required page
        'user': None,
        'drop_scopes': '',
        'expires_in': 4321,
        'device_interval': 5,
    }

    def __init__(self, world):
        super().__init__(world)
        self.tokens = oauth.TokenStore('microsoft', world.clock, world.options.seed)
        self.devices = {}

    @property
    def users(self):
        return [mail for mail, _ in self.world.users]

    def providers(self):
        base = f'{self.world.main.base}/microsoft/{{tenant}}/oauth2/v2.0'
        return {'microsoft': {'client-id': self.settings['client_id'], 'tenant': 'common',
                              'authorize-url': f'{base}/authorize', 'token-url': f'{base}/token'}}

    def route(self, request):
        segments = request.segments
        request.endpoint = 'microsoft.unknown'
        known = {('GET', 'authorize'): self._authorize, ('POST', 'token'): self._token,
                 ('POST', 'devicecode'): self._device_code, ('GET', 'device'): self._device_page}
        function = known.get((request.method, segments[-1]))
        if len(segments) != 5 or segments[2:4] != ['oauth2', 'v2.0'] or function is None \
                or not TENANT.match(segments[1]):
            raise ServiceError(404, 'invalid_request', 'There is nothing here.')
        request.endpoint = 'microsoft.' + segments[-1]
        request.subject = segments[1]
        return lambda: function(request)

    def chance_faults(self, request):
        return request.endpoint in ('microsoft.token', 'microsoft.devicecode')

    def error(self, error):
        number = error.details.get('number', NUMBERS.get(error.reason, 900144))
        reason = 'invalid_client' if error.reason == 'redirect_uri_mismatch' else error.reason
        body = {'error': reason, 'error_description': f'AADSTS{number}: {error.message}',
                'error_codes': [number], 'timestamp': self.world.clock.datetime().strftime(
                    '%Y-%m-%d %H:%M:%SZ'),
                'trace_id': '0a1b2c3d-0000-0000-0000-000000000001',
                'correlation_id': '0a1b2c3d-0000-0000-0000-000000000002'}
        if 'suberror' in error.details:
            body['suberror'] = error.details['suberror']
        return json_response(body, error.status, error.headers)

    def fault(self, kind, request):
        if kind in ('server-500', 'gateway-502'):
            return ServiceError(int(kind[-3:]), 'server_error', 'The server has an error.')
        if kind.startswith('unavailable-503'):
            return ServiceError(503, 'temporarily_unavailable', 'Try again later.')
        if kind.startswith('rate-429'):
            return ServiceError(429, 'temporarily_unavailable', 'Too many requests.')
        return None

    # The consent page.

    def _authorize(self, request):
        self.tokens.counts['authorize_pages'] += 1
        try:
            params = oauth.single_params(
                request.query, AUTHORIZE_PARAMS,
                ('client_id', 'response_type', 'redirect_uri', 'scope', 'state'))
            self._check(params)
        except ServiceError as error:
            self.tokens.counts['refused'] += 1
            return page(f'<h1>Sign in</h1><p>Sorry, but we are having trouble signing you in.</p>'
                        f'<p>{error.reason}: {html.escape(error.message)}</p>', error.status)
        mode = self.settings['authorize']
        uri, state = params['redirect_uri'], params['state']
        if mode in ('deny', 'consent-required'):
            self.tokens.counts['denied'] += 1
            word, number, said = {'deny': ('access_denied', 65004, 'The person said no.'),
                                  'consent-required': ('consent_required', 90094, 'An administrator has to consent.')}[mode]
            return redirect(oauth.add_query(uri, [
                ('error', word), ('error_description', f'AADSTS{number}: {said}'),
                ('state', state)]))
        user = self.settings['user'] or params.get('login_hint')
        user = user if user in self.users else self.users[0]
        scopes = [scope for scope in self.scopes(params['scope'])
                  if scope not in self.settings['drop_scopes'].split()]
        code = self.tokens.make_code(
            oauth.Client(params['client_id']), user, scopes, uri, params['code_challenge'],
            'offline_access' in scopes, '1.AX')
        pairs = [('code', code), ('session_state', '0a1b2c3d')]
        if mode == 'wrong-state':
            state = state[::-1] + 'x'
        if mode != 'no-state':
            pairs.insert(1, ('state', state))
        return redirect(oauth.add_query(uri, pairs))

    def _check(self, params):
        self._check_client(params)
        registered = urllib.parse.urlsplit(self.settings['redirect'])
        oauth.check_loopback(params['redirect_uri'], (registered.hostname,))
        asked = urllib.parse.urlsplit(params['redirect_uri'])
        if (asked.path or '/') != (registered.path or '/'):
            raise ServiceError(400, 'redirect_uri_mismatch',
                               'The redirect URI does not match the ones that are configured.')
        if params['response_type'] != 'code':
            raise ServiceError(400, 'unsupported_response_type', params['response_type'])
        if params.get('response_mode', 'query') != 'query':
            raise ServiceError(400, 'invalid_request', 'response_mode has to be query here.')
        if params.get('prompt', 'none') not in ('login', 'none', 'consent', 'select_account'):
            raise ServiceError(400, 'invalid_request', 'Unknown prompt.')
        oauth.check_challenge(params)
        self.scopes(params['scope'])

    def _check_client(self, params):
        if params['client_id'] != self.settings['client_id']:
            raise ServiceError(400, 'unauthorized_client', 'Application was not found in the '
                               'directory.', number=700016)

    def scopes(self, text):
        """Short names of what was asked. Raises ServiceError invalid_scope."""
        found = [scope.removeprefix(GRAPH) for scope in text.split()]
        unknown = set(found) - SCOPES
        if unknown:
            raise ServiceError(400, 'invalid_scope', 'The scope is not valid: '
                               + ' '.join(sorted(unknown)))
        return found

    # Tokens.

    def _token(self, request):
        try:
            pairs = oauth.form_of(request)
            if 'client_secret' in dict(pairs):
                raise ServiceError(401, 'invalid_client', 'Client is public so neither '
                                   "'client_assertion' nor 'client_secret' should be presented.",
                                   number=700025)
            params = oauth.single_params(pairs, TOKEN_PARAMS, ('client_id', 'grant_type'))
            self._check_client(params)
            known = {'authorization_code': self._exchange, 'refresh_token': self._refresh,
                     DEVICE_GRANT: self._device_token}
            if params['grant_type'] not in known:
                raise ServiceError(400, 'unsupported_grant_type', 'The grant type is not supported')
            return known[params['grant_type']](params)
        except ServiceError:
            self.tokens.counts['refused'] += 1
            raise

    def _exchange(self, params):
        for name in ('code', 'redirect_uri', 'code_verifier'):
            if not params.get(name):
                raise ServiceError(400, 'invalid_request', f"The body must contain '{name}'.")
        record = self.tokens.take_code(params['code'], params['client_id'], params['redirect_uri'],
                                       params['code_verifier'])
        self.tokens.counts['exchanges'] += 1
        grant = self.tokens.grant(params['client_id'], record['user'], record['scopes'])
        return self._answer(grant)

    def _refresh(self, params):
        # The old refresh token lives on: each is good until the grant is revoked.
        grant = self.tokens.refresh.get(params.get('refresh_token', ''))
        if grant is None or grant.revoked:
            raise ServiceError(400, 'invalid_grant', 'The provided grant has expired.',
                               suberror='bad_token')
        if 'scope' in params and set(self.scopes(params['scope'])) - set(grant.scopes):
            raise ServiceError(400, 'invalid_grant', 'The user has not consented.',
                               suberror='consent_required', number=65001)
        self.tokens.counts['refreshes'] += 1
        grant.refreshes += 1
        return self._answer(grant)

    def _answer(self, grant):
        life = int(self.settings['expires_in'])
        body = {'token_type': 'Bearer', 'scope': ' '.join(
                    scope for scope in grant.scopes if scope != 'offline_access'),
                'expires_in': life, 'ext_expires_in': life,
                'access_token': self.tokens.new_access(grant, life, 'eyJ0eXAi.')}
        if 'offline_access' in grant.scopes:
            body['refresh_token'] = self.tokens.new_refresh(grant, '1.AX')
        if 'openid' in grant.scopes:
            claims = {'preferred_username': grant.user, 'oid': f'oid-{grant.user}', 'ver': '2.0'}
            packed = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b'=').decode()
            body['id_token'] = f'eyJhbGciOiJub25lIn0.{packed}.'
        return json_response(body, headers=[('Cache-Control', 'no-store')])

    # Device code.

    def _device_code(self, request):
        params = oauth.single_params(oauth.form_of(request), {'client_id', 'scope'},
                                     ('client_id', 'scope'))
        self._check_client(params)
        number = len(self.devices) + 1
        code = self.tokens.secret('DAQ')
        user_code = f'SIMD{number:05d}'
        self.devices[code] = {'user_code': user_code, 'scopes': self.scopes(params['scope']),
                              'answer': None, 'expires': self.world.clock.now() + 900, 'last': 0}
        address = f'{self.world.main.base}/microsoft/common/oauth2/v2.0/device'
        return json_response({
            'device_code': code, 'user_code': user_code, 'verification_uri': address,
            'expires_in': 900, 'interval': int(self.settings['device_interval']),
            'message': f'Open {address} and enter the code {user_code}.'})

    def _device_page(self, request):
        return page('<h1>Enter code</h1><p>simctl microsoft_signin.answer-device</p>')

    def _device_token(self, params):
        record = self.devices.get(params.get('device_code', ''))
        if record is None:
            raise ServiceError(400, 'bad_verification_code', 'The device code is not known.')
        now = self.world.clock.now()
        if now > record['expires']:
            raise ServiceError(400, 'expired_token', 'The device code has expired.')
        early = now - record['last'] < float(self.settings['device_interval']) - 0.5
        record['last'] = now
        if early and record['answer'] is None:
            raise ServiceError(400, 'slow_down', 'Polled too often.')
        if record['answer'] is None:
            raise ServiceError(400, 'authorization_pending', 'The person has not answered yet.')
        if record['answer'] is False:
            raise ServiceError(400, 'authorization_declined', 'The person said no.')
        del self.devices[params['device_code']]
        grant = self.tokens.grant(params['client_id'], record['answer'], record['scopes'])
        return self._answer(grant)

    # Control.

    def do_state(self):
        """Counts, grants and tokens of the sign-in."""
        return {**self.tokens.describe(), 'devices': [
            {'user_code': each['user_code'], 'expires': format_instant(each['expires'])}
            for each in self.devices.values()]}

    def do_answer_device(self, user_code=None, user=None, deny=False):
        """The person enters the code and approves or denies; without a code the newest."""
        for record in reversed(self.devices.values()):
            if user_code in (None, record['user_code']):
                record['answer'] = False if deny else user or self.users[0]
                return record['user_code']
        raise ValueError('nobody waits for a code')

    def do_expire_access(self, user=None):
        """Access tokens die now; refresh tokens live."""
        return self.tokens.expire_access(user)

    def do_revoke(self, user=None):
        """The person or an administrator ends the consent."""
        return self.tokens.revoke(user)

    def do_issue(self, user=None, scopes=None):
        """Tokens without a browser."""
        scopes = scopes.split() if isinstance(scopes, str) else scopes
        grant = self.tokens.grant(self.settings['client_id'], user or self.users[0],
                                  scopes or sorted(SCOPES))
        return json.loads(self._answer(grant).body)
