/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which model there is, and for how long one that failed is left alone. */
#include "base/daybook-error.h"
#include "store-fixture.h"
#include "store/daybook-model-choice.h"
#include "store/daybook-model-pause.h"
#include "store/daybook-store-private.h"

#include <glib/gstdio.h>

#define URL "https://models.example/v1"

static void
fail (StoreFixture *fixture, DaybookError code, gint64 retry_at)
{
  g_autoptr (GError) why = g_error_new_literal (DAYBOOK_ERROR, (int) code, "It says “no”.");
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_store_pause_model (fixture->store, URL, "m", why, retry_at, &error));
  g_assert_no_error (error);
}

/* 0: it may be asked. */
static gint64
get_length (StoreFixture *fixture, const char *url, const char *model)
{
  g_autoptr (DaybookModelPause) pause = daybook_store_get_model_pause (fixture->store, url, model);

  return pause != NULL ? pause->until - daybook_store_now (fixture->store) : 0;
}

static void
test_lengths (StoreFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    DaybookError code;
    gint64 lengths[5];
  } cases[] = {
    { DAYBOOK_ERROR_RATE_LIMITED, { 60, 300, 900, 3600, 3600 } },
    { DAYBOOK_ERROR_SERVER, { 60, 300, 900, 3600, 3600 } },
    { DAYBOOK_ERROR_INVALID_RESPONSE, { 60, 300, 900, 3600, 3600 } },
    { DAYBOOK_ERROR_NETWORK, { 60, 120, 240, 240, 240 } },
    { DAYBOOK_ERROR_AUTH_REQUIRED, { 3600, 3600, 3600, 3600, 3600 } },
    { DAYBOOK_ERROR_FORBIDDEN, { 3600, 3600, 3600, 3600, 3600 } },
  };

  g_assert_cmpint (get_length (fixture, URL, "m"), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (cases[i].lengths); j++)
        {
          fail (fixture, cases[i].code, DAYBOOK_INSTANT_NONE);
          g_assert_cmpint (get_length (fixture, URL, "m"), ==, cases[i].lengths[j]);
        }
      g_assert_true (daybook_store_end_model_pause (fixture->store, NULL));
      g_assert_cmpint (get_length (fixture, URL, "m"), ==, 0);
    }
}

static void
test_server_says_when (StoreFixture *fixture, gconstpointer unused)
{
  fail (fixture, DAYBOOK_ERROR_RATE_LIMITED, FIXTURE_NOW + 1000);
  g_assert_cmpint (get_length (fixture, URL, "m"), ==, 1000);
  /* Never less than the ladder, never more than a day. */
  fail (fixture, DAYBOOK_ERROR_RATE_LIMITED, FIXTURE_NOW - 5);
  g_assert_cmpint (get_length (fixture, URL, "m"), ==, 300);
  fail (fixture, DAYBOOK_ERROR_RATE_LIMITED, G_MAXINT64);
  g_assert_cmpint (get_length (fixture, URL, "m"), ==, 24 * 3600);
}

static void
test_remembered (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookModelPause) pause = NULL;

  fail (fixture, DAYBOOK_ERROR_FORBIDDEN, DAYBOOK_INSTANT_NONE);
  store_fixture_reopen (fixture);
  pause = daybook_store_get_model_pause (fixture->store, URL, "m");
  g_assert_nonnull (pause);
  g_assert_cmpint (pause->code, ==, DAYBOOK_ERROR_FORBIDDEN);
  g_assert_cmpstr (pause->message, ==, "It says “no”.");
  /* Another model, or the same elsewhere, has done nothing. */
  g_assert_cmpint (get_length (fixture, URL, "n"), ==, 0);
  g_assert_cmpint (get_length (fixture, URL "/eu", "m"), ==, 0);
  g_assert_cmpint (get_length (fixture, NULL, NULL), ==, 0);
  /* It ends by itself, but a next failure is known to be the second. */
  daybook_clock_set (fixture->clock, FIXTURE_NOW + 3600);
  g_assert_cmpint (get_length (fixture, URL, "m"), ==, 0);
  fail (fixture, DAYBOOK_ERROR_SERVER, DAYBOOK_INSTANT_NONE);
  g_assert_cmpint (get_length (fixture, URL, "m"), ==, 300);
  /* A clock that is set back by a year does not make it a year. */
  daybook_clock_set (fixture->clock, FIXTURE_NOW - 365 * 24 * 3600);
  g_assert_cmpint (get_length (fixture, URL, "m"), ==, 0);
}

static void
test_unreadable (StoreFixture *fixture, gconstpointer unused)
{
  static const char *const notes[] = { "", "{", "7", "{}", "{\"until\":9}", "{\"until\":\"x\",\"url\":\"" URL "\",\"model\":\"m\"}",
                                       "{\"until\":1795251700,\"url\":\"" URL "\",\"model\":\"m\",\"code\":\"x\",\"message\":\"x\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_assert_true (daybook_store_set_note (fixture->store, ".model_pause", notes[i], NULL));
      g_assert_cmpint (get_length (fixture, URL, "m"), ==, 0);
      fail (fixture, DAYBOOK_ERROR_SERVER, DAYBOOK_INSTANT_NONE);
      g_assert_cmpint (get_length (fixture, URL, "m"), ==, 60);
    }
}

static void
assert_choice (StoreFixture *fixture, const char *text, const char *url, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, "providers.ini", NULL);
  g_auto (DaybookModelChoice) choice = { NULL };

  g_test_message ("%s", text);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  daybook_model_choice_read (&choice, fixture->store, path);
  g_unlink (path);
  g_assert_cmpstr (choice.url, ==, url);
  g_assert_cmpstr (choice.name, ==, name);
}

/* What the settings leave open the file says. */
static void
test_choice (StoreFixture *fixture, gconstpointer unused)
{
  static const char text[] = "[google]\nclient-id=1\n[model]\nbase-url=https://file.example/v1/\nname=of-file\n";
  g_auto (DaybookModelChoice) none = { NULL };
  g_auto (DaybookModelChoice) both = { NULL };

  daybook_model_choice_read (&none, fixture->store, "/nonexistent/providers.ini");
  g_assert_null (none.url);
  g_assert_null (none.name);
  g_assert_false (none.url_is_configured || none.name_is_configured);
  assert_choice (fixture, text, "https://file.example/v1", "of-file");
  assert_choice (fixture, "[model]\nbase-url=http://localhost:1/v1\nname=\n", "http://localhost:1/v1", NULL);
  assert_choice (fixture, "[model]\nbase-url=http://file.example/v1\nname=m\n", NULL, "m");
  assert_choice (fixture, "[model]\nbase-url=javascript:x\n", NULL, NULL);
  assert_choice (fixture, "nonsense\n[model", NULL, NULL);
  g_assert_true (daybook_store_set_setting (fixture->store, "model_url", URL "/", NULL));
  assert_choice (fixture, text, URL, "of-file");
  daybook_model_choice_make (&both, fixture->store, "https://file.example/v1", "of-file");
  g_assert_true (!both.url_is_configured && both.name_is_configured);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/store/model-pause/" name, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("longer-the-oftener", test_lengths);
  ADD ("the-server-says-when", test_server_says_when);
  ADD ("remembered", test_remembered);
  ADD ("unreadable-is-none", test_unreadable);
  ADD ("choice-of-settings-and-file", test_choice);
#undef ADD
  return g_test_run ();
}
