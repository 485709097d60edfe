/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "insight/daybook-metrics.h"
#include "insight/daybook-phrase.h"
#include "records/daybook-event.h"

G_BEGIN_DECLS

/* What a summary can be written from: the figures, the rows behind them, and which of the rows stood out. */
typedef struct
{
  DaybookMetrics *metrics;  /* (owned) */
  DaybookSlots *slots;      /* (owned) placeholders for sentences */
  GPtrArray *meetings;      /* (owned) DaybookEvent, by start */
  GPtrArray *activities;    /* (owned) DaybookActivity without bodies, by time */
  GPtrArray *evidence;      /* (owned) char*: every row, else the sources that were looked at */
  GPtrArray *highlights;    /* (owned) DaybookSentence: what stood out, by name */
  DaybookZone *zone;        /* (unowned) the store's */
  gboolean tracks_time;     /* there are projects to log for */
  gboolean under_way;       /* working time of the period is still ahead */
} DaybookMaterial;

DaybookMaterial *daybook_material_new (DaybookStore *store, const DaybookPeriod *period, GError **error);
void daybook_material_free (DaybookMaterial *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookMaterial, daybook_material_free)

/* How things are called in prose. (transfer full) */
char *daybook_prose_hours (gint64 seconds);
char *daybook_prose_count (DaybookFigure figure, gint64 count);
char *daybook_prose_length (gint64 seconds);
char *daybook_prose_title (const char *title);
char *daybook_prose_day (DaybookDay day, gboolean with_date);
char *daybook_prose_period (const DaybookPeriod *period, gboolean begins_sentence);
char *daybook_prose_periods_before (const DaybookPeriod *period, gboolean begins_sentence);
char *daybook_prose_guests (const DaybookEvent *event, GHashTable *own_addresses);

/* What weighs more is said first. */
double daybook_weigh_meeting (const DaybookEvent *event, GHashTable *series_counts);

void daybook_material_pick_meetings (DaybookMaterial *self, GHashTable *own_addresses);
void daybook_material_pick_activities (DaybookMaterial *self);
void daybook_material_add_highlight (DaybookMaterial *self, const char *text, GPtrArray *evidence);

G_END_DECLS
