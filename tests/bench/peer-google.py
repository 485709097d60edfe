#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A peer of P1: the same download and the same table with Python's json and sqlite3, one transaction a page.

usage: peer-google.py URL TOKEN-FILE DATABASE MIGRATION.sql"""

import datetime
import json
import pathlib
import sqlite3
import sys
import urllib.parse
import urllib.request

url, token_file, path, migration = sys.argv[1:]
token = pathlib.Path(token_file).read_text()
floor = (pathlib.Path(__file__).parent / 'floor-google.c').read_text()
FIELDS = ''.join(part.split('"')[1] for part in floor.split('#define FIELDS')[1].split('\n\n')[0].splitlines() if '"' in part)

database = sqlite3.connect(path, isolation_level=None)
for pragma in ('journal_mode=WAL', 'synchronous=FULL', 'foreign_keys=ON', 'secure_delete=ON', 'temp_store=MEMORY'):
    database.execute('PRAGMA ' + pragma)
database.executescript(pathlib.Path(migration).read_text())
database.executescript("""
INSERT INTO "grant" (id, provider, identity, sign_in, created_at) VALUES (1, 'google', 'x', 'browser', 0);
INSERT INTO account (id, grant_id, provider, name, identity, created_at) VALUES (1, 1, 'google-calendar', 'x', 'x', 0);
INSERT INTO source (id, account_id, external_id, name, kind) VALUES (1, 1, 'primary', 'x', 'calendar');
""")
COLUMNS = ('external_id kind original_start ical_uid title description location url conference_url organizer organizer_name '
           'attendees attendee_count is_organizer status response busy all_day range_start range_end time_zone rrule etag '
           'sequence updated_at').split()
UPSERT = (f"INSERT INTO event (source_id, {', '.join(COLUMNS)}) VALUES (1{', ?' * len(COLUMNS)}) ON CONFLICT (source_id, external_id) "
          f"DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in COLUMNS[1:])} WHERE event.etag IS NOT excluded.etag")
STATES = {'confirmed': 0, 'tentative': 1, 'cancelled': 2}
RESPONSES = {'accepted': 1, 'tentative': 2, 'declined': 3, 'needsAction': 4}
EPOCH = datetime.date(1970, 1, 1)


def when(value):
    if not value:
        return 0
    if 'date' in value:
        return (datetime.date.fromisoformat(value['date']) - EPOCH).days * 86400
    return int(datetime.datetime.fromisoformat(value['dateTime'].replace('Z', '+00:00')).timestamp())


def store(item):
    if item.get('status') == 'cancelled' and 'recurringEventId' not in item:
        database.execute('DELETE FROM event WHERE source_id = 1 AND external_id = ?', (item['id'],))
        return 0
    people = item.get('attendees', [])
    entries = item.get('conferenceData', {}).get('entryPoints', [])
    start = when(item.get('start'))
    done = database.execute(UPSERT, (
        item['id'], 1 if item.get('recurrence') else 2 if 'recurringEventId' in item else 0, when(item.get('originalStartTime')),
        item.get('iCalUID'), item.get('summary', ''), item.get('description'), item.get('location'), item.get('htmlLink'),
        item.get('hangoutLink') or (entries[0]['uri'] if entries else None), item.get('organizer', {}).get('email'),
        item.get('organizer', {}).get('displayName'),
        json.dumps([{'name': p.get('displayName'), 'address': p.get('email'), 'response': p.get('responseStatus')} for p in people]),
        len(people), item.get('organizer', {}).get('self', False), STATES.get(item.get('status'), 0),
        next((RESPONSES.get(p.get('responseStatus'), 0) for p in people if p.get('self')), 0),
        item.get('transparency') == 'transparent', 'date' in item.get('start', {}), start, when(item.get('end')),
        item.get('start', {}).get('timeZone'), '\n'.join(item.get('recurrence', [])) or None, item.get('etag'),
        item.get('sequence', 0), when({'dateTime': item['updated']}) if 'updated' in item else 0))
    if done.rowcount != 1:
        return 0
    database.execute('INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)',
                     (done.lastrowid, item.get('summary', ''),
                      item.get('description', '') + '\n' + item.get('location', '')))
    return 1


rows, page = 0, None
while True:
    query = {'maxResults': 2500, 'singleEvents': 'false', 'prettyPrint': 'false', 'fields': FIELDS}
    if page:
        query['pageToken'] = page
    request = urllib.request.Request(f'{url}/google/calendar/v3/calendars/primary/events?{urllib.parse.urlencode(query)}',
                                     headers={'Authorization': 'Bearer ' + token})
    with urllib.request.urlopen(request) as answer:
        body = json.load(answer)
    database.execute('BEGIN IMMEDIATE')
    rows += sum(store(item) for item in body.get('items', []))
    database.execute('COMMIT')
    page = body.get('nextPageToken')
    if not page:
        break
print(f'written={rows}')
