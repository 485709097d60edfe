/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the store of the session it runs in with the day of the pictures (Thursday, 19 November 2026) and
 * with everything that is hard to show. For window tests and pictures; DAYBOOK_NOW should be that day.
 *
 *   seed-store [activities|day|free|inbox|insights|summary|torture|week]... */
#include <locale.h>
#include <string.h>

#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"
#include "store/daybook-events.h"
#include "inbox-seed.h"
#include "insights-seed.h"
#include "week-seed.h"

static DaybookStore *store;
static DaybookDay day;
static int counter;

static void
check (gboolean ok, GError *error)
{
  if (!ok)
    g_error ("%s", error != NULL ? error->message : "it did not work");
}

static gint64
at (int hour, int minute)
{
  return daybook_zone_to_instant (daybook_store_get_zone (store),
                                  daybook_wall_from_day (day) + hour * 3600 + minute * 60);
}

static gint64
add_calendar (gint64 account_id, const char *name, const char *color, gboolean primary)
{
  g_autoptr (DaybookSource) source = daybook_source_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  source->account_id = account_id;
  source->external_id = g_strdup (name);
  source->name = g_strdup (name);
  source->kind = g_strdup ("calendar");
  source->color = g_strdup (color);
  source->is_primary = primary;
  source->enabled = TRUE;
  source->direction = g_strdup ("import");
  source->visibility = g_strdup ("details");
  id = daybook_store_add_source (store, source, &error);
  check (id != 0, error);
  check (daybook_store_add_source_range (store, id, day - 30, day + 60, &error), error);
  return id;
}

static gint64
add_account (const char *name, const char *identity)
{
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autoptr (DaybookAccount) account = daybook_account_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  grant->provider = g_strdup ("ics");
  grant->identity = g_strdup (identity);
  grant->sign_in = g_strdup ("url");
  check (daybook_store_add_grant (store, grant, &error) != 0, error);
  account->grant_id = grant->id;
  account->provider = g_strdup ("ics");
  account->name = g_strdup (name);
  account->identity = g_strdup (identity);
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  id = daybook_store_add_account (store, account, &error);
  check (id != 0, error);
  return id;
}

static gint64
add_project (const char *client_name, const char *name, const char *color, gint64 rate)
{
  static GHashTable *clients;
  g_autoptr (DaybookProject) project = daybook_project_new ();
  g_autoptr (GError) error = NULL;
  gint64 *client, id;

  if (clients == NULL)
    clients = g_hash_table_new (g_str_hash, g_str_equal);
  client = g_hash_table_lookup (clients, client_name);
  if (client == NULL)
    {
      g_autoptr (DaybookClient) record = daybook_client_new ();

      record->name = g_strdup (client_name);
      record->currency = g_strdup ("EUR");
      client = g_new0 (gint64, 1);
      *client = daybook_store_add_client (store, record, &error);
      check (*client != 0, error);
      g_hash_table_insert (clients, (gpointer) client_name, client);
    }
  project->client_id = *client;
  project->name = g_strdup (name);
  project->color = g_strdup (color);
  project->hourly_rate = rate;
  project->billable = rate > 0;
  id = daybook_store_add_project (store, project, &error);
  check (id != 0, error);
  return id;
}

static void
set_project (gint64 source_id, gint64 project_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookSource) source = daybook_store_get_source (store, source_id, &error);

  check (source != NULL, error);
  source->project_id = project_id;
  check (daybook_store_edit_source (store, source, &error), error);
}

static DaybookEvent *
make_event (gint64 source_id, const char *title, gint64 start, gint64 end)
{
  DaybookEvent *event = daybook_event_new ();

  event->source_id = source_id;
  event->external_id = g_strdup_printf ("event-%d", ++counter);
  event->title = g_strdup (title);
  event->status = DAYBOOK_EVENT_CONFIRMED;
  event->response = DAYBOOK_RESPONSE_ACCEPTED;
  event->range_start = start;
  event->range_end = end;
  event->time_zone = g_strdup ("Europe/Berlin");
  return event;
}

static gint64
put_event (DaybookEvent *event /* (transfer full) */)
{
  g_autoptr (DaybookEvent) owned = event;
  g_autoptr (GError) error = NULL;
  DaybookChange change;
  gint64 id = 0;

  event->hash = counter;
  check (daybook_store_put_event (store, event, 1, &change, &id, &error), error);
  return id;
}

static gint64
add_event (gint64 source_id, const char *title, int from_hour, int from_minute, int to_hour, int to_minute)
{
  return put_event (make_event (source_id, title, at (from_hour, from_minute), at (to_hour, to_minute)));
}

static void
add_all_day (gint64 source_id, const char *title)
{
  DaybookEvent *event = make_event (source_id, title, daybook_wall_from_day (day), daybook_wall_from_day (day + 1));

  event->all_day = TRUE;
  g_clear_pointer (&event->time_zone, g_free);
  put_event (event);
}

static void
add_entry (const char *title, gint64 project_id, gint64 start, gint64 end, DaybookEntryStatus status, gint64 event_id)
{
  g_autoptr (DaybookEntry) entry = daybook_entry_new ();
  g_autoptr (GError) error = NULL;

  entry->title = g_strdup (title);
  entry->project_id = project_id;
  entry->start_at = start;
  entry->end_at = end;
  entry->duration = end - start;
  entry->billable = TRUE;
  entry->status = status;
  entry->origin = event_id != 0 ? DAYBOOK_ORIGIN_EVENT : DAYBOOK_ORIGIN_MANUAL;
  if (event_id != 0)
    {
      g_autoptr (DaybookEvent) event = daybook_store_get_event (store, event_id, &error);

      entry->event_id = event_id;
      entry->event_key = daybook_store_make_event_key (store, event);
      entry->event_start_at = start;
      entry->event_end_at = end;
    }
  check (daybook_store_add_entry (store, entry, &error) != 0, error);
}

/* The day of today.png. */
static void
seed_day (void)
{
  gint64 account = add_account ("Work", "kris@acme.example");
  gint64 work = add_calendar (account, "Work calendar", "#3584e4", TRUE);
  gint64 acme = add_calendar (account, "ACME calendar", "#9141ac", FALSE);
  gint64 home = add_calendar (account, "Home", "#2ec27e", FALSE);
  gint64 north = add_calendar (account, "Northwind", "#e66100", FALSE);
  gint64 website = add_project ("ACME", "Website", "#9141ac", 9500);
  gint64 support = add_project ("ACME", "Support", "#3584e4", 8000);
  gint64 team = add_project ("Internal", "Team", "#2190a4", -1);
  gint64 admin = add_project ("Internal", "Admin", "#77767b", -1);
  DaybookEvent *event;
  gint64 stand_up, one_on_one;

  add_project ("Northwind", "Migration", "#e66100", 11000);
  set_project (acme, website);
  set_project (work, team);
  add_all_day (work, "Sprint 24");
  add_all_day (home, "Anna is away");
  stand_up = add_event (work, "Stand-up", 9, 0, 9, 15);
  one_on_one = add_event (work, "One-on-one with Priya", 9, 30, 10, 0);

  event = make_event (acme, "Design review", at (10, 0), at (11, 30));
  event->conference_url = g_strdup ("https://teams.example.com/l/meetup-join/acme-design");
  event->conference_provider = g_strdup ("teams");
  event->conference_id = g_strdup ("acme-design");
  event->description = g_strdup ("Header, product page and checkout. Bring the numbers from Tuesday.");
  event->attendee_count = 5;
  event->attendees = g_strdup (
    "[{\"name\":\"Priya Nair\",\"address\":\"priya@acme.example\",\"response\":\"accepted\"},"
    "{\"name\":\"Jonas Berg\",\"address\":\"jonas.berg@acme.example\",\"response\":\"organizer\"},"
    "{\"name\":\"Mei Lin\",\"address\":\"mei@acme.example\",\"response\":\"tentative\"},"
    "{\"name\":\"Tomás Ruiz\",\"address\":\"tomas@acme.example\",\"response\":\"accepted\"},"
    "{\"name\":\"\",\"address\":\"kris@acme.example\",\"response\":\"accepted\"}]");
  put_event (event);

  event = make_event (work, "Hiring sync", at (11, 0), at (12, 0));
  event->response = DAYBOOK_RESPONSE_NEEDS_ACTION;
  put_event (event);
  event = make_event (home, "Lunch with Tomás", at (13, 0), at (13, 30));
  event->busy = DAYBOOK_BUSY_FREE;
  put_event (event);
  event = make_event (work, "Sprint planning", at (13, 30), at (14, 30));
  event->location = g_strdup ("Room 4");
  event->attendee_count = 8;
  put_event (event);
  event = make_event (north, "Northwind budget call", at (15, 0), at (16, 0));
  event->conference_url = g_strdup ("https://meet.google.com/abc-defg-hij");
  event->conference_provider = g_strdup ("meet");
  event->attendee_count = 3;
  put_event (event);
  event = make_event (home, "Physiotherapy", at (16, 30), at (17, 30));
  event->is_private = TRUE;
  event->busy = DAYBOOK_BUSY_FREE;
  put_event (event);
  event = make_event (work, "All hands", at (18, 0), at (19, 0));
  event->response = DAYBOOK_RESPONSE_DECLINED;
  put_event (event);

  add_entry ("Plan the day", admin, at (8, 30), at (9, 0), DAYBOOK_ENTRY_PENDING, 0);
  add_entry ("Stand-up", team, at (9, 0), at (9, 15), DAYBOOK_ENTRY_APPROVED, stand_up);
  add_entry ("One-on-one with Priya", team, at (9, 30), at (10, 0), DAYBOOK_ENTRY_APPROVED, one_on_one);
  add_entry ("Fix the checkout bug", support, at (12, 15), at (13, 0), DAYBOOK_ENTRY_PENDING, 0);
}

/* Titles that are markup, endless, of both directions, empty; and a heap of them at once. */
static void
seed_torture (void)
{
  static const char *const titles[] = {
    "A&B <b>x",
    "<span foreground='red' size='99pt'>large</span> & <a href=\"https://example.com/\">link</a>",
    "",
    "\xe2\x80\xae" "gnp.evil\xe2\x80\xac",
    "مراجعة التصميم مع Priya",
    "A title that goes on and on and on, about everything that was ever said in any meeting, with all who were there",
    "🎉🎉🎉 Release 🎉🎉🎉",
    "two\nlines\tand a tab",
  };
  gint64 account = add_account ("<b>Torture</b> & more", "a&b@example.com");
  gint64 source = add_calendar (account, "Calendar <i>&amp; co</i>", "#f6d32d", TRUE);
  gint64 project = add_project ("A&B <b>Ltd", "<i>Project</i> & sons", "#e01b24", 12345);
  DaybookEvent *event;

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      event = make_event (source, titles[i], at (9, 0) + (gint64) i * 900, at (10, 0) + (gint64) i * 900);
      event->description = g_strdup (titles[i]);
      event->location = g_strdup (titles[(i + 1) % G_N_ELEMENTS (titles)]);
      event->attendees = g_strdup ("[{\"name\":\"<b>Eve</b> & co\",\"address\":\"eve@example.com\",\"response\":\"odd\"}]");
      event->attendee_count = 1;
      put_event (event);
      add_all_day (source, titles[i]);
    }
  event = make_event (source, "No time at all", at (15, 0), at (15, 0));
  put_event (event);
  event = make_event (source, "Since yesterday", at (-3, 0), at (1, 30));
  put_event (event);
  event = make_event (source, "Until tomorrow", at (22, 30), at (26, 0));
  put_event (event);
  add_entry ("A&B <b>x", project, at (9, 0), at (10, 0), DAYBOOK_ENTRY_PENDING, 0);
  add_entry ("<i>short</i>", 0, at (10, 0), at (10, 1), DAYBOOK_ENTRY_PENDING, 0);
  add_entry ("overlapping", project, at (9, 30), at (10, 30), DAYBOOK_ENTRY_APPROVED, 0);
}

static void
add_activity (gint64 source_id, const char *kind, const char *title, const char *author, int hour, int minute, int count,
              const char *url)
{
  g_autoptr (DaybookActivity) activity = daybook_activity_new ();
  g_autoptr (GError) error = NULL;
  activity->source_id = source_id;
  activity->kind = g_strdup (kind);
  activity->external_id = g_strdup_printf ("%s-%d-%d", kind, hour, minute);
  activity->title = g_strdup (title);
  activity->author = g_strdup (author);
  activity->at = at (hour, minute);
  activity->count = count;
  activity->url = g_strdup (url);
  check (daybook_store_put_activity (store, activity, 1, NULL, NULL, &error), error);
}

/* What a day has beside meetings. */
static void
seed_activities (void)
{
  gint64 account = add_account ("Activities", "activities");
  gint64 repository = add_calendar (account, "daybook", NULL, FALSE);
  gint64 channel = add_calendar (account, "#launch", NULL, FALSE);
  gint64 inbox = add_calendar (account, "Inbox", NULL, FALSE);

  add_activity (repository, "commit", "sync: count what a list costs", "kris", 9, 40, 1, "https://git.example/daybook/1");
  add_activity (repository, "commit", "agent: a <b>breaker</b> & more", "kris", 11, 5, 1, "javascript:alert(1)");
  add_activity (repository, "commit", "ui: the Sync Log", "kris", 13, 20, 1, NULL);
  add_activity (channel, "message", "Live since 9:15", "Mei Lin", 9, 16, 14, "https://chat.example/launch");
  add_activity (inbox, "mail", "Numbers from the weekend", "Jonas Berg", 8, 40, 1, NULL);
  add_activity (inbox, "mail", "Hours for October", "Sofia Conti", 11, 47, 1, NULL);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  store = daybook_store_open (NULL, DAYBOOK_STORE_READ_WRITE, daybook_clock_get_default (), &error);
  check (store != NULL, error);
  day = daybook_zone_get_day (daybook_store_get_zone (store), daybook_store_now (store));
  check (daybook_store_begin (store, &error), error);
  for (int i = 1; i < argc; i++)
    {
      if (g_str_equal (argv[i], "day"))
        seed_day ();
      else if (g_str_equal (argv[i], "activities"))
        seed_activities ();
      else if (g_str_equal (argv[i], "inbox"))
        check (inbox_seed_fill (store, &error), error);
      else if (g_str_equal (argv[i], "insights"))
        check (insights_seed_fill (store, &error), error);
      else if (g_str_equal (argv[i], "free"))
        check (insights_seed_free (store, &error), error);
      else if (g_str_equal (argv[i], "summary"))
        check (insights_seed_write (store, &error), error);
      else if (g_str_equal (argv[i], "torture"))
        seed_torture ();
      else if (g_str_equal (argv[i], "week"))
        check (week_seed_fill (store, &error), error);
      else
        g_error ("What is “%s”?", argv[i]);
    }
  check (daybook_store_commit (store, &error), error);
  g_object_unref (store);
  return 0;
}
