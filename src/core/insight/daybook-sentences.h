/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of a text, from @start up to, but not with, @end. */
typedef struct
{
  gsize start;
  gsize end;
} DaybookExtent;

typedef struct
{
  char *text;           /* (owned) in one line */
  DaybookExtent extent; /* where it stands in the text, line ends included */
} DaybookWrittenSentence;

/* What somebody wrote in a message, sentence by sentence: without what they quote, forward or sign with. At most
 * @max sentences of at most 400 bytes each; any bytes up to the NUL are fine. (transfer full) */
#define DAYBOOK_SENTENCES_MAX_BYTES 400

char **daybook_sentences_split (const char *text, guint max);
/* DaybookWrittenSentence: the same, and where each stands: in @text, if that is valid UTF-8, else in what
 * g_utf8_make_valid() makes of it. (transfer full) */
GPtrArray *daybook_sentences_find (const char *text, guint max);
/* The same as text: paragraphs that were written, not quoted. (transfer full) */
char *daybook_sentences_strip_quotes (const char *text);

G_END_DECLS
