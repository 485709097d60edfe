/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ical-reader/daybook-ical-event.h"

#include <string.h>

#include "providers/daybook-event-rules.h"

void
daybook_ical_marks_init (DaybookIcalMarks *self)
{
  memset (self, 0, sizeof *self);
  self->cdo_busy = self->cdo_intended = self->cdo_importance = -1;
}

/* X-MICROSOFT-CDO-BUSYSTATUS and -INTENDEDSTATUS. */
static int
read_busy (const DaybookIcalProperty *property)
{
  static const struct
  {
    const char *value;
    DaybookBusy busy;
  } values[] = {
    { "BUSY", DAYBOOK_BUSY_BUSY },
    { "FREE", DAYBOOK_BUSY_FREE },
    { "TENTATIVE", DAYBOOK_BUSY_TENTATIVE },
    { "OOF", DAYBOOK_BUSY_OUT_OF_OFFICE },
    { "WORKINGELSEWHERE", DAYBOOK_BUSY_ELSEWHERE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      if (daybook_ical_property_value_is (property, values[i].value))
        return values[i].busy;
    }
  return -1;
}

static void
take_microsoft (DaybookIcalMarks *self, const DaybookIcalProperty *property)
{
  gint64 number;

  if (daybook_ical_property_is (property, "X-MICROSOFT-CDO-BUSYSTATUS"))
    self->cdo_busy = read_busy (property);
  else if (daybook_ical_property_is (property, "X-MICROSOFT-CDO-INTENDEDSTATUS"))
    self->cdo_intended = read_busy (property);
  else if (daybook_ical_property_is (property, "X-MICROSOFT-CDO-ALLDAYEVENT"))
    self->cdo_all_day = daybook_ical_property_value_is (property, "TRUE");
  else if (daybook_ical_property_is (property, "X-MICROSOFT-CDO-IMPORTANCE"))
    {
      number = daybook_ical_property_get_int (property, -1);
      if (number >= DAYBOOK_IMPORTANCE_LOW && number <= DAYBOOK_IMPORTANCE_HIGH)
        self->cdo_importance = number;
    }
}

/* STATUS, TRANSP, CLASS, PRIORITY and Microsoft's own. FALSE for any other property. */
gboolean
daybook_ical_marks_take (DaybookIcalMarks *self, const DaybookIcalProperty *property, DaybookEvent *event)
{
  if (daybook_ical_property_is (property, "STATUS"))
    {
      if (daybook_ical_property_value_is (property, "CANCELLED"))
        event->status = DAYBOOK_EVENT_CANCELLED;
      else if (daybook_ical_property_value_is (property, "TENTATIVE"))
        event->status = DAYBOOK_EVENT_TENTATIVE;
    }
  else if (daybook_ical_property_is (property, "TRANSP"))
    self->is_transparent = daybook_ical_property_value_is (property, "TRANSPARENT");
  else if (daybook_ical_property_is (property, "CLASS"))
    event->is_private = daybook_ical_property_value_is (property, "PRIVATE")
                        || daybook_ical_property_value_is (property, "CONFIDENTIAL");
  else if (daybook_ical_property_is (property, "PRIORITY"))
    self->priority = daybook_ical_property_get_int (property, 0);
  else if (property->name_length > 16 && g_ascii_strncasecmp (property->name, "X-MICROSOFT-CDO-", 16) == 0)
    take_microsoft (self, property);
  else
    return FALSE;
  return TRUE;
}

/* The address of a mailto: value into the parser's scratch, lower case; NULL for another kind of address. */
static const char *
read_address (DaybookIcalParser *parser, const DaybookIcalProperty *property)
{
  const char *at = property->value;
  gsize length = property->value_length;

  if (length > 7 && g_ascii_strncasecmp (at, "mailto:", 7) == 0)
    {
      at += 7;
      length -= 7;
    }
  if (memchr (at, '@', length) == NULL)
    return NULL;
  g_string_truncate (parser->text, 0);
  g_string_append_len (parser->text, at, length);
  if (!g_utf8_validate (parser->text->str, parser->text->len, NULL))
    return NULL;
  g_string_ascii_down (parser->text);
  return parser->text->str;
}

static DaybookResponse
read_response (const DaybookIcalProperty *property)
{
  static const struct
  {
    const char *value;
    DaybookResponse response;
  } values[] = {
    { "ACCEPTED", DAYBOOK_RESPONSE_ACCEPTED },
    { "NEEDS-ACTION", DAYBOOK_RESPONSE_NEEDS_ACTION },
    { "DECLINED", DAYBOOK_RESPONSE_DECLINED },
    { "TENTATIVE", DAYBOOK_RESPONSE_TENTATIVE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      if (daybook_ical_property_parameter_is (property, "PARTSTAT", values[i].value))
        return values[i].response;
    }
  return DAYBOOK_RESPONSE_NONE;
}

/* ATTENDEE. Rooms and resources are no people. */
void
daybook_ical_marks_take_attendee (DaybookIcalMarks *self, DaybookIcalParser *parser, const DaybookIcalProperty *property)
{
  g_autofree char *name = daybook_ical_property_get_parameter (property, "CN");
  DaybookResponse response = read_response (property);
  const char *address = read_address (parser, property);

  if (address != NULL && parser->owner != NULL && strcmp (address, parser->owner) == 0)
    {
      self->has_owner = TRUE;
      self->owner_response = response;
    }
  if (daybook_ical_property_parameter_is (property, "CUTYPE", "ROOM")
      || daybook_ical_property_parameter_is (property, "CUTYPE", "RESOURCE") || (address == NULL && name == NULL))
    return;
  daybook_people_add (parser->people, name, address, response);
}

/* ORGANIZER. */
void
daybook_ical_marks_take_organizer (DaybookIcalParser *parser, const DaybookIcalProperty *property, DaybookEvent *event)
{
  const char *address = read_address (parser, property);

  if (event->organizer != NULL || event->organizer_name != NULL)
    return;
  event->organizer = daybook_event_tidy_line (g_strdup (address));
  event->organizer_name = daybook_event_tidy_line (daybook_ical_property_get_parameter (property, "CN"));
  event->is_organizer = address != NULL && parser->owner != NULL && strcmp (address, parser->owner) == 0;
}

/* What all of them together say. Microsoft's word for the busyness goes before TRANSP, which has only two;
 * a request carries the one that is meant in INTENDEDSTATUS. */
void
daybook_ical_marks_give (const DaybookIcalMarks *self, DaybookEvent *event)
{
  if (self->cdo_busy >= 0)
    event->busy = self->cdo_busy;
  else if (self->cdo_intended >= 0)
    event->busy = self->cdo_intended;
  else if (self->is_transparent)
    event->busy = DAYBOOK_BUSY_FREE;
  else if (event->status == DAYBOOK_EVENT_TENTATIVE)
    event->busy = DAYBOOK_BUSY_TENTATIVE;
  if (self->cdo_importance >= 0)
    event->importance = self->cdo_importance;
  else if (self->priority >= 1 && self->priority <= 4)
    event->importance = DAYBOOK_IMPORTANCE_HIGH;
  else if (self->priority >= 6 && self->priority <= 9)
    event->importance = DAYBOOK_IMPORTANCE_LOW;
  event->response = self->has_owner ? self->owner_response : DAYBOOK_RESPONSE_NONE;
  if (event->is_organizer && event->response != DAYBOOK_RESPONSE_DECLINED
      && event->response != DAYBOOK_RESPONSE_TENTATIVE)
    event->response = DAYBOOK_RESPONSE_ORGANIZER;
}
