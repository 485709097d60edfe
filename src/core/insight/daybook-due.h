/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "insight/daybook-sentences.h"

G_BEGIN_DECLS

/* When something that a sentence asks for is due. */
typedef struct
{
  DaybookDay day; /* DAYBOOK_DAY_NONE: no day is named */
  gint64 at;      /* instant; DAYBOOK_INSTANT_NONE: some time that day */
  DaybookExtent day_words;  /* where the day is named; empty: nowhere */
  DaybookExtent time_words; /* where the time is */
} DaybookDue;

/* Finds "by Friday", "before Tuesday noon", "until 3 pm", "30 November", "2026-11-30", "bis morgen", "avant vendredi", ... in
 * @sentence, as somebody meant it who wrote at @written in @zone: days of the week lie ahead, "before Tuesday" is
 * Monday, dates without a year are the next ones. FALSE: nothing is named; @due is then NONE.
 * The extents are of @sentence, if it is valid UTF-8, else of what g_utf8_make_valid() makes of it. */
gboolean daybook_due_find (const char *sentence, gint64 written, DaybookZone *zone, DaybookDue *due);

G_END_DECLS
