/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Header fields of mail as they come over the wire: folded, encoded (RFC 2047), or neither although they
 * should be. Everything takes any text, takes linear time and gives valid UTF-8. */

/* One person of an address field. Both owned and nullable. */
typedef struct
{
  char *name;
  char *address;
} DaybookMailbox;

void daybook_mailbox_clear (DaybookMailbox *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookMailbox, daybook_mailbox_clear)

/* No list of people is read further than this. */
#define DAYBOOK_MAILBOXES_MAX 100

char *daybook_mail_header_decode (const char *value);
char *daybook_mail_header_get_parameter (const char *value, const char *name);
const char *daybook_mail_header_next_mailbox (const char *value, DaybookMailbox *mailbox);
void daybook_mail_header_read_mailbox (const char *value, DaybookMailbox *mailbox);
GPtrArray *daybook_mail_header_list_addresses (const char *value);

G_END_DECLS
