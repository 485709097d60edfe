#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker is killed again and again, at intervals shorter than a whole run. It gets on, asks for no page more than
twice a kill, and the store ends as if nothing had happened."""

import collections
import os
import random
import re
import signal
import time

import store_dump
import tap
from google_case import LIST, GoogleCase
from session import Session, wait

LATENCY = 0.03
MOST_KILLS = 80


class Kills(GoogleCase):
    events = 600

    def start_pair(self):
        """Two sessions at one simulator: the workers of the second are killed."""
        self.start('--set', 'page-size=50')
        self.calm = self.session
        self.session = Session()
        self.session.__enter__()
        self.addCleanup(self.session.close)
        self.simulator.write_providers(self.session.providers_ini)
        self.account = self.session.connect_google(self.simulator, '--set', 'page-size=50')
        # Nobody else finishes what a killed worker has begun.
        for session in (self.calm, self.session):
            session.agent.quit()

    def run_calmly(self):
        """The requests of a run that nobody kills."""
        self.simulator.reset_counts()
        self.simulator.set(latency=LATENCY)
        self.calm.worker('sync')
        return self.simulator.requests(LIST)

    def run_killed(self, seed):
        """How often it was killed until a run came to its end: each time after two to four pages, somewhere between
        the request and what is written of its answer."""
        dice = random.Random(seed)
        self.simulator.reset_counts()
        for kills in range(MOST_KILLS):
            before = self.simulator.requests(LIST)
            pages = dice.randint(2, 4)
            program = self.session.start(self.session.environment['DAYBOOK_WORKER'], 'sync', self.account)
            while program.running and self.simulator.requests(LIST) < before + pages:
                pass
            moment = time.monotonic() + dice.uniform(0, 1.5 * LATENCY)
            while program.running and time.monotonic() < moment:
                pass
            if program.running:
                program.signal(signal.SIGKILL)
            answer = program.end()
            if answer.status == 0:
                return kills
            self.assertEqual(answer.status, -signal.SIGKILL, answer)
        self.fail(f'{MOST_KILLS} kills and no end')

    def check_pages(self, kills, pages):
        fetched = collections.Counter(re.sub(r'syncToken=[^&]*', '', entry['target'])
                                      for entry in self.simulator.log(match=LIST))
        print(f'# {kills} kills, {sum(fetched.values())} requests for {pages} pages, one at most {max(fetched.values())} times')
        self.assertGreaterEqual(kills, 2)
        self.assertLessEqual(sum(fetched.values()), pages + 2 * kills)
        self.assertLessEqual(max(fetched.values()), 1 + 2 * kills)

    def check_equal(self):
        self.assertEqual(store_dump.dump(self.session.database), store_dump.dump(self.calm.database))
        runs = self.session.rows('sync-log', '--limit', '200')
        self.assertNotIn('running', {run['status'] for run in runs})
        self.simulator.set(latency=0)
        self.assert_true(back=1, ahead=2)

    def test_a_first_sync(self):
        self.start_pair()
        pages = self.run_calmly()
        self.assertGreaterEqual(pages, 12)
        kills = self.run_killed(1)
        self.check_pages(kills, pages)
        self.check_equal()

    def test_a_full_round_with_deletions(self):
        """Rows vanish in the sweep after the last page, and in no earlier run."""
        self.start_pair()
        for session in (self.calm, self.session):
            session.worker('sync')
        self.simulator.google.change_events(percent=10)
        self.simulator.google.expire_sync_tokens()
        pages = self.run_calmly()
        self.check_pages(self.run_killed(2), pages)
        self.check_equal()

    def test_a_round_by_token(self):
        self.start_pair()
        for session in (self.calm, self.session):
            session.worker('sync')
        self.simulator.google.change_events(count=400, kinds='title,move,respond')
        pages = self.run_calmly()
        self.check_pages(self.run_killed(3), pages)
        self.check_equal()
        self.kill_a_scheduled_one()

    def kill_a_scheduled_one(self):
        """One that found nothing yet has no row, and still is in the log."""
        self.simulator.fault(kind='stall', match=LIST)
        before = self.simulator.requests(LIST)
        program = self.session.start(self.session.environment['DAYBOOK_WORKER'], 'sync', '--trigger', 'schedule')
        wait('it has asked', lambda: self.simulator.requests(LIST) > before)
        self.assertEqual(self.runs_of('schedule'), [])
        program.signal(signal.SIGKILL)
        program.end()
        self.session.worker('sync')
        self.assertEqual(self.runs_of('schedule'), ['interrupted'])

    def runs_of(self, trigger):
        return [run['status'] for run in self.session.rows('sync-log', '--limit', '200') if run['trigger'] == trigger]

    def test_an_agent_that_is_killed_goes_on_where_it_was(self):
        self.start('--set', 'page-size=50')
        self.simulator.set(latency=LATENCY)
        for _ in range(3):
            self.session.agent.sync(self.account)
            before = len(self.simulator.log(match=LIST))
            wait('it has fetched two pages', lambda: len(self.simulator.log(match=LIST)) >= before + 2)
            pid = self.session.agent.pid
            os.kill(pid, signal.SIGKILL)
            wait('agent and worker are gone', lambda: not self.session.agent.owner
                 and not self.session.processes('daybook-worker'))
        self.simulator.set(latency=0)
        self.sync()
        self.assert_true()


if __name__ == '__main__':
    tap.main()
