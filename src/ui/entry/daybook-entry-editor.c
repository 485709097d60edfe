/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry/daybook-entry-editor-private.h"

#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "common/daybook-drop-down-name.h"
#include "entry/daybook-entry-batch.h"
#include "entry/daybook-entry-edit.h"
#include "store/daybook-entries.h"

G_DEFINE_FINAL_TYPE (DaybookEntryEditor, daybook_entry_editor, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

enum
{
  DONE,
  SHOW_EVENT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Loading -------------------------------------------------------------------------------------------- */

/* Reads the entry anew. FALSE: there is none. */
static gboolean
load (DaybookEntryEditor *self, gint64 id)
{
  DaybookStore *store = self->workspace != NULL ? daybook_workspace_get_store (self->workspace) : NULL;
  DaybookEntry *entry = store != NULL ? daybook_store_get_entry (store, id, NULL) : NULL;

  if (entry == NULL)
    return FALSE;
  g_clear_pointer (&self->saved, daybook_entry_free);
  g_clear_pointer (&self->edited, daybook_entry_free);
  self->saved = entry;
  self->edited = daybook_entry_copy (entry);
  self->saving = FALSE;
  daybook_entry_editor_fill (self);
  return TRUE;
}

static gboolean
is_changed (DaybookEntryEditor *self)
{
  return self->saved != NULL && (daybook_entry_editor_get_problem (self) != NULL || !daybook_entry_edit_is_same (self->saved, self->edited));
}

/* Somebody else changed it. Without changes of the person's own it is simply shown as it is now. */
static void
on_store_changed_cb (DaybookEntryEditor *self)
{
  g_autoptr (DaybookEntry) entry = NULL;

  if (self->saved == NULL || self->saving || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  entry = daybook_store_get_entry (daybook_workspace_get_store (self->workspace), self->saved->id, NULL);
  if (entry == NULL)
    {
      daybook_entry_editor_say (self, _("It was deleted elsewhere."));
      gtk_widget_set_sensitive (self->fields, FALSE);
      gtk_widget_set_visible (self->buttons, FALSE);
    }
  else if (entry->version != self->saved->version && !is_changed (self))
    {
      load (self, entry->id);
    }
}

/* The meeting it was made of ------------------------------------------------------------------------- */

/* The meeting's time is known now, whatever is done about it: only another move asks again. */
static void
settle (DaybookEntryEditor *self, gint64 start_at, gint64 end_at)
{
  self->edited->flags &= ~(DAYBOOK_ENTRY_FLAG_MOVED | DAYBOOK_ENTRY_FLAG_GONE);
  if (start_at != DAYBOOK_INSTANT_NONE)
    {
      self->edited->event_start_at = start_at;
      self->edited->event_end_at = end_at;
    }
  daybook_entry_meeting_show_entry (self->meeting, self->workspace, self->edited);
  gtk_widget_grab_focus (GTK_WIDGET (self->title));
  daybook_entry_editor_update (self);
}

static void
on_take_time_cb (DaybookEntryMeeting *meeting, gint64 start_at, gint64 end_at, DaybookEntryEditor *self)
{
  self->edited->start_at = start_at;
  self->edited->end_at = end_at;
  self->edited->duration = end_at - start_at;
  daybook_entry_editor_fill_times (self);
  settle (self, start_at, end_at);
}

static void
on_keep_time_cb (DaybookEntryMeeting *meeting, gint64 start_at, gint64 end_at, DaybookEntryEditor *self)
{
  settle (self, start_at, end_at);
}

static void
on_show_event_cb (DaybookEntryMeeting *meeting, gint64 id, DaybookEntryEditor *self)
{
  g_signal_emit (self, signals[SHOW_EVENT], 0, id);
}

/* Saving --------------------------------------------------------------------------------------------- */

/* Lets go of the entry: nothing that follows is about it. */
static void
close_entry (DaybookEntryEditor *self)
{
  g_clear_pointer (&self->saved, daybook_entry_free);
  g_clear_pointer (&self->edited, daybook_entry_free);
  g_signal_emit (self, signals[DONE], 0);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookEntryEditor) self = data;
  g_autoptr (GError) error = NULL;
  DaybookEntry *written = daybook_workspace_change_get_data (DAYBOOK_WORKSPACE (source), result);
  gboolean saved = daybook_entry_batch_save_finish (DAYBOOK_WORKSPACE (source), result, &error);

  if (self->saved == NULL || self->saved->id != written->id || !self->saving)
    {
      if (!saved)
        daybook_workspace_toast (DAYBOOK_WORKSPACE (source), error->message, 0);
      return;
    }
  self->saving = FALSE;
  if (saved)
    {
      close_entry (self);
      return;
    }
  if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT) && load (self, self->saved->id))
    daybook_entry_editor_say (self, _("It was changed elsewhere meanwhile. This is how it is now: make your change again."));
  else
    daybook_entry_editor_say (self, error->message);
  daybook_entry_editor_update (self);
}

static void
on_save_cb (DaybookEntryEditor *self)
{
  if (self->saved == NULL || self->saving)
    return;
  if (daybook_entry_editor_get_problem (self) != NULL)
    {
      daybook_entry_editor_say (self, daybook_entry_editor_get_problem (self));
      return;
    }
  if (daybook_entry_edit_is_same (self->saved, self->edited))
    {
      close_entry (self);
      return;
    }
  self->saving = TRUE;
  daybook_entry_editor_update (self);
  daybook_entry_batch_save_async (self->workspace, self->edited, on_saved_cb, g_object_ref (self));
}

static void
on_cancel_cb (DaybookEntryEditor *self)
{
  daybook_entry_editor_give_up (self);
}

static void
on_delete_cb (DaybookEntryEditor *self)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  if (self->saved == NULL)
    return;
  g_ptr_array_add (entries, self->saved);
  daybook_entry_batch_delete (self->workspace, entries);
  close_entry (self);
}

/* The type ------------------------------------------------------------------------------------------- */

static void
set_workspace (DaybookEntryEditor *self, DaybookWorkspace *workspace)
{
  if (!g_set_object (&self->workspace, workspace))
    return;
  if (workspace != NULL)
    g_signal_connect_object (workspace, "changed", G_CALLBACK (on_store_changed_cb), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

static void
daybook_entry_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_ENTRY_EDITOR (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_entry_editor_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      set_workspace (DAYBOOK_ENTRY_EDITOR (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_entry_editor_finalize (GObject *object)
{
  DaybookEntryEditor *self = DAYBOOK_ENTRY_EDITOR (object);

  g_clear_object (&self->workspace);
  g_clear_pointer (&self->saved, daybook_entry_free);
  g_clear_pointer (&self->edited, daybook_entry_free);
  G_OBJECT_CLASS (daybook_entry_editor_parent_class)->finalize (object);
}

static gboolean
daybook_entry_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DAYBOOK_ENTRY_EDITOR (widget)->title));
}

static void
daybook_entry_editor_class_init (DaybookEntryEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_entry_editor_get_property;
  object_class->set_property = daybook_entry_editor_set_property;
  object_class->finalize = daybook_entry_editor_finalize;
  widget_class->grab_focus = daybook_entry_editor_grab_focus;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[DONE] =
    g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW_EVENT] = g_signal_new ("show-event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_INT64);

  g_type_ensure (DAYBOOK_TYPE_DATE_BUTTON);
  g_type_ensure (DAYBOOK_TYPE_ENTRY_MEETING);
  g_type_ensure (DAYBOOK_TYPE_PROJECT_PICKER);
  gtk_widget_class_set_css_name (widget_class, "entryeditor");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/entry/daybook-entry-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, content);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, message);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, fields);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, day);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, start);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, end);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, duration);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, project);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, billable);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, amount);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, tags);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, notes);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, status);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, meeting);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, buttons);
  gtk_widget_class_bind_template_child (widget_class, DaybookEntryEditor, save_button);
  daybook_entry_editor_class_bind_fields (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_take_time_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_time_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_event_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_delete_cb);
}

static void
daybook_entry_editor_init (DaybookEntryEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  daybook_drop_down_name_tell (self->status, _("Status"));
  daybook_entry_editor_init_fields (self);
}

/* Shows the entry of @id as it is now. FALSE: there is none. */
gboolean
daybook_entry_editor_open (DaybookEntryEditor *self, gint64 id)
{
  g_return_val_if_fail (DAYBOOK_IS_ENTRY_EDITOR (self), FALSE);

  return load (self, id);
}

/* 0 = nothing is open. */
gint64
daybook_entry_editor_get_id (DaybookEntryEditor *self)
{
  return self->saved != NULL ? self->saved->id : 0;
}

/* The person goes elsewhere: what was changed is saved; what cannot be is said. */
void
daybook_entry_editor_leave (DaybookEntryEditor *self)
{
  const char *problem;

  g_return_if_fail (DAYBOOK_IS_ENTRY_EDITOR (self));

  if (self->saved == NULL)
    return;
  problem = daybook_entry_editor_get_problem (self);
  if (problem != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("Not saved. %s"), problem);

      daybook_workspace_toast (self->workspace, text, 0);
    }
  else if (!self->saving && !daybook_entry_edit_is_same (self->saved, self->edited))
    {
      self->saving = TRUE;
      daybook_entry_batch_save_async (self->workspace, self->edited, on_saved_cb, g_object_ref (self));
    }
  close_entry (self);
}

/* What was changed is forgotten. */
void
daybook_entry_editor_give_up (DaybookEntryEditor *self)
{
  g_return_if_fail (DAYBOOK_IS_ENTRY_EDITOR (self));

  if (self->saved != NULL)
    close_entry (self);
}
