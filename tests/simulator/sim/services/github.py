# SPDX-License-Identifier: GPL-3.0-or-later
"""GitHub REST (providers.md 6): device flow, conditional requests, Link pages, both kinds of
limits."""

import datetime
import hashlib
import re
import urllib.parse

from ..core import oauth
from ..core.http import Response
from ..core.service import Service, ServiceError, json_response
from ..core.shelf import dump
from .github_repositories import Repositories, stamp
from .github_signin import SignIn

VERSIONS = ('2022-11-28', '2026-03-10')
ACCEPTED = ('application/vnd.github+json', 'application/json')
PAGING = {'per_page', 'page'}
QUALIFIERS = {'author', 'author-date', 'committer-date', 'is', 'type', 'updated', 'created',
              'merged',
              'closed', 'reviewed-by', 'repo', 'org', 'user', 'involves', 'assignee', 'mentions',
              'commenter', 'state', 'review-requested'}
KINDS = {'device': 'gho_', 'classic': 'ghp_', 'fine': 'github_pat_', 'app': 'ghu_'}


class GitHub(SignIn, Service):
    name = 'github'
    prefixes = ('/github',)
    token_family = 'github'
    lazy = True
    settings = {
        'client_id': 'Iv1.simulator0007',
        'repositories': 12,
        'commits': 20,              # in each repository that is not idle or empty
        'interval': 5,              # of the device flow
        'approve_at': 0,            # the poll before which the person does so (0: when told to)
        'device': True,             # False: device_flow_disabled
        'expiring': False,          # 8 h tokens with single-use refresh tokens
        'rate_limit': 5000,
        'search_limit': 30,
        'poll_interval': 60,        # X-Poll-Interval of events and notifications
        'version_needed': False,    # X-GitHub-Api-Version has to be sent
        'sso_owner': None,          # repositories of this owner ask for SAML
        'search_incomplete': False,
        'advanced_search': True,    # False: an older Enterprise, which knows no OR
        'idle': 0,                  # more repositories in which nothing happens
    }

    def __init__(self, world):
        super().__init__(world)
        self.tokens = oauth.TokenStore('github', world.clock, world.options.seed)
        self.devices = {}
        self.used = {}
        self.secondary = 0

    def prepare(self):
        self.data = Repositories(self.world.options.seed, [mail for mail, _ in self.world.users],
                                 self.world.midnight, int(self.settings['repositories']),
                                 int(self.settings['commits']))
        for number in range(int(self.settings['idle'])):
            self.data.add(f'acme/idle-{number:03}', False, False, self.world.midnight - 90 * 86400)

    @property
    def base(self):
        return self.world.main.base + '/github/api'

    def providers(self):
        login = self.world.main.base + '/github/login'
        return {'github': {
            'client-id': self.settings['client_id'], 'device-url': f'{login}/device/code',
            'authorize-url': f'{login}/oauth/authorize',
            'token-url': f'{login}/oauth/access_token', 'api-url': self.base}}

    # Errors.

    def error(self, error):
        if error.details.get('oauth'):
            # Errors of the token URL come as HTTP 200.
            body = {'error': error.reason, 'error_description': error.message,
                    'error_uri': 'https://docs.github.com/'}
            if 'interval' in error.details:
                body['interval'] = error.details['interval']
            return json_response(body, 200)
        body = {'message': error.message, 'documentation_url': 'https://docs.github.com/rest',
                'status': str(error.status)}
        if 'errors' in error.details:
            body['errors'] = error.details['errors']
        return json_response(body, error.status, error.headers)

    def fault(self, kind, request):
        reset = str(int(self.world.clock.now()) + 60)
        primary = [('x-ratelimit-limit', '5000'), ('x-ratelimit-remaining', '0'),
                   ('x-ratelimit-reset', reset), ('x-ratelimit-resource', 'core')]
        secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes.'
        known = {
            'rate-429': (429, secondary, []), 'rate-403': (403, secondary, [('retry-after', '1')]),
            'user-rate-403': (403, 'API rate limit exceeded for user ID 7.', primary),
            'quota-403': (403, 'API rate limit exceeded for user ID 7.', primary),
            'server-500': (500, 'Server Error', []), 'gateway-502': (502, 'Server Error', []),
            'unavailable-503': (503, 'Service unavailable', []),
            'scope-403': (403, 'Resource not accessible by integration', []),
            'policy-403': (403, 'Resource protected by organization SAML enforcement.', [
                ('X-GitHub-SSO', 'required; url=https://github.com/orgs/acme/sso')]),
            'not-found-404': (404, 'Not Found', []), 'expired-401': (401, 'Bad credentials', []),
        }
        found = known.get(kind.removesuffix('-date'))
        if found is None:
            return None
        if kind == 'expired-401' and oauth.bearer(request):
            self.tokens.expire_access(token=oauth.bearer(request))
        return ServiceError(found[0], kind, found[1], found[2],
                            oauth=request.endpoint in ('github.token', 'github.device'))

    def chance_faults(self, request):
        return request.endpoint not in ('github.authorize', 'github.token', 'github.device')

    # Routes.

    def route(self, request):
        segments = request.segments[1:]
        request.endpoint = 'github.unknown'
        if segments[:1] == ['login']:
            known = {('POST', 'device/code'): ('device', self._device),
                     ('GET', 'device'): ('page', self._page),
                     ('GET', 'oauth/authorize'): ('authorize', self._authorize),
                     ('POST', 'oauth/access_token'): ('token', self._token)}
            found = known.get((request.method, '/'.join(segments[1:])))
            if found is not None:
                request.endpoint = 'github.' + found[0]
                return lambda: found[1](request)
        elif segments[:1] == ['api']:
            path = segments[1:]
            for method, pattern, endpoint, function in ROUTES:
                if method == request.method and len(pattern) == len(path) \
                        and all(want in (None, got) for want, got in zip(pattern, path)):
                    request.endpoint = 'github.' + endpoint
                    names = [got for want, got in zip(pattern, path) if want is None]
                    request.subject = '/'.join(names) or None
                    return lambda: self._api(request, function, names)
        raise ServiceError(404, 'not_found', 'Not Found')

    # The API's gate: headers, token, limits, ETag, pages.

    def _api(self, request, function, names):
        self._check_headers(request)
        token = oauth.bearer(request)
        record = self.tokens.check_access(token) if token else None
        if record is None:
            raise ServiceError(401, 'bad', 'Bad credentials' if token
                               else 'Requires authentication')
        request.account = record['grant'].user
        if self.secondary > 0:
            self.secondary -= 1
            raise ServiceError(403, 'secondary', 'You have exceeded a secondary rate limit. Please '
                               'wait a few minutes before you try again.')
        resource = 'search' if request.endpoint.startswith('github.search') else 'core'
        limits = self._limits(token, resource)
        value, links, extra = getattr(self, function)(request, record, *names)
        response = json_response(value) if value is not None else Response(205, b'', None)
        etag = 'W/"' + hashlib.sha256(dump(value)).hexdigest()[:32] + '"'
        if request.method == 'GET':
            response.set_header('ETag', etag)
        for name, text in extra:
            response.set_header(name, text)
        if self._not_modified(request, response, etag):
            answer = Response(304, b'', None, [('ETag', etag)])
            answer.headers += extra
            response = answer
        else:
            self.used[(token, resource)][1] += 1
            limits = self._limits(token, resource, False)
        if links:
            response.set_header('Link', links)
        response.headers += limits
        response.headers.append(('X-GitHub-Media-Type', 'github.v3; format=json'))
        return response

    def _check_headers(self, request):
        if not request.header('user-agent'):
            raise ServiceError(403, 'agent',
                               'Request forbidden by administrative rules. Please make '
                               'sure your request has a User-Agent header.')
        if request.header('accept') not in ACCEPTED:
            raise ServiceError(415, 'accept', 'Accept: application/vnd.github+json is needed.')
        version = request.header('x-github-api-version')
        if (version is None and self.settings['version_needed']) \
                or (version is not None and version not in VERSIONS):
            raise ServiceError(400, 'version', 'The API version is not known.')

    def _limits(self, token, resource, check=True):
        """The x-ratelimit headers. Raises ServiceError when nothing is left."""
        limit = int(self.settings['search_limit' if resource == 'search' else 'rate_limit'])
        now = self.world.clock.now()
        window = self.used.setdefault((token, resource), [now, 0])
        if now > window[0] + (60 if resource == 'search' else 3600):
            window[:] = [now, 0]
        reset = int(window[0]) + (60 if resource == 'search' else 3600)
        headers = [('x-ratelimit-limit', str(limit)), ('x-ratelimit-used', str(window[1])),
                   ('x-ratelimit-remaining', str(max(0, limit - window[1]))),
                   ('x-ratelimit-reset', str(reset)), ('x-ratelimit-resource', resource)]
        if check and window[1] >= limit:
            raise ServiceError(403, 'primary', 'API rate limit exceeded for user ID 7.', headers)
        return headers

    def _not_modified(self, request, response, etag):
        given = request.header('if-none-match')
        if given is not None:
            if not re.match(r'^(W/)?"[^"]*"$', given):
                raise ServiceError(400, 'etag', 'If-None-Match is not a quoted etag.')
            return given.removeprefix('W/') == etag.removeprefix('W/')
        since = request.header('if-modified-since')
        return since is not None and since == response.get_header('Last-Modified')

    def _params(self, request, allowed):
        found = {}
        for name, value in request.query:
            if name not in allowed or name in found:
                raise ServiceError(422, 'parameter', f'Invalid request: parameter {name}.')
            found[name] = value
        for name in ('since', 'until'):
            if name in found and instant(found[name]) is None:
                raise ServiceError(422, 'parameter', f'{name} is not a timestamp.')
        return found

    def _paged(self, request, params, items, most=10 ** 9):
        """(the page's items, Link header or None)."""
        size, number = params.get('per_page', '30'), params.get('page', '1')
        if not size.isdigit() or not 1 <= int(size) <= 100 or not number.isdigit() \
                or int(number) < 1:
            raise ServiceError(422, 'page', 'per_page is 1 to 100, page starts at 1.')
        size, number = int(size), int(number)
        items = items[:most]
        last = max(1, -(-len(items) // size))
        links = []
        for rel, target in (('prev', number - 1), ('next', number + 1), ('last', last),
                            ('first', 1)):
            useful = (rel in ('next', 'last') and number < last) \
                or (rel in ('prev', 'first') and number > 1)
            if useful:
                query = urllib.parse.urlencode([
                    *((name, value) for name, value in request.query if name != 'page'),
                    ('page', str(target))])
                links.append(f'<{self.world.main.base}{request.path}?{query}>; rel="{rel}"')
        return items[(number - 1) * size:number * size], ', '.join(links) or None

    # Endpoints: (value, Link, headers).

    def get_user(self, request, record):
        self._params(request, set())
        # Fine-grained tokens and those of GitHub Apps have permissions instead of scopes.
        scoped = not oauth.bearer(request).startswith(('ghu_', 'github_pat_'))
        return self.data.person(record['grant'].user), None, [
            ('X-OAuth-Scopes', ', '.join(record['scopes']))] if scoped else []

    def list_repositories(self, request, record):
        params = self._params(request, PAGING | {'affiliation', 'visibility', 'sort', 'direction',
                                                 'since', 'before', 'type'})
        items = [repository.describe(self.base) for repository in self.data.live()
                 if self._visible(repository, record)]
        if params.get('sort') in ('pushed', 'updated'):
            items.sort(key=lambda each: each['pushed_at'] or '', reverse=True)
        if 'since' in params:
            items = [each for each in items if (each['pushed_at'] or '') >= params['since']]
        items, links = self._paged(request, params, items)
        return items, links, []

    def _visible(self, repository, record):
        return not repository.private or 'repo' in record['scopes']

    def _repository(self, request, record, owner, name):
        full = f'{owner}/{name}'
        repository = self.data.find(full)
        moved = self.data.moved.get(full)
        if repository is None and moved is not None:
            rest = request.path.split(f'/repos/{owner}/{name}', 1)[1]
            target = f'{self.base}/repositories/{moved}{rest}'
            if request.query_string:
                target += '?' + request.query_string
            raise ServiceError(301, 'moved', 'Moved Permanently', [('Location', target)])
        if repository is None or not self._visible(repository, record):
            raise ServiceError(404, 'missing', 'Not Found')
        if owner == self.settings['sso_owner']:
            raise self.fault('policy-403', request)
        return repository

    def get_repository(self, request, record, owner, name):
        self._params(request, set())
        return self._repository(request, record, owner, name).describe(self.base), None, []

    def get_by_id(self, request, record, id):
        self._params(request, set())
        return self._by_id(id, record).describe(self.base), None, []

    def _by_id(self, id, record):
        for repository in self.data.live():
            if str(repository.id) == id and self._visible(repository, record):
                return repository
        raise ServiceError(404, 'missing', 'Not Found')

    def list_commits_by_id(self, request, record, id):
        return self._commits(request, self._by_id(id, record))

    def list_commits(self, request, record, owner, name):
        return self._commits(request, self._repository(request, record, owner, name))

    def _commits(self, request, repository):
        params = self._params(request, PAGING | {'sha', 'path', 'author', 'committer', 'since',
                                                 'until'})
        if repository.empty:
            raise ServiceError(409, 'empty', 'Git Repository is empty.')
        items = [commit for commit in repository.commits
                 if self.data.wrote(commit, params.get('author'))
                 and between(commit['commit']['committer']['date'], params)]
        items, links = self._paged(request, params, items)
        return items, links, []

    def list_pulls(self, request, record, owner, name):
        return self._pulls(request, self._repository(request, record, owner, name))

    def _pulls(self, request, repository):
        params = self._params(request, PAGING | {'state', 'head', 'base', 'sort', 'direction'})
        wanted = params.get('state', 'open')
        items = [issue for issue in repository.issues if 'pull_request' in issue
                 and wanted in ('all', issue['state'])]
        items.sort(key=lambda each: each['updated_at'], reverse=True)
        items, links = self._paged(request, params, items)
        return items, links, []

    def list_pulls_by_id(self, request, record, id):
        return self._pulls(request, self._by_id(id, record))

    def list_reviews_by_id(self, request, record, id, number):
        return self._reviews(request, self._by_id(id, record), number)

    def list_reviews(self, request, record, owner, name, number):
        return self._reviews(request, self._repository(request, record, owner, name), number)

    def _reviews(self, request, repository, number):
        params = self._params(request, PAGING)
        items, links = self._paged(request, params, repository.reviews.get(int(number), []))
        return items, links, []

    def list_issues(self, request, record):
        params = self._params(request, PAGING | {'filter', 'state', 'labels', 'sort', 'direction',
                                                 'since', 'collab', 'orgs', 'owned', 'pulls'})
        me = self.data.login(record['grant'].user)
        items = [issue for repository in self.data.live() for issue in repository.issues
                 if self._visible(repository, record)
                 and params.get('state', 'open') in ('all', issue['state'])
                 and between(issue['updated_at'], params)
                 and (params.get('filter', 'assigned') == 'all'
                      or (issue['assignee'] or {}).get('login') == me)]
        items.sort(key=lambda each: each['updated_at'], reverse=True)
        items, links = self._paged(request, params, items)
        return items, links, []

    def list_events(self, request, record, login):
        params = self._params(request, PAGING)
        horizon = stamp(self.world.clock.now() - 30 * 86400)
        items = [event for event in self.data.events if event['actor']['login'] == login
                 and event['created_at'] >= horizon]
        items, links = self._paged(request, params, items, 300)
        return items, links, [('X-Poll-Interval', str(self.settings['poll_interval']))]

    def _reach_notifications(self, request, record):
        token = oauth.bearer(request)
        if token.startswith(('ghu_', 'github_pat_')):
            raise ServiceError(403, 'kind', 'Resource not accessible by personal access token')
        if not {'notifications', 'repo'} & set(record['scopes']):
            raise ServiceError(403, 'scope', "Missing the 'notifications' scope.")

    def list_notifications(self, request, record):
        return self._notifications(request, record, self.data.notifications)

    def list_notifications_of(self, request, record, owner, name):
        repository = self._repository(request, record, owner, name)
        return self._notifications(request, record, [
            each for each in self.data.notifications
            if each['repository']['id'] == repository.id])

    def _notifications(self, request, record, found):
        params = self._params(request, PAGING | {'all', 'participating', 'since', 'before'})
        self._reach_notifications(request, record)
        items = [each for each in found
                 if (each['unread'] or params.get('all') == 'true')
                 and between(each['updated_at'], params)]
        latest = max((each['updated_at'] for each in items), default='2020-01-01T00:00:00Z')
        moment = datetime.datetime.fromisoformat(latest.replace('Z', '+00:00'))
        items, links = self._paged(request, params, items)
        return items, links, [
            ('X-Poll-Interval', str(self.settings['poll_interval'])),
            ('Last-Modified', moment.strftime('%a, %d %b %Y %H:%M:%S GMT'))]

    def read_thread(self, request, record, id):
        self._reach_notifications(request, record)
        for each in self.data.notifications:
            if each['id'] == id:
                each['unread'] = False
                return None, None, []
        raise ServiceError(404, 'missing', 'Not Found')

    def search_commits(self, request, record):
        return self._search(request, record, [
            {**commit, 'repository': repository.describe(self.base), 'score': 1.0}
            for repository in self.data.live() for commit in repository.commits
            if self._visible(repository, record)])

    def search_issues(self, request, record):
        return self._search(request, record, [
            {**issue, 'score': 1.0} for repository in self.data.live()
            for issue in repository.issues if self._visible(repository, record)])

    def _search(self, request, record, items):
        params = self._params(request, PAGING | {'q', 'sort', 'order', 'advanced_search'})
        query = params.get('q', '')
        if not query or len(query) > 256 or len(re.findall(r'\b(AND|OR|NOT)\b', query)) > 5:
            raise ServiceError(422, 'query', 'Validation Failed', errors=[
                {'resource': 'Search', 'field': 'q', 'code': 'missing'}])
        me = self.data.login(record['grant'].user)
        for term in re.findall(r'\([^()]*\)|\S+', query):
            words = [term]
            if term.startswith('('):
                if params.get('advanced_search') != 'true' or not self.settings['advanced_search']:
                    raise ServiceError(422, 'query', 'Validation Failed', errors=[
                        {'message': 'OR is not known here', 'field': 'q', 'code': 'invalid'}])
                words = term.strip('()').split(' OR ')
            items = [each for each in items
                     if any(self._matches(each, word, me, record) for word in words)]
        items.sort(key=lambda each: each.get('updated_at') or each['commit']['author']['date'],
                   reverse=params.get('order', 'desc') == 'desc')
        found, links = self._paged(request, params, items, 1000)
        return {'total_count': len(items), 'search_type': 'lexical', 'items': found,
                'incomplete_results': bool(self.settings['search_incomplete'])}, links, []

    def _matches(self, item, term, me, record):
        minus = term.startswith('-')
        name, colon, value = term.lstrip('-').partition(':')
        if not colon:
            text = item.get('title') or item['commit']['message']
            return (term.lstrip('-').lower() in text.lower()) != minus
        if name not in QUALIFIERS:
            raise ServiceError(422, 'query', 'Validation Failed', errors=[
                {'message': f'Unknown qualifier {name}', 'field': 'q', 'code': 'invalid'}])
        if name == 'repo':
            repository = self.data.find(value)
            if repository is None or not self._visible(repository, record):
                raise ServiceError(422, 'query', 'Validation Failed', errors=[
                    {'message': 'The listed users and repositories cannot be searched either '
                     'because the resources do not exist or you do not have permission to view '
                     'them.',
                     'resource': 'Search', 'field': 'q', 'code': 'invalid'}])
        return self.data.matches(item, name, me if value == '@me' else value) != minus

    # The truth and control.

    def truth(self, **_arguments):
        return {repository.full_name: {
            'id': repository.id, 'empty': repository.empty, 'private': repository.private,
            'commits': [commit['sha'] for commit in repository.commits],
            'issues': [issue['number'] for issue in repository.issues]}
            for repository in self.data.live()}

    def _named(self, repository):
        found = self.data.find(repository)
        if found is None:
            raise ValueError(f'no repository {repository}')
        return found

    def do_state(self):
        """Counts, grants and tokens; waiting devices."""
        return {**self.tokens.describe(), 'devices': [each['user_code']
                                                      for each in self.devices.values()]}

    def do_issue(self, user=None, scopes='repo read:user notifications', kind='classic'):
        """A token as a person would paste it: classic, fine, app or device."""
        grant = self.tokens.grant(kind, user or self.world.users[0][0], scopes.split())
        return self.tokens.new_access(grant, 10 ** 9, KINDS[kind])

    def do_answer_device(self, user_code=None, user=None, deny=False):
        """The person enters the code and approves or denies; without a code the newest."""
        for record in reversed(self.devices.values()):
            if user_code in (None, record['user_code']):
                record['answer'] = False if deny else user or self.world.users[0][0]
                return record['user_code']
        raise ValueError('nobody waits for a code')

    def do_revoke(self, user=None):
        """All tokens of a person die."""
        return self.tokens.revoke(user)

    def do_expire_access(self, user=None):
        """Expiring tokens die now."""
        return self.tokens.expire_access(user)

    def do_repositories(self):
        """The repositories."""
        return [repository.describe(self.base) for repository in self.data.live()]

    def do_mine(self, repository, since):
        """Shas of the first user's commits, as a client that asks for them by login and time gets them."""
        login = self.data.login(self.world.users[0][0])
        return [commit['sha'] for commit in self._named(repository).commits
                if self.data.wrote(commit, login) and commit['commit']['committer']['date'] >= since]

    def do_add_commit(self, repository, message='Fix', author=None):
        """A push of one commit by an address (default: the first user)."""
        return self.data.push(self._named(repository), author or self.world.users[0][0], message,
                              self.world.clock.now())['sha']

    def do_add_issue(self, repository, title='Crash', pull=False, author=None):
        """Opens an issue or, with pull=true, a pull request."""
        return self.data.open(self._named(repository), author or self.world.users[0][0], title,
                              bool(pull), self.world.clock.now())['number']

    def do_close_issue(self, repository, number, merged=False):
        """Closes an issue, closes or merges a pull request."""
        return self.data.close(self._named(repository), int(number), bool(merged),
                               self.world.clock.now())

    def do_review(self, repository, number, state='APPROVED', author=None):
        """Reviews a pull request."""
        return self.data.review(self._named(repository), int(number), state,
                                author or self.world.users[0][0], self.world.clock.now())

    def do_request_review(self, repository, number, user=None):
        """Asks a person (default: the first user) for a review."""
        return self.data.request(self._named(repository), int(number), user or self.world.users[0][0],
                                 self.world.clock.now())['number']

    def do_notify(self, repository, title='Please review', reason='review_requested', number=None,
                  blank=False):
        """A notification; of an issue or pull request when `number` names one, without its address
        when blank."""
        return self.data.notify(self._named(repository), title, reason, self.world.clock.now(),
                                number, blank)

    def do_notifications(self):
        """All notifications, read ones as well."""
        return self.data.notifications

    def do_add_repository(self, name, empty=False, private=False):
        """A new repository `owner/name`."""
        return self.data.add(name, bool(empty), bool(private), self.world.midnight).id

    def do_rename_repository(self, repository, name):
        """Renames: the old name answers 301 from now on."""
        self.data.rename(self._named(repository), name)
        return name

    def do_delete_repository(self, repository):
        """The repository is gone: 404."""
        self._named(repository).deleted = True
        return {}

    def do_secondary_limit(self, count=1):
        """The next `count` requests meet the secondary limit, without a Retry-After."""
        self.secondary = int(count)
        return {}


ROUTES = (
    ('GET', ('user',), 'user', 'get_user'),
    ('GET', ('user', 'repos'), 'repos.list', 'list_repositories'),
    ('GET', ('user', 'issues'), 'issues.list', 'list_issues'),
    ('GET', ('issues',), 'issues.list', 'list_issues'),
    ('GET', ('repos', None, None), 'repos.get', 'get_repository'),
    ('GET', ('repositories', None), 'repos.get', 'get_by_id'),
    ('GET', ('repositories', None, 'commits'), 'commits.list', 'list_commits_by_id'),
    ('GET', ('repositories', None, 'pulls'), 'pulls.list', 'list_pulls_by_id'),
    ('GET', ('repositories', None, 'pulls', None, 'reviews'), 'reviews.list', 'list_reviews_by_id'),
    ('GET', ('repos', None, None, 'commits'), 'commits.list', 'list_commits'),
    ('GET', ('repos', None, None, 'pulls'), 'pulls.list', 'list_pulls'),
    ('GET', ('repos', None, None, 'pulls', None, 'reviews'), 'reviews.list', 'list_reviews'),
    ('GET', ('users', None, 'events'), 'events.list', 'list_events'),
    ('GET', ('notifications',), 'notifications.list', 'list_notifications'),
    ('GET', ('repos', None, None, 'notifications'), 'notifications.of', 'list_notifications_of'),
    ('PATCH', ('notifications', 'threads', None), 'notifications.read', 'read_thread'),
    ('GET', ('search', 'commits'), 'search.commits', 'search_commits'),
    ('GET', ('search', 'issues'), 'search.issues', 'search_issues'),
)


def instant(text):
    try:
        return datetime.datetime.fromisoformat(text.replace('Z', '+00:00'))
    except ValueError:
        return None


def between(text, params):
    """Whether a stamp lies between `since` and `until`."""
    moment = instant(text)
    return ('since' not in params or moment >= instant(params['since'])) \
        and ('until' not in params or moment <= instant(params['until']))
