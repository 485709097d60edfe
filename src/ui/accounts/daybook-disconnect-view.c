/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-disconnect-view.h"

#include <glib/gi18n.h>

#include "common/daybook-service-tile.h"
#include "store/daybook-accounts.h"

struct _DaybookDisconnectView
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookAccountRow *row;      /* (owned) (nullable) */
  GCancellable *reading;       /* (owned) (nullable) */
  gint64 entries;              /* made from its meetings; -1 while not known */

  /* Template children */
  DaybookServiceTile *tile;
  GtkLabel *title;
  GtkLabel *warning;
  AdwActionRow *goes;
  AdwActionRow *stays;
  GtkSwitch *keep;
  GtkButton *disconnect;
};

G_DEFINE_FINAL_TYPE (DaybookDisconnectView, daybook_disconnect_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
describe_items (DaybookDisconnectView *self)
{
  gint64 n = daybook_account_row_get_account (self->row)->item_count;
  g_autofree char *number = daybook_account_words_format_number ((guint64) n);

  if (gtk_switch_get_active (self->keep))
    return g_strdup (_("The sign-in"));
  return g_strdup_printf (ngettext ("The sign-in, and %s item that was synced to this computer",
                                    "The sign-in, and %s items that were synced to this computer", (gulong) n),
                          number);
}

static char *
describe_entries (DaybookDisconnectView *self)
{
  g_autofree char *number = daybook_account_words_format_number ((guint64) MAX (self->entries, 0));
  g_autofree char *items = NULL;

  if (gtk_switch_get_active (self->keep))
    return g_strdup (_("Your time entries, projects and clients, and what was synced"));
  if (self->entries <= 0)
    return g_strdup (_("Your time entries, projects and clients"));
  return g_strdup_printf (ngettext ("Your time entries, projects and clients, with the %s entry made from its meetings",
                                    "Your time entries, projects and clients, with the %s entries made from its meetings",
                                    (gulong) self->entries),
                          number);
}

static void
update (DaybookDisconnectView *self)
{
  const DaybookAccount *account = daybook_account_row_get_account (self->row);
  DaybookService *service =
    daybook_service_catalog_find (daybook_workspace_get_services (self->workspace), account->provider);
  g_autofree char *title = g_strdup_printf (_("Disconnect %s?"), account->name);
  g_autofree char *goes = describe_items (self);
  g_autofree char *stays = describe_entries (self);

  daybook_service_tile_set_provider (self->tile, account->provider);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->warning,
                       service != NULL && daybook_service_can_revoke (service)
                         ? _("The service is told to forget the sign-in, so this cannot be undone. You can connect again.")
                         : _("The sign-in is deleted, so this cannot be undone. You can connect again."));
  adw_action_row_set_subtitle (self->goes, goes);
  adw_action_row_set_subtitle (self->stays, stays);
}

static void
on_keep_cb (GtkSwitch *widget, GParamSpec *pspec, DaybookDisconnectView *self)
{
  if (self->row != NULL)
    update (self);
}

static void
on_disconnect_clicked_cb (GtkButton *button, DaybookDisconnectView *self)
{
  gint64 id = daybook_account_row_get_account (self->row)->id;

  gtk_widget_activate_action (GTK_WIDGET (self), "account.disconnect-now", "(xb)", id,
                              gtk_switch_get_active (self->keep));
}

/* Counting, on the store's thread. */
static gpointer
count_entries (DaybookStore *store, gpointer data, GError **error)
{
  gint64 *count = g_new (gint64, 1);

  *count = daybook_store_count_account_entries (store, *(gint64 *) data);
  return count;
}

static void
on_counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookDisconnectView) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *count = daybook_workspace_read_finish (self->workspace, result, &error);

  if (count == NULL || self->row == NULL)
    return;
  self->entries = *count;
  update (self);
}

static void
daybook_disconnect_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_DISCONNECT_VIEW (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_disconnect_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_set_object (&DAYBOOK_DISCONNECT_VIEW (object)->workspace, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_disconnect_view_dispose (GObject *object)
{
  DaybookDisconnectView *self = DAYBOOK_DISCONNECT_VIEW (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->row);
  G_OBJECT_CLASS (daybook_disconnect_view_parent_class)->dispose (object);
}

static void
daybook_disconnect_view_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_DISCONNECT_VIEW (object)->workspace);
  G_OBJECT_CLASS (daybook_disconnect_view_parent_class)->finalize (object);
}

static void
daybook_disconnect_view_class_init (DaybookDisconnectViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_disconnect_view_get_property;
  object_class->set_property = daybook_disconnect_view_set_property;
  object_class->dispose = daybook_disconnect_view_dispose;
  object_class->finalize = daybook_disconnect_view_finalize;

  properties[PROP_WORKSPACE] = g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DAYBOOK_TYPE_SERVICE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/accounts/daybook-disconnect-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookDisconnectView, tile);
  gtk_widget_class_bind_template_child (widget_class, DaybookDisconnectView, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookDisconnectView, warning);
  gtk_widget_class_bind_template_child (widget_class, DaybookDisconnectView, goes);
  gtk_widget_class_bind_template_child (widget_class, DaybookDisconnectView, stays);
  gtk_widget_class_bind_template_child (widget_class, DaybookDisconnectView, keep);
  gtk_widget_class_bind_template_child (widget_class, DaybookDisconnectView, disconnect);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_disconnect_clicked_cb);
}

static void
daybook_disconnect_view_init (DaybookDisconnectView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Asks about @row. */
void
daybook_disconnect_view_set_row (DaybookDisconnectView *self, DaybookAccountRow *row)
{
  gint64 id = daybook_account_row_get_account (row)->id;

  g_return_if_fail (DAYBOOK_IS_DISCONNECT_VIEW (self));

  g_set_object (&self->row, row);
  self->entries = -1;
  gtk_switch_set_active (self->keep, FALSE);
  update (self);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  daybook_workspace_read_async (self->workspace, count_entries, g_memdup2 (&id, sizeof id), g_free, g_free,
                                self->reading, on_counted_cb, g_object_ref (self));
}
