/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-json-text.h"

#include <string.h>

#include "base/daybook-text.h"

static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if ((guchar) *text < 0x20 || (guchar) *text >= 0x7f)
        return FALSE;
    }
  return TRUE;
}

/* Appends a JSON string of @text, cleaned and in one line (base/daybook-text.h), or null for NULL and
 * for empty text. */
void
daybook_json_text_append (GString *json, const char *text)
{
  g_autofree char *clean = NULL;

  if (text != NULL && !is_plain (text))
    text = clean = daybook_text_one_line (text);
  if (text == NULL || *text == '\0')
    {
      g_string_append (json, "null");
      return;
    }
  g_string_append_c (json, '"');
  for (;;)
    {
      gsize run = strcspn (text, "\"\\");

      g_string_append_len (json, text, run);
      text += run;
      if (*text == '\0')
        break;
      g_string_append_c (json, '\\');
      g_string_append_c (json, *text++);
    }
  g_string_append_c (json, '"');
}
