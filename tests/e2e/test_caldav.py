#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""CalDAV against servers that others wrote: what is stored is exactly what the server holds, at the first sync, when
nothing has changed, when one has changed or was deleted, and when the server was restarted and has lost its tokens."""

import os
import re
import unittest

import store_dump
import tap
from caldav_server import PASSWORD, USER, Radicale, Xandikos, calendar_object
from session import Session

# Xandikos takes a minute to hand out two thousand.
EVENTS = int(os.environ.get('DAYBOOK_E2E_CALDAV_EVENTS', '2000'))
NOW = '2026-11-21T12:00:00Z'


def make_objects(count):
    """{name: text}: single events of this and the next months, every fiftieth a series with a moved instance."""
    objects = {}
    for number in range(count):
        day = f'2026{11 + number // 1000:02}{21 + number % 9:02}'
        start = f'{day}T{6 + number % 12:02}0000Z'
        if number % 50 == 49:
            moved = ['BEGIN:VEVENT', f'UID:event {number}', 'DTSTAMP:20261120T080000Z', f'RECURRENCE-ID:{start}',
                     f'DTSTART:{day}T183000Z', f'DTEND:{day}T190000Z', f'SUMMARY:Moved {number}', 'END:VEVENT']
            text = calendar_object(f'event {number}', start, f'Series {number}', 'RRULE:FREQ=WEEKLY;COUNT=5',
                                   components=moved)
        else:
            text = calendar_object(f'event {number}', start, f'Event {number} & more')
        objects[f'event {number}.ics'] = text
    return objects


def expected(objects):
    """[(ical uid, title, kind)] of what the server holds."""
    rows = []
    for text in objects.values():
        for event in re.findall(r'BEGIN:VEVENT\r\n(.*?)END:VEVENT', text.replace('\r\n', '\n').replace('\n', '\r\n'), re.S):
            uid = re.search(r'UID:(.*)\r', event).group(1)
            title = re.search(r'SUMMARY:(.*)\r', event).group(1)
            kind = 2 if 'RECURRENCE-ID' in event else 1 if 'RRULE' in event else 0
            rows.append((uid, title, kind))
    return sorted(rows)


class CaldavCase:
    server_class = None

    def start(self, count=EVENTS):
        self.session = Session(now=NOW)
        self.session.__enter__()
        self.addCleanup(self.session.close)
        self.server = self.server_class(self.session.root / 'server')
        self.addCleanup(self.server.stop)
        self.objects = make_objects(count)
        self.server.start()
        self.server.stop()
        self.server.fill(self.objects)
        self.server.start()
        self.server.warm_up()
        self.account = self.session.connect('caldav', '--url', self.server.address, '--user', USER, '--secret-stdin',
                                            stdin=PASSWORD + '\n')
        # Its own first sync would take the changes before ours.
        self.session.agent.quit()

    def sync(self, *words, status=0):
        lines, answer = self.session.worker('sync', *words, status=status, deadline=600)
        return [line for line in lines if line['event'] == 'run-finished'], answer

    def stored(self):
        return sorted(store_dump.query(self.session.database, 'SELECT ical_uid, title, kind FROM event WHERE kind < 3'))

    def counts(self, run):
        return run['mode'], run['created'], run['updated'], run['deleted']

    def assert_exact(self):
        self.assertEqual(self.stored(), expected(self.objects))

    def test_the_five_rounds(self):
        self.start()
        rows = len(expected(self.objects))

        (run,), _ = self.sync()
        self.assertEqual(self.counts(run), ('full', rows, 0, 0))
        self.assertEqual(run['requests'], 2 + (EVENTS + 49) // 50)
        self.assert_exact()

        (run,), _ = self.sync()
        self.assertEqual((run['source'], run['requests'], run['fetched']), (None, 1, 0), 'one look at all calendars')
        self.assert_exact()

        self.objects['event 7.ics'] = calendar_object('event 7', '20261125T090000Z', 'Changed')
        self.server.put('event%207.ics', self.objects['event 7.ics'])
        (run,), _ = self.sync()
        self.assertEqual(self.counts(run) + (run['requests'],), ('incremental', 0, 1, 0, 3))
        self.assert_exact()

        del self.objects['event 49.ics']
        self.server.delete('event%2049.ics')
        (run,), _ = self.sync()
        self.assertEqual((run['mode'], run['created'], run['updated'], run['requests']), ('incremental', 0, 0, 2))
        self.assert_exact()

        before = [row for row in store_dump.dump(self.session.database) if not row.startswith('source')]
        self.server.stop()
        extra = calendar_object('late', '20261126T090000Z', 'While it was down')
        self.objects['late.ics'] = extra
        self.server.fill({'late.ics': extra})
        self.server.forget_tokens()
        self.server.start()
        (run,), _ = self.sync()
        self.assertEqual(self.counts(run), ('full', 1, 0, 0))
        self.assert_exact()
        after = [row for row in store_dump.dump(self.session.database) if not row.startswith('source')]
        self.assertEqual(len(set(before) - set(after)), 1, 'but for the size of the search index nothing else changed')

    def test_the_calendar_is_shown_as_the_server_names_it(self):
        self.start(3)
        source, = self.session.rows('sources')
        self.assertEqual((source['enabled'], source['state'], source['kind']), (True, 'active', 'calendar'))
        account = self.session.account(self.account)
        self.assertEqual((account['status'], account['provider']), ('connected', 'caldav'))
        self.assertEqual(account['identity'], f'{USER} (127.0.0.1:{self.server.port})')

    def test_a_changed_instance_comes_and_goes(self):
        self.start(3)
        self.sync()
        name, start = 'event%201.ics', '20261122T070000Z'
        moved = ['BEGIN:VEVENT', 'UID:event 1', 'DTSTAMP:20261120T080000Z', 'RECURRENCE-ID:20261129T070000Z',
                 'DTSTART:20261129T100000Z', 'DTEND:20261129T103000Z', 'SUMMARY:Moved', 'END:VEVENT']
        for components in (moved, []):
            self.objects['event 1.ics'] = calendar_object('event 1', start, 'Now a series', 'RRULE:FREQ=WEEKLY;COUNT=3',
                                                          components=components)
            self.server.put(name, self.objects['event 1.ics'])
            self.sync()
            self.assert_exact()
        shown = [event['start'] for event in self.session.rows('events', '--from', '2026-11-22', '--to', '2026-12-10')
                 if event['title'] == 'Now a series']
        self.assertEqual(shown, ['2026-11-22T07:00:00Z', '2026-11-29T07:00:00Z', '2026-12-06T07:00:00Z'])

    def test_a_calendar_deleted_there_keeps_its_rows_here(self):
        self.start(3)
        self.sync()
        before = self.stored()
        self.server.ask('DELETE', self.server.calendar)
        self.sync(status=None)
        source, = self.session.rows('sources')
        self.assertEqual(source['state'], 'gone')
        self.assertEqual(self.stored(), before)
        # Nothing is left to sync, which is not to be synced.
        _, answer = self.sync(status=1)
        account, = self.session.rows('accounts')
        self.assertEqual((account['status'], account['error_code'], account['health']), ('error', 'gone', 'No longer at the service'))
        self.assertIn(source['name'], account['last_error'])
        self.assertIn(account['last_error'], answer.out + answer.err)

    def test_the_password_is_nowhere(self):
        self.start(3)
        self.sync()
        self.assertEqual(store_dump.files_with(self.session.home, PASSWORD), [])


class AgainstRadicale(CaldavCase, unittest.TestCase):
    server_class = Radicale

    def test_a_changed_password_asks_once_and_stops(self):
        self.start(3)
        self.sync()
        before = self.stored()
        self.server.stop()
        (self.server.folder / 'users').write_text(f'{USER}:another\n')
        self.server.start()
        _, answer = self.sync(status=None)
        self.assertEqual(answer.status, 3, answer)
        account = self.session.account(self.account)
        self.assertEqual((account['status'], account['error_code']), ('needs_sign_in', 'auth_required'))
        self.assertEqual(self.stored(), before)
        self.session.ctl('reconnect', self.account, '--secret-stdin', stdin='another\n')
        self.assertEqual(self.session.account(self.account)['status'], 'connected')
        self.sync()
        self.assertEqual(self.stored(), before)

    def test_a_wrong_password_is_said_at_once(self):
        self.start(1)
        answer = self.session.ctl('connect', 'caldav', '--url', self.server.address, '--user', USER, '--secret-stdin',
                                  stdin='wrong\n', status=None)
        self.assertEqual(answer.status, 3, answer)
        self.assertNotIn('wrong', answer.err)


class AgainstXandikos(CaldavCase, unittest.TestCase):
    server_class = Xandikos


if __name__ == '__main__':
    tap.main()
