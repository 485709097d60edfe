/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of O1 and O2: the bare work of syncing one Outlook calendar and nothing around it. Follows the links of
 * calendarView/delta, reads the pages with the reader of core/base, writes the same columns of the same table with the
 * same pragmas, one transaction a page, the search index beside the rows. No transport, no engine, no exchange, no text
 * cleaning, and nothing of what makes series come out right.
 *
 * usage: floor-outlook URL TOKEN-FILE DATABASE MIGRATION.sql
 * DATABASE.token keeps the delta link: a second run with the same database asks for changes only.
 * prints written=N bytes=N */

#include <time.h>

#include "floor-calendar.h"

/* As Daybook asks. */
#define PREFER                                                                                                       \
  "IdType=\"ImmutableId\", outlook.timezone=\"UTC\", outlook.body-content-type=\"text\", odata.maxpagesize=200"
#define DAYS_BACK 7
#define DAYS_AHEAD 90

/* One member of an object as text. */
static void
read_member (DaybookJsonReader *reader, const char *name, char **slot)
{
  const char *const fields[] = { name, NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field == 0)
      daybook_json_reader_read_string_into (reader, slot);
}

static gint64
read_when (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "dateTime", NULL };
  gint64 value = 0;
  gsize length;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return 0;
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field == 0)
      {
        const char *text = daybook_json_reader_read_string_view (reader, &length);

        if (text != NULL)
          daybook_wall_parse (text, length, &value);
      }
  return value;
}

static void
read_address (DaybookJsonReader *reader, char **name, char **address)
{
  static const char *const fields[] = { "name", "address", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field >= 0)
      daybook_json_reader_read_string_into (reader, field == 0 ? name : address);
}

static int
read_response (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "response", NULL };
  static const char *const responses[]
      = { "accepted", "tentativelyAccepted", "declined", "notResponded", "organizer", NULL };
  int response = -1;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return 0;
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field == 0)
      response = daybook_json_reader_read_choice (reader, responses);
  return response + 1;
}

static void
read_attendees (DaybookJsonReader *reader, FloorItem *item)
{
  static const char *const fields[] = { "emailAddress", "status", NULL };

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      g_autofree char *address = NULL;
      g_autofree char *name = NULL;
      int response = 0;
      int field;

      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, fields, &field))
        if (field == 0)
          read_address (reader, &name, &address);
        else if (field == 1)
          response = read_response (reader);
      g_string_append_c (item->attendees, item->attendee_count++ == 0 ? '[' : ',');
      g_string_append_c (item->attendees, '{');
      floor_append_json (item->attendees, "name", name);
      g_string_append_c (item->attendees, ',');
      floor_append_json (item->attendees, "address", address);
      g_string_append_printf (item->attendees, ",\"response\":%d}", response);
    }
  if (item->attendee_count > 0)
    g_string_append_c (item->attendees, ']');
}

static void
read_organizer (DaybookJsonReader *reader, FloorItem *item)
{
  static const char *const fields[] = { "emailAddress", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field == 0)
      read_address (reader, &item->organizer_name, &item->organizer);
}

static void
read_item (DaybookJsonReader *reader, FloorItem *item)
{
  static const char *const fields[]
      = { "id",      "@odata.etag", "subject",     "body",      "location",  "webLink",  "onlineMeeting", "organizer",
          "attendees", "start",     "end",         "seriesMasterId", "iCalUId", "type",   "isOrganizer",   "isAllDay",
          "importance", "showAs",   "sensitivity", "responseStatus", "originalStartTimeZone", "lastModifiedDateTime",
          "@removed", NULL };
  static const char *const types[] = { "singleInstance", "seriesMaster", "exception", "occurrence", NULL };
  static const char *const importances[] = { "low", "normal", "high", NULL };
  static const char *const busy[] = { "busy", "free", "tentative", "oof", "workingElsewhere", NULL };
  static const char *const normal[] = { "normal", NULL };
  const char *text;
  gsize length;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    switch (field)
      {
      case 0: daybook_json_reader_read_string_into (reader, &item->id); break;
      case 1: daybook_json_reader_read_string_into (reader, &item->etag); break;
      case 2: daybook_json_reader_read_string_into (reader, &item->title); break;
      case 3: read_member (reader, "content", &item->description); break;
      case 4: read_member (reader, "displayName", &item->location); break;
      case 5: daybook_json_reader_read_string_into (reader, &item->url); break;
      case 6: read_member (reader, "joinUrl", &item->conference); break;
      case 7: read_organizer (reader, item); break;
      case 8: read_attendees (reader, item); break;
      case 9: item->start = read_when (reader); break;
      case 10: item->end = read_when (reader); break;
      case 11: daybook_json_reader_read_string_into (reader, &item->series); break;
      case 12: daybook_json_reader_read_string_into (reader, &item->ical_uid); break;
      case 13: item->kind = floor_read_choice (reader, types); break;
      case 14: item->is_organizer = daybook_json_reader_read_bool_or (reader, FALSE); break;
      case 15: item->all_day = daybook_json_reader_read_bool_or (reader, FALSE); break;
      case 16: item->importance = daybook_json_reader_read_choice (reader, importances); break;
      case 17: item->busy = floor_read_choice (reader, busy); break;
      case 18: item->is_private = daybook_json_reader_read_choice (reader, normal) != 0; break;
      case 19: item->response = read_response (reader); break;
      case 20: daybook_json_reader_read_string_into (reader, &item->zone); break;
      case 21:
        text = daybook_json_reader_read_string_view (reader, &length);
        if (text != NULL)
          daybook_instant_parse (text, length, &item->updated);
        break;
      case 22: item->is_removed = TRUE; break;
      }
  item->original = item->start;
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "value", "@odata.nextLink", "@odata.deltaLink", NULL };
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *token = NULL;
  g_autofree char *bearer = NULL;
  g_autofree char *token_path = NULL;
  DaybookDay today = daybook_wall_get_day (time (NULL));
  g_autofree char *from = daybook_day_format (today - DAYS_BACK);
  g_autofree char *to = daybook_day_format (today + DAYS_AHEAD);
  g_autofree char *url = NULL;
  Floor self = { 0 };

  if (argc != 5 || !g_file_get_contents (argv[2], &token, NULL, NULL))
    floor_die ("usage", "floor-outlook URL TOKEN-FILE DATABASE MIGRATION.sql");
  bearer = g_strconcat ("Bearer ", token, NULL);
  floor_open (&self, argv[3], argv[4], "microsoft", "outlook");
  token_path = g_strconcat (argv[3], ".token", NULL);
  if (!g_file_get_contents (token_path, &url, NULL, NULL))
    url = g_strdup_printf ("%s/microsoft/v1.0/me/calendarView/delta?startDateTime=%sT00:00:00Z&endDateTime=%sT00:00:00Z", argv[1],
                           from, to);
  do
    {
      g_autoptr (GBytes) page = floor_download (&self, session, url, bearer, PREFER);

      floor_store_page (&self, page, names, read_item);
      g_free (url);
      url = g_strdup (self.page);
    }
  while (url != NULL);
  floor_end (&self, token_path);
  return 0;
}
