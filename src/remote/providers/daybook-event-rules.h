/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-event.h"

G_BEGIN_DECLS

/* What holds for every event from outside, whichever service delivered it. */

char *daybook_event_tidy_line (char *text /* (transfer full) (nullable) */);
char *daybook_event_tidy_text (char *text /* (transfer full) (nullable) */);
void daybook_event_take_description (DaybookEvent *event, char *text /* (transfer full) (nullable) */);
gboolean daybook_event_take_conference (DaybookEvent *event, const char *address);
void daybook_event_find_conference (DaybookEvent *event);
const char *daybook_event_check (const DaybookEvent *event);
const char *daybook_event_check_series (const char *lines);
guint64 daybook_event_digest (const DaybookEvent *event);

G_END_DECLS
