/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/notion/daybook-notion-blocks.h"

#include <glib/gi18n-lib.h>

#include "providers/notion/daybook-notion-page.h"

/* ---- rich text ---- */

static void
append (GString *text, const char *piece, gsize length)
{
  gsize room = text->len < DAYBOOK_NOTION_TEXT_MAX ? DAYBOOK_NOTION_TEXT_MAX - text->len : 0;

  if (length > room)
    {
      length = room;
      while (length > 0 && ((guchar) piece[length] & 0xc0) == 0x80)
        length--;
    }
  g_string_append_len (text, piece, (gssize) length);
}

/* `{"type":"user","user":{"id":...}}` */
static gboolean
read_mention (DaybookJsonReader *reader, const char *me)
{
  static const char *const fields[] = { "user", NULL };
  static const char *const inner[] = { "id", NULL };
  gboolean is_me = FALSE;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return FALSE;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field != 0 || !daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, inner, &field))
        {
          g_autofree char *id = field == 0 ? daybook_json_reader_read_string_or_null (reader) : NULL;

          is_me |= me != NULL && g_strcmp0 (id, me) == 0;
        }
    }
  return is_me;
}

/* Reads the pending array of rich text: appends what it says and notes whether it names the person @me (nullable). */
void
daybook_notion_rich_text_read (DaybookJsonReader *reader, const char *me, GString *text, gboolean *mentions_me)
{
  static const char *const fields[] = { "plain_text", "mention", NULL };
  gboolean found = FALSE;
  int field;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, fields, &field))
        {
          gsize length;
          const char *piece;

          if (field == 1)
            found |= read_mention (reader, me);
          else if (field == 0)
            {
              piece = daybook_json_reader_read_string_view (reader, &length);
              if (piece != NULL)
                append (text, piece, length);
            }
        }
    }
  if (mentions_me != NULL)
    *mentions_me |= found;
}

/* ---- blocks ---- */

static void
read_cells (DaybookNotionBlocks *self, DaybookJsonReader *reader, const char *me, GString *text)
{
  gboolean is_first = TRUE;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      if (!is_first)
        append (text, " ", 1);
      is_first = FALSE;
      daybook_notion_rich_text_read (reader, me, text, &self->mentions_me);
    }
}

/* What only this type of block has: `rich_text` of paragraphs, headings, lists, quotes and code, `caption` of files,
 * `cells` of a table's row, `title` of a page inside. Types that come later have them too. */
static void
read_content (DaybookNotionBlocks *self, DaybookJsonReader *reader, const char *me, GString *text)
{
  static const char *const fields[] = { "rich_text", "caption", "cells", "title", NULL };
  gsize length;
  const char *title;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
        case 1:
          daybook_notion_rich_text_read (reader, me, text, &self->mentions_me);
          break;
        case 2:
          read_cells (self, reader, me, text);
          break;
        case 3:
          title = daybook_json_reader_read_string_view (reader, &length);
          if (title != NULL)
            append (text, title, length);
          break;
        default:
          break;
        }
    }
}

static void
read_block (DaybookNotionBlocks *self, DaybookJsonReader *reader, const char *me, GString *text)
{
  g_autofree char *id = NULL;
  g_autofree char *type = NULL;
  gboolean has_children = FALSE;
  gsize before = text->len;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_member (reader))
    {
      if (daybook_json_reader_name_is (reader, "id"))
        daybook_json_reader_read_string_into (reader, &id);
      else if (daybook_json_reader_name_is (reader, "type"))
        daybook_json_reader_read_string_into (reader, &type);
      else if (daybook_json_reader_name_is (reader, "has_children"))
        has_children = daybook_json_reader_read_bool_or (reader, FALSE);
      else if (daybook_json_reader_name_is (reader, "parent") || daybook_json_reader_name_is (reader, "created_by")
               || daybook_json_reader_name_is (reader, "last_edited_by"))
        daybook_json_reader_skip_value (reader);
      else if (daybook_json_reader_peek (reader) == DAYBOOK_JSON_OBJECT)
        read_content (self, reader, me, text);
      else
        daybook_json_reader_skip_value (reader);
    }
  if (text->len > before)
    append (text, "\n", 1);
  /* A page inside is a page of its own. */
  if (has_children && daybook_notion_id_is_valid (id) && g_strcmp0 (type, "child_page") != 0
      && g_strcmp0 (type, "child_database") != 0)
    g_ptr_array_add (self->nested, g_steal_pointer (&id));
}

void
daybook_notion_blocks_clear (DaybookNotionBlocks *self)
{
  g_clear_pointer (&self->nested, g_ptr_array_unref);
  g_clear_pointer (&self->next_cursor, g_free);
}

/* Reads one answer, appending its text to @text, which holds at most DAYBOOK_NOTION_TEXT_MAX bytes. @me
 * (nullable): the person whose mentions count. INVALID_RESPONSE for what is no such answer: @text may then have
 * something at its end that belongs to nobody. */
gboolean
daybook_notion_blocks_parse (DaybookNotionBlocks *self, GBytes *body, const char *me, GString *text, GError **error)
{
  static const char *const fields[] = { "results", "next_cursor", "has_more", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  gboolean is_list = FALSE;
  gboolean has_more = FALSE;
  int field;

  self->nested = g_ptr_array_new_with_free_func (g_free);
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          if (!daybook_json_reader_begin_array_or_skip (reader))
            break;
          is_list = TRUE;
          while (daybook_json_reader_next_element (reader))
            read_block (self, reader, me, text);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->next_cursor);
          break;
        case 2:
          has_more = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        default:
          break;
        }
    }
  if (!daybook_json_reader_finish_if (reader, is_list,
                                      _("Notion’s answer is not what was asked for. What was synced stays as it was."), error))
    return FALSE;
  if (!has_more)
    g_clear_pointer (&self->next_cursor, g_free);
  return TRUE;
}
