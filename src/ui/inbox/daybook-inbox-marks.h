/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "insight/daybook-grounds.h"

G_BEGIN_DECLS

/* The words that led to a suggestion, marked in the text they stand in. Attributes, never markup: the text is somebody
 * else's. */
typedef struct
{
  GdkRGBA fill; /* behind the words; text on it has 7 : 1 where the theme's own has */
  gboolean high_contrast;
} DaybookInboxMarkStyle;

void daybook_inbox_mark_style_compute (DaybookInboxMarkStyle *style,
                                       const GdkRGBA *ground,
                                       const GdkRGBA *text,
                                       const GdkRGBA *accent,
                                       gboolean dark,
                                       gboolean high_contrast);
PangoAttrList *daybook_inbox_marks_make_attributes (const GArray *grounds, gboolean in_title, const DaybookInboxMarkStyle *style);
/* What the marks say, for whoever does not see them: "Asks: “...”. Names a date: “...”."; "" without any. */
char *daybook_inbox_marks_describe (const GArray *grounds, gboolean in_title, const char *text);

/* Both, in a label that shows @text on a card. */
void daybook_inbox_marks_show (GtkLabel *label, const GArray *grounds, gboolean in_title, const char *text);

G_END_DECLS
