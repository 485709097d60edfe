/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "daybook-options.h"
#include "daybook-preview-output.h"
#include "daybook-rows.h"
#include "store/daybook-entries.h"
#include "store/daybook-model-terms.h"
#include "store/daybook-suggestions.h"

/* suggestions, suggestion: what has to be done, says an engine; the person says whether. */

/* "2026-11-20" or, with a time, an instant. */
static void
add_due (JsonBuilder *builder, DaybookDay day, gint64 at)
{
  if (at != DAYBOOK_INSTANT_NONE)
    daybook_json_add_instant (builder, "due", at);
  else
    daybook_json_add_day (builder, "due", day);
}

static void
add_item (JsonBuilder *builder, const char *kind, gint64 id)
{
  daybook_json_add_id (builder, "source_item",
                       g_strcmp0 (kind, "event") == 0 ? DAYBOOK_KIND_EVENT : DAYBOOK_KIND_ACTIVITY,
                       kind != NULL ? id : 0);
}

static void
add_suggestion (JsonBuilder *builder, const DaybookSuggestion *suggestion)
{
  json_builder_begin_object (builder);
  daybook_json_add_id (builder, "id", DAYBOOK_KIND_SUGGESTION, suggestion->id);
  daybook_json_add_text (builder, "kind", suggestion->kind);
  add_item (builder, suggestion->item_kind, suggestion->item_id);
  daybook_json_add_id (builder, "source", DAYBOOK_KIND_SOURCE, suggestion->source_id);
  daybook_json_add_text (builder, "title", suggestion->title);
  daybook_json_add_text (builder, "description", suggestion->description);
  daybook_json_add_text (builder, "priority", daybook_priority_to_string (suggestion->priority));
  add_due (builder, suggestion->due_day, suggestion->due_at);
  daybook_output_json (builder, "tags", suggestion->tags, "[]");
  daybook_output_confidence (builder, "confidence", suggestion->corrected);
  daybook_output_confidence (builder, "engine_confidence", suggestion->confidence);
  daybook_json_add_int (builder, "like_approved", suggestion->like_approved);
  daybook_json_add_int (builder, "like_decided", suggestion->like_decided);
  daybook_json_add_text (builder, "reasoning", suggestion->reasoning);
  daybook_json_add_text (builder, "engine", suggestion->engine);
  daybook_json_add_text (builder, "model", suggestion->model);
  daybook_output_json (builder, "snapshot", suggestion->snapshot, "{}");
  daybook_json_add_text (builder, "status", daybook_suggestion_status_to_string (suggestion->status));
  daybook_json_add_id (builder, "task", DAYBOOK_KIND_TASK, suggestion->task_id);
  daybook_json_add_instant (builder, "created_at", suggestion->created_at);
  json_builder_end_object (builder);
}

static const DaybookColumn columns[] = {
  { "id", N_ ("Id"), DAYBOOK_CELL_TEXT, 0 },
  { "confidence", N_ ("Confidence"), DAYBOOK_CELL_NUMBER, 0 },
  { "due", N_ ("Due"), DAYBOOK_CELL_TEXT, 0 },
  { "priority", N_ ("Priority"), DAYBOOK_CELL_TEXT, 0 },
  { "title", N_ ("Title"), DAYBOOK_CELL_TEXT, 60 },
  { "status", N_ ("Status"), DAYBOOK_CELL_TEXT, 0 },
  { NULL }
};

/* @item: its id; NULL: the next one. */
static gboolean
show_preview (DaybookCtl *ctl, const char *item, gboolean and_agree, GError **error)
{
  g_autoptr (DaybookErrand) errand = daybook_errand_new (ctl, "preview");

  daybook_errand_add_argument (errand, "suggestion");
  if (item != NULL)
    daybook_errand_add_argument (errand, item);
  return daybook_errand_run (errand, error) && daybook_preview_output_show (ctl, errand, and_agree, error);
}

static gboolean
preview (DaybookCtl *ctl, gint64 id, GError **error)
{
  g_autoptr (DaybookSuggestion) suggestion = daybook_store_get_suggestion (ctl->store, id, error);
  g_autofree char *item = NULL;

  if (suggestion == NULL)
    return FALSE;
  item = daybook_id_format (g_str_equal (suggestion->item_kind, "event") ? DAYBOOK_KIND_EVENT : DAYBOOK_KIND_ACTIVITY,
                            suggestion->item_id);
  return show_preview (ctl, item, FALSE, error);
}

gboolean
daybook_command_suggestions (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  DaybookSuggestionFilter filter = { 0 };
  gboolean only_preview = FALSE;
  gboolean and_agree = FALSE;
  gboolean withdraw = FALSE;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &filter.all, N_ ("Also decided ones and those that are unlikely"), NULL },
    { "preview", 0, 0, G_OPTION_ARG_NONE, &only_preview, N_ ("Only show what a model would be sent about the next item"), NULL },
    { "agree", 0, 0, G_OPTION_ARG_NONE, &and_agree, N_ ("With --preview: agree to it, so that the model may be asked"), NULL },
    { "withdraw", 0, 0, G_OPTION_ARG_NONE, &withdraw, N_ ("Take back what was agreed to: nothing is sent any more"), NULL },
    { NULL }
  };
  g_autoptr (GPtrArray) rows = NULL;
  int approved, decided;

  if (!daybook_options_parse (ctl, "suggestions", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "suggestions [--all] [--preview [--agree]] [--withdraw]", error)
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  if (and_agree && !only_preview)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _ ("--agree goes with --preview, which shows what it agrees to."));
      return FALSE;
    }
  if (withdraw)
    return daybook_store_withdraw_from_model (ctl->store, DAYBOOK_MODEL_USE_SUGGESTION, error);
  if (only_preview)
    return show_preview (ctl, NULL, and_agree, error);
  rows = daybook_store_list_suggestions (ctl->store, &filter, error);
  if (rows == NULL || !daybook_store_get_suggestion_rate (ctl->store, &approved, &decided, error))
    return FALSE;
  daybook_rows_print (ctl, rows, (DaybookRowFunc) add_suggestion, columns, _ ("Nothing is suggested."));
  if (decided > 0)
    daybook_output_message (ngettext ("%d of %d decided suggestion was approved.",
                                      "%d of %d decided suggestions were approved.", decided),
                            approved, decided);
  return TRUE;
}

/* ---- one of them ---- */

static gboolean
set_due (DaybookCtl *ctl, const char *value, DaybookDay *day, gint64 *at, GError **error)
{
  *day = DAYBOOK_DAY_NONE;
  *at = DAYBOOK_INSTANT_NONE;
  if (*value == '\0' || g_str_equal (value, "none"))
    return TRUE;
  if (strchr (value, 'T') == NULL)
    return daybook_options_day (ctl, value, DAYBOOK_DAY_NONE, day, error);
  if (!daybook_options_instant (ctl, value, at, error))
    return FALSE;
  *day = daybook_zone_get_day (daybook_ctl_get_zone (ctl), *at);
  return TRUE;
}

static char *
split_tags (const char *value)
{
  g_auto (GStrv) tags = daybook_tags_parse (value);

  return daybook_tags_to_json ((const char *const *) tags);
}

static void
set_text (char **member, const char *value)
{
  g_free (*member);
  *member = g_strdup (value);
}

static gboolean
set_member (DaybookCtl *ctl, DaybookSuggestion *suggestion, const char *pair, GError **error)
{
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;

  if (!daybook_options_pair (pair, &key, &value, error))
    return FALSE;
  if (g_str_equal (key, "title"))
    set_text (&suggestion->title, value);
  else if (g_str_equal (key, "description"))
    set_text (&suggestion->description, value);
  else if (g_str_equal (key, "due"))
    return set_due (ctl, value, &suggestion->due_day, &suggestion->due_at, error);
  else if (g_str_equal (key, "tags"))
    {
      g_free (suggestion->tags);
      suggestion->tags = split_tags (value);
    }
  else if (!g_str_equal (key, "priority") || !daybook_priority_from_string (value, &suggestion->priority))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("“%s” cannot be set; title, description, priority (low, normal, high), due and tags can."), pair);
      return FALSE;
    }
  return TRUE;
}

static gboolean
edit (DaybookCtl *ctl, gint64 id, char **pairs, int n_pairs, GError **error)
{
  g_autoptr (DaybookSuggestion) suggestion = daybook_store_get_suggestion (ctl->store, id, error);

  if (suggestion == NULL)
    return FALSE;
  if (n_pairs == 0)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, "daybookctl suggestion ID edit KEY=VALUE…");
      return FALSE;
    }
  for (int i = 0; i < n_pairs; i++)
    {
      if (!set_member (ctl, suggestion, pairs[i], error))
        return FALSE;
    }
  return daybook_store_edit_suggestion (ctl->store, suggestion, error);
}

/* In one change, so that one undo takes all back. */
static gboolean
approve_above (DaybookCtl *ctl, const char *text, GError **error)
{
  DaybookSuggestionFilter filter = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) approved = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_suggestion_free);
  char *end;
  double threshold = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !(threshold >= 0 && threshold <= 1))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is no confidence from 0 to 1."), text);
      return FALSE;
    }
  rows = daybook_store_list_suggestions (ctl->store, &filter, error);
  if (rows == NULL || !daybook_store_begin_change (ctl->store, _ ("Approve Suggestions"), error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const DaybookSuggestion *suggestion = rows->pdata[i];

      if (suggestion->corrected < threshold)
        continue;
      if (!daybook_store_approve_suggestion (ctl->store, suggestion->id, FALSE, NULL, error))
        {
          daybook_store_rollback (ctl->store);
          return FALSE;
        }
      g_ptr_array_add (approved, daybook_store_get_suggestion (ctl->store, suggestion->id, NULL));
    }
  if (!daybook_store_commit (ctl->store, error))
    return FALSE;
  daybook_rows_print (ctl, approved, (DaybookRowFunc) add_suggestion, columns, _ ("None is that sure."));
  return TRUE;
}

gboolean
daybook_command_suggestion (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *above = NULL;
  const GOptionEntry entries[] = {
    { "approve-above", 0, 0, G_OPTION_ARG_STRING, &above, N_ ("Approve all that are at least so sure"), N_ ("0.9") },
    { NULL }
  };
  g_autoptr (DaybookSuggestion) suggestion = NULL;
  gint64 id;
  gboolean ok = TRUE;

  if (!daybook_options_parse (ctl, "suggestion", entries, &argc, &argv, error)
      || !daybook_options_expect (argc, above != NULL ? 0 : 1, above != NULL ? 0 : -1,
                                  "suggestion ID [approve | dismiss | edit KEY=VALUE… | preview] | --approve-above 0.9", error)
      || daybook_ctl_get_store (ctl, error) == NULL)
    return FALSE;
  if (above != NULL)
    return approve_above (ctl, above, error);
  if (!daybook_options_row (ctl, DAYBOOK_KIND_SUGGESTION, argv[1], &id, error))
    return FALSE;
  if (argc == 3 && g_str_equal (argv[2], "preview"))
    return preview (ctl, id, error);
  if (argc == 3 && g_str_equal (argv[2], "approve"))
    ok = daybook_store_approve_suggestion (ctl->store, id, FALSE, NULL, error);
  else if (argc == 3 && g_str_equal (argv[2], "dismiss"))
    ok = daybook_store_dismiss_suggestion (ctl->store, id, error);
  else if (argc >= 3 && g_str_equal (argv[2], "edit"))
    ok = edit (ctl, id, argv + 3, argc - 3, error);
  else if (argc > 2)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is not approve, dismiss, edit or preview."),
                   argv[2]);
      return FALSE;
    }
  suggestion = ok ? daybook_store_get_suggestion (ctl->store, id, error) : NULL;
  if (suggestion == NULL)
    return FALSE;
  daybook_rows_print_one (ctl, suggestion, (DaybookRowFunc) add_suggestion);
  return TRUE;
}
