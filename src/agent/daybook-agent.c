/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-agent.h"

#include <gio/gunixfdlist.h>
#include <string.h>

#include "base/daybook-error.h"
#include "daybook-agent-dbus.h"
#include "daybook-clock-watch.h"
#include "daybook-config.h"
#include "daybook-keyring-watch.h"
#include "daybook-scheduler.h"
#include "ipc/daybook-names.h"
#include "store/daybook-accounts.h"

#define MAX_TARGETS 200
#define MAX_TEXT 4096

struct _DaybookAgent
{
  GObject parent_instance;

  DaybookStore *store;           /* (owned) */
  GDBusConnection *bus;          /* (owned) (nullable) */
  DaybookDBusAgent1 *face;       /* (owned) */
  DaybookJobQueue *queue;        /* (owned) (nullable) until exported */
  DaybookScheduler *scheduler;   /* (owned) (nullable) */
  DaybookKeyringWatch *keyring;  /* (owned) (nullable) */
  DaybookClockWatch *clock;      /* (owned) (nullable) */
  GNetworkMonitor *network;      /* (owned) */
  gboolean quitting;
};

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

/* Which accounts need a person: signed out, or holding a source back. */
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

static void
on_network_changed_cb (GNetworkMonitor *network, GParamSpec *pspec, gpointer data)
{
  DaybookAgent *self = data;
  gboolean online = g_network_monitor_get_network_available (network);

  daybook_dbus_agent1_set_online (self->face, online);
  daybook_scheduler_set_online (self->scheduler, online);
}

static void
on_clock_jumped_cb (gpointer data)
{
  DaybookAgent *self = data;

  daybook_scheduler_wake (self->scheduler);
}

static gboolean
refuse (GDBusMethodInvocation *invocation, DaybookError code, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (DAYBOOK_ERROR, code, message);

  daybook_dbus_return_error (invocation, error);
  return TRUE;
}

static gboolean
return_job (DaybookAgent *self, GDBusMethodInvocation *invocation, DaybookJob *job)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup (daybook_job_get_path (job));

  if (!daybook_job_queue_submit (self->queue, job, &error))
    daybook_dbus_return_error (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
  return TRUE;
}

/* The account a target belongs to: itself, or a source's. */
static gboolean
resolve_target (DaybookAgent *self, const char *target, gint64 *account_id, gboolean *is_source, GError **error)
{
  gint64 number;

  *is_source = FALSE;
  if (daybook_store_resolve (self->store, DAYBOOK_KIND_ACCOUNT, target, account_id, NULL))
    return TRUE;
  if (daybook_store_resolve (self->store, DAYBOOK_KIND_SOURCE, target, &number, NULL))
    {
      g_autoptr (DaybookSource) source = daybook_store_get_source (self->store, number, error);

      if (source == NULL)
        return FALSE;
      *account_id = source->account_id;
      *is_source = TRUE;
      return TRUE;
    }
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, "There is no account or source “%.20s”.", target);
  return FALSE;
}

/* account id -> GPtrArray of source ids, NULL value: the whole account */
static GHashTable *
group_targets (DaybookAgent *self, const char *const *targets, GError **error)
{
  g_autoptr (GHashTable) groups
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; targets[i] != NULL; i++)
    {
      gint64 account_id;
      gboolean is_source;
      GPtrArray *sources;
      gint64 *key;

      if (!resolve_target (self, targets[i], &account_id, &is_source, error))
        return NULL;
      sources = g_hash_table_lookup (groups, &account_id);
      if (sources == NULL)
        {
          sources = g_ptr_array_new_with_free_func (g_free);
          key = g_new (gint64, 1);
          *key = account_id;
          g_hash_table_insert (groups, key, sources);
        }
      g_ptr_array_add (sources, g_strdup (targets[i]));
    }
  return g_steal_pointer (&groups);
}

static GHashTable *
all_accounts (DaybookAgent *self, GError **error)
{
  g_autoptr (GPtrArray) accounts = daybook_store_list_accounts (self->store, error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (accounts == NULL)
    return NULL;
  for (guint i = 0; i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];

      if (!account->paused && account->status != DAYBOOK_ACCOUNT_DISCONNECTED)
        g_ptr_array_add (ids, daybook_id_format (DAYBOOK_KIND_ACCOUNT, account->id));
    }
  g_ptr_array_add (ids, NULL);
  return group_targets (self, (const char *const *) ids->pdata, error);
}

static gboolean
on_handle_sync_now_cb (DaybookDBusAgent1 *face,
                       GDBusMethodInvocation *invocation,
                       const char *const *targets,
                       GVariant *options,
                       gpointer data)
{
  DaybookAgent *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) groups = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const char *trigger = "manual";
  gboolean full = FALSE;
  gboolean interactive = FALSE;
  GHashTableIter iter;
  gpointer account_id, sources;

  if (g_strv_length ((char **) targets) > MAX_TARGETS)
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "Too many targets.");
  g_variant_lookup (options, "trigger", "&s", &trigger);
  g_variant_lookup (options, "full", "b", &full);
  g_variant_lookup (options, "interactive", "b", &interactive);
  if (!g_strv_contains ((const char *const[]){ "manual", "schedule", "push", "start", NULL }, trigger))
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "A trigger is manual, schedule, push or start.");
  groups = targets[0] != NULL ? group_targets (self, targets, &error) : all_accounts (self, &error);
  if (groups == NULL)
    {
      daybook_dbus_return_error (invocation, error);
      return TRUE;
    }
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &account_id, &sources))
    {
      DaybookJob *job;

      g_ptr_array_add (sources, NULL);
      job = daybook_scheduler_sync (self->scheduler, *(gint64 *) account_id,
                                    (const char *const *) ((GPtrArray *) sources)->pdata, trigger, full, interactive,
                                    &error);
      if (job == NULL)
        {
          daybook_dbus_return_error (invocation, error);
          return TRUE;
        }
      g_ptr_array_add (paths, (gpointer) daybook_job_get_path (job));
    }
  g_ptr_array_add (paths, NULL);
  daybook_dbus_agent1_complete_sync_now (face, invocation, (const char *const *) paths->pdata);
  return TRUE;
}

/* The one descriptor that came with a call; -1 when @handle names none. */
static int
take_fd (GUnixFDList *list, GVariant *handle)
{
  return list != NULL ? g_unix_fd_list_get (list, g_variant_get_handle (handle), NULL) : -1;
}

static gboolean
add_text_option (DaybookJob *job, GVariant *options, const char *name, const char *argument)
{
  const char *value;

  if (!g_variant_lookup (options, name, "&s", &value))
    return TRUE;
  if (strlen (value) > MAX_TEXT)
    return FALSE;
  daybook_job_add_argument (job, argument);
  daybook_job_add_argument (job, value);
  return TRUE;
}

static gboolean
add_connect_options (DaybookJob *job, GVariant *options)
{
  g_autoptr (GVariantIter) settings = NULL;
  guint32 timeout;
  const char *key, *value;

  if (!add_text_option (job, options, "sign-in", "--sign-in") || !add_text_option (job, options, "name", "--name")
      || !add_text_option (job, options, "url", "--url") || !add_text_option (job, options, "user", "--user"))
    return FALSE;
  if (g_variant_lookup (options, "timeout", "u", &timeout))
    {
      g_autofree char *seconds = g_strdup_printf ("%u", timeout);

      daybook_job_add_argument (job, "--timeout");
      daybook_job_add_argument (job, seconds);
    }
  if (g_variant_lookup (options, "settings", "a{ss}", &settings))
    {
      while (g_variant_iter_next (settings, "{&s&s}", &key, &value))
        {
          g_autofree char *pair = g_strdup_printf ("%s=%s", key, value);

          if (strlen (pair) > MAX_TEXT)
            return FALSE;
          daybook_job_add_argument (job, "--set");
          daybook_job_add_argument (job, pair);
        }
    }
  return TRUE;
}

static gboolean
on_handle_connect_cb (DaybookDBusAgent1 *face,
                      GDBusMethodInvocation *invocation,
                      GUnixFDList *fds,
                      const char *provider,
                      GVariant *options,
                      GVariant *secret,
                      gpointer data)
{
  DaybookAgent *self = data;
  DaybookJob *job;
  int fd = take_fd (fds, secret);

  if (fd < 0)
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "The secret's descriptor is missing.");
  job = daybook_job_queue_make (self->queue, "connect", "");
  daybook_job_take_secret_fd (job, fd);
  daybook_job_add_argument (job, "--interactive");
  if (strlen (provider) > 64 || !add_connect_options (job, options))
    {
      g_object_unref (job);
      return refuse (invocation, DAYBOOK_ERROR_USAGE, "An option is too long.");
    }
  daybook_job_add_argument (job, "--");
  daybook_job_add_argument (job, provider);
  return return_job (self, invocation, job);
}

static DaybookJob *
make_account_job (DaybookAgent *self, GDBusMethodInvocation *invocation, const char *kind, const char *account)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;
  DaybookJob *job;
  gint64 number;

  if (!daybook_store_resolve (self->store, DAYBOOK_KIND_ACCOUNT, account, &number, &error))
    {
      daybook_dbus_return_error (invocation, error);
      return NULL;
    }
  subject = daybook_id_format (DAYBOOK_KIND_ACCOUNT, number);
  job = daybook_job_queue_make (self->queue, kind, subject);
  daybook_job_add_argument (job, subject);
  return job;
}

static gboolean
on_handle_reconnect_cb (DaybookDBusAgent1 *face, GDBusMethodInvocation *invocation, const char *account, gpointer data)
{
  DaybookAgent *self = data;
  DaybookJob *job = make_account_job (self, invocation, "reconnect", account);

  if (job == NULL)
    return TRUE;
  daybook_job_add_argument (job, "--interactive");
  return return_job (self, invocation, job);
}

static gboolean
on_handle_disconnect_cb (DaybookDBusAgent1 *face,
                         GDBusMethodInvocation *invocation,
                         const char *account,
                         GVariant *options,
                         gpointer data)
{
  DaybookAgent *self = data;
  DaybookJob *job = make_account_job (self, invocation, "disconnect", account);
  DaybookJob *sync;
  gboolean keep_data = FALSE;

  if (job == NULL)
    return TRUE;
  if (g_variant_lookup (options, "keep-data", "b", &keep_data) && keep_data)
    daybook_job_add_argument (job, "--keep-data");
  daybook_job_add_argument (job, "--interactive");
  sync = daybook_job_queue_find (self->queue, "sync", daybook_job_get_subject (job));
  if (sync != NULL)
    daybook_job_cancel (sync);
  return return_job (self, invocation, job);
}

static void
on_secret_stored_cb (DaybookJob *job, gpointer data)
{
  GDBusMethodInvocation *invocation = data;
  const GError *error = daybook_job_get_error (job);

  if (error != NULL)
    daybook_dbus_return_error (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static gboolean
on_handle_store_secret_cb (DaybookDBusAgent1 *face,
                           GDBusMethodInvocation *invocation,
                           GUnixFDList *fds,
                           const char *name,
                           GVariant *value,
                           gpointer data)
{
  DaybookAgent *self = data;
  g_autoptr (GError) error = NULL;
  DaybookJob *job;
  int fd = take_fd (fds, value);

  if (fd < 0)
    return refuse (invocation, DAYBOOK_ERROR_USAGE, "The secret's descriptor is missing.");
  job = daybook_job_queue_make (self->queue, "secret", "");
  daybook_job_take_secret_fd (job, fd);
  daybook_job_add_argument (job, "set");
  daybook_job_add_argument (job, "--interactive");
  daybook_job_add_argument (job, "--");
  daybook_job_add_argument (job, strlen (name) <= 128 ? name : "");
  g_signal_connect (job, "ended", G_CALLBACK (on_secret_stored_cb), invocation);
  if (!daybook_job_queue_submit (self->queue, job, &error))
    daybook_dbus_return_error (invocation, error);
  return TRUE;
}

static gboolean
on_handle_maintain_cb (DaybookDBusAgent1 *face, GDBusMethodInvocation *invocation, gpointer data)
{
  DaybookAgent *self = data;

  return return_job (self, invocation, daybook_job_queue_make (self->queue, "maintain", ""));
}

static gboolean
on_handle_expand_cb (DaybookDBusAgent1 *face, GDBusMethodInvocation *invocation, gpointer data)
{
  DaybookAgent *self = data;

  return return_job (self, invocation, daybook_job_queue_make (self->queue, "expand", ""));
}

/* Nothing writes to the outbox yet, so there is never anything to send. */
static gboolean
on_handle_send_cb (DaybookDBusAgent1 *face, GDBusMethodInvocation *invocation, gpointer data)
{
  daybook_dbus_agent1_complete_send (face, invocation);
  return TRUE;
}

static gboolean
on_handle_quit_cb (DaybookDBusAgent1 *face, GDBusMethodInvocation *invocation, gpointer data)
{
  daybook_dbus_agent1_complete_quit (face, invocation);
  daybook_agent_quit (data);
  return TRUE;
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
  g_clear_object (&self->queue);
  g_clear_object (&self->keyring);
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
  static const struct
  {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-sync-now", G_CALLBACK (on_handle_sync_now_cb) },
    { "handle-connect", G_CALLBACK (on_handle_connect_cb) },
    { "handle-reconnect", G_CALLBACK (on_handle_reconnect_cb) },
    { "handle-disconnect", G_CALLBACK (on_handle_disconnect_cb) },
    { "handle-store-secret", G_CALLBACK (on_handle_store_secret_cb) },
    { "handle-maintain", G_CALLBACK (on_handle_maintain_cb) },
    { "handle-expand", G_CALLBACK (on_handle_expand_cb) },
    { "handle-send", G_CALLBACK (on_handle_send_cb) },
    { "handle-quit", G_CALLBACK (on_handle_quit_cb) },
  };

  self->face = daybook_dbus_agent1_skeleton_new ();
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (self->face, handlers[i].signal, handlers[i].callback, self, 0);
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
  self->keyring = daybook_keyring_watch_new (bus, self->store);
  g_signal_connect (self->queue, "changed", G_CALLBACK (on_queue_changed_cb), self);
  g_signal_connect_object (self->scheduler, "changed", G_CALLBACK (on_schedule_changed_cb), self, 0);
  g_signal_connect_object (self->keyring, "notify::state", G_CALLBACK (on_keyring_changed_cb), self, 0);
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
}

/* Cancels what runs; "quit" follows when it has ended. */
void
daybook_agent_quit (DaybookAgent *self)
{
  self->quitting = TRUE;
  if (self->queue == NULL || daybook_job_queue_is_idle (self->queue))
    g_signal_emit (self, signals[SIGNAL_QUIT], 0);
  else
    daybook_job_queue_cancel_all (self->queue);
}
