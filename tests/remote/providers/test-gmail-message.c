/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "gmail-talk.h"
#include "providers/gmail/daybook-gmail-batch.h"
#include "providers/gmail/daybook-gmail-message.h"
#include "providers/gmail/daybook-gmail-replies.h"
#include "providers/gmail/daybook-mail-text.h"

static DaybookGmailMessage *
parse (const char *file, gboolean want_text)
{
  g_autoptr (GBytes) body = talk_load (file);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  const DaybookGmailContext context = { names, "ana@example.com", want_text };
  g_autoptr (GError) error = NULL;
  DaybookGmailMessage *message;

  g_hash_table_insert (names, (gpointer) "Label_7", (gpointer) "Kunden/Alpenglow");
  message = daybook_gmail_message_parse (body, &context, &error);
  g_assert_no_error (error);
  g_assert_nonnull (message);
  return message;
}

static char *
detail (const DaybookGmailMessage *message, const char *pointer)
{
  return daybook_json_find_string (message->activity->detail, strlen (message->activity->detail), pointer);
}

static gboolean
detail_is (const DaybookGmailMessage *message, const char *member)
{
  g_autofree char *needle = g_strdup_printf ("\"%s\":true", member);

  return strstr (message->activity->detail, needle) != NULL;
}

/* The example of providers.md 3.3. */
static void
test_documented (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-documented.json", FALSE);
  const DaybookActivity *mail = message->activity;

  g_assert_cmpstr (mail->kind, ==, "mail");
  g_assert_cmpstr (mail->external_id, ==, "18f0");
  g_assert_cmpstr (mail->parent, ==, "18ef");
  g_assert_cmpstr (mail->title, ==, "(no subject)");
  g_assert_cmpstr (mail->author, ==, "Ana");
  g_assert_cmpint (mail->at, ==, 1795222800);
  g_assert_cmpstr (mail->url, ==, "https://mail.google.com/mail/?authuser=ana%40example.com#all/18f0");
  g_assert_cmpstr (mail->etag, ==, "90211@1795222800");
  g_assert_null (mail->body);
  g_assert_null (mail->snippet);
  g_assert_cmpint (mail->count, ==, 1);
  g_assert_cmpint (message->size, ==, 4121);
}

static void
test_headers (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-metadata.json", FALSE);
  g_autofree char *from = detail (message, "/from_address");
  g_autofree char *first = detail (message, "/to/0");
  g_autofree char *second = detail (message, "/to/1");
  g_autofree char *copy = detail (message, "/cc/0");
  g_autofree char *thread = detail (message, "/thread");
  g_autofree char *label = detail (message, "/labels/1");

  g_assert_cmpstr (message->activity->title, ==, "Rückfrage: Offerte");
  g_assert_cmpstr (message->activity->author, ==, "Zoë Marti");
  g_assert_cmpstr (from, ==, "zoe@example.com");
  g_assert_cmpstr (first, ==, "ana@example.com");
  g_assert_cmpstr (second, ==, "ben@example.com");
  g_assert_cmpstr (copy, ==, "mei@example.com");
  g_assert_cmpstr (thread, ==, "18ef");
  g_assert_cmpstr (label, ==, "Kunden/Alpenglow");
  g_assert_true (detail_is (message, "unread"));
  g_assert_false (detail_is (message, "list"));
}

static void
test_alternative (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-full.json", TRUE);

  g_assert_cmpstr (message->activity->body, ==,
                   "Hallo Ana,\n\nkannst du die Stunden bis Mittwoch schicken? Danke & Gruß");
  g_assert_cmpstr (message->activity->snippet, ==,
                   "Hallo Ana, kannst du die Stunden bis Mittwoch schicken? Danke & Gruß");
  g_assert_cmpstr (message->activity->etag, ==, "90211@1795222800+text");
}

/* Without the person's wish no text is kept, even where it came. */
static void
test_text_unwanted (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-full.json", FALSE);

  g_assert_null (message->activity->body);
  g_assert_nonnull (message->activity->snippet);
}

static void
test_html (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-html.json", TRUE);

  g_assert_cmpstr (message->activity->body, ==, "First line\n\nSecond line here");
  g_assert_cmpstr (message->activity->snippet, ==, "First line Second line here");
  g_assert_cmpstr (message->activity->author, ==, "ben@example.com");
}

/* A file is no text of the mail, whether it has a name or only says what it is. */
static void
test_attachments (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-attachment.json", TRUE);

  g_assert_true (g_str_has_prefix (message->activity->body, "Hallo Ana,"));
  g_assert_true (g_str_has_suffix (message->activity->body, "Sent from a phone"));
  g_assert_null (strstr (message->activity->body, "SECRET"));
}

static void
test_forwarded (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-forwarded.json", TRUE);

  g_assert_cmpstr (message->activity->body, ==, "See the attached mail.");
}

static void
test_empty_alternative (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-empty-alternative.json", TRUE);

  g_assert_cmpstr (message->activity->body, ==, "All of it is here");
}

static void
test_charsets (void)
{
  g_autoptr (DaybookGmailMessage) latin = parse ("gmail/message-latin-1.json", TRUE);
  g_autoptr (DaybookGmailMessage) japanese = parse ("gmail/message-japanese.json", TRUE);

  g_assert_cmpstr (latin->activity->body, ==, "Schöne Grüße");
  g_assert_cmpstr (latin->activity->author, ==, "Zoë");
  g_assert_cmpstr (japanese->activity->body, ==, "こんにちは");
  g_assert_cmpstr (japanese->activity->title, ==, "こんにちは");
}

static void
test_bulk (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-list.json", TRUE);

  g_assert_true (message->is_list);
  g_assert_true (detail_is (message, "list"));
}

static void
test_bin (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-trash.json", TRUE);

  g_assert_true (message->unwanted);
  g_assert_false (detail_is (message, "unread"));
}

/* Doubled headers, control and direction characters, a field without end: nothing of it survives. */
static void
test_hostile (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-hostile.json", TRUE);
  g_autofree char *from = detail (message, "/from_address");

  g_assert_cmpstr (message->activity->author, ==, "knab ruoY");
  g_assert_cmpstr (from, ==, "evil@example.com");
  g_assert_cmpstr (message->activity->title, ==, "=HYPERLINK(\"x\") Bcc: all@example.com <b>&amp;");
  g_assert_null (strchr (message->activity->body, '\x1b'));
  g_assert_null (strstr (message->activity->body, "\xe2\x80\xae"));
  g_assert_true (g_utf8_validate (message->activity->body, -1, NULL));
}

static void
test_no_headers (void)
{
  g_autoptr (DaybookGmailMessage) message = parse ("gmail/message-no-headers.json", TRUE);

  g_assert_cmpstr (message->activity->title, ==, "(no subject)");
  g_assert_null (message->activity->author);
  g_assert_null (message->activity->etag);
  g_assert_null (message->activity->body);
}

static void
test_refused (void)
{
  static const char *const bodies[] = {
    "", "[]", "{}", "{\"id\":\"18f0\"}", "{\"id\":\"../x\",\"internalDate\":\"1795222800000\"}",
    "{\"id\":\"18f0\",\"internalDate\":\"-5\"}", "{\"id\":\"18f0\",\"internalDate\":\"99999999999999999\"}",
    "{\"id\":\"18f0\",\"internalDate\":\"1795222800000\"", "<html>",
  };
  const DaybookGmailContext context = { NULL, NULL, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (daybook_gmail_message_parse (body, &context, &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
    }
}

/* A message cut anywhere is no message. */
static void
test_cut_anywhere (void)
{
  g_autoptr (GBytes) whole = talk_load ("gmail/message-attachment.json");
  const DaybookGmailContext context = { NULL, NULL, TRUE };
  gsize size = g_bytes_get_size (whole);

  /* The last byte is a line end. */
  for (gsize at = 0; at + 1 < size; at++)
    {
      g_autoptr (GBytes) body = g_bytes_new_from_bytes (whole, 0, at);

      g_assert_null (daybook_gmail_message_parse (body, &context, NULL));
    }
}

static DaybookGmailMessage *
parse_text (const char *json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  const DaybookGmailContext context = { NULL, NULL, TRUE };

  return daybook_gmail_message_parse (body, &context, NULL);
}

static char *
make_leaf (const char *type, const char *text)
{
  g_autofree char *data = g_base64_encode ((const guchar *) text, strlen (text));

  return g_strdup_printf ("{\"mimeType\":\"%s\",\"filename\":\"\",\"body\":{\"data\":\"%s\"}}", type, data);
}

static void
test_text_is_bounded (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *leaf = NULL;
  g_autofree char *json = NULL;
  g_autoptr (DaybookGmailMessage) message = NULL;

  while (text->len < 3 * 1024 * 1024)
    g_string_append (text, "Grüße aus Zürich. ");
  leaf = make_leaf ("text/plain", text->str);
  json = g_strdup_printf ("{\"id\":\"a\",\"internalDate\":\"1795222800000\",\"payload\":%s}", leaf);
  message = parse_text (json);
  g_assert_nonnull (message);
  g_assert_cmpuint (strlen (message->activity->body), <=, 65536);
  g_assert_cmpuint (strlen (message->activity->body), >, 65536 - 100);
  g_assert_true (g_utf8_validate (message->activity->body, -1, NULL));
}

/* Parts in parts in parts: what lies deep is not looked for, what lies on top is still found. */
static void
test_depth_is_bounded (void)
{
  g_autofree char *top = make_leaf ("text/plain", "on top");
  g_autofree char *deep = make_leaf ("text/plain", "deep down");
  g_autoptr (GString) json = g_string_new ("{\"id\":\"a\",\"internalDate\":\"1795222800000\",\"payload\":");
  g_autoptr (DaybookGmailMessage) message = NULL;

  for (guint i = 0; i < 25; i++)
    g_string_append_printf (json, "{\"mimeType\":\"multipart/mixed\",\"parts\":[%s%s", i == 0 ? top : "", i == 0 ? "," : "");
  g_string_append (json, deep);
  for (guint i = 0; i < 25; i++)
    g_string_append (json, "]}");
  g_string_append (json, "}");
  message = parse_text (json->str);
  g_assert_nonnull (message);
  g_assert_cmpstr (message->activity->body, ==, "on top");
}

static void
test_parts_are_bounded (void)
{
  g_autofree char *leaf = make_leaf ("text/plain", "x");
  g_autoptr (GString) json
      = g_string_new ("{\"id\":\"a\",\"internalDate\":\"1795222800000\",\"payload\":{\"mimeType\":\"multipart/mixed\",\"parts\":[");
  g_autoptr (DaybookGmailMessage) message = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (json, "%s%s", i == 0 ? "" : ",", leaf);
  g_string_append (json, "]}}");
  message = parse_text (json->str);
  g_assert_nonnull (message);
  g_assert_cmpuint (strlen (message->activity->body), <, 1000);
}

/* ---- batches ---- */

static GPtrArray *
parse_batch (const char *type, const char *text, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new (text, size);
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (200, "https://api.test/batch", body);

  if (type != NULL)
    daybook_http_response_add_header (response, "Content-Type", type);
  return daybook_gmail_batch_parse (response, NULL);
}

#define TYPE "multipart/mixed; boundary=batch_x7-y"

static void
test_batch_cut_anywhere (void)
{
  static const GmailPart parts[] = {
    { "18f1", 200, "gmail/message-metadata.json" },
    { "18f2", 404, "gmail/error-history-stale.json" },
  };
  static const char request[] = "Content-ID: <call-0>\r\n\r\nGET /messages/18f1?x\r\n\r\nContent-ID: <call-1>\r\n\r\nGET /messages/18f2?x";
  g_autoptr (GBytes) whole = gmail_talk_make_batch (request, parts, G_N_ELEMENTS (parts));
  gsize size;
  const char *text = g_bytes_get_data (whole, &size);
  g_autoptr (GPtrArray) answers = parse_batch (TYPE, text, size);
  const DaybookGmailAnswer *first, *second;

  g_assert_nonnull (answers);
  g_assert_cmpuint (answers->len, ==, 2);
  first = answers->pdata[0];
  second = answers->pdata[1];
  /* By Content-ID: they came the other way round. */
  g_assert_cmpuint (first->call, ==, 1);
  g_assert_cmpuint (first->response->status, ==, 404);
  g_assert_cmpuint (second->call, ==, 0);
  g_assert_cmpuint (second->response->status, ==, 200);
  /* Everything before the last two dashes is cut. */
  for (gsize at = 0; at + 2 < size; at++)
    g_assert_null (parse_batch (TYPE, text, at));
}

static void
test_batch_that_is_none (void)
{
  static const char text[] = "--batch_x7-y\r\n\r\n--batch_x7-y--";
  static const char odd[] = "preamble\n--batch_x7-y\nContent-ID: <response-call-3>\n\nHTTP/1.1 200\n\n{}\n--batch_x7-y\n"
                            "Content-ID: <nobody>\n\nHTTP/1.1 200 OK\n\n{}\n--batch_x7-y\nContent-ID: <response-call-4>\n\n"
                            "nonsense\n\n{}\n--batch_x7-y--";
  g_autoptr (GPtrArray) none = parse_batch (TYPE, text, strlen (text));
  g_autoptr (GPtrArray) one = parse_batch ("multipart/mixed; boundary=\"batch_x7-y\"", odd, strlen (odd));

  g_assert_nonnull (none);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_nonnull (one);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (((DaybookGmailAnswer *) one->pdata[0])->call, ==, 3);
  g_assert_null (parse_batch (NULL, text, strlen (text)));
  g_assert_null (parse_batch ("application/json", text, strlen (text)));
  g_assert_null (parse_batch ("multipart/mixed; boundary=", text, strlen (text)));
  g_assert_null (parse_batch ("multipart/mixed; boundary=other", text, strlen (text)));
}

/* ---- the small answers ---- */

static void
test_history_documented (void)
{
  g_autoptr (GBytes) body = talk_load ("gmail/history-documented.json");
  g_auto (DaybookGmailHistory) history = { 0 };
  const DaybookGmailChange *change;

  g_assert_true (daybook_gmail_history_parse (&history, body, NULL));
  g_assert_cmpstr (history.history, ==, "90220");
  g_assert_cmpuint (history.changes->len, ==, 1);
  change = &g_array_index (history.changes, DaybookGmailChange, 0);
  g_assert_cmpstr (change->id, ==, "18f1");
  g_assert_false (change->deleted);
}

static void
test_small_answers_that_are_none (void)
{
  static const char *const bodies[] = { "", "{}", "[]", "{\"error\":{}}", "{\"messages\":7,\"labels\":{},\"historyId\":\"x\"}",
                                        "{\"emailAddress\":\"a@b\",\"historyId\":\"12-3\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
      g_auto (DaybookGmailProfile) profile = { 0 };
      g_auto (DaybookGmailList) list = { 0 };
      g_auto (DaybookGmailHistory) history = { 0 };

      g_assert_false (daybook_gmail_profile_parse (&profile, body, NULL));
      g_assert_false (daybook_gmail_list_parse (&list, body, NULL));
      g_assert_false (daybook_gmail_history_parse (&history, body, NULL));
      g_assert_null (daybook_gmail_labels_parse (body, NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gmail/message/documented", test_documented);
  g_test_add_func ("/gmail/message/headers", test_headers);
  g_test_add_func ("/gmail/message/alternative", test_alternative);
  g_test_add_func ("/gmail/message/text-unwanted", test_text_unwanted);
  g_test_add_func ("/gmail/message/html", test_html);
  g_test_add_func ("/gmail/message/attachments", test_attachments);
  g_test_add_func ("/gmail/message/forwarded", test_forwarded);
  g_test_add_func ("/gmail/message/empty-alternative", test_empty_alternative);
  g_test_add_func ("/gmail/message/charsets", test_charsets);
  g_test_add_func ("/gmail/message/bulk", test_bulk);
  g_test_add_func ("/gmail/message/bin", test_bin);
  g_test_add_func ("/gmail/message/hostile", test_hostile);
  g_test_add_func ("/gmail/message/no-headers", test_no_headers);
  g_test_add_func ("/gmail/message/refused", test_refused);
  g_test_add_func ("/gmail/message/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/gmail/message/text-is-bounded", test_text_is_bounded);
  g_test_add_func ("/gmail/message/depth-is-bounded", test_depth_is_bounded);
  g_test_add_func ("/gmail/message/parts-are-bounded", test_parts_are_bounded);
  g_test_add_func ("/gmail/batch/cut-anywhere", test_batch_cut_anywhere);
  g_test_add_func ("/gmail/batch/that-is-none", test_batch_that_is_none);
  g_test_add_func ("/gmail/replies/history-documented", test_history_documented);
  g_test_add_func ("/gmail/replies/that-are-none", test_small_answers_that_are_none);
  return g_test_run ();
}
