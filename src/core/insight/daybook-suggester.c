/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-suggester.h"

#include "insight/daybook-suggest.h"
#include "store/daybook-suggestions.h"

#define BACK (14 * DAYBOOK_DAY_SECONDS) /* what is older was answered, or will not be */
#define AT_ONCE 500

static DaybookSuggestion *
judge (const DaybookUnjudged *item, DaybookSuggestContext *context)
{
  DaybookSuggestion *suggestion;

  context->identity = item->identity;
  suggestion = item->activity != NULL ? daybook_suggest_for_activity (item->activity, context)
                                      : daybook_suggest_for_event (item->event, context);
  suggestion->item_version = g_strdup (item->version);
  return suggestion;
}

/* The correction by what the person decided counts: nobody who is dismissed again and again is approved unseen. */
static gboolean
approve_if_sure (DaybookStore *store, gint64 id, gint64 threshold, DaybookSuggestCounts *counts, GError **error)
{
  g_autoptr (DaybookSuggestion) suggestion = NULL;

  if (threshold <= 0 || counts->auto_approved >= DAYBOOK_AUTO_APPROVE_LIMIT)
    return TRUE;
  suggestion = daybook_store_get_suggestion (store, id, error);
  if (suggestion == NULL)
    return FALSE;
  if (suggestion->corrected * 100 < threshold)
    return TRUE;
  counts->auto_approved++;
  return daybook_store_approve_suggestion (store, id, TRUE, NULL, error);
}

static gboolean
put_all (DaybookStore *store, GPtrArray *items, DaybookSuggestCounts *counts, GError **error)
{
  gint64 threshold = daybook_store_get_setting_bool (store, "suggest_auto")
                       ? daybook_store_get_setting_int (store, "suggest_threshold")
                       : 0;
  DaybookSuggestContext context = { .now = daybook_store_now (store), .zone = daybook_store_get_zone (store) };

  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (DaybookSuggestion) suggestion = judge (items->pdata[i], &context);
      gboolean created;

      if (!daybook_store_put_suggestion (store, suggestion, &created, error))
        return FALSE;
      counts->judged++;
      if (!created || suggestion->confidence < DAYBOOK_SUGGESTION_SHOWN)
        continue;
      counts->suggested++;
      if (!approve_if_sure (store, suggestion->id, threshold, counts, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
daybook_suggest_new (DaybookStore *store, gint64 source_id, DaybookSuggestCounts *counts, GError **error)
{
  gint64 now = daybook_store_now (store);
  gint64 lead = daybook_store_get_setting_int (store, "suggest_lead_hours") * 3600;
  g_autoptr (GPtrArray) items = NULL;

  *counts = (DaybookSuggestCounts){ 0 };
  if (!daybook_store_get_setting_bool (store, "suggest"))
    return TRUE;
  items = daybook_store_list_unjudged (store, source_id, now - BACK, now + lead, AT_ONCE, error);
  if (items == NULL)
    return FALSE;
  if (items->len == 0)
    return TRUE;
  if (!daybook_store_begin (store, error))
    return FALSE;
  if (!put_all (store, items, counts, error))
    {
      daybook_store_rollback (store);
      return FALSE;
    }
  return daybook_store_commit (store, error);
}
