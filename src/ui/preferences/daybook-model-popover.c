/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-model-popover.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"

struct _DaybookModelPopover
{
  GtkPopover parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  GCancellable *cancellable;   /* (owned) (nullable) of what is asked now */
  DaybookAgentJob *job;        /* (owned) (nullable) */
  char *wanted;                /* (owned) (nullable) what was typed, folded */

  /* Template children */
  GtkStack *stack;
  GtkEntry *typed;
  GtkListBox *list;
  GtkLabel *trouble;
};

G_DEFINE_FINAL_TYPE (DaybookModelPopover, daybook_model_popover, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_trouble (DaybookModelPopover *self, const char *text)
{
  gtk_label_set_label (self->trouble, text);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
show_error (DaybookModelPopover *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG))
    show_trouble (self, _("Enter the server’s address first."));
  else if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND))
    show_trouble (self, _("The server has no list of its models. Type the name."));
  else if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED))
    show_trouble (self, _("The server does not accept the key. Enter another."));
  else
    show_trouble (self, error->message);
}

/* The list ---------------------------------------------------------------------------------------------- */

static GtkWidget *
make_row (const char *name)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static const char *
get_name (GtkListBoxRow *row)
{
  return gtk_label_get_label (GTK_LABEL (gtk_list_box_row_get_child (row)));
}

static void
clear_list (DaybookModelPopover *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
show_models (DaybookModelPopover *self, const char *text)
{
  g_auto (GStrv) names = g_strsplit (text, "\n", -1);
  guint n = 0;

  clear_list (self);
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (*names[i] == '\0')
        continue;
      gtk_list_box_append (self->list, make_row (names[i]));
      n++;
    }
  if (n == 0)
    {
      show_trouble (self, _("The server offers no model. Type the name."));
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "models");
}

static gboolean
match_row (GtkListBoxRow *row, gpointer data)
{
  DaybookModelPopover *self = data;
  g_autofree char *folded = NULL;

  if (self->wanted == NULL || *self->wanted == '\0')
    return TRUE;
  folded = daybook_text_fold (get_name (row));
  return strstr (folded, self->wanted) != NULL;
}

static void
on_typed_cb (DaybookModelPopover *self)
{
  g_free (self->wanted);
  self->wanted = daybook_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->typed)));
  gtk_list_box_invalidate_filter (self->list);
}

static void
choose (DaybookModelPopover *self, const char *name)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, name);
}

static void
on_row_activated_cb (DaybookModelPopover *self, GtkListBoxRow *row)
{
  g_autofree char *name = g_strdup (get_name (row));

  choose (self, name);
}

/* What was typed, as it stands: a server need not list its models. */
static void
on_typed_activate_cb (DaybookModelPopover *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->typed))));

  if (*name != '\0')
    choose (self, name);
}

/* Asking ------------------------------------------------------------------------------------------------ */

static void
on_finished_cb (DaybookAgentJob *job, DaybookModelPopover *self)
{
  const GError *error = daybook_agent_job_get_error (job);
  GVariant *result = daybook_agent_job_get_result (job);
  const char *models = "";

  g_signal_handlers_disconnect_by_func (job, on_finished_cb, self);
  if (error != NULL)
    {
      show_error (self, error);
    }
  else
    {
      if (result != NULL)
        g_variant_lookup (result, "models", "&s", &models);
      show_models (self, models);
    }
  g_clear_object (&self->job);
}

static void
on_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookModelPopover) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  if (jobs == NULL)
    {
      show_error (self, error);
      return;
    }
  g_set_object (&self->job, jobs->pdata[0]);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (on_finished_cb), self, 0);
  if (daybook_agent_job_is_finished (self->job))
    on_finished_cb (self->job, self);
}

static void
stop (DaybookModelPopover *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->job != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->job, self);
      daybook_agent_job_cancel (self->job);
      g_clear_object (&self->job);
    }
}

static void
on_show_cb (DaybookModelPopover *self)
{
  stop (self);
  gtk_editable_set_text (GTK_EDITABLE (self->typed), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->typed));
  gtk_stack_set_visible_child_name (self->stack, "loading");
  self->cancellable = g_cancellable_new ();
  daybook_agent_client_call_async (daybook_workspace_get_agent (self->workspace), "Models", self->cancellable, on_taken_cb,
                                   g_object_ref (self));
}

static void
daybook_model_popover_dispose (GObject *object)
{
  stop (DAYBOOK_MODEL_POPOVER (object));
  G_OBJECT_CLASS (daybook_model_popover_parent_class)->dispose (object);
}

static void
daybook_model_popover_finalize (GObject *object)
{
  DaybookModelPopover *self = DAYBOOK_MODEL_POPOVER (object);

  g_clear_object (&self->workspace);
  g_free (self->wanted);
  G_OBJECT_CLASS (daybook_model_popover_parent_class)->finalize (object);
}

static void
daybook_model_popover_class_init (DaybookModelPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = daybook_model_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = daybook_model_popover_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/preferences/daybook-model-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookModelPopover, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookModelPopover, typed);
  gtk_widget_class_bind_template_child (widget_class, DaybookModelPopover, list);
  gtk_widget_class_bind_template_child (widget_class, DaybookModelPopover, trouble);
  gtk_widget_class_bind_template_callback (widget_class, on_show_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop);
  gtk_widget_class_bind_template_callback (widget_class, on_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_typed_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
daybook_model_popover_init (DaybookModelPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, match_row, self, NULL);
}

GtkWidget *
daybook_model_popover_new (DaybookWorkspace *workspace)
{
  DaybookModelPopover *self = g_object_new (DAYBOOK_TYPE_MODEL_POPOVER, NULL);

  self->workspace = g_object_ref (workspace);
  return GTK_WIDGET (self);
}
