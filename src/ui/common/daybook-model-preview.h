/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"
#include "records/daybook-summary.h"

G_BEGIN_DECLS

/* The window that shows what a model would be sent for a summary, or about an item to judge: where to, to which model, how much, and the body of the
 * request byte for byte. The agent makes it (D-Bus Preview); nothing is sent meanwhile, and closing stops it.
 *
 * It is shown before a model is asked for the first time (a summary's reason, or a job's error, is not_agreed), and
 * whenever the person wants to look. */
#define DAYBOOK_TYPE_MODEL_PREVIEW (daybook_model_preview_get_type ())
G_DECLARE_FINAL_TYPE (DaybookModelPreview, daybook_model_preview, DAYBOOK, MODEL_PREVIEW, AdwWindow)

/* Shows it over @parent for the summary of @type of the days [@from, @to), with Send and Remember and Not Now. Finish
 * answers whether the model may be asked now: the person agreed, which is stored already, or nothing of theirs would be
 * sent, or nothing leaves this computer. FALSE without an error: not now. */
void daybook_model_preview_ask_async (GtkWindow *parent,
                                      DaybookWorkspace *workspace,
                                      DaybookSummaryType type,
                                      DaybookDay from,
                                      DaybookDay to,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
gboolean daybook_model_preview_ask_finish (GAsyncResult *result, GError **error);

/* Shows it to look at: with Agree and Remember where the person has not agreed, with Stop Sending where they have. */
void daybook_model_preview_present (GtkWindow *parent,
                                    DaybookWorkspace *workspace,
                                    DaybookSummaryType type,
                                    DaybookDay from,
                                    DaybookDay to);
/* Likewise for suggestions: about the item that is judged next or, where none waits, that was judged last. */
void daybook_model_preview_present_suggestion (GtkWindow *parent, DaybookWorkspace *workspace);

G_END_DECLS
