/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-run-words.h"

#include <glib/gi18n.h>

#include <string.h>

#include "accounts/daybook-account-words.h"
#include "base/daybook-id.h"
#include "common/daybook-format.h"
#include "daybook-config.h"
#include "records/daybook-health.h"

static void
add_count (GPtrArray *parts, gint64 n, const char *format)
{
  g_autofree char *number = daybook_account_words_format_number ((guint64) MAX (n, 0));

  if (n > 0)
    g_ptr_array_add (parts, g_strdup_printf (format, number));
}

/* "4 new, 1 changed"; "Nothing new". */
char *
daybook_run_words_count (const DaybookSyncRun *run)
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
  g_autofree char *changes = daybook_run_words_count (run);

  if (g_strcmp0 (run->status, "success") == 0)
    return g_steal_pointer (&changes);
  if (g_strcmp0 (run->status, "queued") == 0)
    return g_strdup (_("About to sync"));
  if (g_strcmp0 (run->status, "running") == 0)
    return g_strdup (_("Syncing"));
  if (g_strcmp0 (run->status, "cancelled") == 0)
    /* Translators: %s is what was done before, such as "4 new, 1 changed" */
    return g_strdup_printf (_("Canceled: %s"), changes);
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

/* When it was, as narrow as a column: "14:36:02" today, else "19 Nov, 14:36". */
char *
daybook_run_words_time (const DaybookSyncRun *run, gint64 now, DaybookZone *zone)
{
  gint64 wall = daybook_zone_to_wall (zone, run->started_at);
  DaybookDay day = daybook_wall_get_day (wall);
  g_autofree char *time = daybook_format_time (wall);
  g_autofree char *date = NULL;

  if (day == daybook_zone_get_day (zone, now))
    return daybook_format_is_12_hour () ? g_steal_pointer (&time)
                                        : g_strdup_printf ("%s:%02d", time, (int) (wall - daybook_wall_from_day (day)) % 60);
  date = daybook_format_day_short (day);
  /* Translators: a date and a time, inside a sentence */
  return g_strdup_printf (_("%s, %s"), date, time);
}

/* How it ended, in as few words as a column has: "Done", "Needs signing in", "Waiting until 15:05". */
char *
daybook_run_words_state (const DaybookSyncRun *run, gint64 now, DaybookZone *zone)
{
  if (g_strcmp0 (run->status, "success") == 0)
    /* Translators: a sync that went well */
    return g_strdup (_("Done"));
  if (g_strcmp0 (run->status, "queued") == 0)
    return g_strdup (_("About to sync"));
  if (g_strcmp0 (run->status, "running") == 0)
    return g_strdup (_("Syncing"));
  if (g_strcmp0 (run->status, "cancelled") == 0)
    return g_strdup (_("Canceled"));
  if (g_strcmp0 (run->status, "interrupted") == 0)
    /* Translators: a sync whose program ended in the middle of it */
    return g_strdup (_("Interrupted"));
  if (run->retry_at != DAYBOOK_INSTANT_NONE && run->retry_at > now)
    {
      g_autofree char *until = daybook_account_words_format_until (run->retry_at, now, zone);

      /* Translators: %s is a time, such as 15:05 */
      return g_strdup_printf (_("Waiting until %s"), until);
    }
  return g_strdup (daybook_health_describe_error (run->error_code));
}

/* "Changes" or "Full": what it looked at. */
const char *
daybook_run_words_mode (const DaybookSyncRun *run)
{
  /* Translators: a sync that looked at everything; one that looked at changes */
  return g_strcmp0 (run->mode, "full") == 0 ? C_ ("sync", "Full") : C_ ("sync", "Changes");
}

/* What it brought, for a column: a full one that found nothing new says how much it has seen. */
char *
daybook_run_words_changes (const DaybookSyncRun *run)
{
  gboolean nothing = run->created == 0 && run->updated == 0 && run->deleted == 0;
  g_autofree char *seen = daybook_account_words_format_number ((guint64) MAX (run->fetched, 0));

  if (!nothing)
    return daybook_run_words_count (run);
  if (g_strcmp0 (run->status, "success") != 0)
    /* Translators: a sync that brought nothing */
    return g_strdup (C_ ("changes", "None"));
  if (run->fetched > 0 && g_strcmp0 (run->mode, "full") == 0)
    /* Translators: so many items looked at */
    return g_strdup_printf (ngettext ("%s seen", "%s seen", (gulong) run->fetched), seen);
  return daybook_run_words_count (run);
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

/* A word that names a person, an address or a place: kept out of what is passed on. */
static gboolean
is_telling (const char *word)
{
  return strchr (word, '@') != NULL || strstr (word, "://") != NULL || g_str_has_prefix (word, "/")
         || strstr (word, "www.") != NULL;
}

/* @text without addresses, links, paths and quoted names. */
char *
daybook_run_words_redact (const char *text)
{
  g_autoptr (GRegex) quoted = g_regex_new ("[“„\"‘][^”“\"’]*[”“\"’]", 0, 0, NULL);
  g_autofree char *plain = g_regex_replace_literal (quoted, text, -1, 0, "…", 0, NULL);
  g_auto (GStrv) words = g_strsplit (plain != NULL ? plain : "", " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (is_telling (words[i]))
      {
        g_free (words[i]);
        words[i] = g_strdup ("…");
      }
  return g_strjoinv (" ", words);
}

static void
add_line (GString *report, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (report, "%s: %s\n", name, value);
}

static void
add_number (GString *report, const char *name, gint64 value)
{
  g_string_append_printf (report, "%s: %" G_GINT64_FORMAT "\n", name, value);
}

/* What somebody who helps needs to know, in the words of interfaces.md and without a name in it: to be pasted
 * into a report that others read. */
char *
daybook_run_words_report (const DaybookSyncRun *run)
{
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (GDateTime) started = g_date_time_new_from_unix_utc (run->started_at);
  g_autofree char *time = started != NULL ? g_date_time_format_iso8601 (started) : NULL;
  g_autofree char *id = daybook_id_format (DAYBOOK_KIND_RUN, run->id);
  g_autofree char *account = daybook_id_format (DAYBOOK_KIND_ACCOUNT, run->account_id);
  g_autofree char *source = run->source_id != 0 ? daybook_id_format (DAYBOOK_KIND_SOURCE, run->source_id) : NULL;
  g_autofree char *error = run->error != NULL ? daybook_run_words_redact (run->error) : NULL;

  add_line (report, "daybook", DAYBOOK_VERSION);
  add_line (report, "run", id);
  add_line (report, "provider", run->provider);
  add_line (report, "account", account);
  add_line (report, "source", source);
  add_line (report, "started_at", time);
  add_number (report, "duration_ms", run->duration_ms);
  add_line (report, "mode", run->mode);
  add_line (report, "trigger", run->trigger);
  add_line (report, "status", run->status);
  add_line (report, "error_code", run->error_code);
  add_line (report, "error", error);
  add_number (report, "fetched", run->fetched);
  add_number (report, "created", run->created);
  add_number (report, "updated", run->updated);
  add_number (report, "deleted", run->deleted);
  add_number (report, "requests", run->requests);
  add_number (report, "bytes", run->bytes);
  add_number (report, "quota_units", run->quota_units);
  add_number (report, "retries", run->retries);
  add_number (report, "repeated", run->repeated);
  return g_string_free (g_steal_pointer (&report), FALSE);
}
