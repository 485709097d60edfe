/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-grant-credentials.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "net/daybook-fixed-credentials.h"
#include "net/daybook-goa.h"
#include "net/daybook-token-source.h"
#include "store/daybook-accounts.h"

/* A text member of the grant's settings; NULL where there is none. (transfer full) */
char *
daybook_grant_get_setting (const DaybookGrant *grant, const char *key)
{
  g_autofree char *pointer = g_strconcat ("/", key, NULL);

  return grant->settings != NULL ? daybook_json_find_string (grant->settings, strlen (grant->settings), pointer) : NULL;
}

/* Takes over what an exchange wants to be remembered (@kept: text by key) into the settings of @grant and its row. Where
 * credentials may go, and in whose name, is settled when one signs in, and by nothing that a service says later. */
gboolean
daybook_grant_keep_settings (DaybookStore *store, DaybookGrant *grant, GHashTable *kept, GError **error)
{
  static const char *const ours[] = { DAYBOOK_FILE_SETTING, DAYBOOK_URL_SETTING, DAYBOOK_USER_SETTING,
                                      DAYBOOK_GOA_SETTING, DAYBOOK_ORIGINS_SETTING, NULL };
  const char *known = grant->settings != NULL ? grant->settings : "{}";
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *settings = NULL;
  GHashTableIter iter;
  gpointer key, value;

  if (g_hash_table_size (kept) == 0)
    return TRUE;
  root = json_from_string (known, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_clear_pointer (&root, json_node_unref);
      root = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (root, json_object_new ());
    }
  g_hash_table_iter_init (&iter, kept);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (!g_strv_contains (ours, key))
        json_object_set_string_member (json_node_get_object (root), key, value);
    }
  settings = json_to_string (root, FALSE);
  if (g_str_equal (settings, known))
    return TRUE;
  g_free (grant->settings);
  grant->settings = g_steal_pointer (&settings);
  return daybook_store_update_grant (store, grant, error);
}

static DaybookCredentials *
make_token_source (DaybookServices *services, const DaybookGrant *grant, const DaybookProviderInfo *info, GError **error)
{
  g_autoptr (DaybookOAuthClient) client = daybook_services_new_oauth_client (services, info, error);
  g_autofree char *folder = NULL;

  if (client == NULL)
    return NULL;
  folder = g_path_get_dirname (daybook_store_get_path (daybook_services_get_store (services)));
  return DAYBOOK_CREDENTIALS (daybook_token_source_new (daybook_services_get_transport (services),
                                                        daybook_services_get_secrets (services), folder, client, grant));
}

static DaybookCredentials *
make_pasted (DaybookServices *services, const DaybookGrant *grant, GError **error)
{
  g_autoptr (DaybookTokens) tokens = daybook_tokens_look_up (daybook_services_get_secrets (services), grant, error);

  return tokens != NULL ? DAYBOOK_CREDENTIALS (daybook_fixed_credentials_new_for_pasted (tokens)) : NULL;
}

static DaybookCredentials *
make_password (DaybookServices *services, const DaybookGrant *grant, GError **error)
{
  g_autofree char *name = daybook_secrets_name_for_grant (grant, DAYBOOK_PASSWORD_SECRET);
  g_autofree char *user = daybook_grant_get_setting (grant, DAYBOOK_USER_SETTING);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) secret = daybook_secrets_get (daybook_services_get_secrets (services), name, &local);
  DaybookCredentials *credentials;
  char *password;
  gsize length;
  gconstpointer data;

  if (secret == NULL || user == NULL)
    {
      if (local != NULL && !g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND))
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED, _ ("Nobody is signed in. Sign in again."));
      return NULL;
    }
  data = g_bytes_get_data (secret, &length);
  password = g_strndup (data, length);
  credentials = DAYBOOK_CREDENTIALS (daybook_fixed_credentials_new_for_password (user, password));
  daybook_credentials_wipe (password);
  return credentials;
}

static gboolean
is_disabled (const DaybookGoaAccount *account, const DaybookProviderInfo *info)
{
  g_auto (GStrv) kinds = g_strsplit (info->kinds, ",", -1);

  return g_strv_contains ((const char *const *) kinds, "mail") ? account->mail_disabled : account->calendar_disabled;
}

/* As the account is now in Settings: it may be gone, wait for its person, or be switched off. */
static DaybookCredentials *
make_goa (const DaybookGrant *grant, const DaybookProviderInfo *info, GError **error)
{
  g_autofree char *id = daybook_grant_get_setting (grant, DAYBOOK_GOA_SETTING);
  g_autoptr (GPtrArray) accounts = daybook_goa_list (NULL);

  for (guint i = 0; i < accounts->len; i++)
    {
      const DaybookGoaAccount *account = accounts->pdata[i];

      if (g_strcmp0 (account->id, id) != 0)
        continue;
      if (account->attention_needed)
        {
          g_propagate_error (error, daybook_goa_error_attention (account->name));
          return NULL;
        }
      if (is_disabled (account, info))
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
                       _ ("%s is switched off for %s in Settings › Online Accounts."), account->name, _ (info->name));
          return NULL;
        }
      return DAYBOOK_CREDENTIALS (daybook_goa_credentials_new (account));
    }
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
               _ ("%s is not in Settings › Online Accounts any more. Add it there, or sign in another way."),
               grant->identity);
  return NULL;
}

/* @credentials (transfer full) is NULL for ways that send none. FALSE with AUTH_REQUIRED, KEYRING_LOCKED and the like. */
gboolean
daybook_grant_find_credentials (DaybookServices *services,
                                const DaybookGrant *grant,
                                const DaybookProviderInfo *info,
                                DaybookCredentials **credentials,
                                GError **error)
{
  const char *way = grant->sign_in != NULL ? grant->sign_in : "";

  *credentials = NULL;
  if (g_str_equal (way, "token"))
    *credentials = make_pasted (services, grant, error);
  else if (g_str_equal (way, "password"))
    *credentials = make_password (services, grant, error);
  else if (g_str_equal (way, "goa"))
    *credentials = make_goa (grant, info, error);
  else if ((g_str_equal (way, "browser") || g_str_equal (way, "device")) && info->oauth != NULL)
    *credentials = make_token_source (services, grant, info, error);
  else
    return TRUE;
  return *credentials != NULL;
}
