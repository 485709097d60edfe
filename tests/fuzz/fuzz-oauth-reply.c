/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of token endpoints: whatever they hold, tokens that come out fit into a header and into
 * the vault and back, and errors are ours and repeat nothing. The first byte stands for the status.
 */
#include <string.h>

#include "base/daybook-error.h"
#include "fuzz.h"
#include "net/daybook-tokens.h"

#define NOW G_GINT64_CONSTANT (1795222800)

static void
check_visible (const char *token)
{
  FUZZ_ASSERT (*token != '\0');
  for (const char *p = token; *p != '\0'; p++)
    FUZZ_ASSERT (*p > 0x20 && *p < 0x7f);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const guint statuses[] = { 200, 200, 200, 400, 401, 500, 302, 204 };
  g_autoptr (GBytes) body = g_bytes_new (data + (size > 0), size - (size > 0));
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookTokens) tokens = daybook_tokens_parse_reply (
      statuses[size > 0 ? data[0] % G_N_ELEMENTS (statuses) : 0], body, NOW, &error);
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (DaybookTokens) again = NULL;

  if (tokens == NULL)
    {
      FUZZ_ASSERT (error != NULL && error->domain == DAYBOOK_ERROR);
      return 0;
    }
  FUZZ_ASSERT (error == NULL);
  check_visible (tokens->access);
  if (tokens->refresh != NULL)
    check_visible (tokens->refresh);
  FUZZ_ASSERT (tokens->scopes == NULL || g_utf8_validate (tokens->scopes, -1, NULL));
  FUZZ_ASSERT (tokens->expires_at == DAYBOOK_INSTANT_NONE || tokens->expires_at >= NOW);

  kept = daybook_tokens_to_bytes (tokens);
  again = daybook_tokens_from_bytes (kept, NULL);
  FUZZ_ASSERT (again != NULL);
  FUZZ_ASSERT (g_str_equal (again->access, tokens->access));
  FUZZ_ASSERT (g_strcmp0 (again->refresh, tokens->refresh) == 0);
  FUZZ_ASSERT (again->expires_at == tokens->expires_at);
  return 0;
}
