/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-account-state.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"
#include "records/daybook-health.h"

#define MAX_NAME 60

static void
set_text (char **slot, const char *text)
{
  g_free (*slot);
  *slot = g_strdup (text);
}

static gboolean
is_of_source (DaybookError code)
{
  return code == DAYBOOK_ERROR_NOT_FOUND || code == DAYBOOK_ERROR_GONE || code == DAYBOOK_ERROR_FORBIDDEN
         || code == DAYBOOK_ERROR_INVALID_RESPONSE || code == DAYBOOK_ERROR_TOO_LARGE;
}

/* Whether the source that was asked for is at fault, so that the account's others are worth a try. */
gboolean
daybook_error_concerns_source (const GError *error)
{
  return error->domain == DAYBOOK_ERROR && is_of_source (error->code);
}

static void
judge_success (DaybookAccount *account, gboolean partly, gint64 now)
{
  DaybookError before;

  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  account->last_sync_at = now;
  /* One source says nothing of another: what is wrong there stays said. */
  if (partly && daybook_error_code_from_string (account->error_code, &before) && is_of_source (before))
    return;
  account->failures = 0;
  set_text (&account->last_error, NULL);
  set_text (&account->error_code, NULL);
}

/* What a person must do is a status, what passes by itself a reason (interfaces.md). */
static void
judge_failure (DaybookAccount *account, DaybookError code)
{
  switch (code)
    {
    case DAYBOOK_ERROR_AUTH_REQUIRED:
      account->status = DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
      break;
    case DAYBOOK_ERROR_ADMIN_APPROVAL:
      account->status = DAYBOOK_ACCOUNT_ERROR;
      set_text (&account->reason, "admin_approval");
      break;
    case DAYBOOK_ERROR_RATE_LIMITED:
      set_text (&account->reason, "rate_limit");
      break;
    case DAYBOOK_ERROR_NETWORK:
      set_text (&account->reason, "offline");
      break;
    case DAYBOOK_ERROR_SERVER:
      set_text (&account->reason, "service_down");
      break;
    case DAYBOOK_ERROR_KEYRING_LOCKED:
      set_text (&account->reason, "keyring_locked");
      break;
    case DAYBOOK_ERROR_KEYRING_ABSENT:
      set_text (&account->reason, "keyring_absent");
      break;
    case DAYBOOK_ERROR_DISK_FULL:
      set_text (&account->reason, "disk_full");
      break;
    case DAYBOOK_ERROR_CONFIG:
    case DAYBOOK_ERROR_FORBIDDEN:
    case DAYBOOK_ERROR_TLS:
      account->status = DAYBOOK_ACCOUNT_ERROR;
      break;
    default:
      /* Whatever it is, nothing was synced. A sign-in that is needed is needed before that. */
      if (account->status == DAYBOOK_ACCOUNT_CONNECTED)
        account->status = DAYBOOK_ACCOUNT_ERROR;
      break;
    }
}

/* How an errand for @account ended: @error NULL = well, @retry_at 0 = the service named no time. @partly: it is not so
 * with all sources of the account; some are well beside one that failed, or some still fail beside those that are well
 * now. An account of which a part is synced is connected, with an error_code. Writes the record, not the row. */
void
daybook_account_judge (DaybookAccount *account, const GError *error, gboolean partly, gint64 retry_at, gint64 now)
{
  DaybookError code = DAYBOOK_ERROR_INTERNAL;

  if (error != NULL && error->domain == DAYBOOK_ERROR)
    code = error->code;
  /* Nothing was learned. */
  if (error != NULL && code == DAYBOOK_ERROR_CANCELLED)
    return;
  account->retry_at = DAYBOOK_INSTANT_NONE;
  set_text (&account->reason, NULL);
  if (error == NULL)
    {
      judge_success (account, partly, now);
      return;
    }
  set_text (&account->last_error, error->message);
  set_text (&account->error_code, daybook_error_code_to_string (code));
  account->failures++;
  if (retry_at != 0)
    account->retry_at = retry_at;
  if (partly && is_of_source (code))
    {
      account->status = DAYBOOK_ACCOUNT_CONNECTED;
      account->last_sync_at = now;
    }
  else
    judge_failure (account, code);
}

/* @message, which is of the source @name and like it of @others more: "Work: Outlook no longer has this." */
char *
daybook_account_name_trouble (const char *name, guint others, const char *message)
{
  g_autofree char *brief = daybook_text_brief (name, MAX_NAME);

  if (others == 0)
    /* Translators: the name of a calendar, and what is wrong with it */
    return g_strdup_printf (_("%s: %s"), brief, message);
  /* Translators: the name of a calendar, how many more, and what is wrong with them */
  return g_strdup_printf (ngettext ("%s and %u more: %s", "%s and %u more: %s", others), brief, others, message);
}

/* Says of an account that is synced in part what is wrong with the other part: with @name, and @others more. */
void
daybook_account_blame (DaybookAccount *account, const char *name, guint others, const char *message, const char *code)
{
  g_free (account->last_error);
  account->last_error = daybook_account_name_trouble (name, others, message != NULL ? message : "");
  set_text (&account->error_code, code);
}

/* All that was switched on is gone: @name, and @others more. */
GError *
daybook_account_new_gone_error (const char *name, guint others)
{
  g_autofree char *brief = daybook_text_brief (name, MAX_NAME);

  if (others == 0)
    return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_GONE,
                        /* Translators: the name of a calendar */
                        _("“%s” is no longer at the service. What was synced stays."), brief);
  return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_GONE,
                      /* Translators: the name of a calendar, and how many more */
                      ngettext ("“%s” and %u more are no longer at the service. What was synced stays.",
                                "“%s” and %u more are no longer at the service. What was synced stays.", others),
                      brief, others);
}

/* What is left of an account is not synced any more, since it failed again and again: @name, and @others more. */
GError *
daybook_account_new_stopped_error (const char *name, guint others)
{
  g_autofree char *words = daybook_health_explain_stopped (name, others);

  return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, words);
}
