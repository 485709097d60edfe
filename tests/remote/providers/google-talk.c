/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "google-talk.h"

GoogleTalk *
google_talk_new (void)
{
  GoogleTalk *self = g_new0 (GoogleTalk, 1);

  self->context.api_url = "https://api.test/calendar/v3";
  self->source = daybook_source_new ();
  self->source->external_id = g_strdup ("c_acme#1@group.calendar.google.com");
  self->source->name = g_strdup ("ACME");
  self->source->time_zone = g_strdup ("Europe/Zurich");
  talk_options_init (&self->options);
  self->talk = talk_new (TALK_NOW);
  return self;
}

void
google_talk_free (GoogleTalk *self)
{
  daybook_source_free (self->source);
  talk_free (self->talk);
  g_free (self);
}

/* A new conversation with the same source. */
void
google_talk_renew (GoogleTalk *self)
{
  talk_free (self->talk);
  self->talk = talk_new (TALK_NOW);
}

void
google_talk_pull (GoogleTalk *self)
{
  g_assert_true (daybook_provider_pull (daybook_registry_find ("google-calendar"), &self->context, self->source,
                                        &self->options, self->talk->exchange));
}
