/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-request.h"

G_BEGIN_DECLS

DaybookRequest *daybook_google_request_new (const char *url);
void daybook_google_append_parameter (GString *url, const char *name, const char *value);

G_END_DECLS
