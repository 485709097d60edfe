/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the classifier sees of an English sentence: which words, pairs of words, and sequences of word
 * classes (pronoun, modal verb, request verb, day, question mark, ...) stand in it, each hashed to 32 bits
 * (FNV-1a). Without order and counts: sorted, each once. The trainer and the program share this file, so what
 * was learned and what is asked can never differ; raise the version when a feature changes. */
#define DAYBOOK_INTENT_FEATURES_VERSION 1

GArray *daybook_intent_features (const char *sentence); /* guint32, (transfer full) */

G_END_DECLS
