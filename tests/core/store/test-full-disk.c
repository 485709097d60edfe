/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A disk that is really full: a small tmpfs in a mount namespace of this program's own. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "store-fixture.h"
#include "store/daybook-backup.h"

static char folder[] = "/tmp/daybook-full.XXXXXX";
static gboolean may_mount;

static void
write_id_map (const char *name, guint id)
{
  g_autofree char *path = g_strconcat ("/proc/self/", name, NULL);
  g_autofree char *map = g_strdup_printf ("0 %u 1", id);
  int fd = open (path, O_WRONLY);

  if (fd < 0 || write (fd, map, strlen (map)) < 0)
    g_test_message ("%s cannot be written", path);
  if (fd >= 0)
    close (fd);
}

/* Before there is a second thread, which a user namespace would not allow. */
static gboolean
enter_namespace (void)
{
  guint uid = geteuid (), gid = getegid ();

  if (unshare (CLONE_NEWNS) != 0)
    {
      int fd;

      if (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return FALSE;
      write_id_map ("uid_map", uid);
      fd = open ("/proc/self/setgroups", O_WRONLY);
      if (fd >= 0)
        {
          if (write (fd, "deny", 4) < 0)
            g_test_message ("setgroups cannot be written");
          close (fd);
        }
      write_id_map ("gid_map", gid);
    }
  return mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

static char *
fill_disk (void)
{
  char *path = g_build_filename (folder, "other.data", NULL);
  static const char page[4096];
  int fd = open (path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, page, sizeof page) > 0)
    ;
  close (fd);
  return path;
}

static void
on_changed_cb (DaybookStore *store, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static DaybookStore *
open_store (DaybookStoreFlags flags, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "data", "daybook.db", NULL);

  return daybook_store_open (path, flags, NULL, error);
}

static void
test_reads_go_on_and_writes_come_back (void)
{
  g_autoptr (DaybookStore) reader = NULL;
  g_autoptr (DaybookStore) writer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *other = NULL;
  g_autofree char *path = g_build_filename (folder, "data", "daybook.db", NULL);
  g_autofree char *elsewhere = g_strconcat (folder, "-copy.db", NULL);
  gboolean changed = FALSE;

  if (!may_mount || mount ("tmpfs", folder, "tmpfs", 0, "size=2m,mode=700") != 0)
    {
      g_test_skip ("No file system may be mounted here.");
      return;
    }
  writer = open_store (DAYBOOK_STORE_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (daybook_store_audit (writer, "person", "entry.approve", "t1", NULL, NULL));
  g_assert_true (daybook_store_backup (writer, elsewhere, NULL));
  g_clear_object (&writer);
  other = fill_disk ();

  /* Whoever comes now reads, and is told the reason when something is to be written. */
  reader = open_store (DAYBOOK_STORE_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_ask (reader, "SELECT COUNT (*) FROM audit"), ==, 1);
  g_assert_true (daybook_store_watch (reader, NULL));
  g_signal_connect (reader, "changed", G_CALLBACK (on_changed_cb), &changed);
  writer = open_store (DAYBOOK_STORE_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (daybook_store_is_read_only (writer));
  g_assert_false (daybook_store_audit (writer, "person", "entry.approve", "t2", NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_DISK_FULL);
  g_clear_error (&error);
  g_clear_object (&writer);

  /* What is sound is not moved aside for a copy that has no room beside it. */
  g_assert_false (daybook_store_restore (path, elsewhere, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_DISK_FULL);
  g_clear_error (&error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_unlink (elsewhere);

  /* With space again others write, and who has been reading sees it. */
  g_assert_cmpint (g_unlink (other), ==, 0);
  writer = open_store (DAYBOOK_STORE_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (daybook_store_audit (writer, "person", "entry.approve", "t2", NULL, &error));
  g_assert_no_error (error);
  while (!changed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (store_fixture_ask (reader, "SELECT COUNT (*) FROM audit"), ==, 2);

  /* And from then on like any other. */
  changed = FALSE;
  g_assert_true (daybook_store_audit (writer, "person", "entry.approve", "t3", NULL, &error));
  while (!changed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (store_fixture_ask (reader, "SELECT COUNT (*) FROM audit"), ==, 3);
  g_clear_object (&reader);
  g_clear_object (&writer);
  umount2 (folder, MNT_DETACH);
}

int
main (int argc, char *argv[])
{
  int status;

  may_mount = enter_namespace ();
  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_mkdtemp_full (folder, 0700));
  g_test_add_func ("/store/full-disk/reads-go-on-and-writes-come-back", test_reads_go_on_and_writes_come_back);
  status = g_test_run ();
  g_rmdir (folder);
  return status;
}
