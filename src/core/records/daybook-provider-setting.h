/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One setting that a service declares for its accounts and, where it says so, for each source of them. A row's
 * settings hold it as a member of their JSON object; what is absent has its default. */
typedef struct
{
  const char *key;           /* "days-back" */
  const char *type;          /* "bool" "int" "text" */
  const char *default_value; /* "on" "off", a decimal number, text; NULL: "off", 0, "" */
  gint64 min;                /* int: the least */
  gint64 max;                /* int: the most; text: how many characters, 0 = 1000 */
  const char *label;         /* N_() */
  const char *description;   /* N_() (nullable) */
  gboolean keeps_text;       /* bool: texts are kept for it; those that no such setting keeps are shredded */
  gboolean per_source;       /* a source may have its own over its account's */
} DaybookProviderSetting;

const DaybookProviderSetting *daybook_provider_setting_find (const DaybookProviderSetting *settings, gsize n_settings,
                                                             const char *key);
/* What every account has, whatever its service: interval, suggest, write_back; and, like every source: never_send. */
const DaybookProviderSetting *daybook_provider_setting_find_common (const char *key);

gboolean daybook_provider_setting_is_on (const char *value);
gboolean daybook_provider_setting_check (const DaybookProviderSetting *self, const char *value, GError **error);
JsonNode *daybook_provider_setting_to_node (const DaybookProviderSetting *self, const char *value);
char *daybook_provider_setting_read (const DaybookProviderSetting *self, const char *settings);

G_END_DECLS
