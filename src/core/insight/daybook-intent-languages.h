/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What Daybook knows of a language without having learned it. Words are lower case and separated by spaces; phrases
 * stand between bars. Words that two of the languages share are in neither's list of common words. */
typedef struct
{
  const char *code;
  const char *common;   /* words that give the language away */
  const char *requests; /* phrases that ask for something */
  const char *you;      /* words for the reader: with a question mark they ask, too */
} DaybookIntentLanguage;

const DaybookIntentLanguage *daybook_intent_languages (gsize *n); /* English first */

G_END_DECLS
