/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds of one calendar: with sync tokens, without them, and what servers do when they cannot. */
#include "base/daybook-error.h"
#include "caldav-talk.h"

#include <string.h>

#define GOOGLE "/caldav/v2/ana@example.com/events"
#define TOKEN "http://radicale.org/ns/sync/49f736b0370cbce577bc6c937c8cc970d2fce0e52ad20be37c62e8a24a6f22cd"

static const TalkAnswer radicale_first[] = {
  { 207, "caldav/radicale-changes-first.xml" },
  { 207, "caldav/radicale-objects.xml" },
  { 200, NULL,
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:e1\r\nDTSTART:20261121T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "etag: \"cd2271828b06ec26fe12d49596823ba3946a4cb03b0bd1b3d7002c7ae6a1f41b\"" },
  { 404, NULL, "gone meanwhile" },
};

/* Reads the calendar of the recorded Radicale: three of its four members are stored, the fourth went away. */
static CaldavTalk *
read_radicale (void)
{
  CaldavTalk *caldav = caldav_talk_new ("/ana/work");

  caldav_talk_pull (caldav);
  talk_run (caldav->talk, radicale_first, G_N_ELEMENTS (radicale_first));
  talk_assert_finished (caldav->talk);
  return caldav;
}

static void
set_cursor (CaldavTalk *caldav)
{
  static char *kept; /* one at a time */

  g_free (kept);
  kept = g_strdup (daybook_exchange_get_cursor (caldav->talk->exchange));
  caldav->options.cursor = kept;
}

/* ---- with sync tokens ---- */

static void
test_first_round (void)
{
  g_autoptr (CaldavTalk) caldav = read_radicale ();
  const DaybookEvent *event = talk_find_event (caldav->talk, "b%20c.ics");

  g_assert_true (daybook_exchange_is_full (caldav->talk->exchange));
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_UPSERT), ==, 3);
  g_assert_nonnull (event);
  g_assert_cmpstr (event->ical_uid, ==, "b c");
  g_assert_cmpstr (event->etag, ==, "\"3ac391a5230f321fb2a29ae2040b2d6cacf0ad26e3a822582b966f1032c3ba7d\"");
  g_assert_cmpstr (talk_find_event (caldav->talk, "e0.ics")->title, ==, "Event 0 & more");
  g_assert_cmpstr (daybook_exchange_get_cursor (caldav->talk->exchange), ==, "{\"token\":\"" TOKEN "\"}");
  g_assert_cmpstr (caldav->talk->urls->pdata[0], ==, "https://dav.test/ana/work/");
  g_assert_nonnull (strstr (caldav->talk->requests->pdata[0], "<D:sync-token></D:sync-token>"));
  g_assert_nonnull (strstr (caldav->talk->requests->pdata[0], "<D:sync-level>1</D:sync-level>"));
  g_assert_nonnull (strstr (caldav->talk->requests->pdata[1], "<D:href>/ana/work/b%20c.ics</D:href>"));
  g_assert_cmpstr (caldav->talk->urls->pdata[2], ==, "https://dav.test/ana/work/e1.ics");
}

static void
test_changed_and_deleted (void)
{
  g_autoptr (CaldavTalk) caldav = read_radicale ();
  const TalkAnswer answers[] = {
    { 207, "caldav/radicale-changes.xml" },
    { 207, NULL,
      "<multistatus xmlns='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav'><response><href>/ana/work/e1.ics</href><propstat>"
      "<prop><getetag>\"new\"</getetag><C:calendar-data>BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:e1\nDTSTART:20261121T100000Z\n"
      "SUMMARY:Changed\nEND:VEVENT\nEND:VCALENDAR\n</C:calendar-data></prop><status>HTTP/1.1 200 OK</status></propstat>"
      "</response></multistatus>" },
  };

  caldav_talk_know (caldav, "e2.ics", "\"old\"");
  set_cursor (caldav);
  caldav_talk_remember (caldav);
  caldav_talk_pull (caldav);
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  g_assert_false (daybook_exchange_is_full (caldav->talk->exchange));
  g_assert_nonnull (strstr (caldav->talk->requests->pdata[0], TOKEN));
  g_assert_cmpuint (caldav->talk->items->len, ==, 2);
  g_assert_nonnull (talk_find_item (caldav->talk, DAYBOOK_ITEM_TOMBSTONE, "e2.ics"));
  g_assert_cmpstr (talk_find_event (caldav->talk, "e1.ics")->title, ==, "Changed");
  g_assert_nonnull (strstr (daybook_exchange_get_cursor (caldav->talk->exchange), "fc01b639"));
}

static void
test_nothing_changed (void)
{
  g_autoptr (CaldavTalk) caldav = read_radicale ();
  const TalkAnswer answer = { 207, NULL, "<multistatus xmlns='DAV:'><sync-token>" TOKEN "</sync-token></multistatus>" };

  set_cursor (caldav);
  caldav_talk_remember (caldav);
  caldav_talk_pull (caldav);
  talk_run (caldav->talk, &answer, 1);
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (caldav->talk->items->len, ==, 0);
  g_assert_false (daybook_exchange_is_full (caldav->talk->exchange));
}

static void
test_xandikos (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/calendars/calendar");
  const TalkAnswer answers[] = {
    { 207, "caldav/xandikos-changes.xml" },
    { 207, "caldav/xandikos-objects.xml" },
    { 404, NULL, "" },
  };

  caldav_talk_know (caldav, "e2.ics", "\"7721bfa91c091ff1e67bed4131788aed3d8be36d\"");
  caldav_talk_renew (caldav);
  caldav->options.cursor = "{\"token\":\"82a7e7dd1e64fe4900dc668206f95bd3c0b1b50d\"}";
  caldav_talk_pull (caldav);
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  g_assert_nonnull (talk_find_item (caldav->talk, DAYBOOK_ITEM_TOMBSTONE, "e2.ics"));
  /* Only e1.ics was asked for: what else the answer holds does not count. */
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_UPSERT), ==, 0);
}

/* 507 for the collection itself: the list goes on behind the new token (RFC 6578 section 3.6). */
static void
test_cut_list_goes_on (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new (GOOGLE);
  const TalkAnswer answers[] = {
    { 207, "caldav/google-changes-cut.xml" },
    { 207, "caldav/google-changes-rest.xml" },
    { 207, "caldav/google-objects.xml" },
  };
  const DaybookEvent *event;

  caldav_talk_pull (caldav);
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  g_assert_nonnull (strstr (caldav->talk->requests->pdata[1], "part=1"));
  g_assert_nonnull (strstr (daybook_exchange_get_cursor (caldav->talk->exchange), "whole=2"));
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_UPSERT), ==, 3);
  event = talk_find_event (caldav->talk, "a1@google.com.ics");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_MASTER);
  g_assert_cmpint (event->response, ==, DAYBOOK_RESPONSE_TENTATIVE);
  g_assert_cmpstr (event->ical_uid, ==, "a1@google.com");
  event = talk_find_event (caldav->talk, "a1@google.com.ics/20261125T090000Z");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_EXCEPTION);
  g_assert_cmpstr (event->series_external_id, ==, "a1@google.com.ics");
  g_assert_cmpstr (event->etag, ==, "\"63900000001\"");
  event = talk_find_event (caldav->talk, "b2@google.com.ics");
  g_assert_true (event->all_day);
  g_assert_cmpstr (event->title, ==, "Offsite & dinner");
}

static void
test_list_that_is_cut_for_ever (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new (GOOGLE);
  const TalkAnswer answers[] = {
    { 207, "caldav/google-changes-cut.xml" },
    { 207, "caldav/google-changes-cut.xml" },
  };

  caldav_talk_pull (caldav);
  talk_run (caldav->talk, answers, 2);
  talk_assert_failed (caldav->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

/* An instance that is what its series says again is deleted, though the server speaks of the object alone. */
static void
test_instance_that_vanished_from_its_object (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new (GOOGLE);
  const TalkAnswer answers[] = {
    { 207, NULL,
      "<multistatus xmlns='DAV:'><response><href>" GOOGLE "/a1@google.com.ics</href><propstat><prop><getetag>\"63900000009\""
      "</getetag></prop><status>HTTP/1.1 200 OK</status></propstat></response><sync-token>3</sync-token></multistatus>" },
    { 207, "caldav/google-objects-later.xml" },
  };

  caldav_talk_know (caldav, "a1@google.com.ics", "\"63900000001\"");
  caldav_talk_know (caldav, "a1@google.com.ics/20261125T090000Z", "\"63900000001\"");
  caldav_talk_know (caldav, "b2@google.com.ics", "\"63900000002\"");
  caldav_talk_renew (caldav);
  caldav->options.cursor = "{\"token\":\"2\"}";
  caldav_talk_pull (caldav);
  talk_run (caldav->talk, answers, 2);
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (caldav->talk->items->len, ==, 2);
  g_assert_nonnull (talk_find_event (caldav->talk, "a1@google.com.ics"));
  g_assert_nonnull (
      talk_find_item (caldav->talk, DAYBOOK_ITEM_TOMBSTONE, "a1@google.com.ics/20261125T090000Z"));
}

static void
test_deleted_series_takes_its_instances_along (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new (GOOGLE);
  const TalkAnswer answer = { 207, NULL,
                              "<multistatus xmlns='DAV:'><response><href>" GOOGLE "/a1%40google.com.ics</href>"
                              "<status>HTTP/1.1 404 Not Found</status></response><sync-token>3</sync-token></multistatus>" };

  caldav_talk_know (caldav, "a1@google.com.ics", "\"1\"");
  caldav_talk_know (caldav, "a1@google.com.ics/20261125T090000Z", "\"1\"");
  caldav_talk_renew (caldav);
  caldav->options.cursor = "{\"token\":\"2\"}";
  caldav_talk_pull (caldav);
  talk_run (caldav->talk, &answer, 1);
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_TOMBSTONE), ==, 2);
}

/* Every way in which servers say that they do not know a token any more. */
static void
test_expired_sync_token (void)
{
  static const TalkAnswer answers[] = {
    { 403, "caldav/radicale-bad-token.xml" }, { 403, "caldav/nextcloud-bad-token.xml" },
    { 409, "caldav/radicale-bad-token.xml" }, { 507, "caldav/radicale-bad-token.xml" },
    { 400, NULL, "" },
    { 410, NULL, "" },                        { 412, NULL, "" },
    { 500, NULL, "Server got itself in trouble" }, { 405, NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/work");

      caldav->options.cursor = "{\"token\":\"old\"}";
      caldav_talk_pull (caldav);
      talk_run (caldav->talk, answers + i, 1);
      talk_assert_failed (caldav->talk, DAYBOOK_ERROR_CURSOR_EXPIRED);
    }
}

/* The full round that follows fetches nothing that is stored as it is, and says of all of it that it is there. */
static void
test_full_round_fetches_only_what_is_new (void)
{
  g_autoptr (CaldavTalk) caldav = read_radicale ();
  const TalkAnswer answers[] = { { 207, "caldav/radicale-changes-first.xml" }, { 207, NULL,
    "<multistatus xmlns='DAV:'><response><href>/ana/work/e2.ics</href><status>HTTP/1.1 404 Not Found</status></response>"
    "</multistatus>" } };

  caldav_talk_remember (caldav);
  caldav->options.full = TRUE;
  caldav->options.cursor = "{\"token\":\"old\"}";
  caldav_talk_pull (caldav);
  talk_run (caldav->talk, answers, 2);
  talk_assert_finished (caldav->talk);
  g_assert_true (daybook_exchange_is_full (caldav->talk->exchange));
  g_assert_null (strstr (caldav->talk->requests->pdata[0], "old"));
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_SEEN), ==, 3);
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_UPSERT), ==, 0);
}

/* ---- batches ---- */

static GString *
append_member (GString *text, guint number, const char *status)
{
  g_string_append_printf (text, "<response><href>/ana/work/m%03u.ics</href>", number);
  if (status != NULL)
    g_string_append_printf (text, "<status>HTTP/1.1 %s</status>", status);
  else
    g_string_append_printf (text,
                            "<propstat><prop><getetag>\"%u\"</getetag></prop><status>HTTP/1.1 200 OK</status></propstat>",
                            number);
  return g_string_append (text, "</response>");
}

static GBytes *
make_list (guint n)
{
  GString *text = g_string_new ("<multistatus xmlns='DAV:'><sync-token>T1</sync-token>");

  for (guint i = 0; i < n; i++)
    append_member (text, i, NULL);
  g_string_append (text, "</multistatus>");
  return g_string_free_to_bytes (text);
}

static GBytes *
make_objects (guint from, guint to)
{
  GString *text = g_string_new ("<multistatus xmlns='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav'>");

  for (guint i = from; i < to; i++)
    g_string_append_printf (text,
                            "<response><href>/ana/work/m%03u.ics</href><propstat><prop><getetag>\"%u\"</getetag>"
                            "<C:calendar-data>BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:%u\nDTSTART:202611%02uT090000Z\n"
                            "END:VEVENT\nEND:VCALENDAR\n</C:calendar-data></prop><status>HTTP/1.1 200 OK</status>"
                            "</propstat></response>",
                            i, i, i, 21 + i % 9);
  g_string_append (text, "</multistatus>");
  return g_string_free_to_bytes (text);
}

static void
answer (CaldavTalk *caldav, GBytes *body /* (transfer full) */)
{
  g_assert_true (talk_answer_bytes (caldav->talk, 207, NULL, body));
  g_bytes_unref (body);
}

static void
test_batches_of_fifty (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/work");

  caldav_talk_pull (caldav);
  answer (caldav, make_list (120));
  answer (caldav, make_objects (0, 50));
  g_assert_cmpuint (caldav->talk->resumes->len, ==, 1);
  g_assert_cmpuint (daybook_exchange_get_expected (caldav->talk->exchange), ==, 120);
  answer (caldav, make_objects (50, 100));
  answer (caldav, make_objects (100, 120));
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_UPSERT), ==, 120);
  g_assert_cmpuint (caldav->talk->requests->len, ==, 4);
  g_assert_cmpuint (caldav->talk->resumes->len, ==, 2);
}

/* Killed after a batch, the round goes on behind it; what has changed there since is told by the token of its
 * own list. */
static void
test_interrupted_round_goes_on (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/work");
  g_autofree char *resume = NULL;
  g_autoptr (GBytes) list = make_list (120);

  caldav_talk_pull (caldav);
  answer (caldav, g_bytes_ref (list));
  answer (caldav, make_objects (0, 50));
  resume = g_strdup (caldav->talk->resumes->pdata[0]);
  caldav_talk_remember (caldav);
  caldav->options.resume = resume;
  caldav_talk_pull (caldav);
  {
    g_autofree char *later = g_strndup (g_bytes_get_data (list, NULL), g_bytes_get_size (list));
    char *token = strstr (later, "T1");

    token[1] = '2';
    answer (caldav, g_bytes_new (later, strlen (later)));
  }
  answer (caldav, make_objects (50, 100));
  answer (caldav, make_objects (100, 120));
  talk_assert_finished (caldav->talk);
  g_assert_true (daybook_exchange_is_full (caldav->talk->exchange));
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_SEEN), ==, 50);
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_UPSERT), ==, 70);
  g_assert_cmpstr (daybook_exchange_get_cursor (caldav->talk->exchange), ==, "{\"token\":\"T1\"}");
}

static void
test_too_many_at_once (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/work");
  const TalkAnswer refused = { 507, NULL, "" };

  caldav_talk_pull (caldav);
  answer (caldav, make_list (20));
  talk_run_until (caldav->talk, &refused, 1);
  answer (caldav, make_objects (0, 12));
  answer (caldav, make_objects (12, 20));
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_UPSERT), ==, 20);
}

static void
test_server_without_multiget (void)
{
  static const guint statuses[] = { 400, 403, 405, 415, 501 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/work");
      const TalkAnswer answers[] = {
        { statuses[i], NULL, "" },
        { 200, NULL, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20261121T090000Z\nEND:VEVENT\nEND:VCALENDAR\n" },
        { 404, NULL, "" },
        { 403, NULL, "" },
      };

      caldav_talk_pull (caldav);
      answer (caldav, make_list (3));
      talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
      talk_assert_finished (caldav->talk);
      g_assert_cmpstr (talk_find_event (caldav->talk, "m000.ics")->etag, ==, "\"0\"");
      g_assert_nonnull (talk_find_item (caldav->talk, DAYBOOK_ITEM_QUARANTINE, "m002.ics"));
    }
}

/* One that is cut is asked for again, and put aside when it stays so. */
static void
test_damaged_object (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/work");
  const TalkAnswer answers[] = {
    { 501, NULL, "" },
    { 200, NULL, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n" },
    { 200, NULL, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n" },
    { 200, NULL, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n" },
  };
  const DaybookItem *item;

  caldav_talk_know (caldav, "m000.ics", "\"before\"");
  caldav_talk_renew (caldav);
  caldav_talk_pull (caldav);
  answer (caldav, make_list (1));
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  item = talk_find_item (caldav->talk, DAYBOOK_ITEM_QUARANTINE, "m000.ics");
  g_assert_nonnull (item);
  g_assert_cmpstr (item->etag, ==, "\"0\"");
  g_assert_nonnull (talk_find_item (caldav->talk, DAYBOOK_ITEM_SEEN, "m000.ics"));
}

static void
test_bad_object_in_a_batch (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/work");
  const TalkAnswer answers[] = { { 207, NULL,
    "<multistatus xmlns='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav'><response><href>/ana/work/m000.ics</href><propstat>"
    "<prop><getetag>\"0\"</getetag><C:calendar-data>&lt;html&gt;</C:calendar-data></prop><status>HTTP/1.1 200 OK</status>"
    "</propstat></response><response><href>/ana/work/m001.ics</href><status>HTTP/1.1 403 Forbidden</status></response>"
    "</multistatus>" } };

  caldav_talk_pull (caldav);
  answer (caldav, make_list (2));
  talk_run (caldav->talk, answers, 1);
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_QUARANTINE), ==, 2);
}

/* ---- without sync tokens ---- */

static const char mark_1[] = "<multistatus xmlns='DAV:' xmlns:S='http://calendarserver.org/ns/'><response><href>/ana/work/</href>"
                             "<propstat><prop><S:getctag>c1</S:getctag></prop><status>HTTP/1.1 200 OK</status></propstat>"
                             "</response></multistatus>";

static CaldavTalk *
read_by_etags (void)
{
  CaldavTalk *caldav = caldav_talk_new ("/ana/work");
  const TalkAnswer answers[] = {
    { 403, "caldav/nextcloud-no-report.xml" },
    { 207, NULL, mark_1 },
    { 207, "caldav/radicale-etags.xml" },
    { 207, "caldav/radicale-objects.xml" },
    { 200, NULL, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:old\nDTSTART:20190101T090000Z\nEND:VEVENT\nEND:VCALENDAR\n" },
  };

  caldav_talk_pull (caldav);
  talk_run (caldav->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (caldav->talk);
  g_assert_true (daybook_exchange_is_full (caldav->talk->exchange));
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_UPSERT), ==, 2);
  return caldav;
}

static void
test_same_mark (void)
{
  g_autoptr (CaldavTalk) caldav = read_by_etags ();
  g_autofree char *before = g_strdup (daybook_exchange_get_cursor (caldav->talk->exchange));
  const TalkAnswer answer_again = { 207, NULL, mark_1 };

  set_cursor (caldav);
  caldav_talk_remember (caldav);
  caldav_talk_pull (caldav);
  talk_run (caldav->talk, &answer_again, 1);
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (caldav->n_reads, ==, 0);
  g_assert_cmpuint (caldav->talk->items->len, ==, 0);
  g_assert_false (daybook_exchange_is_full (caldav->talk->exchange));
  g_assert_cmpstr (daybook_exchange_get_cursor (caldav->talk->exchange), ==, before);
}

/* Nothing is fetched that is stored as it is, nor what was read before and held nothing to be kept. */
static void
test_other_mark_and_nothing_new (void)
{
  g_autoptr (CaldavTalk) caldav = read_by_etags ();
  const TalkAnswer answers[] = { { 207, "caldav/radicale-mark.xml" }, { 207, "caldav/radicale-etags.xml" } };

  set_cursor (caldav);
  caldav_talk_remember (caldav);
  caldav_talk_pull (caldav);
  talk_run (caldav->talk, answers, 2);
  talk_assert_finished (caldav->talk);
  g_assert_cmpuint (caldav->n_reads, ==, 1);
  g_assert_cmpuint (caldav->talk->items->len, ==, 0);
  g_assert_false (daybook_exchange_is_full (caldav->talk->exchange));
}

static void
test_deleted_without_tokens (void)
{
  g_autoptr (CaldavTalk) caldav = read_by_etags ();
  const TalkAnswer answers[] = { { 207, "caldav/radicale-mark.xml" }, { 207, "caldav/radicale-etags.xml" } };

  set_cursor (caldav);
  caldav_talk_know (caldav, "deleted.ics", "\"1\"");
  caldav_talk_remember (caldav);
  caldav_talk_pull (caldav);
  talk_run (caldav->talk, answers, 2);
  talk_assert_finished (caldav->talk);
  g_assert_true (daybook_exchange_is_full (caldav->talk->exchange));
  g_assert_cmpuint (talk_count_items (caldav->talk, DAYBOOK_ITEM_SEEN), ==, 2);
  g_assert_null (talk_find_item (caldav->talk, DAYBOOK_ITEM_SEEN, "deleted.ics"));
}

/* An empty answer must not take everything for deleted. */
static void
test_list_without_the_calendar_itself (void)
{
  g_autoptr (CaldavTalk) caldav = read_by_etags ();
  const TalkAnswer answers[] = {
    { 207, "caldav/radicale-mark.xml" },
    { 207, NULL, "<multistatus xmlns='DAV:'/>" },
    { 207, NULL, "<multistatus xmlns='DAV:'/>" },
    { 207, NULL, "<multistatus xmlns='DAV:'/>" },
  };

  set_cursor (caldav);
  caldav_talk_remember (caldav);
  caldav_talk_pull (caldav);
  talk_run (caldav->talk, answers, 4);
  talk_assert_failed (caldav->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
  g_assert_cmpuint (caldav->talk->items->len, ==, 0);
}

/* ---- hrefs ---- */

static void
test_hrefs (void)
{
  static const struct
  {
    const char *href;
    const char *id; /* NULL: ignored */
  } cases[] = {
    { "/ana/work/a.ics", "a.ics" },
    { "https://dav.test/ana/work/a.ics", "a.ics" },
    { "https://dav.test:443/ana/work/a.ics", "a.ics" },
    { "/ana/%77ork/a%2eics", "a.ics" },
    { "/ana/work/b%20c.ics", "b%20c.ics" },
    { "/ana/work/a%2Fb.ics", "a%2Fb.ics" },
    { "/ana/work/%C3%A4.ics", "%C3%A4.ics" },
    { "/ana/work/ä.ics", "%C3%A4.ics" },
    { "/ana/work/../work/a.ics", "a.ics" },
    { "a.ics", "a.ics" },
    { "/ana/work/", NULL },
    { "/ana/work", NULL },
    { "/ana/work/sub/a.ics", NULL },
    { "/ana/private/a.ics", NULL },
    { "/ana/workshop/a.ics", NULL },
    { "/ana/work/../private/a.ics", NULL },
    { "https://evil.test/ana/work/a.ics", NULL },
    { "http://dav.test/ana/work/a.ics", NULL },
    { "//evil.test/ana/work/a.ics", NULL },
    { "file:///ana/work/a.ics", NULL },
    { "javascript:alert(1)", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/work");
      g_autofree char *list = g_strdup_printf (
          "<multistatus xmlns='DAV:'><response><href>%s</href><propstat><prop><getetag>\"1\"</getetag></prop>"
          "<status>HTTP/1.1 200 OK</status></propstat></response><sync-token>t</sync-token></multistatus>",
          cases[i].href);
      g_autofree char *objects = g_strdup_printf (
          "<multistatus xmlns='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav'><response><href>%s</href><propstat><prop>"
          "<C:calendar-data>BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nDTSTART:20261121T090000Z\nEND:VEVENT\nEND:VCALENDAR\n"
          "</C:calendar-data></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>",
          cases[i].href);
      const TalkAnswer answers[] = { { 207, NULL, list }, { 207, NULL, objects } };

      g_test_message ("%s", cases[i].href);
      caldav_talk_pull (caldav);
      talk_run (caldav->talk, answers, cases[i].id != NULL ? 2 : 1);
      talk_assert_finished (caldav->talk);
      if (cases[i].id != NULL)
        {
          g_assert_nonnull (talk_find_event (caldav->talk, cases[i].id));
          g_assert_cmpstr (talk_find_event (caldav->talk, cases[i].id)->etag, ==, "\"1\"");
        }
      else
        g_assert_cmpuint (caldav->talk->items->len, ==, 0);
    }
}

/* A resource holds one UID; where one holds two, both are kept apart. */
static void
test_two_uids_in_one_object (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/work");
  const TalkAnswer answers[] = { { 207, NULL,
    "<multistatus xmlns='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav'><response><href>/ana/work/m000.ics</href><propstat>"
    "<prop><C:calendar-data>BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nDTSTART:20261121T090000Z\nEND:VEVENT\n"
    "BEGIN:VEVENT\nUID:y\nDTSTART:20261122T090000Z\nEND:VEVENT\nEND:VCALENDAR\n</C:calendar-data></prop>"
    "<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>" } };

  caldav_talk_pull (caldav);
  answer (caldav, make_list (1));
  talk_run (caldav->talk, answers, 1);
  g_assert_cmpstr (talk_find_event (caldav->talk, "m000.ics")->ical_uid, ==, "x");
  g_assert_cmpstr (talk_find_event (caldav->talk, "m000.ics//y")->ical_uid, ==, "y");
}

/* What is stored is told of, also when it has moved to before the window. */
static void
test_stored_event_moves_out_of_the_window (void)
{
  g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/work");
  const TalkAnswer answers[] = { { 207, NULL,
    "<multistatus xmlns='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav'><response><href>/ana/work/m000.ics</href><propstat>"
    "<prop><C:calendar-data>BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nDTSTART:20200121T090000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    "</C:calendar-data></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>" } };

  caldav_talk_know (caldav, "m000.ics", "\"before\"");
  caldav_talk_renew (caldav);
  caldav->options.cursor = "{\"token\":\"T0\"}";
  caldav_talk_pull (caldav);
  answer (caldav, make_list (1));
  talk_run (caldav->talk, answers, 1);
  g_assert_nonnull (talk_find_event (caldav->talk, "m000.ics"));
}

/* ---- what a calendar's refusals mean ---- */

static void
test_errors (void)
{
  static const struct
  {
    guint status;
    const char *body;
    int code;
    gboolean is_gone;
    gboolean with_token;
  } cases[] = {
    { 401, "", DAYBOOK_ERROR_AUTH_REQUIRED, FALSE, TRUE },
    { 403, "", DAYBOOK_ERROR_FORBIDDEN, FALSE, TRUE },
    { 403, "<error xmlns='DAV:'><need-privileges/></error>", DAYBOOK_ERROR_FORBIDDEN, FALSE, TRUE },
    { 404, "", DAYBOOK_ERROR_NOT_FOUND, TRUE, TRUE },
    { 404, "", DAYBOOK_ERROR_NOT_FOUND, TRUE, FALSE },
    { 410, "", DAYBOOK_ERROR_GONE, TRUE, FALSE },
    { 301, "", DAYBOOK_ERROR_AUTH_REQUIRED, FALSE, TRUE },
    { 200, "<html>", DAYBOOK_ERROR_INVALID_RESPONSE, FALSE, TRUE },
    { 429, "", DAYBOOK_ERROR_RATE_LIMITED, FALSE, TRUE },
    { 503, "", DAYBOOK_ERROR_SERVER, FALSE, TRUE },
    { 507, "", DAYBOOK_ERROR_SERVER, FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CaldavTalk) caldav = caldav_talk_new ("/ana/work");
      const TalkAnswer refusal = { cases[i].status, NULL, cases[i].body, "retry-after: 120" };

      g_test_message ("%u", cases[i].status);
      caldav->options.cursor = cases[i].with_token ? "{\"token\":\"old\"}" : NULL;
      caldav_talk_pull (caldav);
      talk_run (caldav->talk, &refusal, 1);
      talk_assert_failed (caldav->talk, cases[i].code);
      g_assert_cmpint (
          g_hash_table_contains (daybook_exchange_get_gone_sources (caldav->talk->exchange), "/ana/work"), ==,
          cases[i].is_gone);
      g_assert_null (strstr (daybook_exchange_get_error (caldav->talk->exchange)->message, "dav.test"));
      g_assert_cmpint (daybook_exchange_get_retry_at (caldav->talk->exchange), ==, TALK_NOW + 120);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/caldav/tokens/first-round", test_first_round);
  g_test_add_func ("/caldav/tokens/changed-and-deleted", test_changed_and_deleted);
  g_test_add_func ("/caldav/tokens/nothing-changed", test_nothing_changed);
  g_test_add_func ("/caldav/tokens/xandikos", test_xandikos);
  g_test_add_func ("/caldav/tokens/cut-list-goes-on", test_cut_list_goes_on);
  g_test_add_func ("/caldav/tokens/list-that-is-cut-for-ever", test_list_that_is_cut_for_ever);
  g_test_add_func ("/caldav/tokens/instance-that-vanished-from-its-object", test_instance_that_vanished_from_its_object);
  g_test_add_func ("/caldav/tokens/deleted-series-takes-its-instances-along",
                   test_deleted_series_takes_its_instances_along);
  g_test_add_func ("/caldav/error/expired-sync-token", test_expired_sync_token);
  g_test_add_func ("/caldav/tokens/full-round-fetches-only-what-is-new", test_full_round_fetches_only_what_is_new);
  g_test_add_func ("/caldav/batches/of-fifty", test_batches_of_fifty);
  g_test_add_func ("/caldav/batches/interrupted-round-goes-on", test_interrupted_round_goes_on);
  g_test_add_func ("/caldav/batches/too-many-at-once", test_too_many_at_once);
  g_test_add_func ("/caldav/batches/server-without-multiget", test_server_without_multiget);
  g_test_add_func ("/caldav/error/damaged-object", test_damaged_object);
  g_test_add_func ("/caldav/error/bad-object-in-a-batch", test_bad_object_in_a_batch);
  g_test_add_func ("/caldav/etags/same-mark", test_same_mark);
  g_test_add_func ("/caldav/etags/other-mark-and-nothing-new", test_other_mark_and_nothing_new);
  g_test_add_func ("/caldav/etags/deleted", test_deleted_without_tokens);
  g_test_add_func ("/caldav/etags/list-without-the-calendar-itself", test_list_without_the_calendar_itself);
  g_test_add_func ("/caldav/hrefs", test_hrefs);
  g_test_add_func ("/caldav/object/two-uids", test_two_uids_in_one_object);
  g_test_add_func ("/caldav/object/moves-out-of-the-window", test_stored_event_moves_out_of_the_window);
  g_test_add_func ("/caldav/error/statuses", test_errors);
  return g_test_run ();
}
