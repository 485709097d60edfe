/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-application-private.h"

#include <glib/gi18n.h>

#include "daybook-config.h"
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

/* (nullable) The main window, when there is a store that another one could show something of. */
static GtkWindow *
present_for_data (DaybookApplication *self)
{
  GtkWindow *window = GTK_WINDOW (daybook_application_present_window (self));
  DaybookWorkspace *workspace = daybook_application_get_workspace (self);

  return daybook_workspace_get_store (workspace) != NULL && daybook_workspace_get_problem (workspace) == NULL ? window
                                                                                                             : NULL;
}

static void
on_preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = present_for_data (data);
  GtkWidget *preferences;

  if (window == NULL)
    return;
  preferences = daybook_preferences_window_new (daybook_application_get_workspace (data));
  gtk_window_set_transient_for (GTK_WINDOW (preferences), window);
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
on_projects_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = present_for_data (data);
  GtkWidget *projects;

  if (window == NULL)
    return;
  projects = daybook_projects_window_new (daybook_application_get_workspace (data));
  gtk_window_set_transient_for (GTK_WINDOW (projects), window);
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
      GtkWindow *main_window = present_for_data (data);
      int width, height, main_width, main_height;

      if (main_window == NULL)
        return;
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
    daybook_application_add_debug_actions (self);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action, accelerators[i].keys);
}
