/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-notifier.h"

#include <glib/gi18n.h>

#include "base/daybook-id.h"
#include "base/daybook-text.h"
#include "ipc/daybook-names.h"
#include "records/daybook-health.h"

#define FAILURES_TO_TELL 3

#define SERVICE "org.freedesktop.Notifications"
#define SERVICE_PATH "/org/freedesktop/Notifications"
#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Notification"

struct _DaybookNotifier
{
  GObject parent_instance;

  GDBusConnection *bus;    /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean sandboxed;
  gboolean looked;         /* what was so at the start was told by the agent before */
  GHashTable *told;        /* (owned) gint64 account id -> Told */
  GHashTable *tokens;      /* (owned) notification id -> char* activation token */
  guint action_signal;
  guint token_signal;
  guint closed_signal;
};

G_DEFINE_FINAL_TYPE (DaybookNotifier, daybook_notifier, G_TYPE_OBJECT)

/* What was told of one account. */
typedef struct
{
  guint32 id; /* of the notification that shows it, 0 = none any more or not yet */
} Told;

/* For the answer to Notify. */
typedef struct
{
  DaybookNotifier *self; /* (owned) */
  gint64 account_id;
} Shown;

/* Whether it does not go on without the person, or has not for long. A limit passes by itself; what needs a sign-in is
 * not tried again, so that its first failure is its last. */
static gboolean
must_tell (const DaybookAccount *account)
{
  DaybookHealth health = daybook_account_get_health (account);

  if (account->paused || health == DAYBOOK_HEALTH_DISCONNECTED || health == DAYBOOK_HEALTH_CONNECTING)
    return FALSE;
  if (daybook_health_is_helped_by_sign_in (health))
    return TRUE;
  return account->failures >= FAILURES_TO_TELL && health != DAYBOOK_HEALTH_RATE_LIMIT;
}

static const char *
get_title (const DaybookAccount *account)
{
  DaybookHealth health = daybook_account_get_health (account);

  if (daybook_health_is_helped_by_sign_in (health))
    return _("An account needs signing in");
  return health == DAYBOOK_HEALTH_PARTLY ? _("A part of an account could not sync three times")
                                         : _("An account could not sync three times");
}

static char *
make_body (const DaybookAccount *account, gboolean sign_in)
{
  const char *words = daybook_account_get_health (account) == DAYBOOK_HEALTH_PARTLY
                        ? daybook_health_describe_error (account->error_code)
                        : daybook_health_describe (account);
  const char *advice = sign_in ? daybook_health_advise ("auth_required") : daybook_health_advise (account->error_code);
  g_autofree char *text = advice != NULL ? g_strdup_printf ("%s. %s", words, advice) : g_strdup (words);

  return daybook_text_to_notification (text);
}

/* Opening the window ------------------------------------------------------------------------------------ */

static void
on_forwarded_cb (GObject *source, GAsyncResult *result, gpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("The windows could not be asked to show an account: %s", error->message);
}

/* Asks the main application, which the bus starts where it does not run (Desktop Entry Specification, D-Bus
 * Activation). */
static void
forward (DaybookNotifier *self, gint64 account_id, const char *action, const char *token)
{
  g_autofree char *account = daybook_id_format (DAYBOOK_KIND_ACCOUNT, account_id);
  GVariantBuilder platform_data;

  g_variant_builder_init (&platform_data, G_VARIANT_TYPE_VARDICT);
  if (token != NULL)
    {
      g_variant_builder_add (&platform_data, "{sv}", "desktop-startup-id", g_variant_new_string (token));
      g_variant_builder_add (&platform_data, "{sv}", "activation-token", g_variant_new_string (token));
    }
  g_dbus_connection_call (self->bus, DAYBOOK_APP_ID, DAYBOOK_APP_PATH, "org.freedesktop.Application",
                          "ActivateAction",
                          g_variant_new ("(s@ava{sv})", action,
                                         g_variant_new_parsed ("[<%s>]", account), &platform_data),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, on_forwarded_cb, NULL);
}

static gint64
find_account (DaybookNotifier *self, guint32 id)
{
  GHashTableIter iter;
  gpointer account, told;

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &account, &told))
    if (((Told *) told)->id == id)
      return *(gint64 *) account;
  return 0;
}

static void
on_token_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal,
             GVariant *parameters, gpointer data)
{
  DaybookNotifier *self = data;
  const char *token;
  guint32 id;

  g_variant_get (parameters, "(u&s)", &id, &token);
  if (find_account (self, id) != 0)
    g_hash_table_replace (self->tokens, GUINT_TO_POINTER (id), g_strdup (token));
}

static void
on_action_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal,
              GVariant *parameters, gpointer data)
{
  DaybookNotifier *self = data;
  gint64 account_id;
  const char *key;
  guint32 id;

  g_variant_get (parameters, "(u&s)", &id, &key);
  account_id = find_account (self, id);
  /* Every program's actions are told to everybody. */
  if (account_id == 0)
    return;
  forward (self, account_id, g_str_equal (key, "sign-in") ? "sign-in" : "show",
           g_hash_table_lookup (self->tokens, GUINT_TO_POINTER (id)));
}

static void
on_closed_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal,
              GVariant *parameters, gpointer data)
{
  DaybookNotifier *self = data;
  gint64 account_id;
  guint32 id, reason;

  g_variant_get (parameters, "(uu)", &id, &reason);
  account_id = find_account (self, id);
  g_hash_table_remove (self->tokens, GUINT_TO_POINTER (id));
  if (account_id != 0)
    ((Told *) g_hash_table_lookup (self->told, &account_id))->id = 0;
}

/* The notification service ------------------------------------------------------------------------------ */

static void
close_notification (DaybookNotifier *self, guint32 id)
{
  g_dbus_connection_call (self->bus, SERVICE, SERVICE_PATH, SERVICE, "CloseNotification", g_variant_new ("(u)", id),
                          NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
on_notified_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Shown *shown = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  Told *told = g_hash_table_lookup (shown->self->told, &shown->account_id);
  guint32 id = 0;

  if (reply != NULL)
    g_variant_get (reply, "(u)", &id);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("Nobody shows notifications: %s", error->message);
  if (told != NULL)
    told->id = id;
  else if (id != 0)
    close_notification (shown->self, id); /* it was mended meanwhile */
  g_object_unref (shown->self);
  g_free (shown);
}

static void
notify_service (DaybookNotifier *self, gint64 account_id, const char *title, const char *body, gboolean sign_in)
{
  Shown *shown = g_new0 (Shown, 1);
  GVariantBuilder actions, hints;

  shown->self = g_object_ref (self);
  shown->account_id = account_id;
  g_variant_builder_init (&actions, G_VARIANT_TYPE_STRING_ARRAY);
  g_variant_builder_add (&actions, "s", "default");
  g_variant_builder_add (&actions, "s", _("Show"));
  if (sign_in)
    {
      g_variant_builder_add (&actions, "s", "sign-in");
      g_variant_builder_add (&actions, "s", _("Sign In Again"));
    }
  g_variant_builder_init (&hints, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&hints, "{sv}", "desktop-entry", g_variant_new_string (DAYBOOK_APP_ID));
  g_variant_builder_add (&hints, "{sv}", "urgency", g_variant_new_byte (1));
  g_dbus_connection_call (self->bus, SERVICE, SERVICE_PATH, SERVICE, "Notify",
                          g_variant_new ("(susssasa{sv}i)", "Daybook", 0, DAYBOOK_APP_ID, title, body, &actions,
                                         &hints, -1),
                          G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, on_notified_cb, shown);
}

/* The portal, which forwards what is pressed to the application by itself ------------------------------- */

static char *
name_for_portal (gint64 account_id)
{
  g_autofree char *account = daybook_id_format (DAYBOOK_KIND_ACCOUNT, account_id);

  return g_strconcat ("account-", account, NULL);
}

static void
notify_portal (DaybookNotifier *self, gint64 account_id, const char *title, const char *body, gboolean sign_in)
{
  g_autofree char *name = name_for_portal (account_id);
  g_autofree char *account = daybook_id_format (DAYBOOK_KIND_ACCOUNT, account_id);
  GVariantBuilder notification;

  g_variant_builder_init (&notification, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&notification, "{sv}", "title", g_variant_new_string (title));
  g_variant_builder_add (&notification, "{sv}", "body", g_variant_new_string (body));
  g_variant_builder_add (&notification, "{sv}", "default-action", g_variant_new_string ("app.show"));
  g_variant_builder_add (&notification, "{sv}", "default-action-target", g_variant_new_string (account));
  if (sign_in)
    g_variant_builder_add (&notification, "{sv}", "buttons",
                           g_variant_new_parsed ("[{'label': <%s>, 'action': <'app.sign-in'>, 'target': <%s>}]",
                                                 _("Sign In Again"), account));
  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, PORTAL_INTERFACE, "AddNotification",
                          g_variant_new ("(sa{sv})", name, &notification), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          self->cancellable, NULL, NULL);
}

static void
withdraw_from_portal (DaybookNotifier *self, gint64 account_id)
{
  g_autofree char *name = name_for_portal (account_id);

  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, PORTAL_INTERFACE, "RemoveNotification",
                          g_variant_new ("(s)", name), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

/* What to tell ------------------------------------------------------------------------------------------ */

static void
tell (DaybookNotifier *self, const DaybookAccount *account)
{
  gboolean sign_in = daybook_health_is_helped_by_sign_in (daybook_account_get_health (account));
  g_autofree char *body = make_body (account, sign_in);

  if (self->sandboxed)
    notify_portal (self, account->id, get_title (account), body, sign_in);
  else
    notify_service (self, account->id, get_title (account), body, sign_in);
}

static void
look_at (DaybookNotifier *self, const DaybookAccount *account)
{
  gint64 *key;

  if (!must_tell (account) || g_hash_table_contains (self->told, &account->id))
    return;
  key = g_new (gint64, 1);
  *key = account->id;
  g_hash_table_insert (self->told, key, g_new0 (Told, 1));
  if (self->looked)
    tell (self, account);
}

/* What was told is over when the account has synced again; until then it is not told twice. */
static gboolean
is_over (GPtrArray *accounts, gint64 id)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];

      if (account->id == id)
        return account->failures == 0 && account->status != DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
    }
  return TRUE;
}

static void
forget_what_is_over (DaybookNotifier *self, GPtrArray *accounts)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gint64 id = *(gint64 *) key;
      const Told *told = value;

      if (!is_over (accounts, id))
        continue;
      if (self->sandboxed)
        withdraw_from_portal (self, id);
      else if (told->id != 0)
        close_notification (self, told->id);
      g_hash_table_remove (self->tokens, GUINT_TO_POINTER (told->id));
      g_hash_table_iter_remove (&iter);
    }
}

/* Looks at how all @accounts (DaybookAccount) are, whoever synced them. The first look tells nothing. */
void
daybook_notifier_look (DaybookNotifier *self, GPtrArray *accounts)
{
  forget_what_is_over (self, accounts);
  for (guint i = 0; i < accounts->len; i++)
    look_at (self, accounts->pdata[i]);
  self->looked = TRUE;
}

static void
daybook_notifier_dispose (GObject *object)
{
  DaybookNotifier *self = DAYBOOK_NOTIFIER (object);
  guint *const subscriptions[] = { &self->action_signal, &self->token_signal, &self->closed_signal };

  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (subscriptions); i++)
    if (*subscriptions[i] != 0)
      {
        g_dbus_connection_signal_unsubscribe (self->bus, *subscriptions[i]);
        *subscriptions[i] = 0;
      }
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (daybook_notifier_parent_class)->dispose (object);
}

static void
daybook_notifier_finalize (GObject *object)
{
  DaybookNotifier *self = DAYBOOK_NOTIFIER (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->told);
  g_hash_table_unref (self->tokens);
  G_OBJECT_CLASS (daybook_notifier_parent_class)->finalize (object);
}

static void
daybook_notifier_class_init (DaybookNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = daybook_notifier_dispose;
  object_class->finalize = daybook_notifier_finalize;
}

static void
daybook_notifier_init (DaybookNotifier *self)
{
  self->cancellable = g_cancellable_new ();
  self->told = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->tokens = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  /* As GLib decides it; the variable is for tests. */
  self->sandboxed = g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0
                    || g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static guint
subscribe (DaybookNotifier *self, const char *signal, GDBusSignalCallback callback)
{
  return g_dbus_connection_signal_subscribe (self->bus, SERVICE, SERVICE, signal, SERVICE_PATH, NULL,
                                             G_DBUS_SIGNAL_FLAGS_NONE, callback, self, NULL);
}

DaybookNotifier *
daybook_notifier_new (GDBusConnection *bus)
{
  DaybookNotifier *self = g_object_new (DAYBOOK_TYPE_NOTIFIER, NULL);

  g_set_object (&self->bus, bus);
  if (!self->sandboxed)
    {
      self->action_signal = subscribe (self, "ActionInvoked", on_action_cb);
      self->token_signal = subscribe (self, "ActivationToken", on_token_cb);
      self->closed_signal = subscribe (self, "NotificationClosed", on_closed_cb);
    }
  return self;
}
