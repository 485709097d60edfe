/* SPDX-License-Identifier: GPL-3.0-or-later */

/* DESIGN
 *
 * The worker does one errand and ends: a crash, a hang or a bomb from outside costs that errand, and
 * what TLS and parsing took of memory goes back to the system. It says what happens as JSON lines on
 * stdout (ipc/daybook-worker-line.h); secrets come on stdin. It can be started by hand.
 */

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/daybook-error.h"
#include "daybook-config.h"
#include "daybook-worker.h"
#include "ipc/daybook-names.h"

static const struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  gboolean (*run) (DaybookWorker *worker, int argc, char **argv, GError **error);
} errands[] = {
  { "connect", "PROVIDER [KEY=VALUE]…", N_ ("Sign in to a service"), daybook_errand_connect },
  { "reconnect", "ACCOUNT", N_ ("Sign in again"), daybook_errand_reconnect },
  { "disconnect", "ACCOUNT [--keep-data]", N_ ("Revoke, shred and delete an account"), daybook_errand_disconnect },
  { "sync", "[ACCOUNT or SOURCE]… [--full] [--trigger T]", N_ ("Sync accounts or sources"), daybook_errand_sync },
  { "summarize", "[TYPE [DATE]] [--from D --to D] [--refresh] [--engine E]", N_ ("Summarize a day, week, month or range"),
    daybook_errand_summarize },
  { "preview", "[TYPE [DATE]] [--from D --to D] | suggestion [ITEM]", N_ ("What a model would be sent for it"),
    daybook_errand_preview },
  { "models", "", N_ ("Models that the server offers"), daybook_errand_models },
  { "expand", "", N_ ("Slide the windows of all calendars"), daybook_errand_expand },
  { "providers", "", N_ ("What can be connected"), daybook_errand_providers },
  { "suggest", "[ITEM]…", N_ ("Judge what was synced, or just these items"), daybook_errand_suggest },
  { "send", "", N_ ("Tell services what waits in the outbox"), daybook_errand_send },
  { "secret", "set NAME | rotate-key", N_ ("Seal a secret from stdin"), daybook_errand_secret },
  { "maintain", "", N_ ("Backup, retention, integrity"), daybook_errand_maintain },
  { "erase", "", N_ ("Delete all data and the key"), daybook_errand_erase },
};

static gboolean
on_terminate_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_CONTINUE;
}

static void
print_help (FILE *file)
{
  fprintf (file, "%s\n\n", _ ("Usage: daybook-worker ERRAND […] [--interactive] [--verbose]"));
  for (guint i = 0; i < G_N_ELEMENTS (errands); i++)
    fprintf (file, "  %-11s %-46s %s\n", errands[i].name, errands[i].arguments, _ (errands[i].summary));
}

static int
run (guint errand, int argc, char **argv)
{
  DaybookWorker worker = { .cancellable = g_cancellable_new () };
  g_autoptr (GError) error = NULL;
  guint terminate = g_unix_signal_add (SIGTERM, on_terminate_cb, worker.cancellable);
  guint interrupt = g_unix_signal_add (SIGINT, on_terminate_cb, worker.cancellable);

  if (!errands[errand].run (&worker, argc, argv, &error))
    {
      gint64 retry_at = worker.services != NULL ? daybook_services_get_retry_at (worker.services) : 0;

      daybook_worker_line_print_error (error, retry_at);
    }
  g_source_remove (terminate);
  g_source_remove (interrupt);
  g_clear_object (&worker.services);
  g_clear_object (&worker.store);
  g_clear_object (&worker.cancellable);
  return daybook_error_exit_status (error);
}

int
main (int argc, char *argv[])
{
  const struct rlimit no_core = { 0, 0 };
  const char *localedir = g_getenv ("DAYBOOK_LOCALEDIR");

  daybook_forget_relative_folders ();
  umask (077);
  setrlimit (RLIMIT_CORE, &no_core);
  /* Standard output is for answers alone. */
  g_log_writer_default_set_use_stderr (TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : DAYBOOK_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("daybook-worker");

  if (argc >= 2 && g_str_equal (argv[1], "--version"))
    {
      printf ("daybook-worker %s\n", DAYBOOK_VERSION);
      return 0;
    }
  if (argc >= 2 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_help (stdout);
      return 0;
    }
  for (guint i = 0; argc >= 2 && i < G_N_ELEMENTS (errands); i++)
    {
      if (g_str_equal (argv[1], errands[i].name))
        return run (i, argc - 1, argv + 1);
    }
  print_help (stderr);
  return 2;
}
