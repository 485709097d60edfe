/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/daybook-projects-window.h"

#include <glib/gi18n.h>

#include "base/daybook-money.h"
#include "base/daybook-text.h"
#include "common/daybook-dot.h"
#include "projects/daybook-projects-form.h"
#include "store/daybook-entries.h"

struct _DaybookProjectsWindow
{
  AdwWindow parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  GtkWidget *groups[3];        /* (nullable) projects, clients, people */
  DaybookProjectsForm *form;   /* (nullable) while one is open */

  /* Template children */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwPreferencesPage *page;
  AdwWindowTitle *form_title;
  AdwClamp *form_place;
};

G_DEFINE_FINAL_TYPE (DaybookProjectsWindow, daybook_projects_window, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Forms ----------------------------------------------------------------------------------------------- */

static void
close_form (DaybookProjectsWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "list");
  adw_clamp_set_child (self->form_place, NULL);
  self->form = NULL;
}

static void
open_form (DaybookProjectsWindow *self, DaybookKind kind, gint64 id)
{
  const char *title = kind == DAYBOOK_KIND_CLIENT    ? (id != 0 ? _("Client") : _("New Client"))
                      : kind == DAYBOOK_KIND_PROJECT ? (id != 0 ? _("Project") : _("New Project"))
                                                     : (id != 0 ? _("Person") : _("New Person"));

  self->form = DAYBOOK_PROJECTS_FORM (daybook_projects_form_new (self->workspace, kind, id));
  g_signal_connect_object (self->form, "done", G_CALLBACK (close_form), self, G_CONNECT_SWAPPED);
  adw_window_title_set_title (self->form_title, title);
  adw_clamp_set_child (self->form_place, GTK_WIDGET (self->form));
  gtk_stack_set_visible_child_name (self->stack, "form");
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

static void
on_cancel_cb (DaybookProjectsWindow *self)
{
  close_form (self);
}

static void
on_save_cb (DaybookProjectsWindow *self)
{
  if (self->form != NULL)
    daybook_projects_form_save (self->form);
}

/* Out of the form first, then out of the window. */
static gboolean
on_escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DaybookProjectsWindow *self = DAYBOOK_PROJECTS_WINDOW (widget);

  if (self->form != NULL)
    close_form (self);
  else
    gtk_window_close (GTK_WINDOW (self));
  return TRUE;
}

/* The list -------------------------------------------------------------------------------------------- */

/* A row knows what it opens by the target of its action: "p…", "c…", "h…", the text id. */
static void
on_open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookKind kind;
  gint64 id;

  if (daybook_id_parse (g_variant_get_string (parameter, NULL), &kind, &id))
    open_form (DAYBOOK_PROJECTS_WINDOW (widget), kind, id);
}

static void
on_add_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_form (DAYBOOK_PROJECTS_WINDOW (widget), (DaybookKind) g_variant_get_string (parameter, NULL)[0], 0);
}

static GtkWidget *
start_group (DaybookProjectsWindow *self, int index, DaybookKind kind, const char *title, const char *add, const char *empty)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");
  const char target[] = { (char) kind, '\0' };

  if (self->groups[index] != NULL)
    adw_preferences_page_remove (self->page, ADW_PREFERENCES_GROUP (self->groups[index]));
  self->groups[index] = adw_preferences_group_new ();
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, add);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, add, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "projects.add");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->groups[index]), title);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self->groups[index]), button);
  if (empty != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->groups[index]), empty);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (self->groups[index]));
  return self->groups[index];
}

static void
add_row (GtkWidget *group, DaybookKind kind, gint64 id, const char *name, const char *detail, gboolean archived,
         const char *color, gboolean has_dot)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *text_id = daybook_id_format (kind, id);
  g_autofree char *line = daybook_text_one_line (name);
  g_autofree char *both = archived && *detail != '\0' ? g_strdup_printf (_("%s, archived"), detail)
                                                      : g_strdup (archived ? _("Archived") : detail);
  g_autofree char *markup = daybook_text_to_markup (both);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line);
  /* A subtitle is markup (reliability.md, threat 18). */
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), markup);
  if (has_dot)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), daybook_dot_new (color));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  if (archived)
    gtk_widget_add_css_class (row, "dim-label");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "projects.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", text_id);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/* (transfer full) "€95.00 an hour"; "" without a rate. */
static char *
format_rate (gint64 rate, const char *currency)
{
  g_autofree char *money = rate >= 0 && currency != NULL ? daybook_money_format (rate, currency) : NULL;

  /* Translators: an amount of money for an hour of work */
  return money != NULL ? g_strdup_printf (_("%s an hour"), money) : g_strdup ("");
}

static void
fill_projects (DaybookProjectsWindow *self, DaybookStore *store)
{
  g_autoptr (GPtrArray) projects = daybook_store_list_projects (store, TRUE, NULL);
  GtkWidget *group = start_group (self, 0, DAYBOOK_KIND_PROJECT, _("Projects"), _("New Project"),
                                  projects == NULL || projects->len == 0 ? _("What you work on. Add the first one.") : NULL);

  for (int archived = 0; projects != NULL && archived < 2; archived++)
    for (guint i = 0; i < projects->len; i++)
      {
        const DaybookProject *project = projects->pdata[i];
        g_autofree char *rate =
          project->billable ? format_rate (project->effective_rate, project->effective_currency) : g_strdup (_("not billable"));
        g_autofree char *client = daybook_text_one_line (project->client_name);
        g_autofree char *detail =
          *client != '\0' && *rate != '\0' ? g_strdup_printf ("%s, %s", client, rate) : g_strconcat (client, rate, NULL);

        if (!project->archived == !archived)
          add_row (group, DAYBOOK_KIND_PROJECT, project->id, project->name, detail, project->archived, project->color, TRUE);
      }
}

static void
fill_clients (DaybookProjectsWindow *self, DaybookStore *store)
{
  g_autoptr (GPtrArray) clients = daybook_store_list_clients (store, TRUE, NULL);
  GtkWidget *group = start_group (self, 1, DAYBOOK_KIND_CLIENT, _("Clients"), _("New Client"),
                                  clients == NULL || clients->len == 0 ? _("Whom you bill. Add the first one.") : NULL);

  for (int archived = 0; clients != NULL && archived < 2; archived++)
    for (guint i = 0; i < clients->len; i++)
      {
        const DaybookClient *client = clients->pdata[i];
        g_autofree char *rate = format_rate (client->hourly_rate, client->currency);

        if (!client->archived == !archived)
          add_row (group, DAYBOOK_KIND_CLIENT, client->id, client->name, rate, client->archived, NULL, FALSE);
      }
}

static void
fill_people (DaybookProjectsWindow *self, DaybookStore *store)
{
  g_autoptr (GPtrArray) people = daybook_store_list_people (store, TRUE, NULL);
  GtkWidget *group = start_group (self, 2, DAYBOOK_KIND_PERSON, _("People"), _("New Person"),
                                  people == NULL || people->len == 0 ? _("With whom you work.") : NULL);

  for (int archived = 0; people != NULL && archived < 2; archived++)
    for (guint i = 0; i < people->len; i++)
      {
        const DaybookPerson *person = people->pdata[i];
        g_autofree char *address = daybook_text_one_line (person->address);

        if (!person->archived == !archived)
          add_row (group, DAYBOOK_KIND_PERSON, person->id, person->name, address, person->archived, NULL, FALSE);
      }
}

static void
fill (DaybookProjectsWindow *self)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);

  if (store == NULL)
    return;
  fill_projects (self, store);
  fill_clients (self, store);
  fill_people (self, store);
}

/* Toasts ---------------------------------------------------------------------------------------------- */

static void
on_undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_workspace_undo (DAYBOOK_PROJECTS_WINDOW (widget)->workspace, g_variant_get_int64 (parameter));
}

/* While this window is in front it says what the main window, behind it, would. */
static void
on_toast_cb (DaybookWorkspace *workspace, const char *text, gint64 change, DaybookProjectsWindow *self)
{
  g_autofree char *markup = daybook_text_to_markup (text);
  AdwToast *toast = adw_toast_new (markup);

  if (change != 0)
    {
      adw_toast_set_button_label (toast, _("_Undo"));
      adw_toast_set_action_name (toast, "projects.undo");
      adw_toast_set_action_target (toast, "x", change);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
  g_signal_stop_emission_by_name (workspace, "toast");
}

/* The type -------------------------------------------------------------------------------------------- */

static void
set_workspace (DaybookProjectsWindow *self, DaybookWorkspace *workspace)
{
  if (!g_set_object (&self->workspace, workspace) || workspace == NULL)
    return;
  g_signal_connect_object (workspace, "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "toast", G_CALLBACK (on_toast_cb), self, 0);
  fill (self);
}

static void
daybook_projects_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_PROJECTS_WINDOW (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_projects_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      set_workspace (DAYBOOK_PROJECTS_WINDOW (object), g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_projects_window_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_PROJECTS_WINDOW (object)->workspace);
  G_OBJECT_CLASS (daybook_projects_window_parent_class)->finalize (object);
}

static void
daybook_projects_window_class_init (DaybookProjectsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_projects_window_get_property;
  object_class->set_property = daybook_projects_window_set_property;
  object_class->finalize = daybook_projects_window_finalize;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/projects/daybook-projects-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectsWindow, page);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectsWindow, form_title);
  gtk_widget_class_bind_template_child (widget_class, DaybookProjectsWindow, form_place);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_install_action (widget_class, "projects.open", "s", on_open_cb);
  gtk_widget_class_install_action (widget_class, "projects.add", "s", on_add_cb);
  gtk_widget_class_install_action (widget_class, "projects.undo", "x", on_undo_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape_cb, NULL);
}

static void
daybook_projects_window_init (DaybookProjectsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
daybook_projects_window_new (DaybookWorkspace *workspace)
{
  return g_object_new (DAYBOOK_TYPE_PROJECTS_WINDOW, "workspace", workspace, NULL);
}
