/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inbox/daybook-inbox-words.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/daybook-text.h"
#include "common/daybook-format.h"

/* How much later than meant something may go out before the network must be what it waits for, in seconds. */
#define SEND_GRACE 60

const char *
daybook_inbox_words_section (DaybookInboxSection section)
{
  switch (section)
    {
    case DAYBOOK_INBOX_REVIEW:
      return _("To Review");
    case DAYBOOK_INBOX_ADDED:
      return _("Added Automatically");
    case DAYBOOK_INBOX_TASKS:
    case DAYBOOK_INBOX_SECTIONS:
    default:
      return _("Tasks");
    }
}

char *
daybook_inbox_words_title (DaybookInboxItem *item)
{
  const DaybookSuggestion *suggestion = daybook_inbox_item_get_suggestion (item);
  const DaybookTask *task = daybook_inbox_item_get_task (item);

  if (task == NULL && suggestion == NULL)
    return g_strdup (daybook_inbox_words_section (daybook_inbox_item_get_section (item)));
  return daybook_text_one_line (task != NULL ? task->title : suggestion->title);
}

/* "10:42" today, else the day. */
char *
daybook_inbox_words_when (DaybookInboxItem *item, DaybookWorkspace *workspace)
{
  const DaybookInboxSource *source = daybook_inbox_item_get_source (item);
  const DaybookTask *task = daybook_inbox_item_get_task (item);
  DaybookZone *zone = daybook_workspace_get_zone (workspace);
  DaybookDay today = daybook_workspace_get_today (workspace);
  gint64 at = source != NULL && source->at != DAYBOOK_INSTANT_NONE ? source->at
              : task != NULL                                       ? task->created_at
                                                                   : daybook_inbox_item_get_suggestion (item)->created_at;
  DaybookDay day = daybook_zone_get_day (zone, at);

  if (day == today)
    return daybook_format_time (daybook_zone_to_wall (zone, at));
  if (day == today - 1 || day == today + 1)
    return daybook_format_day_relative (day, today);
  return daybook_format_day_brief (day, today);
}

/* "Today, 10:42" */
char *
daybook_inbox_words_instant (gint64 at, DaybookWorkspace *workspace)
{
  DaybookZone *zone = daybook_workspace_get_zone (workspace);
  g_autofree char *day =
    daybook_format_day_relative (daybook_zone_get_day (zone, at), daybook_workspace_get_today (workspace));
  g_autofree char *time = daybook_format_time (daybook_zone_to_wall (zone, at));

  return g_strdup_printf ("%s, %s", day, time);
}

static void
get_due (DaybookInboxItem *item, DaybookDay *day, gint64 *at)
{
  const DaybookSuggestion *suggestion = daybook_inbox_item_get_suggestion (item);
  const DaybookTask *task = daybook_inbox_item_get_task (item);

  *day = task != NULL ? task->due_day : suggestion != NULL ? suggestion->due_day : DAYBOOK_DAY_NONE;
  *at = task != NULL ? task->due_at : suggestion != NULL ? suggestion->due_at : DAYBOOK_INSTANT_NONE;
}

/* (nullable) The day and, where one was named, the time. */
char *
daybook_inbox_words_due (DaybookInboxItem *item, DaybookWorkspace *workspace)
{
  DaybookDay day;
  gint64 at;

  get_due (item, &day, &at);
  if (at != DAYBOOK_INSTANT_NONE)
    return daybook_inbox_words_instant (at, workspace);
  if (day == DAYBOOK_DAY_NONE)
    return NULL;
  return daybook_format_day_relative (day, daybook_workspace_get_today (workspace));
}

gboolean
daybook_inbox_words_is_overdue (DaybookInboxItem *item, DaybookWorkspace *workspace)
{
  const DaybookTask *task = daybook_inbox_item_get_task (item);
  DaybookDay day;
  gint64 at;

  get_due (item, &day, &at);
  if (task != NULL && task->status == DAYBOOK_TASK_DONE)
    return FALSE;
  if (at != DAYBOOK_INSTANT_NONE)
    return at < daybook_workspace_get_now (workspace);
  return day != DAYBOOK_DAY_NONE && day < daybook_workspace_get_today (workspace);
}

/* Who asks, and until when. */
char *
daybook_inbox_words_subtitle (DaybookInboxItem *item, DaybookWorkspace *workspace)
{
  const DaybookInboxSource *source = daybook_inbox_item_get_source (item);
  g_autofree char *due = daybook_inbox_words_due (item, workspace);
  g_autofree char *who = source != NULL && source->author != NULL ? daybook_text_isolate (source->author) : NULL;
  g_autofree char *until = NULL;

  if (due != NULL)
    until = g_strdup_printf (daybook_inbox_words_is_overdue (item, workspace)
                               /* Translators: a day that has passed: "overdue: Monday, 16 November" */
                               ? _("overdue: %s")
                               /* Translators: a day: "due: Tomorrow" */
                               : _("due: %s"),
                             due);
  if (who == NULL && until == NULL)
    return g_strdup (daybook_inbox_words_source (item));
  return g_strjoin (", ", who != NULL ? who : until, who != NULL ? until : NULL, NULL);
}

/* Never rounded up to what it is not: 89.9 is not 90. */
char *
daybook_inbox_words_confidence (double confidence)
{
  int percent = (int) floor (CLAMP (confidence, 0, 1) * 100 + 1e-9);

  /* Translators: how sure an engine is */
  return g_strdup_printf (_("%d %% sure"), percent);
}

const char *
daybook_inbox_words_priority (DaybookPriority priority)
{
  switch (priority)
    {
    case DAYBOOK_PRIORITY_LOW:
      return C_ ("priority", "Low");
    case DAYBOOK_PRIORITY_HIGH:
      return C_ ("priority", "High");
    case DAYBOOK_PRIORITY_NORMAL:
    default:
      return C_ ("priority", "Normal");
    }
}

char *
daybook_inbox_words_engine (const DaybookSuggestion *suggestion)
{
  if (g_strcmp0 (suggestion->engine, "model") != 0)
    return g_strdup (_("Built-in engine"));
  return suggestion->model != NULL ? daybook_text_one_line (suggestion->model) : g_strdup (_("Language model"));
}

/* (nullable) What was decided on ones like it. */
char *
daybook_inbox_words_like (const DaybookSuggestion *suggestion)
{
  if (suggestion->like_decided == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%d of %d like this approved", "%d of %d like this approved",
                                    (gulong) suggestion->like_decided),
                          suggestion->like_approved, suggestion->like_decided);
}

/* (nullable) What was decided on all. */
char *
daybook_inbox_words_rate (int approved, int decided)
{
  if (decided == 0)
    return NULL;
  /* Translators: how many suggestions a person has approved, of how many decided on: "5 of 6 suggestions approved so far" */
  return g_strdup_printf (ngettext ("%d of %d suggestion approved so far", "%d of %d suggestions approved so far",
                                    (gulong) decided),
                          approved, decided);
}

static gboolean
is_notification (DaybookInboxItem *item)
{
  return g_strcmp0 (daybook_inbox_item_get_source_kind (item), "repository") == 0;
}

/* Nobody is told at once, so that a second thought costs nothing. Afterwards it is the network that is waited for. */
static gboolean
is_held (DaybookInboxItem *item, DaybookWorkspace *workspace)
{
  DaybookAgentClient *agent = daybook_workspace_get_agent (workspace);

  if (daybook_inbox_item_was_tried (item)
      || daybook_workspace_get_now (workspace) > daybook_inbox_item_get_send_at (item) + SEND_GRACE)
    return FALSE;
  return !daybook_agent_client_is_available (agent) || daybook_agent_client_is_online (agent);
}

static char *
describe_waiting (DaybookInboxItem *item, DaybookWorkspace *workspace)
{
  const char *problem = daybook_inbox_item_get_problem (item);
  g_autofree char *line = problem != NULL ? daybook_text_one_line (problem) : NULL;

  if (line != NULL)
    /* Translators: what went wrong */
    return g_strdup_printf (_("Done, could not be told yet: %s"), line);
  if (is_notification (item))
    return g_strdup (is_held (item, workspace) ? _("Done, the notification will be marked as read in a moment")
                                               : _("Done, waiting for the network to mark the notification as read"));
  return g_strdup (is_held (item, workspace) ? _("Done, the mail will be archived in a moment")
                                             : _("Done, waiting for the network to archive the mail"));
}

static char *
describe_done (DaybookInboxItem *item, const DaybookTask *task, DaybookWorkspace *workspace)
{
  const char *problem = daybook_inbox_item_get_problem (item);
  g_autofree char *line = problem != NULL ? daybook_text_one_line (problem) : NULL;

  switch (task->remote_state)
    {
    case DAYBOOK_REMOTE_LOCAL_ONLY:
      return g_strdup (_("Done here only"));
    case DAYBOOK_REMOTE_WAITING:
      return describe_waiting (item, workspace);
    case DAYBOOK_REMOTE_DONE:
      return g_strdup (is_notification (item) ? _("Done, notification marked as read") : _("Done, mail archived"));
    case DAYBOOK_REMOTE_FAILED:
      return g_strdup_printf (_("Could not be told: %s"), line != NULL ? line : _("the service refused"));
    case DAYBOOK_REMOTE_NONE:
    default:
      return g_strdup (_("Done"));
    }
}

/* (nullable) What travels back to where it came from, or will. */
char *
daybook_inbox_words_back (DaybookInboxItem *item, DaybookWorkspace *workspace)
{
  const DaybookTask *task = daybook_inbox_item_get_task (item);
  const char *problem = daybook_inbox_item_get_problem (item);

  if (task == NULL)
    return NULL;
  if (task->status == DAYBOOK_TASK_DONE)
    return describe_done (item, task, workspace);
  if (task->source_kind == NULL)
    return NULL;
  switch (task->remote_state)
    {
    case DAYBOOK_REMOTE_LOCAL_ONLY:
      return g_strdup (_("Done here only: its service is not told"));
    case DAYBOOK_REMOTE_WAITING:
      return g_strdup (is_held (item, workspace) ? _("The mail will be brought back in a moment")
                                                 : _("Waiting for the network to bring the mail back"));
    case DAYBOOK_REMOTE_FAILED:
      return g_strdup_printf (_("Could not be told: %s"), problem != NULL ? problem : _("the service refused"));
    case DAYBOOK_REMOTE_NONE:
    case DAYBOOK_REMOTE_DONE:
    default:
      return g_strdup (is_notification (item) ? _("Notification will be marked as read, which GitHub cannot undo")
                                              : _("Mail will be archived"));
    }
}

/* What it was made from. */
const char *
daybook_inbox_words_source (DaybookInboxItem *item)
{
  const DaybookSuggestion *origin = daybook_inbox_item_get_origin (item);
  const char *kind = daybook_inbox_item_get_source_kind (item);

  if (origin == NULL)
    return _("Written by hand");
  if (g_str_equal (origin->item_kind, "event"))
    return _("The Meeting");
  if (g_strcmp0 (kind, "mailbox") == 0)
    return _("The Mail");
  if (g_strcmp0 (kind, "channel") == 0)
    return _("The Message");
  return _("Where It Came From");
}
