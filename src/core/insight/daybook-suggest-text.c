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
  g_clear_pointer (&self->parts, g_array_unref);
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

typedef struct
{
  DaybookAsked *asked;
  double best, second;
  gboolean best_is_missing; /* among the parts: there were enough already */
  DaybookAskedPart best_part;
  GString *all;
} Search;

static void
consider (Search *self, const char *sentence, double weight, DaybookAskedPart part)
{
  DaybookIntent intent;
  gboolean is_best, is_quoted;

  daybook_intent_classify (sentence, &intent);
  part.confidence = intent.confidence * weight;
  is_best = part.confidence > self->best;
  is_quoted = intent.actionable && self->asked->parts->len < MAX_QUOTED;
  self->second = MAX (self->second, is_best ? self->best : part.confidence);
  if (is_best)
    {
      self->best = part.confidence;
      g_free (self->asked->sentence);
      self->asked->sentence = g_strdup (sentence);
      self->best_part = part;
      self->best_is_missing = intent.actionable && !is_quoted;
    }
  if (is_quoted)
    {
      if (self->all->len > 0)
        g_string_append_c (self->all, ' ');
      g_string_append (self->all, sentence);
      g_array_append_val (self->asked->parts, part);
    }
}

/* The sentence that asks most decides; a second one that asks makes it surer. @subject counts a little less: it
 * is often only a name. Either may be NULL. */
void
daybook_asked_find (DaybookAsked *self, const char *subject, const char *text)
{
  g_autoptr (GString) all = g_string_new (NULL);
  Search search = { .asked = self, .all = all };
  const char *sample = text != NULL && *text != '\0' ? text : subject;

  self->parts = g_array_new (FALSE, FALSE, sizeof (DaybookAskedPart));
  self->language = daybook_intent_detect_language (sample != NULL ? sample : "");
  if (text != NULL)
    {
      g_autoptr (GPtrArray) sentences = daybook_sentences_find (text, MAX_SENTENCES);

      for (guint i = 0; i < sentences->len; i++)
        {
          const DaybookWrittenSentence *sentence = sentences->pdata[i];

          consider (&search, sentence->text, 1, (DaybookAskedPart){ FALSE, sentence->extent, 0 });
        }
    }
  if (subject != NULL && *skip_prefixes (subject) != '\0')
    {
      const char *start = skip_prefixes (subject);

      consider (&search, start, 0.8, (DaybookAskedPart){ TRUE, { start - subject, strlen (subject) }, 0 });
    }
  if (search.best_is_missing)
    g_array_append_val (self->parts, search.best_part);
  self->confidence = search.best + (1 - search.best) * search.second * 0.2;
  if (!g_str_equal (self->language, "en"))
    self->confidence = MIN (self->confidence, DAYBOOK_INTENT_FOREIGN_LIMIT);
  if (all->len > 0)
    self->all = g_strdup (all->str);
}

/* Without the full stop, and "send it, please" without the courtesy. */
static gsize
find_title_end (const char *start)
{
  static const char *const courtesies[] = { " please", " bitte", " por favor", " proszę" };
  gsize length = strlen (start);

  while (length > 0 && strchr (" .!", start[length - 1]) != NULL)
    length--;
  for (guint i = 0; i < G_N_ELEMENTS (courtesies); i++)
    {
      gsize more = strlen (courtesies[i]);

      if (length <= more || g_ascii_strncasecmp (start + length - more, courtesies[i], more) != 0)
        continue;
      length -= more;
      while (length > 1 && strchr (" ,", start[length - 1]) != NULL)
        length--;
      break;
    }
  return length;
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
  length = find_title_end (start);
  if (length > 0 && start[length - 1] == '?' && start != clean)
    length--;
  first = g_utf8_get_char (start);
  title = g_strndup (start + (g_utf8_next_char (start) - start),
                     length > 0 ? length - (gsize) (g_utf8_next_char (start) - start) : 0);
  utf8[g_unichar_to_utf8 (g_unichar_toupper (first), utf8)] = '\0';
  if (*start == '\0')
    return g_strdup (author != NULL ? author : "");
  return g_strconcat (utf8, title, NULL);
}
