/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-connect-sources.h"

#include <glib/gi18n.h>

#include "accounts/daybook-account-changes.h"
#include "accounts/daybook-source-words.h"
#include "common/daybook-dot.h"
#include "store/daybook-accounts.h"

struct _DaybookConnectSources
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  gint64 account_id;
  GHashTable *rows; /* (owned) gint64 -> AdwActionRow (unowned) */
  gboolean showing;
  AdwPreferencesGroup *group; /* (unowned) the child */
};

G_DEFINE_FINAL_TYPE (DaybookConnectSources, daybook_connect_sources, ADW_TYPE_BIN)

enum
{
  LOADED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_switched_cb (GtkSwitch *widget, GParamSpec *pspec, DaybookConnectSources *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (widget), ADW_TYPE_ACTION_ROW);
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (DaybookSource) source = NULL;
  GHashTableIter iter;
  gpointer id, shown;

  if (self->showing)
    return;
  g_hash_table_iter_init (&iter, self->rows);
  while (source == NULL && g_hash_table_iter_next (&iter, &id, &shown))
    if (shown == row)
      source = daybook_store_get_source (store, *(gint64 *) id, NULL);
  if (source != NULL)
    daybook_source_enable (self->workspace, source, gtk_switch_get_active (widget));
}

static GtkWidget *
make_row (DaybookConnectSources *self, const DaybookSource *source)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  g_object_set (row, "use-markup", FALSE, "title", source->name, "title-lines", 2, NULL);
  if (source->owner != NULL && g_strcmp0 (source->owner, source->name) != 0)
    g_object_set (row, "subtitle", source->owner, NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), daybook_dot_new (source->color));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (toggle), source->enabled);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, source->name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  g_signal_connect (toggle, "notify::active", G_CALLBACK (on_switched_cb), self);
  return row;
}

/* What is new is added; what the person has set meanwhile stays as it is. */
static void
load (DaybookConnectSources *self)
{
  g_autoptr (GPtrArray) sources =
    daybook_store_list_sources (daybook_workspace_get_store (self->workspace), self->account_id, NULL);
  guint before = g_hash_table_size (self->rows);

  if (sources == NULL)
    return;
  for (guint i = 0; i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];
      GtkWidget *row;

      if (source->state == DAYBOOK_SOURCE_GONE || g_hash_table_contains (self->rows, &source->id))
        continue;
      row = make_row (self, source);
      g_hash_table_insert (self->rows, g_memdup2 (&source->id, sizeof source->id), row);
      adw_preferences_group_add (self->group, row);
    }
  adw_preferences_group_set_title (self->group, daybook_source_words_title (sources));
  if (g_hash_table_size (self->rows) != before)
    g_signal_emit (self, signals[LOADED], 0);
}

static void
daybook_connect_sources_finalize (GObject *object)
{
  DaybookConnectSources *self = DAYBOOK_CONNECT_SOURCES (object);

  g_clear_object (&self->workspace);
  g_hash_table_unref (self->rows);
  G_OBJECT_CLASS (daybook_connect_sources_parent_class)->finalize (object);
}

static void
daybook_connect_sources_class_init (DaybookConnectSourcesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_connect_sources_finalize;

  signals[LOADED] =
    g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_connect_sources_init (DaybookConnectSources *self)
{
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
}

/* Lists what @account_id has, and what comes to it. */
void
daybook_connect_sources_show (DaybookConnectSources *self, DaybookWorkspace *workspace, gint64 account_id)
{
  g_return_if_fail (DAYBOOK_IS_CONNECT_SOURCES (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  self->account_id = account_id;
  g_signal_connect_object (workspace, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  load (self);
}

guint
daybook_connect_sources_get_length (DaybookConnectSources *self)
{
  return g_hash_table_size (self->rows);
}
