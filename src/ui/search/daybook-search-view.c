/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search/daybook-search-view.h"

#include <glib/gi18n.h>

#include "base/daybook-link.h"
#include "base/daybook-text.h"
#include "search/daybook-search-results.h"
#include "search/daybook-search-row.h"

struct _DaybookSearchView
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace;   /* (owned) (nullable) */
  DaybookSearchResults *results; /* (owned) (nullable) until there is a workspace */

  /* Template children */
  GtkSearchEntry *entry;
  GtkStack *stack;
  AdwStatusPage *none_page;
  GtkScrolledWindow *scroller;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (DaybookSearchView, daybook_search_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Showing what was found ------------------------------------------------------------------------------ */

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, g_object_new (DAYBOOK_TYPE_SEARCH_ROW, NULL));
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, DaybookSearchView *self)
{
  daybook_search_row_bind (DAYBOOK_SEARCH_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item),
                           daybook_workspace_get_today (self->workspace));
}

static void
show_nothing (DaybookSearchView *self, const char *title, const char *description)
{
  g_autofree char *markup = daybook_text_to_markup (description);

  adw_status_page_set_title (self->none_page, title);
  /* A description is markup (reliability.md, threat 18). */
  adw_status_page_set_description (self->none_page, markup);
  gtk_stack_set_visible_child_name (self->stack, "none");
}

static void
on_results_changed_cb (DaybookSearchResults *results, DaybookSearchView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (results));
  g_autofree char *description = NULL;

  switch (daybook_search_results_get_state (results))
    {
    case DAYBOOK_SEARCH_IDLE:
      gtk_stack_set_visible_child_name (self->stack, "start");
      break;
    case DAYBOOK_SEARCH_ASKING:
      /* What is shown stays until there is something else to show: an answer takes milliseconds. */
      break;
    case DAYBOOK_SEARCH_FAILED:
      show_nothing (self, _("The Search Failed"), daybook_search_results_get_problem (results));
      break;
    case DAYBOOK_SEARCH_DONE:
    default:
      if (n > 0)
        {
          gtk_stack_set_visible_child_name (self->stack, "results");
          break;
        }
      description = g_strdup_printf (_("Nothing contains “%s”. Every word has to occur."),
                                     daybook_search_results_get_text (results));
      show_nothing (self, _("Nothing Found"), description);
      break;
    }
}

static void
load_within (DaybookSearchView *self, GtkAdjustment *adjustment, double pages)
{
  double left = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment)
                - gtk_adjustment_get_page_size (adjustment);

  if (self->results != NULL && left < pages * gtk_adjustment_get_page_size (adjustment))
    daybook_search_results_load_more (self->results);
}

/* Near the end of what is listed, more is read: a page of the window ahead. */
static void
on_scrolled_cb (GtkAdjustment *adjustment, DaybookSearchView *self)
{
  load_within (self, adjustment, 2);
}

/* A tall window holds more rows than are read at once. */
static void
on_extent_changed_cb (GtkAdjustment *adjustment, DaybookSearchView *self)
{
  load_within (self, adjustment, 0.1);
}

/* Opening --------------------------------------------------------------------------------------------- */

static void
open_item (DaybookSearchView *self, DaybookSearchItem *item)
{
  g_autofree char *url = daybook_link_check (daybook_search_item_get_url (item));
  g_autofree char *id = daybook_id_format (daybook_search_item_get_kind (item), daybook_search_item_get_id (item));

  if (url != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), url, GDK_CURRENT_TIME);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", id);
}

static void
open_at (DaybookSearchView *self, guint position)
{
  g_autoptr (DaybookSearchItem) item =
    self->results != NULL ? g_list_model_get_item (G_LIST_MODEL (self->results), position) : NULL;

  if (item != NULL)
    open_item (self, item);
}

static void
on_row_activated_cb (DaybookSearchView *self, guint position)
{
  open_at (self, position);
}

/* Typing ---------------------------------------------------------------------------------------------- */

static void
on_text_changed_cb (DaybookSearchView *self)
{
  if (self->results == NULL)
    return;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  daybook_search_results_set_text (self->results, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

/* Enter takes the first, once it is the answer to what stands there. */
static void
on_entry_activate_cb (DaybookSearchView *self)
{
  if (self->results != NULL && daybook_search_results_get_state (self->results) == DAYBOOK_SEARCH_DONE)
    open_at (self, 0);
}

static void
on_stop_cb (DaybookSearchView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.search", NULL);
}

/* Down leads into the list. */
static gboolean
on_entry_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
                 DaybookSearchView *self)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD) ? GDK_EVENT_STOP
                                                                                : GDK_EVENT_PROPAGATE;
}

/* Escape leaves the search; up from the first row leads back to the text. */
static gboolean
on_list_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
                DaybookSearchView *self)
{
  if (key == GDK_KEY_Escape)
    {
      on_stop_cb (self);
      return GDK_EVENT_STOP;
    }
  if ((key == GDK_KEY_Up || key == GDK_KEY_KP_Up) && gtk_widget_get_first_child (GTK_WIDGET (self->list)) != NULL
      && gtk_widget_get_focus_child (GTK_WIDGET (self->list)) == gtk_widget_get_first_child (GTK_WIDGET (self->list))
      && gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller)) <= 0)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

/* The type -------------------------------------------------------------------------------------------- */

static void
set_workspace (DaybookSearchView *self, DaybookWorkspace *workspace)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  if (!g_set_object (&self->workspace, workspace) || workspace == NULL)
    return;
  self->results = daybook_search_results_new (workspace);
  g_signal_connect_object (self->results, "changed", G_CALLBACK (on_results_changed_cb), self, 0);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->results)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  daybook_reload_gate_follow (daybook_search_results_get_gate (self->results), GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

static void
daybook_search_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, DAYBOOK_SEARCH_VIEW (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_search_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WORKSPACE:
      set_workspace (DAYBOOK_SEARCH_VIEW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
daybook_search_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DAYBOOK_SEARCH_VIEW (widget)->entry));
}

static void
daybook_search_view_dispose (GObject *object)
{
  DaybookSearchView *self = DAYBOOK_SEARCH_VIEW (object);

  g_clear_object (&self->results);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_search_view_parent_class)->dispose (object);
}

static void
daybook_search_view_class_init (DaybookSearchViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_search_view_get_property;
  object_class->set_property = daybook_search_view_set_property;
  object_class->dispose = daybook_search_view_dispose;
  widget_class->grab_focus = daybook_search_view_grab_focus;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/search/daybook-search-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookSearchView, entry);
  gtk_widget_class_bind_template_child (widget_class, DaybookSearchView, stack);
  gtk_widget_class_bind_template_child (widget_class, DaybookSearchView, none_page);
  gtk_widget_class_bind_template_child (widget_class, DaybookSearchView, scroller);
  gtk_widget_class_bind_template_child (widget_class, DaybookSearchView, list);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
add_keys (GtkWidget *widget, GCallback callback, DaybookSearchView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", callback, self);
  gtk_widget_add_controller (widget, keys);
}

static void
daybook_search_view_init (DaybookSearchView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_search_entry_set_key_capture_widget (self->entry, GTK_WIDGET (self));
  add_keys (GTK_WIDGET (self->entry), G_CALLBACK (on_entry_key_cb), self);
  add_keys (GTK_WIDGET (self->list), G_CALLBACK (on_list_key_cb), self);
  g_signal_connect (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed", G_CALLBACK (on_scrolled_cb),
                    self);
  g_signal_connect (gtk_scrolled_window_get_vadjustment (self->scroller), "changed", G_CALLBACK (on_extent_changed_cb),
                    self);
}

/* Searches for @text as if it had been typed. */
void
daybook_search_view_set_text (DaybookSearchView *self, const char *text)
{
  g_return_if_fail (DAYBOOK_IS_SEARCH_VIEW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}
