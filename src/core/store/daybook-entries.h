/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-entry.h"
#include "records/daybook-project.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Time entries, clients, projects, people, and the change journal. A person's change is made between
 * daybook_store_begin_change() and daybook_store_commit(): everything written in between is one undo step. */

gboolean daybook_store_begin_change (DaybookStore *self, const char *label, GError **error);
/* Takes back change @id, 0 = the last one not yet undone, of the last 50; CONFLICT when a row changed
 * since. @label (transfer full): what was taken back. */
gboolean daybook_store_undo (DaybookStore *self, gint64 id, char **label, GError **error);
/* The last change that Undo would take back: 0 = none. */
gint64 daybook_store_last_change (DaybookStore *self);

gint64 daybook_store_add_entry (DaybookStore *self, DaybookEntry *entry, GError **error); /* CONFLICT: event_key exists */
DaybookEntry *daybook_store_get_entry (DaybookStore *self, gint64 id, GError **error);
DaybookEntry *daybook_store_find_entry_by_key (DaybookStore *self, const char *event_key);
/* Versioned; refuses (FORBIDDEN) an invoiced entry. */
gboolean daybook_store_edit_entry (DaybookStore *self, DaybookEntry *entry, GError **error);
gboolean daybook_store_delete_entry (DaybookStore *self, gint64 id, GError **error);
typedef struct
{
  DaybookDay from; /* DAYBOOK_DAY_NONE = open */
  DaybookDay to;   /* exclusive */
  gint64 project_id;
  gint64 client_id;
  int status; /* DaybookEntryStatus, -1 = any */
} DaybookEntryFilter;
GPtrArray *daybook_store_list_entries (DaybookStore *self, const DaybookEntryFilter *filter, GError **error);

gint64 daybook_store_add_client (DaybookStore *self, DaybookClient *client, GError **error);
gint64 daybook_store_add_project (DaybookStore *self, DaybookProject *project, GError **error);
gint64 daybook_store_add_person (DaybookStore *self, DaybookPerson *person, GError **error);
gboolean daybook_store_edit_client (DaybookStore *self, DaybookClient *client, GError **error);
gboolean daybook_store_edit_project (DaybookStore *self, DaybookProject *project, GError **error);
gboolean daybook_store_edit_person (DaybookStore *self, DaybookPerson *person, GError **error);
DaybookClient *daybook_store_get_client (DaybookStore *self, gint64 id, GError **error);
DaybookProject *daybook_store_get_project (DaybookStore *self, gint64 id, GError **error);
DaybookPerson *daybook_store_get_person (DaybookStore *self, gint64 id, GError **error);
GPtrArray *daybook_store_list_clients (DaybookStore *self, gboolean archived_too, GError **error);
GPtrArray *daybook_store_list_projects (DaybookStore *self, gboolean archived_too, GError **error);
GPtrArray *daybook_store_list_people (DaybookStore *self, gboolean archived_too, GError **error);

/* Sums for reports, in SQL: rows keyed by project, client or local day. Rounding is the caller's view. */
typedef struct
{
  gint64 project_id, client_id;
  DaybookDay day; /* DAYBOOK_DAY_NONE when not keyed by day */
  char *key;      /* name to show */
  gint64 duration;
  gint64 billable_duration;
  gint64 hourly_rate; /* -1 none */
  char *currency;
  int count;
} DaybookTotal;
void daybook_total_free (DaybookTotal *total);

G_END_DECLS
