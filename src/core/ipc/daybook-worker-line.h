/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a worker says: one JSON object a line on stdout, each with "event" (interfaces.md, daybook-worker). Whoever
 * reads it trusts nothing: a line above DAYBOOK_JSON_LINE_MAX bytes, no JSON object, an unknown event or a member of
 * the wrong type is an INVALID_RESPONSE. Lines are cut by DaybookJsonLines. */

typedef enum
{
  DAYBOOK_WORKER_URL,
  DAYBOOK_WORKER_CODE,
  DAYBOOK_WORKER_RUN_STARTED,
  DAYBOOK_WORKER_PROGRESS,
  DAYBOOK_WORKER_RUN_FINISHED,
  DAYBOOK_WORKER_ACCOUNT,
  DAYBOOK_WORKER_ATTENTION,
  DAYBOOK_WORKER_NOTIFY,
  DAYBOOK_WORKER_RESULT,
  DAYBOOK_WORKER_ERROR,
} DaybookWorkerEvent;

typedef struct
{
  DaybookWorkerEvent event;
  GHashTable *members; /* (owned) text by name: numbers and booleans as text, null left out */
} DaybookWorkerLine;

DaybookWorkerLine *daybook_worker_line_parse (const char *text, gsize length, GError **error);
void daybook_worker_line_free (DaybookWorkerLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookWorkerLine, daybook_worker_line_free)

const char *daybook_worker_line_get (const DaybookWorkerLine *self, const char *name);
/* @fallback where there is no such member, or no number. */
gint64 daybook_worker_line_get_int (const DaybookWorkerLine *self, const char *name, gint64 fallback);
GError *daybook_worker_line_to_error (const DaybookWorkerLine *self);

/* Static; as the lines spell it. */
const char *daybook_worker_event_to_string (DaybookWorkerEvent event);

/* The worker's side. */
JsonBuilder *daybook_worker_line_begin (DaybookWorkerEvent event);
void daybook_worker_line_end (JsonBuilder *builder /* (transfer full) */);
void daybook_worker_line_print_error (const GError *error, gint64 retry_at /* 0 = none */);

G_END_DECLS
