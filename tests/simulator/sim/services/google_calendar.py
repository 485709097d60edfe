# SPDX-License-Identifier: GPL-3.0-or-later
"""Google Calendar v3 (providers.md 3.2 and 3.4). What the real one would leave undefined is a 400
here."""

import base64
import hashlib
import json
import re
import zoneinfo

from ..core import fieldmask
from ..core.clock import format_instant, parse_instant
from ..core.http import Response
from ..core.service import Service, ServiceError, json_response
from ..core.shelf import LAYOUT, Pager, dump
from . import google_resources as resources
from .google_changes import Changes
from .google_channels import Channels
from .google_errors import authorise, error_response, fault, invalid
from .google_store import GoogleStore
from .google_writes import Writes

READ_LIST = {'calendar', 'calendar.readonly', 'calendar.calendarlist',
             'calendar.calendarlist.readonly'}
READ_EVENTS = {'calendar', 'calendar.readonly', 'calendar.events', 'calendar.events.readonly',
               'calendar.events.owned', 'calendar.events.owned.readonly'}
READ_BUSY = {'calendar', 'calendar.readonly', 'calendar.events.freebusy', 'calendar.freebusy'}

COMMON = {'fields', 'prettyPrint', 'alt', 'quotaUser'}
LIST_PARAMS = {
    'alwaysIncludeEmail', 'eventTypes', 'iCalUID', 'maxAttendees', 'maxResults', 'orderBy',
    'pageToken', 'privateExtendedProperty', 'q', 'sharedExtendedProperty', 'showDeleted',
    'showHiddenInvitations', 'singleEvents', 'syncToken', 'timeMax', 'timeMin', 'timeZone',
    'updatedMin'}
REPEATABLE = {'eventTypes', 'privateExtendedProperty', 'sharedExtendedProperty'}
NEVER_WITH_SYNC_TOKEN = ('iCalUID', 'orderBy', 'privateExtendedProperty', 'q',
                         'sharedExtendedProperty',
                         'timeMin', 'timeMax', 'updatedMin')
EVENT_TYPES = {'birthday', 'default', 'focusTime', 'fromGmail', 'outOfOffice', 'workingLocation'}
ROLES = ('freeBusyReader', 'reader', 'writerWithoutPrivateAccess', 'writer', 'owner')
OFFSET = re.compile(r'(Z|[+-]\d\d:\d\d)$')


class GoogleCalendar(Writes, Changes, Channels, Service):
    name = 'google'
    prefixes = ('/google/calendar/v3',)
    token_family = 'google'
    settings = {
        **LAYOUT,
        'sync_tokens': True,         # False: a server that never gives one
        'sync_token_life': 0,        # seconds until 410 (0: none)
        'updated_min_days': 28,      # an older updatedMin is 410
        'single_events': 'expand',   # or `refuse`
        'quota_per_minute': 0,       # a user's requests a minute (0: no limit)
        'cascade': False,            # a deleted series also delivers its exceptions as deleted
    }

    def __init__(self, world):
        super().__init__(world)
        self.store = GoogleStore(world)
        self.pager = Pager(world.options.seed)
        self._recent = {}
        self.channels = {}
        self.deliveries = []

    def prepare(self):
        self.store.fill()
        self.signin = self.world.service('google_signin')

    def providers(self):
        return {'google': {'api-url': self.world.main.base + '/google/calendar/v3'}}

    # Errors.

    def error(self, error):
        return error_response(error)

    def fault(self, kind, request):
        return fault(kind, request, self.signin.tokens)

    # Routes.

    def route(self, request):
        segments = request.segments[3:]
        request.endpoint = 'google.unknown'
        for method, pattern, endpoint, function in ROUTES:
            if method == request.method and len(pattern) == len(segments) \
                    and all(want in (None, got) for want, got in zip(pattern, segments)):
                request.endpoint = 'google.' + endpoint
                names = [got for want, got in zip(pattern, segments) if want is None]
                request.subject = names[0] if names else None
                return lambda: getattr(self, function)(request, *names)
        raise ServiceError(404, 'notFound', 'Not Found')

    def authorise(self, request, scopes):
        """The user of the bearer token, who has to have given one of `scopes`."""
        authorise(request, self.signin.tokens, scopes)
        self._count_quota(request.account)
        return request.account

    def _count_quota(self, user):
        limit = int(self.settings['quota_per_minute'])
        if not limit:
            return
        now = self.world.clock.now()
        recent = [at for at in self._recent.get(user, ()) if at > now - 60]
        self._recent[user] = recent + [now]
        if len(recent) >= limit:
            raise ServiceError(403, 'userRateLimitExceeded', 'User Rate Limit Exceeded',
                               domain='usageLimits')

    def params(self, request, allowed):
        """Checked parameters: {name: text, list for repeatable ones}."""
        found = {}
        for name, value in request.query:
            if name not in allowed and name not in COMMON:
                raise invalid(name, f'Unknown parameter: {name}')
            if name in REPEATABLE:
                found.setdefault(name, []).append(value)
            elif name in found:
                raise invalid(name, f'Parameter {name} came twice.')
            else:
                found[name] = value
        if found.get('alt', 'json') != 'json':
            raise invalid('alt', 'Only json is served here.')
        for name in ('showDeleted', 'showHidden', 'singleEvents', 'prettyPrint',
                     'showHiddenInvitations', 'alwaysIncludeEmail', 'supportsAttachments',
                     'showOwnOrganizationOnly'):
            if found.get(name, 'true') not in ('true', 'false'):
                raise invalid(name, f'Invalid boolean value: {found[name]}')
        for name in ('timeMin', 'timeMax', 'updatedMin'):
            if name in found:
                found[name] = instant_param(name, found[name])
        if 'timeZone' in found:
            try:
                zoneinfo.ZoneInfo(found['timeZone'])
            except (ValueError, zoneinfo.ZoneInfoNotFoundError):
                raise invalid('timeZone', 'Invalid time zone')
        return found

    def mask(self, params, schema):
        if 'fields' not in params:
            return fieldmask.ALL
        try:
            return fieldmask.parse(params['fields'], schema)
        except fieldmask.MaskError as error:
            raise ServiceError(400, 'invalidParameter', str(error), locationType='parameter',
                               location='fields')

    def reply(self, params, schema, value, status=200):
        mask = self.mask(params, schema)
        pretty = params.get('prettyPrint', 'true') == 'true'
        return json_response(fieldmask.apply(mask, value), status, pretty=pretty)

    def calendar(self, request, user, name, role='reader'):
        """The calendar and the user's list entry, with at least `role`."""
        calendar, entry = self.store.find(user, name)
        if calendar is None or calendar.deleted or entry is None:
            raise ServiceError(404, 'notFound', 'Not Found')
        request.subject = f'{user} {calendar.id}'
        if ROLES.index(entry['accessRole']) < ROLES.index(role):
            raise ServiceError(403, 'requiredAccessLevel',
                               'You need to have writer access to this calendar.',
                               domain='calendar')
        return calendar, entry

    # Calendar list.

    def list_calendars(self, request):
        user = self.authorise(request, READ_LIST)
        request.subject = user
        params = self.params(request, {'maxResults', 'pageToken', 'syncToken', 'showDeleted',
                                       'showHidden', 'minAccessRole', 'showOwnOrganizationOnly'})
        size = size_param(params, 100, 250)
        shelf = self.store.lists[user]
        query = query_key(f'list {user}', params)
        if params.get('minAccessRole', 'reader') not in ROLES:
            raise invalid('minAccessRole', 'Invalid value')
        if 'syncToken' in params:
            for name in ('minAccessRole', 'showOwnOrganizationOnly'):
                if name in params:
                    raise sync_conflict(name)
        if 'pageToken' in params:
            snapshot, number, _ = self.page(params['pageToken'], query)
        else:
            if 'syncToken' in params:
                since = self.read_sync_token(params['syncToken'], query, shelf)['revision']
                things = shelf.changed_since(since)
            else:
                things = list(shelf.things.values())
            shown = [thing.id for thing in things
                     if self._lists(thing.load(), params, 'syncToken' in params)]
            snapshot = self.pager.open(query, shown, size, shelf.revision, self.settings)
            number = 0
        first, last = snapshot.pages[number]
        body = {'kind': 'calendar#calendarList', 'etag': f'"p{shelf.revision}"'}
        self.close_page(body, snapshot, number, shelf, query)
        body['items'] = [shelf.get(id).load() for id in snapshot.ids[first:last]]
        return self.reply(params, resources.CALENDARS_SCHEMA, body)

    def _lists(self, entry, params, incremental):
        if entry.get('deleted'):
            return incremental or params.get('showDeleted') == 'true'
        if entry.get('hidden') and params.get('showHidden') != 'true' and not incremental:
            return False
        least = params.get('minAccessRole', 'freeBusyReader')
        return ROLES.index(entry['accessRole']) >= ROLES.index(least)

    def get_list_entry(self, request, name):
        user = self.authorise(request, READ_LIST)
        params = self.params(request, set())
        _, entry = self.calendar(request, user, name, 'freeBusyReader')
        return self.reply(params, resources.ENTRY_SCHEMA, entry)

    def get_calendar(self, request, name):
        user = self.authorise(request, {'calendar', 'calendar.readonly', 'calendar.calendars',
                                        'calendar.calendars.readonly'})
        params = self.params(request, set())
        calendar, _ = self.calendar(request, user, name, 'freeBusyReader')
        return self.reply(params, fieldmask.ALL, {
            'kind': 'calendar#calendar', 'etag': '"c1"', 'id': calendar.id,
            'summary': calendar.summary, 'timeZone': calendar.zone})

    # Events.

    def list_events(self, request, name):
        user = self.authorise(request, READ_EVENTS)
        calendar, entry = self.calendar(request, user, name, 'freeBusyReader')
        params = self.params(request, LIST_PARAMS)
        size = size_param(params, 250, 2500)
        self._check_list(params)
        query = query_key(f'events {user} {calendar.id}', params)
        if 'pageToken' in params:
            snapshot, number, repeats = self.page(params['pageToken'], query)
        else:
            snapshot = self._select(calendar, params, query, size)
            number, repeats = 0, 0
        shown = number
        token = None
        if request.fault == 'duplicate-page' and number > 0 and repeats == 0:
            # The page before once more; the real one is still to come.
            shown = number - 1
            token = self.pager.token(snapshot, number, 1)
        return self._events_page(calendar, entry, params, snapshot, number, shown, token, query)

    def _check_list(self, params):
        single = params.get('singleEvents') == 'true'
        if 'orderBy' in params:
            if params['orderBy'] not in ('startTime', 'updated'):
                raise invalid('orderBy', 'Invalid value')
            if params['orderBy'] == 'startTime' and not single:
                raise invalid('orderBy',
                              'The requested ordering is not available for the particular '
                              'query.')
        if single and self.settings['single_events'] == 'refuse':
            raise invalid('singleEvents', 'This server does not expand series.')
        for value in params.get('eventTypes', ()):
            if value not in EVENT_TYPES:
                raise invalid('eventTypes', f'Invalid value: {value}')
        if 'syncToken' in params:
            for name in NEVER_WITH_SYNC_TOKEN:
                if name in params:
                    raise sync_conflict(name)
            if params.get('showDeleted') == 'false':
                raise sync_conflict('showDeleted')
            if single:
                raise invalid('singleEvents', 'This server does not expand series incrementally.')
        if 'timeMin' in params and 'timeMax' in params and params['timeMin'] >= params['timeMax']:
            raise invalid('timeMax', 'The specified time range is empty.', 'timeRangeEmpty')
        if 'updatedMin' in params:
            oldest = self.world.clock.now() - 86400 * float(self.settings['updated_min_days'])
            if params['updatedMin'] < oldest:
                raise ServiceError(410, 'updatedMinTooLongAgo',
                                   'The requested minimum modification '
                                   'time lies too far in the past.', domain='calendar',
                                   locationType='parameter', location='updatedMin')

    def _select(self, calendar, params, query, size):
        shelf = calendar.shelf
        window = (params.get('timeMin'), params.get('timeMax'))
        if 'syncToken' in params:
            token = self.read_sync_token(params['syncToken'], query, shelf)
            window = tuple(token['window'])
            things = [thing for thing in shelf.changed_since(token['revision'])
                      if thing.deleted or self.store.touches(calendar, thing, window,
                                                             token['revision'])]
        else:
            deleted = params.get('showDeleted') == 'true' or 'updatedMin' in params
            things = [thing for thing in shelf.things.values()
                      if (deleted if thing.deleted
                          else self.store.touches(calendar, thing, window))]
        if 'updatedMin' in params:
            things = [thing for thing in things
                      if self.store.updated(thing) >= params['updatedMin']]
        things = self._filter(things, params)
        extra = {'window': window, 'single': None}
        if params.get('singleEvents') == 'true':
            found = self.store.expanded(calendar, things, window)
            if params.get('orderBy') == 'startTime':
                found.sort(key=lambda each: resources.span_of(each, calendar.zone))
            extra['single'] = found
            ids = list(range(len(found)))
        else:
            if params.get('orderBy') == 'updated':
                things.sort(key=self.store.updated)
            ids = [thing.id for thing in things]
        return self.pager.open(query, ids, size, shelf.revision, self.settings, extra)

    def _filter(self, things, params):
        wanted = {name: params[name] for name in
                  ('eventTypes', 'iCalUID', 'q', 'privateExtendedProperty',
                   'sharedExtendedProperty')
                  if name in params}
        if not wanted:
            return things
        return [thing for thing in things if thing.deleted or matches(thing.load(), wanted)]

    def _events_page(self, calendar, entry, params, snapshot, number, shown, token, query):
        mask = self.mask(params, resources.EVENTS_SCHEMA)
        pretty = params.get('prettyPrint', 'true') == 'true'
        head = {'kind': 'calendar#events', 'etag': f'"p{snapshot.revision}"',
                'summary': calendar.summary, 'description': '',
                'updated': format_instant(self.world.clock.now()), 'timeZone':
                params.get('timeZone', calendar.zone), 'accessRole': entry['accessRole'],
                'defaultReminders': entry.get('defaultReminders', [])}
        if token is not None:
            head['nextPageToken'] = token
        else:
            self.close_page(head, snapshot, number, calendar.shelf, query)
        head = fieldmask.apply(mask, head)
        inner = mask if mask is fieldmask.ALL else mask.get('items', mask.get('*', False))
        if inner is False:
            return json_response(head, pretty=pretty)
        items = self._items(calendar, entry, params, snapshot, shown, inner, pretty)
        # The items are the bulk: joined as bytes, never parsed again.
        start = dump(head, pretty)[:-1].rstrip()
        comma = b',' if head else b''
        return Response(200, start + comma + b'"items":[' + b','.join(items) + b']}\n')

    def _items(self, calendar, entry, params, snapshot, number, mask, pretty):
        first, last = snapshot.pages[number]
        zone, most = params.get('timeZone'), params.get('maxAttendees')
        busy_only = entry['accessRole'] == 'freeBusyReader'
        plain = mask is fieldmask.ALL and not zone and not most and not busy_only

        def shape(resource):
            if busy_only:
                resource = only_busy(resource)
            if zone:
                resource = resources.in_zone(resource, zone)
            if most:
                resource = few_attendees(resource, most, entry)
            return fieldmask.apply(mask, resource)

        if snapshot.extra['single'] is not None:
            return [dump(shape(snapshot.extra['single'][at]), pretty)
                    for at in snapshot.ids[first:last]]
        key = (params.get('fields'), zone, most, busy_only, pretty)
        items = []
        for id in snapshot.ids[first:last]:
            thing = calendar.shelf.get(id)
            if thing is None:
                continue
            if plain and not pretty:
                items.append(thing.text)
            elif pretty:
                items.append(thing.render(key, shape, True))
            else:
                items.append(thing.render(key, shape))
        return items

    def get_event(self, request, name, event):
        user = self.authorise(request, READ_EVENTS)
        calendar, entry = self.calendar(request, user, name, 'freeBusyReader')
        params = self.params(request, {'maxAttendees', 'timeZone', 'alwaysIncludeEmail'})
        resource = self.store.resource(calendar, event)
        if resource is None:
            raise ServiceError(404, 'notFound', 'Not Found')
        if 'timeZone' in params:
            resource = resources.in_zone(resource, params['timeZone'])
        response = self.reply(params, resources.EVENT_SCHEMA, resource)
        response.set_header('ETag', resource['etag'])
        return response

    def list_instances(self, request, name, event):
        user = self.authorise(request, READ_EVENTS)
        calendar, entry = self.calendar(request, user, name)
        params = self.params(request, {'maxAttendees', 'maxResults', 'originalStart', 'pageToken',
                                       'showDeleted', 'timeMax', 'timeMin', 'timeZone'})
        size = size_param(params, 250, 2500)
        master = calendar.shelf.get(event)
        if master is None or master.deleted or 'recurrence' not in master.load():
            raise ServiceError(404, 'notFound', 'Not Found')
        query = query_key(f'instances {user} {calendar.id} {event}', params)
        if 'pageToken' in params:
            snapshot, number, _ = self.page(params['pageToken'], query)
        else:
            window = (params.get('timeMin'), params.get('timeMax'))
            found = self.store.instances(calendar, master, window,
                                         params.get('showDeleted') == 'true')
            if 'originalStart' in params:
                wanted = parse_instant(params['originalStart'])
                found = [each for each in found if self.store.original(each, calendar) == wanted]
            snapshot = self.pager.open(query, list(range(len(found))), size,
                                       calendar.shelf.revision,
                                       self.settings, {'single': found, 'window': window})
            number = 0
        return self._events_page(calendar, entry, params, snapshot, number, number, None,
                                 None)

    def duplicate_page(self, request):
        return request.endpoint == 'google.events.list' and request.param('pageToken') is not None

    # Pages and tokens.

    def page(self, token, query):
        found = self.pager.find(token)
        if found is None:
            raise invalid('pageToken', 'Invalid page token value.', 'invalid')
        if found[0].query != query:
            raise invalid('pageToken', 'This page token belongs to another query.', 'invalid')
        return found

    def close_page(self, body, snapshot, number, shelf, query):
        """nextPageToken, or nextSyncToken on the last page."""
        if number + 1 < len(snapshot.pages):
            body['nextPageToken'] = self.pager.token(snapshot, number + 1)
        elif query is not None and self.settings['sync_tokens'] and may_sync(query):
            extra = snapshot.extra or {}
            body['nextSyncToken'] = self.make_sync_token(query, shelf, snapshot.revision,
                                                         extra.get('window', (None, None)))

    def make_sync_token(self, query, shelf, revision, window):
        # Without a life the token has no date in it: the same run gives the same tokens.
        made = round(self.world.clock.now()) if self.settings['sync_token_life'] else 0
        text = dump({'r': revision, 'g': shelf.generation, 'q': digest(sync_part(query)),
                     'w': list(window), 'a': made})
        return base64.urlsafe_b64encode(text).decode()

    def read_sync_token(self, token, query, shelf):
        """What a token says. 410 when it is too old, 400 when it is not one or for other
        parameters."""
        try:
            said = json.loads(base64.urlsafe_b64decode(token.encode()))
            revision, generation, window = said['r'], said['g'], said['w']
        except (ValueError, KeyError, TypeError):
            raise invalid('syncToken', 'Invalid sync token value.', 'invalid')
        life = float(self.settings['sync_token_life'])
        old = life and said['a'] + life < self.world.clock.now()
        if generation != shelf.generation or revision > shelf.revision or old \
                or not self.settings['sync_tokens']:
            raise fault('gone-410', None, None)
        if said['q'] != digest(sync_part(query)):
            raise invalid('syncToken', 'The parameters differ from those of the first request.')
        return {'revision': revision, 'window': window}

    # Free and busy.

    def free_busy(self, request):
        user = self.authorise(request, READ_BUSY)
        params = self.params(request, set())
        body = self.json_body(request, {'timeMin', 'timeMax', 'timeZone', 'items',
                                        'groupExpansionMax', 'calendarExpansionMax'})
        if len(body.get('items', ())) > 50:
            raise ServiceError(400, 'tooManyCalendarsRequested', 'Too many calendars.')
        window = tuple(instant_param(name, body.get(name, '')) for name in ('timeMin', 'timeMax'))
        found = {}
        for item in body.get('items', ()):
            calendar, entry = self.store.find(user, item['id'])
            if calendar is None or calendar.deleted:
                found[item['id']] = {'errors': [{'domain': 'global', 'reason': 'notFound'}],
                                     'busy': []}
            else:
                found[item['id']] = {'busy': self.store.busy(calendar, window)}
        return self.reply(params, fieldmask.ALL, {
            'kind': 'calendar#freeBusy', 'timeMin': body['timeMin'], 'timeMax': body['timeMax'],
            'calendars': found})

    def truth(self, **arguments):
        return self.store.truth(**arguments)


ROUTES = (
    ('GET', ('users', 'me', 'calendarList'), 'calendarList.list', 'list_calendars'),
    ('GET', ('users', 'me', 'calendarList', None), 'calendarList.get', 'get_list_entry'),
    ('GET', ('calendars', None), 'calendars.get', 'get_calendar'),
    ('GET', ('calendars', None, 'events'), 'events.list', 'list_events'),
    ('POST', ('calendars', None, 'events'), 'events.insert', 'insert_event'),
    ('GET', ('calendars', None, 'events', None), 'events.get', 'get_event'),
    ('PATCH', ('calendars', None, 'events', None), 'events.patch', 'patch_event'),
    ('DELETE', ('calendars', None, 'events', None), 'events.delete', 'delete_event'),
    ('GET', ('calendars', None, 'events', None, 'instances'), 'events.instances', 'list_instances'),
    ('POST', ('calendars', None, 'events', 'watch'), 'events.watch', 'watch_events'),
    ('POST', ('channels', 'stop'), 'channels.stop', 'stop_channel'),
    ('POST', ('freeBusy',), 'freebusy.query', 'free_busy'),
)


def sync_conflict(name):
    return invalid(name, f'Sync token cannot be used with {name}.', 'badRequest')


def size_param(params, default, most):
    text = params.get('maxResults', str(default))
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise invalid('maxResults', f'Invalid value {text}. Values must be within the range: '
                      f'[1, {most}]')
    return int(text)


def instant_param(name, text):
    try:
        if not OFFSET.search(text) or 'T' not in text:
            raise ValueError
        return parse_instant(text)
    except ValueError:
        raise invalid(name, f'Invalid value for {name}: RFC 3339 with an offset is needed.',
                      'badRequest')


def query_key(what, params):
    """Everything that later pages and later rounds have to repeat."""
    return (what, tuple(sorted((name, str(value)) for name, value in params.items()
                               if name != 'pageToken')))


def sync_part(query):
    """What has to be the same in every round of a sync token."""
    leave = ('syncToken', 'timeMin', 'timeMax')
    return (query[0], tuple(pair for pair in query[1] if pair[0] not in leave))


def may_sync(query):
    """Google gives no sync token for queries that could not be continued with one."""
    names = {name for name, _ in query[1]}
    single = ('singleEvents', 'true') in query[1]
    return not single and not names & (set(NEVER_WITH_SYNC_TOKEN) - {'timeMin', 'timeMax'})


def digest(value):
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


def matches(resource, wanted):
    if 'eventTypes' in wanted and resource.get('eventType', 'default') not in wanted['eventTypes']:
        return False
    if 'iCalUID' in wanted and resource.get('iCalUID') != wanted['iCalUID']:
        return False
    for kind in ('private', 'shared'):
        for pair in wanted.get(f'{kind}ExtendedProperty', ()):
            name, _, value = pair.partition('=')
            if resource.get('extendedProperties', {}).get(kind, {}).get(name) != value:
                return False
    if 'q' in wanted:
        text = ' '.join(str(resource.get(name, ''))
                        for name in ('summary', 'description', 'location')).lower()
        return all(word in text for word in wanted['q'].lower().split())
    return True


def only_busy(resource):
    """What somebody sees who may only know when, not what."""
    keep = ('kind', 'etag', 'id', 'status', 'start', 'end', 'recurrence', 'recurringEventId',
            'originalStartTime', 'iCalUID', 'transparency', 'eventType', 'updated', 'created')
    return {**{key: resource[key] for key in keep if key in resource}, 'visibility': 'private'}


def few_attendees(resource, most, entry):
    people = resource.get('attendees', [])
    if not most.isdigit() or int(most) < 1:
        raise invalid('maxAttendees', 'Invalid value')
    if len(people) <= int(most):
        return resource
    kept = [each for each in people if each.get('self')] or people[:1]
    return {**resource, 'attendees': kept, 'attendeesOmitted': True}
