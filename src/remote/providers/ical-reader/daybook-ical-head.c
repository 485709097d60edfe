/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ical-reader/daybook-ical-head.h"

#include "base/daybook-ical-time.h"
#include "base/daybook-time.h"
#include "providers/daybook-css-color.h"
#include "providers/daybook-event-rules.h"

/* A calendar may ask to be left alone for a month, not for longer. */
#define MIN_REFRESH 300
#define MAX_REFRESH (31 * DAYBOOK_DAY_SECONDS)

static void
take_refresh (DaybookIcalHead *self, const DaybookIcalProperty *property)
{
  gint64 seconds;
  int days;

  if (!daybook_ical_duration_parse (property->value, property->value_length, &days, &seconds))
    return;
  seconds += days * DAYBOOK_DAY_SECONDS;
  if (seconds > 0)
    self->refresh = CLAMP (seconds, MIN_REFRESH, MAX_REFRESH);
}

static void
take_color (DaybookIcalHead *self, const DaybookIcalProperty *property)
{
  char *color = daybook_css_color_to_hex (property->value, property->value_length);

  if (color == NULL)
    return;
  g_free (self->color);
  self->color = color;
}

/* One property of the calendar: those of RFC 7986 go before their older namesakes. */
void
daybook_ical_head_take (DaybookIcalHead *self, const DaybookIcalProperty *property)
{
  if (daybook_ical_property_is (property, "NAME") || (daybook_ical_property_is (property, "X-WR-CALNAME") && self->name == NULL))
    {
      g_free (self->name);
      self->name = daybook_event_tidy_line (daybook_ical_property_get_text (property));
    }
  else if (daybook_ical_property_is (property, "COLOR")
           || (self->color == NULL && (daybook_ical_property_is (property, "X-APPLE-CALENDAR-COLOR")
                                       || daybook_ical_property_is (property, "X-OUTLOOK-COLOR"))))
    take_color (self, property);
  else if (daybook_ical_property_is (property, "REFRESH-INTERVAL")
           || (daybook_ical_property_is (property, "X-PUBLISHED-TTL") && self->refresh == 0))
    take_refresh (self, property);
  else if (daybook_ical_property_is (property, "X-WR-TIMEZONE") && self->zone_name == NULL)
    self->zone_name = daybook_event_tidy_line (daybook_ical_property_get_text (property));
  else if (daybook_ical_property_is (property, "METHOD"))
    self->is_cancelled = daybook_ical_property_value_is (property, "CANCEL");
}

void
daybook_ical_head_clear (DaybookIcalHead *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->color, g_free);
  g_clear_pointer (&self->zone_name, g_free);
}
