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

void
daybook_sync_run_free (DaybookSyncRun *self)
{
  if (self == NULL)
    return;
  g_free (self->provider);
  g_free (self->mode);
  g_free (self->trigger);
  g_free (self->status);
  g_free (self->error);
  g_free (self->error_code);
  g_free (self);
}
