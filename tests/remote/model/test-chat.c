/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations with a model's server, without the network. */
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "model/daybook-model-chat.h"

#define URL "http://localhost:11434/v1"

static DaybookModelQuestion *
make_question (void)
{
  JsonNode *schema = daybook_model_schema_object ("title", daybook_model_schema_text (), NULL);

  return daybook_model_question_new (DAYBOOK_MODEL_USE_SUMMARY, 1, "Do it.", "{\"rows\":[]}", schema);
}

static DaybookExchange *
begin (void)
{
  g_autoptr (DaybookModelQuestion) question = make_question ();

  return daybook_model_chat_new (URL, "org/m:7b", question, FALSE, 0);
}

/* Takes the next request, whose body it returns, and answers it. */
static char *
answer (DaybookExchange *exchange, guint status, const char *text)
{
  DaybookRequest *request = daybook_exchange_next_request (exchange);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  char *asked;

  g_assert_nonnull (request);
  asked = request->body != NULL ? g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body))
                                : g_strdup ("");
  g_assert_true (g_str_has_prefix (request->url, URL "/"));
  g_assert_cmpuint (request->max_body, ==, 10 << 20);
  g_assert_cmpuint (request->deadline, ==, 600);
  g_assert_cmpuint (request->min_rate, ==, 0);
  daybook_exchange_respond (exchange, request, daybook_http_response_new (status, request->url, body));
  return asked;
}

static void
assert_failed (DaybookExchange *exchange, int code)
{
  g_assert_true (daybook_exchange_is_done (exchange));
  g_assert_error (daybook_exchange_get_error (exchange), DAYBOOK_ERROR, code);
}

#define SAID(content, finish) \
  "{\"choices\":[{\"index\":0,\"finish_reason\":\"" finish "\",\"message\":{\"role\":\"assistant\",\"content\":" content \
  ",\"refusal\":null}}]}"

static void
test_answer (void)
{
  g_autoptr (DaybookExchange) exchange = begin ();
  g_autofree char *body = answer (exchange, 200, SAID ("\"{\\\"title\\\":\\\"Ok\\\"}\"", "stop"));

  g_assert_true (daybook_exchange_is_done (exchange));
  g_assert_no_error (daybook_exchange_get_error (exchange));
  g_assert_cmpstr (daybook_model_chat_get_text (exchange), ==, "{\"title\":\"Ok\"}");
  g_assert_cmpstr (body, ==,
                   "{\"model\":\"org/m:7b\",\"messages\":[{\"role\":\"system\",\"content\":\"Do it.\"},{\"role\":\"user\","
                   "\"content\":\"{\\\"rows\\\":[]}\"}],\"max_completion_tokens\":4000,\"response_format\":{\"type\":"
                   "\"json_schema\",\"json_schema\":{\"name\":\"summary\",\"strict\":true,\"schema\":{\"type\":\"object\","
                   "\"properties\":{\"title\":{\"type\":\"string\"}},\"required\":[\"title\"],"
                   "\"additionalProperties\":false}}}}");
}

static void
test_no_answer (void)
{
  static const char *const bodies[] = {
    SAID ("null", "stop"), SAID ("\"\"", "stop"), SAID ("\"{\"", "length"), SAID ("\"\"", "content_filter"), "", "<html>",
    "{}", "{\"choices\":[]}", "{\"choices\":[{}]}", "{\"choices\":{\"message\":1}}", "[1,2]", "{\"error\":{\"message\":\"x\"}}",
    "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I'm sorry\"}}]}", "{\"choices\":[{\"message\":{\"content\":7}}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (DaybookExchange) exchange = begin ();

      g_free (answer (exchange, 200, bodies[i]));
      assert_failed (exchange, DAYBOOK_ERROR_INVALID_RESPONSE);
    }
}

#define TROUBLE(code, param) "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":" param ",\"code\":\"" code "\"}}"

/* Each is asked once more without what the server does not know, and no more than that. */
static void
test_less (void)
{
  g_autoptr (DaybookExchange) exchange = begin ();
  g_autofree char *first = answer (exchange, 400, TROUBLE ("unsupported_parameter", "\"response_format\""));
  g_autofree char *second = answer (exchange, 400, TROUBLE ("unsupported_parameter", "\"max_completion_tokens\""));
  g_autofree char *third = answer (exchange, 400, TROUBLE ("unsupported_parameter", "\"max_completion_tokens\""));

  g_assert_nonnull (strstr (first, "response_format"));
  g_assert_null (strstr (second, "response_format"));
  g_assert_nonnull (strstr (second, "max_completion_tokens"));
  g_assert_null (strstr (third, "max_completion_tokens"));
  g_assert_nonnull (strstr (third, "Do it."));
  g_assert_true (daybook_exchange_is_done (exchange));
  g_assert_nonnull (daybook_exchange_get_error (exchange));
}

static void
test_local_servers_say_less (void)
{
  g_autoptr (DaybookExchange) exchange = begin ();

  g_free (answer (exchange, 400, "{\"error\":\"grammar not supported\"}"));
  g_free (answer (exchange, 200, SAID ("\"{}\"", "stop")));
  g_assert_no_error (daybook_exchange_get_error (exchange));
}

static void
test_trouble (void)
{
  static const struct
  {
    guint status;
    const char *body;
    int code;
  } cases[] = {
    { 401, TROUBLE ("invalid_api_key", "null"), DAYBOOK_ERROR_AUTH_REQUIRED },
    { 403, TROUBLE ("unsupported_country_region_territory", "null"), DAYBOOK_ERROR_FORBIDDEN },
    { 404, TROUBLE ("model_not_found", "\"model\""), DAYBOOK_ERROR_NOT_FOUND },
    { 404, "<html>", DAYBOOK_ERROR_NOT_FOUND },
    { 429, TROUBLE ("insufficient_quota", "null"), DAYBOOK_ERROR_FORBIDDEN },
    { 429, TROUBLE ("credit_balance_exhausted", "null"), DAYBOOK_ERROR_FORBIDDEN },
    { 400, TROUBLE ("context_length_exceeded", "\"messages\""), DAYBOOK_ERROR_TOO_LARGE },
    { 302, "", DAYBOOK_ERROR_CONFIG },
    { 307, "", DAYBOOK_ERROR_CONFIG },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DaybookExchange) exchange = begin ();

      g_free (answer (exchange, cases[i].status, cases[i].body));
      assert_failed (exchange, cases[i].code);
      /* Not asked again, here or anywhere. */
      g_assert_null (daybook_exchange_next_request (exchange));
    }
}

/* Without credit the transport need not try again; with it it may. */
static void
test_quota_is_final (void)
{
  g_autoptr (DaybookExchange) exchange = begin ();
  DaybookRequest *request = daybook_exchange_next_request (exchange);
  g_autoptr (GBytes) quota = g_bytes_new_static (TROUBLE ("insufficient_quota", "null"), strlen (TROUBLE ("insufficient_quota", "null")));
  g_autoptr (GBytes) rate = g_bytes_new_static (TROUBLE ("rate_limit_exceeded", "null"), strlen (TROUBLE ("rate_limit_exceeded", "null")));
  DaybookHttpResponse *out = daybook_http_response_new (429, URL, quota);
  DaybookHttpResponse *fast = daybook_http_response_new (429, URL, rate);

  g_assert_true (request->is_final (out));
  g_assert_false (request->is_final (fast));
  g_assert_false (request->repeatable);
  daybook_http_response_free (out);
  daybook_http_response_free (fast);
}

static void
test_models (void)
{
  g_autoptr (DaybookExchange) exchange = daybook_model_list_new (URL, TRUE, 0);
  g_autoptr (DaybookExchange) odd = daybook_model_list_new (URL, FALSE, 0);

  g_free (answer (exchange, 200, "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-x\"},{\"id\":\"org/m:7b\",\"created\":1},{},7]}"));
  g_assert_no_error (daybook_exchange_get_error (exchange));
  g_assert_cmpuint (daybook_model_list_get_ids (exchange)->len, ==, 2);
  g_assert_cmpstr (daybook_model_list_get_ids (exchange)->pdata[1], ==, "org/m:7b");
  g_free (answer (odd, 200, "<html>"));
  assert_failed (odd, DAYBOOK_ERROR_INVALID_RESPONSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/chat/answer", test_answer);
  g_test_add_func ("/model/chat/no-answer", test_no_answer);
  g_test_add_func ("/model/chat/without-what-the-server-does-not-know", test_less);
  g_test_add_func ("/model/chat/local-servers-say-less", test_local_servers_say_less);
  g_test_add_func ("/model/chat/trouble", test_trouble);
  g_test_add_func ("/model/chat/no-credit-is-final", test_quota_is_final);
  g_test_add_func ("/model/chat/models", test_models);
  return g_test_run ();
}
