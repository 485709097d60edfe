/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "insight/daybook-suggester.h"
#include "sync/daybook-engine.h"

G_BEGIN_DECLS

/* One account's errand. */
typedef struct
{
  /* Input */
  DaybookEngine *engine;
  DaybookAccount *account; /* (owned) */
  DaybookGrant *grant;     /* (owned) */
  DaybookProvider *provider;
  const DaybookProviderInfo *info;
  const DaybookSyncOptions *options;
  GCancellable *cancellable;

  /* In progress */
  DaybookProviderContext context;
  DaybookSuggestCounts suggested; /* by the runs so far */
  guint n_sources;          /* of the account, whatever becomes of them */
  gboolean source_failed;   /* one at least, by trouble of its own */
  gboolean writing;         /* a transaction is open, which the run's end commits */
  gboolean noted;           /* how it went is in the account's row */
  DaybookExchangeCost unbilled; /* of the list of sources and the scout, until a run takes it */

  /* Output */
  gint64 retry_at;
} DaybookEngineErrand;

gboolean daybook_engine_is_range (const DaybookSyncOptions *options);
/* (transfer none) */
DaybookStore *daybook_engine_get_store (DaybookEngine *self);
/* (transfer full) With the engine's clock and randomness. */
DaybookExchange *daybook_engine_new_exchange (DaybookEngine *self);
gboolean daybook_engine_run_exchange (DaybookEngineErrand *errand,
                                      DaybookExchange *exchange,
                                      DaybookSyncRun *run,
                                      GError **error);
DaybookSyncRun *daybook_engine_new_run (DaybookEngineErrand *errand, const DaybookSource *source);
gboolean daybook_engine_end_run (DaybookEngineErrand *errand,
                                 DaybookSyncRun *run,
                                 const GError *failure,
                                 gboolean is_last,
                                 GError **error);
/* For durations alone. */
gint64 daybook_engine_get_monotonic_ms (DaybookEngine *self);
/* The signals of the engine, with @run as it is. */
void daybook_engine_tell_started (DaybookEngine *self, DaybookSyncRun *run);
void daybook_engine_tell_progress (DaybookEngine *self, DaybookSyncRun *run, gint64 total);

/* daybook-engine-source.c */
gboolean daybook_engine_sync_source (DaybookEngineErrand *errand,
                                     DaybookSource *source,
                                     gboolean is_last,
                                     GError **error);
gboolean daybook_engine_slide_window (DaybookEngineErrand *errand, DaybookSource *source, GError **error);

/* daybook-engine-scout.c */
gboolean daybook_engine_wants_scout (DaybookEngineErrand *errand);
DaybookExchange *daybook_engine_scout (DaybookEngineErrand *errand, GPtrArray *sources, GError **error);
gboolean daybook_engine_must_pull (DaybookEngineErrand *errand, DaybookExchange *scouted, const DaybookSource *source);
gboolean daybook_engine_note_scout (DaybookEngineErrand *errand,
                                    DaybookExchange *scouted,
                                    GPtrArray *changed,
                                    GPtrArray *unchanged,
                                    GError **error);
gboolean daybook_engine_end_idle (DaybookEngineErrand *errand, GError **error);

G_END_DECLS
