/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/gmail/daybook-gmail-push.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "providers/daybook-google-error.h"
#include "providers/daybook-google-request.h"

#define COST 50 /* quota units of batchModify (providers.md 3.3) */

static void
on_modified (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  if (response->status == 204)
    daybook_exchange_finish (exchange, NULL);
  else if (response->status == 200)
    /* The page of a hotel's network says 200, too, and so does an answer whose body was lost. */
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE,
                                _ ("Something between this computer and %s answered in its place."), _ ("Gmail"));
  else
    daybook_google_fail (exchange, response, _ ("Gmail"));
}

/* messages.batchModify takes up to 1,000 ids; labels that are there, or not there, already do no harm. */
static GBytes *
make_body (const DaybookPushOperation *operations, gsize n, gboolean done)
{
  static const char *const labels[] = { "UNREAD", "INBOX", NULL };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree const char **ids = g_new0 (const char *, n + 1);
  char *text;

  for (gsize i = 0; i < n; i++)
    ids[i] = operations[i].target;
  json_builder_begin_object (builder);
  daybook_json_add_texts (builder, "ids", ids);
  daybook_json_add_texts (builder, done ? "removeLabelIds" : "addLabelIds", labels);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

void
daybook_gmail_push_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                          const DaybookPushOperation *operations, gsize n_operations, DaybookExchange *exchange)
{
  gboolean done = g_str_equal (operations[0].kind, "mail.done");
  g_autofree char *url = g_strconcat (context->api_url, "/users/me/messages/batchModify", NULL);
  g_autoptr (GBytes) body = NULL;
  DaybookRequest *request;

  if (!done && !g_str_equal (operations[0].kind, "mail.reopen"))
    {
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_FORBIDDEN, _ ("%s cannot be told that."), _ ("Gmail"));
      return;
    }
  body = make_body (operations, n_operations, done);
  request = daybook_google_request_new (url);
  g_free (request->method);
  request->method = g_strdup ("POST");
  daybook_request_set_json (request, body);
  request->bucket = g_strdup ("gmail");
  request->cost = COST;
  request->repeatable = TRUE; /* it names a state */
  daybook_exchange_ask (exchange, request, on_modified, NULL);
}
