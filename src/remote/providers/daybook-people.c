/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-people.h"

#include <string.h>

#include "base/daybook-text.h"

/* The JSON is written here and not by JsonBuilder: thousands of events have a dozen people each, and
 * a tree of nodes for each costs more than everything else that is done with the event. There is one
 * shape and one function that writes a string. */
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

static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if ((guchar) *text < 0x20 || (guchar) *text >= 0x7f)
        return FALSE;
    }
  return TRUE;
}

/* A JSON string of @text, cleaned, or null. */
static void
append_string (GString *json, const char *text)
{
  g_autofree char *clean = NULL;

  if (text == NULL || *text == '\0')
    {
      g_string_append (json, "null");
      return;
    }
  if (!is_plain (text))
    text = clean = daybook_text_one_line (text);
  g_string_append_c (json, '"');
  for (;;)
    {
      gsize run = strcspn (text, "\"\\");

      g_string_append_len (json, text, run);
      text += run;
      if (*text == '\0')
        break;
      g_string_append_c (json, '\\');
      g_string_append_c (json, *text++);
    }
  g_string_append_c (json, '"');
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
  append_string (self->json, name);
  g_string_append (self->json, ",\"address\":");
  append_string (self->json, address);
  g_string_append (self->json, ",\"response\":");
  append_string (self->json, daybook_response_to_string (response));
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
