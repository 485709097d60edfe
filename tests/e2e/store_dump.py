# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in a store, without what differs from run to run: row numbers, times of syncing, generations.

Two stores that saw the same services have equal dumps, whatever happened to the workers on the way.
"""

import pathlib
import sqlite3

EVENT = (
    'kind', 'original_start', 'ical_uid', 'title', 'description', 'location', 'url', 'conference_url',
    'conference_provider', 'conference_id', 'organizer', 'organizer_name', 'attendees', 'attendee_count', 'categories',
    'color', 'is_organizer', 'status', 'response', 'busy', 'importance', 'is_private', 'all_day', 'range_start',
    'range_end', 'start_wall', 'time_zone', 'zone_flags', 'rrule', 'etag', 'sequence')


def connect(path):
    """The database for reading, also while others write."""
    database = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    database.row_factory = sqlite3.Row
    return database


def query(path, sql, *parameters):
    database = connect(path)
    try:
        return [tuple(row) for row in database.execute(sql, parameters)]
    finally:
        database.close()


def dump(path):
    """[text] in an order of its own."""
    database = connect(path)
    try:
        assert database.execute('PRAGMA integrity_check').fetchone()[0] == 'ok'
        assert database.execute('PRAGMA foreign_key_check').fetchall() == []
        return sorted(_sources(database) + _events(database) + _activities(database) + _entries(database)
                      + [_indexed(database)])
    finally:
        database.close()


def _sources(database):
    rows = database.execute('''
        SELECT a.provider, a.identity, a.status, s.external_id, s.name, s.kind, s.state, s.enabled,
               s.cursor IS NOT NULL AS has_cursor, s.resume IS NULL AS is_whole
          FROM source s JOIN account a ON a.id = s.account_id''')
    return ['source ' + repr(tuple(row)) for row in rows]


def _events(database):
    columns = ', '.join(f'e.{name}' for name in EVENT)
    rows = database.execute(f'''
        SELECT a.identity, s.external_id, e.external_id, m.external_id AS series, {columns}
          FROM event e JOIN source s ON s.id = e.source_id JOIN account a ON a.id = s.account_id
               LEFT JOIN event m ON m.id = e.series_id''')
    return ['event ' + repr(tuple(row)) for row in rows]


def _activities(database):
    rows = database.execute('''
        SELECT a.identity, s.external_id, v.kind, v.external_id, v.parent, v.title, v.author, v.at, v.url, v.count,
               v.snippet, v.body, v.detail
          FROM activity v JOIN source s ON s.id = v.source_id JOIN account a ON a.id = s.account_id''')
    return ['activity ' + repr(tuple(row)) for row in rows]


def _entries(database):
    rows = database.execute('''
        SELECT title, start_at, end_at, duration, billable, status, origin, tags, notes, flags FROM time_entry''')
    return ['entry ' + repr(tuple(row)) for row in rows]


def _indexed(database):
    """How many rows the search index knows: a row left behind or doubled shows."""
    return 'search ' + repr(database.execute('SELECT count(DISTINCT doc) FROM search_word').fetchone()[0])


def files_with(folder, *needles):
    """Files below the folder that hold one of the texts, in any encoding a file of ours could have."""
    found = []
    forms = [form for needle in needles for form in (needle.encode(), needle.encode('utf-16-le'))]
    for path in pathlib.Path(folder).rglob('*'):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            found += [(str(path), form) for form in forms if form in content]
    return found
