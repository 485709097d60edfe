/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/ics/daybook-ics-event.h"
#include "records/daybook-item.h"

G_BEGIN_DECLS

/* What a calendar is read for. All borrowed. */
typedef struct
{
  DaybookZone *zone; /* the person's */
  gint64 now;
  const char *owner; /* (nullable) the person's address */
  gint64 from;       /* what ends before this instant is passed over */
  gint64 to;         /* what starts then or later too; G_MAXINT64: nothing */
  gboolean full;     /* say of everything that it is there */
  /* What is stored: external id -> DaybookKnown; NULL when nothing is known. */
  GHashTable *known;
} DaybookIcsOptions;

/* The events of one calendar, gathered by UID and RECURRENCE-ID until all of them are known: only then is
 * clear which version of an event counts and whether a changed instance has a series. */
typedef struct _DaybookIcsEntries DaybookIcsEntries;

DaybookIcsEntries *daybook_ics_entries_new (const DaybookIcsOptions *options, DaybookIcsZones *zones);
void daybook_ics_entries_free (DaybookIcsEntries *self);
void daybook_ics_entries_set_cancelled (DaybookIcsEntries *self, gboolean is_cancelled);
guint64 daybook_ics_entries_get_digest (DaybookIcsEntries *self);
void daybook_ics_entries_add (DaybookIcsEntries *self, const DaybookIcsComponent *component);
GPtrArray *daybook_ics_entries_finish (DaybookIcsEntries *self, gboolean *full);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookIcsEntries, daybook_ics_entries_free)

G_END_DECLS
