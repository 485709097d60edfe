# SPDX-License-Identifier: GPL-3.0-or-later
"""Graph's calendarView/delta (providers.md 4.2): rounds of links, and the two traps of series."""

import base64
import json

from ..core.service import ServiceError
from ..core.shelf import dump
from . import microsoft_events as events

READ = {'Calendars.Read', 'Calendars.ReadWrite'}
DELTA_PARAMS = {'startDateTime', 'endDateTime', '$skiptoken', '$deltatoken'}


class Delta:
    """Mixed into MicrosoftCalendar."""

    def delta(self, request, id=None):
        user = self.authorise(request, READ)
        calendar = self.calendar(request, user, id)
        if id is not None and not calendar.default and not self.settings['shared_delta']:
            raise ServiceError(404, 'ErrorItemNotFound', 'Resource not found.')
        params = self.params(request, DELTA_PARAMS)
        preferences = self.preferences(request)
        query = ('delta', user, request.path, preferences.zone, preferences.immutable)
        tokens = [name for name in ('$skiptoken', '$deltatoken') if name in params]
        if tokens and len(params) > 1:
            raise ServiceError(400, 'ErrorInvalidUrlQuery', 'Follow the link as it came.')
        size = preferences.page_size or int(self.settings['default_page'])
        if tokens == ['$skiptoken']:
            found = self.pager.find(params['$skiptoken'])
            if found is None or found[0].query[:3] != query[:3]:
                raise ServiceError(400, 'SyncStateInvalid', 'The skip token is not valid.')
            if found[0].query != query:
                raise ServiceError(400, 'ErrorInvalidRequest', 'The Prefer headers differ from '
                                   'those of the first request of the round.')
            snapshot, number, _ = found
        else:
            snapshot, number = self._round(calendar, params, preferences, query, size), 0
        first, last = snapshot.pages[number]
        body = {'@odata.context': f'{self.base}/$metadata#Collection(event)'}
        home = self.world.canary if self.settings['foreign_links'] else self.world.main
        link = f'{home.base}{request.path}'
        if number + 1 < len(snapshot.pages):
            body['@odata.nextLink'] = f'{link}?$skiptoken={self.pager.token(snapshot, number + 1)}'
        else:
            body['@odata.deltaLink'] = f'{link}?$deltatoken={snapshot.extra["token"]}'
        head = dump(body)[:-1]
        items = [snapshot.extra['items'][at] for at in snapshot.ids[first:last]]
        response = self.reply({}, preferences)
        response.body = head + b',"value":[' + b','.join(items) + b']}'
        return response

    def _round(self, calendar, params, preferences, query, size):
        since = None
        if '$deltatoken' in params:
            said = self._read_token(params['$deltatoken'], calendar, query)
            since, window = said['r'], tuple(said['w'])
        else:
            window = self.window(params)
        items = []
        for made in self.store.all(calendar.id):
            if since is None:
                if not made.removed:
                    items += self._delta_items(made, calendar, window, preferences)
            elif self.store.last_change(made) > since:
                items += self._changed_items(made, calendar, window, preferences, since)
        if self.settings['repeat_master'] and items:
            items.append(items[0])
        revision = self.store.revision
        made_at = round(self.world.clock.now()) if self.settings['delta_token_life'] else 0
        token = base64.urlsafe_b64encode(dump({
            'r': revision, 'g': calendar.generation, 'c': calendar.id, 'w': window, 'a': made_at,
            'i': preferences.immutable})).decode().rstrip('=')
        return self.pager.open((*query,), list(range(len(items))), size, (revision, since, window),
                               self.settings, {'items': items, 'token': token})

    def _read_token(self, token, calendar, query):
        try:
            said = json.loads(base64.urlsafe_b64decode(token + '=' * (-len(token) % 4)))
            generation, home = said['g'], said['c']
        except (ValueError, KeyError, TypeError):
            raise ServiceError(400, 'SyncStateInvalid', 'The sync state is not valid.')
        life = float(self.settings['delta_token_life'])
        if generation != calendar.generation or home != calendar.id \
                or (life and said['a'] + life < self.world.clock.now()):
            status = int(self.settings['delta_error'])
            headers = [('Location', f'{self.world.main.base}{query[2]}?$deltatoken=')] \
                if status == 410 else []
            raise ServiceError(status, 'SyncStateNotFound', 'The sync state generation is not '
                               'found.', headers)
        if said['i'] != query[4]:
            raise ServiceError(400, 'ErrorInvalidRequest', 'IdType differs from the first round.')
        return said

    def _delta_items(self, made, calendar, window, preferences):
        """What a first round says: singles in full, a series as master and bare occurrences."""
        zone, plain = preferences.zone, preferences.plain
        key = (zone, plain, preferences.immutable, window, made.revision)
        found = made.cache.get(key)
        if found is None:
            made.cache = {key: self._make_items(made, calendar, window, preferences)}
            found = made.cache[key]
        return found

    def _make_items(self, made, calendar, window, preferences):
        zone, plain = preferences.zone, preferences.plain
        if not made.series:
            items = [events.event_json(made, calendar.owner, zone, plain)] \
                if self.store.inside(made, made.plan.start, made.plan.end, window) else []
        else:
            bare, moved = self.store.occurrences(made, window)
            items = [events.occurrence_json(made, original, zone) for original in bare]
            items += [events.event_json(made, calendar.owner, zone, plain, original)
                      for original in moved]
            if items:
                master = events.event_json(made, calendar.owner, zone, plain)
                order = self.settings['order']
                first = order == 'master-first' or (order == 'mixed'
                                                    and sum(made.id.encode()) % 2 == 0)
                items.insert(0 if first else len(items), master)
        return [dump(self.dressed(item, preferences)) for item in items]

    def _changed_items(self, made, calendar, window, preferences, since):
        if made.removed:
            return [self._gone(made.id, 'deleted', preferences)]
        if not made.series:
            if self.store.inside(made, made.plan.start, made.plan.end, window):
                return self._delta_items(made, calendar, window, preferences)
            # Also for what never was in the window.
            return [self._gone(made.id, 'changed', preferences)]
        if made.revision > since:
            # The trap: a dropped occurrence is never said to be removed. The master comes again,
            # with every occurrence that is left.
            return self._delta_items(made, calendar, window, preferences) \
                or [self._gone(made.id, 'changed', preferences)]
        items = []
        for original, (start, end, _, revision) in made.moves.items():
            if revision > since:
                if self.store.inside(made, start, end, window):
                    item = events.event_json(made, calendar.owner, preferences.zone,
                                             preferences.plain, original)
                    items.append(dump(self.dressed(item, preferences)))
                else:
                    items.append(self._gone(made.occurrence_id(original), 'changed', preferences))
        return items

    def _gone(self, id, reason, preferences):
        return dump({'@odata.type': '#microsoft.graph.event',
                     'id': self.outer_id(id, preferences), '@removed': {'reason': reason}})
