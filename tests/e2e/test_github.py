#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""GitHub against the simulator: what is signed in to and how, which rows there are in the end, how few requests an idle
day costs, and what its limits and refusals do."""

import datetime
import json
import unittest

import store_dump
import tap
from session import CTL, Session, Simulator, wait
from timeless import TimelessWorker

DAYS = 8


class GithubCase(unittest.TestCase):
    def start(self, connect=True, now=None, freeze=False, **settings):
        self.simulator = Simulator(events=1, set={f'github.{name}': value for name, value in settings.items()},
                                   **({'now': now, 'freeze': freeze} if now else {}))
        self.simulator.start()
        self.addCleanup(self.simulator.stop)
        self.session = Session()
        self.session.__enter__()
        self.addCleanup(self.session.close)
        self.addCleanup(self.check)
        self.simulator.write_providers(self.session.providers_ini)
        self.github = self.simulator.github
        if connect:
            self.account = self.connect()

    def connect(self, kind='classic', scopes='repo read:user'):
        token = self.github.issue(kind=kind, scopes=scopes)
        return self.session.connect('github', '--sign-in', 'token', '--secret-stdin', stdin=token + '\n')

    def check(self):
        counts = self.simulator.control('counts')
        self.assertEqual((counts['leaks'], counts['crashes']), ([], []))

    def sync(self, *words, status=0):
        lines, answer = self.session.worker('sync', *words, status=status)
        return [line for line in lines if line['event'] == 'run-finished'], answer

    def rows(self, kind):
        return {(parent, external_id): (title, json.loads(detail)) for parent, external_id, title, detail in store_dump.query(
            self.session.database, 'SELECT parent, external_id, title, detail FROM activity WHERE kind = ?', kind)}

    def my_commits(self, days=7):
        """Shas of my commits of the window, as the service's own list has them."""
        start = (datetime.date.today() - datetime.timedelta(days)).isoformat()
        found = set()
        for repository in self.github.repositories():
            found |= set(self.github.mine(repository=repository['full_name'], since=start))
        return found

    def busy(self):
        return next(each['full_name'] for each in self.github.repositories()
                    if each['pushed_at'] is not None and not each['private'])


class SignIn(GithubCase):
    def test_a_pasted_token(self):
        self.start()
        account = self.session.account(self.account)
        self.assertEqual((account['status'], account['provider']), ('connected', 'github'))
        sources = self.session.rows('sources')
        self.assertEqual(len(sources), len(self.github.repositories()))
        self.assertTrue(all(source['kind'] == 'repository' and source['enabled'] for source in sources))

    def test_a_code_on_another_page(self):
        self.start(connect=False, interval=1)
        program = self.session.start(CTL, 'connect', 'github', '--sign-in', 'device', '--print-url')
        self.assertIn('/login/device', program.line())
        self.github.answer_device()
        answer = program.end()
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual(self.session.account(answer.lines[-1])['status'], 'connected')

    def test_a_code_that_is_declined_or_not_typed_in_time(self):
        self.start(connect=False, interval=1)
        for way, status, words in (('access_denied', 1, 'not granted'), ('expired_token', 3, 'not entered in time')):
            with self.subTest(way):
                program = self.session.start(CTL, 'connect', 'github', '--sign-in', 'device', '--print-url')
                self.assertIn('/login/device', program.line())
                if way == 'access_denied':
                    self.github.answer_device(deny=True)
                else:
                    self.simulator.clock(advance=901)
                answer = program.end()
                self.assertEqual(answer.status, status, answer)
                self.assertIn(words, answer.err)
                self.assertEqual(self.session.rows('accounts'), [])

    def test_a_code_that_is_asked_for_too_often(self):
        """By the service's clock, which stands still here, every poll is too early: slow_down, each time five seconds more. The
        worker, on a clock of its own, waits as long as it was told for good: 5, 5, 10, 15 and 20 seconds."""
        start = datetime.datetime(2026, 3, 9, 8, tzinfo=datetime.timezone.utc)
        self.start(connect=False, now=start.isoformat(), freeze=True, approve_at=5)
        worker = TimelessWorker(self.session, self.simulator)
        store = worker.store('slow')
        store.connect('github', '--sign-in', 'device')
        code = next(line for line in store.lines if line['event'] == 'code')
        self.assertEqual((code['user_code'], code['expires_at']), ('SIMD-0001', '2026-03-09T08:15:00Z'))
        worker.end()
        asked = [request for request in self.simulator.control('log', match='github.token') if request['endpoint'] == 'github.token']
        self.assertEqual(len(asked), 5)
        found = store_dump.query(store.database, "SELECT at FROM audit WHERE action = 'account.connect'")
        self.assertEqual([at - start.timestamp() for at, in found], [55])

    def test_a_token_that_is_none(self):
        self.start(connect=False)
        answer = self.session.ctl('connect', 'github', '--sign-in', 'token', '--secret-stdin', stdin='ghp_wrong\n', status=None)
        self.assertEqual(answer.status, 3, answer)
        self.assertNotIn('ghp_wrong', answer.out + answer.err)

    def test_a_token_that_was_withdrawn_asks_and_keeps(self):
        self.start()
        self.sync()
        before = store_dump.query(self.session.database, 'SELECT count(*) FROM activity')
        self.github.revoke()
        _, answer = self.sync(status=None)
        self.assertEqual(answer.status, 3, answer)
        self.assertEqual(self.session.account(self.account)['status'], 'needs_sign_in')
        self.assertEqual(store_dump.query(self.session.database, 'SELECT count(*) FROM activity'), before)


    def test_two_accounts_side_by_side_and_one_revoked(self):
        self.start()
        token = self.github.issue(user='ben@example.com')
        other = self.session.connect('github', '--sign-in', 'token', '--secret-stdin', stdin=token + '\n')
        self.assertNotEqual(other, self.account)
        self.sync()
        choice = next(iter(self.session.sources(other).values()))['id']
        self.session.ctl('source', choice, '--disable')
        self.sync()
        everything = 'SELECT source_id, kind, external_id FROM activity ORDER BY 1, 2, 3'
        before = store_dump.query(self.session.database, everything)
        self.github.revoke(user='ben@example.com')
        self.session.ctl('sync', status=3)
        accounts = {row['id']: row for row in self.session.rows('accounts')}
        self.assertEqual((accounts[self.account]['status'], accounts[self.account]['failures']), ('connected', 0))
        self.assertEqual((accounts[other]['status'], accounts[other]['error_code']), ('needs_sign_in', 'auth_required'))
        wait('one banner', lambda: self.session.agent.get('Attention') == [other])
        # The other one goes on; nothing is lost, no choice either; signing in again doubles nothing.
        self.assertEqual(store_dump.query(self.session.database, everything), before)
        self.sync(self.account)
        token = self.github.issue(user='ben@example.com')
        self.session.ctl('reconnect', other, '--secret-stdin', stdin=token + '\n')
        self.sync()
        self.assertEqual(self.session.account(other)['status'], 'connected')
        wait('no banner', lambda: self.session.agent.get('Attention') == [])
        self.assertIs(next(row for row in self.session.rows('sources') if row['id'] == choice)['enabled'], False)
        self.assertEqual(store_dump.query(self.session.database, everything), before)


class Rows(GithubCase):
    def test_my_commits_of_the_window(self):
        self.start()
        self.sync()
        self.assertEqual({sha for _, sha in self.rows('commit')}, self.my_commits())
        self.assertTrue(self.my_commits())

    def test_changes_arrive(self):
        self.start()
        self.sync()
        repository = self.busy()
        self.github.add_commit(repository=repository, message='Brand new\n\nwith a body')
        self.simulator.clock(advance=2)
        mine = self.github.add_issue(repository=repository, title='Mine', pull=True)
        theirs = self.github.add_issue(repository=repository, title='Theirs', pull=True, author='ben@example.com')
        self.github.add_issue(repository=repository, title='Nothing to me', author='ben@example.com')
        self.github.request_review(repository=repository, number=theirs)
        runs, _ = self.sync()
        self.assertEqual([run['status'] for run in runs], ['success'])
        self.assertIn('Brand new', [title for title, _ in self.rows('commit').values()])
        pulls = {title: detail for title, detail in self.rows('pull_request').values()}
        self.assertTrue(pulls['Mine']['author_me'])
        self.assertTrue(pulls['Theirs']['review_requested_me'])
        self.assertNotIn('Nothing to me', [title for title, _ in self.rows('issue').values()])
        self.simulator.clock(advance=2)
        self.github.review(repository=repository, number=theirs, state='CHANGES_REQUESTED')
        self.github.close_issue(repository=repository, number=mine, merged=True)
        self.sync()
        self.assertTrue({title: detail for title, detail in self.rows('pull_request').values()}['Mine']['merged'])
        self.assertIn(('Theirs', 'changes_requested'), [(title, detail['state']) for title, detail in self.rows('review').values()])

    def test_a_second_full_round_changes_nothing(self):
        self.start()
        self.sync()
        before = store_dump.dump(self.session.database)
        self.sync('--full')
        self.assertEqual(store_dump.dump(self.session.database), before)

    def test_an_older_enterprise_without_or(self):
        self.start(advanced_search=False)
        runs, _ = self.sync()
        self.assertEqual({run['status'] for run in runs}, {'success'})

    def test_a_renamed_repository_goes_on(self):
        self.start()
        self.sync()
        old = self.busy()
        self.github.rename_repository(repository=old, name=old + '-renamed')
        self.github.add_commit(repository=old + '-renamed', message='After the new name')
        runs, _ = self.sync()
        self.assertEqual({run['status'] for run in runs}, {'success'})
        self.assertIn('After the new name', [title for title, _ in self.rows('commit').values()])
        self.sync('--full')
        self.assertEqual(len(self.session.rows('sources')), len(self.github.repositories()))


class Costs(GithubCase):
    def start(self, **settings):
        super().start(**settings)
        # Its own first sync would be counted here.
        self.session.agent.quit()

    def test_two_hundred_idle_repositories_cost_three_requests_at_most(self):
        self.start(idle=200)
        self.sync()
        self.sync()  # the search begins at what the first one found, and has an etag from then on
        self.simulator.reset_counts()
        runs, _ = self.sync()
        self.assertEqual(len(runs), 1)
        self.assertLessEqual(self.simulator.requests(), 3)
        self.assertEqual(runs[0]['requests'], self.simulator.requests())
        self.assertEqual(self.simulator.control('counts')['statuses'], {'304': 2})

    def test_the_hour_is_spent(self):
        self.start()
        self.sync()
        self.github_limit(1)
        _, answer = self.sync(status=None)
        account = self.session.account(self.account)
        self.assertEqual((account['status'], account['reason']), ('connected', 'rate_limit'), answer)
        self.assertIsNotNone(account['retry_at'])

    def github_limit(self, limit):
        self.simulator.set(**{'github.rate_limit': limit})

    def test_too_fast_waits_at_least_a_minute(self):
        self.start()
        self.sync()
        self.github.secondary_limit(count=1)
        self.simulator.reset_counts()
        self.sync(status=None)
        account = self.session.account(self.account)
        self.assertEqual(account['reason'], 'rate_limit')
        self.assertEqual(self.simulator.requests(), 1)


class Done(GithubCase):
    """Done travels back: the notification of what was dealt with is marked as read."""

    def review(self, repository, title):
        number = self.github.add_issue(repository=repository, title=title, pull=True, author='bo@example.com')
        self.github.request_review(repository=repository, number=number)
        self.github.notify(repository=repository, title=title, number=number)
        return number

    def approve(self, title):
        row = next(each for each in self.session.rows('suggestions', '--all') if title in each['title'])
        return row['task'] or self.session.rows('suggestion', row['id'], 'approve')['task']

    def unread(self):
        return {each['subject']['title'] for each in self.github.notifications() if each['unread']}

    def send(self, later):
        self.session.run(self.session.environment['DAYBOOK_WORKER'], 'send', env={'DAYBOOK_NOW': f'+{later}d'})

    def test_done_marks_the_notification_as_read(self):
        self.start(connect=False)
        token = self.github.issue(kind='classic', scopes='repo read:user')
        self.account = self.session.connect('github', '--sign-in', 'token', '--secret-stdin', '--set', 'write_back=on',
                                            stdin=token + '\n')
        self.review(self.busy(), 'Zebra stripes')
        self.review(self.busy(), 'Quiet owls')
        self.sync()
        task = self.approve('Zebra stripes')
        self.assertEqual(self.session.rows('task', task)['remote_state'], 'none')
        self.assertEqual(self.session.rows('task', task, 'done')['remote_state'], 'waiting')
        self.send(1)
        self.assertEqual(self.session.rows('task', task)['remote_state'], 'done')
        self.assertNotIn('Zebra stripes', self.unread())
        self.assertIn('Quiet owls', self.unread())
        # There is no way to mark it unread: nothing is sent, and the person is told.
        answer = self.session.ctl('task', task, 'reopen')
        self.assertIn('stays read', answer.err)
        self.assertEqual(self.session.rows('outbox'), [])

    def test_what_a_fine_grained_token_cannot_do(self):
        self.start(connect=False)
        token = self.github.issue(kind='fine', scopes='repo read:user')
        self.account = self.session.connect('github', '--sign-in', 'token', '--secret-stdin', '--set', 'write_back=on',
                                            stdin=token + '\n')
        self.review(self.busy(), 'Zebra stripes')
        self.sync()
        # Said before anybody clicks.
        task = self.approve('Zebra stripes')
        self.assertEqual(self.session.rows('task', task)['remote_state'], 'local_only')
        self.session.ctl('task', task, 'done')
        self.assertEqual(self.session.rows('outbox'), [])
        self.assertIn('Zebra stripes', self.unread())


if __name__ == '__main__':
    tap.main()
