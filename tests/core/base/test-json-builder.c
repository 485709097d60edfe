/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-json-builder.h"

#define FILLED                                                                                                         \
  "{\"text\":\"say \\\"é\\\"\",\"known\":\"a\",\"int\":-9007199254740993,\"double\":0.5,\"yes\":true,\"no\":false,"        \
  "\"texts\":[\"a\",\"\"],\"id\":\"%s\",\"instant\":\"2026-11-20T14:30:00Z\",\"day\":\"2026-11-20\"}"
#define EMPTY "{\"text\":null,\"texts\":[],\"none\":[],\"id\":null,\"instant\":null,\"day\":null}"

static char *
end (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
test_filled (void)
{
  static const char *const texts[] = { "a", "", NULL };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *id = daybook_id_format (DAYBOOK_KIND_EVENT, 7);
  g_autofree char *expected = g_strdup_printf (FILLED, id);
  g_autofree char *json = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "text", "say \"é\"");
  daybook_json_add_text_if_any (builder, "known", "a");
  daybook_json_add_int (builder, "int", -9007199254740993); /* more than a double holds */
  daybook_json_add_double (builder, "double", 0.5);
  daybook_json_add_bool (builder, "yes", TRUE);
  daybook_json_add_bool (builder, "no", FALSE);
  daybook_json_add_texts (builder, "texts", texts);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_EVENT, 7);
  daybook_json_add_instant (builder, "instant", 1795185000);
  daybook_json_add_day (builder, "day", daybook_day_from_civil (2026, 11, 20));
  json = end (builder);
  g_assert_cmpstr (json, ==, expected);
}

static void
test_nothing (void)
{
  static const char *const none[] = { NULL };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *json = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "text", NULL);
  daybook_json_add_text_if_any (builder, "unknown", NULL);
  daybook_json_add_texts (builder, "texts", none);
  daybook_json_add_texts (builder, "none", NULL);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_EVENT, 0);
  daybook_json_add_instant (builder, "instant", DAYBOOK_INSTANT_NONE);
  daybook_json_add_day (builder, "day", DAYBOOK_DAY_NONE);
  json = end (builder);
  g_assert_cmpstr (json, ==, EMPTY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-builder/filled", test_filled);
  g_test_add_func ("/json-builder/nothing-is-null", test_nothing);
  return g_test_run ();
}
