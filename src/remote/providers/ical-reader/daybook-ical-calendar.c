/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ical-reader/daybook-ical-calendar.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "providers/ical-reader/daybook-ical-lines.h"

/* Bytes of a VTIMEZONE; no zone that is one needs a tenth of it. */
#define MAX_ZONE (64 * 1024)

/* What a component is to us. */
typedef enum
{
  PART_OTHER,
  PART_CALENDAR,
  PART_EVENT,
  PART_ZONE,
} Part;

typedef struct
{
  char name[24]; /* of the component, upper case; longer names are cut, which only makes END laxer */
  Part part;
} Level;

struct _DaybookIcalCalendar
{
  DaybookIcalLines lines;
  DaybookIcalHead head;
  DaybookIcalZones *zones;     /* (owned) */
  DaybookIcalEntries *entries; /* (owned) */
  DaybookIcalComponent *event; /* (owned) the one being read */
  GString *zone_text;         /* (owned) the VTIMEZONE being read */
  Level levels[DAYBOOK_ICAL_MAX_DEPTH];
  guint depth;
  guint n_components;
  gboolean has_begun;    /* BEGIN:VCALENDAR was seen */
  gboolean has_head;     /* the first component inside it, or its end, was seen */
  gboolean is_complete;  /* END:VCALENDAR was seen */
};

static gboolean on_line (const char *line, gsize length, gpointer data, GError **error);

DaybookIcalCalendar *
daybook_ical_calendar_new (const DaybookIcalOptions *options)
{
  DaybookIcalCalendar *self = g_new0 (DaybookIcalCalendar, 1);

  daybook_ical_lines_init (&self->lines, on_line, self);
  self->zones = daybook_ical_zones_new (options->zone, options->now);
  self->entries = daybook_ical_entries_new (options, self->zones);
  self->event = daybook_ical_component_new ();
  self->zone_text = g_string_new (NULL);
  return self;
}

void
daybook_ical_calendar_free (DaybookIcalCalendar *self)
{
  daybook_ical_lines_clear (&self->lines);
  daybook_ical_head_clear (&self->head);
  daybook_ical_entries_free (self->entries);
  daybook_ical_zones_free (self->zones);
  daybook_ical_component_free (self->event);
  g_string_free (self->zone_text, TRUE);
  g_free (self);
}

const DaybookIcalHead *
daybook_ical_calendar_get_head (DaybookIcalCalendar *self)
{
  return &self->head;
}

/* Whether the calendar has said all it says of itself, so that who wants no more may stop. */
gboolean
daybook_ical_calendar_has_head (DaybookIcalCalendar *self)
{
  return self->has_head;
}

static gboolean
refuse (GError **error, DaybookError code, const char *sentence)
{
  g_set_error_literal (error, DAYBOOK_ERROR, code, sentence);
  return FALSE;
}

static gboolean
equals (const char *text, gsize length, const char *word)
{
  return g_ascii_strncasecmp (text, word, length) == 0 && word[length] == '\0';
}

static gboolean
begin (DaybookIcalCalendar *self, const char *name, gsize length, GError **error)
{
  Level *level;

  if (self->depth >= DAYBOOK_ICAL_MAX_DEPTH)
    return refuse (error, DAYBOOK_ERROR_TOO_LARGE, _("The calendar is nested too deeply."));
  /* What is inside an entry (alarms) is passed over and costs nothing that its bytes do not. */
  if (self->depth <= 1 && ++self->n_components > DAYBOOK_ICAL_MAX_COMPONENTS)
    return refuse (error, DAYBOOK_ERROR_TOO_LARGE, _("The calendar holds more than 50,000 entries."));
  level = &self->levels[self->depth];
  memcpy (level->name, name, MIN (length, sizeof level->name - 1));
  level->name[MIN (length, sizeof level->name - 1)] = '\0';
  level->part = PART_OTHER;
  if (self->depth == 0)
    {
      if (!equals (name, length, "VCALENDAR"))
        return refuse (error, DAYBOOK_ERROR_INVALID_RESPONSE, _("The answer is no calendar."));
      level->part = PART_CALENDAR;
      self->has_begun = TRUE;
      self->is_complete = FALSE;
    }
  else if (self->depth == 1)
    {
      if (!self->has_head)
        daybook_ical_entries_set_cancelled (self->entries, self->head.is_cancelled);
      self->has_head = TRUE;
      if (equals (name, length, "VEVENT"))
        {
          level->part = PART_EVENT;
          daybook_ical_component_begin (self->event, daybook_ical_entries_get_digest (self->entries));
        }
      else if (equals (name, length, "VTIMEZONE"))
        level->part = PART_ZONE;
    }
  self->depth++;
  return TRUE;
}

static gboolean
end (DaybookIcalCalendar *self, const char *name, gsize length, GError **error)
{
  const Level *level = self->depth > 0 ? &self->levels[self->depth - 1] : NULL;

  if (level == NULL || g_ascii_strncasecmp (level->name, name, MIN (length, sizeof level->name - 1)) != 0
      || strlen (level->name) != MIN (length, sizeof level->name - 1))
    return refuse (error, DAYBOOK_ERROR_INVALID_RESPONSE, _("The calendar is damaged: an entry in it does not end."));
  self->depth--;
  switch (level->part)
    {
    case PART_EVENT:
      daybook_ical_entries_add (self->entries, self->event);
      break;
    case PART_ZONE:
      daybook_ical_zones_define (self->zones, self->zone_text->str, self->zone_text->len);
      g_string_truncate (self->zone_text, 0);
      break;
    case PART_CALENDAR:
      self->has_head = TRUE;
      self->is_complete = TRUE;
      break;
    case PART_OTHER:
    default:
      break;
    }
  return TRUE;
}

/* A line before the first component: what a server sends in place of a calendar, mostly a web page. */
static gboolean
refuse_other (const char *line, GError **error)
{
  if (*line == '<')
    return refuse (error, DAYBOOK_ERROR_INVALID_RESPONSE,
                   _("A web page came instead of a calendar."));
  return refuse (error, DAYBOOK_ERROR_INVALID_RESPONSE,
                 _("The answer is no calendar."));
}

/* Whether what is read now belongs to a VTIMEZONE. */
static gboolean
is_in_zone (DaybookIcalCalendar *self)
{
  return self->depth >= 2 && self->levels[1].part == PART_ZONE;
}

static void
keep_zone_line (DaybookIcalCalendar *self, const char *line, gsize length)
{
  if (!is_in_zone (self) || self->zone_text->len > MAX_ZONE)
    return;
  g_string_append_len (self->zone_text, line, length);
  g_string_append_c (self->zone_text, '\n');
}

/* The name behind BEGIN: or END:, without the blanks that some programs put there. */
static gsize
trim (const char *name, gsize length)
{
  while (length > 0 && g_ascii_isspace (name[length - 1]))
    length--;
  return length;
}

static void
take_property (DaybookIcalCalendar *self, const char *line, gsize length)
{
  DaybookIcalProperty property;

  switch (self->levels[self->depth - 1].part)
    {
    case PART_EVENT:
      daybook_ical_component_add (self->event, line, length);
      break;
    case PART_CALENDAR:
      if (daybook_ical_property_split (&property, line, length))
        daybook_ical_head_take (&self->head, &property);
      break;
    case PART_ZONE:
    case PART_OTHER:
    default:
      keep_zone_line (self, line, length);
      break;
    }
}

static gboolean
on_line (const char *line, gsize length, gpointer data, GError **error)
{
  DaybookIcalCalendar *self = data;

  if (!self->has_begun && length >= 3 && memcmp (line, "\xEF\xBB\xBF", 3) == 0)
    {
      line += 3;
      length -= 3;
    }
  if (length > 6 && g_ascii_strncasecmp (line, "BEGIN:", 6) == 0)
    {
      if (!begin (self, line + 6, trim (line + 6, length - 6), error))
        return FALSE;
      keep_zone_line (self, line, length);
      return TRUE;
    }
  if (length > 4 && g_ascii_strncasecmp (line, "END:", 4) == 0)
    {
      keep_zone_line (self, line, length);
      return end (self, line + 4, trim (line + 4, length - 4), error);
    }
  if (self->depth == 0)
    return self->has_begun || length == 0 || refuse_other (line, error);
  take_property (self, line, length);
  return TRUE;
}

/* The next @size bytes. FALSE, with @error set, for what is no calendar (INVALID_RESPONSE) or is larger
 * than one may be (TOO_LARGE). */
gboolean
daybook_ical_calendar_feed (DaybookIcalCalendar *self, const char *bytes, gsize size, GError **error)
{
  return daybook_ical_lines_feed (&self->lines, bytes, size, error);
}

/* There is no more. FALSE when the calendar is not complete (providers.md 8): everything that begins has
 * to end, END:VCALENDAR last. */
gboolean
daybook_ical_calendar_end (DaybookIcalCalendar *self, GError **error)
{
  if (!daybook_ical_lines_end (&self->lines, error))
    return FALSE;
  if (self->depth == 0 && self->is_complete)
    return TRUE;
  if (!self->has_begun)
    return refuse (error, DAYBOOK_ERROR_INVALID_RESPONSE,
                   _("The answer is no calendar."));
  return refuse (error, DAYBOOK_ERROR_INVALID_RESPONSE,
                 _("The calendar did not come whole."));
}

/* What there is, after a successful end. Without @full only what has changed is in it, and nothing has
 * vanished; with it everything else that was stored is gone. (transfer full) */
GPtrArray *
daybook_ical_calendar_take_items (DaybookIcalCalendar *self, gboolean *full)
{
  g_return_val_if_fail (self->depth == 0 && self->is_complete, NULL);

  return daybook_ical_entries_finish (self->entries, full);
}
