/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/daybook-id.h"
#include "base/daybook-time.h"

G_BEGIN_DECLS

/* A member with its value, for the object that @builder is in: what JsonBuilder asks two calls for. Texts are UTF-8 and
 * are copied, names too. */

void daybook_json_add_text (JsonBuilder *builder, const char *name, const char *text /* NULL: null */);
void daybook_json_add_text_if_any (JsonBuilder *builder, const char *name, const char *text /* NULL: no member */);
void daybook_json_add_int (JsonBuilder *builder, const char *name, gint64 value);
void daybook_json_add_double (JsonBuilder *builder, const char *name, double value);
void daybook_json_add_bool (JsonBuilder *builder, const char *name, gboolean value);
void daybook_json_add_texts (JsonBuilder *builder, const char *name, const char *const *texts /* (nullable): [] */);

/* What the rows are written with; NONE and number 0 become null. */
void daybook_json_add_id (JsonBuilder *builder, const char *name, DaybookKind kind, gint64 number);
void daybook_json_add_instant (JsonBuilder *builder, const char *name, gint64 instant); /* RFC 3339, UTC */
void daybook_json_add_day (JsonBuilder *builder, const char *name, DaybookDay day);     /* YYYY-MM-DD */

G_END_DECLS
