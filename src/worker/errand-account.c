/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "daybook-worker.h"
#include "providers/daybook-service-config.h"
#include "sync/daybook-sign-in.h"

/* Accounts: what can be connected, connect, reconnect, disconnect. */

/* Bounds and default are numbers of an int, the default of a bool is one, text has neither bound but room for `max`
 * characters (null: any). */
static void
add_setting (JsonBuilder *builder, const DaybookProviderSetting *setting)
{
  const char *fallback = setting->default_value != NULL ? setting->default_value : "";

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "key", setting->key);
  daybook_json_add_text (builder, "type", setting->type);
  if (g_str_equal (setting->type, "bool"))
    daybook_json_add_bool (builder, "default", g_str_equal (fallback, "on"));
  else if (g_str_equal (setting->type, "int"))
    daybook_json_add_int (builder, "default", g_ascii_strtoll (fallback, NULL, 10));
  else
    daybook_json_add_text (builder, "default", fallback);
  if (g_str_equal (setting->type, "int"))
    {
      daybook_json_add_int (builder, "min", setting->min);
      daybook_json_add_int (builder, "max", setting->max);
    }
  else
    {
      daybook_json_add_text (builder, "min", NULL);
      if (setting->max > 0)
        daybook_json_add_int (builder, "max", setting->max);
      else
        daybook_json_add_text (builder, "max", NULL);
    }
  daybook_json_add_text (builder, "label", _ (setting->label));
  daybook_json_add_text (builder, "description", setting->description != NULL ? _ (setting->description) : NULL);
  daybook_json_add_bool (builder, "per_source", setting->per_source);
  json_builder_end_object (builder);
}

/* Accounts of GNOME Online Accounts that this service can be signed in with: "user" is what connect takes. Returns
 * whether there is one. */
static gboolean
add_goa (JsonBuilder *builder, const DaybookProviderInfo *info, GPtrArray *accounts)
{
  gboolean any = FALSE;

  json_builder_set_member_name (builder, "goa");
  json_builder_begin_array (builder);
  for (guint i = 0; i < accounts->len; i++)
    {
      const DaybookGoaAccount *account = accounts->pdata[i];

      if (!daybook_goa_account_serves (account, info))
        continue;
      any = TRUE;
      json_builder_begin_object (builder);
      daybook_json_add_text (builder, "user", account->id);
      daybook_json_add_text (builder, "identity", account->identity);
      daybook_json_add_text (builder, "name", account->name);
      daybook_json_add_bool (builder, "attention_needed", account->attention_needed);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return any;
}

/* `sign_in`: the ways that work here, the best first; `goa` is among them where one of the desktop's accounts
 * serves. */
static void
add_provider (JsonBuilder *builder, DaybookProvider *provider, DaybookServiceConfig *config, GPtrArray *goa)
{
  const DaybookProviderInfo *info = daybook_provider_get_info (provider);
  g_auto (GStrv) kinds = g_strsplit (info->kinds, ",", -1);
  g_auto (GStrv) sign_in = NULL;
  g_autofree char *client_id
      = info->oauth != NULL ? daybook_service_config_get (config, info->family, "client-id") : NULL;
  g_autofree char *client_secret = info->oauth != NULL && info->oauth->needs_secret
                                       ? daybook_service_config_get (config, info->family, "client-secret")
                                       : NULL;
  g_autofree char *token_link = daybook_provider_new_token_link (provider);
  gboolean needs_client
      = info->oauth != NULL && (info->sign_in & (DAYBOOK_SIGN_IN_BROWSER | DAYBOOK_SIGN_IN_DEVICE)) != 0;

  for (guint i = 0; kinds[i] != NULL; i++)
    g_strstrip (kinds[i]);
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "id", info->id);
  daybook_json_add_text (builder, "family", info->family);
  daybook_json_add_text (builder, "name", _ (info->name));
  daybook_json_add_text (builder, "summary", _ (info->summary));
  daybook_json_add_text (builder, "icon", info->icon);
  daybook_json_add_text (builder, "help", info->help);
  daybook_json_add_texts (builder, "kinds", (const char *const *) kinds);
  sign_in = daybook_sign_in_names (add_goa (builder, info, goa) ? info->sign_in : info->sign_in & ~DAYBOOK_SIGN_IN_GOA);
  daybook_json_add_texts (builder, "sign_in", (const char *const *) sign_in);
  daybook_json_add_text (builder, "token_link", token_link);
  daybook_json_add_bool (builder, "configured",
                         !needs_client || (client_id != NULL && (!info->oauth->needs_secret || client_secret != NULL)));
  daybook_json_add_bool (builder, "needs_client_id", needs_client);
  daybook_json_add_bool (builder, "needs_client_secret", needs_client && info->oauth->needs_secret);
  /* A service that is signed in to by a code alone has no page to send a browser to. */
  daybook_json_add_bool (builder, "tenants",
                         needs_client && info->oauth->authorize_url != NULL
                             && strstr (info->oauth->authorize_url, "{tenant}") != NULL);
  daybook_json_add_bool (builder, "writes", (info->capabilities & DAYBOOK_CAPABILITY_WRITE) != 0);
  daybook_json_add_bool (builder, "writes_back", daybook_provider_can_push (provider));
  daybook_json_add_bool (builder, "revokes", (info->capabilities & DAYBOOK_CAPABILITY_REVOKE) != 0);
  json_builder_set_member_name (builder, "settings");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < info->n_settings; i++)
    add_setting (builder, &info->settings[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

gboolean
daybook_errand_providers (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_autoptr (DaybookServiceConfig) config = NULL;
  g_autoptr (GPtrArray) providers = NULL;
  g_autoptr (GPtrArray) goa = NULL;
  JsonBuilder *line;

  if (!daybook_errand_parse (worker, "providers", NULL, &argc, &argv, error))
    return FALSE;
  config = daybook_service_config_load (NULL);
  providers = daybook_registry_list ();
  goa = daybook_goa_list (worker->cancellable);
  line = daybook_worker_line_begin (DAYBOOK_WORKER_RESULT);
  json_builder_set_member_name (line, "providers");
  json_builder_begin_array (line);
  for (guint i = 0; i < providers->len; i++)
    add_provider (line, providers->pdata[i], config, goa);
  json_builder_end_array (line);
  daybook_worker_line_end (line);
  return TRUE;
}

static void
print_prompt (const char *url, const char *code, gint64 expires_at, gpointer data)
{
  JsonBuilder *line = daybook_worker_line_begin (code != NULL ? DAYBOOK_WORKER_CODE : DAYBOOK_WORKER_URL);

  daybook_json_add_text (line, "url", url);
  if (code != NULL)
    {
      g_autofree char *at = expires_at != 0 ? daybook_instant_format (expires_at) : NULL;

      daybook_json_add_text (line, "user_code", code);
      daybook_json_add_text (line, "expires_at", at);
    }
  daybook_worker_line_end (line);
}

static gboolean
take_pair (GHashTable *settings, const char *pair, GError **error)
{
  const char *equals = strchr (pair, '=');

  if (equals == NULL || equals == pair)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is not of the form key=value."), pair);
      return FALSE;
    }
  g_hash_table_replace (settings, g_strndup (pair, (gsize) (equals - pair)), g_strdup (equals + 1));
  return TRUE;
}

static gboolean
run_sign_in (DaybookWorker *worker, DaybookSignInRequest *request, GError **error)
{
  DaybookServices *services = daybook_worker_get_services (worker, error);
  g_auto (DaybookSignInOutcome) outcome = { 0 };
  gint64 account_id;

  if (services == NULL)
    return FALSE;
  request->outcome = &outcome;
  account_id = daybook_sign_in (services, request, print_prompt, NULL, worker->cancellable, error);
  if (account_id == 0)
    return FALSE;
  for (guint i = 0; outcome.also != NULL && i < outcome.also->len; i++)
    daybook_worker_print_account (g_array_index (outcome.also, gint64, i));
  if (outcome.left_out != NULL)
    {
      JsonBuilder *line = daybook_worker_line_begin (DAYBOOK_WORKER_RESULT);

      daybook_json_add_text (line, "left_out", outcome.left_out->str);
      daybook_worker_line_end (line);
    }
  daybook_worker_print_account (account_id);
  return TRUE;
}

static gboolean
asks_for_secret (DaybookWorker *worker, const DaybookSignInRequest *request)
{
  DaybookProvider *provider = request->provider != NULL ? daybook_registry_find (request->provider) : NULL;

  if (request->account_id != 0)
    return daybook_sign_in_again_asks_for_secret (worker->store, request);
  return provider != NULL && daybook_sign_in_asks_for_secret (daybook_provider_get_info (provider), request);
}

/* Signs in with what stdin has for it: the secret, or else the address that a browser ended at. */
static gboolean
sign_in_with_stdin (DaybookWorker *worker, DaybookSignInRequest *request, GError **error)
{
  char *secret = NULL;
  gboolean ok;

  if (asks_for_secret (worker, request))
    {
      if (!daybook_worker_read_secret (&secret, error))
        return FALSE;
      request->secret = secret;
    }
  else
    {
      request->paste_fd = STDIN_FILENO;
    }
  ok = run_sign_in (worker, request, error);
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
  return ok;
}

gboolean
daybook_errand_connect (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_autofree char *sign_in = NULL;
  g_autofree char *name = NULL;
  g_autofree char *url = NULL;
  g_autofree char *user = NULL;
  g_auto (GStrv) pairs = NULL;
  int timeout = 0;
  const GOptionEntry entries[] = {
    { "sign-in", 0, 0, G_OPTION_ARG_STRING, &sign_in, "goa, browser, device, token, password, url, none", "WAY" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("What to call the account"), "NAME" },
    { "url", 0, 0, G_OPTION_ARG_STRING, &url, N_ ("Address of a server (a calendar’s comes on stdin)"), "URL" },
    { "user", 0, 0, G_OPTION_ARG_STRING, &user, N_ ("User name"), "USER" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &pairs, N_ ("A setting"), "KEY=VALUE" },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout, N_ ("Give up after so many seconds"), "S" },
    { NULL }
  };
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  DaybookSignInRequest request = { .paste_fd = -1 };

  if (!daybook_errand_parse (worker, "connect", entries, &argc, &argv, error))
    return FALSE;
  if (argc < 2)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, "daybook-worker connect PROVIDER [KEY=VALUE]…");
      return FALSE;
    }
  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    {
      if (!take_pair (settings, pairs[i], error))
        return FALSE;
    }
  for (int i = 2; i < argc; i++)
    {
      if (!take_pair (settings, argv[i], error))
        return FALSE;
    }
  request.provider = argv[1];
  request.sign_in = sign_in;
  request.name = name;
  request.url = url;
  request.user = user;
  request.settings = settings;
  request.timeout = (guint) CLAMP (timeout, 0, 3600);
  return sign_in_with_stdin (worker, &request, error);
}

gboolean
daybook_errand_reconnect (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_autofree char *sign_in = NULL;
  g_autofree char *url = NULL;
  g_autofree char *user = NULL;
  int timeout = 0;
  const GOptionEntry entries[] = {
    { "sign-in", 0, 0, G_OPTION_ARG_STRING, &sign_in, N_ ("By another way than before"), "WAY" },
    { "url", 0, 0, G_OPTION_ARG_STRING, &url, N_ ("Address of a server (a calendar’s comes on stdin)"), "URL" },
    { "user", 0, 0, G_OPTION_ARG_STRING, &user, N_ ("User name"), "USER" },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout, N_ ("Give up after so many seconds"), "S" },
    { NULL }
  };
  DaybookSignInRequest request = { .paste_fd = -1 };

  if (!daybook_errand_parse (worker, "reconnect", entries, &argc, &argv, error))
    return FALSE;
  if (argc != 2)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, "daybook-worker reconnect ACCOUNT");
      return FALSE;
    }
  request.sign_in = sign_in;
  request.url = url;
  request.user = user;
  request.timeout = (guint) CLAMP (timeout, 0, 3600);
  return daybook_worker_resolve (worker, DAYBOOK_KIND_ACCOUNT, argv[1], &request.account_id, error)
         && sign_in_with_stdin (worker, &request, error);
}

gboolean
daybook_errand_disconnect (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  gboolean keep_data = FALSE;
  const GOptionEntry entries[] = {
    { "keep-data", 0, 0, G_OPTION_ARG_NONE, &keep_data, N_ ("Keep what was synced"), NULL },
    { NULL }
  };
  DaybookServices *services;
  DaybookSignOut result;
  JsonBuilder *line;
  gint64 account_id;

  if (!daybook_errand_parse (worker, "disconnect", entries, &argc, &argv, error))
    return FALSE;
  if (argc != 2)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           "daybook-worker disconnect ACCOUNT [--keep-data]");
      return FALSE;
    }
  services = daybook_worker_get_services (worker, error);
  if (services == NULL || !daybook_worker_resolve (worker, DAYBOOK_KIND_ACCOUNT, argv[1], &account_id, error)
      || !daybook_sign_out (services, account_id, keep_data, &result, worker->cancellable, error))
    return FALSE;
  line = daybook_worker_line_begin (DAYBOOK_WORKER_RESULT);
  daybook_json_add_int (line, "kept", result.kept);
  daybook_json_add_bool (line, "revoked", result.revoked);
  daybook_worker_line_end (line);
  return TRUE;
}
