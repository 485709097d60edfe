/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "sync/daybook-account-state.h"

/* What an account's row says after an errand (interfaces.md, providers.md "what can go wrong"): a person is asked for what only
 * a person can do, and told what passes by itself. */

#define NOW G_GINT64_CONSTANT (1795262400)

static const struct
{
  DaybookError code;
  DaybookAccountStatus status;
  const char *reason;
} cases[] = {
  { DAYBOOK_ERROR_AUTH_REQUIRED, DAYBOOK_ACCOUNT_NEEDS_SIGN_IN, NULL },
  { DAYBOOK_ERROR_ADMIN_APPROVAL, DAYBOOK_ACCOUNT_ERROR, "admin_approval" },
  { DAYBOOK_ERROR_RATE_LIMITED, DAYBOOK_ACCOUNT_CONNECTED, "rate_limit" },
  { DAYBOOK_ERROR_NETWORK, DAYBOOK_ACCOUNT_CONNECTED, "offline" },
  { DAYBOOK_ERROR_SERVER, DAYBOOK_ACCOUNT_CONNECTED, "service_down" },
  { DAYBOOK_ERROR_KEYRING_LOCKED, DAYBOOK_ACCOUNT_CONNECTED, "keyring_locked" },
  { DAYBOOK_ERROR_KEYRING_ABSENT, DAYBOOK_ACCOUNT_CONNECTED, "keyring_absent" },
  { DAYBOOK_ERROR_CONFIG, DAYBOOK_ACCOUNT_ERROR, NULL },
  { DAYBOOK_ERROR_FORBIDDEN, DAYBOOK_ACCOUNT_ERROR, NULL },
  { DAYBOOK_ERROR_TLS, DAYBOOK_ACCOUNT_ERROR, NULL },
  { DAYBOOK_ERROR_NOT_FOUND, DAYBOOK_ACCOUNT_CONNECTED, NULL },
  { DAYBOOK_ERROR_INVALID_RESPONSE, DAYBOOK_ACCOUNT_CONNECTED, NULL },
  { DAYBOOK_ERROR_CANCELLED, DAYBOOK_ACCOUNT_CONNECTED, NULL },
};

static DaybookAccount *
new_account (void)
{
  DaybookAccount *account = daybook_account_new ();

  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  account->last_sync_at = NOW - 900;
  account->failures = 2;
  return account;
}

static void
test_error (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (DaybookAccount) account = new_account ();
  g_autoptr (GError) error = g_error_new_literal (DAYBOOK_ERROR, cases[i].code, "What happened.");

  daybook_account_judge (account, error, NOW + 60, NOW);
  g_assert_cmpint (account->status, ==, cases[i].status);
  g_assert_cmpstr (account->reason, ==, cases[i].reason);
  g_assert_cmpstr (account->last_error, ==, "What happened.");
  g_assert_cmpstr (account->error_code, ==, daybook_error_code_to_string (cases[i].code));
  g_assert_cmpint (account->retry_at, ==, NOW + 60);
  g_assert_cmpint (account->failures, ==, cases[i].code == DAYBOOK_ERROR_CANCELLED ? 2 : 3);
  /* What was synced before is as old as it was. */
  g_assert_cmpint (account->last_sync_at, ==, NOW - 900);
}

static void
test_well (void)
{
  g_autoptr (DaybookAccount) account = new_account ();
  g_autoptr (GError) error = g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED, "What happened.");

  daybook_account_judge (account, error, 0, NOW);
  g_assert_cmpint (account->retry_at, ==, DAYBOOK_INSTANT_NONE);
  daybook_account_judge (account, NULL, 0, NOW);
  g_assert_cmpint (account->status, ==, DAYBOOK_ACCOUNT_CONNECTED);
  g_assert_null (account->reason);
  g_assert_null (account->last_error);
  g_assert_null (account->error_code);
  g_assert_cmpint (account->failures, ==, 0);
  g_assert_cmpint (account->last_sync_at, ==, NOW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sync/account/%s", daybook_error_code_to_string (cases[i].code));

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_error);
    }
  g_test_add_func ("/sync/account/well", test_well);
  return g_test_run ();
}
