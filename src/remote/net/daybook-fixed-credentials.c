/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-fixed-credentials.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"

#define N_ROLES (DAYBOOK_CREDENTIAL_BASIC + 1)

struct _DaybookFixedCredentials
{
  GObject parent_instance;

  char *values[N_ROLES];     /* (owned) (nullable) header value by role, zeroed when freed */
  gboolean refused[N_ROLES];
  const char *notice;        /* static, translated: what to tell the person when a service refuses */
};

static void daybook_fixed_credentials_credentials_init (DaybookCredentialsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookFixedCredentials, daybook_fixed_credentials, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_CREDENTIALS, daybook_fixed_credentials_credentials_init))

static void
daybook_fixed_credentials_authorize_async (DaybookCredentials *credentials,
                                           DaybookCredential role,
                                           const char *refused,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer data)
{
  DaybookFixedCredentials *self = DAYBOOK_FIXED_CREDENTIALS (credentials);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, daybook_fixed_credentials_authorize_async);
  if (refused != NULL)
    self->refused[role] = TRUE;
  if (self->values[role] == NULL)
    g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED, "%s",
                             _ ("This sign-in has no such credentials."));
  else if (self->refused[role])
    g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED, "%s", self->notice);
  else
    g_task_return_pointer (task, g_strdup (self->values[role]), (GDestroyNotify) daybook_credentials_wipe);
}

static char *
daybook_fixed_credentials_authorize_finish (DaybookCredentials *credentials, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
daybook_fixed_credentials_credentials_init (DaybookCredentialsInterface *iface)
{
  iface->authorize_async = daybook_fixed_credentials_authorize_async;
  iface->authorize_finish = daybook_fixed_credentials_authorize_finish;
}

static void
daybook_fixed_credentials_finalize (GObject *object)
{
  DaybookFixedCredentials *self = DAYBOOK_FIXED_CREDENTIALS (object);

  for (guint i = 0; i < N_ROLES; i++)
    daybook_credentials_wipe (self->values[i]);
  G_OBJECT_CLASS (daybook_fixed_credentials_parent_class)->finalize (object);
}

static void
daybook_fixed_credentials_class_init (DaybookFixedCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_fixed_credentials_finalize;
}

static void
daybook_fixed_credentials_init (DaybookFixedCredentials *self)
{
}

static void
set_bearer (DaybookFixedCredentials *self, DaybookCredential role, const char *token)
{
  if (token != NULL)
    self->values[role] = g_strconcat ("Bearer ", token, NULL);
}

/* What was just signed in for. (transfer full) */
DaybookFixedCredentials *
daybook_fixed_credentials_new_for_access (const DaybookTokens *tokens)
{
  DaybookFixedCredentials *self = g_object_new (DAYBOOK_TYPE_FIXED_CREDENTIALS, NULL);

  self->notice = _ ("The service did not accept the sign-in. Try again.");
  set_bearer (self, DAYBOOK_CREDENTIAL_USER, tokens->access);
  set_bearer (self, DAYBOOK_CREDENTIAL_BASIC, tokens->access);
  return self;
}

/* Each role has its own token, or none. (transfer full) */
DaybookFixedCredentials *
daybook_fixed_credentials_new_for_pasted (const DaybookTokens *tokens)
{
  DaybookFixedCredentials *self = g_object_new (DAYBOOK_TYPE_FIXED_CREDENTIALS, NULL);

  self->notice = _ ("The service does not accept the token. Make a new one there and sign in again with it.");
  set_bearer (self, DAYBOOK_CREDENTIAL_USER, tokens->access);
  set_bearer (self, DAYBOOK_CREDENTIAL_BOT, tokens->bot);
  set_bearer (self, DAYBOOK_CREDENTIAL_APP, tokens->app);
  return self;
}

/* HTTP Basic (RFC 7617) in UTF-8; @user has no colon. (transfer full) */
DaybookFixedCredentials *
daybook_fixed_credentials_new_for_password (const char *user, const char *password)
{
  DaybookFixedCredentials *self = g_object_new (DAYBOOK_TYPE_FIXED_CREDENTIALS, NULL);
  char *pair = g_strconcat (user, ":", password, NULL);
  char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  self->notice = _ ("The service does not accept the user name and password. Sign in again; many services want a "
                    "password made for one app.");
  self->values[DAYBOOK_CREDENTIAL_USER] = g_strconcat ("Basic ", encoded, NULL);
  self->values[DAYBOOK_CREDENTIAL_BASIC] = g_strdup (self->values[DAYBOOK_CREDENTIAL_USER]);
  daybook_credentials_wipe (pair);
  daybook_credentials_wipe (encoded);
  return self;
}
