/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series: any lines are taken or refused within bounds; what comes of them ascends, lies in the
 * window, and is the same in windows side by side. The first line is DTSTART's value, with a letter
 * before it for the zone; the others are the series' lines. */
#include <string.h>

#include "fuzz.h"
#include "sync/daybook-recurrence.h"

static DaybookZone *
get_zone (char letter)
{
  static DaybookZone *zurich, *apia;

  if (zurich == NULL)
    {
      zurich = daybook_zone_lookup ("Europe/Zurich");
      apia = daybook_zone_lookup ("Pacific/Apia");
    }
  return letter == 'z' ? zurich : letter == 'a' ? apia : daybook_zone_get_utc ();
}

static DaybookExpansion
expand (DaybookRecurrence *series, gint64 from, gint64 to, GArray *instances)
{
  DaybookRange window = { from, to };
  guint first = instances->len;
  DaybookExpansion expansion = daybook_recurrence_expand (series, &window, instances);

  FUZZ_ASSERT (instances->len - first <= DAYBOOK_RECURRENCE_MAX_INSTANCES);
  for (guint i = first; i < instances->len; i++)
    {
      const DaybookInstance *instance = &g_array_index (instances, DaybookInstance, i);

      FUZZ_ASSERT (daybook_range_contains (&window, instance->start));
      FUZZ_ASSERT (i == first || instance[-1].start < instance->start);
      FUZZ_ASSERT (instance->duration >= -1);
    }
  return expansion;
}

static void
check_windows (DaybookRecurrence *series, gint64 from, gint64 middle, gint64 to)
{
  g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));

  if (expand (series, from, to, whole) != DAYBOOK_EXPANSION_COMPLETE
      || expand (series, from, middle, parts) != DAYBOOK_EXPANSION_COMPLETE
      || expand (series, middle, to, parts) != DAYBOOK_EXPANSION_COMPLETE)
    return;
  FUZZ_ASSERT (whole->len == parts->len);
  FUZZ_ASSERT (whole->len == 0
               || memcmp (whole->data, parts->data, whole->len * sizeof (DaybookInstance)) == 0);
  if (whole->len > 0)
    FUZZ_ASSERT (daybook_recurrence_get_next (series, from - 1)
                 == g_array_index (whole, DaybookInstance, 0).start);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = (const char *) data;
  const char *end = size > 0 ? memchr (text, '\n', size) : NULL;
  g_autoptr (DaybookRecurrence) series = daybook_recurrence_new ();
  g_autoptr (GError) error = NULL;
  DaybookIcalForm form;
  gint64 wall;

  if (end == NULL || end == text
      || !daybook_ical_time_parse (text + 1, end - text - 1, &wall, &form))
    return 0;
  if (form == DAYBOOK_ICAL_DATE)
    daybook_recurrence_start_all_day (series, daybook_wall_get_day (wall));
  else
    daybook_recurrence_start (series, get_zone (*text), wall);
  if (!daybook_recurrence_add_lines (series, end + 1, size - (end + 1 - text), NULL, NULL, &error))
    FUZZ_ASSERT (error != NULL && g_utf8_validate (error->message, -1, NULL));
  else
    FUZZ_ASSERT (error == NULL);
  check_windows (series, wall - DAYBOOK_DAY_SECONDS, wall + 10 * DAYBOOK_DAY_SECONDS + 12345,
                 wall + 400 * DAYBOOK_DAY_SECONDS);
  check_windows (series, wall + 10000 * DAYBOOK_DAY_SECONDS, wall + 10010 * DAYBOOK_DAY_SECONDS,
                 wall + 10020 * DAYBOOK_DAY_SECONDS);
  return 0;
}
