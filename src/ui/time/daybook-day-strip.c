/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-day-strip.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "common/daybook-format.h"

struct _DaybookDayStrip
{
  GtkBox parent_instance;

  DaybookWeekModel *model; /* (owned) (nullable) */

  struct
  {
    GtkWidget *button;
    GtkLabel *weekday;
    GtkLabel *time;
  } days[DAYBOOK_WEEK_DAYS];
};

G_DEFINE_FINAL_TYPE (DaybookDayStrip, daybook_day_strip, GTK_TYPE_BOX)

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_day (DaybookDayStrip *self, int column, gint64 seconds)
{
  DaybookDay day = daybook_week_model_get_first (self->model) + column;
  GtkWidget *button = self->days[column].button;
  g_autofree char *weekday = daybook_format_weekday (day);
  g_autofree char *clock = daybook_duration_format_clock (seconds);
  g_autofree char *full = daybook_format_day_full (day);
  g_autofree char *spoken = daybook_duration_format_spoken (seconds);
  g_autofree char *words = g_strdup_printf ("%s, %s", full, seconds != 0 ? spoken : _("nothing logged"));

  gtk_label_set_label (self->days[column].weekday, weekday);
  gtk_label_set_label (self->days[column].time, seconds != 0 ? clock : "–");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (column == daybook_week_model_get_today_column (self->model))
    gtk_widget_add_css_class (button, "today");
  else
    gtk_widget_remove_css_class (button, "today");
}

static void
update (DaybookDayStrip *self)
{
  const DaybookWeek *week = daybook_week_model_get_week (self->model);

  for (int i = 0; week != NULL && i < DAYBOOK_WEEK_DAYS; i++)
    update_day (self, i, week->days[i].rounded);
}

static void
on_clicked_cb (GtkButton *button, DaybookDayStrip *self)
{
  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    if (self->days[i].button == GTK_WIDGET (button))
      g_signal_emit (self, signals[OPENED], 0, (int) daybook_week_model_get_first (self->model) + i);
}

static void
daybook_day_strip_dispose (GObject *object)
{
  g_clear_object (&DAYBOOK_DAY_STRIP (object)->model);
  G_OBJECT_CLASS (daybook_day_strip_parent_class)->dispose (object);
}

static void
daybook_day_strip_class_init (DaybookDayStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = daybook_day_strip_dispose;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
daybook_day_strip_init (DaybookDayStrip *self)
{
  gtk_box_set_homogeneous (GTK_BOX (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "day-strip");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Days of the week"), -1);
  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
      GtkWidget *weekday = gtk_label_new ("");
      GtkWidget *time = gtk_label_new ("");

      gtk_widget_add_css_class (weekday, "weekday");
      gtk_widget_add_css_class (time, "numeric");
      gtk_box_append (GTK_BOX (box), weekday);
      gtk_box_append (GTK_BOX (box), time);
      self->days[i].button = g_object_new (GTK_TYPE_BUTTON, "child", box, NULL);
      self->days[i].weekday = GTK_LABEL (weekday);
      self->days[i].time = GTK_LABEL (time);
      gtk_widget_add_css_class (self->days[i].button, "flat");
      g_signal_connect (self->days[i].button, "clicked", G_CALLBACK (on_clicked_cb), self);
      gtk_box_append (GTK_BOX (self), self->days[i].button);
    }
}

void
daybook_day_strip_set_model (DaybookDayStrip *self, DaybookWeekModel *model)
{
  g_return_if_fail (DAYBOOK_IS_DAY_STRIP (self));

  if (!g_set_object (&self->model, model))
    return;
  g_signal_connect_object (model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
