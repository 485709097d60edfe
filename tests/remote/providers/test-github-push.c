/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marking as read what was dealt with. */
#include <string.h>

#include "base/daybook-error.h"
#include "github-talk.h"
#include "providers/github/daybook-github-push.h"

#define LIST "https://api.test/repos/acme/parser/notifications?all=false&per_page=50"

static GithubTalk *
begin (const char *target, const char *body)
{
  GithubTalk *self = github_talk_new ();
  const DaybookPushOperation operation = { "notification.done", target, "task/1", body };

  g_assert_true (daybook_provider_push (daybook_registry_find ("github"), &self->context, self->source, &operation, 1,
                                        self->talk->exchange));
  return self;
}

static void
assert_asked (GithubTalk *self, guint request, const char *line)
{
  g_assert_cmpuint (self->talk->requests->len, >, request);
  g_assert_true (g_str_has_prefix (self->talk->requests->pdata[request], line));
}

static void
test_marks_one (void)
{
  static const TalkAnswer answers[] = { { 200, "github/notifications.json" }, { 205 } };
  g_autoptr (GithubTalk) self = begin ("acme/parser#819", "{\"title\":\"Read attachments in pieces\"}");

  talk_run (self->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (self->talk);
  g_assert_cmpuint (self->talk->urls->len, ==, 2);
  assert_asked (self, 0, "GET " LIST);
  /* Neither a release of the same number, nor another repository's, nor what is no number. */
  assert_asked (self, 1, "PATCH https://api.test/notifications/threads/9001");
}

/* The address of what it is about may be missing (providers.md 6.2): then its title tells. */
static void
test_by_title (void)
{
  static const TalkAnswer answers[] = { { 200, "github/notifications.json" }, { 304 } };
  g_autoptr (GithubTalk) self = begin ("acme/parser#7", "{\"title\":\"Crash on empty files\"}");

  talk_run (self->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (self->talk);
  assert_asked (self, 1, "PATCH https://api.test/notifications/threads/9002");
}

/* It is gone by now: that is what was wanted. */
static void
test_gone (void)
{
  static const TalkAnswer answers[] = { { 200, "github/notifications.json" }, { 404, "github/error-not-found.json" } };
  g_autoptr (GithubTalk) self = begin ("acme/parser#819", "{\"title\":\"Read attachments in pieces\"}");

  talk_run (self->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (self->talk);
}

static void
test_read_already (void)
{
  static const TalkAnswer answers[] = { { 200, NULL, "[]" } };
  g_autoptr (GithubTalk) self = begin ("acme/parser#819", "{}");

  talk_run (self->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (self->talk);
  g_assert_cmpuint (self->talk->urls->len, ==, 1);
}

static void
test_several_repositories (void)
{
  static const DaybookPushOperation operations[] = { { "notification.done", "acme/parser#819", "task/1", "{}" },
                                                     { "notification.done", "acme/parser#7", "task/2", "{}" },
                                                     { "notification.done", "acme/other#1", "task/3", "{}" } };
  static const TalkAnswer answers[] = {
    { 301, NULL, NULL, "Location: https://api.test/repositories/501/notifications?all=false&per_page=50" },
    { 200, NULL, "[]", "Link: <https://api.test/repositories/501/notifications?page=2>; rel=\"next\"" },
    { 200, "github/notifications.json" },
    { 200, NULL, "[]" },
    { 205 },
  };
  g_autoptr (GithubTalk) self = github_talk_new ();

  g_assert_true (daybook_provider_push (daybook_registry_find ("github"), &self->context, self->source, operations, 3,
                                        self->talk->exchange));
  talk_run (self->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (self->talk);
  assert_asked (self, 2, "GET https://api.test/repositories/501/notifications?page=2");
  assert_asked (self, 3, "GET https://api.test/repos/acme/other/notifications");
}

static void
test_refused (void)
{
  static const TalkAnswer forbidden[] = { { 403, "github/error-personal-token.json" } };
  static const TalkAnswer portal[] = { { 200, "github/notifications.json" }, { 200, NULL, "<html>Welcome</html>" } };
  static const TalkAnswer elsewhere[] = { { 301, NULL, NULL, "Location: https://evil.example/" } };
  static const char *const targets[] = { "acme/parser#", "acme#7", "acme/parser#7/../x", "", "#" };
  g_autoptr (GithubTalk) fine = begin ("acme/parser#819", "{}");
  g_autoptr (GithubTalk) hotel = begin ("acme/parser#819", "{}");
  g_autoptr (GithubTalk) moved = begin ("acme/parser#819", "{}");

  talk_run (fine->talk, forbidden, 1);
  talk_assert_failed (fine->talk, DAYBOOK_ERROR_FORBIDDEN);
  talk_run (hotel->talk, portal, 2);
  talk_assert_failed (hotel->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
  talk_run (moved->talk, elsewhere, 1);
  g_assert_nonnull (daybook_exchange_get_error (moved->talk->exchange));
  g_assert_cmpuint (moved->talk->urls->len, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (GithubTalk) self = begin (targets[i], "{}");

      talk_assert_failed (self->talk, DAYBOOK_ERROR_FORBIDDEN);
    }
}

static void
test_which_tokens (void)
{
  static const struct
  {
    const char *headers;
    const char *can;
  } cases[] = {
    { "X-OAuth-Scopes: notifications, read:user", "yes" },
    { "X-OAuth-Scopes: repo, read:user", "yes" },
    { "X-OAuth-Scopes: public_repo, read:user", "no" },
    { "X-OAuth-Scopes: ", "no" },
    { NULL, "no" }, /* fine-grained, or a GitHub App's */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TalkAnswer answers[] = { { 200, NULL, "{\"login\":\"ana\",\"name\":\"Ana\"}", cases[i].headers } };
      g_autoptr (GithubTalk) self = github_talk_new ();

      github_talk_identify (self);
      talk_run (self->talk, answers, 1);
      talk_assert_finished (self->talk);
      g_assert_cmpstr (g_hash_table_lookup (daybook_exchange_get_kept_settings (self->talk->exchange), "write/github"), ==,
                       cases[i].can);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/github/push/marks-one", test_marks_one);
  g_test_add_func ("/github/push/by-title", test_by_title);
  g_test_add_func ("/github/push/gone", test_gone);
  g_test_add_func ("/github/push/read-already", test_read_already);
  g_test_add_func ("/github/push/several-repositories", test_several_repositories);
  g_test_add_func ("/github/push/refused", test_refused);
  g_test_add_func ("/github/push/which-tokens", test_which_tokens);
  return g_test_run ();
}
