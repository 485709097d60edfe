/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The body of a response on its way in: undoes its Content-Encoding piece by piece, never holds
 * more than was allowed, and knows whether it came whole. (libsoup's own decoder takes a compressed
 * body that was cut short for a whole one.) */
typedef struct _DaybookBody DaybookBody;

/* Bytes that a packed body may be longer than what is in it. */
#define DAYBOOK_BODY_SLACK 4096

DaybookBody *daybook_body_new (const char *encoding, gsize max_size, GError **error);
void daybook_body_free (DaybookBody *self);

gboolean daybook_body_add (DaybookBody *self, const guint8 *bytes, gsize size, GError **error);
gboolean daybook_body_end (DaybookBody *self, GError **error);
GBytes *daybook_body_take (DaybookBody *self);
guint64 daybook_body_get_received (DaybookBody *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookBody, daybook_body_free)

G_END_DECLS
