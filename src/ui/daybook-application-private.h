/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-application.h"
#include "daybook-window.h"

G_BEGIN_DECLS

void daybook_application_add_actions (DaybookApplication *self);
void daybook_application_add_debug_actions (DaybookApplication *self);
DaybookWindow *daybook_application_present_window (DaybookApplication *self);

G_END_DECLS
