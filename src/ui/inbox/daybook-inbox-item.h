/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-row.h"
#include "inbox/daybook-inbox-source.h"
#include "records/daybook-task.h"
#include "store/daybook-tasks.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_INBOX_REVIEW,
  DAYBOOK_INBOX_ADDED, /* became tasks by themselves */
  DAYBOOK_INBOX_TASKS,
  DAYBOOK_INBOX_SECTIONS
} DaybookInboxSection;

/* A line of the inbox: the title of a section, a suggestion that waits, or a task.
 * Signal "changed": it says something else now. */
#define DAYBOOK_TYPE_INBOX_ITEM (daybook_inbox_item_get_type ())
G_DECLARE_FINAL_TYPE (DaybookInboxItem, daybook_inbox_item, DAYBOOK, INBOX_ITEM, GObject)

/* @count: of the lines below it. */
DaybookInboxItem *daybook_inbox_item_new_title (DaybookInboxSection section, guint count);
DaybookInboxItem *daybook_inbox_item_new_suggestion (DaybookSuggestion *suggestion /* (transfer full) */,
                                                     const DaybookInboxPlace *place /* (nullable) */);
DaybookInboxItem *daybook_inbox_item_new_task (DaybookTask *task /* (transfer full) */,
                                               DaybookSuggestion *origin /* (transfer full) (nullable) */,
                                               const DaybookInboxPlace *place /* (nullable) */);
/* What of a task's end still waits to go out: copied from @row. */
void daybook_inbox_item_set_waiting (DaybookInboxItem *self, const DaybookOutboxRow *row);

/* What stands for it in the list. */
gint64 daybook_inbox_item_make_id (gboolean task, gint64 number);

DaybookInboxSection daybook_inbox_item_get_section (DaybookInboxItem *self);
gboolean daybook_inbox_item_is_title (DaybookInboxItem *self);
gboolean daybook_inbox_item_is_sure (DaybookInboxItem *self);
guint daybook_inbox_item_get_count (DaybookInboxItem *self);
const DaybookSuggestion *daybook_inbox_item_get_suggestion (DaybookInboxItem *self);
const DaybookSuggestion *daybook_inbox_item_get_origin (DaybookInboxItem *self);
const DaybookTask *daybook_inbox_item_get_task (DaybookInboxItem *self);
const DaybookInboxSource *daybook_inbox_item_get_source (DaybookInboxItem *self);
const char *daybook_inbox_item_get_provider (DaybookInboxItem *self);
const char *daybook_inbox_item_get_source_kind (DaybookInboxItem *self);
/* 0: nothing waits. */
gint64 daybook_inbox_item_get_outbox_id (DaybookInboxItem *self);
const char *daybook_inbox_item_get_problem (DaybookInboxItem *self);
gboolean daybook_inbox_item_was_tried (DaybookInboxItem *self);
gint64 daybook_inbox_item_get_send_at (DaybookInboxItem *self);

/* From here on the person may approve all at once. */
#define DAYBOOK_INBOX_SURE 0.9

G_END_DECLS
