/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "accounts/daybook-account-card.h"
#include "accounts/daybook-accounts-page-private.h"
#include "accounts/daybook-service-card.h"
#include "common/daybook-page.h"

static void daybook_accounts_page_page_init (DaybookPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookAccountsPage, daybook_accounts_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PAGE, daybook_accounts_page_page_init))

enum
{
  PROP_0,
  PROP_WORKSPACE,
};

static GtkWidget *
make_account_card (gpointer item, gpointer data)
{
  DaybookAccountsPage *self = data;

  return daybook_account_card_new (self->workspace, item, daybook_account_list_get_rows (self->list));
}

static GtkWidget *
make_service_card (gpointer item, gpointer data)
{
  /* The button in it takes the focus. */
  return g_object_new (GTK_TYPE_FLOW_BOX_CHILD, "focusable", FALSE, "child", daybook_service_card_new (item),
                       "css-classes", (const char *[]) { "bare", NULL }, NULL);
}

static gboolean
has_sample (DaybookAccountsPage *self)
{
  DaybookRowList *rows = daybook_account_list_get_rows (self->list);

  for (guint i = 0; i < daybook_row_list_get_length (rows); i++)
    {
      const DaybookAccount *account = daybook_account_row_get_account (daybook_row_list_peek (rows, i));
      DaybookService *service =
        daybook_service_catalog_find (daybook_workspace_get_services (self->workspace), account->provider);

      if (service != NULL && daybook_service_is_sample (service))
        return TRUE;
    }
  return FALSE;
}

/* Sample data once is enough. */
static gboolean
is_offered (gpointer item, gpointer data)
{
  return !daybook_service_is_sample (item) || !has_sample (data);
}

static gboolean
is_first (gpointer item, gpointer data)
{
  return daybook_account_list_is_first (DAYBOOK_ACCOUNTS_PAGE (data)->list, item);
}

static void
update (DaybookAccountsPage *self)
{
  guint n = daybook_row_list_get_length (daybook_account_list_get_rows (self->list));
  const char *error = daybook_service_catalog_get_error (daybook_workspace_get_services (self->workspace));

  gtk_widget_set_visible (self->accounts_head, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->accounts), n > 0);
  gtk_widget_set_visible (self->sample_note, has_sample (self));
  gtk_label_set_label (self->services_title, n > 0 ? _("Connect Another") : _("Connect an Account"));
  gtk_label_set_label (self->services_error, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->services_error), error != NULL);
}

static void
update_paused (DaybookAccountsPage *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);

  gtk_widget_set_visible (self->paused_note,
                          store != NULL && daybook_store_get_setting_bool (store, "sync_paused"));
}

static DaybookAccountRow *
get_open (DaybookAccountsPage *self)
{
  GtkWidget *detail = daybook_lazy_bin_peek (self->detail);

  return detail != NULL ? daybook_account_detail_get_row (DAYBOOK_ACCOUNT_DETAIL (detail)) : NULL;
}

/* Which account's page is open, if only below another view; NULL: none. */
void
daybook_accounts_page_set_open (DaybookAccountsPage *self, DaybookAccountRow *row)
{
  if (row != NULL || daybook_lazy_bin_peek (self->detail) != NULL)
    daybook_account_detail_set_row (DAYBOOK_ACCOUNT_DETAIL (daybook_lazy_bin_get (self->detail)), row);
}

/* The account that is open may go away under the person's eyes. */
static void
on_rows_changed_cb (DaybookAccountsPage *self)
{
  DaybookAccountRow *open = get_open (self);

  if (open != NULL
      && daybook_account_list_find (self->list, daybook_account_row_get_account (open)->id) == NULL)
    {
      gtk_stack_set_visible_child (self->stack, self->overview);
      daybook_accounts_page_set_open (self, NULL);
    }
  if (self->wanted != 0 && daybook_account_list_is_loaded (self->list))
    {
      DaybookAccountRow *row = daybook_account_list_find (self->list, self->wanted);

      self->wanted = 0;
      if (row != NULL)
        daybook_accounts_page_open (self, row);
    }
  daybook_accounts_page_sign_in_wanted (self);
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->first), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->offered), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
on_account_activated_cb (GtkFlowBox *box, GtkFlowBoxChild *child, DaybookAccountsPage *self)
{
  daybook_accounts_page_open (self, daybook_account_card_get_row (DAYBOOK_ACCOUNT_CARD (child)));
}

static gboolean
daybook_accounts_page_shows_kind (DaybookKind kind)
{
  return kind == DAYBOOK_KIND_ACCOUNT;
}

static gboolean
daybook_accounts_page_show_item (DaybookPage *page, DaybookKind kind, gint64 id)
{
  DaybookAccountsPage *self = DAYBOOK_ACCOUNTS_PAGE (page);
  DaybookAccountRow *row;

  if (self->list == NULL)
    return FALSE;
  row = daybook_account_list_find (self->list, id);
  if (row != NULL)
    daybook_accounts_page_open (self, row);
  else
    self->wanted = id;
  return TRUE;
}

static void
daybook_accounts_page_page_init (DaybookPageInterface *iface)
{
  iface->shows_kind = daybook_accounts_page_shows_kind;
  iface->show_item = daybook_accounts_page_show_item;
}

static void
bind (DaybookAccountsPage *self)
{
  DaybookServiceCatalog *services = daybook_workspace_get_services (self->workspace);
  DaybookRowList *rows;

  self->list = daybook_account_list_new (self->workspace);
  rows = daybook_account_list_get_rows (self->list);
  self->first = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (rows)),
                                           GTK_FILTER (gtk_custom_filter_new (is_first, self, NULL)));
  gtk_flow_box_bind_model (self->accounts, G_LIST_MODEL (self->first), make_account_card, self, NULL);
  self->offered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (services)),
                                             GTK_FILTER (gtk_custom_filter_new (is_offered, self, NULL)));
  gtk_flow_box_bind_model (self->services, G_LIST_MODEL (self->offered), make_service_card, NULL, NULL);
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (on_rows_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (services, "items-changed", G_CALLBACK (on_rows_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (services, "notify::error", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loaded", G_CALLBACK (on_rows_changed_cb), self, G_CONNECT_SWAPPED);
  self->gate = daybook_reload_gate_new (self->workspace, (DaybookReloadFunc) update_paused, self);
  daybook_reload_gate_follow (self->gate, GTK_WIDGET (self));
  update_paused (self);
  update (self);
  daybook_reload_gate_follow (daybook_account_list_get_gate (self->list), GTK_WIDGET (self));
}

/* One under the other where there is no room beside, each as high as it needs. */
static void
on_narrow_cb (DaybookAccountsPage *self)
{
  gboolean narrow = daybook_pane_is_narrow (self->pane);
  GtkOrientation orientation = narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->paused_note), orientation);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->sample_note), orientation);
  gtk_flow_box_set_homogeneous (self->accounts, !narrow);
  gtk_flow_box_set_max_children_per_line (self->accounts, narrow ? 1 : 3);
}

static void
daybook_accounts_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_ACCOUNTS_PAGE (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_accounts_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookAccountsPage *self = DAYBOOK_ACCOUNTS_PAGE (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&self->workspace, g_value_get_object (value)))
        {
          if (self->workspace != NULL && self->list == NULL)
            bind (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_accounts_page_dispose (GObject *object)
{
  DaybookAccountsPage *self = DAYBOOK_ACCOUNTS_PAGE (object);

  if (self->accounts != NULL)
    gtk_flow_box_bind_model (self->accounts, NULL, NULL, NULL, NULL);
  if (self->services != NULL)
    gtk_flow_box_bind_model (self->services, NULL, NULL, NULL, NULL);
  G_OBJECT_CLASS (daybook_accounts_page_parent_class)->dispose (object);
}

static void
daybook_accounts_page_finalize (GObject *object)
{
  DaybookAccountsPage *self = DAYBOOK_ACCOUNTS_PAGE (object);

  g_clear_object (&self->first);
  g_clear_object (&self->offered);
  g_clear_object (&self->gate);
  g_clear_object (&self->list);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_accounts_page_parent_class)->finalize (object);
}

static void
daybook_accounts_page_class_init (DaybookAccountsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_accounts_page_get_property;
  object_class->set_property = daybook_accounts_page_set_property;
  object_class->dispose = daybook_accounts_page_dispose;
  object_class->finalize = daybook_accounts_page_finalize;

  g_object_class_override_property (object_class, PROP_WORKSPACE, "workspace");

  g_type_ensure (DAYBOOK_TYPE_ACCOUNT_DETAIL);
  g_type_ensure (DAYBOOK_TYPE_DISCONNECT_VIEW);
  g_type_ensure (DAYBOOK_TYPE_LAZY_BIN);
  g_type_ensure (DAYBOOK_TYPE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/accounts/daybook-accounts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, overview);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, paused_note);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, sample_note);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, accounts_head);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, accounts);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, services_title);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, services);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, services_error);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, detail);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountsPage, disconnect);
  gtk_widget_class_bind_template_callback (widget_class, on_account_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow_cb);
  daybook_accounts_page_install_actions (widget_class);
}

static void
daybook_accounts_page_init (DaybookAccountsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
daybook_accounts_page_open (DaybookAccountsPage *self, DaybookAccountRow *row)
{
  daybook_accounts_page_set_open (self, row);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->detail));
  gtk_widget_child_focus (GTK_WIDGET (self->detail), GTK_DIR_TAB_FORWARD);
}

void
daybook_accounts_page_show_disconnect (DaybookAccountsPage *self, DaybookAccountRow *row)
{
  daybook_disconnect_view_set_row (DAYBOOK_DISCONNECT_VIEW (daybook_lazy_bin_get (self->disconnect)), row);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->disconnect));
  gtk_widget_child_focus (GTK_WIDGET (self->disconnect), GTK_DIR_TAB_FORWARD);
}

/* To where the person came from: the account that was open, or the overview with its card in focus. */
void
daybook_accounts_page_back (DaybookAccountsPage *self)
{
  DaybookAccountRow *open = get_open (self);
  GtkWidget *here = gtk_stack_get_visible_child (self->stack);

  if (here == GTK_WIDGET (self->disconnect) && open != NULL)
    {
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->detail));
      return;
    }
  gtk_stack_set_visible_child (self->stack, self->overview);
  if (open != NULL)
    {
      GtkWidget *card = NULL;

      daybook_accounts_page_set_open (self, NULL);
      card = daybook_accounts_page_get_anchor (self, open);
      if (card != NULL)
        gtk_widget_grab_focus (card);
    }
}

/* (transfer none) (nullable) The widget that shows @row: its page when it is open, else its card. */
GtkWidget *
daybook_accounts_page_get_anchor (DaybookAccountsPage *self, DaybookAccountRow *row)
{
  gint64 grant_id = daybook_account_row_get_account (row)->grant_id;
  GtkFlowBoxChild *child;

  if (get_open (self) == row)
    return daybook_account_detail_get_title (DAYBOOK_ACCOUNT_DETAIL (daybook_lazy_bin_get (self->detail)));
  for (int i = 0; (child = gtk_flow_box_get_child_at_index (self->accounts, i)) != NULL; i++)
    {
      DaybookAccountRow *shown = daybook_account_card_get_row (DAYBOOK_ACCOUNT_CARD (child));

      if (daybook_account_row_get_account (shown)->grant_id == grant_id)
        return GTK_WIDGET (child);
    }
  return NULL;
}
