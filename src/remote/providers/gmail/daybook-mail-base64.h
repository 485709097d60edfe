/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Base64 of mail, in either alphabet (RFC 4648 sections 4 and 5), with padding or without. */
void daybook_mail_base64_append (GByteArray *bytes, const char *text, gsize length);

G_END_DECLS
