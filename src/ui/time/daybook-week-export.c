/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-week-export.h"

#include <glib/gi18n.h>

#include "timekeeping/daybook-report.h"

/* (transfer full) */
char *
daybook_week_export_to_csv (DaybookWeekModel *model, gsize *length, guint *count)
{
  const DaybookWeek *week = daybook_week_model_get_week (model);
  const DaybookTotalsFilter *rounding = daybook_week_model_get_rounding (model);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_entry_free);

  for (guint i = week->entries->len; i > 0; i--)
    {
      DaybookEntry *entry = daybook_entry_copy (week->entries->pdata[i - 1]);

      entry->duration = daybook_report_round (rounding, entry->duration);
      if (entry->status == DAYBOOK_ENTRY_REJECTED)
        daybook_entry_free (entry);
      else
        g_ptr_array_add (entries, entry);
    }
  *count = entries->len;
  return daybook_entries_to_csv (entries, daybook_workspace_get_zone (daybook_week_model_get_workspace (model)), length);
}

typedef struct
{
  DaybookWorkspace *workspace; /* (owned) */
  char *csv;                   /* (owned) */
  guint count;
} Export;

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *export = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    text = g_strdup_printf (ngettext ("%u entry written to %s", "%u entries written to %s", export->count),
                            export->count, name);
  else
    text = g_strdup_printf (_("Nothing was written: %s"), error->message);
  daybook_workspace_toast (export->workspace, text, 0);
  g_object_unref (export->workspace);
  g_free (export->csv);
  g_free (export);
}

static void
on_response_cb (GtkNativeDialog *dialog, int response, DaybookWeekModel *model)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  Export *export;
  gsize length;

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    {
      export = g_new0 (Export, 1);
      export->workspace = g_object_ref (daybook_week_model_get_workspace (model));
      export->csv = daybook_week_export_to_csv (model, &length, &export->count);
      g_file_replace_contents_async (file, export->csv, length, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_written_cb,
                                     export);
    }
  g_object_unref (dialog);
}

void
daybook_week_export (DaybookWeekModel *model, GtkWindow *parent)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Export the Week"), parent, GTK_FILE_CHOOSER_ACTION_SAVE,
                                                              _("_Export"), _("_Cancel"));
  char day[DAYBOOK_DAY_TEXT_SIZE];
  g_autofree char *name =
    g_strdup_printf ("daybook-%s.csv", daybook_day_write (daybook_week_model_get_first (model), day));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response_cb), model, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
