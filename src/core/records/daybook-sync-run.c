/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-sync-run.h"

/* A run that stands for itself alone and was not begun. */
DaybookSyncRun *
daybook_sync_run_new (void)
{
  DaybookSyncRun *self = g_new0 (DaybookSyncRun, 1);

  self->repeated = 1;
  self->retry_at = DAYBOOK_INSTANT_NONE;
  self->started_at = DAYBOOK_INSTANT_NONE;
  return self;
}

/* A deep copy. */
DaybookSyncRun *
daybook_sync_run_copy (const DaybookSyncRun *self)
{
  DaybookSyncRun *copy = g_new (DaybookSyncRun, 1);

  *copy = *self;
  copy->provider = g_strdup (self->provider);
  copy->account_name = g_strdup (self->account_name);
  copy->source_name = g_strdup (self->source_name);
  copy->mode = g_strdup (self->mode);
  copy->trigger = g_strdup (self->trigger);
  copy->status = g_strdup (self->status);
  copy->error = g_strdup (self->error);
  copy->error_code = g_strdup (self->error_code);
  return copy;
}

void
daybook_sync_run_free (DaybookSyncRun *self)
{
  if (self == NULL)
    return;
  g_free (self->provider);
  g_free (self->account_name);
  g_free (self->source_name);
  g_free (self->mode);
  g_free (self->trigger);
  g_free (self->status);
  g_free (self->error);
  g_free (self->error_code);
  g_free (self);
}
