/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "big-store.h"

#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"
#include "store/daybook-events.h"

#define SOURCES 4
#define PROJECTS 20
#define EVENTS_A_DAY 40 /* a busy office's calendars together; 200,000 events are 5,000 days */
#define BATCH 2500

static const char *const words[]
    = { "review", "budget", "planning", "design", "stand-up", "interview", "release", "support", "workshop", "call", "retro", "demo" };
static const char *const subjects[]
    = { "Website", "Checkout", "Mobile app", "Data export", "Hiring", "Onboarding", "Accounts", "Northwind", "ACME", "Infrastructure" };

/* The store at @path with a clock that stands at BIG_STORE_NOW, or the program's end. */
DaybookStore *
big_store_open (const char *path)
{
  g_autoptr (DaybookClock) clock = daybook_clock_new_fixed (BIG_STORE_NOW);
  g_autoptr (GError) error = NULL;
  DaybookStore *store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, clock, &error);

  if (store == NULL)
    g_error ("%s: %s", path, error->message);
  return store;
}

static gboolean
add_sources (DaybookStore *store, gint64 *sources, GError **error)
{
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autoptr (DaybookAccount) account = daybook_account_new ();

  grant->provider = g_strdup ("sample");
  grant->identity = g_strdup ("bench");
  grant->sign_in = g_strdup ("none");
  if (daybook_store_add_grant (store, grant, error) == 0)
    return FALSE;
  account->grant_id = grant->id;
  account->provider = g_strdup ("sample");
  account->name = g_strdup ("Bench");
  account->identity = g_strdup ("bench");
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  if (daybook_store_add_account (store, account, error) == 0)
    return FALSE;
  for (int i = 0; i < SOURCES; i++)
    {
      g_autoptr (DaybookSource) source = daybook_source_new ();

      source->account_id = account->id;
      source->external_id = g_strdup_printf ("calendar-%d", i);
      source->name = g_strdup_printf ("Calendar %d", i);
      source->kind = g_strdup ("calendar");
      source->enabled = TRUE;
      sources[i] = daybook_store_add_source (store, source, error);
      if (sources[i] == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_projects (DaybookStore *store, gint64 *projects, GError **error)
{
  g_autoptr (DaybookClient) client = daybook_client_new ();
  gint64 client_id;

  client->name = g_strdup ("ACME");
  client->currency = g_strdup ("EUR");
  client->hourly_rate = 9500;
  client_id = daybook_store_add_client (store, client, error);
  for (int i = 0; client_id != 0 && i < PROJECTS; i++)
    {
      g_autoptr (DaybookProject) project = daybook_project_new ();

      project->client_id = client_id;
      project->name = g_strdup_printf ("Project %d", i);
      projects[i] = daybook_store_add_project (store, project, error);
      if (projects[i] == 0)
        return FALSE;
    }
  return client_id != 0;
}

static gboolean
add_event (DaybookStore *store, const gint64 *sources, int number, gint64 start, gint64 seconds, GRand *dice, GError **error)
{
  g_autoptr (DaybookEvent) event = daybook_event_new ();
  DaybookChange change;
  gint64 id;

  event->source_id = sources[number % SOURCES];
  event->external_id = g_strdup_printf ("event-%07d", number);
  event->title = g_strdup_printf ("%s %s", subjects[g_rand_int_range (dice, 0, G_N_ELEMENTS (subjects))],
                                  words[g_rand_int_range (dice, 0, G_N_ELEMENTS (words))]);
  event->description = g_strdup_printf ("Agenda %d: numbers of the %s, then questions.", number,
                                        words[g_rand_int_range (dice, 0, G_N_ELEMENTS (words))]);
  event->location = g_strdup_printf ("Room %d", g_rand_int_range (dice, 1, 40));
  event->organizer = g_strdup ("ana@example.com");
  event->attendee_count = g_rand_int_range (dice, 0, 9);
  event->response = DAYBOOK_RESPONSE_ACCEPTED;
  event->etag = g_strdup_printf ("\"%d\"", number);
  event->time_zone = g_strdup ("UTC");
  event->range_start = start;
  event->range_end = start + seconds;
  event->start_wall = start;
  return daybook_store_put_event (store, event, 1, &change, &id, error);
}

static gboolean
add_entry (DaybookStore *store, const gint64 *projects, int number, gint64 start, gint64 seconds, GRand *dice, GError **error)
{
  g_autoptr (DaybookEntry) entry = daybook_entry_new ();

  entry->title = g_strdup_printf ("Work %d", number);
  entry->start_at = start;
  entry->end_at = start + seconds;
  entry->duration = seconds;
  entry->project_id = projects[g_rand_int_range (dice, 0, PROJECTS)];
  entry->billable = TRUE;
  entry->status = number % 3 == 0 ? DAYBOOK_ENTRY_PENDING : DAYBOOK_ENTRY_APPROVED;
  entry->origin = DAYBOOK_ORIGIN_MANUAL;
  return daybook_store_add_entry (store, entry, error) != 0;
}

/* Fills an empty store with @events events of a quarter to two hours on working hours, EVENTS_A_DAY a day around
 * BIG_STORE_NOW, and a time entry for each tenth of them. The same call gives the same rows. */
gboolean
big_store_fill (DaybookStore *store, int events, GError **error)
{
  g_autoptr (GRand) dice = g_rand_new_with_seed (7);
  gint64 sources[SOURCES];
  gint64 projects[PROJECTS];
  gint64 first = BIG_STORE_NOW - (gint64) (events / EVENTS_A_DAY / 2) * 86400;

  if (!add_sources (store, sources, error) || !add_projects (store, projects, error))
    return FALSE;
  for (int i = 0; i < events; i++)
    {
      gint64 day = first + (gint64) (i / EVENTS_A_DAY) * 86400;
      gint64 start = day - 4 * 3600 + g_rand_int_range (dice, 0, 36) * 900;
      gint64 seconds = g_rand_int_range (dice, 1, 9) * 900;

      if (i % BATCH == 0 && !daybook_store_begin (store, error))
        return FALSE;
      if (!add_event (store, sources, i, start, seconds, dice, error)
          || (i % 10 == 0 && !add_entry (store, projects, i, start, seconds, dice, error)))
        return FALSE;
      if ((i % BATCH == BATCH - 1 || i == events - 1) && !daybook_store_commit (store, error))
        return FALSE;
    }
  return TRUE;
}
