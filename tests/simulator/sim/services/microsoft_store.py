# SPDX-License-Identifier: GPL-3.0-or-later
"""The mailboxes behind the stand-in for Microsoft Graph."""

import datetime
import random
import zoneinfo

from ..core import content
from ..core.clock import parse_instant
from . import microsoft_events as events


class Calendar:
    def __init__(self, id, name, owner, default=False, can_edit=True, color='auto'):
        self.id = id
        self.name = name
        self.owner = owner
        self.default = default
        self.can_edit = can_edit
        self.color = color
        self.generation = 0
        self.deleted = False

    def describe(self):
        return {'id': self.id, 'name': self.name, 'color': self.color, 'hexColor': '#178344',
                'isDefaultCalendar': self.default, 'changeKey': 'DxYAAA==',
                'canShare': self.can_edit, 'canViewPrivateItems': self.default,
                'canEdit': self.can_edit,
                'allowedOnlineMeetingProviders': ['teamsForBusiness'],
                'defaultOnlineMeetingProvider': 'teamsForBusiness', 'isTallyingResponses': True,
                'isRemovable': not self.default,
                'owner': {'name': self.owner[0], 'address': self.owner[1]}}


class MicrosoftStore:
    def __init__(self, world):
        self._world = world
        self.revision = 0
        self.calendars = {}
        self.lists = {}
        self.appointments = {}

    def fill(self):
        options = self._world.options
        for mail, count in self._world.users:
            count = options.events if count is None else count
            owner = (content.display_name(mail), mail)
            mine = Calendar(f'AQMkAD-{mail}-calendar', 'Calendar', owner, default=True)
            second = Calendar(f'AQMkAD-{mail}-projects', 'Projects', owner, color='lightOrange')
            team = Calendar(f'AQMkAD-{mail}-team', 'Team', ('Ruth Baumann', 'ruth@example.com'),
                            can_edit=False, color='lightGreen')
            self.lists[mail] = [mine, second, team]
            for calendar, number in ((mine, count), (second, max(8, count // 20)),
                                     (team, max(8, count // 20))):
                self.calendars[calendar.id] = calendar
                self.appointments[calendar.id] = {}
                self.plan(calendar, number, options.older if calendar is mine else 0)

    def plan(self, calendar, count, older=0):
        options = self._world.options
        dice = random.Random(f'{options.seed}|{calendar.id}|outlook')
        planner = content.Planner(options.seed, calendar.id, calendar.owner, self._world.around,
                                  options.zone)
        for number, plan in enumerate(planner.plans(count, older)):
            self.put(events.appointment_of(plan, number, calendar.id, dice))

    def name_of(self, user):
        return content.display_name(user)

    # Reading.

    def calendars_of(self, user):
        return [calendar for calendar in self.lists[user] if not calendar.deleted]

    def calendar(self, user, id):
        """By id, or the default one; None when the user does not have it."""
        for calendar in self.calendars_of(user):
            if id == calendar.id or (id is None and calendar.default):
                return calendar
        return None

    def shared_with(self, user, owner):
        """The default calendar of somebody who is one of the users, for any other of them."""
        for mail in self.lists:
            if owner in (mail, f'oid-{mail}'):
                return self.calendar(mail, None)
        return None

    def all(self, calendar):
        return list(self.appointments[calendar].values())

    def live(self, calendar):
        return [made for made in self.appointments[calendar].values() if not made.removed]

    def find(self, user, id):
        """(appointment, original start or None) by the id of an event, series or occurrence."""
        outer, dot, stamp = id.partition('.')
        for calendar in self.calendars_of(user):
            made = self.appointments[calendar.id].get(outer)
            if made is None or made.removed:
                continue
            if not dot:
                return made, None
            try:
                original = datetime.datetime.strptime(stamp, '%Y%m%dT%H%M')
            except ValueError:
                return None, None
            if made.plan.all_day:
                original = original.date()
            if original in made.moves or original in made.originals(events.local(original)):
                return made, original
        return None, None

    def last_change(self, made):
        return max([made.revision] + [move[3] for move in made.moves.values()])

    def inside(self, made, start, end, window):
        first = events.seconds(start, made.plan.zone)
        last = events.seconds(end, made.plan.zone)
        return first < window[1] and (last > window[0] or first == last == window[0])

    def occurrences(self, made, window):
        """([original starts of plain occurrences], [of exceptions]) in the window."""
        zone = made.plan.zone
        until = datetime.datetime.fromtimestamp(window[1], zoneinfo.ZoneInfo(zone))
        length = made.plan.end - made.plan.start
        bare = [original for original in made.originals(until.replace(tzinfo=None))
                if original not in made.moves
                and self.inside(made, original, original + length, window)]
        moved = [original for original, (start, end, *_) in made.moves.items()
                 if original not in made.drops and self.inside(made, start, end, window)]
        return bare, moved

    # Writing.

    def put(self, made):
        """A new version of the whole event or series."""
        self.revision += 1
        made.revision = self.revision
        self.appointments[made.calendar][made.id] = made
        return made

    def remove(self, made):
        made.removed = True
        self.put(made)

    def drop(self, made, original):
        """One occurrence goes: nothing is said of it, the series counts as changed."""
        made.moves.pop(original, None)
        made.drops.add(original)
        self.put(made)

    def move(self, made, original, start, end, changes=None):
        """One occurrence becomes an exception; the master does not count as changed."""
        self.revision += 1
        made.cache = {}
        before = made.moves.get(original, (None, None, {}, 0))[2]
        made.moves[original] = (start, end, {**before, **(changes or {})}, self.revision)

    # The truth.

    def truth(self, user=None, calendar=None, start=None, end=None):
        """Occurrences by user and calendar between two RFC 3339 instants (needed)."""
        if not start or not end:
            return {user: [each.describe() for each in self.calendars_of(user)]
                    for user in self.lists}
        window = (parse_instant(start), parse_instant(end))
        found = {}
        for mail in self.lists:
            if user in (None, mail):
                found[mail] = {each.id: self._occurrences(each, window)
                               for each in self.calendars_of(mail) if calendar in (None, each.id)}
        return found

    def _occurrences(self, calendar, window):
        found = []
        for made in self.live(calendar.id):
            if not made.series:
                if self.inside(made, made.plan.start, made.plan.end, window):
                    found.append(self._line(made, made.id, made.plan.start, made.plan.end))
                continue
            bare, moved = self.occurrences(made, window)
            length = made.plan.end - made.plan.start
            found += [self._line(made, made.occurrence_id(original), original, original + length)
                      for original in bare]
            found += [self._line(made, made.occurrence_id(original), *made.moves[original][:3])
                      for original in moved]
        return sorted(found, key=lambda each: (each['start'], each['id']))

    def _line(self, made, id, start, end, changes=None):
        def stamp(moment):
            if not isinstance(moment, datetime.datetime):
                return moment.isoformat()
            value = events.seconds(moment, made.plan.zone)
            return datetime.datetime.fromtimestamp(value, events.UTC).strftime('%Y-%m-%dT%H:%M:%SZ')
        return {'id': id, 'series': made.id if made.series else None, 'start': stamp(start),
                'end': stamp(end), 'title': (changes or {}).get('subject', made.plan.title),
                'all_day': made.plan.all_day, 'cancelled': made.cancelled}
