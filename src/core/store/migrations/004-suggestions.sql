-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 4: what engines suggest, what the person decided, and what waits to go out.

-- One row for each state of an item that was judged, also where nothing has to be done (confidence below
-- 0.5): so that nothing is judged twice, and nothing dismissed comes back.
CREATE TABLE suggestion (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id     INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  item_kind     TEXT NOT NULL CHECK (item_kind IN ('event', 'activity')),
  item_id       INTEGER NOT NULL DEFAULT 0, -- the row when it was judged
  item_key      TEXT NOT NULL,              -- kind/external id
  item_version  TEXT NOT NULL DEFAULT '',   -- etag or hash: the same one is not looked at again
  state         TEXT NOT NULL,              -- digest of the text that was judged
  kind          TEXT NOT NULL,              -- task reply review prepare read
  title         TEXT NOT NULL,
  description   TEXT,
  author        TEXT,
  priority      TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high')),
  due_day       INTEGER,
  due_at        INTEGER,
  tags          TEXT NOT NULL DEFAULT '[]',
  confidence    REAL NOT NULL,              -- as the engine said
  reasoning     TEXT,
  engine        TEXT NOT NULL CHECK (engine IN ('builtin', 'model')),
  model         TEXT,
  snapshot      TEXT NOT NULL DEFAULT '{}', -- JSON: title author at snippet url
  status        TEXT NOT NULL DEFAULT 'pending_approval'
                CHECK (status IN ('pending_approval', 'approved', 'dismissed', 'auto_approved')),
  task_id       INTEGER REFERENCES task (id) ON DELETE SET NULL,
  decided_at    INTEGER,
  version       INTEGER NOT NULL DEFAULT 1,
  created_at    INTEGER NOT NULL,
  UNIQUE (source_id, item_key, state)
) STRICT;
CREATE INDEX suggestion_item ON suggestion (item_kind, item_id, item_version);
CREATE INDEX suggestion_open ON suggestion (created_at) WHERE status = 'pending_approval' AND confidence >= 0.5;
CREATE INDEX suggestion_author ON suggestion (author, kind) WHERE decided_at IS NOT NULL;
CREATE INDEX suggestion_task ON suggestion (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX task_open ON task (status, created_at);
-- Whether the service that a task came from was last told that it is done.
ALTER TABLE task ADD COLUMN told INTEGER NOT NULL DEFAULT 0;

-- What still has to be done at a service, in the order it was wanted: written in the transaction of the change
-- that wants it, taken out when the service has said yes.
CREATE TABLE outbox (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id    INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  source_id     INTEGER REFERENCES source (id) ON DELETE CASCADE,
  task_id       INTEGER REFERENCES task (id) ON DELETE CASCADE,
  kind          TEXT NOT NULL,              -- mail.done mail.reopen ...
  target        TEXT NOT NULL,              -- external id of what it is done to
  body          TEXT NOT NULL DEFAULT '{}', -- JSON of what the kind needs
  key           TEXT NOT NULL UNIQUE,       -- idempotency key
  parked        INTEGER NOT NULL DEFAULT 0, -- given up until the person says Retry
  attempts      INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  last_error    TEXT,
  created_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (account_id, next_attempt_at) WHERE NOT parked;
CREATE INDEX outbox_task ON outbox (task_id) WHERE task_id IS NOT NULL;
