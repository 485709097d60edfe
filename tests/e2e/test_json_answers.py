#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The members of every JSON answer. One sample of each lies in tests/data/cli: scripts may rely on what is there, so a
member may be added (with `--write` the samples are made anew) and none may go.

Beside the samples each answer is compared with what is documented of it."""

import json
import re
import sqlite3
import sys
import unittest

import tap
from session import SOURCE, Session, Simulator

SAMPLES = SOURCE / 'tests/data/cli'
SENTENCES = SOURCE / 'tests/data/insight/intent-sentences.tsv'
NOW = '2026-11-19T16:00:00Z'
DAYS = ('--from', '2026-11-09', '--to', '2026-11-19')

# interfaces of the command line, "JSON keys (at least)".
ACCOUNT = ('id provider name identity status reason retry_at syncing last_sync_at next_sync_at last_error error_code item_count '
           'suggestion_count failures settings health held_deletions quarantined')
SOURCE_ROW = ('id account external_id name kind owner state enabled direction visibility push project person window_back_days '
              'window_ahead_days last_sync_at settings held_deletions quarantined')
RUN = ('id account source provider mode trigger status fetched created updated deleted unchanged suggested auto_approved requests '
       'bytes quota_units retries repeated error error_code retry_at started_at duration_ms')
ENTRY = 'id title start end duration project client billable status source_event origin tags flags'
NOUN = 'id name client hourly_rate currency archived'
DOCUMENTED = {
    'status': 'agent keyring online accounts pending_outbox next_sync_at database',
    'providers': 'id name kinds sign_in configured', 'connect': 'account', 'accounts': ACCOUNT, 'account': ACCOUNT,
    'sources': SOURCE_ROW, 'source': SOURCE_ROW + ' left_out', 'sync': RUN, 'sync-log': RUN,
    'events': 'id source external_id series_id title description start end start_date end_date all_day time_zone status response '
              'busy organizer is_organizer attendee_count attendees location url conference_url conference_provider '
              'conference_id importance categories rrule etag entry',
    'activities': 'id source kind external_id parent title author at url count snippet detail',
    'clients': 'id name hourly_rate currency archived', 'projects': NOUN, 'people': NOUN, 'convert': ENTRY, 'log': ENTRY,
    'entries': ENTRY, 'entry': ENTRY, 'undo': ENTRY, 'report': 'key label project client client_name duration rounded amount currency',
    'summary': 'type date from to coverage summary highlights insights recommendations stats engine model reason '
               'created_at',
    'models': 'id',
    'search': 'kind id title at snippet', 'settings': 'key value default description', 'secret-list': 'name set_at',
    'suggestions': 'id kind source_item title description priority due tags confidence reasoning engine model status task',
    'suggestion': 'id kind source_item title description priority due tags confidence reasoning engine model status task',
    'tasks': 'id title status due source_item remote_state', 'task': 'id title status due source_item remote_state',
    'classify': 'text actionable confidence language',
    'audit-log': 'at actor action subject detail', 'disconnect': 'account', 'reconnect': 'account',
    'undo-list': 'id at label', 'secret-set': 'name set_at', 'secret-rotate-key': 'name set_at',
    'outbox': 'id kind target attempts next_attempt_at last_error', 'check': 'problems', 'maintain': 'done', 'backup': 'file',
    'restore': 'file', 'erase': 'erased',
}
INSTANTS = re.compile('(_at|^at|^start|^end)$')


def list_models(session):
    with Simulator(events=1) as simulator:
        simulator.set(**{'model.configured': True})
        simulator.write_providers(session.providers_ini)
        return session.rows('models')


def put_into_the_outbox(session):
    """A row that waits: the sample account has no service to tell."""
    database = sqlite3.connect(session.database)
    with database:
        database.execute("INSERT INTO outbox (account_id, kind, target, key, parked, next_attempt_at, created_at)"
                         " SELECT id, 'mail.done', 'message-1', 'sample', 1, 1795250000, 1795250000 FROM account")
    database.close()


def answers(session):
    """{command: parsed answer}, each with at least one row."""
    rows = session.rows
    found = {'connect': rows('connect', 'sample'), 'sync': rows('sync')}
    account = found['connect']['account']
    found['clients'] = rows('clients', 'add', 'ACME', '--rate', '100', '--currency', 'EUR')
    found['projects'] = rows('projects', 'add', 'Website', '--client', 'ACME')
    found['people'] = rows('people', 'add', 'Jonas Berg', '--client', 'ACME')
    found['convert'] = rows('convert', *DAYS, '--project', 'Website')
    found['log'] = rows('log', '1h: Call', '--project', 'Website')
    session.ctl('entry', found['log']['id'], '--approve')
    found['undo'] = rows('undo')
    found['entry'] = rows('entry', found['log']['id'])
    found['models'] = list_models(session)
    found['summary'] = rows('summary', 'weekly', '--date', '2026-11-16')
    found['secret-set'] = rows('secret', 'set', 'model-key', stdin='secret')
    found['secret-rotate-key'] = rows('secret', 'rotate-key')
    found['undo-list'] = rows('undo', '--list')
    session.agent.get('Version')
    found.update({'status': rows('status'), 'providers': rows('providers'), 'accounts': rows('accounts'),
                  'account': rows('account', account), 'sources': rows('sources'), 'sync-log': rows('sync-log'),
                  'source': rows('source', rows('sources')[0]['id']), 'events': rows('events', *DAYS),
                  'activities': rows('activities', *DAYS), 'entries': rows('entries'), 'report': rows('report', *DAYS),
                  'search': rows('search', 'Call'), 'settings': rows('settings'), 'secret-list': rows('secret', 'list'),
                  'audit-log': rows('audit-log')})
    found['suggestions'] = rows('suggestions', '--all')
    found['tasks'] = rows('tasks')
    found['suggestion'] = rows('suggestion', found['suggestions'][0]['id'])
    found['task'] = rows('task', found['tasks'][0]['id'], 'done')
    found['classify'] = rows('classify', SENTENCES)
    put_into_the_outbox(session)
    found['outbox'] = rows('outbox')
    found['reconnect'] = rows('reconnect', account)
    found['disconnect'] = rows('disconnect', account)
    found.update({'check': rows('check'), 'maintain': rows('maintain'), 'backup': rows('backup', 'copy.db')})
    found['restore'] = rows('restore', 'copy.db')
    found['erase'] = rows('erase', '--everything')
    return found


def first(answer):
    return answer[0] if isinstance(answer, list) else answer


class JsonAnswers(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.session = Session(now=NOW)
        self.session.__enter__()
        self.addCleanup(self.session.close)
        self.found = answers(self.session)

    def test_every_answer_has_the_members_of_its_sample_and_of_its_documentation(self):
        self.assertEqual(set(DOCUMENTED), set(self.found))
        self.assertEqual({path.stem for path in SAMPLES.glob('*.json')}, set(DOCUMENTED))
        for command, answer in self.found.items():
            with self.subTest(command):
                sample = json.loads((SAMPLES / f'{command}.json').read_text())
                self.assertIs(type(sample), type(answer))
                self.assertLessEqual(set(first(sample)), set(first(answer)))
                self.assertLessEqual(set(DOCUMENTED[command].split()), set(first(answer)))
                for row in answer if isinstance(answer, list) else [answer]:
                    # Absent values are null, never missing.
                    self.assertEqual(set(row), set(first(answer)))

    def test_instants_dates_and_durations_are_written_as_documented(self):
        for command, answer in self.found.items():
            for row in answer if isinstance(answer, list) else [answer]:
                for name, value in row.items():
                    if value is None:
                        continue
                    if INSTANTS.search(name):
                        self.assertRegex(value, r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$', f'{command} {name}')
                    if name.endswith('_date'):
                        self.assertRegex(value, r'^\d{4}-\d\d-\d\d$', f'{command} {name}')
                    if name in ('duration', 'rounded', 'amount', 'duration_ms', 'hourly_rate'):
                        self.assertIsInstance(value, int, f'{command} {name}')
                    self.assertRegex(name, r'^[a-z_]+$')


def write_samples():
    """One row of each answer; nothing in them is anybody's."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    with Session(now=NOW) as session:
        for command, answer in answers(session).items():
            if command == 'status':
                answer['database'] = '/home/sam/.local/share/daybook/daybook.db'
            if command in ('backup', 'restore'):
                answer['file'] = '/home/sam/copy.db'
            if command == 'maintain':
                answer['done'] = [line.replace(str(session.home), '/home/sam') for line in answer['done']]
            sample = answer[:1] if isinstance(answer, list) else answer
            (SAMPLES / f'{command}.json').write_text(json.dumps(sample, indent=2, ensure_ascii=False) + '\n')


if __name__ == '__main__':
    if '--write' in sys.argv:
        write_samples()
    else:
        tap.main()
