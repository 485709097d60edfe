/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-grounds.h"

#include <string.h>

#include "insight/daybook-due.h"
#include "insight/daybook-suggest-private.h"

/* What asks much less than the sentence that asks most led nowhere. */
#define SHARE_OF_BEST 0.8

typedef struct
{
  GArray *grounds;
  const char *title; /* (nullable) */
  const char *text;  /* (nullable) */
  GArray *parts;     /* DaybookAskedPart: what asks */
} Search;

static void
add (Search *self, DaybookGroundKind kind, gboolean in_title, DaybookExtent extent)
{
  const DaybookGround ground = { kind, in_title, extent };

  if (extent.end > extent.start)
    g_array_append_val (self->grounds, ground);
}

static const char *
get_part_text (const Search *self, const DaybookAskedPart *part)
{
  return (part->in_subject ? self->title : self->text) + part->extent.start;
}

/* @extent of the parts one after another, each with a space behind it, where it is. */
static void
add_due (Search *self, DaybookExtent extent)
{
  gsize before = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const DaybookAskedPart *part = &g_array_index (self->parts, DaybookAskedPart, i);
      gsize length = part->extent.end - part->extent.start;

      if (extent.start >= before && extent.end <= before + length)
        add (self, DAYBOOK_GROUND_DUE, part->in_subject,
             (DaybookExtent){ part->extent.start + (extent.start - before),
                              part->extent.start + (extent.end - before) });
      before += length + 1;
    }
}

static void
find_due (Search *self, gint64 written, DaybookZone *zone)
{
  g_autoptr (GString) all = g_string_new (NULL);
  DaybookDue due;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const DaybookAskedPart *part = &g_array_index (self->parts, DaybookAskedPart, i);

      g_string_append_len (all, get_part_text (self, part), (gssize) (part->extent.end - part->extent.start));
      g_string_append_c (all, ' ');
    }
  if (written == DAYBOOK_INSTANT_NONE || !daybook_due_find (all->str, written, zone, &due))
    return;
  /* "by Friday at noon" is one. */
  if (due.day_words.end > due.day_words.start && due.time_words.end > due.time_words.start
      && MAX (due.day_words.start, due.time_words.start) <= MIN (due.day_words.end, due.time_words.end) + 1)
    {
      due.day_words.start = MIN (due.day_words.start, due.time_words.start);
      due.day_words.end = MAX (due.day_words.end, due.time_words.end);
      due.time_words = due.day_words;
    }
  add_due (self, due.day_words);
  if (due.time_words.start != due.day_words.start)
    add_due (self, due.time_words);
}

static void
find_asked (Search *self, gboolean with_title, gint64 written, DaybookZone *zone)
{
  g_auto (DaybookAsked) asked = { 0 };
  double best = 0;
  DaybookExtent urgent;

  daybook_asked_find (&asked, with_title ? self->title : NULL, self->text);
  self->parts = asked.parts;
  for (guint i = 0; i < asked.parts->len; i++)
    best = MAX (best, g_array_index (asked.parts, DaybookAskedPart, i).confidence);
  for (guint i = 0; i < asked.parts->len; i++)
    {
      const DaybookAskedPart *part = &g_array_index (asked.parts, DaybookAskedPart, i);
      g_autofree char *sentence = g_strndup (get_part_text (self, part), part->extent.end - part->extent.start);

      if (part->confidence >= best * SHARE_OF_BEST)
        add (self, DAYBOOK_GROUND_ASKS, part->in_subject, part->extent);
      if (!part->in_subject && daybook_suggest_find_urgent (sentence, &urgent))
        add (self, DAYBOOK_GROUND_URGENT, FALSE,
             (DaybookExtent){ part->extent.start + urgent.start, part->extent.start + urgent.end });
    }
  if (with_title && self->title != NULL && daybook_suggest_find_urgent (self->title, &urgent))
    add (self, DAYBOOK_GROUND_URGENT, TRUE, urgent);
  find_due (self, written, zone);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const DaybookGround *first = a;
  const DaybookGround *second = b;

  if (first->in_title != second->in_title)
    return first->in_title ? -1 : 1;
  if (first->extent.start != second->extent.start)
    return first->extent.start < second->extent.start ? -1 : 1;
  return (int) first->kind - (int) second->kind;
}

GArray *
daybook_grounds_find (const DaybookSuggestion *suggestion,
                      const char *title,
                      const char *text,
                      gint64 written,
                      DaybookZone *zone)
{
  Search self = { g_array_new (FALSE, FALSE, sizeof (DaybookGround)), title, text, NULL };
  DaybookExtent topic;

  if (g_str_equal (suggestion->item_kind, "event"))
    {
      if (title != NULL && daybook_suggest_find_topic (title, &topic))
        add (&self, DAYBOOK_GROUND_TOPIC, TRUE, topic);
    }
  else if (g_str_has_prefix (suggestion->item_key, "mail/"))
    find_asked (&self, TRUE, written, zone);
  else if (g_str_has_prefix (suggestion->item_key, "message/") || g_str_has_prefix (suggestion->item_key, "page/")
           || g_str_equal (suggestion->kind, "read")) /* an issue that mentions the person */
    find_asked (&self, FALSE, written, zone);
  g_array_sort (self.grounds, compare);
  return self.grounds;
}
