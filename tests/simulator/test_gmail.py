# SPDX-License-Identifier: GPL-3.0-or-later
"""Gmail: lists, formats, history, batches, units."""

import base64
import re
import unittest

from checks import SimulatorTest

ALL = 'https://www.googleapis.com/auth/'


class GmailTest(SimulatorTest):
    def bearer(self, scopes=None):
        if scopes is not None or not hasattr(self, '_bearer'):
            token = self.sim.google_signin.issue(scopes=scopes)['access_token']
            if scopes is not None:
                return token
            self._bearer = token
        return self._bearer

    def gmail(self, path, query=None, method='GET', token=None, body=None):
        return self.ask(method, f'{self.sim.main}/google/gmail/v1/users/me{path}', query,
                        {'Authorization': f'Bearer {token or self.bearer()}'}, body=body)

    def ids(self, **query):
        found = []
        while True:
            answer = self.gmail('/messages', query)
            self.assertEqual(answer.status, 200, answer.body)
            found += [each['id'] for each in answer.json.get('messages', ())]
            if 'nextPageToken' not in answer.json:
                return found
            query['pageToken'] = answer.json['nextPageToken']


class Reading(GmailTest):
    def test_list(self):
        whole = self.ids(includeSpamTrash='true')
        truth = self.sim.truth(service='gmail')['gmail']['ana@example.com']
        self.assertEqual(sorted(whole), sorted(mail['id'] for mail in truth))
        self.assertGreaterEqual(len(whole), 60)
        self.assertEqual(self.ids(includeSpamTrash='true', maxResults='7'), whole)
        unread = self.ids(q='is:unread')
        self.assertTrue(0 < len(unread) < 60)
        self.assertEqual(self.ids(labelIds='UNREAD'), unread)
        recent = self.ids(q='after:2026/11/15')
        self.assertTrue(0 < len(recent) < len(whole))
        self.assertEqual(sorted(recent + self.ids(q='before:2026/11/15')), sorted(self.ids()))

    def test_search_with_brackets(self):
        whole = self.ids()
        unread, important = set(self.ids(q='is:unread')), set(self.ids(q='is:important'))
        for q, wanted in (('(is:unread)', unread), ('is:unread OR is:important', unread | important),
                          ('{is:unread is:important}', unread | important),
                          ('(is:unread OR is:important) after:2020/01/01', unread | important),
                          ('(is:unread is:important)', unread & important),
                          ('-{is:unread is:important}', set(whole) - unread - important),
                          ('-(is:unread) is:important', important - unread)):
            with self.subTest(q=q):
                self.assertEqual(set(self.ids(q=q)), wanted)
        for q in ('(is:unread', 'is:unread)', '{is:unread'):
            self.assertEqual(self.gmail('/messages', {'q': q}).status, 400)

    def test_formats(self):
        id = self.sim.gmail.add_mail(subject='Grüße & <b>', text='Hello there', kind='attachment')
        minimal = self.gmail(f'/messages/{id}', {'format': 'minimal'}).json
        self.assertEqual(set(minimal), {'id', 'threadId', 'labelIds', 'sizeEstimate', 'historyId',
                                        'internalDate'})
        self.assertIsInstance(minimal['internalDate'], str)
        meta = self.gmail(f'/messages/{id}', [('format', 'metadata'),
                                              ('metadataHeaders', 'subject'),
                                              ('metadataHeaders', 'From')]).json
        self.assertEqual([each['name'] for each in meta['payload']['headers']], ['From', 'Subject'])
        self.assertIn('=?utf-8?', meta['payload']['headers'][1]['value'])
        full = self.gmail(f'/messages/{id}').json
        text = full['payload']['parts'][0]['parts'][0]['body']['data']
        self.assertEqual(base64.urlsafe_b64decode(text), b'Hello there')
        self.assertEqual(full['payload']['parts'][1]['filename'], 'Angebot “neu”.pdf')

    def test_refusals(self):
        for path, query in (('/messages', {'q': 'wibble:1'}), ('/messages', {'maxResults': '501'}),
                            ('/messages', {'labelIds': 'NONE'}), ('/messages', {'surprise': '1'}),
                            ('/messages', {'pageToken': 'x'}), ('/history', {}),
                            ('/history', {'startHistoryId': '90001', 'historyTypes': 'x'})):
            with self.subTest(path=path, query=query):
                self.assertEqual(self.gmail(path, query).status, 400)
        self.assertEqual(self.gmail('/messages/none').status, 404)
        self.assertEqual(self.gmail('/threads').status, 404)

    def test_scopes(self):
        token = self.bearer(ALL + 'gmail.metadata')
        id = self.ids()[0]
        self.assertEqual(self.gmail('/messages', {'q': 'x'}, token=token).status, 403)
        self.assertEqual(self.gmail(f'/messages/{id}', token=token).status, 403)
        self.assertEqual(self.gmail(f'/messages/{id}', {'format': 'metadata'}, token=token).status,
                         200)
        token = self.bearer(ALL + 'calendar.readonly')
        self.assertEqual(self.gmail('/messages', token=token).reason, 'insufficientPermissions')
        token = self.bearer(ALL + 'gmail.readonly')
        answer = self.gmail(f'/messages/{id}/modify', method='POST', token=token, body={})
        self.assertEqual(answer.status, 403)


class History(GmailTest):
    def since(self, id, **query):
        return self.gmail('/history', {'startHistoryId': id, **query})

    def test_what_happened(self):
        start = self.gmail('/profile').json['historyId']
        self.assertNotIn('history', self.since(start).json)
        new = self.sim.gmail.add_mail(subject='New')
        self.sim.gmail.label_mail(mail=new, remove='UNREAD')
        self.sim.gmail.delete_mail(mail=new)
        answer = self.since(start).json
        kinds = [key for record in answer['history'] for key in record
                 if key not in ('id', 'messages')]
        self.assertEqual(kinds, ['messagesAdded', 'labelsRemoved', 'messagesDeleted'])
        self.assertNotIn('history', self.since(answer['historyId']).json)
        paged = self.since(start, maxResults='2').json
        self.assertEqual(len(paged['history']), 2)
        self.assertIn('nextPageToken', paged)
        self.assertEqual(len(self.since(start, historyTypes='messageAdded').json['history']), 1)

    def test_stale(self):
        start = self.gmail('/profile').json['historyId']
        self.sim.gmail.expire_history()
        self.assertEqual(self.since(start).status, 404)
        self.assertEqual(self.since(self.gmail('/profile').json['historyId']).status, 200)

    def test_modify(self):
        ids = self.ids(labelIds='UNREAD')[:3]
        start = self.gmail('/profile').json['historyId']
        answer = self.gmail(f'/messages/{ids[0]}/modify', method='POST',
                            body={'removeLabelIds': ['UNREAD', 'INBOX']})
        self.assertNotIn('UNREAD', answer.json['labelIds'])
        answer = self.gmail('/messages/batchModify', method='POST',
                            body={'ids': ids, 'removeLabelIds': ['UNREAD']})
        self.assertEqual((answer.status, answer.body), (204, b''))
        records = self.since(start).json['history']
        self.assertEqual(len(records), 3)
        self.assertEqual(self.gmail(f'/messages/{ids[0]}/modify', method='POST',
                                    body={'removeLabels': []}).status, 400)


class Batches(GmailTest):
    def batch(self, paths, boundary='b7'):
        parts = [f'--{boundary}\r\nContent-Type: application/http\r\nContent-ID: <item{at}>\r\n\r\n'
                 f'GET {path} HTTP/1.1\r\n\r\n' for at, path in enumerate(paths)]
        body = ''.join(parts) + f'--{boundary}--\r\n'
        return self.ask('POST', f'{self.sim.main}/google/batch/gmail/v1', headers={
            'Authorization': f'Bearer {self.bearer()}',
            'Content-Type': f'multipart/mixed; boundary={boundary}'}, body=body.encode())

    def answers(self, answer):
        found = re.findall(r'Content-ID: <response-(\w+)>\r\n\r\nHTTP/1.1 (\d+)',
                           answer.body.decode())
        return [(id, int(status)) for id, status in found]

    def test_answers_come_in_any_order(self):
        paths = [f'/gmail/v1/users/me/messages/{id}?format=minimal' for id in self.ids()[:3]]
        answer = self.batch(paths + ['/gmail/v1/users/me/messages/none'])
        self.assertEqual(self.answers(answer),
                         [('item3', 404), ('item2', 200), ('item1', 200), ('item0', 200)])

    def test_limits(self):
        self.assertEqual(self.batch(['/gmail/v1/users/me/profile'] * 101).status, 400)
        self.sim.set(**{'gmail.batch_refuses_after': 2})
        try:
            statuses = [status for _, status in self.answers(
                self.batch(['/gmail/v1/users/me/profile'] * 4))]
            self.assertEqual(sorted(statuses), [200, 200, 429, 429])
        finally:
            self.sim.set(**{'gmail.batch_refuses_after': 0})

    def test_units(self):
        self.sim.set(**{'gmail.units_per_minute': 100})
        try:
            self.sim.clock(advance=61)
            id = self.ids()[0]
            statuses = [self.gmail(f'/messages/{id}').status for _ in range(6)]
            self.assertEqual(statuses, [200, 200, 200, 200, 429, 429])
            self.sim.clock(advance=61)
            self.assertEqual(self.gmail(f'/messages/{id}').status, 200)
            self.assertEqual(self.sim.gmail.quota(), 20)
        finally:
            self.sim.set(**{'gmail.units_per_minute': 6000})
            self.sim.clock(run=True)


if __name__ == '__main__':
    unittest.main()
