/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slack's pages, what people write in them, and our own cursors: any bytes are read or refused, and what comes of them
 * can be stored. */
#include <string.h>

#include "fuzz.h"
#include "providers/slack/daybook-slack-error.h"
#include "providers/slack/daybook-slack-finds.h"
#include "providers/slack/daybook-slack-round.h"
#include "providers/slack/daybook-slack-text.h"
#include "providers/slack/daybook-slack-tokens.h"

static void
check_text (const char *text)
{
  FUZZ_ASSERT (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_row (const DaybookSlackScene *scene, const DaybookSlackMessage *message)
{
  g_autoptr (DaybookActivity) activity = daybook_slack_row_new_message (scene, message, message->thread_ts, TRUE);
  DaybookSlackRow row;

  FUZZ_ASSERT (activity->title != NULL && *activity->title != '\0');
  check_text (activity->title);
  check_text (activity->author);
  check_text (activity->body);
  check_text (activity->snippet);
  check_text (activity->url);
  FUZZ_ASSERT (activity->body == NULL || strlen (activity->body) <= 64 * 1024);
  FUZZ_ASSERT (activity->hash != 0);
  FUZZ_ASSERT (daybook_slack_row_parse (&row, activity->external_id, "C1"));
  FUZZ_ASSERT (row.kind == DAYBOOK_SLACK_ROW_MESSAGE && row.ts == message->ts && row.thread == message->thread_ts);
}

static void
check_page (GBytes *body, DaybookSlackWorkspace *workspace)
{
  g_auto (DaybookSlackPage) page = { 0 };
  const DaybookSlackScene scene = { "C1", "#launch", FALSE, workspace, workspace->names, daybook_zone_get_utc () };

  if (!daybook_slack_page_parse (&page, body, "U1", NULL))
    return;
  check_text (page.next_cursor);
  for (guint i = 0; i < page.messages->len; i++)
    {
      const DaybookSlackMessage *message = page.messages->pdata[i];
      g_autofree char *ts = daybook_slack_ts_format (message->ts);

      FUZZ_ASSERT (daybook_slack_ts_parse (ts) == message->ts);
      check_row (&scene, message);
    }
}

static void
check_lists (GBytes *body, DaybookSlackWorkspace *workspace)
{
  g_auto (DaybookSlackChannels) channels = { 0 };
  g_auto (DaybookSlackIdentity) identity = { 0 };
  g_autoptr (GPtrArray) finds = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_slack_find_free);
  g_autofree char *next = NULL;
  guint pages;

  if (daybook_slack_channels_parse (&channels, body, workspace, NULL))
    for (guint i = 0; i < channels.sources->len; i++)
      {
        const DaybookSource *source = channels.sources->pdata[i];

        FUZZ_ASSERT (source->external_id != NULL && source->name != NULL && *source->name != '\0');
        check_text (source->name);
      }
  if (daybook_slack_identity_parse (&identity, body, NULL))
    FUZZ_ASSERT (identity.user != NULL && identity.team_id != NULL);
  daybook_slack_people_parse (workspace->names, body, &next, NULL);
  if (daybook_slack_search_parse (finds, &pages, body, NULL))
    FUZZ_ASSERT (pages >= 1);
  daybook_slack_reactions_parse (finds, body, "U1", NULL);
  for (guint i = 0; i < finds->len; i++)
    {
      const DaybookSlackFind *find = finds->pdata[i];

      FUZZ_ASSERT (find->channel != NULL && find->ts > 0);
    }
}

static void
check_cursor (const char *text)
{
  g_auto (DaybookSlackProgress) progress = { 0 };
  g_auto (DaybookSlackProgress) again = { 0 };
  g_auto (DaybookSlackHint) hint = { 0 };
  g_autofree char *written = NULL;
  g_autofree char *rewritten = NULL;

  daybook_slack_hint_init (&hint);
  daybook_slack_hint_read (&hint, text);
  daybook_slack_progress_init (&progress);
  daybook_slack_progress_init (&again);
  if (!daybook_slack_progress_read (&progress, text))
    return;
  FUZZ_ASSERT (daybook_slack_progress_get_allowance (&progress, 3) >= 1);
  written = daybook_slack_progress_write (&progress);
  FUZZ_ASSERT (daybook_slack_progress_read (&again, written));
  rewritten = daybook_slack_progress_write (&again);
  FUZZ_ASSERT (g_str_equal (written, rewritten));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (200, "https://api.test/", body);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *plain = NULL;
  g_auto (DaybookSlackWorkspace) workspace = { 0 };
  g_auto (DaybookSlackProblem) problem = { 0 };
  g_autoptr (DaybookPastedTokens) tokens = daybook_slack_tokens_split (text, NULL);
  DaybookSlackRow row;

  daybook_slack_workspace_load (&workspace, NULL);
  check_page (body, &workspace);
  check_lists (body, &workspace);
  check_cursor (text);
  plain = daybook_slack_text_to_plain (valid, workspace.names);
  check_text (plain);
  daybook_slack_text_mentions (valid, "U1");
  daybook_slack_row_parse (&row, valid, "C1");
  FUZZ_ASSERT (tokens == NULL || g_str_has_prefix (tokens->user, "xoxp-"));
  if (daybook_slack_problem_read (&problem, response))
    {
      g_autoptr (GError) error = daybook_slack_error_new (&problem);

      FUZZ_ASSERT (error->message != NULL);
    }
  return 0;
}
