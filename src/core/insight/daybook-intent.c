/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-intent.h"

#include <gio/gio.h>
#include <string.h>

#include "insight/daybook-intent-features.h"
#include "insight/daybook-intent-languages.h"
#include "insight/daybook-intent-model.h"

#define WEIGHTS "/io/github/daybookapp/Daybook/intent/weights.bin"
#define UNDETERMINED "und"
#define LONGEST_COMMON 23 /* bytes of a word in the languages' lists */
#define LANGUAGE_BITS 16  /* room for as many languages */
#define LONG_SENTENCE 7   /* words; of English ones, hardly any has none of the common words */

/* Without the learned weights: a text that asks in words, and one that only asks the reader a question. */
#define ASKING_CONFIDENCE DAYBOOK_INTENT_FOREIGN_LIMIT
#define QUESTION_CONFIDENCE 0.55
#define UNKNOWN_QUESTION_CONFIDENCE 0.5
#define TELLING_CONFIDENCE 0.25

static const DaybookIntentModel *
get_model (void)
{
  static DaybookIntentModel *model;

  if (g_once_init_enter (&model))
    {
      DaybookIntentModel *read = g_new0 (DaybookIntentModel, 1);
      /* Kept for as long as the program runs, like the resource itself. */
      GBytes *bytes = g_resources_lookup_data (WEIGHTS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      if (bytes == NULL || !daybook_intent_model_read (read, bytes))
        g_error ("The classifier’s weights are not part of this program.");
      g_once_init_leave (&model, read);
    }
  return model;
}

/* ---- other languages ---- */

static gboolean
is_word_character (gunichar c)
{
  return (c < 0x80 ? g_ascii_isalnum ((char) c) : g_unichar_isalnum (c)) || c == '\'' || c == '-';
}

/* Letters of western and central Europe, dashes and quotation marks: what no normalization changes, and no neighbour
 * combines with. Whatever else, it costs as much as half the judgement to see. */
static gboolean
is_composed (const char *valid)
{
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);

      if (c < 0x80 || (c >= 0xc0 && c <= 0x131) || (c >= 0x134 && c <= 0x13e) || (c >= 0x141 && c <= 0x148)
          || (c >= 0x14a && c <= 0x17e) || c == 0x2013 || c == 0x2014 || c == 0x2018 || c == 0x2019
          || (c >= 0x201c && c <= 0x201e))
        continue;
      return FALSE;
    }
  return TRUE;
}

/* Plain letters have one lower case in every locale. */
static char *
compose_lower (const char *sentence)
{
  g_autofree char *valid = NULL;
  g_autofree char *composed = NULL;

  if (g_str_is_ascii (sentence))
    return g_ascii_strdown (sentence, -1);
  valid = g_utf8_make_valid (sentence, -1);
  if (is_composed (valid))
    return g_utf8_strdown (valid, -1);
  composed = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);
  return g_utf8_strdown (composed, -1);
}

/* " wort wort ? ": lower case, one space between words, question marks as words of their own. */
static char *
spell_out (const char *sentence)
{
  g_autofree char *lower = compose_lower (sentence);
  GString *words = g_string_sized_new (strlen (lower) + 16);

  g_string_append_c (words, ' ');
  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);

      if (c == 0x2019)
        c = '\'';
      if (c < 0x80 && is_word_character (c))
        g_string_append_c (words, (char) c);
      else if (is_word_character (c))
        g_string_append_unichar (words, c);
      else if (c == '?')
        g_string_append (words, words->str[words->len - 1] == ' ' ? "? " : " ? ");
      else if (words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  if (words->str[words->len - 1] != ' ')
    g_string_append_c (words, ' ');
  return g_string_free (words, FALSE);
}

/* The lists, made ready to be looked up once. */
typedef struct
{
  const DaybookIntentLanguage *languages;
  gsize n;
  GHashTable *common;  /* word to the set of languages (bits) that have it, and above these its number */
  GPtrArray **phrases; /* of each language: " phrase " */
} Lexicon;

static GPtrArray *
make_phrases (const char *list)
{
  g_auto (GStrv) entries = g_strsplit (list, "|", -1);
  GPtrArray *phrases = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; entries[i] != NULL; i++)
    {
      if (*entries[i] != '\0')
        g_ptr_array_add (phrases, g_strconcat (" ", entries[i], " ", NULL));
    }
  return phrases;
}

static const Lexicon *
get_lexicon (void)
{
  static Lexicon *lexicon;

  if (g_once_init_enter (&lexicon))
    {
      Lexicon *made = g_new0 (Lexicon, 1);

      made->languages = daybook_intent_languages (&made->n);
      g_assert (made->n <= LANGUAGE_BITS);
      made->common = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      made->phrases = g_new0 (GPtrArray *, made->n);
      for (gsize i = 0; i < made->n; i++)
        {
          g_auto (GStrv) words = g_strsplit (made->languages[i].common, " ", -1);

          for (guint j = 0; words[j] != NULL; j++)
            {
              guint entry = GPOINTER_TO_UINT (g_hash_table_lookup (made->common, words[j]));

              g_assert (strlen (words[j]) <= LONGEST_COMMON);
              if (entry == 0)
                entry = g_hash_table_size (made->common) << LANGUAGE_BITS;
              g_hash_table_replace (made->common, g_strdup (words[j]), GUINT_TO_POINTER (entry | 1u << i));
            }
          made->phrases[i] = make_phrases (made->languages[i].requests);
        }
      g_once_init_leave (&lexicon, made);
    }
  return lexicon;
}

static guint
count_phrases (const Lexicon *lexicon, gsize language, const char *words)
{
  guint count = 0;

  for (guint i = 0; i < lexicon->phrases[language]->len; i++)
    count += strstr (words, lexicon->phrases[language]->pdata[i]) != NULL;
  return count;
}

static gboolean
has_word_of (const char *words, const char *list)
{
  g_auto (GStrv) entries = g_strsplit (list, " ", -1);

  for (guint i = 0; entries[i] != NULL; i++)
    {
      g_autofree char *needle = g_strconcat (" ", entries[i], " ", NULL);

      if (strstr (words, needle) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Kana, Han, Cyrillic, Greek, ...: more than half of the letters are of no script that a known language uses. */
static gboolean
is_other_script (const char *words)
{
  guint letters = 0, other = 0;

  for (const char *p = words; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80 ? !g_ascii_isalpha ((char) c) : !g_unichar_isalpha (c))
        continue;
      letters++;
      other += c >= 0x80 && g_unichar_get_script (c) != G_UNICODE_SCRIPT_LATIN;
    }
  return other * 2 > letters;
}

/* Different words: a name that comes again and again is no language. */
static void
count_common (const Lexicon *lexicon, const char *words, guint *counts)
{
  g_autofree guint8 *seen = g_new0 (guint8, g_hash_table_size (lexicon->common)); /* by number */
  gsize length;

  for (const char *p = words; *p != '\0'; p += length + (p[length] == ' '))
    {
      char word[LONGEST_COMMON + 1];
      guint entry;

      length = strcspn (p, " ");
      if (length > LONGEST_COMMON)
        continue;
      memcpy (word, p, length);
      word[length] = '\0';
      entry = GPOINTER_TO_UINT (g_hash_table_lookup (lexicon->common, word));
      if (entry == 0 || seen[entry >> LANGUAGE_BITS])
        continue;
      seen[entry >> LANGUAGE_BITS] = TRUE;
      for (guint j = 0; j < lexicon->n; j++)
        counts[j] += entry >> j & 1;
    }
}

/* Whether there are words enough for some common one to be among them, in the language that they are of. */
static gboolean
is_long (const char *words)
{
  guint n = 0;

  for (const char *p = words; *p != '\0'; p++)
    n += *p == ' ' && (g_ascii_isalpha (p[1]) || (guchar) p[1] >= 0x80);
  return n >= LONG_SENTENCE;
}

/* English, unless another language shows more often and more than once. NULL: none of the known ones. */
static const DaybookIntentLanguage *
find_language (const char *words)
{
  const Lexicon *lexicon = get_lexicon ();
  g_autofree guint *counts = g_new0 (guint, lexicon->n);
  gsize best = 0;

  if (is_other_script (words))
    return NULL;
  count_common (lexicon, words, counts);
  for (gsize i = 1; i < lexicon->n; i++)
    {
      /* Phrases of asking are long and of one language alone. */
      if (counts[0] < 3)
        counts[i] += 2 * count_phrases (lexicon, i, words);
      if (counts[i] > counts[best] && counts[i] > 1)
        best = i;
    }
  return best == 0 && counts[0] == 0 && is_long (words) ? NULL : &lexicon->languages[best];
}

gboolean
daybook_intent_has_requests (const char *language)
{
  const Lexicon *lexicon = get_lexicon ();

  for (gsize i = 0; i < lexicon->n; i++)
    {
      if (g_str_equal (lexicon->languages[i].code, language))
        return lexicon->phrases[i]->len > 0;
    }
  return FALSE;
}

const char *
daybook_intent_detect_language (const char *text)
{
  g_autofree char *cut = g_strndup (text, DAYBOOK_INTENT_MAX_BYTES);
  g_autofree char *words = spell_out (cut);
  const DaybookIntentLanguage *language = find_language (words);

  return language != NULL ? language->code : UNDETERMINED;
}

static double
judge_by_words (const DaybookIntentLanguage *language, const char *words)
{
  gboolean asks = strstr (words, " ? ") != NULL;

  if (language == NULL)
    return asks || strstr (words, "？") != NULL ? UNKNOWN_QUESTION_CONFIDENCE : TELLING_CONFIDENCE;
  if (count_phrases (get_lexicon (), (gsize) (language - get_lexicon ()->languages), words) > 0)
    return ASKING_CONFIDENCE;
  return asks && has_word_of (words, language->you) ? QUESTION_CONFIDENCE : TELLING_CONFIDENCE;
}

/* ---- the whole ---- */

void
daybook_intent_classify (const char *sentence, DaybookIntent *intent)
{
  g_autofree char *cut = g_strndup (sentence, DAYBOOK_INTENT_MAX_BYTES);
  g_autofree char *words = spell_out (cut);
  const DaybookIntentLanguage *language = find_language (words);

  intent->language = language != NULL ? language->code : UNDETERMINED;
  if (language != NULL && g_str_equal (language->code, "en"))
    {
      const DaybookIntentModel *model = get_model ();
      g_autoptr (GArray) features = daybook_intent_features (cut);

      intent->confidence = daybook_intent_model_probability (model, daybook_intent_model_score (model, features));
    }
  else
    intent->confidence = judge_by_words (language, words);
  /* Nothing is nothing, whatever the bias says. */
  if (g_str_equal (words, " "))
    intent->confidence = 0;
  intent->actionable = intent->confidence >= 0.5;
}
