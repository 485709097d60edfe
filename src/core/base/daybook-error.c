/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"

G_DEFINE_QUARK (daybook-error-quark, daybook_error)

static const char *const codes[] = {
  [DAYBOOK_ERROR_AUTH_REQUIRED] = "auth_required",
  [DAYBOOK_ERROR_FORBIDDEN] = "forbidden",
  [DAYBOOK_ERROR_NOT_FOUND] = "not_found",
  [DAYBOOK_ERROR_GONE] = "gone",
  [DAYBOOK_ERROR_RATE_LIMITED] = "rate_limited",
  [DAYBOOK_ERROR_NETWORK] = "network",
  [DAYBOOK_ERROR_SERVER] = "server",
  [DAYBOOK_ERROR_TLS] = "tls",
  [DAYBOOK_ERROR_CURSOR_EXPIRED] = "cursor_expired",
  [DAYBOOK_ERROR_INVALID_RESPONSE] = "invalid_response",
  [DAYBOOK_ERROR_TOO_LARGE] = "too_large",
  [DAYBOOK_ERROR_CONFLICT] = "conflict",
  [DAYBOOK_ERROR_CANCELLED] = "cancelled",
  [DAYBOOK_ERROR_KEYRING_LOCKED] = "keyring_locked",
  [DAYBOOK_ERROR_KEYRING_ABSENT] = "keyring_absent",
  [DAYBOOK_ERROR_STORAGE] = "storage",
  [DAYBOOK_ERROR_DISK_FULL] = "disk_full",
  [DAYBOOK_ERROR_CONFIG] = "config",
  [DAYBOOK_ERROR_ADMIN_APPROVAL] = "admin_approval",
  [DAYBOOK_ERROR_NOT_AGREED] = "not_agreed",
  [DAYBOOK_ERROR_USAGE] = "usage",
  [DAYBOOK_ERROR_INTERNAL] = "internal",
};

/* The name of @code as interfaces spell it ("rate_limited"). Static; never NULL. */
const char *
daybook_error_code_to_string (DaybookError code)
{
  if ((guint) code >= G_N_ELEMENTS (codes))
    return "internal";
  return codes[code];
}

/* Reads a name made by daybook_error_code_to_string(). Returns FALSE, @code untouched, for others. */
gboolean
daybook_error_code_from_string (const char *text, DaybookError *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (g_strcmp0 (codes[i], text) == 0)
        {
          *code = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* The exit status that every program ends with for @error (interfaces.md, daybookctl):
 * 0 for NULL, 2 wrong usage, 3 needs a person, else 1. */
int
daybook_error_exit_status (const GError *error)
{
  if (error == NULL)
    return 0;
  if (error->domain != DAYBOOK_ERROR)
    return error->domain == G_OPTION_ERROR ? 2 : 1;
  switch ((DaybookError) error->code)
    {
    case DAYBOOK_ERROR_USAGE:
      return 2;
    case DAYBOOK_ERROR_AUTH_REQUIRED:
    case DAYBOOK_ERROR_KEYRING_LOCKED:
    case DAYBOOK_ERROR_KEYRING_ABSENT:
    case DAYBOOK_ERROR_CONFIG:
    case DAYBOOK_ERROR_ADMIN_APPROVAL:
    case DAYBOOK_ERROR_NOT_AGREED:
      return 3;
    default:
      return 1;
    }
}
