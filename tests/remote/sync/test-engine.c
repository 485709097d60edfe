/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "engine-fixture.h"
#include "store/daybook-store-private.h"

/* The engine's runs: transactions, what is known, sign-ins that were refused, texts that are not kept any more. */

static int
count_commit (gpointer count)
{
  (*(guint *) count)++;
  return 0;
}

/* Transactions that wrote, of a sync of @sources (0: all, by the scout). */
static guint
count_transactions (EngineFixture *self, const char *trigger, gsize n_sources)
{
  const DaybookSyncOptions options = { .trigger = trigger, .sources = n_sources > 0 ? self->sources : NULL, .n_sources = n_sources };
  g_autoptr (GError) error = NULL;
  guint count = 0;

  daybook_clock_advance (self->store.clock, HOUR);
  sqlite3_commit_hook (self->store.store->db, count_commit, &count);
  engine_fixture_sync_with (self, &options, &error);
  g_assert_no_error (error);
  sqlite3_commit_hook (self->store.store->db, NULL, NULL);
  return count;
}

/* Cursor, end of the run and state of the account together. */
static void
test_nothing_new_is_one_transaction (EngineFixture *self, gconstpointer way)
{
  g_autoptr (DaybookAccount) account = NULL;

  engine_fixture_sync_first (self);
  for (int i = 0; i < 2; i++)
    {
      g_assert_cmpuint (count_transactions (self, "schedule", 1), ==, 1);
      g_assert_cmpstr (self->calls->str, ==, "pull(a) ");
    }
  g_assert_cmpint (engine_fixture_count_runs (self, "source_id IS NOT NULL AND \"trigger\" = 'schedule' AND repeated = 2"), ==, 1);
  account = daybook_store_get_account (self->store.store, self->account_id, NULL);
  g_assert_cmpint (account->last_sync_at, ==, FIXTURE_NOW + 2 * HOUR);
  /* One for each source, however many; by a scout one for all. */
  g_assert_cmpuint (count_transactions (self, "schedule", 3), ==, 3);
  g_assert_cmpuint (count_transactions (self, "schedule", 0), ==, 1);
  g_assert_cmpstr (self->calls->str, ==, "scout(one) ");
  /* Whoever asked sees it run. */
  g_assert_cmpuint (count_transactions (self, "manual", 1), ==, 2);
}

static int
refuse_commit (gpointer unused)
{
  return 1;
}

/* An errand that had nothing to do is none that went well when not even that can be written down. */
static void
test_end_that_cannot_be_written (EngineFixture *self, gconstpointer way)
{
  const gint64 gone = 999; /* a source that went since somebody asked for it */
  const DaybookSyncOptions options = { .trigger = "schedule", .sources = &gone, .n_sources = 1 };
  g_autoptr (GError) error = NULL;

  engine_fixture_sync_first (self);
  daybook_clock_advance (self->store.clock, HOUR);
  sqlite3_commit_hook (self->store.store->db, refuse_commit, NULL);
  g_assert_false (engine_fixture_sync_with (self, &options, &error));
  g_assert_nonnull (error);
  sqlite3_commit_hook (self->store.store->db, NULL, NULL);
}

static void
on_progress_cb (DaybookEngine *engine, const DaybookSyncRun *run, gint64 total, EngineFixture *self)
{
  self->seen_running = engine_fixture_count_runs (self, "status = 'running'");
  g_string_append_printf (self->calls, "%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " ", run->fetched, total);
}

/* What is under way for long is seen, whoever wanted it: when the first batch of many is written. */
static void
test_batches_are_seen (EngineFixture *self, gconstpointer way)
{
  const DaybookSyncOptions options = { .trigger = "schedule", .sources = self->sources, .n_sources = 1 };

  engine_fixture_sync_first (self);
  self->batches = TRUE;
  g_signal_connect (self->engine, "run-progress", G_CALLBACK (on_progress_cb), self);
  g_assert_true (engine_fixture_sync_with (self, &options, NULL));
  g_assert_cmpint (self->seen_running, ==, 1);
  g_assert_cmpstr (self->calls->str, ==, "pull(a) 1/0 ");
  /* Of how many, where the service told; a number that was too small is none. */
  self->expected = 3;
  g_assert_true (engine_fixture_sync_with (self, &options, NULL));
  g_assert_cmpstr (self->calls->str, ==, "pull(a) 1/4 ");
  g_assert_cmpint (engine_fixture_count_runs (self, "status = 'running'"), ==, 0);
  g_assert_cmpint (engine_fixture_count_runs (self, "source_id IS NOT NULL"), ==, 4);
}

/* What was stored before the round, though it was asked for after a batch of it was written. */
static void
test_known_is_of_before_the_round (EngineFixture *self, gconstpointer way)
{
  engine_fixture_sync_first (self);
  self->changed = "a";
  self->batches = self->compares = TRUE;
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpuint (self->n_known, ==, 0);
  self->batches = FALSE;
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpuint (self->n_known, ==, 1);
}

/* The store is asked what is known when a service compares, and only then. */
static void
test_known_that_cannot_be_read_is_said (EngineFixture *self, gconstpointer way)
{
  const DaybookSyncOptions options = { .trigger = "manual", .sources = self->sources, .n_sources = 1 };
  g_autoptr (GError) error = NULL;

  engine_fixture_sync_first (self);
  store_fixture_run (self->store.store, "ALTER TABLE quarantine RENAME TO elsewhere");
  g_assert_true (engine_fixture_sync_with (self, &options, &error));
  g_assert_no_error (error);
  self->compares = TRUE;
  g_assert_false (engine_fixture_sync_with (self, &options, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_assert_cmpuint (self->n_known, ==, G_MAXUINT);
  g_assert_cmpint (engine_fixture_count_runs (self, "status = 'failed' AND error_code = 'storage'"), ==, 1);
}

static void
ask_for_sign_in (EngineFixture *self)
{
  self->scout_error = DAYBOOK_ERROR_AUTH_REQUIRED;
  g_assert_false (engine_fixture_sync_with (self, &(DaybookSyncOptions){ .trigger = "schedule" }, NULL));
  self->scout_error = -1;
}

/* Whoever goes on asking with a password that was refused is locked out in the end. */
static void
test_refused_password_is_not_sent_again (EngineFixture *self, gconstpointer way)
{
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  engine_fixture_sync_first (self);
  ask_for_sign_in (self);
  account = daybook_store_get_account (self->store.store, self->account_id, NULL);
  g_assert_cmpint (account->status, ==, DAYBOOK_ACCOUNT_NEEDS_SIGN_IN);
  g_assert_false (engine_fixture_sync_with (self, &(DaybookSyncOptions){ .trigger = "manual" }, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_cmpstr (self->calls->str, ==, "");
}

static void
test_refused_token_may_be_tried_by_hand (EngineFixture *self, gconstpointer way)
{
  engine_fixture_sync_first (self);
  ask_for_sign_in (self);
  g_assert_false (engine_fixture_sync_with (self, &(DaybookSyncOptions){ .trigger = "start" }, NULL));
  g_assert_cmpstr (self->calls->str, ==, "");
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) ");
}

static void
add_message (EngineFixture *self, const char *id, const char *body, const char *detail)
{
  g_autoptr (DaybookActivity) activity = daybook_activity_new ();
  g_autoptr (GError) error = NULL;

  activity->source_id = self->sources[0];
  activity->kind = g_strdup ("message");
  activity->external_id = g_strdup (id);
  activity->title = g_strdup (body);
  activity->snippet = g_strdup (body);
  activity->body = g_strdup (body);
  activity->detail = g_strdup (detail);
  activity->at = 1000;
  daybook_store_put_activity (self->store.store, activity, 0, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Texts that a setting has kept go when it is switched off, however old they are and though the service is not there. */
static void
test_texts_that_are_not_kept (EngineFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookSource) source = NULL;
  const DaybookSyncOptions options = { .trigger = "manual" };
  g_autoptr (GError) error = NULL;

  engine_fixture_sync_first (self);
  add_message (self, "1", "zanzibar", "{\"kept_by\":\"words\",\"bare_title\":\"A message\"}");
  add_message (self, "2", "malawi", "{\"kept_by\":\"words others\"}");
  add_message (self, "3", "lesotho", "{}");
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (body) FROM activity"), ==, 3);

  source = daybook_store_get_source (self->store.store, self->sources[0], NULL);
  g_free (source->settings);
  source->settings = g_strdup ("{\"words\":false}");
  g_assert_true (daybook_store_edit_source (self->store.store, source, &error));
  self->scout_error = DAYBOOK_ERROR_NETWORK;
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (cursor) FROM source"), ==, 3);
  g_assert_false (engine_fixture_sync_with (self, &options, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK);
  /* Whatever is switched on before the next round, that one begins anew: what its cursor stands for is gone. */
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (cursor) FROM source"), ==, 2);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT cursor IS NULL FROM source WHERE external_id = 'a'"), ==, 1);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM activity"), ==, 3);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM activity WHERE body IS NULL"
                                                         " AND snippet IS NULL AND title IN ('A message', '')"), ==, 2);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM activity WHERE body = 'lesotho'"), ==, 1);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM search WHERE search MATCH 'zanzibar'"), ==, 0);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM search WHERE search MATCH 'lesotho'"), ==, 1);
}

/* How the account stands, and what is said of it. */
static void
assert_account (EngineFixture *self, DaybookAccountStatus status, const char *code, const char *last_error)
{
  g_autoptr (DaybookAccount) account = daybook_store_get_account (self->store.store, self->account_id, NULL);

  g_assert_cmpint (account->status, ==, status);
  g_assert_cmpstr (account->error_code, ==, code);
  g_assert_cmpstr (account->last_error, ==, last_error);
}

static void
assert_fails (EngineFixture *self, const DaybookSyncOptions *options, DaybookError code, const char *message, const char *calls)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (engine_fixture_sync_with (self, options, &error));
  g_assert_error (error, DAYBOOK_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_cmpstr (self->calls->str, ==, calls);
}

static const DaybookSyncOptions by_hand = { .trigger = "manual" };
static const DaybookSyncOptions by_plan = { .trigger = "schedule" };

/* An account of which nothing is left at the service is not called synced. */
static void
test_all_gone (EngineFixture *self, gconstpointer way)
{
  static const char words[] = "“a” and 2 more are no longer at the service. What was synced stays.";
  g_autoptr (DaybookAccount) account = NULL;

  engine_fixture_sync_first (self);
  daybook_clock_advance (self->store.clock, HOUR);
  self->gone = "abc";
  assert_fails (self, &by_plan, DAYBOOK_ERROR_GONE, words, "scout(one) ");
  assert_account (self, DAYBOOK_ACCOUNT_ERROR, "gone", words);
  /* There is nobody to ask, and that is no success either. */
  daybook_clock_advance (self->store.clock, HOUR);
  assert_fails (self, &by_plan, DAYBOOK_ERROR_GONE, words, "");
  account = daybook_store_get_account (self->store.store, self->account_id, NULL);
  g_assert_cmpint (account->last_sync_at, ==, FIXTURE_NOW);
  g_assert_cmpint (account->failures, ==, 2);
  /* Whoever asks may know that it is back. */
  self->gone = "";
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) ");
  assert_account (self, DAYBOOK_ACCOUNT_CONNECTED, NULL, NULL);
}

/* What the person switched off does not count: the one calendar that was wanted is gone. */
static void
test_last_one_gone (EngineFixture *self, gconstpointer way)
{
  engine_fixture_sync_first (self);
  store_fixture_run (self->store.store, "UPDATE source SET enabled = external_id = 'a'");
  self->gone = "a";
  assert_fails (self, &by_plan, DAYBOOK_ERROR_GONE, "“a” is no longer at the service. What was synced stays.", "scout(one) ");
  /* Nothing at all is wanted: nothing is missing. */
  store_fixture_run (self->store.store, "UPDATE source SET enabled = 0");
  engine_fixture_sync_as (self, "schedule");
}

/* One calendar that is deleted there makes no trouble for the others; it is told once. */
static void
test_one_gone (EngineFixture *self, gconstpointer way)
{
  engine_fixture_sync_first (self);
  self->changed = "abc";
  self->pull_error = DAYBOOK_ERROR_NOT_FOUND;
  self->vanishing = TRUE;
  assert_fails (self, &by_plan, DAYBOOK_ERROR_NOT_FOUND, "b: unreadable", "scout(one) pull(a) pull(b) pull(c) ");
  assert_account (self, DAYBOOK_ACCOUNT_CONNECTED, "not_found", "b: unreadable");
  engine_fixture_sync_as (self, "schedule");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) pull(a) pull(c) ");
  assert_account (self, DAYBOOK_ACCOUNT_CONNECTED, NULL, NULL);
}

/* It is said which one fails, and of one that was mended nothing is said any more. */
static void
test_which_one_fails (EngineFixture *self, gconstpointer way)
{
  DaybookSyncOptions one = by_hand;

  engine_fixture_sync_first (self);
  self->changed = "abc";
  self->pull_error = DAYBOOK_ERROR_FORBIDDEN;
  self->failing = "ab";
  assert_fails (self, &by_plan, DAYBOOK_ERROR_FORBIDDEN, "a and 1 more: unreadable", "scout(one) pull(a) pull(b) pull(c) ");
  assert_account (self, DAYBOOK_ACCOUNT_CONNECTED, "forbidden", "a and 1 more: unreadable");
  self->failing = "b";
  one.sources = self->sources;
  one.n_sources = 1;
  g_assert_true (engine_fixture_sync_with (self, &one, NULL));
  assert_account (self, DAYBOOK_ACCOUNT_CONNECTED, "forbidden", "b: unreadable");
  /* All that is left fails. */
  store_fixture_run (self->store.store, "UPDATE source SET enabled = external_id = 'b'");
  assert_fails (self, &by_plan, DAYBOOK_ERROR_FORBIDDEN, "b: unreadable", "scout(one) pull(b) ");
  assert_account (self, DAYBOOK_ACCOUNT_ERROR, "forbidden", "b: unreadable");
  /* Where there is but one there is nothing to tell apart. */
  store_fixture_run (self->store.store, "DELETE FROM source WHERE external_id <> 'b'");
  assert_fails (self, &by_plan, DAYBOOK_ERROR_FORBIDDEN, "unreadable", "scout(one) pull(b) ");
}

/* What failed again and again is left out; an account that has nothing else says so. */
static void
test_all_stopped (EngineFixture *self, gconstpointer way)
{
  static const char words[] = "“c” stopped after it failed twice. Try it again on the account’s page.";

  engine_fixture_sync_first (self);
  store_fixture_run (self->store.store, "UPDATE source SET enabled = external_id = 'c', state = 'quarantined'");
  assert_fails (self, &by_hand, DAYBOOK_ERROR_INTERNAL, words, "");
  assert_account (self, DAYBOOK_ACCOUNT_ERROR, "internal", words);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, way, func) \
  g_test_add (path, EngineFixture, way, engine_fixture_set_up, func, engine_fixture_tear_down)
  ADD ("/sync/runs/nothing-new-is-one-transaction", NULL, test_nothing_new_is_one_transaction);
  ADD ("/sync/runs/end-that-cannot-be-written", NULL, test_end_that_cannot_be_written);
  ADD ("/sync/runs/batches-are-seen", NULL, test_batches_are_seen);
  ADD ("/sync/runs/known-is-of-before-the-round", NULL, test_known_is_of_before_the_round);
  ADD ("/sync/runs/known-that-cannot-be-read-is-said", NULL, test_known_that_cannot_be_read_is_said);
  ADD ("/sync/refused/password-is-not-sent-again", "password", test_refused_password_is_not_sent_again);
  ADD ("/sync/refused/token-may-be-tried-by-hand", "token", test_refused_token_may_be_tried_by_hand);
  ADD ("/sync/account/all-gone", NULL, test_all_gone);
  ADD ("/sync/account/last-one-gone", NULL, test_last_one_gone);
  ADD ("/sync/account/one-gone", NULL, test_one_gone);
  ADD ("/sync/account/which-one-fails", NULL, test_which_one_fails);
  ADD ("/sync/account/all-stopped", NULL, test_all_stopped);
  ADD ("/sync/texts/what-is-not-kept-goes", NULL, test_texts_that_are_not_kept);
  return g_test_run ();
}
