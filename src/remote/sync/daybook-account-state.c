/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-account-state.h"

#include "base/daybook-error.h"

static void
set_text (char **slot, const char *text)
{
  g_free (*slot);
  *slot = g_strdup (text);
}

/* How an errand for @account ended: @error NULL = well, @retry_at 0 = the service named no time. What a person
 * must do is a status, what passes by itself a reason (interfaces.md). Writes the record, not the row. */
void
daybook_account_judge (DaybookAccount *account, const GError *error, gint64 retry_at, gint64 now)
{
  DaybookError code = DAYBOOK_ERROR_INTERNAL;

  account->retry_at = DAYBOOK_INSTANT_NONE;
  set_text (&account->reason, NULL);
  if (error == NULL)
    {
      account->status = DAYBOOK_ACCOUNT_CONNECTED;
      account->last_sync_at = now;
      account->failures = 0;
      set_text (&account->last_error, NULL);
      set_text (&account->error_code, NULL);
      return;
    }
  if (error->domain == DAYBOOK_ERROR)
    code = error->code;
  set_text (&account->last_error, error->message);
  set_text (&account->error_code, daybook_error_code_to_string (code));
  account->failures++;
  if (retry_at != 0)
    account->retry_at = retry_at;
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
    case DAYBOOK_ERROR_CANCELLED:
      account->failures--;
      break;
    case DAYBOOK_ERROR_CONFIG:
    case DAYBOOK_ERROR_FORBIDDEN:
    case DAYBOOK_ERROR_TLS:
      account->status = DAYBOOK_ACCOUNT_ERROR;
      break;
    default:
      break;
    }
}
