# SPDX-License-Identifier: GPL-3.0-or-later
"""Google's OAuth 2.0 for desktop clients (providers.md 2 and 3.1): consent page, token,
revocation."""

import html

from ..core import oauth
from ..core.http import Response
from ..core.service import Service, ServiceError, json_response

BASE = 'https://www.googleapis.com/auth/'
SCOPES = {BASE + name for name in (
    'calendar', 'calendar.readonly', 'calendar.calendarlist', 'calendar.calendarlist.readonly',
    'calendar.calendars', 'calendar.calendars.readonly', 'calendar.events',
    'calendar.events.readonly',
    'calendar.events.owned', 'calendar.events.owned.readonly', 'calendar.events.freebusy',
    'calendar.freebusy', 'calendar.settings.readonly', 'gmail.readonly', 'gmail.modify',
    'gmail.metadata', 'userinfo.email', 'userinfo.profile')} | {'openid', 'email', 'profile'}

AUTHORIZE_PARAMS = {
    'client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'code_challenge',
    'code_challenge_method', 'access_type', 'prompt', 'login_hint', 'include_granted_scopes',
    'nonce',
    'hl', 'enable_granular_consent'}
TOKEN_PARAMS = {'client_id', 'client_secret', 'code', 'code_verifier', 'grant_type', 'redirect_uri',
                'refresh_token'}


class GoogleSignIn(Service):
    name = 'google_signin'
    prefixes = ('/google',)
    token_family = 'google'
    settings = {
        'client_id': '407408718192-simulator.apps.googleusercontent.com',
        'client_secret': 'GOCSPX-not-confidential',
        # approve deny page wrong-state no-state two-states wrong-iss error
        'authorize': 'approve',
        'authorize_delay': 0,       # seconds until the redirect
        'user': None,               # who signs in; else login_hint, else the first
        'drop_scopes': '',          # what the person unticks, separated by spaces
        'iss': None,                # sent with the code when set
        'expires_in': 3599,
        'refresh_expires_in': 0,    # as for time-limited grants and projects in Testing
        'rotate': False,            # a new refresh token at each refresh; the old one dies
        'need_secret': True,
    }

    def __init__(self, world):
        super().__init__(world)
        self.tokens = oauth.TokenStore('google', world.clock, world.options.seed)

    @property
    def users(self):
        return [email for email, _ in self.world.users]

    def providers(self):
        base = self.world.main.base + '/google'
        return {'google': {
            'client-id': self.settings['client_id'],
            'client-secret': self.settings['client_secret'],
            'authorize-url': f'{base}/authorize', 'token-url': f'{base}/token',
            'revoke-url': f'{base}/revoke'}}

    def route(self, request):
        known = {('GET', '/google/authorize'): ('authorize', self._authorize),
                 ('POST', '/google/token'): ('token', self._token),
                 ('POST', '/google/revoke'): ('revoke', self._revoke)}
        found = known.get((request.method, request.path))
        if found is None:
            request.endpoint = 'google.unknown'
            raise ServiceError(404, 'not_found', 'The requested URL was not found on this server.')
        request.endpoint = 'google.' + found[0]
        return lambda: found[1](request)

    def chance_faults(self, request):
        return request.endpoint != 'google.authorize'

    def error(self, error):
        body = {'error': error.reason, 'error_description': error.message}
        return json_response(body, error.status, error.headers, pretty=True)

    def fault(self, kind, request):
        if kind in ('server-500', 'gateway-502'):
            return ServiceError(int(kind[-3:]), 'internal_failure', 'Backend Error')
        if kind.startswith('unavailable-503'):
            return ServiceError(503, 'temporarily_unavailable', 'Try again later')
        if kind.startswith('rate-429'):
            return ServiceError(429, 'rate_limit_exceeded', 'Rate Limit Exceeded')
        return None

    # The consent page. What is wrong with the request is shown to the person and never redirected.

    def _authorize(self, request):
        self.tokens.counts['authorize_pages'] += 1
        try:
            params = oauth.single_params(
                request.query, AUTHORIZE_PARAMS | {'sim_user', 'sim_answer'},
                ('client_id', 'redirect_uri', 'response_type', 'scope', 'state'))
            client = self._check_authorize(params)
        except ServiceError as error:
            self.tokens.counts['refused'] += 1
            text = ('<h1>Access blocked: Authorization Error</h1>'
                    f'<p>{html.escape(error.message)}</p>'
                    f'<p>Error {error.status}: {error.reason}</p>')
            return page(text, error.status)
        mode = params.get('sim_answer') or self.settings['authorize']
        user = params.get('sim_user') or self.settings['user'] or params.get('login_hint')
        if user not in self.users:
            user = self.users[0]
        if mode == 'page':
            return self._choices(request, params)
        response = self._redirect(client, params, user, mode)
        response.delay = float(self.settings['authorize_delay'])
        return response

    def _check_authorize(self, params):
        client = self._client(params['client_id'], 401)
        oauth.check_loopback(params['redirect_uri'], ('127.0.0.1', '::1', 'localhost'))
        if params['response_type'] != 'code':
            raise ServiceError(400, 'unsupported_response_type', params['response_type'])
        oauth.check_challenge(params)
        unknown = set(params['scope'].split()) - SCOPES
        if unknown:
            raise ServiceError(400, 'invalid_scope', 'Some requested scopes were invalid: '
                               + ' '.join(sorted(unknown)))
        if params.get('access_type', 'online') not in ('online', 'offline'):
            raise ServiceError(400, 'invalid_request', 'access_type is online or offline.')
        if set(params.get('prompt', '').split()) - {'none', 'consent', 'select_account'}:
            raise ServiceError(400, 'invalid_request', 'prompt is none, consent or select_account.')
        if params.get('include_granted_scopes', 'false') != 'false':
            raise ServiceError(400, 'invalid_request', 'Incremental authorization is not supported '
                               'for installed apps.')
        return client

    def _client(self, client_id, status=401):
        if client_id != self.settings['client_id']:
            raise ServiceError(status, 'invalid_client', 'The OAuth client was not found.')
        return oauth.Client(client_id, self.settings['client_secret'])

    def _redirect(self, client, params, user, mode):
        uri, state = params['redirect_uri'], params['state']
        if mode in ('deny', 'error'):
            self.tokens.counts['denied'] += 1
            reason = 'access_denied' if mode == 'deny' else 'server_error'
            return redirect(oauth.add_query(uri, [('error', reason), ('state', state)]))
        dropped = set(self.settings['drop_scopes'].split())
        scopes = [scope for scope in params['scope'].split() if scope not in dropped]
        again = bool(self.tokens.live_grants(user, client.id))
        offline = params.get('access_type') == 'offline' and (
            not again or 'consent' in params.get('prompt', '').split())
        code = self.tokens.make_code(client, user, scopes, uri, params['code_challenge'], offline)
        if mode == 'wrong-state':
            state = state[::-1] + 'x'
        pairs = [('state', state)] if mode != 'no-state' else []
        if mode == 'two-states':
            pairs.append(('state', 'other'))
        if mode == 'wrong-iss':
            pairs.append(('iss', 'https://accounts.evil.example'))
        elif self.settings['iss']:
            pairs.append(('iss', self.settings['iss']))
        pairs += [('code', code), ('scope', ' '.join(scopes)), ('authuser', '0'),
                  ('prompt', 'consent')]
        return redirect(oauth.add_query(uri, pairs))

    def _choices(self, request, params):
        """A page for a person who tries it by hand."""
        links = []
        for user in self.users:
            for answer in ('approve', 'deny'):
                address = oauth.add_query(request.target,
                                          [('sim_user', user), ('sim_answer', answer)])
                links.append(f'<li><a href="{html.escape(address)}">{answer} as {html.escape(user)}'
                             '</a></li>')
        scopes = ''.join(f'<li>{html.escape(scope)}</li>' for scope in params['scope'].split())
        return page(f'<h1>Daybook wants access</h1><ul>{scopes}</ul><ul>{"".join(links)}</ul>')

    # Tokens.

    def _token(self, request):
        try:
            params = oauth.single_params(oauth.form_of(request), TOKEN_PARAMS,
                                         ('client_id', 'grant_type'))
            self._check_client(params)
            if params['grant_type'] == 'authorization_code':
                return self._exchange(params)
            if params['grant_type'] == 'refresh_token':
                return self._refresh(params)
            raise ServiceError(400, 'unsupported_grant_type', 'Invalid grant_type')
        except ServiceError:
            self.tokens.counts['refused'] += 1
            raise

    def _check_client(self, params):
        client = self._client(params['client_id'])
        if not self.settings['need_secret']:
            return
        if not params.get('client_secret'):
            raise ServiceError(400, 'invalid_request', 'client_secret is missing.')
        if params['client_secret'] != client.secret:
            raise ServiceError(401, 'invalid_client', 'Unauthorized')

    def _exchange(self, params):
        for name in ('code', 'redirect_uri', 'code_verifier'):
            if not params.get(name):
                raise ServiceError(400, 'invalid_grant' if name == 'code_verifier'
                                   else 'invalid_request', f'Missing {name}.')
        if 'refresh_token' in params:
            raise ServiceError(400, 'invalid_request', 'refresh_token does not belong here.')
        record = self.tokens.take_code(params['code'], params['client_id'], params['redirect_uri'],
                                       params['code_verifier'])
        self.tokens.counts['exchanges'] += 1
        grant = self.tokens.grant(params['client_id'], record['user'], record['scopes'])
        body = self._answer(grant)
        if record['offline']:
            body['refresh_token'] = self.tokens.new_refresh(grant, '1//0')
            if self.settings['refresh_expires_in']:
                body['refresh_token_expires_in'] = self.settings['refresh_expires_in']
        return token_response(body)

    def _refresh(self, params):
        if set(params) - {'client_id', 'client_secret', 'grant_type', 'refresh_token'}:
            raise ServiceError(400, 'invalid_request', 'Only a refresh_token belongs here.')
        grant = self.tokens.check_refresh(params.get('refresh_token', ''))
        if grant is None or grant.client != params['client_id']:
            raise ServiceError(400, 'invalid_grant', 'Token has been expired or revoked.')
        self.tokens.counts['refreshes'] += 1
        grant.refreshes += 1
        body = self._answer(grant)
        if self.settings['rotate']:
            body['refresh_token'] = self.tokens.new_refresh(grant, '1//0')
        return token_response(body)

    def _answer(self, grant):
        life = int(self.settings['expires_in'])
        return {'access_token': self.tokens.new_access(grant, life, 'ya29.'), 'expires_in': life,
                'scope': ' '.join(grant.scopes), 'token_type': 'Bearer'}

    def _revoke(self, request):
        params = oauth.single_params(oauth.form_of(request), {'token'}, ('token',))
        token = params['token']
        access = self.tokens.access.get(token)
        grant = access['grant'] if access is not None else self.tokens.refresh.get(token)
        if grant is None or grant.revoked:
            raise ServiceError(400, 'invalid_token', 'Token expired or revoked')
        # The whole project's consent of this person goes, not this grant alone.
        self.tokens.revoke(grant.user, grant.client)
        self.tokens.counts['revokes'] += 1
        return json_response({}, pretty=True)

    # Control.

    def do_state(self):
        """Counts, grants and tokens of the sign-in."""
        return self.tokens.describe()

    def do_expire_access(self, user=None):
        """Access tokens die now; refresh tokens live."""
        return self.tokens.expire_access(user)

    def do_revoke(self, user=None):
        """The person withdraws the consent: every grant of theirs dies."""
        return self.tokens.revoke(user)

    def do_issue(self, user=None, scopes=None, refresh=True):
        """Tokens without a browser, for tests below the sign-in."""
        scopes = scopes.split() if isinstance(scopes, str) else scopes
        grant = self.tokens.grant(self.settings['client_id'], user or self.users[0],
                                  scopes or sorted(SCOPES))
        body = self._answer(grant)
        if refresh:
            body['refresh_token'] = self.tokens.new_refresh(grant, '1//0')
        return body


def redirect(address):
    return Response(302, b'', None, [('Location', address), ('Cache-Control', 'no-store')])


def page(body, status=200):
    text = ('<!DOCTYPE html><html><head><meta charset="utf-8"><title>Sign in</title></head>'
            f'<body>{body}</body></html>')
    return Response(status, text.encode(), 'text/html; charset=utf-8')


def token_response(body):
    return json_response(body, headers=[('Cache-Control', 'no-store'), ('Pragma', 'no-cache')],
                         pretty=True)
