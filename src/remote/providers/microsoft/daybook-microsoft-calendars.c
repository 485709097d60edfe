/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/microsoft/daybook-microsoft-calendars.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-event-rules.h"

/* calendarColor, for calendars that have no hexColor. */
static const struct
{
  const char *name;
  const char *color;
} colors[] = {
  { "lightBlue", "#a6d1f5" },   { "lightGreen", "#87d28e" }, { "lightOrange", "#f5cb78" },
  { "lightGray", "#b9c0cb" },   { "lightYellow", "#f5ec78" }, { "lightTeal", "#82ccc9" },
  { "lightPink", "#eda7d8" },   { "lightBrown", "#cba287" }, { "lightRed", "#f88c9b" },
};

static gboolean
is_color (const char *text)
{
  return text != NULL && strlen (text) == 7 && text[0] == '#'
         && strspn (text + 1, "0123456789abcdefABCDEF") == 6;
}

static char *
find_color (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    {
      if (g_strcmp0 (name, colors[i].name) == 0)
        return g_strdup (colors[i].color);
    }
  return NULL;
}

/* The address of an owner: `{"name":...,"address":...}`. */
static char *
read_owner (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "address", NULL };
  g_autofree char *address = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &address);
    }
  return daybook_event_tidy_line (g_steal_pointer (&address));
}

static void
read_calendar (DaybookMicrosoftCalendars *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "id", "name", "color", "hexColor", "isDefaultCalendar", "canEdit", "owner",
                                        NULL };
  g_autoptr (DaybookSource) source = NULL;
  g_autofree char *color = NULL;
  gboolean can_edit = TRUE;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  source = daybook_source_new ();
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          daybook_json_reader_read_string_into (reader, &source->external_id);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &source->name);
          break;
        case 2:
          daybook_json_reader_read_string_into (reader, &color);
          break;
        case 3:
          daybook_json_reader_read_string_into (reader, &source->color);
          break;
        case 4:
          source->is_primary = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 5:
          can_edit = daybook_json_reader_read_bool_or (reader, TRUE);
          break;
        case 6:
          g_free (source->owner);
          source->owner = read_owner (reader);
          break;
        default:
          break;
        }
    }
  if (source->external_id == NULL || *source->external_id == '\0')
    return;
  source->name = daybook_event_tidy_line (source->name);
  if (source->name == NULL)
    source->name = g_strdup (source->owner != NULL ? source->owner : _("Calendar"));
  source->kind = g_strdup ("calendar");
  source->state = can_edit ? DAYBOOK_SOURCE_ACTIVE : DAYBOOK_SOURCE_READ_ONLY;
  if (!is_color (source->color))
    {
      g_free (source->color);
      source->color = find_color (color);
    }
  g_ptr_array_add (self->sources, g_steal_pointer (&source));
}

void
daybook_microsoft_calendars_clear (DaybookMicrosoftCalendars *self)
{
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->next_link, g_free);
}

/* Reads one page of the list into @self, which must be empty. INVALID_RESPONSE for what is no page. */
gboolean
daybook_microsoft_calendars_parse (DaybookMicrosoftCalendars *self, GBytes *body, GError **error)
{
  static const char *const fields[] = { "@odata.nextLink", "value", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  gboolean is_list = FALSE;
  int field;

  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &self->next_link);
      else if (field == 1 && daybook_json_reader_begin_array_or_skip (reader))
        {
          is_list = TRUE;
          while (daybook_json_reader_next_element (reader))
            read_calendar (self, reader);
        }
    }
  return daybook_json_reader_finish_if (reader, is_list,
                                        _("Outlook’s answer holds no calendars. The list stays as it was."), error);
}

void
daybook_microsoft_person_clear (DaybookMicrosoftPerson *self)
{
  g_clear_pointer (&self->mail, g_free);
  g_clear_pointer (&self->principal, g_free);
  g_clear_pointer (&self->name, g_free);
}

/* Reads the answer to /me into @self, which must be empty. */
gboolean
daybook_microsoft_person_parse (DaybookMicrosoftPerson *self, GBytes *body, GError **error)
{
  static const char *const fields[] = { "mail", "userPrincipalName", "displayName", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &self->mail);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &self->principal);
      else if (field == 2)
        daybook_json_reader_read_string_into (reader, &self->name);
    }
  if (!daybook_json_reader_finish (reader, error))
    return FALSE;
  self->mail = daybook_event_tidy_line (self->mail);
  self->principal = daybook_event_tidy_line (self->principal);
  self->name = daybook_event_tidy_line (self->name);
  if (self->mail != NULL || self->principal != NULL)
    return TRUE;
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                       _("Microsoft did not say whose account this is."));
  return FALSE;
}
