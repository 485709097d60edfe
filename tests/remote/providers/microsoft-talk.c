/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "microsoft-talk.h"

static DaybookEvent *
get_stored (const char *external_id, gpointer data)
{
  const DaybookEvent *event = g_hash_table_lookup (((MicrosoftTalk *) data)->stored, external_id);

  return event != NULL ? daybook_event_copy (event) : NULL;
}

static void
event_free (gpointer data)
{
  daybook_event_free (data);
}

/* The person's own calendar, from 2026-11-14 to 2026-12-22 in Zurich. */
MicrosoftTalk *
microsoft_talk_new (void)
{
  MicrosoftTalk *self = g_new0 (MicrosoftTalk, 1);

  self->context.api_url = "https://api.test/v1.0";
  self->source = daybook_source_new ();
  self->source->external_id = g_strdup ("AQdefault");
  self->source->name = g_strdup ("Calendar");
  self->source->is_primary = TRUE;
  self->options.from = 20771;
  self->options.to = 20809;
  self->options.from_at = G_GINT64_CONSTANT (1794610800);
  self->options.to_at = self->options.from_at + 38 * DAYBOOK_DAY_SECONDS;
  self->stored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, event_free);
  microsoft_talk_renew (self);
  return self;
}

void
microsoft_talk_free (MicrosoftTalk *self)
{
  daybook_source_free (self->source);
  talk_free (self->talk);
  g_hash_table_unref (self->stored);
  g_free (self);
}

/* A new conversation about the same calendar. */
void
microsoft_talk_renew (MicrosoftTalk *self)
{
  if (self->talk != NULL)
    talk_free (self->talk);
  self->talk = talk_new (TALK_NOW);
  daybook_exchange_set_known_event_func (self->talk->exchange, get_stored, self);
}

void
microsoft_talk_pull (MicrosoftTalk *self)
{
  g_assert_true (daybook_provider_pull (daybook_registry_find ("outlook"), &self->context, self->source, &self->options,
                                        self->talk->exchange));
}

/* A full round up to its first page: the categories have been told. */
void
microsoft_talk_start_full (MicrosoftTalk *self)
{
  const TalkAnswer categories = { 200, "microsoft/categories.json" };

  microsoft_talk_pull (self);
  g_assert_cmpuint (talk_run_until (self->talk, &categories, 1), ==, 1);
}

/* A full round of one page, run to its end. */
MicrosoftTalk *
microsoft_talk_pull_file (const char *file)
{
  MicrosoftTalk *self = microsoft_talk_new ();
  const TalkAnswer answer = { 200, file };

  microsoft_talk_start_full (self);
  talk_run (self->talk, &answer, 1);
  talk_assert_finished (self->talk);
  return self;
}

/* An event of an hour that the store is said to have. (transfer none) */
DaybookEvent *
microsoft_talk_store (MicrosoftTalk *self, const char *external_id, DaybookEventKind kind, gint64 start)
{
  DaybookEvent *event = daybook_event_new ();

  event->external_id = g_strdup (external_id);
  event->kind = kind;
  event->range_start = start;
  event->range_end = start + 3600;
  event->etag = g_strdup ("W/\"stored\"");
  g_hash_table_replace (self->stored, g_strdup (external_id), event);
  return event;
}
