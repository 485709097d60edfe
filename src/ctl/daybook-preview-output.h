/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-errand.h"

G_BEGIN_DECLS

/* Prints what an errand "preview", which has run, would send: the bytes alone on stdout, so that they can be
 * compared with what a server received; where to, on stderr. @and_agree: and notes that the person agrees to it. */
gboolean daybook_preview_output_show (DaybookCtl *ctl, DaybookErrand *errand, gboolean and_agree, GError **error);

G_END_DECLS
