/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-reader.h"

G_BEGIN_DECLS

/* What a mail says, out of the tree of its parts (RFC 2046) as Gmail writes it. Attachments are never
 * read: a part with a file name, or one that says it is one, is passed over. */

/* Bytes of plain text that are kept. */
#define DAYBOOK_MAIL_TEXT_MAX (64 * 1024)

/* One header field; both never NULL. */
typedef void (*DaybookMailHeaderFunc) (const char *name, const char *value, gpointer data);

char *daybook_mail_text_read (DaybookJsonReader *reader, DaybookMailHeaderFunc func, gpointer data);

G_END_DECLS
