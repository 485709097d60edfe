/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suggestion-talk.h"

#include <string.h>

#include "base/daybook-json-builder.h"

const char suggestion_talk_good[]
  = "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.93,\"kind\":\"reply\",\"title\":\"Send the signed contract 4711\","
    "\"description\":\"Ana waits for the signed contract.\",\"priority\":\"high\",\"due\":\"2026-11-27T12:00\","
    "\"tags\":[\"contract\",\"<b>\",\"Ana\"],\"reasoning\":\"She asks for it directly.\"}";

gint64
suggestion_talk_put_mail (StoreFixture *self, const char *subject, const char *body)
{
  g_autoptr (DaybookActivity) mail = daybook_activity_new ();
  gint64 id;

  mail->source_id = self->source_id;
  mail->kind = g_strdup ("mail");
  mail->external_id = g_strdup (subject);
  mail->title = g_strdup (subject);
  mail->author = g_strdup ("Ana Berg <ana@example.com>");
  mail->at = FIXTURE_NOW;
  mail->body = g_strdup (body);
  mail->detail = g_strdup ("{\"from_address\":\"ana@example.com\"}");
  mail->hash = g_str_hash (body) + 1;
  g_assert_true (daybook_store_put_activity (self->store, mail, 1, NULL, &id, NULL));
  return id;
}

void
suggestion_talk_begin (SuggestionTalk *self, StoreFixture *store, FakeHandler handler, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  self->store = store;
  self->config = daybook_service_config_load ("/nonexistent/providers.ini");
  self->timers = daybook_timers_new_virtual (store->clock);
  self->transport = daybook_transport_new (self->timers, NULL);
  self->server = fake_server_new (handler, data, NULL);
  url = fake_server_get_url (self->server, "/v1");
  g_assert_true (daybook_store_set_setting (store->store, "model_url", url, &error));
  g_assert_true (daybook_store_set_setting (store->store, "model_name", "tiny", &error));
  self->model = daybook_model_open (store->store, self->config, self->transport, NULL, TRUE, &error);
  g_assert_no_error (error);
}

void
suggestion_talk_end (SuggestionTalk *self)
{
  daybook_model_free (self->model);
  g_object_unref (self->transport);
  g_object_unref (self->timers);
  fake_server_free (self->server);
  daybook_service_config_free (self->config);
}

void
suggestion_talk_judge_new (SuggestionTalk *self, DaybookSuggestCounts *counts)
{
  g_autoptr (DaybookSuggestionWriter) writer = daybook_suggestion_writer_new (self->store->store, self->model, NULL);
  g_autoptr (GError) error = NULL;

  *counts = (DaybookSuggestCounts){ 0 };
  g_assert_true (daybook_suggest_new_with (self->store->store, 0, daybook_suggestion_write, writer, counts, &error));
  g_assert_no_error (error);
}

DaybookSuggestion *
suggestion_talk_get_first (StoreFixture *self)
{
  const DaybookSuggestionFilter filter = { .all = TRUE };
  g_autoptr (GPtrArray) rows = daybook_store_list_suggestions (self->store, &filter, NULL);

  g_assert_cmpuint (rows->len, >, 0);
  return g_ptr_array_steal_index (rows, 0);
}

gboolean
suggestion_talk_answer (GIOStream *connection, const char *content)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *body = NULL;
  g_autofree char *valid = g_utf8_make_valid (content, -1);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "choices");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "message");
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "content", valid);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  body = json_to_string (root, FALSE);
  return fake_reply (connection, 200, "Content-Type: application/json\r\n", body);
}

/* The id of the item that is asked about: in the user's message, which is JSON in JSON. */
char *
suggestion_talk_find_id (const FakeRequest *request)
{
  const char mark[] = "\\\"id\\\":\\\"";
  g_autofree char *body = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  const char *start = strstr (body, mark);

  g_assert_nonnull (start);
  start += strlen (mark);
  return g_strndup (start, strcspn (start, "\\"));
}

gboolean
suggestion_talk_answer_well (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  g_autofree char *id = suggestion_talk_find_id (request);
  g_autofree char *text = g_strdup_printf (suggestion_talk_good, id);

  return suggestion_talk_answer (connection, text);
}
