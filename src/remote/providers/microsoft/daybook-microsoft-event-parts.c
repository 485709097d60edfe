/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/microsoft/daybook-microsoft-event.h"

#include <string.h>

#include "base/daybook-text.h"
#include "providers/daybook-event-rules.h"
#include "providers/daybook-json-text.h"

#define MAX_CATEGORIES 50

/* emailAddress: `{"name":...,"address":...}` into two slots. */
static void
read_address (DaybookJsonReader *reader, char **name, char **address)
{
  static const char *const fields[] = { "name", "address", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, name);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, address);
    }
}

/* responseStatus: `{"response":"accepted","time":...}`. */
DaybookResponse
daybook_microsoft_response_read (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "response", NULL };
  static const char *const choices[] = { "organizer", "tentativelyAccepted", "accepted", "declined", "notResponded",
                                         NULL };
  static const DaybookResponse responses[] = { DAYBOOK_RESPONSE_ORGANIZER, DAYBOOK_RESPONSE_TENTATIVE,
                                               DAYBOOK_RESPONSE_ACCEPTED, DAYBOOK_RESPONSE_DECLINED,
                                               DAYBOOK_RESPONSE_NEEDS_ACTION };
  DaybookResponse response = DAYBOOK_RESPONSE_NONE;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return response;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      int choice = field == 0 ? daybook_json_reader_read_choice (reader, choices) : -1;

      if (choice >= 0)
        response = responses[choice];
    }
  return response;
}

void
daybook_microsoft_attendees_read (DaybookMicrosoftParser *parser)
{
  static const char *const fields[] = { "type", "status", "emailAddress", NULL };
  static const char *const types[] = { "resource", NULL };
  DaybookJsonReader *reader = parser->reader;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      g_autofree char *name = NULL;
      g_autofree char *address = NULL;
      DaybookResponse response = DAYBOOK_RESPONSE_NONE;
      gboolean is_resource = FALSE;
      int field;

      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, fields, &field))
        {
          if (field == 0)
            is_resource = daybook_json_reader_read_choice (reader, types) == 0;
          else if (field == 1)
            response = daybook_microsoft_response_read (reader);
          else if (field == 2)
            read_address (reader, &name, &address);
        }
      /* A room is no person. */
      if (!is_resource && ((name != NULL && *name != '\0') || (address != NULL && *address != '\0')))
        daybook_people_add (parser->people, name, address, response);
    }
}

void
daybook_microsoft_organizer_read (DaybookJsonReader *reader, DaybookEvent *event)
{
  static const char *const fields[] = { "emailAddress", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        read_address (reader, &event->organizer_name, &event->organizer);
    }
}

/* The names, and the colour of the first that has one: an event is painted in one. */
void
daybook_microsoft_categories_of_event_read (DaybookMicrosoftParser *parser, DaybookEvent *event)
{
  g_autoptr (GString) json = NULL;
  guint count = 0;

  g_clear_pointer (&event->categories, g_free);
  g_clear_pointer (&event->color, g_free);
  if (!daybook_json_reader_begin_array_or_skip (parser->reader))
    return;
  while (daybook_json_reader_next_element (parser->reader))
    {
      g_autofree char *name = daybook_json_reader_read_string_or_null (parser->reader);
      g_autofree char *clean = name != NULL ? daybook_text_one_line (name) : NULL;

      if (clean == NULL || *clean == '\0' || count++ >= MAX_CATEGORIES)
        continue;
      if (event->color == NULL && parser->colors != NULL)
        event->color = g_strdup (g_hash_table_lookup (parser->colors, name));
      if (json == NULL)
        json = g_string_new ("[");
      else
        g_string_append_c (json, ',');
      daybook_json_text_append (json, clean);
    }
  if (json != NULL)
    {
      g_string_append_c (json, ']');
      event->categories = g_strndup (json->str, json->len);
    }
}

/* onlineMeeting: where it is joined, and the number that one dials it by. */
void
daybook_microsoft_meeting_read (DaybookJsonReader *reader, DaybookMicrosoftExtra *extra)
{
  static const char *const fields[] = { "joinUrl", "conferenceId", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &extra->join_url);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &extra->conference_id);
    }
}

/* itemBody: text was asked for; whoever sends HTML all the same is told apart later. */
char *
daybook_microsoft_body_read (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "content", NULL };
  g_autofree char *content = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &content);
    }
  return g_steal_pointer (&content);
}

/* location: what it is called. */
char *
daybook_microsoft_place_read (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "displayName", NULL };
  g_autofree char *name = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &name);
    }
  return g_steal_pointer (&name);
}
