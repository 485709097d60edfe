/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-run-words.h"

#include <glib/gi18n.h>

#include "accounts/daybook-account-words.h"

static void
add_count (GPtrArray *parts, gint64 n, const char *format)
{
  g_autofree char *number = daybook_account_words_format_number ((guint64) MAX (n, 0));

  if (n > 0)
    g_ptr_array_add (parts, g_strdup_printf (format, number));
}

/* "4 new, 1 changed" */
static char *
count_changes (const DaybookSyncRun *run)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  /* Translators: so many new items */
  add_count (parts, run->created, ngettext ("%s new", "%s new", (gulong) run->created));
  /* Translators: so many changed items */
  add_count (parts, run->updated, ngettext ("%s changed", "%s changed", (gulong) run->updated));
  /* Translators: so many deleted items */
  add_count (parts, run->deleted, ngettext ("%s deleted", "%s deleted", (gulong) run->deleted));
  if (parts->len == 0)
    return g_strdup (_("Nothing new"));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (_(", "), (char **) parts->pdata);
}

static char *
explain (const DaybookSyncRun *run, const char *short_words)
{
  if (run->error == NULL || *run->error == '\0')
    return g_strdup (short_words);
  return g_strdup (run->error);
}

char *
daybook_run_words_describe (const DaybookSyncRun *run)
{
  g_autofree char *changes = count_changes (run);

  if (g_strcmp0 (run->status, "success") == 0)
    return g_steal_pointer (&changes);
  if (g_strcmp0 (run->status, "queued") == 0)
    return g_strdup (_("About to sync"));
  if (g_strcmp0 (run->status, "running") == 0)
    return g_strdup (_("Syncing"));
  if (g_strcmp0 (run->status, "cancelled") == 0)
    /* Translators: %s is what was done before, such as "4 new, 1 changed" */
    return g_strdup_printf (_("Cancelled: %s"), changes);
  if (g_strcmp0 (run->status, "interrupted") == 0)
    return g_strdup (_("Interrupted; the next one goes on from there"));
  if (g_strcmp0 (run->status, "partial") == 0)
    {
      g_autofree char *why = explain (run, _("the rest comes later"));

      /* Translators: what was done, such as "4 new, 1 changed", and why not everything */
      return g_strdup_printf (_("%s, not finished: %s"), changes, why);
    }
  return explain (run, _("Could not sync"));
}

static char *
capitalize (const char *text)
{
  g_autofree char *first = g_utf8_substring (text, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, g_utf8_next_char (text), NULL);
}

/* "Today, 14:36"; for many alike, the last of them and how many. */
char *
daybook_run_words_when (const DaybookSyncRun *run, gint64 now, DaybookZone *zone)
{
  g_autofree char *moment = daybook_account_words_format_moment (run->started_at, now, zone);
  g_autofree char *start = *moment != '\0' ? capitalize (moment) : g_strdup ("");

  if (run->repeated > 1)
    {
      g_autofree char *times = daybook_account_words_format_number ((guint64) run->repeated);

      /* Translators: a moment, and how many times since then nothing had changed */
      return g_strdup_printf (ngettext ("%s, %s time", "%s, %s times", (gulong) run->repeated), start, times);
    }
  return g_steal_pointer (&start);
}

/* "0.6 s" */
char *
daybook_run_words_duration (const DaybookSyncRun *run)
{
  gint64 ms = MAX (run->duration_ms, 0);

  if (g_strcmp0 (run->status, "running") == 0 || g_strcmp0 (run->status, "queued") == 0)
    return g_strdup ("");
  if (ms < 60 * 1000)
    /* Translators: seconds with one decimal */
    return g_strdup_printf (_("%.1f s"), (double) MAX (ms, 100) / 1000.0);
  /* Translators: minutes and seconds */
  return g_strdup_printf (_("%d min %d s"), (int) (ms / 60000), (int) (ms / 1000 % 60));
}

const char *
daybook_run_words_get_icon (const DaybookSyncRun *run)
{
  if (g_strcmp0 (run->status, "success") == 0)
    return "object-select-symbolic";
  if (g_strcmp0 (run->status, "running") == 0 || g_strcmp0 (run->status, "queued") == 0)
    return "emblem-synchronizing-symbolic";
  if (g_strcmp0 (run->status, "failed") == 0)
    return "dialog-error-symbolic";
  if (g_strcmp0 (run->status, "partial") == 0)
    return "dialog-warning-symbolic";
  return "process-stop-symbolic";
}

const char *
daybook_run_words_get_style_class (const DaybookSyncRun *run)
{
  if (g_strcmp0 (run->status, "success") == 0)
    return "success";
  if (g_strcmp0 (run->status, "failed") == 0)
    return "error";
  if (g_strcmp0 (run->status, "partial") == 0)
    return "warning";
  return "dim-label";
}
