# SPDX-License-Identifier: GPL-3.0-or-later
"""What the control interface can do to Google's calendars between two syncs."""

import datetime
import random
import zoneinfo

from ..core import content
from . import google_resources as resources


class Changes:
    """Mixed into GoogleCalendar. Calendars are named by id, `primary` or a part of their title."""

    def _calendar(self, calendar='primary', user=None):
        user = user or self.world.users[0][0]
        found, _ = self.store.find(user, calendar)
        if found is not None:
            return found
        named = [each for each in self.store.calendars.values()
                 if calendar.lower() in each.summary.lower()
                 and self.store.lists[user].get(each.id)]
        if len(named) != 1:
            raise ValueError(f'{len(named)} calendars of {user} are called {calendar}')
        return named[0]

    def _event(self, calendar, event):
        """A live event by id, by exact title, or as `#N`, the N-th of the calendar."""
        if calendar.shelf.get(event) is not None or self.store.resource(calendar, event):
            return self.store.resource(calendar, event)
        live = calendar.shelf.live()
        if event.startswith('#') and event[1:].isdigit():
            return live[int(event[1:])].load()
        for thing in live:
            resource = thing.load()
            if resource.get('summary') == event and 'recurringEventId' not in resource:
                return resource
        raise ValueError(f'no event {event} in {calendar.summary}')

    def do_calendars(self, user=None):
        """Who has which calendars, with how many live items and the revision."""
        found = []
        for mail, shelf in self.store.lists.items():
            if user in (None, mail):
                for thing in shelf.things.values():
                    calendar = self.store.calendars[thing.id]
                    found.append({'user': mail, 'id': thing.id, **{
                        key: thing.load().get(key) for key in
                        ('summary', 'accessRole', 'primary', 'deleted')},
                        'items': len(calendar.shelf.live()), 'revision': calendar.shelf.revision})
        return found

    def do_events(self, calendar='primary', user=None, match='', limit=20):
        """Live events whose title contains `match`."""
        here = self._calendar(calendar, user)
        found = []
        for thing in here.shelf.live():
            resource = thing.load()
            if match.lower() in str(resource.get('summary', '')).lower():
                found.append(resource)
            if len(found) >= int(limit):
                break
        return found

    def do_add_event(self, title='Added', start=None, end=None, minutes=30, all_day=False,
                     calendar='primary', user=None, zone=None, rule=None, response=None, **fields):
        """Adds an event. start, end: local RFC 3339 or dates; `fields`: members of Google's
        resource."""
        here = self._calendar(calendar, user)
        zone = zone or here.zone
        if start is None:
            noon = datetime.datetime.combine(self.world.around, datetime.time(12))
            start = (noon.date() if all_day else noon).isoformat()
        if all_day or len(start) == 10:
            first = datetime.date.fromisoformat(start[:10])
            last = datetime.date.fromisoformat(end[:10]) if end else first + datetime.timedelta(1)
        else:
            first = local_time(start, zone)
            last = first + datetime.timedelta(minutes=float(minutes))
            if end:
                last = local_time(end, zone)
        now = self.world.clock.now()
        plan = content.Plan(self._fresh_id(here), title, first, last, zone, now, now,
                            rules=(rule if rule.startswith('RRULE') else f'RRULE:{rule}',)
                            if rule else ())
        if response is not None:
            plan.organizer = ('Ruth Baumann', 'ruth@example.com')
            plan.attendees = (('Ruth Baumann', 'ruth@example.com', 'accepted', False),)
            plan.response = response
        resource = {**resources.events_of(plan, here.owner)[0], **fields}
        self.store.put(here, resource)
        return self.store.resource(here, resource['id'])

    def do_update_event(self, event, calendar='primary', user=None, **fields):
        """Replaces members of the event's resource (title= is summary=); null removes."""
        here = self._calendar(calendar, user)
        resource = self._event(here, event)
        if 'title' in fields:
            fields['summary'] = fields.pop('title')
        for key, value in fields.items():
            if value is None:
                resource.pop(key, None)
            else:
                resource[key] = value
        self.store.put(here, resource)
        return self.store.resource(here, resource['id'])

    def do_move_event(self, event, minutes=60, calendar='primary', user=None):
        """Moves an event, a series or (by its instance id) one occurrence by so many minutes."""
        here = self._calendar(calendar, user)
        resource = self._event(here, event)
        self._shift(here, resource, float(minutes))
        return self.store.resource(here, resource['id'])

    def _shift(self, calendar, resource, minutes):
        step = datetime.timedelta(minutes=minutes)
        if 'recurrence' in resource:
            self._check_series(resource, step)
            # The occurrences that were special belonged to the old times.
            self.store.drop_exceptions(calendar, resource['id'])
        for name in ('start', 'end'):
            moment, zone = resources.read_time(resource[name])
            if not isinstance(moment, datetime.datetime):
                step = datetime.timedelta(max(1, round(minutes / 1440)))
            resource[name] = resources.time_field(moment + step, zone)
        resource['sequence'] = resource.get('sequence', 0) + 1
        self.store.put(calendar, resource)

    def _check_series(self, resource, step):
        """A rule that names days does not move to another day with its first occurrence."""
        start, _ = resources.read_time(resource['start'])
        days = any(f'{name}=' in line for line in resource['recurrence']
                   for name in ('BYDAY', 'BYMONTHDAY', 'BYMONTH'))
        timed = isinstance(start, datetime.datetime)
        if days and not (timed and (start + step).date() == start.date()):
            raise ValueError('this series would leave the days of its rule')

    def do_delete_event(self, event, calendar='primary', user=None):
        """Deletes an event or a series."""
        here = self._calendar(calendar, user)
        resource = self._event(here, event)
        self.store.delete(here, resource['id'])
        return resource['id']

    def do_instances(self, event, calendar='primary', user=None, limit=10):
        """The first occurrences of a series from a week ago on."""
        here = self._calendar(calendar, user)
        thing = here.shelf.get(self._event(here, event)['id'])
        week = datetime.datetime.combine(self.world.around - datetime.timedelta(7), datetime.time())
        low = week.replace(tzinfo=zoneinfo.ZoneInfo(here.zone)).timestamp()
        found = self.store.instances(here, thing, (low, low + 400 * 86400))
        return found[:int(limit)]

    def do_cancel_instance(self, event, number=0, original=None, calendar='primary', user=None):
        """Drops one occurrence: the `number`-th from a week ago on, or the one at `original`."""
        here = self._calendar(calendar, user)
        instance = self._instance(here, event, number, original)
        self.store.delete(here, instance['id'])
        return self.store.resource(here, instance['id'])

    def do_move_instance(self, event, minutes=60, number=0, original=None, calendar='primary',
                         user=None):
        """Moves one occurrence of a series."""
        here = self._calendar(calendar, user)
        instance = self._instance(here, event, number, original)
        self._shift(here, instance, float(minutes))
        return self.store.resource(here, instance['id'])

    def _instance(self, calendar, event, number, original):
        master = self._event(calendar, event)
        if original is not None:
            moment, zone = resources.read_time(master['start'])
            wanted = datetime.date.fromisoformat(original) if len(original) == 10 \
                else local_time(original, zone)
            found = self.store.resource(calendar, resources.instance_id(master['id'], wanted, zone))
            if found is None:
                raise ValueError(f'{event} has no occurrence at {original}')
            return found
        return self.do_instances(master['id'], calendar.id, calendar.owner[1]
                                 if calendar.owner[1] in self.store.lists else None,
                                 int(number) + 1)[int(number)]

    def do_respond(self, event, response='declined', calendar='primary', user=None):
        """Sets the owner's own answer: accepted, tentative, declined or needsAction."""
        here = self._calendar(calendar, user)
        resource = self._event(here, event)
        people = [each for each in resource.get('attendees', ()) if not each.get('self')]
        if not people:
            people = [{'email': 'ruth@example.com', 'displayName': 'Ruth Baumann',
                       'organizer': True,
                       'responseStatus': 'accepted'}]
            resource['organizer'] = {'email': 'ruth@example.com', 'displayName': 'Ruth Baumann'}
        own = {'email': here.owner[1], 'displayName': here.owner[0], 'self': True,
               'responseStatus': response}
        resource['attendees'] = [own] + people
        self.store.put(here, resource)
        return self.store.resource(here, resource['id'])

    def do_change_events(self, percent=1, count=None, calendar='primary', user=None, seed=1,
                         kinds='title,move,delete,add,respond'):
        """Changes that share of a calendar's events, in a mix decided by the seed."""
        here = self._calendar(calendar, user)
        dice = random.Random(f'{seed}|{here.shelf.revision}')
        live = [thing.id for thing in here.shelf.live() if thing.parent is None]
        total = int(count) if count is not None else max(1, round(len(live) * float(percent) / 100))
        kinds = kinds.split(',') if isinstance(kinds, str) else kinds
        done = {kind: 0 for kind in kinds}
        for id in dice.sample(live, min(total, len(live))):
            kind = dice.choice(kinds)
            done[kind] += 1
            if kind == 'title':
                self.do_update_event(id, here.id, user, summary=f'Changed {dice.randint(1, 10**6)}')
            elif kind == 'move':
                resource = here.shelf.get(id).load()
                if 'recurrence' not in resource:
                    self.do_move_event(id, dice.choice((-60, 30, 60, 1440)), here.id, user)
                elif 'date' not in resource['start']:
                    self.do_move_event(id, dice.choice((-15, 15, 30)), here.id, user)
                else:
                    self.do_update_event(id, here.id, user, summary='Renamed, not moved')
            elif kind == 'delete':
                self.do_delete_event(id, here.id, user)
            elif kind == 'respond':
                self.do_respond(id, dice.choice(('accepted', 'declined', 'tentative')), here.id,
                                user)
            elif kind == 'add':
                day = self.world.around + datetime.timedelta(dice.randint(0, 25))
                self.do_add_event(f'Added {dice.randint(1, 10**6)}',
                                  f'{day}T{dice.randint(8, 17):02d}'
                                  ':00:00', calendar=here.id, user=user)
            else:
                raise ValueError(f'unknown kind of change {kind}')
        return done

    def do_empty_calendar(self, calendar='primary', user=None, keep=0):
        """Deletes all events but the first `keep`, as a broken server would."""
        here = self._calendar(calendar, user)
        for thing in here.shelf.live()[int(keep):]:
            if here.shelf.get(thing.id) is not None and not thing.deleted:
                self.store.delete(here, thing.id)
        return len(here.shelf.live())

    def do_add_calendar(self, title, user=None, role='owner', id=None, events=0, zone=None):
        """A new calendar in the list of a user."""
        user = user or self.world.users[0][0]
        id = id or f'c_{len(self.store.calendars)}{title.lower().replace(" ", "")}' \
            '@group.calendar.google.com'
        calendar = self.store.add_calendar(user, id, title, zone=zone)
        if role != 'owner':
            self.store.put_entry(user, {**self.store.find(user, id)[1], 'accessRole': role})
        if int(events):
            self.store._plan(calendar, calendar.owner, int(events), 0)
        return id

    def do_update_calendar(self, calendar='primary', user=None, **fields):
        """Changes members of the calendar's list entry (summary, accessRole, hidden, ...)."""
        here = self._calendar(calendar, user)
        user = user or self.world.users[0][0]
        entry = {**self.store.find(user, here.id)[1], **fields}
        here.summary = entry['summary']
        self.store.put_entry(user, entry)
        return entry

    def do_delete_calendar(self, calendar, user=None):
        """The calendar is gone: 404 from now on, `deleted` in the list."""
        here = self._calendar(calendar, user)
        here.deleted = True
        for mail, shelf in self.store.lists.items():
            if shelf.get(here.id) is not None:
                self.store.put_entry(mail, {'kind': 'calendar#calendarListEntry', 'id': here.id,
                                            'summary': here.summary, 'accessRole': 'reader',
                                            'deleted': True})
        return here.id

    def do_expire_sync_tokens(self, calendar=None, user=None):
        """Every sync token given out so far (of one calendar, or all and the lists) answers 410."""
        if calendar is not None:
            self._calendar(calendar, user).shelf.generation += 1
            return 1
        shelves = [each.shelf for each in self.store.calendars.values()]
        for shelf in shelves + list(self.store.lists.values()):
            shelf.generation += 1
        return len(shelves)

    def do_expire_page_tokens(self):
        """Every page token given out so far is invalid."""
        self.pager.forget()
        return {}


def local_time(text, zone):
    """A naive local time of RFC 3339 with or without an offset."""
    moment = datetime.datetime.fromisoformat(text.replace('Z', '+00:00'))
    if moment.tzinfo is not None:
        moment = moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)
    return moment
