/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-talk.h"

#include <string.h>

#include "base/daybook-error.h"

Talk *
talk_new (gint64 now)
{
  Talk *self = g_new0 (Talk, 1);

  self->exchange = daybook_exchange_new (now, 1);
  self->urls = g_ptr_array_new_with_free_func (g_free);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_item_free);
  self->resumes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
talk_free (Talk *self)
{
  g_object_unref (self->exchange);
  g_ptr_array_unref (self->urls);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->resumes);
  g_free (self);
}

/* A file below tests/data. */
GBytes *
talk_load (const char *file)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", file, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static void
take (Talk *self)
{
  char *resume = NULL;
  GPtrArray *items = daybook_exchange_take_items (self->exchange, &resume);

  if (items != NULL)
    {
      if (resume != NULL)
        g_ptr_array_add (self->resumes, g_strdup (resume));
      g_ptr_array_extend_and_steal (self->items, items);
    }
  g_free (resume);
}

static void
note_request (Talk *self, const DaybookRequest *request)
{
  GString *text = g_string_new (NULL);
  gsize size = 0;
  const char *body = request->body != NULL ? g_bytes_get_data (request->body, &size) : "";

  g_string_printf (text, "%s %s\n", request->method, request->url);
  for (guint i = 0; i + 1 < request->headers->len; i += 2)
    g_string_append_printf (text, "%s: %s\n", (char *) request->headers->pdata[i],
                            (char *) request->headers->pdata[i + 1]);
  g_string_append_printf (text, "\n%.*s", (int) size, body);
  g_ptr_array_add (self->requests, g_string_free (text, FALSE));
  g_ptr_array_add (self->urls, g_strdup (request->url));
}

static void
respond (Talk *self, DaybookRequest *request, DaybookHttpResponse *response)
{
  gsize size = g_bytes_get_size (response->body);

  if (!request->chunked || self->chunk_size == 0)
    {
      daybook_exchange_respond (self->exchange, request, response);
      return;
    }
  for (gsize at = 0; at < size; at += self->chunk_size)
    {
      g_autoptr (GBytes) chunk =
          g_bytes_new_from_bytes (response->body, at, MIN (self->chunk_size, size - at));

      if (!daybook_exchange_respond_chunk (self->exchange, request, response, chunk))
        {
          daybook_http_response_free (response);
          return;
        }
    }
  daybook_exchange_respond_chunk (self->exchange, request, response, NULL);
  daybook_http_response_free (response);
}

/* Answers the next request; FALSE when there is none. */
gboolean
talk_answer_bytes (Talk *self, guint status, const char *headers, GBytes *body)
{
  DaybookRequest *request = daybook_exchange_next_request (self->exchange);
  g_auto (GStrv) lines = g_strsplit (headers != NULL ? headers : "", "\n", -1);
  DaybookHttpResponse *response;

  if (request == NULL)
    {
      take (self);
      return FALSE;
    }
  note_request (self, request);
  response = daybook_http_response_new (status, request->url, body);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], ": ", 2);

      if (g_strv_length (pair) == 2)
        daybook_http_response_add_header (response, pair[0], pair[1]);
    }
  respond (self, request, response);
  take (self);
  return TRUE;
}

/* Gives answers until they or the exchange end; returns how many were given. */
guint
talk_run_until (Talk *self, const TalkAnswer *answers, guint n_answers)
{
  guint n = 0;

  for (; n < n_answers; n++)
    {
      const char *text = answers[n].body != NULL ? answers[n].body : "";
      g_autoptr (GBytes) body =
          answers[n].file != NULL ? talk_load (answers[n].file) : g_bytes_new (text, strlen (text));

      if (!talk_answer_bytes (self, answers[n].status, answers[n].headers, body))
        break;
    }
  take (self);
  return n;
}

/* All of @answers, which must be exactly what the exchange wants to end. */
void
talk_run (Talk *self, const TalkAnswer *answers, guint n_answers)
{
  guint n = talk_run_until (self, answers, n_answers);

  g_assert_cmpuint (n, ==, n_answers);
  g_assert_true (daybook_exchange_is_done (self->exchange));
  g_assert_null (daybook_exchange_next_request (self->exchange));
}

/* A query parameter of the @request'th request, decoded; NULL when it is not there. */
char *
talk_get_parameter (Talk *self, guint request, const char *name)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GHashTable) parameters = NULL;

  g_assert_cmpuint (request, <, self->urls->len);
  uri = g_uri_parse (self->urls->pdata[request], G_URI_FLAGS_ENCODED, NULL);
  g_assert_nonnull (uri);
  parameters = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, NULL);
  g_assert_nonnull (parameters);
  return g_strdup (g_hash_table_lookup (parameters, name));
}

/* The last upsert of that event; NULL when there is none. */
const DaybookEvent *
talk_find_event (Talk *self, const char *external_id)
{
  for (guint i = self->items->len; i > 0; i--)
    {
      const DaybookItem *item = self->items->pdata[i - 1];

      if (item->op == DAYBOOK_ITEM_UPSERT && item->event != NULL
          && g_str_equal (item->event->external_id, external_id))
        return item->event;
    }
  return NULL;
}

/* What was said last of that activity; NULL @kind: of any. NULL when there is nothing. */
const DaybookActivity *
talk_find_activity (Talk *self, const char *kind, const char *external_id)
{
  for (guint i = self->items->len; i > 0; i--)
    {
      const DaybookItem *item = self->items->pdata[i - 1];

      if (item->activity != NULL && g_str_equal (item->activity->external_id, external_id)
          && (kind == NULL || g_str_equal (item->activity->kind, kind)))
        return item->activity;
    }
  return NULL;
}

const DaybookItem *
talk_find_item (Talk *self, DaybookItemOp op, const char *external_id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const DaybookItem *item = self->items->pdata[i];

      if (item->op == op && g_strcmp0 (item->external_id, external_id) == 0)
        return item;
    }
  return NULL;
}

guint
talk_count_items (Talk *self, DaybookItemOp op)
{
  guint count = 0;

  for (guint i = 0; i < self->items->len; i++)
    count += ((DaybookItem *) self->items->pdata[i])->op == op;
  return count;
}

void
talk_assert_failed (Talk *self, int code)
{
  const GError *error = daybook_exchange_get_error (self->exchange);

  g_assert_true (daybook_exchange_is_done (self->exchange));
  g_assert_error (error, DAYBOOK_ERROR, code);
  g_assert_cmpstr (error->message, !=, "");
}

/* By what the service answered, which wants nothing more for @wait seconds (0: says nothing of it). The sentence repeats
 * neither what it wrote ("1234" in our answers) nor an address. */
void
talk_assert_refused (Talk *self, int code, gint64 wait)
{
  gint64 retry_at = daybook_exchange_get_retry_at (self->exchange);
  const char *message;

  talk_assert_failed (self, code);
  g_assert_cmpint (retry_at != 0 ? retry_at - TALK_NOW : 0, ==, wait);
  message = daybook_exchange_get_error (self->exchange)->message;
  g_assert_null (strstr (message, "1234"));
  g_assert_null (strstr (message, "api.test"));
  g_assert_null (strstr (message, "://"));
}

void
talk_assert_finished (Talk *self)
{
  g_assert_true (daybook_exchange_is_done (self->exchange));
  g_assert_no_error (daybook_exchange_get_error (self->exchange));
}

/* The window of a first round in Zurich: 2026-11-14, and open ahead. */
void
talk_options_init (DaybookPullOptions *options)
{
  options->from = 20771;
  options->to = G_MAXINT32;
  options->from_at = G_GINT64_CONSTANT (1794610800);
  options->to_at = G_MAXINT64;
}

static void
known_free (gpointer data)
{
  DaybookKnown *known = data;

  g_free (known->etag);
  g_free (known);
}

/* What an exchange may be told is stored. */
GHashTable *
talk_known_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
}

void
talk_known_add (GHashTable *self, char *id, const char *etag, guint64 hash)
{
  DaybookKnown *known = g_new0 (DaybookKnown, 1);

  known->etag = g_strdup (etag);
  known->hash = hash;
  g_hash_table_replace (self, id, known);
}
