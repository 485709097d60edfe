/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever happened: what the built-in engine says are the figures that stand on the tiles, every row that it names is
 * there, and where nothing happened it says so and nothing else. */
#include <math.h>
#include <string.h>

#include "golden-days.h"
#include "insight/daybook-material.h"
#include "insight/daybook-stats.h"
#include "insight/daybook-summarizer.h"
#include "store/daybook-summaries.h"

#define STORES 6
#define DAYS 21

static const char *const titles[] = { "Budget", "Roadmap for the shop", "Incident, once more", "Größe der Felder", "A & B <i>x</i>",
                                      "{hours}", "%s", "Design", "Hiring", "All hands" };
static const char *const people[] = { "Ana Sousa", "Mei Lin", "Jonas Berg", "Sofia Conti", "Elif Demir" };
static const char *const projects[] = { "Shop", "Support", "Travel" };
static const char *const places[] = { "acme/api", "acme/shop", "team", "support" };

static const char *
pick (GRand *random, const char *const *list, guint n)
{
  return list[g_rand_int_range (random, 0, (int) n)];
}
#define PICK(random, list) pick (random, list, G_N_ELEMENTS (list))

static void
add_line (GRand *random, GString *text)
{
  int hour = g_rand_int_range (random, 0, 24), minute = g_rand_int_range (random, 0, 60);

  switch (g_rand_int_range (random, 0, 11))
    {
    case 0:
    case 1:
    case 2:
      g_string_append_printf (text, "meeting %02d:%02d %d %s | %s, %s | %s\n", g_rand_int_range (random, 6, 20), minute,
                              g_rand_int_range (random, 1, 300), PICK (random, titles), PICK (random, people),
                              PICK (random, people), g_rand_boolean (random) ? "daily" : "focus");
      break;
    case 3:
      g_string_append_printf (text, "mail %02d:%02d %s | %s | Could you? | %s\n", hour, minute, PICK (random, people),
                              PICK (random, titles), PICK (random, places));
      break;
    case 4:
      g_string_append_printf (text, "message %02d:%02d %d %s | Well\n", hour, minute, g_rand_int_range (random, 1, 40),
                              PICK (random, places));
      break;
    case 5:
      g_string_append_printf (text, "commit %02d:%02d %s | %s\n", hour, minute, PICK (random, places), PICK (random, titles));
      break;
    case 6:
      g_string_append_printf (text, "pull_request %02d:%02d %s | %s | %s\n", hour, minute, PICK (random, places),
                              PICK (random, titles), g_rand_boolean (random) ? "merged" : "");
      break;
    case 7:
      g_string_append_printf (text, "review %02d:%02d %s | %s\n", hour, minute, PICK (random, places), PICK (random, titles));
      break;
    case 8:
      g_string_append_printf (text, "issue %02d:%02d %s | %s\n", hour, minute, PICK (random, places), PICK (random, titles));
      break;
    case 9:
      g_string_append_printf (text, "page %02d:%02d %s\n", hour, minute, PICK (random, titles));
      break;
    case 10:
    default:
      g_string_append_printf (text, "entry %02d:%02d %d %s | %s\n", g_rand_int_range (random, 0, 20), minute,
                              g_rand_int_range (random, 1, 200), PICK (random, projects), PICK (random, titles));
      break;
    }
}

static void
fill (StoreFixture *fixture, GRand *random, DaybookDay first)
{
  g_autofree char *path = g_build_filename (fixture->folder, "random.days", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < DAYS; i++)
    {
      g_autofree char *date = daybook_day_format (first + i);
      int lines = g_rand_int_range (random, 0, 4) == 0 ? 0 : g_rand_int_range (random, 1, 25);

      if (lines == 0)
        continue;
      g_string_append_printf (text, "%s\n", date);
      for (int j = 0; j < lines; j++)
        add_line (random, text);
    }
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_array_unref (golden_days_fill (fixture, path));
}

/* What somebody else wrote says nothing about the figures: titles stand in “”, lengths of single meetings in (). */
static char *
leave_out_names (const char *text)
{
  g_autoptr (GRegex) names = g_regex_new ("“[^”]*”|\\([^)]*\\)", 0, 0, NULL);

  return g_regex_replace_literal (names, text, -1, 0, "", 0, NULL);
}

static gboolean
stands_in (const char *json, const char *key_pattern, double value)
{
  g_autofree char *pattern = g_strdup_printf ("%s\"\\s*:\\s*([\\d.]+)", key_pattern);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, json, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *number = g_match_info_fetch (match, 1);

      if (fabs (g_ascii_strtod (number, NULL) - value) < 0.001)
        return TRUE;
    }
  return FALSE;
}

/* How many the rows of @evidence that are of @kind stand for; NULL parent: of whatever they belong to. */
static gint64
count_rows (StoreFixture *fixture, char **evidence, const char *kind, const char *parent)
{
  gint64 sum = 0;

  for (guint i = 0; evidence[i] != NULL; i++)
    {
      g_autoptr (DaybookActivity) activity = NULL;
      DaybookKind row_kind;
      gint64 id;

      g_assert_true (daybook_id_parse (evidence[i], &row_kind, &id));
      if (row_kind == DAYBOOK_KIND_EVENT && g_str_equal (kind, "meeting"))
        sum++;
      if (row_kind != DAYBOOK_KIND_ACTIVITY)
        continue;
      g_assert_true (daybook_store_resolve (fixture->store, row_kind, evidence[i], &id, NULL));
      activity = daybook_store_get_activity (fixture->store, id, NULL);
      if (g_str_equal (activity->kind, kind) && (parent == NULL || g_strcmp0 (activity->parent, parent) == 0))
        sum += activity->count;
    }
  return sum;
}

typedef struct
{
  const char *said;     /* behind the number */
  const char *slot;     /* which of a sentence's placeholders it is */
  const char *kind;     /* of the rows */
  DaybookFigure figure; /* on a tile, in a chart or in the answer */
} Count;

static const Count counts[] = {
  { "commits?", "commits", "commit", DAYBOOK_FIGURE_COMMITS },
  { "pull requests?", "pull_requests", "pull_request", DAYBOOK_FIGURE_PULL_REQUESTS },
  { "reviews?", "reviews", "review", DAYBOOK_FIGURE_REVIEWS },
  { "issues?", "issues", "issue", DAYBOOK_FIGURE_ISSUES },
  { "pages?", "pages", "page", DAYBOOK_FIGURE_PAGES },
  { "messages?", "messages", "message", DAYBOOK_FIGURE_MESSAGES },
  { "mails?", "mails", "mail", DAYBOOK_FIGURE_MAILS },
  { "meetings?", "meetings", "meeting", DAYBOOK_FIGURE_MEETINGS },
};

/* A channel has no tile: what is said of it is what the rows that are cited add up to. */
static gboolean
is_channel (StoreFixture *fixture, char **evidence, gint64 value)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (count_rows (fixture, evidence, "message", places[i]) == value)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_count (StoreFixture *fixture, const DaybookStats *stats, const Count *count, char **evidence, gint64 value)
{
  if (stats->figures[count->figure] == value)
    return TRUE;
  if (count->figure == DAYBOOK_FIGURE_MESSAGES)
    return is_channel (fixture, evidence, value);
  return count->figure == DAYBOOK_FIGURE_MEETINGS && stats->figures[DAYBOOK_FIGURE_UNLOGGED] == value;
}

static GPtrArray *
find_numbers (const char *plain, const char *said)
{
  g_autofree char *pattern = g_strdup_printf ("(?<![\\d.,#])\\b(\\d+(?:\\.\\d)?) %s\\b", said);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GPtrArray *numbers = g_ptr_array_new_with_free_func (g_free);

  for (g_regex_match (regex, plain, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    g_ptr_array_add (numbers, g_match_info_fetch (match, 1));
  return numbers;
}

/* Hours and counts that stand on a tile, in a chart or as what is usual; how many commits there are where words say it. */
static void
check_numbers (StoreFixture *fixture, const DaybookSummary *summary, const DaybookSentence *sentence)
{
  g_autoptr (DaybookStats) stats = daybook_stats_parse (summary->stats, NULL);
  g_autofree char *plain = leave_out_names (sentence->text);
  g_autoptr (GPtrArray) hours = find_numbers (plain, "hours?");
  g_autoptr (GPtrArray) items = find_numbers (plain, "items?");

  for (guint i = 0; i < hours->len; i++)
    {
      if (!stands_in (summary->stats, "hours", g_ascii_strtod (hours->pdata[i], NULL)))
        g_error ("“%s”: %s hours are none of %s", sentence->text, (char *) hours->pdata[i], summary->stats);
    }
  for (guint i = 0; i < items->len; i++)
    {
      double value = g_ascii_strtod (items->pdata[i], NULL);

      /* Those of the period, or those of the periods before. */
      if ((double) daybook_stats_count_items (stats) != value && !stands_in (summary->stats, "\"items", value))
        g_error ("“%s”: %s items are not those of %s", sentence->text, (char *) items->pdata[i], summary->stats);
    }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (GPtrArray) numbers = find_numbers (plain, counts[i].said);

      for (guint j = 0; j < numbers->len; j++)
        {
          if (!is_count (fixture, stats, &counts[i], sentence->evidence, g_ascii_strtoll (numbers->pdata[j], NULL, 10)))
            g_error ("“%s”: %s %s are not those of %s", sentence->text, (char *) numbers->pdata[j], counts[i].slot, summary->stats);
        }
    }
  if (sentence->pattern != NULL && g_str_has_prefix (sentence->pattern, "day-commit/"))
    g_assert_cmpint (stats->figures[DAYBOOK_FIGURE_COMMITS], ==, 1);
  if (sentence->pattern != NULL && g_str_has_prefix (sentence->pattern, "day-commits-pair/"))
    g_assert_cmpint (stats->figures[DAYBOOK_FIGURE_COMMITS], ==, 2);
}

/* What a sentence is filled from, the built-in engine's and a model's, are the figures, and what it cites adds up to them. */
static void
check_slots (StoreFixture *fixture, const DaybookPeriod *period, const DaybookStats *stats)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookMaterial) material = daybook_material_new (fixture->store, period, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gint64 figure = stats->figures[counts[i].figure];
      GPtrArray *ids = daybook_slots_get_evidence (material->slots, counts[i].slot);
      g_autoptr (GPtrArray) cited = g_ptr_array_new ();

      g_ptr_array_extend (cited, ids, NULL, NULL);
      g_ptr_array_add (cited, NULL);
      g_assert_cmpint (g_ascii_strtoll (daybook_slots_get (material->slots, counts[i].slot), NULL, 10), ==, figure);
      g_assert_cmpint (count_rows (fixture, (char **) cited->pdata, counts[i].kind, NULL), ==, figure);
    }
}

static void
check_sentences (StoreFixture *fixture, const DaybookSummary *summary, GPtrArray *sentences)
{
  for (guint i = 0; i < sentences->len; i++)
    {
      const DaybookSentence *sentence = sentences->pdata[i];
      g_autofree char *plain = leave_out_names (sentence->text);

      g_assert_true (g_utf8_validate (sentence->text, -1, NULL));
      g_assert_null (strpbrk (plain, "{}%"));
      g_assert_cmpuint (g_strv_length (sentence->evidence), >, 0);
      for (guint j = 0; sentence->evidence[j] != NULL; j++)
        {
          DaybookKind kind;
          gint64 number;

          g_assert_true (daybook_id_parse (sentence->evidence[j], &kind, &number));
          g_assert_true (daybook_store_resolve (fixture->store, kind, sentence->evidence[j], &number, NULL));
        }
      check_numbers (fixture, summary, sentence);
    }
}

static void
check_nothing (const DaybookSummary *summary)
{
  const DaybookSentence *only = summary->sentences->pdata[0];

  g_assert_cmpuint (summary->sentences->len, ==, 1);
  g_assert_cmpuint (summary->highlights->len + summary->insights->len + summary->recommendations->len, ==, 0);
  g_assert_nonnull (strstr (only->pattern, "-empty/"));
  g_assert_null (strstr (only->text, "“"));
}

/* The tiles are made of the very same figures. */
static void
check (StoreFixture *fixture, DaybookSummaryType type, DaybookDay day, DaybookDay today, guint *n_empty)
{
  DaybookPeriod period = daybook_period_around (type, day, today);
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookSummary) summary = daybook_summarize (fixture->store, &period, &error);
  g_autoptr (DaybookStats) stats = NULL;

  g_assert_no_error (error);
  stats = daybook_stats_parse (summary->stats, &error);
  g_assert_no_error (error);
  check_slots (fixture, &period, stats);
  check_sentences (fixture, summary, summary->sentences);
  check_sentences (fixture, summary, summary->highlights);
  check_sentences (fixture, summary, summary->insights);
  check_sentences (fixture, summary, summary->recommendations);
  if (daybook_stats_is_empty (stats))
    {
      check_nothing (summary);
      (*n_empty)++;
    }
  else
    g_assert_cmpuint (summary->sentences->len, >, 0);
  g_assert_true (daybook_store_put_summary (fixture->store, summary, &error));
}

static void
test_random (StoreFixture *fixture, gconstpointer seed)
{
  DaybookDay first = (DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS) - DAYS;
  GRand *random = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  guint n_empty = 0;

  fill (fixture, random, first);
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, first - 60, first + 60, NULL));
  for (int i = 0; i < DAYS; i++)
    {
      check (fixture, DAYBOOK_SUMMARY_DAILY, first + i, first + DAYS, &n_empty);
      if (i % 7 == 0)
        {
          check (fixture, DAYBOOK_SUMMARY_WEEKLY, first + i, first + DAYS, &n_empty);
          check (fixture, DAYBOOK_SUMMARY_MONTHLY, first + i, first + DAYS, &n_empty);
        }
    }
  g_test_message ("%u of %d days were empty", n_empty, DAYS);
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 1; i <= STORES; i++)
    {
      g_autofree char *name = g_strdup_printf ("/insight/random-days/%u", i);

      g_test_add (name, StoreFixture, GUINT_TO_POINTER (i), store_fixture_set_up, test_random, store_fixture_tear_down);
    }
  return g_test_run ();
}
