/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-sign-in-private.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"

/* In the order they are preferred where nobody chose. */
static const DaybookSignInWay ways[] = {
  { DAYBOOK_SIGN_IN_NONE, "none", FALSE, NULL, NULL },
  { DAYBOOK_SIGN_IN_GOA, "goa", FALSE, daybook_sign_in_prepare_goa, NULL },
  { DAYBOOK_SIGN_IN_BROWSER, "browser", FALSE, daybook_sign_in_prepare_client, daybook_sign_in_run_browser },
  { DAYBOOK_SIGN_IN_DEVICE, "device", FALSE, daybook_sign_in_prepare_client, daybook_sign_in_run_device },
  { DAYBOOK_SIGN_IN_TOKEN, "token", TRUE, daybook_sign_in_prepare_token, NULL },
  { DAYBOOK_SIGN_IN_PASSWORD, "password", TRUE, daybook_sign_in_prepare_password, NULL },
  { DAYBOOK_SIGN_IN_URL, "url", TRUE, daybook_sign_in_prepare_address, NULL },
};

/* Names of the ways in @set, for people and programs. (transfer full) */
char **
daybook_sign_in_names (DaybookSignIn set)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      if ((set & ways[i].way) != 0)
        g_strv_builder_add (names, ways[i].name);
    }
  return g_strv_builder_end (names);
}

/* The desktop's own accounts come first where there is one; else a user name says that it is about a password. */
static gboolean
fits_request (const DaybookSignInWay *way, const DaybookProviderInfo *info, const DaybookSignInRequest *request)
{
  if (way->way == DAYBOOK_SIGN_IN_GOA)
    return daybook_sign_in_goa_works (info, request);
  if (request->user != NULL && (info->sign_in & DAYBOOK_SIGN_IN_PASSWORD) != 0)
    return way->way == DAYBOOK_SIGN_IN_PASSWORD;
  return TRUE;
}

/* The way called @wanted; NULL: the first one of the service that the request allows. USAGE where it has no such way. */
const DaybookSignInWay *
daybook_sign_in_choose (const DaybookProviderInfo *info,
                        const char *wanted,
                        const DaybookSignInRequest *request,
                        GError **error)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      if ((info->sign_in & ways[i].way) != 0
          && (wanted != NULL ? g_str_equal (ways[i].name, wanted) : fits_request (&ways[i], info, request)))
        return &ways[i];
    }
  names = daybook_sign_in_names (info->sign_in);
  list = g_strjoinv (", ", names);
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("%s cannot be signed in to by “%s”, only by: %s."),
               _ (info->name), wanted != NULL ? wanted : "", list);
  return NULL;
}

/* Whether the request's way wants a secret with it, so that it is read before. A way that the service does not have is
 * refused without waiting for one. */
gboolean
daybook_sign_in_asks_for_secret (const DaybookProviderInfo *info, const DaybookSignInRequest *request)
{
  const DaybookSignInWay *way = daybook_sign_in_choose (info, request->sign_in, request, NULL);

  return way != NULL && way->asks_for_secret;
}
