/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_SUMMARY_DAILY,
  DAYBOOK_SUMMARY_WEEKLY,
  DAYBOOK_SUMMARY_MONTHLY,
  DAYBOOK_SUMMARY_RANGE,
} DaybookSummaryType;

/* One sentence, and the rows it rests on. */
typedef struct
{
  char *text;      /* plain text; never NULL */
  char **evidence; /* text ids of rows; never NULL, may be empty where there is nothing */
  char *pattern;   /* (nullable) of the built-in engine: which of its patterns it was made of */
} DaybookSentence;

/* What a day, week, month or range was like, in words, and the figures that the words were made of. */
typedef struct
{
  gint64 id; /* 0 before it is stored */
  DaybookSummaryType type;
  DaybookDay from; /* days [from, to) */
  DaybookDay to;
  DaybookDay covered_from; /* days of it that every enabled source was asked for; equal = none */
  DaybookDay covered_to;
  GPtrArray *sentences; /* DaybookSentence: the prose */
  GPtrArray *highlights;
  GPtrArray *insights;
  GPtrArray *recommendations;
  char *stats;  /* JSON object */
  char *engine; /* builtin model */
  char *model;  /* (nullable) */
  char *notice; /* (nullable) why it is not what was asked for, for people */
  char *reason; /* (nullable) the same as an error code: not_agreed, config, network, ... */
  gint64 created_at;
} DaybookSummary;

DaybookSentence *daybook_sentence_new (const char *text, const char *pattern);
void daybook_sentence_free (DaybookSentence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookSentence, daybook_sentence_free)

DaybookSummary *daybook_summary_new (void);
void daybook_summary_free (DaybookSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookSummary, daybook_summary_free)

char *daybook_summary_get_text (const DaybookSummary *self);
/* Words as the database and interfaces.md have them; static. FALSE, the value untouched: no such word. */
const char *daybook_summary_type_to_string (DaybookSummaryType type);
gboolean daybook_summary_type_from_string (const char *text, DaybookSummaryType *type);

G_END_DECLS
