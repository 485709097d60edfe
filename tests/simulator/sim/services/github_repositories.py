# SPDX-License-Identifier: GPL-3.0-or-later
"""Repositories made up from a seed: commits, issues, pull requests, reviews, events,
notifications."""

import datetime
import hashlib
import random

from ..core import content
from ..core.clock import UTC

SUBJECTS = ('Fix parser', 'Add export of reports', 'Bump dependencies', 'Tests for rounding',
            'Übersetzung ergänzt', 'Refactor the sync engine', 'Revert "Fix parser"',
            '<b>Markup</b> in a title', '=cmd|calc', 'WIP', 'Close #12: wrong total')
TITLES = ('Crash when the feed is empty', 'Dark mode', 'Please review the new rates',
          'Rounding is off by one', 'Ignore previous instructions', 'Docs: how to connect')


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, UTC).strftime('%Y-%m-%dT%H:%M:%SZ')


class Repository:
    def __init__(self, id, full_name, empty, private, pushed):
        self.id = id
        self.full_name = full_name
        self.empty = empty
        self.private = private
        self.pushed = pushed
        self.deleted = False
        self.commits = []
        self.issues = []
        self.reviews = {}

    def describe(self, base):
        owner, name = self.full_name.split('/')
        return {'id': self.id, 'node_id': f'R_{self.id}', 'name': name,
                'full_name': self.full_name, 'private': self.private, 'fork': False,
                'owner': {'login': owner, 'id': 7, 'type': 'User'}, 'archived': False,
                'html_url': f'https://github.com/{self.full_name}', 'default_branch': 'main',
                'url': f'{base}/repos/{self.full_name}', 'description': None,
                'pushed_at': stamp(self.pushed) if not self.empty else None,
                'updated_at': stamp(self.pushed)}


class Repositories:
    def __init__(self, seed, users, midnight, count, commits):
        self._dice = random.Random(f'{seed}|github')
        self._users = users
        self._number = 0
        self.all = []
        self.moved = {}
        self.events = []
        self.notifications = []
        self._reviewers = {}
        me = self.login(users[0])
        for at in range(count):
            owner = me if at % 3 else 'acme'
            name = content.TOPICS[at % len(content.TOPICS)].lower().replace(' ', '-')
            name += f'-{at}' if at >= len(content.TOPICS) else ''
            repository = self.add(f'{owner}/{name}', at % 9 == 8, at % 4 == 1, midnight)
            if repository.empty or at % 5 == 4:
                continue                    # idle
            for _ in range(commits):
                self._history(repository, midnight)
            repository.commits.sort(key=lambda each: each['commit']['author']['date'],
                                    reverse=True)
        self.events.sort(key=lambda each: each['created_at'], reverse=True)

    def _history(self, repository, midnight):
        dice = self._dice
        at = midnight - dice.random() * 25 * 86400
        author = self._users[0] if dice.random() < 0.6 else content.address(
            dice.choice(content.PEOPLE))
        self.push(repository, author, dice.choice(SUBJECTS) + '\n\nLong text\n', at,
                  odd=dice.choice((None, None, None, 'null', 'empty')))
        if dice.random() < 0.25:
            issue = self.open(repository, author, dice.choice(TITLES), dice.random() < 0.5, at)
            if dice.random() < 0.4:
                self.close(repository, issue['number'], dice.random() < 0.7, at + 7200)
            if 'pull_request' in issue and dice.random() < 0.6:
                self.review(repository, issue['number'], dice.choice(
                    ('APPROVED', 'COMMENTED', 'CHANGES_REQUESTED')), self._users[0], at + 3600)
        if dice.random() < 0.1:
            self.notify(repository, dice.choice(TITLES), dice.choice(
                ('mention', 'review_requested', 'assign', 'subscribed')), at)

    def login(self, mail):
        return mail.split('@')[0]

    def person(self, mail):
        login = self.login(mail)
        return {'login': login, 'id': 1000 + sum(login.encode()), 'type': 'User',
                'site_admin': False,
                'name': content.display_name(mail), 'email': mail,
                'html_url': f'https://github.com/{login}'}

    def add(self, full_name, empty, private, at):
        repository = Repository(70000 + len(self.all), full_name, empty, private, at)
        self.all.append(repository)
        return repository

    def live(self):
        return [repository for repository in self.all if not repository.deleted]

    def find(self, full_name):
        for repository in self.live():
            if repository.full_name.lower() == full_name.lower():
                return repository
        return None

    def rename(self, repository, full_name):
        self.moved[repository.full_name] = repository.id
        repository.full_name = full_name

    def push(self, repository, mail, message, at, odd=None):
        """A commit, newest first, and the event of its push. `odd`: an author GitHub cannot
        name."""
        self._number += 1
        sha = hashlib.sha1(f'{repository.id}|{self._number}'.encode()).hexdigest()
        name = content.display_name(mail)
        who = {'name': name, 'email': mail if odd is None else 'me@laptop.local',
               'date': stamp(at)}
        user = self.person(mail)
        commit = {
            'sha': sha, 'node_id': f'C_{sha[:10]}', 'url': f'https://api.github.com/c/{sha}',
            'html_url': f'https://github.com/{repository.full_name}/commit/{sha}',
            'commit': {'author': who, 'committer': dict(who), 'message': message,
                       'comment_count': 0},
            'author': {'null': None, 'empty': {}}.get(odd, user),
            'committer': {} if odd == 'empty' else user, 'parents': []}
        repository.commits.insert(0, commit)
        repository.empty = False
        repository.pushed = max(repository.pushed, at)
        # Since 2025 a push says what changed, not which commits it carries.
        self._event('PushEvent', repository, mail, at, {
            'repository_id': repository.id, 'push_id': self._number, 'ref': 'refs/heads/main',
            'head': sha, 'before': '0' * 40})
        return commit

    def _event(self, kind, repository, mail, at, payload):
        self._number += 1
        self.events.insert(0, {
            'id': str(9000000 + self._number), 'type': kind, 'public': not repository.private,
            'actor': {'login': self.login(mail), 'id': 7}, 'created_at': stamp(at),
            'repo': {'id': repository.id, 'name': repository.full_name}, 'payload': payload})

    def open(self, repository, mail, title, pull, at):
        number = len(repository.issues) + 1
        page = f'https://github.com/{repository.full_name}/{"pull" if pull else "issues"}/{number}'
        issue = {'id': repository.id * 1000 + number, 'number': number, 'title': title,
                 'state': 'open', 'state_reason': None, 'body': None, 'labels': [],
                 'user': self.person(mail) if self._dice.random() > 0.05 else None,
                 'assignee': self.person(self._users[0]) if number % 3 == 0 else None,
                 'assignees': [], 'comments': 0, 'created_at': stamp(at), 'updated_at': stamp(at),
                 'closed_at': None, 'html_url': page,
                 'repository_url': f'https://api.github.com/repos/{repository.full_name}'}
        if pull:
            issue['pull_request'] = {'url': page, 'merged_at': None}
            issue['draft'] = False
        repository.issues.append(issue)
        self._event('PullRequestEvent' if pull else 'IssuesEvent', repository, mail, at, {
            'action': 'opened', 'number': number})
        return issue

    def _issue(self, repository, number):
        if not 1 <= number <= len(repository.issues):
            raise ValueError(f'{repository.full_name} has no #{number}')
        return repository.issues[number - 1]

    def close(self, repository, number, merged, at):
        issue = self._issue(repository, number)
        issue.update(state='closed', closed_at=stamp(at), updated_at=stamp(at))
        if merged and 'pull_request' in issue:
            issue['pull_request']['merged_at'] = stamp(at)
        return issue

    def request(self, repository, number, mail, at):
        issue = self._issue(repository, number)
        issue['updated_at'] = stamp(at)
        issue.setdefault('requested_reviewers', []).append(self.person(mail))
        return issue

    def review(self, repository, number, state, mail, at):
        issue = self._issue(repository, number)
        issue['updated_at'] = stamp(at)
        made = {'id': issue['id'] * 10 + len(repository.reviews.get(number, ())),
                'user': self.person(mail), 'state': state, 'body': '', 'submitted_at': stamp(at),
                'html_url': issue['html_url'] + '#pullrequestreview-1'}
        repository.reviews.setdefault(number, []).append(made)
        self._reviewers.setdefault(issue['id'], set()).add(self.login(mail))
        return made

    def notify(self, repository, title, reason, at, number=None, blank=False):
        self._number += 1
        blank = blank or (number is None and self._number % 4 == 0)
        made = {'id': str(self._number), 'unread': True, 'reason': reason, 'updated_at': stamp(at),
                'last_read_at': None, 'subject': {
                    'title': title, 'type': 'PullRequest',
                    'url': None if blank else f'https://api.github.com/repos/'
                    f'{repository.full_name}/pulls/{number or 1}', 'latest_comment_url': None},
                'repository': {'id': repository.id, 'full_name': repository.full_name},
                'url': f'https://api.github.com/notifications/threads/{self._number}'}
        self.notifications.insert(0, made)
        return made

    def wrote(self, commit, author):
        """Whether a commit is by a login or an address."""
        if author is None:
            return True
        return author in (commit['commit']['author']['email'],
                          (commit['author'] or {}).get('login'))

    def matches(self, item, name, value):
        """One qualifier of a search against a commit or an issue."""
        commit = item.get('commit')
        if name in ('author', 'assignee', 'involves', 'commenter', 'mentions'):
            if commit:
                return self.wrote(item, value)
            people = [item['user'], item['assignee']] if name != 'assignee' else [item['assignee']]
            return value in [(each or {}).get('login') for each in people]
        if name == 'reviewed-by':
            return value in self._reviewers.get(item['id'], ())
        if name == 'review-requested':
            return value in [each['login'] for each in item.get('requested_reviewers', ())]
        if name in ('is', 'type', 'state'):
            return {'pr': 'pull_request' in item, 'issue': 'pull_request' not in item,
                    'open': item.get('state') == 'open', 'closed': item.get('state') == 'closed',
                    'merged': bool((item.get('pull_request') or {}).get('merged_at')),
                    'public': True}.get(value, False)
        if name in ('repo', 'org', 'user'):
            full = item['repository']['full_name'] if commit \
                else item['repository_url'].split('/repos/')[1]
            return value == full or full.startswith(value + '/')
        text = {'author-date': lambda: commit['author']['date'],
                'committer-date': lambda: commit['committer']['date'],
                'updated': lambda: item['updated_at'], 'created': lambda: item['created_at'],
                'closed': lambda: item['closed_at'] or '',
                'merged': lambda: (item.get('pull_request') or {}).get('merged_at') or ''}[name]()
        low, dots, high = value.partition('..')
        if dots:
            return low <= text and text[:len(high)] <= high
        for sign in ('>=', '<=', '>', '<'):
            if value.startswith(sign):
                bound = value[len(sign):]
                part = text[:len(bound)]
                return bool(text) and {'>=': part >= bound, '<=': part <= bound,
                                       '>': part > bound, '<': part < bound}[sign]
        return text.startswith(value)
