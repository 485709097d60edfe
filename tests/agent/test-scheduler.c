/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real scheduler with its queue and workers that fail, on a clock of the test's: what a service that is down
 * has to bear. */
#include "daybook-scheduler.h"

#include "base/daybook-error.h"
#include "store-fixture.h"

#define ACCOUNTS 12
#define REQUESTS_A_TRY 4 /* a worker's: one for a token, three for the first address; see tests/e2e/test_health.py */
#define MINUTE 60

typedef struct
{
  StoreFixture fixture;
  DaybookJobQueue *queue;         /* (owned) */
  DaybookScheduler *scheduler;    /* (owned) */
  const char *error_code;         /* how tries end; NULL = well */
  guint tries;
} Hour;

/* What a worker would write, before the scheduler looks at it. */
static void
on_job_ended_cb (DaybookJobQueue *queue, DaybookJob *job, Hour *hour)
{
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  DaybookKind kind;
  gint64 id;

  if (!g_str_equal (daybook_job_get_kind (job), "sync"))
    return;
  hour->tries++;
  g_assert_true (daybook_id_parse (daybook_job_get_subject (job), &kind, &id));
  account = daybook_store_get_account (hour->fixture.store, id, &error);
  g_assert_no_error (error);
  g_clear_pointer (&account->error_code, g_free);
  account->error_code = g_strdup (hour->error_code);
  account->failures = hour->error_code != NULL ? account->failures + 1 : 0;
  if (hour->error_code == NULL)
    account->last_sync_at = daybook_clock_now (hour->fixture.clock);
  g_assert_true (daybook_store_set_account_state (hour->fixture.store, account, &error));
}

static void
set_ending (Hour *hour, const char *error_code)
{
  hour->error_code = error_code;
  g_setenv ("FAKE_WORKER_ERROR", error_code != NULL ? error_code : "", TRUE);
}

static void
set_up (Hour *hour, gconstpointer unused)
{
  hour->tries = 0;
  store_fixture_set_up (&hour->fixture, NULL);
  for (guint i = 1; i < ACCOUNTS; i++)
    {
      g_autofree char *identity = g_strdup_printf ("person-%u@example.com", i);
      gint64 source;

      store_fixture_add_account (&hour->fixture, identity, &source);
    }
  hour->queue = daybook_job_queue_new (NULL);
  g_signal_connect (hour->queue, "job-ended", G_CALLBACK (on_job_ended_cb), hour);
  hour->scheduler = daybook_scheduler_new (hour->fixture.store, hour->queue);
  daybook_scheduler_start (hour->scheduler);
}

static void
tear_down (Hour *hour, gconstpointer unused)
{
  g_clear_object (&hour->scheduler);
  g_clear_object (&hour->queue);
  store_fixture_tear_down (&hour->fixture, NULL);
}

/* Time goes by, and what is due is done; a second is as good as a timer. */
static void
pass (Hour *hour, int seconds)
{
  gint64 end = daybook_clock_now (hour->fixture.clock) + seconds;

  while (daybook_clock_now (hour->fixture.clock) < end)
    {
      gint64 next = daybook_scheduler_get_next (hour->scheduler);

      daybook_clock_set (hour->fixture.clock, CLAMP (next, daybook_clock_now (hour->fixture.clock) + 1, end));
      daybook_scheduler_run_due (hour->scheduler);
      while (!daybook_job_queue_is_idle (hour->queue))
        g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_a_failing_hour (Hour *hour, gconstpointer error_code)
{
  set_ending (hour, error_code);
  pass (hour, 60 * MINUTE);
  g_test_message ("%u tries of %u accounts in an hour of “%s”", hour->tries, ACCOUNTS, (const char *) error_code);
  g_assert_cmpuint (hour->tries, >=, 2);
  g_assert_cmpuint (hour->tries * REQUESTS_A_TRY, <=, 120);
}

/* When it is back, nobody waits for long, and everybody is synced once. */
static void
test_a_service_that_is_back (Hour *hour, gconstpointer unused)
{
  set_ending (hour, "server");
  pass (hour, 20 * MINUTE);
  set_ending (hour, NULL);
  hour->tries = 0;
  pass (hour, 50 * MINUTE);
  g_assert_cmpuint (hour->tries, >=, ACCOUNTS);
  g_assert_cmpint (store_fixture_ask (hour->fixture.store, "SELECT COUNT (*) FROM account WHERE failures > 0"), ==, 0);
}

/* Accounts that fail for reasons of their own do not keep the others away. */
static void
test_a_healthy_hour (Hour *hour, gconstpointer unused)
{
  set_ending (hour, NULL);
  pass (hour, 60 * MINUTE);
  g_assert_cmpuint (hour->tries, >=, 3 * ACCOUNTS);
  g_assert_cmpuint (hour->tries, <=, 5 * ACCOUNTS);
}

/* Without a network only what lies on this computer is synced, whatever service it is called. */
static void
test_offline (Hour *hour, gconstpointer unused)
{
  g_autoptr (GPtrArray) accounts = daybook_store_list_accounts (hour->fixture.store, NULL);
  const DaybookAccount *first = accounts->pdata[0];
  g_autoptr (DaybookGrant) grant = daybook_store_get_grant (hour->fixture.store, first->grant_id, NULL);
  g_autoptr (GError) error = NULL;

  g_free (grant->settings);
  grant->settings = g_strdup ("{\"local\":\"yes\"}");
  g_assert_true (daybook_store_update_grant (hour->fixture.store, grant, &error));
  set_ending (hour, NULL);
  daybook_scheduler_set_online (hour->scheduler, FALSE);
  pass (hour, 60 * MINUTE);
  g_assert_cmpuint (hour->tries, >=, 3);
  g_assert_cmpint (store_fixture_ask (hour->fixture.store, "SELECT COUNT (*) FROM account WHERE last_sync_at IS NOT NULL"), ==, 1);
  daybook_scheduler_set_online (hour->scheduler, TRUE);
  pass (hour, 60 * MINUTE);
  g_assert_cmpint (store_fixture_ask (hour->fixture.store, "SELECT COUNT (*) FROM account WHERE last_sync_at IS NULL"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/agent/scheduler/an-hour-of-server-errors", Hour, "server", set_up, test_a_failing_hour, tear_down);
  g_test_add ("/agent/scheduler/an-hour-without-network", Hour, "network", set_up, test_a_failing_hour, tear_down);
  g_test_add ("/agent/scheduler/a-service-that-is-back", Hour, NULL, set_up, test_a_service_that_is_back, tear_down);
  g_test_add ("/agent/scheduler/a-healthy-hour", Hour, NULL, set_up, test_a_healthy_hour, tear_down);
  g_test_add ("/agent/scheduler/offline-what-lies-here", Hour, NULL, set_up, test_offline, tear_down);
  return g_test_run ();
}
