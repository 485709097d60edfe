/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-bearer.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"

struct _DaybookBearer
{
  GObject parent_instance;

  char *value; /* (owned) the header's value, zeroed when freed */
};

static void daybook_bearer_credentials_init (DaybookCredentialsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookBearer, daybook_bearer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_CREDENTIALS, daybook_bearer_credentials_init))

static void
daybook_bearer_authorize_async (DaybookCredentials *credentials,
                                DaybookCredential role,
                                const char *refused,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  DaybookBearer *self = DAYBOOK_BEARER (credentials);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  if (refused != NULL)
    g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED, "%s",
                             _ ("The service did not accept the sign-in. Try again."));
  else
    g_task_return_pointer (task, g_strdup (self->value), (GDestroyNotify) daybook_credentials_wipe);
}

static char *
daybook_bearer_authorize_finish (DaybookCredentials *credentials, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
daybook_bearer_credentials_init (DaybookCredentialsInterface *iface)
{
  iface->authorize_async = daybook_bearer_authorize_async;
  iface->authorize_finish = daybook_bearer_authorize_finish;
}

static void
daybook_bearer_finalize (GObject *object)
{
  daybook_credentials_wipe (DAYBOOK_BEARER (object)->value);
  G_OBJECT_CLASS (daybook_bearer_parent_class)->finalize (object);
}

static void
daybook_bearer_class_init (DaybookBearerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_bearer_finalize;
}

static void
daybook_bearer_init (DaybookBearer *self)
{
}

DaybookBearer *
daybook_bearer_new (const char *token)
{
  DaybookBearer *self = g_object_new (DAYBOOK_TYPE_BEARER, NULL);

  self->value = g_strconcat ("Bearer ", token, NULL);
  return self;
}
