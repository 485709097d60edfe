/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/daybook-account-row.h"
#include "records/daybook-provider-setting.h"

G_BEGIN_DECLS

/* What a person changes about an account and its sources. Each is one step of Undo, made on the store's
 * thread to the row as it is then, so that a sync in between conflicts with nothing. */

void daybook_account_rename (DaybookWorkspace *workspace, DaybookAccountRow *row, const char *name);
void daybook_account_pause (DaybookWorkspace *workspace, DaybookAccountRow *row, gboolean pause);
/* @minutes between two syncs; 0 = as Preferences say. */
void daybook_account_set_interval (DaybookWorkspace *workspace, DaybookAccountRow *row, int minutes);
/* Of the account @id, called @name. @value as text that passes the setting's check; "" = the default. */
void daybook_account_set_setting (DaybookWorkspace *workspace, gint64 id, const char *name,
                                  const DaybookProviderSetting *setting, const char *value);
int daybook_account_get_interval (const DaybookAccount *account);

void daybook_source_enable (DaybookWorkspace *workspace, const DaybookSource *source, gboolean enable);
/* 0 = none. */
void daybook_source_set_project (DaybookWorkspace *workspace, const DaybookSource *source, gint64 project_id);
void daybook_source_set_person (DaybookWorkspace *workspace, const DaybookSource *source, gint64 person_id);
void daybook_source_set_setting (DaybookWorkspace *workspace, const DaybookSource *source,
                                 const DaybookProviderSetting *setting, const char *value);
void daybook_source_set_window (DaybookWorkspace *workspace, const DaybookSource *source, int back, int ahead);
void daybook_source_confirm_deletions (DaybookWorkspace *workspace, const DaybookSource *source);
void daybook_source_retry (DaybookWorkspace *workspace, const DaybookSource *source);

G_END_DECLS
