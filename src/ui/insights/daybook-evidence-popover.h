/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "common/daybook-workspace.h"
#include "store/daybook-evidence.h"

G_BEGIN_DECLS

/* Shows @row where its place in the program is: a meeting in its day, an entry in its week, what the inbox knows there,
 * anything else in the browser or, without an address, the day it happened on. @widget: whatever asks for it. */
void daybook_evidence_open (GtkWidget *widget, const DaybookEvidence *row);
/* Whether opening it leads to a page of the window, so that nobody is surprised by it. */
gboolean daybook_evidence_has_page (const DaybookEvidence *row);

/* A list of @rows (DaybookEvidence, which need not outlive the call), each of which opens; @explanation (nullable): how
 * they were counted. (transfer floating) */
GtkWidget *daybook_evidence_popover_new (GPtrArray *rows, const char *title, const char *explanation,
                                         DaybookWorkspace *workspace);

G_END_DECLS
