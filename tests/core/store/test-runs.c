/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs: how they end, fold, are found again, and what becomes of those whose worker died. */
#include <sys/wait.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "store-fixture.h"
#include "store/daybook-accounts.h"
#include "store/daybook-store-private.h"

static DaybookSyncRun *
make_run (StoreFixture *fixture, const char *trigger, const char *status)
{
  DaybookSyncRun *run = daybook_sync_run_new ();

  run->account_id = fixture->account_id;
  run->source_id = fixture->source_id;
  run->mode = g_strdup ("incremental");
  run->trigger = g_strdup (trigger);
  run->status = g_strdup (status);
  return run;
}

static void
finish (StoreFixture *fixture, const char *trigger, const char *status, gint64 created, gboolean begin)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookSyncRun) run = make_run (fixture, trigger, status);

  if (begin)
    {
      g_assert_cmpint (daybook_store_begin_run (fixture->store, run, &error), >, 0);
      g_free (run->status);
      run->status = g_strdup (status);
    }
  run->created = created;
  run->requests = 1;
  g_assert_true (daybook_store_finish_run (fixture->store, run, &error));
  g_assert_no_error (error);
  daybook_clock_advance (fixture->clock, 900);
}

static void
test_runs_fold (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) failed = NULL;
  DaybookRunFilter filter = { .from_at = DAYBOOK_INSTANT_NONE, .to_at = DAYBOOK_INSTANT_NONE, .status = "failed" };
  DaybookSyncRun *run;

  finish (fixture, "schedule", "success", 3, TRUE);
  finish (fixture, "schedule", "success", 0, TRUE);
  finish (fixture, "schedule", "success", 0, TRUE);
  finish (fixture, "schedule", "success", 0, FALSE); /* never begun: the same */
  finish (fixture, "manual", "success", 0, TRUE);    /* somebody asked: it shows */
  finish (fixture, "schedule", "success", 0, TRUE);
  finish (fixture, "schedule", "failed", 0, TRUE);
  finish (fixture, "schedule", "success", 0, TRUE);

  runs = daybook_store_list_runs (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 6);
  run = runs->pdata[0];
  g_assert_cmpstr (run->status, ==, "success");
  g_assert_cmpstr (run->provider, ==, "google-calendar");
  run = runs->pdata[4];
  g_assert_cmpint (run->repeated, ==, 3);
  g_assert_cmpint (run->requests, ==, 3);
  g_assert_cmpint (run->started_at, ==, FIXTURE_NOW + 3 * 900);
  failed = daybook_store_list_runs (store, &filter, &error);
  g_assert_cmpuint (failed->len, ==, 1);
  filter.status = NULL;
  filter.from_at = FIXTURE_NOW + 4 * 900;
  filter.limit = 2;
  g_ptr_array_unref (failed);
  failed = daybook_store_list_runs (store, &filter, &error);
  g_assert_cmpuint (failed->len, ==, 2);
}

static guint
count_found (StoreFixture *fixture, const char *text, const char *status, gint64 *counted)
{
  DaybookRunFilter filter = { .from_at = DAYBOOK_INSTANT_NONE, .to_at = DAYBOOK_INSTANT_NONE, .text = text,
                              .status = status };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = daybook_store_list_runs (fixture->store, &filter, &error);

  g_assert_no_error (error);
  g_assert_true (daybook_store_count_runs (fixture->store, &filter, counted, &error));
  g_assert_cmpint (runs->len, ==, *counted);
  return runs->len;
}

static void
test_runs_are_found (StoreFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *text, *status;
    guint n;
  } cases[] = {
    { NULL, NULL, 4 },
    { "", NULL, 4 },
    { "ann@", NULL, 4 },     /* the account's name */
    { "WORK", NULL, 4 },     /* the source's */
    { "100 % full", NULL, 1 },
    { "100 _ full", NULL, 0 }, /* no sign of LIKE's */
    { "network", NULL, 1 },  /* a code */
    { "nothing like it", NULL, 0 },
    { "\xff%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%", NULL, 0 },
    { NULL, "failed", 2 },
    { NULL, "failed cancelled", 3 },
    { "network", "success", 0 },
  };
  static const char *const endings[] = { "success", "failed", "failed", "cancelled" };
  static const char *const errors[] = { NULL, "The disk is 100 % full", "No answer", NULL };
  static const char *const codes[] = { NULL, "disk_full", "network", NULL };
  gint64 counted;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autoptr (DaybookSyncRun) run = make_run (fixture, "manual", endings[i]);

      run->error = g_strdup (errors[i]);
      run->error_code = g_strdup (codes[i]);
      g_assert_true (daybook_store_finish_run (fixture->store, run, NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (count_found (fixture, cases[i].text, cases[i].status, &counted), ==, cases[i].n);
}

/* Page after page, each run once, also where many began in the same second. */
static void
test_runs_come_in_pages (StoreFixture *fixture, gconstpointer unused)
{
  DaybookRunFilter filter = { .from_at = DAYBOOK_INSTANT_NONE, .to_at = DAYBOOK_INSTANT_NONE, .limit = 3 };
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint pages = 0;

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (DaybookSyncRun) run = make_run (fixture, "manual", "success");

      if (i % 4 == 0)
        daybook_clock_advance (fixture->clock, 1);
      g_assert_true (daybook_store_finish_run (fixture->store, run, NULL));
    }
  for (;;)
    {
      g_autoptr (GPtrArray) runs = daybook_store_list_runs (fixture->store, &filter, NULL);

      if (runs->len == 0)
        break;
      pages++;
      for (guint i = 0; i < runs->len; i++)
        {
          const DaybookSyncRun *run = runs->pdata[i];

          g_assert_true (g_hash_table_add (seen, GINT_TO_POINTER (run->id)));
          g_assert_cmpstr (run->account_name, ==, "ann@example.com");
          g_assert_cmpstr (run->source_name, ==, "Work");
          filter.before_at = run->started_at;
          filter.before_id = run->id;
        }
    }
  g_assert_cmpuint (pages, ==, 4);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 10);
}

/* A worker that died leaves its run behind; one that lives does not lose its own. */
static void
test_interrupted_runs (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookSyncRun) alive = make_run (fixture, "manual", "running");
  g_autoptr (DaybookSyncRun) dead = make_run (fixture, "manual", "running");
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DaybookAccount) account = NULL;
  g_autofree char *sql = NULL;
  int status;
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  daybook_store_begin_run (store, alive, &error);
  daybook_store_begin_run (store, dead, &error);
  g_assert_no_error (error);
  account = daybook_store_get_account (store, fixture->account_id, &error);
  g_assert_true (account->syncing);
  sql = g_strdup_printf ("UPDATE sync_run SET worker_pid = %d WHERE id = %d", (int) pid, (int) dead->id);
  store_fixture_run (store, sql);
  g_assert_true (daybook_store_interrupt_runs (store, sources, &error));
  g_assert_cmpuint (sources->len, ==, 1);
  g_assert_cmpint (g_array_index (sources, gint64, 0), ==, fixture->source_id);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM sync_run WHERE status = 'running'"), ==, 1);

  /* The same number, another process. */
  g_free (sql);
  sql = g_strdup_printf ("UPDATE sync_run SET worker_pid = worker_pid + (1 << 22) WHERE id = %d", (int) alive->id);
  store_fixture_run (store, sql);
  g_assert_true (daybook_store_interrupt_runs (store, NULL, &error));
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM sync_run WHERE status = 'interrupted'"), ==, 2);
}

/* Somebody else's sync, by a process that has died. */
static void
mark_and_die (StoreFixture *fixture, DaybookSyncRun *run)
{
  int status;
  pid_t pid = fork ();

  if (pid == 0)
    _exit (daybook_store_mark_run (fixture->store, run) ? 0 : 1);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
}

/* A scheduled run has no row while it lasts, and one afterwards however it ended. */
static void
test_interrupted_marks (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autofree char *folder = g_path_get_dirname (daybook_store_get_path (store));
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookSyncRun) dead = make_run (fixture, "schedule", "running");
  g_autoptr (DaybookSyncRun) alive = make_run (fixture, "push", "running");
  g_autoptr (DaybookSyncRun) lost = make_run (fixture, "schedule", "running");
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GDir) dir = NULL;
  const char *name;

  mark_and_die (fixture, dead);
  lost->source_id = 4711;
  mark_and_die (fixture, lost);
  g_assert_true (daybook_store_mark_run (store, alive));
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM sync_run"), ==, 0);

  for (int i = 0; i < 2; i++)
    {
      g_assert_true (daybook_store_interrupt_runs (store, sources, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (sources->len, ==, 1);
      g_assert_cmpint (g_array_index (sources, gint64, 0), ==, fixture->source_id);
      g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM sync_run"), ==, 1);
      g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM sync_run WHERE status = 'interrupted'"
                                                 " AND \"trigger\" = 'schedule' AND started_at > 0"), ==, 1);
    }

  daybook_store_unmark_run (store);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, "-run-"));
}

/* Killed between its end and taking the mark away: it ended. */
static void
test_mark_of_a_run_that_ended (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookSyncRun) run = make_run (fixture, "schedule", "success");
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  mark_and_die (fixture, run);
  daybook_store_finish_run (fixture->store, run, &error);
  g_assert_no_error (error);
  g_assert_true (daybook_store_interrupt_runs (fixture->store, sources, &error));
  g_assert_cmpuint (sources->len, ==, 0);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM sync_run WHERE status = 'success'"), ==, 1);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM sync_run"), ==, 1);
}

/* Instants are whole seconds. */
static void
test_mark_beside_another_run_of_that_second (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookSyncRun) asked = make_run (fixture, "manual", "success");
  g_autoptr (DaybookSyncRun) dead = make_run (fixture, "schedule", "running");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (daybook_store_begin_run (fixture->store, asked, &error), >, 0);
  daybook_store_finish_run (fixture->store, asked, &error);
  g_assert_no_error (error);
  dead->started_at = asked->started_at;
  mark_and_die (fixture, dead);
  g_assert_true (daybook_store_interrupt_runs (fixture->store, NULL, &error));
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM sync_run WHERE status = 'interrupted'"), ==, 1);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM sync_run"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/store/runs/unchanged-ones-fold", test_runs_fold);
  ADD ("/store/runs/are-found", test_runs_are_found);
  ADD ("/store/runs/come-in-pages", test_runs_come_in_pages);
  ADD ("/store/runs/dead-workers-are-noticed", test_interrupted_runs);
  ADD ("/store/runs/marked-runs-of-dead-workers-are-written-down", test_interrupted_marks);
  ADD ("/store/runs/a-run-that-ended-was-not-interrupted", test_mark_of_a_run_that_ended);
  ADD ("/store/runs/one-that-died-in-the-second-of-another-is-written-down", test_mark_beside_another_run_of_that_second);
  return g_test_run ();
}
