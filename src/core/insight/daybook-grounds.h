/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "insight/daybook-sentences.h"
#include "records/daybook-suggestion.h"

G_BEGIN_DECLS

/* The words in an item that make it a suggestion, found anew in what was kept of the item: so they are always those
 * that the rules of today go by, whoever judged, and nothing of it is stored. */
typedef enum
{
  DAYBOOK_GROUND_ASKS,   /* a sentence that asks for something */
  DAYBOOK_GROUND_DUE,    /* names a day or a time */
  DAYBOOK_GROUND_URGENT, /* says that it hurries */
  DAYBOOK_GROUND_TOPIC,  /* names a kind of meeting that is prepared */
} DaybookGroundKind;

typedef struct
{
  DaybookGroundKind kind;
  gboolean in_title; /* else in the text */
  DaybookExtent extent;
} DaybookGround;

/* @title, @text (nullable, valid UTF-8): what was kept of the item that @suggestion was made from; @written: when it
 * was written, DAYBOOK_INSTANT_NONE unknown. (transfer full) DaybookGround: the title's, then the text's, by where
 * they begin. */
GArray *daybook_grounds_find (const DaybookSuggestion *suggestion,
                              const char *title,
                              const char *text,
                              gint64 written,
                              DaybookZone *zone);

G_END_DECLS
