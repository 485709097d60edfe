/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "base/daybook-zone.h"
#include "store-fixture.h"
#include "sync/daybook-applier.h"
#include "sync/daybook-expander.h"

/* Rounds of one calendar without a network: items in, rows and cursors out. */

#define DAY ((gint64) 86400)

static const DaybookProviderInfo info = {
  .id = "google-calendar",
  .family = "google",
  .name = "Google Calendar",
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL,
  .cursor_params = "1",
};

typedef struct
{
  StoreFixture store;
  DaybookSource *source;
  DaybookSyncRun *run;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  store_fixture_set_up (&self->store, NULL);
  self->source = daybook_store_get_source (self->store.store, self->store.source_id, NULL);
  self->run = daybook_sync_run_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  daybook_source_free (self->source);
  daybook_sync_run_free (self->run);
  store_fixture_tear_down (&self->store, NULL);
}

static GPtrArray *
new_items (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_item_free);
}

static void
add_event (Fixture *self, GPtrArray *items, const char *id, gint64 start)
{
  DaybookEvent *event = store_fixture_make_event (&self->store, id, start, 3600);

  g_ptr_array_add (items, daybook_item_new_event (event));
}

static void
add_weekly_master (Fixture *self, GPtrArray *items, const char *id, gint64 start)
{
  DaybookEvent *event = store_fixture_make_event (&self->store, id, start, 900);

  event->kind = DAYBOOK_EVENT_MASTER;
  g_free (event->time_zone);
  event->time_zone = g_strdup ("Europe/Berlin");
  event->start_wall = start + 3600; /* winter */
  event->rrule = g_strdup ("RRULE:FREQ=WEEKLY;BYDAY=MO");
  g_ptr_array_add (items, daybook_item_new_event (event));
}

static void
run_full_round (Fixture *self, GPtrArray *items, gboolean *held)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookApplier) applier = daybook_applier_new (self->store.store, self->source, &info, TRUE, self->run);

  daybook_applier_finish (applier, items, "token", TRUE, held, &error);
  g_assert_no_error (error);
}

static void
fill (Fixture *self, int n)
{
  g_autoptr (GPtrArray) items = new_items ();
  gboolean held;

  for (int i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("event%d", i);

      add_event (self, items, id, FIXTURE_NOW + i * DAY / 4);
    }
  run_full_round (self, items, &held);
  g_assert_false (held);
}

static void
test_batches_say_how_to_go_on (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) first = new_items ();
  g_autoptr (GPtrArray) rest = new_items ();
  g_autoptr (DaybookSource) row = NULL;
  g_autoptr (GError) error = NULL;
  gboolean held;

  add_event (self, first, "one", FIXTURE_NOW);
  {
    g_autoptr (DaybookApplier) applier = daybook_applier_new (self->store.store, self->source, &info, FALSE, self->run);

    g_assert_null (daybook_applier_get_options (applier)->resume);
    g_assert_true (daybook_applier_apply (applier, first, "page-2", &error));
  }
  /* Killed here: the next worker reads the row. */
  row = daybook_store_get_source (self->store.store, self->store.source_id, NULL);
  {
    g_autoptr (DaybookApplier) applier = daybook_applier_new (self->store.store, row, &info, FALSE, self->run);

    g_assert_cmpstr (daybook_applier_get_options (applier)->resume, ==, "page-2");
    add_event (self, rest, "two", FIXTURE_NOW + 7200);
    g_assert_true (daybook_applier_finish (applier, rest, "token", TRUE, &held, &error));
  }
  g_assert_no_error (error);
  g_assert_false (held);
  g_assert_null (row->resume);
  g_assert_cmpstr (row->cursor, ==, "token");
  /* The row of the first batch was seen in this generation, too: nothing was swept. */
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event"), ==, 2);
}

static void
test_old_resume_starts_anew (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) items = new_items ();
  g_autoptr (DaybookApplier) applier = daybook_applier_new (self->store.store, self->source, &info, FALSE, self->run);
  g_autoptr (DaybookApplier) later = NULL;

  add_event (self, items, "one", FIXTURE_NOW);
  g_assert_true (daybook_applier_apply (applier, items, "page-2", NULL));
  daybook_clock_advance (self->store.clock, DAYBOOK_RESUME_MAX_AGE + 1);
  later = daybook_applier_new (self->store.store, self->source, &info, FALSE, self->run);
  g_assert_null (daybook_applier_get_options (later)->resume);
}

static void
test_cursor_of_other_parameters_is_not_used (Fixture *self, gconstpointer data)
{
  DaybookProviderInfo newer = info;
  g_autoptr (DaybookApplier) same = NULL;
  g_autoptr (DaybookApplier) other = NULL;

  fill (self, 1);
  same = daybook_applier_new (self->store.store, self->source, &info, FALSE, self->run);
  g_assert_cmpstr (daybook_applier_get_options (same)->cursor, ==, "token");
  newer.cursor_params = "2";
  other = daybook_applier_new (self->store.store, self->source, &newer, FALSE, self->run);
  g_assert_null (daybook_applier_get_options (other)->cursor);
}

static void
test_unchanged_round_writes_no_row (Fixture *self, gconstpointer data)
{
  gint64 created;

  fill (self, 20);
  created = self->run->created;
  g_assert_cmpint (created, ==, 20);
  self->run->unchanged = 0;
  fill (self, 20);
  g_assert_cmpint (self->run->created, ==, created);
  g_assert_cmpint (self->run->updated, ==, 0);
  g_assert_cmpint (self->run->unchanged, ==, 20);
}

static void
test_few_deletions_are_swept (Fixture *self, gconstpointer data)
{
  fill (self, 20);
  fill (self, 17); /* three of twenty */
  g_assert_cmpint (self->run->deleted, ==, 3);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event"), ==, 17);
}

static void
test_mass_deletion_waits_for_the_person (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) items = new_items ();
  gboolean held;

  fill (self, 20);
  add_event (self, items, "event0", FIXTURE_NOW);
  run_full_round (self, items, &held);
  g_assert_true (held);
  g_assert_cmpint (self->source->state, ==, DAYBOOK_SOURCE_HELD);
  g_assert_cmpint (self->source->held_count, ==, 19);
  g_assert_null (self->source->cursor);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event"), ==, 20);

  /* The person says: let them go. */
  self->source->held_count = -1;
  run_full_round (self, items, &held);
  g_assert_false (held);
  g_assert_cmpint (self->source->state, ==, DAYBOOK_SOURCE_ACTIVE);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event"), ==, 1);
}

static void
test_found_again_ends_the_hold (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) none = new_items ();
  gboolean held;

  fill (self, 4);
  run_full_round (self, none, &held);
  g_assert_true (held);
  fill (self, 4);
  g_assert_cmpint (self->source->state, ==, DAYBOOK_SOURCE_ACTIVE);
  g_assert_cmpstr (self->source->cursor, ==, "token");
}

/* Fewer than are asked about otherwise, but all there are. */
static void
test_emptied_source_is_held (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) none = new_items ();
  gboolean held;

  fill (self, 2);
  run_full_round (self, none, &held);
  g_assert_true (held);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event"), ==, 2);
}

/* A round that names what it misses in place of all that is there. */
static void
miss (Fixture *self, int first, int n, gboolean *held)
{
  g_autoptr (GPtrArray) items = new_items ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookApplier) applier = daybook_applier_new (self->store.store, self->source, &info, FALSE, self->run);

  for (int i = first; i < first + n; i++)
    {
      g_autofree char *id = g_strdup_printf ("event%d", i);

      g_ptr_array_add (items, daybook_item_new_op (DAYBOOK_ITEM_MISSING, id));
    }
  daybook_applier_finish (applier, items, "token-2", FALSE, held, &error);
  g_assert_no_error (error);
}

static void
test_missing_meets_the_brake (Fixture *self, gconstpointer data)
{
  gboolean held;

  fill (self, 20);
  /* 4 of 20 are no more than a fifth. */
  miss (self, 0, 4, &held);
  g_assert_false (held);
  g_assert_cmpint (self->run->deleted, ==, 4);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event"), ==, 16);
  g_assert_cmpstr (self->source->cursor, ==, "token-2");
  /* And 4 of 16 are more. */
  miss (self, 4, 4, &held);
  g_assert_true (held);
  g_assert_cmpint (self->source->state, ==, DAYBOOK_SOURCE_HELD);
  g_assert_cmpint (self->source->held_count, ==, 4);
  g_assert_null (self->source->cursor);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event"), ==, 16);
}

static void
test_history_before_the_window_is_frozen (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) items = new_items ();
  g_autoptr (GPtrArray) later = new_items ();
  gboolean held;

  add_event (self, items, "old", FIXTURE_NOW - 30 * DAY);
  add_event (self, items, "now", FIXTURE_NOW);
  run_full_round (self, items, &held);
  add_event (self, later, "now", FIXTURE_NOW);
  run_full_round (self, later, &held);
  g_assert_false (held);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event WHERE external_id = 'old'"), ==, 1);
}

static gint64
count_occurrences (Fixture *self, DaybookDay from, DaybookDay to)
{
  const DaybookEventFilter filter = { .from = from, .to = to };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = daybook_store_list_events (self->store.store, &filter, &error);

  g_assert_no_error (error);
  return events->len;
}

static void
test_series_fill_the_window_and_slide (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) items = new_items ();
  g_autoptr (GError) error = NULL;
  DaybookZone *zone = daybook_store_get_zone (self->store.store);
  DaybookDay today = daybook_zone_get_day (zone, FIXTURE_NOW);
  DaybookDay far = today + 60;
  gint64 monday = FIXTURE_NOW - 5 * DAY;
  gboolean held;

  add_weekly_master (self, items, "standup", monday);
  add_event (self, items, "single", FIXTURE_NOW + 50 * DAY);
  run_full_round (self, items, &held);
  g_assert_cmpint (count_occurrences (self, today, today + 28), ==, 4);
  g_assert_cmpint (count_occurrences (self, far, far + 7), ==, 0);

  /* Sixty days on, nothing fetched. */
  daybook_clock_advance (self->store.clock, 60 * DAY);
  g_assert_true (daybook_expand_sources (self->store.store, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_occurrences (self, far, far + 7), ==, 1);
  g_assert_cmpint (count_occurrences (self, today + 49, today + 52), >=, 1);
  /* What was there stays: it is history. */
  g_assert_cmpint (count_occurrences (self, today, today + 28), ==, 4);
}

/* A fortnight of every other month, and one RDATE longer than the rest of its series: they began before the window and
 * are not over. What repeats faster than it ends is cut, but not where the window is. */
static void
test_long_instances_reach_into_the_window (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) items = new_items ();
  DaybookZone *zone = daybook_store_get_zone (self->store.store);
  DaybookDay today = daybook_zone_get_day (zone, FIXTURE_NOW);
  const struct
  {
    const char *id;
    gint64 start;
    gint64 length;
    const char *rule;
  } series[] = {
    { "rota", FIXTURE_NOW - 320 * DAY, 30 * DAY, "RRULE:FREQ=DAILY;INTERVAL=60" },
    { "visit", FIXTURE_NOW - 100 * DAY, 3600, "RDATE;VALUE=PERIOD:20261101T090000Z/P40D" },
    { "haste", FIXTURE_NOW - 8000 * DAY, 9000 * DAY, "RRULE:FREQ=DAILY" },
  };
  gboolean held;

  for (guint i = 0; i < G_N_ELEMENTS (series); i++)
    {
      DaybookEvent *event = store_fixture_make_event (&self->store, series[i].id, series[i].start, series[i].length);

      event->kind = DAYBOOK_EVENT_MASTER;
      event->rrule = g_strdup (series[i].rule);
      g_ptr_array_add (items, daybook_item_new_event (event));
    }
  run_full_round (self, items, &held);
  for (guint i = 0; i < G_N_ELEMENTS (series); i++)
    {
      g_autofree char *reaching = g_strdup_printf (
        "SELECT COUNT (*) FROM event o JOIN event m ON m.id = o.series_id WHERE m.external_id = '%s'"
        " AND o.range_start < %" G_GINT64_FORMAT " AND o.range_end > %" G_GINT64_FORMAT,
        series[i].id, FIXTURE_NOW - 10 * DAY, FIXTURE_NOW);

      g_assert_cmpint (store_fixture_ask (self->store.store, reaching), ==, i < 2);
    }
  /* The two, and what began today and on the seven days before. */
  g_assert_cmpint (count_occurrences (self, today, today + 1), ==, 2 + 8);
}

static void
test_exception_takes_the_place_of_its_instance (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) items = new_items ();
  g_autoptr (GPtrArray) later = new_items ();
  DaybookZone *zone = daybook_store_get_zone (self->store.store);
  DaybookDay today = daybook_zone_get_day (zone, FIXTURE_NOW);
  gint64 monday = FIXTURE_NOW + 2 * DAY;
  DaybookEvent *moved;
  gboolean held;

  add_weekly_master (self, items, "standup", monday - 7 * DAY);
  moved = store_fixture_make_event (&self->store, "standup_moved", monday + DAY, 900);
  moved->kind = DAYBOOK_EVENT_EXCEPTION;
  moved->series_external_id = g_strdup ("standup");
  moved->original_start = monday;
  /* The exception comes before its master. */
  g_ptr_array_insert (items, 0, daybook_item_new_event (moved));
  run_full_round (self, items, &held);
  g_assert_cmpint (count_occurrences (self, today + 2, today + 3), ==, 0);
  g_assert_cmpint (count_occurrences (self, today + 3, today + 4), ==, 1);

  /* It is taken back, or only not there any more: the rule holds again. */
  g_ptr_array_add (later, daybook_item_new_op (GPOINTER_TO_INT (data), "standup_moved"));
  {
    g_autoptr (DaybookApplier) applier = daybook_applier_new (self->store.store, self->source, &info, FALSE, self->run);
    g_autoptr (GError) error = NULL;

    g_assert_true (daybook_applier_finish (applier, later, "token-2", FALSE, &held, &error));
  }
  g_assert_cmpint (count_occurrences (self, today + 2, today + 3), ==, 1);
  g_assert_cmpint (count_occurrences (self, today + 3, today + 4), ==, 0);
}

static void
test_bomb_is_quarantined_alone (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) items = new_items ();
  DaybookItem *item;
  gboolean held;

  add_weekly_master (self, items, "bomb", FIXTURE_NOW);
  item = items->pdata[0];
  g_free (item->event->rrule);
  item->event->rrule = g_strdup ("RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30");
  add_event (self, items, "fine", FIXTURE_NOW);
  run_full_round (self, items, &held);
  g_assert_cmpint (daybook_store_count_quarantined (self->store.store, self->store.source_id), ==, 1);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event WHERE external_id = 'fine'"), ==, 1);
}

static void
test_wider_window_is_asked_for_whole (Fixture *self, gconstpointer data)
{
  g_autoptr (DaybookApplier) same = NULL;
  g_autoptr (DaybookApplier) wider = NULL;
  g_autoptr (DaybookApplier) halfway = NULL;
  g_autoptr (GPtrArray) items = new_items ();

  fill (self, 3);
  same = daybook_applier_new (self->store.store, self->source, &info, FALSE, self->run);
  g_assert_cmpstr (daybook_applier_get_options (same)->cursor, ==, "token");
  add_event (self, items, "one", FIXTURE_NOW);
  g_assert_true (daybook_applier_apply (same, items, "page-2", NULL));
  self->source->window_back_days += 30;
  /* Neither the cursor nor a round begun with the old window would tell of the days before. */
  wider = daybook_applier_new (self->store.store, self->source, &info, FALSE, self->run);
  g_assert_null (daybook_applier_get_options (wider)->cursor);
  g_assert_null (daybook_applier_get_options (wider)->resume);
  self->source->window_back_days -= 30;
  halfway = daybook_applier_new (self->store.store, self->source, &info, FALSE, self->run);
  g_assert_cmpstr (daybook_applier_get_options (halfway)->cursor, ==, "token");
  g_assert_cmpstr (daybook_applier_get_options (halfway)->resume, ==, "page-2");
}

/* Load Earlier: what is found is added and its days are covered, nothing is swept, and the round that a cursor or an
 * interrupted worker stands for goes on as if nothing had been. */
static void
test_range_adds_and_sweeps_nothing (Fixture *self, gconstpointer data)
{
  DaybookDay today = (DaybookDay) (FIXTURE_NOW / DAY);
  g_autoptr (GPtrArray) items = new_items ();
  g_autoptr (GPtrArray) earlier = new_items ();
  g_autoptr (DaybookApplier) applier = NULL;
  g_autoptr (DaybookSource) row = NULL;
  g_autoptr (GError) error = NULL;
  gboolean held;
  gint64 before;

  add_event (self, items, "now", FIXTURE_NOW);
  /* Mondays since long ago: known, and never sent again. */
  add_weekly_master (self, items, "weekly", FIXTURE_NOW - 400 * DAY);
  run_full_round (self, items, &held);
  before = store_fixture_ask (self->store.store, "SELECT count(*) FROM event");
  applier = daybook_applier_new_for_range (self->store.store, self->source, &info, today - 60, today - 32, self->run);
  g_assert_null (daybook_applier_get_options (applier)->cursor);
  g_assert_cmpint (daybook_applier_get_options (applier)->to, ==, today - 32);
  add_event (self, earlier, "then", FIXTURE_NOW - 40 * DAY);
  g_assert_true (daybook_applier_apply (applier, earlier, "page-2", &error));
  g_assert_null (self->source->resume);
  g_assert_true (daybook_applier_finish (applier, NULL, "another token", TRUE, &held, &error));
  g_assert_no_error (error);
  /* The one that was found, and four Mondays in four weeks. */
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event"), ==, before + 1 + 4);
  row = daybook_store_get_source (self->store.store, self->store.source_id, NULL);
  g_assert_cmpstr (row->cursor, ==, "token");
  g_assert_cmpint (row->generation, ==, self->source->generation);
  g_assert_cmpint (row->expanded_from, ==, self->source->expanded_from);
  g_assert_true (daybook_store_covers (self->store.store, today - 60, today - 32));
  g_assert_false (daybook_store_covers (self->store.store, today - 32, today - 31));
}

/* A worker was killed in a full round; days are loaded; the round goes on and sweeps what it did not meet, no more. */
static void
test_range_leaves_an_interrupted_round (Fixture *self, gconstpointer data)
{
  DaybookDay today = (DaybookDay) (FIXTURE_NOW / DAY);
  g_autoptr (GPtrArray) first = new_items ();
  g_autoptr (GPtrArray) again = new_items ();
  g_autoptr (GPtrArray) rest = new_items ();
  g_autoptr (DaybookApplier) killed = NULL;
  g_autoptr (DaybookApplier) range = NULL;
  g_autoptr (DaybookApplier) resumed = NULL;
  g_autoptr (GError) error = NULL;
  gboolean held;

  fill (self, 5);
  killed = daybook_applier_new (self->store.store, self->source, &info, TRUE, self->run);
  add_event (self, first, "event0", FIXTURE_NOW);
  add_event (self, first, "event1", FIXTURE_NOW + DAY / 4);
  g_assert_true (daybook_applier_apply (killed, first, "page-2", &error));
  range = daybook_applier_new_for_range (self->store.store, self->source, &info, today, today + 1, self->run);
  add_event (self, again, "event0", FIXTURE_NOW);
  g_assert_true (daybook_applier_finish (range, again, NULL, TRUE, &held, &error));
  resumed = daybook_applier_new (self->store.store, self->source, &info, FALSE, self->run);
  g_assert_cmpstr (daybook_applier_get_options (resumed)->resume, ==, "page-2");
  for (int i = 2; i < 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("event%d", i);

      add_event (self, rest, id, FIXTURE_NOW + i * DAY / 4);
    }
  g_assert_true (daybook_applier_finish (resumed, rest, "token", TRUE, &held, &error));
  g_assert_no_error (error);
  g_assert_false (held);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event"), ==, 5);
}

/* ---- a service that expands series itself ---- */

static const DaybookProviderInfo expands = {
  .id = "outlook",
  .family = "microsoft",
  .name = "Outlook",
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL | DAYBOOK_CAPABILITY_EXPANDS,
  .cursor_params = "1",
};

static void
add_sent_master (Fixture *self, GPtrArray *items, const char *etag)
{
  DaybookEvent *event = store_fixture_make_event (&self->store, "series", FIXTURE_NOW - 20 * DAY, 3600);

  event->kind = DAYBOOK_EVENT_MASTER;
  g_free (event->etag);
  event->etag = g_strdup (etag);
  event->rrule = g_strdup ("RRULE:FREQ=DAILY");
  g_ptr_array_add (items, daybook_item_new_event (event));
}

static void
add_sent_occurrence (Fixture *self, GPtrArray *items, int day)
{
  g_autofree char *id = g_strdup_printf ("series.%d", day);
  DaybookEvent *event = store_fixture_make_event (&self->store, id, FIXTURE_NOW + day * DAY, 3600);

  event->kind = DAYBOOK_EVENT_OCCURRENCE;
  event->series_external_id = g_strdup ("series");
  event->original_start = event->range_start;
  g_clear_pointer (&event->etag, g_free);
  event->hash = 4711;
  g_ptr_array_add (items, daybook_item_new_event (event));
}

static void
run_expanding_round (Fixture *self, GPtrArray *items, gboolean full)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookApplier) applier = daybook_applier_new (self->store.store, self->source, &expands, full, self->run);
  gboolean held;

  daybook_applier_finish (applier, items, "token", full, &held, &error);
  g_assert_no_error (error);
  g_assert_false (held);
}

static void
fill_series (Fixture *self, int from, int to)
{
  g_autoptr (GPtrArray) items = new_items ();

  add_sent_master (self, items, "1");
  for (int day = from; day <= to; day++)
    add_sent_occurrence (self, items, day);
  run_expanding_round (self, items, TRUE);
}

/* The row of the instance of that day, 0 for none. */
static gint64
row_of (Fixture *self, int day)
{
  g_autofree char *sql = g_strdup_printf ("SELECT coalesce (max (id), 0) FROM event WHERE external_id = 'series.%d'", day);

  return store_fixture_ask (self->store.store, sql);
}

/* What the round mentioned keeps its row, before and after the master, over two batches and a kill; the rest goes. */
static void
test_series_sent_again_keeps_rows (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) first = new_items ();
  g_autoptr (GPtrArray) rest = new_items ();
  g_autoptr (GError) error = NULL;
  gint64 before[5];
  gboolean held;

  fill_series (self, 1, 4);
  for (int day = 1; day <= 4; day++)
    before[day] = row_of (self, day);
  add_sent_occurrence (self, first, 1);
  {
    g_autoptr (DaybookApplier) applier
        = daybook_applier_new (self->store.store, self->source, &expands, FALSE, self->run);

    g_assert_cmpstr (daybook_applier_get_options (applier)->cursor, ==, "token");
    g_assert_true (daybook_applier_apply (applier, first, "page-2", &error));
  }
  add_sent_master (self, rest, "2");
  add_sent_occurrence (self, rest, 2);
  add_sent_occurrence (self, rest, 4);
  g_ptr_array_add (rest, daybook_item_new_op (DAYBOOK_ITEM_REPLACE_SERIES, "series"));
  self->run->deleted = 0;
  {
    g_autoptr (DaybookApplier) applier
        = daybook_applier_new (self->store.store, self->source, &expands, FALSE, self->run);

    g_assert_true (daybook_applier_finish (applier, rest, "token", FALSE, &held, &error));
  }
  g_assert_no_error (error);
  g_assert_cmpint (self->run->deleted, ==, 1);
  for (int day = 1; day <= 4; day++)
    g_assert_cmpint (row_of (self, day), ==, day == 3 ? 0 : before[day]);
}

/* Nothing was said of what lies outside the window. */
static void
test_series_sent_again_leaves_history (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) items = new_items ();

  fill_series (self, -1, 2);
  daybook_clock_advance (self->store.clock, 9 * DAY);
  add_sent_master (self, items, "2");
  add_sent_occurrence (self, items, 12);
  g_ptr_array_add (items, daybook_item_new_op (DAYBOOK_ITEM_REPLACE_SERIES, "series"));
  run_expanding_round (self, items, FALSE);
  for (int day = -1; day <= 2; day++)
    g_assert_cmpint (row_of (self, day) != 0, ==, day < 2);
}

/* A series that is deleted ends where the window begins; with nothing before it, it is gone. */
static void
test_deleted_series_leaves_history (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) items = new_items ();

  fill_series (self, -1, 2);
  g_ptr_array_add (items, daybook_item_new_op (DAYBOOK_ITEM_TOMBSTONE, "series"));
  daybook_clock_advance (self->store.clock, 9 * DAY);
  run_expanding_round (self, items, FALSE);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event WHERE kind = 3"), ==, 3);
  g_assert_cmpint (
      store_fixture_ask (self->store.store, "SELECT count(*) FROM event WHERE kind = 1 AND rrule IS NULL"), ==, 1);
}

static void
test_deleted_series_without_history_is_gone (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) items = new_items ();

  fill_series (self, 0, 2);
  g_ptr_array_add (items, daybook_item_new_op (DAYBOOK_ITEM_TOMBSTONE, "series"));
  run_expanding_round (self, items, FALSE);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event"), ==, 0);
}

/* What a round that was given up has seen may have gone before the next one looks. */
static void
test_given_up_round_sees_for_nobody (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) seen = new_items ();
  g_autoptr (GPtrArray) left = new_items ();
  g_autoptr (DaybookApplier) killed = NULL;
  gboolean held;

  fill (self, 10);
  add_event (self, seen, "event0", FIXTURE_NOW);
  killed = daybook_applier_new (self->store.store, self->source, &info, TRUE, self->run);
  g_assert_true (daybook_applier_apply (killed, seen, "page-2", NULL));
  daybook_clock_advance (self->store.clock, DAYBOOK_RESUME_MAX_AGE + 1);
  for (int i = 1; i < 10; i++)
    {
      g_autofree char *id = g_strdup_printf ("event%d", i);

      add_event (self, left, id, FIXTURE_NOW + i * DAY / 4);
    }
  run_full_round (self, left, &held);
  g_assert_false (held);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM event WHERE external_id = 'event0'"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/sync/applier/batches-say-how-to-go-on", test_batches_say_how_to_go_on);
  ADD ("/sync/applier/old-resume-starts-anew", test_old_resume_starts_anew);
  ADD ("/sync/applier/cursor-of-other-parameters-is-not-used", test_cursor_of_other_parameters_is_not_used);
  ADD ("/sync/applier/unchanged-round-writes-no-row", test_unchanged_round_writes_no_row);
  ADD ("/sync/applier/few-deletions-are-swept", test_few_deletions_are_swept);
  ADD ("/sync/applier/mass-deletion-waits-for-the-person", test_mass_deletion_waits_for_the_person);
  ADD ("/sync/applier/found-again-ends-the-hold", test_found_again_ends_the_hold);
  ADD ("/sync/applier/emptied-source-is-held", test_emptied_source_is_held);
  ADD ("/sync/applier/missing-meets-the-brake", test_missing_meets_the_brake);
  ADD ("/sync/applier/history-before-the-window-is-frozen", test_history_before_the_window_is_frozen);
  ADD ("/sync/applier/series-fill-the-window-and-slide", test_series_fill_the_window_and_slide);
  ADD ("/sync/applier/long-instances-reach-into-the-window", test_long_instances_reach_into_the_window);
  g_test_add ("/sync/applier/exception-takes-the-place-of-its-instance", Fixture, GINT_TO_POINTER (DAYBOOK_ITEM_TOMBSTONE),
              set_up, test_exception_takes_the_place_of_its_instance, tear_down);
  g_test_add ("/sync/applier/missing-exception-gives-its-place-back", Fixture, GINT_TO_POINTER (DAYBOOK_ITEM_MISSING),
              set_up, test_exception_takes_the_place_of_its_instance, tear_down);
  ADD ("/sync/applier/wider-window-is-asked-for-whole", test_wider_window_is_asked_for_whole);
  ADD ("/sync/applier/bomb-is-quarantined-alone", test_bomb_is_quarantined_alone);
  ADD ("/sync/applier/range-adds-and-sweeps-nothing", test_range_adds_and_sweeps_nothing);
  ADD ("/sync/applier/range-leaves-an-interrupted-round", test_range_leaves_an_interrupted_round);
  ADD ("/sync/applier/series-sent-again-keeps-rows", test_series_sent_again_keeps_rows);
  ADD ("/sync/applier/series-sent-again-leaves-history", test_series_sent_again_leaves_history);
  ADD ("/sync/applier/deleted-series-leaves-history", test_deleted_series_leaves_history);
  ADD ("/sync/applier/deleted-series-without-history-is-gone", test_deleted_series_without_history_is_gone);
  ADD ("/sync/applier/given-up-round-sees-for-nobody", test_given_up_round_sees_for_nobody);
  return g_test_run ();
}
