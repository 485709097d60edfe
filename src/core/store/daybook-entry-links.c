/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries and the meetings they were made of. A sync never changes an entry's times: it sets and clears
 * flags. The row of the meeting may go and come again, the key stays. */
#include <string.h>

#include "store/daybook-entries-private.h"
#include "store/daybook-events.h"
#include "store/daybook-store-private.h"

/* "source / external id of the master or single / original start, - for a single". */
char *
daybook_event_make_key (const DaybookEvent *event, const char *master_external_id)
{
  const char *external_id = master_external_id != NULL ? master_external_id : event->external_id;

  if (event->kind == DAYBOOK_EVENT_SINGLE || event->original_start == DAYBOOK_INSTANT_NONE)
    return g_strdup_printf ("%" G_GINT64_FORMAT "/%s/-", event->source_id, external_id);
  return g_strdup_printf ("%" G_GINT64_FORMAT "/%s/%" G_GINT64_FORMAT, event->source_id, external_id,
                          event->original_start);
}

/* Whether any entry was made of a meeting: until one was, a sync needs no look-ups. */
gboolean
daybook_store_has_event_keys (DaybookStore *self)
{
  g_autoptr (DaybookStatement) query = NULL;
  gint64 exists = 0;

  if (self->depth > 0 && self->has_event_keys >= 0)
    return self->has_event_keys;
  query = daybook_store_prepare (self, "SELECT EXISTS (SELECT 1 FROM time_entry WHERE event_key IS NOT NULL)");
  daybook_statement_run_for_int (query, &exists, NULL);
  self->has_event_keys = exists != 0;
  return self->has_event_keys;
}

/* The row of the meeting with that key, 0 when there is none (any more). */
gint64
daybook_store_find_keyed_event (DaybookStore *self, const char *event_key)
{
  const char *first = strchr (event_key, '/');
  const char *last = strrchr (event_key, '/');
  g_autofree char *external_id = NULL;
  g_autoptr (DaybookStatement) query = NULL;
  gint64 id = 0;

  if (first == NULL || first == last)
    return 0;
  external_id = g_strndup (first + 1, last - first - 1);
  if (g_str_equal (last, "/-"))
    query = daybook_store_prepare (self, "SELECT id FROM event WHERE source_id = ? AND external_id = ? AND kind <> 1");
  else
    query = daybook_store_prepare (self,
      "SELECT e.id FROM event m JOIN event e ON e.series_id = m.id"
      " WHERE m.source_id = ? AND m.external_id = ? AND e.original_start = ? ORDER BY e.kind LIMIT 1");
  daybook_statement_bind_int (query, g_ascii_strtoll (event_key, NULL, 10));
  daybook_statement_bind_text (query, external_id);
  if (!g_str_equal (last, "/-"))
    daybook_statement_bind_int (query, g_ascii_strtoll (last + 1, NULL, 10));
  daybook_statement_run_for_int (query, &id, NULL);
  return id;
}

typedef struct
{
  gint64 id;
  gint64 event_id;
  DaybookEntryFlags flags;
  gint64 event_start_at;
  gint64 event_end_at;
} LinkedEntry;

#define LINK_COLUMNS "id, event_id, flags, event_start_at, event_end_at"

static void
read_link (DaybookStatement *query, LinkedEntry *link)
{
  g_auto (GStrv) names = NULL;

  link->id = daybook_statement_take_int (query);
  link->event_id = daybook_statement_take_id (query);
  names = daybook_tags_from_json (daybook_statement_take_text (query));
  link->flags = daybook_entry_flags_from_strv ((const char *const *) names);
  link->event_start_at = daybook_statement_take_instant (query);
  link->event_end_at = daybook_statement_take_instant (query);
}

static DaybookEntryFlags
compare_with_event (const LinkedEntry *link, gint64 range_start, gint64 range_end, gboolean cancelled)
{
  DaybookEntryFlags flags = link->flags & ~(DAYBOOK_ENTRY_FLAG_MOVED | DAYBOOK_ENTRY_FLAG_GONE);

  if (cancelled)
    flags |= DAYBOOK_ENTRY_FLAG_GONE;
  else if (link->event_start_at != DAYBOOK_INSTANT_NONE
           && (link->event_start_at != range_start || link->event_end_at != range_end))
    flags |= DAYBOOK_ENTRY_FLAG_MOVED;
  return flags;
}

/* A changed flag is a changed row (new version); a new link alone is not. */
static gboolean
write_link (DaybookStore *self, const LinkedEntry *link, gint64 event_id, DaybookEntryFlags flags, GError **error)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *json = NULL;
  g_autoptr (DaybookStatement) query = NULL;
  gboolean sound;

  if (link->event_id == event_id && link->flags == flags)
    return TRUE;
  /* Sealing anew what somebody altered would hide it from the check. */
  if (!daybook_store_entry_is_sound (self, link->id, &sound, error))
    return FALSE;
  if (!sound)
    {
      g_message ("A time entry was altered outside Daybook; it does not follow its meeting until it is repaired");
      return TRUE;
    }
  names = daybook_entry_flags_to_strv (flags);
  json = daybook_tags_to_json ((const char *const *) names);
  query = daybook_store_prepare (self,
    "UPDATE time_entry SET event_id = ?, flags = ?, version = version + ? WHERE id = ?");
  daybook_statement_bind_id (query, event_id);
  daybook_statement_bind_text (query, json);
  daybook_statement_bind_int (query, link->flags != flags);
  daybook_statement_bind_int (query, link->id);
  return daybook_statement_run (query, error) && daybook_store_seal_entry (self, link->id, error);
}

/* A meeting's row was written: its entry is flagged when it moved or was cancelled, and the flags go when it is back where
 * it was. An entry made of it before it went (or before its row was another) is linked again. */
gboolean
daybook_store_follow_event (DaybookStore *self,
                                const DaybookEvent *event,
                                gint64 event_id,
                                const char *master_external_id,
                                GError **error)
{
  g_autofree char *key = NULL;
  LinkedEntry link = { 0 };

  if (event->kind == DAYBOOK_EVENT_MASTER || !daybook_store_has_event_keys (self))
    return TRUE;
  key = daybook_event_make_key (event, master_external_id);
  {
    g_autoptr (DaybookStatement) query
        = daybook_store_prepare (self, "SELECT " LINK_COLUMNS " FROM time_entry WHERE event_key = ?");

    daybook_statement_bind_text (query, key);
    if (daybook_statement_next (query))
      read_link (query, &link);
    if (!daybook_statement_finish (query, error))
      return FALSE;
  }
  if (link.id == 0)
    return TRUE;
  return write_link (self, &link, event_id,
                     compare_with_event (&link, event->range_start, event->range_end,
                                         event->status == DAYBOOK_EVENT_CANCELLED),
                     error);
}

/* The entry made of a meeting's row: at most one, since the key is unique. id 0: none. */
static gboolean
find_link (DaybookStore *self, gint64 event_id, LinkedEntry *link, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " LINK_COLUMNS " FROM time_entry WHERE event_id = ?");

  link->id = 0;
  daybook_statement_bind_int (query, event_id);
  if (daybook_statement_next (query))
    read_link (query, link);
  return daybook_statement_finish (query, error);
}

/* A meeting's row is about to be deleted. */
gboolean
daybook_store_follow_lost_event (DaybookStore *self, gint64 event_id, GError **error)
{
  LinkedEntry link;

  if (!daybook_store_has_event_keys (self))
    return TRUE;
  if (!find_link (self, event_id, &link, error))
    return FALSE;
  return link.id == 0
         || write_link (self, &link, 0, (link.flags & ~DAYBOOK_ENTRY_FLAG_MOVED) | DAYBOOK_ENTRY_FLAG_GONE, error);
}

/* A single event became a series or the other way round: its entry keeps standing for the same meeting, or the meeting
 * could be logged twice. One that was altered outside Daybook stays what the check tells: it is not sealed anew. */
gboolean
daybook_store_rename_event_key (DaybookStore *self, const char *from, const char *to, GError **error)
{
  g_autoptr (DaybookStatement) rename = NULL;
  gint64 id = 0;
  gboolean sound;

  if (!daybook_store_has_event_keys (self))
    return TRUE;
  {
    g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
      "SELECT id FROM time_entry WHERE event_key = ?1 AND NOT EXISTS (SELECT 1 FROM time_entry WHERE event_key = ?2)");

    daybook_statement_bind_text (query, from);
    daybook_statement_bind_text (query, to);
    if (!daybook_statement_run_for_int (query, &id, error))
      return FALSE;
  }
  if (id == 0)
    return TRUE;
  if (!daybook_store_entry_is_sound (self, id, &sound, error))
    return FALSE;
  rename = daybook_store_prepare (self, "UPDATE time_entry SET event_key = ?, event_id = NULL WHERE id = ?");
  daybook_statement_bind_text (rename, to);
  daybook_statement_bind_int (rename, id);
  return daybook_statement_run (rename, error) && (!sound || daybook_store_seal_entry (self, id, error));
}

static gboolean
relink (DaybookStore *self, gint64 id, GError **error)
{
  LinkedEntry link = { 0 };
  g_autofree char *key = NULL;
  gint64 event_id;
  DaybookEntryFlags flags;

  {
    g_autoptr (DaybookStatement) query
        = daybook_store_prepare (self, "SELECT " LINK_COLUMNS ", event_key FROM time_entry WHERE id = ?");

    daybook_statement_bind_int (query, id);
    if (daybook_statement_next (query))
      {
        read_link (query, &link);
        key = daybook_statement_take_string (query);
      }
    if (!daybook_statement_finish (query, error))
      return FALSE;
  }
  if (key == NULL)
    return TRUE;
  flags = link.flags;
  event_id = daybook_store_find_keyed_event (self, key);
  if (event_id != 0)
    {
      g_autoptr (DaybookStatement) query
          = daybook_store_prepare (self, "SELECT range_start, range_end, status FROM event WHERE id = ?");

      daybook_statement_bind_int (query, event_id);
      if (daybook_statement_next (query))
        {
          gint64 start = daybook_statement_take_int (query);
          gint64 end = daybook_statement_take_int (query);

          flags = compare_with_event (&link, start, end,
                                      daybook_statement_take_int (query) == DAYBOOK_EVENT_CANCELLED);
        }
      if (!daybook_statement_finish (query, error))
        return FALSE;
    }
  return write_link (self, &link, event_id, flags, error);
}

gboolean
daybook_store_settle_entry (DaybookStore *self, gint64 id, GError **error)
{
  self->has_event_keys = -1;
  return daybook_store_seal_entry (self, id, error) && relink (self, id, error)
         && daybook_store_index_entry (self, id, error);
}
