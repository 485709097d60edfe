/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of an account by how its errand ended. */
#include "sync/daybook-account-state.h"

#include "base/daybook-error.h"

#define NOW 1800000000
#define BEFORE (NOW - 900)

static DaybookAccount *
make_account (DaybookAccountStatus status)
{
  DaybookAccount *account = daybook_account_new ();

  account->status = status;
  account->last_sync_at = BEFORE;
  return account;
}

static void
judge (DaybookAccount *account, int code, gboolean partly)
{
  g_autoptr (GError) error = code >= 0 ? g_error_new_literal (DAYBOOK_ERROR, code, "It did not work.") : NULL;

  daybook_account_judge (account, error, partly, 0, NOW);
}

/* No failure leaves an account looking well: it is an error, somebody must sign in, or there is a reason to wait. */
static void
test_every_failure_shows (void)
{
  for (int code = 0; code <= DAYBOOK_ERROR_LAST; code++)
    {
      g_autoptr (DaybookAccount) account = make_account (DAYBOOK_ACCOUNT_CONNECTED);

      if (code == DAYBOOK_ERROR_CANCELLED)
        continue;
      judge (account, code, FALSE);
      g_test_message ("%s", account->error_code);
      g_assert_true (account->status != DAYBOOK_ACCOUNT_CONNECTED || account->reason != NULL);
      g_assert_cmpstr (account->error_code, ==, daybook_error_code_to_string (code));
      g_assert_cmpstr (account->last_error, ==, "It did not work.");
      g_assert_cmpint (account->failures, ==, 1);
      g_assert_cmpint (account->last_sync_at, ==, BEFORE);
    }
}

static void
test_states (void)
{
  static const struct
  {
    int code;
    DaybookAccountStatus status;
    const char *reason;
  } cases[] = {
    { DAYBOOK_ERROR_NOT_FOUND, DAYBOOK_ACCOUNT_ERROR, NULL },
    { DAYBOOK_ERROR_GONE, DAYBOOK_ACCOUNT_ERROR, NULL },
    { DAYBOOK_ERROR_INVALID_RESPONSE, DAYBOOK_ACCOUNT_ERROR, NULL },
    { DAYBOOK_ERROR_TOO_LARGE, DAYBOOK_ACCOUNT_ERROR, NULL },
    { DAYBOOK_ERROR_STORAGE, DAYBOOK_ACCOUNT_ERROR, NULL },
    { DAYBOOK_ERROR_INTERNAL, DAYBOOK_ACCOUNT_ERROR, NULL },
    { DAYBOOK_ERROR_TLS, DAYBOOK_ACCOUNT_ERROR, NULL },
    { DAYBOOK_ERROR_AUTH_REQUIRED, DAYBOOK_ACCOUNT_NEEDS_SIGN_IN, NULL },
    { DAYBOOK_ERROR_DISK_FULL, DAYBOOK_ACCOUNT_CONNECTED, "disk_full" },
    { DAYBOOK_ERROR_CONFIG, DAYBOOK_ACCOUNT_ERROR, NULL },
    { DAYBOOK_ERROR_FORBIDDEN, DAYBOOK_ACCOUNT_ERROR, NULL },
    { DAYBOOK_ERROR_ADMIN_APPROVAL, DAYBOOK_ACCOUNT_ERROR, "admin_approval" },
    { DAYBOOK_ERROR_RATE_LIMITED, DAYBOOK_ACCOUNT_CONNECTED, "rate_limit" },
    { DAYBOOK_ERROR_KEYRING_LOCKED, DAYBOOK_ACCOUNT_CONNECTED, "keyring_locked" },
    { DAYBOOK_ERROR_KEYRING_ABSENT, DAYBOOK_ACCOUNT_CONNECTED, "keyring_absent" },
    { DAYBOOK_ERROR_NETWORK, DAYBOOK_ACCOUNT_CONNECTED, "offline" },
    { DAYBOOK_ERROR_SERVER, DAYBOOK_ACCOUNT_CONNECTED, "service_down" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookAccount) account = make_account (DAYBOOK_ACCOUNT_CONNECTED);
      g_autoptr (DaybookAccount) signed_out = make_account (DAYBOOK_ACCOUNT_NEEDS_SIGN_IN);
      g_autoptr (GError) error = NULL;

      error = g_error_new_literal (DAYBOOK_ERROR, cases[i].code, "It did not work.");
      daybook_account_judge (account, error, FALSE, NOW + 60, NOW);
      g_assert_cmpint (account->status, ==, cases[i].status);
      g_assert_cmpstr (account->reason, ==, cases[i].reason);
      g_assert_cmpint (account->retry_at, ==, NOW + 60);
      judge (account, -1, FALSE);
      g_assert_cmpint (account->status, ==, DAYBOOK_ACCOUNT_CONNECTED);
      g_assert_cmpint (account->retry_at, ==, DAYBOOK_INSTANT_NONE);
      g_assert_null (account->reason);
      g_assert_null (account->error_code);
      g_assert_null (account->last_error);
      g_assert_cmpint (account->failures, ==, 0);
      g_assert_cmpint (account->last_sync_at, ==, NOW);
      judge (signed_out, cases[i].code, FALSE);
      if (cases[i].status == DAYBOOK_ACCOUNT_CONNECTED || cases[i].code == DAYBOOK_ERROR_STORAGE)
        g_assert_cmpint (signed_out->status, ==, DAYBOOK_ACCOUNT_NEEDS_SIGN_IN);
    }
}

/* One calendar of several is a warning: the others are synced. */
static void
test_a_part (void)
{
  g_autoptr (DaybookAccount) account = make_account (DAYBOOK_ACCOUNT_ERROR);

  judge (account, DAYBOOK_ERROR_NOT_FOUND, TRUE);
  g_assert_cmpint (account->status, ==, DAYBOOK_ACCOUNT_CONNECTED);
  g_assert_cmpstr (account->error_code, ==, "not_found");
  g_assert_cmpint (account->failures, ==, 1);
  g_assert_cmpint (account->last_sync_at, ==, NOW);
  /* Another one alone does not mend it. */
  judge (account, -1, TRUE);
  g_assert_cmpstr (account->error_code, ==, "not_found");
  g_assert_cmpint (account->failures, ==, 1);
  judge (account, -1, FALSE);
  g_assert_null (account->error_code);
  /* What is everybody's trouble is the account's. */
  judge (account, DAYBOOK_ERROR_STORAGE, TRUE);
  g_assert_cmpint (account->status, ==, DAYBOOK_ACCOUNT_ERROR);
  judge (account, -1, TRUE);
  g_assert_null (account->error_code);
}

/* Nothing was learned: it is as it was. */
static void
test_cancelled (void)
{
  g_autoptr (DaybookAccount) account = make_account (DAYBOOK_ACCOUNT_CONNECTED);

  judge (account, DAYBOOK_ERROR_SERVER, FALSE);
  account->retry_at = NOW + 60;
  judge (account, DAYBOOK_ERROR_CANCELLED, FALSE);
  g_assert_cmpstr (account->reason, ==, "service_down");
  g_assert_cmpstr (account->error_code, ==, "server");
  g_assert_cmpint (account->retry_at, ==, NOW + 60);
  g_assert_cmpint (account->failures, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/account-state/every-failure-shows", test_every_failure_shows);
  g_test_add_func ("/sync/account-state/states", test_states);
  g_test_add_func ("/sync/account-state/a-part", test_a_part);
  g_test_add_func ("/sync/account-state/cancelled", test_cancelled);
  return g_test_run ();
}
