/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-sync-button.h"

#include <glib/gi18n.h>

#include "common/daybook-ring.h"

struct _DaybookSyncButton
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */

  /* Template children */
  GtkButton *button;
  GtkStack *stack;
  DaybookRing *ring;
};

G_DEFINE_FINAL_TYPE (DaybookSyncButton, daybook_sync_button, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update (DaybookSyncButton *self)
{
  DaybookAgentClient *agent = daybook_workspace_get_agent (self->workspace);
  guint done = daybook_agent_client_get_sync_done (agent);
  guint total = daybook_agent_client_get_sync_total (agent);
  g_autofree char *text = NULL;

  if (total > 0)
    text = g_strdup_printf (ngettext ("Syncing, %u of %u account", "Syncing, %u of %u accounts", total), done, total);
  else
    text = g_strdup (_("Sync Now"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  daybook_ring_set_fraction (self->ring, total > 1 ? (double) done / total : -1);
  gtk_stack_set_visible_child_name (self->stack, total > 0 ? "ring" : "icon");
}

static void
daybook_sync_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_SYNC_BUTTON (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_sync_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookSyncButton *self = DAYBOOK_SYNC_BUTTON (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&self->workspace, g_value_get_object (value)) && self->workspace != NULL)
        {
          g_signal_connect_object (daybook_workspace_get_agent (self->workspace), "notify::sync-done",
                                   G_CALLBACK (update), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (daybook_workspace_get_agent (self->workspace), "notify::sync-total",
                                   G_CALLBACK (update), self, G_CONNECT_SWAPPED);
          update (self);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_sync_button_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_SYNC_BUTTON (object)->workspace);
  G_OBJECT_CLASS (daybook_sync_button_parent_class)->finalize (object);
}

static void
daybook_sync_button_class_init (DaybookSyncButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_sync_button_get_property;
  object_class->set_property = daybook_sync_button_set_property;
  object_class->finalize = daybook_sync_button_finalize;

  properties[PROP_WORKSPACE] = g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DAYBOOK_TYPE_RING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/common/daybook-sync-button.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncButton, button);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncButton, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookSyncButton, ring);
}

static void
daybook_sync_button_init (DaybookSyncButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
