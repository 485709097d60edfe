/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of Google Calendar: any bytes are read or refused, and what comes of them can be stored. */
#include <string.h>

#include "fuzz.h"
#include "providers/daybook-event-rules.h"
#include "providers/google/daybook-google-calendars.h"
#include "providers/daybook-google-error.h"
#include "providers/google/daybook-google-page.h"

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
  check_text (event->title);
  check_text (event->description);
  check_text (event->location);
  check_text (event->url);
  check_text (event->conference_url);
  check_text (event->organizer);
  check_text (event->attendees);
  check_text (event->rrule);
  FUZZ_ASSERT (daybook_event_check (event) == NULL);
  FUZZ_ASSERT ((event->kind == DAYBOOK_EVENT_MASTER) == (event->rrule != NULL));
  FUZZ_ASSERT (event->kind != DAYBOOK_EVENT_EXCEPTION || event->original_start != DAYBOOK_INSTANT_NONE);
  FUZZ_ASSERT (event->etag != NULL || event->hash != 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (403, "https://api.test/", body);
  g_auto (DaybookGooglePage) page = { 0 };
  g_auto (DaybookGoogleCalendars) calendars = { 0 };
  g_auto (DaybookGoogleProblem) problem = { 0 };

  if (daybook_google_page_parse (&page, body, "Europe/Zurich", NULL))
    {
      check_text (page.next_page);
      check_text (page.next_sync);
      for (guint i = 0; i < page.items->len; i++)
        {
          const DaybookItem *item = page.items->pdata[i];

          if (item->event != NULL)
            check_event (item->event);
          else
            FUZZ_ASSERT (item->external_id != NULL);
        }
    }
  if (daybook_google_calendars_parse (&calendars, body, NULL))
    {
      for (guint i = 0; i < calendars.sources->len; i++)
        {
          const DaybookSource *source = calendars.sources->pdata[i];

          FUZZ_ASSERT (source->external_id != NULL && source->name != NULL && source->kind != NULL);
          check_text (source->name);
        }
    }
  daybook_google_problem_read (&problem, response);
  check_text (problem.reason);
  return 0;
}
