/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel beside the day: what is selected, a draft, or what can be done. */
#include "today/daybook-today-page-private.h"

#include <glib/gi18n.h>

/* (transfer none) Each is made when it is needed for the first time. */
DaybookEventPanel *
daybook_today_page_get_event_panel (DaybookTodayPage *self)
{
  return DAYBOOK_EVENT_PANEL (daybook_lazy_bin_get (self->event_panel));
}

DaybookEntryPanel *
daybook_today_page_get_entry_panel (DaybookTodayPage *self)
{
  return DAYBOOK_ENTRY_PANEL (daybook_lazy_bin_get (self->entry_panel));
}

DaybookDraftPanel *
daybook_today_page_get_draft_panel (DaybookTodayPage *self)
{
  return DAYBOOK_DRAFT_PANEL (daybook_lazy_bin_get (self->draft_panel));
}

/* What stands there while nothing is selected. */
void
daybook_today_page_update_empty (DaybookTodayPage *self)
{
  guint unlogged = daybook_day_model_count_unlogged (self->model);
  guint meetings = daybook_row_list_get_length (daybook_day_model_get_events (self->model));
  guint entries = daybook_row_list_get_length (daybook_day_model_get_entries (self->model));
  gboolean calendars = daybook_day_model_has_calendars (self->model);
  const char *icon = "daybook-today-symbolic", *title, *description;
  g_autofree char *count = NULL;

  description = meetings > 0 ? _("Select a meeting to see all about it") : _("Select an entry to change it");
  if (!calendars && entries == 0)
    {
      title = _("No Calendars");
      description = _("Connect an account to see your meetings, or log time above");
    }
  else if (meetings + entries == 0 && !daybook_day_model_is_covered (self->model))
    {
      title = _("Nothing Known");
      description = _("No calendar was asked about this day yet");
    }
  else if (meetings + entries == 0)
    {
      title = _("A Free Day");
      description = _("Drag on the day to log time,\nor type it above");
    }
  else if (unlogged > 0)
    {
      title = count = g_strdup_printf (ngettext ("%u Meeting to Log", "%u Meetings to Log", unlogged), unlogged);
    }
  else if (meetings == 0 || daybook_day_model_get_now (self->model) < 0)
    {
      title = _("Nothing Selected");
    }
  else
    {
      title = _("All Meetings Are Logged");
      icon = "daybook-tick-symbolic";
    }
  adw_status_page_set_icon_name (self->empty_page, icon);
  adw_status_page_set_title (self->empty_page, title);
  adw_status_page_set_description (self->empty_page, description);
  gtk_widget_set_visible (GTK_WIDGET (self->accounts_button), !calendars);
}

/* Shows or leaves the panel where it is a page of its own. */
void
daybook_today_page_show_panel (DaybookTodayPage *self, gboolean show)
{
  adw_leaflet_set_visible_child (self->leaflet, show ? GTK_WIDGET (self->panel_pane) : GTK_WIDGET (self->day_pane));
}

/* The slip that shows what logging the selected meeting would make. */
void
daybook_today_page_update_proposal (DaybookTodayPage *self)
{
  GObject *row = daybook_day_column_get_selected (self->column);
  gboolean proposing = FALSE;

  if (self->drafting)
    return;
  if (DAYBOOK_IS_DAY_EVENT (row) && !daybook_day_event_is_all_day (DAYBOOK_DAY_EVENT (row)))
    {
      DaybookEventPanel *panel = daybook_today_page_get_event_panel (self);
      DaybookLogForm *form = daybook_event_panel_get_form (panel);

      proposing = daybook_event_panel_can_log (panel) && daybook_log_form_get_duration (form) > 0;
      if (proposing)
        daybook_draft_slip_propose (daybook_day_column_get_draft (self->column), DAYBOOK_DAY_EVENT (row),
                                    daybook_log_form_get_project_name (form), daybook_log_form_get_color (form),
                                    daybook_log_form_get_duration (form));
    }
  daybook_day_column_set_draft_visible (self->column, proposing);
}

/* What is selected in the day, or begun in it, is told by the panel. */
void
daybook_today_page_show_selected (DaybookTodayPage *self)
{
  GObject *row = daybook_day_column_get_selected (self->column);

  if (row != NULL && self->drafting)
    {
      self->drafting = FALSE;
      daybook_day_column_set_draft_visible (self->column, FALSE);
    }
  if (DAYBOOK_IS_DAY_EVENT (row) || daybook_lazy_bin_peek (self->event_panel) != NULL)
    daybook_event_panel_show (daybook_today_page_get_event_panel (self), self->model,
                              DAYBOOK_IS_DAY_EVENT (row) ? DAYBOOK_DAY_EVENT (row) : NULL);
  if (DAYBOOK_IS_DAY_ENTRY (row) || daybook_lazy_bin_peek (self->entry_panel) != NULL)
    daybook_entry_panel_show (daybook_today_page_get_entry_panel (self), self->model,
                              DAYBOOK_IS_DAY_ENTRY (row) ? DAYBOOK_DAY_ENTRY (row) : NULL);
  daybook_today_page_update_proposal (self);
  if (DAYBOOK_IS_DAY_GAP (row))
    {
      daybook_today_page_begin_draft (self, daybook_day_gap_get_from (DAYBOOK_DAY_GAP (row)),
                                      daybook_day_gap_get_to (DAYBOOK_DAY_GAP (row)));
      return;
    }
  if (self->drafting)
    return;
  gtk_stack_set_visible_child_name (self->panel, DAYBOOK_IS_DAY_EVENT (row)   ? "event"
                                                 : DAYBOOK_IS_DAY_ENTRY (row) ? "entry"
                                                                              : "empty");
  daybook_today_page_show_panel (self, row != NULL);
}

/* After something was logged: the next meeting that waits, or nothing. */
void
daybook_today_page_select_next (DaybookTodayPage *self)
{
  g_autoptr (GPtrArray) unlogged = daybook_day_model_list_unlogged (self->model);
  GObject *next = unlogged->len > 0 && !adw_leaflet_get_folded (self->leaflet) ? unlogged->pdata[0] : NULL;
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->column)) != NULL;

  daybook_day_column_set_selected (self->column, next);
  if (had_focus && next != NULL)
    daybook_day_column_focus_row (self->column, next);
}

/* Drafts ------------------------------------------------------------------------------------------------ */

/* The slip follows what the panel says. */
void
daybook_today_page_update_draft (DaybookTodayPage *self)
{
  DaybookDraftPanel *panel = daybook_today_page_get_draft_panel (self);
  DaybookLogForm *form = daybook_draft_panel_get_form (panel);
  gint64 from = daybook_draft_panel_get_from (panel);
  gint64 duration = daybook_log_form_get_duration (form);
  g_autofree char *title = daybook_log_form_dup_title (form);

  if (self->drafting && duration > 0)
    daybook_draft_slip_draw (daybook_day_column_get_draft (self->column), title,
                             daybook_log_form_get_project_name (form), daybook_log_form_get_color (form), from,
                             MIN (from + duration, DAYBOOK_DAY_SECONDS));
}

/* Begins an entry for seconds @from to @to of the day; the panel asks what it was. */
void
daybook_today_page_begin_draft (DaybookTodayPage *self, gint64 from, gint64 to)
{
  DaybookDraftPanel *panel = daybook_today_page_get_draft_panel (self);

  self->drafting = TRUE;
  daybook_day_column_set_selected (self->column, NULL);
  daybook_draft_panel_show (panel, self->model, from, to);
  daybook_today_page_update_draft (self);
  daybook_day_column_set_draft_visible (self->column, TRUE);
  gtk_stack_set_visible_child_name (self->panel, "draft");
  daybook_today_page_show_panel (self, TRUE);
  daybook_log_form_focus_title (daybook_draft_panel_get_form (panel));
}

void
daybook_today_page_end_draft (DaybookTodayPage *self)
{
  if (!self->drafting)
    return;
  self->drafting = FALSE;
  daybook_day_column_set_draft_visible (self->column, FALSE);
  daybook_today_page_show_selected (self);
}
