/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-item.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_CHANGE_NONE,
  DAYBOOK_CHANGE_CREATED,
  DAYBOOK_CHANGE_UPDATED,
  DAYBOOK_CHANGE_DELETED,
} DaybookChange;

/* Upserts one event by (source, external id) with its search row; inside a transaction. Skipped (NONE,
 * generation still noted) when etag, or without one the hash, is unchanged, or when updated_at/sequence is
 * older than the row's. Flags the time entry of a moved or cancelled instance; never changes an entry's time.
 * @id is the row either way. */
gboolean daybook_store_put_event (DaybookStore *self, const DaybookEvent *event, gint64 generation,
                                  DaybookChange *change, gint64 *id, GError **error);
gboolean daybook_store_put_activity (DaybookStore *self, const DaybookActivity *activity, gint64 generation,
                                     DaybookChange *change, gint64 *id, GError **error);
/* An item's @external_id here is that of an event, or KIND/external id of an activity (daybook-item.h). */
/* Notes that an item is still there (full rounds of services that compare). */
gboolean daybook_store_see_item (DaybookStore *self, gint64 source_id, const char *external_id, gint64 generation, GError **error);
gboolean daybook_store_delete_item (DaybookStore *self, gint64 source_id, const char *external_id, DaybookChange *change, GError **error);
/* Sweep after the last page of a full round: rows of older generations that overlap [from, to) (range_*
 * seconds; @to G_MAXINT64 = open ahead) and that the round has not seen. Counts items as services know them
 * (a series is one): @would_delete of @overlapping; deletes only when @really. Call it in the transaction of
 * the last batch: then an unchanged round writes no row. */
gboolean daybook_store_sweep (DaybookStore *self, gint64 source_id, gint64 generation, gint64 from, gint64 to,
                              gboolean really, gint64 *would_delete, gint64 *overlapping, GError **error);
/* The same after a round that was not full and named what is missing: @missing holds external ids (char *). Counts
 * @overlapping no further than to @enough, which is all that a share of it can depend on, and only when not @really.
 * @series (nullable; gint64) gets the masters of the instances found: their rules hold again. */
gboolean daybook_store_drop_missing (DaybookStore *self, gint64 source_id, const GPtrArray *missing, gint64 from, gint64 to,
                                     gint64 enough, gboolean really, gint64 *would_delete, gint64 *overlapping,
                                     GArray *series, GError **error);

/* What the provider may compare with (exchange's "known"): external id, of an activity KIND/external id -> etag. */
typedef void (*DaybookKnownFunc) (const char *external_id, const char *etag, guint64 hash, gpointer data);
gboolean daybook_store_foreach_known (DaybookStore *self, gint64 source_id, DaybookKnownFunc func, gpointer data, GError **error);
DaybookEvent *daybook_store_get_known_event (DaybookStore *self, gint64 source_id, const char *external_id);

/* Series: the masters of a source (NULL list element order: row id), the instances a service described
 * itself, and the reconciliation of derived rows: after it exactly @occurrences (kind OCCURRENCE, with
 * original_start) stand for the series inside days [from, to); rows that stay keep their ids. */
typedef void (*DaybookEventFunc) (const DaybookEvent *event, gpointer data);
gboolean daybook_store_foreach_master (DaybookStore *self, gint64 source_id, DaybookEventFunc func, gpointer data, GError **error);
gint64 daybook_store_get_series_of (DaybookStore *self, gint64 id);
GArray *daybook_store_list_exception_starts (DaybookStore *self, gint64 series_id, GError **error); /* gint64 original starts */
typedef struct
{
  gint64 original_start; /* identity; all-day: day * 86400 */
  gint64 range_start;
  gint64 range_end;
} DaybookOccurrence;
/* [@from, @to) bounds original starts, in range_* seconds; @starts holds DaybookOccurrence in any order, without
 * the instances that the service describes itself. Adds to @created and @deleted. */
gboolean daybook_store_set_occurrences (DaybookStore *self, const DaybookEvent *master, const GArray *starts,
                                        gint64 from, gint64 to, gint64 *created, gint64 *deleted, GError **error);
/* The end of a series' instances that a service delivers itself: those that a round did not mention, and all. */
gboolean daybook_store_forget_instances (DaybookStore *self, gint64 source_id, const char *master_external_id,
                                         gint64 generation, gint64 from, gint64 to, gint64 *deleted, GError **error);
gboolean daybook_store_end_series (DaybookStore *self, gint64 source_id, const char *master_external_id, gint64 from,
                                   gint64 to, GError **error);

/* Reading, for people. Occurrences come filled in from their masters. */
typedef struct
{
  DaybookDay from; /* days [from, to) in zone of the store's clock */
  DaybookDay to;
  gint64 source_id;     /* 0 = every enabled source */
  gint64 account_id;    /* 0 = any */
  const char *category; /* NULL = any */
  gboolean all;         /* also declined, cancelled and disabled sources */
} DaybookEventFilter;
GPtrArray *daybook_store_list_events (DaybookStore *self, const DaybookEventFilter *filter, GError **error);
DaybookEvent *daybook_store_get_event (DaybookStore *self, gint64 id, GError **error);
/* The key that makes "once": see time_entry.event_key. (transfer full) */
char *daybook_event_make_key (const DaybookEvent *event, const char *master_external_id);
/* The same for a stored event, whose master is looked up; NULL for a master. */
char *daybook_store_make_event_key (DaybookStore *self, const DaybookEvent *event);

typedef struct
{
  DaybookDay from;
  DaybookDay to;
  gint64 source_id;
} DaybookActivityFilter;
/* daybook-forget-texts.c */
gboolean daybook_store_forget_texts (DaybookStore *self, gint64 source_id, const char *const *settings, guint *n,
                                     GError **error);
DaybookActivity *daybook_store_get_activity (DaybookStore *self, gint64 id, GError **error);
GPtrArray *daybook_store_list_activities (DaybookStore *self, const DaybookActivityFilter *filter, GError **error);

/* Full text over events, activities, entries, tasks; newest first. */
typedef struct
{
  DaybookKind kind;
  gint64 id;
  char *title;
  gint64 at;
  char *snippet;
} DaybookSearchHit;
void daybook_search_hit_free (DaybookSearchHit *hit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookSearchHit, daybook_search_hit_free)
GPtrArray *daybook_store_search (DaybookStore *self, const char *text, int limit, int offset, GError **error);

G_END_DECLS
