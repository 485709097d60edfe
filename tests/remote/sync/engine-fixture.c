/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"

#include <string.h>

#include "acme-provider.h"
#include "base/daybook-error.h"

static void
scout (const DaybookProviderContext *context, DaybookExchange *exchange, gpointer data)
{
  EngineFixture *self = data;

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
finish_pull (EngineFixture *self, DaybookExchange *exchange)
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
  if (((EngineFixture *) data)->expected > 0)
    daybook_exchange_expect (exchange, ((EngineFixture *) data)->expected);
  daybook_exchange_checkpoint (exchange, "page 2");
  daybook_exchange_ask (exchange, daybook_request_new ("GET", "https://acme.example/api/2"), on_second_page_cb, data);
}

static void
pull (const DaybookProviderContext *context, const DaybookSource *source, const DaybookPullOptions *options,
      DaybookExchange *exchange, gpointer data)
{
  EngineFixture *self = data;

  g_string_append_printf (self->calls, "pull(%s%s) ", source->external_id, options->hint != NULL ? options->hint : "");
  if (self->pull_error >= 0 && strstr (self->failing, source->external_id) != NULL)
    {
      if (self->vanishing)
        daybook_exchange_source_gone (exchange, source->external_id);
      daybook_exchange_fail_code (exchange, self->pull_error, "unreadable");
    }
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
set_up_way (EngineFixture *self, const char *way)
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

void
engine_fixture_set_up (EngineFixture *self, gconstpointer way)
{
  store_fixture_set_up (&self->store, NULL);
  self->calls = g_string_new (NULL);
  self->changed = "";
  self->gone = "";
  self->postponed = "";
  self->failing = "b";
  self->scout_error = -1;
  self->pull_error = -1;
  set_up_way (self, way != NULL ? way : "device");
  self->engine = daybook_engine_new (self->store.store, run, NULL, NULL, NULL, NULL);
}

void
engine_fixture_tear_down (EngineFixture *self, gconstpointer way)
{
  g_object_unref (self->engine);
  g_string_free (self->calls, TRUE);
  store_fixture_tear_down (&self->store, NULL);
}

gboolean
engine_fixture_sync_with (EngineFixture *self, const DaybookSyncOptions *options, GError **error)
{
  g_string_truncate (self->calls, 0);
  return daybook_engine_sync_account (self->engine, self->account_id, options, NULL, error);
}

void
engine_fixture_sync_as (EngineFixture *self, const char *trigger)
{
  const DaybookSyncOptions options = { .trigger = trigger };
  g_autoptr (GError) error = NULL;

  engine_fixture_sync_with (self, &options, &error);
  g_assert_no_error (error);
}

/* The first sync: everything changed. */
void
engine_fixture_sync_first (EngineFixture *self)
{
  self->changed = "abc";
  self->next = "one";
  engine_fixture_sync_as (self, "manual");
  g_assert_cmpstr (self->calls->str, ==, "scout() pull(a) pull(b) pull(c) ");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DaybookSource) source
          = daybook_store_find_source (self->store.store, self->account_id, (const char[]){ (char) ('a' + i), '\0' });

      self->sources[i] = source->id;
    }
  self->changed = "";
}

char *
engine_fixture_get_scout_cursor (EngineFixture *self)
{
  g_autoptr (DaybookAccount) account = daybook_store_get_account (self->store.store, self->account_id, NULL);

  return g_strdup (account->scout_cursor);
}

gint64
engine_fixture_count_runs (EngineFixture *self, const char *condition)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM sync_run WHERE account_id = %" G_GINT64_FORMAT " AND %s",
                                          self->account_id, condition);

  return store_fixture_ask (self->store.store, sql);
}
