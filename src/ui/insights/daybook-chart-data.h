/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-service-catalog.h"
#include "insights/daybook-insights.h"

G_BEGIN_DECLS

/* What a chart shows, as words and numbers: made of the figures of a summary, without a widget. */
typedef enum
{
  DAYBOOK_CHART_ROWS,    /* a bar in each line, its name before and its value behind it */
  DAYBOOK_CHART_COLUMNS, /* columns beside each other, each of the series upon the other */
  DAYBOOK_CHART_STRIP,   /* parts of one bar */
} DaybookChartKind;

#define DAYBOOK_CHART_SERIES 2

typedef struct
{
  char *name;   /* beside the bar: "Mon", "ACME / Website" */
  char *full;   /* in the table and for a screen reader: "Monday, 16 November" */
  char *texts[DAYBOOK_CHART_SERIES]; /* values as they stand there: "3.5 h" */
  char *spoken; /* all values, read aloud: "3.5 hours in meetings, 2 hours of focus" */
  double values[DAYBOOK_CHART_SERIES];
  char *color;  /* (nullable) #rrggbb: the project's */
  char *hue;    /* (nullable) else: the style sheet's colour chart_HUE */

  /* What choosing it leads to. */
  gboolean leads; /* anywhere at all */
  gint64 id;      /* project; figure of a day */
  char *provider; /* (nullable) */
  DaybookDay from;
  DaybookDay to;
} DaybookChartItem;

typedef struct
{
  DaybookChartKind kind;
  char *title;
  char *total;       /* (nullable) */
  char *name_column; /* heading of the table's first column */
  int n_series;
  char *series[DAYBOOK_CHART_SERIES]; /* what the values are: "Meetings"; headings of the table's other columns */
  const char *hues[DAYBOOK_CHART_SERIES]; /* (nullable) static: of columns */
  DaybookSpan span;  /* of a column */
  GPtrArray *items;  /* (owned) DaybookChartItem */
} DaybookChartData;

DaybookChartData *daybook_chart_data_new_projects (const DaybookInsights *insights);
DaybookChartData *daybook_chart_data_new_days (const DaybookInsights *insights, DaybookDay today);
DaybookChartData *daybook_chart_data_new_platforms (const DaybookInsights *insights, DaybookServiceCatalog *services);
void daybook_chart_data_free (DaybookChartData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookChartData, daybook_chart_data_free)

/* Whether both look the same, to the last word. */
gboolean daybook_chart_data_is_equal (const DaybookChartData *a, const DaybookChartData *b);
/* The largest sum of an item's values, at least a little. */
double daybook_chart_data_get_most (const DaybookChartData *self);
/* The step between the lines of an axis for values up to @most: 1, 2, 5, 10, ... so that there are at most five. */
double daybook_chart_find_step (double most);

G_END_DECLS
