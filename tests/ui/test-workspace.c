/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all windows work on: how its store comes and goes, what it tells, and when its readers follow. */
#include <glib/gstdio.h>

#include "base/daybook-error.h"
#include "common/daybook-reload-gate.h"
#include "common/daybook-workspace-private.h"
#include "data-folder.h"
#include "store/daybook-backup.h"
#include "store/daybook-entries.h"
#include "week-seed.h"

typedef struct
{
  DaybookWorkspace *workspace;
  guint changed;
  guint reloads;
} Fixture;

static char *folder;

static void
on_changed_cb (Fixture *fixture)
{
  fixture->changed++;
}

static void
make_store (void)
{
  g_object_unref (data_folder_open ());
}

static void
start (Fixture *fixture)
{
  fixture->workspace = daybook_workspace_new ();
  g_signal_connect_swapped (fixture->workspace, "changed", G_CALLBACK (on_changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->workspace, fixture);
  daybook_workspace_settle (fixture->workspace);
  g_clear_object (&fixture->workspace);
  data_folder_clear (folder);
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer done)
{
  g_set_object ((GAsyncResult **) done, result);
}

static gpointer
read_nothing (DaybookStore *store, gpointer data, GError **error)
{
  return NULL;
}

/* Behind everything that the thread was asked for, and all that it told of it. */
static void
drain (Fixture *fixture)
{
  g_autoptr (GAsyncResult) done = NULL;

  daybook_workspace_read_async (fixture->workspace, read_nothing, NULL, NULL, NULL, NULL, on_done_cb, &done);
  while (done == NULL)
    g_main_context_iteration (NULL, TRUE);
  daybook_workspace_read_finish (fixture->workspace, done, NULL);
}

static gboolean
add_client (DaybookStore *store, gpointer name, GError **error)
{
  g_autoptr (DaybookClient) client = daybook_client_new ();

  client->name = g_strdup (name);
  return daybook_store_add_client (store, client, error) != 0;
}

static void
add (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  daybook_workspace_change_async (fixture->workspace, "Add", add_client, (gpointer) name, NULL, on_done_cb, &done);
  while (done == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (daybook_workspace_change_finish (fixture->workspace, done, NULL, &error));
  g_assert_no_error (error);
}

/* Where nothing can be written. */
static void
assert_refused (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  daybook_workspace_change_async (fixture->workspace, "Add", add_client, (gpointer) "Globex", NULL, on_done_cb, &done);
  while (done == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (daybook_workspace_change_finish (fixture->workspace, done, NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
}

static guint
count_clients (DaybookStore *store)
{
  g_autoptr (GPtrArray) clients = daybook_store_list_clients (store, TRUE, NULL);

  return clients->len;
}

/* ---- what it tells ---- */

static void
test_own_change (Fixture *fixture, gconstpointer data)
{
  make_store ();
  start (fixture);
  drain (fixture);
  fixture->changed = 0;
  add (fixture, "ACME");
  drain (fixture);
  g_assert_cmpint (fixture->changed, ==, 1);
  daybook_workspace_undo (fixture->workspace, 0);
  drain (fixture);
  g_assert_cmpint (fixture->changed, ==, 2);
  g_assert_cmpint (count_clients (daybook_workspace_get_store (fixture->workspace)), ==, 0);
}

static gboolean
refuse (DaybookStore *store, gpointer data, GError **error)
{
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT, "Not this one.");
  return FALSE;
}

static void
on_changed_look_cb (DaybookWorkspace *workspace, GString *seen)
{
  g_string_append_c (seen, daybook_workspace_is_changing (workspace) ? 'c' : '.');
}

/* While a later press is not stored, what an earlier one stored is not shown over it; the last end is told, also
 * when it failed. */
static void
test_changing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  make_store ();
  start (fixture);
  drain (fixture);
  g_signal_connect (fixture->workspace, "changed", G_CALLBACK (on_changed_look_cb), seen);
  g_assert_false (daybook_workspace_is_changing (fixture->workspace));
  daybook_workspace_change (fixture->workspace, "Add", NULL, add_client, (gpointer) "ACME", NULL);
  daybook_workspace_change (fixture->workspace, "Add", NULL, refuse, NULL, NULL);
  g_assert_true (daybook_workspace_is_changing (fixture->workspace));
  drain (fixture);
  g_assert_false (daybook_workspace_is_changing (fixture->workspace));
  g_assert_cmpstr (seen->str, ==, "c.");
  g_signal_handlers_disconnect_by_data (fixture->workspace, seen);
}

static gboolean
change_nothing (DaybookStore *store, gpointer data, GError **error)
{
  return TRUE;
}

/* A change that changed nothing offers no Undo: it would take back what was done before. */
static void
test_no_change_is_not_undone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 change = -1;

  make_store ();
  start (fixture);
  add (fixture, "ACME");
  for (int labelled = 0; labelled < 2; labelled++)
    {
      g_autoptr (GAsyncResult) done = NULL;

      daybook_workspace_change_async (fixture->workspace, labelled ? "Nothing" : NULL, change_nothing, NULL, NULL, on_done_cb,
                                      &done);
      while (done == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (daybook_workspace_change_finish (fixture->workspace, done, &change, &error));
      g_assert_cmpint (change, ==, 0);
    }
}

static void
test_settle (Fixture *fixture, gconstpointer data)
{
  make_store ();
  start (fixture);
  daybook_workspace_change (fixture->workspace, "Add", NULL, add_client, (gpointer) "ACME", NULL);
  daybook_workspace_settle (fixture->workspace);
  g_assert_cmpint (count_clients (daybook_workspace_get_store (fixture->workspace)), ==, 1);
}

/* ---- its store ---- */

static void
wait_until_prepared (Fixture *fixture)
{
  while (daybook_workspace_is_preparing (fixture->workspace))
    g_main_context_iteration (NULL, TRUE);
}

static void
try_until_solved (Fixture *fixture)
{
  daybook_workspace_try_again (fixture->workspace);
  while (daybook_workspace_get_problem (fixture->workspace) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Has the store that is shown, with a client in it, erased. @read: that store, NULL once nobody holds it. */
static void
begin_and_erase (Fixture *fixture, DaybookStore **read)
{
  g_autoptr (GError) error = NULL;

  make_store ();
  start (fixture);
  add (fixture, "ACME");
  *read = daybook_workspace_get_store (fixture->workspace);
  g_object_add_weak_pointer (G_OBJECT (*read), (gpointer *) read);
  g_assert_true (daybook_store_erase (NULL, &error));
  g_assert_no_error (error);
}

/* The thread makes it, while the main thread goes on. */
static void
test_no_store_yet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = daybook_store_default_path ();

  start (fixture);
  g_assert_true (daybook_workspace_is_preparing (fixture->workspace));
  g_assert_null (daybook_workspace_get_store (fixture->workspace));
  wait_until_prepared (fixture);
  g_assert_null (daybook_workspace_get_problem (fixture->workspace));
  g_assert_nonnull (daybook_workspace_get_store (fixture->workspace));
  g_assert_cmpint (fixture->changed, >=, 1);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  add (fixture, "ACME");
}

/* There is a problem by the time that nothing is prepared any more. */
static void
on_preparing_cb (DaybookWorkspace *workspace, GParamSpec *pspec, Fixture *fixture)
{
  if (!daybook_workspace_is_preparing (workspace))
    g_assert_nonnull (daybook_workspace_get_problem (workspace));
}

static void
test_broken_store (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = daybook_store_default_path ();
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (parent, 0700);
  g_file_set_contents (path, "This is no database, however long one looks at it.", -1, &error);
  g_assert_no_error (error);
  start (fixture);
  g_signal_connect (fixture->workspace, "notify::preparing", G_CALLBACK (on_preparing_cb), fixture);
  wait_until_prepared (fixture);
  g_assert_nonnull (daybook_workspace_get_problem (fixture->workspace));
  g_assert_null (daybook_workspace_get_store (fixture->workspace));
  /* Nothing is better yet. The problem stays in sight meanwhile. */
  daybook_workspace_try_again (fixture->workspace);
  g_assert_false (daybook_workspace_is_preparing (fixture->workspace));
  drain (fixture);
  g_assert_nonnull (daybook_workspace_get_problem (fixture->workspace));
  g_unlink (path);
  daybook_workspace_try_again (fixture->workspace);
  while (daybook_workspace_get_store (fixture->workspace) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (daybook_workspace_get_problem (fixture->workspace));
  add (fixture, "ACME");
}

/* Nothing is written to a file that is gone, and no new one gets into the way of who takes it away. */
static void
test_store_taken_away (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = daybook_store_default_path ();
  g_autoptr (GError) error = NULL;

  make_store ();
  start (fixture);
  drain (fixture);
  g_assert_true (daybook_store_erase (NULL, &error));
  g_assert_no_error (error);
  assert_refused (fixture);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  while (daybook_workspace_get_problem (fixture->workspace) == NULL)
    g_main_context_iteration (NULL, TRUE);
  try_until_solved (fixture);
  add (fixture, "ACME");
  g_assert_cmpint (count_clients (daybook_workspace_get_store (fixture->workspace)), ==, 1);
}

/* What is shown can be read as long as there is nothing else to show: no window has to expect a hole. */
static void
test_store_read_after_its_end (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = daybook_store_default_path ();
  DaybookStore *read;

  begin_and_erase (fixture, &read);
  /* The thread has not met it yet. */
  daybook_workspace_tell_changed (fixture->workspace);
  g_assert_nonnull (daybook_workspace_get_problem (fixture->workspace));
  g_assert_true (daybook_workspace_get_store (fixture->workspace) == read);
  g_assert_cmpint (count_clients (read), ==, 1);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  /* Another one takes its place, and nobody holds what was erased. */
  try_until_solved (fixture);
  g_assert_null (read);
  g_assert_cmpint (count_clients (daybook_workspace_get_store (fixture->workspace)), ==, 0);
}

/* Where no other one can be made either, what was deleted is let go: it would stay on the disk until the window ends. */
static void
test_store_that_nothing_follows (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = daybook_store_default_path ();
  DaybookStore *read;

  begin_and_erase (fixture, &read);
  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0); /* what no file can be made at */
  daybook_workspace_tell_changed (fixture->workspace);
  g_assert_nonnull (read);

  daybook_workspace_try_again (fixture->workspace);
  fixture->changed = 0;
  drain (fixture);
  g_assert_null (read);
  g_assert_cmpint (fixture->changed, >=, 1);
  g_assert_false (data_folder_is_open (folder));
  g_assert_nonnull (strstr (daybook_workspace_get_problem (fixture->workspace), path));
  g_assert_cmpint (count_clients (daybook_workspace_get_store (fixture->workspace)), ==, 0);
  /* What is written meanwhile is refused aloud. */
  assert_refused (fixture);
  /* It is tried again and again. */
  daybook_workspace_try_again (fixture->workspace);
  drain (fixture);
  g_assert_nonnull (daybook_workspace_get_problem (fixture->workspace));

  g_assert_cmpint (g_rmdir (path), ==, 0);
  try_until_solved (fixture);
  add (fixture, "Initech");
  g_assert_cmpint (count_clients (daybook_workspace_get_store (fixture->workspace)), ==, 1);
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = daybook_store_default_path ();
  g_autoptr (GAsyncResult) closed = NULL;

  make_store ();
  start (fixture);
  /* Asked for before: written before. */
  daybook_workspace_change (fixture->workspace, "Add", NULL, add_client, (gpointer) "ACME", NULL);
  daybook_workspace_close_async (fixture->workspace, on_done_cb, &closed);
  while (closed == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (count_clients (daybook_workspace_get_store (fixture->workspace)), ==, 1);
  assert_refused (fixture);
  daybook_workspace_reopen (fixture->workspace);
  add (fixture, "Initech");
  g_assert_cmpint (count_clients (daybook_workspace_get_store (fixture->workspace)), ==, 2);
}

/* ---- who follows it ---- */

static void
reload (gpointer data)
{
  ((Fixture *) data)->reloads++;
}

static void
test_gate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookReloadGate) gate = NULL;

  make_store ();
  start (fixture);
  drain (fixture);
  gate = daybook_reload_gate_new (fixture->workspace, reload, fixture);
  g_assert_cmpint (fixture->reloads, ==, 0);
  add (fixture, "ACME");
  g_assert_cmpint (fixture->reloads, ==, 1);

  /* Nobody looks: it is read once, when somebody does. */
  daybook_reload_gate_set_active (gate, FALSE);
  add (fixture, "Initech");
  add (fixture, "Globex");
  g_assert_cmpint (fixture->reloads, ==, 1);
  g_assert_false (daybook_reload_gate_is_current (gate));
  daybook_reload_gate_set_active (gate, TRUE);
  g_assert_cmpint (fixture->reloads, ==, 2);
  g_assert_true (daybook_reload_gate_is_current (gate));
  daybook_reload_gate_set_active (gate, FALSE);
  daybook_reload_gate_set_active (gate, TRUE);
  g_assert_cmpint (fixture->reloads, ==, 2);

  /* Or when somebody needs it. */
  daybook_reload_gate_set_active (gate, FALSE);
  daybook_reload_gate_invalidate (gate);
  daybook_reload_gate_refresh (gate);
  g_assert_cmpint (fixture->reloads, ==, 3);
  daybook_reload_gate_set_active (gate, TRUE);
  g_assert_cmpint (fixture->reloads, ==, 3);

  /* What changes while it is read is read after it. */
  daybook_reload_gate_begin (gate);
  add (fixture, "Hooli");
  daybook_reload_gate_refresh (gate);
  g_assert_cmpint (fixture->reloads, ==, 3);
  daybook_reload_gate_end (gate);
  g_assert_cmpint (fixture->reloads, ==, 4);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/workspace/an-own-change-is-told-once", test_own_change },
    { "/workspace/what-was-chosen-last-stays", test_changing },
    { "/workspace/no-change-is-not-undone", test_no_change_is_not_undone },
    { "/workspace/what-was-asked-for-is-written-before-the-end", test_settle },
    { "/workspace/a-missing-store-is-made-by-the-thread", test_no_store_yet },
    { "/workspace/a-broken-store-is-tried-again", test_broken_store },
    { "/workspace/a-store-that-is-taken-away", test_store_taken_away },
    { "/workspace/a-store-that-is-taken-away-can-still-be-read", test_store_read_after_its_end },
    { "/workspace/a-store-that-is-taken-away-and-nothing-follows", test_store_that_nothing_follows },
    { "/workspace/a-store-that-is-closed", test_closed },
    { "/workspace/reload-gate", test_gate },
  };

  int status;

  folder = data_folder_enter ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, NULL, tests[i].func, tear_down);
  status = g_test_run ();
  data_folder_leave (folder);
  return status;
}
