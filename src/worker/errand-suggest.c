/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "base/daybook-text.h"
#include "daybook-worker.h"
#include "insight/daybook-suggester.h"
#include "model/daybook-suggestion-writer.h"
#include "store/daybook-accounts.h"

/* What has to be done because of what was synced: suggest. */

/* Whoever judges, for as long as an errand lasts. */
typedef struct
{
  DaybookSuggestAskFunc ask; /* NULL: the built-in engine alone */
  DaybookModel *model;       /* (owned) (nullable) */
  DaybookSuggestionWriter *writer; /* (owned) (nullable) */
  GError *missing;           /* (owned) (nullable) why no model can be asked */
} Judge;

static void
judge_clear (Judge *self)
{
  g_clear_pointer (&self->writer, daybook_suggestion_writer_free);
  g_clear_pointer (&self->model, daybook_model_free);
  g_clear_error (&self->missing);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Judge, judge_clear)

static gboolean
ask_writer (const DaybookUnjudged *item, DaybookSuggestion *suggestion, gpointer data, GError **error)
{
  Judge *self = data;

  return daybook_suggestion_write (item, suggestion, self->writer, error);
}

static gboolean
say_missing (const DaybookUnjudged *item, DaybookSuggestion *suggestion, gpointer data, GError **error)
{
  Judge *self = data;

  daybook_suggestion_note_builtin (suggestion, self->missing->message);
  return TRUE;
}

static void
choose_judge (Judge *self, DaybookWorker *worker)
{
  g_autofree char *engine = daybook_store_get_setting (worker->store, "suggest_engine");

  if (!g_str_equal (engine, "model"))
    return;
  self->model = daybook_worker_open_model (worker, TRUE, &self->missing);
  self->ask = self->model != NULL ? ask_writer : say_missing;
  if (self->model != NULL)
    self->writer = daybook_suggestion_writer_new (worker->store, self->model, worker->cancellable);
}

/* The engine judges while it syncs; a model is asked afterwards, when no lock is held. */
gboolean
daybook_worker_suggest_after_sync (DaybookWorker *worker, gint64 account_id, GError **error)
{
  g_auto (Judge) judge = { 0 };
  g_autoptr (GPtrArray) sources = NULL;
  DaybookSuggestCounts counts = { 0 };

  choose_judge (&judge, worker);
  if (judge.ask == NULL)
    return TRUE;
  sources = daybook_store_list_sources (worker->store, account_id, error);
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];
      DaybookSuggestCounts before = counts;

      if (!daybook_suggest_new_with (worker->store, source->id, judge.ask, &judge, &counts, error)
          || !daybook_store_note_suggested (worker->store, source->id, counts.suggested - before.suggested,
                                            counts.auto_approved - before.auto_approved, error))
        return FALSE;
    }
  return sources != NULL;
}

/* Ids of events and activities. What is gone, or nobody may judge, is left out. */
static GPtrArray *
find_items (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_unjudged_free);

  for (int i = 1; i < argc; i++)
    {
      DaybookUnjudged *item;
      g_autoptr (GError) local = NULL;
      gboolean found = daybook_worker_find_item (worker, argv[i], &item, &local);

      if (!found)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (item != NULL)
        g_ptr_array_add (items, item);
    }
  return g_steal_pointer (&items);
}

gboolean
daybook_worker_find_item (DaybookWorker *worker, const char *text, DaybookUnjudged **item, GError **error)
{
  static const DaybookKind kinds[] = { DAYBOOK_KIND_ACTIVITY, DAYBOOK_KIND_EVENT };
  g_autofree char *brief = NULL;
  g_autoptr (GError) local = NULL;

  *item = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gint64 id;

      if (!daybook_worker_resolve (worker, kinds[i], text, &id, NULL))
        continue;
      *item = daybook_store_get_unjudged (worker->store, kinds[i], id, &local);
      if (local == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  brief = daybook_text_brief (text, DAYBOOK_WORKER_BRIEF);
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _ ("There is no event or activity “%s”."), brief);
  return FALSE;
}

gboolean
daybook_errand_suggest (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_auto (Judge) judge = { 0 };
  g_autoptr (GPtrArray) items = NULL;
  DaybookSuggestCounts counts = { 0 };
  JsonBuilder *line;

  if (!daybook_errand_parse (worker, "suggest", NULL, &argc, &argv, error)
      || daybook_worker_get_store (worker, error) == NULL)
    return FALSE;
  items = find_items (worker, argc, argv, error);
  if (items == NULL)
    return FALSE;
  choose_judge (&judge, worker);
  if (judge.model != NULL)
    daybook_model_set_by_person (judge.model, argc > 1);
  if (argc > 1 ? !daybook_suggest_items (worker->store, items, judge.ask, &judge, &counts, error)
               : !daybook_suggest_new_with (worker->store, 0, judge.ask, &judge, &counts, error))
    return FALSE;
  line = daybook_worker_line_begin (DAYBOOK_WORKER_RESULT);
  daybook_json_add_int (line, "judged", counts.judged);
  daybook_json_add_int (line, "suggested", counts.suggested);
  daybook_json_add_int (line, "auto_approved", counts.auto_approved);
  daybook_worker_line_end (line);
  return TRUE;
}
