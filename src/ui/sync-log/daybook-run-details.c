/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-log/daybook-run-details.h"

#include <glib/gi18n.h>

#include "accounts/daybook-account-words.h"
#include "accounts/daybook-run-words.h"
#include "base/daybook-id.h"
#include "base/daybook-text.h"
#include "records/daybook-health.h"
#include "store/daybook-accounts.h"

struct _DaybookRunDetails
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookSyncRun *run;         /* (owned) (nullable) */

  /* Template children */
  GtkLabel *title;
  GtkLabel *advice;
  GtkLabel *error;
  GtkGrid *facts;
  GtkButton *sign_in;
};

G_DEFINE_FINAL_TYPE (DaybookRunDetails, daybook_run_details, ADW_TYPE_BIN)

static void
add_fact (DaybookRunDetails *self, int *row, const char *name, const char *value)
{
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *text = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_widget_set_can_focus (text, FALSE);
  gtk_widget_add_css_class (text, "caption");
  gtk_widget_add_css_class (text, "numeric");
  gtk_grid_attach (self->facts, label, 0, *row, 1, 1);
  gtk_grid_attach (self->facts, text, 1, *row, 1, 1);
  (*row)++;
}

static void
add_count (DaybookRunDetails *self, int *row, const char *name, gint64 value)
{
  g_autofree char *number = daybook_account_words_format_number ((guint64) MAX (value, 0));

  if (value > 0)
    add_fact (self, row, name, number);
}

static const char *
describe_trigger (const char *trigger)
{
  if (g_strcmp0 (trigger, "manual") == 0)
    return _("By hand");
  if (g_strcmp0 (trigger, "push") == 0)
    return _("The service said that something is new");
  if (g_strcmp0 (trigger, "start") == 0)
    return _("At the start");
  return _("By schedule");
}

static void
show_facts (DaybookRunDetails *self)
{
  const DaybookSyncRun *run = self->run;
  g_autofree char *requests = daybook_account_words_format_number ((guint64) MAX (run->requests, 0));
  g_autofree char *bytes = g_format_size ((guint64) MAX (run->bytes, 0));
  g_autofree char *when = daybook_run_words_when (run, daybook_workspace_get_now (self->workspace),
                                                  daybook_workspace_get_zone (self->workspace));
  int row = 0;

  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self->facts))) != NULL;)
    gtk_grid_remove (self->facts, child);
  add_fact (self, &row, _("When"), when);
  add_fact (self, &row, _("Started"), describe_trigger (run->trigger));
  add_fact (self, &row, _("Requests"), requests);
  add_fact (self, &row, _("Transferred"), bytes);
  /* Translators: units in which a service counts what it is asked */
  add_count (self, &row, _("Quota Units"), run->quota_units);
  add_count (self, &row, _("Tried Again"), run->retries);
  add_count (self, &row, _("Looked At"), run->fetched);
  if (run->error_code != NULL)
    add_fact (self, &row, _("Code"), run->error_code);
}

/* A sign-in is offered where it still helps: the account may have been signed in since. */
static gboolean
helps_to_sign_in (DaybookRunDetails *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (DaybookAccount) account = NULL;

  if (g_strcmp0 (self->run->error_code, "auth_required") != 0 || store == NULL)
    return FALSE;
  account = daybook_store_get_account (store, self->run->account_id, NULL);
  return account != NULL && daybook_health_is_helped_by_sign_in (daybook_account_get_health (account));
}

static void
show_error (DaybookRunDetails *self)
{
  const char *advice = daybook_health_advise (self->run->error_code);
  gboolean failed = self->run->error_code != NULL;
  g_autofree char *error = self->run->error != NULL ? daybook_text_one_line (self->run->error) : g_strdup ("");

  gtk_label_set_label (self->title, failed ? daybook_health_describe_error (self->run->error_code) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->title), failed);
  gtk_label_set_label (self->advice, advice != NULL ? advice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice), advice != NULL);
  gtk_label_set_label (self->error, error);
  gtk_widget_set_visible (GTK_WIDGET (self->error), *error != '\0');
}

static void
on_copy_cb (DaybookRunDetails *self)
{
  g_autofree char *report = daybook_run_words_report (self->run);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), report);
  gtk_widget_activate_action (GTK_WIDGET (self), "sync-log.say", "s", _("Details copied, without names and addresses"));
}

static void
daybook_run_details_finalize (GObject *object)
{
  DaybookRunDetails *self = DAYBOOK_RUN_DETAILS (object);

  g_clear_object (&self->workspace);
  daybook_sync_run_free (self->run);
  G_OBJECT_CLASS (daybook_run_details_parent_class)->finalize (object);
}

static void
daybook_run_details_class_init (DaybookRunDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_run_details_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/sync-log/daybook-run-details.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookRunDetails, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunDetails, advice);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunDetails, error);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunDetails, facts);
  gtk_widget_class_bind_template_child (widget_class, DaybookRunDetails, sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
}

static void
daybook_run_details_init (DaybookRunDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
daybook_run_details_new (DaybookWorkspace *workspace)
{
  DaybookRunDetails *self = g_object_new (DAYBOOK_TYPE_RUN_DETAILS, NULL);

  self->workspace = g_object_ref (workspace);
  return GTK_WIDGET (self);
}

void
daybook_run_details_show (DaybookRunDetails *self, const DaybookSyncRun *run)
{
  g_autofree char *account = daybook_id_format (DAYBOOK_KIND_ACCOUNT, run->account_id);

  daybook_sync_run_free (self->run);
  self->run = daybook_sync_run_copy (run);
  show_error (self);
  show_facts (self);
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in), helps_to_sign_in (self));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->sign_in), "s", account);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->sign_in), "app.sign-in");
}
