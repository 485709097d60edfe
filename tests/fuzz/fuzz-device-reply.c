/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers of a whole device flow, each cut off by a NUL: whatever they hold, a person is shown a code that can be
 * typed and an https address, polls keep their distance, and the flow ends with tokens or an error of ours. */
#include <string.h>

#include "base/daybook-error.h"
#include "fuzz.h"
#include "net/daybook-oauth.h"

#define NOW G_GINT64_CONSTANT (1795222800)
#define MAX_ANSWERS 2000

static const DaybookOAuthInfo info = {
  .token_url = "https://example.com/token",
  .device_url = "https://example.com/device",
};

static void
on_prompt_cb (DaybookExchange *exchange, const char *url, const char *code, gint64 expires_at, gpointer data)
{
  FUZZ_ASSERT (g_str_has_prefix (url, "https://") || g_str_has_prefix (url, "http://127.") || g_str_has_prefix (url, "http://[::1]")
               || g_str_has_prefix (url, "http://localhost"));
  FUZZ_ASSERT (*code != '\0' && strlen (code) <= 64);
  for (const char *p = code; *p != '\0'; p++)
    FUZZ_ASSERT (g_ascii_isalnum (*p) || *p == '-' || *p == ' ');
  FUZZ_ASSERT (expires_at > NOW && expires_at <= NOW + 3600);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const guint statuses[] = { 200, 200, 400, 500 };
  const DaybookOAuthConfig config = { .client_id = "id" };
  g_autoptr (DaybookOAuthClient) client = daybook_oauth_client_new (&info, "github", &config, NULL);
  g_autoptr (DaybookExchange) exchange = daybook_exchange_new (NOW, 1);
  g_autoptr (DaybookTokens) tokens = NULL;
  const uint8_t *p = data;
  DaybookRequest *request;
  guint answers = 0;

  g_signal_connect (exchange, "prompt", G_CALLBACK (on_prompt_cb), NULL);
  daybook_oauth_start_device (client, "a", exchange);
  while ((request = daybook_exchange_next_request (exchange)) != NULL)
    {
      /* The last answer is given again and again. */
      const uint8_t *end = p < data + size ? memchr (p, 0, (size_t) (data + size - p)) : NULL;
      size_t length = end != NULL ? (size_t) (end - p) : (size_t) (data + size - p);
      g_autoptr (GBytes) body = g_bytes_new (p, length);

      FUZZ_ASSERT (++answers < MAX_ANSWERS);
      FUZZ_ASSERT (answers == 1 || (request->delay > 0 && request->delay <= 60));
      daybook_exchange_respond (exchange, request,
                                daybook_http_response_new (statuses[(length + answers) % G_N_ELEMENTS (statuses)],
                                                           request->url, body));
      if (end != NULL)
        p = end + 1;
    }
  FUZZ_ASSERT (daybook_exchange_is_done (exchange));
  tokens = daybook_oauth_take_tokens (exchange);
  if (tokens != NULL)
    FUZZ_ASSERT (daybook_tokens_is_token (tokens->access));
  else
    FUZZ_ASSERT (daybook_exchange_get_error (exchange) != NULL
                 && daybook_exchange_get_error (exchange)->domain == DAYBOOK_ERROR);
  return 0;
}
