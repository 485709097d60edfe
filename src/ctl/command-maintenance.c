/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "base/daybook-error.h"
#include "daybook-errand.h"
#include "daybook-options.h"
#include "daybook-output.h"
#include "store/daybook-audit.h"
#include "store/daybook-backup.h"

/* backup, restore, check, maintain, erase, audit-log: looking after the file itself. */

/* With --json what was said becomes an answer; people have read it on stderr. */
static void
print_one (DaybookCtl *ctl, const char *member, const char *value)
{
  JsonBuilder *builder;

  if (!ctl->json)
    return;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, member, value);
  json_builder_end_object (builder);
  daybook_output_print_object (ctl, builder);
}

/* @lines: NULL = none. */
static void
print_list (DaybookCtl *ctl, const char *member, const char *lines)
{
  g_auto (GStrv) parts = g_strsplit (lines != NULL ? lines : "", "\n", -1);
  JsonBuilder *builder;

  if (!ctl->json)
    return;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  daybook_json_add_texts (builder, member, (const char *const *) parts);
  json_builder_end_object (builder);
  daybook_output_print_object (ctl, builder);
}

/* A backup takes the place of an older one where that is asked for, never of anything else: least of all of the
 * database itself. */
static gboolean
may_write (DaybookCtl *ctl, const char *file, gboolean force, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (file);
  GStatBuf there, ours;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _ ("There is no folder “%s”: make it first."),
                   folder);
      return FALSE;
    }
  if (g_stat (file, &there) != 0 || (S_ISREG (there.st_mode) && there.st_size == 0))
    return TRUE;
  if (g_stat (daybook_store_get_path (ctl->store), &ours) == 0 && ours.st_dev == there.st_dev
      && ours.st_ino == there.st_ino)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is the database itself: choose another name."),
                   file);
      return FALSE;
    }
  if (daybook_backup_verify (file, NULL))
    {
      if (force)
        return TRUE;
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT,
                   _ ("“%s” is an earlier backup: choose another name, or add --force to replace it."), file);
      return FALSE;
    }
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT,
               _ ("“%s” is there already and is no backup of Daybook: choose another name."), file);
  return FALSE;
}

gboolean
daybook_command_backup (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean force = FALSE;
  const GOptionEntry entries[] = {
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_ ("Replace an earlier backup of that name"), NULL },
    { NULL }
  };
  g_autofree char *file = NULL;

  if (!daybook_options_parse (ctl, "backup", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 1, 1, "backup FILE [--force]", error)
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  file = g_canonicalize_filename (argv[1], NULL);
  if (!may_write (ctl, file, force, error) || !daybook_store_backup (ctl->store, file, error))
    return FALSE;
  daybook_output_message (_ ("A verified copy is in %s. It holds no key: tokens in it open only with this keyring."),
                          file);
  print_one (ctl, "file", file);
  return TRUE;
}

gboolean
daybook_command_restore (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;

  if (!daybook_options_parse (ctl, "restore", NULL, &argc, &argv, error)
      || !daybook_options_expect (argc, 1, 1, "restore FILE", error))
    return FALSE;
  file = g_canonicalize_filename (argv[1], NULL);
  path = daybook_store_default_path ();
  /* Whatever runs in the background must not hold the file. */
  daybook_errand_quit_agent ();
  g_clear_object (&ctl->store);
  if (!daybook_store_restore (path, file, error))
    return FALSE;
  daybook_output_message ("%s", _ ("Restored. The file that was here before lies beside it."));
  print_one (ctl, "file", file);
  return TRUE;
}

gboolean
daybook_command_maintain (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "maintain");
  const char *done;

  if (!daybook_options_parse (ctl, "maintain", NULL, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "maintain", error) || !daybook_errand_run (errand, error))
    return FALSE;
  done = daybook_errand_get_result (errand, "summary");
  if (done != NULL && *done == '\0')
    done = NULL;
  if (!ctl->json)
    daybook_output_message ("%s", done != NULL ? done : _ ("Everything was in order already."));
  print_list (ctl, "done", done);
  return TRUE;
}

gboolean
daybook_command_erase (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean everything = FALSE;
  const GOptionEntry entries[] = {
    { "everything", 0, 0, G_OPTION_ARG_NONE, &everything, N_ ("Yes: accounts, entries, backups, keys"), NULL },
    { NULL }
  };
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "erase");

  if (!daybook_options_parse (ctl, "erase", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "erase --everything", error))
    return FALSE;
  if (!everything)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _ ("This deletes all data of Daybook on this computer, backups and keys included. "
                              "Add --everything to do it."));
      return FALSE;
    }
  /* Whatever runs in the background must not hold the file. */
  daybook_errand_quit_agent ();
  g_clear_object (&ctl->store);
  daybook_errand_never_agent (errand);
  if (!daybook_errand_run (errand, error))
    return FALSE;
  daybook_output_message ("%s", _ ("Everything Daybook stored on this computer is gone."));
  if (ctl->json)
    {
      JsonBuilder *builder = json_builder_new ();

      json_builder_begin_object (builder);
      daybook_json_add_bool (builder, "erased", TRUE);
      json_builder_end_object (builder);
      daybook_output_print_object (ctl, builder);
    }
  return TRUE;
}

gboolean
daybook_command_audit_log (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  static const DaybookColumn columns[] = {
    { "at", N_ ("Time"), DAYBOOK_CELL_INSTANT, 0 },
    { "actor", N_ ("Who"), DAYBOOK_CELL_TEXT, 0 },
    { "action", N_ ("What"), DAYBOOK_CELL_TEXT, 0 },
    { "subject", N_ ("On"), DAYBOOK_CELL_TEXT, 0 },
    { NULL }
  };
  int limit = 100;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("At most so many"), N_ ("N") },
    { NULL }
  };
  g_autoptr (GPtrArray) rows = NULL;
  JsonBuilder *builder;

  if (!daybook_options_parse (ctl, "audit-log", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "audit-log [--limit N]", error)
      || !daybook_options_limit (limit, 1000000, error) || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  rows = daybook_store_list_audit (ctl->store, limit, 0, error);
  if (rows == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const DaybookAuditRow *row = rows->pdata[i];

      json_builder_begin_object (builder);
      daybook_json_add_instant (builder, "at", row->at);
      daybook_json_add_text (builder, "actor", row->actor);
      daybook_json_add_text (builder, "action", row->action);
      daybook_json_add_text (builder, "subject", row->subject);
      daybook_output_json (builder, "detail", row->detail, "{}");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  daybook_output_print (ctl, builder, columns, _ ("The audit log is empty."));
  return TRUE;
}
