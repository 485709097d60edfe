/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "week-seed.h"

#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"
#include "store/daybook-events.h"

/* Weeks before the pictured one that have entries too. */
#define WEEKS_BEFORE 6

static const struct
{
  const char *name, *currency, *address, *tax_id;
  gint64 hourly_rate;
  gboolean archived;
} clients[] = {
  { "ACME", "EUR", "ACME GmbH\nHauptstraße 1\n10115 Berlin", "DE123456789", 9500, FALSE },
  { "Northwind", "EUR", "Northwind Traders\n12 Harbour Street\nDublin 2", "IE1234567X", 11000, FALSE },
  { "Globex", "USD", "Globex Corporation\n1 Main Street\nSpringfield", NULL, 12000, FALSE },
  { "Internal", NULL, NULL, NULL, -1, FALSE },
  { "Initech", "EUR", NULL, NULL, 8000, TRUE },
};

enum { WEBSITE, SUPPORT, MIGRATION, TEAM, ADMIN, AUDIT, NO_PROJECT };

static const struct
{
  int client;
  const char *name, *color;
  gboolean billable, archived;
} projects[] = {
  [WEBSITE] = { 0, "Website", "#9141ac", TRUE, FALSE },   [SUPPORT] = { 0, "Support", "#3584e4", TRUE, FALSE },
  [MIGRATION] = { 1, "Migration", "#ff7800", TRUE, FALSE }, [TEAM] = { 3, "Team", "#2190a4", FALSE, FALSE },
  [ADMIN] = { 3, "Admin", "#77767b", FALSE, FALSE },      [AUDIT] = { 2, "Audit", "#c01c28", TRUE, FALSE },
  { 0, "Old Shop", "#986a44", TRUE, TRUE },               { 4, "Reports", "#26a269", TRUE, TRUE },
};

typedef struct
{
  int day; /* 0 = Monday of the pictured week */
  int hour, minute, length; /* minutes */
  const char *title;
  int project;
  DaybookEntryStatus status;
  DaybookEntryOrigin origin;
} Row;

#define PENDING DAYBOOK_ENTRY_PENDING
#define APPROVED DAYBOOK_ENTRY_APPROVED
#define EVENT DAYBOOK_ORIGIN_EVENT
#define MANUAL DAYBOOK_ORIGIN_MANUAL
#define TIMER DAYBOOK_ORIGIN_TIMER
#define SLACK DAYBOOK_ORIGIN_SLACK

static const Row week[] = {
  { 0, 8, 30, 26, "Plan the week", ADMIN, APPROVED, MANUAL },
  { 0, 9, 0, 14, "Stand-up", TEAM, APPROVED, EVENT },
  { 0, 9, 30, 88, "Header and product page", WEBSITE, APPROVED, TIMER },
  { 0, 11, 0, 60, "Quarterly planning", TEAM, APPROVED, EVENT },
  { 0, 13, 0, 120, "Checkout prototype", WEBSITE, APPROVED, TIMER },
  { 0, 15, 30, 56, "Invoices cannot be printed", SUPPORT, APPROVED, SLACK },
  { 1, 8, 30, 26, "Mail and expenses", ADMIN, APPROVED, MANUAL },
  { 1, 9, 0, 14, "Stand-up", TEAM, APPROVED, EVENT },
  { 1, 9, 30, 30, "Interview debrief", TEAM, APPROVED, EVENT },
  { 1, 10, 0, 88, "Import of the price list", MIGRATION, APPROVED, TIMER },
  { 1, 13, 0, 178, "Data model and first run", MIGRATION, APPROVED, TIMER },
  { 1, 16, 0, 118, "Design review & follow-up", WEBSITE, APPROVED, EVENT },
  { 2, 9, 0, 14, "Stand-up", TEAM, APPROVED, EVENT },
  { 2, 9, 30, 30, "Retrospective", TEAM, APPROVED, EVENT },
  { 2, 10, 0, 133, "Search page, both variants", WEBSITE, APPROVED, TIMER },
  { 2, 13, 0, 119, "Checkout with the new payment", WEBSITE, APPROVED, TIMER },
  { 2, 15, 0, 43, "Password reset does not arrive", SUPPORT, APPROVED, SLACK },
  { 2, 16, 0, 118, "Rehearse the switch-over", MIGRATION, PENDING, TIMER },
  { 3, 8, 30, 26, "Plan the day", ADMIN, PENDING, MANUAL },
  { 3, 9, 0, 14, "Stand-up", TEAM, APPROVED, EVENT },
  { 3, 9, 30, 30, "One-on-one with Priya", TEAM, APPROVED, EVENT },
  { 3, 12, 15, 42, "Fix the checkout bug", SUPPORT, PENDING, SLACK },
  /* The week before holds what the pictured one has not. */
  { -7, 9, 0, 90, "Audit of the ledger", AUDIT, DAYBOOK_ENTRY_INVOICED, TIMER },
  { -7, 10, 45, 60, "Lunch with a recruiter", NO_PROJECT, DAYBOOK_ENTRY_REJECTED, EVENT },
  { -6, 9, 0, 25, "Books and receipts", ADMIN, APPROVED, DAYBOOK_ORIGIN_IMPORT },
  { -6, 10, 0, 75, "Kick-off with Globex", AUDIT, APPROVED, EVENT },
  { -6, 10, 30, 60, "Call about the import", MIGRATION, APPROVED, MANUAL },
  { -5, 13, 0, 45, "Sketches <draft> for A&B", NO_PROJECT, PENDING, MANUAL },
  { -5, 14, 0, 95, "Import runs twice", SUPPORT, APPROVED, SLACK },
  { -4, 9, 30, 150, "Forms and validation", WEBSITE, APPROVED, TIMER },
  { -3, 10, 0, 185, "Migration scripts", MIGRATION, APPROVED, TIMER },
};

typedef struct
{
  DaybookStore *store;
  gint64 project_ids[G_N_ELEMENTS (projects)];
  gint64 calendar_id;
  gint64 mailbox_id;
} Seed;

static gint64
to_instant (Seed *seed, DaybookDay day, int hour, int minute)
{
  return daybook_zone_to_instant (daybook_store_get_zone (seed->store),
                                  daybook_wall_from_day (day) + hour * 3600 + minute * 60);
}

static gboolean
add_projects (Seed *seed, GError **error)
{
  gint64 client_ids[G_N_ELEMENTS (clients)];

  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      g_autoptr (DaybookClient) client = daybook_client_new ();

      client->name = g_strdup (clients[i].name);
      client->currency = g_strdup (clients[i].currency);
      client->address = g_strdup (clients[i].address);
      client->tax_id = g_strdup (clients[i].tax_id);
      client->hourly_rate = clients[i].hourly_rate;
      client->archived = clients[i].archived;
      client_ids[i] = daybook_store_add_client (seed->store, client, error);
      if (client_ids[i] == 0)
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (projects); i++)
    {
      g_autoptr (DaybookProject) project = daybook_project_new ();

      if (projects[i].name == NULL)
        continue;
      project->client_id = client_ids[projects[i].client];
      project->name = g_strdup (projects[i].name);
      project->color = g_strdup (projects[i].color);
      project->billable = projects[i].billable;
      project->archived = projects[i].archived;
      seed->project_ids[i] = daybook_store_add_project (seed->store, project, error);
      if (seed->project_ids[i] == 0)
        return FALSE;
    }
  for (int i = 0; i < 2; i++)
    {
      static const char *const people[][2] = { { "Priya Nair", "priya@acme.example" }, { "Jonas Berg", "jonas@acme.example" } };
      g_autoptr (DaybookPerson) person = daybook_person_new ();

      person->name = g_strdup (people[i][0]);
      person->address = g_strdup (people[i][1]);
      person->client_id = client_ids[0];
      if (daybook_store_add_person (seed->store, person, error) == 0)
        return FALSE;
    }
  return TRUE;
}

static gint64
add_source (Seed *seed, gint64 account_id, const char *external_id, const char *name, const char *kind, GError **error)
{
  g_autoptr (DaybookSource) source = daybook_source_new ();

  source->account_id = account_id;
  source->external_id = g_strdup (external_id);
  source->name = g_strdup (name);
  source->kind = g_strdup (kind);
  source->color = g_strdup ("#3584e4");
  source->enabled = TRUE;
  return daybook_store_add_source (seed->store, source, error);
}

static gboolean
add_account (Seed *seed, GError **error)
{
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autoptr (DaybookAccount) account = daybook_account_new ();

  grant->provider = g_strdup ("sample");
  grant->identity = g_strdup ("kris.holm@example.com");
  grant->sign_in = g_strdup ("none");
  if (daybook_store_add_grant (seed->store, grant, error) == 0)
    return FALSE;
  account->grant_id = grant->id;
  account->provider = g_strdup ("sample");
  account->name = g_strdup ("Sample");
  account->identity = g_strdup (grant->identity);
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  account->last_sync_at = WEEK_SEED_NOW - 240;
  if (daybook_store_add_account (seed->store, account, error) == 0)
    return FALSE;
  seed->calendar_id = add_source (seed, account->id, "calendar", "Work", "calendar", error);
  seed->mailbox_id = seed->calendar_id != 0 ? add_source (seed, account->id, "inbox", "Inbox", "mailbox", error) : 0;
  return seed->mailbox_id != 0
         && daybook_store_add_source_range (seed->store, seed->calendar_id, WEEK_SEED_TODAY - 60, WEEK_SEED_TODAY + 30,
                                            error);
}

static DaybookEvent *
make_event (Seed *seed, const char *title, gint64 start, gint64 seconds, int version)
{
  DaybookEvent *event = daybook_event_new ();

  event->source_id = seed->calendar_id;
  event->external_id = g_strdup_printf ("%s-%" G_GINT64_FORMAT, title, start);
  event->title = g_strdup (title);
  event->description = g_strdup_printf ("Agenda for “%s”: numbers first, then questions.", title);
  event->location = g_strdup ("Room 4");
  event->organizer = g_strdup ("priya@acme.example");
  event->organizer_name = g_strdup ("Priya Nair");
  event->attendee_count = 5;
  event->response = DAYBOOK_RESPONSE_ACCEPTED;
  event->range_start = start;
  event->range_end = start + seconds;
  event->start_wall = daybook_zone_to_wall (daybook_store_get_zone (seed->store), start);
  event->etag = g_strdup_printf ("\"%d\"", version);
  event->sequence = version;
  return event;
}

static gboolean
add_entry (Seed *seed, DaybookDay day, const Row *row, GError **error)
{
  g_autoptr (DaybookEntry) entry = daybook_entry_new ();
  DaybookChange change;

  entry->title = g_strdup (row->title);
  entry->start_at = to_instant (seed, day, row->hour, row->minute);
  entry->duration = row->length * 60;
  entry->end_at = entry->start_at + entry->duration;
  entry->project_id = row->project != NO_PROJECT ? seed->project_ids[row->project] : 0;
  entry->billable = row->project != NO_PROJECT && projects[row->project].billable;
  entry->status = row->status;
  entry->origin = row->origin;
  if (row->origin == EVENT)
    {
      /* Calendars know quarters of an hour, entries the minute. */
      g_autoptr (DaybookEvent) event = make_event (seed, row->title, entry->start_at, (row->length + 14) / 15 * 900, 1);

      if (!daybook_store_put_event (seed->store, event, 1, &change, &entry->event_id, error))
        return FALSE;
      event->id = entry->event_id;
      entry->event_key = daybook_store_make_event_key (seed->store, event);
      entry->event_start_at = event->range_start;
      entry->event_end_at = event->range_end;
    }
  if (daybook_store_add_entry (seed->store, entry, error) == 0)
    return FALSE;
  if (g_str_equal (row->title, "One-on-one with Priya"))
    {
      g_autoptr (DaybookEvent) event = make_event (seed, row->title, entry->start_at, 1800, 2);

      event->range_start += 3600;
      event->range_end += 3600;
      event->start_wall += 3600;
      return daybook_store_put_event (seed->store, event, 1, &change, &entry->event_id, error);
    }
  if (g_str_equal (row->title, "Kick-off with Globex"))
    {
      g_autoptr (DaybookEvent) event = make_event (seed, row->title, entry->start_at, 4500, 1);

      return daybook_store_delete_item (seed->store, seed->calendar_id, event->external_id, &change, error);
    }
  return TRUE;
}

/* Weeks like the others: some hours for each of five projects. */
static gboolean
add_ordinary_week (Seed *seed, DaybookDay monday, GRand *dice, GError **error)
{
  static const char *const titles[][3] = {
    [WEBSITE] = { "Landing page", "Accessibility review", "Image loading" },
    [SUPPORT] = { "Questions of the shop team", "Broken export", "Certificate renewal" },
    [MIGRATION] = { "Mapping of accounts", "Test data", "Dry run" },
    [TEAM] = { "Stand-up", "Team lunch talk", "Mentoring" },
    [ADMIN] = { "Mail", "Time sheets", "Bookkeeping" },
  };

  for (int day = 0; day < 5; day++)
    {
      int minute = 8 * 60 + 30;

      for (int project = WEBSITE; project <= ADMIN; project++)
        {
          Row row = { .title = titles[project][g_rand_int_range (dice, 0, 3)], .project = project, .status = APPROVED };

          row.hour = minute / 60;
          row.minute = minute % 60;
          row.length = g_rand_int_range (dice, 20, 110);
          row.origin = project == TEAM ? EVENT : project == SUPPORT ? SLACK : project == ADMIN ? MANUAL : TIMER;
          minute += row.length + 5;
          if (!add_entry (seed, monday + day, &row, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
add_activities (Seed *seed, GError **error)
{
  static const struct
  {
    const char *kind, *title, *author, *snippet;
  } activities[] = {
    { "mail", "Quote for the second variant", "Jonas Berg",
      "Hi Kris, thanks for the walk-through this morning. Could you send me the revised quote by Monday?" },
    { "message", "#northwind", "Mei Lin", "The checkout on the staging server is down again, can you have a look?" },
    { "commit", "Retry failed imports", "Kris Holm", "Three times, with a pause that doubles." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (activities); i++)
    {
      g_autoptr (DaybookActivity) activity = daybook_activity_new ();
      DaybookChange change;
      gint64 id;

      activity->source_id = seed->mailbox_id;
      activity->kind = g_strdup (activities[i].kind);
      activity->external_id = g_strdup_printf ("activity-%u", i);
      activity->title = g_strdup (activities[i].title);
      activity->author = g_strdup (activities[i].author);
      activity->snippet = g_strdup (activities[i].snippet);
      activity->body = g_strdup (activities[i].snippet);
      activity->url = g_strdup ("https://mail.example.com/1");
      activity->at = WEEK_SEED_NOW - 3600 * (4 + 20 * (gint64) i);
      activity->etag = g_strdup ("1");
      if (!daybook_store_put_activity (seed->store, activity, 1, &change, &id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill (Seed *seed, GError **error)
{
  g_autoptr (GRand) dice = g_rand_new_with_seed (11);

  if (!add_projects (seed, error) || !add_account (seed, error) || !add_activities (seed, error))
    return FALSE;
  for (int i = WEEKS_BEFORE; i > 1; i--)
    if (!add_ordinary_week (seed, WEEK_SEED_MONDAY - 7 * i, dice, error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (week); i++)
    if (!add_entry (seed, WEEK_SEED_MONDAY + week[i].day, &week[i], error))
      return FALSE;
  return TRUE;
}

/* Fills an empty store; the same call gives the same rows. */
gboolean
week_seed_fill (DaybookStore *store, GError **error)
{
  Seed seed = { .store = store };

  if (!daybook_store_begin (store, error))
    return FALSE;
  if (!fill (&seed, error))
    {
      daybook_store_rollback (store);
      return FALSE;
    }
  return daybook_store_commit (store, error) && daybook_store_set_setting (store, "rounding", "15:up", error);
}
