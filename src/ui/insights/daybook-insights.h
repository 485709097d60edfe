/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "insight/daybook-stats.h"
#include "records/daybook-summary.h"
#include "store/daybook-evidence.h"

G_BEGIN_DECLS

/* All that the page says about a period, read at once. Words and figures are of one and the same summary. */
typedef struct
{
  DaybookPeriod period;
  DaybookSummary *summary;   /* (owned) the stored one, else what the built-in engine says now */
  gboolean is_stored;
  gboolean is_outdated;      /* rows came or went since it was stored */
  gboolean is_covered;       /* every source was asked for all that is counted */
  gboolean has_sources;      /* there is somebody to ask */
  DaybookStats *stats;       /* (owned) */
  GHashTable *evidence;      /* (owned) char* text id -> DaybookEvidence */
  GHashTable *project_names; /* (owned) char* text id -> char* "ACME / Website" */
  char *engine;              /* (owned) who is to write the next one: builtin or model */
  char *model_url;           /* (owned) "" or where the model that is set up is asked */
  gint64 paused_until;       /* until when it is left alone because it failed, DAYBOOK_INSTANT_NONE: it is not */
} DaybookInsights;

DaybookInsights *daybook_insights_read (DaybookStore *store, const DaybookPeriod *period, GError **error);
void daybook_insights_free (DaybookInsights *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookInsights, daybook_insights_free)

/* The rows of @ids that are still there: unowned DaybookEvidence, by time. (transfer container) */
GPtrArray *daybook_insights_list_rows (const DaybookInsights *self, const char *const *ids);

/* What a total was counted from. */
typedef enum
{
  DAYBOOK_TOTAL_FIGURE,
  DAYBOOK_TOTAL_PROJECT,
  DAYBOOK_TOTAL_PLATFORM,
} DaybookInsightsTotalKind;

typedef struct
{
  DaybookInsightsTotalKind kind;
  DaybookPeriod period;
  DaybookFigure figure;
  gint64 project_id; /* 0: without a project */
  char *provider;    /* (owned) (nullable) */
} DaybookInsightsTotal;

DaybookInsightsTotal *daybook_insights_total_new (DaybookInsightsTotalKind kind, const DaybookPeriod *period);
void daybook_insights_total_free (DaybookInsightsTotal *self);
/* DaybookEvidence by time, as the rows are now. (transfer full) */
GPtrArray *daybook_insights_total_read (const DaybookInsightsTotal *self, DaybookStore *store, GError **error);

G_END_DECLS
