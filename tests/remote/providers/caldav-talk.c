/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caldav-talk.h"

static DaybookProvider *
get_provider (void)
{
  return daybook_registry_find ("caldav");
}

/* @calendar: path of the collection at https://dav.test. */
CaldavTalk *
caldav_talk_new (const char *calendar)
{
  CaldavTalk *self = g_new0 (CaldavTalk, 1);

  self->grant = daybook_grant_new ();
  self->context.grant = self->grant;
  self->context.user = "ana";
  self->context.secret_url = "https://dav.test/";
  self->source = daybook_source_new ();
  self->source->external_id = g_strdup (calendar);
  self->source->name = g_strdup ("Work");
  self->options.from = 20758; /* 2026-11-01 */
  self->options.to = G_MAXINT32;
  self->options.from_at = G_GINT64_CONSTANT (1793487600); /* 2026-11-01 in Zurich */
  self->options.to_at = G_MAXINT64;
  self->zone = daybook_zone_lookup ("Europe/Zurich");
  self->options.zone = self->zone;
  caldav_talk_renew (self);
  caldav_talk_set_grant (self, "{\"home\":\"https://dav.test/ana/\",\"address\":\"ana@example.com\"}");
  return self;
}

void
caldav_talk_free (CaldavTalk *self)
{
  daybook_grant_free (self->grant);
  daybook_source_free (self->source);
  daybook_zone_unref (self->zone);
  talk_free (self->talk);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_free (self);
}

void
caldav_talk_set_grant (CaldavTalk *self, const char *settings)
{
  g_free (self->grant->settings);
  self->grant->settings = g_strdup (settings);
}

void
caldav_talk_know (CaldavTalk *self, const char *id, const char *etag)
{
  if (self->known == NULL)
    self->known = talk_known_new ();
  talk_known_add (self->known, g_strdup (id), etag, 0);
}

static GHashTable *
read_known (gpointer data, GError **error)
{
  CaldavTalk *self = data;

  self->n_reads++;
  return self->known != NULL ? g_hash_table_ref (self->known) : NULL;
}

/* A new conversation with the same server. */
void
caldav_talk_renew (CaldavTalk *self)
{
  g_clear_pointer (&self->talk, talk_free);
  self->talk = talk_new (TALK_NOW);
  self->n_reads = 0;
  daybook_exchange_set_known_func (self->talk->exchange, read_known, self);
}

/* Stores what the conversation has brought, and begins another. */
void
caldav_talk_remember (CaldavTalk *self)
{
  for (guint i = 0; i < self->talk->items->len; i++)
    {
      const DaybookItem *item = self->talk->items->pdata[i];

      if (item->op == DAYBOOK_ITEM_UPSERT)
        caldav_talk_know (self, item->event->external_id, item->event->etag);
      else if (item->op == DAYBOOK_ITEM_QUARANTINE)
        caldav_talk_know (self, item->external_id, item->etag);
      else if (item->op == DAYBOOK_ITEM_TOMBSTONE && self->known != NULL)
        g_hash_table_remove (self->known, item->external_id);
    }
  caldav_talk_renew (self);
}

void
caldav_talk_pull (CaldavTalk *self)
{
  g_assert_true (
      daybook_provider_pull (get_provider (), &self->context, self->source, &self->options, self->talk->exchange));
}

/* Where @address is a domain alone, the name service is asked first; the test answers. */
void
caldav_talk_identify_by_name (CaldavTalk *self, const char *address)
{
  self->context.secret_url = address;
  g_assert_true (daybook_provider_identify (get_provider (), &self->context, self->talk->exchange));
}

/* The same for a domain that the name service tells nothing of. */
void
caldav_talk_identify (CaldavTalk *self, const char *address)
{
  g_autofree char *checked = daybook_provider_check_address (get_provider (), address, NULL);

  caldav_talk_identify_by_name (self, address);
  if (g_str_equal (checked, "https://dav.test/") || g_str_equal (checked, "https://caldav.icloud.com/"))
    {
      DaybookRequest *request = daybook_exchange_next_request (self->talk->exchange);
      g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

      g_assert_true (g_str_has_prefix (request->url, "dns:_caldavs._tcp."));
      daybook_exchange_respond (self->talk->exchange, request, daybook_http_response_new (404, request->url, nothing));
    }
}

void
caldav_talk_list (CaldavTalk *self)
{
  g_assert_true (daybook_provider_list_sources (get_provider (), &self->context, self->talk->exchange));
}
