/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-schedule.h"

#define NOW G_GINT64_CONSTANT (1795222800)
#define MINUTE 60

static DaybookAccount *
new_account (const char *settings)
{
  DaybookAccount *account = daybook_account_new ();

  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  g_free (account->settings);
  account->settings = g_strdup (settings);
  account->retry_at = DAYBOOK_INSTANT_NONE;
  account->next_sync_at = DAYBOOK_INSTANT_NONE;
  account->last_sync_at = DAYBOOK_INSTANT_NONE;
  return account;
}

static void
set_failure (DaybookAccount *account, const char *code, int failures)
{
  g_free (account->error_code);
  account->error_code = g_strdup (code);
  account->failures = failures;
}

static void
test_interval (void)
{
  g_autoptr (DaybookAccount) plain = new_account ("{}");
  g_autoptr (DaybookAccount) hourly = new_account ("{\"interval\":60}");
  g_autoptr (DaybookAccount) text = new_account ("{\"interval\":\"30\"}");
  g_autoptr (DaybookAccount) silly = new_account ("{\"interval\":0}");

  g_assert_cmpint (daybook_schedule_get_interval (plain, 15, 0), ==, 15);
  g_assert_cmpint (daybook_schedule_get_interval (plain, 45, 0), ==, 45);
  g_assert_cmpint (daybook_schedule_get_interval (hourly, 15, 0), ==, 60);
  g_assert_cmpint (daybook_schedule_get_interval (text, 15, 0), ==, 30);
  g_assert_cmpint (daybook_schedule_get_interval (silly, 15, 0), ==, 15);
  g_assert_cmpint (daybook_schedule_next (plain, 15, NOW, 0), ==, NOW + 15 * MINUTE);
  g_assert_cmpint (daybook_schedule_next (plain, 15, NOW, 0.999), <=, NOW + 15 * MINUTE + 90);
}

/* RFC 7986 section 5.7: a feed suggests the least time between two looks. */
static void
test_a_feed_is_not_asked_more_often_than_it_says (void)
{
  g_autoptr (DaybookAccount) plain = new_account ("{}");
  g_autoptr (DaybookAccount) chosen = new_account ("{\"interval\":5}");

  g_assert_cmpint (daybook_schedule_read_feed_seconds ("{\"refresh_interval\":7200}"), ==, 7200);
  g_assert_cmpint (daybook_schedule_read_feed_seconds ("{\"refresh_interval\":\"x\"}"), ==, 0);
  g_assert_cmpint (daybook_schedule_read_feed_seconds ("{}"), ==, 0);
  g_assert_cmpint (daybook_schedule_read_feed_seconds (NULL), ==, 0);
  g_assert_cmpint (daybook_schedule_get_interval (plain, 15, 7200), ==, 120);
  g_assert_cmpint (daybook_schedule_get_interval (plain, 15, 60), ==, 15);
  g_assert_cmpint (daybook_schedule_get_interval (plain, 15, G_MAXINT64), ==, 24 * 60);
  g_assert_cmpint (daybook_schedule_get_interval (chosen, 15, 7200), ==, 5);
}

static void
test_rate_limits_climb_a_ladder (void)
{
  static const int minutes[] = { 1, 5, 15, 60, 60 };
  g_autoptr (DaybookAccount) account = new_account ("{}");

  for (int i = 0; i < (int) G_N_ELEMENTS (minutes); i++)
    {
      set_failure (account, "rate_limited", i + 1);
      g_assert_cmpint (daybook_schedule_next (account, 15, NOW, 0), ==, NOW + minutes[i] * MINUTE);
    }
  account->retry_at = NOW + 7200;
  g_assert_cmpint (daybook_schedule_next (account, 15, NOW, 0), ==, NOW + 7200);
}

static void
test_network_errors_then_the_interval (void)
{
  static const int minutes[] = { 1, 2, 4, 15, 15 };
  g_autoptr (DaybookAccount) account = new_account ("{}");

  for (int i = 0; i < (int) G_N_ELEMENTS (minutes); i++)
    {
      set_failure (account, "network", i + 1);
      g_assert_cmpint (daybook_schedule_next (account, 15, NOW, 0), ==, NOW + minutes[i] * MINUTE);
    }
}

static void
test_who_waits_for_a_person_is_left_alone (void)
{
  g_autoptr (DaybookAccount) account = new_account ("{}");

  account->status = DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
  g_assert_cmpint (daybook_schedule_next (account, 15, NOW, 0), ==, DAYBOOK_INSTANT_NONE);
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  account->paused = TRUE;
  g_assert_cmpint (daybook_schedule_next (account, 15, NOW, 0), ==, DAYBOOK_INSTANT_NONE);
  g_assert_cmpint (daybook_schedule_first (account, 15, NOW, 0), ==, DAYBOOK_INSTANT_NONE);
}

static void
test_overdue_runs_soon_a_clock_set_back_does_not_silence (void)
{
  g_autoptr (DaybookAccount) account = new_account ("{}");

  account->next_sync_at = NOW - 3600;
  g_assert_cmpint (daybook_schedule_first (account, 15, NOW, 0.5), ==, NOW + 15);
  account->next_sync_at = NOW + 300;
  g_assert_cmpint (daybook_schedule_first (account, 15, NOW, 0.5), ==, NOW + 300);
  account->next_sync_at = NOW + 365 * 86400;
  g_assert_cmpint (daybook_schedule_first (account, 15, NOW, 0), <=, NOW + 3600);
  account->next_sync_at = DAYBOOK_INSTANT_NONE;
  g_assert_cmpint (daybook_schedule_first (account, 15, NOW, 0), ==, NOW);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agent/schedule/interval", test_interval);
  g_test_add_func ("/agent/schedule/feed-is-not-asked-more-often-than-it-says",
                   test_a_feed_is_not_asked_more_often_than_it_says);
  g_test_add_func ("/agent/schedule/rate-limits-climb-a-ladder", test_rate_limits_climb_a_ladder);
  g_test_add_func ("/agent/schedule/network-errors-then-the-interval", test_network_errors_then_the_interval);
  g_test_add_func ("/agent/schedule/who-waits-for-a-person-is-left-alone", test_who_waits_for_a_person_is_left_alone);
  g_test_add_func ("/agent/schedule/overdue-runs-soon", test_overdue_runs_soon_a_clock_set_back_does_not_silence);
  return g_test_run ();
}
