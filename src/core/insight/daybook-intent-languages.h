/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What Daybook knows of a language without having learned it. Words are lower case and separated by spaces; phrases
 * stand between bars. What is an English word as well is in no other list of
 * common words; what two others share tells nothing between them. */
typedef struct
{
  const char *code;
  const char *common;   /* words that give the language away */
  const char *requests; /* phrases that ask for something */
  const char *you;      /* words for the reader: with a question mark they ask, too */
} DaybookIntentLanguage;

const DaybookIntentLanguage *daybook_intent_languages (gsize *n); /* English first */

G_END_DECLS
