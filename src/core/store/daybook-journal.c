/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change journal. Between begin_change and commit every writing function first says which row it is
 * about to touch; the row's image before and after goes into one journal row, and undo writes the image
 * before back. Rows carry versions, so that undo never takes back what somebody changed since. */
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-id.h"
#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-entries.h"
#include "store/daybook-store-private.h"
#include "store/daybook-tasks-private.h"
#include "store/daybook-tasks.h"

#define KEEP 50

/* What undo can take back: of accounts and sources only what persons choose, never what syncing learned. */
typedef struct
{
  const char *table;
  const char *key;
  gboolean has_version;
  const char *columns; /* space separated, key and version left out */
} JournalTable;

static const JournalTable tables[] = {
  /* The link to the event's row is made anew: that row may have come and gone. */
  { "time_entry", "id", TRUE,
    "title start_at end_at duration project_id person_id billable status origin tags notes flags event_key "
    "event_start_at event_end_at external_key created_at updated_at" },
  { "client", "id", TRUE, "name address tax_id currency hourly_rate archived" },
  { "project", "id", TRUE, "client_id name hourly_rate currency color billable archived" },
  { "person", "id", TRUE, "name address client_id archived" },
  { "account", "id", TRUE, "name paused settings" },
  { "source", "id", TRUE,
    "enabled direction visibility push project_id person_id window_back_days window_ahead_days settings" },
  /* What the service was told, and the words for it, follow: daybook_store_settle_task (). */
  { "task", "id", TRUE, "title notes status priority due_day due_at tags source_kind source_item done_at created_at" },
  { "suggestion", "id", TRUE, "title description priority due_day due_at tags status task_id decided_at" },
  { "setting", "key", FALSE, "value" },
};

typedef struct
{
  const JournalTable *table;
  char *key;
  char *before; /* (nullable) JSON object; NULL: there was no row */
} TouchedRow;

struct _DaybookChangeLog
{
  char *label;
  GPtrArray *rows;  /* TouchedRow, in the order they were touched */
  GHashTable *keys; /* "table/key", owned */
  gint64 id;        /* of its row in the journal, 0: not written */
};

static void
touched_row_free (TouchedRow *row)
{
  g_free (row->key);
  g_free (row->before);
  g_free (row);
}

void
daybook_change_log_free (DaybookChangeLog *log)
{
  g_free (log->label);
  g_ptr_array_unref (log->rows);
  g_hash_table_unref (log->keys);
  g_free (log);
}

static const JournalTable *
find_table (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      if (g_strcmp0 (tables[i].table, name) == 0)
        return &tables[i];
    }
  return NULL;
}

/* The four statements that a table needs are put together from its row above, once for each process. */
typedef enum
{
  SQL_IMAGE,
  SQL_INSERT,
  SQL_UPDATE,
  SQL_DELETE,
  SQL_VERSION,
} JournalSql;

static const char *
get_sql (const JournalTable *table, JournalSql what)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_auto (GStrv) columns = g_strsplit (table->columns, " ", -1);

  switch (what)
    {
    case SQL_IMAGE:
      g_string_append (sql, "SELECT json_object (");
      for (guint i = 0; columns[i] != NULL; i++)
        g_string_append_printf (sql, "%s'%s', %s", i > 0 ? ", " : "", columns[i], columns[i]);
      g_string_append_printf (sql, "%s) FROM %s WHERE %s = ?1", table->has_version ? ", 'version', version" : "",
                              table->table, table->key);
      break;
    case SQL_INSERT:
      g_string_append_printf (sql, "INSERT INTO %s (%s", table->table, table->key);
      for (guint i = 0; columns[i] != NULL; i++)
        g_string_append_printf (sql, ", %s", columns[i]);
      g_string_append_printf (sql, "%s) VALUES (?1",
                              g_str_equal (table->table, "time_entry") ? ", version, digest"
                              : table->has_version                     ? ", version"
                                                                       : "");
      for (guint i = 0; columns[i] != NULL; i++)
        g_string_append_printf (sql, ", ?2 ->> '%s'", columns[i]);
      g_string_append_printf (sql, "%s)",
                              g_str_equal (table->table, "time_entry") ? ", (?2 ->> 'version') + 1, x''"
                              : table->has_version                     ? ", (?2 ->> 'version') + 1"
                                                                       : "");
      break;
    case SQL_UPDATE:
      g_string_append_printf (sql, "UPDATE %s SET ", table->table);
      for (guint i = 0; columns[i] != NULL; i++)
        g_string_append_printf (sql, "%s%s = ?2 ->> '%s'", i > 0 ? ", " : "", columns[i], columns[i]);
      g_string_append_printf (sql, "%s WHERE %s = ?1", table->has_version ? ", version = version + 1" : "",
                              table->key);
      break;
    case SQL_DELETE:
      g_string_append_printf (sql, "DELETE FROM %s WHERE %s = ?1", table->table, table->key);
      break;
    case SQL_VERSION:
      g_string_append_printf (sql, "SELECT version FROM %s WHERE %s = ?1", table->table, table->key);
      break;
    }
  return g_intern_string (sql->str);
}

static gboolean
read_image (DaybookStore *self, const JournalTable *table, const char *key, char **image, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, get_sql (table, SQL_IMAGE));

  daybook_statement_bind_text (query, key);
  *image = daybook_statement_next (query) ? daybook_statement_take_string (query) : NULL;
  return daybook_statement_finish (query, error);
}

/* Remembers the row @key of @table as it is before this change first writes to it. */
gboolean
daybook_store_journal_touch_key (DaybookStore *self, const char *table_name, const char *key, GError **error)
{
  const JournalTable *table = find_table (table_name);
  g_autofree char *name = NULL;
  TouchedRow *row;

  if (self->change == NULL)
    return TRUE;
  name = g_strconcat (table->table, "/", key, NULL);
  if (g_hash_table_contains (self->change->keys, name))
    return TRUE;
  row = g_new0 (TouchedRow, 1);
  row->table = table;
  row->key = g_strdup (key);
  g_ptr_array_add (self->change->rows, row);
  g_hash_table_add (self->change->keys, g_steal_pointer (&name));
  return read_image (self, table, key, &row->before, error);
}

gboolean
daybook_store_journal_touch (DaybookStore *self, const char *table, gint64 id, GError **error)
{
  char key[24];

  if (self->change == NULL)
    return TRUE;
  g_snprintf (key, sizeof key, "%" G_GINT64_FORMAT, id);
  return daybook_store_journal_touch_key (self, table, key, error);
}

/* For a row that was just inserted: there was nothing before. */
gboolean
daybook_store_journal_added (DaybookStore *self, const char *table, gint64 id, GError **error)
{
  guint before;

  if (self->change == NULL)
    return TRUE;
  before = self->change->rows->len;
  if (!daybook_store_journal_touch (self, table, id, error))
    return FALSE;
  if (self->change->rows->len > before)
    {
      TouchedRow *row = g_ptr_array_index (self->change->rows, before);

      g_clear_pointer (&row->before, g_free);
    }
  return TRUE;
}

gboolean
daybook_store_begin_change (DaybookStore *self, const char *label, GError **error)
{
  if (!daybook_store_begin (self, error))
    return FALSE;
  /* Inside another change this is a part of it. */
  if (self->change == NULL)
    {
      self->change = g_new0 (DaybookChangeLog, 1);
      self->change->label = g_strdup (label);
      self->change->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) touched_row_free);
      self->change->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }
  return TRUE;
}

void
daybook_store_label_change (DaybookStore *self, const char *label)
{
  if (self->change == NULL || self->depth > 1)
    return;
  g_free (self->change->label);
  self->change->label = g_strdup (label);
}

static gint64
read_version (DaybookStore *self, const JournalTable *table, const char *key)
{
  g_autoptr (DaybookStatement) query = NULL;
  gint64 version = 0;

  if (!table->has_version)
    return 0;
  query = daybook_store_prepare (self, get_sql (table, SQL_VERSION));
  daybook_statement_bind_text (query, key);
  daybook_statement_run_for_int (query, &version, NULL);
  return version;
}

/* Called before the commit: writes the images as one journal row, none when nothing differs. */
gboolean
daybook_store_write_change (DaybookStore *self, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  int n_changes = 0;

  json_builder_begin_array (builder);
  for (guint i = 0; i < self->change->rows->len; i++)
    {
      TouchedRow *row = g_ptr_array_index (self->change->rows, i);
      g_autofree char *after = NULL;

      if (!read_image (self, row->table, row->key, &after, error))
        return FALSE;
      if (g_strcmp0 (row->before, after) == 0)
        continue;
      json_builder_begin_object (builder);
      daybook_json_add_text (builder, "table", row->table->table);
      daybook_json_add_text (builder, "id", row->key);
      daybook_json_add_text (builder, "before", row->before);
      daybook_json_add_text (builder, "after", after);
      daybook_json_add_int (builder, "version", read_version (self, row->table, row->key));
      json_builder_end_object (builder);
      n_changes++;
    }
  json_builder_end_array (builder);
  if (n_changes == 0)
    return TRUE;
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);

  {
    g_autoptr (DaybookStatement) insert
      = daybook_store_prepare (self, "INSERT INTO journal (at, label, changes) VALUES (?, ?, ?)");
    g_autoptr (DaybookStatement) trim = daybook_store_prepare (self,
      "DELETE FROM journal WHERE id <= (SELECT id FROM journal ORDER BY id DESC LIMIT 1 OFFSET ?)");

    daybook_statement_bind_int (insert, daybook_store_now (self));
    daybook_statement_bind_text (insert, self->change->label);
    daybook_statement_bind_text (insert, text);
    daybook_statement_bind_int (trim, KEEP);
    if (!daybook_statement_run (insert, error))
      return FALSE;
    self->change->id = sqlite3_last_insert_rowid (self->db);
    return daybook_statement_run (trim, error);
  }
}

/* Called after the commit. */
void
daybook_store_note_written_change (DaybookStore *self)
{
  if (self->change->id != 0)
    self->written_change = self->change->id;
}

gint64
daybook_store_take_written_change (DaybookStore *self)
{
  gint64 id = self->written_change;

  self->written_change = 0;
  return id;
}

gint64
daybook_store_last_change (DaybookStore *self)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT MAX (id) FROM journal WHERE NOT undone");
  gint64 id = 0;

  daybook_statement_run_for_int (query, &id, NULL);
  return id;
}

void
daybook_journal_change_free (DaybookJournalChange *change)
{
  if (change == NULL)
    return;
  g_free (change->label);
  g_free (change);
}

GPtrArray *
daybook_store_list_changes (DaybookStore *self, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_journal_change_free);
  g_autoptr (DaybookStatement) query
    = daybook_store_prepare (self, "SELECT id, at, label FROM journal WHERE NOT undone ORDER BY id DESC");

  while (daybook_statement_next (query))
    {
      DaybookJournalChange *change = g_new0 (DaybookJournalChange, 1);

      change->id = daybook_statement_take_int (query);
      change->at = daybook_statement_take_int (query);
      change->label = daybook_statement_take_string_or_empty (query);
      g_ptr_array_add (changes, change);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&changes);
}

GArray *
daybook_store_get_changed_entries (DaybookStore *self, gint64 change)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT CAST (value ->> 'id' AS INTEGER) FROM journal, json_each (journal.changes)"
    " WHERE journal.id = ? AND value ->> 'table' = 'time_entry' ORDER BY json_each.key");
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  daybook_statement_bind_int (query, change);
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);

      g_array_append_val (ids, id);
    }
  daybook_statement_finish (query, NULL);
  return ids;
}

typedef struct
{
  const JournalTable *table;
  char *key;
  char *before;
  char *after;
  gint64 version;
} UndoStep;

static void
undo_step_free (UndoStep *step)
{
  g_free (step->key);
  g_free (step->before);
  g_free (step->after);
  g_free (step);
}

static gboolean
refuse_undo (const char *label, GError **error)
{
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT,
               _("“%s” cannot be undone: what it changed was changed again since."), label);
  return FALSE;
}

static GPtrArray *
read_steps (DaybookStore *self, gint64 id, char **label, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) undo_step_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT label, value ->> 'table', value ->> 'id', value ->> 'before', value ->> 'after', value ->> 'version'"
    "  FROM journal, json_each (journal.changes)"
    " WHERE journal.id = ? AND NOT undone ORDER BY json_each.key DESC");

  daybook_statement_bind_int (query, id);
  while (daybook_statement_next (query))
    {
      UndoStep *step = g_new0 (UndoStep, 1);

      g_free (*label);
      *label = daybook_statement_take_string_or_empty (query);
      step->table = find_table (daybook_statement_take_text (query));
      step->key = daybook_statement_take_string_or_empty (query);
      step->before = daybook_statement_take_string (query);
      step->after = daybook_statement_take_string (query);
      step->version = daybook_statement_take_int (query);
      g_ptr_array_add (steps, step);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (steps->len == 0)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("There is nothing to undo."));
      return NULL;
    }
  return g_steal_pointer (&steps);
}

static gboolean
is_untouched_since (DaybookStore *self, const UndoStep *step)
{
  g_autofree char *now = NULL;

  if (step->table == NULL || !read_image (self, step->table, step->key, &now, NULL))
    return FALSE;
  if (now == NULL || step->after == NULL)
    return now == NULL && step->after == NULL;
  if (step->table->has_version)
    return read_version (self, step->table, step->key) == step->version;
  return g_str_equal (now, step->after);
}

/* Taking back gives the row a new version, since nobody may mistake it for one seen before. Older journal
 * rows that left this row as it is now must know that version, or they could not be undone in turn. */
static gboolean
renumber_older_changes (DaybookStore *self, const UndoStep *step, gint64 journal_id, GError **error)
{
  g_autoptr (DaybookStatement) query = NULL;

  if (!step->table->has_version || step->before == NULL)
    return TRUE;
  query = daybook_store_prepare (self,
    "UPDATE journal SET changes = ("
    "    SELECT json_group_array (json (CASE"
    "             WHEN value ->> 'table' = ?1 AND value ->> 'id' = ?2 AND value ->> 'version' = ?3 ->> 'version'"
    "             THEN json_set (value, '$.version', ?4) ELSE value END))"
    "      FROM json_each (journal.changes))"
    " WHERE id < ?5 AND NOT undone"
    "   AND EXISTS (SELECT 1 FROM json_each (journal.changes)"
    "                WHERE value ->> 'table' = ?1 AND value ->> 'id' = ?2)");
  daybook_statement_bind_text (query, step->table->table);
  daybook_statement_bind_text (query, step->key);
  daybook_statement_bind_text (query, step->before);
  daybook_statement_bind_int (query, read_version (self, step->table, step->key));
  daybook_statement_bind_int (query, journal_id);
  return daybook_statement_run (query, error);
}

static gboolean
write_image (DaybookStore *self, const UndoStep *step, GError **error)
{
  JournalSql what = step->before == NULL ? SQL_DELETE : step->after == NULL ? SQL_INSERT : SQL_UPDATE;
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, get_sql (step->table, what));

  daybook_statement_bind_text (query, step->key);
  if (what != SQL_DELETE)
    daybook_statement_bind_text (query, step->before);
  return daybook_statement_run (query, error);
}

static char *
find_status (const char *image)
{
  return image != NULL ? daybook_json_find_string (image, strlen (image), "/status") : NULL;
}

/* What the audit log says of a row must not end with a decision that was taken back. */
static gboolean
audit_undo (DaybookStore *self, const UndoStep *step, GError **error)
{
  static const struct
  {
    const char *table;
    DaybookKind kind;
    const char *action;
  } decided[] = {
    { "time_entry", DAYBOOK_KIND_ENTRY, "entry.undo" },
    { "task", DAYBOOK_KIND_TASK, "task.undo" },
    { "suggestion", DAYBOOK_KIND_SUGGESTION, "suggestion.undo" },
  };
  g_autofree char *from = find_status (step->after);
  g_autofree char *to = find_status (step->before);
  g_autofree char *detail = NULL;

  /* A row that only comes or goes undecided was not told of either. */
  if (g_strcmp0 (from, to) == 0
      || ((from == NULL || to == NULL) && !g_str_equal (from != NULL ? from : to, "approved")
          && !g_str_equal (from != NULL ? from : to, "rejected")))
    return TRUE;
  detail = g_strdup_printf ("{\"from\":\"%s\",\"to\":\"%s\"}", from != NULL ? from : "deleted",
                            to != NULL ? to : "deleted");
  for (guint i = 0; i < G_N_ELEMENTS (decided); i++)
    {
      g_autofree char *subject = NULL;

      if (!g_str_equal (step->table->table, decided[i].table))
        continue;
      subject = daybook_id_format (decided[i].kind, g_ascii_strtoll (step->key, NULL, 10));
      return daybook_store_audit (self, "person", decided[i].action, subject, detail, error);
    }
  return TRUE;
}

static gboolean
undo_one (DaybookStore *self, const UndoStep *step, gint64 journal_id, GError **error)
{
  gboolean is_entry = g_str_equal (step->table->table, "time_entry");
  gboolean is_task = g_str_equal (step->table->table, "task");
  gint64 id = g_ascii_strtoll (step->key, NULL, 10);

  /* An entry has more than its row: words in the search index, a link to its meeting, a seal. */
  return (!is_entry || step->after == NULL || daybook_store_unindex_entry (self, id, error))
         && (!is_task || step->after == NULL || daybook_store_unindex_task (self, id, error))
         && write_image (self, step, error)
         && (!is_task || step->before == NULL
             || (daybook_store_index_task (self, id, error) && daybook_store_settle_task (self, id, error)))
         && (!is_entry || step->before == NULL || daybook_store_settle_entry (self, id, error))
         && audit_undo (self, step, error) && renumber_older_changes (self, step, journal_id, error);
}

static gboolean
undo_change (DaybookStore *self, gint64 id, char **label, GError **error)
{
  g_autoptr (DaybookStatement) mark = daybook_store_prepare (self, "UPDATE journal SET undone = 1 WHERE id = ?");
  g_autoptr (GPtrArray) steps = NULL;

  if (id == 0)
    id = daybook_store_last_change (self);
  steps = read_steps (self, id, label, error);
  if (steps == NULL)
    return FALSE;
  for (guint i = 0; i < steps->len; i++)
    {
      if (!is_untouched_since (self, g_ptr_array_index (steps, i)))
        return refuse_undo (*label, error);
    }
  for (guint i = 0; i < steps->len; i++)
    {
      if (!undo_one (self, g_ptr_array_index (steps, i), id, error))
        return FALSE;
    }
  daybook_statement_bind_int (mark, id);
  return daybook_statement_run (mark, error);
}

gboolean
daybook_store_undo (DaybookStore *self, gint64 id, char **label, GError **error)
{
  g_autofree char *undone = NULL;

  if (!daybook_store_enter (self, error))
    return FALSE;
  if (!daybook_store_leave (self, undo_change (self, id, &undone, error), error))
    return FALSE;
  if (label != NULL)
    *label = g_steal_pointer (&undone);
  return TRUE;
}
