/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/google/daybook-google-event.h"

#include <string.h>

#include "providers/daybook-event-rules.h"

/* Lines of a series: nobody has more; a calendar that has is a bomb. */
#define MAX_RECURRENCE (64 * 1024)

static void
assign_view (GString *string, DaybookJsonReader *reader)
{
  gsize length;
  const char *text = daybook_json_reader_read_string_view (reader, &length);

  g_string_truncate (string, 0);
  if (text != NULL)
    g_string_append_len (string, text, length);
}

static DaybookResponse
read_response (DaybookJsonReader *reader)
{
  static const char *const choices[] = { "accepted", "needsAction", "declined", "tentative", NULL };
  static const DaybookResponse responses[] = { DAYBOOK_RESPONSE_ACCEPTED, DAYBOOK_RESPONSE_NEEDS_ACTION,
                                               DAYBOOK_RESPONSE_DECLINED, DAYBOOK_RESPONSE_TENTATIVE };
  int choice = daybook_json_reader_read_choice (reader, choices);

  return choice >= 0 ? responses[choice] : DAYBOOK_RESPONSE_NONE;
}

/* The people; how the person answered goes to @extra. */
void
daybook_google_attendees_read (DaybookGoogleParser *parser, DaybookGoogleExtra *extra)
{
  static const char *const fields[] = { "email", "displayName", "self", "resource", "responseStatus", NULL };
  DaybookJsonReader *reader = parser->reader;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      DaybookResponse response = DAYBOOK_RESPONSE_NONE;
      gboolean is_self = FALSE, is_resource = FALSE;
      int field;

      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      g_string_truncate (parser->address, 0);
      g_string_truncate (parser->name, 0);
      while (daybook_json_reader_next_field (reader, fields, &field))
        {
          switch (field)
            {
            case 0:
              assign_view (parser->address, reader);
              break;
            case 1:
              assign_view (parser->name, reader);
              break;
            case 2:
              is_self = daybook_json_reader_read_bool_or (reader, FALSE);
              break;
            case 3:
              is_resource = daybook_json_reader_read_bool_or (reader, FALSE);
              break;
            case 4:
              response = read_response (reader);
              break;
            default:
              break;
            }
        }
      if (is_self)
        extra->self_response = response;
      /* A room is no person. */
      if (!is_resource && (parser->address->len > 0 || parser->name->len > 0))
        daybook_people_add (parser->people, parser->name->str, parser->address->str, response);
    }
}

void
daybook_google_organizer_read (DaybookJsonReader *reader, DaybookEvent *event)
{
  static const char *const fields[] = { "email", "displayName", "self", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          daybook_json_reader_read_string_into (reader, &event->organizer);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &event->organizer_name);
          break;
        case 2:
          event->is_organizer = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        default:
          break;
        }
    }
}

/* The address of the first entry point of type "video". */
static char *
read_entry_points (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "entryPointType", "uri", NULL };
  static const char *const types[] = { "video", NULL };
  g_autofree char *found = NULL;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_element (reader))
    {
      g_autofree char *uri = NULL;
      gboolean is_video = FALSE;
      int field;

      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, fields, &field))
        {
          if (field == 0)
            is_video = daybook_json_reader_read_choice (reader, types) == 0;
          else if (field == 1)
            daybook_json_reader_read_string_into (reader, &uri);
        }
      if (is_video && found == NULL)
        found = g_steal_pointer (&uri);
    }
  return g_steal_pointer (&found);
}

/* Where the meeting is joined: the video entry point. */
void
daybook_google_conference_read (DaybookJsonReader *reader, DaybookEvent *event)
{
  static const char *const fields[] = { "entryPoints", "conferenceId", NULL };
  g_autofree char *uri = NULL;
  g_autofree char *id = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        {
          g_free (uri);
          uri = read_entry_points (reader);
        }
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &id);
    }
  if (daybook_event_take_conference (event, uri) && event->conference_id == NULL)
    event->conference_id = daybook_event_tidy_line (g_steal_pointer (&id));
}

/* RRULE, EXRULE, RDATE and EXDATE lines, LF between. */
char *
daybook_google_recurrence_read (DaybookJsonReader *reader)
{
  GString *lines = NULL;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_element (reader))
    {
      gsize length;
      const char *line = daybook_json_reader_read_string_view (reader, &length);

      if (line == NULL || length == 0 || memchr (line, '\n', length) != NULL
          || (lines != NULL && lines->len + length > MAX_RECURRENCE) || length > MAX_RECURRENCE)
        continue;
      if (lines == NULL)
        lines = g_string_sized_new (length + 1);
      else
        g_string_append_c (lines, '\n');
      g_string_append_len (lines, line, length);
    }
  return lines != NULL ? g_string_free (lines, FALSE) : NULL;
}

/* The colours of `colors.get` under "event", by colorId; the same for everybody since 2011. */
char *
daybook_google_color_read (DaybookJsonReader *reader)
{
  static const char *const colors[] = { "#a4bdfc", "#7ae7bf", "#dbadff", "#ff887c", "#fbd75b", "#ffb878",
                                        "#46d6db", "#e1e1e1", "#5484ed", "#51b749", "#dc2127" };
  gint64 id = daybook_json_reader_read_int_or (reader, 0);

  return id >= 1 && id <= (gint64) G_N_ELEMENTS (colors) ? g_strdup (colors[id - 1]) : NULL;
}
