/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one error domain. The codes' names (daybook_error_code_to_string) are the error codes of the
 * command line, of worker lines, of sync runs and of D-Bus errors. */
#define DAYBOOK_ERROR (daybook_error_quark ())

typedef enum
{
  DAYBOOK_ERROR_AUTH_REQUIRED,
  DAYBOOK_ERROR_FORBIDDEN,
  DAYBOOK_ERROR_NOT_FOUND,
  DAYBOOK_ERROR_GONE,
  DAYBOOK_ERROR_RATE_LIMITED,
  DAYBOOK_ERROR_NETWORK,
  DAYBOOK_ERROR_SERVER,
  DAYBOOK_ERROR_TLS,
  DAYBOOK_ERROR_CURSOR_EXPIRED,
  DAYBOOK_ERROR_INVALID_RESPONSE,
  DAYBOOK_ERROR_TOO_LARGE,
  DAYBOOK_ERROR_CONFLICT,
  DAYBOOK_ERROR_CANCELLED,
  DAYBOOK_ERROR_KEYRING_LOCKED,
  DAYBOOK_ERROR_KEYRING_ABSENT,
  DAYBOOK_ERROR_STORAGE,
  DAYBOOK_ERROR_DISK_FULL,
  DAYBOOK_ERROR_CONFIG,
  DAYBOOK_ERROR_ADMIN_APPROVAL, /* somebody who runs the person's organisation has to let Daybook in first */
  DAYBOOK_ERROR_NOT_AGREED, /* the person has not agreed to what would leave the computer */
  DAYBOOK_ERROR_USAGE,
  DAYBOOK_ERROR_INTERNAL,
} DaybookError;

#define DAYBOOK_ERROR_LAST DAYBOOK_ERROR_INTERNAL

GQuark daybook_error_quark (void);
const char *daybook_error_code_to_string (DaybookError code);
gboolean daybook_error_code_from_string (const char *text, DaybookError *code);
int daybook_error_exit_status (const GError *error);

G_END_DECLS
