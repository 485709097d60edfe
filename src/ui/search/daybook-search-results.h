/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "common/daybook-reload-gate.h"
#include "search/daybook-search-item.h"

G_BEGIN_DECLS

/* What a search finds, the newest first: a GListModel of DaybookSearchItem that asks the store's thread as
 * the text is typed, one question at a time; an answer to a text that was typed over is thrown away. More
 * is read when it is asked for.
 *
 * Signal "changed": another state; the list may be the same. */
#define DAYBOOK_TYPE_SEARCH_RESULTS (daybook_search_results_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSearchResults, daybook_search_results, DAYBOOK, SEARCH_RESULTS, GObject)

typedef enum
{
  DAYBOOK_SEARCH_IDLE,    /* nothing to search for */
  DAYBOOK_SEARCH_ASKING,  /* what is listed answers an earlier text */
  DAYBOOK_SEARCH_DONE,    /* it answers this one */
  DAYBOOK_SEARCH_FAILED,
} DaybookSearchState;

/* How many are read at once. */
#define DAYBOOK_SEARCH_PAGE 24

DaybookSearchResults *daybook_search_results_new (DaybookWorkspace *workspace);
DaybookReloadGate *daybook_search_results_get_gate (DaybookSearchResults *self);

void daybook_search_results_set_text (DaybookSearchResults *self, const char *text);
void daybook_search_results_load_more (DaybookSearchResults *self);

DaybookSearchState daybook_search_results_get_state (DaybookSearchResults *self);
const char *daybook_search_results_get_text (DaybookSearchResults *self);
const char *daybook_search_results_get_problem (DaybookSearchResults *self);

G_END_DECLS
