/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-insights-page-private.h"

#include <glib/gi18n.h>

#include "base/daybook-text.h"
#include "common/daybook-calendar-keys.h"
#include "common/daybook-page.h"
#include "common/daybook-wrap-layout.h"
#include "insights/daybook-insights-words.h"

static void daybook_insights_page_page_init (DaybookPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookInsightsPage, daybook_insights_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PAGE, daybook_insights_page_page_init))

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_KIND,
};

/* The head ------------------------------------------------------------------------------------------------ */

static void
update_actions (DaybookInsightsPage *self)
{
  gboolean writable = self->workspace != NULL && !daybook_workspace_is_read_only (self->workspace);
  gboolean shows_words = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "insights") == 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "insights.refresh",
                                 writable && shows_words && !daybook_engine_bar_is_writing (self->engine_bar));
}

static void
update_head (DaybookInsightsPage *self)
{
  const DaybookPeriod *period = daybook_insights_model_get_period (self->model);
  DaybookDay today = daybook_workspace_get_today (self->workspace);
  g_autofree char *title = daybook_insights_words_title (period, today);
  g_autofree char *subtitle = daybook_insights_words_subtitle (period, today);
  g_autofree char *words = g_strdup_printf ("%s, %s", title, subtitle);
  gboolean range = period->type == DAYBOOK_SUMMARY_RANGE;
  gboolean current = today >= period->from && today < period->to;

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->date_button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->today_button), !current);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "insights.go-to-today", !current);
  gtk_widget_set_visible (self->range_bar, range);
  daybook_date_button_set_day (self->range_from, period->from);
  daybook_date_button_set_day (self->range_to, period->to - 1);
}

static void
on_moved_cb (DaybookInsightsPage *self)
{
  update_head (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  g_object_notify (G_OBJECT (self), "kind");
}

static void
on_calendar_shown_cb (DaybookInsightsPage *self)
{
  g_autoptr (GDateTime) date = NULL;
  int year, month, day;

  daybook_day_to_civil (daybook_insights_model_get_period (self->model)->from, &year, &month, &day);
  date = g_date_time_new_local (year, month, day, 12, 0, 0);
  self->setting_calendar = TRUE;
  gtk_calendar_select_day (self->calendar, date);
  self->setting_calendar = FALSE;
}

static void
on_calendar_day_cb (DaybookInsightsPage *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);

  if (self->setting_calendar)
    return;
  gtk_popover_popdown (self->date_popover);
  daybook_insights_model_go_to (self->model,
                                daybook_day_from_civil (g_date_time_get_year (date), g_date_time_get_month (date),
                                                        g_date_time_get_day_of_month (date)));
}

/* An end that is chosen before the beginning takes it along, and the other way round. */
static void
on_range_from_cb (DaybookInsightsPage *self)
{
  DaybookDay from = daybook_date_button_get_day (self->range_from);

  daybook_insights_model_set_range (self->model, from, MAX (daybook_date_button_get_day (self->range_to), from) + 1);
  update_head (self);
}

static void
on_range_to_cb (DaybookInsightsPage *self)
{
  DaybookDay to = daybook_date_button_get_day (self->range_to);
  DaybookDay from = MIN (daybook_date_button_get_day (self->range_from), to);

  daybook_insights_model_set_range (self->model, MAX (from, to + 1 - DAYBOOK_PERIOD_MAX_DAYS), to + 1);
  update_head (self);
}

static void
on_step_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookInsightsPage *self = DAYBOOK_INSIGHTS_PAGE (widget);

  if (self->model == NULL)
    return;
  if (g_str_equal (action, "insights.go-to-today"))
    daybook_insights_model_go_to (self->model, daybook_workspace_get_today (self->workspace));
  else
    daybook_insights_model_step (self->model, g_str_equal (action, "insights.next") ? 1 : -1);
}

static void
on_refresh_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookInsightsPage *self = DAYBOOK_INSIGHTS_PAGE (widget);

  if (self->model != NULL)
    daybook_engine_bar_write (self->engine_bar, daybook_insights_model_get_period (self->model));
}

static void
on_writing_cb (DaybookInsightsPage *self)
{
  update_actions (self);
}

/* What was read --------------------------------------------------------------------------------------------- */

/* Says what is known and invents nothing. */
static void
show_nothing (DaybookInsightsPage *self, const DaybookInsights *insights)
{
  g_autofree char *text = daybook_summary_get_text (insights->summary);
  g_autofree char *markup = daybook_text_to_markup (text);
  gboolean known = insights->summary->covered_to > insights->summary->covered_from;

  adw_status_page_set_title (self->nothing, !insights->has_sources ? _("No Accounts")
                                            : known                ? _("Nothing Recorded")
                                                                   : _("Not Synced Yet"));
  adw_status_page_set_description (self->nothing,
                                   insights->has_sources ? markup
                                                         : _("Connect an account, or log time, to see what your days were like."));
  gtk_widget_set_visible (self->accounts_button, !insights->has_sources);
}

static void
on_changed_cb (DaybookInsightsPage *self)
{
  const DaybookInsights *insights = daybook_insights_model_get_insights (self->model);
  const DaybookSummary *summary = insights->summary;
  const DaybookPeriod *period = &insights->period;
  g_autofree char *advice = daybook_insights_words_advice_heading (period, daybook_workspace_get_today (self->workspace));
  gboolean empty = daybook_stats_is_empty (insights->stats);

  daybook_earlier_bar_set_days (self->earlier_bar, period->from, period->counted_to,
                                insights->is_covered || !insights->has_sources);
  if (empty)
    {
      show_nothing (self, insights);
    }
  else
    {
      daybook_insights_prose_show (self->prose, insights);
      daybook_engine_bar_show (self->engine_bar, insights);
      daybook_insights_tiles_show (self->tiles, insights->stats, period);
      daybook_insights_page_show_charts (self);
      daybook_insights_section_show (self->highlights, insights, summary->highlights, NULL);
      daybook_insights_section_show (self->worth, insights, summary->insights, "daybook-insights-symbolic");
      daybook_insights_section_set_heading (self->advice, advice);
      daybook_insights_section_show (self->advice, insights, summary->recommendations, "daybook-tick-symbolic");
    }
  gtk_stack_set_visible_child_name (self->stack, empty ? "nothing" : "insights");
  update_actions (self);
}

/* What leads elsewhere ------------------------------------------------------------------------------------------ */

static void
on_cite_cb (DaybookInsightsPage *self, DaybookCiteChip *chip)
{
  daybook_insights_page_cite (self, chip);
}

static void
on_figure_cb (DaybookInsightsTiles *tiles, GtkWidget *tile, int figure, DaybookInsightsPage *self)
{
  daybook_insights_page_show_figure (self, tile, (DaybookFigure) figure);
}

static void
on_project_cb (DaybookChartCard *card, DaybookChartBar *bar, DaybookInsightsPage *self)
{
  daybook_insights_page_choose_project (self, bar);
}

static void
on_platform_cb (DaybookChartCard *card, DaybookChartBar *bar, DaybookInsightsPage *self)
{
  daybook_insights_page_choose_platform (self, bar);
}

static void
on_day_cb (DaybookChartCard *card, DaybookChartBar *bar, DaybookInsightsPage *self)
{
  daybook_insights_page_choose_day (self, bar);
}

/* Width ------------------------------------------------------------------------------------------------------ */

/* To the end of @home, or behind @sibling there. */
static void
move (GtkWidget *widget, GtkBox *home, GtkWidget *sibling)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (parent == GTK_WIDGET (home))
    return;
  g_object_ref (widget);
  gtk_box_remove (GTK_BOX (parent), widget);
  if (sibling != NULL)
    gtk_box_insert_child_after (home, widget, sibling);
  else
    gtk_box_append (home, widget);
  g_object_unref (widget);
}

/* Four words beside each other: equally wide where there is room, as wide as they need in a small window, and there
 * in lines with large text. */
static void
fit_toggles (DaybookInsightsPage *self, gboolean narrow)
{
  gboolean wrap = daybook_pane_is_tight (self->pane);

  gtk_widget_set_hexpand (self->toggles, narrow);
  for (GtkWidget *toggle = gtk_widget_get_first_child (self->toggles); toggle != NULL;
       toggle = gtk_widget_get_next_sibling (toggle))
    gtk_widget_set_hexpand (toggle, narrow);
  if (wrap != DAYBOOK_IS_WRAP_LAYOUT (gtk_widget_get_layout_manager (self->toggles)))
    gtk_widget_set_layout_manager (self->toggles, wrap ? daybook_wrap_layout_new (6, 6)
                                                       : gtk_box_layout_new (GTK_ORIENTATION_HORIZONTAL));
  if (!wrap)
    gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (self->toggles)), !narrow);
  if (wrap)
    gtk_widget_remove_css_class (self->toggles, "linked");
  else
    gtk_widget_add_css_class (self->toggles, "linked");
}

static void
on_narrow_cb (DaybookInsightsPage *self)
{
  gboolean narrow = daybook_pane_is_narrow (self->pane);
  GtkOrientation beside = narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
  GtkBox *home = narrow ? self->second_head : self->head;

  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->top), beside);
  gtk_box_set_homogeneous (self->top, !narrow);
  gtk_box_set_spacing (self->top, narrow ? 24 : 12);
  daybook_insights_tiles_set_columns (self->tiles, daybook_pane_is_tight (self->pane) ? 1 : narrow ? 2 : 3);
  /* An arrow at each edge with the date between them, and the rest in a line of its own. */
  gtk_box_reorder_child_after (self->head, GTK_WIDGET (self->next_button),
                               narrow ? GTK_WIDGET (self->today_button) : GTK_WIDGET (self->previous_button));
  gtk_widget_set_halign (GTK_WIDGET (self->date_button), narrow ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  gtk_label_set_xalign (self->title, narrow ? 0.5 : 0);
  gtk_label_set_xalign (self->subtitle, narrow ? 0.5 : 0);
  fit_toggles (self, narrow);
  move (self->head_end, home, NULL);
  /* The words are followed by the figures, and these by all charts. */
  move (GTK_WIDGET (self->projects_chart), narrow ? self->figures_side : self->words_side, narrow ? GTK_WIDGET (self->tiles) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->second_head), narrow);
}

/* The type ---------------------------------------------------------------------------------------------------- */

static void
daybook_insights_page_page_init (DaybookPageInterface *iface)
{
}

static void
on_minute_cb (DaybookInsightsPage *self)
{
  daybook_insights_model_follow_today (self->model);
  update_head (self);
}

static void
set_workspace (DaybookInsightsPage *self, DaybookWorkspace *workspace)
{
  if (!g_set_object (&self->workspace, workspace) || workspace == NULL)
    return;
  self->model = daybook_insights_model_new (workspace);
  g_signal_connect_object (self->model, "moved", G_CALLBACK (on_moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (daybook_workspace_get_services (workspace), "items-changed",
                           G_CALLBACK (daybook_insights_page_show_platforms), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "minute", G_CALLBACK (on_minute_cb), self, G_CONNECT_SWAPPED);
  daybook_reload_gate_follow (daybook_insights_model_get_gate (self->model), GTK_WIDGET (self));
  update_head (self);
  g_object_notify (G_OBJECT (self), "kind");
}

static void
daybook_insights_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookInsightsPage *self = DAYBOOK_INSIGHTS_PAGE (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_KIND:
      g_value_set_string (value, self->model != NULL
                                   ? daybook_summary_type_to_string (daybook_insights_model_get_period (self->model)->type)
                                   : "");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_insights_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookInsightsPage *self = DAYBOOK_INSIGHTS_PAGE (object);
  DaybookSummaryType type;

  switch (id)
    {
    case PROP_WORKSPACE:
      set_workspace (self, g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_KIND:
      if (self->model != NULL && daybook_summary_type_from_string (g_value_get_string (value), &type))
        daybook_insights_model_set_type (self->model, type);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_insights_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DaybookInsightsPage *self = DAYBOOK_INSIGHTS_PAGE (widget);

  GTK_WIDGET_CLASS (daybook_insights_page_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
daybook_insights_page_dispose (GObject *object)
{
  DaybookInsightsPage *self = DAYBOOK_INSIGHTS_PAGE (object);

  daybook_insights_page_hide_rows (self);
  g_clear_object (&self->model);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_insights_page_parent_class)->dispose (object);
}

static void
add_keys (DaybookInsightsPage *self)
{
  static const DaybookPageKey keys[] = {
    { GDK_KEY_Left, GDK_ALT_MASK, "insights.previous" },
    { GDK_KEY_Right, GDK_ALT_MASK, "insights.next" },
    { GDK_KEY_t, GDK_CONTROL_MASK, "insights.go-to-today" },
    { GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "insights.refresh" },
  };

  daybook_page_add_keys (DAYBOOK_PAGE (self), keys, G_N_ELEMENTS (keys));
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/insights/daybook-insights-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, head);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, second_head);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, head_end);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, previous_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, next_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, date_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, date_popover);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, calendar);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, today_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, toggles);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, range_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, range_from);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, range_to);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, earlier_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, accounts_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, top);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, prose);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, engine_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, tiles);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, words_side);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, figures_side);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, projects_chart);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, days_chart);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, platforms_chart);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, highlights);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, worth);
  gtk_widget_class_bind_template_child (widget_class, DaybookInsightsPage, advice);
  gtk_widget_class_bind_template_callback (widget_class, on_calendar_day_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_calendar_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cite_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_figure_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_day_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_platform_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_project_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_range_from_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_range_to_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_writing_cb);
}

static void
daybook_insights_page_class_init (DaybookInsightsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_insights_page_get_property;
  object_class->set_property = daybook_insights_page_set_property;
  object_class->dispose = daybook_insights_page_dispose;
  widget_class->size_allocate = daybook_insights_page_size_allocate;
  g_object_class_override_property (object_class, PROP_WORKSPACE, "workspace");
  g_object_class_install_property (object_class, PROP_KIND,
                                   g_param_spec_string ("kind", NULL, NULL, NULL,
                                                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));

  g_type_ensure (DAYBOOK_TYPE_PANE);
  g_type_ensure (DAYBOOK_TYPE_DATE_BUTTON);
  g_type_ensure (DAYBOOK_TYPE_EARLIER_BAR);
  g_type_ensure (DAYBOOK_TYPE_CHART_CARD);
  g_type_ensure (DAYBOOK_TYPE_ENGINE_BAR);
  g_type_ensure (DAYBOOK_TYPE_INSIGHTS_PROSE);
  g_type_ensure (DAYBOOK_TYPE_INSIGHTS_SECTION);
  g_type_ensure (DAYBOOK_TYPE_INSIGHTS_TILES);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "insights.previous", NULL, on_step_cb);
  gtk_widget_class_install_action (widget_class, "insights.next", NULL, on_step_cb);
  gtk_widget_class_install_action (widget_class, "insights.go-to-today", NULL, on_step_cb);
  gtk_widget_class_install_action (widget_class, "insights.refresh", NULL, on_refresh_cb);
  gtk_widget_class_install_property_action (widget_class, "insights.kind", "kind");
}

static void
daybook_insights_page_init (DaybookInsightsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  daybook_calendar_keys_add (self->calendar, self);
  daybook_date_button_set_name (self->range_from, _("From"));
  daybook_date_button_set_name (self->range_to, _("To"));
  gtk_widget_set_layout_manager (self->range_bar, daybook_wrap_layout_new (9, 6));
  add_keys (self);
  update_actions (self);
}
