/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights-seed.h"

#include "insight/daybook-summarizer.h"
#include "store/daybook-accounts.h"
#include "store/daybook-events.h"
#include "store/daybook-summaries.h"
#include "week-seed.h"

#define WEEKS 6
#define DAYS_BACK 60

typedef struct
{
  int day; /* of every week, 0 = Monday */
  int hour, minute, length;
  const char *title;
  int guests;
  int every; /* weeks */
} Meeting;

static const Meeting meetings[] = {
  { 0, 9, 0, 15, "Stand-up", 5, 1 },           { 1, 9, 0, 15, "Stand-up", 5, 1 },
  { 2, 9, 0, 15, "Stand-up", 5, 1 },           { 3, 9, 0, 15, "Stand-up", 5, 1 },
  { 4, 9, 0, 15, "Stand-up", 5, 1 },           { 0, 11, 0, 60, "Quarterly planning", 9, 3 },
  { 1, 14, 0, 90, "Northwind import rehearsal", 4, 2 }, { 2, 10, 0, 120, "Checkout workshop", 6, 1 },
  { 2, 14, 0, 60, "ACME status", 3, 1 },       { 3, 11, 0, 45, "One-on-one with Mei Lin", 2, 2 },
  { 3, 13, 30, 60, "Design review", 7, 1 },    { 4, 15, 0, 60, "Retrospective", 6, 2 },
};

typedef struct
{
  const char *provider;
  const char *source;
  const char *kind;
  const char *word;
  int a_day; /* on working days */
  const char *author;
  const char *titles[5];
} Stream;

static const Stream streams[] = {
  { "gmail", "Inbox", "mailbox", "mail", 4, "Jonas Berg",
    { "Offer for the second shop", "Invoice of October", "Re: Workshop next week", "Access to staging", "Terms of the import" } },
  { "slack", "#checkout", "channel", "message", 7, "Mei Lin",
    { "Basket totals are right again", "Who reviews the form?", "Release at four", "Numbers look good", "Lunch?" } },
  { "github", "acme/shop", "repository", "commit", 3, "kris",
    { "Keep the cart when the session ends", "Total to the cent", "Address form without a jump", "Header on small screens",
      "Test the voucher" } },
  { "notion", "Notes", "database", "page", 1, "Kris Holm",
    { "Import plan", "Checkout decisions", "Release notes 2.4", "Open questions", "Onboarding" } },
};

typedef struct
{
  DaybookStore *store;
  DaybookDay today;
  DaybookDay monday; /* of the first week */
  int counter;
} Seed;

static gint64
add_source (Seed *seed, const char *provider, const char *name, const char *kind, GError **error)
{
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autoptr (DaybookAccount) account = daybook_account_new ();
  g_autoptr (DaybookSource) source = daybook_source_new ();

  grant->provider = g_strdup (provider);
  grant->identity = g_strdup_printf ("kris@%s.example", provider);
  grant->sign_in = g_strdup ("browser");
  if (daybook_store_add_grant (seed->store, grant, error) == 0)
    return 0;
  account->grant_id = grant->id;
  account->provider = g_strdup (provider);
  account->name = g_strdup (name);
  account->identity = g_strdup (grant->identity);
  account->status = DAYBOOK_ACCOUNT_CONNECTED;
  source->account_id = daybook_store_add_account (seed->store, account, error);
  if (source->account_id == 0)
    return 0;
  source->external_id = g_strdup (name);
  source->name = g_strdup (name);
  source->kind = g_strdup (kind);
  source->enabled = TRUE;
  return daybook_store_add_source (seed->store, source, error);
}

static gint64
at (Seed *seed, DaybookDay day, int hour, int minute)
{
  return daybook_zone_to_instant (daybook_store_get_zone (seed->store),
                                  daybook_wall_from_day (day) + hour * 3600 + minute * 60);
}

static gboolean
add_meetings (Seed *seed, GError **error)
{
  gint64 calendar = add_source (seed, "google-calendar", "Work", "calendar", error);

  if (calendar == 0)
    return FALSE;
  for (int week = 0; week < WEEKS; week++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (meetings); i++)
        {
          const Meeting *meeting = &meetings[i];
          DaybookDay day = seed->monday + week * 7 + meeting->day;
          g_autoptr (DaybookEvent) event = daybook_event_new ();

          if ((WEEKS - 1 - week) % meeting->every != 0)
            continue;
          event->source_id = calendar;
          event->external_id = g_strdup_printf ("insight-%d", ++seed->counter);
          event->title = g_strdup (meeting->title);
          event->status = DAYBOOK_EVENT_CONFIRMED;
          event->response = DAYBOOK_RESPONSE_ACCEPTED;
          event->attendee_count = meeting->guests;
          event->range_start = at (seed, day, meeting->hour, meeting->minute);
          event->range_end = event->range_start + meeting->length * 60;
          event->time_zone = g_strdup ("Europe/Berlin");
          event->hash = (guint64) seed->counter;
          if (!daybook_store_put_event (seed->store, event, 1, NULL, NULL, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
add_activity (Seed *seed, gint64 source_id, const Stream *stream, gint64 instant, const char *kind, const char *title,
              GError **error)
{
  g_autoptr (DaybookActivity) activity = daybook_activity_new ();

  activity->source_id = source_id;
  activity->kind = g_strdup (kind);
  activity->external_id = g_strdup_printf ("insight-%d", ++seed->counter);
  activity->title = g_strdup (title);
  activity->author = g_strdup (stream->author);
  activity->parent = g_strdup (stream->source);
  activity->at = instant;
  activity->count = 1;
  activity->url = g_strdup_printf ("https://%s.example/%d", stream->provider, seed->counter);
  activity->detail = g_strdup ("{\"author_me\":true}");
  return daybook_store_put_activity (seed->store, activity, 1, NULL, NULL, error);
}

static gboolean
add_stream (Seed *seed, const Stream *stream, GError **error)
{
  gint64 source_id = add_source (seed, stream->provider, stream->source, stream->kind, error);

  if (source_id == 0)
    return FALSE;
  for (DaybookDay day = seed->monday; day <= seed->today; day++)
    {
      /* More and less from day to day, the same every time. */
      int n = stream->a_day + (day * 7 + stream->a_day) % 3 - 1;

      if (daybook_day_get_weekday (day) > DAYBOOK_FRIDAY)
        continue;
      for (int i = 0; i < n; i++)
        {
          if (!add_activity (seed, source_id, stream, at (seed, day, 8 + i % 6, 10 * i % 60), stream->word,
                             stream->titles[(day + i) % 5], error))
            return FALSE;
        }
      if (g_str_equal (stream->word, "commit") && day % 2 == 0
          && !add_activity (seed, source_id, stream, at (seed, day, 14, 5), "pull_request", "Checkout in two steps (#412)", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
cover_all (Seed *seed, GError **error)
{
  g_autoptr (GPtrArray) sources = daybook_store_list_sources (seed->store, 0, error);

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      if (!daybook_store_add_source_range (seed->store, source->id, seed->today - DAYS_BACK, seed->today + DAYS_BACK, error))
        return FALSE;
    }
  return sources != NULL;
}

gboolean
insights_seed_fill (DaybookStore *store, GError **error)
{
  Seed seed = { .store = store };

  seed.today = daybook_zone_get_day (daybook_store_get_zone (store), daybook_store_now (store));
  seed.monday = daybook_day_get_week_start (seed.today, DAYBOOK_MONDAY) - 7 * (WEEKS - 1);
  if (!add_meetings (&seed, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      if (!add_stream (&seed, &streams[i], error))
        return FALSE;
    }
  return cover_all (&seed, error);
}

gboolean
insights_seed_free (DaybookStore *store, GError **error)
{
  Seed seed = { .store = store };

  seed.today = daybook_zone_get_day (daybook_store_get_zone (store), daybook_store_now (store));
  return add_source (&seed, "google-calendar", "Work", "calendar", error) != 0 && cover_all (&seed, error);
}

gboolean
insights_seed_write (DaybookStore *store, GError **error)
{
  DaybookDay today = daybook_zone_get_day (daybook_store_get_zone (store), daybook_store_now (store));
  DaybookPeriod period = daybook_period_around (DAYBOOK_SUMMARY_WEEKLY, today, today);
  g_autoptr (DaybookSummary) summary = daybook_summarize (store, &period, error);

  return summary != NULL && daybook_store_put_summary (store, summary, error);
}
