/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "microsoft-talk.h"

#include <string.h>

#define AT(year, month, day, hour, minute) daybook_wall_from_civil (year, month, day, hour, minute, 0)
#define DAY(year, month, day) AT (year, month, day, 0, 0)

static const DaybookEvent *
get (MicrosoftTalk *self, const char *id)
{
  const DaybookEvent *event = talk_find_event (self->talk, id);

  g_test_message ("%s", id);
  g_assert_nonnull (event);
  return event;
}

static void
test_documented_page (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-documented.json");
  const DaybookEvent *event = get (self, "AAkA1");

  g_assert_cmpuint (self->talk->items->len, ==, 4);
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_SINGLE);
  g_assert_cmpstr (event->title, ==, "Budget");
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 23, 8, 0));
  g_assert_cmpint (event->range_end, ==, AT (2026, 11, 23, 9, 0));
  g_assert_cmpint (event->start_wall, ==, AT (2026, 11, 23, 9, 0));
  g_assert_cmpstr (event->time_zone, ==, "Europe/Berlin");
  g_assert_cmpstr (event->etag, ==, "W/\"DwAA\"");
  g_assert_cmpstr (event->ical_uid, ==, "040000008200E0");
  g_assert_cmpint (event->importance, ==, DAYBOOK_IMPORTANCE_HIGH);
  g_assert_cmpstr (event->categories, ==, "[\"Red category\"]");
  g_assert_cmpstr (event->color, ==, "#e74856");
  g_assert_cmpstr (event->conference_provider, ==, "teams");
  event = get (self, "AAkM");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_MASTER);
  g_assert_null (event->title);
  g_assert_cmpstr (event->rrule, ==, "RRULE:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30,31;BYSETPOS=-1");
  event = get (self, "AAkO");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_OCCURRENCE);
  g_assert_cmpstr (event->series_external_id, ==, "AAkM");
  g_assert_cmpint (event->original_start, ==, AT (2026, 11, 30, 8, 0));
  g_assert_null (event->etag);
  g_assert_nonnull (talk_find_item (self->talk, DAYBOOK_ITEM_TOMBSTONE, "AAkX"));
}

static void
test_people (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-semantics.json");
  const DaybookEvent *event = get (self, "people");

  /* A room is no person. */
  g_assert_cmpint (event->attendee_count, ==, 4);
  g_assert_cmpstr (event->attendees, ==,
                   "[{\"name\":\"Ana\",\"address\":\"ana@example.com\",\"response\":\"accepted\"},"
                   "{\"name\":\"Ben\",\"address\":\"ben@example.com\",\"response\":\"tentative\"},"
                   "{\"name\":null,\"address\":\"cleo@example.com\",\"response\":\"needs_action\"},"
                   "{\"name\":\"Dora\",\"address\":\"dora@example.com\",\"response\":\"declined\"}]");
  g_assert_cmpstr (event->organizer, ==, "ruth@example.com");
  g_assert_cmpstr (event->organizer_name, ==, "Ruth Baumann");
  g_assert_false (event->is_organizer);
  g_assert_cmpstr (event->url, ==, "https://outlook.office365.com/owa/?itemid=people");
  g_assert_cmpint (event->updated_at, ==, AT (2026, 11, 20, 8, 0));
}

static void
test_response_status (void)
{
  static const struct
  {
    const char *id;
    DaybookResponse response;
  } rows[] = {
    { "people", DAYBOOK_RESPONSE_ACCEPTED },  { "mine", DAYBOOK_RESPONSE_ORGANIZER },
    { "organizer", DAYBOOK_RESPONSE_ORGANIZER }, { "asked", DAYBOOK_RESPONSE_NEEDS_ACTION },
    { "maybe", DAYBOOK_RESPONSE_TENTATIVE },  { "no", DAYBOOK_RESPONSE_DECLINED },
    { "free", DAYBOOK_RESPONSE_NONE },
  };
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-semantics.json");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (get (self, rows[i].id)->response, ==, rows[i].response);
}

static void
test_show_as (void)
{
  static const struct
  {
    const char *id;
    DaybookBusy busy;
  } rows[] = {
    { "free", DAYBOOK_BUSY_FREE },     { "asked", DAYBOOK_BUSY_TENTATIVE },  { "mine", DAYBOOK_BUSY_BUSY },
    { "oof", DAYBOOK_BUSY_OUT_OF_OFFICE }, { "elsewhere", DAYBOOK_BUSY_ELSEWHERE }, { "unknown", DAYBOOK_BUSY_BUSY },
    { "odd", DAYBOOK_BUSY_BUSY },
  };
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-semantics.json");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (get (self, rows[i].id)->busy, ==, rows[i].busy);
}

static void
test_importance_and_sensitivity (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-semantics.json");

  g_assert_cmpint (get (self, "low")->importance, ==, DAYBOOK_IMPORTANCE_LOW);
  g_assert_cmpint (get (self, "mine")->importance, ==, DAYBOOK_IMPORTANCE_NORMAL);
  g_assert_cmpint (get (self, "odd")->importance, ==, DAYBOOK_IMPORTANCE_NORMAL);
  g_assert_cmpint (get (self, "high")->importance, ==, DAYBOOK_IMPORTANCE_HIGH);
  g_assert_false (get (self, "mine")->is_private);
  g_assert_false (get (self, "odd")->is_private);
  g_assert_true (get (self, "personal")->is_private);
  g_assert_true (get (self, "private")->is_private);
  g_assert_true (get (self, "confidential")->is_private);
}

/* The organizer has cancelled and the copy is still there: it is kept, and shown to be cancelled. */
static void
test_is_cancelled (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-semantics.json");

  g_assert_cmpint (get (self, "cancelled")->status, ==, DAYBOOK_EVENT_CANCELLED);
  g_assert_cmpint (get (self, "asked")->status, ==, DAYBOOK_EVENT_CONFIRMED);
}

static void
test_categories_have_colors (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-semantics.json");
  const DaybookEvent *event = get (self, "colored");

  g_assert_cmpstr (event->categories, ==, "[\"Plain\",\"Übung\",\"Red category\"]");
  g_assert_cmpstr (event->color, ==, "#5c005c");
  g_assert_cmpstr (get (self, "colorless")->categories, ==, "[\"Plain\"]");
  g_assert_null (get (self, "colorless")->color);
  g_assert_null (get (self, "mine")->categories);
}

static void
test_meetings_in_all_three_places (void)
{
  static const struct
  {
    const char *id;
    const char *provider;
    const char *prefix;
    const char *conference; /* NULL: any */
  } rows[] = {
    { "teams", "teams", "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc", "123 456" },
    { "older", "teams", "https://teams.microsoft.com/l/meetup-join/19%3ameeting_old", NULL },
    { "in-body", "zoom", "https://acme.zoom.us/j/98765432101", "98765432101" },
    { "in-place", "meet", "https://meet.google.com/abc-defg-hij", "abc-defg-hij" },
    { "elsewhere-meeting", NULL, "https://meet.acme.example/room/7", NULL },
  };
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-semantics.json");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const DaybookEvent *event = get (self, rows[i].id);

      g_assert_cmpstr (event->conference_provider, ==, rows[i].provider);
      g_assert_true (g_str_has_prefix (event->conference_url, rows[i].prefix));
      if (rows[i].conference != NULL)
        g_assert_cmpstr (event->conference_id, ==, rows[i].conference);
    }
  g_assert_null (get (self, "unsafe")->conference_url);
  g_assert_null (get (self, "unsafe")->conference_id);
  g_assert_null (get (self, "mine")->conference_url);
}

static void
test_words (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-semantics.json");

  g_assert_null (get (self, "untitled")->title);
  g_assert_cmpstr (get (self, "html")->description, ==, "Hello there");
  g_assert_cmpstr (get (self, "placed")->location, ==, "Room 1, Bern");
  g_assert_null (get (self, "mine")->description);
  g_assert_null (get (self, "mine")->location);
  g_assert_null (get (self, "no-etag")->etag);
  g_assert_cmpuint (get (self, "no-etag")->hash, !=, 0);
}

/* By date and never by instant, whatever zone somebody has turned them into. */
static void
test_all_day_keeps_dates (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-semantics.json");
  const DaybookEvent *event = get (self, "allday");

  g_assert_true (event->all_day);
  g_assert_cmpint (event->range_start, ==, DAY (2026, 11, 24));
  g_assert_cmpint (event->range_end, ==, DAY (2026, 11, 26));
  g_assert_null (event->time_zone);
  event = get (self, "allday-moved");
  g_assert_cmpint (event->range_start, ==, DAY (2026, 11, 24));
  g_assert_cmpint (event->range_end, ==, DAY (2026, 11, 25));
  event = get (self, "allday-moved-custom");
  g_assert_cmpint (event->range_start, ==, DAY (2026, 11, 24));
  g_assert_cmpint (event->range_end, ==, DAY (2026, 11, 25));
}

static void
test_zones (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-semantics.json");
  const DaybookEvent *event = get (self, "mine");

  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 23, 8, 0));
  g_assert_cmpint (event->start_wall, ==, AT (2026, 11, 23, 9, 0));
  g_assert_cmpstr (event->time_zone, ==, "Europe/Berlin");
  /* A server that does not listen writes its own. */
  g_assert_cmpint (get (self, "windows")->range_start, ==, AT (2026, 11, 23, 8, 0));
  g_assert_cmpint (get (self, "iana")->range_start, ==, AT (2026, 11, 23, 8, 0));
  g_assert_cmpstr (get (self, "iana")->time_zone, ==, "Europe/Zurich");
  event = get (self, "custom");
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 23, 8, 0));
  g_assert_null (event->time_zone);
  g_assert_cmpint (event->zone_flags, ==, DAYBOOK_ZONE_UNKNOWN);
  event = get (self, "no-zone");
  g_assert_null (event->time_zone);
  g_assert_cmpint (event->zone_flags, ==, 0);
  g_assert_cmpint (get (self, "point")->range_end, ==, AT (2026, 11, 23, 8, 0));
}

static void
test_poison_is_put_aside (void)
{
  static const char *const bad[] = { "no-start", "backwards", "nonsense", "far", "long", "orphan" };
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-poison.json");

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const DaybookItem *item = talk_find_item (self->talk, DAYBOOK_ITEM_QUARANTINE, bad[i]);

      g_test_message ("%s", bad[i]);
      g_assert_nonnull (item);
      g_assert_nonnull (item->reason);
    }
  g_assert_cmpuint (talk_count_items (self->talk, DAYBOOK_ITEM_QUARANTINE), ==, G_N_ELEMENTS (bad));
  get (self, "good");
  get (self, "also-good");
  /* Without its rule a series still has its words. */
  g_assert_cmpint (get (self, "odd-pattern")->kind, ==, DAYBOOK_EVENT_MASTER);
  g_assert_null (get (self, "odd-pattern")->rrule);
}

/* ---- recurrence, providers.md 4.3 ---- */

static const struct
{
  const char *id;
  const char *rule; /* NULL: a pattern that makes no sense */
} rules[] = {
  { "daily", "FREQ=DAILY;INTERVAL=3" },
  { "weekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU" },
  { "weekly-monday", "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR;WKST=MO" },
  { "monthly", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=15" },
  { "monthly-29", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29;BYSETPOS=-1" },
  { "monthly-31", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30,31;BYSETPOS=-1" },
  { "relative-first", "FREQ=MONTHLY;INTERVAL=1;BYDAY=TU;BYSETPOS=1" },
  { "relative-second", "FREQ=MONTHLY;INTERVAL=1;BYDAY=TU;BYSETPOS=2" },
  { "relative-third", "FREQ=MONTHLY;INTERVAL=1;BYDAY=MO,TU;BYSETPOS=3" },
  { "relative-fourth", "FREQ=MONTHLY;INTERVAL=1;BYDAY=TU;BYSETPOS=4" },
  { "relative-last", "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" },
  { "yearly", "FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=24" },
  { "yearly-29", "FREQ=YEARLY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1" },
  { "yearly-relative", "FREQ=YEARLY;INTERVAL=1;BYMONTH=11;BYDAY=TH;BYSETPOS=4" },
  { "until", "FREQ=DAILY;INTERVAL=1;UNTIL=20261231T225959Z" },
  { "until-summer", "FREQ=DAILY;INTERVAL=1;UNTIL=20260731T215959Z" },
  { "until-day", "FREQ=DAILY;INTERVAL=1;UNTIL=20261231" },
  { "until-no-zone", "FREQ=DAILY;INTERVAL=1;UNTIL=20261231T225959Z" },
  { "numbered", "FREQ=DAILY;INTERVAL=1;COUNT=10" },
  { "no-end", "FREQ=DAILY;INTERVAL=1" },
  { "custom-zone", "FREQ=DAILY;INTERVAL=1" },
  { "bad-interval", NULL },
  { "bad-day", NULL },
  { "bad-days", NULL },
  { "bad-month", NULL },
  { "bad-count", NULL },
};

static void
test_rule (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *line = rules[i].rule != NULL ? g_strconcat ("RRULE:", rules[i].rule, NULL) : NULL;
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-patterns.json");

  g_assert_cmpstr (get (self, rules[i].id)->rrule, ==, line);
}

/* An event of a calendar's own zone is placed by the zone of its series. */
static void
test_custom_zone_of_a_series (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_pull_file ("microsoft/events-patterns.json");
  const DaybookEvent *event = get (self, "custom-zone");

  g_assert_cmpstr (event->time_zone, ==, "Asia/Tokyo");
  g_assert_cmpint (event->zone_flags, ==, 0);
  g_assert_cmpint (event->start_wall, ==, AT (2026, 11, 23, 17, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/microsoft/events/documented", test_documented_page);
  g_test_add_func ("/microsoft/events/people", test_people);
  g_test_add_func ("/microsoft/events/response-status", test_response_status);
  g_test_add_func ("/microsoft/events/show-as", test_show_as);
  g_test_add_func ("/microsoft/events/importance-and-sensitivity", test_importance_and_sensitivity);
  g_test_add_func ("/microsoft/events/is-cancelled", test_is_cancelled);
  g_test_add_func ("/microsoft/events/categories-have-colors", test_categories_have_colors);
  g_test_add_func ("/microsoft/events/meetings-in-all-three-places", test_meetings_in_all_three_places);
  g_test_add_func ("/microsoft/events/words", test_words);
  g_test_add_func ("/microsoft/events/all-day-keeps-dates", test_all_day_keeps_dates);
  g_test_add_func ("/microsoft/events/zones", test_zones);
  g_test_add_func ("/microsoft/events/poison-is-put-aside", test_poison_is_put_aside);
  g_test_add_func ("/microsoft/events/custom-zone-of-a-series", test_custom_zone_of_a_series);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *path = g_strconcat ("/microsoft/recurrence/", rules[i].id, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_rule);
    }
  return g_test_run ();
}
