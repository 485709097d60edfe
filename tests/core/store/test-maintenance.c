/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backups, restoring, checks, repairs, maintenance, erasing, and what a migration does first. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "store-fixture.h"
#include "store/daybook-audit.h"
#include "store/daybook-backup-private.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-store-private.h"
#include "store/daybook-tasks.h"

#define HOUR G_GINT64_CONSTANT (3600)
#define DAY G_GINT64_CONSTANT (86400)

static gint64
put (StoreFixture *fixture, const char *external_id, gint64 start)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, external_id, start, HOUR);
  gint64 id;

  g_assert_true (daybook_store_put_event (fixture->store, event, 1, NULL, &id, &error));
  g_assert_no_error (error);
  return id;
}

static gint64
log_time (StoreFixture *fixture, const char *title)
{
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry (title, FIXTURE_NOW, HOUR);
  gint64 id = daybook_store_add_entry (fixture->store, entry, NULL);

  g_assert_cmpint (id, >, 0);
  return id;
}

static void
assert_sound (StoreFixture *fixture)
{
  g_autoptr (GPtrArray) problems = daybook_store_check (fixture->store, TRUE);

  if (problems->len > 0)
    g_test_message ("%s", (char *) problems->pdata[0]);
  g_assert_cmpuint (problems->len, ==, 0);
}

static int
count_kept_aside (StoreFixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  int kept = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    kept += g_str_has_prefix (name, "daybook.db.before-restore-");
  return kept;
}

static void
test_backup_and_restore (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->folder, "copies", "copy.db", NULL);
  g_autoptr (DaybookSource) source = NULL;
  g_autoptr (DaybookStore) other = NULL;
  struct stat info;

  source = daybook_store_get_source (fixture->store, fixture->source_id, &error);
  source->cursor = g_strdup ("where the service was");
  g_assert_true (daybook_store_set_source_progress (fixture->store, source, &error));
  put (fixture, "a", FIXTURE_NOW);
  log_time (fixture, "Before");
  g_assert_true (daybook_store_backup (fixture->store, file, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat (file, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_true (daybook_backup_verify (file, &error));

  put (fixture, "b", FIXTURE_NOW);
  log_time (fixture, "After");
  /* Another program has it open all the while, and reads what was restored. */
  other = daybook_store_open (fixture->path, DAYBOOK_STORE_READ_WRITE, fixture->clock, &error);
  g_assert_cmpint (store_fixture_ask (other, "SELECT COUNT (*) FROM event"), ==, 2);
  g_assert_true (daybook_store_restore (fixture->path, file, &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_ask (other, "SELECT COUNT (*) FROM event"), ==, 1);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM time_entry"), ==, 1);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM source WHERE cursor IS NOT NULL"), ==, 0);
  g_assert_cmpint (
    store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM audit WHERE action = 'store.restore'"), ==, 1);
  g_clear_object (&other);
  store_fixture_reopen (fixture);
  assert_sound (fixture);
  put (fixture, "c", FIXTURE_NOW);

  /* What was there is kept beside. */
  g_assert_cmpint (count_kept_aside (fixture), ==, 1);
}

/* The backup that took the place of those that held an account was made while they were still there: whoever goes back
 * to it owes nothing any more, least of all what was there before the restore. */
static void
test_restore_owes_no_copies (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *today = daybook_store_name_daily_backup (fixture->store);

  g_assert_true (daybook_store_backup (fixture->store, today, &error));
  g_assert_true (daybook_store_disconnect_account (fixture->store, fixture->account_id, FALSE, NULL, &error));
  log_time (fixture, "Since then");
  g_assert_true (daybook_store_restore (fixture->path, today, &error));
  g_assert_no_error (error);
  store_fixture_reopen (fixture);
  g_assert_true (daybook_store_maintain (fixture->store, done, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_kept_aside (fixture), ==, 1);
}

/* What waited when the copy was made waits for the person now, and says why; what was given up before stays as it was. */
static void
test_restore_sends_nothing (StoreFixture *fixture, gconstpointer unused)
{
  static const char settings[] = "{\"write/google-calendar\":\"yes\"}";
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autofree char *grant = g_strdup_printf ("UPDATE \"grant\" SET settings = '%s'", settings);
  g_autoptr (DaybookActivity) mail = daybook_activity_new ();
  g_autoptr (DaybookTask) task = daybook_task_new ();
  g_autoptr (DaybookTask) restored = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const DaybookOutboxRow *row;

  mail->source_id = fixture->source_id;
  mail->kind = g_strdup ("mail");
  mail->external_id = g_strdup ("m");
  mail->title = g_strdup ("Please answer");
  mail->at = FIXTURE_NOW;
  g_assert_true (daybook_store_put_activity (fixture->store, mail, 1, NULL, &task->source_item, &error));
  store_fixture_run (fixture->store, grant);
  store_fixture_run (fixture->store,
                     "UPDATE account SET settings = '{\"write_back\":\"on\"}', scout_cursor = 'then', scout_params = '1';"
                     "UPDATE source SET owed = 'then'");
  task->title = g_strdup ("Answer");
  task->source_kind = g_strdup ("activity");
  g_assert_cmpint (daybook_store_add_task (fixture->store, task, &error), >, 0);
  g_assert_true (daybook_store_set_task_done (fixture->store, task->id, TRUE, &error));
  store_fixture_run (fixture->store, "INSERT INTO outbox (account_id, kind, target, key, parked, attempts, next_attempt_at,"
                                     " last_error, created_at) VALUES (1, 'mail.done', 'x', 'x', 1, 5, 0, 'Refused', 0)");
  daybook_clock_advance (fixture->clock, DAY);
  waiting = daybook_store_list_outbox (fixture->store, 0, TRUE, &error);
  g_assert_cmpuint (waiting->len, ==, 1);
  g_assert_true (daybook_store_backup (fixture->store, file, &error));
  g_assert_true (daybook_store_restore (fixture->path, file, &error));
  g_assert_no_error (error);

  store_fixture_reopen (fixture);
  daybook_clock_advance (fixture->clock, 1000 * DAY);
  g_clear_pointer (&waiting, g_ptr_array_unref);
  waiting = daybook_store_list_outbox (fixture->store, 0, TRUE, &error);
  g_assert_cmpuint (waiting->len, ==, 0);
  g_assert_cmpint (daybook_store_get_next_send (fixture->store), ==, DAYBOOK_INSTANT_NONE);
  rows = daybook_store_list_outbox (fixture->store, 0, FALSE, &error);
  g_assert_cmpuint (rows->len, ==, 2);
  row = rows->pdata[0];
  g_assert_true (row->parked);
  g_assert_cmpint (row->attempts, ==, 1);
  g_assert_nonnull (strstr (row->last_error, "backup"));
  g_assert_cmpstr (((DaybookOutboxRow *) rows->pdata[1])->last_error, ==, "Refused");
  restored = daybook_store_get_task (fixture->store, task->id, &error);
  g_assert_cmpint (restored->status, ==, DAYBOOK_TASK_DONE);
  g_assert_cmpint (restored->remote_state, ==, DAYBOOK_REMOTE_FAILED);
  g_assert_cmpint (
    store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM account WHERE scout_cursor IS NOT NULL OR scout_params IS NOT NULL"),
    ==, 0);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM source WHERE owed IS NOT NULL"), ==, 0);
  /* The person's word sends it after all. */
  g_assert_true (daybook_store_retry_send (fixture->store, row->id, &error));
  g_clear_pointer (&waiting, g_ptr_array_unref);
  waiting = daybook_store_list_outbox (fixture->store, 0, TRUE, &error);
  g_assert_cmpuint (waiting->len, ==, 1);
}

/* A reopening that came from a backup: neither a new sign-in, nor the end of a try that was under way when the
 * backup took the database's place, is the person's word on it. */
static void
test_restored_reopening_waits (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autoptr (DaybookActivity) mail = daybook_activity_new ();
  g_autoptr (DaybookTask) task = daybook_task_new ();
  g_autoptr (DaybookTask) restored = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DaybookOutboxRow *row;
  gboolean wanted;

  mail->source_id = fixture->source_id;
  mail->kind = g_strdup ("mail");
  mail->external_id = g_strdup ("m");
  mail->title = g_strdup ("Please answer");
  mail->at = FIXTURE_NOW;
  g_assert_true (daybook_store_put_activity (fixture->store, mail, 1, NULL, &task->source_item, &error));
  store_fixture_run (fixture->store, "UPDATE \"grant\" SET settings = '{\"write/google-calendar\":\"yes\"}';"
                                     "UPDATE account SET settings = '{\"write_back\":\"on\"}'");
  task->title = g_strdup ("Answer");
  task->source_kind = g_strdup ("activity");
  g_assert_cmpint (daybook_store_add_task (fixture->store, task, &error), >, 0);
  store_fixture_run (fixture->store, "UPDATE task SET told = 1, status = 'done'");
  g_assert_true (daybook_store_set_task_done (fixture->store, task->id, FALSE, &error));
  rows = daybook_store_list_outbox (fixture->store, 0, FALSE, &error);
  g_assert_cmpuint (rows->len, ==, 1);
  row = rows->pdata[0];
  g_assert_cmpstr (row->kind, ==, "mail.reopen");
  g_assert_true (daybook_store_backup (fixture->store, file, &error));
  g_assert_true (daybook_store_begin_send (fixture->store, row, &wanted, &error));
  g_assert_true (wanted);
  g_assert_true (daybook_store_restore (fixture->path, file, &error));
  g_assert_no_error (error);

  store_fixture_reopen (fixture);
  g_assert_true (daybook_store_fail_send (fixture->store, row, "No network", FIXTURE_NOW, TRUE, &error));
  g_assert_true (daybook_store_settle_open_tasks (fixture->store, &error));
  g_assert_no_error (error);
  g_assert_cmpint (daybook_store_get_next_send (fixture->store), ==, DAYBOOK_INSTANT_NONE);
  restored = daybook_store_get_task (fixture->store, task->id, &error);
  g_assert_cmpint (restored->remote_state, ==, DAYBOOK_REMOTE_FAILED);
  /* Saying it once more is that word. */
  g_assert_true (daybook_store_set_task_done (fixture->store, task->id, TRUE, &error));
  g_assert_true (daybook_store_set_task_done (fixture->store, task->id, FALSE, &error));
  g_assert_cmpint (daybook_store_get_next_send (fixture->store), !=, DAYBOOK_INSTANT_NONE);
}

static void
test_restore_refuses_bad_copies (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autofree char *cut = g_build_filename (fixture->folder, "cut.db", NULL);
  g_autofree char *noise = g_build_filename (fixture->folder, "noise.db", NULL);
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.db", NULL);
  g_autofree char *data = NULL;
  gsize length;
  const char *const bad[] = { cut, noise, missing };

  for (int i = 0; i < 200; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("e%d", i);

      put (fixture, external_id, FIXTURE_NOW);
    }
  g_assert_true (daybook_store_backup (fixture->store, file, &error));
  g_assert_true (g_file_get_contents (file, &data, &length, &error));
  g_assert_true (g_file_set_contents (cut, data, (gssize) length / 2, &error));
  g_assert_true (g_file_set_contents (noise, "nothing of ours", -1, &error));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (daybook_store_restore (fixture->path, bad[i], &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
      g_clear_error (&error);
    }
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM event"), ==, 200);
  assert_sound (fixture);
}

/* A file from elsewhere with a trigger of its own would go on deciding what is stored. */
static void
test_restore_refuses_foreign_triggers (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->folder, "copy.db", NULL);

  put (fixture, "a", FIXTURE_NOW);
  g_assert_true (daybook_store_backup (fixture->store, file, &error));
  {
    g_autoptr (DaybookStore) copy = daybook_store_open (file, DAYBOOK_STORE_READ_WRITE, NULL, &error);

    g_assert_no_error (error);
    store_fixture_run (copy, "CREATE TRIGGER gone AFTER INSERT ON event BEGIN DELETE FROM event WHERE id = new.id; END");
  }
  g_assert_false (daybook_store_restore (fixture->path, file, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM sqlite_schema WHERE name = 'gone'"), ==, 0);
  assert_sound (fixture);
}

/* With nothing there, and with something that cannot be opened. */
static void
test_restore_elsewhere (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autofree char *target = g_build_filename (fixture->folder, "new", "daybook.db", NULL);
  g_autoptr (DaybookStore) store = NULL;

  put (fixture, "a", FIXTURE_NOW);
  g_assert_true (daybook_store_backup (fixture->store, file, &error));
  g_assert_true (daybook_store_restore (target, file, &error));
  g_assert_no_error (error);
  store = daybook_store_open (target, DAYBOOK_STORE_READ_WRITE, NULL, &error);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM event"), ==, 1);
  g_clear_object (&store);

  g_assert_true (g_file_set_contents (target, "broken broken broken broken", -1, &error));
  g_assert_true (daybook_store_restore (target, file, &error));
  g_assert_no_error (error);
  store = daybook_store_open (target, DAYBOOK_STORE_READ_WRITE, NULL, &error);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM event"), ==, 1);
}

static void
test_check_finds (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GPtrArray) problems = NULL;

  fixture->tampered = TRUE;
  put (fixture, "a", FIXTURE_NOW);
  log_time (fixture, "Entry");
  daybook_store_audit (store, "person", "entry.approve", "t1", NULL, NULL);
  assert_sound (fixture);
  store_fixture_run (store, "UPDATE time_entry SET duration = 1");
  store_fixture_run (store, "DROP TRIGGER audit_no_update; UPDATE audit SET at = 0");
  store_fixture_run (store, "PRAGMA foreign_keys = OFF; UPDATE event SET source_id = 99; PRAGMA foreign_keys = ON");
  problems = daybook_store_check (store, FALSE);
  g_assert_cmpuint (problems->len, ==, 3);
}

static void
test_repair_rows (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) done = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (DaybookEntry) entry = NULL;

  put (fixture, "zebra", FIXTURE_NOW);
  log_time (fixture, "Zebra entry");
  {
    g_autoptr (DaybookActivity) mail = daybook_activity_new ();

    mail->source_id = fixture->source_id;
    mail->kind = g_strdup ("mail");
    mail->external_id = g_strdup ("m");
    mail->title = g_strdup ("Zebra mail");
    mail->at = FIXTURE_NOW;
    g_assert_true (daybook_store_put_activity (store, mail, 1, NULL, NULL, &error));
  }
  {
    g_autoptr (DaybookTask) task = daybook_task_new ();

    task->title = g_strdup ("Zebra task");
    g_assert_cmpint (daybook_store_add_task (store, task, &error), >, 0);
  }
  assert_sound (fixture);
  store_fixture_run (store, "INSERT INTO search (search) VALUES ('delete-all')");
  problems = daybook_store_check (store, TRUE);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_cmpstr (problems->pdata[0], ==, "The search does not find 2 items.");
  store_fixture_run (store, "UPDATE time_entry SET duration = 1");
  store_fixture_run (store, "INSERT INTO event (source_id, external_id, kind, range_start, range_end, generation)"
                            " VALUES (1, 'orphan', 3, 0, 0, 9223372036854775807)");
  done = daybook_store_repair (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (done->len, ==, 3);
  hits = daybook_store_search (store, "zebra", 0, 0, &error);
  g_assert_cmpuint (hits->len, ==, 4);
  /* What a person has now is not thrown away. */
  entry = daybook_store_get_entry (store, 1, &error);
  g_assert_cmpint (entry->duration, ==, 1);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM event"), ==, 1);
  assert_sound (fixture);
}

/* Overwrites one page of a table in the middle of the file. */
static void
damage (StoreFixture *fixture, const char *table)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT MAX (pageno) FROM dbstat WHERE name = '%s' AND pagetype = 'leaf'", table);
  gint64 page = store_fixture_ask (fixture->store, sql);
  g_autofree char *noise = g_strnfill (4096, '\x5a');
  FILE *file;

  g_assert_cmpint (page, >, 1);
  store_fixture_run (fixture->store, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_clear_object (&fixture->store);
  file = fopen (fixture->path, "r+");
  g_assert_nonnull (file);
  fseek (file, (page - 1) * 4096, SEEK_SET);
  g_assert_cmpuint (fwrite (noise, 4096, 1, file), ==, 1);
  fclose (file);
  store_fixture_reopen (fixture);
}

/* Other programs still see that the file is in use: the last one that leaves would delete the WAL under whoever is not
 * seen. The bytes that every reader of a WAL database holds are SQLite's SHARED_FIRST and SHARED_SIZE. */
static void
assert_in_use (const char *path)
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    {
      struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000002, .l_len = 510 };
      int fd = open (path, O_RDWR | O_CLOEXEC);

      _exit (fd >= 0 && fcntl (fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 0 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

/* A broken file: the newest good backup comes back, and entries made since are carried over. */
static void
test_repair_broken_file (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) repaired = NULL;
  g_autoptr (DaybookEntry) older = NULL;
  g_autoptr (DaybookEntry) newer = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  gint64 first, second;

  for (int i = 0; i < 300; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("event-with-a-long-name-%d", i);

      put (fixture, external_id, FIXTURE_NOW + i * HOUR);
    }
  first = log_time (fixture, "In the backup");
  g_assert_true (daybook_store_maintain (fixture->store, done, &error));
  g_assert_no_error (error);
  older = daybook_store_get_entry (fixture->store, first, &error);
  older->status = DAYBOOK_ENTRY_APPROVED;
  g_assert_true (daybook_store_edit_entry (fixture->store, older, &error));
  second = log_time (fixture, "Made since");

  damage (fixture, "event");
  problems = daybook_store_check (fixture->store, TRUE);
  g_assert_cmpuint (problems->len, >, 0);
  assert_in_use (fixture->path);
  repaired = daybook_store_repair (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (repaired->len, >=, 3);
  assert_in_use (fixture->path);
  store_fixture_reopen (fixture);
  assert_sound (fixture);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM event"), ==, 300);
  g_clear_pointer (&older, daybook_entry_free);
  older = daybook_store_get_entry (fixture->store, first, &error);
  g_assert_cmpint (older->status, ==, DAYBOOK_ENTRY_APPROVED);
  newer = daybook_store_get_entry (fixture->store, second, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (newer->title, ==, "Made since");
}

/* Entries are carried over from what can be read of their table, and neither the pages that cannot nor a number of entries
 * that makes no sense keep it from an end. */
static void
test_repair_broken_entries (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) repaired = NULL;
  g_autoptr (DaybookEntry) first = NULL;

  for (int i = 0; i < 300; i++)
    log_time (fixture, "An entry");
  g_assert_true (daybook_store_maintain (fixture->store, done, &error));
  g_assert_no_error (error);
  first = daybook_store_get_entry (fixture->store, 1, &error);
  first->status = DAYBOOK_ENTRY_APPROVED;
  g_assert_true (daybook_store_edit_entry (fixture->store, first, &error));
  store_fixture_run (fixture->store, "UPDATE sqlite_sequence SET seq = 4611686018427387904 WHERE name = 'time_entry'");

  damage (fixture, "time_entry");
  repaired = daybook_store_repair (fixture->store, &error);
  g_assert_no_error (error);
  store_fixture_reopen (fixture);
  assert_sound (fixture);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM time_entry"), ==, 300);
  g_clear_pointer (&first, daybook_entry_free);
  first = daybook_store_get_entry (fixture->store, 1, &error);
  g_assert_cmpint (first->status, ==, DAYBOOK_ENTRY_APPROVED);
}

static void
test_repair_without_backup (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 300; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("event-with-a-long-name-%d", i);

      put (fixture, external_id, FIXTURE_NOW + i * HOUR);
    }
  fixture->tampered = TRUE;
  damage (fixture, "event");
  g_assert_null (daybook_store_repair (fixture->store, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
}

/* Thirty days of maintenance: seven backups, ninety days of runs. */
static void
test_maintain (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) backups = NULL;
  g_autofree char *last = NULL;
  g_autofree char *sql = NULL;

  sql = g_strdup_printf ("INSERT INTO sync_run (account_id, source_id, mode, \"trigger\", status, started_at)"
                         " VALUES (1, 1, 'full', 'manual', 'success', %" G_GINT64_FORMAT ")",
                         FIXTURE_NOW - 80 * DAY);
  store_fixture_run (store, sql);
  for (int day = 0; day < 30; day++)
    {
      g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) again = g_ptr_array_new_with_free_func (g_free);

      g_assert_true (daybook_store_maintain (store, done, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (done->len, >=, 1);
      /* Once a day is enough. */
      g_assert_true (daybook_store_maintain (store, again, &error));
      g_assert_cmpuint (again->len, ==, 0);
      daybook_clock_advance (fixture->clock, DAY);
    }
  backups = daybook_store_list_backups (store);
  g_assert_cmpuint (backups->len, ==, 7);
  g_assert_true (g_str_has_suffix (backups->pdata[0], "daybook-2026-12-20.db"));
  g_assert_true (daybook_backup_verify (backups->pdata[6], &error));
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM sync_run"), ==, 0);

  /* A problem is told every day until somebody looks, and does not keep the rest from being done. */
  log_time (fixture, "Entry");
  store_fixture_run (store, "UPDATE time_entry SET duration = 1");
  daybook_clock_advance (fixture->clock, 7 * DAY);
  {
    g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);

    g_assert_false (daybook_store_maintain (store, done, &error));
    g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
    g_assert_nonnull (strstr (error->message, "altered"));
    g_assert_cmpuint (done->len, ==, 1);
  }
}

/* Ten days on a clock that was months ahead: what it left neither pushes today's backup out nor passes for a check. */
static void
test_maintain_after_a_wrong_clock (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *today = NULL;

  daybook_clock_advance (fixture->clock, 200 * DAY);
  for (int day = 0; day < 10; day++)
    {
      g_assert_true (daybook_store_maintain (fixture->store, done, &error));
      g_assert_no_error (error);
      daybook_clock_advance (fixture->clock, DAY);
    }
  daybook_clock_set (fixture->clock, FIXTURE_NOW);
  g_ptr_array_set_size (done, 0);
  g_assert_true (daybook_store_maintain (fixture->store, done, &error));
  g_assert_no_error (error);
  today = daybook_store_name_daily_backup (fixture->store);
  g_assert_true (daybook_backup_verify (today, &error));
  g_assert_no_error (error);
  /* The backup, and the check. */
  g_assert_cmpuint (done->len, ==, 2);
}

/* A backup that was never finished is no backup: it takes no good one's place, and goes unless somebody writes it. */
static void
test_unfinished_backups (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = daybook_store_get_backup_folder (fixture->path);
  g_autofree char *written = g_build_filename (folder, "daybook-2099-01-01.db.1.part", NULL);
  g_autofree char *aside = g_strconcat (fixture->path, ".before-restore-x.1.part", NULL);
  g_autoptr (GPtrArray) backups = NULL;
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET }; /* the whole of it */
  int writer;

  for (int day = 0; day < 10; day++)
    {
      g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *left = g_strdup_printf ("%s/daybook-2098-12-%02d.db.%d.part", folder, day + 1, day + 2);

      g_assert_true (daybook_store_maintain (store, done, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_set_contents (left, "half", -1, &error));
      daybook_clock_advance (fixture->clock, DAY);
    }
  backups = daybook_store_list_backups (store);
  g_assert_cmpuint (backups->len, ==, 7);
  for (guint i = 0; i < backups->len; i++)
    g_assert_true (daybook_backup_verify (backups->pdata[i], &error));

  g_assert_true (g_file_set_contents (aside, "half", -1, &error));
  writer = g_open (written, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  g_assert_cmpint (fcntl (writer, F_OFD_SETLK, &lock), ==, 0);
  for (int times = 0; times < 2; times++)
    {
      g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GDir) dir = NULL;
      const char *name;
      int unfinished = 0;

      g_assert_true (daybook_store_maintain (store, done, &error));
      dir = g_dir_open (folder, 0, &error);
      while ((name = g_dir_read_name (dir)) != NULL)
        unfinished += g_str_has_suffix (name, ".part");
      g_assert_cmpint (unfinished, ==, times == 0);
      g_assert_false (g_file_test (aside, G_FILE_TEST_EXISTS));
      if (times == 0)
        close (writer);
    }
}

/* A program that keeps reading keeps traces in the file. Those in older backups go all the same, and with the next
 * maintenance where no new backup can be made now. */
static void
test_disconnect_beside_a_reader (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *aside = g_strconcat (fixture->path, ".before-restore-x", NULL);
  g_autofree char *backups = daybook_store_get_backup_folder (fixture->path);
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  sqlite3 *reader = NULL;
  gint64 other, source;

  put (fixture, "event", FIXTURE_NOW);
  g_assert_true (g_file_set_contents (aside, "what was synced", -1, &error));
  g_assert_cmpint (sqlite3_open (fixture->path, &reader), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (reader, "BEGIN; SELECT * FROM event", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (fixture->store->db, 1);
  g_assert_false (daybook_store_disconnect_account (fixture->store, fixture->account_id, FALSE, NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_assert_false (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM event"), ==, 0);
  sqlite3_close (reader);
  g_clear_error (&error);

  other = store_fixture_add_account (fixture, "somebody@example.com", &source);
  store_fixture_remove_folder (backups);
  g_assert_true (g_file_set_contents (backups, "in the way", -1, &error));
  g_assert_true (g_file_set_contents (aside, "what was synced", -1, &error));
  g_assert_false (daybook_store_disconnect_account (fixture->store, other, FALSE, NULL, &error));
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_unlink (backups), ==, 0);
  g_clear_error (&error);
  g_assert_true (daybook_store_maintain (fixture->store, done, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (aside, G_FILE_TEST_EXISTS));
}

static void
test_shrinks (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = g_strnfill (3500, 'x');
  gint64 pages;

  g_assert_true (daybook_store_begin (store, &error));
  for (int i = 0; i < 1500; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("e%d", i);
      g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, external_id, FIXTURE_NOW, HOUR);

      event->attendees = g_strdup (text);
      g_assert_true (daybook_store_put_event (store, event, 1, NULL, NULL, &error));
    }
  g_assert_true (daybook_store_commit (store, &error));
  g_assert_true (daybook_store_disconnect_account (store, fixture->account_id, FALSE, NULL, &error));
  pages = store_fixture_ask (store, "PRAGMA page_count");
  g_assert_true (daybook_store_maintain (store, done, &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_ask (store, "PRAGMA page_count"), <, pages / 4);
  g_assert_cmpint (store_fixture_ask (store, "PRAGMA temp_store"), ==, 2);
  assert_sound (fixture);
}

/* Daybook's own files go; what else lies there is none of its business. */
static void
test_erase (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *mine = g_build_filename (fixture->folder, "thesis.odt", NULL);
  g_autofree char *aside = g_build_filename (fixture->folder, "daybook.db.damaged-x", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;
  int n = 0;

  g_assert_true (daybook_store_maintain (fixture->store, done, &error));
  g_assert_true (g_file_set_contents (mine, "years of work", -1, &error));
  g_assert_true (g_file_set_contents (aside, "x", -1, &error));
  g_clear_object (&fixture->store);
  g_assert_true (daybook_store_erase (fixture->path, &error));
  g_assert_no_error (error);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_assert_cmpstr (name, ==, "thesis.odt");
      n++;
    }
  g_assert_cmpint (n, ==, 1);
  /* Twice is no error. */
  g_assert_true (daybook_store_erase (fixture->path, &error));
}

/* A file of an older schema is backed up before it is brought up to date; here the schema's number is turned
 * back, so that applying the first migration fails on tables that are there, and nothing is changed. */
static void
test_failed_migration_changes_nothing (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = NULL;
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", daybook_store_latest_schema ());

  put (fixture, "a", FIXTURE_NOW);
  store_fixture_run (fixture->store, "PRAGMA user_version = 0");
  g_clear_object (&fixture->store);
  store = daybook_store_open (fixture->path, DAYBOOK_STORE_READ_WRITE, NULL, &error);
  g_assert_null (store);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  {
    sqlite3 *db;

    g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_exec (db, version, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close (db);
  }
  store_fixture_reopen (fixture);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM event"), ==, 1);
  assert_sound (fixture);
}

#define MIGRATIONS "/io/github/daybookapp/Daybook/migrations/"

static void
execute (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* The file as Daybook left it when its schema was number @last, with one account in it. */
static void
make_old_file (const char *path, int last)
{
  g_auto (GStrv) names = g_resources_enumerate_children (MIGRATIONS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *identity = g_strdup_printf ("PRAGMA application_id = %d", DAYBOOK_APPLICATION_ID);
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", last);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  execute (db, identity);
  for (int number = 1; number <= last; number++)
    {
      for (guint i = 0; names[i] != NULL; i++)
        {
          g_autofree char *resource = g_strconcat (MIGRATIONS, names[i], NULL);
          g_autoptr (GBytes) sql = NULL;

          if (atoi (names[i]) != number)
            continue;
          sql = g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
          execute (db, g_bytes_get_data (sql, NULL));
        }
    }
  execute (db, version);
  execute (db, "INSERT INTO \"grant\" (provider, identity, sign_in, created_at) VALUES ('google', 'ann', 'browser', 1)");
  execute (db, "INSERT INTO account (grant_id, provider, name, identity, created_at)"
               " VALUES (1, 'google-calendar', 'Ann', 'ann', 1)");
  sqlite3_close (db);
}

/* What every older Daybook left is brought to the form of a new file, its rows kept and a copy made before. */
static void
test_older_files_are_brought_up (StoreFixture *fixture, gconstpointer unused)
{
  static const char tables[] = "SELECT COUNT (*) FROM sqlite_schema WHERE type IN ('table', 'view', 'index', 'trigger')";
  static const char columns[] = "SELECT COUNT (*) FROM sqlite_schema s, pragma_table_info (s.name) WHERE s.type = 'table'";

  for (int version = 1; version < daybook_store_latest_schema (); version++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/schema-%d", fixture->folder, version);
      g_autofree char *path = g_build_filename (folder, "daybook.db", NULL);
      g_autofree char *backups = daybook_store_get_backup_folder (path);
      g_autofree char *name = g_strdup_printf ("before-schema-%d.db", daybook_store_latest_schema ());
      g_autofree char *backup = g_build_filename (backups, name, NULL);
      g_autoptr (DaybookStore) store = NULL;
      g_autoptr (DaybookAccount) account = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
      make_old_file (path, version);
      store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, NULL, &error);
      g_assert_no_error (error);
      account = daybook_store_get_account (store, 1, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (account->name, ==, "Ann");
      g_assert_cmpint (store_fixture_ask (store, tables), ==, store_fixture_ask (fixture->store, tables));
      g_assert_cmpint (store_fixture_ask (store, columns), ==, store_fixture_ask (fixture->store, columns));
      g_assert_cmpint (store_fixture_ask (store, "PRAGMA user_version"), ==, daybook_store_latest_schema ());
      g_assert_true (g_file_test (backup, G_FILE_TEST_EXISTS));
    }
}

/* Each transaction leaves a part of the search index; after the maintenance few are left, with the same words. */
static void
test_merges_index (StoreFixture *fixture, gconstpointer unused)
{
  static const char parts[] = "SELECT COUNT (DISTINCT segid) FROM search_idx";
  static const char hits[] = "SELECT COUNT (*) FROM search WHERE search MATCH 'gathered'";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < 12; i++)
    log_time (fixture, "Gathered");
  g_assert_cmpint (store_fixture_ask (fixture->store, parts), >, 4);
  g_assert_true (daybook_store_maintain (fixture->store, done, &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_ask (fixture->store, parts), <=, 4);
  g_assert_cmpint (store_fixture_ask (fixture->store, hits), ==, 12);
  store_fixture_run (fixture->store, "INSERT INTO search (search, rank) VALUES ('integrity-check', 0)");
  assert_sound (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/store/backup/and-restore", test_backup_and_restore);
  ADD ("/store/backup/restore-owes-no-copies", test_restore_owes_no_copies);
  ADD ("/store/backup/restore-sends-nothing", test_restore_sends_nothing);
  ADD ("/store/backup/restored-reopening-waits", test_restored_reopening_waits);
  ADD ("/store/backup/bad-copies-are-refused", test_restore_refuses_bad_copies);
  ADD ("/store/backup/foreign-triggers-are-refused", test_restore_refuses_foreign_triggers);
  ADD ("/store/backup/restore-elsewhere-and-over-damage", test_restore_elsewhere);
  ADD ("/store/check/finds", test_check_finds);
  ADD ("/store/repair/rows", test_repair_rows);
  ADD ("/store/repair/broken-file", test_repair_broken_file);
  ADD ("/store/repair/broken-entries", test_repair_broken_entries);
  ADD ("/store/repair/broken-file-without-backup", test_repair_without_backup);
  ADD ("/store/maintain/thirty-days", test_maintain);
  ADD ("/store/maintain/after-a-wrong-clock", test_maintain_after_a_wrong_clock);
  ADD ("/store/maintain/disconnect-beside-a-reader", test_disconnect_beside_a_reader);
  ADD ("/store/maintain/unfinished-backups", test_unfinished_backups);
  ADD ("/store/maintain/shrinks", test_shrinks);
  ADD ("/store/maintain/merges-the-index", test_merges_index);
  ADD ("/store/erase/only-our-own", test_erase);
  ADD ("/store/migrations/older-files-are-brought-up", test_older_files_are_brought_up);
  ADD ("/store/migrations/failed-one-changes-nothing", test_failed_migration_changes_nothing);
  return g_test_run ();
}
