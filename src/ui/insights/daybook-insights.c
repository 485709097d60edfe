/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-insights.h"

#include <string.h>

#include "common/daybook-project-name.h"
#include "insight/daybook-summarizer.h"
#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"
#include "store/daybook-model-choice.h"
#include "store/daybook-model-pause.h"
#include "store/daybook-summaries.h"

void
daybook_insights_free (DaybookInsights *self)
{
  if (self == NULL)
    return;
  daybook_summary_free (self->summary);
  daybook_stats_free (self->stats);
  g_clear_pointer (&self->evidence, g_hash_table_unref);
  g_clear_pointer (&self->project_names, g_hash_table_unref);
  g_free (self->engine);
  g_free (self->model_url);
  g_free (self);
}

static void
add_ids (GPtrArray *ids, GPtrArray *sentences)
{
  for (guint i = 0; i < sentences->len; i++)
    {
      const DaybookSentence *sentence = sentences->pdata[i];

      for (guint j = 0; sentence->evidence[j] != NULL; j++)
        g_ptr_array_add (ids, sentence->evidence[j]);
    }
}

static gboolean
read_evidence (DaybookInsights *self, DaybookStore *store, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) rows = NULL;

  add_ids (ids, self->summary->sentences);
  add_ids (ids, self->summary->highlights);
  add_ids (ids, self->summary->insights);
  add_ids (ids, self->summary->recommendations);
  g_ptr_array_add (ids, NULL);
  rows = daybook_store_list_evidence (store, (const char *const *) ids->pdata, error);
  if (rows == NULL)
    return FALSE;
  self->evidence = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) daybook_evidence_free);
  while (rows->len > 0)
    {
      DaybookEvidence *row = g_ptr_array_steal_index (rows, rows->len - 1);

      g_hash_table_insert (self->evidence, daybook_id_format (row->kind, row->id), row);
    }
  return TRUE;
}

/* With their clients, as every page names them: a summary keeps only the project's own name. */
static gboolean
read_project_names (DaybookInsights *self, DaybookStore *store, GError **error)
{
  g_autoptr (GPtrArray) projects = daybook_store_list_projects (store, TRUE, error);

  if (projects == NULL)
    return FALSE;
  self->project_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < projects->len; i++)
    {
      const DaybookProject *project = projects->pdata[i];

      g_hash_table_insert (self->project_names, daybook_id_format (DAYBOOK_KIND_PROJECT, project->id),
                           daybook_project_name_format (project->client_name, project->name));
    }
  return TRUE;
}

static gboolean
read_has_sources (DaybookStore *store)
{
  g_autoptr (GPtrArray) sources = daybook_store_list_sources (store, 0, NULL);

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      if (source->enabled)
        return TRUE;
    }
  return FALSE;
}

/* Who would be asked, and whether that one is left alone now. */
static void
read_model (DaybookInsights *self, DaybookStore *store)
{
  g_auto (DaybookModelChoice) choice = { NULL };
  g_autoptr (DaybookModelPause) pause = NULL;

  daybook_model_choice_read (&choice, store, NULL);
  pause = daybook_store_get_model_pause (store, choice.url, choice.name);
  self->paused_until = pause != NULL ? pause->until : DAYBOOK_INSTANT_NONE;
  self->model_url = choice.url != NULL ? g_steal_pointer (&choice.url) : g_strdup ("");
}

/* The built-in engine writes in a few milliseconds and asks nobody, so there is something to read about every period; it
 * also tells whether a stored summary still says what the rows say. */
DaybookInsights *
daybook_insights_read (DaybookStore *store, const DaybookPeriod *period, GError **error)
{
  g_autoptr (DaybookInsights) self = g_new0 (DaybookInsights, 1);
  g_autoptr (DaybookSummary) now = daybook_summarize (store, period, error);
  g_autoptr (GError) local = NULL;

  if (now == NULL)
    return NULL;
  self->period = *period;
  self->summary = daybook_store_find_summary (store, period->type, period->from, period->to, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  self->is_covered = now->covered_from == period->from && now->covered_to == period->counted_to;
  self->has_sources = read_has_sources (store);
  self->is_stored = self->summary != NULL;
  self->is_outdated = self->is_stored && !g_str_equal (self->summary->stats, now->stats);
  if (!self->is_stored)
    {
      self->summary = g_steal_pointer (&now);
      self->summary->created_at = daybook_store_now (store);
    }
  self->stats = daybook_stats_parse (self->summary->stats, error);
  self->engine = daybook_store_get_setting (store, "summary_engine");
  read_model (self, store);
  if (self->stats == NULL || !read_evidence (self, store, error) || !read_project_names (self, store, error))
    return NULL;
  return g_steal_pointer (&self);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const DaybookEvidence *x = *(DaybookEvidence *const *) a;
  const DaybookEvidence *y = *(DaybookEvidence *const *) b;

  if ((x->at == DAYBOOK_INSTANT_NONE) != (y->at == DAYBOOK_INSTANT_NONE))
    return x->at == DAYBOOK_INSTANT_NONE ? 1 : -1;
  return x->at < y->at ? -1 : x->at > y->at ? 1 : x->id < y->id ? -1 : x->id > y->id;
}

GPtrArray *
daybook_insights_list_rows (const DaybookInsights *self, const char *const *ids)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      DaybookEvidence *row = g_hash_table_lookup (self->evidence, ids[i]);

      if (row != NULL)
        g_ptr_array_add (rows, row);
    }
  g_ptr_array_sort (rows, compare_rows);
  return rows;
}

/* Totals ------------------------------------------------------------------------------------------------- */

DaybookInsightsTotal *
daybook_insights_total_new (DaybookInsightsTotalKind kind, const DaybookPeriod *period)
{
  DaybookInsightsTotal *self = g_new0 (DaybookInsightsTotal, 1);

  self->kind = kind;
  self->period = *period;
  return self;
}

void
daybook_insights_total_free (DaybookInsightsTotal *self)
{
  if (self == NULL)
    return;
  g_free (self->provider);
  g_free (self);
}

static gboolean
wants_meetings (const DaybookInsightsTotal *self)
{
  return self->kind == DAYBOOK_TOTAL_PLATFORM
         || (self->kind == DAYBOOK_TOTAL_FIGURE
             && (self->figure == DAYBOOK_FIGURE_MEETINGS || self->figure == DAYBOOK_FIGURE_MEETING_SECONDS
                 || self->figure == DAYBOOK_FIGURE_FOCUS_SECONDS || self->figure == DAYBOOK_FIGURE_COLLABORATION));
}

static gboolean
wants_activity (const DaybookInsightsTotal *self, const char *kind)
{
  if (self->kind == DAYBOOK_TOTAL_PLATFORM)
    return TRUE;
  switch (self->figure)
    {
    case DAYBOOK_FIGURE_COMMITS:
      return g_str_equal (kind, "commit");
    case DAYBOOK_FIGURE_PULL_REQUESTS:
      return g_str_equal (kind, "pull_request");
    case DAYBOOK_FIGURE_COLLABORATION:
      return g_str_equal (kind, "message") || g_str_equal (kind, "review");
    default:
      return FALSE;
    }
}

static gboolean
add_entries (const DaybookInsightsTotal *self, DaybookStore *store, GPtrArray *ids, GError **error)
{
  DaybookEntryFilter filter = { .from = self->period.from, .to = self->period.counted_to, .project_id = self->project_id,
                                .status = -1 };
  g_autoptr (GPtrArray) entries = daybook_store_list_entries (store, &filter, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const DaybookEntry *entry = entries->pdata[i];

      if (entry->project_id == self->project_id && entry->status != DAYBOOK_ENTRY_REJECTED)
        g_ptr_array_add (ids, daybook_id_format (DAYBOOK_KIND_ENTRY, entry->id));
    }
  return entries != NULL;
}

static gboolean
add_happenings (const DaybookInsightsTotal *self, DaybookStore *store, GPtrArray *ids, GError **error)
{
  DaybookZone *zone = daybook_store_get_zone (store);
  gint64 from = daybook_zone_get_day_start (zone, self->period.from);
  gint64 to = daybook_zone_get_day_start (zone, self->period.counted_to);
  g_autoptr (GPtrArray) heads = daybook_store_list_activity_heads (store, from, to, error);
  g_autoptr (GArray) meetings = NULL;

  if (heads == NULL)
    return FALSE;
  for (guint i = 0; i < heads->len; i++)
    {
      const DaybookActivity *head = heads->pdata[i];

      if (wants_activity (self, head->kind))
        g_ptr_array_add (ids, daybook_id_format (DAYBOOK_KIND_ACTIVITY, head->id));
    }
  if (!wants_meetings (self))
    return TRUE;
  meetings = daybook_store_list_meeting_ids (store, from, to, error);
  for (guint i = 0; meetings != NULL && i < meetings->len; i++)
    g_ptr_array_add (ids, daybook_id_format (DAYBOOK_KIND_EVENT, g_array_index (meetings, gint64, i)));
  return meetings != NULL;
}

GPtrArray *
daybook_insights_total_read (const DaybookInsightsTotal *self, DaybookStore *store, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *rows;

  if (!(self->kind == DAYBOOK_TOTAL_PROJECT ? add_entries (self, store, ids, error)
                                            : add_happenings (self, store, ids, error)))
    return NULL;
  g_ptr_array_add (ids, NULL);
  rows = daybook_store_list_evidence (store, (const char *const *) ids->pdata, error);
  for (guint i = rows != NULL ? rows->len : 0; i > 0; i--)
    {
      const DaybookEvidence *row = rows->pdata[i - 1];

      if (self->kind == DAYBOOK_TOTAL_PLATFORM && g_strcmp0 (row->provider, self->provider) != 0)
        g_ptr_array_remove_index (rows, i - 1);
    }
  return rows;
}
