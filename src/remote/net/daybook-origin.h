/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a request may go. An origin is scheme, host and port ("https://www.example.com",
 * "http://127.0.0.1:8080"), compared exactly; a list of them is one string with spaces between.
 * Hosts are judged by how they are written, addresses by where a connection really leads. */

char *daybook_origin_of (const char *url);
gboolean daybook_origin_list_contains (const char *list, const char *origin);
char *daybook_origin_get_host (const char *origin);

gboolean daybook_host_is_private (const char *host);
gboolean daybook_inet_address_is_public (GInetAddress *address);

G_END_DECLS
