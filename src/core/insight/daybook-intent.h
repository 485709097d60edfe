/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a sentence asks its reader for something, judged here, without a network and without a model that a person
 * has to choose: English by weights that were learned (build-aux/train-intent), German, French, Spanish and Polish
 * by their words for asking, and said to be so; of other languages only questions to the reader are seen. */
typedef struct
{
  gboolean actionable;  /* confidence >= 0.5 */
  double confidence;    /* probability that it asks for something, 0 to 1; never above
                           DAYBOOK_INTENT_FOREIGN_LIMIT where the language is not English */
  const char *language; /* ISO 639-1 code; "und": none that is known (static) */
} DaybookIntent;

#define DAYBOOK_INTENT_FOREIGN_LIMIT 0.6
/* What is longer is cut: it is no sentence. */
#define DAYBOOK_INTENT_MAX_BYTES 4096

/* @sentence: any bytes up to the NUL. Takes some 20 microseconds. Usable from any thread. */
void daybook_intent_classify (const char *sentence, DaybookIntent *intent);

/* Whether words for asking are known of @language, as above. */
gboolean daybook_intent_has_requests (const char *language);

/* Of a text of some sentences, at least three words of which should be there (static, as above). */
const char *daybook_intent_detect_language (const char *text);

G_END_DECLS
