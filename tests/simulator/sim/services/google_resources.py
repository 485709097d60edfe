# SPDX-License-Identifier: GPL-3.0-or-later
"""Google Calendar's JSON: the fields that exist, events from plans, occurrences of a series."""

import datetime
import zoneinfo

from ..core import fieldmask, recurrence
from ..core.clock import format_instant

UTC = datetime.timezone.utc
FOREVER = 1e12

PERSON = 'id,email,displayName,self'
TIME = 'date,dateTime,timeZone'
PLACE = ('customLocation(label),homeOffice,type,'
         'officeLocation(buildingId,deskId,floorId,floorSectionId,label)')
EVENT = f'''
    kind,etag,id,status,htmlLink,created,updated,summary,description,location,colorId,eventLabelId,
    creator({PERSON}),organizer({PERSON}),start({TIME}),end({TIME}),endTimeUnspecified,recurrence,
    recurringEventId,originalStartTime({TIME}),transparency,visibility,iCalUID,sequence,
    attendees(id,email,displayName,organizer,self,resource,optional,responseStatus,comment,
      additionalGuests),attendeesOmitted,extendedProperties,hangoutLink,
    conferenceData(createRequest(requestId,conferenceSolutionKey(type),status(statusCode)),
      entryPoints(entryPointType,uri,label,pin,accessCode,meetingCode,passcode,password,regionCode,
        entryPointFeatures),conferenceSolution(key(type),name,iconUri),conferenceId,signature,notes,
      parameters),
    gadget,anyoneCanAddSelf,guestsCanInviteOthers,guestsCanModify,guestsCanSeeOtherGuests,privateCopy,
    locked,reminders(useDefault,overrides(method,minutes)),source(url,title),
    workingLocationProperties({PLACE}),
    outOfOfficeProperties(autoDeclineMode,declineMessage),
    focusTimeProperties(autoDeclineMode,declineMessage,chatStatus),
    attachments(fileUrl,title,mimeType,iconLink,fileId),birthdayProperties(contact,type,customTypeName),
    eventType'''
LIST_ENTRY = '''
    kind,etag,id,summary,description,location,timeZone,dataOwner,autoAcceptInvitations,summaryOverride,
    colorId,backgroundColor,
    foregroundColor,hidden,selected,accessRole,defaultReminders(method,minutes),
    notificationSettings(notifications(type,method)),primary,deleted,
    conferenceProperties(allowedConferenceSolutionTypes)'''

EVENT_SCHEMA = fieldmask.parse_schema(EVENT)
EVENTS_SCHEMA = fieldmask.parse_schema(f'''
    kind,etag,summary,description,updated,timeZone,accessRole,defaultReminders(method,minutes),
    nextPageToken,nextSyncToken,items({EVENT})''')
ENTRY_SCHEMA = fieldmask.parse_schema(LIST_ENTRY)
CALENDARS_SCHEMA = fieldmask.parse_schema(
    f'kind,etag,nextPageToken,nextSyncToken,items({LIST_ENTRY})')

WRITABLE = set(EVENT_SCHEMA) - {'kind', 'etag', 'htmlLink', 'created', 'updated', 'creator',
                                'recurringEventId', 'privateCopy', 'locked', 'hangoutLink'}


def time_field(moment, zone=None):
    """`start`, `end` or `originalStartTime` of a naive local time with its zone, or of a date."""
    if not isinstance(moment, datetime.datetime):
        return {'date': moment.isoformat()}
    aware = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    return {'dateTime': aware.isoformat().replace('+00:00', 'Z'), 'timeZone': zone}


def read_time(field):
    """(naive local time or date, zone name or None) of such a field. Raises ValueError."""
    if set(field) - {'date', 'dateTime', 'timeZone'} or len(set(field) & {'date', 'dateTime'}) != 1:
        raise ValueError('either date or dateTime')
    if 'date' in field:
        return datetime.date.fromisoformat(field['date']), None
    zone = field.get('timeZone')
    moment = datetime.datetime.fromisoformat(field['dateTime'].replace('Z', '+00:00'))
    if moment.tzinfo is None:
        if zone is None:
            raise ValueError('dateTime without offset needs timeZone')
        zoneinfo.ZoneInfo(zone)
        return moment, zone
    if zone is None:
        return moment.astimezone(UTC).replace(tzinfo=None), 'UTC'
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None), zone


def instant(moment, zone):
    """Seconds since 1970; a date is midnight in `zone`."""
    if not isinstance(moment, datetime.datetime):
        moment = datetime.datetime.combine(moment, datetime.time())
    return moment.replace(tzinfo=zoneinfo.ZoneInfo(zone)).timestamp()


def series_of(resource, zone):
    """The local starts of a series, endless where its rule is, EXDATE and RDATE taken into
    account."""
    start, own = read_time(resource['start'])
    tz = zoneinfo.ZoneInfo(own or zone)
    rules, extra, dropped = [], [], set()
    for line in resource['recurrence']:
        name, _, value = line.partition(':')
        kind = name.split(';')[0].upper()
        if kind == 'RRULE':
            rules.append(recurrence.parse_rule(value))
        elif kind in ('EXDATE', 'RDATE'):
            for text in value.split(','):
                moment = read_stamp(text, name, start, tz)
                if kind == 'RDATE':
                    extra.append(moment)
                else:
                    dropped.add(moment)
        else:
            raise ValueError(f'unknown recurrence line {line}')
    streams = [recurrence.occurrences(rule, start, tz) for rule in rules]
    return merged([start] if not rules else [], extra, *streams, without=dropped)


def read_stamp(text, name, start, tz):
    """A value of EXDATE or RDATE as a naive local time of the series, or a date."""
    if len(text) == 8:
        day = datetime.datetime.strptime(text, '%Y%m%d')
        return datetime.datetime.combine(day, start.time()) \
            if isinstance(start, datetime.datetime) else day.date()
    moment = datetime.datetime.strptime(text.rstrip('Z'), '%Y%m%dT%H%M%S')
    if text.endswith('Z'):
        return moment.replace(tzinfo=UTC).astimezone(tz).replace(tzinfo=None)
    _, _, other = name.partition('TZID=')
    if other:
        return moment.replace(tzinfo=zoneinfo.ZoneInfo(other.split(';')[0])).astimezone(tz) \
            .replace(tzinfo=None)
    return moment


def merged(*streams, without=()):
    """Several sorted streams as one, without repeats."""
    import heapq
    last = None
    for moment in heapq.merge(*(sorted(stream) if isinstance(stream, list) else stream
                                for stream in streams)):
        if moment != last and moment not in without:
            yield moment
        last = moment


def span_of(resource, zone):
    """(start, end) in seconds since 1970 of an event, of a whole series for a master."""
    start, own = read_time(resource['start'])
    end, other = read_time(resource['end'])
    first, last = instant(start, own or zone), instant(end, other or zone)
    if not resource.get('recurrence'):
        return first, last
    length = last - first
    if not any('COUNT=' in line or 'UNTIL=' in line for line in resource['recurrence']):
        return first, FOREVER
    final = first
    for moment in series_of(resource, zone):
        final = instant(moment, own or zone)
    return first, final + length


def instance_id(master, original, zone):
    """Google's id of an occurrence: that of the series and the original start in UTC."""
    if not isinstance(original, datetime.datetime):
        return f'{master}_{original.strftime("%Y%m%d")}'
    utc = original.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(UTC)
    return f'{master}_{utc.strftime("%Y%m%dT%H%M%SZ")}'


def events_of(plan, owner):
    """[resource] of a plan: the event or master first, then its exceptions."""
    resource = {
        'kind': 'calendar#event', 'id': plan.uid, 'status': 'tentative' if plan.tentative
        else 'confirmed',
        'htmlLink': f'https://www.google.com/calendar/event?eid={plan.uid}',
        'created': format_instant(plan.created), 'updated': format_instant(plan.updated)}
    if plan.title is not None:
        resource['summary'] = plan.title
    if plan.description is not None:
        resource['description'] = plan.description
    if plan.location is not None:
        resource['location'] = plan.location
    organizer = plan.organizer or owner
    resource['creator'] = person(*organizer, owner)
    resource['organizer'] = person(*organizer, owner)
    resource['start'] = time_field(plan.start, plan.zone)
    resource['end'] = time_field(plan.end, plan.zone)
    if plan.rules:
        resource['recurrence'] = list(plan.rules)
    if plan.free:
        resource['transparency'] = 'transparent'
    if plan.private:
        resource['visibility'] = 'private'
    resource['iCalUID'] = f'{plan.uid}@google.com'
    resource['sequence'] = 0
    if plan.attendees:
        resource['attendees'] = attendees_of(plan, owner)
    if plan.meet:
        resource['hangoutLink'] = f'https://meet.google.com/{plan.meet}'
        resource['conferenceData'] = conference(plan.meet)
    if plan.kind == 'focusTime':
        resource['focusTimeProperties'] = {'autoDeclineMode': 'declineNone',
                                           'chatStatus': 'doNotDisturb'}
    elif plan.kind == 'outOfOffice':
        resource['outOfOfficeProperties'] = {
            'autoDeclineMode': 'declineOnlyNewConflictingInvitations', 'declineMessage': 'Away'}
    resource['reminders'] = {'useDefault': not plan.all_day}
    resource['eventType'] = plan.kind
    return [resource] + exceptions_of(plan, resource)


def person(name, mail, owner):
    found = {'email': mail, 'displayName': name}
    if mail == owner[1]:
        found['self'] = True
    return found


def attendees_of(plan, owner):
    found = []
    for name, mail, answer, optional in plan.attendees:
        each = {'email': mail, 'displayName': name}
        if plan.organizer and mail == plan.organizer[1]:
            each['organizer'] = True
        if optional:
            each['optional'] = True
        each['responseStatus'] = answer
        found.append(each)
    if plan.response is not None:
        own = {'email': owner[1], 'displayName': owner[0], 'self': True}
        if plan.organizer == owner:
            own['organizer'] = True
        own['responseStatus'] = plan.response
        found.insert(0, own)
    return found


def conference(code):
    digits = sum(ord(letter) * 7919 ** at for at, letter in enumerate(code)) % 10 ** 13
    return {
        'entryPoints': [
            {'entryPointType': 'video', 'uri': f'https://meet.google.com/{code}',
             'label': f'meet.google.com/{code}'},
            {'entryPointType': 'more', 'uri': f'https://tel.meet/{code}?pin={digits}',
             'pin': str(digits)},
            {'regionCode': 'CH', 'entryPointType': 'phone', 'uri': 'tel:+41-43-430-00-00',
             'label': '+41 43 430 00 00', 'pin': str(digits)[:9]}],
        'conferenceSolution': {
            'key': {'type': 'hangoutsMeet'}, 'name': 'Google Meet',
            'iconUri': 'https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/'
                       'logo_meet_2020q4_color_2x_web_512dp.png'},
        'conferenceId': code}


def exceptions_of(plan, master):
    found = []
    for original in plan.drops:
        found.append(cancelled(master, original, plan.zone))
    for original, start, end in plan.moves:
        found.append(moved(master, original, plan.zone, start, end))
    return found


def cancelled(master, original, zone):
    """A dropped occurrence: no more than what Google promises."""
    return {'kind': 'calendar#event', 'id': instance_id(master['id'], original, zone),
            'status': 'cancelled', 'recurringEventId': master['id'],
            'originalStartTime': time_field(original, zone)}


def moved(master, original, zone, start, end, **changes):
    """An occurrence of its own: everything of the series, at another time."""
    resource = {key: value for key, value in master.items() if key not in ('recurrence', 'etag')}
    resource['id'] = instance_id(master['id'], original, zone)
    resource['recurringEventId'] = master['id']
    resource['originalStartTime'] = time_field(original, zone)
    resource['start'] = time_field(start, zone)
    resource['end'] = time_field(end, zone)
    resource['sequence'] = master.get('sequence', 0) + 1
    resource.update(changes)
    return resource


def in_zone(resource, zone):
    """The same event with its times written in the zone that `timeZone=` asks for."""
    tz = zoneinfo.ZoneInfo(zone)
    resource = dict(resource)
    for name in ('start', 'end', 'originalStartTime'):
        field = resource.get(name)
        if field and 'dateTime' in field:
            moment = datetime.datetime.fromisoformat(field['dateTime'].replace('Z', '+00:00'))
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=zoneinfo.ZoneInfo(field['timeZone']))
            text = moment.astimezone(tz).isoformat().replace('+00:00', 'Z')
            resource[name] = {**field, 'dateTime': text}
    return resource
