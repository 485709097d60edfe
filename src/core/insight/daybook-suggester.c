/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-suggester.h"

#include "insight/daybook-suggest.h"

#define BACK (14 * DAYBOOK_DAY_SECONDS) /* what is older was answered, or will not be */
#define AT_ONCE 500

typedef struct
{
  DaybookStore *store;
  DaybookSuggestAskFunc ask; /* (nullable) */
  gpointer data;
  gboolean again; /* also what was judged before */
  DaybookSuggestCounts *counts;
} Suggester;

static DaybookSuggestion *
judge (Suggester *self, const DaybookUnjudged *item)
{
  const DaybookSuggestContext context
      = { daybook_store_now (self->store), daybook_store_get_zone (self->store), item->identity };
  DaybookSuggestion *suggestion = item->activity != NULL ? daybook_suggest_for_activity (item->activity, &context)
                                                         : daybook_suggest_for_event (item->event, &context);

  suggestion->item_version = g_strdup (item->version);
  return suggestion;
}

/* The correction by what the person decided counts: nobody who is dismissed again and again is approved unseen. */
static gboolean
approve_if_sure (Suggester *self, gint64 id, GError **error)
{
  gint64 threshold = daybook_store_get_setting_bool (self->store, "suggest_auto")
                       ? daybook_store_get_setting_int (self->store, "suggest_threshold")
                       : 0;
  g_autoptr (DaybookSuggestion) suggestion = NULL;

  if (threshold <= 0 || self->counts->auto_approved >= DAYBOOK_AUTO_APPROVE_LIMIT)
    return TRUE;
  suggestion = daybook_store_get_suggestion (self->store, id, error);
  if (suggestion == NULL)
    return FALSE;
  if (suggestion->corrected * 100 < threshold)
    return TRUE;
  self->counts->auto_approved++;
  return daybook_store_approve_suggestion (self->store, id, TRUE, NULL, error);
}

/* @agreed: that the built-in engine thinks so, too. */
static gboolean
put (Suggester *self, DaybookSuggestion *suggestion, gboolean agreed, GError **error)
{
  gboolean created;

  if (!daybook_store_put_suggestion (self->store, suggestion, &created, error))
    return FALSE;
  self->counts->judged++;
  if (!created)
    return !self->again || daybook_store_renew_suggestion (self->store, suggestion, error);
  if (suggestion->confidence < DAYBOOK_SUGGESTION_SHOWN)
    return TRUE;
  self->counts->suggested++;
  return !agreed || approve_if_sure (self, suggestion->id, error);
}

static gboolean
put_all (Suggester *self, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (DaybookSuggestion) suggestion = judge (self, items->pdata[i]);

      if (!put (self, suggestion, TRUE, error))
        return FALSE;
    }
  return TRUE;
}

/* An answer may take minutes, in which its item or the whole account may go. */
static gboolean
is_still_there (Suggester *self, const DaybookSuggestion *suggestion)
{
  g_autoptr (DaybookUnjudged) item
      = daybook_store_get_unjudged (self->store, g_str_equal (suggestion->item_kind, "event") ? DAYBOOK_KIND_EVENT
                                                                                              : DAYBOOK_KIND_ACTIVITY,
                                    suggestion->item_id, NULL);

  return item != NULL;
}

static gboolean
put_by_itself (Suggester *self, DaybookSuggestion *suggestion, gboolean agreed, GError **error)
{
  if (!daybook_store_begin (self->store, error))
    return FALSE;
  if (is_still_there (self, suggestion) && !put (self, suggestion, agreed, error))
    {
      daybook_store_rollback (self->store);
      return FALSE;
    }
  return daybook_store_commit (self->store, error);
}

static gboolean
ask_for_one (Suggester *self, const DaybookUnjudged *item, GError **error)
{
  g_autoptr (DaybookSuggestion) suggestion = judge (self, item);
  gboolean agreed = suggestion->confidence >= DAYBOOK_SUGGESTION_SHOWN;
  gboolean known = FALSE;

  if (!self->again && !daybook_store_note_judged (self->store, suggestion, &known, error))
    return FALSE;
  if (known)
    {
      self->counts->judged++;
      return TRUE;
    }
  return (suggestion->settled || self->ask (item, suggestion, self->data, error))
         && put_by_itself (self, suggestion, agreed, error);
}

static gboolean
suggest (Suggester *self, GPtrArray *items, GError **error)
{
  if (items->len == 0)
    return TRUE;
  if (self->ask != NULL)
    {
      for (guint i = 0; i < items->len; i++)
        {
          if (!ask_for_one (self, items->pdata[i], error))
            return FALSE;
        }
      return TRUE;
    }
  if (!daybook_store_begin (self->store, error))
    return FALSE;
  if (!put_all (self, items, error))
    {
      daybook_store_rollback (self->store);
      return FALSE;
    }
  return daybook_store_commit (self->store, error);
}

gboolean
daybook_suggest_items (DaybookStore *store,
                       GPtrArray *items,
                       DaybookSuggestAskFunc ask,
                       gpointer data,
                       DaybookSuggestCounts *counts,
                       GError **error)
{
  Suggester self = { store, ask, data, TRUE, counts };

  return !daybook_store_get_setting_bool (store, "suggest") || suggest (&self, items, error);
}

gboolean
daybook_suggest_new_with (DaybookStore *store,
                          gint64 source_id,
                          DaybookSuggestAskFunc ask,
                          gpointer data,
                          DaybookSuggestCounts *counts,
                          GError **error)
{
  Suggester self = { store, ask, data, FALSE, counts };
  gint64 now = daybook_store_now (store);
  gint64 lead = daybook_store_get_setting_int (store, "suggest_lead_hours") * 3600;
  g_autoptr (GPtrArray) items = NULL;

  if (!daybook_store_get_setting_bool (store, "suggest"))
    return TRUE;
  items = daybook_store_list_unjudged (store, source_id, now - BACK, now + lead, AT_ONCE, error);
  return items != NULL && suggest (&self, items, error);
}

gboolean
daybook_suggest_new (DaybookStore *store, gint64 source_id, DaybookSuggestCounts *counts, GError **error)
{
  return daybook_suggest_new_with (store, source_id, NULL, NULL, counts, error);
}
