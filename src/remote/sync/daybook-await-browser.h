/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-browser-sign-in.h"

G_BEGIN_DECLS

DaybookTokens *daybook_await_browser (DaybookBrowserSignIn *sign_in,
                                      guint timeout_seconds,
                                      int paste_fd,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
