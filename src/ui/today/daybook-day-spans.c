/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-spans.h"

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  const DaybookDaySpan *const *x = a, *const *y = b;

  if ((*x)->start != (*y)->start)
    return (*x)->start < (*y)->start ? -1 : 1;
  /* The longer one first, so that it gets the column at the edge. */
  if ((*x)->end != (*y)->end)
    return (*x)->end > (*y)->end ? -1 : 1;
  return *x < *y ? -1 : 1;
}

static GPtrArray *
sorted (const DaybookDaySpan *spans, gsize n)
{
  GPtrArray *order = g_ptr_array_sized_new (n);

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (order, (gpointer) &spans[i]);
  g_ptr_array_sort (order, compare_starts);
  return order;
}

static gint64
shown_end (const DaybookDaySpan *span, gint64 minimum)
{
  return MAX (span->end, span->start + minimum);
}

/* Gives the columns of one cluster (spans that touch each other, directly or through others) their
 * places: a column is as wide as its heaviest span, and a span reaches over the columns on its right
 * that are free during its time. */
static void
place_cluster (DaybookDaySpan **spans, const guint *columns, guint n, guint n_columns, gint64 minimum)
{
  g_autofree double *weights = g_new0 (double, n_columns);
  g_autofree double *edges = g_new0 (double, n_columns + 1);
  double sum = 0;

  for (guint i = 0; i < n; i++)
    weights[columns[i]] = MAX (weights[columns[i]], spans[i]->weight);
  for (guint c = 0; c < n_columns; c++)
    sum += weights[c];
  for (guint c = 0; c < n_columns; c++)
    edges[c + 1] = edges[c] + weights[c] / sum;

  for (guint i = 0; i < n; i++)
    {
      guint right = columns[i] + 1;

      for (gboolean is_free = TRUE; right < n_columns; right++)
        {
          for (guint j = 0; j < n && is_free; j++)
            is_free = columns[j] != right || spans[j]->start >= shown_end (spans[i], minimum)
                      || shown_end (spans[j], minimum) <= spans[i]->start;
          if (!is_free)
            break;
        }
      spans[i]->left = edges[columns[i]];
      spans[i]->width = edges[right] - edges[columns[i]];
    }
}

/* Puts spans that overlap beside each other. A span is at least @minimum long for this, as it is drawn. */
void
daybook_day_spans_arrange (DaybookDaySpan *spans, gsize n, gint64 minimum)
{
  g_autoptr (GPtrArray) order = sorted (spans, n);
  g_autofree guint *columns = g_new0 (guint, n);
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (gint64)); /* of the columns */
  gint64 cluster_end = G_MININT64;
  guint first = 0;

  for (guint i = 0; i < n; i++)
    {
      DaybookDaySpan *span = order->pdata[i];
      gint64 end = shown_end (span, minimum);
      guint column = 0;

      if (span->start >= cluster_end)
        {
          if (i > first)
            place_cluster ((DaybookDaySpan **) order->pdata + first, columns + first, i - first, ends->len, minimum);
          first = i;
          g_array_set_size (ends, 0);
        }
      while (column < ends->len && g_array_index (ends, gint64, column) > span->start)
        column++;
      if (column == ends->len)
        g_array_append_val (ends, end);
      else
        g_array_index (ends, gint64, column) = end;
      columns[i] = column;
      cluster_end = MAX (cluster_end, end);
    }
  if (n > first)
    place_cluster ((DaybookDaySpan **) order->pdata + first, columns + first, n - first, ends->len, minimum);
}

/* How long at least one of the spans lasts. */
gint64
daybook_day_spans_union (const DaybookDaySpan *spans, gsize n)
{
  g_autoptr (GPtrArray) order = sorted (spans, n);
  gint64 covered = 0, end = G_MININT64;

  for (guint i = 0; i < n; i++)
    {
      const DaybookDaySpan *span = order->pdata[i];

      if (span->end > end)
        {
          covered += span->end - MAX (span->start, end);
          end = span->end;
        }
    }
  return covered;
}

/* What lies open between the spans, from @from to @until and at least @minimum long: DaybookDaySpan with
 * start and end. Before the first and behind the last of them nothing is asked of anybody. */
GArray *
daybook_day_spans_gaps (const DaybookDaySpan *spans, gsize n, gint64 from, gint64 until, gint64 minimum)
{
  GArray *gaps = g_array_new (FALSE, TRUE, sizeof (DaybookDaySpan));
  g_autoptr (GPtrArray) order = sorted (spans, n);
  gint64 end = n > 0 ? ((DaybookDaySpan *) order->pdata[0])->end : 0;

  for (guint i = 1; i < n; i++)
    {
      const DaybookDaySpan *span = order->pdata[i];
      DaybookDaySpan gap = { MAX (end, from), MIN (span->start, until), 1, 0, 1 };

      if (gap.end - gap.start >= minimum)
        g_array_append_val (gaps, gap);
      end = MAX (end, span->end);
    }
  return gaps;
}
