/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "github-talk.h"
#include "providers/github/daybook-github-address.h"
#include "providers/github/daybook-github-mention.h"
#include "providers/github/daybook-github.h"
#include "providers/notion/daybook-notion.h"

#include <string.h>

/* ---- who it is ---- */

static void
test_identity (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answer = { 200, "github/user.json" };

  github_talk_identify (github);
  talk_run (github->talk, &answer, 1);
  talk_assert_finished (github->talk);
  g_assert_cmpstr (github->talk->urls->pdata[0], ==, "https://api.test/user");
  g_assert_true (github_talk_asked_with (github, 0, "Accept: application/vnd.github+json"));
  g_assert_cmpstr (daybook_exchange_get_identity (github->talk->exchange), ==, "ana");
  g_assert_cmpstr (daybook_exchange_get_name (github->talk->exchange), ==, "Ana Keller");
  g_assert_cmpstr (g_hash_table_lookup (daybook_exchange_get_kept_settings (github->talk->exchange), "login"), ==, "ana");
}

/* The same login on two servers is two accounts. */
static void
test_identity_of_an_enterprise (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answer = { 200, NULL, "{\"login\":\"ana\",\"name\":null}" };

  github->context.secret_url = "https://github.example.com/api/v3";
  github_talk_identify (github);
  talk_run (github->talk, &answer, 1);
  talk_assert_finished (github->talk);
  g_assert_cmpstr (github->talk->urls->pdata[0], ==, "https://github.example.com/api/v3/user");
  g_assert_cmpstr (daybook_exchange_get_identity (github->talk->exchange), ==, "ana (github.example.com)");
  g_assert_cmpstr (daybook_exchange_get_name (github->talk->exchange), ==, "ana");
}

static void
test_identity_refused (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer bad = { 401, "github/error-token.json" };
  const TalkAnswer missing = { 404, "github/error-not-found.json" };
  const TalkAnswer nobody[] = { { 200, NULL, "{\"login\":null}" }, { 200, NULL, "{\"login\":\"\"}" }, { 200, NULL, "[]" } };

  github_talk_identify (github);
  talk_run (github->talk, &bad, 1);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_AUTH_REQUIRED);
  github_talk_renew (github);
  github_talk_identify (github);
  talk_run (github->talk, &missing, 1);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (daybook_exchange_get_error (github->talk->exchange)->message, "address"));
  github_talk_renew (github);
  github_talk_identify (github);
  talk_run (github->talk, nobody, 3);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

/* ---- what there is ---- */

static const char link_next[] = "Link: <https://api.test/user/repos?page=2&per_page=100>; rel=\"next\", "
                                "<https://api.test/user/repos?page=2&per_page=100>; rel=\"last\"";

static void
test_repositories (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { { 200, "github/repositories-1.json", NULL, link_next }, { 200, "github/repositories-2.json" } };
  GPtrArray *sources;
  const DaybookSource *source;

  github_talk_list (github);
  talk_run (github->talk, answers, 2);
  talk_assert_finished (github->talk);
  /* Never built by hand. */
  g_assert_cmpstr (github->talk->urls->pdata[1], ==, "https://api.test/user/repos?page=2&per_page=100");
  sources = daybook_exchange_get_sources (github->talk->exchange);
  g_assert_cmpuint (sources->len, ==, 4);
  source = sources->pdata[0];
  g_assert_cmpstr (source->external_id, ==, "501");
  g_assert_cmpstr (source->name, ==, "acme/parser");
  g_assert_cmpstr (source->owner, ==, "acme");
  g_assert_cmpstr (source->kind, ==, "repository");
  g_assert_true (source->enabled);
  /* owner null, owner {} */
  source = sources->pdata[1];
  g_assert_null (source->owner);
  source = sources->pdata[3];
  g_assert_cmpstr (source->name, ==, "ana/blank");
  g_assert_null (source->owner);
  /* Archived: nothing happens there any more. */
  source = sources->pdata[2];
  g_assert_cmpstr (source->external_id, ==, "504");
  g_assert_false (source->enabled);
}

/* A list that is not whole would switch off what is missing. */
static void
test_repositories_elsewhere (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answer
      = { 200, "github/repositories-1.json", NULL, "Link: <https://evil.example/user/repos?page=2>; rel=\"next\"" };

  github_talk_list (github);
  talk_run (github->talk, &answer, 1);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_repositories_for_ever (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[]
      = { { 200, "github/repositories-1.json", NULL, link_next }, { 200, "github/repositories-2.json", NULL, link_next } };

  github_talk_list (github);
  talk_run (github->talk, answers, 2);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_cut_everywhere (void)
{
  g_autoptr (GBytes) page = talk_load ("github/repositories-1.json");
  g_autoptr (GBytes) user = talk_load ("github/user.json");

  for (gsize size = 0; size < g_bytes_get_size (page) - 1; size++)
    {
      g_autoptr (GithubTalk) github = github_talk_new ();
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (page, 0, size);

      github_talk_list (github);
      for (guint i = 0; i < 3; i++)
        g_assert_true (talk_answer_bytes (github->talk, 200, link_next, part));
      talk_assert_failed (github->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_cmpuint (daybook_exchange_get_sources (github->talk->exchange)->len, ==, 0);
    }
  for (gsize size = 0; size < g_bytes_get_size (user) - 1; size++)
    {
      g_autoptr (GithubTalk) github = github_talk_new ();
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (user, 0, size);

      github_talk_identify (github);
      for (guint i = 0; i < 3; i++)
        g_assert_true (talk_answer_bytes (github->talk, 200, NULL, part));
      talk_assert_failed (github->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_null (daybook_exchange_get_identity (github->talk->exchange));
    }
}

/* ---- addresses ---- */

/* Where the connect dialog and daybookctl lead who has no token yet. */
static void
test_token_link (void)
{
  g_autoptr (DaybookProvider) github = g_object_new (DAYBOOK_TYPE_GITHUB, NULL);
  g_autoptr (DaybookProvider) notion = g_object_new (DAYBOOK_TYPE_NOTION, NULL);
  g_autofree char *at_github = daybook_provider_new_token_link (github);
  g_autofree char *at_notion = daybook_provider_new_token_link (notion);

  g_assert_cmpstr (at_github, ==, "https://github.com/settings/personal-access-tokens/new");
  g_assert_cmpstr (at_notion, ==, "https://www.notion.so/profile/integrations");
}

static void
test_addresses (void)
{
  static const char *const rows[][2] = {
    { "github.com", "https://api.github.com" },
    { " https://www.github.com/ ", "https://api.github.com" },
    { "https://api.github.com", "https://api.github.com" },
    { "acme.ghe.com", "https://api.acme.ghe.com" },
    { "https://api.acme.ghe.com/", "https://api.acme.ghe.com" },
    { "GitHub.Example.com", "https://github.example.com/api/v3" },
    { "https://github.example.com/api/v3/", "https://github.example.com/api/v3" },
    { "https://github.example.com:8443/?token=x#y", "https://github.example.com:8443/api/v3" },
    { "http://127.0.0.1:3000/api", "http://127.0.0.1:3000/api" },
    { "http://localhost:3000", "http://localhost:3000/api/v3" },
    { "http://github.example.com", NULL },
    { "http://127.0.0.1.evil.example", NULL },
    { "http://localhost.evil.example/", NULL },
    { "ftp://github.example.com", NULL },
    { "https://ana:secret@github.example.com", NULL },
    { "git hub", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address = daybook_github_address_check (rows[i][0], &error);

      g_assert_cmpstr (address, ==, rows[i][1]);
      if (rows[i][1] == NULL)
        g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
      else
        {
          g_autofree char *again = daybook_github_address_check (address, NULL);

          g_assert_no_error (error);
          g_assert_cmpstr (again, ==, address);
        }
    }
}

static void
test_repository_addresses (void)
{
  static const char *const rows[][2] = {
    { "https://api.github.com/repos/acme/parser", "acme/parser" },
    { "https://github.example.com/api/v3/repos/acme/parser", "acme/parser" },
    { "https://api.github.com/repos/acme/parser/issues/1", NULL },
    { "https://api.github.com/repos/acme", NULL },
    { "https://api.github.com/repos//parser", NULL },
    { "https://api.github.com/repos/acme/", NULL },
    { "https://api.github.com/repos/acme/par ser", NULL },
    { "https://api.github.com/user", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = daybook_github_address_get_repository (rows[i][0]);

      g_assert_cmpstr (name, ==, rows[i][1]);
    }
}

/* ---- who is spoken to ---- */

static void
test_mentions (void)
{
  static const struct
  {
    const char *text;
    gboolean mentions;
  } cases[] = {
    { "@ana could you look?", TRUE },
    { "Maybe (cc @Ana, @ben).", TRUE },
    { "> said **@ana**", TRUE },
    { "ana could you look?", FALSE },
    { "write to ben@ana.example", FALSE },
    { "@ana-keller and @anabel", FALSE },
    { "@acme/ana and @ana/parser", FALSE },
    { "`@ana` is a decorator", FALSE },
    { "```\n@ana\n``\n@ana\n```\n", FALSE },
    { "```\n@ben\n```\n@ana", TRUE },
    { "a ` alone, @ana", TRUE },
    { "\xff@ana\xff", TRUE },
    { "@", FALSE },
    { "", FALSE },
    { NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = g_strescape (cases[i].text != NULL ? cases[i].text : "(none)", NULL);

      g_test_message ("%s", shown);
      g_assert_true (daybook_github_mentions (cases[i].text, "ana") == cases[i].mentions);
    }
  g_assert_false (daybook_github_mentions ("@ somebody", ""));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/github/identity/person", test_identity);
  g_test_add_func ("/github/identity/enterprise", test_identity_of_an_enterprise);
  g_test_add_func ("/github/identity/refused", test_identity_refused);
  g_test_add_func ("/github/sources/repositories", test_repositories);
  g_test_add_func ("/github/sources/link-to-another-host", test_repositories_elsewhere);
  g_test_add_func ("/github/sources/for-ever", test_repositories_for_ever);
  g_test_add_func ("/github/sources/cut-everywhere", test_cut_everywhere);
  g_test_add_func ("/github/address/typed", test_addresses);
  g_test_add_func ("/github/address/token", test_token_link);
  g_test_add_func ("/github/address/repository", test_repository_addresses);
  g_test_add_func ("/github/mentions", test_mentions);
  return g_test_run ();
}
