/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* One setting that every account has, as a switch for each account; where sources may have their own, for each of these
 * as well, under their account. Hidden while there is no account. */
#define DAYBOOK_TYPE_ACCOUNT_SWITCHES (daybook_account_switches_get_type ())
G_DECLARE_FINAL_TYPE (DaybookAccountSwitches, daybook_account_switches, DAYBOOK, ACCOUNT_SWITCHES, AdwPreferencesGroup)

/* @key: of daybook_provider_setting_find_common(). */
void daybook_account_switches_set_workspace (DaybookAccountSwitches *self, DaybookWorkspace *workspace, const char *key);
void daybook_account_switches_update (DaybookAccountSwitches *self);

G_END_DECLS
