/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/slack/daybook-slack-request.h"

#include "providers/slack/daybook-slack-error.h"

#define PREFIX "slack."

/* Tier 2 is 20 a minute, 3 is 50, 4 is 100: per method, workspace and app. */
const DaybookPace daybook_slack_paces[DAYBOOK_SLACK_N_PACES] = {
  { PREFIX "search.messages", 20, 60 },       { PREFIX "reactions.list", 20, 60 },
  { PREFIX "users.list", 20, 60 },            { PREFIX "users.conversations", 50, 60 },
  { PREFIX "conversations.history", 50, 60 }, { PREFIX "conversations.replies", 50, 60 },
  { PREFIX "users.info", 100, 60 },
};

/* A call of @method that only reads, with name, value, name, value, ..., NULL; a NULL value leaves its name out. */
DaybookRequest *
daybook_slack_request_new (const char *api_url, const char *method, ...)
{
  g_autoptr (GString) url = g_string_new (api_url);
  DaybookRequest *request;
  gboolean first = TRUE;
  va_list args;

  g_string_append_printf (url, "/%s", method);
  va_start (args, method);
  for (const char *name = va_arg (args, const char *); name != NULL; name = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);

      if (value == NULL)
        continue;
      g_string_append_printf (url, "%c%s=", first ? '?' : '&', name);
      g_string_append_uri_escaped (url, value, NULL, FALSE);
      first = FALSE;
    }
  va_end (args);
  request = daybook_request_new ("GET", url->str);
  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->bucket = g_strconcat (PREFIX, method, NULL);
  request->is_throttled = daybook_slack_is_throttled;
  request->is_unauthorized = daybook_slack_is_unauthorized;
  return request;
}
