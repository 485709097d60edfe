/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-row.h"

G_DEFINE_INTERFACE (DaybookRow, daybook_row, G_TYPE_OBJECT)

static void
daybook_row_default_init (DaybookRowInterface *iface)
{
}

gint64
daybook_row_get_id (DaybookRow *self)
{
  g_return_val_if_fail (DAYBOOK_IS_ROW (self), 0);

  return DAYBOOK_ROW_GET_IFACE (self)->get_id (self);
}

void
daybook_row_assign (DaybookRow *self, DaybookRow *other)
{
  g_return_if_fail (DAYBOOK_IS_ROW (self));
  g_return_if_fail (G_OBJECT_TYPE (self) == G_OBJECT_TYPE (other));

  DAYBOOK_ROW_GET_IFACE (self)->assign (self, other);
}
