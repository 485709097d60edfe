/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Durations: any text is read or refused within bounds; what is shown of one is read as the same.
 */
#include <string.h>

#include "base/daybook-duration.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  gint64 seconds = -1;
  gint64 whole = -1;
  gsize length = daybook_duration_parse_prefix (text, &seconds);
  g_autoptr (GError) error = NULL;

  FUZZ_ASSERT (length <= strlen (text));
  FUZZ_ASSERT ((length == 0) == (seconds == -1));
  FUZZ_ASSERT (seconds <= DAYBOOK_DURATION_MAX);
  if (daybook_duration_parse (raw, &whole, &error))
    FUZZ_ASSERT (whole == seconds);
  else
    FUZZ_ASSERT (whole == -1 && error != NULL);

  if (length > 0)
    {
      g_autofree char *brief = daybook_duration_format_short (seconds);
      gint64 again = -1;

      FUZZ_ASSERT (daybook_duration_parse (brief, &again, NULL));
      FUZZ_ASSERT (ABS (again - seconds) <= 30);
    }
  return 0;
}
