/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No question that is asked often reads a whole table: every statement that the functions below prepared is
 * explained, and a scan of what grows with the years fails. */
#include "store-fixture.h"
#include "store/daybook-audit.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-events-private.h"
#include "store/daybook-figures.h"
#include "store/daybook-store-private.h"
#include "store/daybook-suggestions.h"

#define HOUR G_GINT64_CONSTANT (3600)
#define DAY G_GINT64_CONSTANT (86400)

static void
ignore_known (const char *external_id, const char *etag, guint64 hash, gpointer data)
{
}

static void
ignore_event (const DaybookEvent *event, gpointer data)
{
}

#define FREE(array) g_clear_pointer (&(array), g_ptr_array_unref)

static void
sync_like_an_engine (StoreFixture *fixture)
{
  DaybookStore *store = fixture->store;
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, "a", FIXTURE_NOW, HOUR);
  g_autoptr (DaybookEvent) master = store_fixture_make_event (fixture, "m", FIXTURE_NOW, HOUR);
  g_autoptr (DaybookEvent) exception = store_fixture_make_event (fixture, "x", FIXTURE_NOW, HOUR);
  g_autoptr (DaybookActivity) mail = daybook_activity_new ();
  g_autoptr (DaybookSyncRun) run = daybook_sync_run_new ();
  g_autoptr (DaybookSource) source = daybook_store_get_source (store, fixture->source_id, NULL);
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (DaybookOccurrence));
  g_autoptr (GArray) exceptions = NULL;
  DaybookOccurrence occurrence = { FIXTURE_NOW, FIXTURE_NOW, FIXTURE_NOW + HOUR };
  gint64 id;

  run->account_id = fixture->account_id;
  run->source_id = fixture->source_id;
  run->mode = g_strdup ("full");
  run->trigger = g_strdup ("schedule");
  g_assert_true (daybook_store_begin_run (store, run, NULL) > 0);
  g_assert_true (daybook_store_put_event (store, event, 1, NULL, &id, NULL));
  {
    g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Entry", FIXTURE_NOW, HOUR);

    entry->event_id = id;
    entry->event_key = daybook_event_make_key (event, NULL);
    g_assert_cmpint (daybook_store_add_entry (store, entry, NULL), >, 0);
  }
  g_assert_true (daybook_store_put_event (store, event, 2, NULL, NULL, NULL));
  event->etag[1] = '2';
  g_assert_true (daybook_store_put_event (store, event, 2, NULL, NULL, NULL));
  master->kind = DAYBOOK_EVENT_MASTER;
  master->rrule = g_strdup ("RRULE:FREQ=DAILY");
  g_assert_true (daybook_store_put_event (store, master, 2, NULL, &master->id, NULL));
  g_array_append_val (starts, occurrence);
  g_assert_true (daybook_store_set_occurrences (store, master, starts, 0, G_MAXINT64, NULL, NULL, NULL));
  exception->kind = DAYBOOK_EVENT_EXCEPTION;
  exception->series_external_id = g_strdup ("m");
  exception->original_start = FIXTURE_NOW;
  g_assert_true (daybook_store_put_event (store, exception, 2, NULL, NULL, NULL));
  exceptions = daybook_store_list_exception_starts (store, master->id, NULL);
  mail->source_id = fixture->source_id;
  mail->kind = g_strdup ("mail");
  mail->external_id = g_strdup ("mail");
  mail->title = g_strdup ("Mail");
  mail->at = FIXTURE_NOW;
  g_assert_true (daybook_store_put_activity (store, mail, 2, NULL, NULL, NULL));
  g_assert_true (daybook_store_see_item (store, fixture->source_id, "a", 3, NULL));
  g_assert_true (daybook_store_see_item (store, fixture->source_id, "mail", 3, NULL));
  g_assert_true (daybook_store_foreach_known (store, fixture->source_id, ignore_known, NULL, NULL));
  g_assert_true (daybook_store_foreach_master (store, fixture->source_id, ignore_event, NULL, NULL));
  g_assert_true (
    daybook_store_forget_instances (store, fixture->source_id, "m", 2, FIXTURE_NOW, FIXTURE_NOW + DAY, NULL, NULL));
  g_assert_true (daybook_store_sweep (store, fixture->source_id, 4, 0, G_MAXINT64, TRUE, NULL, NULL, NULL));
  {
    g_autoptr (GPtrArray) missing = g_ptr_array_new ();

    g_assert_true (daybook_store_put_event (store, event, 4, NULL, NULL, NULL));
    g_ptr_array_add (missing, (gpointer) "a");
    g_ptr_array_add (missing, (gpointer) "mail/mail");
    g_assert_true (daybook_store_drop_missing (store, fixture->source_id, missing, 0, G_MAXINT64, 20, FALSE, NULL, NULL,
                                               NULL, NULL));
  }
  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "gone", NULL, NULL));
  g_assert_true (daybook_store_quarantine (store, fixture->source_id, "q", NULL, "r", NULL));
  g_assert_true (daybook_store_set_source_progress (store, source, NULL));
  g_assert_true (daybook_store_add_source_range (store, fixture->source_id, 0, 10, NULL));
  g_free (run->status);
  run->status = g_strdup ("success");
  g_assert_true (daybook_store_finish_run (store, run, NULL));
  g_assert_true (daybook_store_interrupt_runs (store, NULL, NULL));
}

static void
ask_for_figures (DaybookStore *store)
{
  DaybookDayWindow window = { (DaybookDay) (FIXTURE_NOW / DAY), FIXTURE_NOW, FIXTURE_NOW + DAY, FIXTURE_NOW,
                              FIXTURE_NOW + 8 * HOUR };
  g_autoptr (GArray) windows = g_array_new (FALSE, FALSE, sizeof window);
  GPtrArray *rows;
  DaybookDay from, to;
  gint64 seconds;

  g_array_append_val (windows, window);
  g_array_unref (daybook_store_measure_days (store, windows, NULL));
  g_array_unref (daybook_store_list_meeting_ids (store, window.start, window.end, NULL));
  g_array_unref (daybook_store_list_unlogged_ids (store, window.start, window.end, &seconds, NULL));
  g_array_unref (daybook_store_list_away_days (store, window.day, window.day + 7, NULL));
  daybook_store_get_coverage (store, "calendar", window.day, &from, &to);
  rows = daybook_store_count_meetings (store, window.start, window.end, NULL);
  FREE (rows);
  rows = daybook_store_count_activities (store, window.start, window.end, NULL);
  FREE (rows);
  rows = daybook_store_list_activity_heads (store, window.start, window.end, NULL);
  FREE (rows);
}

static void
ask_like_a_window (StoreFixture *fixture)
{
  DaybookStore *store = fixture->store;
  DaybookDay today = (DaybookDay) (FIXTURE_NOW / DAY);
  DaybookEventFilter events = { .from = today, .to = today + 7 };
  DaybookActivityFilter activities = { .from = today, .to = today + 7 };
  DaybookEntryFilter entries = { .from = today, .to = today + 7, .status = -1 };
  DaybookTotalsFilter totals = { .from = today, .to = today + 7, .status = -1 };
  DaybookRunFilter runs = { .source_id = 1, .from_at = FIXTURE_NOW - DAY, .to_at = DAYBOOK_INSTANT_NONE };
  g_autoptr (DaybookEntry) logged = store_fixture_make_entry ("Logged", FIXTURE_NOW + DAY, HOUR);
  GPtrArray *rows;

  rows = daybook_store_list_events (store, &events, NULL);
  FREE (rows);
  /* And with something longer than two days in the calendar. */
  {
    g_autoptr (DaybookEvent) trip = store_fixture_make_event (fixture, "trip", FIXTURE_NOW, 9 * DAY);
    g_autoptr (DaybookEvent) read = NULL;
    gint64 id;

    g_assert_true (daybook_store_put_event (store, trip, 9, NULL, &id, NULL));
    rows = daybook_store_list_events (store, &events, NULL);
    g_assert_cmpuint (rows->len, >=, 1);
    FREE (rows);
    read = daybook_store_get_event (store, id, NULL);
    g_free (daybook_store_make_event_key (store, read));
  }
  rows = daybook_store_list_activities (store, &activities, NULL);
  FREE (rows);
  rows = daybook_store_list_entries (store, &entries, NULL);
  FREE (rows);
  for (int key = DAYBOOK_TOTALS_BY_PROJECT; key <= DAYBOOK_TOTALS_BY_PROJECT_AND_DAY; key++)
    {
      rows = daybook_store_report_totals (store, &totals, key, NULL);
      FREE (rows);
    }
  rows = daybook_store_search (store, "entry mail", 50, 0, NULL);
  FREE (rows);
  rows = daybook_store_list_accounts (store, NULL);
  FREE (rows);
  rows = daybook_store_list_runs (store, &runs, NULL);
  FREE (rows);
  rows = daybook_store_list_unjudged (store, fixture->source_id, FIXTURE_NOW, FIXTURE_NOW + DAY, 50, NULL);
  FREE (rows);
  rows = daybook_store_list_audit (store, 50, 0, NULL);
  FREE (rows);
  g_array_unref (daybook_store_recent_projects_of_series (store, "1/m/0", NULL));
  g_array_unref (daybook_store_recent_projects_of_title (store, "Entry", NULL));
  g_array_unref (daybook_store_recent_projects (store, 10, NULL));
  g_assert_true (daybook_store_begin_change (store, "Log", NULL));
  g_assert_cmpint (daybook_store_add_entry (store, logged, NULL), >, 0);
  g_assert_true (daybook_store_commit (store, NULL));
  g_assert_true (daybook_store_begin_change (store, "Edit", NULL));
  g_assert_true (daybook_store_edit_entry (store, logged, NULL));
  g_assert_true (daybook_store_delete_entry (store, logged->id, NULL));
  g_assert_true (daybook_store_commit (store, NULL));
  g_assert_true (daybook_store_undo (store, 0, NULL, NULL));
  daybook_entry_free (daybook_store_find_entry_by_key (store, "1/a/-"));
  {
    g_autofree char *id = daybook_id_format (DAYBOOK_KIND_EVENT, 1);
    gint64 number;

    daybook_store_resolve (store, DAYBOOK_KIND_EVENT, id, &number, NULL);
  }
}

/* Small tables (accounts, sources, projects, the journal's fifty rows) may be scanned, those that grow may
 * not; the index of running runs holds the running ones alone. */
static gboolean
is_scan_of_what_grows (const char *step)
{
  static GRegex *regex;

  if (regex == NULL)
    regex = g_regex_new ("^SCAN (e|m|i|t|v|r|event|activity|time_entry|sync_run|audit|round_seen|quarantine)"
                         "( |$)(?!USING INDEX sync_run_running)",
                         0, 0, NULL);
  return g_regex_match (regex, step, 0, NULL);
}

static void
test_no_scans (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  GHashTableIter iter;
  gpointer sql;
  int n_statements = 0;
  int n_scans = 0;

  sync_like_an_engine (fixture);
  ask_like_a_window (fixture);
  ask_for_figures (store);
  g_hash_table_iter_init (&iter, store->statements);
  while (g_hash_table_iter_next (&iter, &sql, NULL))
    {
      g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
      sqlite3_stmt *plan = NULL;

      if (g_str_has_prefix (sql, "PRAGMA"))
        continue;
      g_assert_cmpint (sqlite3_prepare_v2 (store->db, explain, -1, &plan, NULL), ==, SQLITE_OK);
      n_statements++;
      while (sqlite3_step (plan) == SQLITE_ROW)
        {
          const char *step = (const char *) sqlite3_column_text (plan, 3);

          /* The newest few by number: a scan that stops at once. */
          if (g_str_has_suffix (sql, "ORDER BY id DESC LIMIT 1") || strstr (sql, "ORDER BY id DESC LIMIT ? OFFSET ?") != NULL)
            continue;
          if (is_scan_of_what_grows (step))
            {
              g_test_message ("%s\n    %s", (char *) sql, step);
              n_scans++;
            }
        }
      sqlite3_finalize (plan);
    }
  g_assert_cmpint (n_statements, >, 90);
  g_assert_cmpint (n_scans, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/plans/no-scans", StoreFixture, NULL, store_fixture_set_up, test_no_scans,
              store_fixture_tear_down);
  return g_test_run ();
}
