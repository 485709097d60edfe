/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inbox/daybook-inbox-changes.h"

#include <glib/gi18n.h>

#include "store/daybook-suggestions.h"
#include "store/daybook-tasks.h"

/* Suggestions --------------------------------------------------------------------------------------------- */

static gboolean
approve (DaybookStore *store, gpointer data, GError **error)
{
  GArray *ids = data;

  for (guint i = 0; i < ids->len; i++)
    {
      if (!daybook_store_approve_suggestion (store, g_array_index (ids, gint64, i), FALSE, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* All of them, or none. */
void
daybook_inbox_changes_approve (DaybookWorkspace *workspace, GArray *ids)
{
  g_autofree char *label = g_strdup_printf (ngettext ("Approve %u suggestion", "Approve %u suggestions", ids->len), ids->len);
  g_autofree char *toast = g_strdup_printf (ngettext ("%u task added", "%u tasks added", ids->len), ids->len);

  daybook_workspace_change (workspace, label, toast, approve, ids, (GDestroyNotify) g_array_unref);
}

static gboolean
dismiss (DaybookStore *store, gpointer data, GError **error)
{
  return daybook_store_dismiss_suggestion (store, *(const gint64 *) data, error);
}

void
daybook_inbox_changes_dismiss (DaybookWorkspace *workspace, gint64 id)
{
  daybook_workspace_change (workspace, _("Dismiss suggestion"), _("Suggestion dismissed"), dismiss,
                            g_memdup2 (&id, sizeof id), g_free);
}

typedef struct
{
  gint64 id;
  gint64 version; /* as the person saw it */
  char *title;    /* (owned) */
  DaybookDay due_day;
  DaybookPriority priority;
} Edit;

static void
edit_free (gpointer data)
{
  g_free (((Edit *) data)->title);
  g_free (data);
}

static gboolean
edit (DaybookStore *store, gpointer data, GError **error)
{
  const Edit *wanted = data;
  g_autoptr (DaybookSuggestion) suggestion = daybook_store_get_suggestion (store, wanted->id, error);

  if (suggestion == NULL)
    return FALSE;
  g_free (suggestion->title);
  suggestion->title = g_strdup (wanted->title);
  suggestion->priority = wanted->priority;
  /* A time belongs to the day that it was named with. */
  if (suggestion->due_day != wanted->due_day)
    suggestion->due_at = DAYBOOK_INSTANT_NONE;
  suggestion->due_day = wanted->due_day;
  suggestion->version = wanted->version;
  return daybook_store_edit_suggestion (store, suggestion, error);
}

void
daybook_inbox_changes_edit (DaybookWorkspace *workspace, const DaybookSuggestion *suggestion, const char *title,
                            DaybookDay due_day, DaybookPriority priority)
{
  Edit *wanted = g_new0 (Edit, 1);

  wanted->id = suggestion->id;
  wanted->version = suggestion->version;
  wanted->title = g_strdup (title);
  wanted->due_day = due_day;
  wanted->priority = priority;
  daybook_workspace_change (workspace, _("Edit suggestion"), _("Suggestion changed"), edit, wanted, edit_free);
}

/* Tasks --------------------------------------------------------------------------------------------------- */

typedef struct
{
  gint64 task_id;
  gboolean done;
} Doing;

static gboolean
set_done (DaybookStore *store, gpointer data, GError **error)
{
  const Doing *doing = data;

  return daybook_store_set_task_done (store, doing->task_id, doing->done, error);
}

/* No answer is no loss: what waits is kept in the outbox, and the agent looks there when it runs. */
static void
on_sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  if (jobs == NULL)
    g_debug ("The outbox waits: %s", error->message);
}

static void
ask_to_send (DaybookWorkspace *workspace)
{
  daybook_agent_client_call_async (daybook_workspace_get_agent (workspace), "Send", NULL, on_sent_cb, NULL);
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DaybookWorkspace *workspace = DAYBOOK_WORKSPACE (source);
  g_autoptr (GError) error = NULL;
  gint64 change;

  if (!daybook_workspace_change_finish (workspace, result, &change, &error))
    {
      daybook_workspace_toast (workspace, error->message, 0);
      return;
    }
  daybook_workspace_toast (workspace, GPOINTER_TO_INT (data) ? _("Task done") : _("Task reopened"), change);
  ask_to_send (workspace);
}

void
daybook_inbox_changes_set_done (DaybookWorkspace *workspace, gint64 task_id, gboolean done)
{
  Doing *doing = g_new0 (Doing, 1);

  doing->task_id = task_id;
  doing->done = done;
  daybook_workspace_change_async (workspace, done ? _("Complete task") : _("Reopen task"), set_done, doing, g_free,
                                  on_done_cb, GINT_TO_POINTER (done));
}

static gboolean
retry (DaybookStore *store, gpointer data, GError **error)
{
  return daybook_store_retry_send (store, *(const gint64 *) data, error);
}

static void
on_retried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DaybookWorkspace *workspace = DAYBOOK_WORKSPACE (source);
  g_autoptr (GError) error = NULL;

  if (daybook_workspace_change_finish (workspace, result, NULL, &error))
    ask_to_send (workspace);
  else
    daybook_workspace_toast (workspace, error->message, 0);
}

void
daybook_inbox_changes_retry (DaybookWorkspace *workspace, gint64 outbox_id)
{
  daybook_workspace_change_async (workspace, NULL, retry, g_memdup2 (&outbox_id, sizeof outbox_id), g_free, on_retried_cb,
                                  NULL);
}
