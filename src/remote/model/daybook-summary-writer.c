/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/daybook-summary-writer.h"

#include "base/daybook-error.h"
#include "insight/daybook-summarizer.h"
#include "model/daybook-summary-answer.h"
#include "store/daybook-summaries.h"

typedef struct
{
  DaybookMaterial *material;
  const DaybookSummaryPrompt *prompt;
  DaybookSummary *summary; /* (owned) (nullable) */
} Answer;

static gboolean
read_answer (const char *text, gpointer data, GError **error)
{
  Answer *answer = data;

  daybook_summary_free (answer->summary);
  answer->summary = daybook_summary_new ();
  return daybook_summary_answer_read (text, answer->prompt, answer->material->slots, answer->summary, error);
}

static DaybookSummary *
ask (DaybookModel *model,
     DaybookMaterial *material,
     const DaybookSummaryPrompt *prompt,
     GCancellable *cancellable,
     GError **error)
{
  Answer answer = { material, prompt, NULL };

  if (daybook_model_ask_until_read (model, prompt->question, read_answer, &answer, cancellable, error))
    return answer.summary;
  daybook_summary_free (answer.summary);
  return NULL;
}

static void
swap_lists (DaybookSummary *into, DaybookSummary *from)
{
#define SWAP(list)                        \
  if (from->list->len > 0)                \
    {                                     \
      GPtrArray *kept = into->list;       \
      into->list = from->list;            \
      from->list = kept;                  \
    }
  SWAP (sentences)
  SWAP (highlights)
  SWAP (insights)
  SWAP (recommendations)
#undef SWAP
}

DaybookSummary *
daybook_summary_write (DaybookStore *store,
                       const DaybookPeriod *period,
                       DaybookModel *model,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (DaybookMaterial) material = daybook_material_new (store, period, error);
  g_autoptr (GHashTable) used = NULL;
  g_autoptr (DaybookSummary) summary = NULL;
  g_autoptr (DaybookSummary) answer = NULL;
  g_autoptr (DaybookSummaryPrompt) prompt = NULL;
  g_autoptr (GError) local = NULL;

  if (material == NULL)
    return NULL;
  used = daybook_store_list_patterns (store, period->type, period->from, period->to, error);
  if (used == NULL)
    return NULL;
  summary = daybook_summarize_material (material, used);
  prompt = daybook_summary_prompt_new (store, material, &local);
  if (prompt != NULL)
    answer = ask (model, material, prompt, cancellable, &local);
  if (g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED)
      || g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_AGREED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (answer != NULL)
    {
      swap_lists (summary, answer);
      g_free (summary->engine);
      summary->engine = g_strdup ("model");
      summary->model = g_strdup (daybook_model_get_name (model));
    }
  else if (local != NULL)
    {
      daybook_summary_explain (summary, local);
    }
  return g_steal_pointer (&summary);
}

GBytes *
daybook_summary_preview (DaybookStore *store, const DaybookPeriod *period, DaybookModel *model, GError **error)
{
  g_autoptr (DaybookMaterial) material = daybook_material_new (store, period, error);
  g_autoptr (DaybookSummaryPrompt) prompt = material != NULL ? daybook_summary_prompt_new (store, material, error) : NULL;

  return prompt != NULL ? daybook_model_preview (model, prompt->question) : NULL;
}
