/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "common/daybook-row.h"

G_BEGIN_DECLS

/* A GListModel of rows that is told what there is now and finds out what changed: rows are matched by
 * id, those that stay are the same objects, and items-changed names exactly what came, went or moved. */
#define DAYBOOK_TYPE_ROW_LIST (daybook_row_list_get_type ())
G_DECLARE_FINAL_TYPE (DaybookRowList, daybook_row_list, DAYBOOK, ROW_LIST, GObject)

DaybookRowList *daybook_row_list_new (GType row_type);
void daybook_row_list_take (DaybookRowList *self, GPtrArray *rows /* (transfer full) of DaybookRow */);
gpointer daybook_row_list_find (DaybookRowList *self, gint64 id, guint *position);
gpointer daybook_row_list_peek (DaybookRowList *self, guint position);
guint daybook_row_list_get_length (DaybookRowList *self);

G_END_DECLS
