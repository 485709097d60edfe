/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-account.h"
#include "records/daybook-entry.h"
#include "records/daybook-event.h"
#include "records/daybook-source.h"
#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"
#include "store/daybook-events.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* 2026-11-21T09:00:00Z, a Saturday: what the fixture's clock shows. */
#define FIXTURE_NOW G_GINT64_CONSTANT (1795251600)

/* A store in a folder of its own, with one account and one enabled calendar. */
typedef struct
{
  char *folder;
  char *path;
  DaybookClock *clock;
  DaybookStore *store;
  gint64 account_id;
  gint64 source_id;
  gboolean tampered; /* the test left rows or bytes behind that Daybook never would */
} StoreFixture;

void store_fixture_set_up (StoreFixture *self, gconstpointer unused);
void store_fixture_tear_down (StoreFixture *self, gconstpointer unused);
void store_fixture_reopen (StoreFixture *self);

/* One number out of the database, by whatever SQL. */
gint64 store_fixture_ask (DaybookStore *store, const char *sql);
void store_fixture_run (DaybookStore *store, const char *sql);

gint64 store_fixture_add_account (StoreFixture *self, const char *identity, gint64 *source_id);
DaybookEvent *store_fixture_make_event (StoreFixture *self, const char *external_id, gint64 start, gint64 seconds);
DaybookEntry *store_fixture_make_entry (const char *title, gint64 start, gint64 seconds);

/* How many times @needle stands in the files of @folder, at any depth. */
guint store_fixture_count_bytes (const char *folder, const char *needle);
void store_fixture_remove_folder (const char *folder);

G_END_DECLS
