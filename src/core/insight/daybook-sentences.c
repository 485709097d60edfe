/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-sentences.h"

#include <string.h>

/* A line that begins so ends what was written: an older mail or a signature follows. */
static const char *const endings[] = {
  "-- ", "--\t", "-----original message", "-----ursprüngliche nachricht", "________________", "begin forwarded message",
  "---------- forwarded message", "sent from my ", "von meinem iphone gesendet", "get outlook for",
};

#define FIRST_OF_ENDINGS "-_bsvg" /* each ending begins with one of these */
#define LONGEST_ENDING 40         /* bytes */

/* Words after which a full stop ends no sentence. */
static const char *const abbreviations[] = { "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "e.g", "i.e", "z.b", "bzw", "ca",
                                             "etc", "vs", "approx", "usw", "p.m", "a.m", "m", "mme", "sr", "sra", "np", NULL };

/* In lower case, whole: "On Mon, 3 Nov 2026, Ana wrote:", "Am 3.11.2026 schrieb Ana:" */
static gboolean
introduces_quote (const char *line)
{
  g_autofree char *lower = g_utf8_strdown (line, -1);

  return (g_str_has_prefix (lower, "on ") && strstr (lower, " wrote") != NULL)
         || (g_str_has_prefix (lower, "am ") && strstr (lower, " schrieb") != NULL)
         || (g_str_has_prefix (lower, "le ") && strstr (lower, " a écrit") != NULL)
         || (g_str_has_prefix (lower, "el ") && strstr (lower, " escribió") != NULL)
         || strstr (lower, " napisał") != NULL;
}

/* Most lines are long and end nothing: only the beginning of a line is folded, and only where it could be one of these. */
static gboolean
ends_message (const char *line, gsize length)
{
  g_autofree char *lower = NULL;
  gsize beginning = MIN (length, LONGEST_ENDING);

  if (length == 0)
    return FALSE;
  if (strchr (FIRST_OF_ENDINGS, g_ascii_tolower (*line)) != NULL)
    {
      while (beginning < length && (line[beginning] & 0xc0) == 0x80) /* no character is cut in two */
        beginning++;
      lower = g_utf8_strdown (line, (gssize) beginning);
      if (length == 2 && g_str_equal (lower, "--"))
        return TRUE;
      for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
        {
          if (g_str_has_prefix (lower, endings[i]))
            return TRUE;
        }
    }
  return line[length - 1] == ':' && introduces_quote (line);
}

/* The lines of @valid that are neither quoted nor below what was written, without the white space at their ends. */
static GArray *
find_written_lines (const char *valid)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (DaybookExtent));
  const char *next;

  for (const char *start = valid; start != NULL; start = next)
    {
      const char *newline = strchr (start, '\n');
      const char *end = newline != NULL ? newline : start + strlen (start);
      g_autofree char *line = g_strndup (start, end - start);
      DaybookExtent extent = { start - valid, 0 };

      next = newline != NULL ? newline + 1 : NULL;
      extent.end = extent.start + strlen (g_strchomp (line));
      if (ends_message (line, extent.end - extent.start))
        break;
      if (*line != '>')
        g_array_append_val (lines, extent);
    }
  return lines;
}

char *
daybook_sentences_strip_quotes (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GArray) lines = find_written_lines (valid);
  GString *kept = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const DaybookExtent *line = &g_array_index (lines, DaybookExtent, i);

      g_string_append_len (kept, valid + line->start, (gssize) (line->end - line->start));
      g_string_append_c (kept, '\n');
    }
  return g_string_free (kept, FALSE);
}

/* Lines that belong together, as one, and where in the text each of them is. */
typedef struct
{
  gsize at;     /* in the paragraph */
  gsize source; /* in the text */
} Run;

typedef struct
{
  GString *text; /* (owned) */
  GArray *runs;  /* (owned) Run */
  GPtrArray *sentences;
  guint max;
} Paragraph;

static gsize
find_source (const Paragraph *self, gsize at)
{
  const Run *run = NULL;

  for (guint i = 0; i < self->runs->len && g_array_index (self->runs, Run, i).at <= at; i++)
    run = &g_array_index (self->runs, Run, i);
  g_assert (run != NULL);
  return run->source + (at - run->at);
}

static gboolean
is_abbreviation (const char *start, const char *stop)
{
  const char *word = stop;
  g_autofree char *copy = NULL;
  g_autofree char *lower = NULL;

  while (word > start && word[-1] != ' ')
    word--;
  word += strspn (word, "(\"'");
  copy = g_strndup (word, stop - word);
  lower = g_utf8_strdown (copy, -1);
  return g_strv_contains (abbreviations, lower) || (strlen (lower) == 1 && g_ascii_isalpha (*lower))
         || (*lower != '\0' && strspn (lower, "0123456789") == strlen (lower));
}

static void
add_sentence (Paragraph *self, gsize start, gsize end)
{
  const char *text = self->text->str;
  DaybookWrittenSentence *sentence;

  while (start < end && g_ascii_isspace (text[start]))
    start++;
  if (end - start > DAYBOOK_SENTENCES_MAX_BYTES)
    {
      end = start + DAYBOOK_SENTENCES_MAX_BYTES;
      while ((text[end] & 0xc0) == 0x80) /* no character is cut in two */
        end--;
    }
  while (end > start && g_ascii_isspace (text[end - 1]))
    end--;
  if (start == end || self->sentences->len >= self->max)
    return;
  sentence = g_new (DaybookWrittenSentence, 1);
  sentence->text = g_strndup (text + start, end - start);
  sentence->extent.start = find_source (self, start);
  sentence->extent.end = find_source (self, end - 1) + 1;
  g_ptr_array_add (self->sentences, sentence);
}

static void
end_paragraph (Paragraph *self)
{
  const char *text = self->text->str;
  const char *start = text;

  for (const char *p = text; *p != '\0'; p++)
    {
      const char *end = p + 1;

      if (strchr (".!?", *p) == NULL)
        continue;
      while (strchr (".!?)\"'", *end) != NULL && *end != '\0')
        end++;
      if ((*end != ' ' && *end != '\0') || (*p == '.' && is_abbreviation (start, p)))
        continue;
      add_sentence (self, start - text, end - text);
      start = end;
      p = end - 1;
    }
  add_sentence (self, start - text, self->text->len);
  g_string_truncate (self->text, 0);
  g_array_set_size (self->runs, 0);
}

/* Lines that were wrapped belong together; an empty line, a list item or a short line stands alone. */
static gboolean
begins_paragraph (const char *line, const char *last)
{
  return *line == '\0' || last == NULL || *last == '\0' || strlen (last) < 45 || strchr ("-*\xe2", *line) != NULL
         || (g_ascii_isdigit (*line) && (line[1] == '.' || line[1] == ')'));
}

static void
add_line (Paragraph *self, const char *line, gsize source)
{
  Run run;

  if (self->text->len > 0)
    g_string_append_c (self->text, ' ');
  run.at = self->text->len;
  run.source = source;
  g_array_append_val (self->runs, run);
  g_string_append (self->text, line);
}

static void
daybook_written_sentence_free (DaybookWrittenSentence *self)
{
  g_free (self->text);
  g_free (self);
}

GPtrArray *
daybook_sentences_find (const char *text, guint max)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GArray) lines = find_written_lines (valid);
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (Run));
  g_autofree char *last = NULL;
  Paragraph self = { joined, runs, g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_written_sentence_free), max };

  for (guint i = 0; i < lines->len && self.sentences->len < max; i++)
    {
      const DaybookExtent *extent = &g_array_index (lines, DaybookExtent, i);
      gsize start = extent->start;
      char *line;

      while (start < extent->end && g_ascii_isspace (valid[start]))
        start++;
      line = g_strndup (valid + start, extent->end - start);
      if (begins_paragraph (line, last))
        end_paragraph (&self);
      if (*line != '\0')
        add_line (&self, line, start);
      g_free (last);
      last = line;
    }
  end_paragraph (&self);
  return self.sentences;
}

char **
daybook_sentences_split (const char *text, guint max)
{
  g_autoptr (GPtrArray) sentences = daybook_sentences_find (text, max);
  g_autoptr (GStrvBuilder) split = g_strv_builder_new ();

  for (guint i = 0; i < sentences->len; i++)
    g_strv_builder_add (split, ((DaybookWrittenSentence *) sentences->pdata[i])->text);
  return g_strv_builder_end (split);
}
