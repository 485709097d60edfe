/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Comma-separated values, RFC 4180. */

/* DaybookCsvWriter writes commas and CRLF. Text that a spreadsheet would take for a formula gets an
 * apostrophe in front (reliability.md, threat 21). */
typedef struct _DaybookCsvWriter DaybookCsvWriter;

DaybookCsvWriter *daybook_csv_writer_new (void);
void daybook_csv_writer_free (DaybookCsvWriter *self);
void daybook_csv_writer_add_text (DaybookCsvWriter *self, const char *text);
void daybook_csv_writer_add_integer (DaybookCsvWriter *self, gint64 number);
void daybook_csv_writer_add_number (DaybookCsvWriter *self, const char *number);
void daybook_csv_writer_end_record (DaybookCsvWriter *self);
void daybook_csv_writer_add_texts (DaybookCsvWriter *self, const char *const *texts);
char *daybook_csv_writer_finish (DaybookCsvWriter *self, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookCsvWriter, daybook_csv_writer_free)

G_END_DECLS
