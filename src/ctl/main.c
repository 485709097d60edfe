/* SPDX-License-Identifier: GPL-3.0-or-later */

/* DESIGN
 *
 * daybookctl is the command line of everything: one file a command (or a family of them). A command
 * reads its words (daybook-options), asks the store or sends an errand to a worker (daybook-errand),
 * and answers with JSON that is also the source of its table (daybook-output).
 */

#include <errno.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/daybook-error.h"
#include "daybook-config.h"
#include "daybook-ctl.h"
#include "daybook-output.h"
#include "ipc/daybook-names.h"

static const DaybookCommand commands[] = {
  { "status", "", N_ ("Agent, keyring, network, database"), daybook_command_status },
  { "providers", "", N_ ("What can be connected"), daybook_command_providers },
  { "connect", "PROVIDER", N_ ("Connect an account"), daybook_command_connect },
  { "reconnect", "ACCOUNT", N_ ("Sign in again"), daybook_command_reconnect },
  { "disconnect", "ACCOUNT", N_ ("Disconnect an account"), daybook_command_disconnect },
  { "accounts", "", N_ ("Connected accounts"), daybook_command_accounts },
  { "account", "ID", N_ ("Rename, pause or set up an account"), daybook_command_account },
  { "sources", "[ACCOUNT]", N_ ("Calendars and other sources"), daybook_command_sources },
  { "source", "ID", N_ ("Choose what is synced and how"), daybook_command_source },
  { "sync", "[ACCOUNT or SOURCE]…", N_ ("Sync now"), daybook_command_sync },
  { "sync-log", "", N_ ("What was synced when"), daybook_command_sync_log },
  { "events", "", N_ ("Meetings of a range of days"), daybook_command_events },
  { "activities", "", N_ ("Mail, messages, commits of a range of days"), daybook_command_activities },
  { "summary", "daily | weekly | monthly", N_ ("What a day, week or month was like"), daybook_command_summary },
  { "models", "", N_ ("Models that may write summaries"), daybook_command_models },
  { "convert", "[EVENT]…", N_ ("Make time entries of meetings"), daybook_command_convert },
  { "log", "TEXT", N_ ("Log time: '2.5 hours: Client meeting'"), daybook_command_log },
  { "entries", "", N_ ("Time entries"), daybook_command_entries },
  { "entry", "ID", N_ ("Approve, edit or delete a time entry"), daybook_command_entry },
  { "undo", "[ID | --list]", N_ ("Take back the last change"), daybook_command_undo },
  { "report", "", N_ ("Time and money by project, client, day or tag"), daybook_command_report },
  { "clients", "[add NAME | edit ID | archive ID]", N_ ("Clients"), daybook_command_clients },
  { "projects", "[add NAME | edit ID | archive ID]", N_ ("Projects and their rates"), daybook_command_projects },
  { "people", "[add NAME | edit ID | archive ID]", N_ ("People"), daybook_command_people },
  { "suggestions", "[--all]", N_ ("What could have to be done"), daybook_command_suggestions },
  { "suggestion", "ID [approve | dismiss | edit KEY=VALUE… | preview]", N_ ("Approve, dismiss or edit a suggestion"), daybook_command_suggestion },
  { "tasks", "[--all]", N_ ("What has to be done"), daybook_command_tasks },
  { "task", "ID [done | reopen]", N_ ("Do or reopen a task"), daybook_command_task },
  { "outbox", "[ID retry | cancel]", N_ ("What still waits to go out"), daybook_command_outbox },
  { "classify", "[FILE]", N_ ("Which lines of text ask for something"), daybook_command_classify },
  { "search", "TEXT", N_ ("Search everything"), daybook_command_search },
  { "settings", "[KEY [VALUE]]", N_ ("Shared settings"), daybook_command_settings },
  { "secret", "set NAME | list | rotate-key", N_ ("Secrets, by name only"), daybook_command_secret },
  { "rotate-key", "", N_ ("Encrypt all secrets with a new key"), daybook_command_rotate_key },
  { "backup", "FILE", N_ ("Make a verified copy"), daybook_command_backup },
  { "restore", "FILE", N_ ("Go back to a copy"), daybook_command_restore },
  { "check", "", N_ ("Check the database"), daybook_command_check },
  { "maintain", "", N_ ("Daily upkeep now"), daybook_command_maintain },
  { "erase", "", N_ ("Delete all data"), daybook_command_erase },
  { "audit-log", "", N_ ("Who did what"), daybook_command_audit_log },
};

DaybookStore *
daybook_ctl_get_store (DaybookCtl *self, GError **error)
{
  if (self->store == NULL)
    self->store = daybook_store_open (NULL, DAYBOOK_STORE_READ_WRITE, daybook_clock_get_default (), error);
  return self->store;
}

gint64
daybook_ctl_now (DaybookCtl *self)
{
  return daybook_clock_now (daybook_clock_get_default ());
}

/* The zone of days and times: the setting `time_zone`, as in the windows, else the computer's (also
 * where there is no store to ask; the command itself says so then). */
DaybookZone *
daybook_ctl_get_zone (DaybookCtl *self)
{
  DaybookStore *store = daybook_ctl_get_store (self, NULL);

  return store != NULL ? daybook_store_get_zone (store) : self->zone;
}

DaybookDay
daybook_ctl_get_today (DaybookCtl *self)
{
  return daybook_zone_get_day (daybook_ctl_get_zone (self), daybook_ctl_now (self));
}

static void
print_help (FILE *file)
{
  fprintf (file, "%s\n\n%s\n", _ ("Usage: daybookctl COMMAND [--json] [--verbose] […]"), _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (file, "  %-12s %s\n", commands[i].name, _ (commands[i].summary));
  fprintf (file, "\n%s\n", _ ("Every listing prints a table, and with --json an array for scripts. Dates are 2026-11-21, today, "
                              "yesterday, monday, -7d or +30d; --from and --to are both included."));
}

static const DaybookCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i].name, name))
        return &commands[i];
    }
  return NULL;
}

static int
run_command (const DaybookCommand *command, int argc, char **argv, gboolean json, gboolean verbose)
{
  DaybookCtl ctl = { .command = command, .zone = daybook_zone_new_local (), .json = json, .verbose = verbose };
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!command->run (&ctl, argc, argv, &error))
    {
      status = daybook_error_exit_status (error);
      daybook_output_message ("daybookctl: %s", error->message);
    }
  g_clear_object (&ctl.store);
  daybook_zone_unref (ctl.zone);
  /* A full disk, or nobody at the other end of the pipe. */
  errno = 0;
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  if (status == 0)
    daybook_output_message (_ ("daybookctl: The answer could not be written: %s"), g_strerror (errno != 0 ? errno : EIO));
  return status != 0 ? status : 1;
}

int
main (int argc, char *argv[])
{
  const struct rlimit no_core = { 0, 0 };
  const char *localedir = g_getenv ("DAYBOOK_LOCALEDIR");
  const DaybookCommand *command;
  gboolean json = FALSE;
  gboolean verbose = FALSE;

  daybook_forget_relative_folders ();
  umask (077);
  setrlimit (RLIMIT_CORE, &no_core);
  /* Standard output is for answers alone. */
  g_log_writer_default_set_use_stderr (TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : DAYBOOK_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("daybookctl");

  /* The options of every command may also stand before its name. */
  for (; argc >= 2; argc--, argv++)
    {
      if (g_str_equal (argv[1], "--verbose") || g_str_equal (argv[1], "-v"))
        verbose = TRUE;
      else if (g_str_equal (argv[1], "--json"))
        json = TRUE;
      else
        break;
    }
  if (argc < 2)
    {
      print_help (stderr);
      return 2;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "help") || g_str_equal (argv[1], "-h"))
    {
      print_help (stdout);
      return 0;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      printf ("daybookctl %s\n", DAYBOOK_VERSION);
      return 0;
    }
  command = find_command (argv[1]);
  if (command == NULL)
    {
      daybook_output_message (_ ("daybookctl: “%s” is no command; “daybookctl --help” lists them."), argv[1]);
      return 2;
    }
  return run_command (command, argc - 1, argv + 1, json, verbose);
}
