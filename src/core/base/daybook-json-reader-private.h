/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-reader.h"
#include "base/daybook-json-scan.h"

G_BEGIN_DECLS

/* What the two halves of the reader share: daybook-json-reader.c walks the structure,
 * daybook-json-values.c reads values. Nobody else includes this. */

typedef struct
{
  char close;               /* '}' or ']' */
  gboolean started;         /* the first value was reached: a comma is due */
  const char *const *names; /* (nullable) the table that next_field used on this level */
  guint expected;           /* index in names of the member that probably comes next */
} Level;

struct _DaybookJsonReader
{
  GBytes *bytes;    /* (owned) (nullable) keeps data alive */
  const char *data; /* the whole document */
  const char *p;    /* the next byte to look at; at a pending value its first byte */
  const char *end;
  gboolean pending; /* a value starts at p and nobody took it */
  guint depth;
  guint tokens;  /* names and values so far */
  GError *error; /* (owned) (nullable) the first one */

  const char *name; /* (nullable) of the current member: in the document or in name_buffer */
  gsize name_length;
  GString *name_buffer;  /* (owned) (nullable) */
  GString *value_buffer; /* (owned) (nullable) for string views that had to be decoded */

  Level levels[DAYBOOK_JSON_MAX_DEPTH];
};

gboolean daybook_json_reader_enter (DaybookJsonReader *self);
gboolean daybook_json_reader_at_kind (DaybookJsonReader *self, DaybookJsonKind kind);
gboolean daybook_json_reader_require_kind (DaybookJsonReader *self, DaybookJsonKind kind);
gboolean daybook_json_reader_take_string (DaybookJsonReader *self, DaybookJsonString *string);
gboolean daybook_json_reader_take_number (DaybookJsonReader *self,
                                          const char **text,
                                          gsize *length,
                                          gboolean *is_integer);
gboolean daybook_json_reader_take_word (DaybookJsonReader *self, const char *word);
void daybook_json_reader_skip_scalar (DaybookJsonReader *self);

G_END_DECLS
