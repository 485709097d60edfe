/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a sign-in: grant, account, secrets and sources in one transaction. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "net/daybook-token-source.h"
#include "store/daybook-accounts.h"
#include "sync/daybook-grant-credentials.h"
#include "sync/daybook-sign-in-private.h"
#include "sync/daybook-sign-in-settings.h"
#include "sync/daybook-source-list.h"

gboolean
daybook_sign_in_is_file (DaybookSignInFlow *self)
{
  return self->address != NULL && g_str_has_prefix (self->address, "file:");
}

char *
daybook_sign_in_wanted_scopes (DaybookSignInFlow *self)
{
  const char *write_back = self->request->settings != NULL ? g_hash_table_lookup (self->request->settings, "write_back") : NULL;

  if (g_strcmp0 (write_back, "on") == 0 && self->info->write_scopes != NULL)
    return g_strdup (self->info->write_scopes);
  return g_strdup (self->info->scopes);
}

static void
set_text (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

/* The settings of the grant: what is no secret and every run needs. Ours last: what identify keeps cannot change them. */
static char *
make_grant_settings (DaybookSignInFlow *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  GHashTableIter iter;
  gpointer key, value;

  json_node_take_object (root, object);
  if (self->kept != NULL)
    {
      g_hash_table_iter_init (&iter, self->kept);
      while (g_hash_table_iter_next (&iter, &key, &value))
        set_text (object, key, value);
    }
  if (daybook_sign_in_is_file (self))
    set_text (object, DAYBOOK_FILE_SETTING, self->address);
  set_text (object, DAYBOOK_URL_SETTING, self->server);
  set_text (object, DAYBOOK_USER_SETTING, self->user);
  return json_to_string (root, FALSE);
}

static gboolean
keep_text (DaybookSignInFlow *self, const char *what, const char *text, GError **error)
{
  g_autofree char *name = daybook_secrets_name_for_grant (self->grant, what);
  g_autoptr (GBytes) value = g_bytes_new (text, strlen (text));

  return daybook_secrets_put (daybook_services_get_secrets (self->services), name, self->grant->id, self->grant->epoch,
                              value, error);
}

static gboolean
keep_secrets (DaybookSignInFlow *self, GError **error)
{
  if (self->tokens != NULL
      && !daybook_tokens_keep (daybook_services_get_secrets (self->services), self->grant, self->tokens, error))
    return FALSE;
  if (self->password != NULL && !keep_text (self, DAYBOOK_PASSWORD_SECRET, self->password, error))
    return FALSE;
  return self->address == NULL || daybook_sign_in_is_file (self)
         || keep_text (self, DAYBOOK_ADDRESS_SECRET, self->address, error);
}

/* Signed in by another way than before: the old one's secrets are no use to anybody. */
static gboolean
forget_other_way (DaybookSignInFlow *self, DaybookStore *store, const DaybookGrant *old, GError **error)
{
  g_autofree char *prefix = daybook_secrets_prefix_for_grant (old->id);

  return g_strcmp0 (old->sign_in, self->grant->sign_in) == 0 || daybook_store_delete_secrets (store, prefix, error);
}

/* An account that was connected before, or is signed in again, keeps its rows and choices. */
static gboolean
store_account (DaybookSignInFlow *self, DaybookStore *store, GError **error)
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
      if (!forget_other_way (self, store, old, error) || !daybook_store_update_grant (store, self->grant, error))
        return FALSE;
    }
  else
    {
      if (daybook_store_add_grant (store, self->grant, error) == 0)
        return FALSE;
      self->account->grant_id = self->grant->id;
      self->account->settings = daybook_sign_in_make_settings (self->info, self->request->settings);
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
store_all (DaybookSignInFlow *self, DaybookStore *store, GError **error)
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

gboolean
daybook_sign_in_store (DaybookSignInFlow *self, GError **error)
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
