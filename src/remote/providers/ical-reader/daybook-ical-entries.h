/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/ical-reader/daybook-ical-event.h"
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
  /* A calendar object resource (RFC 4791 section 4.1) is known by its name at the service and not by the
   * UID in it, since its name is all that is told of it when it is deleted. NULL: a whole calendar. */
  const char *resource;
  const char *etag; /* (nullable) the resource's: every event gets it */
} DaybookIcalOptions;

/* The events of one calendar, gathered by UID and RECURRENCE-ID until all of them are known: only then is
 * clear which version of an event counts and whether a changed instance has a series. */
typedef struct _DaybookIcalEntries DaybookIcalEntries;

DaybookIcalEntries *daybook_ical_entries_new (const DaybookIcalOptions *options, DaybookIcalZones *zones);
void daybook_ical_entries_free (DaybookIcalEntries *self);
void daybook_ical_entries_set_cancelled (DaybookIcalEntries *self, gboolean is_cancelled);
guint64 daybook_ical_entries_get_digest (DaybookIcalEntries *self);
void daybook_ical_entries_add (DaybookIcalEntries *self, const DaybookIcalComponent *component);
GPtrArray *daybook_ical_entries_finish (DaybookIcalEntries *self, gboolean *full);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookIcalEntries, daybook_ical_entries_free)

G_END_DECLS
