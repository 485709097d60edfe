/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What anybody may write into a mail, cut into sentences, freed of quotations and judged: nothing is invented, nothing grows
 * without end, a title fits, and a confidence is one. */
#include <string.h>

#include "base/daybook-text.h"
#include "fuzz.h"
#include "insight/daybook-grounds.h"
#include "insight/daybook-intent.h"
#include "insight/daybook-sentences.h"
#include "insight/daybook-suggest-private.h"

#define MOST 40

static void
check_sentences (const char *text)
{
  g_auto (GStrv) sentences = daybook_sentences_split (text, MOST);
  gsize length = 0;

  FUZZ_ASSERT (g_strv_length (sentences) <= MOST);
  for (guint i = 0; sentences[i] != NULL; i++)
    {
      FUZZ_ASSERT (*sentences[i] != '\0' && g_utf8_validate (sentences[i], -1, NULL));
      length += strlen (sentences[i]);
    }
  FUZZ_ASSERT (length <= strlen (text) + 1);
}

/* Where each of them stands. */
static void
check_extents (const char *text)
{
  g_autoptr (GPtrArray) sentences = daybook_sentences_find (text, MOST);
  gsize last = 0;

  for (guint i = 0; i < sentences->len; i++)
    {
      const DaybookWrittenSentence *sentence = sentences->pdata[i];
      gsize length = strlen (sentence->text);

      FUZZ_ASSERT (sentence->extent.start >= last && sentence->extent.end >= sentence->extent.start + length
                   && sentence->extent.end <= strlen (text));
      FUZZ_ASSERT (text[sentence->extent.start] == sentence->text[0]
                   && text[sentence->extent.end - 1] == sentence->text[length - 1]);
      last = sentence->extent.end;
    }
}

static void
check_grounds (const DaybookSuggestion *suggestion, const char *title, const char *text)
{
  g_autoptr (GArray) grounds
      = daybook_grounds_find (suggestion, title, text, G_GINT64_CONSTANT (1795251600), daybook_zone_get_utc ());

  for (guint i = 0; i < grounds->len; i++)
    {
      const DaybookGround *ground = &g_array_index (grounds, DaybookGround, i);
      const char *within = ground->in_title ? title : text;

      FUZZ_ASSERT (ground->extent.start < ground->extent.end && ground->extent.end <= strlen (within));
      FUZZ_ASSERT (g_utf8_validate (within + ground->extent.start, (gssize) (ground->extent.end - ground->extent.start), NULL));
    }
}

static void
check_asked (const char *subject, const char *text)
{
  g_auto (DaybookAsked) asked = { 0 };
  g_autofree char *title = NULL;

  daybook_asked_find (&asked, subject, text);
  FUZZ_ASSERT (asked.confidence >= 0 && asked.confidence <= 1);
  FUZZ_ASSERT (strcmp (asked.language, "en") == 0 || asked.confidence <= DAYBOOK_INTENT_FOREIGN_LIMIT);
  if (asked.sentence == NULL)
    return;
  FUZZ_ASSERT (g_utf8_validate (asked.sentence, -1, NULL));
  title = daybook_asked_make_title (asked.sentence, "Ana");
  FUZZ_ASSERT (g_utf8_validate (title, -1, NULL) && strchr (title, '\n') == NULL);
}

static void
check_suggestion (const char *subject, const char *text)
{
  const DaybookSuggestContext context = { G_GINT64_CONSTANT (1795251600), daybook_zone_get_utc (), "me@example.com" };
  g_autoptr (DaybookActivity) mail = daybook_activity_new ();
  g_autoptr (DaybookSuggestion) suggestion = NULL;

  mail->kind = (g_free (mail->kind), g_strdup ("mail"));
  mail->external_id = (g_free (mail->external_id), g_strdup ("1"));
  mail->title = (g_free (mail->title), g_strdup (subject));
  mail->body = g_strdup (text);
  mail->detail = g_strdup (text);
  mail->at = context.now;
  suggestion = daybook_suggest_for_activity (mail, &context);
  FUZZ_ASSERT (suggestion->confidence >= 0 && suggestion->confidence < 1);
  FUZZ_ASSERT (g_utf8_strlen (suggestion->title, -1) <= DAYBOOK_TITLE_MAX_CHARACTERS);
  FUZZ_ASSERT (suggestion->description == NULL || g_utf8_strlen (suggestion->description, -1) <= 1000);
  FUZZ_ASSERT (g_utf8_validate (suggestion->reasoning, -1, NULL) && g_utf8_validate (suggestion->snapshot, -1, NULL));
  check_grounds (suggestion, subject, text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = daybook_text_make_valid ((const char *) data, (gssize) size);
  g_autofree char *own = daybook_sentences_strip_quotes (text);
  g_autofree char *subject = daybook_text_ellipsize (text, 60);

  FUZZ_ASSERT (strlen (own) <= strlen (text) + 1 && *own != '>' && strstr (own, "\n>") == NULL);
  check_sentences (text);
  check_extents (text);
  check_asked (subject, text);
  check_suggestion (subject, text);
  return 0;
}
