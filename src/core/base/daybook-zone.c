/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-zone-private.h"

#include <string.h>

/* A span with the wall time at which it ends, by its own clock. Walls and starts both ascend, so
 * that either direction is one binary search. */
typedef struct
{
  gint64 start;
  gint64 wall_end;
  gint32 offset;
} Span;

struct _DaybookZone
{
  gatomicrefcount ref_count;
  char *name; /* (owned) */
  gboolean custom;
  guint n_spans; /* at least 1; spans[0] starts at the beginning of time */
  Span spans[];
};

/* Adds a span that starts after all in @spans (of DaybookZoneSpan). One that changes nothing, or
 * that comes after DAYBOOK_ZONE_MAX_SPANS, is left out; one with the start of the last replaces it.
 */
void
daybook_zone_span_append (GArray *spans, gint64 start, int offset)
{
  DaybookZoneSpan span = { start, offset };

  if (spans->len > 0)
    {
      DaybookZoneSpan *last = &g_array_index (spans, DaybookZoneSpan, spans->len - 1);

      if (start <= last->start)
        {
          last->offset = offset;
          return;
        }
      if (last->offset == offset || spans->len >= DAYBOOK_ZONE_MAX_SPANS)
        return;
    }
  g_array_append_val (spans, span);
}

/* A zone of @spans (of DaybookZoneSpan, ascending, at least one), the first of which holds from the
 * beginning of time whatever its start says. (transfer full) */
DaybookZone *
daybook_zone_new_for_spans (const char *name, gboolean custom, GArray *spans)
{
  DaybookZone *self;

  g_return_val_if_fail (spans->len > 0, NULL);

  self = g_malloc0 (sizeof (DaybookZone) + spans->len * sizeof (Span));
  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->custom = custom;
  self->n_spans = spans->len;
  for (guint i = 0; i < spans->len; i++)
    {
      const DaybookZoneSpan *span = &g_array_index (spans, DaybookZoneSpan, i);

      self->spans[i].start = i > 0 ? span->start : G_MININT64;
      self->spans[i].offset = span->offset;
      self->spans[i].wall_end = i + 1 < spans->len ? span[1].start + span->offset : G_MAXINT64;
      /* Two changes in a row that overlap by more than the time between them occur in no real
       * zone. The search below needs ascending ends, so the shorter one is swallowed. */
      if (i > 0 && self->spans[i].wall_end < self->spans[i - 1].wall_end)
        self->spans[i].wall_end = self->spans[i - 1].wall_end;
    }
  return self;
}

/* A zone that is always @offset seconds east of UTC, named like `+05:30`. (transfer full) */
DaybookZone *
daybook_zone_new_fixed (int offset)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (DaybookZoneSpan));
  g_autofree char *name = NULL;

  if (offset == 0)
    return daybook_zone_ref (daybook_zone_get_utc ());
  name = g_strdup_printf ("%c%02d:%02d", offset < 0 ? '-' : '+', ABS (offset) / 3600,
                          ABS (offset) / 60 % 60);
  daybook_zone_span_append (spans, 0, offset);
  return daybook_zone_new_for_spans (name, FALSE, spans);
}

/* (transfer none) */
DaybookZone *
daybook_zone_get_utc (void)
{
  static DaybookZone *utc;

  if (g_once_init_enter (&utc))
    {
      g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (DaybookZoneSpan));

      daybook_zone_span_append (spans, 0, 0);
      g_once_init_leave (&utc, daybook_zone_new_for_spans ("UTC", FALSE, spans));
    }
  return utc;
}

DaybookZone *
daybook_zone_ref (DaybookZone *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
daybook_zone_unref (DaybookZone *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->name);
  g_free (self);
}

/* The IANA name (`Europe/Zurich`, `UTC`), the offset of a fixed zone (`+05:30`), or the TZID of a
 * custom one. Never NULL. */
const char *
daybook_zone_get_name (DaybookZone *self)
{
  return self->name;
}

/* Whether the rules came with a calendar (VTIMEZONE), so that the name means nothing elsewhere. */
gboolean
daybook_zone_is_custom (DaybookZone *self)
{
  return self->custom;
}

static const Span *
find_by_instant (DaybookZone *self, gint64 instant)
{
  guint low = 0, high = self->n_spans;

  /* The last span that starts at or before the instant. */
  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (self->spans[middle].start <= instant)
        low = middle;
      else
        high = middle;
    }
  return &self->spans[low];
}

static const Span *
find_by_wall (DaybookZone *self, gint64 wall)
{
  guint low = 0, high = self->n_spans - 1;

  /* The first span that has not ended by its own clock. */
  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (self->spans[middle].wall_end > wall)
        high = middle;
      else
        low = middle + 1;
    }
  return &self->spans[low];
}

/* Seconds east of UTC at @instant. */
int
daybook_zone_get_offset (DaybookZone *self, gint64 instant)
{
  return find_by_instant (self, instant)->offset;
}

/* When the offset changes next after @instant, G_MAXINT64 for never. */
gint64
daybook_zone_get_next_change (DaybookZone *self, gint64 instant)
{
  const Span *next = find_by_instant (self, instant) + 1;

  return next < self->spans + self->n_spans ? next->start : G_MAXINT64;
}

gint64
daybook_zone_to_wall (DaybookZone *self, gint64 instant)
{
  return instant + find_by_instant (self, instant)->offset;
}

/* The instant of a wall time, after RFC 5545 section 3.3.5: a time that is skipped counts by the
 * offset before the gap (02:30 becomes 03:30), one that comes twice means its first occurrence.
 * (GDateTime answers otherwise in both: 03:00 and the second.) @kind may be NULL. */
gint64
daybook_zone_to_instant_full (DaybookZone *self, gint64 wall, DaybookWallKind *kind)
{
  const Span *span = find_by_wall (self, wall);
  const Span *end = self->spans + self->n_spans;
  DaybookWallKind what = DAYBOOK_WALL_UNIQUE;
  int offset = span->offset;

  if (span > self->spans && wall < span->start + span->offset)
    {
      what = DAYBOOK_WALL_GAP;
      offset = span[-1].offset;
    }
  else if (span + 1 < end && wall >= span[1].start + span[1].offset)
    what = DAYBOOK_WALL_FOLD;
  if (kind != NULL)
    *kind = what;
  return wall - offset;
}

gint64
daybook_zone_to_instant (DaybookZone *self, gint64 wall)
{
  return daybook_zone_to_instant_full (self, wall, NULL);
}

/* Walls from which alone instants of @range can come: a little more than its own length when
 * clocks change in it or shortly before. */
void
daybook_zone_get_wall_bounds (DaybookZone *self, const DaybookRange *range, DaybookRange *walls)
{
  const Span *span = find_by_instant (self, range->start);
  const Span *end = self->spans + self->n_spans;
  int low, high;

  /* Walls of a gap count by the offset before it and land in the hour after it. */
  if (span > self->spans)
    span--;
  low = high = span->offset;
  for (; span < end && span->start < range->end; span++)
    {
      low = MIN (low, span->offset);
      high = MAX (high, span->offset);
    }
  walls->start = range->start + low;
  walls->end = range->end + high;
}

/* The day that the zone's calendars show at @instant. */
DaybookDay
daybook_zone_get_day (DaybookZone *self, gint64 instant)
{
  return daybook_wall_get_day (daybook_zone_to_wall (self, instant));
}

/* The first moment of @day: midnight, or where clocks skip midnight the moment they do. A day that
 * the zone skips whole (Apia, 2011-12-30) starts where the next one starts. */
gint64
daybook_zone_get_day_start (DaybookZone *self, DaybookDay day)
{
  gint64 midnight = daybook_wall_from_day (day);
  const Span *span = find_by_wall (self, midnight);

  if (span > self->spans && midnight < span->start + span->offset)
    return span->start;
  return midnight - span->offset;
}

/* The instants of the days @first to @last, both included. */
DaybookRange
daybook_zone_get_day_range (DaybookZone *self, DaybookDay first, DaybookDay last)
{
  return (DaybookRange){ daybook_zone_get_day_start (self, first),
                         daybook_zone_get_day_start (self, last + 1) };
}
