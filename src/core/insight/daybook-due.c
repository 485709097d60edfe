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
static const char *const noon_words[] = { "am", "pm", "a.m", "p.m", NULL };
static const char *const hour_words[] = { "uhr", "h", "o'clock", NULL };

/* What stands before a day on which something was, or from which on something is: it is not due then. */
static const char *const past_words[] = { "from", "since", "last", "of", "von", "vom", "seit", "letzten", "letzter", "letzte",
                                          "vergangenen", "depuis", "desde", "pasado", "od", "z", "ostatni", NULL };

/* Parts of a day. */
static const char *const part_words[] = { "end", "close", "eod", "cob", "morning", "afternoon", "evening", NULL };

static const Word numbers[] = {
  { "one", 1 },  { "two", 2 },   { "three", 3 }, { "four", 4 },   { "five", 5 },  { "six", 6 },    { "seven", 7 }, { "ten", 10 },
  { "ein", 1 },  { "einem", 1 }, { "einer", 1 }, { "zwei", 2 },   { "drei", 3 },  { "vier", 4 },   { "fünf", 5 },  { "zehn", 10 },
  { "un", 1 },   { "une", 1 },   { "deux", 2 },  { "trois", 3 },  { "una", 1 },   { "dos", 2 },    { "tres", 3 },  { "cinco", 5 },
  { "dwa", 2 },  { "trzy", 3 },  { "pięć", 5 },  { "a", 1 },
};

/* Days of one of them. */
static const Word units[] = {
  { "day", 1 },  { "days", 1 },  { "week", 7 },   { "weeks", 7 },   { "tag", 1 },    { "tagen", 1 },   { "woche", 7 }, { "wochen", 7 },
  { "jour", 1 }, { "jours", 1 }, { "semaine", 7 }, { "semaines", 7 }, { "día", 1 },  { "días", 1 },    { "semana", 7 }, { "semanas", 7 },
  { "dzień", 1 }, { "dni", 1 },  { "tydzień", 7 }, { "tygodnie", 7 },
};

static const char *const within_words[] = { "in", "within", "innerhalb", "binnen", "dans", "sous", "en", "za", NULL };
static const char *const limit_words[] = { "by", "until", "till", "before", "bis", "vor", NULL };

/* What leads to a date: shown with it. */
static const char *const leading_words[] = { "by", "until", "till", "before", "on", "at", "due", "the", "bis", "vor", "am", "um", "zum",
                                             "gegen", "avant", "d'ici", "pour", "à", "le", "antes", "para", "hasta", "del", "el", "a",
                                             "las", "de", "do", "przed", "na", "o", "w", "we", NULL };

typedef struct
{
  char **words;
  DaybookExtent *extents; /* of the words, in the sentence */
  guint n;
  guint first, last; /* the words that were just taken for a day or a time */
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

static gboolean
is_between_words (gunichar c)
{
  return g_unichar_isspace (c) || (c < 0x80 && strchr ("()[]\"", (int) c) != NULL) || c == 0x201c || c == 0x201d
         || c == 0x201e || c == 0xab || c == 0xbb || c == 0xa1 || c == 0xbf;
}

/* The full stop behind "30." or "30.11." is the number's; that behind a year, "2026-11-30" or "15:30" is the sentence's. */
static gboolean
ends_in_ordinal (const char *word, gsize length)
{
  gsize digits = 0;

  while (digits < length && g_ascii_isdigit (word[length - digits - 1]))
    digits++;
  return digits > 0 && digits < 4 && (digits == length || word[length - digits - 1] == '.');
}

/* A word without the punctuation at its end ("Friday," but "30.11."); what is left of it in bytes. */
static gsize
trim_word (const char *word, gsize length)
{
  if (length >= 3 && memcmp (word + length - 3, "\xe2\x80\xa6", 3) == 0)
    length -= 3;
  while (length > 0 && strchr (",;:!?", word[length - 1]) != NULL)
    length--;
  if (length > 1 && word[length - 1] == '.' && !ends_in_ordinal (word, length - 1))
    length--;
  return length;
}

static char *
fold_word (const char *word, gsize length)
{
  g_autofree char *lower = g_utf8_strdown (word, (gssize) length);
  g_auto (GStrv) parts = g_strsplit (lower, "\u2019", -1);

  return g_strjoinv ("'", parts);
}

/* The words in lower case; @extents: where they are in @valid. */
static char **
split_words (const char *valid, GArray *extents)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  const char *p = valid;

  while (*p != '\0')
    {
      const char *start;
      gsize length;

      while (*p != '\0' && is_between_words (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      start = p;
      while (*p != '\0' && !is_between_words (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      length = trim_word (start, p - start);
      if (length > 0)
        {
          DaybookExtent extent = { start - valid, start - valid + length };
          g_autofree char *word = fold_word (start, length);

          g_strv_builder_add (words, word);
          g_array_append_val (extents, extent);
        }
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

/* "30 November", "30th of November", "November 30th", "30. November 2026" */
static gboolean
take_month (Search *self, guint i)
{
  int month, day = -1;
  guint of;

  if (!FIND (months, self->words[i], &month))
    return FALSE;
  of = i > 1 && g_str_equal (self->words[i - 1], "of") ? 1 : 0;
  if (i > of)
    day = read_ordinal (self->words[i - of - 1], 31);
  if (day > 0)
    {
      self->first = i - of - 1;
      self->last = i + (read_year (self, i + 1) > 0);
      return take_civil (self, read_year (self, i + 1), month, day);
    }
  if (i + 1 < self->n)
    day = read_ordinal (self->words[i + 1], 31);
  self->last = i + 1 + (read_year (self, i + 2) > 0);
  return day > 0 && take_civil (self, read_year (self, i + 2), month, day);
}

/* "by the 15th", "bis zum 15.": the next one. Elsewhere such a number may count anything. */
static gboolean
take_day_of_month (Search *self, guint i)
{
  const char *word = self->words[i];
  int day = read_ordinal (word, 31);
  DaybookDay month = daybook_day_get_month_start (self->written);

  if (day < 0 || i < 2 || g_ascii_isdigit (word[strlen (word) - 1])
      || !(g_str_equal (self->words[i - 1], "the") || g_str_equal (self->words[i - 1], "zum"))
      || !g_strv_contains (limit_words, self->words[i - 2]))
    return FALSE;
  for (int ahead = 0; ahead < 3; ahead++)
    {
      DaybookDay first = daybook_day_add_months (month, ahead);

      if (first + day > self->written && first + day - 1 < daybook_day_add_months (first, 1))
        {
          self->day = first + day - 1;
          return TRUE;
        }
    }
  return FALSE;
}

/* "in three days", "within 2 weeks", "in zwei Tagen" */
static gboolean
take_distance (Search *self, guint i)
{
  int number, unit;

  if (i < 2 || !FIND (units, self->words[i], &unit) || !g_strv_contains (within_words, self->words[i - 2]))
    return FALSE;
  number = read_ordinal (self->words[i - 1], 99);
  if (number < 0 && !FIND (numbers, self->words[i - 1], &number))
    return FALSE;
  self->first = i - 2;
  self->day = self->written + (DaybookDay) (number * unit);
  return TRUE;
}

/* "Friday, 11 December", "Freitag, den 11.12.": the date says which one. */
static gboolean
take_date_of_weekday (Search *self, guint i)
{
  const Search kept = *self;
  guint next = i + 1;

  if (next < self->n && (g_str_equal (self->words[next], "the") || g_str_equal (self->words[next], "den")))
    next++;
  for (guint j = next; j < self->n && j <= next + 2; j++)
    {
      self->first = self->last = j;
      if ((take_month (self, j) || (j == next && take_written_date (self, self->words[j]))) && self->first == next)
        {
          self->first = i;
          return TRUE;
        }
      *self = kept;
    }
  return FALSE;
}

static gboolean
take_weekday (Search *self, guint i)
{
  int weekday, ahead;

  if (!FIND (weekdays, self->words[i], &weekday))
    return FALSE;
  if (take_date_of_weekday (self, i))
    return TRUE;
  ahead = (weekday - (int) daybook_day_get_weekday (self->written) + 7) % 7;
  if (ahead == 0)
    ahead = 7;
  if (i > 0 && g_strv_contains (next_words, self->words[i - 1]))
    {
      self->first = i - 1;
      self->day = daybook_day_get_week_start (self->written, DAYBOOK_MONDAY) + 7 + weekday - 1;
    }
  else
    self->day = self->written + ahead;
  return TRUE;
}

/* "end of the week", "next week", "end of the month", "end of day" */
static gboolean
take_period (Search *self, guint i)
{
  DaybookDay monday = daybook_day_get_week_start (self->written, DAYBOOK_MONDAY);
  guint back = i >= 2 && g_str_equal (self->words[i - 2], "end") ? 2 : i >= 3 && g_str_equal (self->words[i - 3], "end") ? 3 : 0;
  gboolean ends = back > 0;

  self->first = i - back;
  if (g_strv_contains (week_words, self->words[i]))
    {
      if (i > 0 && g_strv_contains (next_words, self->words[i - 1]))
        {
          self->first = i - 1;
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
  if (*end == '\0' && g_strv_contains (noon_words, after))
    {
      self->last = i + 1;
      end = (char *) after;
    }
  else if (*end == '\0' && g_strv_contains (hour_words, after))
    self->last = i + 1;
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
         || take_day_of_month (self, i) || take_distance (self, i) || take_period (self, i);
}

/* "the numbers from Tuesday", "the minutes of last Friday" */
static gboolean
is_past (const Search *self)
{
  if (self->first == 0 || !g_strv_contains (past_words, self->words[self->first - 1]))
    return FALSE;
  /* "by the end of Friday" */
  return !g_str_equal (self->words[self->first - 1], "of") || self->first < 2
         || !g_strv_contains (part_words, self->words[self->first - 2]);
}

static gboolean
is_before (const Search *self)
{
  return (self->first > 0 && g_strv_contains (before_words, self->words[self->first - 1]))
         || (self->first > 1 && g_strv_contains (before_words, self->words[self->first - 2]));
}

/* The words that were taken, with those that lead to them. */
static DaybookExtent
find_extent (const Search *self)
{
  guint first = self->first;

  while (first > 0 && self->first - first < 2 && g_strv_contains (leading_words, self->words[first - 1]))
    first--;
  return (DaybookExtent){ self->extents[first].start, self->extents[self->last].end };
}

gboolean
daybook_due_find (const char *sentence, gint64 written, DaybookZone *zone, DaybookDue *due)
{
  g_autofree char *valid = g_utf8_make_valid (sentence, -1);
  g_autoptr (GArray) extents = g_array_new (FALSE, FALSE, sizeof (DaybookExtent));
  g_auto (GStrv) words = split_words (valid, extents);
  Search self = { .words = words, .n = extents->len, .day = DAYBOOK_DAY_NONE, .second = -1 };

  self.extents = (DaybookExtent *) extents->data;
  *due = (DaybookDue){ .day = DAYBOOK_DAY_NONE, .at = DAYBOOK_INSTANT_NONE };
  self.written = daybook_zone_get_day (zone, written);
  for (guint i = 0; i < self.n; i++)
    {
      self.first = self.last = i;
      if (self.day == DAYBOOK_DAY_NONE && take_day (&self, i))
        {
          if (is_past (&self))
            {
              self.day = DAYBOOK_DAY_NONE;
              i = self.last;
              continue;
            }
          self.before = is_before (&self);
          due->day_words = find_extent (&self);
        }
      self.first = self.last = i;
      if (self.second < 0 && take_time (&self, i))
        due->time_words = find_extent (&self);
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
