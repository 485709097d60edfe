/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sync runs: what each sync of each source did. */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"
#include "store/daybook-accounts.h"
#include "store/daybook-store-private.h"

/* Process ids are used again, but not with the same start time: worker_pid holds both. */
#define PID_BITS 22

#define PATTERN_CHARACTERS 40

#define RUN_COLUMNS \
  "r.id, r.account_id, r.source_id, a.provider, r.mode, r.\"trigger\", r.status, r.fetched, r.created, r.updated," \
  " r.deleted, r.unchanged, r.suggested, r.auto_approved, r.requests, r.bytes, r.quota_units, r.retries," \
  " r.repeated, r.error, r.error_code, r.retry_at, r.started_at, r.duration_ms, a.name, s.name"

/* The runs a filter lets through, see bind_filter (). */
#define RUN_FILTER \
  "  FROM sync_run r JOIN account a ON a.id = r.account_id LEFT JOIN source s ON s.id = r.source_id" \
  " WHERE r.started_at >= ?1 AND r.started_at < ?2" \
  "   AND (?3 = 0 OR r.account_id = ?3) AND (?4 = 0 OR r.source_id = ?4) AND (?5 = 0 OR s.project_id = ?5)" \
  "   AND (?6 IS NULL OR a.provider = ?6) AND (?7 IS NULL OR instr (?7, ' ' || r.status || ' ') > 0)" \
  "   AND (?8 IS NULL OR a.name LIKE ?8 ESCAPE '\\' OR s.name LIKE ?8 ESCAPE '\\' OR r.error LIKE ?8 ESCAPE '\\'" \
  "        OR r.error_code LIKE ?8 ESCAPE '\\')" \
  "   AND (?9 = 0 OR (r.started_at, r.id) < (?10, ?9))"

/* The pid with the process's start time (field 22 of /proc/PID/stat) above it; 0: there is no such process. */
gint64
daybook_process_identify (pid_t pid)
{
  g_autofree char *file = g_strdup_printf ("/proc/%d/stat", (int) pid);
  g_autofree char *stat = NULL;
  const char *p;
  gint64 started;

  if (!g_file_get_contents (file, &stat, NULL, NULL))
    return kill (pid, 0) == 0 || errno == EPERM ? (gint64) pid : 0;
  /* The second field is the program's name in parentheses, which may hold anything. */
  p = strrchr (stat, ')');
  for (int field = 2; p != NULL && field < 22; field++)
    p = strchr (p + 1, ' ');
  started = p != NULL ? g_ascii_strtoll (p, NULL, 10) : 0;
  return ((started & G_GINT64_CONSTANT (0xffffffffff)) << PID_BITS) | (gint64) pid;
}

gboolean
daybook_process_is_alive (gint64 process)
{
  pid_t pid = (pid_t) (process & ((1 << PID_BITS) - 1));

  return pid > 0 && daybook_process_identify (pid) == process;
}

static gboolean
insert_run (DaybookStore *self, DaybookSyncRun *run, gboolean running, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO sync_run (account_id, source_id, mode, \"trigger\", status, started_at, worker_pid)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)");

  daybook_statement_bind_int (query, run->account_id);
  daybook_statement_bind_id (query, run->source_id);
  daybook_statement_bind_text (query, run->mode);
  daybook_statement_bind_text (query, run->trigger);
  daybook_statement_bind_text (query, run->status);
  daybook_statement_bind_int (query, run->started_at);
  if (running)
    daybook_statement_bind_int (query, daybook_process_identify (getpid ()));
  else
    daybook_statement_bind_null (query);
  if (!daybook_statement_run (query, error))
    return FALSE;
  run->id = sqlite3_last_insert_rowid (self->db);
  return TRUE;
}

/* Notes that this process syncs: status `running`, started now unless the run says otherwise. Returns the
 * run's number, also in run->id; 0 on errors. A run that may turn out to change nothing need not be begun:
 * daybook_store_finish_run() takes it without a number, which saves a transaction. */
gint64
daybook_store_begin_run (DaybookStore *self, DaybookSyncRun *run, GError **error)
{
  g_free (run->status);
  run->status = g_strdup ("running");
  if (run->started_at == DAYBOOK_INSTANT_NONE)
    run->started_at = daybook_store_now (self);
  if (!daybook_store_enter (self, error))
    return 0;
  return daybook_store_leave (self, insert_run (self, run, TRUE, error), error) ? run->id : 0;
}

static gboolean
is_foldable (const DaybookSyncRun *run)
{
  return g_strcmp0 (run->trigger, "schedule") == 0 && g_strcmp0 (run->status, "success") == 0
         && run->created == 0 && run->updated == 0 && run->deleted == 0 && run->suggested == 0
         && run->auto_approved == 0;
}

#define FOLD_COLUMN \
  "CASE WHEN \"trigger\" = 'schedule' AND status = 'success' AND mode = ?3 AND created = 0 AND updated = 0" \
  " AND deleted = 0 AND suggested = 0 AND auto_approved = 0 THEN id END"

/* The row that the run disappears into: the last one of the source, or of the account itself, when that changed
 * nothing either. */
static gboolean
find_fold (DaybookStore *self, const DaybookSyncRun *run, gint64 *id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    run->source_id != 0
      ? "SELECT " FOLD_COLUMN " FROM sync_run WHERE source_id = ?1 AND id <> ?2 ORDER BY started_at DESC, id DESC LIMIT 1"
      : "SELECT CASE WHEN source_id IS NULL THEN " FOLD_COLUMN " END"
        "  FROM sync_run WHERE account_id = ?1 AND id <> ?2 ORDER BY started_at DESC, id DESC LIMIT 1");

  *id = 0;
  daybook_statement_bind_int (query, run->source_id != 0 ? run->source_id : run->account_id);
  daybook_statement_bind_int (query, run->id);
  daybook_statement_bind_text (query, run->mode);
  return daybook_statement_run_for_int (query, id, error);
}

static gboolean
fold_run (DaybookStore *self, DaybookSyncRun *run, gint64 into, GError **error)
{
  g_autoptr (DaybookStatement) add = daybook_store_prepare (self,
    "UPDATE sync_run SET repeated = repeated + 1, started_at = ?, duration_ms = ?, fetched = fetched + ?,"
    " unchanged = unchanged + ?, requests = requests + ?, bytes = bytes + ?, quota_units = quota_units + ?,"
    " retries = retries + ? WHERE id = ?");
  g_autoptr (DaybookStatement) drop = daybook_store_prepare (self, "DELETE FROM sync_run WHERE id = ?");

  daybook_statement_bind_int (add, run->started_at);
  daybook_statement_bind_int (add, run->duration_ms);
  daybook_statement_bind_int (add, run->fetched);
  daybook_statement_bind_int (add, run->unchanged);
  daybook_statement_bind_int (add, run->requests);
  daybook_statement_bind_int (add, run->bytes);
  daybook_statement_bind_int (add, run->quota_units);
  daybook_statement_bind_int (add, run->retries);
  daybook_statement_bind_int (add, into);
  if (!daybook_statement_run (add, error))
    return FALSE;
  if (run->id != 0)
    {
      daybook_statement_bind_int (drop, run->id);
      if (!daybook_statement_run (drop, error))
        return FALSE;
    }
  run->id = into;
  return TRUE;
}

static gboolean
finish_run (DaybookStore *self, DaybookSyncRun *run, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE sync_run SET mode = ?, status = ?, fetched = ?, created = ?, updated = ?, deleted = ?, unchanged = ?,"
    " suggested = ?, auto_approved = ?, requests = ?, bytes = ?, quota_units = ?, retries = ?, error = ?,"
    " error_code = ?, retry_at = ?, duration_ms = ?, worker_pid = NULL WHERE id = ?");
  gint64 into = 0;

  if (is_foldable (run) && !find_fold (self, run, &into, error))
    return FALSE;
  if (into != 0)
    return fold_run (self, run, into, error);
  if (run->id == 0 && !insert_run (self, run, FALSE, error))
    return FALSE;
  daybook_statement_bind_text (query, run->mode);
  daybook_statement_bind_text (query, run->status);
  daybook_statement_bind_int (query, run->fetched);
  daybook_statement_bind_int (query, run->created);
  daybook_statement_bind_int (query, run->updated);
  daybook_statement_bind_int (query, run->deleted);
  daybook_statement_bind_int (query, run->unchanged);
  daybook_statement_bind_int (query, run->suggested);
  daybook_statement_bind_int (query, run->auto_approved);
  daybook_statement_bind_int (query, run->requests);
  daybook_statement_bind_int (query, run->bytes);
  daybook_statement_bind_int (query, run->quota_units);
  daybook_statement_bind_int (query, run->retries);
  daybook_statement_bind_text (query, run->error);
  daybook_statement_bind_text (query, run->error_code);
  daybook_statement_bind_instant (query, run->retry_at);
  daybook_statement_bind_int (query, run->duration_ms);
  daybook_statement_bind_int (query, run->id);
  return daybook_statement_run (query, error);
}

/* Also takes a run that was not begun (id 0; started_at is then needed). A folded run's id becomes that of
 * the row it disappeared into. */
gboolean
daybook_store_finish_run (DaybookStore *self, DaybookSyncRun *run, GError **error)
{
  if (run->started_at == DAYBOOK_INSTANT_NONE)
    run->started_at = daybook_store_now (self);
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, finish_run (self, run, error), error);
}

static gboolean
note_suggested (DaybookStore *self, gint64 source_id, int suggested, int auto_approved, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE sync_run SET suggested = suggested + ?1, auto_approved = auto_approved + ?2"
    " WHERE id = (SELECT id FROM sync_run WHERE source_id = ?3 ORDER BY started_at DESC, id DESC LIMIT 1)");

  daybook_statement_bind_int (query, suggested);
  daybook_statement_bind_int (query, auto_approved);
  daybook_statement_bind_int (query, source_id);
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_note_suggested (DaybookStore *self, gint64 source_id, int suggested, int auto_approved, GError **error)
{
  if (suggested == 0 && auto_approved == 0)
    return TRUE;
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, note_suggested (self, source_id, suggested, auto_approved, error), error);
}

/* Looks at how the account's sources that are synced did at their last run. FALSE: it cannot be read. */
gboolean
daybook_store_find_failing_sources (DaybookStore *self, gint64 account_id, DaybookFailingSources *failing)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT s.name, r.error, r.error_code,"
    " COALESCE (r.status = 'failed' AND r.error_code IN ('not_found', 'gone', 'forbidden', 'invalid_response', 'too_large'), 0)"
    " FROM source s LEFT JOIN sync_run r ON r.id ="
    "   (SELECT l.id FROM sync_run l WHERE l.source_id = s.id ORDER BY l.started_at DESC, l.id DESC LIMIT 1)"
    " WHERE s.account_id = ? AND s.enabled = 1 AND s.state NOT IN ('gone', 'quarantined') ORDER BY s.id");

  daybook_statement_bind_int (query, account_id);
  while (daybook_statement_next (query))
    {
      g_autofree char *name = daybook_statement_take_string_or_empty (query);
      g_autofree char *error = daybook_statement_take_string (query);
      g_autofree char *code = daybook_statement_take_string (query);

      failing->n_all++;
      if (daybook_statement_take_int (query) == 0)
        continue;
      if (failing->n_failing++ > 0)
        continue;
      failing->name = g_steal_pointer (&name);
      failing->error = g_steal_pointer (&error);
      failing->error_code = g_steal_pointer (&code);
    }
  return daybook_statement_finish (query, NULL);
}

void
daybook_failing_sources_clear (DaybookFailingSources *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->error_code, g_free);
}

static gboolean
interrupt_runs (DaybookStore *self, GArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
        "UPDATE sync_run SET status = 'interrupted', worker_pid = NULL WHERE id = ? AND status = 'running'");

      daybook_statement_bind_int (query, g_array_index (ids, gint64, i));
      if (!daybook_statement_run (query, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
daybook_store_interrupt_runs (DaybookStore *self, GArray *sources, GError **error)
{
  g_autoptr (GArray) dead = g_array_new (FALSE, FALSE, sizeof (gint64));

  {
    g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
      "SELECT id, source_id, worker_pid FROM sync_run"
      " WHERE status IN ('queued', 'running') AND worker_pid IS NOT NULL");

    while (daybook_statement_next (query))
      {
        gint64 id = daybook_statement_take_int (query);
        gint64 source_id = daybook_statement_take_id (query);

        if (daybook_process_is_alive (daybook_statement_take_int (query)))
          continue;
        g_array_append_val (dead, id);
        if (sources != NULL && source_id != 0)
          g_array_append_val (sources, source_id);
      }
    if (!daybook_statement_finish (query, error))
      return FALSE;
  }
  if (dead->len > 0
      && (!daybook_store_enter (self, error) || !daybook_store_leave (self, interrupt_runs (self, dead, error), error)))
    return FALSE;
  return daybook_store_end_dead_marks (self, sources, error);
}

static DaybookSyncRun *
read_run (DaybookStatement *query)
{
  DaybookSyncRun *run = daybook_sync_run_new ();

  run->id = daybook_statement_take_int (query);
  run->account_id = daybook_statement_take_int (query);
  run->source_id = daybook_statement_take_id (query);
  run->provider = daybook_statement_take_string_or_empty (query);
  run->mode = daybook_statement_take_string_or_empty (query);
  run->trigger = daybook_statement_take_string_or_empty (query);
  run->status = daybook_statement_take_string_or_empty (query);
  run->fetched = daybook_statement_take_int (query);
  run->created = daybook_statement_take_int (query);
  run->updated = daybook_statement_take_int (query);
  run->deleted = daybook_statement_take_int (query);
  run->unchanged = daybook_statement_take_int (query);
  run->suggested = daybook_statement_take_int (query);
  run->auto_approved = daybook_statement_take_int (query);
  run->requests = daybook_statement_take_int (query);
  run->bytes = daybook_statement_take_int (query);
  run->quota_units = daybook_statement_take_int (query);
  run->retries = daybook_statement_take_int (query);
  run->repeated = daybook_statement_take_int (query);
  run->error = daybook_statement_take_string (query);
  run->error_code = daybook_statement_take_string (query);
  run->retry_at = daybook_statement_take_instant (query);
  run->started_at = daybook_statement_take_instant (query);
  run->duration_ms = daybook_statement_take_int (query);
  run->account_name = daybook_statement_take_string_or_empty (query);
  run->source_name = daybook_statement_take_string (query);
  return run;
}

/* LIKE knows two signs that a person means as they are; SQLite takes patterns of at most 200 bytes. */
static char *
make_pattern (const char *text)
{
  g_autofree char *line = NULL;
  g_autofree char *brief = NULL;
  g_autoptr (GString) pattern = g_string_new ("%");

  if (text == NULL || *text == '\0')
    return NULL;
  line = daybook_text_one_line (text);
  brief = g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), PATTERN_CHARACTERS));
  for (const char *p = brief; *p != '\0'; p++)
    {
      if (*p == '%' || *p == '_' || *p == '\\')
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *p);
    }
  g_string_append_c (pattern, '%');
  return g_string_free (g_steal_pointer (&pattern), FALSE);
}

/* @statuses and @pattern are what @query goes on reading: they must live as long. */
static void
bind_filter (DaybookStatement *query, const DaybookRunFilter *filter, char **statuses, char **pattern)
{
  *statuses = filter->status != NULL ? g_strdup_printf (" %s ", filter->status) : NULL;
  *pattern = make_pattern (filter->text);
  daybook_statement_bind_int (query, filter->from_at != DAYBOOK_INSTANT_NONE ? filter->from_at : G_MININT64);
  daybook_statement_bind_int (query, filter->to_at != DAYBOOK_INSTANT_NONE ? filter->to_at : G_MAXINT64);
  daybook_statement_bind_int (query, filter->account_id);
  daybook_statement_bind_int (query, filter->source_id);
  daybook_statement_bind_int (query, filter->project_id);
  daybook_statement_bind_text (query, filter->provider);
  daybook_statement_bind_text (query, *statuses);
  daybook_statement_bind_text (query, *pattern);
  daybook_statement_bind_int (query, filter->before_id);
  daybook_statement_bind_int (query, filter->before_at);
}

/* Newest first. @filter NULL = the newest 100. */
GPtrArray *
daybook_store_list_runs (DaybookStore *self, const DaybookRunFilter *filter, GError **error)
{
  static const DaybookRunFilter everything
      = { .from_at = DAYBOOK_INSTANT_NONE, .to_at = DAYBOOK_INSTANT_NONE, .limit = 100 };
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_sync_run_free);
  g_autofree char *statuses = NULL;
  g_autofree char *pattern = NULL;
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " RUN_COLUMNS RUN_FILTER " ORDER BY r.started_at DESC, r.id DESC LIMIT ?11 OFFSET ?12");

  if (filter == NULL)
    filter = &everything;
  bind_filter (query, filter, &statuses, &pattern);
  daybook_statement_bind_int (query, filter->limit > 0 ? filter->limit : -1);
  daybook_statement_bind_int (query, filter->offset);
  while (daybook_statement_next (query))
    g_ptr_array_add (runs, read_run (query));
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&runs);
}

/* How many runs @filter lets through, whatever its limit. */
gboolean
daybook_store_count_runs (DaybookStore *self, const DaybookRunFilter *filter, gint64 *n, GError **error)
{
  g_autofree char *statuses = NULL;
  g_autofree char *pattern = NULL;
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT COUNT (*)" RUN_FILTER);

  bind_filter (query, filter, &statuses, &pattern);
  return daybook_statement_run_for_int (query, n, error);
}

/* One run. (transfer full) NOT_FOUND */
DaybookSyncRun *
daybook_store_get_run (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookSyncRun) run = NULL;
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " RUN_COLUMNS
    "  FROM sync_run r JOIN account a ON a.id = r.account_id LEFT JOIN source s ON s.id = r.source_id"
    " WHERE r.id = ?1");

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    run = read_run (query);
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (run == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, "There is no such sync run.");
  return g_steal_pointer (&run);
}
