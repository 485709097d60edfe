/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-summary.h"

G_BEGIN_DECLS

/* DaybookSlots: what the placeholders of a sentence stand for, and on which rows each rests. A name in braces, such as
 * {meeting_hours}, is the only way a number gets into prose: the built-in engine's sentences and a model's are filled
 * from the same slots, which are made of the figures that the tiles show. */
typedef struct _DaybookSlots DaybookSlots;

DaybookSlots *daybook_slots_new (void);
void daybook_slots_free (DaybookSlots *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookSlots, daybook_slots_free)

void daybook_slots_set (DaybookSlots *self, const char *name, const char *text, GPtrArray *evidence);
const char *daybook_slots_get (DaybookSlots *self, const char *name);
GPtrArray *daybook_slots_get_evidence (DaybookSlots *self, const char *name);
gboolean daybook_slots_has_all (DaybookSlots *self, const char *pattern);
char *daybook_slots_fill (DaybookSlots *self, const char *pattern, GPtrArray *evidence);

/* Sentences that can stand for each other: the same thing said in several ways, so that no two days of a week sound
 * alike. */
typedef struct
{
  const char *role;
  const char *texts[8]; /* N_(), NULL at the end */
} DaybookPhraseSet;

extern const DaybookPhraseSet daybook_phrases_day[];
extern const guint daybook_n_phrases_day;
extern const DaybookPhraseSet daybook_phrases_matter[];
extern const guint daybook_n_phrases_matter;
extern const DaybookPhraseSet daybook_phrases_advice[];
extern const guint daybook_n_phrases_advice;
extern const DaybookPhraseSet daybook_phrases_period[];
extern const guint daybook_n_phrases_period;
extern const DaybookPhraseSet daybook_phrases_ahead[];
extern const guint daybook_n_phrases_ahead;
extern const DaybookPhraseSet daybook_phrases_record[];
extern const guint daybook_n_phrases_record;

const DaybookPhraseSet *daybook_phrase_find (const char *role);
DaybookSentence *daybook_phrase_say (const char *role, DaybookDay day, DaybookSlots *slots, GHashTable *used,
                                     GPtrArray *fallback);

G_END_DECLS
