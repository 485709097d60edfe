/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-zones.h"

static gboolean
differs (DaybookZone *zone, DaybookZone *other, const DaybookRange *day)
{
  return other != NULL && !daybook_zone_is_equal (zone, other, day);
}

/* The zone that stands beside @zone on a day, for a person who travels, or NULL. Either the days are kept in the zone of home
 * and the computer's clock tells where the person is; or the days follow the computer, and most meetings are of another
 * zone: those at home. A single meeting from elsewhere is no journey. @event_zones: of the day's timed events, NULL-terminated,
 * "" where an event names none. (transfer full) */
DaybookZone *
daybook_day_zones_find_other (DaybookZone *zone, DaybookZone *local, const char *const *event_zones,
                              const DaybookRange *day)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  if (differs (zone, local, day))
    return daybook_zone_ref (local);
  for (; event_zones[n] != NULL; n++)
    g_hash_table_insert (counts, (gpointer) event_zones[n],
                         GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, event_zones[n])) + 1));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DaybookZone) other = NULL;

      if (GPOINTER_TO_UINT (g_hash_table_lookup (counts, event_zones[i])) * 2 <= n || *event_zones[i] == '\0')
        continue;
      other = daybook_zone_lookup (event_zones[i]);
      return differs (zone, other, day) ? g_steal_pointer (&other) : NULL;
    }
  return NULL;
}
