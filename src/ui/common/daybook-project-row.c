/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-project-row.h"

#include "common/daybook-dot.h"
#include "common/daybook-project-name.h"

struct _DaybookProjectRow
{
  GtkListBoxRow parent_instance;

  gint64 id;
  char *name; /* (owned) */
};

G_DEFINE_FINAL_TYPE (DaybookProjectRow, daybook_project_row, GTK_TYPE_LIST_BOX_ROW)

static void
daybook_project_row_finalize (GObject *object)
{
  g_free (DAYBOOK_PROJECT_ROW (object)->name);
  G_OBJECT_CLASS (daybook_project_row_parent_class)->finalize (object);
}

static void
daybook_project_row_class_init (DaybookProjectRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_project_row_finalize;
}

static void
daybook_project_row_init (DaybookProjectRow *self)
{
}

GtkWidget *
daybook_project_row_new (const DaybookProject *project, gboolean chosen)
{
  DaybookProjectRow *self = g_object_new (DAYBOOK_TYPE_PROJECT_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *dot = daybook_dot_new (project != NULL ? project->color : NULL);
  GtkWidget *label, *tick;

  self->id = project != NULL ? project->id : 0;
  self->name = daybook_project_name_format (project != NULL ? project->client_name : NULL,
                                            project != NULL ? project->name : NULL);
  label = g_object_new (GTK_TYPE_LABEL, "label", self->name, "xalign", 0.0, "hexpand", TRUE, "ellipsize",
                        PANGO_ELLIPSIZE_END, "max-width-chars", 32, NULL);
  tick = g_object_new (GTK_TYPE_IMAGE, "icon-name", "object-select-symbolic", "accessible-role",
                       GTK_ACCESSIBLE_ROLE_PRESENTATION, "visible", chosen, NULL);
  gtk_widget_set_opacity (dot, project != NULL ? 1 : 0);
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), tick);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->name, -1);
  return GTK_WIDGET (self);
}

/* 0 = none. */
gint64
daybook_project_row_get_id (DaybookProjectRow *self)
{
  return self->id;
}

const char *
daybook_project_row_get_name (DaybookProjectRow *self)
{
  return self->name;
}
