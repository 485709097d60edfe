/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-application-private.h"

#include <glib/gi18n.h>

#include "daybook-config.h"
#include "daybook-screenshot.h"
#include "preferences/daybook-preferences-window.h"
#include "projects/daybook-projects-window.h"
#include "sync-log/daybook-sync-log-window.h"

static void
on_sync_now_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  daybook_workspace_sync_now (daybook_application_get_workspace (data));
}

static void
on_log_time_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  daybook_window_log_time (daybook_application_present_window (data));
}

/* The name of a page or the text id of an item. */
static void
on_show_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  daybook_window_show (daybook_application_present_window (data), g_variant_get_string (parameter, NULL));
}

/* The text id of an account. */
static void
on_sign_in_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  daybook_window_sign_in (daybook_application_present_window (data), g_variant_get_string (parameter, NULL));
}

static void
on_preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DaybookWindow *window = daybook_application_present_window (data);
  GtkWidget *preferences = daybook_preferences_window_new (daybook_application_get_workspace (data));

  gtk_window_set_transient_for (GTK_WINDOW (preferences), GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
on_projects_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DaybookWindow *window = daybook_application_present_window (data);
  GtkWidget *projects = daybook_projects_window_new (daybook_application_get_workspace (data));

  gtk_window_set_transient_for (GTK_WINDOW (projects), GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (projects));
}

/* One is enough, and it may stay open beside the main window. */
static void
on_sync_log_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = NULL;

  for (GList *l = gtk_application_get_windows (data); l != NULL && window == NULL; l = l->next)
    if (DAYBOOK_IS_SYNC_LOG_WINDOW (l->data))
      window = l->data;
  if (window == NULL)
    {
      GtkWindow *main_window = GTK_WINDOW (daybook_application_present_window (data));
      int width, height, main_width, main_height;

      window = GTK_WINDOW (daybook_sync_log_window_new (daybook_application_get_workspace (data)));
      /* On a small screen the main window is small, too. */
      gtk_window_get_default_size (window, &width, &height);
      gtk_window_get_default_size (main_window, &main_width, &main_height);
      gtk_window_set_default_size (window, MIN (width, main_width), MIN (height, main_height));
      gtk_window_set_application (window, data);
    }
  gtk_window_present (window);
}

static void
on_shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkApplicationWindow *window = GTK_APPLICATION_WINDOW (daybook_application_present_window (data));
  GtkShortcutsWindow *shortcuts = gtk_application_window_get_help_overlay (window);

  if (shortcuts == NULL)
    {
      g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/io/github/daybookapp/Daybook/daybook-shortcuts.ui");

      /* Only as the overlay of its window does it know which keys the window's and the application's actions have. */
      shortcuts = GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
      gtk_application_window_set_help_overlay (window, shortcuts);
    }
  gtk_window_present (GTK_WINDOW (shortcuts));
}

static void
on_help_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_show_uri (GTK_WINDOW (daybook_application_present_window (data)), "help:daybook", GDK_CURRENT_TIME);
}

static void
on_about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (GTK_WINDOW (daybook_application_present_window (data)),
                         "application-name", _("Daybook"),
                         "application-icon", DAYBOOK_APPLICATION_ID,
                         "version", DAYBOOK_VERSION,
                         "developer-name", _("The Daybook contributors"),
                         "comments", _("See your working day, turn meetings into billable time. "
                                       "Everything stays on this computer."),
                         "copyright", "© 2026 The Daybook contributors",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one a line */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
on_quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_application_quit (G_APPLICATION (data));
}

typedef struct
{
  char *file; /* (owned) */
  int frames; /* still to let pass */
  int tries;  /* still to make: between two frames a window may have nothing to show */
} Screenshot;

static void
screenshot_free (gpointer data)
{
  Screenshot *screenshot = data;

  g_free (screenshot->file);
  g_free (screenshot);
}

static gboolean
on_screenshot_tick_cb (GtkWidget *window, GdkFrameClock *clock, gpointer data)
{
  Screenshot *screenshot = data;
  g_autoptr (GError) error = NULL;

  if (screenshot->frames-- > 0)
    return G_SOURCE_CONTINUE;
  if (!daybook_screenshot_save (GTK_WINDOW (window), screenshot->file, &error))
    {
      if (screenshot->tries-- > 0)
        return G_SOURCE_CONTINUE;
      g_warning ("%s", error->message);
    }
  return G_SOURCE_REMOVE;
}

/* A dialog is what a person would look at; a display without a window manager gives it no focus. Of a dialog and its own
 * dialog the latter. */
static GtkWindow *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *front = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_visible (GTK_WIDGET (window)) && gtk_window_get_modal (window)
          && (front == NULL || gtk_window_get_transient_for (window) == front))
        front = window;
    }
  return front;
}

/* The dialog in front, the window that has the focus, or the main one, as a picture: page "" means as it is. The picture is
 * taken some frames later, when what was asked for is laid out and drawn. */
static void
on_debug_screenshot_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Screenshot *screenshot = g_new0 (Screenshot, 1);
  const char *page, *file;
  GtkWindow *window;

  g_variant_get (parameter, "(&s&s)", &page, &file);
  if (*page != '\0')
    daybook_window_show (daybook_application_present_window (data), page);
  window = find_dialog ();
  if (window == NULL)
    window = gtk_application_get_active_window (GTK_APPLICATION (data));
  if (window == NULL)
    window = GTK_WINDOW (daybook_application_present_window (data));
  screenshot->file = g_strdup (file);
  screenshot->frames = 4;
  screenshot->tries = 60;
  gtk_widget_add_tick_callback (GTK_WIDGET (window), on_screenshot_tick_cb, screenshot, screenshot_free);
}

/* One page of Preferences, for its picture. */
static void
on_debug_preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  on_preferences_cb (action, NULL, data);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (find_dialog ()),
                                                g_variant_get_string (parameter, NULL));
}

/* The search with something typed, likewise. */
static void
on_debug_search_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  daybook_window_search (daybook_application_present_window (data), g_variant_get_string (parameter, NULL));
}

void
daybook_application_add_actions (DaybookApplication *self)
{
  static const GActionEntry actions[] = {
    { "sync-now", on_sync_now_cb },
    { "log-time", on_log_time_cb },
    { "show", on_show_cb, "s" },
    { "sign-in", on_sign_in_cb, "s" },
    { "preferences", on_preferences_cb },
    { "projects", on_projects_cb },
    { "sync-log", on_sync_log_cb },
    { "shortcuts", on_shortcuts_cb },
    { "help", on_help_cb },
    { "about", on_about_cb },
    { "quit", on_quit_cb },
  };
  static const GActionEntry debug_actions[] = {
    { "debug-screenshot", on_debug_screenshot_cb, "(ss)" },
    { "debug-preferences", on_debug_preferences_cb, "s" },
    { "debug-search", on_debug_search_cb, "s" },
  };
  static const struct
  {
    const char *action;
    const char *keys[3];
  } accelerators[] = {
    { "app.sync-now", { "<primary>r", "F5" } },
    { "app.log-time", { "<primary>l" } },
    { "app.preferences", { "<primary>comma" } },
    { "app.shortcuts", { "<primary>question" } },
    { "app.help", { "F1" } },
    { "app.quit", { "<primary>q" } },
    { "window.close", { "<primary>w" } },
    { "win.search", { "<primary>f" } },
    { "win.undo-last", { "<primary>z" } },
    { "win.menu", { "F10" } },
    { "win.show-page('today')", { "<alt>1" } },
    { "win.show-page('time')", { "<alt>2" } },
    { "win.show-page('inbox')", { "<alt>3" } },
    { "win.show-page('insights')", { "<alt>4" } },
    { "win.show-page('accounts')", { "<alt>5" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  if (g_strcmp0 (g_getenv ("DAYBOOK_DEBUG"), "1") == 0)
    {
      g_action_map_add_action_entries (G_ACTION_MAP (self), debug_actions, G_N_ELEMENTS (debug_actions), self);
      daybook_screenshot_prepare (gdk_display_get_default ());
    }
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action, accelerators[i].keys);
}
