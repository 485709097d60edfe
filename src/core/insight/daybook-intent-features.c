/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-intent-features.h"

#include <string.h>

#define MAX_TOKENS 400 /* of one sentence; more says nothing new */
#define LONGEST_CLASS_RUN 4

/* A word, "0" for any number, "xurl" or "xmail" for an address, or one of ? ! , */
typedef struct
{
  char *text;             /* (owned) lower case */
  const char *word_class; /* "x": none */
} Token;

/* Words by what they do in a request. The first class that has a word counts. */
static const struct
{
  const char *name;
  const char *words;
} classes[] = {
  { "YOU", "you u ya yourself y'all" },
  { "YOUR", "your yours" },
  { "I", "i" },
  { "WE", "we us" },
  { "ME", "me" },
  { "MY", "my our mine ours" },
  { "IM", "i'm i've i'd i'll we're we've we'll we'd" },
  { "HE", "he she it they him her them his their its he's she's it's they're that's there's" },
  { "THIS", "this that these those there" },
  { "THE", "the a an" },
  { "CAN", "can could would will may might" },
  { "MUST", "should must need needs shall" },
  { "DO", "do does did" },
  { "NOT", "don't not doesn't didn't won't can't cannot couldn't wouldn't never no" },
  { "BE", "is are am be been being" },
  { "WAS", "was were had" },
  { "HAVE", "have has" },
  { "WHAT", "what when where who why how which" },
  { "PLEASE", "please pls plz kindly" },
  { "IF", "if" },
  { "DAY", "today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
           " week weekend morning afternoon evening noon" },
  { "AND", "and or but so then" },
  { "TO", "of in on for at with from by about to into before after until through over" },
  { "LET", "let let's lets" },
  { "THANKS", "thanks thank" },
  { "URL", "xurl xmail" },
  { "WANT", "want like love appreciate prefer hope wish" },
  { "OFFER", "click link download app subscribe unsubscribe free offer website site email account password" },
  { "VERB", "see call send give make take check review confirm advise forward contact help provide note keep try look"
            " add update complete fill print sign fax mail read submit prepare include ask tell get set schedule arrange"
            " respond reply follow bring talk discuss meet pass copy draft revise change visit go come put remember"
            " ensure verify explain clarify join feel find handle remind return leave stop start use work plan coordinate"
            " approve attach" },
};

/* ---- tokens ---- */

static GHashTable *
get_classes (void)
{
  static GHashTable *table;

  if (g_once_init_enter (&table))
    {
      GHashTable *made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
        {
          g_auto (GStrv) words = g_strsplit (classes[i].words, " ", -1);

          for (guint j = 0; words[j] != NULL; j++)
            {
              if (!g_hash_table_contains (made, words[j]))
                g_hash_table_insert (made, g_strdup (words[j]), (gpointer) classes[i].name);
            }
        }
      g_once_init_leave (&table, made);
    }
  return table;
}

static const char *
classify_word (const char *text)
{
  const char *found = g_hash_table_lookup (get_classes (), text);

  if (found != NULL)
    return found;
  if (!g_ascii_isalpha (*text) && (guchar) *text < 0x80)
    return text;
  if (g_str_has_suffix (text, "ed"))
    return "ED";
  return g_str_has_suffix (text, "ing") ? "ING" : "x";
}

static void
token_clear (gpointer data)
{
  g_free (((Token *) data)->text);
}

static void
add_token (GArray *tokens, char *text /* (transfer full) */)
{
  Token token = { .text = text };

  if (tokens->len >= MAX_TOKENS)
    {
      g_free (text);
      return;
    }
  token.word_class = classify_word (text);
  /* A token of one character is its own class; it lives as long as the token. */
  if (!g_ascii_isalpha (*token.word_class))
    token.word_class = token.text;
  g_array_append_val (tokens, token);
}

static gboolean
is_word_byte (char c)
{
  return g_ascii_isalpha (c) || (guchar) c >= 0x80;
}

static gsize
word_length (const char *p)
{
  gsize n = 0;

  while (is_word_byte (p[n]) || (n > 0 && p[n] == '\'' && is_word_byte (p[n + 1])))
    n++;
  return n;
}

/* "10:30 am" is a number like any other. */
static gsize
number_length (const char *p)
{
  gsize n = strspn (p, "0123456789");
  gsize space;

  if (p[n] == ':' || p[n] == '.')
    n += 1 + strspn (p + n + 1, "0123456789");
  space = strspn (p + n, " ");
  if ((p[n + space] == 'a' || p[n + space] == 'p') && p[n + space + 1] == 'm' && !is_word_byte (p[n + space + 2]))
    return n + space + 2;
  return n;
}

/* An address of the web or of mail that begins at @p, 0 = none. */
static gsize
address_length (const char *p, const char **name)
{
  gsize n = strcspn (p, " \t\r\n<>()\"");
  const char *at = memchr (p, '@', n);

  *name = "xurl";
  if (g_str_has_prefix (p, "http://") || g_str_has_prefix (p, "https://") || g_str_has_prefix (p, "www."))
    return n;
  if (g_str_has_prefix (p, "$link"))
    return strlen ("$link");
  *name = "xmail";
  return at != NULL && at > p && at + 1 < p + n ? n : 0;
}

/* In lower case, with plain apostrophes. */
static char *
make_plain (const char *sentence)
{
  g_autofree char *valid = NULL;
  g_autofree char *lower = NULL;
  g_auto (GStrv) pieces = NULL;

  if (g_str_is_ascii (sentence))
    return g_ascii_strdown (sentence, -1);
  valid = g_utf8_make_valid (sentence, -1);
  lower = g_utf8_strdown (valid, -1);
  pieces = g_strsplit (lower, "\xe2\x80\x99", -1); /* the typographic apostrophe */
  return g_strjoinv ("'", pieces);
}

static GArray *
tokenize (const char *sentence)
{
  GArray *tokens = g_array_sized_new (FALSE, FALSE, sizeof (Token), 32);
  g_autofree char *text = make_plain (sentence);
  const char *p = text;

  g_array_set_clear_func (tokens, token_clear);
  while (*p != '\0')
    {
      gboolean begins = p == text || !is_word_byte (p[-1]);
      const char *name;
      gsize n = begins ? address_length (p, &name) : 0;

      if (n > 0)
        add_token (tokens, g_strdup (name));
      else if ((n = word_length (p)) > 0)
        add_token (tokens, g_strndup (p, n));
      else if (g_ascii_isdigit (*p))
        {
          n = number_length (p);
          add_token (tokens, g_strdup ("0"));
        }
      else
        {
          n = 1;
          if (strchr ("?!,", *p) != NULL)
            add_token (tokens, g_strndup (p, 1));
        }
      p += n;
    }
  return tokens;
}

/* ---- features ---- */

static guint32
hash_add (guint32 hash, const char *text)
{
  for (; *text != '\0'; text++)
    hash = (hash ^ (guchar) *text) * 16777619u;
  return hash;
}

static guint32
hash_begin (char kind)
{
  char text[] = { kind, '\0' };

  return hash_add (2166136261u, text);
}

static void
add_feature (GArray *features, guint32 hash)
{
  g_array_append_val (features, hash);
}

static void
add_named (GArray *features, const char *name)
{
  add_feature (features, hash_add (hash_begin ('h'), name));
}

static const Token *
token_at (GArray *tokens, guint i)
{
  return &g_array_index (tokens, Token, i);
}

static gboolean
is_class (GArray *tokens, guint i, const char *name)
{
  const char *found = i < tokens->len ? token_at (tokens, i)->word_class : "";

  /* Asked often, and mostly told apart by the first letter. */
  return *found == *name && g_str_equal (found, name);
}

static const char *
text_at (GArray *tokens, gint i)
{
  if (i < 0)
    return "^";
  return (guint) i < tokens->len ? token_at (tokens, (guint) i)->text : "$";
}

static const char *
class_at (GArray *tokens, gint i)
{
  if (i < 0)
    return "^";
  return (guint) i < tokens->len ? token_at (tokens, (guint) i)->word_class : "$";
}

static void
add_words (GArray *features, GArray *tokens)
{
  for (gint i = -1; i < (gint) tokens->len; i++)
    {
      guint32 pair = hash_add (hash_begin ('2'), text_at (tokens, i));

      add_feature (features, hash_add (hash_add (pair, " "), text_at (tokens, i + 1)));
      if (i < 0)
        continue;
      add_feature (features, hash_add (hash_begin ('1'), text_at (tokens, i)));
      if (i < 3)
        add_feature (features, hash_add (hash_begin ('p'), text_at (tokens, i)));
    }
}

/* Runs of two to four classes with at least two known ones, and how the sentence begins. */
static void
add_class_runs (GArray *features, GArray *tokens)
{
  for (gint i = -1; i < (gint) tokens->len; i++)
    {
      guint32 run = hash_begin ('k');
      guint32 start = hash_begin ('s');
      guint known = 0;

      for (gint k = 0; k < LONGEST_CLASS_RUN && i + k <= (gint) tokens->len; k++)
        {
          const char *name = class_at (tokens, i + k);

          known += !g_str_equal (name, "x");
          run = hash_add (hash_add (run, " "), name);
          if (k > 0 && known > 1)
            add_feature (features, run);
          start = hash_add (hash_add (start, " "), name);
          if (i < 0 && k > 1)
            add_feature (features, start);
        }
    }
}

static gboolean
has_class (GArray *tokens, const char *name)
{
  for (guint i = 0; i < tokens->len; i++)
    {
      if (is_class (tokens, i, name))
        return TRUE;
    }
  return FALSE;
}

/* The first word that can carry the sentence: "And so please ..." begins with "please". */
static guint
first_carrier (GArray *tokens)
{
  static const char *const openers[] = { "and", "so", "also", "but", "then", "ok", "okay", "hi", "hey", "well", "again",
                                         "just", "either", "or", "thanks", ",", NULL };
  guint i = 0;

  while (i < tokens->len && g_strv_contains (openers, token_at (tokens, i)->text))
    i++;
  return i;
}

static gboolean
has_pair (GArray *tokens, const char *first, const char *second)
{
  for (guint i = 0; i + 1 < tokens->len; i++)
    {
      if (is_class (tokens, i, first) && is_class (tokens, i + 1, second))
        return TRUE;
    }
  return FALSE;
}

static void
add_shapes (GArray *features, GArray *tokens)
{
  guint n = tokens->len;
  guint carrier = first_carrier (tokens);
  gboolean asks = has_class (tokens, "?");
  g_autofree char *size = g_strdup_printf ("size %u", MIN (n / 4, 8));

  add_named (features, size);
  if (is_class (tokens, carrier, "VERB"))
    add_named (features, "imperative");
  if (is_class (tokens, carrier, "PLEASE") && is_class (tokens, carrier + 1, "VERB"))
    add_named (features, "please begins");
  if (has_pair (tokens, "PLEASE", "VERB"))
    add_named (features, "please verb");
  if (has_class (tokens, "PLEASE"))
    add_named (features, "please");
  if (asks)
    add_named (features, "asks");
  if (asks && has_class (tokens, "YOU"))
    add_named (features, "asks you");
  if (asks && n > 0 && is_class (tokens, n - 1, "?"))
    add_named (features, "ends asking");
  if (has_pair (tokens, "CAN", "YOU"))
    add_named (features, asks ? "can you?" : "can you");
  if (has_pair (tokens, "YOU", "MUST") || has_pair (tokens, "MUST", "YOU"))
    add_named (features, "you must");
  if (has_class (tokens, "URL") && is_class (tokens, carrier, "OFFER"))
    add_named (features, "offer");
  if (has_class (tokens, "DAY"))
    add_named (features, "day");
  if (has_class (tokens, "!"))
    add_named (features, "loud");
}

static gint
compare_hashes (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

static void
sort_once (GArray *features)
{
  guint kept = 0;

  g_array_sort (features, compare_hashes);
  for (guint i = 0; i < features->len; i++)
    {
      guint32 hash = g_array_index (features, guint32, i);

      if (kept == 0 || g_array_index (features, guint32, kept - 1) != hash)
        g_array_index (features, guint32, kept++) = hash;
    }
  g_array_set_size (features, kept);
}

GArray *
daybook_intent_features (const char *sentence)
{
  GArray *features = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) tokens = tokenize (sentence);

  add_words (features, tokens);
  add_class_runs (features, tokens);
  add_shapes (features, tokens);
  sort_once (features);
  return features;
}
