/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "engine-fixture.h"
#include "store/daybook-store-private.h"

/* The scout in the engine: which sources are pulled, and what is written down. */

/* What the scout says of a source reaches its pull, in that run alone. */
static void
test_hint_reaches_the_pull (EngineFixture *self, gconstpointer way)
{
  const DaybookSyncOptions full = { .trigger = "manual", .full = TRUE };
  g_autoptr (GError) error = NULL;

  engine_fixture_sync_first (self);
  self->changed = "b";
  self->hint = ": look there";
  self->next = "two";
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) pull(b: look there) ");
  engine_fixture_sync_with (self, &full, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (self->calls->str, ==, "pull(a) pull(b) pull(c) ");
}

static void
test_only_what_changed_is_pulled (EngineFixture *self, gconstpointer way)
{
  g_autofree char *cursor = NULL;
  g_autoptr (DaybookSource) quiet = NULL;

  engine_fixture_sync_first (self);
  g_assert_cmpuint (self->n_offered, ==, 3);
  daybook_clock_advance (self->store.clock, HOUR);
  self->changed = "b";
  self->next = "two";
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) pull(b) ");
  cursor = engine_fixture_get_scout_cursor (self);
  g_assert_cmpstr (cursor, ==, "two");
  /* The others have no run, and are as fresh as that one. */
  g_assert_cmpint (engine_fixture_count_runs (self, "1"), ==, 4);
  quiet = daybook_store_get_source (self->store.store, self->sources[0], NULL);
  g_assert_cmpint (quiet->last_sync_at, ==, FIXTURE_NOW + HOUR);
  /* What the look cost is that run's. */
  g_assert_cmpint (engine_fixture_count_runs (self, "requests = 4"), ==, 1);
}

static void
test_nothing_new_is_one_run (EngineFixture *self, gconstpointer way)
{
  g_autoptr (DaybookAccount) account = NULL;

  engine_fixture_sync_first (self);
  for (int i = 0; i < 3; i++)
    {
      daybook_clock_advance (self->store.clock, HOUR);
      engine_fixture_sync_as (self, "schedule");
      g_assert_cmpstr (self->calls->str, ==, "scout(one) ");
    }
  g_assert_cmpint (engine_fixture_count_runs (self, "1"), ==, 4);
  g_assert_cmpint (engine_fixture_count_runs (self, "source_id IS NULL AND repeated = 3 AND requests = 6 AND status = 'success'"), ==, 1);
  account = daybook_store_get_account (self->store.store, self->account_id, NULL);
  g_assert_cmpint (account->last_sync_at, ==, FIXTURE_NOW + 3 * HOUR);
}

static void
test_never_synced_source_is_not_called_fresh (EngineFixture *self, gconstpointer way)
{
  g_autoptr (DaybookSource) source = NULL;

  self->changed = "ab";
  engine_fixture_sync_as (self, "manual");
  source = daybook_store_find_source (self->store.store, self->account_id, "c");
  g_assert_cmpint (source->last_sync_at, ==, DAYBOOK_INSTANT_NONE);
}

static void
assert_fails (EngineFixture *self, DaybookError code, const char *calls)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (engine_fixture_sync_with (self, &(DaybookSyncOptions){ .trigger = "manual" }, &error));
  g_assert_error (error, DAYBOOK_ERROR, (int) code);
  g_assert_cmpstr (self->calls->str, ==, calls);
}

static void
assert_scout_cursor (EngineFixture *self, const char *expected)
{
  g_autofree char *cursor = engine_fixture_get_scout_cursor (self);

  g_assert_cmpstr (cursor, ==, expected);
}

/* One source that fails in every run does not keep the scout where it is: it goes on, and that one is pulled again, with
 * what was found in it, until that works. */
static void
test_cursor_goes_on_though_a_pull_fails (EngineFixture *self, gconstpointer way)
{
  engine_fixture_sync_first (self);
  self->changed = "bc";
  self->next = "two";
  self->hint = ": look there";
  self->pull_error = DAYBOOK_ERROR_FORBIDDEN;
  assert_fails (self, DAYBOOK_ERROR_FORBIDDEN, "scout(one) pull(b: look there) pull(c: look there) ");
  assert_scout_cursor (self, "two");
  self->changed = "c";
  self->next = "three";
  self->hint = NULL;
  assert_fails (self, DAYBOOK_ERROR_FORBIDDEN, "scout(two) pull(b: look there) pull(c) ");
  assert_scout_cursor (self, "three");
  self->changed = "";
  self->pull_error = -1;
  engine_fixture_sync_as (self, "schedule");
  g_assert_cmpstr (self->calls->str, ==, "scout(three) pull(b: look there) ");
  engine_fixture_sync_as (self, "schedule");
  g_assert_cmpstr (self->calls->str, ==, "scout(three) ");
}

/* What is one source's trouble alone keeps none of the others. */
static void
test_others_are_pulled_though_one_fails (EngineFixture *self, gconstpointer way)
{
  static const DaybookError own[] = { DAYBOOK_ERROR_NOT_FOUND, DAYBOOK_ERROR_GONE, DAYBOOK_ERROR_FORBIDDEN,
                                      DAYBOOK_ERROR_INVALID_RESPONSE, DAYBOOK_ERROR_TOO_LARGE };
  static const DaybookError all[] = { DAYBOOK_ERROR_AUTH_REQUIRED, DAYBOOK_ERROR_RATE_LIMITED, DAYBOOK_ERROR_SERVER };

  engine_fixture_sync_first (self);
  self->changed = "bc";
  self->next = "one";
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      self->pull_error = own[i];
      assert_fails (self, own[i], "scout(one) pull(b) pull(c) ");
    }
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      self->pull_error = all[i];
      assert_fails (self, all[i], "scout(one) pull(b) ");
    }
}

static void
assert_account (EngineFixture *self, DaybookAccountStatus status, const char *error_code, int failures)
{
  g_autoptr (DaybookAccount) account = daybook_store_get_account (self->store.store, self->account_id, NULL);

  g_assert_cmpint (account->status, ==, status);
  g_assert_cmpstr (account->error_code, ==, error_code);
  g_assert_cmpint (account->failures, ==, failures);
}

static void
sync_named (EngineFixture *self, const gint64 *source)
{
  const DaybookSyncOptions options = { .trigger = "manual", .sources = source, .n_sources = 1 };

  engine_fixture_sync_with (self, &options, NULL);
}

/* The trouble of one source of three is a warning until that one is synced again; that of all is the account's. */
static void
test_one_of_several_is_a_warning (EngineFixture *self, gconstpointer way)
{
  const DaybookSyncOptions full = { .trigger = "manual", .full = TRUE };

  engine_fixture_sync_first (self);
  self->pull_error = DAYBOOK_ERROR_INVALID_RESPONSE;
  engine_fixture_sync_with (self, &full, NULL);
  assert_account (self, DAYBOOK_ACCOUNT_CONNECTED, "invalid_response", 1);
  sync_named (self, &self->sources[0]);
  assert_account (self, DAYBOOK_ACCOUNT_CONNECTED, "invalid_response", 1);
  sync_named (self, &self->sources[1]);
  assert_account (self, DAYBOOK_ACCOUNT_CONNECTED, "invalid_response", 2);
  self->pull_error = -1;
  sync_named (self, &self->sources[1]);
  assert_account (self, DAYBOOK_ACCOUNT_CONNECTED, NULL, 0);
  /* The others are switched off: there is nothing else that is well. */
  store_fixture_run (self->store.store, "UPDATE source SET enabled = external_id = 'b'");
  self->pull_error = DAYBOOK_ERROR_INVALID_RESPONSE;
  engine_fixture_sync_with (self, &full, NULL);
  assert_account (self, DAYBOOK_ACCOUNT_ERROR, "invalid_response", 1);
}

/* Everybody's trouble, or a kill, between the look and the pulls: nothing that was found is lost. */
static void
test_what_was_found_survives (EngineFixture *self, gconstpointer way)
{
  engine_fixture_sync_first (self);
  self->changed = "bc";
  self->next = "two";
  self->hint = "!";
  self->pull_error = DAYBOOK_ERROR_NETWORK;
  assert_fails (self, DAYBOOK_ERROR_NETWORK, "scout(one) pull(b!) ");
  assert_scout_cursor (self, "two");
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM source WHERE owed = '!'"), ==, 2);
  self->changed = "";
  self->pull_error = -1;
  engine_fixture_sync_as (self, "start");
  g_assert_cmpstr (self->calls->str, ==, "scout(two) pull(b!) pull(c!) ");
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM source WHERE owed IS NOT NULL"), ==, 0);
}

/* A service with a budget may let it wait; a person who asks for everything gets it. */
static void
test_owed_pull_may_wait (EngineFixture *self, gconstpointer way)
{
  engine_fixture_sync_first (self);
  self->changed = "b";
  self->hint = "!";
  self->pull_error = DAYBOOK_ERROR_NOT_FOUND;
  assert_fails (self, DAYBOOK_ERROR_NOT_FOUND, "scout(one) pull(b!) ");
  self->pull_error = -1;
  self->changed = "";
  self->postponed = "b";
  engine_fixture_sync_as (self, "schedule");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) ");
  g_assert_true (engine_fixture_sync_with (self, &(DaybookSyncOptions){ .trigger = "manual", .full = TRUE }, NULL));
  g_assert_cmpstr (self->calls->str, ==, "pull(a) pull(b!) pull(c) ");
  self->postponed = "";
  engine_fixture_sync_as (self, "schedule");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) ");
}

static void
test_expired_cursor_is_asked_for_anew (EngineFixture *self, gconstpointer way)
{
  g_autofree char *cursor = NULL;

  engine_fixture_sync_first (self);
  self->expire = TRUE;
  self->changed = "c";
  self->next = "two";
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) scout() pull(c) ");
  cursor = engine_fixture_get_scout_cursor (self);
  g_assert_cmpstr (cursor, ==, "two");
}

static void
test_cursor_of_other_parameters_is_not_used (EngineFixture *self, gconstpointer way)
{
  engine_fixture_sync_first (self);
  g_assert_true (daybook_store_set_scout_cursor (self->store.store, self->account_id, "old", "0", NULL));
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout() ");
}

static void
test_gone_source_keeps_its_rows (EngineFixture *self, gconstpointer way)
{
  g_autoptr (DaybookSource) source = NULL;

  engine_fixture_sync_first (self);
  self->gone = "a";
  engine_fixture_sync_as (self, "manual");
  source = daybook_store_get_source (self->store.store, self->sources[0], NULL);
  g_assert_cmpint (source->state, ==, DAYBOOK_SOURCE_GONE);
  self->gone = "";
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpuint (self->n_offered, ==, 2);
}

static void
test_not_for_full_or_named (EngineFixture *self, gconstpointer way)
{
  DaybookSyncOptions options = { .trigger = "manual", .full = TRUE };

  engine_fixture_sync_first (self);
  g_assert_true (engine_fixture_sync_with (self, &options, NULL));
  g_assert_cmpstr (self->calls->str, ==, "pull(a) pull(b) pull(c) ");
  options.full = FALSE;
  options.sources = &self->sources[1];
  options.n_sources = 1;
  g_assert_true (engine_fixture_sync_with (self, &options, NULL));
  g_assert_cmpstr (self->calls->str, ==, "pull(b) ");
}

static void
test_failure_is_a_run (EngineFixture *self, gconstpointer way)
{
  const DaybookSyncOptions options = { .trigger = "schedule" };
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  engine_fixture_sync_first (self);
  self->scout_error = DAYBOOK_ERROR_SERVER;
  g_assert_false (engine_fixture_sync_with (self, &options, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_SERVER);
  g_assert_cmpint (engine_fixture_count_runs (self, "source_id IS NULL AND status = 'failed' AND mode = 'incremental' AND error_code = 'server'"), ==, 1);
  account = daybook_store_get_account (self->store.store, self->account_id, NULL);
  g_assert_cmpstr (account->reason, ==, "service_down");
}

/* What a service cannot know of: the person widened a window, a round was cut off, deletions wait. */
static void
test_own_reasons_to_pull (EngineFixture *self, gconstpointer way)
{
  g_autofree char *widen = NULL;
  g_autofree char *resume = NULL;
  g_autofree char *hold = NULL;

  engine_fixture_sync_first (self);
  widen = g_strdup_printf ("UPDATE source SET window_back_days = 300 WHERE id = %" G_GINT64_FORMAT, self->sources[0]);
  resume = g_strdup_printf ("UPDATE source SET resume = '{}' WHERE id = %" G_GINT64_FORMAT, self->sources[1]);
  hold = g_strdup_printf ("UPDATE source SET state = 'held' WHERE id = %" G_GINT64_FORMAT, self->sources[2]);
  store_fixture_run (self->store.store, widen);
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) pull(a) ");
  store_fixture_run (self->store.store, resume);
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) pull(b) ");
  store_fixture_run (self->store.store, hold);
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) pull(c) ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, way, func) \
  g_test_add (path, EngineFixture, way, engine_fixture_set_up, func, engine_fixture_tear_down)
  ADD ("/sync/scout/only-what-changed-is-pulled", NULL, test_only_what_changed_is_pulled);
  ADD ("/sync/scout/hint-reaches-the-pull", NULL, test_hint_reaches_the_pull);
  ADD ("/sync/scout/nothing-new-is-one-run", NULL, test_nothing_new_is_one_run);
  ADD ("/sync/scout/never-synced-source-is-not-called-fresh", NULL, test_never_synced_source_is_not_called_fresh);
  ADD ("/sync/scout/cursor-goes-on-though-a-pull-fails", NULL, test_cursor_goes_on_though_a_pull_fails);
  ADD ("/sync/scout/others-are-pulled-though-one-fails", NULL, test_others_are_pulled_though_one_fails);
  ADD ("/sync/runs/one-of-several-is-a-warning", NULL, test_one_of_several_is_a_warning);
  ADD ("/sync/scout/what-was-found-survives", NULL, test_what_was_found_survives);
  ADD ("/sync/scout/owed-pull-may-wait", NULL, test_owed_pull_may_wait);
  ADD ("/sync/scout/expired-cursor-is-asked-for-anew", NULL, test_expired_cursor_is_asked_for_anew);
  ADD ("/sync/scout/cursor-of-other-parameters-is-not-used", NULL, test_cursor_of_other_parameters_is_not_used);
  ADD ("/sync/scout/gone-source-keeps-its-rows", NULL, test_gone_source_keeps_its_rows);
  ADD ("/sync/scout/not-for-full-or-named", NULL, test_not_for_full_or_named);
  ADD ("/sync/scout/failure-is-a-run", NULL, test_failure_is_a_run);
  ADD ("/sync/scout/own-reasons-to-pull", NULL, test_own_reasons_to_pull);
  return g_test_run ();
}
