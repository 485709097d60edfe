#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a side left in its database: how many rows, a sum over what matters in them, and what the last run cost.

usage: rows_sum.py DATABASE"""

import hashlib
import sqlite3
import sys

database = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True)
total = hashlib.sha256()
rows = 0
# Of titles only plain letters count, and descriptions not at all: cleaning them is work that only Daybook does.
for title, *row in database.execute("""SELECT coalesce (title, ''), external_id, kind, status, all_day, range_start, range_end,
                                      coalesce (etag, ''), coalesce (ical_uid, ''), sequence
                                 FROM event WHERE kind <> 3 ORDER BY external_id, range_start"""):
    total.update(repr((row, ''.join(filter(str.isalnum, title.encode('ascii', 'ignore').decode())))).encode())
    rows += 1
print(f'rows={rows}')
print(f'checksum={total.hexdigest()[:12]}')
found = database.execute('SELECT requests, fetched, created, updated, deleted FROM sync_run ORDER BY id DESC LIMIT 1').fetchone()
if found:
    print(f'requests={found[0]}\nfetched={found[1]}\nchanged={sum(found[2:])}')
