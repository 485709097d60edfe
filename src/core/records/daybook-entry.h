/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_ENTRY_PENDING,
  DAYBOOK_ENTRY_APPROVED,
  DAYBOOK_ENTRY_REJECTED,
  DAYBOOK_ENTRY_INVOICED, /* locked */
} DaybookEntryStatus;

typedef enum
{
  DAYBOOK_ORIGIN_EVENT,
  DAYBOOK_ORIGIN_SLACK,
  DAYBOOK_ORIGIN_MANUAL,
  DAYBOOK_ORIGIN_TIMER,
  DAYBOOK_ORIGIN_IMPORT,
} DaybookEntryOrigin;

typedef enum
{
  DAYBOOK_ENTRY_FLAG_MOVED = 1 << 0,   /* "source_moved": the meeting moved after approval */
  DAYBOOK_ENTRY_FLAG_GONE = 1 << 1,    /* "source_gone": it was deleted or cancelled */
  DAYBOOK_ENTRY_FLAG_OVERLAP = 1 << 2, /* "overlap": overlaps another entry when made */
} DaybookEntryFlags;

/* Billable (or not) time. Raw seconds are stored; rounding is a view of reports. */
typedef struct
{
  gint64 id;
  char *title; /* never NULL */
  gint64 start_at;
  gint64 end_at;
  gint64 duration;   /* seconds */
  gint64 project_id; /* 0 = none */
  gint64 person_id;
  gboolean billable;
  DaybookEntryStatus status;
  DaybookEntryOrigin origin;
  char **tags; /* (owned) (nullable) strv */
  char *notes;
  DaybookEntryFlags flags;
  gint64 event_id; /* 0 = none */
  char *event_key;
  gint64 event_start_at;
  gint64 event_end_at;
  char *external_key;
  gint64 version;
  gint64 created_at;
  gint64 updated_at;
  /* Filled in when listed; not columns. */
  char *project_name;
  char *client_name;
  gint64 client_id;
  char *color;        /* the project's */
  gint64 hourly_rate; /* minor units; -1 none */
  char *currency;
} DaybookEntry;

DaybookEntry *daybook_entry_new (void);
DaybookEntry *daybook_entry_copy (const DaybookEntry *self);
void daybook_entry_free (DaybookEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookEntry, daybook_entry_free)

const char *daybook_entry_status_to_string (DaybookEntryStatus status);
gboolean daybook_entry_status_from_string (const char *text, DaybookEntryStatus *status);
const char *daybook_entry_origin_to_string (DaybookEntryOrigin origin);
gboolean daybook_entry_origin_from_string (const char *text, DaybookEntryOrigin *origin);
/* An entry is longer than nothing and at most a day, wherever it is written: longer work is several entries. */
#define DAYBOOK_ENTRY_LONGEST ((gint64) 24 * 60 * 60)

gboolean daybook_entry_check_length (gint64 seconds, GError **error);
char **daybook_tags_parse (const char *text);

char **daybook_entry_flags_to_strv (DaybookEntryFlags flags);
DaybookEntryFlags daybook_entry_flags_from_strv (const char *const *names);

G_END_DECLS
