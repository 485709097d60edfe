#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as a person at a terminal meets it: help, sentences instead of waiting, the person's zone,
words instead of minor units, and titles from outside that would like to steer the terminal."""

import os
import shutil
import sqlite3
import unittest

import old_store
import tap
from session import CTL, Session

# A Wednesday; Zurich is an hour ahead of UTC, Tokyo nine.
NOW = '=2026-11-18T10:00:00Z'
FEED = '''BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//test//EN
BEGIN:VEVENT
UID:long
DTSTAMP:20261101T000000Z
DTSTART:20261117T080000Z
DTEND:20261119T090000Z
SUMMARY:Two days
END:VEVENT
BEGIN:VEVENT
UID:hostile
DTSTAMP:20261101T000000Z
DTSTART:20261118T080000Z
DTEND:20261118T080000Z
SUMMARY:red\x1b[31m\u202eevil\\nand more
END:VEVENT
END:VCALENDAR
'''


class Terminal(unittest.TestCase):
    def setUp(self):
        self.begin(bus=False)

    def begin(self, **options):
        self.session = Session(now=NOW, **options)
        self.session.__enter__()
        self.addCleanup(self.session.close)

    def refuse(self, *words, status=2):
        answer = self.session.ctl(*words, status=status)
        self.assertEqual((answer.out, len(answer.err.splitlines())), ('', 1), answer)
        return answer.err

    def test_help_tells_of_every_option_wherever_it_stands(self):
        for words in (('connect', '--help'), ('connect', 'ics', '--help'), ('connect', '-h')):
            help_text = self.session.ctl(*words).out
            self.assertIn('daybookctl connect', help_text)
            for option in ('--url', '--print-url', '--secret-stdin', '--json'):
                self.assertIn(option, help_text)
        self.assertIn('--currency', self.session.ctl('clients', 'add', '--help').out)

    def test_what_is_missing_is_said_at_once(self):
        # Nobody closes standard input: a command that waited for it would not end.
        for words in (('connect', 'ics'), ('connect', 'google-calendar', '--sign-in', 'token'),
                      ('connect', 'google-calendar', '--sign-in', 'password'), ('connect', 'caldav'),
                      ('connect', 'caldav', '--url', 'https://calendar.example/', '--user', 'ana'), ('connect', 'nothing')):
            program = self.session.start(CTL, *words)
            answer = program.end()
            self.assertEqual((answer.status, answer.out), (2, ''), answer)

    def test_the_chosen_zone_is_that_of_days_and_times(self):
        self.session.ctl('settings', 'time_zone', 'Asia/Tokyo')
        entry = self.session.rows('log', '1h: Early', '--at', '2026-11-18T03:00')
        self.assertEqual(entry['start'], '2026-11-17T18:00:00Z')
        self.assertIn('2026-11-18 03:00', self.session.ctl('entries').out)
        self.assertIn('2026-11-18,03:00', self.session.ctl('entries', '--csv').out)
        self.assertEqual(len(self.session.rows('entries', '--from', 'today')), 1)

    def test_wrong_values_are_refused(self):
        account = self.session.connect('sample')
        for setting in ('interval=often', 'interval=0', 'interval=-5', 'suggest=perhaps', 'write_back=2'):
            self.refuse('account', account, '--set', setting)
        self.assertEqual(self.session.rows('account', account, '--set', 'interval=60')['settings'], {'interval': 60})
        self.assertEqual(self.session.rows('account', account, '--set', 'interval=')['settings'], {})
        self.assertIn('interval, never_send, suggest, write_back', self.refuse('account', account, '--set', 'colour=red'))
        self.refuse('source', self.session.rows('sources')[0]['id'], '--set', 'colour=red')
        self.refuse('sync-log', '--status', 'lost')
        self.assertIn('Nothing was synced yet', self.session.ctl('sync-log').err)
        self.assertIn('No sync is like that', self.session.ctl('sync-log', '--status', 'failed').err)
        self.refuse('projects', 'add', 'Cheap', '--rate=-5')
        self.assertEqual(self.session.rows('projects'), [])

    def test_a_service_declares_its_settings(self):
        feed = self.session.home / 'team.ics'
        feed.write_text(FEED)
        for setting in ('colour=red', 'interval=never', 'address=' + 400 * 'x'):
            self.assertIn('setting' if setting == 'colour=red' else setting.split('=')[0],
                          self.refuse('connect', 'ics', '--url', str(feed), '--set', setting))
        self.assertEqual(self.session.rows('accounts'), [])
        account = self.session.ctl('connect', 'ics', '--url', str(feed), '--set', 'address=ana@example.com').out.split()[-1]
        self.assertEqual(self.session.rows('account', account)['settings'], {'interval': 60, 'address': 'ana@example.com'})
        changed = self.session.rows('account', account, '--set', 'address=', '--set', 'suggest=off')
        self.assertEqual(changed['settings'], {'interval': 60, 'suggest': False})
        # Nothing of it is changed when one of them cannot be.
        self.refuse('account', account, '--set', 'suggest=on', '--set', 'interval=0')
        self.assertEqual(self.session.rows('account', account)['settings'], {'interval': 60, 'suggest': False})
        [declared] = [row['settings'] for row in self.session.rows('providers') if row['id'] == 'ics']
        self.assertEqual([(row['key'], row['type'], row['default'], row['max'], row['per_source']) for row in declared],
                         [('address', 'text', '', 320, False)])

    def test_a_name_that_several_have_is_not_called_unknown(self):
        self.session.ctl('clients', 'add', 'ACME')
        self.session.ctl('projects', 'add', 'Website', '--client', 'ACME')
        self.session.ctl('projects', 'add', 'Website')
        self.assertIn('Several', self.refuse('log', '1h: x', '--project', 'Website'))
        self.assertEqual(self.session.rows('log', '1h: x', '--project', 'ACME/Website')['client_name'], 'ACME')

    def test_a_rate_reads_as_money_and_time_as_time(self):
        project = self.session.rows('projects', 'add', 'Site', '--rate', '120.00', '--currency', 'EUR')
        self.assertEqual(project['hourly_rate'], 12000)
        self.assertRegex(self.session.ctl('projects', 'edit', project['id']).out, r'hourly_rate +€?120.00')
        entry = self.session.rows('log', '1h30: x')
        self.assertRegex(self.session.ctl('entry', entry['id']).out, r'(?m)^duration +1:30$')
        self.assertIn('(none)', self.session.ctl('report').out)
        self.assertIsNone(self.session.rows('report')[0]['key'])

    def test_an_end_on_another_day_names_the_day(self):
        self.subscribe()
        self.assertRegex(self.session.ctl('events').out, r'2026-11-17 09:00 +2026-11-19 10:00')

    def test_titles_cannot_steer_the_terminal(self):
        self.subscribe()
        event, = [row for row in self.session.rows('events') if row['external_id'].startswith('hostile')]
        answers = [self.session.ctl('events'), self.session.ctl('search', 'evil'),
                   self.session.ctl('convert', event['id'], status=None),
                   self.session.ctl('convert', event['id'], '--anyway', '--duration', '1h'),
                   self.session.ctl('entries'), self.session.ctl('report', '--by', 'day')]
        entry = self.session.rows('entries')[0]['id']
        answers += [self.session.ctl('entry', entry, '--set', 'tags=a\x1b[2J,b', '--set', 'notes=x\x1b]0;y\x07'),
                    self.session.ctl('undo'), self.session.ctl('frob\x1b[2Jnicate', status=2)]
        for answer in answers:
            for character in '\x1b\x07\u202e':
                self.assertNotIn(character, answer.out + answer.err, answer)

    def test_a_backup_takes_nobody_elses_place(self):
        self.session.ctl('log', '1h: x')
        precious = self.session.home / 'precious.txt'
        precious.write_text('mine')
        self.assertIn('no backup', self.refuse('backup', str(precious), status=1))
        self.assertEqual(precious.read_text(), 'mine')
        self.refuse('backup', str(self.session.database))
        copy = self.session.home / 'copy.db'
        self.session.ctl('backup', str(copy))
        first = copy.read_bytes()
        self.session.ctl('log', '1h: y')
        self.assertIn('--force', self.refuse('backup', str(copy), status=1))
        self.assertEqual(copy.read_bytes(), first)
        self.session.ctl('backup', str(copy), '--force')
        self.assertNotEqual(copy.read_bytes(), first)
        self.refuse('backup', str(precious), '--force', status=1)
        pipe = self.session.home / 'pipe'
        os.mkfifo(pipe)
        self.assertIn('not a backup', self.refuse('restore', str(pipe), status=1))
        self.assertIn('no backup', self.refuse('backup', str(pipe), status=1))
        self.assertIn('typo', self.refuse('backup', str(self.session.home / 'typo/copy.db'), status=1))
        self.assertFalse((self.session.home / 'typo').exists())

    def test_a_database_too_damaged_to_open_is_repaired_from_its_backup(self):
        self.session.ctl('log', '1h: Kept')
        (self.session.data / 'backups').mkdir(mode=0o700, exist_ok=True)
        self.session.ctl('backup', str(self.session.data / 'backups/daybook-2026-11-18.db'))
        self.session.database.write_bytes(b'noise' * 2000)
        self.assertIn('check --repair', self.refuse('entries', status=1))
        self.session.ctl('check', '--repair')
        self.assertEqual([row['title'] for row in self.session.rows('entries')], ['Kept'])
        kept, = self.session.data.glob('daybook.db.before-restore-*')
        self.assertTrue(kept.read_bytes().startswith(b'noise'))

    def test_what_is_newer_is_never_replaced_by_a_backup(self):
        self.session.ctl('log', '1h: Kept')
        (self.session.data / 'backups').mkdir(mode=0o700, exist_ok=True)
        self.session.ctl('backup', str(self.session.data / 'backups/daybook-2026-11-18.db'))
        for newer in (old_store.LATEST + 1, 999):
            with old_store.connect(self.session.database) as database:
                database.execute(f'PRAGMA user_version = {newer}')
            before = self.session.database.read_bytes()
            for words in (('check', '--repair'), ('check',), ('entries',), ('log', '1h: Lost')):
                self.assertRegex(self.refuse(*words, status=1), f'newer Daybook .*{newer}.* Update Daybook')
            self.assertEqual(self.session.database.read_bytes(), before)
            self.assertEqual([path.name for path in self.session.data.glob('daybook.db*')], ['daybook.db'])

    def test_every_older_store_is_brought_up_to_date(self):
        old_store.fill(self.session)
        today = self.session.home / 'today.db'
        self.session.database.rename(today)
        rows = old_store.read(today)
        self.assertEqual([table for (table, _), found in rows.items() if not found], [])
        for version in range(1, old_store.LATEST):
            with self.subTest(version=version):
                shutil.rmtree(self.session.data)
                self.session.data.mkdir(mode=0o700)
                old_store.make(self.session.database, today, version)
                before = old_store.read(self.session.database)
                self.assertTrue(all(before.values()))
                self.assertEqual(self.session.rows('check')['problems'], [])
                self.assertEqual(old_store.read(self.session.database, before), before)
                self.assertEqual(old_store.schema(self.session.database), old_store.schema(today))
                backup = self.session.data / f'backups/before-schema-{old_store.LATEST}.db'
                self.assertEqual(old_store.schema(backup)[0], version)
                self.assertEqual(old_store.read(backup), before)
                # The second opening finds nothing to do.
                files = {path: path.read_bytes() for path in (self.session.database, backup)}
                self.assertEqual([row['title'] for row in self.session.rows('entries')], ['Kept'])
                self.assertEqual({path: path.read_bytes() for path in files}, files)
                # And it can be worked with.
                self.session.ctl('log', '1h: New')
                self.assertEqual(self.session.rows('check')['problems'], [])

    def test_what_undo_cannot_take_back_is_no_change(self):
        self.session.connect('sample')
        source = self.session.rows('sources')[0]['id']
        self.session.ctl('source', source, '--window', '8:30')
        self.session.ctl('source', source, '--confirm-deletions')
        self.session.ctl('source', source, '--retry')
        self.session.ctl('undo')
        self.assertEqual(self.session.rows('source', source)['window_back_days'], 7)

    def subscribe(self):
        # An address is kept like a password, so this needs a keyring.
        self.begin()
        feed = self.session.home / 'team.ics'
        feed.write_text(FEED, 'utf-8', newline='\r\n')
        account = self.session.connect('ics', '--url', str(feed))
        self.session.ctl('sync', account)


if __name__ == '__main__':
    tap.main()
