/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* DaybookJsonLines cuts what a worker prints into lines: bytes go in as they come off the pipe,
 * whole lines come out. No line is longer than DAYBOOK_JSON_LINE_MAX, whoever wrote it; a longer
 * one is thrown away up to its end and reported once, and reading goes on behind it. Each line is
 * then a document for DaybookJsonReader. */
#define DAYBOOK_JSON_LINE_MAX (64 * 1024)

typedef struct _DaybookJsonLines DaybookJsonLines;

DaybookJsonLines *daybook_json_lines_new (void);
void daybook_json_lines_free (DaybookJsonLines *self);
void daybook_json_lines_feed (DaybookJsonLines *self, const char *data, gsize length);
const char *daybook_json_lines_next (DaybookJsonLines *self, gsize *length, GError **error);
gboolean daybook_json_lines_is_empty (DaybookJsonLines *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookJsonLines, daybook_json_lines_free)

G_END_DECLS
