/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/daybook-recurrence.h"

G_BEGIN_DECLS

typedef struct
{
  DaybookRrule rule;
  gboolean excludes; /* an EXRULE */
} DaybookSeriesRule;

struct _DaybookRecurrence
{
  DaybookZone *zone; /* (owned) (nullable): NULL for all-day series */
  gint64 start;      /* wall */

  GArray *rules;         /* (owned) of DaybookSeriesRule */
  GArray *extras;        /* (owned) of DaybookInstance: RDATE */
  GArray *excluded;      /* (owned) of gint64 times: EXDATE, exceptions */
  GArray *excluded_days; /* (owned) of DaybookDay: EXDATE with dates in a timed series */
  gboolean is_sorted;    /* both excluded */

  GArray *walls; /* (owned) of gint64: what a rule gave last */
};

G_END_DECLS
