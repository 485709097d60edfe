/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-agent-client-private.h"

#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "daybook-config.h"
#include "ipc/daybook-names.h"

struct _DaybookAgentClient
{
  GObject parent_instance;

  GDBusConnection *bus;      /* (owned) (nullable) where there is no bus */
  GCancellable *cancellable; /* (owned) of what is asked at the start */
  guint watch;
  guint job_signals;
  guint job_changes;
  guint agent_changes;

  gboolean available;
  gboolean online;
  char *keyring_state; /* (owned) (nullable) */
  char **attention;    /* (owned) */
  gint64 next_sync;
  gboolean asked_to_quit; /* an agent of another version, once */

  GListStore *jobs; /* (owned) those that run */
  guint sync_done;
  guint sync_total;
};

G_DEFINE_FINAL_TYPE (DaybookAgentClient, daybook_agent_client, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_AVAILABLE,
  PROP_ONLINE,
  PROP_KEYRING_STATE,
  PROP_NEXT_SYNC,
  PROP_ATTENTION,
  PROP_JOBS,
  PROP_SYNC_DONE,
  PROP_SYNC_TOTAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
notify (DaybookAgentClient *self, int property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_round (DaybookAgentClient *self, guint done, guint total)
{
  if (self->sync_done == done && self->sync_total == total)
    return;
  self->sync_done = done;
  self->sync_total = total;
  g_object_freeze_notify (G_OBJECT (self));
  notify (self, PROP_SYNC_DONE);
  notify (self, PROP_SYNC_TOTAL);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
is_sync (DaybookAgentJob *job)
{
  return g_strcmp0 (daybook_agent_job_get_kind (job), "sync") == 0;
}

static void
on_job_kind_cb (DaybookAgentJob *job, GParamSpec *pspec, DaybookAgentClient *self)
{
  if (is_sync (job) && !daybook_agent_job_is_finished (job))
    set_round (self, self->sync_done, self->sync_total + 1);
}

static void
on_job_finished_cb (DaybookAgentJob *job, DaybookAgentClient *self)
{
  guint position;

  if (is_sync (job) && self->sync_total > 0)
    {
      if (self->sync_done + 1 >= self->sync_total)
        set_round (self, 0, 0);
      else
        set_round (self, self->sync_done + 1, self->sync_total);
    }
  if (g_list_store_find (self->jobs, job, &position))
    g_list_store_remove (self->jobs, position);
}

static DaybookAgentJob *
lookup_job (DaybookAgentClient *self, const char *path)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->jobs));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DaybookAgentJob) job = g_list_model_get_item (G_LIST_MODEL (self->jobs), i);

      if (g_str_equal (daybook_agent_job_get_path (job), path))
        return g_steal_pointer (&job);
    }
  return NULL;
}

/* (transfer full) The job at @path, met for the first time or known. */
DaybookAgentJob *
daybook_agent_client_ensure_job (DaybookAgentClient *self, const char *path)
{
  DaybookAgentJob *job = lookup_job (self, path);

  if (job != NULL)
    return job;
  job = daybook_agent_job_new (self->bus, path);
  g_signal_connect_object (job, "notify::kind", G_CALLBACK (on_job_kind_cb), self, 0);
  g_signal_connect_object (job, "finished", G_CALLBACK (on_job_finished_cb), self, 0);
  g_list_store_append (self->jobs, job);
  return job;
}

static void
update_jobs (DaybookAgentClient *self, GVariant *paths)
{
  GVariantIter iter;
  const char *path;

  g_variant_iter_init (&iter, paths);
  while (g_variant_iter_next (&iter, "&o", &path))
    g_object_unref (daybook_agent_client_ensure_job (self, path));
}

/* The agent outlives an update of the program: an older one is asked to end, and the next call starts ours. */
static void
check_version (DaybookAgentClient *self, const char *version)
{
  if (g_str_equal (version, DAYBOOK_VERSION) || self->asked_to_quit)
    return;
  g_message ("The agent is of version %s, this is %s: asking it to end", version, DAYBOOK_VERSION);
  self->asked_to_quit = TRUE;
  g_dbus_connection_call (self->bus, DAYBOOK_AGENT_NAME, DAYBOOK_AGENT_PATH, DAYBOOK_AGENT_INTERFACE, "Quit", NULL,
                          NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
update_agent (DaybookAgentClient *self, GVariant *changes)
{
  g_autoptr (GVariant) jobs = g_variant_lookup_value (changes, "Jobs", G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
  g_auto (GStrv) attention = NULL;
  const char *text;
  gboolean online;
  gint64 instant;

  g_object_freeze_notify (G_OBJECT (self));
  if (g_variant_lookup (changes, "Version", "&s", &text))
    check_version (self, text);
  if (g_variant_lookup (changes, "Online", "b", &online) && online != self->online)
    {
      self->online = online;
      notify (self, PROP_ONLINE);
    }
  if (g_variant_lookup (changes, "KeyringState", "&s", &text) && g_strcmp0 (text, self->keyring_state) != 0)
    {
      g_free (self->keyring_state);
      self->keyring_state = g_strdup (text);
      notify (self, PROP_KEYRING_STATE);
    }
  if (g_variant_lookup (changes, "NextSync", "x", &instant) && instant != self->next_sync)
    {
      self->next_sync = instant;
      notify (self, PROP_NEXT_SYNC);
    }
  if (g_variant_lookup (changes, "Attention", "^as", &attention))
    {
      g_strfreev (self->attention);
      self->attention = g_steal_pointer (&attention);
      notify (self, PROP_ATTENTION);
    }
  if (jobs != NULL)
    update_jobs (self, jobs);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_agent_properties_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) values = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    {
      g_debug ("The agent does not answer: %s", error->message);
      return;
    }
  values = g_variant_get_child_value (reply, 0);
  update_agent (data, values);
}

static void
ask_properties (DaybookAgentClient *self, GDBusCallFlags flags)
{
  g_dbus_connection_call (self->bus, DAYBOOK_AGENT_NAME, DAYBOOK_AGENT_PATH, "org.freedesktop.DBus.Properties",
                          "GetAll", g_variant_new ("(s)", DAYBOOK_AGENT_INTERFACE), G_VARIANT_TYPE ("(a{sv})"), flags,
                          -1, self->cancellable, on_agent_properties_cb, self);
}

static void
on_agent_appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  DaybookAgentClient *self = data;

  self->available = TRUE;
  notify (self, PROP_AVAILABLE);
  ask_properties (self, G_DBUS_CALL_FLAGS_NO_AUTO_START);
}

static void
on_agent_vanished_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  DaybookAgentClient *self = data;
  g_autoptr (GListStore) jobs = g_list_store_new (DAYBOOK_TYPE_AGENT_JOB);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->jobs));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DaybookAgentJob) job = g_list_model_get_item (G_LIST_MODEL (self->jobs), i);

      g_list_store_append (jobs, job);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DaybookAgentJob) job = g_list_model_get_item (G_LIST_MODEL (jobs), i);
      GVariantDict result;

      g_variant_dict_init (&result, NULL);
      g_variant_dict_insert (&result, "message", "s", _("The background service ended"));
      daybook_agent_job_finish (job, daybook_error_code_to_string (DAYBOOK_ERROR_INTERNAL),
                                g_variant_dict_end (&result));
    }
  set_round (self, 0, 0);
  if (self->available)
    {
      self->available = FALSE;
      notify (self, PROP_AVAILABLE);
    }
}

static void
on_agent_changed_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
                     const char *signal, GVariant *parameters, gpointer data)
{
  g_autoptr (GVariant) changes = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  changes = g_variant_get_child_value (parameters, 1);
  update_agent (data, changes);
}

static void
on_job_changed_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
                   const char *signal, GVariant *parameters, gpointer data)
{
  DaybookAgentClient *self = data;
  g_autoptr (DaybookAgentJob) job = lookup_job (self, path);
  g_autoptr (GVariant) changes = NULL;

  if (job == NULL || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  changes = g_variant_get_child_value (parameters, 1);
  daybook_agent_job_update (job, changes);
}

/* Prompt and Finished. A prompt may come before the answer that names its job. */
static void
on_job_signal_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
                  const char *signal, GVariant *parameters, gpointer data)
{
  DaybookAgentClient *self = data;
  const char *first, *second;

  if (g_str_equal (signal, "Prompt") && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ss)")))
    {
      g_autoptr (DaybookAgentJob) job = daybook_agent_client_ensure_job (self, path);

      g_variant_get (parameters, "(&s&s)", &first, &second);
      daybook_agent_job_prompt (job, first, second);
    }
  else if (g_str_equal (signal, "Finished") && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv})")))
    {
      g_autoptr (DaybookAgentJob) job = lookup_job (self, path);
      g_autoptr (GVariant) result = NULL;

      g_variant_get (parameters, "(&s@a{sv})", &first, &result);
      if (job != NULL)
        daybook_agent_job_finish (job, first, result);
    }
}

static void
daybook_agent_client_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookAgentClient *self = DAYBOOK_AGENT_CLIENT (object);

  switch (id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, self->online);
      break;
    case PROP_KEYRING_STATE:
      g_value_set_string (value, self->keyring_state);
      break;
    case PROP_NEXT_SYNC:
      g_value_set_int64 (value, self->next_sync);
      break;
    case PROP_ATTENTION:
      g_value_set_boxed (value, self->attention);
      break;
    case PROP_JOBS:
      g_value_set_object (value, self->jobs);
      break;
    case PROP_SYNC_DONE:
      g_value_set_uint (value, self->sync_done);
      break;
    case PROP_SYNC_TOTAL:
      g_value_set_uint (value, self->sync_total);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_agent_client_dispose (GObject *object)
{
  DaybookAgentClient *self = DAYBOOK_AGENT_CLIENT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  if (self->bus != NULL)
    {
      g_dbus_connection_signal_unsubscribe (self->bus, self->job_signals);
      g_dbus_connection_signal_unsubscribe (self->bus, self->job_changes);
      g_dbus_connection_signal_unsubscribe (self->bus, self->agent_changes);
    }
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (daybook_agent_client_parent_class)->dispose (object);
}

static void
daybook_agent_client_finalize (GObject *object)
{
  DaybookAgentClient *self = DAYBOOK_AGENT_CLIENT (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->jobs);
  g_free (self->keyring_state);
  g_strfreev (self->attention);
  G_OBJECT_CLASS (daybook_agent_client_parent_class)->finalize (object);
}

static void
daybook_agent_client_class_init (DaybookAgentClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = daybook_agent_client_get_property;
  object_class->dispose = daybook_agent_client_dispose;
  object_class->finalize = daybook_agent_client_finalize;

  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, FALSE, flags);
  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, TRUE, flags);
  properties[PROP_KEYRING_STATE] = g_param_spec_string ("keyring-state", NULL, NULL, NULL, flags);
  properties[PROP_NEXT_SYNC] = g_param_spec_int64 ("next-sync", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ATTENTION] = g_param_spec_boxed ("attention", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_JOBS] = g_param_spec_object ("jobs", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_SYNC_DONE] = g_param_spec_uint ("sync-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_SYNC_TOTAL] = g_param_spec_uint ("sync-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
daybook_agent_client_init (DaybookAgentClient *self)
{
  self->cancellable = g_cancellable_new ();
  self->jobs = g_list_store_new (DAYBOOK_TYPE_AGENT_JOB);
  self->online = TRUE;
}

/* Looks for the agent, has the bus start it, and follows it from then on. */
DaybookAgentClient *
daybook_agent_client_new (void)
{
  DaybookAgentClient *self = g_object_new (DAYBOOK_TYPE_AGENT_CLIENT, NULL);
  g_autoptr (GError) error = NULL;

  /* GApplication has connected already: this gives the same connection. */
  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (self->bus == NULL)
    {
      g_message ("No message bus, so no agent: %s", error->message);
      return self;
    }
  self->job_signals =
    g_dbus_connection_signal_subscribe (self->bus, DAYBOOK_AGENT_NAME, DAYBOOK_JOB_INTERFACE, NULL, NULL, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, on_job_signal_cb, self, NULL);
  self->job_changes = g_dbus_connection_signal_subscribe (
    self->bus, DAYBOOK_AGENT_NAME, "org.freedesktop.DBus.Properties", "PropertiesChanged", NULL,
    DAYBOOK_JOB_INTERFACE, G_DBUS_SIGNAL_FLAGS_NONE, on_job_changed_cb, self, NULL);
  self->agent_changes = g_dbus_connection_signal_subscribe (
    self->bus, DAYBOOK_AGENT_NAME, "org.freedesktop.DBus.Properties", "PropertiesChanged", DAYBOOK_AGENT_PATH,
    DAYBOOK_AGENT_INTERFACE, G_DBUS_SIGNAL_FLAGS_NONE, on_agent_changed_cb, self, NULL);
  self->watch = g_bus_watch_name_on_connection (self->bus, DAYBOOK_AGENT_NAME, G_BUS_NAME_WATCHER_FLAGS_AUTO_START,
                                                on_agent_appeared_cb, on_agent_vanished_cb, self, NULL);
  return self;
}

/* Asking ----------------------------------------------------------------------------------------- */

/* (transfer none) (nullable) */
GDBusConnection *
daybook_agent_client_get_bus (DaybookAgentClient *self)
{
  return self->bus;
}

gboolean
daybook_agent_client_is_available (DaybookAgentClient *self)
{
  return self->available;
}

gboolean
daybook_agent_client_is_online (DaybookAgentClient *self)
{
  return self->online;
}

/* unlocked, locked, absent, lost, or NULL while the agent has not told. */
const char *
daybook_agent_client_get_keyring_state (DaybookAgentClient *self)
{
  return self->keyring_state;
}

GListModel *
daybook_agent_client_get_jobs (DaybookAgentClient *self)
{
  return G_LIST_MODEL (self->jobs);
}

/* (transfer full) (nullable) The running job of @kind about account @subject (NULL = any). */
DaybookAgentJob *
daybook_agent_client_find_job (DaybookAgentClient *self, const char *kind, const char *subject)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->jobs));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DaybookAgentJob) job = g_list_model_get_item (G_LIST_MODEL (self->jobs), i);

      if (g_strcmp0 (daybook_agent_job_get_kind (job), kind) == 0
          && (subject == NULL || g_strcmp0 (daybook_agent_job_get_subject (job), subject) == 0))
        return g_steal_pointer (&job);
    }
  return NULL;
}

guint
daybook_agent_client_get_sync_done (DaybookAgentClient *self)
{
  return self->sync_done;
}

guint
daybook_agent_client_get_sync_total (DaybookAgentClient *self)
{
  return self->sync_total;
}
