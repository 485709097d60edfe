/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-entry.h"
#include "records/daybook-event.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Meetings into time entries. An occurrence is converted once however often it is asked for; a deleted
 * entry frees it to be converted again; no sync ever makes or changes an entry's time. */

/* What stands between an event and a time entry. */
typedef enum
{
  DAYBOOK_VERDICT_CONVERTIBLE,
  /* never */
  DAYBOOK_VERDICT_CONVERTED, /* it has an entry */
  DAYBOOK_VERDICT_DECLINED,
  DAYBOOK_VERDICT_CANCELLED,
  DAYBOOK_VERDICT_FREE, /* shown as free: a note, not time spent */
  DAYBOOK_VERDICT_ALL_DAY,
  /* only when a person says so for this event */
  DAYBOOK_VERDICT_UNANSWERED,
  DAYBOOK_VERDICT_ZERO_LENGTH,
  DAYBOOK_VERDICT_TOO_LONG, /* above 24 hours */
} DaybookVerdict;

DaybookVerdict daybook_conversion_judge (const DaybookEvent *event);
gboolean daybook_verdict_asks (DaybookVerdict verdict);
const char *daybook_verdict_describe (DaybookVerdict verdict);

typedef struct
{
  gint64 project_id;  /* 0: daybook_conversion_find_project (); -1: none, on purpose */
  const char *title;  /* NULL: the event's */
  gint64 duration;    /* seconds; 0: the event's */
  int billable;       /* 1, 0; -1: the project's, else the shared setting */
  gboolean approve;
  gboolean anyway;    /* also what daybook_verdict_asks () */
} DaybookConversionOptions;

#define DAYBOOK_CONVERSION_OPTIONS_INIT { .billable = -1 }

typedef struct
{
  gint64 event_id;
  char *title;
  DaybookVerdict verdict; /* CONVERTIBLE: entry_id was made now */
  gint64 entry_id;        /* also for CONVERTED: the entry it has */
  gboolean overlaps;      /* another entry covers some of the same time */
} DaybookConversion;

void daybook_conversion_free (DaybookConversion *conversion);

gint64 daybook_conversion_find_project (DaybookStore *store, const DaybookEvent *event);
GPtrArray *daybook_convert_events (DaybookStore *store,
                                   const gint64 *event_ids,
                                   gsize n_event_ids,
                                   const DaybookConversionOptions *options,
                                   GError **error);
GPtrArray *daybook_convert_days (DaybookStore *store,
                                 DaybookDay from,
                                 DaybookDay to,
                                 const DaybookConversionOptions *options,
                                 GError **error);

G_END_DECLS
