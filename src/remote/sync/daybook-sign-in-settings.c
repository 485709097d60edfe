/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person sets while connecting: their own client, which is providers.ini's, and the account's settings. */
#include "sync/daybook-sign-in-settings.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "base/daybook-error.h"
#include "sync/daybook-sign-in.h"

#define DEFAULT_INTERVAL 15 /* minutes; what the agent does without a setting */

static const char *const client_keys[] = { "client-id", "client-secret", "tenant", NULL };

static const DaybookProviderSetting *
find_setting (const DaybookProviderInfo *info, const char *key)
{
  const DaybookProviderSetting *setting = daybook_provider_setting_find (info->settings, info->n_settings, key);

  return setting != NULL ? setting : daybook_provider_setting_find_common (key);
}

static void
set_unknown (const DaybookProviderInfo *info, const char *key, GError **error)
{
  g_autoptr (GString) list = g_string_new ("interval, suggest, write_back");

  for (gsize i = 0; i < info->n_settings; i++)
    g_string_append_printf (list, ", %s", info->settings[i].key);
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("%s has no setting “%s”. It has: %s."), _ (info->name), key,
               list->str);
}

/* Whether @settings (nullable; text by key) are ones that this service has, with values it can have. USAGE else. */
gboolean
daybook_sign_in_check_settings (const DaybookProviderInfo *info, GHashTable *settings, GError **error)
{
  GHashTableIter iter;
  gpointer key, value;

  if (settings == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, settings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const DaybookProviderSetting *setting = find_setting (info, key);

      if (g_strv_contains (client_keys, key) || g_str_equal (key, DAYBOOK_SIGN_IN_ALSO))
        continue;
      if (setting == NULL)
        {
          set_unknown (info, key, error);
          return FALSE;
        }
      if (!daybook_provider_setting_check (setting, value, error))
        return FALSE;
    }
  return TRUE;
}

/* The person's own client goes to providers.ini. */
gboolean
daybook_sign_in_keep_client (const DaybookProviderInfo *info, GHashTable *settings, DaybookServiceConfig *config,
                             GError **error)
{
  for (guint i = 0; settings != NULL && client_keys[i] != NULL; i++)
    {
      const char *value = g_hash_table_lookup (settings, client_keys[i]);

      if (value != NULL && !daybook_service_config_set (config, info->family, client_keys[i], value, error))
        return FALSE;
    }
  return TRUE;
}

/* The rest, which daybook_sign_in_check_settings() let pass, as the settings of a new account. (transfer full) */
char *
daybook_sign_in_make_settings (const DaybookProviderInfo *info, GHashTable *settings)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  GHashTableIter iter;
  gpointer key, value;

  json_node_take_object (root, object);
  if (info->default_interval != DEFAULT_INTERVAL && info->default_interval > 0)
    json_object_set_int_member (object, "interval", info->default_interval);
  if (settings != NULL)
    {
      g_hash_table_iter_init (&iter, settings);
      while (g_hash_table_iter_next (&iter, &key, &value))
        {
          const DaybookProviderSetting *setting = find_setting (info, key);

          if (setting != NULL && *(const char *) value != '\0')
            json_object_set_member (object, key, daybook_provider_setting_to_node (setting, value));
        }
    }
  return json_to_string (root, FALSE);
}
