# SPDX-License-Identifier: GPL-3.0-or-later
"""Stores as earlier Daybooks left them: the rows of a store of today, in the tables that the migrations up to an earlier
one make."""

import contextlib
import os
import pathlib
import sqlite3

MIGRATIONS = sorted((pathlib.Path(__file__).resolve().parents[2] / 'src/core/store/migrations').glob('*.sql'))
LATEST = len(MIGRATIONS)
# Rows of the tables that a day with the sample account leaves empty.
RARE = '''
    INSERT INTO secret (name, key_id, blob, set_at) VALUES ('model', 'k', x'00ff', 1);
    INSERT INTO departed_source (digest) VALUES ('d');
    INSERT INTO quarantine (source_id, external_id, reason, at) SELECT MIN (id), 'x', 'Unreadable', 1 FROM source;
    INSERT INTO round_seen (source_id, generation, batch, ids) SELECT MIN (id), 9, 0, x'00' FROM source;
    INSERT INTO outbox (account_id, kind, target, key, parked, next_attempt_at, created_at)
      SELECT MIN (id), 'mail.done', 'x', 'x', 1, 1, 1 FROM account;
'''


def connect(path):
    return contextlib.closing(sqlite3.connect(path, isolation_level=None))


def tables(store):
    """Those that hold rows; what the search index keeps of itself lies in tables of its own."""
    return [name for name, sql in store.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            if 'VIRTUAL' not in (sql or '')]


def columns(store, table):
    return [row[0] for row in store.execute('SELECT name FROM pragma_table_info (?)', [table])]


def read(path, shape=None):
    """Every row, as {(table, columns): rows}; of the tables and columns of `shape` only, if there is one."""
    with connect(path) as store:
        shape = shape or [(table, tuple(columns(store, table))) for table in tables(store)]
        return {(table, names): sorted(store.execute(f'SELECT {quote(names)} FROM "{table}"').fetchall(), key=repr)
                for table, names in shape}


def schema(path):
    """What there is by name, and the version."""
    with connect(path) as store:
        return (store.execute('PRAGMA user_version').fetchone()[0],
                sorted(store.execute('SELECT type, name FROM sqlite_schema')),
                {table: sorted(columns(store, table)) for table in tables(store)})


def quote(names):
    return ', '.join(f'"{name}"' for name in names)


def fill(session):
    """A store with rows in every table, by what a person does and what happens now and then."""
    session.connect('sample')
    session.ctl('sync')
    session.ctl('clients', 'add', 'ACME')
    session.ctl('projects', 'add', 'Website', '--client', 'ACME')
    session.ctl('people', 'add', 'Ann')
    session.ctl('settings', 'time_zone', 'Europe/Zurich')
    session.ctl('log', '2 hours: Kept', '--project', 'Website')
    session.ctl('summary', 'daily')
    with connect(session.database) as store:
        store.executescript(RARE)


def make(path, today, version):
    """At `path` what a Daybook of that schema would have left of the store `today`."""
    with connect(path) as store:
        for migration in MIGRATIONS[:version]:
            store.executescript(migration.read_text())
        store.execute('ATTACH ? AS today', [str(today)])
        identity = store.execute('PRAGMA today.application_id').fetchone()[0]
        for table in tables(store):
            names = quote(columns(store, table))
            store.execute(f'DELETE FROM main."{table}"')
            store.execute(f'INSERT INTO main."{table}" ({names}) SELECT {names} FROM today."{table}"')
        store.execute(f'PRAGMA main.application_id = {identity}')
        store.execute(f'PRAGMA main.user_version = {version}')
    os.chmod(path, 0o600)
