/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Addresses of calendars. They are secrets: whoever knows one reads the calendar. */
char *daybook_ics_address_check (const char *text, GError **error);
char *daybook_ics_address_get_label (const char *address);
char *daybook_ics_address_get_id (const char *address);
char *daybook_ics_address_follow (const char *address, const char *location);

G_END_DECLS
