/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-windows-zones.h"
#include "base/daybook-zone.h"

#include <stdio.h>
#include <string.h>

static gint64
wall (const char *text)
{
  gint64 value = 0;

  if (!daybook_wall_parse (text, -1, &value))
    g_error ("“%s” is no wall time", text);
  return value;
}

static void
assert_instant (DaybookZone *zone, const char *wall_text, DaybookWallKind kind, const char *utc)
{
  char buffer[DAYBOOK_INSTANT_TEXT_SIZE];
  DaybookWallKind found;
  gint64 instant = daybook_zone_to_instant_full (zone, wall (wall_text), &found);

  g_assert_cmpstr (daybook_instant_write (instant, buffer), ==, utc);
  g_assert_cmpint (found, ==, kind);
}

static void
assert_day (DaybookZone *zone, const char *text, const char *start, const char *end)
{
  char buffer[DAYBOOK_INSTANT_TEXT_SIZE];
  DaybookDay day = DAYBOOK_DAY_NONE;
  DaybookRange range;

  g_assert_true (daybook_day_parse (text, -1, &day));
  range = daybook_zone_get_day_range (zone, day, day);
  g_assert_cmpstr (daybook_instant_write (range.start, buffer), ==, start);
  g_assert_cmpstr (daybook_instant_write (range.end, buffer), ==, end);
}

static void
test_gap (void)
{
  g_autoptr (DaybookZone) zurich = daybook_zone_lookup ("Europe/Zurich");
  g_autoptr (DaybookZone) new_york = daybook_zone_lookup ("America/New_York");
  g_autoptr (DaybookZone) lord_howe = daybook_zone_lookup ("Australia/Lord_Howe");

  assert_instant (zurich, "2026-03-29T01:59:59", DAYBOOK_WALL_UNIQUE, "2026-03-29T00:59:59Z");
  assert_instant (zurich, "2026-03-29T02:00:00", DAYBOOK_WALL_GAP, "2026-03-29T01:00:00Z");
  assert_instant (zurich, "2026-03-29T02:30:00", DAYBOOK_WALL_GAP, "2026-03-29T01:30:00Z");
  assert_instant (zurich, "2026-03-29T03:00:00", DAYBOOK_WALL_UNIQUE, "2026-03-29T01:00:00Z");
  /* The example of RFC 5545 section 3.3.5. */
  assert_instant (new_york, "2007-03-11T02:30:00", DAYBOOK_WALL_GAP, "2007-03-11T07:30:00Z");
  assert_instant (lord_howe, "2026-10-04T02:15:00", DAYBOOK_WALL_GAP, "2026-10-03T15:45:00Z");
}

static void
test_fold (void)
{
  g_autoptr (DaybookZone) zurich = daybook_zone_lookup ("Europe/Zurich");
  g_autoptr (DaybookZone) new_york = daybook_zone_lookup ("America/New_York");

  assert_instant (zurich, "2026-10-25T01:59:59", DAYBOOK_WALL_UNIQUE, "2026-10-24T23:59:59Z");
  assert_instant (zurich, "2026-10-25T02:00:00", DAYBOOK_WALL_FOLD, "2026-10-25T00:00:00Z");
  assert_instant (zurich, "2026-10-25T02:59:59", DAYBOOK_WALL_FOLD, "2026-10-25T00:59:59Z");
  assert_instant (zurich, "2026-10-25T03:00:00", DAYBOOK_WALL_UNIQUE, "2026-10-25T02:00:00Z");
  /* The example of RFC 5545 section 3.3.5. */
  assert_instant (new_york, "2007-11-04T01:30:00", DAYBOOK_WALL_FOLD, "2007-11-04T05:30:00Z");
}

static void
test_far_years (void)
{
  g_autoptr (DaybookZone) zurich = daybook_zone_lookup ("Europe/Zurich");
  g_autoptr (DaybookZone) sydney = daybook_zone_lookup ("Australia/Sydney");
  char buffer[DAYBOOK_INSTANT_TEXT_SIZE];

  /* After 2037 the rule in the zone file's last line counts. */
  assert_instant (zurich, "2150-07-01T12:00:00", DAYBOOK_WALL_UNIQUE, "2150-07-01T10:00:00Z");
  assert_instant (zurich, "2200-12-31T12:00:00", DAYBOOK_WALL_UNIQUE, "2200-12-31T11:00:00Z");
  assert_instant (sydney, "2100-01-15T12:00:00", DAYBOOK_WALL_UNIQUE, "2100-01-15T01:00:00Z");
  g_assert_cmpstr (
      daybook_wall_write (daybook_zone_to_wall (sydney, wall ("2100-06-15T02:00:00")), buffer), ==,
      "2100-06-15T12:00:00");
  assert_instant (zurich, "1900-01-01T12:00:00", DAYBOOK_WALL_UNIQUE, "1900-01-01T11:00:00Z");
}

static void
test_days (void)
{
  g_autoptr (DaybookZone) zurich = daybook_zone_lookup ("Europe/Zurich");
  g_autoptr (DaybookZone) sao_paulo = daybook_zone_lookup ("America/Sao_Paulo");
  g_autoptr (DaybookZone) apia = daybook_zone_lookup ("Pacific/Apia");
  g_autoptr (DaybookZone) kiritimati = daybook_zone_lookup ("Pacific/Kiritimati");
  g_autoptr (DaybookZone) west = daybook_zone_lookup ("Etc/GMT+12");

  assert_day (zurich, "2026-11-21", "2026-11-20T23:00:00Z", "2026-11-21T23:00:00Z");
  assert_day (zurich, "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
  assert_day (zurich, "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
  /* Clocks went from 23:59:59 to 01:00:00: the day starts when they did. */
  assert_day (sao_paulo, "2018-11-04", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z");
  assert_day (kiritimati, "2026-11-21", "2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z");
  assert_day (west, "2026-11-21", "2026-11-21T12:00:00Z", "2026-11-22T12:00:00Z");
  /* Samoa had no 30 December 2011. */
  assert_day (apia, "2011-12-29", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z");
  assert_day (apia, "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z");
  assert_day (apia, "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z");
  assert_instant (apia, "2011-12-30T10:00:00", DAYBOOK_WALL_GAP, "2011-12-30T20:00:00Z");
}

/* Against Python's zoneinfo; see zone-fixture.py. */
static void
test_ten_zones (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "zones", "transitions.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (DaybookZone) zone = NULL;
  gint64 previous = 0;
  guint zones = 0, changes = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      gint64 instant;
      int before, after, middle;

      if (g_str_has_prefix (lines[i], "zone "))
        {
          g_clear_pointer (&zone, daybook_zone_unref);
          zone = daybook_zone_lookup (lines[i] + 5);
          g_assert_nonnull (zone);
          previous = wall ("2004-01-01T00:00:00");
          zones++;
          continue;
        }
      g_assert_cmpint (
          sscanf (lines[i], "%" G_GINT64_FORMAT " %d %d %d", &instant, &before, &after, &middle),
          ==, 4);
      changes++;
      g_assert_cmpint (daybook_zone_get_offset (zone, instant), ==, after);
      /* Nothing changes in between, and all instants come back from their wall times. */
      for (gint64 at = previous; at < instant; at += 3600)
        {
          g_assert_cmpint (daybook_zone_get_offset (zone, at), ==, before);
          g_assert_cmpint (daybook_zone_to_wall (zone, at), ==, at + before);
          if (at - previous > 86400)
            g_assert_cmpint (daybook_zone_to_instant (zone, at + before), ==, at);
        }
      g_assert_cmpint (daybook_zone_get_offset (zone, instant - 1), ==, before);
      g_assert_cmpint (daybook_zone_to_instant (zone, instant + (before + after) / 2), ==,
                       instant + middle);
      previous = instant;
    }
  g_assert_cmpint (zones, ==, 10);
  g_assert_cmpint (changes, >, 250);
}

static void
test_windows_names (void)
{
  guint n_names;
  const DaybookWindowsZone *names = daybook_windows_zones_get_all (&n_names);

  g_assert_cmpint (n_names, >=, 139);
  for (guint i = 0; i < n_names; i++)
    {
      g_autoptr (DaybookZone) zone = daybook_zone_lookup (names[i].name);

      if (zone == NULL)
        g_error ("“%s” has no zone", names[i].name);
      if (i > 0 && g_ascii_strcasecmp (names[i - 1].name, names[i].name) >= 0)
        g_error ("“%s” is not in order", names[i].name);
      if (names[i].display != NULL)
        {
          g_autofree char *shown = g_strdup_printf ("(UTC+09:99) %s", names[i].display);
          g_autoptr (DaybookZone) by_display = daybook_zone_lookup (shown);

          if (by_display == NULL)
            g_error ("“%s” has no zone", shown);
        }
    }
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *zone;
  } rows[] = {
    { "Europe/Zurich", "Europe/Zurich" },
    { " Europe/Zurich\r\n", "Europe/Zurich" },
    { "europe/zurich", "Europe/Zurich" },
    { "W. Europe Standard Time", "Europe/Berlin" },
    { "\"W. Europe Standard Time\"", "Europe/Berlin" },
    { "w. europe standard time", "Europe/Berlin" },
    { "W. Europe", "Europe/Berlin" },
    { "Eastern", "America/New_York" },
    { "Eastern Daylight Time", "America/New_York" },
    { "Eastern Time (US & Canada)", "America/New_York" },
    { "(UTC-05:00) Eastern Time (US & Canada)", "America/New_York" },
    { "(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin" },
    { "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "Europe/Berlin" },
    { "(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", "Europe/London" },
    { "(UTC) Coordinated Universal Time", "UTC" },
    { "(UTC)", "UTC" },
    { "UTC", "UTC" },
    { "Etc/UTC", "UTC" },
    { "Z", "UTC" },
    { "tzone://Microsoft/Utc", "UTC" },
    { "UTC+05:30", "+05:30" },
    { "GMT-0330", "-03:30" },
    { "/freeassociation.sourceforge.net/Tzfile/Europe/Zurich", "Europe/Zurich" },
    { "/mozilla.org/20050126_1/America/Argentina/Ushuaia", "America/Argentina/Ushuaia" },
    { "/citadel.org/20190914_1/Europe/Berlin", "Europe/Berlin" },
  };
  static const char *const unknown[] = {
    "",
    "\"\"",
    "  ",
    "Nowhere/Nothing",
    "tzone://Microsoft/Custom",
    "Customized Time Zone",
    "../../../etc/passwd",
    "/etc/passwd",
    "Europe",
    "Europe/",
    "right/Europe/Zurich",
    "posixrules",
    "zone.tab",
    "tzdata.zi",
    "((((((((((((((((((((((((((((",
    "(UTC+01:00) Nowhere",
    "UTC+25:00",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DaybookZone) zone = daybook_zone_lookup (rows[i].name);

      if (zone == NULL)
        g_error ("“%s” has no zone", rows[i].name);
      g_assert_cmpstr (daybook_zone_get_name (zone), ==, rows[i].zone);
    }
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autoptr (DaybookZone) zone = daybook_zone_lookup (unknown[i]);

      if (zone != NULL)
        g_error ("“%s” is %s", unknown[i], daybook_zone_get_name (zone));
    }
  g_assert_null (daybook_zone_lookup (NULL));
}

static void
test_many_unknown_names (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("Nowhere/%u", i);

      g_assert_null (daybook_zone_lookup (name));
    }
}

/* What a person may choose can be looked up, and the places of the world are among them. */
static void
test_list (void)
{
  static const char *const wanted[] = { "UTC", "Europe/Zurich", "America/New_York", "Asia/Kolkata", "Pacific/Auckland" };
  g_auto (GStrv) names = daybook_zone_list_names ();

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_true (g_strv_contains ((const char *const *) names, wanted[i]));
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (DaybookZone) zone = daybook_zone_lookup (names[i]);

      g_assert_nonnull (zone);
      g_assert_cmpstr (daybook_zone_get_name (zone), ==, names[i]);
      g_assert_true (i == 0 || strcmp (names[i - 1], names[i]) < 0);
    }
}

/* Without tzdata's list those that Windows knows are offered. */
static void
test_list_without_table (void)
{
  g_autofree char *saved = g_strdup (g_getenv ("TZDIR"));
  g_auto (GStrv) names = NULL;

  g_setenv ("TZDIR", "/nowhere/zoneinfo", TRUE);
  names = daybook_zone_list_names ();
  g_assert_true (g_strv_contains ((const char *const *) names, "Europe/Berlin"));
  g_assert_true (g_strv_contains ((const char *const *) names, "UTC"));
  if (saved != NULL)
    g_setenv ("TZDIR", saved, TRUE);
  else
    g_unsetenv ("TZDIR");
}

static void
test_local (void)
{
  static const struct
  {
    const char *variable;
    const char *name;
    const char *summer;
  } rows[] = {
    { "Europe/Zurich", "Europe/Zurich", "2026-07-01T10:00:00Z" },
    { ":Europe/Zurich", "Europe/Zurich", "2026-07-01T10:00:00Z" },
    { "/usr/share/zoneinfo/Europe/Zurich", "Europe/Zurich", "2026-07-01T10:00:00Z" },
    { "CET-1CEST,M3.5.0,M10.5.0/3", "CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-01T10:00:00Z" },
    { "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
      "2026-07-01T01:30:00Z" },
    { "AAA5BBB,J60/0,J300/0", "AAA5BBB,J60/0,J300/0", "2026-07-01T16:00:00Z" },
    { "", "UTC", "2026-07-01T12:00:00Z" },
  };
  g_autofree char *saved = g_strdup (g_getenv ("TZ"));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DaybookZone) zone = NULL;

      g_setenv ("TZ", rows[i].variable, TRUE);
      zone = daybook_zone_new_local ();
      g_assert_cmpstr (daybook_zone_get_name (zone), ==, rows[i].name);
      assert_instant (zone, "2026-07-01T12:00:00", DAYBOOK_WALL_UNIQUE, rows[i].summer);
    }
  if (saved != NULL)
    g_setenv ("TZ", saved, TRUE);
  else
    g_unsetenv ("TZ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/zone/gap-moves-forward", test_gap);
  g_test_add_func ("/time/zone/fold-is-the-first", test_fold);
  g_test_add_func ("/time/zone/far-years", test_far_years);
  g_test_add_func ("/time/zone/days", test_days);
  g_test_add_func ("/time/zone/ten-zones-twenty-years", test_ten_zones);
  g_test_add_func ("/time/zone/windows-names-all-resolve", test_windows_names);
  g_test_add_func ("/time/zone/names", test_names);
  g_test_add_func ("/time/zone/many-unknown-names", test_many_unknown_names);
  g_test_add_func ("/time/zone/local", test_local);
  g_test_add_func ("/time/zone/list", test_list);
  g_test_add_func ("/time/zone/list-without-table", test_list_without_table);
  return g_test_run ();
}
