/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "insights/daybook-insights.h"

G_BEGIN_DECLS

/* A small button that stands for the rows a sentence rests on. With a number it is what the superscript of the prose
 * points to. */
#define DAYBOOK_TYPE_CITE_CHIP (daybook_cite_chip_get_type ())
G_DECLARE_FINAL_TYPE (DaybookCiteChip, daybook_cite_chip, DAYBOOK, CITE_CHIP, GtkButton)

/* @number: 0 for none; @named: of a single row its title stands on it. NULL: none of the rows is there any more. */
GtkWidget *daybook_cite_chip_new (const DaybookInsights *insights, const DaybookSentence *sentence, guint number, gboolean named);
const char *const *daybook_cite_chip_get_ids (DaybookCiteChip *self);

G_END_DECLS
