/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/google/daybook-google-page.h"

#include <glib/gi18n-lib.h>

#include "providers/google/daybook-google-event.h"

const char daybook_google_events_fields[] =
    "kind,timeZone,nextPageToken,nextSyncToken,"
    "items(etag,id,status,htmlLink,updated,summary,description,location,colorId,"
    "organizer(email,displayName,self),start,end,recurrence,recurringEventId,originalStartTime,"
    "transparency,visibility,iCalUID,sequence,attendees(email,displayName,self,resource,responseStatus),"
    "hangoutLink,conferenceData(entryPoints(entryPointType,uri),conferenceId),eventType)";

void
daybook_google_page_clear (DaybookGooglePage *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->next_page, g_free);
  g_clear_pointer (&self->next_sync, g_free);
}

static gboolean
read_page (DaybookGoogleParser *parser, DaybookGooglePage *self)
{
  static const char *const fields[] = { "kind", "timeZone", "nextPageToken", "nextSyncToken", "items", NULL };
  static const char *const kinds[] = { "calendar#events", NULL };
  DaybookJsonReader *reader = parser->reader;
  gboolean is_list = FALSE;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      g_autofree char *zone_name = NULL;

      switch (field)
        {
        case 0:
          is_list |= daybook_json_reader_read_choice (reader, kinds) == 0;
          break;
        case 1:
          zone_name = daybook_json_reader_read_string_or_null (reader);
          daybook_google_zones_set_fallback (&parser->zones, zone_name);
          break;
        case 2:
          daybook_json_reader_read_string_into (reader, &self->next_page);
          break;
        case 3:
          daybook_json_reader_read_string_into (reader, &self->next_sync);
          break;
        case 4:
          is_list |= daybook_json_reader_peek (reader) == DAYBOOK_JSON_ARRAY;
          if (!daybook_json_reader_begin_array_or_skip (reader))
            break;
          while (daybook_json_reader_next_element (reader))
            {
              DaybookItem *item = daybook_google_event_read (parser);

              if (item != NULL)
                g_ptr_array_add (self->items, item);
            }
          break;
        default:
          break;
        }
    }
  return is_list;
}

/* Reads the body of a page of events.list into @self, which must be empty. @zone_name is the
 * calendar's zone as the calendar list told it, NULL unknown. An item that makes no sense becomes a
 * quarantine; a document that is no page, or no whole one, is INVALID_RESPONSE. */
gboolean
daybook_google_page_parse (DaybookGooglePage *self, GBytes *body, const char *zone_name, GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  DaybookGoogleParser parser;
  gboolean is_list;

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_item_free);
  daybook_google_parser_init (&parser, reader, zone_name);
  is_list = read_page (&parser, self);
  daybook_google_parser_clear (&parser);
  return daybook_json_reader_finish_if (reader, is_list,
                                        _("Google Calendar’s answer holds no events. The calendar stays as it was."), error);
}
