/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/daybook-summaries.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "store/daybook-store-private.h"

static const char *const parts[] = { "sentences", "highlights", "insights", "recommendations", NULL };

static GPtrArray *
get_part (const DaybookSummary *summary, int part)
{
  GPtrArray *const lists[] = { summary->sentences, summary->highlights, summary->insights, summary->recommendations };

  return lists[part];
}

static void
write_sentence (JsonBuilder *builder, const DaybookSentence *sentence)
{
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "text", sentence->text);
  daybook_json_add_texts (builder, "evidence", (const char *const *) sentence->evidence);
  daybook_json_add_text_if_any (builder, "pattern", sentence->pattern);
  json_builder_end_object (builder);
}

static char *
write_body (const DaybookSummary *summary)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (int i = 0; parts[i] != NULL; i++)
    {
      GPtrArray *sentences = get_part (summary, i);

      json_builder_set_member_name (builder, parts[i]);
      json_builder_begin_array (builder);
      for (guint j = 0; j < sentences->len; j++)
        write_sentence (builder, sentences->pdata[j]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static DaybookSentence *
read_sentence (DaybookJsonReader *reader)
{
  enum
  {
    FIELD_TEXT,
    FIELD_EVIDENCE,
    FIELD_PATTERN
  };
  static const char *const fields[] = { "text", "evidence", "pattern", NULL };
  g_autoptr (GPtrArray) evidence = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_autofree char *pattern = NULL;
  DaybookSentence *sentence;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == FIELD_TEXT)
        daybook_json_reader_read_string_into (reader, &text);
      else if (field == FIELD_PATTERN)
        daybook_json_reader_read_string_into (reader, &pattern);
      else if (field == FIELD_EVIDENCE && daybook_json_reader_begin_array_or_skip (reader))
        {
          while (daybook_json_reader_next_element (reader))
            {
              char *id = daybook_json_reader_read_string_or_null (reader);

              if (id != NULL)
                g_ptr_array_add (evidence, id);
            }
        }
    }
  sentence = daybook_sentence_new (text != NULL ? text : "", pattern);
  g_ptr_array_add (evidence, NULL);
  g_strfreev (sentence->evidence);
  sentence->evidence = g_strdupv ((char **) evidence->pdata);
  return sentence;
}

static gboolean
read_body (const char *body, DaybookSummary *summary, GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new_for_data (body, strlen (body));
  int part;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, parts, &part))
    {
      if (part < 0)
        continue;
      daybook_json_reader_begin_array (reader);
      while (daybook_json_reader_next_element (reader))
        g_ptr_array_add (get_part (summary, part), read_sentence (reader));
    }
  return daybook_json_reader_finish (reader, error);
}

static gboolean
put_summary (DaybookStore *self, DaybookSummary *summary, GError **error)
{
  g_autofree char *body = write_body (summary);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO summary (type, from_day, to_day, covered_from, covered_to, body, stats, engine, model, notice, reason,"
    " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (type, from_day, to_day) DO UPDATE SET covered_from = excluded.covered_from,"
    "   covered_to = excluded.covered_to, body = excluded.body, stats = excluded.stats, engine = excluded.engine,"
    "   model = excluded.model, notice = excluded.notice, reason = excluded.reason, created_at = excluded.created_at"
    " RETURNING id");

  summary->created_at = daybook_store_now (self);
  daybook_statement_bind_text (query, daybook_summary_type_to_string (summary->type));
  daybook_statement_bind_int (query, summary->from);
  daybook_statement_bind_int (query, summary->to);
  daybook_statement_bind_int (query, summary->covered_from);
  daybook_statement_bind_int (query, summary->covered_to);
  daybook_statement_bind_text (query, body);
  daybook_statement_bind_text (query, summary->stats);
  daybook_statement_bind_text (query, summary->engine);
  daybook_statement_bind_text (query, summary->model);
  daybook_statement_bind_text (query, summary->notice);
  daybook_statement_bind_text (query, summary->reason);
  daybook_statement_bind_int (query, summary->created_at);
  return daybook_statement_run_for_int (query, &summary->id, error);
}

gboolean
daybook_store_put_summary (DaybookStore *self, DaybookSummary *summary, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, put_summary (self, summary, error), error);
}

DaybookSummary *
daybook_store_find_summary (DaybookStore *self, DaybookSummaryType type, DaybookDay from, DaybookDay to, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT id, covered_from, covered_to, body, stats, engine, model, notice, reason, created_at FROM summary"
    " WHERE type = ? AND from_day = ? AND to_day = ?");
  g_autoptr (DaybookSummary) summary = NULL;
  g_autofree char *body = NULL;

  daybook_statement_bind_text (query, daybook_summary_type_to_string (type));
  daybook_statement_bind_int (query, from);
  daybook_statement_bind_int (query, to);
  if (daybook_statement_next (query))
    {
      summary = daybook_summary_new ();
      summary->type = type;
      summary->from = from;
      summary->to = to;
      summary->id = daybook_statement_take_int (query);
      summary->covered_from = (DaybookDay) daybook_statement_take_int (query);
      summary->covered_to = (DaybookDay) daybook_statement_take_int (query);
      body = daybook_statement_take_string_or_empty (query);
      summary->stats = daybook_statement_take_string_or_empty (query);
      summary->engine = daybook_statement_take_string_or_empty (query);
      summary->model = daybook_statement_take_string (query);
      summary->notice = daybook_statement_take_string (query);
      summary->reason = daybook_statement_take_string (query);
      summary->created_at = daybook_statement_take_int (query);
    }
  if (!daybook_statement_finish (query, error) || (summary != NULL && !read_body (body, summary, error)))
    return NULL;
  return g_steal_pointer (&summary);
}

static gboolean
add_patterns (const char *body, GHashTable *patterns, GError **error)
{
  g_autoptr (DaybookSummary) summary = daybook_summary_new ();

  if (!read_body (body, summary, error))
    return FALSE;
  for (int i = 0; parts[i] != NULL; i++)
    {
      GPtrArray *sentences = get_part (summary, i);

      for (guint j = 0; j < sentences->len; j++)
        {
          const DaybookSentence *sentence = sentences->pdata[j];

          if (sentence->pattern != NULL)
            g_hash_table_add (patterns, g_strdup (sentence->pattern));
        }
    }
  return TRUE;
}

GHashTable *
daybook_store_list_patterns (DaybookStore *self, DaybookSummaryType type, DaybookDay from, DaybookDay to, GError **error)
{
  g_autoptr (GHashTable) patterns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  DaybookDay week = daybook_day_get_week_start (from, DAYBOOK_MONDAY);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT body FROM summary WHERE from_day >= ? AND from_day < ?"
    "   AND NOT (type = ? AND from_day = ? AND to_day = ?)");

  daybook_statement_bind_int (query, week);
  daybook_statement_bind_int (query, week + 7);
  daybook_statement_bind_text (query, daybook_summary_type_to_string (type));
  daybook_statement_bind_int (query, from);
  daybook_statement_bind_int (query, to);
  while (daybook_statement_next (query))
    {
      g_autofree char *body = daybook_statement_take_string_or_empty (query);

      if (!add_patterns (body, patterns, error))
        return NULL;
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&patterns);
}

