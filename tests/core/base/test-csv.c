/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-csv.h"

#include <string.h>

static void
test_writes (void)
{
  static const char *const header[] = { "title", "hours", NULL };
  g_autoptr (DaybookCsvWriter) writer = daybook_csv_writer_new ();
  g_autofree char *file = NULL;
  gsize length;

  daybook_csv_writer_add_texts (writer, header);
  daybook_csv_writer_add_text (writer, "a, \"b\"\nc");
  daybook_csv_writer_add_number (writer, "-12.50");
  daybook_csv_writer_end_record (writer);
  daybook_csv_writer_add_text (writer, NULL);
  daybook_csv_writer_add_integer (writer, -7);
  daybook_csv_writer_end_record (writer);
  daybook_csv_writer_add_text (writer, "");
  daybook_csv_writer_end_record (writer);
  daybook_csv_writer_add_text (writer, " x");
  daybook_csv_writer_add_number (writer, "-1+cmd()");
  daybook_csv_writer_end_record (writer);
  file = daybook_csv_writer_finish (writer, &length);
  g_assert_cmpstr (
      file, ==,
      "title,hours\r\n\"a, \"\"b\"\"\nc\",-12.50\r\n,-7\r\n\"\"\r\n\" x\",\"'-1+cmd()\""
      "\r\n");
  g_assert_cmpuint (length, ==, strlen (file));
}

/* What a spreadsheet would take for a formula, and what only looks a little like one. */
static const struct
{
  const char *text;
  gboolean formula;
} texts[] = {
  { "=1+1", TRUE },      { "+49 30", TRUE },        { "-x", TRUE },        { "@SUM(A1)", TRUE },
  { "\tx", TRUE },       { "\rx", TRUE },           { "  =x", TRUE },      { "\n=x", TRUE },
  { "\xC2\xA0=x", TRUE }, { "\xEF\xBC\x9Dx", TRUE }, { "\xEF\xBC\xA0x", TRUE }, { "'=x", TRUE },
  { "''-x", TRUE },      { "--", TRUE },            { "\x01=x", TRUE },    { "'", FALSE },
  { "'quoted'", FALSE }, { "plain", FALSE },        { "", FALSE },         { " ", FALSE },
  { "a=b", FALSE },      { "Müller; \"Söhne\"", FALSE }, { "x\r\ny", FALSE },
};

/* The one field of a record, as a spreadsheet reads it. */
static char *
read_field (const char *file)
{
  g_autoptr (GString) field = g_string_new (file);

  g_assert_true (g_str_has_suffix (file, "\r\n"));
  g_string_truncate (field, field->len - 2);
  if (field->str[0] == '"')
    {
      g_assert_true (field->len >= 2 && field->str[field->len - 1] == '"');
      g_string_truncate (field, field->len - 1);
      g_string_erase (field, 0, 1);
      g_string_replace (field, "\"\"", "\"", 0);
    }
  else
    {
      g_assert_cmpint (strcspn (field->str, "\",\r\n"), ==, field->len);
    }
  return g_string_free (g_steal_pointer (&field), FALSE);
}

static void
test_formulas_are_defused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DaybookCsvWriter) writer = daybook_csv_writer_new ();
      g_autofree char *expected = g_strconcat (texts[i].formula ? "'" : "", texts[i].text, NULL);
      g_autofree char *file = NULL;
      g_autofree char *field = NULL;

      daybook_csv_writer_add_text (writer, texts[i].text);
      daybook_csv_writer_end_record (writer);
      file = daybook_csv_writer_finish (writer, NULL);
      field = read_field (file);
      g_assert_cmpstr (field, ==, expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/writes", test_writes);
  g_test_add_func ("/csv/formulas-are-defused", test_formulas_are_defused);

  return g_test_run ();
}
