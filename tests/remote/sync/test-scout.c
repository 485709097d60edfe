/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "acme-provider.h"
#include "base/daybook-error.h"
#include "store-fixture.h"
#include "store/daybook-store-private.h"
#include "sync/daybook-engine.h"

/* The scout in the engine, without a network: which sources are pulled, and what is written down. */

#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)

typedef struct
{
  StoreFixture store;
  DaybookEngine *engine;
  gint64 account_id;
  gint64 sources[3]; /* "a" "b" "c" */

  /* What the service says. */
  const char *changed; /* ids */
  const char *gone;
  const char *postponed;
  const char *next;    /* scout cursor */
  const char *hint;    /* for each that changed; NULL none */
  int scout_error;     /* a DaybookError, -1 none */
  int pull_error;      /* of source "b" */
  gboolean batches;    /* two of them */
  gboolean compares;   /* at the end, with what is known */

  /* What happened. */
  GString *calls;      /* "scout(CURSOR) pull(a) ..." */
  guint n_offered;     /* sources that the scout was shown */
  gboolean expire;     /* the scout refuses any cursor */
  gint64 seen_running; /* rows, while a run went on */
  guint n_known;       /* as the service was told */
} Fixture;

static void
scout (const DaybookProviderContext *context, DaybookExchange *exchange, gpointer data)
{
  Fixture *self = data;

  g_string_append_printf (self->calls, "scout(%s) ", context->scout_cursor != NULL ? context->scout_cursor : "");
  self->n_offered = context->sources->len;
  if (self->expire && context->scout_cursor != NULL)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_CURSOR_EXPIRED, "too old");
  else if (self->scout_error >= 0)
    daybook_exchange_fail_code (exchange, self->scout_error, "The service is tired.");
  for (const char *p = self->changed; *p != '\0'; p++)
    {
      daybook_exchange_source_changed (exchange, (const char[]){ *p, '\0' });
      if (self->hint != NULL)
        daybook_exchange_hint_source (exchange, (const char[]){ *p, '\0' }, self->hint);
    }
  for (const char *p = self->gone; *p != '\0'; p++)
    daybook_exchange_source_gone (exchange, (const char[]){ *p, '\0' });
  for (const char *p = self->postponed; *p != '\0'; p++)
    daybook_exchange_postpone_source (exchange, (const char[]){ *p, '\0' });
  daybook_exchange_finish (exchange, self->next);
}

static void
finish_pull (Fixture *self, DaybookExchange *exchange)
{
  if (self->compares)
    {
      GHashTable *known = daybook_exchange_get_known_table (exchange);

      self->n_known = known != NULL ? g_hash_table_size (known) : G_MAXUINT;
    }
  daybook_exchange_finish (exchange, "cursor");
}

static void
on_second_page_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  finish_pull (data, exchange);
}

static void
on_first_page_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  daybook_exchange_yield (exchange, daybook_item_new_quarantine ("issue/unreadable", "1", "no title"));
  daybook_exchange_checkpoint (exchange, "page 2");
  daybook_exchange_ask (exchange, daybook_request_new ("GET", "https://acme.example/api/2"), on_second_page_cb, data);
}

static void
pull (const DaybookProviderContext *context, const DaybookSource *source, const DaybookPullOptions *options,
      DaybookExchange *exchange, gpointer data)
{
  Fixture *self = data;

  g_string_append_printf (self->calls, "pull(%s%s) ", source->external_id, options->hint != NULL ? options->hint : "");
  if (self->pull_error >= 0 && g_str_equal (source->external_id, "b"))
    daybook_exchange_fail_code (exchange, self->pull_error, "unreadable");
  daybook_exchange_set_full (exchange, options->cursor == NULL);
  if (self->batches)
    {
      daybook_exchange_ask (exchange, daybook_request_new ("GET", "https://acme.example/api/1"), on_first_page_cb, self);
      return;
    }
  finish_pull (self, exchange);
}

static void
list (const DaybookProviderContext *context, DaybookExchange *exchange, gpointer data)
{
  static const char *const ids[] = { "a", "b", "c" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      DaybookSource *source = daybook_source_new ();

      source->external_id = g_strdup (ids[i]);
      source->name = g_strdup (ids[i]);
      source->kind = g_strdup ("repository");
      source->enabled = TRUE;
      daybook_exchange_yield_source (exchange, source);
    }
  daybook_exchange_finish (exchange, NULL);
}

/* Acme answers at once; each conversation costs two requests. */
static gboolean
run (DaybookExchange *exchange, const DaybookProviderContext *context, const DaybookProviderInfo *info,
     DaybookExchangeCost *cost, GCancellable *cancellable, gpointer data, GError **error)
{
  DaybookRequest *request;

  while ((request = daybook_exchange_next_request (exchange)) != NULL)
    daybook_exchange_respond (exchange, request, daybook_http_response_new (200, request->url, NULL));
  g_assert_true (daybook_exchange_is_done (exchange));
  cost->requests += 2;
  return TRUE;
}

static void
set_up_way (Fixture *self, const char *way)
{
  AcmeProvider *provider = acme_provider_get ();
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autoptr (DaybookAccount) account = daybook_account_new ();

  provider->list = list;
  provider->scout = scout;
  provider->pull = pull;
  provider->data = self;
  grant->provider = g_strdup ("github");
  grant->identity = g_strdup ("ann");
  grant->sign_in = g_strdup (way);
  g_assert_cmpint (daybook_store_add_grant (self->store.store, grant, NULL), !=, 0);
  account->grant_id = grant->id;
  account->provider = g_strdup ("acme");
  account->name = g_strdup ("Acme");
  account->identity = g_strdup ("ann");
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  self->account_id = daybook_store_add_account (self->store.store, account, NULL);
  g_assert_cmpint (self->account_id, !=, 0);
}

static void
set_up (Fixture *self, gconstpointer way)
{
  store_fixture_set_up (&self->store, NULL);
  self->calls = g_string_new (NULL);
  self->changed = "";
  self->gone = "";
  self->postponed = "";
  self->scout_error = -1;
  self->pull_error = -1;
  set_up_way (self, way != NULL ? way : "device");
  self->engine = daybook_engine_new (self->store.store, run, NULL, NULL, NULL, NULL);
}

static void
tear_down (Fixture *self, gconstpointer way)
{
  g_object_unref (self->engine);
  g_string_free (self->calls, TRUE);
  store_fixture_tear_down (&self->store, NULL);
}

static gboolean
sync_with (Fixture *self, const DaybookSyncOptions *options, GError **error)
{
  g_string_truncate (self->calls, 0);
  return daybook_engine_sync_account (self->engine, self->account_id, options, NULL, error);
}

static void
sync_as (Fixture *self, const char *trigger)
{
  const DaybookSyncOptions options = { .trigger = trigger };
  g_autoptr (GError) error = NULL;

  sync_with (self, &options, &error);
  g_assert_no_error (error);
}

/* The first sync: everything changed. */
static void
sync_first (Fixture *self)
{
  self->changed = "abc";
  self->next = "one";
  sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout() pull(a) pull(b) pull(c) ");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DaybookSource) source
          = daybook_store_find_source (self->store.store, self->account_id, (const char[]){ (char) ('a' + i), '\0' });

      self->sources[i] = source->id;
    }
  self->changed = "";
}

static char *
get_scout_cursor (Fixture *self)
{
  g_autoptr (DaybookAccount) account = daybook_store_get_account (self->store.store, self->account_id, NULL);

  return g_strdup (account->scout_cursor);
}

static gint64
count_runs (Fixture *self, const char *condition)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM sync_run WHERE account_id = %" G_GINT64_FORMAT " AND %s",
                                          self->account_id, condition);

  return store_fixture_ask (self->store.store, sql);
}

/* What the scout says of a source reaches its pull, in that run alone. */
static void
test_hint_reaches_the_pull (Fixture *self, gconstpointer way)
{
  const DaybookSyncOptions full = { .trigger = "manual", .full = TRUE };
  g_autoptr (GError) error = NULL;

  sync_first (self);
  self->changed = "b";
  self->hint = ": look there";
  self->next = "two";
  sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) pull(b: look there) ");
  sync_with (self, &full, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (self->calls->str, ==, "pull(a) pull(b) pull(c) ");
}

static void
test_only_what_changed_is_pulled (Fixture *self, gconstpointer way)
{
  g_autofree char *cursor = NULL;
  g_autoptr (DaybookSource) quiet = NULL;

  sync_first (self);
  g_assert_cmpuint (self->n_offered, ==, 3);
  daybook_clock_advance (self->store.clock, HOUR);
  self->changed = "b";
  self->next = "two";
  sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) pull(b) ");
  cursor = get_scout_cursor (self);
  g_assert_cmpstr (cursor, ==, "two");
  /* The others have no run, and are as fresh as that one. */
  g_assert_cmpint (count_runs (self, "1"), ==, 4);
  quiet = daybook_store_get_source (self->store.store, self->sources[0], NULL);
  g_assert_cmpint (quiet->last_sync_at, ==, FIXTURE_NOW + HOUR);
  /* What the look cost is that run's. */
  g_assert_cmpint (count_runs (self, "requests = 4"), ==, 1);
}

static void
test_nothing_new_is_one_run (Fixture *self, gconstpointer way)
{
  g_autoptr (DaybookAccount) account = NULL;

  sync_first (self);
  for (int i = 0; i < 3; i++)
    {
      daybook_clock_advance (self->store.clock, HOUR);
      sync_as (self, "schedule");
      g_assert_cmpstr (self->calls->str, ==, "scout(one) ");
    }
  g_assert_cmpint (count_runs (self, "1"), ==, 4);
  g_assert_cmpint (count_runs (self, "source_id IS NULL AND repeated = 3 AND requests = 6 AND status = 'success'"), ==, 1);
  account = daybook_store_get_account (self->store.store, self->account_id, NULL);
  g_assert_cmpint (account->last_sync_at, ==, FIXTURE_NOW + 3 * HOUR);
}

static int
count_commit (gpointer count)
{
  (*(guint *) count)++;
  return 0;
}

/* Transactions that wrote, of a sync of @sources (0: all, by the scout). */
static guint
count_transactions (Fixture *self, const char *trigger, gsize n_sources)
{
  const DaybookSyncOptions options = { .trigger = trigger, .sources = n_sources > 0 ? self->sources : NULL, .n_sources = n_sources };
  g_autoptr (GError) error = NULL;
  guint count = 0;

  daybook_clock_advance (self->store.clock, HOUR);
  sqlite3_commit_hook (self->store.store->db, count_commit, &count);
  sync_with (self, &options, &error);
  g_assert_no_error (error);
  sqlite3_commit_hook (self->store.store->db, NULL, NULL);
  return count;
}

/* Cursor, end of the run and state of the account together. */
static void
test_nothing_new_is_one_transaction (Fixture *self, gconstpointer way)
{
  g_autoptr (DaybookAccount) account = NULL;

  sync_first (self);
  for (int i = 0; i < 2; i++)
    {
      g_assert_cmpuint (count_transactions (self, "schedule", 1), ==, 1);
      g_assert_cmpstr (self->calls->str, ==, "pull(a) ");
    }
  g_assert_cmpint (count_runs (self, "source_id IS NOT NULL AND \"trigger\" = 'schedule' AND repeated = 2"), ==, 1);
  account = daybook_store_get_account (self->store.store, self->account_id, NULL);
  g_assert_cmpint (account->last_sync_at, ==, FIXTURE_NOW + 2 * HOUR);
  /* One for each source, however many; by a scout one for all. */
  g_assert_cmpuint (count_transactions (self, "schedule", 3), ==, 3);
  g_assert_cmpuint (count_transactions (self, "schedule", 0), ==, 1);
  g_assert_cmpstr (self->calls->str, ==, "scout(one) ");
  /* Whoever asked sees it run. */
  g_assert_cmpuint (count_transactions (self, "manual", 1), ==, 2);
}

static void
on_progress_cb (Fixture *self)
{
  self->seen_running = count_runs (self, "status = 'running'");
}

/* What is under way for long is seen, whoever wanted it: when the first batch of many is written. */
static void
test_batches_are_seen (Fixture *self, gconstpointer way)
{
  const DaybookSyncOptions options = { .trigger = "schedule", .sources = self->sources, .n_sources = 1 };

  sync_first (self);
  self->batches = TRUE;
  g_signal_connect_swapped (self->engine, "run-progress", G_CALLBACK (on_progress_cb), self);
  g_assert_true (sync_with (self, &options, NULL));
  g_assert_cmpint (self->seen_running, ==, 1);
  g_assert_cmpint (count_runs (self, "status = 'running'"), ==, 0);
  g_assert_cmpint (count_runs (self, "source_id IS NOT NULL"), ==, 4);
}

static void
test_never_synced_source_is_not_called_fresh (Fixture *self, gconstpointer way)
{
  g_autoptr (DaybookSource) source = NULL;

  self->changed = "ab";
  sync_as (self, "manual");
  source = daybook_store_find_source (self->store.store, self->account_id, "c");
  g_assert_cmpint (source->last_sync_at, ==, DAYBOOK_INSTANT_NONE);
}

/* What was stored before the round, though it was asked for after a batch of it was written. */
static void
test_known_is_of_before_the_round (Fixture *self, gconstpointer way)
{
  sync_first (self);
  self->changed = "a";
  self->batches = self->compares = TRUE;
  sync_as (self, "manual");
  g_assert_cmpuint (self->n_known, ==, 0);
  self->batches = FALSE;
  sync_as (self, "manual");
  g_assert_cmpuint (self->n_known, ==, 1);
}

/* The store is asked what is known when a service compares, and only then. */
static void
test_known_that_cannot_be_read_is_said (Fixture *self, gconstpointer way)
{
  const DaybookSyncOptions options = { .trigger = "manual", .sources = self->sources, .n_sources = 1 };
  g_autoptr (GError) error = NULL;

  sync_first (self);
  store_fixture_run (self->store.store, "ALTER TABLE quarantine RENAME TO elsewhere");
  g_assert_true (sync_with (self, &options, &error));
  g_assert_no_error (error);
  self->compares = TRUE;
  g_assert_false (sync_with (self, &options, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_assert_cmpuint (self->n_known, ==, G_MAXUINT);
  g_assert_cmpint (count_runs (self, "status = 'failed' AND error_code = 'storage'"), ==, 1);
}

static void
assert_fails (Fixture *self, DaybookError code, const char *calls)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sync_with (self, &(DaybookSyncOptions){ .trigger = "manual" }, &error));
  g_assert_error (error, DAYBOOK_ERROR, (int) code);
  g_assert_cmpstr (self->calls->str, ==, calls);
}

static void
assert_scout_cursor (Fixture *self, const char *expected)
{
  g_autofree char *cursor = get_scout_cursor (self);

  g_assert_cmpstr (cursor, ==, expected);
}

/* One source that fails in every run does not keep the scout where it is: it goes on, and that one is pulled again, with
 * what was found in it, until that works. */
static void
test_cursor_goes_on_though_a_pull_fails (Fixture *self, gconstpointer way)
{
  sync_first (self);
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
  sync_as (self, "schedule");
  g_assert_cmpstr (self->calls->str, ==, "scout(three) pull(b: look there) ");
  sync_as (self, "schedule");
  g_assert_cmpstr (self->calls->str, ==, "scout(three) ");
}

/* What is one source's trouble alone keeps none of the others. */
static void
test_others_are_pulled_though_one_fails (Fixture *self, gconstpointer way)
{
  static const DaybookError own[] = { DAYBOOK_ERROR_NOT_FOUND, DAYBOOK_ERROR_GONE, DAYBOOK_ERROR_FORBIDDEN,
                                      DAYBOOK_ERROR_INVALID_RESPONSE, DAYBOOK_ERROR_TOO_LARGE };
  static const DaybookError all[] = { DAYBOOK_ERROR_AUTH_REQUIRED, DAYBOOK_ERROR_RATE_LIMITED, DAYBOOK_ERROR_SERVER };

  sync_first (self);
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

/* Everybody's trouble, or a kill, between the look and the pulls: nothing that was found is lost. */
static void
test_what_was_found_survives (Fixture *self, gconstpointer way)
{
  sync_first (self);
  self->changed = "bc";
  self->next = "two";
  self->hint = "!";
  self->pull_error = DAYBOOK_ERROR_NETWORK;
  assert_fails (self, DAYBOOK_ERROR_NETWORK, "scout(one) pull(b!) ");
  assert_scout_cursor (self, "two");
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM source WHERE owed = '!'"), ==, 2);
  self->changed = "";
  self->pull_error = -1;
  sync_as (self, "start");
  g_assert_cmpstr (self->calls->str, ==, "scout(two) pull(b!) pull(c!) ");
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM source WHERE owed IS NOT NULL"), ==, 0);
}

/* A service with a budget may let it wait; a person who asks for everything gets it. */
static void
test_owed_pull_may_wait (Fixture *self, gconstpointer way)
{
  sync_first (self);
  self->changed = "b";
  self->hint = "!";
  self->pull_error = DAYBOOK_ERROR_NOT_FOUND;
  assert_fails (self, DAYBOOK_ERROR_NOT_FOUND, "scout(one) pull(b!) ");
  self->pull_error = -1;
  self->changed = "";
  self->postponed = "b";
  sync_as (self, "schedule");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) ");
  g_assert_true (sync_with (self, &(DaybookSyncOptions){ .trigger = "manual", .full = TRUE }, NULL));
  g_assert_cmpstr (self->calls->str, ==, "pull(a) pull(b!) pull(c) ");
  self->postponed = "";
  sync_as (self, "schedule");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) ");
}

static void
test_expired_cursor_is_asked_for_anew (Fixture *self, gconstpointer way)
{
  g_autofree char *cursor = NULL;

  sync_first (self);
  self->expire = TRUE;
  self->changed = "c";
  self->next = "two";
  sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) scout() pull(c) ");
  cursor = get_scout_cursor (self);
  g_assert_cmpstr (cursor, ==, "two");
}

static void
test_cursor_of_other_parameters_is_not_used (Fixture *self, gconstpointer way)
{
  sync_first (self);
  g_assert_true (daybook_store_set_scout_cursor (self->store.store, self->account_id, "old", "0", NULL));
  sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout() ");
}

static void
test_gone_source_keeps_its_rows (Fixture *self, gconstpointer way)
{
  g_autoptr (DaybookSource) source = NULL;

  sync_first (self);
  self->gone = "a";
  sync_as (self, "manual");
  source = daybook_store_get_source (self->store.store, self->sources[0], NULL);
  g_assert_cmpint (source->state, ==, DAYBOOK_SOURCE_GONE);
  self->gone = "";
  sync_as (self, "manual");
  g_assert_cmpuint (self->n_offered, ==, 2);
}

static void
test_not_for_full_or_named (Fixture *self, gconstpointer way)
{
  DaybookSyncOptions options = { .trigger = "manual", .full = TRUE };

  sync_first (self);
  g_assert_true (sync_with (self, &options, NULL));
  g_assert_cmpstr (self->calls->str, ==, "pull(a) pull(b) pull(c) ");
  options.full = FALSE;
  options.sources = &self->sources[1];
  options.n_sources = 1;
  g_assert_true (sync_with (self, &options, NULL));
  g_assert_cmpstr (self->calls->str, ==, "pull(b) ");
}

static void
test_failure_is_a_run (Fixture *self, gconstpointer way)
{
  const DaybookSyncOptions options = { .trigger = "schedule" };
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  sync_first (self);
  self->scout_error = DAYBOOK_ERROR_SERVER;
  g_assert_false (sync_with (self, &options, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_SERVER);
  g_assert_cmpint (count_runs (self, "source_id IS NULL AND status = 'failed' AND error_code = 'server'"), ==, 1);
  account = daybook_store_get_account (self->store.store, self->account_id, NULL);
  g_assert_cmpstr (account->reason, ==, "service_down");
}

/* What a service cannot know of: the person widened a window, a round was cut off, deletions wait. */
static void
test_own_reasons_to_pull (Fixture *self, gconstpointer way)
{
  g_autofree char *widen = NULL;
  g_autofree char *resume = NULL;
  g_autofree char *hold = NULL;

  sync_first (self);
  widen = g_strdup_printf ("UPDATE source SET window_back_days = 300 WHERE id = %" G_GINT64_FORMAT, self->sources[0]);
  resume = g_strdup_printf ("UPDATE source SET resume = '{}' WHERE id = %" G_GINT64_FORMAT, self->sources[1]);
  hold = g_strdup_printf ("UPDATE source SET state = 'held' WHERE id = %" G_GINT64_FORMAT, self->sources[2]);
  store_fixture_run (self->store.store, widen);
  sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) pull(a) ");
  store_fixture_run (self->store.store, resume);
  sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) pull(b) ");
  store_fixture_run (self->store.store, hold);
  sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) pull(c) ");
}

static void
ask_for_sign_in (Fixture *self)
{
  self->scout_error = DAYBOOK_ERROR_AUTH_REQUIRED;
  g_assert_false (sync_with (self, &(DaybookSyncOptions){ .trigger = "schedule" }, NULL));
  self->scout_error = -1;
}

/* Whoever goes on asking with a password that was refused is locked out in the end. */
static void
test_refused_password_is_not_sent_again (Fixture *self, gconstpointer way)
{
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  sync_first (self);
  ask_for_sign_in (self);
  account = daybook_store_get_account (self->store.store, self->account_id, NULL);
  g_assert_cmpint (account->status, ==, DAYBOOK_ACCOUNT_NEEDS_SIGN_IN);
  g_assert_false (sync_with (self, &(DaybookSyncOptions){ .trigger = "manual" }, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_cmpstr (self->calls->str, ==, "");
}

static void
test_refused_token_may_be_tried_by_hand (Fixture *self, gconstpointer way)
{
  sync_first (self);
  ask_for_sign_in (self);
  g_assert_false (sync_with (self, &(DaybookSyncOptions){ .trigger = "start" }, NULL));
  g_assert_cmpstr (self->calls->str, ==, "");
  sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout(one) ");
}

static void
add_message (Fixture *self, const char *id, const char *body, const char *detail)
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
test_texts_that_are_not_kept (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookSource) source = NULL;
  const DaybookSyncOptions options = { .trigger = "manual" };
  g_autoptr (GError) error = NULL;

  sync_first (self);
  add_message (self, "1", "zanzibar", "{\"kept_by\":\"words\",\"bare_title\":\"A message\"}");
  add_message (self, "2", "malawi", "{\"kept_by\":\"words others\"}");
  add_message (self, "3", "lesotho", "{}");
  sync_as (self, "manual");
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (body) FROM activity"), ==, 3);

  source = daybook_store_get_source (self->store.store, self->sources[0], NULL);
  g_free (source->settings);
  source->settings = g_strdup ("{\"words\":false}");
  g_assert_true (daybook_store_edit_source (self->store.store, source, &error));
  self->scout_error = DAYBOOK_ERROR_NETWORK;
  g_assert_false (sync_with (self, &options, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM activity"), ==, 3);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM activity WHERE body IS NULL"
                                                         " AND snippet IS NULL AND title IN ('A message', '')"), ==, 2);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM activity WHERE body = 'lesotho'"), ==, 1);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM search WHERE search MATCH 'zanzibar'"), ==, 0);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT COUNT (*) FROM search WHERE search MATCH 'lesotho'"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, way, func) g_test_add (path, Fixture, way, set_up, func, tear_down)
  ADD ("/sync/scout/only-what-changed-is-pulled", NULL, test_only_what_changed_is_pulled);
  ADD ("/sync/scout/hint-reaches-the-pull", NULL, test_hint_reaches_the_pull);
  ADD ("/sync/scout/nothing-new-is-one-run", NULL, test_nothing_new_is_one_run);
  ADD ("/sync/runs/nothing-new-is-one-transaction", NULL, test_nothing_new_is_one_transaction);
  ADD ("/sync/runs/batches-are-seen", NULL, test_batches_are_seen);
  ADD ("/sync/runs/known-is-of-before-the-round", NULL, test_known_is_of_before_the_round);
  ADD ("/sync/runs/known-that-cannot-be-read-is-said", NULL, test_known_that_cannot_be_read_is_said);
  ADD ("/sync/scout/never-synced-source-is-not-called-fresh", NULL, test_never_synced_source_is_not_called_fresh);
  ADD ("/sync/scout/cursor-goes-on-though-a-pull-fails", NULL, test_cursor_goes_on_though_a_pull_fails);
  ADD ("/sync/scout/others-are-pulled-though-one-fails", NULL, test_others_are_pulled_though_one_fails);
  ADD ("/sync/scout/what-was-found-survives", NULL, test_what_was_found_survives);
  ADD ("/sync/scout/owed-pull-may-wait", NULL, test_owed_pull_may_wait);
  ADD ("/sync/scout/expired-cursor-is-asked-for-anew", NULL, test_expired_cursor_is_asked_for_anew);
  ADD ("/sync/scout/cursor-of-other-parameters-is-not-used", NULL, test_cursor_of_other_parameters_is_not_used);
  ADD ("/sync/scout/gone-source-keeps-its-rows", NULL, test_gone_source_keeps_its_rows);
  ADD ("/sync/scout/not-for-full-or-named", NULL, test_not_for_full_or_named);
  ADD ("/sync/scout/failure-is-a-run", NULL, test_failure_is_a_run);
  ADD ("/sync/scout/own-reasons-to-pull", NULL, test_own_reasons_to_pull);
  ADD ("/sync/refused/password-is-not-sent-again", "password", test_refused_password_is_not_sent_again);
  ADD ("/sync/refused/token-may-be-tried-by-hand", "token", test_refused_token_may_be_tried_by_hand);
  ADD ("/sync/texts/what-is-not-kept-goes", NULL, test_texts_that_are_not_kept);
  return g_test_run ();
}
