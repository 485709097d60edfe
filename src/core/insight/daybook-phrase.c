/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-phrase.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Rows that one sentence cites at the most: more than a month has. */
#define MOST_EVIDENCE 5000

typedef struct
{
  char *text;
  GPtrArray *evidence; /* (owned) char* */
} Slot;

struct _DaybookSlots
{
  GHashTable *slots; /* (owned) name to Slot */
};

static void
slot_free (gpointer data)
{
  Slot *slot = data;

  g_free (slot->text);
  g_ptr_array_unref (slot->evidence);
  g_free (slot);
}

DaybookSlots *
daybook_slots_new (void)
{
  DaybookSlots *self = g_new0 (DaybookSlots, 1);

  self->slots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, slot_free);
  return self;
}

void
daybook_slots_free (DaybookSlots *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->slots);
  g_free (self);
}

/* @evidence: text ids of the rows it rests on; NULL = none of its own, such as the name of a day. */
void
daybook_slots_set (DaybookSlots *self, const char *name, const char *text, GPtrArray *evidence)
{
  Slot *slot = g_new0 (Slot, 1);

  slot->text = g_strdup (text);
  slot->evidence = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; evidence != NULL && i < evidence->len; i++)
    g_ptr_array_add (slot->evidence, g_strdup (evidence->pdata[i]));
  g_hash_table_replace (self->slots, g_strdup (name), slot);
}

/* What {name} stands for, NULL: it is not set. */
const char *
daybook_slots_get (DaybookSlots *self, const char *name)
{
  const Slot *slot = g_hash_table_lookup (self->slots, name);

  return slot != NULL ? slot->text : NULL;
}

/* (transfer none) (nullable) */
GPtrArray *
daybook_slots_get_evidence (DaybookSlots *self, const char *name)
{
  const Slot *slot = g_hash_table_lookup (self->slots, name);

  return slot != NULL ? slot->evidence : NULL;
}

/* The next {name} in @text from @position on: its slot, and where it begins and ends. */
static gboolean
next_placeholder (DaybookSlots *self, const char *text, const char **begin, const char **end, const Slot **slot)
{
  const char *close;
  g_autofree char *name = NULL;

  *begin = strchr (text, '{');
  if (*begin == NULL)
    return FALSE;
  close = strchr (*begin, '}');
  *end = close != NULL ? close + 1 : *begin + 1;
  name = close != NULL ? g_strndup (*begin + 1, (gsize) (close - *begin - 1)) : NULL;
  *slot = name != NULL ? g_hash_table_lookup (self->slots, name) : NULL;
  return TRUE;
}

/* Whether everything that @pattern names in braces is known. */
gboolean
daybook_slots_has_all (DaybookSlots *self, const char *pattern)
{
  const char *begin, *end;
  const Slot *slot;

  while (next_placeholder (self, pattern, &begin, &end, &slot))
    {
      if (slot == NULL)
        return FALSE;
      pattern = end;
    }
  return TRUE;
}

static void
add_evidence (GPtrArray *evidence, GPtrArray *more)
{
  g_autoptr (GHashTable) cited = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < evidence->len; i++)
    g_hash_table_add (cited, evidence->pdata[i]);
  for (guint i = 0; i < more->len && evidence->len < MOST_EVIDENCE; i++)
    {
      if (!g_hash_table_contains (cited, more->pdata[i]))
        {
          char *id = g_strdup (more->pdata[i]);

          g_ptr_array_add (evidence, id);
          g_hash_table_add (cited, id);
        }
    }
}

/* @pattern with its placeholders filled in; what they rest on is added to @evidence (char*). A name that is not known
 * stays as it is. (transfer full) */
char *
daybook_slots_fill (DaybookSlots *self, const char *pattern, GPtrArray *evidence)
{
  GString *text = g_string_new (NULL);
  const char *begin, *end;
  const Slot *slot;

  while (next_placeholder (self, pattern, &begin, &end, &slot))
    {
      g_string_append_len (text, pattern, begin - pattern);
      if (slot == NULL)
        {
          g_string_append_len (text, begin, end - begin);
        }
      else
        {
          g_string_append (text, slot->text);
          if (evidence != NULL)
            add_evidence (evidence, slot->evidence);
        }
      pattern = end;
    }
  g_string_append (text, pattern);
  return g_string_free (text, FALSE);
}

const DaybookPhraseSet *
daybook_phrase_find (const char *role)
{
  const struct
  {
    const DaybookPhraseSet *sets;
    guint n;
  } all[] = { { daybook_phrases_day, daybook_n_phrases_day },
              { daybook_phrases_matter, daybook_n_phrases_matter },
              { daybook_phrases_advice, daybook_n_phrases_advice },
              { daybook_phrases_period, daybook_n_phrases_period },
              { daybook_phrases_record, daybook_n_phrases_record },
              { daybook_phrases_ahead, daybook_n_phrases_ahead } };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      for (guint j = 0; j < all[i].n; j++)
        {
          if (g_str_equal (all[i].sets[j].role, role))
            return &all[i].sets[j];
        }
    }
  return NULL;
}

static guint
count_texts (const DaybookPhraseSet *set)
{
  guint n = 0;

  while (n < G_N_ELEMENTS (set->texts) && set->texts[n] != NULL)
    n++;
  return n;
}

/* The same in every run and on every computer; each week begins one text further than the week before, each day goes
 * one on, so that neither two weeks nor two days in a row read the same. */
static guint
get_first (const char *role, DaybookDay day, guint n)
{
  DaybookDay week = daybook_day_get_week_start (day, DAYBOOK_MONDAY);
  gint64 steps = (gint64) week / 7 + (day - week);
  guint32 seed = 2166136261u;

  for (const char *c = role; *c != '\0'; c++)
    seed = (seed ^ (guchar) *c) * 16777619u;
  seed ^= seed >> 15;
  return (guint) ((((gint64) seed + steps) % n + n) % n);
}

/* A sentence of the kind @role for @day: the first text that this week has not used (@used: set of pattern names), that
 * has all it needs in @slots. It cites what its slots rest on, or @fallback where they rest on nothing. NULL: no text
 * can be filled. */
DaybookSentence *
daybook_phrase_say (const char *role, DaybookDay day, DaybookSlots *slots, GHashTable *used, GPtrArray *fallback)
{
  const DaybookPhraseSet *set = daybook_phrase_find (role);
  guint n = set != NULL ? count_texts (set) : 0;
  guint first = n > 0 ? get_first (role, day, n) : 0;

  g_return_val_if_fail (set != NULL, NULL);
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < n; i++)
        {
          guint index = (first + i) % n;
          g_autofree char *name = g_strdup_printf ("%s/%u", role, index);
          const char *pattern = _ (set->texts[index]);
          g_autoptr (GPtrArray) evidence = NULL;
          g_autofree char *text = NULL;
          DaybookSentence *sentence;

          /* Once every text was used, the week may repeat itself. */
          if ((round == 0 && used != NULL && g_hash_table_contains (used, name))
              || !daybook_slots_has_all (slots, pattern))
            continue;
          evidence = g_ptr_array_new_with_free_func (g_free);
          text = daybook_slots_fill (slots, pattern, evidence);
          if (evidence->len == 0 && fallback != NULL)
            add_evidence (evidence, fallback);
          g_ptr_array_add (evidence, NULL);
          sentence = daybook_sentence_new (text, name);
          g_strfreev (sentence->evidence);
          sentence->evidence = g_strdupv ((char **) evidence->pdata);
          return sentence;
        }
    }
  return NULL;
}
