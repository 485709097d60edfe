/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-errand-private.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "daybook-agent-dbus.h"
#include "daybook-config.h"
#include "ipc/daybook-names.h"

#define CALL_TIMEOUT_MS 30000

/* Our errors as they are; anything else (no such service, no answer) in its own domain, so that the
 * caller can do without the agent. */
static gboolean
take_call_error (GError *remote /* (transfer full) */, GError **error)
{
  g_autofree char *name = g_dbus_error_get_remote_error (remote);

  if (name != NULL && g_str_has_prefix (name, DAYBOOK_DBUS_ERROR_PREFIX))
    {
      g_propagate_error (error, daybook_dbus_error_strip (remote));
      g_error_free (remote);
    }
  else
    {
      g_propagate_error (error, remote);
    }
  return FALSE;
}

static gboolean
on_quit_waited_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Asks a running agent to end and waits until it has, ten seconds at the most. @unless_version: not
 * when it is of this version. */
static void
quit_agent (GDBusConnection *bus, const char *unless_version)
{
  g_autoptr (DaybookDBusAgent1) agent
      = daybook_dbus_agent1_proxy_new_sync (bus, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, DAYBOOK_AGENT_NAME,
                                            DAYBOOK_AGENT_PATH, NULL, NULL);
  const char *version = agent != NULL ? daybook_dbus_agent1_get_version (agent) : NULL;
  gboolean waited = FALSE;
  guint timeout;

  if (version == NULL || g_strcmp0 (version, unless_version) == 0)
    return;
  daybook_dbus_agent1_call_quit_sync (agent, NULL, NULL);
  timeout = g_timeout_add_seconds (10, on_quit_waited_cb, &waited);
  while (!waited)
    {
      g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (agent));

      if (owner == NULL)
        break;
      g_main_context_iteration (NULL, TRUE);
    }
  if (!waited)
    g_source_remove (timeout);
}

/* Before the database file is replaced or deleted. */
void
daybook_errand_quit_agent (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  if (bus != NULL)
    quit_agent (bus, NULL);
}

static GVariant *
make_options (DaybookErrand *self)
{
  GVariantDict options;
  GVariantBuilder settings;
  GHashTableIter iter;
  gpointer name, value;

  g_variant_dict_init (&options, NULL);
  g_hash_table_iter_init (&iter, self->options);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (g_str_equal (name, "timeout"))
        g_variant_dict_insert (&options, name, "u", (guint32) g_ascii_strtoull (value, NULL, 10));
      else if (*(char *) value == '\0')
        g_variant_dict_insert (&options, name, "b", TRUE);
      else
        g_variant_dict_insert (&options, name, "s", value);
    }
  if (g_str_equal (self->kind, "sync") || g_str_equal (self->kind, "summarize"))
    g_variant_dict_insert (&options, "interactive", "b", TRUE);
  if (g_hash_table_size (self->settings) > 0)
    {
      g_variant_builder_init (&settings, G_VARIANT_TYPE ("a{ss}"));
      g_hash_table_iter_init (&iter, self->settings);
      while (g_hash_table_iter_next (&iter, &name, &value))
        g_variant_builder_add (&settings, "{ss}", name, value);
      g_variant_dict_insert_value (&options, "settings", g_variant_builder_end (&settings));
    }
  return g_variant_dict_end (&options);
}

static GVariant *
make_parameters (DaybookErrand *self, const char **method)
{
  const char *first = self->arguments->len > 0 ? self->arguments->pdata[0] : "";

  if (g_str_equal (self->kind, "sync"))
    {
      *method = "SyncNow";
      return g_variant_new ("(@as@a{sv})",
                            g_variant_new_strv ((const char *const *) self->arguments->pdata, self->arguments->len),
                            make_options (self));
    }
  if (g_str_equal (self->kind, "connect"))
    {
      *method = "Connect";
      return g_variant_new ("(s@a{sv}h)", first, make_options (self), 0);
    }
  if (g_str_equal (self->kind, "reconnect"))
    {
      *method = "SignInAgain";
      return g_variant_new ("(s@a{sv}h)", first, make_options (self), 0);
    }
  if (g_str_equal (self->kind, "disconnect"))
    {
      *method = "Disconnect";
      return g_variant_new ("(s@a{sv})", first, make_options (self));
    }
  if (g_str_equal (self->kind, "models"))
    {
      *method = "Models";
      return NULL;
    }
  if (g_str_equal (self->kind, "summarize") || g_str_equal (self->kind, "preview"))
    {
      const char *date = self->arguments->len > 1 ? self->arguments->pdata[1] : "";

      *method = g_str_equal (self->kind, "preview") ? "Preview" : "Summarize";
      return g_variant_new ("(ss@a{sv})", first, date, make_options (self));
    }
  *method = g_str_equal (self->kind, "expand") ? "Expand" : "Maintain";
  return NULL;
}

static void
take_result (DaybookErrand *self, GVariant *result)
{
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, result);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        {
          g_hash_table_replace (self->result, g_strdup (name), g_variant_dup_string (value, NULL));
        }
      else if (g_str_equal (name, "runs") && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
        {
          g_autofree const char **runs = g_variant_get_strv (value, NULL);

          for (guint i = 0; runs[i] != NULL; i++)
            g_ptr_array_add (self->runs, g_strdup (runs[i]));
        }
      g_variant_unref (value);
    }
}

static void
take_end (DaybookErrand *self, DaybookDBusJob1 *job, const char *code, GVariant *result)
{
  g_signal_handlers_disconnect_by_data (job, self);
  g_debug ("agent: job %s ended: %s", g_dbus_proxy_get_object_path (G_DBUS_PROXY (job)), *code != '\0' ? code : "done");
  take_result (self, result);
  if (*code != '\0')
    {
      const char *message = NULL;
      DaybookError error = DAYBOOK_ERROR_INTERNAL;

      daybook_error_code_from_string (code, &error);
      g_variant_lookup (result, "message", "&s", &message);
      daybook_errand_fail (self, g_error_new_literal (DAYBOOK_ERROR, error, message != NULL ? message : code));
    }
  daybook_errand_end_one (self);
}

static void
on_finished_cb (DaybookDBusJob1 *job, const char *code, GVariant *result, gpointer data)
{
  take_end (data, job, code, result);
}

/* A prompt may come before the answer that names its job, hence not through the job's proxy. */
static void
on_prompt_cb (GDBusConnection *bus,
              const char *sender,
              const char *path,
              const char *interface,
              const char *signal,
              GVariant *parameters,
              gpointer data)
{
  DaybookErrand *self = data;
  const char *url, *code;

  if (!g_hash_table_contains (self->job_paths, path) || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ss)")))
    return;
  g_variant_get (parameters, "(&s&s)", &url, &code);
  daybook_errand_show_prompt (self, url, *code != '\0' ? code : NULL);
}

/* The agent itself went away: nobody will tell how it ended. */
static void
on_owner_changed_cb (DaybookDBusJob1 *job, GParamSpec *pspec, gpointer data)
{
  DaybookErrand *self = data;
  g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (job));

  if (owner != NULL)
    return;
  g_signal_handlers_disconnect_by_data (job, self);
  daybook_errand_fail (self, g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL,
                                                  _ ("The agent ended while it was working; try again.")));
  daybook_errand_end_one (self);
}

static void
on_job_changed_cb (DaybookDBusJob1 *job, GVariant *changed, char **invalidated)
{
  g_debug ("agent: job %s, %s, %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT,
           g_dbus_proxy_get_object_path (G_DBUS_PROXY (job)), daybook_dbus_job1_get_state (job),
           daybook_dbus_job1_get_done (job), daybook_dbus_job1_get_total (job));
}

static gboolean
follow_job (DaybookErrand *self, GDBusConnection *bus, const char *path, GPtrArray *jobs, GError **error)
{
  DaybookDBusJob1 *job = daybook_dbus_job1_proxy_new_sync (bus, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                                                           DAYBOOK_AGENT_NAME, path, NULL, error);
  const char *state;

  if (job == NULL)
    return FALSE;
  g_ptr_array_add (jobs, job);
  g_hash_table_add (self->job_paths, g_strdup (path));
  self->pending++;
  g_debug ("agent: job %s, %s", path, daybook_dbus_job1_get_kind (job));
  g_signal_connect (job, "g-properties-changed", G_CALLBACK (on_job_changed_cb), NULL);
  g_signal_connect (job, "finished", G_CALLBACK (on_finished_cb), self);
  g_signal_connect (job, "notify::g-name-owner", G_CALLBACK (on_owner_changed_cb), self);
  /* It may have ended before we listened. */
  state = daybook_dbus_job1_get_state (job);
  if (g_strv_contains ((const char *const[]){ "done", "failed", "cancelled", NULL }, state != NULL ? state : ""))
    {
      g_autoptr (GVariant) result = g_variant_ref (daybook_dbus_job1_get_result (job));
      g_autofree char *code = g_strdup (daybook_dbus_job1_get_error (job));

      take_end (self, job, code, result);
    }
  return TRUE;
}

static void
cancel_jobs (DaybookErrand *self)
{
  GPtrArray *jobs = self->cancel_data;

  for (guint i = 0; i < jobs->len; i++)
    daybook_dbus_job1_call_cancel (jobs->pdata[i], NULL, NULL, NULL);
}

static gboolean
follow_reply (DaybookErrand *self, GDBusConnection *bus, GVariant *reply, GError **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GVariant) value = g_variant_get_child_value (reply, 0);
  gboolean ok = TRUE;

  self->cancel = cancel_jobs;
  self->cancel_data = jobs;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH))
    {
      ok = follow_job (self, bus, g_variant_get_string (value, NULL), jobs, error);
    }
  else
    {
      g_autofree const char **paths = g_variant_get_objv (value, NULL);

      for (guint i = 0; ok && paths[i] != NULL; i++)
        ok = follow_job (self, bus, paths[i], jobs, error);
    }
  if (ok)
    daybook_errand_wait (self);
  for (guint i = 0; i < jobs->len; i++)
    g_signal_handlers_disconnect_by_data (jobs->pdata[i], self);
  self->cancel = NULL;
  return ok;
}

static gboolean
ask_agent (DaybookErrand *self, GDBusConnection *bus, GError **error)
{
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GVariant) reply = NULL;
  GVariant *parameters;
  const char *method;
  GError *local = NULL;

  /* An agent of another version is asked to quit; the call starts the one that belongs to us. */
  quit_agent (bus, DAYBOOK_VERSION);
  if (g_str_equal (self->kind, "connect") || g_str_equal (self->kind, "reconnect"))
    {
      int fd = daybook_errand_open_secret (self);

      fds = g_unix_fd_list_new_from_array (&fd, 1);
    }
  parameters = make_parameters (self, &method);
  reply = g_dbus_connection_call_with_unix_fd_list_sync (bus, DAYBOOK_AGENT_NAME, DAYBOOK_AGENT_PATH,
                                                         DAYBOOK_AGENT_INTERFACE, method, parameters, NULL,
                                                         G_DBUS_CALL_FLAGS_NONE, CALL_TIMEOUT_MS, fds, NULL, NULL,
                                                         &local);
  g_debug ("agent: %s %s", method, reply != NULL ? "was taken" : "was refused");
  if (reply == NULL)
    return take_call_error (local, error);
  return follow_reply (self, bus, reply, error);
}

/* Asks the agent, which starts when it is not running. FALSE with an error outside our domain means:
 * there is no agent to be had. */
gboolean
daybook_errand_run_by_agent (DaybookErrand *self, GDBusConnection *bus, GError **error)
{
  guint prompts = g_dbus_connection_signal_subscribe (bus, DAYBOOK_AGENT_NAME, DAYBOOK_JOB_INTERFACE, "Prompt", NULL,
                                                      NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_prompt_cb, self, NULL);
  gboolean ok = ask_agent (self, bus, error);

  g_dbus_connection_signal_unsubscribe (bus, prompts);
  return ok;
}
