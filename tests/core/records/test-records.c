/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "records/daybook-account.h"
#include "records/daybook-entry.h"
#include "records/daybook-item.h"
#include "records/daybook-project.h"
#include "records/daybook-source.h"
#include "records/daybook-sync-run.h"

/* Gives every text field a value of its own: a copy that shares or forgets one is found by the
 * sanitizers (double free) or by the comparison. */
static void
test_event_copy (void)
{
  g_autoptr (DaybookEvent) event = daybook_event_new ();
  g_autoptr (DaybookEvent) copy = NULL;
  char **const fields[] = {
    &event->external_id, &event->series_external_id, &event->ical_uid,
    &event->title, &event->description, &event->location,
    &event->url, &event->conference_url, &event->conference_provider,
    &event->conference_id, &event->organizer, &event->organizer_name,
    &event->attendees, &event->categories, &event->color,
    &event->time_zone, &event->rrule, &event->etag,
  };

  g_assert_cmpint (event->importance, ==, DAYBOOK_IMPORTANCE_NORMAL);
  g_assert_cmpint (event->original_start, ==, DAYBOOK_INSTANT_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    *fields[i] = g_strdup_printf ("text %u", i);
  event->range_start = 17;
  event->hash = 99;

  copy = daybook_event_copy (event);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gsize offset = (char *) fields[i] - (char *) event;

      g_assert_cmpstr (G_STRUCT_MEMBER (char *, copy, offset), ==, *fields[i]);
      g_assert_true (G_STRUCT_MEMBER (char *, copy, offset) != *fields[i]);
    }
  g_assert_cmpint (copy->range_start, ==, 17);
  g_assert_cmpuint (copy->hash, ==, 99);
}

static void
test_other_copies (void)
{
  g_autoptr (DaybookSource) source = daybook_source_new ();
  g_autoptr (DaybookSource) source_copy = NULL;
  g_autoptr (DaybookEntry) entry = daybook_entry_new ();
  g_autoptr (DaybookEntry) entry_copy = NULL;
  g_autoptr (DaybookAccount) account = daybook_account_new ();
  g_autoptr (DaybookAccount) account_copy = NULL;
  g_autoptr (DaybookActivity) activity = daybook_activity_new ();
  g_autoptr (DaybookActivity) activity_copy = NULL;
  g_autoptr (DaybookProject) project = daybook_project_new ();
  g_autoptr (DaybookProject) project_copy = NULL;
  const char *tags[] = { "a", "b", NULL };

  g_assert_cmpint (source->window_back_days, ==, 7);
  g_assert_cmpint (source->window_ahead_days, ==, 30);
  g_assert_false (source->enabled);
  source->cursor = g_strdup ("cursor");
  source->resume = g_strdup ("resume");
  source_copy = daybook_source_copy (source);
  g_assert_cmpstr (source_copy->cursor, ==, "cursor");
  g_assert_cmpstr (source_copy->resume, ==, "resume");
  g_assert_cmpstr (source_copy->direction, ==, "import");

  entry->title = g_strdup ("Review");
  entry->tags = g_strdupv ((char **) tags);
  entry->event_key = g_strdup ("key");
  entry_copy = daybook_entry_copy (entry);
  g_assert_true (g_strv_equal ((const char *const *) entry_copy->tags, tags));
  g_assert_cmpstr (entry_copy->event_key, ==, "key");
  g_assert_cmpint (entry_copy->hourly_rate, ==, -1);

  account->settings = g_strdup ("{}");
  account->last_error = g_strdup ("no network");
  account_copy = daybook_account_copy (account);
  g_assert_cmpstr (account_copy->settings, ==, "{}");
  g_assert_cmpstr (account_copy->last_error, ==, "no network");

  activity->title = g_strdup ("Mail");
  activity->body = g_strdup ("Body");
  activity_copy = daybook_activity_copy (activity);
  g_assert_cmpstr (activity_copy->body, ==, "Body");
  g_assert_cmpint (activity_copy->count, ==, 1);

  project->name = g_strdup ("Website");
  project->client_name = g_strdup ("ACME");
  project_copy = daybook_project_copy (project);
  g_assert_cmpstr (project_copy->client_name, ==, "ACME");
}

static void
test_items (void)
{
  DaybookEvent *event = daybook_event_new ();
  g_autoptr (DaybookItem) upsert = daybook_item_new_event (event);
  g_autoptr (DaybookItem) mail = daybook_item_new_activity (daybook_activity_new ());
  g_autoptr (DaybookItem) gone = daybook_item_new_op (DAYBOOK_ITEM_TOMBSTONE, "x");
  g_autoptr (DaybookItem) bad = daybook_item_new_quarantine ("y", "etag", "no start");

  g_assert_cmpint (upsert->op, ==, DAYBOOK_ITEM_UPSERT);
  g_assert_true (upsert->event == event);
  g_assert_cmpint (mail->op, ==, DAYBOOK_ITEM_UPSERT);
  g_assert_nonnull (mail->activity);
  g_assert_cmpstr (gone->external_id, ==, "x");
  g_assert_cmpint (bad->op, ==, DAYBOOK_ITEM_QUARANTINE);
  g_assert_cmpstr (bad->etag, ==, "etag");
  g_assert_cmpstr (bad->reason, ==, "no start");
}

/* The spellings of interfaces.md, each there and back. */
static void
test_spellings (void)
{
  static const char *const account[]
      = { "connecting", "connected", "needs_sign_in", "error", "disconnected" };
  static const char *const source[] = { "active", "gone", "read_only", "quarantined", "held" };
  static const char *const status[] = { "pending", "approved", "rejected", "invoiced" };
  static const char *const origin[] = { "event", "slack", "manual", "timer", "import" };
  DaybookAccountStatus account_status = DAYBOOK_ACCOUNT_CONNECTED;
  DaybookSourceState source_state;
  DaybookEntryStatus entry_status;
  DaybookEntryOrigin entry_origin;

  for (guint i = 0; i < G_N_ELEMENTS (account); i++)
    {
      g_assert_true (daybook_account_status_from_string (account[i], &account_status));
      g_assert_cmpstr (daybook_account_status_to_string (account_status), ==, account[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (source); i++)
    {
      g_assert_true (daybook_source_state_from_string (source[i], &source_state));
      g_assert_cmpstr (daybook_source_state_to_string (source_state), ==, source[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (status); i++)
    {
      g_assert_true (daybook_entry_status_from_string (status[i], &entry_status));
      g_assert_cmpstr (daybook_entry_status_to_string (entry_status), ==, status[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (origin); i++)
    {
      g_assert_true (daybook_entry_origin_from_string (origin[i], &entry_origin));
      g_assert_cmpstr (daybook_entry_origin_to_string (entry_origin), ==, origin[i]);
    }
  account_status = DAYBOOK_ACCOUNT_ERROR;
  g_assert_false (daybook_account_status_from_string ("Connected", &account_status));
  g_assert_false (daybook_account_status_from_string (NULL, &account_status));
  g_assert_cmpint (account_status, ==, DAYBOOK_ACCOUNT_ERROR);

  g_assert_cmpstr (daybook_event_status_to_string (DAYBOOK_EVENT_CANCELLED), ==, "cancelled");
  g_assert_null (daybook_response_to_string (DAYBOOK_RESPONSE_NONE));
  g_assert_cmpstr (daybook_response_to_string (DAYBOOK_RESPONSE_NEEDS_ACTION), ==, "needs_action");
  g_assert_cmpstr (daybook_busy_to_string (DAYBOOK_BUSY_OUT_OF_OFFICE), ==, "out_of_office");
  g_assert_cmpstr (daybook_importance_to_string (DAYBOOK_IMPORTANCE_HIGH), ==, "high");
}

static void
test_flags (void)
{
  const char *spelled[] = { "overlap", "nonsense", "source_gone", NULL };
  DaybookEntryFlags flags = daybook_entry_flags_from_strv (spelled);
  g_auto (GStrv) names = daybook_entry_flags_to_strv (flags);
  g_auto (GStrv) none = daybook_entry_flags_to_strv (0);
  const char *expected[] = { "source_gone", "overlap", NULL };

  g_assert_cmpint (flags, ==, DAYBOOK_ENTRY_FLAG_GONE | DAYBOOK_ENTRY_FLAG_OVERLAP);
  g_assert_true (g_strv_equal ((const char *const *) names, expected));
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpint (daybook_entry_flags_from_strv (NULL), ==, 0);
}

static void
test_tags (void)
{
  g_auto (GStrv) tags = daybook_tags_parse ("  review , ACME,,review,\n travel  time ,x,x");
  const char *expected[] = { "review", "ACME", "travel time", "x", NULL };

  g_assert_true (g_strv_equal ((const char *const *) tags, expected));
  g_assert_null (daybook_tags_parse (" , "));
}

static void
test_entry_length (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_entry_check_length (1, NULL));
  g_assert_true (daybook_entry_check_length (24 * 3600, NULL));
  g_assert_false (daybook_entry_check_length (0, NULL));
  g_assert_false (daybook_entry_check_length (-1, NULL));
  g_assert_false (daybook_entry_check_length (24 * 3600 + 1, &error));
  g_assert_nonnull (strstr (error->message, "24 hours"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/records/event/copy-is-deep", test_event_copy);
  g_test_add_func ("/records/copies-are-deep", test_other_copies);
  g_test_add_func ("/records/items", test_items);
  g_test_add_func ("/records/spellings", test_spellings);
  g_test_add_func ("/records/entry/flags", test_flags);
  g_test_add_func ("/records/entry/each-tag-once", test_tags);
  g_test_add_func ("/records/entry/length", test_entry_length);
  return g_test_run ();
}
