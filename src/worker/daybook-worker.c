/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-worker.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "sync/daybook-audit-seal.h"

#define SECRET_MAX 16384

DaybookStore *
daybook_worker_get_store (DaybookWorker *self, GError **error)
{
  if (self->store == NULL)
    self->store = daybook_store_open (NULL, DAYBOOK_STORE_READ_WRITE, daybook_clock_get_default (), error);
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
add_id (JsonBuilder *builder, const char *member, DaybookKind kind, gint64 number)
{
  g_autofree char *id = number != 0 ? daybook_id_format (kind, number) : NULL;

  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, id);
}

static void
add_count (JsonBuilder *builder, const char *member, gint64 value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, value);
}

static void
add_text (JsonBuilder *builder, const char *member, const char *value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, value);
}

static void
on_run_started_cb (DaybookEngine *engine, const DaybookSyncRun *run, gpointer data)
{
  JsonBuilder *line = daybook_worker_line_begin (DAYBOOK_WORKER_RUN_STARTED);

  add_id (line, "id", DAYBOOK_KIND_RUN, run->id);
  add_id (line, "account", DAYBOOK_KIND_ACCOUNT, run->account_id);
  add_id (line, "source", DAYBOOK_KIND_SOURCE, run->source_id);
  add_text (line, "mode", run->mode);
  daybook_worker_line_end (line);
}

static void
on_run_progress_cb (DaybookEngine *engine, const DaybookSyncRun *run, gint64 total, gpointer data)
{
  JsonBuilder *line = daybook_worker_line_begin (DAYBOOK_WORKER_PROGRESS);

  add_id (line, "run", DAYBOOK_KIND_RUN, run->id);
  add_count (line, "done", run->fetched);
  add_count (line, "total", total);
  daybook_worker_line_end (line);
}

static void
on_run_finished_cb (DaybookEngine *engine, const DaybookSyncRun *run, gpointer data)
{
  JsonBuilder *line = daybook_worker_line_begin (DAYBOOK_WORKER_RUN_FINISHED);

  add_id (line, "id", DAYBOOK_KIND_RUN, run->id);
  add_id (line, "account", DAYBOOK_KIND_ACCOUNT, run->account_id);
  add_id (line, "source", DAYBOOK_KIND_SOURCE, run->source_id);
  add_text (line, "mode", run->mode);
  add_text (line, "trigger", run->trigger);
  add_text (line, "status", run->status);
  add_count (line, "fetched", run->fetched);
  add_count (line, "created", run->created);
  add_count (line, "updated", run->updated);
  add_count (line, "deleted", run->deleted);
  add_count (line, "unchanged", run->unchanged);
  add_count (line, "requests", run->requests);
  add_count (line, "bytes", run->bytes);
  add_count (line, "retries", run->retries);
  add_text (line, "error", run->error);
  add_text (line, "error_code", run->error_code);
  add_count (line, "duration_ms", run->duration_ms);
  daybook_worker_line_end (line);
}

static void
on_account_changed_cb (DaybookEngine *engine, const DaybookAccount *account, gpointer data)
{
  JsonBuilder *line;

  if (account->status != DAYBOOK_ACCOUNT_NEEDS_SIGN_IN && account->status != DAYBOOK_ACCOUNT_ERROR)
    return;
  line = daybook_worker_line_begin (DAYBOOK_WORKER_ATTENTION);
  add_id (line, "account", DAYBOOK_KIND_ACCOUNT, account->id);
  add_text (line, "status", daybook_account_status_to_string (account->status));
  add_text (line, "error_code", account->error_code);
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

  add_id (line, "account", DAYBOOK_KIND_ACCOUNT, account_id);
  daybook_worker_line_end (line);
}
