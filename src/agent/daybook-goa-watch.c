/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-goa-watch.h"

#include <string.h>

#include "base/daybook-json-reader.h"
#include "store/daybook-accounts.h"

#define GOA_NAME "org.gnome.OnlineAccounts"
#define GOA_ACCOUNT GOA_NAME ".Account"
#define OBJECT_MANAGER "org.freedesktop.DBus.ObjectManager"

struct _DaybookGoaWatch
{
  GObject parent_instance;

  GDBusConnection *bus;   /* (owned) */
  DaybookStore *store;    /* (owned) */
  guint subscriptions[3]; /* 0 none */
};

G_DEFINE_FINAL_TYPE (DaybookGoaWatch, daybook_goa_watch, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The desktop's account that ours was signed in with; NULL: it was signed in otherwise. (transfer full) */
static char *
find_id (DaybookStore *store, const DaybookAccount *account)
{
  g_autoptr (DaybookGrant) grant = daybook_store_get_grant (store, account->grant_id, NULL);

  if (grant == NULL || g_strcmp0 (grant->sign_in, "goa") != 0 || grant->settings == NULL)
    return NULL;
  return daybook_json_find_string (grant->settings, strlen (grant->settings), "/goa");
}

/* @id NULL: whatever the account. */
static void
tell (DaybookGoaWatch *self, const char *id, gboolean waiting_only)
{
  g_autoptr (GPtrArray) accounts = daybook_store_list_accounts (self->store, NULL);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];
      g_autofree char *own = NULL;

      if (account->paused || account->status == DAYBOOK_ACCOUNT_DISCONNECTED
          || (waiting_only && account->status != DAYBOOK_ACCOUNT_NEEDS_SIGN_IN))
        continue;
      own = find_id (self->store, account);
      if (own != NULL && (id == NULL || g_str_equal (own, id)))
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0, account->id);
    }
}

/* An account's object ends with its id. */
static void
tell_path (DaybookGoaWatch *self, const char *path)
{
  const char *id = strrchr (path, '/');

  if (id != NULL)
    tell (self, id + 1, FALSE);
}

static void
on_properties_changed_cb (GDBusConnection *bus,
                          const char *sender,
                          const char *path,
                          const char *interface,
                          const char *signal,
                          GVariant *parameters,
                          gpointer data)
{
  static const char *const ours[] = { "AttentionNeeded", "CalendarDisabled", "MailDisabled" };
  g_autoptr (GVariant) changed = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  changed = g_variant_get_child_value (parameters, 1);
  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    {
      g_autoptr (GVariant) value = g_variant_lookup_value (changed, ours[i], G_VARIANT_TYPE_BOOLEAN);

      if (value != NULL)
        {
          tell_path (data, path);
          return;
        }
    }
}

/* InterfacesAdded and InterfacesRemoved: an account came or went. */
static void
on_interfaces_changed_cb (GDBusConnection *bus,
                          const char *sender,
                          const char *path,
                          const char *interface,
                          const char *signal,
                          GVariant *parameters,
                          gpointer data)
{
  g_autoptr (GVariant) object = NULL;

  if (g_variant_n_children (parameters) < 1)
    return;
  object = g_variant_get_child_value (parameters, 0);
  if (g_variant_is_of_type (object, G_VARIANT_TYPE_OBJECT_PATH))
    tell_path (data, g_variant_get_string (object, NULL));
}

static void
daybook_goa_watch_dispose (GObject *object)
{
  DaybookGoaWatch *self = DAYBOOK_GOA_WATCH (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->subscriptions); i++)
    {
      if (self->subscriptions[i] != 0)
        g_dbus_connection_signal_unsubscribe (self->bus, self->subscriptions[i]);
      self->subscriptions[i] = 0;
    }
  g_clear_object (&self->bus);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (daybook_goa_watch_parent_class)->dispose (object);
}

static void
daybook_goa_watch_class_init (DaybookGoaWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = daybook_goa_watch_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DAYBOOK_TYPE_GOA_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
daybook_goa_watch_init (DaybookGoaWatch *self)
{
}

static guint
subscribe (DaybookGoaWatch *self,
           const char *interface,
           const char *signal,
           const char *arg0,
           GDBusSignalCallback callback)
{
  return g_dbus_connection_signal_subscribe (self->bus, GOA_NAME, interface, signal, NULL, arg0,
                                             G_DBUS_SIGNAL_FLAGS_NONE, callback, self, NULL);
}

DaybookGoaWatch *
daybook_goa_watch_new (GDBusConnection *bus, DaybookStore *store)
{
  DaybookGoaWatch *self = g_object_new (DAYBOOK_TYPE_GOA_WATCH, NULL);

  self->bus = g_object_ref (bus);
  self->store = g_object_ref (store);
  self->subscriptions[0] = subscribe (self, "org.freedesktop.DBus.Properties", "PropertiesChanged", GOA_ACCOUNT,
                                      on_properties_changed_cb);
  self->subscriptions[1] = subscribe (self, OBJECT_MANAGER, "InterfacesAdded", NULL, on_interfaces_changed_cb);
  self->subscriptions[2] = subscribe (self, OBJECT_MANAGER, "InterfacesRemoved", NULL, on_interfaces_changed_cb);
  return self;
}

/* What waited for the person when the agent was last there may have been mended since. */
void
daybook_goa_watch_look (DaybookGoaWatch *self)
{
  tell (self, NULL, TRUE);
}
