/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-net-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "providers/daybook-http-error.h"

/* What stands between the scheme and the path: enough to know who answered, nothing secret. */
static char *
host_of (const char *url)
{
  const char *start = url != NULL ? strstr (url, "://") : NULL;
  gsize length;

  if (start == NULL)
    return g_strdup (_ ("The service"));
  start += 3;
  length = strcspn (start, "/?#");
  for (gsize i = length; i > 0; i--)
    {
      if (start[i - 1] == '@')
        return g_strndup (start + i, length - i);
    }
  return g_strndup (start, length);
}

/* The error of an answer with @status from @url. (transfer full) */
GError *
daybook_net_error_for_status (guint status, const char *url)
{
  g_autofree char *host = host_of (url);

  return daybook_http_error_new (status, host);
}

/* The error for a request to @url that got no whole answer: @failure is GIO's. (transfer full) */
GError *
daybook_net_error_for_failure (const GError *failure, const char *url)
{
  g_autofree char *host = host_of (url);

  if (failure->domain == DAYBOOK_ERROR)
    return g_error_copy (failure);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, _ ("Canceled."));
  if (failure->domain == G_TLS_ERROR)
    return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_TLS,
                        _ ("The connection to %s is not secure: its certificate is not valid."
                           " Nothing was sent."),
                        host);
  if (failure->domain == G_RESOLVER_ERROR)
    return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK, _ ("%s could not be found."), host);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK, _ ("Nothing answers at %s."), host);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK, _ ("%s did not answer in time."),
                        host);
  if (failure->domain == G_IO_ERROR)
    return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK, _ ("The connection to %s broke."),
                        host);
  /* What is left are complaints about the answer: of the HTTP parser, of the decompressor. */
  return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                      _ ("%s gave an answer that cannot be read."), host);
}
