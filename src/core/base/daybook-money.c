/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-money.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-text.h"

/* No-break space: between an amount and a currency, and between thousands. */
#define NBSP "\xC2\xA0"

/* The active codes of ISO 4217 but for funds, metals and tests, which nobody bills in. */
static const char codes[] = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD "
                            "BND BOB BRL BSD BTN BWP BYN "
                            "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN "
                            "ETB EUR FJD FKP GBP GEL GHS "
                            "GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD "
                            "JPY KES KGS KHR KMF KPW KRW "
                            "KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU "
                            "MUR MVR MWK MXN MYR MZN NAD "
                            "NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
                            "RWF SAR SBD SCR SDG SEK SGD "
                            "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD "
                            "TZS UAH UGX USD UYU UZS VED "
                            "VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/* The exceptions from two decimals. */
static const char no_decimals[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
static const char three_decimals[] = "BHD IQD JOD KWD LYD OMR TND";

/* Signs that stand for one currency wherever they are read, as CLDR's root has them; the others are
 * shown by their code. */
static const struct
{
  char code[4];
  const char *sign;
} signs[] = {
  { "AUD", "A$" }, { "BRL", "R$" },  { "CAD", "CA$" }, { "CNY", "CN¥" }, { "EUR", "€" },
  { "GBP", "£" },  { "HKD", "HK$" }, { "ILS", "₪" },   { "INR", "₹" },   { "JPY", "¥" },
  { "KRW", "₩" },  { "MXN", "MX$" }, { "NZD", "NZ$" }, { "PHP", "₱" },   { "PLN", "zł" },
  { "CZK", "Kč" }, { "TWD", "NT$" }, { "UAH", "₴" },   { "USD", "$" },   { "VND", "₫" },
};

static gboolean
is_listed (const char *list, const char *code)
{
  return code != NULL && strlen (code) == 3 && strchr (code, ' ') == NULL
         && strstr (list, code) != NULL;
}

/* Whether @code is a currency in use, in capitals as ISO 4217 writes it. */
gboolean
daybook_money_is_currency (const char *code)
{
  return is_listed (codes, code);
}

/* The digits behind the point of @currency: 0, 2 or 3; 2 for what is no currency. */
guint
daybook_money_decimals (const char *currency)
{
  if (is_listed (no_decimals, currency))
    return 0;
  return is_listed (three_decimals, currency) ? 3 : 2;
}

/* The currency of the person's locale ("EUR"), or "EUR" where it has none. Static. */
const char *
daybook_money_locale_currency (void)
{
  const struct lconv *locale = localeconv ();
  char code[4] = "";

  g_strlcpy (code, locale->int_curr_symbol, sizeof code);
  return daybook_money_is_currency (code) ? g_intern_string (code) : "EUR";
}

static const char *
sign_of (const char *currency)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strcmp (signs[i].code, currency) == 0)
      return signs[i].sign;
  return currency;
}

static guint64
power_of_ten (guint exponent)
{
  guint64 power = 1;

  while (exponent-- > 0)
    power *= 10;
  return power;
}

/* What a person writes beside the number: spaces, the code or the sign. Returns the text without
 * them, in ASCII, or NULL when there is anything else. */
static char *
bare_number (const char *text, const char *currency)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) bare = g_string_new (NULL);
  const char *sign = sign_of (currency);
  guint names = 0;

  for (const char *p = valid; *p != '\0';)
    {
      gunichar c = g_utf8_get_char (p);

      if (names == 0 && g_ascii_strncasecmp (p, currency, strlen (currency)) == 0)
        {
          names++;
          p += strlen (currency);
          continue;
        }
      if (names == 0 && g_str_has_prefix (p, sign))
        {
          names++;
          p += strlen (sign);
          continue;
        }
      p = g_utf8_next_char (p);
      if (g_ascii_isdigit (c) || c == '.' || c == ',')
        g_string_append_c (bare, c);
      else if ((c == '-' || c == 0x2212) && bare->len == 0)
        g_string_append_c (bare, '-');
      else if (!g_unichar_isspace (c) && c != '\'' && c != 0x2019)
        return NULL;
    }
  return g_strdup (bare->str);
}

/* Finds the decimal separator of @number, which holds digits, points and commas: NULL when there is
 * none, and every point and comma parts thousands. The later of two kinds is the decimal one; so is
 * a single one, unless exactly three digits follow and the currency has no three decimals. @exact: a
 * single one always. */
static const char *
find_decimal_separator (const char *number, guint decimals, gboolean exact)
{
  const char *last = number + strlen (number);
  const char *first = number + strcspn (number, ".,");
  gsize digits;

  while (last > number && *last != '.' && *last != ',')
    last--;
  if (*last != '.' && *last != ',')
    return NULL;
  if (first != last)
    return *first != *last ? last : NULL;
  digits = strlen (last + 1);
  if (!exact && digits == 3 && decimals != 3 && first > number && first - number <= 3 && *number != '0')
    return NULL;
  return last;
}

/* Whether the part before the decimal separator is well grouped: groups of two or three digits
 * behind each separator (India parts lakhs), three in the last, and one kind of separator. */
static gboolean
is_well_grouped (const char *number, const char *end)
{
  const char *p = number;
  char separator = '\0';
  gsize group = 0;

  for (; p < end; p++)
    {
      if (g_ascii_isdigit (*p))
        {
          group++;
          continue;
        }
      if (group == 0 || group > 3 || (separator != '\0' && (*p != separator || group < 2)))
        return FALSE;
      separator = *p;
      group = 0;
    }
  return separator == '\0' || group == 3;
}

static gboolean
parse (const char *text, const char *currency, gboolean exact, gint64 *minor, GError **error)
{
  g_autofree char *bare = bare_number (text, currency);
  guint decimals = daybook_money_decimals (currency);
  const char *number = bare;
  const char *separator;
  const char *end;
  gboolean negative;
  gboolean digits = FALSE;
  gint64 sum = 0;

  if (bare == NULL)
    goto refused;
  negative = *number == '-';
  if (negative)
    number++;
  separator = find_decimal_separator (number, decimals, exact);
  end = separator != NULL ? separator : number + strlen (number);
  if (!is_well_grouped (number, end))
    goto refused;

  for (const char *p = number; p < end; p++)
    {
      if (!g_ascii_isdigit (*p))
        continue;
      digits = TRUE;
      if (__builtin_mul_overflow (sum, 10, &sum) || __builtin_add_overflow (sum, *p - '0', &sum))
        goto refused;
    }
  for (guint i = 0; i < decimals; i++)
    {
      int digit = 0;

      if (separator != NULL && separator[1] != '\0')
        {
          digit = *++separator - '0';
          digits = TRUE;
        }
      if (__builtin_mul_overflow (sum, 10, &sum) || __builtin_add_overflow (sum, digit, &sum))
        goto refused;
    }
  if (!digits || (separator != NULL && separator[1 + (exact ? 0 : strspn (separator + 1, "0"))] != '\0'))
    goto refused;
  *minor = negative ? -sum : sum;
  return TRUE;

refused:
  {
    g_autofree char *wrong = daybook_text_ellipsize (text, 40);
    g_autofree char *example = daybook_money_format_plain (12 * power_of_ten (decimals), currency);

    /* Translators: the first %s is what the person wrote, then an amount such as 12.00, then EUR.
     */
    g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                 _("“%s” is not an amount. Write it like %s, in %s."), wrong, example, currency);
    return FALSE;
  }
}

/* Reads an amount as people write it, "120", "120.00", "1,234.50", "1.234,50 €", "CHF 1'234.5",
 * into minor units of @currency. FALSE with DAYBOOK_ERROR_USAGE when it is none, has more decimals
 * than the currency, or is too large. */
gboolean
daybook_money_parse (const char *text, const char *currency, gint64 *minor, GError **error)
{
  return parse (text, currency, FALSE, minor, error);
}

/* The same for what nobody looks at before it counts, such as a command: "1.234" and "1,234" EUR could be
 * a thousand or one and a bit, so they are refused, as is every decimal beyond the currency's. */
gboolean
daybook_money_parse_exact (const char *text, const char *currency, gint64 *minor, GError **error)
{
  return parse (text, currency, TRUE, minor, error);
}

/* The amount for machines: digits, a point, as many decimals as the currency has, no sign of it
 * ("-1878.75"). Owned by the caller. */
char *
daybook_money_format_plain (gint64 minor, const char *currency)
{
  guint decimals = daybook_money_decimals (currency);
  guint64 amount = minor < 0 ? -(guint64) minor : (guint64) minor;
  guint64 unit = power_of_ten (decimals);

  if (decimals == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, minor);
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, minor < 0 ? "-" : "",
                          amount / unit, (int) decimals, amount % unit);
}

/* Puts @separator between the groups of @digits, whose sizes @grouping tells as localeconv() does:
 * from the right, the last one repeated. */
static char *
group_digits (const char *digits, const char *separator, const char *grouping)
{
  g_autoptr (GString) out = g_string_new (digits);
  gssize position = out->len;

  while (*grouping > 0 && *grouping < G_MAXINT8 && position > *grouping)
    {
      position -= *grouping;
      g_string_insert (out, position, separator);
      if (grouping[1] != '\0')
        grouping++;
    }
  return g_strdup (out->str);
}

/* The amount for people, in the manner of the locale ("€1,878.75", "1.878,75 €"). In the C locale
 * as in English. Owned by the caller. */
char *
daybook_money_format (gint64 minor, const char *currency)
{
  return daybook_money_format_in (minor, currency, localeconv ());
}

/* The same in the manner of @locale: its monetary separators and where the sign stands. The sign is
 * always that of @currency, never the locale's own. */
char *
daybook_money_format_in (gint64 minor, const char *currency, const struct lconv *locale)
{
  g_autofree char *plain = daybook_money_format_plain (minor, currency);
  g_autofree char *whole = NULL;
  g_autofree char *grouped = NULL;
  const char *digits = minor < 0 ? plain + 1 : plain;
  const char *point = strchr (digits, '.');
  const char *sign = sign_of (currency);
  const char *decimal_point = ".";
  const char *thousands = ",";
  const char *grouping = "\3";
  gboolean before = TRUE;
  gboolean apart = FALSE;

  if (locale->mon_decimal_point[0] != '\0' && g_utf8_validate (locale->mon_decimal_point, -1, NULL)
      && g_utf8_validate (locale->mon_thousands_sep, -1, NULL))
    {
      decimal_point = locale->mon_decimal_point;
      thousands = locale->mon_thousands_sep;
      grouping = locale->mon_grouping;
      before = locale->p_cs_precedes != 0;
      apart = locale->p_sep_by_space != 0;
    }
  /* Letters would run into the digits. */
  apart = apart || !before
          || g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (sign + strlen (sign))));

  whole = point != NULL ? g_strndup (digits, point - digits) : g_strdup (digits);
  grouped = group_digits (whole, thousands, grouping);
  return g_strconcat (minor < 0 ? "-" : "", before ? sign : "", before && apart ? NBSP : "",
                      grouped, point != NULL ? decimal_point : "", point != NULL ? point + 1 : "",
                      before ? "" : NBSP, before ? "" : sign, NULL);
}

/* @minor times @numerator by @denominator (which is not 0), the half rounded away from zero, as
 * invoices are. FALSE, @result untouched, when no gint64 holds it. */
gboolean
daybook_money_scale (gint64 minor, gint64 numerator, gint64 denominator, gint64 *result)
{
  __int128 product = (__int128) minor * numerator;
  __int128 divisor = denominator;
  gboolean negative;

  g_return_val_if_fail (denominator != 0, FALSE);

  negative = (product < 0) != (divisor < 0);
  if (product < 0)
    product = -product;
  if (divisor < 0)
    divisor = -divisor;
  product = product / divisor + (product % divisor >= divisor - product % divisor);
  if (negative)
    product = -product;
  if (product < G_MININT64 || product > G_MAXINT64)
    return FALSE;
  *result = (gint64) product;
  return TRUE;
}

/* What @seconds of work cost at @hourly_rate, both in minor units. FALSE on overflow. */
gboolean
daybook_money_for_duration (gint64 hourly_rate, gint64 seconds, gint64 *amount)
{
  return daybook_money_scale (hourly_rate, seconds, 3600, amount);
}
