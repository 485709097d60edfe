/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/slack/daybook-slack-message.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-time.h"
#include "providers/slack/daybook-slack-text.h"

#define MAX_SECONDS_DIGITS 10
#define FRACTION_DIGITS 6

/* Microseconds; DAYBOOK_SLACK_TS_NONE for what is no `ts` (NULL included). */
gint64
daybook_slack_ts_parse (const char *text)
{
  gsize digits = text != NULL ? strspn (text, "0123456789") : 0;
  gint64 ts;
  gsize n = 0;

  if (digits == 0 || digits > MAX_SECONDS_DIGITS || (text[digits] != '.' && text[digits] != '\0'))
    return DAYBOOK_SLACK_TS_NONE;
  ts = g_ascii_strtoll (text, NULL, 10);
  if (text[digits] == '.')
    {
      text += digits + 1;
      for (; n < FRACTION_DIGITS && g_ascii_isdigit (text[n]); n++)
        ts = ts * 10 + text[n] - '0';
      if (n == 0 || text[n] != '\0')
        return DAYBOOK_SLACK_TS_NONE;
    }
  for (; n < FRACTION_DIGITS; n++)
    ts *= 10;
  return ts;
}

/* The pending value; DAYBOOK_SLACK_TS_NONE for what is no `ts`. */
gint64
daybook_slack_ts_read (DaybookJsonReader *reader)
{
  g_autofree char *text = daybook_json_reader_read_string_or_null (reader);

  return daybook_slack_ts_parse (text);
}

/* As Slack writes it. (transfer full) */
char *
daybook_slack_ts_format (gint64 ts)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT, ts / G_USEC_PER_SEC, ts % G_USEC_PER_SEC);
}

void
daybook_slack_message_free (DaybookSlackMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->user);
  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

static gboolean
read_is_me (DaybookJsonReader *reader, const char *me)
{
  gsize length;
  const char *user = daybook_json_reader_read_string_view (reader, &length);

  return user != NULL && me != NULL && strlen (me) == length && memcmp (user, me, length) == 0;
}

/* A list of ids with @me in it. */
static gboolean
read_has_me (DaybookJsonReader *reader, const char *me)
{
  gboolean found = FALSE;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return FALSE;
  while (daybook_json_reader_next_element (reader))
    found |= read_is_me (reader, me);
  return found;
}

/* How many of the reactions are mine. */
static guint
read_reactions (DaybookJsonReader *reader, const char *me)
{
  static const char *const fields[] = { "users", NULL };
  guint mine = 0;
  int field;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return 0;
  while (daybook_json_reader_next_element (reader))
    {
      gboolean found = FALSE;

      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, fields, &field))
        {
          if (field == 0)
            found |= read_has_me (reader, me);
        }
      mine += found;
    }
  return mine;
}

/* The name that a profile gives, the one its owner chose first. */
static char *
read_profile (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "display_name", "real_name", NULL };
  g_autofree char *chosen = NULL;
  g_autofree char *real = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &chosen);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &real);
    }
  if (real != NULL && *real != '\0')
    return g_steal_pointer (&real);
  return chosen != NULL && *chosen != '\0' ? g_steal_pointer (&chosen) : NULL;
}

/* What a message without words of its own is about: the first of @names that one of the objects of a list has. */
static char *
read_first_words (DaybookJsonReader *reader, const char *const *names)
{
  char *words = NULL;
  int field;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_element (reader))
    {
      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, names, &field))
        {
          if (field >= 0 && words == NULL)
            daybook_json_reader_read_string_into (reader, &words);
        }
    }
  return words;
}

/* Notices of Slack's have a subtype; these are ways of saying something. */
static gboolean
is_spoken (const char *subtype)
{
  static const char *const spoken[]
      = { "bot_message", "file_share", "me_message", "thread_broadcast", "reply_broadcast", "file_comment", NULL };

  return subtype == NULL || g_strv_contains (spoken, subtype);
}

typedef struct
{
  char *subtype;           /* (owned) (nullable) */
  char *fallback;          /* (owned) (nullable) words of a file or an attachment */
  gboolean hidden;
  gint64 deleted;          /* message_deleted: which one */
  DaybookSlackMessage *inner; /* (owned) (nullable) message_changed: as it is now */
} Extra;

static void
extra_clear (Extra *self)
{
  g_free (self->subtype);
  g_free (self->fallback);
  daybook_slack_message_free (self->inner);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Extra, extra_clear)

static DaybookSlackMessage *read_message (DaybookJsonReader *reader, const char *me, guint depth);

static void
read_field (DaybookSlackMessage *self, Extra *extra, DaybookJsonReader *reader, int field, const char *me, guint depth)
{
  static const char *const file_names[] = { "title", "name", NULL };
  static const char *const attachment_names[] = { "fallback", "text", "title", NULL };

  switch (field)
    {
    case 0:
      self->ts = daybook_slack_ts_read (reader);
      break;
    case 1:
      self->thread_ts = daybook_slack_ts_read (reader);
      break;
    case 2:
      self->latest_reply = daybook_slack_ts_read (reader);
      break;
    case 3:
      daybook_json_reader_read_string_into (reader, &self->user);
      break;
    case 4:
      g_free (self->name);
      self->name = read_profile (reader);
      break;
    case 5:
      if (self->name == NULL)
        daybook_json_reader_read_string_into (reader, &self->name);
      break;
    case 6:
      daybook_json_reader_read_string_into (reader, &self->text);
      break;
    case 7:
      daybook_json_reader_read_string_into (reader, &extra->subtype);
      break;
    case 8:
      self->has_my_reply |= read_has_me (reader, me);
      break;
    case 9:
      self->has_my_reply |= daybook_json_reader_read_bool_or (reader, FALSE);
      break;
    case 10:
      self->my_reactions = read_reactions (reader, me);
      break;
    case 11:
    case 12:
      if (extra->fallback == NULL)
        extra->fallback = read_first_words (reader, field == 11 ? file_names : attachment_names);
      break;
    case 13:
      extra->hidden = daybook_json_reader_read_bool_or (reader, FALSE);
      break;
    case 14:
      extra->deleted = daybook_slack_ts_read (reader);
      break;
    case 15:
      if (depth == 0 && extra->inner == NULL)
        extra->inner = read_message (reader, me, depth + 1);
      break;
    default:
      break;
    }
}

/* The pending value. NULL: it is no message. */
static DaybookSlackMessage *
read_message (DaybookJsonReader *reader, const char *me, guint depth)
{
  static const char *const fields[]
      = { "ts",    "thread_ts",  "latest_reply", "user",   "user_profile", "username", "text", "subtype", "reply_users",
          "subscribed", "reactions", "files", "attachments", "hidden",   "deleted_ts", "message", NULL };
  g_autoptr (DaybookSlackMessage) self = NULL;
  g_auto (Extra) extra = { 0 };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return NULL;
  self = g_new0 (DaybookSlackMessage, 1);
  while (daybook_json_reader_next_field (reader, fields, &field))
    read_field (self, &extra, reader, field, me, depth);
  /* An edit that comes as a message of its own is the message it changed, a deletion the one that is gone. */
  if (g_strcmp0 (extra.subtype, "message_changed") == 0 && extra.inner != NULL)
    return g_steal_pointer (&extra.inner);
  if (g_strcmp0 (extra.subtype, "message_deleted") == 0 && extra.deleted != DAYBOOK_SLACK_TS_NONE)
    {
      self->ts = extra.deleted;
      self->is_deleted = TRUE;
    }
  if (self->ts == DAYBOOK_SLACK_TS_NONE)
    return NULL;
  if (self->text == NULL || *self->text == '\0')
    {
      g_free (self->text);
      self->text = g_steal_pointer (&extra.fallback);
    }
  /* Not everything of the nothing that is left of a deleted first message (`tombstone`). */
  self->is_spoken = !self->is_deleted && !extra.hidden && is_spoken (extra.subtype);
  self->is_mine = self->is_spoken && me != NULL && g_strcmp0 (self->user, me) == 0;
  self->mentions_me = self->is_spoken && !self->is_mine && daybook_slack_text_mentions (self->text, me);
  return g_steal_pointer (&self);
}

/* Reads the pending value for the person @me (nullable). NULL: it is no message. (transfer full) */
DaybookSlackMessage *
daybook_slack_message_read (DaybookJsonReader *reader, const char *me)
{
  return read_message (reader, me, 0);
}

/* `response_metadata`, the pending value: where to go on, NULL at the end. (transfer full) */
char *
daybook_slack_read_next_cursor (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "next_cursor", NULL };
  char *cursor = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return NULL;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &cursor);
    }
  if (cursor != NULL && *cursor == '\0')
    g_clear_pointer (&cursor, g_free);
  return cursor;
}

/* Ends the reading of an answer that may be another one than was asked for: INVALID_RESPONSE unless @is_expected. */
gboolean
daybook_slack_answer_finish (DaybookJsonReader *reader, gboolean is_expected, GError **error)
{
  return daybook_json_reader_finish_if (reader, is_expected, _ ("Slack gave an answer that was not expected."), error);
}

void
daybook_slack_page_clear (DaybookSlackPage *self)
{
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->next_cursor, g_free);
}

/* Reads a page into @self, which must be empty. What is no message in it is passed over. INVALID_RESPONSE for what
 * is no page, or no whole one. */
gboolean
daybook_slack_page_parse (DaybookSlackPage *self, GBytes *body, const char *me, GError **error)
{
  static const char *const fields[] = { "ok", "messages", "has_more", "response_metadata", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  gboolean ok = FALSE, is_page = FALSE;
  int field;

  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_slack_message_free);
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          ok = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 1:
          if (!daybook_json_reader_begin_array_or_skip (reader))
            break;
          is_page = TRUE;
          while (daybook_json_reader_next_element (reader))
            {
              DaybookSlackMessage *message = daybook_slack_message_read (reader, me);

              if (message != NULL)
                g_ptr_array_add (self->messages, message);
            }
          break;
        case 2:
          self->has_more = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 3:
          g_free (self->next_cursor);
          self->next_cursor = daybook_slack_read_next_cursor (reader);
          break;
        default:
          break;
        }
    }
  return daybook_json_reader_finish_if (reader, ok && is_page,
                                        _ ("Slack’s answer holds no messages. The channel stays as it was."), error);
}
