/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "base/daybook-zone.h"

/* Outlook's: rules since 1601, under a name that says nothing. */
#define OUTLOOK                                                                                    \
  "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nTZID:not this one\r\n"                                     \
  "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\n"                                               \
  "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"        \
  "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"                         \
  "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"        \
  "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYM\r\n ONTH=3\r\nEND:DAYLIGHT\r\n"                     \
  "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nDTSTART:20261121T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

/* The example of RFC 5545 section 3.6.5: New York from 1967, each rule with its end. */
#define NEW_YORK                                                                                   \
  "BEGIN:VTIMEZONE\nTZID:Our New York\nLAST-MODIFIED:20050809T050000Z\n"                           \
  "BEGIN:DAYLIGHT\nDTSTART:19670430T020000\n"                                                      \
  "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1SU;UNTIL=19730429T070000Z\n"                                \
  "TZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nTZNAME:EDT\nEND:DAYLIGHT\n"                               \
  "BEGIN:STANDARD\nDTSTART:19671029T020000\n"                                                      \
  "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z\n"                               \
  "TZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nTZNAME:EST\nEND:STANDARD\n"                               \
  "BEGIN:DAYLIGHT\nDTSTART:19740106T020000\nRDATE:19750223T020000\n"                               \
  "TZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nTZNAME:EDT\nEND:DAYLIGHT\n"                               \
  "BEGIN:DAYLIGHT\nDTSTART:19760425T020000\n"                                                      \
  "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1SU;UNTIL=19860427T070000Z\n"                                \
  "TZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nTZNAME:EDT\nEND:DAYLIGHT\n"                               \
  "BEGIN:DAYLIGHT\nDTSTART:19870405T020000\n"                                                      \
  "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20060402T070000Z\n"                                 \
  "TZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nTZNAME:EDT\nEND:DAYLIGHT\n"                               \
  "BEGIN:DAYLIGHT\nDTSTART:20070311T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\n"               \
  "TZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nTZNAME:EDT\nEND:DAYLIGHT\n"                               \
  "BEGIN:STANDARD\nDTSTART:20071104T020000\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\n"              \
  "TZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nTZNAME:EST\nEND:STANDARD\nEND:VTIMEZONE\n"

#define OBSERVANCE(lines)                                                                          \
  "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\n" lines "END:STANDARD\nEND:VTIMEZONE\n"

static gint64
instant (int year, int month, int day)
{
  return daybook_wall_from_civil (year, month, day, 0, 0, 0);
}

static void
test_outlook (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookZone) zone = daybook_zone_new_for_vtimezone (OUTLOOK, -1, &error);
  g_autoptr (DaybookZone) berlin = daybook_zone_lookup ("Europe/Berlin");
  g_autoptr (DaybookZone) known = NULL;
  DaybookRange range = { instant (1997, 1, 1), instant (2200, 1, 1) };
  DaybookRange past = { instant (1970, 1, 1), instant (2030, 1, 1) };

  g_assert_no_error (error);
  g_assert_cmpstr (daybook_zone_get_name (zone), ==, "Customized Time Zone");
  g_assert_true (daybook_zone_is_custom (zone));
  g_assert_true (daybook_zone_is_equal (zone, berlin, &range));
  g_assert_false (daybook_zone_is_equal (zone, berlin, &past));
  known = daybook_zone_find_known (zone, &range);
  g_assert_nonnull (known);
  g_assert_false (daybook_zone_is_custom (known));
  g_assert_true (daybook_zone_is_equal (known, berlin, &range));
  g_assert_null (daybook_zone_find_known (zone, &past));
}

static void
test_new_york (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookZone) zone = daybook_zone_new_for_vtimezone (NEW_YORK, -1, &error);
  g_autoptr (DaybookZone) real = daybook_zone_lookup ("America/New_York");
  g_autoptr (DaybookZone) known = NULL;
  DaybookRange range = { instant (1968, 1, 1), instant (2200, 1, 1) };

  g_assert_no_error (error);
  g_assert_true (daybook_zone_is_equal (zone, real, &range));
  g_assert_cmpint (daybook_zone_get_offset (zone, instant (1950, 7, 1)), ==, -5 * 3600);
  known = daybook_zone_find_known (zone, &range);
  g_assert_cmpstr (daybook_zone_get_name (known), ==, "America/New_York");
}

static void
test_one_observance (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookZone) zone = daybook_zone_new_for_vtimezone (
      OBSERVANCE (
          "DTSTART;VALUE=DATE-TIME:19700101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\n"),
      -1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (daybook_zone_get_offset (zone, 0), ==, 19800);
  g_assert_cmpint (daybook_zone_get_offset (zone, instant (1930, 1, 1)), ==, 19800);
  g_assert_cmpint (daybook_zone_get_next_change (zone, 0), ==, G_MAXINT64);
}

static void
test_refused (void)
{
  static const char *const wrong[] = {
    "",
    "BEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\n",
    "BEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\n"
    "TZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n",
    OBSERVANCE ("DTSTART:19700101T000000\nTZOFFSETTO:+0100\n"),
    OBSERVANCE ("TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\n"),
    OBSERVANCE ("DTSTART:19700101T000000\nTZOFFSETFROM:+9900\nTZOFFSETTO:+0100\n"),
    OBSERVANCE ("DTSTART:19700230T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\n"),
    OBSERVANCE ("DTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nRDATE:x\n"),
    OBSERVANCE ("DTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\n"
                "RRULE:FREQ=SECONDLY\n"),
    OBSERVANCE ("DTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\n"
                "RRULE:FREQ=DAILY\n"),
    OBSERVANCE ("DTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\n"
                "RRULE:FREQ=YEARLY;BYHOUR=1,2,3,4,5,6,7,8,9;BYMINUTE=1,2,3,4,5,6,7,8,9\n"),
  };
  g_autoptr (GString) many = g_string_new ("BEGIN:VTIMEZONE\nTZID:X\n");
  g_autoptr (GString) large = g_string_new (OUTLOOK);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      if (daybook_zone_new_for_vtimezone (wrong[i], -1, &error) != NULL)
        g_error ("took %s", wrong[i]);
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_clear_error (&error);
    }
  for (guint i = 0; i < 100; i++)
    g_string_append (many, "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\n"
                           "TZOFFSETTO:+0100\nEND:STANDARD\n");
  g_string_append (many, "END:VTIMEZONE\n");
  g_assert_null (daybook_zone_new_for_vtimezone (many->str, -1, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
  g_clear_error (&error);
  while (large->len <= 64 * 1024)
    g_string_append (large, "X-COMMENT:nothing\n");
  g_assert_null (daybook_zone_new_for_vtimezone (large->str, -1, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE);
}

int
main (int argc, char *argv[])
{
  /* daybook_zone_find_known() prefers the computer's zone among equal ones. */
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/vtimezone/outlook", test_outlook);
  g_test_add_func ("/time/vtimezone/new-york", test_new_york);
  g_test_add_func ("/time/vtimezone/one-observance", test_one_observance);
  g_test_add_func ("/time/vtimezone/refused", test_refused);
  return g_test_run ();
}
