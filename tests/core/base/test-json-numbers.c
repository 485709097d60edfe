/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-json-numbers.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
test_documents (void)
{
  static const struct
  {
    const char *json;
    const char *shortened;
  } cases[] = {
    { "{\"a\":0.54500000000000004}", "{\"a\":0.545}" },
    { "[0.10000000000000001,-2.2999999999999998,5.0,5,-7,0.0]", "[0.1,-2.3,5.0,5,-7,0.0]" },
    { "{\"text\":\"0.54500000000000004 and \\\"0.10000000000000001\\\\\"}",
      "{\"text\":\"0.54500000000000004 and \\\"0.10000000000000001\\\\\"}" },
    { "[0.30000000000000004]", "[0.30000000000000004]" }, /* 0.1 + 0.2, which is not 0.3 */
    { "[12345678901234567]", "[12345678901234567]" },
    { "[1e300,1.5000000000000000e300]", "[1e300,1.5e+300]" },
    { "[3.0000000000000000]", "[3.0]" },
    { "", "" },
    { "\"open", "\"open" },
    { "\"\\", "\"\\" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shortened = daybook_json_shorten_numbers (cases[i].json);

      g_assert_cmpstr (shortened, ==, cases[i].shortened);
    }
}

/* What json-glib writes of any double is read back as the same one, and what people count in hundredths is short. */
static void
test_every_double (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (int i = 0; i < 20000; i++)
    {
      double value = i < 10000 ? i / 1000.0 : g_rand_double_range (random, -1e6, 1e6);
      g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), value);
      g_autofree char *json = json_to_string (node, FALSE);
      g_autofree char *shortened = daybook_json_shorten_numbers (json);

      g_assert_true (g_ascii_strtod (shortened, NULL) == value);
      if (i < 10000)
        g_assert_cmpuint (strlen (shortened), <=, 5);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-numbers/documents", test_documents);
  g_test_add_func ("/json-numbers/every-double", test_every_double);
  return g_test_run ();
}
