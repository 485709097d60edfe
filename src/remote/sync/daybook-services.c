/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-services.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "net/daybook-await.h"
#include "net/daybook-origin.h"
#include "net/daybook-vault.h"
#include "sync/daybook-grant-credentials.h"

struct _DaybookServices
{
  GObject parent_instance;

  DaybookStore *store;           /* (owned) */
  DaybookVault *vault;           /* (owned) */
  DaybookTransport *transport;   /* (owned) */
  DaybookServiceConfig *config;  /* (owned) */
  DaybookEngine *engine;         /* (owned) */
  gint64 retry_at;

  /* Strings of the context that was filled in last. */
  char *api_url;                 /* (owned) (nullable) */
  char *revoke_url;              /* (owned) (nullable) */
  char *client_id;               /* (owned) (nullable) */
  char *secret_url;              /* (owned) (nullable) zeroed when freed */
  char *origins;                 /* (owned) (nullable) */
  char *user;                    /* (owned) (nullable) */

  DaybookCredentials *credentials; /* (owned) (nullable) of credentials_grant */
  gint64 credentials_grant;        /* 0 = of none */
};

G_DEFINE_FINAL_TYPE (DaybookServices, daybook_services, G_TYPE_OBJECT)

/* ---- running exchanges ---- */

static gboolean
run (DaybookServices *self,
     DaybookExchange *exchange,
     const DaybookProviderContext *context,
     gboolean adds_origins,
     DaybookCredentials *credentials,
     DaybookExchangeCost *cost,
     GCancellable *cancellable,
     GError **error)
{
  const gboolean is_file = context->secret_url != NULL && g_str_has_prefix (context->secret_url, "file:");
  DaybookTransportContext transport_context = {
    .credentials = credentials,
    .api_url = context->api_url,
    .origins = context->origins,
    .adds_origins = adds_origins,
    .file_url = is_file ? context->secret_url : NULL,
  };
  DaybookTransportCounters counters = { 0 };
  g_autoptr (GError) failure = NULL;

  if (!daybook_exchange_is_done (exchange))
    {
      g_autoptr (GAsyncResult) result = NULL;

      daybook_transport_run_async (self->transport, exchange, &transport_context, cancellable, daybook_await_cb, &result);
      daybook_await (&result);
      daybook_transport_run_finish (self->transport, result, &counters, &failure);
    }
  if (cost != NULL)
    {
      cost->requests += counters.requests;
      cost->retries += counters.retries;
      cost->bytes += (gint64) counters.bytes;
      cost->quota_units += (gint64) counters.quota_units;
    }
  self->retry_at = MAX (self->retry_at, daybook_exchange_get_retry_at (exchange));
  /* An exchange that failed says why itself. */
  if (failure != NULL && daybook_exchange_get_error (exchange) == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

/* Runs @exchange to its end. Returns TRUE however the exchange ended, FALSE when it was cancelled or
 * could not be run. @credentials (nullable). */
gboolean
daybook_services_run (DaybookServices *self,
                      DaybookExchange *exchange,
                      const DaybookProviderContext *context,
                      DaybookCredentials *credentials,
                      DaybookExchangeCost *cost,
                      GCancellable *cancellable,
                      GError **error)
{
  return run (self, exchange, context, FALSE, credentials, cost, cancellable, error);
}

/* The same for identify, which alone may add to the origins that are asked (daybook_exchange_keep_setting ()). */
gboolean
daybook_services_run_identify (DaybookServices *self,
                               DaybookExchange *exchange,
                               const DaybookProviderContext *context,
                               DaybookCredentials *credentials,
                               GCancellable *cancellable,
                               GError **error)
{
  return run (self, exchange, context, TRUE, credentials, NULL, cancellable, error);
}

/* The same with the credentials of the grant in @context. One errand serves one account, so those of one are at hand. */
gboolean
daybook_services_run_for_account (DaybookServices *self,
                                  DaybookExchange *exchange,
                                  const DaybookProviderContext *context,
                                  const DaybookProviderInfo *info,
                                  DaybookExchangeCost *cost,
                                  GCancellable *cancellable,
                                  GError **error)
{
  if (self->credentials_grant != context->grant->id)
    {
      g_clear_object (&self->credentials);
      self->credentials_grant = 0;
      if (!daybook_grant_find_credentials (self, context->grant, info, &self->credentials, error))
        return FALSE;
      self->credentials_grant = context->grant->id;
    }
  return daybook_services_run (self, exchange, context, self->credentials, cost, cancellable, error);
}

/* The engine's way to the network. */
static gboolean
run_for_engine (DaybookExchange *exchange,
                const DaybookProviderContext *context,
                const DaybookProviderInfo *info,
                DaybookExchangeCost *cost,
                GCancellable *cancellable,
                gpointer data,
                GError **error)
{
  return daybook_services_run_for_account (data, exchange, context, info, cost, cancellable, error);
}

/* ---- what a provider is told ---- */

static void
forget (char **secret)
{
  if (*secret != NULL)
    explicit_bzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

static char *
get_configured (DaybookServices *self, const char *section, const char *key, const char *fallback)
{
  char *value = key != NULL ? daybook_service_config_get (self->config, section, key) : NULL;

  return value != NULL ? value : g_strdup (fallback);
}

/* Whether providers.ini has keys for this family at all: local services have none. */
static gboolean
is_configurable (const DaybookProviderInfo *info)
{
  return info->oauth != NULL || info->api_key != NULL;
}

/* A calendar's address is a secret; a file's place on this computer is none, and needs no keyring. */
static gboolean
look_up_address (DaybookServices *self, const DaybookGrant *grant, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GBytes) value = NULL;
  gconstpointer data;
  gsize length;

  self->secret_url = daybook_grant_get_setting (grant, DAYBOOK_FILE_SETTING);
  if (self->secret_url != NULL)
    return TRUE;
  name = daybook_secrets_name_for_grant (grant, DAYBOOK_ADDRESS_SECRET);
  value = daybook_secrets_get (DAYBOOK_SECRETS (self->vault), name, error);
  if (value == NULL)
    return FALSE;
  data = g_bytes_get_data (value, &length);
  self->secret_url = g_strndup (data, length);
  return TRUE;
}

static gboolean
look_up_grant (DaybookServices *self, const DaybookGrant *grant, GError **error)
{
  if (g_strcmp0 (grant->sign_in, "url") == 0)
    return look_up_address (self, grant, error);
  self->secret_url = daybook_grant_get_setting (grant, DAYBOOK_URL_SETTING);
  self->user = daybook_grant_get_setting (grant, DAYBOOK_USER_SETTING);
  return TRUE;
}

/* Where requests may go beside the endpoint: to where tokens are withdrawn, to the grant's own server, and to what
 * identify has found there. */
static char *
list_origins (DaybookServices *self, const DaybookGrant *grant)
{
  g_autofree char *revoke = self->revoke_url != NULL ? daybook_origin_of (self->revoke_url) : NULL;
  g_autofree char *server = self->secret_url != NULL ? daybook_origin_of (self->secret_url) : NULL;
  g_autofree char *kept = grant != NULL ? daybook_grant_get_setting (grant, DAYBOOK_ORIGINS_SETTING) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (revoke != NULL)
    g_strv_builder_add (builder, revoke);
  if (server != NULL)
    g_strv_builder_add (builder, server);
  if (kept != NULL)
    g_strv_builder_add (builder, kept);
  list = g_strv_builder_end (builder);
  return list[0] != NULL ? g_strjoinv (" ", list) : NULL;
}

/* Fills in endpoint, client id, address, user and allowed origins for what @context already names. The
 * strings live until the next call. */
gboolean
daybook_services_fill_context (DaybookServices *self,
                               DaybookProviderContext *context,
                               const DaybookProviderInfo *info,
                               GError **error)
{
  g_clear_pointer (&self->api_url, g_free);
  g_clear_pointer (&self->revoke_url, g_free);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->origins, g_free);
  g_clear_pointer (&self->user, g_free);
  forget (&self->secret_url);
  if (is_configurable (info))
    {
      self->api_url = get_configured (self, info->family, info->api_key, info->api_url);
      self->client_id = info->oauth != NULL ? get_configured (self, info->family, "client-id", NULL) : NULL;
      if (info->oauth != NULL && info->oauth->revoke_url != NULL)
        self->revoke_url = get_configured (self, info->family, "revoke-url", info->oauth->revoke_url);
      if (self->api_url != NULL)
        g_strchomp (self->api_url);
      while (self->api_url != NULL && g_str_has_suffix (self->api_url, "/"))
        self->api_url[strlen (self->api_url) - 1] = '\0';
    }
  if (context->grant != NULL && !look_up_grant (self, context->grant, error))
    return FALSE;
  self->origins = list_origins (self, context->grant);
  context->api_url = self->api_url;
  context->revoke_url = self->revoke_url;
  context->client_id = self->client_id;
  context->origins = self->origins;
  context->user = self->user;
  if (self->secret_url != NULL)
    context->secret_url = self->secret_url;
  return TRUE;
}

static gboolean
fill_for_engine (DaybookProviderContext *context, const DaybookProviderInfo *info, gpointer data, GError **error)
{
  return daybook_services_fill_context (data, context, info, error);
}

static gboolean
keep_address (const DaybookProviderContext *context, const char *address, gpointer data, GError **error)
{
  DaybookServices *self = data;
  g_autofree char *name = daybook_secrets_name_for_grant (context->grant, DAYBOOK_ADDRESS_SECRET);
  g_autoptr (GBytes) value = g_bytes_new (address, strlen (address));

  return daybook_secrets_put (DAYBOOK_SECRETS (self->vault), name, context->grant->id, context->grant->epoch, value,
                              error);
}

/* Another service that brings the same kind of items and needs no client id: a calendar's own
 * address (Google's is secret, Outlook's published) in place of signing in. NULL = none. */
static const DaybookProviderInfo *
find_way_around (const DaybookProviderInfo *info)
{
  g_autoptr (GPtrArray) providers = daybook_registry_list ();

  for (guint i = 0; i < providers->len; i++)
    {
      const DaybookProviderInfo *other = daybook_provider_get_info (providers->pdata[i]);

      if ((other->sign_in & DAYBOOK_SIGN_IN_URL) != 0 && g_str_equal (other->kinds, info->kinds))
        return other;
    }
  return NULL;
}

/* One line that names the ways there are (interfaces.md, exit status 3). */
static void
set_needs_client (const DaybookProviderInfo *info, GError **error)
{
  const DaybookProviderInfo *around = find_way_around (info);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
      text,
      info->oauth->needs_secret
          ? _ ("%s needs a client id of your own: “daybookctl connect %s --set client-id=… --set client-secret=…” "
               "(the help tells how to make one).")
          : _ ("%s needs a client id of your own: “daybookctl connect %s --set client-id=…” (the help tells how to make one)."),
      _ (info->name), info->id);
  if ((info->sign_in & DAYBOOK_SIGN_IN_TOKEN) != 0)
    g_string_append_printf (text, _ (" Or paste a token: “daybookctl connect %s --sign-in token --secret-stdin”."), info->id);
  if ((info->sign_in & DAYBOOK_SIGN_IN_GOA) != 0)
    g_string_append_printf (text, _ (" Or use an account of GNOME Online Accounts: “daybookctl connect %s --sign-in goa”."), info->id);
  if (around != NULL)
    g_string_append_printf (text, _ (" Or subscribe to one calendar by its iCalendar address: “daybookctl connect %s --url ADDRESS”."), around->id);
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG, text->str);
}

/* The OAuth client of a service as providers.ini completes it. CONFIG where a client id is missing: the
 * message names the ways there are. */
DaybookOAuthClient *
daybook_services_new_oauth_client (DaybookServices *self, const DaybookProviderInfo *info, GError **error)
{
  g_autofree char *client_id = daybook_service_config_get (self->config, info->family, "client-id");
  g_autofree char *client_secret = info->oauth->needs_secret
                                       ? daybook_service_config_get (self->config, info->family, "client-secret")
                                       : NULL;
  g_autofree char *authorize_url = daybook_service_config_get (self->config, info->family, "authorize-url");
  g_autofree char *device_url = info->oauth->device_url != NULL
                                    ? daybook_service_config_get (self->config, info->family, "device-url")
                                    : NULL;
  g_autofree char *token_url = daybook_service_config_get (self->config, info->family, "token-url");
  g_autofree char *revoke_url = info->oauth->revoke_url != NULL
                                    ? daybook_service_config_get (self->config, info->family, "revoke-url")
                                    : NULL;
  g_autofree char *tenant = info->oauth->authorize_url != NULL && strstr (info->oauth->authorize_url, "{tenant}") != NULL
                                ? daybook_service_config_get (self->config, info->family, "tenant")
                                : NULL;
  const DaybookOAuthConfig config = {
    .client_id = client_id,
    .client_secret = client_secret,
    .authorize_url = authorize_url,
    .token_url = token_url,
    .revoke_url = revoke_url,
    .device_url = device_url,
    .tenant = tenant,
  };

  if (client_id == NULL)
    {
      set_needs_client (info, error);
      return NULL;
    }
  return daybook_oauth_client_new (info->oauth, info->family, &config, error);
}

/* ---- one at a time ---- */

/* Waits until nobody else syncs the account. Released with daybook_file_lock_release(). Errors: CANCELLED, STORAGE. */
DaybookFileLock *
daybook_services_lock_account (DaybookServices *self, gint64 account_id, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (daybook_store_get_path (self->store));
  g_autoptr (GAsyncResult) result = NULL;

  daybook_file_lock_take_account_async (folder, account_id, daybook_transport_get_timers (self->transport), cancellable,
                                        daybook_await_cb, &result);
  daybook_await (&result);
  return daybook_file_lock_take_finish (result, error);
}

/* The same for the tokens of a grant: a refresh that is under way in another worker ends first, and the next one reads
 * what is written under the lock. */
DaybookFileLock *
daybook_services_lock_grant (DaybookServices *self, gint64 grant_id, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (daybook_store_get_path (self->store));
  g_autoptr (GAsyncResult) result = NULL;

  daybook_file_lock_take_grant_async (folder, grant_id, daybook_transport_get_timers (self->transport), cancellable,
                                      daybook_await_cb, &result);
  daybook_await (&result);
  return daybook_file_lock_take_finish (result, error);
}

/* ---- the vault ---- */

gboolean
daybook_services_set_secret (DaybookServices *self,
                             const char *name,
                             const char *value,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (value, strlen (value));

  if (*name == '\0' || strlen (name) > 128 || g_str_has_prefix (name, "grant/")
      || g_str_has_prefix (name, "audit/"))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("This is no name for a secret."));
      return FALSE;
    }
  return daybook_secrets_put (DAYBOOK_SECRETS (self->vault), name, 0, 0, bytes, error);
}

/* KEYRING_LOCKED and the like when nothing could be kept now. */
gboolean
daybook_services_prepare_vault (DaybookServices *self, GError **error)
{
  return daybook_vault_prepare (self->vault, error);
}

/* Seals everything anew with a new key. */
gboolean
daybook_services_rotate_key (DaybookServices *self, GCancellable *cancellable, GError **error)
{
  return daybook_vault_rotate_key (self->vault, error);
}

/* Takes Daybook's keys out of the keyring: what is sealed with them anywhere is noise from then on. */
gboolean
daybook_services_forget_keys (GCancellable *cancellable, GError **error)
{
  return daybook_vault_forget_keys (error);
}

/* ---- the object ---- */

static void
daybook_services_finalize (GObject *object)
{
  DaybookServices *self = DAYBOOK_SERVICES (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->credentials);
  g_clear_object (&self->transport);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->config, daybook_service_config_free);
  g_clear_object (&self->store);
  g_free (self->api_url);
  g_free (self->revoke_url);
  g_free (self->client_id);
  g_free (self->origins);
  g_free (self->user);
  forget (&self->secret_url);
  G_OBJECT_CLASS (daybook_services_parent_class)->finalize (object);
}

static void
daybook_services_class_init (DaybookServicesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_services_finalize;
}

static void
daybook_services_init (DaybookServices *self)
{
}

/* @per_minute (nullable): what a person says that no minute may exceed. */
static void
limit_bucket (DaybookTransport *transport, const DaybookPace *pace, const char *per_minute)
{
  guint64 minute = pace->units + (guint64) pace->units * 60 / pace->seconds;
  guint64 wanted = per_minute != NULL ? g_ascii_strtoull (per_minute, NULL, 10) : minute;
  guint64 units = MAX (1, wanted * pace->units / minute);

  daybook_transport_limit_bucket (transport, pace->bucket, (guint) MIN (units, G_MAXUINT), pace->seconds);
}

static void
keep_pace (DaybookTransport *transport, DaybookServiceConfig *config)
{
  g_autoptr (GPtrArray) providers = daybook_registry_list ();

  for (guint i = 0; i < providers->len; i++)
    {
      const DaybookProviderInfo *info = daybook_provider_get_info (providers->pdata[i]);

      for (gsize j = 0; j < info->n_paces; j++)
        {
          const DaybookPace *pace = &info->paces[j];
          g_autofree char *per_minute
              = pace->key != NULL ? daybook_service_config_get (config, info->family, pace->key) : NULL;

          limit_bucket (transport, pace, per_minute);
        }
    }
}

/* @interactive: the keyring may ask the person to unlock it, once. */
DaybookServices *
daybook_services_new (DaybookStore *store, gboolean interactive)
{
  g_autoptr (DaybookTimers) timers = daybook_timers_new (daybook_store_get_clock (store));

  return daybook_services_new_with_timers (store, interactive, timers);
}

/* The same, waiting as @timers do: a test's own. */
DaybookServices *
daybook_services_new_with_timers (DaybookStore *store, gboolean interactive, DaybookTimers *timers)
{
  DaybookServices *self = g_object_new (DAYBOOK_TYPE_SERVICES, NULL);

  g_set_object (&self->store, store);
  self->vault = daybook_vault_new (store, interactive);
  self->transport = daybook_transport_new (timers, NULL);
  self->config = daybook_service_config_load (NULL);
  keep_pace (self->transport, self->config);
  self->engine = daybook_engine_new (store, run_for_engine, fill_for_engine, keep_address, self, NULL);
  return self;
}

DaybookStore *
daybook_services_get_store (DaybookServices *self)
{
  return self->store;
}

DaybookEngine *
daybook_services_get_engine (DaybookServices *self)
{
  return self->engine;
}

DaybookTransport *
daybook_services_get_transport (DaybookServices *self)
{
  return self->transport;
}

DaybookServiceConfig *
daybook_services_get_config (DaybookServices *self)
{
  return self->config;
}

DaybookSecrets *
daybook_services_get_secrets (DaybookServices *self)
{
  return DAYBOOK_SECRETS (self->vault);
}

/* When a service that limited us wants to be asked again; 0 = none did. */
gint64
daybook_services_get_retry_at (DaybookServices *self)
{
  return self->retry_at;
}
