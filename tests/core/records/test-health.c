/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-health.h"

#include "base/daybook-error.h"

static DaybookAccount *
make_account (DaybookAccountStatus status, const char *reason, const char *error_code)
{
  DaybookAccount *account = daybook_account_new ();

  account->status = status;
  account->reason = g_strdup (reason);
  account->error_code = g_strdup (error_code);
  account->last_sync_at = 1;
  return account;
}

/* What syncing can end with has words of its own: nobody reads "Could not sync" where more is known. */
static void
test_every_error_has_words (void)
{
  for (int code = 0; code <= DAYBOOK_ERROR_LAST; code++)
    {
      const char *words = daybook_health_describe_error (daybook_error_code_to_string (code));

      if (code == DAYBOOK_ERROR_USAGE || code == DAYBOOK_ERROR_INTERNAL)
        continue;
      g_assert_cmpstr (words, !=, daybook_health_describe_error ("no such code"));
      if (code != DAYBOOK_ERROR_CANCELLED)
        g_assert_nonnull (daybook_health_advise (daybook_error_code_to_string (code)));
    }
  g_assert_cmpstr (daybook_health_describe_error (NULL), ==, "Could not sync");
  g_assert_null (daybook_health_advise (NULL));
}

static void
test_states (void)
{
  static const struct
  {
    DaybookAccountStatus status;
    const char *reason, *code;
    DaybookHealth health;
    const char *words;
    gboolean sign_in, waits;
  } cases[] = {
    { DAYBOOK_ACCOUNT_CONNECTED, NULL, NULL, DAYBOOK_HEALTH_GOOD, "Synced", FALSE, FALSE },
    { DAYBOOK_ACCOUNT_NEEDS_SIGN_IN, NULL, "auth_required", DAYBOOK_HEALTH_NEEDS_SIGN_IN, "Needs signing in", TRUE, FALSE },
    { DAYBOOK_ACCOUNT_NEEDS_SIGN_IN, "rate_limit", "rate_limited", DAYBOOK_HEALTH_NEEDS_SIGN_IN, "Needs signing in", TRUE,
      FALSE },
    { DAYBOOK_ACCOUNT_ERROR, "admin_approval", "admin_approval", DAYBOOK_HEALTH_ADMIN_APPROVAL,
      "An administrator has to approve", FALSE, FALSE },
    { DAYBOOK_ACCOUNT_NEEDS_SIGN_IN, "keyring_locked", "keyring_locked", DAYBOOK_HEALTH_KEYRING_LOCKED,
      "Keyring is locked", FALSE, FALSE },
    { DAYBOOK_ACCOUNT_CONNECTED, "rate_limit", "rate_limited", DAYBOOK_HEALTH_RATE_LIMIT, "Waiting: rate limit", FALSE,
      TRUE },
    { DAYBOOK_ACCOUNT_CONNECTED, "offline", "network", DAYBOOK_HEALTH_OFFLINE, "Offline", FALSE, TRUE },
    { DAYBOOK_ACCOUNT_CONNECTED, "service_down", "server", DAYBOOK_HEALTH_SERVICE_DOWN,
      "Waiting: the service has trouble", FALSE, TRUE },
    { DAYBOOK_ACCOUNT_CONNECTED, "disk_full", "disk_full", DAYBOOK_HEALTH_DISK_FULL, "The disk is full", FALSE, FALSE },
    { DAYBOOK_ACCOUNT_CONNECTED, NULL, "not_found", DAYBOOK_HEALTH_PARTLY, "Synced, but not everything", FALSE, FALSE },
    { DAYBOOK_ACCOUNT_CONNECTED, NULL, "cancelled", DAYBOOK_HEALTH_GOOD, "Synced", FALSE, FALSE },
    { DAYBOOK_ACCOUNT_ERROR, NULL, "not_found", DAYBOOK_HEALTH_ERROR, "Not found at the service", FALSE, FALSE },
    { DAYBOOK_ACCOUNT_ERROR, NULL, "forbidden", DAYBOOK_HEALTH_REFUSED, "The service refused access", FALSE, FALSE },
    { DAYBOOK_ACCOUNT_ERROR, NULL, NULL, DAYBOOK_HEALTH_ERROR, "Could not sync", FALSE, FALSE },
    { DAYBOOK_ACCOUNT_DISCONNECTED, "offline", NULL, DAYBOOK_HEALTH_DISCONNECTED, "Disconnected, data kept", TRUE, FALSE },
    { DAYBOOK_ACCOUNT_CONNECTING, NULL, NULL, DAYBOOK_HEALTH_CONNECTING, "Signing in was not finished", TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookAccount) account = make_account (cases[i].status, cases[i].reason, cases[i].code);
      DaybookHealth health = daybook_account_get_health (account);

      g_assert_cmpint (health, ==, cases[i].health);
      g_assert_cmpstr (daybook_health_describe (account), ==, cases[i].words);
      g_assert_cmpint (daybook_health_is_helped_by_sign_in (health), ==, cases[i].sign_in);
      g_assert_cmpint (daybook_health_waits (health), ==, cases[i].waits);
      g_assert_cmpint (daybook_health_explain_wait (health) != NULL, ==, cases[i].waits);
    }
}

static void
assert_words (const DaybookAccount *account, const char *words, const char *explained, const char *code)
{
  g_autofree char *sentence = daybook_health_explain (account);

  g_assert_cmpstr (daybook_health_describe (account), ==, words);
  g_assert_cmpstr (sentence, ==, explained);
  g_assert_cmpstr (daybook_health_get_error_code (account), ==, code);
}

/* What the agent has put aside since it crashed again and again, which no sync judges the account by. */
static void
test_stopped_source_is_told (void)
{
  static const char one[] = "“Club” stopped after it failed twice. Try it again on the account’s page.";
  g_autoptr (DaybookAccount) account = make_account (DAYBOOK_ACCOUNT_CONNECTED, NULL, NULL);

  account->n_sources = account->n_enabled = 3;
  account->n_synced = 2;
  account->n_stopped = 1;
  account->stopped_name = g_strdup ("Club");
  assert_words (account, "Synced, but not everything", one, "internal");
  account->n_synced = 1;
  account->n_stopped = 2;
  assert_words (account, "Synced, but not everything",
                "“Club” and 1 more stopped after they failed twice. Try them again on the account’s page.", "internal");
  account->last_sync_at = DAYBOOK_INSTANT_NONE;
  g_assert_cmpstr (daybook_health_describe (account), ==, "Not synced yet");
  account->last_sync_at = 1;
  /* Nothing is left to be synced. */
  account->n_synced = 0;
  account->n_stopped = 1;
  assert_words (account, "Could not sync", one, "internal");
  /* What the account itself says names a source, too, and more of what is wrong. */
  account->n_synced = 1;
  account->error_code = g_strdup ("not_found");
  account->last_error = g_strdup ("Work: no longer there");
  assert_words (account, "Synced, but not everything", "Work: no longer there", "not_found");
  account->status = DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
  assert_words (account, "Needs signing in", "Work: no longer there", "not_found");
}

static void
test_nothing_switched_on_is_told (void)
{
  g_autoptr (DaybookAccount) account = make_account (DAYBOOK_ACCOUNT_CONNECTED, NULL, NULL);

  /* Nothing was found yet, which nobody has switched off. */
  assert_words (account, "Synced", NULL, NULL);
  account->n_sources = 2;
  assert_words (account, "Nothing is switched on", NULL, NULL);
  account->last_sync_at = DAYBOOK_INSTANT_NONE;
  assert_words (account, "Nothing is switched on", NULL, NULL);
  /* What failed before is off as well. */
  account->error_code = g_strdup ("not_found");
  account->last_error = g_strdup ("Work: no longer there");
  assert_words (account, "Nothing is switched on", NULL, NULL);
  account->paused = TRUE;
  g_assert_cmpstr (daybook_health_describe (account), ==, "Paused");
}

static void
test_a_persons_wish_comes_first (void)
{
  g_autoptr (DaybookAccount) account = make_account (DAYBOOK_ACCOUNT_NEEDS_SIGN_IN, "keyring_locked", NULL);

  account->paused = TRUE;
  g_assert_cmpstr (daybook_health_describe (account), ==, "Paused");
  account->paused = FALSE;
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  g_clear_pointer (&account->reason, g_free);
  account->last_sync_at = DAYBOOK_INSTANT_NONE;
  g_assert_cmpstr (daybook_health_describe (account), ==, "Not synced yet");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/records/health/every-error-has-words", test_every_error_has_words);
  g_test_add_func ("/records/health/states", test_states);
  g_test_add_func ("/records/health/stopped-source-is-told", test_stopped_source_is_told);
  g_test_add_func ("/records/health/nothing-switched-on-is-told", test_nothing_switched_on_is_told);
  g_test_add_func ("/records/health/a-persons-wish-comes-first", test_a_persons_wish_comes_first);
  return g_test_run ();
}
