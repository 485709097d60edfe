/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-schedule.h"

#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"

#define MINUTE ((gint64) 60)
#define SHORTEST_INTERVAL 1
#define LONGEST_INTERVAL (7 * 24 * 60)
#define LONGEST_FEED_INTERVAL (24 * 60)

/* design.md section 6, "Retries": what the agent waits after a run that the worker gave up. */
static const int rate_limit_ladder[] = { 1, 5, 15, 60 };
static const int network_ladder[] = { 1, 2, 4 };

/* The account's setting `interval` in minutes; 0 where the person chose none. */
static gint64
read_own_interval (const DaybookAccount *account)
{
  g_autoptr (DaybookJsonReader) reader = NULL;
  g_autofree char *text = NULL;
  gint64 minutes;

  if (account->settings == NULL)
    return 0;
  text = daybook_json_find_string (account->settings, strlen (account->settings), "/interval");
  if (text != NULL && g_ascii_string_to_signed (text, 10, SHORTEST_INTERVAL, LONGEST_INTERVAL, &minutes, NULL))
    return minutes;
  reader = daybook_json_reader_new_for_data (account->settings, strlen (account->settings));
  return daybook_json_reader_find (reader, "/interval") ? daybook_json_reader_read_int_or (reader, 0) : 0;
}

/* Minutes between two scheduled syncs: the account's setting `interval`, else @usual (the shared
 * setting `sync_interval`), but no more often than a feed asks for (@feed_seconds, 0: nothing said). A
 * feed is not obeyed beyond a day, nor against the person's own choice for the account. */
int
daybook_schedule_get_interval (const DaybookAccount *account, int usual, gint64 feed_seconds)
{
  gint64 own = read_own_interval (account);
  gint64 feed = CLAMP (feed_seconds, 0, LONGEST_FEED_INTERVAL * MINUTE);

  if (own > 0)
    return (int) CLAMP (own, SHORTEST_INTERVAL, LONGEST_INTERVAL);
  return (int) CLAMP (MAX (usual, (feed + MINUTE - 1) / MINUTE), SHORTEST_INTERVAL, LONGEST_INTERVAL);
}

/* What a feed said of how often to look (REFRESH-INTERVAL, RFC 7986 section 5.7: a suggested minimum),
 * in seconds, out of its source's settings; 0 or less where it said nothing. */
gint64
daybook_schedule_read_feed_seconds (const char *source_settings)
{
  g_autoptr (DaybookJsonReader) reader = NULL;

  if (source_settings == NULL)
    return 0;
  reader = daybook_json_reader_new_for_data (source_settings, strlen (source_settings));
  return daybook_json_reader_find (reader, "/refresh_interval") ? daybook_json_reader_read_int_or (reader, 0) : 0;
}

/* Whether all that @grant leads to lies on this computer, as the worker noted when it was signed in. */
gboolean
daybook_schedule_is_local (const DaybookGrant *grant)
{
  g_autofree char *local = NULL;

  if (grant->settings != NULL)
    local = daybook_json_find_string (grant->settings, strlen (grant->settings), "/local");
  return g_strcmp0 (local, "yes") == 0;
}

static gint64
wait_of_ladder (const int *ladder, gsize n, int failures, gint64 interval)
{
  gsize step = (gsize) MAX (failures, 1) - 1;

  return step < n ? ladder[step] * MINUTE : interval;
}

static gint64
wait_after_failure (const DaybookAccount *account, gint64 interval)
{
  DaybookError code = DAYBOOK_ERROR_INTERNAL;

  daybook_error_code_from_string (account->error_code, &code);
  switch (code)
    {
    case DAYBOOK_ERROR_RATE_LIMITED:
      {
        gsize last = G_N_ELEMENTS (rate_limit_ladder) - 1;

        return rate_limit_ladder[MIN ((gsize) MAX (account->failures, 1) - 1, last)] * MINUTE;
      }
    case DAYBOOK_ERROR_NETWORK:
    case DAYBOOK_ERROR_SERVER:
    case DAYBOOK_ERROR_INVALID_RESPONSE:
      return wait_of_ladder (network_ladder, G_N_ELEMENTS (network_ladder), account->failures, interval);
    default:
      return interval;
    }
}

/* When an account that was just tried is due again: after its interval of @minutes, or after the step of the
 * ladder that its failures in a row stand on, never before the service allows (retry_at). @jitter in
 * [0, 1) spreads up to a tenth of the wait, so that accounts and computers do not march in step.
 * DAYBOOK_INSTANT_NONE: not by itself (paused, signed out). */
gint64
daybook_schedule_next (const DaybookAccount *account, int minutes, gint64 now, double jitter)
{
  gint64 interval = minutes * MINUTE;
  gint64 wait = interval;
  gint64 due;

  if (account->paused || account->status == DAYBOOK_ACCOUNT_NEEDS_SIGN_IN
      || account->status == DAYBOOK_ACCOUNT_DISCONNECTED || account->status == DAYBOOK_ACCOUNT_CONNECTING)
    return DAYBOOK_INSTANT_NONE;
  if (account->failures > 0)
    wait = wait_after_failure (account, interval);
  due = now + wait + (gint64) (jitter * (double) wait / 10.0);
  if (account->retry_at != DAYBOOK_INSTANT_NONE)
    due = MAX (due, account->retry_at + (gint64) (jitter * 10.0));
  return due;
}

/* When an account is first due after the agent started or the computer woke up: at its planned time,
 * overdue ones within half a minute, spread by @jitter. */
gint64
daybook_schedule_first (const DaybookAccount *account, int minutes, gint64 now, double jitter)
{
  gint64 interval = minutes * MINUTE;
  gint64 due;

  if (daybook_schedule_next (account, minutes, now, 0) == DAYBOOK_INSTANT_NONE)
    return DAYBOOK_INSTANT_NONE;
  due = account->next_sync_at;
  if (due == DAYBOOK_INSTANT_NONE)
    due = account->last_sync_at != DAYBOOK_INSTANT_NONE ? account->last_sync_at + interval : now;
  /* A clock that was set back must not silence an account for a year. */
  due = MIN (due, now + MAX (interval, 60 * MINUTE));
  if (account->retry_at != DAYBOOK_INSTANT_NONE)
    due = MAX (due, account->retry_at);
  return MAX (due, now + (gint64) (jitter * 30.0));
}
