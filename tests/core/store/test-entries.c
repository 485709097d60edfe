/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time entries, projects, and taking changes back. */
#include "base/daybook-error.h"
#include "store-fixture.h"
#include "store/daybook-audit.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-store-private.h"

static gint64
add_entry (DaybookStore *store, const char *title, gint64 start, gint64 seconds)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry (title, start, seconds);

  daybook_store_add_entry (store, entry, &error);
  g_assert_no_error (error);
  return entry->id;
}

static DaybookEntry *
get_entry (DaybookStore *store, gint64 id)
{
  g_autoptr (GError) error = NULL;
  DaybookEntry *entry = daybook_store_get_entry (store, id, &error);

  g_assert_no_error (error);
  return entry;
}

static gint64
count_hits (DaybookStore *store, const char *word)
{
  g_autofree char *sql = g_strdup_printf ("SELECT COUNT (*) FROM search WHERE search MATCH '%s'", word);

  return store_fixture_ask (store, sql);
}

static void
test_add_and_read (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookClient) client = daybook_client_new ();
  g_autoptr (DaybookProject) project = daybook_project_new ();
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Design \"review\"", FIXTURE_NOW, 5400);
  g_autoptr (DaybookEntry) read = NULL;
  const char *tags[] = { "ux", "a \"b\", c", NULL };

  client->name = g_strdup ("ACME");
  client->hourly_rate = 12000;
  client->currency = g_strdup ("EUR");
  g_assert_cmpint (daybook_store_add_client (store, client, &error), >, 0);
  project->name = g_strdup ("Website");
  project->client_id = client->id;
  project->color = g_strdup ("#3584e4");
  g_assert_cmpint (daybook_store_add_project (store, project, &error), >, 0);

  entry->project_id = project->id;
  entry->tags = g_strdupv ((char **) tags);
  entry->notes = g_strdup ("Zebra crossing");
  entry->event_key = g_strdup ("1/abc/-");
  entry->event_start_at = FIXTURE_NOW;
  entry->event_end_at = FIXTURE_NOW + 5400;
  entry->origin = DAYBOOK_ORIGIN_EVENT;
  g_assert_cmpint (daybook_store_add_entry (store, entry, &error), >, 0);
  g_assert_no_error (error);

  read = get_entry (store, entry->id);
  g_assert_cmpstr (read->title, ==, "Design \"review\"");
  g_assert_true (g_strv_equal ((const char *const *) read->tags, tags));
  g_assert_cmpstr (read->notes, ==, "Zebra crossing");
  g_assert_cmpint (read->origin, ==, DAYBOOK_ORIGIN_EVENT);
  g_assert_cmpint (read->status, ==, DAYBOOK_ENTRY_PENDING);
  g_assert_cmpstr (read->project_name, ==, "Website");
  g_assert_cmpstr (read->client_name, ==, "ACME");
  g_assert_cmpint (read->client_id, ==, client->id);
  g_assert_cmpint (read->hourly_rate, ==, 12000);
  g_assert_cmpstr (read->currency, ==, "EUR");
  g_assert_cmpstr (read->color, ==, "#3584e4");
  g_assert_cmpint (read->version, ==, 1);
  g_assert_cmpint (read->created_at, ==, FIXTURE_NOW);
  g_assert_cmpint (count_hits (store, "zebra"), ==, 1);
  g_assert_cmpint (count_hits (store, "ux"), ==, 1);

  g_clear_pointer (&read, daybook_entry_free);
  read = daybook_store_find_entry_by_key (store, "1/abc/-");
  g_assert_cmpint (read->id, ==, entry->id);
  g_assert_null (daybook_store_find_entry_by_key (store, "1/abd/-"));
}

/* The time under a tag is the entry's, once, also where an older Daybook stored the tag twice. */
static void
test_a_tag_counts_once (StoreFixture *fixture, gconstpointer unused)
{
  DaybookTotalsFilter filter = { .from = DAYBOOK_DAY_NONE, .to = DAYBOOK_DAY_NONE, .status = -1 };
  const char *tags[] = { "x", "x", "y", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Review", FIXTURE_NOW, 3600);
  g_autoptr (DaybookEntry) read = NULL;
  g_autoptr (GPtrArray) totals = NULL;

  entry->tags = g_strdupv ((char **) tags);
  g_assert_cmpint (daybook_store_add_entry (fixture->store, entry, &error), >, 0);
  read = get_entry (fixture->store, entry->id);
  g_assert_true (g_strv_equal ((const char *const *) read->tags, tags + 1));

  store_fixture_run (fixture->store, "UPDATE time_entry SET tags = '[\"x\",\"x\",\"y\",\"x\"]'");
  totals = daybook_store_report_totals (fixture->store, &filter, DAYBOOK_TOTALS_BY_TAG, &error);
  g_assert_no_error (error);
  g_assert_cmpint (totals->len, ==, 2);
  for (guint i = 0; i < totals->len; i++)
    g_assert_cmpint (((DaybookTotal *) totals->pdata[i])->duration, ==, 3600);
}

/* A day at most, but what an older Daybook stored can still be approved and shortened. */
static void
test_longest (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) longer = store_fixture_make_entry ("A", FIXTURE_NOW, DAYBOOK_ENTRY_LONGEST + 1);
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("B", FIXTURE_NOW, DAYBOOK_ENTRY_LONGEST);

  g_assert_cmpint (daybook_store_add_entry (fixture->store, longer, &error), ==, 0);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_cmpint (daybook_store_add_entry (fixture->store, entry, &error), >, 0);
  entry->end_at += 1;
  g_assert_false (daybook_store_edit_entry (fixture->store, entry, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
  g_clear_error (&error);

  store_fixture_run (fixture->store, "UPDATE time_entry SET end_at = start_at + 100000, duration = 100000");
  daybook_store_seal_entry (fixture->store, entry->id, NULL);
  entry->duration = 100000;
  entry->end_at = entry->start_at + 100000;
  entry->status = DAYBOOK_ENTRY_APPROVED;
  g_assert_true (daybook_store_edit_entry (fixture->store, entry, &error));
  g_assert_no_error (error);
  entry->duration = 100001;
  g_assert_false (daybook_store_edit_entry (fixture->store, entry, NULL));
}

static void
test_names_have_an_end (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookClient) client = daybook_client_new ();

  client->name = g_strnfill (201, 'x');
  g_assert_cmpint (daybook_store_add_client (fixture->store, client, &error), ==, 0);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
  client->name[200] = '\0';
  g_assert_cmpint (daybook_store_add_client (fixture->store, client, NULL), >, 0);
}

/* Once per meeting, and never backwards. */
static void
test_refusals (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) first = store_fixture_make_entry ("A", FIXTURE_NOW, 60);
  g_autoptr (DaybookEntry) second = store_fixture_make_entry ("B", FIXTURE_NOW, 60);
  g_autoptr (DaybookEntry) imported = store_fixture_make_entry ("C", FIXTURE_NOW, 60);
  g_autoptr (DaybookEntry) negative = store_fixture_make_entry ("D", FIXTURE_NOW, -60);

  first->event_key = g_strdup ("1/abc/-");
  first->external_key = g_strdup ("toggl/7");
  second->event_key = g_strdup ("1/abc/-");
  imported->external_key = g_strdup ("toggl/7");
  g_assert_cmpint (daybook_store_add_entry (store, first, &error), >, 0);
  g_assert_cmpint (daybook_store_add_entry (store, second, &error), ==, 0);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (daybook_store_add_entry (store, imported, &error), ==, 0);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (daybook_store_add_entry (store, negative, &error), ==, 0);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
  g_clear_error (&error);
  /* A deleted entry's meeting can be converted again. */
  g_assert_true (daybook_store_delete_entry (store, first->id, &error));
  g_assert_cmpint (daybook_store_add_entry (store, second, &error), >, 0);
  g_assert_no_error (error);
}

static void
test_versions (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 id = add_entry (store, "Old words", FIXTURE_NOW, 3600);
  g_autoptr (DaybookEntry) mine = get_entry (store, id);
  g_autoptr (DaybookEntry) theirs = get_entry (store, id);

  g_free (mine->title);
  mine->title = g_strdup ("New words");
  mine->status = DAYBOOK_ENTRY_APPROVED;
  g_assert_true (daybook_store_edit_entry (store, mine, &error));
  g_assert_cmpint (mine->version, ==, 2);
  g_assert_cmpint (count_hits (store, "old"), ==, 0);
  g_assert_cmpint (count_hits (store, "new"), ==, 1);

  g_assert_false (daybook_store_edit_entry (store, theirs, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (daybook_store_edit_entry (store, mine, &error));
  g_assert_cmpint (mine->version, ==, 3);

  g_assert_true (daybook_store_delete_entry (store, id, &error));
  g_assert_false (daybook_store_edit_entry (store, mine, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
  g_assert_cmpint (count_hits (store, "new"), ==, 0);
}

static void
test_invoiced_is_locked (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 id = add_entry (store, "Billed", FIXTURE_NOW, 3600);
  g_autoptr (DaybookEntry) entry = get_entry (store, id);

  entry->status = DAYBOOK_ENTRY_INVOICED;
  g_assert_true (daybook_store_edit_entry (store, entry, &error));
  entry->duration = 1;
  g_assert_false (daybook_store_edit_entry (store, entry, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN);
  g_clear_error (&error);
  g_assert_false (daybook_store_delete_entry (store, id, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN);
}

static void
test_overlap (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  gint64 first = add_entry (store, "A", FIXTURE_NOW, 3600);
  gint64 touching = add_entry (store, "B", FIXTURE_NOW + 3600, 3600);
  gint64 inside = add_entry (store, "C", FIXTURE_NOW + 600, 60);
  g_autoptr (DaybookEntry) a = get_entry (store, first);
  g_autoptr (DaybookEntry) b = get_entry (store, touching);
  g_autoptr (DaybookEntry) c = get_entry (store, inside);

  g_assert_cmpint (a->flags, ==, 0);
  g_assert_cmpint (b->flags, ==, 0);
  g_assert_cmpint (c->flags, ==, DAYBOOK_ENTRY_FLAG_OVERLAP);
  g_assert_false (daybook_store_entry_overlaps (store, FIXTURE_NOW + 7200, FIXTURE_NOW + 7300, 0));
}

/* Days are those of the store's zone: 23:30 UTC is tomorrow in Berlin. */
static void
test_list_by_local_day (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  DaybookDay day = daybook_day_from_civil (2026, 11, 21);
  gint64 late = daybook_wall_from_civil (2026, 11, 20, 23, 30, 0);
  DaybookEntryFilter filter = { .from = day, .to = day + 1, .status = -1 };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) approved = NULL;

  add_entry (store, "Day before", late - 3600, 60);
  add_entry (store, "Late", late, 60);
  add_entry (store, "Noon", FIXTURE_NOW, 60);
  add_entry (store, "Day after", late + 86400, 60);
  entries = daybook_store_list_entries (store, &filter, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (((DaybookEntry *) entries->pdata[0])->title, ==, "Late");
  filter.status = DAYBOOK_ENTRY_APPROVED;
  approved = daybook_store_list_entries (store, &filter, &error);
  g_assert_cmpuint (approved->len, ==, 0);
}

/* Whatever is altered behind Daybook's back, in any field, is found. */
static void
test_seal (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  static const char *const alterations[] = {
    "id = 99", "title = 'other'", "start_at = start_at + 1", "end_at = end_at + 1", "duration = duration + 1",
    "project_id = 1", "person_id = 1", "billable = 0", "status = 'approved'", "origin = 'import'", "tags = '[\"x\"]'",
    "notes = ''", "flags = '[\"overlap\"]'", "event_id = 4", "event_key = 'k'", "event_start_at = 0",
    "event_end_at = 0", "external_key = 'k'", "version = 2", "digest = randomblob (32)", "digest = x''",
    "created_at = created_at - 1", "updated_at = updated_at - 1",
  };
  g_autoptr (GArray) sound = NULL;
  g_autoptr (DaybookProject) project = daybook_project_new ();
  g_autoptr (DaybookPerson) person = daybook_person_new ();

  project->name = g_strdup ("P");
  person->name = g_strdup ("Q");
  daybook_store_add_project (store, project, &error);
  daybook_store_add_person (store, person, &error);
  add_entry (store, "Sealed", FIXTURE_NOW, 3600);
  /* One alteration for every column. */
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM pragma_table_info ('time_entry')"), ==,
                   G_N_ELEMENTS (alterations) - 1);
  sound = daybook_store_list_unsound_entries (store, &error);
  g_assert_cmpuint (sound->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (alterations); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE time_entry SET %s", alterations[i]);
      g_autoptr (GArray) found = NULL;

      store_fixture_run (store, "SAVEPOINT whole");
      store_fixture_run (store, sql);
      found = daybook_store_list_unsound_entries (store, &error);
      g_assert_cmpuint (found->len, ==, 1);
      store_fixture_run (store, "ROLLBACK TO whole; RELEASE whole");
    }

  /* Sealing an altered entry anew would hide it. */
  store_fixture_run (store, "UPDATE time_entry SET duration = 1");
  {
    g_autoptr (DaybookEntry) entry = get_entry (store, 1);

    g_assert_false (daybook_store_edit_entry (store, entry, &error));
    g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  }
}

static void
test_undo_each_kind (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Made", FIXTURE_NOW, 3600);
  g_autoptr (DaybookEntry) read = NULL;
  g_autofree char *label = NULL;

  g_assert_cmpint (daybook_store_last_change (store), ==, 0);
  g_assert_false (daybook_store_undo (store, 0, NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
  g_clear_error (&error);

  entry->notes = g_strdup ("kept words");
  g_assert_true (daybook_store_begin_change (store, "Log", &error));
  daybook_store_add_entry (store, entry, &error);
  g_assert_true (daybook_store_commit (store, &error));
  g_assert_no_error (error);

  g_assert_true (daybook_store_begin_change (store, "Approve", &error));
  entry->status = DAYBOOK_ENTRY_APPROVED;
  g_assert_true (daybook_store_edit_entry (store, entry, &error));
  g_assert_true (daybook_store_commit (store, &error));

  g_assert_true (daybook_store_begin_change (store, "Delete", &error));
  g_assert_true (daybook_store_delete_entry (store, entry->id, &error));
  g_assert_true (daybook_store_commit (store, &error));
  g_assert_cmpint (count_hits (store, "kept"), ==, 0);

  g_assert_true (daybook_store_undo (store, 0, &label, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (label, ==, "Delete");
  read = get_entry (store, entry->id);
  g_assert_cmpint (read->status, ==, DAYBOOK_ENTRY_APPROVED);
  g_assert_cmpstr (read->notes, ==, "kept words");
  /* A version nobody has seen. */
  g_assert_cmpint (read->version, ==, 3);
  g_assert_cmpint (count_hits (store, "kept"), ==, 1);

  g_clear_pointer (&label, g_free);
  g_assert_true (daybook_store_undo (store, 0, &label, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (label, ==, "Approve");
  g_clear_pointer (&read, daybook_entry_free);
  read = get_entry (store, entry->id);
  g_assert_cmpint (read->status, ==, DAYBOOK_ENTRY_PENDING);
  {
    g_autoptr (GArray) unsound = daybook_store_list_unsound_entries (store, &error);

    g_assert_cmpuint (unsound->len, ==, 0);
  }

  g_clear_pointer (&label, g_free);
  g_assert_true (daybook_store_undo (store, 0, &label, &error));
  g_assert_cmpstr (label, ==, "Log");
  g_assert_null (daybook_store_get_entry (store, entry->id, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (count_hits (store, "kept"), ==, 0);
  g_assert_false (daybook_store_undo (store, 0, NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
}

static char *
list_audited (DaybookStore *store)
{
  g_autoptr (GPtrArray) rows = daybook_store_list_audit (store, 100, 0, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = rows->len; i > 0; i--)
    {
      const DaybookAuditRow *row = rows->pdata[i - 1];

      g_string_append_printf (text, "%s%s ", row->action, g_str_equal (row->detail, "{}") ? "" : row->detail);
    }
  return g_string_free (text, FALSE);
}

static void
decide (DaybookStore *store, gint64 id, DaybookEntryStatus status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) entry = daybook_store_get_entry (store, id, &error);

  entry->status = status;
  g_assert_true (daybook_store_begin_change (store, "Decide", &error));
  g_assert_true (daybook_store_edit_entry (store, entry, &error));
  g_assert_true (daybook_store_commit (store, &error));
  g_assert_no_error (error);
}

/* What the audit log says last of an entry is so. */
static void
test_undo_is_audited (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookEntry) pending = store_fixture_make_entry ("Pending", FIXTURE_NOW, 3600);
  g_autoptr (DaybookEntry) approved = store_fixture_make_entry ("Converted", FIXTURE_NOW + 7200, 3600);
  g_autofree char *subject = NULL;
  g_autofree char *audited = NULL;
  g_autoptr (GPtrArray) last = NULL;

  approved->status = DAYBOOK_ENTRY_APPROVED;
  g_assert_true (daybook_store_begin_change (store, "Convert", &error));
  daybook_store_add_entry (store, pending, &error);
  daybook_store_add_entry (store, approved, &error);
  g_assert_true (daybook_store_commit (store, &error));
  decide (store, pending->id, DAYBOOK_ENTRY_APPROVED);
  g_assert_true (daybook_store_undo (store, 0, NULL, &error));
  decide (store, pending->id, DAYBOOK_ENTRY_REJECTED);
  decide (store, pending->id, DAYBOOK_ENTRY_PENDING);
  g_assert_true (daybook_store_undo (store, 0, NULL, &error));
  g_assert_true (daybook_store_undo (store, 0, NULL, &error));
  /* The entry that was never decided on goes without a word. */
  g_assert_true (daybook_store_undo (store, 0, NULL, &error));
  g_assert_no_error (error);
  audited = list_audited (store);
  g_assert_cmpstr (audited, ==,
                   "entry.approve entry.approve entry.undo{\"from\":\"approved\",\"to\":\"pending\"} "
                   "entry.reject entry.reopen entry.undo{\"from\":\"pending\",\"to\":\"rejected\"} "
                   "entry.undo{\"from\":\"rejected\",\"to\":\"pending\"} "
                   "entry.undo{\"from\":\"approved\",\"to\":\"deleted\"} ");
  last = daybook_store_list_audit (store, 1, 0, NULL);
  subject = daybook_id_format (DAYBOOK_KIND_ENTRY, approved->id);
  g_assert_cmpstr (((DaybookAuditRow *) last->pdata[0])->subject, ==, subject);
}

static void
test_undo_refused (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 id = add_entry (store, "Mine", FIXTURE_NOW, 3600);
  g_autoptr (DaybookEntry) entry = get_entry (store, id);
  g_autoptr (DaybookEntry) read = NULL;
  gint64 change;

  g_assert_true (daybook_store_begin_change (store, "Shorten", &error));
  entry->duration = 1800;
  g_assert_true (daybook_store_edit_entry (store, entry, &error));
  g_assert_true (daybook_store_commit (store, &error));
  change = daybook_store_last_change (store);

  /* Somebody else changes it; taking the older change back would take theirs along. */
  g_free (entry->title);
  entry->title = g_strdup ("Theirs");
  g_assert_true (daybook_store_edit_entry (store, entry, &error));
  g_assert_false (daybook_store_undo (store, change, NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
  read = get_entry (store, id);
  g_assert_cmpstr (read->title, ==, "Theirs");
  g_assert_cmpint (read->duration, ==, 1800);
  g_assert_cmpint (daybook_store_last_change (store), ==, change);
}

/* What a change was, of this connection alone, and only where it changed something. */
static void
test_written_change (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) other = daybook_store_open (fixture->path, DAYBOOK_STORE_READ_WRITE, fixture->clock, &error);
  gint64 mine, theirs;

  daybook_store_take_written_change (store);
  g_assert_true (daybook_store_begin_change (store, "Mine", &error));
  add_entry (store, "Mine", FIXTURE_NOW, 3600);
  g_assert_cmpint (daybook_store_take_written_change (store), ==, 0);
  g_assert_true (daybook_store_commit (store, &error));
  g_assert_true (daybook_store_begin_change (other, "Theirs", &error));
  add_entry (other, "Theirs", FIXTURE_NOW + 7200, 3600);
  g_assert_true (daybook_store_commit (other, &error));
  mine = daybook_store_take_written_change (store);
  theirs = daybook_store_take_written_change (other);
  g_assert_cmpint (mine, >, 0);
  g_assert_cmpint (theirs, ==, daybook_store_last_change (store));
  g_assert_cmpint (mine, <, theirs);
  g_assert_cmpint (daybook_store_take_written_change (store), ==, 0);

  g_assert_true (daybook_store_begin_change (store, "Nothing", &error));
  g_assert_true (daybook_store_commit (store, &error));
  g_assert_cmpint (daybook_store_take_written_change (store), ==, 0);
  g_assert_true (daybook_store_begin_change (store, "Taken back", &error));
  add_entry (store, "Never", FIXTURE_NOW + 14400, 3600);
  daybook_store_rollback (store);
  g_assert_cmpint (daybook_store_take_written_change (store), ==, 0);
}

static void
test_undo_keeps_fifty (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 53; i++)
    {
      g_autofree char *minutes = g_strdup_printf ("%d", i + 1);

      g_assert_true (daybook_store_begin_change (store, "Interval", &error));
      g_assert_true (daybook_store_set_setting (store, "sync_interval", minutes, &error));
      g_assert_true (daybook_store_commit (store, &error));
    }
  /* What changes nothing is no change. */
  g_assert_true (daybook_store_begin_change (store, "Interval", &error));
  g_assert_true (daybook_store_set_setting (store, "sync_interval", "53", &error));
  g_assert_true (daybook_store_commit (store, &error));
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM journal"), ==, 50);
  for (int i = 0; i < 50; i++)
    {
      g_assert_true (daybook_store_undo (store, 0, NULL, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpint (daybook_store_get_setting_int (store, "sync_interval"), ==, 3);
}

static void
test_undo_projects_and_sources (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookClient) client = daybook_client_new ();
  g_autoptr (DaybookProject) project = daybook_project_new ();
  g_autoptr (DaybookSource) source = NULL;
  g_autoptr (DaybookAccount) account = NULL;

  client->name = g_strdup ("ACME");
  project->name = g_strdup ("Website");
  g_assert_true (daybook_store_begin_change (store, "Add", &error));
  daybook_store_add_client (store, client, &error);
  project->client_id = client->id;
  daybook_store_add_project (store, project, &error);
  source = daybook_store_get_source (store, fixture->source_id, &error);
  source->project_id = project->id;
  source->enabled = FALSE;
  g_assert_true (daybook_store_edit_source (store, source, &error));
  account = daybook_store_get_account (store, fixture->account_id, &error);
  g_free (account->name);
  account->name = g_strdup ("Renamed");
  g_assert_true (daybook_store_edit_account (store, account, &error));
  g_assert_true (daybook_store_commit (store, &error));
  g_assert_no_error (error);

  /* What a sync learns meanwhile is none of undo's business, and does not stand in its way. */
  source->cursor = g_strdup ("cursor");
  source->generation = 7;
  g_assert_true (daybook_store_set_source_progress (store, source, &error));
  g_assert_true (daybook_store_undo (store, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM project"), ==, 0);
  g_assert_cmpint (store_fixture_ask (store, "SELECT COUNT (*) FROM client"), ==, 0);
  g_clear_pointer (&source, daybook_source_free);
  source = daybook_store_get_source (store, fixture->source_id, &error);
  g_assert_true (source->enabled);
  g_assert_cmpint (source->project_id, ==, 0);
  g_assert_cmpstr (source->cursor, ==, "cursor");
  g_assert_cmpint (source->generation, ==, 7);
  g_clear_pointer (&account, daybook_account_free);
  account = daybook_store_get_account (store, fixture->account_id, &error);
  g_assert_cmpstr (account->name, ==, "ann@example.com");
}

static void
test_projects (StoreFixture *fixture, gconstpointer unused)
{
  DaybookStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookClient) client = daybook_client_new ();
  g_autoptr (DaybookClient) twin = daybook_client_new ();
  g_autoptr (DaybookProject) project = daybook_project_new ();
  g_autoptr (DaybookProject) read = NULL;
  g_autoptr (GPtrArray) in_use = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (DaybookClient) stale = NULL;

  client->name = g_strdup ("ACME");
  client->hourly_rate = 9000;
  client->currency = g_strdup ("USD");
  g_assert_cmpint (daybook_store_add_client (store, client, &error), >, 0);
  twin->name = g_strdup ("acme");
  g_assert_cmpint (daybook_store_add_client (store, twin, &error), ==, 0);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
  g_clear_error (&error);
  project->name = g_strdup ("Website");
  project->client_id = client->id;
  daybook_store_add_project (store, project, &error);
  read = daybook_store_get_project (store, project->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read->hourly_rate, ==, -1);
  g_assert_cmpint (read->effective_rate, ==, 9000);
  g_assert_cmpstr (read->effective_currency, ==, "USD");
  g_assert_cmpstr (read->client_name, ==, "ACME");

  stale = daybook_client_copy (client);
  client->archived = TRUE;
  g_assert_true (daybook_store_edit_client (store, client, &error));
  g_assert_false (daybook_store_edit_client (store, stale, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
  g_clear_error (&error);
  /* An archived client's name is free. */
  g_assert_cmpint (daybook_store_add_client (store, twin, &error), >, 0);
  in_use = daybook_store_list_clients (store, FALSE, &error);
  all = daybook_store_list_clients (store, TRUE, &error);
  g_assert_cmpuint (in_use->len, ==, 1);
  g_assert_cmpuint (all->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/store/entries/add-and-read", test_add_and_read);
  ADD ("/store/entries/once-per-meeting-never-backwards", test_refusals);
  ADD ("/store/entries/a-tag-counts-once", test_a_tag_counts_once);
  ADD ("/store/projects/names-have-an-end", test_names_have_an_end);
  ADD ("/store/entries/at-most-a-day", test_longest);
  ADD ("/store/entries/stale-version-is-refused", test_versions);
  ADD ("/store/entries/invoiced-is-locked", test_invoiced_is_locked);
  ADD ("/store/entries/overlap-is-flagged", test_overlap);
  ADD ("/store/entries/days-are-local", test_list_by_local_day);
  ADD ("/store/entries/every-altered-field-is-found", test_seal);
  ADD ("/store/projects/rates-names-versions", test_projects);
  ADD ("/store/undo/add-edit-delete", test_undo_each_kind);
  ADD ("/store/undo/audited", test_undo_is_audited);
  ADD ("/store/undo/refused-when-changed-since", test_undo_refused);
  ADD ("/store/undo/what-this-connection-wrote", test_written_change);
  ADD ("/store/undo/fifty-changes", test_undo_keeps_fifty);
  ADD ("/store/undo/projects-sources-accounts", test_undo_projects_and_sources);
  return g_test_run ();
}
