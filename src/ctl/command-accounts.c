/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "daybook-options.h"
#include "daybook-rows.h"
#include "daybook-service-description.h"
#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"

gboolean
daybook_command_accounts (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) accounts = NULL;
  DaybookStore *store;

  if (!daybook_options_parse (ctl, "accounts", NULL, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "accounts", error))
    return FALSE;
  store = daybook_ctl_get_store (ctl, error);
  accounts = store != NULL ? daybook_store_list_accounts (store, error) : NULL;
  if (accounts == NULL)
    return FALSE;
  daybook_rows_print_accounts (ctl, accounts, _ ("No account is connected. Try “daybookctl connect sample”."));
  return TRUE;
}

static gboolean
edit_account (DaybookCtl *ctl, gint64 id, const char *name, int paused, char **settings, GError **error)
{
  DaybookStore *store = daybook_ctl_get_store (ctl, error);
  g_autoptr (DaybookAccount) account = daybook_store_get_account (store, id, error);
  g_autofree char *label = NULL;

  if (account == NULL)
    return FALSE;
  if (name != NULL && !daybook_options_text (name, _ ("An account needs a name."), error))
    return FALSE;
  label = g_strdup_printf (_ ("Change account “%s”"), account->name);
  if (name != NULL)
    {
      g_free (account->name);
      account->name = g_strdup (name);
    }
  if (paused >= 0)
    account->paused = paused;
  if (settings != NULL)
    {
      g_autoptr (DaybookServiceDescription) known = daybook_service_description_ask (ctl, account->provider, error);

      if (known == NULL
          || !daybook_service_description_merge_settings (known, FALSE, settings, &account->settings, error))
        return FALSE;
    }
  if (!daybook_store_begin_change (store, label, error))
    return FALSE;
  if (!daybook_store_edit_account (store, account, error))
    {
      daybook_store_rollback (store);
      return FALSE;
    }
  return daybook_store_commit (store, error);
}

gboolean
daybook_command_account (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *name = NULL;
  gboolean pause = FALSE;
  gboolean resume = FALSE;
  g_auto (GStrv) settings = NULL;
  const GOptionEntry entries[] = {
    { "rename", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("Give the account another name"), N_ ("NAME") },
    { "pause", 0, 0, G_OPTION_ARG_NONE, &pause, N_ ("Stop syncing it"), NULL },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &resume, N_ ("Sync it again"), NULL },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings, N_ ("Change a setting: interval (minutes), …"), N_ ("KEY=VALUE") },
    { NULL }
  };
  g_autoptr (DaybookAccount) account = NULL;
  gint64 id;

  if (!daybook_options_parse (ctl, "account", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 1, 1, "account ID [--rename NAME] [--pause | --resume] [--set KEY=VALUE]",
                                  error)
      || !daybook_options_row (ctl, DAYBOOK_KIND_ACCOUNT, argv[1], &id, error))
    return FALSE;
  if (pause && resume)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("Either --pause or --resume."));
      return FALSE;
    }
  if ((name != NULL || pause || resume || settings != NULL)
      && !edit_account (ctl, id, name, pause ? TRUE : resume ? FALSE : -1, settings, error))
    return FALSE;
  account = daybook_store_get_account (ctl->store, id, error);
  if (account == NULL)
    return FALSE;
  daybook_rows_print_account (ctl, account);
  return TRUE;
}
