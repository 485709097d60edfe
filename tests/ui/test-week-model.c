/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The week as the page has it: rounding, filter, selection, and what is done to the selection. */
#include <string.h>

#include "common/daybook-row-list.h"
#include "entry/daybook-entry-batch.h"
#include "store/daybook-entries.h"
#include "time/daybook-time-export.h"
#include "time/daybook-week-selection.h"
#include "data-folder.h"
#include "week-seed.h"

typedef struct
{
  DaybookWorkspace *workspace;
  DaybookWeekModel *model;
  DaybookWeekSelection *selection;
  char *toast; /* (owned) the last one */
  gint64 change;
} Fixture;

static char *folder;

static void
on_toast_cb (DaybookWorkspace *workspace, const char *text, gint64 change, Fixture *fixture)
{
  g_free (fixture->toast);
  fixture->toast = g_strdup (text);
  fixture->change = change;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  data_folder_fill (week_seed_fill);
  fixture->workspace = daybook_workspace_new ();
  g_signal_connect (fixture->workspace, "toast", G_CALLBACK (on_toast_cb), fixture);
  fixture->model = daybook_week_model_new (fixture->workspace);
  fixture->selection = daybook_week_selection_new (fixture->model);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->selection);
  g_clear_object (&fixture->model);
  g_signal_handlers_disconnect_by_data (fixture->workspace, fixture);
  g_clear_object (&fixture->workspace);
  g_free (fixture->toast);
  data_folder_clear (folder);
}

/* Until something was said. */
static void
wait_for_toast (Fixture *fixture)
{
  while (fixture->toast == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
forget_toast (Fixture *fixture)
{
  g_clear_pointer (&fixture->toast, g_free);
  fixture->change = 0;
}

static gint64
find (Fixture *fixture, int column, const char *title)
{
  DaybookRowList *rows = daybook_week_model_get_day_entries (fixture->model, column);

  for (guint i = 0; i < daybook_row_list_get_length (rows); i++)
    {
      DaybookWeekEntry *row = daybook_row_list_peek (rows, i);

      if (g_str_equal (daybook_week_entry_get_entry (row)->title, title))
        return daybook_week_entry_get_id (row);
    }
  g_assert_not_reached ();
}

static DaybookEntryStatus
get_status (Fixture *fixture, gint64 id)
{
  return daybook_week_entry_get_entry (daybook_week_model_find (fixture->model, id))->status;
}

static guint
count_listed (Fixture *fixture)
{
  guint n = 0;

  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    n += daybook_row_list_get_length (daybook_week_model_get_day_entries (fixture->model, i));
  return n;
}

static void
test_shows_this_week (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (daybook_week_model_get_first (fixture->model), ==, WEEK_SEED_MONDAY);
  g_assert_cmpint (daybook_week_model_get_today_column (fixture->model), ==, 3);
  daybook_week_model_show_day (fixture->model, WEEK_SEED_MONDAY - 1);
  g_assert_cmpint (daybook_week_model_get_first (fixture->model), ==, WEEK_SEED_MONDAY - 7);
  g_assert_cmpint (daybook_week_model_get_today_column (fixture->model), ==, -1);
}

static void
test_rounding_is_a_view (Fixture *fixture, gconstpointer data)
{
  gint64 id = find (fixture, 3, "Fix the checkout bug");

  g_assert_cmpint (daybook_week_model_get_rounding_minutes (fixture->model), ==, 15);
  g_assert_true (daybook_week_model_is_rounded (fixture->model));
  g_assert_cmpint (daybook_week_entry_get_rounded (daybook_week_model_find (fixture->model, id)), ==, 45 * 60);
  daybook_week_model_set_rounded (fixture->model, FALSE);
  g_assert_false (daybook_week_model_is_rounded (fixture->model));
  g_assert_cmpint (daybook_week_entry_get_rounded (daybook_week_model_find (fixture->model, id)), ==, 42 * 60);
  g_assert_cmpint (daybook_week_model_get_week (fixture->model)->total.rounded, ==,
                   daybook_week_model_get_week (fixture->model)->total.exact);
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  const DaybookWeek *week = daybook_week_model_get_week (fixture->model);
  gint64 website = ((DaybookWeekProject *) week->projects->pdata[0])->project_id;
  guint all = count_listed (fixture);

  g_assert_cmpint (all, ==, week->entries->len);
  daybook_week_model_set_filter (fixture->model, website, WEEK_SEED_MONDAY + 2);
  g_assert_cmpint (count_listed (fixture), ==, 2);
  daybook_week_model_set_filter (fixture->model, website, DAYBOOK_DAY_NONE);
  g_assert_cmpint (count_listed (fixture), ==, 5);
  daybook_week_model_set_filter (fixture->model, DAYBOOK_WEEK_ANY_PROJECT, DAYBOOK_DAY_NONE);
  g_assert_cmpint (count_listed (fixture), ==, all);
}

static void
test_selection_sums_what_is_shown (Fixture *fixture, gconstpointer data)
{
  daybook_week_selection_set (fixture->selection, find (fixture, 3, "Fix the checkout bug"), TRUE);
  daybook_week_selection_set (fixture->selection, find (fixture, 3, "Plan the day"), TRUE);
  daybook_week_selection_set (fixture->selection, find (fixture, 2, "Rehearse the switch-over"), TRUE);
  g_assert_cmpint (daybook_week_selection_get_count (fixture->selection), ==, 3);
  g_assert_cmpint (daybook_week_selection_get_time (fixture->selection), ==, (3 * 60 + 15) * 60);
  daybook_week_model_set_rounded (fixture->model, FALSE);
  g_assert_cmpint (daybook_week_selection_get_time (fixture->selection), ==, (42 + 26 + 118) * 60);
}

/* What cannot be seen is not changed. */
static void
test_hidden_entries_leave_the_selection (Fixture *fixture, gconstpointer data)
{
  gint64 id = find (fixture, 3, "Plan the day");

  daybook_week_selection_set (fixture->selection, id, TRUE);
  daybook_week_selection_set (fixture->selection, find (fixture, 0, "Stand-up"), TRUE);
  daybook_week_model_set_filter (fixture->model, DAYBOOK_WEEK_ANY_PROJECT, WEEK_SEED_TODAY);
  g_assert_cmpint (daybook_week_selection_get_count (fixture->selection), ==, 1);
  g_assert_true (daybook_week_selection_contains (fixture->selection, id));
}

static void
test_invoiced_is_never_selected (Fixture *fixture, gconstpointer data)
{
  gint64 id;

  daybook_week_model_show_day (fixture->model, WEEK_SEED_MONDAY - 7);
  id = find (fixture, 0, "Audit of the ledger");
  daybook_week_selection_set (fixture->selection, id, TRUE);
  g_assert_cmpint (daybook_week_selection_get_count (fixture->selection), ==, 0);
  daybook_week_selection_select_all (fixture->selection);
  g_assert_cmpint (daybook_week_selection_get_count (fixture->selection), ==, count_listed (fixture) - 1);
}

static void
test_approve_and_undo (Fixture *fixture, gconstpointer data)
{
  gint64 first = find (fixture, 3, "Fix the checkout bug"), second = find (fixture, 3, "Plan the day");
  g_autoptr (GPtrArray) entries = NULL;

  daybook_week_selection_set (fixture->selection, first, TRUE);
  daybook_week_selection_set (fixture->selection, second, TRUE);
  /* Approved already: left out, of the words too. */
  daybook_week_selection_set (fixture->selection, find (fixture, 3, "Stand-up"), TRUE);
  entries = daybook_week_selection_list_entries (fixture->selection);
  g_assert_cmpint (entries->len, ==, 3);
  daybook_entry_batch_approve (fixture->workspace, entries);
  wait_for_toast (fixture);
  g_assert_cmpstr (fixture->toast, ==, "2 entries approved");
  g_assert_cmpint (fixture->change, !=, 0);
  g_assert_cmpint (get_status (fixture, first), ==, DAYBOOK_ENTRY_APPROVED);
  g_assert_cmpint (get_status (fixture, second), ==, DAYBOOK_ENTRY_APPROVED);
  g_assert_cmpint (daybook_week_model_get_week (fixture->model)->pending, ==, 1);

  daybook_workspace_undo (fixture->workspace, fixture->change);
  forget_toast (fixture);
  wait_for_toast (fixture);
  g_assert_cmpint (get_status (fixture, first), ==, DAYBOOK_ENTRY_PENDING);
  g_assert_cmpint (get_status (fixture, second), ==, DAYBOOK_ENTRY_PENDING);
  g_assert_cmpint (daybook_week_model_get_week (fixture->model)->pending, ==, 3);
}

/* One that was changed elsewhere since it was shown: nothing at all happens, and that is said. */
static void
test_stale_entries_are_refused (Fixture *fixture, gconstpointer data)
{
  gint64 first = find (fixture, 3, "Fix the checkout bug"), second = find (fixture, 3, "Plan the day");
  g_autoptr (GPtrArray) entries = NULL;

  daybook_week_selection_set (fixture->selection, first, TRUE);
  daybook_week_selection_set (fixture->selection, second, TRUE);
  entries = daybook_week_selection_list_entries (fixture->selection);
  ((DaybookEntry *) entries->pdata[1])->version--;
  daybook_entry_batch_approve (fixture->workspace, entries);
  wait_for_toast (fixture);
  g_assert_nonnull (g_strstr_len (fixture->toast, -1, "changed elsewhere"));
  g_assert_cmpint (fixture->change, ==, 0);
  g_assert_cmpint (get_status (fixture, first), ==, DAYBOOK_ENTRY_PENDING);
  g_assert_cmpint (get_status (fixture, second), ==, DAYBOOK_ENTRY_PENDING);
}

/* Billing goes with the project. */
static void
test_assign_project (Fixture *fixture, gconstpointer data)
{
  const DaybookWeek *week = daybook_week_model_get_week (fixture->model);
  gint64 website = ((DaybookWeekProject *) week->projects->pdata[0])->project_id;
  gint64 id = find (fixture, 3, "Plan the day");
  g_autoptr (GPtrArray) entries = NULL;
  const DaybookEntry *entry;

  daybook_week_selection_set (fixture->selection, id, TRUE);
  entries = daybook_week_selection_list_entries (fixture->selection);
  daybook_entry_batch_assign (fixture->workspace, entries, website, "ACME / Website");
  wait_for_toast (fixture);
  g_assert_cmpstr (fixture->toast, ==, "1 entry moved to ACME / Website");
  entry = daybook_week_entry_get_entry (daybook_week_model_find (fixture->model, id));
  g_assert_cmpint (entry->project_id, ==, website);
  g_assert_true (entry->billable);
}

static void
test_delete_and_undo (Fixture *fixture, gconstpointer data)
{
  gint64 id = find (fixture, 3, "Plan the day");
  g_autoptr (GPtrArray) entries = NULL;

  daybook_week_selection_set (fixture->selection, id, TRUE);
  entries = daybook_week_selection_list_entries (fixture->selection);
  daybook_entry_batch_delete (fixture->workspace, entries);
  wait_for_toast (fixture);
  g_assert_null (daybook_week_model_find (fixture->model, id));
  g_assert_cmpint (daybook_week_selection_get_count (fixture->selection), ==, 0);
  daybook_workspace_undo (fixture->workspace, fixture->change);
  forget_toast (fixture);
  wait_for_toast (fixture);
  g_assert_nonnull (daybook_week_model_find (fixture->model, id));
}

/* What is exported is what was logged on the days that were chosen, rounded or as it is; rejected entries are not. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  DaybookStore *store = daybook_workspace_get_store (fixture->workspace);
  DaybookTotalsFilter filter = *daybook_week_model_get_rounding (fixture->model);
  DaybookDay first = daybook_week_model_get_first (fixture->model);
  g_autoptr (DaybookTimeExport) week = NULL;
  g_autoptr (DaybookTimeExport) exact = NULL;
  g_autoptr (DaybookTimeExport) day = NULL;
  g_autoptr (DaybookTimeExport) nothing = NULL;
  g_autoptr (GError) error = NULL;

  filter.from = first;
  filter.to = first + DAYBOOK_WEEK_DAYS;
  week = daybook_time_export_new (store, &filter, &error);
  g_assert_no_error (error);
  g_assert_cmpint (week->count, ==, daybook_week_model_get_week (fixture->model)->entries->len);
  g_assert_cmpint (week->length, ==, strlen (week->csv));
  g_assert_nonnull (g_strstr_len (week->csv, -1, "Fix the checkout bug"));
  g_assert_nonnull (g_strstr_len (week->csv, -1, ",2700,0.75,"));
  filter = (DaybookTotalsFilter){ .from = first, .to = first + DAYBOOK_WEEK_DAYS };
  exact = daybook_time_export_new (store, &filter, &error);
  g_assert_nonnull (g_strstr_len (exact->csv, -1, ",2520,0.70,"));
  filter.from = first + 3;
  filter.to = first + 4;
  day = daybook_time_export_new (store, &filter, &error);
  g_assert_cmpint (day->count, >, 0);
  g_assert_cmpint (day->count, <, week->count);
  filter.from = first - 3000;
  filter.to = first - 2900;
  nothing = daybook_time_export_new (store, &filter, &error);
  g_assert_cmpint (nothing->count, ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  folder = data_folder_enter ();
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/time/model/shows-this-week", test_shows_this_week);
  ADD ("/time/model/rounding-is-a-view", test_rounding_is_a_view);
  ADD ("/time/model/filter", test_filter);
  ADD ("/time/selection/sums-what-is-shown", test_selection_sums_what_is_shown);
  ADD ("/time/selection/hidden-entries-leave-it", test_hidden_entries_leave_the_selection);
  ADD ("/time/selection/invoiced-is-never-selected", test_invoiced_is_never_selected);
  ADD ("/time/batch/approve-and-undo", test_approve_and_undo);
  ADD ("/time/batch/stale-entries-are-refused", test_stale_entries_are_refused);
  ADD ("/time/batch/assign-project", test_assign_project);
  ADD ("/time/batch/delete-and-undo", test_delete_and_undo);
  ADD ("/time/export/is-what-was-logged", test_export);
#undef ADD
  status = g_test_run ();
  data_folder_leave (folder);
  return status;
}
