/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Things of a day side by side, and what lies between them. Times are minutes here. */
#include "today/daybook-day-spans.h"

#define SHORTEST 20

static void
assert_span (const DaybookDaySpan *span, double left, double width)
{
  g_assert_cmpfloat_with_epsilon (span->left, left, 0.001);
  g_assert_cmpfloat_with_epsilon (span->width, width, 0.001);
}

static void
test_alone (void)
{
  DaybookDaySpan spans[] = { { 540, 600, 1 }, { 600, 660, 1 }, { 700, 720, 1 } };

  daybook_day_spans_arrange (spans, G_N_ELEMENTS (spans), SHORTEST);
  for (gsize i = 0; i < G_N_ELEMENTS (spans); i++)
    assert_span (&spans[i], 0, 1);
}

static void
test_beside (void)
{
  DaybookDaySpan spans[] = { { 600, 690, 1 }, { 660, 720, 0.66 } };

  daybook_day_spans_arrange (spans, G_N_ELEMENTS (spans), SHORTEST);
  assert_span (&spans[0], 0, 1 / 1.66);
  assert_span (&spans[1], 1 / 1.66, 0.66 / 1.66);
}

/* Nine minutes are drawn as twenty: what begins within them stands beside. */
static void
test_short (void)
{
  DaybookDaySpan spans[] = { { 600, 609, 1 }, { 615, 700, 1 } };

  daybook_day_spans_arrange (spans, G_N_ELEMENTS (spans), SHORTEST);
  assert_span (&spans[0], 0, 0.5);
  assert_span (&spans[1], 0.5, 0.5);
}

/* A chain: the third has the first's column again, and nobody takes more than is free. */
static void
test_chain (void)
{
  DaybookDaySpan spans[] = { { 600, 660, 1 }, { 630, 720, 1 }, { 660, 700, 1 }, { 720, 760, 1 } };

  daybook_day_spans_arrange (spans, G_N_ELEMENTS (spans), SHORTEST);
  assert_span (&spans[0], 0, 0.5);
  assert_span (&spans[1], 0.5, 0.5);
  assert_span (&spans[2], 0, 0.5);
  assert_span (&spans[3], 0, 1);
}

/* Three at once, then one that has two columns free beside it. */
static void
test_reaches_over_free_columns (void)
{
  DaybookDaySpan spans[] = { { 600, 900, 1 }, { 600, 660, 1 }, { 600, 660, 1 }, { 700, 760, 1 } };

  daybook_day_spans_arrange (spans, G_N_ELEMENTS (spans), SHORTEST);
  assert_span (&spans[0], 0, 1.0 / 3);
  assert_span (&spans[3], 1.0 / 3, 2.0 / 3);
}

/* Whatever the day: no two of the same time share a place, all stay in the lane. */
static void
test_random (void)
{
  for (int round = 0; round < 500; round++)
    {
      DaybookDaySpan spans[14];
      gsize n = g_test_rand_int_range (0, 15);

      for (gsize i = 0; i < n; i++)
        {
          spans[i].start = g_test_rand_int_range (0, 300);
          spans[i].end = spans[i].start + g_test_rand_int_range (0, 120);
          spans[i].weight = g_test_rand_bit () ? 1 : 0.66;
        }
      daybook_day_spans_arrange (spans, n, SHORTEST);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpfloat (spans[i].left, >=, 0);
          g_assert_cmpfloat (spans[i].width, >, 0);
          g_assert_cmpfloat (spans[i].left + spans[i].width, <, 1.0001);
          for (gsize j = 0; j < i; j++)
            {
              gboolean same_time = spans[i].start < MAX (spans[j].end, spans[j].start + SHORTEST)
                                   && spans[j].start < MAX (spans[i].end, spans[i].start + SHORTEST);
              gboolean same_place = spans[i].left < spans[j].left + spans[j].width - 0.0001
                                    && spans[j].left < spans[i].left + spans[i].width - 0.0001;

              g_assert_false (same_time && same_place);
            }
        }
    }
}

static void
test_union (void)
{
  const DaybookDaySpan spans[] = { { 600, 690 }, { 660, 720 }, { 540, 555 }, { 610, 620 } };

  g_assert_cmpint (daybook_day_spans_union (spans, G_N_ELEMENTS (spans)), ==, 135);
  g_assert_cmpint (daybook_day_spans_union (NULL, 0), ==, 0);
}

static void
assert_gaps (const DaybookDaySpan *spans, gsize n, gint64 from, gint64 until, const char *expected)
{
  g_autoptr (GArray) gaps = daybook_day_spans_gaps (spans, n, from, until, 30);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < gaps->len; i++)
    {
      const DaybookDaySpan *gap = &g_array_index (gaps, DaybookDaySpan, i);

      g_string_append_printf (found, "%s%d-%d", i > 0 ? " " : "", (int) gap->start, (int) gap->end);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_gaps (void)
{
  const DaybookDaySpan spans[] = { { 540, 600 }, { 560, 640 }, { 670, 700 }, { 729, 740 }, { 800, 860 } };

  /* 640 to 670 is exactly long enough, 700 to 729 is a minute short. */
  assert_gaps (spans, G_N_ELEMENTS (spans), 0, 1440, "640-670 740-800");
  /* What is still to come is nothing that is missing. */
  assert_gaps (spans, G_N_ELEMENTS (spans), 0, 780, "640-670 740-780");
  assert_gaps (spans, G_N_ELEMENTS (spans), 0, 769, "640-670");
  /* Before work begins too. */
  assert_gaps (spans, G_N_ELEMENTS (spans), 750, 1440, "750-800");
  assert_gaps (spans, 1, 0, 1440, "");
  assert_gaps (NULL, 0, 0, 1440, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/day-spans/alone-takes-the-lane", test_alone);
  g_test_add_func ("/ui/day-spans/overlapping-stand-beside", test_beside);
  g_test_add_func ("/ui/day-spans/short-ones-as-they-are-drawn", test_short);
  g_test_add_func ("/ui/day-spans/chain-uses-columns-again", test_chain);
  g_test_add_func ("/ui/day-spans/reaches-over-free-columns", test_reaches_over_free_columns);
  g_test_add_func ("/ui/day-spans/any-day-has-room", test_random);
  g_test_add_func ("/ui/day-spans/union", test_union);
  g_test_add_func ("/ui/day-spans/gaps", test_gaps);
  return g_test_run ();
}
