/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-family.h"

#include <string.h>

#include "store/daybook-accounts.h"

/* Whether there is another service whose accounts may live on the same sign-in. */
gboolean
daybook_family_is_shared (const DaybookProviderInfo *info)
{
  g_autoptr (GPtrArray) providers = daybook_registry_list ();
  guint n = 0;

  for (guint i = 0; i < providers->len; i++)
    n += g_str_equal (daybook_provider_get_info (providers->pdata[i])->family, info->family);
  return n > 1 && (info->sign_in & DAYBOOK_SIGN_IN_BROWSER) != 0;
}

/* Whether @account is one of the family's that was signed in to in a browser and is still connected. */
static gboolean
belongs (DaybookStore *store, const DaybookProviderInfo *info, const DaybookAccount *account)
{
  DaybookProvider *provider = daybook_registry_find (account->provider);
  g_autoptr (DaybookGrant) grant = NULL;

  if (provider == NULL || account->status == DAYBOOK_ACCOUNT_DISCONNECTED
      || !g_str_equal (daybook_provider_get_info (provider)->family, info->family))
    return FALSE;
  grant = daybook_store_get_grant (store, account->grant_id, NULL);
  return grant != NULL && g_strcmp0 (grant->sign_in, "browser") == 0;
}

/* The family's accounts of one person, or of everybody where @identity is NULL, but for the account @except (0 none):
 * DaybookAccount. (transfer full) */
GPtrArray *
daybook_family_list_accounts (DaybookStore *store, const DaybookProviderInfo *info, const char *identity, gint64 except)
{
  g_autoptr (GPtrArray) accounts = daybook_store_list_accounts (store, NULL);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_account_free);

  for (guint i = 0; accounts != NULL && daybook_family_is_shared (info) && i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];

      if (account->id != except && belongs (store, info, account)
          && (identity == NULL || (account->identity != NULL && g_ascii_strcasecmp (account->identity, identity) == 0)))
        g_ptr_array_add (found, daybook_account_copy (account));
    }
  return found;
}

/* Who is likely to sign in to this service: the one person of the family who has another of its services and not
 * this one. NULL: nobody, or several. (transfer full) */
char *
daybook_family_guess_person (DaybookStore *store, const DaybookProviderInfo *info)
{
  g_autoptr (GPtrArray) accounts = daybook_family_list_accounts (store, info, NULL, 0);
  const char *person = NULL;

  for (guint i = 0; i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];
      gboolean has_this = FALSE;

      for (guint j = 0; j < accounts->len; j++)
        {
          const DaybookAccount *other = accounts->pdata[j];

          has_this |= g_str_equal (other->provider, info->id) && g_strcmp0 (other->identity, account->identity) == 0;
        }
      if (has_this || account->identity == NULL)
        continue;
      if (person != NULL && g_strcmp0 (person, account->identity) != 0)
        return NULL;
      person = account->identity;
    }
  return g_strdup (person);
}

/* Every scope of both once, in the order they come. Both may be NULL. (transfer full) */
char *
daybook_scopes_join (const char *some, const char *more)
{
  const char *const lists[] = { some, more };
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_auto (GStrv) words = g_strsplit (lists[i] != NULL ? lists[i] : "", " ", -1);

      for (guint j = 0; words[j] != NULL; j++)
        {
          if (*words[j] != '\0' && !g_ptr_array_find_with_equal_func (scopes, words[j], g_str_equal, NULL))
            g_ptr_array_add (scopes, g_strdup (words[j]));
        }
    }
  g_ptr_array_add (scopes, NULL);
  return g_strjoinv (" ", (char **) scopes->pdata);
}

/* Services name scopes in any case, with or without the address of what they are for. */
static gboolean
has_scope (char **granted, const char *wanted)
{
  for (guint i = 0; granted[i] != NULL; i++)
    {
      const char *slash = strrchr (granted[i], '/');

      if (g_ascii_strcasecmp (granted[i], wanted) == 0
          || (slash != NULL && g_ascii_strcasecmp (slash + 1, wanted) == 0))
        return TRUE;
    }
  return FALSE;
}

/* Whether all of @wanted was granted. Both may be NULL. */
gboolean
daybook_scopes_cover (const char *granted, const char *wanted)
{
  g_auto (GStrv) have = g_strsplit (granted != NULL ? granted : "", " ", -1);
  g_auto (GStrv) need = g_strsplit (wanted != NULL ? wanted : "", " ", -1);

  for (guint i = 0; need[i] != NULL; i++)
    {
      if (*need[i] != '\0' && !has_scope (have, need[i]))
        return FALSE;
    }
  return TRUE;
}

/* @scopes but for those of @spare. Both may be NULL. (transfer full) */
char *
daybook_scopes_without (const char *scopes, const char *spare)
{
  g_auto (GStrv) words = g_strsplit (scopes != NULL ? scopes : "", " ", -1);
  g_auto (GStrv) unwanted = g_strsplit (spare != NULL ? spare : "", " ", -1);
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (!g_strv_contains ((const char *const *) unwanted, words[i]))
        g_strv_builder_add (left, words[i]);
    }
  list = g_strv_builder_end (left);
  return g_strjoinv (" ", list);
}
