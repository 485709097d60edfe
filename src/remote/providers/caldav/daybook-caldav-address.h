/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Addresses and hrefs of a calendar server. An address is absolute and went through daybook_link_check(); an
 * href is what the server wrote: absolute, or a path, encoded as it pleased. All text is (transfer full). */
char *daybook_caldav_address_check (const char *text, GError **error);
char *daybook_caldav_address_get_host (const char *address);
char *daybook_caldav_address_get_origin (const char *address);
char *daybook_caldav_address_get_path (const char *address);
char *daybook_caldav_address_at_root (const char *address, const char *path);
char *daybook_caldav_address_resolve (const char *address, const char *href);
char *daybook_caldav_address_get_member (const char *collection, const char *href);
gboolean daybook_caldav_address_is_same (const char *address, const char *href);

G_END_DECLS
