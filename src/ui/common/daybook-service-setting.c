/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-service-setting.h"

#include <string.h>

#define LARGEST_NUMBER G_MAXINT32

void
daybook_service_setting_free (DaybookProviderSetting *self)
{
  if (self == NULL)
    return;
  g_free ((char *) self->key);
  g_free ((char *) self->type);
  g_free ((char *) self->default_value);
  g_free ((char *) self->label);
  g_free ((char *) self->description);
  g_free (self);
}

/* A deep copy. */
DaybookProviderSetting *
daybook_service_setting_copy (const DaybookProviderSetting *self)
{
  DaybookProviderSetting *copy = g_new (DaybookProviderSetting, 1);

  *copy = *self;
  copy->key = g_strdup (self->key);
  copy->type = g_strdup (self->type);
  copy->default_value = g_strdup (self->default_value);
  copy->label = g_strdup (self->label);
  copy->description = g_strdup (self->description);
  return copy;
}

/* A number, a switch or a text, as text. (transfer full) (nullable) */
static char *
read_default (DaybookJsonReader *reader)
{
  switch (daybook_json_reader_peek (reader))
    {
    case DAYBOOK_JSON_STRING:
      return daybook_json_reader_read_string (reader);
    case DAYBOOK_JSON_NUMBER:
      return daybook_json_reader_read_raw_text (reader);
    case DAYBOOK_JSON_BOOLEAN:
      return g_strdup (daybook_json_reader_read_bool (reader) ? "on" : "off");
    default:
      daybook_json_reader_skip_value (reader);
      return NULL;
    }
}

static gboolean
is_of_use (const DaybookProviderSetting *self)
{
  static const char *const types[] = { "bool", "int", "text", NULL };

  return self->key != NULL && *self->key != '\0' && self->label != NULL && self->type != NULL
         && g_strv_contains (types, self->type);
}

/* The object that @reader has begun; NULL: this program cannot show it. (transfer full) */
DaybookProviderSetting *
daybook_service_setting_read (DaybookJsonReader *reader)
{
  enum
  {
    KEY,
    TYPE,
    DEFAULT,
    MIN,
    MAX,
    LABEL,
    DESCRIPTION,
    PER_SOURCE,
  };
  static const char *const fields[]
    = { "key", "type", "default", "min", "max", "label", "description", "per_source", NULL };
  DaybookProviderSetting *self = g_new0 (DaybookProviderSetting, 1);
  char *key = NULL, *type = NULL, *label = NULL, *description = NULL, *fallback = NULL;
  int field;

  while (daybook_json_reader_next_field (reader, fields, &field))
    switch (field)
      {
      case KEY:
        daybook_json_reader_read_string_into (reader, &key);
        break;
      case TYPE:
        daybook_json_reader_read_string_into (reader, &type);
        break;
      case DEFAULT:
        g_free (fallback);
        fallback = read_default (reader);
        break;
      case MIN:
        self->min = daybook_json_reader_read_int_or (reader, 0);
        break;
      case MAX:
        self->max = daybook_json_reader_read_int_or (reader, 0);
        break;
      case LABEL:
        daybook_json_reader_read_string_into (reader, &label);
        break;
      case DESCRIPTION:
        daybook_json_reader_read_string_into (reader, &description);
        break;
      case PER_SOURCE:
        self->per_source = daybook_json_reader_read_bool_or (reader, FALSE);
        break;
      default:
        break;
      }
  self->key = key;
  self->type = type;
  self->default_value = fallback;
  self->label = label;
  self->description = description;
  self->min = CLAMP (self->min, -LARGEST_NUMBER, LARGEST_NUMBER);
  self->max = CLAMP (self->max, 0, LARGEST_NUMBER);
  if (is_of_use (self))
    return self;
  daybook_service_setting_free (self);
  return NULL;
}
