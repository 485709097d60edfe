/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-entry-slip.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "today/daybook-day-words.h"

struct _DaybookEntrySlip
{
  DaybookSlip parent_instance;
};

G_DEFINE_FINAL_TYPE (DaybookEntrySlip, daybook_entry_slip, DAYBOOK_TYPE_SLIP)

static void
daybook_entry_slip_update (DaybookDayItem *item)
{
  DaybookSlip *slip = DAYBOOK_SLIP (item);
  DaybookDayEntry *entry = DAYBOOK_DAY_ENTRY (daybook_day_item_get_row (item));
  const DaybookEntry *record = daybook_day_entry_get_entry (entry);
  g_autofree char *project = daybook_day_entry_get_project_name (entry);
  g_autofree char *duration = daybook_duration_format_short (record->duration);
  g_autofree char *words = daybook_day_words_for_entry (entry);

  daybook_day_item_set_time (item, daybook_day_entry_get_from (entry), daybook_day_entry_get_to (entry));
  daybook_slip_set_color (slip, record->color);
  daybook_slip_set_texts (slip, daybook_day_entry_get_title (entry), project, duration, NULL);
  if ((record->flags & (DAYBOOK_ENTRY_FLAG_MOVED | DAYBOOK_ENTRY_FLAG_GONE)) != 0)
    daybook_slip_set_mark (slip, "dialog-warning-symbolic", "warning");
  else if (record->status == DAYBOOK_ENTRY_APPROVED)
    daybook_slip_set_mark (slip, "daybook-tick-symbolic", "approved");
  else if (record->status == DAYBOOK_ENTRY_INVOICED)
    daybook_slip_set_mark (slip, "changes-prevent-symbolic", "invoiced");
  else
    daybook_slip_set_mark (slip, NULL, NULL);
  if (record->billable)
    gtk_widget_remove_css_class (GTK_WIDGET (item), "unbillable");
  else
    gtk_widget_add_css_class (GTK_WIDGET (item), "unbillable");
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (item), words);
}

static void
daybook_entry_slip_class_init (DaybookEntrySlipClass *klass)
{
  DAYBOOK_DAY_ITEM_CLASS (klass)->update = daybook_entry_slip_update;
}

static void
daybook_entry_slip_init (DaybookEntrySlip *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "entry");
  daybook_day_item_set_lane (DAYBOOK_DAY_ITEM (self), DAYBOOK_LANE_LOGGED);
}

GtkWidget *
daybook_entry_slip_new (DaybookDayEntry *entry)
{
  return g_object_new (DAYBOOK_TYPE_ENTRY_SLIP, "row", entry, NULL);
}
