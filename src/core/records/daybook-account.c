/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-account.h"

/* As the database, the command line and D-Bus spell them. */
static const char *const statuses[] = {
  [DAYBOOK_ACCOUNT_CONNECTING] = "connecting",
  [DAYBOOK_ACCOUNT_CONNECTED] = "connected",
  [DAYBOOK_ACCOUNT_NEEDS_SIGN_IN] = "needs_sign_in",
  [DAYBOOK_ACCOUNT_ERROR] = "error",
  [DAYBOOK_ACCOUNT_DISCONNECTED] = "disconnected",
};

DaybookGrant *
daybook_grant_new (void)
{
  DaybookGrant *self = g_new0 (DaybookGrant, 1);

  self->expires_at = DAYBOOK_INSTANT_NONE;
  return self;
}

void
daybook_grant_free (DaybookGrant *self)
{
  if (self == NULL)
    return;
  g_free (self->provider);
  g_free (self->identity);
  g_free (self->sign_in);
  g_free (self->scopes);
  g_free (self->settings);
  g_free (self);
}

/* An account that is being connected and was never synced. */
DaybookAccount *
daybook_account_new (void)
{
  DaybookAccount *self = g_new0 (DaybookAccount, 1);

  self->status = DAYBOOK_ACCOUNT_CONNECTING;
  self->retry_at = DAYBOOK_INSTANT_NONE;
  self->last_sync_at = DAYBOOK_INSTANT_NONE;
  self->next_sync_at = DAYBOOK_INSTANT_NONE;
  self->sources_at = DAYBOOK_INSTANT_NONE;
  self->created_at = DAYBOOK_INSTANT_NONE;
  return self;
}

/* A deep copy. */
DaybookAccount *
daybook_account_copy (const DaybookAccount *self)
{
  DaybookAccount *copy = g_new (DaybookAccount, 1);

  *copy = *self;
  copy->provider = g_strdup (self->provider);
  copy->name = g_strdup (self->name);
  copy->identity = g_strdup (self->identity);
  copy->reason = g_strdup (self->reason);
  copy->last_error = g_strdup (self->last_error);
  copy->error_code = g_strdup (self->error_code);
  copy->settings = g_strdup (self->settings);
  copy->scout_cursor = g_strdup (self->scout_cursor);
  copy->scout_params = g_strdup (self->scout_params);
  copy->stopped_name = g_strdup (self->stopped_name);
  return copy;
}

void
daybook_account_free (DaybookAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->provider);
  g_free (self->name);
  g_free (self->identity);
  g_free (self->reason);
  g_free (self->last_error);
  g_free (self->error_code);
  g_free (self->settings);
  g_free (self->scout_cursor);
  g_free (self->scout_params);
  g_free (self->stopped_name);
  g_free (self);
}

/* The spelling of @status. Static. */
const char *
daybook_account_status_to_string (DaybookAccountStatus status)
{
  return (guint) status < G_N_ELEMENTS (statuses) ? statuses[status] : "error";
}

/* Reads a spelling; FALSE, @status untouched, for any other text. */
gboolean
daybook_account_status_from_string (const char *text, DaybookAccountStatus *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (g_strcmp0 (statuses[i], text) == 0)
        {
          *status = i;
          return TRUE;
        }
    }
  return FALSE;
}
