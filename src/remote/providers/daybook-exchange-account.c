/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an exchange is told and tells of the account besides items: the stored rows, its sources, its address, its
 * settings. */
#include "providers/daybook-exchange-private.h"

/* What is known ------------------------------------------------------------------------------------------- */

void
daybook_exchange_set_known (DaybookExchange *self, GHashTable *known)
{
  g_clear_pointer (&self->known, g_hash_table_unref);
  self->known = known;
  self->known_func = NULL;
}

void
daybook_exchange_set_known_func (DaybookExchange *self, DaybookKnownTableFunc func, gpointer data)
{
  daybook_exchange_set_known (self, NULL);
  self->known_func = func;
  self->known_data = data;
}

GHashTable *
daybook_exchange_get_known_table (DaybookExchange *self)
{
  DaybookKnownTableFunc func = self->known_func;
  g_autoptr (GError) error = NULL;

  if (func == NULL)
    return self->known;
  self->known_func = NULL;
  self->known = func (self->known_data, &error);
  if (error != NULL)
    daybook_exchange_abort (self, g_steal_pointer (&error));
  return self->known;
}

const DaybookKnown *
daybook_exchange_get_known (DaybookExchange *self, const char *external_id)
{
  GHashTable *known = daybook_exchange_get_known_table (self);

  return known != NULL ? g_hash_table_lookup (known, external_id) : NULL;
}

void
daybook_exchange_set_known_event_func (DaybookExchange *self, DaybookKnownEventFunc func, gpointer data)
{
  self->known_event_func = func;
  self->known_event_data = data;
}

/* (transfer full) (nullable) */
DaybookEvent *
daybook_exchange_get_known_event (DaybookExchange *self, const char *external_id)
{
  return self->known_event_func != NULL ? self->known_event_func (external_id, self->known_event_data) : NULL;
}

/* Sources ------------------------------------------------------------------------------------------------- */

void
daybook_exchange_yield_source (DaybookExchange *self, DaybookSource *source)
{
  g_ptr_array_add (self->sources, source);
}

GPtrArray *
daybook_exchange_get_sources (DaybookExchange *self)
{
  return self->sources;
}

void
daybook_exchange_source_changed (DaybookExchange *self, const char *external_id)
{
  g_hash_table_add (self->changed, g_strdup (external_id));
}

GHashTable *
daybook_exchange_get_changed_sources (DaybookExchange *self)
{
  return self->changed;
}

void
daybook_exchange_source_gone (DaybookExchange *self, const char *external_id)
{
  g_hash_table_add (self->gone, g_strdup (external_id));
}

GHashTable *
daybook_exchange_get_gone_sources (DaybookExchange *self)
{
  return self->gone;
}

void
daybook_exchange_hint_source (DaybookExchange *self, const char *external_id, const char *hint)
{
  g_hash_table_replace (self->hints, g_strdup (external_id), g_strdup (hint));
}

const char *
daybook_exchange_get_hint (DaybookExchange *self, const char *external_id)
{
  return g_hash_table_lookup (self->hints, external_id);
}

void
daybook_exchange_postpone_source (DaybookExchange *self, const char *external_id)
{
  g_hash_table_add (self->postponed, g_strdup (external_id));
}

GHashTable *
daybook_exchange_get_postponed_sources (DaybookExchange *self)
{
  return self->postponed;
}

/* The account --------------------------------------------------------------------------------------------- */

void
daybook_exchange_move_address (DaybookExchange *self, const char *url)
{
  g_free (self->moved_address);
  self->moved_address = g_strdup (url);
}

const char *
daybook_exchange_get_moved_address (DaybookExchange *self)
{
  return self->moved_address;
}

void
daybook_exchange_keep_setting (DaybookExchange *self, const char *key, const char *value)
{
  if (value != NULL)
    g_hash_table_replace (self->kept, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (self->kept, key);
}

GHashTable *
daybook_exchange_get_kept_settings (DaybookExchange *self)
{
  return self->kept;
}
