/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-today-page-private.h"

#include "common/daybook-calendar-keys.h"
#include "common/daybook-page.h"
#include "daybook-config.h"
#include "store/daybook-entries.h"
#include "store/daybook-events.h"
#include "today/daybook-entry-changes.h"

static void daybook_today_page_page_init (DaybookPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookTodayPage, daybook_today_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PAGE, daybook_today_page_page_init))

enum
{
  PROP_0,
  PROP_WORKSPACE,
};

/* What the column and the panel ask for ------------------------------------------------------------- */

static void
on_selected_cb (DaybookTodayPage *self)
{
  daybook_today_page_show_selected (self);
}

static void
on_span_drawn_cb (DaybookDayColumn *column, gint64 from, gint64 to, DaybookTodayPage *self)
{
  daybook_today_page_begin_draft (self, from, to);
}

static void
on_log_row_cb (DaybookDayColumn *column, GObject *row, DaybookTodayPage *self)
{
  daybook_today_page_log_row (self, row);
}

static void
on_choose_project_cb (DaybookDayColumn *column, GObject *row, DaybookTodayPage *self)
{
  if (DAYBOOK_IS_DAY_GAP (row))
    return;
  daybook_day_column_set_selected (column, row);
  daybook_today_page_show_panel (self, TRUE);
  if (DAYBOOK_IS_DAY_ENTRY (row))
    daybook_entry_panel_choose_project (daybook_today_page_get_entry_panel (self));
  else if (daybook_event_panel_can_log (daybook_today_page_get_event_panel (self)))
    daybook_log_form_choose_project (daybook_event_panel_get_form (daybook_today_page_get_event_panel (self)));
}

/* The entry that a row is, or that was made of it. */
static DaybookDayEntry *
find_entry (DaybookTodayPage *self, GObject *row)
{
  gint64 id = DAYBOOK_IS_DAY_EVENT (row) ? daybook_day_event_get_event (DAYBOOK_DAY_EVENT (row))->entry_id : 0;

  if (DAYBOOK_IS_DAY_ENTRY (row))
    return DAYBOOK_DAY_ENTRY (row);
  return id != 0 ? daybook_row_list_find (daybook_day_model_get_entries (self->model), id, NULL) : NULL;
}

static void
on_approve_cb (DaybookDayColumn *column, GObject *row, DaybookTodayPage *self)
{
  DaybookDayEntry *entry = find_entry (self, row);

  if (entry != NULL)
    daybook_entry_changes_set_status (self->workspace, daybook_day_entry_get_entry (entry), DAYBOOK_ENTRY_APPROVED);
}

static void
on_delete_cb (DaybookDayColumn *column, GObject *row, DaybookTodayPage *self)
{
  if (DAYBOOK_IS_DAY_ENTRY (row))
    daybook_entry_changes_delete (self->workspace, daybook_day_entry_get_entry (DAYBOOK_DAY_ENTRY (row)));
}

static void
on_resized_cb (DaybookDayColumn *column, GObject *row, gint64 from, gint64 to, DaybookTodayPage *self)
{
  daybook_today_page_resize (self, DAYBOOK_DAY_ENTRY (row), from, to);
}

static void
on_show_entry_cb (DaybookEventPanel *panel, gint64 id, DaybookTodayPage *self)
{
  GObject *row = daybook_row_list_find (daybook_day_model_get_entries (self->model), id, NULL);

  if (row != NULL)
    daybook_day_column_set_selected (self->column, row);
}

static void
on_show_event_cb (DaybookEntryPanel *panel, gint64 id, DaybookTodayPage *self)
{
  daybook_page_show_item (DAYBOOK_PAGE (self), DAYBOOK_KIND_EVENT, id);
}

static void
on_cancelled_cb (DaybookTodayPage *self)
{
  daybook_today_page_end_draft (self);
}

static void
on_event_panel_made_cb (DaybookLazyBin *bin, DaybookEventPanel *panel, DaybookTodayPage *self)
{
  g_signal_connect_swapped (panel, "log", G_CALLBACK (daybook_today_page_log_selected), self);
  g_signal_connect_swapped (panel, "changed", G_CALLBACK (daybook_today_page_update_proposal), self);
  g_signal_connect (panel, "show-entry", G_CALLBACK (on_show_entry_cb), self);
}

static void
on_entry_panel_made_cb (DaybookLazyBin *bin, DaybookEntryPanel *panel, DaybookTodayPage *self)
{
  g_signal_connect (panel, "show-event", G_CALLBACK (on_show_event_cb), self);
}

static void
on_draft_panel_made_cb (DaybookLazyBin *bin, DaybookDraftPanel *panel, DaybookTodayPage *self)
{
  g_signal_connect_swapped (panel, "log", G_CALLBACK (daybook_today_page_log_draft), self);
  g_signal_connect_swapped (panel, "changed", G_CALLBACK (daybook_today_page_update_draft), self);
  g_signal_connect_swapped (panel, "cancelled", G_CALLBACK (daybook_today_page_end_draft), self);
}

/* Going from day to day ---------------------------------------------------------------------------------------- */

static gboolean
on_opening_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DaybookTodayPage *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double page = gtk_adjustment_get_page_size (adjustment);
  GObject *selected = daybook_day_column_get_selected (self->column);
  double value;

  if (page <= 0 || gtk_widget_get_height (GTK_WIDGET (self->column)) == 0)
    return G_SOURCE_CONTINUE;
  value = daybook_day_column_get_opening (self->column, page);
  if (selected != NULL)
    {
      GdkRectangle bounds;

      daybook_day_column_get_row_bounds (self->column, selected, &bounds);
      if (bounds.height > 0 && (bounds.y < value || bounds.y + bounds.height > value + page))
        value = MAX (bounds.y - page * 0.3, 0);
    }
  gtk_adjustment_set_value (adjustment, value);
  self->opening = 0;
  return G_SOURCE_REMOVE;
}

/* The day is scrolled to where it is interesting once it is laid out. */
static void
open_day (DaybookTodayPage *self)
{
  if (self->opening == 0)
    self->opening = gtk_widget_add_tick_callback (GTK_WIDGET (self->column), on_opening_tick_cb, self, NULL);
}

static void
go_to_day (DaybookTodayPage *self, DaybookDay day)
{
  if (self->model == NULL || day == daybook_day_model_get_day (self->model))
    return;
  daybook_today_page_end_draft (self);
  daybook_day_column_set_selected (self->column, NULL);
  daybook_day_model_set_day (self->model, day);
  open_day (self);
}

static void
on_model_changed_cb (DaybookDayModel *model, DaybookTodayPage *self)
{
  daybook_today_page_update_head (self);
  daybook_today_page_update_empty (self);
  daybook_today_page_update_proposal (self);
  daybook_earlier_bar_set_days (self->earlier_bar, daybook_day_model_get_day (model), daybook_day_model_get_day (model) + 1,
                                daybook_day_model_is_covered (model));
  daybook_activity_lane_set_day (self->activities, daybook_day_model_get_day (model));
}

/* Past midnight the page that showed today shows the new day. */
static void
on_minute_cb (DaybookWorkspace *workspace, DaybookTodayPage *self)
{
  DaybookDay today = daybook_workspace_get_today (workspace);
  gboolean followed = daybook_day_model_get_day (self->model) == self->today && !self->drafting;

  if (today != self->today && followed)
    {
      self->today = today;
      go_to_day (self, today);
      return;
    }
  self->today = today;
  daybook_reload_gate_invalidate (daybook_day_model_get_gate (self->model));
}

static void
on_day_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookTodayPage *self = DAYBOOK_TODAY_PAGE (widget);
  DaybookDay day;

  if (self->model == NULL)
    return;
  day = daybook_day_model_get_day (self->model);
  if (g_str_equal (action, "today.go-to-today"))
    go_to_day (self, daybook_workspace_get_today (self->workspace));
  else
    go_to_day (self, g_str_equal (action, "today.next-day") ? day + 1 : day - 1);
}

static void
on_convert_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_today_page_convert_all (DAYBOOK_TODAY_PAGE (widget));
}

static void
on_log_time_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookTodayPage *self = DAYBOOK_TODAY_PAGE (widget);

  daybook_today_page_show_panel (self, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->log_bar), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->log_bar));
}

static void
on_back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_today_page_show_panel (DAYBOOK_TODAY_PAGE (widget), FALSE);
}

static void
on_calendar_shown_cb (DaybookTodayPage *self)
{
  int year, month, day;
  g_autoptr (GDateTime) date = NULL;

  daybook_day_to_civil (daybook_day_model_get_day (self->model), &year, &month, &day);
  date = g_date_time_new_local (year, month, day, 12, 0, 0);
  self->setting_calendar = TRUE;
  gtk_calendar_select_day (self->calendar, date);
  self->setting_calendar = FALSE;
}

static void
on_calendar_day_cb (DaybookTodayPage *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);

  if (self->setting_calendar)
    return;
  gtk_popover_popdown (self->date_popover);
  go_to_day (self, daybook_day_from_civil (g_date_time_get_year (date), g_date_time_get_month (date),
                                           g_date_time_get_day_of_month (date)));
}

/* Width ----------------------------------------------------------------------------------------------------------- */

static void
on_folded_cb (DaybookTodayPage *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  gtk_widget_set_visible (GTK_WIDGET (self->back_bar), folded);
  gtk_widget_set_hexpand (GTK_WIDGET (self->panel_pane), folded);
  if (self->model != NULL)
    daybook_today_page_update_convert_buttons (self);
}

/* Back, by button or by hand: what is not open any more is not selected either. */
static void
on_visible_child_cb (DaybookTodayPage *self)
{
  if (!adw_leaflet_get_folded (self->leaflet)
      || adw_leaflet_get_visible_child (self->leaflet) != GTK_WIDGET (self->day_pane))
    return;
  daybook_today_page_end_draft (self);
  daybook_day_column_set_selected (self->column, NULL);
}

static void
on_narrow_cb (DaybookTodayPage *self)
{
  gboolean narrow = daybook_pane_is_narrow (self->day_pane);
  GtkWidget *next = GTK_WIDGET (self->next_button);

  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  /* An arrow at each edge with the date between them, or both before it. */
  gtk_box_reorder_child_after (self->head, next,
                               narrow ? GTK_WIDGET (self->convert_button) : GTK_WIDGET (self->previous_button));
  gtk_widget_set_halign (GTK_WIDGET (self->date_button), narrow ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  gtk_label_set_xalign (self->title, narrow ? 0.5 : 0);
  gtk_label_set_xalign (self->subtitle, narrow ? 0.5 : 0);
  daybook_log_bar_set_compact (self->log_bar, narrow);
  if (self->model != NULL)
    daybook_today_page_update_convert_buttons (self);
}

/* With little height the day itself comes first. */
static void
on_short_cb (DaybookTodayPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->log_bar), !daybook_pane_is_short (self->day_pane));
  if (self->model != NULL)
    daybook_today_page_update_convert_buttons (self);
}

/* The type ----------------------------------------------------------------------------------------------------------- */

/* An entry is shown by the week, which has all of them beside it. */
static gboolean
daybook_today_page_shows_kind (DaybookKind kind)
{
  return kind == DAYBOOK_KIND_EVENT || kind == DAYBOOK_KIND_ACTIVITY;
}

static gboolean
daybook_today_page_show_item (DaybookPage *page, DaybookKind kind, gint64 id)
{
  DaybookTodayPage *self = DAYBOOK_TODAY_PAGE (page);
  DaybookStore *store = self->workspace != NULL ? daybook_workspace_get_store (self->workspace) : NULL;
  DaybookZone *zone;
  GObject *row = NULL;

  if (store == NULL)
    return FALSE;
  zone = daybook_workspace_get_zone (self->workspace);
  daybook_reload_gate_refresh (daybook_day_model_get_gate (self->model));
  if (kind == DAYBOOK_KIND_EVENT)
    {
      g_autoptr (DaybookEvent) event = daybook_store_get_event (store, id, NULL);

      if (event == NULL || event->kind == DAYBOOK_EVENT_MASTER)
        return FALSE;
      go_to_day (self, event->all_day ? daybook_wall_get_day (event->range_start)
                                      : daybook_zone_get_day (zone, event->range_start));
      row = daybook_row_list_find (event->all_day ? daybook_day_model_get_all_day (self->model)
                                                  : daybook_day_model_get_events (self->model),
                                   id, NULL);
    }
  else
    {
      /* Not on the page itself: its day is. */
      g_autoptr (DaybookActivity) activity = daybook_store_get_activity (store, id, NULL);

      if (activity == NULL)
        return FALSE;
      go_to_day (self, daybook_zone_get_day (zone, activity->at));
    }
  daybook_day_column_set_selected (self->column, row);
  open_day (self);
  return TRUE;
}

static void
daybook_today_page_page_init (DaybookPageInterface *iface)
{
  iface->shows_kind = daybook_today_page_shows_kind;
  iface->show_item = daybook_today_page_show_item;
}

static void
on_show_declined_cb (GSettings *settings, const char *key, DaybookTodayPage *self)
{
  daybook_day_model_set_show_declined (self->model, g_settings_get_boolean (settings, "show-declined"));
}

static void
set_workspace (DaybookTodayPage *self, DaybookWorkspace *workspace)
{
  if (!g_set_object (&self->workspace, workspace) || workspace == NULL)
    return;
  self->today = daybook_workspace_get_today (workspace);
  self->model = daybook_day_model_new (workspace, self->today);
  on_show_declined_cb (self->settings, NULL, self);
  daybook_log_bar_set_model (self->log_bar, self->model);
  daybook_day_head_set_model (self->day_head, self->model);
  daybook_day_column_set_model (self->column, self->model);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (on_model_changed_cb), self, 0);
  g_signal_connect_object (workspace, "minute", G_CALLBACK (on_minute_cb), self, 0);
  g_signal_connect_object (self->settings, "changed::show-declined", G_CALLBACK (on_show_declined_cb), self, 0);
  on_model_changed_cb (self->model, self);
  on_folded_cb (self);
  open_day (self);
  daybook_reload_gate_follow (daybook_day_model_get_gate (self->model), GTK_WIDGET (self));
}

static void
daybook_today_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_TODAY_PAGE (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_today_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      set_workspace (DAYBOOK_TODAY_PAGE (object), g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_today_page_dispose (GObject *object)
{
  DaybookTodayPage *self = DAYBOOK_TODAY_PAGE (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->model);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_today_page_parent_class)->dispose (object);
}

static void
add_keys (DaybookTodayPage *self)
{
  static const DaybookPageKey keys[] = {
    { GDK_KEY_Left, GDK_ALT_MASK, "today.previous-day" },
    { GDK_KEY_Right, GDK_ALT_MASK, "today.next-day" },
    { GDK_KEY_t, GDK_CONTROL_MASK, "today.go-to-today" },
  };

  daybook_page_add_keys (DAYBOOK_PAGE (self), keys, G_N_ELEMENTS (keys));
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, day_pane);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, panel_pane);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, head);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, previous_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, next_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, date_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, date_popover);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, calendar);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, today_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, convert_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, convert_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, log_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, day_head);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, earlier_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, column);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, activities);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, back_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, back_title);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, panel);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, accounts_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, event_panel);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, entry_panel);
  gtk_widget_class_bind_template_child (widget_class, DaybookTodayPage, draft_panel);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_approve_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_calendar_day_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_calendar_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_project_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_delete_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_draft_panel_made_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_panel_made_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_event_panel_made_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_log_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_resized_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_short_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_span_drawn_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_visible_child_cb);
}

static void
daybook_today_page_class_init (DaybookTodayPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_today_page_get_property;
  object_class->set_property = daybook_today_page_set_property;
  object_class->dispose = daybook_today_page_dispose;

  g_object_class_override_property (object_class, PROP_WORKSPACE, "workspace");

  g_type_ensure (DAYBOOK_TYPE_PANE);
  g_type_ensure (DAYBOOK_TYPE_LOG_BAR);
  g_type_ensure (DAYBOOK_TYPE_DAY_HEAD);
  g_type_ensure (DAYBOOK_TYPE_EARLIER_BAR);
  g_type_ensure (DAYBOOK_TYPE_LAZY_BIN);
  g_type_ensure (DAYBOOK_TYPE_ACTIVITY_LANE);
  g_type_ensure (DAYBOOK_TYPE_DAY_COLUMN);
  g_type_ensure (DAYBOOK_TYPE_EVENT_PANEL);
  g_type_ensure (DAYBOOK_TYPE_ENTRY_PANEL);
  g_type_ensure (DAYBOOK_TYPE_DRAFT_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/today/daybook-today-page.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
  gtk_widget_class_install_action (widget_class, "today.previous-day", NULL, on_day_action_cb);
  gtk_widget_class_install_action (widget_class, "today.next-day", NULL, on_day_action_cb);
  gtk_widget_class_install_action (widget_class, "today.go-to-today", NULL, on_day_action_cb);
  gtk_widget_class_install_action (widget_class, "today.convert-all", NULL, on_convert_all_cb);
  gtk_widget_class_install_action (widget_class, "today.log-time", NULL, on_log_time_cb);
  gtk_widget_class_install_action (widget_class, "today.back", NULL, on_back_cb);
}

static void
daybook_today_page_init (DaybookTodayPage *self)
{
  self->settings = g_settings_new (DAYBOOK_APPLICATION_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  daybook_calendar_keys_add (self->calendar, self);
  add_keys (self);
}
