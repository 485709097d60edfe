/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ipc/daybook-worker-line.h"

#include <stdio.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-lines.h"
#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "base/daybook-time.h"

static const char *const events[] = {
  [DAYBOOK_WORKER_URL] = "url",
  [DAYBOOK_WORKER_CODE] = "code",
  [DAYBOOK_WORKER_RUN_STARTED] = "run-started",
  [DAYBOOK_WORKER_PROGRESS] = "progress",
  [DAYBOOK_WORKER_RUN_FINISHED] = "run-finished",
  [DAYBOOK_WORKER_ACCOUNT] = "account",
  [DAYBOOK_WORKER_ATTENTION] = "attention",
  [DAYBOOK_WORKER_NOTIFY] = "notify",
  [DAYBOOK_WORKER_RESULT] = "result",
  [DAYBOOK_WORKER_ERROR] = "error",
};

const char *
daybook_worker_event_to_string (DaybookWorkerEvent event)
{
  return events[event];
}

static gboolean
find_event (const char *name, DaybookWorkerEvent *event)
{
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      if (g_strcmp0 (events[i], name) == 0)
        {
          *event = i;
          return TRUE;
        }
    }
  return FALSE;
}

static char *
read_member (DaybookJsonReader *reader)
{
  switch (daybook_json_reader_peek (reader))
    {
    case DAYBOOK_JSON_STRING:
      return daybook_json_reader_read_string (reader);
    case DAYBOOK_JSON_NUMBER:
      return daybook_json_reader_read_raw_text (reader);
    case DAYBOOK_JSON_BOOLEAN:
      return g_strdup (daybook_json_reader_read_bool (reader) ? "true" : "false");
    case DAYBOOK_JSON_NULL:
      return NULL;
    default:
      /* Lists and objects are for people who run the worker by hand. */
      return daybook_json_reader_read_raw_text (reader);
    }
}

/* Reads one line without its newline. Free with daybook_worker_line_free(). */
DaybookWorkerLine *
daybook_worker_line_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (DaybookWorkerLine) self = NULL;
  g_autoptr (DaybookJsonReader) reader = NULL;

  if (length > DAYBOOK_JSON_LINE_MAX)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                           "The worker sent a line that is too long.");
      return NULL;
    }
  self = g_new0 (DaybookWorkerLine, 1);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reader = daybook_json_reader_new_for_data (text, length);
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_member (reader))
    {
      g_autofree char *name = g_strdup (daybook_json_reader_get_name (reader));
      char *value = read_member (reader);

      if (value != NULL)
        g_hash_table_replace (self->members, g_steal_pointer (&name), value);
    }
  if (!daybook_json_reader_finish (reader, error))
    return NULL;
  if (!find_event (daybook_worker_line_get (self, "event"), &self->event))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                           "The worker sent a line of an unknown kind.");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
daybook_worker_line_free (DaybookWorkerLine *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->members);
  g_free (self);
}

/* The member's text; NULL when it is absent or null. Lists and objects come as their JSON. */
const char *
daybook_worker_line_get (const DaybookWorkerLine *self, const char *name)
{
  return g_hash_table_lookup (self->members, name);
}

gint64
daybook_worker_line_get_int (const DaybookWorkerLine *self, const char *name, gint64 fallback)
{
  const char *text = daybook_worker_line_get (self, name);
  gint64 value;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL))
    return fallback;
  return value;
}

/* An error line as an error. (transfer full) */
GError *
daybook_worker_line_to_error (const DaybookWorkerLine *self)
{
  const char *message = daybook_worker_line_get (self, "message");
  DaybookError code = DAYBOOK_ERROR_INTERNAL;

  daybook_error_code_from_string (daybook_worker_line_get (self, "code"), &code);
  return g_error_new_literal (DAYBOOK_ERROR, code, message != NULL ? message : "The worker failed.");
}

/* A line to print: the caller adds members and gives it to daybook_worker_line_end(). */
JsonBuilder *
daybook_worker_line_begin (DaybookWorkerEvent event)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "event", events[event]);
  return builder;
}

/* Prints the line to stdout at once. @builder (transfer full). */
void
daybook_worker_line_end (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  g_object_unref (builder);
  text = json_to_string (root, FALSE);
  fputs (text, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}

/* Prints an error line; @retry_at 0: null. */
void
daybook_worker_line_print_error (const GError *error, gint64 retry_at)
{
  JsonBuilder *builder = daybook_worker_line_begin (DAYBOOK_WORKER_ERROR);
  DaybookError code = error->domain == DAYBOOK_ERROR ? (DaybookError) error->code : DAYBOOK_ERROR_INTERNAL;
  g_autofree char *at = retry_at != 0 ? daybook_instant_format (retry_at) : NULL;

  daybook_json_add_text (builder, "code", daybook_error_code_to_string (code));
  daybook_json_add_text (builder, "message", error->message);
  daybook_json_add_text (builder, "retry_at", at);
  daybook_worker_line_end (builder);
}
