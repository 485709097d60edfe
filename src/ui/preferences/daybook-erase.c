/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-erase.h"

#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "ipc/daybook-names.h"

/* Longer than the agent gives its workers: five seconds from SIGTERM to SIGKILL. */
#define PATIENCE_SECONDS 15

typedef struct
{
  /* In progress */
  gulong available_handler; /* of the agent client, while the agent is waited for */
  guint timeout;
} Erase;

static void
stop_waiting (GTask *task)
{
  Erase *erase = g_task_get_task_data (task);

  if (erase->available_handler != 0)
    g_signal_handler_disconnect (daybook_workspace_get_agent (g_task_get_source_object (task)), erase->available_handler);
  erase->available_handler = 0;
  g_clear_handle_id (&erase->timeout, g_source_remove);
}

static void
on_worker_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  daybook_workspace_reopen (g_task_get_source_object (task));
  g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                           _("Not everything could be erased. Try “daybookctl erase --everything”."));
}

/* Nothing holds the files any more but this program, which only reads them. */
static void
run_worker (GTask *task /* (transfer full) */)
{
  g_autofree char *worker = daybook_find_worker ();
  const char *const argv[] = { worker, "erase", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  if (process != NULL)
    {
      g_subprocess_wait_check_async (process, NULL, on_worker_ended_cb, task);
      return;
    }
  daybook_workspace_reopen (g_task_get_source_object (task));
  g_task_return_error (task, g_steal_pointer (&error));
  g_object_unref (task);
}

static void
on_closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  daybook_store_thread_close_finish (DAYBOOK_STORE_THREAD (source), result);
  run_worker (data);
}

/* The agent is gone. What this program was asked to write is written first, and nothing after it. */
static void
close_store (GTask *task /* (transfer full) */)
{
  daybook_workspace_close_async (g_task_get_source_object (task), on_closed_cb, task);
}

static void
on_available_cb (DaybookAgentClient *agent, GParamSpec *pspec, gpointer data)
{
  GTask *task = data;

  if (daybook_agent_client_is_available (agent))
    return;
  stop_waiting (task);
  close_store (task);
}

static gboolean
on_patience_over_cb (gpointer data)
{
  g_autoptr (GTask) task = data;
  Erase *erase = g_task_get_task_data (task);

  erase->timeout = 0;
  stop_waiting (task);
  g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT,
                           _("The background service does not end, so nothing was erased. Try again in a minute."));
  return G_SOURCE_REMOVE;
}

/* What it answers is of no interest: that it goes is. */
static void
on_quit_asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, NULL);
}

void
daybook_erase_async (DaybookWorkspace *workspace, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (workspace, NULL, callback, data);
  DaybookAgentClient *agent = daybook_workspace_get_agent (workspace);
  Erase *erase = g_new0 (Erase, 1);

  g_task_set_source_tag (task, daybook_erase_async);
  g_task_set_task_data (task, erase, g_free);
  if (!daybook_agent_client_is_available (agent))
    {
      close_store (task);
      return;
    }
  erase->available_handler = g_signal_connect (agent, "notify::available", G_CALLBACK (on_available_cb), task);
  erase->timeout = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_over_cb, task);
  daybook_agent_client_call_async (agent, "Quit", NULL, on_quit_asked_cb, NULL);
}

gboolean
daybook_erase_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
