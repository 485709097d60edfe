/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "store/daybook-store-private.h"

gint64
store_fixture_ask (DaybookStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStatement) query = daybook_store_prepare_composed (store, sql);
  gint64 value = G_MININT64;

  daybook_statement_run_for_int (query, &value, &error);
  g_assert_no_error (error);
  return value;
}

void
store_fixture_run (DaybookStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;

  daybook_store_execute (store, sql, &error);
  g_assert_no_error (error);
}

gint64
store_fixture_add_account (StoreFixture *self, const char *identity, gint64 *source_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autoptr (DaybookAccount) account = daybook_account_new ();
  g_autoptr (DaybookSource) source = daybook_source_new ();

  grant->provider = g_strdup ("google");
  grant->identity = g_strdup (identity);
  grant->sign_in = g_strdup ("browser");
  daybook_store_add_grant (self->store, grant, &error);
  g_assert_no_error (error);

  account->grant_id = grant->id;
  account->provider = g_strdup ("google-calendar");
  account->name = g_strdup (identity);
  account->identity = g_strdup (identity);
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  daybook_store_add_account (self->store, account, &error);
  g_assert_no_error (error);

  source->account_id = account->id;
  source->external_id = g_strdup ("primary");
  source->name = g_strdup ("Work");
  source->kind = g_strdup ("calendar");
  source->enabled = TRUE;
  source->is_primary = TRUE;
  daybook_store_add_source (self->store, source, &error);
  g_assert_no_error (error);
  *source_id = source->id;
  return account->id;
}

void
store_fixture_set_up (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("daybook-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "daybook.db", NULL);
  self->clock = daybook_clock_new_fixed (FIXTURE_NOW);
  self->store = daybook_store_open (self->path, DAYBOOK_STORE_READ_WRITE, self->clock, &error);
  g_assert_no_error (error);
  daybook_store_set_setting (self->store, "time_zone", "Europe/Berlin", &error);
  g_assert_no_error (error);
  self->account_id = store_fixture_add_account (self, "ann@example.com", &self->source_id);
}

void
store_fixture_reopen (StoreFixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->store);
  self->store = daybook_store_open (self->path, DAYBOOK_STORE_READ_WRITE, self->clock, &error);
  g_assert_no_error (error);
}

void
store_fixture_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL)
    return;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        store_fixture_remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

void
store_fixture_tear_down (StoreFixture *self, gconstpointer unused)
{
  /* Whatever a test did: the counts kept beside the rows are those of the rows. */
  if (self->store != NULL && !self->tampered)
    g_assert_cmpint (store_fixture_ask (self->store,
                                        "SELECT COUNT (*) FROM source s WHERE item_count <>"
                                        " (SELECT COUNT (*) FROM event e WHERE e.source_id = s.id"
                                        "   AND e.generation <> 9223372036854775807)"
                                        " + (SELECT COUNT (*) FROM activity v WHERE v.source_id = s.id)"),
                     ==, 0);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  store_fixture_remove_folder (self->folder);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->folder, g_free);
}

DaybookEvent *
store_fixture_make_event (StoreFixture *self, const char *external_id, gint64 start, gint64 seconds)
{
  DaybookEvent *event = daybook_event_new ();

  event->source_id = self->source_id;
  event->external_id = g_strdup (external_id);
  event->title = g_strdup_printf ("Meeting %s", external_id);
  event->response = DAYBOOK_RESPONSE_ACCEPTED;
  event->range_start = start;
  event->range_end = start + seconds;
  event->etag = g_strdup ("\"1\"");
  return event;
}

DaybookEntry *
store_fixture_make_entry (const char *title, gint64 start, gint64 seconds)
{
  DaybookEntry *entry = daybook_entry_new ();

  entry->title = g_strdup (title);
  entry->start_at = start;
  entry->end_at = start + seconds;
  entry->duration = seconds;
  return entry;
}

static guint
count_in_file (const char *path, const char *needle)
{
  g_autofree char *data = NULL;
  gsize length = 0;
  gsize needle_length = strlen (needle);
  guint count = 0;

  if (!g_file_get_contents (path, &data, &length, NULL))
    return 0;
  for (const char *p = data; (p = memmem (p, data + length - p, needle, needle_length)) != NULL; p += needle_length)
    count++;
  return count;
}

guint
store_fixture_count_bytes (const char *folder, const char *needle)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        count += store_fixture_count_bytes (path, needle);
      else
        count += count_in_file (path, needle);
    }
  return count;
}
