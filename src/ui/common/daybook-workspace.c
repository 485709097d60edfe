/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-workspace-private.h"

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
  gboolean lost;                   /* its file was deleted or replaced: it is read until there is another, or none can be made */
  gboolean blank;                  /* there was none to be made: the store is an empty one without a file */
  char *problem;                   /* (owned) (nullable) why there is none, or none any more */
  gboolean preparing;              /* there is none yet */
  guint changing;                  /* changes of this window that are not done */
  gboolean asked;                  /* the thread, to open it */
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
  PROP_PREPARING,
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

static gboolean
has_store (DaybookWorkspace *self)
{
  return self->store != NULL && !self->lost;
}

static void
set_state (DaybookWorkspace *self, gboolean preparing, const char *problem /* (nullable) */)
{
  gboolean other_problem = g_strcmp0 (self->problem, problem) != 0;
  gboolean other_phase = self->preparing != preparing;

  /* Both, before anybody hears of either: between them there would seem to be a store. */
  if (other_problem)
    {
      g_free (self->problem);
      self->problem = g_strdup (problem);
    }
  self->preparing = preparing;
  if (other_phase)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREPARING]);
  if (other_problem)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

void
daybook_workspace_begin_changing (DaybookWorkspace *self)
{
  self->changing++;
}

void
daybook_workspace_end_changing (DaybookWorkspace *self)
{
  self->changing--;
  daybook_workspace_tell_changed (self);
}

/* Whether something that the person chose is not stored yet: what shows a setting for changing it keeps what they
 * chose, and looks again at the "changed" that tells the end of it. */
gboolean
daybook_workspace_is_changing (DaybookWorkspace *self)
{
  g_return_val_if_fail (DAYBOOK_IS_WORKSPACE (self), FALSE);

  return self->changing > 0;
}

void
daybook_workspace_tell_changed (DaybookWorkspace *self)
{
  if (has_store (self) && !daybook_store_is_there (self->store))
    {
      self->lost = TRUE;
      set_state (self, FALSE, _("The database was deleted or replaced by another program."));
    }
  update_zone (self);
  update_empty (self);
  update_waiting (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* For reading alone. FALSE: it is missing, of an older form, or cannot be read; the one there was stays. */
static gboolean
open_reader (DaybookWorkspace *self, GError **error)
{
  const DaybookStoreFlags flags = DAYBOOK_STORE_READ_ONLY | DAYBOOK_STORE_QUICK;
  DaybookStore *store = daybook_store_open (NULL, flags, self->clock, error);

  if (store == NULL)
    return FALSE;
  g_clear_object (&self->store);
  self->store = store;
  self->lost = FALSE;
  self->blank = FALSE;
  self->read_only = g_access (daybook_store_get_path (self->store), W_OK) != 0;
  return TRUE;
}

/* What was deleted is not held on to for as long as no other can be opened: it would take up its place on the disk, and
 * somebody who erased it wants it gone. Nothing is written to what is shown in its place. */
static void
let_go (DaybookWorkspace *self)
{
  g_autoptr (GError) error = NULL;
  DaybookStore *blank;

  if (!self->lost || self->blank)
    return;
  blank = daybook_store_new_empty (self->clock, &error);
  if (blank == NULL)
    {
      g_message ("The deleted database is kept open: %s", error->message);
      return;
    }
  g_clear_object (&self->store);
  self->store = blank;
  self->blank = TRUE;
  daybook_workspace_tell_changed (self);
}

static gpointer
do_nothing (DaybookStore *store, gpointer data, GError **error)
{
  return NULL;
}

static void
on_prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookWorkspace) self = data;
  g_autoptr (GError) error = NULL;

  self->asked = FALSE;
  daybook_store_thread_run_finish (self->thread, result, &error);
  if (error == NULL && open_reader (self, &error))
    {
      daybook_workspace_tell_changed (self);
    }
  else
    {
      g_message ("The database cannot be opened: %s", error->message);
      let_go (self);
    }
  set_state (self, FALSE, error != NULL ? error->message : NULL);
}

/* The store's thread makes the file, or backs it up and brings it up to date, before it does anything else. A problem
 * is shown until it is solved. */
static void
prepare (DaybookWorkspace *self)
{
  if (self->asked)
    return;
  self->asked = TRUE;
  set_state (self, self->problem == NULL, self->problem);
  daybook_store_thread_reopen (self->thread);
  daybook_store_thread_run_async (self->thread, do_nothing, NULL, NULL, NULL, NULL, on_prepared_cb, g_object_ref (self));
}

/* Time --------------------------------------------------------------------------------------------- */

static gboolean
on_minute_cb (gpointer data)
{
  DaybookWorkspace *self = data;
  gint64 now = daybook_clock_now (self->clock);

  /* A second late rather than early: what was reached is shown as reached. */
  self->minute_source = g_timeout_add_seconds (60 - now % 60 + 1, on_minute_cb, self);
  if (self->problem != NULL)
    prepare (self);
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
    case PROP_PREPARING:
      g_value_set_boolean (value, self->preparing);
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
  properties[PROP_PREPARING] = g_param_spec_boolean ("preparing", NULL, NULL, FALSE, flags);
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
  self->clock = g_object_ref (daybook_clock_get_default ());
  self->agent = daybook_agent_client_new ();
  open_reader (self, NULL);
  self->thread = daybook_store_thread_new (NULL, self->clock);
  g_signal_connect_object (self->thread, "changed", G_CALLBACK (daybook_workspace_tell_changed), self, G_CONNECT_SWAPPED);
  if (self->store == NULL)
    prepare (self);
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

/* (transfer none) (nullable) For small reads on the main thread; it cannot write. NULL only until the first one is
 * open: "preparing" or "problem" say why. One whose file is deleted or replaced can be read until another is open, or an
 * empty one takes its place because none can be. Not to be kept: it may be another after "changed". */
DaybookStore *
daybook_workspace_get_store (DaybookWorkspace *self)
{
  return self->store;
}

/* (transfer none) (nullable) Why there is no store, or why what is shown is no longer in one. */
const char *
daybook_workspace_get_problem (DaybookWorkspace *self)
{
  return self->problem;
}

/* Whether the store is being made or brought up to date; until then there is none. */
gboolean
daybook_workspace_is_preparing (DaybookWorkspace *self)
{
  return self->preparing;
}

/* Opens a store that could not be opened. */
void
daybook_workspace_try_again (DaybookWorkspace *self)
{
  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));

  if (!has_store (self))
    prepare (self);
}

/* (transfer none) Where everything that may take longer is done. */
DaybookStoreThread *
daybook_workspace_get_thread (DaybookWorkspace *self)
{
  return self->thread;
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

static void
on_settled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* Before the program ends: what was asked for is written and told. */
void
daybook_workspace_settle (DaybookWorkspace *self)
{
  gboolean settled = FALSE;

  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));

  /* What is being made or brought up to date is so in one transaction; the next start begins it again. */
  if (!has_store (self))
    return;
  daybook_store_thread_run_async (self->thread, do_nothing, NULL, NULL, NULL, NULL, on_settled_cb, &settled);
  while (!settled)
    g_main_context_iteration (NULL, TRUE);
}

/* Before the files are taken away: nothing is written to them any more, and no new ones are made. */
void
daybook_workspace_close_async (DaybookWorkspace *self, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));

  daybook_store_thread_close_async (self->thread, callback, data);
}

/* The files are still there after all. */
void
daybook_workspace_reopen (DaybookWorkspace *self)
{
  g_return_if_fail (DAYBOOK_IS_WORKSPACE (self));

  daybook_store_thread_reopen (self->thread);
}
