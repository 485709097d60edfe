/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the built-in engine costs: suggestions a mail, and a whole day in a store with many years in it.
 *
 * usage: insight mails KILOBYTES
 *        insight day DATABASE
 *
 * `mails` judges a thousand different mails of about so many kilobytes and prints the median CPU time of one, in
 * microseconds; the slowest beside it. `day` puts 40 mails, 8 meetings, 30 messages and 12 commits into a database that
 * `queries fill` made, unmeasured, and prints the CPU time, in milliseconds, of judging them and of the day's summary: a
 * program's first of each, so reading the model and preparing the statements are in it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "big-store.h"
#include "insight/daybook-suggest.h"
#include "insight/daybook-suggester.h"
#include "insight/daybook-summarizer.h"
#include "store/daybook-accounts.h"
#include "store/daybook-events.h"

#define MAILS 1000
#define ROUNDS 5
#define HOUR G_GINT64_CONSTANT (3600)
#define MORNING (BIG_STORE_NOW - 4 * HOUR) /* 08:00 */

/* One in six asks for something, and one is German: mail is mostly neither. */
static const char *const sentences[] = {
  "Could you please send me the signed contract by Friday?",
  "The figures of last month are in the shared folder, as always.",
  "We had a good talk with Northwind yesterday and they liked the second draft.",
  "The train was late again, so I read the whole report on the way.",
  "On page 3 there is a table that compares the three offers, e.g. by price and date.",
  "Nobody has asked for the old format since v. 2.5 came out.",
  "Let me know which of the two dates suits you better.",
  "The room on the fourth floor is free from 10:30 to 12:00.",
  "Mr. Hill joins us in the second half, after his flight has landed.",
  "Everything that we decided is on the wiki, with the names of who does it.",
  "It was sunny in Zürich, and the lake is warm enough to swim.",
  "Kannst du mir bitte den Vertrag bis Freitag zurückschicken?",
};

/* In CPU time, which is what the targets are in. */
static double
cpu_us (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &spent);
  return spent.tv_sec * 1e6 + spent.tv_nsec / 1e3;
}

static char *
write_mail (guint number, gsize bytes)
{
  GString *text = g_string_new ("Hi Ben,\n\n");

  for (guint i = number; text->len < bytes * 3 / 4; i += 5 + number % 3)
    g_string_append_printf (text, "%s%s", sentences[i % G_N_ELEMENTS (sentences)], i % 4 == 0 ? "\n\n" : " ");
  g_string_append (text, "\n\nBest regards\nAna\n\n-- \nAna Berg, Northwind\n\nOn Mon, 3 Nov 2026 at 10:00, Ben Hill wrote:\n");
  for (guint i = number + 1; text->len < bytes; i += 7)
    g_string_append_printf (text, "> %s\n", sentences[i % G_N_ELEMENTS (sentences)]);
  return g_string_free (text, FALSE);
}

static DaybookActivity *
make_activity (const char *kind, guint number, gint64 at, const char *detail)
{
  DaybookActivity *self = daybook_activity_new ();

  self->kind = g_strdup (kind);
  self->external_id = g_strdup_printf ("%s-%04u", kind, number);
  self->title = g_strdup_printf ("%s, number %u", number % 3 == 0 ? "The offer for Northwind" : "Re: Notes", number);
  self->author = g_strdup (number % 2 == 0 ? "Ana Berg" : "Carla Diaz");
  self->at = at;
  self->detail = g_strdup (detail);
  self->hash = number + 1;
  return self;
}

static DaybookActivity *
make_mail (guint number, gsize bytes, gint64 at)
{
  DaybookActivity *self = make_activity ("mail", number, at, "{\"from_address\":\"ana@example.com\"}");

  self->body = write_mail (number, bytes);
  return self;
}

static int
compare_costs (const void *a, const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

/* The cheapest of some rounds, each mail: what else the machine does is not the engine's. */
static void
measure_mails (gsize bytes)
{
  const DaybookSuggestContext context = { BIG_STORE_NOW, daybook_zone_get_utc (), "me@example.com" };
  double costs[MAILS];
  guint shown = 0;

  for (guint i = 0; i < MAILS; i++)
    {
      g_autoptr (DaybookActivity) mail = make_mail (i, bytes, MORNING);

      for (guint round = 0; round < ROUNDS; round++)
        {
          double start = cpu_us (), cost;
          g_autoptr (DaybookSuggestion) suggestion = daybook_suggest_for_activity (mail, &context);

          cost = cpu_us () - start;
          costs[i] = round == 0 ? cost : MIN (costs[i], cost);
          shown += round == 0 && suggestion->confidence >= DAYBOOK_SUGGESTION_SHOWN;
        }
    }
  if (shown == 0)
    g_error ("nothing was suggested");
  qsort (costs, MAILS, sizeof costs[0], compare_costs);
  printf ("mail_us=%.1f\nslowest_us=%.1f\nsuggested=%u\n", costs[MAILS / 2], costs[MAILS - 1], shown);
}

/* ---- a day ---- */

static gint64
add_source (DaybookStore *store, const char *kind)
{
  g_autoptr (DaybookSource) source = daybook_source_new ();
  g_autoptr (GError) error = NULL;

  source->account_id = 1; /* the big store's only one */
  source->external_id = g_strdup (kind);
  source->name = g_strdup (kind);
  source->kind = g_strdup (kind);
  source->enabled = TRUE;
  if (daybook_store_add_source (store, source, &error) == 0)
    g_error ("%s", error->message);
  return source->id;
}

static void
put (DaybookStore *store, gint64 source_id, DaybookActivity *activity /* (transfer full) */)
{
  g_autoptr (DaybookActivity) owned = activity;
  g_autoptr (GError) error = NULL;

  owned->source_id = source_id;
  if (!daybook_store_put_activity (store, owned, 1, NULL, NULL, &error))
    g_error ("%s", error->message);
}

static void
put_meeting (DaybookStore *store, gint64 source_id, guint number)
{
  g_autoptr (DaybookEvent) event = daybook_event_new ();
  g_autoptr (GError) error = NULL;

  event->source_id = source_id;
  event->external_id = g_strdup_printf ("meeting-%u", number);
  event->title = g_strdup_printf ("Planning with Northwind %u", number);
  event->description = g_strdup ("Agenda: figures of last month, open tickets, what blocks us, next steps.");
  event->organizer = g_strdup ("ana@example.com");
  event->attendee_count = 4;
  event->response = DAYBOOK_RESPONSE_ACCEPTED;
  event->range_start = MORNING + (gint64) number * HOUR;
  event->range_end = event->range_start + HOUR / 2;
  if (!daybook_store_put_event (store, event, 1, NULL, NULL, &error))
    g_error ("%s", error->message);
}

static void
put_day (DaybookStore *store)
{
  gint64 mail = add_source (store, "mailbox"), chat = add_source (store, "channel"), code = add_source (store, "repository");
  gint64 calendar = add_source (store, "calendar");

  for (guint i = 0; i < 40; i++)
    put (store, mail, make_mail (i, 1000 + i * 100, MORNING + i * 300));
  for (guint i = 0; i < 30; i++)
    {
      DaybookActivity *message = make_activity ("message", i, MORNING + i * 400, i % 5 == 0 ? "{\"mentions_me\":true}" : NULL);

      message->body = g_strdup (sentences[i % G_N_ELEMENTS (sentences)]);
      put (store, chat, message);
    }
  for (guint i = 0; i < 12; i++)
    put (store, code, make_activity ("commit", i, MORNING + i * 900, "{\"author_me\":true,\"repository\":\"northwind/shop\"}"));
  for (guint i = 0; i < 8; i++)
    put_meeting (store, calendar, i);
}

static void
measure_day (const char *path)
{
  g_autoptr (DaybookStore) store = big_store_open (path);
  DaybookDay day = (DaybookDay) (BIG_STORE_NOW / DAYBOOK_DAY_SECONDS);
  DaybookPeriod period = daybook_period_around (DAYBOOK_SUMMARY_DAILY, day, day);
  DaybookSuggestCounts counts = { 0 };
  g_autoptr (DaybookSummary) summary = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  double start, judged, told;

  put_day (store);
  start = cpu_us ();
  if (!daybook_suggest_new (store, 0, &counts, &error))
    g_error ("%s", error->message);
  judged = cpu_us ();
  summary = daybook_summarize (store, &period, &error);
  told = cpu_us ();
  if (summary == NULL)
    g_error ("%s", error->message);
  text = daybook_summary_get_text (summary);
  if (counts.judged < 70 || counts.suggested == 0 || daybook_count_words (text) < DAYBOOK_SUMMARY_LEAST_WORDS)
    g_error ("%d judged, %d suggested: %s", counts.judged, counts.suggested, text);
  printf ("day_ms=%.2f\nsuggestions_ms=%.2f\nsummary_ms=%.2f\njudged=%d\nsuggested=%d\nwords=%u\n", (told - start) / 1000,
          (judged - start) / 1000, (told - judged) / 1000, counts.judged, counts.suggested, daybook_count_words (text));
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "mails") == 0 && atoi (argv[2]) > 0)
    measure_mails ((gsize) atoi (argv[2]) * 1024);
  else if (argc == 3 && strcmp (argv[1], "day") == 0)
    measure_day (argv[2]);
  else
    {
      g_printerr ("usage: insight mails KILOBYTES | insight day DATABASE\n");
      return 2;
    }
  return 0;
}
