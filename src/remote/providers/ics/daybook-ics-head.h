/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/ics/daybook-ics-property.h"

G_BEGIN_DECLS

/* What a calendar says of itself before its first event. All text owned and nullable. */
typedef struct
{
  char *name;
  char *color;     /* #rrggbb */
  char *zone_name;
  int refresh;     /* how often to look at the most, in seconds; 0 not said */
  gboolean is_cancelled; /* METHOD:CANCEL */
} DaybookIcsHead;

void daybook_ics_head_take (DaybookIcsHead *self, const DaybookIcsProperty *property);
void daybook_ics_head_clear (DaybookIcsHead *self);

G_END_DECLS
