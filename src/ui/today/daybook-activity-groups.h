/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "records/daybook-activity.h"
#include "records/daybook-source.h"

G_BEGIN_DECLS

/* What happened on a day beside the calendar, by source and kind: "3 commits in daybook". */
typedef struct
{
  gint64 source_id;
  char *kind;         /* (owned) as in DaybookActivity, or "reaction" */
  char *source_name;  /* (owned) one line */
  gint64 count;       /* how many things; a row may stand for several */
  GPtrArray *items;   /* (owned) DaybookActivity without bodies, oldest first */
} DaybookActivityGroup;

GPtrArray *daybook_activity_groups_new (GPtrArray *activities, GPtrArray *sources);
void daybook_activity_group_free (DaybookActivityGroup *self);
char *daybook_activity_group_describe (const DaybookActivityGroup *self);
const char *daybook_activity_group_get_icon (const DaybookActivityGroup *self);

G_END_DECLS
