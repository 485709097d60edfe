/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ics-talk.h"

#include <string.h>

/* What a second look at a calendar brings. */

#define EVENT(uid, rest) "BEGIN:VEVENT\nUID:" uid "\n" rest "END:VEVENT\n"
#define CALENDAR(events) "BEGIN:VCALENDAR\nVERSION:2.0\n" events "END:VCALENDAR\n"
#define AT_NINE "DTSTART:20261123T090000Z\nDTEND:20261123T100000Z\n"

static IcsTalk *
pull_twice (const char *first, const char *second)
{
  IcsTalk *ics = ics_talk_new ();

  ics_talk_pull_text (ics, first);
  talk_assert_finished (ics->talk);
  ics_talk_remember (ics);
  ics_talk_pull_text (ics, second);
  talk_assert_finished (ics->talk);
  return ics;
}

/* Nothing is mentioned, so that the store has nothing to do. */
static void
test_nothing_new (void)
{
  static const char *const files[] = { "ics/documented.ics", "ics/times.ics", "ics/fields.ics", "ics/series.ics",
                                       "ics/versions.ics", "ics/poison.ics" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (IcsTalk) ics = ics_talk_new ();

      ics_talk_pull_file (ics, files[i]);
      g_assert_true (daybook_exchange_is_full (ics->talk->exchange));
      ics_talk_remember (ics);
      ics_talk_pull_file (ics, files[i]);
      g_test_message ("%s", files[i]);
      g_assert_cmpuint (ics->talk->items->len, ==, 0);
      g_assert_false (daybook_exchange_is_full (ics->talk->exchange));
    }
}

/* Google sets DTSTAMP to the time of the download; that is no change, and neither are an alarm or how
 * lines are folded. */
static void
test_stamp_fold_and_alarm_are_no_change (void)
{
  g_autoptr (IcsTalk) ics = pull_twice (
      CALENDAR (EVENT ("a", "DTSTAMP:20261120T080000Z\n" AT_NINE "SUMMARY:Review of it all\n")),
      CALENDAR (EVENT ("a", "DTSTAMP:20261121T080000Z\n" AT_NINE "SUMMARY:Review\n  of it all\n"
                            "BEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\n")));

  g_assert_cmpuint (ics->talk->items->len, ==, 0);
}

static void
test_one_changed (void)
{
  g_autoptr (IcsTalk) ics =
      pull_twice (CALENDAR (EVENT ("a", AT_NINE) EVENT ("b", AT_NINE) EVENT ("c", AT_NINE)),
                  CALENDAR (EVENT ("a", AT_NINE) EVENT ("b", AT_NINE "SUMMARY:New\n") EVENT ("c", AT_NINE)));

  g_assert_cmpuint (ics->talk->items->len, ==, 1);
  g_assert_cmpstr (talk_find_event (ics->talk, "b")->title, ==, "New");
  g_assert_false (daybook_exchange_is_full (ics->talk->exchange));
}

/* What is missing is named; of the others nothing is said. */
static void
test_one_missing (void)
{
  g_autoptr (IcsTalk) ics = pull_twice (CALENDAR (EVENT ("a", AT_NINE) EVENT ("b", AT_NINE) EVENT ("c", AT_NINE)),
                                        CALENDAR (EVENT ("a", AT_NINE) EVENT ("c", AT_NINE)));

  g_assert_false (daybook_exchange_is_full (ics->talk->exchange));
  g_assert_cmpuint (ics->talk->items->len, ==, 1);
  g_assert_nonnull (talk_find_item (ics->talk, DAYBOOK_ITEM_MISSING, "b"));
}

static void
test_full_mentions_everything (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();

  ics_talk_pull_text (ics, CALENDAR (EVENT ("a", AT_NINE)));
  ics_talk_remember (ics);
  ics->options.full = TRUE;
  ics_talk_pull_text (ics, CALENDAR (EVENT ("a", AT_NINE)));
  g_assert_true (daybook_exchange_is_full (ics->talk->exchange));
  g_assert_nonnull (talk_find_item (ics->talk, DAYBOOK_ITEM_SEEN, "a"));
}

/* An empty calendar is a calendar: everything is missing, and the engine's brake decides. */
static void
test_all_missing (void)
{
  g_autoptr (IcsTalk) ics = pull_twice (CALENDAR (EVENT ("a", AT_NINE)), CALENDAR (""));

  g_assert_false (daybook_exchange_is_full (ics->talk->exchange));
  g_assert_cmpuint (ics->talk->items->len, ==, 1);
  g_assert_nonnull (talk_find_item (ics->talk, DAYBOOK_ITEM_MISSING, "a"));
}

/* A series that is cancelled as a whole is as good as gone, and so are its instances. */
static void
test_cancelled_series_is_missing (void)
{
  g_autoptr (IcsTalk) ics = pull_twice (
    CALENDAR (EVENT ("a", AT_NINE "RRULE:FREQ=DAILY\n") EVENT ("b", AT_NINE)),
    CALENDAR (EVENT ("a", AT_NINE "RRULE:FREQ=DAILY\nSTATUS:CANCELLED\n") EVENT ("b", AT_NINE)));

  g_assert_cmpuint (ics->talk->items->len, ==, 1);
  g_assert_nonnull (talk_find_item (ics->talk, DAYBOOK_ITEM_MISSING, "a"));
}

/* What was stored of an event before it went bad stays. */
static void
test_event_that_goes_bad_is_not_swept (void)
{
  g_autoptr (IcsTalk) ics = pull_twice (CALENDAR (EVENT ("a", AT_NINE) EVENT ("b", AT_NINE)),
                                        CALENDAR (EVENT ("a", "DTSTART:nonsense\n")));

  g_assert_nonnull (talk_find_item (ics->talk, DAYBOOK_ITEM_QUARANTINE, "a"));
  g_assert_null (talk_find_item (ics->talk, DAYBOOK_ITEM_MISSING, "a"));
  ics_talk_remember (ics);
  ics->options.full = TRUE;
  ics_talk_pull_text (ics, CALENDAR (EVENT ("a", "DTSTART:nonsense\n")));
  g_assert_nonnull (talk_find_item (ics->talk, DAYBOOK_ITEM_SEEN, "a"));
}

/* The first look is a full one, also where an empty table of what is known comes with it. */
static void
test_first_look_is_full (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();

  ics->known = g_hash_table_new (g_str_hash, g_str_equal);
  ics_talk_renew (ics);
  ics_talk_pull_text (ics, CALENDAR (EVENT ("a", AT_NINE)));
  g_assert_true (daybook_exchange_is_full (ics->talk->exchange));
}

/* A calendar that ceases to list what lies before the window is still the same one: what is there counts,
 * though nobody asks for it. */
static void
test_event_before_the_window_is_not_missing (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();

  ics_talk_pull_text (ics, CALENDAR (EVENT ("a", AT_NINE) EVENT ("b", AT_NINE)));
  ics_talk_remember (ics);
  ics->options.from_at += 365 * 86400;
  ics_talk_pull_text (ics, CALENDAR (EVENT ("a", AT_NINE "SUMMARY:New\n") EVENT ("b", AT_NINE)));
  g_assert_false (daybook_exchange_is_full (ics->talk->exchange));
  g_assert_cmpuint (ics->talk->items->len, ==, 0);
}

#define SERIES EVENT ("s", AT_NINE "RRULE:FREQ=DAILY\n")
#define INSTANCE EVENT ("s", "RECURRENCE-ID:20261124T090000Z\nDTSTART:20261124T110000Z\n")
#define FUTURE EVENT ("s", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261126T090000Z\nDTSTART:20261126T100000Z\n")

/* The same text means something else once its series is there, and once it is not. */
static void
test_orphan_finds_its_series (void)
{
  g_autoptr (IcsTalk) ics = pull_twice (CALENDAR (INSTANCE), CALENDAR (INSTANCE SERIES));

  g_assert_cmpint (talk_find_event (ics->talk, "s/20261124T090000Z")->kind, ==, DAYBOOK_EVENT_EXCEPTION);
  ics_talk_remember (ics);
  ics_talk_pull_text (ics, CALENDAR (INSTANCE));
  g_assert_cmpint (talk_find_event (ics->talk, "s/20261124T090000Z")->kind, ==, DAYBOOK_EVENT_SINGLE);
  g_assert_nonnull (talk_find_item (ics->talk, DAYBOOK_ITEM_MISSING, "s"));
}

/* A series that is as it was changes all the same when a part is split off it, and back again. */
static void
test_split_changes_its_series (void)
{
  g_autoptr (IcsTalk) ics = pull_twice (CALENDAR (SERIES), CALENDAR (SERIES FUTURE));

  g_assert_cmpstr (talk_find_event (ics->talk, "s")->rrule, ==, "RRULE:FREQ=DAILY;UNTIL=20261126T085959Z");
  g_assert_cmpstr (talk_find_event (ics->talk, "s/20261126T090000Z")->rrule, ==, "RRULE:FREQ=DAILY");
  ics_talk_remember (ics);
  ics_talk_pull_text (ics, CALENDAR (SERIES FUTURE));
  g_assert_cmpuint (ics->talk->items->len, ==, 0);
  ics_talk_renew (ics);
  ics_talk_pull_text (ics, CALENDAR (SERIES));
  g_assert_cmpstr (talk_find_event (ics->talk, "s")->rrule, ==, "RRULE:FREQ=DAILY");
}

/* A zone that only this calendar defines decides what its events mean. */
static void
test_redefined_zone (void)
{
#define ZONE(offset)                                                                                             \
  "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:" offset "\nTZOFFSETTO:" offset \
  "\nEND:STANDARD\nEND:VTIMEZONE\n"
#define OURS EVENT ("a", "DTSTART;TZID=Ours:20261123T090000\n")
  g_autoptr (IcsTalk) ics = pull_twice (CALENDAR (ZONE ("+0100") OURS), CALENDAR (ZONE ("+0200") OURS));

  g_assert_cmpint (talk_find_event (ics->talk, "a")->range_start, ==,
                   daybook_wall_from_civil (2026, 11, 23, 7, 0, 0));
}

static void
test_another_zone_of_the_person (void)
{
  g_autoptr (IcsTalk) ics = ics_talk_new ();
  const char *text = CALENDAR (EVENT ("a", "DTSTART:20261123T090000\n"));

  ics_talk_pull_text (ics, text);
  ics_talk_remember (ics);
  ics_talk_set_zone (ics, "America/New_York");
  ics_talk_pull_text (ics, text);
  g_assert_cmpint (talk_find_event (ics->talk, "a")->range_start, ==,
                   daybook_wall_from_civil (2026, 11, 23, 14, 0, 0));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ics/changes/first-look-is-full", test_first_look_is_full);
  g_test_add_func ("/ics/changes/nothing-new", test_nothing_new);
  g_test_add_func ("/ics/changes/stamp-fold-and-alarm-are-none", test_stamp_fold_and_alarm_are_no_change);
  g_test_add_func ("/ics/changes/one-changed", test_one_changed);
  g_test_add_func ("/ics/changes/one-missing", test_one_missing);
  g_test_add_func ("/ics/changes/full-mentions-everything", test_full_mentions_everything);
  g_test_add_func ("/ics/changes/all-missing", test_all_missing);
  g_test_add_func ("/ics/changes/cancelled-series-is-missing", test_cancelled_series_is_missing);
  g_test_add_func ("/ics/changes/event-that-goes-bad-is-not-swept", test_event_that_goes_bad_is_not_swept);
  g_test_add_func ("/ics/changes/event-before-the-window-is-not-missing",
                   test_event_before_the_window_is_not_missing);
  g_test_add_func ("/ics/changes/orphan-finds-its-series", test_orphan_finds_its_series);
  g_test_add_func ("/ics/changes/split-changes-its-series", test_split_changes_its_series);
  g_test_add_func ("/ics/changes/redefined-zone", test_redefined_zone);
  g_test_add_func ("/ics/changes/another-zone-of-the-person", test_another_zone_of_the_person);
  return g_test_run ();
}
