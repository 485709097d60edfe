/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-weekdays-row.h"

#include "common/daybook-format.h"
#include "common/daybook-wrap-layout.h"

#define DAYS 7

struct _DaybookWeekdaysRow
{
  AdwPreferencesRow parent_instance;

  GtkToggleButton *buttons[DAYS]; /* (unowned) Monday first */
  guint days;
  gboolean showing; /* what changes now is not the person's doing */

  /* Template children */
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (DaybookWeekdaysRow, daybook_weekdays_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_days (DaybookWeekdaysRow *self)
{
  self->showing = TRUE;
  for (int i = 0; i < DAYS; i++)
    gtk_toggle_button_set_active (self->buttons[i], (self->days & (1u << i)) != 0);
  self->showing = FALSE;
}

static void
on_toggled_cb (DaybookWeekdaysRow *self)
{
  guint days = 0;

  if (self->showing)
    return;
  for (int i = 0; i < DAYS; i++)
    {
      if (gtk_toggle_button_get_active (self->buttons[i]))
        days |= 1u << i;
    }
  if (days == 0)
    {
      /* A week without a working day is none: the last one stays. */
      gtk_widget_error_bell (GTK_WIDGET (self));
      show_days (self);
      return;
    }
  self->days = days;
  g_signal_emit (self, signals[CHANGED], 0, days);
}

/* Any Monday tells what the days are called. */
static GtkToggleButton *
make_button (DaybookWeekdaysRow *self, int weekday)
{
  g_autoptr (GDateTime) day = g_date_time_new_utc (2026, 1, 5 + weekday, 0, 0, 0);
  g_autofree char *brief = g_date_time_format (day, "%a");
  g_autofree char *full = g_date_time_format (day, "%A");
  GtkWidget *button = gtk_toggle_button_new_with_label (brief);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, full, -1);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled_cb), self, G_CONNECT_SWAPPED);
  return GTK_TOGGLE_BUTTON (button);
}

static void
daybook_weekdays_row_class_init (DaybookWeekdaysRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_UINT);
  g_type_ensure (DAYBOOK_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/preferences/daybook-weekdays-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookWeekdaysRow, box);
}

static void
daybook_weekdays_row_init (DaybookWeekdaysRow *self)
{
  int first = (int) daybook_format_first_weekday () - 1;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = 0; i < DAYS; i++)
    {
      int weekday = (first + i) % DAYS;

      self->buttons[weekday] = make_button (self, weekday);
      gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->buttons[weekday]));
    }
}

void
daybook_weekdays_row_show (DaybookWeekdaysRow *self, guint days)
{
  g_return_if_fail (DAYBOOK_IS_WEEKDAYS_ROW (self));

  self->days = days;
  show_days (self);
}
