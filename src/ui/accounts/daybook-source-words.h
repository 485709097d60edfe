/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-source.h"

G_BEGIN_DECLS

/* Calendars, mailboxes and the like in words. New strings. */

char *daybook_source_words_count (GPtrArray *sources /* of DaybookSource */, gint64 items);
char *daybook_source_words_describe (const DaybookSource *source, gint64 items);
char *daybook_source_words_window (int back_days, int ahead_days);
char *daybook_source_words_state (const DaybookSource *source);
const char *daybook_source_words_title (GPtrArray *sources);

G_END_DECLS
