/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-worker.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "sync/daybook-audit-seal.h"

#define SECRET_MAX 16384

DaybookStore *
daybook_worker_get_store (DaybookWorker *self, GError **error)
{
  if (self->store == NULL)
    self->store = daybook_store_open (NULL, DAYBOOK_STORE_MUCH, daybook_clock_get_default (), error);
  return self->store;
}

DaybookServices *
daybook_worker_get_services (DaybookWorker *self, GError **error)
{
  DaybookStore *store = daybook_worker_get_store (self, error);

  if (store == NULL)
    return NULL;
  if (self->services == NULL)
    self->services = daybook_services_new (store, self->interactive);
  return self->services;
}

gboolean
daybook_worker_resolve (DaybookWorker *self, DaybookKind kind, const char *text, gint64 *number, GError **error)
{
  DaybookStore *store = daybook_worker_get_store (self, error);

  return store != NULL && daybook_store_resolve (store, kind, text, number, error);
}

/* The secret on stdin up to its end, one trailing newline taken off; NULL where there is none.
 * (transfer full), to be zeroed by the caller. */
gboolean
daybook_worker_read_secret (char **secret, GError **error)
{
  g_autofree char *buffer = g_malloc0 (SECRET_MAX + 1);
  gsize length = 0;
  gssize n = 0;

  *secret = NULL;
  while (length < SECRET_MAX && (n = read (STDIN_FILENO, buffer + length, SECRET_MAX - length)) > 0)
    length += (gsize) n;
  while (length > 0 && (buffer[length - 1] == '\n' || buffer[length - 1] == '\r'))
    buffer[--length] = '\0';
  if (length == SECRET_MAX || memchr (buffer, '\0', length) != NULL)
    {
      explicit_bzero (buffer, SECRET_MAX);
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("What came on stdin is no secret."));
      return FALSE;
    }
  if (length > 0)
    *secret = g_steal_pointer (&buffer);
  return TRUE;
}

/* Reads an errand's options; --interactive and --verbose are everybody's. */
gboolean
daybook_errand_parse (DaybookWorker *worker,
                      const char *name,
                      const GOptionEntry *entries,
                      int *argc,
                      char ***argv,
                      GError **error)
{
  const GOptionEntry common[] = {
    { "interactive", 0, 0, G_OPTION_ARG_NONE, &worker->interactive, N_ ("A keyring prompt is allowed"), NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &worker->verbose, N_ ("Say what is being done"), NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) local = NULL;

  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse (context, argc, argv, &local))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, "daybook-worker %s: %s", name, local->message);
      return FALSE;
    }
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      for (int i = 1; i + 1 < *argc; i++)
        (*argv)[i] = (*argv)[i + 1];
      (*argc)--;
    }
  if (worker->verbose)
    g_setenv ("G_MESSAGES_DEBUG", "daybook", FALSE);
  return TRUE;
}

/* Seals the audit log's end with the vault's key; STORAGE where the log contradicts the seal it had. */
gboolean
daybook_worker_seal_audit (DaybookWorker *self, GError **error)
{
  DaybookServices *services = daybook_worker_get_services (self, error);

  return services != NULL
         && daybook_audit_seal_renew (self->store, daybook_services_get_secrets (services), error);
}

static void
on_run_started_cb (DaybookEngine *engine, const DaybookSyncRun *run, gpointer data)
{
  JsonBuilder *line = daybook_worker_line_begin (DAYBOOK_WORKER_RUN_STARTED);

  daybook_json_add_id (line, "id", DAYBOOK_KIND_RUN, run->id);
  daybook_json_add_id (line, "account", DAYBOOK_KIND_ACCOUNT, run->account_id);
  daybook_json_add_id (line, "source", DAYBOOK_KIND_SOURCE, run->source_id);
  daybook_json_add_text (line, "mode", run->mode);
  daybook_worker_line_end (line);
}

static void
on_run_progress_cb (DaybookEngine *engine, const DaybookSyncRun *run, gint64 total, gpointer data)
{
  JsonBuilder *line = daybook_worker_line_begin (DAYBOOK_WORKER_PROGRESS);

  daybook_json_add_id (line, "run", DAYBOOK_KIND_RUN, run->id);
  daybook_json_add_int (line, "done", run->fetched);
  daybook_json_add_int (line, "total", total);
  daybook_worker_line_end (line);
}

static void
on_run_finished_cb (DaybookEngine *engine, const DaybookSyncRun *run, gpointer data)
{
  JsonBuilder *line = daybook_worker_line_begin (DAYBOOK_WORKER_RUN_FINISHED);

  daybook_json_add_id (line, "id", DAYBOOK_KIND_RUN, run->id);
  daybook_json_add_id (line, "account", DAYBOOK_KIND_ACCOUNT, run->account_id);
  daybook_json_add_id (line, "source", DAYBOOK_KIND_SOURCE, run->source_id);
  daybook_json_add_text (line, "mode", run->mode);
  daybook_json_add_text (line, "trigger", run->trigger);
  daybook_json_add_text (line, "status", run->status);
  daybook_json_add_int (line, "fetched", run->fetched);
  daybook_json_add_int (line, "created", run->created);
  daybook_json_add_int (line, "updated", run->updated);
  daybook_json_add_int (line, "deleted", run->deleted);
  daybook_json_add_int (line, "unchanged", run->unchanged);
  daybook_json_add_int (line, "requests", run->requests);
  daybook_json_add_int (line, "bytes", run->bytes);
  daybook_json_add_int (line, "retries", run->retries);
  daybook_json_add_text (line, "error", run->error);
  daybook_json_add_text (line, "error_code", run->error_code);
  daybook_json_add_int (line, "duration_ms", run->duration_ms);
  daybook_worker_line_end (line);
}

static void
on_account_changed_cb (DaybookEngine *engine, const DaybookAccount *account, gpointer data)
{
  JsonBuilder *line;

  if (account->status != DAYBOOK_ACCOUNT_NEEDS_SIGN_IN && account->status != DAYBOOK_ACCOUNT_ERROR)
    return;
  line = daybook_worker_line_begin (DAYBOOK_WORKER_ATTENTION);
  daybook_json_add_id (line, "account", DAYBOOK_KIND_ACCOUNT, account->id);
  daybook_json_add_text (line, "status", daybook_account_status_to_string (account->status));
  daybook_json_add_text (line, "error_code", account->error_code);
  daybook_worker_line_end (line);
}

void
daybook_worker_follow_engine (DaybookEngine *engine)
{
  g_signal_connect (engine, "run-started", G_CALLBACK (on_run_started_cb), NULL);
  g_signal_connect (engine, "run-progress", G_CALLBACK (on_run_progress_cb), NULL);
  g_signal_connect (engine, "run-finished", G_CALLBACK (on_run_finished_cb), NULL);
  g_signal_connect (engine, "account-changed", G_CALLBACK (on_account_changed_cb), NULL);
}

void
daybook_worker_print_account (gint64 account_id)
{
  JsonBuilder *line = daybook_worker_line_begin (DAYBOOK_WORKER_ACCOUNT);

  daybook_json_add_id (line, "account", DAYBOOK_KIND_ACCOUNT, account_id);
  daybook_worker_line_end (line);
}
