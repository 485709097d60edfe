/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "base/daybook-time.h"

G_BEGIN_DECLS

/* A button that names a day and opens a calendar to choose another. Signal "chosen": the person did. */
#define DAYBOOK_TYPE_DATE_BUTTON (daybook_date_button_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDateButton, daybook_date_button, DAYBOOK, DATE_BUTTON, AdwBin)

DaybookDay daybook_date_button_get_day (DaybookDateButton *self);
void daybook_date_button_set_day (DaybookDateButton *self, DaybookDay day);
void daybook_date_button_set_name (DaybookDateButton *self, const char *name);

G_END_DECLS
