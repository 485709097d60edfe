/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-sign-in.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "sync/daybook-await-browser.h"
#include "net/daybook-origin.h"
#include "net/daybook-token-source.h"
#include "store/daybook-accounts.h"
#include "sync/daybook-bearer.h"
#include "sync/daybook-source-list.h"

#define DEFAULT_INTERVAL 15 /* minutes; what the agent does without a setting */

/* The ways, in the order they are preferred where nobody chose. */
static const struct
{
  DaybookSignIn way;
  const char *name;
} ways[] = {
  { DAYBOOK_SIGN_IN_NONE, "none" },         { DAYBOOK_SIGN_IN_GOA, "goa" },
  { DAYBOOK_SIGN_IN_BROWSER, "browser" },   { DAYBOOK_SIGN_IN_DEVICE, "device" },
  { DAYBOOK_SIGN_IN_TOKEN, "token" },       { DAYBOOK_SIGN_IN_PASSWORD, "password" },
  { DAYBOOK_SIGN_IN_URL, "url" },
};

typedef struct
{
  /* Input */
  DaybookServices *services;
  const DaybookSignInRequest *request;
  DaybookSignInPrompt prompt;
  gpointer prompt_data;
  GCancellable *cancellable;

  /* In progress */
  DaybookProvider *provider;
  const DaybookProviderInfo *info;
  const char *way;
  DaybookGrant *grant;     /* (owned) as it will be stored */
  DaybookAccount *account; /* (owned) as it will be stored, or the one that is signed in again */
  DaybookOAuthClient *client; /* (owned) (nullable) */
  char *address;           /* (owned) (nullable) */
  DaybookTokens *tokens;   /* (owned) (nullable) */
  GPtrArray *sources;      /* (owned) (nullable) DaybookSource */
} SignIn;

/* Names of the ways in @set, for people and programs. (transfer full) */
char **
daybook_sign_in_names (DaybookSignIn set)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      if ((set & ways[i].way) != 0)
        g_strv_builder_add (names, ways[i].name);
    }
  return g_strv_builder_end (names);
}

static void
sign_in_clear (SignIn *self)
{
  if (self->address != NULL)
    explicit_bzero (self->address, strlen (self->address));
  g_free (self->address);
  g_clear_pointer (&self->client, daybook_oauth_client_free);
  g_clear_pointer (&self->grant, daybook_grant_free);
  g_clear_pointer (&self->account, daybook_account_free);
  g_clear_pointer (&self->tokens, daybook_tokens_free);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SignIn, sign_in_clear)

static gboolean
choose_provider (SignIn *self, const char *id, GError **error)
{
  self->provider = daybook_registry_find (id);
  if (self->provider == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("There is no provider “%s”; “daybookctl providers” lists what can be connected."), id);
      return FALSE;
    }
  self->info = daybook_provider_get_info (self->provider);
  return TRUE;
}

static gboolean
choose_way (SignIn *self, const char *wanted, GError **error)
{
  g_auto (GStrv) names = daybook_sign_in_names (self->info->sign_in);
  g_autofree char *list = NULL;

  if (wanted == NULL)
    {
      self->way = NULL;
      for (guint i = 0; i < G_N_ELEMENTS (ways) && self->way == NULL; i++)
        {
          if ((self->info->sign_in & ways[i].way) != 0)
            self->way = ways[i].name;
        }
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      if (g_str_equal (ways[i].name, wanted) && (self->info->sign_in & ways[i].way) != 0)
        {
          self->way = ways[i].name;
          return TRUE;
        }
    }
  list = g_strjoinv (", ", names);
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("%s cannot be signed in to by “%s”, only by: %s."),
               _ (self->info->name), wanted, list);
  return FALSE;
}

/* client-id and client-secret are the person's own client: they go to providers.ini. The rest are the
 * account's settings. */
static gboolean
keep_client (SignIn *self, GError **error)
{
  static const char *const keys[] = { "client-id", "client-secret", "tenant" };
  GHashTable *settings = self->request->settings;

  for (guint i = 0; settings != NULL && i < G_N_ELEMENTS (keys); i++)
    {
      const char *value = g_hash_table_lookup (settings, keys[i]);

      if (value != NULL
          && !daybook_service_config_set (daybook_services_get_config (self->services), self->info->family, keys[i],
                                          value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_client_key (const char *key)
{
  return g_str_equal (key, "client-id") || g_str_equal (key, "client-secret") || g_str_equal (key, "tenant");
}

static JsonNode *
setting_node (const char *value)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);
  gint64 number;

  if (g_str_equal (value, "on") || g_str_equal (value, "off"))
    json_node_set_boolean (node, g_str_equal (value, "on"));
  else if (g_ascii_string_to_signed (value, 10, G_MININT32, G_MAXINT32, &number, NULL))
    json_node_set_int (node, number);
  else
    json_node_set_string (node, value);
  return node;
}

static char *
make_settings (SignIn *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  GHashTableIter iter;
  gpointer key, value;

  json_node_take_object (root, json_object_new ());
  if (self->info->default_interval != DEFAULT_INTERVAL && self->info->default_interval > 0)
    json_object_set_int_member (json_node_get_object (root), "interval", self->info->default_interval);
  if (self->request->settings != NULL)
    {
      g_hash_table_iter_init (&iter, self->request->settings);
      while (g_hash_table_iter_next (&iter, &key, &value))
        {
          if (!is_client_key (key))
            json_object_set_member (json_node_get_object (root), key, setting_node (value));
        }
    }
  return json_to_string (root, FALSE);
}

static char *
wanted_scopes (SignIn *self)
{
  const char *write_back = self->request->settings != NULL ? g_hash_table_lookup (self->request->settings, "write_back") : NULL;

  if (g_strcmp0 (write_back, "on") == 0 && self->info->write_scopes != NULL)
    return g_strdup (self->info->write_scopes);
  return g_strdup (self->info->scopes);
}

/* A person may untick scopes on the consent page (Google's granular consent). */
static gboolean
check_scopes (SignIn *self, const char *wanted, GError **error)
{
  g_auto (GStrv) scopes = g_strsplit (wanted, " ", -1);
  g_auto (GStrv) granted = NULL;

  if (self->tokens->scopes == NULL)
    return TRUE;
  granted = g_strsplit (self->tokens->scopes, " ", -1);
  for (guint i = 0; scopes[i] != NULL; i++)
    {
      if (*scopes[i] != '\0' && !g_strv_contains ((const char *const *) granted, scopes[i]))
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                       _ ("%s was not allowed all that Daybook needs: sign in again and leave every box ticked."),
                       _ (self->info->name));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
sign_in_by_browser (SignIn *self, GError **error)
{
  g_autofree char *scopes = wanted_scopes (self);
  g_autoptr (DaybookBrowserSignIn) sign_in = NULL;

  sign_in = daybook_browser_sign_in_new (daybook_services_get_transport (self->services), self->client,
                                         self->client->redirect_ports, scopes,
                                         self->account->identity, error);
  if (sign_in == NULL)
    return FALSE;
  self->prompt (daybook_browser_sign_in_get_url (sign_in), NULL, 0, self->prompt_data);
  self->tokens = daybook_await_browser (sign_in, self->request->timeout, self->request->paste_fd, self->cancellable, error);
  if (self->tokens == NULL)
    return FALSE;
  g_free (self->grant->scopes);
  self->grant->scopes = g_strdup (self->tokens->scopes != NULL ? self->tokens->scopes : scopes);
  self->grant->expires_at = self->tokens->expires_at;
  return check_scopes (self, scopes, error);
}

/* ---- who it is, and what there is ---- */

static gboolean
run_exchange (SignIn *self, DaybookExchange *exchange, DaybookProviderContext *context, GError **error)
{
  g_autoptr (DaybookBearer) bearer = self->tokens != NULL ? daybook_bearer_new (self->tokens->access) : NULL;

  if (!daybook_services_run (self->services, exchange, context, (DaybookCredentials *) bearer, NULL, self->cancellable,
                             error))
    return FALSE;
  if (daybook_exchange_get_error (exchange) != NULL)
    {
      g_propagate_error (error, g_error_copy (daybook_exchange_get_error (exchange)));
      return FALSE;
    }
  return TRUE;
}

static DaybookExchange *
new_exchange (SignIn *self)
{
  return daybook_exchange_new (daybook_store_now (daybook_services_get_store (self->services)), g_random_int ());
}

static gboolean
fill_context (SignIn *self, DaybookProviderContext *context, GError **error)
{
  *context = (DaybookProviderContext){ .account = self->request->account_id != 0 ? self->account : NULL };
  if (!daybook_services_fill_context (self->services, context, self->info, error))
    return FALSE;
  context->grant = self->grant;
  if (self->address != NULL)
    context->secret_url = self->address;
  return TRUE;
}

static gboolean
identify (SignIn *self, GError **error)
{
  g_autoptr (DaybookExchange) exchange = new_exchange (self);
  g_autofree char *origin = self->address != NULL ? daybook_origin_of (self->address) : NULL;
  DaybookProviderContext context;

  if (!fill_context (self, &context, error))
    return FALSE;
  if (origin != NULL)
    context.origins = origin;
  daybook_provider_identify (self->provider, &context, exchange);
  if (!run_exchange (self, exchange, &context, error))
    return FALSE;
  if (daybook_exchange_get_moved_address (exchange) != NULL)
    {
      explicit_bzero (self->address, strlen (self->address));
      g_free (self->address);
      self->address = g_strdup (daybook_exchange_get_moved_address (exchange));
    }
  if (self->request->account_id != 0
      && g_strcmp0 (self->account->identity, daybook_exchange_get_identity (exchange)) != 0)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT,
                   _ ("You signed in as %s, but this account is %s. Sign in as that one, or connect a new account."),
                   daybook_exchange_get_identity (exchange), self->account->identity);
      return FALSE;
    }
  g_free (self->account->identity);
  self->account->identity = g_strdup (daybook_exchange_get_identity (exchange));
  if (self->account->name == NULL || *self->account->name == '\0')
    {
      g_free (self->account->name);
      self->account->name = g_strdup (self->request->name != NULL ? self->request->name
                                      : daybook_exchange_get_name (exchange) != NULL
                                          ? daybook_exchange_get_name (exchange)
                                          : _ (self->info->name));
    }
  return TRUE;
}

static gboolean
list_sources (SignIn *self, GError **error)
{
  g_autoptr (DaybookExchange) exchange = new_exchange (self);
  g_autofree char *origin = self->address != NULL ? daybook_origin_of (self->address) : NULL;
  DaybookProviderContext context;

  if (!fill_context (self, &context, error))
    return FALSE;
  if (origin != NULL)
    context.origins = origin;
  context.account = self->account;
  if (!daybook_provider_list_sources (self->provider, &context, exchange))
    return TRUE;
  if (!run_exchange (self, exchange, &context, error))
    return FALSE;
  self->sources = g_ptr_array_ref (daybook_exchange_get_sources (exchange));
  return TRUE;
}

/* ---- storing it ---- */

static gboolean
is_file (SignIn *self)
{
  return self->address != NULL && g_str_has_prefix (self->address, "file:");
}

/* The settings of the grant: where the file lies, for what is no secret. */
static char *
make_grant_settings (SignIn *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (root, json_object_new ());
  if (is_file (self))
    json_object_set_string_member (json_node_get_object (root), DAYBOOK_FILE_SETTING, self->address);
  return json_to_string (root, FALSE);
}

static gboolean
keep_secrets (SignIn *self, GError **error)
{
  DaybookSecrets *secrets = daybook_services_get_secrets (self->services);

  if (self->tokens != NULL
      && !daybook_tokens_keep (secrets, self->grant, self->tokens, error))
    return FALSE;
  if (self->address != NULL && !is_file (self))
    {
      g_autofree char *name = daybook_secrets_name_for_grant (self->grant, DAYBOOK_ADDRESS_SECRET);
      g_autoptr (GBytes) value = g_bytes_new (self->address, strlen (self->address));

      return daybook_secrets_put (secrets, name, self->grant->id, self->grant->epoch, value, error);
    }
  return TRUE;
}

/* An account that was connected before, or is signed in again, keeps its rows and choices. */
static gboolean
store_account (SignIn *self, DaybookStore *store, GError **error)
{
  g_autoptr (DaybookAccount) known
      = self->request->account_id == 0
            ? daybook_store_find_account (store, self->info->id, self->account->identity)
            : NULL;

  if (known != NULL)
    {
      daybook_account_free (self->account);
      self->account = g_steal_pointer (&known);
    }
  g_free (self->grant->identity);
  self->grant->identity = g_strdup (self->account->identity);
  g_free (self->grant->settings);
  self->grant->settings = make_grant_settings (self);
  if (self->account->id != 0)
    {
      g_autoptr (DaybookGrant) old = daybook_store_get_grant (store, self->account->grant_id, error);

      if (old == NULL)
        return FALSE;
      self->grant->id = old->id;
      self->grant->epoch = old->epoch;
      if (!daybook_store_update_grant (store, self->grant, error))
        return FALSE;
    }
  else
    {
      if (daybook_store_add_grant (store, self->grant, error) == 0)
        return FALSE;
      self->account->grant_id = self->grant->id;
      self->account->settings = make_settings (self);
      if (daybook_store_add_account (store, self->account, error) == 0)
        return FALSE;
    }
  self->account->status = DAYBOOK_ACCOUNT_CONNECTED;
  g_clear_pointer (&self->account->reason, g_free);
  g_clear_pointer (&self->account->last_error, g_free);
  g_clear_pointer (&self->account->error_code, g_free);
  self->account->failures = 0;
  self->account->retry_at = DAYBOOK_INSTANT_NONE;
  self->account->sources_at = daybook_store_now (store);
  return daybook_store_set_account_state (store, self->account, error)
         && daybook_store_set_next_sync (store, self->account->id, daybook_store_now (store), error);
}

static gboolean
store_all (SignIn *self, DaybookStore *store, GError **error)
{
  g_autofree char *subject = NULL;

  if (!store_account (self, store, error) || !keep_secrets (self, error))
    return FALSE;
  if (self->sources != NULL
      && !daybook_merge_sources (store, self->account, self->sources, error))
    return FALSE;
  subject = daybook_id_format (DAYBOOK_KIND_ACCOUNT, self->account->id);
  return daybook_store_audit (store, "worker", self->request->account_id != 0 ? "account.reconnect" : "account.connect",
                              subject, NULL, error);
}

static gboolean
store_sign_in (SignIn *self, GError **error)
{
  DaybookStore *store = daybook_services_get_store (self->services);

  if (!daybook_store_begin (store, error))
    return FALSE;
  if (!store_all (self, store, error))
    {
      daybook_store_rollback (store);
      return FALSE;
    }
  return daybook_store_commit (store, error);
}

/* ---- the whole ---- */

static gboolean
begin (SignIn *self, GError **error)
{
  DaybookStore *store = daybook_services_get_store (self->services);
  g_autoptr (DaybookGrant) grant = NULL;

  if (self->request->account_id == 0)
    {
      self->account = daybook_account_new ();
      if (!choose_provider (self, self->request->provider, error)
          || !choose_way (self, self->request->sign_in, error))
        return FALSE;
      g_free (self->account->provider);
      self->account->provider = g_strdup (self->info->id);
    }
  else
    {
      self->account = daybook_store_get_account (store, self->request->account_id, error);
      grant = self->account != NULL ? daybook_store_get_grant (store, self->account->grant_id, error) : NULL;
      if (grant == NULL || !choose_provider (self, self->account->provider, error)
          || !choose_way (self, grant->sign_in, error))
        return FALSE;
    }
  self->grant = daybook_grant_new ();
  g_free (self->grant->provider);
  self->grant->provider = g_strdup (self->info->family);
  g_free (self->grant->sign_in);
  self->grant->sign_in = g_strdup (self->way);
  return keep_client (self, error);
}

static gboolean
take_address (SignIn *self, GError **error)
{
  if (self->request->secret != NULL)
    {
      self->address = daybook_provider_check_address (self->provider, self->request->secret, error);
      return self->address != NULL;
    }
  if (self->request->account_id != 0)
    {
      g_autoptr (DaybookGrant) grant
          = daybook_store_get_grant (daybook_services_get_store (self->services), self->account->grant_id, error);
      DaybookProviderContext context = { .grant = grant };

      if (grant == NULL || !daybook_services_fill_context (self->services, &context, self->info, error))
        return FALSE;
      self->address = g_strdup (context.secret_url);
      return TRUE;
    }
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
               _ ("An address is needed: “daybookctl connect %s --url ADDRESS”."), self->info->id);
  return FALSE;
}

/* Signs in as @request says and stores the outcome. Returns the account's row. Errors: USAGE, CONFIG (no
 * client id: the message names the ways there are), AUTH_REQUIRED (refused, timed out), KEYRING_*, CANCELLED, and
 * what the service answered. */
gint64
daybook_sign_in (DaybookServices *services,
                 const DaybookSignInRequest *request,
                 DaybookSignInPrompt prompt,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  g_auto (SignIn) self = {
    .services = services, .request = request, .prompt = prompt, .prompt_data = data, .cancellable = cancellable
  };

  if (!begin (&self, error))
    return 0;
  if (g_str_equal (self.way, "browser"))
    {
      self.client = daybook_services_new_oauth_client (services, self.info, error);
      if (self.client == NULL)
        return 0;
    }
  if (g_str_equal (self.way, "url") && !take_address (&self, error))
    return 0;
  /* Where nothing can be kept nobody should have to sign in first. */
  if (!g_str_equal (self.way, "none") && !is_file (&self) && !daybook_services_prepare_vault (services, error))
    return 0;
  if (g_str_equal (self.way, "browser") && !sign_in_by_browser (&self, error))
    return 0;
  if (!identify (&self, error) || !list_sources (&self, error) || !store_sign_in (&self, error))
    return 0;
  return self.account->id;
}
