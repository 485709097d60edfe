/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The worker's errands, any number in one process, for a test that runs thousands of them: nobody sleeps. A retry's
 * backoff and a service's Retry-After pass on a clock of the errand's own.
 *
 * Reads one JSON object a line and does what it says:
 *
 *   {"database": "/…/daybook.db", "now": 1772000000, "words": ["sync", "--full"], "secret": "…"}
 *
 * and prints the worker's lines, then {"event":"ended","status":0} with the status the worker would have had. */

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "daybook-worker.h"

static const struct
{
  const char *name;
  gboolean (*run) (DaybookWorker *worker, int argc, char **argv, GError **error);
} errands[] = {
  { "connect", daybook_errand_connect },
  { "disconnect", daybook_errand_disconnect },
  { "sync", daybook_errand_sync },
};

/* What the errand reads from its stdin: @secret, then the end. */
static void
give_stdin (const char *secret)
{
  int fds[2];
  gsize length = secret != NULL ? strlen (secret) : 0;

  /* A pipe holds a secret whole. */
  if (pipe2 (fds, O_CLOEXEC) < 0 || write (fds[1], secret != NULL ? secret : "", length) != (gssize) length
      || dup2 (fds[0], STDIN_FILENO) < 0)
    g_error ("no pipe");
  close (fds[0]);
  close (fds[1]);
}

static gboolean
run_errand (DaybookWorker *worker, GStrv words, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (errands); i++)
    {
      if (g_strcmp0 (errands[i].name, words[0]) == 0)
        return errands[i].run (worker, (int) g_strv_length (words), words, error);
    }
  g_error ("no errand “%s”", words[0]);
}

static GStrv
read_words (JsonObject *command)
{
  JsonArray *array = json_object_get_array_member (command, "words");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

/* Returns the exit status the worker would have. */
static int
obey (JsonObject *command)
{
  g_autoptr (DaybookClock) clock = daybook_clock_new_fixed (json_object_get_int_member (command, "now"));
  g_autoptr (DaybookTimers) timers = daybook_timers_new_virtual (clock);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = read_words (command);
  /* Option parsing moves words about. */
  g_autofree GStrv argv = g_memdup2 (words, (g_strv_length (words) + 1) * sizeof (char *));
  DaybookWorker worker = { .cancellable = g_cancellable_new () };

  give_stdin (json_object_get_string_member_with_default (command, "secret", NULL));
  worker.store = daybook_store_open (json_object_get_string_member (command, "database"), DAYBOOK_STORE_READ_WRITE,
                                     clock, &error);
  if (worker.store != NULL)
    {
      worker.services = daybook_services_new_with_timers (worker.store, FALSE, timers);
      if (!run_errand (&worker, argv, &error))
        daybook_worker_line_print_error (error, daybook_services_get_retry_at (worker.services));
    }
  g_clear_object (&worker.services);
  g_clear_object (&worker.store);
  g_clear_object (&worker.cancellable);
  return daybook_error_exit_status (error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GIOChannel) commands = g_io_channel_unix_new (dup (STDIN_FILENO));
  g_autoptr (JsonParser) parser = json_parser_new ();
  char *line = NULL;

  setlocale (LC_ALL, "");
  g_log_writer_default_set_use_stderr (TRUE);
  while (g_io_channel_read_line (commands, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL)
    {
      int status;

      if (!json_parser_load_from_data (parser, line, -1, NULL))
        g_error ("no JSON: %s", line);
      g_free (line);
      status = obey (json_node_get_object (json_parser_get_root (parser)));
      printf ("{\"event\":\"ended\",\"status\":%d}\n", status);
      fflush (stdout);
    }
  return 0;
}
