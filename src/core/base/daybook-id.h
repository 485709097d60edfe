/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows are numbered; people, scripts and evidence see short text ids: one letter for the kind, then
 * seven characters. Number and text are the same thing, there is no table behind it, and a prefix of
 * a text id names the numbers with a common remainder (see daybook_id_parse_prefix). */
typedef enum
{
  DAYBOOK_KIND_NONE = 0,
  DAYBOOK_KIND_ACCOUNT = 'a',
  DAYBOOK_KIND_BOOKING = 'b',
  DAYBOOK_KIND_CLIENT = 'c',
  DAYBOOK_KIND_DOCUMENT = 'd', /* invoice */
  DAYBOOK_KIND_EVENT = 'e',
  DAYBOOK_KIND_FEED = 'f',
  DAYBOOK_KIND_GRANT = 'g',
  DAYBOOK_KIND_PERSON = 'h',
  DAYBOOK_KIND_JOURNAL = 'j',
  DAYBOOK_KIND_TASK = 'k',
  DAYBOOK_KIND_SUMMARY = 'm',
  DAYBOOK_KIND_OUTBOX = 'o',
  DAYBOOK_KIND_PROJECT = 'p',
  DAYBOOK_KIND_RUN = 'r',
  DAYBOOK_KIND_SOURCE = 's',
  DAYBOOK_KIND_ENTRY = 't',
  DAYBOOK_KIND_RULE = 'u',
  DAYBOOK_KIND_ACTIVITY = 'v',
  DAYBOOK_KIND_SUGGESTION = 'w',
  DAYBOOK_KIND_CONFLICT = 'x',
} DaybookKind;

#define DAYBOOK_ID_LENGTH 8
#define DAYBOOK_ID_MAX ((gint64) 1 << 35) /* row numbers are 1 .. DAYBOOK_ID_MAX - 1 */

char *daybook_id_format (DaybookKind kind, gint64 number);
gboolean daybook_id_parse (const char *text, DaybookKind *kind, gint64 *number);
gboolean daybook_id_parse_prefix (const char *text,
                                  DaybookKind *kind,
                                  gint64 *remainder,
                                  gint64 *modulus);

G_END_DECLS
