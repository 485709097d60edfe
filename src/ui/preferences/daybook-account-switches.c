/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preferences/daybook-account-switches.h"

#include <glib/gi18n.h>

#include "accounts/daybook-account-changes.h"
#include "store/daybook-accounts.h"

struct _DaybookAccountSwitches
{
  AdwPreferencesGroup parent_instance;

  DaybookWorkspace *workspace;           /* (owned) (nullable) */
  const DaybookProviderSetting *setting; /* static */
  GPtrArray *lines;                      /* (owned) Line, accounts each before its sources */
  GPtrArray *rows;                       /* (owned) of unowned rows of the group */
  char *shape;                           /* (owned) (nullable) which accounts and sources the rows are of */
  gboolean showing;                      /* what changes now is not the person's doing */
};

G_DEFINE_FINAL_TYPE (DaybookAccountSwitches, daybook_account_switches, ADW_TYPE_PREFERENCES_GROUP)

/* A switch and what it is of. */
typedef struct
{
  DaybookAccountSwitches *group; /* (unowned) */
  gint64 account_id;
  char *account_name;    /* (owned) */
  DaybookSource *source; /* (owned) (nullable) NULL: the account's own */
  GtkSwitch *control;    /* (unowned) */
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_clear_pointer (&line->source, daybook_source_free);
  g_free (line->account_name);
  g_free (line);
}

static void
on_switched_cb (GtkSwitch *control, GParamSpec *pspec, gpointer data)
{
  const Line *line = data;
  DaybookAccountSwitches *self = line->group;
  const char *value = gtk_switch_get_active (control) ? "on" : "off";

  if (self->showing)
    return;
  if (line->source != NULL)
    daybook_source_set_setting (self->workspace, line->source, self->setting, value);
  else
    daybook_account_set_setting (self->workspace, line->account_id, line->account_name, self->setting, value);
}

static Line *
add_line (DaybookAccountSwitches *self, const DaybookAccount *account, const DaybookSource *source)
{
  Line *line = g_new0 (Line, 1);

  line->group = self;
  line->account_id = account->id;
  line->account_name = g_strdup (account->name);
  line->source = source != NULL ? daybook_source_copy (source) : NULL;
  line->control = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (line->control), GTK_ALIGN_CENTER);
  g_signal_connect (line->control, "notify::active", G_CALLBACK (on_switched_cb), line);
  g_ptr_array_add (self->lines, line);
  return line;
}

static GtkWidget *
make_row (const char *title, const char *subtitle, GtkSwitch *control)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", subtitle, "title-lines", 0, "subtitle-lines", 0, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (control));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (control));
  return row;
}

static const char *
find_service_name (DaybookAccountSwitches *self, const DaybookAccount *account)
{
  DaybookService *service =
    daybook_service_catalog_find (daybook_workspace_get_services (self->workspace), account->provider);

  return service != NULL ? daybook_service_get_name (service) : account->provider;
}

static gboolean
is_of (const DaybookSource *source, const DaybookAccount *account)
{
  return source->account_id == account->id && source->state != DAYBOOK_SOURCE_GONE;
}

static void
add_account (DaybookAccountSwitches *self, const DaybookAccount *account, GPtrArray *sources)
{
  const char *name_of_service = find_service_name (self, account);
  /* Once is enough where the account is called as its service. */
  const char *service = g_strcmp0 (name_of_service, account->name) != 0 ? name_of_service : "";
  Line *line = add_line (self, account, NULL);
  GtkWidget *row;

  if (!self->setting->per_source)
    {
      row = make_row (account->name, service, line->control);
    }
  else
    {
      /* Translators: a setting, an account */
      g_autofree char *name = g_strdup_printf (_("%s: %s"), _(self->setting->label), account->name);

      row = adw_expander_row_new ();
      g_object_set (row, "use-markup", FALSE, "title", account->name, "subtitle", service, NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (line->control), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      adw_expander_row_add_action (ADW_EXPANDER_ROW (row), GTK_WIDGET (line->control));
      for (guint i = 0; i < sources->len; i++)
        {
          const DaybookSource *source = sources->pdata[i];

          if (is_of (source, account))
            adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                                      make_row (source->name, NULL, add_line (self, account, source)->control));
        }
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

/* What the rows would have to be made anew for. */
static char *
describe_shape (DaybookAccountSwitches *self, GPtrArray *accounts, GPtrArray *sources)
{
  GString *shape = g_string_new (NULL);

  for (guint i = 0; i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];

      g_string_append_printf (shape, "%" G_GINT64_FORMAT " %s\n%s\n", account->id, account->name,
                              find_service_name (self, account));
      for (guint j = 0; self->setting->per_source && j < sources->len; j++)
        {
          const DaybookSource *source = sources->pdata[j];

          if (is_of (source, account))
            g_string_append_printf (shape, "  %" G_GINT64_FORMAT " %s\n", source->id, source->name);
        }
    }
  return g_string_free (shape, FALSE);
}

static void
make_rows (DaybookAccountSwitches *self, GPtrArray *accounts, GPtrArray *sources)
{
  g_autofree char *shape = describe_shape (self, accounts, sources);

  if (g_strcmp0 (shape, self->shape) == 0)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->lines, 0);
  for (guint i = 0; i < accounts->len; i++)
    add_account (self, accounts->pdata[i], sources);
  g_free (self->shape);
  self->shape = g_steal_pointer (&shape);
}

static const DaybookSource *
find_source (GPtrArray *sources, gint64 id)
{
  for (guint i = 0; i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      if (source->id == id)
        return source;
    }
  return NULL;
}

/* A source without a choice of its own has its account's. */
static void
show_values (DaybookAccountSwitches *self, GPtrArray *accounts, GPtrArray *sources)
{
  g_autofree char *of_account = NULL;
  guint next_account = 0;

  self->showing = TRUE;
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = self->lines->pdata[i];
      const DaybookSource *source = line->source != NULL ? find_source (sources, line->source->id) : NULL;
      g_autofree char *own = source != NULL ? daybook_provider_setting_read (self->setting, source->settings) : NULL;

      if (line->source == NULL)
        {
          const DaybookAccount *account = accounts->pdata[next_account++];

          g_free (of_account);
          of_account = daybook_provider_setting_read (self->setting, account->settings);
          if (of_account == NULL)
            of_account = g_strdup (self->setting->default_value);
        }
      gtk_switch_set_active (line->control, daybook_provider_setting_is_on (own != NULL ? own : of_account));
    }
  self->showing = FALSE;
}

void
daybook_account_switches_update (DaybookAccountSwitches *self)
{
  DaybookStore *store = self->workspace != NULL ? daybook_workspace_get_store (self->workspace) : NULL;
  g_autoptr (GPtrArray) accounts = store != NULL ? daybook_store_list_accounts (store, NULL) : NULL;
  g_autoptr (GPtrArray) sources = store != NULL ? daybook_store_list_sources (store, 0, NULL) : NULL;

  if (self->workspace != NULL && daybook_workspace_is_changing (self->workspace))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), accounts != NULL && sources != NULL && accounts->len > 0);
  if (accounts == NULL || sources == NULL)
    return;
  make_rows (self, accounts, sources);
  show_values (self, accounts, sources);
}

static void
daybook_account_switches_finalize (GObject *object)
{
  DaybookAccountSwitches *self = DAYBOOK_ACCOUNT_SWITCHES (object);

  g_clear_object (&self->workspace);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->rows);
  g_free (self->shape);
  G_OBJECT_CLASS (daybook_account_switches_parent_class)->finalize (object);
}

static void
daybook_account_switches_class_init (DaybookAccountSwitchesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_account_switches_finalize;
}

static void
daybook_account_switches_init (DaybookAccountSwitches *self)
{
  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->rows = g_ptr_array_new ();
}

void
daybook_account_switches_set_workspace (DaybookAccountSwitches *self, DaybookWorkspace *workspace, const char *key)
{
  g_return_if_fail (DAYBOOK_IS_ACCOUNT_SWITCHES (self));

  g_set_object (&self->workspace, workspace);
  self->setting = daybook_provider_setting_find_common (key);
  /* The services' names come later than the accounts. */
  g_signal_connect_object (daybook_workspace_get_services (workspace), "items-changed",
                           G_CALLBACK (daybook_account_switches_update), self, G_CONNECT_SWAPPED);
  daybook_account_switches_update (self);
}
