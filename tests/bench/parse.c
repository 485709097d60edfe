/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What providers cost without network and store: 10,000 events from bytes to items and away again,
 * through the exchange as a runner would do it.
 *
 *   parse google        four pages of 2,500 events, as the `fields` mask leaves them
 *   parse google-whole  the same as Google sends them to whoever asks for everything
 *   parse ics           a calendar of 10,000 events, 8 % of them recurring, nothing known
 *   parse ics-same      the same once more: nothing has changed
 *   parse ics-one       the same once more: 1 % has changed
 *   parse ics-libical   the floor of ics: every VEVENT read with libical and the same fields taken out
 *
 * Prints us_event (user and system CPU), items, and the kilobytes an event has. */
#include <libical/ical.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "providers/daybook-provider.h"

#define EVENTS 10000
#define PAGE 2500
#define ROUNDS 5
#define NOW G_GINT64_CONSTANT (1795262400) /* 2026-11-21T12:00:00Z */

static double
cpu_us (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static const char description[] =
    "Please read the notes before we meet and add your questions at the end.%sWe decide on scope, owner and date; "
    "everything else goes to the list.%sAgenda: figures of last month, open tickets, what blocks us, next steps.%s"
    "The draft is in the shared folder, comments until the evening before.";

/* ---- Google ---- */

static GBytes *
make_page (guint number, gboolean whole)
{
  GString *page = g_string_new ("{\"kind\":\"calendar#events\",\"timeZone\":\"Europe/Zurich\",\"items\":[");

  for (guint i = number * PAGE; i < (number + 1) * PAGE; i++)
    {
      g_string_append_printf (page, "%s{", i % PAGE > 0 ? "," : "");
      if (whole)
        g_string_append (page, "\"kind\":\"calendar#event\",");
      g_string_append_printf (page,
                              "\"etag\":\"\\\"3391%08u\\\"\",\"id\":\"e%025u\",\"status\":\"confirmed\",\"htmlLink\":"
                              "\"https://www.google.com/calendar/event?eid=ZTAwMDAwMDA%08u\",",
                              i, i, i);
      if (whole)
        g_string_append (page, "\"created\":\"2026-01-20T08:00:00.000Z\",");
      g_string_append_printf (page,
                              "\"updated\":\"2026-02-%02uT09:30:00.000Z\",\"summary\":\"Design review %u \\u2013 Z\xc3\xbcrich\",",
                              i % 28 + 1, i);
      g_string_append (page, "\"description\":\"");
      g_string_append_printf (page, description, "\\n", "\\n", "\\n");
      g_string_append_printf (page, "\",\"location\":\"Bahnhofstrasse %u, Zurich\",", i % 100);
      if (whole)
        g_string_append (page, "\"creator\":{\"email\":\"ana@example.com\"},");
      g_string_append_printf (page,
                              "\"organizer\":{\"email\":\"ana%u@example.com\",\"displayName\":\"Ana\"},"
                              "\"start\":{\"dateTime\":\"2026-12-%02uT%02u:00:00+01:00\",\"timeZone\":\"Europe/Zurich\"},"
                              "\"end\":{\"dateTime\":\"2026-12-%02uT%02u:30:00+01:00\",\"timeZone\":\"Europe/Zurich\"},",
                              i % 7, i % 28 + 1, i % 10 + 8, i % 28 + 1, i % 10 + 8);
      if (i % 12 == 0)
        g_string_append (page, "\"recurrence\":[\"RRULE:FREQ=WEEKLY;BYDAY=MO,WE\"],");
      g_string_append_printf (page, "\"iCalUID\":\"e%025u@google.com\",\"sequence\":%u,\"attendees\":[", i, i % 5);
      for (guint a = 0; a < 4; a++)
        g_string_append_printf (page,
                                "%s{\"email\":\"person%u@example.com\",\"displayName\":\"Person Number %u\",%s"
                                "\"responseStatus\":\"%s\"}",
                                a > 0 ? "," : "", a + i % 9, a, a == 0 ? "\"self\":true," : "",
                                a > 0 ? "accepted" : "needsAction");
      g_string_append_printf (page, "],\"hangoutLink\":\"https://meet.google.com/abc-%c%c%c%c-xyz\",", 'a' + i % 26,
                              'a' + i / 26 % 26, 'a' + i / 676 % 26, 'a' + i % 7);
      if (whole)
        g_string_append (page,
                         "\"conferenceData\":{\"entryPoints\":[{\"entryPointType\":\"video\",\"uri\":\"https://meet.google.com/"
                         "abc-defg-hij\",\"label\":\"meet.google.com/abc-defg-hij\"}],\"conferenceSolution\":{\"key\":{\"type\":"
                         "\"hangoutsMeet\"},\"name\":\"Google Meet\",\"iconUri\":\"https://fonts.gstatic.com/s/i/"
                         "productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x_web_512dp.png\"},"
                         "\"conferenceId\":\"abc-defg-hij\"},\"reminders\":{\"useDefault\":true},");
      g_string_append (page, "\"eventType\":\"default\"}");
    }
  if (number + 1 < EVENTS / PAGE)
    g_string_append_printf (page, "],\"nextPageToken\":\"page-%u\"}", number + 1);
  else
    g_string_append (page, "],\"nextSyncToken\":\"CPDAlvWDx70CEPDAlvWDx70CGAU=\"}");
  return g_string_free_to_bytes (page);
}

/* Runs @exchange on @bodies; returns how many items it gave. */
static guint
run (DaybookExchange *exchange, GBytes *const *bodies)
{
  DaybookRequest *request;
  guint items = 0;

  while ((request = daybook_exchange_next_request (exchange)) != NULL)
    {
      g_autoptr (GPtrArray) taken = NULL;

      daybook_exchange_respond (exchange, request, daybook_http_response_new (200, request->url, *bodies++));
      taken = daybook_exchange_take_items (exchange, NULL);
      items += taken != NULL ? taken->len : 0;
    }
  g_assert_no_error (daybook_exchange_get_error (exchange));
  return items;
}

static void
measure_google (gboolean whole)
{
  g_autoptr (DaybookSource) source = daybook_source_new ();
  DaybookProviderContext context = { .api_url = "https://api.test/calendar/v3" };
  DaybookPullOptions options = { .from = 20771, .to = G_MAXINT32, .from_at = NOW - 7 * 86400, .to_at = G_MAXINT64 };
  GBytes *pages[EVENTS / PAGE];
  double best = 0;
  guint items = 0;

  source->external_id = g_strdup ("ana@example.com");
  for (guint i = 0; i < EVENTS / PAGE; i++)
    pages[i] = make_page (i, whole);
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (DaybookExchange) exchange = daybook_exchange_new (NOW, 1);
      double start = cpu_us (), cost;

      daybook_provider_pull (daybook_registry_find ("google-calendar"), &context, source, &options, exchange);
      items = run (exchange, pages);
      cost = cpu_us () - start;
      best = round == 0 ? cost : MIN (best, cost);
    }
  printf ("us_event=%.2f\nitems=%u\nkb_event=%.2f\n", best / EVENTS, items, g_bytes_get_size (pages[0]) / 1024.0 / PAGE);
  for (guint i = 0; i < EVENTS / PAGE; i++)
    g_bytes_unref (pages[i]);
}

/* ---- ICS ---- */

static void
append_folded (GString *feed, const char *line)
{
  gsize length = strlen (line);

  for (gsize at = 0; at < length; at += 74)
    g_string_append_printf (feed, "%s%.74s\r\n", at > 0 ? " " : "", line + at);
}

static GBytes *
make_feed (guint changed)
{
  GString *feed = g_string_new ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nX-WR-CALNAME:Team\r\n");
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < EVENTS; i++)
    {
      g_string_append_printf (feed,
                              "BEGIN:VEVENT\r\nUID:e%025u@google.com\r\nDTSTAMP:20261121T%02u0000Z\r\n"
                              "DTSTART;TZID=Europe/Zurich:202612%02uT%02u0000\r\nDTEND;TZID=Europe/Zurich:202612%02uT%02u3000\r\n",
                              i, changed > 0 ? 11 : 10, i % 28 + 1, i % 10 + 8, i % 28 + 1, i % 10 + 8);
      if (i % 12 == 0)
        g_string_append (feed, "RRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\n");
      g_string_append_printf (feed, "SUMMARY:Design review %u%s\r\n", i, changed > 0 && i % changed == 0 ? " moved" : "");
      g_string_assign (line, "DESCRIPTION:");
      g_string_append_printf (line, description, "\\n", "\\n", "\\n");
      append_folded (feed, line->str);
      g_string_append_printf (feed, "LOCATION:Bahnhofstrasse %u\\, Zurich\r\n", i % 100);
      g_string_append_printf (feed, "ORGANIZER;CN=Ana:mailto:ana%u@example.com\r\n", i % 7);
      for (guint a = 0; a < 4; a++)
        {
          g_string_printf (line,
                           "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Person Number %u;"
                           "X-NUM-GUESTS=0:mailto:person%u@example.com", a, a + i % 9);
          append_folded (feed, line->str);
        }
      g_string_append_printf (feed,
                              "CREATED:20260101T080000Z\r\nLAST-MODIFIED:20260202T093000Z\r\nSEQUENCE:%u\r\n"
                              "STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n"
                              "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij\r\nEND:VEVENT\r\n",
                              i % 5);
    }
  g_string_append (feed, "END:VCALENDAR\r\n");
  return g_string_free_to_bytes (feed);
}

static guint
read_feed (GBytes *feed, GHashTable *known, GHashTable *remember, double *cost)
{
  g_autoptr (DaybookExchange) exchange = daybook_exchange_new (NOW, 1);
  g_autoptr (DaybookSource) source = daybook_source_new ();
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Zurich");
  g_autoptr (GPtrArray) items = NULL;
  DaybookProviderContext context = { .secret_url = "https://calendar.test/basic.ics" };
  DaybookPullOptions options = { .from_at = NOW - 7 * 86400, .to_at = G_MAXINT64, .zone = zone };
  DaybookHttpResponse *response;
  DaybookRequest *request;
  gsize size = g_bytes_get_size (feed);
  double start = cpu_us ();
  guint n;

  options.cursor = known != NULL ? "{}" : NULL;
  if (known != NULL)
    daybook_exchange_set_known (exchange, g_hash_table_ref (known));
  source->external_id = g_strdup ("x");
  daybook_provider_pull (daybook_registry_find ("ics"), &context, source, &options, exchange);
  request = daybook_exchange_next_request (exchange);
  response = daybook_http_response_new (200, request->url, NULL);
  for (gsize at = 0; at < size; at += 65536)
    {
      g_autoptr (GBytes) piece = g_bytes_new_from_bytes (feed, at, MIN (65536, size - at));

      daybook_exchange_respond_chunk (exchange, request, response, piece);
    }
  daybook_exchange_respond_chunk (exchange, request, response, NULL);
  daybook_http_response_free (response);
  g_assert_no_error (daybook_exchange_get_error (exchange));
  items = daybook_exchange_take_items (exchange, NULL);
  n = items->len;
  for (guint i = 0; remember != NULL && i < n; i++)
    {
      const DaybookEvent *event = ((DaybookItem *) items->pdata[i])->event;
      DaybookKnown *entry = g_new0 (DaybookKnown, 1);

      entry->hash = event->hash;
      g_hash_table_insert (remember, g_strdup (event->external_id), entry);
    }
  g_clear_pointer (&items, g_ptr_array_unref);
  *cost = cpu_us () - start;
  return n;
}

static void
measure_ics (gboolean again, guint changed)
{
  g_autoptr (GBytes) feed = make_feed (0);
  g_autoptr (GBytes) second = make_feed (changed);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  double best = 0, cost;
  guint items = 0;

  if (again)
    read_feed (feed, NULL, known, &cost);
  for (guint round = 0; round < ROUNDS; round++)
    {
      items = read_feed (again ? second : feed, again ? known : NULL, NULL, &cost);
      best = round == 0 ? cost : MIN (best, cost);
    }
  printf ("us_event=%.2f\nitems=%u\nkb_event=%.2f\n", best / EVENTS, items, g_bytes_get_size (feed) / 1024.0 / EVENTS);
}

/* ---- libical ---- */

static gsize sum; /* keeps the compiler from leaving the work out */

static void
take_text (const char *text)
{
  char *copy = g_strdup (text);

  sum += copy != NULL ? strlen (copy) : 0;
  g_free (copy);
}

static void
take_component (icalcomponent *component)
{
  struct icaltimetype start = icalcomponent_get_dtstart (component);
  struct icaltimetype end = icalcomponent_get_dtend (component);

  sum += start.hour + end.minute;
  take_text (icalcomponent_get_uid (component));
  take_text (icalcomponent_get_summary (component));
  take_text (icalcomponent_get_description (component));
  take_text (icalcomponent_get_location (component));
  for (icalproperty *property = icalcomponent_get_first_property (component, ICAL_ATTENDEE_PROPERTY); property != NULL;
       property = icalcomponent_get_next_property (component, ICAL_ATTENDEE_PROPERTY))
    take_text (icalproperty_get_attendee (property));
}

static void
measure_libical (void)
{
  g_autoptr (GBytes) feed = make_feed (0);
  const char *text = g_bytes_get_data (feed, NULL);
  const char *end = text + g_bytes_get_size (feed);
  double best = 0;
  guint items = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      double start = cpu_us (), cost;

      items = 0;
      for (const char *at = text; (at = g_strstr_len (at, end - at, "BEGIN:VEVENT")) != NULL; items++)
        {
          const char *stop = g_strstr_len (at, end - at, "END:VEVENT") + strlen ("END:VEVENT\r\n");
          g_autofree char *one = g_strndup (at, stop - at);
          icalcomponent *component = icalparser_parse_string (one);

          take_component (component);
          icalcomponent_free (component);
          at = stop;
        }
      cost = cpu_us () - start;
      best = round == 0 ? cost : MIN (best, cost);
    }
  printf ("us_event=%.2f\nitems=%u\nkb_event=%.2f\n", best / EVENTS, items, g_bytes_get_size (feed) / 1024.0 / EVENTS);
}

int
main (int argc, char *argv[])
{
  const char *mode = argc == 2 ? argv[1] : "";

  if (g_str_equal (mode, "google"))
    measure_google (FALSE);
  else if (g_str_equal (mode, "google-whole"))
    measure_google (TRUE);
  else if (g_str_equal (mode, "ics"))
    measure_ics (FALSE, 0);
  else if (g_str_equal (mode, "ics-same"))
    measure_ics (TRUE, 0);
  else if (g_str_equal (mode, "ics-one"))
    measure_ics (TRUE, 100);
  else if (g_str_equal (mode, "ics-libical"))
    measure_libical ();
  else
    {
      g_printerr ("usage: parse google|google-whole|ics|ics-same|ics-one|ics-libical\n");
      return 2;
    }
  return 0;
}
