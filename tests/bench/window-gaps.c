/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the windows keep the main loop to themselves, on a store with many years in it: a source of high
 * priority that wants to run all the time notes the longest time that it could not.
 *
 * usage: window-gaps (XDG_DATA_HOME: a folder where "queries fill" made daybook/daybook.db; a display)
 *
 * Prints for each kind of use the longest gap and the most CPU time between two moments of the source, in
 * milliseconds: the second one is what the program did itself, whatever else the computer was doing. */

#include <adwaita.h>
#include <stdio.h>
#include <time.h>

#include "big-store.h"
#include "daybook-application.h"

#define WEEKS 52
#define PAGES 200

static gint64 last_wall, last_cpu;
static gint64 worst_wall, worst_cpu; /* microseconds */

static gint64
get_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gboolean
on_moment_cb (gpointer data)
{
  gint64 wall = g_get_monotonic_time (), cpu = get_cpu ();

  worst_wall = MAX (worst_wall, wall - last_wall);
  worst_cpu = MAX (worst_cpu, cpu - last_cpu);
  last_wall = wall;
  last_cpu = cpu;
  return G_SOURCE_CONTINUE;
}

static void
begin (void)
{
  last_wall = g_get_monotonic_time ();
  last_cpu = get_cpu ();
  worst_wall = worst_cpu = 0;
}

static void
end (const char *name)
{
  printf ("%s_gap_ms=%.1f\n%s_cpu_ms=%.1f\n", name, worst_wall / 1000.0, name, worst_cpu / 1000.0);
  fflush (stdout);
}

static gboolean
on_over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets the windows go on for a while. */
static void
spin (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add_full (G_PRIORITY_HIGH, milliseconds, on_over_cb, &over, NULL);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static GtkWidget *
find (GtkWidget *widget, const char *type)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
show (GtkWidget *window, const char *page)
{
  gtk_widget_activate_action (window, "win.show-page", "s", page);
  spin (300);
}

/* The first visit of a page too: what it builds then is waited for as well. */
static void
measure_pages (GtkWidget *window)
{
  static const char *const pages[] = { "time", "inbox", "insights", "accounts", "today" };

  for (guint page = 0; page < G_N_ELEMENTS (pages); page++)
    {
      begin ();
      for (int i = 0; i < 5; i++)
        {
          show (window, pages[page]);
          show (window, pages[(page + 1) % G_N_ELEMENTS (pages)]);
        }
      end (pages[page]);
    }
}

static void
measure_paging (GtkWidget *window, const char *name, const char *page, const char *type, const char *action)
{
  GtkWidget *widget = find (window, type);

  show (window, page);
  begin ();
  for (int i = 0; i < WEEKS; i++)
    {
      gtk_widget_activate_action (widget, action, NULL);
      spin (100);
    }
  end (name);
}

static void
measure_search (GtkWidget *window)
{
  static const char *const texts[] = { "website review", "northwind budget", "room 1", "acme", "hiring interview" };
  GtkWidget *view = find (window, "DaybookSearchView");
  GtkEditable *entry = GTK_EDITABLE (find (view, "GtkSearchEntry"));
  GtkWidget *list = find (view, "GtkListView");
  GtkWidget *scroller = gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  gtk_widget_activate_action (window, "win.search", NULL);
  spin (300);
  begin ();
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      for (gsize length = 1; texts[i][length - 1] != '\0'; length++)
        {
          g_autofree char *typed = g_strndup (texts[i], length);

          gtk_editable_set_text (entry, typed);
          spin (60);
        }
    }
  end ("typing");

  gtk_editable_set_text (entry, "re");
  spin (300);
  begin ();
  for (int i = 0; i < PAGES; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) * 0.8);
      spin (30);
    }
  end ("scrolling");
  printf ("scrolled_rows=%u\n", g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))));
  gtk_widget_activate_action (window, "win.search", NULL);
  spin (100);
}

int
main (int argc, char **argv)
{
  g_autoptr (DaybookApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *now = g_strdup_printf ("=%s", "2026-11-21T12:00:00Z");
  GtkWidget *window;

  g_setenv ("DAYBOOK_NOW", now, TRUE);
  application = daybook_application_new ();
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);
  g_application_activate (G_APPLICATION (application));
  window = GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (application)));
  spin (1500);
  g_timeout_add_full (G_PRIORITY_HIGH, 1, on_moment_cb, NULL, NULL);
  measure_pages (window);
  measure_paging (window, "weeks", "time", "DaybookTimePage", "time.previous-week");
  measure_paging (window, "days", "today", "DaybookTodayPage", "today.previous-day");
  measure_search (window);
  return 0;
}
