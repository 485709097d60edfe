/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-account-words.h"

#include <glib/gi18n.h>

#include "common/daybook-format.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)

/* What failed, for the codes of which a person can make something. */
static const struct
{
  const char *code;
  const char *words;
} failures[] = {
  { "auth_required", N_("Needs signing in") },
  { "forbidden", N_("The service refused access") },
  { "not_found", N_("The calendar was not found") },
  { "gone", N_("The calendar is no longer there") },
  { "rate_limited", N_("The service asked to wait") },
  { "network", N_("No connection to the service") },
  { "server", N_("The service has trouble") },
  { "tls", N_("The connection is not secure") },
  { "invalid_response", N_("The service answered something unexpected") },
  { "too_large", N_("The service sent too much") },
  { "keyring_locked", N_("Keyring is locked") },
  { "keyring_absent", N_("No keyring on this computer") },
  { "disk_full", N_("The disk is full") },
  { "storage", N_("The data could not be written") },
  { "config", N_("Not set up completely") },
};

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

/* @until is only said when it lies ahead: a retry that is due happens any moment. */
static char *
describe_wait (const DaybookAccountSituation *situation, const char *why)
{
  gint64 until = situation->account->retry_at;
  g_autofree char *moment = NULL;
  DaybookDay day;

  if (until == DAYBOOK_INSTANT_NONE || until <= situation->now)
    /* Translators: %s is the reason, such as "rate limit" */
    return g_strdup_printf (_("Waiting: %s"), why);
  day = daybook_zone_get_day (situation->zone, until);
  if (day == daybook_zone_get_day (situation->zone, situation->now))
    moment = daybook_format_time (daybook_zone_to_wall (situation->zone, until));
  else
    moment = daybook_account_words_format_moment (until, situation->now, situation->zone);
  /* Translators: until a time, for a reason: "Waiting until 15:05: rate limit" */
  return g_strdup_printf (_("Waiting until %s: %s"), moment, why);
}

static char *
describe_failure (const DaybookAccount *account)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    if (g_strcmp0 (account->error_code, failures[i].code) == 0)
      return g_strdup (_(failures[i].words));
  return g_strdup (_("Could not sync"));
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
    say (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SIGN_IN, g_strdup (_("Signing in was not finished")));
  else
    return FALSE;
  return TRUE;
}

/* What stands in the way, the person's own wish first. */
static gboolean
say_reason (DaybookAccountWords *self, const DaybookAccountSituation *situation)
{
  const DaybookAccount *account = situation->account;

  if (account->status == DAYBOOK_ACCOUNT_DISCONNECTED)
    say (self, DAYBOOK_TONE_QUIET, DAYBOOK_ACCOUNT_ACTION_SIGN_IN, g_strdup (_("Disconnected, data kept")));
  else if (account->paused || g_strcmp0 (account->reason, "paused") == 0)
    say (self, DAYBOOK_TONE_QUIET, DAYBOOK_ACCOUNT_ACTION_RESUME, g_strdup (_("Paused")));
  else if (g_strcmp0 (account->reason, "keyring_locked") == 0)
    say (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_UNLOCK, g_strdup (_("Keyring is locked")));
  else if (g_strcmp0 (account->reason, "keyring_absent") == 0)
    say (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SYNC, g_strdup (_("No keyring on this computer")));
  else if (g_strcmp0 (account->reason, "admin_approval") == 0)
    say (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SIGN_IN, g_strdup (_("An administrator has to approve")));
  else if (account->status == DAYBOOK_ACCOUNT_NEEDS_SIGN_IN)
    say (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SIGN_IN, g_strdup (_("Needs signing in")));
  else if (g_strcmp0 (account->reason, "rate_limit") == 0)
    say (self, DAYBOOK_TONE_WAITING, DAYBOOK_ACCOUNT_ACTION_SYNC, describe_wait (situation, _("rate limit")));
  else if (g_strcmp0 (account->reason, "offline") == 0)
    say (self, DAYBOOK_TONE_WAITING, DAYBOOK_ACCOUNT_ACTION_SYNC, g_strdup (_("Offline")));
  else if (g_strcmp0 (account->reason, "service_down") == 0)
    say (self, DAYBOOK_TONE_WAITING, DAYBOOK_ACCOUNT_ACTION_SYNC, describe_wait (situation, _("the service has trouble")));
  else
    return FALSE;
  return TRUE;
}

DaybookAccountWords *
daybook_account_words_new (const DaybookAccountSituation *situation)
{
  const DaybookAccount *account = situation->account;
  DaybookAccountWords *self = g_new0 (DaybookAccountWords, 1);

  self->fraction = -1;
  if (say_activity (self, situation))
    return self;
  if (say_reason (self, situation))
    self->since = describe_last (situation);
  else if (account->status == DAYBOOK_ACCOUNT_ERROR)
    {
      say (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SYNC, describe_failure (account));
      self->since = describe_last (situation);
    }
  else if (account->last_sync_at == DAYBOOK_INSTANT_NONE)
    say (self, DAYBOOK_TONE_WAITING, DAYBOOK_ACCOUNT_ACTION_SYNC, g_strdup (_("Not synced yet")));
  else
    say (self, DAYBOOK_TONE_GOOD, DAYBOOK_ACCOUNT_ACTION_SYNC, describe_success (account->last_sync_at, situation));
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
