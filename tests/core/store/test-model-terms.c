/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person agreed to before a model may be sent anything, and what makes it be asked for again. */
#include <string.h>

#include "base/daybook-error.h"
#include "store-fixture.h"
#include "store/daybook-audit.h"
#include "store/daybook-backup.h"
#include "store/daybook-model-terms.h"
#include "store/daybook-store-private.h"

#define URL "https://models.example/v1"

static DaybookModelTerms *
make (StoreFixture *fixture, DaybookModelUse use, const char *url, const char *model, int form)
{
  g_autoptr (GError) error = NULL;
  DaybookModelTerms *terms = daybook_store_make_model_terms (fixture->store, use, url, model, form, &error);

  g_assert_no_error (error);
  return terms;
}

static gboolean
allows (StoreFixture *fixture, DaybookModelUse use, const char *url, const char *model, int form)
{
  g_autoptr (DaybookModelTerms) terms = make (fixture, use, url, model, form);

  return daybook_store_allows_model (fixture->store, terms);
}

static void
agree (StoreFixture *fixture, DaybookModelUse use)
{
  g_autoptr (DaybookModelTerms) terms = make (fixture, use, URL, "m", 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_store_agree_to_model (fixture->store, terms, &error));
  g_assert_no_error (error);
}

static gboolean
allows_summary (StoreFixture *fixture)
{
  return allows (fixture, DAYBOOK_MODEL_USE_SUMMARY, URL, "m", 1);
}

static void
test_agreed (StoreFixture *fixture, gconstpointer unused)
{
  g_assert_false (allows_summary (fixture));
  agree (fixture, DAYBOOK_MODEL_USE_SUMMARY);
  g_assert_true (allows_summary (fixture));
  store_fixture_reopen (fixture);
  g_assert_true (allows_summary (fixture));

  /* What was not agreed to. */
  g_assert_false (allows (fixture, DAYBOOK_MODEL_USE_SUGGESTION, URL, "m", 1));
  g_assert_false (allows (fixture, DAYBOOK_MODEL_USE_SUMMARY, URL "/eu", "m", 1));
  g_assert_false (allows (fixture, DAYBOOK_MODEL_USE_SUMMARY, "https://models.example.evil/v1", "m", 1));
  g_assert_false (allows (fixture, DAYBOOK_MODEL_USE_SUMMARY, URL, "m2", 1));
  g_assert_false (allows (fixture, DAYBOOK_MODEL_USE_SUMMARY, URL, "m", 2));

  /* The one use says nothing of the other, nor takes its place. */
  agree (fixture, DAYBOOK_MODEL_USE_SUGGESTION);
  g_assert_true (allows_summary (fixture));
  g_assert_true (allows (fixture, DAYBOOK_MODEL_USE_SUGGESTION, URL, "m", 1));
}

static void
test_another_takes_its_place (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookModelTerms) other = make (fixture, DAYBOOK_MODEL_USE_SUMMARY, URL, "other", 1);

  agree (fixture, DAYBOOK_MODEL_USE_SUMMARY);
  g_assert_true (daybook_store_agree_to_model (fixture->store, other, NULL));
  g_assert_true (daybook_store_allows_model (fixture->store, other));
  g_assert_false (allows_summary (fixture));
}

static void
test_accounts (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookModelTerms) agreed = NULL;
  gint64 source_id;

  agree (fixture, DAYBOOK_MODEL_USE_SUMMARY);
  agreed = daybook_store_get_model_agreement (fixture->store, DAYBOOK_MODEL_USE_SUMMARY);
  g_assert_cmpuint (agreed->accounts->len, ==, 1);
  g_assert_cmpint (agreed->agreed_at, ==, FIXTURE_NOW);

  /* One more account is another question, unless nothing of it is sent. */
  store_fixture_add_account (fixture, "other@example.com", &source_id);
  g_assert_false (allows_summary (fixture));
  store_fixture_run (fixture->store, "UPDATE account SET settings = '{\"never_send\": true}' WHERE identity = 'other@example.com'");
  g_assert_true (allows_summary (fixture));
  store_fixture_run (fixture->store, "UPDATE source SET settings = '{\"never_send\": \"off\"}'");
  g_assert_false (allows_summary (fixture));
  agree (fixture, DAYBOOK_MODEL_USE_SUMMARY);
  g_assert_true (allows_summary (fixture));

  /* One less is none. */
  store_fixture_run (fixture->store, "DELETE FROM account WHERE identity <> 'other@example.com'");
  g_assert_true (allows_summary (fixture));
  fixture->tampered = TRUE;
}

static void
test_withdrawn (StoreFixture *fixture, gconstpointer unused)
{
  agree (fixture, DAYBOOK_MODEL_USE_SUMMARY);
  agree (fixture, DAYBOOK_MODEL_USE_SUGGESTION);
  g_assert_true (daybook_store_withdraw_from_model (fixture->store, DAYBOOK_MODEL_USE_SUMMARY, NULL));
  g_assert_false (allows_summary (fixture));
  g_assert_null (daybook_store_get_model_agreement (fixture->store, DAYBOOK_MODEL_USE_SUMMARY));
  g_assert_true (allows (fixture, DAYBOOK_MODEL_USE_SUGGESTION, URL, "m", 1));
  /* Nothing is left to take back, so nothing is noted. */
  g_assert_true (daybook_store_withdraw_from_model (fixture->store, DAYBOOK_MODEL_USE_SUMMARY, NULL));
  g_assert_cmpint (store_fixture_ask (fixture->store, "SELECT COUNT (*) FROM audit WHERE action = 'model.withdraw'"), ==, 1);
}

static void
test_audit (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookModelTerms) terms = make (fixture, DAYBOOK_MODEL_USE_SUMMARY, "https://models.example/secret-path/v1", "m", 1);
  g_autoptr (GPtrArray) rows = NULL;
  const DaybookAuditRow *row;

  g_assert_true (daybook_store_agree_to_model (fixture->store, terms, NULL));
  rows = daybook_store_list_audit (fixture->store, 1, 0, NULL);
  row = rows->pdata[0];
  g_assert_cmpstr (row->actor, ==, "person");
  g_assert_cmpstr (row->action, ==, "model.agree");
  g_assert_cmpstr (row->subject, ==, "summary");
  g_assert_cmpstr (row->detail, ==, "{\"host\":\"models.example\",\"model\":\"m\",\"form\":1,\"accounts\":1}");
}

/* An agreement in a copy may be another's, or may have been taken back since. */
static void
test_restored (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *file = g_build_filename (fixture->folder, "copies", "copy.db", NULL);

  agree (fixture, DAYBOOK_MODEL_USE_SUMMARY);
  g_assert_true (daybook_store_backup (fixture->store, file, NULL));
  g_assert_true (daybook_store_restore (fixture->path, file, NULL));
  g_assert_false (allows_summary (fixture));
}

static void
test_this_computer (StoreFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *url;
    const char *model;
    gboolean stays;
  } cases[] = {
    { "http://localhost:11434/v1", "llama3.2", TRUE },
    { "http://LOCALHOST/v1", "m", TRUE },
    { "http://127.0.0.1:8080/v1", "org/m:7b", TRUE },
    { "http://127.8.9.10/v1", "m", TRUE },
    { "http://[::1]:8000/v1", "m", TRUE },
    { "https://localhost/v1", "cloudy", TRUE },
    { "http://localhost:11434/v1", "gpt-oss:120b-cloud", FALSE },
    { "http://localhost:11434/v1", "glm-4.6:cloud", FALSE },
    { "http://localhost:11434/v1", "GLM-4.6:Cloud", FALSE },
    { "https://localhost.evil.example/v1", "m", FALSE },
    { "https://127.0.0.1.evil.example/v1", "m", FALSE },
    { "https://localhost@evil.example/v1", "m", FALSE },
    { "https://192.168.1.5/v1", "m", FALSE },
    { "https://[fe80::1]/v1", "m", FALSE },
    { "nonsense", "m", FALSE },
    { "", "m", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookModelTerms) terms = make (fixture, DAYBOOK_MODEL_USE_SUMMARY, cases[i].url, cases[i].model, 1);

      if (daybook_model_terms_stay_here (terms) != cases[i].stays
          || daybook_store_allows_model (fixture->store, terms) != cases[i].stays)
        g_error ("%s, %s", cases[i].url, cases[i].model);
    }
}

static void
test_text (StoreFixture *fixture, gconstpointer unused)
{
  static const char *const bad[] = {
    "", "{}", "[]", "null", "{\"use\":\"summary\"}", "{\"use\":\"mail\",\"url\":\"u\",\"model\":\"m\",\"form\":1,\"accounts\":[]}",
    "{\"use\":\"summary\",\"url\":\"u\",\"model\":\"m\",\"form\":1,\"accounts\":7}",
    "{\"use\":\"summary\",\"url\":\"u\",\"model\":\"m\",\"form\":1,\"accounts\":[\"all\"]}",
  };
  g_autoptr (DaybookModelTerms) terms = make (fixture, DAYBOOK_MODEL_USE_SUGGESTION, URL, "org/m:7b \"q\"", 3);
  g_autofree char *text = daybook_model_terms_to_text (terms);
  g_autoptr (DaybookModelTerms) read = daybook_model_terms_from_text (text, NULL);
  g_autofree char *again = daybook_model_terms_to_text (read);

  g_assert_cmpstr (again, ==, text);
  g_assert_null (strchr (text, '\n'));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (daybook_model_terms_from_text (bad[i], &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE);
      /* What somebody wrote into the file by hand is no agreement either. */
      g_assert_true (daybook_store_set_note (fixture->store, ".model_agreed_summary", bad[i], NULL));
      g_assert_false (allows_summary (fixture));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/store/model-terms/" name, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("agreed-to-once-for-each-use", test_agreed);
  ADD ("another-takes-its-place", test_another_takes_its_place);
  ADD ("one-more-account-is-asked-for", test_accounts);
  ADD ("withdrawn", test_withdrawn);
  ADD ("audit", test_audit);
  ADD ("not-restored-from-a-copy", test_restored);
  ADD ("this-computer", test_this_computer);
  ADD ("text", test_text);
#undef ADD
  return g_test_run ();
}
