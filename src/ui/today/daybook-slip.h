/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "today/daybook-day-item.h"

G_BEGIN_DECLS

/* What the lane of logged time is made of: a neutral slip with the dot of its project, title and
 * duration, the project and a hint as far as there is room. Subclasses fill it in. */
#define DAYBOOK_TYPE_SLIP (daybook_slip_get_type ())
G_DECLARE_DERIVABLE_TYPE (DaybookSlip, daybook_slip, DAYBOOK, SLIP, DaybookDayItem)

struct _DaybookSlipClass
{
  DaybookDayItemClass parent_class;
};

void daybook_slip_set_color (DaybookSlip *self, const char *color);
void daybook_slip_set_has_dot (DaybookSlip *self, gboolean has_dot);
void daybook_slip_set_texts (DaybookSlip *self,
                             const char *title,
                             const char *project,  /* (nullable) */
                             const char *duration, /* (nullable) */
                             const char *hint);    /* (nullable) */
void daybook_slip_set_mark (DaybookSlip *self, const char *icon, const char *css_class);

G_END_DECLS
