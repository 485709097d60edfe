/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/ical-reader/daybook-ical-property.h"

G_BEGIN_DECLS

/* What a calendar says of itself before its first event. All text owned and nullable. */
typedef struct
{
  char *name;
  char *color;     /* #rrggbb */
  char *zone_name;
  int refresh;     /* how often to look at the most, in seconds; 0 not said */
  gboolean is_cancelled; /* METHOD:CANCEL */
} DaybookIcalHead;

void daybook_ical_head_take (DaybookIcalHead *self, const DaybookIcalProperty *property);
void daybook_ical_head_clear (DaybookIcalHead *self);

G_END_DECLS
