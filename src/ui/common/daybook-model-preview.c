/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-model-preview.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-error.h"
#include "store/daybook-model-terms.h"

struct _DaybookModelPreview
{
  AdwWindow parent_instance;

  /* Input */
  DaybookWorkspace *workspace; /* (owned) */
  GTask *task;                 /* (owned) (nullable) who asked whether it may be sent; NULL: only to look at */

  /* In progress */
  GCancellable *cancellable; /* (owned) */
  DaybookAgentJob *job;      /* (owned) (nullable) */

  /* What came */
  DaybookModelTerms *terms; /* (owned) (nullable) */
  gboolean may_send;
  gboolean answer; /* what the task is told when the window goes */

  /* Template children */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *trouble;
  AdwActionRow *address;
  AdwActionRow *model;
  AdwActionRow *size;
  GtkLabel *explanation;
  GtkTextView *body;
  GtkButton *close_button;
  GtkButton *agree_button;
  GtkButton *withdraw_button;
};

G_DEFINE_FINAL_TYPE (DaybookModelPreview, daybook_model_preview, ADW_TYPE_WINDOW)

/* Trouble ----------------------------------------------------------------------------------------------- */

static void
show_trouble (DaybookModelPreview *self, const char *title, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->trouble, title);
  adw_status_page_set_description (self->trouble, markup);
  gtk_button_set_label (self->close_button, _("_Close"));
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
show_error (DaybookModelPreview *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG))
    show_trouble (self, _("No Model Is Set Up"),
                  _("Enter the address of its server and choose a model in Preferences, Summaries."));
  else
    show_trouble (self, _("It Cannot Be Shown"), error->message);
}

/* Deciding ---------------------------------------------------------------------------------------------- */

typedef struct
{
  DaybookModelTerms *terms; /* (owned) */
  gboolean agree;
} Decision;

static void
decision_free (gpointer data)
{
  Decision *decision = data;

  daybook_model_terms_free (decision->terms);
  g_free (decision);
}

static gboolean
write_decision (DaybookStore *store, gpointer data, GError **error)
{
  const Decision *decision = data;

  return decision->agree ? daybook_store_agree_to_model (store, decision->terms, error)
                         : daybook_store_withdraw_from_model (store, decision->terms->use, error);
}

static void
on_decided_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookModelPreview) self = data;
  DaybookWorkspace *workspace = DAYBOOK_WORKSPACE (source);
  const Decision *decision = daybook_workspace_change_get_data (workspace, result);
  g_autoptr (GError) error = NULL;

  if (!daybook_workspace_change_finish (workspace, result, NULL, &error))
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);

      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
      gtk_widget_set_sensitive (GTK_WIDGET (self->agree_button), TRUE);
      gtk_widget_set_sensitive (GTK_WIDGET (self->withdraw_button), TRUE);
      return;
    }
  self->answer = decision->agree;
  gtk_window_close (GTK_WINDOW (self));
}

static void
decide (DaybookModelPreview *self, gboolean agree)
{
  Decision *decision = g_new0 (Decision, 1);
  g_autofree char *text = daybook_model_terms_to_text (self->terms);

  decision->terms = daybook_model_terms_from_text (text, NULL);
  decision->agree = agree;
  gtk_widget_set_sensitive (GTK_WIDGET (self->agree_button), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->withdraw_button), FALSE);
  /* No step of Undo: what was agreed to is taken back here. */
  daybook_workspace_change_async (self->workspace, NULL, write_decision, decision, decision_free, on_decided_cb,
                                  g_object_ref (self));
}

static void
on_agree_cb (DaybookModelPreview *self)
{
  if (self->may_send)
    {
      self->answer = TRUE;
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  decide (self, TRUE);
}

static void
on_withdraw_cb (DaybookModelPreview *self)
{
  decide (self, FALSE);
}

/* Showing ----------------------------------------------------------------------------------------------- */

/* What stands at the buttons: whether it can be agreed to, has been, or need not be. */
static void
show_choices (DaybookModelPreview *self, gboolean stays_here)
{
  gboolean asks = self->task != NULL;
  gboolean of_item = self->terms->use == DAYBOOK_MODEL_USE_SUGGESTION;

  if (stays_here)
    gtk_label_set_label (self->explanation,
                         _("This is what the model is asked, byte for byte. It is on this computer: nothing leaves it."));
  else if (self->may_send && !asks)
    gtk_label_set_label (self->explanation,
                         of_item ? _("This is what would leave the computer to judge one item, byte for byte. You agreed to it: "
                                     "other items send the same kinds of things.")
                                 : _("This is what would leave the computer for this summary, byte for byte. You agreed to it: "
                                     "other summaries send the same kinds of things."));
  else
    gtk_label_set_label (self->explanation,
                         of_item ? _("This is what would leave the computer to judge one item, byte for byte. Nothing was sent "
                                     "yet. Other items send the same kinds of things, and you are asked again when the address, "
                                     "the model or the accounts become others.")
                                 : _("This is what would leave the computer for this summary, byte for byte. Nothing was sent "
                                     "yet. Other summaries send the same kinds of things, and you are asked again when the "
                                     "address, the model or the accounts become others."));
  gtk_button_set_label (self->agree_button, !asks            ? _("_Agree and Remember")
                                            : self->may_send ? _("_Send")
                                                             : _("_Send and Remember"));
  gtk_button_set_label (self->close_button, self->may_send && !asks ? _("_Close") : _("_Not Now"));
  gtk_widget_set_visible (GTK_WIDGET (self->agree_button), asks || !self->may_send);
  gtk_widget_set_visible (GTK_WIDGET (self->withdraw_button), self->may_send && !asks && !stays_here);
}

static void
show_body (DaybookModelPreview *self, const char *url, const char *model, const char *body, gboolean stays_here)
{
  gsize length = strlen (body);
  g_autofree char *size = g_format_size_full (length, G_FORMAT_SIZE_LONG_FORMAT);

  adw_action_row_set_subtitle (self->address, url);
  adw_action_row_set_subtitle (self->model, model);
  adw_action_row_set_subtitle (self->size, size);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->body), body, (int) length);
  show_choices (self, stays_here);
  gtk_stack_set_visible_child_name (self->stack, "body");
  /* Nobody agrees by a key that was meant for what was there before. */
  gtk_widget_grab_focus (GTK_WIDGET (self->close_button));
}

static gboolean
says_yes (GVariant *result, const char *name)
{
  const char *value = NULL;

  return g_variant_lookup (result, name, "&s", &value) && g_str_equal (value, "true");
}

static void
show_result (DaybookModelPreview *self, GVariant *result)
{
  g_autoptr (GError) error = NULL;
  const char *url = NULL, *model = NULL, *body = NULL, *terms = NULL;

  if (result == NULL || !g_variant_lookup (result, "url", "&s", &url) || !g_variant_lookup (result, "model", "&s", &model)
      || !g_variant_lookup (result, "body", "&s", &body) || !g_variant_lookup (result, "terms", "&s", &terms))
    {
      show_trouble (self, _("It Cannot Be Shown"), _("The background service gave no answer. It may be an older one: start Daybook again."));
      return;
    }
  self->terms = daybook_model_terms_from_text (terms, &error);
  if (self->terms == NULL)
    {
      show_error (self, error);
      return;
    }
  self->may_send = says_yes (result, "agreed");
  if (*body == '\0')
    {
      /* Whoever asked may go on: there is nothing to be asked about. */
      self->answer = TRUE;
      show_trouble (self, _("Nothing Would Be Sent"),
                    self->terms->use == DAYBOOK_MODEL_USE_SUGGESTION
                      ? _("Nothing was synced lately that a model would be asked about. Look again after the next sync.")
                      : _("These days hold nothing that may be sent, so the built-in engine writes the summary."));
      return;
    }
  show_body (self, url, model, body, says_yes (result, "stays_here"));
}

/* Asking ------------------------------------------------------------------------------------------------ */

static void
on_finished_cb (DaybookAgentJob *job, DaybookModelPreview *self)
{
  const GError *error = daybook_agent_job_get_error (job);

  g_signal_handlers_disconnect_by_func (job, on_finished_cb, self);
  if (error != NULL)
    show_error (self, error);
  else
    show_result (self, daybook_agent_job_get_result (job));
  g_clear_object (&self->job);
}

static void
on_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookModelPreview) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  if (jobs == NULL)
    {
      show_error (self, error);
      return;
    }
  self->job = g_object_ref (jobs->pdata[0]);
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      daybook_agent_job_cancel (self->job);
      return;
    }
  g_signal_connect_object (self->job, "finished", G_CALLBACK (on_finished_cb), self, 0);
  if (daybook_agent_job_is_finished (self->job))
    on_finished_cb (self->job, self);
}

static void
end (DaybookModelPreview *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_cancellable_cancel (self->cancellable);
  if (self->job != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->job, self);
      daybook_agent_job_cancel (self->job);
      g_clear_object (&self->job);
    }
  if (task != NULL)
    g_task_return_boolean (task, self->answer);
}

static gboolean
daybook_model_preview_close_request (GtkWindow *window)
{
  end (DAYBOOK_MODEL_PREVIEW (window));
  return GTK_WINDOW_CLASS (daybook_model_preview_parent_class)->close_request (window);
}

static void
daybook_model_preview_dispose (GObject *object)
{
  DaybookModelPreview *self = DAYBOOK_MODEL_PREVIEW (object);

  /* Its parent went away under it. */
  end (self);
  G_OBJECT_CLASS (daybook_model_preview_parent_class)->dispose (object);
}

static void
daybook_model_preview_finalize (GObject *object)
{
  DaybookModelPreview *self = DAYBOOK_MODEL_PREVIEW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->terms, daybook_model_terms_free);
  G_OBJECT_CLASS (daybook_model_preview_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, DaybookModelPreview, name)

static void
daybook_model_preview_class_init (DaybookModelPreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = daybook_model_preview_dispose;
  object_class->finalize = daybook_model_preview_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = daybook_model_preview_close_request;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daybookapp/Daybook/common/daybook-model-preview.ui");
  BIND (toasts);
  BIND (stack);
  BIND (trouble);
  BIND (address);
  BIND (model);
  BIND (size);
  BIND (explanation);
  BIND (body);
  BIND (close_button);
  BIND (agree_button);
  BIND (withdraw_button);
  gtk_widget_class_bind_template_callback (widget_class, on_agree_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_withdraw_cb);
}

static void
daybook_model_preview_init (DaybookModelPreview *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* What comes from settings and servers is no markup. */
  g_object_set (self->address, "use-markup", FALSE, NULL);
  g_object_set (self->model, "use-markup", FALSE, NULL);
}

static DaybookModelPreview *
present (GtkWindow *parent, DaybookWorkspace *workspace, GTask *task /* (transfer full) (nullable) */)
{
  DaybookModelPreview *self = g_object_new (DAYBOOK_TYPE_MODEL_PREVIEW, "transient-for", parent, NULL);
  int width, height, parent_width;

  self->workspace = g_object_ref (workspace);
  self->task = task;
  /* On a small screen the window behind is small, too. */
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  parent_width = gtk_widget_get_width (GTK_WIDGET (parent));
  if (parent_width > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), MIN (width, parent_width), height);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

static void
ask_about_summary (DaybookModelPreview *self, DaybookSummaryType type, DaybookDay from, DaybookDay to)
{
  daybook_agent_client_preview_async (daybook_workspace_get_agent (self->workspace), daybook_summary_type_to_string (type), from,
                                      to, self->cancellable, on_taken_cb, g_object_ref (self));
}

void
daybook_model_preview_present (GtkWindow *parent,
                               DaybookWorkspace *workspace,
                               DaybookSummaryType type,
                               DaybookDay from,
                               DaybookDay to)
{
  ask_about_summary (present (parent, workspace, NULL), type, from, to);
}

void
daybook_model_preview_present_suggestion (GtkWindow *parent, DaybookWorkspace *workspace)
{
  DaybookModelPreview *self = present (parent, workspace, NULL);

  daybook_agent_client_preview_suggestion_async (daybook_workspace_get_agent (workspace), self->cancellable, on_taken_cb,
                                                 g_object_ref (self));
}

void
daybook_model_preview_ask_async (GtkWindow *parent,
                                 DaybookWorkspace *workspace,
                                 DaybookSummaryType type,
                                 DaybookDay from,
                                 DaybookDay to,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);

  g_task_set_source_tag (task, daybook_model_preview_ask_async);
  ask_about_summary (present (parent, workspace, task), type, from, to);
}

gboolean
daybook_model_preview_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
