/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ical-reader/daybook-ical-entries.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "providers/daybook-digest.h"
#include "providers/daybook-exchange.h"
#include "providers/ical-reader/daybook-ical-series.h"

/* Longer ids are told by their digest. */
#define MAX_UID 512

/* What counts as inside the window although its times float or are days: no zone is further from UTC. */
#define SLACK DAYBOOK_DAY_SECONDS

/* Raised when the same text comes to mean something else, so that everything is read once more. */
#define READING_VERSION 1

typedef struct
{
  char *id;                  /* (owned) key of the table */
  char *uid;                 /* (owned) what the ids of its series begin with: its UID, or the resource's name */
  char *ical_uid;            /* (owned) */
  DaybookIcalComponent *text; /* (owned) (nullable) what cannot be read before the end */
  DaybookEvent *event;       /* (owned) (nullable) */
  const char *problem;       /* (nullable) why there is none, translated */
  guint64 digest;
  gint64 sequence;
  gint64 stamp;
  guint position;      /* in order */
  gboolean in_series;
  gboolean is_instance;
  DaybookIcalTime instance; /* RECURRENCE-ID; its zone is not kept */
  gboolean and_future;
  gboolean is_unchanged;
  gboolean is_dropped; /* cancelled with its whole series: as if it were not there */
} Entry;

struct _DaybookIcalEntries
{
  DaybookIcalOptions options;
  char *owner;            /* (owned) (nullable) lower case */
  DaybookIcalZones *zones; /* the calendar's */
  DaybookIcalParser parser;
  GHashTable *entries;    /* (owned) id -> Entry */
  GPtrArray *order;       /* (owned) Entry, as they came; NULL where one was taken out */
  GPtrArray *splits;      /* (owned) Entry: changes that have become series of their own, in order of time */
  GPtrArray *late;        /* (owned) DaybookIcalComponent whose zone was not defined yet */
  char *resource_uid;     /* (owned) (nullable) of the first event of a resource */
  guint64 seed;
  gboolean is_late;       /* the calendar is at its end: nothing more will be defined */
};

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_free (self->uid);
  g_free (self->ical_uid);
  daybook_ical_component_free (self->text);
  daybook_event_free (self->event);
  g_free (self);
}

/* Borrows what @options point to, and @zones. */
DaybookIcalEntries *
daybook_ical_entries_new (const DaybookIcalOptions *options, DaybookIcalZones *zones)
{
  DaybookIcalEntries *self = g_new0 (DaybookIcalEntries, 1);

  self->options = *options;
  self->zones = zones;
  self->owner = options->owner != NULL ? g_ascii_strdown (options->owner, -1) : NULL;
  daybook_ical_parser_init (&self->parser, zones, self->owner);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  self->order = g_ptr_array_new ();
  self->splits = g_ptr_array_new ();
  self->late = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_ical_component_free);
  daybook_ical_entries_set_cancelled (self, FALSE);
  return self;
}

void
daybook_ical_entries_free (DaybookIcalEntries *self)
{
  daybook_ical_parser_clear (&self->parser);
  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->order);
  g_ptr_array_unref (self->splits);
  g_ptr_array_unref (self->late);
  g_free (self->resource_uid);
  g_free (self->owner);
  g_free (self);
}

/* METHOD:CANCEL. What decides the meaning of every event is the beginning of every digest. */
void
daybook_ical_entries_set_cancelled (DaybookIcalEntries *self, gboolean is_cancelled)
{
  self->parser.is_cancelled = is_cancelled;
  self->seed = daybook_digest_number (0, READING_VERSION);
  self->seed = daybook_digest_number (self->seed, is_cancelled);
  self->seed = daybook_digest_text (self->seed, self->owner);
  self->seed = daybook_digest_text (self->seed, daybook_zone_get_name (self->options.zone));
}

/* What the digest of the next event goes on from. */
guint64
daybook_ical_entries_get_digest (DaybookIcalEntries *self)
{
  return self->seed ^ daybook_ical_zones_get_digest (self->zones);
}

static char *
make_uid (const DaybookIcalComponent *component)
{
  DaybookIcalProperty property;

  if (component->uid >= 0 && daybook_ical_component_get (component, component->uid, &property)
      && property.value_length > 0 && property.value_length <= MAX_UID)
    return daybook_ical_property_get_text (&property);
  /* Without an id an event is what it says. */
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x", component->digest);
}

/* What the ids of all that has this UID begin with. A resource holds one UID; where one holds more all the
 * same, each is told apart, behind a mark that no instance's id has. */
static char *
make_base (DaybookIcalEntries *self, const char *uid)
{
  if (self->options.resource == NULL)
    return g_strdup (uid);
  if (self->resource_uid == NULL)
    self->resource_uid = g_strdup (uid);
  if (g_str_equal (self->resource_uid, uid))
    return g_strdup (self->options.resource);
  return g_strdup_printf ("%s//%s", self->options.resource, uid);
}

/* UID, '/', original start: UTC, a date, or floating wall time, so that it does not depend on where the
 * person is. */
static char *
make_instance_id (const char *uid, const DaybookIcalTime *instance)
{
  gint64 wall = instance->is_floating ? instance->wall : instance->at;
  DaybookDay day = daybook_wall_get_day (wall);
  int second = daybook_wall_get_second_of_day (wall);
  int year, month, day_of_month;

  daybook_day_to_civil (day, &year, &month, &day_of_month);
  if (instance->is_date)
    return g_strdup_printf ("%s/%04d%02d%02d", uid, year, month, day_of_month);
  return g_strdup_printf ("%s/%04d%02d%02dT%02d%02d%02d%s", uid, year, month, day_of_month, second / 3600,
                          second / 60 % 60, second % 60, instance->is_floating ? "" : "Z");
}

static gboolean
read_instance (DaybookIcalEntries *self, const DaybookIcalComponent *component, DaybookIcalTime *instance)
{
  DaybookIcalProperty property;

  return daybook_ical_component_get (component, component->recurrence_id, &property)
         && daybook_ical_time_read (instance, &property, self->zones);
}

/* The entry of @component, unless a newer version of the same event is there already. */
static Entry *
make_entry (DaybookIcalEntries *self, const DaybookIcalComponent *component)
{
  g_autofree char *ical_uid = make_uid (component);
  g_autofree char *uid = make_base (self, ical_uid);
  g_autofree char *id = NULL;
  DaybookIcalTime instance = { 0 };
  const char *problem = NULL;
  Entry *entry;

  if (component->recurrence_id < 0)
    id = g_strdup (uid);
  else if (read_instance (self, component, &instance))
    id = make_instance_id (uid, &instance);
  else
    {
      id = g_strdup_printf ("%s/?%016" G_GINT64_MODIFIER "x", uid, component->digest);
      problem = _("It does not say which instance of its series it is.");
    }
  entry = g_hash_table_lookup (self->entries, id);
  if (entry != NULL && !daybook_ical_component_is_newer (component, entry->sequence, entry->stamp))
    return NULL;
  if (entry != NULL)
    self->order->pdata[entry->position] = NULL;
  entry = g_new0 (Entry, 1);
  entry->position = self->order->len;
  entry->in_series = component->in_series;
  entry->id = id;
  entry->uid = g_steal_pointer (&uid);
  entry->ical_uid = g_steal_pointer (&ical_uid);
  entry->problem = problem;
  entry->digest = component->digest;
  entry->sequence = component->sequence;
  entry->stamp = component->stamp;
  entry->is_instance = component->recurrence_id >= 0;
  entry->instance = instance;
  entry->instance.zone = NULL;
  entry->instance.zone_name = NULL;
  entry->and_future = component->and_future;
  g_hash_table_replace (self->entries, g_steal_pointer (&id), entry);
  g_ptr_array_add (self->order, entry);
  return entry;
}

/* What is stored of it. A resource is read because it has another etag than what is stored of it, and all
 * that is in it shall have that one. */
static const DaybookKnown *
find_known (DaybookIcalEntries *self, const Entry *entry)
{
  if (self->options.known == NULL || self->options.resource != NULL)
    return NULL;
  return g_hash_table_lookup (self->options.known, entry->id);
}

static gboolean
is_known (DaybookIcalEntries *self, const Entry *entry, guint64 digest)
{
  const DaybookKnown *known = find_known (self, entry);

  return known != NULL && known->hash == digest;
}

static void
read_event (DaybookIcalEntries *self, Entry *entry, const DaybookIcalComponent *component)
{
  entry->event = daybook_ical_event_read (&self->parser, component, entry->id,
                                         entry->is_instance ? &entry->instance : NULL, &entry->problem);
  if (entry->event == NULL)
    return;
  entry->event->ical_uid = g_strdup (entry->ical_uid);
  entry->event->etag = g_strdup (self->options.etag);
  entry->event->hash = entry->digest;
}

/* Takes one VEVENT. One that is stored as it is, is not read at all; what belongs to a series is kept as
 * text until the end, and so is one whose time zone has not been defined yet. */
void
daybook_ical_entries_add (DaybookIcalEntries *self, const DaybookIcalComponent *component)
{
  Entry *entry;

  daybook_ical_zones_take_missed (self->zones);
  entry = make_entry (self, component);
  if (entry == NULL || entry->problem != NULL)
    return;
  if (component->in_series)
    {
      if (!self->is_late && daybook_ical_zones_take_missed (self->zones))
        {
          /* Its id may turn out to be another one. */
          self->order->pdata[entry->position] = NULL;
          g_hash_table_remove (self->entries, entry->id);
          g_ptr_array_add (self->late, daybook_ical_component_copy (component));
          return;
        }
      entry->text = daybook_ical_component_copy (component);
      return;
    }
  entry->is_unchanged = is_known (self, entry, entry->digest);
  if (entry->is_unchanged)
    return;
  read_event (self, entry, component);
  if (!self->is_late && daybook_ical_zones_take_missed (self->zones))
    {
      g_clear_pointer (&entry->event, daybook_event_free);
      entry->problem = NULL;
      entry->text = daybook_ical_component_copy (component);
    }
}

static Entry *
find_series (DaybookIcalEntries *self, const Entry *instance)
{
  Entry *master = g_hash_table_lookup (self->entries, instance->uid);

  /* An event by that id that does not repeat is no series. */
  return master != NULL && master->in_series && !master->is_instance ? master : NULL;
}

/* What a series and its instances mean depends on the changes that hold for all that follows them, and
 * what a changed instance means on whether its series is there. */
static void
complete_digests (DaybookIcalEntries *self)
{
  g_autoptr (GHashTable) split = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->order->len; i++)
    {
      const Entry *entry = self->order->pdata[i];
      Entry *master = entry != NULL && entry->and_future ? find_series (self, entry) : NULL;

      if (master == NULL)
        continue;
      master->digest = daybook_digest_number (master->digest, entry->digest);
      g_hash_table_add (split, master);
    }
  for (guint i = 0; i < self->order->len; i++)
    {
      Entry *entry = self->order->pdata[i];
      Entry *master = entry != NULL && entry->is_instance ? find_series (self, entry) : NULL;

      if (entry == NULL || !entry->is_instance)
        continue;
      if (master == NULL)
        entry->digest = daybook_digest_number (entry->digest, 0);
      else if (g_hash_table_contains (split, master))
        entry->digest = daybook_digest_number (entry->digest, master->digest);
    }
}

static void
read_texts (DaybookIcalEntries *self)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      Entry *entry = self->order->pdata[i];

      if (entry == NULL || entry->text == NULL)
        continue;
      entry->is_unchanged = is_known (self, entry, entry->digest);
      if (!entry->is_unchanged)
        read_event (self, entry, entry->text);
    }
}

/* The wall time at which an instance was to start, in its series' zone. */
static gint64
get_original_wall (const Entry *entry, const DaybookEvent *master)
{
  g_autoptr (DaybookZone) zone = NULL;

  if (entry->instance.is_date || entry->instance.is_floating)
    return entry->instance.wall;
  zone = master->time_zone != NULL ? daybook_zone_lookup (master->time_zone) : NULL;
  return zone != NULL ? daybook_zone_to_wall (zone, entry->instance.at) : entry->instance.wall;
}

static gint
compare_instances (gconstpointer a, gconstpointer b)
{
  const Entry *first = *(Entry *const *) a;
  const Entry *second = *(Entry *const *) b;

  return first->instance.at < second->instance.at ? -1 : first->instance.at > second->instance.at;
}

/* RANGE=THISANDFUTURE, in order of time, the last one first, so that each takes off its own end. */
static void
split_series (DaybookIcalEntries *self)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();

  for (guint i = 0; i < self->order->len; i++)
    {
      Entry *entry = self->order->pdata[i];

      if (entry != NULL && entry->and_future && entry->event != NULL)
        g_ptr_array_add (changes, entry);
    }
  g_ptr_array_sort (changes, compare_instances);
  for (guint i = changes->len; i > 0; i--)
    {
      Entry *entry = changes->pdata[i - 1];
      Entry *master = find_series (self, entry);

      if (master != NULL && master->event != NULL && master->event->rrule != NULL
          && daybook_ical_series_split (master->event, entry->event, get_original_wall (entry, master->event)))
        g_ptr_array_insert (self->splits, 0, entry);
    }
}

/* The series that @entry is an instance of now: @master, or what was split off it before. */
static Entry *
find_part (DaybookIcalEntries *self, const Entry *entry, Entry *master)
{
  Entry *part = master;

  for (guint i = 0; i < self->splits->len; i++)
    {
      Entry *split = self->splits->pdata[i];

      if (g_str_equal (split->uid, entry->uid) && split->instance.at <= entry->instance.at)
        part = split;
    }
  return part;
}

/* Where a series starts, read again from its text, since what is stored as it is was not read. */
static gboolean
read_series_start (DaybookIcalEntries *self, const Entry *master, DaybookIcalTime *start)
{
  DaybookIcalProperty property;

  for (guint i = 0; master->text != NULL && i < master->text->ends->len; i++)
    {
      if (daybook_ical_component_get (master->text, i, &property) && daybook_ical_property_is (&property, "DTSTART"))
        return daybook_ical_time_read (start, &property, self->zones);
    }
  return FALSE;
}

/* The identity of an instance in the terms of its series. Outlook names the instances of whole days by
 * their midnight, other programs those of a time by their date. */
static gint64
get_original_start (DaybookIcalEntries *self, const Entry *entry, const Entry *master)
{
  DaybookIcalTime start;

  if (!read_series_start (self, master, &start) || start.is_date == entry->instance.is_date)
    return entry->instance.at;
  if (start.is_date)
    return daybook_wall_from_day (daybook_wall_get_day (entry->instance.wall));
  return daybook_zone_to_instant (start.zone, entry->instance.wall + daybook_wall_get_second_of_day (start.wall));
}

/* An instance with its series carries its name; one that the series does not hold any more is an instance
 * of what was split off, by the time it would have had there. One without a series is an event like any
 * other. */
static void
link_instance (DaybookIcalEntries *self, Entry *entry, Entry *master)
{
  DaybookEvent *event = entry->event;
  Entry *part;

  if (master == NULL)
    {
      event->kind = DAYBOOK_EVENT_SINGLE;
      event->original_start = DAYBOOK_INSTANT_NONE;
      return;
    }
  part = find_part (self, entry, master);
  event->series_external_id = g_strdup (part->id);
  event->original_start = get_original_start (self, entry, master);
  if (part != master)
    event->original_start += part->event->range_start - part->instance.at;
}

/* A series that was cancelled as a whole is gone, and so are its instances. */
static void
link_instances (DaybookIcalEntries *self)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      Entry *entry = self->order->pdata[i];

      if (entry != NULL && entry->event != NULL && entry->event->kind == DAYBOOK_EVENT_MASTER
          && entry->event->status == DAYBOOK_EVENT_CANCELLED)
        entry->is_dropped = TRUE;
    }
  for (guint i = 0; i < self->order->len; i++)
    {
      Entry *entry = self->order->pdata[i];
      Entry *master = entry != NULL && entry->is_instance ? find_series (self, entry) : NULL;

      if (master != NULL && master->is_dropped)
        entry->is_dropped = TRUE;
      if (entry != NULL && entry->event != NULL && entry->event->kind == DAYBOOK_EVENT_EXCEPTION)
        link_instance (self, entry, master);
    }
}

/* Whether any of it lies in the window. An instance counts by its original start too: there it keeps the
 * series from happening. */
static gboolean
is_in_window (DaybookIcalEntries *self, const DaybookEvent *event)
{
  gint64 start = event->range_start;
  gint64 end = event->range_end;

  if (event->kind == DAYBOOK_EVENT_MASTER)
    end = daybook_ical_series_get_end (event);
  else if (event->kind == DAYBOOK_EVENT_EXCEPTION)
    {
      start = MIN (start, event->original_start);
      end = MAX (end, event->original_start);
    }
  if (event->all_day || event->time_zone == NULL)
    {
      start -= SLACK;
      end = end < G_MAXINT64 - SLACK ? end + SLACK : end;
    }
  return end >= self->options.from && start < self->options.to;
}

static void
yield_missing (DaybookIcalEntries *self, GPtrArray *items)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->options.known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      const Entry *entry = g_hash_table_lookup (self->entries, id);

      if (entry == NULL || entry->is_dropped)
        g_ptr_array_add (items, daybook_item_new_op (DAYBOOK_ITEM_MISSING, id));
    }
}

/* A server that says that an object has changed is told of it, wherever what is stored of it has moved to; a
 * feed says nothing of what lies before the window. */
static gboolean
is_stored (DaybookIcalEntries *self, const Entry *entry)
{
  return self->options.resource != NULL && self->options.known != NULL
         && g_hash_table_contains (self->options.known, entry->id);
}

static gboolean
is_known_problem (DaybookIcalEntries *self, const Entry *entry, const char *etag)
{
  const DaybookKnown *known = find_known (self, entry);

  return known != NULL && g_strcmp0 (known->etag, etag) == 0;
}

static void
yield (DaybookIcalEntries *self, GPtrArray *items, Entry *entry, gboolean full)
{
  g_autofree char *etag = NULL;

  if (entry->is_dropped)
    return;
  if (entry->problem != NULL && self->options.resource != NULL)
    etag = g_strdup (self->options.etag);
  else if (entry->problem != NULL)
    etag = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", entry->digest);
  if (entry->problem != NULL && !is_known_problem (self, entry, etag))
    g_ptr_array_add (items, daybook_item_new_quarantine (entry->id, etag, entry->problem));
  else if (entry->problem != NULL || entry->is_unchanged)
    {
      if (full)
        g_ptr_array_add (items, daybook_item_new_op (DAYBOOK_ITEM_SEEN, entry->id));
    }
  else if (is_in_window (self, entry->event) || is_stored (self, entry))
    g_ptr_array_add (items, daybook_item_new_event (g_steal_pointer (&entry->event)));
}

/* The calendar is complete: DaybookItem, series before their instances. When it is known what is stored, @full is
 * FALSE: what has not changed is not mentioned, since the store has nothing to do for it, but what is missing
 * is (of a resource that is its reader's business). Else everything that is there is said to be, and @full is
 * TRUE. (transfer full) */
GPtrArray *
daybook_ical_entries_finish (DaybookIcalEntries *self, gboolean *full)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_item_free);

  self->is_late = TRUE;
  for (guint i = 0; i < self->late->len; i++)
    daybook_ical_entries_add (self, self->late->pdata[i]);
  complete_digests (self);
  read_texts (self);
  split_series (self);
  link_instances (self);
  *full = self->options.full || self->options.known == NULL;
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < self->order->len; i++)
        {
          Entry *entry = self->order->pdata[i];

          if (entry != NULL && entry->is_instance == (pass == 1))
            yield (self, items, entry, *full);
        }
    }
  if (!*full && self->options.resource == NULL)
    yield_missing (self, items);
  return items;
}
