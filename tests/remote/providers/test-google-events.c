/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "google-talk.h"

#include <string.h>

#define AT(year, month, day, hour, minute) daybook_wall_from_civil (year, month, day, hour, minute, 0)
#define DAY(year, month, day) AT (year, month, day, 0, 0)

static GoogleTalk *
pull_file (const char *file)
{
  GoogleTalk *google = google_talk_new ();
  const TalkAnswer answers[] = { { 200, file } };

  google_talk_pull (google);
  talk_run (google->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (google->talk);
  return google;
}

static const DaybookEvent *
get (GoogleTalk *google, const char *id)
{
  const DaybookEvent *event = talk_find_event (google->talk, id);

  g_test_message ("%s", id);
  g_assert_nonnull (event);
  return event;
}

static void
test_documented_page (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-documented.json");
  const DaybookEvent *event = get (google, "5k2a");

  g_assert_cmpuint (google->talk->items->len, ==, 5);
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_SINGLE);
  g_assert_null (event->title);
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 23, 8, 0));
  g_assert_cmpint (event->range_end, ==, AT (2026, 11, 23, 8, 30));
  g_assert_cmpint (event->start_wall, ==, AT (2026, 11, 23, 9, 0));
  g_assert_cmpstr (event->time_zone, ==, "Europe/Zurich");
  g_assert_cmpstr (event->etag, ==, "\"331\"");
  g_assert_cmpint (event->updated_at, ==, AT (2026, 11, 20, 8, 0));
  g_assert_cmpint (event->busy, ==, DAYBOOK_BUSY_BUSY);
  g_assert_cmpint (event->original_start, ==, DAYBOOK_INSTANT_NONE);
  event = get (google, "ser1");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_MASTER);
  g_assert_cmpstr (event->rrule, ==, "RRULE:FREQ=WEEKLY;BYDAY=MO,WE");
}

static void
test_all_day_keeps_dates (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");
  const DaybookEvent *event = get (google, "allday");

  g_assert_true (event->all_day);
  g_assert_cmpint (event->range_start, ==, DAY (2026, 11, 24));
  g_assert_cmpint (event->range_end, ==, DAY (2026, 11, 26));
  g_assert_null (event->time_zone);
  event = get (google, "yearly");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_MASTER);
  g_assert_true (event->all_day);
  g_assert_cmpstr (event->rrule, ==, "RRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270301");
}

static void
test_untitled (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");

  g_assert_null (get (google, "tentative")->title);
}

static void
test_dropped_instance_is_kept (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-documented.json");
  const DaybookEvent *event = get (google, "ser1_20261125T090000Z");

  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_EXCEPTION);
  g_assert_cmpint (event->status, ==, DAYBOOK_EVENT_CANCELLED);
  g_assert_cmpstr (event->series_external_id, ==, "ser1");
  g_assert_cmpint (event->original_start, ==, AT (2026, 11, 25, 9, 0));
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 25, 9, 0));
  g_assert_cmpint (event->range_end, ==, AT (2026, 11, 25, 9, 0));
}

/* Only its id names the instance, where a server leaves originalStartTime out. */
static void
test_dropped_instance_named_by_id (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");
  const DaybookEvent *event = get (google, "dropped_20261202T090000Z");

  g_assert_cmpint (event->status, ==, DAYBOOK_EVENT_CANCELLED);
  g_assert_cmpint (event->original_start, ==, AT (2026, 12, 2, 9, 0));
  event = get (google, "droppedday_20261202");
  g_assert_true (event->all_day);
  g_assert_cmpint (event->original_start, ==, DAY (2026, 12, 2));
  g_assert_cmpint (event->range_end, ==, DAY (2026, 12, 3));
}

static void
test_deleted_is_a_tombstone (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-documented.json");

  g_assert_nonnull (talk_find_item (google->talk, DAYBOOK_ITEM_TOMBSTONE, "gone9"));
  g_assert_null (talk_find_event (google->talk, "gone9"));
}

static void
test_moved_instance_keeps_its_identity (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");
  const DaybookEvent *event = get (google, "moved_20261125T090000Z");

  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_EXCEPTION);
  g_assert_cmpint (event->status, ==, DAYBOOK_EVENT_CONFIRMED);
  g_assert_cmpstr (event->series_external_id, ==, "moved");
  g_assert_cmpint (event->original_start, ==, AT (2026, 11, 25, 9, 0));
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 26, 14, 0));
}

static void
test_series_lines (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");

  g_assert_cmpstr (get (google, "series")->rrule, ==,
                   "RRULE:FREQ=WEEKLY;BYDAY=MO,WE\nEXDATE;TZID=Europe/Zurich:20261104T100000\n"
                   "RDATE;TZID=Europe/Zurich:20261105T100000");
}

static void
test_response (void)
{
  static const struct
  {
    const char *id;
    DaybookResponse response;
    gboolean is_organizer;
  } cases[] = {
    { "accepted", DAYBOOK_RESPONSE_ACCEPTED, FALSE },
    { "declined", DAYBOOK_RESPONSE_DECLINED, FALSE },
    { "tentative", DAYBOOK_RESPONSE_TENTATIVE, FALSE },
    { "unanswered", DAYBOOK_RESPONSE_NEEDS_ACTION, FALSE },
    { "organized", DAYBOOK_RESPONSE_ORGANIZER, TRUE },
    { "organized-declined", DAYBOOK_RESPONSE_DECLINED, TRUE },
    { "free", DAYBOOK_RESPONSE_NONE, FALSE },
  };
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DaybookEvent *event = get (google, cases[i].id);

      g_assert_cmpint (event->response, ==, cases[i].response);
      g_assert_cmpint (event->is_organizer, ==, cases[i].is_organizer);
    }
}

static void
test_busy (void)
{
  static const struct
  {
    const char *id;
    DaybookBusy busy;
    const char *categories;
  } cases[] = {
    { "accepted", DAYBOOK_BUSY_BUSY, NULL },
    { "free", DAYBOOK_BUSY_FREE, NULL },
    { "maybe", DAYBOOK_BUSY_TENTATIVE, NULL },
    { "away", DAYBOOK_BUSY_OUT_OF_OFFICE, "[\"Out of office\"]" },
    { "elsewhere", DAYBOOK_BUSY_ELSEWHERE, "[\"Working location\"]" },
    { "focus", DAYBOOK_BUSY_BUSY, "[\"Focus time\"]" },
    { "birthday", DAYBOOK_BUSY_FREE, "[\"Birthday\"]" },
  };
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (get (google, cases[i].id)->busy, ==, cases[i].busy);
      g_assert_cmpstr (get (google, cases[i].id)->categories, ==, cases[i].categories);
    }
  g_assert_cmpint (get (google, "maybe")->status, ==, DAYBOOK_EVENT_TENTATIVE);
}

static void
test_private (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");

  g_assert_true (get (google, "secret")->is_private);
  g_assert_false (get (google, "elsewhere")->is_private);
}

static void
test_conference (void)
{
  static const struct
  {
    const char *id;
    const char *provider;
    const char *meeting;
    const char *url;
  } cases[] = {
    { "meet-entry", "meet", "abc-defg-hij", "https://meet.google.com/abc-defg-hij" },
    { "meet-hangout", "meet", "klm-nopq-rst", "https://meet.google.com/klm-nopq-rst" },
    { "zoom-location", "zoom", "5551234567", "https://zoom.us/j/5551234567?pwd=abc" },
    { "teams-description", "teams", "19:meeting_abc@thread.v2",
      "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%7d" },
    { "html", NULL, NULL, NULL },
  };
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DaybookEvent *event = get (google, cases[i].id);

      g_assert_cmpstr (event->conference_provider, ==, cases[i].provider);
      g_assert_cmpstr (event->conference_id, ==, cases[i].meeting);
      g_assert_cmpstr (event->conference_url, ==, cases[i].url);
    }
}

static void
test_text_is_plain (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");
  const DaybookEvent *event = get (google, "html");

  g_assert_cmpstr (event->title, ==, "Two lines");
  g_assert_null (strchr (event->description, '<'));
  g_assert_nonnull (strstr (event->description, "Bring your numbers."));
  g_assert_nonnull (strstr (event->description, "Room & coffee"));
  g_assert_cmpstr (event->location, ==, "Room 4");
  g_assert_cmpstr (event->color, ==, "#dc2127");
  g_assert_cmpstr (event->url, ==, "https://www.google.com/calendar/event?eid=aHRtbA");
  g_assert_cmpstr (event->ical_uid, ==, "html@google.com");
  g_assert_cmpint (event->sequence, ==, 3);
}

static void
test_attendees (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");
  const DaybookEvent *event = get (google, "accepted");

  g_assert_cmpint (event->attendee_count, ==, 3);
  g_assert_cmpstr (event->attendees, ==,
                   "[{\"name\":null,\"address\":\"ana@example.com\",\"response\":\"accepted\"},"
                   "{\"name\":\"Ben \\\"B\\\" Okafor\",\"address\":\"ben@example.com\",\"response\":\"accepted\"},"
                   "{\"name\":null,\"address\":\"fatima@example.com\",\"response\":\"needs_action\"}]");
  g_assert_cmpstr (event->organizer, ==, "ben@example.com");
  g_assert_cmpstr (event->organizer_name, ==, "Ben Okafor");
}

static void
test_attendees_are_capped (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  g_autoptr (GString) page = g_string_new ("{\"kind\":\"calendar#events\",\"nextSyncToken\":\"s\",\"items\":[{"
                                           "\"id\":\"all-hands\",\"etag\":\"1\",\"start\":{\"date\":\"2026-11-23\"},"
                                           "\"end\":{\"date\":\"2026-11-24\"},\"attendees\":[");
  TalkAnswer answer = { 200 };
  const DaybookEvent *event;
  guint people = 0;

  for (guint i = 0; i < 750; i++)
    g_string_append_printf (page, "%s{\"email\":\"p%u@example.com\",\"responseStatus\":\"accepted\"}", i > 0 ? "," : "", i);
  g_string_append (page, "]}]}");
  answer.body = page->str;
  google_talk_pull (google);
  talk_run (google->talk, &answer, 1);
  event = get (google, "all-hands");
  g_assert_cmpint (event->attendee_count, ==, 750);
  for (const char *at = event->attendees; (at = strstr (at, "\"address\"")) != NULL; at++)
    people++;
  g_assert_cmpuint (people, ==, 200);
}

/* dateTime carries the offset of whoever asked; the wall clock of the series is timeZone's. */
static void
test_wall_clock_is_of_the_named_zone (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");
  const DaybookEvent *event = get (google, "newyork");

  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 23, 14, 0));
  g_assert_cmpint (event->start_wall, ==, AT (2026, 11, 23, 9, 0));
  g_assert_cmpstr (event->time_zone, ==, "America/New_York");
  event = get (google, "nozone");
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 23, 9, 0));
  g_assert_cmpstr (event->time_zone, ==, "Europe/London");
  event = get (google, "accepted");
  g_assert_cmpstr (event->time_zone, ==, "Europe/Zurich");
}

static void
test_unknown_zone_is_flagged (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");
  const DaybookEvent *event = get (google, "strangezone");

  g_assert_cmpint (event->zone_flags, ==, DAYBOOK_ZONE_UNKNOWN);
  g_assert_null (event->time_zone);
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 23, 8, 0));
  g_assert_cmpint (event->start_wall, ==, AT (2026, 11, 23, 9, 0));
}

static void
test_zero_length (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");
  const DaybookEvent *event = get (google, "instant");

  g_assert_cmpint (event->range_start, ==, event->range_end);
}

static void
test_without_etag_there_is_a_digest (void)
{
  g_autoptr (GoogleTalk) google = pull_file ("google/events-semantics.json");
  g_autoptr (GoogleTalk) again = pull_file ("google/events-semantics.json");
  const DaybookEvent *event = get (google, "noetag");

  g_assert_cmpuint (event->hash, !=, 0);
  g_assert_cmpuint (event->hash, ==, get (again, "noetag")->hash);
  g_assert_cmpuint (get (google, "instant")->hash, ==, 0);
}

/* One bad item in a page is put aside with its reason; the others go through. */
static void
test_poison_is_quarantined (void)
{
  static const char *const bad[] = { "no-start", "backwards", "february-30", "month-13", "year-9999",
                                     "too-long", "mixed", "which-instance", "wrong-types" };
  g_autoptr (GoogleTalk) google = pull_file ("google/events-poison.json");

  get (google, "good-1");
  get (google, "good-2");
  g_assert_cmpint (get (google, "good-2")->attendee_count, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const DaybookItem *item = talk_find_item (google->talk, DAYBOOK_ITEM_QUARANTINE, bad[i]);

      g_test_message ("%s", bad[i]);
      g_assert_nonnull (item);
      g_assert_cmpstr (item->reason, !=, NULL);
      g_assert_null (talk_find_event (google->talk, bad[i]));
    }
  g_assert_cmpuint (talk_count_items (google->talk, DAYBOOK_ITEM_UPSERT), ==, 2);
  g_assert_cmpuint (talk_count_items (google->talk, DAYBOOK_ITEM_QUARANTINE), ==, G_N_ELEMENTS (bad));
  g_assert_cmpstr (talk_find_item (google->talk, DAYBOOK_ITEM_QUARANTINE, "backwards")->etag, ==, "\"3\"");
}

/* What is stored as it is, is only said to be there. */
static void
test_known_etag_is_seen (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  const TalkAnswer answers[] = { { 200, "google/events-page-3.json" } };
  DaybookKnown same = { (char *) "\"3\"", 0 };
  DaybookKnown other = { (char *) "\"0\"", 0 };

  g_hash_table_insert (known, (gpointer) "b", &same);
  g_hash_table_insert (known, (gpointer) "c", &other);
  daybook_exchange_set_known (google->talk->exchange, g_hash_table_ref (known));
  google_talk_pull (google);
  talk_run (google->talk, answers, 1);
  g_assert_nonnull (talk_find_item (google->talk, DAYBOOK_ITEM_SEEN, "b"));
  g_assert_null (talk_find_event (google->talk, "b"));
  get (google, "c");
}

/* A bad item is put aside once, and again when it has changed. */
static void
test_known_poison_is_not_repeated (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  const TalkAnswer answers[] = { { 200, "google/events-poison.json" } };
  DaybookKnown same = { (char *) "\"3\"", 0 };

  g_hash_table_insert (known, (gpointer) "backwards", &same);
  daybook_exchange_set_known (google->talk->exchange, g_hash_table_ref (known));
  google_talk_pull (google);
  talk_run (google->talk, answers, 1);
  g_assert_null (talk_find_item (google->talk, DAYBOOK_ITEM_QUARANTINE, "backwards"));
  g_assert_nonnull (talk_find_item (google->talk, DAYBOOK_ITEM_SEEN, "backwards"));
  g_assert_nonnull (talk_find_item (google->talk, DAYBOOK_ITEM_QUARANTINE, "no-start"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/google/events/documented-page", test_documented_page);
  g_test_add_func ("/google/events/all-day-keeps-dates", test_all_day_keeps_dates);
  g_test_add_func ("/google/events/untitled", test_untitled);
  g_test_add_func ("/google/events/dropped-instance-is-kept", test_dropped_instance_is_kept);
  g_test_add_func ("/google/events/dropped-instance-named-by-id", test_dropped_instance_named_by_id);
  g_test_add_func ("/google/events/deleted-is-a-tombstone", test_deleted_is_a_tombstone);
  g_test_add_func ("/google/events/moved-instance-keeps-its-identity", test_moved_instance_keeps_its_identity);
  g_test_add_func ("/google/events/series-lines", test_series_lines);
  g_test_add_func ("/google/events/response", test_response);
  g_test_add_func ("/google/events/busy", test_busy);
  g_test_add_func ("/google/events/private", test_private);
  g_test_add_func ("/google/events/conference", test_conference);
  g_test_add_func ("/google/events/text-is-plain", test_text_is_plain);
  g_test_add_func ("/google/events/attendees", test_attendees);
  g_test_add_func ("/google/events/attendees-are-capped", test_attendees_are_capped);
  g_test_add_func ("/google/events/wall-clock-is-of-the-named-zone", test_wall_clock_is_of_the_named_zone);
  g_test_add_func ("/google/events/unknown-zone-is-flagged", test_unknown_zone_is_flagged);
  g_test_add_func ("/google/events/zero-length", test_zero_length);
  g_test_add_func ("/google/events/without-etag-there-is-a-digest", test_without_etag_there_is_a_digest);
  g_test_add_func ("/google/events/poison-is-quarantined", test_poison_is_quarantined);
  g_test_add_func ("/google/events/known-poison-is-not-repeated", test_known_poison_is_not_repeated);
  g_test_add_func ("/google/events/known-etag-is-seen", test_known_etag_is_seen);
  return g_test_run ();
}
