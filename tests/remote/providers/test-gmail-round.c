/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/daybook-error.h"
#include "gmail-talk.h"

#define FILTER "\"filter\":\"UNREAD\\n\\n20\\n1\""
#define CURSOR "{\"history\":\"90211\"," FILTER "}"
#define RESUME "{\"history\":\"90300\"," FILTER ",\"full\":true,\"texts\":[\"18f1\"]}"

static const GmailPart metadata[] = {
  { "18f1", 200, "gmail/message-metadata.json" },
  { "18f2", 200, "gmail/message-html.json" },
};

static const GmailPart texts[] = {
  { "18f1", 200, "gmail/message-full.json" },
  { "18f2", 200, "gmail/message-html.json" },
};

static void
set (GmailTalk *gmail, const char *settings)
{
  g_free (gmail->source->settings);
  gmail->source->settings = g_strdup (settings);
}

/* What a full look asks before it has messages. */
static void
begin_look (GmailTalk *gmail, const char *list)
{
  gmail_talk_pull (gmail);
  gmail_talk_answer (gmail, "gmail/profile.json");
  gmail_talk_answer (gmail, "gmail/labels.json");
  gmail_talk_answer (gmail, list);
}

static void
test_full_look (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  g_autofree char *query = NULL;
  g_autofree char *label = NULL;
  g_autofree char *size = NULL;

  begin_look (gmail, "gmail/list-two.json");
  gmail_talk_answer_batch (gmail, metadata, 2);
  gmail_talk_answer_batch (gmail, texts, 2);
  talk_assert_finished (gmail->talk);
  /* Where the history stands is known before anything is listed. */
  g_assert_nonnull (strstr (gmail->talk->urls->pdata[0], "/gmail/v1/users/me/profile?"));
  g_assert_nonnull (strstr (gmail->talk->urls->pdata[1], "/gmail/v1/users/me/labels?"));
  query = talk_get_parameter (gmail->talk, 2, "q");
  label = talk_get_parameter (gmail->talk, 2, "labelIds");
  size = talk_get_parameter (gmail->talk, 2, "maxResults");
  g_assert_cmpstr (query, ==, "after:1794610799");
  g_assert_cmpstr (label, ==, "UNREAD");
  g_assert_cmpstr (size, ==, "20");
  g_assert_cmpstr (gmail->talk->urls->pdata[3], ==, "https://api.test/batch/gmail/v1");
  g_assert_nonnull (strstr (gmail->talk->requests->pdata[3], "GET /gmail/v1/users/me/messages/18f2?format=metadata&"));
  g_assert_nonnull (strstr (gmail->talk->requests->pdata[4], "GET /gmail/v1/users/me/messages/18f1?format=full&"));
  g_assert_cmpuint (gmail_talk_count_calls (gmail, 3), ==, 2);
  g_assert_true (daybook_exchange_is_full (gmail->talk->exchange));
  g_assert_cmpstr (daybook_exchange_get_cursor (gmail->talk->exchange), ==, "{\"history\":\"90300\"," FILTER "}");
  g_assert_nonnull (strstr (talk_find_activity (gmail->talk, "mail", "18f1")->body, "Stunden"));
  g_assert_cmpuint (talk_count_items (gmail->talk, DAYBOOK_ITEM_UPSERT), ==, 2);
}

static void
test_nothing_there (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();

  begin_look (gmail, "gmail/list-empty.json");
  talk_assert_finished (gmail->talk);
  g_assert_cmpuint (gmail->talk->items->len, ==, 0);
}

static void
test_no_text_wanted (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();

  set (gmail, "{\"text\":false}");
  begin_look (gmail, "gmail/list-two.json");
  gmail_talk_answer_batch (gmail, metadata, 2);
  talk_assert_finished (gmail->talk);
  g_assert_null (talk_find_activity (gmail->talk, "mail", "18f2")->body);
}

/* Bulk mail says nothing that anybody has to do: its text is not fetched. */
static void
test_bulk_mail_without_text (void)
{
  static const GmailPart answers[] = { { "18f8", 200, "gmail/message-list.json" }, { "18f1", 200, "gmail/message-metadata.json" },
                                       { "18f2", 200, "gmail/message-trash.json" } };
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();

  begin_look (gmail, "gmail/list-page-1.json");
  gmail_talk_answer (gmail, "gmail/list-page-2.json");
  /* Another message than the one that was asked for is no answer. */
  gmail_talk_answer_batch (gmail, answers, 3);
  gmail_talk_answer_batch (gmail, &metadata[1], 1);
  gmail_talk_answer_batch (gmail, texts, 2);
  talk_assert_finished (gmail->talk);
  g_assert_nonnull (talk_find_activity (gmail->talk, "mail", "18f8"));
  g_assert_null (talk_find_activity (gmail->talk, "mail", "18f8")->body);
}

static void
test_pages (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  g_autofree char *page = NULL;

  set (gmail, "{\"text\":false}");
  begin_look (gmail, "gmail/list-page-1.json");
  gmail_talk_answer (gmail, "gmail/list-page-2.json");
  page = talk_get_parameter (gmail->talk, 3, "pageToken");
  g_assert_cmpstr (page, ==, "p2");
}

/* The person wants two messages: the list is read no further, and of two labels' the newest two stay. */
static void
test_limit (void)
{
  static const GmailPart answers[] = {
    { "a1", 200, NULL, "{\"id\":\"a1\",\"historyId\":\"1\",\"internalDate\":\"1795000001000\"}" },
    { "a2", 200, NULL, "{\"id\":\"a2\",\"historyId\":\"1\",\"internalDate\":\"1795000002000\"}" },
    { "b1", 200, NULL, "{\"id\":\"b1\",\"historyId\":\"1\",\"internalDate\":\"1795000003000\"}" },
    { "b2", 200, NULL, "{\"id\":\"b2\",\"historyId\":\"1\",\"internalDate\":\"1795000000000\"}" },
  };
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  const TalkAnswer a = { 200, NULL, "{\"messages\":[{\"id\":\"a2\"},{\"id\":\"a1\"},{\"id\":\"a0\"}],\"nextPageToken\":\"x\"}" };
  const TalkAnswer b = { 200, NULL, "{\"messages\":[{\"id\":\"b1\"},{\"id\":\"b2\"}]}" };
  g_autofree char *label = NULL;

  set (gmail, "{\"text\":false,\"messages\":2,\"labels\":\"unread, kunden/alpenglow\"}");
  gmail_talk_pull (gmail);
  gmail_talk_answer (gmail, "gmail/profile.json");
  gmail_talk_answer (gmail, "gmail/labels.json");
  talk_run_until (gmail->talk, &a, 1);
  talk_run_until (gmail->talk, &b, 1);
  label = talk_get_parameter (gmail->talk, 3, "labelIds");
  g_assert_cmpstr (label, ==, "Label_7");
  gmail_talk_answer_batch (gmail, answers, 4);
  talk_assert_finished (gmail->talk);
  g_assert_cmpuint (talk_count_items (gmail->talk, DAYBOOK_ITEM_UPSERT), ==, 2);
  g_assert_nonnull (talk_find_activity (gmail->talk, "mail", "b1"));
  g_assert_nonnull (talk_find_activity (gmail->talk, "mail", "a2"));
}

static void
test_search (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  g_autofree char *query = NULL;
  g_autofree char *label = NULL;

  set (gmail, "{\"query\":\"from:anna OR from:ben\",\"labels\":\"\"}");
  begin_look (gmail, "gmail/list-empty.json");
  query = talk_get_parameter (gmail->talk, 2, "q");
  label = talk_get_parameter (gmail->talk, 2, "labelIds");
  g_assert_cmpstr (query, ==, "(from:anna OR from:ben) after:1794610799");
  g_assert_null (label);
}

/* What is stored is looked at too, although it is not listed any more: read mail stays, deleted mail is not
 * mentioned, and so is what lies before the window. */
static void
test_known_is_verified (void)
{
  static const GmailPart answers[] = {
    { "18f1", 200, "gmail/message-metadata.json" },
    { "18f2", 404, "gmail/error-history-stale.json" },
    { "18f9", 200, "gmail/message-trash.json" },
  };
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();

  gmail_talk_know (gmail, "18f1", "90211@1795222800+text");
  gmail_talk_know (gmail, "18f2", "90211@1795222800+text");
  gmail_talk_know (gmail, "18f9", "90000@1795222800+text");
  gmail_talk_know (gmail, "17aa", "80000@1780000000+text");
  begin_look (gmail, "gmail/list-empty.json");
  gmail_talk_answer_batch (gmail, answers, 3);
  talk_assert_finished (gmail->talk);
  g_assert_nonnull (talk_find_item (gmail->talk, DAYBOOK_ITEM_SEEN, "mail/18f1"));
  g_assert_cmpuint (gmail->talk->items->len, ==, 1);
  g_assert_cmpuint (gmail_talk_count_calls (gmail, 3), ==, 3);
}

static void
test_nothing_new (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  g_autofree char *start = NULL;

  gmail->options.cursor = CURSOR;
  gmail_talk_pull (gmail);
  gmail_talk_answer (gmail, "gmail/history-none.json");
  talk_assert_finished (gmail->talk);
  start = talk_get_parameter (gmail->talk, 0, "startHistoryId");
  g_assert_cmpstr (start, ==, "90211");
  g_assert_cmpuint (gmail->talk->urls->len, ==, 1);
  g_assert_cmpuint (gmail->talk->items->len, ==, 0);
  g_assert_false (daybook_exchange_is_full (gmail->talk->exchange));
  g_assert_cmpstr (daybook_exchange_get_cursor (gmail->talk->exchange), ==, "{\"history\":\"90220\"," FILTER "}");
}

/* New mail that is listed, new mail that is not, a label that changed, one deleted message of ours and one of
 * nobody's. */
static void
test_changes (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();

  gmail->options.cursor = CURSOR;
  gmail_talk_know (gmail, "18f2", "90000@1795222800+text");
  gmail_talk_know (gmail, "18f3", "90000@1795222800+text");
  gmail_talk_pull (gmail);
  gmail_talk_answer (gmail, "gmail/history-page-1.json");
  gmail_talk_answer (gmail, "gmail/history-page-2.json");
  gmail_talk_answer (gmail, "gmail/labels.json");
  gmail_talk_answer (gmail, "gmail/list-two.json");
  gmail_talk_answer_batch (gmail, metadata, 2);
  gmail_talk_answer_batch (gmail, texts, 2);
  talk_assert_finished (gmail->talk);
  g_assert_nonnull (talk_find_item (gmail->talk, DAYBOOK_ITEM_TOMBSTONE, "mail/18f3"));
  g_assert_cmpuint (talk_count_items (gmail->talk, DAYBOOK_ITEM_TOMBSTONE), ==, 1);
  g_assert_nonnull (talk_find_activity (gmail->talk, "mail", "18f1"));
  g_assert_nonnull (talk_find_activity (gmail->talk, "mail", "18f2"));
  g_assert_cmpuint (talk_count_items (gmail->talk, DAYBOOK_ITEM_UPSERT), ==, 2);
  g_assert_false (daybook_exchange_is_full (gmail->talk->exchange));
}

/* Deletions alone need no more than the history. */
static void
test_only_deletions (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  const TalkAnswer answer = {
    200, NULL,
    "{\"history\":[{\"labelsAdded\":[{\"message\":{\"id\":\"18f3\"}}]},{\"messagesDeleted\":[{\"message\":{\"id\":\"18f3\"}}]}],"
    "\"historyId\":\"90221\"}"
  };

  gmail->options.cursor = CURSOR;
  gmail_talk_know (gmail, "18f3", "90000@1795222800+text");
  gmail_talk_pull (gmail);
  talk_run (gmail->talk, &answer, 1);
  talk_assert_finished (gmail->talk);
  g_assert_nonnull (talk_find_item (gmail->talk, DAYBOOK_ITEM_TOMBSTONE, "mail/18f3"));
}

/* Into the bin, or deleted while we asked: it goes. */
static void
test_thrown_away (void)
{
  static const GmailPart answers[] = {
    { "18f9", 200, "gmail/message-trash.json" },
    { "18f2", 404, "gmail/error-history-stale.json" },
  };
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  const TalkAnswer answer = {
    200, NULL,
    "{\"history\":[{\"labelsAdded\":[{\"message\":{\"id\":\"18f9\"}},{\"message\":{\"id\":\"18f2\"}}]}],\"historyId\":\"90221\"}"
  };

  gmail->options.cursor = CURSOR;
  gmail_talk_know (gmail, "18f9", "90000@1795222800+text");
  gmail_talk_know (gmail, "18f2", "90000@1795222800+text");
  gmail_talk_pull (gmail);
  talk_run_until (gmail->talk, &answer, 1);
  gmail_talk_answer (gmail, "gmail/labels.json");
  gmail_talk_answer_batch (gmail, answers, 2);
  talk_assert_finished (gmail->talk);
  g_assert_cmpuint (talk_count_items (gmail->talk, DAYBOOK_ITEM_TOMBSTONE), ==, 2);
}

/* Other labels, another search: the history tells nothing about mail that was never wanted. */
static void
test_other_wishes (void)
{
  static const char *const settings[] = { "{\"labels\":\"STARRED\"}", "{\"query\":\"from:ben\"}", "{\"messages\":50}",
                                          "{\"text\":false}" };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (GmailTalk) gmail = gmail_talk_new ();

      gmail->options.cursor = CURSOR;
      set (gmail, settings[i]);
      gmail_talk_pull (gmail);
      gmail_talk_answer (gmail, "gmail/profile.json");
      g_assert_nonnull (strstr (gmail->talk->urls->pdata[0], "/profile?"));
      g_assert_true (daybook_exchange_is_full (gmail->talk->exchange));
    }
}

/* Killed between two batches of texts: the next run asks for what is left. */
static void
test_resume (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();

  begin_look (gmail, "gmail/list-two.json");
  gmail_talk_answer_batch (gmail, metadata, 2);
  g_assert_cmpuint (gmail->talk->resumes->len, ==, 1);
  g_assert_cmpstr (gmail->talk->resumes->pdata[0], ==,
                   "{\"history\":\"90300\"," FILTER ",\"full\":true,\"texts\":[\"18f2\",\"18f1\"]}");
  gmail_talk_renew (gmail);
  gmail->options.resume = RESUME;
  gmail_talk_pull (gmail);
  gmail_talk_answer (gmail, "gmail/labels.json");
  gmail_talk_answer_batch (gmail, texts, 1);
  talk_assert_finished (gmail->talk);
  g_assert_true (daybook_exchange_is_full (gmail->talk->exchange));
  g_assert_nonnull (strstr (talk_find_activity (gmail->talk, "mail", "18f1")->detail, "Kunden/Alpenglow"));
  g_assert_cmpstr (daybook_exchange_get_cursor (gmail->talk->exchange), ==, "{\"history\":\"90300\"," FILTER "}");
}

/* ---- batches ---- */

static void
test_parts_asked_again (void)
{
  static const GmailPart first[] = {
    { "18f1", 429, "gmail/error-concurrent.json" },
    { "18f2", 200, "gmail/message-html.json" },
  };
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();

  set (gmail, "{\"text\":false}");
  begin_look (gmail, "gmail/list-two.json");
  gmail_talk_answer_batch (gmail, first, 2);
  g_assert_false (daybook_exchange_is_done (gmail->talk->exchange));
  gmail_talk_answer_batch (gmail, metadata, 1);
  talk_assert_finished (gmail->talk);
  g_assert_cmpuint (gmail_talk_count_calls (gmail, 4), ==, 1);
  g_assert_cmpuint (talk_count_items (gmail->talk, DAYBOOK_ITEM_UPSERT), ==, 2);
}

static void
test_parts_refused_for_long (void)
{
  static const GmailPart refused[] = { { "18f1", 403, "google/error-user-rate.json" } };
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();

  set (gmail, "{\"text\":false}");
  begin_look (gmail, "gmail/list-two.json");
  /* One came, and no answer to the other one: both are asked for again. */
  gmail_talk_answer_batch (gmail, refused, 1);
  gmail_talk_answer_batch (gmail, refused, 1);
  gmail_talk_answer_batch (gmail, refused, 1);
  talk_assert_failed (gmail->talk, DAYBOOK_ERROR_RATE_LIMITED);
  g_assert_cmpint (daybook_exchange_get_retry_at (gmail->talk->exchange), ==, TALK_NOW + 60);
}

/* Where all calls were too fast the transport waits; where one was answered it is taken. */
static void
test_batch_too_fast (void)
{
  static const GmailPart all[] = { { "18f1", 429, "gmail/error-concurrent.json" }, { "18f2", 403, "google/error-user-rate.json" } };
  static const GmailPart some[] = { { "18f1", 429, "gmail/error-concurrent.json" }, { "18f2", 200, "gmail/message-html.json" } };
  static const GmailPart expired[] = { { "18f1", 401, "google/error-auth.json" }, { "18f2", 401, "google/error-auth.json" } };
  const struct
  {
    const GmailPart *parts;
    gboolean throttled;
    gboolean unauthorized;
  } rows[] = { { all, TRUE, FALSE }, { some, FALSE, FALSE }, { expired, FALSE, TRUE } };
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  DaybookRequest *request;
  g_autofree char *text = NULL;

  begin_look (gmail, "gmail/list-two.json");
  request = daybook_exchange_next_request (gmail->talk->exchange);
  text = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  g_assert_cmpstr (request->bucket, ==, "gmail");
  g_assert_cmpuint (request->cost, ==, 40);
  g_assert_true (request->repeatable);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) body = gmail_talk_make_batch (text, rows[i].parts, 2);
      g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (200, "https://api.test/", body);

      daybook_http_response_add_header (response, "Content-Type", "multipart/mixed; boundary=batch_x7-y");
      g_assert_cmpint (request->is_throttled (response), ==, rows[i].throttled);
      g_assert_cmpint (request->is_unauthorized (response), ==, rows[i].unauthorized);
    }
}

/* A message that cannot be read is put aside; the others arrive. */
static void
test_unreadable_message (void)
{
  static const GmailPart broken[] = { { "18f1", 200, NULL, "{\"id\":\"18f1\"" }, { "18f2", 200, "gmail/message-html.json" } };
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();

  set (gmail, "{\"text\":false}");
  begin_look (gmail, "gmail/list-two.json");
  gmail_talk_answer_batch (gmail, broken, 2);
  gmail_talk_answer_batch (gmail, broken, 1);
  gmail_talk_answer_batch (gmail, broken, 1);
  talk_assert_finished (gmail->talk);
  g_assert_nonnull (talk_find_item (gmail->talk, DAYBOOK_ITEM_QUARANTINE, "mail/18f1"));
  g_assert_nonnull (talk_find_activity (gmail->talk, "mail", "18f2"));
}

static void
test_many_messages (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  g_autoptr (GString) list = g_string_new ("{\"messages\":[");
  TalkAnswer answer = { 200 };

  for (guint i = 0; i < 120; i++)
    g_string_append_printf (list, "%s{\"id\":\"m%u\"}", i == 0 ? "" : ",", i);
  g_string_append (list, "]}");
  answer.body = list->str;
  set (gmail, "{\"text\":false,\"messages\":120}");
  gmail_talk_pull (gmail);
  gmail_talk_answer (gmail, "gmail/profile.json");
  gmail_talk_answer (gmail, "gmail/labels.json");
  talk_run_until (gmail->talk, &answer, 1);
  g_assert_cmpuint (daybook_exchange_get_expected (gmail->talk->exchange), ==, 120);
  for (guint at = 0; at < 120; at += 50)
    {
      GmailPart parts[50];
      guint n = MIN (50, 120 - at);

      for (guint i = 0; i < n; i++)
        {
          char *id = g_strdup_printf ("m%u", at + i);

          parts[i] = (GmailPart){ id, 200, NULL,
                                  g_strdup_printf ("{\"id\":\"%s\",\"historyId\":\"1\",\"internalDate\":\"1795222800000\"}", id) };
        }
      gmail_talk_answer_batch (gmail, parts, n);
      g_assert_cmpuint (gmail_talk_count_calls (gmail, 3 + at / 50), ==, n);
      for (guint i = 0; i < n; i++)
        {
          g_free ((char *) parts[i].id);
          g_free ((char *) parts[i].body);
        }
    }
  talk_assert_finished (gmail->talk);
  g_assert_cmpuint (talk_count_items (gmail->talk, DAYBOOK_ITEM_UPSERT), ==, 120);
}

/* ---- answers cut on their way ---- */

/* Every answer of a round cut at every byte: it is asked for again, and nothing of it was taken. */
static void
test_pages_cut_anywhere (void)
{
  static const char *const files[] = { "gmail/profile.json", "gmail/labels.json", "gmail/list-two.json" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) whole = talk_load (files[i]);

      for (gsize at = 0; at + 1 < g_bytes_get_size (whole); at++)
        {
          g_autoptr (GmailTalk) gmail = gmail_talk_new ();
          g_autoptr (GBytes) piece = g_bytes_new_from_bytes (whole, 0, at);

          gmail_talk_pull (gmail);
          for (guint j = 0; j < i; j++)
            gmail_talk_answer (gmail, files[j]);
          talk_answer_bytes (gmail->talk, 200, NULL, piece);
          g_assert_false (daybook_exchange_is_done (gmail->talk->exchange));
          for (guint j = i; j < G_N_ELEMENTS (files); j++)
            gmail_talk_answer (gmail, files[j]);
          g_assert_cmpstr (gmail->talk->urls->pdata[i], ==, gmail->talk->urls->pdata[i + 1]);
          gmail_talk_answer_batch (gmail, metadata, 2);
          gmail_talk_answer_batch (gmail, texts, 2);
          talk_assert_finished (gmail->talk);
          g_assert_cmpuint (gmail->talk->items->len, ==, 2);
        }
    }
}

static void
test_history_cut_anywhere (void)
{
  g_autoptr (GBytes) whole = talk_load ("gmail/history-page-2.json");

  for (gsize at = 0; at + 1 < g_bytes_get_size (whole); at++)
    {
      g_autoptr (GmailTalk) gmail = gmail_talk_new ();
      g_autoptr (GBytes) piece = g_bytes_new_from_bytes (whole, 0, at);

      gmail->options.cursor = CURSOR;
      gmail_talk_know (gmail, "18f3", "90000@1795222800+text");
      gmail_talk_pull (gmail);
      for (guint i = 0; i < 3; i++)
        g_assert_true (talk_answer_bytes (gmail->talk, 200, NULL, piece));
      talk_assert_failed (gmail->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_cmpuint (gmail->talk->items->len, ==, 0);
    }
}

static void
test_batch_cut_anywhere (void)
{
  static const char request[] = "Content-ID: <call-0>\r\n\r\nGET /messages/18f2?x\r\n\r\nContent-ID: <call-1>\r\n\r\nGET /messages/18f1?x";
  g_autoptr (GBytes) whole = gmail_talk_make_batch (request, metadata, 2);

  for (gsize at = 0; at + 2 < g_bytes_get_size (whole); at++)
    {
      g_autoptr (GmailTalk) gmail = gmail_talk_new ();
      g_autoptr (GBytes) piece = g_bytes_new_from_bytes (whole, 0, at);

      set (gmail, "{\"text\":false}");
      begin_look (gmail, "gmail/list-two.json");
      g_assert_true (talk_answer_bytes (gmail->talk, 200, GMAIL_BATCH_HEADERS, piece));
      g_assert_false (daybook_exchange_is_done (gmail->talk->exchange));
      g_assert_true (talk_answer_bytes (gmail->talk, 200, GMAIL_BATCH_HEADERS, whole));
      talk_assert_finished (gmail->talk);
      g_assert_cmpuint (gmail->talk->items->len, ==, 2);
    }
}

static void
test_page_token_refused (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  const TalkAnswer refused = { 400, "google/error-page-token.json" };

  gmail->options.cursor = CURSOR;
  gmail_talk_pull (gmail);
  gmail_talk_answer (gmail, "gmail/history-page-1.json");
  talk_run_until (gmail->talk, &refused, 1);
  gmail_talk_answer (gmail, "gmail/history-page-1.json");
  talk_run (gmail->talk, &refused, 1);
  talk_assert_failed (gmail->talk, DAYBOOK_ERROR_CURSOR_EXPIRED);
}

static void
test_one_page_for_ever (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();

  gmail->options.cursor = CURSOR;
  gmail_talk_pull (gmail);
  gmail_talk_answer (gmail, "gmail/history-page-1.json");
  gmail_talk_answer (gmail, "gmail/history-page-1.json");
  talk_assert_failed (gmail->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_bounded_window (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  g_autofree char *query = NULL;

  gmail->options.to_at = G_GINT64_CONSTANT (1795215600);
  begin_look (gmail, "gmail/list-two.json");
  query = talk_get_parameter (gmail->talk, 2, "q");
  g_assert_cmpstr (query, ==, "after:1794610799 before:1795215600");
  gmail_talk_answer_batch (gmail, metadata, 2);
  talk_assert_finished (gmail->talk);
  /* Both came after it. */
  g_assert_cmpuint (gmail->talk->items->len, ==, 0);
}

/* ---- whose mailbox it is ---- */

static void
test_identity (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  const TalkAnswer answers[] = { { 200, NULL, "{\"emailAddr" }, { 200, "gmail/profile.json" } };

  g_assert_true (daybook_provider_identify (daybook_registry_find ("gmail"), &gmail->context, gmail->talk->exchange));
  talk_run (gmail->talk, answers, 2);
  talk_assert_finished (gmail->talk);
  g_assert_cmpstr (daybook_exchange_get_identity (gmail->talk->exchange), ==, "ana@example.com");
}

static void
test_source (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  GPtrArray *sources;
  const DaybookSource *source;

  g_assert_true (daybook_provider_list_sources (daybook_registry_find ("gmail"), &gmail->context, gmail->talk->exchange));
  talk_assert_finished (gmail->talk);
  sources = daybook_exchange_get_sources (gmail->talk->exchange);
  g_assert_cmpuint (sources->len, ==, 1);
  source = sources->pdata[0];
  g_assert_cmpstr (source->kind, ==, "mailbox");
  g_assert_cmpstr (source->name, ==, "ana@example.com");
  g_assert_true (source->enabled);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gmail/look/full", test_full_look);
  g_test_add_func ("/gmail/look/nothing-there", test_nothing_there);
  g_test_add_func ("/gmail/look/no-text-wanted", test_no_text_wanted);
  g_test_add_func ("/gmail/look/bulk-mail-without-text", test_bulk_mail_without_text);
  g_test_add_func ("/gmail/look/pages", test_pages);
  g_test_add_func ("/gmail/look/limit", test_limit);
  g_test_add_func ("/gmail/look/search", test_search);
  g_test_add_func ("/gmail/look/known-is-verified", test_known_is_verified);
  g_test_add_func ("/gmail/look/bounded-window", test_bounded_window);
  g_test_add_func ("/gmail/changes/nothing-new", test_nothing_new);
  g_test_add_func ("/gmail/changes/all-kinds", test_changes);
  g_test_add_func ("/gmail/changes/only-deletions", test_only_deletions);
  g_test_add_func ("/gmail/changes/thrown-away", test_thrown_away);
  g_test_add_func ("/gmail/changes/other-wishes", test_other_wishes);
  g_test_add_func ("/gmail/changes/page-token-refused", test_page_token_refused);
  g_test_add_func ("/gmail/changes/one-page-for-ever", test_one_page_for_ever);
  g_test_add_func ("/gmail/resume", test_resume);
  g_test_add_func ("/gmail/batches/parts-asked-again", test_parts_asked_again);
  g_test_add_func ("/gmail/batches/parts-refused-for-long", test_parts_refused_for_long);
  g_test_add_func ("/gmail/batches/too-fast", test_batch_too_fast);
  g_test_add_func ("/gmail/batches/unreadable-message", test_unreadable_message);
  g_test_add_func ("/gmail/batches/many-messages", test_many_messages);
  g_test_add_func ("/gmail/cut/pages", test_pages_cut_anywhere);
  g_test_add_func ("/gmail/cut/history", test_history_cut_anywhere);
  g_test_add_func ("/gmail/cut/batch", test_batch_cut_anywhere);
  g_test_add_func ("/gmail/identity", test_identity);
  g_test_add_func ("/gmail/source", test_source);
  return g_test_run ();
}
