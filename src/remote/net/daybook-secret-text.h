/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text that must not be guessed or left lying about: from the operating system's generator,
 * compared in constant time, overwritten when freed. (libsoup's and GIO's own copies of headers and
 * bodies cannot be overwritten.) */

char *daybook_secret_text_new_random (gsize n_bytes);
char *daybook_secret_text_to_base64url (const guint8 *bytes, gsize size);
gboolean daybook_secret_text_equal (const char *a, const char *b);
void daybook_secret_text_free (char *text);
GBytes *daybook_secret_bytes_new (gsize size, guint8 **data);

G_END_DECLS
