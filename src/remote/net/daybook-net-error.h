/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Failures of the network as Daybook's errors. Messages name the host and never repeat an address,
 * for that may be a secret, nor what a service wrote. */
GError *daybook_net_error_for_status (guint status, const char *url);
GError *daybook_net_error_for_failure (const GError *failure, const char *url);

G_END_DECLS
