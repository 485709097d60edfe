/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "first-run/daybook-first-run.h"

#include <glib/gi18n.h>

#include "accounts/daybook-connect-dialog.h"
#include "base/daybook-error.h"
#include "common/daybook-service-tile.h"

/* Of the list of services and beside it, in pixels. */
#define LIST_WIDTH 500
#define MARGIN 24
/* What stands above and below the list, its arrow included. */
#define FRAME_HEIGHT 48

struct _DaybookFirstRun
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookAgentJob *job;        /* (owned) (nullable) that brings the sample data */
  gboolean terse;              /* the list of services tells names alone */

  /* Template children */
  GtkWidget *try_button;
  GtkStack *try_stack;
  GtkSpinner *spinner;
  GtkMenuButton *connect_button;
  GtkPopover *popover;
  GtkWidget *scroller;
  GtkListBox *services;
  GtkBox *tiles;
  GtkLabel *names;
  GtkLabel *error;
};

G_DEFINE_FINAL_TYPE (DaybookFirstRun, daybook_first_run, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static DaybookServiceCatalog *
get_catalog (DaybookFirstRun *self)
{
  return daybook_workspace_get_services (self->workspace);
}

static void
show_error (DaybookFirstRun *self, const char *text)
{
  gtk_label_set_label (self->error, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), text != NULL);
}

/* Services ---------------------------------------------------------------------------------------------- */

static GtkWidget *
make_service_row (DaybookService *service, gboolean terse)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", daybook_service_get_name (service), "subtitle",
                terse ? "" : daybook_service_get_summary (service), "activatable", TRUE, NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), daybook_service_tile_new (daybook_service_get_id (service), 32));
  return row;
}

/* "Google, Microsoft and GitHub" */
static char *
join_names (GPtrArray *names)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    {
      if (i > 0)
        /* Translators: between the parts of "Google, Microsoft and GitHub" */
        g_string_append (text, i + 1 < names->len ? _(", ") : _(" and "));
      g_string_append (text, names->pdata[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_services (DaybookFirstRun *self)
{
  GListModel *catalog = G_LIST_MODEL (get_catalog (self));
  guint n = g_list_model_get_n_items (catalog);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *text = NULL;
  GtkListBoxRow *row;
  GtkWidget *tile;

  while ((row = gtk_list_box_get_row_at_index (self->services, 0)) != NULL)
    gtk_list_box_remove (self->services, GTK_WIDGET (row));
  while ((tile = gtk_widget_get_first_child (GTK_WIDGET (self->tiles))) != NULL)
    gtk_box_remove (self->tiles, tile);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DaybookService) service = g_list_model_get_item (catalog, i);

      if (daybook_service_is_sample (service))
        continue;
      gtk_list_box_append (self->services, make_service_row (service, self->terse));
      tile = daybook_service_tile_new (daybook_service_get_id (service), 32);
      gtk_widget_set_halign (tile, GTK_ALIGN_CENTER);
      gtk_box_append (self->tiles, tile);
      g_ptr_array_add (names, (gpointer) daybook_service_get_name (service));
    }
  text = join_names (names);
  gtk_label_set_label (self->names, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->connect_button), names->len > 0);
  gtk_widget_set_sensitive (self->try_button,
                            self->job == NULL && daybook_service_catalog_find_sample (get_catalog (self)) != NULL);
  show_error (self, daybook_service_catalog_get_error (get_catalog (self)));
}

/* The list stays inside the window, over what stands above the button: as wide as needs no second line, or else with the
 * names alone, since sentences of two lines each would make it higher than a narrow window. */
static void
on_popup_cb (GtkMenuButton *button, gpointer data)
{
  DaybookFirstRun *self = data;
  int width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN;
  int height = gtk_widget_get_height (GTK_WIDGET (self)) - FRAME_HEIGHT;
  gboolean terse = width < LIST_WIDTH;

  if (terse != self->terse)
    {
      self->terse = terse;
      update_services (self);
    }
  gtk_widget_set_size_request (self->scroller, CLAMP (width, 240, terse ? 288 : LIST_WIDTH), -1);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MAX (height, 150));
}

static void
on_service_activated_cb (GtkListBox *box, GtkListBoxRow *row, DaybookFirstRun *self)
{
  GListModel *catalog = G_LIST_MODEL (get_catalog (self));
  int position = gtk_list_box_row_get_index (row);
  guint n = g_list_model_get_n_items (catalog);

  gtk_popover_popdown (self->popover);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DaybookService) service = g_list_model_get_item (catalog, i);
      GtkWidget *dialog;

      if (daybook_service_is_sample (service) || position-- > 0)
        continue;
      dialog = daybook_connect_dialog_new (self->workspace, service);
      gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
      gtk_window_present (GTK_WINDOW (dialog));
      return;
    }
}

/* Sample data ------------------------------------------------------------------------------------------- */

static void
set_busy (DaybookFirstRun *self, gboolean busy)
{
  gtk_stack_set_visible_child_name (self->try_stack, busy ? "spinner" : "label");
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (self->try_button, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->connect_button), !busy);
}

static void
forget_job (DaybookFirstRun *self)
{
  if (self->job == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
}

static void
on_job_finished_cb (DaybookAgentJob *job, DaybookFirstRun *self)
{
  const GError *error = daybook_agent_job_get_error (job);
  GVariant *result = daybook_agent_job_get_result (job);
  const char *account = NULL;

  if (error == NULL && result != NULL && g_variant_lookup (result, "account", "&s", &account))
    {
      const char *const targets[] = { account, NULL };

      daybook_agent_client_sync_async (daybook_workspace_get_agent (self->workspace), targets, FALSE, NULL, NULL, NULL);
    }
  if (error != NULL)
    show_error (self, error->message);
  else
    /* The first run gives way to the pages as soon as the account is read. */
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "today");
  forget_job (self);
  set_busy (self, FALSE);
}

static void
on_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookFirstRun) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = daybook_agent_client_call_finish (DAYBOOK_AGENT_CLIENT (source), result, &error);

  if (jobs == NULL || jobs->len == 0)
    {
      set_busy (self, FALSE);
      show_error (self, error != NULL ? error->message : NULL);
      return;
    }
  self->job = g_object_ref (jobs->pdata[0]);
  g_signal_connect (self->job, "finished", G_CALLBACK (on_job_finished_cb), self);
  if (daybook_agent_job_is_finished (self->job))
    on_job_finished_cb (self->job, self);
}

static void
on_try_clicked_cb (GtkButton *button, DaybookFirstRun *self)
{
  DaybookService *sample = daybook_service_catalog_find_sample (get_catalog (self));
  GVariantDict options;

  if (sample == NULL || self->job != NULL)
    return;
  show_error (self, NULL);
  set_busy (self, TRUE);
  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "sign-in", "s", "none");
  daybook_agent_client_connect_async (daybook_workspace_get_agent (self->workspace), daybook_service_get_id (sample),
                                      g_variant_dict_end (&options), NULL, NULL, on_taken_cb, g_object_ref (self));
}

/* The type ---------------------------------------------------------------------------------------------- */

/* The worker is asked only when the page is really shown. */
static void
daybook_first_run_map (GtkWidget *widget)
{
  DaybookFirstRun *self = DAYBOOK_FIRST_RUN (widget);

  GTK_WIDGET_CLASS (daybook_first_run_parent_class)->map (widget);
  if (self->workspace == NULL)
    return;
  g_signal_handlers_disconnect_by_data (get_catalog (self), self);
  g_signal_connect_object (get_catalog (self), "items-changed", G_CALLBACK (update_services), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_catalog (self), "notify::error", G_CALLBACK (update_services), self, G_CONNECT_SWAPPED);
  update_services (self);
}

static void
daybook_first_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_FIRST_RUN (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_first_run_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookFirstRun *self = DAYBOOK_FIRST_RUN (object);

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
daybook_first_run_dispose (GObject *object)
{
  forget_job (DAYBOOK_FIRST_RUN (object));
  G_OBJECT_CLASS (daybook_first_run_parent_class)->dispose (object);
}

static void
daybook_first_run_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_FIRST_RUN (object)->workspace);
  G_OBJECT_CLASS (daybook_first_run_parent_class)->finalize (object);
}

static void
daybook_first_run_class_init (DaybookFirstRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_first_run_get_property;
  object_class->set_property = daybook_first_run_set_property;
  object_class->dispose = daybook_first_run_dispose;
  object_class->finalize = daybook_first_run_finalize;
  widget_class->map = daybook_first_run_map;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/first-run/daybook-first-run.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookFirstRun, try_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookFirstRun, try_stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookFirstRun, spinner);
  gtk_widget_class_bind_template_child (widget_class, DaybookFirstRun, connect_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookFirstRun, popover);
  gtk_widget_class_bind_template_child (widget_class, DaybookFirstRun, scroller);
  gtk_widget_class_bind_template_child (widget_class, DaybookFirstRun, services);
  gtk_widget_class_bind_template_child (widget_class, DaybookFirstRun, tiles);
  gtk_widget_class_bind_template_child (widget_class, DaybookFirstRun, names);
  gtk_widget_class_bind_template_child (widget_class, DaybookFirstRun, error);
  gtk_widget_class_bind_template_callback (widget_class, on_try_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_service_activated_cb);
}

static void
daybook_first_run_init (DaybookFirstRun *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->connect_button, on_popup_cb, self, NULL);
}
