/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "base/daybook-zone.h"
#include "store-fixture.h"
#include "store/daybook-store-private.h"
#include "timekeeping/daybook-conversion.h"
#include "timekeeping/daybook-report.h"

#define HOUR 3600

static gint64
put (StoreFixture *self, DaybookEvent *event)
{
  g_autoptr (DaybookEvent) owned = event;
  g_autoptr (GError) error = NULL;
  DaybookChange change;
  gint64 id;

  g_assert_true (daybook_store_begin (self->store, &error));
  g_assert_true (daybook_store_put_event (self->store, owned, 1, &change, &id, &error));
  g_assert_true (daybook_store_commit (self->store, &error));
  return id;
}

static gint64
put_simple (StoreFixture *self, const char *external_id, gint64 start, gint64 seconds)
{
  return put (self, store_fixture_make_event (self, external_id, start, seconds));
}

static DaybookConversion *
convert (StoreFixture *self, gint64 id, DaybookConversionOptions options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) conversions = daybook_convert_events (self->store, &id, 1, &options, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (conversions->len, ==, 1);
  return g_ptr_array_steal_index (conversions, 0);
}

static void
assert_verdict (StoreFixture *self, gint64 id, DaybookVerdict verdict)
{
  DaybookConversion *conversion = convert (self, id, (DaybookConversionOptions) DAYBOOK_CONVERSION_OPTIONS_INIT);

  g_assert_cmpint (conversion->verdict, ==, verdict);
  daybook_conversion_free (conversion);
}

static void
test_once_however_often_asked (StoreFixture *self, gconstpointer data)
{
  gint64 id = put_simple (self, "review", FIXTURE_NOW, HOUR);
  DaybookConversion *first = convert (self, id, (DaybookConversionOptions) DAYBOOK_CONVERSION_OPTIONS_INIT);
  DaybookConversion *again = convert (self, id, (DaybookConversionOptions) DAYBOOK_CONVERSION_OPTIONS_INIT);

  g_assert_cmpint (first->verdict, ==, DAYBOOK_VERDICT_CONVERTIBLE);
  g_assert_cmpint (again->verdict, ==, DAYBOOK_VERDICT_CONVERTED);
  g_assert_cmpint (again->entry_id, ==, first->entry_id);
  g_assert_cmpint (store_fixture_ask (self->store, "SELECT count(*) FROM time_entry"), ==, 1);
  daybook_conversion_free (first);
  daybook_conversion_free (again);
}

/* A service that gave the meeting another id took its row and brought a new one: it is still the same meeting. */
static void
test_once_though_the_row_is_new (StoreFixture *self, gconstpointer data)
{
  gint64 id = put_simple (self, "review", FIXTURE_NOW, HOUR);
  DaybookConversion *first = convert (self, id, (DaybookConversionOptions) DAYBOOK_CONVERSION_OPTIONS_INIT);
  DaybookConversion *again;

  g_assert_cmpint (sqlite3_exec (self->store->db, "UPDATE time_entry SET event_id = NULL", NULL, NULL, NULL), ==, SQLITE_OK);
  again = convert (self, id, (DaybookConversionOptions) DAYBOOK_CONVERSION_OPTIONS_INIT);
  g_assert_cmpint (again->verdict, ==, DAYBOOK_VERDICT_CONVERTED);
  g_assert_cmpint (again->entry_id, ==, first->entry_id);
  daybook_conversion_free (first);
  daybook_conversion_free (again);
}

static void
test_what_is_not_converted (StoreFixture *self, gconstpointer data)
{
  DaybookEvent *declined = store_fixture_make_event (self, "declined", FIXTURE_NOW, HOUR);
  DaybookEvent *cancelled = store_fixture_make_event (self, "cancelled", FIXTURE_NOW, HOUR);
  DaybookEvent *is_free = store_fixture_make_event (self, "free", FIXTURE_NOW, HOUR);
  DaybookEvent *all_day = store_fixture_make_event (self, "all-day", FIXTURE_NOW, HOUR);
  DaybookEvent *open = store_fixture_make_event (self, "open", FIXTURE_NOW, HOUR);
  DaybookEvent *tentative = store_fixture_make_event (self, "tentative", FIXTURE_NOW, HOUR);

  declined->response = DAYBOOK_RESPONSE_DECLINED;
  cancelled->status = DAYBOOK_EVENT_CANCELLED;
  is_free->busy = DAYBOOK_BUSY_FREE;
  all_day->all_day = TRUE;
  all_day->range_start = 20778 * DAYBOOK_DAY_SECONDS;
  all_day->range_end = 20779 * DAYBOOK_DAY_SECONDS;
  open->response = DAYBOOK_RESPONSE_NEEDS_ACTION;
  tentative->response = DAYBOOK_RESPONSE_TENTATIVE;
  assert_verdict (self, put (self, declined), DAYBOOK_VERDICT_DECLINED);
  assert_verdict (self, put (self, cancelled), DAYBOOK_VERDICT_CANCELLED);
  assert_verdict (self, put (self, is_free), DAYBOOK_VERDICT_FREE);
  assert_verdict (self, put (self, all_day), DAYBOOK_VERDICT_ALL_DAY);
  assert_verdict (self, put (self, open), DAYBOOK_VERDICT_UNANSWERED);
  assert_verdict (self, put (self, tentative), DAYBOOK_VERDICT_CONVERTIBLE);
  assert_verdict (self, put_simple (self, "empty", FIXTURE_NOW, 0), DAYBOOK_VERDICT_ZERO_LENGTH);
  assert_verdict (self, put_simple (self, "long", FIXTURE_NOW, 25 * HOUR), DAYBOOK_VERDICT_TOO_LONG);
  assert_verdict (self, put_simple (self, "day", FIXTURE_NOW, 24 * HOUR), DAYBOOK_VERDICT_CONVERTIBLE);
}

static void
test_a_person_may_overrule (StoreFixture *self, gconstpointer data)
{
  DaybookConversionOptions anyway = DAYBOOK_CONVERSION_OPTIONS_INIT;
  gint64 empty = put_simple (self, "empty", FIXTURE_NOW, 0);
  gint64 offsite = put_simple (self, "off-site", FIXTURE_NOW + 30 * HOUR, 25 * HOUR);
  DaybookConversion *conversion;

  anyway.anyway = TRUE;
  conversion = convert (self, empty, anyway);
  g_assert_cmpint (conversion->verdict, ==, DAYBOOK_VERDICT_ZERO_LENGTH);
  daybook_conversion_free (conversion);
  /* No entry is longer than a day, whoever asks. */
  conversion = convert (self, offsite, anyway);
  g_assert_cmpint (conversion->verdict, ==, DAYBOOK_VERDICT_TOO_LONG);
  daybook_conversion_free (conversion);
  anyway.duration = 1800;
  conversion = convert (self, offsite, anyway);
  g_assert_cmpint (conversion->verdict, ==, DAYBOOK_VERDICT_CONVERTIBLE);
  daybook_conversion_free (conversion);
  conversion = convert (self, empty, anyway);
  g_assert_cmpint (conversion->verdict, ==, DAYBOOK_VERDICT_CONVERTIBLE);
  daybook_conversion_free (conversion);
}

static void
test_deleted_entry_can_be_made_again (StoreFixture *self, gconstpointer data)
{
  gint64 id = put_simple (self, "review", FIXTURE_NOW, HOUR);
  DaybookConversion *conversion = convert (self, id, (DaybookConversionOptions) DAYBOOK_CONVERSION_OPTIONS_INIT);
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_store_begin_change (self->store, "Delete", &error));
  g_assert_true (daybook_store_delete_entry (self->store, conversion->entry_id, &error));
  g_assert_true (daybook_store_commit (self->store, &error));
  daybook_conversion_free (conversion);
  /* A sync that brings the same meeting makes nothing of it. */
  put_simple (self, "review", FIXTURE_NOW, HOUR);
  g_assert_cmpint (store_fixture_ask (self->store, "SELECT count(*) FROM time_entry"), ==, 0);
  assert_verdict (self, id, DAYBOOK_VERDICT_CONVERTIBLE);
}

static void
assert_moved_is_only_flagged (StoreFixture *self, const char *external_id, gint64 later, gint64 seconds)
{
  DaybookConversionOptions approve = DAYBOOK_CONVERSION_OPTIONS_INIT;
  DaybookEvent *moved = store_fixture_make_event (self, external_id, FIXTURE_NOW + later, seconds);
  g_autoptr (DaybookEntry) entry = NULL;
  DaybookConversion *conversion;

  approve.approve = TRUE;
  conversion = convert (self, put_simple (self, external_id, FIXTURE_NOW, HOUR), approve);
  g_free (moved->etag);
  moved->etag = g_strdup ("another");
  moved->hash++;
  put (self, moved);
  entry = daybook_store_get_entry (self->store, conversion->entry_id, NULL);
  g_assert_cmpint (entry->start_at, ==, FIXTURE_NOW);
  g_assert_cmpint (entry->duration, ==, HOUR);
  g_assert_cmpint (entry->status, ==, DAYBOOK_ENTRY_APPROVED);
  g_assert_true ((entry->flags & DAYBOOK_ENTRY_FLAG_MOVED) != 0);
  daybook_conversion_free (conversion);
}

static void
test_moved_after_approval_is_only_flagged (StoreFixture *self, gconstpointer data)
{
  assert_moved_is_only_flagged (self, "later", 2 * HOUR, HOUR);
  assert_moved_is_only_flagged (self, "longer", 0, 2 * HOUR);
  /* The approvals are told once each, the flags not at all. */
  g_assert_cmpint (store_fixture_ask (self->store, "SELECT count(*) FROM audit WHERE action = 'entry.approve'"), ==, 2);
}

static void
test_overlap_is_told (StoreFixture *self, gconstpointer data)
{
  DaybookConversion *first = convert (self, put_simple (self, "a", FIXTURE_NOW, HOUR), (DaybookConversionOptions) DAYBOOK_CONVERSION_OPTIONS_INIT);
  DaybookConversion *second = convert (self, put_simple (self, "b", FIXTURE_NOW + HOUR / 2, HOUR), (DaybookConversionOptions) DAYBOOK_CONVERSION_OPTIONS_INIT);
  DaybookConversion *third = convert (self, put_simple (self, "c", FIXTURE_NOW + 2 * HOUR, HOUR), (DaybookConversionOptions) DAYBOOK_CONVERSION_OPTIONS_INIT);

  g_assert_false (first->overlaps);
  g_assert_true (second->overlaps);
  g_assert_false (third->overlaps);
  daybook_conversion_free (first);
  daybook_conversion_free (second);
  daybook_conversion_free (third);
}

static void
test_undo_takes_a_whole_day_back (StoreFixture *self, gconstpointer data)
{
  DaybookConversionOptions options = DAYBOOK_CONVERSION_OPTIONS_INIT;
  DaybookEvent *open = store_fixture_make_event (self, "open", FIXTURE_NOW, HOUR);
  DaybookDay day = daybook_zone_get_day (daybook_store_get_zone (self->store), FIXTURE_NOW);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) conversions = NULL;
  g_autofree char *label = NULL;

  put_simple (self, "a", FIXTURE_NOW, HOUR);
  put_simple (self, "b", FIXTURE_NOW + HOUR, HOUR);
  put_simple (self, "empty", FIXTURE_NOW, 0);
  /* What began the day before is the day before's, and nobody is asked about each of a whole day. */
  put_simple (self, "night", FIXTURE_NOW - 20 * HOUR, 20 * HOUR + HOUR / 2);
  open->response = DAYBOOK_RESPONSE_NEEDS_ACTION;
  put (self, open);
  options.anyway = TRUE;
  options.duration = HOUR / 2;
  conversions = daybook_convert_days (self->store, day, day + 1, &options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (conversions->len, ==, 4);
  g_assert_cmpint (store_fixture_ask (self->store, "SELECT count(*) FROM time_entry"), ==, 2);
  g_assert_true (daybook_store_undo (self->store, 0, &label, &error));
  /* Named by what was logged, not by what was looked at. */
  g_assert_cmpstr (label, ==, "Log 2 meetings");
  g_assert_cmpint (store_fixture_ask (self->store, "SELECT count(*) FROM time_entry"), ==, 0);
}

static gint64
add_project (StoreFixture *self, const char *name, gint64 rate)
{
  g_autoptr (DaybookProject) project = daybook_project_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  project->name = g_strdup (name);
  project->hourly_rate = rate;
  project->currency = g_strdup ("EUR");
  id = daybook_store_add_project (self->store, project, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_project_of_the_series_is_remembered (StoreFixture *self, gconstpointer data)
{
  DaybookConversionOptions options = DAYBOOK_CONVERSION_OPTIONS_INIT;
  g_autoptr (DaybookEvent) event = NULL;
  gint64 project = add_project (self, "Website", 9500);

  options.project_id = project;
  daybook_conversion_free (convert (self, put_simple (self, "a", FIXTURE_NOW, HOUR), options));
  event = daybook_store_get_event (self->store, put_simple (self, "a2", FIXTURE_NOW + 86400, HOUR), NULL);
  {
    g_autoptr (DaybookEvent) first = daybook_store_get_known_event (self->store, self->source_id, "a");

    if (g_strcmp0 (first->title, event->title) == 0)
      g_assert_cmpint (daybook_conversion_find_project (self->store, event), ==, project);
    else
      g_assert_cmpint (daybook_conversion_find_project (self->store, first), ==, project);
  }
}

static void
test_report_rounds_each_entry (StoreFixture *self, gconstpointer data)
{
  DaybookConversionOptions options = DAYBOOK_CONVERSION_OPTIONS_INIT;
  DaybookTotalsFilter filter = { .from = DAYBOOK_DAY_NONE, .to = DAYBOOK_DAY_NONE, .status = -1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const DaybookReportRow *row;

  options.project_id = add_project (self, "Website", 6000);
  daybook_conversion_free (convert (self, put_simple (self, "a", FIXTURE_NOW, 10 * 60), options));
  daybook_conversion_free (convert (self, put_simple (self, "b", FIXTURE_NOW + HOUR, 20 * 60), options));
  g_assert_true (daybook_report_parse_rounding ("15:up", &filter, &error));
  rows = daybook_report (self->store, &filter, DAYBOOK_TOTALS_BY_PROJECT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  row = rows->pdata[0];
  g_assert_cmpstr (row->key, ==, "Website");
  g_assert_cmpint (row->duration, ==, 30 * 60);
  g_assert_cmpint (row->rounded, ==, 45 * 60);
  g_assert_cmpint (row->amount, ==, 4500);
  g_assert_cmpstr (row->currency, ==, "EUR");
}

static void
test_csv_defuses_formulas (StoreFixture *self, gconstpointer data)
{
  DaybookEvent *event = store_fixture_make_event (self, "a", FIXTURE_NOW, HOUR);
  const DaybookEntryFilter all = { .from = DAYBOOK_DAY_NONE, .to = DAYBOOK_DAY_NONE, .status = -1 };
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *csv = NULL;
  gsize length;

  g_free (event->title);
  event->title = g_strdup ("=cmd|' /C calc'!A0");
  daybook_conversion_free (convert (self, put (self, event), (DaybookConversionOptions) DAYBOOK_CONVERSION_OPTIONS_INIT));
  entries = daybook_store_list_entries (self->store, &all, NULL);
  csv = daybook_entries_to_csv (entries, daybook_store_get_zone (self->store), &length);
  g_assert_null (g_strstr_len (csv, -1, ",=cmd"));
  g_assert_nonnull (g_strstr_len (csv, -1, "'=cmd"));
  g_assert_nonnull (g_strstr_len (csv, -1, ",3600,"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/timekeeping/conversion/once-however-often-asked", test_once_however_often_asked);
  ADD ("/timekeeping/conversion/once-though-the-row-is-new", test_once_though_the_row_is_new);
  ADD ("/timekeeping/conversion/what-is-not-converted", test_what_is_not_converted);
  ADD ("/timekeeping/conversion/a-person-may-overrule", test_a_person_may_overrule);
  ADD ("/timekeeping/conversion/deleted-entry-can-be-made-again", test_deleted_entry_can_be_made_again);
  ADD ("/timekeeping/conversion/moved-after-approval-is-only-flagged", test_moved_after_approval_is_only_flagged);
  ADD ("/timekeeping/conversion/overlap-is-told", test_overlap_is_told);
  ADD ("/timekeeping/conversion/undo-takes-a-whole-day-back", test_undo_takes_a_whole_day_back);
  ADD ("/timekeeping/conversion/project-of-the-series-is-remembered", test_project_of_the_series_is_remembered);
  ADD ("/timekeeping/report/rounds-each-entry", test_report_rounds_each_entry);
  ADD ("/timekeeping/report/csv-defuses-formulas", test_csv_defuses_formulas);
  return g_test_run ();
}
