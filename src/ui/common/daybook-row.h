/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A row of a list as widgets bind to it: an object that wraps one record and keeps standing for it when
 * the record changes, so that lists keep selection, focus and scroll. */
#define DAYBOOK_TYPE_ROW (daybook_row_get_type ())
G_DECLARE_INTERFACE (DaybookRow, daybook_row, DAYBOOK, ROW, GObject)

struct _DaybookRowInterface
{
  GTypeInterface parent_iface;

  /* What it stands for, unique within one list. */
  gint64 (*get_id) (DaybookRow *self);
  /* Takes over what @other (same type, same id, thrown away afterwards) says; notifies of what differs. */
  void (*assign) (DaybookRow *self, DaybookRow *other);
};

gint64 daybook_row_get_id (DaybookRow *self);
void daybook_row_assign (DaybookRow *self, DaybookRow *other);

G_END_DECLS
