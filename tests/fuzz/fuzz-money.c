/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts: any text is read or refused; what is shown of an amount is read as the same; a rate
 * times a duration is right or refused. The first byte chooses the currency. */
#include <string.h>

#include "base/daybook-money.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const currencies[] = { "EUR", "JPY", "KWD", "CHF", "xx" };
  const char *currency = currencies[size > 0 ? data[0] % G_N_ELEMENTS (currencies) : 0];
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data + 1, size - 1) : g_strdup ("");
  g_autoptr (GError) error = NULL;
  gint64 minor = 1;
  gint64 values[3] = { 0, 0, 0 };
  gint64 result = 1;

  if (daybook_money_parse (text, currency, &minor, &error))
    {
      g_autofree char *plain = daybook_money_format_plain (minor, currency);
      g_autofree char *shown = daybook_money_format (minor, currency);
      gint64 again = ~minor;

      FUZZ_ASSERT (daybook_money_parse (shown, currency, &again, NULL) && again == minor);
      again = ~minor;
      FUZZ_ASSERT (daybook_money_parse (plain, currency, &again, NULL) && again == minor);
    }
  else
    {
      FUZZ_ASSERT (error != NULL && g_utf8_validate (error->message, -1, NULL));
    }

  if (size > 0)
    memcpy (values, data, MIN (size, sizeof values));
  if (values[2] != 0 && daybook_money_scale (values[0], values[1], values[2], &result))
    {
      /* Off by no more than half of the divisor. */
      __int128 divisor = values[2];
      __int128 off = (__int128) result * divisor - (__int128) values[0] * values[1];

      FUZZ_ASSERT ((off < 0 ? -off : off) <= (divisor < 0 ? -divisor : divisor) / 2 + 1);
    }
  return 0;
}
