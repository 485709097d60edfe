-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Summaries: one row for each kind and range of days. Each quotes what was synced, so all go with an account.

CREATE TABLE summary (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  type          TEXT NOT NULL CHECK (type IN ('daily', 'weekly', 'monthly', 'range')),
  from_day      INTEGER NOT NULL,           -- days [from, to)
  to_day        INTEGER NOT NULL,
  covered_from  INTEGER NOT NULL,           -- of these, the days that every source was asked for
  covered_to    INTEGER NOT NULL,
  body          TEXT NOT NULL,              -- JSON {sentences, highlights, insights, recommendations}, each
                                            -- [{text, evidence: [id], pattern}]
  stats         TEXT NOT NULL,              -- JSON: the figures that the words were made of
  engine        TEXT NOT NULL,              -- builtin model
  model         TEXT,
  notice        TEXT,                       -- why it is not what was asked for
  created_at    INTEGER NOT NULL,
  UNIQUE (type, from_day, to_day)
) STRICT;
-- What a week has said already.
CREATE INDEX summary_from ON summary (from_day);
