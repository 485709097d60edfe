/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gmail-talk.h"

#include <string.h>

GmailTalk *
gmail_talk_new (void)
{
  GmailTalk *self = g_new0 (GmailTalk, 1);

  self->account = daybook_account_new ();
  self->account->identity = g_strdup ("ana@example.com");
  self->context.api_url = "https://api.test/gmail/v1";
  self->context.account = self->account;
  self->source = daybook_source_new ();
  self->source->external_id = g_strdup ("mailbox");
  self->source->name = g_strdup ("ana@example.com");
  talk_options_init (&self->options);
  self->known = talk_known_new ();
  self->talk = talk_new (TALK_NOW);
  return self;
}

void
gmail_talk_free (GmailTalk *self)
{
  daybook_account_free (self->account);
  daybook_source_free (self->source);
  g_hash_table_unref (self->known);
  talk_free (self->talk);
  g_free (self);
}

void
gmail_talk_know (GmailTalk *self, const char *id, const char *etag)
{
  talk_known_add (self->known, daybook_activity_make_key ("mail", id), etag, 0);
}

/* A new conversation with the same mailbox. */
void
gmail_talk_renew (GmailTalk *self)
{
  talk_free (self->talk);
  self->talk = talk_new (TALK_NOW);
}

void
gmail_talk_pull (GmailTalk *self)
{
  daybook_exchange_set_known (self->talk->exchange, g_hash_table_ref (self->known));
  g_assert_true (daybook_provider_pull (daybook_registry_find ("gmail"), &self->context, self->source, &self->options,
                                        self->talk->exchange));
}

/* One answer with status 200. */
void
gmail_talk_answer (GmailTalk *self, const char *file)
{
  g_autoptr (GBytes) body = talk_load (file);

  g_assert_true (talk_answer_bytes (self->talk, 200, NULL, body));
}

/* Which call of a batch asks for a message; -1 none. */
static int
find_call (const char *request, const char *id)
{
  g_autofree char *needle = g_strdup_printf ("/messages/%s?", id);
  const char *found = strstr (request, needle);
  const char *call = NULL;

  if (found == NULL)
    return -1;
  for (const char *p = request; p != NULL && p < found; p = strstr (p + 1, "Content-ID: <call-"))
    call = p;
  return atoi (strstr (call, "call-") + 5);
}

/* What Gmail would answer to the batch whose text is @request; the last answer first. */
GBytes *
gmail_talk_make_batch (const char *request, const GmailPart *parts, guint n_parts)
{
  GString *text = g_string_new (NULL);

  for (guint i = n_parts; i > 0; i--)
    {
      const GmailPart *part = &parts[i - 1];
      g_autoptr (GBytes) file = part->file != NULL ? talk_load (part->file) : NULL;
      gsize size = 0;
      const char *body = file != NULL ? g_bytes_get_data (file, &size) : part->body != NULL ? part->body : "";
      int call = part->id != NULL ? find_call (request, part->id) : 77;

      g_assert_cmpint (call, >=, 0);
      g_string_append_printf (text,
                              "--batch_x7-y\r\nContent-Type: application/http\r\nContent-ID: <response-call-%d>\r\n\r\n"
                              "HTTP/1.1 %u X\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n%.*s\r\n",
                              call, part->status, (int) (file != NULL ? size : strlen (body)), body);
    }
  g_string_append (text, "--batch_x7-y--\r\n");
  return g_string_free_to_bytes (text);
}

/* Answers the batch that is asked for now. */
void
gmail_talk_answer_batch (GmailTalk *self, const GmailPart *parts, guint n_parts)
{
  DaybookRequest *request = daybook_exchange_next_request (self->talk->exchange);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) body = NULL;
  DaybookHttpResponse *response;
  GPtrArray *items;
  char *resume = NULL;
  gsize size;

  g_assert_nonnull (request);
  g_assert_cmpstr (request->method, ==, "POST");
  text = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  g_ptr_array_add (self->talk->urls, g_strdup (request->url));
  g_ptr_array_add (self->talk->requests, g_strdup_printf ("POST %s\n\n%s", request->url, text));
  body = gmail_talk_make_batch (text, parts, n_parts);
  g_assert_nonnull (g_bytes_get_data (body, &size));
  response = daybook_http_response_new (200, request->url, body);
  daybook_http_response_add_header (response, "Content-Type", "multipart/mixed; boundary=batch_x7-y");
  daybook_exchange_respond (self->talk->exchange, request, response);
  items = daybook_exchange_take_items (self->talk->exchange, &resume);
  if (items != NULL)
    {
      g_ptr_array_extend_and_steal (self->talk->items, items);
      if (resume != NULL)
        g_ptr_array_add (self->talk->resumes, g_strdup (resume));
    }
  g_free (resume);
}

/* Calls inside the @request'th request. */
guint
gmail_talk_count_calls (GmailTalk *self, guint request)
{
  guint n = 0;

  g_assert_cmpuint (request, <, self->talk->requests->len);
  for (const char *p = self->talk->requests->pdata[request]; (p = strstr (p, "\r\nGET ")) != NULL; p++)
    n++;
  return n;
}
