/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grants, secrets, accounts, sources, ranges, disconnecting. */
#include "base/daybook-error.h"
#include "store/daybook-figures.h"
#include "store-fixture.h"
#include "store/daybook-backup-private.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-store-private.h"
#include "store/daybook-suggestions.h"
#include "store/daybook-tasks.h"

#define HOUR G_GINT64_CONSTANT (3600)
#define DAY G_GINT64_CONSTANT (86400)

/* A secret that cannot be read is not one that is missing. */
static void
test_secret_that_cannot_be_read (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  store_fixture_run (fixture->store, "ALTER TABLE secret RENAME TO elsewhere");
  g_assert_null (daybook_store_get_secret (fixture->store, "model", NULL, &error));
  g_assert_nonnull (error);
  g_assert_false (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND));
}

static void
test_secrets_and_epoch (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) blob = g_bytes_new_static ("sealed", 6);
  g_autoptr (GBytes) read = NULL;
  g_autofree char *key_id = NULL;
  g_autoptr (DaybookGrant) grant = daybook_store_get_grant (store, 1, &error);
  g_autoptr (GPtrArray) names = NULL;
  g_auto (GStrv) keys = NULL;

  g_assert_no_error (error);
  g_assert_true (daybook_store_put_secret (store, "grant/1/refresh", 1, grant->epoch, "k1", blob, &error));
  g_assert_true (daybook_store_put_secret (store, "model", 0, 0, "k2", blob, &error));
  read = daybook_store_get_secret (store, "grant/1/refresh", &key_id, &error);
  g_assert_true (g_bytes_equal (read, blob));
  g_assert_cmpstr (key_id, ==, "k1");
  g_assert_null (daybook_store_get_secret (store, "nothing", NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (daybook_store_get_secret_time (store, "model"), ==, FIXTURE_NOW);
  keys = daybook_store_list_secret_keys (store);
  g_assert_cmpuint (g_strv_length (keys), ==, 2);

  /* A refresh that began before the disconnect comes too late. */
  g_assert_true (daybook_store_raise_grant_epoch (store, 1, &error));
  g_assert_false (daybook_store_put_secret (store, "grant/1/refresh", 1, grant->epoch, "k1", blob, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (daybook_store_update_grant (store, grant, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
  g_clear_error (&error);
  grant->epoch++;
  grant->expires_at = FIXTURE_NOW + HOUR;
  g_assert_true (daybook_store_update_grant (store, grant, &error));

  g_assert_true (daybook_store_delete_secrets (store, "grant/1/", &error));
  names = daybook_store_list_secrets (store);
  g_assert_cmpuint (names->len, ==, 1);
  g_assert_cmpstr (names->pdata[0], ==, "model");
}

static void
test_account_fields (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookAccount) account = daybook_store_find_account (store, "google-calendar", "ann@example.com");
  g_autoptr (DaybookAccount) stale = NULL;
  g_autoptr (DaybookAccount) read = NULL;
  g_autoptr (GPtrArray) list = NULL;

  g_assert_cmpint (account->id, ==, fixture->account_id);
  g_assert_null (daybook_store_find_account (store, "google-calendar", "bob@example.com"));
  stale = daybook_account_copy (account);
  account->paused = TRUE;
  g_free (account->settings);
  account->settings = g_strdup ("{\"interval\":5}");
  g_assert_true (daybook_store_edit_account (store, account, &error));
  g_assert_false (daybook_store_edit_account (store, stale, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
  g_clear_error (&error);

  /* What syncing learns needs no version, and leaves what a person chose alone. */
  stale->status = DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
  stale->reason = g_strdup ("rate_limit");
  stale->retry_at = FIXTURE_NOW + 60;
  stale->last_error = g_strdup ("Sign in again.");
  stale->error_code = g_strdup ("auth_required");
  stale->failures = 3;
  g_assert_true (daybook_store_set_account_state (store, stale, &error));
  read = daybook_store_get_account (store, fixture->account_id, &error);
  g_assert_no_error (error);
  g_assert_true (read->paused);
  g_assert_cmpstr (read->settings, ==, "{\"interval\":5}");
  g_assert_cmpint (read->status, ==, DAYBOOK_ACCOUNT_NEEDS_SIGN_IN);
  g_assert_cmpstr (read->reason, ==, "rate_limit");
  g_assert_cmpint (read->retry_at, ==, FIXTURE_NOW + 60);
  g_assert_cmpint (read->next_sync_at, ==, DAYBOOK_INSTANT_NONE);
  g_assert_cmpint (read->failures, ==, 3);
  g_assert_false (read->syncing);
  g_assert_cmpint (daybook_store_count_grant_accounts (store, read->grant_id), ==, 1);
  g_assert_null (daybook_store_get_account (store, 99, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  list = daybook_store_list_accounts (store, &error);
  g_assert_cmpuint (list->len, ==, 1);
}

/* Only a sign-in that was made for it allows to write, and only to the service that it names. */
static void
test_may_write (StoreFixture *fixture, gconstpointer unused)
{
  g_assert_false (daybook_store_account_may_write (fixture->store, fixture->account_id));
  store_fixture_run (fixture->store, "UPDATE \"grant\" SET settings = '{\"write/other\":\"yes\"}'");
  g_assert_false (daybook_store_account_may_write (fixture->store, fixture->account_id));
  store_fixture_run (fixture->store,
                     "UPDATE \"grant\" SET settings = json_object ('write/' || (SELECT provider FROM account), 'yes')");
  g_assert_true (daybook_store_account_may_write (fixture->store, fixture->account_id));
  g_assert_false (daybook_store_account_may_write (fixture->store, fixture->account_id + 1));
}

static void
test_source_fields (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookSource) source = daybook_store_find_source (store, fixture->account_id, "primary");
  g_autoptr (DaybookSource) read = NULL;
  g_autoptr (GPtrArray) all = NULL;
  gint64 changes;

  source->cursor = g_strdup ("next");
  source->cursor_params = g_strdup ("v1");
  source->resume = g_strdup ("{}");
  source->generation = 4;
  source->expanded_from = 100;
  source->expanded_to = 200;
  source->last_sync_at = FIXTURE_NOW;
  source->state = DAYBOOK_SOURCE_HELD;
  source->held_count = 12;
  g_assert_true (daybook_store_set_source_progress (store, source, &error));
  g_free (source->name);
  source->name = g_strdup ("Renamed");
  source->color = g_strdup ("#123456");
  g_assert_true (daybook_store_refresh_source (store, source, &error));
  changes = sqlite3_total_changes64 (store->db);
  g_assert_true (daybook_store_refresh_source (store, source, &error));
  g_assert_cmpint (sqlite3_total_changes64 (store->db), ==, changes);
  source->window_ahead_days = 60;
  source->enabled = FALSE;
  g_assert_true (daybook_store_edit_source (store, source, &error));
  g_assert_no_error (error);

  read = daybook_store_get_source (store, source->id, &error);
  g_assert_cmpstr (read->cursor, ==, "next");
  g_assert_cmpstr (read->cursor_params, ==, "v1");
  g_assert_cmpstr (read->resume, ==, "{}");
  g_assert_cmpint (read->generation, ==, 4);
  g_assert_cmpint (read->expanded_from, ==, 100);
  g_assert_cmpint (read->expanded_to, ==, 200);
  g_assert_cmpint (read->held_count, ==, 12);
  g_assert_cmpint (read->state, ==, DAYBOOK_SOURCE_HELD);
  g_assert_cmpstr (read->name, ==, "Renamed");
  g_assert_cmpstr (read->color, ==, "#123456");
  g_assert_true (read->is_primary);
  g_assert_cmpint (read->window_ahead_days, ==, 60);
  g_assert_false (read->enabled);
  g_assert_cmpint (read->version, ==, 2);
  all = daybook_store_list_sources (store, 0, &error);
  g_assert_cmpuint (all->len, ==, 1);
}

static void
test_ranges (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 other_source;
  DaybookDay from, to;

  g_assert_false (daybook_store_covers (store, 100, 101));
  g_assert_true (daybook_store_add_source_range (store, fixture->source_id, 100, 110, &error));
  g_assert_true (daybook_store_add_source_range (store, fixture->source_id, 120, 130, &error));
  g_assert_true (daybook_store_covers (store, 100, 110));
  g_assert_false (daybook_store_covers (store, 100, 111));
  g_assert_false (daybook_store_covers (store, 115, 116));
  /* What touches becomes one. */
  g_assert_true (daybook_store_add_source_range (store, fixture->source_id, 110, 120, &error));
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM source_range"), ==, 1);
  g_assert_true (daybook_store_covers (store, 100, 130));
  g_assert_true (daybook_store_add_source_range (store, fixture->source_id, 125, G_MAXINT32, &error));
  g_assert_true (daybook_store_get_coverage (store, NULL, 126, &from, &to));
  g_assert_cmpint (from, ==, 100);
  g_assert_cmpint (to, ==, G_MAXINT32);

  /* Two sources cover what both cover. */
  store_fixture_add_account (fixture, "bob@example.com", &other_source);
  g_assert_false (daybook_store_covers (store, 100, 110));
  g_assert_true (daybook_store_add_source_range (store, other_source, 105, 108, &error));
  g_assert_true (daybook_store_get_coverage (store, NULL, 106, &from, &to));
  g_assert_cmpint (from, ==, 105);
  g_assert_cmpint (to, ==, 108);
}

/* What is loaded earlier touches the range that a cursor keeps true, is no part of it, and counts as covered like it. */
static void
test_loaded_ranges (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  gint64 source = fixture->source_id;
  g_autoptr (GError) error = NULL;
  DaybookDay from, to;

  g_assert_true (daybook_store_add_source_range (store, source, 100, G_MAXINT32, &error));
  g_assert_true (daybook_store_add_loaded_range (store, source, 70, 80, &error));
  g_assert_true (daybook_store_add_loaded_range (store, source, 90, 120, &error));
  g_assert_true (daybook_store_covers (store, 70, 80));
  g_assert_false (daybook_store_covers (store, 70, 81));
  g_assert_false (daybook_store_covers (store, 80, 81));
  g_assert_true (daybook_store_covers (store, 90, 130));
  g_assert_true (daybook_store_add_loaded_range (store, source, 80, 90, &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM source_range"), ==, 2);
  g_assert_true (daybook_store_get_coverage (store, NULL, 75, &from, &to));
  g_assert_cmpint (from, ==, 70);
  g_assert_cmpint (to, ==, G_MAXINT32);
  g_assert_true (daybook_store_get_coverage (store, NULL, 200, &from, &to));
  g_assert_cmpint (from, ==, 70);
  g_assert_true (daybook_store_get_coverage (store, "calendar", 200, &from, &to));
  g_assert_cmpint (from, ==, 70);
  /* A window that is widened over them is asked for whole, and is one then. */
  g_assert_false (daybook_store_source_covers (store, source, 95));
  g_assert_true (daybook_store_add_source_range (store, source, 60, G_MAXINT32, &error));
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM source_range"), ==, 1);
  g_assert_true (daybook_store_source_covers (store, source, 60));
}

#define CANARY "xylophonecanary"

static void
fill_with_canaries (StoreFixture *fixture, gint64 source_id, int n)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_store_begin (fixture->store, &error));
  for (int i = 0; i < n; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("%s-id-%d", CANARY, i);
      g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, external_id, FIXTURE_NOW + i * HOUR, HOUR);
      g_autoptr (DaybookActivity) mail = daybook_activity_new ();

      event->source_id = source_id;
      event->description = g_strdup_printf ("%s description %d with some words around it", CANARY, i);
      event->location = g_strdup (CANARY);
      mail->source_id = source_id;
      mail->kind = g_strdup ("mail");
      mail->external_id = g_strdup (external_id);
      mail->title = g_strdup (CANARY);
      mail->at = FIXTURE_NOW;
      daybook_store_put_event (fixture->store, event, 1, NULL, NULL, &error);
      daybook_store_put_activity (fixture->store, mail, 1, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_true (daybook_store_commit (fixture->store, &error));
}

static gint64
add_canary_suggestion (StoreFixture *fixture, gint64 source_id, const char *key, const char *title)
{
  g_autoptr (DaybookSuggestion) suggestion = daybook_suggestion_new ();
  g_autoptr (GError) error = NULL;

  suggestion->source_id = source_id;
  suggestion->item_kind = g_strdup ("activity");
  suggestion->item_id = store_fixture_ask (fixture->store, "SELECT MAX (id) FROM activity");
  suggestion->item_key = g_strdup (key);
  suggestion->state = g_strdup ("digest");
  suggestion->kind = g_strdup ("reply");
  suggestion->title = g_strdup (title);
  suggestion->description = g_strdup ("Could you " CANARY " this?");
  suggestion->reasoning = g_strdup ("It says " CANARY);
  suggestion->snapshot = g_strdup ("{\"snippet\":\"" CANARY "\"}");
  suggestion->engine = g_strdup ("builtin");
  suggestion->confidence = 0.9;
  g_assert_true (daybook_store_put_suggestion (fixture->store, suggestion, NULL, &error));
  g_assert_no_error (error);
  return suggestion->id;
}

/* The tasks that stay: one the person approved as it was, one they reworded, one they have done. */
static void
add_canary_tasks (StoreFixture *fixture, gint64 source_id, gint64 *tasks)
{
  DaybookStore *store = fixture->store;
  g_autoptr (DaybookSuggestion) reworded = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  id = add_canary_suggestion (fixture, source_id, "mail/automatic", "Reply to " CANARY);
  g_assert_true (daybook_store_approve_suggestion (store, id, TRUE, NULL, &error));
  add_canary_suggestion (fixture, source_id, "mail/waiting", CANARY);
  id = add_canary_suggestion (fixture, source_id, "mail/dismissed", CANARY);
  g_assert_true (daybook_store_dismiss_suggestion (store, id, &error));
  id = add_canary_suggestion (fixture, source_id, "mail/approved", "Approved by me");
  g_assert_true (daybook_store_approve_suggestion (store, id, FALSE, &tasks[0], &error));
  id = add_canary_suggestion (fixture, source_id, "mail/reworded", CANARY);
  reworded = daybook_store_get_suggestion (store, id, &error);
  g_free (reworded->title);
  reworded->title = g_strdup ("Reworded by me");
  g_free (reworded->description);
  reworded->description = g_strdup ("In words of mine");
  g_assert_true (daybook_store_edit_suggestion (store, reworded, &error));
  g_assert_true (daybook_store_approve_suggestion (store, id, FALSE, &tasks[1], &error));
  id = add_canary_suggestion (fixture, source_id, "mail/done", "Done by me");
  g_assert_true (daybook_store_approve_suggestion (store, id, TRUE, &tasks[2], &error));
  g_assert_true (daybook_store_set_task_done (store, tasks[2], TRUE, &error));
  g_assert_no_error (error);
}

static void
assert_own_task (DaybookStore *store, gint64 id, const char *title, const char *notes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookTask) task = daybook_store_get_task (store, id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (task->title, ==, title);
  g_assert_cmpstr (task->notes, ==, notes);
  g_assert_cmpstr (task->source_kind, ==, NULL);
  g_assert_cmpint (task->source_item, ==, 0);
  g_assert_cmpint (task->remote_state, ==, DAYBOOK_REMOTE_NONE);
}

static void
test_disconnect_leaves_no_trace (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Kept by me", FIXTURE_NOW, HOUR);
  g_autoptr (DaybookEntry) read = NULL;
  g_autoptr (DaybookEntry) changed = NULL;
  g_autoptr (DaybookAccount) account = NULL;
  g_autofree char *backup = daybook_store_name_daily_backup (store);
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) backups = NULL;
  g_autoptr (GArray) unsound = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *aside = NULL;
  gint64 bob_source, kept, entry_id;
  gint64 tasks[3];

  store_fixture_add_account (fixture, CANARY "@example.com", &bob_source);
  account = daybook_store_find_account (store, "google-calendar", CANARY "@example.com");
  fill_with_canaries (fixture, bob_source, 300);
  add_canary_tasks (fixture, bob_source, tasks);
  /* Words spread over several segments of the index, rows changed and deleted, copies in journal and backups. */
  for (int i = 0; i < 40; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("%s-id-%d", CANARY, i * 3);

      daybook_store_delete_item (store, bob_source, external_id, NULL, &error);
      g_assert_no_error (error);
    }
  entry->event_id = store_fixture_ask (store, "SELECT MIN (id) FROM event");
  entry->event_key = g_strdup_printf ("%" G_GINT64_FORMAT "/key/-", bob_source);
  entry->event_start_at = FIXTURE_NOW;
  g_assert_true (daybook_store_begin_change (store, "Log", &error));
  entry_id = daybook_store_add_entry (store, entry, &error);
  g_assert_true (daybook_store_commit (store, &error));
  changed = daybook_store_get_entry (store, entry_id, &error);
  changed->notes = g_strdup (CANARY);
  g_assert_true (daybook_store_begin_change (store, "Note", &error));
  g_assert_true (daybook_store_edit_entry (store, changed, &error));
  g_assert_true (daybook_store_commit (store, &error));
  g_clear_pointer (&changed->notes, g_free);
  g_assert_true (daybook_store_edit_entry (store, changed, &error));
  g_assert_true (daybook_store_maintain (store, done, &error));
  g_assert_no_error (error);
  aside = g_strconcat (fixture->path, ".before-restore-20261120T000000Z", NULL);
  g_assert_true (daybook_store_backup (store, aside, &error));
  daybook_clock_advance (fixture->clock, 2 * DAY);
  g_assert_cmpuint (store_fixture_count_bytes (fixture->folder, CANARY), >, 1000);

  g_assert_true (daybook_store_disconnect_account (store, account->id, FALSE, &kept, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kept, ==, 1);
  g_assert_cmpuint (store_fixture_count_bytes (fixture->folder, CANARY), ==, 0);
  backups = daybook_store_list_backups (store);
  g_assert_cmpuint (backups->len, ==, 1);
  g_assert_true (daybook_backup_verify (backups->pdata[0], &error));

  /* What the person wrote is there, and nothing is flagged. */
  read = daybook_store_get_entry (store, entry_id, &error);
  g_assert_cmpstr (read->title, ==, "Kept by me");
  g_assert_cmpint (read->event_id, ==, 0);
  g_assert_cmpstr (read->event_key, ==, entry->event_key);
  g_assert_cmpint (read->flags, ==, 0);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM task"), ==, 3);
  assert_own_task (store, tasks[0], "Approved by me", NULL);
  assert_own_task (store, tasks[1], "Reworded by me", "In words of mine");
  assert_own_task (store, tasks[2], "Done by me", NULL);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM search WHERE search MATCH 'reworded'"), ==, 1);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM search WHERE search MATCH 'could'"), ==, 0);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM outbox"), ==, 0);
  unsound = daybook_store_list_unsound_entries (store, &error);
  g_assert_cmpuint (unsound->len, ==, 0);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM account"), ==, 1);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM \"grant\""), ==, 1);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM journal"), ==, 0);
  problems = daybook_store_check (store, TRUE);
  g_assert_cmpuint (problems->len, ==, 0);
}

/* What was converted stays converted when its account comes back: the calendar gets its number again. */
static void
test_disconnect_and_come_back (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Call", FIXTURE_NOW, HOUR);
  gint64 first, other, again, next, kept;
  gint64 account = store_fixture_add_account (fixture, "bob@example.com", &first);

  entry->event_key = g_strdup_printf ("%" G_GINT64_FORMAT "/call/-", first);
  g_assert_cmpint (daybook_store_add_entry (store, entry, &error), !=, 0);
  g_assert_true (daybook_store_disconnect_account (store, account, FALSE, &kept, &error));
  /* Also one whose meeting is gone. */
  g_assert_cmpint (kept, ==, 1);
  g_assert_no_error (error);
  /* Somebody else's calendar of the same name is another one. */
  store_fixture_add_account (fixture, "eve@example.com", &other);
  g_assert_cmpint (other, !=, first);
  account = store_fixture_add_account (fixture, "bob@example.com", &again);
  g_assert_cmpint (again, ==, first);

  /* One that nothing was made of is new. */
  account = store_fixture_add_account (fixture, "zoe@example.com", &first);
  g_assert_true (daybook_store_disconnect_account (store, account, FALSE, &kept, &error));
  store_fixture_add_account (fixture, "zoe@example.com", &next);
  g_assert_cmpint (next, !=, first);
}

static void
test_disconnect_keeping_data (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookAccount) account = NULL;
  DaybookEventFilter filter = { .from = daybook_day_from_civil (2026, 11, 21),
                                .to = daybook_day_from_civil (2026, 11, 22) };
  g_autoptr (GPtrArray) events = NULL;
  gint64 kept;

  fill_with_canaries (fixture, fixture->source_id, 3);
  g_assert_true (daybook_store_disconnect_account (store, fixture->account_id, TRUE, &kept, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kept, ==, 6);
  account = daybook_store_get_account (store, fixture->account_id, &error);
  g_assert_cmpint (account->status, ==, DAYBOOK_ACCOUNT_DISCONNECTED);
  g_assert_cmpint (account->item_count, ==, 6);
  g_assert_cmpint (daybook_store_count_grant_accounts (store, account->grant_id), ==, 0);
  events = daybook_store_list_events (store, &filter, &error);
  g_assert_cmpuint (events->len, ==, 3);
  g_assert_false (daybook_store_disconnect_account (store, 99, FALSE, NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
}

static void
assert_counts (StoreFixture *fixture, guint sources, guint enabled, guint stopped, guint synced, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookAccount) account = daybook_store_get_account (fixture->store, fixture->account_id, &error);
  g_autoptr (DaybookAccount) copy = NULL;

  g_assert_no_error (error);
  copy = daybook_account_copy (account);
  g_assert_cmpuint (copy->n_sources, ==, sources);
  g_assert_cmpuint (copy->n_enabled, ==, enabled);
  g_assert_cmpuint (copy->n_stopped, ==, stopped);
  g_assert_cmpuint (copy->n_synced, ==, synced);
  g_assert_cmpstr (copy->stopped_name, ==, name);
}

/* An account knows what its sources are like, without a sync that looks. */
static void
test_account_counts_sources (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DaybookSource) source = daybook_source_new ();

      source->account_id = fixture->account_id;
      source->external_id = g_strdup_printf ("more-%u", i);
      source->name = g_strdup_printf ("More %u", i);
      source->enabled = TRUE;
      g_assert_true (daybook_store_add_source (fixture->store, source, &error));
    }
  store_fixture_run (fixture->store, "UPDATE source SET enabled = 1");
  assert_counts (fixture, 4, 4, 0, 4, NULL);
  store_fixture_run (fixture->store, "UPDATE source SET state = 'quarantined' WHERE external_id IN ('more-1', 'more-2');"
                                     "UPDATE source SET state = 'gone' WHERE external_id = 'more-0'");
  assert_counts (fixture, 4, 4, 2, 1, "More 1");
  store_fixture_run (fixture->store, "UPDATE source SET enabled = 0 WHERE external_id = 'more-1'");
  assert_counts (fixture, 4, 3, 1, 1, "More 2");
  store_fixture_run (fixture->store, "UPDATE source SET enabled = 0");
  assert_counts (fixture, 4, 0, 0, 0, NULL);
  store_fixture_run (fixture->store, "DELETE FROM source");
  assert_counts (fixture, 0, 0, 0, 0, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/store/secrets/epoch-keeps-late-refresh-out", test_secrets_and_epoch);
  ADD ("/store/secrets/secret-that-cannot-be-read", test_secret_that_cannot_be_read);
  ADD ("/store/accounts/fields-and-versions", test_account_fields);
  ADD ("/store/accounts/counts-sources", test_account_counts_sources);
  ADD ("/store/accounts/may-write", test_may_write);
  ADD ("/store/sources/fields-and-versions", test_source_fields);
  ADD ("/store/sources/ranges", test_ranges);
  ADD ("/store/sources/loaded-ranges", test_loaded_ranges);
  ADD ("/store/disconnect/leaves-no-trace", test_disconnect_leaves_no_trace);
  ADD ("/store/disconnect/and-come-back", test_disconnect_and_come_back);
  ADD ("/store/disconnect/keeping-data", test_disconnect_keeping_data);
  return g_test_run ();
}
