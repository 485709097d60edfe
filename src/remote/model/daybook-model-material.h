/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/daybook-zone.h"

G_BEGIN_DECLS

/* What prompts share: how rows of the store become the JSON that a model is given. */

void daybook_model_material_add_text (JsonBuilder *builder, const char *name, const char *value);
/* "2026-11-20T14:30": the time on the wall, without seconds. */
void daybook_model_material_add_time (JsonBuilder *builder, const char *name, DaybookZone *zone, gint64 instant);
/* One line of somebody's, at most @most characters; mail addresses and links in it are left out. (transfer full) */
char *daybook_model_material_clean (const char *text, guint most);
/* "de_DE", "en": what people read here. (transfer full) */
char *daybook_model_material_find_language (void);

G_END_DECLS
