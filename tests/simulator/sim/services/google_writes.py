# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing to Google Calendar: insert, patch and delete, with etags and own ids."""

import json
import re

from ..core.clock import format_instant
from ..core.http import Response
from ..core.service import ServiceError
from . import google_resources as resources

WRITE_EVENTS = {'calendar', 'calendar.events', 'calendar.events.owned'}
OWN_ID = re.compile(r'^[a-v0-9]{5,1024}$')
WRITE_PARAMS = {'sendUpdates', 'conferenceDataVersion', 'supportsAttachments', 'eventLabelVersion',
                'maxAttendees'}


class Writes:
    """Mixed into GoogleCalendar."""

    def json_body(self, request, allowed):
        """The JSON object of a body that has no member but the allowed ones."""
        kind = (request.header('content-type') or '').split(';')[0].strip().lower()
        if kind != 'application/json':
            raise ServiceError(400, 'badContent', f'Unsupported content with type: {kind}')
        try:
            body = json.loads(request.body)
        except ValueError:
            raise ServiceError(400, 'parseError', 'Parse Error')
        if not isinstance(body, dict):
            raise ServiceError(400, 'parseError', 'Parse Error')
        for name in body:
            if name not in allowed:
                raise ServiceError(400, 'invalid', f'Unknown name "{name}": Cannot find field.')
        return body

    def _writable(self, request, name):
        user = self.authorise(request, WRITE_EVENTS)
        calendar, entry = self.calendar(request, user, name, 'writer')
        params = self.params(request, WRITE_PARAMS)
        if params.get('sendUpdates', 'none') not in ('all', 'externalOnly', 'none'):
            raise ServiceError(400, 'invalidParameter', 'Invalid value for sendUpdates')
        if params.get('conferenceDataVersion', '0') not in ('0', '1'):
            raise ServiceError(400, 'invalidParameter', 'Invalid value for conferenceDataVersion')
        return user, calendar, params

    def insert_event(self, request, name):
        user, calendar, params = self._writable(request, name)
        body = self.json_body(request, resources.WRITABLE)
        for field in ('start', 'end'):
            if not isinstance(body.get(field), dict):
                raise ServiceError(400, 'required', f'Missing {field} time.')
        id = body.get('id')
        if id is None:
            id = self._fresh_id(calendar)
        elif not OWN_ID.match(id):
            raise ServiceError(400, 'invalid', 'Invalid resource id value.')
        if calendar.shelf.get(id) is not None:
            raise ServiceError(409, 'duplicate', 'The requested identifier already exists.')
        now = format_instant(self.world.clock.now())
        owner = {'email': calendar.owner[1], 'displayName': calendar.owner[0], 'self': True}
        resource = {
            'kind': 'calendar#event', 'id': id, 'status': 'confirmed',
            'htmlLink': f'https://www.google.com/calendar/event?eid={id}', 'created': now,
            'updated': now, 'creator': owner, 'organizer': owner, 'iCalUID': f'{id}@google.com',
            'sequence': 0, 'reminders': {'useDefault': True}, 'eventType': 'default'}
        resource.update(body)
        self._add_conference(resource, params)
        self._check_times(calendar, resource)
        thing = self.store.put(calendar, resource)
        return self._written(params, thing)

    def _fresh_id(self, calendar):
        number = calendar.shelf.revision + 1
        return f'sim{self.world.options.seed}n{number:08d}'

    def _add_conference(self, resource, params):
        """`createRequest` makes a meeting, when the client says that it knows conference data."""
        data = resource.get('conferenceData')
        if data is None:
            return
        if params.get('conferenceDataVersion') != '1':
            resource.pop('conferenceData')
            return
        if 'createRequest' in data:
            if not data['createRequest'].get('requestId'):
                raise ServiceError(400, 'invalid', 'createRequest needs a requestId.')
            code = 'sim-' + format(self.store.calendars[resource['organizer']['email']]
                                   .shelf.revision % 10000, '04d') + '-abc'
            resource['conferenceData'] = resources.conference(code)
            resource['hangoutLink'] = f'https://meet.google.com/{code}'

    def _check_times(self, calendar, resource):
        try:
            start, own = resources.read_time(resource['start'])
            end, other = resources.read_time(resource['end'])
            same_kind = ('date' in resource['start']) == ('date' in resource['end'])
            if not same_kind:
                raise ValueError('Start and end have to be of one kind.')
            if resource.get('recurrence'):
                if 'dateTime' in resource['start'] and not resource['start'].get('timeZone'):
                    raise ValueError('A series needs the time zone of its start.')
                next(resources.series_of(resource, calendar.zone), None)
            first = resources.instant(start, own or calendar.zone)
            last = resources.instant(end, other or calendar.zone)
        except (ValueError, KeyError, TypeError) as error:
            raise ServiceError(400, 'invalid', f'Invalid start, end or recurrence: {error}')
        if last < first or (last == first and 'date' in resource['start']):
            raise ServiceError(400, 'timeRangeEmpty', 'The specified time range is empty.',
                               domain='calendar')

    def _target(self, request, calendar, event):
        """The event that is to change, after the check of If-Match."""
        thing = calendar.shelf.get(event)
        resource = self.store.resource(calendar, event)
        if resource is None:
            raise ServiceError(404, 'notFound', 'Not Found')
        if thing is not None and thing.deleted:
            raise ServiceError(410, 'deleted', 'Resource has been deleted')
        etag = request.header('if-match')
        if etag is not None and etag != '*':
            if not (etag.startswith('"') and etag.endswith('"')):
                raise ServiceError(400, 'invalidHeader', 'If-Match is not a quoted etag.',
                                   locationType='header', location='If-Match')
            if etag != resource['etag']:
                raise self.fault('conflict-412', request)
        return resource

    def patch_event(self, request, name, event):
        user, calendar, params = self._writable(request, name)
        body = self.json_body(request, resources.WRITABLE - {'id', 'iCalUID'})
        resource = self._target(request, calendar, event)
        owned = resource.get('organizer', {}).get('email') == calendar.owner[1]
        shared = {'start', 'end', 'summary', 'description', 'location', 'recurrence', 'status'}
        if not owned and set(body) & shared and not resource.get('guestsCanModify'):
            raise ServiceError(403, 'forbiddenForNonOrganizer',
                               'Shared properties can only be changed by the organizer of the '
                               'event.',
                               domain='calendar')
        for key, value in body.items():
            # A patch merges objects, replaces arrays whole and removes what is null.
            if value is None:
                resource.pop(key, None)
            elif isinstance(value, dict) and isinstance(resource.get(key), dict) \
                    and key in ('extendedProperties', 'reminders', 'source'):
                resource[key] = {**resource[key], **value}
            else:
                resource[key] = value
        if resource.get('status') == 'cancelled':
            self.store.delete(calendar, event)
            return self._written(params, calendar.shelf.get(event))
        self._add_conference(resource, params)
        self._check_times(calendar, resource)
        if set(body) & {'start', 'end', 'recurrence'}:
            resource['sequence'] = resource.get('sequence', 0) + 1
        thing = self.store.put(calendar, resource)
        return self._written(params, thing)

    def delete_event(self, request, name, event):
        user, calendar, params = self._writable(request, name)
        self._target(request, calendar, event)
        self.store.delete(calendar, event)
        return Response(204, b'', None)

    def _written(self, params, thing):
        resource = thing.load()
        response = self.reply(params, resources.EVENT_SCHEMA, resource)
        response.set_header('ETag', resource['etag'])
        return response
