/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the windows ask the agent for. */
#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "common/daybook-agent-client-private.h"
#include "ipc/daybook-names.h"

static void
on_errand_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  DaybookAgentClient *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), NULL, result, &error);
  g_autoptr (GPtrArray) jobs = NULL;

  if (reply == NULL)
    {
      g_task_return_error (task, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                   ? g_steal_pointer (&error)
                                   : daybook_dbus_error_strip (error));
      return;
    }
  jobs = g_ptr_array_new_with_free_func (g_object_unref);
  if (g_variant_is_of_type (reply, G_VARIANT_TYPE ("(o)")))
    {
      const char *path;

      g_variant_get (reply, "(&o)", &path);
      g_ptr_array_add (jobs, daybook_agent_client_ensure_job (self, path));
    }
  else if (g_variant_is_of_type (reply, G_VARIANT_TYPE ("(ao)")))
    {
      g_autoptr (GVariant) paths = g_variant_get_child_value (reply, 0);
      GVariantIter iter;
      const char *path;

      g_variant_iter_init (&iter, paths);
      while (g_variant_iter_next (&iter, "&o", &path))
        g_ptr_array_add (jobs, daybook_agent_client_ensure_job (self, path));
    }
  g_task_return_pointer (task, g_steal_pointer (&jobs), (GDestroyNotify) g_ptr_array_unref);
}

/* @parameters is floating; @fds (nullable). */
static void
call (DaybookAgentClient *self, const char *method, GVariant *parameters, GUnixFDList *fds,
      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GDBusConnection *bus = daybook_agent_client_get_bus (self);
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, call);
  if (bus == NULL)
    {
      if (parameters != NULL)
        g_variant_unref (g_variant_ref_sink (parameters));
      g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL,
                               _("There is no session bus, so nothing can run in the background"));
      g_object_unref (task);
      return;
    }
  g_dbus_connection_call_with_unix_fd_list (bus, DAYBOOK_AGENT_NAME, DAYBOOK_AGENT_PATH,
                                            DAYBOOK_AGENT_INTERFACE, method, parameters, NULL,
                                            G_DBUS_CALL_FLAGS_NONE, -1, fds, cancellable, on_errand_taken_cb, task);
}

/* What a person asks for: it may ask for the keyring's password. @options is taken. */
static void
ask_sync (DaybookAgentClient *self, const char *const *targets, GVariantDict *options, GCancellable *cancellable,
      GAsyncReadyCallback callback, gpointer data)
{
  static const char *const nothing[] = { NULL };

  g_variant_dict_insert (options, "trigger", "s", "manual");
  g_variant_dict_insert (options, "interactive", "b", TRUE);
  call (self, "SyncNow", g_variant_new ("(^as@a{sv})", targets != NULL ? targets : nothing, g_variant_dict_end (options)),
        NULL, cancellable, callback, data);
}

void
daybook_agent_client_sync_async (DaybookAgentClient *self, const char *const *targets, gboolean full,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GVariantDict options;

  g_return_if_fail (DAYBOOK_IS_AGENT_CLIENT (self));

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "full", "b", full);
  ask_sync (self, targets, &options, cancellable, callback, data);
}

void
daybook_agent_client_load_async (DaybookAgentClient *self, DaybookDay first, DaybookDay last,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  char buffer[DAYBOOK_DAY_TEXT_SIZE];
  GVariantDict options;

  g_return_if_fail (DAYBOOK_IS_AGENT_CLIENT (self));

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "from", "s", daybook_day_write (first, buffer));
  g_variant_dict_insert (&options, "to", "s", daybook_day_write (last, buffer));
  ask_sync (self, NULL, &options, cancellable, callback, data);
}

/* The secret (nullable) travels through a pipe: it is in no argument and in no message (at most what a pipe holds).
 * @parameters is floating; the handle in it is 0. */
static void
call_with_secret (DaybookAgentClient *self, const char *method, GVariant *parameters, const char *secret,
                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  g_autoptr (GError) error = NULL;
  gsize length = secret != NULL ? strlen (secret) : 0;
  int ends[2];
  gboolean written = FALSE;

  if (g_unix_open_pipe (ends, FD_CLOEXEC, &error))
    {
      g_unix_set_fd_nonblocking (ends[1], TRUE, NULL);
      written = (length == 0 || write (ends[1], secret, length) == (gssize) length)
                && g_unix_fd_list_append (fds, ends[0], &error) == 0;
      close (ends[0]);
      close (ends[1]);
    }
  if (!written)
    {
      g_variant_unref (g_variant_ref_sink (parameters));
      g_task_report_new_error (self, callback, data, call_with_secret, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, "%s",
                               _("The secret cannot be handed over"));
      return;
    }
  call (self, method, parameters, fds, cancellable, callback, data);
}

void
daybook_agent_client_connect_async (DaybookAgentClient *self, const char *provider, GVariant *options,
                                    const char *secret, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data)
{
  g_return_if_fail (DAYBOOK_IS_AGENT_CLIENT (self));

  call_with_secret (self, "Connect", g_variant_new ("(s@a{sv}h)", provider, options, 0), secret, cancellable, callback, data);
}

void
daybook_agent_client_reconnect_async (DaybookAgentClient *self, const char *account, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DAYBOOK_IS_AGENT_CLIENT (self));

  call (self, "Reconnect", g_variant_new ("(s)", account), NULL, cancellable, callback, data);
}

void
daybook_agent_client_disconnect_async (DaybookAgentClient *self, const char *account, gboolean keep_data,
                                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GVariantDict options;

  g_return_if_fail (DAYBOOK_IS_AGENT_CLIENT (self));

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "keep-data", "b", keep_data);
  call (self, "Disconnect", g_variant_new ("(s@a{sv})", account, g_variant_dict_end (&options)), NULL, cancellable,
        callback, data);
}

/* A person who asks may be asked for the keyring's password: a model can have a key. */
void
daybook_agent_client_summarize_async (DaybookAgentClient *self, const char *type, DaybookDay first, DaybookDay last,
                                      const char *engine, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer data)
{
  char from[DAYBOOK_DAY_TEXT_SIZE];
  char to[DAYBOOK_DAY_TEXT_SIZE];
  gboolean range = g_str_equal (type, "range");
  GVariantDict options;

  g_return_if_fail (DAYBOOK_IS_AGENT_CLIENT (self));

  daybook_day_write (first, from);
  daybook_day_write (last, to);
  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "refresh", "b", TRUE);
  g_variant_dict_insert (&options, "interactive", "b", TRUE);
  if (engine != NULL)
    g_variant_dict_insert (&options, "engine", "s", engine);
  if (range)
    {
      g_variant_dict_insert (&options, "from", "s", from);
      g_variant_dict_insert (&options, "to", "s", to);
    }
  call (self, "Summarize", g_variant_new ("(ss@a{sv})", type, range ? "" : from, g_variant_dict_end (&options)), NULL,
        cancellable, callback, data);
}

void
daybook_agent_client_preview_async (DaybookAgentClient *self, const char *type, DaybookDay from, DaybookDay to,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  gboolean is_range = g_str_equal (type, "range");
  char first[DAYBOOK_DAY_TEXT_SIZE], last[DAYBOOK_DAY_TEXT_SIZE];
  GVariantDict options;

  g_return_if_fail (DAYBOOK_IS_AGENT_CLIENT (self));

  daybook_day_write (from, first);
  g_variant_dict_init (&options, NULL);
  if (is_range)
    {
      g_variant_dict_insert (&options, "from", "s", first);
      g_variant_dict_insert (&options, "to", "s", daybook_day_write (to - 1, last));
    }
  call (self, "Preview", g_variant_new ("(ss@a{sv})", type, is_range ? "" : first, g_variant_dict_end (&options)), NULL,
        cancellable, callback, data);
}

void
daybook_agent_client_preview_suggestion_async (DaybookAgentClient *self, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DAYBOOK_IS_AGENT_CLIENT (self));

  call (self, "Preview", g_variant_new ("(ss@a{sv})", "suggestion", "", g_variant_new ("a{sv}", NULL)), NULL, cancellable,
        callback, data);
}

void
daybook_agent_client_store_secret_async (DaybookAgentClient *self, const char *name, const char *value,
                                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DAYBOOK_IS_AGENT_CLIENT (self));

  call_with_secret (self, "StoreSecret", g_variant_new ("(sh)", name, 0), value, cancellable, callback, data);
}

void
daybook_agent_client_call_async (DaybookAgentClient *self, const char *method, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DAYBOOK_IS_AGENT_CLIENT (self));

  call (self, method, NULL, NULL, cancellable, callback, data);
}

GPtrArray *
daybook_agent_client_call_finish (DaybookAgentClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
