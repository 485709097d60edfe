/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-connect-dialog-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-id.h"

G_DEFINE_FINAL_TYPE (DaybookConnectDialog, daybook_connect_dialog, ADW_TYPE_WINDOW)

/* Pages ------------------------------------------------------------------------------------------------ */

void
daybook_connect_dialog_set_head (DaybookConnectDialog *self, const char *title, const char *subtitle)
{
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), subtitle != NULL && *subtitle != '\0');
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
show_page (DaybookConnectDialog *self, const char *page)
{
  gboolean waiting = g_str_equal (page, "wait");

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (self->back, waiting);
  gtk_widget_set_visible (self->cancel, !waiting && !g_str_equal (page, "sources"));
  gtk_spinner_set_spinning (self->spinner, waiting);
  gtk_window_set_default_widget (GTK_WINDOW (self), g_str_equal (page, "form")      ? GTK_WIDGET (self->connect)
                                                    : g_str_equal (page, "sources") ? GTK_WIDGET (self->done)
                                                                                    : GTK_WIDGET (self->open));
}

/* (nullable) A word above the pages. */
void
daybook_connect_dialog_show_error (DaybookConnectDialog *self, const char *text)
{
  gtk_label_set_label (self->error, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), text != NULL);
}

/* Back to the choice of a way. */
void
daybook_connect_dialog_show_form (DaybookConnectDialog *self)
{
  g_autofree char *title = NULL;

  if (self->account != NULL)
    title = g_strdup_printf (_("Sign In to %s"), self->account_name);
  else
    title = g_strdup_printf (_("Connect %s"), daybook_service_get_name (self->service));
  daybook_connect_dialog_set_head (self, title, daybook_service_get_summary (self->service));
  show_page (self, "form");
}

static void
show_waiting (DaybookConnectDialog *self)
{
  g_autofree char *title = g_strdup_printf (_("Connecting %s"), self->account_name != NULL
                                                                  ? self->account_name
                                                                  : daybook_service_get_name (self->service));

  daybook_connect_dialog_show_error (self, NULL);
  daybook_connect_dialog_set_head (self, title, NULL);
  gtk_widget_set_visible (self->code_card, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->open), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->other_way), FALSE);
  gtk_label_set_label (self->waiting, _("Asking the service"));
  show_page (self, "wait");
}

static void
update_button (DaybookConnectDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->connect), daybook_connect_form_is_ready (self->form));
}

static void
set_help (DaybookConnectDialog *self, const DaybookSignInWay *way)
{
  const char *page = way != NULL && way->help != NULL ? way->help : daybook_service_get_help (self->service);
  g_autofree char *uri = page != NULL ? g_strdup_printf ("help:daybook/%s", page) : g_strdup ("help:daybook");

  gtk_link_button_set_uri (GTK_LINK_BUTTON (self->help), uri);
  gtk_button_set_label (self->help, _("How this is done, step by step"));
}

static void
on_way_cb (DaybookConnectDialog *self)
{
  const DaybookSignInWay *way = daybook_connect_form_get_way (self->form);

  daybook_connect_dialog_show_error (self, NULL);
  set_help (self, way);
  if (way != NULL)
    gtk_button_set_label (self->connect, _(way->button));
}

/* The errand ------------------------------------------------------------------------------------------- */

static void
on_prompt_cb (DaybookAgentJob *job, GParamSpec *pspec, DaybookConnectDialog *self)
{
  daybook_connect_dialog_show_prompt (self);
}

static void
forget_job (DaybookConnectDialog *self)
{
  if (self->job == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
}

static void
sync_account (DaybookConnectDialog *self)
{
  const char *const targets[] = { self->connected, NULL };

  /* The answer is the card's business. */
  daybook_agent_client_sync_async (daybook_workspace_get_agent (self->workspace), targets, FALSE, NULL, NULL, NULL);
}

/* Says that it is done and leaves; sample data is shown where it is nice to look at. */
static void
finish (DaybookConnectDialog *self)
{
  const char *name = self->account_name != NULL ? self->account_name : daybook_service_get_name (self->service);
  g_autofree char *text = NULL;

  if (daybook_service_is_sample (self->service))
    text = g_strdup (_("The sample data is there"));
  else if (self->account != NULL)
    text = g_strdup_printf (_("Signed in to “%s”"), name);
  else
    text = g_strdup_printf (_("%s is connected"), name);
  sync_account (self);
  daybook_workspace_toast (self->workspace, text, 0);
  if (daybook_service_is_sample (self->service) && gtk_window_get_transient_for (GTK_WINDOW (self)) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), "win.show-page", "s",
                                "today");
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
show_sources (DaybookConnectDialog *self)
{
  g_autofree char *title = g_strdup_printf (_("%s Is Connected"), daybook_service_get_name (self->service));

  daybook_connect_dialog_set_head (self, title, _("Choose what Daybook keeps. You can change it at any time."));
  show_page (self, "sources");
  gtk_widget_grab_focus (GTK_WIDGET (self->done));
}

static void
on_connected (DaybookConnectDialog *self, GVariant *result)
{
  const char *id = NULL;
  DaybookKind kind;
  gint64 number;

  if (result != NULL)
    g_variant_lookup (result, "account", "&s", &id);
  if (id == NULL)
    id = self->account;
  self->connected = g_strdup (id);
  daybook_connect_form_forget (self->form);
  /* A client id may have been entered. */
  daybook_service_catalog_load (daybook_workspace_get_services (self->workspace));
  if (self->account != NULL || daybook_service_is_sample (self->service) || id == NULL
      || !daybook_id_parse (id, &kind, &number) || kind != DAYBOOK_KIND_ACCOUNT
      || daybook_workspace_get_store (self->workspace) == NULL)
    {
      finish (self);
      return;
    }
  daybook_connect_sources_show (self->sources, self->workspace, number);
  /* A single calendar, switched on already, leaves nothing to choose. */
  if (daybook_connect_sources_get_length (self->sources) == 1)
    finish (self);
  else
    show_sources (self);
}

static void
on_job_finished_cb (DaybookAgentJob *job, DaybookConnectDialog *self)
{
  const GError *error = daybook_agent_job_get_error (job);
  const DaybookSignInWay *way = daybook_connect_form_get_way (self->form);
  g_autofree char *text = NULL;

  if (error == NULL)
    {
      g_autoptr (DaybookAgentJob) kept = g_object_ref (job);

      forget_job (self);
      on_connected (self, daybook_agent_job_get_result (kept));
      return;
    }
  if (!g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED))
    text = daybook_sign_in_explain (error, way != NULL ? way->way : NULL);
  forget_job (self);
  daybook_connect_dialog_show_form (self);
  daybook_connect_dialog_show_error (self, text);
}

/* One try to sign in; it may be given up before the agent has answered. */
typedef struct
{
  DaybookConnectDialog *dialog; /* (owned) */
  GCancellable *given_up;       /* (owned) */
} Attempt;

static Attempt *
attempt_new (DaybookConnectDialog *self)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  attempt->dialog = g_object_ref (self);
  attempt->given_up = g_object_ref (self->cancellable);
  return attempt;
}

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->dialog);
  g_object_unref (attempt->given_up);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static void
on_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Attempt) attempt = data;
  DaybookConnectDialog *self = attempt->dialog;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  if (g_cancellable_is_cancelled (attempt->given_up))
    {
      /* Nobody waits for it any more. */
      if (jobs != NULL && jobs->len > 0)
        daybook_agent_job_cancel (jobs->pdata[0]);
      return;
    }
  if (jobs == NULL || jobs->len == 0)
    {
      const DaybookSignInWay *way = daybook_connect_form_get_way (self->form);
      g_autofree char *text = error != NULL ? daybook_sign_in_explain (error, way->way) : NULL;

      daybook_connect_dialog_show_form (self);
      daybook_connect_dialog_show_error (self, text);
      return;
    }
  self->job = g_object_ref (jobs->pdata[0]);
  g_signal_connect (self->job, "notify::url", G_CALLBACK (on_prompt_cb), self);
  g_signal_connect (self->job, "finished", G_CALLBACK (on_job_finished_cb), self);
  /* Either may have come before the answer that names the job. */
  on_prompt_cb (self->job, NULL, self);
  if (self->job != NULL && daybook_agent_job_is_finished (self->job))
    on_job_finished_cb (self->job, self);
}

static void
on_connect_clicked_cb (DaybookConnectDialog *self)
{
  DaybookAgentClient *agent = daybook_workspace_get_agent (self->workspace);
  const DaybookSignInWay *way = daybook_connect_form_get_way (self->form);
  Attempt *attempt;
  char *secret;

  if (!daybook_connect_form_is_ready (self->form) || self->job != NULL)
    return;
  show_waiting (self);
  attempt = attempt_new (self);
  /* What is asked for anew by the same way needs nothing but the account; a secret has to be given again. */
  if (self->account != NULL && (way->asks & ~DAYBOOK_ASKS_CLIENT) == 0 && g_strcmp0 (way->way, self->account_way) == 0
      && daybook_service_is_configured (self->service))
    {
      daybook_agent_client_reconnect_async (agent, self->account, NULL, on_taken_cb, attempt);
      return;
    }
  secret = daybook_connect_form_take_secret (self->form);
  daybook_agent_client_connect_async (agent, daybook_service_get_id (self->service),
                                      daybook_connect_form_make_options (self->form), secret, NULL, on_taken_cb,
                                      attempt);
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
cancel_errand (DaybookConnectDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->job != NULL)
    daybook_agent_job_cancel (self->job);
  forget_job (self);
}

static void
on_open_clicked_cb (GtkButton *button, DaybookConnectDialog *self)
{
  daybook_connect_dialog_go_to_prompt (self);
}

static void
on_back_clicked_cb (GtkButton *button, DaybookConnectDialog *self)
{
  cancel_errand (self);
  daybook_connect_dialog_show_form (self);
}

static void
on_other_way_clicked_cb (GtkButton *button, DaybookConnectDialog *self)
{
  cancel_errand (self);
  daybook_connect_form_set_way (self->form, daybook_connect_dialog_find_other_way (self));
  daybook_connect_dialog_show_form (self);
}

static void
on_done_clicked_cb (GtkButton *button, DaybookConnectDialog *self)
{
  finish (self);
}

static gboolean
on_help_cb (GtkLinkButton *button, DaybookConnectDialog *self)
{
  gtk_show_uri (GTK_WINDOW (self), gtk_link_button_get_uri (button), GDK_CURRENT_TIME);
  return TRUE;
}

/* The type --------------------------------------------------------------------------------------------- */

static gboolean
daybook_connect_dialog_close_request (GtkWindow *window)
{
  DaybookConnectDialog *self = DAYBOOK_CONNECT_DIALOG (window);

  cancel_errand (self);
  /* Signed in, but left without Done: what is switched on is synced all the same. */
  if (self->connected != NULL)
    sync_account (self);
  return GTK_WINDOW_CLASS (daybook_connect_dialog_parent_class)->close_request (window);
}

static void
daybook_connect_dialog_dispose (GObject *object)
{
  DaybookConnectDialog *self = DAYBOOK_CONNECT_DIALOG (object);

  cancel_errand (self);
  G_OBJECT_CLASS (daybook_connect_dialog_parent_class)->dispose (object);
}

static void
daybook_connect_dialog_finalize (GObject *object)
{
  DaybookConnectDialog *self = DAYBOOK_CONNECT_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->service);
  g_clear_object (&self->cancellable);
  g_free (self->account);
  g_free (self->account_name);
  g_free (self->account_way);
  g_free (self->connected);
  g_free (self->prompt_url);
  G_OBJECT_CLASS (daybook_connect_dialog_parent_class)->finalize (object);
}

static void
daybook_connect_dialog_class_init (DaybookConnectDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = daybook_connect_dialog_dispose;
  object_class->finalize = daybook_connect_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = daybook_connect_dialog_close_request;

  g_type_ensure (DAYBOOK_TYPE_CONNECT_FORM);
  g_type_ensure (DAYBOOK_TYPE_CONNECT_SOURCES);
  g_type_ensure (DAYBOOK_TYPE_SERVICE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/accounts/daybook-connect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, back);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, tile);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, error);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, form);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, connect);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, help);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, code_card);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, code);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, valid);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, open);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, waiting);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, other_way);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, sources);
  gtk_widget_class_bind_template_child (widget_class, DaybookConnectDialog, done);
  gtk_widget_class_bind_template_callback (widget_class, update_button);
  gtk_widget_class_bind_template_callback (widget_class, on_way_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_help_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_other_way_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_done_clicked_cb);
}

static void
daybook_connect_dialog_init (DaybookConnectDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static DaybookConnectDialog *
make (DaybookWorkspace *workspace, DaybookService *service, const char *way)
{
  DaybookConnectDialog *self = g_object_new (DAYBOOK_TYPE_CONNECT_DIALOG, NULL);

  self->workspace = g_object_ref (workspace);
  self->service = g_object_ref (service);
  daybook_service_tile_set_provider (self->tile, daybook_service_get_id (service));
  daybook_connect_form_set_service (self->form, service, way);
  g_signal_connect_object (workspace, "minute", G_CALLBACK (daybook_connect_dialog_update_valid), self, G_CONNECT_SWAPPED);
  on_way_cb (self);
  update_button (self);
  return self;
}

/* Other services that the same consent can serve, such as calendar and mail of one person. */
static void
offer_siblings (DaybookConnectDialog *self)
{
  GListModel *services = G_LIST_MODEL (daybook_workspace_get_services (self->workspace));

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (DaybookService) other = g_list_model_get_item (services, i);

      if (g_str_equal (daybook_service_get_family (other), daybook_service_get_family (self->service))
          && !g_str_equal (daybook_service_get_id (other), daybook_service_get_id (self->service)))
        daybook_connect_form_add_sibling (self->form, other);
    }
}

/* A window that connects a new account of @service. */
GtkWidget *
daybook_connect_dialog_new (DaybookWorkspace *workspace, DaybookService *service)
{
  DaybookConnectDialog *self = make (workspace, service, NULL);

  offer_siblings (self);
  daybook_connect_dialog_show_form (self);
  return GTK_WIDGET (self);
}

/* A window that signs in again; what was synced and chosen stays. NULL: its service is not known here. */
GtkWidget *
daybook_connect_dialog_new_for_account (DaybookWorkspace *workspace, DaybookAccountRow *row)
{
  const DaybookAccount *account = daybook_account_row_get_account (row);
  DaybookService *service =
    daybook_service_catalog_find (daybook_workspace_get_services (workspace), account->provider);
  DaybookConnectDialog *self;

  if (service == NULL)
    return NULL;
  self = make (workspace, service, daybook_account_row_get_sign_in (row));
  self->account = g_strdup (daybook_account_row_get_id (row));
  self->account_name = g_strdup (account->name);
  self->account_way = g_strdup (daybook_account_row_get_sign_in (row));
  daybook_connect_form_set_user (self->form, account->identity);
  daybook_connect_dialog_show_form (self);
  return GTK_WIDGET (self);
}
