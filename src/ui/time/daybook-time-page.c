/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-time-page-private.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "base/daybook-money.h"
#include "common/daybook-calendar-keys.h"
#include "common/daybook-dot.h"
#include "common/daybook-format.h"
#include "common/daybook-page.h"
#include "common/daybook-project-name.h"
#include "daybook-config.h"
#include "store/daybook-entries.h"
#include "time/daybook-week-day.h"

static void daybook_time_page_page_init (DaybookPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookTimePage, daybook_time_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PAGE, daybook_time_page_page_init))

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_ROUNDED,
  N_PROPS
};

/* The head ------------------------------------------------------------------------------------------- */

static void
update_rounding (DaybookTimePage *self)
{
  int minutes = daybook_week_model_get_rounding_minutes (self->model);
  g_autofree char *label = g_strdup_printf (ngettext ("Round to %d min", "Round to %d min", minutes), minutes);

  gtk_label_set_label (self->round_label, label);
  gtk_widget_set_visible (self->round_box, minutes > 0 && !self->narrow);
  /* Wide, the switch is there; in a menu it would be said twice. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "time.round", minutes > 0 && self->narrow);
}

static void
update_head (DaybookTimePage *self)
{
  DaybookDay first = daybook_week_model_get_first (self->model);
  DaybookDay last = first + DAYBOOK_WEEK_DAYS - 1;
  gboolean this_week = daybook_week_model_get_today_column (self->model) >= 0;
  g_autofree char *title = daybook_format_day_range_near (first, last, daybook_week_model_get_today (self->model));
  g_autofree char *full = daybook_format_day_range (first, last);
  g_autofree char *subtitle = NULL;
  g_autofree char *words = NULL;
  int number;

  /* The Thursday gives a week its number, on whatever day it begins. */
  daybook_day_get_iso_week (first + (DAYBOOK_THURSDAY - daybook_day_get_weekday (first) + 7) % 7, NULL, &number);
  subtitle = g_strdup_printf (_("Week %d"), number);
  words = g_strdup_printf ("%s, %s", full, subtitle);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->date_button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_visible (self->today_button, !this_week && !self->narrow);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "time.go-to-today", !this_week);
  update_rounding (self);
}

static void
on_calendar_shown_cb (DaybookTimePage *self)
{
  g_autoptr (GDateTime) date = NULL;
  int year, month, day;

  daybook_day_to_civil (daybook_week_model_get_first (self->model), &year, &month, &day);
  date = g_date_time_new_local (year, month, day, 12, 0, 0);
  self->setting_calendar = TRUE;
  gtk_calendar_select_day (self->calendar, date);
  self->setting_calendar = FALSE;
}

static void
on_calendar_day_cb (DaybookTimePage *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);

  if (self->setting_calendar)
    return;
  gtk_popover_popdown (self->date_popover);
  daybook_time_page_go_to (self,
                           daybook_day_from_civil (g_date_time_get_year (date), g_date_time_get_month (date),
                                                   g_date_time_get_day_of_month (date)));
}

/* Scrolling ------------------------------------------------------------------------------------------ */

static void
scroll_to_widget (DaybookTimePage *self, GtkWidget *widget)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_point_t point;

  if (gtk_widget_compute_point (widget, self->content, &GRAPHENE_POINT_INIT (0, 0), &point))
    gtk_adjustment_set_value (adjustment, point.y - 12);
}

static void
scroll_to_top (DaybookTimePage *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static GtkWidget *
find_row (DaybookTimePage *self, gint64 id)
{
  GtkWidget *row = NULL;

  for (int i = 0; i < DAYBOOK_WEEK_DAYS && row == NULL && self->day_lists[i] != NULL; i++)
    row = daybook_week_day_find_row (DAYBOOK_WEEK_DAY (self->day_lists[i]), id);
  return row;
}

/* Shows an entry once its week is laid out. */
static gboolean
on_scroll_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (widget);
  GtkWidget *row = find_row (self, self->scroll_to);

  if (row != NULL && gtk_widget_get_height (row) == 0)
    return G_SOURCE_CONTINUE;
  self->scroll_tick = 0;
  if (row != NULL)
    {
      scroll_to_widget (self, row);
      gtk_widget_grab_focus (row);
    }
  return G_SOURCE_REMOVE;
}

/* The week ------------------------------------------------------------------------------------------- */

static void
update_filter (DaybookTimePage *self)
{
  gint64 project_id;
  DaybookDay day;
  gboolean filtered = daybook_week_model_get_filter (self->model, &project_id, &day);
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autofree char *name = NULL;
  g_autofree char *day_text = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->filter_bar, filtered);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "time.show-all", filtered);
  if (!filtered)
    return;
  if (project_id != DAYBOOK_WEEK_ANY_PROJECT)
    {
      g_autoptr (DaybookProject) project =
        project_id != 0 ? daybook_store_get_project (store, project_id, NULL) : NULL;

      name = daybook_project_name_format (project != NULL ? project->client_name : NULL,
                                          project != NULL ? project->name : NULL);
    }
  if (day != DAYBOOK_DAY_NONE)
    day_text = daybook_format_day (day, daybook_week_model_get_today (self->model));
  if (name != NULL && day_text != NULL)
    /* Translators: which entries are listed: a project, a day */
    text = g_strdup_printf (_("Only %s on %s"), name, day_text);
  else
    text = g_strdup_printf (_("Only %s"), name != NULL ? name : day_text);
  gtk_label_set_label (self->filter_label, text);
}

static GtkWidget *
make_project_row (const DaybookWeekProject *project)
{
  g_autofree char *name = daybook_project_name_format (project->client, project->name);
  g_autofree char *time = daybook_duration_format_clock (project->total.rounded);
  g_autofree char *spoken = daybook_duration_format_spoken (project->total.rounded);
  g_autofree char *money =
    project->currency != NULL ? daybook_money_format (project->amount, project->currency) : NULL;
  g_autofree char *words = g_strjoin (", ", name, spoken, money, NULL);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *dot = daybook_dot_new (project->color);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", time, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  /* The subtitle's markup cannot be switched off: it holds no text from outside. */
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), money != NULL ? money : "");
  gtk_widget_set_opacity (dot, project->project_id != 0 ? 1 : 0);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "heading");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), dot);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return row;
}

/* In place of the grid's rows, where there is no room for it. */
static void
update_projects (DaybookTimePage *self)
{
  const DaybookWeek *week = daybook_week_model_get_week (self->model);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->projects))) != NULL)
    gtk_list_box_remove (self->projects, row);
  gtk_widget_set_visible (self->projects_box, self->narrow && week != NULL && week->projects->len > 0);
  for (guint i = 0; self->narrow && week != NULL && i < week->projects->len; i++)
    gtk_list_box_append (self->projects, make_project_row (week->projects->pdata[i]));
}

static void on_squeezed_cb (DaybookTimePage *self);

static void
on_model_changed_cb (DaybookWeekModel *model, DaybookTimePage *self)
{
  const DaybookWeek *week = daybook_week_model_get_week (model);

  update_head (self);
  update_filter (self);
  update_projects (self);
  gtk_stack_set_visible_child_name (self->body, week != NULL && week->entries->len > 0 ? "week" : "empty");
  on_squeezed_cb (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "time.export", week != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "time.select-all", week != NULL && week->entries->len > 0);
}

/* Shows the week of @day from its beginning. */
void
daybook_time_page_go_to (DaybookTimePage *self, DaybookDay day)
{
  if (self->model == NULL)
    return;
  daybook_week_selection_clear (self->selection);
  daybook_week_model_show_day (self->model, day);
  scroll_to_top (self);
}

static void
on_figure_opened_cb (DaybookWeekGrid *grid, gint64 project_id, int day, DaybookTimePage *self)
{
  daybook_week_model_set_filter (self->model, project_id, day);
  scroll_to_widget (self, self->filter_bar);
}

static void
on_day_opened_cb (DaybookDayStrip *strip, int day, DaybookTimePage *self)
{
  int column = day - daybook_week_model_get_first (self->model);
  GtkWidget *list = self->day_lists[DAYBOOK_WEEK_DAYS - 1 - CLAMP (column, 0, DAYBOOK_WEEK_DAYS - 1)];

  if (gtk_widget_get_visible (list))
    scroll_to_widget (self, list);
}

static void
on_project_activated_cb (GtkListBox *list, GtkListBoxRow *row, DaybookTimePage *self)
{
  const DaybookWeek *week = daybook_week_model_get_week (self->model);
  const DaybookWeekProject *project = week->projects->pdata[gtk_list_box_row_get_index (row)];

  daybook_week_model_set_filter (self->model, project->project_id, DAYBOOK_DAY_NONE);
  scroll_to_widget (self, self->filter_bar);
}

/* Time and width ------------------------------------------------------------------------------------- */

/* Past midnight the page that showed this week shows the new one. */
static void
on_minute_cb (DaybookWorkspace *workspace, DaybookTimePage *self)
{
  DaybookDay today = daybook_workspace_get_today (workspace);
  DaybookDay first = daybook_week_model_get_first (self->model);
  gboolean followed = self->today >= first && self->today < first + DAYBOOK_WEEK_DAYS
                      && daybook_week_selection_get_count (self->selection) == 0;

  if (today != self->today && followed && (today < first || today >= first + DAYBOOK_WEEK_DAYS))
    daybook_time_page_go_to (self, today);
  self->today = today;
}

static void
update_narrow (DaybookTimePage *self)
{
  if (self->narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  /* An arrow at each edge with the week between them, or both before it. */
  gtk_box_reorder_child_after (self->head, self->next_button, self->narrow ? self->round_box : self->previous_button);
  gtk_widget_set_halign (self->date_button, self->narrow ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  gtk_label_set_xalign (self->title, self->narrow ? 0.5 : 0);
  gtk_label_set_xalign (self->subtitle, self->narrow ? 0.5 : 0);
  daybook_week_figures_set_narrow (self->figures, self->narrow);
  for (int i = 0; i < DAYBOOK_WEEK_DAYS && self->day_lists[i] != NULL; i++)
    daybook_week_day_set_narrow (DAYBOOK_WEEK_DAY (self->day_lists[i]), self->narrow);
  gtk_widget_set_visible (self->reject_button, !self->narrow);
  gtk_widget_set_visible (self->assign_button, !self->narrow);
  gtk_widget_set_visible (self->selection_menu_button, self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->selected_time), !self->narrow);
  if (self->model != NULL)
    on_model_changed_cb (self->model, self);
}

static gboolean
on_narrow_idle_cb (gpointer data)
{
  DaybookTimePage *self = data;
  gboolean empty = g_strcmp0 (gtk_stack_get_visible_child_name (self->body), "empty") == 0;
  gboolean narrow = empty ? daybook_pane_is_narrow (self->empty_pane)
                          : adw_squeezer_get_visible_child (self->squeezer) == self->narrow_child;

  self->narrow_source = 0;
  if (self->narrow != narrow)
    {
      self->narrow = narrow;
      update_narrow (self);
    }
  return G_SOURCE_REMOVE;
}

/* The grid decides what is narrow: whether it fits, at whatever size of text; a week without one has a measure of its own.
 * It is decided while the page
 * is laid out; what follows from it must wait until that is done. */
static void
on_squeezed_cb (DaybookTimePage *self)
{
  if (self->narrow_source == 0)
    self->narrow_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_narrow_idle_cb, self, NULL);
}

/* The type ------------------------------------------------------------------------------------------- */

static gboolean
daybook_time_page_shows_kind (DaybookKind kind)
{
  return kind == DAYBOOK_KIND_ENTRY;
}

static gboolean
daybook_time_page_show_item (DaybookPage *page, DaybookKind kind, gint64 id)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (page);
  DaybookStore *store = self->workspace != NULL ? daybook_workspace_get_store (self->workspace) : NULL;
  g_autoptr (DaybookEntry) entry = store != NULL ? daybook_store_get_entry (store, id, NULL) : NULL;

  if (entry == NULL)
    return FALSE;
  gtk_stack_set_visible_child_name (self->stack, "week");
  daybook_time_page_go_to (self, daybook_zone_get_day (daybook_workspace_get_zone (self->workspace), entry->start_at));
  daybook_time_page_add_all_rows (self);
  self->scroll_to = id;
  if (self->scroll_tick == 0)
    self->scroll_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_scroll_tick_cb, NULL, NULL);
  return TRUE;
}

static void
daybook_time_page_page_init (DaybookPageInterface *iface)
{
  iface->shows_kind = daybook_time_page_shows_kind;
  iface->show_item = daybook_time_page_show_item;
}

static void
set_workspace (DaybookTimePage *self, DaybookWorkspace *workspace)
{
  if (!g_set_object (&self->workspace, workspace) || workspace == NULL)
    return;
  self->today = daybook_workspace_get_today (workspace);
  self->model = daybook_week_model_new (workspace);
  self->selection = daybook_week_selection_new (self->model);
  daybook_week_model_set_rounded (self->model, g_settings_get_boolean (self->settings, "time-rounded"));
  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    {
      self->day_lists[i] = daybook_week_day_new (self->model, self->selection, DAYBOOK_WEEK_DAYS - 1 - i);
      g_signal_connect (self->day_lists[i], "opened", G_CALLBACK (daybook_time_page_open_entry), self);
      gtk_box_append (self->days, self->day_lists[i]);
    }
  daybook_week_figures_set_model (self->figures, self->model);
  daybook_week_grid_set_model (self->grid, self->model);
  daybook_day_strip_set_model (self->strip, self->model);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (on_model_changed_cb), self, 0);
  g_signal_connect_object (self->selection, "changed", G_CALLBACK (daybook_time_page_update_selection), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "minute", G_CALLBACK (on_minute_cb), self, 0);
  on_model_changed_cb (self->model, self);
  daybook_time_page_update_selection (self);
  g_object_notify (G_OBJECT (self), "rounded");
  daybook_reload_gate_follow (daybook_week_model_get_gate (self->model), GTK_WIDGET (self));
}

static void
daybook_time_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_ROUNDED:
      g_value_set_boolean (value, g_settings_get_boolean (self->settings, "time-rounded"));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_time_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      set_workspace (self, g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_ROUNDED:
      if (g_settings_get_boolean (self->settings, "time-rounded") == g_value_get_boolean (value))
        break;
      g_settings_set_boolean (self->settings, "time-rounded", g_value_get_boolean (value));
      if (self->model != NULL)
        daybook_week_model_set_rounded (self->model, g_value_get_boolean (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_time_page_map (GtkWidget *widget)
{
  daybook_time_page_begin_rows (DAYBOOK_TIME_PAGE (widget));
  GTK_WIDGET_CLASS (daybook_time_page_parent_class)->map (widget);
}

static void
daybook_time_page_dispose (GObject *object)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (object);

  g_clear_handle_id (&self->narrow_source, g_source_remove);
  g_clear_handle_id (&self->rows_source, g_source_remove);
  if (self->assign_popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->assign_popover));
  self->assign_popover = NULL;
  if (self->entry_popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->entry_popover));
  self->entry_popover = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_time_page_parent_class)->dispose (object);
}

static void
daybook_time_page_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_TIME_PAGE (object)->settings);
  G_OBJECT_CLASS (daybook_time_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, content);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, head);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, previous_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, next_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, date_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, date_popover);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, calendar);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, today_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, round_box);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, round_label);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, body);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, figures);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, empty_pane);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, squeezer);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, grid);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, narrow_child);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, strip);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, filter_label);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, days);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, projects_box);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, projects);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, selection_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, selected_label);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, selected_time);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, approve_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, reject_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, assign_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, selection_menu_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookTimePage, editor);
}

static void
daybook_time_page_class_init (DaybookTimePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_time_page_get_property;
  object_class->set_property = daybook_time_page_set_property;
  object_class->dispose = daybook_time_page_dispose;
  object_class->finalize = daybook_time_page_finalize;
  widget_class->map = daybook_time_page_map;

  g_object_class_override_property (object_class, PROP_WORKSPACE, "workspace");
  /* Whether the person wants to see rounded times; nothing is where the shared setting rounds nothing. */
  g_object_class_install_property (
    object_class, PROP_ROUNDED,
    g_param_spec_boolean ("rounded", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));

  g_type_ensure (DAYBOOK_TYPE_DAY_STRIP);
  g_type_ensure (DAYBOOK_TYPE_ENTRY_EDITOR);
  g_type_ensure (DAYBOOK_TYPE_LAZY_BIN);
  g_type_ensure (DAYBOOK_TYPE_PANE);
  g_type_ensure (DAYBOOK_TYPE_WEEK_FIGURES);
  g_type_ensure (DAYBOOK_TYPE_WEEK_GRID);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daybookapp/Daybook/time/daybook-time-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_calendar_day_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_calendar_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_day_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, daybook_time_page_on_editor_made_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_figure_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_project_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_squeezed_cb);
  gtk_widget_class_install_property_action (widget_class, "time.round", "rounded");
  daybook_time_page_install_actions (widget_class);
}

static void
daybook_time_page_init (DaybookTimePage *self)
{
  self->settings = g_settings_new (DAYBOOK_APPLICATION_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  daybook_calendar_keys_add (self->calendar, self);
  daybook_time_page_add_shortcuts (self);
  update_narrow (self);
}
