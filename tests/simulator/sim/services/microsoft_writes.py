# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing to Outlook: create, change, delete, answer, and the free-busy question."""

import datetime
import json

from ..core import content
from ..core.http import Response
from ..core.service import ServiceError
from . import microsoft_events as events

WRITE = {'Calendars.ReadWrite'}
RESPONSES = {'accept': 'accepted', 'tentativelyAccept': 'tentative', 'decline': 'declined'}
VIEW_DIGITS = {'free': '0', 'tentative': '1', 'busy': '2', 'oof': '3', 'workingElsewhere': '4'}


class Writes:
    """Mixed into MicrosoftCalendar."""

    def json_body(self, request, allowed):
        kind = (request.header('content-type') or '').split(';')[0].strip().lower()
        if kind != 'application/json':
            raise ServiceError(400, 'BadRequest', 'A JSON body with its Content-Type is needed.')
        try:
            body = json.loads(request.body)
        except ValueError:
            raise ServiceError(400, 'BadRequest', 'Unable to read JSON request payload.')
        if not isinstance(body, dict):
            raise ServiceError(400, 'BadRequest', 'A JSON object is needed.')
        for name in body:
            if name not in allowed:
                raise ServiceError(400, 'RequestBodyRead', f"The property '{name}' does not exist "
                                   "on type 'microsoft.graph.event'.")
        return body

    def insert_event(self, request, id=None):
        user = self.authorise(request, WRITE)
        calendar = self.calendar(request, user, id, write=True)
        self.params(request, set())
        preferences = self.preferences(request)
        body = self.json_body(request, events.WRITABLE)
        transaction = body.get('transactionId')
        if transaction is not None:
            for made in self.store.live(calendar.id):
                if made.transaction == transaction:
                    return self._written(made, calendar, preferences, 201)
        for name in ('start', 'end'):
            if name not in body:
                raise ServiceError(400, 'ErrorPropertyValidationFailure', f'{name} is needed.')
        now = self.world.clock.now()
        start, zone = self._time(body['start'], body.get('isAllDay'))
        plan = content.Plan(f'new{self.store.revision + 1:08d}', None, start, start, zone, now, now,
                            organizer=calendar.owner)
        made = events.Appointment(f'AAkALg{plan.uid}', plan, calendar.id, transaction=transaction)
        self._fill(made, body)
        self.store.put(made)
        return self._written(made, calendar, preferences, 201)

    def _time(self, field, all_day=False):
        """(naive local time or date, IANA zone) of a dateTimeTimeZone."""
        try:
            if set(field) != {'dateTime', 'timeZone'}:
                raise ValueError('dateTime and timeZone are needed')
            zone = events.IANA.get(field['timeZone'], field['timeZone'])
            if events.zone_of(zone) is None:
                raise ValueError(f'unknown time zone {zone}')
            moment = datetime.datetime.fromisoformat(field['dateTime'][:26])
            if moment.tzinfo is not None:
                raise ValueError('dateTime has no offset')
        except (ValueError, TypeError) as error:
            raise ServiceError(400, 'ErrorPropertyValidationFailure', str(error))
        if all_day:
            if moment.time() != datetime.time():
                raise ServiceError(400, 'ErrorPropertyValidationFailure', 'An all day event lies '
                                   'from midnight to midnight.')
            return moment.date(), zone
        return moment, zone

    def _fill(self, made, body):
        """Takes over the written members of `body`."""
        plan = made.plan
        all_day = body.get('isAllDay', plan.all_day)
        if 'start' in body:
            plan.start, plan.zone = self._time(body['start'], all_day)
        if 'end' in body:
            plan.end = self._time(body['end'], all_day)[0]
        if plan.end < plan.start:
            raise ServiceError(400, 'ErrorPropertyValidationFailure', 'The end lies before the '
                               'start.')
        for name, attribute in (('importance', 'importance'), ('sensitivity', 'sensitivity'),
                                ('showAs', 'show_as')):
            if name in body:
                setattr(made, attribute, body[name])
        if 'subject' in body:
            plan.title = body['subject']
        if 'body' in body:
            plan.description = body['body'].get('content')
        if 'location' in body:
            plan.location = body['location'].get('displayName')
        if 'categories' in body:
            made.categories = tuple(body['categories'])
        if 'attendees' in body:
            plan.attendees = tuple(
                (each['emailAddress'].get('name', ''), each['emailAddress']['address'],
                 'needsAction', each.get('type') == 'optional') for each in body['attendees'])
        if body.get('isOnlineMeeting'):
            plan.meet, made.meeting = f'new-{self.store.revision:04d}-abc', 'onlineMeeting'
        if 'recurrence' in body:
            made.pattern = self._pattern(body['recurrence'], plan)

    def _pattern(self, pattern, plan):
        if pattern is None:
            return None
        try:
            events.rule_of(pattern, plan.zone)
        except (KeyError, ValueError, TypeError) as error:
            raise ServiceError(400, 'ErrorPropertyValidationFailure', f'recurrence: {error}')
        return pattern

    def _target(self, request, id):
        """The event to change after the check of If-Match: (appointment, original, calendar)."""
        user = self.authorise(request, WRITE)
        self.params(request, set())
        preferences = self.preferences(request)
        made, original, calendar = self.find(user, self.inner_id(id, preferences))
        self.calendar(request, user, calendar.id, write=True)
        etag = request.header('if-match')
        number = made.moves[original][3] if original in made.moves else made.revision
        if etag is not None and etag not in ('*', f'W/"{events.key_text(number)}"'):
            if not etag.startswith(('W/"', '"')):
                raise ServiceError(400, 'ErrorInvalidRequest', 'If-Match is not an etag.')
            raise self.fault('conflict-412', request)
        return made, original, calendar, preferences

    def patch_event(self, request, id):
        made, original, calendar, preferences = self._target(request, id)
        body = self.json_body(request, events.WRITABLE - {'transactionId'})
        if original is None:
            self._fill(made, body)
            self.store.put(made)
        else:
            length = made.plan.end - made.plan.start
            start, end = made.moves.get(original, (original, original + length))[:2]
            if 'start' in body:
                start = self._time(body['start'], made.plan.all_day)[0]
            if 'end' in body:
                end = self._time(body['end'], made.plan.all_day)[0]
            words = {name: value for name, value in body.items()
                     if name in ('subject', 'importance', 'showAs')}
            self.store.move(made, original, start, end, words)
        made.plan.updated = self.world.clock.now()
        return self._written(made, calendar, preferences, 200, original)

    def delete_event(self, request, id):
        made, original, calendar, _ = self._target(request, id)
        if original is None:
            self.store.remove(made)
        else:
            self.store.drop(made, original)
        return Response(204, b'', None)

    def _written(self, made, calendar, preferences, status, original=None):
        item = events.event_json(made, calendar.owner, preferences.zone, preferences.plain,
                                 original)
        return self.reply(self.dressed(item, preferences), preferences, status)

    # Answers.

    def accept_event(self, request, id):
        return self._answer(request, id, 'accept')

    def tentatively_accept_event(self, request, id):
        return self._answer(request, id, 'tentativelyAccept')

    def decline_event(self, request, id):
        return self._answer(request, id, 'decline')

    def _answer(self, request, id, word):
        made, _, calendar, _ = self._target(request, id)
        self.json_body(request, {'comment', 'sendResponse', 'proposedNewTime'})
        if made.plan.organizer in (None, calendar.owner):
            raise ServiceError(400, 'ErrorInvalidRequest', "You can't respond to this meeting "
                               "because you're the meeting organizer.")
        made.plan.response = RESPONSES[word]
        self.store.put(made)
        return Response(202, b'', None)

    # Free and busy.

    def get_schedule(self, request):
        self.authorise(request, {'Calendars.Read', 'Calendars.ReadWrite'})
        self.params(request, set())
        body = self.json_body(request, {'schedules', 'startTime', 'endTime',
                                        'availabilityViewInterval'})
        interval = int(body.get('availabilityViewInterval', 30))
        if not 5 <= interval <= 1440:
            raise ServiceError(400, 'ErrorInvalidParameter', 'availabilityViewInterval: 5..1440')
        span = []
        for name in ('startTime', 'endTime'):
            moment, zone = self._time(body.get(name, {}))
            span.append(events.seconds(moment, zone))
        return self.reply({'value': [self._schedule(mail, span, interval)
                                     for mail in body.get('schedules', ())]})

    def _schedule(self, mail, span, interval):
        calendar = self.store.calendar(mail, None) if mail in self.store.lists else None
        if calendar is None:
            return {'scheduleId': mail, 'error': {
                'message': 'The mailbox was not found.',
                'responseCode': 'ErrorMailRecipientNotFound'}}
        digits = ['0'] * round((span[1] - span[0]) / 60 / interval)
        for made in self.store.live(calendar.id):
            bare, moved = self.store.occurrences(made, span) if made.series else ([], [])
            length = made.plan.end - made.plan.start
            blocks = [(each, each + length) for each in bare]
            blocks += [made.moves[each][:2] for each in moved]
            if not made.series:
                blocks = [(made.plan.start, made.plan.end)]
            for start, end in blocks:
                first, last = (events.seconds(each, made.plan.zone) for each in (start, end))
                for at in range(len(digits)):
                    low = span[0] + at * interval * 60
                    if first < low + interval * 60 and last > low:
                        digits[at] = max(digits[at], VIEW_DIGITS.get(made.show_as, '2'))
        return {'scheduleId': mail, 'availabilityView': ''.join(digits), 'scheduleItems': []}
