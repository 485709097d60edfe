/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The day that Today shows, as the settings want it. */

#include "data-folder.h"
#include "store/daybook-store-private.h"
#include "today/daybook-day-model.h"
#include "week-seed.h"

#define HOUR 3600

typedef struct
{
  DaybookWorkspace *workspace;
  DaybookDayModel *model;
} Fixture;

typedef struct
{
  const char *key;
  const char *value;
} Setting;

static char *folder;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  data_folder_fill (week_seed_fill);
  fixture->workspace = daybook_workspace_new ();
  fixture->model = daybook_day_model_new (fixture->workspace, WEEK_SEED_TODAY);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->model);
  g_clear_object (&fixture->workspace);
  data_folder_clear (folder);
}

static gboolean
set_setting (DaybookStore *store, gpointer data, GError **error)
{
  const Setting *setting = data;

  return daybook_store_set_setting (store, setting->key, setting->value, error);
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer done)
{
  g_set_object ((GAsyncResult **) done, result);
}

static void
set (Fixture *fixture, const char *key, const char *value)
{
  Setting setting = { key, value };
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  daybook_workspace_change_async (fixture->workspace, NULL, set_setting, &setting, NULL, on_done_cb, &done);
  while (done == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (daybook_workspace_change_finish (fixture->workspace, done, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_hours (Fixture *fixture, gint64 from, gint64 to)
{
  gint64 work_from, work_to;

  daybook_day_model_get_working_hours (fixture->model, &work_from, &work_to);
  g_assert_cmpint (work_from, ==, from * HOUR);
  g_assert_cmpint (work_to, ==, to * HOUR);
}

/* It is Thursday. A day without work has no hours, and nothing in it is missing. */
static void
test_working_days (Fixture *fixture, gconstpointer data)
{
  set (fixture, "day_start", "08:00");
  set (fixture, "day_end", "17:00");
  assert_hours (fixture, 8, 17);
  g_assert_cmpint (daybook_day_model_get_gap_time (fixture->model), >, 0);
  set (fixture, "working_days", "mon,tue,wed,fri");
  assert_hours (fixture, 0, 0);
  g_assert_cmpint (daybook_day_model_get_gap_time (fixture->model), ==, 0);
  daybook_day_model_set_day (fixture->model, WEEK_SEED_TODAY + 1);
  assert_hours (fixture, 8, 17);
  daybook_day_model_set_day (fixture->model, WEEK_SEED_TODAY + 2);
  assert_hours (fixture, 0, 0);
  set (fixture, "working_days", "sat");
  assert_hours (fixture, 8, 17);
}

/* Nobody looks at the page: the day is read once, when somebody does. */
static void
test_out_of_sight (Fixture *fixture, gconstpointer data)
{
  DaybookReloadGate *gate = daybook_day_model_get_gate (fixture->model);

  set (fixture, "day_start", "08:00");
  daybook_reload_gate_set_active (gate, FALSE);
  set (fixture, "day_start", "07:00");
  set (fixture, "day_end", "15:00");
  assert_hours (fixture, 8, 17);
  daybook_reload_gate_set_active (gate, TRUE);
  assert_hours (fixture, 7, 15);
}

/* Behind the back of everybody: nothing is told. */
static void
change_schema (const char *statement)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = data_folder_open ();

  g_assert_true (daybook_store_execute (store, statement, &error));
  g_assert_no_error (error);
}

/* What was shown stays, but never under another day's name. */
static void
test_failed_read (Fixture *fixture, gconstpointer data)
{
  DaybookReloadGate *gate = daybook_day_model_get_gate (fixture->model);
  guint events = daybook_row_list_get_length (daybook_day_model_get_events (fixture->model));
  guint entries = daybook_row_list_get_length (daybook_day_model_get_entries (fixture->model));
  /* It is told, with a warning. */
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);

  g_assert_cmpuint (events, >, 0);
  g_assert_cmpuint (entries, >, 0);
  change_schema ("ALTER TABLE time_entry RENAME TO out_of_reach");
  daybook_reload_gate_invalidate (gate);
  daybook_reload_gate_refresh (gate);
  g_assert_cmpuint (daybook_row_list_get_length (daybook_day_model_get_events (fixture->model)), ==, events);
  g_assert_cmpuint (daybook_row_list_get_length (daybook_day_model_get_entries (fixture->model)), ==, entries);
  g_assert_true (daybook_day_model_has_calendars (fixture->model));

  daybook_day_model_set_day (fixture->model, WEEK_SEED_TODAY - 1);
  g_assert_cmpuint (daybook_row_list_get_length (daybook_day_model_get_events (fixture->model)), ==, 0);
  g_assert_cmpuint (daybook_row_list_get_length (daybook_day_model_get_entries (fixture->model)), ==, 0);

  change_schema ("ALTER TABLE out_of_reach RENAME TO time_entry");
  g_log_set_always_fatal (fatal);
  daybook_day_model_set_day (fixture->model, WEEK_SEED_TODAY);
  g_assert_cmpuint (daybook_row_list_get_length (daybook_day_model_get_events (fixture->model)), ==, events);
  g_assert_cmpuint (daybook_row_list_get_length (daybook_day_model_get_entries (fixture->model)), ==, entries);
}

int
main (int argc, char *argv[])
{
  int status;

  folder = data_folder_enter ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/day-model/working-days", Fixture, NULL, set_up, test_working_days, tear_down);
  g_test_add ("/day-model/out-of-sight", Fixture, NULL, set_up, test_out_of_sight, tear_down);
  g_test_add ("/day-model/failed-read", Fixture, NULL, set_up, test_failed_read, tear_down);
  status = g_test_run ();
  data_folder_leave (folder);
  return status;
}
