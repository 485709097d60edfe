/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of the page: which day it is, what is left to do, Convert. */
#include "today/daybook-today-page-private.h"

#include <glib/gi18n.h>

#include "common/daybook-format.h"
#include "common/daybook-zone-words.h"
#include "today/daybook-day-words.h"

/* A button in the head where there is room beside the date, else a bar at the foot; with little height a
 * button with few words again. */
void
daybook_today_page_update_convert_buttons (DaybookTodayPage *self)
{
  guint n = daybook_day_model_count_unlogged (self->model);
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  gboolean low = daybook_pane_is_short (self->day_pane);
  gboolean in_head = low || !(folded || daybook_pane_is_narrow (self->day_pane));
  g_autofree char *label = g_strdup_printf (ngettext ("Convert %u Meeting", "Convert %u Meetings", n), n);
  /* Translators: a button with little room that logs so many meetings */
  g_autofree char *brief = g_strdup_printf (C_ ("short button", "Convert %u"), n);

  gtk_button_set_label (self->convert_button, low ? brief : label);
  gtk_button_set_label (self->convert_bar, label);
  gtk_widget_set_visible (GTK_WIDGET (self->convert_button), n > 0 && in_head);
  gtk_widget_set_visible (GTK_WIDGET (self->convert_bar), n > 0 && !in_head);
  if (folded)
    gtk_widget_add_css_class (GTK_WIDGET (self->convert_bar), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->convert_bar), "suggested-action");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "today.convert-all", n > 0);
}

/* What is left to do, not what is. */
static char *
make_subtitle (DaybookTodayPage *self)
{
  guint unlogged = daybook_day_model_count_unlogged (self->model);
  guint meetings = daybook_row_list_get_length (daybook_day_model_get_events (self->model));
  char *left = daybook_day_words_for_work_left (unlogged, daybook_day_model_get_gap_time (self->model));

  if (left != NULL)
    return left;
  if (meetings == 0 && !daybook_day_model_is_covered (self->model))
    return g_strdup (_("Not synced yet"));
  if (meetings == 0)
    return g_strdup (_("No meetings"));
  if (daybook_day_model_get_now (self->model) < 0)
    return g_strdup_printf (ngettext ("%u meeting", "%u meetings", meetings), meetings);
  return g_strdup (_("Everything is logged"));
}

/* The date, what is left to do, and what can be done about it. */
void
daybook_today_page_update_head (DaybookTodayPage *self)
{
  DaybookDay day = daybook_day_model_get_day (self->model);
  DaybookDay today = daybook_workspace_get_today (self->workspace);
  g_autofree char *title = daybook_format_day (day, today);
  g_autofree char *full = daybook_format_day_full (day);
  g_autofree char *subtitle = make_subtitle (self);
  g_autofree char *words = g_strdup_printf ("%s, %s", full, subtitle);
  DaybookZone *other = daybook_day_model_get_other_zone (self->model);
  g_autofree char *place = NULL;
  g_autofree char *spoken = NULL;

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_label_set_label (self->back_title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->date_button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  place = other != NULL ? daybook_zone_words_place (daybook_zone_get_name (other)) : NULL;
  /* Translators: a date, then a city */
  spoken = other != NULL ? g_strdup_printf (_("%s, with the hours in %s"), full, place) : g_strdup (full);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->column), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->today_button), day != today);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "today.go-to-today", day != today);
  daybook_today_page_update_convert_buttons (self);
}
