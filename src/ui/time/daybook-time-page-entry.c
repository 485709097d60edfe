/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry of the week: its editor, at its row or as a page of its own. */
#include "time/daybook-time-page-private.h"

static void
on_show_event_cb (DaybookEntryEditor *editor, gint64 id, DaybookTimePage *self)
{
  g_autofree char *event = daybook_id_format (DAYBOOK_KIND_EVENT, id);

  daybook_entry_editor_leave (editor);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", event);
}

static void
on_editor_done_cb (DaybookTimePage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "week");
}

void
daybook_time_page_on_editor_made_cb (DaybookLazyBin *bin, DaybookEntryEditor *editor, DaybookTimePage *self)
{
  g_signal_connect_swapped (editor, "done", G_CALLBACK (on_editor_done_cb), self);
  g_signal_connect (editor, "show-event", G_CALLBACK (on_show_event_cb), self);
}

static DaybookEntryPopover *
get_entry_popover (DaybookTimePage *self)
{
  if (self->entry_popover == NULL)
    {
      self->entry_popover = DAYBOOK_ENTRY_POPOVER (daybook_entry_popover_new (self->workspace));
      gtk_widget_set_parent (GTK_WIDGET (self->entry_popover), GTK_WIDGET (self));
      g_signal_connect (daybook_entry_popover_get_editor (self->entry_popover), "show-event",
                        G_CALLBACK (on_show_event_cb), self);
    }
  return self->entry_popover;
}

/* Opens the editor of an entry: at its row, or as a page where there is no room beside it. */
void
daybook_time_page_open_entry (DaybookWeekDay *day, DaybookWeekEntry *entry, GtkWidget *row, DaybookTimePage *self)
{
  gint64 id = daybook_week_entry_get_id (entry);
  graphene_rect_t bounds;

  if (self->narrow)
    {
      if (daybook_entry_editor_open (DAYBOOK_ENTRY_EDITOR (daybook_lazy_bin_get (self->editor)), id))
        gtk_stack_set_visible_child_name (self->stack, "entry");
      return;
    }
  if (gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    {
      /* At the title, not in the middle of a wide row. */
      GdkRectangle at = { (int) bounds.origin.x + 90, (int) bounds.origin.y, 120, (int) bounds.size.height };

      gtk_popover_set_pointing_to (GTK_POPOVER (get_entry_popover (self)), &at);
    }
  daybook_entry_popover_open (get_entry_popover (self), id);
}
