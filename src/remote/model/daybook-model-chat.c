/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/daybook-model-chat.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "base/daybook-text.h"
#include "providers/daybook-http-error.h"

#define MOST_BYTES (10 * 1024 * 1024)
#define LONGEST_WAIT (10 * 60)
#define MOST_MODELS 500

typedef struct
{
  char *base_url;                 /* (owned) */
  char *model;                    /* (owned) (nullable) */
  DaybookModelQuestion *question; /* (owned) (nullable) */
  DaybookModelLacks lacks;
  gboolean has_key;
  char *text;     /* (owned) (nullable) the answer */
  GPtrArray *ids; /* (owned) char* */
} Talk;

/* What an error says, in whichever of the shapes that servers use. */
typedef struct
{
  char *code;  /* (owned) (nullable) */
  char *type;  /* (owned) (nullable) */
  char *param; /* (owned) (nullable) */
} Trouble;

static void
talk_free (gpointer data)
{
  Talk *talk = data;

  g_free (talk->base_url);
  g_free (talk->model);
  daybook_model_question_free (talk->question);
  g_free (talk->text);
  g_ptr_array_unref (talk->ids);
  g_free (talk);
}

static void
trouble_clear (Trouble *trouble)
{
  g_free (trouble->code);
  g_free (trouble->type);
  g_free (trouble->param);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trouble, trouble_clear)

/* {"error": {"message", "type", "param", "code"}}; a text instead of the object, a number as the code and HTML say
 * nothing more than the status did. The message is not read: it is for developers, and may quote the request. */
static void
read_trouble (const DaybookHttpResponse *response, Trouble *trouble)
{
  gsize length;
  const char *data = g_bytes_get_data (response->body, &length);

  trouble->code = daybook_json_find_string (data, length, "/error/code");
  trouble->type = daybook_json_find_string (data, length, "/error/type");
  trouble->param = daybook_json_find_string (data, length, "/error/param");
}

static gboolean
says (const Trouble *trouble, const char *word)
{
  return (trouble->code != NULL && strstr (trouble->code, word) != NULL)
         || (trouble->type != NULL && strstr (trouble->type, word) != NULL);
}

static gboolean
is_out_of_credit (const Trouble *trouble)
{
  return says (trouble, "quota") || says (trouble, "credit") || says (trouble, "billing");
}

/* Without credit, asking again changes nothing. */
static gboolean
is_final (const DaybookHttpResponse *response)
{
  g_auto (Trouble) trouble = { NULL };

  if (response->status != 429)
    return FALSE;
  read_trouble (response, &trouble);
  return is_out_of_credit (&trouble);
}

static DaybookRequest *
make_request (const Talk *talk, const char *method, const char *path)
{
  g_autofree char *url = g_strconcat (talk->base_url, path, NULL);
  DaybookRequest *request = daybook_request_new (method, url);

  request->credential = talk->has_key ? DAYBOOK_CREDENTIAL_USER : DAYBOOK_CREDENTIAL_NONE;
  request->max_body = MOST_BYTES;
  request->deadline = talk->question != NULL && talk->question->deadline > 0 ? talk->question->deadline : LONGEST_WAIT;
  request->min_rate = 0; /* a model thinks first */
  request->allow_private = TRUE; /* the person typed the address */
  request->is_final = is_final;
  request->throttle_notice = _("The model’s server asks to wait. Try again in a few minutes.");
  daybook_request_add_header (request, "Accept", "application/json");
  return request;
}

static void
fail_for_status (DaybookExchange *exchange,
                 const Talk *talk,
                 const DaybookHttpResponse *response,
                 const Trouble *trouble)
{
  if (is_out_of_credit (trouble))
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_FORBIDDEN,
                                _("The model’s server says that the account has no credit left."));
  else if (response->status >= 300 && response->status < 400)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_CONFIG,
                                _("The model’s server points to another address, which is not followed. Enter that "
                                  "address."));
  else if (response->status == 401)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_AUTH_REQUIRED,
                                _("The model’s server does not accept the key. Enter another with “daybookctl secret set "
                                  "model-key”."));
  else if (response->status == 404 && talk->model != NULL)
    {
      g_autofree char *name = daybook_text_brief (talk->model, 80);

      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_NOT_FOUND, _("The server has no model “%s”."), name);
    }
  else if (says (trouble, "context_length"))
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_TOO_LARGE, _("The text is too long for this model."));
  else
    daybook_exchange_fail (exchange, daybook_http_error_new (response->status, _("The model’s server")));
}

static void on_chat_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask (DaybookExchange *exchange, Talk *talk)
{
  DaybookRequest *request = make_request (talk, "POST", "/chat/completions");
  g_autoptr (GBytes) body = daybook_model_question_to_body (talk->question, talk->model, talk->lacks);

  daybook_request_set_json (request, body);
  daybook_exchange_ask (exchange, request, on_chat_cb, talk);
}

/* A server that does not know a parameter is asked once more without it. One that only says 400 may mean the form. */
static gboolean
ask_for_less (DaybookExchange *exchange, Talk *talk, const DaybookHttpResponse *response, const Trouble *trouble)
{
  DaybookModelLacks lacks = talk->lacks;

  if (response->status != 400 && response->status != 422)
    return FALSE;
  if (says (trouble, "context_length"))
    return FALSE;
  if (trouble->param != NULL && strstr (trouble->param, "max_completion_tokens") != NULL)
    lacks |= DAYBOOK_MODEL_NO_LIMIT;
  else if (trouble->param == NULL || g_str_has_prefix (trouble->param, "response_format"))
    lacks |= DAYBOOK_MODEL_NO_SCHEMA;
  if (lacks == talk->lacks)
    return FALSE;
  talk->lacks = lacks;
  ask (exchange, talk);
  return TRUE;
}

typedef struct
{
  char *content; /* (owned) (nullable) */
  char *refusal; /* (owned) (nullable) */
  char *finish;  /* (owned) (nullable) */
} Choice;

static void
choice_clear (Choice *choice)
{
  g_free (choice->content);
  g_free (choice->refusal);
  g_free (choice->finish);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choice, choice_clear)

static void
read_choice (const DaybookHttpResponse *response, Choice *choice)
{
  gsize length;
  const char *data = g_bytes_get_data (response->body, &length);

  choice->content = daybook_json_find_string (data, length, "/choices/0/message/content");
  choice->refusal = daybook_json_find_string (data, length, "/choices/0/message/refusal");
  choice->finish = daybook_json_find_string (data, length, "/choices/0/finish_reason");
}

static void
take_choice (DaybookExchange *exchange, Talk *talk, const DaybookHttpResponse *response)
{
  g_auto (Choice) choice = { NULL };

  read_choice (response, &choice);
  if (choice.refusal != NULL && *choice.refusal != '\0')
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE, _("The model declined to answer."));
  else if (g_strcmp0 (choice.finish, "length") == 0)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE, _("The model’s answer was cut off."));
  else if (g_strcmp0 (choice.finish, "content_filter") == 0)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE, _("The model’s server held the answer back."));
  else if (choice.content == NULL || *choice.content == '\0')
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE, _("The model’s server sent no answer."));
  else
    {
      g_free (talk->text);
      talk->text = g_steal_pointer (&choice.content);
      daybook_exchange_finish (exchange, NULL);
    }
}

static void
on_chat_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Talk *talk = data;
  g_auto (Trouble) trouble = { NULL };

  if (response->status == 200)
    {
      take_choice (exchange, talk, response);
      return;
    }
  read_trouble (response, &trouble);
  if (!ask_for_less (exchange, talk, response, &trouble))
    fail_for_status (exchange, talk, response, &trouble);
}

static Talk *
begin (DaybookExchange *exchange, const char *base_url, gboolean has_key)
{
  Talk *talk = g_new0 (Talk, 1);

  talk->base_url = g_strdup (base_url);
  talk->has_key = has_key;
  talk->ids = g_ptr_array_new_with_free_func (g_free);
  daybook_exchange_set_state (exchange, talk, talk_free);
  return talk;
}

DaybookExchange *
daybook_model_chat_new (const char *base_url,
                        const char *model,
                        const DaybookModelQuestion *question,
                        gboolean has_key,
                        gint64 now)
{
  DaybookExchange *exchange = daybook_exchange_new (now, 0);
  Talk *talk = begin (exchange, base_url, has_key);

  talk->model = g_strdup (model);
  talk->question = daybook_model_question_new (question->use, question->form, question->instructions, question->material,
                                               json_node_copy (question->schema));
  talk->question->deadline = question->deadline;
  ask (exchange, talk);
  return exchange;
}

const char *
daybook_model_chat_get_text (DaybookExchange *exchange)
{
  const Talk *talk = daybook_exchange_get_state (exchange);

  return talk->text;
}

static void
read_models (DaybookJsonReader *reader, GPtrArray *ids)
{
  static const char *const fields[] = { "data", NULL };
  static const char *const model_fields[] = { "id", NULL };
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field != 0 || !daybook_json_reader_begin_array_or_skip (reader))
        continue;
      while (daybook_json_reader_next_element (reader))
        {
          g_autofree char *id = NULL;

          if (!daybook_json_reader_begin_object_or_skip (reader))
            continue;
          while (daybook_json_reader_next_field (reader, model_fields, &field))
            {
              if (field == 0)
                daybook_json_reader_read_string_into (reader, &id);
            }
          if (id != NULL && *id != '\0' && strlen (id) <= 200 && ids->len < MOST_MODELS)
            g_ptr_array_add (ids, daybook_text_one_line (id));
        }
    }
}

static void
on_models_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Talk *talk = data;
  g_auto (Trouble) trouble = { NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  if (response->status != 200)
    {
      read_trouble (response, &trouble);
      fail_for_status (exchange, talk, response, &trouble);
      return;
    }
  reader = daybook_json_reader_new (response->body);
  read_models (reader, talk->ids);
  if (!daybook_json_reader_finish (reader, &error))
    daybook_exchange_fail (exchange, g_steal_pointer (&error));
  else
    daybook_exchange_finish (exchange, NULL);
}

DaybookExchange *
daybook_model_list_new (const char *base_url, gboolean has_key, gint64 now)
{
  DaybookExchange *exchange = daybook_exchange_new (now, 0);
  Talk *talk = begin (exchange, base_url, has_key);

  daybook_exchange_ask (exchange, make_request (talk, "GET", "/models"), on_models_cb, talk);
  return exchange;
}

GPtrArray *
daybook_model_list_get_ids (DaybookExchange *exchange)
{
  const Talk *talk = daybook_exchange_get_state (exchange);

  return talk->ids;
}
