/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-entry-words.h"
#include "today/daybook-day-entry.h"
#include "today/daybook-day-event.h"

G_BEGIN_DECLS

/* What a screen reader says of things in a day, and what their tooltips say. New strings. */
char *daybook_day_words_for_event (DaybookDayEvent *event, gboolean over);
char *daybook_day_words_for_entry (DaybookDayEntry *entry);
char *daybook_day_words_for_gap (gint64 from, gint64 to);
char *daybook_day_words_for_work_left (guint meetings, gint64 gap);

G_END_DECLS
