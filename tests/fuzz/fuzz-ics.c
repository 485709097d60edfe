/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendars: any bytes are read or refused; in pieces of another size they come to the same; what comes of
 * them can be stored. The first byte chooses the size of the pieces. */
#include <string.h>

#include "fuzz.h"
#include "providers/daybook-digest.h"
#include "providers/daybook-event-rules.h"
#include "providers/ical-reader/daybook-ical-calendar.h"

static void
check_text (const char *text)
{
  FUZZ_ASSERT (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_event (const DaybookEvent *event)
{
  FUZZ_ASSERT (event->external_id != NULL && *event->external_id != '\0');
  check_text (event->external_id);
  check_text (event->series_external_id);
  check_text (event->ical_uid);
  check_text (event->title);
  check_text (event->description);
  check_text (event->location);
  check_text (event->url);
  check_text (event->conference_url);
  check_text (event->conference_id);
  check_text (event->organizer);
  check_text (event->organizer_name);
  check_text (event->attendees);
  check_text (event->categories);
  check_text (event->time_zone);
  check_text (event->rrule);
  FUZZ_ASSERT (daybook_event_check (event) == NULL);
  FUZZ_ASSERT ((event->kind == DAYBOOK_EVENT_MASTER) == (event->rrule != NULL));
  FUZZ_ASSERT (event->kind != DAYBOOK_EVENT_EXCEPTION
               || (event->series_external_id != NULL && event->original_start != DAYBOOK_INSTANT_NONE));
  FUZZ_ASSERT (event->hash != 0);
}

/* A digest of all that came of it; 0 when it was refused. */
static guint64
read_calendar (const char *data, gsize size, gsize piece, const DaybookIcalOptions *options)
{
  g_autoptr (DaybookIcalCalendar) calendar = daybook_ical_calendar_new (options);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = NULL;
  gboolean full;
  guint64 digest = 1;

  for (gsize at = 0; at < size; at += piece)
    {
      /* Exactly that many bytes, so that a sanitizer sees every one read too far. */
      gsize length = MIN (piece, size - at);
      g_autofree char *copy = g_memdup2 (data + at, length);

      if (!daybook_ical_calendar_feed (calendar, copy, length, &error))
        break;
    }
  if (error == NULL)
    daybook_ical_calendar_end (calendar, &error);
  if (error != NULL)
    {
      check_text (error->message);
      return 0;
    }
  items = daybook_ical_calendar_take_items (calendar, &full);
  for (guint i = 0; i < items->len; i++)
    {
      const DaybookItem *item = items->pdata[i];

      digest = daybook_digest_number (digest, item->op);
      digest = daybook_digest_text (digest, item->external_id);
      if (item->event == NULL)
        continue;
      check_event (item->event);
      digest = daybook_digest_text (digest, item->event->external_id);
      digest = daybook_digest_number (digest, daybook_event_digest (item->event));
    }
  return digest;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Zurich");
  DaybookIcalOptions options = {
    .zone = zone, .now = 1795262400, .owner = "ana@example.com", .from = G_MININT64, .to = G_MAXINT64
  };
  const char *text = (const char *) data + 1;
  guint64 whole, pieces;

  if (size < 2)
    return 0;
  whole = read_calendar (text, size - 1, size, &options);
  pieces = read_calendar (text, size - 1, data[0] % 64 + 1, &options);
  FUZZ_ASSERT (whole == pieces);
  return 0;
}
