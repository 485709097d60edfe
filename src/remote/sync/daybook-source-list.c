/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-source-list.h"

#include "records/daybook-source.h"
#include "store/daybook-accounts.h"

static gboolean
add_new_source (DaybookStore *store, DaybookAccount *account, DaybookSource *listed, GError **error)
{
  listed->account_id = account->id;
  return daybook_store_add_source (store, listed, error) != 0;
}

static gboolean
refresh_known_source (DaybookStore *store, DaybookSource *known, const DaybookSource *listed, GError **error)
{
  /* held and quarantined are ours and stay; the rest is what the service says. */
  if (known->state != DAYBOOK_SOURCE_HELD && known->state != DAYBOOK_SOURCE_QUARANTINED)
    known->state = listed->state;
  g_free (known->name);
  known->name = g_strdup (listed->name);
  g_free (known->owner);
  known->owner = g_strdup (listed->owner);
  g_free (known->color);
  known->color = g_strdup (listed->color);
  g_free (known->time_zone);
  known->time_zone = g_strdup (listed->time_zone);
  known->is_primary = listed->is_primary;
  return daybook_store_refresh_source (store, known, error);
}

static gboolean
mark_gone (DaybookStore *store, DaybookAccount *account, GHashTable *listed, GError **error)
{
  g_autoptr (GPtrArray) known = daybook_store_list_sources (store, account->id, error);

  if (known == NULL)
    return FALSE;
  for (guint i = 0; i < known->len; i++)
    {
      DaybookSource *source = known->pdata[i];

      if (g_hash_table_contains (listed, source->external_id) || source->state == DAYBOOK_SOURCE_GONE)
        continue;
      source->state = DAYBOOK_SOURCE_GONE;
      if (!daybook_store_refresh_source (store, source, error))
        return FALSE;
    }
  return TRUE;
}

/* Makes the account's rows of sources what the service lists: new ones are added as the provider says,
 * known ones keep the person's choices, missing ones are gone. Inside the caller's transaction. */
gboolean
daybook_merge_sources (DaybookStore *store, DaybookAccount *account, GPtrArray *sources, GError **error)
{
  g_autoptr (GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < sources->len; i++)
    {
      DaybookSource *source = sources->pdata[i];
      g_autoptr (DaybookSource) known = daybook_store_find_source (store, account->id, source->external_id);

      g_hash_table_add (listed, source->external_id);
      if (known == NULL ? !add_new_source (store, account, source, error)
                        : !refresh_known_source (store, known, source, error))
        return FALSE;
    }
  return mark_gone (store, account, listed, error);
}
