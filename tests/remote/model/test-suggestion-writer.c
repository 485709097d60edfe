/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a suggestion is asked from, with what, how often, and when no more. */
#include <string.h>

#include "base/daybook-error.h"
#include "store/daybook-model-pause.h"
#include "suggestion-talk.h"

static void
test_a_server_that_answers (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookSuggestion) suggestion = NULL;
  DaybookSuggestCounts counts;
  SuggestionTalk talk = { NULL };

  suggestion_talk_put_mail (self, "Contract", SUGGESTION_ASKING);
  suggestion_talk_begin (&talk, self, suggestion_talk_answer_well, NULL);
  suggestion_talk_judge_new (&talk, &counts);
  g_assert_cmpint (counts.suggested, ==, 1);
  g_assert_cmpint (counts.auto_approved, ==, 1);
  suggestion = suggestion_talk_get_first (self);
  g_assert_cmpstr (suggestion->engine, ==, "model");
  g_assert_cmpstr (suggestion->model, ==, "tiny");
  g_assert_cmpint (suggestion->status, ==, DAYBOOK_SUGGESTION_AUTO_APPROVED);
  g_assert_cmpint (store_fixture_ask (self->store, "SELECT COUNT (*) FROM audit WHERE action = 'model.ask'"
                                                   " AND subject = 'suggestion' AND detail LIKE '%\"prompt_sha256\":%'"
                                                   " AND detail LIKE '%\"result\":\"success\"%'"), ==, 1);
  /* The same state is asked about once. */
  store_fixture_run (self->store, "UPDATE activity SET etag = 'read'");
  suggestion_talk_judge_new (&talk, &counts);
  g_assert_cmpuint (fake_server_count_requests (talk.server), ==, 1);
  suggestion_talk_end (&talk);
}

/* Only where the built-in engine, too, sees that something is asked, does a model's word make a task. */
static void
test_a_model_alone_makes_no_task (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookSuggestion) suggestion = NULL;
  DaybookSuggestCounts counts;
  SuggestionTalk talk = { NULL };

  suggestion_talk_put_mail (self, "Weather 4711", "It was sunny all day.");
  suggestion_talk_begin (&talk, self, suggestion_talk_answer_well, NULL);
  suggestion_talk_judge_new (&talk, &counts);
  g_assert_cmpint (counts.suggested, ==, 1);
  g_assert_cmpint (counts.auto_approved, ==, 0);
  suggestion = suggestion_talk_get_first (self);
  g_assert_cmpint (suggestion->status, ==, DAYBOOK_SUGGESTION_PENDING);
  suggestion_talk_end (&talk);
}

/* What is asked about, and what leaves the computer. */
static void
test_what_is_sent (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookUnjudged) item = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *text = NULL;
  g_autoptr (DaybookSuggestion) suggestion = NULL;
  DaybookSuggestCounts counts;
  SuggestionTalk talk = { NULL };

  item = daybook_store_get_unjudged (self->store, DAYBOOK_KIND_ACTIVITY, suggestion_talk_put_mail (self, "Contract", SUGGESTION_ASKING), NULL);
  suggestion_talk_begin (&talk, self, suggestion_talk_answer_well, NULL);
  body = daybook_suggestion_preview (self->store, item, talk.model, NULL);
  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_assert_nonnull (strstr (text, "signed contract 4711"));
  g_assert_nonnull (strstr (text, "Ana Berg"));
  g_assert_null (strchr (text, '@'));
  g_assert_null (strstr (text, "intra.example"));
  /* A switch that is turned while a sync runs counts at once. */
  store_fixture_run (self->store, "UPDATE source SET settings = '{\"never_send\":true}'");
  g_assert_null (daybook_suggestion_preview (self->store, item, talk.model, NULL));
  suggestion_talk_judge_new (&talk, &counts);
  g_assert_cmpuint (fake_server_count_requests (talk.server), ==, 0);
  suggestion = suggestion_talk_get_first (self);
  g_assert_cmpstr (suggestion->engine, ==, "builtin");
  g_assert_nonnull (strstr (suggestion->reasoning, "Nothing from here is sent to a model."));
  suggestion_talk_end (&talk);
}

static guint
count_asked (SuggestionTalk *talk, const char *subject)
{
  guint before = fake_server_count_requests (talk->server);
  DaybookSuggestCounts counts;

  suggestion_talk_put_mail (talk->store, subject, SUGGESTION_ASKING);
  suggestion_talk_judge_new (talk, &counts);
  g_assert_cmpint (counts.judged, ==, 1);
  return fake_server_count_requests (talk->server) - before;
}

static gint64
get_pause (SuggestionTalk *talk)
{
  g_autoptr (DaybookModelPause) pause
      = daybook_store_get_model_pause (talk->store->store, daybook_model_get_url (talk->model), daybook_model_get_name (talk->model));

  return pause != NULL ? pause->until - daybook_store_now (talk->store->store) : 0;
}

static gboolean
on_nonsense_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  return suggestion_talk_answer (connection, "I would rather tell you in words.");
}

/* Twice for one item, and after three items in a row no more. */
static void
test_a_server_of_no_use (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookSuggestion) suggestion = NULL;
  DaybookSuggestCounts counts;
  SuggestionTalk talk = { NULL };

  for (int i = 0; i < 6; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Contract %d", i);

      suggestion_talk_put_mail (self, subject, SUGGESTION_ASKING);
    }
  suggestion_talk_begin (&talk, self, on_nonsense_cb, NULL);
  suggestion_talk_judge_new (&talk, &counts);
  g_assert_cmpint (counts.judged, ==, 6);
  g_assert_cmpint (counts.suggested, ==, 6);
  g_assert_cmpuint (fake_server_count_requests (talk.server), ==, 6);
  suggestion = suggestion_talk_get_first (self);
  g_assert_cmpstr (suggestion->engine, ==, "builtin");
  g_assert_nonnull (strstr (suggestion->reasoning, "The built-in engine judged this. The model did not answer in the form"));
  g_assert_cmpint (get_pause (&talk), ==, 60);
  suggestion_talk_end (&talk);
}

static gboolean
on_no_credit_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  return fake_reply (connection, 429, "Content-Type: application/json\r\n",
                     "{\"error\":{\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}");
}

static void
test_without_credit (StoreFixture *self, gconstpointer unused)
{
  DaybookSuggestCounts counts;
  SuggestionTalk talk = { NULL };

  suggestion_talk_put_mail (self, "Contract", SUGGESTION_ASKING);
  suggestion_talk_put_mail (self, "Other contract", SUGGESTION_ASKING);
  suggestion_talk_begin (&talk, self, on_no_credit_cb, NULL);
  suggestion_talk_judge_new (&talk, &counts);
  g_assert_cmpint (counts.suggested, ==, 2);
  g_assert_cmpuint (fake_server_count_requests (talk.server), ==, 1);
  suggestion_talk_end (&talk);
}

static void
advance (SuggestionTalk *talk, gint64 seconds)
{
  daybook_clock_set (talk->store->clock, daybook_store_now (talk->store->store) + seconds);
}

/* How often it was asked already: then it answers. */
static gboolean
on_third_is_good_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  int *asked = data;

  if (g_atomic_int_add (asked, 1) >= 2)
    return suggestion_talk_answer_well (request, connection, NULL);
  return fake_reply (connection, 403, "Content-Type: application/json\r\n", "{}");
}

/* What one run learned the next one knows, in whatever program; a person may ask in between. */
static void
test_left_alone (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookSuggestion) suggestion = NULL;
  int asked = 0;
  SuggestionTalk talk = { NULL };

  suggestion_talk_begin (&talk, self, on_third_is_good_cb, &asked);
  g_assert_cmpuint (count_asked (&talk, "1"), ==, 1);
  g_assert_cmpint (get_pause (&talk), ==, 3600);
  advance (&talk, 600);
  g_assert_cmpuint (count_asked (&talk, "2"), ==, 0);
  g_assert_cmpint (get_pause (&talk), ==, 3000);
  suggestion = suggestion_talk_get_first (self);
  g_assert_cmpstr (suggestion->engine, ==, "builtin");
  g_assert_nonnull (strstr (suggestion->reasoning, "It is left alone for a while."));
  daybook_model_set_by_person (talk.model, TRUE);
  g_assert_cmpuint (count_asked (&talk, "3"), ==, 1);
  daybook_model_set_by_person (talk.model, FALSE);
  g_assert_cmpint (get_pause (&talk), ==, 3600);
  advance (&talk, 3600);
  g_assert_cmpuint (count_asked (&talk, "4"), ==, 1);
  g_assert_cmpint (asked, ==, 3);
  g_assert_cmpint (get_pause (&talk), ==, 0);
  g_assert_cmpuint (count_asked (&talk, "5"), ==, 1);
  suggestion_talk_end (&talk);
}

static gboolean
on_later_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  return fake_reply (connection, 429, "Retry-After: 7200\r\n", "");
}

/* As long as the server says. */
static void
test_asked_to_wait (StoreFixture *self, gconstpointer unused)
{
  SuggestionTalk talk = { NULL };

  suggestion_talk_begin (&talk, self, on_later_cb, NULL);
  g_assert_cmpuint (count_asked (&talk, "1"), ==, 1);
  g_assert_cmpint (get_pause (&talk), ==, 7200);
  suggestion_talk_end (&talk);
}

/* Asked for by name: judged anew, but what the person edited or decided stays. */
static void
test_just_these_items (StoreFixture *self, gconstpointer unused)
{
  gint64 first = suggestion_talk_put_mail (self, "Contract", SUGGESTION_ASKING);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_unjudged_free);
  g_autoptr (DaybookSuggestion) before = NULL;
  g_autoptr (DaybookSuggestion) after = NULL;
  g_autoptr (DaybookSuggestion) edited = NULL;
  g_autoptr (GError) error = NULL;
  DaybookSuggestCounts counts = { 0 };
  SuggestionTalk talk = { NULL };

  g_assert_true (daybook_store_set_setting (self->store, "suggest_auto", "off", NULL));
  suggestion_talk_begin (&talk, self, suggestion_talk_answer_well, NULL);
  g_assert_true (daybook_suggest_new (self->store, 0, &counts, NULL));
  before = suggestion_talk_get_first (self);
  g_assert_cmpstr (before->engine, ==, "builtin");
  suggestion_talk_put_mail (self, "Not asked about", SUGGESTION_ASKING);
  g_ptr_array_add (items, daybook_store_get_unjudged (self->store, DAYBOOK_KIND_ACTIVITY, first, NULL));
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (DaybookSuggestionWriter) writer = daybook_suggestion_writer_new (self->store, talk.model, NULL);

      g_assert_true (daybook_suggest_items (self->store, items, daybook_suggestion_write, writer, &counts, &error));
      g_assert_no_error (error);
      g_clear_pointer (&after, daybook_suggestion_free);
      after = suggestion_talk_get_first (self);
      g_assert_cmpint (after->id, ==, before->id);
      if (i == 0)
        {
          g_assert_cmpstr (after->engine, ==, "model");
          g_free (after->title);
          after->title = g_strdup ("My own words");
          g_assert_true (daybook_store_edit_suggestion (self->store, after, &error));
        }
    }
  g_assert_cmpstr (after->title, ==, "My own words");
  g_assert_cmpuint (fake_server_count_requests (talk.server), ==, 2);
  g_assert_cmpint (store_fixture_ask (self->store, "SELECT COUNT (*) FROM suggestion"), ==, 1);
  suggestion_talk_end (&talk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/model/suggestion/" name, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("a-server-that-answers", test_a_server_that_answers);
  ADD ("a-model-alone-makes-no-task", test_a_model_alone_makes_no_task);
  ADD ("what-is-sent", test_what_is_sent);
  ADD ("a-server-of-no-use", test_a_server_of_no_use);
  ADD ("without-credit", test_without_credit);
  ADD ("left-alone-by-the-next-run", test_left_alone);
  ADD ("asked-to-wait", test_asked_to_wait);
  ADD ("just-these-items", test_just_these_items);
#undef ADD
  return g_test_run ();
}
