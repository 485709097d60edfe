# SPDX-License-Identifier: GPL-3.0-or-later
"""What the control interface can do to Outlook's calendars between two syncs."""

import datetime
import random

from ..core import content
from . import microsoft_events as events
from .google_changes import local_time


class Changes:
    """Mixed into MicrosoftCalendar. Calendars are named by id or title; default: the default
    one."""

    def _here(self, calendar=None, user=None):
        user = user or self.world.users[0][0]
        for each in self.store.calendars_of(user):
            if calendar in (each.id, each.name) or (calendar in (None, 'primary') and each.default):
                return each
        raise ValueError(f'{user} has no calendar {calendar}')

    def _made(self, calendar, event):
        """A live event or series by id (either kind), title or `#N`."""
        live = self.store.live(calendar.id)
        if event.startswith('#') and event[1:].isdigit():
            return live[int(event[1:])]
        for made in live:
            if event in (made.id, 'AAMk' + made.id[4:], made.plan.title):
                return made
        raise ValueError(f'no event {event} in {calendar.name}')

    def do_calendars(self, user=None):
        """Who has which calendars."""
        return [{'user': mail, 'items': len(self.store.live(each.id)), **each.describe()}
                for mail in self.store.lists if user in (None, mail)
                for each in self.store.calendars_of(mail)]

    def do_events(self, calendar=None, user=None, match='', limit=20):
        """Live events and masters whose title contains `match`."""
        here = self._here(calendar, user)
        return [events.event_json(made, here.owner) for made in self.store.live(here.id)
                if match.lower() in str(made.plan.title or '').lower()][:int(limit)]

    def do_add_event(self, title='Added', start=None, minutes=30, all_day=False, calendar=None,
                     user=None, zone=None, rule=None, response=None, show_as='busy', **fields):
        """Adds an event; `rule` is an RRULE that Exchange can keep; `fields`: of the
        appointment."""
        here = self._here(calendar, user)
        zone = zone or self.world.options.zone
        start = start or f'{self.world.around}T12:00:00'
        if all_day or len(start) == 10:
            first = datetime.date.fromisoformat(start[:10])
            last = first + datetime.timedelta(1)
        else:
            first = local_time(start, zone)
            last = first + datetime.timedelta(minutes=float(minutes))
        now = self.world.clock.now()
        plan = content.Plan(f'ctl{self.store.revision + 1:08d}', title, first, last, zone, now, now,
                            organizer=here.owner, rules=(f'RRULE:{rule}',) if rule else ())
        if response is not None:
            plan.organizer = ('Ruth Baumann', 'ruth@example.com')
            plan.attendees = (('Ruth Baumann', 'ruth@example.com', 'accepted', False),)
            plan.response = response
        made = events.Appointment(f'AAkALg{plan.uid}', plan, here.id, show_as=show_as, **fields)
        if rule:
            made.pattern = events.pattern_of(plan)
        self.store.put(made)
        return made.id

    def do_update_event(self, event, calendar=None, user=None, title=None, location=None,
                        cancelled=None, **fields):
        """Changes words (title, location), isCancelled, or members of the appointment."""
        made = self._made(self._here(calendar, user), event)
        made.plan.title = title if title is not None else made.plan.title
        made.plan.location = location if location is not None else made.plan.location
        made.cancelled = made.cancelled if cancelled is None else bool(cancelled)
        for name, value in fields.items():
            if not hasattr(made, name):
                raise ValueError(f'an appointment has no {name}')
            setattr(made, name, value)
        self._touched(made)
        return made.id

    def _touched(self, made):
        made.plan.updated = self.world.clock.now()
        self.store.put(made)

    def do_move_event(self, event, minutes=60, calendar=None, user=None):
        """Moves an event or a whole series (its exceptions are lost, as in Exchange)."""
        made = self._made(self._here(calendar, user), event)
        step = datetime.timedelta(minutes=float(minutes))
        if made.plan.all_day:
            step = datetime.timedelta(max(1, round(float(minutes) / 1440)))
        made.plan.start += step
        made.plan.end += step
        if made.series:
            made.drops, made.moves = set(), {}
        self._touched(made)
        return made.id

    def do_delete_event(self, event, calendar=None, user=None):
        """Deletes an event or a series."""
        made = self._made(self._here(calendar, user), event)
        self.store.remove(made)
        return made.id

    def do_respond(self, event, response='declined', calendar=None, user=None):
        """Sets the owner's own answer."""
        here = self._here(calendar, user)
        made = self._made(here, event)
        if made.plan.organizer in (None, here.owner):
            made.plan.organizer = ('Ruth Baumann', 'ruth@example.com')
        made.plan.response = response
        self._touched(made)
        return made.id

    def _original(self, made, number):
        limit = events.local(self.world.around + datetime.timedelta(800))
        today = events.local(self.world.around)
        found = [each for each in made.originals(limit)
                 if events.local(each) >= today and each not in made.moves]
        return found[int(number)]

    def do_cancel_instance(self, event, number=0, calendar=None, user=None):
        """Deletes the `number`-th occurrence from today on."""
        made = self._made(self._here(calendar, user), event)
        original = self._original(made, number)
        self.store.drop(made, original)
        return made.occurrence_id(original)

    def do_move_instance(self, event, number=0, minutes=60, calendar=None, user=None, title=None):
        """Moves the `number`-th occurrence from today on: it becomes an exception."""
        made = self._made(self._here(calendar, user), event)
        original = self._original(made, number)
        start = original + datetime.timedelta(minutes=float(minutes))
        self.store.move(made, original, start, start + (made.plan.end - made.plan.start),
                        {'subject': title} if title else None)
        return made.occurrence_id(original)

    def do_change_events(self, percent=1, count=None, calendar=None, user=None, seed=1):
        """Changes that share of the events: words, time, deletion, addition, answer."""
        here = self._here(calendar, user)
        dice = random.Random(f'{seed}|{self.store.revision}')
        ids = [made.id for made in self.store.live(here.id)]
        total = int(count) if count is not None else max(1, round(len(ids) * float(percent) / 100))
        done = {'title': 0, 'move': 0, 'delete': 0, 'add': 0, 'respond': 0}
        for id in dice.sample(ids, min(total, len(ids))):
            kind = dice.choice(list(done))
            done[kind] += 1
            if kind == 'title':
                self.do_update_event(id, here.id, user, title=f'Changed {dice.randint(1, 10**6)}')
            elif kind == 'move':
                self.do_move_event(id, dice.choice((-60, 30, 1440)), here.id, user)
            elif kind == 'delete':
                self.do_delete_event(id, here.id, user)
            elif kind == 'respond':
                self.do_respond(id, 'accepted', here.id, user)
            else:
                self.do_add_event(f'Added {dice.randint(1, 10**6)}', calendar=here.id, user=user)
        return done

    def do_add_calendar(self, title, user=None, events=0, can_edit=True):
        """A new calendar in the list of a user."""
        from .microsoft_store import Calendar
        user = user or self.world.users[0][0]
        owner = (content.display_name(user), user)
        made = Calendar(f'AQMkAD-{user}-{title.lower()}', title, owner, can_edit=can_edit)
        self.store.lists[user].append(made)
        self.store.calendars[made.id] = made
        self.store.appointments[made.id] = {}
        if int(events):
            self.store.plan(made, int(events))
        return made.id

    def do_update_calendar(self, calendar, user=None, **fields):
        """Changes a calendar: name, can_edit, color."""
        here = self._here(calendar, user)
        for name, value in fields.items():
            setattr(here, name, value)
        return here.describe()

    def do_delete_calendar(self, calendar, user=None):
        """The calendar is gone: 404 from now on."""
        here = self._here(calendar, user)
        here.deleted = True
        return here.id

    def do_expire_delta_tokens(self, calendar=None, user=None):
        """Every delta link so far (of one calendar, or of all) is refused."""
        if calendar is not None:
            self._here(calendar, user).generation += 1
            return 1
        for each in self.store.calendars.values():
            each.generation += 1
        return len(self.store.calendars)

    def do_expire_page_tokens(self):
        """Every skip token so far is invalid."""
        self.pager.forget()
        return {}

    def do_claims_challenge(self, claims='{"access_token":{"nbf":{"essential":true}}}', end=False):
        """Tokens of the grants so far are answered with a claims challenge, until a new sign-in."""
        self.claims = None if end else (claims, len(self.signin.tokens.grants))
        return {'challenged': not end}
