/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-activity.h"
#include "records/daybook-event.h"
#include "records/daybook-suggestion.h"
#include "records/daybook-task.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* ---- what has not been judged yet ---- */

/* An item with the text that names its state now (etag or hash). */
typedef struct
{
  DaybookActivity *activity; /* (owned) (nullable) */
  DaybookEvent *event;       /* (owned) (nullable) */
  char *version;
  char *identity; /* the account's: who the person is there */
} DaybookUnjudged;
void daybook_unjudged_free (DaybookUnjudged *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookUnjudged, daybook_unjudged_free)

/* Mail, messages, pull requests, issues and pages of @source_id (0: all) since @since, and its meetings that begin
 * from now to @until, whose present state nobody has judged; at most @limit of each, newest activities and next
 * meetings first. Only of accounts and sources that are switched on and not told off (setting `suggest`). */
GPtrArray *daybook_store_list_unjudged (DaybookStore *self, gint64 source_id, gint64 since, gint64 until, int limit,
                                        GError **error);

/* One item, judged before or not; NULL without an error: it is gone, over, or nobody may judge it. */
DaybookUnjudged *daybook_store_get_unjudged (DaybookStore *self, DaybookKind kind, gint64 id, GError **error);

/* ---- suggestions ---- */

/* Whether this state of the item was judged before; then only the item's version is noted. */
gboolean daybook_store_note_judged (DaybookStore *self, const DaybookSuggestion *suggestion, gboolean *known, GError **error);
/* Judged again: what waits as its engine wrote it says the new judgement; what a person edited or decided stays. */
gboolean daybook_store_renew_suggestion (DaybookStore *self, DaybookSuggestion *suggestion, GError **error);
/* Stores what was judged. When the same state of the item was judged before, only its version is noted and
 * @created is FALSE; a suggestion that waits for another state of the item is replaced. */
gboolean daybook_store_put_suggestion (DaybookStore *self, DaybookSuggestion *suggestion, gboolean *created, GError **error);

typedef struct
{
  gboolean all;  /* also decided ones and those below DAYBOOK_SUGGESTION_SHOWN */
  gint64 source_id; /* 0 = any */
  int limit;     /* 0 = any number */
} DaybookSuggestionFilter;

/* Newest first, corrected by what the person decided on ones like them. */
GPtrArray *daybook_store_list_suggestions (DaybookStore *self, const DaybookSuggestionFilter *filter, GError **error);
DaybookSuggestion *daybook_store_get_suggestion (DaybookStore *self, gint64 id, GError **error);
/* What became a task that is open, or was done since @done_since: with task_id, in no order. Not corrected. */
GPtrArray *daybook_store_list_task_suggestions (DaybookStore *self, gint64 done_since, GError **error);
/* Waiting ones, by account for cards. */
gint64 daybook_store_count_suggestions (DaybookStore *self, gint64 account_id /* 0: all */);
/* How many were decided at all, and how many of these approved. */
gboolean daybook_store_get_suggestion_rate (DaybookStore *self, int *approved, int *decided, GError **error);

/* Title, description, priority, due and tags. Versioned; CONFLICT when it is decided already. */
gboolean daybook_store_edit_suggestion (DaybookStore *self, DaybookSuggestion *suggestion, GError **error);
/* Makes the task. @automatic: by the threshold, not by a person. CONFLICT when it is decided already. One change
 * of the journal each. */
gboolean daybook_store_approve_suggestion (DaybookStore *self, gint64 id, gboolean automatic, gint64 *task_id, GError **error);
gboolean daybook_store_dismiss_suggestion (DaybookStore *self, gint64 id, GError **error);

G_END_DECLS
