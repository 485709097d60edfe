#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notion against the simulator: pages with titles and mentions, edits, deletions that nobody reports, tokens."""

import datetime
import json
import unittest

import store_dump
import tap
from session import Session, Simulator

ANA = 'ana@example.com'
BEN = 'ben@example.com'


class NotionCase(unittest.TestCase):
    def start(self, *words, connect=True, kind='personal', **options):
        self.simulator = Simulator(**{'users': f'{ANA},{BEN}', **options})
        self.simulator.start()
        self.addCleanup(self.simulator.stop)
        self.session = Session()
        self.session.__enter__()
        self.addCleanup(self.session.close)
        self.addCleanup(self.check)
        self.simulator.write_providers(self.session.providers_ini)
        if connect:
            self.account = self.connect(*words, kind=kind)

    def check(self):
        counts = self.simulator.control('counts')
        self.assertEqual((counts['leaks'], counts['crashes'], counts['refused']), ([], [], []))

    def connect(self, *words, kind='personal', user=ANA):
        token = self.simulator.notion.issue(kind=kind, user=user)
        return self.session.connect('notion', '--secret-stdin', *words, stdin=token + '\n')

    def sync(self, *words, **options):
        return self.session.rows('sync', *words, **options)

    def pages(self):
        """{id: row} with what only pages have."""
        rows = {row['external_id']: dict(row) for row in self.session.rows('activities', '--from', '-30d')}
        for external_id, body, detail in store_dump.query(
                self.session.database, "SELECT external_id, body, detail FROM activity WHERE kind = 'page'"):
            if external_id in rows:
                rows[external_id] |= {'body': body, **json.loads(detail)}
        return rows

    def truth(self):
        """{id: page} of the window, which is seven days back."""
        zone = datetime.timezone(datetime.timedelta(hours=1))
        midnight = datetime.datetime.now(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        first = (midnight - datetime.timedelta(days=7)).astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M')
        return {page['id']: page for page in self.simulator.truth(service='notion')['notion']
                if page['last_edited_time'] >= first}


class Notion(NotionCase):
    def test_first_sync(self):
        self.start()
        run, = self.sync()
        self.assertEqual((run['status'], run['mode']), ('success', 'full'))
        pages = self.pages()
        self.assertEqual(set(pages), set(self.truth()))
        self.assertEqual({id: row['title'] for id, row in pages.items()},
                         {id: ' '.join(page['title'].split()) or 'Untitled' for id, page in self.truth().items()})
        self.assertTrue(all(row['kind'] == 'page' and row['at'].endswith(':00Z') for row in pages.values()))
        others = [row for row in pages.values() if not row['edited_by_me'] and row['object'] == 'page']
        self.assertTrue(others)
        self.assertTrue(all(row['body'] for row in others[:20]))
        self.assertFalse([row for row in pages.values() if row['edited_by_me'] and row['body']])
        self.assertTrue([row for row in pages.values() if row['mentions_me']])
        self.assertTrue([row for row in pages.values() if row['database'] == 'Kunden' and row['parent'] == 'Kunden'])
        self.assertEqual(self.session.account(self.account)['identity'], ANA)

    def test_nothing_new_costs_one_request(self):
        self.start()
        self.sync()
        run, = self.sync()
        self.assertEqual((run['mode'], run['requests'], run['created'], run['updated'], run['deleted']),
                         ('incremental', 1, 0, 0, 0))

    def test_edits(self):
        self.start()
        self.sync()
        pages = self.pages()
        mine, other = [id for id, row in pages.items() if row['object'] == 'page'][:2]
        self.simulator.notion.edit_page(page=mine, title='Edited by me', text='My own text')
        self.simulator.notion.edit_page(page=other, title='Edited', text='Another text', editor=2)
        new = self.simulator.notion.add_page(title='Brand new', text='Fresh')
        run, = self.sync()
        self.assertEqual((run['status'], run['mode'], run['created'], run['updated']), ('success', 'incremental', 1, 2))
        after = self.pages()
        self.assertEqual((after[mine]['title'], after[mine]['body'], after[mine]['edited_by_me']), ('Edited by me', None, True))
        self.assertEqual((after[other]['title'], after[other]['body']), ('Edited', 'Another text'))
        self.assertEqual(after[new]['title'], 'Brand new')

    def test_deletions_that_nobody_reports(self):
        self.start()
        self.sync()
        pages = self.pages()
        trashed, deleted, unshared = [id for id, row in pages.items() if row['object'] == 'page'][:3]
        self.simulator.notion.trash_page(page=trashed)
        self.simulator.notion.delete_page(page=deleted)
        run, = self.sync('--full')
        self.assertEqual((run['status'], run['deleted']), ('success', 2))
        self.assertEqual(set(self.pages()), set(pages) - {trashed, deleted})

    def test_everything_unshared_is_asked_about(self):
        """The brake: a connection that sees nothing any more does not empty what is stored."""
        self.start()
        self.sync()
        pages = self.pages()
        for id in pages:
            self.simulator.notion.share_page(page=id, shared=False)
        self.sync('--full')
        self.assertEqual(self.session.rows('sources', self.account)[0]['state'], 'held')
        self.assertEqual(self.pages(), pages)

    def test_internal_connection(self):
        self.start('--set', 'text=off', kind='internal')
        run, = self.sync()
        self.assertEqual(run['status'], 'success')
        self.assertFalse([row for row in self.pages().values() if row['body'] or row['mentions_me']])
        self.assertEqual(self.session.account(self.account)['name'], 'Simulated')

    def test_two_tokens(self):
        """One is withdrawn: the other is untouched, and another token doubles nothing."""
        self.start()
        ben = self.connect(user=BEN)
        self.sync()
        pages = self.pages()
        self.simulator.notion.revoke(user=BEN)
        self.session.ctl('sync', status=None)
        self.assertEqual(self.session.account(ben)['status'], 'needs_sign_in')
        self.assertEqual(self.session.account(self.account)['status'], 'connected')
        self.assertEqual(self.pages(), pages)
        token = self.simulator.notion.issue(user=BEN)
        self.session.ctl('reconnect', ben, '--secret-stdin', stdin=token + '\n')
        self.assertEqual({run['status'] for run in self.sync()}, {'success'})
        self.assertEqual(self.pages(), pages)
        self.assertEqual(len(self.session.rows('accounts')), 2)

    def test_wrong_tokens(self):
        self.start(connect=False)
        self.session.ctl('connect', 'notion', '--secret-stdin', stdin='two words\n', status=2)
        self.session.ctl('connect', 'notion', '--secret-stdin', stdin='ntn_wrong\n', status=3)
        self.assertEqual(self.session.rows('accounts'), [])

    def test_blocked_is_never_asked_again(self):
        self.start()
        self.simulator.reset_counts()
        self.simulator.fault(kind='user-rate-403', match='notion.search', count=5)
        self.session.ctl('sync', status=None)
        self.assertEqual(self.simulator.requests('notion.search'), 1)
        self.assertEqual(self.session.account(self.account)['error_code'], 'forbidden')

    def test_token_is_nowhere(self):
        self.start(connect=False)
        token = self.simulator.notion.issue(user=ANA)
        self.account = self.session.connect('notion', '--secret-stdin', stdin=token + '\n')
        self.sync()
        self.assertEqual(store_dump.files_with(self.session.home, token), [])
        self.session.ctl('disconnect', self.account)
        self.assertEqual(self.session.rows('accounts'), [])


if __name__ == '__main__':
    tap.main()
