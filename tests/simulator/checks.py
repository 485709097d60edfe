# SPDX-License-Identifier: GPL-3.0-or-later
"""What the simulator's own tests share: a simulator in the test's process and a plain HTTP
client."""

import base64
import hashlib
import http.client
import json
import unittest
import urllib.parse

from daybook_sim import Simulator

VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
REDIRECT = 'http://127.0.0.1:45678/callback/google'
READ = 'https://www.googleapis.com/auth/calendar.readonly'


def challenge_of(verifier):
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b'=').decode()


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def reason(self):
        """Google's reason of an error."""
        return self.json['error']['errors'][0]['reason']


class SimulatorTest(unittest.TestCase):
    """One simulator a class; options in `options`."""

    options = {}

    @classmethod
    def setUpClass(cls):
        cls.sim = Simulator(in_process=True, **{'events': 60, 'around': '2026-11-21',
                                                **cls.options})
        cls.sim.start()

    @classmethod
    def tearDownClass(cls):
        crashes = cls.sim.control('counts')['crashes']
        cls.sim.stop()
        if crashes:
            raise AssertionError(crashes[0])

    def setUp(self):
        self.sim.clear_faults()

    def ask(self, method, address, query=None, headers=None, form=None, body=None, timeout=20):
        """One request, no redirect followed. `query`: a dictionary or a list of pairs."""
        parts = urllib.parse.urlsplit(address)
        target = parts.path + (f'?{parts.query}' if parts.query else '')
        if query:
            target += '?' + urllib.parse.urlencode(query)
        headers = dict(headers or {})
        if form is not None:
            body = urllib.parse.urlencode(form).encode()
            headers.setdefault('Content-Type', 'application/x-www-form-urlencoded')
        elif body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers.setdefault('Content-Type', 'application/json')
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    # Google.

    def settings(self):
        return self.sim.control('settings')

    def authorize(self, without=(), **changes):
        """One visit of the consent page."""
        query = {'client_id': self.settings()['google_signin.client_id'], 'redirect_uri': REDIRECT,
                 'response_type': 'code', 'scope': READ, 'state': 'st4te', 'access_type': 'offline',
                 'code_challenge': CHALLENGE, 'code_challenge_method': 'S256', 'prompt': 'consent'}
        query.update(changes)
        for name in without:
            query.pop(name)
        return self.ask('GET', self.sim.main + '/google/authorize', query)

    def callback(self, **changes):
        """The parameters that the redirect hands over."""
        answer = self.authorize(**changes)
        self.assertEqual(answer.status, 302, answer.body)
        address = answer.headers['Location']
        self.assertTrue(address.startswith(REDIRECT + '?'))
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))

    def token(self, without=(), **changes):
        settings = self.settings()
        form = {'client_id': settings['google_signin.client_id'],
                'client_secret': settings['google_signin.client_secret']}
        form.update(changes)
        for name in without:
            form.pop(name)
        return self.ask('POST', self.sim.main + '/google/token', form=form)

    def exchange(self, code, **changes):
        return self.token(grant_type='authorization_code', code=code, redirect_uri=REDIRECT,
                          code_verifier=VERIFIER, **changes)

    def refresh(self, token, **changes):
        return self.token(grant_type='refresh_token', refresh_token=token, **changes)

    def google(self, path, query=None, token=None, method='GET', headers=None, body=None):
        if token is None:
            token = self.bearer()
        headers = {'Authorization': f'Bearer {token}', **(headers or {})}
        return self.ask(method, self.sim.main + '/google/calendar/v3' + path, query, headers,
                        body=body)

    def bearer(self, user=None):
        if not hasattr(self, '_bearer') or user is not None:
            token = self.sim.google_signin.issue(user=user)['access_token']
            if user is not None:
                return token
            self._bearer = token
        return self._bearer

    def events(self, calendar='primary', token=None, **query):
        return self.google(f'/calendars/{urllib.parse.quote(calendar, safe="")}/events', query,
                           token)

    def all_events(self, calendar='primary', token=None, **query):
        """(items, last page) of a whole round."""
        items, page = [], {}
        while True:
            answer = self.events(calendar, token, **query)
            self.assertEqual(answer.status, 200, answer.body)
            page = answer.json
            items += page['items']
            if 'nextPageToken' not in page:
                return items, page
            self.assertNotIn('nextSyncToken', page)
            query['pageToken'] = page['nextPageToken']
