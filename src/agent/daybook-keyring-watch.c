/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-keyring-watch.h"

#include "ipc/daybook-keyring-state.h"
#include "store/daybook-sealed-secrets.h"

#define SECRETS_NAME "org.freedesktop.secrets"
#define SECRETS_PATH "/org/freedesktop/secrets"
#define KEY_SCHEMA "io.github.daybookapp.Daybook.Key" /* of the items that net/daybook-keyring.c makes */

struct _DaybookKeyringWatch
{
  GObject parent_instance;

  GDBusConnection *bus;      /* (owned) */
  DaybookStore *store;       /* (owned) */
  GCancellable *cancellable; /* (owned) cancelled in dispose */
  DaybookKeyringPlace place;
  guint name_watch;           /* these two: 0 but for the service */
  guint changed_subscription;
  char *collection;          /* (owned) (nullable) path of the default collection */
  guint searching;           /* keys looked for whose answer is not here yet */
  gboolean missing;          /* one of them is not there */
  const char *state;
};

G_DEFINE_FINAL_TYPE (DaybookKeyringWatch, daybook_keyring_watch, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_state (DaybookKeyringWatch *self, const char *state)
{
  if (g_strcmp0 (self->state, state) == 0)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
on_searched_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  DaybookKeyringWatch *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply != NULL)
    {
      g_autofree const char **unlocked = NULL;
      g_autofree const char **locked = NULL;

      g_variant_get (reply, "(^a&o^a&o)", &unlocked, &locked);
      self->missing |= unlocked[0] == NULL && locked[0] == NULL;
    }
  if (--self->searching == 0)
    set_state (self, self->missing ? "lost" : "unlocked");
}

/* The keyring is open. Looks for the items of the keys that secrets are sealed with; what they hold is not
 * asked for. */
static void
search_keys (DaybookKeyringWatch *self)
{
  g_auto (GStrv) ids = daybook_store_list_secret_keys (self->store);

  if (self->searching > 0)
    return;
  self->missing = FALSE;
  if (ids[0] == NULL)
    set_state (self, "unlocked");
  for (guint i = 0; ids[i] != NULL; i++)
    {
      self->searching++;
      GVariantBuilder attributes;

      g_variant_builder_init (&attributes, G_VARIANT_TYPE ("a{ss}"));
      g_variant_builder_add (&attributes, "{ss}", "xdg:schema", KEY_SCHEMA);
      g_variant_builder_add (&attributes, "{ss}", "id", ids[i]);
      g_dbus_connection_call (self->bus, SECRETS_NAME, SECRETS_PATH, "org.freedesktop.Secret.Service", "SearchItems",
                              g_variant_new ("(a{ss})", &attributes), G_VARIANT_TYPE ("(aoao)"),
                              G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, on_searched_cb, self);
    }
}

static void
on_locked_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  g_autoptr (GVariant) value = NULL;
  DaybookKeyringWatch *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    {
      set_state (self, "absent");
      return;
    }
  g_variant_get (reply, "(v)", &value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return;
  if (g_variant_get_boolean (value))
    set_state (self, "locked");
  else
    search_keys (self);
}

static void
ask_locked (DaybookKeyringWatch *self)
{
  g_dbus_connection_call (self->bus, SECRETS_NAME, self->collection, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable,
                          on_locked_cb, self);
}

static void
on_alias_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  DaybookKeyringWatch *self = data;
  const char *path;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    {
      set_state (self, "absent");
      return;
    }
  g_variant_get (reply, "(&o)", &path);
  g_free (self->collection);
  self->collection = g_strdup (path);
  /* No default collection yet: the first secret stored will make one, with a prompt. */
  if (g_str_equal (path, "/"))
    set_state (self, "locked");
  else
    ask_locked (self);
}

static void
ask_alias (DaybookKeyringWatch *self)
{
  g_dbus_connection_call (self->bus, SECRETS_NAME, SECRETS_PATH, "org.freedesktop.Secret.Service", "ReadAlias",
                          g_variant_new ("(s)", "default"), G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1,
                          self->cancellable, on_alias_cb, self);
}

static void
on_appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  ask_alias (data);
}

static void
on_vanished_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  set_state (data, "absent");
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
  ask_alias (data);
}

/* In a sandbox there is nothing to follow: the portal is there or it is not, and unlocks by itself. */
static void
on_portal_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_state (data, reply != NULL ? "unlocked" : "absent");
}

static void
ask_portal (DaybookKeyringWatch *self)
{
  g_dbus_connection_call (self->bus, DAYBOOK_SECRET_PORTAL_NAME, DAYBOOK_SECRET_PORTAL_PATH,
                          "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", DAYBOOK_SECRET_PORTAL_INTERFACE, "version"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, on_portal_cb, self);
}

static void
watch_service (DaybookKeyringWatch *self)
{
  self->changed_subscription
      = g_dbus_connection_signal_subscribe (self->bus, SECRETS_NAME, "org.freedesktop.DBus.Properties",
                                            "PropertiesChanged", NULL, "org.freedesktop.Secret.Collection",
                                            G_DBUS_SIGNAL_FLAGS_NONE, on_properties_changed_cb, self, NULL);
  self->name_watch = g_bus_watch_name_on_connection (self->bus, SECRETS_NAME, G_BUS_NAME_WATCHER_FLAGS_AUTO_START,
                                                     on_appeared_cb, on_vanished_cb, self, NULL);
}

static void
daybook_keyring_watch_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookKeyringWatch *self = DAYBOOK_KEYRING_WATCH (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_static_string (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_keyring_watch_dispose (GObject *object)
{
  DaybookKeyringWatch *self = DAYBOOK_KEYRING_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  if (self->changed_subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->changed_subscription);
  self->changed_subscription = 0;
  g_clear_handle_id (&self->name_watch, g_bus_unwatch_name);
  G_OBJECT_CLASS (daybook_keyring_watch_parent_class)->dispose (object);
}

static void
daybook_keyring_watch_finalize (GObject *object)
{
  DaybookKeyringWatch *self = DAYBOOK_KEYRING_WATCH (object);

  g_object_unref (self->bus);
  g_object_unref (self->store);
  g_object_unref (self->cancellable);
  g_free (self->collection);
  G_OBJECT_CLASS (daybook_keyring_watch_parent_class)->finalize (object);
}

static void
daybook_keyring_watch_class_init (DaybookKeyringWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = daybook_keyring_watch_get_property;
  object_class->dispose = daybook_keyring_watch_dispose;
  object_class->finalize = daybook_keyring_watch_finalize;
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, "absent",
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
daybook_keyring_watch_init (DaybookKeyringWatch *self)
{
  self->state = "absent";
  self->cancellable = g_cancellable_new ();
}

DaybookKeyringWatch *
daybook_keyring_watch_new (GDBusConnection *bus, DaybookStore *store)
{
  DaybookKeyringWatch *self = g_object_new (DAYBOOK_TYPE_KEYRING_WATCH, NULL);

  self->bus = g_object_ref (bus);
  self->store = g_object_ref (store);
  self->place = daybook_keyring_find_place ();
  switch (self->place)
    {
    case DAYBOOK_KEYRING_SERVICE:
      watch_service (self);
      break;
    case DAYBOOK_KEYRING_FILE:
      self->state = "unlocked";
      break;
    case DAYBOOK_KEYRING_PORTAL:
      ask_portal (self);
      break;
    }
  return self;
}

const char *
daybook_keyring_watch_get_state (DaybookKeyringWatch *self)
{
  return self->state;
}

/* After the keys in use may have changed. */
void
daybook_keyring_watch_look_again (DaybookKeyringWatch *self)
{
  if (self->place == DAYBOOK_KEYRING_SERVICE && !g_str_equal (self->state, "absent"))
    ask_alias (self);
}
