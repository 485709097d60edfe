/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What DAYBOOK_DEBUG=1 adds, for pictures and for tests: looking at the windows, and using them, from outside. */
#include <stdlib.h>

#include "daybook-application-private.h"
#include "daybook-screenshot.h"

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

/* The dialog in front, the window that has the focus, or the main one. */
static GtkWindow *
find_front (DaybookApplication *application)
{
  GtkWindow *window = find_dialog ();

  if (window == NULL)
    window = gtk_application_get_active_window (GTK_APPLICATION (application));
  if (window == NULL)
    window = GTK_WINDOW (daybook_application_present_window (application));
  return window;
}

/* The window in front as a picture: page "" means as it is. The picture is taken some frames later, when what was asked
 * for is laid out and drawn. */
static void
on_debug_screenshot_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Screenshot *screenshot = g_new0 (Screenshot, 1);
  const char *page, *file;
  GtkWindow *window;

  g_variant_get (parameter, "(&s&s)", &page, &file);
  if (*page != '\0')
    daybook_window_show (daybook_application_present_window (data), page);
  window = find_front (data);
  screenshot->file = g_strdup (file);
  screenshot->frames = 4;
  screenshot->tries = 60;
  gtk_widget_add_tick_callback (GTK_WIDGET (window), on_screenshot_tick_cb, screenshot, screenshot_free);
}

/* One page of Preferences. */
static void
on_debug_preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_action_group_activate_action (G_ACTION_GROUP (data), "preferences", NULL);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (find_dialog ()),
                                                g_variant_get_string (parameter, NULL));
}

/* The search with something typed. */
static void
on_debug_search_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  daybook_window_search (daybook_application_present_window (data), g_variant_get_string (parameter, NULL));
}

/* The Nth mapped widget below @widget whose id in its template, or whose type, is @name; @n counts down. */
static GtkWidget *
find_widget (GtkWidget *widget, const char *name, int *n)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if ((g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), name) == 0
       || g_str_equal (G_OBJECT_TYPE_NAME (widget), name))
      && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, name, n);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* "PAGE>button:1": step by step down from @widget; ":N" is the Nth further of that name. */
static GtkWidget *
follow (GtkWidget *widget, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ">", -1);

  for (char **step = steps; *step != NULL && widget != NULL; step++)
    {
      g_auto (GStrv) parts = g_strsplit (*step, ":", 2);
      int n = parts[0] != NULL && parts[1] != NULL ? atoi (parts[1]) : 0;

      widget = find_widget (widget, parts[0], &n);
    }
  return widget;
}

static void
use_action (GtkWidget *widget, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autoptr (GError) error = NULL;

  /* As somebody sees it who does this: scrolled to. */
  if (gtk_widget_get_focusable (widget))
    gtk_widget_grab_focus (widget);
  if (!g_action_parse_detailed_name (detailed, &name, &target, &error))
    g_warning ("%s", error->message);
  else if (!gtk_widget_activate_action_variant (widget, name, target))
    g_warning ("There is no action “%s”", name);
}

/* (widget, value): does with a widget of the window in front what a person would, in every language alike: types, chooses,
 * opens or presses; "@NAME" is one of its actions. The widget is named by its id in the template or by its type. */
static void
on_debug_use_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *path, *value;
  GtkWidget *widget;

  g_variant_get (parameter, "(&s&s)", &path, &value);
  widget = follow (GTK_WIDGET (find_front (data)), path);
  if (widget == NULL)
    g_warning ("There is no “%s”", path);
  else if (*value == '@')
    use_action (widget, value + 1);
  else if (*value != '\0' && GTK_IS_EDITABLE (widget))
    gtk_editable_set_text (GTK_EDITABLE (widget), value);
  else if (*value != '\0')
    g_object_set (widget, "selected", (guint) atoi (value), NULL);
  else if (GTK_IS_MENU_BUTTON (widget))
    gtk_menu_button_popup (GTK_MENU_BUTTON (widget));
  else if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  else if (GTK_IS_SCROLLED_WINDOW (widget))
    {
      GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
    }
  else if (!gtk_widget_activate (widget))
    g_warning ("“%s” does nothing", path);
}

/* (scheme, width, height, times as large a text): the window in front in other circumstances, no larger than it is by
 * itself. */
static void
on_debug_look_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *scheme;
  int width, height;
  double factor;
  GtkWindow *window = find_front (data);

  g_variant_get (parameter, "(&siid)", &scheme, &width, &height, &factor);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_str_equal (scheme, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                   : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * factor), NULL);
  if (DAYBOOK_IS_WINDOW (window))
    gtk_window_set_default_size (window, width, height);
  else
    {
      int own_width = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (window), "own-width"));
      int own_height = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (window), "own-height"));

      if (own_width == 0)
        {
          own_width = gtk_widget_get_width (GTK_WIDGET (window));
          own_height = gtk_widget_get_height (GTK_WIDGET (window));
          g_object_set_data (G_OBJECT (window), "own-width", GINT_TO_POINTER (own_width));
          g_object_set_data (G_OBJECT (window), "own-height", GINT_TO_POINTER (own_height));
        }
      gtk_window_set_default_size (window, MIN (width, own_width), MIN (height, own_height));
    }
}

void
daybook_application_add_debug_actions (DaybookApplication *self)
{
  static const GActionEntry actions[] = {
    { "debug-screenshot", on_debug_screenshot_cb, "(ss)" },
    { "debug-preferences", on_debug_preferences_cb, "s" },
    { "debug-search", on_debug_search_cb, "s" },
    { "debug-use", on_debug_use_cb, "(ss)" },
    { "debug-look", on_debug_look_cb, "(siid)" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  daybook_screenshot_prepare (gdk_display_get_default ());
}
