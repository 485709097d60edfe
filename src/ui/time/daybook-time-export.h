/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-entries.h"

G_BEGIN_DECLS

/* The entries of a range of days as CSV. */
typedef struct
{
  char *csv; /* (owned) */
  gsize length;
  guint count; /* of entries in it */
} DaybookTimeExport;

DaybookTimeExport *daybook_time_export_new (DaybookStore *store, const DaybookTotalsFilter *filter, GError **error);
void daybook_time_export_free (DaybookTimeExport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookTimeExport, daybook_time_export_free)

G_END_DECLS
