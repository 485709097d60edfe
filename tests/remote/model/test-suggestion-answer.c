/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model may make of a suggestion: good answers and bad ones. */
#include <string.h>

#include "base/daybook-error.h"
#include "model/daybook-suggestion-answer.h"
#include "suggestion-talk.h"

static DaybookSuggestion *
judge_builtin (StoreFixture *self, gint64 id, DaybookUnjudged **item)
{
  DaybookSuggestion *suggestion = daybook_suggestion_new ();

  *item = daybook_store_get_unjudged (self->store, DAYBOOK_KIND_ACTIVITY, id, NULL);
  g_assert_nonnull (*item);
  suggestion->item_kind = g_strdup ("activity");
  suggestion->kind = g_strdup ("task");
  suggestion->title = g_strdup ("Built in");
  suggestion->description = g_strdup ("Built in, too.");
  suggestion->confidence = 0.7;
  suggestion->engine = g_strdup ("builtin");
  suggestion->due_day = daybook_zone_get_day (daybook_store_get_zone (self->store), FIXTURE_NOW) + 3;
  return suggestion;
}

static void
test_good (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookUnjudged) item = NULL;
  g_autoptr (DaybookSuggestion) suggestion = judge_builtin (self, suggestion_talk_put_mail (self, "Contract", SUGGESTION_ASKING), &item);
  g_autoptr (DaybookSuggestionPrompt) prompt = daybook_suggestion_prompt_new (self->store, item, NULL);
  g_autofree char *text = g_strdup_printf (suggestion_talk_good, prompt->id);
  g_autoptr (GError) error = NULL;
  char day[DAYBOOK_DAY_TEXT_SIZE], at[DAYBOOK_INSTANT_TEXT_SIZE];

  g_assert_true (daybook_suggestion_answer_read (text, prompt, suggestion, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (suggestion->title, ==, "Send the signed contract 4711");
  g_assert_cmpstr (suggestion->description, ==, "Ana waits for the signed contract.");
  g_assert_cmpstr (suggestion->reasoning, ==, "She asks for it directly.");
  g_assert_cmpstr (suggestion->kind, ==, "reply");
  g_assert_cmpint (suggestion->priority, ==, DAYBOOK_PRIORITY_HIGH);
  g_assert_cmpstr (suggestion->tags, ==, "[\"contract\",\"Ana\"]");
  g_assert_cmpfloat_with_epsilon (suggestion->confidence, 0.93, 1e-9);
  g_assert_cmpstr (daybook_day_write (suggestion->due_day, day), ==, "2026-11-27");
  g_assert_cmpstr (daybook_instant_write (suggestion->due_at, at), ==, "2026-11-27T11:00:00Z");
}

/* An answer that cannot be used leaves the built-in judgement as it was. */
static void
test_refused (StoreFixture *self, gconstpointer unused)
{
  static const char *const answers[] = {
    "", "No.", "{}", "[1]", "{\"item\":\"%s\"}", "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.9}",
    "{\"item\":\"vffff\",\"action_needed\":true,\"confidence\":0.9,\"title\":\"Do it\"}",
    "{\"item\":\"%s\",\"confidence\":0.9,\"title\":\"Do it\"}",
    "{\"item\":\"%s\",\"action_needed\":true,\"title\":\"Do it\"}",
    "{\"item\":\"%s\",\"action_needed\":\"yes\",\"confidence\":0.9,\"title\":\"Do it\"}",
    "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":\"sure\",\"title\":\"Do it\"}",
    "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.9,\"title\":\"\"}",
    "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.9,\"title\":\"Open https://evil.example\"}",
    "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.9,\"title\":\"Open intra.example\"}",
    "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.9,\"title\":\"Write to ana@example.com\"}",
    "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.9,\"title\":\"<b>Do</b> it\"}",
    "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.9,\"title\":\"Pay 5000 euros\"}",
    "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.9,\"title\":\"Send contract 47\"}",
    "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.9,\"title\":\"Do {meeting}\"}",
    "{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.9,\"title\":\"Do it\"",
    "{\"answer\":{\"item\":\"%s\",\"action_needed\":true,\"confidence\":0.9,\"title\":\"Do it\"}}",
  };
  g_autoptr (DaybookUnjudged) item = NULL;
  g_autoptr (DaybookSuggestion) suggestion = judge_builtin (self, suggestion_talk_put_mail (self, "Contract", SUGGESTION_ASKING), &item);
  g_autoptr (DaybookSuggestionPrompt) prompt = daybook_suggestion_prompt_new (self->store, item, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_auto (GStrv) halves = g_strsplit (answers[i], "%s", 2);
      g_autofree char *text = g_strjoinv (prompt->id, halves);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", text);
      g_assert_false (daybook_suggestion_answer_read (text, prompt, suggestion, &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_cmpstr (suggestion->title, ==, "Built in");
      g_assert_cmpfloat_with_epsilon (suggestion->confidence, 0.7, 1e-9);
    }
}

/* What is only beside the point is left out, field by field. */
static void
test_held_to_the_form (StoreFixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *rest;
    const char *due; /* day; built in: 2026-11-24 */
    double confidence;
  } cases[] = {
    { "\"confidence\":7,\"due\":\"2026-11-30\"", "2026-11-30", 0.99 },
    { "\"confidence\":-3,\"due\":\"\"", "2026-11-24", 0 },
    { "\"confidence\":0.5,\"due\":\"2026-02-30\"", "2026-11-24", 0.5 },
    { "\"confidence\":0.5,\"due\":\"2026-11-20\"", "2026-11-24", 0.5 },
    { "\"confidence\":0.5,\"due\":\"2031-01-01\"", "2026-11-24", 0.5 },
    { "\"confidence\":0.5,\"due\":\"Friday\"", "2026-11-24", 0.5 },
    { "\"confidence\":0.5,\"due\":\"2026-11-30T25:99\"", "2026-11-24", 0.5 },
    { "\"confidence\":0.5,\"kind\":\"transfer\",\"priority\":\"extreme\",\"pay\":{\"to\":[\"evil\"]}", "2026-11-24", 0.5 },
    { "\"confidence\":0.5,\"description\":\"See http://evil.example\",\"reasoning\":\"<i>so</i>\"", "2026-11-24", 0.5 },
  };
  gint64 id = suggestion_talk_put_mail (self, "Contract", SUGGESTION_ASKING);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookUnjudged) item = NULL;
      g_autoptr (DaybookSuggestion) suggestion = judge_builtin (self, id, &item);
      g_autoptr (DaybookSuggestionPrompt) prompt = daybook_suggestion_prompt_new (self->store, item, NULL);
      g_autofree char *text = g_strdup_printf ("{\"item\":\"%s\",\"action_needed\":true,\"title\":\"Do it\",%s}", prompt->id,
                                               cases[i].rest);
      char day[DAYBOOK_DAY_TEXT_SIZE];

      g_test_message ("%s", text);
      g_assert_true (daybook_suggestion_answer_read (text, prompt, suggestion, NULL));
      g_assert_cmpstr (daybook_day_write (suggestion->due_day, day), ==, cases[i].due);
      g_assert_cmpfloat_with_epsilon (suggestion->confidence, cases[i].confidence, 1e-9);
      g_assert_cmpstr (suggestion->kind, ==, "task");
      g_assert_cmpint (suggestion->priority, ==, DAYBOOK_PRIORITY_NORMAL);
      g_assert_cmpstr (suggestion->description, ==, "Built in, too.");
      g_assert_null (suggestion->reasoning);
    }
}

/* However unsure it is of that: what needs nothing is not shown. */
static void
test_nothing_to_do (StoreFixture *self, gconstpointer unused)
{
  g_autoptr (DaybookUnjudged) item = NULL;
  g_autoptr (DaybookSuggestion) suggestion = judge_builtin (self, suggestion_talk_put_mail (self, "Contract", SUGGESTION_ASKING), &item);
  g_autoptr (DaybookSuggestionPrompt) prompt = daybook_suggestion_prompt_new (self->store, item, NULL);
  g_autofree char *text = g_strdup_printf ("{\"item\":\"%s\",\"action_needed\":false,\"confidence\":0.1}", prompt->id);

  g_assert_true (daybook_suggestion_answer_read (text, prompt, suggestion, NULL));
  g_assert_cmpfloat (suggestion->confidence, <, DAYBOOK_SUGGESTION_SHOWN);
  g_assert_cmpstr (suggestion->title, ==, "Built in");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/model/suggestion/" name, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("good-answer", test_good);
  ADD ("refused", test_refused);
  ADD ("held-to-the-form", test_held_to_the_form);
  ADD ("nothing-to-do", test_nothing_to_do);
#undef ADD
  return g_test_run ();
}
