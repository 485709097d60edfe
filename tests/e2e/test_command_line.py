#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as scripts rely on it: exit statuses, ids, dates, durations, and what stays when an input
is refused. (The members of every JSON answer: test_json_answers.py.)"""

import csv
import io
import json
import re
import sqlite3
import subprocess
import unittest

import store_dump
import tap
from session import CTL, Session

# A Wednesday; Zurich is an hour ahead of UTC.
NOW = '=2026-11-18T10:00:00Z'
INSTANT = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$')


def row_id(kind, number):
    """The text id of a row (base/daybook-id.c)."""
    mixed = number * 0x4f1bbcdcb & (1 << 35) - 1
    return kind + ''.join('0123456789abcdefghjkmnpqrstvwxyz'[mixed >> 5 * at & 31] for at in range(7))


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.session = Session(bus=False, now=NOW)
        self.session.__enter__()
        self.addCleanup(self.session.close)

    def log(self, text, *words):
        return self.session.rows('log', text, *words)

    def refuse(self, status, *words):
        """A refused command: its status, one line on stderr, nothing on stdout."""
        answer = self.session.ctl(*words, status=status)
        self.assertEqual(answer.out, '', answer)
        self.assertEqual(len(answer.err.splitlines()), 1, answer)
        return answer.err

    def test_no_command_and_unknown_ones_are_wrong_usage(self):
        self.assertIn('daybookctl COMMAND', self.session.ctl(status=2).err)
        self.assertIn('frobnicate', self.refuse(2, 'frobnicate'))
        self.assertIn('daybookctl COMMAND', self.session.ctl('--help').out)
        self.assertRegex(self.session.ctl('--version').out, r'^daybookctl \d')

    def test_every_command_helps_and_refuses_unknown_options(self):
        names = re.findall(r'^  (\S+)', self.session.ctl('--help').out, re.MULTILINE)
        for name in ('status', 'providers', 'connect', 'reconnect', 'disconnect', 'account', 'accounts', 'sources',
                     'source', 'sync', 'sync-log', 'events', 'clients', 'projects', 'people', 'convert', 'log',
                     'entries', 'entry', 'undo', 'report', 'search', 'settings', 'secret', 'rotate-key', 'backup', 'restore',
                     'maintain', 'erase', 'audit-log'):
            self.assertIn(name, names)
        for name in names:
            self.assertIn(f'daybookctl {name}', self.session.ctl(name, '--help').out)
            self.refuse(2, name, '--no-such-option')
        for name, verbs in (('suggestion', 'approve dismiss edit preview'), ('task', 'done reopen'), ('outbox', 'retry cancel'),
                            ('projects', 'add edit archive'), ('secret', 'set list rotate-key')):
            usage = self.session.ctl(name, '--help').out.partition('\n\n')[0]
            for verb in verbs.split():
                self.assertIn(verb, usage)

    def test_wrong_usage_is_status_two(self):
        for words in (('events', 'x'), ('convert',), ('entry',), ('undo', 'a', 'b'), ('erase',), ('source',),
                      ('account',), ('search',), ('log',), ('connect',), ('backup',), ('restore',), ('secret', 'get', 'x'),
                      ('settings', 'a', 'b', 'c'), ('report', '--by', 'moon'), ('report', '--round', 'often'),
                      ('entries', '--status', 'lost'), ('events', '--from', 'someday'),
                      ('events', '--from', '2026-11-20', '--to', '2026-11-19'), ('events', '--from', '2026-02-30'),
                      ('log', 'no duration here'), ('log', '2h: x', '--at', 'noon'), ('log', '-2h: x'), ('log', '2h'),
                      *((command, *words, '--limit', limit) for limit in ('0', '-1', '99999999')
                        for command, *words in (('sync-log',), ('audit-log',), ('search', 'x'))),
                      ('clients', 'add', 'x' * 100000), ('projects', 'add', 'X', '--color', 'red'),
                      ('projects', 'add', 'X', '--color', '#12345g'),
                      ('settings', 'day_start', '25:00'), ('settings', 'sync_interval', '0'),
                      ('settings', 'no_such_setting', '1'), ('clients', 'add', ''),
                      *((kind, 'add', name) for kind in ('clients', 'projects', 'people') for name in ('  ', '\t', '\u200b')),
                      ('projects', 'add', 'X', '--rate', 'dear'), ('projects', 'add', 'X', '--currency', 'Euros')):
            with self.subTest(' '.join(words)):
                self.refuse(2, *words)

    def test_an_empty_address_is_a_missing_one(self):
        self.assertIn('--url ADDRESS', self.session.ctl('connect', 'ics', '--url', '', status=2).err)

    def test_refused_input_changes_nothing(self):
        entry = self.log('2.5 hours: Client meeting')
        client = self.session.rows('clients', 'add', 'ACME')['id']
        before = store_dump.dump(self.session.database)
        for words in (('entry', entry['id'], '--set', 'duration=soon'), ('entry', entry['id'], '--set', 'title='),
                      ('entry', entry['id'], '--set', 'title= '), ('clients', 'edit', client, '--name', ''),
                      ('clients', 'edit', client, '--name', ' '),
                      ('entry', entry['id'], '--set', 'colour=red'), ('entry', entry['id'], '--set', 'title'),
                      ('entry', entry['id'], '--set', 'title=New', '--set', 'end=1999-01-01T00:00:00Z'),
                      ('entry', entry['id'], '--set', 'title=New', '--set', 'billable=perhaps'),
                      *(('entry', entry['id'], '--set', times)
                        for times in ('duration=999h', 'duration=25h', 'duration=0h', 'end=2200-01-01T00:00',
                                      'end=' + entry['start'])),
                      ('entry', entry['id'], '--approve', '--reject')):
            with self.subTest(' '.join(words)):
                self.refuse(2, *words)
                self.assertEqual(store_dump.dump(self.session.database), before)

    def test_a_log_text_that_cannot_be_read_is_answered_with_examples(self):
        self.assertRegex(self.session.ctl('log', 'met somebody', status=2).err, r'2\.5 hours: Client meeting')

    def test_logged_time_ends_now_or_starts_when_told(self):
        entry = self.log('2.5 hours: Client meeting')
        self.assertEqual((entry['start'], entry['end'], entry['duration'], entry['title'], entry['origin'], entry['status']),
                         ('2026-11-18T07:30:00Z', '2026-11-18T10:00:00Z', 9000, 'Client meeting', 'manual', 'pending'))
        for text, seconds in (('1h30 review', 5400), ('90m x', 5400), ('2,5 h: y', 9000), ('1:15 z', 4500)):
            entry = self.log(text, '--at', '2026-11-16T14:00')
            self.assertEqual((entry['start'], entry['duration']), ('2026-11-16T13:00:00Z', seconds))

    def test_a_tag_given_twice_is_one_tag(self):
        entry = self.log('1h: Review')
        self.assertEqual(self.session.rows('entry', entry['id'], '--set', 'tags=x, x,y')['tags'], ['x', 'y'])
        self.assertEqual([(row['key'], row['duration']) for row in self.session.rows('report', '--by', 'tag')],
                         [('x', 3600), ('y', 3600)])

    def test_a_rate_is_read_as_written_or_refused(self):
        for rate in ('1.234', '1,234', '120.000'):
            self.refuse(2, 'projects', 'add', 'Website', '--rate', rate, '--currency', 'EUR')
        project = self.session.rows('projects', 'add', 'Website', '--rate', '120.50', '--currency', 'EUR')
        self.assertEqual(project['hourly_rate'], 12050)

    def test_projects_of_one_name_are_told_apart(self):
        made = {}
        for client in ('ACME', 'Initech'):
            made[client] = self.session.rows('clients', 'add', client)['id']
            project = self.session.rows('projects', 'add', 'Website', '--client', client)['id']
            self.log('1h: Work', '--project', f'{client}/Website')
            made[project] = client
        rows = self.session.rows('report')
        self.assertEqual([row['key'] for row in rows], ['Website', 'Website'])
        self.assertEqual({row['project']: row['client_name'] for row in rows},
                         {project: client for project, client in made.items() if client in made})
        self.assertEqual({row['client'] for row in rows}, {made['ACME'], made['Initech']})
        table = self.session.ctl('report').out
        for client in ('ACME', 'Initech'):
            self.assertIn(f'{client} – Website', table)
        lines = list(csv.DictReader(io.StringIO(self.session.ctl('report', '--csv').out)))
        self.assertEqual(sorted(line['Client'] for line in lines), ['ACME', 'Initech'])

    def test_a_day_is_one_row_but_for_two_currencies(self):
        self.session.rows('projects', 'add', 'Paid', '--rate', '100', '--currency', 'EUR')
        self.session.rows('projects', 'add', 'Dollars', '--rate', '50', '--currency', 'USD')
        self.log('1h: Nothing asked')
        self.log('1h: Paid work', '--project', 'Paid')

        def days():
            return [(row['key'], row['duration'], row['amount'], row['currency'])
                    for row in self.session.rows('report', '--by', 'day')]
        self.assertEqual(days(), [('2026-11-18', 7200, 10000, 'EUR')])
        self.log('1h: Abroad', '--project', 'Dollars')
        self.assertEqual(sorted(days(), key=lambda row: row[3]),
                         [('2026-11-18', 3600, 10000, 'EUR'), ('2026-11-18', 7200, 5000, 'USD')])

    def test_changes_are_listed_and_each_can_be_taken_back(self):
        first = self.log('1h: First')
        second = self.log('1h: Second')
        self.session.ctl('entry', first['id'], '--approve')
        changes = self.session.rows('undo', '--list')
        self.assertEqual([change['label'] for change in changes],
                         ['Approve “First”', 'Log “Second”', 'Log “First”'])
        self.assertIn(changes[1]['id'], self.session.ctl('undo', '--list').out)
        self.session.ctl('undo', changes[1]['id'])
        self.assertEqual([row['id'] for row in self.session.rows('entries')], [first['id']])
        self.assertEqual([change['id'] for change in self.session.rows('undo', '--list')],
                         [changes[0]['id'], changes[2]['id']])
        self.refuse(2, 'undo', '--list', changes[0]['id'])
        self.assertNotEqual(second['id'], first['id'])

    def test_common_options_stand_before_or_behind_the_command(self):
        self.log('1h: Work')
        self.assertEqual(json.loads(self.session.ctl('--json', 'entries').out), self.session.rows('entries'))
        for words in (('--verbose', 'status'), ('-v', 'status'), ('status', '--verbose')):
            self.session.ctl(*words)
        self.session.ctl('connect', 'sample')
        # What the worker did, by ids and counts.
        self.assertRegex(self.session.ctl('sync', '--verbose').err, r'worker: run-finished .*status=success')

    def test_what_nothing_heeds_cannot_be_chosen(self):
        self.session.ctl('connect', 'sample')
        source = self.session.rows('sources')[0]
        for words in (('--direction', 'export'), ('--direction', 'two-way'), ('--visibility', 'busy'), ('--push', 'on')):
            self.refuse(2, 'source', source['id'], *words)
        self.assertEqual(self.session.rows('source', source['id'], '--direction', 'import', '--visibility', 'details',
                                           '--push', 'off'), self.session.rows('source', source['id']))
        for option in (['--anyway'], ['--duration', '1h']):
            self.assertIn('named', self.session.ctl('convert', '--from', 'today', *option, status=2).err)

    def test_a_meeting_named_twice_is_answered_once(self):
        self.session.ctl('connect', 'sample')
        self.session.ctl('sync')
        event = next(row for row in self.session.rows('events', '--from', '2026-11-16', '--to', '2026-11-18')
                     if row['response'] == 'accepted' and not row['all_day'] and row['entry'] is None)
        self.assertEqual(len(self.session.rows('convert', event['id'], event['id'], event['id'])), 1)

    def test_a_relative_data_folder_is_ignored(self):
        self.session.ctl('log', '1h: x', env={'XDG_DATA_HOME': 'here', 'HOME': str(self.session.home)})
        self.assertFalse((self.session.home / 'here').exists())
        self.assertTrue((self.session.home / '.local/share/daybook/daybook.db').exists())

    def test_an_answer_that_cannot_be_written_is_said(self):
        self.log('1h: x')
        with open('/dev/full', 'w') as full:
            done = subprocess.run([CTL, 'entries'], stdout=full, stderr=subprocess.PIPE, text=True,
                                  env=self.session.environment)
        self.assertEqual((done.returncode, len(done.stderr.splitlines())), (1, 1), done.stderr)
        self.assertIn('could not be written', done.stderr)

    def test_a_secret_with_a_nul_byte_is_refused_as_that(self):
        self.assertIn('NUL', self.session.ctl('secret', 'set', 'model-key', stdin='a\0b', status=2).err)
        self.assertIn('No secret', self.session.ctl('secret', 'set', 'model-key', stdin='', status=2).err)

    def test_status_says_that_no_agent_runs(self):
        self.assertRegex(self.session.ctl('status').out, r'(?m)^agent +not running')
        self.assertIsNone(self.session.rows('status')['agent'])

    def test_unknown_ids_fail_and_say_so(self):
        for words in (('entry', 'mzzzzzz'), ('entry', 'nonsense'), ('account', 'azzzzzz'), ('source', 'szzzzzz'),
                      ('convert', 'ezzzzzz'), ('disconnect', 'azzzzzz'), ('entries', '--project', 'Nowhere'),
                      ('log', '1h: x', '--project', 'Nowhere')):
            with self.subTest(' '.join(words)):
                self.assertIn(words[-1], self.refuse(1, *words))

    def test_a_unique_prefix_of_four_characters_names_a_row(self):
        entries = [self.log(f'1h: Entry {number}') for number in range(3)]
        for entry in entries:
            prefix = entry['id'][:4]
            if sum(other['id'].startswith(prefix) for other in entries) == 1:
                self.assertEqual(self.session.rows('entry', prefix)['title'], entry['title'])
            self.assertEqual(self.session.rows('entry', entry['id'].upper())['title'], entry['title'])
            self.assertIn('characters', self.refuse(2, 'entry', entry['id'][:3]))

    def test_a_prefix_of_two_rows_names_none_and_lists_both(self):
        self.log('1h: Any')
        self.session.ctl('log', '1h: Other')
        # 32 to the third: the numbers with the same first four characters lie so far apart.
        database = sqlite3.connect(self.session.database)
        with database:
            columns = [row[1] for row in database.execute('PRAGMA table_info (time_entry)') if row[1] != 'id']
            names = ', '.join(columns)
            database.execute(f'INSERT INTO time_entry (id, {names}) SELECT id + 32768, {names} FROM time_entry WHERE id = 1')
        database.close()
        ids = [row['id'] for row in self.session.rows('entries')]
        twin = next(id for id in ids if sum(other.startswith(id[:4]) for other in ids) == 2)
        said = self.refuse(2, 'entry', twin[:4])
        for id in ids:
            self.assertEqual(id in said, id.startswith(twin[:4]))

    def test_days_are_words_dates_and_distances_both_included(self):
        for day in (14, 16, 17, 18, 19):
            self.log(f'1h: Day {day}', '--at', f'2026-11-{day}T12:00')

        def titles(*words):
            return sorted(int(row['title'].split()[1]) for row in self.session.rows('entries', *words))
        self.assertEqual(titles('--from', 'today', '--to', 'today'), [18])
        self.assertEqual(titles('--from', 'yesterday', '--to', 'today'), [17, 18])
        self.assertEqual(titles('--from', 'monday', '--to', '2026-11-17'), [16, 17])
        self.assertEqual(titles('--from', '-4d', '--to', '+1d'), [14, 16, 17, 18, 19])
        self.assertEqual(titles('--from', '2026-11-16'), [16, 17, 18, 19])
        self.assertEqual(titles(), [14, 16, 17, 18, 19])

    def test_days_are_those_of_the_time_zone(self):
        self.log('1h: Late', '--at', '2026-11-17T23:30:00Z')
        self.assertEqual(len(self.session.rows('entries', '--from', '2026-11-18', '--to', '2026-11-18')), 1)
        self.assertEqual(self.session.rows('entries', '--from', '2026-11-17', '--to', '2026-11-17', env={'TZ': 'America/New_York'})
                         [0]['start'], '2026-11-17T23:30:00Z')

    def test_json_is_one_document_and_messages_go_to_stderr(self):
        answer = self.session.ctl('entries', '--json')
        self.assertEqual(json.loads(answer.out), [])
        self.log('1h: First', '--at', '2026-11-18T09:00')
        answer = self.session.ctl('log', '1h: Second', '--at', '2026-11-18T09:30', '--json')
        self.assertEqual(answer.json['flags'], ['overlap'])
        self.assertIn('overlaps', answer.err)
        entry = answer.json
        self.assertRegex(entry['start'], INSTANT)
        self.assertIsInstance(entry['duration'], int)
        self.assertIsNone(entry['project'])

    def test_approve_edit_and_undo_step_by_step(self):
        entry = self.log('2h: Meeting')['id']
        self.session.ctl('entry', entry, '--set', 'title=Workshop', '--set', 'duration=1h', '--set', 'tags=a, b',
                         '--set', 'billable=off', '--set', 'notes=Room 5')
        self.session.ctl('entry', entry, '--approve')
        row = self.session.rows('entry', entry)
        self.assertEqual((row['title'], row['duration'], row['tags'], row['billable'], row['status'], row['notes']),
                         ('Workshop', 3600, ['a', 'b'], False, 'approved', 'Room 5'))
        self.session.ctl('undo')
        self.assertEqual(self.session.rows('entry', entry)['status'], 'pending')
        self.session.ctl('undo')
        row = self.session.rows('entry', entry)
        self.assertEqual((row['title'], row['duration'], row['billable'], row['tags']), ('Meeting', 7200, True, []))
        self.session.ctl('entry', entry, '--delete')
        self.refuse(1, 'entry', entry)
        self.session.ctl('undo')
        self.assertEqual(self.session.rows('entry', entry)['title'], 'Meeting')

    def test_undo_answers_with_the_entry(self):
        entry = self.log('2h: Meeting')['id']
        self.session.ctl('entry', entry, '--approve')
        answer = self.session.rows('undo')
        self.assertEqual((answer['id'], answer['status']), (entry, 'pending'))

    def test_undo_does_not_overwrite_a_later_change(self):
        entry = self.log('2h: Meeting')['id']
        self.session.ctl('entry', entry, '--approve')
        approval = store_dump.query(self.session.database, 'SELECT max (id) FROM journal')[0][0]
        self.session.ctl('entry', entry, '--set', 'title=Later')
        self.refuse(1, 'undo', row_id('j', approval))
        self.assertEqual(self.session.rows('entry', entry)['status'], 'approved')
        # One after the other they can be taken back.
        self.session.ctl('undo')
        self.session.ctl('undo', row_id('j', approval))
        row = self.session.rows('entry', entry)
        self.assertEqual((row['title'], row['status']), ('Meeting', 'pending'))

    def test_nothing_to_undo_is_said(self):
        self.assertIn('undo', self.session.ctl('undo', status=1).err.lower())

    def test_reports_multiply_hours_by_rates_and_round_as_told(self):
        self.session.ctl('clients', 'add', 'ACME', '--rate', '100.00', '--currency', 'EUR')
        website = self.session.rows('projects', 'add', 'Website', '--client', 'ACME', '--rate', '120.00', '--currency', 'EUR')
        self.assertEqual((website['hourly_rate'], website['currency']), (12000, 'EUR'))
        self.session.ctl('projects', 'add', 'Support', '--client', 'ACME')
        self.log('1h30: Pages', '--project', 'Website', '--at', '2026-11-17T09:00')
        self.log('50m: Call', '--project', 'ACME/Support', '--at', '2026-11-17T14:00')
        self.log('20m: Walk', '--at', '2026-11-17T16:00')
        days = ('--from', '2026-11-16', '--to', '2026-11-18')
        found = {row['key']: row for row in self.session.rows('report', *days, '--by', 'project')}
        self.assertEqual(sorted(key or '' for key in found), ['', 'Support', 'Website'], found)
        self.assertEqual((found['Website']['duration'], found['Website']['amount']), (5400, 18000))
        self.assertEqual((found['Support']['duration'], found['Support']['amount']), (3000, 8333))
        self.assertEqual(found[None]['duration'], 1200)
        rounded = {row['key']: row for row in self.session.rows('report', *days, '--round', '15:up')}
        self.assertEqual((rounded['Support']['duration'], rounded['Support']['rounded'],
                          rounded['Support']['amount']), (3000, 3600, 10000))
        by_client = {row['key']: row for row in self.session.rows('report', *days, '--by', 'client')}
        self.assertEqual(by_client['ACME']['duration'], 8400)
        self.assertEqual(sum(row['duration'] for row in self.session.rows('report', *days, '--by', 'day')), 9600)

    def test_csv_keeps_every_entry_and_starts_no_formula(self):
        for title in ('=HYPERLINK("http://evil.example")', '+41 44 123', '-1', '@sum', 'a, "b"\tc', 'Zürich ☕'):
            self.session.ctl('log', f'1h: {title}')
        text = self.session.ctl('entries', '--csv').out
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual(len(rows), 6)
        for row in rows:
            self.assertNotIn(row['Description'][0], '=+-@')
            self.assertEqual(row['Seconds'], '3600')
        self.assertIn('Zürich ☕', [row['Description'] for row in rows])

    def test_archived_projects_keep_their_entries(self):
        project = self.session.rows('projects', 'add', 'Old', '--rate', '10', '--currency', 'CHF')['id']
        self.log('1h: x', '--project', 'Old')
        self.session.ctl('projects', 'archive', project)
        self.assertEqual([row['name'] for row in self.session.rows('projects')], [])
        self.assertEqual(self.session.rows('entries')[0]['project'], project)
        self.assertEqual(self.session.rows('report')[0]['key'], 'Old')
        self.refuse(1, 'log', '1h: y', '--project', 'Old')

    def test_search_takes_any_text_and_finds_across_accents(self):
        self.log('1h: Zürich workshop')
        self.assertEqual([row['title'] for row in self.session.rows('search', 'zurich')], ['Zürich workshop'])
        self.assertEqual([row['title'] for row in self.session.rows('search', 'works')], ['Zürich workshop'])
        for text in ('"', "'; DROP TABLE time_entry; --", 'a* OR b', 'NEAR(', '(((', 'x:y', '^', '-', '*', 'AND',
                     'title : x', '\\', '%', 'é' * 500):
            with self.subTest(text):
                self.session.rows('search', '--', text)
        self.assertEqual(len(self.session.rows('entries')), 1)

    def test_settings_show_defaults_and_take_values_back(self):
        self.assertEqual(self.session.rows('settings', 'day_start')['value'], '09:00')
        self.assertEqual(self.session.rows('settings', 'day_start', '8:30')['value'], '08:30')
        row = self.session.rows('settings', 'day_start')
        self.assertEqual((row['value'], row['default']), ('08:30', '09:00'))
        self.assertGreater(len(self.session.rows('settings')), 5)

    def test_tables_are_for_people(self):
        self.log('1h: Something with a name')
        answer = self.session.ctl('entries')
        self.assertIn('Something with a name', answer.out)
        self.assertNotIn('{', answer.out)

    def test_files_are_the_owners_alone(self):
        self.log('1h: x')
        self.session.ctl('backup', 'copy.db')
        for path in [self.session.data, self.session.home / 'copy.db', *self.session.data.rglob('*')]:
            with self.subTest(path.name):
                self.assertEqual(path.stat().st_mode & 0o077, 0)

    def test_backup_and_restore_bring_back_what_was(self):
        self.log('1h: Kept')
        before = store_dump.dump(self.session.database)
        self.session.ctl('backup', 'copy.db')
        self.log('1h: Lost')
        self.session.ctl('restore', 'copy.db')
        self.assertEqual(store_dump.dump(self.session.database), before)
        self.refuse(1, 'restore', 'nowhere.db')
        (self.session.home / 'noise.db').write_bytes(b'no database at all' * 100)
        self.refuse(1, 'restore', 'noise.db')
        self.assertEqual(store_dump.dump(self.session.database), before)

    def test_a_newer_database_is_left_alone(self):
        self.log('1h: x')
        database = sqlite3.connect(self.session.database)
        database.execute('PRAGMA user_version = 9999')
        database.close()
        content = self.session.database.read_bytes()
        self.assertIn('newer', self.refuse(1, 'entries'))
        self.refuse(1, 'log', '1h: y')
        self.assertEqual(self.session.database.read_bytes(), content)


if __name__ == '__main__':
    tap.main()
