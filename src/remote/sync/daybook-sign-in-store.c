/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a sign-in: grant, account, secrets and sources in one transaction. */
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "net/daybook-token-source.h"
#include "store/daybook-accounts.h"
#include "store/daybook-tasks.h"
#include "sync/daybook-family.h"
#include "sync/daybook-grant-credentials.h"
#include "sync/daybook-sign-in-private.h"
#include "sync/daybook-sender.h"
#include "sync/daybook-sign-in-settings.h"
#include "sync/daybook-source-list.h"

gboolean
daybook_sign_in_is_file (DaybookSignInFlow *self)
{
  return self->address != NULL && g_str_has_prefix (self->address, "file:");
}

/* As asked for now; signing in again, as the account is set up. */
static gboolean
wants_to_write (DaybookSignInFlow *self)
{
  const char *asked = self->request->settings != NULL ? g_hash_table_lookup (self->request->settings, "write_back") : NULL;
  const char *settings = self->account != NULL ? self->account->settings : NULL;
  g_autoptr (DaybookJsonReader) reader = NULL;

  if (asked != NULL)
    return g_str_equal (asked, "on");
  if (settings == NULL)
    return FALSE;
  reader = daybook_json_reader_new_for_data (settings, strlen (settings));
  return daybook_json_reader_find (reader, "/write_back") && daybook_json_reader_read_bool_or (reader, FALSE);
}

char *
daybook_sign_in_wanted_scopes (DaybookSignInFlow *self)
{
  if (wants_to_write (self) && self->info->write_scopes != NULL)
    return g_strdup (self->info->write_scopes);
  return g_strdup (self->info->scopes);
}

static void
set_text (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

/* Which services of the family this sign-in may write to, whichever of them it was made for. */
static void
note_writable (DaybookSignInFlow *self, JsonObject *object)
{
  g_autoptr (GPtrArray) providers = daybook_registry_list ();

  for (guint i = 0; i < providers->len; i++)
    {
      const DaybookProviderInfo *info = daybook_provider_get_info (providers->pdata[i]);
      g_autofree char *member = g_strconcat (DAYBOOK_WRITE_SETTING_PREFIX, info->id, NULL);

      if (g_str_equal (info->family, self->info->family) && info->write_scopes != NULL && *info->write_scopes != '\0'
          && daybook_scopes_cover (self->grant->scopes, info->write_scopes))
        set_text (object, member, "yes");
    }
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
  if (daybook_sign_in_is_file (self) || (self->info->capabilities & DAYBOOK_CAPABILITY_LOCAL) != 0)
    set_text (object, DAYBOOK_LOCAL_SETTING, "yes");
  set_text (object, DAYBOOK_URL_SETTING, self->server);
  set_text (object, DAYBOOK_USER_SETTING, self->user);
  set_text (object, DAYBOOK_GOA_SETTING, self->goa != NULL ? self->goa->id : NULL);
  note_writable (self, object);
  return json_to_string (root, FALSE);
}

/* What identify keeps is in the grant's settings from then on: the provider finds it there when it lists sources. */
void
daybook_sign_in_settle_grant (DaybookSignInFlow *self)
{
  g_free (self->grant->settings);
  self->grant->settings = make_grant_settings (self);
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

/* ---- the grant ---- */

/* A grant of the same person in the same family that the new sign-in covers: the account will live on it, so that one
 * sign-in, one refresh and one withdrawal serve both. 0 = none. Narrower than before, it would break the other
 * account: then the new one stands alone. */
static gint64
find_shared_grant (DaybookSignInFlow *self, DaybookStore *store)
{
  g_autoptr (GPtrArray) accounts = NULL;

  if (self->shared_grant != 0)
    return self->shared_grant;
  if (self->way->way != DAYBOOK_SIGN_IN_BROWSER || self->account->identity == NULL)
    return 0;
  accounts = daybook_family_list_accounts (store, self->info, self->account->identity, self->account->id);
  for (guint i = 0; i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];
      g_autoptr (DaybookGrant) grant = daybook_store_get_grant (store, account->grant_id, NULL);

      if (grant != NULL && daybook_scopes_cover (self->grant->scopes, grant->scopes))
        return grant->id;
    }
  return 0;
}

/* An account that was connected before keeps its rows and choices. */
static void
find_account (DaybookSignInFlow *self, DaybookStore *store)
{
  g_autoptr (DaybookAccount) known
      = self->request->account_id == 0 && self->account->id == 0
            ? daybook_store_find_account (store, self->info->id, self->account->identity)
            : NULL;

  if (known == NULL)
    return;
  daybook_account_free (self->account);
  self->account = g_steal_pointer (&known);
}

/* The grant that will hold what was signed in for; 0: a new one. */
static gint64
find_grant (DaybookSignInFlow *self, DaybookStore *store)
{
  if (self->account->id != 0 && self->shared_grant == 0)
    return self->account->grant_id;
  return find_shared_grant (self, store);
}

static gboolean
store_grant (DaybookSignInFlow *self, DaybookStore *store, gint64 id, GError **error)
{
  g_autoptr (DaybookGrant) old = NULL;

  g_free (self->grant->identity);
  self->grant->identity = g_strdup (self->account->identity);
  daybook_sign_in_settle_grant (self);
  if (id == 0)
    return daybook_store_add_grant (store, self->grant, error) != 0;
  old = daybook_store_get_grant (store, id, error);
  if (old == NULL)
    return FALSE;
  self->grant->id = old->id;
  self->grant->epoch = old->epoch;
  return forget_other_way (self, store, old, error) && daybook_store_update_grant (store, self->grant, error);
}

/* Nobody lives on it any more: its tokens are no use to anybody. */
static gboolean
forget_empty_grant (DaybookStore *store, gint64 id, GError **error)
{
  g_autofree char *prefix = daybook_secrets_prefix_for_grant (id);

  return daybook_store_count_grant_accounts (store, id) > 0
         || (daybook_store_raise_grant_epoch (store, id, error) && daybook_store_delete_secrets (store, prefix, error));
}

static gboolean
move_account (DaybookSignInFlow *self, DaybookStore *store, const DaybookAccount *account, GError **error)
{
  return account->grant_id == self->grant->id
         || (daybook_store_set_account_grant (store, account->id, self->grant->id, account->identity, error)
             && forget_empty_grant (store, account->grant_id, error));
}

/* ---- the accounts ---- */

static void
set_connected (DaybookAccount *account)
{
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  g_clear_pointer (&account->reason, g_free);
  g_clear_pointer (&account->last_error, g_free);
  g_clear_pointer (&account->error_code, g_free);
  account->failures = 0;
  account->retry_at = DAYBOOK_INSTANT_NONE;
}

/* A box that was not ticked concerns another account of this sign-in. */
static void
set_not_allowed (DaybookAccount *account, const DaybookProviderInfo *info)
{
  account->status = DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
  g_clear_pointer (&account->reason, g_free);
  g_free (account->error_code);
  account->error_code = g_strdup (daybook_error_code_to_string (DAYBOOK_ERROR_AUTH_REQUIRED));
  g_free (account->last_error);
  account->last_error = g_strdup_printf (
      _ ("%s was not allowed all that Daybook needs: sign in again and leave every box ticked."), _ (info->name));
}

/* What the sign-in means for another account of the same person: it comes along onto the new grant where that covers
 * what it had, wakes up when it waited for a sign-in, and says so when its permission was left out. */
static gboolean
settle_relative (DaybookSignInFlow *self, DaybookStore *store, DaybookAccount *account, GError **error)
{
  const DaybookProviderInfo *info = daybook_provider_get_info (daybook_registry_find (account->provider));
  g_autoptr (DaybookGrant) grant = daybook_store_get_grant (store, account->grant_id, error);

  if (grant == NULL)
    return FALSE;
  if (grant->id != self->grant->id)
    return !daybook_scopes_cover (self->grant->scopes, grant->scopes) || move_account (self, store, account, error);
  if (!daybook_scopes_cover (self->grant->scopes, info->scopes))
    set_not_allowed (account, info);
  else if (account->status == DAYBOOK_ACCOUNT_NEEDS_SIGN_IN)
    set_connected (account);
  else
    return TRUE;
  return daybook_store_set_account_state (store, account, error)
         && daybook_store_set_next_sync (store, account->id, daybook_store_now (store), error);
}

static gboolean
settle_relatives (DaybookSignInFlow *self, DaybookStore *store, GError **error)
{
  g_autoptr (GPtrArray) accounts = NULL;

  if (self->way->way != DAYBOOK_SIGN_IN_BROWSER || self->account->identity == NULL)
    return TRUE;
  accounts = daybook_family_list_accounts (store, self->info, self->account->identity, self->account->id);
  for (guint i = 0; i < accounts->len; i++)
    {
      if (!settle_relative (self, store, accounts->pdata[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
store_account (DaybookSignInFlow *self, DaybookStore *store, GError **error)
{
  if (!store_grant (self, store, find_grant (self, store), error))
    return FALSE;
  if (self->account->id != 0)
    {
      if (!move_account (self, store, self->account, error))
        return FALSE;
      self->account->grant_id = self->grant->id;
    }
  else
    {
      self->account->grant_id = self->grant->id;
      self->account->settings = daybook_sign_in_make_settings (self->info, self->request->settings);
      if (daybook_store_add_account (store, self->account, error) == 0)
        return FALSE;
    }
  set_connected (self->account);
  self->account->sources_at = daybook_store_now (store);
  return daybook_store_set_account_state (store, self->account, error)
         && daybook_store_set_next_sync (store, self->account->id, daybook_store_now (store), error)
         && settle_relatives (self, store, error);
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
  /* What may be written to decides what tasks can tell. */
  if (!daybook_store_settle_open_tasks (store, error))
    return FALSE;
  subject = daybook_id_format (DAYBOOK_KIND_ACCOUNT, self->account->id);
  return daybook_store_audit (store, "worker", self->request->account_id != 0 ? "account.reconnect" : "account.connect",
                              subject, NULL, error);
}

static gboolean
store_in_one (DaybookSignInFlow *self, DaybookStore *store, GError **error)
{
  if (!daybook_store_begin (store, error))
    return FALSE;
  if (!store_all (self, store, error))
    {
      daybook_store_rollback (store);
      return FALSE;
    }
  return daybook_store_commit (store, error);
}

/* Where tokens take the place of others, no worker may be between reading the old ones and writing what it got for
 * them. */
gboolean
daybook_sign_in_store (DaybookSignInFlow *self, GError **error)
{
  DaybookStore *store = daybook_services_get_store (self->services);
  DaybookFileLock *lock = NULL;
  gint64 grant_id;
  gboolean ok;

  find_account (self, store);
  grant_id = find_grant (self, store);
  if (grant_id != 0 && self->tokens != NULL)
    {
      lock = daybook_services_lock_grant (self->services, grant_id, self->cancellable, error);
      if (lock == NULL)
        return FALSE;
    }
  ok = store_in_one (self, store, error);
  g_clear_pointer (&lock, daybook_file_lock_release);
  return ok;
}
