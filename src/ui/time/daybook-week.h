/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-entries.h"

G_BEGIN_DECLS

#define DAYBOOK_WEEK_DAYS 7

/* Time, as it is and as reports count it: seconds, the same where nothing is rounded. */
typedef struct
{
  gint64 exact;
  gint64 rounded;
} DaybookWeekTime;

/* One row of the grid. */
typedef struct
{
  gint64 project_id; /* 0 = none */
  gint64 client_id;
  char *client; /* (owned) (nullable) */
  char *name;   /* (owned) "" for no project */
  char *color;  /* (owned) (nullable) */
  DaybookWeekTime days[DAYBOOK_WEEK_DAYS];
  DaybookWeekTime total;
  gint64 amount;  /* minor units of currency, of the billable part as it is rounded */
  char *currency; /* (owned) (nullable) */
} DaybookWeekProject;

typedef struct
{
  char *currency; /* (owned) */
  gint64 amount;  /* minor units */
} DaybookWeekAmount;

/* What a week's entries add up to, by SQL. Rejected ones are listed and never counted. */
typedef struct
{
  DaybookDay first;
  GPtrArray *projects; /* (owned) DaybookWeekProject: clients by their time, in them projects by theirs */
  DaybookWeekTime days[DAYBOOK_WEEK_DAYS];
  DaybookWeekTime total;
  DaybookWeekTime billable;
  GPtrArray *amounts; /* (owned) DaybookWeekAmount: one a currency, the largest number first */
  guint pending;      /* entries that wait for approval */
  GPtrArray *entries; /* (owned) DaybookEntry: by start, the newest first */
} DaybookWeek;

DaybookWeek *daybook_week_load (DaybookStore *store,
                                DaybookDay first,
                                const DaybookTotalsFilter *rounding,
                                GError **error);
void daybook_week_free (DaybookWeek *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookWeek, daybook_week_free)

G_END_DECLS
