/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list that is told what there is now: same rows stay the same objects, and a follower of items-changed
 * ends with what the list holds. */
#include "common/daybook-row-list.h"

#define TEST_TYPE_ROW (test_row_get_type ())
G_DECLARE_FINAL_TYPE (TestRow, test_row, TEST, ROW, GObject)

struct _TestRow
{
  GObject parent_instance;
  gint64 id;
  int value;
};

static gint64
test_row_get_id (DaybookRow *row)
{
  return TEST_ROW (row)->id;
}

static void
test_row_assign (DaybookRow *row, DaybookRow *other)
{
  TEST_ROW (row)->value = TEST_ROW (other)->value;
}

static void
test_row_row_init (DaybookRowInterface *iface)
{
  iface->get_id = test_row_get_id;
  iface->assign = test_row_assign;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestRow, test_row, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_ROW, test_row_row_init))

static void
test_row_class_init (TestRowClass *klass)
{
}

static void
test_row_init (TestRow *self)
{
}

/* Ids from text, a letter each; all with @value. */
static GPtrArray *
make_rows (const char *ids, int value)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (const char *p = ids; *p != '\0'; p++)
    {
      TestRow *row = g_object_new (TEST_TYPE_ROW, NULL);

      row->id = *p;
      row->value = value;
      g_ptr_array_add (rows, row);
    }
  return rows;
}

typedef struct
{
  GString *ids; /* what a follower believes */
  guint changes;
  guint touched; /* rows removed and added */
} Follower;

static void
on_items_changed_cb (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
  Follower *follower = data;

  g_string_erase (follower->ids, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (TestRow) row = g_list_model_get_item (list, position + i);

      g_string_insert_c (follower->ids, position + i, row->id);
    }
  follower->changes++;
  follower->touched += removed + added;
}

static DaybookRowList *
make_list (const char *ids, Follower *follower)
{
  DaybookRowList *list = daybook_row_list_new (TEST_TYPE_ROW);

  follower->ids = g_string_new (NULL);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed_cb), follower);
  daybook_row_list_take (list, make_rows (ids, 1));
  g_assert_cmpstr (follower->ids->str, ==, ids);
  follower->changes = follower->touched = 0;
  return list;
}

static void
test_same (void)
{
  Follower follower = { 0 };
  g_autoptr (DaybookRowList) list = make_list ("abc", &follower);
  gpointer before = daybook_row_list_peek (list, 1);

  daybook_row_list_take (list, make_rows ("abc", 2));
  g_assert_cmpuint (follower.changes, ==, 0);
  g_assert_true (daybook_row_list_peek (list, 1) == before);
  g_assert_cmpint (TEST_ROW (before)->value, ==, 2);
  g_string_free (follower.ids, TRUE);
}

static void
test_exact (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    guint changes;
    guint touched;
  } cases[] = {
    { "", "abc", 1, 3 },      { "abc", "", 1, 3 },      { "abcd", "ad", 1, 2 },      { "ad", "abcd", 1, 2 },
    { "abc", "abxc", 1, 1 },  { "abcde", "bd", 3, 3 },  { "abc", "xyz", 2, 6 },      { "abcd", "dabc", 2, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Follower follower = { 0 };
      g_autoptr (DaybookRowList) list = make_list (cases[i].before, &follower);

      g_test_message ("%s to %s", cases[i].before, cases[i].after);
      daybook_row_list_take (list, make_rows (cases[i].after, 2));
      g_assert_cmpstr (follower.ids->str, ==, cases[i].after);
      g_assert_cmpuint (follower.changes, ==, cases[i].changes);
      g_assert_cmpuint (follower.touched, ==, cases[i].touched);
      g_string_free (follower.ids, TRUE);
    }
}

/* Any list to any other: what the follower believes is true, rows that stay are the same objects. */
static void
test_random (void)
{
  Follower follower = { 0 };
  g_autoptr (DaybookRowList) list = make_list ("", &follower);

  for (int round = 0; round < 2000; round++)
    {
      g_autoptr (GHashTable) before = g_hash_table_new (NULL, NULL);
      char ids[13] = "abcdefghijkl";
      int length = g_test_rand_int_range (0, 13);

      for (int i = 11; i > 0; i--)
        {
          int j = g_test_rand_int_range (0, i + 1);
          char swapped = ids[i];

          ids[i] = ids[j];
          ids[j] = swapped;
        }
      ids[length] = '\0';
      for (guint i = 0; i < daybook_row_list_get_length (list); i++)
        {
          TestRow *row = daybook_row_list_peek (list, i);

          g_hash_table_insert (before, GINT_TO_POINTER (row->id), row);
        }
      daybook_row_list_take (list, make_rows (ids, round));
      g_assert_cmpstr (follower.ids->str, ==, ids);
      g_assert_cmpuint (daybook_row_list_get_length (list), ==, length);
      for (guint i = 0; i < daybook_row_list_get_length (list); i++)
        {
          TestRow *row = daybook_row_list_peek (list, i);
          TestRow *same = g_hash_table_lookup (before, GINT_TO_POINTER (row->id));

          g_assert_true (same == NULL || same == row);
          g_assert_cmpint (row->value, ==, round);
          g_assert_true (daybook_row_list_find (list, row->id, NULL) == row);
        }
    }
  g_string_free (follower.ids, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/row-list/same-rows-say-nothing", test_same);
  g_test_add_func ("/ui/row-list/changes-are-exact", test_exact);
  g_test_add_func ("/ui/row-list/any-list-to-any-other", test_random);
  return g_test_run ();
}
