/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ics-talk.h"

IcsTalk *
ics_talk_new (void)
{
  IcsTalk *self = g_new0 (IcsTalk, 1);

  self->context.secret_url = ICS_TALK_ADDRESS;
  self->source = daybook_source_new ();
  self->source->external_id = g_strdup ("0123");
  self->source->name = g_strdup ("Team");
  self->source->owner = g_strdup ("ana@example.com");
  self->options.from = 20758; /* 2026-11-01 */
  self->options.to = G_MAXINT32;
  self->options.from_at = G_GINT64_CONSTANT (1793487600); /* 2026-11-01 in Zurich */
  self->options.to_at = G_MAXINT64;
  ics_talk_set_zone (self, "Europe/Zurich");
  ics_talk_renew (self);
  return self;
}

void
ics_talk_free (IcsTalk *self)
{
  daybook_source_free (self->source);
  daybook_zone_unref (self->zone);
  g_clear_pointer (&self->known, g_hash_table_unref);
  talk_free (self->talk);
  g_free (self);
}

static GHashTable *
read_known (gpointer data, GError **error)
{
  IcsTalk *self = data;

  self->n_reads++;
  return self->known != NULL ? g_hash_table_ref (self->known) : NULL;
}

/* A new conversation about the same calendar. */
void
ics_talk_renew (IcsTalk *self)
{
  g_clear_pointer (&self->talk, talk_free);
  self->talk = talk_new (TALK_NOW);
  self->n_reads = 0;
  daybook_exchange_set_known_func (self->talk->exchange, read_known, self);
}

/* Stores what the conversation has brought, and begins another. */
void
ics_talk_remember (IcsTalk *self)
{
  self->options.cursor = "{}";
  if (self->known == NULL)
    self->known = talk_known_new ();
  for (guint i = 0; i < self->talk->items->len; i++)
    {
      const DaybookItem *item = self->talk->items->pdata[i];

      if (item->op == DAYBOOK_ITEM_UPSERT || item->op == DAYBOOK_ITEM_QUARANTINE)
        talk_known_add (self->known, g_strdup (item->event != NULL ? item->event->external_id : item->external_id), item->etag,
                        item->event != NULL ? item->event->hash : 0);
    }
  ics_talk_renew (self);
}

void
ics_talk_set_zone (IcsTalk *self, const char *name)
{
  g_clear_pointer (&self->zone, daybook_zone_unref);
  self->zone = daybook_zone_lookup (name);
  g_assert_nonnull (self->zone);
  self->options.zone = self->zone;
}

void
ics_talk_pull (IcsTalk *self)
{
  g_assert_true (daybook_provider_pull (daybook_registry_find ("ics"), &self->context, self->source, &self->options,
                                        self->talk->exchange));
}

void
ics_talk_pull_file (IcsTalk *self, const char *file)
{
  const TalkAnswer answer = { 200, file };

  ics_talk_pull (self);
  talk_run (self->talk, &answer, 1);
  talk_assert_finished (self->talk);
}

void
ics_talk_pull_text (IcsTalk *self, const char *text)
{
  const TalkAnswer answer = { 200, NULL, text };

  ics_talk_pull (self);
  talk_run (self->talk, &answer, 1);
}
