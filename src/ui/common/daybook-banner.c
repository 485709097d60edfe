/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-banner.h"

#include <glib/gi18n.h>

#include "common/daybook-lasting-state.h"
#include "store/daybook-accounts.h"

struct _DaybookBanner
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */

  /* Template children */
  GtkRevealer *revealer;
  GtkBox *box;
  GtkImage *icon;
  GtkLabel *label;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (DaybookBanner, daybook_banner, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The target before the name: GTK 4.8 warns of an action that is without its target for a moment. */
static void
set_action (GtkActionable *button, const char *detailed)
{
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  if (!g_action_parse_detailed_name (detailed, &name, &target, NULL))
    return;
  gtk_actionable_set_action_name (button, NULL);
  gtk_actionable_set_action_target_value (button, target);
  gtk_actionable_set_action_name (button, name);
}

static void
update (DaybookBanner *self)
{
  DaybookAgentClient *agent = daybook_workspace_get_agent (self->workspace);
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (GPtrArray) accounts = store != NULL ? daybook_store_list_accounts (store, NULL) : NULL;
  g_autoptr (GPtrArray) sources = store != NULL ? daybook_store_list_sources (store, 0, NULL) : NULL;
  const DaybookFacts facts = {
    .read_only = daybook_workspace_is_read_only (self->workspace),
    .disk_full = store != NULL && !daybook_store_has_room (store),
    .paused = store != NULL && daybook_store_get_setting_bool (store, "sync_paused"),
    .offline = daybook_agent_client_is_available (agent) && !daybook_agent_client_is_online (agent),
    .keyring = daybook_agent_client_get_keyring_state (agent),
    .accounts = accounts,
    .sources = sources,
    .zone = daybook_workspace_get_zone (self->workspace),
    .now = daybook_workspace_get_now (self->workspace),
  };
  g_autoptr (DaybookLastingState) state = daybook_lasting_state_find (&facts);

  gtk_revealer_set_reveal_child (self->revealer, state != NULL);
  if (state == NULL)
    return;
  gtk_image_set_from_icon_name (self->icon, state->icon);
  gtk_label_set_label (self->label, state->text);
  if (state->urgent)
    gtk_widget_add_css_class (GTK_WIDGET (self->box), "urgent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->box), "urgent");
  gtk_widget_set_visible (GTK_WIDGET (self->button), state->button != NULL);
  if (state->button != NULL)
    {
      gtk_button_set_label (self->button, state->button);
      set_action (GTK_ACTIONABLE (self->button), state->action);
    }
}

static gboolean
resume_sync (DaybookStore *store, gpointer data, GError **error)
{
  return daybook_store_set_setting (store, "sync_paused", "false", error);
}

static void
on_resume_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_workspace_change (DAYBOOK_BANNER (widget)->workspace, _("Resume syncing"), NULL, resume_sync, NULL, NULL);
}

static void
daybook_banner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_BANNER (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_banner_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookBanner *self = DAYBOOK_BANNER (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&self->workspace, g_value_get_object (value)) && self->workspace != NULL)
        {
          DaybookAgentClient *agent = daybook_workspace_get_agent (self->workspace);

          g_signal_connect_object (self->workspace, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (self->workspace, "minute", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (agent, "notify::available", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (agent, "notify::online", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (agent, "notify::keyring-state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
          update (self);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_banner_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_BANNER (object)->workspace);
  G_OBJECT_CLASS (daybook_banner_parent_class)->finalize (object);
}

static void
daybook_banner_class_init (DaybookBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_banner_get_property;
  object_class->set_property = daybook_banner_set_property;
  object_class->finalize = daybook_banner_finalize;

  properties[PROP_WORKSPACE] = g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "banner.resume", NULL, on_resume_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/common/daybook-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, DaybookBanner, box);
  gtk_widget_class_bind_template_child (widget_class, DaybookBanner, icon);
  gtk_widget_class_bind_template_child (widget_class, DaybookBanner, label);
  gtk_widget_class_bind_template_child (widget_class, DaybookBanner, button);
}

static void
daybook_banner_init (DaybookBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
