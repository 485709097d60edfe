/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-events.h"
#include "store/daybook-statement.h"

G_BEGIN_DECLS

/* The generation of rows that our own expansion derived: no round sweeps them, they go with their series. */
#define DAYBOOK_GENERATION_DERIVED G_MAXINT64

/* Every column of an event as it is stored, for daybook_event_read(). */
#define DAYBOOK_EVENT_COLUMNS \
  "e.id, e.source_id, e.external_id, e.kind, e.series_id, e.original_start, e.ical_uid, e.title, e.description," \
  " e.location, e.url, e.conference_url, e.conference_provider, e.conference_id, e.organizer, e.organizer_name," \
  " e.attendees, e.attendee_count, e.categories, e.color, e.is_organizer, e.status, e.response, e.busy," \
  " e.importance, e.is_private, e.all_day, e.range_start, e.range_end, e.start_wall, e.time_zone, e.zone_flags," \
  " e.rrule, e.etag, e.hash, e.sequence, e.updated_at"

/* The same with what an instance leaves to its master (m) filled in, and the entry (t) made of it. */
#define DAYBOOK_EVENT_FILLED_COLUMNS \
  "e.id, e.source_id, e.external_id, e.kind, e.series_id, e.original_start, COALESCE (e.ical_uid, m.ical_uid)," \
  " COALESCE (e.title, m.title), COALESCE (e.description, m.description), COALESCE (e.location, m.location)," \
  " COALESCE (e.url, m.url), COALESCE (e.conference_url, m.conference_url)," \
  " COALESCE (e.conference_provider, m.conference_provider), COALESCE (e.conference_id, m.conference_id)," \
  " COALESCE (e.organizer, m.organizer), COALESCE (e.organizer_name, m.organizer_name)," \
  " COALESCE (e.attendees, m.attendees), COALESCE (e.attendee_count, m.attendee_count)," \
  " COALESCE (e.categories, m.categories), COALESCE (e.color, m.color), e.is_organizer, e.status, e.response," \
  " e.busy, e.importance, e.is_private, e.all_day, e.range_start, e.range_end, e.start_wall," \
  " COALESCE (e.time_zone, m.time_zone), e.zone_flags, COALESCE (e.rrule, m.rrule), COALESCE (e.etag, m.etag)," \
  " e.hash, e.sequence, e.updated_at, t.id"
#define DAYBOOK_EVENT_FILLED_TABLES \
  " FROM event e LEFT JOIN event m ON m.id = e.series_id LEFT JOIN time_entry t ON t.event_id = e.id"

DaybookEvent *daybook_event_read (DaybookStatement *query);

/* The row of (source, external id), 0 = none. */
gboolean daybook_store_find_event (DaybookStore *self, gint64 source_id, const char *external_id, gint64 *id,
                                   GError **error);
/* Deletes a row with its words, and what hangs on it; entries made of it are flagged. */
gboolean daybook_store_delete_event (DaybookStore *self, gint64 id, GError **error);
gboolean daybook_store_delete_activity (DaybookStore *self, gint64 id, GError **error);
gboolean daybook_store_find_activity (DaybookStore *self, gint64 source_id, const char *key, gint64 *id,
                                      GError **error);
/* An event's words in the search index; an instance that has none of its own is found by its master. */
gboolean daybook_store_index_event (DaybookStore *self, const DaybookEvent *event, gint64 id, GError **error);
gboolean daybook_store_unindex_event (DaybookStore *self, gint64 id, GError **error);
gboolean daybook_store_index_activity (DaybookStore *self, const DaybookActivity *activity, gint64 id, GError **error);
gboolean daybook_store_unindex_activity (DaybookStore *self, gint64 id, GError **error);
/* Keeps the longest duration of a source: it bounds range queries. */
gboolean daybook_store_note_duration (DaybookStore *self, gint64 source_id, gint64 seconds, GError **error);
gboolean daybook_store_leave_quarantine (DaybookStore *self, gint64 source_id, const char *external_id, GError **error);

G_END_DECLS
