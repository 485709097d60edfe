/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/daybook-task.h"

static const char *const remote_states[] = {
  [DAYBOOK_REMOTE_NONE] = "none", [DAYBOOK_REMOTE_LOCAL_ONLY] = "local_only", [DAYBOOK_REMOTE_WAITING] = "waiting",
  [DAYBOOK_REMOTE_DONE] = "done", [DAYBOOK_REMOTE_FAILED] = "failed",
};

/* An open task without a title. */
DaybookTask *
daybook_task_new (void)
{
  DaybookTask *self = g_new0 (DaybookTask, 1);

  self->priority = DAYBOOK_PRIORITY_NORMAL;
  self->due_day = DAYBOOK_DAY_NONE;
  self->due_at = DAYBOOK_INSTANT_NONE;
  self->done_at = DAYBOOK_INSTANT_NONE;
  return self;
}

void
daybook_task_free (DaybookTask *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->notes);
  g_free (self->tags);
  g_free (self->source_kind);
  g_free (self);
}

const char *
daybook_task_status_to_string (DaybookTaskStatus status)
{
  return status == DAYBOOK_TASK_DONE ? "done" : "open";
}

const char *
daybook_remote_state_to_string (DaybookRemoteState state)
{
  return remote_states[state];
}

gboolean
daybook_remote_state_from_string (const char *text, DaybookRemoteState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (remote_states); i++)
    {
      if (g_strcmp0 (remote_states[i], text) == 0)
        {
          *state = (DaybookRemoteState) i;
          return TRUE;
        }
    }
  return FALSE;
}
