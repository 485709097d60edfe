/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scout remembers from run to run. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "providers/slack/daybook-slack-scout-private.h"

static void
read_reacted (DaybookSlackScout *self, DaybookJsonReader *reader)
{
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_member (reader))
    {
      g_autofree char *channel = g_strdup (daybook_json_reader_get_name (reader));
      g_autofree char *text = daybook_json_reader_read_string_or_null (reader);
      guint64 digest = text != NULL ? g_ascii_strtoull (text, NULL, 16) : 0;

      g_hash_table_replace (self->reacted, g_steal_pointer (&channel), g_memdup2 (&digest, sizeof digest));
    }
}

/* Channels, each with its threads, that were found before and not read since. */
static void
read_owed (DaybookSlackScout *self, DaybookJsonReader *reader)
{
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_member (reader))
    {
      DaybookSlackCandidate *candidate = g_hash_table_lookup (self->by_id, daybook_json_reader_get_name (reader));

      if (candidate == NULL || !daybook_json_reader_begin_array_or_skip (reader))
        {
          if (candidate == NULL)
            daybook_json_reader_skip_value (reader);
          continue;
        }
      candidate->is_found = TRUE;
      while (daybook_json_reader_next_element (reader))
        {
          g_autofree char *ts = daybook_json_reader_read_string_or_null (reader);

          daybook_slack_candidate_add_thread (candidate, daybook_slack_ts_parse (ts));
        }
    }
}

static void
write_owed (const DaybookSlackScout *self, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "owed");
  json_builder_begin_object (builder);
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const DaybookSlackCandidate *candidate = self->candidates->pdata[i];
      const GArray *threads = candidate->hint.threads;

      if (!candidate->is_found || candidate->is_chosen)
        continue;
      json_builder_set_member_name (builder, candidate->source->external_id);
      json_builder_begin_array (builder);
      for (guint j = 0; j < threads->len; j++)
        {
          g_autofree char *ts = daybook_slack_ts_format (g_array_index (threads, gint64, j));

          json_builder_add_string_value (builder, ts);
        }
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

/* {"top": ts, "page": n}: a search that had to stop. */
static void
read_open (DaybookSlackSearched *self, DaybookJsonReader *reader)
{
  static const char *const fields[] = { "top", "page", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      g_autofree char *ts = NULL;

      if (field == 0)
        {
          ts = daybook_json_reader_read_string_or_null (reader);
          self->top = daybook_slack_ts_parse (ts);
        }
      else if (field == 1)
        self->page = daybook_json_reader_read_int_within (reader, 1, 1, DAYBOOK_SLACK_MAX_SEARCH_PAGE);
    }
}

static void
write_search (const DaybookSlackSearched *self, JsonBuilder *builder, const char *name, const char *open_name)
{
  g_autofree char *ts = self->searched != 0 ? daybook_slack_ts_format (self->searched) : g_strdup ("");
  g_autofree char *top = NULL;

  daybook_json_add_text (builder, name, ts);
  if (self->page <= 1)
    return;
  top = daybook_slack_ts_format (self->top);
  json_builder_set_member_name (builder, open_name);
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "top", top);
  daybook_json_add_int (builder, "page", self->page);
  json_builder_end_object (builder);
}

/* Reads what daybook_slack_scout_write_cursor() wrote into @self, which must be fresh and know its candidates; nothing of
 * NULL and other text. */
void
daybook_slack_scout_read_cursor (DaybookSlackScout *self, const char *text)
{
  static const char *const fields[] = { "mine",  "mentions", "turn",      "off_until",     "reacted", "probed_at",
                                        "owed",  "tried",    "mine_open", "mentions_open", "looked",  NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  int field;

  if (text == NULL)
    return;
  reader = daybook_json_reader_new_for_data (text, strlen (text));
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      g_autofree char *ts = NULL;

      switch (field)
        {
        case 0:
        case 1:
          ts = daybook_json_reader_read_string_or_null (reader);
          self->searches[field].searched = daybook_slack_ts_parse (ts);
          break;
        case 2:
          self->turns.turn = daybook_json_reader_read_int_within (reader, 0, 0, G_MAXINT32);
          break;
        case 3:
          self->off_until = daybook_json_reader_read_int_or (reader, 0);
          break;
        case 4:
          read_reacted (self, reader);
          break;
        case 5:
          self->turns.probed_at = daybook_json_reader_read_int_or (reader, 0);
          break;
        case 6:
          read_owed (self, reader);
          break;
        case 7:
          daybook_json_reader_read_string_into (reader, &self->turns.tried);
          break;
        case 8:
        case 9:
          read_open (&self->searches[field - 8], reader);
          break;
        case 10:
          daybook_json_reader_read_string_into (reader, &self->turns.looked);
          break;
        default:
          break;
        }
    }
}

/* One line of JSON. (transfer full) */
char *
daybook_slack_scout_write_cursor (const DaybookSlackScout *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GList) channels = g_list_sort (g_hash_table_get_keys (self->reacted), (GCompareFunc) strcmp);

  json_builder_begin_object (builder);
  write_search (&self->searches[DAYBOOK_SLACK_SEARCH_MINE], builder, "mine", "mine_open");
  write_search (&self->searches[DAYBOOK_SLACK_SEARCH_MENTIONS], builder, "mentions", "mentions_open");
  daybook_json_add_int (builder, "turn", self->turns.turn);
  daybook_json_add_int (builder, "off_until", self->off_until);
  daybook_json_add_int (builder, "probed_at", self->turns.probed_at);
  daybook_json_add_text_if_any (builder, "tried", self->turns.tried);
  daybook_json_add_text_if_any (builder, "looked", self->turns.looked);
  write_owed (self, builder);
  json_builder_set_member_name (builder, "reacted");
  json_builder_begin_object (builder);
  for (GList *l = channels; l != NULL; l = l->next)
    {
      const guint64 *digest = g_hash_table_lookup (self->reacted, l->data);
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_MODIFIER "x", *digest);

      daybook_json_add_text (builder, l->data, text);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
