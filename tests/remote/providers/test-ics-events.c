/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ics-talk.h"

#include <string.h>

#define AT(year, month, day, hour, minute) daybook_wall_from_civil (year, month, day, hour, minute, 0)
#define DAY(year, month, day) AT (year, month, day, 0, 0)

static IcsTalk *
pull_file (const char *file)
{
  IcsTalk *ics = ics_talk_new ();

  ics_talk_pull_file (ics, file);
  return ics;
}

static const DaybookEvent *
get (IcsTalk *ics, const char *id)
{
  const DaybookEvent *event = talk_find_event (ics->talk, id);

  g_test_message ("%s", id);
  g_assert_nonnull (event);
  return event;
}

static void
test_documented_calendar (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/documented.ics");
  const DaybookEvent *event = get (ics, "x1");

  g_assert_cmpuint (ics->talk->items->len, ==, 3);
  g_assert_true (daybook_exchange_is_full (ics->talk->exchange));
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_MASTER);
  g_assert_cmpstr (event->title, ==, "Semi; comma, and a fold that breaks a word");
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 2, 9, 0));
  g_assert_cmpint (event->range_end, ==, AT (2026, 11, 2, 9, 30));
  g_assert_cmpint (event->start_wall, ==, AT (2026, 11, 2, 10, 0));
  g_assert_cmpstr (event->time_zone, ==, "Europe/Berlin");
  g_assert_cmpstr (event->rrule, ==,
                   "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231\n"
                   "EXDATE;TZID=Europe/Berlin:20261104T100000,20261109T100000");
  g_assert_cmpstr (event->ical_uid, ==, "x1");
  event = get (ics, "x1/20261125T090000Z");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_EXCEPTION);
  g_assert_cmpint (event->status, ==, DAYBOOK_EVENT_CANCELLED);
  g_assert_cmpstr (event->series_external_id, ==, "x1");
  g_assert_cmpint (event->original_start, ==, AT (2026, 11, 25, 9, 0));
  event = get (ics, "d1");
  g_assert_true (event->all_day);
  g_assert_cmpint (event->range_end - event->range_start, ==, 86400);
}

typedef struct
{
  const char *id;
  gint64 start;
  gint64 end;
  const char *zone;
  DaybookZoneFlags flags;
} TimeCase;

static void
check_times (IcsTalk *ics, const TimeCase *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      const DaybookEvent *event = get (ics, cases[i].id);

      g_assert_cmpint (event->range_start, ==, cases[i].start);
      g_assert_cmpint (event->range_end, ==, cases[i].end);
      g_assert_cmpstr (event->time_zone, ==, cases[i].zone);
      g_assert_cmpint (event->zone_flags, ==, cases[i].flags);
    }
}

static void
test_zones (void)
{
  const TimeCase cases[] = {
    { "utc", AT (2026, 11, 23, 8, 0), AT (2026, 11, 23, 9, 0), "UTC" },
    { "iana", AT (2026, 11, 23, 14, 0), AT (2026, 11, 23, 15, 0), "America/New_York" },
    { "windows", AT (2026, 11, 23, 8, 0), AT (2026, 11, 23, 9, 0), "Europe/Berlin" },
    { "fixed", AT (2026, 11, 23, 3, 30), AT (2026, 11, 23, 3, 30), "+05:30" },
  };
  g_autoptr (IcsTalk) ics = pull_file ("ics/times.ics");

  check_times (ics, cases, G_N_ELEMENTS (cases));
}

/* A VTIMEZONE that behaves like a known zone is that zone, whose name still means something when the
 * window has moved on and nothing is fetched. */
static void
test_vtimezone_that_is_a_known_zone (void)
{
  const TimeCase cases[] = {
    { "defined", AT (2026, 7, 23, 7, 0), AT (2026, 7, 23, 8, 0), "Europe/Zurich" },
    { "defined-later", AT (2026, 11, 23, 12, 30), AT (2026, 11, 23, 13, 30), "-03:30" },
  };
  g_autoptr (IcsTalk) ics = ics_talk_new ();

  ics->options.from_at = 0;
  ics_talk_pull_file (ics, "ics/times.ics");
  check_times (ics, cases, G_N_ELEMENTS (cases));
  /* The instance's id follows from its zone, wherever that is defined. */
  get (ics, "later-instance/20261123T123000Z");
}

static void
test_vtimezone_of_its_own (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/times.ics");
  const DaybookEvent *event = get (ics, "of-its-own");

  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 23, 8, 43));
  g_assert_cmpstr (event->time_zone, ==, "+00:17");
  g_assert_cmpint (event->start_wall, ==, AT (2026, 11, 23, 9, 0));
  g_assert_cmpstr (event->rrule, ==,
                   "RRULE:FREQ=DAILY\nEXDATE:20261124T084300Z,20261125T084300Z\n"
                   "RDATE;VALUE=PERIOD:20261201T114300Z/PT1H,20261202T114300Z/20261202T131300Z");
}

static void
test_unknown_zone_floats_and_is_flagged (void)
{
  const TimeCase cases[] = {
    { "unknown", AT (2026, 11, 23, 8, 0), AT (2026, 11, 23, 9, 0), NULL, DAYBOOK_ZONE_FLOATING | DAYBOOK_ZONE_UNKNOWN },
  };
  g_autoptr (IcsTalk) ics = pull_file ("ics/times.ics");

  check_times (ics, cases, G_N_ELEMENTS (cases));
}

static void
test_floating_is_where_the_person_is (void)
{
  const TimeCase zurich[] = {
    { "floating", AT (2026, 11, 23, 8, 0), AT (2026, 11, 23, 9, 0), NULL, DAYBOOK_ZONE_FLOATING },
  };
  const TimeCase tokyo[] = {
    { "floating", AT (2026, 11, 23, 0, 0), AT (2026, 11, 23, 1, 0), NULL, DAYBOOK_ZONE_FLOATING },
  };
  g_autoptr (IcsTalk) ics = pull_file ("ics/times.ics");

  check_times (ics, zurich, 1);
  ics_talk_remember (ics);
  ics_talk_set_zone (ics, "Asia/Tokyo");
  ics_talk_pull_file (ics, "ics/times.ics");
  check_times (ics, tokyo, 1);
}

static void
test_dates_and_durations (void)
{
  const TimeCase cases[] = {
    { "date", DAY (2026, 11, 23), DAY (2026, 11, 25), NULL },
    { "date-without-end", DAY (2026, 11, 23), DAY (2026, 11, 24), NULL },
    { "date-that-ends-where-it-starts", DAY (2026, 11, 23), DAY (2026, 11, 24), NULL },
    { "time-without-end", AT (2026, 11, 23, 9, 0), AT (2026, 11, 23, 9, 0), "UTC" },
    { "duration", AT (2026, 11, 23, 9, 0), AT (2026, 11, 23, 10, 30), "UTC" },
    /* a day is nominal, over the change of clocks too; an hour is an hour */
    { "duration-over-the-change", AT (2027, 3, 27, 11, 0), AT (2027, 3, 28, 11, 0), "Europe/Zurich" },
    { "duration-of-days", DAY (2026, 11, 23), DAY (2026, 11, 30), NULL },
    { "outlook-all-day", DAY (2026, 11, 23), DAY (2026, 11, 24), NULL },
  };
  g_autoptr (IcsTalk) ics = pull_file ("ics/times.ics");

  check_times (ics, cases, G_N_ELEMENTS (cases));
  g_assert_true (get (ics, "outlook-all-day")->all_day);
  g_assert_false (get (ics, "time-without-end")->all_day);
}

static void
test_texts (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/fields.ics");
  const DaybookEvent *event = get (ics, "texts");

  g_assert_cmpstr (event->title, ==, "Semi; comma, back\\slash, line break");
  g_assert_cmpstr (event->description, ==, "First line\nSecond line\nThird with a colon: and \"quotes\"");
  g_assert_cmpstr (event->location, ==, "Room 4, second floor");
  g_assert_cmpstr (event->categories, ==, "[\"Work\",\"Client, ACME\",\"Review\"]");
  g_assert_cmpstr (event->color, ==, "#ff6347");
  g_assert_cmpstr (event->url, ==, "https://example.com/events/1");
  g_assert_cmpint (event->importance, ==, DAYBOOK_IMPORTANCE_HIGH);
  g_assert_true (event->is_private);
  g_assert_cmpstr (get (ics, "html")->description, ==, "Bring your numbers");
}

/* Tasks, alarms and what nobody knows are passed over. */
static void
test_other_components (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/fields.ics");

  g_assert_null (talk_find_event (ics->talk, "todo"));
  g_assert_cmpuint (ics->talk->items->len, ==, 13);
}

static void
test_people (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/fields.ics");
  const DaybookEvent *event = get (ics, "people");

  g_assert_cmpstr (event->organizer, ==, "ben@example.com");
  g_assert_cmpstr (event->organizer_name, ==, "Okafor, Ben");
  g_assert_cmpint (event->attendee_count, ==, 3);
  g_assert_cmpstr (event->attendees, ==,
                   "[{\"name\":\"Ana\\\"s own ^ name\",\"address\":\"ana@example.com\",\"response\":\"accepted\"},"
                   "{\"name\":\"Fatima; Zahra\",\"address\":\"fatima@example.com\",\"response\":\"declined\"},"
                   "{\"name\":null,\"address\":\"igor@example.com\",\"response\":\"needs_action\"}]");
  g_assert_cmpint (event->response, ==, DAYBOOK_RESPONSE_ACCEPTED);
  g_assert_false (event->is_organizer);
  event = get (ics, "organized");
  g_assert_true (event->is_organizer);
  g_assert_cmpint (event->response, ==, DAYBOOK_RESPONSE_ORGANIZER);
  g_assert_cmpint (get (ics, "texts")->response, ==, DAYBOOK_RESPONSE_NONE);
}

static void
test_busy (void)
{
  static const struct
  {
    const char *id;
    DaybookBusy busy;
    DaybookEventStatus status;
    DaybookImportance importance;
  } cases[] = {
    { "people", DAYBOOK_BUSY_BUSY, DAYBOOK_EVENT_CONFIRMED, DAYBOOK_IMPORTANCE_NORMAL },
    { "free", DAYBOOK_BUSY_FREE, DAYBOOK_EVENT_CONFIRMED, DAYBOOK_IMPORTANCE_NORMAL },
    { "tentative", DAYBOOK_BUSY_TENTATIVE, DAYBOOK_EVENT_TENTATIVE, DAYBOOK_IMPORTANCE_NORMAL },
    { "cancelled", DAYBOOK_BUSY_BUSY, DAYBOOK_EVENT_CANCELLED, DAYBOOK_IMPORTANCE_NORMAL },
    { "outlook-oof", DAYBOOK_BUSY_OUT_OF_OFFICE, DAYBOOK_EVENT_CONFIRMED, DAYBOOK_IMPORTANCE_HIGH },
    { "outlook-elsewhere", DAYBOOK_BUSY_ELSEWHERE, DAYBOOK_EVENT_CONFIRMED, DAYBOOK_IMPORTANCE_LOW },
    { "outlook-intended", DAYBOOK_BUSY_FREE, DAYBOOK_EVENT_CONFIRMED, DAYBOOK_IMPORTANCE_NORMAL },
  };
  g_autoptr (IcsTalk) ics = pull_file ("ics/fields.ics");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DaybookEvent *event = get (ics, cases[i].id);

      g_assert_cmpint (event->busy, ==, cases[i].busy);
      g_assert_cmpint (event->status, ==, cases[i].status);
      g_assert_cmpint (event->importance, ==, cases[i].importance);
    }
}

static void
test_conference (void)
{
  static const struct
  {
    const char *id;
    const char *provider;
    const char *meeting;
  } cases[] = {
    { "conference", "meet", "abc-defg-hij" },
    { "google-conference", "meet", "klm-nopq-rst" },
    { "teams-description", "teams", "19:meeting_abc@thread.v2" },
    { "texts", NULL, NULL },
  };
  g_autoptr (IcsTalk) ics = pull_file ("ics/fields.ics");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpstr (get (ics, cases[i].id)->conference_provider, ==, cases[i].provider);
      g_assert_cmpstr (get (ics, cases[i].id)->conference_id, ==, cases[i].meeting);
    }
}

static void
test_series_and_instances (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/series.ics");
  const DaybookEvent *event = get (ics, "standup");

  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_MASTER);
  g_assert_cmpstr (event->rrule, ==,
                   "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\nRDATE;TZID=Europe/Zurich:20261128T091500\n"
                   "EXDATE;TZID=Europe/Zurich:20261103T091500\nEXDATE;TZID=Europe/Zurich:20261104T091500\n"
                   "EXRULE:FREQ=MONTHLY;BYMONTHDAY=13");
  event = get (ics, "standup/20261125T081500Z");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_EXCEPTION);
  g_assert_cmpstr (event->series_external_id, ==, "standup");
  g_assert_cmpint (event->original_start, ==, AT (2026, 11, 25, 8, 15));
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 25, 8, 30));
  g_assert_cmpint (get (ics, "standup/20261126T081500Z")->status, ==, DAYBOOK_EVENT_CANCELLED);
  event = get (ics, "yearly/20270301");
  g_assert_true (event->all_day);
  g_assert_cmpint (event->original_start, ==, DAY (2027, 3, 1));
  event = get (ics, "dates");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_MASTER);
  g_assert_cmpstr (event->rrule, ==, "RDATE:20261130T090000Z,20261207T090000Z");
}

/* Series come before their instances, whatever the order in the calendar. */
static void
test_series_come_first (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/series.ics");
  gboolean instances = FALSE;

  for (guint i = 0; i < ics->talk->items->len; i++)
    {
      const DaybookItem *item = ics->talk->items->pdata[i];

      if (item->event->kind == DAYBOOK_EVENT_EXCEPTION)
        instances = TRUE;
      else if (item->event->kind == DAYBOOK_EVENT_MASTER && strchr (item->event->external_id, '/') == NULL)
        g_assert_false (instances);
    }
  g_assert_true (instances);
}

static void
test_orphan_is_an_event (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/series.ics");
  const DaybookEvent *event = get (ics, "orphan/20261127T080000Z");

  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_SINGLE);
  g_assert_null (event->series_external_id);
  g_assert_cmpint (event->original_start, ==, DAYBOOK_INSTANT_NONE);
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 27, 9, 0));
}

static void
test_cancelled_series_is_gone (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/series.ics");

  g_assert_null (talk_find_event (ics->talk, "cancelled-series"));
  g_assert_null (talk_find_event (ics->talk, "cancelled-series/20261124T090000Z"));
}

static void
test_this_and_future_splits_the_series (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/series.ics");
  const DaybookEvent *event = get (ics, "weekly");

  g_assert_cmpstr (event->rrule, ==, "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261207T125959Z");
  event = get (ics, "weekly/20261207T130000Z");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_MASTER);
  g_assert_cmpstr (event->rrule, ==, "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20270630T220000Z");
  g_assert_cmpint (event->range_start, ==, AT (2026, 12, 7, 15, 0));
  g_assert_cmpint (event->original_start, ==, DAYBOOK_INSTANT_NONE);
  /* A later instance belongs to the new series, by the time it would have had there. */
  event = get (ics, "weekly/20261214T130000Z");
  g_assert_cmpstr (event->series_external_id, ==, "weekly/20261207T130000Z");
  g_assert_cmpint (event->original_start, ==, AT (2026, 12, 14, 15, 0));
}

static void
test_this_and_future_of_a_counted_series (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/series.ics");

  g_assert_cmpstr (get (ics, "counted")->rrule, ==, "RRULE:FREQ=WEEKLY;COUNT=10");
  g_assert_cmpint (get (ics, "counted/20261116T090000Z")->kind, ==, DAYBOOK_EVENT_EXCEPTION);
}

static void
test_versions (void)
{
  g_autoptr (IcsTalk) ics = pull_file ("ics/versions.ics");

  g_assert_cmpuint (ics->talk->items->len, ==, 4);
  g_assert_cmpstr (get (ics, "by-sequence")->title, ==, "Second");
  g_assert_cmpstr (get (ics, "by-stamp")->title, ==, "Later");
  g_assert_cmpstr (get (ics, "by-place")->title, ==, "After");
}

static void
test_method_cancel (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();

  ics_talk_pull_text (ics, "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:a\nDTSTART:20261123T090000Z\n"
                           "END:VEVENT\nEND:VCALENDAR\n");
  g_assert_cmpint (get (ics, "a")->status, ==, DAYBOOK_EVENT_CANCELLED);
}

static void
test_poison_is_quarantined (void)
{
  static const char *const bad[] = { "no-start", "backwards", "february-30", "month-13", "year-9999",
                                     "year-minus-one", "too-long", "mixed", "negative-duration", "bad-duration",
                                     "secondly", "minutely", "hourly-search" };
  g_autoptr (IcsTalk) ics = pull_file ("ics/poison.ics");

  get (ics, "good");
  get (ics, "no-property-at-all");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const DaybookItem *item = talk_find_item (ics->talk, DAYBOOK_ITEM_QUARANTINE, bad[i]);

      g_test_message ("%s", bad[i]);
      g_assert_nonnull (item);
      g_assert_cmpstr (item->reason, !=, NULL);
      g_assert_null (talk_find_event (ics->talk, bad[i]));
    }
  /* and the instance that does not say which */
  g_assert_cmpuint (talk_count_items (ics->talk, DAYBOOK_ITEM_QUARANTINE), ==, G_N_ELEMENTS (bad) + 1);
  g_assert_cmpuint (talk_count_items (ics->talk, DAYBOOK_ITEM_UPSERT), ==, 2);
}

static void
test_bad_utf8_is_repaired (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();

  ics_talk_pull_text (ics, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20261123T090000Z\nSUMMARY:Caf\xe9 \xf0\x9f\n"
                           "END:VEVENT\nEND:VCALENDAR\n");
  g_assert_true (g_utf8_validate (get (ics, "a")->title, -1, NULL));
  g_assert_true (g_str_has_prefix (get (ics, "a")->title, "Caf\xef\xbf\xbd"));
}

/* A fold may split a character. */
static void
test_fold_inside_a_character (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();

  ics_talk_pull_text (ics, "\xef\xbb\xbf" "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261123T090000Z\r\n"
                           "SUMMARY:Z\xc3\r\n \xbcrich\r\n\t and more\r\nEND:VEVENT\r\nEND:VCALENDAR");
  g_assert_cmpstr (get (ics, "a")->title, ==, "Zürich and more");
}

/* Outlook names the instances of whole days by their midnight, others those of a time by their date. */
static void
test_instance_named_in_other_terms (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();

  ics_talk_pull_text (ics, "BEGIN:VCALENDAR\n"
                           "BEGIN:VEVENT\nUID:days\nDTSTART;VALUE=DATE:20261123\nRRULE:FREQ=DAILY\nEND:VEVENT\n"
                           "BEGIN:VEVENT\nUID:days\nRECURRENCE-ID;TZID=W. Europe Standard Time:20261125T000000\n"
                           "DTSTART;VALUE=DATE:20261127\nEND:VEVENT\n"
                           "BEGIN:VEVENT\nUID:times\nDTSTART;TZID=Europe/Zurich:20261123T090000\nRRULE:FREQ=DAILY\n"
                           "END:VEVENT\n"
                           "BEGIN:VEVENT\nUID:times\nRECURRENCE-ID;VALUE=DATE:20261125\n"
                           "DTSTART;TZID=Europe/Zurich:20261125T110000\nEND:VEVENT\n"
                           "END:VCALENDAR\n");
  g_assert_cmpint (get (ics, "days/20261124T230000Z")->original_start, ==, DAY (2026, 11, 25));
  g_assert_cmpint (get (ics, "times/20261125")->original_start, ==, AT (2026, 11, 25, 8, 0));
}

/* What ends before the window is passed over; a series that may still happen is not. */
static void
test_window (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();

  ics_talk_pull_text (
      ics, "BEGIN:VCALENDAR\n"
           "BEGIN:VEVENT\nUID:old\nDTSTART:20261001T090000Z\nDTEND:20261001T100000Z\nEND:VEVENT\n"
           "BEGIN:VEVENT\nUID:far\nDTSTART:20290101T090000Z\nEND:VEVENT\n"
           "BEGIN:VEVENT\nUID:endless\nDTSTART:20100101T090000Z\nRRULE:FREQ=YEARLY\nEND:VEVENT\n"
           "BEGIN:VEVENT\nUID:ended\nDTSTART:20100101T090000Z\nRRULE:FREQ=YEARLY;UNTIL=20150101T090000Z\nEND:VEVENT\n"
           "BEGIN:VEVENT\nUID:endless\nRECURRENCE-ID:20120101T090000Z\nDTSTART:20120102T090000Z\nEND:VEVENT\n"
           "BEGIN:VEVENT\nUID:endless\nRECURRENCE-ID:20300101T090000Z\nDTSTART:20200102T090000Z\nEND:VEVENT\n"
           "END:VCALENDAR\n");
  talk_assert_finished (ics->talk);
  g_assert_null (talk_find_event (ics->talk, "old"));
  g_assert_null (talk_find_event (ics->talk, "ended"));
  g_assert_null (talk_find_event (ics->talk, "endless/20120101T090000Z"));
  get (ics, "far");
  get (ics, "endless");
  get (ics, "endless/20300101T090000Z");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ics/events/documented-calendar", test_documented_calendar);
  g_test_add_func ("/ics/events/zones", test_zones);
  g_test_add_func ("/ics/events/vtimezone-that-is-a-known-zone", test_vtimezone_that_is_a_known_zone);
  g_test_add_func ("/ics/events/vtimezone-of-its-own", test_vtimezone_of_its_own);
  g_test_add_func ("/ics/events/unknown-zone-floats-and-is-flagged", test_unknown_zone_floats_and_is_flagged);
  g_test_add_func ("/ics/events/floating-is-where-the-person-is", test_floating_is_where_the_person_is);
  g_test_add_func ("/ics/events/dates-and-durations", test_dates_and_durations);
  g_test_add_func ("/ics/events/texts", test_texts);
  g_test_add_func ("/ics/events/other-components", test_other_components);
  g_test_add_func ("/ics/events/people", test_people);
  g_test_add_func ("/ics/events/busy", test_busy);
  g_test_add_func ("/ics/events/conference", test_conference);
  g_test_add_func ("/ics/events/series-and-instances", test_series_and_instances);
  g_test_add_func ("/ics/events/series-come-first", test_series_come_first);
  g_test_add_func ("/ics/events/orphan-is-an-event", test_orphan_is_an_event);
  g_test_add_func ("/ics/events/cancelled-series-is-gone", test_cancelled_series_is_gone);
  g_test_add_func ("/ics/events/this-and-future-splits-the-series", test_this_and_future_splits_the_series);
  g_test_add_func ("/ics/events/this-and-future-of-a-counted-series", test_this_and_future_of_a_counted_series);
  g_test_add_func ("/ics/events/versions", test_versions);
  g_test_add_func ("/ics/events/method-cancel", test_method_cancel);
  g_test_add_func ("/ics/events/poison-is-quarantined", test_poison_is_quarantined);
  g_test_add_func ("/ics/events/bad-utf8-is-repaired", test_bad_utf8_is_repaired);
  g_test_add_func ("/ics/events/fold-inside-a-character", test_fold_inside_a_character);
  g_test_add_func ("/ics/events/instance-named-in-other-terms", test_instance_named_in_other_terms);
  g_test_add_func ("/ics/events/window", test_window);
  return g_test_run ();
}
