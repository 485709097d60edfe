/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person changes, and what takes longer than a moment to read: on the store's thread. */
#include <glib/gi18n.h>

#include "common/daybook-workspace-private.h"
#include "store/daybook-entries.h"

typedef struct
{
  /* Input */
  char *label; /* (owned) (nullable) */
  DaybookChangeFunc func;
  gpointer data;
  GDestroyNotify destroy; /* (nullable) */
  gint64 undo;            /* without a function: the change to take back, 0 the last one */
  /* Output */
  gint64 change;
} Change;

static void
change_free (gpointer pointer)
{
  Change *change = pointer;

  if (change->destroy != NULL)
    change->destroy (change->data);
  g_free (change->label);
  g_free (change);
}

/* On the thread, again while another program writes; a failure is rolled back there. */
static gpointer
run_change (DaybookStore *store, gpointer data, GError **error)
{
  Change *change = data;

  daybook_store_take_written_change (store);
  if (change->label != NULL && !daybook_store_begin_change (store, change->label, error))
    return NULL;
  if (!change->func (store, change->data, error))
    return NULL;
  if (change->label != NULL && !daybook_store_commit (store, error))
    return NULL;
  change->change = daybook_store_take_written_change (store);
  daybook_store_take_changed (store);
  return change;
}

static gpointer
run_undo (DaybookStore *store, gpointer data, GError **error)
{
  Change *change = data;

  g_clear_pointer (&change->label, g_free);
  if (!daybook_store_undo (store, change->undo, &change->label, error))
    return NULL;
  daybook_store_take_changed (store);
  return change;
}

static void
on_run_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  daybook_store_thread_run_finish (DAYBOOK_STORE_THREAD (source), result, &error);
  /* Told here and not by the thread: who asked for the change finds it shown, or what is still so when it failed. */
  daybook_workspace_end_changing (g_task_get_source_object (task));
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
run (DaybookWorkspace *self, DaybookStoreFunc func, Change *change, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_task_data (task, change, change_free);
  g_task_set_source_tag (task, run);
  daybook_workspace_begin_changing (self);
  daybook_store_thread_run_async (daybook_workspace_get_thread (self), func, change, NULL, NULL, NULL, on_run_cb, task);
}

void
daybook_workspace_change_async (DaybookWorkspace *self, const char *label, DaybookChangeFunc func, gpointer data,
                                GDestroyNotify destroy, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change;

  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));

  change = g_new0 (Change, 1);
  change->label = g_strdup (label);
  change->func = func;
  change->data = data;
  change->destroy = destroy;
  run (self, run_change, change, callback, user_data);
}

/* @change: what Undo takes back, 0 where nothing was changed. */
gboolean
daybook_workspace_change_finish (DaybookWorkspace *self, GAsyncResult *result, gint64 *change, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (change != NULL)
    *change = ((Change *) g_task_get_task_data (G_TASK (result)))->change;
  return TRUE;
}

/* (transfer none) The data of the change that @result is about, with what it found out. */
gpointer
daybook_workspace_change_get_data (DaybookWorkspace *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return ((Change *) g_task_get_task_data (G_TASK (result)))->data;
}

static void
on_change_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DaybookWorkspace *self = DAYBOOK_WORKSPACE (source);
  g_autofree char *toast = data;
  g_autoptr (GError) error = NULL;
  gint64 change;

  if (!daybook_workspace_change_finish (self, result, &change, &error))
    daybook_workspace_toast (self, error->message, 0);
  else if (toast != NULL)
    daybook_workspace_toast (self, toast, change);
}

/* Does it, says @toast (NULL: nothing) with Undo when it is done, and why when it failed. */
void
daybook_workspace_change (DaybookWorkspace *self, const char *label, const char *toast, DaybookChangeFunc func,
                          gpointer data, GDestroyNotify destroy)
{
  daybook_workspace_change_async (self, label, func, data, destroy, on_change_done_cb, g_strdup (toast));
}

static void
on_undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DaybookWorkspace *self = DAYBOOK_WORKSPACE (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (daybook_workspace_change_finish (self, result, NULL, &error))
    /* Translators: what was taken back: "Approve 3 entries" */
    text = g_strdup_printf (_("Undone: %s"), ((Change *) g_task_get_task_data (G_TASK (result)))->label);
  else
    text = g_strdup (error->message);
  daybook_workspace_toast (self, text, 0);
}

/* Takes back @change, 0 = the last one, and says so. */
void
daybook_workspace_undo (DaybookWorkspace *self, gint64 change_id)
{
  Change *change;

  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));

  change = g_new0 (Change, 1);
  change->undo = change_id;
  run (self, run_undo, change, on_undone_cb, NULL);
}

void
daybook_workspace_read_async (DaybookWorkspace *self, DaybookStoreFunc func, gpointer data, GDestroyNotify destroy,
                              GDestroyNotify free_result, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));

  daybook_store_thread_run_async (daybook_workspace_get_thread (self), func, data, destroy, free_result, cancellable, callback, user_data);
}

/* (transfer full) What the function gave. */
gpointer
daybook_workspace_read_finish (DaybookWorkspace *self, GAsyncResult *result, GError **error)
{
  return daybook_store_thread_run_finish (daybook_workspace_get_thread (self), result, error);
}
