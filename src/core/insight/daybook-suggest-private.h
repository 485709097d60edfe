/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "insight/daybook-sentences.h"
#include "insight/daybook-suggest.h"

G_BEGIN_DECLS

/* A judgement in the making, shared by the kinds of items. */
typedef struct
{
  DaybookSuggestion *suggestion; /* (owned) */
  GString *reasoning;            /* (owned) one sentence after another */
  double confidence;
} DaybookJudgement;

void daybook_judgement_begin (DaybookJudgement *self, const char *item_kind, gint64 item_id, gint64 source_id);
void daybook_judgement_reason (DaybookJudgement *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Rules say for certain that nothing waits: no words need be read, by whatever engine. */
void daybook_judgement_settle (DaybookJudgement *self, const char *reason);
/* Towards certainty or away from it by a factor of what is left. */
void daybook_judgement_raise (DaybookJudgement *self, double share);
void daybook_judgement_lower (DaybookJudgement *self, double factor);
/* Title, due and priority from what is asked; @title is cut to its limit. */
void daybook_judgement_set_title (DaybookJudgement *self, const char *title);
void daybook_judgement_find_due (DaybookJudgement *self,
                                 const char *text,
                                 gint64 written,
                                 const DaybookSuggestContext *context);
/* @state: the texts that were judged, NULL-terminated: their digest names the state. (transfer full) */
DaybookSuggestion *daybook_judgement_end (DaybookJudgement *self, const char *first_state, ...) G_GNUC_NULL_TERMINATED;

/* A sentence that asks, where it stands. */
typedef struct
{
  gboolean in_subject; /* else in the text */
  DaybookExtent extent;
  double confidence; /* that it asks */
} DaybookAskedPart;

/* daybook-suggest-text.c */
typedef struct
{
  double confidence;    /* that something is asked */
  char *sentence;       /* (owned) (nullable) the one that asks most */
  char *all;            /* (owned) (nullable) those that ask, at most three */
  const char *language; /* of the text */
  GArray *parts;        /* (owned) DaybookAskedPart: those in @all and the one in @sentence, if it asks, as they come */
} DaybookAsked;

void daybook_asked_clear (DaybookAsked *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookAsked, daybook_asked_clear)
void daybook_asked_find (DaybookAsked *self, const char *subject, const char *text);
char *daybook_asked_make_title (const char *sentence, const char *author);

/* daybook-suggest-words.c: words of the languages that Daybook knows. Any text, NULL included; @extent: the first such
 * word, if the text is valid UTF-8. */
gboolean daybook_suggest_find_urgent (const char *text, DaybookExtent *extent);
/* A kind of meeting that is usually prepared. */
gboolean daybook_suggest_find_topic (const char *title, DaybookExtent *extent);
gboolean daybook_suggest_is_sender_of_many (const char *address);
gboolean daybook_suggest_speaks_to_many (const char *text);

G_END_DECLS
