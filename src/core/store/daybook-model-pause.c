/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/daybook-model-pause.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "store/daybook-store-private.h"

#define NOTE ".model_pause"
#define LONGEST (24 * 3600)

void
daybook_model_pause_free (DaybookModelPause *self)
{
  if (self == NULL)
    return;
  g_free (self->url);
  g_free (self->model);
  g_free (self->message);
  g_free (self);
}

static void
read_fields (DaybookJsonReader *reader, DaybookModelPause *pause, char **code)
{
  enum
  {
    FIELD_UNTIL,
    FIELD_FAILURES,
    FIELD_URL,
    FIELD_MODEL,
    FIELD_CODE,
    FIELD_MESSAGE
  };
  static const char *const fields[] = { "until", "failures", "url", "model", "code", "message", NULL };
  gint64 failures = 0;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == FIELD_UNTIL)
        pause->until = daybook_json_reader_read_int (reader);
      else if (field == FIELD_FAILURES)
        failures = daybook_json_reader_read_int (reader);
      else if (field == FIELD_URL)
        daybook_json_reader_read_string_into (reader, &pause->url);
      else if (field == FIELD_MODEL)
        daybook_json_reader_read_string_into (reader, &pause->model);
      else if (field == FIELD_CODE)
        daybook_json_reader_read_string_into (reader, code);
      else if (field == FIELD_MESSAGE)
        daybook_json_reader_read_string_into (reader, &pause->message);
    }
  pause->failures = (guint) CLAMP (failures, 0, 1000);
}

/* What is kept of @model at @url, be it over. What an editor of the file made unreadable is no pause. */
static DaybookModelPause *
read_pause (DaybookStore *self, const char *url, const char *model)
{
  g_autofree char *text = daybook_store_get_note (self, NOTE);
  g_autofree char *code = NULL;
  g_autoptr (DaybookModelPause) pause = g_new0 (DaybookModelPause, 1);
  g_autoptr (DaybookJsonReader) reader = NULL;
  DaybookError known;

  if (text == NULL || *text == '\0')
    return NULL;
  reader = daybook_json_reader_new_for_data (text, strlen (text));
  read_fields (reader, pause, &code);
  if (!daybook_json_reader_finish (reader, NULL) || !daybook_error_code_from_string (code, &known) || pause->message == NULL
      || g_strcmp0 (pause->url, url) != 0 || g_strcmp0 (pause->model, model) != 0)
    return NULL;
  pause->code = (int) known;
  return g_steal_pointer (&pause);
}

DaybookModelPause *
daybook_store_get_model_pause (DaybookStore *self, const char *url, const char *model)
{
  g_autoptr (DaybookModelPause) pause = read_pause (self, url, model);
  gint64 now = daybook_store_now (self);

  /* A clock that was set back makes no pause longer than the longest. */
  return pause != NULL && pause->until > now && pause->until <= now + LONGEST ? g_steal_pointer (&pause) : NULL;
}

static gint64
choose_length (int code, guint failures)
{
  static const gint64 of_network[] = { 60, 120, 240 };
  static const gint64 of_server[] = { 60, 300, 900, 3600 };

  switch (code)
    {
    case DAYBOOK_ERROR_NETWORK:
      return of_network[MIN (failures, G_N_ELEMENTS (of_network)) - 1];
    case DAYBOOK_ERROR_AUTH_REQUIRED:
    case DAYBOOK_ERROR_FORBIDDEN:
    case DAYBOOK_ERROR_NOT_FOUND:
    case DAYBOOK_ERROR_TLS:
    case DAYBOOK_ERROR_CONFIG:
      return of_server[G_N_ELEMENTS (of_server) - 1];
    default:
      return of_server[MIN (failures, G_N_ELEMENTS (of_server)) - 1];
    }
}

static char *
write_pause (const char *url, const char *model, const GError *why, gint64 until, guint failures)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_int (builder, "until", until);
  daybook_json_add_int (builder, "failures", failures);
  daybook_json_add_text (builder, "url", url);
  daybook_json_add_text (builder, "model", model);
  daybook_json_add_text (builder, "code",
                         daybook_error_code_to_string (why->domain == DAYBOOK_ERROR ? (DaybookError) why->code
                                                                                            : DAYBOOK_ERROR_INTERNAL));
  daybook_json_add_text (builder, "message", why->message);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean
pause_model (DaybookStore *self, const char *url, const char *model, const GError *why, gint64 retry_at, GError **error)
{
  g_autoptr (DaybookModelPause) before = read_pause (self, url, model);
  gint64 now = daybook_store_now (self);
  guint failures = before != NULL ? before->failures + 1 : 1;
  gint64 until = now + choose_length (why->code, failures);
  g_autofree char *text = NULL;

  if (retry_at != DAYBOOK_INSTANT_NONE)
    until = MAX (until, retry_at);
  text = write_pause (url, model, why, MIN (until, now + LONGEST), failures);
  return daybook_store_set_note (self, NOTE, text, error);
}

gboolean
daybook_store_pause_model (DaybookStore *self,
                           const char *url,
                           const char *model,
                           const GError *why,
                           gint64 retry_at,
                           GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, pause_model (self, url, model, why, retry_at, error), error);
}

gboolean
daybook_store_end_model_pause (DaybookStore *self, GError **error)
{
  g_autofree char *text = daybook_store_get_note (self, NOTE);

  return text == NULL || *text == '\0' || daybook_store_set_note (self, NOTE, "", error);
}
