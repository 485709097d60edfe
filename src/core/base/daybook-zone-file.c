/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-zone-private.h"

#include <string.h>

/* Reads compiled zone files (TZif, RFC 8536) and the POSIX rule in their last line, which says what
 * happens after the last transition written out. GTimeZone offers neither a list of transitions nor
 * an answer quick enough to be asked for each of a hundred thousand occurrences. */

typedef struct
{
  const guint8 *at;
  const guint8 *end;
} Bytes;

static gint32
be32 (const guint8 *at)
{
  return (gint32) ((guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3]);
}

static gint64
be64 (const guint8 *at)
{
  return (gint64) ((guint64) (guint32) be32 (at) << 32 | (guint32) be32 (at + 4));
}

typedef struct
{
  guint32 ut_count, std_count, leap_count, time_count, type_count, char_count;
  const guint8 *data;
} Block;

/* Takes one header and its data block, with times of @time_size bytes. */
static gboolean
take_block (Bytes *bytes, gsize time_size, Block *block, char *version)
{
  const guint8 *at = bytes->at;
  guint64 size;

  if (bytes->end - at < 44 || memcmp (at, "TZif", 4) != 0)
    return FALSE;
  *version = at[4];
  block->ut_count = be32 (at + 20);
  block->std_count = be32 (at + 24);
  block->leap_count = be32 (at + 28);
  block->time_count = be32 (at + 32);
  block->type_count = be32 (at + 36);
  block->char_count = be32 (at + 40);
  block->data = at + 44;
  size = (guint64) block->time_count * (time_size + 1) + (guint64) block->type_count * 6
         + block->char_count + (guint64) block->leap_count * (time_size + 4) + block->std_count
         + block->ut_count;
  if (block->type_count == 0 || size > (guint64) (bytes->end - block->data))
    return FALSE;
  bytes->at = block->data + size;
  return TRUE;
}

/* A zone from the bytes of a TZif file, NULL when they are none. (transfer full) */
DaybookZone *
daybook_zone_new_for_tzif (const char *name, const guint8 *data, gsize size)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (DaybookZoneSpan));
  Bytes bytes = { data, data + size };
  Block block;
  const guint8 *times, *indices, *types;
  gsize time_size = 4;
  gint64 last = G_MININT64;
  char version;

  if (!take_block (&bytes, time_size, &block, &version))
    return NULL;
  if (version >= '2')
    {
      time_size = 8;
      if (!take_block (&bytes, time_size, &block, &version))
        return NULL;
    }
  times = block.data;
  indices = times + block.time_count * time_size;
  types = indices + block.time_count;
  daybook_zone_span_append (spans, G_MININT64, be32 (types));
  for (guint i = 0; i < block.time_count; i++)
    {
      const guint8 *time = times + i * time_size;

      if (indices[i] >= block.type_count)
        return NULL;
      last = time_size == 8 ? be64 (time) : be32 (time);
      daybook_zone_span_append (spans, last, be32 (types + indices[i] * 6));
    }
  if (version >= '2' && bytes.at < bytes.end && *bytes.at == '\n')
    {
      const guint8 *line = bytes.at + 1;
      const guint8 *end = memchr (line, '\n', bytes.end - line);

      if (end != NULL && end > line)
        {
          g_autofree char *rule = g_strndup ((const char *) line, end - line);

          daybook_zone_append_posix (spans, rule, last);
        }
    }
  return daybook_zone_new_for_spans (name, FALSE, spans);
}

/* One end of summer time in a POSIX rule: `M3.5.0/2`, `J60`, `59`. */
typedef struct
{
  enum
  {
    MONTH_WEEK_DAY,
    JULIAN, /* 1 to 365, never counts 29 February */
    ZERO_BASED,
  } form;
  int month, week, day;
  int time; /* seconds from midnight, -167 h to 167 h */
} Change;

static gboolean
take_number (const char **at, int max, int *number)
{
  int value = 0;

  if (!g_ascii_isdigit (**at))
    return FALSE;
  for (; g_ascii_isdigit (**at); (*at)++)
    {
      value = value * 10 + (**at - '0');
      if (value > max)
        return FALSE;
    }
  *number = value;
  return TRUE;
}

/* [+-]hh[:mm[:ss]] */
static gboolean
take_time (const char **at, int *seconds)
{
  int parts[3] = { 0, 0, 0 };
  int sign = 1;

  if (**at == '+' || **at == '-')
    sign = *(*at)++ == '-' ? -1 : 1;
  if (!take_number (at, 167, &parts[0]))
    return FALSE;
  for (int i = 1; i < 3 && **at == ':'; i++)
    {
      (*at)++;
      if (!take_number (at, 59, &parts[i]))
        return FALSE;
    }
  *seconds = sign * (parts[0] * 3600 + parts[1] * 60 + parts[2]);
  return TRUE;
}

/* An abbreviation: letters, or anything between angle brackets. */
static gboolean
take_abbreviation (const char **at)
{
  const char *start = *at;

  if (*start == '<')
    {
      const char *close = strchr (start, '>');

      if (close == NULL)
        return FALSE;
      *at = close + 1;
      return TRUE;
    }
  while (g_ascii_isalpha (**at))
    (*at)++;
  return *at - start >= 3;
}

static gboolean
take_change (const char **at, Change *change)
{
  change->time = 2 * 3600;
  if (**at == 'M')
    {
      change->form = MONTH_WEEK_DAY;
      (*at)++;
      if (!take_number (at, 12, &change->month) || change->month < 1 || *(*at)++ != '.'
          || !take_number (at, 5, &change->week) || change->week < 1 || *(*at)++ != '.'
          || !take_number (at, 6, &change->day))
        return FALSE;
    }
  else
    {
      change->form = **at == 'J' ? JULIAN : ZERO_BASED;
      *at += **at == 'J';
      if (!take_number (at, 365, &change->day) || (change->form == JULIAN && change->day < 1))
        return FALSE;
    }
  if (**at != '/')
    return TRUE;
  (*at)++;
  return take_time (at, &change->time);
}

static gint64
get_change_wall (const Change *change, int year)
{
  DaybookDay day;

  switch (change->form)
    {
    case MONTH_WEEK_DAY:
      {
        DaybookDay first = daybook_day_from_civil (year, change->month, 1);
        /* Sunday is 0 here and 7 in ISO. */
        int to_weekday = (change->day - (int) daybook_day_get_weekday (first) + 14) % 7;

        day = first + to_weekday + (change->week - 1) * 7;
        if (day >= first + daybook_month_length (year, change->month))
          day -= 7;
        break;
      }
    case JULIAN:
      day = daybook_day_from_civil (year, 1, 1) + change->day - 1;
      if (daybook_year_is_leap (year) && change->day >= 60)
        day++;
      break;
    default:
      day = daybook_day_from_civil (year, 1, 1) + change->day;
      break;
    }
  return daybook_wall_from_day (day) + change->time;
}

/* Continues @spans by a POSIX TZ rule (`CET-1CEST,M3.5.0,M10.5.0/3`) with the changes after @since
 * (G_MININT64: from DAYBOOK_YEAR_MIN) to the end of DAYBOOK_YEAR_MAX. FALSE, @spans unchanged, when
 * @rule does not parse. */
gboolean
daybook_zone_append_posix (GArray *spans, const char *rule, gint64 since)
{
  Change to_summer, to_winter;
  int standard, summer;
  int year = DAYBOOK_YEAR_MIN;

  if (!take_abbreviation (&rule) || !take_time (&rule, &standard))
    return FALSE;
  standard = -standard; /* POSIX counts west */
  if (*rule == '\0')
    {
      if (spans->len == 0)
        daybook_zone_span_append (spans, G_MININT64, standard);
      return TRUE;
    }
  summer = standard + 3600;
  if (!take_abbreviation (&rule))
    return FALSE;
  if (*rule != ',' && *rule != '\0')
    {
      if (!take_time (&rule, &summer))
        return FALSE;
      summer = -summer;
    }
  /* Without dates the rule of the United States holds, as in tzcode. */
  if (*rule == '\0')
    rule = ",M3.2.0,M11.1.0";
  if (*rule++ != ',' || !take_change (&rule, &to_summer) || *rule++ != ','
      || !take_change (&rule, &to_winter) || *rule != '\0')
    return FALSE;
  if (spans->len == 0)
    daybook_zone_span_append (spans, G_MININT64, standard);
  if (since > daybook_wall_from_day (DAYBOOK_DAY_MAX))
    return TRUE;
  if (since > daybook_wall_from_day (DAYBOOK_DAY_MIN))
    year = daybook_day_get_year (daybook_wall_get_day (since));
  for (; year <= DAYBOOK_YEAR_MAX + 1; year++)
    {
      DaybookZoneSpan changes[] = {
        { get_change_wall (&to_summer, year) - standard, summer },
        { get_change_wall (&to_winter, year) - summer, standard },
      };
      int first = changes[0].start <= changes[1].start ? 0 : 1;

      for (int i = 0; i < 2; i++)
        {
          const DaybookZoneSpan *change = &changes[first ^ i];

          if (change->start > since)
            daybook_zone_span_append (spans, change->start, change->offset);
        }
    }
  return TRUE;
}
