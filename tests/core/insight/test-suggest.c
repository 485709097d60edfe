/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked, until when, and what becomes of it in the store. */
#include "insight/daybook-suggest.h"

#include <string.h>

#include "base/daybook-error.h"
#include "insight/daybook-due.h"
#include "insight/daybook-sentences.h"
#include "insight/daybook-suggest-private.h"
#include "insight/daybook-suggester.h"
#include "store-fixture.h"
#include "store/daybook-suggestions.h"
#include "store/daybook-tasks.h"

/* The fixture's now: Saturday, 2026-11-21, 09:00 in UTC. */
static void
test_due_dates (void)
{
  static const struct
  {
    const char *text;
    const char *day; /* NULL: none */
    const char *at;
  } cases[] = {
    { "Please send it by Friday.", "2026-11-27", NULL },
    { "I need this before Tuesday noon", "2026-11-24", "2026-11-24T11:00:00Z" },
    { "We need it before Tuesday.", "2026-11-23", NULL },
    { "Can you call until 3 pm?", "2026-11-21", "2026-11-21T14:00:00Z" },
    { "Can you call until 8:30 am?", "2026-11-22", "2026-11-22T07:30:00Z" },
    { "by tomorrow 14:30, please", "2026-11-22", "2026-11-22T13:30:00Z" },
    { "Reply by 30 November", "2026-11-30", NULL },
    { "Reply by November 30th, 2027", "2027-11-30", NULL },
    { "due 2026-12-24", "2026-12-24", NULL },
    { "Bitte bis 30.11. zurückschicken", "2026-11-30", NULL },
    { "Bitte bis Freitag", "2026-11-27", NULL },
    { "bis morgen 10 Uhr", "2026-11-22", "2026-11-22T09:00:00Z" },
    { "avant vendredi", "2026-11-26", NULL },
    { "d'ici demain 14h", "2026-11-22", "2026-11-22T13:00:00Z" },
    { "antes del viernes", "2026-11-26", NULL },
    { "do piątku", "2026-11-27", NULL },
    { "next Monday", "2026-11-23", NULL },
    { "until the end of the week", "2026-11-21", NULL },
    { "by the end of the month", "2026-11-30", NULL },
    { "3 January would be fine", "2027-01-03", NULL },
    { "on 12/24 we close", "2026-12-24", NULL },
    { "Saturday is good", "2026-11-28", NULL },
    { "There are 30 of them, version 2.5.1", NULL, NULL },
    { "Guten Morgen zusammen", NULL, NULL },
    /* The date that follows a weekday says which one. */
    { "Please reply by Friday, 11 December.", "2026-12-11", NULL },
    { "by Friday, December 11th, at noon", "2026-12-11", "2026-12-11T11:00:00Z" },
    { "on Friday the 11th of December", "2026-12-11", NULL },
    { "before Friday, 11 December", "2026-12-10", NULL },
    { "Bitte bis Freitag, den 11.12.2026.", "2026-12-11", NULL },
    { "Friday or 11 December", "2026-11-27", NULL },
    /* A full stop ends the sentence, not the date. */
    { "Please pay until 2026-12-24.", "2026-12-24", NULL },
    { "Please answer by 12/15.", "2026-12-15", NULL },
    { "Can you finish it by 3 December at 15:30.", "2026-12-03", "2026-12-03T14:30:00Z" },
    { "before the 1st of December", "2026-11-30", NULL },
    { "Please send it by the 15th.", "2026-12-15", NULL },
    { "until the 30th", "2026-11-30", NULL },
    { "bis zum 25.", "2026-11-25", NULL },
    { "the 15th floor", NULL, NULL },
    { "Please review this within two days.", "2026-11-23", NULL },
    { "It is due in 2 weeks", "2026-12-05", NULL },
    { "in drei Tagen", "2026-11-24", NULL },
    { "It took two days", NULL, NULL },
    /* What was, or begins, is not due then. */
    { "Bring the numbers from Tuesday, please.", NULL, NULL },
    { "Send me the slides of last Friday.", NULL, NULL },
    { "Please send the minutes from 12 November by Wednesday.", "2026-11-25", NULL },
    { "Please send it by the end of Friday.", "2026-11-27", NULL },
    { "Bitte die Folien vom Montag bis Mittwoch schicken", "2026-11-25", NULL },
    { "31 February", NULL, NULL },
    { "may I ask something", NULL, NULL },
    { "", NULL, NULL },
  };
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Zurich");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DaybookDue due;
      gboolean found = daybook_due_find (cases[i].text, FIXTURE_NOW, zone, &due);
      char day[DAYBOOK_DAY_TEXT_SIZE], at[DAYBOOK_INSTANT_TEXT_SIZE];

      g_test_message ("%s", cases[i].text);
      g_assert_true (found == (cases[i].day != NULL));
      g_assert_cmpstr (found ? daybook_day_write (due.day, day) : NULL, ==, cases[i].day);
      g_assert_cmpstr (due.at != DAYBOOK_INSTANT_NONE ? daybook_instant_write (due.at, at) : NULL, ==, cases[i].at);
    }
}

static void
test_sentences_of_what_was_written (void)
{
  g_auto (GStrv) sentences = daybook_sentences_split (
      "Hi Ben,\n\nthe offer of Mr. Hill (v. 2.5) is here. Could you look at it, e.g. at\npage 3? Thanks!\n\n"
      "-- \nAna\nSent from my phone\n> Could you pay?\n",
      10);
  g_autofree char *quoted = daybook_sentences_strip_quotes (
      "Fine with me.\n\nOn Mon, 3 Nov 2026 at 10:00, Ana Berg <ana@example.com> wrote:\n> Please pay\nPlease pay\n");
  const char *const expected[] = { "Hi Ben,", "the offer of Mr. Hill (v. 2.5) is here.", "Could you look at it, e.g. at page 3?",
                                   "Thanks!", NULL };

  g_assert_cmpstrv (sentences, expected);
  g_assert_cmpstr (quoted, ==, "Fine with me.\n\n");
}

static DaybookActivity *
make_mail (gint64 source_id, const char *subject, const char *body, const char *detail)
{
  DaybookActivity *mail = daybook_activity_new ();

  mail->source_id = source_id;
  mail->kind = g_strdup ("mail");
  mail->external_id = g_strdup (subject);
  mail->title = g_strdup (subject);
  mail->author = g_strdup ("Ana Berg");
  mail->at = FIXTURE_NOW;
  mail->body = g_strdup (body);
  mail->detail = g_strdup (detail);
  mail->hash = g_str_hash (body) + 1;
  return mail;
}

static DaybookSuggestion *
judge_mail (const char *subject, const char *body, const char *detail)
{
  g_autoptr (DaybookActivity) mail = make_mail (1, subject, body, detail);
  DaybookSuggestContext context = { FIXTURE_NOW, daybook_zone_get_utc (), "me@example.com" };

  return daybook_suggest_for_activity (mail, &context);
}

static void
test_mail_that_asks (void)
{
  g_autoptr (DaybookSuggestion) asks = judge_mail (
      "Offer", "Hi Ben,\nCould you please send me the signed offer by Friday?\nThanks\nAna", "{\"from_address\":\"ana@example.com\"}");
  g_autoptr (DaybookSuggestion) thanks = judge_mail ("Offer", "Thank you, everything arrived. It was great.", NULL);
  g_autoptr (DaybookSuggestion) list = judge_mail (
      "Sale", "Please send us your order by Friday. Unsubscribe here.", "{\"from_address\":\"news@shop.example\",\"list\":true}");
  g_autoptr (DaybookSuggestion) own
      = judge_mail ("Offer", "Could you please send me the offer by Friday?", "{\"from_address\":\"me@example.com\"}");
  g_autoptr (DaybookSuggestion) german = judge_mail ("Vertrag", "Kannst du mir bitte den Vertrag bis Freitag schicken?", NULL);

  g_assert_cmpfloat (asks->confidence, >=, 0.85);
  g_assert_cmpstr (asks->title, ==, "Send me the signed offer by Friday");
  g_assert_cmpint (asks->due_day, ==, daybook_zone_get_day (daybook_zone_get_utc (), FIXTURE_NOW) + 6);
  g_assert_nonnull (strstr (asks->reasoning, "Could you please send me the signed offer by Friday?"));
  g_assert_cmpfloat (thanks->confidence, <, 0.5);
  g_assert_cmpfloat (list->confidence, <, 0.5);
  g_assert_cmpfloat (own->confidence, <, 0.5);
  g_assert_cmpfloat (german->confidence, >=, 0.5);
  g_assert_cmpfloat (german->confidence, <=, 0.6);
  g_assert_nonnull (strstr (german->reasoning, "“de”"));
}

static void
test_other_items (void)
{
  static const struct
  {
    const char *kind;
    const char *detail;
    gboolean shown;
    const char *title;
  } cases[] = {
    { "pull_request", "{\"review_requested_me\":true,\"state\":\"open\"}", TRUE, "Review “Crash”" },
    { "pull_request", "{\"review_requested_me\":true,\"state\":\"closed\"}", FALSE, "Crash" },
    { "issue", "{\"assigned_me\":true,\"state\":\"open\"}", TRUE, "Work on “Crash”" },
    { "issue", "{\"mentions_me\":true,\"state\":\"open\"}", TRUE, "Look at “Crash”" },
    { "pull_request", "{\"mentions_me\":true,\"review_requested_me\":true,\"state\":\"open\"}", TRUE, "Review “Crash”" },
    { "issue", "{\"mentions_me\":true,\"state\":\"closed\"}", FALSE, "Crash" },
    { "issue", "{\"mentions_me\":true,\"author_me\":true,\"state\":\"open\"}", FALSE, "Crash" },
    { "issue", "{}", FALSE, "Crash" },
    { "page", "{\"mentions_me\":true}", TRUE, "Look at “Crash”" },
    { "page", NULL, FALSE, "Crash" },
    { "message", "{\"mentions_me\":true}", TRUE, "Have a look at the crash today" },
    { "message", "{\"from_me\":true,\"direct\":true}", FALSE, "Crash" },
    { "message", "{}", FALSE, "Crash" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookActivity) activity = make_mail (1, "Crash", "Can you have a look at the crash today?", cases[i].detail);
      DaybookSuggestContext context = { FIXTURE_NOW, daybook_zone_get_utc (), "me" };
      g_autoptr (DaybookSuggestion) suggestion = NULL;

      g_free (activity->kind);
      activity->kind = g_strdup (cases[i].kind);
      suggestion = daybook_suggest_for_activity (activity, &context);
      g_test_message ("%s %s", cases[i].kind, cases[i].detail);
      g_assert_true ((suggestion->confidence >= 0.5) == cases[i].shown);
      g_assert_cmpstr (suggestion->title, ==, cases[i].title);
    }
}

static void
test_titles (void)
{
  static const char *const cases[][2] = {
    { "Could you please send me the report?", "Send me the report" },
    { "Hi Ana, can you call Ben?", "Call Ben" },
    { "Bring the numbers from Tuesday, please.", "Bring the numbers from Tuesday" },
    { "Schicken Sie mir den Vertrag, bitte!", "Schicken Sie mir den Vertrag" },
    { "Please", "Please" },
    { ", please", "Please" },
    { "When does it begin?", "When does it begin?" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = daybook_asked_make_title (cases[i][0], NULL);

      g_assert_cmpstr (title, ==, cases[i][1]);
    }
}

/* Whatever raises it, what is not English is at most 60 % sure, and says how it was judged. */
static void
test_other_languages (void)
{
  static const struct
  {
    const char *kind;
    const char *body;
    const char *said;
  } cases[] = {
    { "mail", "Bitte schicken Sie mir die Unterlagen bis Freitag.", "“de”" },
    { "message", "Kannst du dir das bis morgen ansehen?", "“de”" },
    { "issue", "Könntest du dir das bitte bis Freitag ansehen?", "“de”" },
    { "mail", "Kunt u mij het rapport sturen voor vrijdag?", "“nl”, of which" },
    { "mail", "Prosím pošlete podepsanou smlouvu ještě dnes odpoledne kolegům?", "not one that Daybook knows" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookActivity) activity = make_mail (1, "Crash", cases[i].body, "{\"mentions_me\":true,\"state\":\"open\"}");
      DaybookSuggestContext context = { FIXTURE_NOW, daybook_zone_get_utc (), "me" };
      g_autoptr (DaybookSuggestion) suggestion = NULL;

      g_free (activity->kind);
      activity->kind = g_strdup (cases[i].kind);
      suggestion = daybook_suggest_for_activity (activity, &context);
      g_test_message ("%s %s", cases[i].body, suggestion->reasoning);
      g_assert_cmpfloat (suggestion->confidence, >=, 0.5);
      g_assert_cmpfloat (suggestion->confidence, <=, 0.6);
      g_assert_nonnull (strstr (suggestion->reasoning, cases[i].said));
    }
}

/* ---- in the store ---- */

static gint64
put_mail (StoreFixture *self, const char *subject, const char *body)
{
  g_autoptr (DaybookActivity) mail = make_mail (self->source_id, subject, body, "{\"from_address\":\"ana@example.com\"}");
  gint64 id;

  g_assert_true (daybook_store_put_activity (self->store, mail, 1, NULL, &id, NULL));
  return id;
}

static GPtrArray *
list (StoreFixture *self, gboolean all)
{
  DaybookSuggestionFilter filter = { .all = all };
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = daybook_store_list_suggestions (self->store, &filter, &error);

  g_assert_no_error (error);
  return rows;
}

static void
run (StoreFixture *self, int judged, int suggested, int approved)
{
  g_autoptr (GError) error = NULL;
  DaybookSuggestCounts counts = { 0 };

  g_assert_true (daybook_suggest_new (self->store, self->source_id, &counts, &error));
  g_assert_no_error (error);
  g_assert_cmpint (counts.judged, ==, judged);
  g_assert_cmpint (counts.suggested, ==, suggested);
  g_assert_cmpint (counts.auto_approved, ==, approved);
}

#define ASKING "Could you please send me the signed contract by Friday?"

static void
test_dismissed_never_returns (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) changed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_store_set_setting (self->store, "suggest_auto", "false", NULL));
  put_mail (self, "Contract", ASKING);
  put_mail (self, "Weather", "It was sunny all day.");
  run (self, 2, 1, 0);
  run (self, 0, 0, 0);
  rows = list (self, FALSE);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_true (daybook_store_dismiss_suggestion (self->store, ((DaybookSuggestion *) rows->pdata[0])->id, &error));
  g_assert_no_error (error);
  /* Read at the service: the row changes, what it asks does not. */
  store_fixture_run (self->store, "UPDATE activity SET etag = 'read' WHERE title = 'Contract'");
  run (self, 1, 0, 0);
  after = list (self, FALSE);
  g_assert_cmpuint (after->len, ==, 0);
  /* It asks for something else. */
  put_mail (self, "Contract", "Could you please send me the other contract by Monday?");
  run (self, 1, 1, 0);
  changed = list (self, FALSE);
  g_assert_cmpuint (changed->len, ==, 1);
  g_assert_false (daybook_store_dismiss_suggestion (self->store, ((DaybookSuggestion *) rows->pdata[0])->id, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
}

static gint64
put_meeting (StoreFixture *self, const char *id, gint64 start, DaybookEventStatus status, gboolean all_day)
{
  g_autoptr (DaybookEvent) event = store_fixture_make_event (self, id, start, 3600);
  gint64 row;

  event->status = status;
  event->all_day = all_day;
  g_assert_true (daybook_store_put_event (self->store, event, 1, NULL, &row, NULL));
  return row;
}

/* The next day's, each once, in the order they begin; of this calendar alone, and only of a connected one. */
static void
test_meetings_that_begin_soon (StoreFixture *self, gconstpointer unused)
{
  const gint64 hour = 3600;
  gint64 mine = self->source_id, late, early, other;
  g_autoptr (GPtrArray) items = NULL;
  const DaybookUnjudged *first, *second;

  late = put_meeting (self, "late", FIXTURE_NOW + 24 * hour, DAYBOOK_EVENT_CONFIRMED, FALSE);
  early = put_meeting (self, "early", FIXTURE_NOW + 1, DAYBOOK_EVENT_CONFIRMED, FALSE);
  put_meeting (self, "began", FIXTURE_NOW, DAYBOOK_EVENT_CONFIRMED, FALSE);
  put_meeting (self, "too late", FIXTURE_NOW + 24 * hour + 1, DAYBOOK_EVENT_CONFIRMED, FALSE);
  put_meeting (self, "cancelled", FIXTURE_NOW + hour, DAYBOOK_EVENT_CANCELLED, FALSE);
  put_meeting (self, "day", FIXTURE_NOW + 15 * hour, DAYBOOK_EVENT_CONFIRMED, TRUE);
  store_fixture_add_account (self, "other", &other);
  self->source_id = other;
  put_meeting (self, "elsewhere", FIXTURE_NOW + hour, DAYBOOK_EVENT_CONFIRMED, FALSE);
  self->source_id = mine;

  items = daybook_store_list_unjudged (self->store, mine, FIXTURE_NOW, FIXTURE_NOW + 24 * hour, 10, NULL);
  g_assert_cmpuint (items->len, ==, 2);
  first = items->pdata[0];
  second = items->pdata[1];
  g_assert_cmpint (first->event->id, ==, early);
  g_assert_cmpint (second->event->id, ==, late);
  g_assert_cmpstr (first->event->title, ==, "Meeting early");
  g_assert_cmpstr (first->identity, !=, "");
  run (self, 2, 0, 0);
  run (self, 0, 0, 0);
  /* It begins at another time, and is another one. */
  store_fixture_run (self->store, "UPDATE event SET range_start = range_start + 60 WHERE external_id = 'early'");
  run (self, 1, 0, 0);
  store_fixture_run (self->store, "DELETE FROM suggestion");
  store_fixture_run (self->store, "UPDATE source SET settings = '{\"suggest\":false}' WHERE id = 1");
  run (self, 0, 0, 0);
  self->source_id = other;
  store_fixture_run (self->store, "UPDATE account SET status = 'disconnected'");
  run (self, 0, 0, 0);
}

static void
test_decisions_correct_the_confidence (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GPtrArray) hidden = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (DaybookSuggestion) decided_one = NULL;
  const DaybookSuggestion *last;
  DaybookSuggestion *edited;
  int approved, decided;

  g_assert_true (daybook_store_set_setting (self->store, "suggest_auto", "false", NULL));
  for (int i = 0; i < 8; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Contract %d", i);

      put_mail (self, subject, ASKING);
    }
  run (self, 8, 8, 0);
  rows = list (self, FALSE);
  for (int i = 0; i < 4; i++)
    {
      gint64 id = ((DaybookSuggestion *) rows->pdata[i])->id;

      g_assert_true (i == 0 ? daybook_store_approve_suggestion (self->store, id, FALSE, NULL, NULL)
                            : daybook_store_dismiss_suggestion (self->store, id, NULL));
    }
  left = list (self, FALSE);
  g_assert_cmpuint (left->len, ==, 4);
  last = left->pdata[0];
  g_assert_cmpint (last->like_decided, ==, 4);
  g_assert_cmpint (last->like_approved, ==, 1);
  g_assert_cmpfloat_with_epsilon (last->corrected, (last->confidence * 4 + 1) / 8, 0.0001);
  /* What was decided is not corrected by itself. */
  decided_one = daybook_store_get_suggestion (self->store, ((DaybookSuggestion *) rows->pdata[0])->id, NULL);
  g_assert_cmpint (decided_one->like_decided, ==, 3);
  g_assert_cmpint (decided_one->like_approved, ==, 0);
  g_assert_true (daybook_store_get_suggestion_rate (self->store, &approved, &decided, NULL));
  g_assert_cmpint (approved, ==, 1);
  g_assert_cmpint (decided, ==, 4);
  /* One of six: no longer sure enough to be shown, whatever the engine thinks. */
  g_assert_true (daybook_store_dismiss_suggestion (self->store, ((DaybookSuggestion *) left->pdata[0])->id, NULL));
  g_assert_true (daybook_store_dismiss_suggestion (self->store, ((DaybookSuggestion *) left->pdata[1])->id, NULL));
  hidden = list (self, FALSE);
  g_assert_cmpuint (hidden->len, ==, 0);
  g_assert_cmpint (daybook_store_count_suggestions (self->store, 0), ==, 0);
  /* Whoever edits one of them means to do it: that speaks for the others, not for itself. */
  edited = left->pdata[2];
  g_free (edited->title);
  edited->title = g_strdup ("Send it");
  g_assert_true (daybook_store_edit_suggestion (self->store, edited, NULL));
  again = list (self, FALSE);
  g_assert_cmpuint (again->len, ==, 1);
  last = again->pdata[0];
  g_assert_cmpint (last->id, ==, ((DaybookSuggestion *) left->pdata[3])->id);
  g_assert_cmpint (last->like_decided, ==, 6);
  g_assert_cmpfloat_with_epsilon (last->corrected, (last->confidence * 4 + 2) / 11, 0.0001);
}

static void
test_automatic_ones_are_few_and_local (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) tasks = NULL;

  for (int i = 0; i < DAYBOOK_AUTO_APPROVE_LIMIT + 5; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Contract %d", i);

      put_mail (self, subject, ASKING);
    }
  run (self, DAYBOOK_AUTO_APPROVE_LIMIT + 5, DAYBOOK_AUTO_APPROVE_LIMIT + 5, DAYBOOK_AUTO_APPROVE_LIMIT);
  tasks = daybook_store_list_tasks (self->store, -1, NULL);
  g_assert_cmpuint (tasks->len, ==, DAYBOOK_AUTO_APPROVE_LIMIT);
  g_assert_cmpint (daybook_store_count_outbox (self->store), ==, 0);
  g_assert_true (daybook_store_undo (self->store, 0, NULL, NULL));
}

static gint64
approve_one (StoreFixture *self)
{
  g_autoptr (GPtrArray) rows = NULL;
  gint64 task_id;

  g_assert_true (daybook_store_set_setting (self->store, "suggest_auto", "false", NULL));
  put_mail (self, "Contract", ASKING);
  run (self, 1, 1, 0);
  rows = list (self, FALSE);
  g_assert_true (
      daybook_store_approve_suggestion (self->store, ((DaybookSuggestion *) rows->pdata[0])->id, FALSE, &task_id, NULL));
  return task_id;
}

static DaybookRemoteState
remote_state (StoreFixture *self, gint64 task_id)
{
  g_autoptr (DaybookTask) task = daybook_store_get_task (self->store, task_id, NULL);

  return task->remote_state;
}

static void
test_approving_is_undone_whole (StoreFixture *self, gconstpointer unused)
{
  gint64 task_id = approve_one (self);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) hits = daybook_store_search (self->store, "contract", 10, 0, NULL);
  g_autoptr (GPtrArray) after = NULL;

  g_assert_cmpuint (hits->len, ==, 2); /* the mail and the task */
  g_assert_true (daybook_store_undo (self->store, 0, NULL, NULL));
  g_assert_null (daybook_store_get_task (self->store, task_id, NULL));
  rows = list (self, FALSE);
  g_assert_cmpuint (rows->len, ==, 1);
  after = daybook_store_search (self->store, "contract", 10, 0, NULL);
  g_assert_cmpuint (after->len, ==, 1);
}

static void
test_done_here_only (StoreFixture *self, gconstpointer unused)
{
  gint64 task_id = approve_one (self);

  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_LOCAL_ONLY);
  g_assert_true (daybook_store_set_task_done (self->store, task_id, TRUE, NULL));
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_LOCAL_ONLY);
  g_assert_cmpint (daybook_store_count_outbox (self->store), ==, 0);
}

static DaybookOutboxRow *
only_row (StoreFixture *self, gboolean due)
{
  g_autoptr (GPtrArray) rows = daybook_store_list_outbox (self->store, 0, due, NULL);

  g_assert_cmpuint (rows->len, <=, 1);
  g_ptr_array_set_free_func (rows, NULL);
  return rows->len > 0 ? rows->pdata[0] : NULL;
}

static void
write_back (StoreFixture *self)
{
  store_fixture_run (self->store, "UPDATE account SET settings = '{\"write_back\":true}';"
                                  "UPDATE \"grant\" SET settings = json_object ('write/' || (SELECT provider FROM account), 'yes')");
}

/* A mail's task, done: the service is to be told. Its id. */
static gint64
do_one (StoreFixture *self)
{
  gint64 task_id;

  write_back (self);
  task_id = approve_one (self);
  g_assert_true (daybook_store_set_task_done (self->store, task_id, TRUE, NULL));
  return task_id;
}

/* What waits, and its request under way. */
static DaybookOutboxRow *
begin_only_row (StoreFixture *self)
{
  DaybookOutboxRow *row = only_row (self, FALSE);

  g_assert_true (daybook_store_begin_send (self->store, row, NULL, NULL));
  return row;
}

static void
test_done_and_reopen_cancel_out (StoreFixture *self, gconstpointer unused)
{
  gint64 task_id;

  write_back (self);
  task_id = approve_one (self);
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_NONE);
  g_assert_true (daybook_store_set_task_done (self->store, task_id, TRUE, NULL));
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_WAITING);
  g_assert_cmpint (daybook_store_get_next_send (self->store), ==, FIXTURE_NOW + DAYBOOK_OUTBOX_DELAY);
  g_assert_null (only_row (self, TRUE));
  /* Undo is a reopening, too. */
  g_assert_true (daybook_store_undo (self->store, 0, NULL, NULL));
  g_assert_cmpint (daybook_store_count_outbox (self->store), ==, 0);
  g_assert_true (daybook_store_set_task_done (self->store, task_id, TRUE, NULL));
  g_assert_true (daybook_store_set_task_done (self->store, task_id, FALSE, NULL));
  g_assert_cmpint (daybook_store_count_outbox (self->store), ==, 0);
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_NONE);
}

static void
test_what_may_have_arrived_is_taken_back (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookOutboxRow) row = NULL;
  g_autoptr (DaybookOutboxRow) second = NULL;
  gint64 task_id = do_one (self);

  row = only_row (self, FALSE);
  g_assert_cmpstr (row->kind, ==, "mail.done");
  g_assert_cmpstr (row->target, ==, "Contract");
  /* Killed between the request and its answer, then reopened: nobody knows whether it arrived. */
  g_assert_true (daybook_store_begin_send (self->store, row, NULL, NULL));
  g_assert_true (daybook_store_set_task_done (self->store, task_id, FALSE, NULL));
  second = only_row (self, FALSE);
  g_assert_cmpstr (second->kind, ==, "mail.reopen");
  g_assert_true (daybook_store_begin_send (self->store, second, NULL, NULL));
  /* What another worker read before must not be sent any more. */
  {
    gboolean wanted;

    g_assert_true (daybook_store_begin_send (self->store, row, &wanted, NULL));
    g_assert_false (wanted);
  }
  g_assert_true (daybook_store_finish_send (self->store, second, NULL));
  g_assert_cmpint (daybook_store_count_outbox (self->store), ==, 0);
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_NONE);
}

static void
test_wish_that_changed_under_way_is_sent_next (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookOutboxRow) row = NULL;
  g_autoptr (DaybookOutboxRow) second = NULL;
  gint64 task_id = do_one (self);

  row = begin_only_row (self);
  g_assert_true (daybook_store_set_task_done (self->store, task_id, FALSE, NULL));
  g_assert_true (daybook_store_finish_send (self->store, row, NULL)); /* done has arrived */
  second = only_row (self, FALSE);
  g_assert_cmpstr (second->kind, ==, "mail.reopen");
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_WAITING);
}

/* GitHub takes "read", and nothing that takes it back. */
static void
test_notification_is_read_for_good (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookActivity) review = make_mail (self->source_id, "Crash", "It crashes.",
                                                  "{\"review_requested_me\":true,\"state\":\"open\"}");
  g_autoptr (DaybookOutboxRow) row = NULL;
  g_autoptr (DaybookOutboxRow) again = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  gint64 task_id;

  write_back (self);
  g_assert_true (daybook_store_set_setting (self->store, "suggest_auto", "false", NULL));
  review->kind = (g_free (review->kind), g_strdup ("pull_request"));
  review->external_id = (g_free (review->external_id), g_strdup ("819"));
  review->parent = g_strdup ("acme/parser");
  g_assert_true (daybook_store_put_activity (self->store, review, 1, NULL, NULL, NULL));
  run (self, 1, 1, 0);
  rows = list (self, FALSE);
  g_assert_true (
      daybook_store_approve_suggestion (self->store, ((DaybookSuggestion *) rows->pdata[0])->id, FALSE, &task_id, NULL));
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_NONE);
  g_assert_true (daybook_store_set_task_done (self->store, task_id, TRUE, NULL));
  row = only_row (self, FALSE);
  g_assert_cmpstr (row->kind, ==, "notification.done");
  g_assert_cmpstr (row->target, ==, "acme/parser#819");
  g_assert_cmpstr (row->body, ==, "{\"title\":\"Crash\"}");
  /* Reopened while its request is under way. */
  g_assert_true (daybook_store_begin_send (self->store, row, NULL, NULL));
  g_assert_true (daybook_store_set_task_done (self->store, task_id, FALSE, NULL));
  g_assert_cmpint (daybook_store_count_outbox (self->store), ==, 0);
  g_assert_true (daybook_store_finish_send (self->store, row, NULL));
  g_assert_cmpint (daybook_store_count_outbox (self->store), ==, 0);
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_NONE);
  /* Done once more is told once more. */
  g_assert_true (daybook_store_set_task_done (self->store, task_id, TRUE, NULL));
  again = begin_only_row (self);
  g_assert_true (daybook_store_finish_send (self->store, again, NULL));
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_DONE);
}

static void
test_done_tasks_are_bounded (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) last = NULL;
  g_autoptr (GPtrArray) none = NULL;

  store_fixture_run (self->store,
                     "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                     "INSERT INTO task (title, status, done_at, created_at) SELECT 'Task ' || i, 'done', i, i FROM n");
  last = daybook_store_list_done_tasks (self->store, 450, 20, NULL);
  g_assert_cmpuint (last->len, ==, 20);
  g_assert_cmpstr (((DaybookTask *) last->pdata[0])->title, ==, "Task 500");
  g_assert_cmpstr (((DaybookTask *) last->pdata[19])->title, ==, "Task 481");
  none = daybook_store_list_done_tasks (self->store, 501, 20, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_poison_is_parked (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookOutboxRow) row = NULL;
  gint64 task_id = do_one (self);

  row = only_row (self, FALSE);
  /* A month without a network is no poison. */
  for (int i = 0; i < 100; i++)
    {
      g_assert_true (daybook_store_begin_send (self->store, row, NULL, NULL));
      g_assert_true (daybook_store_fail_send (self->store, row, "offline", FIXTURE_NOW, TRUE, NULL));
    }
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_WAITING);
  row->attempts = 0;
  for (int i = 0; i < DAYBOOK_OUTBOX_TRIES; i++)
    {
      g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_WAITING);
      g_assert_true (daybook_store_begin_send (self->store, row, NULL, NULL));
      g_assert_true (daybook_store_fail_send (self->store, row, "no", FIXTURE_NOW, FALSE, NULL));
    }
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_FAILED);
  g_assert_cmpint (daybook_store_get_next_send (self->store), ==, DAYBOOK_INSTANT_NONE);
  g_assert_true (daybook_store_retry_send (self->store, row->id, NULL));
  g_assert_cmpint (daybook_store_get_next_send (self->store), ==, FIXTURE_NOW);
  g_assert_true (daybook_store_cancel_send (self->store, row->id, NULL));
  g_assert_cmpint (remote_state (self, task_id), ==, DAYBOOK_REMOTE_LOCAL_ONLY);
}

/* Signing in again tells what nobody could be told, and not what the person took back. */
static void
test_cancelled_stays_cancelled (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookOutboxRow) row = NULL;
  g_autoptr (DaybookOutboxRow) reopening = NULL;
  gint64 task_id = do_one (self);

  row = begin_only_row (self);
  g_assert_true (daybook_store_finish_send (self->store, row, NULL));
  g_assert_true (daybook_store_set_task_done (self->store, task_id, FALSE, NULL));
  reopening = only_row (self, FALSE);
  g_assert_true (daybook_store_cancel_send (self->store, reopening->id, NULL));
  g_assert_true (daybook_store_settle_open_tasks (self->store, NULL));
  g_assert_cmpint (daybook_store_count_outbox (self->store), ==, 0);
  /* Done once more is told once more. */
  g_assert_true (daybook_store_set_task_done (self->store, task_id, TRUE, NULL));
  g_assert_cmpint (daybook_store_count_outbox (self->store), ==, 1);
}

static void
test_disconnecting_keeps_tasks_alone (StoreFixture *self, gconstpointer unused)
{
  gint64 task_id = approve_one (self);
  g_autoptr (GPtrArray) rows = NULL;

  put_mail (self, "Other", "Could you please bring the quixotic umbrella tomorrow?");
  run (self, 1, 1, 0);
  g_assert_true (daybook_store_disconnect_account (self->store, self->account_id, FALSE, NULL, NULL));
  rows = list (self, TRUE);
  g_assert_cmpuint (rows->len, ==, 0);
  g_assert_cmpuint (store_fixture_count_bytes (self->folder, "quixotic"), ==, 0);
  {
    g_autoptr (DaybookTask) task = daybook_store_get_task (self->store, task_id, NULL);

    g_assert_cmpstr (task->title, ==, "Send me the signed contract by Friday");
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insight/due/dates", test_due_dates);
  g_test_add_func ("/insight/sentences/of-what-was-written", test_sentences_of_what_was_written);
  g_test_add_func ("/insight/suggest/mail-that-asks", test_mail_that_asks);
  g_test_add_func ("/insight/suggest/other-items", test_other_items);
  g_test_add_func ("/insight/suggest/titles", test_titles);
  g_test_add_func ("/insight/suggest/other-languages", test_other_languages);
#define ADD(name, func) g_test_add (name, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/suggestions/dismissed-never-returns", test_dismissed_never_returns);
  ADD ("/suggestions/meetings-that-begin-soon", test_meetings_that_begin_soon);
  ADD ("/suggestions/decisions-correct-the-confidence", test_decisions_correct_the_confidence);
  ADD ("/suggestions/automatic-ones-are-few-and-local", test_automatic_ones_are_few_and_local);
  ADD ("/suggestions/approving-is-undone-whole", test_approving_is_undone_whole);
  ADD ("/suggestions/disconnecting-keeps-tasks-alone", test_disconnecting_keeps_tasks_alone);
  ADD ("/outbox/done-here-only", test_done_here_only);
  ADD ("/outbox/done-and-reopen-cancel-out", test_done_and_reopen_cancel_out);
  ADD ("/outbox/what-may-have-arrived-is-taken-back", test_what_may_have_arrived_is_taken_back);
  ADD ("/outbox/wish-that-changed-under-way-is-sent-next", test_wish_that_changed_under_way_is_sent_next);
  ADD ("/outbox/notification-is-read-for-good", test_notification_is_read_for_good);
  ADD ("/tasks/done-ones-are-bounded", test_done_tasks_are_bounded);
  ADD ("/outbox/poison-is-parked", test_poison_is_parked);
  ADD ("/outbox/cancelled-stays-cancelled", test_cancelled_stays_cancelled);
  return g_test_run ();
}
