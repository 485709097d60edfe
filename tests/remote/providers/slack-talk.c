/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slack-talk.h"

#include <string.h>

SlackTalk *
slack_talk_new (void)
{
  SlackTalk *self = g_new0 (SlackTalk, 1);

  self->account = daybook_account_new ();
  self->grant = daybook_grant_new ();
  self->grant->settings
      = g_strdup ("{\"user_id\":\"U1\",\"user_name\":\"ana\",\"team_id\":\"T0001\","
                  "\"workspace_url\":\"https://acme.slack.com/\","
                  "\"names\":\"{\\\"U1\\\":\\\"Ana Keller\\\",\\\"U2\\\":\\\"Ben Okafor\\\",\\\"U3\\\":\\\"Carla Ruiz\\\"}\"}");
  self->source = daybook_source_new ();
  self->source->external_id = g_strdup ("C1");
  self->source->name = g_strdup ("#launch");
  self->source->kind = g_strdup ("channel");
  self->source->settings = g_strdup ("{\"type\":\"public_channel\"}");
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
  self->context.api_url = "https://api.test/api";
  self->context.client_id = "1.2";
  self->context.account = self->account;
  self->context.grant = self->grant;
  talk_options_init (&self->options);
  self->options.zone = daybook_zone_lookup ("Europe/Zurich");
  self->talk = talk_new (TALK_NOW);
  return self;
}

void
slack_talk_free (SlackTalk *self)
{
  daybook_account_free (self->account);
  daybook_grant_free (self->grant);
  daybook_source_free (self->source);
  g_ptr_array_unref (self->sources);
  daybook_zone_unref (self->options.zone);
  g_free (self->cursor);
  talk_free (self->talk);
  g_free (self);
}

/* A new conversation, at @now, that knows nothing of the old one. */
void
slack_talk_renew (SlackTalk *self, gint64 now)
{
  talk_free (self->talk);
  self->talk = talk_new (now);
}

/* From now on @external_id is stored. */
void
slack_talk_know (SlackTalk *self, const char *external_id)
{
  GHashTable *known = daybook_exchange_get_known_table (self->talk->exchange);

  if (known == NULL)
    {
      known = talk_known_new ();
      daybook_exchange_set_known (self->talk->exchange, known);
    }
  talk_known_add (known, daybook_activity_make_key ("message", external_id), NULL, 0);
}

void
slack_talk_pull (SlackTalk *self)
{
  g_assert_true (daybook_provider_pull (daybook_registry_find ("slack"), &self->context, self->source, &self->options,
                                        self->talk->exchange));
}

/* A new conversation that goes on from the cursor of the last one. */
void
slack_talk_go_on (SlackTalk *self, gint64 now)
{
  talk_assert_finished (self->talk);
  g_free (self->cursor);
  self->cursor = g_strdup (daybook_exchange_get_cursor (self->talk->exchange));
  self->options.cursor = self->cursor;
  self->options.resume = NULL;
  slack_talk_renew (self, now);
}

DaybookSource *
slack_talk_add_source (SlackTalk *self, const char *external_id)
{
  DaybookSource *source = daybook_source_new ();

  source->external_id = g_strdup (external_id);
  source->name = g_strdup (external_id);
  source->kind = g_strdup ("channel");
  source->enabled = TRUE;
  g_ptr_array_add (self->sources, source);
  return source;
}

void
slack_talk_scout (SlackTalk *self)
{
  self->context.sources = self->sources;
  g_assert_true (daybook_provider_scout (daybook_registry_find ("slack"), &self->context, self->talk->exchange));
}

guint
slack_talk_count_asked (SlackTalk *self, const char *method)
{
  guint n = 0;

  for (guint i = 0; i < self->talk->urls->len; i++)
    {
      const char *path = strstr (self->talk->urls->pdata[i], "/api/");

      n += path != NULL && g_str_has_prefix (path + strlen ("/api/"), method);
    }
  return n;
}
