/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-oauth-private.h"

#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-secret-text.h"

#define NOW G_GINT64_CONSTANT (1795222800)
#define REDIRECT "http://127.0.0.1:35017/sign-in/google"

static const DaybookOAuthInfo info = {
  .authorize_url = "https://accounts.google.com/o/oauth2/v2/auth",
  .token_url = "https://oauth2.googleapis.com/token",
  .revoke_url = "https://oauth2.googleapis.com/revoke",
  .issuer = "https://accounts.google.com",
  .redirect_host = "127.0.0.1",
  .extra = "access_type=offline&prompt=consent",
  .needs_secret = TRUE,
};

static DaybookOAuthClient *
new_client (void)
{
  DaybookOAuthConfig config = { .client_id = "id", .client_secret = "secret" };
  g_autoptr (GError) error = NULL;
  DaybookOAuthClient *client = daybook_oauth_client_new (&info, "google", &config, &error);

  g_assert_no_error (error);
  return client;
}

static void
test_client_config (void)
{
  static const struct
  {
    DaybookOAuthConfig config;
    gboolean good;
  } cases[] = {
    { { "id", "secret", NULL, NULL, NULL }, TRUE },
    { { "id", "secret", "", "", "" }, TRUE },
    { { "id", "secret", "http://127.0.0.1:8080/a", "http://localhost:8080/t", NULL }, TRUE },
    { { NULL, "secret", NULL, NULL, NULL }, FALSE },
    { { "", "secret", NULL, NULL, NULL }, FALSE },
    { { "id", NULL, NULL, NULL, NULL }, FALSE },
    { { "id", "secret", "http://accounts.example.com/a", NULL, NULL }, FALSE },
    { { "id", "secret", NULL, "http://accounts.example.com/t", NULL }, FALSE },
    { { "id", "secret", NULL, NULL, "http://accounts.example.com/r" }, FALSE },
    { { "id", "secret", "javascript:alert(1)", NULL, NULL }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DaybookOAuthClient) client
          = daybook_oauth_client_new (&info, "google", &cases[i].config, &error);

      if (cases[i].good)
        g_assert_no_error (error);
      else
        g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG);
    }
}

/* The pair of RFC 7636, appendix B. */
static void
test_pkce (void)
{
  g_autofree char *challenge
      = daybook_oauth_challenge_of ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void
test_random (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      char *text = daybook_secret_text_new_random (32);

      g_assert_cmpuint (strlen (text), ==, 43);
      g_assert_cmpuint (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789-_"),
                        ==, 43);
      g_assert_true (g_hash_table_add (seen, text));
    }
}

static GHashTable *
parameters_of (const char *url)
{
  g_autoptr (GError) error = NULL;
  GHashTable *parameters;

  g_assert_nonnull (strchr (url, '?'));
  parameters = g_uri_parse_params (strchr (url, '?') + 1, -1, "&", G_URI_PARAMS_WWW_FORM, &error);
  g_assert_no_error (error);
  return parameters;
}

static void
test_url (void)
{
  g_autoptr (DaybookOAuthClient) client = new_client ();
  g_autoptr (DaybookOAuthFlow) flow
      = daybook_oauth_flow_new (client, REDIRECT, "a b&c", "ana@example.com", NOW);
  const char *url = daybook_oauth_flow_get_url (flow);
  g_autoptr (GHashTable) parameters = parameters_of (url);
  g_autofree char *challenge = daybook_oauth_challenge_of (flow->verifier);

  g_assert_true (g_str_has_prefix (url, "https://accounts.google.com/o/oauth2/v2/auth?"));
#define IS(name, value) g_assert_cmpstr (g_hash_table_lookup (parameters, name), ==, value)
  IS ("response_type", "code");
  IS ("client_id", "id");
  IS ("redirect_uri", REDIRECT);
  IS ("scope", "a b&c");
  IS ("state", flow->state);
  IS ("code_challenge", challenge);
  IS ("code_challenge_method", "S256");
  IS ("login_hint", "ana@example.com");
  IS ("access_type", "offline");
  IS ("prompt", "consent");
#undef IS
  g_assert_cmpuint (g_hash_table_size (parameters), ==, 10);
  g_assert_null (strstr (url, "secret"));
  g_assert_null (strstr (url, flow->verifier));
}

/* Slack: a person's permissions have a parameter of their own, as a list with commas; nothing else is sent. */
static void
test_url_of_slack (void)
{
  static const DaybookOAuthInfo slack = {
    .authorize_url = "https://slack.com/oauth/v2/authorize",
    .token_url = "https://slack.com/api/oauth.v2.access",
    .redirect_host = "localhost",
    .scope_parameter = "user_scope",
    .rotates = TRUE,
  };
  DaybookOAuthConfig config = { .client_id = "1.2" };
  g_autoptr (DaybookOAuthClient) client = daybook_oauth_client_new (&slack, "slack", &config, NULL);
  g_autoptr (DaybookOAuthFlow) flow
      = daybook_oauth_flow_new (client, "http://localhost:48271/", "search:read users:read", "ana", NOW);
  g_autoptr (GHashTable) parameters = parameters_of (daybook_oauth_flow_get_url (flow));

  g_assert_cmpstr (g_hash_table_lookup (parameters, "user_scope"), ==, "search:read,users:read");
  g_assert_cmpstr (g_hash_table_lookup (parameters, "redirect_uri"), ==, "http://localhost:48271/");
  g_assert_false (g_hash_table_contains (parameters, "scope"));
  g_assert_cmpuint (g_hash_table_size (parameters), ==, 6);
}

/* An address that has a query already is extended. */
static void
test_url_with_query (void)
{
  DaybookOAuthConfig config = { .client_id = "id",
                                .client_secret = "s",
                                .authorize_url = "https://login.example.com/a?tenant=x" };
  g_autoptr (DaybookOAuthClient) client = daybook_oauth_client_new (&info, "google", &config, NULL);
  g_autoptr (DaybookOAuthFlow) flow = daybook_oauth_flow_new (client, REDIRECT, "a", NULL, NOW);
  g_autoptr (GHashTable) parameters = parameters_of (daybook_oauth_flow_get_url (flow));

  g_assert_cmpstr (g_hash_table_lookup (parameters, "tenant"), ==, "x");
  g_assert_cmpstr (g_hash_table_lookup (parameters, "response_type"), ==, "code");
  g_assert_false (g_hash_table_contains (parameters, "login_hint"));
}

typedef struct
{
  const char *name;
  const char *query; /* %s: the state */
  gint64 after;      /* seconds */
  DaybookOAuthAnswer answer;
  int code;
} Answer;

static const Answer answers[] = {
  { "code", "state=%s&code=4%%2F0Ab_c-1", 0, DAYBOOK_OAUTH_CODE, 0 },
  { "code-first", "code=c&state=%s&scope=a+b&authuser=0", 10, DAYBOOK_OAUTH_CODE, 0 },
  { "iss", "state=%s&code=c&iss=https%%3A%%2F%%2Faccounts.google.com", 0, DAYBOOK_OAUTH_CODE, 0 },
  { "escaped-names", "st%%61te=%s&c%%6fde=c", 0, DAYBOOK_OAUTH_CODE, 0 },
  { "last-second", "state=%s&code=c", 299, DAYBOOK_OAUTH_CODE, 0 },
  { "late", "state=%s&code=c", 300, DAYBOOK_OAUTH_REFUSED, DAYBOOK_ERROR_AUTH_REQUIRED },
  { "wrong-iss", "state=%s&code=c&iss=https%%3A%%2F%%2Faccounts.evil.example", 0,
    DAYBOOK_OAUTH_REFUSED, DAYBOOK_ERROR_AUTH_REQUIRED },
  { "iss-with-slash", "state=%s&code=c&iss=https%%3A%%2F%%2Faccounts.google.com%%2F", 0,
    DAYBOOK_OAUTH_REFUSED, DAYBOOK_ERROR_AUTH_REQUIRED },
  { "empty-iss", "state=%s&code=c&iss=", 0, DAYBOOK_OAUTH_REFUSED, DAYBOOK_ERROR_AUTH_REQUIRED },
  { "declined", "error=access_denied&state=%s", 0, DAYBOOK_OAUTH_REFUSED, DAYBOOK_ERROR_FORBIDDEN },
  { "server-error", "error=server_error&state=%s", 0, DAYBOOK_OAUTH_REFUSED, DAYBOOK_ERROR_SERVER },
  { "admin-consent-required", "error=consent_required&error_description=AADSTS90094%%3A+Admin+consent+is+required.&state=%s",
    0, DAYBOOK_OAUTH_REFUSED, DAYBOOK_ERROR_ADMIN_APPROVAL },
  { "declined-with-a-number", "error=access_denied&error_description=AADSTS65004%%3A+No.&state=%s", 0,
    DAYBOOK_OAUTH_REFUSED, DAYBOOK_ERROR_FORBIDDEN },
  { "admin-policy-enforced", "error=admin_policy_enforced&state=%s", 0, DAYBOOK_OAUTH_REFUSED,
    DAYBOOK_ERROR_ADMIN_APPROVAL },
  { "error-and-code", "error=access_denied&state=%s&code=c", 0, DAYBOOK_OAUTH_REFUSED,
    DAYBOOK_ERROR_FORBIDDEN },
  { "unknown-error", "error=%%3Cscript%%3Ecanary&state=%s", 0, DAYBOOK_OAUTH_REFUSED,
    DAYBOOK_ERROR_INVALID_RESPONSE },
  { "no-code", "state=%s", 0, DAYBOOK_OAUTH_REFUSED, DAYBOOK_ERROR_INVALID_RESPONSE },
  { "empty-code", "state=%s&code=", 0, DAYBOOK_OAUTH_REFUSED, DAYBOOK_ERROR_INVALID_RESPONSE },
  { "wrong-state", "state=x%s&code=c", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "no-state", "code=c", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "empty-state", "state=&code=c", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "two-states", "state=%s&state=other&code=c", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "two-states-other-first", "state=other&state=%s&code=c", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "two-codes", "state=%s&code=c&code=d", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "two-codes-one-escaped", "state=%s&code=c&c%%6Fde=d", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "two-of-anything", "state=%s&code=c&x=1&x=1", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "error-without-state", "error=access_denied", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "broken-escape", "state=%s&code=%%zz", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "nul", "state=%s&code=c%%00d", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "not-utf-8", "state=%s&code=%%ff", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
  { "empty", "", 0, DAYBOOK_OAUTH_FOREIGN, 0 },
};

static void
test_answer (gconstpointer data)
{
  const Answer *c = data;
  g_autoptr (DaybookOAuthClient) client = new_client ();
  g_autoptr (DaybookOAuthFlow) flow = daybook_oauth_flow_new (client, REDIRECT, "a", NULL, NOW);
  g_autofree char *query = g_strdup_printf (c->query, flow->state);
  g_autofree char *good = g_strdup_printf ("state=%s&code=good", flow->state);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (daybook_oauth_flow_take_query (flow, query, NOW + c->after, &error), ==,
                   c->answer);
  if (c->answer == DAYBOOK_OAUTH_REFUSED)
    {
      g_assert_error (error, DAYBOOK_ERROR, c->code);
      g_assert_null (strstr (error->message, "canary"));
    }
  else
    g_assert_no_error (error);

  /* The state is good once; what is no answer leaves the sign-in as it was. */
  g_clear_error (&error);
  g_assert_cmpint (daybook_oauth_flow_take_query (flow, good, NOW, &error), ==,
                   c->answer == DAYBOOK_OAUTH_FOREIGN ? DAYBOOK_OAUTH_CODE : DAYBOOK_OAUTH_FOREIGN);
}

/* The state of one sign-in is nothing to another. */
static void
test_other_sign_in (void)
{
  g_autoptr (DaybookOAuthClient) client = new_client ();
  g_autoptr (DaybookOAuthFlow) mine = daybook_oauth_flow_new (client, REDIRECT, "a", NULL, NOW);
  g_autoptr (DaybookOAuthFlow) other = daybook_oauth_flow_new (client, REDIRECT, "a", NULL, NOW);
  g_autofree char *query = g_strdup_printf ("state=%s&code=c", other->state);

  g_assert_cmpint (daybook_oauth_flow_take_query (mine, query, NOW, NULL), ==,
                   DAYBOOK_OAUTH_FOREIGN);
}

static void
test_pasted (void)
{
  static const struct
  {
    const char *format; /* the state */
    DaybookOAuthAnswer answer;
  } cases[] = {
    { REDIRECT "?state=%s&code=c", DAYBOOK_OAUTH_CODE },
    { "  \"" REDIRECT "?state=%s&code=c\"\n", DAYBOOK_OAUTH_CODE },
    { "<" REDIRECT "?state=%s&code=c#fragment>", DAYBOOK_OAUTH_CODE },
    { "http://127.0.0.1:35018/sign-in/google?state=%s&code=c", DAYBOOK_OAUTH_FOREIGN },
    { "http://127.0.0.1:35017/sign-in/googles?state=%s&code=c", DAYBOOK_OAUTH_FOREIGN },
    { "http://127.0.0.1:35017/sign-in/other?state=%s&code=c", DAYBOOK_OAUTH_FOREIGN },
    { "https://evil.example/?u=" REDIRECT "?state=%s&code=c", DAYBOOK_OAUTH_FOREIGN },
    { "state=%s&code=c", DAYBOOK_OAUTH_FOREIGN },
    { "%s", DAYBOOK_OAUTH_FOREIGN },
    { "", DAYBOOK_OAUTH_FOREIGN },
    { "   ", DAYBOOK_OAUTH_FOREIGN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookOAuthClient) client = new_client ();
      g_autoptr (DaybookOAuthFlow) flow = daybook_oauth_flow_new (client, REDIRECT, "a", NULL, NOW);
      g_autofree char *text = g_strdup_printf (cases[i].format, flow->state);

      g_assert_cmpint (daybook_oauth_flow_take_address (flow, text, NOW, NULL), ==,
                       cases[i].answer);
    }
}

/* Microsoft's addresses name a tenant; its issuers lie below one origin. */
static const DaybookOAuthInfo tenants = {
  .authorize_url = "https://login.example.com/{tenant}/oauth2/v2.0/authorize",
  .token_url = "https://login.example.com/{tenant}/oauth2/v2.0/token",
  .redirect_host = "localhost",
};

static void
test_tenant (void)
{
  static const struct
  {
    const char *tenant;
    const char *url; /* NULL: CONFIG */
  } cases[] = {
    { NULL, "https://login.example.com/common/oauth2/v2.0/token" },
    { "", "https://login.example.com/common/oauth2/v2.0/token" },
    { "consumers", "https://login.example.com/consumers/oauth2/v2.0/token" },
    { "acme.example", "https://login.example.com/acme.example/oauth2/v2.0/token" },
    { "9f3c2a10-5ad1-4b1e-8c57-000000000007",
      "https://login.example.com/9f3c2a10-5ad1-4b1e-8c57-000000000007/oauth2/v2.0/token" },
    { "../evil", NULL },
    { "a/b", NULL },
    { "a?b", NULL },
    { "@evil.example", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DaybookOAuthConfig config = { .client_id = "id", .tenant = cases[i].tenant };
      g_autoptr (GError) error = NULL;
      g_autoptr (DaybookOAuthClient) client = daybook_oauth_client_new (&tenants, "microsoft", &config, &error);

      g_assert_cmpint (client != NULL, ==, cases[i].url != NULL);
      if (client != NULL)
        {
          g_assert_cmpstr (client->token_url, ==, cases[i].url);
          g_assert_null (strstr (client->authorize_url, "{tenant}"));
          g_assert_null (client->client_secret);
        }
      else
        g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG);
    }
}

static void
test_issuers_below_an_origin (void)
{
  static const struct
  {
    const char *iss;
    DaybookOAuthAnswer answer;
  } cases[] = {
    { "https%3A%2F%2Flogin.example.com%2F9f3c2a10%2Fv2.0", DAYBOOK_OAUTH_CODE },
    { "https%3A%2F%2Flogin.example.com", DAYBOOK_OAUTH_CODE },
    { "https%3A%2F%2Flogin.example.com.evil.example%2Fv2.0", DAYBOOK_OAUTH_REFUSED },
    { "https%3A%2F%2Fevil.example%2Fv2.0", DAYBOOK_OAUTH_REFUSED },
    { "http%3A%2F%2Flogin.example.com%2Fv2.0", DAYBOOK_OAUTH_REFUSED },
    { "", DAYBOOK_OAUTH_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DaybookOAuthConfig config = { .client_id = "id" };
      g_autoptr (DaybookOAuthClient) client = daybook_oauth_client_new (&tenants, "microsoft", &config, NULL);
      g_autoptr (DaybookOAuthFlow) flow = daybook_oauth_flow_new (client, "http://localhost:48271", "a", NULL, NOW);
      g_autofree char *query = g_strdup_printf ("state=%s&code=c&iss=%s", flow->state, cases[i].iss);

      g_assert_cmpint (daybook_oauth_flow_take_query (flow, query, NOW, NULL), ==, cases[i].answer);
    }
}

/* Registered without a path: the browser shows one. */
static void
test_pasted_without_path (void)
{
  static const struct
  {
    const char *format;
    DaybookOAuthAnswer answer;
  } cases[] = {
    { "http://localhost:48271/?state=%s&code=c", DAYBOOK_OAUTH_CODE },
    { "http://localhost:48271?state=%s&code=c", DAYBOOK_OAUTH_CODE },
    { "http://localhost:48271//?state=%s&code=c", DAYBOOK_OAUTH_FOREIGN },
    { "http://localhost:482710/?state=%s&code=c", DAYBOOK_OAUTH_FOREIGN },
    { "http://localhost:48271.evil.example/?state=%s&code=c", DAYBOOK_OAUTH_FOREIGN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DaybookOAuthConfig config = { .client_id = "id" };
      g_autoptr (DaybookOAuthClient) client = daybook_oauth_client_new (&tenants, "microsoft", &config, NULL);
      g_autoptr (DaybookOAuthFlow) flow = daybook_oauth_flow_new (client, "http://localhost:48271", "a", NULL, NOW);
      g_autofree char *text = g_strdup_printf (cases[i].format, flow->state);

      g_assert_cmpint (daybook_oauth_flow_take_address (flow, text, NOW, NULL), ==, cases[i].answer);
    }
}

typedef struct
{
  guint status;
  const char *body;
  int code; /* -1 = tokens */
  gint64 expires_at;
} Reply;

static const Reply replies[] = {
  { 200, "{\"access_token\":\"a\",\"expires_in\":3599,\"scope\":\"x y\",\"token_type\":\"Bearer\"}",
    -1, NOW + 3599 },
  { 200, "{\"access_token\":\"a\",\"expires_in\":\"3599\"}", -1, NOW + 3599 },
  { 200, "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"refresh_token\":null}", -1,
    DAYBOOK_INSTANT_NONE },
  { 200, "{\"access_token\":\"a\",\"expires_in\":-5}", -1, DAYBOOK_INSTANT_NONE },
  { 200, "{\"access_token\":\"a\",\"expires_in\":999999999999}", -1, NOW + 10 * 366 * 86400L },
  { 200, "{\"access_token\":\"a\",\"expires_in\":99999999999999999999999}", -1,
    DAYBOOK_INSTANT_NONE },
  { 200, "{\"access_token\":\"a\",\"token_type\":\"mac\"}", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "{\"access_token\":\"\"}", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "{\"access_token\":\"a b\"}", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "{\"access_token\":\"a\\r\\nX-Injected: canary\"}", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "{\"access_token\":\"\\u00e9\"}", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "{\"access_token\":5}", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "{\"access_token\":\"a\",\"refresh_token\":\"\"}", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "{\"access_token\":\"a\"", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "{}", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "[]", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "<html>canary: sign in to the Wi-Fi</html>", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "{\"error\":\"bad_refresh_token\",\"access_token\":\"a\"}", DAYBOOK_ERROR_AUTH_REQUIRED,
    0 },
  /* Slack: the person's tokens beside the robot's, alone, and at the top after a refresh. */
  { 200, "{\"ok\":true,\"access_token\":\"bot\",\"token_type\":\"bot\",\"scope\":\"commands\","
         "\"authed_user\":{\"id\":\"U1\",\"scope\":\"search:read,users:read\",\"access_token\":\"a\","
         "\"token_type\":\"user\",\"refresh_token\":\"xoxe-1-r\",\"expires_in\":43200}}",
    -1, NOW + 43200 },
  { 200, "{\"ok\":true,\"authed_user\":{\"id\":\"U1\",\"access_token\":\"a\",\"token_type\":\"user\"},"
         "\"team\":{\"id\":\"T1\"},\"enterprise\":null}",
    -1, DAYBOOK_INSTANT_NONE },
  { 200, "{\"ok\":true,\"id\":\"U1\",\"access_token\":\"a\",\"token_type\":\"user\",\"expires_in\":43200}", -1,
    NOW + 43200 },
  { 200, "{\"ok\":true,\"access_token\":\"bot\",\"token_type\":\"bot\",\"authed_user\":{\"id\":\"U1\"}}",
    DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 200, "{\"ok\":false,\"error\":\"invalid_refresh_token\"}", DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { 200, "{\"ok\":false,\"error\":\"bad_client_secret\"}", DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { 200, "{\"ok\":false,\"error\":\"invalid_code\"}", DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { 200, "{\"ok\":false,\"error\":\"bad_redirect_uri\"}", DAYBOOK_ERROR_CONFIG, 0 },
  { 200, "{\"ok\":false,\"error\":\"internal_error\"}", DAYBOOK_ERROR_SERVER, 0 },
  { 400, "{\"error\":\"invalid_grant\",\"error_description\":\"canary\"}",
    DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { 400, "{\"error\":\"invalid_request\",\"error_description\":\"client_secret is missing.\"}",
    DAYBOOK_ERROR_CONFIG, 0 },
  { 401, "{\"error\":\"invalid_client\"}", DAYBOOK_ERROR_CONFIG, 0 },
  { 400, "{\"error\":\"canary\"}", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 400, "{\"error\":{\"code\":400}}", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 400, "invalid_grant", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
  { 503, "{\"error\":\"temporarily_unavailable\"}", DAYBOOK_ERROR_SERVER, 0 },
  { 502, "<html>canary</html>", DAYBOOK_ERROR_SERVER, 0 },
  { 302, "", DAYBOOK_ERROR_INVALID_RESPONSE, 0 },
};

/* What each refusal means (RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628 section 3.5, OpenID Connect, and the services' own): who
 * has to do something about it. */
static const struct
{
  const char *error;
  DaybookError code;
} refusals[] = {
  { "invalid_grant", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "invalid_refresh_token", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "bad_refresh_token", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "interaction_required", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "login_required", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "consent_required", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "admin_policy_enforced", DAYBOOK_ERROR_ADMIN_APPROVAL },
  { "access_denied", DAYBOOK_ERROR_FORBIDDEN },
  { "authorization_declined", DAYBOOK_ERROR_FORBIDDEN },
  { "invalid_client", DAYBOOK_ERROR_CONFIG },
  { "incorrect_client_credentials", DAYBOOK_ERROR_CONFIG },
  { "unauthorized_client", DAYBOOK_ERROR_CONFIG },
  { "redirect_uri_mismatch", DAYBOOK_ERROR_CONFIG },
  { "invalid_request", DAYBOOK_ERROR_CONFIG },
  { "invalid_scope", DAYBOOK_ERROR_CONFIG },
  { "unsupported_grant_type", DAYBOOK_ERROR_CONFIG },
  { "unsupported_response_type", DAYBOOK_ERROR_CONFIG },
  { "bad_client_secret", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "invalid_code", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "code_already_used", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "token_expired", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "token_revoked", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "invalid_client_id", DAYBOOK_ERROR_CONFIG },
  { "bad_redirect_uri", DAYBOOK_ERROR_CONFIG },
  { "internal_error", DAYBOOK_ERROR_SERVER },
  { "service_unavailable", DAYBOOK_ERROR_SERVER },
  { "ratelimited", DAYBOOK_ERROR_RATE_LIMITED },
  { "expired_token", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "incorrect_device_code", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "bad_verification_code", DAYBOOK_ERROR_AUTH_REQUIRED },
  { "device_flow_disabled", DAYBOOK_ERROR_CONFIG },
  { "server_error", DAYBOOK_ERROR_SERVER },
  { "temporarily_unavailable", DAYBOOK_ERROR_SERVER },
  { "internal_failure", DAYBOOK_ERROR_SERVER },
};

static void
test_refusal (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *text = g_strdup_printf ("{\"error\":\"%s\",\"error_description\":\"canary\"}", refusals[i].error);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_assert_null (daybook_tokens_parse_reply (400, body, NOW, &error));
  g_assert_error (error, DAYBOOK_ERROR, (int) refusals[i].code);
  g_assert_null (strstr (error->message, "canary"));
}

static void
test_replies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (replies[i].body, strlen (replies[i].body));
      g_autoptr (GError) error = NULL;
      g_autoptr (DaybookTokens) tokens
          = daybook_tokens_parse_reply (replies[i].status, body, NOW, &error);

      if (replies[i].code < 0)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (tokens->access, ==, "a");
          g_assert_cmpint (tokens->expires_at, ==, replies[i].expires_at);
        }
      else
        {
          g_assert_null (tokens);
          g_assert_error (error, DAYBOOK_ERROR, replies[i].code);
          g_assert_null (strstr (error->message, "canary"));
        }
    }
}

static void
test_tokens_kept (void)
{
  g_autoptr (DaybookTokens) tokens = daybook_tokens_new ();
  g_autoptr (DaybookTokens) read = NULL;
  g_autoptr (DaybookTokens) cut = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  tokens->access = g_strdup ("access");
  tokens->scopes = g_strdup ("a b");
  tokens->expires_at = NOW;
  bytes = daybook_tokens_to_bytes (tokens);
  read = daybook_tokens_from_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->access, ==, "access");
  g_assert_null (read->refresh);
  g_assert_cmpstr (read->scopes, ==, "a b");
  g_assert_cmpint (read->expires_at, ==, NOW);
  for (gsize size = 0; size < g_bytes_get_size (bytes); size++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, size);

      g_clear_error (&error);
      g_assert_null (daybook_tokens_from_bytes (part, &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
    }
}

/* Pasted tokens of other roles lie beside the user's; what an older Daybook wrote is read. */
static void
test_roles_are_kept (void)
{
  static const char before[] = "1\0access\0refresh\0a b\0" "17";
  g_autoptr (DaybookTokens) tokens = daybook_tokens_new ();
  g_autoptr (DaybookTokens) read = NULL;
  g_autoptr (DaybookTokens) old = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) old_bytes = g_bytes_new_static (before, sizeof before);
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GError) error = NULL;

  tokens->bot = g_strdup ("xoxb-1");
  tokens->app = g_strdup ("xapp-1");
  bytes = daybook_tokens_to_bytes (tokens);
  read = daybook_tokens_from_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_null (read->access);
  g_assert_cmpstr (read->bot, ==, "xoxb-1");
  g_assert_cmpstr (read->app, ==, "xapp-1");
  g_assert_cmpint (read->expires_at, ==, DAYBOOK_INSTANT_NONE);

  old = daybook_tokens_from_bytes (old_bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (old->refresh, ==, "refresh");
  g_assert_cmpint (old->expires_at, ==, 17);
  /* Where there are none the older form is written, which older ones read. */
  plain = daybook_tokens_to_bytes (old);
  g_assert_true (g_bytes_equal (plain, old_bytes));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/oauth/refused/", refusals[i].error, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_refusal);
    }
  g_test_add_func ("/oauth/client-config", test_client_config);
  g_test_add_func ("/oauth/pkce-pair-of-rfc-7636", test_pkce);
  g_test_add_func ("/oauth/random", test_random);
  g_test_add_func ("/oauth/url", test_url);
  g_test_add_func ("/oauth/url-of-slack", test_url_of_slack);
  g_test_add_func ("/oauth/url-with-query", test_url_with_query);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *name = g_strconcat ("/oauth/answer/", answers[i].name, NULL);

      g_test_add_data_func (name, &answers[i], test_answer);
    }
  g_test_add_func ("/oauth/answer/to-another-sign-in", test_other_sign_in);
  g_test_add_func ("/oauth/answer/pasted", test_pasted);
  g_test_add_func ("/oauth/answer/pasted-without-path", test_pasted_without_path);
  g_test_add_func ("/oauth/answer/issuers-below-an-origin", test_issuers_below_an_origin);
  g_test_add_func ("/oauth/tenant", test_tenant);
  g_test_add_func ("/oauth/replies", test_replies);
  g_test_add_func ("/oauth/tokens-kept", test_tokens_kept);
  g_test_add_func ("/oauth/tokens/roles-are-kept", test_roles_are_kept);
  return g_test_run ();
}
