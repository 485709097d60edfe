/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-talk.h"

#include <string.h>

#define AT(year, month, day, hour, minute) daybook_wall_from_civil (year, month, day, hour, minute, 0)

/* 2026-11-19T13:40:00Z, the Thursday of the pictures, 14:40 in Zurich */
#define THURSDAY AT (2026, 11, 19, 13, 40)

typedef struct
{
  DaybookProviderContext context;
  DaybookPullOptions options;
  DaybookZone *zone; /* (owned) */
  Talk *talk;        /* (owned) */
} SampleTalk;

static void
sample_talk_free (SampleTalk *self)
{
  daybook_zone_unref (self->zone);
  talk_free (self->talk);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SampleTalk, sample_talk_free)

static SampleTalk *
pull (const char *source_id, gint64 now, const char *cursor, gboolean full)
{
  SampleTalk *self = g_new0 (SampleTalk, 1);
  g_autoptr (DaybookSource) source = daybook_source_new ();

  self->zone = daybook_zone_lookup ("Europe/Zurich");
  self->talk = talk_new (now);
  self->options.from = daybook_zone_get_day (self->zone, now) - 7;
  self->options.from_at = daybook_zone_get_day_start (self->zone, self->options.from);
  self->options.to = G_MAXINT32;
  self->options.to_at = G_MAXINT64;
  self->options.zone = self->zone;
  self->options.cursor = cursor;
  self->options.full = full;
  source->external_id = g_strdup (source_id);
  g_assert_true (daybook_provider_pull (daybook_registry_find ("sample"), &self->context, source, &self->options,
                                        self->talk->exchange));
  talk_run (self->talk, NULL, 0);
  talk_assert_finished (self->talk);
  return self;
}

static const char *const all_sources[] = { "work", "acme", "private", "inbox", "acme-design", "acme/website" };

static void
test_no_network (void)
{
  DaybookProvider *provider = daybook_registry_find ("sample");
  g_autoptr (Talk) identity = talk_new (THURSDAY);
  g_autoptr (Talk) list = talk_new (THURSDAY);
  DaybookProviderContext context = { 0 };

  g_assert_true (daybook_provider_identify (provider, &context, identity->exchange));
  talk_run (identity, NULL, 0);
  talk_assert_finished (identity);
  g_assert_nonnull (daybook_exchange_get_identity (identity->exchange));
  g_assert_true (daybook_provider_list_sources (provider, &context, list->exchange));
  talk_run (list, NULL, 0);
  talk_assert_finished (list);
  g_assert_cmpuint (daybook_exchange_get_sources (list->exchange)->len, ==, G_N_ELEMENTS (all_sources));
  for (guint i = 0; i < G_N_ELEMENTS (all_sources); i++)
    {
      const DaybookSource *source = daybook_exchange_get_sources (list->exchange)->pdata[i];

      g_assert_cmpstr (source->external_id, ==, all_sources[i]);
      g_assert_true (source->enabled);
    }
}

/* The day of the pictures in ui.md. */
static void
test_thursday (void)
{
  g_autoptr (SampleTalk) work = pull ("work", THURSDAY, NULL, FALSE);
  g_autoptr (SampleTalk) acme = pull ("acme", THURSDAY, NULL, FALSE);
  g_autoptr (SampleTalk) private = pull ("private", THURSDAY, NULL, FALSE);
  const DaybookEvent *event = talk_find_event (acme->talk, "design-review");

  g_assert_cmpstr (event->title, ==, "Design review");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_MASTER);
  g_assert_cmpint (event->attendee_count, ==, 5);
  g_assert_cmpstr (event->conference_provider, ==, "teams");
  event = talk_find_event (work->talk, "hiring/2026-11-19");
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 19, 10, 0));
  g_assert_cmpint (event->response, ==, DAYBOOK_RESPONSE_NEEDS_ACTION);
  g_assert_cmpint (event->busy, ==, DAYBOOK_BUSY_TENTATIVE);
  event = talk_find_event (work->talk, "budget/2026-11-19");
  g_assert_cmpstr (event->conference_provider, ==, "meet");
  g_assert_cmpint (event->attendee_count, ==, 3);
  event = talk_find_event (work->talk, "sprint/2026-11-16");
  g_assert_cmpstr (event->title, ==, "Sprint 24");
  g_assert_true (event->all_day);
  g_assert_nonnull (talk_find_event (private->talk, "lunch/2026-11-19"));
  g_assert_true (talk_find_event (private->talk, "physiotherapy/2026-11-19")->is_private);
  g_assert_cmpint (talk_find_event (work->talk, "all-hands/2026-11-16")->response, ==, DAYBOOK_RESPONSE_DECLINED);
  g_assert_cmpint (talk_find_event (work->talk, "friday-off/2026-11-20")->busy, ==, DAYBOOK_BUSY_OUT_OF_OFFICE);
}

static void
test_series_with_exceptions (void)
{
  g_autoptr (SampleTalk) work = pull ("work", THURSDAY, NULL, FALSE);
  const DaybookEvent *event = talk_find_event (work->talk, "stand-up");

  g_assert_cmpstr (event->rrule, ==, "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
  event = talk_find_event (work->talk, "stand-up/2026-11-18");
  g_assert_cmpint (event->kind, ==, DAYBOOK_EVENT_EXCEPTION);
  g_assert_cmpstr (event->series_external_id, ==, "stand-up");
  g_assert_cmpint (event->original_start, ==, AT (2026, 11, 18, 8, 0));
  g_assert_cmpint (event->range_start, ==, AT (2026, 11, 18, 8, 30));
  g_assert_cmpint (talk_find_event (work->talk, "stand-up/2026-11-27")->status, ==, DAYBOOK_EVENT_CANCELLED);
  /* the planning of the even weeks has its first instance in one */
  g_assert_cmpint (talk_find_event (work->talk, "planning")->range_start, ==, AT (2020, 1, 9, 12, 30));
}

/* Each working day has something to log, and every event is one that may be kept. */
static void
test_every_working_day (void)
{
  for (guint n = 0; n < 14; n++)
    {
      gint64 now = THURSDAY + n * 86400;
      DaybookDay day = daybook_wall_get_day (now);
      guint meetings = 0;

      for (guint s = 0; s < 3; s++)
        {
          g_autoptr (SampleTalk) sample = pull (all_sources[s], now, NULL, FALSE);

          for (guint i = 0; i < sample->talk->items->len; i++)
            {
              const DaybookEvent *event = ((DaybookItem *) sample->talk->items->pdata[i])->event;

              g_assert_nonnull (event);
              g_assert_nonnull (event->title);
              g_assert_cmpuint (event->hash, !=, 0);
              g_assert_cmpint (event->range_end, >, event->range_start);
              if (event->kind != DAYBOOK_EVENT_MASTER && !event->all_day && event->response != DAYBOOK_RESPONSE_DECLINED
                  && daybook_wall_get_day (event->start_wall) == day)
                meetings++;
            }
        }
      g_test_message ("day %d: %u", day, meetings);
      if (daybook_day_get_weekday (day) <= DAYBOOK_FRIDAY)
        g_assert_cmpuint (meetings, >=, 2);
      else
        g_assert_cmpuint (meetings, >=, 1);
    }
}

static void
test_messages_are_not_from_the_future (void)
{
  static const struct
  {
    const char *source;
    const char *kind;
  } cases[] = { { "inbox", "mail" }, { "acme-design", "message" }, { "acme/website", "commit" } };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (SampleTalk) sample = pull (cases[c].source, THURSDAY, NULL, FALSE);
      gboolean today = FALSE, kind = FALSE;

      g_assert_cmpuint (sample->talk->items->len, >=, 3);
      for (guint i = 0; i < sample->talk->items->len; i++)
        {
          const DaybookActivity *activity = ((DaybookItem *) sample->talk->items->pdata[i])->activity;

          g_assert_cmpint (activity->at, <=, THURSDAY);
          g_assert_cmpuint (activity->hash, !=, 0);
          g_assert_nonnull (activity->parent);
          today |= activity->at > THURSDAY - 12 * 3600;
          kind |= g_str_equal (activity->kind, cases[c].kind);
        }
      g_assert_true (today);
      g_assert_true (kind);
    }
}

/* A second sync on the same day says nothing; asked to say everything, it says the same. */
static void
test_same_day (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (all_sources); s++)
    {
      g_autoptr (SampleTalk) first = pull (all_sources[s], THURSDAY, NULL, FALSE);
      const char *cursor = daybook_exchange_get_cursor (first->talk->exchange);
      g_autoptr (SampleTalk) second = pull (all_sources[s], THURSDAY + 3600, cursor, FALSE);
      g_autoptr (SampleTalk) full = pull (all_sources[s], THURSDAY, cursor, TRUE);

      g_assert_true (daybook_exchange_is_full (first->talk->exchange));
      g_assert_false (daybook_exchange_is_full (second->talk->exchange));
      g_assert_cmpuint (second->talk->items->len, ==, 0);
      g_assert_cmpstr (daybook_exchange_get_cursor (second->talk->exchange), ==, cursor);
      g_assert_cmpuint (full->talk->items->len, ==, first->talk->items->len);
    }
}

/* The next day slides: what was there is as it was, and a day is new. */
static void
test_next_day (void)
{
  g_autoptr (SampleTalk) first = pull ("work", THURSDAY, NULL, FALSE);
  const char *cursor = daybook_exchange_get_cursor (first->talk->exchange);
  g_autoptr (SampleTalk) next = pull ("work", THURSDAY + 86400, cursor, FALSE);
  guint new_ones = 0;

  for (guint i = 0; i < next->talk->items->len; i++)
    {
      const DaybookEvent *event = ((DaybookItem *) next->talk->items->pdata[i])->event;
      const DaybookEvent *before = talk_find_event (first->talk, event->external_id);

      if (before == NULL)
        new_ones++;
      else
        g_assert_cmpuint (event->hash, ==, before->hash);
    }
  g_assert_cmpuint (new_ones, >, 0);
  g_assert_true (daybook_exchange_is_full (next->talk->exchange));
}

static void
test_ids_are_unique (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (all_sources); s++)
    {
      g_autoptr (SampleTalk) sample = pull (all_sources[s], THURSDAY, NULL, FALSE);
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

      for (guint i = 0; i < sample->talk->items->len; i++)
        {
          const DaybookItem *item = sample->talk->items->pdata[i];

          g_assert_true (g_hash_table_add (seen, item->event != NULL ? item->event->external_id
                                                                     : item->activity->external_id));
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/no-network", test_no_network);
  g_test_add_func ("/sample/thursday", test_thursday);
  g_test_add_func ("/sample/series-with-exceptions", test_series_with_exceptions);
  g_test_add_func ("/sample/every-working-day", test_every_working_day);
  g_test_add_func ("/sample/messages-are-not-from-the-future", test_messages_are_not_from_the_future);
  g_test_add_func ("/sample/same-day", test_same_day);
  g_test_add_func ("/sample/next-day", test_next_day);
  g_test_add_func ("/sample/ids-are-unique", test_ids_are_unique);
  return g_test_run ();
}
