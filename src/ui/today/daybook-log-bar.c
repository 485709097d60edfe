/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-log-bar.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "base/daybook-text.h"
#include "common/daybook-format.h"
#include "common/daybook-project-picker.h"
#include "timekeeping/daybook-log-text.h"

struct _DaybookLogBar
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookDayModel *model;      /* (owned) (nullable) */
  gboolean compact;

  /* Template children */
  GtkText *text;
  DaybookProjectPicker *picker;
  GtkButton *button;
  GtkRevealer *revealer;
  GtkLabel *feedback;
};

G_DEFINE_FINAL_TYPE (DaybookLogBar, daybook_log_bar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The second of the day that an entry on another day than today begins: behind the last one, else when the
 * working day does. */
static gint64
find_start (DaybookLogBar *self)
{
  DaybookRowList *entries = daybook_day_model_get_entries (self->model);
  gint64 start = 0, work_from, work_to;

  for (guint i = 0; i < daybook_row_list_get_length (entries); i++)
    start = MAX (start, daybook_day_entry_get_to (daybook_row_list_peek (entries, i)));
  if (start > 0 && start < DAYBOOK_DAY_SECONDS)
    return start;
  daybook_day_model_get_working_hours (self->model, &work_from, &work_to);
  return work_from < work_to ? work_from : 9 * 3600;
}

/* "2 h 30 min, ACME / Website, ends now" */
static char *
describe (DaybookLogBar *self, const DaybookLogText *text)
{
  g_autofree char *duration = daybook_duration_format_short (text->duration);
  g_autofree char *when = NULL;

  if (daybook_day_model_is_today (self->model))
    {
      when = g_strdup (_("ends now"));
    }
  else
    {
      g_autofree char *start = daybook_format_time (find_start (self));

      /* Translators: a time of day */
      when = g_strdup_printf (_("begins at %s"), start);
    }
  /* Translators: a duration, a project, "ends now" */
  return g_strdup_printf (C_ ("log bar", "%s, %s, %s"), duration, daybook_project_picker_get_name (self->picker), when);
}

static void
on_changed_cb (DaybookLogBar *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->text));
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookLogText) text = daybook_log_text_parse (typed, &error);
  g_autofree char *said = NULL;

  if (self->model == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->button), text != NULL || !self->compact);
  if (text != NULL)
    said = describe (self, text);
  else if (*typed != '\0')
    said = g_strdup (error->message);
  if (said != NULL)
    gtk_label_set_label (self->feedback, said);
  gtk_revealer_set_reveal_child (self->revealer, said != NULL);
}

typedef struct
{
  char *text;  /* (owned) */
  char *toast; /* (owned) */
  gint64 project;
  gint64 start_at;
} Logging;

static void
logging_free (gpointer data)
{
  Logging *logging = data;

  g_free (logging->text);
  g_free (logging->toast);
  g_free (logging);
}

static gboolean
log_text (DaybookStore *store, gpointer data, GError **error)
{
  Logging *logging = data;
  g_autoptr (DaybookLogText) text = daybook_log_text_parse (logging->text, error);
  g_autoptr (DaybookEntry) entry =
    text != NULL ? daybook_log_entry (store, text, logging->project, logging->start_at, error) : NULL;

  return entry != NULL;
}

/* What could not be stored is there to be tried again, unless the next is being typed. */
static void
on_logged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DaybookWorkspace *workspace = DAYBOOK_WORKSPACE (source);
  g_autoptr (DaybookLogBar) self = data;
  const Logging *logging = daybook_workspace_change_get_data (workspace, result);
  g_autoptr (GError) error = NULL;
  gint64 change;

  if (daybook_workspace_change_finish (workspace, result, &change, &error))
    {
      daybook_workspace_toast (workspace, logging->toast, change);
      return;
    }
  daybook_workspace_toast (workspace, error->message, 0);
  /* The template's children are gone with the page. */
  if (self->workspace != NULL && *gtk_editable_get_text (GTK_EDITABLE (self->text)) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->text), logging->text);
}

static void
on_log_cb (DaybookLogBar *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->text));
  g_autoptr (DaybookLogText) text = daybook_log_text_parse (typed, NULL);
  g_autofree char *title = NULL, *duration = NULL, *label = NULL;
  Logging *logging;

  if (text == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  logging = g_new0 (Logging, 1);
  logging->text = g_strdup (typed);
  logging->project = daybook_project_picker_get_project (self->picker);
  logging->start_at = daybook_day_model_is_today (self->model)
                        ? DAYBOOK_INSTANT_NONE
                        : daybook_day_model_to_instant (self->model, find_start (self));
  title = daybook_text_isolate (text->title);
  duration = daybook_duration_format_short (text->duration);
  /* Translators: a step that Undo takes back; the title of a time entry */
  label = g_strdup_printf (_("Log “%s”"), title);
  /* Translators: a duration, the title of a time entry */
  logging->toast = g_strdup_printf (_("%s of “%s” logged"), duration, title);
  daybook_workspace_change_async (self->workspace, label, log_text, logging, logging_free, on_logged_cb, g_object_ref (self));
  gtk_editable_set_text (GTK_EDITABLE (self->text), "");
}

static gboolean
daybook_log_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DAYBOOK_LOG_BAR (widget)->text));
}

static void
daybook_log_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_LOG_BAR (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_log_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&DAYBOOK_LOG_BAR (object)->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_log_bar_dispose (GObject *object)
{
  DaybookLogBar *self = DAYBOOK_LOG_BAR (object);

  g_clear_object (&self->model);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_log_bar_parent_class)->dispose (object);
}

static void
daybook_log_bar_class_init (DaybookLogBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_log_bar_get_property;
  object_class->set_property = daybook_log_bar_set_property;
  object_class->dispose = daybook_log_bar_dispose;
  widget_class->grab_focus = daybook_log_bar_grab_focus;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DAYBOOK_TYPE_PROJECT_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/today/daybook-log-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookLogBar, text);
  gtk_widget_class_bind_template_child (widget_class, DaybookLogBar, picker);
  gtk_widget_class_bind_template_child (widget_class, DaybookLogBar, button);
  gtk_widget_class_bind_template_child (widget_class, DaybookLogBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, DaybookLogBar, feedback);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_log_cb);
}

static void
daybook_log_bar_init (DaybookLogBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The day that is logged to; set once. */
void
daybook_log_bar_set_model (DaybookLogBar *self, DaybookDayModel *model)
{
  g_return_if_fail (DAYBOOK_IS_LOG_BAR (self));
  g_return_if_fail (self->model == NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
}

/* With little room the text has it all until there is something to log. */
void
daybook_log_bar_set_compact (DaybookLogBar *self, gboolean compact)
{
  g_return_if_fail (DAYBOOK_IS_LOG_BAR (self));

  self->compact = compact;
  gtk_widget_set_visible (GTK_WIDGET (self->picker), !compact);
  gtk_widget_set_visible (GTK_WIDGET (self->button), !compact || gtk_widget_get_sensitive (GTK_WIDGET (self->button)));
}
