/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store-fixture.h"
#include "sync/daybook-engine.h"

G_BEGIN_DECLS

/* The engine over a store and a service of the tests' own (acme-provider.h), without a network. The account has three
 * sources, "a", "b" and "c". */

#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)

typedef struct
{
  StoreFixture store;
  DaybookEngine *engine;
  gint64 account_id;
  gint64 sources[3]; /* "a" "b" "c" */

  /* What the service says. */
  const char *changed; /* ids */
  const char *gone;
  const char *postponed;
  const char *next;    /* scout cursor */
  const char *hint;    /* for each that changed; NULL none */
  int scout_error;     /* a DaybookError, -1 none */
  int pull_error;      /* of the sources in failing */
  const char *failing; /* ids; "b" */
  gboolean vanishing;  /* those are gone */
  gboolean batches;    /* two of them */
  guint expected;      /* behind the first batch, 0 nothing said */
  gboolean compares;   /* at the end, with what is known */

  /* What happened. */
  GString *calls;      /* "scout(CURSOR) pull(a) ..." */
  guint n_offered;     /* sources that the scout was shown */
  gboolean expire;     /* the scout refuses any cursor */
  gint64 seen_running; /* rows, while a run went on */
  guint n_known;       /* as the service was told */
} EngineFixture;

void engine_fixture_set_up (EngineFixture *self, gconstpointer way);
void engine_fixture_tear_down (EngineFixture *self, gconstpointer way);
gboolean engine_fixture_sync_with (EngineFixture *self, const DaybookSyncOptions *options, GError **error);
void engine_fixture_sync_as (EngineFixture *self, const char *trigger);
void engine_fixture_sync_first (EngineFixture *self);
char *engine_fixture_get_scout_cursor (EngineFixture *self);
gint64 engine_fixture_count_runs (EngineFixture *self, const char *condition);

G_END_DECLS
