/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Time page does: going through weeks, selecting, and changing what is selected. */
#include "time/daybook-time-page-private.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "entry/daybook-entry-batch.h"
#include "time/daybook-entry-row.h"
#include "time/daybook-export-dialog.h"

/* Weeks ---------------------------------------------------------------------------------------------- */

static void
on_week_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (widget);
  DaybookDay first;

  if (self->model == NULL)
    return;
  first = daybook_week_model_get_first (self->model);
  if (g_str_equal (action, "time.go-to-today"))
    daybook_time_page_go_to (self, daybook_week_model_get_today (self->model));
  else
    daybook_time_page_go_to (self, g_str_equal (action, "time.next-week") ? first + DAYBOOK_WEEK_DAYS : first - 1);
}

static void
on_show_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (widget);

  if (self->model != NULL)
    daybook_week_model_set_filter (self->model, DAYBOOK_WEEK_ANY_PROJECT, DAYBOOK_DAY_NONE);
}

static void
on_export_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (widget);

  GtkWidget *dialog;

  if (self->model == NULL)
    return;
  dialog = daybook_export_dialog_new (self->model);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_entry_editor_leave (DAYBOOK_ENTRY_EDITOR (daybook_lazy_bin_get (DAYBOOK_TIME_PAGE (widget)->editor)));
}

/* Selecting ------------------------------------------------------------------------------------------ */

/* The bar says what is selected, and is there only then. */
void
daybook_time_page_update_selection (DaybookTimePage *self)
{
  guint n = daybook_week_selection_get_count (self->selection);
  gint64 seconds = daybook_week_selection_get_time (self->selection);
  g_autofree char *label = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);
  g_autofree char *time = daybook_duration_format_clock (seconds);
  g_autofree char *spoken = daybook_duration_format_spoken (seconds);

  gtk_label_set_label (self->selected_label, label);
  gtk_label_set_label (self->selected_time, time);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->selected_time), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  /* Hidden and not only folded away: even then its width would be the window's least. */
  gtk_widget_set_visible (GTK_WIDGET (self->selection_bar), n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "time.approve", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "time.reject", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "time.assign", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "time.clear", n > 0);
}

static void
on_select_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_week_selection_select_all (DAYBOOK_TIME_PAGE (widget)->selection);
}

static void
on_clear_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_week_selection_clear (DAYBOOK_TIME_PAGE (widget)->selection);
}

/* Changing ------------------------------------------------------------------------------------------- */

static void
on_approve_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (widget);
  g_autoptr (GPtrArray) entries = daybook_week_selection_list_entries (self->selection);

  if (g_str_equal (action, "time.approve"))
    daybook_entry_batch_approve (self->workspace, entries);
  else
    daybook_entry_batch_reject (self->workspace, entries);
  daybook_week_selection_clear (self->selection);
}

/* What is selected, else the entry that has the focus. */
static void
on_delete_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  g_autoptr (GPtrArray) entries = daybook_week_selection_list_entries (self->selection);

  if (entries->len == 0 && DAYBOOK_IS_ENTRY_ROW (focus))
    {
      DaybookWeekEntry *entry = daybook_entry_row_get_entry (DAYBOOK_ENTRY_ROW (focus));

      g_ptr_array_add (entries, daybook_entry_copy (daybook_week_entry_get_entry (entry)));
    }
  if (entries->len == 0)
    return;
  daybook_entry_batch_delete (self->workspace, entries);
  daybook_week_selection_clear (self->selection);
}

static void
on_project_chosen_cb (DaybookProjectPopover *popover, gint64 project, const char *name, DaybookTimePage *self)
{
  g_autoptr (GPtrArray) entries = daybook_week_selection_list_entries (self->selection);

  daybook_entry_batch_assign (self->workspace, entries, project, name);
  daybook_week_selection_clear (self->selection);
}

static GtkPopover *
get_assign_popover (DaybookTimePage *self)
{
  if (self->assign_popover == NULL)
    {
      self->assign_popover = g_object_new (DAYBOOK_TYPE_PROJECT_POPOVER, "workspace", self->workspace, "position",
                                           GTK_POS_TOP, NULL);
      daybook_project_popover_set_current (self->assign_popover, -1);
      g_signal_connect (self->assign_popover, "chosen", G_CALLBACK (on_project_chosen_cb), self);
      gtk_widget_set_parent (GTK_WIDGET (self->assign_popover), GTK_WIDGET (self));
    }
  return GTK_POPOVER (self->assign_popover);
}

static void
on_assign_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (widget);
  GtkWidget *at = self->narrow ? self->selection_menu_button : self->assign_button;
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (at, widget, &bounds))
    {
      GdkRectangle rectangle = { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                                 (int) bounds.size.height };

      gtk_popover_set_pointing_to (get_assign_popover (self), &rectangle);
    }
  gtk_popover_popup (get_assign_popover (self));
}

void
daybook_time_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "time.previous-week", NULL, on_week_cb);
  gtk_widget_class_install_action (widget_class, "time.next-week", NULL, on_week_cb);
  gtk_widget_class_install_action (widget_class, "time.go-to-today", NULL, on_week_cb);
  gtk_widget_class_install_action (widget_class, "time.show-all", NULL, on_show_all_cb);
  gtk_widget_class_install_action (widget_class, "time.export", NULL, on_export_cb);
  gtk_widget_class_install_action (widget_class, "time.back", NULL, on_back_cb);
  gtk_widget_class_install_action (widget_class, "time.select-all", NULL, on_select_all_cb);
  gtk_widget_class_install_action (widget_class, "time.clear", NULL, on_clear_cb);
  gtk_widget_class_install_action (widget_class, "time.approve", NULL, on_approve_cb);
  gtk_widget_class_install_action (widget_class, "time.reject", NULL, on_approve_cb);
  gtk_widget_class_install_action (widget_class, "time.assign", NULL, on_assign_cb);
  gtk_widget_class_install_action (widget_class, "time.delete", NULL, on_delete_cb);
}

/* Keys ----------------------------------------------------------------------------------------------- */

static gboolean
on_shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer action)
{
  DaybookTimePage *self = DAYBOOK_TIME_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* Everywhere in the window, but only while the week is what is seen; a text field keeps its keys. */
  return gtk_widget_get_mapped (widget) && !GTK_IS_EDITABLE (focus) && !GTK_IS_TEXT_VIEW (focus)
         && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "week") == 0
         && gtk_widget_activate_action (widget, action, NULL);
}

/* Out of what the person is in, a step at a time. */
static gboolean
on_escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GtkWidget *editor = daybook_lazy_bin_peek (DAYBOOK_TIME_PAGE (widget)->editor);

  if (gtk_widget_get_mapped (widget) && editor != NULL && daybook_entry_editor_get_id (DAYBOOK_ENTRY_EDITOR (editor)) != 0)
    {
      daybook_entry_editor_give_up (DAYBOOK_ENTRY_EDITOR (editor));
      return TRUE;
    }
  return on_shortcut_cb (widget, NULL, (gpointer) "time.clear")
         || on_shortcut_cb (widget, NULL, (gpointer) "time.show-all");
}

static void
add_shortcut (GtkEventController *controller, guint key, GdkModifierType modifiers, GtkShortcutFunc func,
              const char *action)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers), gtk_callback_action_new (func, (gpointer) action, NULL)));
}

void
daybook_time_page_add_shortcuts (DaybookTimePage *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  add_shortcut (controller, GDK_KEY_Left, GDK_ALT_MASK, on_shortcut_cb, "time.previous-week");
  add_shortcut (controller, GDK_KEY_Right, GDK_ALT_MASK, on_shortcut_cb, "time.next-week");
  add_shortcut (controller, GDK_KEY_t, GDK_CONTROL_MASK, on_shortcut_cb, "time.go-to-today");
  add_shortcut (controller, GDK_KEY_a, GDK_CONTROL_MASK, on_shortcut_cb, "time.select-all");
  add_shortcut (controller, GDK_KEY_Delete, 0, on_shortcut_cb, "time.delete");
  add_shortcut (controller, GDK_KEY_Escape, 0, on_escape_cb, NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
