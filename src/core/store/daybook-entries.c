/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/daybook-entries.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-search-private.h"
#include "store/daybook-store-private.h"

#define ENTRY_COLUMNS \
  "t.id, t.title, t.start_at, t.end_at, t.duration, t.project_id, t.person_id, t.billable, t.status, t.origin," \
  " t.tags, t.notes, t.flags, t.event_id, t.event_key, t.event_start_at, t.event_end_at, t.external_key," \
  " t.version, t.created_at, t.updated_at, p.name, c.id, c.name, p.color," \
  " COALESCE (p.hourly_rate, c.hourly_rate), COALESCE (p.currency, c.currency)"
#define ENTRY_TABLES \
  " FROM time_entry t LEFT JOIN project p ON p.id = t.project_id LEFT JOIN client c ON c.id = p.client_id"

char *
daybook_tags_to_json (const char *const *tags)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (tags == NULL || tags[0] == NULL)
    return g_strdup ("[]");
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; tags[i] != NULL; i++)
    {
      gboolean is_new = TRUE;

      for (guint j = 0; j < i && is_new; j++)
        is_new = !g_str_equal (tags[j], tags[i]);
      if (is_new)
        json_builder_add_string_value (builder, tags[i]);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

char **
daybook_tags_from_json (const char *json)
{
  g_autoptr (DaybookJsonReader) reader = NULL;
  g_autoptr (GStrvBuilder) tags = NULL;

  if (json == NULL || g_str_equal (json, "[]"))
    return NULL;
  reader = daybook_json_reader_new_for_data (json, strlen (json));
  tags = g_strv_builder_new ();
  if (daybook_json_reader_begin_array_or_skip (reader))
    {
      while (daybook_json_reader_next_element (reader))
        {
          g_autofree char *tag = daybook_json_reader_read_string_or_null (reader);

          if (tag != NULL)
            g_strv_builder_add (tags, tag);
        }
    }
  return daybook_json_reader_finish (reader, NULL) ? g_strv_builder_end (tags) : NULL;
}

static DaybookEntry *
read_entry (DaybookStatement *query)
{
  DaybookEntry *entry = daybook_entry_new ();
  g_auto (GStrv) flags = NULL;

  entry->id = daybook_statement_take_int (query);
  entry->title = daybook_statement_take_string_or_empty (query);
  entry->start_at = daybook_statement_take_int (query);
  entry->end_at = daybook_statement_take_int (query);
  entry->duration = daybook_statement_take_int (query);
  entry->project_id = daybook_statement_take_id (query);
  entry->person_id = daybook_statement_take_id (query);
  entry->billable = daybook_statement_take_int (query) != 0;
  daybook_entry_status_from_string (daybook_statement_take_text (query), &entry->status);
  daybook_entry_origin_from_string (daybook_statement_take_text (query), &entry->origin);
  entry->tags = daybook_tags_from_json (daybook_statement_take_text (query));
  entry->notes = daybook_statement_take_string (query);
  flags = daybook_tags_from_json (daybook_statement_take_text (query));
  entry->flags = daybook_entry_flags_from_strv ((const char *const *) flags);
  entry->event_id = daybook_statement_take_id (query);
  entry->event_key = daybook_statement_take_string (query);
  entry->event_start_at = daybook_statement_take_instant (query);
  entry->event_end_at = daybook_statement_take_instant (query);
  entry->external_key = daybook_statement_take_string (query);
  entry->version = daybook_statement_take_int (query);
  entry->created_at = daybook_statement_take_instant (query);
  entry->updated_at = daybook_statement_take_instant (query);
  entry->project_name = daybook_statement_take_string (query);
  entry->client_id = daybook_statement_take_id (query);
  entry->client_name = daybook_statement_take_string (query);
  entry->color = daybook_statement_take_string (query);
  entry->hourly_rate = daybook_statement_take_rate (query);
  entry->currency = daybook_statement_take_string (query);
  return entry;
}

/* Words --------------------------------------------------------------------------------------------- */

static gboolean
change_words (DaybookStore *self, gint64 id, gboolean add, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT title, start_at, notes, tags FROM time_entry WHERE id = ?");
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  gint64 rowid = 0;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    {
      const char *notes;

      title = daybook_statement_take_string (query);
      rowid = daybook_search_make_rowid (DAYBOOK_SEARCH_ENTRY, id, daybook_statement_take_int (query));
      notes = daybook_statement_take_text (query);
      /* The tokenizer takes the brackets and quotes of the tags' JSON for spaces. */
      body = g_strjoin ("\n", notes != NULL ? notes : "", daybook_statement_take_text (query), NULL);
    }
  if (!daybook_statement_finish (query, error))
    return FALSE;
  if (rowid == 0)
    return TRUE;
  return add ? daybook_store_index_text (self, rowid, title, g_steal_pointer (&body), error)
             : daybook_store_unindex_text (self, rowid, title, g_steal_pointer (&body), error);
}

gboolean
daybook_store_index_entry (DaybookStore *self, gint64 id, GError **error)
{
  return change_words (self, id, TRUE, error);
}

gboolean
daybook_store_unindex_entry (DaybookStore *self, gint64 id, GError **error)
{
  return change_words (self, id, FALSE, error);
}

/* Writing ------------------------------------------------------------------------------------------- */

static gint64
longer_of (const DaybookEntry *entry)
{
  return MAX (entry->duration, entry->end_at - entry->start_at);
}

/* @longest: what this entry may take, DAYBOOK_ENTRY_LONGEST but for one that was longer before. */
static gboolean
is_valid (const DaybookEntry *entry, gint64 longest, GError **error)
{
  if (entry->title == NULL || entry->end_at < entry->start_at || entry->duration < 0)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _("A time entry cannot end before it starts."));
      return FALSE;
    }
  return longer_of (entry) <= longest || daybook_entry_check_length (longer_of (entry), error);
}

/* Older data has longer entries: these can still be approved, renamed or made shorter. */
static gint64
find_longest (DaybookStore *self, gint64 id)
{
  g_autoptr (DaybookStatement) query
    = daybook_store_prepare (self, "SELECT MAX (duration, end_at - start_at) FROM time_entry WHERE id = ?");
  gint64 stored = 0;

  daybook_statement_bind_int (query, id);
  daybook_statement_run_for_int (query, &stored, NULL);
  return MAX (stored, DAYBOOK_ENTRY_LONGEST);
}

static gboolean
check_event_key (DaybookStore *self, const DaybookEntry *entry, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT EXISTS (SELECT 1 FROM time_entry WHERE event_key = ?)"
    "    OR EXISTS (SELECT 1 FROM time_entry WHERE external_key = ?)");
  gint64 exists = 0;

  daybook_statement_bind_text (query, entry->event_key);
  daybook_statement_bind_text (query, entry->external_key);
  if (!daybook_statement_run_for_int (query, &exists, error))
    return FALSE;
  if (!exists)
    return TRUE;
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT, _("There is a time entry for “%s” already."),
               entry->title);
  return FALSE;
}

/* Entries longer than this are found only by those that start after them. */
#define LONGEST_ENTRY (7 * DAYBOOK_DAY_SECONDS)

gboolean
daybook_store_entry_overlaps (DaybookStore *self, gint64 start_at, gint64 end_at, gint64 except_id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT EXISTS (SELECT 1 FROM time_entry WHERE start_at < ?2 AND start_at > ?1 - ?4 AND end_at > ?1"
    "                AND id <> ?3 AND status <> 'rejected')");
  gint64 exists = 0;

  daybook_statement_bind_int (query, start_at);
  daybook_statement_bind_int (query, end_at);
  daybook_statement_bind_int (query, except_id);
  daybook_statement_bind_int (query, LONGEST_ENTRY);
  daybook_statement_run_for_int (query, &exists, NULL);
  return exists != 0;
}

/* Who decided what is told once, here, whatever window or command it was done in. @before: the status that the row
 * had, pending where there was none. Taking back is told by the journal. */
static gboolean
note_decision (DaybookStore *self, gint64 id, DaybookEntryStatus before, DaybookEntryStatus now, GError **error)
{
  static const char *const actions[] = {
    [DAYBOOK_ENTRY_PENDING] = "entry.reopen",
    [DAYBOOK_ENTRY_APPROVED] = "entry.approve",
    [DAYBOOK_ENTRY_REJECTED] = "entry.reject",
  };
  g_autofree char *subject = NULL;

  if (now == before || (guint) now >= G_N_ELEMENTS (actions) || actions[now] == NULL)
    return TRUE;
  subject = daybook_id_format (DAYBOOK_KIND_ENTRY, id);
  return daybook_store_audit (self, "person", actions[now], subject, NULL, error);
}

static DaybookEntryStatus
read_status (DaybookStore *self, gint64 id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT status FROM time_entry WHERE id = ?");
  DaybookEntryStatus status = DAYBOOK_ENTRY_PENDING;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    daybook_entry_status_from_string (daybook_statement_take_text (query), &status);
  return status;
}

static gboolean
add_entry (DaybookStore *self, DaybookEntry *entry, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO time_entry (title, start_at, end_at, duration, project_id, person_id, billable, status, origin, tags,"
    "   notes, flags, event_id, event_key, event_start_at, event_end_at, external_key, digest, created_at, updated_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, x'', ?, ?)");
  g_autofree char *tags = daybook_tags_to_json ((const char *const *) entry->tags);
  g_auto (GStrv) flag_names = NULL;
  g_autofree char *flags = NULL;
  gint64 now = daybook_store_now (self);

  if (!is_valid (entry, DAYBOOK_ENTRY_LONGEST, error) || !check_event_key (self, entry, error))
    return FALSE;
  if (entry->status != DAYBOOK_ENTRY_REJECTED
      && daybook_store_entry_overlaps (self, entry->start_at, entry->end_at, 0))
    entry->flags |= DAYBOOK_ENTRY_FLAG_OVERLAP;
  flag_names = daybook_entry_flags_to_strv (entry->flags);
  flags = daybook_tags_to_json ((const char *const *) flag_names);
  daybook_statement_bind_text (query, entry->title);
  daybook_statement_bind_int (query, entry->start_at);
  daybook_statement_bind_int (query, entry->end_at);
  daybook_statement_bind_int (query, entry->duration);
  daybook_statement_bind_id (query, entry->project_id);
  daybook_statement_bind_id (query, entry->person_id);
  daybook_statement_bind_int (query, entry->billable);
  daybook_statement_bind_text (query, daybook_entry_status_to_string (entry->status));
  daybook_statement_bind_text (query, daybook_entry_origin_to_string (entry->origin));
  daybook_statement_bind_text (query, tags);
  daybook_statement_bind_text (query, entry->notes);
  daybook_statement_bind_text (query, flags);
  daybook_statement_bind_id (query, entry->event_id);
  daybook_statement_bind_text (query, entry->event_key);
  daybook_statement_bind_instant (query, entry->event_start_at);
  daybook_statement_bind_instant (query, entry->event_end_at);
  daybook_statement_bind_text (query, entry->external_key);
  daybook_statement_bind_int (query, now);
  daybook_statement_bind_int (query, now);
  if (!daybook_statement_run (query, error))
    return FALSE;
  entry->id = sqlite3_last_insert_rowid (self->db);
  entry->version = 1;
  entry->created_at = now;
  entry->updated_at = now;
  self->has_event_keys = -1;
  return daybook_store_seal_entry (self, entry->id, error) && daybook_store_index_entry (self, entry->id, error)
         && daybook_store_journal_added (self, "time_entry", entry->id, error);
}

/* Returns the new row's number, also in entry->id; 0 on errors. Sets the flag OVERLAP where it is due. CONFLICT:
 * the meeting (event_key) or the imported row (external_key) has an entry already. USAGE: it ends before it
 * starts, or takes longer than a day. */
gint64
daybook_store_add_entry (DaybookStore *self, DaybookEntry *entry, GError **error)
{
  if (!daybook_store_enter (self, error))
    return 0;
  return daybook_store_leave (self, add_entry (self, entry, error)
                                        && note_decision (self, entry->id, DAYBOOK_ENTRY_PENDING, entry->status, error),
                              error)
             ? entry->id
             : 0;
}

/* Refuses what is invoiced, and what is not as Daybook left it: sealing that anew would hide it. */
static gboolean
may_change (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT status = 'invoiced' FROM time_entry WHERE id = ?");
  gint64 invoiced = -1;
  gboolean sound;

  daybook_statement_bind_int (query, id);
  if (!daybook_statement_run_for_int (query, &invoiced, error)
      || !daybook_store_entry_is_sound (self, id, &sound, error))
    return FALSE;
  if (invoiced < 0)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("The time entry was deleted."));
      return FALSE;
    }
  if (invoiced)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
                           _("The time entry is invoiced, so it can no longer be changed."));
      return FALSE;
    }
  if (!sound)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                           _("The time entry was altered outside Daybook. Run “daybookctl check --repair”."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
edit_entry (DaybookStore *self, DaybookEntry *entry, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE time_entry SET title = ?, start_at = ?, end_at = ?, duration = ?, project_id = ?, person_id = ?,"
    " billable = ?, status = ?, tags = ?, notes = ?, flags = ?, event_start_at = ?, event_end_at = ?,"
    " version = version + 1, updated_at = ? WHERE id = ? AND version = ?");
  g_autofree char *tags = daybook_tags_to_json ((const char *const *) entry->tags);
  g_auto (GStrv) flag_names = daybook_entry_flags_to_strv (entry->flags);
  g_autofree char *flags = daybook_tags_to_json ((const char *const *) flag_names);
  gint64 now = daybook_store_now (self);
  DaybookEntryStatus before = read_status (self, entry->id);

  if (!is_valid (entry, find_longest (self, entry->id), error) || !may_change (self, entry->id, error)
      || !daybook_store_journal_touch (self, "time_entry", entry->id, error)
      || !daybook_store_unindex_entry (self, entry->id, error))
    return FALSE;
  daybook_statement_bind_text (query, entry->title);
  daybook_statement_bind_int (query, entry->start_at);
  daybook_statement_bind_int (query, entry->end_at);
  daybook_statement_bind_int (query, entry->duration);
  daybook_statement_bind_id (query, entry->project_id);
  daybook_statement_bind_id (query, entry->person_id);
  daybook_statement_bind_int (query, entry->billable);
  daybook_statement_bind_text (query, daybook_entry_status_to_string (entry->status));
  daybook_statement_bind_text (query, tags);
  daybook_statement_bind_text (query, entry->notes);
  daybook_statement_bind_text (query, flags);
  daybook_statement_bind_instant (query, entry->event_start_at);
  daybook_statement_bind_instant (query, entry->event_end_at);
  daybook_statement_bind_int (query, now);
  daybook_statement_bind_int (query, entry->id);
  daybook_statement_bind_int (query, entry->version);
  if (!daybook_statement_run (query, error)
      || !daybook_store_check_version (self, "SELECT 1 FROM time_entry WHERE id = ?", entry->id, entry->title, error)
      || !daybook_store_seal_entry (self, entry->id, error) || !daybook_store_index_entry (self, entry->id, error)
      || !note_decision (self, entry->id, before, entry->status, error))
    return FALSE;
  entry->version++;
  entry->updated_at = now;
  return TRUE;
}

/* Writes what a person sees and may change; origin, event_id, event_key and external_key stay. On success
 * entry->version and updated_at are the row's. */
gboolean
daybook_store_edit_entry (DaybookStore *self, DaybookEntry *entry, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, edit_entry (self, entry, error), error);
}

static gboolean
delete_entry (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "DELETE FROM time_entry WHERE id = ?");
  g_autofree char *subject = daybook_id_format (DAYBOOK_KIND_ENTRY, id);
  gboolean was_approved = read_status (self, id) == DAYBOOK_ENTRY_APPROVED;

  if (!may_change (self, id, error) || !daybook_store_journal_touch (self, "time_entry", id, error)
      || !daybook_store_unindex_entry (self, id, error))
    return FALSE;
  daybook_statement_bind_int (query, id);
  self->has_event_keys = -1;
  return daybook_statement_run (query, error)
         && (!was_approved || daybook_store_audit (self, "person", "entry.delete", subject, NULL, error));
}

/* Its meeting can be converted again. FORBIDDEN: invoiced. */
gboolean
daybook_store_delete_entry (DaybookStore *self, gint64 id, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, delete_entry (self, id, error), error);
}

/* Reading ------------------------------------------------------------------------------------------- */

DaybookEntry *
daybook_store_get_entry (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " ENTRY_COLUMNS ENTRY_TABLES " WHERE t.id = ?");
  g_autoptr (DaybookEntry) entry = NULL;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    entry = read_entry (query);
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (entry == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("The time entry was deleted."));
  return g_steal_pointer (&entry);
}

/* The entry made of the meeting with that key, NULL for none. */
DaybookEntry *
daybook_store_find_entry_by_key (DaybookStore *self, const char *event_key)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " ENTRY_COLUMNS ENTRY_TABLES " WHERE t.event_key = ?");

  daybook_statement_bind_text (query, event_key);
  return daybook_statement_next (query) ? read_entry (query) : NULL;
}

/* Whether there is any time entry. */
gboolean
daybook_store_has_entries (DaybookStore *self)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT EXISTS (SELECT 1 FROM time_entry)");
  gint64 any = 0;

  return daybook_statement_run_for_int (query, &any, NULL) && any != 0;
}

/* By start, oldest first. Days are local ones (zone of the store), and an entry belongs to the day it starts
 * on. */
GPtrArray *
daybook_store_list_entries (DaybookStore *self, const DaybookEntryFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_entry_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " ENTRY_COLUMNS ENTRY_TABLES
    " WHERE t.start_at >= ?1 AND t.start_at < ?2 AND (?3 = 0 OR t.project_id = ?3) AND (?4 = 0 OR p.client_id = ?4)"
    "   AND (?5 IS NULL OR t.status = ?5) ORDER BY t.start_at, t.id");
  DaybookZone *zone = daybook_store_get_zone (self);

  daybook_statement_bind_int (
    query, filter->from != DAYBOOK_DAY_NONE ? daybook_zone_get_day_start (zone, filter->from) : G_MININT64);
  daybook_statement_bind_int (
    query, filter->to != DAYBOOK_DAY_NONE ? daybook_zone_get_day_start (zone, filter->to) : G_MAXINT64);
  daybook_statement_bind_int (query, filter->project_id);
  daybook_statement_bind_int (query, filter->client_id);
  daybook_statement_bind_text (query,
                               filter->status >= 0 ? daybook_entry_status_to_string (filter->status) : NULL);
  while (daybook_statement_next (query))
    g_ptr_array_add (entries, read_entry (query));
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&entries);
}
