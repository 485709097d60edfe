/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/daybook-summary-prompt.h"

G_BEGIN_DECLS

#define DAYBOOK_SUMMARY_MOST_CHARACTERS 2000
#define DAYBOOK_SUMMARY_LEAST_SENTENCES 3

gboolean daybook_summary_answer_read (const char *text, const DaybookSummaryPrompt *prompt, DaybookSlots *slots,
                                      DaybookSummary *summary, GError **error);

G_END_DECLS
