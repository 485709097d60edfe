/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"
#include "daybook-errand.h"
#include "daybook-options.h"
#include "daybook-rows.h"
#include "store/daybook-accounts.h"

static GPtrArray *
list_finished (DaybookCtl *ctl, DaybookErrand *errand, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_sync_run_free);
  DaybookStore *store = daybook_ctl_get_store (ctl, error);

  for (guint i = 0; store != NULL && i < daybook_errand_get_runs (errand)->len; i++)
    {
      DaybookKind kind;
      gint64 id;
      DaybookSyncRun *run;

      if (!daybook_id_parse (daybook_errand_get_runs (errand)->pdata[i], &kind, &id))
        continue;
      run = daybook_store_get_run (store, id, NULL);
      if (run != NULL)
        g_ptr_array_add (runs, run);
    }
  return store != NULL ? g_steal_pointer (&runs) : NULL;
}

/* Words and dates as everywhere; the errand takes dates. */
static gboolean
set_range (DaybookCtl *ctl, DaybookErrand *errand, const char *from_text, const char *to_text, GError **error)
{
  char buffer[DAYBOOK_DAY_TEXT_SIZE];
  DaybookDay from, to;

  if (from_text == NULL && to_text == NULL)
    return TRUE;
  if (from_text == NULL || to_text == NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("--from and --to are days, and go together."));
      return FALSE;
    }
  if (!daybook_options_days (ctl, from_text, to_text, DAYBOOK_DAY_NONE, DAYBOOK_DAY_NONE, &from, &to, error))
    return FALSE;
  daybook_errand_set_option (errand, "from", daybook_day_write (from, buffer));
  daybook_errand_set_option (errand, "to", daybook_day_write (to - 1, buffer));
  return TRUE;
}

/* A run that went well has not necessarily brought everything. */
static void
say_what_is_missing (DaybookCtl *ctl, const DaybookSource *source)
{
  int quarantined = daybook_store_count_quarantined (ctl->store, source->id);
  g_autofree char *id = daybook_id_format (DAYBOOK_KIND_SOURCE, source->id);
  g_autofree char *name = daybook_text_one_line (source->name);

  if (source->state == DAYBOOK_SOURCE_HELD)
    daybook_output_message (ngettext ("%s: %d item vanished at once and is kept until you decide. “daybookctl source "
                                      "%s --confirm-deletions” lets it go.",
                                      "%s: %d items vanished at once and are kept until you decide. “daybookctl source "
                                      "%s --confirm-deletions” lets them go.",
                                      (gulong) source->held_count),
                            name, source->held_count, id);
  if (quarantined > 0)
    daybook_output_message (ngettext ("%s: %d item could not be read and is left out. “daybookctl source %s” says why.",
                                      "%s: %d items could not be read and are left out. “daybookctl source %s” says why.",
                                      (gulong) quarantined),
                            name, quarantined, id);
}

static void
say_what_is_missing_of (DaybookCtl *ctl, GPtrArray *runs)
{
  g_autoptr (GHashTable) said = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < runs->len; i++)
    {
      DaybookSyncRun *run = runs->pdata[i];
      g_autoptr (DaybookSource) source = NULL;

      if (run->source_id == 0 || !g_hash_table_add (said, &run->source_id))
        continue;
      source = daybook_store_get_source (ctl->store, run->source_id, NULL);
      if (source != NULL)
        say_what_is_missing (ctl, source);
    }
}

gboolean
daybook_command_sync (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean full = FALSE;
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;
  const GOptionEntry entries[] = {
    { "full", 0, 0, G_OPTION_ARG_NONE, &full, N_ ("Look at everything again"), NULL },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from_text, N_ ("Load earlier days alone, once: the first"), N_ ("D") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to_text, N_ ("The last of them"), N_ ("D") },
    { NULL }
  };
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "sync");
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) local = NULL;

  if (!daybook_options_parse (ctl, "sync", entries, &argc, &argv, error))
    return FALSE;
  for (int i = 1; i < argc; i++)
    daybook_errand_add_argument (errand, argv[i]);
  if (full)
    daybook_errand_set_option (errand, "full", NULL);
  if (!set_range (ctl, errand, from_text, to_text, error))
    return FALSE;
  daybook_errand_run (errand, &local);
  /* What did end is an answer, also where something failed. */
  runs = list_finished (ctl, errand, error);
  if (runs == NULL)
    return FALSE;
  daybook_rows_print (ctl, runs, (DaybookRowFunc) daybook_row_run, daybook_columns_runs,
                      local == NULL ? _ ("There was nothing to sync.") : "");
  say_what_is_missing_of (ctl, runs);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

gboolean
daybook_command_sync_log (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const statuses[]
      = { "queued", "running", "success", "partial", "failed", "cancelled", "interrupted", NULL };
  g_autofree char *account = NULL;
  g_autofree char *provider = NULL;
  g_autofree char *project = NULL;
  g_autofree char *status = NULL;
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;
  DaybookRunFilter filter = { .from_at = DAYBOOK_INSTANT_NONE, .to_at = DAYBOOK_INSTANT_NONE, .limit = 100 };
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &account, N_ ("Runs of this account"), N_ ("A") },
    { "provider", 0, 0, G_OPTION_ARG_STRING, &provider, N_ ("Runs of this provider"), N_ ("P") },
    { "project", 0, 0, G_OPTION_ARG_STRING, &project, N_ ("Runs of sources of this project"), N_ ("P") },
    { "status", 0, 0, G_OPTION_ARG_STRING, &status, N_ ("success, partial, failed, …"), N_ ("S") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from_text, N_ ("First day"), N_ ("D") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to_text, N_ ("Last day"), N_ ("D") },
    { "limit", 0, 0, G_OPTION_ARG_INT, &filter.limit, N_ ("At most so many"), N_ ("N") },
    { NULL }
  };
  g_autoptr (GPtrArray) runs = NULL;
  gboolean narrowed;
  DaybookDay from, to;

  if (!daybook_options_parse (ctl, "sync-log", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "sync-log [--account A] [--status S] […]", error)
      || !daybook_options_limit (filter.limit, 100000, error)
      || (account != NULL && !daybook_options_row (ctl, DAYBOOK_KIND_ACCOUNT, account, &filter.account_id, error))
      || (project != NULL && !daybook_options_named_row (ctl, DAYBOOK_KIND_PROJECT, project, &filter.project_id, error))
      || !daybook_options_days (ctl, from_text, to_text, DAYBOOK_DAY_NONE, DAYBOOK_DAY_NONE, &from, &to, error)
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  if (status != NULL && !g_strv_contains (statuses, status))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("“%s” is no status: queued, running, success, partial, failed, cancelled or interrupted."),
                   status);
      return FALSE;
    }
  narrowed = filter.account_id != 0 || filter.project_id != 0 || provider != NULL || status != NULL
             || from != DAYBOOK_DAY_NONE || to != DAYBOOK_DAY_NONE;
  filter.provider = provider;
  filter.status = status;
  if (from != DAYBOOK_DAY_NONE)
    filter.from_at = daybook_zone_get_day_start (daybook_ctl_get_zone (ctl), from);
  if (to != DAYBOOK_DAY_NONE)
    filter.to_at = daybook_zone_get_day_start (daybook_ctl_get_zone (ctl), to);
  runs = daybook_store_list_runs (ctl->store, &filter, error);
  if (runs == NULL)
    return FALSE;
  daybook_rows_print (ctl, runs, (DaybookRowFunc) daybook_row_run, daybook_columns_runs,
                      narrowed ? _ ("No sync is like that.") : _ ("Nothing was synced yet."));
  return TRUE;
}
