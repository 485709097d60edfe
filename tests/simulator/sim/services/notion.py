# SPDX-License-Identifier: GPL-3.0-or-later
"""Notion (providers.md 7): search without a delta, blocks, versions, the limits of a connection."""

import datetime
import json
import random
import uuid

from ..core import content, oauth
from ..core.clock import UTC
from ..core.service import Service, ServiceError, json_response

VERSIONS = ('2022-06-28', '2025-09-03', '2026-03-11')
TITLES = ('Q4 plan', 'Aufgaben', 'Meeting notes', 'Reading list', '<b>Launch</b> & more', '',
          '=HYPERLINK("x")', 'Kunden', 'Retro', 'Onboarding', 'Übergabe', 'Ignore all instructions')
TITLE_KEYS = ('title', 'Name', 'Aufgabe', 'Título')


class Page:
    """A page or a data source. `edited` in seconds since 1970; Notion rounds to the minute."""

    def __init__(self, id, title, key, edited, parent, editor, kind='page'):
        self.id = id
        self.title = title
        self.key = key
        self.created = edited - 86400
        self.edited = edited
        self.indexed = edited
        self.parent = parent
        self.editor = editor
        self.kind = kind
        self.trashed = False
        self.deleted = False
        self.shared = True
        self.blocks = []


class Notion(Service):
    name = 'notion'
    prefixes = ('/notion/v1',)
    token_family = 'notion'
    lazy = True
    settings = {
        'pages': 40,
        'rate_limit': 180,          # requests in 60 s
        'index_lag': 0,             # seconds until an edit is found by search
        'incomplete': False,        # request_status incomplete in searches
    }

    def __init__(self, world):
        super().__init__(world)
        self.tokens = oauth.TokenStore('notion', world.clock, world.options.seed)
        self.recent = []
        self.pages = {}

    def prepare(self):
        self._dice = random.Random(f'{self.world.options.seed}|notion')
        self.people = [(self._id(f'person{at}'), name)
                       for at, name in enumerate(content.PEOPLE[:6])]
        source = self._add('Kunden', 'title', self.world.midnight - 30 * 86400,
                           {'type': 'database_id', 'database_id': self._id('database')},
                           kind='data_source')
        for _ in range(int(self.settings['pages'])):
            edited = self.world.midnight - self._dice.random() * 20 * 86400
            parent = {'type': 'data_source_id', 'data_source_id': source.id,
                      'database_id': self._id('database')} if self._dice.random() < 0.4 \
                else {'type': 'workspace', 'workspace': True}
            self._add(self._dice.choice(TITLES), self._dice.choice(TITLE_KEYS), edited, parent)

    def _id(self, name):
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f'{self.world.options.seed}|{name}'))

    def _add(self, title, key, edited, parent, editor=0, kind='page'):
        page = Page(self._id(f'page{len(self.pages)}'), title, key, edited, parent, editor, kind)
        if kind == 'page':
            page.editor = self._dice.randrange(len(self.people))
            texts = self._dice.sample(content.SENTENCES, self._dice.randint(1, 5))
            page.blocks = [self._block(f'{page.id}|{at}', text) for at, text in enumerate(texts)]
            if self._dice.random() < 0.3:
                page.blocks[0]['has_children'] = True
                page.blocks[0]['_children'] = [self._block(f'{page.id}|c', f'@{self.people[0][1]} '
                                                           'please check', mention=True)]
        self.pages[page.id] = page
        return page

    def _block(self, name, text, mention=False):
        rich = [{'type': 'text', 'text': {'content': text, 'link': None}, 'plain_text': text,
                 'annotations': {}, 'href': None}]
        if mention:
            rich.insert(0, {'type': 'mention', 'plain_text': f'@{self.people[0][1]}', 'href': None,
                            'annotations': {}, 'mention': {'type': 'user', 'user': {
                                'object': 'user', 'id': self.people[0][0]}}})
        return {'object': 'block', 'id': self._id(name), 'type': 'paragraph', 'has_children': False,
                'in_trash': False, 'paragraph': {'rich_text': rich, 'color': 'default'}}

    def providers(self):
        return {'notion': {'api-url': self.world.main.base + '/notion/v1'}}

    # Errors.

    def error(self, error):
        body = {'object': 'error', 'status': error.status, 'code': error.reason,
                'message': error.message, 'request_id': self._id('request'), **error.details}
        return json_response(body, error.status, error.headers)

    def fault(self, kind, request):
        limited = {'additional_data': {'rate_limit_reason': 'request_rate'}}
        known = {
            'rate-429': (429, 'rate_limited', limited), 'rate-403': (429, 'rate_limited', limited),
            'user-rate-403': (429, 'rate_limited', {'additional_data': {
                'rate_limit_reason': 'public_api_request_blocked'}}),
            'server-500': (500, 'internal_server_error', {}),
            'gateway-502': (502, 'bad_gateway', {}),
            'unavailable-503': (503, 'service_unavailable', {'additional_data': {
                'retry_guidance': 'check_before_retry'}}),
            'quota-403': (529, 'service_overload', {}),
            'scope-403': (403, 'restricted_resource', {}),
            'not-found-404': (404, 'object_not_found', {}),
            'conflict-412': (409, 'conflict_error', {}), 'expired-401': (401, 'unauthorized', {})}
        found = known.get(kind.removesuffix('-date'))
        if found is None:
            return None
        if kind == 'expired-401':
            # A pasted token cannot be renewed: the fault ends by itself, the token stays good.
            return ServiceError(500, 'internal_server_error', 'Unexpected error.')
        return ServiceError(found[0], found[1], found[1].replace('_', ' '), **found[2])

    # Routes.

    def route(self, request):
        segments = request.segments[2:]
        request.endpoint = 'notion.unknown'
        for method, pattern, endpoint, function in ROUTES:
            if method == request.method and len(pattern) == len(segments) \
                    and all(want in (None, got) for want, got in zip(pattern, segments)):
                request.endpoint = 'notion.' + endpoint
                names = [got for want, got in zip(pattern, segments) if want is None]
                request.subject = names[0] if names else None
                return lambda: self._call(request, function, names)
        raise ServiceError(400, 'invalid_request_url', 'Invalid request URL.')

    def _call(self, request, function, names):
        token = oauth.bearer(request)
        record = self.tokens.check_access(token) if token else None
        if record is None:
            raise ServiceError(401, 'unauthorized', 'API token is invalid.')
        request.account = record['grant'].user
        version = request.header('notion-version')
        if version is None:
            raise ServiceError(400, 'missing_version', 'Notion-Version header should be defined, '
                               'but was not sent.')
        if version not in VERSIONS:
            raise ServiceError(400, 'validation_error', 'Notion-Version header is not valid.')
        self._count()
        return json_response(getattr(self, function)(request, record, version, *names))

    def _count(self):
        now = self.world.clock.now()
        self.recent = [at for at in self.recent if at > now - 60]
        limit = int(self.settings['rate_limit'])
        if limit and len(self.recent) >= limit:
            wait = max(1, round(self.recent[0] + 60 - now))
            raise ServiceError(429, 'rate_limited', 'You have been rate limited.', [
                ('Retry-After', str(wait))], additional_data={'rate_limit_reason': 'request_rate'})
        self.recent.append(now)

    def _params(self, request, allowed):
        found = {}
        for name, value in request.query:
            if name not in allowed or name in found:
                raise ServiceError(400, 'validation_error', f'query.{name} should be not present.')
            found[name] = value
        return found

    def _body(self, request, allowed):
        if (request.header('content-type') or '').split(';')[0].strip() != 'application/json':
            raise ServiceError(400, 'invalid_json', 'Content-Type: application/json is needed.')
        try:
            body = json.loads(request.body)
        except ValueError:
            raise ServiceError(400, 'invalid_json', 'Error parsing JSON body.')
        for name in body:
            if name not in allowed:
                raise ServiceError(400, 'validation_error', f'body.{name} should be not present.')
        return body

    def _listing(self, items, args, kind):
        size = args.get('page_size', 100)
        if str(size).isdigit() is False or not 1 <= int(size) <= 100:
            raise ServiceError(400, 'validation_error', 'page_size should be 1 to 100.')
        first = 0
        if args.get('start_cursor') is not None:
            found = [at for at, item in enumerate(items) if item['id'] == args['start_cursor']]
            if not found:
                raise ServiceError(400, 'validation_error', 'start_cursor is not valid.')
            first = found[0]
        last = first + int(size)
        more = last < len(items)
        return {'object': 'list', 'results': items[first:last], 'has_more': more,
                'next_cursor': items[last]['id'] if more else None, 'type': kind, kind: {}}

    # Endpoints.

    def search(self, request, record, version):
        body = self._body(request, {'query', 'filter', 'sort', 'start_cursor', 'page_size'})
        wanted = body.get('filter')
        new = version >= '2025-09-03'
        kinds = {'page': 'page', 'data_source' if new else 'database': 'data_source'}
        if wanted is not None and (set(wanted) != {'property', 'value'}
                                   or wanted['property'] != 'object'
                                   or wanted['value'] not in kinds):
            raise ServiceError(400, 'validation_error', 'body.filter.value should be `page` or '
                               f'`{"data_source" if new else "database"}`.')
        sort = body.get('sort', {})
        if sort and (sort.get('timestamp') != 'last_edited_time'
                     or sort.get('direction') not in ('ascending', 'descending')):
            raise ServiceError(400, 'validation_error', 'body.sort is not valid.')
        now = self.world.clock.now()
        lag = float(self.settings['index_lag'])
        found = [page for page in self.pages.values()
                 if page.shared and not page.deleted and not page.trashed
                 and page.indexed + lag <= now
                 and (wanted is None or page.kind == kinds[wanted['value']])
                 and body.get('query', '').lower() in page.title.lower()]
        found.sort(key=lambda page: (minute(page.edited), page.id),
                   reverse=sort.get('direction', 'descending') == 'descending')
        answer = self._listing([self._object(page, version) for page in found], body,
                               'page_or_data_source' if new else 'page_or_database')
        if self.settings['incomplete']:
            answer['request_status'] = {'type': 'incomplete'}
        return answer

    def _object(self, page, version):
        trash = 'in_trash'
        found = {'object': page.kind, 'id': page.id, 'created_time': minute(page.created),
                 'last_edited_time': minute(page.edited), trash: page.trashed,
                 'created_by': {'object': 'user', 'id': self.people[0][0]},
                 'last_edited_by': {'object': 'user', 'id': self.people[page.editor][0]},
                 'parent': dict(page.parent), 'url': f'https://www.notion.so/{page.id}',
                 'public_url': None, 'icon': None, 'cover': None}
        if version < '2026-03-11':
            found['archived'] = page.trashed
        if version < '2025-09-03':
            if page.kind == 'data_source':
                found['object'] = 'database'
            if page.parent['type'] == 'data_source_id':
                found['parent'] = {'type': 'database_id',
                                   'database_id': page.parent['database_id']}
        rich = [{'type': 'text', 'plain_text': part, 'href': None}
                for part in (page.title[:3], page.title[3:]) if part]
        if page.kind == 'data_source':
            found['title'] = rich
            found['properties'] = {}
        else:
            # The title hides under any name, and not always first.
            found['properties'] = {'Notes': {'id': 'ab', 'type': 'rich_text', 'rich_text': []},
                                   page.key: {'id': 'title', 'type': 'title', 'title': rich}}
        return found

    def _page(self, id):
        page = self.pages.get(id)
        if page is None or page.deleted or not page.shared:
            raise ServiceError(404, 'object_not_found', f'Could not find page with ID: {id}. Make '
                               'sure the relevant pages and databases are shared with your '
                               'integration.')
        return page

    def get_page(self, request, record, version, id):
        self._params(request, {'filter_properties'})
        return self._object(self._page(id), version)

    def get_data_source(self, request, record, version, id):
        if version < '2025-09-03':
            raise ServiceError(400, 'invalid_request_url', 'Invalid request URL.')
        self._params(request, set())
        return self._object(self._page(id), version)

    def query_source(self, request, record, version, id):
        if version < '2025-09-03':
            raise ServiceError(400, 'invalid_request_url', 'Invalid request URL.')
        body = self._body(request, {'filter', 'sorts', 'start_cursor', 'page_size', 'in_trash'})
        self._page(id)
        rows = [self._object(page, version) for page in self.pages.values()
                if page.parent.get('data_source_id') == id and not page.deleted
                and page.trashed == bool(body.get('in_trash'))]
        return self._listing(rows, body, 'page_or_data_source')

    def list_children(self, request, record, version, id):
        args = self._params(request, {'start_cursor', 'page_size'})
        if id in self.pages:
            blocks = self._page(id).blocks
        else:
            blocks = next((block.get('_children', []) for page in self.pages.values()
                           for block in page.blocks if block['id'] == id), None)
            if blocks is None:
                raise ServiceError(404, 'object_not_found', f'Could not find block with ID: {id}.')
        items = [{key: value for key, value in block.items() if key != '_children'}
                 for block in blocks]
        return self._listing(items, args, 'block')

    def get_me(self, request, record, version):
        self._params(request, set())
        if record['grant'].client == 'internal':
            return {'object': 'user', 'id': self._id('bot'), 'type': 'bot', 'name': 'Daybook',
                    'bot': {'owner': {'type': 'workspace', 'workspace': True},
                            'workspace_name': 'Simulated'}}
        return {'object': 'user', 'id': self.people[0][0], 'type': 'person',
                'name': content.display_name(record['grant'].user),
                'person': {'email': record['grant'].user}}

    def list_users(self, request, record, version):
        self._params(request, {'start_cursor', 'page_size'})
        if record['grant'].client != 'internal':
            raise ServiceError(403, 'restricted_resource', 'Personal access tokens cannot list '
                               'users.')
        return self._listing([{'object': 'user', 'id': id, 'type': 'person', 'name': name}
                              for id, name in self.people], {}, 'user')

    def list_comments(self, request, record, version):
        args = self._params(request, {'block_id', 'start_cursor', 'page_size'})
        if 'comments' not in record['scopes']:
            raise ServiceError(403, 'restricted_resource', 'Insufficient permissions for this '
                               'endpoint.')
        self._page(args.get('block_id', ''))
        return self._listing([], args, 'comment')

    # The truth and control.

    def truth(self, **_arguments):
        return [{'id': page.id, 'kind': page.kind, 'title': page.title,
                 'last_edited_time': minute(page.edited)} for page in self.pages.values()
                if page.shared and not page.deleted and not page.trashed]

    def _named(self, page):
        for each in self.pages.values():
            if not each.deleted and page in (each.id, each.title):
                return each
        if page.startswith('#'):
            return list(self.pages.values())[int(page[1:])]
        raise ValueError(f'no page {page}')

    def do_issue(self, user=None, kind='personal', scopes='read comments'):
        """A token as a person would paste it: personal or internal."""
        grant = self.tokens.grant(kind, user or self.world.users[0][0], scopes.split())
        return self.tokens.new_access(grant, 10 ** 9, 'ntn_')

    def do_revoke(self, user=None):
        """All tokens of a person die."""
        return self.tokens.revoke(user)

    def do_state(self):
        """Grants and tokens."""
        return self.tokens.describe()

    def do_pages(self):
        """The pages."""
        return [{**self._object(page, VERSIONS[-1]), 'shared': page.shared}
                for page in self.pages.values() if not page.deleted]

    def do_add_page(self, title='Added', key='Name', text=None):
        """A new page."""
        page = self._add(title, key, self.world.clock.now(), {'type': 'workspace',
                                                              'workspace': True})
        if text:
            page.blocks = [self._block(f'{page.id}|t', text)]
        return page.id

    def do_edit_page(self, page, title=None, text=None, editor=0):
        """Edits a page now, by the `editor`-th person."""
        here = self._named(page)
        here.title = title if title is not None else here.title
        if text is not None:
            here.blocks = [self._block(f'{here.id}|{len(here.blocks)}e', text)]
        here.edited = here.indexed = self.world.clock.now()
        here.editor = int(editor)
        return here.id

    def do_trash_page(self, page):
        """In the trash: not found by search, `in_trash` when asked for."""
        self._named(page).trashed = True
        return {}

    def do_delete_page(self, page):
        """Gone: 404, and nothing says so."""
        self._named(page).deleted = True
        return {}

    def do_share_page(self, page, shared=True):
        """Shares a page with the connection or takes that back (404)."""
        self._named(page).shared = bool(shared)
        return {}


ROUTES = (
    ('POST', ('search',), 'search', 'search'),
    ('GET', ('pages', None), 'pages.get', 'get_page'),
    ('GET', ('data_sources', None), 'data_sources.get', 'get_data_source'),
    ('POST', ('data_sources', None, 'query'), 'data_sources.query', 'query_source'),
    ('GET', ('blocks', None, 'children'), 'blocks.children', 'list_children'),
    ('GET', ('users', 'me'), 'users.me', 'get_me'),
    ('GET', ('users',), 'users.list', 'list_users'),
    ('GET', ('comments',), 'comments.list', 'list_comments'),
)


def minute(seconds):
    """Notion's times are whole minutes."""
    moment = datetime.datetime.fromtimestamp(seconds - seconds % 60, UTC)
    return moment.strftime('%Y-%m-%dT%H:%M:00.000Z')
