/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/daybook-json-reader.h"

G_BEGIN_DECLS

/* The person's categories: name to "#rrggbb", both owned. */
GHashTable *daybook_microsoft_categories_new (void);
gboolean daybook_microsoft_categories_parse (GHashTable *self, GBytes *body, char **next_link, GError **error);
void daybook_microsoft_categories_read (GHashTable *self, DaybookJsonReader *reader);
void daybook_microsoft_categories_write (GHashTable *self, JsonBuilder *builder);

G_END_DECLS
