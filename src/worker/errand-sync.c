/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "base/daybook-text.h"
#include "daybook-worker.h"
#include "store/daybook-accounts.h"
#include "sync/daybook-expander.h"

/* Of a range that is loaded beside the window. */
#define MOST_DAYS 732

/* One account and, of it, some sources (none: all that are switched on). */
typedef struct
{
  gint64 account_id;
  GArray *sources; /* (owned) gint64 */
} Target;

static void
target_free (gpointer data)
{
  Target *target = data;

  g_array_unref (target->sources);
  g_free (target);
}

static Target *
find_target (GPtrArray *targets, gint64 account_id)
{
  Target *target;

  for (guint i = 0; i < targets->len; i++)
    {
      target = targets->pdata[i];
      if (target->account_id == account_id)
        return target;
    }
  target = g_new0 (Target, 1);
  target->account_id = account_id;
  target->sources = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_ptr_array_add (targets, target);
  return target;
}

static gboolean
add_target (DaybookWorker *worker, GPtrArray *targets, const char *text, GError **error)
{
  g_autoptr (DaybookSource) source = NULL;
  gint64 id;

  if (daybook_worker_resolve (worker, DAYBOOK_KIND_ACCOUNT, text, &id, NULL))
    {
      find_target (targets, id);
      return TRUE;
    }
  if (!daybook_worker_resolve (worker, DAYBOOK_KIND_SOURCE, text, &id, NULL))
    {
      g_autofree char *brief = daybook_text_brief (text, DAYBOOK_WORKER_BRIEF);

      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _ ("There is no account or source “%s”."), brief);
      return FALSE;
    }
  source = daybook_store_get_source (worker->store, id, error);
  if (source == NULL)
    return FALSE;
  g_array_append_val (find_target (targets, source->account_id)->sources, id);
  return TRUE;
}

static gboolean
add_all_accounts (DaybookWorker *worker, GPtrArray *targets, GError **error)
{
  g_autoptr (GPtrArray) accounts = daybook_store_list_accounts (worker->store, error);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];

      if (!account->paused && account->status != DAYBOOK_ACCOUNT_DISCONNECTED
          && account->status != DAYBOOK_ACCOUNT_CONNECTING)
        find_target (targets, account->id);
    }
  return accounts != NULL;
}

static void
seal_audit (DaybookWorker *worker)
{
  g_autoptr (GError) error = NULL;

  /* What was synced is true all the same: the daily maintenance tells the person. */
  if (!daybook_worker_seal_audit (worker, &error))
    g_warning ("%s", error->message);
}

/* What was synced stays when it cannot be judged. */
static void
suggest (DaybookWorker *worker, gint64 account_id)
{
  g_autoptr (GError) error = NULL;

  if (!daybook_worker_suggest_after_sync (worker, account_id, &error)
      && !g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED))
    g_warning ("What was synced could not be judged: %s", error->message);
}

/* Every account in turn; the first error is the errand's, the others are told as lines. */
static gboolean
sync_targets (DaybookWorker *worker, GPtrArray *targets, DaybookSyncOptions *options, GError **error)
{
  DaybookServices *services = daybook_worker_get_services (worker, error);
  g_autoptr (GError) first = NULL;
  DaybookEngine *engine;

  if (services == NULL)
    return FALSE;
  engine = daybook_services_get_engine (services);
  daybook_worker_follow_engine (engine);
  for (guint i = 0; i < targets->len && !g_cancellable_is_cancelled (worker->cancellable); i++)
    {
      const Target *target = targets->pdata[i];
      g_autoptr (GError) local = NULL;
      DaybookFileLock *lock;
      gboolean synced;

      options->sources = target->sources->len > 0 ? (const gint64 *) (gpointer) target->sources->data : NULL;
      options->n_sources = target->sources->len;
      lock = daybook_services_lock_account (services, target->account_id, worker->cancellable, &local);
      synced = lock != NULL
               && daybook_engine_sync_account (engine, target->account_id, options, worker->cancellable, &local);
      daybook_file_lock_release (lock);
      suggest (worker, target->account_id);
      if (synced)
        continue;
      if (first == NULL)
        first = g_steal_pointer (&local);
      else
        daybook_worker_line_print_error (local, daybook_services_get_retry_at (services));
    }
  seal_audit (worker);
  if (first != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return FALSE;
    }
  if (g_cancellable_is_cancelled (worker->cancellable))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, _ ("The sync was canceled."));
      return FALSE;
    }
  return TRUE;
}

/* Days from @from_text to @to_text, both inclusive; neither: the usual round. */
static gboolean
read_range (const char *from_text, const char *to_text, DaybookSyncOptions *options, GError **error)
{
  if (from_text == NULL && to_text == NULL)
    return TRUE;
  if (from_text == NULL || to_text == NULL || !daybook_day_parse (from_text, -1, &options->from)
      || !daybook_day_parse (to_text, -1, &options->to))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("--from and --to are days, and go together."));
      return FALSE;
    }
  if (options->from > options->to)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("--from is later than --to."));
      return FALSE;
    }
  options->to++;
  if (options->to - options->from > MOST_DAYS)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("At most %d days can be loaded at once."), MOST_DAYS);
      return FALSE;
    }
  return TRUE;
}

gboolean
daybook_errand_sync (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  g_autofree char *trigger = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  gint64 job = 0;
  DaybookSyncOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "full", 0, 0, G_OPTION_ARG_NONE, &options.full, N_ ("Look at everything again"), NULL },
    { "trigger", 0, 0, G_OPTION_ARG_STRING, &trigger, "manual, schedule, push, start", "T" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("Load these days alone, once: the first"), "D" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("The last"), "D" },
    { "job", 0, 0, G_OPTION_ARG_INT64, &job, N_ ("Number of the job this is, for logs"), "N" },
    { NULL }
  };
  static const char *const triggers[] = { "manual", "schedule", "push", "start", NULL };
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (target_free);

  if (!daybook_errand_parse (worker, "sync", entries, &argc, &argv, error)
      || daybook_worker_get_store (worker, error) == NULL)
    return FALSE;
  options.trigger = trigger != NULL ? trigger : "manual";
  /* Started by hand: perhaps there is no agent that would note which runs nobody will finish. */
  if (trigger == NULL && !daybook_store_interrupt_runs (worker->store, NULL, error))
    return FALSE;
  if (!g_strv_contains (triggers, options.trigger))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is no trigger."), options.trigger);
      return FALSE;
    }
  if (!read_range (from, to, &options, error))
    return FALSE;
  for (int i = 1; i < argc; i++)
    {
      if (!add_target (worker, targets, argv[i], error))
        return FALSE;
    }
  if (argc == 1 && !add_all_accounts (worker, targets, error))
    return FALSE;
  return sync_targets (worker, targets, &options, error);
}

gboolean
daybook_errand_expand (DaybookWorker *worker, int argc, char **argv, GError **error)
{
  JsonBuilder *line;
  gint64 changed = 0;

  if (!daybook_errand_parse (worker, "expand", NULL, &argc, &argv, error)
      || daybook_worker_get_store (worker, error) == NULL
      || !daybook_expand_sources (worker->store, worker->cancellable, &changed, error))
    return FALSE;
  line = daybook_worker_line_begin (DAYBOOK_WORKER_RESULT);
  daybook_json_add_int (line, "changed", changed);
  daybook_worker_line_end (line);
  return TRUE;
}
