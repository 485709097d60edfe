/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database with random bytes changed is opened, read, written, searched, checked: whatever comes of it, the
 * program neither crashes nor hangs, and an entry that can be read and was altered is found out.
 *
 * DAYBOOK_TEST_ROUNDS: how many files, 60 by default. DAYBOOK_TEST_SEED: where to begin. */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store-fixture.h"
#include "store/daybook-backup.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-store-private.h"

#define HOUR G_GINT64_CONSTANT (3600)
#define N_ENTRIES 120

static void
fill (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_store_begin (fixture->store, &error));
  for (int i = 0; i < 400; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("event-%d", i);
      g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, external_id, FIXTURE_NOW + i * HOUR, HOUR);

      event->description = g_strdup_printf ("some words about number %d", i);
      daybook_store_put_event (fixture->store, event, 1, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  for (int i = 0; i < N_ENTRIES; i++)
    {
      g_autofree char *title = g_strdup_printf ("Entry %d", i);
      g_autoptr (DaybookEntry) entry = store_fixture_make_entry (title, FIXTURE_NOW + i * HOUR, 60 * i);

      daybook_store_add_entry (fixture->store, entry, &error);
      g_assert_no_error (error);
    }
  g_assert_true (daybook_store_commit (fixture->store, &error));
}

#define DROP(pointer) g_clear_pointer (&(pointer), g_ptr_array_unref)

/* In the child: everything is tried, errors are expected. */
static void
use (const char *path)
{
  g_autoptr (DaybookStore) store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, NULL, NULL);
  DaybookDay day = (DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS);
  DaybookEventFilter events = { .from = day - 1, .to = day + 20, .all = TRUE };
  DaybookEntryFilter entries = { .from = DAYBOOK_DAY_NONE, .to = DAYBOOK_DAY_NONE, .status = -1 };
  DaybookTotalsFilter totals = { .from = DAYBOOK_DAY_NONE, .to = DAYBOOK_DAY_NONE, .status = -1 };
  g_autoptr (DaybookEvent) event = daybook_event_new ();
  g_autoptr (GArray) unsound = NULL;
  GPtrArray *rows;

  if (store == NULL)
    return;
  rows = daybook_store_list_events (store, &events, NULL);
  DROP (rows);
  rows = daybook_store_report_totals (store, &totals, DAYBOOK_TOTALS_BY_DAY, NULL);
  DROP (rows);
  rows = daybook_store_search (store, "words numb", 50, 0, NULL);
  DROP (rows);
  rows = daybook_store_list_accounts (store, NULL);
  DROP (rows);

  /* What is read of the entries is as it was written, or is told. */
  rows = daybook_store_list_entries (store, &entries, NULL);
  unsound = daybook_store_list_unsound_entries (store, NULL);
  for (guint i = 0; rows != NULL && unsound != NULL && i < rows->len; i++)
    {
      const DaybookEntry *entry = rows->pdata[i];
      g_autofree char *title = g_strdup_printf ("Entry %d", (int) entry->id - 1);
      gboolean as_written = g_strcmp0 (entry->title, title) == 0 && entry->duration == 60 * (entry->id - 1)
                            && entry->start_at == FIXTURE_NOW + (entry->id - 1) * HOUR;
      gboolean told = FALSE;

      for (guint j = 0; j < unsound->len; j++)
        told = told || g_array_index (unsound, gint64, j) == entry->id;
      g_assert_true (as_written || told);
    }
  DROP (rows);

  event->source_id = 1;
  event->external_id = g_strdup ("event-7");
  event->title = g_strdup ("Changed");
  event->etag = g_strdup ("\"2\"");
  daybook_store_put_event (store, event, 2, NULL, NULL, NULL);
  daybook_store_sweep (store, 1, 2, 0, G_MAXINT64, TRUE, NULL, NULL, NULL);
  rows = daybook_store_check (store, TRUE);
  DROP (rows);
  rows = daybook_store_repair (store, NULL);
  DROP (rows);
}

static void
test_random_bytes (StoreFixture *fixture, gconstpointer unused)
{
  const char *rounds = g_getenv ("DAYBOOK_TEST_ROUNDS");
  const char *first = g_getenv ("DAYBOOK_TEST_SEED");
  int n = rounds != NULL ? atoi (rounds) : 60;
  g_autofree char *folder = g_build_filename (fixture->folder, "damaged", NULL);
  g_autofree char *path = g_build_filename (folder, "daybook.db", NULL);
  g_autofree char *whole = NULL;
  gsize length;

  fill (fixture);
  store_fixture_run (fixture->store, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_clear_object (&fixture->store);
  g_assert_true (g_file_get_contents (fixture->path, &whole, &length, NULL));
  for (int round = 0; round < n; round++)
    {
      guint seed = (first != NULL ? (guint) atoi (first) : 1) + round;
      g_autoptr (GRand) dice = g_rand_new_with_seed (seed);
      g_autofree char *damaged = g_memdup2 (whole, length);
      int n_places = g_rand_int_range (dice, 1, 6);
      int status;
      pid_t pid;

      for (int place = 0; place < n_places; place++)
        {
          gsize at = (gsize) (g_rand_double (dice) * (double) (length - 8));

          for (int i = 0; i < 8; i++)
            damaged[at + i] = (char) g_rand_int (dice);
        }
      store_fixture_remove_folder (folder);
      g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
      g_assert_true (
        g_file_set_contents_full (path, damaged, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      pid = fork ();
      if (pid == 0)
        {
          alarm (20);
          use (path);
          _exit (0);
        }
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
        g_error ("seed %u: status %d", seed, status);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/corruption/random-bytes", StoreFixture, NULL, store_fixture_set_up, test_random_bytes,
              store_fixture_tear_down);
  return g_test_run ();
}
