/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-recurrence-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"

/* The content lines of a series, as feeds and CalDAV have them and as Google puts them into
 * `recurrence`: RRULE:..., EXDATE;TZID=Europe/Zurich:20261104T100000,... */

#define MAX_TZID 256

/* One content line, taken apart. */
typedef struct
{
  const char *name;
  gsize name_length;
  const char *value;
  gsize value_length;
  const char *tzid; /* NULL: none */
  gsize tzid_length;
} Line;

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE, sentence);
  return FALSE;
}

static gboolean
name_is (const Line *line, const char *name)
{
  return line->name_length == strlen (name)
         && g_ascii_strncasecmp (line->name, name, line->name_length) == 0;
}

/* The end of a name, a parameter or a value that starts @at: one of @stops outside of quotes. */
static const char *
find_stop (const char *at, const char *end, const char *stops)
{
  gboolean quoted = FALSE;

  for (; at < end; at++)
    {
      if (*at == '"')
        quoted = !quoted;
      else if (!quoted && strchr (stops, *at) != NULL)
        break;
    }
  return at;
}

/* Only TZID matters: whether a value is a date or a period is seen from itself. */
static gboolean
take_apart (const char *text, gsize length, Line *line)
{
  const char *end = text + length;
  const char *at;

  memset (line, 0, sizeof *line);
  while (end > text && g_ascii_isspace (end[-1]))
    end--;
  at = find_stop (text, end, ":;");
  line->name = text;
  line->name_length = at - text;
  while (at < end && *at == ';')
    {
      const char *parameter = at + 1;

      at = find_stop (parameter, end, ":;");
      if (at - parameter > 5 && g_ascii_strncasecmp (parameter, "TZID=", 5) == 0)
        {
          line->tzid = parameter + 5;
          line->tzid_length = at - line->tzid;
        }
    }
  if (at == end || *at != ':')
    return FALSE;
  line->value = at + 1;
  line->value_length = end - line->value;
  return TRUE;
}

static DaybookZone *
find_zone_of_line (DaybookRecurrence *self,
                   const Line *line,
                   DaybookFindZoneFunc find_zone,
                   gpointer data)
{
  g_autofree char *name = NULL;
  const char *start = line->tzid;
  gsize length = line->tzid_length;
  DaybookZone *zone = NULL;

  if (self->zone == NULL)
    return NULL;
  if (start != NULL && length >= 2 && *start == '"' && start[length - 1] == '"')
    {
      start++;
      length -= 2;
    }
  if (start != NULL && length <= MAX_TZID)
    {
      name = g_strndup (start, length);
      zone = find_zone != NULL ? find_zone (name, data) : daybook_zone_lookup (name);
    }
  /* Without a zone, or with one that nobody knows, the series' own is meant. */
  return zone != NULL ? zone : daybook_zone_ref (self->zone);
}

/* The time that a value stands for, in the series' terms. */
static gint64
get_time (DaybookRecurrence *self, DaybookZone *zone, gint64 wall, DaybookIcalForm form)
{
  if (self->zone == NULL)
    return daybook_wall_from_day (daybook_wall_get_day (wall));
  if (form == DAYBOOK_ICAL_UTC)
    return wall;
  if (form == DAYBOOK_ICAL_DATE)
    return daybook_zone_to_instant (self->zone,
                                    wall + daybook_wall_get_second_of_day (self->start));
  return daybook_zone_to_instant (zone, wall);
}

/* Adds one RDATE: a date, a time, or a PERIOD with its end or its duration. */
static gboolean
add_extra (DaybookRecurrence *self, DaybookZone *zone, const char *text, gsize length)
{
  const char *slash = memchr (text, '/', length);
  gsize start_length = slash != NULL ? (gsize) (slash - text) : length;
  DaybookInstance instance = { .duration = -1 };
  DaybookIcalForm form, end_form;
  gint64 wall, end;

  if (!daybook_ical_time_parse (text, start_length, &wall, &form))
    return FALSE;
  instance.start = get_time (self, zone, wall, form);
  instance.wall
      = self->zone != NULL ? daybook_zone_to_wall (self->zone, instance.start) : instance.start;
  if (slash != NULL && self->zone != NULL)
    {
      gsize end_length = length - start_length - 1;
      int days;
      gint64 seconds;

      if (daybook_ical_time_parse (slash + 1, end_length, &end, &end_form))
        end = get_time (self, zone, end, end_form);
      else if (daybook_ical_duration_parse (slash + 1, end_length, &days, &seconds))
        end = daybook_zone_to_instant (self->zone, instance.wall + days * DAYBOOK_DAY_SECONDS)
              + seconds;
      else
        return FALSE;
      if (end < instance.start || end - instance.start > 366 * DAYBOOK_DAY_SECONDS)
        return FALSE;
      instance.duration = end - instance.start;
    }
  g_array_append_val (self->extras, instance);
  return TRUE;
}

/* Adds one EXDATE. A date takes out whatever starts on that day of the series' zone. */
static gboolean
add_excluded (DaybookRecurrence *self, DaybookZone *zone, const char *text, gsize length)
{
  DaybookIcalForm form;
  gint64 wall;

  if (!daybook_ical_time_parse (text, length, &wall, &form))
    return FALSE;
  if (self->zone != NULL && form == DAYBOOK_ICAL_DATE)
    {
      DaybookDay day = daybook_wall_get_day (wall);

      g_array_append_val (self->excluded_days, day);
      self->is_sorted = FALSE;
    }
  else
    daybook_recurrence_exclude (self, get_time (self, zone, wall, form));
  return TRUE;
}

static gboolean
add_dates (DaybookRecurrence *self,
           const Line *line,
           DaybookFindZoneFunc find_zone,
           gpointer data,
           GError **error)
{
  g_autoptr (DaybookZone) zone = find_zone_of_line (self, line, find_zone, data);
  gboolean excludes = name_is (line, "EXDATE");
  const char *end = line->value + line->value_length;

  for (const char *at = line->value; at < end;)
    {
      const char *comma = memchr (at, ',', end - at);
      const char *stop = comma != NULL ? comma : end;
      gboolean added = TRUE;

      if (self->extras->len + self->excluded->len + self->excluded_days->len
          >= DAYBOOK_RECURRENCE_MAX_DATES)
        {
          g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                               _ ("The series lists more dates than a series can have."));
          return FALSE;
        }
      if (stop > at)
        added = excludes ? add_excluded (self, zone, at, stop - at)
                         : add_extra (self, zone, at, stop - at);
      if (!added)
        return refuse (error, _ ("The series lists a date that is not valid."));
      at = stop + 1;
    }
  return TRUE;
}

static gboolean
add_rule (DaybookRecurrence *self, const Line *line, GError **error)
{
  DaybookSeriesRule rule;

  if (!daybook_rrule_parse (&rule.rule, line->value, line->value_length, error))
    return FALSE;
  rule.excludes = name_is (line, "EXRULE");
  if (self->zone == NULL && rule.rule.frequency == DAYBOOK_FREQUENCY_HOURLY)
    return refuse (error, _ ("The repetition of an all-day event is by the hour."));
  if (self->rules->len >= DAYBOOK_RECURRENCE_MAX_RULES)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                           _ ("The series has more rules than a series can have."));
      return FALSE;
    }
  g_array_append_val (self->rules, rule);
  return TRUE;
}

/* Adds one unfolded content line, RRULE, EXRULE, RDATE or EXDATE, to the series that was started.
 * TZIDs are looked up by @find_zone, or by daybook_zone_lookup() when that is NULL. Other
 * properties, and what does not parse, are DAYBOOK_ERROR_INVALID_RESPONSE with a sentence; too many
 * rules or dates DAYBOOK_ERROR_TOO_LARGE. The series then still has what was added before. */
gboolean
daybook_recurrence_add_line (DaybookRecurrence *self,
                             const char *line,
                             gssize length,
                             DaybookFindZoneFunc find_zone,
                             gpointer data,
                             GError **error)
{
  Line parts;

  if (!take_apart (line, length < 0 ? strlen (line) : (gsize) length, &parts))
    return refuse (error, _ ("The repetition is not written as a calendar line."));
  if (name_is (&parts, "RRULE") || name_is (&parts, "EXRULE"))
    return add_rule (self, &parts, error);
  if (name_is (&parts, "RDATE") || name_is (&parts, "EXDATE"))
    return add_dates (self, &parts, find_zone, data, error);
  return refuse (error, _ ("The repetition is a calendar line of another kind."));
}

/* Adds the content lines of @text, LF or CRLF between them; empty lines do not matter. As with
 * daybook_recurrence_add_line() in all else; stops at the first error. */
gboolean
daybook_recurrence_add_lines (DaybookRecurrence *self,
                              const char *text,
                              gssize length,
                              DaybookFindZoneFunc find_zone,
                              gpointer data,
                              GError **error)
{
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);

  while (text < end)
    {
      const char *stop = memchr (text, '\n', end - text);
      gsize size = (stop != NULL ? stop : end) - text;

      if (size > 0 && text[size - 1] == '\r')
        size--;
      if (size > 0 && !daybook_recurrence_add_line (self, text, size, find_zone, data, error))
        return FALSE;
      if (stop == NULL)
        break;
      text = stop + 1;
    }
  return TRUE;
}
