/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person allows Daybook to read in their name, space separated (providers.md 5.1). Permissions of a
 * robot are never asked for by the browser: Slack refuses them where the answer comes back to this computer. */
#define DAYBOOK_SLACK_SCOPES \
  "channels:read groups:read im:read mpim:read channels:history groups:history im:history mpim:history users:read " \
  "reactions:read search:read"

const char *daybook_slack_scope_find (const char *name);
char *daybook_slack_manifest_new (void);
char *daybook_slack_manifest_new_link (void);

G_END_DECLS
