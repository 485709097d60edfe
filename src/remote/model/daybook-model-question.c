/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/daybook-model-question.h"

#include <stdarg.h>
#include <string.h>

#include "base/daybook-json-builder.h"

DaybookModelQuestion *
daybook_model_question_new (DaybookModelUse use,
                            int form,
                            const char *instructions,
                            const char *material,
                            JsonNode *schema)
{
  DaybookModelQuestion *self = g_new0 (DaybookModelQuestion, 1);

  self->use = use;
  self->form = form;
  self->instructions = g_strdup (instructions);
  self->material = g_strdup (material);
  self->schema = schema;
  return self;
}

void
daybook_model_question_free (DaybookModelQuestion *self)
{
  if (self == NULL)
    return;
  g_free (self->instructions);
  g_free (self->material);
  g_clear_pointer (&self->schema, json_node_unref);
  g_free (self);
}

static void
add_message (JsonBuilder *builder, const char *role, const char *content)
{
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "role", role);
  daybook_json_add_text (builder, "content", content);
  json_builder_end_object (builder);
}

static void
add_format (JsonBuilder *builder, const DaybookModelQuestion *self)
{
  json_builder_set_member_name (builder, "response_format");
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "type", "json_schema");
  json_builder_set_member_name (builder, "json_schema");
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "name", daybook_model_use_to_string (self->use));
  daybook_json_add_bool (builder, "strict", TRUE);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_value (builder, json_node_copy (self->schema));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/* The body of POST /chat/completions, byte for byte: what a preview shows is what is sent. Neither temperature nor seed:
 * some servers refuse a request that names them. (transfer full) */
GBytes *
daybook_model_question_to_body (const DaybookModelQuestion *self, const char *model, DaybookModelLacks lacks)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "model", model);
  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);
  add_message (builder, "system", self->instructions);
  add_message (builder, "user", self->material);
  json_builder_end_array (builder);
  if ((lacks & DAYBOOK_MODEL_NO_LIMIT) == 0)
    daybook_json_add_int (builder, "max_completion_tokens", DAYBOOK_MODEL_MOST_TOKENS);
  if ((lacks & DAYBOOK_MODEL_NO_SCHEMA) == 0)
    add_format (builder, self);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

JsonNode *
daybook_model_schema_object (const char *first, ...)
{
  JsonObject *object = json_object_new ();
  JsonObject *properties = json_object_new ();
  JsonArray *required = json_array_new ();
  const char *name = first;
  va_list args;

  va_start (args, first);
  while (name != NULL)
    {
      json_object_set_member (properties, name, va_arg (args, JsonNode *));
      json_array_add_string_element (required, name);
      name = va_arg (args, const char *);
    }
  va_end (args);
  json_object_set_string_member (object, "type", "object");
  json_object_set_object_member (object, "properties", properties);
  json_object_set_array_member (object, "required", required);
  json_object_set_boolean_member (object, "additionalProperties", FALSE);
  return take_object (object);
}

JsonNode *
daybook_model_schema_array (JsonNode *items)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "type", "array");
  json_object_set_member (object, "items", items);
  return take_object (object);
}

static JsonNode *
make_type (const char *type)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "type", type);
  return take_object (object);
}

JsonNode *
daybook_model_schema_text (void)
{
  return make_type ("string");
}

JsonNode *
daybook_model_schema_boolean (void)
{
  return make_type ("boolean");
}

JsonNode *
daybook_model_schema_number (void)
{
  return make_type ("number");
}

/* One of @values. */
JsonNode *
daybook_model_schema_choice (const char *const *values, gsize n)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (gsize i = 0; i < n; i++)
    json_array_add_string_element (array, values[i]);
  json_object_set_string_member (object, "type", "string");
  json_object_set_array_member (object, "enum", array);
  return take_object (object);
}
