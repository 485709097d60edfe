/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-project-popover.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/daybook-text.h"
#include "common/daybook-drop-down-name.h"
#include "common/daybook-hues.h"
#include "common/daybook-project-name.h"
#include "common/daybook-project-row.h"
#include "store/daybook-entries.h"

/* From so many projects on there is something to search. */
#define SEARCH_FROM 8
/* How many of those used last come first. */
#define RECENT 4

struct _DaybookProjectPopover
{
  GtkPopover parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  gint64 current;
  GArray *client_ids; /* (owned) gint64, as the drop-down lists them */

  /* Template children */
  GtkStack *stack;
  GtkSearchEntry *search;
  GtkListBox *list;
  GtkEntry *name;
  GtkDropDown *client;
  GtkLabel *problem;
  GtkWidget *add_button;
};

G_DEFINE_FINAL_TYPE (DaybookProjectPopover, daybook_project_popover, GTK_TYPE_POPOVER)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
choose (DaybookProjectPopover *self, gint64 project, const char *name)
{
  g_autofree char *kept = g_strdup (name);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, project, kept);
}

/* Choosing ----------------------------------------------------------------------------------------- */

static void
append_row (DaybookProjectPopover *self, const DaybookProject *project)
{
  gint64 id = project != NULL ? project->id : 0;

  gtk_list_box_append (self->list, daybook_project_row_new (project, id == self->current));
}

/* Takes the project of @id out of @projects. (transfer full) (nullable) */
static DaybookProject *
take_project (GPtrArray *projects, gint64 id)
{
  for (guint i = 0; i < projects->len; i++)
    if (((DaybookProject *) projects->pdata[i])->id == id)
      return g_ptr_array_steal_index (projects, i);
  return NULL;
}

static void
fill_list (DaybookProjectPopover *self)
{
  DaybookStore *store = self->workspace != NULL ? daybook_workspace_get_store (self->workspace) : NULL;
  g_autoptr (GPtrArray) projects = store != NULL ? daybook_store_list_projects (store, FALSE, NULL) : NULL;
  g_autoptr (GArray) recent = store != NULL ? daybook_store_recent_projects (store, RECENT, NULL) : NULL;
  guint n = projects != NULL ? projects->len : 0;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  append_row (self, NULL);
  /* A short list keeps its order. */
  for (guint i = 0; recent != NULL && n >= SEARCH_FROM && i < recent->len; i++)
    {
      DaybookProject *project = take_project (projects, g_array_index (recent, gint64, i));

      if (project != NULL)
        append_row (self, project);
      daybook_project_free (project);
    }
  for (guint i = 0; projects != NULL && i < projects->len; i++)
    append_row (self, projects->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->search), n >= SEARCH_FROM);
}

static void
on_show_cb (DaybookProjectPopover *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_stack_set_visible_child_name (self->stack, "choose");
  fill_list (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->search)))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer data)
{
  DaybookProjectPopover *self = data;
  g_autofree char *wanted = daybook_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  g_autofree char *name = daybook_text_fold (daybook_project_row_get_name (DAYBOOK_PROJECT_ROW (row)));

  return strstr (name, wanted) != NULL;
}

static void
on_search_changed_cb (GtkEditable *search, DaybookProjectPopover *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

/* Enter in the search takes the first that is left. */
static void
on_search_activate_cb (GtkSearchEntry *search, DaybookProjectPopover *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_child_visible (row))
      {
        choose (self, daybook_project_row_get_id (DAYBOOK_PROJECT_ROW (row)),
                daybook_project_row_get_name (DAYBOOK_PROJECT_ROW (row)));
        return;
      }
}

static void
on_stop_search_cb (GtkSearchEntry *search, DaybookProjectPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_row_activated_cb (GtkListBox *list, GtkListBoxRow *row, DaybookProjectPopover *self)
{
  choose (self, daybook_project_row_get_id (DAYBOOK_PROJECT_ROW (row)),
          daybook_project_row_get_name (DAYBOOK_PROJECT_ROW (row)));
}

static void
on_manage_cb (GtkButton *button, DaybookProjectPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* A new one ---------------------------------------------------------------------------------------- */

static void
fill_clients (DaybookProjectPopover *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (GPtrArray) clients = store != NULL ? daybook_store_list_clients (store, FALSE, NULL) : NULL;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const gint64 none = 0;

  g_array_set_size (self->client_ids, 0);
  g_array_append_val (self->client_ids, none);
  gtk_string_list_append (names, _("No Client"));
  for (guint i = 0; clients != NULL && i < clients->len; i++)
    {
      const DaybookClient *client = clients->pdata[i];

      g_array_append_val (self->client_ids, client->id);
      gtk_string_list_take (names, daybook_text_one_line (client->name));
    }
  gtk_drop_down_set_model (self->client, G_LIST_MODEL (names));
}

static void
on_name_changed_cb (GtkEditable *name, DaybookProjectPopover *self)
{
  g_autofree char *text = daybook_text_one_line (gtk_editable_get_text (name));

  gtk_widget_set_sensitive (self->add_button, *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
}

static void
on_new_cb (GtkButton *button, DaybookProjectPopover *self)
{
  fill_clients (self);
  gtk_editable_set_text (GTK_EDITABLE (self->name), gtk_editable_get_text (GTK_EDITABLE (self->search)));
  on_name_changed_cb (GTK_EDITABLE (self->name), self);
  gtk_stack_set_visible_child_name (self->stack, "new");
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
on_cancel_cb (GtkButton *button, DaybookProjectPopover *self)
{
  gtk_stack_set_visible_child_name (self->stack, "choose");
}

static gboolean
add_project (DaybookStore *store, gpointer data, GError **error)
{
  DaybookProject *project = data;

  return daybook_store_add_project (store, project, error) != 0;
}

static void
on_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookProjectPopover) self = data;
  DaybookWorkspace *workspace = DAYBOOK_WORKSPACE (source);
  DaybookStore *store = daybook_workspace_get_store (workspace);
  g_autoptr (DaybookProject) project = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (!daybook_workspace_change_finish (workspace, result, NULL, &error))
    {
      gtk_label_set_label (self->problem, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      return;
    }
  project = daybook_project_copy (daybook_workspace_change_get_data (workspace, result));
  g_clear_pointer (&project->client_name, g_free);
  if (project->client_id != 0)
    {
      g_autoptr (DaybookClient) client = daybook_store_get_client (store, project->client_id, NULL);

      project->client_name = client != NULL ? g_strdup (client->name) : NULL;
    }
  name = daybook_project_name_format (project->client_name, project->name);
  choose (self, project->id, name);
}

/* Its colour is one that the others have not. Everything else is in Clients and Projects. */
static void
on_add_cb (GtkWidget *widget, DaybookProjectPopover *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (GPtrArray) projects = store != NULL ? daybook_store_list_projects (store, FALSE, NULL) : NULL;
  guint chosen = gtk_drop_down_get_selected (self->client);
  DaybookProject *project;
  g_autofree char *label = NULL;

  if (!gtk_widget_get_sensitive (self->add_button) || projects == NULL)
    return;
  project = daybook_project_new ();
  project->name = daybook_text_one_line (gtk_editable_get_text (GTK_EDITABLE (self->name)));
  project->client_id = chosen < self->client_ids->len ? g_array_index (self->client_ids, gint64, chosen) : 0;
  project->color = g_strdup (daybook_hue_get_color (daybook_hue_propose (projects)));
  project->billable = TRUE;
  label = g_strdup_printf (_("Add “%s”"), project->name);
  daybook_workspace_change_async (self->workspace, label, add_project, project, (GDestroyNotify) daybook_project_free,
                                  on_added_cb, g_object_ref (self));
}

/* The type ------------------------------------------------------------------------------------------ */

static void
daybook_project_popover_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_PROJECT_POPOVER (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_project_popover_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      if (g_set_object (&DAYBOOK_PROJECT_POPOVER (object)->workspace, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_project_popover_finalize (GObject *object)
{
  DaybookProjectPopover *self = DAYBOOK_PROJECT_POPOVER (object);

  g_clear_object (&self->workspace);
  g_array_unref (self->client_ids);
  G_OBJECT_CLASS (daybook_project_popover_parent_class)->finalize (object);
}

static void
daybook_project_popover_class_init (DaybookProjectPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_project_popover_get_property;
  object_class->set_property = daybook_project_popover_set_property;
  object_class->finalize = daybook_project_popover_finalize;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/common/daybook-project-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectPopover, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectPopover, search);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectPopover, list);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectPopover, name);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectPopover, client);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectPopover, problem);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectPopover, add_button);
  gtk_widget_class_bind_template_callback (widget_class, on_show_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_new_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_manage_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_cb);
}

static void
daybook_project_popover_init (DaybookProjectPopover *self)
{
  self->client_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  daybook_drop_down_name_tell (self->client, _("Client"));
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
}

void
daybook_project_popover_set_current (DaybookProjectPopover *self, gint64 project)
{
  g_return_if_fail (DAYBOOK_IS_PROJECT_POPOVER (self));

  self->current = project;
}
