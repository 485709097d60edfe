/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-project-picker.h"

#include <glib/gi18n.h>

#include "common/daybook-dot.h"
#include "common/daybook-project-name.h"
#include "common/daybook-project-popover.h"
#include "common/daybook-reload-gate.h"
#include "store/daybook-entries.h"

struct _DaybookProjectPicker
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookReloadGate *gate; /* (owned) (nullable) */
  gint64 project;
  char *name;  /* (owned) */
  char *color; /* (owned) (nullable) */

  /* Template children */
  GtkMenuButton *button;
  DaybookDot *dot;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (DaybookProjectPicker, daybook_project_picker, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_PROJECT,
  N_PROPS
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static DaybookStore *
get_store (DaybookProjectPicker *self)
{
  return self->workspace != NULL ? daybook_workspace_get_store (self->workspace) : NULL;
}

/* Names the project as it is called now. */
static void
update (DaybookProjectPicker *self)
{
  DaybookStore *store = get_store (self);
  g_autoptr (DaybookProject) project =
    store != NULL && self->project != 0 ? daybook_store_get_project (store, self->project, NULL) : NULL;
  g_autofree char *words = NULL;

  g_free (self->name);
  g_free (self->color);
  self->name = daybook_project_name_format (project != NULL ? project->client_name : NULL,
                                            project != NULL ? project->name : NULL);
  self->color = g_strdup (project != NULL ? project->color : NULL);
  gtk_label_set_label (self->label, self->name);
  daybook_dot_set_color (self->dot, self->color);
  gtk_widget_set_visible (GTK_WIDGET (self->dot), project != NULL);
  /* Translators: the name of a button that chooses a project; %s is the present one */
  words = g_strdup_printf (_("Project: %s"), self->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), self->project != 0 ? self->name : _("Choose a project"));
}

static void
on_chosen_cb (DaybookProjectPopover *popover, gint64 project, const char *name, DaybookProjectPicker *self)
{
  daybook_project_picker_set_project (self, project);
  g_signal_emit (self, signals[CHOSEN], 0);
}

/* Many pickers are never opened: what one shows then is made when it is. */
static void
on_create_popup_cb (GtkMenuButton *button, gpointer data)
{
  DaybookProjectPicker *self = data;
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (popover == NULL)
    {
      popover = g_object_new (DAYBOOK_TYPE_PROJECT_POPOVER, NULL);
      g_object_bind_property (self, "workspace", popover, "workspace", G_BINDING_SYNC_CREATE);
      g_signal_connect (popover, "chosen", G_CALLBACK (on_chosen_cb), self);
      gtk_menu_button_set_popover (button, GTK_WIDGET (popover));
    }
  daybook_project_popover_set_current (DAYBOOK_PROJECT_POPOVER (popover), self->project);
}

static void
daybook_project_picker_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookProjectPicker *self = DAYBOOK_PROJECT_PICKER (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_PROJECT:
      g_value_set_int64 (value, self->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_project_picker_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookProjectPicker *self = DAYBOOK_PROJECT_PICKER (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&self->workspace, g_value_get_object (value)))
        {
          g_clear_object (&self->gate);
          if (self->workspace != NULL)
            {
              self->gate = daybook_reload_gate_new (self->workspace, (DaybookReloadFunc) update, self);
              daybook_reload_gate_follow (self->gate, GTK_WIDGET (self));
            }
          update (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_PROJECT:
      daybook_project_picker_set_project (self, g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_project_picker_finalize (GObject *object)
{
  DaybookProjectPicker *self = DAYBOOK_PROJECT_PICKER (object);

  g_clear_object (&self->gate);
  g_clear_object (&self->workspace);
  g_free (self->name);
  g_free (self->color);
  G_OBJECT_CLASS (daybook_project_picker_parent_class)->finalize (object);
}

static void
daybook_project_picker_class_init (DaybookProjectPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = daybook_project_picker_get_property;
  object_class->set_property = daybook_project_picker_set_property;
  object_class->finalize = daybook_project_picker_finalize;

  properties[PROP_WORKSPACE] = g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE, flags);
  properties[PROP_PROJECT] = g_param_spec_int64 ("project", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DAYBOOK_TYPE_DOT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/common/daybook-project-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectPicker, button);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectPicker, dot);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectPicker, label);
}

static void
daybook_project_picker_init (DaybookProjectPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, on_create_popup_cb, self, NULL);
  update (self);
}

gint64
daybook_project_picker_get_project (DaybookProjectPicker *self)
{
  return self->project;
}

void
daybook_project_picker_set_project (DaybookProjectPicker *self, gint64 project)
{
  g_return_if_fail (DAYBOOK_IS_PROJECT_PICKER (self));

  if (self->project == project)
    return;
  self->project = project;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
}

/* (transfer none) "ACME / Website", "No Project". */
const char *
daybook_project_picker_get_name (DaybookProjectPicker *self)
{
  return self->name;
}

/* (transfer none) (nullable) */
const char *
daybook_project_picker_get_color (DaybookProjectPicker *self)
{
  return self->color;
}

void
daybook_project_picker_popup (DaybookProjectPicker *self)
{
  g_return_if_fail (DAYBOOK_IS_PROJECT_PICKER (self));

  gtk_menu_button_popup (self->button);
}
