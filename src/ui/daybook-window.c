/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-window.h"

#include <glib/gi18n.h>

#include "accounts/daybook-accounts-page.h"
#include "base/daybook-text.h"
#include "common/daybook-banner.h"
#include "common/daybook-lazy-bin.h"
#include "common/daybook-page.h"
#include "common/daybook-sync-button.h"
#include "daybook-config.h"
#include "first-run/daybook-first-run.h"
#include "inbox/daybook-inbox-page.h"
#include "insights/daybook-insights-page.h"
#include "search/daybook-search-view.h"
#include "time/daybook-time-page.h"
#include "today/daybook-today-page.h"

/* A store is made faster than this; after an update a large one is not. */
#define PATIENCE_MS 400

struct _DaybookWindow
{
  AdwApplicationWindow parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  GSettings *settings;         /* (owned) */
  AdwToast *toast;             /* (unowned) (nullable) weak: the one that is shown */
  char *wanted;                /* (owned) (nullable) what to show once there is a store */
  guint patience;              /* until it shows that there is none yet */

  /* Template children */
  AdwToastOverlay *toasts;
  GtkStack *root;
  GtkWidget *preparing;
  AdwStatusPage *problem_page;
  GtkStack *content;
  DaybookLazyBin *search;
  AdwViewSwitcherTitle *switcher_title;
  AdwViewSwitcherBar *switcher_bar;
  AdwViewStack *pages;
  GtkToggleButton *search_button;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (DaybookWindow, daybook_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
has_page (DaybookWindow *self, const char *name)
{
  return adw_view_stack_get_child_by_name (self->pages, name) != NULL;
}

/* Shows the page and returns it, made for this where it was never seen. */
static GtkWidget *
show_page (DaybookWindow *self, const char *name)
{
  gtk_toggle_button_set_active (self->search_button, FALSE);
  adw_view_stack_set_visible_child_name (self->pages, name);
  return daybook_lazy_bin_get (DAYBOOK_LAZY_BIN (adw_view_stack_get_visible_child (self->pages)));
}

/* The page that has a place for an item: the first that says so. Those that have none for its kind are not made. */
static gboolean
show_item (DaybookWindow *self, DaybookKind kind, gint64 id)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->pages);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);
      DaybookLazyBin *bin = DAYBOOK_LAZY_BIN (adw_view_stack_page_get_child (page));

      if (daybook_page_type_shows (daybook_lazy_bin_get_child_type (bin), kind)
          && daybook_page_show_item (DAYBOOK_PAGE (daybook_lazy_bin_get (bin)), kind, id))
        {
          show_page (self, adw_view_stack_page_get_name (page));
          return TRUE;
        }
    }
  return FALSE;
}

/* Whether there is no store yet, so that @what has to wait. */
static gboolean
show_later (DaybookWindow *self, const char *what)
{
  if (!daybook_workspace_is_preparing (self->workspace))
    return FALSE;
  g_free (self->wanted);
  self->wanted = g_strdup (what);
  return TRUE;
}

/* Shows a page by its name (today, time, inbox, insights, accounts) or an item by its text id. What is unknown only
 * leaves the window as it is. */
void
daybook_window_show (DaybookWindow *self, const char *what)
{
  DaybookKind kind;
  gint64 id;

  g_return_if_fail (DAYBOOK_IS_WINDOW (self));

  if (show_later (self, what))
    return;
  if (has_page (self, what))
    show_page (self, what);
  else if (!daybook_id_parse (what, &kind, &id) || !show_item (self, kind, id))
    g_message ("Nothing to show for \"%s\"", what);
}

/* Shows an account and signs in to it again: what a notification offers. */
void
daybook_window_sign_in (DaybookWindow *self, const char *account)
{
  DaybookKind kind;
  gint64 id;

  g_return_if_fail (DAYBOOK_IS_WINDOW (self));

  daybook_window_show (self, account);
  if (self->wanted != NULL)
    return;
  if (daybook_id_parse (account, &kind, &id) && kind == DAYBOOK_KIND_ACCOUNT)
    gtk_widget_activate_action (show_page (self, "accounts"), "account.sign-in", "x", id);
}

/* Goes to today's log bar. */
void
daybook_window_log_time (DaybookWindow *self)
{
  g_return_if_fail (DAYBOOK_IS_WINDOW (self));

  if (!show_later (self, "today"))
    gtk_widget_activate_action (show_page (self, "today"), "today.log-time", NULL);
}

/* Opens the search with @text. */
void
daybook_window_search (DaybookWindow *self, const char *text)
{
  g_return_if_fail (DAYBOOK_IS_WINDOW (self));

  if (show_later (self, "today"))
    return;
  gtk_toggle_button_set_active (self->search_button, TRUE);
  daybook_search_view_set_text (DAYBOOK_SEARCH_VIEW (daybook_lazy_bin_get (self->search)), text);
}

static void
on_show_page_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_window_show (DAYBOOK_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_search_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DaybookWindow *self = DAYBOOK_WINDOW (widget);

  gtk_toggle_button_set_active (self->search_button, !gtk_toggle_button_get_active (self->search_button));
}

static void
on_menu_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_menu_button_popup (DAYBOOK_WINDOW (widget)->menu_button);
}

static void
on_try_again_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_workspace_try_again (DAYBOOK_WINDOW (widget)->workspace);
}

static void
on_undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_workspace_undo (DAYBOOK_WINDOW (widget)->workspace, g_variant_get_int64 (parameter));
}

static void
on_undo_last_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  daybook_workspace_undo (DAYBOOK_WINDOW (widget)->workspace, 0);
}

static gboolean
on_search_shown_cb (gpointer data)
{
  DaybookWindow *self = data;

  if (gtk_toggle_button_get_active (self->search_button))
    gtk_widget_grab_focus (daybook_lazy_bin_get (self->search));
  return G_SOURCE_REMOVE;
}

/* The focus waits for the turn after the one that makes and maps the search: before that GTK 4.8 gives it without saying so,
 * and neither a ring nor a screen reader tells where it is. */
static void
on_search_toggled_cb (GtkToggleButton *button, DaybookWindow *self)
{
  gboolean searching = gtk_toggle_button_get_active (button);

  gtk_stack_set_visible_child_name (self->content, searching ? "search" : "pages");
  if (searching)
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_search_shown_cb, g_object_ref (self), g_object_unref);
}

static gboolean
on_reveal_idle_cb (gpointer data)
{
  DaybookWindow *self = data;
  gboolean reveal = adw_view_switcher_title_get_title_visible (self->switcher_title);

  adw_view_switcher_bar_set_reveal (self->switcher_bar, reveal);
  if (reveal)
    gtk_widget_add_css_class (GTK_WIDGET (self->toasts), "above-switcher");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->toasts), "above-switcher");
  return G_SOURCE_REMOVE;
}

/* The title finds out in the middle of a layout, which would give the bar less than no height. */
static void
on_title_visible_cb (DaybookWindow *self)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_reveal_idle_cb, g_object_ref (self), g_object_unref);
}

/* A text from the workspace; with a change, a button takes that one back. */
static void
on_toast_cb (DaybookWorkspace *workspace, const char *text, gint64 change, DaybookWindow *self)
{
  AdwToast *toast = adw_toast_new ("");
  g_autofree char *markup = daybook_text_to_markup (text);

  /* A toast's title is markup (reliability.md, threat 18). */
  adw_toast_set_title (toast, markup);
  if (change != 0)
    {
      /* Time to read, to think again, and to get there by keyboard. */
      adw_toast_set_timeout (toast, 10);
      adw_toast_set_button_label (toast, _("_Undo"));
      adw_toast_set_action_name (toast, "win.undo");
      adw_toast_set_action_target (toast, "x", change);
    }
  /* What was done last is what may be taken back: it does not wait in a queue. */
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_set_weak_pointer (&self->toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static gboolean
on_patience_over_cb (gpointer data)
{
  DaybookWindow *self = data;

  self->patience = 0;
  gtk_widget_set_visible (self->preparing, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_state_changed_cb (DaybookWorkspace *workspace, GParamSpec *pspec, DaybookWindow *self)
{
  const char *problem = daybook_workspace_get_problem (workspace);

  g_clear_handle_id (&self->patience, g_source_remove);
  if (daybook_workspace_is_preparing (workspace))
    {
      gtk_widget_set_visible (self->preparing, FALSE);
      gtk_stack_set_visible_child_name (self->root, "preparing");
      self->patience = g_timeout_add (PATIENCE_MS, on_patience_over_cb, self);
    }
  else if (problem != NULL)
    {
      g_autofree char *markup = daybook_text_to_markup (problem);

      /* Not before: a large icon is read even where nobody sees it. */
      adw_status_page_set_icon_name (self->problem_page, "dialog-warning-symbolic");
      adw_status_page_set_description (self->problem_page, markup);
      gtk_stack_set_visible_child_name (self->root, "problem");
    }
  else
    {
      gtk_stack_set_visible_child_name (self->root, daybook_workspace_is_empty (workspace) ? "first-run" : "main");
      if (self->wanted != NULL)
        {
          g_autofree char *wanted = g_steal_pointer (&self->wanted);

          daybook_window_show (self, wanted);
        }
    }
}

static void
restore_state (DaybookWindow *self)
{
  g_autofree char *page = g_settings_get_string (self->settings, "page");

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  if (has_page (self, page))
    adw_view_stack_set_visible_child_name (self->pages, page);
}

/* The first page is there when the window asks how large it must be, and comes up with it. */
static void
daybook_window_realize (GtkWidget *widget)
{
  DaybookWindow *self = DAYBOOK_WINDOW (widget);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->root), "main"))
    daybook_lazy_bin_get (DAYBOOK_LAZY_BIN (adw_view_stack_get_visible_child (self->pages)));
  GTK_WIDGET_CLASS (daybook_window_parent_class)->realize (widget);
}

static gboolean
daybook_window_close_request (GtkWindow *window)
{
  DaybookWindow *self = DAYBOOK_WINDOW (window);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  if (width > 0 && height > 0)
    {
      g_settings_set_int (self->settings, "window-width", MAX (width, 360));
      g_settings_set_int (self->settings, "window-height", MAX (height, 294));
    }
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
  g_settings_set_string (self->settings, "page", adw_view_stack_get_visible_child_name (self->pages));
  return GTK_WINDOW_CLASS (daybook_window_parent_class)->close_request (window);
}

static void
daybook_window_constructed (GObject *object)
{
  DaybookWindow *self = DAYBOOK_WINDOW (object);
  g_autoptr (GAction) show_declined = g_settings_create_action (self->settings, "show-declined");

  G_OBJECT_CLASS (daybook_window_parent_class)->constructed (object);

  g_action_map_add_action (G_ACTION_MAP (self), show_declined);
  restore_state (self);
  /* After: a window in front of this one may say it in its place. */
  g_signal_connect_object (self->workspace, "toast", G_CALLBACK (on_toast_cb), self, G_CONNECT_AFTER);
  g_signal_connect_object (self->workspace, "notify::empty", G_CALLBACK (on_state_changed_cb), self, 0);
  g_signal_connect_object (self->workspace, "notify::preparing", G_CALLBACK (on_state_changed_cb), self, 0);
  g_signal_connect_object (self->workspace, "notify::problem", G_CALLBACK (on_state_changed_cb), self, 0);
  on_state_changed_cb (self->workspace, NULL, self);
}

static void
daybook_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookWindow *self = DAYBOOK_WINDOW (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookWindow *self = DAYBOOK_WINDOW (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_window_finalize (GObject *object)
{
  DaybookWindow *self = DAYBOOK_WINDOW (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_weak_pointer (&self->toast);
  g_free (self->wanted);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (daybook_window_parent_class)->finalize (object);
}

static void
daybook_window_class_init (DaybookWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->constructed = daybook_window_constructed;
  object_class->finalize = daybook_window_finalize;
  object_class->get_property = daybook_window_get_property;
  object_class->set_property = daybook_window_set_property;
  widget_class->realize = daybook_window_realize;
  window_class->close_request = daybook_window_close_request;

  /* Pages bind to it in the template. */
  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DAYBOOK_TYPE_ACCOUNTS_PAGE);
  g_type_ensure (DAYBOOK_TYPE_BANNER);
  g_type_ensure (DAYBOOK_TYPE_FIRST_RUN);
  g_type_ensure (DAYBOOK_TYPE_INBOX_PAGE);
  g_type_ensure (DAYBOOK_TYPE_INSIGHTS_PAGE);
  g_type_ensure (DAYBOOK_TYPE_LAZY_BIN);
  g_type_ensure (DAYBOOK_TYPE_SEARCH_VIEW);
  g_type_ensure (DAYBOOK_TYPE_SYNC_BUTTON);
  g_type_ensure (DAYBOOK_TYPE_TIME_PAGE);
  g_type_ensure (DAYBOOK_TYPE_TODAY_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daybookapp/Daybook/daybook-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DaybookWindow, root);
  gtk_widget_class_bind_template_child (widget_class, DaybookWindow, preparing);
  gtk_widget_class_bind_template_child (widget_class, DaybookWindow, problem_page);
  gtk_widget_class_bind_template_child (widget_class, DaybookWindow, content);
  gtk_widget_class_bind_template_child (widget_class, DaybookWindow, search);
  gtk_widget_class_bind_template_child (widget_class, DaybookWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, DaybookWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, DaybookWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, DaybookWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookWindow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, on_search_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_title_visible_cb);

  gtk_widget_class_install_action (widget_class, "win.show-page", "s", on_show_page_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, on_search_cb);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, on_menu_cb);
  gtk_widget_class_install_action (widget_class, "win.try-again", NULL, on_try_again_cb);
  gtk_widget_class_install_action (widget_class, "win.undo", "x", on_undo_cb);
  gtk_widget_class_install_action (widget_class, "win.undo-last", NULL, on_undo_last_cb);
}

static void
daybook_window_init (DaybookWindow *self)
{
  self->settings = g_settings_new (DAYBOOK_APPLICATION_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
}

DaybookWindow *
daybook_window_new (DaybookApplication *application, DaybookWorkspace *workspace)
{
  return g_object_new (DAYBOOK_TYPE_WINDOW, "application", application, "workspace", workspace, NULL);
}
