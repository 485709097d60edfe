/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-log-form.h"

#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "base/daybook-money.h"
#include "base/daybook-text.h"
#include "common/daybook-project-picker.h"
#include "store/daybook-entries.h"

struct _DaybookLogForm
{
  AdwPreferencesGroup parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  gint64 hourly_rate;          /* of the project, minor units; -1 none */
  char *currency;              /* (owned) (nullable) */
  gboolean resetting;

  /* Template children */
  DaybookProjectPicker *picker;
  AdwEntryRow *title_row;
  AdwEntryRow *duration_row;
  AdwActionRow *billable_row;
  GtkSwitch *billable;
};

G_DEFINE_FINAL_TYPE (DaybookLogForm, daybook_log_form, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

enum
{
  CHANGED,
  SUBMITTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* "€142.50 at €95 an hour" under the switch. */
static void
update_amount (DaybookLogForm *self)
{
  gint64 duration = daybook_log_form_get_duration (self), amount;
  g_autofree char *text = NULL;

  if (self->hourly_rate >= 0 && self->currency != NULL && gtk_switch_get_active (self->billable)
      && daybook_money_for_duration (self->hourly_rate, MAX (duration, 0), &amount))
    {
      g_autofree char *sum = daybook_money_format (amount, self->currency);
      g_autofree char *rate = daybook_money_format (self->hourly_rate, self->currency);

      /* Translators: an amount, then the rate it follows from: "€142.50 at €95.00 an hour" */
      text = g_strdup_printf (_("%s at %s an hour"), sum, rate);
    }
  adw_action_row_set_subtitle (self->billable_row, text);
}

static void
on_changed_cb (DaybookLogForm *self)
{
  gboolean bad = daybook_log_form_get_duration (self) <= 0;

  if (self->resetting)
    return;
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->duration_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->duration_row), "error");
  update_amount (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_submitted_cb (DaybookLogForm *self)
{
  if (daybook_log_form_is_complete (self))
    g_signal_emit (self, signals[SUBMITTED], 0);
}

/* Another project brings its own rate, and its own idea of what is billed. */
static void
on_project_changed_cb (DaybookLogForm *self)
{
  DaybookStore *store = self->workspace != NULL ? daybook_workspace_get_store (self->workspace) : NULL;
  gint64 id = daybook_project_picker_get_project (self->picker);
  g_autoptr (DaybookProject) project =
    store != NULL && id != 0 ? daybook_store_get_project (store, id, NULL) : NULL;
  gboolean resetting = self->resetting;

  self->hourly_rate = project != NULL ? project->effective_rate : -1;
  g_free (self->currency);
  self->currency = g_strdup (project != NULL ? project->effective_currency : NULL);
  self->resetting = TRUE;
  gtk_switch_set_active (self->billable, project != NULL ? project->billable
                                         : store != NULL ? daybook_store_get_setting_bool (store, "billable")
                                                         : FALSE);
  self->resetting = resetting;
  on_changed_cb (self);
}

static void
daybook_log_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_LOG_FORM (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_log_form_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&DAYBOOK_LOG_FORM (object)->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_log_form_finalize (GObject *object)
{
  DaybookLogForm *self = DAYBOOK_LOG_FORM (object);

  g_clear_object (&self->workspace);
  g_free (self->currency);
  G_OBJECT_CLASS (daybook_log_form_parent_class)->finalize (object);
}

static void
daybook_log_form_class_init (DaybookLogFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_log_form_get_property;
  object_class->set_property = daybook_log_form_set_property;
  object_class->finalize = daybook_log_form_finalize;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SUBMITTED] =
    g_signal_new ("submitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DAYBOOK_TYPE_PROJECT_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/today/daybook-log-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookLogForm, picker);
  gtk_widget_class_bind_template_child (widget_class, DaybookLogForm, title_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookLogForm, duration_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookLogForm, billable_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookLogForm, billable);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_submitted_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_project_changed_cb);
}

static void
daybook_log_form_init (DaybookLogForm *self)
{
  self->hourly_rate = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Begins anew: a meeting's title, the project it most likely belongs to, how long it took in seconds. */
void
daybook_log_form_reset (DaybookLogForm *self, const char *title, gint64 project, gint64 duration)
{
  g_autofree char *text = daybook_duration_format_short (duration);

  g_return_if_fail (DAYBOOK_IS_LOG_FORM (self));

  self->resetting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->title_row), title != NULL ? title : "");
  gtk_editable_set_text (GTK_EDITABLE (self->duration_row), duration > 0 ? text : "");
  daybook_project_picker_set_project (self->picker, project);
  on_project_changed_cb (self);
  self->resetting = FALSE;
  on_changed_cb (self);
}

gint64
daybook_log_form_get_project (DaybookLogForm *self)
{
  return daybook_project_picker_get_project (self->picker);
}

const char *
daybook_log_form_get_project_name (DaybookLogForm *self)
{
  return daybook_project_picker_get_name (self->picker);
}

const char *
daybook_log_form_get_color (DaybookLogForm *self)
{
  return daybook_project_picker_get_color (self->picker);
}

/* (transfer full) One line, "" when there is none. */
char *
daybook_log_form_dup_title (DaybookLogForm *self)
{
  return daybook_text_one_line (gtk_editable_get_text (GTK_EDITABLE (self->title_row)));
}

/* Seconds; 0 when what stands there is no duration. */
gint64
daybook_log_form_get_duration (DaybookLogForm *self)
{
  gint64 seconds = 0;

  if (!daybook_duration_parse (gtk_editable_get_text (GTK_EDITABLE (self->duration_row)), &seconds, NULL))
    return 0;
  return daybook_entry_check_length (seconds, NULL) ? seconds : 0;
}

gboolean
daybook_log_form_get_billable (DaybookLogForm *self)
{
  return gtk_switch_get_active (self->billable);
}

/* Whether it can be logged as it stands. */
gboolean
daybook_log_form_is_complete (DaybookLogForm *self)
{
  g_autofree char *title = daybook_log_form_dup_title (self);

  return *title != '\0' && daybook_log_form_get_duration (self) > 0;
}

void
daybook_log_form_choose_project (DaybookLogForm *self)
{
  daybook_project_picker_popup (self->picker);
}

void
daybook_log_form_focus_title (DaybookLogForm *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->title_row));
}
