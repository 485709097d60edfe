/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-week-grid.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "base/daybook-text.h"
#include "common/daybook-dot.h"
#include "common/daybook-format.h"
#include "common/daybook-project-name.h"

/* Lines of the GtkGrid: heading, rule, projects, rule, sums; columns: name, days, exact, total. */
#define HEADING_LINE 0
#define FIRST_LINE 2
#define FIRST_DAY 1
#define EXACT_COLUMN (FIRST_DAY + DAYBOOK_WEEK_DAYS)
#define TOTAL_COLUMN (EXACT_COLUMN + 1)

/* The widgets of one project or of the sums. They are made when they are first needed and stay: a week
 * that changes, or another week, only says other things. */
typedef struct
{
  GtkWidget *name; /* box */
  DaybookDot *dot; /* (nullable) in the sums */
  GtkLabel *client;
  GtkLabel *project;
  GtkWidget *days[DAYBOOK_WEEK_DAYS]; /* (nullable) buttons, once there was a figure */
  GtkLabel *exact;
  GtkWidget *total;
  gint64 project_id;
} Line;

struct _DaybookWeekGrid
{
  GtkWidget parent_instance;

  DaybookWeekModel *model; /* (owned) (nullable) */

  GtkGrid *grid;
  GtkWidget *today; /* the tint behind today's column */
  GtkLabel *headings[DAYBOOK_WEEK_DAYS];
  GtkLabel *exact_heading;
  GtkWidget *rule; /* above the sums */
  GPtrArray *lines; /* (owned) Line, those of projects */
  Line *sums;       /* (owned) */
};

G_DEFINE_FINAL_TYPE (DaybookWeekGrid, daybook_week_grid, GTK_TYPE_WIDGET)

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkWidget *
make_label (const char *text, float xalign, const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", xalign, NULL);

  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
on_figure_clicked_cb (GtkButton *button, DaybookWeekGrid *self)
{
  int column = 0, line = 0;
  gint64 project_id = DAYBOOK_WEEK_ANY_PROJECT;
  DaybookDay day = DAYBOOK_DAY_NONE;

  gtk_grid_query_child (self->grid, GTK_WIDGET (button), &column, &line, NULL, NULL);
  if (line >= FIRST_LINE && (guint) (line - FIRST_LINE) < self->lines->len)
    project_id = ((Line *) self->lines->pdata[line - FIRST_LINE])->project_id;
  if (column < EXACT_COLUMN)
    day = daybook_week_model_get_first (self->model) + column - FIRST_DAY;
  g_signal_emit (self, signals[OPENED], 0, project_id, (int) day);
}

static GtkWidget *
make_figure (DaybookWeekGrid *self)
{
  GtkWidget *button = g_object_new (GTK_TYPE_BUTTON, "child", make_label ("", 1, "numeric"), NULL);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "figure");
  g_signal_connect (button, "clicked", G_CALLBACK (on_figure_clicked_cb), self);
  return button;
}

/* What a figure shows and says; nothing at all where there is no time. */
static void
set_figure (DaybookWeekGrid *self, GtkWidget *button, const DaybookWeekTime *time, const char *of, const char *on)
{
  g_autofree char *clock = daybook_duration_format_clock (time->rounded);
  g_autofree char *spoken = daybook_duration_format_spoken (time->rounded);
  g_autofree char *words = g_strdup_printf ("%s, %s, %s", of, on, spoken);

  gtk_label_set_label (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), clock);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static Line *
make_line (DaybookWeekGrid *self, int at, gboolean is_sum)
{
  Line *line = g_new0 (Line, 1);

  line->name = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (line->name, "name");
  if (!is_sum)
    {
      line->dot = DAYBOOK_DOT (daybook_dot_new (NULL));
      gtk_widget_set_margin_end (GTK_WIDGET (line->dot), 6);
      gtk_box_append (GTK_BOX (line->name), GTK_WIDGET (line->dot));
    }
  line->client = GTK_LABEL (make_label ("", 0, "dim-label"));
  line->project = GTK_LABEL (make_label (is_sum ? _("Total") : "", 0, is_sum ? "heading" : NULL));
  gtk_label_set_ellipsize (line->client, PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (line->project, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (line->project), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (line->client), !is_sum);
  gtk_box_append (GTK_BOX (line->name), GTK_WIDGET (line->client));
  gtk_box_append (GTK_BOX (line->name), GTK_WIDGET (line->project));
  line->exact = GTK_LABEL (make_label ("", 1, "caption"));
  gtk_widget_add_css_class (GTK_WIDGET (line->exact), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (line->exact), "dim-label");
  line->total = make_figure (self);
  gtk_widget_add_css_class (line->total, "last");
  gtk_widget_add_css_class (line->total, "heading");
  gtk_grid_attach (self->grid, line->name, 0, at, 1, 1);
  gtk_grid_attach (self->grid, GTK_WIDGET (line->exact), EXACT_COLUMN, at, 1, 1);
  gtk_grid_attach (self->grid, line->total, TOTAL_COLUMN, at, 1, 1);
  return line;
}

static void
show_line (DaybookWeekGrid *self, Line *line, gboolean shown)
{
  gtk_widget_set_visible (line->name, shown);
  gtk_widget_set_visible (GTK_WIDGET (line->exact), shown);
  gtk_widget_set_visible (line->total, shown);
  for (int i = 0; i < DAYBOOK_WEEK_DAYS && !shown; i++)
    if (line->days[i] != NULL)
      gtk_widget_set_visible (line->days[i], FALSE);
}

static void
set_line (DaybookWeekGrid *self, Line *line, int at, const char *name, const DaybookWeekTime *days,
          const DaybookWeekTime *total)
{
  g_autofree char *exact = daybook_duration_format_clock (total->exact);
  g_autofree char *spoken = daybook_duration_format_spoken (total->exact);
  /* Translators: time before rounding, read aloud */
  g_autofree char *words = g_strdup_printf (_("%s, exact %s"), name, spoken);
  gboolean rounded = daybook_week_model_is_rounded (self->model);

  show_line (self, line, TRUE);
  gtk_label_set_label (line->exact, exact);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->exact), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_visible (GTK_WIDGET (line->exact), rounded);
  set_figure (self, line->total, total, name, _("whole week"));
  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    {
      g_autofree char *day = NULL;

      if (line->days[i] != NULL)
        gtk_widget_set_visible (line->days[i], days[i].exact != 0);
      if (days[i].exact == 0)
        continue;
      if (line->days[i] == NULL)
        {
          line->days[i] = make_figure (self);
          if (line == self->sums)
            gtk_widget_add_css_class (line->days[i], "heading");
          gtk_grid_attach (self->grid, line->days[i], FIRST_DAY + i, at, 1, 1);
        }
      day = daybook_format_day_full (daybook_week_model_get_first (self->model) + i);
      set_figure (self, line->days[i], &days[i], name, day);
    }
}

static void
set_project (DaybookWeekGrid *self, Line *line, int at, const DaybookWeekProject *project)
{
  g_autofree char *name = daybook_project_name_format (project->client, project->name);
  g_autofree char *client = daybook_text_one_line (project->client);
  g_autofree char *short_name = daybook_text_one_line (project->name);

  line->project_id = project->project_id;
  daybook_dot_set_color (line->dot, project->color);
  gtk_widget_set_opacity (GTK_WIDGET (line->dot), project->project_id != 0 ? 1 : 0);
  gtk_label_set_label (line->client, client);
  gtk_widget_set_visible (GTK_WIDGET (line->client), *client != '\0');
  gtk_label_set_label (line->project, *short_name != '\0' ? short_name : _("No Project"));
  gtk_widget_set_tooltip_text (line->name, name);
  set_line (self, line, at, name, project->days, &project->total);
}

/* A line of a grid keeps its place by the layout; what grows under it moves on. */
static void
move_to (DaybookWeekGrid *self, GtkWidget *child, int at)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self->grid));

  if (child != NULL)
    gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, child)), at);
}

static void
move_sums (DaybookWeekGrid *self, int at)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self->grid));

  move_to (self, self->rule, at);
  move_to (self, self->sums->name, at + 1);
  move_to (self, GTK_WIDGET (self->sums->exact), at + 1);
  move_to (self, self->sums->total, at + 1);
  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    move_to (self, self->sums->days[i], at + 1);
  gtk_grid_layout_child_set_row_span (
    GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, self->today)), at + 2);
}

static void
update_headings (DaybookWeekGrid *self)
{
  DaybookDay first = daybook_week_model_get_first (self->model);
  int today = daybook_week_model_get_today_column (self->model);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self->grid));

  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    {
      GtkWidget *label = GTK_WIDGET (self->headings[i]);
      g_autofree char *weekday = daybook_format_weekday (first + i);
      g_autofree char *full = daybook_format_day_full (first + i);
      g_autofree char *text = NULL;
      gboolean weekend = daybook_day_get_weekday (first + i) >= DAYBOOK_SATURDAY;
      int day_of_month;

      daybook_day_to_civil (first + i, NULL, NULL, &day_of_month);
      /* Translators: the head of a column: weekday and day of the month */
      text = g_strdup_printf (C_ ("date", "%s %d"), weekday, day_of_month);
      gtk_label_set_label (self->headings[i], text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, full, -1);
      gtk_widget_remove_css_class (label, "accent");
      gtk_widget_remove_css_class (label, "weekend");
      if (i == today)
        gtk_widget_add_css_class (label, "accent");
      else if (weekend)
        gtk_widget_add_css_class (label, "weekend");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->exact_heading), daybook_week_model_is_rounded (self->model));
  gtk_widget_set_visible (self->today, today >= 0);
  if (today >= 0)
    gtk_grid_layout_child_set_column (
      GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, self->today)), FIRST_DAY + today);
}

static void
update (DaybookWeekGrid *self)
{
  const DaybookWeek *week = daybook_week_model_get_week (self->model);
  guint n = week != NULL ? week->projects->len : 0;

  if (week == NULL)
    return;
  update_headings (self);
  if (n > self->lines->len)
    {
      move_sums (self, FIRST_LINE + n);
      while (self->lines->len < n)
        g_ptr_array_add (self->lines, make_line (self, FIRST_LINE + self->lines->len, FALSE));
    }
  for (guint i = 0; i < self->lines->len; i++)
    {
      if (i < n)
        set_project (self, self->lines->pdata[i], FIRST_LINE + i, week->projects->pdata[i]);
      else
        show_line (self, self->lines->pdata[i], FALSE);
    }
  set_line (self, self->sums, FIRST_LINE + self->lines->len + 1, _("Total"), week->days, &week->total);
}

static void
daybook_week_grid_dispose (GObject *object)
{
  DaybookWeekGrid *self = DAYBOOK_WEEK_GRID (object);

  g_clear_object (&self->model);
  if (self->grid != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->grid));
  self->grid = NULL;
  G_OBJECT_CLASS (daybook_week_grid_parent_class)->dispose (object);
}

static void
daybook_week_grid_finalize (GObject *object)
{
  DaybookWeekGrid *self = DAYBOOK_WEEK_GRID (object);

  g_ptr_array_unref (self->lines);
  g_free (self->sums);
  G_OBJECT_CLASS (daybook_week_grid_parent_class)->finalize (object);
}

static void
daybook_week_grid_class_init (DaybookWeekGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = daybook_week_grid_dispose;
  object_class->finalize = daybook_week_grid_finalize;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT);

  gtk_widget_class_set_css_name (widget_class, "week");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
append_heading (DaybookWeekGrid *self, GtkWidget *label, int column)
{
  gtk_widget_add_css_class (label, "column");
  gtk_grid_attach (self->grid, label, column, HEADING_LINE, 1, 1);
}

static void
daybook_week_grid_init (DaybookWeekGrid *self)
{
  GtkWidget *heading_rule = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");

  /* First, so that everything else lies on it. */
  self->today = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (self->today, "today");
  gtk_grid_attach (self->grid, self->today, FIRST_DAY, HEADING_LINE, 1, FIRST_LINE + 2);

  append_heading (self, make_label (_("Project"), 0, "name"), 0);
  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    {
      self->headings[i] = GTK_LABEL (make_label ("", 1, NULL));
      gtk_widget_add_css_class (GTK_WIDGET (self->headings[i]), "day");
      append_heading (self, GTK_WIDGET (self->headings[i]), FIRST_DAY + i);
    }
  self->exact_heading = GTK_LABEL (make_label (C_ ("column", "Exact"), 1, "dim-label"));
  append_heading (self, GTK_WIDGET (self->exact_heading), EXACT_COLUMN);
  append_heading (self, make_label (C_ ("column", "Total"), 1, "last"), TOTAL_COLUMN);
  gtk_grid_attach (self->grid, heading_rule, 0, HEADING_LINE + 1, TOTAL_COLUMN + 1, 1);
  self->rule = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_grid_attach (self->grid, self->rule, 0, FIRST_LINE, TOTAL_COLUMN + 1, 1);
  self->sums = make_line (self, FIRST_LINE + 1, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Week by project"), -1);
}

void
daybook_week_grid_set_model (DaybookWeekGrid *self, DaybookWeekModel *model)
{
  g_return_if_fail (DAYBOOK_IS_WEEK_GRID (self));

  if (!g_set_object (&self->model, model))
    return;
  g_signal_connect_object (model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
