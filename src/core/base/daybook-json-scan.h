/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The character level of DaybookJsonReader: where a string or a number ends and what it says. Only
 * daybook-json-reader.c includes this. No function reads at or after @end, and none needs a NUL. */

typedef struct
{
  const char *text; /* first byte after the opening quote; not NUL-terminated */
  gsize length;     /* bytes between the quotes, as written */
  gboolean escaped; /* holds at least one backslash */
  gboolean high;    /* holds at least one byte outside ASCII: may be invalid UTF-8 */
} DaybookJsonString;

const char *daybook_json_scan_string (const char *p,
                                      const char *end,
                                      DaybookJsonString *string,
                                      const char **problem);
gsize daybook_json_decode_string (const DaybookJsonString *string, char *out);
char *daybook_json_string_dup (const DaybookJsonString *string);
const char *daybook_json_scan_number (const char *p,
                                      const char *end,
                                      gboolean *is_integer,
                                      const char **problem);
gboolean daybook_json_parse_integer (const char *p, gsize length, gint64 *value);
gboolean daybook_json_parse_double (const char *p, gsize length, double *value);

static inline const char *
daybook_json_scan_space (const char *p, const char *end)
{
  while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
    p++;
  return p;
}

G_END_DECLS
