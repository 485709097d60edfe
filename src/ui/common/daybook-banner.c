/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-banner.h"

#include <glib/gi18n.h>

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

static void
show_state (DaybookBanner *self, const char *icon, const char *text, const char *button, const char *action)
{
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
  if (text == NULL)
    return;
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button != NULL)
    {
      gtk_button_set_label (self->button, button);
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->button), action);
    }
}

static void
update (DaybookBanner *self)
{
  DaybookAgentClient *agent = daybook_workspace_get_agent (self->workspace);
  const char *keyring = daybook_agent_client_get_keyring_state (agent);

  if (g_strcmp0 (keyring, "locked") == 0)
    show_state (self, "changes-prevent-symbolic", _("The keyring is locked, so accounts cannot sync."), _("Unlock"),
                "app.sync-now");
  else if (daybook_agent_client_is_available (agent) && !daybook_agent_client_is_online (agent))
    show_state (self, "network-offline-symbolic", _("Offline. Changes are kept here and sent later."), _("Try Now"),
                "app.sync-now");
  else
    show_state (self, NULL, NULL, NULL, NULL);
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
