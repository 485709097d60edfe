/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "ics-talk.h"
#include "providers/ics/daybook-ics-address.h"

#include <string.h>

static const char small[] = "BEGIN:VCALENDAR\nX-WR-CALNAME:Team\nBEGIN:VEVENT\nUID:a\nDTSTART:20261123T090000Z\n"
                            "END:VEVENT\nEND:VCALENDAR\n";

/* ---- addresses ---- */

static void
test_addresses (void)
{
  static const struct
  {
    const char *typed;
    const char *address; /* NULL: refused */
    const char *label;
  } cases[] = {
    { "webcal://calendar.test/a.ics", "https://calendar.test/a.ics", "calendar.test" },
    { " WEBCAL://Calendar.Test/a.ics\n", "https://calendar.test/a.ics", "calendar.test" },
    { "webcals://calendar.test/a.ics", "https://calendar.test/a.ics", "calendar.test" },
    { "https://calendar.test/a.ics?key=1#top", "https://calendar.test/a.ics?key=1", "calendar.test" },
    { "http://127.0.0.1:8080/a.ics", "http://127.0.0.1:8080/a.ics", "127.0.0.1" },
    { "http://localhost/a.ics", "http://localhost/a.ics", "localhost" },
    { "/home/ana/Team Calendar.ics", "file:///home/ana/Team%20Calendar.ics", "Team Calendar.ics" },
    { "file:///home/ana/../ana/a.ics", "file:///home/ana/a.ics", "a.ics" },
    { "http://calendar.test/a.ics", NULL },
    { "https://user:word@calendar.test/a.ics", NULL },
    { "https://good.com\\@evil.test/a.ics", NULL },
    { "https:///a.ics", NULL },
    { "calendar.test/a.ics", NULL },
    { "ftp://calendar.test/a.ics", NULL },
    { "javascript:alert(1)", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address =
          daybook_provider_check_address (daybook_registry_find ("ics"), cases[i].typed, &error);
      g_autofree char *again = address != NULL ? daybook_ics_address_check (address, NULL) : NULL;
      g_autofree char *label = address != NULL ? daybook_ics_address_get_label (address) : NULL;

      g_test_message ("%s", cases[i].typed);
      g_assert_cmpstr (address, ==, cases[i].address);
      g_assert_cmpstr (again, ==, cases[i].address);
      g_assert_cmpstr (label, ==, cases[i].label);
      if (cases[i].address == NULL)
        g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
    }
}

static void
test_address_of_another_provider (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (daybook_provider_check_address (daybook_registry_find ("google-calendar"), "x", &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
}

/* The address is a secret: no error repeats any of it. */
static void
test_errors_do_not_tell_the_address (void)
{
  static const guint statuses[] = { 200, 301, 302, 400, 401, 403, 404, 410, 418, 429, 500, 503 };
  g_autoptr (GError) error = NULL;

  g_assert_null (daybook_ics_address_check ("http://calendar.test/private-0123456789abcdef", &error));
  g_assert_null (strstr (error->message, "0123456789"));
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (IcsTalk) ics = ics_talk_new ();
      const TalkAnswer answer = { statuses[i], NULL, "<html>", "location: http://elsewhere.test/0123456789abcdef" };

      ics_talk_pull (ics);
      talk_run (ics->talk, &answer, 1);
      g_assert_nonnull (daybook_exchange_get_error (ics->talk->exchange));
      g_assert_null (strstr (daybook_exchange_get_error (ics->talk->exchange)->message, "0123456789"));
    }
}

/* ---- connecting ---- */

static void
test_identity (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  g_autofree char *id = daybook_ics_address_get_id (ICS_TALK_ADDRESS);
  g_autofree char *identity = g_strdup_printf ("calendar.test %s", id);
  const TalkAnswer answer = { 200, NULL, small };

  g_assert_cmpuint (strlen (id), ==, 16);
  g_assert_true (daybook_provider_identify (daybook_registry_find ("ics"), &ics->context, ics->talk->exchange));
  talk_run (ics->talk, &answer, 1);
  talk_assert_finished (ics->talk);
  g_assert_cmpstr (daybook_exchange_get_identity (ics->talk->exchange), ==, identity);
  g_assert_cmpstr (daybook_exchange_get_name (ics->talk->exchange), ==, "Team");
}

static void
test_identity_of_a_nameless_calendar (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  const TalkAnswer answer = { 200, NULL, "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n" };

  g_assert_true (daybook_provider_identify (daybook_registry_find ("ics"), &ics->context, ics->talk->exchange));
  talk_run (ics->talk, &answer, 1);
  talk_assert_finished (ics->talk);
  g_assert_cmpstr (daybook_exchange_get_name (ics->talk->exchange), ==, "calendar.test");
}

static void
test_what_the_calendar_says_of_itself (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  g_autofree char *id = daybook_ics_address_get_id (ICS_TALK_ADDRESS);
  const TalkAnswer answer = { 200, "ics/fields.ics" };
  const DaybookSource *source;

  g_assert_true (daybook_provider_list_sources (daybook_registry_find ("ics"), &ics->context, ics->talk->exchange));
  talk_run (ics->talk, &answer, 1);
  talk_assert_finished (ics->talk);
  g_assert_cmpuint (daybook_exchange_get_sources (ics->talk->exchange)->len, ==, 1);
  source = daybook_exchange_get_sources (ics->talk->exchange)->pdata[0];
  g_assert_cmpstr (source->external_id, ==, id);
  g_assert_cmpstr (source->name, ==, "The new name");
  g_assert_cmpstr (source->color, ==, "#a347ba");
  g_assert_cmpstr (source->time_zone, ==, "Europe/Zurich");
  g_assert_cmpstr (source->settings, ==, "{\"refresh_interval\":43200}");
  g_assert_cmpstr (source->kind, ==, "calendar");
  g_assert_true (source->enabled);
  g_assert_cmpint (source->state, ==, DAYBOOK_SOURCE_READ_ONLY);
}

/* Its name stands before its first event: no more is fetched. */
static void
test_listing_stops_at_the_first_event (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  DaybookRequest *request;
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (200, ICS_TALK_ADDRESS, NULL);
  g_autoptr (GBytes) begin = g_bytes_new_static (small, strstr (small, "ID:a") - small);

  daybook_provider_list_sources (daybook_registry_find ("ics"), &ics->context, ics->talk->exchange);
  request = daybook_exchange_next_request (ics->talk->exchange);
  g_assert_false (daybook_exchange_respond_chunk (ics->talk->exchange, request, response, begin));
  talk_assert_finished (ics->talk);
}

static void
test_owner_is_the_address_that_names_the_calendar (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  const TalkAnswer answer = { 200, NULL, "BEGIN:VCALENDAR\nX-WR-CALNAME:ana@example.com\nEND:VCALENDAR\n" };

  daybook_provider_list_sources (daybook_registry_find ("ics"), &ics->context, ics->talk->exchange);
  talk_run (ics->talk, &answer, 1);
  g_assert_cmpstr (((DaybookSource *) daybook_exchange_get_sources (ics->talk->exchange)->pdata[0])->owner, ==,
                   "ana@example.com");
}

/* ---- fetching ---- */

static void
test_request (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  DaybookRequest *request;

  ics->context.secret_url = "webcal://calendar.test/a.ics";
  ics_talk_pull (ics);
  request = daybook_exchange_next_request (ics->talk->exchange);
  g_assert_cmpstr (request->url, ==, "https://calendar.test/a.ics");
  g_assert_cmpint (request->credential, ==, DAYBOOK_CREDENTIAL_NONE);
  g_assert_cmpuint (request->max_body, ==, 32 * 1024 * 1024);
  g_assert_true (request->chunked);
  g_assert_null (daybook_request_get_header (request, "If-None-Match"));
}

static void
test_conditional_request (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  g_autofree char *cursor = NULL;
  const TalkAnswer first = { 200, NULL, small, "ETag: \"v1\"\nLast-Modified: Fri, 20 Nov 2026 08:00:00 GMT" };
  const TalkAnswer second = { 304, NULL, NULL, NULL };

  ics_talk_pull (ics);
  talk_run (ics->talk, &first, 1);
  g_assert_cmpuint (ics->n_reads, ==, 1);
  cursor = g_strdup (daybook_exchange_get_cursor (ics->talk->exchange));
  ics_talk_remember (ics);
  ics->options.cursor = cursor;
  ics_talk_pull (ics);
  talk_run (ics->talk, &second, 1);
  talk_assert_finished (ics->talk);
  g_assert_cmpuint (ics->n_reads, ==, 0);
  g_assert_nonnull (strstr (ics->talk->requests->pdata[0], "If-None-Match: \"v1\"\n"));
  g_assert_nonnull (strstr (ics->talk->requests->pdata[0], "If-Modified-Since: Fri, 20 Nov 2026 08:00:00 GMT\n"));
}

/* 304: nothing is written, nothing is swept, the cursor stays. */
static void
test_not_modified (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  const TalkAnswer answer = { 304, NULL, NULL, NULL };

  ics->options.cursor = "{\"etag\":\"\\\"v1\\\"\"}";
  ics_talk_pull (ics);
  talk_run (ics->talk, &answer, 1);
  talk_assert_finished (ics->talk);
  g_assert_cmpuint (ics->talk->items->len, ==, 0);
  g_assert_false (daybook_exchange_is_full (ics->talk->exchange));
  g_assert_cmpstr (daybook_exchange_get_cursor (ics->talk->exchange), ==, ics->options.cursor);
}

static void
test_full_asks_without_conditions (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  DaybookRequest *request;

  ics->options.cursor = "{\"etag\":\"\\\"v1\\\"\"}";
  ics->options.full = TRUE;
  ics_talk_pull (ics);
  request = daybook_exchange_next_request (ics->talk->exchange);
  g_assert_null (daybook_request_get_header (request, "If-None-Match"));
}

static void
test_redirects (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  const TalkAnswer answers[] = {
    { 301, NULL, NULL, "Location: https://www.calendar.test/b.ics" },
    { 308, NULL, NULL, "Location: /c.ics" },
    { 200, NULL, small },
  };

  ics_talk_pull (ics);
  talk_run (ics->talk, answers, 3);
  talk_assert_finished (ics->talk);
  g_assert_cmpstr (ics->talk->urls->pdata[1], ==, "https://www.calendar.test/b.ics");
  g_assert_cmpstr (ics->talk->urls->pdata[2], ==, "https://www.calendar.test/c.ics");
  g_assert_nonnull (talk_find_event (ics->talk, "a"));
  g_assert_cmpstr (daybook_exchange_get_moved_address (ics->talk->exchange), ==, "https://www.calendar.test/c.ics");
}

/* One hop that is not for good, and the address stays what it was. */
static void
test_temporary_redirect_moves_nothing (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  const TalkAnswer answers[] = {
    { 301, NULL, NULL, "Location: https://www.calendar.test/b.ics" },
    { 302, NULL, NULL, "Location: https://cdn.test/c.ics" },
    { 200, NULL, small },
  };

  ics_talk_pull (ics);
  talk_run (ics->talk, answers, 3);
  talk_assert_finished (ics->talk);
  g_assert_null (daybook_exchange_get_moved_address (ics->talk->exchange));
}

/* An account whose address has moved still has the source it was connected with. */
static void
test_moved_address_keeps_the_source (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  DaybookAccount *account = daybook_account_new ();
  const TalkAnswer answer = { 200, NULL, small };

  account->identity = g_strdup ("calendar.test 00112233445566ff");
  ics->context.account = account;
  daybook_provider_list_sources (daybook_registry_find ("ics"), &ics->context, ics->talk->exchange);
  talk_run (ics->talk, &answer, 1);
  g_assert_cmpstr (((DaybookSource *) daybook_exchange_get_sources (ics->talk->exchange)->pdata[0])->external_id, ==,
                   "00112233445566ff");
  daybook_account_free (account);
}

static void
test_redirects_end (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  TalkAnswer answers[6];

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    answers[i] = (TalkAnswer){ 302, NULL, NULL, "Location: /again.ics" };
  ics_talk_pull (ics);
  talk_run (ics->talk, answers, 6);
  talk_assert_failed (ics->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_redirects_that_are_not_followed (void)
{
  static const char *const targets[] = {
    "Location: http://calendar.test/a.ics", "Location: http://127.0.0.1/a.ics", "Location: file:///etc/passwd",
    "Location: ftp://calendar.test/", "Location: https://user:word@calendar.test/", "Location: data:text/calendar,x",
    "Location: https:///x", "X-Nothing: here",
  };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (IcsTalk) ics = ics_talk_new ();
      const TalkAnswer answer = { 302, NULL, NULL, targets[i] };

      g_test_message ("%s", targets[i]);
      ics_talk_pull (ics);
      talk_run (ics->talk, &answer, 1);
      talk_assert_failed (ics->talk, DAYBOOK_ERROR_TLS);
    }
}

static void
test_statuses (void)
{
  static const struct
  {
    guint status;
    int code;
  } cases[] = {
    { 401, DAYBOOK_ERROR_AUTH_REQUIRED }, { 403, DAYBOOK_ERROR_FORBIDDEN }, { 404, DAYBOOK_ERROR_NOT_FOUND },
    { 410, DAYBOOK_ERROR_GONE },          { 429, DAYBOOK_ERROR_RATE_LIMITED }, { 500, DAYBOOK_ERROR_SERVER },
    { 503, DAYBOOK_ERROR_SERVER },        { 204, DAYBOOK_ERROR_INVALID_RESPONSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (IcsTalk) ics = ics_talk_new ();
      const TalkAnswer answer = { cases[i].status, NULL, "no", "Retry-After: 600" };

      g_test_message ("%u", cases[i].status);
      ics_talk_pull (ics);
      talk_run (ics->talk, &answer, 1);
      talk_assert_failed (ics->talk, cases[i].code);
      g_assert_cmpint (daybook_exchange_get_retry_at (ics->talk->exchange), ==, TALK_NOW + 600);
      /* An address that lets nobody in any more: what to do, and that nothing is lost. */
      g_assert_cmpint (strstr (daybook_exchange_get_error (ics->talk->exchange)->message, "Copy the address again") != NULL, ==,
                       cases[i].status > 400 && cases[i].status <= 410);
    }
}

/* ---- the complete-parse rule ---- */

static void
test_web_page_keeps_the_old_data (void)
{
  static const char *const pages[] = {
    "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "\n\n  <html>", "{\"error\":\"no\"}", "", "\r\n",
    "BEGIN:VCARD\nFN:Ana\nEND:VCARD\n", "BEGIN:VEVENT\nUID:a\nEND:VEVENT\n", "Not Found",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (IcsTalk) ics = ics_talk_new ();

      g_test_message ("%s", pages[i]);
      ics_talk_pull_text (ics, pages[i]);
      talk_assert_failed (ics->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_cmpuint (ics->talk->items->len, ==, 0);
      g_assert_false (daybook_exchange_is_full (ics->talk->exchange));
    }
}

static void
test_unbalanced (void)
{
  static const char *const texts[] = {
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20261123T090000Z\nEND:VCALENDAR\n",
    "BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n",
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVEN\nEND:VCALENDAR\n",
    "BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n",
    "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (IcsTalk) ics = ics_talk_new ();

      ics_talk_pull_text (ics, texts[i]);
      talk_assert_failed (ics->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
    }
}

/* Cut at every byte, a calendar never ends a round. */
static void
test_cut_at_every_byte (void)
{
  g_autoptr (GBytes) whole = talk_load ("ics/series.ics");
  gsize size = g_bytes_get_size (whole) - strlen ("\n");

  for (gsize at = 0; at < size; at++)
    {
      g_autoptr (IcsTalk) ics = ics_talk_new ();
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, at);

      ics_talk_pull (ics);
      g_assert_true (talk_answer_bytes (ics->talk, 200, NULL, cut));
      talk_assert_failed (ics->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_cmpuint (ics->talk->items->len, ==, 0);
    }
}

static char *
describe (Talk *talk)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < talk->items->len; i++)
    {
      const DaybookItem *item = talk->items->pdata[i];
      const DaybookEvent *event = item->event;

      if (event != NULL)
        g_string_append_printf (text, "%s %d %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %" G_GUINT64_FORMAT "\n",
                                event->external_id, event->kind, event->title, event->range_start, event->range_end,
                                event->rrule, event->hash);
      else
        g_string_append_printf (text, "%s %d\n", item->external_id, item->op);
    }
  return g_string_free (text, FALSE);
}

/* In pieces of any size, and with either line end, a calendar is the same. */
static void
test_pieces_and_line_ends (void)
{
  static const char *const files[] = { "ics/documented.ics", "ics/times.ics", "ics/fields.ics", "ics/series.ics",
                                       "ics/poison.ics" };
  static const gsize sizes[] = { 1, 2, 3, 7, 64, 1000 };

  for (guint f = 0; f < G_N_ELEMENTS (files); f++)
    {
      g_autoptr (GBytes) bytes = talk_load (files[f]);
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
      g_autofree char *crlf = g_strjoinv ("\r\n", lines);
      g_autoptr (GBytes) crlf_bytes = g_bytes_new (crlf, strlen (crlf));
      g_autoptr (IcsTalk) whole = ics_talk_new ();
      g_autofree char *expected = NULL;

      ics_talk_pull_file (whole, files[f]);
      expected = describe (whole->talk);
      for (guint i = 0; i < 2 * G_N_ELEMENTS (sizes); i++)
        {
          g_autoptr (IcsTalk) ics = ics_talk_new ();
          g_autofree char *found = NULL;

          ics->talk->chunk_size = sizes[i / 2];
          ics_talk_pull (ics);
          g_assert_true (talk_answer_bytes (ics->talk, 200, NULL, i % 2 == 0 ? bytes : crlf_bytes));
          talk_assert_finished (ics->talk);
          found = describe (ics->talk);
          g_assert_cmpstr (found, ==, expected);
        }
    }
}

/* Several calendars in one answer are one. */
static void
test_several_calendars (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  g_autofree char *text = g_strconcat (small, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:b\nDTSTART:20261123T090000Z\n"
                                              "END:VEVENT\nEND:VCALENDAR\n", NULL);

  ics_talk_pull_text (ics, text);
  talk_assert_finished (ics->talk);
  g_assert_nonnull (talk_find_event (ics->talk, "a"));
  g_assert_nonnull (talk_find_event (ics->talk, "b"));
}

/* ---- bombs ---- */

static void
expect (const char *text, gsize size, int code)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  g_autoptr (GBytes) body = g_bytes_new (text, size);

  ics->talk->chunk_size = 64 * 1024;
  ics_talk_pull (ics);
  g_assert_true (talk_answer_bytes (ics->talk, 200, NULL, body));
  talk_assert_failed (ics->talk, code);
}

static void
test_bombs (void)
{
  static const char with_nul[] = "BEGIN:VCALENDAR\nX:\0\nEND:VCALENDAR\n";
  g_autoptr (GString) text = g_string_new (NULL);

  /* a line of four megabytes, and the same folded */
  g_string_assign (text, "BEGIN:VCALENDAR\nX-LONG:");
  for (guint i = 0; i < 400000; i++)
    g_string_append (text, "0123456789");
  expect (text->str, text->len, DAYBOOK_ERROR_TOO_LARGE);
  g_string_assign (text, "BEGIN:VCALENDAR\nX-LONG:");
  for (guint i = 0; i < 400000; i++)
    g_string_append (text, "0123456789\n ");
  expect (text->str, text->len, DAYBOOK_ERROR_TOO_LARGE);
  /* nesting */
  g_string_assign (text, "BEGIN:VCALENDAR\n");
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "BEGIN:VEVENT\n");
  expect (text->str, text->len, DAYBOOK_ERROR_TOO_LARGE);
  /* number */
  g_string_assign (text, "BEGIN:VCALENDAR\n");
  for (guint i = 0; i < 50001; i++)
    g_string_append (text, "BEGIN:VEVENT\nEND:VEVENT\n");
  expect (text->str, text->len, DAYBOOK_ERROR_TOO_LARGE);
  /* a NUL */
  expect (with_nul, sizeof with_nul - 1, DAYBOOK_ERROR_INVALID_RESPONSE);
}

/* Alarms are no entries: a calendar of many years may have more of them than entries are allowed. */
static void
test_many_alarms (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  g_autoptr (GString) text = g_string_new ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20261123T090000Z\n");

  for (guint i = 0; i < 60000; i++)
    g_string_append (text, "BEGIN:VALARM\nEND:VALARM\n");
  g_string_append (text, "END:VEVENT\nEND:VCALENDAR\n");
  ics_talk_pull_text (ics, text->str);
  talk_assert_finished (ics->talk);
  g_assert_cmpuint (ics->talk->items->len, ==, 1);
}

/* As many versions of few events as there may be are read in good time. */
static void
test_many_versions (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  g_autoptr (GString) text = g_string_new ("BEGIN:VCALENDAR\n");

  for (guint i = 0; i < 49000; i++)
    g_string_append_printf (text, "BEGIN:VEVENT\nUID:%u\nSEQUENCE:%u\nDTSTART:20261123T090000Z\nEND:VEVENT\n", i % 20000, i);
  g_string_append (text, "END:VCALENDAR\n");
  ics_talk_pull_text (ics, text->str);
  talk_assert_finished (ics->talk);
  g_assert_cmpuint (ics->talk->items->len, ==, 20000);
}

static void
test_too_many_dates (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  g_autoptr (GString) text = g_string_new ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20261123T090000Z\n");

  for (guint i = 0; i < 20000; i++)
    g_string_append (text, "RDATE:20261123T090000Z\n");
  g_string_append (text, "END:VEVENT\nEND:VCALENDAR\n");
  ics_talk_pull_text (ics, text->str);
  talk_assert_finished (ics->talk);
  g_assert_nonnull (talk_find_item (ics->talk, DAYBOOK_ITEM_QUARANTINE, "a"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ics/address/typed", test_addresses);
  g_test_add_func ("/ics/address/of-another-provider", test_address_of_another_provider);
  g_test_add_func ("/ics/address/errors-do-not-tell-it", test_errors_do_not_tell_the_address);
  g_test_add_func ("/ics/connect/identity", test_identity);
  g_test_add_func ("/ics/connect/identity-of-a-nameless-calendar", test_identity_of_a_nameless_calendar);
  g_test_add_func ("/ics/connect/what-the-calendar-says-of-itself", test_what_the_calendar_says_of_itself);
  g_test_add_func ("/ics/connect/listing-stops-at-the-first-event", test_listing_stops_at_the_first_event);
  g_test_add_func ("/ics/connect/owner", test_owner_is_the_address_that_names_the_calendar);
  g_test_add_func ("/ics/fetch/request", test_request);
  g_test_add_func ("/ics/fetch/conditional-request", test_conditional_request);
  g_test_add_func ("/ics/fetch/not-modified", test_not_modified);
  g_test_add_func ("/ics/fetch/full-asks-without-conditions", test_full_asks_without_conditions);
  g_test_add_func ("/ics/fetch/redirects", test_redirects);
  g_test_add_func ("/ics/fetch/temporary-redirect-moves-nothing", test_temporary_redirect_moves_nothing);
  g_test_add_func ("/ics/fetch/moved-address-keeps-the-source", test_moved_address_keeps_the_source);
  g_test_add_func ("/ics/fetch/redirects-end", test_redirects_end);
  g_test_add_func ("/ics/fetch/redirects-that-are-not-followed", test_redirects_that_are_not_followed);
  g_test_add_func ("/ics/fetch/statuses", test_statuses);
  g_test_add_func ("/ics/complete/web-page-keeps-the-old-data", test_web_page_keeps_the_old_data);
  g_test_add_func ("/ics/complete/unbalanced", test_unbalanced);
  g_test_add_func ("/ics/complete/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/ics/complete/pieces-and-line-ends", test_pieces_and_line_ends);
  g_test_add_func ("/ics/complete/several-calendars", test_several_calendars);
  g_test_add_func ("/ics/bombs/lines-nesting-number-nul", test_bombs);
  g_test_add_func ("/ics/bombs/many-alarms", test_many_alarms);
  g_test_add_func ("/ics/bombs/many-versions", test_many_versions);
  g_test_add_func ("/ics/bombs/too-many-dates", test_too_many_dates);
  return g_test_run ();
}
