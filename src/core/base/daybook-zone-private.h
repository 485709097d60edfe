/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"

G_BEGIN_DECLS

/* From @start (an instant) until the next span's start, local time is UTC plus @offset seconds. */
typedef struct
{
  gint64 start;
  gint32 offset;
} DaybookZoneSpan;

/* No zone of tzdata needs a third of this to 2200, and no VTIMEZONE gets more. */
#define DAYBOOK_ZONE_MAX_SPANS 2048

DaybookZone *daybook_zone_new_for_spans (const char *name, gboolean custom, GArray *spans);
void daybook_zone_span_append (GArray *spans, gint64 start, int offset);

/* daybook-zone-names.c */
const char *daybook_zone_get_folder (void);

/* daybook-zone-file.c */
DaybookZone *daybook_zone_new_for_tzif (const char *name, const guint8 *data, gsize size);
gboolean daybook_zone_append_posix (GArray *spans, const char *rule, gint64 since);

G_END_DECLS
