/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ical-reader/daybook-ical-series.h"

#include <string.h>

#include "base/daybook-rrule.h"

/* Five thousand dates, as many as are ever expanded. */
#define MAX_LINES (96 * 1024)

static void
append_utc (GString *lines, gint64 instant)
{
  DaybookDay day = daybook_wall_get_day (instant);
  int second = daybook_wall_get_second_of_day (instant);
  int year, month, day_of_month;

  daybook_day_to_civil (day, &year, &month, &day_of_month);
  g_string_append_printf (lines, "%04d%02d%02dT%02d%02d%02dZ", year, month, day_of_month, second / 3600,
                          second / 60 % 60, second % 60);
}

/* One time of a list, told in UTC if it is a wall time of @zone. */
static void
append_time (GString *lines, const char *text, gsize length, DaybookZone *zone)
{
  DaybookIcalForm form;
  gint64 wall;

  if (daybook_ical_time_parse (text, length, &wall, &form) && form == DAYBOOK_ICAL_LOCAL)
    append_utc (lines, daybook_zone_to_instant (zone, wall));
  else
    g_string_append_len (lines, text, length);
}

/* A zone of this calendar alone means nothing later: its times are kept in UTC. A PERIOD is a start and,
 * behind a '/', an end or a duration. */
static void
append_in_utc (GString *lines, const DaybookIcalProperty *property, DaybookZone *zone)
{
  const char *at = property->value;
  const char *end = at + property->value_length;

  while (at <= end)
    {
      gsize length = strcspn (at, ",");
      const char *slash;

      length = MIN (length, (gsize) (end - at));
      slash = memchr (at, '/', length);
      append_time (lines, at, slash != NULL ? (gsize) (slash - at) : length, zone);
      if (slash != NULL)
        {
          g_string_append_c (lines, '/');
          append_time (lines, slash + 1, at + length - slash - 1, zone);
        }
      at += length + 1;
      if (at <= end)
        g_string_append_c (lines, ',');
    }
}

/* Appends RRULE, EXRULE, RDATE or EXDATE to the lines of a series, with a zone that can be found by its
 * name later on. FALSE when the series has more than anybody can mean. */
gboolean
daybook_ical_series_append_line (GString *lines, const DaybookIcalProperty *property, DaybookIcalZones *zones)
{
  gboolean is_rule = daybook_ical_property_is (property, "RRULE") || daybook_ical_property_is (property, "EXRULE");
  const DaybookIcalZone *zone = NULL;
  const char *text;
  gsize length;

  if (!g_utf8_validate (property->value, property->value_length, NULL) || property->value_length == 0)
    return TRUE;
  if (lines->len + property->value_length * 2 > MAX_LINES)
    return FALSE;
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  for (gsize i = 0; i < property->name_length; i++)
    g_string_append_c (lines, g_ascii_toupper (property->name[i]));
  if (!is_rule)
    {
      if (daybook_ical_property_parameter_is (property, "VALUE", "DATE"))
        g_string_append (lines, ";VALUE=DATE");
      else if (daybook_ical_property_parameter_is (property, "VALUE", "PERIOD"))
        g_string_append (lines, ";VALUE=PERIOD");
      text = daybook_ical_property_find_parameter (property, "TZID", &length);
      if (text != NULL && length > 0)
        zone = daybook_ical_zones_find (zones, text, length);
      if (zone != NULL && zone->name != NULL)
        g_string_append_printf (lines, ";TZID=%s", zone->name);
    }
  g_string_append_c (lines, ':');
  if (zone != NULL && zone->name == NULL && zone->zone != NULL)
    append_in_utc (lines, property, zone->zone);
  else
    g_string_append_len (lines, property->value, property->value_length);
  return TRUE;
}

/* The value of the only RRULE of @lines, NULL when there are more or none. */
static const char *
find_only_rule (const char *lines, gsize *length)
{
  const char *found = NULL;

  for (const char *line = lines; line != NULL; line = strchr (line, '\n'))
    {
      line += *line == '\n';
      if (!g_str_has_prefix (line, "RRULE:"))
        continue;
      if (found != NULL)
        return NULL;
      found = line + strlen ("RRULE:");
      *length = strcspn (found, "\n");
    }
  return found;
}

/* An instant after which the series is over for certain; G_MAXINT64 where that cannot be told without
 * expanding it. */
gint64
daybook_ical_series_get_end (const DaybookEvent *master)
{
  DaybookRrule rule;
  gsize length;
  const char *text = find_only_rule (master->rrule, &length);

  if (text == NULL || strstr (master->rrule, "RDATE") != NULL || !daybook_rrule_parse (&rule, text, length, NULL)
      || !rule.has_until)
    return G_MAXINT64;
  /* UNTIL may be wall time or a date: two days cover every zone. */
  return MAX (rule.until, master->range_start) + (master->range_end - master->range_start) + 2 * DAYBOOK_DAY_SECONDS;
}

/* The rule without its UNTIL. */
static char *
remove_until (const char *rule, gsize length)
{
  g_autofree char *text = g_strndup (rule, length);
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  GString *kept = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*parts[i] == '\0' || g_ascii_strncasecmp (parts[i], "UNTIL=", 6) == 0)
        continue;
      if (kept->len > 0)
        g_string_append_c (kept, ';');
      g_string_append (kept, parts[i]);
    }
  return g_string_free (kept, FALSE);
}

/* Lines of @lines that leave out (EXDATE, EXRULE), after @rule. */
static char *
make_tail_lines (const char *rule, gsize length, const char *lines)
{
  GString *tail = g_string_new ("RRULE:");
  g_auto (GStrv) all = g_strsplit (lines, "\n", -1);

  g_string_append_len (tail, rule, length);
  for (guint i = 0; all[i] != NULL; i++)
    {
      if (g_str_has_prefix (all[i], "EX"))
        g_string_append_printf (tail, "\n%s", all[i]);
    }
  return g_string_free (tail, FALSE);
}

static char *
make_head_lines (const DaybookEvent *master, const char *rule, gsize length, const DaybookEvent *change,
                 gint64 original_wall)
{
  g_autofree char *without = remove_until (rule, length);
  GString *head = g_string_new_len (master->rrule, rule - master->rrule);

  g_string_append_printf (head, "%s;UNTIL=", without);
  append_utc (head, master->time_zone != NULL ? change->original_start - 1 : original_wall - 1);
  /* Dates and floating times have no zone, and neither has their UNTIL. */
  if (master->time_zone == NULL)
    g_string_truncate (head, head->len - (master->all_day ? strlen ("T235959Z") : 1));
  g_string_append (head, rule + length);
  return g_string_free (head, FALSE);
}

/* RECURRENCE-ID;RANGE=THISANDFUTURE: @change holds for the instance that was to start at @original_wall
 * and for all after it. What one would do by hand is done: the series ends before that instance, and
 * @change becomes a series of its own that goes on with the same rule (dates added by RDATE stay with the
 * first). That cannot be done without expanding it for a series that counts its instances, nor for one
 * whose rule names days when the change moves the instance to another day; FALSE then, and @change holds
 * for its one instance. */
gboolean
daybook_ical_series_split (DaybookEvent *master, DaybookEvent *change, gint64 original_wall)
{
  gsize length;
  const char *rule = find_only_rule (master->rrule, &length);
  g_autofree char *text = rule != NULL ? g_ascii_strup (rule, length) : NULL;
  gboolean moves_day = change->start_wall == DAYBOOK_INSTANT_NONE
                       || daybook_wall_get_day (change->start_wall) != daybook_wall_get_day (original_wall);
  char *head;

  if (text == NULL || strstr (text, "COUNT=") != NULL || (moves_day && strstr (text, "BY") != NULL)
      || change->status == DAYBOOK_EVENT_CANCELLED || change->all_day != master->all_day)
    return FALSE;
  head = make_head_lines (master, rule, length, change, original_wall);
  g_free (change->rrule);
  change->rrule = make_tail_lines (rule, length, master->rrule);
  change->kind = DAYBOOK_EVENT_MASTER;
  change->original_start = DAYBOOK_INSTANT_NONE;
  g_clear_pointer (&change->series_external_id, g_free);
  g_free (master->rrule);
  master->rrule = head;
  return TRUE;
}
