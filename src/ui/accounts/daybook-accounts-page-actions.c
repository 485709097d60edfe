/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cards, menus and the account's own page ask the Accounts page to do: actions "account.*", most of
 * them with the account's number. */
#include <glib/gi18n.h>

#include "accounts/daybook-account-changes.h"
#include "accounts/daybook-accounts-page-private.h"
#include "accounts/daybook-connect-dialog.h"
#include "accounts/daybook-rename-popover.h"
#include "base/daybook-error.h"

static DaybookAccountRow *
find_row (DaybookAccountsPage *self, GVariant *parameter)
{
  return self->list != NULL ? daybook_account_list_find (self->list, g_variant_get_int64 (parameter)) : NULL;
}

static DaybookAgentClient *
get_agent (DaybookAccountsPage *self)
{
  return daybook_workspace_get_agent (self->workspace);
}

/* Opening ---------------------------------------------------------------------------------------------- */

static void
on_open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookAccountRow *row = find_row (DAYBOOK_ACCOUNTS_PAGE (widget), parameter);

  if (row != NULL)
    daybook_accounts_page_open (DAYBOOK_ACCOUNTS_PAGE (widget), row);
}

static void
on_back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_accounts_page_back (DAYBOOK_ACCOUNTS_PAGE (widget));
}

static void
on_rename_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookAccountsPage *self = DAYBOOK_ACCOUNTS_PAGE (widget);
  DaybookAccountRow *row = find_row (self, parameter);
  GtkWidget *anchor = row != NULL ? daybook_accounts_page_get_anchor (self, row) : NULL;

  if (anchor != NULL)
    daybook_rename_popover_show (self->workspace, row, anchor);
}

/* Pausing ---------------------------------------------------------------------------------------------- */

static void
on_pause_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookAccountsPage *self = DAYBOOK_ACCOUNTS_PAGE (widget);
  DaybookAccountRow *row = find_row (self, parameter);

  if (row != NULL)
    daybook_account_pause (self->workspace, row, g_str_equal (action, "account.pause"));
}

static gboolean
resume_all (DaybookStore *store, gpointer data, GError **error)
{
  return daybook_store_set_setting (store, "sync_paused", "false", error);
}

static void
on_resume_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_workspace_change (DAYBOOK_ACCOUNTS_PAGE (widget)->workspace, _("Resume background sync"),
                            _("Accounts sync again"), resume_all, NULL, NULL);
}

/* Syncing ---------------------------------------------------------------------------------------------- */

static void
on_sync_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookWorkspace) workspace = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  if (jobs == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("Cannot sync: %s"), error->message);

      daybook_workspace_toast (workspace, text, 0);
    }
}

static void
on_sync_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookAccountsPage *self = DAYBOOK_ACCOUNTS_PAGE (widget);
  DaybookAccountRow *row = find_row (self, parameter);
  const char *targets[] = { NULL, NULL };

  if (row == NULL)
    return;
  targets[0] = daybook_account_row_get_id (row);
  daybook_agent_client_sync_async (get_agent (self), targets, g_str_equal (action, "account.sync-fully"), NULL,
                                   on_sync_taken_cb, g_object_ref (self->workspace));
}

static void
on_cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookAccountRow *row = find_row (DAYBOOK_ACCOUNTS_PAGE (widget), parameter);
  DaybookAgentJob *job = row != NULL ? daybook_account_row_get_job (row) : NULL;

  if (job != NULL)
    daybook_agent_job_cancel (job);
}

/* Signing in ------------------------------------------------------------------------------------------- */

static void
present (DaybookAccountsPage *self, GtkWidget *dialog)
{
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_connect_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookAccountsPage *self = DAYBOOK_ACCOUNTS_PAGE (widget);
  DaybookService *service = daybook_service_catalog_find (daybook_workspace_get_services (self->workspace),
                                                          g_variant_get_string (parameter, NULL));

  if (service != NULL)
    present (self, daybook_connect_dialog_new (self->workspace, service));
}

static void
on_sign_in_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookAccountsPage *self = DAYBOOK_ACCOUNTS_PAGE (widget);

  self->sign_in_wanted = g_variant_get_int64 (parameter);
  daybook_accounts_page_sign_in_wanted (self);
}

/* Shows the dialog that was asked for as soon as account and service are known: a notification may have started the
 * program just now. */
void
daybook_accounts_page_sign_in_wanted (DaybookAccountsPage *self)
{
  DaybookAccountRow *row;
  GtkWidget *dialog;

  if (self->sign_in_wanted == 0 || self->list == NULL || !daybook_account_list_is_loaded (self->list))
    return;
  row = daybook_account_list_find (self->list, self->sign_in_wanted);
  dialog = row != NULL ? daybook_connect_dialog_new_for_account (self->workspace, row) : NULL;
  if (dialog != NULL)
    present (self, dialog);
  if (dialog != NULL || row == NULL)
    self->sign_in_wanted = 0;
}

/* Disconnecting ---------------------------------------------------------------------------------------- */

typedef struct
{
  DaybookWorkspace *workspace; /* (owned) */
  char *name;                  /* (owned) */
  gboolean sample;
  gboolean keep; /* what was synced, too */
} Farewell;

static void
farewell_free (Farewell *farewell)
{
  g_object_unref (farewell->workspace);
  g_free (farewell->name);
  g_free (farewell);
}

static void
say_farewell (Farewell *farewell, DaybookAgentJob *job)
{
  GVariant *result = daybook_agent_job_get_result (job);
  const char *n_kept = NULL;
  const char *told = NULL;
  g_autofree char *text = NULL;
  gint64 kept = 0;

  if (result != NULL)
    {
      g_variant_lookup (result, "kept", "&s", &n_kept);
      g_variant_lookup (result, "revoked", "&s", &told);
    }
  if (n_kept != NULL)
    kept = g_ascii_strtoll (n_kept, NULL, 10);
  if (g_strcmp0 (told, "false") == 0)
    text = g_strdup_printf (_("“%s” is disconnected, but its service could not be told: withdraw the permission there"),
                            farewell->name);
  else if (farewell->keep)
    text = g_strdup_printf (_("“%s” is disconnected, what was synced stays"), farewell->name);
  else if (kept > 0)
    {
      g_autofree char *number = daybook_account_words_format_number ((guint64) kept);

      /* Translators: name of the account, number of time entries */
      text = g_strdup_printf (ngettext ("“%s” is disconnected, %s time entry stays",
                                        "“%s” is disconnected, %s time entries stay", (gulong) kept),
                              farewell->name, number);
    }
  else if (farewell->sample)
    text = g_strdup (_("The sample data is removed"));
  else
    text = g_strdup_printf (_("“%s” is disconnected"), farewell->name);
  daybook_workspace_toast (farewell->workspace, text, 0);
}

static void
on_disconnected_cb (DaybookAgentJob *job, Farewell *farewell)
{
  const GError *error = daybook_agent_job_get_error (job);

  if (error == NULL)
    say_farewell (farewell, job);
  else if (!g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED))
    {
      g_autofree char *text = g_strdup_printf (_("“%s” could not be disconnected: %s"), farewell->name, error->message);

      daybook_workspace_toast (farewell->workspace, text, 0);
    }
  farewell_free (farewell);
}

static void
on_disconnect_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Farewell *farewell = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  if (jobs != NULL && jobs->len > 0 && daybook_agent_job_is_finished (jobs->pdata[0]))
    on_disconnected_cb (jobs->pdata[0], farewell);
  else if (jobs != NULL && jobs->len > 0)
    g_signal_connect (jobs->pdata[0], "finished", G_CALLBACK (on_disconnected_cb), farewell);
  else
    {
      g_autofree char *text = g_strdup_printf (_("“%s” could not be disconnected: %s"), farewell->name,
                                               error != NULL ? error->message : "");

      daybook_workspace_toast (farewell->workspace, text, 0);
      farewell_free (farewell);
    }
}

static void
disconnect_row (DaybookAccountsPage *self, DaybookAccountRow *row, gboolean keep, gboolean sample)
{
  Farewell *farewell = g_new0 (Farewell, 1);

  farewell->workspace = g_object_ref (self->workspace);
  farewell->name = g_strdup (daybook_account_row_get_account (row)->name);
  farewell->sample = sample;
  farewell->keep = keep;
  daybook_agent_client_disconnect_async (get_agent (self), daybook_account_row_get_id (row), keep, NULL,
                                         on_disconnect_taken_cb, farewell);
}

static void
on_disconnect_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookAccountRow *row = find_row (DAYBOOK_ACCOUNTS_PAGE (widget), parameter);

  if (row != NULL)
    daybook_accounts_page_show_disconnect (DAYBOOK_ACCOUNTS_PAGE (widget), row);
}

static void
on_disconnect_now_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookAccountsPage *self = DAYBOOK_ACCOUNTS_PAGE (widget);
  DaybookAccountRow *row;
  gboolean keep;
  gint64 id;

  g_variant_get (parameter, "(xb)", &id, &keep);
  row = daybook_account_list_find (self->list, id);
  if (row == NULL)
    return;
  daybook_accounts_page_set_open (self, NULL);
  daybook_accounts_page_back (self);
  disconnect_row (self, row, keep, FALSE);
}

/* Nothing is revoked and all of it can be had again: removed without a question. */
static void
on_remove_sample_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookAccountRow *row = find_row (DAYBOOK_ACCOUNTS_PAGE (widget), parameter);

  if (row != NULL)
    disconnect_row (DAYBOOK_ACCOUNTS_PAGE (widget), row, FALSE, TRUE);
}

static void
on_remove_samples_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookAccountsPage *self = DAYBOOK_ACCOUNTS_PAGE (widget);
  DaybookServiceCatalog *services = daybook_workspace_get_services (self->workspace);
  DaybookRowList *rows = daybook_account_list_get_rows (self->list);

  for (guint i = 0; i < daybook_row_list_get_length (rows); i++)
    {
      DaybookAccountRow *row = daybook_row_list_peek (rows, i);
      DaybookService *service =
        daybook_service_catalog_find (services, daybook_account_row_get_account (row)->provider);

      if (service != NULL && daybook_service_is_sample (service))
        disconnect_row (self, row, FALSE, TRUE);
    }
}

void
daybook_accounts_page_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "account.open", "x", on_open_cb },
    { "account.back", NULL, on_back_cb },
    { "account.rename", "x", on_rename_cb },
    { "account.pause", "x", on_pause_cb },
    { "account.resume", "x", on_pause_cb },
    { "account.resume-all", NULL, on_resume_all_cb },
    { "account.sync", "x", on_sync_cb },
    { "account.sync-fully", "x", on_sync_cb },
    { "account.cancel", "x", on_cancel_cb },
    { "account.connect", "s", on_connect_cb },
    { "account.sign-in", "x", on_sign_in_cb },
    { "account.disconnect", "x", on_disconnect_cb },
    { "account.disconnect-now", "(xb)", on_disconnect_now_cb },
    { "account.remove-sample", "x", on_remove_sample_cb },
    { "account.remove-samples", NULL, on_remove_samples_cb },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type, actions[i].activate);
}
