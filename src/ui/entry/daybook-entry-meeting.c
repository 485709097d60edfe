/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry/daybook-entry-meeting.h"

#include <glib/gi18n.h>

#include "base/daybook-text.h"
#include "common/daybook-format.h"
#include "store/daybook-events.h"

struct _DaybookEntryMeeting
{
  GtkBox parent_instance;

  gint64 event_id; /* 0 = it is gone */
  gint64 start_at;
  gint64 end_at;

  /* Template children */
  GtkWidget *button;
  GtkLabel *title;
  GtkLabel *time;
  GtkWidget *arrow;
  GtkWidget *question;
  GtkLabel *flag;
  GtkWidget *take_button;
};

G_DEFINE_FINAL_TYPE (DaybookEntryMeeting, daybook_entry_meeting, GTK_TYPE_BOX)

enum
{
  TAKE_TIME,
  KEEP_TIME,
  SHOW,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_show_cb (DaybookEntryMeeting *self)
{
  if (self->event_id != 0)
    g_signal_emit (self, signals[SHOW], 0, self->event_id);
}

static void
on_take_cb (DaybookEntryMeeting *self)
{
  g_signal_emit (self, signals[TAKE_TIME], 0, self->start_at, self->end_at);
}

static void
on_keep_cb (DaybookEntryMeeting *self)
{
  g_signal_emit (self, signals[KEEP_TIME], 0, self->start_at, self->end_at);
}

static void
daybook_entry_meeting_class_init (DaybookEntryMeetingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[TAKE_TIME] = g_signal_new ("take-time", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  signals[KEEP_TIME] = g_signal_new ("keep-time", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  signals[SHOW] = g_signal_new ("show-event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/entry/daybook-entry-meeting.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryMeeting, button);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryMeeting, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryMeeting, time);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryMeeting, arrow);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryMeeting, question);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryMeeting, flag);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryMeeting, take_button);
  gtk_widget_class_bind_template_callback (widget_class, on_show_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_take_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_cb);
}

static void
daybook_entry_meeting_init (DaybookEntryMeeting *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* "Thursday, 19 November, 10:30 to 11:00" */
static char *
format_time (DaybookWorkspace *workspace, gint64 start_at, gint64 end_at)
{
  DaybookZone *zone = daybook_workspace_get_zone (workspace);
  g_autofree char *day =
    daybook_format_day_relative (daybook_zone_get_day (zone, start_at), daybook_workspace_get_today (workspace));
  g_autofree char *range =
    daybook_format_spoken_range (daybook_zone_to_wall (zone, start_at), daybook_zone_to_wall (zone, end_at));

  /* Translators: a day, from when to when */
  return g_strdup_printf (_("%s, %s"), day, range);
}

static void
show_event (DaybookEntryMeeting *self, DaybookWorkspace *workspace, const DaybookEvent *event)
{
  g_autofree char *title = daybook_text_one_line (event->title);
  g_autofree char *time = event->all_day ? NULL : format_time (workspace, event->range_start, event->range_end);

  gtk_label_set_label (self->title, *title != '\0' ? title : _("Untitled"));
  gtk_label_set_label (self->time, time != NULL ? time : _("All day"));
}

/* Reads the meeting of @entry and shows what there is to say. */
void
daybook_entry_meeting_show_entry (DaybookEntryMeeting *self, DaybookWorkspace *workspace, const DaybookEntry *entry)
{
  DaybookStore *store = daybook_workspace_get_store (workspace);
  g_autoptr (DaybookEvent) event =
    entry->event_id != 0 ? daybook_store_get_event (store, entry->event_id, NULL) : NULL;
  gboolean gone = (entry->flags & DAYBOOK_ENTRY_FLAG_GONE) != 0 || event == NULL;
  gboolean moved = (entry->flags & DAYBOOK_ENTRY_FLAG_MOVED) != 0 && !gone;

  g_return_if_fail (DAYBOOK_IS_ENTRY_MEETING (self));

  gtk_widget_set_visible (GTK_WIDGET (self), event != NULL || entry->event_key != NULL);
  self->event_id = event != NULL ? event->id : 0;
  self->start_at = event != NULL ? event->range_start : DAYBOOK_INSTANT_NONE;
  self->end_at = event != NULL ? event->range_end : DAYBOOK_INSTANT_NONE;
  if (event != NULL)
    {
      show_event (self, workspace, event);
    }
  else
    {
      gtk_label_set_label (self->title, _("Meeting"));
      gtk_label_set_label (self->time, _("No longer in the calendar"));
    }
  gtk_widget_set_sensitive (self->button, event != NULL);
  gtk_widget_set_visible (self->arrow, event != NULL);
  gtk_widget_set_tooltip_text (self->button, event != NULL ? _("Show the Meeting") : NULL);

  gtk_widget_set_visible (self->question, entry->status != DAYBOOK_ENTRY_INVOICED
                                            && (moved || (entry->flags & DAYBOOK_ENTRY_FLAG_GONE) != 0));
  gtk_widget_set_visible (self->take_button, moved);
  gtk_label_set_label (self->flag, moved ? _("The meeting moved after this time was approved.")
                                         : _("The meeting was deleted after this time was approved."));
}

/* Whether there is a choice to make. */
gboolean
daybook_entry_meeting_asks (DaybookEntryMeeting *self)
{
  return gtk_widget_get_visible (self->question);
}
