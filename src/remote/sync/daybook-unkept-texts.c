/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-unkept-texts.h"

#include "store/daybook-accounts.h"
#include "store/daybook-events.h"

/* Keys of the settings that keep texts and are on for @source; @n_off: of those that are not. */
static GStrv
list_keeping (const DaybookProviderInfo *info, const DaybookAccount *account, const DaybookSource *source, guint *n_off)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  *n_off = 0;
  for (gsize i = 0; i < info->n_settings; i++)
    {
      if (!info->settings[i].keeps_text)
        continue;
      if (daybook_provider_get_setting_bool (info, account, source, info->settings[i].key))
        g_strv_builder_add (builder, info->settings[i].key);
      else
        (*n_off)++;
    }
  return g_strv_builder_end (builder);
}

/* What a person has switched off is gone with the next sync, whether the service can be reached or not, and however old
 * it is: no round goes back that far. */
gboolean
daybook_unkept_texts_forget (DaybookStore *store, const DaybookProviderInfo *info, const DaybookAccount *account,
                             GError **error)
{
  g_autoptr (GPtrArray) sources = daybook_store_list_sources (store, account->id, error);
  guint total = 0;

  if (sources == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];
      guint n_off, n;
      g_auto (GStrv) keeping = list_keeping (info, account, source, &n_off);

      if (n_off == 0)
        continue;
      if (!daybook_store_forget_texts (store, source->id, (const char *const *) keeping, &n, error))
        return FALSE;
      total += n;
    }
  if (total > 0)
    g_debug ("%u texts that are not kept any more were shredded", total);
  return TRUE;
}
