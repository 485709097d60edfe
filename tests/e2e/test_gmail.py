#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gmail against the simulator: what is taken, what changes, what it costs, and one consent with Google Calendar."""

import datetime
import json
import unittest

import store_dump
import tap
from session import CTL, Session, Simulator

ANA = 'ana@example.com'
BEN = 'ben@example.com'


class GmailCase(unittest.TestCase):
    def start(self, *words, connect=True, **options):
        self.simulator = Simulator(**{'events': 20, 'users': f'{ANA},{BEN}', **options})
        self.simulator.start()
        self.addCleanup(self.simulator.stop)
        self.session = Session()
        self.session.__enter__()
        self.addCleanup(self.session.close)
        self.addCleanup(self.check)
        self.simulator.write_providers(self.session.providers_ini)
        if connect:
            self.account = self.connect('gmail', *words)

    def check(self):
        counts = self.simulator.control('counts')
        self.assertEqual((counts['leaks'], counts['crashes'], counts['refused']), ([], [], []))

    def connect(self, provider, *words, **options):
        return self.session.connect_by_browser(self.simulator, provider, *words, **options)

    def mailbox(self, account=None):
        return self.session.rows('sources', account or self.account)[0]

    def mail(self, account=None):
        """{id: row} with what only mail has."""
        rows = {row['external_id']: dict(row) for row in self.session.rows('activities', '--source',
                                                                           self.mailbox(account)['id'], '--from', '-30d')}
        for external_id, body, detail in store_dump.query(
                self.session.database, "SELECT external_id, body, detail FROM activity WHERE kind = 'mail'"):
            if external_id in rows:
                rows[external_id] |= {'body': body, **json.loads(detail)}
        return rows

    def wanted(self, label='UNREAD', days=7, limit=20, user=ANA):
        """Ids of the newest messages that carry the label, as the simulator has them."""
        now = datetime.datetime.now(datetime.timezone.utc)
        midnight = now.astimezone(datetime.timezone(datetime.timedelta(hours=1))).replace(hour=0, minute=0, second=0)
        oldest = (midnight - datetime.timedelta(days=days)).timestamp() * 1000
        found = [each for each in self.simulator.gmail.mails(user=user, limit=1000)
                 if label in each['labelIds'] and int(each['internalDate']) >= oldest
                 and not {'SPAM', 'TRASH'} & set(each['labelIds'])]
        return [each['id'] for each in found[:limit]]

    def sync(self, *words, **options):
        return self.session.rows('sync', *words, **options)


class Gmail(GmailCase):
    def test_first_look(self):
        self.start()
        run, = self.sync()
        self.assertEqual((run['status'], run['mode']), ('success', 'full'))
        mail = self.mail()
        self.assertEqual(set(mail), set(self.wanted()))
        self.assertEqual(run['created'], len(mail))
        self.assertTrue(all(row['unread'] for row in mail.values()))
        self.assertTrue(all(row['kind'] == 'mail' and row['author'] and '@' in row['from_address'] for row in mail.values()))
        self.assertTrue(all(row['body'] for row in mail.values() if not row['list']))
        self.assertFalse([row for row in mail.values() if '<b>' in (row['author'] or '')])
        # profile, labels, a list, metadata, texts; 20 units a message and format, the rest small.
        self.assertLessEqual(run['requests'], 5)
        self.assertLessEqual(run['quota_units'], 7 + 40 * len(mail))
        self.assertGreater(run['quota_units'], 20 * len(mail))
        self.assertEqual(self.simulator.requests('gmail.attachments.get'), 0)

    def test_nothing_new_costs_one_request(self):
        self.start()
        self.sync()
        run, = self.sync()
        self.assertEqual((run['mode'], run['requests'], run['quota_units'], run['fetched']), ('incremental', 1, 2, 0))

    def test_changes(self):
        self.start()
        self.sync()
        mail = self.mail()
        read, thrown, deleted = sorted(mail)[:3]
        new = self.simulator.gmail.add_mail(subject='Grüße: bitte bis Freitag', text='Please send the hours by Friday.')
        self.simulator.gmail.add_mail(subject='Read elsewhere', labels='INBOX')
        self.simulator.gmail.label_mail(mail=read, remove='UNREAD', add='Label_7')
        self.simulator.gmail.label_mail(mail=thrown, add='TRASH', remove='INBOX')
        self.simulator.gmail.delete_mail(mail=deleted)
        run, = self.sync()
        self.assertEqual((run['status'], run['mode']), ('success', 'incremental'))
        self.assertEqual((run['created'], run['updated'], run['deleted']), (1, 1, 2))
        after = self.mail()
        self.assertEqual(set(after), set(mail) - {thrown, deleted} | {new})
        self.assertEqual(after[new]['title'], 'Grüße: bitte bis Freitag')
        self.assertEqual(after[new]['body'], 'Please send the hours by Friday.')
        self.assertFalse(after[read]['unread'])
        self.assertIn('Kunden/Alpenglow', after[read]['labels'])

    def test_history_expires(self):
        """404 on the history: a full look, which comes to what the history would have told."""
        self.start()
        self.sync()
        mail = self.mail()
        read, deleted = sorted(mail)[:2]
        self.simulator.gmail.label_mail(mail=read, remove='UNREAD')
        self.simulator.gmail.delete_mail(mail=deleted)
        new = self.simulator.gmail.add_mail(subject='After a long time')
        self.simulator.gmail.expire_history()
        run, = self.sync()
        self.assertEqual((run['status'], run['mode'], run['created'], run['deleted']), ('success', 'full', 1, 1))
        after = self.mail()
        self.assertEqual(set(after), set(mail) - {deleted} | {new})
        self.assertFalse(after[read]['unread'])
        run, = self.sync()
        self.assertEqual((run['mode'], run['requests']), ('incremental', 1))

    def test_choices(self):
        self.start('--set', 'labels=IMPORTANT', '--set', 'messages=3', '--set', 'text=off')
        self.sync()
        mail = self.mail()
        self.assertEqual(set(mail), set(self.wanted('IMPORTANT', limit=3)))
        self.assertFalse([row for row in mail.values() if row['body']])
        source = self.mailbox()['id']
        self.session.ctl('source', source, '--set', 'labels=unread, Kunden/Alpenglow', '--set', 'text=on',
                         '--set', 'query=from:boss OR subject:hours', '--set', 'messages=50')
        new = self.simulator.gmail.add_mail(subject='The hours', sender='lea@example.com')
        labelled = self.simulator.gmail.add_mail(subject='x', sender='boss@example.com', labels='Label_7')
        self.simulator.gmail.add_mail(subject='y', sender='lea@example.com')
        run, = self.sync()
        self.assertEqual((run['status'], run['deleted']), ('success', 0))
        after = self.mail()
        self.assertLessEqual(set(mail) | {new, labelled}, set(after))
        self.assertTrue(after[new]['body'])
        # The text of those that were there is fetched too.
        self.assertFalse([row for row in after.values() if not row['body'] and not row['list']])
        self.session.ctl('source', source, '--set', 'labels=Nobody')
        self.session.ctl('sync', status=3)
        account = self.session.account(self.account)
        self.assertEqual(account['error_code'], 'config')
        self.assertIn('Nobody', account['last_error'])

    def test_settings_are_checked(self):
        self.start(connect=False)
        for words in (('messages=0',), ('messages=501',), ('text=perhaps',), ('colour=red',)):
            answer = self.session.ctl('connect', 'gmail', '--set', *words, status=2)
            self.assertNotIn('http', answer.out)

    def test_window(self):
        self.start()
        self.sync()
        self.assertEqual(set(self.mail()), set(self.wanted()))
        self.session.ctl('source', self.mailbox()['id'], '--window', '15:1', '--set', 'messages=100')
        self.sync()
        self.assertEqual(set(self.mail()), set(self.wanted(days=15, limit=100)))

    def test_some_calls_of_a_batch_are_refused(self):
        self.start(connect=False)
        self.simulator.set(**{'gmail.batch_refuses_after': 6})
        self.account = self.connect('gmail')
        run, = self.sync()
        self.assertEqual(run['status'], 'success')
        self.assertEqual(set(self.mail()), set(self.wanted()))

    def test_token_expires_inside_a_batch(self):
        """Gmail says so of each call, not of the batch."""
        self.start()
        self.session.worker('sync')
        wanted = set(self.wanted())
        self.simulator.gmail.add_mail(subject='New')
        self.simulator.google_signin.expire_access()
        self.simulator.fault(kind='truncated-chunk', match='gmail.batch', count=1)
        run, = self.sync()
        self.assertEqual(run['status'], 'success')
        self.assertEqual(len(self.mail()), len(wanted) + 1)

    def test_two_people(self):
        """One withdraws the consent: the other is untouched, and signing in again doubles nothing."""
        self.start()
        ben = self.connect('gmail', user=BEN)
        self.sync()
        mine, his = self.mail(), self.mail(ben)
        self.assertEqual(set(mine), set(self.wanted()))
        self.assertEqual(set(his), set(self.wanted(user=BEN)))
        self.simulator.google_signin.revoke(user=BEN)
        self.simulator.google_signin.expire_access(user=BEN)
        self.session.ctl('sync', status=None)
        self.assertEqual(self.session.account(ben)['status'], 'needs_sign_in')
        self.assertEqual(self.session.account(self.account)['status'], 'connected')
        self.assertEqual((self.mail(), self.mail(ben)), (mine, his))
        program = self.session.start(*map(str, (CTL, 'reconnect', ben, '--print-url')))
        self.session.follow_sign_in(program, self.simulator)
        self.sync()
        self.assertEqual((self.mail(), self.mail(ben)), (mine, his))
        self.assertEqual(len(self.session.rows('accounts')), 2)

    def test_disconnect(self):
        self.start()
        self.simulator.gmail.add_mail(subject='CANARY-SUBJECT', text='CANARY-TEXT')
        self.sync()
        self.assertTrue(store_dump.files_with(self.session.data, 'CANARY-TEXT'))
        self.session.ctl('disconnect', self.account)
        self.assertEqual(store_dump.files_with(self.session.data, 'CANARY-SUBJECT', 'CANARY-TEXT'), [])
        self.assertEqual(self.simulator.google_signin.state()['counts']['revokes'], 1)


if __name__ == '__main__':
    tap.main()
