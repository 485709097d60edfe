/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-duration.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"

#define MAX_WHOLE_DIGITS 8
#define MAX_FRACTION_DIGITS 6
#define FRACTION_UNIT 1000000

/* What people write behind a number, in lower case; with the languages that a European team mixes.
 * A day is no unit: nobody agrees how long a working day is. */
static const struct
{
  const char *name;
  int seconds;
} units[] = {
  { "h", 3600 },      { "hr", 3600 },    { "hrs", 3600 },    { "hour", 3600 },    { "hours", 3600 },
  { "std", 3600 },    { "std.", 3600 },  { "stunde", 3600 }, { "stunden", 3600 }, { "heure", 3600 },
  { "heures", 3600 }, { "hora", 3600 },  { "horas", 3600 },  { "ora", 3600 },     { "ore", 3600 },
  { "uur", 3600 },    { "m", 60 },       { "min", 60 },      { "min.", 60 },      { "mins", 60 },
  { "minute", 60 },   { "minutes", 60 }, { "minuten", 60 },  { "minuto", 60 },    { "minutos", 60 },
  { "minuti", 60 },   { "minuut", 60 },  { "s", 1 },         { "sec", 1 },        { "secs", 1 },
  { "second", 1 },    { "seconds", 1 },  { "sek", 1 },       { "sekunden", 1 },
};

typedef struct
{
  gint64 whole;
  gint64 fraction; /* in millionths */
  guint digits;    /* of the whole part */
  gboolean has_fraction;
} Number;

static const char *
skip_spaces (const char *p)
{
  for (gunichar c = g_utf8_get_char (p); c == ' ' || c == '\t' || c == 0xa0 || c == 0x202f;
       c = g_utf8_get_char (p))
    p = g_utf8_next_char (p);
  return p;
}

/* Reads digits and, with a point or comma, decimals. NULL when there is no number or it is absurd.
 */
static const char *
read_number (const char *p, Number *number)
{
  gint64 weight = FRACTION_UNIT / 10;

  *number = (Number){ 0 };
  for (; g_ascii_isdigit (*p); p++)
    {
      if (++number->digits > MAX_WHOLE_DIGITS)
        return NULL;
      number->whole = number->whole * 10 + (*p - '0');
    }
  if ((*p == '.' || *p == ',') && g_ascii_isdigit (p[1]))
    {
      number->has_fraction = TRUE;
      for (p++; g_ascii_isdigit (*p); p++, weight /= 10)
        number->fraction += weight * (*p - '0');
    }
  return number->digits > 0 || number->has_fraction ? p : NULL;
}

static gboolean
ends_word (const char *p)
{
  return !g_unichar_isalnum (g_utf8_get_char (p));
}

/* Reads a unit that ends where a word ends, or, for an h, where digits begin ("1h30"). */
static const char *
read_unit (const char *p, int *seconds)
{
  const char *longest = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      gsize length = strlen (units[i].name);
      const char *after = p + length;

      if (g_ascii_strncasecmp (p, units[i].name, length) == 0
          && (ends_word (after) || (units[i].seconds > 1 && g_ascii_isdigit (*after)))
          && (longest == NULL || after > longest))
        {
          longest = after;
          *seconds = units[i].seconds;
        }
    }
  return longest;
}

/* "1:15" and "1:15:30": hours, minutes and seconds. */
static const char *
read_clock (const char *p, gint64 *seconds)
{
  Number hours;
  int fields[2] = { 0, 0 };

  p = read_number (p, &hours);
  if (p == NULL || hours.has_fraction || *p != ':')
    return NULL;
  for (guint i = 0; i < 2 && (i == 0 || (*p == ':' && g_ascii_isdigit (p[1]))); i++)
    {
      if (!g_ascii_isdigit (p[1]) || !g_ascii_isdigit (p[2]) || p[1] > '5')
        return NULL;
      fields[i] = (p[1] - '0') * 10 + (p[2] - '0');
      p += 3;
    }
  if (!ends_word (p) || (*p == ':' && g_ascii_isdigit (p[1])))
    return NULL;
  *seconds = hours.whole * 3600 + fields[0] * 60 + fields[1];
  return p;
}

/* Reads the duration that @text begins with, for "2.5 hours: Client meeting": decimals with a point
 * or a comma and a unit ("2.5 hours", "2,5 h", "90m"), several of them ("2 h 30 min", "1h30"), or
 * hours and minutes ("1:15"). Returns the bytes read, 0 when there is none, it is longer than
 * DAYBOOK_DURATION_MAX, or only a bare number stands there. @text is valid UTF-8. */
gsize
daybook_duration_parse_prefix (const char *text, gint64 *seconds)
{
  const char *start = skip_spaces (text);
  const char *p = start;
  const char *done = NULL;
  int last_unit = G_MAXINT;
  gint64 sum = 0;

  done = read_clock (p, &sum);
  while (done == NULL || last_unit != G_MAXINT)
    {
      const char *after;
      Number number;
      int unit = 0;

      after = read_number (p, &number);
      if (after == NULL)
        break;
      if (last_unit == 3600 && p == done && !number.has_fraction && number.digits <= 2
          && number.whole < 60 && ends_word (after))
        {
          /* The 30 of 1h30. */
          sum += number.whole * 60;
          done = after;
          break;
        }
      after = read_unit (skip_spaces (after), &unit);
      if (after == NULL || unit >= last_unit)
        break;
      sum += number.whole * unit + (number.fraction * unit + FRACTION_UNIT / 2) / FRACTION_UNIT;
      last_unit = unit;
      done = after;
      p = skip_spaces (after);
    }
  if (done == NULL || !ends_word (done) || sum > DAYBOOK_DURATION_MAX)
    return 0;
  *seconds = sum;
  return done - text;
}

/* Reads a whole text as daybook_duration_parse_prefix() does. FALSE with DAYBOOK_ERROR_USAGE when
 * it is no duration, or more than one. */
gboolean
daybook_duration_parse (const char *text, gint64 *seconds, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  gint64 found;
  gsize length = daybook_duration_parse_prefix (valid, &found);

  if (length == 0 || *skip_spaces (valid + length) != '\0')
    {
      g_autofree char *wrong = daybook_text_ellipsize (valid, 40);

      /* Translators: %s is what the person wrote. */
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _("“%s” is not a duration. Write it like 2.5 h, 1h30, 90 min or 1:30."), wrong);
      return FALSE;
    }
  *seconds = found;
  return TRUE;
}

/* The sign of a text and the amount behind it, which every gint64 has as a guint64. */
static const char *
split_sign (gint64 seconds, guint64 *amount)
{
  *amount = seconds < 0 ? -(guint64) seconds : (guint64) seconds;
  return seconds < 0 ? "-" : "";
}

static guint64
to_minutes (guint64 seconds)
{
  return seconds / 60 + (seconds % 60 >= 30);
}

/* For people, to the minute: "1 h 30 min", "2 h", "45 min", "0 min"; under half a minute "20 s".
 * Owned by the caller. */
char *
daybook_duration_format_short (gint64 seconds)
{
  guint64 amount;
  const char *sign = split_sign (seconds, &amount);
  guint64 minutes = to_minutes (amount);

  if (minutes == 0 && amount > 0)
    /* Translators: a short duration in seconds; the first %s is a minus or nothing. */
    return g_strdup_printf (_("%s%d s"), sign, (int) amount);
  if (minutes < 60)
    /* Translators: a short duration in minutes; the first %s is a minus or nothing. */
    return g_strdup_printf (_("%s%d min"), sign, (int) minutes);
  if (minutes % 60 == 0)
    /* Translators: a short duration in hours; the first %s is a minus or nothing. */
    return g_strdup_printf (_("%s%lu h"), sign, (gulong) (minutes / 60));
  /* Translators: a short duration in hours and minutes; the first %s is a minus or nothing. */
  return g_strdup_printf (_("%s%lu h %d min"), sign, (gulong) (minutes / 60),
                          (int) (minutes % 60));
}

/* For a screen reader, to the minute: "1 hour 30 minutes". Owned by the caller. */
char *
daybook_duration_format_spoken (gint64 seconds)
{
  guint64 amount;
  g_autofree char *text = NULL;
  gboolean negative = *split_sign (seconds, &amount) != '\0';
  gulong minutes = to_minutes (amount);
  g_autofree char *hour_text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%lu hour", "%lu hours", minutes / 60), minutes / 60);
  g_autofree char *minute_text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%lu minute", "%lu minutes", minutes % 60), minutes % 60);

  if (minutes == 0 && amount > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu second", "%lu seconds", amount),
                            (gulong) amount);
  else if (minutes < 60)
    text = g_steal_pointer (&minute_text);
  else if (minutes % 60 == 0)
    text = g_steal_pointer (&hour_text);
  else
    /* Translators: hours, then minutes: "1 hour 30 minutes". */
    text = g_strdup_printf (_("%s %s"), hour_text, minute_text);
  if (!negative)
    return g_steal_pointer (&text);
  /* Translators: a duration below zero, read aloud: "minus 1 hour". */
  return g_strdup_printf (_("minus %s"), text);
}

/* Hours and minutes for tables, to the minute: "1:30", "0:05". Owned by the caller. */
char *
daybook_duration_format_clock (gint64 seconds)
{
  guint64 amount;
  const char *sign = split_sign (seconds, &amount);
  guint64 minutes = to_minutes (amount);

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ":%02d", minutes > 0 ? sign : "", minutes / 60,
                          (int) (minutes % 60));
}

/* Hundredths of an hour, the half rounded up. */
static guint64
to_hundredths (guint64 seconds)
{
  return seconds / 36 + (seconds % 36 >= 18);
}

/* Decimal hours for machines: a point and two decimals, "6.50". Owned by the caller. */
char *
daybook_duration_format_plain_hours (gint64 seconds)
{
  guint64 amount;
  const char *sign = split_sign (seconds, &amount);
  guint64 hundredths = to_hundredths (amount);

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%02d", hundredths > 0 ? sign : "",
                          hundredths / 100, (int) (hundredths % 100));
}
