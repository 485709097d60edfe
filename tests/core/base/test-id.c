/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-id.h"

#include <string.h>

static const gint64 numbers[] = {
  1, 2, 3, 31, 32, 33, 1000, 1023, 1024, 123456789, DAYBOOK_ID_MAX / 2, DAYBOOK_ID_MAX - 1,
};

static void
test_what_is_written_is_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *id = daybook_id_format (DAYBOOK_KIND_EVENT, numbers[i]);
      g_autofree char *upper = g_ascii_strup (id, -1);
      DaybookKind kind = DAYBOOK_KIND_NONE;
      gint64 number = 0;

      g_assert_cmpuint (strlen (id), ==, DAYBOOK_ID_LENGTH);
      g_assert_cmpint (id[0], ==, 'e');
      g_assert_true (daybook_id_parse (id, &kind, &number));
      g_assert_cmpint (kind, ==, DAYBOOK_KIND_EVENT);
      g_assert_cmpint (number, ==, numbers[i]);
      g_assert_true (daybook_id_parse (upper, &kind, &number));
      g_assert_cmpint (number, ==, numbers[i]);
    }
}

static void
test_neighbours_look_different (void)
{
  g_autoptr (GHashTable) starts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gint64 number = 1; number <= 1024; number++)
    {
      g_autofree char *id = daybook_id_format (DAYBOOK_KIND_ENTRY, number);

      g_hash_table_add (starts, g_strndup (id, 3));
    }
  /* Two characters tell 1,024 rows in a row apart. */
  g_assert_cmpuint (g_hash_table_size (starts), ==, 1024);
}

static void
test_prefix_names_a_remainder (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *id = daybook_id_format (DAYBOOK_KIND_ACCOUNT, numbers[i]);

      for (gsize length = 2; length <= DAYBOOK_ID_LENGTH; length++)
        {
          g_autofree char *prefix = g_strndup (id, length);
          DaybookKind kind;
          gint64 remainder;
          gint64 modulus;

          g_assert_true (daybook_id_parse_prefix (prefix, &kind, &remainder, &modulus));
          g_assert_cmpint (modulus, ==, (gint64) 1 << (5 * (length - 1)));
          g_assert_cmpint (numbers[i] % modulus, ==, remainder);
        }
    }
}

static void
test_refuses (void)
{
  static const char *const ids[]
      = { "",         "e",        "e000000",  "e00000000", "n0000001",   "e000000i",   "e000000l",
          "e000000o", "e000000u", "e00 0000", "e0000000",  "e\xff-0000", "e000000\xff" };
  DaybookKind kind = DAYBOOK_KIND_NONE;
  gint64 number = 5;
  gint64 modulus = 6;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_false (daybook_id_parse (ids[i], &kind, &number));
  g_assert_false (daybook_id_parse (NULL, &kind, &number));
  g_assert_false (daybook_id_parse_prefix (NULL, &kind, &number, &modulus));
  g_assert_false (daybook_id_parse_prefix ("e", &kind, &number, &modulus));
  g_assert_false (daybook_id_parse_prefix ("z1", &kind, &number, &modulus));
  g_assert_cmpint (kind, ==, DAYBOOK_KIND_NONE);
  g_assert_cmpint (number, ==, 5);
  g_assert_cmpint (modulus, ==, 6);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/id/what-is-written-is-read", test_what_is_written_is_read);
  g_test_add_func ("/id/neighbours-look-different", test_neighbours_look_different);
  g_test_add_func ("/id/prefix-names-a-remainder", test_prefix_names_a_remainder);
  g_test_add_func ("/id/refuses", test_refuses);

  return g_test_run ();
}
