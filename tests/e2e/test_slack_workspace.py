#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slack in a large workspace: what a run costs, that every channel has its turn, and an app that Slack slows down."""

import json

import store_dump
import tap
from slack_case import ANA, HISTORY, SEARCH, SlackCase

BUDGET = 40


class Large(SlackCase):
    def start(self, *words, **settings):
        super().start(*words, **settings)
        # Its own first sync would be counted here.
        self.session.agent.quit()

    def run_once(self):
        """Syncs; what it cost."""
        self.simulator.reset_counts()
        self.sync()
        # More than a page of finds is paid for by the channels.
        self.assertLessEqual(self.simulator.requests(), BUDGET + 1)
        return self.simulator.requests()

    def is_beyond_a_page(self, key):
        """Of reactions, and of threads that began before the window, Slack's lists tell the hundred newest."""
        return key[3] == 'reactions' or (key[1] and self.is_old(key[1], self.first()))

    def test_three_hundred_channels(self):
        """One search and forty requests a run; the others take turns until all are counted."""
        self.start(channels=300)
        self.assertGreater(len([row for row in self.session.rows('sources') if row['enabled']]), 250)
        runs = 0
        while self.unfinished():
            runs += 1
            self.assertLess(runs, 40, self.unfinished())
            self.run_once()
        print(f'# {runs} runs until everything was read')
        self.assertGreater(runs, 6)
        self.assert_true_but_for(self.is_beyond_a_page)
        # Where one writes is read at once, wherever it stands in the turn.
        channel = self.session.sources()['C0000250']
        self.simulator.slack.add_message(channel='C0000250', text='Here', user=ANA)
        for _turn in range(2):  # the searches for me and for mentions take turns
            self.run_once()
        self.assertIn(channel['id'], [row['id'] for row in self.session.rows('sources')])
        self.assert_true_but_for(self.is_beyond_a_page)
        # A run without news costs no more either, and changes nothing.
        before = self.rows()
        self.run_once()
        self.assertEqual(self.simulator.requests(SEARCH), 1)
        self.assertEqual(self.rows(), before)

    def test_days_say_since_when_they_are_counted(self):
        self.start(channels=40)
        self.sync()
        for id, (_count, _body, detail) in self.rows().items():
            if id.endswith(('/sent', '/received', '/reactions')):
                self.assertRegex(json.loads(detail)['since'], r'^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$')

    def test_app_that_is_slowed_down(self):
        """Pages of fifteen messages, one a minute (providers.md 5.2): everything arrives, only later, and it is said."""
        self.start(channels=2, tiers=True, history_limited=True)
        for id, source in self.session.sources().items():
            if id not in ('C0000000', 'D0000002'):
                self.session.ctl('source', source['id'], '--disable')
        self._joined = {'C0000000', 'D0000002'}
        self.sync(status=None)
        status, reason, code = self.state()
        self.assertEqual((status, reason, code), ('connected', 'rate_limit', 'rate_limited'))
        said = set()
        for _minute in range(60):
            self.simulator.clock(advance=61)
            self.simulator.reset_counts()
            self.sync(status=None)
            said.add(self.session.account(self.account)['last_error'])
            self.assertLessEqual(self.simulator.requests(HISTORY), 4)
            if not self.unfinished() and self.state()[1] is None:
                break
        self.assertEqual(self.unfinished(), [])
        self.simulator.clock(run=True)
        self.assert_true_but_for(lambda key: key[1])

    def assert_true_but_for(self, left_out):
        counts, mentions = self.counted()
        real, spoken = self.truth()
        self.assertEqual({key: n for key, n in counts.items() if not left_out(key)},
                         {key: n for key, n in real.items() if not left_out(key)})
        self.assertEqual({id for id in mentions if id.count('/') == 1}, {id for id in spoken if id.count('/') == 1})


if __name__ == '__main__':
    tap.main()
