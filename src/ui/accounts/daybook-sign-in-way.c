/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-sign-in-way.h"

#include <glib/gi18n.h>

#include "base/daybook-error.h"

static const DaybookSignInWay ways[] = {
  { "browser", N_("With Your Browser"), N_("You are asked there; Daybook never sees the password"),
    N_("_Continue in Browser"), DAYBOOK_ASKS_CLIENT },
  { "device", N_("With a Code"), N_("You type a short code on the service’s website"), N_("_Get a Code"),
    DAYBOOK_ASKS_CLIENT },
  { "goa", N_("GNOME Online Accounts"), N_("An account that is set up on this computer"), N_("_Connect"),
    DAYBOOK_ASKS_NOTHING, "connect-online-accounts" },
  { "token", N_("With a Token"), N_("You make one at the service and paste it here"), N_("_Connect"),
    DAYBOOK_ASKS_TOKEN },
  { "password", N_("With a Password"), N_("Best one made for this purpose, if your server offers app passwords"),
    N_("_Connect"), DAYBOOK_ASKS_SERVER | DAYBOOK_ASKS_USER | DAYBOOK_ASKS_PASSWORD },
  { "url", N_("Calendar Address"), N_("One calendar, read only, no sign-in"), N_("_Connect"), DAYBOOK_ASKS_ADDRESS },
  { "none", N_("No Sign-In"), N_("Nothing leaves this computer"), N_("_Add"), DAYBOOK_ASKS_NOTHING },
};

/* NULL for a way that this program does not know, and does not offer. */
const DaybookSignInWay *
daybook_sign_in_way_find (const char *way)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_strcmp0 (ways[i].way, way) == 0)
      return &ways[i];
  return NULL;
}

static const char *
advise (int code, const char *way)
{
  switch (code)
    {
    case DAYBOOK_ERROR_AUTH_REQUIRED:
      if (g_strcmp0 (way, "token") == 0)
        return _("Check the token, and whether it is still valid.");
      if (g_strcmp0 (way, "password") == 0)
        return _("Check the name and the password; some servers want a password made for apps.");
      return _("Try again and allow what is asked for.");
    case DAYBOOK_ERROR_FORBIDDEN:
      return _("Allow what is asked for, or ask the administrator of the account.");
    case DAYBOOK_ERROR_ADMIN_APPROVAL:
      return _("Ask the administrator to allow Daybook, then try again. The help says what to ask for.");
    case DAYBOOK_ERROR_NOT_FOUND:
    case DAYBOOK_ERROR_GONE:
      return _("Check the address.");
    case DAYBOOK_ERROR_INVALID_RESPONSE:
      return _("Check whether the address leads to a calendar, not to a web page about one.");
    case DAYBOOK_ERROR_NETWORK:
      return _("Check the connection and the address, then try again.");
    case DAYBOOK_ERROR_TLS:
      return _("Daybook connects only where the certificate is valid. Check the address.");
    case DAYBOOK_ERROR_RATE_LIMITED:
    case DAYBOOK_ERROR_SERVER:
      return _("Try again in a few minutes.");
    case DAYBOOK_ERROR_KEYRING_LOCKED:
      return _("Unlock the keyring when you are asked, then try again.");
    case DAYBOOK_ERROR_KEYRING_ABSENT:
      return _("Daybook keeps sign-ins in the keyring. Install GNOME Keyring or another secret service, then try again.");
    case DAYBOOK_ERROR_CONFIG:
      return _("Enter a client id of your own, or choose another way. The help shows how, step by step.");
    case DAYBOOK_ERROR_DISK_FULL:
      return _("Make room on the disk, then try again.");
    default:
      return NULL;
    }
}

/* Why signing in failed and what to do about it. (transfer full) */
char *
daybook_sign_in_explain (const GError *error, const char *way)
{
  const char *advice = error->domain == DAYBOOK_ERROR ? advise (error->code, way) : NULL;

  if (advice == NULL)
    return g_strdup (error->message);
  return g_strdup_printf ("%s\n%s", error->message, advice);
}
