/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "records/daybook-provider-setting.h"

G_BEGIN_DECLS

/* The row that shows a declared setting and lets a person change it: a switch, a number or a text.
 *
 * Signal "changed" (const char *value): the person chose another one, as text that passes the setting's check. */
#define DAYBOOK_TYPE_SETTING_EDITOR (daybook_setting_editor_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSettingEditor, daybook_setting_editor, DAYBOOK, SETTING_EDITOR, GObject)

DaybookSettingEditor *daybook_setting_editor_new (const DaybookProviderSetting *setting);
GtkWidget *daybook_setting_editor_get_row (DaybookSettingEditor *self);
const DaybookProviderSetting *daybook_setting_editor_get_setting (DaybookSettingEditor *self);
void daybook_setting_editor_show (DaybookSettingEditor *self, const char *value);

G_END_DECLS
