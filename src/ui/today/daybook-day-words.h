/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "today/daybook-day-entry.h"
#include "today/daybook-day-event.h"

G_BEGIN_DECLS

/* What a screen reader says of things in a day, and what their tooltips say. New strings. */
char *daybook_day_words_for_event (DaybookDayEvent *event, gboolean over);
char *daybook_day_words_for_entry (DaybookDayEntry *entry);
char *daybook_day_words_for_gap (gint64 from, gint64 to);
char *daybook_day_words_for_work_left (guint meetings, gint64 gap);
const char *daybook_entry_status_name (DaybookEntryStatus status);

G_END_DECLS
