/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "base/daybook-time-words.h"
#include "daybook-worker.h"
#include "insight/daybook-summarizer.h"
#include "store/daybook-summaries.h"

/* Summaries. */

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

  json_builder_set_member_name (line, "summary");
  json_builder_add_string_value (line, text);
  daybook_worker_line_end (line);
}

gboolean
daybook_errand_summarize (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  gboolean refresh = FALSE;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("First day of a range"), "D" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Last day of a range"), "D" },
    { "refresh", 0, 0, G_OPTION_ARG_NONE, &refresh, N_ ("Also where there is one of the last hour"), NULL },
    { NULL }
  };
  g_autoptr (DaybookSummary) summary = NULL;
  g_autoptr (GError) local = NULL;
  DaybookPeriod period;

  if (!daybook_errand_parse (worker, "summarize", entries, &argc, &argv, error)
      || daybook_worker_get_store (worker, error) == NULL
      || !read_period (worker->store, argc, argv, from, to, &period, error))
    return FALSE;
  summary = daybook_store_find_summary (worker->store, period.type, period.from, period.to, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (summary == NULL || refresh || !daybook_summary_is_fresh (summary, daybook_store_now (worker->store)))
    {
      g_clear_pointer (&summary, daybook_summary_free);
      summary = daybook_summarize (worker->store, &period, error);
      if (summary == NULL || !daybook_store_put_summary (worker->store, summary, error))
        return FALSE;
    }
  print_summary (summary->id);
  return TRUE;
}
