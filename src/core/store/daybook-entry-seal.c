/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The seal of a time entry: SHA-256 over every field but itself, in the order below, each as its type, its
 * length and its bytes. SQLite's own checks find fewer than half of small damages (reliability.md, 0.11);
 * this finds every altered field of what people bill. */
#include <string.h>

#include "store/daybook-entries-private.h"
#include "store/daybook-store-private.h"

#define DIGEST_LENGTH 32

#define SEALED_COLUMNS \
  "id, title, start_at, end_at, duration, project_id, person_id, billable, status, origin, tags, notes, flags," \
  " event_id, event_key, event_start_at, event_end_at, external_key, version, created_at, updated_at"
#define N_SEALED_COLUMNS 21

static void
add_bytes (GChecksum *checksum, char type, gconstpointer data, gint64 length)
{
  gint64 big_endian = GINT64_TO_BE (length);

  g_checksum_update (checksum, (const guchar *) &type, 1);
  g_checksum_update (checksum, (const guchar *) &big_endian, sizeof big_endian);
  g_checksum_update (checksum, data, (gssize) length);
}

/* Of the first N_SEALED_COLUMNS columns of a row. */
static void
digest_row (sqlite3_stmt *row, guint8 digest[DIGEST_LENGTH])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DIGEST_LENGTH;

  for (int i = 0; i < N_SEALED_COLUMNS; i++)
    {
      gint64 number;
      const void *data;

      switch (sqlite3_column_type (row, i))
        {
        case SQLITE_NULL:
          add_bytes (checksum, 'n', "", 0);
          break;
        case SQLITE_INTEGER:
          number = GINT64_TO_BE (sqlite3_column_int64 (row, i));
          add_bytes (checksum, 'i', &number, sizeof number);
          break;
        default:
          data = sqlite3_column_blob (row, i);
          add_bytes (checksum, 't', data != NULL ? data : "", sqlite3_column_bytes (row, i));
          break;
        }
    }
  g_checksum_get_digest (checksum, digest, &length);
}

static gboolean
row_is_sound (sqlite3_stmt *row)
{
  guint8 digest[DIGEST_LENGTH];

  digest_row (row, digest);
  return sqlite3_column_bytes (row, N_SEALED_COLUMNS) == DIGEST_LENGTH
         && memcmp (sqlite3_column_blob (row, N_SEALED_COLUMNS), digest, DIGEST_LENGTH) == 0;
}

/* Writes the seal of an entry as it is now. */
gboolean
daybook_store_seal_entry (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) row
      = daybook_store_prepare (self, "SELECT " SEALED_COLUMNS " FROM time_entry WHERE id = ?");
  g_autoptr (DaybookStatement) seal = daybook_store_prepare (self, "UPDATE time_entry SET digest = ? WHERE id = ?");
  guint8 digest[DIGEST_LENGTH] = { 0 };

  daybook_statement_bind_int (row, id);
  if (daybook_statement_next (row))
    digest_row (daybook_statement_get_handle (row), digest);
  if (!daybook_statement_finish (row, error))
    return FALSE;
  daybook_statement_bind_blob (seal, digest, sizeof digest);
  daybook_statement_bind_int (seal, id);
  return daybook_statement_run (seal, error);
}

/* Whether an entry is as Daybook left it; one that is not there is not. */
gboolean
daybook_store_entry_is_sound (DaybookStore *self, gint64 id, gboolean *sound, GError **error)
{
  g_autoptr (DaybookStatement) row
      = daybook_store_prepare (self, "SELECT " SEALED_COLUMNS ", digest FROM time_entry WHERE id = ?");

  daybook_statement_bind_int (row, id);
  *sound = daybook_statement_next (row) && row_is_sound (daybook_statement_get_handle (row));
  return daybook_statement_finish (row, error);
}

GArray *
daybook_store_list_unsound_entries (DaybookStore *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DaybookStatement) row
      = daybook_store_prepare (self, "SELECT " SEALED_COLUMNS ", digest FROM time_entry ORDER BY id");

  while (daybook_statement_next (row))
    {
      gint64 id = daybook_statement_take_int (row);

      if (!row_is_sound (daybook_statement_get_handle (row)))
        g_array_append_val (ids, id);
    }
  if (!daybook_statement_finish (row, error))
    return NULL;
  return g_steal_pointer (&ids);
}
