/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A 64-bit digest that tells whether something has changed since it was stored (DaybookEvent.hash).
 * Quick, the same on every machine and in every version, and no defence against whoever wants two
 * texts to look alike: who writes an event can just as well leave it unchanged. */
guint64 daybook_digest_bytes (guint64 digest, const void *data, gsize size);
guint64 daybook_digest_text (guint64 digest, const char *text);
guint64 daybook_digest_number (guint64 digest, gint64 number);

G_END_DECLS
