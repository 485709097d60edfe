/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources, the ranges of days they cover, and the items of theirs that could not be read. */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "store/daybook-store-private.h"

#define SOURCE_COLUMNS \
  "id, account_id, external_id, name, kind, owner, color, time_zone, is_primary, state, enabled, direction," \
  " visibility, push, project_id, person_id, window_back_days, window_ahead_days, last_sync_at, cursor," \
  " cursor_params, resume, generation, expanded_from, expanded_to, max_duration, held_count, item_count,"\
  " settings, version, owed"

static DaybookSource *
read_source (DaybookStatement *query)
{
  DaybookSource *source = daybook_source_new ();

  g_clear_pointer (&source->direction, g_free);
  g_clear_pointer (&source->visibility, g_free);
  source->id = daybook_statement_take_int (query);
  source->account_id = daybook_statement_take_int (query);
  source->external_id = daybook_statement_take_string_or_empty (query);
  source->name = daybook_statement_take_string_or_empty (query);
  source->kind = daybook_statement_take_string_or_empty (query);
  source->owner = daybook_statement_take_string (query);
  source->color = daybook_statement_take_string (query);
  source->time_zone = daybook_statement_take_string (query);
  source->is_primary = daybook_statement_take_int (query) != 0;
  if (!daybook_source_state_from_string (daybook_statement_take_text (query), &source->state))
    source->state = DAYBOOK_SOURCE_HELD;
  source->enabled = daybook_statement_take_int (query) != 0;
  source->direction = daybook_statement_take_string_or_empty (query);
  source->visibility = daybook_statement_take_string_or_empty (query);
  source->push = daybook_statement_take_int (query) != 0;
  source->project_id = daybook_statement_take_id (query);
  source->person_id = daybook_statement_take_id (query);
  source->window_back_days = (int) daybook_statement_take_int (query);
  source->window_ahead_days = (int) daybook_statement_take_int (query);
  source->last_sync_at = daybook_statement_take_instant (query);
  source->cursor = daybook_statement_take_string (query);
  source->cursor_params = daybook_statement_take_string (query);
  source->resume = daybook_statement_take_string (query);
  source->generation = daybook_statement_take_int (query);
  source->expanded_from = daybook_statement_take_day (query);
  source->expanded_to = daybook_statement_take_day (query);
  source->max_duration = daybook_statement_take_int (query);
  source->held_count = (int) daybook_statement_take_int (query);
  source->item_count = daybook_statement_take_int (query);
  source->settings = daybook_statement_take_string_or_empty (query);
  source->version = daybook_statement_take_int (query);
  source->owed = daybook_statement_take_string (query);
  return source;
}

static gboolean
add_source (DaybookStore *self, DaybookSource *source, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO source (id, account_id, external_id, name, kind, owner, color, time_zone, is_primary, state, enabled,"
    "   direction, visibility, push, project_id, person_id, window_back_days, window_ahead_days, settings)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  daybook_statement_bind_id (query, daybook_store_find_departed (self, source->account_id, source->external_id));
  daybook_statement_bind_int (query, source->account_id);
  daybook_statement_bind_text (query, source->external_id);
  daybook_statement_bind_text (query, source->name);
  daybook_statement_bind_text (query, source->kind != NULL ? source->kind : "calendar");
  daybook_statement_bind_text (query, source->owner);
  daybook_statement_bind_text (query, source->color);
  daybook_statement_bind_text (query, source->time_zone);
  daybook_statement_bind_int (query, source->is_primary);
  daybook_statement_bind_text (query, daybook_source_state_to_string (source->state));
  daybook_statement_bind_int (query, source->enabled);
  daybook_statement_bind_text (query, source->direction != NULL ? source->direction : "import");
  daybook_statement_bind_text (query, source->visibility != NULL ? source->visibility : "details");
  daybook_statement_bind_int (query, source->push);
  daybook_statement_bind_id (query, source->project_id);
  daybook_statement_bind_id (query, source->person_id);
  daybook_statement_bind_int (query, source->window_back_days);
  daybook_statement_bind_int (query, source->window_ahead_days);
  daybook_statement_bind_text (query, source->settings != NULL ? source->settings : "{}");
  if (!daybook_statement_run (query, error))
    return FALSE;
  source->id = sqlite3_last_insert_rowid (self->db);
  source->version = 1;
  return TRUE;
}

/* Returns the new row's number, also in source->id; 0 on errors. */
gint64
daybook_store_add_source (DaybookStore *self, DaybookSource *source, GError **error)
{
  if (!daybook_store_enter (self, error))
    return 0;
  return daybook_store_leave (self, add_source (self, source, error), error) ? source->id : 0;
}

DaybookSource *
daybook_store_get_source (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " SOURCE_COLUMNS " FROM source WHERE id = ?");
  g_autoptr (DaybookSource) source = NULL;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    source = read_source (query);
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (source == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("There is no such source."));
  return g_steal_pointer (&source);
}

/* NULL for none. */
DaybookSource *
daybook_store_find_source (DaybookStore *self, gint64 account_id, const char *external_id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " SOURCE_COLUMNS " FROM source WHERE account_id = ? AND external_id = ?");

  daybook_statement_bind_int (query, account_id);
  daybook_statement_bind_text (query, external_id);
  return daybook_statement_next (query) ? read_source (query) : NULL;
}

/* Primary ones first, then by name. */
GPtrArray *
daybook_store_list_sources (DaybookStore *self, gint64 account_id, GError **error)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " SOURCE_COLUMNS " FROM source WHERE ?1 = 0 OR account_id = ?1"
    " ORDER BY account_id, is_primary DESC, name COLLATE NOCASE, id");

  daybook_statement_bind_int (query, account_id);
  while (daybook_statement_next (query))
    g_ptr_array_add (sources, read_source (query));
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&sources);
}

static gboolean
edit_source (DaybookStore *self, const DaybookSource *source, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE source SET enabled = ?, direction = ?, visibility = ?, push = ?, project_id = ?, person_id = ?,"
    " window_back_days = ?, window_ahead_days = ?, settings = ?, state = ?, version = version + 1"
    " WHERE id = ? AND version = ?");

  if (!daybook_store_journal_touch (self, "source", source->id, error))
    return FALSE;
  daybook_statement_bind_int (query, source->enabled);
  daybook_statement_bind_text (query, source->direction);
  daybook_statement_bind_text (query, source->visibility);
  daybook_statement_bind_int (query, source->push);
  daybook_statement_bind_id (query, source->project_id);
  daybook_statement_bind_id (query, source->person_id);
  daybook_statement_bind_int (query, source->window_back_days);
  daybook_statement_bind_int (query, source->window_ahead_days);
  daybook_statement_bind_text (query, source->settings != NULL ? source->settings : "{}");
  daybook_statement_bind_text (query, daybook_source_state_to_string (source->state));
  daybook_statement_bind_int (query, source->id);
  daybook_statement_bind_int (query, source->version);
  return daybook_statement_run (query, error)
         && daybook_store_check_version (self, "SELECT 1 FROM source WHERE id = ?", source->id, source->name,
                                         error);
}

/* After it the row's version is source->version + 1. */
gboolean
daybook_store_edit_source (DaybookStore *self, const DaybookSource *source, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, edit_source (self, source, error), error);
}

static gboolean
refresh_source (DaybookStore *self, const DaybookSource *source, GError **error)
{
  /* Asked once a day for every source: no row is written where nothing is new. */
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE source SET name = ?1, owner = ?2, color = ?3, time_zone = ?4, is_primary = ?5, state = ?6"
    " WHERE id = ?7"
    "   AND (name IS NOT ?1 OR owner IS NOT ?2 OR color IS NOT ?3 OR time_zone IS NOT ?4"
    "        OR is_primary IS NOT ?5 OR state IS NOT ?6)");

  daybook_statement_bind_text (query, source->name);
  daybook_statement_bind_text (query, source->owner);
  daybook_statement_bind_text (query, source->color);
  daybook_statement_bind_text (query, source->time_zone);
  daybook_statement_bind_int (query, source->is_primary);
  daybook_statement_bind_text (query, daybook_source_state_to_string (source->state));
  daybook_statement_bind_int (query, source->id);
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_refresh_source (DaybookStore *self, const DaybookSource *source, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, refresh_source (self, source, error), error);
}

static gboolean
set_source_progress (DaybookStore *self, const DaybookSource *source, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE source SET cursor = ?, cursor_params = ?, resume = ?, generation = ?, expanded_from = ?,"
    " expanded_to = ?, last_sync_at = ?, state = ?, held_count = ? WHERE id = ?");

  daybook_statement_bind_text (query, source->cursor);
  daybook_statement_bind_text (query, source->cursor_params);
  daybook_statement_bind_text (query, source->resume);
  daybook_statement_bind_int (query, source->generation);
  daybook_statement_bind_day (query, source->expanded_from);
  daybook_statement_bind_day (query, source->expanded_to);
  daybook_statement_bind_instant (query, source->last_sync_at);
  daybook_statement_bind_text (query, daybook_source_state_to_string (source->state));
  daybook_statement_bind_int (query, source->held_count);
  daybook_statement_bind_int (query, source->id);
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_set_source_progress (DaybookStore *self, const DaybookSource *source, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, set_source_progress (self, source, error), error);
}

static gboolean
set_source_owed (DaybookStore *self, const DaybookSource *source, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "UPDATE source SET owed = ? WHERE id = ?");

  daybook_statement_bind_text (query, source->owed);
  daybook_statement_bind_int (query, source->id);
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_set_source_owed (DaybookStore *self, const DaybookSource *source, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, set_source_owed (self, source, error), error);
}

static gint64
count (DaybookStore *self, const char *sql, gint64 id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, sql);
  gint64 n = 0;

  daybook_statement_bind_int (query, id);
  daybook_statement_run_for_int (query, &n, NULL);
  return n;
}

/* How many items a source brought; occurrences that we derived follow from their series and are not counted. */
gint64
daybook_store_count_source_items (DaybookStore *self, gint64 source_id)
{
  return count (self,
                "SELECT (SELECT COUNT (*) FROM event"
                "         WHERE source_id = ?1 AND (kind <> 3 OR generation < 9223372036854775807))"
                "     + (SELECT COUNT (*) FROM activity WHERE source_id = ?1)",
                source_id);
}

/* How many time entries were made of an account's events: what disconnecting leaves. */
gint64
daybook_store_count_account_entries (DaybookStore *self, gint64 account_id)
{
  return count (self,
                /* By its key: the meeting itself may be gone. */
                "SELECT COUNT (*) FROM source s"
                "  JOIN time_entry t ON t.event_key >= s.id || '/' AND t.event_key < s.id || '0'"
                " WHERE s.account_id = ?",
                account_id);
}

/* Ranges ------------------------------------------------------------------------------------------ */

static gboolean
add_source_range (DaybookStore *self, gint64 source_id, DaybookDay from, DaybookDay to, GError **error)
{
  g_autoptr (DaybookStatement) touching = daybook_store_prepare (self,
    "SELECT MIN (from_day), MAX (to_day) FROM source_range WHERE source_id = ? AND from_day <= ? AND to_day >= ?");
  g_autoptr (DaybookStatement) replace = daybook_store_prepare (self,
    "DELETE FROM source_range WHERE source_id = ? AND from_day >= ? AND to_day <= ?");
  g_autoptr (DaybookStatement) insert = daybook_store_prepare (self,
    "INSERT INTO source_range (source_id, from_day, to_day, synced_at) VALUES (?, ?, ?, ?)");

  if (from >= to)
    return TRUE;
  daybook_statement_bind_int (touching, source_id);
  daybook_statement_bind_int (touching, to);
  daybook_statement_bind_int (touching, from);
  if (daybook_statement_next (touching))
    {
      DaybookDay first = daybook_statement_take_day (touching);
      DaybookDay last = daybook_statement_take_day (touching);

      if (first != DAYBOOK_DAY_NONE)
        {
          from = MIN (from, first);
          to = MAX (to, last);
        }
    }
  if (!daybook_statement_finish (touching, error))
    return FALSE;
  daybook_statement_bind_int (replace, source_id);
  daybook_statement_bind_int (replace, from);
  daybook_statement_bind_int (replace, to);
  daybook_statement_bind_int (insert, source_id);
  daybook_statement_bind_int (insert, from);
  daybook_statement_bind_int (insert, to);
  daybook_statement_bind_int (insert, daybook_store_now (self));
  return daybook_statement_run (replace, error) && daybook_statement_run (insert, error);
}

/* Notes that days [from, to) were asked for whole, @to G_MAXINT32 = open ahead. Ranges that touch become
 * one. */
gboolean
daybook_store_add_source_range (DaybookStore *self,
                                gint64 source_id,
                                DaybookDay from,
                                DaybookDay to,
                                GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, add_source_range (self, source_id, from, to, error), error);
}

/* The first day of the latest of the source's ranges, DAYBOOK_DAY_NONE without any: the one that its cursor keeps true. */
static DaybookDay
get_latest_range (DaybookStore *self, gint64 source_id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT from_day FROM source_range WHERE source_id = ? ORDER BY to_day DESC LIMIT 1");
  DaybookDay from = DAYBOOK_DAY_NONE;

  daybook_statement_bind_int (query, source_id);
  if (daybook_statement_next (query))
    from = daybook_statement_take_day (query);
  daybook_statement_finish (query, NULL);
  return from;
}

/* Earlier days end where the latest range begins and are not joined to it: its cursor tells of no change in them, so a window
 * that is widened over them has to be asked for whole. */
static gboolean
add_loaded_range (DaybookStore *self, gint64 source_id, DaybookDay from, DaybookDay to, GError **error)
{
  g_autoptr (DaybookStatement) touching = daybook_store_prepare (self,
    "SELECT MIN (from_day), MAX (to_day) FROM source_range"
    " WHERE source_id = ? AND from_day <= ? AND to_day >= ? AND from_day < ?");
  g_autoptr (DaybookStatement) replace = daybook_store_prepare (self,
    "DELETE FROM source_range WHERE source_id = ? AND from_day >= ? AND to_day <= ? AND from_day < ?");
  g_autoptr (DaybookStatement) insert = daybook_store_prepare (self,
    "INSERT INTO source_range (source_id, from_day, to_day, synced_at) VALUES (?, ?, ?, ?)");
  DaybookDay latest = get_latest_range (self, source_id);
  DaybookDay first = DAYBOOK_DAY_NONE, last = DAYBOOK_DAY_NONE;

  if (latest == DAYBOOK_DAY_NONE)
    return add_source_range (self, source_id, from, to, error);
  to = MIN (to, latest);
  if (from >= to)
    return TRUE;
  daybook_statement_bind_int (touching, source_id);
  daybook_statement_bind_int (touching, to);
  daybook_statement_bind_int (touching, from);
  daybook_statement_bind_int (touching, latest);
  if (daybook_statement_next (touching))
    {
      first = daybook_statement_take_day (touching);
      last = daybook_statement_take_day (touching);
    }
  if (!daybook_statement_finish (touching, error))
    return FALSE;
  if (first != DAYBOOK_DAY_NONE)
    {
      from = MIN (from, first);
      to = MAX (to, last);
    }
  daybook_statement_bind_int (replace, source_id);
  daybook_statement_bind_int (replace, from);
  daybook_statement_bind_int (replace, to);
  daybook_statement_bind_int (replace, latest);
  daybook_statement_bind_int (insert, source_id);
  daybook_statement_bind_int (insert, from);
  daybook_statement_bind_int (insert, to);
  daybook_statement_bind_int (insert, daybook_store_now (self));
  return daybook_statement_run (replace, error) && daybook_statement_run (insert, error);
}

/* Notes that days [from, to) before the latest range were asked for whole, once (Load Earlier). */
gboolean
daybook_store_add_loaded_range (DaybookStore *self,
                                gint64 source_id,
                                DaybookDay from,
                                DaybookDay to,
                                GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, add_loaded_range (self, source_id, from, to, error), error);
}

/* Whether @day lies in the latest of the source's ranges: nothing between it and the range's end is missing. */
gboolean
daybook_store_source_covers (DaybookStore *self, gint64 source_id, DaybookDay day)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT COALESCE ((SELECT from_day FROM source_range WHERE source_id = ? ORDER BY to_day DESC LIMIT 1) <= ?, 0)");
  gint64 covered = 0;

  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_int (query, day);
  return daybook_statement_run_for_int (query, &covered, NULL) && covered != 0;
}

gboolean
daybook_store_get_coverage (DaybookStore *self, const char *kind, DaybookDay day, DaybookDay *from, DaybookDay *to)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    /* What was loaded earlier ends where the latest range begins (daybook_store_add_loaded_range). */
    "SELECT COALESCE (e.from_day, r.from_day), COALESCE (l.to_day, r.to_day)"
    "  FROM source s JOIN account a ON a.id = s.account_id"
    "       LEFT JOIN source_range r ON r.source_id = s.id AND r.from_day <= ?1 AND r.to_day > ?1"
    "       LEFT JOIN source_range e ON e.source_id = s.id AND e.to_day = r.from_day"
    "       LEFT JOIN source_range l ON l.source_id = s.id AND l.from_day = r.to_day"
    " WHERE s.enabled AND s.state <> 'gone' AND a.status NOT IN ('disconnected', 'connecting')"
    "   AND (?2 IS NULL OR s.kind = ?2)");
  gboolean any = FALSE;

  *from = G_MININT32 + 1;
  *to = G_MAXINT32;
  daybook_statement_bind_int (query, day);
  daybook_statement_bind_text (query, kind);
  while (daybook_statement_next (query))
    {
      DaybookDay first = daybook_statement_take_day (query);
      DaybookDay last = daybook_statement_take_day (query);

      if (first == DAYBOOK_DAY_NONE)
        return FALSE;
      *from = MAX (*from, first);
      *to = MIN (*to, last);
      any = TRUE;
    }
  return any && daybook_statement_finish (query, NULL);
}

gboolean
daybook_store_covers (DaybookStore *self, DaybookDay from, DaybookDay to)
{
  DaybookDay first, last;

  return daybook_store_get_coverage (self, NULL, from, &first, &last) && to <= last;
}

/* Quarantine -------------------------------------------------------------------------------------- */

static gboolean
quarantine (DaybookStore *self,
            gint64 source_id,
            const char *external_id,
            const char *etag,
            const char *reason,
            GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO quarantine (source_id, external_id, etag, reason, at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (source_id, external_id) DO UPDATE SET etag = excluded.etag, reason = excluded.reason,"
    "   at = excluded.at WHERE etag IS NOT excluded.etag OR reason IS NOT excluded.reason");

  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_text (query, external_id);
  daybook_statement_bind_text (query, etag);
  daybook_statement_bind_text (query, reason);
  daybook_statement_bind_int (query, daybook_store_now (self));
  self->has_quarantine = -1;
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_quarantine (DaybookStore *self,
                          gint64 source_id,
                          const char *external_id,
                          const char *etag,
                          const char *reason,
                          GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, quarantine (self, source_id, external_id, etag, reason, error), error);
}

void
daybook_quarantined_free (DaybookQuarantined *self)
{
  g_free (self->external_id);
  g_free (self->reason);
  g_free (self);
}

/* Those items of a source that could not be read, the latest first. (element-type DaybookQuarantined) */
GPtrArray *
daybook_store_list_quarantined (DaybookStore *self, gint64 source_id, int limit, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_quarantined_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT external_id, reason, at FROM quarantine WHERE source_id = ? ORDER BY at DESC, external_id LIMIT ?");

  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_int (query, limit);
  while (daybook_statement_next (query))
    {
      DaybookQuarantined *item = g_new0 (DaybookQuarantined, 1);

      item->external_id = daybook_statement_take_string_or_empty (query);
      item->reason = daybook_statement_take_string_or_empty (query);
      item->at = daybook_statement_take_int (query);
      g_ptr_array_add (items, item);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&items);
}

/* How many items of a source could not be read. */
int
daybook_store_count_quarantined (DaybookStore *self, gint64 source_id)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT COUNT (*) FROM quarantine WHERE source_id = ?");
  gint64 count = 0;

  daybook_statement_bind_int (query, source_id);
  daybook_statement_run_for_int (query, &count, NULL);
  return (int) count;
}
