/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Daybook's side of P1 to P3: the real provider, transport, engine and store, signed in already.
 *
 * usage: sync-google URL TOKEN-FILE DATABASE [outlook]
 * With the last word the same of Outlook, 90 days ahead (O1 and O2).
 * A database that exists is synced incrementally. Prints rows=N created=N requests=N. */

#include <stdio.h>

#include "net/daybook-fixed-credentials.h"
#include "net/daybook-transport.h"
#include "store/daybook-accounts.h"
#include "sync/daybook-engine.h"

typedef struct
{
  DaybookTransport *transport;
  DaybookFixedCredentials *bearer;
  char *api_url;
  gboolean done;
  DaybookTransportCounters counters;
} World;

static gint64 created, requests, fetched;

static void
on_run_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  World *world = data;

  daybook_transport_run_finish (DAYBOOK_TRANSPORT (object), result, &world->counters, NULL);
  world->done = TRUE;
}

static gboolean
run (DaybookExchange *exchange,
     const DaybookProviderContext *context,
     const DaybookProviderInfo *info,
     DaybookExchangeCost *cost,
     GCancellable *cancellable,
     gpointer data,
     GError **error)
{
  World *world = data;
  const DaybookTransportContext transport_context = {
    .credentials = DAYBOOK_CREDENTIALS (world->bearer),
    .api_url = context->api_url,
  };

  world->done = FALSE;
  daybook_transport_run_async (world->transport, exchange, &transport_context, cancellable, on_run_cb, world);
  while (!world->done)
    g_main_context_iteration (NULL, TRUE);
  cost->requests = world->counters.requests;
  return TRUE;
}

static gboolean
fill_context (DaybookProviderContext *context, const DaybookProviderInfo *info, gpointer data, GError **error)
{
  World *world = data;

  context->api_url = world->api_url;
  return TRUE;
}

typedef struct
{
  const char *provider;
  const char *family;
  const char *path;
  int window_ahead_days; /* 0: the usual */
} Service;

static const Service google = { "google-calendar", "google", "/google/calendar/v3", 0 };
static const Service outlook = { "outlook", "microsoft", "/microsoft/v1.0", 90 };

static gint64
find_account (DaybookStore *store, const Service *service)
{
  g_autoptr (GPtrArray) accounts = daybook_store_list_accounts (store, NULL);
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autoptr (DaybookAccount) account = daybook_account_new ();
  g_autoptr (DaybookSource) source = daybook_source_new ();

  if (accounts != NULL && accounts->len > 0)
    return ((DaybookAccount *) accounts->pdata[0])->id;
  grant->provider = g_strdup (service->family);
  grant->identity = g_strdup ("ana@example.com");
  grant->sign_in = g_strdup ("browser");
  account->grant_id = daybook_store_add_grant (store, grant, NULL);
  account->provider = g_strdup (service->provider);
  account->name = g_strdup ("Ana");
  account->identity = g_strdup ("ana@example.com");
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  source->account_id = daybook_store_add_account (store, account, NULL);
  account->sources_at = daybook_store_now (store);
  daybook_store_set_account_state (store, account, NULL);
  source->external_id = g_strdup ("primary");
  source->name = g_strdup ("Ana");
  source->kind = g_strdup ("calendar");
  source->enabled = TRUE;
  source->is_primary = TRUE;
  if (service->window_ahead_days > 0)
    source->window_ahead_days = service->window_ahead_days;
  daybook_store_add_source (store, source, NULL);
  return source->account_id;
}

static void
on_run_finished_cb (DaybookEngine *engine, const DaybookSyncRun *sync_run, gpointer data)
{
  created += sync_run->created;
  fetched += sync_run->fetched;
  requests += sync_run->requests;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = NULL;
  g_autoptr (DaybookEngine) engine = NULL;
  g_autoptr (DaybookTimers) timers = NULL;
  g_autofree char *token = NULL;
  g_autoptr (DaybookTokens) tokens = daybook_tokens_new ();
  const DaybookSyncOptions options = { .trigger = "manual" };
  const Service *service = argc == 5 && g_str_equal (argv[4], "outlook") ? &outlook : &google;
  World world = { 0 };

  if (argc < 4 || argc > 5 || !g_file_get_contents (argv[2], &token, NULL, &error))
    {
      fprintf (stderr, "usage: sync-google URL TOKEN-FILE DATABASE [outlook]\n");
      return 2;
    }
  store = daybook_store_open (argv[3], DAYBOOK_STORE_READ_WRITE, NULL, &error);
  if (store == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  timers = daybook_timers_new (daybook_store_get_clock (store));
  world.transport = daybook_transport_new (timers, NULL);
  tokens->access = g_strdup (g_strstrip (token));
  world.bearer = daybook_fixed_credentials_new_for_access (tokens);
  world.api_url = g_strconcat (argv[1], service->path, NULL);
  engine = daybook_engine_new (store, run, fill_context, NULL, &world, NULL);
  g_signal_connect (engine, "run-finished", G_CALLBACK (on_run_finished_cb), NULL);
  if (!daybook_engine_sync_account (engine, find_account (store, service), &options, NULL, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  printf ("rows=%" G_GINT64_FORMAT "\nnew=%" G_GINT64_FORMAT "\nrequests=%" G_GINT64_FORMAT "\n", fetched, created,
          requests);
  g_object_unref (world.transport);
  g_object_unref (world.bearer);
  g_free (world.api_url);
  return 0;
}
