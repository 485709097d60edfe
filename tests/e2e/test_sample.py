#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job on sample data, without a network: connect, sync, meetings into time, approve, report, export, undo,
and gone in one step."""

import csv
import datetime
import functools
import io
import re
import unittest

import store_dump
import tap
from session import SOURCE, Session, wait

# A Thursday; the sample's fortnight lies around it.
NOW = '2026-11-19T16:00:00Z'
DAYS = ('--from', '2026-11-09', '--to', '2026-11-19')


class Sample(unittest.TestCase):
    def start(self, sync=True, **options):
        self.session = Session(now=NOW, **options)
        self.session.__enter__()
        self.addCleanup(self.session.close)
        self.account = self.session.connect('sample')
        if sync:
            self.session.ctl('sync', self.account)

    def events(self, *words):
        return self.session.rows('events', *DAYS, *words)

    def test_connecting_needs_no_keyring_and_no_network(self):
        self.start(keyring='absent')
        account = self.session.account(self.account)
        self.assertEqual((account['provider'], account['status'], account['error_code']), ('sample', 'connected', None))
        self.assertGreater(account['item_count'], 50)
        # What the agent goes by when there is no network.
        self.assertEqual(store_dump.query(self.session.database, "SELECT settings ->> 'local' FROM \"grant\""), [('yes',)])

    def test_without_a_message_bus_it_works_as_well(self):
        self.start(bus=False)
        self.assertTrue(self.events())
        self.session.ctl('disconnect', self.account)
        self.assertEqual(self.session.rows('accounts'), [])

    def test_a_fortnight_is_lively(self):
        self.start()
        events = self.session.rows('events', '--from', '2026-11-09', '--to', '2026-11-29', '--all')
        kinds = {(event['response'], event['all_day'], event['conference_provider']) for event in events}
        for response in ('accepted', 'tentative', 'declined', 'needs_action', 'organizer'):
            self.assertTrue(any(kind[0] == response for kind in kinds), response)
        self.assertTrue(any(kind[1] for kind in kinds))
        self.assertTrue({'meet', 'teams'} <= {kind[2] for kind in kinds}, kinds)
        self.assertTrue(any(event['rrule'] for event in events))
        weekdays = {datetime.date.fromisoformat((event['start'] or event['start_date'])[:10]).weekday() for event in events}
        self.assertTrue(set(range(5)) <= weekdays)
        kinds = {row['kind'] for row in self.session.rows('activities', *DAYS)}
        self.assertTrue({'mail', 'message', 'commit'} <= kinds, kinds)

    def test_the_views_are_as_the_help_says(self):
        self.start()
        self.session.ctl('convert', *DAYS)
        page = (SOURCE / 'help/C/database.page').read_text()
        ask = functools.partial(store_dump.query, self.session.database)
        told = re.findall(r'<title><code>(v_\w+)</code></title><p>.*?</p><p>(.*?)</p>', page)
        self.assertEqual({view for view, _ in told}, {name for name, in ask("SELECT name FROM sqlite_schema WHERE type = 'view'")})
        for view, columns in told:
            self.assertEqual([name for name, in ask('SELECT name FROM pragma_table_info (?)', view)],
                             re.findall(r'<code>(\w+)</code>', columns), view)
        for question in re.search(r'CDATA\[(.*?)\]\]', page, re.S)[1].split(';'):
            ask(question)
        for view, command in (('v_activities', 'activities'), ('v_time_entries', 'entries')):
            rows = ask(f'SELECT title FROM {view} ORDER BY title')
            self.assertEqual([title for title, in rows],
                             sorted(row['title'] for row in self.session.rows(command, '--from', '2026-01-01', '--to', '2026-12-31')))

    def test_a_second_sync_changes_nothing(self):
        self.start()
        before = store_dump.dump(self.session.database)
        for run in self.session.rows('sync'):
            self.assertEqual((run['status'], run['created'], run['updated'], run['deleted'], run['requests']),
                             ('success', 0, 0, 0, 0))
        self.assertEqual(store_dump.dump(self.session.database), before)

    def test_tomorrow_brings_its_own_meetings(self):
        self.start()
        self.session.set_environment(DAYBOOK_NOW='2026-12-17T16:00:00Z')
        self.session.ctl('sync', self.account)
        self.assertTrue(self.session.rows('events', '--from', '2026-12-17', '--to', '2026-12-18'))
        # Approved history stays where it was; so do the meetings it was made of.
        self.assertTrue(self.events())

    def test_the_main_job_from_end_to_end(self):
        self.start()
        session = self.session
        session.ctl('clients', 'add', 'ACME')
        session.ctl('projects', 'add', 'Website', '--client', 'ACME', '--rate', '120.00', '--currency', 'EUR')
        fit = [event for event in self.events('--all') if event['response'] in ('accepted', 'organizer', 'tentative', None)
               and event['busy'] not in ('free', 'elsewhere', 'out_of_office') and event['status'] != 'cancelled'
               and not event['all_day']]
        made = session.rows('convert', *DAYS, '--project', 'Website')
        self.assertTrue(made)
        self.assertTrue({entry['source_event'] for entry in made} <= {event['id'] for event in fit})
        self.assertEqual(session.rows('convert', *DAYS, '--project', 'Website'), [])
        self.assertEqual(len(session.rows('entries')), len(made))
        logged = session.rows('log', '2.5 hours: Client meeting', '--project', 'Website')
        for entry in session.rows('entries', '--status', 'pending'):
            session.ctl('entry', entry['id'], '--approve')
        entries = session.rows('entries', *DAYS)
        self.assertEqual({entry['status'] for entry in entries}, {'approved'})
        report, = session.rows('report', *DAYS, '--by', 'client')
        total = sum(entry['duration'] for entry in entries)
        self.assertEqual((report['key'], report['duration'], report['currency']), ('ACME', total, 'EUR'))
        self.assertEqual(report['amount'], sum(round(entry['duration'] * 12000 / 3600) for entry in entries if entry['billable']))
        lines = list(csv.DictReader(io.StringIO(session.ctl('entries', *DAYS, '--csv').out)))
        self.assertEqual(sum(int(line['Seconds']) for line in lines), total)
        session.ctl('undo')
        self.assertEqual(session.rows('entry', logged['id'])['status'] == 'pending'
                         or len(session.rows('entries', '--status', 'pending')), 1)
        found = session.rows('search', 'Client meeting')
        self.assertEqual((found[0]['kind'], found[0]['id']), ('entry', logged['id']))
        actions = {row['action'] for row in session.rows('audit-log')}
        self.assertTrue({'account.connect', 'entry.approve'} <= actions, actions)

    def test_disconnecting_leaves_no_trace_of_what_was_not_converted(self):
        self.start()
        session = self.session
        events = self.events('--all')
        kept = next(event for event in events if event['title'] == 'Architecture review')
        entry = session.rows('convert', kept['id'], '--approve')[0]
        pending = session.rows('convert', next(event['id'] for event in events if event['title'] == 'Support hour'))[0]
        session.ctl('entry', pending['id'], '--set', 'notes=Written by me')
        session.ctl('maintain')
        self.assertTrue(list((session.data / 'backups').glob('*.db')))
        titles = ['Northwind migration', 'Sprint planning', 'Physiotherapy', 'Lindenstrasse', 'hqe-vuxl-yip',
                  'Three candidates for the front-end', 'tomas@example.com', 'Elif Demir']
        titles += [row['title'] for row in session.rows('activities', *DAYS) if len(row['title']) > 12][:5]
        # What a mail says is in the tasks that were added by themselves, too.
        snippets = [row['snippet'] for row in session.rows('activities', *DAYS) if len(row['snippet'] or '') > 12]
        tasks = session.rows('tasks')
        self.assertTrue(snippets and tasks)
        titles += [snippet[:40] for snippet in snippets]
        titles += [task['title'] for task in tasks if len(task['title']) > 12]
        self.assertGreater(len(titles), 10)
        for title in titles:
            self.assertTrue(store_dump.files_with(session.data, title), title)
        answer = session.ctl('disconnect', self.account)
        self.assertIn('2 entries', answer.err)
        self.assertEqual(store_dump.files_with(session.data, *titles), [])
        self.assertEqual(session.rows('accounts'), [])
        self.assertEqual(session.rows('tasks'), [])
        self.assertEqual(self.events('--all'), [])
        entries = {row['id']: row for row in session.rows('entries')}
        self.assertEqual({**entry, 'source_event': None}, entries[entry['id']])
        self.assertEqual(entries[pending['id']]['notes'], 'Written by me')
        # The backup that is left is a verified one, of what there is now.
        copies = list((session.data / 'backups').glob('*.db'))
        self.assertEqual(len(copies), 1)
        self.assertEqual(store_dump.dump(copies[0]), store_dump.dump(session.database))

    def test_disconnecting_while_a_sync_runs(self):
        self.start(sync=False)
        session = self.session
        job = session.agent.sync(self.account)[0]
        session.ctl('disconnect', self.account)
        job.finished()
        self.assertEqual(session.rows('accounts'), [])
        self.assertEqual(store_dump.query(session.database, 'SELECT count(*) FROM event'), [(0,)])

    def test_the_agent_syncs_a_new_account_by_itself(self):
        self.start(sync=False)
        # Spread over half a minute.
        wait('the agent has synced', lambda: self.session.account(self.account)['last_sync_at'], 60)
        self.assertTrue(self.events())
        self.assertEqual({run['trigger'] for run in self.session.rows('sync-log')}, {'schedule'})

    def test_a_paused_account_is_left_alone(self):
        self.start()
        self.session.ctl('account', self.account, '--pause')
        self.assertEqual(self.session.account(self.account)['reason'], 'paused')
        self.assertEqual(self.session.rows('sync'), [])
        self.session.ctl('account', self.account, '--resume')
        self.assertTrue(self.session.rows('sync'))

    def test_erasing_everything_leaves_nothing(self):
        self.start()
        self.session.ctl('log', '1h: Mine')
        self.session.ctl('maintain')
        answer = self.session.ctl('erase', status=2)
        self.assertIn('--everything', answer.err)
        self.assertTrue(self.session.rows('entries'))
        self.session.ctl('erase', '--everything')
        self.assertFalse(self.session.data.exists())
        self.assertEqual(self.session.agent.owner, '')
        self.assertEqual(self.session.rows('accounts'), [])

    def test_what_two_programs_write_at_once_is_all_there(self):
        """The command line logs time while syncs run."""
        self.start()
        syncs = [self.session.start(self.session.environment['DAYBOOK_WORKER'], 'sync', self.account, '--full')
                 for _ in range(2)]
        from session import CTL
        logs = [self.session.start(CTL, 'log', f'1h: Entry {number}') for number in range(12)]
        for program in logs + syncs:
            self.assertEqual(program.end().status, 0)
        self.assertEqual(len(self.session.rows('entries')), 12)
        store_dump.dump(self.session.database)


if __name__ == '__main__':
    tap.main()
