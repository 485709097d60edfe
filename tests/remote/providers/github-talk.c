/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "github-talk.h"

#include <string.h>

GithubTalk *
github_talk_new (void)
{
  GithubTalk *self = g_new0 (GithubTalk, 1);

  self->account = daybook_account_new ();
  self->grant = daybook_grant_new ();
  self->grant->settings = g_strdup ("{\"login\":\"ana\"}");
  self->source = daybook_source_new ();
  self->source->external_id = g_strdup ("501");
  self->source->name = g_strdup ("acme/parser");
  self->source->kind = g_strdup ("repository");
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
  self->context.api_url = "https://api.test";
  self->context.account = self->account;
  self->context.grant = self->grant;
  talk_options_init (&self->options);
  self->options.zone = daybook_zone_lookup ("Europe/Zurich");
  self->talk = talk_new (TALK_NOW);
  return self;
}

void
github_talk_free (GithubTalk *self)
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

/* A new conversation that has nothing but the cursor of the last one. */
void
github_talk_renew (GithubTalk *self)
{
  g_free (self->cursor);
  self->cursor = g_strdup (daybook_exchange_get_cursor (self->talk->exchange));
  talk_free (self->talk);
  self->talk = talk_new (TALK_NOW + 900);
}

static DaybookProvider *
get_provider (void)
{
  return daybook_registry_find ("github");
}

void
github_talk_identify (GithubTalk *self)
{
  g_assert_true (daybook_provider_identify (get_provider (), &self->context, self->talk->exchange));
}

void
github_talk_list (GithubTalk *self)
{
  g_assert_true (daybook_provider_list_sources (get_provider (), &self->context, self->talk->exchange));
}

void
github_talk_pull (GithubTalk *self)
{
  g_assert_true (daybook_provider_pull (get_provider (), &self->context, self->source, &self->options, self->talk->exchange));
}

void
github_talk_scout (GithubTalk *self)
{
  self->context.sources = self->sources;
  g_assert_true (daybook_provider_scout (get_provider (), &self->context, self->talk->exchange));
}

DaybookSource *
github_talk_add_source (GithubTalk *self, const char *external_id, const char *name, const char *cursor)
{
  DaybookSource *source = daybook_source_new ();

  source->external_id = g_strdup (external_id);
  source->name = g_strdup (name);
  source->kind = g_strdup ("repository");
  source->cursor = g_strdup (cursor);
  source->enabled = TRUE;
  g_ptr_array_add (self->sources, source);
  return source;
}

/* Whether the @request'th request had @line ("name: value") among its headers. */
gboolean
github_talk_asked_with (GithubTalk *self, guint request, const char *line)
{
  g_auto (GStrv) lines = NULL;

  g_assert_cmpuint (request, <, self->talk->requests->len);
  lines = g_strsplit (self->talk->requests->pdata[request], "\n", -1);
  return g_strv_contains ((const char *const *) lines, line);
}
