/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Credentials that GNOME Online Accounts gives out: asked for when they are needed, kept in memory for one errand and
 * nowhere else. It refreshes tokens itself; it may ask the network for that, so nobody waits in a blocking call. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-goa-private.h"
#include "net/daybook-goa.h"
#include "net/daybook-secret-text.h"

#define TIMEOUT_MS 120000 /* a refresh over a slow network, and a person's keyring prompt */

struct _DaybookGoaCredentials
{
  GObject parent_instance;

  char *path; /* (owned) */
  char *name; /* (owned) */
  char *user; /* (owned) */
  gboolean has_token;

  char *value;        /* (owned) (nullable) header value as it was given out last, zeroed when freed */
  char *refused;      /* (owned) (nullable) header value that the service has refused */
  GPtrArray *waiting; /* (owned) GTask */
  GCancellable *cancellable; /* (owned) (nullable) of the errand, while its request is asked */
  gboolean asking;
};

static void daybook_goa_credentials_credentials_init (DaybookCredentialsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookGoaCredentials, daybook_goa_credentials, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_CREDENTIALS, daybook_goa_credentials_credentials_init))

/* What a person has to do, and where: nothing in Daybook helps. (transfer full) */
GError *
daybook_goa_error_attention (const char *name)
{
  return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                      _ ("%s has to be signed in to again in Settings › Online Accounts. Daybook goes on by itself then."), name);
}

/* Ends the asking for everybody who waits: with the value at hand, or with @error (transfer full). */
static void
settle (DaybookGoaCredentials *self, GError *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->asking = FALSE;
  g_clear_object (&self->cancellable);
  for (guint i = 0; i < waiting->len; i++)
    {
      if (error != NULL)
        g_task_return_error (waiting->pdata[i], g_error_copy (error));
      else
        g_task_return_pointer (waiting->pdata[i], g_strdup (self->value), (GDestroyNotify) daybook_credentials_wipe);
    }
  g_clear_error (&error);
}

/* org.gnome.OnlineAccounts.Error.NotAuthorized is for the person; what else it says (Failed, NotSupported, a network
 * that is down) may pass. It went away altogether: there is nobody to ask. */
static GError *
map_error (DaybookGoaCredentials *self, const GError *error)
{
  g_autofree char *remote = g_dbus_error_get_remote_error (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, _ ("Canceled."));
  if (remote != NULL && (g_str_has_suffix (remote, ".Error.NotAuthorized") || g_str_has_suffix (remote, ".Error.DialogDismissed")))
    return daybook_goa_error_attention (self->name);
  if (remote != NULL && g_str_has_suffix (remote, ".Error.SSL"))
    return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_TLS,
                        _ ("GNOME Online Accounts does not trust the server of %s: look at it in Settings › Online Accounts."),
                        self->name);
  if (remote != NULL && g_str_has_prefix (remote, "org.freedesktop.DBus.Error.Unknown"))
    return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                        _ ("%s is not in Settings › Online Accounts any more. Add it there, or sign in another way."), self->name);
  return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK,
                      _ ("GNOME Online Accounts has no credentials for %s at the moment."), self->name);
}

static char *
make_header (DaybookGoaCredentials *self, const char *secret)
{
  char *pair, *encoded, *value;

  if (self->has_token)
    return g_strconcat ("Bearer ", secret, NULL);
  pair = g_strconcat (self->user, ":", secret, NULL);
  encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  value = g_strconcat ("Basic ", encoded, NULL);
  daybook_credentials_wipe (pair);
  daybook_credentials_wipe (encoded);
  return value;
}

/* A header takes visible ASCII alone: whatever a token holds else is none. */
static gboolean
is_token (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p <= 0x20 || *p >= 0x7f)
        return FALSE;
    }
  return *text != '\0';
}

static void
on_secret_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookGoaCredentials) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  const char *secret;

  if (reply == NULL)
    {
      settle (self, map_error (self, error));
      return;
    }
  g_variant_get_child (reply, 0, "&s", &secret);
  if (self->has_token ? !is_token (secret) : *secret == '\0')
    {
      settle (self, daybook_goa_error_attention (self->name));
      return;
    }
  daybook_credentials_wipe (self->value);
  self->value = make_header (self, secret);
  /* It has no other one: asking the service once more would be refused once more. */
  if (daybook_secret_text_equal (self->value, self->refused))
    settle (self, daybook_goa_error_attention (self->name));
  else
    settle (self, NULL);
}

static void
on_ensured_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookGoaCredentials) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL)
    {
      settle (self, map_error (self, error));
      return;
    }
  if (self->has_token)
    g_dbus_connection_call (G_DBUS_CONNECTION (source), DAYBOOK_GOA_NAME, self->path, DAYBOOK_GOA_OAUTH2, "GetAccessToken",
                            NULL, G_VARIANT_TYPE ("(si)"), G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, self->cancellable, on_secret_cb,
                            g_object_ref (self));
  else
    g_dbus_connection_call (G_DBUS_CONNECTION (source), DAYBOOK_GOA_NAME, self->path, DAYBOOK_GOA_PASSWORD, "GetPassword",
                            g_variant_new ("(s)", ""), G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS,
                            self->cancellable, on_secret_cb, g_object_ref (self));
}

static void
on_bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookGoaCredentials) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (bus == NULL)
    {
      settle (self, map_error (self, error));
      return;
    }
  g_dbus_connection_call (bus, DAYBOOK_GOA_NAME, self->path, DAYBOOK_GOA_ACCOUNT, "EnsureCredentials", NULL,
                          G_VARIANT_TYPE ("(i)"), G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, self->cancellable, on_ensured_cb,
                          g_object_ref (self));
}

/* One errand runs one exchange at a time, so whoever waits together is cancelled together. */
static void
daybook_goa_credentials_authorize_async (DaybookCredentials *credentials,
                                         DaybookCredential role,
                                         const char *refused,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data)
{
  DaybookGoaCredentials *self = DAYBOOK_GOA_CREDENTIALS (credentials);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, daybook_goa_credentials_authorize_async);
  if (role != DAYBOOK_CREDENTIAL_USER && role != DAYBOOK_CREDENTIAL_BASIC)
    {
      g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED, "%s",
                               _ ("This sign-in has no such credentials."));
      return;
    }
  if (refused != NULL && daybook_secret_text_equal (refused, self->value))
    {
      daybook_credentials_wipe (self->refused);
      self->refused = g_steal_pointer (&self->value);
    }
  if (self->value != NULL && !self->asking)
    {
      g_task_return_pointer (task, g_strdup (self->value), (GDestroyNotify) daybook_credentials_wipe);
      return;
    }
  g_ptr_array_add (self->waiting, g_object_ref (task));
  if (self->asking)
    return;
  self->asking = TRUE;
  g_set_object (&self->cancellable, cancellable);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus_cb, g_object_ref (self));
}

static char *
daybook_goa_credentials_authorize_finish (DaybookCredentials *credentials, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
daybook_goa_credentials_credentials_init (DaybookCredentialsInterface *iface)
{
  iface->authorize_async = daybook_goa_credentials_authorize_async;
  iface->authorize_finish = daybook_goa_credentials_authorize_finish;
}

static void
daybook_goa_credentials_finalize (GObject *object)
{
  DaybookGoaCredentials *self = DAYBOOK_GOA_CREDENTIALS (object);

  g_free (self->path);
  g_free (self->name);
  g_free (self->user);
  daybook_credentials_wipe (self->value);
  daybook_credentials_wipe (self->refused);
  g_ptr_array_unref (self->waiting);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (daybook_goa_credentials_parent_class)->finalize (object);
}

static void
daybook_goa_credentials_class_init (DaybookGoaCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_goa_credentials_finalize;
}

static void
daybook_goa_credentials_init (DaybookGoaCredentials *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

DaybookGoaCredentials *
daybook_goa_credentials_new (const DaybookGoaAccount *account)
{
  DaybookGoaCredentials *self = g_object_new (DAYBOOK_TYPE_GOA_CREDENTIALS, NULL);

  self->path = g_strdup (account->path);
  self->name = g_strdup (account->name);
  self->user = g_strdup (account->user);
  self->has_token = account->has_token;
  return self;
}
