# SPDX-License-Identifier: GPL-3.0-or-later
"""iCalendar text from plans (RFC 5545), in the dialects that real feeds speak."""

import datetime
import functools
import zlib
import zoneinfo

from .recurrence import DAYS

UTC = datetime.timezone.utc
WINDOWS = {
    'Europe/Zurich': 'W. Europe Standard Time', 'Europe/London': 'GMT Standard Time',
    'America/New_York': 'Eastern Standard Time', 'Asia/Tokyo': 'Tokyo Standard Time',
    'Asia/Kolkata': 'India Standard Time', 'Australia/Sydney': 'AUS Eastern Standard Time',
    'UTC': 'UTC',
}
# How a feed names the zones of its times.
DIALECTS = ('iana', 'iana-bare', 'windows', 'windows-bare', 'custom', 'utc', 'floating', 'unknown')


def escape(text):
    for plain, escaped in (('\\', '\\\\'), (';', '\\;'), (',', '\\,'), ('\n', '\\n')):
        text = text.replace(plain, escaped)
    return ''.join(letter for letter in text if letter >= ' ' or letter == '\t')


def fold(line):
    """At most 75 octets a line; a fold may split a character, as the standard allows."""
    octets = line.encode('utf-8', 'surrogatepass')
    if len(octets) <= 75:
        return octets + b'\r\n'
    parts = [octets[:75]]
    parts += [octets[at:at + 74] for at in range(75, len(octets), 74)]
    return b'\r\n '.join(parts) + b'\r\n'


def fold_by_characters(body):
    """The same calendar with its folds between characters, of which none has more than four octets."""
    lines = body.replace(b'\r\n ', b'').decode('utf-8', 'replace').split('\r\n')
    return '\r\n'.join('\r\n '.join(line[at:at + 18] for at in range(0, len(line), 18)) or line
                       for line in lines).encode()


def zone_name(zone, dialect):
    """The TZID that a dialect writes, or None for times without one."""
    if dialect in ('utc', 'floating') or zone == 'UTC':
        return None
    if dialect.startswith('windows'):
        return WINDOWS[zone]
    if dialect == 'custom':
        return f'Customized Time Zone {1 + sorted(WINDOWS).index(zone)}'
    if dialect == 'unknown':
        return 'Mars/Olympus Mons'
    return zone


def time_line(name, moment, zone, dialect):
    """`DTSTART;TZID=...:...` and its like."""
    if not isinstance(moment, datetime.datetime):
        return f'{name};VALUE=DATE:{moment.strftime("%Y%m%d")}'
    local = moment.strftime('%Y%m%dT%H%M%S')
    if dialect == 'floating':
        return f'{name}:{local}'
    tzid = zone_name(zone, dialect)
    if tzid is None:
        utc = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(UTC)
        return f'{name}:{utc.strftime("%Y%m%dT%H%M%SZ")}'
    quoted = f'"{tzid}"' if zlib.crc32(local.encode()) % 3 == 0 and dialect != 'custom' else tzid
    return f'{name};TZID={quoted}:{local}'


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, UTC).strftime('%Y%m%dT%H%M%SZ')


def duration(delta):
    seconds = int(delta.total_seconds())
    days, seconds = divmod(seconds, 86400)
    text = 'P' + (f'{days}D' if days else '')
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    if hours or minutes or seconds or not days:
        text += 'T' + (f'{hours}H' if hours else '') + (f'{minutes}M' if minutes else '') \
            + (f'{seconds}S' if seconds or not (hours or minutes) else '')
    return text


def vevents(plan, dialect, sequence=0, status=None):
    """The bytes of a plan: its VEVENT, and one for each moved or cancelled occurrence."""
    odd = zlib.crc32(plan.uid.encode())
    # In UTC a series would drift with daylight saving: a series always names its zone.
    series_dialect = 'iana' if plan.rules and dialect == 'utc' else dialect
    lines = ['BEGIN:VEVENT', f'UID:{plan.uid}@example.com', f'DTSTAMP:{stamp(plan.updated)}',
             time_line('DTSTART', plan.start, plan.zone, series_dialect)]
    length = plan.end - plan.start
    if plan.all_day and length == datetime.timedelta(1) and odd % 2:
        pass                                # no DTEND: one day
    elif odd % 5 == 0 and length:
        lines.append('DURATION:' + duration(length))
    elif length or not plan.all_day:
        lines.append(time_line('DTEND', plan.end, plan.zone, series_dialect))
    lines += [line for line in plan.rules if line.startswith('RRULE')]
    for line in plan.rules:
        if line.startswith('EXDATE'):
            text = line.rpartition(':')[2]
            moment = datetime.datetime.strptime(text, '%Y%m%dT%H%M%S')
            lines.append(time_line('EXDATE', moment, plan.zone, series_dialect))
        elif line.startswith('RDATE'):
            text = line.rpartition(':')[2]
            moment = datetime.datetime.strptime(text, '%Y%m%dT%H%M%S')
            lines.append(time_line('RDATE', moment, plan.zone, series_dialect))
    overrides = []
    for at, original in enumerate(plan.drops):
        # Half of the dropped occurrences are left out, half come as cancelled ones.
        if (odd + at) % 2:
            lines.append(time_line('EXDATE', original, plan.zone, series_dialect))
        else:
            overrides.append(('CANCELLED', original, original, original + length))
    overrides += [(None, *move) for move in plan.moves]
    lines += details(plan, sequence, status or ('TENTATIVE' if plan.tentative else 'CONFIRMED'))
    lines.append('END:VEVENT')
    for state, original, start, end in overrides:
        lines += ['BEGIN:VEVENT', f'UID:{plan.uid}@example.com', f'DTSTAMP:{stamp(plan.updated)}',
                  time_line('RECURRENCE-ID', original, plan.zone, series_dialect),
                  time_line('DTSTART', start, plan.zone, series_dialect),
                  time_line('DTEND', end, plan.zone, series_dialect)]
        lines += details(plan, sequence + 1, state or status or 'CONFIRMED')
        lines.append('END:VEVENT')
    return b''.join(fold(line) for line in lines)


def details(plan, sequence, status):
    lines = [f'CREATED:{stamp(plan.created)}', f'LAST-MODIFIED:{stamp(plan.updated)}',
             f'SEQUENCE:{sequence}', f'STATUS:{status}']
    if plan.title is not None:
        lines.append('SUMMARY:' + escape(plan.title))
    if plan.description is not None:
        lines.append('DESCRIPTION:' + escape(plan.description))
    if plan.location is not None:
        lines.append('LOCATION:' + escape(plan.location))
    lines.append('TRANSP:' + ('TRANSPARENT' if plan.free else 'OPAQUE'))
    if plan.private:
        lines.append('CLASS:PRIVATE')
    if plan.kind == 'outOfOffice':
        lines.append('X-MICROSOFT-CDO-BUSYSTATUS:OOF')
    if plan.organizer:
        lines.append(f'ORGANIZER;CN={parameter(plan.organizer[0])}:mailto:{plan.organizer[1]}')
    for name, mail, answer, optional in plan.attendees:
        state = {'accepted': 'ACCEPTED', 'declined': 'DECLINED', 'tentative': 'TENTATIVE',
                 'needsAction': 'NEEDS-ACTION'}[answer]
        role = 'OPT-PARTICIPANT' if optional else 'REQ-PARTICIPANT'
        lines.append(f'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE={role};PARTSTAT={state};'
                     f'CN={parameter(name)}:mailto:{mail}')
    if plan.meet:
        lines.append('CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Video call, join":'
                     f'https://meet.google.com/{plan.meet}')
    return lines


def parameter(value):
    value = value.replace('^', '^^').replace('"', "^'").replace('\n', '^n')
    return f'"{value}"' if any(c in value for c in ',;:') else value


@functools.cache
def vtimezone(zone, dialect):
    """A VTIMEZONE for the rules of the present years, or nothing where the dialect writes none."""
    tzid = zone_name(zone, dialect)
    if tzid is None or dialect.endswith('-bare') or dialect == 'unknown':
        return b''
    tz = zoneinfo.ZoneInfo(zone)
    year = 2025
    turns = []
    hour = datetime.datetime(year, 1, 1, tzinfo=UTC)
    before = hour.astimezone(tz).utcoffset()
    while hour.year == year:
        after = hour.astimezone(tz).utcoffset()
        if after != before:
            turns.append((hour, before, after))
            before = after
        hour += datetime.timedelta(hours=1)
    lines = ['BEGIN:VTIMEZONE', f'TZID:{tzid}']
    if not turns:
        lines += ['BEGIN:STANDARD', 'DTSTART:19700101T000000', f'TZOFFSETFROM:{offset(before)}',
                  f'TZOFFSETTO:{offset(before)}', 'END:STANDARD']
    for hour, old, new in turns:
        local = (hour + old).replace(tzinfo=None)
        week = (local.day - 1) // 7 + 1
        last = (local + datetime.timedelta(7)).month != local.month
        kind = 'DAYLIGHT' if new > old else 'STANDARD'
        first = first_of(1970, local.month, local.weekday(), -1 if last else week, local)
        lines += [f'BEGIN:{kind}', f'DTSTART:{first.strftime("%Y%m%dT%H%M%S")}',
                  f'RRULE:FREQ=YEARLY;BYMONTH={local.month};BYDAY={-1 if last else week}'
                  f'{DAYS[local.weekday()]}',
                  f'TZOFFSETFROM:{offset(old)}', f'TZOFFSETTO:{offset(new)}', f'END:{kind}']
    lines.append('END:VTIMEZONE')
    return b''.join(fold(line) for line in lines)


def first_of(year, month, weekday, ordinal, clock):
    days = [datetime.date(year, month, day) for day in range(1, 32)
            if valid(year, month, day) and datetime.date(year, month, day).weekday() == weekday]
    day = days[ordinal - 1 if ordinal > 0 else ordinal]
    return datetime.datetime.combine(day, clock.time())


def valid(year, month, day):
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def offset(delta):
    minutes = int(delta.total_seconds() // 60)
    return f'{"-" if minutes < 0 else "+"}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}'
