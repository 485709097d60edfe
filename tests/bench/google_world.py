#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service of the Google rows: a simulator with one person's calendar, and a plain access token for the sides that are not
Daybook. Prints its address and stays until it is ended.

usage: google_world.py FOLDER EVENTS

FOLDER gets providers.ini, `token` (an access token), `control` (the simulator's control address)."""

import base64
import configparser
import hashlib
import json
import pathlib
import secrets
import signal
import sys
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'simulator'))
from daybook_sim import Simulator  # noqa: E402
from sim.core import browser  # noqa: E402

SCOPES = 'https://www.googleapis.com/auth/calendar.calendarlist.readonly https://www.googleapis.com/auth/calendar.events.readonly'
REDIRECT = 'http://127.0.0.1:1/callback'


def setting(providers: str, key: str) -> str:
    config = configparser.ConfigParser(interpolation=None)
    config.read_string(providers)
    return config['google'][key]


def sign_in(providers: str) -> str:
    """A native app's sign-in (RFC 8252, RFC 7636), without a listener: the redirect's address tells all."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b'=').decode()
    query = {'response_type': 'code', 'client_id': setting(providers, 'client-id'), 'redirect_uri': REDIRECT, 'scope': SCOPES,
             'code_challenge': challenge, 'code_challenge_method': 'S256', 'state': secrets.token_urlsafe(32),
             'access_type': 'offline'}
    status, location, text = browser.fetch(setting(providers, 'authorize-url') + '?' + urllib.parse.urlencode(query))
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(location or '').query).get('code')
    if not code:
        raise SystemExit(f'the sign-in failed: {status} {text[:200]}')
    form = {'grant_type': 'authorization_code', 'code': code[0], 'code_verifier': verifier, 'redirect_uri': REDIRECT,
            'client_id': setting(providers, 'client-id'), 'client_secret': setting(providers, 'client-secret')}
    with urllib.request.urlopen(setting(providers, 'token-url'), urllib.parse.urlencode(form).encode()) as answer:
        return json.load(answer)['access_token']


def main() -> int:
    folder, events = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    with Simulator(events=events, seed=7, series='0', calendars='primary') as sim:
        sim.write_providers(folder / 'providers.ini')
        (folder / 'token').write_text(sign_in((folder / 'providers.ini').read_text()))
        (folder / 'control').write_text(sim.addresses['control'])
        # only now: a blocked signal would be inherited by the simulator
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        print(sim.main, flush=True)
        signal.sigwait({signal.SIGTERM, signal.SIGINT})
    return 0


if __name__ == '__main__':
    sys.exit(main())
