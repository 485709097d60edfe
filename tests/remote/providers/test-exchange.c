/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-exchange.h"

#include <string.h>

#include "base/daybook-error.h"
#include "providers/daybook-http-error.h"
#include "providers/daybook-provider.h"

#define NOW G_GINT64_CONSTANT (1795262400) /* 2026-11-21T12:00:00Z */

static DaybookExchange *
new_exchange (void)
{
  return daybook_exchange_new (NOW, 42);
}

static DaybookHttpResponse *
answer (const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return daybook_http_response_new (200, "https://api.test/", body);
}

static void
note_body (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  g_string_append_len (data, g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body));
  if (((GString *) data)->len == 3)
    daybook_exchange_finish (exchange, "cursor");
}

static void
ask (DaybookExchange *exchange, GString *log)
{
  daybook_exchange_ask (exchange, daybook_request_new ("GET", "https://api.test/"), note_body, log);
}

/* Responses may come in any order; handlers are called in the order of the requests. */
static void
test_in_queue_order (void)
{
  g_autoptr (DaybookExchange) exchange = new_exchange ();
  g_autoptr (GString) log = g_string_new (NULL);
  DaybookRequest *requests[3];

  for (guint i = 0; i < 3; i++)
    ask (exchange, log);
  daybook_exchange_set_window (exchange, 3);
  for (guint i = 0; i < 3; i++)
    requests[i] = daybook_exchange_next_request (exchange);
  g_assert_null (daybook_exchange_next_request (exchange));
  daybook_exchange_respond (exchange, requests[2], answer ("c"));
  daybook_exchange_respond (exchange, requests[0], answer ("a"));
  g_assert_cmpstr (log->str, ==, "a");
  daybook_exchange_respond (exchange, requests[1], answer ("b"));
  g_assert_cmpstr (log->str, ==, "abc");
  g_assert_true (daybook_exchange_is_done (exchange));
  g_assert_cmpstr (daybook_exchange_get_cursor (exchange), ==, "cursor");
}

static void
test_window (void)
{
  g_autoptr (DaybookExchange) exchange = new_exchange ();
  g_autoptr (GString) log = g_string_new (NULL);
  DaybookRequest *first;

  ask (exchange, log);
  ask (exchange, log);
  first = daybook_exchange_next_request (exchange);
  g_assert_nonnull (first);
  g_assert_null (daybook_exchange_next_request (exchange));
  daybook_exchange_respond (exchange, first, answer ("a"));
  g_assert_nonnull (daybook_exchange_next_request (exchange));
}

static gboolean
note_chunk (DaybookExchange *exchange, DaybookHttpResponse *head, GBytes *chunk, gpointer data)
{
  if (chunk == NULL)
    g_string_append_c (data, '.');
  else
    g_string_append_len (data, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  return TRUE;
}

/* Pieces are handed over as they come, so nothing else is on its way then. */
static void
test_streamed_request_runs_alone (void)
{
  g_autoptr (DaybookExchange) exchange = new_exchange ();
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (DaybookHttpResponse) head = daybook_http_response_new (200, "https://api.test/", NULL);
  g_autoptr (GBytes) piece = g_bytes_new_static ("x", 1);
  DaybookRequest *before, *streamed;

  ask (exchange, log);
  daybook_exchange_ask_stream (exchange, daybook_request_new ("GET", "https://api.test/"), note_chunk, log);
  ask (exchange, log);
  daybook_exchange_set_window (exchange, 5);
  before = daybook_exchange_next_request (exchange);
  g_assert_null (daybook_exchange_next_request (exchange));
  daybook_exchange_respond (exchange, before, answer ("a"));
  streamed = daybook_exchange_next_request (exchange);
  g_assert_true (streamed->chunked);
  g_assert_null (daybook_exchange_next_request (exchange));
  g_assert_true (daybook_exchange_respond_chunk (exchange, streamed, head, piece));
  g_assert_false (daybook_exchange_respond_chunk (exchange, streamed, head, NULL));
  g_assert_cmpstr (log->str, ==, "ax.");
  g_assert_nonnull (daybook_exchange_next_request (exchange));
}

/* A runner that has the whole body gives it like any other. */
static void
test_whole_answer_to_a_streamed_request (void)
{
  g_autoptr (DaybookExchange) exchange = new_exchange ();
  g_autoptr (GString) log = g_string_new (NULL);

  daybook_exchange_ask_stream (exchange, daybook_request_new ("GET", "https://api.test/"), note_chunk, log);
  ask (exchange, log);
  daybook_exchange_respond (exchange, daybook_exchange_next_request (exchange), answer ("whole"));
  g_assert_cmpstr (log->str, ==, "whole.");
}

static void
do_nothing (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
}

static void
test_conversation_without_a_result (void)
{
  g_autoptr (DaybookExchange) exchange = new_exchange ();

  daybook_exchange_ask (exchange, daybook_request_new ("GET", "https://api.test/"), do_nothing, NULL);
  daybook_exchange_respond (exchange, daybook_exchange_next_request (exchange), answer (""));
  g_assert_error (daybook_exchange_get_error (exchange), DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL);
}

/* What is stored, to be read. */
typedef struct
{
  GHashTable *known; /* NULL: it cannot be */
  guint n_reads;
} Stored;

static GHashTable *
read_stored (gpointer data, GError **error)
{
  Stored *self = data;

  self->n_reads++;
  if (self->known == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE, "no room");
  return self->known != NULL ? g_hash_table_ref (self->known) : NULL;
}

static void
test_known_is_read_when_asked_for (void)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  DaybookKnown entry = { NULL, 7 };
  Stored stored = { known };
  g_autoptr (DaybookExchange) exchange = new_exchange ();

  g_hash_table_insert (known, (gpointer) "a", &entry);
  daybook_exchange_set_known_func (exchange, read_stored, &stored);
  g_assert_cmpuint (stored.n_reads, ==, 0);
  g_assert_true (daybook_exchange_get_known (exchange, "a") == &entry);
  g_assert_null (daybook_exchange_get_known (exchange, "b"));
  g_assert_true (daybook_exchange_get_known_table (exchange) == known);
  g_assert_cmpuint (stored.n_reads, ==, 1);
  g_assert_false (daybook_exchange_is_done (exchange));
  /* A table takes the place of the function. */
  daybook_exchange_set_known_func (exchange, read_stored, &stored);
  daybook_exchange_set_known (exchange, NULL);
  g_assert_null (daybook_exchange_get_known_table (exchange));
  g_assert_cmpuint (stored.n_reads, ==, 1);
}

static void
test_known_that_cannot_be_read_ends_it (void)
{
  Stored stored = { NULL };
  g_autoptr (DaybookExchange) exchange = new_exchange ();

  daybook_exchange_set_known_func (exchange, read_stored, &stored);
  daybook_exchange_ask (exchange, daybook_request_new ("GET", "https://api.test/"), do_nothing, NULL);
  g_assert_null (daybook_exchange_get_known (exchange, "a"));
  g_assert_error (daybook_exchange_get_error (exchange), DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_assert_null (daybook_exchange_next_request (exchange));
  g_assert_null (daybook_exchange_get_known_table (exchange));
  g_assert_cmpuint (stored.n_reads, ==, 1);
}

static DaybookItem *
seen (const char *id)
{
  return daybook_item_new_op (DAYBOOK_ITEM_SEEN, id);
}

/* What was whole before a failure can be taken, what came after the last checkpoint cannot. */
static void
test_failure_keeps_what_was_whole (void)
{
  g_autoptr (DaybookExchange) exchange = new_exchange ();
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *resume = NULL;

  daybook_exchange_yield (exchange, seen ("a"));
  g_assert_null (daybook_exchange_take_items (exchange, NULL));
  daybook_exchange_checkpoint (exchange, "behind a");
  daybook_exchange_yield (exchange, seen ("b"));
  daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_SERVER, "%s", "broken");
  daybook_exchange_yield (exchange, seen ("c"));
  items = daybook_exchange_take_items (exchange, &resume);
  g_assert_cmpuint (items->len, ==, 1);
  g_assert_cmpstr (resume, ==, "behind a");
  g_assert_null (daybook_exchange_take_items (exchange, NULL));
}

static void
test_end_takes_the_place_of_the_checkpoint (void)
{
  g_autoptr (DaybookExchange) exchange = new_exchange ();
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *resume = NULL;

  daybook_exchange_checkpoint (exchange, "first");
  daybook_exchange_yield (exchange, seen ("a"));
  daybook_exchange_finish (exchange, NULL);
  daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_SERVER, "%s", "too late");
  g_assert_no_error (daybook_exchange_get_error (exchange));
  items = daybook_exchange_take_items (exchange, &resume);
  g_assert_cmpuint (items->len, ==, 1);
  g_assert_null (resume);
}

/* A runner may still look at a request that was on its way when the exchange ended. */
static void
test_requests_outlive_the_end (void)
{
  g_autoptr (DaybookExchange) exchange = new_exchange ();
  g_autoptr (GString) log = g_string_new (NULL);
  DaybookRequest *request;

  ask (exchange, log);
  request = daybook_exchange_next_request (exchange);
  daybook_exchange_abort (exchange, g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, "x"));
  g_assert_cmpstr (request->url, ==, "https://api.test/");
  daybook_exchange_respond (exchange, request, answer ("late"));
  g_assert_cmpstr (log->str, ==, "");
  g_assert_null (daybook_exchange_next_request (exchange));
}

static void
test_randomness_follows_from_the_seed (void)
{
  g_autoptr (DaybookExchange) one = new_exchange ();
  g_autoptr (DaybookExchange) other = new_exchange ();

  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (daybook_exchange_random (one), ==, daybook_exchange_random (other));
}

static void
test_form (void)
{
  g_autoptr (DaybookRequest) request = daybook_request_new ("POST", "https://api.test/");
  gsize size;
  const char *body;

  daybook_request_set_form (request, "a", "1 & 2", "left out", NULL, NULL);
  g_assert_false (request->repeatable);
  body = g_bytes_get_data (request->body, &size);
  g_assert_cmpstr (request->content_type, ==, "application/x-www-form-urlencoded");
  g_assert_cmpmem (body, size, "a=1%20%26%202", strlen ("a=1%20%26%202"));
}

/* ---- registry ---- */

static void
test_registry (void)
{
  static const char *const ids[] = { "google-calendar", "outlook", "ics", "sample" };
  g_autoptr (GPtrArray) list = daybook_registry_list ();
  guint next = 0;

  g_assert_cmpuint (list->len, >=, G_N_ELEMENTS (ids));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      DaybookProvider *provider = daybook_registry_find (ids[i]);

      guint at;

      g_assert_nonnull (provider);
      g_assert_true (g_ptr_array_find (list, provider, &at));
      /* In this order, whoever stands between them. */
      g_assert_cmpuint (at, >=, next);
      next = at + 1;
    }
  g_assert_null (daybook_registry_find ("nobody"));
  g_assert_null (daybook_registry_find (NULL));
}

/* What every description must say. */
static void
test_descriptions (void)
{
  g_autoptr (GPtrArray) list = daybook_registry_list ();

  for (guint i = 0; i < list->len; i++)
    {
      const DaybookProviderInfo *info = daybook_provider_get_info (list->pdata[i]);
      g_autofree char *icon = g_strdup_printf ("%s/data/icons/services/%s.svg", g_getenv ("DAYBOOK_SOURCE"), info->icon);
      g_autofree char *help = g_strdup_printf ("%s/help/C/%s.page", g_getenv ("DAYBOOK_SOURCE"), info->help);

      g_test_message ("%s", info->id);
      g_assert_true (info->name != NULL && info->summary != NULL && info->family != NULL && info->kinds != NULL);
      g_assert_true (info->scopes != NULL && info->write_scopes != NULL && info->cursor_params != NULL);
      g_assert_cmpint (info->sign_in, !=, 0);
      g_assert_cmpint (info->default_interval, >, 0);
      g_assert_true ((info->sign_in & DAYBOOK_SIGN_IN_BROWSER) == 0 || info->oauth != NULL);
      if (g_getenv ("DAYBOOK_SOURCE") != NULL)
        g_assert_true (g_file_test (icon, G_FILE_TEST_EXISTS) && g_file_test (help, G_FILE_TEST_EXISTS));
    }
}

/* The one table of what a status says where a service says no more. */
static void
test_statuses (void)
{
  static const struct
  {
    guint status;
    DaybookError code;
  } cases[] = {
    { 401, DAYBOOK_ERROR_AUTH_REQUIRED }, { 407, DAYBOOK_ERROR_AUTH_REQUIRED }, { 403, DAYBOOK_ERROR_FORBIDDEN },
    { 451, DAYBOOK_ERROR_FORBIDDEN },     { 404, DAYBOOK_ERROR_NOT_FOUND },     { 410, DAYBOOK_ERROR_GONE },
    { 408, DAYBOOK_ERROR_NETWORK },       { 425, DAYBOOK_ERROR_NETWORK },       { 409, DAYBOOK_ERROR_CONFLICT },
    { 412, DAYBOOK_ERROR_CONFLICT },      { 413, DAYBOOK_ERROR_TOO_LARGE },     { 429, DAYBOOK_ERROR_RATE_LIMITED },
    { 500, DAYBOOK_ERROR_SERVER },        { 529, DAYBOOK_ERROR_SERVER },        { 400, DAYBOOK_ERROR_INTERNAL },
    { 422, DAYBOOK_ERROR_INTERNAL },      { 302, DAYBOOK_ERROR_NETWORK },       { 204, DAYBOOK_ERROR_INVALID_RESPONSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = daybook_http_error_new (cases[i].status, "Acme");

      g_test_message ("%u", cases[i].status);
      g_assert_error (error, DAYBOOK_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, "Acme"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/statuses", test_statuses);
  g_test_add_func ("/exchange/in-queue-order", test_in_queue_order);
  g_test_add_func ("/exchange/window", test_window);
  g_test_add_func ("/exchange/streamed-request-runs-alone", test_streamed_request_runs_alone);
  g_test_add_func ("/exchange/whole-answer-to-a-streamed-request", test_whole_answer_to_a_streamed_request);
  g_test_add_func ("/exchange/conversation-without-a-result", test_conversation_without_a_result);
  g_test_add_func ("/exchange/known-is-read-when-asked-for", test_known_is_read_when_asked_for);
  g_test_add_func ("/exchange/known-that-cannot-be-read-ends-it", test_known_that_cannot_be_read_ends_it);
  g_test_add_func ("/exchange/failure-keeps-what-was-whole", test_failure_keeps_what_was_whole);
  g_test_add_func ("/exchange/end-takes-the-place-of-the-checkpoint", test_end_takes_the_place_of_the_checkpoint);
  g_test_add_func ("/exchange/requests-outlive-the-end", test_requests_outlive_the_end);
  g_test_add_func ("/exchange/randomness-follows-from-the-seed", test_randomness_follows_from_the_seed);
  g_test_add_func ("/request/form", test_form);
  g_test_add_func ("/registry/finds", test_registry);
  g_test_add_func ("/registry/descriptions", test_descriptions);
  return g_test_run ();
}
