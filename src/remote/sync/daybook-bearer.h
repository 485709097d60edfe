/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-credentials.h"

G_BEGIN_DECLS

/* Credentials that are one header value and never change: an access token that was just signed in for
 * and is not stored yet. A service that refuses it is AUTH_REQUIRED. */
#define DAYBOOK_TYPE_BEARER (daybook_bearer_get_type ())
G_DECLARE_FINAL_TYPE (DaybookBearer, daybook_bearer, DAYBOOK, BEARER, GObject)

DaybookBearer *daybook_bearer_new (const char *token);

G_END_DECLS
