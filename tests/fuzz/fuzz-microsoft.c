/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of Microsoft Graph: any bytes are read or refused, and what comes of them can be stored. */
#include <string.h>

#include "fuzz.h"
#include "providers/daybook-event-rules.h"
#include "providers/microsoft/daybook-microsoft-calendars.h"
#include "providers/microsoft/daybook-microsoft-categories.h"
#include "providers/microsoft/daybook-microsoft-error.h"
#include "providers/microsoft/daybook-microsoft-page.h"
#include "providers/microsoft/daybook-microsoft-request.h"

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
  check_text (event->conference_id);
  check_text (event->organizer);
  check_text (event->attendees);
  check_text (event->categories);
  check_text (event->rrule);
  FUZZ_ASSERT (daybook_event_check (event) == NULL);
  FUZZ_ASSERT (event->rrule == NULL || event->kind == DAYBOOK_EVENT_MASTER);
  FUZZ_ASSERT (daybook_event_check_series (event->rrule) == NULL);
  FUZZ_ASSERT ((event->kind == DAYBOOK_EVENT_EXCEPTION || event->kind == DAYBOOK_EVENT_OCCURRENCE)
               == (event->series_external_id != NULL));
  FUZZ_ASSERT (event->series_external_id == NULL || event->original_start != DAYBOOK_INSTANT_NONE);
  FUZZ_ASSERT (event->kind != DAYBOOK_EVENT_OCCURRENCE || event->etag == NULL);
  FUZZ_ASSERT (event->etag != NULL || event->hash != 0);
  FUZZ_ASSERT (!event->all_day || event->range_start % DAYBOOK_DAY_SECONDS == 0);
}

static void
check_page (const DaybookMicrosoftPage *page)
{
  check_text (page->next_link);
  check_text (page->delta_link);
  for (guint i = 0; i < page->items->len; i++)
    {
      const DaybookItem *item = page->items->pdata[i];

      if (item->event != NULL)
        check_event (item->event);
      else
        FUZZ_ASSERT (item->external_id != NULL);
      FUZZ_ASSERT (item->op != DAYBOOK_ITEM_PATCH || item->event->kind == DAYBOOK_EVENT_OCCURRENCE);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (401, "https://api.test/", body);
  g_autoptr (GHashTable) colors = daybook_microsoft_categories_new ();
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *claims = NULL;
  g_autofree char *next_link = NULL;
  g_auto (DaybookMicrosoftPage) page = { 0 };
  g_auto (DaybookMicrosoftPage) event = { 0 };
  g_auto (DaybookMicrosoftCalendars) calendars = { 0 };
  g_auto (DaybookMicrosoftPerson) person = { 0 };
  g_auto (DaybookMicrosoftProblem) problem = { 0 };

  daybook_microsoft_categories_parse (colors, body, &next_link, NULL);
  if (daybook_microsoft_page_parse (&page, body, colors, NULL))
    {
      check_page (&page);
      if (page.next_link != NULL)
        daybook_microsoft_is_own_link ("https://graph.microsoft.com/v1.0", page.next_link);
    }
  if (daybook_microsoft_page_parse_event (&event, body, colors, NULL))
    check_page (&event);
  if (daybook_microsoft_calendars_parse (&calendars, body, NULL))
    {
      for (guint i = 0; i < calendars.sources->len; i++)
        {
          const DaybookSource *source = calendars.sources->pdata[i];

          FUZZ_ASSERT (source->external_id != NULL && source->name != NULL && source->kind != NULL);
          check_text (source->name);
        }
    }
  if (daybook_microsoft_person_parse (&person, body, NULL))
    FUZZ_ASSERT (person.mail != NULL || person.principal != NULL);
  daybook_microsoft_problem_read (&problem, response);
  for (guint i = 0; i < problem.codes->len; i++)
    check_text (problem.codes->pdata[i]);
  daybook_http_response_add_header (response, "www-authenticate", text);
  claims = daybook_microsoft_get_claims (response);
  FUZZ_ASSERT (daybook_microsoft_is_challenge (response) == (claims != NULL));
  return 0;
}
