/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-request.h"

G_BEGIN_DECLS

/* What the transport asks for the Authorization header of one grant: the only way a token reaches a
 * request. */
#define DAYBOOK_TYPE_CREDENTIALS (daybook_credentials_get_type ())
G_DECLARE_INTERFACE (DaybookCredentials, daybook_credentials, DAYBOOK, CREDENTIALS, GObject)

struct _DaybookCredentialsInterface
{
  GTypeInterface parent_iface;

  /* @refused is the header value that the service has just answered with 401, NULL at first. With
   * it, a value other than @refused is wanted: a newer one if there is one already, else a
   * refreshed one; AUTH_REQUIRED where there is no other. Several calls at once share one refresh.
   */
  void (*authorize_async) (DaybookCredentials *self,
                           DaybookCredential role,
                           const char *refused,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
  char *(*authorize_finish) (DaybookCredentials *self, GAsyncResult *result, GError **error);
};

void daybook_credentials_authorize_async (DaybookCredentials *self,
                                          DaybookCredential role,
                                          const char *refused,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer data);
char *daybook_credentials_authorize_finish (DaybookCredentials *self,
                                            GAsyncResult *result,
                                            GError **error);
void daybook_credentials_wipe (char *value);

G_END_DECLS
