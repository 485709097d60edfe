/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-health.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"

#define MAX_NAME 60

/* The reasons of interfaces.md beside a status: what passes by itself, or by the person's doing elsewhere. */
static const struct
{
  const char *reason;
  DaybookHealth health;
} reasons[] = {
  { "paused", DAYBOOK_HEALTH_PAUSED },
  { "keyring_locked", DAYBOOK_HEALTH_KEYRING_LOCKED },
  { "keyring_absent", DAYBOOK_HEALTH_KEYRING_ABSENT },
  { "disk_full", DAYBOOK_HEALTH_DISK_FULL },
  { "admin_approval", DAYBOOK_HEALTH_ADMIN_APPROVAL },
  { "rate_limit", DAYBOOK_HEALTH_RATE_LIMIT },
  { "offline", DAYBOOK_HEALTH_OFFLINE },
  { "service_down", DAYBOOK_HEALTH_SERVICE_DOWN },
};

static const char *const states[] = {
  [DAYBOOK_HEALTH_GOOD] = N_ ("Synced"),
  [DAYBOOK_HEALTH_PARTLY] = N_ ("Synced, but not everything"),
  [DAYBOOK_HEALTH_NOTHING_ON] = N_ ("Nothing is switched on"),
  [DAYBOOK_HEALTH_CONNECTING] = N_ ("Signing in was not finished"),
  [DAYBOOK_HEALTH_DISCONNECTED] = N_ ("Disconnected, data kept"),
  [DAYBOOK_HEALTH_PAUSED] = N_ ("Paused"),
  [DAYBOOK_HEALTH_KEYRING_LOCKED] = N_ ("Keyring is locked"),
  [DAYBOOK_HEALTH_KEYRING_ABSENT] = N_ ("No keyring on this computer"),
  [DAYBOOK_HEALTH_DISK_FULL] = N_ ("The disk is full"),
  [DAYBOOK_HEALTH_ADMIN_APPROVAL] = N_ ("An administrator has to approve"),
  [DAYBOOK_HEALTH_NEEDS_SIGN_IN] = N_ ("Needs signing in"),
  [DAYBOOK_HEALTH_RATE_LIMIT] = N_ ("Waiting: rate limit"),
  [DAYBOOK_HEALTH_OFFLINE] = N_ ("Offline"),
  [DAYBOOK_HEALTH_SERVICE_DOWN] = N_ ("Waiting: the service has trouble"),
  [DAYBOOK_HEALTH_REFUSED] = N_ ("The service refused access"),
};

/* What failed, and what a person can make of it. The codes are those of base/daybook-error.h. */
static const struct
{
  const char *code;
  const char *words;
  const char *advice; /* (nullable) nothing to add */
} errors[] = {
  { "auth_required", N_ ("Needs signing in"),
    N_ ("The password was changed or access was taken back. Sign in again; nothing is lost.") },
  { "forbidden", N_ ("The service refused access"),
    N_ ("What Daybook may read was narrowed, or somebody who runs the service has to allow it. Sign in again and "
        "tick every box.") },
  { "not_found", N_ ("Not found at the service"),
    N_ ("It was deleted or is no longer shared with you. What Daybook has of it stays.") },
  { "gone", N_ ("No longer at the service"), N_ ("What Daybook has of it stays.") },
  { "rate_limited", N_ ("The service asked to wait"),
    N_ ("It allows only so many requests. Daybook goes on by itself where it stopped.") },
  { "network", N_ ("No connection to the service"), N_ ("Daybook tries again by itself.") },
  { "server", N_ ("The service has trouble"), N_ ("It answered with an error of its own. Daybook tries again by itself.") },
  { "tls", N_ ("The connection is not secure"),
    N_ ("The certificate is not valid for this service. Nothing was sent. A guest network or a filter may be in "
        "between.") },
  { "cursor_expired", N_ ("The service forgot where the last sync ended"),
    N_ ("The next sync looks at everything again; nothing is lost.") },
  { "invalid_response", N_ ("The service answered something unexpected"),
    N_ ("Daybook kept what it had and tries again by itself.") },
  { "too_large", N_ ("The service sent too much"), N_ ("Daybook stopped reading to protect this computer.") },
  { "conflict", N_ ("Two changes met"), N_ ("Both versions are kept until you choose.") },
  { "cancelled", N_ ("Canceled"), NULL },
  { "keyring_locked", N_ ("Keyring is locked"), N_ ("Unlock it, and syncing goes on by itself.") },
  { "keyring_absent", N_ ("No keyring on this computer"),
    N_ ("Daybook keeps sign-ins sealed with a key in the keyring and never in plain. Start a keyring service.") },
  { "storage", N_ ("The data could not be written"), N_ ("Check the disk; “daybookctl check” looks at the database.") },
  { "disk_full", N_ ("The disk is full"), N_ ("Make some room, and syncing goes on by itself.") },
  { "config", N_ ("Not set up completely"), N_ ("The client id or the address is missing or wrong.") },
  { "admin_approval", N_ ("An administrator has to approve"),
    N_ ("Your organization decides which programs may read its data. Ask its administrator to allow Daybook; it goes "
        "on by itself then, and nothing is lost.") },
  { "not_agreed", N_ ("Nothing was sent yet"), N_ ("Look at what would be sent, and agree to it.") },
};

/* Connected, and yet something of it failed. (A cancelled sync says nothing; older versions noted it.) */
static gboolean
has_failed (const DaybookAccount *account)
{
  return account->error_code != NULL && !g_str_equal (account->error_code, "cancelled");
}

/* What the last sync left, beside what has become of the sources since: they are put aside by the agent, and
 * switched off by the person, while no sync judges the account. */
static DaybookHealth
get_health_of_connected (const DaybookAccount *account)
{
  if (account->n_sources > 0 && account->n_enabled == 0)
    return DAYBOOK_HEALTH_NOTHING_ON;
  if (account->n_stopped > 0 && account->n_synced == 0)
    return DAYBOOK_HEALTH_ERROR;
  return has_failed (account) || account->n_stopped > 0 ? DAYBOOK_HEALTH_PARTLY : DAYBOOK_HEALTH_GOOD;
}

/* The account itself says nothing of what is wrong: what is put aside does. */
static gboolean
is_of_stopped (const DaybookAccount *account)
{
  DaybookHealth health = daybook_account_get_health (account);

  return account->status == DAYBOOK_ACCOUNT_CONNECTED && account->n_stopped > 0
         && (health == DAYBOOK_HEALTH_ERROR || (health == DAYBOOK_HEALTH_PARTLY && !has_failed (account)));
}

/* The person's own wish first, then what stands in the way, then what failed. */
DaybookHealth
daybook_account_get_health (const DaybookAccount *account)
{
  if (account->status == DAYBOOK_ACCOUNT_CONNECTING)
    return DAYBOOK_HEALTH_CONNECTING;
  if (account->status == DAYBOOK_ACCOUNT_DISCONNECTED)
    return DAYBOOK_HEALTH_DISCONNECTED;
  if (account->paused)
    return DAYBOOK_HEALTH_PAUSED;
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_strcmp0 (account->reason, reasons[i].reason) != 0)
        continue;
      /* A wait does not hide that somebody must sign in first. */
      if (account->status != DAYBOOK_ACCOUNT_NEEDS_SIGN_IN || !daybook_health_waits (reasons[i].health))
        return reasons[i].health;
    }
  if (account->status == DAYBOOK_ACCOUNT_NEEDS_SIGN_IN)
    return DAYBOOK_HEALTH_NEEDS_SIGN_IN;
  if (account->status == DAYBOOK_ACCOUNT_ERROR)
    return g_strcmp0 (account->error_code, "forbidden") == 0 ? DAYBOOK_HEALTH_REFUSED : DAYBOOK_HEALTH_ERROR;
  return get_health_of_connected (account);
}

/* Goes on by itself, later. */
gboolean
daybook_health_waits (DaybookHealth health)
{
  return health == DAYBOOK_HEALTH_RATE_LIMIT || health == DAYBOOK_HEALTH_OFFLINE
         || health == DAYBOOK_HEALTH_SERVICE_DOWN;
}

/* Where a sign-in is what the person must do. (Where access was refused it is worth a try, and offered where the
 * account is shown; a notification that asks for it would be a false promise.) */
gboolean
daybook_health_is_helped_by_sign_in (DaybookHealth health)
{
  return health == DAYBOOK_HEALTH_CONNECTING || health == DAYBOOK_HEALTH_DISCONNECTED
         || health == DAYBOOK_HEALTH_NEEDS_SIGN_IN;
}

/* How @account is doing: "Needs signing in", "Waiting: rate limit", "Synced". */
const char *
daybook_health_describe (const DaybookAccount *account)
{
  DaybookHealth health = daybook_account_get_health (account);

  if (health == DAYBOOK_HEALTH_ERROR)
    return daybook_health_describe_error (daybook_health_get_error_code (account));
  if ((health == DAYBOOK_HEALTH_GOOD || health == DAYBOOK_HEALTH_PARTLY)
      && account->last_sync_at == DAYBOOK_INSTANT_NONE)
    return _("Not synced yet");
  return _(states[health]);
}

/* That a source is not synced any more since it failed again and again: @name, and @others more. (transfer full) */
char *
daybook_health_explain_stopped (const char *name, guint others)
{
  g_autofree char *brief = daybook_text_brief (name, MAX_NAME);

  if (others == 0)
    /* Translators: the name of a calendar */
    return g_strdup_printf (_("“%s” stopped after it failed twice. Try it again on the account’s page."), brief);
  /* Translators: the name of a calendar, and how many more */
  return g_strdup_printf (ngettext ("“%s” and %u more stopped after they failed twice. Try them again on the account’s "
                                    "page.",
                                    "“%s” and %u more stopped after they failed twice. Try them again on the account’s "
                                    "page.",
                                    others),
                          brief, others);
}

/* The sentence to daybook_health_describe(), which names what is wrong. (transfer full) (nullable) there is nothing */
char *
daybook_health_explain (const DaybookAccount *account)
{
  if (is_of_stopped (account))
    return daybook_health_explain_stopped (account->stopped_name, account->n_stopped - 1);
  /* What was wrong was so of what is off now. */
  if (daybook_account_get_health (account) == DAYBOOK_HEALTH_NOTHING_ON)
    return NULL;
  return g_strdup (account->last_error);
}

/* (nullable) The code of what daybook_health_explain() says. */
const char *
daybook_health_get_error_code (const DaybookAccount *account)
{
  if (is_of_stopped (account))
    return daybook_error_code_to_string (DAYBOOK_ERROR_INTERNAL);
  return daybook_account_get_health (account) != DAYBOOK_HEALTH_NOTHING_ON ? account->error_code : NULL;
}

/* Why it waits, for "Waiting until 15:05: rate limit". (nullable) It does not wait. */
const char *
daybook_health_explain_wait (DaybookHealth health)
{
  if (health == DAYBOOK_HEALTH_RATE_LIMIT)
    return _("rate limit");
  if (health == DAYBOOK_HEALTH_SERVICE_DOWN)
    return _("the service has trouble");
  if (health == DAYBOOK_HEALTH_OFFLINE)
    return _("no connection");
  return NULL;
}

/* What failed, for the code of an account or of a run. Never NULL. */
const char *
daybook_health_describe_error (const char *error_code)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (g_strcmp0 (error_code, errors[i].code) == 0)
      return _(errors[i].words);
  return _("Could not sync");
}

/* (nullable) What to do about it, or that there is nothing to do. */
const char *
daybook_health_advise (const char *error_code)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (g_strcmp0 (error_code, errors[i].code) == 0)
      return errors[i].advice != NULL ? _(errors[i].advice) : NULL;
  return NULL;
}
