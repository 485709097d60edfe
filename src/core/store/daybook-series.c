/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series and the rows derived from them. */
#include "store/daybook-entries-private.h"
#include "store/daybook-events-private.h"
#include "store/daybook-store-private.h"
#include "store/daybook-sync-round-private.h"

/* The masters of a source that have a rule, by row number; @func must not write to events. */
gboolean
daybook_store_foreach_master (DaybookStore *self,
                              gint64 source_id,
                              DaybookEventFunc func,
                              gpointer data,
                              GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " DAYBOOK_EVENT_COLUMNS " FROM event e"
    " WHERE e.source_id = ? AND e.kind = 1 AND e.rrule IS NOT NULL ORDER BY e.id");

  daybook_statement_bind_int (query, source_id);
  while (daybook_statement_next (query))
    {
      g_autoptr (DaybookEvent) master = daybook_event_read (query);

      func (master, data);
    }
  return daybook_statement_finish (query, error);
}

GArray *
daybook_store_list_exception_starts (DaybookStore *self, gint64 series_id, GError **error)
{
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT original_start FROM event WHERE series_id = ? AND kind = 2 AND original_start IS NOT NULL"
    " ORDER BY original_start");

  daybook_statement_bind_int (query, series_id);
  while (daybook_statement_next (query))
    {
      gint64 start = daybook_statement_take_int (query);

      g_array_append_val (starts, start);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&starts);
}

/* What a derived row copies of its master, beside the times: the columns that may not be NULL. */
typedef struct
{
  gint64 id;
  gint64 original_start;
  gint64 range_start;
  gint64 range_end;
  int is_organizer, status, response, busy, importance, is_private, all_day, zone_flags;
} DerivedRow;

static gboolean
read_derived (DaybookStore *self, gint64 series_id, gint64 from, gint64 to, GArray *rows, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT id, original_start, range_start, range_end, is_organizer, status, response, busy, importance, is_private,"
    "       all_day, zone_flags FROM event"
    " WHERE series_id = ? AND original_start >= ? AND original_start < ? AND kind = 3 ORDER BY original_start");

  daybook_statement_bind_int (query, series_id);
  daybook_statement_bind_int (query, from);
  daybook_statement_bind_int (query, to);
  while (daybook_statement_next (query))
    {
      DerivedRow row;

      row.id = daybook_statement_take_int (query);
      row.original_start = daybook_statement_take_int (query);
      row.range_start = daybook_statement_take_int (query);
      row.range_end = daybook_statement_take_int (query);
      row.is_organizer = (int) daybook_statement_take_int (query);
      row.status = (int) daybook_statement_take_int (query);
      row.response = (int) daybook_statement_take_int (query);
      row.busy = (int) daybook_statement_take_int (query);
      row.importance = (int) daybook_statement_take_int (query);
      row.is_private = (int) daybook_statement_take_int (query);
      row.all_day = (int) daybook_statement_take_int (query);
      row.zone_flags = (int) daybook_statement_take_int (query);
      g_array_append_val (rows, row);
    }
  return daybook_statement_finish (query, error);
}

static gboolean
is_as_wanted (const DerivedRow *row, const DaybookEvent *master, const DaybookOccurrence *occurrence)
{
  return row->range_start == occurrence->range_start && row->range_end == occurrence->range_end
         && row->is_organizer == master->is_organizer && row->status == (int) master->status
         && row->response == (int) master->response && row->busy == (int) master->busy
         && row->importance == (int) master->importance && row->is_private == master->is_private
         && row->all_day == master->all_day && row->zone_flags == (int) master->zone_flags;
}

static void
bind_derived (DaybookStatement *query, const DaybookEvent *master, const DaybookOccurrence *occurrence)
{
  daybook_statement_bind_int (query, occurrence->range_start);
  daybook_statement_bind_int (query, occurrence->range_end);
  daybook_statement_bind_int (query, master->is_organizer);
  daybook_statement_bind_int (query, master->status);
  daybook_statement_bind_int (query, master->response);
  daybook_statement_bind_int (query, master->busy);
  daybook_statement_bind_int (query, master->importance);
  daybook_statement_bind_int (query, master->is_private);
  daybook_statement_bind_int (query, master->all_day);
  daybook_statement_bind_int (query, master->zone_flags);
}

/* Entries that were made of this instance, by its key. */
static gboolean
follow (DaybookStore *self,
        const DaybookEvent *master,
        const DaybookOccurrence *occurrence,
        gint64 id,
        GError **error)
{
  DaybookEvent instance = { 0 };

  if (!daybook_store_has_event_keys (self))
    return TRUE;
  instance.source_id = master->source_id;
  instance.kind = DAYBOOK_EVENT_OCCURRENCE;
  instance.original_start = occurrence->original_start;
  instance.range_start = occurrence->range_start;
  instance.range_end = occurrence->range_end;
  instance.status = master->status;
  return daybook_store_follow_event (self, &instance, id, master->external_id, error);
}

static gboolean
insert_occurrence (DaybookStore *self, const DaybookEvent *master, const DaybookOccurrence *occurrence, GError **error)
{
  g_autofree char *external_id
      = g_strdup_printf ("%s#%" G_GINT64_FORMAT, master->external_id, occurrence->original_start);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO event (source_id, external_id, kind, series_id, original_start, generation, range_start, range_end,"
    "   is_organizer, status, response, busy, importance, is_private, all_day, zone_flags)"
    " VALUES (?, ?, 3, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  daybook_statement_bind_int (query, master->source_id);
  daybook_statement_bind_text (query, external_id);
  daybook_statement_bind_int (query, master->id);
  daybook_statement_bind_int (query, occurrence->original_start);
  daybook_statement_bind_int (query, DAYBOOK_GENERATION_DERIVED);
  bind_derived (query, master, occurrence);
  return daybook_statement_run (query, error)
         && follow (self, master, occurrence, sqlite3_last_insert_rowid (self->db), error);
}

static gboolean
update_occurrence (DaybookStore *self,
                   const DaybookEvent *master,
                   const DaybookOccurrence *occurrence,
                   gint64 id,
                   GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE event SET range_start = ?, range_end = ?, is_organizer = ?, status = ?, response = ?, busy = ?,"
    " importance = ?, is_private = ?, all_day = ?, zone_flags = ? WHERE id = ?");

  bind_derived (query, master, occurrence);
  daybook_statement_bind_int (query, id);
  return daybook_statement_run (query, error) && follow (self, master, occurrence, id, error);
}

static int
compare_occurrences (gconstpointer a, gconstpointer b)
{
  gint64 x = ((const DaybookOccurrence *) a)->original_start;
  gint64 y = ((const DaybookOccurrence *) b)->original_start;

  return x < y ? -1 : x > y;
}

static gboolean
set_occurrences (DaybookStore *self,
                 const DaybookEvent *master,
                 GArray *wanted,
                 gint64 from,
                 gint64 to,
                 gint64 *created,
                 gint64 *deleted,
                 GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (DerivedRow));
  guint r = 0;
  gint64 longest = 0;

  if (!read_derived (self, master->id, from, to, rows, error))
    return FALSE;
  /* Both in the order of original starts: one walk tells what to add, change, delete. */
  for (guint w = 0; w < wanted->len || r < rows->len;)
    {
      const DaybookOccurrence *occurrence
          = w < wanted->len ? &g_array_index (wanted, DaybookOccurrence, w) : NULL;
      const DerivedRow *row = r < rows->len ? &g_array_index (rows, DerivedRow, r) : NULL;

      if (occurrence != NULL && (occurrence->original_start < from || occurrence->original_start >= to))
        {
          w++;
        }
      else if (row == NULL || (occurrence != NULL && occurrence->original_start < row->original_start))
        {
          if (!insert_occurrence (self, master, occurrence, error))
            return FALSE;
          longest = MAX (longest, occurrence->range_end - occurrence->range_start);
          (*created)++;
          w++;
        }
      else if (occurrence == NULL || row->original_start < occurrence->original_start)
        {
          if (!daybook_store_delete_event (self, row->id, error))
            return FALSE;
          (*deleted)++;
          r++;
        }
      else
        {
          if (!is_as_wanted (row, master, occurrence)
              && !update_occurrence (self, master, occurrence, row->id, error))
            return FALSE;
          longest = MAX (longest, occurrence->range_end - occurrence->range_start);
          w++;
          r++;
        }
    }
  return longest == 0 || daybook_store_note_duration (self, master->source_id, longest, error);
}

/* [@from, @to) bounds original starts, in range_* seconds. @starts in any order; the instances that the
 * service describes itself are left out by the caller. Adds to @created and @deleted. */
gboolean
daybook_store_set_occurrences (DaybookStore *self,
                               const DaybookEvent *master,
                               const GArray *starts,
                               gint64 from,
                               gint64 to,
                               gint64 *created,
                               gint64 *deleted,
                               GError **error)
{
  g_autoptr (GArray) wanted = g_array_sized_new (FALSE, FALSE, sizeof (DaybookOccurrence), starts->len);
  gint64 ignored_created = 0;
  gint64 ignored_deleted = 0;

  g_array_append_vals (wanted, starts->data, starts->len);
  g_array_sort (wanted, compare_occurrences);
  for (guint i = 1; i < wanted->len;)
    {
      if (g_array_index (wanted, DaybookOccurrence, i).original_start
          == g_array_index (wanted, DaybookOccurrence, i - 1).original_start)
        g_array_remove_index (wanted, i);
      else
        i++;
    }
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self,
                              set_occurrences (self, master, wanted, from, to,
                                               created != NULL ? created : &ignored_created,
                                               deleted != NULL ? deleted : &ignored_deleted, error),
                              error);
}

/* Deletes the instances of a master that overlap [@from, @to), but for those that the round of @generation has seen
 * (G_MAXINT64: all). */
static gboolean
delete_instances (DaybookStore *self,
                  gint64 master,
                  gint64 generation,
                  gint64 from,
                  gint64 to,
                  gint64 *deleted,
                  GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  {
    g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
      "SELECT id, generation FROM event WHERE series_id = ? AND range_start < ? AND (range_end > ? OR range_start >= ?)");

    daybook_statement_bind_int (query, master);
    daybook_statement_bind_int (query, to);
    daybook_statement_bind_int (query, from);
    daybook_statement_bind_int (query, from);
    while (daybook_statement_next (query))
      {
        gint64 id = daybook_statement_take_int (query);
        gint64 seen_in = daybook_statement_take_int (query);

        if (generation == G_MAXINT64 || (seen_in < generation && !daybook_store_was_seen (self, id, FALSE)))
          g_array_append_val (ids, id);
      }
    if (!daybook_statement_finish (query, error))
      return FALSE;
  }
  for (guint i = 0; i < ids->len; i++)
    {
      if (!daybook_store_delete_event (self, g_array_index (ids, gint64, i), error))
        return FALSE;
    }
  *deleted = ids->len;
  return TRUE;
}

static gboolean
forget_instances (DaybookStore *self,
                  gint64 source_id,
                  const char *external_id,
                  gint64 generation,
                  gint64 from,
                  gint64 to,
                  gint64 *deleted,
                  GError **error)
{
  gint64 master;

  if (!daybook_store_load_round (self, source_id, generation, error)
      || !daybook_store_find_event (self, source_id, external_id, &master, error))
    return FALSE;
  return master == 0 || delete_instances (self, master, generation, from, to, deleted, error);
}

/* DAYBOOK_ITEM_REPLACE_SERIES: of the instances of a master that overlap [from, to) those go that the round of
 * @generation has not mentioned by now. What is mentioned keeps its row, and the entry made of it its link. */
gboolean
daybook_store_forget_instances (DaybookStore *self,
                                gint64 source_id,
                                const char *master_external_id,
                                gint64 generation,
                                gint64 from,
                                gint64 to,
                                gint64 *deleted,
                                GError **error)
{
  gint64 ignored;

  if (deleted == NULL)
    deleted = &ignored;
  *deleted = 0;
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (
    self, forget_instances (self, source_id, master_external_id, generation, from, to, deleted, error), error);
}

static gboolean
end_series (DaybookStore *self, gint64 source_id, const char *external_id, gint64 from, gint64 to, GError **error)
{
  gint64 master, deleted, left;

  if (!daybook_store_find_event (self, source_id, external_id, &master, error))
    return FALSE;
  if (master == 0)
    return TRUE;
  if (!delete_instances (self, master, G_MAXINT64, from, to, &deleted, error))
    return FALSE;
  {
    g_autoptr (DaybookStatement) query
        = daybook_store_prepare (self, "SELECT EXISTS (SELECT 1 FROM event WHERE series_id = ?)");

    daybook_statement_bind_int (query, master);
    if (!daybook_statement_run_for_int (query, &left, error))
      return FALSE;
  }
  if (!left)
    return daybook_store_delete_event (self, master, error);
  {
    g_autoptr (DaybookStatement) query
        = daybook_store_prepare (self, "UPDATE event SET rrule = NULL, etag = NULL, hash = 0 WHERE id = ?");

    daybook_statement_bind_int (query, master);
    return daybook_statement_run (query, error);
  }
}

/* A series that the service deleted ends inside the window [from, to). What lies outside is history that nobody
 * looked at: it stays, and the master with it, without its rule. */
gboolean
daybook_store_end_series (DaybookStore *self,
                          gint64 source_id,
                          const char *master_external_id,
                          gint64 from,
                          gint64 to,
                          GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, end_series (self, source_id, master_external_id, from, to, error), error);
}

/* The series that event @id is an instance of; 0 = of none. */
gint64
daybook_store_get_series_of (DaybookStore *self, gint64 id)
{
  gint64 series_id = 0;
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT series_id FROM event WHERE id = ?");

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    series_id = daybook_statement_take_id (query);
  daybook_statement_finish (query, NULL);
  return series_id;
}
