/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-export-dialog.h"

#include <glib/gi18n.h>

#include "common/daybook-date-button.h"
#include "time/daybook-time-export.h"

struct _DaybookExportDialog
{
  AdwWindow parent_instance;

  DaybookWorkspace *workspace;  /* (owned) */
  DaybookTotalsFilter rounding; /* what "rounded" means */
  DaybookTimeExport *export;    /* (owned) (nullable) while it is read */
  GCancellable *cancellable;    /* (owned) (nullable) of the reading */

  /* Template children */
  DaybookDateButton *from;
  DaybookDateButton *to;
  AdwActionRow *rounded_row;
  GtkSwitch *rounded;
  GtkLabel *summary;
  GtkButton *export_button;
};

G_DEFINE_FINAL_TYPE (DaybookExportDialog, daybook_export_dialog, ADW_TYPE_WINDOW)

/* What would be written ---------------------------------------------------------------------------------- */

static gpointer
read_export (DaybookStore *store, gpointer data, GError **error)
{
  return daybook_time_export_new (store, data, error);
}

static void
show_summary (DaybookExportDialog *self, const char *problem)
{
  guint count = self->export != NULL ? self->export->count : 0;
  g_autofree char *text = g_strdup_printf (ngettext ("%u entry", "%u entries", count), count);

  gtk_label_set_label (self->summary, problem != NULL ? problem : count > 0 ? text : _("Nothing was logged on these days"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), count > 0);
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookExportDialog) self = data;
  g_autoptr (GError) error = NULL;
  DaybookTimeExport *export = daybook_workspace_read_finish (self->workspace, result, &error);

  /* Other days are asked for meanwhile, or the dialog is closed. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->cancellable == NULL)
    {
      daybook_time_export_free (export);
      return;
    }
  g_clear_pointer (&self->export, daybook_time_export_free);
  self->export = export;
  show_summary (self, error != NULL ? error->message : NULL);
}

static void
update (DaybookExportDialog *self)
{
  DaybookTotalsFilter *filter = g_new0 (DaybookTotalsFilter, 1);

  if (gtk_switch_get_active (self->rounded))
    *filter = self->rounding;
  filter->from = daybook_date_button_get_day (self->from);
  filter->to = daybook_date_button_get_day (self->to) + 1;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  daybook_workspace_read_async (self->workspace, read_export, filter, g_free, (GDestroyNotify) daybook_time_export_free,
                                self->cancellable, on_read_cb, g_object_ref (self));
}

/* The other end follows where the range would turn around. */
static void
on_from_chosen_cb (DaybookExportDialog *self)
{
  if (daybook_date_button_get_day (self->to) < daybook_date_button_get_day (self->from))
    daybook_date_button_set_day (self->to, daybook_date_button_get_day (self->from));
  update (self);
}

static void
on_to_chosen_cb (DaybookExportDialog *self)
{
  if (daybook_date_button_get_day (self->from) > daybook_date_button_get_day (self->to))
    daybook_date_button_set_day (self->from, daybook_date_button_get_day (self->to));
  update (self);
}

static void
on_rounded_cb (DaybookExportDialog *self)
{
  if (self->workspace != NULL)
    update (self);
}

/* Writing ------------------------------------------------------------------------------------------------- */

/* One file that is written; the dialog is gone by then. */
typedef struct
{
  DaybookWorkspace *workspace; /* (owned) */
  DaybookTimeExport *export;   /* (owned) */
} Writing;

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Writing *writing = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    text = g_strdup_printf (ngettext ("%u entry written to %s", "%u entries written to %s", writing->export->count),
                            writing->export->count, name);
  else
    text = g_strdup_printf (_("Nothing was written: %s"), error->message);
  daybook_workspace_toast (writing->workspace, text, 0);
  g_object_unref (writing->workspace);
  daybook_time_export_free (writing->export);
  g_free (writing);
}

static void
on_response_cb (GtkNativeDialog *chooser, int response, DaybookExportDialog *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && self->export != NULL)
    {
      Writing *writing = g_new0 (Writing, 1);

      writing->workspace = g_object_ref (self->workspace);
      writing->export = g_steal_pointer (&self->export);
      g_file_replace_contents_async (file, writing->export->csv, writing->export->length, NULL, FALSE,
                                     G_FILE_CREATE_PRIVATE, NULL, on_written_cb, writing);
      gtk_window_destroy (GTK_WINDOW (self));
    }
  g_object_unref (chooser);
}

static void
on_export_cb (DaybookExportDialog *self)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Export Time"), GTK_WINDOW (self),
                                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), _("_Cancel"));
  char from[DAYBOOK_DAY_TEXT_SIZE], to[DAYBOOK_DAY_TEXT_SIZE];
  g_autofree char *name = NULL;

  daybook_day_write (daybook_date_button_get_day (self->from), from);
  daybook_day_write (daybook_date_button_get_day (self->to), to);
  name = g_strdup_printf ("daybook-%s-%s.csv", from, to);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* The type ------------------------------------------------------------------------------------------------ */

static void
daybook_export_dialog_dispose (GObject *object)
{
  DaybookExportDialog *self = DAYBOOK_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (daybook_export_dialog_parent_class)->dispose (object);
}

static void
daybook_export_dialog_finalize (GObject *object)
{
  DaybookExportDialog *self = DAYBOOK_EXPORT_DIALOG (object);

  g_clear_pointer (&self->export, daybook_time_export_free);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_export_dialog_parent_class)->finalize (object);
}

static void
daybook_export_dialog_class_init (DaybookExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = daybook_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = daybook_export_dialog_finalize;

  g_type_ensure (DAYBOOK_TYPE_DATE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/time/daybook-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookExportDialog, from);
  gtk_widget_class_bind_template_child (widget_class, DaybookExportDialog, to);
  gtk_widget_class_bind_template_child (widget_class, DaybookExportDialog, rounded_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookExportDialog, rounded);
  gtk_widget_class_bind_template_child (widget_class, DaybookExportDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, DaybookExportDialog, export_button);
  gtk_widget_class_bind_template_callback (widget_class, on_from_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_to_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_rounded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_export_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
daybook_export_dialog_init (DaybookExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  daybook_date_button_set_name (self->from, _("From"));
  daybook_date_button_set_name (self->to, _("To"));
}

GtkWidget *
daybook_export_dialog_new (DaybookWeekModel *model)
{
  DaybookExportDialog *self = g_object_new (DAYBOOK_TYPE_EXPORT_DIALOG, NULL);
  DaybookDay first = daybook_week_model_get_first (model);
  const DaybookTotalsFilter *rounding = daybook_week_model_get_rounding (model);

  self->rounding = *rounding;
  daybook_date_button_set_day (self->from, first);
  daybook_date_button_set_day (self->to, first + DAYBOOK_WEEK_DAYS - 1);
  gtk_switch_set_active (self->rounded, daybook_week_model_is_rounded (model));
  gtk_widget_set_visible (GTK_WIDGET (self->rounded_row), daybook_week_model_is_rounded (model));
  self->workspace = g_object_ref (daybook_week_model_get_workspace (model));
  update (self);
  return GTK_WIDGET (self);
}
