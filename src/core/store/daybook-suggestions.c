/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggestions: what was judged, what waits for the person, and what became of it. */
#include "store/daybook-suggestions.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-entries.h"
#include "store/daybook-suggestions-private.h"
#include "store/daybook-store-private.h"
#include "store/daybook-tasks.h"

#define SUGGESTION_COLUMNS \
  "w.id, w.source_id, w.item_kind, w.item_id, w.item_key, w.item_version, w.state, w.kind, w.title, w.description," \
  " w.author, w.priority, w.due_day, w.due_at, w.tags, w.confidence, w.reasoning, w.engine, w.model, w.snapshot," \
  " w.status, w.task_id, w.decided_at, w.version, w.created_at"

/* like_decided, like_approved, corrected */
#define CORRECTED_COLUMNS \
  "COALESCE (t.decided - " DAYBOOK_IS_DECIDED ("w") ", 0), COALESCE (t.approved - " DAYBOOK_IS_APPROVED ("w") ", 0)," \
  DAYBOOK_CORRECTED

static DaybookSuggestion *
read_suggestion (DaybookStatement *query)
{
  DaybookSuggestion *self = daybook_suggestion_new ();

  self->id = daybook_statement_take_int (query);
  self->source_id = daybook_statement_take_int (query);
  self->item_kind = daybook_statement_take_string_or_empty (query);
  self->item_id = daybook_statement_take_int (query);
  self->item_key = daybook_statement_take_string_or_empty (query);
  self->item_version = daybook_statement_take_string (query);
  self->state = daybook_statement_take_string_or_empty (query);
  self->kind = daybook_statement_take_string_or_empty (query);
  self->title = daybook_statement_take_string_or_empty (query);
  self->description = daybook_statement_take_string (query);
  self->author = daybook_statement_take_string (query);
  daybook_priority_from_string (daybook_statement_take_text (query), &self->priority);
  self->due_day = daybook_statement_take_day (query);
  self->due_at = daybook_statement_take_instant (query);
  self->tags = daybook_statement_take_string_or_empty (query);
  self->confidence = daybook_statement_take_double (query);
  self->reasoning = daybook_statement_take_string (query);
  self->engine = daybook_statement_take_string_or_empty (query);
  self->model = daybook_statement_take_string (query);
  self->snapshot = daybook_statement_take_string_or_empty (query);
  daybook_suggestion_status_from_string (daybook_statement_take_text (query), &self->status);
  self->task_id = daybook_statement_take_id (query);
  self->decided_at = daybook_statement_take_instant (query);
  self->version = daybook_statement_take_int (query);
  self->created_at = daybook_statement_take_int (query);
  return self;
}

/* ---- storing ---- */

static gboolean
find_state (DaybookStore *self, const DaybookSuggestion *suggestion, gint64 *id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT id FROM suggestion WHERE source_id = ? AND item_key = ? AND state = ?");

  *id = 0;
  daybook_statement_bind_int (query, suggestion->source_id);
  daybook_statement_bind_text (query, suggestion->item_key);
  daybook_statement_bind_text (query, suggestion->state);
  return daybook_statement_run_for_int (query, id, error);
}

static gboolean
note_version (DaybookStore *self, const DaybookSuggestion *suggestion, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE suggestion SET item_version = ?, item_id = ? WHERE id = ?");

  daybook_statement_bind_text (query, suggestion->item_version != NULL ? suggestion->item_version : "");
  daybook_statement_bind_int (query, suggestion->item_id);
  daybook_statement_bind_int (query, id);
  return daybook_statement_run (query, error);
}

/* The item says something else by now. */
static gboolean
forget_waiting (DaybookStore *self, const DaybookSuggestion *suggestion, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "DELETE FROM suggestion WHERE source_id = ? AND item_key = ? AND status = 'pending_approval'");

  daybook_statement_bind_int (query, suggestion->source_id);
  daybook_statement_bind_text (query, suggestion->item_key);
  return daybook_statement_run (query, error);
}

/* What is to be done: title, description, priority, due_day, due_at, tags, in this order. */
static void
bind_task (DaybookStatement *query, const DaybookSuggestion *suggestion)
{
  daybook_statement_bind_text (query, suggestion->title);
  daybook_statement_bind_text (query, suggestion->description);
  daybook_statement_bind_text (query, daybook_priority_to_string (suggestion->priority));
  daybook_statement_bind_day (query, suggestion->due_day);
  daybook_statement_bind_instant (query, suggestion->due_at);
  daybook_statement_bind_text (query, suggestion->tags != NULL ? suggestion->tags : "[]");
}

/* What was made of the item: kind, title, description, priority, due_day, due_at, tags, reasoning, engine, model,
 * confidence, in this order. */
static void
bind_judgement (DaybookStatement *query, const DaybookSuggestion *suggestion)
{
  daybook_statement_bind_text (query, suggestion->kind);
  bind_task (query, suggestion);
  daybook_statement_bind_text (query, suggestion->reasoning);
  daybook_statement_bind_text (query, suggestion->engine);
  daybook_statement_bind_text (query, suggestion->model);
  daybook_statement_bind_double (query, suggestion->confidence);
}

static gboolean
insert_suggestion (DaybookStore *self, DaybookSuggestion *suggestion, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO suggestion (source_id, item_kind, item_id, item_key, item_version, state, author, snapshot, created_at,"
    "   kind, title, description, priority, due_day, due_at, tags, reasoning, engine, model, confidence)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  daybook_statement_bind_int (query, suggestion->source_id);
  daybook_statement_bind_text (query, suggestion->item_kind);
  daybook_statement_bind_int (query, suggestion->item_id);
  daybook_statement_bind_text (query, suggestion->item_key);
  daybook_statement_bind_text (query, suggestion->item_version != NULL ? suggestion->item_version : "");
  daybook_statement_bind_text (query, suggestion->state);
  daybook_statement_bind_text (query, suggestion->author);
  daybook_statement_bind_text (query, suggestion->snapshot != NULL ? suggestion->snapshot : "{}");
  daybook_statement_bind_int (query, suggestion->created_at);
  bind_judgement (query, suggestion);
  if (!daybook_statement_run (query, error))
    return FALSE;
  suggestion->id = sqlite3_last_insert_rowid (self->db);
  suggestion->version = 1;
  return TRUE;
}

static gboolean
put_suggestion (DaybookStore *self, DaybookSuggestion *suggestion, gboolean *created, GError **error)
{
  gint64 known;

  *created = FALSE;
  suggestion->created_at = daybook_store_now (self);
  if (!find_state (self, suggestion, &known, error))
    return FALSE;
  if (known != 0)
    return note_version (self, suggestion, known, error);
  *created = TRUE;
  return forget_waiting (self, suggestion, error) && insert_suggestion (self, suggestion, error);
}

gboolean
daybook_store_put_suggestion (DaybookStore *self, DaybookSuggestion *suggestion, gboolean *created, GError **error)
{
  gboolean ignored;

  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, put_suggestion (self, suggestion, created != NULL ? created : &ignored, error),
                              error);
}

static gboolean
note_judged (DaybookStore *self, const DaybookSuggestion *suggestion, gboolean *known, GError **error)
{
  gint64 id;

  if (!find_state (self, suggestion, &id, error))
    return FALSE;
  *known = id != 0;
  return id == 0 || note_version (self, suggestion, id, error);
}

gboolean
daybook_store_note_judged (DaybookStore *self, const DaybookSuggestion *suggestion, gboolean *known, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, note_judged (self, suggestion, known, error), error);
}

/* An edit raises the version, this does not: so it can be told whose words they are. */
static gboolean
renew_suggestion (DaybookStore *self, DaybookSuggestion *suggestion, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE suggestion SET kind = ?, title = ?, description = ?, priority = ?, due_day = ?, due_at = ?, tags = ?,"
    "   reasoning = ?, engine = ?, model = ?, confidence = ?"
    " WHERE source_id = ? AND item_key = ? AND state = ? AND status = 'pending_approval' AND version = 1");

  bind_judgement (query, suggestion);
  daybook_statement_bind_int (query, suggestion->source_id);
  daybook_statement_bind_text (query, suggestion->item_key);
  daybook_statement_bind_text (query, suggestion->state);
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_renew_suggestion (DaybookStore *self, DaybookSuggestion *suggestion, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, renew_suggestion (self, suggestion, error), error);
}

/* ---- reading ---- */

static GPtrArray *
read_all (DaybookStatement *query, GError **error)
{
  g_autoptr (GPtrArray) suggestions = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_suggestion_free);

  while (daybook_statement_next (query))
    {
      DaybookSuggestion *suggestion = read_suggestion (query);

      suggestion->like_decided = (int) daybook_statement_take_int (query);
      suggestion->like_approved = (int) daybook_statement_take_int (query);
      suggestion->corrected = daybook_statement_take_double (query);
      g_ptr_array_add (suggestions, suggestion);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&suggestions);
}

GPtrArray *
daybook_store_list_suggestions (DaybookStore *self, const DaybookSuggestionFilter *filter, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    filter->all ? "WITH " DAYBOOK_TRAINED " SELECT " SUGGESTION_COLUMNS ", " CORRECTED_COLUMNS
                  "  FROM suggestion w " DAYBOOK_TRAINED_JOIN " WHERE (?1 = 0 OR w.source_id = ?1)"
                  " ORDER BY w.created_at DESC, w.id DESC LIMIT ?2"
                : "WITH " DAYBOOK_TRAINED " SELECT " SUGGESTION_COLUMNS ", " CORRECTED_COLUMNS
                  "  FROM suggestion w " DAYBOOK_TRAINED_JOIN
                  " WHERE " DAYBOOK_SUGGESTION_IS_SHOWN " AND (?1 = 0 OR w.source_id = ?1)"
                  " ORDER BY w.created_at DESC, w.id DESC LIMIT ?2");

  daybook_statement_bind_int (query, filter->source_id);
  daybook_statement_bind_int (query, filter->limit > 0 ? filter->limit : -1);
  return read_all (query, error);
}

DaybookSuggestion *
daybook_store_get_suggestion (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "WITH " DAYBOOK_TRAINED_WHERE ("(d.author, d.kind) = (SELECT author, kind FROM suggestion WHERE id = ?1)")
    " SELECT " SUGGESTION_COLUMNS ", " CORRECTED_COLUMNS " FROM suggestion w " DAYBOOK_TRAINED_JOIN " WHERE w.id = ?1");
  g_autoptr (GPtrArray) found = NULL;

  daybook_statement_bind_int (query, id);
  found = read_all (query, error);
  if (found == NULL)
    return NULL;
  if (found->len == 0)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("There is no such suggestion."));
      return NULL;
    }
  return g_ptr_array_steal_index (found, 0);
}

GPtrArray *
daybook_store_list_task_suggestions (DaybookStore *self, gint64 done_since, GError **error)
{
  g_autoptr (GPtrArray) suggestions = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_suggestion_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " SUGGESTION_COLUMNS " FROM task k JOIN suggestion w ON w.task_id = k.id"
    " WHERE k.status = 'open' OR k.done_at >= ?");

  daybook_statement_bind_int (query, done_since);
  while (daybook_statement_next (query))
    {
      DaybookSuggestion *suggestion = read_suggestion (query);

      suggestion->corrected = suggestion->confidence;
      g_ptr_array_add (suggestions, suggestion);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&suggestions);
}

gint64
daybook_store_count_suggestions (DaybookStore *self, gint64 account_id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "WITH " DAYBOOK_TRAINED
    " SELECT COUNT (*) FROM suggestion w JOIN source s ON s.id = w.source_id " DAYBOOK_TRAINED_JOIN
    " WHERE " DAYBOOK_SUGGESTION_IS_SHOWN " AND (?1 = 0 OR s.account_id = ?1)");
  gint64 count = 0;

  daybook_statement_bind_int (query, account_id);
  daybook_statement_run_for_int (query, &count, NULL);
  return count;
}

gboolean
daybook_store_get_suggestion_rate (DaybookStore *self, int *approved, int *decided, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT COUNT (*), COALESCE (SUM (status = 'approved'), 0) FROM suggestion"
    " WHERE decided_at IS NOT NULL AND status IN ('approved', 'dismissed')");

  *approved = *decided = 0;
  if (daybook_statement_next (query))
    {
      *decided = (int) daybook_statement_take_int (query);
      *approved = (int) daybook_statement_take_int (query);
    }
  return daybook_statement_finish (query, error);
}

/* ---- deciding ---- */

static gboolean
check_undecided (DaybookSuggestion *suggestion, GError **error)
{
  if (suggestion->status == DAYBOOK_SUGGESTION_PENDING)
    return TRUE;
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT, _("“%s” was decided already."), suggestion->title);
  return FALSE;
}

static gboolean
edit_suggestion (DaybookStore *self, DaybookSuggestion *suggestion, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE suggestion SET title = ?, description = ?, priority = ?, due_day = ?, due_at = ?, tags = ?,"
    " version = version + 1 WHERE id = ? AND version = ?");

  if (!check_undecided (suggestion, error)
      || !daybook_store_journal_touch (self, "suggestion", suggestion->id, error))
    return FALSE;
  bind_task (query, suggestion);
  daybook_statement_bind_int (query, suggestion->id);
  daybook_statement_bind_int (query, suggestion->version);
  if (!daybook_statement_run (query, error)
      || !daybook_store_check_version (self, "SELECT 1 FROM suggestion WHERE id = ?", suggestion->id, suggestion->title,
                                       error))
    return FALSE;
  suggestion->version++;
  return TRUE;
}

gboolean
daybook_store_edit_suggestion (DaybookStore *self, DaybookSuggestion *suggestion, GError **error)
{
  if (suggestion->title == NULL || *suggestion->title == '\0'
      || g_utf8_strlen (suggestion->title, -1) > DAYBOOK_TITLE_MAX_CHARACTERS)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _("A title has 1 to %d characters."),
                   DAYBOOK_TITLE_MAX_CHARACTERS);
      return FALSE;
    }
  if (!daybook_store_begin_change (self, _("Edit Suggestion"), error))
    return FALSE;
  return daybook_store_leave (self, edit_suggestion (self, suggestion, error), error);
}

static gboolean
decide (DaybookStore *self, DaybookSuggestion *suggestion, DaybookSuggestionStatus status, gint64 task_id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE suggestion SET status = ?, task_id = ?, decided_at = ?, version = version + 1 WHERE id = ?");
  g_autofree char *subject = daybook_id_format (DAYBOOK_KIND_SUGGESTION, suggestion->id);

  if (!daybook_store_journal_touch (self, "suggestion", suggestion->id, error))
    return FALSE;
  daybook_statement_bind_text (query, daybook_suggestion_status_to_string (status));
  daybook_statement_bind_id (query, task_id);
  daybook_statement_bind_int (query, daybook_store_now (self));
  daybook_statement_bind_int (query, suggestion->id);
  return daybook_statement_run (query, error)
         && daybook_store_audit (self, status == DAYBOOK_SUGGESTION_AUTO_APPROVED ? "worker" : "person",
                                 status == DAYBOOK_SUGGESTION_DISMISSED ? "suggestion.dismiss" : "suggestion.approve",
                                 subject, NULL, error);
}

static gboolean
approve (DaybookStore *self, gint64 id, gboolean automatic, gint64 *task_id, GError **error)
{
  g_autoptr (DaybookSuggestion) suggestion = daybook_store_get_suggestion (self, id, error);
  g_autoptr (DaybookTask) task = NULL;

  if (suggestion == NULL || !check_undecided (suggestion, error))
    return FALSE;
  task = daybook_task_new ();
  task->title = g_strdup (suggestion->title);
  task->notes = g_strdup (suggestion->description);
  task->priority = suggestion->priority;
  task->due_day = suggestion->due_day;
  task->due_at = suggestion->due_at;
  task->tags = g_strdup (suggestion->tags);
  task->source_kind = g_strdup (suggestion->item_kind);
  task->source_item = suggestion->item_id;
  *task_id = daybook_store_add_task (self, task, error);
  return *task_id != 0
         && decide (self, suggestion, automatic ? DAYBOOK_SUGGESTION_AUTO_APPROVED : DAYBOOK_SUGGESTION_APPROVED, *task_id,
                    error);
}

gboolean
daybook_store_approve_suggestion (DaybookStore *self, gint64 id, gboolean automatic, gint64 *task_id, GError **error)
{
  gint64 ignored;

  if (!daybook_store_begin_change (self, _("Approve Suggestion"), error))
    return FALSE;
  return daybook_store_leave (self, approve (self, id, automatic, task_id != NULL ? task_id : &ignored, error), error);
}

static gboolean
dismiss (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookSuggestion) suggestion = daybook_store_get_suggestion (self, id, error);

  return suggestion != NULL && check_undecided (suggestion, error)
         && decide (self, suggestion, DAYBOOK_SUGGESTION_DISMISSED, 0, error);
}

gboolean
daybook_store_dismiss_suggestion (DaybookStore *self, gint64 id, GError **error)
{
  if (!daybook_store_begin_change (self, _("Dismiss Suggestion"), error))
    return FALSE;
  return daybook_store_leave (self, dismiss (self, id, error), error);
}
