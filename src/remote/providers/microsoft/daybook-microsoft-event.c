/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/microsoft/daybook-microsoft-event.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "providers/daybook-event-rules.h"

/* In the order in which Graph writes them. */
enum
{
  FIELD_ETAG, FIELD_ID, FIELD_REMOVED, FIELD_LAST_MODIFIED, FIELD_CATEGORIES, FIELD_ORIGINAL_ZONE,
  FIELD_ICAL_UID, FIELD_SUBJECT, FIELD_IMPORTANCE, FIELD_SENSITIVITY, FIELD_IS_ALL_DAY, FIELD_IS_CANCELLED,
  FIELD_IS_ORGANIZER, FIELD_SERIES_MASTER_ID, FIELD_SHOW_AS, FIELD_TYPE, FIELD_WEB_LINK, FIELD_MEETING_URL,
  FIELD_RESPONSE_STATUS, FIELD_BODY, FIELD_START, FIELD_END, FIELD_ORIGINAL_START, FIELD_LOCATION,
  FIELD_RECURRENCE, FIELD_ATTENDEES, FIELD_ORGANIZER, FIELD_ONLINE_MEETING,
};

static const char *const event_fields[] = {
  "@odata.etag", "id", "@removed", "lastModifiedDateTime", "categories", "originalStartTimeZone",
  "iCalUId", "subject", "importance", "sensitivity", "isAllDay", "isCancelled",
  "isOrganizer", "seriesMasterId", "showAs", "type", "webLink", "onlineMeetingUrl",
  "responseStatus", "body", "start", "end", "originalStart", "location",
  "recurrence", "attendees", "organizer", "onlineMeeting", NULL
};

static int
read_choice_or (DaybookJsonReader *reader, const char *const *choices, int fallback)
{
  int choice = daybook_json_reader_read_choice (reader, choices);

  return choice >= 0 ? choice : fallback;
}

static DaybookBusy
read_busy (DaybookJsonReader *reader)
{
  static const char *const choices[] = { "free", "tentative", "busy", "oof", "workingElsewhere", NULL };
  static const DaybookBusy busy[] = { DAYBOOK_BUSY_FREE, DAYBOOK_BUSY_TENTATIVE, DAYBOOK_BUSY_BUSY,
                                      DAYBOOK_BUSY_OUT_OF_OFFICE, DAYBOOK_BUSY_ELSEWHERE };

  return busy[read_choice_or (reader, choices, 2)];
}

static void
read_instant (DaybookJsonReader *reader, gint64 *at)
{
  gsize length;
  const char *text = daybook_json_reader_read_string_view (reader, &length);

  if (text != NULL)
    daybook_instant_parse (text, length, at);
}

static void
read_zone (DaybookMicrosoftParser *parser, DaybookMicrosoftExtra *extra)
{
  gsize length;
  const char *text = daybook_json_reader_read_string_view (parser->reader, &length);
  DaybookZone *zone;

  g_clear_pointer (&extra->zone, daybook_zone_unref);
  extra->zone_unknown = FALSE;
  if (text == NULL || length == 0)
    return;
  zone = daybook_zone_finder_find (&parser->zones, text, length);
  if (zone != NULL)
    extra->zone = daybook_zone_ref (zone);
  else
    extra->zone_unknown = TRUE;
}

static void
read_field (DaybookMicrosoftParser *parser, int field, DaybookEvent *event, DaybookMicrosoftExtra *extra)
{
  static const char *const importances[] = { "low", "normal", "high", NULL };
  static const char *const sensitivities[] = { "personal", "private", "confidential", NULL };
  static const char *const types[] = { "singleInstance", "occurrence", "exception", "seriesMaster", NULL };
  DaybookJsonReader *reader = parser->reader;

  switch (field)
    {
    case FIELD_ETAG:
      daybook_json_reader_read_string_into (reader, &event->etag);
      break;
    case FIELD_ID:
      daybook_json_reader_read_string_into (reader, &event->external_id);
      break;
    case FIELD_REMOVED:
      extra->is_removed = !daybook_json_reader_is_null (reader);
      break;
    case FIELD_LAST_MODIFIED:
      read_instant (reader, &event->updated_at);
      break;
    case FIELD_CATEGORIES:
      daybook_microsoft_categories_of_event_read (parser, event);
      break;
    case FIELD_ORIGINAL_ZONE:
      read_zone (parser, extra);
      break;
    case FIELD_ICAL_UID:
      daybook_json_reader_read_string_into (reader, &event->ical_uid);
      break;
    case FIELD_SUBJECT:
      extra->is_described = TRUE;
      daybook_json_reader_read_string_into (reader, &event->title);
      break;
    case FIELD_IMPORTANCE:
      event->importance = read_choice_or (reader, importances, DAYBOOK_IMPORTANCE_NORMAL);
      break;
    case FIELD_SENSITIVITY:
      event->is_private = daybook_json_reader_read_choice (reader, sensitivities) >= 0;
      break;
    case FIELD_IS_ALL_DAY:
      event->all_day = daybook_json_reader_read_bool_or (reader, FALSE);
      break;
    case FIELD_IS_CANCELLED:
      event->status = daybook_json_reader_read_bool_or (reader, FALSE) ? DAYBOOK_EVENT_CANCELLED
                                                                       : DAYBOOK_EVENT_CONFIRMED;
      break;
    case FIELD_IS_ORGANIZER:
      event->is_organizer = daybook_json_reader_read_bool_or (reader, FALSE);
      break;
    case FIELD_SERIES_MASTER_ID:
      daybook_json_reader_read_string_into (reader, &event->series_external_id);
      break;
    case FIELD_SHOW_AS:
      event->busy = read_busy (reader);
      break;
    case FIELD_TYPE:
      extra->type = read_choice_or (reader, types, DAYBOOK_MICROSOFT_SINGLE);
      break;
    case FIELD_WEB_LINK:
      daybook_json_reader_read_string_into (reader, &event->url);
      break;
    case FIELD_MEETING_URL:
      daybook_json_reader_read_string_into (reader, &extra->meeting_url);
      break;
    case FIELD_RESPONSE_STATUS:
      event->response = daybook_microsoft_response_read (reader);
      break;
    case FIELD_BODY:
      g_free (event->description);
      event->description = daybook_microsoft_body_read (reader);
      break;
    case FIELD_START:
      daybook_microsoft_time_read (&extra->start, reader, &parser->times);
      break;
    case FIELD_END:
      daybook_microsoft_time_read (&extra->end, reader, &parser->times);
      break;
    case FIELD_ORIGINAL_START:
      read_instant (reader, &extra->original_start);
      break;
    case FIELD_LOCATION:
      g_free (event->location);
      event->location = daybook_microsoft_place_read (reader);
      break;
    case FIELD_RECURRENCE:
      daybook_microsoft_recurrence_read (&extra->recurrence, reader);
      break;
    case FIELD_ATTENDEES:
      daybook_microsoft_attendees_read (parser);
      break;
    case FIELD_ORGANIZER:
      daybook_microsoft_organizer_read (reader, event);
      break;
    case FIELD_ONLINE_MEETING:
      daybook_microsoft_meeting_read (reader, extra);
      break;
    default:
      break;
    }
}

/* Occurrences do not say that they last all day; their master does, when it is met. Until then the times
 * stand as instants, which midnights in UTC are as well. */
static void
set_range (DaybookEvent *event, const DaybookMicrosoftExtra *extra)
{
  if (event->all_day)
    {
      event->range_start = event->start_wall
          = daybook_wall_from_day (daybook_microsoft_time_get_day (extra->start.wall, extra->start.at, extra->zone));
      event->range_end
          = daybook_wall_from_day (daybook_microsoft_time_get_day (extra->end.wall, extra->end.at, extra->zone));
      return;
    }
  event->range_start = extra->start.at;
  event->range_end = extra->end.at;
  event->start_wall
      = extra->zone != NULL ? daybook_zone_to_wall (extra->zone, extra->start.at) : extra->start.wall;
  if (extra->zone != NULL)
    event->time_zone = g_strdup (daybook_zone_get_name (extra->zone));
  if (extra->zone_unknown || extra->start.zone_unknown)
    event->zone_flags = DAYBOOK_ZONE_UNKNOWN;
}

/* originalStart is an instant also where it stands for a day: that of its midnight in the event's zone. */
static gint64
get_original_start (const DaybookEvent *event, const DaybookMicrosoftExtra *extra)
{
  if (extra->original_start == DAYBOOK_INSTANT_NONE)
    return event->range_start;
  if (!event->all_day)
    return extra->original_start;
  return daybook_wall_from_day (
      daybook_microsoft_time_get_day (extra->original_start, extra->original_start, extra->zone));
}

/* What is wrong with the times, translated; NULL when they were taken over. */
static const char *
take_times (DaybookEvent *event, DaybookMicrosoftExtra *extra)
{
  if (!extra->start.is_set || !extra->end.is_set)
    return _("It has no valid start and end.");
  if (extra->zone == NULL && extra->recurrence.zone != NULL)
    {
      /* The event's own is one that only its calendar knows; its series names a real one. */
      extra->zone = daybook_zone_ref (extra->recurrence.zone);
      extra->zone_unknown = FALSE;
    }
  set_range (event, extra);
  switch (extra->type)
    {
    case DAYBOOK_MICROSOFT_MASTER:
      event->kind = DAYBOOK_EVENT_MASTER;
      g_clear_pointer (&event->series_external_id, g_free);
      /* Nothing rests on the rule, since the service sends the occurrences: a pattern that nobody knows costs
       * the line that describes it and no more. */
      event->rrule = daybook_microsoft_recurrence_to_rrule (&extra->recurrence, event->all_day, extra->zone);
      break;
    case DAYBOOK_MICROSOFT_OCCURRENCE:
    case DAYBOOK_MICROSOFT_EXCEPTION:
      if (event->series_external_id == NULL || *event->series_external_id == '\0')
        return _("It does not say which series it belongs to.");
      event->kind = extra->type == DAYBOOK_MICROSOFT_EXCEPTION ? DAYBOOK_EVENT_EXCEPTION : DAYBOOK_EVENT_OCCURRENCE;
      event->original_start = extra->type == DAYBOOK_MICROSOFT_EXCEPTION ? get_original_start (event, extra)
                                                                         : event->range_start;
      break;
    default:
      g_clear_pointer (&event->series_external_id, g_free);
      break;
    }
  return daybook_event_check (event);
}

/* The three places where a meeting's address may be: onlineMeeting, the older onlineMeetingUrl, and words
 * (Zoom and Webex write it there, as does a Teams invitation from elsewhere). */
static void
take_conference (DaybookEvent *event, DaybookMicrosoftExtra *extra)
{
  if (!daybook_event_take_conference (event, extra->join_url))
    daybook_event_take_conference (event, extra->meeting_url);
  daybook_event_find_conference (event);
  /* The number that people are told, where there is one, says more than what the address holds. */
  if (event->conference_url != NULL && extra->conference_id != NULL)
    {
      char *id = daybook_event_tidy_line (g_steal_pointer (&extra->conference_id));

      if (id != NULL)
        {
          g_free (event->conference_id);
          event->conference_id = id;
        }
    }
}

static void
finish_event (DaybookEvent *event, DaybookMicrosoftExtra *extra)
{
  event->title = daybook_event_tidy_line (event->title);
  event->location = daybook_event_tidy_line (event->location);
  event->organizer = daybook_event_tidy_line (event->organizer);
  event->organizer_name = daybook_event_tidy_line (event->organizer_name);
  daybook_event_take_description (event, g_steal_pointer (&event->description));
  take_conference (event, extra);
  /* Whoever organizes a meeting takes part unless they said otherwise. */
  if (event->is_organizer && event->response == DAYBOOK_RESPONSE_NONE)
    event->response = DAYBOOK_RESPONSE_ORGANIZER;
  /* An occurrence's etag is its master's: it says nothing of what the occurrence itself has become. */
  if (event->kind == DAYBOOK_EVENT_OCCURRENCE)
    g_clear_pointer (&event->etag, g_free);
  if (event->etag == NULL)
    event->hash = daybook_event_digest (event);
}

/* @colors (nullable) are those of the person's categories. */
void
daybook_microsoft_parser_init (DaybookMicrosoftParser *self, DaybookJsonReader *reader, GHashTable *colors)
{
  memset (self, 0, sizeof *self);
  self->reader = reader;
  self->colors = colors;
  self->people = daybook_people_new ();
}

void
daybook_microsoft_parser_clear (DaybookMicrosoftParser *self)
{
  daybook_zone_finder_clear (&self->zones);
  daybook_zone_finder_clear (&self->times);
  daybook_people_free (self->people);
}

/* Reads the pending value as one event: an upsert, a tombstone of what was removed, a quarantine of what
 * makes no sense, or a patch for an occurrence that leaves all but its times to its master, as a delta
 * has them (providers.md 4.2). NULL for what is no event at all, and after an error of the reader.
 * (transfer full) */
DaybookItem *
daybook_microsoft_event_read (DaybookMicrosoftParser *self)
{
  g_autoptr (DaybookEvent) event = NULL;
  DaybookMicrosoftExtra extra = { .original_start = DAYBOOK_INSTANT_NONE, .recurrence = { .type = -1 } };
  const char *problem;
  DaybookItem *item = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (self->reader))
    return NULL;
  event = daybook_event_new ();
  while (daybook_json_reader_next_field (self->reader, event_fields, &field))
    read_field (self, field, event, &extra);
  daybook_people_give (self->people, event);
  if (daybook_json_reader_has_error (self->reader) || event->external_id == NULL || *event->external_id == '\0')
    item = NULL;
  else if (extra.is_removed)
    item = daybook_item_new_op (DAYBOOK_ITEM_TOMBSTONE, event->external_id);
  else if ((problem = take_times (event, &extra)) != NULL)
    item = daybook_item_new_quarantine (event->external_id, event->etag, problem);
  else
    {
      gboolean is_bare = event->kind == DAYBOOK_EVENT_OCCURRENCE && !extra.is_described;

      finish_event (event, &extra);
      item = daybook_item_new_event (g_steal_pointer (&event));
      if (is_bare)
        item->op = DAYBOOK_ITEM_PATCH;
    }
  daybook_microsoft_recurrence_clear (&extra.recurrence);
  g_clear_pointer (&extra.zone, daybook_zone_unref);
  g_free (extra.join_url);
  g_free (extra.conference_id);
  g_free (extra.meeting_url);
  return item;
}
