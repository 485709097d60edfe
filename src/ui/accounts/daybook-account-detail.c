/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-account-detail.h"

#include <glib/gi18n.h>

#include "accounts/daybook-account-card.h"
#include "accounts/daybook-account-changes.h"
#include "accounts/daybook-run-words.h"
#include "accounts/daybook-setting-editor.h"
#include "accounts/daybook-source-row.h"
#include "accounts/daybook-source-words.h"
#include "accounts/daybook-write-back-row.h"
#include "common/daybook-choice.h"
#include "common/daybook-ring.h"
#include "common/daybook-service-tile.h"
#include "records/daybook-health.h"
#include "store/daybook-accounts.h"

#define RUNS_SHOWN 8

struct _DaybookAccountDetail
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookAccountRow *row;      /* (owned) (nullable) */
  GHashTable *source_rows; /* (owned) gint64 -> DaybookSourceRow (unowned) */
  GPtrArray *run_rows;     /* (owned) of unowned rows */
  DaybookSettingEditor *suggest; /* (owned) whether tasks are suggested of what it brings */
  GPtrArray *editors;      /* (owned) DaybookSettingEditor of the account that is shown */
  gint64 edited_id;        /* that account */
  DaybookTone tone;
  gboolean showing;

  /* Template children */
  GtkButton *action;
  AdwButtonContent *action_content;
  GtkMenuButton *menu;
  DaybookServiceTile *tile;
  GtkLabel *name;
  GtkLabel *identity;
  GtkWidget *dot;
  DaybookRing *ring;
  GtkLabel *status;
  GtkLabel *error;
  AdwPreferencesGroup *sources;
  AdwPreferencesGroup *runs;
  AdwPreferencesGroup *settings;
  AdwComboRow *interval;
  DaybookWriteBackRow *write_back;
};

G_DEFINE_FINAL_TYPE (DaybookAccountDetail, daybook_account_detail, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const struct
{
  const char *action;
  const char *icon;
  const char *label;
} buttons[] = {
  [DAYBOOK_ACCOUNT_ACTION_SYNC] = { "account.sync", "emblem-synchronizing-symbolic", N_("_Sync") },
  [DAYBOOK_ACCOUNT_ACTION_CANCEL] = { "account.cancel", "window-close-symbolic", N_("_Cancel") },
  [DAYBOOK_ACCOUNT_ACTION_SIGN_IN] = { "account.sign-in", "dialog-password-symbolic", N_("_Sign In") },
  [DAYBOOK_ACCOUNT_ACTION_RESUME] = { "account.resume", "media-playback-start-symbolic", N_("_Resume") },
  [DAYBOOK_ACCOUNT_ACTION_UNLOCK] = { "account.sync", "dialog-password-symbolic", N_("_Unlock") },
};

/* Minutes between two syncs that are offered; 0 = as Preferences say. */
static const int intervals[] = { 5, 10, 15, 30, 60, 120, 240, 720, 1440 };

/* Head ------------------------------------------------------------------------------------------------ */

static void
update_head (DaybookAccountDetail *self)
{
  const DaybookAccount *account = daybook_account_row_get_account (self->row);
  g_autoptr (DaybookAccountWords) words = daybook_account_row_describe (self->row);
  g_autofree char *identity = daybook_account_row_describe_identity (self->row);
  gboolean busy = words->tone == DAYBOOK_TONE_BUSY;
  g_autofree char *explained = daybook_health_explain (account);
  gboolean wrong = !busy && words->tone != DAYBOOK_TONE_GOOD && explained != NULL && *explained != '\0';

  daybook_service_tile_set_provider (self->tile, account->provider);
  gtk_label_set_label (self->name, account->name);
  gtk_label_set_label (self->identity, identity);
  gtk_widget_set_visible (GTK_WIDGET (self->identity), g_strcmp0 (identity, account->name) != 0);
  gtk_label_set_label (self->status, words->text);
  gtk_widget_remove_css_class (self->dot, daybook_tone_get_style_class (self->tone));
  self->tone = words->tone;
  gtk_widget_add_css_class (self->dot, daybook_tone_get_style_class (self->tone));
  gtk_widget_set_visible (self->dot, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->ring), busy);
  daybook_ring_set_fraction (self->ring, words->fraction);
  gtk_label_set_label (self->error, wrong ? explained : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), wrong);

  adw_button_content_set_icon_name (self->action_content, buttons[words->action].icon);
  adw_button_content_set_label (self->action_content, _(buttons[words->action].label));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->action), "x", account->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->action), buttons[words->action].action);
  if (words->action == DAYBOOK_ACCOUNT_ACTION_SIGN_IN && words->tone == DAYBOOK_TONE_ATTENTION)
    gtk_widget_add_css_class (GTK_WIDGET (self->action), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->action), "suggested-action");
}

static void
update_menu (DaybookAccountDetail *self)
{
  g_autoptr (GMenuModel) menu = daybook_account_menu_new (self->workspace, self->row, FALSE);
  GtkPopover *popover = gtk_menu_button_get_popover (self->menu);

  /* An open menu is left alone; it is built anew when something else changes. */
  if (popover == NULL || !gtk_widget_get_visible (GTK_WIDGET (popover)))
    gtk_menu_button_set_menu_model (self->menu, menu);
}

/* Sources --------------------------------------------------------------------------------------------- */

static void
forget_gone_sources (DaybookAccountDetail *self, GPtrArray *sources)
{
  GHashTableIter iter;
  gpointer id, widget;

  g_hash_table_iter_init (&iter, self->source_rows);
  while (g_hash_table_iter_next (&iter, &id, &widget))
    {
      gboolean there = FALSE;

      for (guint i = 0; i < sources->len && !there; i++)
        there = ((DaybookSource *) sources->pdata[i])->id == *(gint64 *) id;
      if (!there)
        {
          adw_preferences_group_remove (self->sources, widget);
          g_hash_table_iter_remove (&iter);
        }
    }
}

static void
update_sources (DaybookAccountDetail *self)
{
  GPtrArray *sources = daybook_account_row_get_sources (self->row);
  const DaybookAccount *account = daybook_account_row_get_account (self->row);

  forget_gone_sources (self, sources);
  for (guint i = 0; i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];
      GtkWidget *widget = g_hash_table_lookup (self->source_rows, &source->id);

      if (widget == NULL)
        {
          widget = daybook_source_row_new (self->workspace);
          g_hash_table_insert (self->source_rows, g_memdup2 (&source->id, sizeof source->id), widget);
          adw_preferences_group_add (self->sources, widget);
        }
      daybook_source_row_show (DAYBOOK_SOURCE_ROW (widget), source, daybook_account_row_get_source_count (self->row, i),
                               account);
    }
  adw_preferences_group_set_title (self->sources, daybook_source_words_title (sources));
  gtk_widget_set_visible (GTK_WIDGET (self->sources), sources->len > 0);
}

/* Runs ------------------------------------------------------------------------------------------------ */

static const char *
find_source_name (DaybookAccountDetail *self, gint64 id)
{
  GPtrArray *sources = daybook_account_row_get_sources (self->row);

  for (guint i = 0; i < sources->len; i++)
    if (((DaybookSource *) sources->pdata[i])->id == id)
      return ((DaybookSource *) sources->pdata[i])->name;
  return NULL;
}

static GtkWidget *
make_run_row (DaybookAccountDetail *self, const DaybookSyncRun *run)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (daybook_run_words_get_icon (run));
  g_autofree char *what = daybook_run_words_describe (run);
  g_autofree char *when = daybook_run_words_when (run, daybook_workspace_get_now (self->workspace),
                                                  daybook_workspace_get_zone (self->workspace));
  g_autofree char *duration = daybook_run_words_duration (run);
  const char *source = find_source_name (self, run->source_id);
  g_autofree char *subtitle = NULL;
  GtkWidget *label = gtk_label_new (duration);

  if (source != NULL)
    /* Translators: when something was synced and which calendar */
    subtitle = g_strdup_printf (_("%s, %s"), when, source);
  g_object_set (row, "use-markup", FALSE, "title", what, "subtitle", subtitle != NULL ? subtitle : when, "title-lines",
                0, "subtitle-lines", 0, NULL);
  gtk_widget_add_css_class (icon, daybook_run_words_get_style_class (run));
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, run->status, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static void
update_runs (DaybookAccountDetail *self)
{
  const DaybookRunFilter filter = { .account_id = daybook_account_row_get_account (self->row)->id,
                                    .from_at = DAYBOOK_INSTANT_NONE,
                                    .to_at = DAYBOOK_INSTANT_NONE,
                                    .limit = RUNS_SHOWN };
  g_autoptr (GPtrArray) runs = daybook_store_list_runs (daybook_workspace_get_store (self->workspace), &filter, NULL);

  for (guint i = 0; i < self->run_rows->len; i++)
    adw_preferences_group_remove (self->runs, self->run_rows->pdata[i]);
  g_ptr_array_set_size (self->run_rows, 0);
  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      GtkWidget *row = make_run_row (self, runs->pdata[i]);

      adw_preferences_group_add (self->runs, row);
      g_ptr_array_add (self->run_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->runs), self->run_rows->len > 0);
}

/* Settings -------------------------------------------------------------------------------------------- */

static char *
describe_interval (int minutes)
{
  if (minutes == 1440)
    return g_strdup (_("Once a Day"));
  if (minutes % 60 == 0)
    return g_strdup_printf (ngettext ("Every Hour", "Every %d Hours", (gulong) (minutes / 60)), minutes / 60);
  return g_strdup_printf (ngettext ("Every Minute", "Every %d Minutes", (gulong) minutes), minutes);
}

static void
update_settings (DaybookAccountDetail *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (DaybookChoice) choice = daybook_choice_new ();
  int now = daybook_account_get_interval (daybook_account_row_get_account (self->row));
  int minutes = (int) daybook_store_get_setting_int (store, "sync_interval");
  /* Translators: of an account's sync; minutes */
  g_autofree char *as_usual = g_strdup_printf (_("As Usual (%d min)"), minutes);
  gboolean offered = now == 0;

  daybook_choice_add (choice, 0, as_usual);
  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++)
    {
      g_autofree char *words = describe_interval (intervals[i]);

      daybook_choice_add (choice, intervals[i], words);
      offered = offered || intervals[i] == now;
    }
  if (!offered)
    {
      g_autofree char *words = describe_interval (now);

      daybook_choice_add (choice, now, words);
    }
  daybook_choice_show (choice, self->interval, now);
}

static void
on_setting_cb (DaybookSettingEditor *editor, const char *value, DaybookAccountDetail *self)
{
  if (!self->showing && self->row != NULL)
    daybook_account_set_setting (self->workspace, daybook_account_row_get_account (self->row)->id,
                                 daybook_account_row_get_account (self->row)->name,
                                 daybook_setting_editor_get_setting (editor), value);
}

/* What every account has: whether tasks are suggested, and whether the service is told that they are done. */
static void
update_common (DaybookAccountDetail *self)
{
  const DaybookAccount *account = daybook_account_row_get_account (self->row);
  DaybookService *service =
    daybook_service_catalog_find (daybook_workspace_get_services (self->workspace), account->provider);
  g_autofree char *suggest = daybook_provider_setting_read (daybook_setting_editor_get_setting (self->suggest),
                                                            account->settings);

  daybook_setting_editor_show (self->suggest, suggest);
  gtk_widget_set_visible (daybook_setting_editor_get_row (self->suggest),
                          service != NULL && daybook_service_get_kinds (service)[0] != NULL);
  daybook_write_back_row_show (self->write_back, self->workspace, account, service);
}

static void
add_editor (DaybookAccountDetail *self, const DaybookProviderSetting *setting)
{
  DaybookSettingEditor *editor = daybook_setting_editor_new (setting);

  g_signal_connect_object (editor, "changed", G_CALLBACK (on_setting_cb), self, 0);
  adw_preferences_group_add (self->settings, daybook_setting_editor_get_row (editor));
  g_ptr_array_add (self->editors, editor);
}

/* What the service declares for its accounts; the rows of another account's go. */
static void
update_declared (DaybookAccountDetail *self)
{
  const DaybookAccount *account = daybook_account_row_get_account (self->row);
  DaybookService *service =
    daybook_service_catalog_find (daybook_workspace_get_services (self->workspace), account->provider);
  GPtrArray *settings = service != NULL ? daybook_service_get_settings (service) : NULL;

  if (self->edited_id != account->id || (settings != NULL && settings->len != self->editors->len))
    {
      for (guint i = 0; i < self->editors->len; i++)
        adw_preferences_group_remove (self->settings, daybook_setting_editor_get_row (self->editors->pdata[i]));
      g_ptr_array_set_size (self->editors, 0);
      for (guint i = 0; settings != NULL && i < settings->len; i++)
        add_editor (self, settings->pdata[i]);
      self->edited_id = account->id;
    }
  for (guint i = 0; i < self->editors->len; i++)
    {
      g_autofree char *value = daybook_provider_setting_read (
        daybook_setting_editor_get_setting (self->editors->pdata[i]), account->settings);

      daybook_setting_editor_show (self->editors->pdata[i], value);
    }
}

static void
on_interval_cb (AdwComboRow *row, GParamSpec *pspec, DaybookAccountDetail *self)
{
  gint64 minutes;

  if (!self->showing && self->row != NULL && daybook_choice_get_selected (row, &minutes)
      && minutes != daybook_account_get_interval (daybook_account_row_get_account (self->row)))
    daybook_account_set_interval (self->workspace, self->row, (int) minutes);
}

/* The type -------------------------------------------------------------------------------------------- */

static void
update (DaybookAccountDetail *self)
{
  if (self->row == NULL || self->workspace == NULL)
    return;
  self->showing = TRUE;
  update_head (self);
  update_menu (self);
  update_sources (self);
  update_runs (self);
  update_settings (self);
  update_common (self);
  update_declared (self);
  self->showing = FALSE;
}

static void
daybook_account_detail_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_ACCOUNT_DETAIL (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_account_detail_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&DAYBOOK_ACCOUNT_DETAIL (object)->workspace, g_value_get_object (value))
          && g_value_get_object (value) != NULL)
        /* What services declare comes later than the account, or anew. */
        g_signal_connect_object (daybook_workspace_get_services (g_value_get_object (value)), "items-changed",
                                 G_CALLBACK (update), object, G_CONNECT_SWAPPED);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_account_detail_dispose (GObject *object)
{
  DaybookAccountDetail *self = DAYBOOK_ACCOUNT_DETAIL (object);

  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_clear_object (&self->row);
  G_OBJECT_CLASS (daybook_account_detail_parent_class)->dispose (object);
}

static void
daybook_account_detail_finalize (GObject *object)
{
  DaybookAccountDetail *self = DAYBOOK_ACCOUNT_DETAIL (object);

  g_clear_object (&self->workspace);
  g_hash_table_unref (self->source_rows);
  g_ptr_array_unref (self->run_rows);
  g_ptr_array_unref (self->editors);
  g_clear_object (&self->suggest);
  G_OBJECT_CLASS (daybook_account_detail_parent_class)->finalize (object);
}

static void
daybook_account_detail_class_init (DaybookAccountDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_account_detail_get_property;
  object_class->set_property = daybook_account_detail_set_property;
  object_class->dispose = daybook_account_detail_dispose;
  object_class->finalize = daybook_account_detail_finalize;

  properties[PROP_WORKSPACE] = g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DAYBOOK_TYPE_RING);
  g_type_ensure (DAYBOOK_TYPE_SERVICE_TILE);
  g_type_ensure (DAYBOOK_TYPE_WRITE_BACK_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/accounts/daybook-account-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, action);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, action_content);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, menu);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, tile);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, name);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, identity);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, dot);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, ring);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, status);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, error);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, sources);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, runs);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, settings);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, interval);
  gtk_widget_class_bind_template_child (widget_class, DaybookAccountDetail, write_back);
  gtk_widget_class_bind_template_callback (widget_class, on_interval_cb);
}

static void
daybook_account_detail_init (DaybookAccountDetail *self)
{
  DaybookProviderSetting suggest;

  self->source_rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->run_rows = g_ptr_array_new ();
  self->editors = g_ptr_array_new_with_free_func (g_object_unref);
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  suggest = *daybook_provider_setting_find_common ("suggest");
  suggest.label = _(suggest.label);
  suggest.description = _(suggest.description);
  self->suggest = daybook_setting_editor_new (&suggest);
  g_signal_connect_object (self->suggest, "changed", G_CALLBACK (on_setting_cb), self, 0);
  adw_preferences_group_add (self->settings, daybook_setting_editor_get_row (self->suggest));
}

/* (transfer none) (nullable) The account that is open. */
DaybookAccountRow *
daybook_account_detail_get_row (DaybookAccountDetail *self)
{
  return self->row;
}

/* Shows @row and follows it; NULL: none is open. */
void
daybook_account_detail_set_row (DaybookAccountDetail *self, DaybookAccountRow *row)
{
  g_return_if_fail (DAYBOOK_IS_ACCOUNT_DETAIL (self));

  if (self->row == row)
    return;
  if (self->row != NULL)
    {
      g_autoptr (GPtrArray) none = g_ptr_array_new ();

      g_signal_handlers_disconnect_by_data (self->row, self);
      forget_gone_sources (self, none);
    }
  g_set_object (&self->row, row);
  if (row == NULL)
    return;
  g_signal_connect_swapped (row, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (row, "progress", G_CALLBACK (update_head), self);
  update (self);
}

/* (transfer none) Where a popover about the account points to. */
GtkWidget *
daybook_account_detail_get_title (DaybookAccountDetail *self)
{
  return GTK_WIDGET (self->menu);
}
