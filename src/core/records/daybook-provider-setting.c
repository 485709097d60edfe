/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-provider-setting.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"

#define TEXT_MAX 1000 /* characters, where a setting says nothing else */
#define INTERVAL_MAX_MINUTES (7 * 24 * 60)

static const DaybookProviderSetting common[] = {
  { .key = "interval", .type = "int", .default_value = "15", .min = 1, .max = INTERVAL_MAX_MINUTES, .label = N_ ("Interval"),
    .description = N_ ("Minutes between two syncs") },
  { .key = "never_send", .type = "bool", .default_value = "off", .label = N_ ("Never send"),
    .description = N_ ("Nothing of this is ever sent to a model, wherever the model runs"), .per_source = TRUE },
  { .key = "suggest", .type = "bool", .default_value = "on", .label = N_ ("Suggestions"),
    .description = N_ ("Look for things to do in what this account brings") },
  { .key = "write_back", .type = "bool", .default_value = "off", .label = N_ ("Write back"),
    .description = N_ ("Daybook may change things at the service") },
};

/* NULL: none is called so. */
const DaybookProviderSetting *
daybook_provider_setting_find (const DaybookProviderSetting *settings, gsize n_settings, const char *key)
{
  for (gsize i = 0; i < n_settings; i++)
    {
      if (g_str_equal (settings[i].key, key))
        return &settings[i];
    }
  return NULL;
}

const DaybookProviderSetting *
daybook_provider_setting_find_common (const char *key)
{
  return daybook_provider_setting_find (common, G_N_ELEMENTS (common), key);
}

static gboolean
parse_bool (const char *value, gboolean *on)
{
  static const char *const yes[] = { "on", "yes", "true", "1", NULL };
  static const char *const no[] = { "off", "no", "false", "0", NULL };

  *on = g_strv_contains (yes, value);
  return *on || g_strv_contains (no, value);
}

/* Whether @value (nullable) of a bool says yes: people and scripts write it in several ways. */
gboolean
daybook_provider_setting_is_on (const char *value)
{
  gboolean on = FALSE;

  return value != NULL && parse_bool (value, &on) && on;
}

static gint64
text_max (const DaybookProviderSetting *self)
{
  return self->max > 0 ? self->max : TEXT_MAX;
}

/* Whether @value may be stored; the empty one always may: it brings the default back. USAGE else. */
gboolean
daybook_provider_setting_check (const DaybookProviderSetting *self, const char *value, GError **error)
{
  gboolean on;

  if (*value == '\0')
    return TRUE;
  if (g_str_equal (self->type, "bool"))
    {
      if (parse_bool (value, &on))
        return TRUE;
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is no value for “%s”: write on or off."), value,
                   self->key);
      return FALSE;
    }
  if (g_str_equal (self->type, "int"))
    {
      if (g_ascii_string_to_signed (value, 10, self->min, self->max, NULL, NULL))
        return TRUE;
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("“%s” is no value for “%s”: write a number from %ld to %ld."), value,
                   self->key, (long) self->min, (long) self->max);
      return FALSE;
    }
  if (g_utf8_validate (value, -1, NULL) && g_utf8_strlen (value, -1) <= text_max (self))
    return TRUE;
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
               _ ("The value for “%s” is too long: it has room for %ld characters."), self->key,
               (long) text_max (self));
  return FALSE;
}

/* @value, which daybook_provider_setting_check() let pass and which is not empty, as it is stored. (transfer full) */
JsonNode *
daybook_provider_setting_to_node (const DaybookProviderSetting *self, const char *value)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);
  gboolean on;

  if (g_str_equal (self->type, "bool"))
    {
      parse_bool (value, &on);
      json_node_set_boolean (node, on);
    }
  else if (g_str_equal (self->type, "int"))
    {
      json_node_set_int (node, g_ascii_strtoll (value, NULL, 10));
    }
  else
    {
      json_node_set_string (node, value);
    }
  return node;
}

/* What a pending value means as text: whoever wrote it may have taken "7" for a number. */
static char *
read_value (DaybookJsonReader *reader)
{
  switch (daybook_json_reader_peek (reader))
    {
    case DAYBOOK_JSON_STRING:
      return daybook_json_reader_read_string (reader);
    case DAYBOOK_JSON_NUMBER:
      return daybook_json_reader_read_raw_text (reader);
    case DAYBOOK_JSON_BOOLEAN:
      return g_strdup (daybook_json_reader_read_bool (reader) ? "on" : "off");
    case DAYBOOK_JSON_NOTHING:
    case DAYBOOK_JSON_NULL:
    case DAYBOOK_JSON_ARRAY:
    case DAYBOOK_JSON_OBJECT:
    default:
      return NULL;
    }
}

/* The value in @settings, a JSON object or NULL, as text that daybook_provider_setting_check() lets pass; NULL:
 * it is not there, or holds what cannot be. (transfer full) */
char *
daybook_provider_setting_read (const DaybookProviderSetting *self, const char *settings)
{
  const char *const names[] = { self->key, NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  g_autofree char *value = NULL;
  int field;

  if (settings == NULL)
    return NULL;
  reader = daybook_json_reader_new_for_data (settings, strlen (settings));
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_field (reader, names, &field))
    {
      if (field != 0)
        continue;
      g_free (value);
      value = read_value (reader);
    }
  if (!daybook_json_reader_finish (reader, NULL) || value == NULL
      || !daybook_provider_setting_check (self, value, NULL))
    return NULL;
  return g_steal_pointer (&value);
}
