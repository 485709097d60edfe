/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"

G_BEGIN_DECLS

/* What may be known about how things stand. */
typedef struct
{
  gboolean read_only;
  gboolean disk_full;    /* there is no room beside the database */
  gboolean paused;       /* the person switched background sync off */
  gboolean offline;
  const char *keyring;   /* (nullable) as the agent says: unlocked locked absent lost */
  GPtrArray *accounts;   /* (nullable) DaybookAccount */
  GPtrArray *sources;    /* (nullable) DaybookSource */
  DaybookZone *zone;
  gint64 now;
} DaybookFacts;

/* A state that lasts until somebody does something or time passes, in words. */
typedef struct
{
  const char *icon;
  char *text;         /* (owned) */
  const char *button; /* (nullable) its label */
  char *action;       /* (owned) (nullable) detailed name of an action */
  gboolean urgent;    /* only the person can end it */
} DaybookLastingState;

DaybookLastingState *daybook_lasting_state_find (const DaybookFacts *facts);
void daybook_lasting_state_free (DaybookLastingState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookLastingState, daybook_lasting_state_free)

G_END_DECLS
