/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of a mail as UTF-8, whatever the mail says of them. */
char *daybook_mail_charset_decode (const char *data, gsize length, const char *charset);

G_END_DECLS
