/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-engine-bar.h"

#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"
#include "common/daybook-model-preview.h"
#include "insights/daybook-insights-words.h"

struct _DaybookEngineBar
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookAgentJob *job;        /* (owned) (nullable) that writes */
  gboolean asking;             /* the agent has not named it yet, or the person has not answered */
  DaybookPeriod period;        /* what is written about */
  gboolean wants_model;        /* by the settings */
  gboolean with_model;         /* the one that writes was asked for by name */

  /* Template children */
  GtkWidget *notice_box;
  GtkLabel *notice;
  GtkWidget *line;
  GtkImage *icon;
  GtkLabel *label;
  GtkWidget *progress;
  GtkSpinner *spinner;
  GtkLabel *progress_label;
  GtkWidget *cancel_button;
};

G_DEFINE_FINAL_TYPE (DaybookEngineBar, daybook_engine_bar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_WRITING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_with_model (const DaybookInsights *insights)
{
  return g_strcmp0 (insights->engine, "model") == 0;
}

/* A lock only where nothing left the computer. */
void
daybook_engine_bar_show (DaybookEngineBar *self, const DaybookInsights *insights)
{
  const DaybookSummary *summary = insights->summary;
  g_autofree char *line = daybook_insights_words_line (insights, daybook_workspace_get_zone (self->workspace),
                                                       daybook_workspace_get_today (self->workspace));
  g_autofree char *notice = summary->notice != NULL ? daybook_text_one_line (summary->notice) : NULL;
  gboolean by_model = insights->is_stored && g_str_equal (summary->engine, "model");

  g_return_if_fail (DAYBOOK_IS_ENGINE_BAR (self));

  gtk_image_set_from_icon_name (self->icon, by_model ? "network-server-symbolic" : "changes-prevent-symbolic");
  gtk_label_set_label (self->label, line);
  gtk_label_set_label (self->notice, notice);
  gtk_widget_set_visible (self->notice_box, notice != NULL);
  self->wants_model = is_with_model (insights);
  gtk_label_set_label (self->progress_label, is_with_model (insights) ? _("The model is writing…") : _("Writing…"));
}

gboolean
daybook_engine_bar_is_writing (DaybookEngineBar *self)
{
  return self->asking || self->job != NULL;
}

static void
update (DaybookEngineBar *self)
{
  gboolean writing = daybook_engine_bar_is_writing (self);

  gtk_widget_set_visible (self->line, !writing);
  gtk_widget_set_visible (self->progress, writing);
  gtk_spinner_set_spinning (self->spinner, writing);
  gtk_widget_set_sensitive (self->cancel_button, self->job != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WRITING]);
}

/* Writing ------------------------------------------------------------------------------------------------- */

static void begin (DaybookEngineBar *self, const char *engine);

static void
on_agreed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookEngineBar) self = data;
  g_autoptr (GError) error = NULL;
  gboolean agreed = daybook_model_preview_ask_finish (result, &error);

  self->asking = FALSE;
  if (self->workspace == NULL)
    return;
  if (error != NULL)
    {
      daybook_workspace_toast (self->workspace, error->message, 0);
      update (self);
      return;
    }
  /* Without leave the built-in engine writes, which asks nobody. */
  begin (self, agreed ? "model" : "builtin");
}

/* Nothing was sent: first the person sees what would be. */
static void
ask_person (DaybookEngineBar *self)
{
  self->asking = TRUE;
  daybook_model_preview_ask_async (GTK_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW)), self->workspace,
                                   self->period.type, self->period.from, self->period.to, on_agreed_cb, g_object_ref (self));
}

static void
tell (DaybookEngineBar *self, const GError *error)
{
  /* Translators: %s is why not */
  g_autofree char *text = g_strdup_printf (_("The summary could not be written: %s"), error->message);

  daybook_workspace_toast (self->workspace, text, 0);
}

/* What a model that was asked for by name could not do, the engine that needs nobody can. */
static void
end (DaybookEngineBar *self, const GError *error)
{
  gboolean with_model = self->with_model;

  self->with_model = FALSE;
  if (with_model && g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_AGREED))
    ask_person (self);
  else if (with_model && g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG))
    begin (self, NULL); /* the built-in engine, which says why */
  else if (error != NULL && !g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED))
    tell (self, error);
  update (self);
}

static void
on_job_finished_cb (DaybookAgentJob *job, DaybookEngineBar *self)
{
  g_signal_handlers_disconnect_by_data (job, self);
  g_clear_object (&self->job);
  end (self, daybook_agent_job_get_error (job));
}

static void
on_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookEngineBar) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  self->asking = FALSE;
  if (self->workspace == NULL)
    return;
  if (jobs == NULL || jobs->len == 0)
    {
      end (self, error);
      return;
    }
  if (daybook_agent_job_is_finished (jobs->pdata[0]))
    {
      end (self, daybook_agent_job_get_error (jobs->pdata[0]));
      return;
    }
  self->job = g_object_ref (jobs->pdata[0]);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (on_job_finished_cb), self, 0);
  update (self);
}

static void
begin (DaybookEngineBar *self, const char *engine)
{
  const DaybookPeriod *period = &self->period;

  self->asking = TRUE;
  self->with_model = g_strcmp0 (engine, "model") == 0;
  daybook_agent_client_summarize_async (daybook_workspace_get_agent (self->workspace),
                                        daybook_summary_type_to_string (period->type), period->from, period->to - 1, engine,
                                        NULL, on_taken_cb, g_object_ref (self));
  update (self);
}

void
daybook_engine_bar_write (DaybookEngineBar *self, const DaybookPeriod *period)
{
  g_return_if_fail (DAYBOOK_IS_ENGINE_BAR (self));

  if (self->workspace == NULL || daybook_engine_bar_is_writing (self))
    return;
  self->period = *period;
  begin (self, self->wants_model ? "model" : "builtin");
}

static void
on_cancel_cb (DaybookEngineBar *self)
{
  if (self->job != NULL)
    daybook_agent_job_cancel (self->job);
}

/* The type ------------------------------------------------------------------------------------------------ */

static void
daybook_engine_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookEngineBar *self = DAYBOOK_ENGINE_BAR (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_WRITING:
      g_value_set_boolean (value, daybook_engine_bar_is_writing (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_engine_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&DAYBOOK_ENGINE_BAR (object)->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_engine_bar_dispose (GObject *object)
{
  DaybookEngineBar *self = DAYBOOK_ENGINE_BAR (object);

  /* The agent goes on writing: it is no business of the window that closes. */
  g_clear_object (&self->job);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_engine_bar_parent_class)->dispose (object);
}

static void
daybook_engine_bar_class_init (DaybookEngineBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_engine_bar_get_property;
  object_class->set_property = daybook_engine_bar_set_property;
  object_class->dispose = daybook_engine_bar_dispose;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WRITING] =
    g_param_spec_boolean ("writing", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/insights/daybook-engine-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookEngineBar, notice_box);
  gtk_widget_class_bind_template_child (widget_class, DaybookEngineBar, notice);
  gtk_widget_class_bind_template_child (widget_class, DaybookEngineBar, line);
  gtk_widget_class_bind_template_child (widget_class, DaybookEngineBar, icon);
  gtk_widget_class_bind_template_child (widget_class, DaybookEngineBar, label);
  gtk_widget_class_bind_template_child (widget_class, DaybookEngineBar, progress);
  gtk_widget_class_bind_template_child (widget_class, DaybookEngineBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, DaybookEngineBar, progress_label);
  gtk_widget_class_bind_template_child (widget_class, DaybookEngineBar, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
}

static void
daybook_engine_bar_init (DaybookEngineBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
