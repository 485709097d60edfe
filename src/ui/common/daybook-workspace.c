/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-workspace.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"
#include "store/daybook-store-thread.h"
#include "store/daybook-suggestions.h"

struct _DaybookWorkspace
{
  GObject parent_instance;

  DaybookAgentClient *agent;       /* (owned) */
  DaybookServiceCatalog *services; /* (owned) (nullable) until somebody asks for it */
  DaybookClock *clock;             /* (owned) */
  DaybookStore *store;             /* (owned) (nullable) for reading, on the main thread */
  char *problem;                   /* (owned) (nullable) why there is none */
  gboolean read_only;
  gboolean empty;
  guint waiting;
  DaybookZone *zone; /* (owned) */

  DaybookStoreThread *thread; /* (owned) */
  guint minute_source;
};

G_DEFINE_FINAL_TYPE (DaybookWorkspace, daybook_workspace, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_AGENT,
  PROP_EMPTY,
  PROP_PROBLEM,
  PROP_READ_ONLY,
  PROP_WAITING,
  N_PROPS
};

enum
{
  CHANGED,
  MINUTE,
  TOAST,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Opening ------------------------------------------------------------------------------------------ */

static gboolean
has_rows (GPtrArray *rows /* (transfer full) (nullable) */)
{
  g_autoptr (GPtrArray) owned = rows;

  return owned != NULL && owned->len > 0;
}

static void
update_empty (DaybookWorkspace *self)
{
  gboolean empty = self->store != NULL && !has_rows (daybook_store_list_accounts (self->store, NULL));

  if (empty)
    empty = !daybook_store_has_entries (self->store);
  if (self->empty == empty)
    return;
  self->empty = empty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}

static void
update_waiting (DaybookWorkspace *self)
{
  guint waiting = self->store != NULL ? (guint) daybook_store_count_suggestions (self->store, 0) : 0;

  if (self->waiting == waiting)
    return;
  self->waiting = waiting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

static void
update_zone (DaybookWorkspace *self)
{
  g_clear_pointer (&self->zone, daybook_zone_unref);
  self->zone = self->store != NULL ? daybook_zone_ref (daybook_store_get_zone (self->store)) : daybook_zone_new_local ();
}

static void
on_store_changed_cb (DaybookWorkspace *self)
{
  update_zone (self);
  update_empty (self);
  update_waiting (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* For reading alone; a file that is missing or of an older form is made or brought up to date first. */
static DaybookStore *
open_store (DaybookWorkspace *self, GError **error)
{
  const DaybookStoreFlags flags = DAYBOOK_STORE_READ_ONLY | DAYBOOK_STORE_QUICK;
  DaybookStore *store = daybook_store_open (NULL, flags, self->clock, NULL);
  g_autoptr (DaybookStore) writing = NULL;

  if (store != NULL)
    return store;
  writing = daybook_store_open (NULL, DAYBOOK_STORE_READ_WRITE, self->clock, error);
  if (writing == NULL)
    return NULL;
  return daybook_store_open (NULL, flags, self->clock, error);
}

/* Time --------------------------------------------------------------------------------------------- */

static gboolean
on_minute_cb (gpointer data)
{
  DaybookWorkspace *self = data;
  gint64 now = daybook_clock_now (self->clock);

  /* A second late rather than early: what was reached is shown as reached. */
  self->minute_source = g_timeout_add_seconds (60 - now % 60 + 1, on_minute_cb, self);
  g_signal_emit (self, signals[MINUTE], 0);
  return G_SOURCE_REMOVE;
}

/* The type ------------------------------------------------------------------------------------------- */

static void
daybook_workspace_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookWorkspace *self = DAYBOOK_WORKSPACE (object);

  switch (id)
    {
    case PROP_AGENT:
      g_value_set_object (value, self->agent);
      break;
    case PROP_EMPTY:
      g_value_set_boolean (value, self->empty);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->read_only);
      break;
    case PROP_WAITING:
      g_value_set_uint (value, self->waiting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_workspace_finalize (GObject *object)
{
  DaybookWorkspace *self = DAYBOOK_WORKSPACE (object);

  g_clear_handle_id (&self->minute_source, g_source_remove);
  /* Waits for what was asked for: it is written before the program ends. */
  g_clear_object (&self->thread);
  g_clear_object (&self->agent);
  g_clear_object (&self->services);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->zone, daybook_zone_unref);
  g_free (self->problem);
  G_OBJECT_CLASS (daybook_workspace_parent_class)->finalize (object);
}

static void
daybook_workspace_class_init (DaybookWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = daybook_workspace_get_property;
  object_class->finalize = daybook_workspace_finalize;

  properties[PROP_AGENT] = g_param_spec_object ("agent", NULL, NULL, DAYBOOK_TYPE_AGENT_CLIENT, flags);
  properties[PROP_EMPTY] = g_param_spec_boolean ("empty", NULL, NULL, FALSE, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  properties[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  properties[PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MINUTE] =
    g_signal_new ("minute", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOAST] = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
}

static void
daybook_workspace_init (DaybookWorkspace *self)
{
  g_autoptr (GError) error = NULL;

  self->clock = g_object_ref (daybook_clock_get_default ());
  self->agent = daybook_agent_client_new ();
  self->store = open_store (self, &error);
  if (self->store == NULL)
    {
      g_warning ("%s", error->message);
      self->problem = g_strdup (error->message);
    }
  else
    {
      self->read_only = g_access (daybook_store_get_path (self->store), W_OK) != 0;
    }
  self->thread = daybook_store_thread_new (NULL, self->clock);
  g_signal_connect_object (self->thread, "changed", G_CALLBACK (on_store_changed_cb), self, G_CONNECT_SWAPPED);
  update_zone (self);
  update_empty (self);
  update_waiting (self);
  self->minute_source = g_timeout_add_seconds (60 - daybook_clock_now (self->clock) % 60 + 1, on_minute_cb, self);
}

DaybookWorkspace *
daybook_workspace_new (void)
{
  return g_object_new (DAYBOOK_TYPE_WORKSPACE, NULL);
}

/* (transfer none) */
DaybookAgentClient *
daybook_workspace_get_agent (DaybookWorkspace *self)
{
  return self->agent;
}

/* (transfer none) What can be connected; the worker is asked when it is needed for the first time. */
DaybookServiceCatalog *
daybook_workspace_get_services (DaybookWorkspace *self)
{
  if (self->services == NULL)
    {
      self->services = daybook_service_catalog_new ();
      daybook_service_catalog_load (self->services);
    }
  return self->services;
}

/* (transfer none) (nullable) For small reads on the main thread; it cannot write. */
DaybookStore *
daybook_workspace_get_store (DaybookWorkspace *self)
{
  return self->store;
}

/* (transfer none) (nullable) Why there is no store. */
const char *
daybook_workspace_get_problem (DaybookWorkspace *self)
{
  return self->problem;
}

gboolean
daybook_workspace_is_read_only (DaybookWorkspace *self)
{
  return self->read_only;
}

/* Whether nothing was ever connected or logged, so that only the first run has something to say. */
gboolean
daybook_workspace_is_empty (DaybookWorkspace *self)
{
  return self->empty;
}

/* (transfer none) The zone of all days and times that are shown; it may be another after "changed". */
DaybookZone *
daybook_workspace_get_zone (DaybookWorkspace *self)
{
  return self->zone;
}

gint64
daybook_workspace_get_now (DaybookWorkspace *self)
{
  return daybook_clock_now (self->clock);
}

/* What the clock on the wall shows now. */
gint64
daybook_workspace_get_wall (DaybookWorkspace *self)
{
  return daybook_zone_to_wall (self->zone, daybook_clock_now (self->clock));
}

DaybookDay
daybook_workspace_get_today (DaybookWorkspace *self)
{
  return daybook_zone_get_day (self->zone, daybook_clock_now (self->clock));
}

/* Says @text in whatever window shows toasts; with @change (of the journal, 0 = none) offers Undo. */
void
daybook_workspace_toast (DaybookWorkspace *self, const char *text, gint64 change)
{
  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));

  g_signal_emit (self, signals[TOAST], 0, text, change);
}

static void
on_sync_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookWorkspace) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  if (jobs == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("Cannot sync: %s"), error->message);

      daybook_workspace_toast (self, text, 0);
    }
  else if (jobs->len == 0)
    daybook_workspace_toast (self, _("No account to sync. Connect one on the Accounts page."), 0);
}

/* Asks the agent to sync every account; the sync button shows how it goes. */
void
daybook_workspace_sync_now (DaybookWorkspace *self)
{
  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));

  daybook_agent_client_sync_async (self->agent, NULL, FALSE, NULL, on_sync_taken_cb, g_object_ref (self));
}

/* Changes and reads ---------------------------------------------------------------------------------- */

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

  if (change->label != NULL && !daybook_store_begin_change (store, change->label, error))
    return NULL;
  if (!change->func (store, change->data, error))
    return NULL;
  if (change->label != NULL && !daybook_store_commit (store, error))
    return NULL;
  change->change = daybook_store_last_change (store);
  return change;
}

static gpointer
run_undo (DaybookStore *store, gpointer data, GError **error)
{
  Change *change = data;

  g_clear_pointer (&change->label, g_free);
  return daybook_store_undo (store, change->undo, &change->label, error) ? change : NULL;
}

static void
on_run_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  daybook_store_thread_run_finish (DAYBOOK_STORE_THREAD (source), result, &error);
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
  daybook_store_thread_run_async (self->thread, func, change, NULL, NULL, NULL, on_run_cb, task);
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

/* @change: what Undo takes back. */
gboolean
daybook_workspace_change_finish (DaybookWorkspace *self, GAsyncResult *result, gint64 *change, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (change != NULL)
    *change = ((Change *) g_task_get_task_data (G_TASK (result)))->change;
  /* Our own change need not wait until the thread tells of it. */
  on_store_changed_cb (self);
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

  daybook_store_thread_run_async (self->thread, func, data, destroy, free_result, cancellable, callback, user_data);
}

/* (transfer full) What the function gave. */
gpointer
daybook_workspace_read_finish (DaybookWorkspace *self, GAsyncResult *result, GError **error)
{
  return daybook_store_thread_run_finish (self->thread, result, error);
}
