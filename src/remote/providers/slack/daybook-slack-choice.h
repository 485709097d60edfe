/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/slack/daybook-slack-round.h"

G_BEGIN_DECLS

/* What a run costs at most: the first page of a search, and so many requests beside it. */
#define DAYBOOK_SLACK_BUDGET 40

/* One channel that may be read in this run. */
typedef struct
{
  const DaybookSource *source; /* (unowned) */
  DaybookSlackProgress progress;
  DaybookSlackHint hint;
  gboolean is_read;  /* it ever was */
  gboolean is_bare;  /* texts are wanted that its last rounds did not keep */
  gboolean is_found; /* something happened there */
  gboolean is_owed;  /* it was chosen before, and could not be read */
  gboolean is_chosen;
  double due; /* the more, the sooner */
} DaybookSlackCandidate;

DaybookSlackCandidate *daybook_slack_candidate_new (const DaybookSource *source, guint texts);
void daybook_slack_candidate_free (DaybookSlackCandidate *self);

gboolean daybook_slack_candidate_add_thread (DaybookSlackCandidate *self, gint64 thread);

/* Whose turn it is, from run to run. */
typedef struct
{
  guint turn;       /* counts the runs */
  gint64 probed_at; /* instant: pages of the usual size were asked for */
  char *tried;      /* (owned) (nullable) channel: the last that was chosen though it could not be read before */
  char *looked;     /* (owned) (nullable) "channel/ts": the last thread that was looked at again */
} DaybookSlackTurns;

void daybook_slack_turns_clear (DaybookSlackTurns *self);

gboolean daybook_slack_choice_fits (GPtrArray *candidates);
void daybook_slack_choice_make (GPtrArray *candidates, gint64 now, guint budget, DaybookSlackTurns *turns);

G_END_DECLS
