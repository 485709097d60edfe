/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-due.h"

#include <string.h>

#define NOON (12 * 3600)
#define END_OF_DAY (17 * 3600)
#define RECENT_DAYS 30 /* a date without a year that lies further back is next year's */

typedef struct
{
  const char *word;
  int value;
} Word;

/* Days from the day of writing. */
static const Word relative_days[] = {
  { "today", 0 },      { "tonight", 0 },  { "tomorrow", 1 },    { "heute", 0 },      { "morgen", 1 }, { "übermorgen", 2 },
  { "aujourd'hui", 0 }, { "demain", 1 },  { "après-demain", 2 }, { "hoy", 0 },        { "mañana", 1 }, { "dzisiaj", 0 },
  { "dziś", 0 },       { "jutra", 1 },    { "jutro", 1 },       { "pojutrze", 2 },   { "eod", 0 },    { "cob", 0 },
};

static const Word weekdays[] = {
  { "monday", 1 },     { "mon", 1 },       { "tuesday", 2 },  { "tue", 2 },      { "tues", 2 },        { "wednesday", 3 },
  { "wed", 3 },        { "thursday", 4 },  { "thu", 4 },      { "thurs", 4 },    { "friday", 5 },      { "fri", 5 },
  { "saturday", 6 },   { "sunday", 7 },    { "montag", 1 },   { "dienstag", 2 }, { "mittwoch", 3 },    { "donnerstag", 4 },
  { "freitag", 5 },    { "samstag", 6 },   { "sonntag", 7 },  { "lundi", 1 },    { "mardi", 2 },       { "mercredi", 3 },
  { "jeudi", 4 },      { "vendredi", 5 },  { "samedi", 6 },   { "dimanche", 7 }, { "lunes", 1 },       { "martes", 2 },
  { "miércoles", 3 },  { "jueves", 4 },    { "viernes", 5 },  { "sábado", 6 },   { "domingo", 7 },     { "poniedziałku", 1 },
  { "poniedziałek", 1 }, { "wtorku", 2 },  { "wtorek", 2 },   { "środy", 3 },    { "środę", 3 },       { "czwartku", 4 },
  { "czwartek", 4 },   { "piątku", 5 },    { "piątek", 5 },   { "soboty", 6 },   { "sobotę", 6 },      { "niedzieli", 7 },
};

static const Word months[] = {
  { "january", 1 },   { "jan", 1 },     { "february", 2 },  { "feb", 2 },      { "march", 3 },     { "april", 4 },
  { "apr", 4 },       { "june", 6 },    { "july", 7 },      { "august", 8 },   { "aug", 8 },       { "september", 9 },
  { "sept", 9 },      { "sep", 9 },     { "october", 10 },  { "oct", 10 },     { "november", 11 }, { "nov", 11 },
  { "december", 12 }, { "dec", 12 },    { "januar", 1 },    { "februar", 2 },  { "märz", 3 },      { "mai", 5 },
  { "juni", 6 },      { "juli", 7 },    { "oktober", 10 },  { "dezember", 12 }, { "janvier", 1 },  { "février", 2 },
  { "mars", 3 },      { "avril", 4 },   { "juin", 6 },      { "juillet", 7 },  { "août", 8 },      { "septembre", 9 },
  { "octobre", 10 },  { "novembre", 11 }, { "décembre", 12 }, { "enero", 1 },  { "febrero", 2 },   { "marzo", 3 },
  { "abril", 4 },     { "mayo", 5 },    { "junio", 6 },     { "julio", 7 },    { "agosto", 8 },    { "septiembre", 9 },
  { "octubre", 10 },  { "noviembre", 11 }, { "diciembre", 12 }, { "stycznia", 1 }, { "lutego", 2 }, { "marca", 3 },
  { "kwietnia", 4 },  { "maja", 5 },    { "czerwca", 6 },   { "lipca", 7 },    { "sierpnia", 8 },  { "września", 9 },
  { "października", 10 }, { "listopada", 11 }, { "grudnia", 12 },
  /* A month only beside a number. */
  { "may", 5 },
};

static const Word day_times[] = {
  { "noon", NOON },     { "midday", NOON }, { "mittag", NOON },  { "midi", NOON },      { "mediodía", NOON }, { "południa", NOON },
  { "eod", END_OF_DAY }, { "cob", END_OF_DAY }, { "tonight", 20 * 3600 },
};

static const char *const before_words[] = { "before", "vor", "avant", "antes", "przed", NULL };
static const char *const next_words[] = { "next", "nächsten", "nächste", "prochain", "próximo", "próxima", "następny", NULL };
static const char *const week_words[] = { "week", "woche", "semaine", "semana", "tydzień", NULL };
static const char *const hour_words[] = { "uhr", "h", "o'clock", NULL };

typedef struct
{
  char **words;
  guint n;
  DaybookDay written; /* the day */
  DaybookDay day;
  int second; /* of the day, -1 = none */
  gboolean before;
} Search;

static gboolean
find_word (const Word *list, gsize n, const char *word, int *value)
{
  for (gsize i = 0; i < n; i++)
    {
      if (g_str_equal (list[i].word, word))
        {
          *value = list[i].value;
          return TRUE;
        }
    }
  return FALSE;
}
#define FIND(list, word, value) find_word (list, G_N_ELEMENTS (list), word, value)

/* Lower case, without brackets and the punctuation at their ends ("Friday," but "30.11."). */
static char **
split_words (const char *sentence)
{
  g_autofree char *valid = g_utf8_make_valid (sentence, -1);
  g_autofree char *lower = g_utf8_strdown (valid, -1);
  g_auto (GStrv) pieces = g_strsplit_set (lower, " \t\r\n()[]\"“”„", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; pieces[i] != NULL; i++)
    {
      gsize length = strlen (pieces[i]);

      while (length > 0 && strchr (",;:!?", pieces[i][length - 1]) != NULL)
        length--;
      if (length > 1 && pieces[i][length - 1] == '.' && !g_ascii_isdigit (pieces[i][length - 2]))
        length--;
      pieces[i][length] = '\0';
      if (length > 0)
        g_strv_builder_add (words, pieces[i]);
    }
  return g_strv_builder_end (words);
}

/* "30", "30.", "30th", ... up to @most; -1: no such number. */
static int
read_ordinal (const char *word, int most)
{
  char *end;
  gint64 number;

  if (!g_ascii_isdigit (*word))
    return -1;
  number = g_ascii_strtoll (word, &end, 10);
  if (*end != '\0' && !g_str_equal (end, ".") && !g_str_equal (end, "th") && !g_str_equal (end, "st")
      && !g_str_equal (end, "nd") && !g_str_equal (end, "rd"))
    return -1;
  return number >= 1 && number <= most ? (int) number : -1;
}

static int
read_year (const Search *self, guint i)
{
  int year = i < self->n ? read_ordinal (self->words[i], DAYBOOK_YEAR_MAX) : -1;

  return year >= 2000 ? year : -1;
}

static gboolean
take_civil (Search *self, int year, int month, int day)
{
  int this_year, ignored_month, ignored_day;

  daybook_day_to_civil (self->written, &this_year, &ignored_month, &ignored_day);
  if (year > 0)
    {
      if (!daybook_civil_is_valid (year, month, day))
        return FALSE;
      self->day = daybook_day_from_civil (year, month, day);
      return TRUE;
    }
  for (year = this_year; year <= this_year + 4; year++)
    {
      DaybookDay candidate;

      if (!daybook_civil_is_valid (year, month, day))
        continue;
      candidate = daybook_day_from_civil (year, month, day);
      if (candidate >= self->written - RECENT_DAYS)
        {
          self->day = candidate;
          return TRUE;
        }
    }
  return FALSE;
}

/* 2026-11-30, 30.11., 30.11.2026; with slashes only where one of the numbers can be no month. */
static gboolean
take_written_date (Search *self, const char *word)
{
  int a, b, c = 0;
  char separator = strchr (word, '/') != NULL ? '/' : '.';
  g_auto (GStrv) parts = NULL;
  guint n;
  DaybookDay day;

  if (daybook_day_parse (word, -1, &day))
    {
      self->day = day;
      return TRUE;
    }
  parts = g_strsplit (word, separator == '/' ? "/" : ".", 4);
  n = g_strv_length (parts);
  if (n < 2 || n > 3 || (separator == '.' && n != 3))
    return FALSE;
  a = read_ordinal (parts[0], 31);
  b = read_ordinal (parts[1], 31);
  if (n == 3 && *parts[2] != '\0' && strlen (parts[2]) != 2 && strlen (parts[2]) != 4)
    return FALSE; /* 2.5.1 is a version */
  if (n == 3 && *parts[2] != '\0')
    c = read_ordinal (parts[2], DAYBOOK_YEAR_MAX);
  if (a < 0 || b < 0 || c < 0)
    return FALSE;
  if (c > 0 && c < 100)
    c += 2000;
  if (separator == '/' && a <= 12 && b > 12)
    return take_civil (self, c, a, b);
  if (b > 12 || (separator == '/' && a <= 12))
    return FALSE;
  return take_civil (self, c, b, a);
}

/* "30 November", "November 30th", "30. November 2026" */
static gboolean
take_month (Search *self, guint i)
{
  int month, day = -1;

  if (!FIND (months, self->words[i], &month))
    return FALSE;
  if (i > 0)
    day = read_ordinal (self->words[i - 1], 31);
  if (day > 0)
    return take_civil (self, read_year (self, i + 1), month, day);
  if (i + 1 < self->n)
    day = read_ordinal (self->words[i + 1], 31);
  return day > 0 && take_civil (self, read_year (self, i + 2), month, day);
}

static gboolean
take_weekday (Search *self, guint i)
{
  int weekday, ahead;

  if (!FIND (weekdays, self->words[i], &weekday))
    return FALSE;
  ahead = (weekday - (int) daybook_day_get_weekday (self->written) + 7) % 7;
  if (ahead == 0)
    ahead = 7;
  if (i > 0 && g_strv_contains (next_words, self->words[i - 1]))
    self->day = daybook_day_get_week_start (self->written, DAYBOOK_MONDAY) + 7 + weekday - 1;
  else
    self->day = self->written + ahead;
  return TRUE;
}

/* "end of the week", "next week", "end of the month", "end of day" */
static gboolean
take_period (Search *self, guint i)
{
  DaybookDay monday = daybook_day_get_week_start (self->written, DAYBOOK_MONDAY);
  gboolean ends = (i >= 2 && g_str_equal (self->words[i - 2], "end"))
                  || (i >= 3 && g_str_equal (self->words[i - 3], "end"));

  if (g_strv_contains (week_words, self->words[i]))
    {
      if (i > 0 && g_strv_contains (next_words, self->words[i - 1]))
        {
          self->day = monday + 7 + DAYBOOK_FRIDAY - 1;
          return TRUE;
        }
      self->day = MAX (monday + DAYBOOK_FRIDAY - 1, self->written);
      return ends;
    }
  if (ends && g_str_equal (self->words[i], "month"))
    {
      self->day = daybook_day_add_months (daybook_day_get_month_start (self->written), 1) - 1;
      return TRUE;
    }
  if (ends && g_str_equal (self->words[i], "day"))
    {
      self->day = self->written;
      self->second = END_OF_DAY;
      return TRUE;
    }
  return FALSE;
}

/* "15:00", "3pm", "3 pm", "3:30 pm", "14 Uhr", "14h" */
static gboolean
take_time (Search *self, guint i)
{
  const char *word = self->words[i];
  const char *after = i + 1 < self->n ? self->words[i + 1] : "";
  char *end;
  gint64 hour, minute = 0;
  gboolean is_time = FALSE;

  if (FIND (day_times, word, &self->second))
    return TRUE;
  if (!g_ascii_isdigit (*word))
    return FALSE;
  hour = g_ascii_strtoll (word, &end, 10);
  if ((*end == ':' || *end == 'h') && g_ascii_isdigit (end[1]) && g_ascii_isdigit (end[2]))
    {
      minute = g_ascii_strtoll (end + 1, &end, 10);
      is_time = TRUE;
    }
  if (*end == '\0' && (g_str_equal (after, "pm") || g_str_equal (after, "am") || g_str_equal (after, "p.m")
                       || g_str_equal (after, "a.m")))
    end = (char *) after;
  if (*end == 'p' || *end == 'a')
    {
      if (hour < 1 || hour > 12 || (end[1] != 'm' && !g_str_has_prefix (end + 1, ".m")))
        return FALSE;
      hour = hour % 12 + (*end == 'p' ? 12 : 0);
      is_time = TRUE;
    }
  else if (g_str_equal (end, "h") || (*end == '\0' && g_strv_contains (hour_words, after)))
    is_time = TRUE;
  else if (*end != '\0')
    return FALSE;
  if (!is_time || hour > 23 || minute > 59)
    return FALSE;
  self->second = (int) (hour * 3600 + minute * 60);
  return TRUE;
}

static gboolean
take_day (Search *self, guint i)
{
  int ahead;

  if (FIND (relative_days, self->words[i], &ahead))
    {
      /* "guten Morgen" is no date. */
      if (i > 0 && g_str_has_prefix (self->words[i - 1], "guten"))
        return FALSE;
      self->day = self->written + ahead;
      return TRUE;
    }
  return take_weekday (self, i) || take_month (self, i) || take_written_date (self, self->words[i])
         || take_period (self, i);
}

gboolean
daybook_due_find (const char *sentence, gint64 written, DaybookZone *zone, DaybookDue *due)
{
  g_auto (GStrv) words = split_words (sentence);
  Search self = { .words = words, .n = g_strv_length (words), .day = DAYBOOK_DAY_NONE, .second = -1 };

  *due = (DaybookDue){ DAYBOOK_DAY_NONE, DAYBOOK_INSTANT_NONE };
  self.written = daybook_zone_get_day (zone, written);
  for (guint i = 0; i < self.n; i++)
    {
      if (self.day == DAYBOOK_DAY_NONE && take_day (&self, i))
        self.before = (i > 0 && g_strv_contains (before_words, self.words[i - 1]))
                      || (i > 1 && g_strv_contains (before_words, self.words[i - 2]));
      if (self.second < 0)
        take_time (&self, i);
    }
  if (self.day == DAYBOOK_DAY_NONE && self.second < 0)
    return FALSE;
  if (self.day == DAYBOOK_DAY_NONE)
    {
      /* "until 3 pm", written at 4, is tomorrow's. */
      gint64 today = daybook_zone_to_instant (zone, daybook_wall_from_day (self.written) + self.second);

      self.day = self.written + (today <= written);
    }
  else if (self.before && self.second < 0 && self.day > self.written)
    self.day--;
  due->day = self.day;
  if (self.second >= 0)
    due->at = daybook_zone_to_instant (zone, daybook_wall_from_day (self.day) + self.second);
  return TRUE;
}
