/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include "base/daybook-error.h"

struct _FakeCredentials
{
  GObject parent_instance;

  const char *const *values;
  guint refreshes;
};

static void
fake_authorize_async (DaybookCredentials *credentials,
                      DaybookCredential role,
                      const char *refused,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  FakeCredentials *self = FAKE_CREDENTIALS (credentials);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  if (refused != NULL && g_strcmp0 (self->values[self->refreshes], refused) == 0)
    {
      if (self->values[self->refreshes + 1] == NULL)
        {
          g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED, "no more");
          return;
        }
      self->refreshes++;
    }
  g_task_return_pointer (task, g_strdup (self->values[self->refreshes]), g_free);
}

static char *
fake_authorize_finish (DaybookCredentials *credentials, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_credentials_iface_init (DaybookCredentialsInterface *iface)
{
  iface->authorize_async = fake_authorize_async;
  iface->authorize_finish = fake_authorize_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeCredentials,
                               fake_credentials,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_CREDENTIALS,
                                                      fake_credentials_iface_init))

static void
fake_credentials_class_init (FakeCredentialsClass *klass)
{
}

static void
fake_credentials_init (FakeCredentials *self)
{
}

FakeCredentials *
fake_credentials_new (const char *const *values)
{
  FakeCredentials *self = g_object_new (FAKE_TYPE_CREDENTIALS, NULL);

  self->values = values;
  return self;
}

guint
fake_credentials_count_refreshes (FakeCredentials *self)
{
  return self->refreshes;
}

void
fixture_set_up (Fixture *self, gconstpointer unused)
{
  self->clock = daybook_clock_new_fixed (FIXTURE_NOW);
  self->timers = daybook_timers_new_virtual (self->clock);
  self->transport = daybook_transport_new (self->timers, NULL);
  self->exchange = daybook_exchange_new (FIXTURE_NOW, 1);
  self->responses = g_ptr_array_new_with_free_func (g_free);
  self->stream = g_string_new (NULL);
  self->cancellable = g_cancellable_new ();
  self->expected = 1;
}

void
fixture_tear_down (Fixture *self, gconstpointer unused)
{
  g_clear_object (&self->context.credentials);
  g_clear_object (&self->exchange);
  g_assert_finalize_object (self->transport);
  g_assert_finalize_object (self->timers);
  g_object_unref (self->clock);
  g_ptr_array_unref (self->responses);
  g_string_free (self->stream, TRUE);
  g_object_unref (self->cancellable);
  g_clear_error (&self->error);
  g_free (self->api_url);
}

void
fixture_replace_transport (Fixture *self, GTlsDatabase *authorities)
{
  g_object_unref (self->transport);
  self->transport = daybook_transport_new (self->timers, authorities);
}

void
fixture_set_server (Fixture *self, FakeServer *server)
{
  self->api_url = fake_server_get_url (server, "");
  self->context.api_url = self->api_url;
}

static void
count (Fixture *self)
{
  if (self->responses->len >= self->expected)
    daybook_exchange_finish (self->exchange, "cursor");
}

static void
on_response_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Fixture *self = data;
  gsize size;
  const char *body = g_bytes_get_data (response->body, &size);

  g_ptr_array_add (self->responses,
                   g_strdup_printf ("%u %.*s", response->status, (int) MIN (size, 100), body));
  count (self);
}

static gboolean
on_chunk_cb (DaybookExchange *exchange, DaybookHttpResponse *head, GBytes *chunk, gpointer data)
{
  Fixture *self = data;

  if (chunk == NULL)
    {
      g_ptr_array_add (self->responses, g_strdup_printf ("%u end", head->status));
      count (self);
      return FALSE;
    }
  self->chunks++;
  g_string_append_len (self->stream, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  return TRUE;
}

/* Asks for @url; the request may still be changed before fixture_run(). */
DaybookRequest *
fixture_ask (Fixture *self, const char *method, const char *url)
{
  DaybookRequest *request = daybook_request_new (method, url);

  daybook_exchange_ask (self->exchange, request, on_response_cb, self);
  return request;
}

DaybookRequest *
fixture_ask_stream (Fixture *self, const char *method, const char *url)
{
  DaybookRequest *request = daybook_request_new (method, url);

  daybook_exchange_ask_stream (self->exchange, request, on_chunk_cb, self);
  return request;
}

static void
on_run_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;
  gboolean done = daybook_transport_run_finish (DAYBOOK_TRANSPORT (source), result, &self->counters,
                                                &self->error);

  g_assert_true (done == (self->error == NULL));
  self->over = TRUE;
}

void
fixture_begin (Fixture *self)
{
  daybook_transport_run_async (self->transport, self->exchange, &self->context, self->cancellable,
                               on_run_cb, self);
}

gboolean
fixture_wait (Fixture *self)
{
  while (!self->over)
    g_main_context_iteration (NULL, TRUE);
  return self->error == NULL;
}

/* Runs the exchange. FALSE leaves the reason in error. */
gboolean
fixture_run (Fixture *self)
{
  fixture_begin (self);
  return fixture_wait (self);
}

/* Runs the exchange to a good end. */
void
fixture_assert_run (Fixture *self)
{
  fixture_run (self);
  g_assert_no_error (self->error);
}

void
fixture_assert_error (Fixture *self, int code)
{
  g_assert_error (self->error, DAYBOOK_ERROR, code);
  /* A message never repeats what a service wrote. */
  g_assert_null (strstr (self->error->message, "canary"));
  g_assert_null (strchr (self->error->message, '?'));
}

const char *
fixture_get_response (Fixture *self, guint index)
{
  g_assert_cmpuint (index, <, self->responses->len);
  return self->responses->pdata[index];
}
