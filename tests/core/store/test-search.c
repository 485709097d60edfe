/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Full text, and sums. */
#include <string.h>

#include "store-fixture.h"
#include "store/daybook-store-private.h"

#define HOUR G_GINT64_CONSTANT (3600)
#define DAY G_GINT64_CONSTANT (86400)

static void
put (StoreFixture *fixture, const char *external_id, const char *title, const char *description, gint64 start)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, external_id, start, HOUR);

  g_free (event->title);
  event->title = g_strdup (title);
  event->description = g_strdup (description);
  g_assert_true (daybook_store_put_event (fixture->store, event, 1, NULL, NULL, &error));
  g_assert_no_error (error);
}

static GPtrArray *
search (StoreFixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *hits = daybook_store_search (fixture->store, text, 0, 0, &error);

  g_assert_no_error (error);
  return hits;
}

static void
test_newest_first (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Résumé of the zebra", FIXTURE_NOW + 50 * DAY, HOUR);
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GPtrArray) folded = NULL;
  g_autoptr (GPtrArray) page = NULL;
  DaybookSearchHit *hit;

  /* Written in another order than they happened, one before 1970. */
  put (fixture, "b", "Zebra crossing", NULL, FIXTURE_NOW);
  put (fixture, "a", "Planning", "We talk about the ZEBRA and its résumé.", FIXTURE_NOW + 10 * DAY);
  put (fixture, "old", "The first zebra", NULL, -20 * 365 * DAY);
  daybook_store_add_entry (fixture->store, entry, &error);
  g_assert_no_error (error);

  hits = search (fixture, "zebra");
  g_assert_cmpuint (hits->len, ==, 4);
  hit = hits->pdata[0];
  g_assert_cmpint (hit->kind, ==, DAYBOOK_KIND_ENTRY);
  g_assert_cmpint (hit->id, ==, entry->id);
  g_assert_cmpint (hit->at, ==, FIXTURE_NOW + 50 * DAY);
  hit = hits->pdata[1];
  g_assert_cmpint (hit->kind, ==, DAYBOOK_KIND_EVENT);
  g_assert_cmpstr (hit->title, ==, "Planning");
  g_assert_nonnull (strstr (hit->snippet, "ZEBRA"));
  g_assert_cmpstr (((DaybookSearchHit *) hits->pdata[3])->title, ==, "The first zebra");
  /* Case and accents do not matter, all words must occur, the last one may be unfinished. */
  folded = search (fixture, "RESUME zeb");
  g_assert_cmpuint (folded->len, ==, 2);
  page = daybook_store_search (fixture->store, "zebra", 2, 1, &error);
  g_assert_cmpuint (page->len, ==, 2);
  g_assert_cmpstr (((DaybookSearchHit *) page->pdata[1])->title, ==, "Zebra crossing");
}

/* A beginning is found whether few words or a great many begin so; a space ends the last word. */
static void
test_beginnings (StoreFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *text;
    guint hits;
  } cases[] = {
    { "gnu1", 110 }, { "gnu", 120 }, { "gnu1 ", 1 }, { "GNU11", 16 }, { "gnu999", 0 }, { "gnu5 mark", 1 },
    { "übun", 1 }, { "ubuntu", 1 }, { "stand-u", 1 }, { "up stand", 1 },
  };

  g_assert_true (daybook_store_begin (fixture->store, NULL));
  for (int i = 0; i < 119; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("e%d", i);
      g_autofree char *title = g_strdup_printf ("gnu%d market", i < 10 ? i : i < 12 ? 100 + i : 1000 + i * 7);

      put (fixture, external_id, title, NULL, FIXTURE_NOW + i * HOUR);
    }
  put (fixture, "u", "Übuntu gnu", NULL, FIXTURE_NOW);
  put (fixture, "s", "Daily stand-up", NULL, FIXTURE_NOW);
  g_assert_true (daybook_store_commit (fixture->store, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) hits = daybook_store_search (fixture->store, cases[i].text, 1000, 0, NULL);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (hits->len, ==, cases[i].hits);
    }
}

/* Whatever is typed is a question, never an error. */
static void
test_any_input (StoreFixture *fixture, gconstpointer unused)
{
  static const char *const inputs[] = {
    "", " ", "\"", "\"\"", "*", "a*b", "AND", "OR zebra", "zebra NOT", "(", "NEAR(a b)", "title:zebra", "-zebra", "^x",
    "a\"b", "';--", "{x y}: z", "\xff\xfe", "+", "ünï©ode", "x\ty\nz",
  };

  put (fixture, "a", "Zebra", NULL, FIXTURE_NOW);
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autoptr (GPtrArray) hits = search (fixture, inputs[i]);

      g_assert_nonnull (hits);
    }
}

static void
test_snippets (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GPtrArray) none = NULL;
  DaybookSearchHit *hit;

  for (int i = 0; i < 300; i++)
    g_string_append (text, "many words ");
  g_string_append (text, "then the needle\nand  ");
  for (int i = 0; i < 300; i++)
    g_string_append (text, "more words ");
  put (fixture, "a", "Haystack", text->str, FIXTURE_NOW);
  hits = search (fixture, "needle");
  hit = hits->pdata[0];
  g_assert_nonnull (strstr (hit->snippet, "then the needle and"));
  g_assert_cmpint (g_utf8_strlen (hit->snippet, -1), <=, 150);
  g_assert_true (g_str_has_prefix (hit->snippet, "… "));
  /* Found in the title: the text's beginning. */
  none = search (fixture, "haystack");
  hit = none->pdata[0];
  g_assert_true (g_str_has_prefix (hit->snippet, "many words"));
}

/* A series is found once, and shown by the instance nearest to now that has begun. */
static void
test_series_hit (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEvent) master = store_fixture_make_event (fixture, "daily", FIXTURE_NOW - 10 * DAY, HOUR);
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (DaybookOccurrence));
  g_autoptr (GPtrArray) hits = NULL;
  DaybookSearchHit *hit;

  master->kind = DAYBOOK_EVENT_MASTER;
  master->rrule = g_strdup ("RRULE:FREQ=DAILY");
  daybook_store_put_event (fixture->store, master, 1, NULL, &master->id, &error);
  for (int i = 0; i < 20; i++)
    {
      gint64 start = FIXTURE_NOW + (i - 10) * DAY;
      DaybookOccurrence occurrence = { start, start, start + HOUR };

      g_array_append_val (starts, occurrence);
    }
  daybook_store_set_occurrences (fixture->store, master, starts, 0, G_MAXINT64, NULL, NULL, &error);
  g_assert_no_error (error);
  hits = search (fixture, "daily");
  g_assert_cmpuint (hits->len, ==, 1);
  hit = hits->pdata[0];
  g_assert_cmpint (hit->at, ==, FIXTURE_NOW);
  g_assert_cmpint (hit->id, !=, master->id);
}

/* Sums ---------------------------------------------------------------------------------------------- */

static gint64
add_project (DaybookStore *store, const char *name, gint64 client_id, gint64 rate)
{
  g_autoptr (DaybookProject) project = daybook_project_new ();

  project->name = g_strdup (name);
  project->client_id = client_id;
  project->hourly_rate = rate;
  return daybook_store_add_project (store, project, NULL);
}

static void
add_entry (DaybookStore *store,
           const char *title,
           gint64 project_id,
           gint64 start,
           gint64 seconds,
           gboolean billable,
           DaybookEntryStatus status,
           const char *tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry (title, start, seconds);
  const char *tags[] = { tag, tag != NULL ? "both" : NULL, NULL };

  entry->project_id = project_id;
  entry->billable = billable;
  entry->status = status;
  entry->tags = g_strdupv ((char **) tags);
  daybook_store_add_entry (store, entry, &error);
  g_assert_no_error (error);
}

static GPtrArray *
totals (StoreFixture *fixture, DaybookTotalsFilter filter, DaybookTotalsKey key)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *result = daybook_store_report_totals (fixture->store, &filter, key, &error);

  g_assert_no_error (error);
  return result;
}

static void
test_totals (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (DaybookClient) client = daybook_client_new ();
  DaybookDay day = daybook_day_from_civil (2026, 11, 21);
  DaybookTotalsFilter filter = { .from = day, .to = day + 7, .status = -1 };
  gint64 website, app;
  gint64 late = daybook_wall_from_civil (2026, 11, 21, 23, 30, 0); /* 00:30 of the 22nd in Berlin */
  g_autoptr (GPtrArray) by_project = NULL;
  g_autoptr (GPtrArray) by_client = NULL;
  g_autoptr (GPtrArray) by_day = NULL;
  g_autoptr (GPtrArray) by_tag = NULL;
  g_autoptr (GPtrArray) grid = NULL;
  g_autoptr (GPtrArray) approved = NULL;
  g_autoptr (GPtrArray) rounded = NULL;
  DaybookTotal *total;

  client->name = g_strdup ("ACME");
  client->hourly_rate = 9000;
  client->currency = g_strdup ("EUR");
  daybook_store_add_client (store, client, NULL);
  website = add_project (store, "Website", client->id, -1);
  app = add_project (store, "App", client->id, 12000);
  add_entry (store, "a", website, FIXTURE_NOW, 3601, TRUE, DAYBOOK_ENTRY_PENDING, "x");
  add_entry (store, "b", website, late, 1800, FALSE, DAYBOOK_ENTRY_APPROVED, "x");
  add_entry (store, "c", app, FIXTURE_NOW + HOUR, 600, TRUE, DAYBOOK_ENTRY_PENDING, NULL);
  add_entry (store, "d", 0, FIXTURE_NOW + 2 * HOUR, 60, TRUE, DAYBOOK_ENTRY_PENDING, NULL);
  add_entry (store, "rejected", app, FIXTURE_NOW, 9999, TRUE, DAYBOOK_ENTRY_REJECTED, NULL);
  add_entry (store, "outside", app, FIXTURE_NOW - 2 * DAY, 9999, TRUE, DAYBOOK_ENTRY_PENDING, NULL);

  by_project = totals (fixture, filter, DAYBOOK_TOTALS_BY_PROJECT);
  g_assert_cmpuint (by_project->len, ==, 3);
  total = by_project->pdata[0];
  g_assert_cmpstr (total->key, ==, "App");
  g_assert_cmpint (total->hourly_rate, ==, 12000);
  total = by_project->pdata[1];
  g_assert_cmpstr (total->key, ==, "Website");
  g_assert_cmpint (total->duration, ==, 5401);
  g_assert_cmpint (total->billable_duration, ==, 3601);
  g_assert_cmpint (total->rounded, ==, 5401);
  g_assert_cmpint (total->hourly_rate, ==, 9000);
  g_assert_cmpstr (total->currency, ==, "EUR");
  g_assert_cmpint (total->count, ==, 2);
  total = by_project->pdata[2];
  g_assert_cmpstr (total->key, ==, "");
  g_assert_cmpint (total->hourly_rate, ==, -1);

  /* One client, two rates: two rows. */
  by_client = totals (fixture, filter, DAYBOOK_TOTALS_BY_CLIENT);
  g_assert_cmpuint (by_client->len, ==, 3);
  g_assert_cmpint (((DaybookTotal *) by_client->pdata[0])->client_id, ==, client->id);
  g_assert_cmpint (((DaybookTotal *) by_client->pdata[1])->client_id, ==, client->id);

  by_day = totals (fixture, filter, DAYBOOK_TOTALS_BY_DAY);
  total = by_day->pdata[by_day->len - 1];
  g_assert_cmpint (total->day, ==, day + 1);
  g_assert_cmpstr (total->key, ==, "2026-11-22");
  g_assert_cmpint (total->duration, ==, 1800);

  by_tag = totals (fixture, filter, DAYBOOK_TOTALS_BY_TAG);
  total = by_tag->pdata[0];
  g_assert_cmpstr (total->key, ==, "both");
  g_assert_cmpint (total->duration, ==, 5401);
  g_assert_cmpstr (((DaybookTotal *) by_tag->pdata[by_tag->len - 1])->key, ==, "");

  grid = totals (fixture, filter, DAYBOOK_TOTALS_BY_PROJECT_AND_DAY);
  g_assert_cmpuint (grid->len, ==, 4);
  total = grid->pdata[2];
  g_assert_cmpint (total->project_id, ==, website);
  g_assert_cmpint (total->day, ==, day + 1);

  filter.status = DAYBOOK_ENTRY_APPROVED;
  approved = totals (fixture, filter, DAYBOOK_TOTALS_BY_PROJECT);
  g_assert_cmpuint (approved->len, ==, 1);

  /* Each entry is rounded, not the sum. */
  filter.status = -1;
  filter.client_id = client->id;
  filter.rounding = DAYBOOK_ROUND_UP;
  filter.round_seconds = 900;
  rounded = totals (fixture, filter, DAYBOOK_TOTALS_BY_PROJECT);
  g_assert_cmpuint (rounded->len, ==, 2);
  total = rounded->pdata[1];
  g_assert_cmpint (total->rounded, ==, 4500 + 1800);
  g_assert_cmpint (total->billable_rounded, ==, 4500);
  filter.rounding = DAYBOOK_ROUND_DOWN;
  g_clear_pointer (&rounded, g_ptr_array_unref);
  rounded = totals (fixture, filter, DAYBOOK_TOTALS_BY_PROJECT);
  g_assert_cmpint (((DaybookTotal *) rounded->pdata[0])->rounded, ==, 0);
  filter.rounding = DAYBOOK_ROUND_NEAREST;
  g_clear_pointer (&rounded, g_ptr_array_unref);
  rounded = totals (fixture, filter, DAYBOOK_TOTALS_BY_PROJECT);
  g_assert_cmpint (((DaybookTotal *) rounded->pdata[0])->rounded, ==, 900);
}

static void
test_proposals (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  gint64 first = add_project (store, "First", 0, -1);
  gint64 second = add_project (store, "Second", 0, -1);
  gint64 unused_project = add_project (store, "Aaa unused", 0, -1);
  g_autoptr (GArray) series = NULL;
  g_autoptr (GArray) title = NULL;
  g_autoptr (GArray) recent = NULL;
  DaybookRecentProject *top;

  for (int i = 0; i < 6; i++)
    {
      g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Stand-up", FIXTURE_NOW + i * DAY, HOUR);

      entry->project_id = i < 4 ? first : second;
      entry->event_key = g_strdup_printf ("1/a/b/%d", i);
      daybook_store_add_entry (store, entry, NULL);
    }
  {
    g_autoptr (DaybookEntry) other = store_fixture_make_entry ("Other", FIXTURE_NOW, HOUR);

    other->project_id = first;
    other->event_key = g_strdup ("1/a/bc/1");
    daybook_store_add_entry (store, other, NULL);
  }
  series = daybook_store_recent_projects_of_series (store, "1/a/b/77", NULL);
  g_assert_cmpuint (series->len, ==, 2);
  top = &g_array_index (series, DaybookRecentProject, 0);
  g_assert_cmpint (top->project_id, ==, second);
  g_assert_cmpint (top->count, ==, 2);
  g_assert_cmpint (top->last_at, ==, FIXTURE_NOW + 5 * DAY);
  g_assert_cmpint (g_array_index (series, DaybookRecentProject, 1).count, ==, 4);
  title = daybook_store_recent_projects_of_title (store, "stand-UP", NULL);
  g_assert_cmpuint (title->len, ==, 2);
  recent = daybook_store_recent_projects (store, 10, NULL);
  g_assert_cmpuint (recent->len, ==, 3);
  g_assert_cmpint (g_array_index (recent, gint64, 0), ==, second);
  g_assert_cmpint (g_array_index (recent, gint64, 2), ==, unused_project);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/store/search/newest-first", test_newest_first);
  ADD ("/store/search/beginnings", test_beginnings);
  ADD ("/store/search/any-input", test_any_input);
  ADD ("/store/search/snippets", test_snippets);
  ADD ("/store/search/series-by-its-instance", test_series_hit);
  ADD ("/store/totals/keys-rates-rounding", test_totals);
  ADD ("/store/totals/proposals", test_proposals);
  return g_test_run ();
}
