# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlook's events: what Exchange keeps, the JSON that Graph makes of it, recurrence patterns."""

import dataclasses
import datetime
import zoneinfo

from ..core import content, icalendar, recurrence

UTC = datetime.timezone.utc
DAYS = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')
INDICES = {1: 'first', 2: 'second', 3: 'third', 4: 'fourth', -1: 'last'}
ANSWERS = {'accepted': 'accepted', 'declined': 'declined', 'tentative': 'tentativelyAccepted',
           'needsAction': 'notResponded'}
IANA = {windows: iana for iana, windows in icalendar.WINDOWS.items()}
CATEGORIES = ('Red category', 'Green category', 'Customer', 'Übung')

EVENT_FIELDS = {
    'id', 'createdDateTime', 'lastModifiedDateTime', 'changeKey', 'categories', 'transactionId',
    'originalStartTimeZone', 'originalEndTimeZone', 'iCalUId', 'uid', 'reminderMinutesBeforeStart',
    'isReminderOn', 'hasAttachments', 'subject', 'bodyPreview', 'importance', 'sensitivity',
    'isAllDay', 'isCancelled', 'isOrganizer', 'responseRequested', 'seriesMasterId', 'showAs',
    'type', 'webLink', 'onlineMeetingUrl', 'isOnlineMeeting', 'onlineMeetingProvider',
    'allowNewTimeProposals', 'occurrenceId', 'isDraft', 'hideAttendees', 'responseStatus', 'body',
    'start', 'end', 'location', 'locations', 'recurrence', 'attendees', 'organizer',
    'onlineMeeting', 'originalStart', 'cancelledOccurrences', 'exceptionOccurrences'}
WRITABLE = {
    'subject', 'body', 'start', 'end', 'location', 'attendees', 'isAllDay', 'showAs', 'importance',
    'sensitivity', 'categories', 'recurrence', 'isOnlineMeeting', 'onlineMeetingProvider',
    'transactionId', 'reminderMinutesBeforeStart', 'isReminderOn', 'responseRequested',
    'allowNewTimeProposals', 'hideAttendees', 'singleValueExtendedProperties'}


@dataclasses.dataclass
class Appointment:
    """An event or series in one calendar. `revision`: of the series as a whole."""

    id: str
    plan: content.Plan
    calendar: str
    revision: int = 0
    removed: bool = False
    cancelled: bool = False
    importance: str = 'normal'
    sensitivity: str = 'normal'
    show_as: str = 'busy'
    categories: tuple = ()
    meeting: str = 'none'       # onlineMeeting, url, body, none: where the join link hides
    transaction: str = None
    pattern: dict = None
    drops: set = dataclasses.field(default_factory=set)
    # {original start: (start, end, changed fields, revision)}
    moves: dict = dataclasses.field(default_factory=dict)
    was: list = dataclasses.field(default_factory=list)
    cache: dict = dataclasses.field(default_factory=dict)

    @property
    def series(self):
        return self.pattern is not None

    def occurrence_id(self, original):
        return f'{self.id}.{original.strftime("%Y%m%dT%H%M")}'

    def originals(self, until):
        """Original starts up to a naive local time, dropped ones left out."""
        for moment in recurrence.occurrences(rule_of(self.pattern, self.plan.zone),
                                             self.plan.start, zoneinfo.ZoneInfo(self.plan.zone)):
            if local(moment) > until:
                return
            if moment not in self.drops:
                yield moment


def local(moment):
    """A naive datetime of a naive datetime or date."""
    if isinstance(moment, datetime.datetime):
        return moment
    return datetime.datetime.combine(moment, datetime.time())


def seconds(moment, zone):
    """Since 1970. Whole days lie at midnight UTC: they are dates, whatever the zone."""
    if not isinstance(moment, datetime.datetime):
        return local(moment).replace(tzinfo=UTC).timestamp()
    return moment.replace(tzinfo=zoneinfo.ZoneInfo(zone)).timestamp()


def appointment_of(plan, number, calendar, dice):
    """What Exchange would keep of a plan."""
    made = Appointment(f'AAkALg{plan.uid}', plan, calendar)
    made.importance = dice.choice(('normal',) * 8 + ('high', 'low'))
    made.sensitivity = 'private' if plan.private else 'normal'
    made.show_as = {'outOfOffice': 'oof'}.get(plan.kind, 'free' if plan.free else
                                              'tentative' if plan.tentative else 'busy')
    if dice.random() < 0.05:
        made.show_as = 'workingElsewhere'
    if dice.random() < 0.2:
        made.categories = (dice.choice(CATEGORIES),)
    if plan.meet:
        made.meeting = dice.choice(('onlineMeeting', 'onlineMeeting', 'url', 'body', 'location'))
    if plan.rules:
        made.pattern = pattern_of(plan)
        made.drops = set(plan.drops) | excluded(plan)
        made.moves = {original: (start, end, {}, 0) for original, start, end in plan.moves}
    return made


def excluded(plan):
    return {datetime.datetime.strptime(line.rpartition(':')[2], '%Y%m%dT%H%M%S')
            for line in plan.rules[1:] if line.startswith('EXDATE')}


def pattern_of(plan):
    """patternedRecurrence of a plan's rule (providers.md 4.3), with the default fields it fills
    in."""
    rule = recurrence.parse_rule(plan.rules[0])
    pattern = {'type': 'daily', 'interval': int(rule.get('INTERVAL', '1')), 'month': 0,
               'dayOfMonth': 0, 'daysOfWeek': [], 'firstDayOfWeek': 'sunday', 'index': 'first'}
    days = [(part[:-2], DAYS[recurrence.DAYS.index(part[-2:])])
            for part in rule.get('BYDAY', '').split(',') if part]
    names = [name for _, name in days]
    start = plan.start
    frequency = rule['FREQ']
    if frequency == 'WEEKLY':
        wkst = DAYS[recurrence.DAYS.index(rule.get('WKST', 'MO'))]
        pattern.update(type='weekly', daysOfWeek=names or [DAYS[start.weekday()]],
                       firstDayOfWeek=wkst)
    elif frequency == 'MONTHLY' and days:
        pattern.update(type='relativeMonthly', daysOfWeek=names,
                       index=INDICES[min(int(days[0][0] or 1), 4)])
    elif frequency == 'MONTHLY':
        pattern.update(type='absoluteMonthly', dayOfMonth=start.day)
    elif frequency == 'YEARLY':
        pattern.update(type='absoluteYearly', dayOfMonth=start.day, month=start.month)
    scope = {'type': 'noEnd', 'startDate': start.strftime('%Y-%m-%d'), 'endDate': '0001-01-01',
             'recurrenceTimeZone': icalendar.WINDOWS.get(plan.zone, plan.zone),
             'numberOfOccurrences': 0}
    if 'COUNT' in rule:
        scope.update(type='numbered', numberOfOccurrences=int(rule['COUNT']))
    elif 'UNTIL' in rule:
        until = datetime.datetime.strptime(rule['UNTIL'][:15], '%Y%m%dT%H%M%S').replace(tzinfo=UTC)
        last = until.astimezone(zoneinfo.ZoneInfo(plan.zone))
        scope.update(type='endDate', endDate=last.strftime('%Y-%m-%d'))
    return {'pattern': pattern, 'range': scope}


def rule_of(recurrence_field, zone):
    """The rule as Exchange reads it: a 31st falls on the last day of a shorter month."""
    pattern, scope = recurrence_field['pattern'], recurrence_field['range']
    codes = ','.join(recurrence.DAYS[DAYS.index(day)] for day in pattern.get('daysOfWeek', ()))
    position = {name: at for at, name in INDICES.items()}[pattern.get('index', 'first')]
    day = pattern.get('dayOfMonth', 0)
    month_day = f'BYMONTHDAY={day}' if day <= 28 else \
        f'BYMONTHDAY={",".join(str(at) for at in range(28, day + 1))};BYSETPOS=-1'
    first = recurrence.DAYS[DAYS.index(pattern.get('firstDayOfWeek', 'sunday'))]
    parts = {
        'daily': 'FREQ=DAILY',
        'weekly': f'FREQ=WEEKLY;BYDAY={codes};WKST={first}',
        'absoluteMonthly': f'FREQ=MONTHLY;{month_day}',
        'relativeMonthly': f'FREQ=MONTHLY;BYDAY={codes};BYSETPOS={position}',
        'absoluteYearly': f'FREQ=YEARLY;BYMONTH={pattern.get("month")};{month_day}',
        'relativeYearly': f'FREQ=YEARLY;BYMONTH={pattern.get("month")};BYDAY={codes};'
                          f'BYSETPOS={position}',
    }[pattern['type']]
    text = f'{parts};INTERVAL={pattern.get("interval", 1)}'
    if scope['type'] == 'numbered':
        text += f';COUNT={scope["numberOfOccurrences"]}'
    elif scope['type'] == 'endDate':
        text += f';UNTIL={scope["endDate"].replace("-", "")}'
    return recurrence.parse_rule(text)


def zone_of(name):
    """The zone of a Windows or IANA name, None when nobody knows it."""
    try:
        return zoneinfo.ZoneInfo(IANA.get(name, name))
    except (ValueError, zoneinfo.ZoneInfoNotFoundError):
        return None


def time_field(moment, zone, wanted='UTC'):
    """dateTimeTimeZone: no offset, seven digits, the zone that was asked for."""
    if isinstance(moment, datetime.datetime):
        aware = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone))
        moment = aware.astimezone(zone_of(wanted)).replace(tzinfo=None)
    return {'dateTime': local(moment).strftime('%Y-%m-%dT%H:%M:%S.0000000'), 'timeZone': wanted}


def utc_text(value):
    return datetime.datetime.fromtimestamp(value, UTC).strftime('%Y-%m-%dT%H:%M:%S.0000000Z')


def event_json(made, owner, zone='UTC', plain=False, original=None):
    """A single event, a series master, or (with `original`) an exception in full."""
    plan = made.plan
    start, end, changes = plan.start, plan.end, {}
    id, kind = made.id, 'seriesMaster' if made.series else 'singleInstance'
    key = made.revision
    if original is not None:
        start, end, changes, key = made.moves[original]
        id, kind = made.occurrence_id(original), 'exception'
    title = changes.get('subject', plan.title)
    windows = icalendar.WINDOWS.get(plan.zone, plan.zone)
    organizer = plan.organizer or owner
    text = plan.description or ''
    link = None
    if plan.meet:
        code = plan.meet.replace('-', '')
        link = f'https://teams.microsoft.com/l/meetup-join/19%3ameeting_{code}%40thread.v2/0'
    if made.meeting == 'body' and link:
        text += f'\n________________\nJoin the meeting: {link}\n'
    content_type = 'text' if plain else 'html'
    body = text if plain else f'<html><body><div>{text}</div></body></html>'
    found = {
        '@odata.etag': f'W/"{key_text(key)}"', 'id': id,
        'createdDateTime': utc_text(plan.created), 'lastModifiedDateTime': utc_text(plan.updated),
        'changeKey': key_text(key), 'categories': list(made.categories),
        'transactionId': made.transaction, 'originalStartTimeZone': windows,
        'originalEndTimeZone': windows, 'iCalUId': f'040000008200E00074C5B7101A82E008{plan.uid}',
        'uid': f'040000008200E00074C5B7101A82E008{plan.uid}', 'reminderMinutesBeforeStart': 15,
        'isReminderOn': not plan.all_day, 'hasAttachments': False, 'subject': title,
        'bodyPreview': text[:255], 'importance': made.importance, 'sensitivity': made.sensitivity,
        'isAllDay': plan.all_day, 'isCancelled': made.cancelled,
        'isOrganizer': organizer == owner, 'responseRequested': True,
        'seriesMasterId': made.id if original is not None else None, 'showAs': made.show_as,
        'type': kind, 'webLink': f'https://outlook.office365.com/owa/?itemid={id}',
        'onlineMeetingUrl': link if made.meeting == 'url' else None,
        'isOnlineMeeting': made.meeting == 'onlineMeeting',
        'onlineMeetingProvider': 'teamsForBusiness' if made.meeting == 'onlineMeeting'
        else 'unknown',
        'allowNewTimeProposals': True, 'isDraft': False, 'hideAttendees': False,
        'recurrence': made.pattern if kind == 'seriesMaster' else None,
        'responseStatus': answer_of(plan, owner),
        'body': {'contentType': content_type, 'content': body},
        'start': time_field(start, plan.zone, zone), 'end': time_field(end, plan.zone, zone),
        'location': {'displayName': link if made.meeting == 'location' else plan.location or '',
                     'locationType': 'default'},
        'locations': [], 'attendees': attendees_of(plan, owner),
        'organizer': {'emailAddress': {'name': organizer[0], 'address': organizer[1]}},
        'onlineMeeting': {'joinUrl': link, 'conferenceId': '314159265', 'tollNumber': '+41 44 000 00 00'}
        if made.meeting == 'onlineMeeting' else None}
    if original is not None:
        found['originalStart'] = utc_text(seconds(original, plan.zone))[:-9] + 'Z'
    found.update({name: value for name, value in changes.items() if name != 'subject'})
    return found


def occurrence_json(made, original, zone='UTC'):
    """What a delta says of an occurrence: when, and of which series; the rest is the master's."""
    length = made.plan.end - made.plan.start
    return {'@odata.type': '#microsoft.graph.event',
            '@odata.etag': f'W/"{key_text(made.revision)}"', 'id': made.occurrence_id(original),
            'seriesMasterId': made.id, 'type': 'occurrence',
            'start': time_field(original, made.plan.zone, zone),
            'end': time_field(original + length, made.plan.zone, zone)}


def view_json(made, original, owner, zone='UTC', plain=False):
    """An occurrence as calendarView (not delta) gives it: in full."""
    length = made.plan.end - made.plan.start
    found = event_json(made, owner, zone, plain)
    found.update(occurrence_json(made, original, zone))
    found.update(recurrence=None, end=time_field(original + length, made.plan.zone, zone))
    found.pop('@odata.type')
    return found


def key_text(number):
    return f'DwAAABYAAAB{number:08d}'


def answer_of(plan, owner):
    if plan.organizer in (None, owner):
        word = 'organizer' if plan.attendees else 'none'
    else:
        word = ANSWERS.get(plan.response, 'none')
    return {'response': word, 'time': '0001-01-01T00:00:00Z' if word in ('none', 'organizer')
            else utc_text(plan.updated)}


def attendees_of(plan, owner):
    people = list(plan.attendees)
    if plan.response is not None:
        people.append((owner[0], owner[1], plan.response, False))
    return [{'type': 'optional' if optional else 'required',
             'status': {'response': ANSWERS[answer] if mail != plan.organizer[1] else 'none',
                        'time': '0001-01-01T00:00:00Z'},
             'emailAddress': {'name': name, 'address': mail}}
            for name, mail, answer, optional in people]
