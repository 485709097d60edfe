/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-json-builder.h"

void
daybook_json_add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
daybook_json_add_text_if_any (JsonBuilder *builder, const char *name, const char *text)
{
  if (text != NULL)
    daybook_json_add_text (builder, name, text);
}

void
daybook_json_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
daybook_json_add_double (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

void
daybook_json_add_bool (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
daybook_json_add_texts (JsonBuilder *builder, const char *name, const char *const *texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);
}

void
daybook_json_add_id (JsonBuilder *builder, const char *name, DaybookKind kind, gint64 number)
{
  g_autofree char *id = number != 0 ? daybook_id_format (kind, number) : NULL;

  daybook_json_add_text (builder, name, id);
}

void
daybook_json_add_instant (JsonBuilder *builder, const char *name, gint64 instant)
{
  char text[DAYBOOK_INSTANT_TEXT_SIZE];

  daybook_json_add_text (builder, name, instant != DAYBOOK_INSTANT_NONE ? daybook_instant_write (instant, text) : NULL);
}

void
daybook_json_add_day (JsonBuilder *builder, const char *name, DaybookDay day)
{
  char text[DAYBOOK_DAY_TEXT_SIZE];

  daybook_json_add_text (builder, name, day != DAYBOOK_DAY_NONE ? daybook_day_write (day, text) : NULL);
}
