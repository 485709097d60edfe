/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <stdio.h>

#include "base/daybook-error.h"
#include "daybook-errand.h"
#include "daybook-options.h"
#include "daybook-output.h"
#include "daybook-preview-output.h"
#include "insight/daybook-summarizer.h"
#include "store/daybook-model-terms.h"
#include "store/daybook-summaries.h"

static const char way_to_agree[]
  = N_ ("“daybookctl summary --preview” shows what would be sent, and with “--agree” it is agreed to.");

static void
add_sentences (JsonBuilder *builder, const char *member, GPtrArray *sentences)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < sentences->len; i++)
    {
      const DaybookSentence *sentence = sentences->pdata[i];

      json_builder_begin_object (builder);
      daybook_json_add_text (builder, "text", sentence->text);
      daybook_json_add_texts (builder, "evidence", (const char *const *) sentence->evidence);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* What of the period every source was asked for; days are both included, as on the command line. */
static void
add_coverage (JsonBuilder *builder, const DaybookSummary *summary)
{
  json_builder_set_member_name (builder, "coverage");
  if (summary->covered_to <= summary->covered_from)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  daybook_json_add_day (builder, "from", summary->covered_from);
  daybook_json_add_day (builder, "to", summary->covered_to - 1);
  daybook_json_add_bool (builder, "complete",
                         summary->covered_from == summary->from && summary->covered_to == summary->to);
  json_builder_end_object (builder);
}

static JsonBuilder *
make_answer (const DaybookSummary *summary)
{
  g_autofree char *text = daybook_summary_get_text (summary);
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_SUMMARY, summary->id);
  daybook_json_add_text (builder, "type", daybook_summary_type_to_string (summary->type));
  daybook_json_add_day (builder, "date", summary->type != DAYBOOK_SUMMARY_RANGE ? summary->from : DAYBOOK_DAY_NONE);
  daybook_json_add_day (builder, "from", summary->from);
  daybook_json_add_day (builder, "to", summary->to - 1);
  add_coverage (builder, summary);
  daybook_json_add_text (builder, "summary", text);
  add_sentences (builder, "sentences", summary->sentences);
  add_sentences (builder, "highlights", summary->highlights);
  add_sentences (builder, "insights", summary->insights);
  add_sentences (builder, "recommendations", summary->recommendations);
  daybook_output_json (builder, "stats", summary->stats, "{}");
  daybook_json_add_text (builder, "engine", summary->engine);
  daybook_json_add_text (builder, "model", summary->model);
  daybook_json_add_text (builder, "notice", summary->notice);
  daybook_json_add_text (builder, "reason", summary->reason);
  daybook_json_add_instant (builder, "created_at", summary->created_at);
  json_builder_end_object (builder);
  return builder;
}

static void
print_sentences (const char *title, GPtrArray *sentences)
{
  if (sentences->len == 0)
    return;
  printf ("\n%s\n", title);
  for (guint i = 0; i < sentences->len; i++)
    printf ("  %s\n", ((DaybookSentence *) sentences->pdata[i])->text);
}

static void
print_text (const DaybookSummary *summary)
{
  g_autofree char *text = daybook_summary_get_text (summary);

  if (summary->notice != NULL)
    daybook_output_message ("%s", summary->notice);
  if (g_strcmp0 (summary->reason, daybook_error_code_to_string (DAYBOOK_ERROR_NOT_AGREED)) == 0)
    daybook_output_message ("%s", _ (way_to_agree));
  printf ("%s\n", text);
  print_sentences (_ ("Highlights"), summary->highlights);
  print_sentences (_ ("Insights"), summary->insights);
  print_sentences (_ ("Recommendations"), summary->recommendations);
}

static gboolean
find_period (DaybookCtl *ctl,
             const char *type_text,
             const char *date,
             const char *from,
             const char *to,
             DaybookPeriod *period,
             GError **error)
{
  DaybookDay today = daybook_ctl_get_today (ctl);
  DaybookSummaryType type = DAYBOOK_SUMMARY_DAILY;
  DaybookDay day, end;

  if (from != NULL || to != NULL)
    {
      if (type_text != NULL || date != NULL)
        {
          g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                               _ ("A summary is of a day, week or month, or from one day to another, not both."));
          return FALSE;
        }
      if (!daybook_options_days (ctl, from, to, today, today, &day, &end, error))
        return FALSE;
      if (end - day > DAYBOOK_PERIOD_MAX_DAYS)
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("A range has between 1 and %d days."),
                       DAYBOOK_PERIOD_MAX_DAYS);
          return FALSE;
        }
      *period = daybook_period_for_range (day, end, today);
      return TRUE;
    }
  if (type_text != NULL
      && (!daybook_summary_type_from_string (type_text, &type) || type == DAYBOOK_SUMMARY_RANGE))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("A summary is daily, weekly or monthly, not “%s”."),
                   type_text);
      return FALSE;
    }
  if (!daybook_options_day (ctl, date, today, &day, error))
    return FALSE;
  *period = daybook_period_around (type, day, today);
  return TRUE;
}

static gboolean
run_errand (DaybookErrand *errand, const DaybookPeriod *period, GError **error)
{
  g_autofree char *from = daybook_day_format (period->from);
  g_autofree char *to = daybook_day_format (period->to - 1);

  daybook_errand_add_argument (errand, daybook_summary_type_to_string (period->type));
  if (period->type == DAYBOOK_SUMMARY_RANGE)
    {
      daybook_errand_set_option (errand, "from", from);
      daybook_errand_set_option (errand, "to", to);
    }
  else
    {
      daybook_errand_add_argument (errand, from);
    }
  return daybook_errand_run (errand, error);
}

static gboolean
make_summary (DaybookCtl *ctl, const DaybookPeriod *period, const char *engine, gboolean refresh, GError **error)
{
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "summarize");
  g_autoptr (GError) local = NULL;

  if (refresh)
    daybook_errand_set_option (errand, "refresh", NULL);
  if (engine != NULL)
    daybook_errand_set_option (errand, "engine", engine);
  if (run_errand (errand, period, &local))
    return TRUE;
  if (g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_AGREED))
    g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_AGREED, "%s %s", local->message, _ (way_to_agree));
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
show_preview (DaybookCtl *ctl, const DaybookPeriod *period, gboolean and_agree, GError **error)
{
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "preview");

  if (!run_errand (errand, period, error))
    return FALSE;
  return daybook_preview_output_show (ctl, errand, and_agree, error);
}

gboolean
daybook_command_summary (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *date = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *engine = NULL;
  gboolean refresh = FALSE;
  gboolean preview = FALSE;
  gboolean and_agree = FALSE;
  gboolean withdraw = FALSE;
  const GOptionEntry entries[] = {
    { "date", 0, 0, G_OPTION_ARG_STRING, &date, N_ ("A day in it (today)"), N_ ("D") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("First day of a range"), N_ ("D") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Last day of a range (today)"), N_ ("D") },
    { "refresh", 0, 0, G_OPTION_ARG_NONE, &refresh, N_ ("Make it anew, also where there is one of the last hour"), NULL },
    { "engine", 0, 0, G_OPTION_ARG_STRING, &engine, N_ ("builtin or model (the setting summary_engine)"), N_ ("E") },
    { "preview", 0, 0, G_OPTION_ARG_NONE, &preview, N_ ("Only show what a model would be sent"), NULL },
    { "agree", 0, 0, G_OPTION_ARG_NONE, &and_agree, N_ ("With --preview: agree to it, so that the model may be asked"), NULL },
    { "withdraw", 0, 0, G_OPTION_ARG_NONE, &withdraw, N_ ("Take back what was agreed to: nothing is sent any more"), NULL },
    { NULL }
  };
  g_autoptr (DaybookSummary) summary = NULL;
  DaybookPeriod period;

  if (!daybook_options_parse (ctl, "summary", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 1,
                                  "summary [daily | weekly | monthly] [--date D] [--from D --to D] [--refresh]"
                                  " [--engine E] [--preview [--agree]] [--withdraw]",
                                  error)
      || daybook_ctl_get_store (ctl, error) == NULL
      || !find_period (ctl, argc > 1 ? argv[1] : NULL, date, from, to, &period, error))
    return FALSE;
  if (and_agree && !preview)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _ ("--agree goes with --preview, which shows what it agrees to."));
      return FALSE;
    }
  if (withdraw)
    return daybook_store_withdraw_from_model (ctl->store, DAYBOOK_MODEL_USE_SUMMARY, error);
  if (preview)
    return show_preview (ctl, &period, and_agree, error);
  if (!make_summary (ctl, &period, engine, refresh, error))
    return FALSE;
  summary = daybook_store_find_summary (ctl->store, period.type, period.from, period.to, error);
  if (summary == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, _ ("The summary was not stored."));
      return FALSE;
    }
  if (ctl->json)
    daybook_output_print_object (ctl, make_answer (summary));
  else
    print_text (summary);
  return TRUE;
}

gboolean
daybook_command_models (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  static const DaybookColumn columns[] = { { "id", N_ ("Model"), DAYBOOK_CELL_TEXT, 0 }, { NULL } };
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "models");
  g_auto (GStrv) ids = NULL;
  const char *list;
  JsonBuilder *builder;

  if (!daybook_options_parse (ctl, "models", NULL, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "models", error) || !daybook_errand_run (errand, error))
    return FALSE;
  list = daybook_errand_get_result (errand, "models");
  ids = g_strsplit (list != NULL ? list : "", "\n", -1);
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (*ids[i] == '\0')
        continue;
      json_builder_begin_object (builder);
      daybook_json_add_text (builder, "id", ids[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  daybook_output_print (ctl, builder, columns, _ ("The server offers no model."));
  return TRUE;
}
