/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "base/daybook-error.h"
#include "daybook-options.h"
#include "daybook-rows.h"
#include "daybook-service-description.h"
#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"

#define WINDOW_MAX_DAYS (2 * 366)
#define MAX_REASONS 100

gboolean
daybook_command_sources (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) sources = NULL;
  DaybookStore *store;
  gint64 account = 0;

  if (!daybook_options_parse (ctl, "sources", NULL, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 1, "sources [ACCOUNT]", error)
      || (argc == 2 && !daybook_options_row (ctl, DAYBOOK_KIND_ACCOUNT, argv[1], &account, error)))
    return FALSE;
  store = daybook_ctl_get_store (ctl, error);
  sources = store != NULL ? daybook_store_list_sources (store, account, error) : NULL;
  if (sources == NULL)
    return FALSE;
  daybook_rows_print_sources (ctl, sources,
                              _ ("There is no source. Connect an account first: “daybookctl providers” lists what can "
                                 "be connected."));
  return TRUE;
}

typedef struct
{
  gboolean enable, disable, retry, confirm;
  char *direction, *visibility, *project, *person, *window, *push;
  char **settings;
  DaybookServiceDescription *known; /* what its service declares, where settings are given */
} Choices;

static gboolean
choose_word (char **slot, const char *word, const char *const *allowed, GError **error)
{
  g_autofree char *list = NULL;

  if (word == NULL)
    return TRUE;
  if (g_strv_contains (allowed, word))
    {
      g_free (*slot);
      *slot = g_strdup (word);
      return TRUE;
    }
  list = g_strjoinv (", ", (char **) allowed);
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("“%s” is none of: %s."), word, list);
  return FALSE;
}

static gboolean
choose_row (DaybookCtl *ctl, DaybookKind kind, const char *text, gint64 *slot, GError **error)
{
  if (text == NULL)
    return TRUE;
  if (g_str_equal (text, "none"))
    {
      *slot = 0;
      return TRUE;
    }
  return daybook_options_named_row (ctl, kind, text, slot, error);
}

/* BACK:AHEAD in days, up to two years each way. */
static gboolean
choose_window (DaybookSource *source, const char *text, GError **error)
{
  g_auto (GStrv) parts = NULL;
  guint64 back, ahead;

  if (text == NULL)
    return TRUE;
  parts = g_strsplit (text, ":", 2);
  if (g_strv_length (parts) != 2 || !g_ascii_string_to_unsigned (parts[0], 10, 0, WINDOW_MAX_DAYS, &back, NULL)
      || !g_ascii_string_to_unsigned (parts[1], 10, 1, WINDOW_MAX_DAYS, &ahead, NULL))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("“%s” is no window: write days back and ahead, for example 7:30 (two years each at most)."),
                   text);
      return FALSE;
    }
  source->window_back_days = (int) back;
  source->window_ahead_days = (int) ahead;
  return TRUE;
}

/* What may be chosen once there is something that heeds it; until then nobody should believe that it does. */
static gboolean
refuse_without_meaning (const Choices *choices, GError **error)
{
  gboolean push = FALSE;
  const char *problem = NULL;

  if (g_strcmp0 (choices->direction, "export") == 0 || g_strcmp0 (choices->direction, "two-way") == 0)
    problem = _ ("Daybook only reads calendars: the direction is import.");
  else if (g_strcmp0 (choices->visibility, "busy") == 0)
    problem = _ ("Daybook publishes no calendar that could show busy times alone: the visibility is details.");
  else if (choices->push != NULL && daybook_options_boolean (choices->push, &push, NULL) && push)
    problem = _ ("No service tells Daybook of changes by itself: “daybookctl account ID --set interval=MINUTES” says "
                 "how often it asks.");
  if (problem == NULL)
    return TRUE;
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, problem);
  return FALSE;
}

static gboolean
apply_choices (DaybookCtl *ctl, DaybookSource *source, const Choices *choices, GError **error)
{
  static const char *const directions[] = { "import", "export", "two-way", NULL };
  static const char *const visibilities[] = { "details", "busy", NULL };

  if (choices->enable || choices->disable)
    source->enabled = choices->enable;
  if (choices->retry && source->state == DAYBOOK_SOURCE_QUARANTINED)
    source->state = DAYBOOK_SOURCE_ACTIVE;
  if (choices->confirm && source->state == DAYBOOK_SOURCE_HELD)
    {
      source->state = DAYBOOK_SOURCE_ACTIVE;
      source->held_count = -1; /* the next sweep may delete */
    }
  if (!choose_word (&source->direction, choices->direction, directions, error)
      || !choose_word (&source->visibility, choices->visibility, visibilities, error)
      || !choose_row (ctl, DAYBOOK_KIND_PROJECT, choices->project, &source->project_id, error)
      || !choose_row (ctl, DAYBOOK_KIND_PERSON, choices->person, &source->person_id, error)
      || !choose_window (source, choices->window, error)
      || (choices->push != NULL && !daybook_options_boolean (choices->push, &source->push, error)))
    return FALSE;
  return choices->settings == NULL
         || daybook_service_description_merge_settings (choices->known, TRUE, choices->settings, &source->settings,
                                                        error);
}

/* To let deletions happen and to try again are no choices that undo could take back: what follows from them
 * is done by the next sync. */
static gboolean
is_choice (const Choices *choices)
{
  return choices->enable || choices->disable || choices->direction != NULL || choices->visibility != NULL
         || choices->project != NULL || choices->person != NULL || choices->window != NULL || choices->push != NULL
         || choices->settings != NULL;
}

static gboolean
change_source (DaybookCtl *ctl, gint64 id, const Choices *choices, GError **error)
{
  /* Read inside the transaction: a sync may be writing its progress. */
  g_autoptr (DaybookSource) source = daybook_store_get_source (ctl->store, id, error);

  return source != NULL && apply_choices (ctl, source, choices, error)
         && (!is_choice (choices) || daybook_store_edit_source (ctl->store, source, error))
         && ((!choices->confirm && !choices->retry) || daybook_store_set_source_progress (ctl->store, source, error));
}

static gboolean
write_source (DaybookCtl *ctl, const DaybookSource *source, const Choices *choices, GError **error)
{
  g_autofree char *label = g_strdup_printf (_ ("Change “%s”"), source->name);

  if (is_choice (choices) ? !daybook_store_begin_change (ctl->store, label, error)
                          : !daybook_store_begin (ctl->store, error))
    return FALSE;
  if (!change_source (ctl, source->id, choices, error))
    {
      daybook_store_rollback (ctl->store);
      return FALSE;
    }
  return daybook_store_commit (ctl->store, error);
}

/* Before the transaction: a worker is asked. */
static gboolean
ask_for_settings (DaybookCtl *ctl, const DaybookSource *source, Choices *choices, GError **error)
{
  g_autoptr (DaybookAccount) account = NULL;

  if (choices->settings == NULL)
    return TRUE;
  account = daybook_store_get_account (ctl->store, source->account_id, error);
  if (account != NULL)
    choices->known = daybook_service_description_ask (ctl, account->provider, error);
  return choices->known != NULL;
}

static gboolean
run_source (DaybookCtl *ctl, const char *id_text, Choices *choices, gboolean change, GError **error)
{
  g_autoptr (DaybookSource) source = NULL;
  g_autoptr (DaybookSource) written = NULL;
  g_autoptr (GPtrArray) quarantined = NULL;
  gint64 id;

  if (!daybook_options_row (ctl, DAYBOOK_KIND_SOURCE, id_text, &id, error))
    return FALSE;
  source = daybook_store_get_source (ctl->store, id, error);
  if (source == NULL
      || (change && (!ask_for_settings (ctl, source, choices, error) || !write_source (ctl, source, choices, error))))
    return FALSE;
  written = daybook_store_get_source (ctl->store, id, error);
  quarantined = written != NULL ? daybook_store_list_quarantined (ctl->store, id, MAX_REASONS, error) : NULL;
  if (quarantined == NULL)
    return FALSE;
  daybook_rows_print_source (ctl, written, quarantined);
  return TRUE;
}

gboolean
daybook_command_source (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  Choices choices = { 0 };
  const GOptionEntry entries[] = {
    { "enable", 0, 0, G_OPTION_ARG_NONE, &choices.enable, N_ ("Sync it"), NULL },
    { "disable", 0, 0, G_OPTION_ARG_NONE, &choices.disable, N_ ("Do not sync it"), NULL },
    { "retry", 0, 0, G_OPTION_ARG_NONE, &choices.retry, N_ ("Try a quarantined source again"), NULL },
    { "confirm-deletions", 0, 0, G_OPTION_ARG_NONE, &choices.confirm, N_ ("Let the held deletions happen"), NULL },
    { "direction", 0, 0, G_OPTION_ARG_STRING, &choices.direction, N_ ("import"), N_ ("D") },
    { "visibility", 0, 0, G_OPTION_ARG_STRING, &choices.visibility, N_ ("details"), N_ ("D") },
    { "project", 0, 0, G_OPTION_ARG_STRING, &choices.project, N_ ("Project of its meetings, or none"), N_ ("P") },
    { "person", 0, 0, G_OPTION_ARG_STRING, &choices.person, N_ ("Person it belongs to, or none"), N_ ("P") },
    { "window", 0, 0, G_OPTION_ARG_STRING, &choices.window, N_ ("Days back and ahead"), N_ ("BACK:AHEAD") },
    { "push", 0, 0, G_OPTION_ARG_STRING, &choices.push, N_ ("Push notifications: on or off"), N_ ("on|off") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &choices.settings, N_ ("Change a setting"), N_ ("KEY=VALUE") },
    { NULL }
  };
  gboolean ok;
  gboolean change;

  ok = daybook_options_parse (ctl, "source", entries, &argc, &argv, error)
       && daybook_options_expect (argc, 1, 1, "source ID [--enable | --disable] […]", error);
  change = choices.retry || choices.confirm || is_choice (&choices);
  ok = ok && refuse_without_meaning (&choices, error);
  if (ok && choices.enable && choices.disable)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("Either --enable or --disable."));
      ok = FALSE;
    }
  ok = ok && run_source (ctl, argv[1], &choices, change, error);
  g_free (choices.direction);
  g_free (choices.visibility);
  g_free (choices.project);
  g_free (choices.person);
  g_free (choices.window);
  g_free (choices.push);
  g_strfreev (choices.settings);
  g_clear_pointer (&choices.known, daybook_service_description_free);
  return ok;
}
