/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "insights/daybook-insights.h"

G_BEGIN_DECLS

/* How the page says what it knows. New strings, owned by the caller, unless said. */

char *daybook_insights_words_title (const DaybookPeriod *period, DaybookDay today);
char *daybook_insights_words_subtitle (const DaybookPeriod *period, DaybookDay today);
char *daybook_insights_words_advice_heading (const DaybookPeriod *period, DaybookDay today);

/* "47", "14.5 h", "64 %"; what they are, as it stands under them; how they compare; all of it read aloud; and how
 * they are counted. */
char *daybook_insights_words_number (DaybookFigure figure, double value);
const char *daybook_insights_words_caption (DaybookFigure figure, double value);
char *daybook_insights_words_comparison (const DaybookStats *stats, DaybookFigure figure);
char *daybook_insights_words_spoken (const DaybookStats *stats, DaybookFigure figure);
const char *daybook_insights_words_explanation (DaybookFigure figure);
char *daybook_insights_words_hours (double hours);
char *daybook_insights_words_spoken_hours (double hours);

/* What a sentence rests on: "31 commits", "4 meetings", "12 items"; of a single row its name. */
char *daybook_insights_words_rows (GPtrArray *rows);
char *daybook_insights_words_chip (GPtrArray *rows);
const char *daybook_insights_words_row_icon (const DaybookEvidence *row); /* static */
char *daybook_insights_words_row_title (const DaybookEvidence *row);
char *daybook_insights_words_row_time (const DaybookEvidence *row, DaybookZone *zone, DaybookDay today);

/* Who wrote it, where and when. */
char *daybook_insights_words_engine (const DaybookInsights *insights, DaybookZone *zone, DaybookDay today);
char *daybook_insights_words_line (const DaybookInsights *insights, DaybookZone *zone, DaybookDay today);

G_END_DECLS
