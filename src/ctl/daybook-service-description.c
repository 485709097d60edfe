/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-service-description.h"

#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "daybook-errand.h"
#include "daybook-options.h"
#include "records/daybook-provider-setting.h"

struct _DaybookServiceDescription
{
  JsonNode *list; /* (owned) the worker's description of all services: the texts of @known are in it */
  GArray *known;  /* (owned) (element-type DaybookProviderSetting) */
  GPtrArray *ways; /* (owned) names, the best first; texts in @list */
};

/* The worker's description of @provider; NULL: it knows none of that name. (transfer none), of @list */
static JsonObject *
find_service (JsonNode *list, const char *provider)
{
  JsonArray *services = list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;

  for (guint i = 0; services != NULL && i < json_array_get_length (services); i++)
    {
      JsonNode *node = json_array_get_element (services, i);
      JsonObject *service = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (service != NULL
          && g_strcmp0 (json_object_get_string_member_with_default (service, "id", NULL), provider) == 0)
        return service;
    }
  return NULL;
}

/* The settings of @provider: (element-type DaybookProviderSetting), texts borrowed from @list. */
static GArray *
read_settings (JsonNode *list, const char *provider)
{
  GArray *settings = g_array_new (FALSE, TRUE, sizeof (DaybookProviderSetting));
  JsonObject *service = find_service (list, provider);
  JsonArray *array = service != NULL && json_object_has_member (service, "settings")
                         ? json_object_get_array_member (service, "settings")
                         : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      const DaybookProviderSetting setting = {
        .key = json_object_get_string_member_with_default (object, "key", ""),
        .type = json_object_get_string_member_with_default (object, "type", "text"),
        .min = json_object_get_int_member_with_default (object, "min", 0),
        .max = json_object_get_int_member_with_default (object, "max", 0),
        .per_source = json_object_get_boolean_member_with_default (object, "per_source", FALSE),
      };

      g_array_append_val (settings, setting);
    }
  return settings;
}

static JsonNode *
ask_worker (DaybookCtl *ctl, GError **error)
{
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "providers");
  const char *text;
  JsonNode *list;

  daybook_errand_never_agent (errand);
  if (!daybook_errand_run (errand, error))
    return NULL;
  text = daybook_errand_get_result (errand, "providers");
  list = text != NULL ? json_from_string (text, NULL) : NULL;
  if (list == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL,
                         _ ("The worker did not say what it can connect."));
  return list;
}

static void
set_unknown (GArray *known, gboolean of_source, const char *key, GError **error)
{
  g_autoptr (GString) list = g_string_new (of_source ? "never_send" : "interval, never_send, suggest, write_back");

  for (guint i = 0; i < known->len; i++)
    {
      const DaybookProviderSetting *setting = &g_array_index (known, DaybookProviderSetting, i);

      if (!of_source || setting->per_source)
        g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", setting->key);
    }
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("There is no setting “%s” here, only: %s."), key,
               list->str);
}

static const DaybookProviderSetting *
find_setting (GArray *known, gboolean of_source, const char *key)
{
  const DaybookProviderSetting *setting
      = daybook_provider_setting_find ((const DaybookProviderSetting *) (gpointer) known->data, known->len, key);

  if (setting != NULL && (!of_source || setting->per_source))
    return setting;
  setting = daybook_provider_setting_find_common (key);
  return setting != NULL && (!of_source || setting->per_source) ? setting : NULL;
}

static void
store (JsonObject *object, const DaybookProviderSetting *setting, const char *value)
{
  if (*value == '\0')
    json_object_remove_member (object, setting->key);
  else
    json_object_set_member (object, setting->key, daybook_provider_setting_to_node (setting, value));
}

static GPtrArray *
read_ways (JsonNode *list, const char *provider)
{
  GPtrArray *ways = g_ptr_array_new ();
  JsonObject *service = find_service (list, provider);
  JsonArray *array = service != NULL && json_object_has_member (service, "sign_in")
                         ? json_object_get_array_member (service, "sign_in")
                         : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_ptr_array_add (ways, (gpointer) json_array_get_string_element (array, i));
  return ways;
}

/* What @provider is; the worker is asked, offline. One that nobody knows has neither ways nor settings. */
DaybookServiceDescription *
daybook_service_description_ask (DaybookCtl *ctl, const char *provider, GError **error)
{
  JsonNode *list = ask_worker (ctl, error);
  DaybookServiceDescription *self;

  if (list == NULL)
    return NULL;
  self = g_new0 (DaybookServiceDescription, 1);
  self->list = list;
  self->known = read_settings (list, provider);
  self->ways = read_ways (list, provider);
  return self;
}

void
daybook_service_description_free (DaybookServiceDescription *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->known);
  g_ptr_array_unref (self->ways);
  json_node_unref (self->list);
  g_free (self);
}

/* The way that is meant: @sign_in where the person says so, the password where they name its user, else the best one.
 * "" where there is none. */
const char *
daybook_service_description_choose_way (DaybookServiceDescription *self, const char *sign_in, const char *user)
{
  if (sign_in != NULL)
    return sign_in;
  for (guint i = 0; user != NULL && i < self->ways->len; i++)
    {
      if (g_str_equal (self->ways->pdata[i], "password"))
        return "password";
    }
  return self->ways->len > 0 ? self->ways->pdata[0] : "";
}

/* Sets what @pairs ("key=value") say in @settings, the JSON object of an account or, with @of_source, of one of its
 * sources; an empty value brings the default back. USAGE where the service declares no such setting, or none with
 * such a value; then nothing is changed. */
gboolean
daybook_service_description_merge_settings (DaybookServiceDescription *self,
                                            gboolean of_source,
                                            char **pairs,
                                            char **settings,
                                            GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (*settings != NULL ? *settings : "{}", NULL);

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_clear_pointer (&root, json_node_unref);
      root = json_from_string ("{}", NULL);
    }
  for (guint i = 0; pairs[i] != NULL; i++)
    {
      g_autofree char *key = NULL;
      g_autofree char *value = NULL;
      const DaybookProviderSetting *setting;

      if (!daybook_options_pair (pairs[i], &key, &value, error))
        return FALSE;
      setting = find_setting (self->known, of_source, key);
      if (setting == NULL)
        {
          set_unknown (self->known, of_source, key, error);
          return FALSE;
        }
      if (!daybook_provider_setting_check (setting, value, error))
        return FALSE;
      store (json_node_get_object (root), setting, value);
    }
  g_free (*settings);
  *settings = json_to_string (root, FALSE);
  return TRUE;
}
