/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-date-button.h"

#include "common/daybook-calendar-keys.h"
#include "common/daybook-format.h"

struct _DaybookDateButton
{
  AdwBin parent_instance;

  DaybookDay day;
  char *name; /* (owned) (nullable) what the day is, for a screen reader: "From" */
  gboolean setting;

  GtkMenuButton *button;
  GtkCalendar *calendar;
};

G_DEFINE_FINAL_TYPE (DaybookDateButton, daybook_date_button, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update (DaybookDateButton *self)
{
  g_autofree char *label = daybook_format_day_medium (self->day);
  g_autofree char *full = daybook_format_day_full (self->day);
  g_autofree char *words = self->name != NULL ? g_strdup_printf ("%s, %s", self->name, full) : g_strdup (full);
  GtkAccessible *toggle;

  gtk_menu_button_set_label (self->button, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), full);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  /* What has the focus is the toggle inside, which goes by what it shows otherwise. */
  toggle = GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->button)));
  gtk_accessible_reset_relation (toggle, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (toggle, GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
on_show_cb (GtkPopover *popover, DaybookDateButton *self)
{
  g_autoptr (GDateTime) date = NULL;
  int year, month, day;

  daybook_day_to_civil (self->day, &year, &month, &day);
  date = g_date_time_new_local (year, month, day, 12, 0, 0);
  self->setting = TRUE;
  gtk_calendar_select_day (self->calendar, date);
  self->setting = FALSE;
}

static void
on_day_selected_cb (GtkCalendar *calendar, DaybookDateButton *self)
{
  g_autoptr (GDateTime) date = NULL;

  if (self->setting)
    return;
  date = gtk_calendar_get_date (calendar);
  gtk_menu_button_popdown (self->button);
  daybook_date_button_set_day (self, daybook_day_from_civil (g_date_time_get_year (date), g_date_time_get_month (date),
                                                             g_date_time_get_day_of_month (date)));
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
daybook_date_button_finalize (GObject *object)
{
  g_free (DAYBOOK_DATE_BUTTON (object)->name);
  G_OBJECT_CLASS (daybook_date_button_parent_class)->finalize (object);
}

static void
daybook_date_button_class_init (DaybookDateButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_date_button_finalize;

  signals[CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_date_button_init (DaybookDateButton *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  daybook_calendar_keys_add (self->calendar, self);
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->calendar));
  gtk_menu_button_set_popover (self->button, popover);
  gtk_menu_button_set_always_show_arrow (self->button, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  g_signal_connect (popover, "show", G_CALLBACK (on_show_cb), self);
  g_signal_connect (self->calendar, "day-selected", G_CALLBACK (on_day_selected_cb), self);
  update (self);
}

DaybookDay
daybook_date_button_get_day (DaybookDateButton *self)
{
  return self->day;
}

void
daybook_date_button_set_day (DaybookDateButton *self, DaybookDay day)
{
  g_return_if_fail (DAYBOOK_IS_DATE_BUTTON (self));

  self->day = CLAMP (day, DAYBOOK_DAY_MIN, DAYBOOK_DAY_MAX);
  update (self);
}

/* What the day is, for a screen reader. */
void
daybook_date_button_set_name (DaybookDateButton *self, const char *name)
{
  g_return_if_fail (DAYBOOK_IS_DATE_BUTTON (self));

  g_free (self->name);
  self->name = g_strdup (name);
  update (self);
}
