/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "daybook-job-queue.h"

#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

static void
wait_for_end (DaybookJob *job)
{
  while (!daybook_job_has_ended (job))
    g_main_context_iteration (NULL, TRUE);
}

static DaybookJob *
run_job (const char *kind)
{
  DaybookJob *job = daybook_job_new (1, kind, "");

  daybook_job_start (job);
  wait_for_end (job);
  return job;
}

static void
test_lines_become_a_result (void)
{
  g_autoptr (DaybookJob) job = run_job ("well");

  g_assert_no_error (daybook_job_get_error (job));
  g_assert_false (daybook_job_has_crashed (job));
}

static void
test_error_line_is_the_error (void)
{
  g_autoptr (DaybookJob) job = run_job ("fails");

  g_assert_error (daybook_job_get_error (job), DAYBOOK_ERROR, DAYBOOK_ERROR_RATE_LIMITED);
  g_assert_false (daybook_job_has_crashed (job));
}

static void
test_crash_is_told_apart (void)
{
  g_autoptr (DaybookJob) job = run_job ("crashes");

  g_assert_error (daybook_job_get_error (job), DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL);
  g_assert_true (daybook_job_has_crashed (job));
}

static void
test_silent_failure_is_a_failure (void)
{
  g_autoptr (DaybookJob) job = run_job ("silent");

  g_assert_error (daybook_job_get_error (job), DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL);
}

static void
test_nonsense_is_passed_over (void)
{
  g_autoptr (DaybookJob) job = NULL;

  job = run_job ("babbles");
  g_assert_no_error (daybook_job_get_error (job));
}

static void
test_endless_line_ends_the_worker (void)
{
  g_autoptr (DaybookJob) job = NULL;

  job = run_job ("endless");
  g_assert_error (daybook_job_get_error (job), DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL);
}

static void
test_secret_goes_through_a_pipe (void)
{
  g_autoptr (DaybookJob) job = daybook_job_new (1, "secret", "");
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (fds[1], "hunter2\n", 8), ==, 8);
  close (fds[1]);
  daybook_job_take_secret_fd (job, fds[0]);
  daybook_job_start (job);
  wait_for_end (job);
  g_assert_no_error (daybook_job_get_error (job));
}

static void
on_line_cb (DaybookJob *job, gpointer line, gpointer data)
{
  daybook_job_cancel (job);
}

static void
test_cancel_asks_first (void)
{
  g_autoptr (DaybookJob) job = daybook_job_new (1, "waits", "");

  g_signal_connect (job, "line", G_CALLBACK (on_line_cb), NULL);
  daybook_job_start (job);
  wait_for_end (job);
  g_assert_error (daybook_job_get_error (job), DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED);
  g_assert_true (daybook_job_was_cancelled (job));
}

/* It was done before it heard that it is not wanted any more: nothing of it is taken back. */
static void
test_cancel_that_comes_too_late (void)
{
  g_autoptr (DaybookJob) job = daybook_job_new (1, "finishes", "");

  g_signal_connect (job, "line", G_CALLBACK (on_line_cb), NULL);
  daybook_job_start (job);
  wait_for_end (job);
  g_assert_no_error (daybook_job_get_error (job));
  g_assert_false (daybook_job_was_cancelled (job));
}

static void
test_cpu_limit_ends_a_spinner (void)
{
  g_autoptr (DaybookJob) job = daybook_job_new (1, "spins", "");
  const DaybookJobLimits limits = { .cpu_seconds = 1 };

  daybook_job_set_limits (job, &limits);
  daybook_job_start (job);
  wait_for_end (job);
  g_assert_true (daybook_job_has_crashed (job));
}

static void
on_heard_cb (DaybookJob *job, gpointer line, gpointer heard)
{
  *(gboolean *) heard = TRUE;
}

/* Slow is not the same as stuck. A computer that is slow itself gets more time. */
static void
test_time_limit_tells_slow_from_stuck (void)
{
  g_autoptr (DaybookJob) stuck = daybook_job_new (1, "spins", "");
  DaybookJobLimits limits = { .wall_seconds = 1 };
  gboolean heard = FALSE;

  daybook_job_set_limits (stuck, &limits);
  daybook_job_start (stuck);
  wait_for_end (stuck);
  g_assert_true (daybook_job_has_crashed (stuck));
  g_assert_false (daybook_job_was_cut_short (stuck));
  for (; !heard; limits.wall_seconds *= 2)
    {
      g_autoptr (DaybookJob) slow = daybook_job_new (1, "waits", "");

      g_signal_connect (slow, "line", G_CALLBACK (on_heard_cb), &heard);
      daybook_job_set_limits (slow, &limits);
      daybook_job_start (slow);
      wait_for_end (slow);
      g_assert_error (daybook_job_get_error (slow), DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL);
      g_assert_cmpint (daybook_job_was_cut_short (slow), ==, heard);
      g_assert_cmpint (daybook_job_has_crashed (slow), ==, !heard);
    }
}

static void
test_one_job_an_account_two_in_all (void)
{
  g_autoptr (DaybookJobQueue) queue = daybook_job_queue_new (NULL);
  DaybookJob *jobs[4];
  static const char *const subjects[] = { "a1", "a1", "a2", "a3" };
  guint running = 0;

  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      jobs[i] = daybook_job_queue_make (queue, "waits", subjects[i]);
      g_assert_true (daybook_job_queue_submit (queue, jobs[i], NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    running += daybook_job_is_running (jobs[i]);
  g_assert_cmpuint (running, ==, 2);
  g_assert_true (daybook_job_is_running (jobs[0]));
  g_assert_false (daybook_job_is_running (jobs[1]));
  g_assert_true (daybook_job_is_running (jobs[2]));
  g_assert_true (daybook_job_queue_find (queue, "waits", "a2") == jobs[2]);
  daybook_job_queue_close (queue);
  while (!daybook_job_queue_is_idle (queue))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (daybook_job_queue_find (queue, "waits", "a2"));
}

/* An agent that is about to end does not wait for what somebody asks of it meanwhile. */
static void
test_nothing_begins_in_a_closed_queue (void)
{
  g_autoptr (DaybookJobQueue) queue = daybook_job_queue_new (NULL);
  g_autoptr (DaybookJob) running = g_object_ref (daybook_job_queue_make (queue, "waits", "a1"));
  g_autoptr (DaybookJob) waiting = g_object_ref (daybook_job_queue_make (queue, "waits", "a1"));
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_job_queue_submit (queue, running, NULL));
  g_assert_true (daybook_job_queue_submit (queue, waiting, NULL));
  daybook_job_queue_close (queue);
  g_assert_true (daybook_job_has_ended (waiting));
  g_assert_false (daybook_job_queue_is_idle (queue));
  g_assert_false (daybook_job_queue_submit (queue, daybook_job_queue_make (queue, "waits", "a2"), &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED);
  while (!daybook_job_queue_is_idle (queue))
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agent/job/lines-become-a-result", test_lines_become_a_result);
  g_test_add_func ("/agent/job/error-line-is-the-error", test_error_line_is_the_error);
  g_test_add_func ("/agent/job/crash-is-told-apart", test_crash_is_told_apart);
  g_test_add_func ("/agent/job/silent-failure-is-a-failure", test_silent_failure_is_a_failure);
  g_test_add_func ("/agent/job/nonsense-is-passed-over", test_nonsense_is_passed_over);
  g_test_add_func ("/agent/job/endless-line-ends-the-worker", test_endless_line_ends_the_worker);
  g_test_add_func ("/agent/job/secret-goes-through-a-pipe", test_secret_goes_through_a_pipe);
  g_test_add_func ("/agent/job/cancel-asks-first", test_cancel_asks_first);
  g_test_add_func ("/agent/job/cancel-that-comes-too-late", test_cancel_that_comes_too_late);
  g_test_add_func ("/agent/job/cpu-limit-ends-a-spinner", test_cpu_limit_ends_a_spinner);
  g_test_add_func ("/agent/job/time-limit-tells-slow-from-stuck", test_time_limit_tells_slow_from_stuck);
  g_test_add_func ("/agent/queue/one-job-an-account-two-in-all", test_one_job_an_account_two_in_all);
  g_test_add_func ("/agent/queue/nothing-begins-in-a-closed-one", test_nothing_begins_in_a_closed_queue);
  return g_test_run ();
}
