/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Three kinds of time are told apart everywhere:
 *
 *   instant   gint64 seconds since 1970-01-01T00:00:00Z, without leap seconds
 *   wall      gint64 seconds since 1970-01-01T00:00:00 as a clock on the wall shows it: it names a
 *             moment only together with a DaybookZone (daybook-zone.h)
 *   day       DaybookDay, a calendar date; all-day events are days and never instants
 *
 * Nobody adds 86,400 to an instant to reach "tomorrow": go through a day or through wall time. On
 * wall time the addition is right, a wall day always has 86,400 seconds.
 *
 * Everything read from outside must lie in the years DAYBOOK_YEAR_MIN to DAYBOOK_YEAR_MAX. */
typedef gint32 DaybookDay;

#define DAYBOOK_DAY_NONE G_MININT32
#define DAYBOOK_INSTANT_NONE G_MININT64

#define DAYBOOK_YEAR_MIN 1900
#define DAYBOOK_YEAR_MAX 2200
#define DAYBOOK_DAY_MIN (-25567) /* 1900-01-01 */
#define DAYBOOK_DAY_MAX 84370    /* 2200-12-31 */
#define DAYBOOK_DAY_SECONDS ((gint64) 86400)

/* Weekdays are numbered as in ISO 8601. */
typedef enum
{
  DAYBOOK_MONDAY = 1,
  DAYBOOK_TUESDAY,
  DAYBOOK_WEDNESDAY,
  DAYBOOK_THURSDAY,
  DAYBOOK_FRIDAY,
  DAYBOOK_SATURDAY,
  DAYBOOK_SUNDAY,
} DaybookWeekday;

/* Instants from @start (included) to @end (not included). Empty when end <= start. */
typedef struct
{
  gint64 start;
  gint64 end;
} DaybookRange;

/* Days from @first to @last, both included, as people say it. Empty when last < first. */
typedef struct
{
  DaybookDay first;
  DaybookDay last;
} DaybookDayRange;

/* Room for "2026-11-21T13:00:00Z" and for "2026-11-21", with the final NUL. */
#define DAYBOOK_INSTANT_TEXT_SIZE 24
#define DAYBOOK_DAY_TEXT_SIZE 16

/* Civil calendar (proleptic Gregorian). */
gboolean daybook_year_is_leap (int year);
int daybook_month_length (int year, int month);
gboolean daybook_civil_is_valid (int year, int month, int day);
DaybookDay daybook_day_from_civil (int year, int month, int day);
void daybook_day_to_civil (DaybookDay day, int *year, int *month, int *day_of_month);
DaybookWeekday daybook_day_get_weekday (DaybookDay day);
int daybook_day_get_year (DaybookDay day);
void daybook_day_get_iso_week (DaybookDay day, int *iso_year, int *iso_week);
DaybookDay daybook_day_get_week_start (DaybookDay day, DaybookWeekday first_weekday);
DaybookDay daybook_day_get_month_start (DaybookDay day);
DaybookDay daybook_day_add_months (DaybookDay day, int months);

/* Wall time. */
gint64 daybook_wall_from_day (DaybookDay day);
gint64 daybook_wall_from_civil (int year, int month, int day, int hour, int minute, int second);
DaybookDay daybook_wall_get_day (gint64 wall);
int daybook_wall_get_second_of_day (gint64 wall);

/* Text. A @length of -1 means NUL-terminated. The parsers are strict, allocate nothing and leave
 * the result untouched when they return FALSE. */
gboolean daybook_day_parse (const char *text, gssize length, DaybookDay *day);
gboolean daybook_wall_parse (const char *text, gssize length, gint64 *wall);
gboolean daybook_instant_parse (const char *text, gssize length, gint64 *instant);
gboolean
daybook_instant_parse_with_offset (const char *text, gssize length, gint64 *instant, int *offset);

const char *daybook_day_write (DaybookDay day, char buffer[DAYBOOK_DAY_TEXT_SIZE]);
const char *daybook_instant_write (gint64 instant, char buffer[DAYBOOK_INSTANT_TEXT_SIZE]);
const char *daybook_wall_write (gint64 wall, char buffer[DAYBOOK_INSTANT_TEXT_SIZE]);
char *daybook_day_format (DaybookDay day);
char *daybook_instant_format (gint64 instant);

/* Ranges. */
gboolean daybook_range_is_empty (const DaybookRange *range);
gboolean daybook_range_contains (const DaybookRange *range, gint64 instant);
gboolean daybook_range_overlaps (const DaybookRange *range, gint64 start, gint64 end);

G_END_DECLS
