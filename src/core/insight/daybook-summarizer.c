/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built-in engine. A summary is put together of sentences by rank: what the time was like, what stood out, how it
 * compares, what follows; from the last rank up, sentences are left out where there are too many words. */
#include "insight/daybook-summarizer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/daybook-error.h"
#include "store/daybook-summaries.h"

#define HOUR 3600

typedef enum
{
  SHAPE_EMPTY,
  SHAPE_UNSYNCED,
  SHAPE_LOGGED,
  SHAPE_FREE,
  SHAPE_RECORD,
  SHAPE_PACKED,
  SHAPE_PROJECTS,
  SHAPE_PROJECTS_EVEN,
  SHAPE_PROJECT,
  SHAPE_MAKING,
  SHAPE_BROKEN,
  SHAPE_MIXED,
  SHAPE_PLAIN,
} Shape;

static const char *const day_openings[] = {
  [SHAPE_EMPTY] = "day-empty",       [SHAPE_UNSYNCED] = "day-unsynced", [SHAPE_FREE] = "day-free",
  [SHAPE_PACKED] = "day-packed",     [SHAPE_PROJECTS] = "day-projects", [SHAPE_PROJECT] = "day-project",
  [SHAPE_MAKING] = "day-making",     [SHAPE_BROKEN] = "day-broken",     [SHAPE_MIXED] = "day-mixed",
  [SHAPE_PLAIN] = "day-plain",       [SHAPE_PROJECTS_EVEN] = "day-projects-even",
  [SHAPE_LOGGED] = "day-logged",     [SHAPE_RECORD] = "day-record",
};
static const char *const period_openings[] = {
  [SHAPE_EMPTY] = "period-empty",    [SHAPE_UNSYNCED] = "period-unsynced", [SHAPE_FREE] = "period-plain",
  [SHAPE_PACKED] = "period-packed",  [SHAPE_PROJECTS] = "period-projects", [SHAPE_PROJECT] = "period-project",
  [SHAPE_MAKING] = "period-making",  [SHAPE_BROKEN] = "period-broken",     [SHAPE_MIXED] = "period-mixed",
  [SHAPE_PLAIN] = "period-plain",    [SHAPE_PROJECTS_EVEN] = "period-projects",
  [SHAPE_LOGGED] = "period-logged",  [SHAPE_RECORD] = "period-plain",
};

typedef struct
{
  DaybookMaterial *material;
  const DaybookMetrics *metrics;
  GHashTable *used;
  DaybookSummary *summary;
  gboolean is_day;
  Shape shape;
  GArray *ranks; /* (owned) int, beside summary->sentences */
} Writer;

void
daybook_summary_explain (DaybookSummary *self, const GError *why)
{
  g_free (self->notice);
  g_free (self->reason);
  /* Translators: why a summary is not the model’s; %s is a sentence. */
  self->notice = g_strdup_printf (_("This is the built-in summary. %s"), why->message);
  self->reason
      = g_strdup (daybook_error_code_to_string (why->domain == DAYBOOK_ERROR ? why->code : DAYBOOK_ERROR_INTERNAL));
}

gboolean
daybook_summary_is_fresh (const DaybookSummary *self, gint64 now)
{
  /* A clock that was set back makes nothing fresh for ever; one that was set right by a little does no harm. */
  return self->created_at <= now + 60 && now - self->created_at < DAYBOOK_SUMMARY_FRESH_SECONDS;
}

guint
daybook_count_words (const char *text)
{
  gboolean inside = FALSE;
  guint n = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gboolean is_space = g_unichar_isspace (g_utf8_get_char (text));

      if (!is_space && !inside)
        n++;
      inside = !is_space;
    }
  return n;
}

static gint64
figure (const Writer *self, DaybookFigure name)
{
  return self->metrics->figures[name];
}

static gboolean
has (const Writer *self, const char *slot)
{
  return daybook_slots_get (self->material->slots, slot) != NULL;
}

/* -1 clearly less than usual, 1 clearly more, 0 neither. */
static int
compare (const Writer *self, DaybookFigure name)
{
  double usual = self->metrics->usual[name];
  double difference = (double) figure (self, name) - usual;
  double days = MAX ((double) figure (self, DAYBOOK_FIGURE_WORK_SECONDS) / (8 * HOUR), 1.0);
  double enough = MAX (HOUR * sqrt (days), usual * 0.25);

  return difference >= enough ? 1 : difference <= -enough ? -1 : 0;
}

/* Long quiet blocks, and neither fewer of them nor more meetings than usual: then it can be praised. */
static gboolean
is_quiet (const Writer *self, gint64 days)
{
  return figure (self, DAYBOOK_FIGURE_FOCUS_SECONDS) >= 4 * HOUR * days
         && figure (self, DAYBOOK_FIGURE_MEETING_SECONDS) <= 2 * HOUR * days
         && (self->metrics->n_before < 2
             || (compare (self, DAYBOOK_FIGURE_MEETING_SECONDS) <= 0
                 && compare (self, DAYBOOK_FIGURE_FOCUS_SECONDS) >= 0));
}

static Shape
find_project_shape (const Writer *self)
{
  const char *first = daybook_slots_get (self->material->slots, "project_hours");
  const char *second = daybook_slots_get (self->material->slots, "second_project_hours");

  if (second == NULL)
    return SHAPE_PROJECT;
  return g_str_equal (first, second) ? SHAPE_PROJECTS_EVEN : SHAPE_PROJECTS;
}

/* What the time was like: every sentence of an opening is true where its shape is found. Of what has not begun,
 * plans are told (add_plan). */
static Shape
find_shape (const Writer *self)
{
  gint64 work = figure (self, DAYBOOK_FIGURE_WORK_SECONDS);
  gint64 meetings = figure (self, DAYBOOK_FIGURE_MEETINGS);
  gint64 met = figure (self, DAYBOOK_FIGURE_MEETING_SECONDS);
  gint64 focus = figure (self, DAYBOOK_FIGURE_FOCUS_SECONDS);
  gint64 fragmented = figure (self, DAYBOOK_FIGURE_FRAGMENTED_SECONDS);
  gint64 days = MAX (work / (8 * HOUR), 1);

  if (daybook_metrics_count_items (self->metrics) == 0 && figure (self, DAYBOOK_FIGURE_LOGGED_SECONDS) == 0)
    return self->metrics->covered_to > self->metrics->covered_from ? SHAPE_EMPTY : SHAPE_UNSYNCED;
  if (work > 0 && met * 2 >= work)
    return SHAPE_PACKED;
  if (figure (self, DAYBOOK_FIGURE_LOGGED_SECONDS) >= 2 * HOUR * days && has (self, "project"))
    return find_project_shape (self);
  if (daybook_metrics_count_items (self->metrics) == 0)
    return SHAPE_LOGGED;
  if (work == 0)
    return self->metrics->scheduled_seconds > 0 ? SHAPE_RECORD : SHAPE_FREE;
  if (is_quiet (self, days) && (self->is_day || meetings > 0))
    return SHAPE_MAKING;
  if (meetings >= 2 && fragmented > focus)
    return SHAPE_BROKEN;
  if (meetings >= 1 && focus >= 2 * HOUR)
    return SHAPE_MIXED;
  return SHAPE_PLAIN;
}

static DaybookSentence *
say (Writer *self, const char *role)
{
  GPtrArray *meetings = daybook_slots_get_evidence (self->material->slots, "meetings");
  GPtrArray *fallback = meetings != NULL && meetings->len > 0 ? meetings : self->material->evidence;

  return daybook_phrase_say (role, self->metrics->period.from, self->material->slots, self->used, fallback);
}

static DaybookSentence *
copy_sentence (const DaybookSentence *sentence)
{
  DaybookSentence *copy = daybook_sentence_new (sentence->text, sentence->pattern);

  g_strfreev (copy->evidence);
  copy->evidence = g_strdupv (sentence->evidence);
  return copy;
}

/* @list: also a row of it. Rank 0 is never left out. */
static void
add (Writer *self, const char *role, int rank, GPtrArray *list)
{
  DaybookSentence *sentence = say (self, role);

  if (sentence == NULL)
    return;
  if (list != NULL)
    g_ptr_array_add (list, copy_sentence (sentence));
  g_ptr_array_add (self->summary->sentences, sentence);
  g_array_append_val (self->ranks, rank);
}

static void
add_row (Writer *self, const char *role, GPtrArray *list)
{
  DaybookSentence *sentence = say (self, role);

  if (sentence != NULL)
    g_ptr_array_add (list, sentence);
}

static gboolean
is_about_projects (const Writer *self)
{
  return self->shape == SHAPE_PROJECT || self->shape == SHAPE_PROJECTS || self->shape == SHAPE_PROJECTS_EVEN;
}

static const char *
find_commits_role (const Writer *self)
{
  gint64 commits = figure (self, DAYBOOK_FIGURE_COMMITS);

  if (commits < 2)
    return "day-commit";
  if (!has (self, "second_commit"))
    return "day-commits";
  return commits == 2 ? "day-commits-pair" : "day-commits-two";
}

static void
add_day_matter (Writer *self)
{
  if (has (self, "entry") && is_about_projects (self))
    add (self, "day-entry", 1, NULL);
  if (has (self, "second"))
    add (self, "day-meetings", 0, NULL);
  else if (has (self, "meeting"))
    add (self, "day-meeting", 0, NULL);
  if (has (self, "pull_request"))
    add (self, figure (self, DAYBOOK_FIGURE_COMMITS) > 0 ? "day-pull-request" : "day-pull-request-alone", 1, NULL);
  else if (has (self, "repository"))
    add (self, find_commits_role (self), 1, NULL);
  if (has (self, "review"))
    add (self, "day-review", 4, NULL);
  if (has (self, "thread"))
    add (self, figure (self, DAYBOOK_FIGURE_MAILS) >= 3 ? "day-mails" : "day-mail", 2, NULL);
  if (has (self, "channel"))
    add (self, "day-chat", 5, NULL);
  if (has (self, "issue"))
    add (self, "day-issue", 7, NULL);
  if (has (self, "page"))
    add (self, "day-page", self->shape == SHAPE_MAKING ? 2 : 6, NULL);
}

static gboolean
happened_on_one_day (const Writer *self)
{
  return g_strcmp0 (daybook_slots_get (self->material->slots, "meeting_day"),
                    daybook_slots_get (self->material->slots, "second_day")) == 0;
}

static gboolean
is_only_channel (const Writer *self)
{
  return !has (self, "all_messages");
}

static void
add_period_matter (Writer *self)
{
  if (has (self, "second"))
    add (self, happened_on_one_day (self) ? "period-meetings-one-day" : "period-meetings", 0, NULL);
  else if (has (self, "meeting"))
    add (self, "period-meeting", 0, NULL);
  if (has (self, "second_pull_request") && figure (self, DAYBOOK_FIGURE_COMMITS) > 0)
    add (self, "period-pull-requests", 1, NULL);
  else if (has (self, "pull_request") && figure (self, DAYBOOK_FIGURE_COMMITS) > 0)
    add (self, "period-pull-request", 1, NULL);
  else if (has (self, "repository") && figure (self, DAYBOOK_FIGURE_COMMITS) > 1)
    add (self, "period-commits", 1, NULL);
  if (has (self, "review") && figure (self, DAYBOOK_FIGURE_REVIEWS) > 1)
    add (self, "period-review", 5, NULL);
  if (has (self, "thread") && figure (self, DAYBOOK_FIGURE_MAILS) > 2)
    add (self, "period-mail", 3, NULL);
  if (has (self, "channel"))
    add (self, is_only_channel (self) ? "period-chat-alone" : "period-chat", 6, NULL);
  if (has (self, "busiest"))
    add (self, "period-days", 2, self->summary->insights);
}

/* Where no calendar tells of hours, what there was is compared by its number. */
static void
add_comparison_of_items (Writer *self)
{
  double difference = (double) daybook_metrics_count_items (self->metrics) - self->metrics->usual_items;
  double enough = MAX (2, self->metrics->usual_items * 0.25);
  const char *how = difference >= enough ? "more-items" : difference <= -enough ? "fewer-items" : "usual-items";
  g_autofree char *role = g_strconcat (self->is_day ? "day-" : "period-", how, NULL);

  if (has (self, "usual_items"))
    add (self, role, 0, self->summary->insights);
}

static void
add_comparison (Writer *self)
{
  int meetings = compare (self, DAYBOOK_FIGURE_MEETING_SECONDS);
  int focus = compare (self, DAYBOOK_FIGURE_FOCUS_SECONDS);
  const char *first = NULL;
  const char *second = NULL;

  if (self->metrics->n_before < 2 || self->metrics->scheduled_seconds == 0)
    return;
  if (figure (self, DAYBOOK_FIGURE_WORK_SECONDS) == 0)
    {
      add_comparison_of_items (self);
      return;
    }
  if (self->metrics->usual[DAYBOOK_FIGURE_MEETING_SECONDS] >= HOUR / 4)
    first = meetings > 0 ? "more-meetings" : meetings < 0 ? "fewer-meetings" : NULL;
  if (self->metrics->usual[DAYBOOK_FIGURE_FOCUS_SECONDS] >= HOUR / 4)
    second = focus > 0 ? "more-focus" : focus < 0 ? "less-focus" : NULL;
  if (first == NULL && second == NULL && self->metrics->usual[DAYBOOK_FIGURE_MEETING_SECONDS] >= HOUR / 4
      && figure (self, DAYBOOK_FIGURE_MEETINGS) > 0)
    first = "usual";
  if (first == NULL)
    {
      first = second;
      second = NULL;
    }
  if (first != NULL)
    {
      g_autofree char *role = g_strconcat (self->is_day ? "day-" : "period-", first, NULL);

      add (self, role, 0, self->summary->insights);
    }
  if (second != NULL)
    {
      g_autofree char *role = g_strconcat (self->is_day ? "day-" : "period-", second, NULL);

      add_row (self, role, self->summary->insights);
    }
}

/* On a free day: nobody is told that a call at home could have waited. */
static gboolean
has_worked (const Writer *self)
{
  return self->metrics->shared_seconds > 0 || figure (self, DAYBOOK_FIGURE_COMMITS) > 0
         || figure (self, DAYBOOK_FIGURE_PULL_REQUESTS) > 0 || figure (self, DAYBOOK_FIGURE_REVIEWS) > 0
         || figure (self, DAYBOOK_FIGURE_MESSAGES) > 0 || figure (self, DAYBOOK_FIGURE_LOGGED_SECONDS) > 0;
}

static const char *
find_advice (const Writer *self)
{
  gint64 work = figure (self, DAYBOOK_FIGURE_WORK_SECONDS);
  gint64 met = figure (self, DAYBOOK_FIGURE_MEETING_SECONDS);
  gint64 focus = figure (self, DAYBOOK_FIGURE_FOCUS_SECONDS);
  gint64 fragmented = figure (self, DAYBOOK_FIGURE_FRAGMENTED_SECONDS);
  gint64 days = MAX (work / (8 * HOUR), 1);

  if (work == 0 && self->metrics->scheduled_seconds > 0)
    return "advise-open";
  if (work == 0)
    return self->is_day && has_worked (self) ? "advise-rest" : NULL;
  if (met * 2 >= work)
    return "advise-protect";
  if (figure (self, DAYBOOK_FIGURE_MEETINGS) >= 2 && fragmented > focus)
    return "advise-group";
  if (is_quiet (self, days))
    return "advise-keep";
  return focus >= 2 * HOUR ? "advise-next" : NULL;
}

static void
add_advice (Writer *self)
{
  const char *advice = find_advice (self);
  gboolean must_log = self->material->tracks_time && has (self, "unlogged");
  gboolean log_first = must_log && is_about_projects (self);

  if (must_log)
    {
      const char *role = self->is_day ? "day-advise-log" : "period-advise-log";

      if (log_first || advice == NULL)
        add (self, role, 0, self->summary->recommendations);
      else
        add_row (self, role, self->summary->recommendations);
    }
  if (advice != NULL)
    {
      g_autofree char *role = g_strconcat (self->is_day ? "day-" : "period-", advice, NULL);

      add (self, role, log_first ? 3 : 0, self->summary->recommendations);
    }
}

/* Leaves out the last rank, until what is left is not too long. */
static void
shorten (Writer *self)
{
  while (TRUE)
    {
      g_autofree char *text = daybook_summary_get_text (self->summary);
      int worst = 0;
      guint at = 0;

      if (daybook_count_words (text) <= DAYBOOK_SUMMARY_MOST_WORDS)
        return;
      for (guint i = 0; i < self->ranks->len; i++)
        {
          if (g_array_index (self->ranks, int, i) >= worst)
            {
              worst = g_array_index (self->ranks, int, i);
              at = i;
            }
        }
      if (self->ranks->len < 2)
        return;
      g_ptr_array_remove_index (self->summary->sentences, at);
      g_array_remove_index (self->ranks, at);
    }
}

/* A busy day is not told better by telling everything: what ranks last goes once there is enough without it. */
static void
leave_out_small_things (Writer *self)
{
  for (int rank = 7; rank >= 4; rank--)
    {
      for (guint i = 0; i < self->ranks->len; i++)
        {
          guint words = 0;

          if (g_array_index (self->ranks, int, i) != rank)
            continue;
          for (guint j = 0; j < self->summary->sentences->len; j++)
            words += j != i ? daybook_count_words (((DaybookSentence *) self->summary->sentences->pdata[j])->text) : 0;
          if (words < 75)
            continue;
          g_ptr_array_remove_index (self->summary->sentences, i);
          g_array_remove_index (self->ranks, i);
          break;
        }
    }
}

/* A day with little to tell still has its calendar. */
static void
lengthen (Writer *self)
{
  g_autofree char *text = daybook_summary_get_text (self->summary);

  if (self->is_day && daybook_count_words (text) < DAYBOOK_SUMMARY_LEAST_WORDS && self->shape != SHAPE_MAKING
      && figure (self, DAYBOOK_FIGURE_FOCUS_SECONDS) > 0)
    add (self, "day-quiet", 6, NULL);
}

static void
fill_in_facts (DaybookSummary *summary, const DaybookMetrics *metrics)
{
  summary->type = metrics->period.type;
  summary->from = metrics->period.from;
  summary->to = metrics->period.to;
  summary->covered_from = metrics->covered_from;
  summary->covered_to = metrics->covered_to;
  summary->stats = daybook_metrics_to_json (metrics);
}

/* What lies ahead is neither compared nor judged. */
static void
add_plan (Writer *self)
{
  if (figure (self, DAYBOOK_FIGURE_MEETINGS) == 0)
    {
      add (self, self->is_day ? "day-ahead-empty" : "period-ahead-empty", 0, NULL);
      return;
    }
  add (self, self->is_day ? "day-ahead" : "period-ahead", 0, NULL);
  if (has (self, "second"))
    add (self, self->is_day ? "day-ahead-meetings" : "period-ahead-meetings", 0, NULL);
  else if (has (self, "meeting"))
    add (self, self->is_day ? "day-ahead-meeting" : "period-ahead-meeting", 0, NULL);
}

static void
add_highlights (Writer *self)
{
  GPtrArray *highlights = self->material->highlights;

  for (guint i = 0; i < highlights->len && i < 6; i++)
    g_ptr_array_add (self->summary->highlights, copy_sentence (highlights->pdata[i]));
}

DaybookSummary *
daybook_summarize_material (DaybookMaterial *material, GHashTable *used)
{
  DaybookSummary *summary = daybook_summary_new ();
  g_autoptr (GArray) ranks = g_array_new (FALSE, FALSE, sizeof (int));
  Writer writer
      = { .material = material, .metrics = material->metrics, .used = used, .summary = summary, .ranks = ranks };

  fill_in_facts (summary, material->metrics);
  summary->engine = g_strdup ("builtin");
  writer.is_day = summary->type == DAYBOOK_SUMMARY_DAILY || summary->to - summary->from == 1;
  writer.shape = find_shape (&writer);
  if (writer.shape != SHAPE_UNSYNCED && daybook_period_is_ahead (&material->metrics->period))
    {
      add_plan (&writer);
      add_highlights (&writer);
      return summary;
    }
  if (writer.shape == SHAPE_EMPTY && writer.is_day && material->under_way)
    {
      add (&writer, "day-empty-so-far", 0, NULL);
      return summary;
    }
  add (&writer, (writer.is_day ? day_openings : period_openings)[writer.shape], 0, NULL);
  if (writer.shape == SHAPE_EMPTY || writer.shape == SHAPE_UNSYNCED)
    return summary;
  if (writer.shape == SHAPE_LOGGED)
    {
      /* Neither praise nor advice for a calendar that has nothing in it. */
      if (writer.is_day && has (&writer, "entry"))
        add (&writer, "day-entry", 0, NULL);
      return summary;
    }
  if (writer.is_day)
    add_day_matter (&writer);
  else
    add_period_matter (&writer);
  if (!writer.is_day && summary->covered_from > summary->from && summary->covered_to > summary->covered_from)
    add (&writer, "period-partly", 0, NULL);
  if (material->under_way)
    add (&writer, writer.is_day ? "day-under-way" : "period-under-way", 0, NULL);
  add_comparison (&writer);
  lengthen (&writer);
  add_advice (&writer);
  leave_out_small_things (&writer);
  shorten (&writer);
  add_highlights (&writer);
  return summary;
}

DaybookSummary *
daybook_summarize (DaybookStore *store, const DaybookPeriod *period, GError **error)
{
  g_autoptr (DaybookMaterial) material = daybook_material_new (store, period, error);
  g_autoptr (GHashTable) used = NULL;

  if (material == NULL)
    return NULL;
  used = daybook_store_list_patterns (store, period->type, period->from, period->to, error);
  return used != NULL ? daybook_summarize_material (material, used) : NULL;
}
