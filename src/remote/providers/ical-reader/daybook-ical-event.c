/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ical-reader/daybook-ical-event.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-ical-time.h"
#include "base/daybook-link.h"
#include "providers/daybook-css-color.h"
#include "providers/daybook-event-rules.h"
#include "providers/daybook-json-text.h"
#include "providers/ical-reader/daybook-ical-series.h"

/* Texts of one event that are kept, in number. */
#define MAX_CATEGORIES 32

/* What is gathered of one event before it is put together. */
typedef struct
{
  DaybookIcalTime start;
  DaybookIcalTime end;
  gboolean has_duration;
  int duration_days; /* nominal */
  gint64 duration;   /* seconds beside them */
  gboolean bad_time;
  GString *lines;      /* (owned) (nullable) RRULE, RDATE, EXDATE, EXRULE */
  gboolean too_many_lines;
  GString *categories; /* (owned) (nullable) JSON without the closing bracket */
  guint n_categories;
  char *html;       /* (owned) (nullable) X-ALT-DESC */
  char *conference; /* (owned) (nullable) */
  DaybookIcalMarks marks;
} Draft;

static void
draft_clear (Draft *self)
{
  if (self->lines != NULL)
    g_string_free (self->lines, TRUE);
  if (self->categories != NULL)
    g_string_free (self->categories, TRUE);
  g_free (self->html);
  g_free (self->conference);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

/* @zones and @owner stay the caller's. */
void
daybook_ical_parser_init (DaybookIcalParser *self, DaybookIcalZones *zones, const char *owner)
{
  memset (self, 0, sizeof *self);
  self->zones = zones;
  self->owner = owner;
  self->people = daybook_people_new ();
  self->text = g_string_sized_new (128);
}

void
daybook_ical_parser_clear (DaybookIcalParser *self)
{
  daybook_people_free (self->people);
  g_string_free (self->text, TRUE);
}

static void
take_text (char **slot, const DaybookIcalProperty *property)
{
  if (*slot == NULL)
    *slot = daybook_ical_property_get_text (property);
}

static void
take_categories (Draft *draft, const DaybookIcalProperty *property)
{
  const char *at = property->value;
  const char *end = at + property->value_length;

  for (; at < end; at++)
    {
      const char *stop = daybook_ical_text_next (at, end);
      g_autofree char *text = daybook_event_tidy_line (daybook_ical_text_decode (at, stop - at));

      at = stop;
      if (text == NULL || draft->n_categories++ >= MAX_CATEGORIES)
        continue;
      if (draft->categories == NULL)
        draft->categories = g_string_new ("[");
      else
        g_string_append_c (draft->categories, ',');
      daybook_json_text_append (draft->categories, text);
    }
}

static void
take_series_line (Draft *draft, const DaybookIcalProperty *property, DaybookIcalZones *zones)
{
  if (draft->lines == NULL)
    draft->lines = g_string_sized_new (128);
  if (!daybook_ical_series_append_line (draft->lines, property, zones))
    draft->too_many_lines = TRUE;
}

/* CONFERENCE (RFC 7986 section 5.11): the one with video, else the first; a telephone is none. */
static void
take_conference (Draft *draft, const DaybookIcalProperty *property)
{
  gsize length;
  const char *features = daybook_ical_property_find_parameter (property, "FEATURE", &length);
  gboolean has_video = features != NULL && g_strstr_len (features, length, "VIDEO") != NULL;

  if (property->value_length < 8 || g_ascii_strncasecmp (property->value, "http", 4) != 0
      || (draft->conference != NULL && !has_video))
    return;
  g_free (draft->conference);
  draft->conference = daybook_ical_property_get_raw (property);
}

static void
take_url (DaybookEvent *event, const DaybookIcalProperty *property)
{
  g_autofree char *raw = NULL;

  if (event->url != NULL || property->value_length < 8)
    return;
  raw = daybook_ical_property_get_raw (property);
  event->url = daybook_link_check (raw);
}

static void
take_extension (Draft *draft, DaybookEvent *event, const DaybookIcalProperty *property)
{
  if (daybook_ical_property_is (property, "X-ALT-DESC")
      && daybook_ical_property_parameter_is (property, "FMTTYPE", "text/html"))
    take_text (&draft->html, property);
  else if (daybook_ical_property_is (property, "X-GOOGLE-CONFERENCE")
           || daybook_ical_property_is (property, "X-MICROSOFT-SKYPETEAMSMEETINGURL")
           || daybook_ical_property_is (property, "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK"))
    take_conference (draft, property);
  else
    daybook_ical_marks_take (&draft->marks, property, event);
}

static gboolean
take_duration (Draft *draft, const DaybookIcalProperty *property)
{
  draft->has_duration = TRUE;
  return daybook_ical_duration_parse (property->value, property->value_length, &draft->duration_days, &draft->duration);
}

/* Whether the property was one of those beginning with its letter; what is left are marks. */
static gboolean
take_property (DaybookIcalParser *parser, Draft *draft, DaybookEvent *event, const DaybookIcalProperty *property)
{
  switch (g_ascii_toupper (*property->name))
    {
    case 'A':
      if (!daybook_ical_property_is (property, "ATTENDEE"))
        return FALSE;
      daybook_ical_marks_take_attendee (&draft->marks, parser, property);
      return TRUE;
    case 'C':
      if (daybook_ical_property_is (property, "CATEGORIES"))
        take_categories (draft, property);
      else if (daybook_ical_property_is (property, "CONFERENCE"))
        take_conference (draft, property);
      else if (daybook_ical_property_is (property, "COLOR"))
        {
          g_free (event->color);
          event->color = daybook_css_color_to_hex (property->value, property->value_length);
        }
      else
        return FALSE;
      return TRUE;
    case 'D':
      if (daybook_ical_property_is (property, "DTSTART"))
        draft->bad_time |= !daybook_ical_time_read (&draft->start, property, parser->zones);
      else if (daybook_ical_property_is (property, "DTEND"))
        draft->bad_time |= !daybook_ical_time_read (&draft->end, property, parser->zones);
      else if (daybook_ical_property_is (property, "DURATION"))
        draft->bad_time |= !take_duration (draft, property);
      else if (daybook_ical_property_is (property, "DESCRIPTION"))
        take_text (&event->description, property);
      return TRUE;
    case 'E':
      if (daybook_ical_property_is (property, "EXDATE") || daybook_ical_property_is (property, "EXRULE"))
        take_series_line (draft, property, parser->zones);
      return TRUE;
    case 'L':
      if (daybook_ical_property_is (property, "LOCATION"))
        take_text (&event->location, property);
      return TRUE;
    case 'O':
      if (daybook_ical_property_is (property, "ORGANIZER"))
        daybook_ical_marks_take_organizer (parser, property, event);
      return TRUE;
    case 'R':
      if (daybook_ical_property_is (property, "RRULE") || daybook_ical_property_is (property, "RDATE"))
        take_series_line (draft, property, parser->zones);
      return TRUE;
    case 'S':
      if (!daybook_ical_property_is (property, "SUMMARY"))
        return FALSE;
      take_text (&event->title, property);
      return TRUE;
    case 'U':
      if (daybook_ical_property_is (property, "URL"))
        take_url (event, property);
      return TRUE;
    case 'X':
      take_extension (draft, event, property);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Where an event without DTEND ends: after its DURATION, whose days are nominal; else a date lasts a
 * day and a time no time at all (RFC 5545 section 3.6.1). */
static void
make_end (Draft *draft)
{
  const DaybookIcalTime *start = &draft->start;
  gint64 wall = start->wall + draft->duration_days * DAYBOOK_DAY_SECONDS;

  draft->end = *start;
  if (!draft->has_duration)
    wall = start->wall + (start->is_date ? DAYBOOK_DAY_SECONDS : 0);
  draft->end.wall = wall;
  if (start->is_date)
    {
      /* Hours of a whole day mean the day they end in. */
      gint64 days = (draft->duration + DAYBOOK_DAY_SECONDS - 1) / DAYBOOK_DAY_SECONDS;

      draft->end.at = draft->end.wall = wall + days * DAYBOOK_DAY_SECONDS;
    }
  else
    draft->end.at = daybook_zone_to_instant (start->zone, wall) + draft->duration;
}

static gboolean
is_midnight (gint64 wall)
{
  return daybook_wall_get_second_of_day (wall) == 0;
}

/* Outlook says of a whole day that it lasts from midnight to midnight, and marks it. */
static void
make_all_day_if_marked (Draft *draft)
{
  if (!draft->marks.cdo_all_day || draft->start.is_date || !is_midnight (draft->start.wall)
      || !is_midnight (draft->end.wall) || draft->end.wall <= draft->start.wall)
    return;
  draft->start.is_date = draft->end.is_date = TRUE;
  draft->start.is_floating = draft->start.zone_unknown = FALSE;
  draft->start.zone_name = NULL;
  draft->start.at = draft->start.wall;
  draft->end.at = draft->end.wall;
}

/* What is wrong with the times, translated; NULL when @event has them. */
static const char *
give_times (Draft *draft, DaybookEvent *event)
{
  if (draft->bad_time || !draft->start.is_set)
    return _("It has no valid start and end.");
  if (!draft->end.is_set)
    make_end (draft);
  if (draft->end.is_date != draft->start.is_date)
    return _("It has no valid start and end.");
  /* A day that ends where it starts is what many programs write for one day. */
  if (draft->start.is_date && draft->end.at == draft->start.at)
    draft->end.at = draft->end.wall = draft->start.at + DAYBOOK_DAY_SECONDS;
  make_all_day_if_marked (draft);
  event->all_day = draft->start.is_date;
  event->range_start = draft->start.at;
  event->range_end = draft->end.at;
  event->start_wall = draft->start.wall;
  event->time_zone = g_strdup (draft->start.zone_name);
  if (draft->start.is_floating)
    event->zone_flags = DAYBOOK_ZONE_FLOATING;
  if (draft->start.zone_unknown)
    event->zone_flags |= DAYBOOK_ZONE_UNKNOWN;
  return daybook_event_check (event);
}

static const char *
give_series (Draft *draft, DaybookEvent *event, const DaybookIcalTime *instance)
{
  if (draft->too_many_lines)
    return _("Its series has too many dates.");
  if (instance != NULL)
    {
      event->kind = DAYBOOK_EVENT_EXCEPTION;
      event->original_start = instance->at;
      return NULL;
    }
  if (draft->lines == NULL || draft->lines->len == 0)
    return NULL;
  event->rrule = g_strndup (draft->lines->str, draft->lines->len);
  if (strncmp (event->rrule, "RRULE", 5) != 0 && strstr (event->rrule, "\nRRULE") == NULL
      && strncmp (event->rrule, "RDATE", 5) != 0 && strstr (event->rrule, "\nRDATE") == NULL)
    {
      /* Dates that are left out of nothing. */
      g_clear_pointer (&event->rrule, g_free);
      return NULL;
    }
  event->kind = DAYBOOK_EVENT_MASTER;
  return daybook_event_check_series (event->rrule);
}

static void
give_texts (Draft *draft, DaybookEvent *event)
{
  event->title = daybook_event_tidy_line (event->title);
  event->location = daybook_event_tidy_line (event->location);
  if (event->description != NULL)
    daybook_event_take_description (event, g_steal_pointer (&event->description));
  else if (draft->html != NULL)
    daybook_event_take_description (event, g_steal_pointer (&draft->html));
  if (draft->categories != NULL)
    {
      g_string_append_c (draft->categories, ']');
      event->categories = g_strndup (draft->categories->str, draft->categories->len);
    }
  if (draft->conference != NULL)
    daybook_event_take_conference (event, draft->conference);
  daybook_event_find_conference (event);
}

DaybookEvent *
daybook_ical_event_read (DaybookIcalParser *self, const DaybookIcalComponent *component, const char *id,
                        const DaybookIcalTime *instance, const char **problem)
{
  g_autoptr (DaybookEvent) event = daybook_event_new ();
  g_auto (Draft) draft = { { 0 } };
  DaybookIcalProperty property;

  event->external_id = g_strdup (id);
  daybook_ical_marks_init (&draft.marks);
  for (guint i = 0; i < component->ends->len; i++)
    {
      if (daybook_ical_component_get (component, i, &property)
          && !take_property (self, &draft, event, &property))
        daybook_ical_marks_take (&draft.marks, &property, event);
    }
  daybook_people_give (self->people, event);
  *problem = give_times (&draft, event);
  if (*problem == NULL)
    *problem = give_series (&draft, event, instance);
  if (*problem != NULL)
    return NULL;
  if (self->is_cancelled)
    event->status = DAYBOOK_EVENT_CANCELLED;
  daybook_ical_marks_give (&draft.marks, event);
  give_texts (&draft, event);
  return g_steal_pointer (&event);
}
