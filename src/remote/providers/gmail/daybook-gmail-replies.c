/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/gmail/daybook-gmail-replies.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-json-reader.h"
#include "providers/gmail/daybook-gmail-message.h"

static gboolean
finish (DaybookJsonReader *reader, gboolean understood, GError **error)
{
  return daybook_json_reader_finish_if (reader, understood,
                                        _("Gmail’s answer is not what was asked for. The mailbox stays as it was."), error);
}

/* A number as Gmail writes it: digits, in a string or bare. NULL for anything else. */
static char *
read_history_id (DaybookJsonReader *reader)
{
  g_autofree char *text = daybook_json_reader_read_text_or_null (reader);

  if (text == NULL || *text == '\0')
    return NULL;
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isdigit (*p) || p - text > 20)
        return NULL;
    }
  return g_steal_pointer (&text);
}

/* ---- profile ---- */

void
daybook_gmail_profile_clear (DaybookGmailProfile *self)
{
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->history, g_free);
}

gboolean
daybook_gmail_profile_parse (DaybookGmailProfile *self, GBytes *body, GError **error)
{
  static const char *const fields[] = { "emailAddress", "historyId", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &self->address);
      else if (field == 1)
        {
          g_free (self->history);
          self->history = read_history_id (reader);
        }
    }
  return finish (reader, self->address != NULL && *self->address != '\0' && self->history != NULL, error);
}

/* ---- labels ---- */

static void
read_label (DaybookJsonReader *reader, GHashTable *names)
{
  static const char *const fields[] = { "id", "name", NULL };
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &id);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &name);
    }
  if (id != NULL && *id != '\0' && name != NULL && *name != '\0')
    g_hash_table_replace (names, g_steal_pointer (&id), g_steal_pointer (&name));
}

/* (transfer full) */
GHashTable *
daybook_gmail_labels_parse (GBytes *body, GError **error)
{
  static const char *const fields[] = { "labels", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gboolean is_list = FALSE;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field != 0 || !daybook_json_reader_begin_array_or_skip (reader))
        continue;
      is_list = TRUE;
      while (daybook_json_reader_next_element (reader))
        read_label (reader, names);
    }
  return finish (reader, is_list, error) ? g_steal_pointer (&names) : NULL;
}

/* ---- a page of messages ---- */

void
daybook_gmail_list_clear (DaybookGmailList *self)
{
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_pointer (&self->next_page, g_free);
}

/* `{"id":...}` of a list or of a record of the history. (transfer full) (nullable) */
static char *
read_id (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "id", NULL };
  g_autofree char *id = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &id);
    }
  return daybook_gmail_id_is_valid (id) ? g_steal_pointer (&id) : NULL;
}

gboolean
daybook_gmail_list_parse (DaybookGmailList *self, GBytes *body, GError **error)
{
  static const char *const fields[] = { "messages", "nextPageToken", "resultSizeEstimate", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  gboolean is_list = FALSE;
  int field;

  self->ids = g_ptr_array_new_with_free_func (g_free);
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
            {
              char *id = read_id (reader);

              if (id != NULL)
                g_ptr_array_add (self->ids, id);
            }
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->next_page);
          break;
        case 2:
          /* All there is when nothing was found. */
          is_list |= daybook_json_reader_peek (reader) == DAYBOOK_JSON_NUMBER;
          break;
        default:
          break;
        }
    }
  return finish (reader, is_list, error);
}

/* ---- a page of the history ---- */

static void
change_clear (gpointer data)
{
  g_free (((DaybookGmailChange *) data)->id);
}

void
daybook_gmail_history_clear (DaybookGmailHistory *self)
{
  g_clear_pointer (&self->changes, g_array_unref);
  g_clear_pointer (&self->next_page, g_free);
  g_clear_pointer (&self->history, g_free);
}

static void
read_changes (DaybookGmailHistory *self, DaybookJsonReader *reader, gboolean deleted)
{
  static const char *const fields[] = { "message", NULL };
  int field;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, fields, &field))
        {
          DaybookGmailChange change = { field == 0 ? read_id (reader) : NULL, deleted };

          if (change.id != NULL)
            g_array_append_val (self->changes, change);
        }
    }
}

static void
read_record (DaybookGmailHistory *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "messagesAdded", "labelsAdded", "labelsRemoved", "messagesDeleted", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field >= 0)
        read_changes (self, reader, field == 3);
    }
}

gboolean
daybook_gmail_history_parse (DaybookGmailHistory *self, GBytes *body, GError **error)
{
  static const char *const fields[] = { "history", "nextPageToken", "historyId", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  int field;

  self->changes = g_array_new (FALSE, FALSE, sizeof (DaybookGmailChange));
  g_array_set_clear_func (self->changes, change_clear);
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          if (!daybook_json_reader_begin_array_or_skip (reader))
            break;
          while (daybook_json_reader_next_element (reader))
            read_record (self, reader);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->next_page);
          break;
        case 2:
          g_free (self->history);
          self->history = read_history_id (reader);
          break;
        default:
          break;
        }
    }
  return finish (reader, self->history != NULL, error);
}
