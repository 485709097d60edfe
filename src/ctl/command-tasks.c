/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "daybook-options.h"
#include "daybook-rows.h"
#include "store/daybook-tasks.h"

/* tasks, task, outbox: what has to be done, and what still has to be told to whom it came from. */

static void
add_task (JsonBuilder *builder, const DaybookTask *task)
{
  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_TASK, task->id);
  daybook_json_add_text (builder, "title", task->title);
  daybook_json_add_text (builder, "notes", task->notes);
  daybook_json_add_text (builder, "status", daybook_task_status_to_string (task->status));
  daybook_json_add_text (builder, "priority", daybook_priority_to_string (task->priority));
  if (task->due_at != DAYBOOK_INSTANT_NONE)
    daybook_json_add_instant (builder, "due", task->due_at);
  else
    daybook_json_add_day (builder, "due", task->due_day);
  daybook_output_json (builder, "tags", task->tags, "[]");
  daybook_json_add_id (builder, "source_item",
                       g_strcmp0 (task->source_kind, "event") == 0 ? DAYBOOK_KIND_EVENT : DAYBOOK_KIND_ACTIVITY,
                       task->source_item);
  daybook_json_add_text (builder, "remote_state", daybook_remote_state_to_string (task->remote_state));
  daybook_json_add_instant (builder, "done_at", task->done_at);
  daybook_json_add_instant (builder, "created_at", task->created_at);
  json_builder_end_object (builder);
}

static const DaybookColumn task_columns[] = {
  { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
  { "status", N_ ("Status"), DAYBOOK_CELL_TEXT, 0 },
  { "due", N_ ("Due"), DAYBOOK_CELL_TEXT, 0 },
  { "priority", N_ ("Priority"), DAYBOOK_CELL_TEXT, 0 },
  { "title", N_ ("Title"), DAYBOOK_CELL_TEXT, 60 },
  { "remote_state", N_ ("At the service"), DAYBOOK_CELL_TEXT, 0 },
  { NULL }
};

gboolean
daybook_command_tasks (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean all = FALSE;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("Also those that are done"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) rows = NULL;

  if (!daybook_options_parse (ctl, "tasks", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "tasks [--all]", error) || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  rows = daybook_store_list_tasks (ctl->store, all ? -1 : DAYBOOK_TASK_OPEN, error);
  if (rows == NULL)
    return FALSE;
  daybook_rows_print (ctl, rows, (DaybookRowFunc) add_task, task_columns, _ ("There is nothing to do."));
  return TRUE;
}

gboolean
daybook_command_task (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autoptr (DaybookTask) before = NULL;
  g_autoptr (DaybookTask) task = NULL;
  gint64 id;

  if (!daybook_options_parse (ctl, "task", NULL, &argc, &argv, error)
      || !daybook_options_expect (argc, 1, 2, "task ID [done | reopen]", error)
      || daybook_ctl_get_store (ctl, error) == NULL
      || !daybook_options_row (ctl, DAYBOOK_KIND_TASK, argv[1], &id, error))
    return FALSE;
  if (argc == 3 && !g_str_equal (argv[2], "done") && !g_str_equal (argv[2], "reopen"))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is neither done nor reopen."), argv[2]);
      return FALSE;
    }
  before = daybook_store_get_task (ctl->store, id, error);
  if (before == NULL
      || (argc == 3 && !daybook_store_set_task_done (ctl->store, id, g_str_equal (argv[2], "done"), error)))
    return FALSE;
  task = daybook_store_get_task (ctl->store, id, error);
  if (task == NULL)
    return FALSE;
  if (before->status == DAYBOOK_TASK_DONE && before->remote_state == DAYBOOK_REMOTE_DONE
      && task->status == DAYBOOK_TASK_OPEN && task->remote_state == DAYBOOK_REMOTE_NONE)
    daybook_output_message ("%s", _ ("Reopened here. The notification stays read: its service cannot take that back."));
  daybook_rows_print_one (ctl, task, (DaybookRowFunc) add_task);
  return TRUE;
}

/* ---- the outbox ---- */

static void
add_outbox_row (JsonBuilder *builder, const DaybookOutboxRow *row)
{
  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_OUTBOX, row->id);
  daybook_json_add_id (builder, "account", DAYBOOK_KIND_ACCOUNT, row->account_id);
  daybook_json_add_text (builder, "kind", row->kind);
  daybook_json_add_text (builder, "target", row->target);
  daybook_json_add_id (builder, "task", DAYBOOK_KIND_TASK, row->task_id);
  daybook_json_add_int (builder, "attempts", row->attempts);
  daybook_json_add_instant (builder, "next_attempt_at", row->parked ? DAYBOOK_INSTANT_NONE : row->next_attempt_at);
  daybook_json_add_text (builder, "last_error", row->last_error);
  daybook_json_add_instant (builder, "created_at", row->created_at);
  json_builder_end_object (builder);
}

gboolean
daybook_command_outbox (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  static const DaybookColumn columns[] = {
    { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
    { "kind", N_ ("Kind"), DAYBOOK_CELL_TEXT, 0 },
    { "attempts", N_ ("Tries"), DAYBOOK_CELL_NUMBER, 0 },
    { "next_attempt_at", N_ ("Next try"), DAYBOOK_CELL_INSTANT, 0 },
    { "last_error", N_ ("Error"), DAYBOOK_CELL_TEXT, 60 },
    { NULL }
  };
  g_autoptr (GPtrArray) rows = NULL;
  gint64 id;

  if (!daybook_options_parse (ctl, "outbox", NULL, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 2, "outbox [ID retry | cancel]", error)
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  if (argc > 1)
    {
      if (!daybook_options_row (ctl, DAYBOOK_KIND_OUTBOX, argv[1], &id, error))
        return FALSE;
      if (argc != 3 || (!g_str_equal (argv[2], "retry") && !g_str_equal (argv[2], "cancel")))
        {
          g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, "daybookctl outbox [ID retry | cancel]");
          return FALSE;
        }
      if (g_str_equal (argv[2], "retry") ? !daybook_store_retry_send (ctl->store, id, error)
                                         : !daybook_store_cancel_send (ctl->store, id, error))
        return FALSE;
    }
  rows = daybook_store_list_outbox (ctl->store, 0, FALSE, error);
  if (rows == NULL)
    return FALSE;
  daybook_rows_print (ctl, rows, (DaybookRowFunc) add_outbox_row, columns, _ ("Nothing waits to go out."));
  return TRUE;
}
