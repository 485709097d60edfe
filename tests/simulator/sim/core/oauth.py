# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients, grants, codes and tokens of one service, and the rules of OAuth 2.0 that all share."""

import base64
import hashlib
import hmac
import random
import re
import threading
import urllib.parse

from .journal import SECRET_MARK
from .service import ServiceError

VERIFIER = re.compile(r'^[A-Za-z0-9\-._~]{43,128}$')
CHALLENGE = re.compile(r'^[A-Za-z0-9\-_]{43}$')
CODE_LIFE = 600


class Client:
    def __init__(self, id, secret=None, loopback=('127.0.0.1',)):
        self.id = id
        self.secret = secret
        self.loopback = loopback


class Grant:
    """One consent of one person to one client."""

    def __init__(self, number, client, user, scopes):
        self.number = number
        self.client = client
        self.user = user
        self.scopes = list(scopes)
        self.revoked = False
        self.refresh = None
        self.refreshes = 0


class TokenStore:
    """Gives out and checks secrets. All are marked, so that the journal knows one where it sees
    it."""

    def __init__(self, family, clock, seed):
        self.family = family
        self.clock = clock
        self._dice = random.Random(f'{seed}|{family}|tokens')
        self.lock = threading.RLock()
        self.clients = {}
        self.codes = {}
        self.access = {}
        self.refresh = {}
        self.grants = []
        self.counts = {name: 0 for name in (
            'authorize_pages', 'approved', 'denied', 'exchanges', 'refreshes', 'refused', 'revokes',
            'code_replays', 'rotated_reuse')}

    def add_client(self, client):
        self.clients[client.id] = client

    def secret(self, prefix=''):
        letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
        tail = ''.join(self._dice.choice(letters) for _ in range(40))
        return f'{prefix}{SECRET_MARK}-{self.family}-{tail}'

    def make_code(self, client, user, scopes, redirect_uri, challenge, offline, prefix='4/'):
        with self.lock:
            code = self.secret(prefix)
            self.codes[code] = {
                'client': client.id, 'user': user, 'scopes': scopes, 'redirect_uri': redirect_uri,
                'challenge': challenge, 'offline': offline, 'used': False,
                'expires': self.clock.now() + CODE_LIFE}
            self.counts['approved'] += 1
            return code

    def take_code(self, code, client_id, redirect_uri, verifier):
        """The code's record, once. Raises ServiceError invalid_grant."""
        with self.lock:
            record = self.codes.get(code)
            if record is None:
                raise ServiceError(400, 'invalid_grant', 'Malformed auth code.')
            if record['used']:
                self.counts['code_replays'] += 1
                raise ServiceError(400, 'invalid_grant', 'Bad Request')
            if record['expires'] < self.clock.now():
                raise ServiceError(400, 'invalid_grant', 'Code expired.')
            if record['client'] != client_id:
                raise ServiceError(400, 'invalid_grant', 'Code was issued to another client.')
            if record['redirect_uri'] != redirect_uri:
                raise ServiceError(400, 'redirect_uri_mismatch', 'Bad Request')
            if not verifier_matches(verifier, record['challenge']):
                raise ServiceError(400, 'invalid_grant', 'Invalid code verifier.')
            record['used'] = True
            return record

    def grant(self, client_id, user, scopes):
        with self.lock:
            grant = Grant(len(self.grants) + 1, client_id, user, scopes)
            self.grants.append(grant)
            return grant

    def live_grants(self, user=None, client_id=None):
        return [grant for grant in self.grants if not grant.revoked
                and user in (None, grant.user) and client_id in (None, grant.client)]

    def new_access(self, grant, life, prefix='', scopes=None):
        with self.lock:
            token = self.secret(prefix)
            self.access[token] = {'grant': grant, 'expires': self.clock.now() + life,
                                  'scopes': scopes or grant.scopes}
            return token

    def new_refresh(self, grant, prefix=''):
        """A refresh token; the one before it dies."""
        with self.lock:
            token = self.secret(prefix)
            grant.refresh = token
            self.refresh[token] = grant
            return token

    def check_access(self, token):
        """The live grant and scopes of an access token, or None."""
        with self.lock:
            record = self.access.get(token)
            if record is None or record['grant'].revoked or record['expires'] <= self.clock.now():
                return None
            return record

    def check_refresh(self, token):
        """The live grant of a refresh token, or None."""
        with self.lock:
            grant = self.refresh.get(token)
            if grant is None or grant.revoked:
                return None
            if grant.refresh != token:
                self.counts['rotated_reuse'] += 1
                return None
            return grant

    def expire_access(self, user=None, token=None):
        with self.lock:
            count = 0
            for text, record in self.access.items():
                if user in (None, record['grant'].user) and token in (None, text):
                    if record['expires'] > 0:
                        record['expires'] = 0
                        count += 1
            return count

    def revoke(self, user=None, client_id=None):
        with self.lock:
            grants = self.live_grants(user, client_id)
            for grant in grants:
                grant.revoked = True
            return len(grants)

    def describe(self):
        with self.lock:
            now = self.clock.now()
            return {
                'counts': dict(self.counts),
                'live_access_tokens': sum(
                    1 for record in self.access.values()
                    if record['expires'] > now and not record['grant'].revoked),
                'grants': [{'number': grant.number, 'user': grant.user, 'client': grant.client,
                            'scopes': grant.scopes, 'revoked': grant.revoked,
                            'refreshes': grant.refreshes, 'has_refresh': grant.refresh is not None}
                           for grant in self.grants]}


def verifier_matches(verifier, challenge):
    if challenge is None:
        return verifier is None
    if verifier is None or not VERIFIER.match(verifier):
        return False
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    return hmac.compare_digest(digest.rstrip(b'=').decode(), challenge)


def single_params(pairs, allowed, required=()):
    """A dictionary of parameters that each came once. Raises ServiceError invalid_request."""
    found = {}
    for name, value in pairs:
        if name in found:
            raise ServiceError(400, 'invalid_request', f'Parameter {name} came twice.')
        if name not in allowed:
            raise ServiceError(400, 'invalid_request', f'Unknown parameter: {name}')
        found[name] = value
    for name in required:
        if not found.get(name):
            raise ServiceError(400, 'invalid_request', f'Missing required parameter: {name}')
    return found


def check_loopback(uri, hosts):
    """Refuses a redirect address that is not http on a loopback host with a port."""
    try:
        parts = urllib.parse.urlsplit(uri)
        port = parts.port
    except ValueError:
        parts, port = None, None
    if (parts is None or parts.scheme != 'http' or parts.hostname not in hosts or not port
            or parts.username or parts.fragment or parts.query):
        raise ServiceError(400, 'redirect_uri_mismatch',
                           'The redirect_uri does not match what is registered for this client.')


def check_challenge(params):
    if params.get('code_challenge_method') != 'S256':
        raise ServiceError(400, 'invalid_request', 'code_challenge_method has to be S256.')
    if not CHALLENGE.match(params.get('code_challenge', '')):
        raise ServiceError(400, 'invalid_request', 'code_challenge is not 43 base64url characters.')


def form_of(request):
    """The pairs of a form body. Raises ServiceError when it is not one."""
    kind = (request.header('content-type') or '').split(';')[0].strip().lower()
    if kind != 'application/x-www-form-urlencoded':
        raise ServiceError(400, 'invalid_request',
                           'Content-Type has to be application/x-www-form-urlencoded.')
    if request.query:
        raise ServiceError(400, 'invalid_request', 'Parameters belong into the body.')
    return request.form()


def add_query(uri, pairs):
    return f'{uri}{"&" if "?" in uri else "?"}{urllib.parse.urlencode(pairs)}'


def bearer(request):
    """The token of an Authorization header, None without one."""
    scheme, _, token = (request.header('authorization') or '').partition(' ')
    return token if scheme == 'Bearer' and token else None
