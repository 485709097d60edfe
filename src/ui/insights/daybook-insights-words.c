/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-insights-words.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <math.h>

#include "base/daybook-text.h"
#include "common/daybook-format.h"
#include "insight/daybook-material.h"

#define LONGEST_CHIP 28

/* Periods ------------------------------------------------------------------------------------------------ */

static char *
format_month (DaybookDay day)
{
  int year, month, of_month;
  g_autoptr (GDateTime) date = NULL;

  daybook_day_to_civil (day, &year, &month, &of_month);
  date = g_date_time_new_utc (year, month, of_month, 12, 0, 0);
  /* Translators: a month with its year, see strftime */
  return g_date_time_format (date, C_ ("month", "%OB %Y"));
}

/* "Thursday, 19 November", "16 – 22 November", "November 2026". */
char *
daybook_insights_words_title (const DaybookPeriod *period, DaybookDay today)
{
  if (period->type == DAYBOOK_SUMMARY_MONTHLY)
    return format_month (period->from);
  if (period->to - period->from == 1)
    return daybook_format_day (period->from, today);
  return daybook_format_day_range_near (period->from, period->to - 1, today);
}

static int
count_months (DaybookDay day)
{
  int year, month;

  daybook_day_to_civil (day, &year, &month, NULL);
  return year * 12 + month;
}

static char *
say_days_away (int away)
{
  if (away == 0)
    return g_strdup (C_ ("period", "Today"));
  if (away == -1)
    return g_strdup (C_ ("period", "Yesterday"));
  if (away == 1)
    return g_strdup (C_ ("period", "Tomorrow"));
  if (away < 0)
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) -away), -away);
  return g_strdup_printf (ngettext ("In %d day", "In %d days", (gulong) away), away);
}

static char *
say_weeks_away (int away)
{
  if (away == 0)
    return g_strdup (C_ ("period", "This week"));
  if (away == -1)
    return g_strdup (C_ ("period", "Last week"));
  if (away == 1)
    return g_strdup (C_ ("period", "Next week"));
  if (away < 0)
    return g_strdup_printf (ngettext ("%d week ago", "%d weeks ago", (gulong) -away), -away);
  return g_strdup_printf (ngettext ("In %d week", "In %d weeks", (gulong) away), away);
}

static char *
say_months_away (int away)
{
  if (away == 0)
    return g_strdup (C_ ("period", "This month"));
  if (away == -1)
    return g_strdup (C_ ("period", "Last month"));
  if (away == 1)
    return g_strdup (C_ ("period", "Next month"));
  if (away < 0)
    return g_strdup_printf (ngettext ("%d month ago", "%d months ago", (gulong) -away), -away);
  return g_strdup_printf (ngettext ("In %d month", "In %d months", (gulong) away), away);
}

char *
daybook_insights_words_subtitle (const DaybookPeriod *period, DaybookDay today)
{
  int days = period->to - period->from;

  switch (period->type)
    {
    case DAYBOOK_SUMMARY_DAILY:
      return say_days_away (period->from - today);
    case DAYBOOK_SUMMARY_WEEKLY:
      return say_weeks_away ((period->from - daybook_day_get_week_start (today, DAYBOOK_MONDAY)) / 7);
    case DAYBOOK_SUMMARY_MONTHLY:
      return say_months_away (count_months (period->from) - count_months (today));
    case DAYBOOK_SUMMARY_RANGE:
    default:
      return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), days);
    }
}

/* Advice is about what comes next; of a time long past it is what would have helped. */
char *
daybook_insights_words_advice_heading (const DaybookPeriod *period, DaybookDay today)
{
  gboolean last = period->from <= today && today < period->to;

  if (last && period->type == DAYBOOK_SUMMARY_WEEKLY)
    return g_strdup (_("For Next Week"));
  if (last && period->type == DAYBOOK_SUMMARY_MONTHLY)
    return g_strdup (_("For Next Month"));
  if (last && period->type == DAYBOOK_SUMMARY_DAILY)
    return g_strdup (_("For the Next Days"));
  return g_strdup (_("Recommendations"));
}

/* Figures ------------------------------------------------------------------------------------------------- */

/* To the tenth, with the locale's point: "14.5", "16". */
static char *
format_tenths (double value)
{
  gint64 tenths = (gint64) round (fabs (value) * 10);
  const char *point = localeconv ()->decimal_point;

  if (!g_utf8_validate (point, -1, NULL))
    point = ".";
  if (tenths % 10 == 0)
    return g_strdup_printf ("%'" G_GINT64_FORMAT, tenths / 10);
  return g_strdup_printf ("%'" G_GINT64_FORMAT "%s%d", tenths / 10, point, (int) (tenths % 10));
}

/* "14.5 h" */
char *
daybook_insights_words_hours (double hours)
{
  g_autofree char *number = format_tenths (hours);

  /* Translators: a number of hours, such as 14.5, with the sign of hours */
  return g_strdup_printf (C_ ("hours", "%s h"), number);
}

/* "14.5 hours", as the prose says it. */
char *
daybook_insights_words_spoken_hours (double hours)
{
  return daybook_prose_hours ((gint64) round (hours * 3600));
}

char *
daybook_insights_words_number (DaybookFigure figure, double value)
{
  if (daybook_figure_is_seconds (figure))
    return daybook_insights_words_hours (value);
  if (figure == DAYBOOK_FIGURE_COLLABORATION)
    /* Translators: a share in percent */
    return g_strdup_printf (C_ ("percent", "%d %%"), (int) round (value));
  return g_strdup_printf ("%'" G_GINT64_FORMAT, (gint64) round (value));
}

const char *
daybook_insights_words_caption (DaybookFigure figure, double value)
{
  gulong n = (gulong) MAX (round (value), 0);

  switch (figure)
    {
    case DAYBOOK_FIGURE_COMMITS:
      /* Translators: under a number on a tile */
      return ngettext ("commit", "commits", n);
    case DAYBOOK_FIGURE_PULL_REQUESTS:
      return ngettext ("pull request", "pull requests", n);
    case DAYBOOK_FIGURE_MEETINGS:
      return ngettext ("meeting", "meetings", n);
    case DAYBOOK_FIGURE_MEETING_SECONDS:
      /* Translators: under a number of hours on a tile */
      return C_ ("figure", "in meetings");
    case DAYBOOK_FIGURE_FOCUS_SECONDS:
      /* Translators: under a number of hours on a tile: time in long free blocks */
      return C_ ("figure", "focus");
    case DAYBOOK_FIGURE_COLLABORATION:
      /* Translators: under a share in percent on a tile */
      return C_ ("figure", "collaboration");
    default:
      return "";
    }
}

/* NULL: nothing before was synced whole, so there is nothing to compare with. */
char *
daybook_insights_words_comparison (const DaybookStats *stats, DaybookFigure figure)
{
  g_autofree char *number = NULL;
  double difference;

  if (!daybook_stats_compare (stats, figure, &difference))
    return NULL;
  if (difference == 0)
    return g_strdup (C_ ("comparison", "as usual"));
  if (daybook_figure_is_seconds (figure))
    number = daybook_insights_words_hours (difference);
  else
    number = format_tenths (difference);
  if (figure == DAYBOOK_FIGURE_COLLABORATION)
    /* Translators: %s is a difference of percentages, in percentage points; than usual */
    return g_strdup_printf (difference > 0 ? C_ ("percent", "%s points higher") : C_ ("percent", "%s points lower"), number);
  if (daybook_figure_is_seconds (figure))
    /* Translators: %s is a number of hours with its sign, "2.5 h" */
    return g_strdup_printf (difference > 0 ? C_ ("hours", "%s more than usual") : C_ ("hours", "%s less than usual"), number);
  /* Translators: %s is a number of things */
  return g_strdup_printf (difference > 0 ? C_ ("count", "%s more than usual") : C_ ("count", "%s fewer than usual"), number);
}

/* "14.5 hours in meetings, 2.5 h more than usual" */
char *
daybook_insights_words_spoken (const DaybookStats *stats, DaybookFigure figure)
{
  double value = stats->figures[figure];
  g_autofree char *number = daybook_figure_is_seconds (figure) ? daybook_insights_words_spoken_hours (value)
                                                               : daybook_insights_words_number (figure, value);
  g_autofree char *comparison = daybook_insights_words_comparison (stats, figure);
  g_autofree char *words = g_strdup_printf ("%s %s", number, daybook_insights_words_caption (figure, value));

  return comparison != NULL ? g_strdup_printf ("%s, %s", words, comparison) : g_steal_pointer (&words);
}

const char *
daybook_insights_words_explanation (DaybookFigure figure)
{
  switch (figure)
    {
    case DAYBOOK_FIGURE_MEETING_SECONDS:
      return _("Time that at least one meeting took. Where two overlap it counts once.");
    case DAYBOOK_FIGURE_FOCUS_SECONDS:
      return _("Free blocks of two hours and more in working hours, between these meetings.");
    case DAYBOOK_FIGURE_COLLABORATION:
      return _("The share of working hours spent with others: meetings with somebody else, two minutes for each message, a "
               "quarter of an hour for each review.");
    default:
      return NULL;
    }
}

/* Rows --------------------------------------------------------------------------------------------------- */

static gboolean
find_figure (const DaybookEvidence *row, DaybookFigure *figure)
{
  static const struct
  {
    const char *word;
    DaybookFigure figure;
  } words[] = {
    { "commit", DAYBOOK_FIGURE_COMMITS },   { "pull_request", DAYBOOK_FIGURE_PULL_REQUESTS },
    { "review", DAYBOOK_FIGURE_REVIEWS },   { "issue", DAYBOOK_FIGURE_ISSUES },
    { "page", DAYBOOK_FIGURE_PAGES },       { "message", DAYBOOK_FIGURE_MESSAGES },
    { "mail", DAYBOOK_FIGURE_MAILS },
  };

  if (row->kind == DAYBOOK_KIND_EVENT)
    {
      *figure = DAYBOOK_FIGURE_MEETINGS;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_strcmp0 (words[i].word, row->word) == 0)
        {
          *figure = words[i].figure;
          return TRUE;
        }
    }
  return FALSE;
}

/* "3 commits", "1 meeting", "12 entries"; rows of several kinds are "14 items". @rows: DaybookEvidence. */
char *
daybook_insights_words_rows (GPtrArray *rows)
{
  const DaybookEvidence *first = rows->len > 0 ? rows->pdata[0] : NULL;
  DaybookFigure figure = DAYBOOK_N_FIGURES;
  gboolean same = TRUE;
  gint64 count = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const DaybookEvidence *row = rows->pdata[i];

      count += row->count;
      same = same && row->kind == first->kind && g_strcmp0 (row->word, first->word) == 0;
    }
  if (same && first != NULL && first->kind == DAYBOOK_KIND_ENTRY)
    return g_strdup_printf (ngettext ("%u entry", "%u entries", rows->len), rows->len);
  if (same && first != NULL && first->kind == DAYBOOK_KIND_TASK)
    return g_strdup_printf (ngettext ("%u task", "%u tasks", rows->len), rows->len);
  if (same && first != NULL && first->kind == DAYBOOK_KIND_SOURCE)
    return g_strdup_printf (ngettext ("%u source", "%u sources", rows->len), rows->len);
  if (!same || first == NULL || !find_figure (first, &figure))
    figure = DAYBOOK_N_FIGURES;
  return daybook_prose_count (figure, count);
}

/* What stands on a chip of the prose: of a single row its title says more than a number. */
char *
daybook_insights_words_chip (GPtrArray *rows)
{
  g_autofree char *title = NULL;

  if (rows->len != 1 || ((DaybookEvidence *) rows->pdata[0])->count > 1)
    return daybook_insights_words_rows (rows);
  title = daybook_insights_words_row_title (rows->pdata[0]);
  return daybook_text_ellipsize (title, LONGEST_CHIP);
}

const char *
daybook_insights_words_row_icon (const DaybookEvidence *row)
{
  switch ((int) row->kind)
    {
    case DAYBOOK_KIND_EVENT:
      return "daybook-today-symbolic";
    case DAYBOOK_KIND_ENTRY:
      return "daybook-time-symbolic";
    case DAYBOOK_KIND_TASK:
      return "daybook-inbox-symbolic";
    case DAYBOOK_KIND_SOURCE:
      return "daybook-accounts-symbolic";
    default:
      break;
    }
  if (g_strcmp0 (row->word, "mail") == 0)
    return "daybook-mail-symbolic";
  if (g_strcmp0 (row->word, "message") == 0)
    return "daybook-chat-symbolic";
  if (g_strcmp0 (row->word, "page") == 0)
    return "daybook-note-symbolic";
  return "daybook-code-symbolic";
}

char *
daybook_insights_words_row_title (const DaybookEvidence *row)
{
  g_autofree char *title = daybook_text_one_line (row->title);

  if (*title != '\0')
    return g_steal_pointer (&title);
  return g_strdup (row->kind == DAYBOOK_KIND_EVENT ? _("Untitled meeting") : _("Untitled"));
}

/* "Thu 19 Nov, 9:30 – 10:00"; "" where there is no time to it. */
char *
daybook_insights_words_row_time (const DaybookEvidence *row, DaybookZone *zone, DaybookDay today)
{
  g_autofree char *day = NULL;
  g_autofree char *weekday = NULL;
  g_autofree char *date = NULL;
  g_autofree char *time = NULL;
  DaybookDay on;
  gint64 wall;

  if (row->at == DAYBOOK_INSTANT_NONE)
    return g_strdup ("");
  wall = row->all_day ? row->at : daybook_zone_to_wall (zone, row->at);
  on = daybook_wall_get_day (wall);
  weekday = daybook_format_weekday (on);
  date = daybook_format_day_brief (on, today);
  /* Translators: a weekday, then a date: "Thu 19 Nov" */
  day = g_strdup_printf (C_ ("date", "%s %s"), weekday, date);
  if (row->all_day)
    return g_steal_pointer (&day);
  time = row->end != DAYBOOK_INSTANT_NONE && row->end > row->at
           ? daybook_format_time_range (wall, daybook_zone_to_wall (zone, row->end))
           : daybook_format_time (wall);
  return g_strdup_printf ("%s, %s", day, time);
}

/* Who wrote it -------------------------------------------------------------------------------------------- */

/* "today at 8:00", "on Thu 19 Nov at 8:00" */
static char *
say_when (gint64 instant, DaybookZone *zone, DaybookDay today)
{
  gint64 wall = daybook_zone_to_wall (zone, instant);
  DaybookDay day = daybook_wall_get_day (wall);
  g_autofree char *time = daybook_format_time (wall);
  g_autofree char *date = NULL;

  if (day == today)
    /* Translators: when something was written; a time */
    return g_strdup_printf (_("today at %s"), time);
  if (day == today - 1)
    return g_strdup_printf (_("yesterday at %s"), time);
  date = daybook_format_day_brief (day, today);
  /* Translators: when something was written; a date, then a time */
  return g_strdup_printf (_("on %s at %s"), date, time);
}

static char *
find_host (const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

char *
daybook_insights_words_engine (const DaybookInsights *insights, DaybookZone *zone, DaybookDay today)
{
  const DaybookSummary *summary = insights->summary;
  g_autofree char *when = say_when (summary->created_at, zone, today);
  g_autofree char *host = NULL;
  g_autofree char *model = NULL;

  if (!insights->is_stored)
    return g_strdup (_("Written on this computer by the built-in summaries, just now"));
  if (!g_str_equal (summary->engine, "model"))
    /* Translators: %s is when: "today at 8:00" */
    return g_strdup_printf (_("Written on this computer by the built-in summaries, %s"), when);
  host = find_host (insights->model_url);
  model = daybook_text_one_line (summary->model != NULL ? summary->model : _("a model"));
  if (host != NULL)
    /* Translators: a model, then the server it is asked at, then when: "today at 8:00" */
    return g_strdup_printf (_("Written by %s at %s, %s"), model, host, when);
  /* Translators: a model, then when: "today at 8:00" */
  return g_strdup_printf (_("Written by %s, %s"), model, when);
}

/* That, whether it is new, and whether somebody else could write it. */
char *
daybook_insights_words_line (const DaybookInsights *insights, DaybookZone *zone, DaybookDay today)
{
  gboolean with_model = g_strcmp0 (insights->engine, "model") == 0;
  g_autofree char *engine = daybook_insights_words_engine (insights, zone, today);
  g_autofree char *line = NULL;
  g_autofree char *time = NULL;

  if (insights->is_outdated)
    /* Translators: who wrote a summary, where and when, then that it is not new any more */
    line = g_strdup_printf (_("%s. Something has changed since."), engine);
  else if (!insights->is_stored && with_model)
    line = g_strdup_printf (_("%s. Refresh to ask the model."), engine);
  if (!with_model || insights->paused_until == DAYBOOK_INSTANT_NONE)
    return g_strdup (line != NULL ? line : engine);
  time = daybook_format_time (daybook_zone_to_wall (zone, insights->paused_until));
  if (line != NULL)
    /* Translators: some sentences, then that a model that failed is left alone; a time */
    return g_strdup_printf (_("%s The model failed and is not asked by itself before %s."), line, time);
  /* Translators: who wrote a summary, where and when, then that a model that failed is left alone; a time */
  return g_strdup_printf (_("%s. The model failed and is not asked by itself before %s."), engine, time);
}
