/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-zone-finder.h"

#include <string.h>

void
daybook_zone_finder_clear (DaybookZoneFinder *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->zone, daybook_zone_unref);
}

/* The zone of a Windows or IANA name of @length bytes, NULL when nobody knows it, as `tzone://Microsoft/Custom`, which an
 * event from a foreign calendar has. (transfer none): good until the next call. */
DaybookZone *
daybook_zone_finder_find (DaybookZoneFinder *self, const char *name, gsize length)
{
  if (self->name == NULL || strncmp (self->name, name, length) != 0 || self->name[length] != '\0')
    {
      daybook_zone_finder_clear (self);
      self->name = g_strndup (name, length);
      self->zone = daybook_zone_lookup (self->name);
    }
  return self->zone;
}
