/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Private to store/. */

#include <sqlite3.h>

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* A prepared statement with typed values. Binding and reading go from left to right, so that a
 * statement's text, its bindings and its reading list the same names in the same order:
 *
 *   g_autoptr (DaybookStatement) query = daybook_store_prepare (store,
 *     "SELECT id, name FROM client WHERE currency = ? AND archived = ?");
 *
 *   daybook_statement_bind_text (query, "EUR");
 *   daybook_statement_bind_int (query, FALSE);
 *   while (daybook_statement_next (query))
 *     {
 *       client->id = daybook_statement_take_int (query);
 *       client->name = daybook_statement_take_string (query);
 *     }
 *   return daybook_statement_finish (query, error);
 *
 * Errors are sticky: after the first one (preparing included) everything answers with nothing until
 * daybook_statement_finish(). Any error also makes the open transaction impossible to commit.
 *
 * Texts and blobs are bound without a copy: they must live until the statement is released. */
typedef struct _DaybookStatement DaybookStatement;

DaybookStatement *daybook_store_prepare (DaybookStore *store, const char *sql);
DaybookStatement *daybook_store_prepare_composed (DaybookStore *store, const char *sql);
void daybook_statement_release (DaybookStatement *self);
void daybook_statement_free (DaybookStatement *self);

/* As they are: 0 is 0, NULL text and data are NULL. The others turn "none" into NULL. */
void daybook_statement_bind_int (DaybookStatement *self, gint64 value);
void daybook_statement_bind_id (DaybookStatement *self, gint64 id);
void daybook_statement_bind_instant (DaybookStatement *self, gint64 instant);
void daybook_statement_bind_day (DaybookStatement *self, DaybookDay day);
void daybook_statement_bind_rate (DaybookStatement *self, gint64 rate);
void daybook_statement_bind_text (DaybookStatement *self, const char *text);
void daybook_statement_bind_blob (DaybookStatement *self, gconstpointer data, gsize length);
void daybook_statement_bind_double (DaybookStatement *self, double value);
void daybook_statement_bind_null (DaybookStatement *self);

gboolean daybook_statement_next (DaybookStatement *self);
gboolean daybook_statement_finish (DaybookStatement *self, GError **error);
gboolean daybook_statement_run (DaybookStatement *self, GError **error);
gboolean daybook_statement_run_for_int (DaybookStatement *self, gint64 *value, GError **error);
int daybook_statement_get_failure (DaybookStatement *self);
void daybook_statement_again (DaybookStatement *self);

/* The next column; NULL reads as 0. */
gint64 daybook_statement_take_int (DaybookStatement *self);
gint64 daybook_statement_take_id (DaybookStatement *self);
gint64 daybook_statement_take_instant (DaybookStatement *self);
DaybookDay daybook_statement_take_day (DaybookStatement *self);
double daybook_statement_take_double (DaybookStatement *self);
gint64 daybook_statement_take_rate (DaybookStatement *self);
const char *daybook_statement_take_text (DaybookStatement *self);
char *daybook_statement_take_string (DaybookStatement *self);
char *daybook_statement_take_string_or_empty (DaybookStatement *self);
GBytes *daybook_statement_take_blob (DaybookStatement *self);
sqlite3_stmt *daybook_statement_get_handle (DaybookStatement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookStatement, daybook_statement_release)

G_END_DECLS
