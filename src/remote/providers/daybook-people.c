/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-people.h"

#include "providers/daybook-json-text.h"

struct _DaybookPeople
{
  GString *json; /* (owned) of the current event, without the closing bracket */
  guint listed;
  guint count;
};

DaybookPeople *
daybook_people_new (void)
{
  DaybookPeople *self = g_new0 (DaybookPeople, 1);

  self->json = g_string_sized_new (1024);
  return self;
}

void
daybook_people_free (DaybookPeople *self)
{
  g_string_free (self->json, TRUE);
  g_free (self);
}

/* One more person. @name and @address may be NULL; beyond DAYBOOK_PEOPLE_MAX they are only counted. */
void
daybook_people_add (DaybookPeople *self, const char *name, const char *address, DaybookResponse response)
{
  self->count++;
  if (self->listed >= DAYBOOK_PEOPLE_MAX)
    return;
  self->listed++;
  g_string_append (self->json, self->json->len == 0 ? "[{\"name\":" : ",{\"name\":");
  daybook_json_text_append (self->json, name);
  g_string_append (self->json, ",\"address\":");
  daybook_json_text_append (self->json, address);
  g_string_append (self->json, ",\"response\":");
  daybook_json_text_append (self->json, daybook_response_to_string (response));
  g_string_append_c (self->json, '}');
}

/* Gives @event the people added since the last call. */
void
daybook_people_give (DaybookPeople *self, DaybookEvent *event)
{
  event->attendee_count = self->count;
  if (self->listed > 0)
    {
      g_string_append_c (self->json, ']');
      g_free (event->attendees);
      event->attendees = g_strndup (self->json->str, self->json->len);
    }
  g_string_truncate (self->json, 0);
  self->listed = 0;
  self->count = 0;
}
