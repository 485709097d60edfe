#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlook on a bad day: limits, errors, cut and foreign answers. Nothing is lost, nothing is taken for data that is
none, and the account says what is the matter."""

import datetime

import store_dump
import tap
from outlook_case import CALENDAR, DELTA, OutlookCase
from session import wait

HELPLESS = 50


class Trouble(OutlookCase):
    events = 40

    def start_synced(self, **options):
        self.start(**options)
        self.only_primary()
        self.sync()
        self.before = store_dump.dump(self.session.database)
        self.outlook.add_event(title='Brand new')
        self.simulator.reset_counts()

    def worker_sync(self, status):
        """The finished run and the error line of a sync by a worker of its own."""
        lines, _ = self.session.worker('sync', self.account, status=status)
        run = next((line for line in lines if line['event'] == 'run-finished'), None)
        error = next((line for line in lines if line['event'] == 'error'), None)
        return run, error

    def assert_kept(self, status='connected'):
        self.assertEqual([line.replace(f"'{status}'", "'connected'") for line in store_dump.dump(self.session.database)],
                         self.before)

    def assert_well_again(self):
        self.simulator.clear_faults()
        run, _ = self.worker_sync(0)
        self.assertEqual((run['mode'], run['created']), ('incremental', 1))
        self.assertEqual(self.state(), ('connected', None, None))
        self.assert_true()

    def test_a_token_that_expires_in_the_middle_is_refreshed_once(self):
        self.start('--set', 'page-size=10')
        self.only_primary()
        self.simulator.fault(kind='expired-401', match='skiptoken', skip=1)
        run, _ = self.worker_sync(0)
        self.assertEqual(run['status'], 'success')
        self.assertEqual(self.simulator.microsoft_signin.state()['counts']['refreshes'], 1)
        self.assert_true()

    def test_a_token_that_is_refused_for_ever_ends_in_a_sign_in(self):
        self.start_synced()
        self.simulator.fault(kind='expired-401', match=DELTA, count=HELPLESS)
        self.worker_sync(3)
        self.assertEqual(self.state(), ('needs_sign_in', None, 'auth_required'))
        self.assertEqual(self.simulator.requests(DELTA), 2)

    def test_a_short_wait_is_waited(self):
        for kind in ('rate-429', 'unavailable-503'):
            with self.subTest(kind):
                self.start_synced()
                self.simulator.fault(kind=kind, match=DELTA, retry_after=1)
                run, _ = self.worker_sync(0)
                self.assertEqual((run['status'], run['retries'], run['created'], run['requests']), ('success', 1, 1, 2))

    def test_a_long_wait_ends_the_run_with_the_time_to_come_back(self):
        self.start_synced()
        self.simulator.fault(kind='rate-429', match=DELTA, count=HELPLESS, retry_after=600)
        run, error = self.worker_sync(1)
        self.assertEqual((run['status'], run['error_code'], error['code']), ('partial', 'rate_limited', 'rate_limited'))
        self.assertEqual(self.state(), ('connected', 'rate_limit', 'rate_limited'))
        self.assertEqual(self.simulator.requests(DELTA), 1)
        account = self.session.account(self.account)
        told = datetime.datetime.fromisoformat(account['retry_at'].replace('Z', '+00:00'))
        distance = (told - datetime.datetime.now(datetime.timezone.utc)).total_seconds()
        self.assertTrue(500 < distance <= 600, distance)
        self.assert_kept()
        self.assert_well_again()

    def test_a_date_as_retry_after_is_read(self):
        self.start_synced()
        self.simulator.fault(kind='unavailable-503-date', match=DELTA, count=HELPLESS, retry_after=900)
        self.worker_sync(1)
        self.assertEqual(self.simulator.requests(DELTA), 1)
        self.assertIsNotNone(self.session.account(self.account)['retry_at'])
        self.assert_kept()

    def test_never_more_at_once_than_the_mailbox_allows(self):
        """One more at once would be refused, and tried again."""
        self.start('--set', 'page-size=5', set={'microsoft.concurrent': 4})
        runs = self.sync()
        self.assertEqual({run['retries'] for run in runs.values()}, {0})

    def test_a_calendar_that_may_not_be_read_any_more_is_its_own_trouble(self):
        self.start()
        self.sync()
        self.simulator.fault(kind='scope-403', match=f'{DELTA}.*projects', count=HELPLESS)
        self.outlook.add_event(title='Brand new')
        answer = self.session.ctl('sync', status=1)
        self.assertIn('does not let you', answer.err)
        # The other one was synced.
        self.assertIn('Brand new', [row[3] for row in self.shown()])

    def test_no_mailbox_is_explained(self):
        self.start(connect=False, set={'microsoft.no_mailbox': True})
        answer = self.session.connect_outlook(self.simulator, status=3)
        self.assertIn('no mailbox', answer.err)
        self.assertEqual(self.session.rows('accounts'), [])

    def test_answers_that_are_no_answers_change_nothing(self):
        for kind, codes in (('portal', ('invalid_response', 'network')), ('truncated-length', ('network', 'invalid_response')),
                            ('empty', ('invalid_response',))):
            with self.subTest(kind):
                self.start_synced()
                self.simulator.fault(kind=kind, match=DELTA, count=HELPLESS)
                run, error = self.worker_sync(1)
                self.assertEqual(run['status'], 'failed')
                self.assertIn(error['code'], codes)
                self.assertLessEqual(self.simulator.requests(DELTA), 9)
                # What did not come is tried again; what came and is no answer is shown.
                status = 'connected' if error['code'] == 'network' else 'error'
                self.assertEqual(self.state()[0], status)
                self.assert_kept(status)
                self.assert_well_again()

    def test_answers_that_are_spoilt_once_are_asked_for_again(self):
        self.start_synced()
        for kind in ('truncated-chunk', 'truncated-boundary', 'bad-json', 'two-roots', 'not-utf8', 'wrong-type', 'gzip-cut',
                     'reset', 'server-500'):
            with self.subTest(kind):
                title = f'After {kind}'
                self.outlook.add_event(title=title)
                self.simulator.fault(kind=kind, match=DELTA)
                run, _ = self.worker_sync(0)
                self.assertEqual(run['status'], 'success')
                self.assertIn(title, [row[3] for row in self.shown(back=1, ahead=1)])
        self.assert_true()

    def test_a_link_to_another_host_takes_no_token_along(self):
        self.start_synced()
        self.simulator.set(**{'microsoft.foreign_links': True})
        _, error = self.worker_sync(1)
        self.assertEqual(error['code'], 'forbidden')
        # check() looks for leaks; the canary may not even have been asked.
        log = self.simulator.log(headers=True)
        self.assertEqual([entry for entry in log if entry['origin'] == 'canary'], [])
        self.simulator.set(**{'microsoft.foreign_links': False})
        # Such a link was not kept either.
        self.worker_sync(0)
        self.assert_true()

    def test_a_redirect_to_another_host_takes_no_token_along(self):
        self.start_synced()
        for kind in ('redirect-canary', 'portal-redirect'):
            self.simulator.fault(kind=kind, match=DELTA, count=HELPLESS)
            self.session.worker('sync', self.account, status=1)
            self.simulator.clear_faults()
        log = self.simulator.log(headers=True)
        self.assertEqual([entry for entry in log if entry['origin'] == 'canary'], [])
        self.assert_kept()

    def test_a_failed_page_keeps_what_came_before_it(self):
        self.start('--set', 'page-size=10', events=60, set={'microsoft.order': 'master-first'})
        self.only_primary()
        self.simulator.fault(kind='server-500', match='skiptoken', skip=3, count=HELPLESS)
        run, _ = self.worker_sync(1)
        self.assertEqual(run['status'], 'failed')
        self.assertGreaterEqual(run['created'], 10)
        kept = store_dump.query(self.session.database, 'SELECT count(*) FROM event')[0][0]
        self.assertEqual(kept, run['created'])
        self.simulator.clear_faults()
        self.simulator.reset_counts()
        self.worker_sync(0)
        self.assertEqual([entry for entry in self.simulator.log() if 'startDateTime' in entry['target']], [])
        self.assert_true()

    def test_two_workers_take_turns(self):
        """An agent that came back, or a worker by hand: two rounds never write between each other's batches."""
        self.start('--set', 'page-size=10')
        self.only_primary()
        self.session.agent.quit()
        self.sync()
        self.simulator.fault(kind='stall', match=DELTA)
        first = self.session.start(self.session.environment['DAYBOOK_WORKER'], 'sync', self.account, '--full')
        while '"run-started"' not in first.line():
            pass
        # Else the second one would be the one that is kept waiting.
        wait('the first is kept waiting', lambda: self.simulator.control('counts')['faults'])
        self.simulator.reset_counts()
        second = self.session.start(self.session.environment['DAYBOOK_WORKER'], 'sync', self.account)
        first.signal(15)
        self.assertNotEqual(first.end().status, 0)
        self.assertEqual(second.end().status, 0)
        self.assert_true()

    def test_a_poisoned_item_is_put_aside_and_the_rest_arrives(self):
        self.start(events=10)
        self.only_primary()
        self.outlook.add_event(title='Poison', minutes=-90)
        run, _ = self.worker_sync(0)
        self.assertEqual(run['status'], 'success')
        self.assertNotIn('Poison', [row[3] for row in self.shown()])
        self.assertEqual(store_dump.query(self.session.database, 'SELECT count(*) FROM quarantine'), [(1,)])


if __name__ == '__main__':
    tap.main()
