/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-workspace.h"
#include "inbox/daybook-inbox-item.h"

G_BEGIN_DECLS

/* What the inbox says of its lines. New strings, owned by the caller, unless they are const. */
const char *daybook_inbox_words_section (DaybookInboxSection section);
char *daybook_inbox_words_title (DaybookInboxItem *item);
char *daybook_inbox_words_when (DaybookInboxItem *item, DaybookWorkspace *workspace);
char *daybook_inbox_words_instant (gint64 at, DaybookWorkspace *workspace);
char *daybook_inbox_words_due (DaybookInboxItem *item, DaybookWorkspace *workspace);
gboolean daybook_inbox_words_is_overdue (DaybookInboxItem *item, DaybookWorkspace *workspace);
char *daybook_inbox_words_subtitle (DaybookInboxItem *item, DaybookWorkspace *workspace);
char *daybook_inbox_words_confidence (double confidence);
const char *daybook_inbox_words_priority (DaybookPriority priority);
char *daybook_inbox_words_engine (const DaybookSuggestion *suggestion);
char *daybook_inbox_words_like (const DaybookSuggestion *suggestion);
char *daybook_inbox_words_rate (int approved, int decided);
char *daybook_inbox_words_back (DaybookInboxItem *item, DaybookWorkspace *workspace);
const char *daybook_inbox_words_source (DaybookInboxItem *item);

G_END_DECLS
