/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model's answer, held to its form. What does not fit is dropped, sentence by sentence; below three sentences the
 * answer is none. */
#include "model/daybook-summary-answer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "model/daybook-model-answer.h"

#define LONGEST_SENTENCE 400
#define MOST_ROWS_OF_PART 4
#define MOST_SENTENCES 12

static const char *const parts[] = { "summary", "highlight", "insight", "recommendation", NULL };

typedef struct
{
  int part;            /* of @parts, -1 = none */
  char *text;          /* (owned) (nullable) */
  GPtrArray *evidence; /* (owned) char*: ids that were offered */
} Candidate;

static void
candidate_clear (Candidate *self)
{
  g_free (self->text);
  g_ptr_array_unref (self->evidence);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Candidate, candidate_clear)

static void
read_evidence (DaybookJsonReader *reader, const DaybookSummaryPrompt *prompt, GPtrArray *evidence)
{
  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      g_autofree char *id = daybook_json_reader_read_string_or_null (reader);

      if (id != NULL && g_hash_table_contains (prompt->offered, id)
          && !g_ptr_array_find_with_equal_func (evidence, id, g_str_equal, NULL))
        g_ptr_array_add (evidence, g_steal_pointer (&id));
    }
}

static void
read_candidate (DaybookJsonReader *reader, const DaybookSummaryPrompt *prompt, Candidate *candidate)
{
  enum
  {
    FIELD_PART,
    FIELD_TEXT,
    FIELD_EVIDENCE
  };
  static const char *const fields[] = { "part", "text", "evidence", NULL };
  g_autofree char *part = NULL;
  int field;

  candidate->part = -1;
  candidate->evidence = g_ptr_array_new_with_free_func (g_free);
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == FIELD_PART)
        daybook_json_reader_read_string_into (reader, &part);
      else if (field == FIELD_TEXT)
        daybook_json_reader_read_string_into (reader, &candidate->text);
      else if (field == FIELD_EVIDENCE)
        read_evidence (reader, prompt, candidate->evidence);
    }
  for (int i = 0; parts[i] != NULL; i++)
    {
      if (g_strcmp0 (part, parts[i]) == 0)
        candidate->part = i;
    }
}

/* Every name in braces is a figure that there is; there are no other braces. */
static gboolean
names_figures_only (const char *text, DaybookSlots *slots, GString *without)
{
  const char *c = text;

  while (*c != '\0')
    {
      const char *close;
      g_autofree char *name = NULL;

      if (*c == '}')
        return FALSE;
      if (*c != '{')
        {
          g_string_append_c (without, *c++);
          continue;
        }
      close = strchr (c, '}');
      if (close == NULL)
        return FALSE;
      name = g_strndup (c + 1, (gsize) (close - c - 1));
      if (!daybook_summary_prompt_allows (name) || daybook_slots_get (slots, name) == NULL)
        return FALSE;
      c = close + 1;
    }
  return TRUE;
}

/* Each number, in digits or in words, stands in a title that the sentence cites: any other is the model's own. */
static gboolean
has_own_number (const char *text, const Candidate *candidate, const DaybookSummaryPrompt *prompt)
{
  g_autofree const char **titles = g_new0 (const char *, candidate->evidence->len + 1);

  for (guint i = 0; i < candidate->evidence->len; i++)
    titles[i] = g_hash_table_lookup (prompt->titles, candidate->evidence->pdata[i]);
  return daybook_model_text_has_own_number (text, titles) || daybook_model_text_has_own_number_word (text, titles);
}

/* The sentence that a candidate may become; NULL: none. */
static DaybookSentence *
judge (const Candidate *candidate, const DaybookSummaryPrompt *prompt, DaybookSlots *slots)
{
  g_autofree char *line = NULL;
  g_autofree char *filled = NULL;
  g_autoptr (GString) without = g_string_new (NULL);
  g_autoptr (GPtrArray) evidence = g_ptr_array_new_with_free_func (g_free);
  DaybookSentence *sentence;

  if (candidate->part < 0 || candidate->text == NULL || candidate->evidence->len == 0)
    return NULL;
  line = daybook_model_text_clean (candidate->text);
  /* The names of figures have underscores, which plain text may not. */
  if (!names_figures_only (line, slots, without) || !daybook_model_text_is_plain (without->str, LONGEST_SENTENCE)
      || has_own_number (without->str, candidate, prompt))
    return NULL;
  for (guint i = 0; i < candidate->evidence->len; i++)
    g_ptr_array_add (evidence, g_strdup (candidate->evidence->pdata[i]));
  filled = daybook_slots_fill (slots, line, evidence);
  sentence = daybook_sentence_new (filled, NULL);
  g_ptr_array_add (evidence, NULL);
  g_strfreev (sentence->evidence);
  sentence->evidence = g_strdupv ((char **) evidence->pdata);
  return sentence;
}

/* @length: characters of prose so far. */
static void
take (DaybookSummary *summary, const Candidate *candidate, DaybookSentence *sentence, glong *length)
{
  GPtrArray *const lists[] = { summary->sentences, summary->highlights, summary->insights, summary->recommendations };
  GPtrArray *list = lists[candidate->part];
  guint most = candidate->part == 0 ? MOST_SENTENCES : MOST_ROWS_OF_PART;
  glong more = g_utf8_strlen (sentence->text, -1) + 1;

  if (list->len >= most || (candidate->part == 0 && *length + more > DAYBOOK_SUMMARY_MOST_CHARACTERS))
    {
      daybook_sentence_free (sentence);
      return;
    }
  if (candidate->part == 0)
    *length += more;
  g_ptr_array_add (list, sentence);
}

static void
read_sentences (DaybookJsonReader *reader,
                const DaybookSummaryPrompt *prompt,
                DaybookSlots *slots,
                DaybookSummary *summary)
{
  glong length = 0;

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      g_auto (Candidate) candidate = { 0 };
      DaybookSentence *sentence;

      read_candidate (reader, prompt, &candidate);
      sentence = judge (&candidate, prompt, slots);
      if (sentence != NULL)
        take (summary, &candidate, sentence, &length);
    }
}

/* Fills @summary's lists from what a model said. INVALID_RESPONSE where too little of it is left. */
gboolean
daybook_summary_answer_read (const char *text,
                             const DaybookSummaryPrompt *prompt,
                             DaybookSlots *slots,
                             DaybookSummary *summary,
                             GError **error)
{
  static const char *const fields[] = { "sentences", NULL };
  g_autofree char *json = daybook_model_answer_find_json (text);
  g_autoptr (DaybookJsonReader) reader = NULL;
  g_autoptr (GError) local = NULL;
  int field;

  if (json == NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                           _("The model did not answer in the form asked for."));
      return FALSE;
    }
  reader = daybook_json_reader_new_for_data (json, strlen (json));
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        read_sentences (reader, prompt, slots, summary);
    }
  if (!daybook_json_reader_finish (reader, &local))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                           _("The model did not answer in the form asked for."));
      return FALSE;
    }
  if (summary->sentences->len < DAYBOOK_SUMMARY_LEAST_SENTENCES)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                           _("Too little of the model’s answer rests on what happened."));
      return FALSE;
    }
  return TRUE;
}
