/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several programs and threads at one database. Started with arguments, this program is the other one:
 *
 *   test-store-processes --set PATH MINUTES       writes a setting
 *   test-store-processes --add PATH ENTRY TIMES   adds a second to an entry, so many times
 */
#include <stdlib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "store-fixture.h"
#include "store/daybook-store-private.h"
#include "store/daybook-store-thread.h"

static char *program;

/* The other program -------------------------------------------------------------------------------- */

static int
set_interval (DaybookStore *store, const char *minutes)
{
  g_autoptr (GError) error = NULL;

  if (!daybook_store_set_setting (store, "sync_interval", minutes, &error))
    g_error ("%s", error->message);
  return 0;
}

/* Reads, changes, writes; a stale version is read again, as every program does. */
static int
add_seconds (DaybookStore *store, gint64 id, int times)
{
  while (times > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DaybookEntry) entry = daybook_store_get_entry (store, id, &error);

      if (entry == NULL)
        g_error ("%s", error->message);
      entry->duration++;
      if (daybook_store_edit_entry (store, entry, &error))
        times--;
      else if (!g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT))
        g_error ("%s", error->message);
    }
  return 0;
}

static int
be_the_other (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = daybook_store_open (argv[2], DAYBOOK_STORE_READ_WRITE, NULL, &error);

  if (store == NULL)
    g_error ("%s", error->message);
  if (strcmp (argv[1], "--set") == 0)
    return set_interval (store, argv[3]);
  return add_seconds (store, atoi (argv[3]), atoi (argv[4]));
}

static GSubprocess *
start_other (const char *verb, const char *path, const char *a, const char *b)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, verb, path, a, b, NULL);

  g_assert_no_error (error);
  return process;
}

/* Watching ------------------------------------------------------------------------------------------ */

typedef struct
{
  GMainLoop *loop;
  int n;
} Seen;

static void
on_changed_cb (gpointer object, Seen *seen)
{
  seen->n++;
  g_main_loop_quit (seen->loop);
}

static gboolean
on_too_long_cb (gpointer data)
{
  g_error ("Nothing was seen for twenty seconds");
  return G_SOURCE_REMOVE;
}

static void
run_until_seen (Seen *seen)
{
  guint too_long = g_timeout_add_seconds (20, on_too_long_cb, NULL);

  g_main_loop_run (seen->loop);
  g_source_remove (too_long);
}

static void
test_watch_other_process (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Seen seen = { loop, 0 };

  g_signal_connect (fixture->store, "changed", G_CALLBACK (on_changed_cb), &seen);
  g_assert_true (daybook_store_watch (fixture->store, &error));
  g_assert_true (daybook_store_watch (fixture->store, &error));
  g_assert_no_error (error);
  for (int minutes = 20; minutes < 25; minutes++)
    {
      g_autofree char *text = g_strdup_printf ("%d", minutes);
      const int before = seen.n;
      g_autoptr (GSubprocess) other = start_other ("--set", fixture->path, text, NULL);

      /* The signal may tell of a step before the last (opening), or come after the value was read; both come in the end. */
      while (seen.n == before || daybook_store_get_setting_int (fixture->store, "sync_interval") != minutes)
        run_until_seen (&seen);
      g_assert_true (g_subprocess_wait_check (other, NULL, &error));
      g_assert_no_error (error);
    }
}

/* Several commits of one turn are one signal; what changes nothing gives none. */
static void
test_watch_own_changes (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Seen seen = { loop, 0 };

  g_signal_connect (fixture->store, "changed", G_CALLBACK (on_changed_cb), &seen);
  g_assert_true (daybook_store_watch (fixture->store, NULL));
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *minutes = g_strdup_printf ("%d", 20 + i);

      g_assert_true (daybook_store_set_setting (fixture->store, "sync_interval", minutes, NULL));
    }
  run_until_seen (&seen);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (seen.n, ==, 1);
  g_assert_true (daybook_store_set_setting (fixture->store, "sync_interval", "22", NULL));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (seen.n, ==, 1);
}

/* Four programs, two hundred changes each of the same row: none is lost. */
static void
test_no_lost_update (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Shared", FIXTURE_NOW, 0);
  g_autoptr (DaybookEntry) read = NULL;
  g_autofree char *id = NULL;
  GSubprocess *others[4];

  id = g_strdup_printf ("%d", (int) daybook_store_add_entry (fixture->store, entry, &error));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    others[i] = start_other ("--add", fixture->path, id, "200");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_true (g_subprocess_wait_check (others[i], NULL, &error));
      g_assert_no_error (error);
      g_object_unref (others[i]);
    }
  read = daybook_store_get_entry (fixture->store, entry->id, &error);
  g_assert_cmpint (read->duration, ==, 800);
  g_assert_cmpint (read->version, ==, 801);
}

/* The first start: several programs make the database at once. */
static void
test_made_by_many (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  for (int round = 0; round < 5; round++)
    {
      g_autofree char *path = g_strdup_printf ("%s/new-%d/daybook.db", fixture->folder, round);
      g_autoptr (DaybookStore) store = NULL;
      GSubprocess *others[6];

      for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        others[i] = start_other ("--set", path, "30", NULL);
      for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        {
          g_assert_true (g_subprocess_wait_check (others[i], NULL, &error));
          g_assert_no_error (error);
          g_object_unref (others[i]);
        }
      store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (daybook_store_get_setting_int (store, "sync_interval"), ==, 30);
    }
}

/* The store thread ---------------------------------------------------------------------------------- */

typedef struct
{
  GMainLoop *loop;
  GThread *main_thread;
  int tries; /* atomic */
  int order;
  GError *error;
  gpointer result;
} Job;

static gpointer
rename_account (DaybookStore *store, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (DaybookAccount) account = daybook_store_get_account (store, 1, error);

  g_assert_true (g_thread_self () != job->main_thread);
  g_atomic_int_inc (&job->tries);
  if (account == NULL)
    return NULL;
  g_free (account->name);
  account->name = g_strdup ("Renamed");
  return daybook_store_edit_account (store, account, error) ? g_strdup ("done") : NULL;
}

static void
on_job_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Job *job = data;

  job->result = daybook_store_thread_run_finish (DAYBOOK_STORE_THREAD (object), result, &job->error);
  g_main_loop_quit (job->loop);
}

typedef struct
{
  DaybookStore *store;
  Job *job;
} Other;

/* Once the job is there again, after it had to go. */
static gboolean
on_commit_cb (gpointer data)
{
  Other *other = data;

  if (g_atomic_int_get (&other->job->tries) < 2)
    return G_SOURCE_CONTINUE;
  g_assert_true (daybook_store_commit (other->store, NULL));
  return G_SOURCE_REMOVE;
}

/* Somebody else writes for a while: tried again, not told. */
static void
test_thread_waits_its_turn (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (DaybookStoreThread) thread = daybook_store_thread_new (fixture->path, fixture->clock);
  Job job = { loop, g_thread_self () };
  Other other = { fixture->store, &job };

  g_assert_true (daybook_store_begin (fixture->store, NULL));
  daybook_store_thread_run_async (thread, rename_account, &job, NULL, g_free, NULL, on_job_cb, &job);
  g_timeout_add (5, on_commit_cb, &other);
  g_main_loop_run (loop);
  g_assert_no_error (job.error);
  g_assert_cmpstr (job.result, ==, "done");
  g_assert_cmpint (job.tries, >=, 2);
  g_free (job.result);
}

static gpointer
refuse (DaybookStore *store, gpointer data, GError **error)
{
  Job *job = data;

  job->tries++;
  return daybook_store_get_entry (store, 99, error);
}

static void
test_thread_errors (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *file = g_build_filename (fixture->folder, "no-folder-but-a-file", NULL);
  g_autofree char *nowhere = g_build_filename (file, "daybook.db", NULL);
  g_autoptr (DaybookStoreThread) thread = daybook_store_thread_new (fixture->path, fixture->clock);
  g_autoptr (DaybookStoreThread) broken = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Job job = { loop, g_thread_self () };

  /* An answer is an answer: not tried twice. */
  daybook_store_thread_run_async (thread, refuse, &job, NULL, NULL, NULL, on_job_cb, &job);
  g_main_loop_run (loop);
  g_assert_error (job.error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
  g_clear_error (&job.error);
  g_assert_cmpint (job.tries, ==, 1);

  g_cancellable_cancel (cancellable);
  daybook_store_thread_run_async (thread, refuse, &job, NULL, NULL, cancellable, on_job_cb, &job);
  g_main_loop_run (loop);
  g_assert_error (job.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&job.error);
  g_assert_cmpint (job.tries, ==, 1);

  /* A store that cannot be opened is the error of whatever is asked. */
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  broken = daybook_store_thread_new (nowhere, fixture->clock);
  daybook_store_thread_run_async (broken, refuse, &job, NULL, NULL, NULL, on_job_cb, &job);
  g_main_loop_run (loop);
  g_assert_error (job.error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_clear_error (&job.error);
}

static gpointer
note_order (DaybookStore *store, gpointer data, GError **error)
{
  static int next;

  ((Job *) data)->order = ++next;
  return NULL;
}

/* Closing the window right after a click loses nothing, and the order is kept. */
static void
test_thread_finishes_what_was_asked (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStoreThread *thread = daybook_store_thread_new (fixture->path, fixture->clock);
  g_autoptr (DaybookAccount) account = NULL;
  Job jobs[20] = { 0 };
  Job last = { NULL, g_thread_self () };

  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    daybook_store_thread_run_async (thread, note_order, &jobs[i], NULL, NULL, NULL, NULL, NULL);
  daybook_store_thread_run_async (thread, rename_account, &last, NULL, g_free, NULL, NULL, NULL);
  g_object_add_weak_pointer (G_OBJECT (thread), (gpointer *) &thread);
  g_object_unref (thread);
  /* The tasks hold it until they are done and told. */
  while (thread != NULL)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 1; i < G_N_ELEMENTS (jobs); i++)
    g_assert_cmpint (jobs[i].order, ==, jobs[i - 1].order + 1);
  account = daybook_store_get_account (fixture->store, 1, NULL);
  g_assert_cmpstr (account->name, ==, "Renamed");
}

static void
test_thread_tells_of_changes (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (DaybookStoreThread) thread = daybook_store_thread_new (fixture->path, fixture->clock);
  g_autoptr (GSubprocess) other = NULL;
  g_autoptr (GError) error = NULL;
  Seen seen = { loop, 0 };
  Job job = { loop, g_thread_self () };

  g_signal_connect (thread, "changed", G_CALLBACK (on_changed_cb), &seen);
  /* Once this is answered, the watch is there. */
  daybook_store_thread_run_async (thread, note_order, &job, NULL, NULL, NULL, on_job_cb, &job);
  g_main_loop_run (loop);
  other = start_other ("--set", fixture->path, "33", NULL);
  run_until_seen (&seen);
  g_assert_true (g_subprocess_wait_check (other, NULL, &error));
  g_assert_cmpint (seen.n, >=, 1);
}

int
main (int argc, char **argv)
{
  program = g_file_read_link ("/proc/self/exe", NULL);
  if (argc >= 4 && (strcmp (argv[1], "--set") == 0 || strcmp (argv[1], "--add") == 0))
    return be_the_other (argc, argv);
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/store/watch/other-process", test_watch_other_process);
  ADD ("/store/watch/own-changes-are-one-signal", test_watch_own_changes);
  ADD ("/store/processes/no-lost-update", test_no_lost_update);
  ADD ("/store/processes/made-by-many-at-once", test_made_by_many);
  ADD ("/store/thread/waits-its-turn", test_thread_waits_its_turn);
  ADD ("/store/thread/errors", test_thread_errors);
  ADD ("/store/thread/finishes-what-was-asked", test_thread_finishes_what_was_asked);
  ADD ("/store/thread/tells-of-changes", test_thread_tells_of_changes);
  return g_test_run ();
}
