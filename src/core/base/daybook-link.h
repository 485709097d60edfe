/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest address that Daybook opens or asks for, in bytes (reliability.md, threat 1). */
#define DAYBOOK_LINK_MAX_LENGTH 8192

char *daybook_link_check (const char *address);
gboolean daybook_link_host_is_loopback (const char *host);

G_END_DECLS
