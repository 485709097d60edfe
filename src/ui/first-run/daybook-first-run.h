/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* What Daybook does, and the two ways to begin. */
#define DAYBOOK_TYPE_FIRST_RUN (daybook_first_run_get_type ())
G_DECLARE_FINAL_TYPE (DaybookFirstRun, daybook_first_run, DAYBOOK, FIRST_RUN, AdwBin)

G_END_DECLS
