#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three of ten exchanges go wrong, in fourteen ways (simulator: core/faults.py, BY_CHANCE). In the end the store holds
what it holds without faults, and the service was not asked more than four times as often.

Each seed is a case. DAYBOOK_E2E_SEEDS=100 (or DAYBOOK_NIGHTLY=1: 20) runs more than the three of a usual run."""

import os
import unittest

import calendar_truth
import slack_case
import store_dump
import tap
from session import Session, Simulator

SEEDS = int(os.environ.get('DAYBOOK_E2E_SEEDS', '20' if os.environ.get('DAYBOOK_NIGHTLY') else '3'))
RATE = 0.3
RUNS = 12


class Faults(unittest.TestCase):
    """Two sessions at one simulator: what happens to `spoilt` never happens to `clean`."""

    kinds = {}
    runs = RUNS

    def start(self, seed):
        self.seed = seed
        self.simulator = Simulator(events=80, seed=7, feeds='team=60', retry_after=1)
        self.simulator.start()
        self.addCleanup(self.simulator.stop)
        # Three of ten requests come again: what they may cost in a minute is another test's matter.
        self.simulator.set(**{'gmail.units_per_minute': 0})
        self.sessions = {}
        for name in ('clean', 'spoilt'):
            session = Session()
            session.__enter__()
            self.addCleanup(session.close)
            self.simulator.write_providers(session.providers_ini)
            self.sessions[name] = session
        self.requests = {'clean': 0, 'spoilt': 0}

    def settle(self, step, is_whole=lambda session: True):
        """Both sync until all is there, the one with faults as often as it takes."""
        for name, session in self.sessions.items():
            self.simulator.reset_counts()
            if name == 'spoilt':
                self.simulator.fault_rate(rate=RATE, seed=self.seed * 100 + step, **self.kinds)
            for attempt in range(self.runs):
                answer = session.run(session.environment['DAYBOOK_WORKER'], 'sync', status=None, deadline=100)
                self.assertIn(answer.status, (0, 1) if name == 'spoilt' else (0,), answer)
                if answer.status == 0 and is_whole(session):
                    break
            self.assertEqual(answer.status, 0, answer)
            self.assertTrue(is_whole(session))
            self.requests[name] += self.simulator.requests()
            counts = self.simulator.control('counts')
            self.assertEqual((counts['leaks'], counts['crashes'], counts['refused']), ([], [], []))
            if name == 'spoilt':
                self.faults = counts['faults']
            self.simulator.clear_faults()
        dumps = {name: store_dump.dump(session.database) for name, session in self.sessions.items()}
        self.assertEqual(dumps['spoilt'], dumps['clean'])

    def tell(self):
        print(f"# seed {self.seed}: {self.requests['spoilt']} requests instead of {self.requests['clean']}")
        # Chance may spoil little of a feed's nine requests, and not every fault costs another one.
        self.assertGreaterEqual(self.requests['spoilt'], self.requests['clean'])
        self.assertLessEqual(self.requests['spoilt'], 4 * self.requests['clean'])

    def google(self, seed):
        self.start(seed)
        for session in self.sessions.values():
            session.connect_google(self.simulator, '--set', 'page-size=12')
        self.settle(1)
        self.simulator.google.change_events(percent=20)
        self.settle(2)
        self.simulator.google.change_events(percent=5, kinds='title,move,delete')
        self.simulator.google.expire_sync_tokens()
        self.settle(3)
        session = self.sessions['spoilt']
        self.assertEqual(calendar_truth.shown(session, *calendar_truth.days()),
                         calendar_truth.google(self.simulator, session, *calendar_truth.days()))
        self.tell()

    def gmail(self, seed):
        self.start(seed)
        for session in self.sessions.values():
            session.connect_by_browser(self.simulator, 'gmail', '--set', 'messages=60')
            # Its own first sync would run beside the ones that are compared here.
            session.agent.quit()
        self.settle(1)
        for step in range(2, 8):
            mails = [each['id'] for each in self.simulator.gmail.mails(limit=60) if 'UNREAD' in each['labelIds']]
            for number in range(3):
                self.simulator.gmail.add_mail(subject=f'New {step}.{number}', text='Please answer. ' * step)
            self.simulator.gmail.label_mail(mail=mails[0], remove='UNREAD')
            self.simulator.gmail.label_mail(mail=mails[1], add='TRASH')
            self.simulator.gmail.delete_mail(mail=mails[2])
            if step % 3 == 0:
                self.simulator.gmail.expire_history()
            self.settle(step)
        self.tell()

    def outlook(self, seed):
        self.start(seed)
        for session in self.sessions.values():
            session.connect_outlook(self.simulator, '--set', 'page-size=12')
            # Its own first sync would run beside the ones that are compared here.
            session.agent.quit()
        self.settle(1)
        self.simulator.microsoft.change_events(percent=20)
        series = self.simulator.microsoft.add_event(title='Stand-up', rule='FREQ=DAILY;COUNT=30')
        self.settle(2)
        self.simulator.microsoft.cancel_instance(event=series, number=3)
        self.simulator.microsoft.move_instance(event=series, number=5)
        self.simulator.microsoft.change_events(percent=5, seed=2)
        self.settle(3)
        self.simulator.microsoft.expire_delta_tokens()
        self.settle(4)
        session = self.sessions['spoilt']
        self.assertEqual(calendar_truth.shown(session, *calendar_truth.days()),
                         calendar_truth.outlook(self.simulator, session, *calendar_truth.days()))
        self.tell()

    def slack(self, seed):
        def is_whole(session):
            return not slack_case.unfinished(session)

        self.start(seed)
        self.simulator.set(**{'slack.tiers': False})
        for session in self.sessions.values():
            session.connect_by_browser(self.simulator, 'slack')
            session.agent.quit()
        self.settle(1, is_whole)
        root = self.simulator.slack.add_message(channel='launch', text='Who reviews?', user='ana@example.com')
        gone = self.simulator.slack.add_message(channel='D0000000', text='Never mind')
        self.settle(2, is_whole)
        self.simulator.slack.add_message(channel='launch', text='I do', thread_ts=root)
        self.simulator.slack.delete_message(channel='D0000000', ts=gone)
        self.simulator.slack.react(channel='launch', ts=root)
        self.settle(3, is_whole)
        self.tell()

    def notion(self, seed):
        self.start(seed)
        self.simulator.set(**{'notion.rate_limit': 0})
        token = self.simulator.notion.issue()
        for session in self.sessions.values():
            session.connect('notion', '--secret-stdin', stdin=token + '\n')
            session.agent.quit()
        self.settle(1)
        for step in range(2, 6):
            pages = [page['id'] for page in self.simulator.notion.pages() if page['object'] == 'page' and not page['in_trash']]
            self.simulator.notion.add_page(title=f'New {step}', text='Please read')
            self.simulator.notion.edit_page(page=pages[step], title=f'Edited {step}', text='Other text', editor=step)
            self.simulator.notion.trash_page(page=pages[step + 10])
            self.settle(step)
        self.tell()

    def feed(self, seed):
        self.start(seed)
        for session in self.sessions.values():
            session.connect('ics', '--url', self.simulator.feed('team', True))
        for step in range(1, 9):
            self.settle(step)
            self.simulator.ics.change_events(name='team', percent=5, seed=step)
        self.tell()


    def github(self, seed):
        # A pasted token that is refused is over, and GitHub's limits end a run: they want a minute.
        self.kinds = {'kinds': 'rate-429,rate-429-date,rate-403,unavailable-503,server-500,truncated-length,truncated-chunk,'
                               'truncated-boundary,reset,empty,portal,bad-json,slow'}
        self.runs = 3 * RUNS
        self.start(seed)
        token = self.simulator.github.issue()
        for session in self.sessions.values():
            session.connect('github', '--sign-in', 'token', '--secret-stdin', stdin=token + '\n')
        self.settle(1)
        for step in (2, 3):
            self.simulator.clock(advance=60)
            for repository in self.simulator.github.repositories()[:3]:
                self.simulator.github.add_commit(repository=repository['full_name'], message=f'Step {step}')
                self.simulator.github.add_issue(repository=repository['full_name'], title=f'Step {step}', pull=step == 2)
            self.settle(step)
        self.tell()


for number in range(1, SEEDS + 1):
    setattr(Faults, f'test_google_seed_{number}', lambda self, seed=number: self.google(seed))
    setattr(Faults, f'test_gmail_seed_{number}', lambda self, seed=number: self.gmail(seed))
    setattr(Faults, f'test_outlook_seed_{number}', lambda self, seed=number: self.outlook(seed))
    setattr(Faults, f'test_slack_seed_{number}', lambda self, seed=number: self.slack(seed))
    setattr(Faults, f'test_notion_seed_{number}', lambda self, seed=number: self.notion(seed))
    setattr(Faults, f'test_github_seed_{number}', lambda self, seed=number: self.github(seed))
    setattr(Faults, f'test_feed_seed_{number}', lambda self, seed=number: self.feed(seed))


if __name__ == '__main__':
    tap.main()
