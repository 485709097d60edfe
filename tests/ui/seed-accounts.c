/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the store of the session it runs in with an account in every state, for tests of the Accounts
 * page and of the Sync Log and for their pictures. DAYBOOK_NOW should be Thursday, 19 November 2026.
 *
 * usage: seed-accounts [NUMBER OF RUNS] [trouble]
 *
 * "trouble": other accounts, in the states that the first ones are not in. */
#include <locale.h>
#include <stdlib.h>

#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"
#include "store/daybook-events.h"

static DaybookStore *store;
static int counter;

static void
check (gboolean ok, GError *error)
{
  if (!ok)
    g_error ("%s", error != NULL ? error->message : "it did not work");
}

/* What differs between the accounts; the last sync is so many minutes ago, -1 = never. */
typedef struct
{
  const char *provider;
  const char *name;
  const char *identity;
  const char *sign_in;
  DaybookAccountStatus status;
  const char *reason;
  const char *error_code;
  const char *error;
  int synced;
  int retry; /* in so many minutes, 0 = none */
  gboolean paused;
} Account;

static const Account accounts[] = {
  { "outlook", "ACME Outlook", "kris@acme.example", "browser", DAYBOOK_ACCOUNT_NEEDS_SIGN_IN, NULL, "auth_required",
    "Microsoft wants you to sign in again: the password was changed.", 20 * 60 + 20, 0, FALSE },
  { "google-calendar", "Google", "kris.holm@gmail.example", "browser", DAYBOOK_ACCOUNT_CONNECTED, NULL, NULL, NULL, 4,
    0, FALSE },
  { "slack", "Northwind Slack", "kris in northwind", "token", DAYBOOK_ACCOUNT_CONNECTED, NULL, NULL, NULL, 16, 0, FALSE },
  { "github", "GitHub", "krisholm", "token", DAYBOOK_ACCOUNT_CONNECTED, "rate_limit", "rate_limited",
    "GitHub asked to wait: 5,000 requests an hour are used up.", 31, 25, FALSE },
  { "caldav", "Family calendar", "cloud.holm.example", "password", DAYBOOK_ACCOUNT_CONNECTED, NULL, NULL, NULL, 12, 0,
    FALSE },
  { "ics", "Public holidays", "holidays", "url", DAYBOOK_ACCOUNT_CONNECTED, NULL, NULL, NULL, 8 * 60 + 40, 0, FALSE },
  { "google-calendar", "Choir", "choir@gmail.example", "browser", DAYBOOK_ACCOUNT_CONNECTED, "keyring_locked",
    "keyring_locked", "The keyring is locked. Unlock it and sync again.", 55, 0, FALSE },
  { "caldav", "Allotment", "dav.allotment.example", "password", DAYBOOK_ACCOUNT_CONNECTED, "offline", "network",
    "dav.allotment.example could not be reached.", 130, 5, FALSE },
  { "ics", "Old project", "old", "url", DAYBOOK_ACCOUNT_CONNECTED, NULL, NULL, NULL, 3 * 24 * 60, 0, TRUE },
  { "ics", "Team calendar with a name that goes on and on and on", "team", "url", DAYBOOK_ACCOUNT_ERROR, NULL, "not_found",
    "There is no calendar at this address any more. Copy the address again where the calendar is kept. What was there "
    "before is kept.", 26 * 60, 0, FALSE },
};

static const Account trouble[] = {
  { "google-calendar", "Google", "kris.holm@gmail.example", "browser", DAYBOOK_ACCOUNT_CONNECTED, NULL, "not_found",
    "Projects: Google Calendar no longer has this.", 4, 0, FALSE },
  { "caldav", "Choir", "dav.choir.example", "password", DAYBOOK_ACCOUNT_ERROR, NULL, "gone",
    "“Rehearsals” and 1 more are no longer at the service. What was synced stays.", 3 * 24 * 60, 0, FALSE },
  { "outlook", "ACME Outlook", "kris@acme.example", "browser", DAYBOOK_ACCOUNT_ERROR, "admin_approval", "admin_approval",
    "Microsoft wants an administrator of the organization to approve this.", -1, 0, FALSE },
  { "github", "GitHub", "krisholm", "token", DAYBOOK_ACCOUNT_CONNECTED, "service_down", "server",
    "GitHub has trouble at the moment. Daybook tries again later.", 42, 9, FALSE },
  { "notion", "Northwind Notion", "Kris Holm", "token", DAYBOOK_ACCOUNT_CONNECTED, "disk_full", "disk_full",
    "The disk is full. Nothing of what was there is lost.", 20, 0, FALSE },
  { "slack", "Northwind Slack", "kris in northwind", "token", DAYBOOK_ACCOUNT_ERROR, NULL, "forbidden",
    "Slack has not given Daybook the permission “channels:history”. Sign in again, or add it to your app (OAuth & "
    "Permissions) and install the app anew.", 20 * 60, 0, FALSE },
  { "caldav", "Allotment", "dav.allotment.example", "password", DAYBOOK_ACCOUNT_CONNECTED, "keyring_absent", "keyring_absent",
    "There is no keyring on this computer.", 130, 0, FALSE },
  { "ics", "Old project", "old", "url", DAYBOOK_ACCOUNT_DISCONNECTED, NULL, NULL, NULL, 40 * 24 * 60, 0, FALSE },
  { "outlook", "Outlook", "kris@holm.example", "browser", DAYBOOK_ACCOUNT_CONNECTING, NULL, NULL, NULL, -1, 0, FALSE },
  { "ics", "Public holidays", "holidays", "url", DAYBOOK_ACCOUNT_ERROR, NULL, "tls",
    "The connection to holidays.example is not secure: its certificate is not valid. Nothing was sent.", 26 * 60, 0, FALSE },
  { "ics", "Market days", "off", "url", DAYBOOK_ACCOUNT_CONNECTED, NULL, NULL, NULL, 60, 0, FALSE },
};

static gint64
add_account (const Account *what)
{
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autoptr (DaybookAccount) account = daybook_account_new ();
  g_autoptr (GError) error = NULL;
  gint64 now = daybook_store_now (store);

  grant->provider = g_strdup (what->provider);
  grant->identity = g_strdup (what->identity);
  grant->sign_in = g_strdup (what->sign_in);
  check (daybook_store_add_grant (store, grant, &error) != 0, error);
  account->grant_id = grant->id;
  account->provider = g_strdup (what->provider);
  account->name = g_strdup (what->name);
  account->identity = g_strdup (what->identity);
  account->status = what->status;
  account->paused = what->paused;
  check (daybook_store_add_account (store, account, &error) != 0, error);
  account->reason = g_strdup (what->reason);
  account->error_code = g_strdup (what->error_code);
  account->last_error = g_strdup (what->error);
  account->last_sync_at = what->synced >= 0 ? now - what->synced * 60 : DAYBOOK_INSTANT_NONE;
  account->retry_at = what->retry > 0 ? now + what->retry * 60 : DAYBOOK_INSTANT_NONE;
  check (daybook_store_set_account_state (store, account, &error), error);
  /* They stay as they are while somebody looks. */
  check (daybook_store_set_next_sync (store, account->id, now + 45 * 60, &error), error);
  return account->id;
}

/* Mail of the same person, by the same consent. */
static void
share_grant (gint64 with)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookAccount) first = daybook_store_get_account (store, with, &error);
  g_autoptr (DaybookAccount) account = daybook_account_new ();

  check (first != NULL, error);
  account->grant_id = first->grant_id;
  account->provider = g_strdup ("gmail");
  account->name = g_strdup ("Gmail");
  account->identity = g_strdup (first->identity);
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  check (daybook_store_add_account (store, account, &error) != 0, error);
  account->last_sync_at = daybook_store_now (store) - 4 * 60;
  account->retry_at = DAYBOOK_INSTANT_NONE;
  check (daybook_store_set_account_state (store, account, &error), error);
}

static void
add_events (gint64 source_id, int n)
{
  for (int i = 0; i < n; i++)
    {
      g_autoptr (DaybookEvent) event = daybook_event_new ();
      g_autoptr (GError) error = NULL;
      DaybookChange change;
      gint64 id;

      event->source_id = source_id;
      event->external_id = g_strdup_printf ("event-%d", ++counter);
      event->title = g_strdup_printf ("Event %d", counter);
      event->range_start = daybook_store_now (store) + (i - n / 2) * 3600;
      event->range_end = event->range_start + 1800;
      event->hash = (guint64) counter;
      check (daybook_store_put_event (store, event, 1, &change, &id, &error), error);
    }
}

static gint64
add_source (gint64 account_id, const char *name, const char *kind, const char *color, gboolean enabled, int events)
{
  g_autoptr (DaybookSource) source = daybook_source_new ();
  g_autoptr (GError) error = NULL;

  source->account_id = account_id;
  source->external_id = g_strdup (name);
  source->name = g_strdup (name);
  source->kind = g_strdup (kind);
  source->color = g_strdup (color);
  source->is_primary = g_str_equal (name, "Work");
  source->enabled = enabled;
  check (daybook_store_add_source (store, source, &error) != 0, error);
  add_events (source->id, events);
  return source->id;
}

/* A source that waits for the person, or is gone. */
static void
set_state (gint64 source_id, DaybookSourceState state, int held)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookSource) source = daybook_store_get_source (store, source_id, &error);

  check (source != NULL, error);
  source->state = state;
  source->held_count = held;
  check (daybook_store_set_source_progress (store, source, &error), error);
}

static void
add_run (gint64 account_id, gint64 source_id, int minutes_ago, const char *status, int created, int updated,
         const char *problem, int ms)
{
  g_autoptr (DaybookSyncRun) run = daybook_sync_run_new ();
  g_autoptr (GError) error = NULL;

  run->account_id = account_id;
  run->source_id = source_id;
  run->mode = g_strdup ("incremental");
  run->trigger = g_strdup ("manual");
  run->status = g_strdup (status);
  run->created = created;
  run->updated = updated;
  run->error = g_strdup (problem);
  if (problem != NULL)
    run->error_code = g_strdup (g_str_equal (status, "partial") ? "rate_limited" : "network");
  run->started_at = daybook_store_now (store) - minutes_ago * 60;
  run->duration_ms = ms;
  check (daybook_store_finish_run (store, run, &error), error);
}

static void
seed_google (gint64 account)
{
  gint64 work = add_source (account, "Work", "calendar", "#3584e4", TRUE, 842);
  gint64 personal = add_source (account, "Personal", "calendar", "#2ec27e", TRUE, 96);

  add_source (account, "Birthdays", "calendar", "#9141ac", FALSE, 0);
  add_source (account, "Mail", "mailbox", "#e01b24", TRUE, 346);
  add_run (account, work, 4, "success", 4, 1, NULL, 640);
  add_run (account, personal, 4, "success", 0, 0, NULL, 210);
  add_run (account, work, 19, "failed", 0, 0, "Google did not answer in time.", 30000);
  add_run (account, work, 34, "partial", 120, 0, "rate limit", 8200);
}

/* Two sources each; one of Google's is gone, and all of the choir's. The market days' are off. */
static void
seed_trouble (void)
{
  static const struct
  {
    const char *provider, *kind, *first, *second;
  } contents[] = {
    { "google-calendar", "calendar", "Work", "Projects" },
    { "caldav", "calendar", "Rehearsals", "Concerts" },
    { "outlook", "calendar", "Calendar", "Team" },
    { "github", "repository", "krisholm/daybook", "krisholm/notes" },
    { "notion", "page", "Handbook", "Plans" },
    { "slack", "channel", "#general", "#launch" },
    { "ics", "calendar", "Holidays", "School" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (trouble); i++)
    {
      gint64 id = add_account (&trouble[i]);
      guint n = 0;
      gboolean on = !g_str_equal (trouble[i].identity, "off");
      gint64 first, second;

      while (!g_str_equal (contents[n].provider, trouble[i].provider))
        n++;
      first = add_source (id, contents[n].first, contents[n].kind, "#3584e4", on, 120);
      second = add_source (id, contents[n].second, contents[n].kind, "#9141ac", on, 36);
      if (i == 1)
        set_state (first, DAYBOOK_SOURCE_GONE, 0);
      if (i <= 1)
        set_state (second, DAYBOOK_SOURCE_GONE, 0);
    }
}

static void
seed_family (gint64 account)
{
  add_source (account, "Family", "calendar", "#e66100", TRUE, 60);
  set_state (add_source (account, "School", "calendar", "#3584e4", TRUE, 36), DAYBOOK_SOURCE_HELD, 34);
  set_state (add_source (account, "Club", "calendar", NULL, TRUE, 0), DAYBOOK_SOURCE_QUARANTINED, 0);
  set_state (add_source (account, "Sold boat", "calendar", "#9141ac", TRUE, 0), DAYBOOK_SOURCE_GONE, 0);
}

/* A week or so of the log, every account in turn: what went well, what did not, and why. */
static void
seed_log (const gint64 *ids, int n)
{
  static const struct
  {
    const char *status, *error_code, *error;
    int created, updated, deleted, requests, bytes, ms;
  } ends[] = {
    { "success", NULL, NULL, 4, 1, 0, 2, 18400, 640 },
    { "success", NULL, NULL, 0, 0, 0, 1, 1800, 410 },
    { "success", NULL, NULL, 12, 0, 0, 6, 88000, 1900 },
    { "success", NULL, NULL, 0, 0, 0, 1, 900, 210 },
    { "failed", "network", "The connection ended in the middle of an answer.", 0, 0, 0, 3, 0, 30000 },
    { "success", NULL, NULL, 0, 3, 2, 2, 12000, 830 },
    { "partial", "rate_limited", "The service asked to wait.", 120, 0, 0, 40, 904000, 8200 },
    { "cancelled", "cancelled", NULL, 7, 0, 0, 2, 22000, 900 },
    { "failed", "server", "The service answered 503 three times.", 0, 0, 0, 3, 1400, 6100 },
    { "interrupted", NULL, NULL, 0, 0, 0, 0, 0, 0 },
  };
  g_autoptr (GPtrArray) sources = daybook_store_list_sources (store, 0, NULL);

  for (int i = 0; i < n; i++)
    {
      const DaybookSource *source = sources->pdata[(guint) i % sources->len];
      guint end = (guint) (i * 7) % G_N_ELEMENTS (ends);
      g_autoptr (DaybookSyncRun) run = daybook_sync_run_new ();
      g_autoptr (GError) error = NULL;
      gboolean signed_out = source->account_id == ids[0];

      run->account_id = source->account_id;
      run->source_id = source->id;
      run->mode = g_strdup (i % 9 == 8 ? "full" : "incremental");
      run->trigger = g_strdup (i % 5 == 0 ? "manual" : "schedule");
      run->status = g_strdup (signed_out ? "failed" : ends[end].status);
      run->error_code = g_strdup (signed_out ? "auth_required" : ends[end].error_code);
      run->error = g_strdup (signed_out ? accounts[0].error : ends[end].error);
      run->created = ends[end].created;
      run->updated = ends[end].updated;
      run->deleted = ends[end].deleted;
      run->fetched = i % 9 == 8 ? 1032 : run->created + run->updated + run->deleted;
      run->requests = ends[end].requests;
      run->bytes = ends[end].bytes;
      run->quota_units = run->requests;
      run->retry_at = source->account_id == ids[3] && i < 20 ? daybook_store_now (store) + 25 * 60 : DAYBOOK_INSTANT_NONE;
      if (run->retry_at != DAYBOOK_INSTANT_NONE)
        {
          g_free (run->status);
          run->status = g_strdup ("partial");
          g_free (run->error_code);
          run->error_code = g_strdup ("rate_limited");
        }
      run->started_at = daybook_store_now (store) - 30 - i * (n > 1000 ? 60 : 397);
      run->duration_ms = ends[end].ms;
      check (daybook_store_finish_run (store, run, &error), error);
    }
}

static void
seed_accounts (int runs)
{
  gint64 ids[G_N_ELEMENTS (accounts)];

  for (guint i = 0; i < G_N_ELEMENTS (accounts); i++)
    ids[i] = add_account (&accounts[i]);
  add_source (ids[0], "Calendar", "calendar", "#1a5fb4", TRUE, 210);
  seed_google (ids[1]);
  for (int i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("#channel-%d", i);

      add_source (ids[2], name, "channel", "#813d9c", TRUE, 10);
    }
  for (int i = 0; i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("krisholm/project-%d", i);

      add_source (ids[3], name, "repository", NULL, TRUE, 26);
    }
  seed_family (ids[4]);
  add_source (ids[5], "Public holidays", "calendar", "#d65a00", TRUE, 13);
  for (guint i = 6; i < G_N_ELEMENTS (accounts); i++)
    add_source (ids[i], accounts[i].name, "calendar", "#2190a4", TRUE, 20);
  share_grant (ids[1]);
  seed_log (ids, runs);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  store = daybook_store_open (NULL, DAYBOOK_STORE_READ_WRITE, daybook_clock_get_default (), &error);
  check (store != NULL, error);
  check (daybook_store_set_setting (store, "time_zone", "Europe/Berlin", &error), error);
  check (daybook_store_begin (store, &error), error);
  if (argc > 2 && g_str_equal (argv[2], "trouble"))
    seed_trouble ();
  else
    seed_accounts (argc > 1 ? atoi (argv[1]) : 120);
  check (daybook_store_commit (store, &error), error);
  g_object_unref (store);
  return 0;
}
