/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/microsoft/daybook-microsoft-series.h"

#include <string.h>

#include "providers/daybook-event-rules.h"
#include "providers/microsoft/daybook-microsoft-time.h"

struct _DaybookMicrosoftSeries
{
  DaybookExchange *exchange; /* (borrowed) owns this */
  gboolean incremental;
  GHashTable *masters;  /* char* to Master: met in this round, or looked up at its end */
  GHashTable *held;     /* char* to DaybookItem: occurrences whose master was not met yet */
  GPtrArray *held_ids;  /* char*: the keys of held in the order they came, and some that left again */
  GPtrArray *sent;      /* char*: masters that an incremental round sent again */
  GHashTable *instances; /* set of char*: masters of which an incremental round sent an instance */
};

/* What an occurrence has of its own in the store; every other field it leaves to its master's row. */
typedef struct
{
  gboolean missing; /* nobody has it: the occurrence stands by itself */
  gboolean is_organizer;
  DaybookEventStatus status;
  DaybookResponse response;
  DaybookBusy busy;
  DaybookImportance importance;
  gboolean is_private;
  gboolean all_day;
  DaybookZoneFlags zone_flags;
} Master;

static void
item_free (gpointer data)
{
  daybook_item_free (data);
}

/* @exchange, which owns the result, is yielded to. */
DaybookMicrosoftSeries *
daybook_microsoft_series_new (DaybookExchange *exchange, gboolean incremental)
{
  DaybookMicrosoftSeries *self = g_new0 (DaybookMicrosoftSeries, 1);

  self->exchange = exchange;
  self->incremental = incremental;
  self->masters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, item_free);
  self->held_ids = g_ptr_array_new_with_free_func (g_free);
  self->sent = g_ptr_array_new_with_free_func (g_free);
  self->instances = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
daybook_microsoft_series_free (DaybookMicrosoftSeries *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->masters);
  g_hash_table_unref (self->held);
  g_ptr_array_unref (self->held_ids);
  g_ptr_array_unref (self->sent);
  g_hash_table_unref (self->instances);
  g_free (self);
}

static void
note_master (DaybookMicrosoftSeries *self, const DaybookEvent *event)
{
  Master *master = g_new0 (Master, 1);

  master->is_organizer = event->is_organizer;
  master->status = event->status;
  master->response = event->response;
  master->busy = event->busy;
  master->importance = event->importance;
  master->is_private = event->is_private;
  master->all_day = event->all_day;
  master->zone_flags = event->zone_flags;
  g_hash_table_replace (self->masters, g_strdup (event->external_id), master);
}

/* A master was sent again: what the round does not mention of its instances has gone, which nothing else
 * tells. */
static void
note_sent (DaybookMicrosoftSeries *self, const char *master_id)
{
  if (!g_ptr_array_find_with_equal_func (self->sent, master_id, g_str_equal, NULL))
    g_ptr_array_add (self->sent, g_strdup (master_id));
}

static void
fill (DaybookEvent *event, const Master *master)
{
  if (!master->missing)
    {
      event->is_organizer = master->is_organizer;
      event->status = master->status;
      event->response = master->response;
      event->busy = master->busy;
      event->importance = master->importance;
      event->is_private = master->is_private;
      event->zone_flags |= master->zone_flags;
      if (master->all_day && !event->all_day)
        {
          event->all_day = TRUE;
          event->range_start = daybook_wall_from_day (
              daybook_microsoft_time_get_day (event->range_start, event->range_start, NULL));
          event->range_end
              = daybook_wall_from_day (daybook_microsoft_time_get_day (event->range_end, event->range_end, NULL));
          event->original_start = event->range_start;
        }
      event->start_wall = event->all_day ? event->range_start : DAYBOOK_INSTANT_NONE;
      /* The zone is that of the master's row. */
      g_clear_pointer (&event->time_zone, g_free);
    }
  event->hash = daybook_event_digest (event);
}

static void
complete (DaybookMicrosoftSeries *self, DaybookItem *item /* (transfer full) */, const Master *master)
{
  fill (item->event, master);
  item->op = DAYBOOK_ITEM_UPSERT;
  daybook_exchange_yield (self->exchange, item);
}

static void
hold (DaybookMicrosoftSeries *self, DaybookItem *item /* (transfer full) */)
{
  g_ptr_array_add (self->held_ids, g_strdup (item->event->external_id));
  g_hash_table_replace (self->held, g_strdup (item->event->external_id), item);
}

static void
note_instance (DaybookMicrosoftSeries *self, const DaybookEvent *event)
{
  if (self->incremental && event->series_external_id != NULL)
    g_hash_table_add (self->instances, g_strdup (event->series_external_id));
}

/* An exception of a series of days names its place by an instant at midnight somewhere; the day is what
 * instances of such series go by. */
static void
fix_exception (DaybookMicrosoftSeries *self, DaybookEvent *event)
{
  const Master *master = g_hash_table_lookup (self->masters, event->series_external_id);

  if (master != NULL && !master->missing && master->all_day && !event->all_day)
    event->original_start = daybook_wall_from_day (
        daybook_microsoft_time_get_day (event->original_start, event->original_start, NULL));
}

/* Yields @item (transfer full), which is one of daybook_microsoft_event_read(), or holds it until its master
 * is met. The last word of a round on an id is the one that counts. */
void
daybook_microsoft_series_take (DaybookMicrosoftSeries *self, DaybookItem *item)
{
  const char *id = item->event != NULL ? item->event->external_id : item->external_id;

  g_hash_table_remove (self->held, id);
  if (item->event == NULL)
    {
      daybook_exchange_yield (self->exchange, item);
      return;
    }
  if (item->event->kind == DAYBOOK_EVENT_MASTER)
    {
      note_master (self, item->event);
      if (self->incremental)
        note_sent (self, id);
    }
  else
    note_instance (self, item->event);
  if (item->event->kind == DAYBOOK_EVENT_EXCEPTION)
    fix_exception (self, item->event);
  if (item->op == DAYBOOK_ITEM_PATCH)
    {
      const Master *master = g_hash_table_lookup (self->masters, item->event->series_external_id);

      if (master == NULL)
        hold (self, item);
      else
        complete (self, item, master);
    }
  else
    daybook_exchange_yield (self->exchange, item);
}

/* The answer to a request for what daybook_microsoft_series_find_wanted() named (transfer full). The service did
 * not send it by itself, so it says nothing about the series' other instances. */
void
daybook_microsoft_series_take_master (DaybookMicrosoftSeries *self, DaybookItem *item)
{
  note_master (self, item->event);
  daybook_exchange_yield (self->exchange, item);
}

/* Yields what was held for masters that have been met. */
void
daybook_microsoft_series_settle_page (DaybookMicrosoftSeries *self)
{
  g_autoptr (GPtrArray) ids = g_steal_pointer (&self->held_ids);

  self->held_ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < ids->len; i++)
    {
      DaybookItem *item = g_hash_table_lookup (self->held, ids->pdata[i]);
      g_autofree gpointer key = NULL;
      const Master *master;

      if (item == NULL)
        continue;
      master = g_hash_table_lookup (self->masters, item->event->series_external_id);
      if (master == NULL)
        {
          g_ptr_array_add (self->held_ids, g_strdup (ids->pdata[i]));
          continue;
        }
      g_hash_table_steal_extended (self->held, ids->pdata[i], &key, NULL);
      complete (self, item, master);
    }
}

/* Whether nothing is held: only then may a round be interrupted here. */
gboolean
daybook_microsoft_series_is_whole (DaybookMicrosoftSeries *self)
{
  return g_hash_table_size (self->held) == 0;
}

/* At the round's end: completes what is held from masters that are stored, and returns the first one that
 * is not and has to be asked for; NULL when nothing is held any more. */
const char *
daybook_microsoft_series_find_wanted (DaybookMicrosoftSeries *self)
{
  for (guint i = 0; i < self->held_ids->len; i++)
    {
      const DaybookItem *item = g_hash_table_lookup (self->held, self->held_ids->pdata[i]);
      const char *master_id;
      g_autoptr (DaybookEvent) stored = NULL;

      if (item == NULL)
        continue;
      master_id = item->event->series_external_id;
      if (g_hash_table_contains (self->masters, master_id))
        continue;
      stored = daybook_exchange_get_known_event (self->exchange, master_id);
      /* A row without etag stands in for a master that was never met. */
      if (stored == NULL || stored->kind != DAYBOOK_EVENT_MASTER || stored->etag == NULL)
        return master_id;
      note_master (self, stored);
    }
  daybook_microsoft_series_settle_page (self);
  return NULL;
}

/* The service does not give @master_id out: its occurrences stand by themselves. */
void
daybook_microsoft_series_give_up (DaybookMicrosoftSeries *self, const char *master_id)
{
  Master *master = g_new0 (Master, 1);

  master->missing = TRUE;
  g_hash_table_replace (self->masters, g_strdup (master_id), master);
}

/* The round is whole: says for which series it sent all instances that are left. One that came without
 * any is no such series, for when the last instance goes the service says so of the series. */
void
daybook_microsoft_series_end (DaybookMicrosoftSeries *self)
{
  for (guint i = 0; i < self->sent->len; i++)
    {
      if (g_hash_table_contains (self->instances, self->sent->pdata[i]))
        daybook_exchange_yield (self->exchange,
                                daybook_item_new_op (DAYBOOK_ITEM_REPLACE_SERIES, self->sent->pdata[i]));
    }
}

static void
write_texts (JsonBuilder *builder, const char *name, GList *texts)
{
  if (texts == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (GList *l = texts; l != NULL; l = l->next)
    json_builder_add_string_value (builder, l->data);
  json_builder_end_array (builder);
}

/* What a checkpoint must keep of an incremental round: the answer is known at its end alone. */
void
daybook_microsoft_series_write (DaybookMicrosoftSeries *self, JsonBuilder *builder)
{
  g_autoptr (GList) sent = NULL;
  g_autoptr (GList) instances = g_list_sort (g_hash_table_get_keys (self->instances), (GCompareFunc) strcmp);

  for (guint i = self->sent->len; i > 0; i--)
    sent = g_list_prepend (sent, self->sent->pdata[i - 1]);
  write_texts (builder, "sent", sent);
  write_texts (builder, "instances", instances);
}

/* Reads the pending value, which is the `sent` or the `instances` of a checkpoint. */
void
daybook_microsoft_series_read (DaybookMicrosoftSeries *self, DaybookJsonReader *reader, gboolean is_sent)
{
  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      g_autofree char *id = daybook_json_reader_read_string_or_null (reader);

      if (id != NULL && is_sent)
        note_sent (self, id);
      else if (id != NULL)
        g_hash_table_add (self->instances, g_steal_pointer (&id));
    }
}
