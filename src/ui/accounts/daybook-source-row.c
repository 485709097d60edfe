/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-source-row.h"

#include <glib/gi18n.h>

#include "accounts/daybook-account-changes.h"
#include "accounts/daybook-setting-editor.h"
#include "accounts/daybook-source-words.h"
#include "common/daybook-choice.h"
#include "common/daybook-dot.h"
#include "common/daybook-project-name.h"
#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"

struct _DaybookSourceRow
{
  AdwExpanderRow parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookSource *source;       /* (owned) (nullable) until it is shown */
  GPtrArray *editors;          /* (owned) DaybookSettingEditor */
  gboolean showing;            /* what changes now is not the person's doing */

  /* Template children */
  DaybookDot *dot;
  GtkSwitch *enabled;
  AdwActionRow *held_row;
  AdwActionRow *stopped_row;
  AdwActionRow *unreadable_row;
  AdwComboRow *project;
  AdwComboRow *person;
  AdwComboRow *window;
};

G_DEFINE_FINAL_TYPE (DaybookSourceRow, daybook_source_row, ADW_TYPE_EXPANDER_ROW)


/* Days back and ahead that are offered; up to two years each way. */
static const struct
{
  int back, ahead;
} windows[] = { { 7, 30 }, { 30, 90 }, { 90, 180 }, { 365, 365 }, { 730, 730 } };

/* A window as one number, for a choice. */
static gint64
pack_window (int back, int ahead)
{
  return (gint64) back * 10000 + ahead;
}

/* Showing -------------------------------------------------------------------------------------------- */

static void
show_projects (DaybookSourceRow *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (GPtrArray) projects = daybook_store_list_projects (store, FALSE, NULL);
  g_autoptr (GPtrArray) people = daybook_store_list_people (store, FALSE, NULL);
  g_autoptr (DaybookChoice) choice = daybook_choice_new ();

  daybook_choice_add (choice, 0, _("No Project"));
  for (guint i = 0; projects != NULL && i < projects->len; i++)
    {
      const DaybookProject *project = projects->pdata[i];
      g_autofree char *name = daybook_project_name_format (project->client_name, project->name);

      daybook_choice_add (choice, project->id, name);
    }
  daybook_choice_show (choice, self->project, self->source->project_id);

  daybook_choice_clear (choice);
  daybook_choice_add (choice, 0, _("Nobody"));
  for (guint i = 0; people != NULL && i < people->len; i++)
    {
      const DaybookPerson *person = people->pdata[i];

      daybook_choice_add (choice, person->id, person->name);
    }
  daybook_choice_show (choice, self->person, self->source->person_id);
  gtk_widget_set_visible (GTK_WIDGET (self->person), people != NULL && people->len > 0);
}

static void
show_window (DaybookSourceRow *self)
{
  g_autoptr (DaybookChoice) choice = daybook_choice_new ();
  gint64 now = pack_window (self->source->window_back_days, self->source->window_ahead_days);
  gboolean offered = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      g_autofree char *words = daybook_source_words_window (windows[i].back, windows[i].ahead);

      daybook_choice_add (choice, pack_window (windows[i].back, windows[i].ahead), words);
      offered = offered || pack_window (windows[i].back, windows[i].ahead) == now;
    }
  if (!offered)
    {
      g_autofree char *words =
        daybook_source_words_window (self->source->window_back_days, self->source->window_ahead_days);

      daybook_choice_add (choice, now, words);
    }
  daybook_choice_show (choice, self->window, now);
}

/* What stands in the way of syncing it, and what to do about that. */
static void
show_state (DaybookSourceRow *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  int unreadable = daybook_store_count_quarantined (store, self->source->id);
  int held = MAX (self->source->held_count, 0);
  g_autofree char *explained = NULL;
  g_autofree char *told = NULL;

  explained = g_strdup_printf (ngettext ("The service no longer lists %d item. It stays until you confirm, or until it is found again.",
                                         "The service no longer lists %d items. They stay until you confirm, or until they are found again.",
                                         (gulong) held),
                               held);
  adw_action_row_set_subtitle (self->held_row, explained);
  gtk_widget_set_visible (GTK_WIDGET (self->held_row), self->source->state == DAYBOOK_SOURCE_HELD);
  gtk_widget_set_visible (GTK_WIDGET (self->stopped_row), self->source->state == DAYBOOK_SOURCE_QUARANTINED);
  told = g_strdup_printf (ngettext ("%d item could not be read", "%d items could not be read", (gulong) unreadable),
                          unreadable);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->unreadable_row), told);
  gtk_widget_set_visible (GTK_WIDGET (self->unreadable_row), unreadable > 0);
}

static void
on_setting_cb (DaybookSettingEditor *editor, const char *value, DaybookSourceRow *self)
{
  if (!self->showing && self->source != NULL)
    daybook_source_set_setting (self->workspace, self->source, daybook_setting_editor_get_setting (editor), value);
}

/* What the service declares for each source; it holds here what the account says where nothing else was chosen. */
static void
show_settings (DaybookSourceRow *self, const DaybookAccount *account)
{
  DaybookService *service =
    daybook_service_catalog_find (daybook_workspace_get_services (self->workspace), account->provider);
  GPtrArray *settings = service != NULL ? daybook_service_get_settings (service) : NULL;

  for (guint i = 0; self->editors->len == 0 && settings != NULL && i < settings->len; i++)
    {
      const DaybookProviderSetting *setting = settings->pdata[i];
      DaybookSettingEditor *editor;

      if (!setting->per_source)
        continue;
      editor = daybook_setting_editor_new (setting);
      g_signal_connect_object (editor, "changed", G_CALLBACK (on_setting_cb), self, 0);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (self), daybook_setting_editor_get_row (editor));
      g_ptr_array_add (self->editors, editor);
    }
  for (guint i = 0; i < self->editors->len; i++)
    {
      const DaybookProviderSetting *setting = daybook_setting_editor_get_setting (self->editors->pdata[i]);
      g_autofree char *own = daybook_provider_setting_read (setting, self->source->settings);
      g_autofree char *of_account = daybook_provider_setting_read (setting, account->settings);

      daybook_setting_editor_show (self->editors->pdata[i], own != NULL ? own : of_account);
    }
}

void
daybook_source_row_show (DaybookSourceRow *self, const DaybookSource *source, gint64 items, const DaybookAccount *account)
{
  g_autofree char *words = daybook_source_words_describe (source, items);
  g_autofree char *spoken = NULL;
  gboolean is_calendar = g_strcmp0 (source->kind, "calendar") == 0;
  gboolean stuck = source->state == DAYBOOK_SOURCE_HELD || source->state == DAYBOOK_SOURCE_QUARANTINED;
  gboolean was_stuck = self->source != NULL
                       && (self->source->state == DAYBOOK_SOURCE_HELD || self->source->state == DAYBOOK_SOURCE_QUARANTINED);

  g_return_if_fail (DAYBOOK_IS_SOURCE_ROW (self));

  self->showing = TRUE;
  daybook_source_free (self->source);
  self->source = daybook_source_copy (source);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), source->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), words);
  daybook_dot_set_color (self->dot, source->color);
  gtk_switch_set_active (self->enabled, source->enabled);
  /* Translators: the switch of a calendar, for screen readers */
  spoken = g_strdup_printf (_("Sync %s"), source->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->enabled), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  show_state (self);
  show_projects (self);
  show_window (self);
  show_settings (self, account);
  gtk_widget_set_visible (GTK_WIDGET (self->project), is_calendar);
  /* What waits for the person is open by itself, once. */
  if (stuck && !was_stuck)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  self->showing = FALSE;
}

/* What the person does -------------------------------------------------------------------------------- */

static void
on_enabled_cb (GtkSwitch *widget, GParamSpec *pspec, DaybookSourceRow *self)
{
  gboolean active = gtk_switch_get_active (widget);

  if (!self->showing && self->source != NULL && active != self->source->enabled)
    daybook_source_enable (self->workspace, self->source, active);
}

static void
on_project_cb (AdwComboRow *row, GParamSpec *pspec, DaybookSourceRow *self)
{
  gint64 id;

  if (!self->showing && daybook_choice_get_selected (row, &id) && id != self->source->project_id)
    daybook_source_set_project (self->workspace, self->source, id);
}

static void
on_person_cb (AdwComboRow *row, GParamSpec *pspec, DaybookSourceRow *self)
{
  gint64 id;

  if (!self->showing && daybook_choice_get_selected (row, &id) && id != self->source->person_id)
    daybook_source_set_person (self->workspace, self->source, id);
}

static void
on_window_cb (AdwComboRow *row, GParamSpec *pspec, DaybookSourceRow *self)
{
  gint64 window;

  if (!self->showing && daybook_choice_get_selected (row, &window))
    daybook_source_set_window (self->workspace, self->source, (int) (window / 10000), (int) (window % 10000));
}

static void
on_confirm_clicked_cb (GtkButton *button, DaybookSourceRow *self)
{
  daybook_source_confirm_deletions (self->workspace, self->source);
}

static void
on_retry_clicked_cb (GtkButton *button, DaybookSourceRow *self)
{
  daybook_source_retry (self->workspace, self->source);
}

/* The type -------------------------------------------------------------------------------------------- */

static void
daybook_source_row_finalize (GObject *object)
{
  DaybookSourceRow *self = DAYBOOK_SOURCE_ROW (object);

  g_clear_object (&self->workspace);
  g_clear_pointer (&self->source, daybook_source_free);
  g_ptr_array_unref (self->editors);
  G_OBJECT_CLASS (daybook_source_row_parent_class)->finalize (object);
}

static void
daybook_source_row_class_init (DaybookSourceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_source_row_finalize;

  g_type_ensure (DAYBOOK_TYPE_DOT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/accounts/daybook-source-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookSourceRow, dot);
  gtk_widget_class_bind_template_child (widget_class, DaybookSourceRow, enabled);
  gtk_widget_class_bind_template_child (widget_class, DaybookSourceRow, held_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookSourceRow, stopped_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookSourceRow, unreadable_row);
  gtk_widget_class_bind_template_child (widget_class, DaybookSourceRow, project);
  gtk_widget_class_bind_template_child (widget_class, DaybookSourceRow, person);
  gtk_widget_class_bind_template_child (widget_class, DaybookSourceRow, window);
  gtk_widget_class_bind_template_callback (widget_class, on_enabled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_confirm_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_project_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_person_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_window_cb);
}

static void
daybook_source_row_init (DaybookSourceRow *self)
{
  self->showing = TRUE;
  self->editors = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
daybook_source_row_new (DaybookWorkspace *workspace)
{
  DaybookSourceRow *self = g_object_new (DAYBOOK_TYPE_SOURCE_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  return GTK_WIDGET (self);
}

