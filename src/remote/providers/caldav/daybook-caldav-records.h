/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-request.h"

G_BEGIN_DECLS

/* What the name service says of a domain's calendar server (RFC 6764). */
char *daybook_caldav_records_get_domain (const char *address);
DaybookRequest *daybook_caldav_records_ask_servers (const char *domain);
DaybookRequest *daybook_caldav_records_ask_path (const char *domain);
GPtrArray *daybook_caldav_records_read_servers (GBytes *lines, const char *domain, char **elsewhere);
char *daybook_caldav_records_read_path (GBytes *lines);

G_END_DECLS
