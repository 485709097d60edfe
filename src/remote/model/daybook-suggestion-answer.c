/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model's answer about one item, held to its form. Without the item's id, a judgement and a plain title it is none; other
 * fields that do not fit are left as the built-in engine filled them. */
#include "model/daybook-suggestion-answer.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "model/daybook-model-answer.h"

#define LONGEST_PROSE 2000
#define LONGEST_TAG 30
#define MOST_TAGS 5
#define SUREST 0.99
/* Of what a model thinks needs nothing: below what is shown, however unsure it is. */
#define HIGHEST_OF_NOTHING 0.49
#define LATEST_DUE 366 /* days from when the item was written */

typedef struct
{
  char *item;         /* (owned) (nullable) like all text here */
  gboolean needed;
  gboolean has_needed;
  double confidence;
  gboolean has_confidence;
  char *kind;
  char *title;
  char *description;
  char *priority;
  char *due;
  char *reasoning;
  GPtrArray *tags; /* (owned) char* */
} Answer;

static void
answer_clear (Answer *self)
{
  g_free (self->item);
  g_free (self->kind);
  g_free (self->title);
  g_free (self->description);
  g_free (self->priority);
  g_free (self->due);
  g_free (self->reasoning);
  g_ptr_array_unref (self->tags);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
read_tags (DaybookJsonReader *reader, GPtrArray *tags)
{
  g_ptr_array_set_size (tags, 0);
  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      g_autofree char *tag = daybook_json_reader_read_string_or_null (reader);

      if (tag != NULL && tags->len < MOST_TAGS)
        g_ptr_array_add (tags, daybook_model_text_clean (tag));
    }
}

static void
read_fields (DaybookJsonReader *reader, Answer *answer)
{
  enum
  {
    FIELD_ITEM,
    FIELD_NEEDED,
    FIELD_CONFIDENCE,
    FIELD_TAGS,
    FIELD_KIND,
    FIELD_TITLE,
    FIELD_DESCRIPTION,
    FIELD_PRIORITY,
    FIELD_DUE,
    FIELD_REASONING
  };
  static const char *const fields[] = { "item", "action_needed", "confidence", "tags", "kind", "title", "description",
                                        "priority", "due", "reasoning", NULL };
  char **const texts[] = { &answer->kind, &answer->title, &answer->description, &answer->priority, &answer->due,
                           &answer->reasoning };
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == FIELD_ITEM)
        daybook_json_reader_read_string_into (reader, &answer->item);
      else if (field == FIELD_NEEDED)
        {
          answer->needed = daybook_json_reader_read_bool (reader);
          answer->has_needed = TRUE;
        }
      else if (field == FIELD_CONFIDENCE)
        {
          answer->confidence = daybook_json_reader_read_double (reader);
          answer->has_confidence = TRUE;
        }
      else if (field == FIELD_TAGS)
        read_tags (reader, answer->tags);
      else if (field >= FIELD_KIND)
        daybook_json_reader_read_string_into (reader, texts[field - FIELD_KIND]);
    }
}

/* The line that may be shown as the model's words; NULL: it may not. */
static char *
take_text (const char *text, const DaybookSuggestionPrompt *prompt, gsize most_characters)
{
  const char *const given[] = { prompt->title, prompt->text, NULL };
  g_autofree char *line = text != NULL ? daybook_model_text_clean (text) : NULL;

  if (line == NULL || !daybook_model_text_is_plain (line, most_characters) || strpbrk (line, "{}") != NULL
      || daybook_model_text_has_own_number (line, given))
    return NULL;
  return g_steal_pointer (&line);
}

static void
replace_text (char **member, const char *text, const DaybookSuggestionPrompt *prompt, gsize most_characters)
{
  char *taken = take_text (text, prompt, most_characters);

  if (taken == NULL)
    return;
  g_free (*member);
  *member = taken;
}

/* A day of the calendar, not before the item was written, not years away; with a time, on the person's wall. */
static void
take_due (const char *text, const DaybookSuggestionPrompt *prompt, DaybookSuggestion *suggestion)
{
  DaybookDay written = daybook_zone_get_day (prompt->zone, prompt->written);
  gsize length = text != NULL ? strlen (text) : 0;
  gint64 at = DAYBOOK_INSTANT_NONE;
  DaybookDay day;

  if (length < strlen ("2026-11-20") || !daybook_day_parse (text, strlen ("2026-11-20"), &day) || day < written
      || day > written + LATEST_DUE)
    return;
  if (length > strlen ("2026-11-20"))
    {
      g_autofree char *whole = g_strconcat (text, length == strlen ("2026-11-20T14:30") ? ":00" : "", NULL);
      gint64 wall;

      if (!daybook_wall_parse (whole, -1, &wall))
        return;
      at = daybook_zone_to_instant (prompt->zone, wall);
      if (at < prompt->written)
        return;
    }
  suggestion->due_day = day;
  suggestion->due_at = at;
}

static void
take_tags (const Answer *answer, const DaybookSuggestionPrompt *prompt, DaybookSuggestion *suggestion)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < answer->tags->len; i++)
    {
      g_autofree char *tag = take_text (answer->tags->pdata[i], prompt, LONGEST_TAG);

      if (tag != NULL)
        json_builder_add_string_value (builder, tag);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  g_free (suggestion->tags);
  suggestion->tags = json_to_string (root, FALSE);
}

static double
take_confidence (const Answer *answer)
{
  double sure = CLAMP (answer->confidence, 0.0, SUREST);

  return answer->needed ? sure : MIN (1 - sure, HIGHEST_OF_NOTHING);
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                       _("The model did not answer in the form asked for."));
  return FALSE;
}

static void
take_over (const Answer *answer, const DaybookSuggestionPrompt *prompt, DaybookSuggestion *suggestion)
{
  suggestion->confidence = take_confidence (answer);
  g_clear_pointer (&suggestion->reasoning, g_free);
  replace_text (&suggestion->reasoning, answer->reasoning, prompt, LONGEST_PROSE);
  if (!answer->needed)
    return;
  replace_text (&suggestion->description, answer->description, prompt, LONGEST_PROSE);
  /* When a meeting begins is known. */
  if (g_str_equal (suggestion->item_kind, "activity"))
    take_due (answer->due, prompt, suggestion);
  if (answer->kind != NULL && g_strv_contains (daybook_suggestion_kinds, answer->kind))
    {
      g_free (suggestion->kind);
      suggestion->kind = g_strdup (answer->kind);
    }
  if (answer->priority != NULL)
    daybook_priority_from_string (answer->priority, &suggestion->priority);
  take_tags (answer, prompt, suggestion);
}

gboolean
daybook_suggestion_answer_read (const char *text,
                                const DaybookSuggestionPrompt *prompt,
                                DaybookSuggestion *suggestion,
                                GError **error)
{
  g_auto (Answer) answer = { .tags = g_ptr_array_new_with_free_func (g_free) };
  g_autofree char *json = daybook_model_answer_find_json (text);
  g_autofree char *title = NULL;
  g_autoptr (DaybookJsonReader) reader = NULL;

  if (json == NULL)
    return fail (error);
  reader = daybook_json_reader_new_for_data (json, strlen (json));
  read_fields (reader, &answer);
  if (!daybook_json_reader_finish (reader, NULL) || g_strcmp0 (answer.item, prompt->id) != 0 || !answer.has_needed
      || !answer.has_confidence)
    return fail (error);
  title = take_text (answer.title, prompt, DAYBOOK_TITLE_MAX_CHARACTERS);
  if (title == NULL && answer.needed)
    return fail (error);
  if (answer.needed)
    {
      g_free (suggestion->title);
      suggestion->title = g_steal_pointer (&title);
    }
  take_over (&answer, prompt, suggestion);
  return TRUE;
}
