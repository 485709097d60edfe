/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many items a source has, kept beside it: counting them anew takes tens of milliseconds in a large
 * store, and every account shows the figure. One UPDATE a batch. */
#include "store/daybook-store-private.h"

/* Writes what was counted since the last time. Called before each commit. */
gboolean
daybook_store_flush_counts (DaybookStore *self, GError **error)
{
  g_autoptr (DaybookStatement) query = NULL;

  if (self->item_delta == 0)
    return TRUE;
  query = daybook_store_prepare (self, "UPDATE source SET item_count = MAX (item_count + ?, 0) WHERE id = ?");
  daybook_statement_bind_int (query, self->item_delta);
  daybook_statement_bind_int (query, self->counted_source);
  self->item_delta = 0;
  return daybook_statement_run (query, error);
}

/* A row of @source_id was added (1) or deleted (-1). */
gboolean
daybook_store_count_item (DaybookStore *self, gint64 source_id, int delta, GError **error)
{
  if (self->counted_source != source_id)
    {
      if (!daybook_store_flush_counts (self, error))
        return FALSE;
      self->counted_source = source_id;
    }
  self->item_delta += delta;
  return TRUE;
}
