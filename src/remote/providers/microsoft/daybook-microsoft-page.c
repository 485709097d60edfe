/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/microsoft/daybook-microsoft-page.h"

#include <glib/gi18n-lib.h>

#include "providers/microsoft/daybook-microsoft-event.h"

void
daybook_microsoft_page_clear (DaybookMicrosoftPage *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->next_link, g_free);
  g_clear_pointer (&self->delta_link, g_free);
}

static gboolean
read_page (DaybookMicrosoftParser *parser, DaybookMicrosoftPage *self)
{
  static const char *const fields[] = { "@odata.nextLink", "@odata.deltaLink", "value", NULL };
  DaybookJsonReader *reader = parser->reader;
  gboolean is_list = FALSE;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          daybook_json_reader_read_string_into (reader, &self->next_link);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->delta_link);
          break;
        case 2:
          if (!daybook_json_reader_begin_array_or_skip (reader))
            break;
          is_list = TRUE;
          while (daybook_json_reader_next_element (reader))
            {
              DaybookItem *item = daybook_microsoft_event_read (parser);

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

/* Reads the body of a page of events into @self, which must be empty. An item that makes no sense becomes
 * a quarantine; a document that is no page, or no whole one, is INVALID_RESPONSE. */
gboolean
daybook_microsoft_page_parse (DaybookMicrosoftPage *self, GBytes *body, GHashTable *colors, GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  DaybookMicrosoftParser parser;
  gboolean is_list;

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_item_free);
  daybook_microsoft_parser_init (&parser, reader, colors);
  is_list = read_page (&parser, self);
  daybook_microsoft_parser_clear (&parser);
  return daybook_json_reader_finish_if (reader, is_list,
                                        _("Outlook’s answer holds no events. The calendar stays as it was."), error);
}

/* The same for the answer to a request for one event. */
gboolean
daybook_microsoft_page_parse_event (DaybookMicrosoftPage *self, GBytes *body, GHashTable *colors, GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  DaybookMicrosoftParser parser;
  DaybookItem *item;

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_item_free);
  daybook_microsoft_parser_init (&parser, reader, colors);
  item = daybook_microsoft_event_read (&parser);
  if (item != NULL)
    g_ptr_array_add (self->items, item);
  daybook_microsoft_parser_clear (&parser);
  return daybook_json_reader_finish_if (reader, item != NULL, _("Outlook’s answer holds no event."), error);
}
