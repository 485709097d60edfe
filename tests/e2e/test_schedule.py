#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the agent does by itself with accounts: when it syncs, what it joins, and what becomes of a source that kills
its worker."""

import datetime
import os
import signal

import tap
from gi.repository import GLib
from google_case import ANA, LIST, GoogleCase
from session import Late, wait


class Schedule(GoogleCase):
    events = 15

    def at(self, text):
        return datetime.datetime.fromisoformat(text.replace('Z', '+00:00')).timestamp()

    def set_account(self, *words):
        self.session.ctl('account', self.account, *words)

    def test_a_new_account_is_planned_within_half_a_minute(self):
        self.start()
        next_sync = wait('it is planned', lambda: self.session.agent.get('NextSync'))
        self.assertLessEqual(next_sync - datetime.datetime.now().timestamp(), 31)

    def test_a_synced_account_is_planned_after_its_interval(self):
        self.start()
        self.sync()
        account = wait('it is planned', lambda: self.account_when(
            lambda row: row['next_sync_at'] and self.at(row['next_sync_at']) > self.at(row['last_sync_at']) + 600))
        interval = self.at(account['next_sync_at']) - self.at(account['last_sync_at'])
        self.assertTrue(895 <= interval <= 1000, interval)
        self.assertEqual(self.session.agent.get('NextSync'), self.at(account['next_sync_at']))

    def account_when(self, condition):
        row = self.session.account(self.account)
        return row if condition(row) else None

    def test_what_is_due_is_synced_when_the_agent_starts(self):
        self.start()
        self.sync()
        self.simulator.google.add_event(title='Brand new')
        self.simulator.clock(advance=2 * 3600)
        self.session.agent.quit()
        # Two hours later: overdue accounts run within half a minute, spread.
        later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=2)
        self.session.set_environment(DAYBOOK_NOW=later.strftime('%Y-%m-%dT%H:%M:%SZ'))
        next_sync = self.session.agent.get('NextSync')
        self.assertLessEqual(next_sync, later.timestamp() + 40)

    def test_an_interval_of_its_own(self):
        self.start()
        self.set_account('--set', 'interval=120')
        self.sync()
        account = wait('it is planned', lambda: self.account_when(
            lambda row: row['next_sync_at'] and self.at(row['next_sync_at']) - self.at(row['last_sync_at']) > 7000))
        self.assertLessEqual(self.at(account['next_sync_at']) - self.at(account['last_sync_at']), 8000)

    def test_after_a_limit_it_waits_as_long_as_the_service_says(self):
        self.start()
        self.sync()
        self.simulator.fault(kind='rate-429', match=LIST, count=9, retry_after=1800)
        job = self.session.agent.sync(self.account, trigger='schedule')[0]
        self.assertEqual(job.finished()[0], 'rate_limited')
        account = wait('it is planned', lambda: self.account_when(
            lambda row: row['next_sync_at'] and row['retry_at'] and row['next_sync_at'] >= row['retry_at']))
        self.assertEqual((account['status'], account['reason'], account['failures']), ('connected', 'rate_limit', 1))

    def test_an_account_that_needs_a_person_is_not_planned(self):
        self.start()
        self.sync()
        self.simulator.google_signin.revoke()
        self.session.ctl('sync', status=3)
        wait('not planned', lambda: self.session.agent.get('NextSync') == 0)
        wait('attention', lambda: self.session.agent.get('Attention') == [self.account])

    def test_pausing_all_syncs(self):
        self.start()
        self.sync()
        wait('planned', lambda: self.session.agent.get('NextSync') != 0)
        self.session.ctl('settings', 'sync_paused', 'on')
        wait('not planned', lambda: self.session.agent.get('NextSync') == 0)
        self.session.ctl('settings', 'sync_paused', 'off')
        wait('planned again', lambda: self.session.agent.get('NextSync') != 0)

    def test_a_sync_that_runs_is_joined(self):
        self.start()
        self.simulator.set(latency=0.3)
        agent = self.session.agent
        first, = agent.sync()
        second, = agent.sync()
        self.assertEqual(first.path, second.path)
        self.assertEqual(first.finished()[0], '')
        self.simulator.set(latency=0)
        self.assertEqual(self.simulator.requests(LIST, f'{ANA} {ANA}'), 1)

    def test_more_than_ten_by_hand_in_a_minute_are_refused(self):
        self.start()
        agent = self.session.agent
        for _ in range(10):
            agent.sync(self.account)[0].finished()
        with self.assertRaises(GLib.Error) as raised:
            agent.sync(self.account)
        self.assertIn('Error.rate_limited', raised.exception.message)

    def test_progress_and_runs_are_told(self):
        self.start('--set', 'page-size=5')
        job, = self.session.agent.sync(self.account)
        error, result = job.finished()
        self.assertEqual(error, '')
        self.assertEqual(len(result['runs']), 2)
        self.assertGreaterEqual(job.get('Done'), 10)
        self.assertEqual({run['id'] for run in self.session.rows('sync-log')}, set(result['runs']))

    def worker(self):
        return wait('a worker runs', lambda: self.session.processes('daybook-worker', 'sync'))[0]

    def health(self):
        account = self.session.account(self.account)
        return account['status'], account['health'], account['last_error']

    def hanging(self):
        return sum(script['hits'] for script in self.simulator.faults()['scripts'])

    def test_a_source_that_kills_its_worker_is_tried_alone_then_put_aside(self):
        self.start()
        self.session.ctl('settings', 'sync_paused', 'on')
        # Whoever asks for Ana's calendar dies of it.
        self.simulator.fault(kind='stall', match=r'calendars/ana', count=-1)
        self.session.agent.sync(self.account)
        for death in (1, 2):
            wait(f'worker {death} hangs', lambda: self.hanging() == death)
            os.kill(self.worker(), signal.SIGKILL)
        wait('it is put aside', lambda: self.session.sources()[ANA]['state'] == 'quarantined')
        runs = self.session.rows('sync-log')
        self.assertEqual([run['status'] for run in runs if run['source'] == self.primary], ['interrupted'] * 2)
        # The others go on without it.
        self.simulator.clear_faults()
        runs = self.sync()
        self.assertNotIn(ANA, runs)
        self.assertEqual({run['status'] for run in runs.values()}, {'success'})
        # What is left out is said and named.
        account = self.session.account(self.account)
        self.assertEqual((account['status'], account['health'], account['error_code']),
                         ('connected', 'Synced, but not everything', 'internal'))
        self.assertIn(self.session.sources()[ANA]['name'], account['last_error'])
        # A person may try it again.
        self.session.ctl('source', self.primary, '--retry')
        self.assertEqual(self.sync()[ANA]['status'], 'success')
        self.assert_true()
        self.assertEqual(self.health(), ('connected', 'Synced', None))
        # Nothing that is on is nothing that is synced.
        for source in self.session.sources().values():
            self.session.ctl('source', source['id'], '--disable')
        self.assertEqual(self.health(), ('connected', 'Nothing is switched on', None))
        self.sync()
        self.assertEqual(self.health(), ('connected', 'Nothing is switched on', None))

    def test_one_crash_is_forgiven(self):
        self.start()
        self.session.ctl('settings', 'sync_paused', 'on')
        self.simulator.fault(kind='stall', match=r'calendars/ana', count=1)
        self.session.agent.sync(self.account)
        wait('the worker hangs', lambda: self.hanging() == 1)
        os.kill(self.worker(), signal.SIGKILL)
        wait('the second try brought it', lambda: [run for run in self.session.rows('sync-log')
                                                   if run['source'] == self.primary and run['status'] == 'success'])
        self.assertNotEqual(self.session.sources()[ANA]['state'], 'quarantined')

    def test_unchanged_scheduled_runs_are_one_line_in_the_log(self):
        self.start()
        self.sync()
        for _ in range(3):
            self.session.agent.sync(self.account, trigger='schedule')[0].finished()
        runs = [run for run in self.session.rows('sync-log') if run['source'] == self.primary]
        self.assertEqual([(run['trigger'], run['repeated']) for run in runs][:2], [('schedule', 3), ('manual', 1)])

    def test_a_worker_that_hangs_can_be_cancelled(self):
        self.start()
        self.simulator.fault(kind='stall', match=LIST, count=-1)
        job, = self.session.agent.sync(self.account)
        wait('it hangs', self.hanging)
        job.cancel()
        self.assertEqual(job.finished(8)[0], 'cancelled')
        with self.assertRaises(Late):
            wait('nothing follows', lambda: self.session.processes('daybook-worker', 'sync'), 0.3)


if __name__ == '__main__':
    tap.main()
