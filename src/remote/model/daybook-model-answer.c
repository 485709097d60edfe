/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/daybook-model-answer.h"

#include <string.h>

#include "base/daybook-text.h"

#define LONGEST_ANSWER (1024 * 1024)

/* What comes after a model's thinking; all of it where none is marked. An end without a beginning counts as well: some
 * servers put the beginning into the prompt. */
static const char *
skip_thinking (const char *text)
{
  static const char *const ends[] = { "</think>", "</thinking>", "</reasoning>" };
  const char *after = text;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const char *end = g_strrstr (after, ends[i]);

      if (end != NULL)
        after = end + strlen (ends[i]);
    }
  return after;
}

/* Where the object that begins at @start ends, behind its brace; NULL: nowhere. */
static const char *
find_end (const char *start)
{
  gboolean in_text = FALSE;
  guint depth = 0;

  for (const char *c = start; *c != '\0'; c++)
    {
      if (in_text)
        {
          if (*c == '\\' && c[1] != '\0')
            c++;
          else if (*c == '"')
            in_text = FALSE;
          continue;
        }
      if (*c == '"')
        in_text = TRUE;
      else if (*c == '{' || *c == '[')
        depth++;
      else if ((*c == '}' || *c == ']') && --depth == 0)
        return c + 1;
    }
  return NULL;
}

/* The JSON object in what a model said, without thinking, fences and pleasantries around it; NULL: there is none.
 * Whether it is JSON is for the reader to say. (transfer full) */
char *
daybook_model_answer_find_json (const char *text)
{
  const char *start, *end;

  if (strlen (text) > LONGEST_ANSWER)
    return NULL;
  start = strchr (skip_thinking (text), '{');
  end = start != NULL ? find_end (start) : NULL;
  return end != NULL ? g_strndup (start, (gsize) (end - start)) : NULL;
}

/* No control, no direction marks, no runs of space. (transfer full) */
char *
daybook_model_text_clean (const char *text)
{
  char *line = daybook_text_one_line (text);

  return g_strstrip (line);
}

/* "report.pdf" is a file: ends of names that no top level domain has, which "zip", "md", "py", "rs" and "sh" are. Nothing may
 * follow that makes a host or a path of it. */
#define FILE_ENDS \
  "(?:7z|avi|bak|bmp|bz2|cfg|cpp|css|csv|diff|docx?|dotx?|eml|epub|gif|gz|html?|ics|ini|jpe?g|json|js|jsx|log|mp3|mp4|msg|ods|odp|odt|" \
  "ogg|patch|pdf|png|pptx?|rar|rtf|sql|svg|tar(?:\\.(?:gz|bz2|xz))?|tex|tiff?|toml|tsv|tsx|txt|vcf|wav|webm|webp|xlsx?|xml|xz|yaml|yml)"

static gboolean
has_address (const char *text)
{
  static GRegex *regex;

  /* Schemes, mail addresses, links of Markdown, numbers of hosts, and whatever is written like a host: word.word, but no file. */
  if (g_once_init_enter (&regex))
    {
      GRegex *made = g_regex_new ("[a-z][a-z0-9+.-]{1,20}://|\\b(?:mailto|tel|javascript|data|file):|\\bwww\\.|"
                                  "[^\\s@]+@[^\\s@]+\\.[^\\s@]|\\]\\s*\\(|"
                                  "\\b\\w[\\w-]+\\.(?!" FILE_ENDS "\\b(?![./:@?#-]\\S))[^\\W\\d_]{2,}\\b|"
                                  "\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b",
                                  G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);

      g_once_init_leave (&regex, made);
    }
  return g_regex_match (regex, text, 0, NULL);
}

/* "#819" and "snake_case" are words, "# Title" and "_this_" are marks. */
static gboolean
has_mark (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '#' && !g_ascii_isalnum (c[1]))
        return TRUE;
      if (*c == '_' && (c == text || !g_ascii_isalnum (c[-1]) || !g_ascii_isalnum (c[1])))
        return TRUE;
    }
  return FALSE;
}

/* Whether @text may be shown as a model's words: plain, at most @most_characters, no markup, no link, no address, nothing
 * that looks like one. It is shown as plain text anyway; this keeps out what a person would take for a link. */
gboolean
daybook_model_text_is_plain (const char *text, gsize most_characters)
{
  if (*text == '\0' || !g_utf8_validate (text, -1, NULL) || (gsize) g_utf8_strlen (text, -1) > most_characters)
    return FALSE;
  return strpbrk (text, "<>`\\|*[]") == NULL && !has_mark (text) && strstr (text, "&#") == NULL && !has_address (text);
}

/* Whether @number stands in @text as a whole: 9 does not stand in “#819”. */
static gboolean
has_number (const char *text, const char *number)
{
  gsize length = strlen (number);

  for (const char *c = strstr (text, number); c != NULL; c = strstr (c + 1, number))
    {
      if ((c == text || !g_ascii_isdigit (c[-1])) && !g_ascii_isdigit (c[length]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
any_has_number (const char *const *texts, const char *number)
{
  for (; *texts != NULL; texts++)
    {
      if (has_number (*texts, number))
        return TRUE;
    }
  return FALSE;
}

/* Digits of other scripts, and "½", "²", "Ⅻ". */
static gboolean
is_other_number (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_LETTER_NUMBER || type == G_UNICODE_OTHER_NUMBER;
}

/* Whether a run of digits in @text stands in none of @given (NULL-terminated): then the model made it up. Numbers of other
 * scripts count as made up. */
gboolean
daybook_model_text_has_own_number (const char *text, const char *const *given)
{
  for (const char *c = text; *c != '\0';)
    {
      gsize length = strspn (c, "0123456789");
      g_autofree char *number = NULL;

      if (length == 0)
        {
          if (is_other_number (g_utf8_get_char (c)))
            return TRUE;
          c = g_utf8_next_char (c);
          continue;
        }
      number = g_strndup (c, length);
      if (!any_has_number (given, number))
        return TRUE;
      c += length;
    }
  return FALSE;
}

/* From two on: "one" mostly counts nothing. What is another word in one of the languages is left out. */
static const char *const number_words[] = {
  "two",    "three", "four",   "five",  "six",   "seven",  "eight",   "nine",    "ten",      "eleven",   "twelve", "fifteen",
  "twenty", "thirty", "forty", "fifty", "sixty", "hundred", "thousand", "dozen", "zwei",     "drei",     "vier",   "fünf",
  "sechs",  "sieben", "acht",  "neun",  "zehn",  "zwölf",  "zwanzig", "dreißig", "hundert",  "dutzend",  "deux",   "trois",
  "quatre", "cinq",  "sept",   "huit",  "dix",   "onze",   "douze",   "quinze",  "vingt",    "trente",   "dos",    "tres",
  "cuatro", "cinco", "seis",   "siete", "ocho",  "nueve",  "diez",    "doce",    "quince",   "veinte",   "treinta", "dwa",
  "dwie",   "trzy",  "cztery", "pięć",  "sześć", "siedem", "osiem",   "dziewięć", "dziesięć", "dwanaście", NULL
};

/* The words of @text in lower case, between spaces. */
static char *
spell_words (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  GString *words = g_string_new (" ");

  for (const char *c = lower; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (g_unichar_isalpha (g_utf8_get_char (c)))
        g_string_append_unichar (words, g_utf8_get_char (c));
      else if (words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  if (words->str[words->len - 1] != ' ')
    g_string_append_c (words, ' ');
  return g_string_free (words, FALSE);
}

/* Whether a number in words stands in @text and in none of @given (NULL-terminated). */
gboolean
daybook_model_text_has_own_number_word (const char *text, const char *const *given)
{
  g_autofree char *words = spell_words (text);
  g_autofree char *all = g_strjoinv (" ", (char **) given);
  g_autofree char *known = spell_words (all);

  for (guint i = 0; number_words[i] != NULL; i++)
    {
      g_autofree char *word = g_strconcat (" ", number_words[i], " ", NULL);

      if (strstr (words, word) != NULL && strstr (known, word) == NULL)
        return TRUE;
    }
  return FALSE;
}
