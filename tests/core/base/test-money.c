/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-money.h"

#include <locale.h>

#include "base/daybook-error.h"

static void
test_decimals (void)
{
  g_assert_cmpuint (daybook_money_decimals ("EUR"), ==, 2);
  g_assert_cmpuint (daybook_money_decimals ("JPY"), ==, 0);
  g_assert_cmpuint (daybook_money_decimals ("KWD"), ==, 3);
  g_assert_cmpuint (daybook_money_decimals ("???"), ==, 2);
  g_assert_cmpuint (daybook_money_decimals (NULL), ==, 2);
  g_assert_true (daybook_money_is_currency ("CHF"));
  g_assert_false (daybook_money_is_currency ("chf"));
  g_assert_false (daybook_money_is_currency ("CH"));
  g_assert_false (daybook_money_is_currency ("D A"));
  g_assert_false (daybook_money_is_currency ("EUR "));
  g_assert_false (daybook_money_is_currency ("QQQ"));
  g_assert_false (daybook_money_is_currency (NULL));
}

static void
test_parses (void)
{
  static const struct
  {
    const char *text;
    const char *currency;
    gint64 minor;
  } cases[] = {
    { "120", "EUR", 12000 },
    { "120.00", "EUR", 12000 },
    { "120,5", "EUR", 12050 },
    { " 1.234,50 € ", "EUR", 123450 },
    { "1,234.50", "EUR", 123450 },
    { "1.234", "EUR", 123400 },
    { "1.234.567", "EUR", 123456700 },
    { "12,34,567.89", "INR", 123456789 },
    { "CHF 1'234.5", "CHF", 123450 },
    { "1’234.50 chf", "CHF", 123450 },
    { "1\xE2\x80\xAF"
      "234,50",
      "EUR", 123450 },
    { ".5", "EUR", 50 },
    { "5.", "EUR", 500 },
    { "0.500", "EUR", 50 },
    { "12.3400", "EUR", 1234 },
    { "-3.20", "USD", -320 },
    { "-$3.20", "USD", -320 },
    { "$-3.20", "USD", -320 },
    { "\xE2\x88\x92"
      "1",
      "EUR", -100 },
    { "0", "EUR", 0 },
    { "1,234", "JPY", 1234 },
    { "1234.00", "JPY", 1234 },
    { "1.234", "KWD", 1234 },
    { "1,234.567", "KWD", 1234567 },
    { "92233720368547758.07", "EUR", G_MAXINT64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 minor = -1;

      daybook_money_parse (cases[i].text, cases[i].currency, &minor, &error);
      g_assert_no_error (error);
      g_assert_cmpint (minor, ==, cases[i].minor);
    }
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *text;
    const char *currency;
  } cases[] = {
    { "", "EUR" },
    { "€", "EUR" },
    { "-", "EUR" },
    { ".", "EUR" },
    { "12.345678", "EUR" },
    { "1234.567", "EUR" },
    { "1,23.45", "EUR" },
    { "1.2.3", "EUR" },
    { "1,2,3.4", "EUR" },
    { "1.234,567.89", "EUR" },
    { ",123", "EUR" },
    { "12 USD", "EUR" },
    { "0x10", "EUR" },
    { "1e5", "EUR" },
    { "--1", "EUR" },
    { "1-", "EUR" },
    { "1.5", "JPY" },
    { "92233720368547758.08", "EUR" },
    { "999999999999999999999", "EUR" },
    { "12\xff", "EUR" },
    { "EUR EUR 1", "EUR" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 minor = 77;

      if (daybook_money_parse (cases[i].text, cases[i].currency, &minor, &error))
        g_test_message ("%s is %" G_GINT64_FORMAT, cases[i].text, minor);
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
      g_assert_cmpint (minor, ==, 77);
    }
}

static void
test_plain (void)
{
  static const struct
  {
    gint64 minor;
    const char *currency;
    const char *text;
  } cases[] = {
    { 187875, "EUR", "1878.75" },
    { 5, "EUR", "0.05" },
    { -5, "EUR", "-0.05" },
    { 0, "EUR", "0.00" },
    { 1234, "JPY", "1234" },
    { -1234567, "KWD", "-1234.567" },
    { G_MAXINT64, "EUR", "92233720368547758.07" },
    { G_MININT64, "EUR", "-92233720368547758.08" },
    { G_MININT64, "JPY", "-9223372036854775808" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = daybook_money_format_plain (cases[i].minor, cases[i].currency);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_people (void)
{
  static const struct
  {
    gint64 minor;
    const char *currency;
    const char *text;
  } cases[] = {
    { 187875, "EUR", "€1,878.75" },
    { -187875, "EUR", "-€1,878.75" },
    { 99, "USD", "$0.99" },
    { 100000000, "CHF",
      "CHF\xC2\xA0"
      "1,000,000.00" },
    { 123456, "JPY", "¥123,456" },
    { 1234567, "KWD",
      "KWD\xC2\xA0"
      "1,234.567" },
    { 100, "PLN",
      "zł\xC2\xA0"
      "1.00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = daybook_money_format (cases[i].minor, cases[i].currency);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* As glibc describes the places; the test machine may have none of their locales. */
static const struct
{
  const char *name;
  struct lconv conventions;
  const char *shown; /* -1234567.89 EUR */
  const char *francs;
} places[] = {
  { "C",
    { .mon_decimal_point = "",
      .mon_thousands_sep = "",
      .mon_grouping = "",
      .p_cs_precedes = G_MAXINT8,
      .p_sep_by_space = G_MAXINT8 },
    "-€1,234,567.89",
    "CHF\xC2\xA0"
    "0.05" },
  { "en_US",
    { .mon_decimal_point = ".",
      .mon_thousands_sep = ",",
      .mon_grouping = "\3\3",
      .p_cs_precedes = 1,
      .p_sep_by_space = 0 },
    "-€1,234,567.89",
    "CHF\xC2\xA0"
    "0.05" },
  { "de_DE",
    { .mon_decimal_point = ",",
      .mon_thousands_sep = ".",
      .mon_grouping = "\3\3",
      .p_cs_precedes = 0,
      .p_sep_by_space = 1 },
    "-1.234.567,89\xC2\xA0€",
    "0,05\xC2\xA0"
    "CHF" },
  { "de_CH",
    { .mon_decimal_point = ".",
      .mon_thousands_sep = "’",
      .mon_grouping = "\3\3",
      .p_cs_precedes = 1,
      .p_sep_by_space = 1 },
    "-€\xC2\xA0"
    "1’234’567.89",
    "CHF\xC2\xA0"
    "0.05" },
  { "fr_FR",
    { .mon_decimal_point = ",",
      .mon_thousands_sep = "\xE2\x80\xAF",
      .mon_grouping = "\3",
      .p_cs_precedes = 0,
      .p_sep_by_space = 1 },
    "-1\xE2\x80\xAF"
    "234\xE2\x80\xAF"
    "567,89\xC2\xA0€",
    "0,05\xC2\xA0"
    "CHF" },
  { "en_IN",
    { .mon_decimal_point = ".",
      .mon_thousands_sep = ",",
      .mon_grouping = "\3\2",
      .p_cs_precedes = 1,
      .p_sep_by_space = 0 },
    "-€12,34,567.89",
    "CHF\xC2\xA0"
    "0.05" },
  { "without groups",
    { .mon_decimal_point = ",",
      .mon_thousands_sep = "",
      .mon_grouping = "\177",
      .p_cs_precedes = 0,
      .p_sep_by_space = 1 },
    "-1234567,89\xC2\xA0€",
    "0,05\xC2\xA0"
    "CHF" },
};

static void
test_places (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *shown = daybook_money_format_in (-123456789, "EUR", &places[i].conventions);
      g_autofree char *francs = daybook_money_format_in (5, "CHF", &places[i].conventions);

      g_test_message ("%s", places[i].name);
      g_assert_cmpstr (shown, ==, places[i].shown);
      g_assert_cmpstr (francs, ==, places[i].francs);
    }
}

/* What is shown in any place can be typed in again. */
static void
test_shown_is_read (void)
{
  static const char *const currencies[] = { "EUR", "USD", "CHF", "JPY", "KWD", "PLN" };
  static const gint64 amounts[] = { 0, 5, 1234, -1234, 123456, 12345678, G_MAXINT64, -G_MAXINT64 };

  for (guint p = 0; p < G_N_ELEMENTS (places); p++)
    for (guint c = 0; c < G_N_ELEMENTS (currencies); c++)
      for (guint a = 0; a < G_N_ELEMENTS (amounts); a++)
        {
          g_autofree char *text
              = daybook_money_format_in (amounts[a], currencies[c], &places[p].conventions);
          g_autoptr (GError) error = NULL;
          gint64 minor = 1;

          daybook_money_parse (text, currencies[c], &minor, &error);
          g_assert_no_error (error);
          g_assert_cmpint (minor, ==, amounts[a]);
        }
  g_assert_true (daybook_money_is_currency (daybook_money_locale_currency ()));
}

static void
test_rates (void)
{
  static const struct
  {
    gint64 rate;
    gint64 seconds;
    gint64 amount;
  } cases[] = {
    { 12000, 3600, 12000 },  { 12000, 5400, 18000 },
    { 9999, 1, 3 },          { 1, 1799, 0 },
    { 1, 1800, 1 },          { -1, 1800, -1 },
    { -1, 1799, 0 },         { 12000, 0, 0 },
    { 8550, 79102, 187867 }, { G_MAXINT64, 3600, G_MAXINT64 },
  };
  gint64 amount = 42;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (daybook_money_for_duration (cases[i].rate, cases[i].seconds, &amount));
      g_assert_cmpint (amount, ==, cases[i].amount);
    }

  amount = 42;
  g_assert_false (daybook_money_for_duration (G_MAXINT64, 3601, &amount));
  g_assert_false (daybook_money_for_duration (G_MAXINT64, G_MAXINT64, &amount));
  g_assert_false (daybook_money_for_duration (G_MININT64, G_MAXINT64, &amount));
  g_assert_cmpint (amount, ==, 42);
  g_assert_true (daybook_money_scale (G_MININT64, 1, 1, &amount));
  g_assert_cmpint (amount, ==, G_MININT64);
  g_assert_true (daybook_money_scale (1050, 770, -10000, &amount));
  g_assert_cmpint (amount, ==, -81);
  g_assert_true (daybook_money_scale (G_MAXINT64, G_MAXINT64, G_MAXINT64, &amount));
  g_assert_cmpint (amount, ==, G_MAXINT64);
}

/* A command has nobody who sees what was understood. */
static void
test_exact (void)
{
  static const char *const refused[] = { "1.234", "1,234", "1.230", "1,000", "120.001", "1.234.567,891" };
  gint64 minor = 0;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (daybook_money_parse_exact (refused[i], "EUR", &minor, &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
    }
  g_assert_true (daybook_money_parse_exact ("120.00", "EUR", &minor, NULL));
  g_assert_cmpint (minor, ==, 12000);
  g_assert_true (daybook_money_parse_exact ("120,5", "EUR", &minor, NULL));
  g_assert_cmpint (minor, ==, 12050);
  g_assert_true (daybook_money_parse_exact ("1,234.50", "EUR", &minor, NULL));
  g_assert_cmpint (minor, ==, 123450);
  g_assert_true (daybook_money_parse_exact ("1.234", "KWD", &minor, NULL));
  g_assert_cmpint (minor, ==, 1234);
  g_assert_false (daybook_money_parse_exact ("1,234", "JPY", &minor, NULL));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/money/decimals", test_decimals);
  g_test_add_func ("/money/parses", test_parses);
  g_test_add_func ("/money/refuses", test_refuses);
  g_test_add_func ("/money/plain", test_plain);
  g_test_add_func ("/money/for-people", test_people);
  g_test_add_func ("/money/in-many-places", test_places);
  g_test_add_func ("/money/what-is-shown-is-read", test_shown_is_read);
  g_test_add_func ("/money/rates", test_rates);

  g_test_add_func ("/money/exact", test_exact);
  return g_test_run ();
}
