/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/google/daybook-google-event.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "providers/daybook-event-rules.h"

enum
{
  TYPE_DEFAULT,
  TYPE_BIRTHDAY,
  TYPE_FOCUS_TIME,
  TYPE_FROM_GMAIL,
  TYPE_OUT_OF_OFFICE,
  TYPE_WORKING_LOCATION,
};

static void
read_updated (DaybookJsonReader *reader, DaybookEvent *event)
{
  gsize length;
  const char *text = daybook_json_reader_read_string_view (reader, &length);

  if (text != NULL)
    daybook_instant_parse (text, length, &event->updated_at);
}

/* In the order in which Google writes them. */
enum
{
  FIELD_ETAG, FIELD_ID, FIELD_STATUS, FIELD_HTML_LINK, FIELD_UPDATED, FIELD_SUMMARY, FIELD_DESCRIPTION,
  FIELD_LOCATION, FIELD_COLOR_ID, FIELD_ORGANIZER, FIELD_START, FIELD_END, FIELD_RECURRENCE,
  FIELD_RECURRING_EVENT_ID, FIELD_ORIGINAL_START_TIME, FIELD_TRANSPARENCY, FIELD_VISIBILITY,
  FIELD_ICAL_UID, FIELD_SEQUENCE, FIELD_ATTENDEES, FIELD_HANGOUT_LINK, FIELD_CONFERENCE_DATA,
  FIELD_EVENT_TYPE,
};

static const char *const event_fields[] = {
  "etag", "id", "status", "htmlLink", "updated", "summary", "description", "location", "colorId",
  "organizer", "start", "end", "recurrence", "recurringEventId", "originalStartTime", "transparency",
  "visibility", "iCalUID", "sequence", "attendees", "hangoutLink", "conferenceData", "eventType", NULL
};

static int
read_choice_or_first (DaybookJsonReader *reader, const char *const *choices)
{
  int choice = daybook_json_reader_read_choice (reader, choices);

  return choice >= 0 ? choice : 0;
}

static void
read_field (DaybookGoogleParser *parser, int field, DaybookEvent *event, DaybookGoogleExtra *extra)
{
  static const char *const statuses[] = { "confirmed", "tentative", "cancelled", NULL };
  static const char *const transparencies[] = { "transparent", NULL };
  static const char *const visibilities[] = { "private", "confidential", NULL };
  static const char *const types[] = { "default", "birthday", "focusTime", "fromGmail", "outOfOffice",
                                       "workingLocation", NULL };
  DaybookJsonReader *reader = parser->reader;

  switch (field)
    {
    case FIELD_ETAG:
      daybook_json_reader_read_string_into (reader, &event->etag);
      break;
    case FIELD_ID:
      daybook_json_reader_read_string_into (reader, &event->external_id);
      break;
    case FIELD_STATUS:
      event->status = read_choice_or_first (reader, statuses);
      break;
    case FIELD_HTML_LINK:
      daybook_json_reader_read_string_into (reader, &event->url);
      break;
    case FIELD_UPDATED:
      read_updated (reader, event);
      break;
    case FIELD_SUMMARY:
      daybook_json_reader_read_string_into (reader, &event->title);
      break;
    case FIELD_DESCRIPTION:
      daybook_json_reader_read_string_into (reader, &event->description);
      break;
    case FIELD_LOCATION:
      daybook_json_reader_read_string_into (reader, &event->location);
      break;
    case FIELD_COLOR_ID:
      g_free (event->color);
      event->color = daybook_google_color_read (reader);
      break;
    case FIELD_ORGANIZER:
      daybook_google_organizer_read (reader, event);
      break;
    case FIELD_START:
      daybook_google_time_read (&extra->start, reader, &parser->zones);
      g_clear_pointer (&extra->zone, daybook_zone_unref);
      extra->zone = extra->start.zone != NULL ? daybook_zone_ref (extra->start.zone) : NULL;
      break;
    case FIELD_END:
      daybook_google_time_read (&extra->end, reader, &parser->zones);
      break;
    case FIELD_RECURRENCE:
      g_free (event->rrule);
      event->rrule = daybook_google_recurrence_read (reader);
      break;
    case FIELD_RECURRING_EVENT_ID:
      daybook_json_reader_read_string_into (reader, &event->series_external_id);
      break;
    case FIELD_ORIGINAL_START_TIME:
      daybook_google_time_read (&extra->original, reader, &parser->zones);
      break;
    case FIELD_TRANSPARENCY:
      extra->is_transparent = daybook_json_reader_read_choice (reader, transparencies) == 0;
      break;
    case FIELD_VISIBILITY:
      event->is_private = daybook_json_reader_read_choice (reader, visibilities) >= 0;
      break;
    case FIELD_ICAL_UID:
      daybook_json_reader_read_string_into (reader, &event->ical_uid);
      break;
    case FIELD_SEQUENCE:
      event->sequence = daybook_json_reader_read_int_or (reader, 0);
      break;
    case FIELD_ATTENDEES:
      daybook_google_attendees_read (parser, extra);
      break;
    case FIELD_HANGOUT_LINK:
      daybook_json_reader_read_string_into (reader, &extra->hangout);
      break;
    case FIELD_CONFERENCE_DATA:
      daybook_google_conference_read (reader, event);
      break;
    case FIELD_EVENT_TYPE:
      extra->type = read_choice_or_first (reader, types);
      break;
    default:
      break;
    }
}

/* An instance without originalStartTime still says it by its id: series, '_', UTC or date. */
static gboolean
read_original_from_id (const DaybookEvent *event, DaybookGoogleTime *original)
{
  const char *at = strrchr (event->external_id, '_');
  int year, month, day, hour, minute, second, length = 0;

  if (at == NULL)
    return FALSE;
  if (sscanf (at + 1, "%4d%2d%2d%n", &year, &month, &day, &length) != 3 || length != 8
      || !daybook_civil_is_valid (year, month, day))
    return FALSE;
  if (at[9] == '\0')
    {
      original->is_date = TRUE;
      original->at = daybook_wall_from_day (daybook_day_from_civil (year, month, day));
    }
  else if (sscanf (at + 9, "T%2d%2d%2dZ%n", &hour, &minute, &second, &length) == 3 && length == 8
           && at[17] == '\0' && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0
           && second <= 59)
    {
      original->is_date = FALSE;
      original->at = daybook_wall_from_civil (year, month, day, hour, minute, second);
    }
  else
    return FALSE;
  original->is_set = TRUE;
  return TRUE;
}

static void
set_range (DaybookEvent *event, const DaybookGoogleExtra *extra)
{
  event->all_day = extra->start.is_date;
  event->range_start = extra->start.at;
  event->range_end = extra->end.at;
  event->start_wall = extra->start.wall;
  if (extra->zone != NULL)
    event->time_zone = g_strdup (daybook_zone_get_name (extra->zone));
  if (extra->start.zone_unknown)
    event->zone_flags = DAYBOOK_ZONE_UNKNOWN;
}

/* A dropped instance is known by nothing but its original start, where it stands in for nothing. */
static void
set_cancelled_range (DaybookEvent *event, const DaybookGoogleTime *original)
{
  event->all_day = original->is_date;
  event->range_start = original->at;
  event->range_end = original->at + (original->is_date ? DAYBOOK_DAY_SECONDS : 0);
}

static DaybookBusy
get_busy (const DaybookEvent *event, const DaybookGoogleExtra *extra)
{
  if (extra->type == TYPE_OUT_OF_OFFICE)
    return DAYBOOK_BUSY_OUT_OF_OFFICE;
  if (extra->type == TYPE_WORKING_LOCATION)
    return DAYBOOK_BUSY_ELSEWHERE;
  if (extra->is_transparent || extra->type == TYPE_BIRTHDAY)
    return DAYBOOK_BUSY_FREE;
  return event->status == DAYBOOK_EVENT_TENTATIVE ? DAYBOOK_BUSY_TENTATIVE : DAYBOOK_BUSY_BUSY;
}

/* Whoever organizes a meeting takes part unless they said otherwise. */
static DaybookResponse
get_response (const DaybookEvent *event, const DaybookGoogleExtra *extra)
{
  if (event->is_organizer && extra->self_response != DAYBOOK_RESPONSE_DECLINED
      && extra->self_response != DAYBOOK_RESPONSE_TENTATIVE)
    return DAYBOOK_RESPONSE_ORGANIZER;
  return extra->self_response;
}

static char *
get_categories (const DaybookGoogleExtra *extra)
{
  static const char *const categories[] = { NULL, "[\"Birthday\"]", "[\"Focus time\"]", NULL,
                                            "[\"Out of office\"]", "[\"Working location\"]" };

  return g_strdup (categories[extra->type]);
}

/* What is wrong with the times, translated; NULL when they were taken over. */
static const char *
take_times (DaybookEvent *event, DaybookGoogleExtra *extra)
{
  if (event->series_external_id != NULL)
    {
      if (!extra->original.is_set && !read_original_from_id (event, &extra->original))
        return _("It does not say which instance of its series it is.");
      event->kind = DAYBOOK_EVENT_EXCEPTION;
      event->original_start = extra->original.at;
      g_clear_pointer (&event->rrule, g_free);
    }
  else if (event->rrule != NULL)
    event->kind = DAYBOOK_EVENT_MASTER;
  if (extra->start.is_set && extra->end.is_set && extra->start.is_date == extra->end.is_date)
    set_range (event, extra);
  else if (event->kind == DAYBOOK_EVENT_EXCEPTION && event->status == DAYBOOK_EVENT_CANCELLED)
    set_cancelled_range (event, &extra->original);
  else
    return _("It has no valid start and end.");
  return daybook_event_check (event);
}

static void
finish_event (DaybookEvent *event, const DaybookGoogleExtra *extra)
{
  event->title = daybook_event_tidy_line (event->title);
  event->location = daybook_event_tidy_line (event->location);
  event->organizer = daybook_event_tidy_line (event->organizer);
  event->organizer_name = daybook_event_tidy_line (event->organizer_name);
  daybook_event_take_description (event, g_steal_pointer (&event->description));
  event->busy = get_busy (event, extra);
  event->response = get_response (event, extra);
  event->categories = get_categories (extra);
  if (event->conference_url == NULL)
    daybook_event_take_conference (event, extra->hangout);
  daybook_event_find_conference (event);
  if (event->etag == NULL)
    event->hash = daybook_event_digest (event);
}

/* @zone_name is the calendar's zone as the calendar list told it, NULL unknown. */
void
daybook_google_parser_init (DaybookGoogleParser *self, DaybookJsonReader *reader, const char *zone_name)
{
  memset (self, 0, sizeof *self);
  self->reader = reader;
  self->people = daybook_people_new ();
  self->address = g_string_sized_new (64);
  self->name = g_string_sized_new (64);
  daybook_google_zones_set_fallback (&self->zones, zone_name);
}

void
daybook_google_parser_clear (DaybookGoogleParser *self)
{
  daybook_google_zones_clear (&self->zones);
  daybook_people_free (self->people);
  g_string_free (self->address, TRUE);
  g_string_free (self->name, TRUE);
}

/* Reads the pending value as one event: an upsert, a tombstone, or a quarantine of what makes no
 * sense. NULL for what is no event at all, and after an error of the reader. (transfer full) */
DaybookItem *
daybook_google_event_read (DaybookGoogleParser *self)
{
  g_autoptr (DaybookEvent) event = NULL;
  DaybookGoogleExtra extra = { { 0 } };
  const char *problem;
  DaybookItem *item;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (self->reader))
    return NULL;
  event = daybook_event_new ();
  while (daybook_json_reader_next_field (self->reader, event_fields, &field))
    read_field (self, field, event, &extra);
  daybook_people_give (self->people, event);
  if (daybook_json_reader_has_error (self->reader) || event->external_id == NULL
      || *event->external_id == '\0')
    item = NULL;
  else if (event->status == DAYBOOK_EVENT_CANCELLED && event->series_external_id == NULL)
    item = daybook_item_new_op (DAYBOOK_ITEM_TOMBSTONE, event->external_id);
  else if ((problem = take_times (event, &extra)) != NULL)
    item = daybook_item_new_quarantine (event->external_id, event->etag, problem);
  else
    {
      finish_event (event, &extra);
      item = daybook_item_new_event (g_steal_pointer (&event));
    }
  g_clear_pointer (&extra.zone, daybook_zone_unref);
  g_free (extra.hangout);
  return item;
}
