/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-account-card.h"

#include <glib/gi18n.h>

#include "accounts/daybook-account-mark.h"
#include "common/daybook-ring.h"
#include "common/daybook-service-tile.h"
#include "records/daybook-health.h"

struct _DaybookAccountCard
{
  GtkFlowBoxChild parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookAccountRow *row;      /* (owned) */
  DaybookRowList *rows;        /* (owned) all accounts */
  DaybookTone tone;
  DaybookAccountAction shown_action;
  int menu_state; /* what the menu was built for */

  /* Template children */
  DaybookServiceTile *tile;
  GtkLabel *name;
  GtkLabel *identity;
  GtkMenuButton *menu;
  GtkStack *mark;
  GtkWidget *dot;
  DaybookRing *ring;
  GtkLabel *status;
  GtkLabel *contents;
  GtkButton *action;
  GtkBox *further; /* the accounts that share the sign-in, each a tile */
  GtkProgressBar *bar;
};

G_DEFINE_FINAL_TYPE (DaybookAccountCard, daybook_account_card, GTK_TYPE_FLOW_BOX_CHILD)

static const struct
{
  const char *action;
  const char *icon;  /* NULL: a button with its label */
  const char *label; /* what it does, with %s for the account's name where only an icon shows */
} buttons[] = {
  [DAYBOOK_ACCOUNT_ACTION_SYNC] = { "account.sync", "emblem-synchronizing-symbolic", N_("Sync %s") },
  [DAYBOOK_ACCOUNT_ACTION_CANCEL] = { "account.cancel", "window-close-symbolic", N_("Cancel Syncing %s") },
  [DAYBOOK_ACCOUNT_ACTION_SIGN_IN] = { "account.sign-in", NULL, N_("_Sign In") },
  [DAYBOOK_ACCOUNT_ACTION_RESUME] = { "account.resume", NULL, N_("_Resume") },
  [DAYBOOK_ACCOUNT_ACTION_UNLOCK] = { "account.sync", NULL, N_("_Unlock") },
};

/* The accent is for what waits for the person, not for what they ended themselves. */
static void
accentuate (GtkWidget *button, const DaybookAccountWords *words)
{
  if (words->action == DAYBOOK_ACCOUNT_ACTION_SIGN_IN && words->tone == DAYBOOK_TONE_ATTENTION)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static void
update_button (DaybookAccountCard *self, const DaybookAccountWords *words)
{
  const DaybookAccount *account = daybook_account_row_get_account (self->row);
  DaybookAccountAction action = words->action;
  GtkWidget *button = GTK_WIDGET (self->action);
  g_autofree char *tooltip = NULL;

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", account->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), buttons[action].action);
  if (buttons[action].icon != NULL)
    {
      tooltip = g_strdup_printf (_(buttons[action].label), account->name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
    }
  gtk_widget_set_tooltip_text (button, tooltip);
  if (self->shown_action == action && gtk_button_get_child (self->action) != NULL)
    {
      accentuate (button, words);
      return;
    }
  self->shown_action = action;
  if (buttons[action].icon != NULL)
    {
      gtk_button_set_icon_name (self->action, buttons[action].icon);
      gtk_widget_set_css_classes (button, (const char *[]) { "flat", "circular", "image-button", NULL });
    }
  else
    {
      gtk_button_set_label (self->action, _(buttons[action].label));
      gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
      gtk_widget_set_css_classes (button, (const char *[]) { "text-button", NULL });
    }
  accentuate (button, words);
}

/* Built anew only when another menu is due, so that an open one stays. */
static void
update_menu (DaybookAccountCard *self)
{
  const DaybookAccount *account = daybook_account_row_get_account (self->row);
  DaybookService *service =
    daybook_service_catalog_find (daybook_workspace_get_services (self->workspace), account->provider);
  int state = 1 | account->paused << 1 | (account->status == DAYBOOK_ACCOUNT_DISCONNECTED) << 2 | (service != NULL) << 3;
  g_autofree char *label = g_strdup_printf (_("Actions for %s"), account->name);
  g_autoptr (GMenuModel) menu = NULL;

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (self->menu_state == state)
    return;
  self->menu_state = state;
  menu = daybook_account_menu_new (self->workspace, self->row, TRUE);
  gtk_menu_button_set_menu_model (self->menu, menu);
}

static void
update_mark (DaybookAccountCard *self, const DaybookAccountWords *words)
{
  gboolean busy = words->tone == DAYBOOK_TONE_BUSY;

  gtk_widget_remove_css_class (self->dot, daybook_tone_get_style_class (self->tone));
  self->tone = words->tone;
  gtk_widget_add_css_class (self->dot, daybook_tone_get_style_class (self->tone));
  gtk_stack_set_visible_child_name (self->mark, busy ? "ring" : "dot");
  daybook_ring_set_fraction (self->ring, words->fraction);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), busy && words->fraction >= 0);
  if (words->fraction >= 0)
    gtk_progress_bar_set_fraction (self->bar, words->fraction);
}

/* The accounts that share the sign-in of the one that is shown in full. (transfer container) */
static GPtrArray *
list_further (DaybookAccountCard *self)
{
  gint64 grant_id = daybook_account_row_get_account (self->row)->grant_id;
  GPtrArray *further = g_ptr_array_new ();

  for (guint i = 0; i < daybook_row_list_get_length (self->rows); i++)
    {
      DaybookAccountRow *row = daybook_row_list_peek (self->rows, i);

      if (row != self->row && daybook_account_row_get_account (row)->grant_id == grant_id)
        g_ptr_array_add (further, row);
    }
  return further;
}

/* What is wrong with an account that shares the sign-in: "Gmail: Needs signing in"; NULL: nothing. (transfer full) */
static char *
describe_trouble (DaybookAccountCard *self)
{
  g_autoptr (GPtrArray) further = list_further (self);

  for (guint i = 0; i < further->len; i++)
    {
      g_autoptr (DaybookAccountWords) words = daybook_account_row_describe (further->pdata[i]);

      if (words->since != NULL)
        return daybook_account_mark_describe (further->pdata[i]);
    }
  return NULL;
}

static void
update (DaybookAccountCard *self)
{
  const DaybookAccount *account = daybook_account_row_get_account (self->row);
  g_autoptr (DaybookAccountWords) words = daybook_account_row_describe (self->row);
  g_autofree char *explained = daybook_health_explain (account);
  g_autofree char *trouble = describe_trouble (self);
  g_autofree char *contents = words->since != NULL ? g_strdup (words->since)
                              : trouble != NULL    ? g_steal_pointer (&trouble)
                                                   : daybook_account_row_describe_contents (self->row);
  g_autofree char *identity = daybook_account_row_describe_identity (self->row);
  g_auto (GStrv) contents_words = NULL;
  g_autofree char *spoken = NULL, *spoken_contents = NULL;

  daybook_service_tile_set_provider (self->tile, account->provider);
  gtk_label_set_label (self->name, account->name);
  gtk_label_set_label (self->identity, identity);
  gtk_widget_set_visible (GTK_WIDGET (self->identity), g_strcmp0 (identity, account->name) != 0);
  gtk_label_set_label (self->status, words->text);
  gtk_label_set_label (self->contents, contents);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status),
                               words->tone == DAYBOOK_TONE_ATTENTION ? explained : NULL);
  update_mark (self, words);
  update_button (self, words);
  update_menu (self);

  contents_words = g_strsplit (contents, "\302\240", -1); /* a no-break space is nothing to hear */
  spoken_contents = g_strjoinv (" ", contents_words);
  /* Translators: what a screen reader says of an account: name, identity, state, contents */
  spoken = g_strdup_printf (_("%s, %s, %s, %s"), account->name, identity, words->text, spoken_contents);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* Tiles that stay are the same widgets, so that one keeps the focus. */
static void
update_further (DaybookAccountCard *self)
{
  g_autoptr (GPtrArray) further = list_further (self);
  GtkWidget *tile = gtk_widget_get_first_child (GTK_WIDGET (self->further));
  guint i = 0;

  while (tile != NULL && i < further->len && daybook_account_mark_get_row (DAYBOOK_ACCOUNT_MARK (tile)) == further->pdata[i])
    {
      tile = gtk_widget_get_next_sibling (tile);
      i++;
    }
  while (tile != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (tile);

      g_signal_handlers_disconnect_by_func (daybook_account_mark_get_row (DAYBOOK_ACCOUNT_MARK (tile)), update, self);
      gtk_box_remove (self->further, tile);
      tile = next;
    }
  for (; i < further->len; i++)
    {
      gtk_box_append (self->further, daybook_account_mark_new (further->pdata[i]));
      g_signal_connect_object (further->pdata[i], "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
daybook_account_card_finalize (GObject *object)
{
  DaybookAccountCard *self = DAYBOOK_ACCOUNT_CARD (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->row);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (daybook_account_card_parent_class)->finalize (object);
}

static void
daybook_account_card_class_init (DaybookAccountCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_account_card_finalize;

  g_type_ensure (DAYBOOK_TYPE_RING);
  g_type_ensure (DAYBOOK_TYPE_SERVICE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/accounts/daybook-account-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, tile);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, name);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, identity);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, menu);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, mark);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, dot);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, ring);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, status);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, contents);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, action);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, further);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountCard, bar);
}

static void
daybook_account_card_init (DaybookAccountCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
daybook_account_card_new (DaybookWorkspace *workspace, DaybookAccountRow *row, DaybookRowList *rows)
{
  DaybookAccountCard *self = g_object_new (DAYBOOK_TYPE_ACCOUNT_CARD, NULL);

  self->workspace = g_object_ref (workspace);
  self->row = g_object_ref (row);
  self->rows = g_object_ref (rows);
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (update_further), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "progress", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update_further (self);
  return GTK_WIDGET (self);
}

DaybookAccountRow *
daybook_account_card_get_row (DaybookAccountCard *self)
{
  return self->row;
}
