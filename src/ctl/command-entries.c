/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <stdio.h>

#include "base/daybook-duration.h"
#include "base/daybook-error.h"
#include "daybook-options.h"
#include "daybook-rows.h"
#include "store/daybook-entries.h"
#include "timekeeping/daybook-log-text.h"
#include "timekeeping/daybook-report.h"

gboolean
daybook_command_entries (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *project = NULL;
  g_autofree char *client = NULL;
  g_autofree char *status_text = NULL;
  gboolean csv = FALSE;
  DaybookEntryFilter filter = { .status = -1 };
  const GOptionEntry entries_options[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("First day"), N_ ("D") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Last day"), N_ ("D") },
    { "project", 0, 0, G_OPTION_ARG_STRING, &project, N_ ("Of this project alone"), N_ ("P") },
    { "client", 0, 0, G_OPTION_ARG_STRING, &client, N_ ("Of this client alone"), N_ ("C") },
    { "status", 0, 0, G_OPTION_ARG_STRING, &status_text, N_ ("pending, approved, rejected or invoiced"), N_ ("S") },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("Print CSV"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) entries = NULL;
  DaybookEntryStatus status;

  if (!daybook_options_parse (ctl, "entries", entries_options, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "entries [--from D] [--to D] [--project P] [--client C] [--status S]",
                                  error)
      || !daybook_options_days (ctl, from, to, DAYBOOK_DAY_NONE, DAYBOOK_DAY_NONE, &filter.from, &filter.to, error)
      || (project != NULL && !daybook_options_named_row (ctl, DAYBOOK_KIND_PROJECT, project, &filter.project_id, error))
      || (client != NULL && !daybook_options_named_row (ctl, DAYBOOK_KIND_CLIENT, client, &filter.client_id, error))
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  if (status_text != NULL)
    {
      if (!daybook_entry_status_from_string (status_text, &status))
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                       _ ("“%s” is no status: pending, approved, rejected or invoiced."), status_text);
          return FALSE;
        }
      filter.status = (int) status;
    }
  entries = daybook_store_list_entries (ctl->store, &filter, error);
  if (entries == NULL)
    return FALSE;
  if (csv)
    {
      gsize length;
      g_autofree char *text = daybook_entries_to_csv (entries, daybook_ctl_get_zone (ctl), &length);

      fwrite (text, 1, length, stdout);
      return TRUE;
    }
  daybook_rows_print (ctl, entries, (DaybookRowFunc) daybook_row_entry, daybook_columns_entries,
                      _ ("No time entry. Log one: “daybookctl log '2.5 hours: Client meeting'”."));
  return TRUE;
}

static gboolean
set_title (DaybookEntry *entry, const char *value, GError **error)
{
  if (!daybook_options_text (value, _ ("An entry needs a title."), error))
    return FALSE;
  g_free (entry->title);
  entry->title = g_strdup (value);
  return TRUE;
}

/* The end follows the duration, the duration follows start and end. */
static gboolean
set_times (DaybookCtl *ctl, DaybookEntry *entry, const char *key, const char *value, GError **error)
{
  if (g_str_equal (key, "duration"))
    {
      if (!daybook_duration_parse (value, &entry->duration, error)
          || !daybook_entry_check_length (entry->duration, error))
        return FALSE;
      entry->end_at = entry->start_at + entry->duration;
      return TRUE;
    }
  if (g_str_equal (key, "start"))
    {
      if (!daybook_options_instant (ctl, value, &entry->start_at, error))
        return FALSE;
      entry->end_at = entry->start_at + entry->duration;
      return TRUE;
    }
  if (!daybook_options_instant (ctl, value, &entry->end_at, error))
    return FALSE;
  if (entry->end_at < entry->start_at)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("An entry cannot end before it starts."));
      return FALSE;
    }
  entry->duration = entry->end_at - entry->start_at;
  return daybook_entry_check_length (entry->duration, error);
}

static gboolean
set_member (DaybookCtl *ctl, DaybookEntry *entry, const char *key, const char *value, GError **error)
{
  static const char *const times[] = { "start", "end", "duration", NULL };

  if (g_str_equal (key, "title"))
    return set_title (entry, value, error);
  if (g_strv_contains (times, key))
    return set_times (ctl, entry, key, value, error);
  if (g_str_equal (key, "project"))
    {
      if (!g_str_equal (value, "none") && *value != '\0')
        return daybook_options_named_row (ctl, DAYBOOK_KIND_PROJECT, value, &entry->project_id, error);
      entry->project_id = 0;
      return TRUE;
    }
  if (g_str_equal (key, "billable"))
    return daybook_options_boolean (value, &entry->billable, error);
  if (g_str_equal (key, "tags"))
    {
      g_strfreev (entry->tags);
      entry->tags = daybook_tags_parse (value);
      return TRUE;
    }
  if (g_str_equal (key, "notes"))
    {
      g_free (entry->notes);
      entry->notes = *value != '\0' ? g_strdup (value) : NULL;
      return TRUE;
    }
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
               _ ("“%s” cannot be set: title, start, end, duration, project, billable, tags or notes can."), key);
  return FALSE;
}

static gboolean
change_entry (DaybookCtl *ctl, DaybookEntry *entry, int status, char **settings, GError **error)
{
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      g_autofree char *key = NULL;
      g_autofree char *value = NULL;

      if (!daybook_options_pair (settings[i], &key, &value, error) || !set_member (ctl, entry, key, value, error))
        return FALSE;
    }
  if (status >= 0)
    entry->status = (DaybookEntryStatus) status;
  return daybook_store_edit_entry (ctl->store, entry, error);
}

static gboolean
write_entry (DaybookCtl *ctl, gint64 id, int status, gboolean delete, char **settings, GError **error)
{
  g_autoptr (DaybookEntry) entry = daybook_store_get_entry (ctl->store, id, error);
  g_autofree char *label = NULL;
  gboolean ok;

  if (entry == NULL)
    return FALSE;
  label = g_strdup_printf (delete                               ? _ ("Delete “%s”")
                           : status == DAYBOOK_ENTRY_APPROVED   ? _ ("Approve “%s”")
                           : status == DAYBOOK_ENTRY_REJECTED   ? _ ("Reject “%s”")
                                                                : _ ("Edit “%s”"),
                           entry->title);
  if (!daybook_store_begin_change (ctl->store, label, error))
    return FALSE;
  ok = delete ? daybook_store_delete_entry (ctl->store, id, error) : change_entry (ctl, entry, status, settings, error);
  if (!ok)
    {
      daybook_store_rollback (ctl->store);
      return FALSE;
    }
  return daybook_store_commit (ctl->store, error);
}

gboolean
daybook_command_entry (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean approve = FALSE;
  gboolean reject = FALSE;
  gboolean delete = FALSE;
  g_auto (GStrv) settings = NULL;
  const GOptionEntry entries[] = {
    { "approve", 0, 0, G_OPTION_ARG_NONE, &approve, N_ ("Approve it"), NULL },
    { "reject", 0, 0, G_OPTION_ARG_NONE, &reject, N_ ("Reject it"), NULL },
    { "delete", 0, 0, G_OPTION_ARG_NONE, &delete, N_ ("Delete it (undo brings it back)"), NULL },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings,
      N_ ("title, start, end, duration, project, billable, tags or notes"), N_ ("KEY=VALUE") },
    { NULL }
  };
  g_autoptr (DaybookEntry) entry = NULL;
  int status = -1;
  gint64 id;

  if (!daybook_options_parse (ctl, "entry", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 1, 1, "entry ID [--approve | --reject | --delete] [--set KEY=VALUE]", error)
      || !daybook_options_row (ctl, DAYBOOK_KIND_ENTRY, argv[1], &id, error))
    return FALSE;
  if (approve + reject + delete > 1)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("One of --approve, --reject and --delete."));
      return FALSE;
    }
  if (approve)
    status = DAYBOOK_ENTRY_APPROVED;
  else if (reject)
    status = DAYBOOK_ENTRY_REJECTED;
  /* As JSON, a deleted entry is told as it was. */
  if (delete && ctl->json)
    entry = daybook_store_get_entry (ctl->store, id, NULL);
  if ((status >= 0 || delete || settings != NULL) && !write_entry (ctl, id, status, delete, settings, error))
    return FALSE;
  if (delete)
    daybook_output_message ("%s", _ ("Deleted. “daybookctl undo” brings it back."));
  else
    entry = daybook_store_get_entry (ctl->store, id, error);
  if (entry == NULL)
    return delete;
  daybook_rows_print_one (ctl, entry, (DaybookRowFunc) daybook_row_entry);
  return TRUE;
}

gboolean
daybook_command_log (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *project_text = NULL;
  g_autofree char *at = NULL;
  const GOptionEntry entries[] = {
    { "project", 0, 0, G_OPTION_ARG_STRING, &project_text, N_ ("Project"), N_ ("P") },
    { "at", 0, 0, G_OPTION_ARG_STRING, &at, N_ ("When it started"), N_ ("T") },
    { NULL }
  };
  g_autoptr (DaybookLogText) text = NULL;
  g_autoptr (DaybookEntry) entry = NULL;
  g_autofree char *words = NULL;
  gint64 start_at = DAYBOOK_INSTANT_NONE;
  gint64 project = 0;

  if (!daybook_options_parse (ctl, "log", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 1, -1, "log '2.5 hours: Client meeting' [--project P] [--at T]", error)
      || (project_text != NULL && !daybook_options_named_row (ctl, DAYBOOK_KIND_PROJECT, project_text, &project, error))
      || (at != NULL && !daybook_options_instant (ctl, at, &start_at, error))
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  words = g_strjoinv (" ", argv + 1);
  text = daybook_log_text_parse (words, error);
  if (text == NULL)
    return FALSE;
  entry = daybook_log_entry (ctl->store, text, project, start_at, error);
  if (entry == NULL)
    return FALSE;
  if ((entry->flags & DAYBOOK_ENTRY_FLAG_OVERLAP) != 0)
    daybook_output_message ("%s", _ ("It overlaps another entry."));
  daybook_rows_print_one (ctl, entry, (DaybookRowFunc) daybook_row_entry);
  return TRUE;
}

/* The entry as it is again; a list where the change was about none or several, or took one away. */
static void
print_undone (DaybookCtl *ctl, GArray *ids)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_entry_free);

  for (guint i = 0; i < ids->len; i++)
    {
      DaybookEntry *entry = daybook_store_get_entry (ctl->store, g_array_index (ids, gint64, i), NULL);

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  if (entries->len == 1)
    daybook_rows_print_one (ctl, entries->pdata[0], (DaybookRowFunc) daybook_row_entry);
  else if (entries->len > 0 || ctl->json)
    daybook_rows_print (ctl, entries, (DaybookRowFunc) daybook_row_entry, daybook_columns_entries, "");
}

static void
row_change (JsonBuilder *builder, const DaybookJournalChange *change)
{
  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_JOURNAL, change->id);
  daybook_json_add_instant (builder, "at", change->at);
  daybook_json_add_text (builder, "label", change->label);
  json_builder_end_object (builder);
}

static gboolean
list_changes (DaybookCtl *ctl, GError **error)
{
  static const DaybookColumn columns[] = {
    { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
    { "at", N_ ("Time"), DAYBOOK_CELL_INSTANT, 0 },
    { "label", N_ ("Change"), DAYBOOK_CELL_TEXT, 60 },
    { NULL }
  };
  g_autoptr (GPtrArray) changes = daybook_store_list_changes (ctl->store, error);

  if (changes == NULL)
    return FALSE;
  daybook_rows_print (ctl, changes, (DaybookRowFunc) row_change, columns, _ ("There is nothing to undo."));
  return TRUE;
}

gboolean
daybook_command_undo (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean list = FALSE;
  const GOptionEntry options[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &list, N_ ("The changes that can be taken back, with their ids"), NULL },
    { NULL }
  };
  g_autofree char *label = NULL;
  g_autoptr (GArray) entries = NULL;
  gint64 change = 0;

  if (!daybook_options_parse (ctl, "undo", options, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, list ? 0 : 1, "undo [ID | --list]", error)
      || daybook_ctl_get_store (ctl, error) == NULL
      || (argc == 2 && !daybook_options_row (ctl, DAYBOOK_KIND_JOURNAL, argv[1], &change, error)))
    return FALSE;
  if (list)
    return list_changes (ctl, error);
  if (change == 0)
    change = daybook_store_last_change (ctl->store);
  if (!daybook_store_undo (ctl->store, change, &label, error))
    return FALSE;
  daybook_output_message (_ ("Taken back: %s"), label);
  entries = daybook_store_get_changed_entries (ctl->store, change);
  print_undone (ctl, entries);
  return TRUE;
}

static void
add_report_row (JsonBuilder *builder, const DaybookReportRow *row, gboolean for_people)
{
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "key", *row->key != '\0' ? row->key : NULL);
  daybook_json_add_text (builder, "label", *row->label != '\0' ? row->label : for_people ? _ ("(none)") : NULL);
  daybook_json_add_id (builder, "project", DAYBOOK_KIND_PROJECT, row->project_id);
  daybook_json_add_id (builder, "client", DAYBOOK_KIND_CLIENT, row->client_id);
  daybook_json_add_text (builder, "client_name", row->client_name);
  daybook_json_add_int (builder, "duration", row->duration);
  daybook_json_add_int (builder, "rounded", row->rounded);
  if (row->currency != NULL)
    daybook_json_add_int (builder, "amount", row->amount);
  else
    daybook_json_add_text (builder, "amount", NULL);
  daybook_json_add_text (builder, "currency", row->currency);
  daybook_json_add_int (builder, "count", row->count);
  json_builder_end_object (builder);
}

gboolean
daybook_command_report (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  static const DaybookColumn columns[] = {
    { "label", N_ ("Key"), DAYBOOK_CELL_TEXT, 48 },
    { "duration", N_ ("Time"), DAYBOOK_CELL_DURATION, 0 },
    { "rounded", N_ ("Rounded"), DAYBOOK_CELL_DURATION, 0 },
    { "amount", N_ ("Amount"), DAYBOOK_CELL_MONEY, 0 },
    { NULL }
  };
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *by = NULL;
  g_autofree char *round = NULL;
  gboolean csv = FALSE;
  DaybookTotalsFilter filter = { .status = -1 };
  DaybookTotalsKey key;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("First day (of this month)"), N_ ("D") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Last day (today)"), N_ ("D") },
    { "by", 0, 0, G_OPTION_ARG_STRING, &by, N_ ("project, client, day or tag"), N_ ("KEY") },
    { "round", 0, 0, G_OPTION_ARG_STRING, &round, N_ ("Round each entry, for example 15:up"), N_ ("MIN:MODE") },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("Print CSV"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *rounding = NULL;
  JsonBuilder *builder;
  DaybookDay today = daybook_ctl_get_today (ctl);

  if (!daybook_options_parse (ctl, "report", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "report [--from D] [--to D] [--by KEY] [--round 15:up] [--csv]", error)
      || !daybook_options_days (ctl, from, to, daybook_day_get_month_start (today), today, &filter.from, &filter.to,
                                error)
      || !daybook_report_parse_key (by != NULL ? by : "project", &key, error)
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  rounding = round != NULL ? g_steal_pointer (&round) : daybook_store_get_setting (ctl->store, "rounding");
  if (!daybook_report_parse_rounding (rounding, &filter, error))
    return FALSE;
  rows = daybook_report (ctl->store, &filter, key, error);
  if (rows == NULL)
    return FALSE;
  if (csv)
    {
      gsize length;
      g_autofree char *text = daybook_report_to_csv (rows, &length);

      fwrite (text, 1, length, stdout);
      return TRUE;
    }
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    add_report_row (builder, rows->pdata[i], !ctl->json);
  json_builder_end_array (builder);
  daybook_output_print (ctl, builder, columns, _ ("No time was logged in this range."));
  return TRUE;
}
