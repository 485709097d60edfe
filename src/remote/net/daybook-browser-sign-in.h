/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-oauth.h"
#include "net/daybook-transport.h"

G_BEGIN_DECLS

/* A sign-in in the person's browser, from listening for its return to tokens. It listens from the
 * moment it is made, so that the address may be opened then. */
#define DAYBOOK_TYPE_BROWSER_SIGN_IN (daybook_browser_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (
    DaybookBrowserSignIn, daybook_browser_sign_in, DAYBOOK, BROWSER_SIGN_IN, GObject)

DaybookBrowserSignIn *daybook_browser_sign_in_new (DaybookTransport *transport,
                                                   const DaybookOAuthClient *client,
                                                   const guint16 *ports,
                                                   const char *scopes,
                                                   const char *login_hint,
                                                   GError **error);
const char *daybook_browser_sign_in_get_url (DaybookBrowserSignIn *self);
gboolean daybook_browser_sign_in_paste (DaybookBrowserSignIn *self, const char *address);

void daybook_browser_sign_in_run_async (DaybookBrowserSignIn *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);
DaybookTokens *daybook_browser_sign_in_run_finish (DaybookBrowserSignIn *self,
                                                   GAsyncResult *result,
                                                   GError **error);

G_END_DECLS
