/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-preferences-window.h"

#include <glib/gi18n.h>

#include "common/daybook-choice.h"
#include "common/daybook-zone-words.h"
#include "preferences/daybook-erase.h"
#include "preferences/daybook-preference-rows.h"
#include "preferences/daybook-suggestions-page.h"
#include "preferences/daybook-summaries-page.h"
#include "preferences/daybook-zone-page.h"
#include "ipc/daybook-names.h"

struct _DaybookPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  gboolean showing;            /* what changes now is not the person's doing */
  char *shown_currency;        /* (owned) (nullable) what is typed over it stays until it is applied */

  /* Template children, named as the settings they show */
  AdwActionRow *time_zone;
  AdwComboRow *day_start;
  AdwComboRow *day_end;
  GtkSwitch *billable;
  AdwComboRow *rounding;
  AdwEntryRow *currency;
  GtkSwitch *sync_paused;
  AdwComboRow *sync_interval;
  AdwComboRow *window_back_days;
  AdwComboRow *window_ahead_days;
  AdwActionRow *data_row;
  AdwActionRow *erase_row;
  GtkButton *erase_button;
  DaybookSummariesPage *summaries;
  DaybookSuggestionsPage *suggestions;
};

G_DEFINE_FINAL_TYPE (DaybookPreferencesWindow, daybook_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

/* How reports may round; the number in the choice is the place here. */
static const struct
{
  const char *value;
  const char *words;
} roundings[] = {
  { "none", N_("None") },
  { "5:up", N_("Up to 5 Minutes") },
  { "6:up", N_("Up to 6 Minutes") },
  { "10:up", N_("Up to 10 Minutes") },
  { "15:up", N_("Up to 15 Minutes") },
  { "30:up", N_("Up to 30 Minutes") },
  { "5:nearest", N_("Nearest 5 Minutes") },
  { "15:nearest", N_("Nearest 15 Minutes") },
  { "15:down", N_("Down to 15 Minutes") },
};

/* Changing ---------------------------------------------------------------------------------------------- */

static void
say (DaybookPreferencesWindow *self, const char *text)
{
  daybook_preference_say (GTK_WIDGET (self), text);
}

static void
change (DaybookPreferencesWindow *self, const char *key, char *value /* (transfer full) */)
{
  if (self->showing)
    g_free (value);
  else
    daybook_preference_change (GTK_WIDGET (self), self->workspace, key, value);
}

static void
on_currency_cb (AdwEntryRow *row, DaybookPreferencesWindow *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  change (self, "currency", g_ascii_strup (text, -1));
}

static void
on_zone_chosen_cb (DaybookZonePage *page, const char *name, DaybookPreferencesWindow *self)
{
  change (self, "time_zone", g_strdup (name));
  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (self));
}

static void
on_zone_back_cb (DaybookZonePage *page, DaybookPreferencesWindow *self)
{
  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (self));
}

static void
on_time_zone_cb (GtkButton *button, DaybookPreferencesWindow *self)
{
  GtkWidget *page = daybook_zone_page_new (daybook_workspace_get_now (self->workspace));

  g_signal_connect_object (page, "chosen", G_CALLBACK (on_zone_chosen_cb), self, 0);
  g_signal_connect_object (page, "back", G_CALLBACK (on_zone_back_cb), self, 0);
  adw_preferences_window_present_subpage (ADW_PREFERENCES_WINDOW (self), page);
  gtk_widget_grab_focus (page);
}

static void
on_switch_cb (GtkSwitch *widget, GParamSpec *pspec, DaybookPreferencesWindow *self)
{
  change (self, widget == self->billable ? "billable" : "sync_paused",
          g_strdup (gtk_switch_get_active (widget) ? "true" : "false"));
}

static void
on_combo_cb (AdwComboRow *row, GParamSpec *pspec, DaybookPreferencesWindow *self)
{
  gint64 value;

  if (self->showing || !daybook_choice_get_selected (row, &value))
    return;
  if (row == self->rounding && value < (gint64) G_N_ELEMENTS (roundings))
    change (self, "rounding", g_strdup (roundings[value].value));
  else if (row == self->day_start || row == self->day_end)
    change (self, row == self->day_start ? "day_start" : "day_end",
            daybook_preference_format_time (value));
  else if (row != self->rounding)
    change (self,
            row == self->sync_interval      ? "sync_interval"
            : row == self->window_back_days ? "window_back_days"
                                            : "window_ahead_days",
            g_strdup_printf ("%d", (int) value));
}

/* Showing ----------------------------------------------------------------------------------------------- */

static void
show_rounding (DaybookPreferencesWindow *self, DaybookStore *store)
{
  g_autoptr (DaybookChoice) choice = daybook_choice_new ();
  g_autofree char *now = daybook_store_get_setting (store, "rounding");
  gint64 chosen = G_N_ELEMENTS (roundings);

  for (guint i = 0; i < G_N_ELEMENTS (roundings); i++)
    {
      daybook_choice_add (choice, i, _(roundings[i].words));
      if (g_strcmp0 (roundings[i].value, now) == 0)
        chosen = i;
    }
  if (chosen == G_N_ELEMENTS (roundings))
    daybook_choice_add (choice, chosen, now);
  daybook_choice_show (choice, self->rounding, chosen);
}

/* "Berlin, UTC+1" or "The computer's: Europe/Berlin, UTC+1". */
static void
show_zone (DaybookPreferencesWindow *self, DaybookStore *store)
{
  g_autofree char *name = daybook_store_get_setting (store, "time_zone");
  g_autofree char *words =
    daybook_zone_words_describe (daybook_store_get_zone (store), daybook_workspace_get_now (self->workspace));
  /* Translators: the computer's own time zone: "The computer’s: Europe/Berlin, UTC+1" */
  g_autofree char *text = *name != '\0' ? g_strdup (words) : g_strdup_printf (_("The computer’s: %s"), words);

  adw_action_row_set_subtitle (self->time_zone, text);
}

static void
update (DaybookPreferencesWindow *self)
{
  static const int minutes[] = { 5, 10, 15, 30, 60, 120, 240, 1440 };
  static const int days[] = { 7, 14, 30, 60, 90, 180, 365, 730 };
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autofree char *currency = NULL;

  if (store == NULL || daybook_workspace_is_changing (self->workspace))
    return;
  currency = daybook_store_get_setting (store, "currency");
  self->showing = TRUE;
  show_zone (self, store);
  if (g_strcmp0 (currency, self->shown_currency) != 0)
    {
      g_free (self->shown_currency);
      self->shown_currency = g_strdup (currency);
      gtk_editable_set_text (GTK_EDITABLE (self->currency), currency);
    }
  daybook_preference_show_time (store, self->day_start, "day_start");
  daybook_preference_show_time (store, self->day_end, "day_end");
  show_rounding (self, store);
  gtk_switch_set_active (self->billable, daybook_store_get_setting_bool (store, "billable"));
  gtk_switch_set_active (self->sync_paused, daybook_store_get_setting_bool (store, "sync_paused"));
  daybook_preference_show_number (store, self->sync_interval, "sync_interval", minutes, G_N_ELEMENTS (minutes));
  daybook_preference_show_number (store, self->window_back_days, "window_back_days", days, G_N_ELEMENTS (days));
  daybook_preference_show_number (store, self->window_ahead_days, "window_ahead_days", days, G_N_ELEMENTS (days));
  self->showing = FALSE;
}

/* Data -------------------------------------------------------------------------------------------------- */

static void
on_backup_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookPreferencesWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  say (self, jobs != NULL ? _("The backup is being made") : error->message);
}

static void
on_backup_cb (GtkButton *button, DaybookPreferencesWindow *self)
{
  daybook_agent_client_call_async (daybook_workspace_get_agent (self->workspace), "Maintain", NULL, on_backup_taken_cb,
                                   g_object_ref (self));
}

static void
on_erased_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookPreferencesWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (daybook_erase_finish (result, &error))
    {
      g_application_quit (g_application_get_default ());
      return;
    }
  say (self, error->message);
  gtk_button_set_label (self->erase_button, _("Erase…"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->erase_button), TRUE);
}

static void
on_erase_answered_cb (AdwMessageDialog *dialog, const char *response, DaybookPreferencesWindow *self)
{
  if (!g_str_equal (response, "erase"))
    return;
  gtk_button_set_label (self->erase_button, _("Erasing…"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->erase_button), FALSE);
  daybook_erase_async (self->workspace, on_erased_cb, g_object_ref (self));
}

/* Nothing brings this back, so for once there is a question. */
static void
on_erase_cb (GtkButton *button, DaybookPreferencesWindow *self)
{
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (self), _("Erase All Data?"),
    _("Accounts, time entries, clients, projects, settings, backups and keys are deleted from this computer. "
      "Nothing brings them back. Daybook closes afterwards."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "erase",
                                    _("_Erase Everything"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "erase", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_erase_answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The type ---------------------------------------------------------------------------------------------- */

static void
daybook_preferences_window_finalize (GObject *object)
{
  DaybookPreferencesWindow *self = DAYBOOK_PREFERENCES_WINDOW (object);

  g_clear_object (&self->workspace);
  g_free (self->shown_currency);
  G_OBJECT_CLASS (daybook_preferences_window_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, DaybookPreferencesWindow, name)

static void
daybook_preferences_window_class_init (DaybookPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_preferences_window_finalize;

  g_type_ensure (DAYBOOK_TYPE_SUMMARIES_PAGE);
  g_type_ensure (DAYBOOK_TYPE_SUGGESTIONS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/preferences/daybook-preferences-window.ui");
  BIND (time_zone);
  BIND (day_start);
  BIND (day_end);
  BIND (billable);
  BIND (rounding);
  BIND (currency);
  BIND (sync_paused);
  BIND (sync_interval);
  BIND (window_back_days);
  BIND (window_ahead_days);
  BIND (data_row);
  BIND (erase_row);
  BIND (erase_button);
  BIND (summaries);
  BIND (suggestions);
  gtk_widget_class_bind_template_callback (widget_class, on_currency_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_time_zone_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_switch_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_combo_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_backup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_erase_cb);
}

static void
daybook_preferences_window_init (DaybookPreferencesWindow *self)
{
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
daybook_preferences_window_new (DaybookWorkspace *workspace)
{
  DaybookPreferencesWindow *self = g_object_new (DAYBOOK_TYPE_PREFERENCES_WINDOW, NULL);
  g_autofree char *folder = daybook_data_dir ();

  self->workspace = g_object_ref (workspace);
  g_object_set (self->data_row, "use-markup", FALSE, "subtitle", folder, NULL);
  g_object_set (self->time_zone, "use-markup", FALSE, NULL);
  daybook_summaries_page_set_workspace (self->summaries, workspace);
  daybook_suggestions_page_set_workspace (self->suggestions, workspace);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
