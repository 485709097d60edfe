/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a text asks for, and how to say it as a task. */
#include <string.h>

#include "base/daybook-text.h"
#include "insight/daybook-intent.h"
#include "insight/daybook-sentences.h"
#include "insight/daybook-suggest-private.h"

#define MAX_SENTENCES 40
#define MAX_QUOTED 3

void
daybook_asked_clear (DaybookAsked *self)
{
  g_clear_pointer (&self->sentence, g_free);
  g_clear_pointer (&self->all, g_free);
}

/* "Re: ", "AW: ", "[list] " say nothing of what is asked. */
static const char *
skip_prefixes (const char *subject)
{
  static const char *const prefixes[] = { "re:", "fwd:", "fw:", "aw:", "wg:", "tr:", "rv:", "odp:" };
  gboolean again = TRUE;

  while (again)
    {
      again = FALSE;
      subject += strspn (subject, " ");
      for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
        {
          gsize length = strlen (prefixes[i]);

          if (g_ascii_strncasecmp (subject, prefixes[i], length) == 0)
            {
              subject += length;
              again = TRUE;
            }
        }
      if (*subject == '[' && strchr (subject, ']') != NULL)
        {
          subject = strchr (subject, ']') + 1;
          again = TRUE;
        }
    }
  return subject;
}

static void
consider (DaybookAsked *self, const char *sentence, double weight, double *best, double *second, GString *all, guint *quoted)
{
  DaybookIntent intent;
  double confidence;

  daybook_intent_classify (sentence, &intent);
  confidence = intent.confidence * weight;
  if (confidence > *best)
    {
      *second = *best;
      *best = confidence;
      g_free (self->sentence);
      self->sentence = g_strdup (sentence);
    }
  else
    *second = MAX (*second, confidence);
  if (intent.actionable && *quoted < MAX_QUOTED)
    {
      if (all->len > 0)
        g_string_append_c (all, ' ');
      g_string_append (all, sentence);
      (*quoted)++;
    }
}

/* The sentence that asks most decides; a second one that asks makes it surer. @subject counts a little less: it
 * is often only a name. Either may be NULL. */
void
daybook_asked_find (DaybookAsked *self, const char *subject, const char *text)
{
  g_autoptr (GString) all = g_string_new (NULL);
  double best = 0, second = 0;
  guint quoted = 0;

  self->language = daybook_intent_detect_language (text != NULL && *text != '\0' ? text : subject != NULL ? subject : "");
  if (text != NULL)
    {
      g_auto (GStrv) sentences = daybook_sentences_split (text, MAX_SENTENCES);

      for (guint i = 0; sentences[i] != NULL; i++)
        consider (self, sentences[i], 1, &best, &second, all, &quoted);
    }
  if (subject != NULL && *skip_prefixes (subject) != '\0')
    consider (self, skip_prefixes (subject), 0.8, &best, &second, all, &quoted);
  self->confidence = best + (1 - best) * second * 0.2;
  if (!g_str_equal (self->language, "en"))
    self->confidence = MIN (self->confidence, DAYBOOK_INTENT_FOREIGN_LIMIT);
  if (all->len > 0)
    self->all = g_string_free (g_steal_pointer (&all), FALSE);
}

/* "Could you please send me the report?" is "Send me the report". */
char *
daybook_asked_make_title (const char *sentence, const char *author)
{
  static const char *const openings[] = {
    "could you please ", "can you please ", "would you please ", "will you please ", "could you ", "can you ", "would you mind ",
    "would you ", "will you ", "please ", "kindly ", "pls ", "i need you to ", "we need you to ", "you should ", "you need to ",
    "let me know ", "please, ", "bitte ", "por favor, ", "proszę ",
  };
  g_autofree char *clean = daybook_text_one_line (sentence);
  const char *start = clean;
  const char *comma = strchr (clean, ',');
  g_autofree char *title = NULL;
  gsize length;
  gunichar first;
  char utf8[6];

  /* "Hi Ana, could you ..." */
  if (comma != NULL && comma - clean < 24
      && (g_ascii_strncasecmp (clean, "hi", 2) == 0 || g_ascii_strncasecmp (clean, "hey", 3) == 0
          || g_ascii_strncasecmp (clean, "hello", 5) == 0 || g_ascii_strncasecmp (clean, "dear", 4) == 0
          || strchr (clean, ' ') == NULL || strchr (clean, ' ') > comma))
    start = comma + 1;
  start += strspn (start, " ");
  for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      if (g_ascii_strncasecmp (start, openings[i], strlen (openings[i])) != 0)
        continue;
      /* "Let me know" stays a question to answer. */
      if (!g_str_has_prefix (openings[i], "let"))
        start += strlen (openings[i]);
      break;
    }
  if (*start == '\0')
    start = clean;
  length = strlen (start);
  while (length > 0 && strchr (" .!", start[length - 1]) != NULL)
    length--;
  if (length > 0 && start[length - 1] == '?' && start != clean)
    length--;
  first = g_utf8_get_char (start);
  title = g_strndup (start + (g_utf8_next_char (start) - start), length > 0 ? length - (gsize) (g_utf8_next_char (start) - start) : 0);
  utf8[g_unichar_to_utf8 (g_unichar_toupper (first), utf8)] = '\0';
  if (*start == '\0')
    return g_strdup (author != NULL ? author : "");
  return g_strconcat (utf8, title, NULL);
}
