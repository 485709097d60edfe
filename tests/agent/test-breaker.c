/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-breaker.h"

#include "base/daybook-error.h"

#define NOW G_GINT64_CONSTANT (1795222800)
#define MINUTE 60

static void
note (DaybookBreaker *breaker, gint64 account, int code, gint64 now)
{
  g_autoptr (GError) error = code >= 0 ? g_error_new_literal (DAYBOOK_ERROR, code, "so it ended") : NULL;

  daybook_breaker_note (breaker, "google", account, error, now);
}

static void
fail_times (DaybookBreaker *breaker, int n, gint64 now)
{
  for (int i = 0; i < n; i++)
    note (breaker, i % 2 + 1, i % 2 == 0 ? DAYBOOK_ERROR_SERVER : DAYBOOK_ERROR_NETWORK, now);
}

static void
test_five_failures_of_any_account_open_it (void)
{
  g_autoptr (DaybookBreaker) breaker = daybook_breaker_new ();

  fail_times (breaker, 4, NOW);
  g_assert_cmpint (daybook_breaker_ask (breaker, "google", 1, NOW), ==, NOW);
  fail_times (breaker, 1, NOW);
  g_assert_cmpint (daybook_breaker_ask (breaker, "google", 1, NOW), ==, NOW + 15 * MINUTE);
  g_assert_cmpint (daybook_breaker_ask (breaker, "google", 3, NOW), ==, NOW + 15 * MINUTE);
  g_assert_cmpint (daybook_breaker_get_until (breaker, "google"), ==, NOW + 15 * MINUTE);
  /* Another service has nothing to do with it. */
  g_assert_cmpint (daybook_breaker_ask (breaker, "slack", 4, NOW), ==, NOW);
  g_assert_cmpint (daybook_breaker_get_until (breaker, "slack"), ==, DAYBOOK_INSTANT_NONE);
}

static void
test_one_goes_first (void)
{
  g_autoptr (DaybookBreaker) breaker = daybook_breaker_new ();
  gint64 later = NOW + 15 * MINUTE;

  fail_times (breaker, 5, NOW);
  g_assert_cmpint (daybook_breaker_ask (breaker, "google", 1, later), ==, later);
  g_assert_cmpint (daybook_breaker_ask (breaker, "google", 2, later), >, later);
  g_assert_cmpint (daybook_breaker_ask (breaker, "google", 1, later), ==, later);
  note (breaker, 1, -1, later + 1);
  g_assert_cmpint (daybook_breaker_ask (breaker, "google", 2, later + 1), ==, later + 1);
  /* Five more it takes to open again. */
  fail_times (breaker, 4, later + 2);
  g_assert_cmpint (daybook_breaker_get_until (breaker, "google"), ==, DAYBOOK_INSTANT_NONE);
}

/* Whoever goes first may be gone before it comes back; then it is the next one's turn. */
static void
test_the_first_one_is_lost (void)
{
  g_autoptr (DaybookBreaker) breaker = daybook_breaker_new ();
  gint64 later = NOW + 15 * MINUTE;

  fail_times (breaker, 5, NOW);
  g_assert_cmpint (daybook_breaker_ask (breaker, "google", 1, later), ==, later);
  daybook_breaker_forget_try (breaker, 2);
  g_assert_cmpint (daybook_breaker_ask (breaker, "google", 2, later), >, later);
  daybook_breaker_forget_try (breaker, 1);
  g_assert_cmpint (daybook_breaker_ask (breaker, "google", 2, later), ==, later);
  /* It said nothing about the service: one goes first as before. */
  g_assert_cmpint (daybook_breaker_ask (breaker, "google", 3, later), >, later);
}

static void
test_a_failing_probe_waits_longer (void)
{
  static const int minutes[] = { 15, 30, 60, 60 };
  g_autoptr (DaybookBreaker) breaker = daybook_breaker_new ();
  gint64 now = NOW;

  fail_times (breaker, 5, now);
  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      g_assert_cmpint (daybook_breaker_get_until (breaker, "google"), ==, now + minutes[i] * MINUTE);
      now += minutes[i] * MINUTE;
      g_assert_cmpint (daybook_breaker_ask (breaker, "google", 2, now), ==, now);
      note (breaker, 2, DAYBOOK_ERROR_NETWORK, now);
    }
}

/* Presses of a person while it is open neither shorten nor lengthen the wait. */
static void
test_failures_while_open_do_not_add_up (void)
{
  g_autoptr (DaybookBreaker) breaker = daybook_breaker_new ();

  fail_times (breaker, 5, NOW);
  fail_times (breaker, 10, NOW + MINUTE);
  g_assert_cmpint (daybook_breaker_get_until (breaker, "google"), ==, NOW + 15 * MINUTE);
}

/* A service that answers is there, whatever it says; what failed here says nothing about it. */
static void
test_what_an_end_says (void)
{
  static const int alive[] = { -1, DAYBOOK_ERROR_AUTH_REQUIRED, DAYBOOK_ERROR_RATE_LIMITED, DAYBOOK_ERROR_FORBIDDEN,
                               DAYBOOK_ERROR_NOT_FOUND, DAYBOOK_ERROR_INVALID_RESPONSE };
  static const int silent[] = { DAYBOOK_ERROR_CANCELLED, DAYBOOK_ERROR_KEYRING_LOCKED, DAYBOOK_ERROR_DISK_FULL,
                                DAYBOOK_ERROR_INTERNAL };

  for (guint i = 0; i < G_N_ELEMENTS (alive); i++)
    {
      g_autoptr (DaybookBreaker) breaker = daybook_breaker_new ();

      fail_times (breaker, 5, NOW);
      note (breaker, 1, alive[i], NOW);
      g_assert_cmpint (daybook_breaker_get_until (breaker, "google"), ==, DAYBOOK_INSTANT_NONE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (silent); i++)
    {
      g_autoptr (DaybookBreaker) breaker = daybook_breaker_new ();

      fail_times (breaker, 5, NOW);
      g_assert_cmpint (daybook_breaker_ask (breaker, "google", 1, NOW + 15 * MINUTE), ==, NOW + 15 * MINUTE);
      note (breaker, 1, silent[i], NOW + 15 * MINUTE);
      g_assert_cmpint (daybook_breaker_get_until (breaker, "google"), ==, NOW + 15 * MINUTE);
      /* The place of the one that goes first is free again. */
      g_assert_cmpint (daybook_breaker_ask (breaker, "google", 2, NOW + 15 * MINUTE), ==, NOW + 15 * MINUTE);
    }
}

static void
assert_service (DaybookAccount *account, const char *sign_in, const char *settings, const char *expected)
{
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autofree char *service = NULL;

  grant->id = 7;
  grant->provider = g_strdup (account->provider);
  grant->sign_in = g_strdup (sign_in);
  g_free (grant->settings);
  grant->settings = g_strdup (settings);
  service = daybook_breaker_name_service (account, grant);
  g_assert_cmpstr (service, ==, expected);
}

static void
test_a_service_is_a_server (void)
{
  g_autoptr (DaybookAccount) account = daybook_account_new ();

  account->provider = g_strdup ("caldav");
  assert_service (account, "password", "{\"url\":\"https://cloud.example.org/dav/\"}", "caldav at cloud.example.org");
  assert_service (account, "password", "{}", "caldav of grant 7");
  assert_service (account, "url", "{\"url\":\"not an address\"}", "caldav of grant 7");
  assert_service (account, "browser", "{}", "caldav");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agent/breaker/five-failures-of-any-account-open-it", test_five_failures_of_any_account_open_it);
  g_test_add_func ("/agent/breaker/one-goes-first", test_one_goes_first);
  g_test_add_func ("/agent/breaker/the-first-one-is-lost", test_the_first_one_is_lost);
  g_test_add_func ("/agent/breaker/a-failing-probe-waits-longer", test_a_failing_probe_waits_longer);
  g_test_add_func ("/agent/breaker/failures-while-open-do-not-add-up", test_failures_while_open_do_not_add_up);
  g_test_add_func ("/agent/breaker/what-an-end-says", test_what_an_end_says);
  g_test_add_func ("/agent/breaker/a-service-is-a-server", test_a_service_is_a_server);
  return g_test_run ();
}
