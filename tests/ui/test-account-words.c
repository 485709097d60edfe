/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-account-words.h"

#include <locale.h>
#include <string.h>

#include "accounts/daybook-run-words.h"
#include "accounts/daybook-source-words.h"

/* Thursday, 19 November 2026, 14:40 in Berlin. */
#define NOW G_GINT64_CONSTANT (1795095600)
#define MINUTE 60
#define HOUR 3600
#define DAY (24 * HOUR)

typedef struct
{
  DaybookAccount *account; /* (owned) */
  DaybookAccountSituation situation;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->account = daybook_account_new ();
  self->account->status = DAYBOOK_ACCOUNT_CONNECTED;
  self->account->last_sync_at = NOW - 4 * MINUTE;
  self->account->retry_at = DAYBOOK_INSTANT_NONE;
  self->situation = (DaybookAccountSituation) { .account = self->account, .now = NOW };
  self->situation.zone = daybook_zone_lookup ("Europe/Berlin");
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  daybook_account_free (self->account);
  daybook_zone_unref (self->situation.zone);
}

static void
expect (Fixture *self, DaybookTone tone, DaybookAccountAction action, const char *text, const char *since)
{
  g_autoptr (DaybookAccountWords) words = daybook_account_words_new (&self->situation);

  g_assert_cmpstr (words->text, ==, text);
  g_assert_cmpstr (words->since, ==, since);
  g_assert_cmpint (words->tone, ==, tone);
  g_assert_cmpint (words->action, ==, action);
}

static void
set_reason (Fixture *self, const char *reason)
{
  g_free (self->account->reason);
  self->account->reason = g_strdup (reason);
}

static void
test_synced (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    gint64 ago;
    const char *text;
  } cases[] = {
    { 0, "Synced just now" },
    { 59, "Synced just now" },
    { -5 * MINUTE, "Synced just now" },
    { MINUTE, "Synced 1 minute ago" },
    { 4 * MINUTE + 59, "Synced 4 minutes ago" },
    { 59 * MINUTE, "Synced 59 minutes ago" },
    { HOUR, "Synced today, 13:40" },
    { 8 * HOUR + 40 * MINUTE, "Synced today, 6:00" },
    { 20 * HOUR + 20 * MINUTE, "Synced yesterday, 18:20" },
    { 7 * DAY, "Synced 12 Nov, 14:40" },
    { -2 * DAY, "Synced 21 Nov, 14:40" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      self->account->last_sync_at = NOW - cases[i].ago;
      expect (self, DAYBOOK_TONE_GOOD, DAYBOOK_ACCOUNT_ACTION_SYNC, cases[i].text, NULL);
    }
  self->account->last_sync_at = DAYBOOK_INSTANT_NONE;
  expect (self, DAYBOOK_TONE_WAITING, DAYBOOK_ACCOUNT_ACTION_SYNC, "Not synced yet", NULL);
}

static void
test_syncing (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookAccountWords) words = NULL;

  self->situation.queued = TRUE;
  expect (self, DAYBOOK_TONE_BUSY, DAYBOOK_ACCOUNT_ACTION_CANCEL, "About to sync", NULL);
  self->situation.queued = FALSE;
  self->situation.running = TRUE;
  expect (self, DAYBOOK_TONE_BUSY, DAYBOOK_ACCOUNT_ACTION_CANCEL, "Syncing", NULL);
  self->situation.done = 40;
  expect (self, DAYBOOK_TONE_BUSY, DAYBOOK_ACCOUNT_ACTION_CANCEL, "Syncing, 40 so far", NULL);
  self->situation.total = 160;
  expect (self, DAYBOOK_TONE_BUSY, DAYBOOK_ACCOUNT_ACTION_CANCEL, "Syncing 40 of 160", NULL);
  words = daybook_account_words_new (&self->situation);
  g_assert_cmpfloat_with_epsilon (words->fraction, 0.25, 0.001);
}

/* What goes on hides what stood in the way before it: the person has asked for it just now. */
static void
test_syncing_comes_first (Fixture *self, gconstpointer unused)
{
  self->account->status = DAYBOOK_ACCOUNT_ERROR;
  set_reason (self, "rate_limit");
  self->situation.running = TRUE;
  expect (self, DAYBOOK_TONE_BUSY, DAYBOOK_ACCOUNT_ACTION_CANCEL, "Syncing", NULL);
  /* Another program's worker is seen by its run. */
  self->situation.running = FALSE;
  self->account->syncing = TRUE;
  expect (self, DAYBOOK_TONE_BUSY, DAYBOOK_ACCOUNT_ACTION_CANCEL, "Syncing", NULL);
}

static void
test_needs_signing_in (Fixture *self, gconstpointer unused)
{
  self->account->status = DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
  self->account->last_sync_at = NOW - 20 * HOUR - 20 * MINUTE;
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SIGN_IN, "Needs signing in",
          "Last synced yesterday, 18:20");
  self->account->status = DAYBOOK_ACCOUNT_ERROR;
  set_reason (self, "admin_approval");
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SYNC, "An administrator has to approve",
          "Last synced yesterday, 18:20");
  self->account->status = DAYBOOK_ACCOUNT_CONNECTING;
  self->account->last_sync_at = DAYBOOK_INSTANT_NONE;
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SIGN_IN, "Signing in was not finished", NULL);
}

static void
test_waiting (Fixture *self, gconstpointer unused)
{
  set_reason (self, "rate_limit");
  self->account->retry_at = NOW + 25 * MINUTE;
  expect (self, DAYBOOK_TONE_WAITING, DAYBOOK_ACCOUNT_ACTION_SYNC, "Waiting until 15:05: rate limit",
          "Last synced today, 14:36");
  self->account->retry_at = NOW + 12 * HOUR;
  expect (self, DAYBOOK_TONE_WAITING, DAYBOOK_ACCOUNT_ACTION_SYNC, "Waiting until tomorrow, 2:40: rate limit",
          "Last synced today, 14:36");
  self->account->retry_at = NOW - 1;
  expect (self, DAYBOOK_TONE_WAITING, DAYBOOK_ACCOUNT_ACTION_SYNC, "Waiting: rate limit", "Last synced today, 14:36");
  set_reason (self, "service_down");
  self->account->retry_at = NOW + 5 * MINUTE;
  expect (self, DAYBOOK_TONE_WAITING, DAYBOOK_ACCOUNT_ACTION_SYNC, "Waiting until 14:45: the service has trouble",
          "Last synced today, 14:36");
  set_reason (self, "offline");
  expect (self, DAYBOOK_TONE_WAITING, DAYBOOK_ACCOUNT_ACTION_SYNC, "Offline", "Last synced today, 14:36");
}

static void
test_keyring (Fixture *self, gconstpointer unused)
{
  set_reason (self, "keyring_locked");
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_UNLOCK, "Keyring is locked", "Last synced today, 14:36");
  set_reason (self, "keyring_absent");
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SYNC, "No keyring on this computer",
          "Last synced today, 14:36");
}

/* A paused account is what the person wanted, whatever else is the matter with it. */
static void
test_paused (Fixture *self, gconstpointer unused)
{
  self->account->paused = TRUE;
  self->account->last_sync_at = DAYBOOK_INSTANT_NONE;
  expect (self, DAYBOOK_TONE_QUIET, DAYBOOK_ACCOUNT_ACTION_RESUME, "Paused", "Never synced");
  self->account->status = DAYBOOK_ACCOUNT_NEEDS_SIGN_IN;
  expect (self, DAYBOOK_TONE_QUIET, DAYBOOK_ACCOUNT_ACTION_RESUME, "Paused", "Never synced");
  self->account->status = DAYBOOK_ACCOUNT_DISCONNECTED;
  expect (self, DAYBOOK_TONE_QUIET, DAYBOOK_ACCOUNT_ACTION_SIGN_IN, "Disconnected, data kept", "Never synced");
}

static void
test_failed (Fixture *self, gconstpointer unused)
{
  self->account->status = DAYBOOK_ACCOUNT_ERROR;
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SYNC, "Could not sync", "Last synced today, 14:36");
  self->account->error_code = g_strdup ("not_found");
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SYNC, "Not found at the service",
          "Last synced today, 14:36");
  /* One calendar of several. */
  self->account->status = DAYBOOK_ACCOUNT_CONNECTED;
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SYNC, "Synced, but not everything",
          "Last synced today, 14:36");
  set_reason (self, "disk_full");
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SYNC, "The disk is full", "Last synced today, 14:36");
}

/* What was narrowed can be widened by signing in anew. */
static void
test_refused (Fixture *self, gconstpointer unused)
{
  self->account->error_code = g_strdup ("forbidden");
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SYNC, "Synced, but not everything",
          "Last synced today, 14:36");
  self->account->status = DAYBOOK_ACCOUNT_ERROR;
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SIGN_IN, "The service refused access",
          "Last synced today, 14:36");
}

static void
test_sources_of_account (Fixture *self, gconstpointer unused)
{
  self->account->n_sources = 2;
  expect (self, DAYBOOK_TONE_QUIET, DAYBOOK_ACCOUNT_ACTION_SYNC, "Nothing is switched on", "Last synced today, 14:36");
  self->account->n_enabled = 2;
  self->account->n_synced = 1;
  self->account->n_stopped = 1;
  self->account->stopped_name = g_strdup ("Club");
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SYNC, "Synced, but not everything",
          "Last synced today, 14:36");
  self->account->last_sync_at = DAYBOOK_INSTANT_NONE;
  expect (self, DAYBOOK_TONE_ATTENTION, DAYBOOK_ACCOUNT_ACTION_SYNC, "Not synced yet", "Never synced");
}

/* Sources -------------------------------------------------------------------------------------------- */

static DaybookSource *
make_source (const char *kind, gboolean enabled)
{
  DaybookSource *source = daybook_source_new ();

  g_free (source->kind);
  source->kind = g_strdup (kind);
  source->enabled = enabled;
  return source;
}

static void
assert_text (char *text /* (transfer full) */, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_contents (void)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);

  assert_text (daybook_source_words_count (sources, 0), "Nothing found yet");
  g_ptr_array_add (sources, make_source ("calendar", FALSE));
  assert_text (daybook_source_words_count (sources, 12), "Everything is switched off");
  g_ptr_array_add (sources, make_source ("calendar", TRUE));
  assert_text (daybook_source_words_count (sources, 1), "1\302\240calendar, 1\302\240item");
  g_ptr_array_add (sources, make_source ("calendar", TRUE));
  g_ptr_array_add (sources, make_source ("mailbox", TRUE));
  g_ptr_array_add (sources, make_source ("mailbox", TRUE));
  assert_text (daybook_source_words_count (sources, 284), "2\302\240calendars, mail, 284\302\240items");
  /* More than two kinds are told together. */
  g_ptr_array_add (sources, make_source ("channel", TRUE));
  assert_text (daybook_source_words_count (sources, 284), "5\302\240sources, 284\302\240items");
}

static void
test_source (void)
{
  g_autoptr (DaybookSource) source = make_source ("calendar", TRUE);

  assert_text (daybook_source_words_describe (source, 842), "Reads only, 842 events");
  g_free (source->direction);
  source->direction = g_strdup ("two-way");
  assert_text (daybook_source_words_describe (source, 1), "Reads and writes, 1 event");
  source->enabled = FALSE;
  assert_text (daybook_source_words_describe (source, 7), "Off");
  source->state = DAYBOOK_SOURCE_HELD;
  source->held_count = 34;
  assert_text (daybook_source_words_describe (source, 7), "34 deletions wait for you");
  source->state = DAYBOOK_SOURCE_GONE;
  assert_text (daybook_source_words_describe (source, 7), "No longer at the service; what was synced stays");
  assert_text (daybook_source_words_window (7, 30), "7 days back, 30 days ahead");
  assert_text (daybook_source_words_window (365, 730), "1 year back, 2 years ahead");
  assert_text (daybook_source_words_window (1, 400), "1 day back, 400 days ahead");
}

/* Runs ------------------------------------------------------------------------------------------------- */

static void
test_run (void)
{
  g_autoptr (DaybookSyncRun) run = daybook_sync_run_new ();
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Berlin");

  run->status = g_strdup ("success");
  run->started_at = NOW - 4 * MINUTE;
  run->duration_ms = 640;
  run->repeated = 1;
  assert_text (daybook_run_words_describe (run), "Nothing new");
  run->created = 4;
  run->updated = 1;
  assert_text (daybook_run_words_describe (run), "4 new, 1 changed");
  assert_text (daybook_run_words_when (run, NOW, zone), "Today, 14:36");
  assert_text (daybook_run_words_duration (run), "0.6 s");
  run->repeated = 12;
  run->duration_ms = 61500;
  assert_text (daybook_run_words_when (run, NOW, zone), "Today, 14:36, 12 times");
  assert_text (daybook_run_words_duration (run), "1 min 1 s");
  g_free (run->status);
  run->status = g_strdup ("failed");
  run->error = g_strdup ("The server did not answer in time.");
  assert_text (daybook_run_words_describe (run), "The server did not answer in time.");
  g_free (run->status);
  run->status = g_strdup ("partial");
  g_clear_pointer (&run->error, g_free);
  assert_text (daybook_run_words_describe (run), "4 new, 1 changed, not finished: the rest comes later");
}

static DaybookSyncRun *
make_run (const char *status, const char *code)
{
  DaybookSyncRun *run = daybook_sync_run_new ();

  run->status = g_strdup (status);
  run->mode = g_strdup ("incremental");
  run->error_code = g_strdup (code);
  run->started_at = NOW - 4 * MINUTE;
  return run;
}

/* What fits into a column of the log. */
static void
test_run_columns (void)
{
  static const struct
  {
    const char *status, *code;
    gint64 retry;
    const char *words;
  } cases[] = {
    { "success", NULL, 0, "Done" },
    { "running", NULL, 0, "Syncing" },
    { "cancelled", "cancelled", 0, "Canceled" },
    { "interrupted", NULL, 0, "Interrupted" },
    { "failed", "auth_required", 0, "Needs signing in" },
    { "failed", NULL, 0, "Could not sync" },
    { "partial", "rate_limited", NOW + 25 * MINUTE, "Waiting until 15:05" },
    { "partial", "rate_limited", NOW - 25 * MINUTE, "The service asked to wait" },
  };
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Berlin");
  g_autoptr (DaybookSyncRun) run = make_run ("success", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookSyncRun) each = make_run (cases[i].status, cases[i].code);

      each->retry_at = cases[i].retry != 0 ? cases[i].retry : DAYBOOK_INSTANT_NONE;
      assert_text (daybook_run_words_state (each, NOW, zone), cases[i].words);
    }
  assert_text (daybook_run_words_time (run, NOW, zone), "14:36:00");
  assert_text (daybook_run_words_changes (run), "Nothing new");
  g_assert_cmpstr (daybook_run_words_mode (run), ==, "Changes");
  g_free (run->mode);
  run->mode = g_strdup ("full");
  run->fetched = 83;
  assert_text (daybook_run_words_changes (run), "83 seen");
  run->created = 3;
  assert_text (daybook_run_words_changes (run), "3 new");
  run->started_at = NOW - 3 * DAY;
  assert_text (daybook_run_words_time (run, NOW, zone), "16 Nov, 14:40");
}

/* What is passed on names nobody and no place. */
static void
test_run_report (void)
{
  static const struct
  {
    const char *text, *redacted;
  } cases[] = {
    { "The server did not answer in time.", "The server did not answer in time." },
    { "ana@example.com must sign in", "… must sign in" },
    { "“Family plans” is gone", "… is gone" },
    { "Not found: https://cal.example.org/secret/abc.ics", "Not found: …" },
    { "The folder /home/ana/.local cannot be written", "The folder … cannot be written" },
    { "", "" },
  };
  static const char *const telling[] = { "Ana", "Work", "example", "secret" };
  g_autoptr (DaybookSyncRun) run = make_run ("failed", "network");
  g_autofree char *report = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_text (daybook_run_words_redact (cases[i].text), cases[i].redacted);
  run->provider = g_strdup ("ics");
  run->account_name = g_strdup ("Ana");
  run->source_name = g_strdup ("Work");
  run->error = g_strdup ("“Work” of ana@example.com: https://secret.example/ did not answer");
  run->requests = 3;
  report = daybook_run_words_report (run);
  for (guint i = 0; i < G_N_ELEMENTS (telling); i++)
    g_assert_null (strstr (report, telling[i]));
  g_assert_nonnull (strstr (report, "error_code: network\n"));
  g_assert_nonnull (strstr (report, "requests: 3\n"));
  g_assert_nonnull (strstr (report, "error: … of … … did not answer\n"));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/accounts/words/synced", Fixture, NULL, set_up, test_synced, tear_down);
  g_test_add ("/accounts/words/syncing", Fixture, NULL, set_up, test_syncing, tear_down);
  g_test_add ("/accounts/words/syncing-comes-first", Fixture, NULL, set_up, test_syncing_comes_first, tear_down);
  g_test_add ("/accounts/words/needs-signing-in", Fixture, NULL, set_up, test_needs_signing_in, tear_down);
  g_test_add ("/accounts/words/waiting", Fixture, NULL, set_up, test_waiting, tear_down);
  g_test_add ("/accounts/words/keyring", Fixture, NULL, set_up, test_keyring, tear_down);
  g_test_add ("/accounts/words/paused", Fixture, NULL, set_up, test_paused, tear_down);
  g_test_add ("/accounts/words/failed", Fixture, NULL, set_up, test_failed, tear_down);
  g_test_add ("/accounts/words/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/accounts/words/sources", Fixture, NULL, set_up, test_sources_of_account, tear_down);
  g_test_add_func ("/accounts/words/contents", test_contents);
  g_test_add_func ("/accounts/words/source", test_source);
  g_test_add_func ("/accounts/words/run", test_run);
  g_test_add_func ("/accounts/words/run-columns", test_run_columns);
  g_test_add_func ("/accounts/words/run-report", test_run_report);
  return g_test_run ();
}
