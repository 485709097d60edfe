# SPDX-License-Identifier: GPL-3.0-or-later
"""Things with revisions, and the pages in which a service hands them out.

A shelf keeps every thing as the bytes of its JSON: 100,000 events stay small, and a page is a join.
"""

import collections
import hashlib
import json
import random


class Thing:
    """`spans`: (revision, start, end) of each place in time it ever had, newest last."""

    __slots__ = ('id', 'text', 'revision', 'deleted', 'spans', 'parent', 'renderings')

    def __init__(self, id):
        self.id = id
        self.text = b''
        self.revision = 0
        self.deleted = False
        self.spans = ()
        self.parent = None
        self.renderings = {}

    def load(self):
        return json.loads(self.text)

    def render(self, key, make, pretty=False):
        """Bytes made once per revision and `key`; `make` turns the loaded JSON into the wanted
        JSON."""
        found = self.renderings.get(key)
        if found is None:
            found = self.renderings[key] = dump(make(self.load()), pretty)
        return found


class Shelf:
    def __init__(self):
        self.things = {}
        self.revision = 0
        # Tokens made before an expiry carry the old generation.
        self.generation = 0

    def get(self, id):
        return self.things.get(id)

    def put(self, id, resource, span=None, parent=None):
        """Stores a new version of the JSON object `resource`."""
        thing = self.things.get(id)
        if thing is None:
            thing = self.things[id] = Thing(id)
        self.revision += 1
        thing.revision = self.revision
        thing.deleted = False
        thing.parent = parent
        if span is not None:
            thing.spans += ((self.revision, *span),)
        thing.text = dump(resource)
        thing.renderings = {}
        return thing

    def delete(self, id, resource):
        """Leaves `resource`, what remains of a deleted thing."""
        thing = self.things[id]
        self.revision += 1
        thing.revision = self.revision
        thing.deleted = True
        thing.text = dump(resource)
        thing.renderings = {}
        return thing

    def drop(self, id):
        """Forgets a thing altogether."""
        self.things.pop(id, None)

    def live(self):
        return [thing for thing in self.things.values() if not thing.deleted]

    def changed_since(self, revision):
        """Oldest change first."""
        found = [thing for thing in self.things.values() if thing.revision > revision]
        return sorted(found, key=lambda thing: thing.revision)


def dump(value, pretty=False):
    if pretty:
        text = json.dumps(value, ensure_ascii=False, indent=1)
    else:
        text = json.dumps(value, ensure_ascii=False, separators=(',', ':'))
    return text.encode('utf-8', 'surrogatepass')


class Snapshot:
    """What one query found, cut into pages. `query` is everything that a next page must repeat."""

    def __init__(self, id, query, ids, pages, revision, extra=None):
        self.id = id
        self.query = query
        self.ids = ids
        self.pages = pages
        self.revision = revision
        self.extra = extra


class Pager:
    """Keeps snapshots and reads and writes page tokens: `SNAPSHOT.PAGE` or `SNAPSHOT.PAGE.REPEAT`.

    The same query at the same revision has the same tokens, so runs can be compared and repeated.
    """

    KEEP = 400

    def __init__(self, seed):
        self._seed = seed
        self._snapshots = collections.OrderedDict()

    def open(self, query, ids, size, revision, layout, extra=None):
        text = repr((self._seed, query, revision, len(ids)))
        id = 'Cp' + hashlib.sha256(text.encode()).hexdigest()[:18]
        pages = cut_pages(len(ids), size, layout, id)
        snapshot = Snapshot(id, query, ids, pages, revision, extra)
        self._snapshots[id] = snapshot
        self._snapshots.move_to_end(id)
        while len(self._snapshots) > self.KEEP:
            self._snapshots.popitem(last=False)
        return snapshot

    def find(self, token):
        """(snapshot, page number, repeats), or None for a token that is not one of ours."""
        parts = token.split('.')
        snapshot = self._snapshots.get(parts[0])
        if snapshot is None or len(parts) not in (2, 3) or not all(p.isdigit() for p in parts[1:]):
            return None
        number = int(parts[1])
        if not 0 < number < len(snapshot.pages):
            return None
        return snapshot, number, int(parts[2]) if len(parts) == 3 else 0

    def token(self, snapshot, number, repeats=0):
        return f'{snapshot.id}.{number}' + (f'.{repeats}' if repeats else '')

    def forget(self):
        """All page tokens given out so far are dead."""
        self._snapshots.clear()


# Settings of a service that hands out pages.
LAYOUT = {
    'page_limit': 0,        # no page larger than this, whatever was asked (0: as asked)
    'short_pages': False,   # pages of any length up to what was asked
    'empty_page_every': 0,  # an empty page after every so many
    'repeat_items': 0,      # so many items of a page come again on the next
}


def cut_pages(count, size, layout, seed):
    """[(first, last + 1)] of each page; at least one."""
    if layout['page_limit']:
        size = min(size, int(layout['page_limit']))
    dice = random.Random(seed)
    pages, at = [], 0
    while at < count:
        length = dice.randint(max(1, size // 3), size) if layout['short_pages'] else size
        # Items that come again take room from the new ones, but never all of it.
        again = min(int(layout['repeat_items']), at, length - 1)
        first, last = at - again, min(count, at - again + length)
        pages.append((first, last))
        at = last
        every = int(layout['empty_page_every'])
        if every and len(pages) % (every + 1) == every and at < count:
            pages.append((at, at))
    return pages or [(0, 0)]
