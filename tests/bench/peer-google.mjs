// SPDX-License-Identifier: GPL-3.0-or-later
// A peer of P1: the same download and the same table with Node and better-sqlite3.
//
// usage: peer-google.mjs MODULES MODE URL TOKEN-FILE DATABASE MIGRATION.sql
// MODULES is where npm put better-sqlite3. MODE: "batches" (one transaction a page) or "rows" (each row awaited, its own
// transaction, as programs do that wrap a database in promises).

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [modules, mode, url, tokenFile, file, migration] = process.argv.slice(2);
const Database = createRequire(path.join(modules, 'x.js'))('better-sqlite3');
const floor = fs.readFileSync(path.join(path.dirname(new URL(import.meta.url).pathname), 'floor-google.c'), 'utf8');
const fields = [...floor.split('#define FIELDS')[1].split('\n\n')[0].matchAll(/"([^"]*)"/g)].map((m) => m[1]).join('');
const token = fs.readFileSync(tokenFile, 'utf8');

const db = new Database(file);
for (const pragma of ['journal_mode=WAL', 'synchronous=FULL', 'foreign_keys=ON', 'secure_delete=ON', 'temp_store=MEMORY'])
  db.pragma(pragma);
db.exec(fs.readFileSync(migration, 'utf8'));
db.exec(`INSERT INTO "grant" (id, provider, identity, sign_in, created_at) VALUES (1, 'google', 'x', 'browser', 0);
  INSERT INTO account (id, grant_id, provider, name, identity, created_at) VALUES (1, 1, 'google-calendar', 'x', 'x', 0);
  INSERT INTO source (id, account_id, external_id, name, kind) VALUES (1, 1, 'primary', 'x', 'calendar')`);
const columns = ('external_id kind original_start ical_uid title description location url conference_url organizer organizer_name ' +
  'attendees attendee_count is_organizer status response busy all_day range_start range_end time_zone rrule etag ' +
  'sequence updated_at').split(' ');
const upsert = db.prepare(`INSERT INTO event (source_id, ${columns.join(', ')}) VALUES (1${', ?'.repeat(columns.length)})
  ON CONFLICT (source_id, external_id) DO UPDATE SET ${columns.slice(1).map((c) => `${c} = excluded.${c}`).join(', ')}
  WHERE event.etag IS NOT excluded.etag`);
const remove = db.prepare('DELETE FROM event WHERE source_id = 1 AND external_id = ?');
const search = db.prepare('INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)');
const states = { confirmed: 0, tentative: 1, cancelled: 2 };
const responses = { accepted: 1, tentative: 2, declined: 3, needsAction: 4 };

const when = (value) => (value ? Math.floor(Date.parse(value.dateTime ?? value.date) / 1000) : 0);

function store(item) {
  if (item.status === 'cancelled' && !item.recurringEventId) {
    remove.run(item.id);
    return 0;
  }
  const people = item.attendees ?? [];
  const start = when(item.start);
  const done = upsert.run(item.id, item.recurrence ? 1 : item.recurringEventId ? 2 : 0, when(item.originalStartTime),
    item.iCalUID ?? null, item.summary ?? '', item.description ?? null, item.location ?? null, item.htmlLink ?? null,
    item.hangoutLink ?? item.conferenceData?.entryPoints?.[0]?.uri ?? null, item.organizer?.email ?? null,
    item.organizer?.displayName ?? null,
    JSON.stringify(people.map((p) => ({ name: p.displayName, address: p.email, response: p.responseStatus }))), people.length,
    item.organizer?.self ? 1 : 0, states[item.status] ?? 0, responses[people.find((p) => p.self)?.responseStatus] ?? 0,
    item.transparency === 'transparent' ? 1 : 0, item.start?.date ? 1 : 0, start, when(item.end), item.start?.timeZone ?? null,
    item.recurrence?.join('\n') ?? null, item.etag ?? null, item.sequence ?? 0, when({ dateTime: item.updated }) || 0);
  if (done.changes !== 1) return 0;
  search.run(done.lastInsertRowid, item.summary ?? '',
    `${item.description ?? ''}\n${item.location ?? ''}`);
  return 1;
}

const storeRow = db.transaction(store);
const storePage = db.transaction((items) => items.reduce((n, item) => n + store(item), 0));
let rows = 0;
let page = null;
do {
  const query = new URLSearchParams({ maxResults: '2500', singleEvents: 'false', prettyPrint: 'false', fields });
  if (page) query.set('pageToken', page);
  const answer = await fetch(`${url}/google/calendar/v3/calendars/primary/events?${query}`, { headers: { Authorization: `Bearer ${token}` } });
  const body = await answer.json();
  if (mode === 'batches') rows += storePage(body.items ?? []);
  else for (const item of body.items ?? []) rows += await new Promise((resolve) => setImmediate(() => resolve(storeRow(item))));
  page = body.nextPageToken;
} while (page);
console.log(`written=${rows}`);
