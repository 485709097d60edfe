/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-csv.h"

#include <string.h>

#include "base/daybook-error.h"

/* The records of @data, fields in [] and one record a line; an error as its code's name. */
static char *
read_all (const char *data, gsize length)
{
  g_autofree char *copy = g_memdup2 (data, length);
  g_autoptr (DaybookCsvReader) reader = daybook_csv_reader_new (copy, length);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *const *record;
  guint n_fields;

  while ((record = daybook_csv_reader_next (reader, &n_fields, &error)) != NULL)
    {
      g_assert_cmpuint (g_strv_length ((char **) record), ==, n_fields);
      for (guint i = 0; i < n_fields; i++)
        g_string_append_printf (out, "[%s]", record[i]);
      g_string_append_c (out, '\n');
    }
  if (error != NULL)
    {
      g_assert_true (error->domain == DAYBOOK_ERROR);
      g_string_append (out, daybook_error_code_to_string (error->code));
    }
  return g_strdup (out->str);
}

static void
test_reads (void)
{
  static const struct
  {
    const char *data;
    const char *records;
  } cases[] = {
    { "", "" },
    { "\n\r\n\n", "" },
    { "a", "[a]\n" },
    { "a,b\r\nc,d\r\n", "[a][b]\n[c][d]\n" },
    { "a,b\nc,d", "[a][b]\n[c][d]\n" },
    { "a,b\rc,d\r", "[a][b]\n[c][d]\n" },
    { ",\n,,", "[][]\n[][][]\n" },
    { "a,b\n\n\nc,d\n", "[a][b]\n[c][d]\n" },
    { "\"a,b\",\"c\"\"d\",\"e\r\nf\"\n", "[a,b][c\"d][e\r\nf]\n" },
    { "\"\",\"\"\"\"\n", "[][\"]\n" },
    { "a \"b\",\"c\" d\n", "[a \"b\"][c d]\n" },
    { " a , b \n", "[ a ][ b ]\n" },
    { "\xEF\xBB\xBF"
      "a;b\n1,5;2\n",
      "[a][b]\n[1,5][2]\n" },
    { "a\tb,c\td\n", "[a][b,c][d]\n" },
    { "\"a,b,c\";d\n", "[a,b,c][d]\n" },
    { "Title\na;b\n", "[Title]\n[a][b]\n" },
    { "sep=;\r\na,b;c\n", "[a,b][c]\n" },
    { "\"open", "invalid_response" },
    { "a,b\n\"x\ny", "[a][b]\ninvalid_response" },
    { "M\xFCller,caf\xE9\n", "[Müller][café]\n" },
    { "Müller,café \xFF\n", "[Müller][café \xEF\xBF\xBD]\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *records = read_all (cases[i].data, strlen (cases[i].data));

      g_assert_cmpstr (records, ==, cases[i].records);
    }
}

static void
test_reads_utf16 (void)
{
  static const char little[] = "\xFF\xFE\xFC\0\t\0b\0\n\0";
  static const char big[] = "\xFE\xFF\0\xFC\0;\0b\0\n";
  g_autofree char *from_little = read_all (little, sizeof little - 1);
  g_autofree char *from_big = read_all (big, sizeof big - 1);

  g_assert_cmpstr (from_little, ==, "[ü][b]\n");
  g_assert_cmpstr (from_big, ==, "[ü][b]\n");
}

static void
test_limits (void)
{
  g_autofree char *many = g_strnfill (DAYBOOK_CSV_MAX_FIELDS, ',');
  g_autofree char *most = g_strnfill (DAYBOOK_CSV_MAX_FIELDS - 1, ',');
  g_autofree char *field = g_strnfill (DAYBOOK_CSV_MAX_FIELD_BYTES + 1, 'x');
  g_autofree char *huge = g_malloc0 (DAYBOOK_CSV_MAX_BYTES + 1);
  g_autofree char *refused = read_all (many, strlen (many));
  g_autofree char *accepted = read_all (most, strlen (most));
  g_autofree char *long_field = read_all (field, strlen (field));
  g_autofree char *large = read_all (huge, DAYBOOK_CSV_MAX_BYTES + 1);

  g_assert_cmpstr (refused, ==, "too_large");
  g_assert_cmpuint (strlen (accepted), ==, DAYBOOK_CSV_MAX_FIELDS * 2 + 1);
  g_assert_cmpstr (long_field, ==, "too_large");
  g_assert_cmpstr (large, ==, "too_large");
}

static void
test_tells_the_line (void)
{
  static const char data[] = "a\n\n\"b\nc\"\nd\n";
  g_autoptr (DaybookCsvReader) reader = daybook_csv_reader_new (data, sizeof data - 1);
  guint n_fields;
  static const guint lines[] = { 1, 3, 5 };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_assert_nonnull (daybook_csv_reader_next (reader, &n_fields, NULL));
      g_assert_cmpuint (daybook_csv_reader_get_line (reader), ==, lines[i]);
    }
}

static void
test_find_column (void)
{
  static const char *const header[] = { "Client", " START DATE ", "Tätigkeit", NULL };
  static const char *const start[] = { "Start", "start date", NULL };
  static const char *const task[] = { "TÄTIGKEIT", NULL };
  static const char *const none[] = { "end", NULL };

  g_assert_cmpint (daybook_csv_find_column (header, start), ==, 1);
  g_assert_cmpint (daybook_csv_find_column (header, task), ==, 2);
  g_assert_cmpint (daybook_csv_find_column (header, none), ==, -1);
}

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

static const char *const texts[] = {
  "=1+1",          "+49 30", "-x",     "@SUM(A1)",   "\tx",
  "\rx",           "  =x",   "\n=x",   "\xC2\xA0=x", "\xEF\xBC\x9Dx",
  "\xEF\xBC\xA0x", "'=x",    "''-x",   "'",          "'quoted'",
  "plain",         "",       " ",      "a=b",        "Müller; \"Söhne\"",
  "x\r\ny",        "--",     "\x01=x",
};

static void
test_formulas_are_defused (void)
{
  static const char formulas[] = "=+-@\t\r";

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DaybookCsvWriter) writer = daybook_csv_writer_new ();
      g_autoptr (DaybookCsvReader) reader = NULL;
      g_autofree char *file = NULL;
      g_autofree char *stripped = NULL;
      const char *const *record;
      guint n_fields;

      daybook_csv_writer_add_text (writer, texts[i]);
      daybook_csv_writer_end_record (writer);
      file = daybook_csv_writer_finish (writer, NULL);
      reader = daybook_csv_reader_new (file, strlen (file));
      record = daybook_csv_reader_next (reader, &n_fields, NULL);
      g_assert_nonnull (record);
      stripped = g_strchug (g_strdup (record[0]));
      g_assert_true (stripped[0] == '\0' || strchr (formulas, stripped[0]) == NULL);
      g_assert_true (record[0][0] == '\0' || strchr (formulas, record[0][0]) == NULL);
      if (i < 11)
        g_assert_cmpint (record[0][0], ==, '\'');
    }
}

static void
test_what_was_written_is_read (void)
{
  g_autoptr (DaybookCsvWriter) writer = daybook_csv_writer_new ();
  g_autoptr (DaybookCsvReader) reader = NULL;
  g_autofree char *file = NULL;
  const char *const *record;
  guint n_fields;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      daybook_csv_writer_add_text (writer, texts[i]);
      daybook_csv_writer_add_text (writer, "x");
      daybook_csv_writer_end_record (writer);
    }
  file = daybook_csv_writer_finish (writer, NULL);
  reader = daybook_csv_reader_new (file, strlen (file));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = NULL;

      record = daybook_csv_reader_next (reader, &n_fields, NULL);
      g_assert_nonnull (record);
      g_assert_cmpuint (n_fields, ==, 2);
      text = daybook_csv_restore_text (record[0]);
      g_assert_cmpstr (text, ==, texts[i]);
    }
  g_assert_null (daybook_csv_reader_next (reader, &n_fields, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/reads", test_reads);
  g_test_add_func ("/csv/reads-utf16", test_reads_utf16);
  g_test_add_func ("/csv/limits", test_limits);
  g_test_add_func ("/csv/tells-the-line", test_tells_the_line);
  g_test_add_func ("/csv/find-column", test_find_column);
  g_test_add_func ("/csv/writes", test_writes);
  g_test_add_func ("/csv/formulas-are-defused", test_formulas_are_defused);
  g_test_add_func ("/csv/what-was-written-is-read", test_what_was_written_is_read);

  return g_test_run ();
}
