/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "providers/slack/daybook-slack-round.h"

void
daybook_slack_hint_init (DaybookSlackHint *self)
{
  self->threads = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->reactions = NULL;
  self->page = 0;
}

void
daybook_slack_hint_clear (DaybookSlackHint *self)
{
  g_clear_pointer (&self->threads, g_array_unref);
  g_clear_pointer (&self->reactions, g_array_unref);
}

static void
add_ts (JsonBuilder *builder, gint64 ts)
{
  g_autofree char *text = daybook_slack_ts_format (ts);

  json_builder_add_string_value (builder, text);
}

/* {"page": n, "threads": [ts, ...], "reactions": [[ts, count], ...]}. (transfer full) */
char *
daybook_slack_hint_write (const DaybookSlackHint *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_int (builder, "page", self->page);
  json_builder_set_member_name (builder, "threads");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->threads->len; i++)
    add_ts (builder, g_array_index (self->threads, gint64, i));
  json_builder_end_array (builder);
  if (self->reactions != NULL)
    {
      json_builder_set_member_name (builder, "reactions");
      json_builder_begin_array (builder);
      for (guint i = 0; i < self->reactions->len; i++)
        {
          const DaybookSlackReaction *reaction = &g_array_index (self->reactions, DaybookSlackReaction, i);

          json_builder_begin_array (builder);
          add_ts (builder, reaction->ts);
          json_builder_add_int_value (builder, reaction->count);
          json_builder_end_array (builder);
        }
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
read_reaction (DaybookSlackHint *self, DaybookJsonReader *reader)
{
  DaybookSlackReaction reaction = { 0 };
  guint i = 0;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  for (; daybook_json_reader_next_element (reader); i++)
    {
      if (i == 0)
        reaction.ts = daybook_slack_ts_read (reader);
      else if (i == 1)
        reaction.count = daybook_json_reader_read_int_within (reader, 0, 0, 1000);
    }
  if (reaction.ts != DAYBOOK_SLACK_TS_NONE && reaction.count > 0)
    g_array_append_val (self->reactions, reaction);
}

/* Reads what daybook_slack_hint_write() wrote into @self, which must be fresh; nothing of NULL and other text. */
void
daybook_slack_hint_read (DaybookSlackHint *self, const char *text)
{
  static const char *const fields[] = { "threads", "reactions", "page", NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  int field;

  if (text == NULL)
    return;
  reader = daybook_json_reader_new_for_data (text, strlen (text));
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 2)
        self->page = daybook_json_reader_read_int_within (reader, 0, 0, 999);
      if (field < 0 || field == 2 || !daybook_json_reader_begin_array_or_skip (reader))
        continue;
      if (field == 1 && self->reactions == NULL)
        self->reactions = g_array_new (FALSE, FALSE, sizeof (DaybookSlackReaction));
      while (daybook_json_reader_next_element (reader))
        {
          if (field == 1)
            read_reaction (self, reader);
          else
            {
              gint64 ts = daybook_slack_ts_read (reader);

              if (ts != DAYBOOK_SLACK_TS_NONE)
                g_array_append_val (self->threads, ts);
            }
        }
    }
}
