/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/slack/daybook-slack-message.h"

G_BEGIN_DECLS

/* A message that a list over all channels has: a search, or my reactions. */
typedef struct
{
  char *channel;   /* (owned) its id */
  gint64 ts;
  gint64 thread;   /* 0: none */
  guint reactions; /* of mine */
} DaybookSlackFind;

void daybook_slack_find_free (DaybookSlackFind *self);

gboolean daybook_slack_search_parse (GPtrArray *finds, guint *pages, GBytes *body, GError **error);
gboolean daybook_slack_reactions_parse (GPtrArray *finds, GBytes *body, const char *me, GError **error);

G_END_DECLS
