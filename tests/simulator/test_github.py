# SPDX-License-Identifier: GPL-3.0-or-later
"""GitHub: device flow, Link pages, ETags, limits, odd repositories."""

import re
import unittest

from checks import SimulatorTest


class GitHubTest(SimulatorTest):
    def bearer(self, **options):
        if options or not hasattr(self, '_bearer'):
            token = self.sim.github.issue(**options)
            if options:
                return token
            self._bearer = token
        return self._bearer

    def github(self, path, query=None, method='GET', token=None, **headers):
        address = path if path.startswith('http') else f'{self.sim.main}/github/api{path}'
        headers = {'Authorization': f'Bearer {token or self.bearer()}', 'User-Agent': 'tests',
                   'Accept': 'application/vnd.github+json',
                   **{name.replace('_', '-'): value for name, value in headers.items()}}
        return self.ask(method, address, query,
                        {name: value for name, value in headers.items() if value})

    def next_of(self, answer):
        found = re.search(r'<([^>]*)>; rel="next"', answer.headers.get('Link', ''))
        return found[1] if found else None

    def all(self, path, query=None):
        items, answer = [], self.github(path, query)
        while True:
            self.assertEqual(answer.status, 200, answer.body)
            items += answer.json
            link = self.next_of(answer)
            if link is None:
                return items
            answer = self.github(link)

    def repository(self, wanted=lambda each: True):
        return next(each['full_name'] for each in self.sim.github.repositories() if wanted(each))


class DeviceFlow(GitHubTest):
    def form(self, path, **form):
        return self.ask('POST', f'{self.sim.main}/github/login/{path}',
                        headers={'Accept': 'application/json'},
                        form={'client_id': self.settings()['github.client_id'], **form})

    def poll(self, code):
        return self.form('oauth/access_token', device_code=code,
                         grant_type='urn:ietf:params:oauth:grant-type:device_code')

    def test_flow(self):
        code = self.form('device/code', scope='repo').json
        self.assertEqual((code['expires_in'], code['interval']), (900, 5))
        waiting = self.poll(code['device_code'])
        self.assertEqual((waiting.status, waiting.json['error']), (200, 'authorization_pending'))
        slow = self.poll(code['device_code']).json
        self.assertEqual((slow['error'], slow['interval']), ('slow_down', 10))
        self.sim.github.answer_device(user_code=code['user_code'])
        token = self.poll(code['device_code']).json
        self.assertTrue(token['access_token'].startswith('gho_'))
        self.assertEqual(self.github('/user', token=token['access_token']).json['login'], 'ana')

    def test_denied_and_expired(self):
        code = self.form('device/code').json['device_code']
        self.sim.github.answer_device(deny=True)
        self.assertEqual(self.poll(code).json['error'], 'access_denied')
        code = self.form('device/code').json['device_code']
        try:
            self.sim.clock(advance=901)
            self.assertEqual(self.poll(code).json['error'], 'expired_token')
        finally:
            self.sim.clock(run=True)

    def test_refresh_kills_the_old_pair(self):
        self.sim.set(**{'github.expiring': True})
        try:
            code = self.form('device/code').json['device_code']
            self.sim.github.answer_device()
            first = self.poll(code).json
            second = self.form('oauth/access_token', grant_type='refresh_token',
                               refresh_token=first['refresh_token']).json
            self.assertEqual(self.github('/user', token=first['access_token']).status, 401)
            self.assertEqual(self.github('/user', token=second['access_token']).status, 200)
            again = self.form('oauth/access_token', grant_type='refresh_token',
                              refresh_token=first['refresh_token']).json
            self.assertEqual(again['error'], 'bad_refresh_token')
        finally:
            self.sim.set(**{'github.expiring': False})


class Api(GitHubTest):
    def test_headers_are_needed(self):
        self.assertEqual(self.github('/user', Accept='text/html').status, 415)
        self.assertEqual(self.github('/user', X_GitHub_Api_Version='2020-01-01').status, 400)
        self.assertEqual(self.github('/user', token='x').json['message'], 'Bad credentials')
        self.assertEqual(self.github('/user', {'surprise': '1'}).status, 422)
        answer = self.ask('GET', f'{self.sim.main}/github/api/user', headers={
            'Authorization': f'Bearer {self.bearer()}', 'Accept': 'application/vnd.github+json'})
        self.assertEqual(answer.status, 403)

    def test_link_pages(self):
        repository = self.repository(lambda each: len(self.sim.truth(
            service='github')['github'][each['full_name']]['commits']) > 15)
        whole = [each['sha'] for each in self.all(f'/repos/{repository}/commits',
                                                  {'per_page': '100'})]
        self.assertEqual([each['sha'] for each in self.all(f'/repos/{repository}/commits',
                                                           {'per_page': '3'})], whole)
        authors = [each['author'] for each in self.all(f'/repos/{repository}/commits')]
        self.assertTrue(None in authors or {} in authors)

    def test_etag_is_free(self):
        first = self.github('/user/repos')
        left = int(first.headers['x-ratelimit-remaining'])
        again = self.github('/user/repos', If_None_Match=first.headers['ETag'])
        self.assertEqual((again.status, int(again.headers['x-ratelimit-remaining'])), (304, left))
        self.assertEqual(self.github('/user/repos', If_None_Match='bare').status, 400)

    def test_odd_repositories(self):
        empty = self.repository(lambda each: each['pushed_at'] is None)
        self.assertEqual(self.github(f'/repos/{empty}/commits').status, 409)
        self.assertEqual(self.github('/repos/ana/none').status, 404)
        private = self.repository(lambda each: each['private'])
        token = self.bearer(scopes='read:user')
        self.assertEqual(self.github(f'/repos/{private}', token=token).status, 404)
        old = self.repository(lambda each: each['pushed_at'] and not each['private'])
        self.sim.github.rename_repository(repository=old, name='ana/renamed')
        moved = self.github(f'/repos/{old}/commits', {'per_page': '2'})
        self.assertEqual(moved.status, 301)
        self.assertEqual(len(self.github(moved.headers['Location']).json), 2)
        self.sim.github.rename_repository(repository='ana/renamed', name=old)

    def test_search(self):
        found = self.github('/search/commits', {'q': 'author:@me author-date:>=2026-11-01'}).json
        self.assertGreater(found['total_count'], 0)
        self.assertTrue(all(each['commit']['author']['date'] >= '2026-11-01'
                            for each in found['items']))
        found = self.github('/search/issues', {'q': 'is:pr reviewed-by:@me'}).json
        self.assertTrue(all('pull_request' in each for each in found['items']))
        self.assertEqual(self.github('/search/issues', {'q': 'wibble:1'}).status, 422)
        self.assertEqual(self.github('/search/issues', {'q': 'repo:nobody/none'}).status, 422)

    def test_events_and_notifications(self):
        events = self.all('/users/ana/events')
        self.assertIn('PushEvent', {each['type'] for each in events})
        push = next(each for each in events if each['type'] == 'PushEvent')
        self.assertEqual(set(push['payload']), {'repository_id', 'push_id', 'ref', 'head',
                                                'before'})
        made = self.sim.github.notify(repository=self.repository())
        first = self.github('/notifications')
        self.assertEqual(first.headers['X-Poll-Interval'], '60')
        again = self.github('/notifications', If_Modified_Since=first.headers['Last-Modified'])
        self.assertEqual(again.status, 304)
        self.assertEqual(self.github(f'/notifications/threads/{made["id"]}', method='PATCH').status,
                         205)
        token = self.bearer(kind='fine')
        self.assertEqual(self.github('/notifications', token=token).status, 403)

    def test_changes(self):
        repository = self.repository(lambda each: each['pushed_at'])
        sha = self.sim.github.add_commit(repository=repository, message='New')
        self.assertEqual(self.all(f'/repos/{repository}/commits')[0]['sha'], sha)
        number = self.sim.github.add_issue(repository=repository, pull=True)
        self.sim.github.review(repository=repository, number=number)
        self.sim.github.close_issue(repository=repository, number=number, merged=True)
        reviews = self.all(f'/repos/{repository}/pulls/{number}/reviews')
        self.assertEqual([each['state'] for each in reviews], ['APPROVED'])


class Limits(GitHubTest):
    def test_primary_and_secondary(self):
        self.sim.set(**{'github.rate_limit': 2})
        answers = [self.github('/user') for _ in range(3)]
        self.assertEqual([answer.status for answer in answers], [200, 200, 403])
        self.assertEqual(answers[2].headers['x-ratelimit-remaining'], '0')
        self.sim.set(**{'github.rate_limit': 5000})
        self.sim.github.secondary_limit(count=1)
        answer = self.github('/user')
        self.assertIn('secondary', answer.json['message'])
        self.assertNotIn('retry-after', answer.headers)
        self.sim.set(**{'github.sso_owner': 'acme'})
        repository = self.repository(lambda each: each['full_name'].startswith('acme/'))
        self.assertIn('X-GitHub-SSO', self.github(f'/repos/{repository}').headers)


if __name__ == '__main__':
    unittest.main()
