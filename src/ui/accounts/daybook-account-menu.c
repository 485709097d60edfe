/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "accounts/daybook-account-card.h"

static void
append (GMenu *menu, const char *label, const char *action, gint64 id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "x", id);
  g_menu_append_item (menu, item);
}

static gboolean
is_sample (DaybookWorkspace *workspace, const DaybookAccount *account)
{
  DaybookService *service =
    daybook_service_catalog_find (daybook_workspace_get_services (workspace), account->provider);

  return service != NULL && daybook_service_is_sample (service);
}

GMenuModel *
daybook_account_menu_new (DaybookWorkspace *workspace, DaybookAccountRow *row, gboolean with_open)
{
  const DaybookAccount *account = daybook_account_row_get_account (row);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) manage = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();

  if (with_open)
    append (manage, _("_Open"), "account.open", account->id);
  append (manage, _("_Rename…"), "account.rename", account->id);
  if (account->status == DAYBOOK_ACCOUNT_DISCONNECTED)
    append (manage, _("_Sign In…"), "account.sign-in", account->id);
  else
    {
      if (account->paused)
        append (manage, _("Re_sume"), "account.resume", account->id);
      else
        append (manage, _("_Pause"), "account.pause", account->id);
      append (manage, _("Sync _Fully"), "account.sync-fully", account->id);
      if (!is_sample (workspace, account))
        append (manage, _("Sign In A_gain…"), "account.sign-in", account->id);
    }
  if (is_sample (workspace, account))
    append (end, _("Remove Sample _Data"), "account.remove-sample", account->id);
  else
    append (end, _("_Disconnect…"), "account.disconnect", account->id);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (manage));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}
