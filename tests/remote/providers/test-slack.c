/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "providers/slack/daybook-slack-error.h"
#include "providers/slack/daybook-slack-request.h"
#include "providers/slack/daybook-slack-scopes.h"
#include "providers/slack/daybook-slack-text.h"
#include "slack-talk.h"

#include <string.h>

static DaybookProvider *
get_provider (void)
{
  return daybook_registry_find ("slack");
}

/* ---- who and what ---- */

static void
test_identity (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answers[]
      = { { 200, "slack/auth-test.json" }, { 200, "slack/users-1.json" }, { 200, "slack/users-2.json" } };
  GHashTable *kept;

  g_assert_true (daybook_provider_identify (get_provider (), &slack->context, slack->talk->exchange));
  talk_run (slack->talk, answers, 3);
  talk_assert_finished (slack->talk);
  /* The same person in two workspaces are two accounts. */
  g_assert_cmpstr (daybook_exchange_get_identity (slack->talk->exchange), ==, "ana@acme.slack.com");
  g_assert_cmpstr (daybook_exchange_get_name (slack->talk->exchange), ==, "ACME");
  kept = daybook_exchange_get_kept_settings (slack->talk->exchange);
  g_assert_cmpstr (g_hash_table_lookup (kept, "user_id"), ==, "U1");
  g_assert_cmpstr (g_hash_table_lookup (kept, "workspace_url"), ==, "https://acme.slack.com/");
  g_assert_cmpstr (g_hash_table_lookup (kept, "names"), ==,
                   "{\"U1\":\"Ana Keller\",\"U2\":\"Ben Okafor\",\"U3\":\"Carla 🦊\",\"U4\":\"dan\","
                   "\"USLACKBOT\":\"Slackbot\",\"W9\":\"Eve from Elsewhere\"}");
}

static void
test_identity_without_names (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answers[] = { { 200, "slack/auth-test.json" },
                                 { 200, NULL, "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"users:read\"}" } };

  g_assert_true (daybook_provider_identify (get_provider (), &slack->context, slack->talk->exchange));
  talk_run (slack->talk, answers, 2);
  talk_assert_finished (slack->talk);
  g_assert_cmpstr (daybook_exchange_get_identity (slack->talk->exchange), ==, "ana@acme.slack.com");
}

static const DaybookSource *
find (SlackTalk *slack, const char *id)
{
  GPtrArray *sources = daybook_exchange_get_sources (slack->talk->exchange);

  for (guint i = 0; i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      if (g_str_equal (source->external_id, id))
        return source;
    }
  return NULL;
}

static void
test_channels (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answers[] = { { 200, "slack/conversations-1.json" },
                                 { 200, "slack/conversations-2.json" },
                                 { 200, "slack/users-2.json" } };
  g_autofree char *types = NULL;
  g_autofree char *cursor = NULL;

  g_assert_true (daybook_provider_list_sources (get_provider (), &slack->context, slack->talk->exchange));
  talk_run (slack->talk, answers, 3);
  talk_assert_finished (slack->talk);
  types = talk_get_parameter (slack->talk, 0, "types");
  cursor = talk_get_parameter (slack->talk, 1, "cursor");
  g_assert_cmpstr (types, ==, "public_channel,private_channel,mpim,im");
  g_assert_cmpstr (cursor, ==, "dGVhbTpDMQ==");
  g_assert_cmpuint (daybook_exchange_get_sources (slack->talk->exchange)->len, ==, 8);
  g_assert_cmpstr (find (slack, "C1")->name, ==, "#launch");
  g_assert_cmpstr (find (slack, "C1")->kind, ==, "channel");
  g_assert_true (find (slack, "C1")->enabled);
  g_assert_cmpstr (find (slack, "C2")->name, ==, "#büro-zürich");
  g_assert_cmpstr (find (slack, "G3")->settings, ==, "{\"type\":\"private_channel\"}");
  /* Conversations are named by the others in them. */
  g_assert_cmpstr (find (slack, "D1")->name, ==, "Ben Okafor");
  g_assert_cmpstr (find (slack, "D1")->settings, ==, "{\"type\":\"im\"}");
  g_assert_cmpstr (find (slack, "G4")->name, ==, "ben, carla");
  g_assert_cmpstr (find (slack, "D4")->name, ==, "U8");
  g_assert_false (find (slack, "D2")->enabled); /* Slackbot */
  g_assert_false (find (slack, "D3")->enabled); /* has left */
}

static void
test_channels_cut (void)
{
  g_autoptr (GBytes) page = talk_load ("slack/conversations-1.json");

  for (gsize size = 0; size < g_bytes_get_size (page) - 1; size++)
    {
      g_autoptr (SlackTalk) slack = slack_talk_new ();
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (page, 0, size);

      g_assert_true (daybook_provider_list_sources (get_provider (), &slack->context, slack->talk->exchange));
      for (guint i = 0; i < 3; i++)
        g_assert_true (talk_answer_bytes (slack->talk, 200, NULL, part));
      talk_assert_failed (slack->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_cmpuint (daybook_exchange_get_sources (slack->talk->exchange)->len, ==, 0);
    }
}

/* ---- text ---- */

static const struct
{
  const char *text;
  const char *plain;
} texts[] = {
  { "hi <@U1> &amp; all", "hi @Ana & all" },
  { "<@U9>", "@U9" },
  { "<@U9|eve>", "@eve" },
  { "<#C1|launch> and <#C2>", "#launch and #C2" },
  { "<!here> <!channel> <!everyone>", "@here @channel @everyone" },
  { "<!subteam^S1|@design> <!date^1795222800^{date}|21 Nov>", "@design 21 Nov" },
  { "<!subteam^S1>", "@subteam" },
  { "<https://example.com/a?b=1&amp;c=2|the notes>", "the notes (https://example.com/a?b=1&c=2)" },
  { "<https://example.com/>", "https://example.com/" },
  { "<https://example.com/|example.com>", "example.com" },
  { "<mailto:ben@example.com|ben@example.com> <tel:+41441234567>", "ben@example.com +41441234567" },
  { "&lt;b&gt;not bold&lt;/b&gt; &amp;amp; &quot; &", "<b>not bold</b> &amp; &quot; &" },
  { "a < b > c", "a < b > c" },
  { "1 <2 and <", "1 <2 and <" },
  { "<>", "<>" },
  { "<@U1", "<@U1" },
  { "*bold* `code` :fire: 👍🏽", "*bold* `code` :fire: 👍🏽" },
  { "", "" },
  { NULL, "" },
};

static void
test_text (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (names, (gpointer) "U1", (gpointer) "Ana");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *plain = daybook_slack_text_to_plain (texts[i].text, names);

      g_assert_cmpstr (plain, ==, texts[i].plain);
    }
}

static void
test_mentions (void)
{
  g_assert_true (daybook_slack_text_mentions ("hey <@U1>", "U1"));
  g_assert_true (daybook_slack_text_mentions ("<@U2> <@U1|ana>!", "U1"));
  g_assert_false (daybook_slack_text_mentions ("<@U12> <!here> U1 @U1 &lt;@U1&gt;", "U1"));
  g_assert_false (daybook_slack_text_mentions ("<@U1", "U1"));
  g_assert_false (daybook_slack_text_mentions (NULL, "U1"));
  g_assert_false (daybook_slack_text_mentions ("<@U1>", NULL));
}

/* ---- what can go wrong (providers.md 5.4), a test for each word ---- */

typedef struct
{
  const char *error;
  int code;
} Refusal;

static const Refusal refusals[] = {
  { "invalid_auth", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "token_revoked", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "account_inactive", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "not_authed", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "user_removed_from_team", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "team_disabled", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "two_factor_setup_required", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "not_allowed_token_type", DAYBOOK_ERROR_CONFIG },
  { "missing_scope", DAYBOOK_ERROR_FORBIDDEN },
  { "not_in_channel", DAYBOOK_ERROR_NOT_FOUND },
  { "channel_not_found", DAYBOOK_ERROR_NOT_FOUND },
  { "is_archived", DAYBOOK_ERROR_NOT_FOUND },
  { "access_denied", DAYBOOK_ERROR_ADMIN_APPROVAL },
  { "team_access_not_granted", DAYBOOK_ERROR_ADMIN_APPROVAL },
  { "org_login_required", DAYBOOK_ERROR_ADMIN_APPROVAL },
  { "enterprise_is_restricted", DAYBOOK_ERROR_ADMIN_APPROVAL },
  { "ekm_access_denied", DAYBOOK_ERROR_ADMIN_APPROVAL },
  { "no_permission", DAYBOOK_ERROR_ADMIN_APPROVAL },
  { "ratelimited", DAYBOOK_ERROR_RATE_LIMITED },
  { "internal_error", DAYBOOK_ERROR_SERVER },
  { "fatal_error", DAYBOOK_ERROR_SERVER },
  { "service_unavailable", DAYBOOK_ERROR_SERVER },
  { "request_timeout", DAYBOOK_ERROR_SERVER },
  { "team_added_to_org", DAYBOOK_ERROR_SERVER },
  { "invalid_cursor", DAYBOOK_ERROR_CURSOR_EXPIRED },
  { "unknown_method", DAYBOOK_ERROR_GONE },
  { "method_deprecated", DAYBOOK_ERROR_GONE },
  { "deprecated_endpoint", DAYBOOK_ERROR_GONE },
  { "canary_error", DAYBOOK_ERROR_INVALID_RESPONSE },
};

static void
test_refused (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *body
      = g_strdup_printf ("{\"ok\":false,\"error\":\"%s\",\"needed\":\"channels:history\",\"provided\":\"canary\"}", refusal->error);
  const TalkAnswer answer = { 200, NULL, body };
  gboolean of_channel = refusal->code == DAYBOOK_ERROR_NOT_FOUND;

  slack_talk_pull (slack);
  talk_run (slack->talk, &answer, 1);
  talk_assert_failed (slack->talk, refusal->code);
  g_assert_null (strstr (daybook_exchange_get_error (slack->talk->exchange)->message, "canary"));
  /* One channel's trouble is its own: it is no longer asked for. */
  g_assert_cmpint (g_hash_table_contains (daybook_exchange_get_gone_sources (slack->talk->exchange), "C1"), ==, of_channel);
}

static void
test_missing_scope_is_named (void)
{
  DaybookSlackProblem problem = { (char *) "missing_scope", (char *) "channels:history" };
  DaybookSlackProblem unknown = { (char *) "missing_scope", (char *) "canary:read" };
  g_autoptr (GError) error = daybook_slack_error_new (&problem);
  g_autoptr (GError) other = daybook_slack_error_new (&unknown);

  g_assert_nonnull (strstr (error->message, "“channels:history”"));
  g_assert_null (strstr (other->message, "canary"));
}

static gboolean
ask_hook (gboolean (*hook) (const DaybookHttpResponse *), guint status, const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (status, "https://api.test/", body);

  return hook (response);
}

/* What the transport asks: only an old token is worth a refresh. */
static void
test_token_expired (void)
{
  g_assert_true (ask_hook (daybook_slack_is_unauthorized, 200, "{\"ok\":false,\"error\":\"token_expired\"}"));
  g_assert_false (ask_hook (daybook_slack_is_unauthorized, 200, "{\"ok\":false,\"error\":\"token_revoked\"}"));
  g_assert_false (ask_hook (daybook_slack_is_unauthorized, 200, "{\"ok\":true,\"error\":\"token_expired\"}"));
  g_assert_false (ask_hook (daybook_slack_is_unauthorized, 200, "token_expired"));
}

static void
test_ratelimited_with_status_200 (void)
{
  g_assert_true (ask_hook (daybook_slack_is_throttled, 200, "{\"ok\":false,\"error\":\"ratelimited\"}"));
  g_assert_false (ask_hook (daybook_slack_is_throttled, 200, "{\"ok\":false,\"error\":\"invalid_auth\"}"));
  g_assert_false (ask_hook (daybook_slack_is_throttled, 200, "{\"ok\":true}"));
}

/* A limit holds for one method: each has a pace of its own, or one that is asked to wait would keep the others. */
static void
test_limit_of_each_method (void)
{
  static const char *const methods[] = { "conversations.history", "conversations.replies", "search.messages", "reactions.list",
                                         "users.info", "users.list", "users.conversations" };
  const DaybookProviderInfo *info = daybook_provider_get_info (daybook_registry_find ("slack"));
  g_autoptr (GHashTable) buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (DaybookRequest) request = daybook_slack_request_new ("https://api.test/api", methods[i], NULL);
      gboolean has_pace = FALSE;

      g_assert_true (g_hash_table_add (buckets, g_strdup (request->bucket)));
      g_assert_nonnull (request->is_throttled);
      for (gsize j = 0; j < info->n_paces; j++)
        has_pace |= g_str_equal (info->paces[j].bucket, request->bucket);
      g_assert_true (has_pace);
    }
}

/* A thread whose first message is gone ends nothing. */
static void
test_thread_not_found (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answers[]
      = { { 200, "slack/history-empty.json" }, { 200, NULL, "{\"ok\":false,\"error\":\"thread_not_found\"}" } };

  slack->options.full = TRUE;
  slack->options.hint = "{\"threads\":[\"1795251400.000400\"]}";
  slack_talk_know (slack, "C1/1795251400.000400/2026-11-21/sent");
  slack_talk_pull (slack);
  talk_run (slack->talk, answers, 2);
  talk_assert_finished (slack->talk);
  g_assert_nonnull (talk_find_item (slack->talk, DAYBOOK_ITEM_TOMBSTONE, "message/C1/1795251400.000400/2026-11-21/sent"));
}

/* ---- tokens that people paste ---- */

static const struct
{
  const char *text;
  const char *user; /* NULL: refused */
  const char *bot;
  const char *app;
  const char *said; /* in the refusal */
} pasted[] = {
  { "xoxp-1-2-canary", "xoxp-1-2-canary" },
  { "  xoxp-1-2-canary \n", "xoxp-1-2-canary" },
  { "xoxb-1-canary\nxoxp-2-canary\nxapp-1-A-canary\n", "xoxp-2-canary", "xoxb-1-canary", "xapp-1-A-canary" },
  { "\"xoxp-1\"", "xoxp-1" },
  { "xoxb-1-canary", NULL, NULL, NULL, "xoxp-" },
  { "xapp-1-canary", NULL, NULL, NULL, "user token is missing" },
  { "xoxe.xoxp-1-canary", NULL, NULL, NULL, "twelve hours" },
  { "xoxe-1-canary", NULL, NULL, NULL, "refresh token" },
  { "xoxc-canary", NULL, NULL, NULL, "browser" },
  { "xoxd-canary", NULL, NULL, NULL, "cookie" },
  { "xoxp-1 xoxp-2-canary", NULL, NULL, NULL, "two tokens" },
  { "xoxp-", NULL, NULL, NULL, "no token" },
  { "xoxp-canary\x01", NULL, NULL, NULL, "no token" },
  { "ghp_canary", NULL, NULL, NULL, "no token" },
  { "", NULL, NULL, NULL, "user token is missing" },
};

static void
test_pasted_tokens (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pasted); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DaybookPastedTokens) tokens = daybook_provider_check_token (get_provider (), pasted[i].text, &error);

      if (pasted[i].user != NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (tokens->user, ==, pasted[i].user);
          g_assert_cmpstr (tokens->bot, ==, pasted[i].bot);
          g_assert_cmpstr (tokens->app, ==, pasted[i].app);
        }
      else
        {
          g_assert_null (tokens);
          g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
          g_assert_nonnull (strstr (error->message, pasted[i].said));
          g_assert_null (strstr (error->message, "canary"));
        }
    }
}

static void
test_manifest (void)
{
  const DaybookProviderInfo *info = daybook_provider_get_info (get_provider ());
  g_autofree char *link = daybook_provider_new_token_link (get_provider ());
  g_autoptr (GHashTable) parameters = g_uri_parse_params (strchr (link, '?') + 1, -1, "&", G_URI_PARAMS_NONE, NULL);
  const char *manifest = g_hash_table_lookup (parameters, "manifest_json");
  g_auto (GStrv) scopes = g_strsplit (info->scopes, " ", -1);
  g_autofree char *name = daybook_json_find_string (manifest, strlen (manifest), "/display_information/name");

  g_assert_true (g_str_has_prefix (link, "https://api.slack.com/apps?new_app=1&manifest_json="));
  g_assert_cmpuint (strlen (link), <, 2000);
  g_assert_cmpstr (name, ==, "Daybook");
  for (guint i = 0; scopes[i] != NULL; i++)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", scopes[i]);

      g_assert_nonnull (strstr (manifest, quoted));
      g_assert_nonnull (daybook_slack_scope_find (scopes[i]));
    }
  g_assert_null (strstr (manifest, "\"bot\""));
  g_assert_null (strstr (info->scopes, "commands"));
}

/* ---- signing out ---- */

static void
test_revoke (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answer = { 200, NULL, "{\"ok\":true,\"revoked\":true}" };

  g_assert_true (daybook_provider_revoke (get_provider (), &slack->context, "xoxp-1", slack->talk->exchange));
  talk_run (slack->talk, &answer, 1);
  talk_assert_finished (slack->talk);
  g_assert_nonnull (strstr (slack->talk->requests->pdata[0], "token=xoxp-1"));
  g_assert_null (strstr (slack->talk->urls->pdata[0], "xoxp"));
}

static void
test_revoke_rotating (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answers[] = {
    { 200, NULL, "{\"ok\":true,\"authed_user\":{\"id\":\"U1\",\"access_token\":\"xoxe.xoxp-new\",\"token_type\":\"user\"}}" },
    { 200, NULL, "{\"ok\":true,\"revoked\":true}" },
  };

  g_assert_true (daybook_provider_revoke (get_provider (), &slack->context, "xoxe-1-old", slack->talk->exchange));
  talk_run (slack->talk, answers, 2);
  talk_assert_finished (slack->talk);
  g_assert_nonnull (strstr (slack->talk->requests->pdata[0], "refresh_token=xoxe-1-old"));
  g_assert_null (strstr (slack->talk->requests->pdata[0], "client_secret"));
  g_assert_nonnull (strstr (slack->talk->requests->pdata[1], "token=xoxe.xoxp-new"));
}

static void
test_revoke_what_is_dead (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answer = { 200, NULL, "{\"ok\":false,\"error\":\"invalid_refresh_token\"}" };

  g_assert_true (daybook_provider_revoke (get_provider (), &slack->context, "xoxe-1-old", slack->talk->exchange));
  talk_run (slack->talk, &answer, 1);
  talk_assert_finished (slack->talk);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slack/identity", test_identity);
  g_test_add_func ("/slack/identity-without-names", test_identity_without_names);
  g_test_add_func ("/slack/channels", test_channels);
  g_test_add_func ("/slack/channels-cut", test_channels_cut);
  g_test_add_func ("/slack/text", test_text);
  g_test_add_func ("/slack/mentions", test_mentions);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *name = g_strdup_printf ("/slack/refused/%s", refusals[i].error);

      g_test_add_data_func (name, &refusals[i], test_refused);
    }
  g_test_add_func ("/slack/refused/missing-scope-is-named", test_missing_scope_is_named);
  g_test_add_func ("/slack/refused/token_expired", test_token_expired);
  g_test_add_func ("/slack/refused/ratelimited-with-status-200", test_ratelimited_with_status_200);
  g_test_add_func ("/slack/refused/limit-of-each-method", test_limit_of_each_method);
  g_test_add_func ("/slack/refused/thread_not_found", test_thread_not_found);
  g_test_add_func ("/slack/tokens/pasted", test_pasted_tokens);
  g_test_add_func ("/slack/tokens/manifest", test_manifest);
  g_test_add_func ("/slack/revoke", test_revoke);
  g_test_add_func ("/slack/revoke-rotating", test_revoke_rotating);
  g_test_add_func ("/slack/revoke-what-is-dead", test_revoke_what_is_dead);
  return g_test_run ();
}
