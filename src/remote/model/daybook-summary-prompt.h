/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "insight/daybook-material.h"
#include "model/daybook-model-question.h"

G_BEGIN_DECLS

/* What a model is asked for a summary: the rows it may cite (without those of sources that are never sent, without
 * private events, without addresses), and the names of the figures it may use. */
typedef struct
{
  DaybookModelQuestion *question; /* (owned) */
  GHashTable *offered;            /* (owned) set of text ids of rows */
  GHashTable *titles;             /* (owned) text id to the title that was sent */
} DaybookSummaryPrompt;

DaybookSummaryPrompt *daybook_summary_prompt_new (DaybookStore *store, DaybookMaterial *material, GError **error);
void daybook_summary_prompt_free (DaybookSummaryPrompt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookSummaryPrompt, daybook_summary_prompt_free)

/* Figures that a sentence of a model may name in braces. */
gboolean daybook_summary_prompt_allows (const char *name);

G_END_DECLS
