/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-account-mark.h"

#include <glib/gi18n.h>

#include "common/daybook-service-tile.h"

struct _DaybookAccountMark
{
  GtkButton parent_instance;

  DaybookAccountRow *row; /* (owned) */
};

G_DEFINE_FINAL_TYPE (DaybookAccountMark, daybook_account_mark, GTK_TYPE_BUTTON)

static void
update (DaybookAccountMark *self)
{
  g_autofree char *text = daybook_account_mark_describe (self->row);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
daybook_account_mark_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_ACCOUNT_MARK (object)->row);
  G_OBJECT_CLASS (daybook_account_mark_parent_class)->finalize (object);
}

static void
daybook_account_mark_class_init (DaybookAccountMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_account_mark_finalize;
}

static void
daybook_account_mark_init (DaybookAccountMark *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self), "account-mark");
}

GtkWidget *
daybook_account_mark_new (DaybookAccountRow *row)
{
  DaybookAccountMark *self = g_object_new (DAYBOOK_TYPE_ACCOUNT_MARK, NULL);
  const DaybookAccount *account = daybook_account_row_get_account (row);
  GtkWidget *tile = daybook_service_tile_new (account->provider, 24);

  self->row = g_object_ref (row);
  gtk_widget_add_css_class (tile, "log-tile");
  gtk_button_set_child (GTK_BUTTON (self), tile);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "x", account->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "account.open");
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "progress", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/* (transfer full) */
char *
daybook_account_mark_describe (DaybookAccountRow *row)
{
  g_autoptr (DaybookAccountWords) words = daybook_account_row_describe (row);

  /* Translators: the name of an account, how it is doing: "Gmail: Synced 4 minutes ago" */
  return g_strdup_printf (_("%s: %s"), daybook_account_row_get_account (row)->name, words->text);
}

DaybookAccountRow *
daybook_account_mark_get_row (DaybookAccountMark *self)
{
  return self->row;
}
