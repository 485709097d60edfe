/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ical-reader/daybook-ical-component.h"

#include <string.h>

#include "base/daybook-ical-time.h"
#include "providers/daybook-digest.h"

DaybookIcalComponent *
daybook_ical_component_new (void)
{
  DaybookIcalComponent *self = g_new0 (DaybookIcalComponent, 1);

  self->text = g_string_sized_new (2048);
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint32));
  daybook_ical_component_begin (self, 0);
  return self;
}

/* A deep copy, to be read later. */
DaybookIcalComponent *
daybook_ical_component_copy (const DaybookIcalComponent *self)
{
  DaybookIcalComponent *copy = g_new (DaybookIcalComponent, 1);

  *copy = *self;
  copy->text = g_string_new_len (self->text->str, self->text->len);
  copy->ends = g_array_copy (self->ends);
  return copy;
}

void
daybook_ical_component_free (DaybookIcalComponent *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_array_unref (self->ends);
  g_free (self);
}

/* Empties it for the next component. @digest is what the digest goes on from: whatever beside its own
 * lines decides what an event means. */
void
daybook_ical_component_begin (DaybookIcalComponent *self, guint64 digest)
{
  g_string_truncate (self->text, 0);
  g_array_set_size (self->ends, 0);
  self->digest = digest;
  self->uid = self->recurrence_id = -1;
  self->in_series = self->and_future = FALSE;
  self->sequence = self->stamp = 0;
}

static gboolean
begins_with (const char *line, gsize length, const char *name)
{
  gsize size = strlen (name);

  return length > size && g_ascii_strncasecmp (line, name, size) == 0 && (line[size] == ':' || line[size] == ';');
}

static void
note_stamp (DaybookIcalComponent *self, const char *line, gsize length)
{
  DaybookIcalProperty property;
  DaybookIcalForm form;
  gint64 stamp;

  if (daybook_ical_property_split (&property, line, length)
      && daybook_ical_time_parse (property.value, property.value_length, &stamp, &form))
    self->stamp = stamp;
}

static void
note_sequence (DaybookIcalComponent *self, const char *line, gsize length)
{
  DaybookIcalProperty property;

  if (daybook_ical_property_split (&property, line, length))
    self->sequence = daybook_ical_property_get_int (&property, 0);
}

/* One more line of the component itself, not of one inside it. */
void
daybook_ical_component_add (DaybookIcalComponent *self, const char *line, gsize length)
{
  guint32 end;

  switch (g_ascii_toupper (*line))
    {
    case 'D':
      if (begins_with (line, length, "DTSTAMP"))
        {
          note_stamp (self, line, length);
          return;
        }
      break;
    case 'R':
      if (begins_with (line, length, "RECURRENCE-ID"))
        {
          DaybookIcalProperty property;

          self->recurrence_id = self->ends->len;
          self->in_series = TRUE;
          self->and_future = daybook_ical_property_split (&property, line, length)
                             && daybook_ical_property_parameter_is (&property, "RANGE", "THISANDFUTURE");
        }
      else if (begins_with (line, length, "RRULE") || begins_with (line, length, "RDATE"))
        self->in_series = TRUE;
      break;
    case 'S':
      if (begins_with (line, length, "SEQUENCE"))
        note_sequence (self, line, length);
      break;
    case 'U':
      if (self->uid < 0 && begins_with (line, length, "UID"))
        self->uid = self->ends->len;
      break;
    default:
      break;
    }
  self->digest = daybook_digest_bytes (self->digest, line, length);
  g_string_append_len (self->text, line, length);
  g_string_append_c (self->text, '\n');
  end = self->text->len - 1;
  g_array_append_val (self->ends, end);
}

/* The @number'th line taken apart; FALSE for one that is no property. */
gboolean
daybook_ical_component_get (const DaybookIcalComponent *self, guint number, DaybookIcalProperty *property)
{
  guint32 start = number > 0 ? g_array_index (self->ends, guint32, number - 1) + 1 : 0;
  guint32 end = g_array_index (self->ends, guint32, number);

  return daybook_ical_property_split (property, self->text->str + start, end - start);
}

/* Whether it replaces another version of itself: higher SEQUENCE, then DTSTAMP (RFC 5546 section
 * 2.1.5), then whichever comes later in the calendar. */
gboolean
daybook_ical_component_is_newer (const DaybookIcalComponent *self, gint64 sequence, gint64 stamp)
{
  if (self->sequence != sequence)
    return self->sequence > sequence;
  return self->stamp >= stamp;
}
