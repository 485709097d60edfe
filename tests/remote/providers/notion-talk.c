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
  talk_options_init (&self->options);
  self->known = talk_known_new ();
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
  talk_known_add (self->known, daybook_activity_make_key ("page", id), etag, 0);
}

void
notion_talk_pull (NotionTalk *self)
{
  daybook_exchange_set_known (self->talk->exchange, g_hash_table_ref (self->known));
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
