/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-credentials.h"

#include <string.h>

G_DEFINE_INTERFACE (DaybookCredentials, daybook_credentials, G_TYPE_OBJECT)

static void
daybook_credentials_default_init (DaybookCredentialsInterface *iface)
{
}

void
daybook_credentials_authorize_async (DaybookCredentials *self,
                                     DaybookCredential role,
                                     const char *refused,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data)
{
  DAYBOOK_CREDENTIALS_GET_IFACE (self)->authorize_async (self, role, refused, cancellable, callback,
                                                         data);
}

/* The whole value of the header, "Bearer ...". Free with daybook_credentials_wipe(). */
char *
daybook_credentials_authorize_finish (DaybookCredentials *self,
                                      GAsyncResult *result,
                                      GError **error)
{
  return DAYBOOK_CREDENTIALS_GET_IFACE (self)->authorize_finish (self, result, error);
}

/* Overwrites and frees a header value. */
void
daybook_credentials_wipe (char *value)
{
  if (value == NULL)
    return;
  explicit_bzero (value, strlen (value));
  g_free (value);
}
