/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-suggestion.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_TASK_OPEN,
  DAYBOOK_TASK_DONE,
} DaybookTaskStatus;

/* Whether "done" travels back to where the task came from. */
typedef enum
{
  DAYBOOK_REMOTE_NONE,       /* it came from nowhere */
  DAYBOOK_REMOTE_LOCAL_ONLY, /* the service or this sign-in cannot take it: done here only */
  DAYBOOK_REMOTE_WAITING,    /* in the outbox */
  DAYBOOK_REMOTE_DONE,
  DAYBOOK_REMOTE_FAILED,     /* given up; the outbox says why */
} DaybookRemoteState;

typedef struct
{
  gint64 id;
  char *title; /* never NULL */
  char *notes;
  DaybookTaskStatus status;
  DaybookPriority priority;
  DaybookDay due_day;
  gint64 due_at;
  char *tags;         /* JSON array of text */
  char *source_kind;  /* event or activity; NULL: written by hand */
  gint64 source_item; /* its row; 0 = gone */
  DaybookRemoteState remote_state;
  gint64 done_at;
  gint64 version;
  gint64 created_at;
} DaybookTask;

DaybookTask *daybook_task_new (void);
void daybook_task_free (DaybookTask *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookTask, daybook_task_free)

/* Words as the database and interfaces.md have them; static. FALSE, the value untouched: no such word. */
const char *daybook_task_status_to_string (DaybookTaskStatus status);
const char *daybook_remote_state_to_string (DaybookRemoteState state);
gboolean daybook_remote_state_from_string (const char *text, DaybookRemoteState *state);

G_END_DECLS
