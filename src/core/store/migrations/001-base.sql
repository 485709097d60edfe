-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 1: accounts and what they deliver, time entries, settings, audit, journal.
--
-- Every id is an INTEGER that is never used again (AUTOINCREMENT); people and programs see it as
-- the short text that base/daybook-id.h makes of it. Instants (_at) are UTC seconds, days (_day)
-- are days since 1970-01-01, durations are seconds, money is minor units. Text lists are JSON.

-- What makes a person: one sign-in at a service, and the accounts that live on it ---------------

CREATE TABLE "grant" (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  provider      TEXT NOT NULL,              -- family that shares one consent: google, ics, sample
  identity      TEXT NOT NULL,              -- address or login at the service
  sign_in       TEXT NOT NULL,              -- browser device token password url goa none
  scopes        TEXT NOT NULL DEFAULT '',
  expires_at    INTEGER,                    -- of the access token
  epoch         INTEGER NOT NULL DEFAULT 0, -- raised by disconnect: a late refresh must not write
  settings      TEXT NOT NULL DEFAULT '{}',
  created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE secret (                       -- AES-256-GCM blobs, see net/daybook-vault.h
  name          TEXT PRIMARY KEY,           -- grant/ID/refresh, grant/ID/access, key of the model, ...
  grant_id      INTEGER REFERENCES "grant" (id) ON DELETE CASCADE,
  key_id        TEXT NOT NULL,              -- which key in the keyring sealed it
  blob          BLOB NOT NULL,
  set_at        INTEGER NOT NULL
) STRICT;

CREATE TABLE account (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  grant_id      INTEGER NOT NULL REFERENCES "grant" (id),
  provider      TEXT NOT NULL,
  name          TEXT NOT NULL,
  identity      TEXT NOT NULL,
  status        TEXT NOT NULL DEFAULT 'connecting'
                CHECK (status IN ('connecting', 'connected', 'needs_sign_in', 'error', 'disconnected')),
  reason        TEXT,
  paused        INTEGER NOT NULL DEFAULT 0,
  retry_at      INTEGER,
  last_sync_at  INTEGER,
  next_sync_at  INTEGER,
  sources_at    INTEGER,                    -- when the list of sources was last asked for
  last_error    TEXT,
  error_code    TEXT,
  failures      INTEGER NOT NULL DEFAULT 0, -- in a row
  settings      TEXT NOT NULL DEFAULT '{}', -- interval (minutes), suggest, write_back, ...
  version       INTEGER NOT NULL DEFAULT 1,
  created_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX account_grant ON account (grant_id);

CREATE TABLE source (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id    INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  external_id   TEXT NOT NULL,
  name          TEXT NOT NULL,
  kind          TEXT NOT NULL,              -- calendar mailbox channel repository database
  owner         TEXT,
  color         TEXT,                       -- #rrggbb
  time_zone     TEXT,
  is_primary    INTEGER NOT NULL DEFAULT 0,
  state         TEXT NOT NULL DEFAULT 'active'
                CHECK (state IN ('active', 'gone', 'read_only', 'quarantined', 'held')),
  enabled       INTEGER NOT NULL DEFAULT 0,
  direction     TEXT NOT NULL DEFAULT 'import' CHECK (direction IN ('import', 'export', 'two-way')),
  visibility    TEXT NOT NULL DEFAULT 'details' CHECK (visibility IN ('details', 'busy')),
  push          INTEGER NOT NULL DEFAULT 0,
  project_id    INTEGER REFERENCES project (id) ON DELETE SET NULL,
  person_id     INTEGER REFERENCES person (id) ON DELETE SET NULL,
  window_back_days  INTEGER NOT NULL DEFAULT 7,
  window_ahead_days INTEGER NOT NULL DEFAULT 30,
  last_sync_at  INTEGER,
  cursor        TEXT,                       -- opaque to all but the provider
  cursor_params TEXT,                       -- version of the parameters the cursor was made with
  resume        TEXT,                       -- JSON: generation, next request, started_at
  generation    INTEGER NOT NULL DEFAULT 0,
  expanded_from INTEGER,                    -- days [from, to) that occurrences stand for
  expanded_to   INTEGER,
  max_duration  INTEGER NOT NULL DEFAULT 0, -- longest event in seconds: bounds range queries
  held_count    INTEGER NOT NULL DEFAULT 0, -- rows a stopped sweep would have deleted
  item_count    INTEGER NOT NULL DEFAULT 0, -- rows delivered: events (no derived ones) and activities
  settings      TEXT NOT NULL DEFAULT '{}',
  version       INTEGER NOT NULL DEFAULT 1,
  UNIQUE (account_id, external_id)
) STRICT;

-- Sources of disconnected accounts that time entries were made of: one that comes back gets its number again, and
-- what was converted stays converted. See store/daybook-departed.c.
CREATE TABLE departed_source (
  id            INTEGER PRIMARY KEY,
  digest        TEXT NOT NULL UNIQUE        -- SHA-256 of provider, identity and external_id
) STRICT;

-- The ranges of days that full rounds have asked for: what pages and summaries may claim to cover.
CREATE TABLE source_range (
  source_id     INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  from_day      INTEGER NOT NULL,
  to_day        INTEGER NOT NULL,           -- exclusive; 2147483647 = open ahead
  synced_at     INTEGER NOT NULL,
  PRIMARY KEY (source_id, from_day)
) STRICT, WITHOUT ROWID;

-- An item that could not be read: kept out, told, tried again when it changes.
CREATE TABLE quarantine (
  source_id     INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  external_id   TEXT NOT NULL,
  etag          TEXT,
  reason        TEXT NOT NULL,
  at            INTEGER NOT NULL,
  PRIMARY KEY (source_id, external_id)
) STRICT, WITHOUT ROWID;

-- Events: what was delivered (single, master, exception) and what follows from it (occurrence) ---

CREATE TABLE event (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id     INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  external_id   TEXT NOT NULL,              -- occurrence: master's id, '#', original start
  kind          INTEGER NOT NULL,           -- DaybookEventKind: 0 single 1 master 2 exception 3 occurrence
  series_id     INTEGER REFERENCES event (id) ON DELETE CASCADE,
  original_start INTEGER,                   -- identity of an instance (all-day: day * 86400)
  ical_uid      TEXT,
  title         TEXT,                       -- NULL in an occurrence: the master's, like all down to color
  description   TEXT,
  location      TEXT,
  url           TEXT,
  conference_url      TEXT,
  conference_provider TEXT,
  conference_id       TEXT,
  organizer     TEXT,
  organizer_name TEXT,
  attendees     TEXT,                       -- JSON [{name, address, response}]
  attendee_count INTEGER,
  categories    TEXT,                       -- JSON [text]
  color         TEXT,
  is_organizer  INTEGER NOT NULL DEFAULT 0,
  status        INTEGER NOT NULL DEFAULT 0, -- DaybookEventStatus
  response      INTEGER NOT NULL DEFAULT 0, -- DaybookResponse
  busy          INTEGER NOT NULL DEFAULT 0, -- DaybookBusy
  importance    INTEGER NOT NULL DEFAULT 1, -- DaybookImportance
  is_private    INTEGER NOT NULL DEFAULT 0,
  all_day       INTEGER NOT NULL DEFAULT 0,
  range_start   INTEGER NOT NULL,           -- start instant; all-day: start day * 86400 (floating)
  range_end     INTEGER NOT NULL,           -- exclusive
  start_wall    INTEGER,                    -- wall clock at start, as if UTC; what zone changes need
  time_zone     TEXT,                       -- IANA name; NULL when floating or all-day
  zone_flags    INTEGER NOT NULL DEFAULT 0, -- DaybookZoneFlags: 1 floating, 2 unknown zone kept as floating
  rrule         TEXT,                       -- RRULE, RDATE, EXDATE lines of a master, LF between
  etag          TEXT,
  hash          INTEGER NOT NULL DEFAULT 0, -- of the source text where there is no etag
  sequence      INTEGER NOT NULL DEFAULT 0,
  updated_at    INTEGER,
  generation    INTEGER NOT NULL DEFAULT 0, -- of the round that last wrote the row; derived rows: the largest number
  UNIQUE (source_id, external_id)
) STRICT;
-- Week queries look two days back from their start; what lasts longer is found by its end.
CREATE INDEX event_range ON event (source_id, range_start, kind) WHERE kind <> 1;
CREATE INDEX event_long ON event (source_id, range_end) WHERE kind <> 1 AND range_end - range_start > 172800;
CREATE INDEX event_series ON event (series_id, original_start) WHERE series_id IS NOT NULL;
CREATE INDEX event_master ON event (source_id) WHERE kind = 1;

-- What a full round has seen and found unchanged: such rows are not written (their generation stays), and
-- a killed round must still know them. One row a batch, ids as in store/daybook-sync-round.c; gone after the sweep.
CREATE TABLE round_seen (
  source_id     INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  generation    INTEGER NOT NULL,
  batch         INTEGER NOT NULL,
  ids           BLOB NOT NULL,
  PRIMARY KEY (source_id, generation, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id     INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  kind          TEXT NOT NULL,              -- mail message commit pull_request review issue page
  external_id   TEXT NOT NULL,
  parent        TEXT,                       -- thread, channel, repository: what it belongs to
  title         TEXT NOT NULL,
  author        TEXT,
  at            INTEGER NOT NULL,
  url           TEXT,
  count         INTEGER NOT NULL DEFAULT 1,
  snippet       TEXT,
  body          TEXT,                       -- plain text, at most 64 KiB
  detail        TEXT NOT NULL DEFAULT '{}', -- JSON of what only this kind has
  etag          TEXT,
  hash          INTEGER NOT NULL DEFAULT 0,
  generation    INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source_id, kind, external_id)
) STRICT;
CREATE INDEX activity_at ON activity (source_id, at);

-- Time -------------------------------------------------------------------------------------------

CREATE TABLE client (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  name          TEXT NOT NULL,
  address       TEXT,
  tax_id        TEXT,
  currency      TEXT,
  hourly_rate   INTEGER,
  archived      INTEGER NOT NULL DEFAULT 0,
  version       INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX client_name ON client (name COLLATE NOCASE) WHERE NOT archived;

CREATE TABLE project (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id     INTEGER REFERENCES client (id),
  name          TEXT NOT NULL,
  hourly_rate   INTEGER,                    -- NULL: the client's
  currency      TEXT,
  color         TEXT,
  billable      INTEGER NOT NULL DEFAULT 1, -- what new entries start with
  archived      INTEGER NOT NULL DEFAULT 0,
  version       INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX project_client ON project (client_id);

CREATE TABLE person (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  name          TEXT NOT NULL,
  address       TEXT,
  client_id     INTEGER REFERENCES client (id),
  archived      INTEGER NOT NULL DEFAULT 0,
  version       INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE time_entry (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  title         TEXT NOT NULL,
  start_at      INTEGER NOT NULL,
  end_at        INTEGER NOT NULL,
  duration      INTEGER NOT NULL,           -- raw seconds; rounding is a view of reports
  project_id    INTEGER REFERENCES project (id),
  person_id     INTEGER REFERENCES person (id),
  billable      INTEGER NOT NULL DEFAULT 1,
  status        TEXT NOT NULL DEFAULT 'pending'
                CHECK (status IN ('pending', 'approved', 'rejected', 'invoiced')),
  origin        TEXT NOT NULL CHECK (origin IN ('event', 'slack', 'manual', 'timer', 'import')),
  tags          TEXT NOT NULL DEFAULT '[]',
  notes         TEXT,
  flags         TEXT NOT NULL DEFAULT '[]', -- source_moved source_gone source_changed overlap
  -- The meeting it was made of. The key outlives the event's row: it is what makes "once".
  event_id      INTEGER,
  event_key     TEXT,                       -- source's id / external id of the master or single / original start
  event_start_at INTEGER,                   -- as it was when converted: what a sync compares with
  event_end_at  INTEGER,
  external_key  TEXT,                       -- idempotency key of an import or a Slack command
  version       INTEGER NOT NULL DEFAULT 1,
  digest        BLOB NOT NULL,              -- SHA-256 over every other field: see store/daybook-entry-seal.c
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX time_entry_start ON time_entry (start_at);
CREATE INDEX time_entry_event ON time_entry (event_id) WHERE event_id IS NOT NULL;
CREATE UNIQUE INDEX time_entry_key ON time_entry (event_key) WHERE event_key IS NOT NULL;
CREATE INDEX time_entry_title ON time_entry (title COLLATE NOCASE, start_at);
CREATE INDEX time_entry_project ON time_entry (project_id, start_at);
CREATE UNIQUE INDEX time_entry_external ON time_entry (external_key) WHERE external_key IS NOT NULL;

CREATE TABLE task (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  title         TEXT NOT NULL,
  notes         TEXT,
  status        TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done')),
  priority      TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high')),
  due_day       INTEGER,
  due_at        INTEGER,
  tags          TEXT NOT NULL DEFAULT '[]',
  source_kind   TEXT,                       -- event or activity
  source_item   INTEGER,
  remote_state  TEXT NOT NULL DEFAULT 'none'
                CHECK (remote_state IN ('none', 'local_only', 'waiting', 'done', 'failed')),
  done_at       INTEGER,
  version       INTEGER NOT NULL DEFAULT 1,
  created_at    INTEGER NOT NULL
) STRICT;

-- Syncing ----------------------------------------------------------------------------------------

CREATE TABLE sync_run (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id    INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  source_id     INTEGER REFERENCES source (id) ON DELETE CASCADE,
  mode          TEXT NOT NULL CHECK (mode IN ('full', 'incremental')),
  "trigger"     TEXT NOT NULL CHECK ("trigger" IN ('manual', 'schedule', 'push', 'start')),
  status        TEXT NOT NULL CHECK (status IN ('queued', 'running', 'success', 'partial', 'failed',
                                                'cancelled', 'interrupted')),
  fetched       INTEGER NOT NULL DEFAULT 0,
  created       INTEGER NOT NULL DEFAULT 0,
  updated       INTEGER NOT NULL DEFAULT 0,
  deleted       INTEGER NOT NULL DEFAULT 0,
  unchanged     INTEGER NOT NULL DEFAULT 0,
  suggested     INTEGER NOT NULL DEFAULT 0,
  auto_approved INTEGER NOT NULL DEFAULT 0,
  requests      INTEGER NOT NULL DEFAULT 0,
  bytes         INTEGER NOT NULL DEFAULT 0,
  quota_units   INTEGER NOT NULL DEFAULT 0,
  retries       INTEGER NOT NULL DEFAULT 0,
  repeated      INTEGER NOT NULL DEFAULT 1, -- how many unchanged scheduled runs this row stands for
  error         TEXT,
  error_code    TEXT,
  retry_at      INTEGER,
  started_at    INTEGER NOT NULL,
  duration_ms   INTEGER NOT NULL DEFAULT 0,
  worker_pid    INTEGER                     -- while running: a dead one means interrupted
) STRICT;
CREATE INDEX sync_run_started ON sync_run (started_at);
CREATE INDEX sync_run_source ON sync_run (source_id, started_at);
CREATE INDEX sync_run_account ON sync_run (account_id, started_at);
CREATE INDEX sync_run_running ON sync_run (account_id) WHERE status IN ('queued', 'running');

-- Shared settings, journal, audit ----------------------------------------------------------------

CREATE TABLE setting (
  key           TEXT PRIMARY KEY,
  value         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What undo takes back: the rows of one change, before and after, as JSON.
CREATE TABLE journal (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  at            INTEGER NOT NULL,
  label         TEXT NOT NULL,              -- what a person did: "Approve 3 entries"
  changes       TEXT NOT NULL,              -- JSON [{table, id, before, after, version}], images as JSON in text
  undone        INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE audit (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  at            INTEGER NOT NULL,
  actor         TEXT NOT NULL,              -- person, agent, worker, ctl
  action        TEXT NOT NULL,              -- account.connect, entry.approve, ...
  subject       TEXT NOT NULL,              -- id of a row
  detail        TEXT NOT NULL DEFAULT '{}', -- ids and counts only, never text from outside
  chain         BLOB NOT NULL               -- SHA-256 (chain of the row before, this row)
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;

-- Search: one index over everything, written by the functions that write the rows, no triggers.
-- rowid = (minutes since 1900 of the row's time << 35) | (row id << 3) | kind, so that "newest
-- first" is the index's own order; kinds: 0 event, 1 activity, 2 entry, 3 task. It knows which rows hold a
-- word, not where in them (no phrases): two thirds of the writing and of the space.
CREATE VIRTUAL TABLE search USING fts5 (title, body, content = '', detail = none, columnsize = 0,
                                        tokenize = "unicode61 remove_diacritics 2");
-- Parts are merged eight at a time: a first sync is a quarter cheaper than with four.
INSERT INTO search (search, rank) VALUES ('automerge', 8);
-- Its words, read from the index itself: which ones an unfinished word may become.
CREATE VIRTUAL TABLE search_word USING fts5vocab (search, instance);

-- The views people may query: documented in the help, stable across versions --------------------

CREATE VIEW v_accounts AS
  SELECT a.id, a.provider, a.name, a.identity, a.status, a.reason,
         strftime ('%Y-%m-%dT%H:%M:%SZ', a.last_sync_at, 'unixepoch') AS last_sync_at,
         a.error_code, a.last_error
    FROM account a;

CREATE VIEW v_sources AS
  SELECT s.id, s.account_id AS account, s.name, s.kind, s.state, s.enabled, s.direction, s.visibility,
         p.name AS project,
         strftime ('%Y-%m-%dT%H:%M:%SZ', s.last_sync_at, 'unixepoch') AS last_sync_at
    FROM source s LEFT JOIN project p ON p.id = s.project_id;

CREATE VIEW v_events AS
  SELECT e.id, e.source_id AS source, COALESCE (e.title, m.title) AS title,
         CASE WHEN NOT e.all_day THEN strftime ('%Y-%m-%dT%H:%M:%SZ', e.range_start, 'unixepoch') END AS start,
         CASE WHEN NOT e.all_day THEN strftime ('%Y-%m-%dT%H:%M:%SZ', e.range_end, 'unixepoch') END AS end,
         CASE WHEN e.all_day THEN date (e.range_start, 'unixepoch') END AS start_date,
         CASE WHEN e.all_day THEN date (e.range_end, 'unixepoch') END AS end_date,
         e.all_day, COALESCE (e.time_zone, m.time_zone) AS time_zone,
         CASE e.status WHEN 0 THEN 'confirmed' WHEN 1 THEN 'tentative' ELSE 'cancelled' END AS status,
         CASE e.response WHEN 1 THEN 'accepted' WHEN 2 THEN 'tentative' WHEN 3 THEN 'declined'
              WHEN 4 THEN 'needs_action' WHEN 5 THEN 'organizer' END AS response,
         CASE e.busy WHEN 0 THEN 'busy' WHEN 1 THEN 'free' WHEN 2 THEN 'tentative'
              WHEN 3 THEN 'out_of_office' ELSE 'elsewhere' END AS busy,
         COALESCE (e.organizer, m.organizer) AS organizer,
         COALESCE (e.attendee_count, m.attendee_count, 0) AS attendee_count,
         COALESCE (e.location, m.location) AS location,
         COALESCE (e.conference_url, m.conference_url) AS conference_url,
         e.series_id, t.id AS entry
    FROM event e
         LEFT JOIN event m ON m.id = e.series_id
         LEFT JOIN time_entry t ON t.event_id = e.id
   WHERE e.kind <> 1;

CREATE VIEW v_activities AS
  SELECT v.id, v.source_id AS source, v.kind, v.title, v.author,
         strftime ('%Y-%m-%dT%H:%M:%SZ', v.at, 'unixepoch') AS at, v.url, v.count, v.snippet
    FROM activity v;

CREATE VIEW v_time_entries AS
  SELECT t.id, t.title,
         strftime ('%Y-%m-%dT%H:%M:%SZ', t.start_at, 'unixepoch') AS start,
         strftime ('%Y-%m-%dT%H:%M:%SZ', t.end_at, 'unixepoch') AS end,
         t.duration, p.name AS project, c.name AS client, t.billable, t.status, t.origin, t.tags,
         COALESCE (p.hourly_rate, c.hourly_rate) AS hourly_rate,
         COALESCE (p.currency, c.currency) AS currency
    FROM time_entry t
         LEFT JOIN project p ON p.id = t.project_id
         LEFT JOIN client c ON c.id = p.client_id;

CREATE VIEW v_sync_runs AS
  SELECT r.id, r.account_id AS account, r.source_id AS source, r.mode, r."trigger", r.status,
         r.fetched, r.created, r.updated, r.deleted, r.unchanged, r.requests, r.bytes, r.repeated,
         r.error_code, r.error,
         strftime ('%Y-%m-%dT%H:%M:%SZ', r.started_at, 'unixepoch') AS started_at, r.duration_ms
    FROM sync_run r;

CREATE VIEW v_tasks AS
  SELECT k.id, k.title, k.status, k.priority,
         COALESCE (strftime ('%Y-%m-%dT%H:%M:%SZ', k.due_at, 'unixepoch'), date (k.due_day * 86400, 'unixepoch')) AS due,
         k.remote_state
    FROM task k;
