/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Restoring, broken off at operation after operation: what the next program finds is either what was there before, or
 * the backup with nothing in it that would be sent again. DAYBOOK_TEST_DEEP=1 takes every operation. */
#include <glib/gstdio.h>

#include "base/daybook-error.h"
#include "store-child.h"
#include "store-fixture.h"
#include "store/daybook-backup.h"
#include "store/daybook-store-private.h"
#include "store/daybook-tasks.h"
#include "vfs-shim.h"

#define HOUR G_GINT64_CONSTANT (3600)

/* What inspect() ends with, after the assertions. */
enum
{
  FOUND_OLD = 0,
  FOUND_RESTORED = 1,
};

typedef struct
{
  char *folder;
  VfsFault fault;
  int at;
} Point;

static DaybookStore *
open_store (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "daybook.db", NULL);
  g_autoptr (DaybookClock) clock = daybook_clock_new_fixed (FIXTURE_NOW + HOUR);

  return daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, clock, error);
}

/* A backup in which something is due to be sent and a sync is under way; since then both came to their end. */
static int
prepare (gpointer folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (folder, "copy.db", NULL);
  g_autoptr (DaybookClock) clock = daybook_clock_new_fixed (FIXTURE_NOW);
  StoreFixture fixture = { .clock = clock };

  fixture.store = open_store (folder, &error);
  g_assert_no_error (error);
  fixture.account_id = store_fixture_add_account (&fixture, "ann@example.com", &fixture.source_id);
  for (int i = 0; i < 40; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("event-%d", i);
      g_autoptr (DaybookEvent) event = store_fixture_make_event (&fixture, external_id, FIXTURE_NOW + i * HOUR, HOUR);

      g_assert_true (daybook_store_put_event (fixture.store, event, 1, NULL, NULL, &error));
    }
  store_fixture_run (fixture.store,
                     "INSERT INTO outbox (account_id, kind, target, key, next_attempt_at, created_at)"
                     " VALUES (1, 'mail.done', 'm', 'task/1', 0, 0);"
                     "UPDATE source SET cursor = 'then', resume = 'then'");
  g_assert_true (daybook_store_backup (fixture.store, file, &error));
  store_fixture_run (fixture.store, "DELETE FROM outbox; UPDATE source SET cursor = 'now', resume = NULL");
  g_clear_object (&fixture.store);
  return 0;
}

static int
restore (gpointer data)
{
  const Point *point = data;
  g_autofree char *path = g_build_filename (point->folder, "daybook.db", NULL);
  g_autofree char *file = g_build_filename (point->folder, "copy.db", NULL);
  g_autoptr (GError) error = NULL;

  vfs_shim_install ();
  vfs_shim_arm (point->fault, point->at, (guint32) point->at);
  if (!daybook_store_restore (path, file, &error))
    g_assert_cmpint (point->fault, !=, VFS_FAULT_NONE);
  return 0;
}

static int
inspect (gpointer folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = open_store (folder, &error);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) due = NULL;
  gint64 waiting;

  g_assert_no_error (error);
  problems = daybook_store_check (store, TRUE);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM event"), ==, 40);
  due = daybook_store_list_outbox (store, 0, TRUE, &error);
  g_assert_cmpuint (due->len, ==, 0);
  waiting = daybook_store_count_outbox (store);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM outbox WHERE parked"), ==, waiting);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM source WHERE cursor = 'then' OR resume = 'then'"), ==,
                   0);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM source WHERE cursor = 'now'"), ==, waiting == 0);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM audit WHERE action = 'store.restore'"), ==, waiting);
  return waiting == 0 ? FOUND_OLD : FOUND_RESTORED;
}

/* What maintenance of the next day leaves: no half of anything. */
static int
clean_up (gpointer folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = open_store (folder, &error);
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_no_error (error);
  g_assert_true (daybook_store_maintain (store, done, &error));
  dir = g_dir_open (folder, 0, &error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, ".part"));
  return 0;
}

static void
test_broken_off (gconstpointer data)
{
  g_autofree char *top = store_child_make_folder ();
  g_autofree char *fresh = g_build_filename (top, "fresh", NULL);
  Point point = { .fault = GPOINTER_TO_INT (data), .at = 1 };
  gboolean ends = point.fault == VFS_FAULT_KILL || point.fault == VFS_FAULT_POWER;
  int stride = g_getenv ("DAYBOOK_TEST_DEEP") != NULL ? 1 : point.fault == VFS_FAULT_KILL ? 13 : 31;
  int found[2] = { 0, 0 };
  int code;

  point.folder = g_build_filename (top, "broken", NULL);
  g_assert_cmpint (g_mkdir (fresh, 0700), ==, 0);
  g_assert_cmpint (store_child_run (prepare, fresh), ==, 0);
  for (;; point.at += stride)
    {
      gboolean is_whole;

      store_child_copy_folder (fresh, point.folder);
      code = store_child_run (restore, &point);
      is_whole = ends && code == 0;
      g_assert_true (code == 0 || (ends && code == VFS_SHIM_EXIT));
      code = store_child_run (inspect, point.folder);
      if (code != FOUND_OLD && code != FOUND_RESTORED)
        g_error ("fault %d at operation %d", point.fault, point.at);
      found[code]++;
      if (point.at % 5 == 0)
        g_assert_cmpint (store_child_run (clean_up, point.folder), ==, 0);
      /* Beyond its last operation it comes to its end. */
      if (is_whole || (!ends && code == FOUND_RESTORED))
        break;
    }
  g_test_message ("%d points", found[FOUND_OLD] + found[FOUND_RESTORED]);
  g_assert_cmpint (code, ==, FOUND_RESTORED);
  g_assert_cmpint (found[FOUND_OLD], >, 5);
  store_fixture_remove_folder (top);
  g_free (point.folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, fault) g_test_add_data_func (path, GINT_TO_POINTER (fault), test_broken_off)
  ADD ("/store/restore/killed", VFS_FAULT_KILL);
  ADD ("/store/restore/power-lost", VFS_FAULT_POWER);
  ADD ("/store/restore/disk-full", VFS_FAULT_FULL);
  return g_test_run ();
}
