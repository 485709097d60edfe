/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sync and a person's edits, broken off at operation after operation: killed, without power, with a full or
 * a failing disk. What was acknowledged is there afterwards, nothing is there by half, and going on ends in
 * the very rows of a run that nothing disturbed.
 *
 * (Memory: SQLite's own; GLib ends the program when it gets none.)
 *
 * Some hundred points by default; DAYBOOK_TEST_DEEP=1 takes every one, DAYBOOK_TEST_SEEDS more power cuts for
 * each. */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "store-child.h"
#include "store-fixture.h"
#include "store/daybook-backup.h"
#include "store/daybook-store-private.h"
#include "vfs-shim.h"

#define HOUR G_GINT64_CONSTANT (3600)
#define BATCHES 6
#define BATCH 8

/* The work ------------------------------------------------------------------------------------------ */

/* One batch of a full round: rows of the round before that are unchanged, changed, and new ones, with `resume`
 * in the same transaction; the last one sweeps and turns resume into the cursor. */
static gboolean
sync_batch (DaybookStore *store, int batch, GError **error)
{
  g_autoptr (DaybookSource) source = daybook_store_get_source (store, 1, error);

  if (source == NULL || !daybook_store_begin (store, error))
    return FALSE;
  for (int i = 0; i < BATCH; i++)
    {
      int number = batch * BATCH + i;
      g_autoptr (DaybookEvent) event = daybook_event_new ();

      event->source_id = 1;
      event->external_id = g_strdup_printf ("event-%d", number);
      event->title = g_strdup_printf ("Title %d", number);
      event->description = g_strdup_printf ("word%d and a few more", number);
      event->etag = g_strdup_printf ("\"%d\"", number % 3 == 0 ? 1 : 2);
      event->range_start = FIXTURE_NOW + number * HOUR;
      event->range_end = event->range_start + HOUR;
      if (!daybook_store_put_event (store, event, 2, NULL, NULL, error))
        return FALSE;
    }
  g_free (source->resume);
  source->resume = g_strdup_printf ("%d", batch + 1);
  if (batch == BATCHES - 1)
    {
      g_clear_pointer (&source->resume, g_free);
      source->cursor = g_strdup ("done");
      source->generation = 2;
      if (!daybook_store_sweep (store, 1, 2, 0, G_MAXINT64, TRUE, NULL, NULL, error))
        return FALSE;
    }
  return daybook_store_set_source_progress (store, source, error) && daybook_store_commit (store, error);
}

/* A person's edit between two batches: one more second on the entry, undone every third time. */
static gboolean
edit (DaybookStore *store, int batch, GError **error)
{
  g_autoptr (DaybookEntry) entry = daybook_store_get_entry (store, 1, error);

  if (entry == NULL || !daybook_store_begin_change (store, "Edit", error))
    return FALSE;
  entry->duration = 1000 + batch;
  if (!daybook_store_edit_entry (store, entry, error) || !daybook_store_commit (store, error))
    return FALSE;
  return batch % 3 != 2 || daybook_store_undo (store, 0, NULL, error);
}

/* -1 when it cannot be read. */
static int
next_batch (DaybookStore *store, GError **error)
{
  g_autoptr (DaybookSource) source = daybook_store_get_source (store, 1, error);

  if (source == NULL)
    return -1;
  if (source->cursor != NULL)
    return BATCHES;
  return source->resume != NULL ? atoi (source->resume) : 0;
}

/* Goes on from where the store says; tells each step that is acknowledged as a byte to @told. */
static gboolean
work (DaybookStore *store, int told, GError **error)
{
  int first = next_batch (store, error);

  if (first < 0)
    return FALSE;
  for (int batch = first; batch < BATCHES; batch++)
    {
      char step = (char) (batch + 1);

      if (!sync_batch (store, batch, error))
        return FALSE;
      if (told >= 0 && write (told, &step, 1) != 1)
        return FALSE;
      if (!edit (store, batch, error))
        return FALSE;
      step = (char) (batch + 101);
      if (told >= 0 && write (told, &step, 1) != 1)
        return FALSE;
    }
  return TRUE;
}

/* A store as it was after the last round: every third event of this one is as it will be, two that will be
 * swept, an entry. */
static int
prepare (gpointer folder)
{
  StoreFixture fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Entry", FIXTURE_NOW, 1000);

  fixture.path = g_build_filename (folder, "daybook.db", NULL);
  fixture.clock = daybook_clock_new_fixed (FIXTURE_NOW);
  fixture.store = daybook_store_open (fixture.path, DAYBOOK_STORE_READ_WRITE, fixture.clock, &error);
  g_assert_no_error (error);
  fixture.account_id = store_fixture_add_account (&fixture, "ann@example.com", &fixture.source_id);
  for (int i = 0; i < BATCHES * BATCH + 2; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("event-%d", i);
      g_autoptr (DaybookEvent) event = store_fixture_make_event (&fixture, external_id, FIXTURE_NOW + i * HOUR, HOUR);

      if (i % 5 != 0)
        daybook_store_put_event (fixture.store, event, 1, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  daybook_store_add_entry (fixture.store, entry, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture.store);
  g_clear_object (&fixture.clock);
  g_free (fixture.path);
  return 0;
}

/* The oracle ---------------------------------------------------------------------------------------- */

/* Every row that means something, in an order of its own; numbers and versions differ with the way. */
static char *
dump (DaybookStore *store)
{
  static const char *const queries[] = {
    "SELECT external_id, kind, title, description, etag, range_start, range_end FROM event ORDER BY external_id",
    "SELECT title, start_at, end_at, duration, status, flags FROM time_entry ORDER BY id",
    "SELECT external_id, cursor, resume, generation, max_duration FROM source ORDER BY id",
    "SELECT label FROM journal WHERE NOT undone ORDER BY id",
    "SELECT source_id, generation, batch FROM round_seen",
    "SELECT term, COUNT (*) FROM search_word GROUP BY term ORDER BY term",
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (DaybookStatement) query = daybook_store_prepare (store, queries[i]);

      while (daybook_statement_next (query))
        {
          int n = sqlite3_column_count (daybook_statement_get_handle (query));

          for (int column = 0; column < n; column++)
            {
              const char *value = daybook_statement_take_text (query);

              g_string_append_printf (text, "%s|", value != NULL ? value : "-");
            }
          g_string_append_c (text, '\n');
        }
    }
  return g_string_free (text, FALSE);
}

static DaybookStore *
open_store (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "daybook.db", NULL);
  g_autoptr (DaybookClock) clock = daybook_clock_new_fixed (FIXTURE_NOW);

  return daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, clock, error);
}

typedef struct
{
  const char *folder;
  VfsFault fault;
  int at;
  guint32 seed;
  const char *expected; /* what it ends in at last */
  int operations;       /* how many there were, when nothing ended it */
  int allocations;
  int batch;            /* acknowledged last, 0 = none */
  int edit;
} Child;

/* Looks at what a crash left behind. */
static int
inspect (gpointer data)
{
  const Child *child = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = open_store (child->folder, &error);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (DaybookEntry) entry = NULL;
  g_autofree char *after = NULL;
  int reached;

  g_assert_no_error (error);
  problems = daybook_store_check (store, TRUE);
  for (guint i = 0; i < problems->len; i++)
    g_printerr ("%s\n", (char *) problems->pdata[i]);
  g_assert_cmpuint (problems->len, ==, 0);

  /* Nothing acknowledged is lost; at most the one step that was under way is there in addition, whole. */
  reached = next_batch (store, NULL);
  g_assert_cmpint (reached, >=, child->batch);
  g_assert_cmpint (reached, <=, child->batch + 1);
  for (int number = 0; number < BATCHES * BATCH; number++)
    {
      g_autofree char *sql = g_strdup_printf (
        "SELECT COUNT (*) FROM event WHERE external_id = 'event-%d' AND description IS NOT NULL", number);
      gboolean was_known = number % 5 != 0;
      gboolean changes = number % 3 != 0 || !was_known;

      g_assert_cmpint (store_fixture_ask (store, sql), ==, number < reached * BATCH && changes);
    }
  entry = daybook_store_get_entry (store, 1, NULL);
  g_assert_nonnull (entry);
  if (child->edit > 0 && child->edit % 3 != 0)
    g_assert_cmpint (entry->duration, >=, 1000 + child->edit - 1);

  g_assert_true (work (store, -1, &error));
  g_assert_no_error (error);
  /* An edit that was lost between two steps (never acknowledged) shows in the entry alone. */
  daybook_store_begin (store, NULL);
  store_fixture_run (store, "DELETE FROM journal; UPDATE time_entry SET duration = 0");
  after = dump (store);
  daybook_store_rollback (store);
  g_assert_cmpstr (after, ==, child->expected);
  return 0;
}

/* Children ------------------------------------------------------------------------------------------ */

static gboolean
is_memory_fault (VfsFault fault)
{
  return fault == VFS_FAULT_MEMORY || fault == VFS_FAULT_MEMORY_ONCE;
}

/* In the child: works through the shim. Tells the number of operations as its last bytes. */
static void
be_the_child (Child *child, int told)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = NULL;
  int n, n_allocations;
  char end = 0;

  vfs_shim_install ();
  vfs_shim_arm (child->fault, child->at, child->seed);
  store = open_store (child->folder, &error);
  if (store == NULL || !work (store, told, &error))
    {
      g_autoptr (GError) again = NULL;

      g_assert_nonnull (error);
      if (child->fault == VFS_FAULT_FULL && store != NULL)
        g_assert_true (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_DISK_FULL)
                       || g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE));
      /* Space again, or the cable back in: the same store goes on. */
      vfs_shim_arm (VFS_FAULT_NONE, 0, 0);
      if (store == NULL)
        store = open_store (child->folder, &again);
      g_assert_no_error (again);
      daybook_store_rollback (store);
      /* FTS5 may stumble once more over what it kept in memory when it got none. */
      if (!work (store, told, &again) && is_memory_fault (child->fault))
        {
          g_clear_error (&again);
          daybook_store_rollback (store);
          work (store, told, &again);
        }
      if (again != NULL)
        g_error ("after the fault: %s", again->message);
    }
  g_clear_object (&store);
  n = vfs_shim_count ();
  n_allocations = vfs_shim_count_allocations ();
  if (write (told, &end, 1) != 1 || write (told, &n, sizeof n) != sizeof n
      || write (told, &n_allocations, sizeof n_allocations) != sizeof n_allocations)
    abort ();
  _exit (0);
}

static void
run_child (Child *child, int expected_exit)
{
  int pipe_fds[2];
  pid_t pid;
  int status;
  char step;

  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      close (pipe_fds[0]);
      be_the_child (child, pipe_fds[1]);
    }
  close (pipe_fds[1]);
  child->batch = child->edit = child->operations = 0;
  while (read (pipe_fds[0], &step, 1) == 1)
    {
      if (step == 0)
        {
          g_assert_cmpint (read (pipe_fds[0], &child->operations, sizeof (int)), ==, sizeof (int));
          g_assert_cmpint (read (pipe_fds[0], &child->allocations, sizeof (int)), ==, sizeof (int));
        }
      else if (step > 100)
        child->edit = step - 100;
      else
        child->batch = step;
    }
  close (pipe_fds[0]);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, expected_exit);
}

/* What an undisturbed run ends in. */
static char *
run_undisturbed (const char *folder, int *operations, int *allocations)
{
  Child child = { folder, VFS_FAULT_NONE, 0 };
  int pipe_fds[2];
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize n;
  pid_t pid;
  int status;

  run_child (&child, 0);
  *operations = child.operations;
  *allocations = child.allocations;
  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      g_autoptr (DaybookStore) store = open_store (folder, NULL);
      g_autofree char *dumped = NULL;

      store_fixture_run (store, "DELETE FROM journal; UPDATE time_entry SET duration = 0");
      dumped = dump (store);
      for (gsize at = 0; dumped[at] != '\0';)
        {
          n = write (pipe_fds[1], dumped + at, strlen (dumped + at));
          if (n <= 0)
            abort ();
          at += (gsize) n;
        }
      _exit (0);
    }
  close (pipe_fds[1]);
  while ((n = read (pipe_fds[0], buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  close (pipe_fds[0]);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  return g_string_free (text, FALSE);
}

static gboolean
is_deep (void)
{
  return g_getenv ("DAYBOOK_TEST_DEEP") != NULL;
}

static void
test_faults (gconstpointer data)
{
  VfsFault fault = GPOINTER_TO_INT (data);
  gboolean ends = fault == VFS_FAULT_KILL || fault == VFS_FAULT_POWER;
  const char *seeds = g_getenv ("DAYBOOK_TEST_SEEDS");
  int n_seeds = fault == VFS_FAULT_POWER ? (seeds != NULL ? atoi (seeds) : 1) : 1;
  g_autofree char *top = store_child_make_folder ();
  g_autofree char *fresh = g_build_filename (top, "fresh", NULL);
  g_autofree char *folder = g_build_filename (top, "crashed", NULL);
  g_autofree char *expected = NULL;
  gboolean is_memory = is_memory_fault (fault);
  int operations, allocations, stride;
  int n_points = 0;

  g_assert_cmpint (g_mkdir (fresh, 0700), ==, 0);
  g_assert_cmpint (store_child_run (prepare, fresh), ==, 0);
  store_child_copy_folder (fresh, folder);
  expected = run_undisturbed (folder, &operations, &allocations);
  g_assert_cmpint (operations, >, 50);
  /* Allocations are many and alike: of them even the thorough run takes a few hundred. */
  if (is_memory)
    operations = allocations;
  stride = MAX (1, operations / (!is_deep () ? 40 : is_memory ? 400 : operations));
  for (int at = 1; at <= operations; at += stride)
    {
      for (int seed = 1; seed <= n_seeds; seed++)
        {
          Child child = { folder, fault, at, (guint32) (at * 31 + seed), expected };

          store_child_copy_folder (fresh, folder);
          run_child (&child, ends ? VFS_SHIM_EXIT : 0);
          if (store_child_run (inspect, &child) != 0)
            g_error ("fault %d at operation %d, seed %u", fault, at, child.seed);
          n_points++;
        }
    }
  g_test_message ("%d points of %d operations", n_points, operations);
  store_fixture_remove_folder (top);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, fault) g_test_add_data_func (path, GINT_TO_POINTER (fault), test_faults)
  ADD ("/store/crash/killed", VFS_FAULT_KILL);
  ADD ("/store/crash/power-lost", VFS_FAULT_POWER);
  ADD ("/store/crash/disk-full", VFS_FAULT_FULL);
  ADD ("/store/crash/disk-full-once", VFS_FAULT_FULL_ONCE);
  ADD ("/store/crash/disk-fails", VFS_FAULT_IO);
  ADD ("/store/crash/disk-fails-once", VFS_FAULT_IO_ONCE);
  ADD ("/store/crash/no-memory", VFS_FAULT_MEMORY);
  ADD ("/store/crash/no-memory-once", VFS_FAULT_MEMORY_ONCE);
  return g_test_run ();
}
