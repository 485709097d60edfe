/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/notion/daybook-notion-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-link.h"
#include "providers/daybook-event-rules.h"
#include "providers/notion/daybook-notion-blocks.h"

#define MAX_ID 64

/* Ids are UUIDs, with dashes or without; they go into addresses. */
gboolean
daybook_notion_id_is_valid (const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;

  return length > 0 && length <= MAX_ID
         && strspn (id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") == length;
}

void
daybook_notion_page_free (DaybookNotionPage *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->editor);
  g_free (self->editor_name);
  g_free (self->url);
  g_free (self->source);
  g_free (self->database);
  g_free (self);
}

static void
read_editor (DaybookNotionPage *page, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "id", "name", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &page->editor);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &page->editor_name);
    }
}

static void
read_parent (DaybookNotionPage *page, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "data_source_id", "database_id", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &page->source);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &page->database);
    }
}

static void
take_title (DaybookNotionPage *page, DaybookJsonReader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);

  daybook_notion_rich_text_read (reader, NULL, text, NULL);
  g_free (page->title);
  page->title = g_strdup (text->str);
}

/* One property of a page: what its title is called the person chose, only its type tells. The type may stand behind
 * the text. */
static void
read_property (DaybookNotionPage *page, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "type", "title", NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *type = NULL;
  gboolean has_text = FALSE;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &type);
      else if (field == 1 && daybook_json_reader_peek (reader) == DAYBOOK_JSON_ARRAY)
        {
          daybook_notion_rich_text_read (reader, NULL, text, NULL);
          has_text = TRUE;
        }
    }
  if (has_text && (type == NULL || g_str_equal (type, "title")))
    {
      g_free (page->title);
      page->title = g_strdup (text->str);
    }
}

static void
read_properties (DaybookNotionPage *page, DaybookJsonReader *reader)
{
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_member (reader))
    read_property (page, reader);
}

/* FALSE: no page, or none that can be kept. */
static gboolean
finish_page (DaybookNotionPage *page, const char *object, const char *edited)
{
  g_autofree char *url = NULL;

  if (!daybook_notion_id_is_valid (page->id) || edited == NULL || !daybook_instant_parse (edited, -1, &page->edited))
    return FALSE;
  page->is_source = g_strcmp0 (object, "data_source") == 0 || g_strcmp0 (object, "database") == 0;
  if (!page->is_source && g_strcmp0 (object, "page") != 0)
    return FALSE;
  page->edited -= page->edited % 60;
  page->title = daybook_event_tidy_line (page->title);
  page->editor_name = daybook_event_tidy_line (page->editor_name);
  url = page->url != NULL ? daybook_link_check (page->url) : NULL;
  g_free (page->url);
  page->url = g_steal_pointer (&url);
  if (page->source != NULL && !daybook_notion_id_is_valid (page->source))
    g_clear_pointer (&page->source, g_free);
  if (page->database != NULL && !daybook_notion_id_is_valid (page->database))
    g_clear_pointer (&page->database, g_free);
  return TRUE;
}

/* Reads the pending object; NULL when it makes no sense. */
static DaybookNotionPage *
read_page (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "object", "id", "last_edited_time", "last_edited_by", "parent", "properties",
                                        "title",  "url", "in_trash", "archived", NULL };
  g_autoptr (DaybookNotionPage) page = NULL;
  g_autofree char *object = NULL;
  g_autofree char *edited = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return NULL;
  page = g_new0 (DaybookNotionPage, 1);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          daybook_json_reader_read_string_into (reader, &object);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &page->id);
          break;
        case 2:
          daybook_json_reader_read_string_into (reader, &edited);
          break;
        case 3:
          read_editor (page, reader);
          break;
        case 4:
          read_parent (page, reader);
          break;
        case 5:
          read_properties (page, reader);
          break;
        case 6: /* of a data source */
          if (daybook_json_reader_peek (reader) == DAYBOOK_JSON_ARRAY)
            take_title (page, reader);
          break;
        case 7:
          daybook_json_reader_read_string_into (reader, &page->url);
          break;
        case 8:
        case 9: /* what versions before 2026-03-11 call it */
          page->in_trash |= daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        default:
          break;
        }
    }
  return finish_page (page, object, edited) ? g_steal_pointer (&page) : NULL;
}

static gboolean
finish (DaybookJsonReader *reader, gboolean understood, GError **error)
{
  return daybook_json_reader_finish_if (reader, understood,
                                        _("Notion’s answer is not what was asked for. What was synced stays as it was."), error);
}

/* GET of a page or a data source. */
DaybookNotionPage *
daybook_notion_page_parse (GBytes *body, GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autoptr (DaybookNotionPage) page = read_page (reader);

  return finish (reader, page != NULL, error) ? g_steal_pointer (&page) : NULL;
}

/* ---- the search ---- */

void
daybook_notion_list_clear (DaybookNotionList *self)
{
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_pointer (&self->next_cursor, g_free);
}

static void
read_results (DaybookNotionList *self, DaybookJsonReader *reader)
{
  while (daybook_json_reader_next_element (reader))
    {
      DaybookNotionPage *page = read_page (reader);

      if (page != NULL)
        g_ptr_array_add (self->pages, page);
      else
        self->unreadable++;
    }
}

static void
read_status (DaybookNotionList *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "type", NULL };
  static const char *const types[] = { "incomplete", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    self->incomplete |= field == 0 && daybook_json_reader_read_choice (reader, types) == 0;
}

gboolean
daybook_notion_list_parse (DaybookNotionList *self, GBytes *body, GError **error)
{
  static const char *const fields[] = { "results", "next_cursor", "has_more", "request_status", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  gboolean is_list = FALSE;
  gboolean has_more = FALSE;
  int field;

  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_notion_page_free);
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          if (!daybook_json_reader_begin_array_or_skip (reader))
            break;
          is_list = TRUE;
          read_results (self, reader);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->next_cursor);
          break;
        case 2:
          has_more = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 3:
          read_status (self, reader);
          break;
        default:
          break;
        }
    }
  if (!finish (reader, is_list, error))
    return FALSE;
  if (!has_more)
    g_clear_pointer (&self->next_cursor, g_free);
  return TRUE;
}

/* ---- users/me ---- */

void
daybook_notion_user_clear (DaybookNotionUser *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->name, g_free);
}

static void
read_person (DaybookNotionUser *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "email", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &self->address);
    }
}

static void
read_owner_user (DaybookNotionUser *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "id", "person", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &self->person);
      else if (field == 1)
        read_person (self, reader);
    }
}

static void
read_owner (DaybookNotionUser *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "user", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        read_owner_user (self, reader);
    }
}

static void
read_bot (DaybookNotionUser *self, char **workspace, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "owner", "workspace_name", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        read_owner (self, reader);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, workspace);
    }
}

/* A personal access token speaks for a person, an internal connection for itself (`bot`); one that a person made for
 * themselves names that person as its owner. */
gboolean
daybook_notion_user_parse (DaybookNotionUser *self, GBytes *body, GError **error)
{
  static const char *const fields[] = { "id", "type", "name", "person", "bot", NULL };
  static const char *const types[] = { "person", "bot", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autofree char *workspace = NULL;
  int type = -1;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          daybook_json_reader_read_string_into (reader, &self->id);
          break;
        case 1:
          type = daybook_json_reader_read_choice (reader, types);
          break;
        case 2:
          daybook_json_reader_read_string_into (reader, &self->name);
          break;
        case 3:
          read_person (self, reader);
          break;
        case 4:
          read_bot (self, &workspace, reader);
          break;
        default:
          break;
        }
    }
  if (!finish (reader, daybook_notion_id_is_valid (self->id), error))
    return FALSE;
  if (type == 0)
    {
      g_free (self->person);
      self->person = g_strdup (self->id);
    }
  self->address = daybook_event_tidy_line (self->address);
  if (workspace != NULL)
    {
      g_free (self->name);
      self->name = g_steal_pointer (&workspace);
    }
  self->name = daybook_event_tidy_line (self->name);
  return TRUE;
}
