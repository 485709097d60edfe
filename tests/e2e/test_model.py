#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Summaries by a model: what leaves the computer, and what becomes of answers, good and hostile."""

import json
import unittest

import tap
from session import Session, Simulator

FRIDAY = '2026-11-20T15:30:00Z'
# (what the server does, how often it is asked). What cannot be used is asked for once more, never a third time; what
# takes too long or costs too much is not. How often a server that wants a pause is asked depends on what it asked for before.
HOSTILE = (('invalid-json', 2), ('wrong-schema', 2), ('unknown-ids', 2), ('markup', 2), ('addresses', 2), ('empty', 2),
           ('refusal', 2), ('length', 2), ('content-filter', 2), ('huge', 1), ('echo', 2), ('plain', 2), ('nested-ids', 2),
           ('endless', 1), ('trickle', 1), ('hang', 1), ('rate', None), ('quota', 1))


class Model(unittest.TestCase):
    def start(self, **options):
        self.simulator = Simulator(events=3)
        self.simulator.start()
        self.addCleanup(self.simulator.stop)
        self.session = Session(now=FRIDAY, **options)
        self.session.__enter__()
        self.addCleanup(self.session.close)
        self.addCleanup(self.check)
        self.simulator.set(**{'model.configured': True})
        self.simulator.write_providers(self.session.providers_ini)
        self.account = self.session.connect('sample')
        self.session.ctl('settings', 'suggest_auto', 'off')
        self.session.ctl('sync')

    def check(self):
        counts = self.simulator.control('counts')
        self.assertEqual((counts['leaks'], counts['crashes'], counts['refused']), ([], [], []))

    def prompts(self):
        return self.simulator.model.prompts(last=50)

    def answer(self, sentences):
        self.simulator.set(**{'model.reply': 'given', 'model.text': json.dumps({'sentences': sentences})})

    def offered(self):
        body = json.loads(self.session.ctl('summary', '--preview').out)
        return json.loads(body['messages'][1]['content'])

    def good(self):
        rows = self.offered()['rows']
        texts = ('{meeting_hours} of the day went into {meetings}.', 'A meeting with many people stood out.',
                 'Around it {focus_hours} stayed quiet.', 'That was the day.')
        return [{'part': 'summary', 'text': text, 'evidence': [row['id']]} for text, row in zip(texts, rows)]

    def summary(self, *words):
        return self.session.rows('summary', '--engine', 'model', '--refresh', *words)

    def test_a_summary_by_a_model(self):
        self.start()
        self.answer(self.good())
        summary = self.summary()
        self.assertEqual((summary['engine'], summary['model'], summary['notice']), ('model', 'sim-small', None))
        self.assertEqual(len(summary['sentences']), 4)
        self.assertIn(f"{summary['stats']['meeting_hours']:g} hours of the day", summary['summary'])
        row = self.session.rows('audit-log')[0]
        detail = row['detail']
        self.assertEqual((row['action'], row['subject'], detail['model'], detail['result']),
                         ('model.ask', 'summary', 'sim-small', 'success'))
        self.assertEqual(len(detail['prompt_sha256']), 64)
        self.simulator.set(**{'model.reply': 'considered'})
        week = self.summary('weekly')
        self.assertEqual((week['engine'], week['notice']), ('model', None))
        self.assertGreaterEqual(len(week['sentences']), 3)
        self.assertIn(f"{week['stats']['meeting_hours']:g} hours", week['summary'])
        # Kept for an hour like any other, and the built-in one when that is asked for.
        self.assertEqual(self.session.rows('summary', '--engine', 'model')['created_at'], summary['created_at'])
        self.assertEqual(self.session.rows('summary')['engine'], 'builtin')

    def test_the_preview_is_what_is_sent_byte_for_byte(self):
        self.start()
        preview = self.session.ctl('summary', 'weekly', '--preview').out
        self.assertEqual(self.prompts(), [])
        self.summary('weekly')
        sent = self.prompts()[0]
        self.assertEqual(sent['bytes'], len(preview.encode()))
        self.assertEqual(sent['body'], json.loads(preview))
        self.assertNotRegex(preview, r'[\w.]@\w')

    def answer_with(self, reply):
        """From now on; requests are counted from here."""
        slow = reply in ('endless', 'trickle', 'hang')
        self.simulator.clear_faults()
        self.session.ctl('settings', 'model_timeout', '2' if slow else '60')
        self.simulator.set(**{'model.reply': 'schema' if slow or reply in ('rate', 'quota') else reply,
                              'model.quota': reply == 'quota', 'model.endless': reply in ('endless', 'trickle'),
                              'model.pause': 0.05 if reply == 'trickle' else 0})
        if reply == 'hang':
            self.simulator.fault(kind='stall', match='chat/completions', count=50)
        elif reply == 'rate':
            self.simulator.fault(kind='rate-429', match='chat/completions', count=50, retry_after=3600)
        self.simulator.reset_counts()

    def test_every_hostile_answer_becomes_the_built_in_summary(self):
        self.start()
        # What fits the schema and cites nothing that was sent is of no use here.
        for reply, tries in (*HOSTILE, ('schema', 2)):
            with self.subTest(reply):
                self.answer_with(reply)
                summary = self.summary()
                self.assertEqual((summary['engine'], summary['model']), ('builtin', None))
                self.assertIn('built-in summary', summary['notice'])
                self.assertTrue(40 <= len(summary['summary'].split()) <= 120)
                self.assertNotIn('evil', json.dumps(summary))
                if tries is not None:
                    self.assertEqual(self.simulator.requests('model.chat'), tries)

    # Suggestions.

    def start_suggestions(self):
        self.start()
        self.session.ctl('settings', 'suggest_engine', 'model')
        self.waiting = next(row for row in self.session.rows('suggestions') if row['snapshot']['snippet'])

    def judge(self, *items):
        worker = self.session.environment['DAYBOOK_WORKER']
        self.session.run(worker, 'suggest', *(items or [self.waiting['source_item']]))
        return self.session.rows('suggestion', self.waiting['id'])

    def judged(self, **fields):
        return json.dumps({'item': self.waiting['source_item'], 'action_needed': True, 'confidence': 0.9, 'kind': 'task',
                           'title': 'Do what the mail asks', 'description': 'It asks.', 'priority': 'high', 'due': '',
                           'tags': ['work'], 'reasoning': 'Somebody waits.', **fields})

    def test_suggestions_by_a_model(self):
        self.start_suggestions()
        preview = self.session.ctl('suggestion', self.waiting['id'], 'preview').out
        self.assertEqual(self.prompts(), [])
        self.simulator.set(**{'model.reply': 'given', 'model.text': self.judged()})
        # Over the bus: just this item, again.
        agent = self.session.agent
        error, result = agent.job(agent.call('Suggest', '(as)', [self.waiting['source_item']])[0]).finished()
        self.assertEqual((error, result['judged'], result['suggested']), ('', '1', '0'))
        suggestion = self.session.rows('suggestion', self.waiting['id'])
        self.assertEqual((suggestion['engine'], suggestion['model'], suggestion['title'], suggestion['tags']),
                         ('model', 'sim-small', 'Do what the mail asks', ['work']))
        sent, = self.prompts()
        self.assertEqual((sent['bytes'], sent['body']), (len(preview.encode()), json.loads(preview)))
        self.assertNotRegex(preview, r'[\w.]@\w')
        row = self.session.rows('audit-log')[0]
        self.assertEqual((row['action'], row['subject'], row['detail']['result']), ('model.ask', 'suggestion', 'success'))
        # What a sync brings is judged when its lock is free again, and counted to its run.
        self.simulator.set(**{'model.reply': 'plain'})
        self.session.ctl('settings', 'model_timeout', '20')
        self.session.ctl('disconnect', self.account)
        self.session.connect('sample')
        self.session.ctl('sync')
        self.assertGreater(sum(row['suggested'] for row in self.session.rows('sync-log')), 0)
        for row in self.session.rows('suggestions'):
            self.assertEqual(row['engine'], 'builtin')

    def test_every_hostile_answer_leaves_the_built_in_judgement(self):
        self.start_suggestions()
        for reply, tries in HOSTILE:
            with self.subTest(reply):
                self.answer_with(reply)
                suggestion = self.judge()
                self.assertEqual((suggestion['engine'], suggestion['model'], suggestion['title']),
                                 ('builtin', None, self.waiting['title']))
                self.assertIn('The built-in engine judged this.', suggestion['reasoning'])
                self.assertNotIn('evil', json.dumps(suggestion))
                if tries is not None:
                    self.assertEqual(self.simulator.requests('model.chat'), tries)
        self.assertEqual(self.session.rows('outbox'), [])
        self.assertEqual(self.session.rows('tasks'), [])
        self.answer_with('given')
        for text in (f'<think>{{"no": 1}}</think>{self.judged()}', f'Sure!\n```json\n{self.judged()}\n```'):
            self.simulator.set(**{'model.text': text})
            self.assertEqual(self.judge()['engine'], 'model')

    def test_thinking_and_fences_are_looked_through(self):
        self.start()
        good = json.dumps({'sentences': self.good()})
        for text in (f'<think>{{"no": 1}}</think>{good}', f'Sure!\n```json\n{good}\n```'):
            self.simulator.set(**{'model.reply': 'given', 'model.text': text})
            self.assertEqual(self.summary()['engine'], 'model')

    def test_a_server_that_knows_no_schema_is_asked_without(self):
        self.start()
        self.answer(self.good())
        self.simulator.set(**{'model.schema': False, 'model.error_shape': 'text'})
        self.assertEqual(self.summary()['engine'], 'model')
        self.assertNotIn('response_format', self.prompts()[-1]['body'])

    def test_without_credit_nothing_is_tried_again(self):
        self.start()
        self.simulator.set(**{'model.quota': True})
        self.simulator.reset_counts()
        summary = self.summary()
        self.assertIn('no credit', summary['notice'])
        self.assertEqual(self.simulator.requests('model.chat'), 1)

    def test_the_key_comes_from_the_vault(self):
        self.start()
        key = self.simulator.model.make_key()
        self.answer(self.good())
        self.assertIn('key', self.summary()['notice'])
        self.session.ctl('secret', 'set', 'model-key', stdin=key)
        self.assertEqual(self.summary()['engine'], 'model')
        self.assertEqual([row['id'] for row in self.session.rows('models')], ['sim-small', 'org/sim:7b', 'sim:120b-cloud'])

    def test_a_model_that_fails_is_left_alone(self):
        self.start_suggestions()
        self.simulator.fault(kind='rate-429', match='chat/completions', count=50, retry_after=3600)
        self.judge()
        self.simulator.clear_faults()
        self.simulator.set(**{'model.reply': 'given', 'model.text': self.judged()})
        self.simulator.reset_counts()
        # By the runs that come by themselves; what is new is judged nevertheless.
        self.session.ctl('disconnect', self.account)
        self.session.connect('sample')
        self.session.ctl('sync')
        self.assertEqual(self.simulator.requests('model.chat'), 0)
        waiting = self.session.rows('suggestions')
        self.assertTrue(waiting)
        self.assertTrue(any('It is left alone for a while.' in row['reasoning'] for row in waiting))
        # A person may ask, and what it answers ends it.
        self.waiting = next(row for row in waiting if row['snapshot']['snippet'])
        self.simulator.set(**{'model.text': self.judged()})
        self.assertEqual(self.judge()['engine'], 'model')

    def test_what_is_never_sent(self):
        self.start()
        before = self.offered()
        self.assertIn('mail', [row['kind'] for row in before['rows']])
        self.session.ctl('account', self.account, '--set', 'never_send=on')
        answer = self.session.ctl('summary', '--preview')
        self.assertEqual(answer.out, '')
        self.session.ctl('account', self.account, '--set', 'never_send=')
        inbox = next(row for row in self.session.rows('sources') if row['external_id'] == 'inbox')
        self.session.ctl('source', inbox['id'], '--set', 'never_send=on')
        after = self.offered()
        self.assertNotIn('mail', [row['kind'] for row in after['rows']])
        self.assertEqual(set(after['figures'].values()), {''})

    def test_nothing_is_sent_before_the_person_agreed(self):
        self.start()
        self.session.ctl('settings', 'model_name', 'sim:120b-cloud')
        refused = self.session.ctl('summary', '--engine', 'model', status=3)
        self.assertEqual((refused.out, len(refused.err.splitlines())), ('', 1), refused)
        self.assertIn('daybookctl summary --preview', refused.err)
        # Where the model is the usual one, the built-in summary says why it is there, by hand and by the clock.
        self.session.ctl('settings', 'summary_engine', 'model')
        summary = self.session.rows('summary', 'weekly')
        self.assertEqual((summary['engine'], summary['reason']), ('builtin', 'not_agreed'))
        self.assertIn('look at what would be sent', summary['notice'])
        self.assertIn('--agree', self.session.ctl('summary', 'weekly').err)
        self.assertEqual(self.prompts(), [])
        self.session.ctl('summary', '--agree', status=2)
        shown = self.session.ctl('summary', 'weekly', '--preview', '--agree')
        self.assertIn('sim:120b-cloud', shown.err)
        self.assertEqual(self.prompts(), [])
        # What was made because nobody had agreed is not kept for an hour.
        self.answer(self.good())
        self.assertEqual(self.session.rows('summary', 'weekly')['reason'], None)
        self.assertEqual(self.prompts()[0]['body'], json.loads(shown.out))
        self.assertEqual([(row['action'], row['subject']) for row in self.session.rows('audit-log')[:2]],
                         [('model.ask', 'summary'), ('model.agree', 'summary')])

    def test_what_is_agreed_to_anew(self):
        self.start()
        self.session.ctl('settings', 'model_name', 'sim:120b-cloud')
        self.session.ctl('summary', '--preview', '--agree')
        self.answer(self.good())
        self.assertEqual(self.summary()['engine'], 'model')
        sent = len(self.prompts())
        self.session.ctl('settings', 'model_url', 'https://models.example/v1')
        self.session.ctl('summary', '--engine', 'model', '--refresh', status=3)
        self.session.ctl('settings', 'model_url', '')
        self.assertEqual(self.summary()['engine'], 'model')
        # Another account: nothing of it was shown. A model on this computer needs no leave.
        feed = self.session.root / 'feed.ics'
        feed.write_text('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nEND:VCALENDAR\r\n')
        self.session.connect('ics', '--url', str(feed))
        self.session.ctl('summary', '--engine', 'model', '--refresh', status=3)
        self.session.ctl('settings', 'model_name', 'sim-small')
        self.assertEqual(self.summary()['engine'], 'model')
        self.assertIn('nothing leaves', self.session.ctl('summary', '--preview', '--agree').err)
        self.session.ctl('settings', 'model_name', 'sim:120b-cloud')
        self.session.ctl('summary', '--preview', '--agree')
        self.assertEqual(self.summary()['engine'], 'model')
        self.session.ctl('summary', '--withdraw')
        self.session.ctl('summary', '--engine', 'model', '--refresh', status=3)
        self.assertEqual(len(self.prompts()) - sent, 3)

    def test_no_model_is_set_up(self):
        self.start()
        self.session.providers_ini.write_text('')
        self.session.ctl('summary', '--engine', 'model', status=3)
        self.session.ctl('settings', 'summary_engine', 'model')
        summary = self.session.rows('summary')
        self.assertIn('No model is set up', summary['notice'])
        self.assertEqual(summary['reason'], 'config')
        for address in ('http://example.com/v1', 'ftp://localhost/', 'https://user@example.com/', 'http://localhost.evil.example/'):
            self.session.ctl('settings', 'model_url', address, status=2)
        self.session.ctl('settings', 'model_url', 'http://127.0.0.1:9/v1')
        self.session.ctl('settings', 'model_name', 'm')
        self.assertIn('built-in', self.session.rows('summary', '--refresh')['notice'])


if __name__ == '__main__':
    tap.main()
