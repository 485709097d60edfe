/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gmail's answers: any bytes are read or refused, and what comes of them can be stored. */
#include <string.h>

#include "base/daybook-json-reader.h"
#include "fuzz.h"
#include "providers/gmail/daybook-gmail-batch.h"
#include "providers/gmail/daybook-gmail-message.h"
#include "providers/gmail/daybook-gmail-replies.h"
#include "providers/gmail/daybook-mail-text.h"

static void
check_text (const char *text)
{
  FUZZ_ASSERT (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_message (GBytes *body)
{
  const DaybookGmailContext context = { NULL, "ana@example.com", TRUE };
  g_autoptr (DaybookGmailMessage) message = daybook_gmail_message_parse (body, &context, NULL);
  g_autoptr (DaybookJsonReader) reader = NULL;
  const DaybookActivity *mail;

  if (message == NULL)
    return;
  mail = message->activity;
  FUZZ_ASSERT (daybook_gmail_id_is_valid (mail->external_id));
  FUZZ_ASSERT (mail->title != NULL && *mail->title != '\0');
  FUZZ_ASSERT (mail->at >= 0 && mail->count == 1);
  FUZZ_ASSERT (mail->body == NULL || strlen (mail->body) <= DAYBOOK_MAIL_TEXT_MAX);
  check_text (mail->title);
  check_text (mail->author);
  check_text (mail->parent);
  check_text (mail->url);
  check_text (mail->snippet);
  check_text (mail->body);
  check_text (mail->etag);
  reader = daybook_json_reader_new_for_data (mail->detail, strlen (mail->detail));
  FUZZ_ASSERT (daybook_json_reader_finish (reader, NULL));
}

static void
check_batch (GBytes *body)
{
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (200, "https://api.test/batch", body);
  g_autoptr (GPtrArray) answers = NULL;

  daybook_http_response_add_header (response, "Content-Type", "multipart/mixed; boundary=batch_x7-y");
  answers = daybook_gmail_batch_parse (response, NULL);
  for (guint i = 0; answers != NULL && i < answers->len; i++)
    {
      const DaybookGmailAnswer *answer = answers->pdata[i];

      FUZZ_ASSERT (answer->response->status > 0 && answer->response->status < 1000);
      check_message (answer->response->body);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_auto (DaybookGmailProfile) profile = { 0 };
  g_auto (DaybookGmailList) list = { 0 };
  g_auto (DaybookGmailHistory) history = { 0 };
  g_autoptr (GHashTable) labels = daybook_gmail_labels_parse (body, NULL);

  check_message (body);
  check_batch (body);
  if (daybook_gmail_profile_parse (&profile, body, NULL))
    FUZZ_ASSERT (profile.address != NULL && profile.history != NULL);
  if (daybook_gmail_list_parse (&list, body, NULL))
    for (guint i = 0; i < list.ids->len; i++)
      FUZZ_ASSERT (daybook_gmail_id_is_valid (list.ids->pdata[i]));
  if (daybook_gmail_history_parse (&history, body, NULL))
    for (guint i = 0; i < history.changes->len; i++)
      FUZZ_ASSERT (daybook_gmail_id_is_valid (g_array_index (history.changes, DaybookGmailChange, i).id));
  return 0;
}
