/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "store/daybook-events.h"

G_BEGIN_DECLS

/* One thing that was found, as its row shows it. Immutable. */
#define DAYBOOK_TYPE_SEARCH_ITEM (daybook_search_item_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSearchItem, daybook_search_item, DAYBOOK, SEARCH_ITEM, GObject)

DaybookSearchItem *daybook_search_item_new (DaybookStore *store, const DaybookSearchHit *hit, char **words);

DaybookKind daybook_search_item_get_kind (DaybookSearchItem *self);
gint64 daybook_search_item_get_id (DaybookSearchItem *self);
gboolean daybook_search_item_is_same (DaybookSearchItem *self, DaybookSearchItem *other);

const char *daybook_search_item_get_title (DaybookSearchItem *self);
const char *daybook_search_item_get_snippet (DaybookSearchItem *self);
const char *const *daybook_search_item_get_words (DaybookSearchItem *self);
const char *daybook_search_item_get_icon (DaybookSearchItem *self);
const char *daybook_search_item_get_kind_name (DaybookSearchItem *self);
const char *daybook_search_item_get_url (DaybookSearchItem *self);
DaybookDay daybook_search_item_get_day (DaybookSearchItem *self);
gint64 daybook_search_item_get_wall (DaybookSearchItem *self);

G_END_DECLS
