/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where things of a day stand side by side, and what lies between them. Pure functions of seconds. */
typedef struct
{
  gint64 start;
  gint64 end;
  double weight; /* how wide beside others: 1 usual, less for what is less certain */
  /* Found: share of the lane's width, 0 to 1. */
  double left;
  double width;
} DaybookDaySpan;

void daybook_day_spans_arrange (DaybookDaySpan *spans, gsize n, gint64 minimum);
gint64 daybook_day_spans_union (const DaybookDaySpan *spans, gsize n);
GArray *
daybook_day_spans_gaps (const DaybookDaySpan *spans, gsize n, gint64 from, gint64 until, gint64 minimum);

G_END_DECLS
