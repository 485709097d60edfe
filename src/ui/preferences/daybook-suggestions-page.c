/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-suggestions-page.h"

#include <glib/gi18n.h>

#include "common/daybook-choice.h"
#include "preferences/daybook-account-switches.h"
#include "preferences/daybook-preference-rows.h"
#include "preferences/daybook-sent-row.h"

enum
{
  ENGINE_BUILTIN,
  ENGINE_MODEL
};

struct _DaybookSuggestionsPage
{
  AdwPreferencesPage parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  gboolean showing;            /* what changes now is not the person's doing */

  /* Template children */
  GtkSwitch *suggest;
  AdwComboRow *engine;
  DaybookSentRow *sent;
  GtkSwitch *automatic;
  GtkSpinButton *threshold;
  AdwComboRow *lead;
  DaybookAccountSwitches *accounts;
};

G_DEFINE_FINAL_TYPE (DaybookSuggestionsPage, daybook_suggestions_page, ADW_TYPE_PREFERENCES_PAGE)

/* Hours before a meeting that are offered. */
static const int leads[] = { 1, 2, 4, 8, 12, 24, 48, 72, 168 };

static void
change (DaybookSuggestionsPage *self, const char *key, char *value /* (transfer full) */)
{
  if (self->showing)
    g_free (value);
  else
    daybook_preference_change (GTK_WIDGET (self), self->workspace, key, value);
}

static void
on_suggest_cb (DaybookSuggestionsPage *self)
{
  change (self, "suggest", g_strdup (gtk_switch_get_active (self->suggest) ? "true" : "false"));
}

static void
on_engine_cb (DaybookSuggestionsPage *self)
{
  gint64 engine;

  if (daybook_choice_get_selected (self->engine, &engine))
    change (self, "suggest_engine", g_strdup (engine == ENGINE_MODEL ? "model" : "builtin"));
}

static void
on_automatic_cb (DaybookSuggestionsPage *self)
{
  change (self, "suggest_auto", g_strdup (gtk_switch_get_active (self->automatic) ? "true" : "false"));
}

static void
on_threshold_cb (DaybookSuggestionsPage *self)
{
  change (self, "suggest_threshold", g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (self->threshold)));
}

static void
on_lead_cb (DaybookSuggestionsPage *self)
{
  gint64 hours;

  if (daybook_choice_get_selected (self->lead, &hours))
    change (self, "suggest_lead_hours", g_strdup_printf ("%d", (int) hours));
}

/* What a model would be sent is only of interest where it judges. */
static void
show_engine (DaybookSuggestionsPage *self, DaybookStore *store)
{
  g_autoptr (DaybookChoice) choice = daybook_choice_new ();
  g_autofree char *now = daybook_store_get_setting (store, "suggest_engine");
  gboolean is_model = g_str_equal (now, "model");

  daybook_choice_add (choice, ENGINE_BUILTIN, _("Built-in Engine"));
  daybook_choice_add (choice, ENGINE_MODEL, _("Model"));
  daybook_choice_show (choice, self->engine, is_model ? ENGINE_MODEL : ENGINE_BUILTIN);
  daybook_sent_row_update (self->sent, self->workspace, DAYBOOK_MODEL_USE_SUGGESTION);
  gtk_widget_set_visible (GTK_WIDGET (self->sent), is_model);
}

static char *
describe_lead (int hours)
{
  if (hours == 168)
    return g_strdup (_("A Week Before"));
  if (hours >= 24 && hours % 24 == 0)
    return g_strdup_printf (ngettext ("A Day Before", "%d Days Before", (gulong) (hours / 24)), hours / 24);
  return g_strdup_printf (ngettext ("An Hour Before", "%d Hours Before", (gulong) hours), hours);
}

static void
show_lead (DaybookSuggestionsPage *self, DaybookStore *store)
{
  g_autoptr (DaybookChoice) choice = daybook_choice_new ();
  int now = (int) daybook_store_get_setting_int (store, "suggest_lead_hours");
  gboolean there = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      g_autofree char *words = describe_lead (leads[i]);

      daybook_choice_add (choice, leads[i], words);
      there = there || leads[i] == now;
    }
  if (!there)
    {
      g_autofree char *words = describe_lead (now);

      daybook_choice_add (choice, now, words);
    }
  daybook_choice_show (choice, self->lead, now);
}

static void
update (DaybookSuggestionsPage *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);

  if (store == NULL || daybook_workspace_is_changing (self->workspace))
    return;
  self->showing = TRUE;
  gtk_switch_set_active (self->suggest, daybook_store_get_setting_bool (store, "suggest"));
  gtk_switch_set_active (self->automatic, daybook_store_get_setting_bool (store, "suggest_auto"));
  gtk_spin_button_set_value (self->threshold, (double) daybook_store_get_setting_int (store, "suggest_threshold"));
  show_engine (self, store);
  show_lead (self, store);
  self->showing = FALSE;
  daybook_account_switches_update (self->accounts);
}

static void
daybook_suggestions_page_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_SUGGESTIONS_PAGE (object)->workspace);
  G_OBJECT_CLASS (daybook_suggestions_page_parent_class)->finalize (object);
}

static void
daybook_suggestions_page_class_init (DaybookSuggestionsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_suggestions_page_finalize;
  g_type_ensure (DAYBOOK_TYPE_ACCOUNT_SWITCHES);
  g_type_ensure (DAYBOOK_TYPE_SENT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/preferences/daybook-suggestions-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookSuggestionsPage, suggest);
  gtk_widget_class_bind_template_child (widget_class, DaybookSuggestionsPage, automatic);
  gtk_widget_class_bind_template_child (widget_class, DaybookSuggestionsPage, engine);
  gtk_widget_class_bind_template_child (widget_class, DaybookSuggestionsPage, sent);
  gtk_widget_class_bind_template_child (widget_class, DaybookSuggestionsPage, threshold);
  gtk_widget_class_bind_template_child (widget_class, DaybookSuggestionsPage, lead);
  gtk_widget_class_bind_template_child (widget_class, DaybookSuggestionsPage, accounts);
  gtk_widget_class_bind_template_callback (widget_class, on_suggest_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_engine_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_automatic_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_threshold_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_lead_cb);
}

static void
daybook_suggestions_page_init (DaybookSuggestionsPage *self)
{
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->threshold), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("How Sure, in Percent"), -1);
}

void
daybook_suggestions_page_set_workspace (DaybookSuggestionsPage *self, DaybookWorkspace *workspace)
{
  g_return_if_fail (DAYBOOK_IS_SUGGESTIONS_PAGE (self));

  g_set_object (&self->workspace, workspace);
  daybook_account_switches_set_workspace (self->accounts, workspace, "suggest");
  g_signal_connect_object (workspace, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
