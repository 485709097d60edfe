#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Google Calendar on a bad day: limits, errors, cut and foreign answers. Nothing is lost, nothing is taken for data
that is none, and the account says what is the matter."""

import datetime
import re

import calendar_truth
import store_dump
import tap
from google_case import ANA, LIST, GoogleCase
from session import is_sanitized, wait

HELPLESS = 50


class Trouble(GoogleCase):
    events = 40

    def start_synced(self, **options):
        self.start(**options)
        self.only_primary()
        self.sync()
        self.before = store_dump.dump(self.session.database)
        self.simulator.google.add_event(title='Brand new')
        self.simulator.reset_counts()

    def worker_sync(self, status):
        """The finished run and the error line of a sync by a worker of its own."""
        lines, _ = self.session.worker('sync', self.account, status=status)
        run = next((line for line in lines if line['event'] == 'run-finished'), None)
        error = next((line for line in lines if line['event'] == 'error'), None)
        return run, error

    def assert_kept(self, status='connected'):
        """What was synced before is as it was; the cursor, too."""
        self.assertEqual([line.replace(f"'{status}'", "'connected'") for line in store_dump.dump(self.session.database)],
                         self.before)

    def assert_well_again(self):
        self.simulator.clear_faults()
        run, _ = self.worker_sync(0)
        self.assertEqual((run['mode'], run['created']), ('incremental', 1))
        self.assertEqual(self.state(), ('connected', None, None))
        self.assert_true()

    def test_a_short_wait_is_waited(self):
        for kind in ('rate-429', 'unavailable-503'):
            with self.subTest(kind):
                self.start_synced()
                self.simulator.fault(kind=kind, match=LIST, retry_after=1)
                run, _ = self.worker_sync(0)
                self.assertEqual((run['status'], run['retries'], run['created'], run['requests']), ('success', 1, 1, 2))

    def test_a_long_wait_ends_the_run_with_the_time_to_come_back(self):
        self.start_synced()
        self.simulator.fault(kind='rate-429', match=LIST, count=HELPLESS, retry_after=600)
        run, error = self.worker_sync(1)
        self.assertEqual((run['status'], run['error_code'], error['code']), ('partial', 'rate_limited', 'rate_limited'))
        self.assertEqual(self.state(), ('connected', 'rate_limit', 'rate_limited'))
        self.assertEqual(self.simulator.requests(LIST), 1)
        account = self.session.account(self.account)
        told = datetime.datetime.fromisoformat(account['retry_at'].replace('Z', '+00:00'))
        distance = (told - datetime.datetime.now(datetime.timezone.utc)).total_seconds()
        self.assertTrue(500 < distance <= 600, distance)
        logged = self.session.rows('sync-log', '--limit', '1')[0]
        self.assertEqual((logged['status'], logged['retry_at']), ('partial', account['retry_at']))
        self.assert_kept()
        self.assert_well_again()

    def test_a_date_as_retry_after_is_read(self):
        self.start_synced()
        self.simulator.fault(kind='unavailable-503-date', match=LIST, count=HELPLESS, retry_after=900)
        self.worker_sync(1)
        self.assertEqual(self.simulator.requests(LIST), 1)
        self.assertIsNotNone(self.session.account(self.account)['retry_at'])
        self.assert_kept()

    def test_limits_of_google_told_as_403_are_limits(self):
        for kind in ('rate-403', 'user-rate-403'):
            with self.subTest(kind):
                self.start_synced()
                self.simulator.fault(kind=kind, match=LIST)
                run, _ = self.worker_sync(0)
                self.assertEqual((run['status'], run['created']), ('success', 1))

    def test_a_daily_limit_is_not_hammered(self):
        self.start_synced()
        self.simulator.fault(kind='daily-403', match=LIST, count=HELPLESS)
        self.session.worker('sync', self.account, status=1)
        self.assertLessEqual(self.simulator.requests(LIST), 3)
        self.assertEqual(self.state()[:2], ('connected', 'rate_limit'))
        self.assert_kept()

    def test_a_forbidden_project_is_the_accounts_error(self):
        for kind in ('not-configured-403', 'policy-403', 'scope-403'):
            with self.subTest(kind):
                self.start_synced()
                self.simulator.fault(kind=kind, match=LIST, count=HELPLESS)
                lines, answer = self.session.worker('sync', self.account, status=None)
                self.assertIn(self.state()[0], ('error', 'needs_sign_in'))
                self.assertIn(answer.status, (1, 3))
                self.assertEqual(self.state()[1] == 'admin_approval', kind == 'policy-403', self.state())
                self.assertEqual(self.simulator.requests(LIST), 1)
                self.assert_kept_events()

    def assert_kept_events(self):
        self.assertEqual([line for line in store_dump.dump(self.session.database) if line.startswith('event')],
                         [line for line in self.before if line.startswith('event')])

    def test_answers_that_are_no_answers_change_nothing(self):
        """Each is tried a few times, then the run fails; afterwards the next one goes on from the old cursor."""
        for kind, codes in (('portal', ('invalid_response', 'network')), ('truncated-length', ('network', 'invalid_response')),
                            ('empty', ('invalid_response',))):
            with self.subTest(kind):
                self.start_synced()
                self.simulator.fault(kind=kind, match=LIST, count=HELPLESS)
                run, error = self.worker_sync(1)
                self.assertEqual(run['status'], 'failed')
                self.assertIn(error['code'], codes)
                self.assertLessEqual(self.simulator.requests(LIST), 9)
                # What did not come is tried again; what came and is no answer is shown.
                status = 'connected' if error['code'] == 'network' else 'error'
                self.assertEqual(self.state()[0], status)
                self.assert_kept(status)
                self.assert_well_again()

    def test_answers_that_are_spoilt_once_are_asked_for_again(self):
        self.start_synced()
        for kind in ('truncated-chunk', 'truncated-boundary', 'bad-json', 'two-roots', 'not-utf8',
                     'wrong-type', 'gzip-cut', 'reset', 'server-500'):
            with self.subTest(kind):
                title = f'After {kind}'
                self.simulator.google.add_event(title=title)
                self.simulator.fault(kind=kind, match=LIST)
                run, _ = self.worker_sync(0)
                self.assertEqual(run['status'], 'success')
                self.assertIn(title, [row[3] for row in calendar_truth.shown(self.session, *calendar_truth.days(back=1, ahead=1))])
        self.assert_true()

    def test_honest_encodings_are_read(self):
        self.start_synced()
        for kind in ('gzip', 'chunked', 'close-delimited', 'slow'):
            title = f'By {kind}'
            self.simulator.google.add_event(title=title)
            self.simulator.fault(kind=kind, match=LIST)
            run, _ = self.worker_sync(0)
            self.assertEqual((run['retries'], run['requests']), (0, 1), kind)
            self.assertIn(title, [row[3] for row in calendar_truth.shown(self.session, *calendar_truth.days(back=1, ahead=1))])

    def test_bombs_end_in_an_error_and_not_in_the_memory(self):
        self.start_synced()
        for kind in ('gzip-bomb', 'deep-json', 'huge'):
            with self.subTest(kind):
                self.simulator.fault(kind=kind, match=LIST, count=HELPLESS)
                limit = 'unlimited' if is_sanitized() else '900000'
                answer = self.session.run('/bin/sh', '-c', f'ulimit -v {limit}; exec "$@"', 'sh',
                                          self.session.environment['DAYBOOK_WORKER'], 'sync', self.account, status=1)
                self.simulator.clear_faults()
                self.assertRegex(answer.out, 'too_large|invalid_response')
                self.assert_kept('error')

    def test_a_redirect_to_another_host_takes_no_token_along(self):
        self.start_synced()
        for kind in ('redirect-canary', 'portal-redirect'):
            self.simulator.fault(kind=kind, match=LIST, count=HELPLESS)
            self.session.worker('sync', self.account, status=1)
            self.simulator.clear_faults()
        # check() looks for leaks; the canary may not even have been asked.
        log = self.simulator.log(headers=True)
        self.assertEqual([entry for entry in log if entry['origin'] == 'canary'], [])
        self.assert_kept()

    def test_a_service_that_cannot_be_reached_is_a_reason(self):
        self.start_synced()
        text = self.session.providers_ini.read_text()
        self.session.providers_ini.write_text(re.sub(r'^api-url=http://127\.0\.0\.1:\d+(/google/calendar)',
                                                     r'api-url=http://127.0.0.1:9\1', text, flags=re.MULTILINE))
        run, error = self.worker_sync(1)
        self.assertEqual((run['status'], error['code']), ('failed', 'network'))
        self.assertEqual(self.state(), ('connected', 'offline', 'network'))
        self.session.providers_ini.write_text(text)
        self.assert_well_again()

    def test_plain_http_is_refused_for_other_hosts(self):
        self.start_synced()
        text = self.session.providers_ini.read_text()
        self.session.providers_ini.write_text(text.replace('http://127.0.0.1', 'http://192.0.2.1'))
        answer = self.session.ctl('sync', status=None, deadline=60)
        self.assertNotEqual(answer.status, 0)
        self.assertNotIn('192.0.2.1', ''.join(entry['target'] for entry in self.simulator.log()))
        self.assert_kept_events()

    def test_a_failed_page_keeps_what_came_before_it(self):
        self.start('--set', 'page-size=10', events=60)
        self.only_primary()
        self.simulator.fault(kind='server-500', match='pageToken', skip=2, count=HELPLESS)
        run, _ = self.worker_sync(1)
        self.assertEqual((run['status'], run['created']), ('failed', 30))
        self.assertEqual(store_dump.query(self.session.database, 'SELECT count(*) FROM event WHERE kind <> 3'), [(30,)])
        self.simulator.clear_faults()
        self.simulator.reset_counts()
        run, _ = self.worker_sync(0)
        # Three pages of six were there.
        self.assertLessEqual(self.simulator.requests(LIST), 4)
        self.assert_true()

    def test_a_poisoned_item_is_put_aside_and_the_rest_arrives(self):
        self.start(events=10)
        self.only_primary()
        self.simulator.google.add_event(title='Poison', minutes=-90)
        run, _ = self.worker_sync(0)
        self.assertEqual(run['status'], 'success')
        rows = [row for row in calendar_truth.google(self.simulator, self.session, *calendar_truth.days()) if row[3] != 'Poison']
        self.assertEqual([row for row in calendar_truth.shown(self.session, *calendar_truth.days()) if row[3] != 'Poison'], rows)

    def test_cancelling_a_sync_keeps_what_it_brought(self):
        self.start('--set', 'page-size=10', events=60)
        self.only_primary()
        self.simulator.fault(kind='stall', match='pageToken', skip=2, count=1)
        job = self.session.agent.sync(self.account)[0]
        wait('three pages are there',
             lambda: store_dump.query(self.session.database, 'SELECT count(*) FROM event WHERE kind <> 3') == [(30,)])
        job.cancel()
        self.assertEqual(job.finished()[0], 'cancelled')
        self.assertEqual(self.session.rows('sync-log', '--limit', '1')[0]['status'], 'cancelled')
        self.assertEqual(self.state()[0], 'connected')
        self.sync()
        self.assert_true()


if __name__ == '__main__':
    tap.main()
