/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "insight/daybook-period.h"
#include "store/daybook-entries.h"
#include "store/daybook-figures.h"

G_BEGIN_DECLS

/* The figures of a period. Every number that a summary, a tile or a chart shows is one of these. */
typedef enum
{
  DAYBOOK_FIGURE_COMMITS,
  DAYBOOK_FIGURE_PULL_REQUESTS,
  DAYBOOK_FIGURE_REVIEWS,
  DAYBOOK_FIGURE_ISSUES,
  DAYBOOK_FIGURE_PAGES,
  DAYBOOK_FIGURE_MESSAGES,
  DAYBOOK_FIGURE_MAILS,
  DAYBOOK_FIGURE_MEETINGS,
  DAYBOOK_FIGURE_MEETING_SECONDS,
  DAYBOOK_FIGURE_FOCUS_SECONDS,
  DAYBOOK_FIGURE_FRAGMENTED_SECONDS,
  DAYBOOK_FIGURE_WORK_SECONDS,   /* working hours of the days whose calendars are known */
  DAYBOOK_FIGURE_COLLABORATION,  /* 0 to 100 */
  DAYBOOK_FIGURE_LOGGED_SECONDS, /* time entries that are not rejected */
  DAYBOOK_FIGURE_UNLOGGED, /* meetings that could be logged and are not */
  DAYBOOK_FIGURE_UNLOGGED_SECONDS,
  DAYBOOK_N_FIGURES,
} DaybookFigure;

/* Seconds with others that one of each counts for, beside meetings: see daybook_metrics_score(). */
#define DAYBOOK_MESSAGE_SECONDS 120
#define DAYBOOK_REVIEW_SECONDS 900

typedef struct
{
  DaybookPeriod period;
  gint64 figures[DAYBOOK_N_FIGURES];
  gint64 shared_seconds; /* meeting time with somebody else */
  gint64 scheduled_seconds; /* working hours of all days that something is known of, with or without their calendars */

  /* Days [covered_from, covered_to) of the period that every enabled source was asked for; equal = none. */
  DaybookDay covered_from;
  DaybookDay covered_to;

  GArray *days;         /* (owned) DaybookDayFigures, one for each counted day */
  GPtrArray *platforms; /* (owned) DaybookActivityCount: meetings and activities by service */
  GPtrArray *projects;  /* (owned) DaybookTotal: logged time by project */

  GArray *unlogged;     /* (owned) gint64: ids of meetings that could be logged and are not */

  /* Averages of the periods before that were wholly synced; none of them: n_before is 0. */
  guint n_before;
  double usual[DAYBOOK_N_FIGURES];
  double usual_items; /* of daybook_metrics_count_items() */
} DaybookMetrics;

DaybookMetrics *daybook_metrics_new (DaybookStore *store, const DaybookPeriod *period, GError **error);
void daybook_metrics_free (DaybookMetrics *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookMetrics, daybook_metrics_free)

gint64 daybook_metrics_count_items (const DaybookMetrics *self);
double daybook_metrics_hours (gint64 seconds);
char *daybook_metrics_to_json (const DaybookMetrics *self);
/* Static; as the JSON of metrics spells it. */
const char *daybook_figure_get_name (DaybookFigure figure);
gboolean daybook_figure_is_seconds (DaybookFigure figure);

G_END_DECLS
