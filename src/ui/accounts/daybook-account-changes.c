/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-account-changes.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "base/daybook-id.h"
#include "store/daybook-accounts.h"

/* Accounts ------------------------------------------------------------------------------------------- */

typedef struct
{
  gint64 id;
  char *name;   /* (owned) (nullable) keep */
  int paused;   /* -1 keep */
  int interval; /* minutes, 0 = as Preferences say, -1 keep */
  char *key;    /* (owned) (nullable) of a setting */
  JsonNode *value; /* (owned) (nullable) of it; NULL = the default */
} AccountChange;

static void
account_change_free (gpointer data)
{
  AccountChange *change = data;

  g_free (change->name);
  g_free (change->key);
  g_clear_pointer (&change->value, json_node_unref);
  g_free (change);
}

static AccountChange *
account_change_new (gint64 id)
{
  AccountChange *change = g_new0 (AccountChange, 1);

  change->id = id;
  change->paused = -1;
  change->interval = -1;
  return change;
}

/* The settings as an object that can be written to; what is unreadable counts as empty. */
static JsonNode *
parse_settings (const char *settings)
{
  JsonNode *root = json_from_string (settings != NULL ? settings : "{}", NULL);

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return root;
  g_clear_pointer (&root, json_node_unref);
  return json_from_string ("{}", NULL);
}

/* @settings with @key as @value; NULL takes it out. */
static void
write_setting (char **settings, const char *key, JsonNode *value)
{
  g_autoptr (JsonNode) root = parse_settings (*settings);
  JsonObject *object = json_node_get_object (root);

  if (value != NULL)
    json_object_set_member (object, key, json_node_copy (value));
  else
    json_object_remove_member (object, key);
  g_free (*settings);
  *settings = json_to_string (root, FALSE);
}

static void
write_interval (DaybookAccount *account, int minutes)
{
  g_autoptr (JsonNode) root = parse_settings (account->settings);
  JsonObject *object = json_node_get_object (root);

  if (minutes > 0)
    json_object_set_int_member (object, "interval", minutes);
  else
    json_object_remove_member (object, "interval");
  g_free (account->settings);
  account->settings = json_to_string (root, FALSE);
}

static gboolean
change_account (DaybookStore *store, gpointer data, GError **error)
{
  const AccountChange *change = data;
  g_autoptr (DaybookAccount) account = daybook_store_get_account (store, change->id, error);

  if (account == NULL)
    return FALSE;
  if (change->name != NULL)
    {
      g_free (account->name);
      account->name = g_strdup (change->name);
    }
  if (change->paused >= 0)
    account->paused = change->paused;
  if (change->interval >= 0)
    write_interval (account, change->interval);
  if (change->key != NULL)
    write_setting (&account->settings, change->key, change->value);
  return daybook_store_edit_account (store, account, error);
}

void
daybook_account_rename (DaybookWorkspace *workspace, DaybookAccountRow *row, const char *name)
{
  const char *before = daybook_account_row_get_account (row)->name;
  AccountChange *change = account_change_new (daybook_account_row_get_account (row)->id);
  g_autofree char *label = g_strdup_printf (_("Rename “%s”"), before);
  g_autofree char *toast = g_strdup_printf (_("“%s” is now called “%s”"), before, name);

  change->name = g_strdup (name);
  daybook_workspace_change (workspace, label, toast, change_account, change, account_change_free);
}

void
daybook_account_pause (DaybookWorkspace *workspace, DaybookAccountRow *row, gboolean pause)
{
  const char *name = daybook_account_row_get_account (row)->name;
  AccountChange *change = account_change_new (daybook_account_row_get_account (row)->id);
  g_autofree char *label = g_strdup_printf (pause ? _("Pause “%s”") : _("Resume “%s”"), name);
  g_autofree char *toast = g_strdup_printf (pause ? _("“%s” is paused") : _("“%s” syncs again"), name);

  change->paused = pause;
  daybook_workspace_change (workspace, label, toast, change_account, change, account_change_free);
}

void
daybook_account_set_interval (DaybookWorkspace *workspace, DaybookAccountRow *row, int minutes)
{
  AccountChange *change = account_change_new (daybook_account_row_get_account (row)->id);
  g_autofree char *label =
    g_strdup_printf (_("Change how often “%s” syncs"), daybook_account_row_get_account (row)->name);

  change->interval = minutes;
  daybook_workspace_change (workspace, label, NULL, change_account, change, account_change_free);
}

void
daybook_account_set_setting (DaybookWorkspace *workspace,
                             gint64 id,
                             const char *name,
                             const DaybookProviderSetting *setting,
                             const char *value)
{
  AccountChange *change = account_change_new (id);
  /* Translators: a setting, an account */
  g_autofree char *label = g_strdup_printf (_("Change “%s” of “%s”"), _(setting->label), name);

  change->key = g_strdup (setting->key);
  change->value = *value != '\0' ? daybook_provider_setting_to_node (setting, value) : NULL;
  daybook_workspace_change (workspace, label, NULL, change_account, change, account_change_free);
}

/* Minutes; 0 = as Preferences say. */
int
daybook_account_get_interval (const DaybookAccount *account)
{
  g_autoptr (JsonNode) root = parse_settings (account->settings);
  JsonNode *member = json_object_get_member (json_node_get_object (root), "interval");

  if (member == NULL || !JSON_NODE_HOLDS_VALUE (member) || json_node_get_value_type (member) != G_TYPE_INT64)
    return 0;
  return (int) CLAMP (json_node_get_int (member), 0, 1440);
}

/* Sources -------------------------------------------------------------------------------------------- */

typedef enum
{
  ENABLE,
  PROJECT,
  PERSON,
  WINDOW,
  SETTING,
  CONFIRM,
  RETRY,
} What;

typedef struct
{
  gint64 id;
  What what;
  gboolean enable;
  char *word; /* (owned) (nullable) */
  JsonNode *value; /* (owned) (nullable) of the setting @word */
  gint64 row;
  int back, ahead;
} SourceChange;

static void
source_change_free (gpointer data)
{
  SourceChange *change = data;

  g_free (change->word);
  g_clear_pointer (&change->value, json_node_unref);
  g_free (change);
}

/* TRUE when the engine's part of the row changes too. */
static gboolean
apply (DaybookSource *source, const SourceChange *change)
{
  gboolean progress = FALSE;

  switch (change->what)
    {
    case ENABLE:
      source->enabled = change->enable;
      break;
    case PROJECT:
      source->project_id = change->row;
      break;
    case PERSON:
      source->person_id = change->row;
      break;
    case WINDOW:
      /* What was never asked for is asked for by a full round. */
      progress = change->back > source->window_back_days;
      source->window_back_days = change->back;
      source->window_ahead_days = change->ahead;
      if (progress)
        g_clear_pointer (&source->cursor, g_free);
      break;
    case SETTING:
      write_setting (&source->settings, change->word, change->value);
      break;
    case CONFIRM:
      progress = source->state == DAYBOOK_SOURCE_HELD;
      if (progress)
        {
          source->state = DAYBOOK_SOURCE_ACTIVE;
          source->held_count = -1; /* the next sweep may delete */
        }
      break;
    case RETRY:
      if (source->state == DAYBOOK_SOURCE_QUARANTINED)
        source->state = DAYBOOK_SOURCE_ACTIVE;
      break;
    default:
      g_assert_not_reached ();
    }
  return progress;
}

static gboolean
change_source (DaybookStore *store, gpointer data, GError **error)
{
  const SourceChange *change = data;
  g_autoptr (DaybookSource) source = daybook_store_get_source (store, change->id, error);
  gboolean progress;

  if (source == NULL)
    return FALSE;
  progress = apply (source, change);
  return daybook_store_edit_source (store, source, error)
         && (!progress || daybook_store_set_source_progress (store, source, error));
}

typedef struct
{
  gint64 id;
  gboolean sync;
  char *toast; /* (owned) (nullable) */
} After;

static void
on_sync_taken_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (object), result, &error);

  /* The agent comes to it by itself; nobody asked for it right now. */
  if (jobs == NULL)
    g_message ("The source is not synced yet: %s", error->message);
}

static void
on_source_changed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  DaybookWorkspace *workspace = DAYBOOK_WORKSPACE (object);
  After *after = data;
  g_autofree char *id = daybook_id_format (DAYBOOK_KIND_SOURCE, after->id);
  const char *const targets[] = { id, NULL };
  g_autoptr (GError) error = NULL;
  gint64 change;

  if (!daybook_workspace_change_finish (workspace, result, &change, &error))
    daybook_workspace_toast (workspace, error->message, 0);
  else
    {
      if (after->toast != NULL)
        daybook_workspace_toast (workspace, after->toast, change);
      if (after->sync)
        daybook_agent_client_sync_async (daybook_workspace_get_agent (workspace), targets, FALSE, NULL,
                                         on_sync_taken_cb, NULL);
    }
  g_free (after->toast);
  g_free (after);
}

static void
push (DaybookWorkspace *workspace, const DaybookSource *source, SourceChange *change, gboolean sync, char *toast)
{
  After *after = g_new0 (After, 1);
  g_autofree char *label = g_strdup_printf (_("Change “%s”"), source->name);

  change->id = source->id;
  after->id = source->id;
  after->sync = sync;
  after->toast = toast;
  daybook_workspace_change_async (workspace, label, change_source, change, source_change_free, on_source_changed_cb,
                                  after);
}

static SourceChange *
source_change_new (What what)
{
  SourceChange *change = g_new0 (SourceChange, 1);

  change->what = what;
  return change;
}

/* What is switched on is synced at once; what is switched off keeps what it brought. */
void
daybook_source_enable (DaybookWorkspace *workspace, const DaybookSource *source, gboolean enable)
{
  SourceChange *change = source_change_new (ENABLE);

  change->enable = enable;
  push (workspace, source, change, enable, NULL);
}

void
daybook_source_set_project (DaybookWorkspace *workspace, const DaybookSource *source, gint64 project_id)
{
  SourceChange *change = source_change_new (PROJECT);

  change->row = project_id;
  push (workspace, source, change, FALSE, NULL);
}

void
daybook_source_set_person (DaybookWorkspace *workspace, const DaybookSource *source, gint64 person_id)
{
  SourceChange *change = source_change_new (PERSON);

  change->row = person_id;
  push (workspace, source, change, FALSE, NULL);
}

/* The next sync obeys it. */
void
daybook_source_set_setting (DaybookWorkspace *workspace,
                            const DaybookSource *source,
                            const DaybookProviderSetting *setting,
                            const char *value)
{
  SourceChange *change = source_change_new (SETTING);

  change->word = g_strdup (setting->key);
  change->value = *value != '\0' ? daybook_provider_setting_to_node (setting, value) : NULL;
  push (workspace, source, change, TRUE, NULL);
}

/* A wider window is asked for at once. */
void
daybook_source_set_window (DaybookWorkspace *workspace, const DaybookSource *source, int back, int ahead)
{
  SourceChange *change = source_change_new (WINDOW);

  change->back = back;
  change->ahead = ahead;
  push (workspace, source, change, TRUE, NULL);
}

/* Lets the deletions happen that a sync held back. */
void
daybook_source_confirm_deletions (DaybookWorkspace *workspace, const DaybookSource *source)
{
  push (workspace, source, source_change_new (CONFIRM), TRUE,
        g_strdup_printf (_("“%s” follows the service again"), source->name));
}

/* Lets a source be synced again that was stopped for failing. */
void
daybook_source_retry (DaybookWorkspace *workspace, const DaybookSource *source)
{
  push (workspace, source, source_change_new (RETRY), TRUE, NULL);
}
