/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Comma-separated values, RFC 4180. */

/* DaybookCsvReader reads what spreadsheets and other trackers export: comma, semicolon or tab
 * (found out from the first record, or told by Excel's "sep=;" line), any line end, a byte order
 * mark, UTF-8, UTF-16 or, when it is neither, Windows-1252. Fields are valid UTF-8. Empty lines are
 * left out. Beyond these limits it is DAYBOOK_ERROR_TOO_LARGE; a quote that is never closed is
 * DAYBOOK_ERROR_INVALID_RESPONSE. Both messages name the line. */
#define DAYBOOK_CSV_MAX_BYTES (32 * 1024 * 1024)
#define DAYBOOK_CSV_MAX_FIELDS 256
#define DAYBOOK_CSV_MAX_FIELD_BYTES (1024 * 1024)

typedef struct _DaybookCsvReader DaybookCsvReader;

DaybookCsvReader *daybook_csv_reader_new (const char *data, gsize length);
void daybook_csv_reader_free (DaybookCsvReader *self);
const char *const *
daybook_csv_reader_next (DaybookCsvReader *self, guint *n_fields, GError **error);
guint daybook_csv_reader_get_line (DaybookCsvReader *self);
char daybook_csv_reader_get_delimiter (DaybookCsvReader *self);
int daybook_csv_find_column (const char *const *header, const char *const *names);
char *daybook_csv_restore_text (const char *field);

/* DaybookCsvWriter writes commas and CRLF. Text that a spreadsheet would take for a formula gets an
 * apostrophe in front (reliability.md, threat 21); daybook_csv_restore_text() takes it off again.
 */
typedef struct _DaybookCsvWriter DaybookCsvWriter;

DaybookCsvWriter *daybook_csv_writer_new (void);
void daybook_csv_writer_free (DaybookCsvWriter *self);
void daybook_csv_writer_add_text (DaybookCsvWriter *self, const char *text);
void daybook_csv_writer_add_integer (DaybookCsvWriter *self, gint64 number);
void daybook_csv_writer_add_number (DaybookCsvWriter *self, const char *number);
void daybook_csv_writer_end_record (DaybookCsvWriter *self);
void daybook_csv_writer_add_texts (DaybookCsvWriter *self, const char *const *texts);
char *daybook_csv_writer_finish (DaybookCsvWriter *self, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookCsvReader, daybook_csv_reader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookCsvWriter, daybook_csv_writer_free)

G_END_DECLS
