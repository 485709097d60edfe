/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "daybook-options.h"
#include "daybook-rows.h"
#include "store/daybook-events.h"

gboolean
daybook_command_events (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  static const DaybookColumn columns[] = {
    { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
    { "start", N_ ("Start"), DAYBOOK_CELL_INSTANT, 0 },
    { "end", N_ ("End"), DAYBOOK_CELL_END, 0 },
    { "start_date", N_ ("All day"), DAYBOOK_CELL_TEXT, 0 },
    { "title", N_ ("Title"), DAYBOOK_CELL_TEXT, 48 },
    { "response", N_ ("Answer"), DAYBOOK_CELL_TEXT, 0 },
    { "attendee_count", N_ ("People"), DAYBOOK_CELL_NUMBER, 0 },
    { "location", N_ ("Place"), DAYBOOK_CELL_TEXT, 24 },
    { "entry", N_ ("Entry"), DAYBOOK_CELL_TEXT, 0 },
    { NULL }
  };
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *source = NULL;
  g_autofree char *category = NULL;
  DaybookEventFilter filter = { 0 };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("First day (today)"), N_ ("D") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Last day (the first)"), N_ ("D") },
    { "source", 0, 0, G_OPTION_ARG_STRING, &source, N_ ("Of this source alone"), N_ ("S") },
    { "category", 0, 0, G_OPTION_ARG_STRING, &category, N_ ("Of this category alone"), N_ ("C") },
    { "all", 0, 0, G_OPTION_ARG_NONE, &filter.all, N_ ("Also declined, canceled, and hidden calendars"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) events = NULL;
  DaybookDay today = daybook_ctl_get_today (ctl);

  if (!daybook_options_parse (ctl, "events", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "events [--from D] [--to D] [--source S] [--category C] [--all]", error)
      || !daybook_options_days (ctl, from, to, today, today, &filter.from, &filter.to, error)
      || (source != NULL && !daybook_options_row (ctl, DAYBOOK_KIND_SOURCE, source, &filter.source_id, error))
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  filter.category = category;
  events = daybook_store_list_events (ctl->store, &filter, error);
  if (events == NULL)
    return FALSE;
  daybook_rows_print (ctl, events, (DaybookRowFunc) daybook_row_event, columns, _ ("No event on these days."));
  return TRUE;
}

gboolean
daybook_command_activities (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  static const DaybookColumn columns[] = {
    { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
    { "at", N_ ("Time"), DAYBOOK_CELL_INSTANT, 0 },
    { "kind", N_ ("Kind"), DAYBOOK_CELL_TEXT, 0 },
    { "count", N_ ("Count"), DAYBOOK_CELL_NUMBER, 0 },
    { "title", N_ ("Title"), DAYBOOK_CELL_TEXT, 56 },
    { "author", N_ ("By"), DAYBOOK_CELL_TEXT, 24 },
    { NULL }
  };
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *source = NULL;
  DaybookActivityFilter filter = { 0 };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("First day (today)"), N_ ("D") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Last day (the first)"), N_ ("D") },
    { "source", 0, 0, G_OPTION_ARG_STRING, &source, N_ ("Of this source alone"), N_ ("S") },
    { NULL }
  };
  g_autoptr (GPtrArray) activities = NULL;
  DaybookDay today = daybook_ctl_get_today (ctl);

  if (!daybook_options_parse (ctl, "activities", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "activities [--from D] [--to D] [--source S]", error)
      || !daybook_options_days (ctl, from, to, today, today, &filter.from, &filter.to, error)
      || (source != NULL && !daybook_options_row (ctl, DAYBOOK_KIND_SOURCE, source, &filter.source_id, error))
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  activities = daybook_store_list_activities (ctl->store, &filter, error);
  if (activities == NULL)
    return FALSE;
  daybook_rows_print (ctl, activities, (DaybookRowFunc) daybook_row_activity, columns, _ ("Nothing on these days."));
  return TRUE;
}
