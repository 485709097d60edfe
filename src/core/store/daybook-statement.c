/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/daybook-statement.h"

#include "store/daybook-store-private.h"

struct _DaybookStatement
{
  DaybookStore *store; /* (unowned) it outlives its statements */
  sqlite3_stmt *handle;
  int parameter; /* bound last */
  int column;    /* taken last */
  int failure;   /* SQLite's extended code, SQLITE_OK while all is well */
  gboolean has_row;
  gboolean cached;
  gboolean in_use;
};

static DaybookStatement *
statement_new (DaybookStore *store, const char *sql, unsigned int flags)
{
  DaybookStatement *self = g_new0 (DaybookStatement, 1);

  self->store = store;
  self->column = -1;
  if (!daybook_store_unstick (store))
    {
      self->failure = SQLITE_NOMEM;
      return self;
    }
  self->failure = sqlite3_prepare_v3 (store->db, sql, -1, flags, &self->handle, NULL);
  if (self->failure != SQLITE_OK)
    {
      self->failure = sqlite3_extended_errcode (store->db);
      daybook_store_note_failure (store, self->failure);
    }
  return self;
}

/* The statement for @sql, a constant in the program: it is prepared once for each store and found by
 * its address. A statement already in use (a query inside its own loop) gets a twin. */
DaybookStatement *
daybook_store_prepare (DaybookStore *store, const char *sql)
{
  DaybookStatement *self = NULL;

  if (daybook_store_unstick (store))
    self = g_hash_table_lookup (store->statements, sql);
  if (self == NULL)
    {
      self = statement_new (store, sql, SQLITE_PREPARE_PERSISTENT);
      if (self->failure == SQLITE_OK)
        {
          self->cached = TRUE;
          g_hash_table_insert (store->statements, (gpointer) sql, self);
        }
    }
  else if (self->in_use)
    {
      self = statement_new (store, sql, 0);
    }
  self->in_use = TRUE;
  return self;
}

/* The statement for @sql, put together from constants for this one use. */
DaybookStatement *
daybook_store_prepare_composed (DaybookStore *store, const char *sql)
{
  DaybookStatement *self = statement_new (store, sql, 0);

  self->in_use = TRUE;
  return self;
}

/* Ends a use: a cached statement is made ready for the next one, any other is freed. */
void
daybook_statement_release (DaybookStatement *self)
{
  if (self == NULL)
    return;
  if (!self->cached)
    {
      daybook_statement_free (self);
      return;
    }
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  self->parameter = 0;
  self->column = -1;
  self->failure = SQLITE_OK;
  self->has_row = FALSE;
  self->in_use = FALSE;
}

/* Frees a statement, cached or not: for the store's end. */
void
daybook_statement_free (DaybookStatement *self)
{
  sqlite3_finalize (self->handle);
  g_free (self);
}

static void
statement_fail (DaybookStatement *self)
{
  self->failure = sqlite3_extended_errcode (self->store->db);
  if (self->failure == SQLITE_OK)
    self->failure = SQLITE_MISUSE;
  daybook_store_note_failure (self->store, self->failure);
}

static void
check_bound (DaybookStatement *self, int code)
{
  if (code != SQLITE_OK)
    statement_fail (self);
}

void
daybook_statement_bind_int (DaybookStatement *self, gint64 value)
{
  self->parameter++;
  if (self->failure == SQLITE_OK)
    check_bound (self, sqlite3_bind_int64 (self->handle, self->parameter, value));
}

void
daybook_statement_bind_double (DaybookStatement *self, double value)
{
  self->parameter++;
  if (self->failure == SQLITE_OK)
    check_bound (self, sqlite3_bind_double (self->handle, self->parameter, value));
}

/* A row number; 0 is NULL. */
void
daybook_statement_bind_id (DaybookStatement *self, gint64 id)
{
  if (id != 0)
    daybook_statement_bind_int (self, id);
  else
    daybook_statement_bind_null (self);
}

/* UTC seconds; DAYBOOK_INSTANT_NONE is NULL. */
void
daybook_statement_bind_instant (DaybookStatement *self, gint64 instant)
{
  if (instant != DAYBOOK_INSTANT_NONE)
    daybook_statement_bind_int (self, instant);
  else
    daybook_statement_bind_null (self);
}

/* A day; DAYBOOK_DAY_NONE is NULL. */
void
daybook_statement_bind_day (DaybookStatement *self, DaybookDay day)
{
  if (day != DAYBOOK_DAY_NONE)
    daybook_statement_bind_int (self, day);
  else
    daybook_statement_bind_null (self);
}

/* Minor units; negative is NULL. */
void
daybook_statement_bind_rate (DaybookStatement *self, gint64 rate)
{
  if (rate >= 0)
    daybook_statement_bind_int (self, rate);
  else
    daybook_statement_bind_null (self);
}

void
daybook_statement_bind_text (DaybookStatement *self, const char *text)
{
  self->parameter++;
  if (self->failure == SQLITE_OK && text != NULL)
    check_bound (self, sqlite3_bind_text (self->handle, self->parameter, text, -1, SQLITE_STATIC));
}

void
daybook_statement_bind_blob (DaybookStatement *self, gconstpointer data, gsize length)
{
  self->parameter++;
  if (self->failure == SQLITE_OK)
    check_bound (self,
                 sqlite3_bind_blob64 (self->handle, self->parameter, data, length, SQLITE_STATIC));
}

/* Parameters begin as NULL and release() makes them so again. */
void
daybook_statement_bind_null (DaybookStatement *self)
{
  self->parameter++;
}

/* Goes to the next row. FALSE at the end and on errors: daybook_statement_finish() tells. */
gboolean
daybook_statement_next (DaybookStatement *self)
{
  int code;

  self->column = -1;
  self->has_row = FALSE;
  if (self->failure != SQLITE_OK)
    return FALSE;
  code = sqlite3_step (self->handle);
  if (code == SQLITE_ROW)
    {
      self->has_row = TRUE;
      return TRUE;
    }
  if (code != SQLITE_DONE)
    statement_fail (self);
  return FALSE;
}

/* Whether everything since preparing went well. */
gboolean
daybook_statement_finish (DaybookStatement *self, GError **error)
{
  if (self->failure == SQLITE_OK)
    return TRUE;
  return daybook_store_set_error (self->store, self->failure, error);
}

/* Runs a statement to its end, rows unread. */
gboolean
daybook_statement_run (DaybookStatement *self, GError **error)
{
  while (daybook_statement_next (self))
    ;
  return daybook_statement_finish (self, error);
}

/* Runs a query of one number; @value is untouched when there is no row or it holds NULL. */
gboolean
daybook_statement_run_for_int (DaybookStatement *self, gint64 *value, GError **error)
{
  if (daybook_statement_next (self) && sqlite3_column_type (self->handle, 0) != SQLITE_NULL)
    *value = sqlite3_column_int64 (self->handle, 0);
  return daybook_statement_finish (self, error);
}

/* SQLite's extended code of what went wrong, SQLITE_OK for nothing. */
int
daybook_statement_get_failure (DaybookStatement *self)
{
  return self->failure;
}

/* Makes a statement ready to be bound and run once more without releasing it. */
void
daybook_statement_again (DaybookStatement *self)
{
  if (self->failure != SQLITE_OK)
    return;
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  self->parameter = 0;
  self->has_row = FALSE;
}

static gboolean
take_column (DaybookStatement *self)
{
  self->column++;
  return self->has_row;
}

gint64
daybook_statement_take_int (DaybookStatement *self)
{
  return take_column (self) ? sqlite3_column_int64 (self->handle, self->column) : 0;
}

double
daybook_statement_take_double (DaybookStatement *self)
{
  return take_column (self) ? sqlite3_column_double (self->handle, self->column) : 0;
}

/* A row number; NULL is 0. */
gint64
daybook_statement_take_id (DaybookStatement *self)
{
  return daybook_statement_take_int (self);
}

static gint64
take_int_or (DaybookStatement *self, gint64 absent)
{
  if (!take_column (self) || sqlite3_column_type (self->handle, self->column) == SQLITE_NULL)
    return absent;
  return sqlite3_column_int64 (self->handle, self->column);
}

/* UTC seconds; NULL is DAYBOOK_INSTANT_NONE. */
gint64
daybook_statement_take_instant (DaybookStatement *self)
{
  return take_int_or (self, DAYBOOK_INSTANT_NONE);
}

/* A day; NULL is DAYBOOK_DAY_NONE. */
DaybookDay
daybook_statement_take_day (DaybookStatement *self)
{
  gint64 day = take_int_or (self, DAYBOOK_DAY_NONE);

  return (DaybookDay) CLAMP (day, G_MININT32, G_MAXINT32);
}

/* Minor units; NULL is -1. */
gint64
daybook_statement_take_rate (DaybookStatement *self)
{
  return take_int_or (self, -1);
}

/* A text that is good until the next step, or NULL. */
const char *
daybook_statement_take_text (DaybookStatement *self)
{
  const char *text;

  if (!take_column (self))
    return NULL;
  text = (const char *) sqlite3_column_text (self->handle, self->column);
  /* Want of memory looks like NULL, and must not be stored as that. */
  if (text == NULL && self->failure == SQLITE_OK
      && sqlite3_column_type (self->handle, self->column) != SQLITE_NULL)
    {
      self->failure = SQLITE_NOMEM;
      daybook_store_note_failure (self->store, SQLITE_NOMEM);
    }
  return text;
}

/* A text (owned), or NULL. */
char *
daybook_statement_take_string (DaybookStatement *self)
{
  return g_strdup (daybook_statement_take_text (self));
}

/* A text (owned); "" for NULL, which a damaged file can hold anywhere. */
char *
daybook_statement_take_string_or_empty (DaybookStatement *self)
{
  const char *text = daybook_statement_take_text (self);

  return g_strdup (text != NULL ? text : "");
}

/* Bytes (owned), or NULL. */
GBytes *
daybook_statement_take_blob (DaybookStatement *self)
{
  if (!take_column (self) || sqlite3_column_type (self->handle, self->column) == SQLITE_NULL)
    return NULL;
  return g_bytes_new (sqlite3_column_blob (self->handle, self->column),
                      sqlite3_column_bytes (self->handle, self->column));
}

/* For what reads a row without knowing its columns. */
sqlite3_stmt *
daybook_statement_get_handle (DaybookStatement *self)
{
  return self->handle;
}
