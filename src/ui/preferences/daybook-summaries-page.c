/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-summaries-page.h"

#include <glib/gi18n.h>

#include "common/daybook-choice.h"
#include "insight/daybook-period.h"
#include "preferences/daybook-account-switches.h"
#include "preferences/daybook-model-group.h"
#include "preferences/daybook-preference-rows.h"
#include "preferences/daybook-weekdays-row.h"

enum
{
  ENGINE_BUILTIN,
  ENGINE_MODEL
};

struct _DaybookSummariesPage
{
  AdwPreferencesPage parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  gboolean showing;            /* what changes now is not the person's doing */

  /* Template children */
  AdwComboRow *engine;
  DaybookModelGroup *model;
  DaybookAccountSwitches *never_send;
  GtkSwitch *schedule;
  AdwComboRow *time;
  DaybookWeekdaysRow *working_days;
};

G_DEFINE_FINAL_TYPE (DaybookSummariesPage, daybook_summaries_page, ADW_TYPE_PREFERENCES_PAGE)

static void
change (DaybookSummariesPage *self, const char *key, char *value /* (transfer full) */)
{
  if (self->showing)
    g_free (value);
  else
    daybook_preference_change (GTK_WIDGET (self), self->workspace, key, value);
}

static void
on_engine_cb (DaybookSummariesPage *self)
{
  gint64 engine;

  if (daybook_choice_get_selected (self->engine, &engine))
    change (self, "summary_engine", g_strdup (engine == ENGINE_MODEL ? "model" : "builtin"));
}

static void
on_schedule_cb (DaybookSummariesPage *self)
{
  change (self, "summary_schedule", g_strdup (gtk_switch_get_active (self->schedule) ? "true" : "false"));
}

static void
on_time_cb (DaybookSummariesPage *self)
{
  gint64 minutes;

  if (daybook_choice_get_selected (self->time, &minutes))
    change (self, "summary_time", daybook_preference_format_time (minutes));
}

static void
on_working_days_cb (DaybookSummariesPage *self, guint days)
{
  static const char *const names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (days & (1u << i))
        g_ptr_array_add (chosen, (gpointer) names[i]);
    }
  g_ptr_array_add (chosen, NULL);
  change (self, "working_days", g_strjoinv (",", (char **) chosen->pdata));
}

static void
show_engine (DaybookSummariesPage *self, DaybookStore *store)
{
  g_autoptr (DaybookChoice) choice = daybook_choice_new ();
  g_autofree char *now = daybook_store_get_setting (store, "summary_engine");

  daybook_choice_add (choice, ENGINE_BUILTIN, _("Built-in Engine"));
  daybook_choice_add (choice, ENGINE_MODEL, _("Model"));
  daybook_choice_show (choice, self->engine, g_str_equal (now, "model") ? ENGINE_MODEL : ENGINE_BUILTIN);
}

static void
update (DaybookSummariesPage *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);

  if (store == NULL || daybook_workspace_is_changing (self->workspace))
    return;
  self->showing = TRUE;
  show_engine (self, store);
  gtk_switch_set_active (self->schedule, daybook_store_get_setting_bool (store, "summary_schedule"));
  daybook_preference_show_time (store, self->time, "summary_time");
  daybook_weekdays_row_show (self->working_days, daybook_period_get_working_days (store));
  self->showing = FALSE;
  daybook_model_group_update (self->model);
  daybook_account_switches_update (self->never_send);
}

static void
daybook_summaries_page_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_SUMMARIES_PAGE (object)->workspace);
  G_OBJECT_CLASS (daybook_summaries_page_parent_class)->finalize (object);
}

static void
daybook_summaries_page_class_init (DaybookSummariesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_summaries_page_finalize;
  g_type_ensure (DAYBOOK_TYPE_MODEL_GROUP);
  g_type_ensure (DAYBOOK_TYPE_ACCOUNT_SWITCHES);
  g_type_ensure (DAYBOOK_TYPE_WEEKDAYS_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/preferences/daybook-summaries-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookSummariesPage, engine);
  gtk_widget_class_bind_template_child (widget_class, DaybookSummariesPage, model);
  gtk_widget_class_bind_template_child (widget_class, DaybookSummariesPage, never_send);
  gtk_widget_class_bind_template_child (widget_class, DaybookSummariesPage, schedule);
  gtk_widget_class_bind_template_child (widget_class, DaybookSummariesPage, time);
  gtk_widget_class_bind_template_child (widget_class, DaybookSummariesPage, working_days);
  gtk_widget_class_bind_template_callback (widget_class, on_engine_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_schedule_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_time_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_working_days_cb);
}

static void
daybook_summaries_page_init (DaybookSummariesPage *self)
{
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
daybook_summaries_page_set_workspace (DaybookSummariesPage *self, DaybookWorkspace *workspace)
{
  g_return_if_fail (DAYBOOK_IS_SUMMARIES_PAGE (self));

  g_set_object (&self->workspace, workspace);
  daybook_model_group_set_workspace (self->model, workspace);
  daybook_account_switches_set_workspace (self->never_send, workspace, "never_send");
  g_signal_connect_object (workspace, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
