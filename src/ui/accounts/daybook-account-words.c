/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-account-words.h"

#include <glib/gi18n.h>

#include "common/daybook-format.h"
#include "records/daybook-health.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)

/* "today, 6:00", "yesterday, 18:20", "12 November, 18:20": when something was, inside a sentence. */
char *
daybook_account_words_format_moment (gint64 instant, gint64 now, DaybookZone *zone)
{
  gint64 wall = daybook_zone_to_wall (zone, instant);
  DaybookDay day = daybook_wall_get_day (wall);
  DaybookDay today = daybook_zone_get_day (zone, now);
  g_autofree char *time = daybook_format_time (wall);
  g_autofree char *date = NULL;

  if (day == today)
    /* Translators: a time of today, inside a sentence */
    return g_strdup_printf (_("today, %s"), time);
  if (day == today - 1)
    /* Translators: a time of yesterday, inside a sentence */
    return g_strdup_printf (_("yesterday, %s"), time);
  if (day == today + 1)
    /* Translators: a time of tomorrow, inside a sentence */
    return g_strdup_printf (_("tomorrow, %s"), time);
  date = daybook_format_day_short (day);
  /* Translators: a date and a time, inside a sentence */
  return g_strdup_printf (_("%s, %s"), date, time);
}

/* "15:05", on another day "tomorrow, 2:40": when a wait ends, inside a sentence. */
char *
daybook_account_words_format_until (gint64 until, gint64 now, DaybookZone *zone)
{
  if (daybook_zone_get_day (zone, until) == daybook_zone_get_day (zone, now))
    return daybook_format_time (daybook_zone_to_wall (zone, until));
  return daybook_account_words_format_moment (until, now, zone);
}

/* With the locale's mark between thousands: "1,240". */
char *
daybook_account_words_format_number (guint64 number)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, number);
}

static char *
describe_success (gint64 at, const DaybookAccountSituation *situation)
{
  gint64 ago = situation->now - at;
  g_autofree char *moment = NULL;

  /* A clock that was set back makes the last sync lie ahead. */
  if (ago < MINUTE && ago > -HOUR)
    return g_strdup (_("Synced just now"));
  if (ago >= MINUTE && ago < HOUR)
    return g_strdup_printf (ngettext ("Synced %d minute ago", "Synced %d minutes ago", (gulong) (ago / MINUTE)),
                            (int) (ago / MINUTE));
  moment = daybook_account_words_format_moment (at, situation->now, situation->zone);
  /* Translators: %s is a moment, such as "yesterday, 18:20" */
  return g_strdup_printf (_("Synced %s"), moment);
}

static char *
describe_last (const DaybookAccountSituation *situation)
{
  gint64 at = situation->account->last_sync_at;
  g_autofree char *moment = NULL;

  if (at == DAYBOOK_INSTANT_NONE)
    return g_strdup (_("Never synced"));
  moment = daybook_account_words_format_moment (at, situation->now, situation->zone);
  /* Translators: %s is a moment, such as "yesterday, 18:20" */
  return g_strdup_printf (_("Last synced %s"), moment);
}

static char *
describe_progress (const DaybookAccountSituation *situation)
{
  g_autofree char *done = daybook_account_words_format_number (situation->done);
  g_autofree char *total = daybook_account_words_format_number (situation->total);

  if (situation->total > 0)
    /* Translators: so many items of so many */
    return g_strdup_printf (_("Syncing %s of %s"), done, total);
  if (situation->done > 0)
    /* Translators: so many items so far */
    return g_strdup_printf (_("Syncing, %s so far"), done);
  return g_strdup (_("Syncing"));
}

/* The time is only said when it lies ahead: a retry that is due happens any moment. A service that named none is
 * asked again when the agent plans to. */
static char *
describe_wait (const DaybookAccountSituation *situation, DaybookHealth health)
{
  const DaybookAccount *account = situation->account;
  gint64 until = account->retry_at != DAYBOOK_INSTANT_NONE ? account->retry_at : account->next_sync_at;
  g_autofree char *moment = NULL;

  if (until == DAYBOOK_INSTANT_NONE || until <= situation->now)
    return g_strdup (daybook_health_describe (account));
  moment = daybook_account_words_format_until (until, situation->now, situation->zone);
  /* Translators: until a time, for a reason: "Waiting until 15:05: rate limit" */
  return g_strdup_printf (_("Waiting until %s: %s"), moment, daybook_health_explain_wait (health));
}

static void
say (DaybookAccountWords *self, DaybookTone tone, DaybookAccountAction action, char *text)
{
  self->tone = tone;
  self->action = action;
  self->text = text;
}

static gboolean
say_activity (DaybookAccountWords *self, const DaybookAccountSituation *situation)
{
  if (situation->running || situation->account->syncing)
    {
      say (self, DAYBOOK_TONE_BUSY, DAYBOOK_ACCOUNT_ACTION_CANCEL, describe_progress (situation));
      if (situation->total > 0)
        self->fraction = MIN ((double) situation->done / (double) situation->total, 1.0);
    }
  else if (situation->queued)
    say (self, DAYBOOK_TONE_BUSY, DAYBOOK_ACCOUNT_ACTION_CANCEL, g_strdup (_("About to sync")));
  else if (situation->account->status == DAYBOOK_ACCOUNT_CONNECTING)
    say (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SIGN_IN, 
         g_strdup (daybook_health_describe (situation->account)));
  else
    return FALSE;
  return TRUE;
}

/* What stands in the way, or what failed. */
static gboolean
say_trouble (DaybookAccountWords *self, const DaybookAccountSituation *situation)
{
  DaybookHealth health = daybook_account_get_health (situation->account);
  DaybookTone tone = DAYBOOK_TONE_ATTENTION;
  DaybookAccountAction action = DAYBOOK_ACCOUNT_ACTION_SYNC;

  switch (health)
    {
    case DAYBOOK_HEALTH_GOOD:
      return FALSE;
    case DAYBOOK_HEALTH_NOTHING_ON:
      tone = DAYBOOK_TONE_QUIET;
      break;
    case DAYBOOK_HEALTH_PAUSED:
      tone = DAYBOOK_TONE_QUIET;
      action = DAYBOOK_ACCOUNT_ACTION_RESUME;
      break;
    case DAYBOOK_HEALTH_DISCONNECTED:
      tone = DAYBOOK_TONE_QUIET;
      action = DAYBOOK_ACCOUNT_ACTION_SIGN_IN;
      break;
    case DAYBOOK_HEALTH_KEYRING_LOCKED:
      action = DAYBOOK_ACCOUNT_ACTION_UNLOCK;
      break;
    case DAYBOOK_HEALTH_CONNECTING:
    case DAYBOOK_HEALTH_NEEDS_SIGN_IN:
    case DAYBOOK_HEALTH_REFUSED:
      action = DAYBOOK_ACCOUNT_ACTION_SIGN_IN;
      break;
    case DAYBOOK_HEALTH_RATE_LIMIT:
    case DAYBOOK_HEALTH_SERVICE_DOWN:
      say (self, DAYBOOK_TONE_WAITING, action, describe_wait (situation, health));
      return TRUE;
    case DAYBOOK_HEALTH_OFFLINE:
      tone = DAYBOOK_TONE_WAITING;
      break;
    case DAYBOOK_HEALTH_PARTLY:
    case DAYBOOK_HEALTH_KEYRING_ABSENT:
    case DAYBOOK_HEALTH_DISK_FULL:
    case DAYBOOK_HEALTH_ADMIN_APPROVAL:
    case DAYBOOK_HEALTH_ERROR:
      break;
    }
  say (self, tone, action, g_strdup (daybook_health_describe (situation->account)));
  return TRUE;
}

DaybookAccountWords *
daybook_account_words_new (const DaybookAccountSituation *situation)
{
  DaybookAccountWords *self = g_new0 (DaybookAccountWords, 1);

  self->fraction = -1;
  if (say_activity (self, situation))
    return self;
  if (say_trouble (self, situation))
    self->since = describe_last (situation);
  else if (situation->account->last_sync_at == DAYBOOK_INSTANT_NONE)
    say (self, DAYBOOK_TONE_WAITING, DAYBOOK_ACCOUNT_ACTION_SYNC,
         g_strdup (daybook_health_describe (situation->account)));
  else
    say (self, DAYBOOK_TONE_GOOD, DAYBOOK_ACCOUNT_ACTION_SYNC,
         describe_success (situation->account->last_sync_at, situation));
  return self;
}

void
daybook_account_words_free (DaybookAccountWords *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->since);
  g_free (self);
}

/* The dot's class in accounts.css. */
const char *
daybook_tone_get_style_class (DaybookTone tone)
{
  static const char *const classes[] = { "good", "busy", "waiting", "attention", "quiet" };

  return classes[tone];
}
