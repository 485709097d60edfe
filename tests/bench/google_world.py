#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service of the Google rows: a simulator with one person's calendar for each number of events. Prints its address and
stays until it is ended.

usage: google_world.py FOLDER BUILD EVENTS...

FOLDER gets `token` (an access token of the first person, for the sides that are not Daybook), `control` (the simulator's
control address), and `home-EVENTS`, a home for each number in which that many persons' accounts are connected and nothing is
synced yet. The same number several times gives one home with several accounts; their ids stand in `home-EVENTS/accounts`."""

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
import worker  # noqa: E402
from daybook_sim import Simulator  # noqa: E402
from sim.core import browser  # noqa: E402

SCOPES = 'https://www.googleapis.com/auth/calendar.calendarlist.readonly https://www.googleapis.com/auth/calendar.events.readonly'
REDIRECT = 'http://127.0.0.1:1/callback'


def sign_in(google: configparser.SectionProxy) -> str:
    """A native app's sign-in (RFC 8252, RFC 7636), without a listener: the redirect's address tells all."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b'=').decode()
    query = {'response_type': 'code', 'client_id': google['client-id'], 'redirect_uri': REDIRECT, 'scope': SCOPES,
             'code_challenge': challenge, 'code_challenge_method': 'S256', 'state': secrets.token_urlsafe(32),
             'access_type': 'offline'}
    status, location, text = browser.fetch(google['authorize-url'] + '?' + urllib.parse.urlencode(query))
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(location or '').query).get('code')
    if not code:
        raise SystemExit(f'the sign-in failed: {status} {text[:200]}')
    form = {'grant_type': 'authorization_code', 'code': code[0], 'code_verifier': verifier, 'redirect_uri': REDIRECT,
            'client_id': google['client-id'], 'client_secret': google['client-secret']}
    with urllib.request.urlopen(google['token-url'], urllib.parse.urlencode(form).encode()) as answer:
        return json.load(answer)['access_token']


def main() -> int:
    folder, build = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    people = {f'person{number}@example.com': events for number, events in enumerate(sys.argv[3:])}
    users = ','.join(f'{person}={events}' for person, events in people.items())
    with worker.Keyring(folder), Simulator(users=users, seed=7, series='0', calendars='primary') as sim:
        providers = configparser.ConfigParser(interpolation=None)
        providers.read_string(sim.control('providers'))
        (folder / 'token').write_text(sign_in(providers['google']))
        (folder / 'control').write_text(sim.addresses['control'])
        for person, events in people.items() if worker.built(build) else ():
            home = folder / f'home-{events}'
            sim.write_providers(home / '.config' / 'daybook' / 'providers.ini')
            sim.set(**{'google_signin.user': person})
            account = worker.connect(build, home, 'google-calendar')
            with open(home / 'accounts', 'a') as accounts:
                accounts.write(account + '\n')
        # only now: a blocked signal would be inherited by the simulator
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        print(sim.main, flush=True)
        signal.sigwait({signal.SIGTERM, signal.SIGINT})
    return 0


if __name__ == '__main__':
    sys.exit(main())
