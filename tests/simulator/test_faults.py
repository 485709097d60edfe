# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults: each does what its name says, and chance repeats itself."""

import email.utils
import gzip
import http.client
import json
import re
import time
import unittest
import urllib.parse

from checks import SimulatorTest
from daybook_sim import Simulator
from sim.core.faults import BY_CHANCE, KINDS


class Kinds(SimulatorTest):
    options = {'events': 40}

    def struck(self, kind, **params):
        self.sim.fault(kind=kind, match='google.events.list', **params)
        return self.events(maxResults='2500')

    def test_there_are_fourteen_by_chance(self):
        self.assertEqual(len(set(BY_CHANCE)), 14)

    def test_refusals_in_googles_shape(self):
        for kind, status, reason in (
                ('rate-403', 403, 'rateLimitExceeded'),
            ('user-rate-403', 403, 'userRateLimitExceeded'),
                ('quota-403', 403, 'quotaExceeded'), ('daily-403', 403, 'dailyLimitExceeded'),
                ('not-configured-403', 403, 'accessNotConfigured'),
                ('scope-403', 403, 'insufficientPermissions'), ('policy-403', 403, 'domainPolicy'),
                ('server-500', 500, 'backendError'), ('gateway-502', 502, 'backendError'),
                ('not-found-404', 404, 'notFound'), ('gone-410', 410, 'fullSyncRequired'),
                ('conflict-412', 412, 'conditionNotMet')):
            with self.subTest(kind):
                answer = self.struck(kind)
                self.assertEqual((answer.status, answer.reason), (status, reason))
        self.assertEqual(self.events().status, 200)

    def test_retry_after(self):
        self.assertEqual(self.struck('rate-429', retry_after=7).headers['Retry-After'], '7')
        self.assertEqual(self.struck('unavailable-503').headers['Retry-After'], '1')
        date = self.struck('rate-429-date', retry_after=60).headers['Retry-After']
        ahead = email.utils.parsedate_to_datetime(date).timestamp() - time.time()
        self.assertTrue(55 < ahead < 65, ahead)
        self.assertIn('GMT', self.struck('unavailable-503-date').headers['Retry-After'])

    def test_expired_token_is_really_dead(self):
        token = self.sim.google_signin.issue()['access_token']
        self.sim.fault(kind='expired-401')
        self.assertEqual(self.events(token=token).reason, 'authError')
        self.assertEqual(self.events(token=token).reason, 'authError')

    def test_bad_json_of_a_calendar_is_no_calendar(self):
        whole = self.ask('GET', self.sim.feed('team')).body
        self.sim.fault(kind='bad-json', match='ics.feed')
        spoilt = self.ask('GET', self.sim.feed('team')).body
        self.assertEqual(whole.count(b'\r\nEND:') - 1, spoilt.count(b'\r\nEND:'))

    def test_answers_are_dated_by_the_simulators_clock(self):
        self.sim.clock(set='2026-03-09T08:00:00Z', freeze=True)
        self.assertEqual(self.events().headers['Date'], 'Mon, 09 Mar 2026 08:00:00 GMT')
        self.sim.clock(run=True)

    def test_cut_bodies(self):
        with self.assertRaises(http.client.IncompleteRead):
            self.struck('truncated-length')
        for kind in ('truncated-chunk', 'truncated-boundary', 'reset-body'):
            with self.subTest(kind), self.assertRaises((http.client.IncompleteRead,
                                                        ConnectionError)):
                self.struck(kind)
        with self.assertRaises(ValueError):
            self.struck('truncated-close').json

    def test_cut_at_a_chunk_boundary_has_only_whole_chunks(self):
        self.sim.fault(kind='truncated-boundary', match='google.events.list')
        parts = urllib.parse.urlsplit(self.sim.main)
        import socket
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            connection.sendall((f'GET /google/calendar/v3/calendars/primary/events HTTP/1.1\r\n'
                                f'Host: {parts.netloc}\r\nAuthorization: Bearer {self.bearer()}'
                                '\r\n\r\n').encode())
            stream = connection.makefile('rb')
            while stream.readline() != b'\r\n':
                pass
            chunks = 0
            while line := stream.readline():
                size = int(line, 16)
                self.assertEqual(len(stream.read(size)), size)
                self.assertEqual(stream.readline(), b'\r\n')
                chunks += 1
            self.assertGreater(chunks, 0)

    def test_no_answer(self):
        with self.assertRaises(ConnectionError):
            self.struck('reset')
        self.sim.fault(kind='stall', match='google.events.list', delay=0.1)
        with self.assertRaises((http.client.HTTPException, ConnectionError)):
            self.events()

    def test_bodies_that_are_not_what_they_should_be(self):
        self.assertEqual(self.struck('empty').body, b'')
        portal = self.struck('portal')
        self.assertEqual(portal.status, 200)
        self.assertIn('text/html', portal.headers['Content-Type'])
        self.assertEqual(self.struck('portal-redirect').status, 302)
        for kind in ('bad-json', 'two-roots', 'not-utf8'):
            with self.subTest(kind), self.assertRaises(ValueError):
                self.struck(kind).json
        self.assertIn('text/html', self.struck('wrong-type').headers['Content-Type'])
        self.assertEqual(self.struck('deep-json', depth=1000).body, b'[' * 1000 + b']' * 1000)
        self.assertGreater(len(self.struck('huge', bytes=1 << 20).body), 900000)

    def test_gzip(self):
        answer = self.struck('gzip')
        self.assertEqual(answer.headers['Content-Encoding'], 'gzip')
        self.assertEqual(len(json.loads(gzip.decompress(answer.body))['items']), 40)
        with self.assertRaises(EOFError):
            gzip.decompress(self.struck('gzip-cut').body)
        bomb = self.struck('gzip-bomb', bytes=32 << 20)
        self.assertLess(len(bomb.body), 1 << 20)
        self.assertGreater(len(gzip.decompress(bomb.body)), 30 << 20)

    def test_framings(self):
        for kind in ('chunked', 'close-delimited', 'slow'):
            with self.subTest(kind):
                self.assertEqual(len(self.struck(kind).json['items']), 40)

    def test_slow_takes_its_time(self):
        before = time.monotonic()
        self.struck('slow', seconds=0.3)
        self.assertGreater(time.monotonic() - before, 0.25)

    def test_redirects(self):
        self.assertTrue(self.struck('redirect-canary').headers['Location'].startswith(
            self.sim.addresses['canary']))
        answer = self.struck('redirect', status=308, location='/elsewhere')
        self.assertEqual((answer.status, answer.headers['Location']), (308, '/elsewhere'))

    def test_count_skip_and_match(self):
        self.sim.fault(kind='server-500', match='events.list.*maxResults=7', count=2, skip=1)
        statuses = [self.events(maxResults='7').status for _ in range(4)]
        self.assertEqual(statuses, [200, 500, 500, 200])
        self.assertEqual(self.events(maxResults='8').status, 200)

    def test_unknown_kind(self):
        with self.assertRaises(RuntimeError):
            self.sim.fault(kind='surprise')

    def test_token_endpoint_has_its_own_words(self):
        for kind, status in (('server-500', 500), ('rate-429', 429), ('rate-403', 500),
                             ('expired-401', 500)):
            with self.subTest(kind):
                self.sim.fault(kind=kind, match='google.token')
                self.assertEqual(self.refresh('x').status, status)


class ByChance(unittest.TestCase):
    def statuses(self, order, **options):
        """What a client meets that asks for 30 pages three times each, in this order."""
        with Simulator(in_process=True, events=30, around='2026-11-21', **options) as sim:
            token = sim.google_signin.issue()['access_token']
            world = sim._world
            found = {}
            for at in order:
                from sim.core.http import Request
                target = f'/google/calendar/v3/calendars/primary/events?maxResults={at + 1}'
                request = Request('GET', target, [('authorization', f'Bearer {token}')], b'',
                                  world.main, None)
                world.answer(request)
                found.setdefault(at, []).append(request.fault)
            return found

    def test_same_seed_same_faults_in_any_order(self):
        order = list(range(30)) * 3
        options = {'fault_rate': 0.3, 'fault_seed': 5}
        first = self.statuses(order, **options)
        self.assertEqual(first, self.statuses(sorted(order), **options))
        self.assertNotEqual(first, self.statuses(order, fault_rate=0.3, fault_seed=6))
        struck = [fault for faults in first.values() for fault in faults if fault]
        self.assertTrue(15 <= len(struck) <= 40, len(struck))
        self.assertGreater(len(set(struck)), 7)
        self.assertLessEqual(set(struck), set(KINDS))

    def test_streak(self):
        found = self.statuses([0] * 60, fault_rate=1.0, fault_streak=2)[0]
        for at in range(0, 60, 3):
            self.assertTrue(found[at] and found[at + 1] and not found[at + 2])

    def test_never_two_expired_tokens_running(self):
        found = self.statuses([0] * 40, fault_rate=1.0, fault_kinds='expired-401')[0]
        self.assertIn('expired-401', found)
        for first, second in zip(found, found[1:]):
            self.assertFalse(first == second == 'expired-401')

    def test_consent_page_is_spared(self):
        with Simulator(in_process=True, events=5, fault_rate=1.0) as sim:
            from sim.core.browser import fetch
            for _ in range(5):
                self.assertEqual(fetch(sim.main + '/google/authorize')[0], 400)
            self.assertEqual(sim.control('counts')['faults'], {})


class Process(unittest.TestCase):
    """The program itself, as a person starts it."""

    def test_starts_writes_providers_and_ends(self):
        import configparser
        import pathlib
        import subprocess
        import tempfile
        here = pathlib.Path(__file__).resolve().parent
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / 'providers.ini'
            process = subprocess.Popen(
                [str(here / 'simulator'), '--events', '12', '--set', 'google.page_limit=5',
                 '--write-providers', str(path)], stdout=subprocess.PIPE, text=True)
            addresses = json.loads(process.stdout.readline())
            try:
                ini = configparser.ConfigParser()
                ini.read(path)
                self.assertLessEqual({'client-id', 'client-secret', 'authorize-url', 'token-url',
                                      'revoke-url', 'api-url'}, set(ini['google']))
                self.assertTrue(ini['google']['api-url'].startswith(addresses['main']))
                self.assertIn('/{tenant}/', ini['microsoft']['token-url'])
                example = configparser.ConfigParser(comment_prefixes=('#',))
                text = (here.parent.parent / 'data' / 'providers.ini.example').read_text()
                example.read_string(re.sub(r'^#(?=[a-z-]+=)', '', text, flags=re.MULTILINE))
                for section in ini.sections():
                    self.assertLessEqual(set(ini[section]), set(example[section]), section)

                def simctl(*words):
                    return subprocess.run([str(here / 'simctl'), '--control', addresses['control'],
                                           *words], capture_output=True, text=True)
                self.assertIn('google.add-event', simctl('help').stdout)
                self.assertEqual(json.loads(simctl('settings').stdout)['google.page_limit'], 5)
                self.assertEqual(simctl('no-such-command').returncode, 1)
                self.assertEqual(simctl('set', 'nonsense').returncode, 2)
                self.assertEqual(simctl('stop').returncode, 0)
                self.assertEqual(process.wait(10), 0)
            finally:
                process.kill()
                process.wait()
                process.stdout.close()

    def test_client_class_in_a_process_of_its_own(self):
        with Simulator(events=12, set={'google.page_limit': 5}) as sim:
            self.assertEqual(sim.control('settings')['google.page_limit'], 5)
            self.assertEqual(len(sim.google.events(limit=100)), 12)


class Certificates(unittest.TestCase):
    """What a client has to refuse; `good` shows that the rest is in order."""

    def test_kinds(self):
        import ssl
        import urllib.error
        import urllib.request
        for kind, problem in (('good', None), ('self-signed', 'self-signed'),
                              ('expired', 'expired'), ('wrong-host', 'IP address mismatch')):
            with self.subTest(kind), Simulator(in_process=True, events=5, tls=kind) as sim:
                context = ssl.create_default_context(cafile=sim.addresses.get('authority'))
                if kind in ('expired', 'wrong-host'):
                    context.load_verify_locations(sim._world._certificates.name + '/ca.pem')
                if problem is None:
                    with urllib.request.urlopen(sim.feed('team'), context=context) as answer:
                        self.assertEqual(answer.status, 200)
                else:
                    with self.assertRaises(urllib.error.URLError) as caught:
                        urllib.request.urlopen(sim.feed('team'), context=context)
                    self.assertIn(problem, str(caught.exception))
                    self.assertEqual(sim.requests(), 0)

    def test_latency(self):
        with Simulator(in_process=True, events=5, latency=0.2) as sim:
            from sim.core.browser import fetch
            before = time.monotonic()
            fetch(sim.feed('team'))
            self.assertGreater(time.monotonic() - before, 0.19)


if __name__ == '__main__':
    unittest.main()
