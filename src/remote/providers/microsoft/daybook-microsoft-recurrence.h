/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/microsoft/daybook-microsoft-time.h"

G_BEGIN_DECLS

/* patternedRecurrence as it is written; what a type does not need is read and left alone. */
typedef struct
{
  gboolean is_set;
  int type;  /* in the order of providers.md 4.3; -1: none that is known */
  gint64 interval;
  gint64 month;
  gint64 day_of_month;
  guint days; /* bit 0 is Sunday */
  int first_day;
  int index;
  int range; /* endDate, numbered, noEnd; -1: not said */
  DaybookDay end_date;
  gint64 count;
  DaybookZone *zone; /* (owned) (nullable) of the range's dates */
} DaybookMicrosoftRecurrence;

void daybook_microsoft_recurrence_read (DaybookMicrosoftRecurrence *self, DaybookJsonReader *reader);
void daybook_microsoft_recurrence_clear (DaybookMicrosoftRecurrence *self);
char *daybook_microsoft_recurrence_to_rrule (const DaybookMicrosoftRecurrence *self, gboolean all_day, DaybookZone *zone);

G_END_DECLS
