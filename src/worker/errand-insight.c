/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "base/daybook-time-words.h"
#include "daybook-worker.h"
#include "insight/daybook-summarizer.h"
#include "model/daybook-suggestion-prompt.h"
#include "model/daybook-suggestion-writer.h"
#include "model/daybook-summary-prompt.h"
#include "model/daybook-summary-writer.h"
#include "store/daybook-summaries.h"

/* Summaries, by the built-in engine or by a model: summarize, preview, models. */

static gboolean
read_range (const char *from, const char *to, DaybookDay today, DaybookPeriod *period, GError **error)
{
  DaybookDay first, last;

  if (from == NULL || to == NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("A range has both --from and --to."));
      return FALSE;
    }
  if (!daybook_day_parse_word (from, today, &first, error) || !daybook_day_parse_word (to, today, &last, error))
    return FALSE;
  if (last < first || last - first >= DAYBOOK_PERIOD_MAX_DAYS)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("A range has between 1 and %d days."),
                   DAYBOOK_PERIOD_MAX_DAYS);
      return FALSE;
    }
  *period = daybook_period_for_range (first, last + 1, today);
  return TRUE;
}

static gboolean
read_period (DaybookStore *store,
             int argc,
             char **argv,
             const char *from,
             const char *to,
             DaybookPeriod *period,
             GError **error)
{
  DaybookDay today = daybook_zone_get_day (daybook_store_get_zone (store), daybook_store_now (store));
  DaybookSummaryType type = DAYBOOK_SUMMARY_DAILY;
  DaybookDay day = today;

  if (argc > 3 || (argc > 1 && !daybook_summary_type_from_string (argv[1], &type)))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           "daybook-worker summarize [daily|weekly|monthly|range [DATE]] [--from D --to D]");
      return FALSE;
    }
  if (type == DAYBOOK_SUMMARY_RANGE)
    return read_range (from, to, today, period, error);
  if (argc == 3 && !daybook_day_parse_word (argv[2], today, &day, error))
    return FALSE;
  *period = daybook_period_around (type, day, today);
  return TRUE;
}

static void
print_summary (gint64 id)
{
  g_autofree char *text = daybook_id_format (DAYBOOK_KIND_SUMMARY, id);
  JsonBuilder *line = daybook_worker_line_begin (DAYBOOK_WORKER_RESULT);

  daybook_json_add_text (line, "summary", text);
  daybook_worker_line_end (line);
}

DaybookModel *
daybook_worker_open_model (DaybookWorker *worker, gboolean needs_name, GError **error)
{
  DaybookServices *services = daybook_worker_get_services (worker, error);

  if (services == NULL)
    return NULL;
  return daybook_model_open (worker->store, daybook_services_get_config (services),
                             daybook_services_get_transport (services), daybook_services_get_secrets (services),
                             needs_name, error);
}

/* @asked: by name, so that a model that is not there or not agreed to is an error; else it is only the usual one. */
static DaybookSummary *
make_with_model (DaybookWorker *worker, const DaybookPeriod *period, gboolean asked, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DaybookModel) model = daybook_worker_open_model (worker, TRUE, &local);
  DaybookSummary *summary = NULL;

  if (model != NULL)
    daybook_model_set_by_person (model, asked);
  if (model != NULL)
    summary = daybook_summary_write (worker->store, period, model, worker->cancellable, &local);
  if (summary != NULL)
    return summary;
  if (asked || (model != NULL && !g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_AGREED)))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  summary = daybook_summarize (worker->store, period, error);
  if (summary != NULL)
    daybook_summary_explain (summary, local);
  return summary;
}

/* A model that is set up and agreed to answered nothing of use: it is not asked again and again. */
static gboolean
has_failed (const DaybookSummary *summary)
{
  return summary->reason != NULL && !g_str_equal (summary->reason, "config")
         && !g_str_equal (summary->reason, daybook_error_code_to_string (DAYBOOK_ERROR_NOT_AGREED));
}

/* Made within the last hour, by whom it is wanted from. */
static gboolean
is_good (const DaybookSummary *summary, gboolean with_model, gint64 now)
{
  if (summary == NULL || !daybook_summary_is_fresh (summary, now))
    return FALSE;
  return with_model ? g_str_equal (summary->engine, "model") || has_failed (summary)
                    : g_str_equal (summary->engine, "builtin");
}

static gboolean
choose_engine (DaybookWorker *worker, const char *asked, gboolean *with_model, GError **error)
{
  g_autofree char *usual = daybook_store_get_setting (worker->store, "summary_engine");
  const char *engine = asked != NULL ? asked : usual;

  *with_model = g_str_equal (engine, "model");
  if (*with_model || g_str_equal (engine, "builtin"))
    return TRUE;
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("An engine is builtin or model, not “%s”."), engine);
  return FALSE;
}

gboolean
daybook_errand_summarize (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *engine = NULL;
  gboolean refresh = FALSE;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("First day of a range"), "D" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Last day of a range"), "D" },
    { "refresh", 0, 0, G_OPTION_ARG_NONE, &refresh, N_ ("Also where there is one of the last hour"), NULL },
    { "engine", 0, 0, G_OPTION_ARG_STRING, &engine, "builtin, model", "E" },
    { NULL }
  };
  g_autoptr (DaybookSummary) summary = NULL;
  g_autoptr (GError) local = NULL;
  DaybookPeriod period;
  gboolean with_model;

  if (!daybook_errand_parse (worker, "summarize", entries, &argc, &argv, error)
      || daybook_worker_get_store (worker, error) == NULL
      || !read_period (worker->store, argc, argv, from, to, &period, error)
      || !choose_engine (worker, engine, &with_model, error))
    return FALSE;
  summary = daybook_store_find_summary (worker->store, period.type, period.from, period.to, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (refresh || !is_good (summary, with_model, daybook_store_now (worker->store)))
    {
      g_clear_pointer (&summary, daybook_summary_free);
      summary = with_model ? make_with_model (worker, &period, engine != NULL, error)
                           : daybook_summarize (worker->store, &period, error);
      if (summary == NULL || !daybook_store_put_summary (worker->store, summary, error))
        return FALSE;
    }
  print_summary (summary->id);
  return TRUE;
}

/* The request's body, byte for byte, where to, and what agreeing to it would be agreeing to. */
static gboolean
print_preview (DaybookWorker *worker, DaybookModel *model, DaybookModelUse use, int form, GBytes *body, GError **error)
{
  g_autoptr (DaybookModelTerms) terms = daybook_model_make_terms (model, use, form, error);
  g_autofree char *text
      = body != NULL ? g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body)) : g_strdup ("");
  g_autofree char *url = g_strconcat (daybook_model_get_url (model), "/chat/completions", NULL);
  g_autofree char *terms_text = NULL;
  JsonBuilder *line;

  if (terms == NULL)
    return FALSE;
  terms_text = daybook_model_terms_to_text (terms);
  line = daybook_worker_line_begin (DAYBOOK_WORKER_RESULT);
  daybook_json_add_text (line, "url", url);
  daybook_json_add_text (line, "model", daybook_model_get_name (model));
  daybook_json_add_text (line, "body", text);
  daybook_json_add_text (line, "terms", terms_text);
  daybook_json_add_bool (line, "stays_here", daybook_model_terms_stay_here (terms));
  daybook_json_add_bool (line, "agreed", daybook_store_allows_model (worker->store, terms));
  daybook_worker_line_end (line);
  return TRUE;
}

/* Without an item: of the one that comes next or, when all are judged, of the last that was sent. */
static GBytes *
preview_next (DaybookWorker *worker, DaybookModel *model, GError **error)
{
  gint64 now = daybook_store_now (worker->store);
  const DaybookSuggestionFilter filter = { .all = TRUE, .limit = 100 };
  g_autoptr (GPtrArray) items = daybook_store_list_unjudged (worker->store, 0, now - 14 * DAYBOOK_DAY_SECONDS,
                                                             now + DAYBOOK_DAY_SECONDS, 100, error);
  g_autoptr (GPtrArray) judged = items != NULL ? daybook_store_list_suggestions (worker->store, &filter, error) : NULL;
  GBytes *body = NULL;

  if (judged == NULL)
    return NULL;
  for (guint i = 0; i < items->len && body == NULL; i++)
    body = daybook_suggestion_preview (worker->store, items->pdata[i], model, NULL);
  for (guint i = 0; i < judged->len && body == NULL; i++)
    {
      const DaybookSuggestion *suggestion = judged->pdata[i];
      DaybookKind kind = g_str_equal (suggestion->item_kind, "event") ? DAYBOOK_KIND_EVENT : DAYBOOK_KIND_ACTIVITY;
      g_autoptr (DaybookUnjudged) item = daybook_store_get_unjudged (worker->store, kind, suggestion->item_id, NULL);

      if (item != NULL)
        body = daybook_suggestion_preview (worker->store, item, model, NULL);
    }
  return body;
}

static GBytes *
preview_suggestion (DaybookWorker *worker, const char *text, DaybookModel *model, GError **error)
{
  g_autoptr (DaybookUnjudged) item = NULL;

  if (text == NULL)
    return preview_next (worker, model, error);
  if (!daybook_worker_find_item (worker, text, &item, error))
    return NULL;
  return item != NULL ? daybook_suggestion_preview (worker->store, item, model, error) : NULL;
}

/* What a model would be sent for a summary or about an item. Nothing is sent. */
gboolean
daybook_errand_preview (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("First day of a range"), "D" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Last day of a range"), "D" },
    { NULL }
  };
  g_autoptr (DaybookModel) model = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) local = NULL;
  DaybookServices *services;
  DaybookPeriod period;
  gboolean of_item;

  if (!daybook_errand_parse (worker, "preview", entries, &argc, &argv, error)
      || daybook_worker_get_store (worker, error) == NULL)
    return FALSE;
  of_item = argc > 1 && argc <= 3 && g_str_equal (argv[1], "suggestion");
  if (!of_item && !read_period (worker->store, argc, argv, from, to, &period, error))
    return FALSE;
  services = daybook_worker_get_services (worker, error);
  if (services == NULL)
    return FALSE;
  /* Without the key: it is no part of the body, and no keyring need be opened to look at it. */
  model = daybook_model_open (worker->store, daybook_services_get_config (services),
                              daybook_services_get_transport (services), NULL, TRUE, error);
  if (model == NULL)
    return FALSE;
  body = of_item ? preview_suggestion (worker, argc > 2 ? argv[2] : NULL, model, &local)
                 : daybook_summary_preview (worker->store, &period, model, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return of_item
             ? print_preview (worker, model, DAYBOOK_MODEL_USE_SUGGESTION, DAYBOOK_MODEL_SUGGESTION_FORM, body, error)
             : print_preview (worker, model, DAYBOOK_MODEL_USE_SUMMARY, DAYBOOK_MODEL_SUMMARY_FORM, body, error);
}

/* The models that the server offers, one a line. */
gboolean
daybook_errand_models (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_autoptr (DaybookModel) model = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *list = NULL;
  JsonBuilder *line;

  if (!daybook_errand_parse (worker, "models", NULL, &argc, &argv, error)
      || daybook_worker_get_store (worker, error) == NULL)
    return FALSE;
  model = daybook_worker_open_model (worker, FALSE, error);
  ids = model != NULL ? daybook_model_list (model, worker->cancellable, error) : NULL;
  if (ids == NULL)
    return FALSE;
  g_ptr_array_add (ids, NULL);
  list = g_strjoinv ("\n", (char **) ids->pdata);
  line = daybook_worker_line_begin (DAYBOOK_WORKER_RESULT);
  daybook_json_add_text (line, "models", list);
  daybook_worker_line_end (line);
  return TRUE;
}
