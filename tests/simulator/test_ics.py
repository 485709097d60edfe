# SPDX-License-Identifier: GPL-3.0-or-later
"""The host of feeds."""

import base64
import gzip
import http.client
import re
import unittest

from checks import SimulatorTest
from sim.core import icalendar


def unfolded(body):
    """The lines of a feed as text."""
    return body.replace(b'\r\n ', b'').decode().split('\r\n')


def zones_of(lines):
    return {match.group(1) for line in lines
            for match in [re.match(r'(?:DTSTART|DTEND|RECURRENCE-ID|EXDATE);TZID="?([^":]*)"?:',
                                   line)]
            if match}


class Feeds(SimulatorTest):
    options = {'feeds': 'team=200,other=20'}

    def setUp(self):
        super().setUp()
        self.sim.ics.set_feed(name='team', **self.defaults())

    def defaults(self):
        from sim.services.ics import OPTIONS
        return OPTIONS

    def get(self, name='team', secret=False, method='GET', **headers):
        return self.ask(method, self.sim.feed(name, secret), headers={
            key.replace('_', '-'): value for key, value in headers.items()})

    def mode(self, mode, **options):
        self.sim.ics.set_feed(name='team', mode=mode, **options)
        return self.get()

    def test_a_whole_calendar(self):
        answer = self.get()
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers['Content-Type'], 'text/calendar; charset=utf-8')
        self.assertTrue(answer.body.startswith(b'BEGIN:VCALENDAR\r\n'))
        self.assertTrue(answer.body.endswith(b'END:VCALENDAR\r\n'))
        for line in answer.body.split(b'\r\n'):
            self.assertLessEqual(len(line), 75)
            self.assertNotIn(b'\n', line)
        lines = unfolded(answer.body)
        self.assertEqual(lines.count('BEGIN:VEVENT'), lines.count('END:VEVENT'))
        truth = self.sim.truth(service='ics', feed='team')['ics']['team']
        self.assertEqual(lines.count('BEGIN:VEVENT'), truth['components'])
        text = '\n'.join(lines)
        for part in ('RRULE:', 'EXDATE;', 'RECURRENCE-ID;', 'DURATION:PT', 'DTSTART;VALUE=DATE:',
                     'BEGIN:VTIMEZONE', 'ATTENDEE;', 'STATUS:CANCELLED',
                     'X-WR-CALNAME:Team calendar'):
            self.assertTrue(part in text, part)

    def test_same_bytes_until_something_changes(self):
        first, second = self.get(), self.get()
        self.assertEqual(first.body, second.body)
        self.sim.ics.update_event(name='team', event='#1', title='Changed; title, here')
        third = self.get()
        self.assertNotEqual(first.headers['ETag'], third.headers['ETag'])
        self.assertIn(rb'SUMMARY:Changed\; title\, here', third.body)

    def test_conditional(self):
        first = self.get()
        self.assertEqual(self.get(If_None_Match=first.headers['ETag']).status, 304)
        self.assertEqual(self.get(If_None_Match='"x", ' + first.headers['ETag']).body, b'')
        self.assertEqual(self.get(If_Modified_Since=first.headers['Last-Modified']).status, 304)
        self.assertEqual(self.get(If_None_Match='"x"',
                                  If_Modified_Since=first.headers['Last-Modified']).status, 200)
        self.sim.ics.delete_event(name='team', event='#2')
        self.assertEqual(self.get(If_None_Match=first.headers['ETag']).status, 200)
        self.assertEqual(self.get(If_Modified_Since=first.headers['Last-Modified']).status, 200)

    def test_strict_headers_and_parameters(self):
        self.assertEqual(self.get(If_None_Match='unquoted').status, 400)
        self.assertEqual(self.get(If_Modified_Since='yesterday').status, 400)
        self.assertEqual(self.ask('GET', self.sim.feed('team'), {'x': '1'}).status, 400)
        self.assertEqual(self.get(method='POST').status, 405)
        self.assertEqual(self.ask('GET', self.sim.feed('team').replace('team', 'none')).status, 404)

    def test_secret_address(self):
        secret = self.sim.feed('team', secret=True)
        self.sim.reset_counts()
        self.assertEqual(self.ask('GET', secret).status, 200)
        self.assertEqual(self.sim.leaks(), [])
        self.assertEqual(self.ask('GET', secret.replace('simtok-ics-', 'simtok-ics-0')).status, 404)
        self.ask('GET', self.sim.addresses['canary'] + '/x', headers={'Referer': secret})
        self.assertEqual([leak['family'] for leak in self.sim.leaks()], ['ics'])

    def test_modes(self):
        self.assertIn('text/html', self.mode('html').headers['Content-Type'])
        self.assertEqual(self.mode('empty').body, b'')
        cut = self.mode('truncated').body
        self.assertNotIn(b'END:VCALENDAR', cut)
        self.assertTrue(cut.endswith(b'END:VEVENT\r\n'))
        for mode, status in (('not-found', 404), ('gone', 410), ('forbidden', 403),
                             ('unavailable', 503), ('rate-limited', 429)):
            self.assertEqual(self.mode(mode).status, status)
        self.assertEqual(self.mode('rate-limited').headers['Retry-After'], '1')
        with self.assertRaises(http.client.IncompleteRead):
            self.mode('truncated-length')
        self.assertTrue(gzip.decompress(self.mode('gzip').body).endswith(b'END:VCALENDAR\r\n'))
        self.assertEqual(self.mode('two-calendars').body.count(b'BEGIN:VCALENDAR'), 2)
        self.assertNotIn(b'VEVENT', self.mode('no-events').body)
        self.assertTrue(self.mode('bom').body.startswith(b'\xef\xbb\xbf'))
        self.assertIn(b'\0', self.mode('nul').body)
        self.assertIn(b'DTSTART:20269931', self.mode('bad-item').body)
        with self.assertRaises(ConnectionError):
            self.mode('reset')
        self.assertIn(b'BEGIN:VCALENDAR', self.mode('slow', seconds=0.1).body)
        self.assertNotIn(b'\r', self.mode('normal', line_ends='lf').body)
        self.assertIn(b'METHOD:CANCEL', self.mode('normal', method='CANCEL').body)
        self.assertNotIn('ETag', self.mode('normal', etag=False).headers)

    def test_bombs(self):
        self.assertGreater(len(self.mode('bomb-line').body), 20000000)
        self.assertEqual(self.mode('bomb-nesting').body.count(b'BEGIN:VEVENT'), 1000000)
        self.assertIn(b'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30', self.mode('bomb-rules').body)

    def test_redirect_to_another_origin(self):
        for status in (301, 302, 307, 308):
            answer = self.mode('redirect', status=status)
            self.assertEqual(answer.status, status)
        moved = self.ask('GET', answer.headers['Location'])
        self.assertTrue(answer.headers['Location'].startswith(self.sim.addresses['canary']))
        self.assertTrue(moved.body.endswith(b'END:VCALENDAR\r\n'))

    def test_login(self):
        answer = self.mode('login')
        self.assertEqual(answer.status, 401)
        self.assertIn('Basic', answer.headers['WWW-Authenticate'])
        word = base64.b64encode(b'ana:open sesame').decode()
        self.assertEqual(self.get(Authorization=f'Basic {word}').status, 200)

    def test_dialects(self):
        for dialect, expected in (('iana', 'Europe/Zurich'), ('windows', 'W. Europe Standard Time'),
                                  ('custom', 'Customized Time Zone 6'),
                                  ('unknown', 'Mars/Olympus Mons')):
            with self.subTest(dialect):
                lines = unfolded(self.mode('normal', dialect=dialect).body)
                self.assertIn(expected, zones_of(lines))
                self.assertEqual(f'TZID:{expected}' in lines, dialect != 'unknown')
        self.assertEqual(zones_of(unfolded(self.mode('normal', dialect='floating').body)), set())
        bare = self.mode('normal', dialect='windows-bare').body
        self.assertNotIn(b'VTIMEZONE', bare)

    def test_vtimezone_says_the_real_rules(self):
        text = '\n'.join(unfolded(icalendar.vtimezone('Europe/Zurich', 'iana')))
        self.assertIn('RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', text)
        self.assertIn('BEGIN:DAYLIGHT\nDTSTART:19700329T020000', text)
        self.assertIn('TZOFFSETFROM:+0100\nTZOFFSETTO:+0200', text)
        text = '\n'.join(unfolded(icalendar.vtimezone('America/New_York', 'iana')))
        self.assertIn('RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU', text)
        text = '\n'.join(unfolded(icalendar.vtimezone('Asia/Kolkata', 'iana')))
        self.assertIn('TZOFFSETTO:+0530', text)

    def test_series_changes(self):
        uid = self.sim.ics.add_event(name='other', title='Series', start='2026-11-23T10:00:00',
                                     rule='FREQ=WEEKLY;COUNT=5', exdate='2026-12-07T10:00:00',
                                     rdate='2026-12-09T10:00:00')
        self.sim.ics.cancel_instance(name='other', event=uid, number=0)
        self.sim.ics.move_instance(name='other', event=uid, number=0, minutes=60)
        truth = self.sim.truth(service='ics', feed='other', start='2026-11-20', end='2027-01-10')
        starts = [each['start'] for each in truth['ics']['other']['occurrences']
                  if each['title'] == 'Series']
        self.assertEqual(starts, ['2026-11-30T10:00:00Z', '2026-12-09T09:00:00Z',
                                  '2026-12-14T09:00:00Z', '2026-12-21T09:00:00Z'])
        lines = unfolded(self.get('other').body)
        self.assertTrue(any(line.startswith('RECURRENCE-ID;TZID=') for line in lines))
        self.assertTrue(any(line.startswith('RDATE;TZID=') for line in lines))

    def test_change_and_raw_body(self):
        done = self.sim.ics.change_events(name='other', count=8)
        self.assertEqual(sum(done.values()), 8)
        self.sim.ics.set_body(name='other', text='BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n')
        self.assertEqual(self.get('other').body, b'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n')
        self.sim.ics.set_feed(name='other', mode='normal')

    def test_faults_reach_feeds(self):
        self.sim.fault(kind='unavailable-503', match='ics.feed')
        self.assertEqual(self.get().status, 503)
        self.assertEqual(self.get().status, 200)


class Large(SimulatorTest):
    options = {'feeds': 'big=10000', 'calendars': 'primary', 'events': 5}

    def test_ten_thousand(self):
        body = self.ask('GET', self.sim.feed('big')).body
        lines = body.count(b'BEGIN:VEVENT')
        self.assertTrue(9000 <= lines <= 10100, lines)
        self.assertTrue(700 <= body.count(b'RRULE:FREQ') - body.count(b'FREQ=YEARLY;BYMONTH=')
                        <= 900)


if __name__ == '__main__':
    unittest.main()
