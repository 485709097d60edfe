/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *daybook_slack_text_to_plain (const char *text, GHashTable *names);
gboolean daybook_slack_text_mentions (const char *text, const char *user);
void daybook_slack_text_collect_users (const char *text, GHashTable *users);
gboolean daybook_slack_is_person (const char *id);

G_END_DECLS
