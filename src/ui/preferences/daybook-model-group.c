/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-model-group.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-text.h"
#include "common/daybook-format.h"
#include "preferences/daybook-model-popover.h"
#include "preferences/daybook-preference-rows.h"
#include "preferences/daybook-sent-row.h"
#include "store/daybook-model-choice.h"
#include "store/daybook-model-pause.h"
#include "store/daybook-sealed-secrets.h"

/* The vault's name of the key. */
#define MODEL_KEY "model-key"

struct _DaybookModelGroup
{
  AdwPreferencesGroup parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  char *shown_url;             /* (owned) (nullable) what is typed over it stays until it is applied */

  /* Template children */
  AdwEntryRow *url;
  AdwEntryRow *key;
  AdwActionRow *kept_key;
  AdwActionRow *name;
  AdwActionRow *paused;
  GtkMenuButton *choose;
  DaybookSentRow *sent;
};

G_DEFINE_FINAL_TYPE (DaybookModelGroup, daybook_model_group, ADW_TYPE_PREFERENCES_GROUP)

/* Nothing of it is left to apply: the row takes every text for the person's. */
static void
show_text (AdwEntryRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_show_apply_button (row, FALSE);
  adw_entry_row_set_show_apply_button (row, TRUE);
}

/* Address and name -------------------------------------------------------------------------------------- */

static void
on_url_cb (DaybookModelGroup *self)
{
  daybook_preference_change (GTK_WIDGET (self), self->workspace, "model_url",
                             g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->url)))));
}

static void
on_chosen_cb (DaybookModelPopover *popover, const char *name, DaybookModelGroup *self)
{
  daybook_preference_change (GTK_WIDGET (self), self->workspace, "model_name", g_strdup (name));
}

/* What the settings leave open may stand in a file that the person wrote: that is said, and not offered to be edited. */
static void
show_model (DaybookModelGroup *self, DaybookStore *store, const DaybookModelChoice *choice)
{
  g_autofree char *url = daybook_store_get_setting (store, "model_url");
  g_autofree char *name = daybook_text_one_line (choice->name);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (g_strcmp0 (url, self->shown_url) != 0)
    {
      g_free (self->shown_url);
      self->shown_url = g_strdup (url);
      show_text (self->url, url);
    }
  if (choice->url_is_configured)
    /* Translators: title of a field that is empty; %s is an address. */
    title = g_strdup_printf (_("Address, if not %s of providers.ini"), choice->url);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->url), title != NULL ? title : _("Address"));
  if (choice->name_is_configured)
    /* Translators: %s is the name of a model. */
    subtitle = g_strdup_printf (_("%s, from providers.ini"), name);
  adw_action_row_set_subtitle (self->name, subtitle != NULL ? subtitle : *name != '\0' ? name : _("None was chosen"));
}

/* Left alone for a while ---------------------------------------------------------------------------------- */

static gboolean
end_pause (DaybookStore *store, gpointer data, GError **error)
{
  return daybook_store_end_model_pause (store, error);
}

static void
on_pause_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookModelGroup) self = data;
  g_autoptr (GError) error = NULL;

  if (!daybook_workspace_change_finish (DAYBOOK_WORKSPACE (source), result, NULL, &error))
    daybook_preference_say (GTK_WIDGET (self), error->message);
}

static void
on_ask_again_cb (DaybookModelGroup *self)
{
  daybook_workspace_change_async (self->workspace, NULL, end_pause, NULL, NULL, on_pause_ended_cb, g_object_ref (self));
}

static void
show_pause (DaybookModelGroup *self, DaybookStore *store, const DaybookModelChoice *choice)
{
  g_autoptr (DaybookModelPause) pause = daybook_store_get_model_pause (store, choice->url, choice->name);
  g_autofree char *title = NULL;
  g_autofree char *time = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->paused), pause != NULL);
  if (pause == NULL)
    return;
  time = daybook_format_time (daybook_zone_to_wall (daybook_store_get_zone (store), pause->until));
  /* Translators: a model that failed is left alone; %s is a time. */
  title = g_strdup_printf (_("Not asked before %s"), time);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->paused), title);
  adw_action_row_set_subtitle (self->paused, pause->message);
}

/* The key ----------------------------------------------------------------------------------------------- */

static void
on_key_stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookModelGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  daybook_preference_say (GTK_WIDGET (self), jobs != NULL ? _("The key is kept encrypted") : error->message);
}

/* It goes to the vault and is never shown again. */
static void
on_key_cb (DaybookModelGroup *self)
{
  g_autofree char *key = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->key))));

  if (*key != '\0')
    daybook_agent_client_store_secret_async (daybook_workspace_get_agent (self->workspace), MODEL_KEY, key, NULL,
                                             on_key_stored_cb, g_object_ref (self));
  explicit_bzero (key, strlen (key));
  show_text (self->key, "");
}

static gboolean
delete_key (DaybookStore *store, gpointer data, GError **error)
{
  return daybook_store_delete_secrets (store, MODEL_KEY, error);
}

static void
on_key_removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookModelGroup) self = data;
  g_autoptr (GError) error = NULL;

  daybook_preference_say (GTK_WIDGET (self), daybook_workspace_change_finish (DAYBOOK_WORKSPACE (source), result, NULL, &error)
                                               ? _("The key was removed")
                                               : error->message);
}

/* A secret is nothing that Undo could bring back. */
static void
on_remove_key_cb (DaybookModelGroup *self)
{
  daybook_workspace_change_async (self->workspace, NULL, delete_key, NULL, NULL, on_key_removed_cb, g_object_ref (self));
}

static void
show_key (DaybookModelGroup *self, DaybookStore *store)
{
  gboolean kept = daybook_store_get_secret_time (store, MODEL_KEY) != DAYBOOK_INSTANT_NONE;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key),
                                 kept ? _("Another Key") : _("Key, if the Server Wants One"));
  gtk_widget_set_visible (GTK_WIDGET (self->kept_key), kept);
}

/* The type ---------------------------------------------------------------------------------------------- */

void
daybook_model_group_update (DaybookModelGroup *self)
{
  DaybookStore *store = self->workspace != NULL ? daybook_workspace_get_store (self->workspace) : NULL;
  g_auto (DaybookModelChoice) choice = { NULL };

  if (store == NULL)
    return;
  daybook_model_choice_read (&choice, store, NULL);
  show_model (self, store, &choice);
  show_pause (self, store, &choice);
  show_key (self, store);
  daybook_sent_row_update (self->sent, self->workspace, DAYBOOK_MODEL_USE_SUMMARY);
}

static void
daybook_model_group_finalize (GObject *object)
{
  DaybookModelGroup *self = DAYBOOK_MODEL_GROUP (object);

  g_clear_object (&self->workspace);
  g_free (self->shown_url);
  G_OBJECT_CLASS (daybook_model_group_parent_class)->finalize (object);
}

static void
daybook_model_group_class_init (DaybookModelGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_model_group_finalize;
  g_type_ensure (DAYBOOK_TYPE_SENT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/preferences/daybook-model-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookModelGroup, url);
  gtk_widget_class_bind_template_child (widget_class, DaybookModelGroup, key);
  gtk_widget_class_bind_template_child (widget_class, DaybookModelGroup, kept_key);
  gtk_widget_class_bind_template_child (widget_class, DaybookModelGroup, name);
  gtk_widget_class_bind_template_child (widget_class, DaybookModelGroup, choose);
  gtk_widget_class_bind_template_child (widget_class, DaybookModelGroup, paused);
  gtk_widget_class_bind_template_child (widget_class, DaybookModelGroup, sent);
  gtk_widget_class_bind_template_callback (widget_class, on_url_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_ask_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_key_cb);
}

static void
daybook_model_group_init (DaybookModelGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
daybook_model_group_set_workspace (DaybookModelGroup *self, DaybookWorkspace *workspace)
{
  GtkWidget *popover;

  g_return_if_fail (DAYBOOK_IS_MODEL_GROUP (self));

  g_set_object (&self->workspace, workspace);
  popover = daybook_model_popover_new (workspace);
  g_signal_connect_object (popover, "chosen", G_CALLBACK (on_chosen_cb), self, 0);
  gtk_menu_button_set_popover (self->choose, popover);
  daybook_model_group_update (self);
}
