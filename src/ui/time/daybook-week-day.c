/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-week-day.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "common/daybook-format.h"
#include "time/daybook-entry-row.h"

struct _DaybookWeekDay
{
  GtkBox parent_instance;

  DaybookWeekModel *model;         /* (owned) */
  DaybookWeekSelection *selection; /* (owned) */
  int column;
  gboolean narrow;
  GtkSliceListModel *begun; /* (owned) as much of the day as has rows by now */
  GPtrArray *rows;          /* (owned) every row that was made, listed or not */

  /* Template children */
  GtkLabel *heading;
  GtkLabel *sum;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DaybookWeekDay, daybook_week_day, GTK_TYPE_BOX)

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (transfer full) One that another entry has left, else a new one. */
static GtkWidget *
take_row (DaybookWeekDay *self)
{
  GtkWidget *row;

  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_widget_get_parent (self->rows->pdata[i]) == NULL)
      return g_object_ref (self->rows->pdata[i]);
  row = daybook_entry_row_new (self->selection);
  g_ptr_array_add (self->rows, g_object_ref_sink (row));
  return g_object_ref (row);
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  DaybookWeekDay *self = data;
  GtkWidget *row = take_row (self);

  daybook_entry_row_bind (DAYBOOK_ENTRY_ROW (row), item, self->narrow);
  return row;
}

/* Seconds of what is listed and counts. */
static gint64
get_sum (DaybookRowList *rows)
{
  gint64 sum = 0;

  for (guint i = 0; i < daybook_row_list_get_length (rows); i++)
    {
      DaybookWeekEntry *row = daybook_row_list_peek (rows, i);

      if (daybook_week_entry_get_entry (row)->status != DAYBOOK_ENTRY_REJECTED)
        sum += daybook_week_entry_get_rounded (row);
    }
  return sum;
}

static void
update (DaybookWeekDay *self)
{
  DaybookRowList *rows = daybook_week_model_get_day_entries (self->model, self->column);
  DaybookDay day = daybook_week_model_get_first (self->model) + self->column;
  DaybookDay today = daybook_week_model_get_today (self->model);
  g_autofree char *heading = self->narrow ? daybook_format_day_relative (day, today) : daybook_format_day_heading (day, today);
  g_autofree char *full = daybook_format_day_full (day);
  g_autofree char *sum = daybook_duration_format_clock (get_sum (rows));
  g_autofree char *spoken = daybook_duration_format_spoken (get_sum (rows));

  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (G_LIST_MODEL (self->begun)) > 0);
  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->sum, sum);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->heading), GTK_ACCESSIBLE_PROPERTY_LABEL, full, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sum), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, full, -1);
}

static void
on_row_activated_cb (GtkListBox *list, GtkListBoxRow *row, DaybookWeekDay *self)
{
  g_signal_emit (self, signals[OPENED], 0, daybook_entry_row_get_entry (DAYBOOK_ENTRY_ROW (row)), row);
}

/* Arrows walk on into the next day. */
static gboolean
on_keynav_failed_cb (GtkListBox *list, GtkDirectionType direction, DaybookWeekDay *self)
{
  GtkWidget *day = GTK_WIDGET (self);

  if (direction != GTK_DIR_UP && direction != GTK_DIR_DOWN)
    return FALSE;
  do
    day = direction == GTK_DIR_UP ? gtk_widget_get_prev_sibling (day) : gtk_widget_get_next_sibling (day);
  while (DAYBOOK_IS_WEEK_DAY (day) && !gtk_widget_get_visible (day));
  return DAYBOOK_IS_WEEK_DAY (day)
         && gtk_widget_child_focus (GTK_WIDGET (DAYBOOK_WEEK_DAY (day)->list),
                                    direction == GTK_DIR_UP ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
}

static gboolean
on_space_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (!DAYBOOK_IS_ENTRY_ROW (focus))
    return FALSE;
  daybook_entry_row_toggle (DAYBOOK_ENTRY_ROW (focus));
  return TRUE;
}

static void
daybook_week_day_finalize (GObject *object)
{
  DaybookWeekDay *self = DAYBOOK_WEEK_DAY (object);

  g_clear_object (&self->begun);
  g_clear_object (&self->model);
  g_clear_object (&self->selection);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (daybook_week_day_parent_class)->finalize (object);
}

static void
daybook_week_day_class_init (DaybookWeekDayClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_week_day_finalize;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, DAYBOOK_TYPE_WEEK_ENTRY, GTK_TYPE_WIDGET);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daybookapp/Daybook/time/daybook-week-day.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookWeekDay, heading);
  gtk_widget_class_bind_template_child (widget_class, DaybookWeekDay, sum);
  gtk_widget_class_bind_template_child (widget_class, DaybookWeekDay, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_keynav_failed_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, on_space_cb, NULL);
}

static void
daybook_week_day_init (DaybookWeekDay *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Without rows until daybook_week_day_add_rows (). */
GtkWidget *
daybook_week_day_new (DaybookWeekModel *model, DaybookWeekSelection *selection, int column)
{
  DaybookWeekDay *self = g_object_new (DAYBOOK_TYPE_WEEK_DAY, NULL);

  self->model = g_object_ref (model);
  self->selection = g_object_ref (selection);
  self->column = column;
  self->begun = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (daybook_week_model_get_day_entries (model, column))), 0, 0);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->begun), create_row, self, NULL);
  g_signal_connect_object (model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/* Makes up to @most rows of those that are still missing and returns how many it made. A day that has all of them
 * follows its model from then on. */
guint
daybook_week_day_add_rows (DaybookWeekDay *self, guint most)
{
  guint there, length, added;

  g_return_val_if_fail (DAYBOOK_IS_WEEK_DAY (self), 0);

  there = gtk_slice_list_model_get_size (self->begun);
  if (there == G_MAXUINT)
    return 0;
  length = daybook_row_list_get_length (daybook_week_model_get_day_entries (self->model, self->column));
  added = MIN (most, length - MIN (there, length));
  gtk_slice_list_model_set_size (self->begun, there + added >= length ? G_MAXUINT : there + added);
  update (self);
  return added;
}

void
daybook_week_day_set_narrow (DaybookWeekDay *self, gboolean narrow)
{
  g_return_if_fail (DAYBOOK_IS_WEEK_DAY (self));

  self->narrow = narrow;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    daybook_entry_row_set_narrow (DAYBOOK_ENTRY_ROW (row), narrow);
  update (self);
}

/* (transfer none) (nullable) */
GtkWidget *
daybook_week_day_find_row (DaybookWeekDay *self, gint64 id)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (daybook_week_entry_get_id (daybook_entry_row_get_entry (DAYBOOK_ENTRY_ROW (row))) == id)
      return row;
  return NULL;
}
