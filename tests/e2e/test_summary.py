#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Summaries through the command line, the agent and its schedule."""

import re
import unittest

import store_dump
import tap
from session import Session, wait

FRIDAY = '2026-11-20T15:30:00Z'


class Summary(unittest.TestCase):
    def start(self, now=FRIDAY, **options):
        self.session = Session(now=now, **options)
        self.session.__enter__()
        self.addCleanup(self.session.close)
        self.session.ctl('connect', 'sample')
        self.session.ctl('sync')

    def evidence(self, summary):
        for part in ('sentences', 'highlights', 'insights', 'recommendations'):
            for sentence in summary[part]:
                self.assertTrue(sentence['evidence'], sentence)
                yield from sentence['evidence']

    def test_a_week_in_words_that_can_be_checked(self):
        self.start()
        summary = self.session.rows('summary', 'weekly')
        self.assertEqual((summary['type'], summary['date'], summary['from'], summary['to'], summary['engine']),
                         ('weekly', '2026-11-16', '2026-11-16', '2026-11-22', 'builtin'))
        self.assertTrue(40 <= len(summary['summary'].split()) <= 120, summary['summary'])
        self.assertEqual(summary['summary'], ' '.join(each['text'] for each in summary['sentences']))
        events = {row['id'] for row in self.session.rows('events', '--from', '2026-11-16', '--to', '2026-11-22', '--all')}
        activities = {row['id'] for row in self.session.rows('activities', '--from', '2026-11-16', '--to', '2026-11-22')}
        self.assertLessEqual(set(self.evidence(summary)), events | activities)
        for number in re.findall(r'(?<![(\d.])\b([\d.]+) hours', summary['summary']):
            self.assertIn(f'"{float(number):g}"', [f'"{value:g}"' for value in self.hours(summary['stats'])])

    def hours(self, value):
        if isinstance(value, dict):
            for name, each in value.items():
                if name.endswith('hours'):
                    yield each
                else:
                    yield from self.hours(each)
        elif isinstance(value, list):
            for each in value:
                yield from self.hours(each)

    def test_one_of_the_last_hour_is_kept_unless_refreshed(self):
        self.start()
        first = self.session.rows('summary')
        self.session.agent.quit()
        self.session.set_environment(DAYBOOK_NOW='2026-11-20T16:00:00Z')
        self.assertEqual(self.session.rows('summary')['created_at'], first['created_at'])
        self.assertEqual(self.session.rows('summary', '--refresh')['created_at'][:16], '2026-11-20T16:00')
        self.session.agent.quit()
        self.session.set_environment(DAYBOOK_NOW='2026-11-20T17:05:00Z')
        self.assertEqual(self.session.rows('summary')['created_at'][:16], '2026-11-20T17:05')

    def test_without_an_agent(self):
        self.start(bus=False)
        summary = self.session.rows('summary', '--from', '2026-11-16', '--to', '2026-11-20')
        self.assertEqual((summary['type'], summary['date'], summary['to']), ('range', None, '2026-11-20'))

    def test_what_cannot_be_summarized_is_said(self):
        self.start()
        for words in (('yearly',), ('daily', '--from', 'today'), ('--from', 'today', '--to', 'yesterday'),
                      ('--from', '2020-01-01', '--to', '2026-01-01'), ('--date', 'soon')):
            with self.subTest(words):
                self.session.ctl('summary', *words, status=2)

    def test_the_agent_makes_it_at_the_end_of_the_day(self):
        self.start()
        self.session.ctl('settings', 'summary_schedule', 'on')
        self.session.ctl('settings', 'summary_time', '16:45')
        self.session.agent.quit()
        # A quarter past five in Zurich: it is due when the agent starts.
        self.session.set_environment(DAYBOOK_NOW='2026-11-20T16:15:00Z')
        self.session.agent.get('Version')
        count = "SELECT COUNT(*) FROM summary WHERE type = 'daily'"
        wait('the summary is there', lambda: store_dump.query(self.session.database, count)[0][0] == 1)


if __name__ == '__main__':
    tap.main()
