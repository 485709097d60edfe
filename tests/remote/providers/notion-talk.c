/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notion-talk.h"

NotionTalk *
notion_talk_new (void)
{
  NotionTalk *self = g_new0 (NotionTalk, 1);

  self->grant = daybook_grant_new ();
  g_free (self->grant->settings);
  self->grant->settings = g_strdup ("{\"user\":\"me\"}");
  self->account = daybook_account_new ();
  self->account->name = g_strdup ("ACME");
  self->context.api_url = "https://api.test/v1";
  self->context.account = self->account;
  self->context.grant = self->grant;
  self->source = daybook_source_new ();
  self->source->external_id = g_strdup ("workspace");
  self->source->name = g_strdup ("ACME");
  self->options.from = 20771; /* 2026-11-14 */
  self->options.to = G_MAXINT32;
  self->options.from_at = G_GINT64_CONSTANT (1794610800); /* 2026-11-14 in Zurich */
  self->options.to_at = G_MAXINT64;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->talk = talk_new (TALK_NOW);
  return self;
}

void
notion_talk_free (NotionTalk *self)
{
  daybook_grant_free (self->grant);
  daybook_account_free (self->account);
  daybook_source_free (self->source);
  g_hash_table_unref (self->known);
  talk_free (self->talk);
  g_free (self);
}

void
notion_talk_know (NotionTalk *self, const char *id, const char *etag)
{
  g_hash_table_replace (self->known, g_strdup (id), g_strdup (etag));
}

static void
known_free (gpointer data)
{
  DaybookKnown *known = data;

  g_free (known->etag);
  g_free (known);
}

void
notion_talk_pull (NotionTalk *self)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
  GHashTableIter iter;
  gpointer id, etag;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &id, &etag))
    {
      DaybookKnown *known = g_new0 (DaybookKnown, 1);

      known->etag = g_strdup (etag);
      g_hash_table_replace (table, daybook_activity_make_key ("page", id), known);
    }
  daybook_exchange_set_known (self->talk->exchange, table);
  g_assert_true (daybook_provider_pull (daybook_registry_find ("notion"), &self->context, self->source, &self->options,
                                        self->talk->exchange));
}

/* One answer with status 200. */
void
notion_talk_answer (NotionTalk *self, const char *file)
{
  g_autoptr (GBytes) body = talk_load (file);

  g_assert_true (talk_answer_bytes (self->talk, 200, NULL, body));
}

/* The last upsert of that page; NULL when there is none. */
const DaybookActivity *
notion_talk_find (NotionTalk *self, const char *id)
{
  for (guint i = self->talk->items->len; i > 0; i--)
    {
      const DaybookItem *item = self->talk->items->pdata[i - 1];

      if (item->op == DAYBOOK_ITEM_UPSERT && item->activity != NULL && g_str_equal (item->activity->external_id, id))
        return item->activity;
    }
  return NULL;
}
