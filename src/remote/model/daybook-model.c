/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/daybook-model.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "model/daybook-model-chat.h"
#include "net/daybook-await.h"
#include "net/daybook-fixed-credentials.h"
#include "store/daybook-model-choice.h"
#include "store/daybook-model-pause.h"
#include "store/daybook-sealed-secrets.h"

#define LONGEST_KEY 4096
#define TRIES 2 /* of an answer that cannot be used */

struct _DaybookModel
{
  DaybookStore *store;             /* (owned) */
  DaybookTransport *transport;     /* (owned) */
  DaybookCredentials *credentials; /* (owned) (nullable) */
  char *url;                       /* (owned) without a slash at the end */
  char *name;                      /* (owned) (nullable) */
  gboolean by_person;
};

void
daybook_model_free (DaybookModel *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->store);
  g_clear_object (&self->transport);
  g_clear_object (&self->credentials);
  g_free (self->url);
  g_free (self->name);
  g_free (self);
}

static void
read_choice (DaybookModelChoice *choice, DaybookStore *store, DaybookServiceConfig *config)
{
  g_autofree char *url = daybook_service_config_get (config, "model", "base-url");
  g_autofree char *name = daybook_service_config_get (config, "model", "name");

  daybook_model_choice_make (choice, store, url, name);
}

static gboolean
has_key (DaybookStore *store)
{
  g_autoptr (GPtrArray) names = daybook_store_list_secrets (store);

  return g_ptr_array_find_with_equal_func (names, DAYBOOK_MODEL_KEY, g_str_equal, NULL);
}

/* A key in the vault that cannot be read now is an error: without it the server would only refuse. */
static gboolean
read_key (DaybookModel *self, DaybookSecrets *secrets, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DaybookTokens) tokens = NULL;
  gsize length;
  const char *data;

  if (!has_key (self->store))
    return TRUE;
  bytes = daybook_secrets_get (secrets, DAYBOOK_MODEL_KEY, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  for (gsize i = 0; i < length; i++)
    {
      /* It becomes a header. */
      if (!g_ascii_isgraph (data[i]))
        length = LONGEST_KEY + 1;
    }
  if (length == 0 || length > LONGEST_KEY)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG,
                           _("What is kept as the model’s key is no key. Enter it again."));
      return FALSE;
    }
  tokens = daybook_tokens_new ();
  tokens->access = g_strndup (data, length);
  tokens->expires_at = DAYBOOK_INSTANT_NONE;
  self->credentials = DAYBOOK_CREDENTIALS (daybook_fixed_credentials_new_for_access (tokens));
  return TRUE;
}

/* @needs_name: not to list the server's models, of which one is still to be chosen. CONFIG: no model is set up. */
DaybookModel *
daybook_model_open (DaybookStore *store,
                    DaybookServiceConfig *config,
                    DaybookTransport *transport,
                    DaybookSecrets *secrets,
                    gboolean needs_name,
                    GError **error)
{
  g_autoptr (DaybookModel) self = g_new0 (DaybookModel, 1);
  g_auto (DaybookModelChoice) choice = { NULL };

  read_choice (&choice, store, config);
  self->store = g_object_ref (store);
  self->transport = g_object_ref (transport);
  self->url = g_steal_pointer (&choice.url);
  self->name = g_steal_pointer (&choice.name);
  if (self->url == NULL || (needs_name && self->name == NULL))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG,
                           _("No model is set up: set model_url and model_name (daybookctl settings)."));
      return NULL;
    }
  if (secrets != NULL && !read_key (self, secrets, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
daybook_model_get_name (DaybookModel *self)
{
  return self->name;
}

const char *
daybook_model_get_url (DaybookModel *self)
{
  return self->url;
}

/* A person waits for what is asked now: it is asked though others leave it alone for a while. */
void
daybook_model_set_by_person (DaybookModel *self, gboolean by_person)
{
  self->by_person = by_person;
}

GBytes *
daybook_model_preview (DaybookModel *self, const DaybookModelQuestion *question)
{
  return daybook_model_question_to_body (question, self->name, 0);
}

static gboolean
run (DaybookModel *self,
     DaybookExchange *exchange,
     DaybookTransportCounters *counters,
     GCancellable *cancellable,
     GError **error)
{
  const DaybookTransportContext context = { .credentials = self->credentials, .api_url = self->url };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) failure = NULL;

  daybook_transport_run_async (self->transport, exchange, &context, cancellable, daybook_await_cb, &result);
  daybook_await (&result);
  daybook_transport_run_finish (self->transport, result, counters, &failure);
  /* An exchange that failed says why itself. */
  if (daybook_exchange_get_error (exchange) != NULL)
    {
      g_propagate_error (error, g_error_copy (daybook_exchange_get_error (exchange)));
      return FALSE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

/* Model, parameters, digest and sizes: never a word of what was asked or said. */
static void
note (DaybookModel *self,
      const DaybookModelQuestion *question,
      const DaybookTransportCounters *counters,
      const GError *failure)
{
  g_autoptr (GBytes) body = daybook_model_preview (self, question);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *detail = NULL;
  g_autoptr (GError) error = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "model", self->name);
  daybook_json_add_text (builder, "prompt_sha256", digest);
  daybook_json_add_int (builder, "max_completion_tokens", DAYBOOK_MODEL_MOST_TOKENS);
  daybook_json_add_int (builder, "sent_bytes", (gint64) g_bytes_get_size (body));
  daybook_json_add_int (builder, "received_bytes", (gint64) counters->bytes);
  daybook_json_add_int (builder, "requests", counters->requests);
  daybook_json_add_text (builder, "result", failure != NULL ? daybook_error_code_to_string (failure->code) : "success");
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  detail = json_to_string (root, FALSE);
  if (!daybook_store_audit (self->store, "worker", "model.ask", daybook_model_use_to_string (question->use), detail, &error))
    g_warning ("A question to the model was not noted: %s", error->message);
}

/* What has to be agreed to before @question may be asked. (transfer full) */
DaybookModelTerms *
daybook_model_make_terms (DaybookModel *self, DaybookModelUse use, int form, GError **error)
{
  return daybook_store_make_model_terms (self->store, use, self->url, self->name, form, error);
}

/* NOT_AGREED, unless the person has seen and agreed to what is sent for @use, or nothing leaves this computer. */
gboolean
daybook_model_check_agreed (DaybookModel *self, DaybookModelUse use, int form, GError **error)
{
  g_autoptr (DaybookModelTerms) terms = daybook_model_make_terms (self, use, form, error);

  if (terms == NULL)
    return FALSE;
  if (daybook_store_allows_model (self->store, terms))
    return TRUE;
  /* Translators: %s is the address of a server */
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_AGREED,
               _("Nothing was sent to %s: look at what would be sent, and agree to it first."), self->url);
  return FALSE;
}

/* Fails with what the server failed with, as long as it is left alone for that. */
static gboolean
check_pause (DaybookModel *self, GError **error)
{
  g_autoptr (DaybookModelPause) pause = self->by_person ? NULL : daybook_store_get_model_pause (self->store, self->url, self->name);

  if (pause == NULL)
    return TRUE;
  /* Translators: %s is a sentence that says why a model did not answer. */
  g_set_error (error, DAYBOOK_ERROR, pause->code, _("%s It is left alone for a while."), pause->message);
  return FALSE;
}

/* What is wrong with one answer, or with what was asked, says nothing about the next. */
static gboolean
is_of_server (const GError *failure)
{
  switch ((DaybookError) failure->code)
    {
    case DAYBOOK_ERROR_INVALID_RESPONSE:
    case DAYBOOK_ERROR_TOO_LARGE:
    case DAYBOOK_ERROR_CANCELLED:
      return FALSE;
    default:
      return TRUE;
    }
}

void
daybook_model_pause (DaybookModel *self, const GError *why, gint64 retry_at)
{
  g_autoptr (GError) error = NULL;

  if (!daybook_store_pause_model (self->store, self->url, self->name, why, retry_at, &error))
    g_warning ("That the model failed was not noted: %s", error->message);
}

static void
note_outcome (DaybookModel *self, DaybookExchange *exchange, const GError *failure)
{
  gint64 retry_at = daybook_exchange_get_retry_at (exchange);
  g_autoptr (GError) error = NULL;

  if (failure == NULL)
    {
      if (!daybook_store_end_model_pause (self->store, &error))
        g_warning ("That the model answers again was not noted: %s", error->message);
    }
  else if (is_of_server (failure))
    daybook_model_pause (self, failure, retry_at > 0 ? retry_at : DAYBOOK_INSTANT_NONE);
}

/* What the model answers; the text may be anything. NOT_AGREED: nothing was sent, see
 * daybook_model_check_agreed(); nor is it while the model is left alone (store/daybook-model-pause.h), which is told as what
 * it failed with. (transfer full) */
char *
daybook_model_ask (DaybookModel *self, const DaybookModelQuestion *question, GCancellable *cancellable, GError **error)
{
  g_autoptr (DaybookExchange) exchange = NULL;
  DaybookModelQuestion timed = *question;
  guint patience = (guint) daybook_store_get_setting_int (self->store, "model_timeout");
  DaybookTransportCounters counters = { 0 };
  g_autoptr (GError) failure = NULL;

  if (!daybook_model_check_agreed (self, question->use, question->form, error) || !check_pause (self, error))
    return NULL;
  timed.deadline = question->deadline > 0 ? MIN (question->deadline, patience) : patience;
  exchange = daybook_model_chat_new (self->url, self->name, &timed, self->credentials != NULL, daybook_store_now (self->store));
  run (self, exchange, &counters, cancellable, &failure);
  note (self, question, &counters, failure);
  note_outcome (self, exchange, failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_strdup (daybook_model_chat_get_text (exchange));
}

gboolean
daybook_model_ask_until_read (DaybookModel *self,
                              const DaybookModelQuestion *question,
                              DaybookModelReadFunc read,
                              gpointer data,
                              GCancellable *cancellable,
                              GError **error)
{
  for (int i = 0; i < TRIES; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autofree char *text = daybook_model_ask (self, question, cancellable, &local);

      if (text != NULL && read (text, data, &local))
        return TRUE;
      if (local->code != DAYBOOK_ERROR_INVALID_RESPONSE || i + 1 == TRIES)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return FALSE;
}

/* The ids of the models that the server offers (char*). (transfer full) */
GPtrArray *
daybook_model_list (DaybookModel *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (DaybookExchange) exchange
    = daybook_model_list_new (self->url, self->credentials != NULL, daybook_store_now (self->store));
  DaybookTransportCounters counters = { 0 };

  if (!run (self, exchange, &counters, cancellable, error))
    return NULL;
  return g_ptr_array_ref (daybook_model_list_get_ids (exchange));
}
