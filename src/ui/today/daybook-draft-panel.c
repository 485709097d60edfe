/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-draft-panel.h"

#include <glib/gi18n.h>

#include "common/daybook-format.h"

struct _DaybookDraftPanel
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookDay day;
  gint64 from;

  /* Template children */
  GtkLabel *time;
  DaybookLogForm *form;
  GtkButton *log_button;
};

G_DEFINE_FINAL_TYPE (DaybookDraftPanel, daybook_draft_panel, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

enum
{
  LOG,
  CHANGED,
  CANCELLED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
update (DaybookDraftPanel *self)
{
  g_autofree char *day = daybook_format_day_relative (self->day, daybook_workspace_get_today (self->workspace));
  g_autofree char *range =
    daybook_format_spoken_range (self->from, self->from + daybook_log_form_get_duration (self->form));
  g_autofree char *text = g_strdup_printf (C_ ("day and time", "%s, %s"), day, range);

  gtk_label_set_label (self->time, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->log_button), daybook_log_form_is_complete (self->form));
}

static void
on_form_changed_cb (DaybookDraftPanel *self)
{
  if (self->workspace == NULL)
    return;
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_log_cb (DaybookDraftPanel *self)
{
  if (daybook_log_form_is_complete (self->form))
    g_signal_emit (self, signals[LOG], 0);
}

static void
on_cancel_cb (DaybookDraftPanel *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static void
daybook_draft_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_DRAFT_PANEL (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_draft_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&DAYBOOK_DRAFT_PANEL (object)->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_draft_panel_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_DRAFT_PANEL (object)->workspace);
  G_OBJECT_CLASS (daybook_draft_panel_parent_class)->finalize (object);
}

static void
daybook_draft_panel_class_init (DaybookDraftPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_draft_panel_get_property;
  object_class->set_property = daybook_draft_panel_set_property;
  object_class->finalize = daybook_draft_panel_finalize;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LOG] =
    g_signal_new ("log", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CANCELLED] =
    g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DAYBOOK_TYPE_LOG_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/today/daybook-draft-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookDraftPanel, time);
  gtk_widget_class_bind_template_child (widget_class, DaybookDraftPanel, form);
  gtk_widget_class_bind_template_child (widget_class, DaybookDraftPanel, log_button);
  gtk_widget_class_bind_template_callback (widget_class, on_form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_log_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
}

static void
daybook_draft_panel_init (DaybookDraftPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Begins an entry from @from to @to, seconds of @model's day. A project that was chosen for the span before
 * is kept: who draws a day draws several. */
void
daybook_draft_panel_show (DaybookDraftPanel *self, DaybookDayModel *model, gint64 from, gint64 to)
{
  g_return_if_fail (DAYBOOK_IS_DRAFT_PANEL (self));

  self->day = daybook_day_model_get_day (model);
  self->from = from;
  daybook_log_form_reset (self->form, NULL, daybook_log_form_get_project (self->form), to - from);
  update (self);
}

DaybookLogForm *
daybook_draft_panel_get_form (DaybookDraftPanel *self)
{
  return self->form;
}

/* Seconds of the day. */
gint64
daybook_draft_panel_get_from (DaybookDraftPanel *self)
{
  return self->from;
}
