/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/slack/daybook-slack-scopes.h"

#include <json-glib/json-glib.h>

#include "base/daybook-json-builder.h"

/* Those Slack may miss: what we ask for, and what later versions or a person's own app may. */
static const char *const known[] = {
  "channels:read", "groups:read", "im:read", "mpim:read", "channels:history", "groups:history", "im:history",
  "mpim:history", "users:read", "users:read.email", "users.profile:read", "team:read", "reactions:read",
  "reactions:write", "search:read", "chat:write",
};

/* @name (nullable) as we spell it, or NULL: what a service sends is not shown as it comes. Static. */
const char *
daybook_slack_scope_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (g_strcmp0 (known[i], name) == 0)
        return known[i];
    }
  return NULL;
}

/* What Slack makes a person's own app from: it reads in that person's name, answers nobody and sends nothing.
 * One line of JSON. (transfer full) */
char *
daybook_slack_manifest_new (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_auto (GStrv) scopes = g_strsplit (DAYBOOK_SLACK_SCOPES, " ", -1);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "display_information");
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "name", "Daybook");
  daybook_json_add_text (builder, "description", "Counts your messages by channel and day, on your own computer.");
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "oauth_config");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "scopes");
  json_builder_begin_object (builder);
  daybook_json_add_texts (builder, "user", (const char *const *) scopes);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "settings");
  json_builder_begin_object (builder);
  daybook_json_add_bool (builder, "org_deploy_enabled", FALSE);
  daybook_json_add_bool (builder, "socket_mode_enabled", FALSE);
  daybook_json_add_bool (builder, "token_rotation_enabled", FALSE);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* The address at which Slack makes the app: the person picks the workspace and confirms. (transfer full) */
char *
daybook_slack_manifest_new_link (void)
{
  g_autofree char *manifest = daybook_slack_manifest_new ();
  g_autofree char *escaped = g_uri_escape_string (manifest, NULL, FALSE);

  return g_strconcat ("https://api.slack.com/apps?new_app=1&manifest_json=", escaped, NULL);
}
