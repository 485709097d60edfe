/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A calendar by keyboard. GTK 4.8's own begins at its last cell instead of the day that is shown, knows no
 * Enter, and says only its class. */
#include "common/daybook-calendar-keys.h"

#include "base/daybook-time.h"
#include "common/daybook-format.h"

/* (transfer full) Where @key leads from @date; NULL: nowhere. */
static GDateTime *
step (GDateTime *date, guint key, gboolean mirrored)
{
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return g_date_time_add_days (date, mirrored ? 1 : -1);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return g_date_time_add_days (date, mirrored ? -1 : 1);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return g_date_time_add_days (date, -7);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return g_date_time_add_days (date, 7);
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return g_date_time_add_months (date, -1);
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return g_date_time_add_months (date, 1);
    default:
      return NULL;
    }
}

/* Goes to @date without choosing it: @owner, who waits for a choice, is not told. */
static void
go_to (GtkCalendar *calendar, GDateTime *date, gpointer owner)
{
  const GSignalMatchType match = G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA;
  guint chosen = g_signal_lookup ("day-selected", GTK_TYPE_CALENDAR);

  g_signal_handlers_block_matched (calendar, match, chosen, 0, NULL, NULL, owner);
  gtk_calendar_select_day (calendar, date);
  g_signal_handlers_unblock_matched (calendar, match, chosen, 0, NULL, NULL, owner);
}

static gboolean
on_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, gpointer owner)
{
  GtkCalendar *calendar = GTK_CALENDAR (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));
  g_autoptr (GDateTime) date = gtk_calendar_get_date (calendar);
  g_autoptr (GDateTime) next = NULL;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_space || key == GDK_KEY_KP_Space)
    {
      g_signal_emit_by_name (calendar, "day-selected");
      return GDK_EVENT_STOP;
    }
  next = step (date, key, gtk_widget_get_direction (GTK_WIDGET (calendar)) == GTK_TEXT_DIR_RTL);
  if (next == NULL)
    return GDK_EVENT_PROPAGATE;
  go_to (calendar, next, owner);
  return GDK_EVENT_STOP;
}

static void
update_name (GtkCalendar *calendar)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (calendar);
  g_autofree char *name = daybook_format_day_full (daybook_day_from_civil (
    g_date_time_get_year (date), g_date_time_get_month (date), g_date_time_get_day_of_month (date)));

  gtk_accessible_update_property (GTK_ACCESSIBLE (calendar), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Arrows go from the day that is shown to others, Page Up and Page Down by months; Enter or Space chooses the one that
 * was come to, as a click does. The calendar is called by its day. @owner: the data of the handlers of "day-selected". */
void
daybook_calendar_keys_add (GtkCalendar *calendar, gpointer owner)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_cb), owner);
  gtk_widget_add_controller (GTK_WIDGET (calendar), keys);
  g_signal_connect (calendar, "notify::day", G_CALLBACK (update_name), NULL);
  g_signal_connect (calendar, "notify::month", G_CALLBACK (update_name), NULL);
  g_signal_connect (calendar, "notify::year", G_CALLBACK (update_name), NULL);
  update_name (calendar);
}
