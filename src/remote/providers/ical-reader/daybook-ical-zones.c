/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ical-reader/daybook-ical-zones.h"

#include <string.h>

#include "base/daybook-ical-time.h"
#include "base/daybook-windows-zones.h"
#include "providers/daybook-digest.h"

/* A calendar that defines more is a bomb. */
#define MAX_DEFINITIONS 64
#define MAX_NAMES 1024

/* A definition is compared with known zones over this time around now, hour by hour. */
#define COMPARE_BACK (400 * DAYBOOK_DAY_SECONDS)
#define COMPARE_AHEAD (1200 * DAYBOOK_DAY_SECONDS)
#define COMPARE_STEP 3600

struct _DaybookIcalZones
{
  DaybookZone *viewer;     /* (owned) */
  gint64 now;
  GHashTable *definitions; /* (owned) TZID -> text of a VTIMEZONE that is not known by its name */
  GHashTable *found;       /* (owned) TZID -> DaybookIcalZone */
  const char *last_name;   /* (nullable) key of found */
  const DaybookIcalZone *last;
  guint64 digest;
  gboolean missed;
};

static void
zone_free (gpointer data)
{
  DaybookIcalZone *self = data;

  g_clear_pointer (&self->zone, daybook_zone_unref);
  g_free (self->name);
  g_free (self);
}

/* @viewer is the person's zone, in which floating times are told; @now decides which years a definition
 * has to agree with a known zone. */
DaybookIcalZones *
daybook_ical_zones_new (DaybookZone *viewer, gint64 now)
{
  DaybookIcalZones *self = g_new0 (DaybookIcalZones, 1);

  self->viewer = daybook_zone_ref (viewer);
  self->now = now;
  self->definitions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, zone_free);
  return self;
}

void
daybook_ical_zones_free (DaybookIcalZones *self)
{
  daybook_zone_unref (self->viewer);
  g_hash_table_unref (self->definitions);
  g_hash_table_unref (self->found);
  g_free (self);
}

DaybookZone *
daybook_ical_zones_get_viewer (DaybookIcalZones *self)
{
  return self->viewer;
}

/* Of all definitions so far that may matter to an event. */
guint64
daybook_ical_zones_get_digest (DaybookIcalZones *self)
{
  return self->digest;
}

/* Whether a name has been asked for, since the last call, that nobody knows and nothing defines yet. */
gboolean
daybook_ical_zones_take_missed (DaybookIcalZones *self)
{
  gboolean missed = self->missed;

  self->missed = FALSE;
  return missed;
}

/* The value of the first @name in unfolded lines. (transfer full) (nullable) */
static char *
find_property (const char *text, gsize length, const char *name)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *stop = memchr (text, '\n', end - text);
      DaybookIcalProperty property;

      if (stop == NULL)
        stop = end;
      if (daybook_ical_property_split (&property, text, stop - text) && daybook_ical_property_is (&property, name))
        return daybook_ical_property_get_raw (&property);
      text = stop + 1;
    }
  return NULL;
}

/* Takes a VTIMEZONE: unfolded lines, LF between. */
void
daybook_ical_zones_define (DaybookIcalZones *self, const char *text, gsize length)
{
  g_autofree char *name = find_property (text, length, "TZID");
  g_autoptr (DaybookZone) known = name != NULL ? daybook_zone_lookup (name) : NULL;

  if (name == NULL || known != NULL || g_hash_table_size (self->definitions) >= MAX_DEFINITIONS)
    return;
  self->digest = daybook_digest_bytes (self->digest, text, length);
  /* An event before its zone's definition has asked in vain. */
  if (self->last_name != NULL && g_str_equal (self->last_name, name))
    self->last_name = NULL;
  g_hash_table_remove (self->found, name);
  g_hash_table_replace (self->definitions, g_steal_pointer (&name), g_strndup (text, length));
}

static gboolean
behaves_like (DaybookIcalZones *self, DaybookZone *zone, DaybookZone *other)
{
  for (gint64 at = self->now - COMPARE_BACK; at < self->now + COMPARE_AHEAD; at += COMPARE_STEP)
    {
      if (daybook_zone_get_offset (zone, at) != daybook_zone_get_offset (other, at))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_if_alike (DaybookIcalZones *self, DaybookIcalZone *found, DaybookZone *candidate /* (transfer full) */)
{
  g_autoptr (DaybookZone) other = candidate;

  if (other == NULL || !behaves_like (self, found->zone, other))
    return FALSE;
  g_free (found->name);
  found->name = g_strdup (daybook_zone_get_name (other));
  daybook_zone_unref (found->zone);
  found->zone = g_steal_pointer (&other);
  return TRUE;
}

/* Gives a zone of the calendar's own the name of one that everybody knows, if it is the same in all but
 * name: what it says of itself, the person's zone, a plain offset, then every zone that Windows knows. */
static void
find_name (DaybookIcalZones *self, DaybookIcalZone *found, const char *definition)
{
  g_autofree char *location = find_property (definition, strlen (definition), "X-LIC-LOCATION");
  guint n_zones;
  const DaybookWindowsZone *all = daybook_windows_zones_get_all (&n_zones);

  if (take_if_alike (self, found, location != NULL ? daybook_zone_lookup (location) : NULL)
      || take_if_alike (self, found, daybook_zone_ref (self->viewer))
      || take_if_alike (self, found, daybook_zone_new_fixed (daybook_zone_get_offset (found->zone, self->now))))
    return;
  for (guint i = 0; i < n_zones; i++)
    {
      if (take_if_alike (self, found, daybook_zone_lookup (all[i].iana)))
        return;
    }
}

static DaybookIcalZone *
resolve (DaybookIcalZones *self, const char *name)
{
  DaybookIcalZone *found = g_new0 (DaybookIcalZone, 1);
  const char *definition = g_hash_table_lookup (self->definitions, name);

  found->zone = daybook_zone_lookup (name);
  if (found->zone != NULL)
    found->name = g_strdup (daybook_zone_get_name (found->zone));
  else if (definition != NULL)
    {
      found->zone = daybook_zone_new_for_vtimezone (definition, -1, NULL);
      if (found->zone != NULL)
        find_name (self, found, definition);
    }
  else
    self->missed = TRUE;
  return found;
}

/* What a TZID means. (transfer none), good until the next definition. */
const DaybookIcalZone *
daybook_ical_zones_find (DaybookIcalZones *self, const char *name, gsize length)
{
  g_autofree char *key = NULL;
  gpointer stored_key, value;

  if (self->last_name != NULL && strncmp (self->last_name, name, length) == 0 && self->last_name[length] == '\0')
    {
      self->missed |= self->last->zone == NULL;
      return self->last;
    }
  key = g_strndup (name, length);
  if (!g_hash_table_lookup_extended (self->found, key, &stored_key, &value))
    {
      static const DaybookIcalZone nowhere;

      if (g_hash_table_size (self->found) >= MAX_NAMES)
        return &nowhere;
      value = resolve (self, key);
      stored_key = key;
      g_hash_table_insert (self->found, g_steal_pointer (&key), value);
    }
  self->last_name = stored_key;
  self->last = value;
  self->missed |= self->last->zone == NULL;
  return self->last;
}

static void
set_floating (DaybookIcalTime *self, DaybookZone *viewer)
{
  self->is_floating = TRUE;
  self->zone = viewer;
  self->at = daybook_zone_to_instant (viewer, self->wall);
}

/* A zone of the calendar's own that is like no known one: the offset that it has then, by which a series
 * goes on when the calendar is not at hand. */
static const char *
find_offset_name (DaybookIcalZones *self, DaybookZone *zone, gint64 at)
{
  int offset = daybook_zone_get_offset (zone, at);
  g_autofree char *name =
      g_strdup_printf ("%c%02d:%02d", offset < 0 ? '-' : '+', ABS (offset) / 3600, ABS (offset) / 60 % 60);

  return daybook_ical_zones_find (self, name, strlen (name))->name;
}

/* Reads a DATE or DATE-TIME in any of its forms (RFC 5545 section 3.3.5). FALSE for what is none. */
gboolean
daybook_ical_time_read (DaybookIcalTime *self, const DaybookIcalProperty *property, DaybookIcalZones *zones)
{
  DaybookIcalForm form;
  const char *name;
  gsize length;

  memset (self, 0, sizeof *self);
  if (!daybook_ical_time_parse (property->value, property->value_length, &self->wall, &form))
    return FALSE;
  self->is_set = TRUE;
  if (form == DAYBOOK_ICAL_DATE)
    {
      self->is_date = TRUE;
      self->at = self->wall;
      return TRUE;
    }
  if (form == DAYBOOK_ICAL_UTC)
    {
      self->zone = daybook_zone_get_utc ();
      self->zone_name = "UTC";
      self->at = self->wall;
      return TRUE;
    }
  name = daybook_ical_property_find_parameter (property, "TZID", &length);
  if (name != NULL && length > 0)
    {
      const DaybookIcalZone *found = daybook_ical_zones_find (zones, name, length);

      if (found->zone != NULL)
        {
          self->zone = found->zone;
          self->at = daybook_zone_to_instant (found->zone, self->wall);
          self->zone_name = found->name != NULL ? found->name : find_offset_name (zones, self->zone, self->at);
          return TRUE;
        }
      self->zone_unknown = TRUE;
    }
  set_floating (self, daybook_ical_zones_get_viewer (zones));
  return TRUE;
}
