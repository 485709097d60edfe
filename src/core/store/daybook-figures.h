/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-activity.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* What days held, measured by SQL over the enabled sources. Whoever asks says what a day and its working hours are
 * as instants, so that any zone and any change of clocks is right.
 *
 * A meeting is a timed event of up to 24 hours that is neither cancelled nor declined nor shown as free, and no time
 * that the person keeps to concentrate ("Focus time"). The same event in two calendars is one. Being out of office
 * takes time away without being a meeting. */

/* One day, as instants; work_end <= work_start: no working hours. */
typedef struct
{
  DaybookDay day;
  gint64 start;
  gint64 end;
  gint64 work_start;
  gint64 work_end;
} DaybookDayWindow;

/* Seconds are wall-clock time that at least one of them took: overlaps count once. */
typedef struct
{
  DaybookDay day;
  int meetings; /* that begin on the day */
  gint64 meeting_seconds;
  gint64 shared_seconds;     /* of these, with somebody else */
  gint64 focus_seconds;      /* free blocks of working hours, of two hours and more */
  gint64 fragmented_seconds; /* shorter ones */
} DaybookDayFigures;

#define DAYBOOK_FOCUS_SECONDS (2 * 3600)

/* @windows holds DaybookDayWindow by day; answers one DaybookDayFigures for each. (transfer full) */
GArray *daybook_store_measure_days (DaybookStore *self, const GArray *windows, GError **error);
/* Ids (gint64) of the meetings that begin in instants [from, to), by start. (transfer full) */
GArray *daybook_store_list_meeting_ids (DaybookStore *self, gint64 from, gint64 to, GError **error);
/* Ids (gint64) of the meetings that begin in instants [from, to), could be logged (daybook_conversion_judge()) and share
 * no time with any entry; @seconds: how long they are together. (transfer full) */
GArray *daybook_store_list_unlogged_ids (DaybookStore *self, gint64 from, gint64 to, gint64 *seconds, GError **error);
/* Days among [from, to) that an all-day event shows as out of office (DaybookDay, each once). (transfer full) */
GArray *daybook_store_list_away_days (DaybookStore *self, DaybookDay from, DaybookDay to, GError **error);

/* How much of which kind came from which service. Pull requests that are known to be somebody else's are left out. */
typedef struct
{
  char *provider;
  char *kind;   /* an activity's, or "meeting" */
  gint64 count; /* things, as DaybookActivity.count says */
  gint64 rows;
} DaybookActivityCount;
void daybook_activity_count_free (DaybookActivityCount *self);
GPtrArray *daybook_store_count_meetings (DaybookStore *self, gint64 from, gint64 to, GError **error);
GPtrArray *daybook_store_count_activities (DaybookStore *self, gint64 from, gint64 to, GError **error);
/* DaybookActivity of instants [from, to) without their bodies, by time. (transfer full) */
GPtrArray *daybook_store_list_activity_heads (DaybookStore *self, gint64 from, gint64 to, GError **error);
/* Sources whose setting never_send, or their account's, is on: what they brought stays on this computer. A set of gint64.
 * (transfer full) */
GHashTable *daybook_store_list_withheld_sources (DaybookStore *self, GError **error);

G_END_DECLS
