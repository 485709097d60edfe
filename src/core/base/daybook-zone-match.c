/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-windows-zones.h"
#include "base/daybook-zone.h"

/* Whether both zones have the same offsets in @range. */
gboolean
daybook_zone_is_equal (DaybookZone *self, DaybookZone *other, const DaybookRange *range)
{
  gint64 at = range->start;

  if (self == other)
    return TRUE;
  while (daybook_zone_get_offset (self, at) == daybook_zone_get_offset (other, at))
    {
      gint64 change = daybook_zone_get_next_change (self, at);
      gint64 other_change = daybook_zone_get_next_change (other, at);

      if (change >= range->end && other_change >= range->end)
        return TRUE;
      if (change != other_change)
        return FALSE;
      at = change;
    }
  return FALSE;
}

/* A zone with an IANA name that has the same offsets as @self in @range: this computer's zone if it
 * has, else one of those that Windows knows. For zones that a calendar brought along under a name
 * of its own ("Customized Time Zone"), since only names can be stored and sent; take a range of the
 * years that count, rules of the past differ. (transfer full) (nullable) */
DaybookZone *
daybook_zone_find_known (DaybookZone *self, const DaybookRange *range)
{
  g_autoptr (DaybookZone) local = daybook_zone_new_local ();
  guint n_names;
  const DaybookWindowsZone *names = daybook_windows_zones_get_all (&n_names);

  if (daybook_zone_is_equal (self, local, range))
    return g_steal_pointer (&local);
  for (guint i = 0; i < n_names; i++)
    {
      g_autoptr (DaybookZone) zone = daybook_zone_lookup (names[i].iana);

      if (zone != NULL && daybook_zone_is_equal (self, zone, range))
        return g_steal_pointer (&zone);
    }
  return NULL;
}
