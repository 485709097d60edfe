/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Header fields of mail: any text is decoded to valid UTF-8, and an address is one. */
#include <string.h>

#include "fuzz.h"
#include "providers/gmail/daybook-mail-header.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *value = g_strndup ((const char *) data, size);
  g_autofree char *text = daybook_mail_header_decode (value);
  g_autofree char *charset = daybook_mail_header_get_parameter (value, "charset");
  g_autoptr (GPtrArray) addresses = daybook_mail_header_list_addresses (value);
  g_auto (DaybookMailbox) mailbox = { 0 };

  daybook_mail_header_read_mailbox (value, &mailbox);
  FUZZ_ASSERT (g_utf8_validate (text, -1, NULL));
  FUZZ_ASSERT (strpbrk (text, "\r\n") == NULL || strstr (value, "=?") != NULL);
  FUZZ_ASSERT (mailbox.name == NULL || (g_utf8_validate (mailbox.name, -1, NULL) && *mailbox.name != '\0'));
  FUZZ_ASSERT (mailbox.address == NULL || strchr (mailbox.address, '@') != NULL);
  FUZZ_ASSERT (addresses->len <= DAYBOOK_MAILBOXES_MAX);
  for (guint i = 0; i < addresses->len; i++)
    FUZZ_ASSERT (g_utf8_validate (addresses->pdata[i], -1, NULL) && strpbrk (addresses->pdata[i], "<>, \r\n") == NULL);
  return 0;
}
