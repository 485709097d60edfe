# SPDX-License-Identifier: GPL-3.0-or-later
"""The calendars and events behind Google's stand-in: who has what, and where it lies in time."""

import datetime
import zoneinfo

from ..core import content
from ..core.clock import format_instant, parse_instant
from ..core.shelf import Shelf
from . import google_resources as resources

SECOND = 'c_8c1f0projects@group.calendar.google.com'
TEAM = 'c_41d77team@group.calendar.google.com'
HOLIDAYS = 'en.swiss#holiday@group.v.calendar.google.com'
HOLIDAY_NAMES = ('New Year', 'Good Friday', 'Easter Monday', 'Labour Day', 'Ascension Day',
                 'Whit Monday', 'National Day', 'Assumption', 'All Saints', 'Christmas Day',
                 "St Stephen's Day")


class Calendar:
    def __init__(self, id, summary, zone, owner):
        self.id = id
        self.summary = summary
        self.zone = zone
        self.owner = owner
        self.deleted = False
        self.shelf = Shelf()
        # {master id: [exception ids]}
        self.children = {}


class GoogleStore:
    def __init__(self, world):
        self._world = world
        self.calendars = {}
        self.lists = {}

    # Making the data.

    def fill(self):
        options = self._world.options
        for at, (mail, count) in enumerate(self._world.users):
            self.lists[mail] = Shelf()
            count = options.events if count is None else count
            owner = (content.display_name(mail), mail)
            mine = self.add_calendar(mail, mail, mail, primary=True, color='#9fe1e7')
            self._plan(mine, owner, count, options.older)
            if options.calendars == 'primary':
                continue
            second = self.add_calendar(mail, f'{at or ""}{SECOND}', 'Projects', color='#f83a22')
            self._plan(second, owner, max(12, count // 20), 0)
            team = self.calendars.get(TEAM)
            if team is None:
                team = Calendar(TEAM, 'Team', options.zone, ('Team', 'team@example.com'))
                self.calendars[TEAM] = team
                self._plan(team, team.owner, max(12, count // 20), 0)
            self.subscribe(mail, team, 'reader', color='#16a765')
            holidays = self.calendars.get(HOLIDAYS)
            if holidays is None:
                holidays = Calendar(HOLIDAYS, 'Holidays in Switzerland', options.zone,
                                    ('Holidays', HOLIDAYS))
                self.calendars[HOLIDAYS] = holidays
                self._fill_holidays(holidays)
            self.subscribe(mail, holidays, 'reader', color='#7bd148')

    def add_calendar(self, user, id, summary, primary=False, color='#9fe1e7', zone=None):
        calendar = Calendar(id, summary, zone or self._world.options.zone,
                            (content.display_name(user), user))
        self.calendars[id] = calendar
        self.subscribe(user, calendar, 'owner', color, primary)
        return calendar

    def subscribe(self, user, calendar, role, color='#9fe1e7', primary=False, **more):
        entry = {'kind': 'calendar#calendarListEntry', 'id': calendar.id,
                 'summary': calendar.summary, 'timeZone': calendar.zone, 'colorId': '14',
                 'backgroundColor': color, 'foregroundColor': '#000000', 'selected': True,
                 'accessRole': role, 'defaultReminders': [{'method': 'popup', 'minutes': 10}]
                 if role == 'owner' else [],
                 'conferenceProperties': {'allowedConferenceSolutionTypes': ['hangoutsMeet']}}
        if primary:
            entry['primary'] = True
        else:
            entry['dataOwner'] = calendar.owner[1]
        entry.update(more)
        self.put_entry(user, entry)

    def put_entry(self, user, entry):
        shelf = self.lists[user]
        shelf.put(entry['id'], {**entry, 'etag': f'"{1700000000000000 + shelf.revision + 1}"'})

    def _plan(self, calendar, owner, count, older):
        options = self._world.options
        planner = content.Planner(options.seed, calendar.id, owner, self._world.around,
                                  calendar.zone)
        for plan in planner.plans(count, older, options.series):
            for resource in resources.events_of(plan, owner):
                self.put(calendar, resource, touch=False)

    def _fill_holidays(self, calendar):
        first = self._world.around - datetime.timedelta(120)
        for at, name in enumerate(HOLIDAY_NAMES):
            day = first + datetime.timedelta(at * 29)
            plan = content.Plan(f'2026holiday{at:04d}', name, day, day + datetime.timedelta(1),
                                calendar.zone, 1.6e9, 1.6e9, free=True)
            for resource in resources.events_of(plan, calendar.owner):
                resource['visibility'] = 'public'
                self.put(calendar, resource, touch=False)

    # Reading.

    def find(self, user, name):
        """(calendar, list entry or None) by id or `primary`."""
        id = user if name == 'primary' else name
        thing = self.lists[user].get(id)
        entry = thing.load() if thing is not None else None
        if entry is not None and entry.get('deleted'):
            entry = None
        return self.calendars.get(id), entry

    def resource(self, calendar, id):
        """The event, also an occurrence of a series that is no exception; None when there is
        none."""
        thing = calendar.shelf.get(id)
        if thing is not None and not (thing.deleted and thing.parent is not None):
            return thing.load()
        master_id, underscore, stamp = id.rpartition('_')
        master = calendar.shelf.get(master_id) if underscore else None
        if master is None or master.deleted or b'"recurrence"' not in master.text:
            return None
        resource = master.load()
        start, zone = resources.read_time(resource['start'])
        for moment in resources.series_of(resource, calendar.zone):
            made = resources.instance_id(master_id, moment, zone)
            if made == id:
                return self._occurrence(resource, moment, zone)
            if made > id:
                return None
        return None

    def _occurrence(self, master, moment, zone):
        start, _ = resources.read_time(master['start'])
        end, _ = resources.read_time(master['end'])
        found = resources.moved(master, moment, zone, moment, moment + (end - start))
        found['sequence'] = master.get('sequence', 0)
        found['etag'] = master['etag']
        return found

    def touches(self, calendar, thing, window, since=None):
        """Whether it lies in the window now, or lay there at revision `since` or later."""
        low, high = window
        if low is None and high is None:
            return True
        spans = thing.spans
        if since is not None:
            at = len(spans) - 1
            while at > 0 and spans[at][0] > since:
                at -= 1
            spans = spans[at:]
        else:
            spans = spans[-1:]
        for _, first, last, *other in spans:
            for start, end in ((first, last), *other):
                # Both bounds are exclusive; an event without length counts by its start.
                if (low is None or end > low or start == end == low) \
                        and (high is None or start < high):
                    return True
        return False

    def updated(self, thing):
        text = thing.load().get('updated')
        return parse_instant(text) if text else thing.revision

    def original(self, resource, calendar):
        """The original start of an occurrence in seconds since 1970."""
        moment, zone = resources.read_time(resource['originalStartTime'])
        return resources.instant(moment, zone or calendar.zone)

    def instances(self, calendar, thing, window, deleted=False):
        """The occurrences of a series in the window, exceptions in their places."""
        master = thing.load()
        start, zone = resources.read_time(master['start'])
        end, _ = resources.read_time(master['end'])
        length = end - start
        low = window[0] if window[0] is not None else -resources.FOREVER
        high = window[1]
        if high is None:
            high = self._world.clock.now() + 2 * 366 * 86400
        found = []
        replaced = {}
        for id in calendar.children.get(thing.id, ()):
            child = calendar.shelf.get(id)
            if child is not None:
                replaced[id] = child
        for moment in resources.series_of(master, calendar.zone):
            first = resources.instant(moment, zone or calendar.zone)
            if first >= high:
                break
            id = resources.instance_id(thing.id, moment, zone or calendar.zone)
            if id in replaced:
                continue
            if resources.instant(moment + length, zone or calendar.zone) > low:
                found.append(self._occurrence(master, moment, zone))
        for child in replaced.values():
            resource = child.load()
            if resource['status'] == 'cancelled':
                if deleted and low < self.original(resource, calendar) < high:
                    found.append(resource)
            else:
                # Where it lies now counts here, not where it would have been.
                start, end = child.spans[-1][1:3]
                if (end > low or start == end == low) and start < high:
                    found.append(resource)
        return found

    def expanded(self, calendar, things, window):
        """What `singleEvents=true` lists for `things`."""
        found = []
        for thing in things:
            if thing.deleted:
                found.append(thing.load())
            elif b'"recurrence"' in thing.text:
                found += self.instances(calendar, thing, window)
            elif thing.parent is None:
                found.append(thing.load())
        return found

    def busy(self, calendar, window):
        """[{start, end}] of what blocks time, joined where it overlaps."""
        spans = []
        for resource in self.expanded(calendar, calendar.shelf.live(), window):
            if resource.get('transparency') == 'transparent' or resource['status'] == 'cancelled':
                continue
            start, end = resources.span_of({**resource, 'recurrence': None}, calendar.zone)
            if end > window[0] and start < window[1]:
                spans.append((max(start, window[0]), min(end, window[1])))
        joined = []
        for start, end in sorted(spans):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return [{'start': format_instant(start, 0), 'end': format_instant(end, 0)}
                for start, end in joined]

    # Writing.

    def put(self, calendar, resource, touch=True):
        """Stores an event, with a new etag, and with `touch` a new `updated`."""
        revision = calendar.shelf.revision + 1
        resource = dict(resource)
        if touch and 'updated' in resource:
            resource['updated'] = format_instant(self._world.clock.now())
        head = {'kind': resource.pop('kind', 'calendar#event'),
                'etag': f'"{3400000000000000 + revision}"'}
        resource.pop('etag', None)
        resource = {**head, **resource}
        parent = resource.get('recurringEventId')
        if parent is not None:
            children = calendar.children.setdefault(parent, [])
            if resource['id'] not in children:
                children.append(resource['id'])
        return calendar.shelf.put(resource['id'], resource, self._span(calendar, resource), parent)

    def _span(self, calendar, resource):
        """The places in time of an event; an exception also counts where it would have been."""
        if 'originalStartTime' not in resource:
            return resources.span_of(resource, calendar.zone)
        original = self.original(resource, calendar)
        length = 0
        if resource['status'] != 'cancelled':
            start, end = resources.span_of(resource, calendar.zone)
            return start, end, (original, original + end - start)
        master = calendar.shelf.get(resource['recurringEventId'])
        if master is not None:
            parts = master.load()
            start, end = resources.span_of({**parts, 'recurrence': None}, calendar.zone)
            length = end - start
        return original, original + length

    def delete(self, calendar, id):
        """Deletes an event or a series; an occurrence becomes a cancelled exception."""
        thing = calendar.shelf.get(id)
        resource = self.resource(calendar, id)
        if resource is None or (thing is not None and thing.deleted):
            return False
        master = resource.get('recurringEventId')
        if master is not None:
            moment, zone = resources.read_time(resource['originalStartTime'])
            dropped = resources.cancelled(calendar.shelf.get(master).load(), moment,
                                          zone or calendar.zone)
            self.put(calendar, dropped)
            return True
        self._bury(calendar, id)
        if self._world.service('google').settings['cascade']:
            self.drop_exceptions(calendar, id)
        for child in calendar.children.pop(id, ()):
            calendar.shelf.drop(child)
        return True

    def drop_exceptions(self, calendar, master):
        """The exceptions of a series are deleted; each is told of."""
        for child in calendar.children.pop(master, ()):
            self._bury(calendar, child)

    def _bury(self, calendar, id):
        """Leaves what Google guarantees of a deleted event: its id."""
        calendar.shelf.delete(id, {
            'kind': 'calendar#event', 'etag': f'"{3400000000000000 + calendar.shelf.revision + 1}"',
            'id': id, 'status': 'cancelled'})

    # The truth.

    def truth(self, user=None, calendar=None, start=None, end=None, times_only=False):
        """Live events by user and calendar; with `start` and `end` (RFC 3339) the occurrences
        between."""
        found = {}
        window = (parse_instant(start) if start else None, parse_instant(end) if end else None)
        for mail, shelf in self.lists.items():
            if user not in (None, mail):
                continue
            found[mail] = {}
            for thing in shelf.things.values():
                entry = thing.load()
                if entry.get('deleted') or calendar not in (None, thing.id):
                    continue
                here = self.calendars[thing.id]
                found[mail][thing.id] = {
                    'summary': entry['summary'], 'accessRole': entry['accessRole'],
                    'items': [each.load() for each in here.shelf.live()
                              if self.touches(here, each, window)]
                    if not start else self._occurrences(here, window)}
        return found

    def _occurrences(self, calendar, window):
        """Compact occurrences for comparing: id, series, original start, start, end, title,
        status."""
        found = []
        for resource in self.expanded(calendar, calendar.shelf.live(), window):
            span = resources.span_of({**resource, 'recurrence': None}, calendar.zone)
            if not (span[1] > window[0] or span[0] == span[1] >= window[0]) or span[0] >= window[1]:
                continue
            all_day = 'date' in resource['start']
            found.append({
                'id': resource['id'], 'series': resource.get('recurringEventId'),
                'original': None if 'originalStartTime' not in resource
                else _stamp(resource['originalStartTime']),
                'start': _stamp(resource['start']), 'end': _stamp(resource['end']),
                'all_day': all_day, 'title': resource.get('summary'), 'status': resource['status']})
        return sorted(found, key=lambda each: (each['start'], each['id']))


def _stamp(field):
    """A date, or an instant in UTC with seconds."""
    if 'date' in field:
        return field['date']
    moment, zone = resources.read_time(field)
    aware = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    return aware.astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
