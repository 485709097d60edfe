/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-write-back-row.h"

#include <glib/gi18n.h>

#include "accounts/daybook-account-changes.h"
#include "store/daybook-accounts.h"

struct _DaybookWriteBackRow
{
  AdwActionRow parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  gint64 account_id;
  char *account_name;        /* (owned) (nullable) */
  gboolean showing;          /* what changes now is not the person's doing */
  gboolean wants_to_sign_in; /* as soon as it is stored that it is on */

  /* Template children */
  GtkButton *sign_in;
  GtkSwitch *active;
};

G_DEFINE_FINAL_TYPE (DaybookWriteBackRow, daybook_write_back_row, ADW_TYPE_ACTION_ROW)

static void
sign_in (DaybookWriteBackRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "account.sign-in", "x", self->account_id);
}

static void
on_active_cb (DaybookWriteBackRow *self)
{
  gboolean on = gtk_switch_get_active (self->active);

  if (self->showing || self->account_name == NULL)
    return;
  self->wants_to_sign_in = on;
  daybook_account_set_setting (self->workspace, self->account_id, self->account_name,
                               daybook_provider_setting_find_common ("write_back"), on ? "on" : "off");
}

void
daybook_write_back_row_show (DaybookWriteBackRow *self,
                             DaybookWorkspace *workspace,
                             const DaybookAccount *account,
                             DaybookService *service)
{
  g_autofree char *value
    = daybook_provider_setting_read (daybook_provider_setting_find_common ("write_back"), account->settings);
  gboolean on = daybook_provider_setting_is_on (value);
  gboolean may_write = daybook_store_account_may_write (daybook_workspace_get_store (workspace), account->id);

  g_set_object (&self->workspace, workspace);
  if (self->account_id != account->id)
    self->wants_to_sign_in = FALSE;
  self->account_id = account->id;
  g_free (self->account_name);
  self->account_name = g_strdup (account->name);

  self->showing = TRUE;
  gtk_switch_set_active (self->active, on);
  self->showing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), service != NULL && daybook_service_can_write_back (service));
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in), on && !may_write);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), !on       ? _("Tasks are done here only")
                                                      : may_write ? _("The service is told")
                                                                  : _("Tasks are done here only until you sign in again "
                                                                      "and allow it"));
  if (self->wants_to_sign_in && on)
    {
      self->wants_to_sign_in = FALSE;
      if (!may_write)
        sign_in (self);
    }
}

static void
daybook_write_back_row_finalize (GObject *object)
{
  DaybookWriteBackRow *self = DAYBOOK_WRITE_BACK_ROW (object);

  g_clear_object (&self->workspace);
  g_free (self->account_name);
  G_OBJECT_CLASS (daybook_write_back_row_parent_class)->finalize (object);
}

static void
daybook_write_back_row_class_init (DaybookWriteBackRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_write_back_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/accounts/daybook-write-back-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookWriteBackRow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, DaybookWriteBackRow, active);
  gtk_widget_class_bind_template_callback (widget_class, sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_active_cb);
}

static void
daybook_write_back_row_init (DaybookWriteBackRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
