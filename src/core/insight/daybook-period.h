/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-summary.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* A day, an ISO week (from Monday), a month, or any days [from, to). Of a period that is not over, what is counted ends
 * with today: counted_to. One that lies wholly ahead is counted as it is planned. */
typedef struct
{
  DaybookSummaryType type;
  DaybookDay from;
  DaybookDay to;
  DaybookDay counted_to;
  DaybookDay today; /* when this was asked */
} DaybookPeriod;

/* A period longer than this is refused. */
#define DAYBOOK_PERIOD_MAX_DAYS 366

#define DAYBOOK_PERIODS_BEFORE 4

DaybookPeriod daybook_period_around (DaybookSummaryType type, DaybookDay day, DaybookDay today);
/* Days [@from, @to); those from @today on are not counted. */
DaybookPeriod daybook_period_for_range (DaybookDay from, DaybookDay to, DaybookDay today);
guint daybook_period_list_before (const DaybookPeriod *self, guint8 working_days,
                                  DaybookPeriod before[DAYBOOK_PERIODS_BEFORE]);

/* Bit 1 << (weekday - 1) of each working day: the setting working_days. */
guint8 daybook_period_get_working_days (DaybookStore *store);
/* Whether nothing of it has come yet. */
gboolean daybook_period_is_ahead (const DaybookPeriod *self);

gboolean daybook_period_is_working_day (guint8 working_days, DaybookDay day);

G_END_DECLS
