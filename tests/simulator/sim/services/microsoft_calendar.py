# SPDX-License-Identifier: GPL-3.0-or-later
"""Microsoft Graph v1.0 calendars (providers.md 4): views, delta rounds with their traps,
batches."""

import base64
import datetime
import json
import re
import urllib.parse

from ..core.http import Request
from ..core.oauth import bearer
from ..core.service import Service, ServiceError, json_response
from ..core.shelf import LAYOUT, Pager
from . import microsoft_events as events
from .microsoft_changes import Changes
from .microsoft_delta import READ, Delta
from .microsoft_store import MicrosoftStore
from .microsoft_writes import Writes

SHARED = {'Calendars.Read.Shared', 'Calendars.ReadWrite.Shared'}
CALENDAR_FIELDS = {
    'id', 'name', 'color', 'hexColor', 'isDefaultCalendar', 'changeKey', 'canShare',
    'canViewPrivateItems', 'canEdit', 'allowedOnlineMeetingProviders',
    'defaultOnlineMeetingProvider', 'isTallyingResponses', 'isRemovable', 'owner'}
PREFERENCE = re.compile(r'^(outlook\.timezone|IdType|outlook\.body-content-type|odata\.maxpagesize)'
                        r'\s*=\s*"?([^"]*)"?$')
VIEW_PARAMS = {'startDateTime', 'endDateTime', '$select', '$top', '$skip', '$orderby'}
LIST_PARAMS = {'$select', '$top', '$skip', '$orderby'}


class Preferences:
    """What the Prefer headers ask for."""

    def __init__(self):
        self.zone = 'UTC'
        self.immutable = False
        self.plain = False
        self.page_size = None
        self.applied = []


class MicrosoftCalendar(Writes, Changes, Delta, Service):
    name = 'microsoft'
    prefixes = ('/microsoft/v1.0',)
    token_family = 'microsoft'
    lazy = True
    settings = {
        **LAYOUT,
        'default_page': 10,          # of a delta round without odata.maxpagesize
        'delta_token_life': 0,       # seconds until 410 (0: none)
        'delta_error': 410,          # or 400: how an old token is refused
        'concurrent': 4,             # more requests at once are 429 (0: no limit)
        'order': 'mixed',            # of a series in a round: mixed, master-first, master-last
        'shared_delta': True,        # False: calendarView/delta of calendars but the default is 404
        'no_mailbox': False,         # True: /me is there and no calendar
        'foreign_links': False,      # True: links of a round lead to the canary
        'repeat_master': False,      # an item comes twice in a round, the second time the truth
    }

    def __init__(self, world):
        super().__init__(world)
        self.store = MicrosoftStore(world)
        self.pager = Pager(world.options.seed)
        self.claims = None

    def prepare(self):
        self.store.fill()
        self.signin = self.world.service('microsoft_signin')

    @property
    def base(self):
        return self.world.main.base + '/microsoft/v1.0'

    def providers(self):
        return {'microsoft': {'api-url': self.base}}

    # Errors.

    def error(self, error):
        body = {'error': {'code': error.reason, 'message': error.message, 'innerError': {
            'date': self.world.clock.datetime().strftime('%Y-%m-%dT%H:%M:%S'),
            'request-id': '11370000-0000-0000-0000-000000000001',
            'client-request-id': '11370000-0000-0000-0000-000000000001'}}}
        return json_response(body, error.status, error.headers)

    def fault(self, kind, request):
        if kind == 'expired-401':
            self.signin.tokens.expire_access(token=bearer(request))
            return token_error('InvalidAuthenticationToken',
                               'Lifetime validation failed, the token '
                               'is expired.')
        known = {
            'rate-429': (429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency '
                         'limit.'),
            'rate-403': (429, 'activityLimitReached', 'Too many requests.'),
            'server-500': (500, 'InternalServerError', 'The server has an error.'),
            'gateway-502': (502, 'BadGateway', 'Bad gateway.'),
            'unavailable-503': (503, 'ServiceUnavailable', 'The service is not available.'),
            'scope-403': (403, 'ErrorAccessDenied', 'Access is denied.'),
            'policy-403': (403, 'AccessDenied', 'Access has been blocked by a policy.'),
            'not-found-404': (404, 'ErrorItemNotFound', 'The object was not found in the store.'),
            'gone-410': (410, 'SyncStateNotFound', 'The sync state generation is not found.'),
            'conflict-412': (412, 'ErrorIrresolvableConflict', 'The send or update operation could '
                             'not be performed because the change key is not current.'),
        }
        found = known.get(kind.removesuffix('-date'))
        return ServiceError(*found) if found else None

    # Routes.

    def route(self, request):
        segments = request.segments[2:]
        request.endpoint = 'microsoft.unknown'
        for method, pattern, endpoint, function in ROUTES:
            if method == request.method and len(pattern) == len(segments) \
                    and all(want in (None, got) for want, got in zip(pattern, segments)):
                request.endpoint = 'microsoft.' + endpoint
                names = [got for want, got in zip(pattern, segments) if want is None]
                request.subject = names[0] if names else None
                return lambda: getattr(self, function)(request, *names)
        raise ServiceError(400, 'BadRequest', 'Resource not found for the segment.')

    def authorise(self, request, scopes):
        token = bearer(request)
        if token is None:
            raise token_error('InvalidAuthenticationToken', 'Access token is empty.')
        record = self.signin.tokens.check_access(token)
        if record is None:
            raise token_error('InvalidAuthenticationToken', 'Lifetime validation failed, the token '
                              'is expired.')
        if self.claims is not None and record['grant'].number <= self.claims[1]:
            packed = base64.b64encode(self.claims[0].encode()).decode()
            raise ServiceError(401, 'InvalidAuthenticationToken', 'Continuous access evaluation '
                               'resulted in claims challenge.', [(
                                   'WWW-Authenticate', 'Bearer realm="", authorization_uri='
                                   '"https://login.microsoftonline.com/common/oauth2/authorize", '
                                   f'error="insufficient_claims", claims="{packed}"')])
        if self.settings['no_mailbox'] and 'User.Read' not in scopes:
            raise ServiceError(404, 'MailboxNotEnabledForRESTAPI',
                               'REST API is not yet supported for this mailbox.')
        if not set(record['scopes']) & scopes:
            raise ServiceError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and '
                               'try again.')
        limit = int(self.settings['concurrent'])
        if limit and self.world.journal.in_flight > limit:
            raise ServiceError(429, 'ApplicationThrottled', 'Application is over its '
                               'MailboxConcurrency limit.', [('Retry-After', '1')])
        request.account = record['grant'].user
        return request.account

    def params(self, request, allowed):
        found = {}
        for name, value in request.query:
            if name not in allowed:
                raise ServiceError(400, 'RequestBroker--ParseUri' if name.startswith('$')
                                   else 'ErrorInvalidUrlQuery',
                                   f"The query parameter '{name}' is not supported here.")
            if name in found:
                raise ServiceError(400, 'ErrorInvalidUrlQuery', f"'{name}' came twice.")
            found[name] = value
        return found

    def preferences(self, request):
        found = Preferences()
        for value in request.header_values('prefer'):
            for part in filter(None, (part.strip() for part in value.split(','))):
                match = PREFERENCE.match(part)
                if match is None:
                    raise ServiceError(400, 'ErrorInvalidRequest', f'Unknown preference: {part}')
                name, said = match.groups()
                if name == 'outlook.timezone':
                    if events.zone_of(said) is None:
                        raise ServiceError(400, 'TimeZoneNotSupportedException', said)
                    found.zone = said
                elif name == 'IdType':
                    if said != 'ImmutableId':
                        raise ServiceError(400, 'ErrorInvalidRequest', f'Unknown IdType {said}')
                    found.immutable = True
                elif name == 'outlook.body-content-type':
                    if said not in ('text', 'html'):
                        raise ServiceError(400, 'ErrorInvalidRequest', said)
                    found.plain = said == 'text'
                else:
                    if not said.isdigit() or not 1 <= int(said) <= 1000:
                        raise ServiceError(400, 'ErrorInvalidRequest', 'odata.maxpagesize: 1..1000')
                    found.page_size = int(said)
                found.applied.append(part)
        return found

    def reply(self, value, preferences=None, status=200):
        response = json_response(value, status)
        response.set_header('Content-Type', 'application/json;odata.metadata=minimal;'
                            'odata.streaming=true;IEEE754Compatible=false;charset=utf-8')
        if preferences is not None and preferences.applied:
            response.set_header('Preference-Applied', ', '.join(preferences.applied))
        return response

    def outer_id(self, id, preferences):
        """Without IdType="ImmutableId" ids look different (and would change when items move)."""
        return id if preferences.immutable else 'AAMk' + id[4:]

    def inner_id(self, id, preferences):
        if id.startswith('AAkA') != preferences.immutable:
            raise ServiceError(404, 'ErrorItemNotFound', 'The id is of another IdType.')
        return 'AAkA' + id[4:]

    def dressed(self, item, preferences):
        """An item with its ids in the form that was asked for."""
        for name in ('id', 'seriesMasterId'):
            if item.get(name):
                item[name] = self.outer_id(item[name], preferences)
        return item

    def calendar(self, request, user, id, write=False):
        found = self.store.calendar(user, id)
        if found is None:
            raise ServiceError(404, 'ErrorItemNotFound', 'The specified object was not found in '
                               'the store.')
        request.subject = f'{user} {found.id}'
        if write and not found.can_edit:
            raise ServiceError(403, 'ErrorAccessDenied', 'Access is denied.')
        return found

    # People and calendars.

    def get_me(self, request):
        user = self.authorise(request, {'User.Read'})
        self.params(request, {'$select'})
        name = self.store.name_of(user)
        return self.reply({
            '@odata.context': f'{self.base}/$metadata#users/$entity', 'id': f'oid-{user}',
            'displayName': name, 'givenName': name.split()[0], 'mail': user,
            'userPrincipalName': user})

    def get_mailbox_settings(self, request):
        self.authorise(request, {'MailboxSettings.Read'})
        self.params(request, {'$select'})
        return self.reply({'timeZone': 'W. Europe Standard Time', 'workingHours': {
            'daysOfWeek': list(events.DAYS[:5]), 'startTime': '08:00:00.0000000',
            'endTime': '17:00:00.0000000', 'timeZone': {'name': 'W. Europe Standard Time'}}})

    def list_categories(self, request):
        self.authorise(request, {'MailboxSettings.Read'})
        self.params(request, LIST_PARAMS)
        return self.reply({'value': [
            {'id': f'cat-{at}', 'displayName': name, 'color': f'preset{at}'}
            for at, name in enumerate(events.CATEGORIES)]})

    def list_calendars(self, request):
        user = self.authorise(request, READ)
        request.subject = user
        params = self.params(request, LIST_PARAMS)
        self.preferences(request)
        select = select_param(params, CALENDAR_FIELDS)
        items = [picked(each.describe(), select) for each in self.store.calendars_of(user)]
        return self.listing(request, params, items, 'calendars', 10)

    def list_groups(self, request):
        self.authorise(request, READ)
        self.params(request, LIST_PARAMS)
        return self.reply({'value': [{'id': 'AAMkGroup1', 'name': 'My Calendars',
                                      'classId': '0006f0b7-0000-0000-c000-000000000046'}]})

    def listing(self, request, params, items, context, default=10, preferences=None):
        """A page by `$top` and `$skip`, with a nextLink that repeats the whole query."""
        top, skip = number_param(params, '$top', default, 1000), number_param(params, '$skip', 0)
        body = {'@odata.context': f'{self.base}/$metadata#{context}'}
        body['value'] = items[skip:skip + top]
        if skip + top < len(items):
            query = [(name, value) for name, value in request.query if name != '$skip']
            query.append(('$skip', str(skip + top)))
            body['@odata.nextLink'] = f'{self.world.main.base}{request.path}?' \
                + urllib.parse.urlencode(query, safe='$')
        return self.reply(body, preferences)

    # Views.

    def view(self, request, id=None):
        user = self.authorise(request, READ)
        return self._view(request, self.calendar(request, user, id))

    def view_of_other(self, request, owner):
        user = self.authorise(request, SHARED)
        shared = self.store.shared_with(user, owner)
        if shared is None:
            raise ServiceError(403, 'ErrorAccessDenied', 'Access is denied.')
        request.subject = f'{user} {shared.id}'
        return self._view(request, shared)

    def _view(self, request, calendar):
        params = self.params(request, VIEW_PARAMS)
        preferences = self.preferences(request)
        window = self.window(params)
        select = select_param(params, events.EVENT_FIELDS)
        if params.get('$orderby', 'start/dateTime').split()[0] not in ('start/dateTime', 'subject'):
            raise ServiceError(400, 'ErrorInvalidRequest', 'The property cannot be sorted by.')
        items = []
        for made in self.store.live(calendar.id):
            items += self._full_items(made, calendar, window, preferences)
        items.sort(key=lambda item: (item['start']['dateTime'], item['id']))
        items = [picked(self.dressed(item, preferences), select) for item in items]
        return self.listing(request, params, items, f"users('{calendar.owner[1]}')/calendarView",
                            10, preferences)

    def _full_items(self, made, calendar, window, preferences):
        zone, plain = preferences.zone, preferences.plain
        if not made.series:
            return [events.event_json(made, calendar.owner, zone, plain)] \
                if self.store.inside(made, made.plan.start, made.plan.end, window) else []
        plain_ones, moved = self.store.occurrences(made, window)
        return [events.view_json(made, original, calendar.owner, zone, plain)
                for original in plain_ones] \
            + [events.event_json(made, calendar.owner, zone, plain, original) for original in moved]

    def window(self, params):
        for name in ('startDateTime', 'endDateTime'):
            if name not in params:
                raise ServiceError(400, 'ErrorInvalidParameter', "This request requires a time "
                                   "window specified by the query string parameters StartDateTime "
                                   "and EndDateTime.")
        try:
            found = [instant(params[name]) for name in ('startDateTime', 'endDateTime')]
        except ValueError:
            raise ServiceError(400, 'ErrorInvalidParameter', 'startDateTime or endDateTime is not '
                               'a date and time.')
        if not found[0] < found[1] < found[0] + 5 * 366 * 86400:
            raise ServiceError(400, 'ErrorInvalidParameter', 'The window is empty or too long.')
        return tuple(found)

    def list_events(self, request, id=None):
        """Masters and single events, not expanded."""
        user = self.authorise(request, READ)
        calendar = self.calendar(request, user, id)
        params = self.params(request, LIST_PARAMS)
        preferences = self.preferences(request)
        select = select_param(params, events.EVENT_FIELDS)
        items = [picked(self.dressed(events.event_json(
            made, calendar.owner, preferences.zone, preferences.plain), preferences), select)
            for made in self.store.live(calendar.id)]
        return self.listing(request, params, items, 'events', 10, preferences)

    def get_event_of(self, request, calendar, id):
        """The same below its calendar: how events of other people's calendars are reached."""
        user = self.authorise(request, READ)
        self.calendar(request, user, calendar)
        return self.get_event(request, id)

    def get_event(self, request, id):
        user = self.authorise(request, READ)
        params = self.params(request, {'$select'})
        preferences = self.preferences(request)
        made, original, calendar = self.find(user, self.inner_id(id, preferences))
        request.subject = f'{user} {calendar.id}'
        select = select_param(params, events.EVENT_FIELDS)
        if original is None or original in made.moves:
            item = events.event_json(made, calendar.owner, preferences.zone, preferences.plain,
                                     original)
        else:
            item = events.view_json(made, original, calendar.owner, preferences.zone,
                                    preferences.plain)
        return self.reply(picked(self.dressed(item, preferences), select), preferences)

    def find(self, user, id):
        """(appointment, original start of an occurrence or None, calendar)."""
        made, original = self.store.find(user, id)
        if made is None:
            raise ServiceError(404, 'ErrorItemNotFound', 'The specified object was not found in '
                               'the store.')
        return made, original, self.store.calendars[made.calendar]

    # Batches.

    def batch(self, request):
        self.authorise(request, READ | {'User.Read'})
        self.params(request, set())
        body = self.json_body(request, {'requests'})
        parts = body.get('requests')
        if not isinstance(parts, list) or not 1 <= len(parts) <= 20:
            raise ServiceError(400, 'BadRequest', 'A batch has 1 to 20 requests.')
        if len({part.get('id') for part in parts}) != len(parts):
            raise ServiceError(400, 'BadRequest', 'Each request needs an id of its own.')
        answers, statuses = [], {}
        for part in parts:
            failed = [each for each in part.get('dependsOn', ()) if statuses.get(each, 500) >= 400]
            answer = error_part(424, 'FailedDependency') if failed \
                else self._part(request, part)
            statuses[part['id']] = answer['status']
            answers.append({'id': part['id'], **answer})
        # The order of the answers is not that of the requests.
        return self.reply({'responses': answers[::-1]})

    def _part(self, request, part):
        address = part.get('url', '')
        if not address.startswith('/') or 'method' not in part:
            return error_part(400, 'BadRequest')
        headers = [(name.lower(), value) for name, value in part.get('headers', {}).items()]
        headers.append(('authorization', request.header('authorization')))
        body = json.dumps(part['body']).encode() if 'body' in part else b''
        inner = Request(part['method'], '/microsoft/v1.0' + address, headers, body,
                        request.origin, request.peer)
        try:
            response = self.route(inner)()
        except ServiceError as error:
            response = self.error(error)
        # Each part is throttled, and spoilt, alone.
        self.world.journal.counts[f'batched {inner.endpoint}'] += 1
        found = {'status': response.status, 'headers': dict(response.headers)}
        if response.body:
            found['body'] = json.loads(response.body)
        return found

    def truth(self, **arguments):
        return self.store.truth(**arguments)


ROUTES = (
    ('GET', ('me',), 'me', 'get_me'),
    ('GET', ('me', 'mailboxSettings'), 'mailboxSettings', 'get_mailbox_settings'),
    ('GET', ('me', 'outlook', 'masterCategories'), 'masterCategories', 'list_categories'),
    ('GET', ('me', 'calendars'), 'calendars.list', 'list_calendars'),
    ('GET', ('me', 'calendarGroups'), 'calendarGroups.list', 'list_groups'),
    ('GET', ('me', 'calendarView'), 'calendarView', 'view'),
    ('GET', ('me', 'calendarView', 'delta'), 'calendarView.delta', 'delta'),
    ('GET', ('me', 'calendars', None, 'calendarView'), 'calendarView', 'view'),
    ('GET', ('me', 'calendars', None, 'calendarView', 'delta'), 'calendarView.delta', 'delta'),
    ('GET', ('me', 'calendars', None, 'events'), 'events.list', 'list_events'),
    ('GET', ('me', 'calendars', None, 'events', None), 'events.get', 'get_event_of'),
    ('GET', ('me', 'events'), 'events.list', 'list_events'),
    ('GET', ('me', 'events', None), 'events.get', 'get_event'),
    ('GET', ('users', None, 'calendar', 'calendarView'), 'shared.calendarView', 'view_of_other'),
    ('GET', ('users', None, 'calendarView'), 'shared.calendarView', 'view_of_other'),
    ('POST', ('me', 'calendars', None, 'events'), 'events.insert', 'insert_event'),
    ('POST', ('me', 'events'), 'events.insert', 'insert_event'),
    ('PATCH', ('me', 'events', None), 'events.patch', 'patch_event'),
    ('DELETE', ('me', 'events', None), 'events.delete', 'delete_event'),
    ('POST', ('me', 'events', None, 'accept'), 'events.accept', 'accept_event'),
    ('POST', ('me', 'events', None, 'tentativelyAccept'), 'events.tentativelyAccept',
     'tentatively_accept_event'),
    ('POST', ('me', 'events', None, 'decline'), 'events.decline', 'decline_event'),
    ('POST', ('me', 'calendar', 'getSchedule'), 'getSchedule', 'get_schedule'),
    ('POST', ('$batch',), 'batch', 'batch'),
)


def token_error(code, message):
    return ServiceError(401, code, message, [(
        'WWW-Authenticate', 'Bearer realm="", authorization_uri='
        '"https://login.microsoftonline.com/common/oauth2/authorize"')])


def error_part(status, code):
    return {'status': status, 'headers': {}, 'body': {'error': {'code': code, 'message': code}}}


def instant(text):
    """Seconds since 1970; Graph reads a time without offset as UTC."""
    moment = datetime.datetime.fromisoformat(text.replace('Z', '+00:00'))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return moment.timestamp()


def select_param(params, known):
    if '$select' not in params:
        return None
    names = params['$select'].split(',')
    for name in names:
        if name not in known:
            raise ServiceError(400, 'RequestBroker--ParseUri',
                               f"Could not find a property named '{name}'.")
    return set(names)


def picked(item, select):
    if select is None:
        return item
    return {name: value for name, value in item.items()
            if name in select or name == 'id' or name.startswith('@')}


def number_param(params, name, default, most=10 ** 9):
    text = params.get(name, str(default))
    if not text.isdigit() or int(text) > most or (name == '$top' and int(text) < 1):
        raise ServiceError(400, 'ErrorInvalidUrlQuery', f'{name} is not a valid number.')
    return int(text)
