/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV: any file is read or refused; what was read, written again, holds no formula and reads back
 * as the same records. */
#include <string.h>

#include "base/daybook-csv.h"
#include "fuzz.h"

static gboolean
begins_formula (const char *field)
{
  const char *p = field;

  while (*p == ' ' || *p == '\n')
    p++;
  return *p != '\0' && strchr ("=+-@\t\r", *p) != NULL;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (DaybookCsvReader) reader = daybook_csv_reader_new ((const char *) data, size);
  g_autoptr (DaybookCsvWriter) writer = daybook_csv_writer_new ();
  g_autoptr (DaybookCsvReader) again = NULL;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  const char *const *record;
  gsize length;
  guint n_fields;

  while ((record = daybook_csv_reader_next (reader, &n_fields, &error)) != NULL)
    {
      FUZZ_ASSERT (n_fields > 0 && n_fields <= DAYBOOK_CSV_MAX_FIELDS);
      for (guint i = 0; i < n_fields; i++)
        FUZZ_ASSERT (g_utf8_validate (record[i], -1, NULL));
      if (n_fields == DAYBOOK_CSV_MAX_FIELDS)
        continue;
      g_ptr_array_add (records, g_strdupv ((char **) record));

      /* An empty field in front, so that the delimiter found in our file is our own. */
      daybook_csv_writer_add_text (writer, "");
      for (guint i = 0; i < n_fields; i++)
        daybook_csv_writer_add_text (writer, record[i]);
      daybook_csv_writer_end_record (writer);
    }
  FUZZ_ASSERT (error == NULL || g_utf8_validate (error->message, -1, NULL));

  file = daybook_csv_writer_finish (writer, &length);
  again = daybook_csv_reader_new (file, length);
  for (guint n = 0; n < records->len; n++)
    {
      char **expected = records->pdata[n];

      record = daybook_csv_reader_next (again, &n_fields, NULL);
      FUZZ_ASSERT (record != NULL && n_fields == g_strv_length (expected) + 1);
      for (guint i = 0; expected[i] != NULL; i++)
        {
          g_autofree char *text = daybook_csv_restore_text (record[i + 1]);

          FUZZ_ASSERT (!begins_formula (record[i + 1]));
          FUZZ_ASSERT (strcmp (text, expected[i]) == 0);
        }
    }
  FUZZ_ASSERT (daybook_csv_reader_next (again, &n_fields, NULL) == NULL);
  return 0;
}
