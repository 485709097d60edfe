/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-loopback-request.h"
#include "net/daybook-loopback.h"

G_BEGIN_DECLS

/* The whole response, head and page, for what was asked. Nothing of the request is in it. */
char *daybook_loopback_page_new (DaybookLoopbackVerdict verdict, DaybookLoopbackPage page);

G_END_DECLS
