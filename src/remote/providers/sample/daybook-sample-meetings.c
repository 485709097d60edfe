/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/sample/daybook-sample-days.h"

#include <string.h>

#include "providers/daybook-event-rules.h"
#include "providers/daybook-people.h"

/* The people of the sample, by letter: a meeting's `people` is a word of them. */
static const struct
{
  char letter;
  const char *name;
  const char *address;
} people[] = {
  { 's', DAYBOOK_SAMPLE_NAME, DAYBOOK_SAMPLE_ADDRESS },
  { 'p', "Priya Nair", "priya@example.com" },
  { 'j', "Jonas Berg", "jonas@acme.example" },
  { 'm', "Mei Lin", "mei@acme.example" },
  { 't', "Tomás Ruiz", "tomas@example.com" },
  { 'a', "Anna Kowalska", "anna@example.com" },
  { 'd', "David Okafor", "david@example.com" },
  { 'c', "Sofia Conti", "sofia@northwind.example" },
  { 'n', "Noah Fischer", "noah@example.com" },
  { 'e', "Elif Demir", "elif@example.com" },
};

typedef enum
{
  EVERY_WEEK,
  EVEN_WEEKS,
  ODD_WEEKS,
} Weeks;

#define HM(hour, minute) ((hour) * 60 + (minute))
#define MEET(code) "https://meet.google.com/" code
#define TEAMS(code) "https://teams.microsoft.com/l/meetup-join/19%3ameeting_" code "%40thread.v2/0?context=%7b%7d"

/* One meeting of the fortnight. Times are minutes of the person's day. */
typedef struct
{
  const char *source;
  const char *key; /* of the event's id */
  const char *title;
  DaybookWeekday weekday;
  Weeks weeks;
  int start; /* all day: 0 */
  int end;   /* all day: days */
  const char *rule; /* a series, whose weekday is that of its first instance; NULL: every one by itself */
  const char *people; /* the first one organizes; NULL: nobody else */
  DaybookResponse response;
  DaybookBusy busy;
  gboolean all_day;
  gboolean is_private;
  const char *location;
  const char *link;
  const char *description;
  const char *categories;
} Meeting;

static const Meeting meetings[] = {
  /* Work */
  { "work", "stand-up", "Stand-up", DAYBOOK_MONDAY, EVERY_WEEK, HM (9, 0), HM (9, 15),
    .rule = "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", .people = "dspnae", .response = DAYBOOK_RESPONSE_ACCEPTED,
    .link = MEET ("kxw-dbqa-tzu"), .description = "What is done, what comes next, what is in the way." },
  { "work", "one-on-one", "One-on-one with Priya", DAYBOOK_THURSDAY, EVERY_WEEK, HM (9, 30), HM (10, 0),
    .rule = "RRULE:FREQ=WEEKLY;BYDAY=TH", .people = "sp", .response = DAYBOOK_RESPONSE_ORGANIZER,
    .description = "Priya's list first, then mine." },
  { "work", "planning", "Sprint planning", DAYBOOK_THURSDAY, EVEN_WEEKS, HM (13, 30), HM (14, 30),
    .rule = "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", .people = "dspnaetm", .response = DAYBOOK_RESPONSE_ACCEPTED,
    .location = "Room 4", .description = "Estimates are in the board. Please read them before we meet." },
  { "work", "retrospective", "Retrospective", DAYBOOK_FRIDAY, ODD_WEEKS, HM (15, 0), HM (16, 0),
    .rule = "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", .people = "aspnde", .response = DAYBOOK_RESPONSE_ACCEPTED,
    .link = MEET ("rtp-hmgf-oue") },
  { "work", "sprint", "Sprint", DAYBOOK_MONDAY, EVEN_WEEKS, 0, 12, .all_day = TRUE, .busy = DAYBOOK_BUSY_FREE },
  { "work", "away", "Anna is away", DAYBOOK_THURSDAY, EVEN_WEEKS, 0, 2, .all_day = TRUE, .busy = DAYBOOK_BUSY_FREE },
  { "work", "architecture", "Architecture review", DAYBOOK_MONDAY, EVERY_WEEK, HM (10, 30), HM (11, 30),
    .people = "nsde", .response = DAYBOOK_RESPONSE_ACCEPTED, .location = "Room 2",
    .description = "Queue or cron for the nightly import? Bring the numbers of the last run." },
  { "work", "focus-monday", "Focus: checkout", DAYBOOK_MONDAY, EVERY_WEEK, HM (13, 0), HM (15, 0),
    .response = DAYBOOK_RESPONSE_ORGANIZER, .categories = "[\"Focus time\"]" },
  { "work", "hiring", "Hiring sync", DAYBOOK_THURSDAY, EVERY_WEEK, HM (11, 0), HM (12, 0), .people = "aspd",
    .response = DAYBOOK_RESPONSE_NEEDS_ACTION, .link = MEET ("ody-zesp-qhw"),
    .description = "Three candidates for the front-end position. The notes are in the shared folder." },
  { "work", "budget", "Northwind budget call", DAYBOOK_THURSDAY, EVEN_WEEKS, HM (15, 0), HM (16, 0), .people = "csn",
    .response = DAYBOOK_RESPONSE_ACCEPTED, .link = MEET ("wnf-jkra-bmc"),
    .description = "Hours left in the quarter, and what the migration still needs." },
  { "work", "migration", "Northwind migration: dry run", DAYBOOK_TUESDAY, EVERY_WEEK, HM (14, 0), HM (15, 30),
    .people = "scn", .response = DAYBOOK_RESPONSE_ORGANIZER, .link = MEET ("hqe-vuxl-yip"),
    .description = "Import the March export into the copy, count rows, compare sums." },
  { "work", "demo", "Demo", DAYBOOK_FRIDAY, EVERY_WEEK, HM (11, 0), HM (11, 45), .people = "dspnaemj",
    .response = DAYBOOK_RESPONSE_ACCEPTED, .location = "Big room" },
  { "work", "interview", "Interview: Léa Martin", DAYBOOK_WEDNESDAY, ODD_WEEKS, HM (16, 0), HM (17, 0), .people = "asd",
    .response = DAYBOOK_RESPONSE_TENTATIVE, .link = MEET ("ugy-pcat-xnk") },
  { "work", "lunch-and-learn", "Lunch and learn: accessibility", DAYBOOK_WEDNESDAY, EVEN_WEEKS, HM (12, 0), HM (13, 0),
    .people = "esnpa", .response = DAYBOOK_RESPONSE_ACCEPTED, .location = "Kitchen" },
  { "work", "all-hands", "All-hands", DAYBOOK_MONDAY, EVEN_WEEKS, HM (16, 0), HM (17, 0), .people = "dspnaetjmc",
    .response = DAYBOOK_RESPONSE_DECLINED, .location = "Big room" },
  { "work", "pairing", "Pairing with Noah", DAYBOOK_TUESDAY, ODD_WEEKS, HM (9, 30), HM (10, 45), .people = "ns",
    .response = DAYBOOK_RESPONSE_ACCEPTED },
  { "work", "friday-off", "Out of office", DAYBOOK_FRIDAY, EVEN_WEEKS, HM (14, 0), HM (18, 0),
    .response = DAYBOOK_RESPONSE_ORGANIZER, .busy = DAYBOOK_BUSY_OUT_OF_OFFICE,
    .categories = "[\"Out of office\"]" },
  { "work", "home-office", "Working from home", DAYBOOK_WEDNESDAY, EVERY_WEEK, 0, 1, .all_day = TRUE,
    .busy = DAYBOOK_BUSY_ELSEWHERE, .categories = "[\"Working location\"]" },
  /* ACME, a client */
  { "acme", "design-review", "Design review", DAYBOOK_THURSDAY, EVERY_WEEK, HM (10, 0), HM (11, 30),
    .rule = "RRULE:FREQ=WEEKLY;BYDAY=TH", .people = "jsmpt", .response = DAYBOOK_RESPONSE_ACCEPTED,
    .location = "Microsoft Teams", .link = TEAMS ("acme-design"),
    .description = "Header, product page and checkout. Bring the numbers from Tuesday." },
  { "acme", "status", "ACME status call", DAYBOOK_TUESDAY, EVERY_WEEK, HM (11, 0), HM (11, 30),
    .rule = "RRULE:FREQ=WEEKLY;BYDAY=TU", .people = "jsm", .response = DAYBOOK_RESPONSE_ACCEPTED,
    .link = TEAMS ("acme-status") },
  { "acme", "workshop", "Checkout workshop", DAYBOOK_WEDNESDAY, EVEN_WEEKS, HM (13, 30), HM (16, 0), .people = "mjspt",
    .response = DAYBOOK_RESPONSE_ACCEPTED, .location = "ACME, Lindenstrasse 4",
    .description = "Guest checkout: what may we leave out? Second half with the payments team." },
  { "acme", "rehearsal", "Release rehearsal", DAYBOOK_WEDNESDAY, ODD_WEEKS, HM (10, 0), HM (11, 30), .people = "jsm",
    .response = DAYBOOK_RESPONSE_ACCEPTED, .link = TEAMS ("acme-release") },
  { "acme", "support", "Support hour", DAYBOOK_MONDAY, EVERY_WEEK, HM (15, 30), HM (16, 15), .people = "ms",
    .response = DAYBOOK_RESPONSE_ACCEPTED, .link = TEAMS ("acme-support") },
  { "acme", "product", "Product page: copy review", DAYBOOK_FRIDAY, EVERY_WEEK, HM (9, 45), HM (10, 30), .people = "msj",
    .response = DAYBOOK_RESPONSE_ACCEPTED, .link = TEAMS ("acme-copy") },
  { "acme", "steering", "Steering committee", DAYBOOK_TUESDAY, EVEN_WEEKS, HM (16, 0), HM (17, 0), .people = "jsmd",
    .response = DAYBOOK_RESPONSE_NEEDS_ACTION, .link = TEAMS ("acme-steering") },
  /* Private */
  { "private", "lunch", "Lunch with Tomás", DAYBOOK_THURSDAY, EVEN_WEEKS, HM (13, 0), HM (13, 30) },
  { "private", "physiotherapy", "Physiotherapy", DAYBOOK_THURSDAY, EVERY_WEEK, HM (16, 30), HM (17, 30),
    .is_private = TRUE },
  { "private", "choir", "Choir", DAYBOOK_MONDAY, EVERY_WEEK, HM (19, 30), HM (21, 0),
    .rule = "RRULE:FREQ=WEEKLY;BYDAY=MO", .location = "St. Peter" },
  { "private", "dentist", "Dentist", DAYBOOK_WEDNESDAY, ODD_WEEKS, HM (8, 0), HM (8, 45), .is_private = TRUE },
  { "private", "parents", "Parents' evening", DAYBOOK_TUESDAY, ODD_WEEKS, HM (18, 30), HM (20, 0) },
  { "private", "climbing", "Climbing", DAYBOOK_SATURDAY, EVERY_WEEK, HM (10, 0), HM (12, 0) },
  { "private", "market", "Market with Ana", DAYBOOK_SATURDAY, EVEN_WEEKS, HM (13, 0), HM (14, 0) },
  { "private", "call", "Call Mum", DAYBOOK_SUNDAY, EVERY_WEEK, HM (17, 0), HM (17, 30) },
};

/* Instances of the stand-up that are not like the others, by weekday and week. */
static const struct
{
  const char *key;
  DaybookWeekday weekday;
  Weeks weeks;
  int start; /* -1: cancelled */
  int end;
} changes[] = {
  { "stand-up", DAYBOOK_WEDNESDAY, EVEN_WEEKS, HM (9, 30), HM (9, 45) },
  { "stand-up", DAYBOOK_FRIDAY, ODD_WEEKS, -1, 0 },
  { "status", DAYBOOK_TUESDAY, ODD_WEEKS, HM (13, 0), HM (13, 30) },
};

/* 2020-01-06, a Monday. */
static DaybookDay
get_anchor (void)
{
  return daybook_day_from_civil (2020, 1, 6);
}

int
daybook_sample_week (DaybookDay day)
{
  DaybookDay days = daybook_day_get_week_start (day, DAYBOOK_MONDAY) - get_anchor ();

  return days >= 0 ? days / 7 : -((6 - days) / 7);
}

static gboolean
is_on (DaybookDay day, DaybookWeekday weekday, Weeks weeks)
{
  return daybook_day_get_weekday (day) == weekday
         && (weeks == EVERY_WEEK || (daybook_sample_week (day) % 2 == 0) == (weeks == EVEN_WEEKS));
}

static gint64
at_minute (DaybookZone *zone, DaybookDay day, int minute)
{
  return daybook_zone_to_instant (zone, daybook_wall_from_day (day) + minute * 60);
}

/* A computer may be set to a zone that has no name: then the times float with it. */
static void
set_zone (DaybookEvent *event, DaybookZone *zone)
{
  g_autoptr (DaybookZone) named = daybook_zone_lookup (daybook_zone_get_name (zone));

  if (named != NULL)
    event->time_zone = g_strdup (daybook_zone_get_name (zone));
  else
    event->zone_flags = DAYBOOK_ZONE_FLOATING;
}

static void
set_times (DaybookEvent *event, const DaybookSampleRequest *request, const Meeting *meeting, DaybookDay day, int start,
           int end)
{
  event->start_wall = daybook_wall_from_day (day) + start * 60;
  if (meeting->all_day)
    {
      event->all_day = TRUE;
      event->range_start = daybook_wall_from_day (day);
      event->range_end = daybook_wall_from_day (day + end);
      return;
    }
  event->range_start = at_minute (request->zone, day, start);
  event->range_end = at_minute (request->zone, day, end);
  set_zone (event, request->zone);
}

static void
set_people (DaybookEvent *event, const Meeting *meeting)
{
  g_autoptr (DaybookPeople) list = daybook_people_new ();

  for (const char *letter = meeting->people; letter != NULL && *letter != '\0'; letter++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (people); i++)
        {
          DaybookResponse response = DAYBOOK_RESPONSE_ACCEPTED;

          if (people[i].letter != *letter)
            continue;
          if (letter == meeting->people)
            {
              event->organizer = g_strdup (people[i].address);
              event->organizer_name = g_strdup (people[i].name);
              event->is_organizer = *letter == 's';
            }
          if (*letter == 's' && !event->is_organizer)
            response = meeting->response;
          daybook_people_add (list, people[i].name, people[i].address, response);
        }
    }
  daybook_people_give (list, event);
}

/* The event that @meeting is on @day, or would be if it were not another time. */
static DaybookEvent *
make_event (const DaybookSampleRequest *request, const Meeting *meeting, DaybookDay day, int start, int end)
{
  DaybookEvent *event = daybook_event_new ();
  int week = daybook_sample_week (day);

  event->title = meeting->all_day && g_str_equal (meeting->key, "sprint")
                     ? g_strdup_printf ("Sprint %d", (week / 2 + 44) % 100 + 1)
                     : g_strdup (meeting->title);
  event->description = g_strdup (meeting->description);
  event->location = g_strdup (meeting->location);
  event->categories = g_strdup (meeting->categories);
  event->response = meeting->response;
  event->busy = meeting->busy;
  event->is_private = meeting->is_private;
  if (meeting->response == DAYBOOK_RESPONSE_TENTATIVE || meeting->response == DAYBOOK_RESPONSE_NEEDS_ACTION)
    event->busy = DAYBOOK_BUSY_TENTATIVE;
  set_people (event, meeting);
  if (meeting->people == NULL && !meeting->all_day)
    event->is_organizer = TRUE;
  if (event->is_organizer)
    event->response = DAYBOOK_RESPONSE_ORGANIZER;
  daybook_event_take_conference (event, meeting->link);
  set_times (event, request, meeting, day, start, end);
  return event;
}

static void
add (GPtrArray *items, DaybookEvent *event /* (transfer full) */)
{
  event->hash = daybook_event_digest (event);
  g_ptr_array_add (items, daybook_item_new_event (event));
}

static char *
make_id (const Meeting *meeting, DaybookDay day)
{
  char text[DAYBOOK_DAY_TEXT_SIZE];

  return g_strdup_printf ("%s/%s", meeting->key, daybook_day_write (day, text));
}

/* The series itself, since the first week there was. */
static void
add_series (const DaybookSampleRequest *request, const Meeting *meeting, GPtrArray *items)
{
  DaybookDay first = get_anchor () + (meeting->weekday - DAYBOOK_MONDAY) + (meeting->weeks == ODD_WEEKS ? 7 : 0);
  DaybookEvent *event = make_event (request, meeting, first, meeting->start, meeting->end);

  event->kind = DAYBOOK_EVENT_MASTER;
  event->external_id = g_strdup (meeting->key);
  event->rrule = g_strdup (meeting->rule);
  add (items, event);
}

static void
add_changes (const DaybookSampleRequest *request, const Meeting *meeting, DaybookDay day, GPtrArray *items)
{
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      gboolean cancelled = changes[i].start < 0;
      DaybookEvent *event;

      if (!g_str_equal (changes[i].key, meeting->key) || !is_on (day, changes[i].weekday, changes[i].weeks))
        continue;
      event = make_event (request, meeting, day, cancelled ? meeting->start : changes[i].start,
                          cancelled ? meeting->end : changes[i].end);
      event->kind = DAYBOOK_EVENT_EXCEPTION;
      event->external_id = make_id (meeting, day);
      event->series_external_id = g_strdup (meeting->key);
      event->original_start = at_minute (request->zone, day, meeting->start);
      if (cancelled)
        event->status = DAYBOOK_EVENT_CANCELLED;
      add (items, event);
    }
}

void
daybook_sample_add_meetings (const DaybookSampleRequest *request, GPtrArray *items)
{
  for (guint i = 0; i < G_N_ELEMENTS (meetings); i++)
    {
      const Meeting *meeting = &meetings[i];

      if (!g_str_equal (meeting->source, request->source))
        continue;
      if (meeting->rule != NULL)
        add_series (request, meeting, items);
      /* One that lasts some days may have begun before the first. */
      for (DaybookDay day = request->first - (meeting->all_day ? meeting->end - 1 : 0); day <= request->last; day++)
        {
          DaybookEvent *event;

          if (meeting->rule != NULL)
            {
              add_changes (request, meeting, day, items);
              continue;
            }
          if (!is_on (day, meeting->weekday, meeting->weeks))
            continue;
          event = make_event (request, meeting, day, meeting->start, meeting->end);
          event->external_id = make_id (meeting, day);
          add (items, event);
        }
    }
}
