/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/daybook-projects-form.h"

#include <glib/gi18n.h>

#include "base/daybook-money.h"
#include "base/daybook-text.h"
#include "common/daybook-hues.h"
#include "store/daybook-entries.h"

struct _DaybookProjectsForm
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookKind kind;
  DaybookClient *client;   /* (owned) (nullable) what is edited, by kind */
  DaybookProject *project; /* (owned) (nullable) */
  DaybookPerson *person;   /* (owned) (nullable) */
  GArray *client_ids;      /* (owned) gint64, as the row lists them */
  gboolean archiving;      /* what is being written differs by that */

  GtkLabel *problem;
  GtkEditable *name;
  GtkEditable *address;
  GtkEditable *tax_id;
  GtkEditable *currency;
  GtkEditable *rate;
  AdwComboRow *client_row;
  AdwComboRow *color_row;
  GtkSwitch *billable;
};

G_DEFINE_FINAL_TYPE (DaybookProjectsForm, daybook_projects_form, ADW_TYPE_BIN)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
say (DaybookProjectsForm *self, const char *problem)
{
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

/* Saving ---------------------------------------------------------------------------------------------- */

typedef struct
{
  DaybookClient *client;   /* (owned) (nullable) */
  DaybookProject *project; /* (owned) (nullable) */
  DaybookPerson *person;   /* (owned) (nullable) */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  daybook_client_free (change->client);
  daybook_project_free (change->project);
  daybook_person_free (change->person);
  g_free (change);
}

/* On the store's thread. It may run again, so the records stay as they came. */
static gboolean
write_change (DaybookStore *store, gpointer data, GError **error)
{
  const Change *change = data;

  if (change->client != NULL)
    {
      g_autoptr (DaybookClient) client = daybook_client_copy (change->client);

      return client->id == 0 ? daybook_store_add_client (store, client, error) != 0
                             : daybook_store_edit_client (store, client, error);
    }
  if (change->project != NULL)
    {
      g_autoptr (DaybookProject) project = daybook_project_copy (change->project);

      return project->id == 0 ? daybook_store_add_project (store, project, error) != 0
                              : daybook_store_edit_project (store, project, error);
    }
  else
    {
      g_autoptr (DaybookPerson) person = daybook_person_copy (change->person);

      return person->id == 0 ? daybook_store_add_person (store, person, error) != 0
                             : daybook_store_edit_person (store, person, error);
    }
}

static gboolean *
get_archived (DaybookProjectsForm *self)
{
  if (self->client != NULL)
    return &self->client->archived;
  return self->project != NULL ? &self->project->archived : &self->person->archived;
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookProjectsForm) self = data;
  g_autoptr (GError) error = NULL;
  gint64 change;

  if (!daybook_workspace_change_finish (DAYBOOK_WORKSPACE (source), result, &change, &error))
    {
      if (self->archiving)
        *get_archived (self) = !*get_archived (self);
      self->archiving = FALSE;
      say (self, error->message);
      return;
    }
  daybook_workspace_toast (DAYBOOK_WORKSPACE (source), _("Saved"), change);
  g_signal_emit (self, signals[DONE], 0);
}

static void
write_all (DaybookProjectsForm *self, const char *label)
{
  Change *change = g_new0 (Change, 1);

  change->client = self->client != NULL ? daybook_client_copy (self->client) : NULL;
  change->project = self->project != NULL ? daybook_project_copy (self->project) : NULL;
  change->person = self->person != NULL ? daybook_person_copy (self->person) : NULL;
  daybook_workspace_change_async (self->workspace, label, write_change, change, change_free, on_written_cb,
                                  g_object_ref (self));
}

/* (transfer full) (nullable) NULL for an empty field. */
static char *
read_text (GtkEditable *field)
{
  g_autofree char *text = daybook_text_one_line (gtk_editable_get_text (field));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* Both empty: none of its own. */
static gboolean
read_rate (DaybookProjectsForm *self, char **currency, gint64 *rate)
{
  g_autofree char *code = read_text (self->currency);
  g_autofree char *number = read_text (self->rate);
  g_autofree char *upper = code != NULL ? g_ascii_strup (code, -1) : NULL;
  g_autoptr (GError) error = NULL;

  if (upper != NULL && !daybook_money_is_currency (upper))
    {
      say (self, _("A currency has three letters, such as EUR."));
      return FALSE;
    }
  *rate = -1;
  if (number != NULL && !daybook_money_parse (number, upper != NULL ? upper : "EUR", rate, &error))
    {
      say (self, error->message);
      return FALSE;
    }
  g_free (*currency);
  *currency = g_steal_pointer (&upper);
  return TRUE;
}

static gint64
read_client (DaybookProjectsForm *self)
{
  guint selected = adw_combo_row_get_selected (self->client_row);

  return selected < self->client_ids->len ? g_array_index (self->client_ids, gint64, selected) : 0;
}

static void
set_text (char **text, char *value /* (transfer full) */)
{
  g_free (*text);
  *text = value;
}

/* Writes what the fields say, if it can be. */
void
daybook_projects_form_save (DaybookProjectsForm *self)
{
  g_autofree char *name = read_text (self->name);
  g_autofree char *label = NULL;

  g_return_if_fail (DAYBOOK_IS_PROJECTS_FORM (self));

  say (self, NULL);
  if (name == NULL)
    {
      say (self, _("A name is needed."));
      return;
    }
  label = g_strdup_printf (_("Edit “%s”"), name);
  if (self->client != NULL)
    {
      if (!read_rate (self, &self->client->currency, &self->client->hourly_rate))
        return;
      set_text (&self->client->name, g_steal_pointer (&name));
      set_text (&self->client->address, read_text (self->address));
      set_text (&self->client->tax_id, read_text (self->tax_id));
    }
  else if (self->project != NULL)
    {
      guint hue = adw_combo_row_get_selected (self->color_row);

      if (!read_rate (self, &self->project->currency, &self->project->hourly_rate))
        return;
      set_text (&self->project->name, g_steal_pointer (&name));
      self->project->client_id = read_client (self);
      self->project->billable = gtk_switch_get_active (self->billable);
      if (hue < DAYBOOK_HUES)
        set_text (&self->project->color, g_strdup (daybook_hue_get_color (hue)));
    }
  else
    {
      set_text (&self->person->name, g_steal_pointer (&name));
      set_text (&self->person->address, read_text (self->address));
      self->person->client_id = read_client (self);
    }
  write_all (self, label);
}

static void
on_archive_cb (DaybookProjectsForm *self)
{
  gboolean *archived = get_archived (self);

  self->archiving = TRUE;
  *archived = !*archived;
  write_all (self, *archived ? _("Archive") : _("Take out of the archive"));
}

/* Fields ---------------------------------------------------------------------------------------------- */

static GtkEditable *
add_entry (DaybookProjectsForm *self, AdwPreferencesGroup *group, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (daybook_projects_form_save), self);
  adw_preferences_group_add (group, row);
  return GTK_EDITABLE (row);
}

static void
add_rate (DaybookProjectsForm *self, AdwPreferencesGroup *group, const char *currency, gint64 rate)
{
  g_autofree char *text = rate >= 0 ? daybook_money_format_plain (rate, currency != NULL ? currency : "EUR") : NULL;

  self->rate = add_entry (self, group, _("Hourly Rate"), text);
  self->currency = add_entry (self, group, _("Currency"), currency);
}

static void
add_clients (DaybookProjectsForm *self, AdwPreferencesGroup *group, gint64 present)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (GPtrArray) clients = daybook_store_list_clients (store, TRUE, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const gint64 none = 0;
  guint selected = 0;

  g_array_append_val (self->client_ids, none);
  gtk_string_list_append (names, _("No Client"));
  for (guint i = 0; clients != NULL && i < clients->len; i++)
    {
      const DaybookClient *client = clients->pdata[i];

      /* An archived one stays with what it has, and takes nothing new. */
      if (client->archived && client->id != present)
        continue;
      g_array_append_val (self->client_ids, client->id);
      gtk_string_list_take (names, daybook_text_one_line (client->name));
      if (client->id == present)
        selected = self->client_ids->len - 1;
    }
  self->client_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->client_row), _("Client"));
  adw_combo_row_set_model (self->client_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->client_row, selected);
  adw_preferences_group_add (group, GTK_WIDGET (self->client_row));
}

static void
add_color (DaybookProjectsForm *self, AdwPreferencesGroup *group)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint hue = daybook_hue_find (self->project->color);

  for (guint i = 0; i < DAYBOOK_HUES; i++)
    gtk_string_list_append (names, daybook_hue_get_name (i));
  if (hue == DAYBOOK_HUES)
    gtk_string_list_append (names, _("Its own"));
  self->color_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->color_row), _("Color"));
  adw_combo_row_set_model (self->color_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->color_row, hue);
  adw_preferences_group_add (group, GTK_WIDGET (self->color_row));
}

static void
add_billable (DaybookProjectsForm *self, AdwPreferencesGroup *group)
{
  GtkWidget *row = adw_action_row_new ();

  self->billable = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->billable), GTK_ALIGN_CENTER);
  gtk_switch_set_active (self->billable, self->project->billable);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Billable"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("What new time entries begin with"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->billable));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (self->billable));
  adw_preferences_group_add (group, row);
}

static void
load (DaybookProjectsForm *self, gint64 id)
{
  DaybookStore *store = daybook_workspace_get_store (self->workspace);

  if (self->kind == DAYBOOK_KIND_CLIENT)
    {
      self->client = id != 0 ? daybook_store_get_client (store, id, NULL) : NULL;
      if (self->client == NULL)
        {
          self->client = daybook_client_new ();
          self->client->currency = daybook_store_get_setting (store, "currency");
        }
    }
  else if (self->kind == DAYBOOK_KIND_PROJECT)
    {
      g_autoptr (GPtrArray) projects = daybook_store_list_projects (store, FALSE, NULL);

      self->project = id != 0 ? daybook_store_get_project (store, id, NULL) : NULL;
      if (self->project == NULL)
        {
          self->project = daybook_project_new ();
          self->project->billable = TRUE;
          self->project->color =
            g_strdup (daybook_hue_get_color (projects != NULL ? daybook_hue_propose (projects) : 0));
        }
    }
  else
    {
      self->person = id != 0 ? daybook_store_get_person (store, id, NULL) : NULL;
      if (self->person == NULL)
        self->person = daybook_person_new ();
    }
}

static void
add_fields (DaybookProjectsForm *self, AdwPreferencesGroup *group)
{
  if (self->client != NULL)
    {
      self->name = add_entry (self, group, _("Name"), self->client->name);
      self->address = add_entry (self, group, _("Address"), self->client->address);
      self->tax_id = add_entry (self, group, _("Tax Number"), self->client->tax_id);
      add_rate (self, group, self->client->currency, self->client->hourly_rate);
    }
  else if (self->project != NULL)
    {
      self->name = add_entry (self, group, _("Name"), self->project->name);
      add_clients (self, group, self->project->client_id);
      add_rate (self, group, self->project->currency, self->project->hourly_rate);
      adw_preferences_group_set_description (group, _("Without a rate of its own a project has its client’s."));
      add_color (self, group);
      add_billable (self, group);
    }
  else
    {
      self->name = add_entry (self, group, _("Name"), self->person->name);
      self->address = add_entry (self, group, _("Address"), self->person->address);
      add_clients (self, group, self->person->client_id);
    }
}

/* The type -------------------------------------------------------------------------------------------- */

static void
daybook_projects_form_finalize (GObject *object)
{
  DaybookProjectsForm *self = DAYBOOK_PROJECTS_FORM (object);

  g_clear_object (&self->workspace);
  daybook_client_free (self->client);
  daybook_project_free (self->project);
  daybook_person_free (self->person);
  g_array_unref (self->client_ids);
  G_OBJECT_CLASS (daybook_projects_form_parent_class)->finalize (object);
}

static gboolean
daybook_projects_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DAYBOOK_PROJECTS_FORM (widget)->name));
}

static void
daybook_projects_form_class_init (DaybookProjectsFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_projects_form_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = daybook_projects_form_grab_focus;

  signals[DONE] =
    g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_projects_form_init (DaybookProjectsForm *self)
{
  self->client_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}

GtkWidget *
daybook_projects_form_new (DaybookWorkspace *workspace, DaybookKind kind, gint64 id)
{
  DaybookProjectsForm *self = g_object_new (DAYBOOK_TYPE_PROJECTS_FORM, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *group = adw_preferences_group_new ();

  self->workspace = g_object_ref (workspace);
  self->kind = kind;
  load (self, id);
  self->problem = g_object_new (GTK_TYPE_LABEL, "visible", FALSE, "wrap", TRUE, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  add_fields (self, ADW_PREFERENCES_GROUP (group));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  gtk_box_append (GTK_BOX (box), group);
  if (id != 0)
    {
      GtkWidget *button = gtk_button_new_with_label (*get_archived (self) ? _("Take Out of the Archive") : _("Archive"));

      gtk_widget_set_halign (button, GTK_ALIGN_START);
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_archive_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}
