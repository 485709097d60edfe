/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry/daybook-entry-edit.h"

DaybookDay
daybook_entry_edit_get_day (const DaybookEntry *entry, DaybookZone *zone)
{
  return daybook_zone_get_day (zone, entry->start_at);
}

static void
move_to (DaybookEntry *entry, DaybookZone *zone, gint64 wall)
{
  gint64 elapsed = entry->end_at - entry->start_at;

  entry->start_at = daybook_zone_to_instant (zone, wall);
  entry->end_at = entry->start_at + elapsed;
}

/* The same time of another day. */
void
daybook_entry_edit_set_day (DaybookEntry *entry, DaybookZone *zone, DaybookDay day)
{
  gint64 wall = daybook_zone_to_wall (zone, entry->start_at);

  move_to (entry, zone, daybook_wall_from_day (day) + daybook_wall_get_second_of_day (wall));
}

void
daybook_entry_edit_set_start (DaybookEntry *entry, DaybookZone *zone, gint64 second_of_day)
{
  move_to (entry, zone, daybook_wall_from_day (daybook_entry_edit_get_day (entry, zone)) + second_of_day);
}

/* At or before the start it is one of the next day. */
void
daybook_entry_edit_set_end (DaybookEntry *entry, DaybookZone *zone, gint64 second_of_day)
{
  gint64 midnight = daybook_wall_from_day (daybook_entry_edit_get_day (entry, zone));

  entry->end_at = daybook_zone_to_instant (zone, midnight + second_of_day);
  if (entry->end_at <= entry->start_at)
    entry->end_at = daybook_zone_to_instant (zone, midnight + DAYBOOK_DAY_SECONDS + second_of_day);
  entry->duration = entry->end_at - entry->start_at;
}

/* FALSE, nothing changed: not above zero, or above a day. */
gboolean
daybook_entry_edit_set_duration (DaybookEntry *entry, gint64 seconds)
{
  if (!daybook_entry_check_length (seconds, NULL))
    return FALSE;
  entry->duration = seconds;
  entry->end_at = entry->start_at + seconds;
  return TRUE;
}

/* (transfer full) */
char *
daybook_entry_edit_format_tags (const DaybookEntry *entry)
{
  return entry->tags != NULL ? g_strjoinv (", ", entry->tags) : g_strdup ("");
}

/* Whether saving one over the other would change nothing that a person sees. */
gboolean
daybook_entry_edit_is_same (const DaybookEntry *a, const DaybookEntry *b)
{
  g_autofree char *tags_a = daybook_entry_edit_format_tags (a);
  g_autofree char *tags_b = daybook_entry_edit_format_tags (b);

  return g_strcmp0 (a->title, b->title) == 0 && a->start_at == b->start_at && a->end_at == b->end_at
         && a->duration == b->duration && a->project_id == b->project_id && a->billable == b->billable
         && a->status == b->status && a->flags == b->flags
         && g_strcmp0 (a->notes != NULL ? a->notes : "", b->notes != NULL ? b->notes : "") == 0
         && g_str_equal (tags_a, tags_b);
}
