/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-agent-private.h"

#include "base/daybook-error.h"
#include "daybook-config.h"
#include "ipc/daybook-names.h"
#include "store/daybook-accounts.h"

G_DEFINE_FINAL_TYPE (DaybookAgent, daybook_agent, G_TYPE_OBJECT)

enum
{
  SIGNAL_QUIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_jobs (DaybookAgent *self)
{
  g_autoptr (GPtrArray) jobs = daybook_job_queue_list (self->queue);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < jobs->len; i++)
    g_ptr_array_add (paths, (gpointer) daybook_job_get_path (jobs->pdata[i]));
  g_ptr_array_add (paths, NULL);
  daybook_dbus_agent1_set_jobs (self->face, (const char *const *) paths->pdata);
}

/* Which accounts need a person, and whether one was not told of it yet. */
static void
update_attention (DaybookAgent *self)
{
  g_autoptr (GPtrArray) accounts = daybook_store_list_accounts (self->store, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];

      if (account->status == DAYBOOK_ACCOUNT_NEEDS_SIGN_IN || account->status == DAYBOOK_ACCOUNT_ERROR)
        g_ptr_array_add (ids, daybook_id_format (DAYBOOK_KIND_ACCOUNT, account->id));
    }
  g_ptr_array_add (ids, NULL);
  if (!g_strv_equal ((const char *const *) ids->pdata, daybook_dbus_agent1_get_attention (self->face)))
    daybook_dbus_agent1_set_attention (self->face, (const char *const *) ids->pdata);
  if (accounts != NULL)
    daybook_notifier_look (self->notifier, accounts);
}

static void
on_queue_changed_cb (DaybookJobQueue *queue, gpointer data)
{
  DaybookAgent *self = data;

  update_jobs (self);
  /* Signing in again is what ends the loss of a key. */
  if (g_strcmp0 (daybook_dbus_agent1_get_keyring_state (self->face), "lost") == 0)
    daybook_keyring_watch_look_again (self->keyring);
  if (self->quitting && daybook_job_queue_is_idle (queue))
    g_signal_emit (self, signals[SIGNAL_QUIT], 0);
}

static void
on_schedule_changed_cb (DaybookScheduler *scheduler, gpointer data)
{
  DaybookAgent *self = data;

  daybook_dbus_agent1_set_next_sync (self->face, daybook_scheduler_get_next (scheduler));
}

static void
on_store_changed_cb (DaybookStore *store, gpointer data)
{
  update_attention (data);
}

static void
on_keyring_changed_cb (DaybookKeyringWatch *keyring, GParamSpec *pspec, gpointer data)
{
  DaybookAgent *self = data;
  const char *state = daybook_keyring_watch_get_state (keyring);
  gboolean opened = g_str_equal (state, "unlocked");

  daybook_dbus_agent1_set_keyring_state (self->face, state);
  /* What waited for the keyring goes on by itself. */
  if (opened)
    daybook_scheduler_wake (self->scheduler);
}

/* The person signed in again in Settings, switched something off there, or took the account away: the next sync
 * tells. */
static void
on_goa_changed_cb (DaybookGoaWatch *goa, gint64 account_id, gpointer data)
{
  DaybookAgent *self = data;
  const DaybookSyncRequest request = { .trigger = "start" };
  g_autoptr (GError) error = NULL;

  if (daybook_scheduler_sync (self->scheduler, account_id, &request, &error) == NULL)
    g_debug ("An account of GNOME Online Accounts is not looked at: %s", error->message);
}

static void
on_network_changed_cb (GNetworkMonitor *network, GParamSpec *pspec, gpointer data)
{
  DaybookAgent *self = data;
  gboolean online = g_network_monitor_get_network_available (network);

  daybook_dbus_agent1_set_online (self->face, online);
  daybook_scheduler_set_online (self->scheduler, online);
  daybook_send_schedule_set_online (self->send_schedule, online);
}

static void
on_clock_jumped_cb (gpointer data)
{
  DaybookAgent *self = data;

  daybook_scheduler_wake (self->scheduler);
  daybook_send_schedule_wake (self->send_schedule);
}

static void
daybook_agent_dispose (GObject *object)
{
  DaybookAgent *self = DAYBOOK_AGENT (object);

  g_signal_handlers_disconnect_by_data (self->network, self);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  if (self->queue != NULL)
    g_signal_handlers_disconnect_by_data (self->queue, self);
  if (self->bus != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->face));
  g_clear_pointer (&self->clock, daybook_clock_watch_free);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->send_schedule);
  g_clear_object (&self->queue);
  g_clear_object (&self->keyring);
  g_clear_object (&self->goa);
  g_clear_object (&self->notifier);
  g_clear_object (&self->store);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (daybook_agent_parent_class)->dispose (object);
}

static void
daybook_agent_finalize (GObject *object)
{
  DaybookAgent *self = DAYBOOK_AGENT (object);

  g_object_unref (self->face);
  g_object_unref (self->network);
  G_OBJECT_CLASS (daybook_agent_parent_class)->finalize (object);
}

static void
daybook_agent_class_init (DaybookAgentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = daybook_agent_dispose;
  object_class->finalize = daybook_agent_finalize;
  signals[SIGNAL_QUIT] = g_signal_new ("quit", DAYBOOK_TYPE_AGENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
}

static void
daybook_agent_init (DaybookAgent *self)
{
  self->face = daybook_dbus_agent1_skeleton_new ();
  daybook_agent_connect_methods (self);
  daybook_dbus_agent1_set_version (self->face, DAYBOOK_VERSION);
  daybook_dbus_agent1_set_keyring_state (self->face, "absent");
  daybook_dbus_agent1_set_jobs (self->face, (const char *const[]){ NULL });
  daybook_dbus_agent1_set_attention (self->face, (const char *const[]){ NULL });
  self->network = g_object_ref (g_network_monitor_get_default ());
}

DaybookAgent *
daybook_agent_new (DaybookStore *store)
{
  DaybookAgent *self = g_object_new (DAYBOOK_TYPE_AGENT, NULL);

  g_set_object (&self->store, store);
  return self;
}

/* Puts the agent on @bus, before its name is owned. */
gboolean
daybook_agent_export (DaybookAgent *self, GDBusConnection *bus, GError **error)
{
  g_set_object (&self->bus, bus);
  self->queue = daybook_job_queue_new (bus);
  self->scheduler = daybook_scheduler_new (self->store, self->queue);
  self->send_schedule = daybook_send_schedule_new (self->store, self->queue);
  self->keyring = daybook_keyring_watch_new (bus, self->store);
  self->goa = daybook_goa_watch_new (bus, self->store);
  self->notifier = daybook_notifier_new (bus);
  g_signal_connect (self->queue, "changed", G_CALLBACK (on_queue_changed_cb), self);
  g_signal_connect_object (self->scheduler, "changed", G_CALLBACK (on_schedule_changed_cb), self, 0);
  g_signal_connect_object (self->keyring, "notify::state", G_CALLBACK (on_keyring_changed_cb), self, 0);
  on_keyring_changed_cb (self->keyring, NULL, self);
  g_signal_connect_object (self->goa, "changed", G_CALLBACK (on_goa_changed_cb), self, 0);
  g_signal_connect (self->store, "changed", G_CALLBACK (on_store_changed_cb), self);
  g_signal_connect (self->network, "notify::network-available", G_CALLBACK (on_network_changed_cb), self);
  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->face), bus, DAYBOOK_AGENT_PATH, error);
}

/* Begins to work: the name is ours. */
void
daybook_agent_start (DaybookAgent *self)
{
  g_autoptr (GError) error = NULL;

  if (!daybook_store_watch (self->store, &error))
    g_warning ("Changes of other programs are not seen: %s", error->message);
  self->clock = daybook_clock_watch_new (on_clock_jumped_cb, self);
  on_network_changed_cb (self->network, NULL, self);
  update_attention (self);
  daybook_scheduler_start (self->scheduler);
  daybook_goa_watch_look (self->goa);
  daybook_send_schedule_look (self->send_schedule);
}

/* Cancels what runs; "quit" follows when it has ended. */
void
daybook_agent_quit (DaybookAgent *self)
{
  self->quitting = TRUE;
  if (self->queue == NULL || daybook_job_queue_is_idle (self->queue))
    g_signal_emit (self, signals[SIGNAL_QUIT], 0);
  else
    daybook_job_queue_close (self->queue);
}
