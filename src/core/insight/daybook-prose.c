/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How times, titles, days and people are called in the sentences of a summary. */
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "base/daybook-json-reader.h"
#include "base/daybook-text.h"
#include "insight/daybook-material.h"

#define LONGEST_TITLE 64

/* Hours to the tenth, as tiles show them: "5.5 hours", "1 hour", "no time". */
char *
daybook_prose_hours (gint64 seconds)
{
  gint64 tenths = (gint64) round (daybook_metrics_hours (seconds) * 10.0);
  const char *point = localeconv ()->decimal_point;
  g_autofree char *number = NULL;

  if (tenths <= 0)
    return g_strdup (_("no time"));
  if (!g_utf8_validate (point, -1, NULL))
    point = ".";
  if (tenths % 10 == 0)
    number = g_strdup_printf ("%" G_GINT64_FORMAT, tenths / 10);
  else
    number = g_strdup_printf ("%" G_GINT64_FORMAT "%s%d", tenths / 10, point, (int) (tenths % 10));
  /* Translators: %s is a number of hours, with a decimal where needed: 5.5. */
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%s hour", "%s hours", tenths == 10 ? 1 : (gulong) MAX (tenths / 10, 2)), number);
}

/* "8 meetings", "1 commit"; DAYBOOK_N_FIGURES: things of any kind. */
char *
daybook_prose_count (DaybookFigure figure, gint64 count)
{
  gulong n = (gulong) count;
  const char *format;

  switch (figure)
    {
    case DAYBOOK_FIGURE_COMMITS:
      format = g_dngettext (GETTEXT_PACKAGE, "%lu commit", "%lu commits", n);
      break;
    case DAYBOOK_FIGURE_PULL_REQUESTS:
      format = g_dngettext (GETTEXT_PACKAGE, "%lu pull request", "%lu pull requests", n);
      break;
    case DAYBOOK_FIGURE_REVIEWS:
      format = g_dngettext (GETTEXT_PACKAGE, "%lu review", "%lu reviews", n);
      break;
    case DAYBOOK_FIGURE_ISSUES:
      format = g_dngettext (GETTEXT_PACKAGE, "%lu issue", "%lu issues", n);
      break;
    case DAYBOOK_FIGURE_PAGES:
      format = g_dngettext (GETTEXT_PACKAGE, "%lu page", "%lu pages", n);
      break;
    case DAYBOOK_FIGURE_MESSAGES:
      format = g_dngettext (GETTEXT_PACKAGE, "%lu message", "%lu messages", n);
      break;
    case DAYBOOK_FIGURE_MAILS:
      format = g_dngettext (GETTEXT_PACKAGE, "%lu mail", "%lu mails", n);
      break;
    case DAYBOOK_FIGURE_MEETINGS:
      format = g_dngettext (GETTEXT_PACKAGE, "%lu meeting", "%lu meetings", n);
      break;
    default:
      /* Translators: meetings, mails, commits and the like together. */
      format = g_dngettext (GETTEXT_PACKAGE, "%lu item", "%lu items", n);
      break;
    }
  return g_strdup_printf (format, n);
}

/* How long one thing took: "45 minutes", "1.5 hours". */
char *
daybook_prose_length (gint64 seconds)
{
  gint64 minutes = (seconds + 30) / 60;

  if (minutes < 60)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d minute", "%d minutes", (gulong) minutes), (int) minutes);
  return daybook_prose_hours (seconds);
}

/* A title from outside, in quotes: one line, not too long, no braces that a pattern could take for its own. */
char *
daybook_prose_title (const char *title)
{
  g_autofree char *line = daybook_text_one_line (title);
  g_autofree char *brief = NULL;

  g_strdelimit (line, "{}", '|');
  g_strstrip (line);
  brief = daybook_text_ellipsize (*line != '\0' ? line : _("Untitled"), LONGEST_TITLE);
  /* Translators: a title in a sentence, in quotation marks. */
  return g_strdup_printf (_("“%s”"), brief);
}

/* "Thursday", or with a date "Thursday 12 November". */
char *
daybook_prose_day (DaybookDay day, gboolean with_date)
{
  g_autoptr (GDateTime) time = NULL;
  char *text;
  int year, month, of_month;

  daybook_day_to_civil (day, &year, &month, &of_month);
  time = g_date_time_new_utc (year, month, of_month, 12, 0, 0);
  /* Translators: a day in a sentence, as g_date_time_format() knows it: "Thursday 12 November". */
  text = g_date_time_format (time, with_date ? _("%A %-d %B") : "%A");
  return text != NULL ? text : daybook_day_format (day);
}

char *
daybook_prose_period (const DaybookPeriod *period, gboolean begins_sentence)
{
  switch (period->type)
    {
    case DAYBOOK_SUMMARY_WEEKLY:
      return g_strdup (begins_sentence ? _("The week") : _("the week"));
    case DAYBOOK_SUMMARY_MONTHLY:
      return g_strdup (begins_sentence ? _("The month") : _("the month"));
    case DAYBOOK_SUMMARY_DAILY:
    case DAYBOOK_SUMMARY_RANGE:
    default:
      /* Translators: a range of days that somebody chose. */
      return g_strdup (begins_sentence ? _("The period") : _("the period"));
    }
}

/* What it is compared with. */
char *
daybook_prose_periods_before (const DaybookPeriod *period, gboolean begins_sentence)
{
  switch (period->type)
    {
    case DAYBOOK_SUMMARY_WEEKLY:
      return g_strdup (begins_sentence ? _("The weeks before") : _("the weeks before"));
    case DAYBOOK_SUMMARY_MONTHLY:
      return g_strdup (begins_sentence ? _("The months before") : _("the months before"));
    case DAYBOOK_SUMMARY_DAILY:
    case DAYBOOK_SUMMARY_RANGE:
    default:
      /* Translators: ranges of days, as long as the one that somebody chose. */
      return g_strdup (begins_sentence ? _("The periods before") : _("the periods before"));
    }
}

static char *
read_guest (DaybookJsonReader *reader, GHashTable *own_addresses)
{
  enum
  {
    FIELD_NAME,
    FIELD_ADDRESS,
    FIELD_RESPONSE
  };
  static const char *const fields[] = { "name", "address", "response", NULL };
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;
  g_autofree char *response = NULL;
  g_autofree char *folded = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == FIELD_NAME)
        daybook_json_reader_read_string_into (reader, &name);
      else if (field == FIELD_ADDRESS)
        daybook_json_reader_read_string_into (reader, &address);
      else if (field == FIELD_RESPONSE)
        daybook_json_reader_read_string_into (reader, &response);
    }
  folded = address != NULL ? g_utf8_strdown (address, -1) : NULL;
  if ((folded != NULL && g_hash_table_contains (own_addresses, folded)) || g_strcmp0 (response, "declined") == 0)
    return NULL;
  if (name == NULL || *name == '\0')
    return g_strdup ("");
  return daybook_text_one_line (name);
}

/* Names of those who came, the person left out; "" where only an address is known. */
static GPtrArray *
read_guests (const DaybookEvent *event, GHashTable *own_addresses)
{
  g_autoptr (GPtrArray) guests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DaybookJsonReader) reader = NULL;

  if (event->attendees == NULL)
    return g_steal_pointer (&guests);
  reader = daybook_json_reader_new_for_data (event->attendees, strlen (event->attendees));
  if (daybook_json_reader_begin_array_or_skip (reader))
    {
      while (daybook_json_reader_next_element (reader))
        {
          char *guest = read_guest (reader, own_addresses);

          if (guest != NULL)
            g_ptr_array_add (guests, guest);
        }
    }
  return g_steal_pointer (&guests);
}

/* "with Jonas Berg and 4 others"; NULL: nobody else, nobody known, or the title says it. */
char *
daybook_prose_guests (const DaybookEvent *event, GHashTable *own_addresses)
{
  g_autoptr (GPtrArray) guests = read_guests (event, own_addresses);
  int n = guests->len > 0 ? (int) guests->len : event->attendee_count - 1;
  const char *first = NULL;
  const char *second = NULL;
  g_autofree char *brief = NULL;
  g_autofree char *brief_second = NULL;

  for (guint i = 0; i < guests->len; i++)
    {
      const char *name = guests->pdata[i];

      if (*name == '\0' || strpbrk (name, "{}") != NULL)
        continue;
      if (first == NULL)
        first = name;
      else if (second == NULL)
        second = name;
    }
  if (n <= 0)
    return NULL;
  if (first == NULL)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "with %d other", "with %d others", (gulong) n), n);
  brief = daybook_text_ellipsize (first, 40);
  brief_second = second != NULL ? daybook_text_ellipsize (second, 40) : NULL;
  if (n == 1 && event->title != NULL && strstr (event->title, first) != NULL)
    return NULL;
  if (n == 1)
    /* Translators: with whom a meeting was; a name. */
    return g_strdup_printf (_("with %s"), brief);
  if (n == 2 && brief_second != NULL)
    /* Translators: with whom a meeting was; two names. */
    return g_strdup_printf (_("with %s and %s"), brief, brief_second);
  /* Translators: with whom a meeting was; a name and how many more. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "with %s and %d other", "with %s and %d others",
                                       (gulong) (n - 1)),
                          brief, n - 1);
}
