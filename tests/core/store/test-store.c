/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, transactions, settings, ids, audit. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "store-fixture.h"
#include "store/daybook-audit.h"
#include "store/daybook-store-private.h"

static guint
mode_of (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat info;

  g_assert_cmpint (lstat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static void
test_modes (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *parent = g_dir_make_tmp ("daybook-store-XXXXXX", &error);
  g_autofree char *folder = g_build_filename (parent, "daybook", NULL);
  g_autofree char *path = g_build_filename (folder, "daybook.db", NULL);
  g_autoptr (DaybookStore) store = NULL;
  mode_t before = umask (022);

  store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, NULL, &error);
  g_assert_no_error (error);
  daybook_store_set_setting (store, "sync_paused", "on", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mode_of (parent, "daybook"), ==, 0700);
  g_assert_cmpuint (mode_of (folder, "daybook.db"), ==, 0600);
  g_assert_cmpuint (mode_of (folder, "daybook.db-wal"), ==, 0600);
  g_assert_cmpuint (mode_of (folder, "daybook.db-shm"), ==, 0600);
  g_clear_object (&store);

  /* A lax mode, by whatever cause, is mended. */
  g_chmod (path, 0644);
  store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mode_of (folder, "daybook.db"), ==, 0600);
  g_clear_object (&store);
  umask (before);
  store_fixture_remove_folder (parent);
}

static void
test_connection_settings (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;

  g_assert_cmpint (store_fixture_ask (store, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (store_fixture_ask (store, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (store_fixture_ask (store, "PRAGMA trusted_schema"), ==, 0);
  g_assert_cmpint (store_fixture_ask (store, "PRAGMA secure_delete"), ==, 1);
  g_assert_cmpint (store_fixture_ask (store, "PRAGMA cell_size_check"), ==, 1);
  g_assert_cmpint (store_fixture_ask (store, "PRAGMA temp_store"), ==, 2);
  g_assert_cmpint (store_fixture_ask (store, "PRAGMA busy_timeout"), ==, 5000);
  g_assert_cmpint (store_fixture_ask (store, "PRAGMA journal_size_limit"), ==, 16777216);
  g_assert_cmpint (store_fixture_ask (store, "PRAGMA application_id"), ==, DAYBOOK_APPLICATION_ID);
  g_assert_cmpint (store_fixture_ask (store, "PRAGMA user_version"), ==, daybook_store_latest_schema ());
  g_assert_cmpint (store_fixture_ask (store, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), ==, 1);
  {
    g_autoptr (DaybookStore) much = daybook_store_open (daybook_store_get_path (store), DAYBOOK_STORE_MUCH, NULL, NULL);

    g_assert_cmpint (store_fixture_ask (much, "PRAGMA cache_size"), ==, -8192);
    g_assert_cmpint (store_fixture_ask (store, "PRAGMA cache_size"), ==, -2000);
  }
  g_assert_cmpint (sqlite3_limit (store->db, SQLITE_LIMIT_LENGTH, -1), ==, 16 << 20);
  g_assert_cmpint (sqlite3_limit (store->db, SQLITE_LIMIT_ATTACHED, -1), ==, 1);
  g_assert_cmpint (sqlite3_hard_heap_limit64 (-1), ==, 256 << 20);
  /* Double-quoted text is an error, not a string; the index's own tables cannot be written. */
  g_assert_cmpint (sqlite3_exec (store->db, "SELECT \"no such column\"", NULL, NULL, NULL), !=, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (store->db, "DELETE FROM search_data", NULL, NULL, NULL), !=, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (store->db, "SELECT load_extension ('x')", NULL, NULL, NULL), !=, SQLITE_OK);
}

static void
make_database (const char *path, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* Refused, and not one byte changed. */
static void
assert_refused (const char *path, const char *part_of_message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_length, after_length;

  g_assert_true (g_file_get_contents (path, &before, &before_length, NULL));
  store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, NULL, &error);
  g_assert_null (store);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, part_of_message));
  g_assert_true (g_file_get_contents (path, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
}

static void
test_foreign_files (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *foreign = g_build_filename (fixture->folder, "foreign.db", NULL);
  g_autofree char *other = g_build_filename (fixture->folder, "other.db", NULL);
  g_autofree char *newer = g_build_filename (fixture->folder, "newer.db", NULL);
  g_autofree char *noise = g_build_filename (fixture->folder, "noise.db", NULL);

  make_database (foreign, "CREATE TABLE t (x); INSERT INTO t VALUES (1)");
  assert_refused (foreign, "not a database of Daybook");
  make_database (other, "PRAGMA application_id = 1234; CREATE TABLE t (x)");
  assert_refused (other, "not a database of Daybook");
  make_database (newer, "PRAGMA application_id = 1147238722; PRAGMA user_version = 9999; CREATE TABLE t (x)");
  assert_refused (newer, "newer Daybook");
  g_assert_true (g_file_set_contents (noise, "This is no database at all, only a text of some length. "
                                             "This is no database at all, only a text of some length.",
                                      -1, NULL));
  assert_refused (noise, "damaged");
}

static void
test_links_refused (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *in_link = g_build_filename (link, "x.db", NULL);
  g_autofree char *file_link = g_build_filename (fixture->folder, "file-link.db", NULL);
  g_autofree char *real = g_build_filename (fixture->folder, "real", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir (real, 0700);
  g_assert_cmpint (symlink (real, link), ==, 0);
  g_assert_null (daybook_store_open (in_link, DAYBOOK_STORE_READ_WRITE, NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_cmpint (symlink (fixture->path, file_link), ==, 0);
  g_assert_null (daybook_store_open (file_link, DAYBOOK_STORE_READ_WRITE, NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
}

static void
test_read_only (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) reader = NULL;
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.db", NULL);

  g_assert_null (daybook_store_open (missing, DAYBOOK_STORE_READ_ONLY, NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));

  reader = daybook_store_open (fixture->path, DAYBOOK_STORE_READ_ONLY, fixture->clock, &error);
  g_assert_no_error (error);
  g_assert_true (daybook_store_is_read_only (reader));
  g_assert_cmpint (store_fixture_ask (reader, "SELECT COUNT (*) FROM account"), ==, 1);
  g_assert_false (daybook_store_set_setting (reader, "sync_paused", "on", &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
}

/* In a child that may not write: neither file nor folder, as on a read-only disk. */
static int
read_what_cannot_be_written (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (daybook_store_is_read_only (store));
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM account"), ==, 1);
  g_assert_false (daybook_store_set_setting (store, "sync_paused", "on", &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  return 0;
}

static void
test_unwritable (StoreFixture *fixture, gconstpointer unused)
{
  const uid_t nobody = 65534;
  int status;
  pid_t pid;

  g_clear_object (&fixture->store);
  pid = fork ();
  if (pid == 0)
    {
      if (geteuid () == 0
          && (chown (fixture->folder, nobody, (gid_t) -1) != 0 || chown (fixture->path, nobody, (gid_t) -1) != 0))
        _exit (1);
      g_chmod (fixture->path, 0400);
      g_chmod (fixture->folder, 0500);
      if (geteuid () == 0 && setuid (nobody) != 0)
        _exit (1);
      _exit (read_what_cannot_be_written (fixture->path));
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_chmod (fixture->folder, 0700);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static void
test_rollback_is_whole (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookClient) client = daybook_client_new ();
  g_autoptr (DaybookClient) twin = daybook_client_new ();

  client->name = g_strdup ("ACME");
  twin->name = g_strdup ("acme");
  g_assert_true (daybook_store_begin (store, &error));
  g_assert_cmpint (daybook_store_add_client (store, client, &error), >, 0);
  g_assert_cmpint (daybook_store_add_client (store, twin, &error), ==, 0);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
  g_clear_error (&error);

  /* The transaction is dead: nothing joins it, and committing says so. */
  twin->name[0] = 'b';
  g_assert_cmpint (daybook_store_add_client (store, twin, &error), ==, 0);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_false (daybook_store_commit (store, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM client"), ==, 0);

  /* And a new one can begin at once. */
  g_assert_true (daybook_store_begin (store, &error));
  g_assert_cmpint (daybook_store_add_client (store, client, &error), >, 0);
  g_assert_true (daybook_store_begin (store, &error));
  g_assert_cmpint (daybook_store_add_client (store, twin, &error), >, 0);
  g_assert_true (daybook_store_commit (store, &error));
  g_assert_true (daybook_store_commit (store, &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM client"), ==, 2);
  g_assert_false (daybook_store_commit (store, NULL));
}

/* With a full disk a COMMIT may succeed and keep half of what was written. */
static void
test_disk_full (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 pages = store_fixture_ask (store, "PRAGMA page_count");
  g_autofree char *limit = g_strdup_printf ("PRAGMA max_page_count = %d", (int) pages + 2);
  g_autofree char *notes = g_strnfill (3000, 'x');
  gboolean failed = FALSE;

  store_fixture_run (store, limit);
  g_assert_true (daybook_store_begin (store, &error));
  for (int i = 0; i < 50 && !failed; i++)
    {
      g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Entry", FIXTURE_NOW + i * 3600, 3600);

      entry->notes = g_strdup (notes);
      failed = daybook_store_add_entry (store, entry, &error) == 0;
    }
  g_assert_true (failed);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_DISK_FULL);
  g_clear_error (&error);
  g_assert_false (daybook_store_commit (store, &error));
  g_clear_error (&error);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM time_entry"), ==, 0);

  /* Reading works meanwhile, and with room again everything does. */
  store_fixture_run (store, "PRAGMA max_page_count = 1073741823");
  {
    g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Entry", FIXTURE_NOW, 3600);

    g_assert_cmpint (daybook_store_add_entry (store, entry, &error), >, 0);
    g_assert_no_error (error);
  }
}

static void
test_settings (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  static const struct
  {
    const char *key;
    const char *value;
    const char *stored; /* NULL = refused */
  } cases[] = {
    { "sync_interval", "30", "30" },
    { "sync_interval", "0", NULL },
    { "sync_interval", "1441", NULL },
    { "sync_interval", "abc", NULL },
    { "sync_interval", "", NULL },
    { "sync_paused", "on", "true" },
    { "sync_paused", "No", "false" },
    { "sync_paused", "maybe", NULL },
    { "day_start", "8:30", "08:30" },
    { "day_end", "24:00", "24:00" },
    { "day_end", "24:01", NULL },
    { "day_end", "9.00", NULL },
    { "day_end", "9:5", NULL },
    { "time_zone", "Asia/Tokyo", "Asia/Tokyo" },
    { "time_zone", "", "" },
    { "time_zone", "Mars/Olympus", NULL },
    { "currency", "usd", "USD" },
    { "currency", "EURO", NULL },
    { "rounding", "15:up", "15:up" },
    { "rounding", "none", "none" },
    { "rounding", "15:sideways", NULL },
    { "rounding", "0:up", NULL },
    { "nonsense", "1", NULL },
  };
  gsize n;
  const DaybookSettingInfo *list = daybook_settings_list (&n);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean set = daybook_store_set_setting (store, cases[i].key, cases[i].value, &error);

      if (cases[i].stored != NULL)
        {
          g_autofree char *value = daybook_store_get_setting (store, cases[i].key);

          g_assert_no_error (error);
          g_assert_true (set);
          g_assert_cmpstr (value, ==, cases[i].stored);
        }
      else
        {
          g_assert_false (set);
          g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
          g_clear_error (&error);
        }
    }
  g_assert_cmpint (daybook_store_get_setting_int (store, "sync_interval"), ==, 30);
  g_assert_cmpint (daybook_store_get_setting_int (store, "window_back_days"), ==, 7);
  g_assert_true (daybook_store_get_setting_bool (store, "billable"));
  g_assert_null (daybook_store_get_setting (store, "nonsense"));

  /* Every default suits its own type. */
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (daybook_store_set_setting (store, list[i].key, list[i].default_value, &error));
      g_assert_no_error (error);
    }
}

static void
test_zone_follows_setting (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;

  g_assert_cmpstr (daybook_zone_get_name (daybook_store_get_zone (store)), ==, "Europe/Berlin");
  g_assert_true (daybook_store_set_setting (store, "time_zone", "Asia/Tokyo", NULL));
  g_assert_cmpint (daybook_zone_get_offset (daybook_store_get_zone (store), FIXTURE_NOW), ==, 9 * 3600);
}

static void
test_resolve (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = daybook_id_format (DAYBOOK_KIND_ACCOUNT, fixture->account_id);
  g_autofree char *prefix = g_strndup (id, 4);
  g_autofree char *upper = g_ascii_strup (id, -1);
  gint64 number = 0;

  g_assert_true (daybook_store_resolve (store, DAYBOOK_KIND_ACCOUNT, id, &number, &error));
  g_assert_cmpint (number, ==, fixture->account_id);
  g_assert_true (daybook_store_resolve (store, DAYBOOK_KIND_ACCOUNT, prefix, &number, &error));
  g_assert_cmpint (number, ==, fixture->account_id);
  g_assert_true (daybook_store_resolve (store, DAYBOOK_KIND_ACCOUNT, upper, &number, &error));
  g_assert_false (daybook_store_resolve (store, DAYBOOK_KIND_ACCOUNT, "a12", &number, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
  g_clear_error (&error);
  /* An id of another kind, and a text that is none. */
  g_assert_false (daybook_store_resolve (store, DAYBOOK_KIND_SOURCE, id, &number, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (daybook_store_resolve (store, DAYBOOK_KIND_ACCOUNT, "nothing here", &number, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Numbers 1 and 1 + 32 to the 3rd share their first four characters. */
  store_fixture_run (store, "INSERT INTO account (id, grant_id, provider, name, identity, created_at)"
                            " VALUES (32769, 1, 'x', 'x', 'x', 0)");
  g_assert_false (daybook_store_resolve (store, DAYBOOK_KIND_ACCOUNT, prefix, &number, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, id));
  g_clear_error (&error);
  g_assert_true (daybook_store_resolve (store, DAYBOOK_KIND_ACCOUNT, id, &number, &error));
  g_assert_cmpint (number, ==, 1);
}

static void
test_audit (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GBytes) head = NULL;
  g_autoptr (GBytes) later = NULL;
  DaybookAuditRow *row;
  static const char *const tampering[] = {
    "UPDATE audit SET at = at + 1 WHERE id = 2",
    "UPDATE audit SET actor = 'agent' WHERE id = 2",
    "UPDATE audit SET action = 'entry.reject' WHERE id = 2",
    "UPDATE audit SET subject = 'tother' WHERE id = 2",
    "UPDATE audit SET detail = '{\"n\":2}' WHERE id = 2",
    "UPDATE audit SET chain = randomblob (32) WHERE id = 2",
    "DELETE FROM audit WHERE id = 2",
    "DELETE FROM audit WHERE id = 1",
  };

  g_assert_null (daybook_store_get_audit_head (store, NULL));
  g_assert_true (daybook_store_audit (store, "person", "account.connect", "a1", NULL, &error));
  head = daybook_store_get_audit_head (store, NULL);
  g_assert_true (daybook_store_audit (store, "ctl", "entry.approve", "t1", "{\"n\":1}", &error));
  g_assert_true (daybook_store_audit (store, "person", "entry.approve", "t2", NULL, &error));
  g_assert_no_error (error);
  later = daybook_store_get_audit_head (store, NULL);
  g_assert_cmpuint (g_bytes_get_size (head), ==, 32);
  g_assert_false (g_bytes_equal (head, later));
  rows = daybook_store_list_audit (store, 2, 1, &error);
  g_assert_cmpuint (rows->len, ==, 2);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->action, ==, "entry.approve");
  g_assert_cmpstr (row->detail, ==, "{\"n\":1}");
  g_assert_cmpint (row->at, ==, FIXTURE_NOW);
  g_assert_cmpint (daybook_store_verify_audit (store, &error), ==, 0);

  /* SQL cannot touch it; who gets around that is found out. */
  for (guint i = 0; i < G_N_ELEMENTS (tampering); i++)
    g_assert_cmpint (sqlite3_exec (store->db, tampering[i], NULL, NULL, NULL), ==, SQLITE_CONSTRAINT_TRIGGER);
  store_fixture_run (store, "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete");
  for (guint i = 0; i < G_N_ELEMENTS (tampering); i++)
    {
      store_fixture_run (store, "SAVEPOINT whole");
      store_fixture_run (store, tampering[i]);
      g_assert_cmpint (daybook_store_verify_audit (store, &error), >, 0);
      store_fixture_run (store, "ROLLBACK TO whole; RELEASE whole");
    }
  g_assert_cmpint (daybook_store_verify_audit (store, &error), ==, 0);
  g_assert_no_error (error);
}

/* Run as another process: comes, looks and goes. */
static void
test_visitor (void)
{
  const char *path = g_getenv ("DAYBOOK_TEST_STORE");
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = NULL;
  g_autofree char *currency = NULL;

  if (path == NULL)
    return;
  store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, NULL, &error);
  g_assert_no_error (error);
  currency = daybook_store_get_setting (store, "currency");
  g_print ("counts in %s\n", currency);
}

/* A program with two connections keeps its locks when one of them is opened and closed: whoever leaves
 * meanwhile must not take itself for the last one and delete the WAL. */
static void
test_two_connections (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) reading =
    daybook_store_open (fixture->path, DAYBOOK_STORE_READ_ONLY, fixture->clock, &error);
  DaybookStore *passing = daybook_store_open (fixture->path, DAYBOOK_STORE_READ_WRITE, fixture->clock, &error);

  g_assert_no_error (error);
  g_object_unref (passing);
  g_setenv ("DAYBOOK_TEST_STORE", fixture->path, TRUE);
  g_test_trap_subprocess ("/store/open/subprocess/visitor", 0, 0);
  g_test_trap_assert_passed ();
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));

  g_assert_true (daybook_store_set_setting (fixture->store, "currency", "CHF", &error));
  g_test_trap_subprocess ("/store/open/subprocess/visitor", 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*counts in CHF*");
  g_unsetenv ("DAYBOOK_TEST_STORE");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  g_test_add_func ("/store/open/files-are-closed-to-others", test_modes);
  g_test_add_func ("/store/open/subprocess/visitor", test_visitor);
  ADD ("/store/open/two-connections-keep-their-locks", test_two_connections);
  ADD ("/store/open/connection-settings", test_connection_settings);
  ADD ("/store/open/foreign-newer-and-broken-files-are-refused", test_foreign_files);
  ADD ("/store/open/links-are-refused", test_links_refused);
  ADD ("/store/open/read-only", test_read_only);
  ADD ("/store/open/unwritable-folder-is-read", test_unwritable);
  ADD ("/store/transaction/rollback-is-whole", test_rollback_is_whole);
  ADD ("/store/transaction/disk-full-keeps-nothing", test_disk_full);
  ADD ("/store/settings/values", test_settings);
  ADD ("/store/settings/zone", test_zone_follows_setting);
  ADD ("/store/ids/resolve", test_resolve);
  ADD ("/store/audit/chain-shows-every-change", test_audit);
  return g_test_run ();
}
