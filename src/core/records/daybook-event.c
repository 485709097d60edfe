/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-event.h"

/* Every owned text of an event, so that copy and free cannot forget one. */
static const gsize texts[] = {
  G_STRUCT_OFFSET (DaybookEvent, external_id),
  G_STRUCT_OFFSET (DaybookEvent, series_external_id),
  G_STRUCT_OFFSET (DaybookEvent, ical_uid),
  G_STRUCT_OFFSET (DaybookEvent, title),
  G_STRUCT_OFFSET (DaybookEvent, description),
  G_STRUCT_OFFSET (DaybookEvent, location),
  G_STRUCT_OFFSET (DaybookEvent, url),
  G_STRUCT_OFFSET (DaybookEvent, conference_url),
  G_STRUCT_OFFSET (DaybookEvent, conference_provider),
  G_STRUCT_OFFSET (DaybookEvent, conference_id),
  G_STRUCT_OFFSET (DaybookEvent, organizer),
  G_STRUCT_OFFSET (DaybookEvent, organizer_name),
  G_STRUCT_OFFSET (DaybookEvent, attendees),
  G_STRUCT_OFFSET (DaybookEvent, categories),
  G_STRUCT_OFFSET (DaybookEvent, color),
  G_STRUCT_OFFSET (DaybookEvent, time_zone),
  G_STRUCT_OFFSET (DaybookEvent, rrule),
  G_STRUCT_OFFSET (DaybookEvent, etag),
};

/* An empty confirmed single event of normal importance; what is unknown says so. */
DaybookEvent *
daybook_event_new (void)
{
  DaybookEvent *self = g_new0 (DaybookEvent, 1);

  self->original_start = DAYBOOK_INSTANT_NONE;
  self->start_wall = DAYBOOK_INSTANT_NONE;
  self->updated_at = DAYBOOK_INSTANT_NONE;
  self->importance = DAYBOOK_IMPORTANCE_NORMAL;
  return self;
}

/* A deep copy. */
DaybookEvent *
daybook_event_copy (const DaybookEvent *self)
{
  DaybookEvent *copy = g_new (DaybookEvent, 1);

  *copy = *self;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    G_STRUCT_MEMBER (char *, copy, texts[i]) = g_strdup (G_STRUCT_MEMBER (char *, self, texts[i]));
  return copy;
}

void
daybook_event_free (DaybookEvent *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (G_STRUCT_MEMBER (char *, self, texts[i]));
  g_free (self);
}

/* The spellings of interfaces.md (`events`). Static. */

const char *
daybook_event_status_to_string (DaybookEventStatus status)
{
  switch (status)
    {
    case DAYBOOK_EVENT_TENTATIVE:
      return "tentative";
    case DAYBOOK_EVENT_CANCELLED:
      return "cancelled";
    case DAYBOOK_EVENT_CONFIRMED:
    default:
      return "confirmed";
    }
}

const char *
daybook_response_to_string (DaybookResponse response)
{
  switch (response)
    {
    case DAYBOOK_RESPONSE_ACCEPTED:
      return "accepted";
    case DAYBOOK_RESPONSE_TENTATIVE:
      return "tentative";
    case DAYBOOK_RESPONSE_DECLINED:
      return "declined";
    case DAYBOOK_RESPONSE_NEEDS_ACTION:
      return "needs_action";
    case DAYBOOK_RESPONSE_ORGANIZER:
      return "organizer";
    case DAYBOOK_RESPONSE_NONE:
    default:
      return NULL;
    }
}

const char *
daybook_busy_to_string (DaybookBusy busy)
{
  switch (busy)
    {
    case DAYBOOK_BUSY_FREE:
      return "free";
    case DAYBOOK_BUSY_TENTATIVE:
      return "tentative";
    case DAYBOOK_BUSY_OUT_OF_OFFICE:
      return "out_of_office";
    case DAYBOOK_BUSY_ELSEWHERE:
      return "elsewhere";
    case DAYBOOK_BUSY_BUSY:
    default:
      return "busy";
    }
}

const char *
daybook_importance_to_string (DaybookImportance importance)
{
  switch (importance)
    {
    case DAYBOOK_IMPORTANCE_LOW:
      return "low";
    case DAYBOOK_IMPORTANCE_HIGH:
      return "high";
    case DAYBOOK_IMPORTANCE_NORMAL:
    default:
      return "normal";
    }
}
