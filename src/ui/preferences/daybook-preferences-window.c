/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-preferences-window.h"


struct _DaybookPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (DaybookPreferencesWindow, daybook_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS};

static GParamSpec *properties[N_PROPS];
static void
daybook_preferences_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_PREFERENCES_WINDOW (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_preferences_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookPreferencesWindow *self = DAYBOOK_PREFERENCES_WINDOW (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&self->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_preferences_window_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_PREFERENCES_WINDOW (object)->workspace);
  G_OBJECT_CLASS (daybook_preferences_window_parent_class)->finalize (object);
}

static void
daybook_preferences_window_class_init (DaybookPreferencesWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_preferences_window_get_property;
  object_class->set_property = daybook_preferences_window_set_property;
  object_class->finalize = daybook_preferences_window_finalize;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daybookapp/Daybook/preferences/daybook-preferences-window.ui");
}

static void
daybook_preferences_window_init (DaybookPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
daybook_preferences_window_new (DaybookWorkspace *workspace)
{
  return g_object_new (DAYBOOK_TYPE_PREFERENCES_WINDOW, "workspace", workspace, NULL);
}
