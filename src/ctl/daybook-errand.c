/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-errand-private.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "daybook-output.h"

DaybookErrand *
daybook_errand_new (DaybookCtl *ctl, const char *kind)
{
  DaybookErrand *self = g_new0 (DaybookErrand, 1);

  self->ctl = ctl;
  self->kind = g_strdup (kind);
  self->arguments = g_ptr_array_new_with_free_func (g_free);
  self->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->result = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->runs = g_ptr_array_new_with_free_func (g_free);
  self->job_paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->loop = g_main_loop_new (NULL, FALSE);
  self->secret_pipe = -1;
  return self;
}

static void
forget_secret (DaybookErrand *self)
{
  if (self->secret != NULL)
    explicit_bzero (self->secret, strlen (self->secret));
  g_clear_pointer (&self->secret, g_free);
}

static void
close_secret_pipe (DaybookErrand *self)
{
  g_clear_handle_id (&self->stdin_source, g_source_remove);
  if (self->secret_pipe >= 0)
    close (self->secret_pipe);
  self->secret_pipe = -1;
}

void
daybook_errand_free (DaybookErrand *self)
{
  if (self == NULL)
    return;
  forget_secret (self);
  close_secret_pipe (self);
  g_clear_handle_id (&self->timeout_source, g_source_remove);
  g_free (self->kind);
  g_ptr_array_unref (self->arguments);
  g_hash_table_unref (self->options);
  g_hash_table_unref (self->settings);
  g_hash_table_unref (self->job_paths);
  g_hash_table_unref (self->result);
  g_ptr_array_unref (self->runs);
  g_clear_pointer (&self->lines, daybook_json_lines_free);
  g_main_loop_unref (self->loop);
  g_clear_error (&self->error);
  g_free (self);
}

void
daybook_errand_add_argument (DaybookErrand *self, const char *argument)
{
  g_ptr_array_add (self->arguments, g_strdup (argument));
}

/* An option of the errand; NULL or "" for a switch. */
void
daybook_errand_set_option (DaybookErrand *self, const char *name, const char *value)
{
  g_hash_table_replace (self->options, g_strdup (name), g_strdup (value != NULL ? value : ""));
}

void
daybook_errand_add_setting (DaybookErrand *self, const char *key, const char *value)
{
  g_hash_table_replace (self->settings, g_strdup (key), g_strdup (value));
}

/* What the worker reads from its pipe: never an argument, never a message. */
void
daybook_errand_set_secret (DaybookErrand *self, const char *secret)
{
  forget_secret (self);
  self->secret = g_strdup (secret);
}

/* Lines typed here (a pasted redirect address) go to the worker as they come. */
void
daybook_errand_forward_stdin (DaybookErrand *self)
{
  self->forward_stdin = TRUE;
}

void
daybook_errand_set_prompt_func (DaybookErrand *self, DaybookPromptFunc func, gpointer data)
{
  self->prompt = func;
  self->prompt_data = data;
}

void
daybook_errand_set_timeout (DaybookErrand *self, guint seconds)
{
  self->timeout = seconds;
}

/* What is purely local needs no agent. */
void
daybook_errand_never_agent (DaybookErrand *self)
{
  self->never_agent = TRUE;
}

void
daybook_errand_fail (DaybookErrand *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
}

void
daybook_errand_show_prompt (DaybookErrand *self, const char *url, const char *code)
{
  if (self->prompt != NULL)
    self->prompt (url, code, self->prompt_data);
}

void
daybook_errand_end_one (DaybookErrand *self)
{
  if (--self->pending == 0)
    g_main_loop_quit (self->loop);
}

static gboolean
on_stdin_cb (int fd, GIOCondition condition, gpointer data)
{
  DaybookErrand *self = data;
  char buffer[4096];
  gssize n = read (fd, buffer, sizeof buffer);

  if (n > 0 && self->secret_pipe >= 0 && write (self->secret_pipe, buffer, (size_t) n) == n)
    return G_SOURCE_CONTINUE;
  /* Without a person at the other end the browser alone brings the answer: the pipe stays open. */
  self->stdin_source = 0;
  return G_SOURCE_REMOVE;
}

/* The read end of a pipe that carries the secret (or nothing). -1 on failure. */
int
daybook_errand_open_secret (DaybookErrand *self)
{
  int fds[2];
  gsize length = self->secret != NULL ? strlen (self->secret) : 0;

  if (!g_unix_open_pipe (fds, FD_CLOEXEC, NULL))
    return -1;
  /* Secrets are far smaller than a pipe's buffer (64 KiB): this does not block. */
  if (length > 0 && write (fds[1], self->secret, MIN (length, 60000)) < 0)
    {
      close (fds[0]);
      close (fds[1]);
      return -1;
    }
  if (self->forward_stdin)
    {
      self->secret_pipe = fds[1];
      self->stdin_source = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_stdin_cb, self);
    }
  else
    {
      close (fds[1]);
    }
  return fds[0];
}

static gboolean
on_interrupt_cb (gpointer data)
{
  DaybookErrand *self = data;

  self->cancelled = TRUE;
  if (self->cancel != NULL)
    self->cancel (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_timeout_cb (gpointer data)
{
  DaybookErrand *self = data;

  self->timeout_source = 0;
  daybook_errand_fail (self, g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                                                  _ ("Nobody finished signing in in time. Try again.")));
  if (self->cancel != NULL)
    self->cancel (self);
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until every job has ended. Ctrl+C asks them to end. */
void
daybook_errand_wait (DaybookErrand *self)
{
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt_cb, self);
  guint terminate = g_unix_signal_add (SIGTERM, on_interrupt_cb, self);

  if (self->timeout != 0)
    self->timeout_source = g_timeout_add_seconds (self->timeout, on_timeout_cb, self);
  if (self->pending > 0)
    g_main_loop_run (self->loop);
  g_clear_handle_id (&self->timeout_source, g_source_remove);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  close_secret_pipe (self);
}

/* DAYBOOK_SECTION_KEY of providers.ini. The sections are the services', which are not known here; their keys end
 * alike. */
static gboolean
is_provider_key (const char *name)
{
  static const char *const own[] = { "DAYBOOK_MODEL_", "DAYBOOK_PUSH_" };
  static const char *const ends[] = { "_CLIENT_ID", "_CLIENT_SECRET", "_TENANT", "_URL", "_PER_MINUTE" };

  if (!g_str_has_prefix (name, "DAYBOOK_"))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_str_has_prefix (name, own[i]))
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (name, ends[i]))
      return TRUE;
  return FALSE;
}

/* An agent that the bus started does not see this shell's environment (interfaces.md, providers.ini). */
static gboolean
environment_has_provider_keys (void)
{
  g_auto (GStrv) names = g_listenv ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (is_provider_key (names[i]))
        return TRUE;
    }
  return FALSE;
}

static GDBusConnection *
find_bus (DaybookErrand *self)
{
  if (self->never_agent)
    return NULL;
  if (environment_has_provider_keys ())
    {
      daybook_output_message ("%s", _ ("Provider settings come from the environment: running the worker directly."));
      return NULL;
    }
  return g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
}

/* Runs the errand to its end. The error is the worker's own. */
gboolean
daybook_errand_run (DaybookErrand *self, GError **error)
{
  g_autoptr (GDBusConnection) bus = find_bus (self);
  g_autoptr (GError) local = NULL;

  if (bus == NULL || !daybook_errand_run_by_agent (self, bus, &local))
    {
      if (local != NULL && local->domain == DAYBOOK_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (local != NULL)
        g_debug ("There is no agent to ask (%s): running the worker directly.", local->message);
      if (!daybook_errand_run_by_worker (self, error))
        return FALSE;
    }
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  return TRUE;
}

const char *
daybook_errand_get_result (DaybookErrand *self, const char *name)
{
  return g_hash_table_lookup (self->result, name);
}

/* Ids of the sync runs that ended, in order. */
GPtrArray *
daybook_errand_get_runs (DaybookErrand *self)
{
  return self->runs;
}
