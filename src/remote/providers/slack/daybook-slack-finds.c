/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/slack/daybook-slack-finds.h"

#include <string.h>

void
daybook_slack_find_free (DaybookSlackFind *self)
{
  if (self == NULL)
    return;
  g_free (self->channel);
  g_free (self);
}

static void
add (GPtrArray *finds, DaybookSlackFind *find /* (transfer full) */)
{
  if (find->channel != NULL && *find->channel != '\0' && find->ts != DAYBOOK_SLACK_TS_NONE)
    g_ptr_array_add (finds, find);
  else
    daybook_slack_find_free (find);
}

/* A reply's address names its thread: ".../archives/C1/p1795222800000100?thread_ts=1795222700.000200&cid=C1". */
static gint64
find_thread (const char *link)
{
  const char *query = link != NULL ? strchr (link, '?') : NULL;
  g_auto (GStrv) parts = g_strsplit (query != NULL ? query + 1 : "", "&", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (g_str_has_prefix (parts[i], "thread_ts="))
        return daybook_slack_ts_parse (parts[i] + strlen ("thread_ts="));
    }
  return DAYBOOK_SLACK_TS_NONE;
}

static void
read_match (GPtrArray *finds, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "channel", "ts", "thread_ts", "permalink", NULL };
  static const char *const channel_fields[] = { "id", NULL };
  DaybookSlackFind *find;
  g_autofree char *link = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  find = g_new0 (DaybookSlackFind, 1);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0 && daybook_json_reader_begin_object_or_skip (reader))
        {
          while (daybook_json_reader_next_field (reader, channel_fields, &field))
            {
              if (field == 0)
                daybook_json_reader_read_string_into (reader, &find->channel);
            }
        }
      else if (field == 1)
        find->ts = daybook_slack_ts_read (reader);
      else if (field == 2)
        find->thread = daybook_slack_ts_read (reader);
      else if (field == 3)
        daybook_json_reader_read_string_into (reader, &link);
    }
  if (find->thread == DAYBOOK_SLACK_TS_NONE)
    find->thread = find_thread (link);
  /* A thread's first message is of the channel itself. */
  if (find->thread == find->ts)
    find->thread = DAYBOOK_SLACK_TS_NONE;
  add (finds, find);
}

static guint
read_pages (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "pages", NULL };
  guint pages = 1;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return 1;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        pages = daybook_json_reader_read_int_within (reader, 1, 1, G_MAXINT32);
    }
  return pages;
}

/* Adds to @finds (of DaybookSlackFind) what a page of search.messages has, and says how many @pages there are. */
gboolean
daybook_slack_search_parse (GPtrArray *finds, guint *pages, GBytes *body, GError **error)
{
  static const char *const fields[] = { "ok", "messages", NULL };
  static const char *const inner[] = { "matches", "paging", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  gboolean ok = FALSE, is_list = FALSE;
  int field;

  *pages = 1;
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        ok = daybook_json_reader_read_bool_or (reader, FALSE);
      if (field != 1 || !daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, inner, &field))
        {
          if (field == 1)
            *pages = read_pages (reader);
          if (field != 0 || !daybook_json_reader_begin_array_or_skip (reader))
            continue;
          is_list = TRUE;
          while (daybook_json_reader_next_element (reader))
            read_match (finds, reader);
        }
    }
  return daybook_slack_answer_finish (reader, ok && is_list, error);
}

static void
read_reacted (GPtrArray *finds, DaybookJsonReader *reader, const char *me)
{
  static const char *const fields[] = { "channel", "message", NULL };
  DaybookSlackFind *find;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  find = g_new0 (DaybookSlackFind, 1);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &find->channel);
      else if (field == 1)
        {
          g_autoptr (DaybookSlackMessage) message = daybook_slack_message_read (reader, me);

          if (message == NULL)
            continue;
          find->ts = message->ts;
          /* The list is of my reactions; where Slack shortened the names there is one at least. */
          find->reactions = MAX (message->my_reactions, 1);
        }
    }
  add (finds, find);
}

/* Adds to @finds (of DaybookSlackFind) what a page of reactions.list has; files are left out. */
gboolean
daybook_slack_reactions_parse (GPtrArray *finds, GBytes *body, const char *me, GError **error)
{
  static const char *const fields[] = { "ok", "items", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  gboolean ok = FALSE, is_list = FALSE;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        ok = daybook_json_reader_read_bool_or (reader, FALSE);
      if (field != 1 || !daybook_json_reader_begin_array_or_skip (reader))
        continue;
      is_list = TRUE;
      while (daybook_json_reader_next_element (reader))
        read_reacted (finds, reader, me);
    }
  return daybook_slack_answer_finish (reader, ok && is_list, error);
}
