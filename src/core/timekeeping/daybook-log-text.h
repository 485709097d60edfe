/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-entry.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* What a person types to log time: "2.5 hours: Client meeting", "1h30 review", "90m x", "2,5 h: y",
 * "1:15 z". The same text works in the log bar, on the command line and in Slack. */
typedef struct
{
  gint64 duration; /* seconds, above 0 and at most 24 hours */
  char *title;     /* one line, never empty */
} DaybookLogText;

DaybookLogText *daybook_log_text_parse (const char *text, GError **error);
void daybook_log_text_free (DaybookLogText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookLogText, daybook_log_text_free)

DaybookEntry *daybook_log_entry (DaybookStore *store,
                                 const DaybookLogText *text,
                                 gint64 project_id,
                                 gint64 start_at,
                                 GError **error);

G_END_DECLS
