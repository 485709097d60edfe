/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A service's own settings as a provider reads them: the source's value, else the account's, else the default. */
#include "providers/daybook-provider.h"

static const DaybookProviderSetting *
find_setting (const DaybookProviderInfo *info, const char *key)
{
  return daybook_provider_setting_find (info->settings, info->n_settings, key);
}

/* (transfer full) (nullable) */
static char *
look_up (const DaybookProviderSetting *setting, const DaybookAccount *account, const DaybookSource *source)
{
  char *value = NULL;

  if (setting->per_source && source != NULL)
    value = daybook_provider_setting_read (setting, source->settings);
  if (value == NULL && account != NULL)
    value = daybook_provider_setting_read (setting, account->settings);
  return value != NULL ? value : g_strdup (setting->default_value);
}

/* @account and @source may be NULL. */
gboolean
daybook_provider_get_setting_bool (const DaybookProviderInfo *info, const DaybookAccount *account,
                                   const DaybookSource *source, const char *key)
{
  const DaybookProviderSetting *setting = find_setting (info, key);
  g_autofree char *value = NULL;

  g_return_val_if_fail (setting != NULL, FALSE);
  value = look_up (setting, account, source);
  return g_strcmp0 (value, "on") == 0;
}

/* Inside the bounds that the setting declares. */
gint64
daybook_provider_get_setting_int (const DaybookProviderInfo *info, const DaybookAccount *account,
                                  const DaybookSource *source, const char *key)
{
  const DaybookProviderSetting *setting = find_setting (info, key);
  g_autofree char *value = NULL;

  g_return_val_if_fail (setting != NULL, 0);
  value = look_up (setting, account, source);
  return CLAMP (value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0, setting->min, setting->max);
}

/* Never NULL. (transfer full) */
char *
daybook_provider_get_setting_text (const DaybookProviderInfo *info, const DaybookAccount *account,
                                   const DaybookSource *source, const char *key)
{
  const DaybookProviderSetting *setting = find_setting (info, key);
  char *value;

  g_return_val_if_fail (setting != NULL, g_strdup (""));
  value = look_up (setting, account, source);
  return value != NULL ? value : g_strdup ("");
}
