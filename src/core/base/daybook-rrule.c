/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-rrule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"

/* A rule of a calendar that says everything it can is below 4 KiB (366 year days take 1.5). */
#define MAX_LENGTH 4096

typedef enum
{
  PART_FREQ = 1 << 0,
  PART_INTERVAL = 1 << 1,
  PART_COUNT = 1 << 2,
  PART_UNTIL = 1 << 3,
  PART_WKST = 1 << 4,
  PART_BYSECOND = 1 << 5,
  PART_BYMINUTE = 1 << 6,
  PART_BYHOUR = 1 << 7,
  PART_BYDAY = 1 << 8,
  PART_BYMONTHDAY = 1 << 9,
  PART_BYYEARDAY = 1 << 10,
  PART_BYWEEKNO = 1 << 11,
  PART_BYMONTH = 1 << 12,
  PART_BYSETPOS = 1 << 13,
  PART_RSCALE = 1 << 14,
  PART_SKIP = 1 << 15,
} Part;

static const struct
{
  const char *name;
  Part part;
} parts[] = {
  { "FREQ", PART_FREQ },           { "INTERVAL", PART_INTERVAL },
  { "COUNT", PART_COUNT },         { "UNTIL", PART_UNTIL },
  { "WKST", PART_WKST },           { "BYDAY", PART_BYDAY },
  { "BYMONTH", PART_BYMONTH },     { "BYMONTHDAY", PART_BYMONTHDAY },
  { "BYSETPOS", PART_BYSETPOS },   { "BYHOUR", PART_BYHOUR },
  { "BYMINUTE", PART_BYMINUTE },   { "BYSECOND", PART_BYSECOND },
  { "BYYEARDAY", PART_BYYEARDAY }, { "BYWEEKNO", PART_BYWEEKNO },
  { "RSCALE", PART_RSCALE },       { "SKIP", PART_SKIP },
};

/* A piece of the rule's text. */
typedef struct
{
  const char *at;
  const char *end;
} Piece;

static gboolean
piece_is (const Piece *piece, const char *word)
{
  gsize length = piece->end - piece->at;

  return strlen (word) == length && g_ascii_strncasecmp (piece->at, word, length) == 0;
}

static void
piece_strip (Piece *piece)
{
  while (piece->at < piece->end && g_ascii_isspace (*piece->at))
    piece->at++;
  while (piece->at < piece->end && g_ascii_isspace (piece->end[-1]))
    piece->end--;
}

/* Cuts the text up to @separator off @rest. FALSE at the end. */
static gboolean
piece_next (Piece *rest, char separator, Piece *piece)
{
  const char *stop;

  if (rest->at == NULL || rest->at > rest->end)
    return FALSE;
  stop = memchr (rest->at, separator, rest->end - rest->at);
  piece->at = rest->at;
  piece->end = stop != NULL ? stop : rest->end;
  rest->at = piece->end + 1;
  piece_strip (piece);
  return TRUE;
}

/* A whole number with an optional sign, at most @max either way. */
static gboolean
piece_to_number (const Piece *piece, int max, int *number)
{
  const char *at = piece->at;
  gboolean negative = FALSE;
  gint64 value = 0;

  if (at < piece->end && (*at == '+' || *at == '-'))
    negative = *at++ == '-';
  if (at == piece->end)
    return FALSE;
  for (; at < piece->end; at++)
    {
      if (!g_ascii_isdigit (*at))
        return FALSE;
      value = value * 10 + (*at - '0');
      if (value > max)
        return FALSE;
    }
  *number = negative ? -value : value;
  return TRUE;
}

static gboolean
piece_to_weekday (const Piece *piece, DaybookWeekday *weekday)
{
  static const char names[][3] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (piece_is (piece, names[i]))
        {
          *weekday = DAYBOOK_MONDAY + i;
          return TRUE;
        }
    }
  return FALSE;
}

/* Reads a list of numbers from @min to @max into bits. @before is NULL where none may be negative;
 * 0 is never a value then. */
static gboolean
read_bits (Piece list, int min, int max, guint64 *bits, guint64 *before)
{
  Piece piece;

  while (piece_next (&list, ',', &piece))
    {
      int number;
      guint64 *set = bits;

      if (!piece_to_number (&piece, max, &number))
        return FALSE;
      if (number < 0 && before != NULL)
        {
          number = -number;
          set = before;
        }
      if (number < min)
        return FALSE;
      set[number / 64] |= G_GUINT64_CONSTANT (1) << (number % 64);
    }
  return TRUE;
}

static gboolean
read_small_bits (Piece list, int min, int max, guint32 *bits, guint32 *before)
{
  guint64 wide = 0, wide_before = 0;

  if (!read_bits (list, min, max, &wide, before != NULL ? &wide_before : NULL))
    return FALSE;
  *bits = wide;
  if (before != NULL)
    *before = wide_before;
  return TRUE;
}

static gboolean
read_weekdays (DaybookRrule *rule, Piece list)
{
  Piece piece;

  while (piece_next (&list, ',', &piece))
    {
      Piece name = { piece.end - 2, piece.end };
      Piece number = { piece.at, piece.end - 2 };
      DaybookWeekday weekday;
      int nth;

      if (piece.end - piece.at < 2 || !piece_to_weekday (&name, &weekday))
        return FALSE;
      piece_strip (&number);
      if (number.at == number.end)
        {
          rule->weekdays |= 1u << weekday;
          continue;
        }
      if (!piece_to_number (&number, 53, &nth) || nth == 0)
        return FALSE;
      rule->has_nth_weekdays = TRUE;
      if (nth > 0)
        rule->nth_weekdays[weekday] |= G_GUINT64_CONSTANT (1) << nth;
      else
        rule->nth_weekdays_before[weekday] |= G_GUINT64_CONSTANT (1) << -nth;
    }
  return TRUE;
}

static gboolean
read_frequency (DaybookRrule *rule, const Piece *value)
{
  static const struct
  {
    const char *name;
    DaybookFrequency frequency;
  } names[] = {
    { "WEEKLY", DAYBOOK_FREQUENCY_WEEKLY },   { "DAILY", DAYBOOK_FREQUENCY_DAILY },
    { "MONTHLY", DAYBOOK_FREQUENCY_MONTHLY }, { "YEARLY", DAYBOOK_FREQUENCY_YEARLY },
    { "HOURLY", DAYBOOK_FREQUENCY_HOURLY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (piece_is (value, names[i].name))
        {
          rule->frequency = names[i].frequency;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
read_positive (const Piece *value, int max, int *number)
{
  return piece_to_number (value, max, number) && *number > 0;
}

static gboolean
read_part (DaybookRrule *rule, Part part, const Piece *value)
{
  int number;

  switch (part)
    {
    case PART_FREQ:
      return read_frequency (rule, value);
    case PART_INTERVAL:
      /* Ten million hours are more than the years that Daybook knows. */
      return read_positive (value, 10000000, &rule->interval);
    case PART_COUNT:
      if (!read_positive (value, 1000000000, &number))
        return FALSE;
      rule->count = number;
      return TRUE;
    case PART_UNTIL:
      rule->has_until = TRUE;
      return daybook_ical_time_parse_any_year (value->at, value->end - value->at, &rule->until,
                                               &rule->until_form);
    case PART_WKST:
      return piece_to_weekday (value, &rule->week_start);
    case PART_BYSECOND:
      {
        guint64 *seconds = &rule->seconds;

        if (!read_bits (*value, 0, 60, seconds, NULL))
          return FALSE;
        /* A leap second counts as the second before it, as everywhere. */
        if (*seconds & (G_GUINT64_CONSTANT (1) << 60))
          *seconds = (*seconds | (G_GUINT64_CONSTANT (1) << 59)) & ~(G_GUINT64_CONSTANT (1) << 60);
        return TRUE;
      }
    case PART_BYMINUTE:
      return read_bits (*value, 0, 59, &rule->minutes, NULL);
    case PART_BYHOUR:
      return read_small_bits (*value, 0, 23, &rule->hours, NULL);
    case PART_BYDAY:
      return read_weekdays (rule, *value);
    case PART_BYMONTHDAY:
      return read_small_bits (*value, 1, 31, &rule->month_days, &rule->month_days_before);
    case PART_BYYEARDAY:
      rule->has_year_days = TRUE;
      return read_bits (*value, 1, 366, rule->year_days, rule->year_days_before);
    case PART_BYWEEKNO:
      rule->has_week_numbers = TRUE;
      return read_bits (*value, 1, 53, &rule->week_numbers, &rule->week_numbers_before);
    case PART_BYMONTH:
      return read_small_bits (*value, 1, 12, &rule->months, NULL);
    case PART_BYSETPOS:
      rule->has_positions = TRUE;
      return read_bits (*value, 1, 366, rule->positions, rule->positions_before);
    case PART_RSCALE:
      return piece_is (value, "GREGORIAN");
    case PART_SKIP:
      return piece_is (value, "OMIT");
    default:
      return FALSE;
    }
}

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE, format, args);
  va_end (args);
  return FALSE;
}

/* What RFC 5545 forbids, and what no meeting needs but a search could be made endless with. */
static gboolean
check_combination (DaybookRrule *rule, guint seen, GError **error)
{
  if (rule->frequency == DAYBOOK_FREQUENCY_HOURLY
      && (seen & (PART_BYMONTH | PART_BYMONTHDAY | PART_BYYEARDAY | PART_BYWEEKNO)) != 0)
    return refuse (error, _ ("The repetition names hours and parts of a year at once."));
  if ((seen & PART_BYWEEKNO) != 0 && rule->frequency != DAYBOOK_FREQUENCY_YEARLY)
    return refuse (error, _ ("The repetition names weeks of the year but is not yearly."));
  if ((seen & PART_BYYEARDAY) != 0 && rule->frequency != DAYBOOK_FREQUENCY_YEARLY)
    return refuse (error, _ ("The repetition names days of the year but is not yearly."));
  if ((seen & PART_BYMONTHDAY) != 0 && rule->frequency == DAYBOOK_FREQUENCY_WEEKLY)
    return refuse (error, _ ("The repetition is weekly but names days of the month."));
  if (rule->has_nth_weekdays && rule->has_week_numbers)
    return refuse (error, _ ("The repetition numbers weekdays within numbered weeks."));
  if (rule->has_nth_weekdays && rule->frequency != DAYBOOK_FREQUENCY_MONTHLY
      && rule->frequency != DAYBOOK_FREQUENCY_YEARLY)
    {
      /* Forbidden, but written by several programs ("FREQ=WEEKLY;BYDAY=1MO"), who mean the weekday.
       */
      for (int weekday = DAYBOOK_MONDAY; weekday <= DAYBOOK_SUNDAY; weekday++)
        {
          if ((rule->nth_weekdays[weekday] | rule->nth_weekdays_before[weekday]) != 0)
            rule->weekdays |= 1u << weekday;
        }
      rule->has_nth_weekdays = FALSE;
    }
  return TRUE;
}

/* Reads the value of an RRULE, without its name. Any order and letter case; blanks around parts and
 * an empty last part are forgiven, and so are COUNT and UNTIL together (whichever ends first) and
 * numbered weekdays in weekly and daily rules (the number is dropped).
 *
 * Refused with DAYBOOK_ERROR_INVALID_RESPONSE and a sentence, so that nothing reaches an expansion
 * (ours or libical's) that cannot be done in bounded time: SECONDLY and MINUTELY, HOURLY together
 * with days of months, months, days of years and weeks; what RFC 5545 forbids; what does not parse.
 */
gboolean
daybook_rrule_parse (DaybookRrule *rule, const char *text, gssize length, GError **error)
{
  Piece rest = { text, text + (length < 0 ? strlen (text) : (gsize) length) };
  Piece assignment;
  guint seen = 0;

  memset (rule, 0, sizeof *rule);
  rule->interval = 1;
  rule->week_start = DAYBOOK_MONDAY;
  if (rest.end - rest.at > MAX_LENGTH)
    return refuse (error, _ ("The repetition is longer than a rule can be."));
  while (piece_next (&rest, ';', &assignment))
    {
      Piece value = assignment;
      Piece name;
      Part part = 0;

      if (assignment.at == assignment.end)
        continue;
      piece_next (&value, '=', &name);
      if (value.at > value.end)
        return refuse (error, _ ("The repetition has a part without value."));
      piece_strip (&value);
      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        {
          if (piece_is (&name, parts[i].name))
            part = parts[i].part;
        }
      if (part == 0)
        {
          if (name.end - name.at > 2 && g_ascii_strncasecmp (name.at, "X-", 2) == 0)
            continue;
          return refuse (error, _ ("The repetition has a part that is not known."));
        }
      if ((seen & part) != 0)
        return refuse (error, _ ("The repetition has a part twice."));
      seen |= part;
      if (part == PART_FREQ && (piece_is (&value, "SECONDLY") || piece_is (&value, "MINUTELY")))
        return refuse (error, _ ("Repetitions by the minute or second are not supported."));
      if (value.at == value.end || !read_part (rule, part, &value))
        return refuse (error, _ ("The repetition has a value that is not valid in “%.*s”."),
                       (int) (name.end - name.at), name.at);
    }
  if ((seen & PART_FREQ) == 0)
    return refuse (error, _ ("The repetition does not say how often."));
  return check_combination (rule, seen, error);
}
