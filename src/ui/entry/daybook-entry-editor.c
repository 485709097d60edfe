/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry/daybook-entry-editor.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "base/daybook-error.h"
#include "base/daybook-money.h"
#include "base/daybook-text.h"
#include "common/daybook-date-button.h"
#include "common/daybook-entry-words.h"
#include "common/daybook-format.h"
#include "common/daybook-project-picker.h"
#include "entry/daybook-entry-batch.h"
#include "entry/daybook-entry-edit.h"
#include "entry/daybook-entry-meeting.h"
#include "store/daybook-entries.h"

struct _DaybookEntryEditor
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookEntry *saved;         /* (owned) (nullable) as it was read */
  DaybookEntry *edited;        /* (owned) (nullable) as the fields have it */
  gboolean filling;            /* the fields are being set, not edited */
  gboolean saving;

  /* Template children */
  GtkBox *content;
  GtkLabel *message;
  GtkWidget *fields;
  GtkEditable *title;
  DaybookDateButton *day;
  GtkEditable *start;
  GtkEditable *end;
  GtkEditable *duration;
  DaybookProjectPicker *project;
  GtkSwitch *billable;
  GtkLabel *amount;
  GtkEditable *tags;
  GtkTextView *notes;
  GtkDropDown *status;
  DaybookEntryMeeting *meeting;
  GtkWidget *buttons;
  GtkWidget *save_button;
};

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

/* What the drop-down offers, in its order; an invoice alone makes the fourth. */
static const DaybookEntryStatus statuses[]
  = { DAYBOOK_ENTRY_PENDING, DAYBOOK_ENTRY_APPROVED, DAYBOOK_ENTRY_REJECTED, DAYBOOK_ENTRY_INVOICED };

static DaybookZone *
get_zone (DaybookEntryEditor *self)
{
  return daybook_workspace_get_zone (self->workspace);
}

/* What the fields say ------------------------------------------------------------------------------- */

static void
say (DaybookEntryEditor *self, const char *message)
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
static const char *
get_problem (DaybookEntryEditor *self)
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

static void
on_edited (DaybookEntryEditor *self)
{
  const char *problem = get_problem (self);

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

static void
fill_times (DaybookEntryEditor *self)
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

static void
fill_all (DaybookEntryEditor *self)
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
  fill_times (self);
  daybook_entry_meeting_show_entry (self->meeting, self->workspace, self->saved);
  /* A question comes first, what is only told comes last. */
  gtk_box_reorder_child_after (self->content, GTK_WIDGET (self->meeting),
                               daybook_entry_meeting_asks (self->meeting) ? GTK_WIDGET (self->message) : self->fields);
  gtk_widget_set_sensitive (self->fields, !locked);
  gtk_widget_set_visible (self->buttons, !locked);
  say (self, self->saved->status == DAYBOOK_ENTRY_INVOICED ? _("It is on an invoice and can no longer be changed.")
                                                           : NULL);
  on_edited (self);
}

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
  fill_all (self);
  return TRUE;
}

static gboolean
is_changed (DaybookEntryEditor *self)
{
  return self->saved != NULL && (get_problem (self) != NULL || !daybook_entry_edit_is_same (self->saved, self->edited));
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
      say (self, _("It was deleted elsewhere."));
      gtk_widget_set_sensitive (self->fields, FALSE);
      gtk_widget_set_visible (self->buttons, FALSE);
    }
  else if (entry->version != self->saved->version && !is_changed (self))
    {
      load (self, entry->id);
    }
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
  on_edited (self);
}

static void
on_day_cb (DaybookEntryEditor *self)
{
  daybook_entry_edit_set_day (self->edited, get_zone (self), daybook_date_button_get_day (self->day));
  fill_times (self);
  on_edited (self);
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
      fill_times (self);
    }
  on_edited (self);
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
      fill_times (self);
    }
  on_edited (self);
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
    fill_times (self);
  on_edited (self);
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
  on_edited (self);
}

static void
on_billable_cb (DaybookEntryEditor *self)
{
  if (self->filling || self->edited == NULL)
    return;
  self->edited->billable = gtk_switch_get_active (self->billable);
  on_edited (self);
}

static void
on_tags_cb (DaybookEntryEditor *self)
{
  if (self->filling || self->edited == NULL)
    return;
  g_strfreev (self->edited->tags);
  self->edited->tags = daybook_entry_edit_parse_tags (gtk_editable_get_text (self->tags));
  on_edited (self);
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
  on_edited (self);
}

static void
on_status_cb (DaybookEntryEditor *self)
{
  guint selected = gtk_drop_down_get_selected (self->status);

  if (self->filling || self->edited == NULL || selected >= G_N_ELEMENTS (statuses))
    return;
  self->edited->status = statuses[selected];
  on_edited (self);
}

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
  on_edited (self);
}

static void
on_take_time_cb (DaybookEntryMeeting *meeting, gint64 start_at, gint64 end_at, DaybookEntryEditor *self)
{
  self->edited->start_at = start_at;
  self->edited->end_at = end_at;
  self->edited->duration = end_at - start_at;
  fill_times (self);
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
    say (self, _("It was changed elsewhere meanwhile. This is how it is now: make your change again."));
  else
    say (self, error->message);
  on_edited (self);
}

static void
on_save_cb (DaybookEntryEditor *self)
{
  if (self->saved == NULL || self->saving)
    return;
  if (get_problem (self) != NULL)
    {
      say (self, get_problem (self));
      return;
    }
  if (daybook_entry_edit_is_same (self->saved, self->edited))
    {
      close_entry (self);
      return;
    }
  self->saving = TRUE;
  on_edited (self);
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
  gtk_widget_class_bind_template_callback (widget_class, on_title_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_day_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_start_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_end_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_duration_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_project_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_billable_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_tags_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_status_cb);
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
  daybook_date_button_set_name (self->day, _("Day"));
  g_signal_connect_object (gtk_text_view_get_buffer (self->notes), "changed", G_CALLBACK (on_notes_cb), self,
                           G_CONNECT_SWAPPED);
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
  problem = get_problem (self);
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
