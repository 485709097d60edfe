/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-errand-private.h"

#include <glib/gi18n.h>
#include <signal.h>

#include "base/daybook-error.h"
#include "ipc/daybook-names.h"

#define READ_SIZE (16 * 1024)

/* What happened and to which row; never an address, a code or what a person wrote. */
static void
tell (const DaybookWorkerLine *line)
{
  static const char *const telling[] = { "id", "run", "account", "source", "mode", "status", "done", "total", "fetched",
                                         "created", "updated", "deleted", "error_code" };
  g_autoptr (GString) text = g_string_new (daybook_worker_event_to_string (line->event));

  for (guint i = 0; i < G_N_ELEMENTS (telling); i++)
    {
      const char *value = daybook_worker_line_get (line, telling[i]);

      if (value != NULL)
        g_string_append_printf (text, " %s=%s", telling[i], value);
    }
  g_debug ("worker: %s", text->str);
}

static void
take_line (DaybookErrand *self, const DaybookWorkerLine *line)
{
  const char *text;
  GHashTableIter iter;
  gpointer name, value;

  tell (line);
  switch (line->event)
    {
    case DAYBOOK_WORKER_URL:
    case DAYBOOK_WORKER_CODE:
      daybook_errand_show_prompt (self, daybook_worker_line_get (line, "url"),
                                  daybook_worker_line_get (line, "user_code"));
      break;
    case DAYBOOK_WORKER_RUN_FINISHED:
      text = daybook_worker_line_get (line, "id");
      if (text != NULL)
        g_ptr_array_add (self->runs, g_strdup (text));
      break;
    case DAYBOOK_WORKER_ACCOUNT:
    case DAYBOOK_WORKER_RESULT:
      g_hash_table_iter_init (&iter, line->members);
      while (g_hash_table_iter_next (&iter, &name, &value))
        g_hash_table_replace (self->result, g_strdup (name), g_strdup (value));
      break;
    case DAYBOOK_WORKER_ERROR:
      daybook_errand_fail (self, daybook_worker_line_to_error (line));
      break;
    case DAYBOOK_WORKER_RUN_STARTED:
    case DAYBOOK_WORKER_PROGRESS:
    case DAYBOOK_WORKER_ATTENTION:
    case DAYBOOK_WORKER_NOTIFY:
      break;
    }
}

static void
on_exited_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  DaybookErrand *self = data;
  GSubprocess *process = G_SUBPROCESS (object);

  g_subprocess_wait_finish (process, result, NULL);
  if (self->cancelled)
    daybook_errand_fail (self, g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, _ ("Canceled.")));
  else if (!g_subprocess_get_successful (process) && self->error == NULL)
    daybook_errand_fail (self, g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL,
                                                    _ ("The worker ended unexpectedly.")));
  daybook_errand_end_one (self);
}

static void on_read_cb (GObject *object, GAsyncResult *result, gpointer data);

static void
read_more (DaybookErrand *self, GInputStream *stdout_pipe)
{
  g_input_stream_read_bytes_async (stdout_pipe, READ_SIZE, G_PRIORITY_DEFAULT, NULL, on_read_cb, self);
}

static void
on_read_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  DaybookErrand *self = data;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, NULL);
  g_autoptr (GError) broken = NULL;
  const char *text;
  gsize length;

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      daybook_errand_end_one (self);
      return;
    }
  daybook_json_lines_feed (self->lines, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  while ((text = daybook_json_lines_next (self->lines, &length, &broken)) != NULL || broken != NULL)
    {
      g_autoptr (DaybookWorkerLine) line = text != NULL ? daybook_worker_line_parse (text, length, NULL) : NULL;

      if (line != NULL)
        take_line (self, line);
      g_clear_error (&broken);
    }
  read_more (self, G_INPUT_STREAM (object));
}

static void
cancel_worker (DaybookErrand *self)
{
  g_subprocess_send_signal (self->cancel_data, SIGTERM);
}

static void
add_options (DaybookErrand *self, GPtrArray *argv)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->options);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_ptr_array_add (argv, g_strdup_printf ("--%s", (char *) name));
      if (*(char *) value != '\0')
        g_ptr_array_add (argv, g_strdup (value));
    }
  g_hash_table_iter_init (&iter, self->settings);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_ptr_array_add (argv, g_strdup ("--set"));
      g_ptr_array_add (argv, g_strdup_printf ("%s=%s", (char *) name, (char *) value));
    }
}

/* Runs a worker of our own: its arguments are the errand's, its stdin the secret. */
gboolean
daybook_errand_run_by_worker (DaybookErrand *self, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) local = NULL;

  g_ptr_array_add (argv, daybook_find_worker ());
  g_ptr_array_add (argv, g_strdup (self->kind));
  if (self->ctl->verbose)
    g_ptr_array_add (argv, g_strdup ("--verbose"));
  g_ptr_array_add (argv, g_strdup ("--interactive"));
  add_options (self, argv);
  g_ptr_array_add (argv, g_strdup ("--"));
  for (guint i = 0; i < self->arguments->len; i++)
    g_ptr_array_add (argv, g_strdup (self->arguments->pdata[i]));
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_take_stdin_fd (launcher, daybook_errand_open_secret (self));
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &local);
  if (process == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, _ ("The worker could not be started: %s"),
                   local->message);
      return FALSE;
    }
  g_debug ("worker: %s, process %s", self->kind, g_subprocess_get_identifier (process));
  self->cancel = cancel_worker;
  self->cancel_data = process;
  g_clear_pointer (&self->lines, daybook_json_lines_free);
  self->lines = daybook_json_lines_new ();
  self->pending = 2;
  read_more (self, g_subprocess_get_stdout_pipe (process));
  g_subprocess_wait_async (process, NULL, on_exited_cb, self);
  daybook_errand_wait (self);
  self->cancel = NULL;
  return TRUE;
}
