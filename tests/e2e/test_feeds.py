#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendars by address and from files: what is asked for again, what is taken for a calendar, what stays when there is
none, and that the address itself stays a secret."""

import datetime
import pathlib
import threading
import unittest

import calendar_truth
import store_dump
import tap
from session import CTL, Session, Simulator, wait

FEED = 'ics.feed'


class FeedCase(unittest.TestCase):
    events = 40

    def start(self, feed='team', secret=True, connect=True, session=None, **options):
        self.simulator = Simulator(events=5, feeds=f'team={self.events},personal=10', **options)
        self.simulator.start()
        self.addCleanup(self.simulator.stop)
        self.session = Session(**(session or {}))
        self.session.__enter__()
        self.addCleanup(self.session.close)
        self.addCleanup(self.check, self.simulator)
        self.feed = feed
        self.address = self.simulator.feed(feed, secret)
        if connect:
            self.account = self.session.connect('ics', '--url', self.address)
            self.source = self.session.rows('sources')[0]['id']

    def check(self, simulator):
        counts = simulator.control('counts')
        self.assertEqual((counts['leaks'], counts['crashes'], counts['refused']), ([], [], []))

    def sync(self, *words, **options):
        return self.session.rows('sync', *words, **options)[0]

    def state(self):
        account = self.session.account(self.account)
        return account['status'], account['reason'], account['error_code']

    def set_feed(self, **options):
        self.simulator.ics.set_feed(name=self.feed, **options)

    def assert_true(self):
        first, last = calendar_truth.days()
        shown = [row[1:] for row in calendar_truth.shown(self.session, first, last)]
        self.assertEqual(calendar_truth.in_order(shown), calendar_truth.feed(self.simulator, self.feed, first, last))


class Feeds(FeedCase):
    def test_connecting_names_the_calendar_after_itself(self):
        self.start()
        source, = self.session.rows('sources')
        self.assertEqual((source['name'], source['kind'], source['enabled'], source['state']),
                         ('Team calendar', 'calendar', True, 'read_only'))
        self.assertNotIn('simtok', source['external_id'])
        account = self.session.account(self.account)
        self.assertNotIn('simtok', str(account))

    def test_a_first_sync_shows_exactly_what_the_feed_says(self):
        self.start()
        run = self.sync()
        self.assertEqual((run['mode'], run['status'], run['updated'], run['deleted']), ('full', 'success', 0, 0))
        self.assert_true()

    def test_earlier_days_are_loaded_beside_the_window(self):
        self.start()
        self.sync()
        today = calendar_truth.days(back=0)[0]
        first, last = today - datetime.timedelta(40), today - datetime.timedelta(11)
        expected = calendar_truth.feed(self.simulator, self.feed, first, last)
        self.assertTrue(expected)

        def shown():
            return calendar_truth.in_order(row[1:] for row in calendar_truth.shown(self.session, first, last))
        self.assertNotEqual(shown(), expected)
        run = self.sync('--from', str(first), '--to', str(last))
        self.assertEqual((run['status'], run['deleted']), ('success', 0))
        self.assertEqual(shown(), expected)
        # The next round is a conditional one as before, and takes nothing away.
        run = self.sync()
        self.assertEqual((run['requests'], run['created'], run['deleted']), (1, 0, 0))
        self.assertEqual(shown(), expected)
        self.assert_true()

    def test_zones_in_every_dialect_mean_the_same(self):
        self.start()
        self.sync()
        for dialect in ('iana-bare', 'windows', 'windows-bare', 'custom', 'utc'):
            with self.subTest(dialect):
                self.set_feed(dialect=dialect)
                run = self.sync()
                self.assertEqual(run['status'], 'success')
                if dialect != 'utc':  # whose series do not follow a zone's summer time
                    self.assert_true()

    def test_an_unchanged_feed_is_asked_for_conditionally(self):
        self.start()
        self.sync()
        before = store_dump.dump(self.session.database)
        for etag, modified in ((True, True), (True, False), (False, True)):
            with self.subTest(etag=etag, modified=modified):
                self.set_feed(etag=etag, last_modified=modified)
                self.sync()
                self.simulator.reset_counts()
                run = self.sync()
                self.assertEqual((run['requests'], run['created'], run['updated'], run['deleted']), (1, 0, 0, 0))
                self.assertEqual(self.simulator.control('counts')['statuses'], {'304': 1})
        self.assertEqual(store_dump.dump(self.session.database), before)

    def test_a_feed_without_validators_is_compared(self):
        self.start()
        self.set_feed(etag=False, last_modified=False)
        self.sync()
        before = store_dump.dump(self.session.database)
        run = self.sync()
        self.assertEqual((run['status'], run['created'], run['updated'], run['deleted']), ('success', 0, 0, 0))
        self.assertEqual(store_dump.dump(self.session.database), before)

    def test_changes_arrive(self):
        self.start()
        self.sync()
        ics = self.simulator.ics
        ics.add_event(name='team', title='Brand new', rule='FREQ=DAILY;COUNT=4')
        ics.delete_event(name='team', event='#7')
        ics.update_event(name='team', event='#8', title='Renamed')
        ics.move_event(name='team', event='#9', minutes=90)
        ics.cancel_event(name='team', event='#10')
        run = self.sync()
        self.assertEqual(run['status'], 'success')
        self.assert_true()
        titles = [row[3] for row in calendar_truth.shown(self.session, *calendar_truth.days())]
        self.assertEqual(titles.count('Brand new'), 4)
        for seed in (1, 2):
            ics.change_events(name='team', percent=8, seed=seed)
            self.sync()
            self.assert_true()

    def test_exceptions_of_a_series_arrive(self):
        self.start()
        uid = self.simulator.ics.add_event(name='team', title='Stand-up', rule='FREQ=DAILY;COUNT=20')
        self.sync()
        self.simulator.ics.cancel_instance(name='team', event=uid, number=2)
        self.simulator.ics.move_instance(name='team', event=uid, number=3, minutes=150)
        self.sync()
        self.assert_true()
        today = calendar_truth.days(back=0)[0]
        self.simulator.ics.add_event(name='team', title='With lists', start=f'{today}T16:00:00', rule='FREQ=WEEKLY;COUNT=3',
                                     exdate=f'{today + datetime.timedelta(7)}T16:00:00',
                                     rdate=f'{today + datetime.timedelta(2)}T16:00:00')
        self.sync()
        self.assert_true()

    def test_what_is_no_calendar_keeps_the_old_data(self):
        self.start()
        self.sync()
        before = store_dump.dump(self.session.database)
        for mode in ('html', 'empty', 'truncated', 'truncated-length', 'gzip-cut', 'nul', 'forbidden',
                     'rate-limited', 'bomb-line', 'bomb-nesting', 'bomb-size', 'bomb-gzip'):
            with self.subTest(mode):
                self.simulator.ics.touch(name='team')
                self.set_feed(mode=mode)
                lines, answer = self.session.worker('sync', status=None)
                run = next(line for line in lines if line['event'] == 'run-finished')
                if mode != 'nul':
                    self.assertNotEqual(answer.status, 0)
                    self.assertIn(run['status'], ('failed', 'partial'))
                    self.assertEqual(items(store_dump.dump(self.session.database)), items(before))
        self.set_feed(mode='normal')
        self.sync()
        self.assertEqual(store_dump.dump(self.session.database), before)
        self.assertEqual(self.state(), ('connected', None, None))

    def test_odd_but_whole_calendars_are_read(self):
        self.start()
        for mode in ('bom', 'slow', 'gzip', 'not-utf8', 'bad-item', 'bomb-rules'):
            with self.subTest(mode):
                self.simulator.ics.touch(name='team')
                self.set_feed(mode=mode)
                lines, answer = self.session.worker('sync', status=None)
                self.assertEqual(answer.status, 0, answer)
                source, = self.session.rows('sources')
                self.assertEqual(source['quarantined'], {'bad-item': 1}.get(mode, source['quarantined']))
                if mode == 'bad-item':
                    self.assert_left_out(source)
        self.set_feed(mode='normal', line_ends='lf')
        self.simulator.ics.touch(name='team')
        self.session.worker('sync')
        self.assert_true()

    def assert_left_out(self, source):
        """What could not be read is said wherever somebody looks, with the reason where they look closely."""
        self.assertEqual(self.session.account(self.account)['quarantined'], source['quarantined'])
        item, = self.session.ctl('source', source['id'], '--json').json['left_out']
        self.assertTrue(item['external_id'] and item['reason'] and item['at'], item)
        self.assertIn(item['reason'], self.session.ctl('source', source['id']).out)
        answer = self.session.ctl('sync')
        self.assertIn('1 item could not be read and is left out', answer.err)
        self.assertIn(f'daybookctl source {source["id"]}', answer.err)

    def test_an_emptied_calendar_is_held(self):
        self.start()
        self.sync()
        before = store_dump.dump(self.session.database)
        self.set_feed(mode='no-events')
        answer = self.session.ctl('sync')
        source, = self.session.rows('sources')
        self.assertEqual(source['state'], 'held')
        self.assertGreater(source['held_deletions'], 0)
        self.assertEqual(self.session.account(self.account)['held_deletions'], source['held_deletions'])
        self.assertIn(f'{source["held_deletions"]} items vanished at once', answer.err)
        self.assertIn(f'source {source["id"]} --confirm-deletions', answer.err)
        self.assertEqual(items(store_dump.dump(self.session.database)), items(before))
        self.session.ctl('source', self.source, '--confirm-deletions')
        self.sync()
        self.assertEqual(calendar_truth.shown(self.session, *calendar_truth.days()), [])

    def test_redirects_are_followed_and_lasting_ones_remembered(self):
        self.start()
        target = self.simulator.feed('personal')
        self.set_feed(mode='redirect', location=target, status=302)
        self.session.ctl('sync', status=None)
        self.set_feed(mode='redirect-loop')
        self.session.ctl('sync', status=1)
        self.assertEqual(self.state(), ('error', None, 'invalid_response'))

    def test_a_feed_that_is_gone_is_said_and_keeps_its_rows(self):
        self.start()
        self.sync()
        before = items(store_dump.dump(self.session.database))
        for mode in ('not-found', 'gone'):
            self.set_feed(mode=mode)
            answer = self.session.ctl('sync', status=1)
            self.assertEqual(items(store_dump.dump(self.session.database)), before)
            self.assert_said('error', mode.replace('-', '_'), answer)
        # The whole account could not be synced: windows, command line and notifications say so until it can.
        self.assertEqual(self.session.account(self.account)['failures'], 2)
        wait('attention', lambda: self.session.agent.get('Attention') == [self.account])
        self.set_feed(mode='normal')
        self.sync()
        account = self.session.account(self.account)
        self.assertEqual((account['health'], account['failures'], account['last_error']), ('Synced', 0, None))
        wait('attention', lambda: self.session.agent.get('Attention') == [])

    def assert_said(self, status, code, answer):
        self.assertEqual(self.state(), (status, None, code))
        account = self.session.account(self.account)
        self.assertNotIn('Synced', account['health'])
        table = self.session.ctl('accounts').out
        self.assertIn(account['health'], table)
        self.assertIn(account['last_error'][:40], table)
        self.assertIn(account['last_error'][:40], answer.err)
        self.assertIn('What was there before is kept.', account['last_error'])

    def test_sixty_days_later_the_stand_up_and_the_event_far_ahead_are_there(self):
        """With nothing fetched meanwhile."""
        self.start()
        today = calendar_truth.days(back=0)[0]
        far = today + datetime.timedelta(50)
        self.simulator.ics.add_event(name='team', title='Far ahead', start=f'{far}T10:00:00')
        self.simulator.ics.add_event(name='team', title='My stand-up', start=f'{today}T09:00:00', rule='FREQ=DAILY')
        self.sync()
        self.simulator.reset_counts()
        for distance in (20, 47, 60):
            self.session.set_environment(DAYBOOK_NOW=f'+{distance}d')
            self.session.worker('expand')
            now = today + datetime.timedelta(distance)
            for day in (now - datetime.timedelta(6), now, now + datetime.timedelta(25)):
                self.assertEqual(len([row for row in self.day(day) if row['title'] == 'My stand-up']), 1, day)
        self.assertEqual(len([row for row in self.day(far) if row['title'] == 'Far ahead']), 1)
        self.assertEqual(self.simulator.requests(), 0)

    def day(self, day):
        return self.session.rows('events', '--from', str(day), '--to', str(day))

    def test_the_agent_slides_the_windows_by_itself(self):
        self.start()
        today = calendar_truth.days(back=0)[0]
        self.simulator.ics.add_event(name='team', title='My stand-up', start=f'{today}T09:00:00', rule='FREQ=DAILY')
        self.sync()
        self.session.ctl('settings', 'sync_paused', 'on')
        self.session.set_environment(DAYBOOK_NOW='+45d')
        self.session.agent.get('Version')
        day = today + datetime.timedelta(45 + 20)
        wait('the window has moved', lambda: 'My stand-up' in {row['title'] for row in self.day(day)})


class Files(FeedCase):
    def start_file(self, session=None):
        self.start(connect=False, session=session)
        self.path = self.session.home / 'team.ics'
        self.write()
        self.account = self.session.connect('ics', '--url', 'team.ics')

    def write(self):
        self.path.write_bytes(self.simulator.ics.body(name='team').replace('\n', '\r\n').replace('\r\r', '\r').encode())

    def test_a_file_is_a_calendar(self):
        self.start_file()
        run = self.sync()
        self.assertEqual((run['status'], run['requests']), ('success', run['requests']))
        self.assert_true()
        self.assertEqual(self.sync()['updated'], 0)
        self.assertEqual(store_dump.query(self.session.database, "SELECT settings ->> 'local' FROM \"grant\""), [('yes',)])

    def test_a_file_needs_no_keyring(self):
        self.start_file({'keyring': 'absent'})
        self.assertEqual(self.sync()['status'], 'success')
        self.assert_true()

    def test_a_changed_file_is_read_again(self):
        self.start_file()
        self.sync()
        self.simulator.ics.change_events(name='team', percent=10)
        self.simulator.ics.add_event(name='team', title='Brand new')
        self.write()
        self.sync()
        self.assert_true()

    def test_a_file_that_is_gone_or_no_calendar_keeps_the_old_data(self):
        self.start_file()
        self.sync()
        before = items(store_dump.dump(self.session.database))
        for content in (b'', b'<html>', self.path.read_bytes()[:-200]):
            self.path.write_bytes(content)
            self.session.worker('sync', status=1)
            self.assertEqual(items(store_dump.dump(self.session.database)), before)
            self.assertEqual(self.state(), ('error', None, 'invalid_response'))
        self.path.unlink()
        self.session.worker('sync', status=1)
        self.assertEqual(items(store_dump.dump(self.session.database)), before)
        self.assertEqual(self.state(), ('error', None, 'not_found'))

    def test_only_calendars_can_be_connected(self):
        self.start(connect=False)
        (self.session.home / 'notes.txt').write_text('no calendar')
        for url, status in (('notes.txt', 1), ('nowhere.ics', 1), ('/etc/passwd', 1), ('/dev/zero', 1), ('/etc', 1),
                            ('ftp://example.com/x.ics', 2), ('http://192.0.2.1/x.ics', 2), ('https://', 2),
                            (self.simulator.main + '/nothing.ics', 1)):
            with self.subTest(url):
                answer = self.session.ctl('connect', 'ics', '--url', url, status=None)
                self.assertIn(answer.status, (1, 2), answer)
                self.assertEqual(len(answer.err.splitlines()), 1, answer)
                # Nothing was there before.
                self.assertNotRegex(answer.err, 'any more|before')
        self.assertEqual(self.session.rows('accounts'), [])


class SecretAddress(FeedCase):
    """Who has the address can read the calendar: it is treated as a password."""

    def test_the_address_is_in_no_argument_log_message_or_file(self):
        self.start(connect=False)
        self.session.set_environment(G_MESSAGES_DEBUG='all')
        self.session.watch_bus()
        secret = self.address.split('private-')[1].split('/')[0]
        seen = CommandLines(self.session)
        program = self.session.start(CTL, 'connect', 'ics', '--secret-stdin', '--verbose')
        program.write(self.address)
        answer = program.end()
        self.assertEqual(answer.status, 0, answer)
        account = answer.lines[-1]
        self.session.ctl('sync', '--verbose')
        self.set_feed(mode='forbidden')
        self.session.ctl('sync', '--verbose', status=None)
        self.set_feed(mode='redirect', location=self.address.replace('team', 'nothing'))
        self.session.ctl('sync', '--verbose', status=None)
        self.session.ctl('accounts')
        self.session.ctl('audit-log')
        self.session.ctl('backup', 'copy.db')
        self.session.run(self.session.environment['DAYBOOK_WORKER'], 'sync', account, '--verbose', status=None)
        words = seen.stop()
        self.assertTrue(any('daybook-worker' in line for line in words), words)
        for place, text in (('arguments', '\n'.join(words)), ('bus', self.session.bus_trace().decode('latin-1')),
                            ('output', ''.join(self.session.said)), ('log', self.session.services_log())):
            self.assertNotIn(secret, text, place)
        self.assertEqual(store_dump.files_with(self.session.home, secret), [])

    def test_connecting_by_option_keeps_it_out_of_the_workers_arguments(self):
        self.start(connect=False)
        secret = self.address.split('private-')[1].split('/')[0]
        self.session.watch_bus()
        seen = CommandLines(self.session, but='daybookctl')
        self.session.connect('ics', '--url', self.address)
        self.assertNotIn(secret, '\n'.join(seen.stop()))
        self.assertNotIn(secret, self.session.bus_trace().decode('latin-1'))

    def test_errors_do_not_quote_it(self):
        self.start(connect=False)
        secret = self.address.split('private-')[1].split('/')[0]
        for mode in ('forbidden', 'html', 'not-found', 'redirect-loop', 'unavailable'):
            self.set_feed(mode=mode)
            answer = self.session.ctl('connect', 'ics', '--url', self.address, status=None)
            self.assertNotEqual(answer.status, 0)
            self.assertNotIn(secret, answer.out + answer.err)


class CommandLines:
    """Looks at the arguments of everything that runs in the session, all the time."""

    def __init__(self, session, but=None):
        self._session, self._but, self._found, self._stopped = session, but, set(), threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self):
        known = {}
        while not self._stopped.is_set():
            for pid in self._session.processes():
                try:
                    words = pathlib.Path(f'/proc/{pid}/cmdline').read_bytes().decode('utf-8', 'replace')
                except OSError:
                    continue
                if words and not (self._but and self._but in words.split('\0')[0]):
                    self._found.add(words.replace('\0', ' '))
            self._stopped.wait(0.002)

    def stop(self):
        self._stopped.set()
        self._thread.join()
        return sorted(self._found)


def items(dump):
    """Of a dump what came from the feed, without the states of the sources."""
    return [line for line in dump if not line.startswith('source ')]


if __name__ == '__main__':
    tap.main()
