/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "google-talk.h"

#include <string.h>

static const TalkAnswer two_pages[] = {
  { 200, "google/calendars-1.json" },
  { 200, "google/calendars-2.json" },
};

static DaybookProvider *
get_provider (void)
{
  return daybook_registry_find ("google-calendar");
}

static void
test_identity_is_the_primary_calendar (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();

  g_assert_true (daybook_provider_identify (get_provider (), &google->context, google->talk->exchange));
  talk_run (google->talk, two_pages, 1);
  talk_assert_finished (google->talk);
  g_assert_cmpstr (daybook_exchange_get_identity (google->talk->exchange), ==, "ana@example.com");
  g_assert_cmpstr (daybook_exchange_get_name (google->talk->exchange), ==, "ana@example.com");
}

static void
test_account_without_a_primary_calendar (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = { { 200, "google/calendars-2.json" } };

  g_assert_true (daybook_provider_identify (get_provider (), &google->context, google->talk->exchange));
  talk_run (google->talk, answers, 1);
  talk_assert_failed (google->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static GoogleTalk *
list (void)
{
  GoogleTalk *google = google_talk_new ();

  g_assert_true (daybook_provider_list_sources (get_provider (), &google->context, google->talk->exchange));
  talk_run (google->talk, two_pages, 2);
  talk_assert_finished (google->talk);
  return google;
}

static const DaybookSource *
find (GoogleTalk *google, const char *id)
{
  GPtrArray *sources = daybook_exchange_get_sources (google->talk->exchange);

  for (guint i = 0; i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      if (g_str_equal (source->external_id, id))
        return source;
    }
  return NULL;
}

static void
test_pages_of_the_list (void)
{
  g_autoptr (GoogleTalk) google = list ();
  g_autofree char *token = talk_get_parameter (google->talk, 1, "pageToken");
  g_autofree char *hidden = talk_get_parameter (google->talk, 0, "showHidden");

  g_assert_cmpstr (token, ==, "list-page-2");
  g_assert_cmpstr (hidden, ==, "true");
  g_assert_cmpuint (daybook_exchange_get_sources (google->talk->exchange)->len, ==, 9);
}

static void
test_own_calendars_start_enabled (void)
{
  static const struct
  {
    const char *id;
    gboolean enabled;
    DaybookSourceState state;
  } cases[] = {
    { "ana@example.com", TRUE, DAYBOOK_SOURCE_ACTIVE },
    { "c_acme@group.calendar.google.com", TRUE, DAYBOOK_SOURCE_ACTIVE },
    { "en.swiss#holiday@group.v.calendar.google.com", FALSE, DAYBOOK_SOURCE_READ_ONLY },
    { "addressbook#contacts@group.v.calendar.google.com", FALSE, DAYBOOK_SOURCE_READ_ONLY },
    { "x1@import.calendar.google.com", FALSE, DAYBOOK_SOURCE_READ_ONLY },
    { "ben@example.com", FALSE, DAYBOOK_SOURCE_READ_ONLY },
    { "c_rooms@group.calendar.google.com", FALSE, DAYBOOK_SOURCE_ACTIVE },
    { "c_old@group.calendar.google.com", FALSE, DAYBOOK_SOURCE_ACTIVE },
    { "c_private@group.calendar.google.com", TRUE, DAYBOOK_SOURCE_ACTIVE },
  };
  g_autoptr (GoogleTalk) google = list ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DaybookSource *source = find (google, cases[i].id);

      g_test_message ("%s", cases[i].id);
      g_assert_nonnull (source);
      g_assert_cmpint (source->enabled, ==, cases[i].enabled);
      g_assert_cmpint (source->state, ==, cases[i].state);
      g_assert_cmpstr (source->kind, ==, "calendar");
    }
}

static void
test_what_a_calendar_says (void)
{
  g_autoptr (GoogleTalk) google = list ();
  const DaybookSource *source = find (google, "c_acme@group.calendar.google.com");

  g_assert_cmpstr (source->name, ==, "ACME (client)");
  g_assert_cmpstr (source->color, ==, "#a47ae2");
  g_assert_cmpstr (source->time_zone, ==, "Europe/London");
  g_assert_cmpstr (source->owner, ==, "ana@example.com");
  g_assert_cmpstr (source->visibility, ==, "details");
  g_assert_cmpstr (source->settings, ==, "{\"access_role\":\"owner\"}");
  g_assert_false (source->is_primary);
  g_assert_true (find (google, "ana@example.com")->is_primary);
  g_assert_cmpstr (find (google, "c_private@group.calendar.google.com")->name, ==, "Private");
  g_assert_cmpstr (find (google, "c_private@group.calendar.google.com")->owner, ==, "ana@example.com");
  g_assert_null (find (google, "x1@import.calendar.google.com")->color);
}

static void
test_free_busy_calendar_shows_busy_only (void)
{
  g_autoptr (GoogleTalk) google = list ();
  const DaybookSource *source = find (google, "ben@example.com");

  g_assert_cmpstr (source->visibility, ==, "busy");
  g_assert_cmpstr (source->owner, ==, "ben@example.com");
}

static void
test_deleted_calendar_is_gone (void)
{
  g_autoptr (GoogleTalk) google = list ();

  g_assert_null (find (google, "c_gone@group.calendar.google.com"));
  g_assert_true (g_hash_table_contains (daybook_exchange_get_gone_sources (google->talk->exchange),
                                        "c_gone@group.calendar.google.com"));
}

/* A list that was cut must not make calendars disappear. */
static void
test_cut_list (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  g_autoptr (GBytes) whole = talk_load ("google/calendars-2.json");
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);

  g_assert_true (daybook_provider_list_sources (get_provider (), &google->context, google->talk->exchange));
  while (talk_answer_bytes (google->talk, 200, NULL, cut))
    ;
  talk_assert_failed (google->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
  g_assert_cmpuint (google->talk->urls->len, ==, 3);
}

/* The token travels in the body, to the configured address, without another credential. */
static void
test_revoke (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = { { 200, NULL, "{}" } };
  DaybookRequest *request;

  google->context.revoke_url = "https://accounts.test/revoke";
  g_assert_true (daybook_provider_revoke (get_provider (), &google->context, "1//to ken", google->talk->exchange));
  talk_run (google->talk, answers, 1);
  talk_assert_finished (google->talk);
  g_assert_cmpstr (google->talk->urls->pdata[0], ==, "https://accounts.test/revoke");
  g_assert_cmpstr (google->talk->requests->pdata[0], ==,
                   "POST https://accounts.test/revoke\n\ntoken=1%2F%2Fto%20ken");
  google_talk_renew (google);
  g_assert_true (daybook_provider_revoke (get_provider (), &google->context, "x", google->talk->exchange));
  request = daybook_exchange_next_request (google->talk->exchange);
  g_assert_cmpint (request->credential, ==, DAYBOOK_CREDENTIAL_NONE);
}

static void
test_revoke_of_a_dead_token (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer dead[] = { { 400, NULL, "{\"error\":\"invalid_token\"}" } };
  const TalkAnswer trouble[] = { { 503 } };

  daybook_provider_revoke (get_provider (), &google->context, "x", google->talk->exchange);
  talk_run (google->talk, dead, 1);
  talk_assert_finished (google->talk);
  google_talk_renew (google);
  daybook_provider_revoke (get_provider (), &google->context, "x", google->talk->exchange);
  talk_run (google->talk, trouble, 1);
  talk_assert_failed (google->talk, DAYBOOK_ERROR_SERVER);
}

static void
test_description (void)
{
  const DaybookProviderInfo *info = daybook_provider_get_info (get_provider ());

  g_assert_cmpstr (info->family, ==, "google");
  g_assert_true (info->oauth->needs_secret);
  g_assert_false (info->oauth->rotates);
  g_assert_nonnull (strstr (info->oauth->extra, "access_type=offline"));
  g_assert_false (daybook_provider_scout (get_provider (), NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/google/calendar/identity-is-the-primary-calendar", test_identity_is_the_primary_calendar);
  g_test_add_func ("/google/calendar/account-without-a-primary-calendar", test_account_without_a_primary_calendar);
  g_test_add_func ("/google/calendar/pages-of-the-list", test_pages_of_the_list);
  g_test_add_func ("/google/calendar/own-calendars-start-enabled", test_own_calendars_start_enabled);
  g_test_add_func ("/google/calendar/what-a-calendar-says", test_what_a_calendar_says);
  g_test_add_func ("/google/calendar/free-busy-calendar-shows-busy-only", test_free_busy_calendar_shows_busy_only);
  g_test_add_func ("/google/calendar/deleted-calendar-is-gone", test_deleted_calendar_is_gone);
  g_test_add_func ("/google/calendar/cut-list", test_cut_list);
  g_test_add_func ("/google/calendar/revoke", test_revoke);
  g_test_add_func ("/google/calendar/revoke-of-a-dead-token", test_revoke_of_a_dead_token);
  g_test_add_func ("/google/calendar/description", test_description);
  return g_test_run ();
}
