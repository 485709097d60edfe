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
READ_MAIL = 'https://www.googleapis.com/auth/gmail.readonly'
READ_EVENTS = 'https://www.googleapis.com/auth/calendar.events.readonly'


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


class OneConsent(GmailCase):
    """Google Calendar and Gmail of one person live on one sign-in."""

    def state(self):
        return self.simulator.google_signin.state()

    def grants(self):
        """[(identity, number of accounts)] of the sign-ins that are stored."""
        return store_dump.query(self.session.database, '''
            SELECT g.identity, count(a.id) FROM "grant" g JOIN account a ON a.grant_id = g.id
             WHERE a.status <> 'disconnected' GROUP BY g.id ORDER BY g.id''')

    def test_gmail_after_calendar(self):
        self.start(connect=False)
        calendar = self.session.connect_google(self.simulator)
        gmail = self.connect('gmail')
        self.assertEqual(self.grants(), [(ANA, 2)])
        runs = self.sync()
        self.assertEqual({run['status'] for run in runs}, {'success'})
        self.assertEqual({run['provider'] for run in runs}, {'google-calendar', 'gmail'})
        self.assertTrue(self.mail(gmail))
        self.assertTrue(self.session.rows('events', '--from', '-7d'))
        # Both renew one token, one after the other.
        before = self.state()['counts']['refreshes']
        self.simulator.google_signin.expire_access()
        self.assertEqual({run['status'] for run in self.sync()}, {'success'})
        self.assertEqual(self.state()['counts']['refreshes'], before + 1)
        # The calendar goes, the sign-in stays for the mail.
        self.session.ctl('disconnect', calendar)
        self.assertEqual(self.state()['counts'].get('revokes', 0), 0)
        run, = self.sync()
        self.assertEqual((run['provider'], run['status']), ('gmail', 'success'))
        self.session.ctl('disconnect', gmail)
        self.assertEqual(self.state()['counts']['revokes'], 1)
        self.assertEqual(store_dump.query(self.session.database, 'SELECT count(*) FROM "grant"'), [(0,)])

    def test_calendar_after_gmail(self):
        self.start()
        self.session.connect_google(self.simulator)
        self.assertEqual(self.grants(), [(ANA, 2)])
        self.assertEqual({run['status'] for run in self.sync()}, {'success'})

    def test_both_at_once(self):
        self.start(connect=False)
        calendar = self.session.connect_google(self.simulator, '--set', 'also=gmail')
        self.assertEqual(self.grants(), [(ANA, 2)])
        self.assertEqual(self.session.account(calendar)['provider'], 'google-calendar')
        self.assertEqual({row['provider'] for row in self.session.rows('accounts')}, {'google-calendar', 'gmail'})
        self.assertEqual(self.state()['counts']['exchanges'], 1)
        self.assertEqual({run['status'] for run in self.sync()}, {'success'})

    def test_both_at_once_without_agent(self):
        self.start(connect=False)
        program = self.session.start(self.session.environment['DAYBOOK_WORKER'], 'connect', 'gmail', 'also=google-calendar')
        self.simulator.browse(json.loads(program.line())['url'])
        lines = [json.loads(line) for line in program.end().lines]
        self.assertEqual([line['event'] for line in lines], ['url', 'account', 'account'])
        self.assertEqual(self.session.account(lines[-1]['account'])['provider'], 'gmail')

    def test_another_service_is_no_also(self):
        self.start(connect=False)
        for words in ('also=ics', 'also=nobody'):
            self.session.ctl('connect', 'gmail', '--set', words, status=2)

    def test_box_of_the_second_is_not_ticked(self):
        self.start(connect=False)
        self.simulator.set(**{'google_signin.drop_scopes': READ_MAIL})
        program = self.session.start(CTL, 'connect', 'google-calendar', '--set', 'also=gmail', '--print-url')
        self.simulator.browse(program.line())
        answer = program.end()
        self.assertEqual(answer.status, 0, answer)
        self.assertIn('Gmail was left out', answer.err)
        self.assertEqual([row['provider'] for row in self.session.rows('accounts')], ['google-calendar'])
        self.assertEqual({run['status'] for run in self.sync()}, {'success'})

    def test_box_of_the_first_is_not_ticked(self):
        """The calendar is connected; connecting the mail leaves the calendar's box out: the calendar stays as it is."""
        self.start(connect=False)
        calendar = self.session.connect_google(self.simulator)
        self.simulator.set(**{'google_signin.drop_scopes': READ_EVENTS})
        gmail = self.connect('gmail')
        self.assertEqual(self.grants(), [(ANA, 1), (ANA, 1)])
        self.assertEqual({run['status'] for run in self.sync()}, {'success'})
        # Two sign-ins of one consent: taking one back would take both.
        self.session.ctl('disconnect', gmail)
        self.assertEqual(self.state()['counts'].get('revokes', 0), 0)
        self.assertEqual({run['status'] for run in self.sync()}, {'success'})
        self.assertEqual(self.session.account(calendar)['status'], 'connected')

    def test_own_box_is_not_ticked(self):
        self.start(connect=False)
        self.simulator.set(**{'google_signin.drop_scopes': READ_MAIL})
        answer = self.connect('gmail', status=3)
        self.assertIn('Gmail was not allowed', answer.err)
        self.assertEqual(self.session.rows('accounts'), [])

    def test_revoked_and_signed_in_again(self):
        """One sign-in again wakes both accounts, and a box that is left out is told of the account it concerns."""
        self.start(connect=False)
        calendar = self.session.connect_google(self.simulator, '--set', 'also=gmail')
        gmail = next(row['id'] for row in self.session.rows('accounts') if row['provider'] == 'gmail')
        self.sync()
        events, mail = self.session.rows('events', '--from', '-7d'), self.mail(gmail)
        self.simulator.google_signin.revoke(user=ANA)
        self.session.ctl('sync', status=3)
        self.assertEqual({row['status'] for row in self.session.rows('accounts')}, {'needs_sign_in'})
        self.reconnect(calendar)
        self.assertEqual({row['status'] for row in self.session.rows('accounts')}, {'connected'})
        self.assertEqual({run['status'] for run in self.sync()}, {'success'})
        self.assertEqual((self.session.rows('events', '--from', '-7d'), self.mail(gmail)), (events, mail))
        self.assertEqual(self.grants(), [(ANA, 2)])
        self.simulator.set(**{'google_signin.drop_scopes': READ_MAIL})
        self.reconnect(calendar)
        self.assertEqual(self.session.account(calendar)['status'], 'connected')
        left = self.session.account(gmail)
        self.assertEqual((left['status'], left['error_code']), ('needs_sign_in', 'auth_required'))
        self.assertIn('Gmail was not allowed', left['last_error'])
        self.assertEqual(self.mail(gmail), mail)

    def reconnect(self, account):
        program = self.session.start(CTL, 'reconnect', account, '--print-url')
        self.session.follow_sign_in(program, self.simulator)

    def test_two_people(self):
        """Ben's calendar and Ana's mail are nothing to each other."""
        self.start()
        self.session.connect_google(self.simulator, user=BEN)
        self.assertEqual(self.grants(), [(ANA, 1), (BEN, 1)])
        self.assertEqual({run['status'] for run in self.sync()}, {'success'})


if __name__ == '__main__':
    tap.main()
