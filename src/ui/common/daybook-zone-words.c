/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-zone-words.h"

#include <string.h>

/* "Buenos Aires" of "America/Argentina/Buenos_Aires". */
char *
daybook_zone_words_place (const char *name)
{
  const char *last = strrchr (name, '/');

  return g_strdelimit (g_strdup (last != NULL ? last + 1 : name), "_", ' ');
}

/* "UTC+1", "UTC−3:30"; UTC itself alone. @offset in seconds. */
char *
daybook_zone_words_offset (int offset)
{
  int minutes = ABS (offset) / 60;
  const char *sign = offset < 0 ? "\xe2\x88\x92" : "+";

  if (minutes == 0)
    return g_strdup ("UTC");
  if (minutes % 60 == 0)
    return g_strdup_printf ("UTC%s%d", sign, minutes / 60);
  return g_strdup_printf ("UTC%s%d:%02d", sign, minutes / 60, minutes % 60);
}

/* "Europe/Berlin, UTC+1" as it is at @instant. */
char *
daybook_zone_words_describe (DaybookZone *zone, gint64 instant)
{
  const char *name = daybook_zone_get_name (zone);
  g_autofree char *offset = daybook_zone_words_offset (daybook_zone_get_offset (zone, instant));

  return g_str_equal (name, offset) ? g_steal_pointer (&offset) : g_strjoin (", ", name, offset, NULL);
}
