/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields: filled from the entry, and what is typed into them taken over. */
#include "entry/daybook-entry-editor-private.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "base/daybook-money.h"
#include "base/daybook-text.h"
#include "common/daybook-entry-words.h"
#include "common/daybook-format.h"
#include "entry/daybook-entry-edit.h"
#include "store/daybook-entries.h"

/* What the drop-down offers, in its order; an invoice alone makes the fourth. */
static const DaybookEntryStatus statuses[]
  = { DAYBOOK_ENTRY_PENDING, DAYBOOK_ENTRY_APPROVED, DAYBOOK_ENTRY_REJECTED, DAYBOOK_ENTRY_INVOICED };

static DaybookZone *
get_zone (DaybookEntryEditor *self)
{
  return daybook_workspace_get_zone (self->workspace);
}

/* What the fields say ------------------------------------------------------------------------------- */

/* (nullable) A word above the fields. */
void
daybook_entry_editor_say (DaybookEntryEditor *self, const char *message)
{
  gtk_label_set_label (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
}

static gboolean
has_error (gpointer field)
{
  return gtk_widget_has_css_class (field, "error");
}

static void
set_error (gpointer field, gboolean error)
{
  if (error)
    gtk_widget_add_css_class (field, "error");
  else
    gtk_widget_remove_css_class (field, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                               error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* (nullable) Why it cannot be saved. */
const char *
daybook_entry_editor_get_problem (DaybookEntryEditor *self)
{
  if (has_error (self->title))
    return _("An entry needs a title");
  if (has_error (self->start) || has_error (self->end))
    return _("A time looks like 9:30");
  if (has_error (self->duration))
    return _("A duration looks like 1:30 or 90 min, and is at most a day");
  return NULL;
}

static void
update_amount (DaybookEntryEditor *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (DaybookProject) project =
    self->edited->project_id != 0 ? daybook_store_get_project (store, self->edited->project_id, NULL) : NULL;
  g_autofree char *text = NULL;
  gint64 amount;

  if (self->edited->billable && project != NULL && project->effective_rate >= 0 && project->effective_currency != NULL
      && daybook_money_for_duration (project->effective_rate, self->edited->duration, &amount))
    {
      g_autofree char *sum = daybook_money_format (amount, project->effective_currency);
      g_autofree char *rate = daybook_money_format (project->effective_rate, project->effective_currency);

      /* Translators: an amount of money at an hourly rate */
      text = g_strdup_printf (_("%s at %s an hour"), sum, rate);
    }
  gtk_label_set_label (self->amount, text != NULL ? text : "");
}

/* After a change: whether it can be saved, and what it is worth. */
void
daybook_entry_editor_update (DaybookEntryEditor *self)
{
  const char *problem = daybook_entry_editor_get_problem (self);

  gtk_widget_set_sensitive (self->save_button, problem == NULL && !self->saving
                                                 && !daybook_entry_edit_is_same (self->saved, self->edited));
  gtk_widget_set_tooltip_text (self->save_button, problem);
  update_amount (self);
}

/* Filling -------------------------------------------------------------------------------------------- */

/* A field that the person is in the middle of is left alone. */
static void
fill (GtkEditable *field, const char *text)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (field)) && gtk_widget_get_focus_child (GTK_WIDGET (field)) == NULL
      && g_strcmp0 (gtk_editable_get_text (field), text) != 0)
    gtk_editable_set_text (field, text);
}

/* Day, start, end and duration follow from each other. */
void
daybook_entry_editor_fill_times (DaybookEntryEditor *self)
{
  gint64 start = daybook_zone_to_wall (get_zone (self), self->edited->start_at);
  gint64 end = daybook_zone_to_wall (get_zone (self), self->edited->end_at);
  g_autofree char *start_text = daybook_format_time (start);
  g_autofree char *end_text = daybook_format_time (end);
  g_autofree char *duration = daybook_duration_format_short (self->edited->duration);

  self->filling = TRUE;
  daybook_date_button_set_day (self->day, daybook_entry_edit_get_day (self->edited, get_zone (self)));
  fill (self->start, start_text);
  fill (self->end, end_text);
  fill (self->duration, duration);
  set_error (self->start, FALSE);
  set_error (self->end, FALSE);
  set_error (self->duration, FALSE);
  self->filling = FALSE;
}

static void
fill_status (DaybookEntryEditor *self)
{
  const guint n = self->saved->status == DAYBOOK_ENTRY_INVOICED ? 4 : 3;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (names, daybook_entry_status_name (statuses[i]));
      if (statuses[i] == self->saved->status)
        selected = i;
    }
  gtk_drop_down_set_model (self->status, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->status, selected);
}

/* All fields say the entry as it was read. */
void
daybook_entry_editor_fill (DaybookEntryEditor *self)
{
  gboolean locked = self->saved->status == DAYBOOK_ENTRY_INVOICED || daybook_workspace_is_read_only (self->workspace);
  g_autofree char *tags = daybook_entry_edit_format_tags (self->saved);

  self->filling = TRUE;
  gtk_editable_set_text (self->title, self->saved->title);
  gtk_editable_set_text (self->tags, tags);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->notes), self->saved->notes != NULL ? self->saved->notes : "",
                            -1);
  daybook_project_picker_set_project (self->project, self->saved->project_id);
  gtk_switch_set_active (self->billable, self->saved->billable);
  fill_status (self);
  set_error (self->title, FALSE);
  self->filling = FALSE;
  daybook_entry_editor_fill_times (self);
  daybook_entry_meeting_show_entry (self->meeting, self->workspace, self->saved);
  /* A question comes first, what is only told comes last. */
  gtk_box_reorder_child_after (self->content, GTK_WIDGET (self->meeting),
                               daybook_entry_meeting_asks (self->meeting) ? GTK_WIDGET (self->message) : self->fields);
  gtk_widget_set_sensitive (self->fields, !locked);
  gtk_widget_set_visible (self->buttons, !locked);
  daybook_entry_editor_say (self, self->saved->status == DAYBOOK_ENTRY_INVOICED ? _("It is on an invoice and can no longer be changed.")
                                                           : NULL);
  daybook_entry_editor_update (self);
}

/* Editing -------------------------------------------------------------------------------------------- */

static void
on_title_cb (DaybookEntryEditor *self)
{
  if (self->filling || self->edited == NULL)
    return;
  g_free (self->edited->title);
  self->edited->title = daybook_text_one_line (gtk_editable_get_text (self->title));
  set_error (self->title, *self->edited->title == '\0');
  daybook_entry_editor_update (self);
}

static void
on_day_cb (DaybookEntryEditor *self)
{
  daybook_entry_edit_set_day (self->edited, get_zone (self), daybook_date_button_get_day (self->day));
  daybook_entry_editor_fill_times (self);
  daybook_entry_editor_update (self);
}

static void
on_start_cb (DaybookEntryEditor *self)
{
  gint64 second;

  if (self->filling || self->edited == NULL)
    return;
  set_error (self->start, !daybook_format_parse_time (gtk_editable_get_text (self->start), &second));
  if (!has_error (self->start))
    {
      daybook_entry_edit_set_start (self->edited, get_zone (self), second);
      daybook_entry_editor_fill_times (self);
    }
  daybook_entry_editor_update (self);
}

static void
on_end_cb (DaybookEntryEditor *self)
{
  gint64 second;

  if (self->filling || self->edited == NULL)
    return;
  set_error (self->end, !daybook_format_parse_time (gtk_editable_get_text (self->end), &second));
  if (!has_error (self->end))
    {
      daybook_entry_edit_set_end (self->edited, get_zone (self), second);
      daybook_entry_editor_fill_times (self);
    }
  daybook_entry_editor_update (self);
}

static void
on_duration_cb (DaybookEntryEditor *self)
{
  gint64 seconds;

  if (self->filling || self->edited == NULL)
    return;
  set_error (self->duration, !daybook_duration_parse (gtk_editable_get_text (self->duration), &seconds, NULL)
                               || !daybook_entry_edit_set_duration (self->edited, seconds));
  if (!has_error (self->duration))
    daybook_entry_editor_fill_times (self);
  daybook_entry_editor_update (self);
}

/* Billing follows a project that is given, as when time is logged there. */
static void
on_project_cb (DaybookEntryEditor *self)
{
  gint64 id = daybook_project_picker_get_project (self->project);
  g_autoptr (DaybookProject) project =
    id != 0 ? daybook_store_get_project (daybook_workspace_get_store (self->workspace), id, NULL) : NULL;

  self->edited->project_id = id;
  if (project != NULL)
    gtk_switch_set_active (self->billable, project->billable);
  daybook_entry_editor_update (self);
}

static void
on_billable_cb (DaybookEntryEditor *self)
{
  if (self->filling || self->edited == NULL)
    return;
  self->edited->billable = gtk_switch_get_active (self->billable);
  daybook_entry_editor_update (self);
}

static void
on_tags_cb (DaybookEntryEditor *self)
{
  if (self->filling || self->edited == NULL)
    return;
  g_strfreev (self->edited->tags);
  self->edited->tags = daybook_tags_parse (gtk_editable_get_text (self->tags));
  daybook_entry_editor_update (self);
}

static void
on_notes_cb (DaybookEntryEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->notes);
  g_autofree char *text = NULL;

  if (self->filling || self->edited == NULL)
    return;
  g_object_get (buffer, "text", &text, NULL);
  g_free (self->edited->notes);
  self->edited->notes = *text != '\0' ? g_steal_pointer (&text) : NULL;
  daybook_entry_editor_update (self);
}

static void
on_status_cb (DaybookEntryEditor *self)
{
  guint selected = gtk_drop_down_get_selected (self->status);

  if (self->filling || self->edited == NULL || selected >= G_N_ELEMENTS (statuses))
    return;
  self->edited->status = statuses[selected];
  daybook_entry_editor_update (self);
}

/* What the template calls when a field is edited. */
void
daybook_entry_editor_class_bind_fields (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_title_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_day_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_start_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_end_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_duration_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_project_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_billable_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_tags_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_status_cb);
}

void
daybook_entry_editor_init_fields (DaybookEntryEditor *self)
{
  daybook_date_button_set_name (self->day, _("Day"));
  g_signal_connect_object (gtk_text_view_get_buffer (self->notes), "changed", G_CALLBACK (on_notes_cb), self,
                           G_CONNECT_SWAPPED);
}
