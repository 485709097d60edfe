/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-entry.h"
#include "records/daybook-project.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Time entries, clients, projects, people, and the change journal. A person's change is made between
 * daybook_store_begin_change() and daybook_store_commit(): everything written in between is one undo step. */

/* @label says what it is for Undo, in the person's language: "Approve 3 entries". */
gboolean daybook_store_begin_change (DaybookStore *self, const char *label, GError **error);
/* Before the commit, where only then it is known what was done. Inside another change it keeps that one's label. */
void daybook_store_label_change (DaybookStore *self, const char *label);
/* Takes back change @id, 0 = the last one not yet undone, of the last 50; CONFLICT when a row changed
 * since. @label (transfer full): what was taken back. */
gboolean daybook_store_undo (DaybookStore *self, gint64 id, char **label, GError **error);
/* The last change that Undo would take back: 0 = none. */
gint64 daybook_store_last_change (DaybookStore *self);
/* The last change that was committed through this very connection since it was asked for before: 0 = none, also where a
 * change left every row as it was. */
gint64 daybook_store_take_written_change (DaybookStore *self);
gboolean daybook_store_has_entries (DaybookStore *self);
/* What Undo by id can still take back, the newest first: DaybookJournalChange. */
typedef struct
{
  gint64 id;
  gint64 at;
  char *label;
} DaybookJournalChange;
void daybook_journal_change_free (DaybookJournalChange *change);
GPtrArray *daybook_store_list_changes (DaybookStore *self, GError **error);
/* Ids of the time entries that change @id touched. (transfer full) */
GArray *daybook_store_get_changed_entries (DaybookStore *self, gint64 id);

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
/* Whether any entry but @except_id and rejected ones shares time with [start, end). */
gboolean daybook_store_entry_overlaps (DaybookStore *self, gint64 start_at, gint64 end_at, gint64 except_id);
/* Tags and flags as the database and CSV keep them: a JSON array of text, each once. NULL and anything unreadable = none. */
char *daybook_tags_to_json (const char *const *tags);
char **daybook_tags_from_json (const char *json);

gint64 daybook_store_add_client (DaybookStore *self, DaybookClient *client, GError **error);
gint64 daybook_store_add_project (DaybookStore *self, DaybookProject *project, GError **error);
gint64 daybook_store_add_person (DaybookStore *self, DaybookPerson *person, GError **error);
gboolean daybook_store_edit_client (DaybookStore *self, DaybookClient *client, GError **error);
gboolean daybook_store_edit_project (DaybookStore *self, DaybookProject *project, GError **error);
gboolean daybook_store_edit_person (DaybookStore *self, DaybookPerson *person, GError **error);
/* (transfer full) (nullable) Errors: NOT_FOUND. Lists are GPtrArray that own, by name. */
DaybookClient *daybook_store_get_client (DaybookStore *self, gint64 id, GError **error);
DaybookProject *daybook_store_get_project (DaybookStore *self, gint64 id, GError **error);
DaybookPerson *daybook_store_get_person (DaybookStore *self, gint64 id, GError **error);
GPtrArray *daybook_store_list_clients (DaybookStore *self, gboolean archived_too, GError **error);
GPtrArray *daybook_store_list_projects (DaybookStore *self, gboolean archived_too, GError **error);
GPtrArray *daybook_store_list_people (DaybookStore *self, gboolean archived_too, GError **error);

/* Sums for reports, in SQL: one row for each key, rate and currency, so that the caller can multiply; rows of
 * one key stand together. Rejected entries are never counted. An entry counts whole on the local day (zone of
 * the store) that it starts on, and under each of its tags. */
typedef enum
{
  DAYBOOK_TOTALS_BY_PROJECT,
  DAYBOOK_TOTALS_BY_CLIENT,
  DAYBOOK_TOTALS_BY_DAY,
  DAYBOOK_TOTALS_BY_TAG,
  DAYBOOK_TOTALS_BY_PROJECT_AND_DAY, /* the week grid */
} DaybookTotalsKey;

typedef enum
{
  DAYBOOK_ROUND_NONE,
  DAYBOOK_ROUND_UP,
  DAYBOOK_ROUND_DOWN,
  DAYBOOK_ROUND_NEAREST, /* half goes up */
} DaybookRounding;

typedef struct
{
  DaybookDay from; /* days [from, to); DAYBOOK_DAY_NONE = open */
  DaybookDay to;
  gint64 project_id; /* 0 = any */
  gint64 client_id;
  int status; /* DaybookEntryStatus, -1 = any but rejected */
  DaybookRounding rounding; /* of each entry */
  int round_seconds;
} DaybookTotalsFilter;

typedef struct
{
  gint64 project_id, client_id;
  char *client_name; /* (nullable) when keyed by project or client */
  DaybookDay day; /* DAYBOOK_DAY_NONE when not keyed by day */
  char *key;      /* name to show; "" for no project, client or tag */
  gint64 duration;
  gint64 billable_duration;
  gint64 rounded; /* as the filter's rounding asks, else the same as duration */
  gint64 billable_rounded;
  gint64 hourly_rate; /* -1 none */
  char *currency;
  char *color; /* the project's, when keyed by project */
  int count;
} DaybookTotal;
void daybook_total_free (DaybookTotal *total);
GPtrArray *daybook_store_report_totals (DaybookStore *self, const DaybookTotalsFilter *filter, DaybookTotalsKey key,
                                        GError **error);

/* What projects earlier entries of the same series or of the same title went to, the newest first: for
 * proposing one. Either of @event_key (of any instance of the series) and @title may be NULL. */
typedef struct
{
  gint64 project_id;
  int count;
  gint64 last_at;
} DaybookRecentProject;
GArray *daybook_store_recent_projects_of_series (DaybookStore *self, const char *event_key, GError **error);
GArray *daybook_store_recent_projects_of_title (DaybookStore *self, const char *title, GError **error);
/* Projects by last use, for pickers: gint64 ids. */
GArray *daybook_store_recent_projects (DaybookStore *self, int limit, GError **error);

G_END_DECLS
