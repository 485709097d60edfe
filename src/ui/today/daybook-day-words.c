/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-words.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "common/daybook-format.h"

static void
append (GString *words, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (words->len > 0)
    g_string_append (words, ", ");
  g_string_append (words, text);
}

/* "Design review, 10:00 to 11:30, ACME calendar, Microsoft Teams, 5 people, not logged yet" */
char *
daybook_day_words_for_event (DaybookDayEvent *event, gboolean over)
{
  GString *words = g_string_new (daybook_day_event_get_title (event));
  const DaybookEvent *record = daybook_day_event_get_event (event);
  g_autofree char *range =
    daybook_format_spoken_range (daybook_day_event_get_from (event), daybook_day_event_get_to (event));
  g_autofree char *place = daybook_day_event_get_place (event);

  append (words, daybook_day_event_is_all_day (event) ? _("all day") : range);
  append (words, daybook_day_event_get_source_name (event));
  append (words, place);
  if (record->response == DAYBOOK_RESPONSE_NEEDS_ACTION)
    append (words, _("not answered"));
  else if (record->response == DAYBOOK_RESPONSE_DECLINED)
    append (words, _("declined"));
  else if (daybook_day_event_is_tentative (event))
    append (words, _("tentative"));
  if (daybook_day_event_is_logged (event))
    append (words, _("logged"));
  else if (over && daybook_day_event_is_loggable (event))
    append (words, _("not logged yet"));
  return g_string_free (words, FALSE);
}

/* "Stand-up, Internal / Team, 9:00 to 9:15, 15 minutes, approved" */
char *
daybook_day_words_for_entry (DaybookDayEntry *entry)
{
  GString *words = g_string_new (daybook_day_entry_get_title (entry));
  const DaybookEntry *record = daybook_day_entry_get_entry (entry);
  g_autofree char *project = daybook_day_entry_get_project_name (entry);
  g_autofree char *range =
    daybook_format_spoken_range (daybook_day_entry_get_from (entry), daybook_day_entry_get_to (entry));
  g_autofree char *duration = daybook_duration_format_spoken (record->duration);

  append (words, project);
  append (words, range);
  append (words, duration);
  append (words, daybook_entry_status_name (record->status));
  if (!record->billable)
    append (words, _("not billable"));
  if ((record->flags & DAYBOOK_ENTRY_FLAG_MOVED) != 0)
    append (words, _("the meeting moved"));
  if ((record->flags & DAYBOOK_ENTRY_FLAG_GONE) != 0)
    append (words, _("the meeting was canceled"));
  if ((record->flags & DAYBOOK_ENTRY_FLAG_OVERLAP) != 0)
    append (words, _("overlaps another entry"));
  return g_string_free (words, FALSE);
}

/* "45 minutes not logged, 11:30 to 12:15" */
char *
daybook_day_words_for_gap (gint64 from, gint64 to)
{
  g_autofree char *range = daybook_format_spoken_range (from, to);
  g_autofree char *duration = daybook_duration_format_spoken (to - from);

  /* Translators: a duration, then from when to when */
  return g_strdup_printf (_("%s not logged, %s"), duration, range);
}

/* (nullable) "2 meetings and 45 minutes still to log"; NULL when nothing is. */
char *
daybook_day_words_for_work_left (guint meetings, gint64 gap)
{
  g_autofree char *count = g_strdup_printf (ngettext ("%u meeting", "%u meetings", meetings), meetings);
  g_autofree char *duration = daybook_duration_format_spoken (gap);

  if (meetings > 0 && gap > 0)
    /* Translators: "2 meetings", then "45 minutes" */
    return g_strdup_printf (_("%s and %s still to log"), count, duration);
  if (meetings > 0 || gap > 0)
    /* Translators: "2 meetings" or "45 minutes" */
    return g_strdup_printf (_("%s still to log"), meetings > 0 ? count : duration);
  return NULL;
}
