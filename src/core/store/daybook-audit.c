/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/daybook-audit.h"

#include <string.h>

#include "store/daybook-store-private.h"

#define CHAIN_LENGTH 32

void
daybook_audit_row_free (DaybookAuditRow *self)
{
  if (self == NULL)
    return;
  g_free (self->actor);
  g_free (self->action);
  g_free (self->subject);
  g_free (self->detail);
  g_free (self);
}

static void
digest_number (GChecksum *checksum, gint64 number)
{
  gint64 big_endian = GINT64_TO_BE (number);

  g_checksum_update (checksum, (const guchar *) &big_endian, sizeof big_endian);
}

static void
digest_text (GChecksum *checksum, const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  /* The length in front: else "ab" "c" would be "a" "bc". */
  digest_number (checksum, (gint64) length);
  g_checksum_update (checksum, (const guchar *) text, (gssize) length);
}

/* SHA-256 (chain of the row before or nothing, at, actor, action, subject, detail). */
static void
make_link (const guint8 *previous,
           gint64 at,
           const char *actor,
           const char *action,
           const char *subject,
           const char *detail,
           guint8 link[CHAIN_LENGTH])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = CHAIN_LENGTH;

  if (previous != NULL)
    g_checksum_update (checksum, previous, CHAIN_LENGTH);
  digest_number (checksum, at);
  digest_text (checksum, actor);
  digest_text (checksum, action);
  digest_text (checksum, subject);
  digest_text (checksum, detail);
  g_checksum_get_digest (checksum, link, &length);
}

GBytes *
daybook_store_get_audit_head (DaybookStore *self, gint64 *id)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT id, chain FROM audit ORDER BY id DESC LIMIT 1");
  gint64 row;

  if (!daybook_statement_next (query))
    return NULL;
  row = daybook_statement_take_int (query);
  if (id != NULL)
    *id = row;
  return daybook_statement_take_blob (query);
}

GBytes *
daybook_store_get_audit_chain (DaybookStore *self, gint64 id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT chain FROM audit WHERE id = ?");

  daybook_statement_bind_int (query, id);
  return daybook_statement_next (query) ? daybook_statement_take_blob (query) : NULL;
}

static gboolean
append (DaybookStore *self,
        const char *actor,
        const char *action,
        const char *subject,
        const char *detail,
        GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO audit (at, actor, action, subject, detail, chain) VALUES (?, ?, ?, ?, ?, ?)");
  g_autoptr (GBytes) head = daybook_store_get_audit_head (self, NULL);
  gint64 at = daybook_store_now (self);
  guint8 link[CHAIN_LENGTH];
  gsize length = 0;
  const guint8 *previous = head != NULL ? g_bytes_get_data (head, &length) : NULL;

  make_link (length == CHAIN_LENGTH ? previous : NULL, at, actor, action, subject, detail, link);
  daybook_statement_bind_int (query, at);
  daybook_statement_bind_text (query, actor);
  daybook_statement_bind_text (query, action);
  daybook_statement_bind_text (query, subject);
  daybook_statement_bind_text (query, detail);
  daybook_statement_bind_blob (query, link, sizeof link);
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_audit (DaybookStore *self,
                     const char *actor,
                     const char *action,
                     const char *subject,
                     const char *detail,
                     GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (
    self, append (self, actor, action, subject != NULL ? subject : "", detail != NULL ? detail : "{}", error),
    error);
}

GPtrArray *
daybook_store_list_audit (DaybookStore *self, int limit, int offset, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_audit_row_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT id, at, actor, action, subject, detail FROM audit ORDER BY id DESC LIMIT ? OFFSET ?");

  daybook_statement_bind_int (query, limit > 0 ? limit : -1);
  daybook_statement_bind_int (query, offset);
  while (daybook_statement_next (query))
    {
      DaybookAuditRow *row = g_new0 (DaybookAuditRow, 1);

      row->id = daybook_statement_take_int (query);
      row->at = daybook_statement_take_int (query);
      row->actor = daybook_statement_take_string_or_empty (query);
      row->action = daybook_statement_take_string_or_empty (query);
      row->subject = daybook_statement_take_string_or_empty (query);
      row->detail = daybook_statement_take_string_or_empty (query);
      g_ptr_array_add (rows, row);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&rows);
}

gint64
daybook_store_verify_audit (DaybookStore *self, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT id, at, actor, action, subject, detail, chain FROM audit ORDER BY id");
  guint8 head[CHAIN_LENGTH];
  gboolean has_head = FALSE;
  gint64 expected = 1;

  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);
      gint64 at = daybook_statement_take_int (query);
      const char *actor = daybook_statement_take_text (query);
      const char *action = daybook_statement_take_text (query);
      const char *subject = daybook_statement_take_text (query);
      const char *detail = daybook_statement_take_text (query);
      g_autoptr (GBytes) stored = daybook_statement_take_blob (query);
      guint8 link[CHAIN_LENGTH];

      make_link (has_head ? head : NULL, at, actor, action, subject, detail, link);
      /* Numbers without a hole: AUTOINCREMENT never leaves one where nothing is deleted. */
      if (id != expected++ || stored == NULL || g_bytes_get_size (stored) != CHAIN_LENGTH
          || memcmp (g_bytes_get_data (stored, NULL), link, CHAIN_LENGTH) != 0)
        return id;
      memcpy (head, link, CHAIN_LENGTH);
      has_head = TRUE;
    }
  return daybook_statement_finish (query, error) ? 0 : -1;
}
