/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/daybook-clock.h"
#include "base/daybook-id.h"
#include "base/daybook-zone.h"

G_BEGIN_DECLS

/* The one place that knows SQL: one connection to the person's database. A store belongs to the thread
 * that uses it; other threads and programs open their own. The queries of a noun stand in a file of
 * their own (daybook-events.h, daybook-entries.h, ...), all taking the store first.
 *
 * Every writing function joins the open transaction or, outside one, makes its own BEGIN IMMEDIATE.
 * On any error the transaction is rolled back whole and must be started anew. Errors are
 * DAYBOOK_ERROR_STORAGE, DISK_FULL, CONFLICT (stale row version), NOT_FOUND, USAGE.
 *
 * Signal "changed" (no arguments): rows changed, by this store or by any process; delivered on the
 * thread-default main context of daybook_store_watch(), coalesced. */
#define DAYBOOK_TYPE_STORE (daybook_store_get_type ())
G_DECLARE_FINAL_TYPE (DaybookStore, daybook_store, DAYBOOK, STORE, GObject)

typedef enum
{
  DAYBOOK_STORE_READ_WRITE = 0,
  DAYBOOK_STORE_READ_ONLY = 1 << 0, /* never migrates, never writes */
  DAYBOOK_STORE_QUICK = 1 << 1,     /* busy timeout of 50 ms: for the window's store thread */
  DAYBOOK_STORE_MUCH = 1 << 2,      /* much is written at once, by a program that gives its memory back soon */
} DaybookStoreFlags;

char *daybook_store_default_path (void);
/* Opens (and creates, 0600 in a 0700 folder, and migrates after a VACUUM INTO backup) the database at
 * @path, NULL = daybook_store_default_path(). Refuses a newer or foreign file, a symlinked or
 * foreign-owned folder. @clock is kept; NULL = the system's. */
DaybookStore *daybook_store_open (const char *path, DaybookStoreFlags flags, DaybookClock *clock, GError **error);
/* A store without a file and with nothing in it, for reading: in place of one whose file is gone. */
DaybookStore *daybook_store_new_empty (DaybookClock *clock, GError **error);
const char *daybook_store_get_path (DaybookStore *self);
gboolean daybook_store_is_there (DaybookStore *self);
gboolean daybook_store_has_room (DaybookStore *self);
DaybookClock *daybook_store_get_clock (DaybookStore *self);
gint64 daybook_store_now (DaybookStore *self);
gboolean daybook_store_is_read_only (DaybookStore *self);
/* The zone of days and wall times that people see: the setting time_zone, else the computer's. (transfer
 * none), good until the setting changes. */
DaybookZone *daybook_store_get_zone (DaybookStore *self);

/* Transactions nest: an inner begin joins, and only the outermost commit commits. */

gboolean daybook_store_begin (DaybookStore *self, GError **error);
gboolean daybook_store_commit (DaybookStore *self, GError **error);
void daybook_store_rollback (DaybookStore *self);

/* Starts watching for changes of other processes (file monitor on the WAL, rate limit 20 ms, then
 * PRAGMA data_version). Who tells of its own changes itself takes the signal back that was not told yet. */
gboolean daybook_store_watch (DaybookStore *self, GError **error);
void daybook_store_take_changed (DaybookStore *self);

/* Resolves what a person typed, a text id or a unique prefix of 4 or more characters, to the number
 * of an existing row of @kind. Errors: USAGE (too short, ambiguous: names the candidates), NOT_FOUND. */
gboolean daybook_store_resolve (DaybookStore *self, DaybookKind kind, const char *text, gint64 *number, GError **error);

/* Settings shared by all programs; the known keys, their defaults and descriptions are a table in
 * daybook-settings.c. An unknown key or a value that does not parse is a USAGE error. */
typedef struct
{
  const char *key;
  const char *type; /* bool int text time weekdays zone currency rounding endpoint engine */
  const char *default_value;
  const char *description; /* untranslated, marked with N_() */
  gint64 min, max;         /* of an int */
} DaybookSettingInfo;
const DaybookSettingInfo *daybook_settings_list (gsize *n);
char *daybook_store_get_setting (DaybookStore *self, const char *key);
gint64 daybook_store_get_setting_int (DaybookStore *self, const char *key);
gboolean daybook_store_get_setting_bool (DaybookStore *self, const char *key);
gint64 daybook_store_get_setting_time (DaybookStore *self, const char *key);
gboolean daybook_store_set_setting (DaybookStore *self, const char *key, const char *value, GError **error);

/* Audit log: ids and counts only. @detail is a JSON object or NULL. */
gboolean daybook_store_audit (DaybookStore *self, const char *actor, const char *action, const char *subject,
                              const char *detail, GError **error);

G_END_DECLS
