/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events: upsert, series, sweep, what entries are told, reading by day. */
#include "base/daybook-error.h"
#include "store-fixture.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-events-private.h"
#include "store/daybook-store-private.h"

#define HOUR G_GINT64_CONSTANT (3600)
#define DAY G_GINT64_CONSTANT (86400)

static DaybookChange
put (DaybookStore *store, const DaybookEvent *event, gint64 generation, gint64 *id)
{
  g_autoptr (GError) error = NULL;
  DaybookChange change = DAYBOOK_CHANGE_DELETED;

  g_assert_true (daybook_store_put_event (store, event, generation, &change, id, &error));
  g_assert_no_error (error);
  return change;
}

static gint64
put_simple (StoreFixture *fixture, const char *external_id, gint64 start, gint64 seconds, gint64 generation)
{
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, external_id, start, seconds);
  gint64 id;

  put (fixture->store, event, generation, &id);
  return id;
}

static gint64
count (StoreFixture *fixture, const char *where)
{
  g_autofree char *sql = g_strdup_printf ("SELECT COUNT (*) FROM event WHERE %s", where);

  return store_fixture_ask (fixture->store, sql);
}

static gint64
count_hits (DaybookStore *store, const char *word)
{
  g_autofree char *sql = g_strdup_printf ("SELECT COUNT (*) FROM search WHERE search MATCH '\"%s\"'", word);

  return store_fixture_ask (store, sql);
}

static gint64
convert (StoreFixture *fixture, gint64 event_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEvent) event = daybook_store_get_event (fixture->store, event_id, &error);
  g_autoptr (DaybookEntry) entry = NULL;

  g_assert_no_error (error);
  entry = store_fixture_make_entry (event->title, event->range_start, event->range_end - event->range_start);
  entry->origin = DAYBOOK_ORIGIN_EVENT;
  entry->event_id = event_id;
  entry->event_key = daybook_store_make_event_key (fixture->store, event);
  entry->event_start_at = event->range_start;
  entry->event_end_at = event->range_end;
  entry->status = DAYBOOK_ENTRY_APPROVED;
  daybook_store_add_entry (fixture->store, entry, &error);
  g_assert_no_error (error);
  return entry->id;
}

static DaybookEntryFlags
flags_of (StoreFixture *fixture, gint64 entry_id)
{
  g_autoptr (DaybookEntry) entry = daybook_store_get_entry (fixture->store, entry_id, NULL);

  g_assert_nonnull (entry);
  return entry->flags;
}

static gint64
event_of (StoreFixture *fixture, gint64 entry_id)
{
  g_autoptr (DaybookEntry) entry = daybook_store_get_entry (fixture->store, entry_id, NULL);

  return entry->event_id;
}

static void
assert_sealed (StoreFixture *fixture)
{
  g_autoptr (GArray) unsound = daybook_store_list_unsound_entries (fixture->store, NULL);

  g_assert_cmpuint (unsound->len, ==, 0);
}

/* Upsert -------------------------------------------------------------------------------------------- */

/* No field is lost on the way in and out. */
static void
test_every_field (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, "full", FIXTURE_NOW, HOUR);
  g_autoptr (DaybookEvent) read = NULL;
  g_autoptr (DaybookEvent) known = NULL;
  gint64 id;

  event->ical_uid = g_strdup ("uid");
  event->description = g_strdup ("description");
  event->location = g_strdup ("location");
  event->url = g_strdup ("https://example.com");
  event->conference_url = g_strdup ("https://meet.example.com");
  event->conference_provider = g_strdup ("meet");
  event->conference_id = g_strdup ("abc");
  event->organizer = g_strdup ("ann@example.com");
  event->organizer_name = g_strdup ("Ann");
  event->attendees = g_strdup ("[{\"name\":\"Bob\"}]");
  event->attendee_count = 5;
  event->categories = g_strdup ("[\"work\"]");
  event->color = g_strdup ("#ff0000");
  event->is_organizer = TRUE;
  event->status = DAYBOOK_EVENT_TENTATIVE;
  event->response = DAYBOOK_RESPONSE_ORGANIZER;
  event->busy = DAYBOOK_BUSY_OUT_OF_OFFICE;
  event->importance = DAYBOOK_IMPORTANCE_HIGH;
  event->is_private = TRUE;
  event->start_wall = FIXTURE_NOW + HOUR;
  event->time_zone = g_strdup ("Europe/Berlin");
  event->zone_flags = DAYBOOK_ZONE_UNKNOWN;
  event->hash = G_MAXUINT64 - 1;
  event->sequence = 3;
  event->updated_at = FIXTURE_NOW - DAY;
  g_assert_cmpint (put (fixture->store, event, 1, &id), ==, DAYBOOK_CHANGE_CREATED);
  read = daybook_store_get_event (fixture->store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->ical_uid, ==, "uid");
  g_assert_cmpstr (read->title, ==, "Meeting full");
  g_assert_cmpstr (read->description, ==, "description");
  g_assert_cmpstr (read->location, ==, "location");
  g_assert_cmpstr (read->url, ==, "https://example.com");
  g_assert_cmpstr (read->conference_url, ==, "https://meet.example.com");
  g_assert_cmpstr (read->conference_provider, ==, "meet");
  g_assert_cmpstr (read->conference_id, ==, "abc");
  g_assert_cmpstr (read->organizer, ==, "ann@example.com");
  g_assert_cmpstr (read->organizer_name, ==, "Ann");
  g_assert_cmpstr (read->attendees, ==, "[{\"name\":\"Bob\"}]");
  g_assert_cmpint (read->attendee_count, ==, 5);
  g_assert_cmpstr (read->categories, ==, "[\"work\"]");
  g_assert_cmpstr (read->color, ==, "#ff0000");
  g_assert_true (read->is_organizer);
  g_assert_cmpint (read->status, ==, DAYBOOK_EVENT_TENTATIVE);
  g_assert_cmpint (read->response, ==, DAYBOOK_RESPONSE_ORGANIZER);
  g_assert_cmpint (read->busy, ==, DAYBOOK_BUSY_OUT_OF_OFFICE);
  g_assert_cmpint (read->importance, ==, DAYBOOK_IMPORTANCE_HIGH);
  g_assert_true (read->is_private);
  g_assert_cmpint (read->range_start, ==, FIXTURE_NOW);
  g_assert_cmpint (read->range_end, ==, FIXTURE_NOW + HOUR);
  g_assert_cmpint (read->start_wall, ==, FIXTURE_NOW + HOUR);
  g_assert_cmpstr (read->time_zone, ==, "Europe/Berlin");
  g_assert_cmpint (read->zone_flags, ==, DAYBOOK_ZONE_UNKNOWN);
  g_assert_cmpuint (read->hash, ==, G_MAXUINT64 - 1);
  g_assert_cmpint (read->sequence, ==, 3);
  g_assert_cmpint (read->updated_at, ==, FIXTURE_NOW - DAY);
  g_assert_cmpstr (read->etag, ==, "\"1\"");
  known = daybook_store_get_known_event (fixture->store, fixture->source_id, "full");
  g_assert_cmpint (known->id, ==, id);
  g_assert_null (daybook_store_get_known_event (fixture->store, fixture->source_id, "Full"));
}

static void
test_skips_the_unchanged (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, "a", FIXTURE_NOW, HOUR);
  g_autoptr (DaybookEvent) feed = store_fixture_make_event (fixture, "b", FIXTURE_NOW, HOUR);
  gint64 id, again;

  put (store, event, 1, &id);
  g_assert_cmpint (put (store, event, 1, &again), ==, DAYBOOK_CHANGE_NONE);
  g_assert_cmpint (again, ==, id);
  g_free (event->etag);
  event->etag = g_strdup ("\"2\"");
  g_assert_cmpint (put (store, event, 1, &again), ==, DAYBOOK_CHANGE_UPDATED);
  g_assert_cmpint (again, ==, id);

  /* Without an etag the hash of the text decides; 0 is no hash. */
  g_clear_pointer (&feed->etag, g_free);
  g_assert_cmpint (put (store, feed, 1, NULL), ==, DAYBOOK_CHANGE_CREATED);
  g_assert_cmpint (put (store, feed, 1, NULL), ==, DAYBOOK_CHANGE_UPDATED);
  feed->hash = 7;
  g_assert_cmpint (put (store, feed, 1, NULL), ==, DAYBOOK_CHANGE_UPDATED);
  g_assert_cmpint (put (store, feed, 1, NULL), ==, DAYBOOK_CHANGE_NONE);
  feed->hash = 8;
  g_assert_cmpint (put (store, feed, 1, NULL), ==, DAYBOOK_CHANGE_UPDATED);
}

/* Pages come twice and out of order. */
static void
test_ignores_older_versions (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (DaybookEvent) newer = store_fixture_make_event (fixture, "a", FIXTURE_NOW, HOUR);
  g_autoptr (DaybookEvent) older = store_fixture_make_event (fixture, "a", FIXTURE_NOW + DAY, HOUR);
  g_autoptr (DaybookEvent) sequel = store_fixture_make_event (fixture, "b", FIXTURE_NOW, HOUR);

  newer->updated_at = FIXTURE_NOW;
  older->updated_at = FIXTURE_NOW - 1;
  older->etag[1] = '0';
  put (store, newer, 1, NULL);
  g_assert_cmpint (put (store, older, 1, NULL), ==, DAYBOOK_CHANGE_NONE);
  older->updated_at = FIXTURE_NOW + 1;
  g_assert_cmpint (put (store, older, 1, NULL), ==, DAYBOOK_CHANGE_UPDATED);

  /* Feeds without times of change have the sequence; one that begins again at 0 is believed. */
  sequel->sequence = 5;
  put (store, sequel, 1, NULL);
  sequel->etag[1] = '2';
  sequel->sequence = 4;
  g_assert_cmpint (put (store, sequel, 1, NULL), ==, DAYBOOK_CHANGE_NONE);
  sequel->sequence = 0;
  g_assert_cmpint (put (store, sequel, 1, NULL), ==, DAYBOOK_CHANGE_UPDATED);
}

static void
test_words_follow (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, "a", FIXTURE_NOW, HOUR);
  DaybookChange change;

  event->description = g_strdup ("alpaca");
  put (store, event, 1, NULL);
  g_assert_cmpint (count_hits (store, "alpaca"), ==, 1);
  g_free (event->description);
  event->description = g_strdup ("buffalo");
  event->range_start += DAY;
  event->range_end += DAY;
  event->etag[1] = '2';
  put (store, event, 1, NULL);
  g_assert_cmpint (count_hits (store, "alpaca"), ==, 0);
  g_assert_cmpint (count_hits (store, "buffalo"), ==, 1);
  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "a", &change, NULL));
  g_assert_cmpint (change, ==, DAYBOOK_CHANGE_DELETED);
  g_assert_cmpint (count_hits (store, "buffalo"), ==, 0);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM search_word"), ==, 0);
  /* Twice, and of what was never there. */
  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "a", &change, NULL));
  g_assert_cmpint (change, ==, DAYBOOK_CHANGE_NONE);
}

static void
count_known (const char *external_id, const char *etag, guint64 hash, gpointer data)
{
  g_hash_table_insert (data, g_strdup (external_id), g_strdup (etag));
}

static void
test_quarantine (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  put_simple (fixture, "a", FIXTURE_NOW, HOUR, 1);
  g_assert_true (daybook_store_quarantine (store, fixture->source_id, "b", "\"9\"", "no start", &error));
  g_assert_true (daybook_store_quarantine (store, fixture->source_id, "c", NULL, "no start", &error));
  g_assert_cmpint (daybook_store_count_quarantined (store, fixture->source_id), ==, 2);
  g_assert_true (daybook_store_foreach_known (store, fixture->source_id, count_known, known, &error));
  g_assert_cmpuint (g_hash_table_size (known), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (known, "b"), ==, "\"9\"");
  put_simple (fixture, "b", FIXTURE_NOW, HOUR, 1);
  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "c", NULL, &error));
  g_assert_cmpint (daybook_store_count_quarantined (store, fixture->source_id), ==, 0);
}

/* Entries follow ------------------------------------------------------------------------------------ */

static void
test_moved_and_back (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, "a", FIXTURE_NOW, HOUR);
  g_autoptr (DaybookEntry) entry = NULL;
  gint64 id, entry_id;

  put (store, event, 1, &id);
  entry_id = convert (fixture, id);
  event->range_start += HOUR;
  event->range_end += HOUR;
  event->etag[1] = '2';
  put (store, event, 1, NULL);
  g_assert_cmpint (flags_of (fixture, entry_id), ==, DAYBOOK_ENTRY_FLAG_MOVED);
  entry = daybook_store_get_entry (store, entry_id, NULL);
  g_assert_cmpint (entry->start_at, ==, FIXTURE_NOW);
  g_assert_cmpint (entry->status, ==, DAYBOOK_ENTRY_APPROVED);
  g_assert_cmpint (entry->version, ==, 2);
  assert_sealed (fixture);

  event->status = DAYBOOK_EVENT_CANCELLED;
  event->etag[1] = '3';
  put (store, event, 1, NULL);
  g_assert_cmpint (flags_of (fixture, entry_id), ==, DAYBOOK_ENTRY_FLAG_GONE);
  event->status = DAYBOOK_EVENT_CONFIRMED;
  event->range_start -= HOUR;
  event->range_end -= HOUR;
  event->etag[1] = '4';
  put (store, event, 1, NULL);
  g_assert_cmpint (flags_of (fixture, entry_id), ==, 0);

  /* A change that moves nothing flags nothing and makes no new version. */
  g_clear_pointer (&entry, daybook_entry_free);
  entry = daybook_store_get_entry (store, entry_id, NULL);
  g_free (event->title);
  event->title = g_strdup ("Renamed");
  event->etag[1] = '5';
  put (store, event, 1, NULL);
  g_assert_true (daybook_store_edit_entry (store, entry, NULL));
  assert_sealed (fixture);
}

static void
test_gone_and_found_again (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  gint64 id = put_simple (fixture, "a", FIXTURE_NOW, HOUR, 1);
  gint64 entry_id = convert (fixture, id);
  gint64 again;
  g_autoptr (DaybookEvent) event = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "a", NULL, &error));
  g_assert_cmpint (flags_of (fixture, entry_id), ==, DAYBOOK_ENTRY_FLAG_GONE);
  g_assert_cmpint (event_of (fixture, entry_id), ==, 0);
  assert_sealed (fixture);

  again = put_simple (fixture, "a", FIXTURE_NOW, HOUR, 1);
  g_assert_cmpint (again, !=, id);
  g_assert_cmpint (flags_of (fixture, entry_id), ==, 0);
  g_assert_cmpint (event_of (fixture, entry_id), ==, again);
  event = daybook_store_get_event (store, again, &error);
  g_assert_cmpint (event->entry_id, ==, entry_id);
  assert_sealed (fixture);

  /* Undo of a deleted entry finds the meeting that came anew meanwhile. */
  g_assert_true (daybook_store_begin_change (store, "Delete", &error));
  g_assert_true (daybook_store_delete_entry (store, entry_id, &error));
  g_assert_true (daybook_store_commit (store, &error));
  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "a", NULL, &error));
  again = put_simple (fixture, "a", FIXTURE_NOW + HOUR, HOUR, 1);
  g_assert_true (daybook_store_undo (store, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (event_of (fixture, entry_id), ==, again);
  g_assert_cmpint (flags_of (fixture, entry_id), ==, DAYBOOK_ENTRY_FLAG_MOVED);
  assert_sealed (fixture);
}

/* An altered entry is left alone rather than sealed anew. */
static void
test_altered_entry_stays_found (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  gint64 id = put_simple (fixture, "a", FIXTURE_NOW, HOUR, 1);
  g_autoptr (GArray) unsound = NULL;

  convert (fixture, id);
  store_fixture_run (store, "UPDATE time_entry SET duration = 1");
  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "a", NULL, NULL));
  unsound = daybook_store_list_unsound_entries (store, NULL);
  g_assert_cmpuint (unsound->len, ==, 1);
}

/* Series -------------------------------------------------------------------------------------------- */

static DaybookEvent *
put_master (StoreFixture *fixture, const char *external_id, gint64 start, gint64 generation)
{
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, external_id, start, HOUR);
  gint64 id;

  event->kind = DAYBOOK_EVENT_MASTER;
  event->rrule = g_strdup ("RRULE:FREQ=DAILY");
  event->description = g_strdup ("koala");
  put (fixture->store, event, generation, &id);
  return daybook_store_get_known_event (fixture->store, fixture->source_id, external_id);
}

static void
expand (StoreFixture *fixture,
        const DaybookEvent *master,
        gint64 first,
        int n,
        gint64 from,
        gint64 to,
        gint64 *created,
        gint64 *deleted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (DaybookOccurrence));

  for (int i = 0; i < n; i++)
    {
      DaybookOccurrence occurrence = { first + i * DAY, first + i * DAY, first + i * DAY + HOUR };

      /* In any order. */
      g_array_prepend_val (starts, occurrence);
    }
  *created = *deleted = 0;
  g_assert_true (
    daybook_store_set_occurrences (fixture->store, master, starts, from, to, created, deleted, &error));
  g_assert_no_error (error);
}

static void
count_masters (const DaybookEvent *event, gpointer data)
{
  g_assert_nonnull (event->rrule);
  (*(int *) data)++;
}

static void
test_occurrences (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (DaybookEvent) master = put_master (fixture, "daily", FIXTURE_NOW, 1);
  g_autoptr (DaybookEvent) instance = NULL;
  g_autoptr (GPtrArray) events = NULL;
  DaybookEventFilter filter = { .from = daybook_day_from_civil (2026, 11, 21),
                                .to = daybook_day_from_civil (2026, 11, 23) };
  gint64 created, deleted, before, third;
  int n = 0;

  expand (fixture, master, FIXTURE_NOW, 5, FIXTURE_NOW - DAY, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  g_assert_cmpint (created, ==, 5);
  g_assert_cmpint (deleted, ==, 0);
  third = store_fixture_ask (store, "SELECT id FROM event WHERE external_id = 'daily#1795424400'");
  /* Again: no row is written. */
  before = sqlite3_total_changes64 (store->db);
  expand (fixture, master, FIXTURE_NOW, 5, FIXTURE_NOW - DAY, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  g_assert_cmpint (created + deleted, ==, 0);
  g_assert_cmpint (sqlite3_total_changes64 (store->db), ==, before);
  /* The window slides on: what lies before it stays, rows that stay keep their numbers. */
  expand (fixture, master, FIXTURE_NOW + DAY, 6, FIXTURE_NOW + DAY, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  g_assert_cmpint (created, ==, 2);
  g_assert_cmpint (deleted, ==, 0);
  g_assert_cmpint (count (fixture, "kind = 3"), ==, 7);
  g_assert_cmpint (third, ==, store_fixture_ask (store, "SELECT id FROM event WHERE external_id = 'daily#1795424400'"));
  /* The rule changed: fewer days. */
  expand (fixture, master, FIXTURE_NOW + DAY, 1, FIXTURE_NOW + DAY, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  g_assert_cmpint (deleted, ==, 5);
  g_assert_cmpint (count (fixture, "kind = 3"), ==, 2);

  /* Read, they are whole; searched, their series is found once. */
  events = daybook_store_list_events (store, &filter, NULL);
  g_assert_cmpuint (events->len, ==, 2);
  instance = daybook_event_copy (events->pdata[0]);
  g_assert_cmpint (instance->kind, ==, DAYBOOK_EVENT_OCCURRENCE);
  g_assert_cmpstr (instance->title, ==, "Meeting daily");
  g_assert_cmpstr (instance->description, ==, "koala");
  g_assert_cmpstr (instance->rrule, ==, "RRULE:FREQ=DAILY");
  g_assert_cmpint (count_hits (store, "koala"), ==, 1);
  g_assert_true (daybook_store_foreach_master (store, fixture->source_id, count_masters, &n, NULL));
  g_assert_cmpint (n, ==, 1);

  /* What people see of the master changes in every instance, flags included. */
  master->response = DAYBOOK_RESPONSE_DECLINED;
  expand (fixture, master, FIXTURE_NOW + DAY, 1, FIXTURE_NOW, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  g_clear_pointer (&events, g_ptr_array_unref);
  events = daybook_store_list_events (store, &filter, NULL);
  g_assert_cmpuint (events->len, ==, 0);
  /* With the series everything goes. */
  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "daily", NULL, NULL));
  g_assert_cmpint (count (fixture, "1"), ==, 0);
  g_assert_cmpint (count_hits (store, "koala"), ==, 0);
}

static void
test_exception_replaces_occurrence (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (DaybookEvent) master = put_master (fixture, "daily", FIXTURE_NOW, 1);
  g_autoptr (DaybookEvent) exception = NULL;
  g_autoptr (GArray) starts = NULL;
  gint64 created, deleted, second, id, entry_id, other;

  expand (fixture, master, FIXTURE_NOW, 3, FIXTURE_NOW, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  second = store_fixture_ask (store, "SELECT id FROM event WHERE kind = 3 ORDER BY original_start LIMIT 1 OFFSET 1");
  entry_id = convert (fixture, second);
  other = convert (fixture, second - 1);

  /* The second one moves by two hours. */
  exception = store_fixture_make_event (fixture, "daily_20261122", FIXTURE_NOW + DAY + 2 * HOUR, HOUR);
  exception->kind = DAYBOOK_EVENT_EXCEPTION;
  exception->series_external_id = g_strdup ("daily");
  exception->original_start = FIXTURE_NOW + DAY;
  put (store, exception, 1, &id);
  g_assert_cmpint (count (fixture, "kind = 3"), ==, 2);
  g_assert_cmpint (event_of (fixture, entry_id), ==, id);
  g_assert_cmpint (flags_of (fixture, entry_id), ==, DAYBOOK_ENTRY_FLAG_MOVED);
  g_assert_cmpint (flags_of (fixture, other), ==, 0);
  starts = daybook_store_list_exception_starts (store, master->id, NULL);
  g_assert_cmpuint (starts->len, ==, 1);
  g_assert_cmpint (g_array_index (starts, gint64, 0), ==, FIXTURE_NOW + DAY);

  /* Back to normal: the service forgets the exception, the rule gives the instance again. */
  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "daily_20261122", NULL, NULL));
  g_assert_cmpint (flags_of (fixture, entry_id), ==, DAYBOOK_ENTRY_FLAG_GONE);
  expand (fixture, master, FIXTURE_NOW, 3, FIXTURE_NOW, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  g_assert_cmpint (created, ==, 1);
  g_assert_cmpint (flags_of (fixture, entry_id), ==, 0);
  assert_sealed (fixture);
}

static void
test_exception_before_master (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (DaybookEvent) exception = store_fixture_make_event (fixture, "x1", FIXTURE_NOW, HOUR);
  g_autoptr (DaybookEvent) master = NULL;
  g_autoptr (DaybookEvent) read = NULL;
  gint64 id;
  int n = 0;

  exception->kind = DAYBOOK_EVENT_EXCEPTION;
  exception->series_external_id = g_strdup ("late");
  exception->original_start = FIXTURE_NOW - HOUR;
  g_clear_pointer (&exception->title, g_free);
  put (store, exception, 1, &id);
  /* A master that never came is nothing to expand. */
  g_assert_true (daybook_store_foreach_master (store, fixture->source_id, count_masters, &n, NULL));
  g_assert_cmpint (n, ==, 0);
  master = put_master (fixture, "late", FIXTURE_NOW - HOUR, 1);
  g_assert_cmpint (count (fixture, "kind = 1"), ==, 1);
  read = daybook_store_get_event (store, id, NULL);
  g_assert_cmpint (read->series_id, ==, master->id);
  g_assert_cmpstr (read->title, ==, "Meeting late");
}

/* The same meeting must not be billed twice because its organiser made a series of it. */
static void
test_single_becomes_series (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  gint64 id = put_simple (fixture, "a", FIXTURE_NOW, HOUR, 1);
  gint64 entry_id = convert (fixture, id);
  g_autoptr (DaybookEvent) master = NULL;
  g_autoptr (DaybookEvent) single = NULL;
  gint64 created, deleted;

  {
    g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, "a", FIXTURE_NOW, HOUR);

    event->kind = DAYBOOK_EVENT_MASTER;
    event->rrule = g_strdup ("RRULE:FREQ=DAILY");
    event->etag[1] = '2';
    put (store, event, 1, NULL);
  }
  master = daybook_store_get_known_event (store, fixture->source_id, "a");
  expand (fixture, master, FIXTURE_NOW, 3, FIXTURE_NOW, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  g_assert_cmpint (event_of (fixture, entry_id), ==,
                   store_fixture_ask (store, "SELECT id FROM event WHERE kind = 3 ORDER BY original_start LIMIT 1"));
  g_assert_cmpint (flags_of (fixture, entry_id), ==, 0);

  single = store_fixture_make_event (fixture, "a", FIXTURE_NOW, HOUR);
  single->etag[1] = '3';
  put (store, single, 1, NULL);
  g_assert_cmpint (count (fixture, "1"), ==, 1);
  g_assert_cmpint (event_of (fixture, entry_id), ==, id);
  g_assert_cmpint (flags_of (fixture, entry_id), ==, 0);
  assert_sealed (fixture);
}

/* What somebody altered is not hidden by a meeting that changes its kind. */
static void
test_altered_entry_is_not_sealed (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  gint64 id = put_simple (fixture, "a", FIXTURE_NOW, HOUR, 1);
  gint64 entry_id = convert (fixture, id);
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, "a", FIXTURE_NOW, HOUR);
  g_autoptr (GArray) unsound = NULL;

  fixture->tampered = TRUE;
  store_fixture_run (store, "UPDATE time_entry SET duration = 60");
  event->kind = DAYBOOK_EVENT_MASTER;
  event->rrule = g_strdup ("RRULE:FREQ=DAILY");
  event->etag[1] = '2';
  put (store, event, 1, NULL);
  unsound = daybook_store_list_unsound_entries (store, NULL);
  g_assert_cmpuint (unsound->len, ==, 1);
  g_assert_cmpint (g_array_index (unsound, gint64, 0), ==, entry_id);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM time_entry WHERE event_key GLOB '*/a/[0-9]*'"), ==, 1);
}

/* Rounds -------------------------------------------------------------------------------------------- */

static void
sweep (StoreFixture *fixture,
       gint64 generation,
       gint64 from,
       gint64 to,
       gboolean really,
       gint64 *would_delete,
       gint64 *overlapping)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_store_sweep (fixture->store, fixture->source_id, generation, from, to, really,
                                      would_delete, overlapping, &error));
  g_assert_no_error (error);
}

static void
test_sweep_window (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  gint64 would_delete, overlapping;

  for (int i = -5; i <= 5; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("e%d", i);

      put_simple (fixture, external_id, FIXTURE_NOW + i * DAY, HOUR, 1);
    }
  /* Lasts into the window. */
  put_simple (fixture, "long", FIXTURE_NOW - 4 * DAY, 4 * DAY, 1);
  g_assert_true (daybook_store_begin (store, NULL));
  put_simple (fixture, "e0", FIXTURE_NOW, HOUR, 2);   /* seen unchanged */
  put_simple (fixture, "new", FIXTURE_NOW, HOUR, 2);  /* made in this round */
  g_assert_true (daybook_store_see_item (store, fixture->source_id, "e1", 2, NULL));
  g_assert_true (daybook_store_see_item (store, fixture->source_id, "never heard of", 2, NULL));
  sweep (fixture, 2, FIXTURE_NOW - DAY, FIXTURE_NOW + 2 * DAY, FALSE, &would_delete, &overlapping);
  g_assert_cmpint (overlapping, ==, 5); /* e-1, e0, e1, new, long: e2 starts at its end */
  g_assert_cmpint (would_delete, ==, 2);
  g_assert_cmpint (count (fixture, "1"), ==, 13);
  sweep (fixture, 2, FIXTURE_NOW - DAY, FIXTURE_NOW + 2 * DAY, TRUE, &would_delete, &overlapping);
  g_assert_true (daybook_store_commit (store, NULL));
  g_assert_cmpint (would_delete, ==, 2);
  g_assert_cmpint (count (fixture, "1"), ==, 11);
  g_assert_cmpint (count (fixture, "external_id IN ('e-1', 'long')"), ==, 0);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM round_seen"), ==, 0);
}

/* A round in which nothing changed and that fits in one transaction writes no row at all. */
static void
test_unchanged_round_writes_nothing (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  gint64 would_delete, overlapping, before;

  for (int i = 0; i < 50; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("e%d", i);

      put_simple (fixture, external_id, FIXTURE_NOW + i * HOUR, HOUR, 1);
    }
  before = sqlite3_total_changes64 (store->db);
  g_assert_true (daybook_store_begin (store, NULL));
  for (int i = 0; i < 50; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("e%d", i);

      put_simple (fixture, external_id, FIXTURE_NOW + i * HOUR, HOUR, 2);
    }
  sweep (fixture, 2, FIXTURE_NOW, G_MAXINT64, FALSE, &would_delete, &overlapping);
  g_assert_cmpint (overlapping, ==, 50);
  g_assert_cmpint (would_delete, ==, 0);
  sweep (fixture, 2, FIXTURE_NOW, G_MAXINT64, TRUE, &would_delete, &overlapping);
  g_assert_true (daybook_store_commit (store, NULL));
  g_assert_cmpint (sqlite3_total_changes64 (store->db), ==, before);
  g_assert_cmpint (count (fixture, "generation = 1"), ==, 50);
}

/* Killed between two batches, the round still knows what the first ones saw. */
static void
test_round_survives_a_kill (StoreFixture *fixture, gconstpointer unused)
{
  gint64 would_delete, overlapping;

  for (int i = 0; i < 30; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("e%d", i);

      put_simple (fixture, external_id, FIXTURE_NOW + i * HOUR, HOUR, 1);
    }
  for (int batch = 0; batch < 3; batch++)
    {
      g_assert_true (daybook_store_begin (fixture->store, NULL));
      for (int i = batch * 9; i < batch * 9 + 9; i++)
        {
          g_autofree char *external_id = g_strdup_printf ("e%d", i);

          put_simple (fixture, external_id, FIXTURE_NOW + i * HOUR, HOUR, 2);
        }
      g_assert_true (daybook_store_commit (fixture->store, NULL));
      store_fixture_reopen (fixture);
    }
  /* What a batch that was rolled back saw does not count. */
  g_assert_true (daybook_store_begin (fixture->store, NULL));
  put_simple (fixture, "e28", FIXTURE_NOW + 28 * HOUR, HOUR, 2);
  daybook_store_rollback (fixture->store);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM round_seen"), ==, 3);
  sweep (fixture, 2, FIXTURE_NOW, G_MAXINT64, TRUE, &would_delete, &overlapping);
  g_assert_cmpint (overlapping, ==, 30);
  g_assert_cmpint (would_delete, ==, 3);
  g_assert_cmpint (count (fixture, "1"), ==, 27);
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM round_seen"), ==, 0);

  /* A round that was given up leaves nothing to the next one. */
  put_simple (fixture, "e1", FIXTURE_NOW + HOUR, HOUR, 3);
  put_simple (fixture, "e2", FIXTURE_NOW + 2 * HOUR, HOUR, 4);
  sweep (fixture, 4, FIXTURE_NOW, G_MAXINT64, FALSE, &would_delete, &overlapping);
  g_assert_cmpint (would_delete, ==, 26);
}

/* What a damaged row says costs neither memory without end nor rows that are there. */
static void
test_damaged_round (StoreFixture *fixture, gconstpointer unused)
{
  /* 2^35, whose bit is the first behind 32 bits of bytes; 2^35 - 8, at 4 GiB; 2^62. */
  static const struct
  {
    const char *ids;
    gint64 would_delete;
  } cases[] = { { "808080808001", 21 }, { "f8ffffff7f", 21 }, { "808080808080808040", 0 } };
  gint64 would_delete, overlapping;

  for (int i = 0; i < 30; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("e%d", i);

      put_simple (fixture, external_id, FIXTURE_NOW + i * HOUR, HOUR, 1);
    }
  g_assert_true (daybook_store_begin (fixture->store, NULL));
  for (int i = 0; i < 9; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("e%d", i);

      put_simple (fixture, external_id, FIXTURE_NOW + i * HOUR, HOUR, 2);
    }
  g_assert_true (daybook_store_commit (fixture->store, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT OR REPLACE INTO round_seen (source_id, generation, batch, ids)"
                                              " VALUES (%" G_GINT64_FORMAT ", 2, 7, x'%s')",
                                              fixture->source_id, cases[i].ids);

      store_fixture_run (fixture->store, sql);
      store_fixture_reopen (fixture);
      sweep (fixture, 2, FIXTURE_NOW, G_MAXINT64, FALSE, &would_delete, &overlapping);
      g_assert_cmpint (overlapping, ==, 30);
      g_assert_cmpint (would_delete, ==, cases[i].would_delete);
    }
}

static void
test_sweep_series (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (DaybookEvent) kept = put_master (fixture, "kept", FIXTURE_NOW - 10 * DAY, 1);
  g_autoptr (DaybookEvent) gone = put_master (fixture, "gone", FIXTURE_NOW - 10 * DAY, 1);
  g_autoptr (DaybookEvent) fresh = put_master (fixture, "fresh", FIXTURE_NOW + DAY, 1);
  g_autoptr (DaybookEvent) past = put_master (fixture, "past", FIXTURE_NOW - 20 * DAY, 1);
  g_autoptr (DaybookEvent) empty = put_master (fixture, "empty", FIXTURE_NOW - 20 * DAY, 1);
  gint64 created, deleted, would_delete, overlapping, entry_id;
  int n = 0;

  expand (fixture, kept, FIXTURE_NOW - 10 * DAY, 20, FIXTURE_NOW - 30 * DAY, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  expand (fixture, gone, FIXTURE_NOW - 10 * DAY, 20, FIXTURE_NOW - 30 * DAY, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  expand (fixture, fresh, FIXTURE_NOW + DAY, 10, FIXTURE_NOW - 30 * DAY, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  expand (fixture, past, FIXTURE_NOW - 20 * DAY, 3, FIXTURE_NOW - 30 * DAY, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  entry_id = convert (fixture, store_fixture_ask (store, "SELECT MIN (i.id) FROM event i JOIN event m ON m.id ="
                                                         " i.series_id WHERE m.external_id = 'gone'"));
  g_assert_true (daybook_store_begin (store, NULL));
  g_assert_true (daybook_store_see_item (store, fixture->source_id, "kept", 2, NULL));
  sweep (fixture, 2, FIXTURE_NOW, FIXTURE_NOW + 20 * DAY, TRUE, &would_delete, &overlapping);
  g_assert_true (daybook_store_commit (store, NULL));
  g_assert_cmpint (overlapping, ==, 3); /* a series is one item: kept, gone, fresh */
  g_assert_cmpint (would_delete, ==, 2);
  g_assert_cmpint (count (fixture, "external_id LIKE 'kept#%'"), ==, 20);
  /* History is frozen: what lies before the window stays, with the entry that rests on it, and without a rule. */
  g_assert_cmpint (count (fixture, "external_id LIKE 'gone#%'"), ==, 10);
  g_assert_cmpint (flags_of (fixture, entry_id), ==, 0);
  g_assert_cmpint (count (fixture, "external_id LIKE 'fresh%'"), ==, 0);
  g_assert_cmpint (count (fixture, "external_id LIKE 'past#%'"), ==, 3);
  /* The window had an end: a yearly series may come after it. */
  g_assert_cmpint (count (fixture, "external_id = 'empty'"), ==, 1);
  g_assert_true (daybook_store_foreach_master (store, fixture->source_id, count_masters, &n, NULL));
  g_assert_cmpint (n, ==, 3);

  /* Named again, it lives again. */
  g_assert_true (daybook_store_begin (store, NULL));
  {
    g_autoptr (DaybookEvent) again = put_master (fixture, "gone", FIXTURE_NOW - 10 * DAY, 3);

    g_assert_cmpint (again->id, ==, gone->id);
    g_assert_nonnull (again->rrule);
  }
  g_assert_true (daybook_store_see_item (store, fixture->source_id, "kept", 3, NULL));
  sweep (fixture, 3, FIXTURE_NOW, G_MAXINT64, TRUE, &would_delete, &overlapping);
  g_assert_true (daybook_store_commit (store, NULL));
  g_assert_cmpint (would_delete, ==, 0);
  g_assert_cmpint (count (fixture, "external_id = 'empty'"), ==, 0);
}

/* What is missing goes as a sweep would have it, and nothing else is looked at. */
static void
test_drop_missing (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  static const char *const names[] = { "before", "inside", "after", "moved", "gone", "empty", "never heard of", "bad" };
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  g_autoptr (GArray) series = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DaybookEvent) kept = put_master (fixture, "kept", FIXTURE_NOW - 10 * DAY, 1);
  g_autoptr (DaybookEvent) gone = put_master (fixture, "gone", FIXTURE_NOW - 10 * DAY, 1);
  g_autoptr (DaybookEvent) empty = put_master (fixture, "empty", FIXTURE_NOW - 20 * DAY, 1);
  g_autoptr (DaybookEvent) moved = store_fixture_make_event (fixture, "moved", FIXTURE_NOW + DAY + HOUR, HOUR);
  g_autoptr (GError) error = NULL;
  gint64 created, deleted, would_delete, overlapping, entry_id;
  gint64 from = FIXTURE_NOW, to = FIXTURE_NOW + 5 * DAY;

  expand (fixture, kept, FIXTURE_NOW - 10 * DAY, 20, FIXTURE_NOW - 30 * DAY, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  expand (fixture, gone, FIXTURE_NOW - 10 * DAY, 20, FIXTURE_NOW - 30 * DAY, FIXTURE_NOW + 30 * DAY, &created, &deleted);
  moved->kind = DAYBOOK_EVENT_EXCEPTION;
  moved->series_external_id = g_strdup ("kept");
  moved->original_start = FIXTURE_NOW + DAY;
  put (store, moved, 1, NULL);
  put_simple (fixture, "before", FIXTURE_NOW - DAY, HOUR, 1);
  put_simple (fixture, "inside", FIXTURE_NOW - HOUR, 2 * HOUR, 1);
  put_simple (fixture, "after", to, HOUR, 1);
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *external_id = g_strdup_printf ("e%d", i);

      put_simple (fixture, external_id, FIXTURE_NOW + i * HOUR, HOUR, 1);
    }
  g_assert_true (daybook_store_quarantine (store, fixture->source_id, "bad", "1", "reason", NULL));
  entry_id = convert (fixture, store_fixture_ask (store, "SELECT MIN (i.id) FROM event i JOIN event m ON m.id ="
                                                         " i.series_id WHERE m.external_id = 'gone'"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (missing, (gpointer) names[i]);

  g_assert_true (daybook_store_drop_missing (store, fixture->source_id, missing, from, to, 100, FALSE, &would_delete,
                                             &overlapping, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (would_delete, ==, 3); /* inside, moved, gone */
  g_assert_cmpint (overlapping, ==, 24); /* these, the others, and what is kept */
  g_assert_cmpint (count (fixture, "external_id IN ('inside', 'moved')"), ==, 2);
  g_assert_true (daybook_store_drop_missing (store, fixture->source_id, missing, from, to, 7, FALSE, &would_delete,
                                             &overlapping, NULL, &error));
  g_assert_cmpint (overlapping, ==, 7);

  g_assert_true (daybook_store_drop_missing (store, fixture->source_id, missing, from, to, 100, TRUE, &would_delete, NULL,
                                             series, &error));
  g_assert_no_error (error);
  g_assert_cmpint (would_delete, ==, 3);
  g_assert_cmpint (count (fixture, "external_id IN ('inside', 'moved')"), ==, 0);
  g_assert_cmpint (count (fixture, "external_id IN ('before', 'after', 'kept')"), ==, 3);
  g_assert_cmpint (count (fixture, "external_id LIKE 'e_' OR external_id LIKE 'e__'"), ==, 20);
  g_assert_cmpuint (series->len, ==, 1);
  g_assert_cmpint (g_array_index (series, gint64, 0), ==, kept->id);
  /* History is frozen, as after a sweep. */
  g_assert_cmpint (count (fixture, "external_id LIKE 'gone#%'"), ==, 15);
  g_assert_cmpint (flags_of (fixture, entry_id), ==, 0);
  g_assert_cmpint (daybook_store_count_quarantined (store, fixture->source_id), ==, 0);
  /* The window had an end: a yearly series may come after it. */
  g_assert_cmpint (count (fixture, "external_id = 'empty'"), ==, 1);
  /* With nothing to ask about it is done at once: of the series only its history was left. */
  g_assert_true (daybook_store_drop_missing (store, fixture->source_id, missing, FIXTURE_NOW + 40 * DAY, G_MAXINT64, 100,
                                             FALSE, &would_delete, NULL, NULL, &error));
  g_assert_cmpint (would_delete, ==, 0);
  g_assert_cmpint (count (fixture, "external_id = 'empty'"), ==, 0);
}

static void
test_activities (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookActivity) mail = daybook_activity_new ();
  g_autoptr (GPtrArray) list = NULL;
  DaybookActivityFilter filter = { .from = daybook_day_from_civil (2026, 11, 21),
                                   .to = daybook_day_from_civil (2026, 11, 22) };
  DaybookChange change;
  gint64 id, would_delete, overlapping;

  mail->source_id = fixture->source_id;
  mail->kind = g_strdup ("mail");
  mail->external_id = g_strdup ("m1");
  mail->title = g_strdup ("Invoice");
  mail->author = g_strdup ("bob@example.com");
  mail->at = FIXTURE_NOW;
  mail->body = g_strdup ("walrus");
  mail->etag = g_strdup ("1");
  g_assert_true (daybook_store_put_activity (store, mail, 1, &change, &id, &error));
  g_assert_cmpint (change, ==, DAYBOOK_CHANGE_CREATED);
  g_assert_true (daybook_store_put_activity (store, mail, 1, &change, NULL, &error));
  g_assert_cmpint (change, ==, DAYBOOK_CHANGE_NONE);
  g_assert_cmpint (count_hits (store, "walrus"), ==, 1);
  g_free (mail->body);
  mail->body = g_strdup ("otter");
  mail->etag[0] = '2';
  g_assert_true (daybook_store_put_activity (store, mail, 1, &change, NULL, &error));
  g_assert_cmpint (change, ==, DAYBOOK_CHANGE_UPDATED);
  g_assert_cmpint (count_hits (store, "walrus"), ==, 0);
  list = daybook_store_list_activities (store, &filter, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((DaybookActivity *) list->pdata[0])->body, ==, "otter");
  g_assert_true (daybook_store_see_item (store, fixture->source_id, "mail/m1", 2, NULL));
  sweep (fixture, 2, 0, G_MAXINT64, FALSE, &would_delete, &overlapping);
  g_assert_cmpint (overlapping, ==, 1);
  g_assert_cmpint (would_delete, ==, 0);
  sweep (fixture, 3, 0, G_MAXINT64, TRUE, &would_delete, &overlapping);
  g_assert_cmpint (would_delete, ==, 1);
  g_assert_cmpint (count_hits (store, "otter"), ==, 0);
}

static void
remember_key (const char *external_id, const char *etag, guint64 hash, gpointer data)
{
  g_hash_table_insert (data, g_strdup (external_id), g_strdup (etag));
}

/* An issue and a pull request may have one number: what names an activity by text says its kind. */
static void
test_activities_are_named_with_their_kind (StoreFixture *fixture, gconstpointer unused)
{
  static const char *const kinds[] = { "issue", "pull_request" };
  DaybookStore *store = fixture->store;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gint64 would_delete, overlapping;
  DaybookChange change;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DaybookActivity) activity = daybook_activity_new ();
      g_autofree char *key = daybook_activity_make_key (kinds[i], "7");

      activity->source_id = fixture->source_id;
      activity->kind = g_strdup (kinds[i]);
      activity->external_id = g_strdup ("7");
      activity->title = g_strdup ("Seven");
      activity->at = FIXTURE_NOW;
      activity->etag = g_strdup (kinds[i]);
      g_assert_true (daybook_store_quarantine (store, fixture->source_id, key, "0", "unreadable", NULL));
      g_assert_true (daybook_store_put_activity (store, activity, 1, NULL, NULL, NULL));
    }
  g_assert_cmpint (daybook_store_count_quarantined (store, fixture->source_id), ==, 0);
  g_assert_true (daybook_store_foreach_known (store, fixture->source_id, remember_key, known, NULL));
  g_assert_cmpuint (g_hash_table_size (known), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (known, "issue/7"), ==, "issue");
  g_assert_cmpstr (g_hash_table_lookup (known, "pull_request/7"), ==, "pull_request");

  /* Neither the number alone nor another kind is either of them. */
  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "7", &change, NULL));
  g_assert_cmpint (change, ==, DAYBOOK_CHANGE_NONE);
  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "commit/7", &change, NULL));
  g_assert_cmpint (change, ==, DAYBOOK_CHANGE_NONE);
  g_assert_true (daybook_store_see_item (store, fixture->source_id, "issue/7", 2, NULL));
  sweep (fixture, 2, 0, G_MAXINT64, FALSE, &would_delete, &overlapping);
  g_assert_cmpint (would_delete, ==, 1);
  g_assert_true (daybook_store_delete_item (store, fixture->source_id, "pull_request/7", &change, NULL));
  g_assert_cmpint (change, ==, DAYBOOK_CHANGE_DELETED);
  g_assert_cmpint (store_fixture_ask (store, "SELECT count(*) FROM activity WHERE kind = 'issue'"), ==, 1);
  g_assert_cmpint (store_fixture_ask (store, "SELECT count(*) FROM activity"), ==, 1);
}

/* Reading ------------------------------------------------------------------------------------------- */

static guint
n_listed (StoreFixture *fixture, DaybookEventFilter filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = daybook_store_list_events (fixture->store, &filter, &error);

  g_assert_no_error (error);
  return events->len;
}

static void
test_list_by_day (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  DaybookDay day = daybook_day_from_civil (2026, 11, 21);
  DaybookEventFilter filter = { .from = day, .to = day + 1 };
  gint64 midnight = daybook_wall_from_civil (2026, 11, 20, 23, 0, 0); /* in Berlin */
  g_autoptr (DaybookEvent) all_day = store_fixture_make_event (fixture, "all-day", (gint64) day * DAY, DAY);
  g_autoptr (DaybookEvent) trip = store_fixture_make_event (fixture, "trip", (gint64) (day - 40) * DAY, 60 * DAY);
  g_autoptr (DaybookEvent) declined = store_fixture_make_event (fixture, "declined", FIXTURE_NOW, HOUR);
  g_autoptr (DaybookEvent) tagged = store_fixture_make_event (fixture, "tagged", FIXTURE_NOW, HOUR);
  g_autoptr (DaybookSource) source = NULL;
  g_autoptr (GPtrArray) events = NULL;

  put_simple (fixture, "ends at midnight", midnight - HOUR, HOUR, 1);
  put_simple (fixture, "into the day", midnight - HOUR, HOUR + 1, 1);
  put_simple (fixture, "zero at midnight", midnight, 0, 1);
  put_simple (fixture, "noon", FIXTURE_NOW, HOUR, 1);
  put_simple (fixture, "last second", midnight + DAY - 1, HOUR, 1);
  put_simple (fixture, "next day", midnight + DAY, HOUR, 1);
  put_simple (fixture, "month ago", midnight - 30 * DAY, 40 * DAY, 1);
  all_day->all_day = TRUE;
  trip->all_day = TRUE;
  put (store, all_day, 1, NULL);
  put (store, trip, 1, NULL);
  declined->response = DAYBOOK_RESPONSE_DECLINED;
  put (store, declined, 1, NULL);
  tagged->categories = g_strdup ("[\"deep work\",\"x\"]");
  put (store, tagged, 1, NULL);

  g_assert_cmpuint (n_listed (fixture, filter), ==, 8);
  events = daybook_store_list_events (store, &filter, NULL);
  g_assert_cmpstr (((DaybookEvent *) events->pdata[0])->external_id, ==, "trip");
  g_assert_cmpstr (((DaybookEvent *) events->pdata[1])->external_id, ==, "month ago");
  g_assert_cmpstr (((DaybookEvent *) events->pdata[2])->external_id, ==, "into the day");
  g_assert_cmpstr (((DaybookEvent *) events->pdata[3])->external_id, ==, "all-day");
  g_assert_cmpstr (((DaybookEvent *) events->pdata[7])->external_id, ==, "last second");
  filter.all = TRUE;
  g_assert_cmpuint (n_listed (fixture, filter), ==, 9);
  filter.all = FALSE;
  filter.category = "deep work";
  g_assert_cmpuint (n_listed (fixture, filter), ==, 1);
  filter.category = NULL;
  filter.account_id = 99;
  g_assert_cmpuint (n_listed (fixture, filter), ==, 0);

  /* A hidden calendar shows only when asked for. */
  filter.account_id = 0;
  source = daybook_store_get_source (store, fixture->source_id, NULL);
  source->enabled = FALSE;
  g_assert_true (daybook_store_edit_source (store, source, NULL));
  g_assert_cmpuint (n_listed (fixture, filter), ==, 0);
  filter.source_id = fixture->source_id;
  g_assert_cmpuint (n_listed (fixture, filter), ==, 8);
}

/* A day of all-day events is the same day for everybody, east and west. */
static void
test_all_day_in_every_zone (StoreFixture *fixture, gconstpointer unused)
{
  static const char *const zones[] = { "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "Asia/Kathmandu" };
  DaybookDay day = daybook_day_from_civil (2026, 11, 21);
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, "holiday", (gint64) day * DAY, DAY);

  event->all_day = TRUE;
  put (fixture->store, event, 1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      DaybookEventFilter on = { .from = day, .to = day + 1 };
      DaybookEventFilter before = { .from = day - 1, .to = day };
      DaybookEventFilter after = { .from = day + 1, .to = day + 2 };

      g_assert_true (daybook_store_set_setting (fixture->store, "time_zone", zones[i], NULL));
      g_assert_cmpuint (n_listed (fixture, on), ==, 1);
      g_assert_cmpuint (n_listed (fixture, before), ==, 0);
      g_assert_cmpuint (n_listed (fixture, after), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/store/events/every-field-in-and-out", test_every_field);
  ADD ("/store/events/unchanged-is-skipped", test_skips_the_unchanged);
  ADD ("/store/events/older-versions-are-ignored", test_ignores_older_versions);
  ADD ("/store/events/words-follow-the-row", test_words_follow);
  ADD ("/store/events/quarantine", test_quarantine);
  ADD ("/store/links/moved-and-back", test_moved_and_back);
  ADD ("/store/links/gone-and-found-again", test_gone_and_found_again);
  ADD ("/store/links/altered-entry-stays-found", test_altered_entry_stays_found);
  ADD ("/store/series/occurrences-are-reconciled", test_occurrences);
  ADD ("/store/series/exception-replaces-occurrence", test_exception_replaces_occurrence);
  ADD ("/store/series/exception-before-master", test_exception_before_master);
  ADD ("/store/series/single-becomes-series", test_single_becomes_series);
  ADD ("/store/entries/altered-is-not-sealed", test_altered_entry_is_not_sealed);
  ADD ("/store/round/sweep-inside-the-window", test_sweep_window);
  ADD ("/store/round/unchanged-writes-nothing", test_unchanged_round_writes_nothing);
  ADD ("/store/round/survives-a-kill", test_round_survives_a_kill);
  ADD ("/store/round/damaged", test_damaged_round);
  ADD ("/store/round/series-and-frozen-history", test_sweep_series);
  ADD ("/store/round/only-what-is-missing", test_drop_missing);
  ADD ("/store/activities/put-list-sweep", test_activities);
  ADD ("/store/activities/named-with-their-kind", test_activities_are_named_with_their_kind);
  ADD ("/store/events/list-by-local-day", test_list_by_day);
  ADD ("/store/events/all-day-in-every-zone", test_all_day_in_every_zone);
  return g_test_run ();
}
