/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exchange's recurrence patterns as RRULE, providers.md 4.3. */
#include "providers/microsoft/daybook-microsoft-recurrence.h"

#include <string.h>

enum
{
  PATTERN_DAILY,
  PATTERN_WEEKLY,
  PATTERN_ABSOLUTE_MONTHLY,
  PATTERN_RELATIVE_MONTHLY,
  PATTERN_ABSOLUTE_YEARLY,
  PATTERN_RELATIVE_YEARLY,
};

enum
{
  RANGE_END_DATE,
  RANGE_NUMBERED,
  RANGE_NO_END,
};

#define MAX_INTERVAL 999
#define MAX_COUNT 100000

static const char *const day_names[] = { "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
                                         NULL };
static const char day_codes[][3] = { "SU", "MO", "TU", "WE", "TH", "FR", "SA" };

static int
read_choice_or_first (DaybookJsonReader *reader, const char *const *choices)
{
  int choice = daybook_json_reader_read_choice (reader, choices);

  return choice >= 0 ? choice : 0;
}

static guint
read_days (DaybookJsonReader *reader)
{
  guint days = 0;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return 0;
  while (daybook_json_reader_next_element (reader))
    {
      int day = daybook_json_reader_read_choice (reader, day_names);

      if (day >= 0)
        days |= 1u << day;
    }
  return days;
}

static void
read_pattern (DaybookMicrosoftRecurrence *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "type", "interval", "month", "dayOfMonth", "daysOfWeek", "firstDayOfWeek",
                                        "index", NULL };
  static const char *const types[] = { "daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly",
                                       "relativeYearly", NULL };
  static const char *const indices[] = { "first", "second", "third", "fourth", "last", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  self->is_set = TRUE;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          self->type = daybook_json_reader_read_choice (reader, types);
          break;
        case 1:
          self->interval = daybook_json_reader_read_int_or (reader, 1);
          break;
        case 2:
          self->month = daybook_json_reader_read_int_or (reader, 0);
          break;
        case 3:
          self->day_of_month = daybook_json_reader_read_int_or (reader, 0);
          break;
        case 4:
          self->days = read_days (reader);
          break;
        case 5:
          self->first_day = read_choice_or_first (reader, day_names);
          break;
        case 6:
          self->index = read_choice_or_first (reader, indices);
          break;
        default:
          break;
        }
    }
}

static void
read_range (DaybookMicrosoftRecurrence *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "type", "endDate", "numberOfOccurrences", "recurrenceTimeZone", NULL };
  static const char *const types[] = { "endDate", "numbered", "noEnd", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      g_autofree char *text = NULL;

      switch (field)
        {
        case 0:
          self->range = daybook_json_reader_read_choice (reader, types);
          break;
        case 1:
          text = daybook_json_reader_read_string_or_null (reader);
          daybook_day_parse (text, -1, &self->end_date);
          break;
        case 2:
          self->count = daybook_json_reader_read_int_or (reader, 0);
          break;
        case 3:
          text = daybook_json_reader_read_string_or_null (reader);
          g_clear_pointer (&self->zone, daybook_zone_unref);
          self->zone = text != NULL && *text != '\0' ? daybook_zone_lookup (text) : NULL;
          break;
        default:
          break;
        }
    }
}

/* Reads the pending value into @self, which is cleared first. */
void
daybook_microsoft_recurrence_read (DaybookMicrosoftRecurrence *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "pattern", "range", NULL };
  int field;

  daybook_microsoft_recurrence_clear (self);
  *self = (DaybookMicrosoftRecurrence){ .type = -1, .interval = 1, .range = -1, .end_date = DAYBOOK_DAY_NONE };
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        read_pattern (self, reader);
      else if (field == 1)
        read_range (self, reader);
    }
}

void
daybook_microsoft_recurrence_clear (DaybookMicrosoftRecurrence *self)
{
  g_clear_pointer (&self->zone, daybook_zone_unref);
}

static gboolean
append_days (GString *rule, guint days)
{
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (day_codes); i++)
    {
      if ((days & (1u << i)) == 0)
        continue;
      g_string_append (rule, any ? "," : ";BYDAY=");
      g_string_append (rule, day_codes[i]);
      any = TRUE;
    }
  return any;
}

/* Exchange takes the month's last day where the month is shorter; RFC 5545 would skip that month. The
 * last of these days that the month has is the same. */
static gboolean
append_day_of_month (GString *rule, gint64 day)
{
  if (day < 1 || day > 31)
    return FALSE;
  if (day <= 28)
    {
      g_string_append_printf (rule, ";BYMONTHDAY=%d", (int) day);
      return TRUE;
    }
  g_string_append (rule, ";BYMONTHDAY=28");
  for (int i = 29; i <= day; i++)
    g_string_append_printf (rule, ",%d", i);
  g_string_append (rule, ";BYSETPOS=-1");
  return TRUE;
}

/* Several days mean the first (second, ...) that is one of them, hence BYSETPOS and not 2MO,2TU. */
static gboolean
append_relative_day (GString *rule, const DaybookMicrosoftRecurrence *self)
{
  static const int positions[] = { 1, 2, 3, 4, -1 };

  if (!append_days (rule, self->days))
    return FALSE;
  g_string_append_printf (rule, ";BYSETPOS=%d", positions[self->index]);
  return TRUE;
}

static gboolean
append_month (GString *rule, gint64 month)
{
  if (month < 1 || month > 12)
    return FALSE;
  g_string_append_printf (rule, ";BYMONTH=%d", (int) month);
  return TRUE;
}

static gboolean
append_pattern (GString *rule, const DaybookMicrosoftRecurrence *self)
{
  static const char *const frequencies[] = { "DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY" };

  if (self->type < 0 || self->interval < 1 || self->interval > MAX_INTERVAL)
    return FALSE;
  g_string_append_printf (rule, "RRULE:FREQ=%s;INTERVAL=%d", frequencies[self->type], (int) self->interval);
  switch (self->type)
    {
    case PATTERN_WEEKLY:
      /* Its default is Sunday and the RFC's Monday: always written. */
      if (!append_days (rule, self->days))
        return FALSE;
      g_string_append_printf (rule, ";WKST=%s", day_codes[self->first_day]);
      return TRUE;
    case PATTERN_ABSOLUTE_MONTHLY:
      return append_day_of_month (rule, self->day_of_month);
    case PATTERN_RELATIVE_MONTHLY:
      return append_relative_day (rule, self);
    case PATTERN_ABSOLUTE_YEARLY:
      return append_month (rule, self->month) && append_day_of_month (rule, self->day_of_month);
    case PATTERN_RELATIVE_YEARLY:
      return append_month (rule, self->month) && append_relative_day (rule, self);
    default:
      return TRUE;
    }
}

/* endDate is the last local day that may have an instance; UNTIL is of DTSTART's type, and in UTC where
 * that is a time with a zone (RFC 5545 section 3.3.10). */
static gboolean
append_range (GString *rule, const DaybookMicrosoftRecurrence *self, gboolean all_day, DaybookZone *zone)
{
  switch (self->range)
    {
    case RANGE_NUMBERED:
      if (self->count < 1 || self->count > MAX_COUNT)
        return FALSE;
      g_string_append_printf (rule, ";COUNT=%d", (int) self->count);
      return TRUE;
    case RANGE_END_DATE:
      {
        char text[DAYBOOK_INSTANT_TEXT_SIZE];
        gint64 last;

        if (self->end_date == DAYBOOK_DAY_NONE)
          return FALSE;
        last = daybook_wall_from_day (self->end_date) + DAYBOOK_DAY_SECONDS - 1;
        if (!all_day && (self->zone != NULL || zone != NULL))
          last = daybook_zone_to_instant (self->zone != NULL ? self->zone : zone, last);
        g_string_append (rule, ";UNTIL=");
        /* 2026-11-23T22:59:59Z without what the RFC leaves out */
        daybook_instant_write (last, text);
        for (const char *p = text; *p != '\0' && !(all_day && *p == 'T'); p++)
          {
            if (*p != '-' && *p != ':')
              g_string_append_c (rule, *p);
          }
        return TRUE;
      }
    default:
      return TRUE;
    }
}

/* A content line, or NULL for a pattern that makes no sense. @zone (nullable) is the event's own, for a
 * range that names none. */
char *
daybook_microsoft_recurrence_to_rrule (const DaybookMicrosoftRecurrence *self, gboolean all_day, DaybookZone *zone)
{
  g_autoptr (GString) rule = g_string_new (NULL);

  if (!append_pattern (rule, self) || !append_range (rule, self, all_day, zone))
    return NULL;
  return g_strdup (rule->str);
}
