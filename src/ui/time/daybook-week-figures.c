/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-week-figures.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "base/daybook-money.h"
#include "common/daybook-wrap-layout.h"

#define SPACING 48
#define NARROW_SPACING 24

struct _DaybookWeekFigures
{
  GtkWidget parent_instance;

  DaybookWeekModel *model; /* (owned) (nullable) */
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (DaybookWeekFigures, daybook_week_figures, GTK_TYPE_WIDGET)

/* A number over what it is; @spoken is all of it for a screen reader. */
static void
append_figure (DaybookWeekFigures *self, const char *number, const char *caption, const char *spoken)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *figure = g_object_new (GTK_TYPE_LABEL, "label", number, "xalign", 0.0, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *words = g_object_new (GTK_TYPE_LABEL, "label", caption, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (figure, "statnum");
  gtk_widget_add_css_class (figure, "numeric");
  gtk_widget_add_css_class (words, "caption");
  gtk_widget_add_css_class (words, "dim-label");
  gtk_box_append (GTK_BOX (box), figure);
  gtk_box_append (GTK_BOX (box), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

static void
append_amount (DaybookWeekFigures *self, gint64 amount, const char *currency)
{
  g_autofree char *number = daybook_money_format (amount, currency);
  /* Translators: an amount of money, read aloud */
  g_autofree char *spoken = g_strdup_printf (_("%s to bill"), number);

  append_figure (self, number, C_ ("figure", "to bill"), spoken);
}

static void
append_time (DaybookWeekFigures *self, gint64 seconds, const char *caption)
{
  g_autofree char *number = daybook_duration_format_clock (seconds);
  g_autofree char *words = daybook_duration_format_spoken (seconds);
  g_autofree char *spoken = g_strdup_printf ("%s %s", words, caption);

  append_figure (self, number, caption, spoken);
}

static void
update (DaybookWeekFigures *self)
{
  const DaybookWeek *week = self->model != NULL ? daybook_week_model_get_week (self->model) : NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  if (week == NULL)
    return;
  for (guint i = 0; i < week->amounts->len; i++)
    {
      const DaybookWeekAmount *amount = week->amounts->pdata[i];

      append_amount (self, amount->amount, amount->currency);
    }
  append_time (self, week->billable.rounded, C_ ("figure", "billable"));
  append_time (self, week->total.rounded, C_ ("figure", "logged"));
  if (!self->narrow && week->entries->len > 0)
    {
      g_autofree char *number = g_strdup_printf ("%'u", week->pending);
      g_autofree char *spoken =
        g_strdup_printf (ngettext ("%u entry not approved", "%u entries not approved", week->pending), week->pending);

      append_figure (self, number, C_ ("figure", "not approved"), spoken);
    }
}

static void
daybook_week_figures_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&DAYBOOK_WEEK_FIGURES (object)->model);
  G_OBJECT_CLASS (daybook_week_figures_parent_class)->dispose (object);
}

static void
daybook_week_figures_class_init (DaybookWeekFiguresClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = daybook_week_figures_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "figures");
}

static void
daybook_week_figures_init (DaybookWeekFigures *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), daybook_wrap_layout_new (SPACING, 12));
}

void
daybook_week_figures_set_model (DaybookWeekFigures *self, DaybookWeekModel *model)
{
  g_return_if_fail (DAYBOOK_IS_WEEK_FIGURES (self));

  if (!g_set_object (&self->model, model))
    return;
  g_signal_connect_object (model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
daybook_week_figures_set_narrow (DaybookWeekFigures *self, gboolean narrow)
{
  g_return_if_fail (DAYBOOK_IS_WEEK_FIGURES (self));

  self->narrow = narrow;
  g_object_set (gtk_widget_get_layout_manager (GTK_WIDGET (self)), "spacing", narrow ? NARROW_SPACING : SPACING, NULL);
  update (self);
}
