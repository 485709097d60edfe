/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/google/daybook-google-calendars.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-event-rules.h"

const char daybook_google_calendars_fields[] =
    "kind,nextPageToken,items(id,summary,timeZone,dataOwner,summaryOverride,backgroundColor,hidden,"
    "accessRole,primary,deleted)";

typedef struct
{
  char *summary; /* (owned) (nullable) */
  char *owner;   /* (owned) (nullable) */
  char *role;    /* (owned) (nullable) */
  gboolean hidden;
  gboolean deleted;
} Entry;

static void
entry_clear (Entry *self)
{
  g_free (self->summary);
  g_free (self->owner);
  g_free (self->role);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Entry, entry_clear)

/* Calendars that Google makes for everybody, by the end of their id: holidays, weeks, sports, the
 * birthdays of contacts; and those that were subscribed to by address. */
static gboolean
is_subscribed (const char *id)
{
  return g_str_has_suffix (id, "@group.v.calendar.google.com")
         || g_str_has_suffix (id, "@import.calendar.google.com");
}

/* A person's calendar has that person's address for an id; others are "...@group....". */
static gboolean
is_address_of_person (const char *id)
{
  return strchr (id, '@') != NULL && !g_str_has_suffix (id, ".calendar.google.com");
}

static gboolean
is_color (const char *text)
{
  return strlen (text) == 7 && text[0] == '#' && strspn (text + 1, "0123456789abcdefABCDEF") == 6;
}

static char *
make_settings (const Entry *entry)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "access_role", entry->role);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* What the list says of a calendar, in our terms. */
static void
finish_source (DaybookSource *source, Entry *entry)
{
  gboolean is_own = g_strcmp0 (entry->role, "owner") == 0 && !is_subscribed (source->external_id);
  gboolean is_writable = is_own || g_strcmp0 (entry->role, "writer") == 0
                         || g_strcmp0 (entry->role, "writerWithoutPrivateAccess") == 0;

  if (source->name == NULL)
    source->name = g_steal_pointer (&entry->summary);
  source->name = daybook_event_tidy_line (source->name);
  if (source->name == NULL)
    source->name = g_strdup (source->external_id);
  source->kind = g_strdup ("calendar");
  source->enabled = is_own && !entry->hidden;
  source->state = is_writable ? DAYBOOK_SOURCE_ACTIVE : DAYBOOK_SOURCE_READ_ONLY;
  if (source->color != NULL && !is_color (source->color))
    g_clear_pointer (&source->color, g_free);
  if (entry->owner != NULL)
    source->owner = g_steal_pointer (&entry->owner);
  else if (is_address_of_person (source->external_id))
    source->owner = g_strdup (source->external_id);
  if (g_strcmp0 (entry->role, "freeBusyReader") == 0)
    {
      g_free (source->visibility);
      source->visibility = g_strdup ("busy");
    }
  if (entry->role != NULL)
    source->settings = make_settings (entry);
}

static void
read_entry (DaybookGoogleCalendars *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "id", "summary", "timeZone", "dataOwner", "summaryOverride",
                                        "backgroundColor", "hidden", "accessRole", "primary", "deleted", NULL };
  g_autoptr (DaybookSource) source = NULL;
  g_auto (Entry) entry = { 0 };
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
          daybook_json_reader_read_string_into (reader, &entry.summary);
          break;
        case 2:
          daybook_json_reader_read_string_into (reader, &source->time_zone);
          break;
        case 3:
          daybook_json_reader_read_string_into (reader, &entry.owner);
          break;
        case 4:
          daybook_json_reader_read_string_into (reader, &source->name);
          break;
        case 5:
          daybook_json_reader_read_string_into (reader, &source->color);
          break;
        case 6:
          entry.hidden = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 7:
          daybook_json_reader_read_string_into (reader, &entry.role);
          break;
        case 8:
          source->is_primary = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 9:
          entry.deleted = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        default:
          break;
        }
    }
  if (source->external_id == NULL || *source->external_id == '\0')
    return;
  if (entry.deleted)
    {
      g_ptr_array_add (self->deleted, g_steal_pointer (&source->external_id));
      return;
    }
  finish_source (source, &entry);
  g_ptr_array_add (self->sources, g_steal_pointer (&source));
}

void
daybook_google_calendars_clear (DaybookGoogleCalendars *self)
{
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->deleted, g_ptr_array_unref);
  g_clear_pointer (&self->next_page, g_free);
}

/* Reads one page of the list into @self, which must be empty. INVALID_RESPONSE for what is no page. */
gboolean
daybook_google_calendars_parse (DaybookGoogleCalendars *self, GBytes *body, GError **error)
{
  static const char *const fields[] = { "kind", "nextPageToken", "items", NULL };
  static const char *const kinds[] = { "calendar#calendarList", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  gboolean is_list = FALSE;
  int field;

  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
  self->deleted = g_ptr_array_new_with_free_func (g_free);
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          is_list |= daybook_json_reader_read_choice (reader, kinds) == 0;
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->next_page);
          break;
        case 2:
          if (!daybook_json_reader_begin_array_or_skip (reader))
            break;
          is_list = TRUE;
          while (daybook_json_reader_next_element (reader))
            read_entry (self, reader);
          break;
        default:
          break;
        }
    }
  return daybook_json_reader_finish_if (reader, is_list,
                                        _("Google Calendar’s answer holds no calendars. The list stays as it was."), error);
}
