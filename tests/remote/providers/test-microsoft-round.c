/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "microsoft-talk.h"

#include <string.h>

#define AT(day, hour) daybook_wall_from_civil (2026, 11, day, hour, 0, 0)

static const TalkAnswer four_pages[] = {
  { 200, "microsoft/round-1.json" },
  { 200, "microsoft/round-2-empty.json" },
  { 200, "microsoft/round-3.json" },
  { 200, "microsoft/round-4.json" },
};

static void
assert_url (MicrosoftTalk *self, guint request, const char *url)
{
  g_assert_cmpuint (request, <, self->talk->urls->len);
  g_assert_cmpstr (self->talk->urls->pdata[request], ==, url);
}

static const DaybookEvent *
get (MicrosoftTalk *self, const char *id)
{
  const DaybookEvent *event = talk_find_event (self->talk, id);

  g_test_message ("%s", id);
  g_assert_nonnull (event);
  return event;
}

/* An incremental round by these answers, to its end. */
static void
run_changes (MicrosoftTalk *self, const TalkAnswer *answers, guint n_answers)
{
  self->options.cursor = MICROSOFT_CURSOR;
  microsoft_talk_pull (self);
  talk_run (self->talk, answers, n_answers);
}

/* Parameters in the first request alone; then links as they came; Prefer in all of them. */
static void
test_first_round (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();

  microsoft_talk_start_full (self);
  talk_run (self->talk, four_pages, G_N_ELEMENTS (four_pages));
  talk_assert_finished (self->talk);
  assert_url (self, 0, "https://api.test/v1.0/me/outlook/masterCategories");
  assert_url (self, 1, MICROSOFT_DELTA "startDateTime=2026-11-13T23%3A00%3A00Z&endDateTime=2026-12-21T23%3A00%3A00Z");
  assert_url (self, 2, MICROSOFT_DELTA "$skiptoken=page-2");
  assert_url (self, 3, MICROSOFT_DELTA "$skiptoken=page-3");
  assert_url (self, 4, MICROSOFT_DELTA "$skiptoken=page-4");
  for (guint i = 0; i < self->talk->requests->len; i++)
    {
      const char *request = self->talk->requests->pdata[i];

      g_assert_nonnull (strstr (request, "IdType=\"ImmutableId\""));
      g_assert_nonnull (strstr (request, "outlook.timezone=\"UTC\""));
      g_assert_nonnull (strstr (request, "outlook.body-content-type=\"text\""));
      g_assert_cmpint (strstr (request, "odata.maxpagesize=200") != NULL, ==, i > 0);
    }
  g_assert_true (daybook_exchange_is_full (self->talk->exchange));
  g_assert_cmpstr (daybook_exchange_get_cursor (self->talk->exchange), ==,
                   "{\"from\":20771,\"to\":20809,\"delta\":\"" MICROSOFT_DELTA "$deltatoken=delta-1\","
                   "\"colors\":{\"Red category\":\"#e74856\",\"Übung\":\"#5c005c\"}}");
}

/* A page may be empty, an item come twice: the last one counts. Occurrences have what their master has, also
 * those that came before it. */
static void
test_occurrences_before_and_after_their_master (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();

  microsoft_talk_start_full (self);
  talk_run (self->talk, four_pages, G_N_ELEMENTS (four_pages));
  g_assert_cmpstr (get (self, "a")->title, ==, "A again");
  for (int day = 23; day <= 25; day++)
    {
      g_autofree char *id = g_strdup_printf ("M.%d", day);
      const DaybookEvent *event = get (self, id);

      g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_OCCURRENCE);
      g_assert_cmpstr (event->series_external_id, ==, "M");
      g_assert_cmpint (event->original_start, ==, AT (day, 9));
      g_assert_cmpint (event->busy, ==, DAYBOOK_BUSY_TENTATIVE);
      g_assert_cmpint (event->importance, ==, DAYBOOK_IMPORTANCE_HIGH);
      g_assert_cmpint (event->response, ==, DAYBOOK_RESPONSE_ACCEPTED);
      g_assert_true (event->is_private);
      /* Words are the master's row's. */
      g_assert_null (event->title);
      g_assert_null (event->time_zone);
      g_assert_cmpuint (event->hash, !=, 0);
    }
  g_assert_cmpuint (talk_count_items (self->talk, DAYBOOK_ITEM_PATCH), ==, 0);
  g_assert_cmpuint (talk_count_items (self->talk, DAYBOOK_ITEM_REPLACE_SERIES), ==, 0);
}

/* A round can be interrupted where nothing waits for its master, and nowhere else. */
static void
test_checkpoints (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();

  microsoft_talk_start_full (self);
  talk_run_until (self->talk, four_pages, 2);
  g_assert_cmpuint (self->talk->resumes->len, ==, 0);
  g_assert_cmpuint (self->talk->items->len, ==, 0);
  talk_run_until (self->talk, &four_pages[2], 1);
  g_assert_cmpuint (self->talk->resumes->len, ==, 1);
  g_assert_cmpstr (self->talk->resumes->pdata[0], ==,
                   "{\"from\":20771,\"to\":20809,\"next\":\"" MICROSOFT_DELTA "$skiptoken=page-4\","
                   "\"colors\":{\"Red category\":\"#e74856\",\"Übung\":\"#5c005c\"}}");
}

static void
test_resume (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();

  self->options.resume = "{\"from\":20771,\"to\":20809,\"next\":\"" MICROSOFT_DELTA "$skiptoken=page-4\"}";
  microsoft_talk_pull (self);
  talk_run (self->talk, &four_pages[3], 1);
  talk_assert_finished (self->talk);
  assert_url (self, 0, MICROSOFT_DELTA "$skiptoken=page-4");
  g_assert_true (daybook_exchange_is_full (self->talk->exchange));
}

static void
test_resume_of_another_window_is_none (void)
{
  static const char *const texts[] = {
    "{\"from\":20770,\"to\":20808,\"next\":\"" MICROSOFT_DELTA "$skiptoken=page-4\"}",
    "{\"from\":20771,\"to\":20809}",
    "nonsense",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();

      self->options.resume = texts[i];
      microsoft_talk_pull (self);
      talk_run (self->talk, NULL, 0);
      talk_assert_failed (self->talk, DAYBOOK_ERROR_CURSOR_EXPIRED);
    }
}

static void
test_nothing_new_costs_one_request (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { 200, "microsoft/changes-nothing.json" };

  run_changes (self, &answer, 1);
  talk_assert_finished (self->talk);
  assert_url (self, 0, MICROSOFT_DELTA "$deltatoken=delta-1");
  g_assert_cmpuint (self->talk->items->len, ==, 0);
  g_assert_false (daybook_exchange_is_full (self->talk->exchange));
  g_assert_cmpstr (daybook_exchange_get_cursor (self->talk->exchange), ==,
                   "{\"from\":20771,\"to\":20809,\"delta\":\"" MICROSOFT_DELTA "$deltatoken=delta-2\","
                   "\"colors\":{\"Red category\":\"#e74856\"}}");
}

static void
test_changes (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { 200, "microsoft/changes.json" };

  microsoft_talk_store (self, "b", DAYBOOK_EVENT_SINGLE, AT (24, 9));
  run_changes (self, &answer, 1);
  g_assert_cmpstr (get (self, "a")->title, ==, "A, later");
  g_assert_nonnull (talk_find_item (self->talk, DAYBOOK_ITEM_TOMBSTONE, "b"));
  /* What was never met is deleted as well: no more than a look-up. */
  g_assert_nonnull (talk_find_item (self->talk, DAYBOOK_ITEM_TOMBSTONE, "never-met"));
}

/* History stays, whatever the service says of it. */
static void
test_removed_outside_the_window_is_ignored (void)
{
  const struct
  {
    gint64 start;
    gboolean removed;
  } rows[] = {
    { AT (13, 9), FALSE },  /* the day before */
    { AT (13, 22), FALSE }, /* ends as the window begins */
    { AT (13, 22) + 1, TRUE },
    { AT (14, 9), TRUE },
    { AT (14, 9) + 37 * DAYBOOK_DAY_SECONDS, TRUE },
    { AT (13, 23) + 38 * DAYBOOK_DAY_SECONDS, FALSE },
  };
  const TalkAnswer answer = { 200, "microsoft/changes.json" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();

      g_test_message ("%u", i);
      microsoft_talk_store (self, "b", DAYBOOK_EVENT_SINGLE, rows[i].start);
      run_changes (self, &answer, 1);
      g_assert_cmpint (talk_find_item (self->talk, DAYBOOK_ITEM_TOMBSTONE, "b") != NULL, ==, rows[i].removed);
    }
}

/* A series that is removed is ended in the window by whoever stores it: its first instance says nothing. */
static void
test_removed_series_is_told (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { 200, "microsoft/changes.json" };

  microsoft_talk_store (self, "b", DAYBOOK_EVENT_MASTER, AT (1, 9));
  run_changes (self, &answer, 1);
  g_assert_nonnull (talk_find_item (self->talk, DAYBOOK_ITEM_TOMBSTONE, "b"));
}

/* A series that is sent again, over two pages: the round ends by saying that these are all. */
static void
test_series_sent_again_replaces_its_instances (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answers[] = { { 200, "microsoft/changes-series-1.json" }, { 200, "microsoft/changes-series-2.json" } };
  const DaybookItem *last;

  run_changes (self, answers, 2);
  talk_assert_finished (self->talk);
  g_assert_cmpstr (get (self, "M")->title, ==, "Daily");
  get (self, "M.23");
  get (self, "M.25");
  last = self->talk->items->pdata[self->talk->items->len - 1];
  g_assert_cmpint (last->op, ==, DAYBOOK_ITEM_REPLACE_SERIES);
  g_assert_cmpstr (last->external_id, ==, "M");
  g_assert_cmpuint (talk_count_items (self->talk, DAYBOOK_ITEM_REPLACE_SERIES), ==, 1);
}

/* Interrupted between the series and the end, the next run still knows that it was sent. */
static void
test_series_sent_again_survives_a_kill (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { 200, "microsoft/changes-nothing.json" };

  self->options.cursor = MICROSOFT_CURSOR;
  self->options.resume = "{\"from\":20771,\"to\":20809,\"delta\":\"" MICROSOFT_DELTA "$deltatoken=delta-1\","
                         "\"next\":\"" MICROSOFT_DELTA "$skiptoken=page-2\",\"sent\":[\"M\",\"N\"],\"instances\":[\"M\"]}";
  microsoft_talk_pull (self);
  talk_run (self->talk, &answer, 1);
  g_assert_false (daybook_exchange_is_full (self->talk->exchange));
  g_assert_nonnull (talk_find_item (self->talk, DAYBOOK_ITEM_REPLACE_SERIES, "M"));
  g_assert_null (talk_find_item (self->talk, DAYBOOK_ITEM_REPLACE_SERIES, "N"));
}

/* A master without any instance is no series that was sent again. */
static void
test_master_alone_replaces_nothing (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { 200, "microsoft/changes-master-alone.json" };

  run_changes (self, &answer, 1);
  get (self, "M");
  g_assert_cmpuint (talk_count_items (self->talk, DAYBOOK_ITEM_REPLACE_SERIES), ==, 0);
}

static void
test_master_that_is_stored_completes (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { 200, "microsoft/changes-occurrence.json" };
  DaybookEvent *master = microsoft_talk_store (self, "M", DAYBOOK_EVENT_MASTER, AT (2, 9));

  master->busy = DAYBOOK_BUSY_OUT_OF_OFFICE;
  run_changes (self, &answer, 1);
  g_assert_cmpint (get (self, "M.26")->busy, ==, DAYBOOK_BUSY_OUT_OF_OFFICE);
  /* It was not sent again. */
  g_assert_cmpuint (talk_count_items (self->talk, DAYBOOK_ITEM_REPLACE_SERIES), ==, 0);
}

/* One changed series costs at most one request more. */
static void
test_master_that_nobody_has_is_asked_for_once (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answers[] = { { 200, "microsoft/changes-two-occurrences.json" }, { 200, "microsoft/master.json" } };
  DaybookEvent *stub = microsoft_talk_store (self, "M", DAYBOOK_EVENT_MASTER, AT (2, 9));

  /* A row that only stands in for a master knows nothing. */
  g_clear_pointer (&stub->etag, g_free);
  run_changes (self, answers, 2);
  talk_assert_finished (self->talk);
  assert_url (self, 1, "https://api.test/v1.0/me/events/M");
  g_assert_cmpstr (get (self, "M")->title, ==, "Stand-up");
  g_assert_cmpint (get (self, "M.26")->busy, ==, DAYBOOK_BUSY_TENTATIVE);
  g_assert_cmpint (get (self, "M.27")->busy, ==, DAYBOOK_BUSY_TENTATIVE);
  g_assert_cmpuint (talk_count_items (self->talk, DAYBOOK_ITEM_REPLACE_SERIES), ==, 0);
}

static void
test_master_that_is_not_given_out (void)
{
  const TalkAnswer refusals[] = {
    { 404, "microsoft/error-item-not-found.json" },
    { 403, "microsoft/error-access-denied.json" },
    { 200, "microsoft/master-other.json" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
      const TalkAnswer answers[] = { { 200, "microsoft/changes-two-occurrences.json" }, refusals[i] };

      run_changes (self, answers, 2);
      talk_assert_finished (self->talk);
      g_assert_cmpint (get (self, "M.26")->range_start, ==, AT (26, 9));
      get (self, "M.27");
    }
}

static void
test_master_that_cannot_be_read_is_asked_for_again (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answers[] = { { 200, "microsoft/changes-occurrence.json" }, { 200, NULL, "{\"id\":" },
                                 { 200, NULL, "" },                           { 200, "microsoft/master.json" } };

  run_changes (self, answers, 4);
  talk_assert_finished (self->talk);
  get (self, "M.26");
}

static void
test_last_word_on_an_occurrence_counts (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { 200, "microsoft/changes-removed-after.json" };

  run_changes (self, &answer, 1);
  talk_assert_finished (self->talk);
  g_assert_null (talk_find_event (self->talk, "M.26"));
  g_assert_nonnull (talk_find_item (self->talk, DAYBOOK_ITEM_TOMBSTONE, "M.26"));
}

static void
test_exception_alone (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { 200, "microsoft/changes-exception.json" };
  const DaybookEvent *event;

  run_changes (self, &answer, 1);
  event = get (self, "M.24");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_EXCEPTION);
  g_assert_cmpint (event->original_start, ==, AT (24, 9));
  g_assert_cmpint (event->range_start, ==, AT (24, 11));
  g_assert_cmpstr (event->title, ==, "Stand-up, late");
  g_assert_cmpuint (talk_count_items (self->talk, DAYBOOK_ITEM_REPLACE_SERIES), ==, 0);
}

static void
test_series_of_days (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/all-day-series.json");
  const DaybookEvent *event = get (self, "D.24");

  g_assert_true (event->all_day);
  g_assert_cmpint (event->range_start, ==, AT (24, 0));
  g_assert_cmpint (event->range_end, ==, AT (25, 0));
  g_assert_cmpint (event->original_start, ==, AT (24, 0));
  event = get (self, "D.25");
  g_assert_cmpint (event->original_start, ==, AT (25, 0));
  g_assert_cmpint (event->range_start, ==, AT (27, 0));
}

/* ---- windows and cursors ---- */

static void
test_another_window_is_a_full_round (void)
{
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();

      self->options.cursor = MICROSOFT_CURSOR;
      /* The next day; a window that reaches farther; because the person wants it. */
      self->options.from += i == 0;
      self->options.to += i == 0 || i == 1;
      self->options.full = i == 2;
      microsoft_talk_start_full (self);
      talk_run (self->talk, four_pages, G_N_ELEMENTS (four_pages));
      g_assert_true (daybook_exchange_is_full (self->talk->exchange));
      assert_url (self, 0, "https://api.test/v1.0/me/outlook/masterCategories");
    }
}

static void
test_a_calendar_of_somebody_else (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answers[] = { { 200, "microsoft/changes-occurrence.json" }, { 200, "microsoft/master.json" } };

  g_free (self->source->external_id);
  self->source->external_id = g_strdup ("AQ/shared=");
  self->source->is_primary = FALSE;
  microsoft_talk_start_full (self);
  talk_run (self->talk, answers, 2);
  g_assert_true (g_str_has_prefix (self->talk->urls->pdata[1],
                                   "https://api.test/v1.0/me/calendars/AQ%2Fshared%3D/calendarView/delta?startDateTime="));
  assert_url (self, 2, "https://api.test/v1.0/me/calendars/AQ%2Fshared%3D/events/M");
}

/* providers.md 11.3 */
static void
test_no_delta_reads_the_view (void)
{
  const TalkAnswer refusals[] = {
    { 404, "microsoft/error-item-not-found.json" },
    { 501, "microsoft/error-not-implemented.json" },
    { 405, NULL, "" },
    { 400, "microsoft/error-not-implemented.json" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
      const TalkAnswer answers[] = { refusals[i], { 200, "microsoft/view-1.json" }, { 200, "microsoft/view-2.json" } };
      g_autofree char *cursor = NULL;
      const DaybookEvent *event;

      g_free (self->source->external_id);
      self->source->external_id = g_strdup ("AQshared");
      self->source->is_primary = FALSE;
      microsoft_talk_start_full (self);
      talk_run (self->talk, answers, 3);
      talk_assert_finished (self->talk);
      g_assert_true (g_str_has_prefix (self->talk->urls->pdata[2],
                                       "https://api.test/v1.0/me/calendars/AQshared/calendarView?startDateTime="));
      g_assert_nonnull (strstr (self->talk->urls->pdata[2], "$top=200"));
      g_assert_null (strstr (self->talk->requests->pdata[2], "maxpagesize"));
      /* An occurrence of a view has its own words, and needs no master. */
      event = get (self, "V.23");
      g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_OCCURRENCE);
      g_assert_cmpstr (event->title, ==, "Shared stand-up");
      g_assert_true (daybook_exchange_is_full (self->talk->exchange));
      /* The next round begins there at once, and is a full one as well. */
      cursor = g_strdup (daybook_exchange_get_cursor (self->talk->exchange));
      microsoft_talk_renew (self);
      self->options.cursor = cursor;
      microsoft_talk_start_full (self);
      talk_run (self->talk, &answers[2], 1);
      g_assert_nonnull (strstr (self->talk->urls->pdata[1], "/calendarView?startDateTime="));
      g_assert_true (daybook_exchange_is_full (self->talk->exchange));
    }
}

static void
test_a_view_that_is_gone_is_a_calendar_that_is (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answers[] = { { 404, "microsoft/error-item-not-found.json" },
                                 { 404, "microsoft/error-item-not-found.json" } };

  microsoft_talk_start_full (self);
  talk_run (self->talk, answers, 2);
  talk_assert_failed (self->talk, DAYBOOK_ERROR_NOT_FOUND);
  g_assert_true (g_hash_table_contains (daybook_exchange_get_gone_sources (self->talk->exchange), "AQdefault"));
}

/* Without the permission for them events have no colours, and are there all the same. */
static void
test_categories_that_are_not_given_out (void)
{
  const TalkAnswer refusals[] = { { 403, "microsoft/error-access-denied.json" }, { 404, NULL, "" } };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
      const TalkAnswer answers[] = { refusals[i], { 200, "microsoft/events-documented.json" } };

      microsoft_talk_pull (self);
      talk_run (self->talk, answers, 2);
      talk_assert_finished (self->talk);
      g_assert_null (get (self, "AAkA1")->color);
      g_assert_cmpstr (get (self, "AAkA1")->categories, ==, "[\"Red category\"]");
    }
}

/* ---- links ---- */

/* Followed only to where the answer came from; nothing of such a page is kept. */
static void
test_links_elsewhere_are_refused (void)
{
  static const char *const files[] = { "microsoft/elsewhere-next.json", "microsoft/elsewhere-delta.json" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
      const TalkAnswer answer = { 200, files[i] };

      microsoft_talk_start_full (self);
      talk_run (self->talk, &answer, 1);
      talk_assert_failed (self->talk, DAYBOOK_ERROR_FORBIDDEN);
      g_assert_cmpuint (self->talk->items->len, ==, 0);
    }
}

static void
test_one_page_for_ever (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answers[] = { { 200, "microsoft/forever.json" }, { 200, "microsoft/forever.json" } };

  microsoft_talk_start_full (self);
  talk_run (self->talk, answers, 2);
  talk_assert_failed (self->talk, DAYBOOK_ERROR_FORBIDDEN);
}

static void
test_expired_skip_token (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer refused = { 400, "microsoft/error-skip-token.json" };
  const TalkAnswer changes[] = { { 200, "microsoft/changes-series-1.json" }, refused,
                                 { 200, "microsoft/changes.json" } };

  /* A full round begins anew in another generation. */
  self->options.resume = "{\"from\":20771,\"to\":20809,\"next\":\"" MICROSOFT_DELTA "$skiptoken=page-4\"}";
  microsoft_talk_pull (self);
  talk_run (self->talk, &refused, 1);
  talk_assert_failed (self->talk, DAYBOOK_ERROR_CURSOR_EXPIRED);
  /* An incremental one at its first page, once. */
  self->options.resume = NULL;
  microsoft_talk_renew (self);
  run_changes (self, changes, 3);
  talk_assert_finished (self->talk);
  assert_url (self, 2, MICROSOFT_DELTA "$deltatoken=delta-1");
}

/* ---- cut answers ---- */

/* Whole JSON without a link is as incomplete as half of it. */
static void
test_no_link_is_incomplete (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answers[] = { { 200, "microsoft/no-link.json" }, { 200, "microsoft/no-link.json" },
                                 { 200, "microsoft/no-link.json" } };

  microsoft_talk_start_full (self);
  talk_run (self->talk, answers, 3);
  talk_assert_failed (self->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
  g_assert_cmpuint (self->talk->items->len, ==, 0);
}

static void
test_cut_page_is_asked_for_again (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answers[] = { { 200, "microsoft/no-link.json" }, { 200, NULL, "<html>" }, { 200, "microsoft/round-4.json" } };

  microsoft_talk_start_full (self);
  talk_run (self->talk, answers, 3);
  talk_assert_finished (self->talk);
  g_assert_cmpuint (talk_count_items (self->talk, DAYBOOK_ITEM_UPSERT), ==, 1);
}

/* Cut at every byte, a page never ends a round, whatever stands before the cut. */
static void
test_cut_at_every_byte (void)
{
  static const char *const files[] = { "microsoft/events-documented.json", "microsoft/changes-series-1.json" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) whole = talk_load (files[i]);
      gsize size = g_bytes_get_size (whole);

      while (size > 0 && g_ascii_isspace (((const char *) g_bytes_get_data (whole, NULL))[size - 1]))
        size--;
      for (gsize at = 0; at < size; at++)
        {
          g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
          g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, at);

          self->options.cursor = MICROSOFT_CURSOR;
          microsoft_talk_pull (self);
          while (talk_answer_bytes (self->talk, 200, NULL, cut))
            ;
          talk_assert_failed (self->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
          g_assert_cmpuint (self->talk->items->len, ==, 0);
          g_assert_null (daybook_exchange_get_cursor (self->talk->exchange));
          g_assert_cmpuint (self->talk->urls->len, ==, 3);
        }
    }
}

/* More than the reader takes: in smaller pieces. */
static void
test_page_too_large (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  g_autoptr (GString) deep = g_string_new ("{\"value\":");
  g_autoptr (GBytes) body = NULL;
  const TalkAnswer answer = { 200, "microsoft/round-4.json" };

  for (int i = 0; i < 100; i++)
    g_string_append_c (deep, '[');
  body = g_bytes_new (deep->str, deep->len);
  microsoft_talk_start_full (self);
  g_assert_true (talk_answer_bytes (self->talk, 200, NULL, body));
  talk_run (self->talk, &answer, 1);
  talk_assert_finished (self->talk);
  g_assert_nonnull (strstr (self->talk->requests->pdata[2], "odata.maxpagesize=50"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add_func ("/microsoft/round/" name, func)
  ADD ("first", test_first_round);
  ADD ("occurrences-before-and-after-their-master", test_occurrences_before_and_after_their_master);
  ADD ("checkpoints", test_checkpoints);
  ADD ("resume", test_resume);
  ADD ("resume-of-another-window-is-none", test_resume_of_another_window_is_none);
  ADD ("nothing-new-costs-one-request", test_nothing_new_costs_one_request);
  ADD ("changes", test_changes);
  ADD ("removed-outside-the-window-is-ignored", test_removed_outside_the_window_is_ignored);
  ADD ("removed-series-is-told", test_removed_series_is_told);
  ADD ("series-sent-again-replaces-its-instances", test_series_sent_again_replaces_its_instances);
  ADD ("series-sent-again-survives-a-kill", test_series_sent_again_survives_a_kill);
  ADD ("master-alone-replaces-nothing", test_master_alone_replaces_nothing);
  ADD ("master-that-is-stored-completes", test_master_that_is_stored_completes);
  ADD ("master-that-nobody-has-is-asked-for-once", test_master_that_nobody_has_is_asked_for_once);
  ADD ("master-that-is-not-given-out", test_master_that_is_not_given_out);
  ADD ("master-that-cannot-be-read-is-asked-for-again", test_master_that_cannot_be_read_is_asked_for_again);
  ADD ("last-word-on-an-occurrence-counts", test_last_word_on_an_occurrence_counts);
  ADD ("exception-alone", test_exception_alone);
  ADD ("series-of-days", test_series_of_days);
  ADD ("another-window-is-a-full-round", test_another_window_is_a_full_round);
  ADD ("a-calendar-of-somebody-else", test_a_calendar_of_somebody_else);
  ADD ("no-delta-reads-the-view", test_no_delta_reads_the_view);
  ADD ("a-view-that-is-gone-is-a-calendar-that-is", test_a_view_that_is_gone_is_a_calendar_that_is);
  ADD ("categories-that-are-not-given-out", test_categories_that_are_not_given_out);
  ADD ("links-elsewhere-are-refused", test_links_elsewhere_are_refused);
  ADD ("one-page-for-ever", test_one_page_for_ever);
  ADD ("expired-skip-token", test_expired_skip_token);
  ADD ("no-link-is-incomplete", test_no_link_is_incomplete);
  ADD ("cut-page-is-asked-for-again", test_cut_page_is_asked_for_again);
  ADD ("cut-at-every-byte", test_cut_at_every_byte);
  ADD ("page-too-large", test_page_too_large);
#undef ADD
  return g_test_run ();
}
