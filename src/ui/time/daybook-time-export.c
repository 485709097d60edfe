/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-time-export.h"

#include "timekeeping/daybook-report.h"

/* Days and rounding of @filter count: durations are written as rounded, the store keeps what was logged. Rejected entries are
 * left out, as they are of every sum. */
DaybookTimeExport *
daybook_time_export_new (DaybookStore *store, const DaybookTotalsFilter *filter, GError **error)
{
  const DaybookEntryFilter wanted = { .from = filter->from, .to = filter->to, .status = -1 };
  g_autoptr (GPtrArray) all = daybook_store_list_entries (store, &wanted, error);
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  DaybookTimeExport *self;

  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    {
      DaybookEntry *entry = all->pdata[i];

      entry->duration = daybook_report_round (filter, entry->duration);
      if (entry->status != DAYBOOK_ENTRY_REJECTED)
        g_ptr_array_add (entries, entry);
    }
  self = g_new0 (DaybookTimeExport, 1);
  self->count = entries->len;
  self->csv = daybook_entries_to_csv (entries, daybook_store_get_zone (store), &self->length);
  return self;
}

void
daybook_time_export_free (DaybookTimeExport *self)
{
  if (self == NULL)
    return;
  g_free (self->csv);
  g_free (self);
}
