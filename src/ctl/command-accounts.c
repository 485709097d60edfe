/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "daybook-options.h"
#include "daybook-rows.h"
#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"

#define INTERVAL_MAX_MINUTES (7 * 24 * 60)

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
  daybook_rows_print (ctl, accounts, (DaybookRowFunc) daybook_row_account, daybook_columns_accounts,
                      _ ("No account is connected. Try “daybookctl connect sample”."));
  return TRUE;
}

/* Settings that Daybook itself reads are refused where it could not; a service's own pass. */
static gboolean
check_setting (const char *key, const char *value, GError **error)
{
  static const char *const switches[] = { "suggest", "write_back", NULL };
  gboolean on;

  if (*value == '\0')
    return TRUE;
  if (g_strv_contains (switches, key))
    return daybook_options_boolean (value, &on, error);
  if (!g_str_equal (key, "interval") || g_ascii_string_to_signed (value, 10, 1, INTERVAL_MAX_MINUTES, NULL, NULL))
    return TRUE;
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is no interval: write minutes, from 1 to %d (a week)."),
               value, INTERVAL_MAX_MINUTES);
  return FALSE;
}

static gboolean
edit_account (DaybookCtl *ctl, gint64 id, const char *name, int paused, char **settings, GError **error)
{
  DaybookStore *store = daybook_ctl_get_store (ctl, error);
  g_autoptr (DaybookAccount) account = daybook_store_get_account (store, id, error);
  g_autofree char *label = NULL;

  if (account == NULL)
    return FALSE;
  if (name != NULL && *name == '\0')
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("An account needs a name."));
      return FALSE;
    }
  label = g_strdup_printf (_ ("Change account “%s”"), account->name);
  if (name != NULL)
    {
      g_free (account->name);
      account->name = g_strdup (name);
    }
  if (paused >= 0)
    account->paused = paused;
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      g_autofree char *key = NULL;
      g_autofree char *value = NULL;

      if (!daybook_options_pair (settings[i], &key, &value, error) || !check_setting (key, value, error)
          || !daybook_options_merge_settings (&account->settings, key, value, error))
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
      || !daybook_options_expect (argc, 1, 1, "account ID [--rename NAME] [--pause | --resume] [--set KEY=VALUE]", error)
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
  daybook_rows_print_one (ctl, account, (DaybookRowFunc) daybook_row_account);
  return TRUE;
}
