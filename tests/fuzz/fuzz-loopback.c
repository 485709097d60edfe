/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loopback listener's reading of requests: what it lets through is a GET for our path and host,
 * as a reading from the other end agrees, and the sign-in takes no query it does not know. Reading
 * piece by piece comes to the same as reading at once. */
#include <string.h>

#include "fuzz.h"
#include "net/daybook-loopback-request.h"
#include "net/daybook-oauth-private.h"

#define NOW G_GINT64_CONSTANT (1795222800)
#define AUTHORITY "127.0.0.1:35017"
#define PATH "/sign-in/google"

static DaybookOAuthFlow *
new_flow (void)
{
  DaybookOAuthClient client = { .client_id = (char *) "id",
                                .authorize_url = (char *) "https://a.example/",
                                .issuers = (char *) "https://a.example" };

  return daybook_oauth_flow_new (&client, "http://" AUTHORITY PATH, "s", NULL, NOW);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *head = (const char *) data;
  g_autofree char *query = NULL;
  DaybookLoopbackVerdict verdict = daybook_loopback_judge (head, size, AUTHORITY, PATH, &query);
  DaybookLoopbackVerdict piecewise = DAYBOOK_LOOPBACK_MORE;
  g_autofree char *first_line = NULL;
  g_autofree char *start = NULL;
  g_autoptr (DaybookOAuthFlow) flow = NULL;

  FUZZ_ASSERT ((query != NULL) == (verdict == DAYBOOK_LOOPBACK_ANSWER));
  for (size_t n = 0; piecewise == DAYBOOK_LOOPBACK_MORE; n += size / 64 + 1)
    {
      g_autofree char *piece_query = NULL;

      piecewise = daybook_loopback_judge (head, MIN (n, size), AUTHORITY, PATH, &piece_query);
      if (n >= size)
        break;
    }
  FUZZ_ASSERT (piecewise == verdict);
  if (query == NULL)
    return 0;

  first_line = g_strndup (head, strcspn (head, "\r"));
  start = g_strconcat ("GET " PATH "?", query, " HTTP/1.", NULL);
  FUZZ_ASSERT (g_str_has_prefix (first_line, start));
  FUZZ_ASSERT (g_strstr_len (head, size, AUTHORITY) != NULL);

  flow = new_flow ();
  FUZZ_ASSERT (daybook_oauth_flow_take_query (flow, query, NOW, NULL) == DAYBOOK_OAUTH_FOREIGN);
  return 0;
}
