/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of P1 to P3: the bare work of a first sync and nothing around it. Downloads the pages of one
 * calendar, reads them with the reader of core/base, writes the same columns of the same table with the
 * same pragmas, one transaction a page, the search index beside the rows. No transport, no engine, no
 * exchange, no text cleaning.
 *
 * usage: floor-google URL TOKEN-FILE DATABASE MIGRATION.sql
 * DATABASE.token keeps the sync token: a second run with the same database asks for changes only.
 * prints written=N bytes=N */


#include "floor-calendar.h"

/* The same request as Daybook's: daybook_google_events_fields. */
#define FIELDS                                                                                     \
  "kind,timeZone,nextPageToken,nextSyncToken,"                                                     \
  "items(etag,id,status,htmlLink,updated,summary,description,location,colorId,"                    \
  "organizer(email,displayName,self),start,end,recurrence,recurringEventId,originalStartTime,"     \
  "transparency,visibility,iCalUID,sequence,attendees(email,displayName,self,resource,"            \
  "responseStatus),hangoutLink,conferenceData(entryPoints(entryPointType,uri),conferenceId),"      \
  "eventType)"

/* start, end, originalStartTime: a day (times 86400) or an instant. */
static gint64
read_when (DaybookJsonReader *reader, FloorItem *item, gboolean whole)
{
  static const char *const fields[] = { "date", "dateTime", "timeZone", NULL };
  gint64 value = 0;
  gsize length;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return 0;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      const char *text = field == 2 ? NULL : daybook_json_reader_read_string_view (reader, &length);
      DaybookDay day;

      if (field == 2)
        {
          if (whole)
            daybook_json_reader_read_string_into (reader, &item->zone);
        }
      else if (text != NULL && field == 0 && daybook_day_parse (text, length, &day))
        {
          value = (gint64) day * 86400;
          if (whole)
            item->all_day = TRUE;
        }
      else if (text != NULL && field == 1)
        daybook_instant_parse (text, length, &value);
    }
  return value;
}

static void
read_person (DaybookJsonReader *reader, FloorItem *item)
{
  static const char *const fields[] = { "email", "displayName", "self", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field == 0)
      daybook_json_reader_read_string_into (reader, &item->organizer);
    else if (field == 1)
      daybook_json_reader_read_string_into (reader, &item->organizer_name);
    else if (field == 2)
      item->is_organizer = daybook_json_reader_read_bool_or (reader, FALSE);
}

static void
read_attendees (DaybookJsonReader *reader, FloorItem *item)
{
  static const char *const fields[] = { "email", "displayName", "self", "responseStatus", NULL };
  static const char *const responses[] = { "accepted", "tentative", "declined", "needsAction", NULL };

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      g_autofree char *email = NULL;
      g_autofree char *name = NULL;
      gboolean self = FALSE;
      int response = -1;
      int field;

      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, fields, &field))
        if (field == 0)
          daybook_json_reader_read_string_into (reader, &email);
        else if (field == 1)
          daybook_json_reader_read_string_into (reader, &name);
        else if (field == 2)
          self = daybook_json_reader_read_bool_or (reader, FALSE);
        else if (field == 3)
          response = daybook_json_reader_read_choice (reader, responses);
      g_string_append_c (item->attendees, item->attendee_count++ == 0 ? '[' : ',');
      g_string_append_c (item->attendees, '{');
      floor_append_json (item->attendees, "name", name);
      g_string_append_c (item->attendees, ',');
      floor_append_json (item->attendees, "address", email);
      g_string_append_c (item->attendees, ',');
      floor_append_json (item->attendees, "response", response >= 0 ? responses[response] : NULL);
      g_string_append_c (item->attendees, '}');
      if (self && response >= 0)
        item->response = response + 1;
    }
  if (item->attendee_count > 0)
    g_string_append_c (item->attendees, ']');
}

static void
read_conference (DaybookJsonReader *reader, FloorItem *item)
{
  static const char *const outer[] = { "entryPoints", NULL };
  static const char *const inner[] = { "uri", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, outer, &field))
    if (field == 0 && daybook_json_reader_begin_array_or_skip (reader))
      while (daybook_json_reader_next_element (reader))
        if (daybook_json_reader_begin_object_or_skip (reader))
          while (daybook_json_reader_next_field (reader, inner, &field))
            if (field == 0 && item->conference == NULL)
              daybook_json_reader_read_string_into (reader, &item->conference);
}

static void
read_item (DaybookJsonReader *reader, FloorItem *item)
{
  static const char *const fields[]
      = { "id",        "etag",        "status",   "summary",   "description",    "location",
          "htmlLink",  "hangoutLink", "organizer", "attendees", "start",          "end",
          "originalStartTime", "recurringEventId", "recurrence", "iCalUID", "sequence", "transparency",
          "updated",   "conferenceData", NULL };
  static const char *const states[] = { "confirmed", "tentative", "cancelled", NULL };
  static const char *const transparencies[] = { "transparent", NULL };
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
      case 2: item->status = floor_read_choice (reader, states); break;
      case 3: daybook_json_reader_read_string_into (reader, &item->title); break;
      case 4: daybook_json_reader_read_string_into (reader, &item->description); break;
      case 5: daybook_json_reader_read_string_into (reader, &item->location); break;
      case 6: daybook_json_reader_read_string_into (reader, &item->url); break;
      case 7: daybook_json_reader_read_string_into (reader, &item->conference); break;
      case 8: read_person (reader, item); break;
      case 9: read_attendees (reader, item); break;
      case 10: item->start = read_when (reader, item, TRUE); break;
      case 11: item->end = read_when (reader, item, FALSE); break;
      case 12: item->original = read_when (reader, item, FALSE); break;
      case 13: daybook_json_reader_read_string_into (reader, &item->series); break;
      case 14:
        if (daybook_json_reader_begin_array_or_skip (reader))
          while (daybook_json_reader_next_element (reader))
            {
              g_autofree char *line = daybook_json_reader_read_string_or_null (reader);

              g_string_append_printf (item->rrule, "%s%s", item->rrule->len > 0 ? "\n" : "", line != NULL ? line : "");
            }
        break;
      case 15: daybook_json_reader_read_string_into (reader, &item->ical_uid); break;
      case 16: item->sequence = daybook_json_reader_read_int_or (reader, 0); break;
      case 17: item->busy = daybook_json_reader_read_choice (reader, transparencies) == 0; break;
      case 18:
        text = daybook_json_reader_read_string_view (reader, &length);
        if (text != NULL)
          daybook_instant_parse (text, length, &item->updated);
        break;
      case 19: read_conference (reader, item); break;
      }
  item->is_removed = item->status == 2 && item->series == NULL;
  item->kind = item->rrule->len > 0 ? 1 : item->series != NULL ? 2 : 0;
  if (item->title == NULL)
    item->title = g_strdup ("");
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "items", "nextPageToken", "nextSyncToken", NULL };
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *token = NULL;
  g_autofree char *bearer = NULL;
  g_autofree char *since = NULL;
  g_autofree char *known = NULL;
  g_autofree char *token_path = NULL;
  Floor self = { 0 };

  if (argc != 5 || !g_file_get_contents (argv[2], &token, NULL, NULL))
    floor_die ("usage", "floor-google URL TOKEN-FILE DATABASE MIGRATION.sql");
  bearer = g_strconcat ("Bearer ", token, NULL);
  floor_open (&self, argv[3], argv[4], "google", "google-calendar");
  token_path = g_strconcat (argv[3], ".token", NULL);
  if (g_file_get_contents (token_path, &known, NULL, NULL))
    since = g_strconcat ("&syncToken=", known, NULL);
  do
    {
      g_autofree char *fields = g_uri_escape_string (FIELDS, NULL, FALSE);
      g_autofree char *url = g_strdup_printf (
          "%s/google/calendar/v3/calendars/primary/events?maxResults=2500&singleEvents=false&prettyPrint=false&fields=%s%s%s%s",
          argv[1], fields, self.page != NULL ? "&pageToken=" : "", self.page != NULL ? self.page : "", since != NULL ? since : "");
      g_autoptr (GBytes) page = floor_download (&self, session, url, bearer, NULL);

      floor_store_page (&self, page, names, read_item);
    }
  while (self.page != NULL);
  floor_end (&self, token_path);
  return 0;
}
