/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real scheduler with its queue and workers that fail, on a clock of the test's: what a service that is down
 * has to bear. */
#include "daybook-scheduler.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "daybook-clock-watch.h"
#include "daybook-daily-errands.h"
#include "daybook-send-schedule.h"
#include "store-fixture.h"
#include "store/daybook-store-private.h"

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
  guint maintained; /* tries to */
  guint expanded;   /* the same */
} Hour;

/* What the kernel says, in the test's words: room on the disk, and a clock that jumps. */
static gboolean disk_is_full;
static int jump_fd = -1; /* what tells of jumps */

int
statvfs (const char *path, struct statvfs *found)
{
  *found = (struct statvfs) { .f_frsize = 4096, .f_bavail = disk_is_full ? 1 : 1000000 };
  return 0;
}

int
timerfd_create (clockid_t clock, int flags)
{
  g_assert_cmpint (clock, ==, CLOCK_REALTIME);
  jump_fd = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  return jump_fd;
}

int
timerfd_settime (int fd, int flags, const struct itimerspec *time, struct itimerspec *before)
{
  guint64 waiting;

  g_assert_true ((flags & TFD_TIMER_CANCEL_ON_SET) != 0);
  /* Armed anew: quiet until the next jump. */
  if (syscall (SYS_read, fd, &waiting, sizeof waiting) < 0)
    g_assert_cmpint (errno, ==, EAGAIN);
  return 0;
}

/* timerfd_create (2): after a jump, read () fails with ECANCELED. */
ssize_t
read (int fd, void *buffer, size_t size)
{
  if (fd == -1 || fd != jump_fd)
    return syscall (SYS_read, fd, buffer, size);
  errno = ECANCELED;
  return -1;
}

/* What a worker would write, before the scheduler looks at it. */
static void
on_job_ended_cb (DaybookJobQueue *queue, DaybookJob *job, Hour *hour)
{
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  DaybookKind kind;
  gint64 id;

  if (g_str_equal (daybook_job_get_kind (job), "expand"))
    hour->expanded++;
  if (g_str_equal (daybook_job_get_kind (job), "maintain"))
    {
      g_autofree char *at = g_strdup_printf ("%" G_GINT64_FORMAT, daybook_clock_now (hour->fixture.clock));

      hour->maintained++;
      g_assert_cmpint (daybook_job_get_error (job) == NULL, ==, hour->error_code == NULL);
      if (hour->error_code == NULL)
        g_assert_true (daybook_store_set_note (hour->fixture.store, ".maintained_at", at, NULL));
    }
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
  hour->tries = hour->maintained = hour->expanded = 0;
  disk_is_full = FALSE;
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

static void
drain (Hour *hour)
{
  while (!daybook_job_queue_is_idle (hour->queue))
    g_main_context_iteration (NULL, TRUE);
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
      drain (hour);
    }
}

/* The same without accounts, and a minute is as good as a second. */
static void
pass_alone (Hour *hour, int minutes)
{
  g_assert_true (daybook_store_set_setting (hour->fixture.store, "sync_paused", "true", NULL));
  for (int i = 0; i < minutes; i++)
    {
      daybook_clock_advance (hour->fixture.clock, MINUTE);
      daybook_scheduler_run_due (hour->scheduler);
      drain (hour);
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
  daybook_clock_advance (hour->fixture.clock, MINUTE);
  daybook_scheduler_set_online (hour->scheduler, FALSE);
  /* Its time has come, and nobody has to tell it so. */
  while (hour->tries == 0)
    g_main_context_iteration (NULL, TRUE);
  pass (hour, 60 * MINUTE);
  g_assert_cmpuint (hour->tries, >=, 3);
  g_assert_cmpint (store_fixture_ask (hour->fixture.store, "SELECT COUNT (*) FROM account WHERE last_sync_at IS NOT NULL"), ==, 1);
  /* Nobody waits for the interval when it is back. */
  daybook_scheduler_set_online (hour->scheduler, TRUE);
  g_assert_cmpint (daybook_scheduler_get_next (hour->scheduler), >=, daybook_clock_now (hour->fixture.clock));
  pass (hour, MINUTE);
  g_assert_cmpint (store_fixture_ask (hour->fixture.store, "SELECT COUNT (*) FROM account WHERE last_sync_at IS NULL"), ==, 0);
}

static void
start_anew (Hour *hour)
{
  g_clear_object (&hour->scheduler);
  hour->scheduler = daybook_scheduler_new (hour->fixture.store, hour->queue);
  daybook_scheduler_start (hour->scheduler);
}

/* Maintenance is due a while after the start, once a day, whoever did it and however often agents come and go. */
static void
test_maintains_once_a_day (Hour *hour, gconstpointer unused)
{
  set_ending (hour, NULL);
  pass_alone (hour, 4);
  g_assert_cmpuint (hour->maintained, ==, 0);
  pass_alone (hour, 2);
  g_assert_cmpuint (hour->maintained, ==, 1);
  start_anew (hour);
  pass_alone (hour, 3 * 60);
  g_assert_cmpuint (hour->maintained, ==, 1);
  pass_alone (hour, 24 * 60);
  g_assert_cmpuint (hour->maintained, ==, 2);
}

/* What did not work is tried again an hour later, not only the next day. */
static void
test_maintains_again_after_a_failure (Hour *hour, gconstpointer unused)
{
  set_ending (hour, "disk_full");
  pass_alone (hour, 10);
  g_assert_cmpuint (hour->maintained, ==, 1);
  pass_alone (hour, 60);
  g_assert_cmpuint (hour->maintained, ==, 2);
  set_ending (hour, NULL);
  pass_alone (hour, 60);
  g_assert_cmpuint (hour->maintained, ==, 3);
  pass_alone (hour, 60);
  g_assert_cmpuint (hour->maintained, ==, 3);
}

/* Windows that could not be slid are not taken for slid until the next day. */
static void
test_expands_again_after_a_failure (Hour *hour, gconstpointer unused)
{
  drain (hour);
  hour->expanded = 0;
  set_ending (hour, "disk_full");
  start_anew (hour);
  drain (hour);
  g_assert_cmpuint (hour->expanded, ==, 1);
  pass_alone (hour, 59);
  g_assert_cmpuint (hour->expanded, ==, 1);
  pass_alone (hour, 1);
  g_assert_cmpuint (hour->expanded, ==, 2);
  set_ending (hour, NULL);
  pass_alone (hour, 60);
  g_assert_cmpuint (hour->expanded, ==, 3);
  pass_alone (hour, 60);
  g_assert_cmpuint (hour->expanded, ==, 3);
}

/* A worker of @kind that is killed in the middle of the fixture's source. TRUE: it was its time that was over, and it got on. */
static gboolean
die_in_the_middle (Hour *hour, const char *kind, guint wall_seconds)
{
  g_autoptr (DaybookSource) source = daybook_store_get_source (hour->fixture.store, hour->fixture.source_id, NULL);
  g_autofree char *subject = daybook_id_format (DAYBOOK_KIND_ACCOUNT, source->account_id);
  g_autofree char *run = g_strdup_printf (
    "INSERT INTO sync_run (account_id, source_id, mode, \"trigger\", status, started_at, worker_pid)"
    " VALUES (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", 'full', 'schedule', 'running', 0, 999999999)",
    source->account_id, source->id);
  g_autoptr (DaybookJob) job = daybook_job_queue_make (hour->queue, kind, subject);
  const DaybookJobLimits limits = { .wall_seconds = wall_seconds };

  store_fixture_run (hour->fixture.store, run);
  daybook_job_set_limits (job, &limits);
  g_assert_true (daybook_job_queue_submit (hour->queue, g_object_ref (job), NULL));
  hour->tries = 0;
  drain (hour);
  g_assert_cmpint (store_fixture_ask (hour->fixture.store, "SELECT COUNT (*) FROM sync_run WHERE status = 'running'"), ==, 0);
  return daybook_job_was_cut_short (job);
}

/* Two crashes in a row put a source aside; a time limit, as often as a slow service needs it, does not. */
static void
test_crashes_and_time_limits (Hour *hour, gconstpointer unused)
{
  g_autoptr (DaybookSource) source = NULL;

  /* Only what a crash asks for is synced, and it does not work. */
  g_assert_true (daybook_store_set_setting (hour->fixture.store, "sync_paused", "true", NULL));
  set_ending (hour, "server");
  drain (hour);
  /* A computer that is slow itself gets more time. */
  for (guint seconds = 1; !die_in_the_middle (hour, "waits", seconds); seconds *= 2)
    ;
  g_assert_cmpuint (hour->tries, ==, 0);
  g_assert_false (die_in_the_middle (hour, "crashes", 0));
  g_assert_cmpuint (hour->tries, ==, 1);
  g_assert_false (die_in_the_middle (hour, "crashes", 0));
  g_assert_cmpuint (hour->tries, ==, 0);
  source = daybook_store_get_source (hour->fixture.store, hour->fixture.source_id, NULL);
  g_assert_cmpint (source->state, ==, DAYBOOK_SOURCE_QUARANTINED);
}

static void
fill_queue (Hour *hour)
{
  set_ending (hour, NULL);
  while (daybook_job_queue_find (hour->queue, "expand", "") != NULL)
    g_main_context_iteration (NULL, TRUE);
  while (daybook_job_queue_submit (hour->queue, daybook_job_queue_make (hour->queue, "waits", ""), NULL))
    ;
}

/* A full queue is no day on which it was done: a minute later it is tried again. */
static void
test_full_queue (Hour *hour, gconstpointer unused)
{
  g_autoptr (DaybookDailyErrands) daily = daybook_daily_errands_new (hour->fixture.store, hour->queue);
  gint64 at;

  fill_queue (hour);
  daybook_clock_advance (hour->fixture.clock, 6 * MINUTE);
  at = daybook_clock_now (hour->fixture.clock);
  for (guint i = 0; i < 2; i++)
    {
      daybook_daily_errands_run (daily);
      g_assert_null (daybook_job_queue_find (hour->queue, "expand", ""));
      g_assert_null (daybook_job_queue_find (hour->queue, "maintain", ""));
      g_assert_cmpint (daybook_daily_errands_get_next (daily), ==, at + MINUTE);
    }
  daybook_job_queue_close (hour->queue);
  drain (hour);
}

/* No account waits for hours, since its sync did not fit into the queue, and the outbox does not wait for the next thing
 * that a person does. */
static void
test_sync_and_send_with_a_full_queue (Hour *hour, gconstpointer unused)
{
  g_autoptr (DaybookSendSchedule) send = daybook_send_schedule_new (hour->fixture.store, hour->queue);

  store_fixture_run (hour->fixture.store,
                     "INSERT INTO outbox (account_id, kind, target, key, next_attempt_at, created_at)"
                     " SELECT MIN (id), 'mail.done', 'x', 'task/1', 0, 0 FROM account");
  fill_queue (hour);
  daybook_send_schedule_look (send);
  g_assert_nonnull (g_main_context_find_source_by_user_data (NULL, send));
  daybook_clock_advance (hour->fixture.clock, 60 * MINUTE);
  daybook_scheduler_run_due (hour->scheduler);
  g_assert_cmpint (daybook_scheduler_get_next (hour->scheduler), ==, daybook_clock_now (hour->fixture.clock) + MINUTE);
  daybook_job_queue_close (hour->queue);
  drain (hour);
}

/* Nothing is fetched that could not be kept; it goes on by itself. */
static void
test_full_disk (Hour *hour, gconstpointer unused)
{
  set_ending (hour, NULL);
  disk_is_full = TRUE;
  pass (hour, 60 * MINUTE);
  g_assert_cmpuint (hour->tries, ==, 0);
  disk_is_full = FALSE;
  pass (hour, 6 * MINUTE);
  g_assert_cmpuint (hour->tries, >=, ACCOUNTS);
}

/* The computer slept for eight hours: everybody is synced once, within a minute. */
static void
test_resume (Hour *hour, gconstpointer unused)
{
  DaybookClockWatch *watch;

  set_ending (hour, NULL);
  pass (hour, 5 * MINUTE);
  watch = daybook_clock_watch_new ((void (*) (gpointer)) daybook_scheduler_wake, hour->scheduler);
  for (guint night = 0; night < 2; night++)
    {
      gint64 morning;

      daybook_clock_advance (hour->fixture.clock, 8 * 60 * MINUTE);
      morning = daybook_clock_now (hour->fixture.clock);
      g_assert_cmpint (daybook_scheduler_get_next (hour->scheduler), <, morning);
      hour->tries = 0;
      eventfd_write (jump_fd, 1);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpint (daybook_scheduler_get_next (hour->scheduler), >=, morning);
      pass (hour, MINUTE);
      g_assert_cmpuint (hour->tries, ==, ACCOUNTS);
    }
  daybook_clock_watch_free (watch);
  jump_fd = -1;
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
  g_test_add ("/agent/scheduler/maintains-once-a-day", Hour, NULL, set_up, test_maintains_once_a_day, tear_down);
  g_test_add ("/agent/scheduler/maintains-again-after-a-failure", Hour, NULL, set_up,
              test_maintains_again_after_a_failure, tear_down);
  g_test_add ("/agent/scheduler/expands-again-after-a-failure", Hour, NULL, set_up, test_expands_again_after_a_failure,
              tear_down);
  g_test_add ("/agent/scheduler/crashes-and-time-limits", Hour, NULL, set_up, test_crashes_and_time_limits, tear_down);
  g_test_add ("/agent/scheduler/full-queue", Hour, NULL, set_up, test_full_queue, tear_down);
  g_test_add ("/agent/scheduler/sync-and-send-with-a-full-queue", Hour, NULL, set_up, test_sync_and_send_with_a_full_queue,
              tear_down);
  g_test_add ("/agent/scheduler/full-disk", Hour, NULL, set_up, test_full_disk, tear_down);
  g_test_add ("/agent/scheduler/after-a-resume", Hour, NULL, set_up, test_resume, tear_down);
  return g_test_run ();
}
