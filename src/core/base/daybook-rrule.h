/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-ical-time.h"

G_BEGIN_DECLS

/* One recurrence rule (RFC 5545 section 3.3.10), read and guarded, and its expansion in wall time:
 * a rule knows nothing of zones. Series with their dates, exceptions and zones are
 * DaybookRecurrence (remote/sync); VTIMEZONE observances use rules too. */
typedef enum
{
  DAYBOOK_FREQUENCY_HOURLY,
  DAYBOOK_FREQUENCY_DAILY,
  DAYBOOK_FREQUENCY_WEEKLY,
  DAYBOOK_FREQUENCY_MONTHLY,
  DAYBOOK_FREQUENCY_YEARLY,
} DaybookFrequency;

/* Plain memory without pointers: copied by assignment, never freed. Sets are bits: bit n stands for
 * the value n, and `before` sets for -n. The weekdays are bits DAYBOOK_MONDAY to DAYBOOK_SUNDAY. */
typedef struct
{
  DaybookFrequency frequency;
  DaybookWeekday week_start;
  int interval;
  guint count; /* 0 for none */

  gboolean has_until;
  DaybookIcalForm until_form;
  gint64 until; /* wall time as written; an instant for DAYBOOK_ICAL_UTC */

  guint64 seconds;
  guint64 minutes;
  guint32 hours;
  guint32 months;
  guint32 month_days;
  guint32 month_days_before;
  guint32 weekdays; /* without a number */
  gboolean has_nth_weekdays;
  guint64 nth_weekdays[8]; /* by weekday */
  guint64 nth_weekdays_before[8];
  gboolean has_week_numbers;
  guint64 week_numbers;
  guint64 week_numbers_before;
  gboolean has_year_days;
  guint64 year_days[6];
  guint64 year_days_before[6];
  gboolean has_positions;
  guint64 positions[6];
  guint64 positions_before[6];
} DaybookRrule;

/* What daybook_rrule_expand() is asked for. Everything is wall time of the series. */
typedef struct
{
  gint64 start;            /* DTSTART */
  gint64 from;             /* the window: included */
  gint64 to;               /* not included */
  gint64 until;            /* the last wall time that may occur; G_MAXINT64 for no bound */
  gboolean all_day;        /* times of day do not count; @start and the window are midnights */
  gboolean includes_start; /* @start occurs, and counts, even where the rule does not hit it */
  guint max_instances;
  guint *work; /* taken down as work is done; the expansion stops at 0 */
} DaybookRruleRequest;

typedef enum
{
  DAYBOOK_EXPANSION_COMPLETE,
  DAYBOOK_EXPANSION_TOO_MANY, /* stopped after max_instances */
  DAYBOOK_EXPANSION_TOO_LONG, /* stopped for want of work units */
} DaybookExpansion;

gboolean daybook_rrule_parse (DaybookRrule *rule, const char *text, gssize length, GError **error);
DaybookExpansion
daybook_rrule_expand (const DaybookRrule *rule, const DaybookRruleRequest *request, GArray *walls);

G_END_DECLS
