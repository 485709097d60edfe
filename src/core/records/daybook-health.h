/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-account.h"
#include "records/daybook-sync-run.h"

G_BEGIN_DECLS

/* How an account is doing, in words without times: the one place that windows, command line and
 * notifications take them from. Static text in the person's language. */

/* What an account is, as far as it needs words. */
typedef enum
{
  DAYBOOK_HEALTH_GOOD,
  DAYBOOK_HEALTH_PARTLY, /* some calendar or other of it fails or is put aside, the others are synced */
  DAYBOOK_HEALTH_NOTHING_ON, /* the person has switched off all that it has */
  DAYBOOK_HEALTH_CONNECTING,
  DAYBOOK_HEALTH_DISCONNECTED,
  DAYBOOK_HEALTH_PAUSED,
  DAYBOOK_HEALTH_KEYRING_LOCKED,
  DAYBOOK_HEALTH_KEYRING_ABSENT,
  DAYBOOK_HEALTH_DISK_FULL,
  DAYBOOK_HEALTH_ADMIN_APPROVAL,
  DAYBOOK_HEALTH_NEEDS_SIGN_IN,
  DAYBOOK_HEALTH_RATE_LIMIT,
  DAYBOOK_HEALTH_OFFLINE,
  DAYBOOK_HEALTH_SERVICE_DOWN,
  DAYBOOK_HEALTH_REFUSED, /* what it may read was narrowed: an error that signing in may help */
  DAYBOOK_HEALTH_ERROR,
} DaybookHealth;

DaybookHealth daybook_account_get_health (const DaybookAccount *account);
gboolean daybook_health_waits (DaybookHealth health);
gboolean daybook_health_is_helped_by_sign_in (DaybookHealth health);

const char *daybook_health_describe (const DaybookAccount *account);
char *daybook_health_explain (const DaybookAccount *account);
char *daybook_health_explain_stopped (const char *name, guint others);
const char *daybook_health_get_error_code (const DaybookAccount *account);
const char *daybook_health_explain_wait (DaybookHealth health);
const char *daybook_health_describe_error (const char *error_code);
const char *daybook_health_advise (const char *error_code);

G_END_DECLS
