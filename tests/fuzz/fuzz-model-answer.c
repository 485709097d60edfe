/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model's server may answer: whatever it is, what is taken of it about an item is plain text of bounded length, a
 * confidence, a day within reach, and the numbers of the item. */
#include <string.h>

#include "base/daybook-text.h"
#include "fuzz.h"
#include "model/daybook-model-answer.h"
#include "model/daybook-suggestion-answer.h"

#define WRITTEN G_GINT64_CONSTANT (1795251600)

static void
check_plain (const char *text, gsize most)
{
  FUZZ_ASSERT (g_utf8_validate (text, -1, NULL) && (gsize) g_utf8_strlen (text, -1) <= most);
  FUZZ_ASSERT (strpbrk (text, "<>`|*{}\n") == NULL && strstr (text, "://") == NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  DaybookSuggestionPrompt prompt = { .id = (char *) "vabc", .title = (char *) "Contract 4711", .text = (char *) "Send it.",
                                     .zone = daybook_zone_get_utc (), .written = WRITTEN };
  DaybookDay written = daybook_zone_get_day (prompt.zone, WRITTEN);
  g_autofree char *text = daybook_text_make_valid ((const char *) data, (gssize) size);
  g_autofree char *json = daybook_model_answer_find_json (text);
  g_autoptr (DaybookSuggestion) suggestion = daybook_suggestion_new ();
  gboolean taken;

  FUZZ_ASSERT (json == NULL || strstr (text, json) != NULL);
  suggestion->item_kind = g_strdup ("activity");
  suggestion->kind = g_strdup ("task");
  suggestion->title = g_strdup ("Built in");
  suggestion->confidence = 0.7;
  taken = daybook_suggestion_answer_read (text, &prompt, suggestion, NULL);
  FUZZ_ASSERT (taken || (strcmp (suggestion->title, "Built in") == 0 && suggestion->tags == NULL));
  FUZZ_ASSERT (suggestion->confidence >= 0 && suggestion->confidence < 1);
  check_plain (suggestion->title, DAYBOOK_TITLE_MAX_CHARACTERS);
  if (suggestion->description != NULL)
    check_plain (suggestion->description, 2000);
  if (suggestion->reasoning != NULL)
    check_plain (suggestion->reasoning, 2000);
  if (suggestion->due_day != DAYBOOK_DAY_NONE)
    FUZZ_ASSERT (suggestion->due_day >= written && suggestion->due_day <= written + 366);
  return 0;
}
