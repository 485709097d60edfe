/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "insight/daybook-metrics.h"

G_BEGIN_DECLS

/* The figures kept with a summary, read back from what daybook_metrics_to_json() wrote: hours to the tenth, as its
 * prose says them, so that words, tiles and charts agree also when the rows have changed since. */
typedef struct
{
  DaybookDay day;
  int meetings;
  double meeting_hours;
  double focus_hours;
  double fragmented_hours;
} DaybookStatsDay;

typedef struct
{
  gint64 id;   /* 0: logged without a project */
  char *name;  /* (nullable) */
  char *color; /* (nullable) */
  double hours;
} DaybookStatsProject;

typedef struct
{
  char *provider;
  gint64 count;
} DaybookStatsPlatform;

typedef struct
{
  double figures[DAYBOOK_N_FIGURES];
  guint n_before; /* periods that "usual" is the average of; 0: there is nothing to compare with */
  double usual[DAYBOOK_N_FIGURES];
  GArray *days;         /* (owned) DaybookStatsDay */
  GPtrArray *projects;  /* (owned) DaybookStatsProject, the most time first */
  GPtrArray *platforms; /* (owned) DaybookStatsPlatform, the most things first */
} DaybookStats;

DaybookStats *daybook_stats_parse (const char *json, GError **error);
void daybook_stats_free (DaybookStats *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookStats, daybook_stats_free)

gint64 daybook_stats_count_items (const DaybookStats *self);
/* Whether anything at all happened or was logged. */
gboolean daybook_stats_is_empty (const DaybookStats *self);
/* By how much a figure is above what is usual, in what is shown: whole things, or tenths of hours. FALSE: nothing to
 * compare with. */
gboolean daybook_stats_compare (const DaybookStats *self, DaybookFigure figure, double *difference);

/* Days, or where there are many of them, ISO weeks or months: what a chart has room for. */
typedef enum
{
  DAYBOOK_SPAN_DAY,
  DAYBOOK_SPAN_WEEK,
  DAYBOOK_SPAN_MONTH,
} DaybookSpan;

typedef struct
{
  DaybookDay from; /* days [from, to) */
  DaybookDay to;
  int meetings;
  double meeting_hours;
  double focus_hours;
} DaybookStatsSpan;

/* DaybookStatsSpan, by time. (transfer full) */
GArray *daybook_stats_list_spans (const DaybookStats *self, DaybookSpan span);
DaybookSpan daybook_stats_choose_span (const DaybookStats *self);

G_END_DECLS
